//! The report as JSON (schema `toetsklaar-report/1`): everything that was found, used and left out, with its cells.
//!
//! Written element by element over the assessment, so that a large provider costs no second copy of its data.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::amount::{Fte, Share};
use crate::assess::{Assessment, DISCLAIMER, InputReport, SheetReport};
use crate::calendar::Date;
use crate::cell::{Letters, Place};
use crate::check::{GroupVerdict, Held, Persons, ProviderVerdict, Tally};
use crate::edition::Edition;
use crate::finding::{Finding, Norm, Verdict};
use crate::lexicon::{Field, FieldKind};
use crate::read::Visibility;
use crate::record::{Fact, Reading};
use crate::sampling::{Layer, Sample};
use crate::staff::{Extract, Likeness, Presence};
use crate::table::{Table, Use};
use crate::write::entries::{Groups, Posts, Rules, TOOL};
use crate::write::receipt::Receipt;
use crate::write::scorecard;

/// Writes the report. The same input, rules, settings and date give the same bytes.
///
/// # Errors
/// Only what the writer gives.
pub fn report(edition: &Edition<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Report { edition }).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// An iterator as a JSON array, so that nothing is collected first.
struct Each<F>(F);

impl<F, I> Serialize for Each<F>
where
    F: Fn() -> I,
    I: Iterator,
    I::Item: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut elements = serializer.serialize_seq(None)?;
        for element in (self.0)() {
            elements.serialize_element(&element)?;
        }
        elements.end()
    }
}

struct Report<'a> {
    edition: &'a Edition<'a>,
}

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let edition = self.edition;
        let assessment = edition.assessment;
        let rules = &assessment.rules;
        let judgement = &assessment.judgement;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", "toetsklaar-report/1")?;
        map.serialize_entry("tool", &TOOL)?;
        map.serialize_entry("disclaimer", DISCLAIMER)?;
        map.serialize_entry("reference_date", &iso(assessment.reference_date))?;
        map.serialize_entry("provider", &assessment.provider)?;
        map.serialize_entry("rule_set", &Rules::of(rules))?;
        map.serialize_entry("settings", &assessment.settings.given)?;
        map.serialize_entry("inputs", &Each(|| inputs(assessment)))?;
        map.serialize_entry("population", &Population::of(edition))?;
        map.serialize_entry("verdicts", &Verdicts { edition })?;
        if let Some(card) = assessment.scorecard() {
            map.serialize_entry("expectations", &scorecard::report(edition, &card))?;
        }
        map.serialize_entry(
            "people",
            &Each(|| assessment.staff.active().map(|(person, _)| PersonEntry { edition, person })),
        )?;
        map.serialize_entry("left_out", &Each(|| left_out(edition)))?;
        map.serialize_entry("rows_left_out", &Each(|| rows_left_out(edition)))?;
        map.serialize_entry(
            "findings",
            &Each(|| (1u32..).zip(&judgement.findings).map(|(id, finding)| FindingEntry { edition, id, finding })),
        )?;
        if let Some(sample) = &assessment.sample {
            map.serialize_entry("sample", &SampleEntry::of(edition, sample))?;
        }
        map.serialize_entry("receipt", &Receipt::of(edition))?;
        map.end()
    }
}

struct InputEntry<'a> {
    input: &'a InputReport,
    /// For an extract of a register.
    extract: Option<&'a Extract>,
}

/// The files of the provider, and then the extracts of registers.
fn inputs(assessment: &Assessment) -> impl Iterator<Item = InputEntry<'_>> {
    let extracts = assessment.registers.iter().zip(&assessment.staff.extracts.extracts);
    let own = assessment.inputs.iter().map(|input| InputEntry { input, extract: None });
    own.chain(extracts.map(|(input, extract)| InputEntry { input, extract: Some(extract) }))
}

impl Serialize for InputEntry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("file", &self.input.file)?;
        // Empty where nobody may be named: people could hold guesses against it.
        map.serialize_entry("sha256", &Some(&self.input.sha256).filter(|hash| !hash.is_empty()))?;
        if let Some(extract) = self.extract {
            map.serialize_entry("role", crate::lexicon::Role::Register.name())?;
            map.serialize_entry("date", &extract.date.map(|(date, _)| iso(date)))?;
        }
        map.serialize_entry(
            "sheets",
            &Each(|| self.input.sheets.iter().filter(|sheet| !sheet.own).flat_map(SheetEntry::of)),
        )?;
        map.end()
    }
}

