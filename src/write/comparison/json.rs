//! A comparison as JSON (schema `toetsklaar-compare/1`).

use std::io::{self, Write};

use serde::Serialize;

use super::{Editions, called, doubt, kind, not_compared, told};
use crate::assess::{Assessment, DISCLAIMER};
use crate::cell::Place;
use crate::comparison::{Comparison, FindingChange, Question};
use crate::edition::Edition;
use crate::finding::{Norm, Verdict};
use crate::write::entries::{Rules, TOOL, Tool};

/// Writes the comparison. The same inputs, rules, settings and dates give the same bytes.
///
/// # Errors
/// Only what the writer gives.
pub fn report(comparison: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Report::of(comparison)).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    tool: Tool,
    disclaimer: &'static str,
    provider: &'a str,
    rule_set: Rules<'a>,
    settings: &'a std::collections::BTreeMap<String, String>,
    old: Files<'a>,
    new: Files<'a>,
    same_files: bool,
    verdicts: Vec<VerdictEntry>,
    questions: Vec<QuestionEntry<'a>>,
    doubts: Vec<DoubtEntry<'a>>,
    persons: Persons<'a>,
    changes: Vec<ChangeEntry<'a>>,
    findings: Vec<FindingEntry<'a>>,
    not_compared: Vec<String>,
}

#[derive(Serialize)]
struct Files<'a> {
    reference_date: String,
    inputs: Vec<File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct VerdictEntry {
    norm: Norm,
    scope: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    old: Option<Verdict>,
    new: Option<Verdict>,
    worse: bool,
}

#[derive(Serialize)]
struct PersonEntry<'a> {
    key: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct Cell<'a> {
    file: &'a str,
    sheet: &'a str,
    cell: String,
    value: Option<String>,
}

#[derive(Serialize)]
struct Cells<'a> {
    old: Vec<Cell<'a>>,
    new: Vec<Cell<'a>>,
}

#[derive(Serialize)]
struct QuestionEntry<'a> {
    kind: &'static str,
    title: &'static str,
    message: String,
    norms: &'a [Norm],
    old_person: Option<PersonEntry<'a>>,
    new_person: Option<PersonEntry<'a>>,
    group: Option<String>,
    date: Option<String>,
    cells: Cells<'a>,
}

#[derive(Serialize)]
struct DoubtEntry<'a> {
    reason: &'static str,
    message: &'static str,
    old_person: PersonEntry<'a>,
    new_person: PersonEntry<'a>,
    cells: Cells<'a>,
}

#[derive(Serialize)]
struct Persons<'a> {
    in_both: usize,
    by_name: Vec<PersonEntry<'a>>,
    gone: Vec<PersonEntry<'a>>,
    came: Vec<PersonEntry<'a>>,
    moved: Vec<MoveEntry<'a>>,
}

#[derive(Serialize)]
struct MoveEntry<'a> {
    person: PersonEntry<'a>,
    from: Vec<String>,
    to: Vec<String>,
    cells: Cells<'a>,
}

#[derive(Serialize)]
struct ChangeEntry<'a> {
    person: PersonEntry<'a>,
    field: &'static str,
    cells: Cells<'a>,
}

#[derive(Serialize)]
struct FindingEntry<'a> {
    fate: &'static str,
    rule: &'a str,
    norm: Norm,
    effect: &'static str,
    person: Option<String>,
    group: Option<String>,
    message: String,
    cells: Cells<'a>,
}

fn files(assessment: &Assessment) -> Files<'_> {
    let inputs = assessment.inputs.iter();
    Files {
        reference_date: assessment.reference_date.to_string(),
        inputs: inputs.map(|input| File { file: &input.file, sha256: &input.sha256 }).collect(),
    }
}

fn person<'a>(edition: &Edition<'a>, person: u32) -> PersonEntry<'a> {
    PersonEntry { key: edition.key(person), name: edition.name(person) }
}

fn cells<'a>(editions: &Editions<'a>, old: &[Place], new: &[Place]) -> Cells<'a> {
    let side = |edition: &Edition<'a>, places: &[Place]| {
        let entry = |place: &Place| {
            let (input, sheet) = edition.assessment.sheet(place.sheet);
            Cell {
                file: &input.file,
                sheet: &sheet.name,
                cell: place.position.to_string(),
                value: edition.value(*place),
            }
        };
        places.iter().map(entry).collect()
    };
    Cells { old: side(&editions.old, old), new: side(&editions.new, new) }
}

