//! The workbook of a comparison: what is asked about first, then who is who, what else changed, and what became of the findings.

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::body::{LONGEST_TEXT, height, lines};
use super::style::{Formats, Style};
use super::{Heading, WorkbookError, heading, last, own_sheet, package, properties, write_headings};
use crate::assess::COMPARISON_SHEETS;
use crate::calendar::shown;
use crate::cell::Place;
use crate::comparison::{Comparison, Fate, VerdictChange};
use crate::edition::{Edition, and, plain};
use crate::finding::{Finding, Verdict};
use crate::write::comparison::{
    ASKED, Editions, METHOD, called, cell, doubt, fate, kind, norm, not_compared, step, told, value, verdict,
};
use crate::write::words;

const ASKED_HEADINGS: &[Heading] = &[
    heading("Nr", 6.0),
    heading("Wat is gewijzigd", 26.0),
    heading("Persoon", 22.0),
    heading("Persoons-\nsleutel", 11.0),
    heading("Groep", 18.0),
    heading("Norm", 10.0),
    heading("Uitleg", 52.0),
    heading("Cel in het oude bestand", 26.0),
    heading("Waarde in het oude bestand", 22.0),
    heading("Cel in het nieuwe bestand", 26.0),
    heading("Waarde in het nieuwe bestand", 22.0),
    heading("Toelichting van de aanbieder", 40.0),
];

const PEOPLE_HEADINGS: &[Heading] = &[
    heading("Wat", 24.0),
    heading("Oude sleutel", 12.0),
    heading("Oude naam", 24.0),
    heading("Oude groep", 22.0),
    heading("Oude cel", 26.0),
    heading("Nieuwe sleutel", 12.0),
    heading("Nieuwe naam", 24.0),
    heading("Nieuwe groep", 22.0),
    heading("Nieuwe cel", 26.0),
    heading("Opmerking", 40.0),
];

const CHANGE_HEADINGS: &[Heading] = &[
    heading("Persoon", 24.0),
    heading("Persoons-\nsleutel", 12.0),
    heading("Gegeven", 26.0),
    heading("Cel in het oude bestand", 28.0),
    heading("Waarde in het oude bestand", 28.0),
    heading("Cel in het nieuwe bestand", 28.0),
    heading("Waarde in het nieuwe bestand", 28.0),
];

const FINDING_HEADINGS: &[Heading] = &[
    heading("Wat ervan werd", 20.0),
    heading("Code", 9.0),
    heading("Effect", 18.0),
    heading("Norm", 10.0),
    heading("Persoon", 22.0),
    heading("Groep", 18.0),
    heading("Bevinding", 60.0),
    heading("Cellen in het oude bestand", 30.0),
    heading("Cellen in het nieuwe bestand", 30.0),
];

/// The workbook. The same comparison gives the same bytes.
///
/// # Errors
/// When the workbook cannot be put together.
pub fn comparison_workbook(comparison: &Comparison<'_>) -> Result<Vec<u8>, WorkbookError> {
    let formats = Formats::new();
    let editions = &Editions::of(comparison);
    let mut frame = Workbook::new();
    let title = plain(&format!("Vergelijking van {}", comparison.new.provider)).into_owned();
    frame.set_zip_compression_level(package::LEVEL).set_properties(&properties(&title)?);
    let [overview, asked, people, changes, findings, account] = COMPARISON_SHEETS;
    let mut add = |name: &str| -> Result<usize, XlsxError> {
        own_sheet(&mut frame, &formats, name, name)?;
        Ok(frame.worksheets().len() - 1)
    };
    let at = [add(overview)?, add(asked)?, add(people)?, add(changes)?, add(findings)?, add(account)?];
    let sheets = frame.worksheets_mut();
    write_overview(&mut sheets[at[0]], &formats, comparison, editions)?;
    table(&mut sheets[at[1]], &formats, ASKED_HEADINGS, 3, asked_note(comparison), &asked_rows(comparison, editions))?;
    let note = "Iedereen uit beide bestanden, en hoe wij zagen wie wie is.";
    table(&mut sheets[at[2]], &formats, PEOPLE_HEADINGS, 1, note, &people_rows(comparison, editions))?;
    let note = "Wat er verder anders staat. Hier vraagt niets om toelichting.";
    table(&mut sheets[at[3]], &formats, CHANGE_HEADINGS, 1, note, &change_rows(comparison, editions))?;
    let note = "Wat er van elke bevinding werd. Opgelost: wie of wat het was staat er nog, en de bevinding is weg.";
    table(&mut sheets[at[4]], &formats, FINDING_HEADINGS, 2, note, &finding_rows(comparison, editions))?;
    write_account(&mut sheets[at[5]], &formats, comparison, editions)?;
    Ok(frame.save_to_buffer()?)
}