#[derive(Serialize)]
struct SheetEntry<'a> {
    name: &'a str,
    role: Option<&'static str>,
    hidden: bool,
    header_row: Option<u32>,
    data_rows: u32,
    columns: Vec<ColumnEntry<'a>>,
    unrecognised: Vec<ColumnEntry<'a>>,
    withheld: Vec<ColumnEntry<'a>>,
}

#[derive(Serialize)]
struct ColumnEntry<'a> {
    column: String,
    header: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
}

impl<'a> SheetEntry<'a> {
    /// An entry per table; one for a sheet without.
    fn of(sheet: &'a SheetReport) -> Vec<Self> {
        if sheet.tables.is_empty() {
            return vec![Self::new(sheet, None)];
        }
        sheet.tables.iter().map(|table| Self::new(sheet, Some(table))).collect()
    }

    fn new(sheet: &'a SheetReport, table: Option<&'a Table>) -> Self {
        let columns = |wanted: fn(&Use) -> bool| {
            let all = table.into_iter().flat_map(|table| &table.columns);
            let entry = |column: &'a crate::table::Column| ColumnEntry {
                column: Letters(column.column).to_string(),
                header: &column.header,
                field: column.field().map(Field::name),
            };
            all.filter(|column| wanted(&column.used)).map(entry).collect()
        };
        SheetEntry {
            name: &sheet.name,
            role: table.and_then(|table| table.role).map(crate::lexicon::Role::name),
            hidden: sheet.visibility != Visibility::Visible,
            header_row: table.map(|table| table.header_row + 1),
            data_rows: table.map_or(0, |table| table.data_rows),
            columns: columns(|used| matches!(used, Use::Field { .. })),
            unrecognised: columns(|used| matches!(used, Use::Unrecognised | Use::Second(_))),
            withheld: columns(|used| matches!(used, Use::Withheld(_))),
        }
    }
}

#[derive(Serialize)]
struct Population {
    rows: usize,
    persons: usize,
    active: usize,
    left: usize,
    not_started: usize,
}

impl Population {
    fn of(edition: &Edition<'_>) -> Population {
        let staff = &edition.assessment.staff;
        let count = |presence| staff.people.iter().filter(|person| person.presence == presence).count();
        Population {
            rows: staff.rows,
            persons: staff.people.len(),
            active: count(Presence::Active),
            left: count(Presence::Left),
            not_started: count(Presence::NotStarted),
        }
    }
}

/// The verdicts of the groups and of the provider, norm by norm.
struct Verdicts<'a> {
    edition: &'a Edition<'a>,
}

impl Serialize for Verdicts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let judgement = &self.edition.assessment.judgement;
        let mut elements = serializer.serialize_seq(None)?;
        for provider in &judgement.provider_verdicts {
            for verdict in judgement.group_verdicts.iter().filter(|verdict| verdict.norm == provider.norm) {
                elements.serialize_element(&GroupEntry::new(self.edition, verdict))?;
            }
            elements.serialize_element(&ProviderEntry::new(provider))?;
        }
        elements.end()
    }
}

#[derive(Serialize)]
struct GroupEntry<'a> {
    norm: Norm,
    scope: &'static str,
    group: &'a str,
    location: Option<&'a str>,
    verdict: Verdict,
    persons: Persons,
    fte: Option<Posts>,
    required: Option<String>,
    findings: Vec<u32>,
}

impl<'a> GroupEntry<'a> {
    fn new(edition: &Edition<'a>, verdict: &GroupVerdict) -> Self {
        let tally: &Tally = edition.assessment.judgement.groups[verdict.group as usize].tally(verdict.norm);
        GroupEntry {
            norm: verdict.norm,
            scope: "group",
            group: edition.group(verdict.group),
            location: Some(edition.location(verdict.group)).filter(|location| !location.is_empty()),
            verdict: verdict.verdict,
            persons: tally.persons(),
            fte: Posts::of(tally),
            required: verdict.required.as_ref().map(Share::to_string),
            findings: verdict.findings.iter().map(|index| index + 1).collect(),
        }
    }
}

#[derive(Serialize)]
struct ProviderEntry {
    norm: Norm,
    scope: &'static str,
    verdict: Verdict,
    groups: Groups,
    findings: Vec<u32>,
}

impl ProviderEntry {
    fn new(verdict: &ProviderVerdict) -> Self {
        ProviderEntry {
            norm: verdict.norm,
            scope: "provider",
            verdict: verdict.verdict,
            groups: Groups::of(verdict.groups),
            findings: verdict.findings.iter().map(|index| index + 1).collect(),
        }
    }
}