impl<'a> Report<'a> {
    fn of(comparison: &'a Comparison<'a>) -> Report<'a> {
        let editions = Editions::of(comparison);
        let (old, new) = (comparison.old, comparison.new);
        let rules = &new.rules;
        let name_cells = |old_person: u32, new_person: u32| {
            cells(&editions, &[old.staff.name_cell(old_person)], &[new.staff.name_cell(new_person)])
        };
        let verdicts = comparison.verdicts.iter().map(|change| VerdictEntry {
            norm: change.norm,
            scope: if change.group.is_some() { "group" } else { "provider" },
            group: change.group.map(|group| editions.group(group)),
            old: change.old,
            new: change.new,
            worse: change.is_worse(),
        });
        let doubts = comparison.people.doubts.iter().map(|pair| DoubtEntry {
            reason: pair.reason.name(),
            message: doubt(pair.reason),
            old_person: person(&editions.old, pair.old),
            new_person: person(&editions.new, pair.new),
            cells: name_cells(pair.old, pair.new),
        });
        let changes = comparison.changes.iter().map(|change| ChangeEntry {
            person: person(&editions.new, change.person.1),
            field: change.field.name(),
            cells: cells(&editions, &change.old_cells, &change.new_cells),
        });
        Report {
            schema: "toetsklaar-compare/1",
            tool: TOOL,
            disclaimer: DISCLAIMER,
            provider: &new.provider,
            rule_set: Rules::of(rules),
            settings: &new.settings.given,
            old: files(old),
            new: files(new),
            same_files: comparison.is_same(),
            verdicts: verdicts.collect(),
            questions: comparison.questions.iter().map(|question| asked(&editions, question)).collect(),
            doubts: doubts.collect(),
            persons: persons(comparison, &editions),
            changes: changes.collect(),
            findings: comparison.findings.iter().filter_map(|change| finding(&editions, change)).collect(),
            not_compared: comparison.not_compared.iter().map(|what| not_compared(&editions, what)).collect(),
        }
    }
}

fn asked<'a>(editions: &Editions<'a>, question: &'a Question) -> QuestionEntry<'a> {
    QuestionEntry {
        kind: question.kind.name(),
        title: kind(question.kind),
        message: told(editions, question),
        norms: &question.norms,
        old_person: question.old_person.map(|it| person(&editions.old, it)),
        new_person: question.new_person.map(|it| person(&editions.new, it)),
        group: question.group.map(|group| editions.group(group)),
        date: question.date.map(|date| date.to_string()),
        cells: cells(editions, &question.old_cells, &question.new_cells),
    }
}

fn persons<'a>(comparison: &Comparison<'a>, editions: &Editions<'a>) -> Persons<'a> {
    let people = &comparison.people;
    let by_name = people.matched.iter().filter(|matched| !matched.by_number);
    let moved = comparison.moves.iter().map(|moved| MoveEntry {
        person: person(&editions.new, moved.person.1),
        from: moved.from.iter().map(|group| editions.group((Some(*group), None))).collect(),
        to: moved.to.iter().map(|group| editions.group((None, Some(*group)))).collect(),
        cells: cells(
            editions,
            &moved.old_cell.into_iter().collect::<Vec<_>>(),
            &moved.new_cell.into_iter().collect::<Vec<_>>(),
        ),
    });
    Persons {
        in_both: people.matched.len(),
        by_name: by_name.map(|matched| person(&editions.new, matched.new)).collect(),
        gone: people.gone.iter().map(|it| person(&editions.old, *it)).collect(),
        came: people.came.iter().map(|it| person(&editions.new, *it)).collect(),
        moved: moved.collect(),
    }
}

fn finding<'a>(editions: &Editions<'a>, change: &FindingChange) -> Option<FindingEntry<'a>> {
    let find = |edition: &Edition<'a>, number: Option<u32>| {
        number.map(|number| &edition.assessment.judgement.findings[number as usize])
    };
    let (old, new) = (find(&editions.old, change.old), find(&editions.new, change.new));
    let (edition, shown) = match (new, old) {
        (Some(new), _) => (editions.new, new),
        (None, old) => (editions.old, old?),
    };
    let rule = edition.rule(shown);
    let places = |finding: Option<&crate::finding::Finding>| finding.map_or_else(Vec::new, |it| it.cells.to_vec());
    Some(FindingEntry {
        fate: change.fate.name(),
        rule: &rule.code,
        norm: shown.norm,
        effect: shown.effect.name(),
        person: shown.person.map(|person| called((edition.name(person), edition.key(person)))),
        group: shown.group.map(|group| edition.group(group).to_owned()),
        message: edition.message(shown),
        cells: cells(editions, &places(old), &places(new)),
    })
}