/// Wider tables are too small to read on one page.
const PAGE: f64 = 225.0;

/// A text in a table, with its look.
type Cell = (String, Style);

fn text(text: impl Into<String>) -> Cell {
    (text.into(), Style::Text)
}

/// As much of a text as a cell takes.
fn fitting(text: &str) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, letter)| {
        units += letter.len_utf16();
        units > LONGEST_TEXT
    });
    end.map_or(text, |(at, _)| &text[..at])
}

fn table(
    sheet: &mut Worksheet,
    formats: &Formats,
    headings: &[Heading],
    frozen: u16,
    note: &str,
    rows: &[Vec<Cell>],
) -> Result<(), WorkbookError> {
    const HEADER_ROW: u32 = 4;
    sheet.write_string_with_format(2, 0, note, formats.of(Style::Mark))?;
    write_headings(sheet, formats, HEADER_ROW, headings, frozen)?;
    if headings.iter().map(|heading| heading.width).sum::<f64>() > PAGE {
        sheet.set_print_fit_to_pages(2, 0).set_repeat_columns(0, frozen.saturating_sub(1))?;
    }
    for (row, cells) in (HEADER_ROW + 1..).zip(rows) {
        let mut most = 1;
        for ((column, (text, style)), heading) in (0u16..).zip(cells).zip(headings) {
            if text.is_empty() {
                sheet.write_blank(row, column, formats.of(*style))?;
            } else {
                sheet.write_string_with_format(row, column, fitting(text), formats.of(*style))?;
            }
            most = most.max(lines(text, heading.width));
        }
        sheet.set_row_height(row, height(most))?;
    }
    if rows.is_empty() {
        sheet.write_string_with_format(HEADER_ROW + 1, 0, "geen", formats.of(Style::Mark))?;
    } else {
        sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + super::count(rows.len()), last(headings))?;
    }
    Ok(())
}