struct PersonEntry<'a> {
    edition: &'a Edition<'a>,
    person: u32,
}

impl Serialize for PersonEntry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (edition, person) = (self.edition, self.person);
        let staff = &edition.assessment.staff;
        let statuses = &edition.assessment.judgement.statuses[person as usize];
        let groups = edition.groups_of_person(person);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("key", edition.key(person))?;
        if edition.names_people() {
            map.serialize_entry("name", edition.name(person))?;
        }
        map.serialize_entry("function_class", staff.class_of(person).name())?;
        map.serialize_entry("groups", &groups)?;
        map.serialize_entry("fte", &staff.fte_of(person).map(|fte| fte.to_string()))?;
        map.serialize_entry("registration", statuses.registration.status.name())?;
        if let Some(held) = statuses.registration.held {
            map.serialize_entry("register", &HeldEntry::new(edition, held))?;
        }
        map.serialize_entry("training", statuses.training.status.name())?;
        map.serialize_entry("vog", statuses.vog.status.name())?;
        map.serialize_entry("facts", &facts(edition, person))?;
        map.end()
    }
}

/// What an extract of a register says about a registration, and how well the name there fits.
#[derive(Serialize)]
struct HeldEntry<'a> {
    result: &'static str,
    name_match: Option<&'static str>,
    cell: Option<CellEntry<'a>>,
}

impl<'a> HeldEntry<'a> {
    fn new(edition: &'a Edition<'_>, held: Held) -> Self {
        HeldEntry {
            result: held.result.name(),
            name_match: held.likeness.map(Likeness::name),
            cell: held.place.map(|place| CellEntry::new(edition, place, edition.value(place))),
        }
    }
}

#[derive(Serialize)]
struct FactEntry<'a> {
    value: Option<String>,
    raw: String,
    file: &'a str,
    sheet: &'a str,
    cell: String,
}

/// Every fact about a person, by field.
fn facts<'a>(edition: &Edition<'a>, person: u32) -> BTreeMap<&'static str, Vec<FactEntry<'a>>> {
    let staff = &edition.assessment.staff;
    let mut facts: BTreeMap<&'static str, Vec<FactEntry<'a>>> = BTreeMap::new();
    for link in staff.links_of(person) {
        let record = staff.records.record(link.record);
        let (input, sheet) = edition.assessment.sheet(record.sheet);
        for fact in staff.records.facts(link.record) {
            facts.entry(fact.field.name()).or_default().push(FactEntry {
                value: value(edition, fact),
                raw: staff.records.shown(fact),
                file: &input.file,
                sheet: &sheet.name,
                cell: record.place(fact.column).position.to_string(),
            });
        }
    }
    facts
}

/// A fact as other programs want it: ISO dates, decimal points, plain digits; none when it cannot be read.
fn value(edition: &Edition<'_>, fact: &Fact) -> Option<String> {
    Some(match fact.reading {
        Reading::Date(date) => iso(date),
        Reading::Amount(amount) => Fte(i64::from(amount)).to_string(),
        Reading::Yes => "ja".to_owned(),
        Reading::No => "nee".to_owned(),
        Reading::Placeholder => String::new(),
        Reading::Unreadable(_) | Reading::Uncalculated | Reading::Error => return None,
        Reading::Text if fact.field == Field::AgreedShare => {
            edition.assessment.lexicon.share(edition.assessment.staff.text(fact.text))?.to_string()
        }
        Reading::Text if fact.field.kind() == FieldKind::Number && fact.field != Field::PersonnelNumber => {
            if !edition.names_people() {
                return None;
            }
            let shown = edition.assessment.staff.records.shown(fact);
            crate::record::digits_of(&shown).map_or_else(|| shown.clone(), std::borrow::Cow::into_owned)
        }
        Reading::Text | Reading::Unknown | Reading::Pending | Reading::OpenEnd | Reading::Status => {
            edition.assessment.staff.records.shown(fact)
        }
    })
}

fn iso(date: Date) -> String {
    date.to_string()
}

#[derive(Serialize)]
struct CellEntry<'a> {
    file: &'a str,
    sheet: &'a str,
    cell: String,
    value: Option<String>,
}

impl<'a> CellEntry<'a> {
    fn new(edition: &Edition<'a>, place: Place, value: Option<String>) -> Self {
        let (input, sheet) = edition.assessment.sheet(place.sheet);
        CellEntry { file: &input.file, sheet: &sheet.name, cell: place.position.to_string(), value }
    }
}

#[derive(Serialize)]
struct LeftOutEntry<'a> {
    key: &'a str,
    reason: &'static str,
    cells: Vec<CellEntry<'a>>,
}

fn left_out<'a>(edition: &'a Edition<'a>) -> impl Iterator<Item = LeftOutEntry<'a>> {
    let staff = &edition.assessment.staff;
    (0u32..).zip(&staff.people).filter(|(_, person)| person.presence != Presence::Active).map(move |(index, person)| {
        let field = if person.presence == Presence::Left { Field::EmploymentEnd } else { Field::EmploymentStart };
        let cells = staff.rows_of(index).filter_map(|row| {
            let fact = staff.records.fact(row, field)?;
            let Reading::Date(date) = fact.reading else {
                return None;
            };
            Some(CellEntry::new(edition, staff.records.record(row).place(fact.column), Some(iso(date))))
        });
        LeftOutEntry { key: edition.key(index), reason: person.presence.name(), cells: cells.collect() }
    })
}

#[derive(Serialize)]
struct RowEntry<'a> {
    file: &'a str,
    sheet: &'a str,
    row: u32,
    reason: &'static str,
}

fn rows_left_out<'a>(edition: &'a Edition<'a>) -> impl Iterator<Item = RowEntry<'a>> {
    edition.assessment.rows_left_out.iter().map(|row| {
        let (input, sheet) = edition.assessment.sheet(row.sheet);
        RowEntry { file: &input.file, sheet: &sheet.name, row: row.row + 1, reason: row.reason.name() }
    })
}

#[derive(Serialize)]
struct SampleEntry<'a> {
    seed: &'a str,
    assurance: String,
    population: u32,
    size: u32,
    strata: Vec<StratumEntry>,
    persons: Vec<DrawnEntry<'a>>,
    statements: Vec<StatementEntry>,
}

#[derive(Serialize)]
struct StratumEntry {
    stratum: &'static str,
    population: u32,
    drawn: u32,
}

#[derive(Serialize)]
struct DrawnEntry<'a> {
    key: &'a str,
    name: &'a str,
    stratum: &'static str,
    groups: Vec<&'a str>,
}

#[derive(Serialize)]
struct StatementEntry {
    faults: usize,
    at_most: u32,
    message: String,
}

impl<'a> SampleEntry<'a> {
    fn of(edition: &Edition<'a>, sample: &'a Sample) -> Self {
        let strata = Layer::ALL.iter().zip(&sample.strata);
        SampleEntry {
            seed: &sample.seed,
            assurance: sample.wish.assurance.to_string(),
            population: sample.population(),
            size: sample.size(),
            strata: strata
                .map(|(layer, stratum)| StratumEntry {
                    stratum: layer.name(),
                    population: stratum.size,
                    drawn: stratum.drawn,
                })
                .collect(),
            persons: sample
                .drawn
                .iter()
                .map(|drawn| DrawnEntry {
                    key: edition.key(drawn.person),
                    name: edition.name(drawn.person),
                    stratum: drawn.layer.name(),
                    groups: edition.groups_of_person(drawn.person),
                })
                .collect(),
            statements: (0..)
                .zip(&sample.bounds)
                .map(|(faults, at_most)| StatementEntry {
                    faults,
                    at_most: *at_most,
                    message: super::sample::statement(sample, faults),
                })
                .collect(),
        }
    }
}

struct FindingEntry<'a> {
    edition: &'a Edition<'a>,
    id: u32,
    finding: &'a Finding,
}

impl Serialize for FindingEntry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (edition, finding) = (self.edition, self.finding);
        let rule = edition.rule(finding);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("rule", &rule.code)?;
        map.serialize_entry("norm", finding.norm.name())?;
        map.serialize_entry("effect", finding.effect.name())?;
        map.serialize_entry("weight", rule.weight.name())?;
        map.serialize_entry("message", &edition.message(finding))?;
        map.serialize_entry("remedy", &edition.remedy(finding))?;
        map.serialize_entry("person", &finding.person.map(|person| edition.key(person)))?;
        map.serialize_entry("group", &finding.group.map(|group| edition.group(group)))?;
        map.serialize_entry(
            "cells",
            &Each(|| finding.cells.iter().map(|place| CellEntry::new(edition, *place, edition.value(*place)))),
        )?;
        map.end()
    }
}