fn asked_note(comparison: &Comparison<'_>) -> &'static str {
    if comparison.questions.is_empty() {
        "Er is niets gewijzigd waarvoor wij om een toelichting vragen."
    } else {
        "Gewijzigd, graag toelichten. Een wijziging is geen fout en geen verwijt. De laatste kolom is voor het antwoord van de aanbieder."
    }
}

fn asked_rows(comparison: &Comparison<'_>, editions: &Editions<'_>) -> Vec<Vec<Cell>> {
    let row = |(number, question): (usize, &crate::comparison::Question)| {
        let (name, key) = editions.person(question.old_person, question.new_person).unwrap_or_default();
        let norms: Vec<&str> = question.norms.iter().map(|norm| norm.name()).collect();
        vec![
            ((number + 1).to_string(), Style::Number),
            text(kind(question.kind)),
            text(plain(name)),
            text(plain(key)),
            text(question.group.map(|group| editions.group(group)).unwrap_or_default()),
            text(norms.join(", ")),
            text(told(editions, question)),
            text(cells(&editions.old, &question.old_cells)),
            text(values(&editions.old, &question.old_cells)),
            text(cells(&editions.new, &question.new_cells)),
            text(values(&editions.new, &question.new_cells)),
            (String::new(), Style::Input),
        ]
    };
    comparison.questions.iter().enumerate().map(row).collect()
}

fn cells(edition: &Edition<'_>, places: &[Place]) -> String {
    places.iter().map(|place| cell(edition, *place)).collect::<Vec<_>>().join("\n")
}

fn values(edition: &Edition<'_>, places: &[Place]) -> String {
    places.iter().map(|place| value(edition, *place)).collect::<Vec<_>>().join("\n")
}

/// Key, name, groups and cell of somebody; four empty cells of nobody.
fn who(edition: &Edition<'_>, person: Option<u32>) -> Vec<Cell> {
    let Some(person) = person else {
        return vec![text(""); 4];
    };
    vec![
        text(plain(edition.key(person))),
        text(plain(edition.name(person))),
        text(plain(&and(&edition.groups_of_person(person)))),
        text(cell(edition, edition.assessment.staff.name_cell(person))),
    ]
}

fn people_rows(comparison: &Comparison<'_>, editions: &Editions<'_>) -> Vec<Vec<Cell>> {
    let people = &comparison.people;
    let mut rows = Vec::new();
    let mut add = |what: Cell, old: Option<u32>, new: Option<u32>, remark: &str| {
        let mut row = vec![what];
        row.extend(who(&editions.old, old));
        row.extend(who(&editions.new, new));
        row.push(text(remark));
        rows.push(row);
    };
    for pair in &people.doubts {
        add(("niet zeker".to_owned(), Style::Yellow), Some(pair.old), Some(pair.new), doubt(pair.reason));
    }
    for person in &people.gone {
        let presence = comparison.old.staff.people[*person as usize].presence.name();
        add(text("niet meer in het bestand"), Some(*person), None, &format!("in het oude bestand: {presence}"));
    }
    for person in &people.came {
        let presence = comparison.new.staff.people[*person as usize].presence.name();
        add(text("alleen in het nieuwe bestand"), None, Some(*person), presence);
    }
    let moved: Vec<(u32, u32)> = comparison.moves.iter().map(|moved| moved.person).collect();
    for matched in &people.matched {
        let what = if moved.contains(&(matched.old, matched.new)) { "andere groep" } else { "in beide bestanden" };
        let how = if matched.by_number { "herkend aan het nummer" } else { "herkend aan de naam" };
        let presence =
            |assessment: &crate::assess::Assessment, person: u32| assessment.staff.people[person as usize].presence;
        let (before, after) = (presence(comparison.old, matched.old), presence(comparison.new, matched.new));
        let how = if before == after {
            how.to_owned()
        } else {
            format!("{how}; eerst {}, nu {}", before.name(), after.name())
        };
        add(text(what), Some(matched.old), Some(matched.new), &how);
    }
    rows
}

fn change_rows(comparison: &Comparison<'_>, editions: &Editions<'_>) -> Vec<Vec<Cell>> {
    let row = |change: &crate::comparison::Change| {
        let (name, key) = editions.person(None, Some(change.person.1)).unwrap_or_default();
        vec![
            text(plain(name)),
            text(plain(key)),
            text(words::field(change.field)),
            text(cells(&editions.old, &change.old_cells)),
            text(values(&editions.old, &change.old_cells)),
            text(cells(&editions.new, &change.new_cells)),
            text(values(&editions.new, &change.new_cells)),
        ]
    };
    comparison.changes.iter().map(row).collect()
}

fn finding_rows(comparison: &Comparison<'_>, editions: &Editions<'_>) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for wanted in Fate::ALL {
        for change in comparison.findings.iter().filter(|change| change.fate == *wanted) {
            let find = |edition: &Edition<'_>, number: Option<u32>| -> Option<Finding> {
                number.map(|number| edition.assessment.judgement.findings[number as usize].clone())
            };
            let (old, new) = (find(&editions.old, change.old), find(&editions.new, change.new));
            let (edition, Some(shown)) =
                (if new.is_some() { editions.new } else { editions.old }, new.as_ref().or(old.as_ref()))
            else {
                continue;
            };
            let places = |edition: &Edition<'_>, finding: Option<&Finding>| {
                finding.map(|finding| cells(edition, &finding.cells)).unwrap_or_default()
            };
            rows.push(vec![
                text(fate(*wanted)),
                text(edition.rule(shown).code.as_str()),
                (shown.effect.name().to_owned(), Style::of_effect(shown.effect)),
                text(shown.norm.name()),
                text(
                    shown.person.map(|person| called((edition.name(person), edition.key(person)))).unwrap_or_default(),
                ),
                text(shown.group.map(|group| plain(edition.group(group)).into_owned()).unwrap_or_default()),
                text(edition.short_message(shown)),
                text(places(&editions.old, old.as_ref())),
                text(places(&editions.new, new.as_ref())),
            ]);
        }
    }
    rows
}

/// The look of a verdict; none where there is no verdict.
fn verdict_cell(shown: Option<Verdict>) -> Cell {
    (verdict(shown).to_owned(), shown.map_or(Style::Grey, Style::of_verdict))
}

fn write_overview(
    sheet: &mut Worksheet,
    formats: &Formats,
    comparison: &Comparison<'_>,
    editions: &Editions<'_>,
) -> Result<(), WorkbookError> {
    sheet.set_active(true).set_first_tab(true);
    for (column, width) in (0u16..).zip([56.0, 44.0, 22.0, 22.0, 14.0]) {
        sheet.set_column_width(column, width)?;
    }
    let title = plain(&format!("{}: oud en nieuw vergeleken", comparison.new.provider)).into_owned();
    sheet.write_string_with_format(2, 0, fitting(&title), formats.of(Style::Title))?.set_row_height(2, 30)?;
    let mut row = 4;
    let mut line = |sheet: &mut Worksheet, label: &str, text: &str| -> Result<(), XlsxError> {
        sheet.write_string_with_format(row, 0, label, formats.of(Style::Label))?;
        sheet.write_string_with_format(row, 1, fitting(text), formats.of(Style::Text))?;
        sheet.set_row_height(row, height(lines(text, 44.0)))?;
        row += 1;
        Ok(())
    };
    for (label, assessment) in [("Oud", comparison.old), ("Nieuw", comparison.new)] {
        let names: Vec<&str> = assessment.inputs.iter().map(|input| input.file.as_str()).collect();
        line(sheet, label, &format!("{}, peildatum {}", plain(&and(&names)), shown(assessment.reference_date)))?;
    }
    let people = &comparison.people;
    let counts = [
        (ASKED, comparison.questions.len()),
        ("Niet zeker of dit dezelfde persoon is", people.doubts.len()),
        ("Niet te vergelijken (zie Verantwoording)", comparison.not_compared.len()),
        ("Personen in beide bestanden", people.matched.len()),
        ("Personen niet meer in het nieuwe bestand", people.gone.len()),
        ("Personen alleen in het nieuwe bestand", people.came.len()),
        ("Personen naar een andere groep", comparison.moves.len()),
        ("Overige wijzigingen", comparison.changes.len()),
    ];
    for (label, count) in counts {
        line(sheet, label, &count.to_string())?;
    }
    for wanted in Fate::ALL {
        let count = comparison.findings.iter().filter(|change| change.fate == *wanted).count();
        line(sheet, &format!("Bevindingen {}", fate(*wanted)), &count.to_string())?;
    }
    if comparison.is_same() {
        line(sheet, "Let op", "Oud en nieuw zijn precies dezelfde bestanden.")?;
    }
    row += 1;
    for (column, text) in (0u16..).zip(["Norm", "Aanbieder of groep", "Oordeel eerst", "Oordeel nu", "Verschil"]) {
        sheet.write_string_with_format(row, column, text, formats.of(Style::Header))?;
    }
    for change in &comparison.verdicts {
        row += 1;
        let (name, style) = of_whom(change, editions);
        let cells = [
            (norm(change.norm), style),
            (name, style),
            verdict_cell(change.old),
            verdict_cell(change.new),
            (step(change).to_owned(), style),
        ];
        for (column, (text, style)) in (0u16..).zip(&cells) {
            sheet.write_string_with_format(row, column, fitting(text), formats.of(*style))?;
        }
    }
    Ok(())
}

fn of_whom(change: &VerdictChange, editions: &Editions<'_>) -> Cell {
    match change.group {
        Some(group) => (editions.group(group), Style::Text),
        None => ("hele aanbieder".to_owned(), Style::Label),
    }
}

fn write_account(
    sheet: &mut Worksheet,
    formats: &Formats,
    comparison: &Comparison<'_>,
    editions: &Editions<'_>,
) -> Result<(), WorkbookError> {
    const WIDTH: f64 = 110.0;
    sheet.set_column_width(0, 30.0)?.set_column_width(1, WIDTH)?;
    let rules = &comparison.new.rules;
    let mut entries: Vec<(String, String)> = Vec::new();
    for (label, assessment) in [("Oud bestand", comparison.old), ("Nieuw bestand", comparison.new)] {
        for input in &assessment.inputs {
            entries.push((label.to_owned(), plain(&input.file).into_owned()));
            entries.push(("SHA-256".to_owned(), input.sha256.clone()));
        }
        entries.push(("Peildatum".to_owned(), shown(assessment.reference_date)));
    }
    entries.push(("Regels".to_owned(), plain(&format!("{}, versie {}", rules.name, rules.version)).into_owned()));
    entries.push(("SHA-256 van de regels".to_owned(), rules.sha256.clone()));
    for (name, value) in &comparison.new.settings.given {
        entries.push(("Instelling".to_owned(), plain(&format!("{name} = {value}")).into_owned()));
    }
    entries.push(("Versie van toetsklaar".to_owned(), env!("CARGO_PKG_VERSION").to_owned()));
    entries.extend(METHOD.iter().map(|line| ("Hoe wij vergelijken".to_owned(), (*line).to_owned())));
    if comparison.not_compared.is_empty() {
        entries.push(("Niet te vergelijken".to_owned(), "niets".to_owned()));
    }
    for what in &comparison.not_compared {
        entries.push(("Niet te vergelijken".to_owned(), plain(&not_compared(editions, what)).into_owned()));
    }
    for (row, (label, text)) in (3..).zip(&entries) {
        sheet.write_string_with_format(row, 0, label, formats.of(Style::Label))?;
        sheet.write_string_with_format(row, 1, fitting(text), formats.of(Style::Text))?;
        sheet.set_row_height(row, height(lines(text, WIDTH)))?;
    }
    Ok(())
}
