//! What the overview takes out of the assessment of one provider.

use std::collections::{BTreeMap, BTreeSet};

use super::duplicates::Holder;
use super::{Frequency, SourceFile};
use crate::amount::Share;
use crate::assess::SheetReport;
use crate::cell::Place;
use crate::check::{self, Persons, Tally};
use crate::edition::{Edition, and};
use crate::expectations::Score;
use crate::finding::{Effect, Finding, Norm, Verdict, named};
use crate::lexicon::{Field, Role};
use crate::sampling::{Drawn, Layer, Sample};
use crate::staff::{Presence, Topic};

named! {
    /// Something that a complete file tells, and this one does not.
    Missing {
        /// No column about SKJ or BIG.
        Registration = "registratie (SKJ of BIG)",
        /// No column about training for the target group.
        Training = "scholing",
        /// No column about the VOG.
        Vog = "VOG",
        /// No column with the start of employment.
        Start = "datum in dienst",
        /// Nobody's group is told.
        Group = "groep",
        /// No column with fte or hours.
        Posts = "fte of uren",
        /// No sheet with a row per group.
        Groups = "blad met groepen",
        /// No column that tells why a group works with people who are not registered.
        Substantiation = "onderbouwing per groep",
    }
}

/// The people of a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Population {
    /// Everybody.
    pub persons: u32,
    /// Who works here on the peildatum.
    pub active: u32,
    /// Who left.
    pub left: u32,
    /// Who is still to start.
    pub not_started: u32,
}

/// How a provider came out on a norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NormFigures {
    /// The verdict.
    pub verdict: Verdict,
    /// How many groups are voldoende, onvoldoende, niet te beoordelen and niet van toepassing.
    pub groups: [u32; 4],
    /// The persons behind it, everybody once.
    pub persons: Persons,
}

/// The figures of every norm that gets a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Norms([NormFigures; 3]);

impl Norms {
    /// The figures of a norm.
    pub fn of(&self, norm: Norm) -> &NormFigures {
        match norm {
            Norm::Registered => &self.0[0],
            Norm::Trained => &self.0[1],
            _ => &self.0[2],
        }
    }
}

/// The figures of a provider that was judged.
#[derive(Debug, Clone)]
pub struct Figures {
    /// The settings that were given: name and value.
    pub settings: BTreeMap<String, String>,
    /// Its people.
    pub population: Population,
    /// By norm.
    pub(super) norms: Norms,
    /// What its file does not tell.
    pub missing: Vec<Missing>,
    /// How many findings have which effect, in the order of [`Effect::ALL`].
    pub findings: [u32; 3],
    /// Sheets with something on them that were not judged.
    pub sheets_not_judged: u32,
    /// Rows that are in no count: totals, headings, vacancies, loose cells.
    pub rows_left_out: u32,
    /// Columns that should not be in the file, and were not read.
    pub columns_withheld: u32,
    /// What an inspector noted on the expectations of the framework, counted; nothing when no sheet holds them.
    pub score: Option<Score>,
    /// The sample of its personnel files, where one was asked.
    pub sample: Option<TakenSample>,
}

impl Figures {
    /// How it came out on a norm that gets a verdict.
    pub fn norm(&self, norm: Norm) -> &NormFigures {
        self.norms.of(norm)
    }
}

/// A group and a norm.
#[derive(Debug, Clone)]
pub struct GroupLine {
    /// Name of the group.
    pub group: String,
    /// Its location; empty when not known.
    pub location: String,
    /// The norm.
    pub norm: Norm,
    /// The verdict.
    pub verdict: Verdict,
    /// The share.
    pub tally: Tally,
    /// The share that somebody asks.
    pub required: Option<Share>,
}

/// A finding, put into words.
#[derive(Debug, Clone)]
pub struct FindingLine {
    /// Index of the rule.
    pub rule: u16,
    /// The norm.
    pub norm: Norm,
    /// The effect.
    pub effect: Effect,
    /// The name of the person, and what the person is called in lists.
    pub person: Option<(String, String)>,
    /// The group.
    pub group: Option<String>,
    /// What is the matter.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// The file of the cell to mend first; of a finding about no cell, the first file.
    pub file: String,
    /// The cell to mend first: `sheet!A1`; empty when it is about no cell.
    pub cell: String,
    /// How many more cells it stands on.
    pub other_cells: u32,
    /// What stands in the first cell, where that is known.
    pub value: Option<String>,
    /// The groups it weighs on, by index.
    groups: Vec<u32>,
}

/// What is taken out of one assessment.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The name that the settings give, if they do.
    pub name: Option<String>,
    /// The files.
    pub files: Vec<SourceFile>,
    /// The figures.
    pub figures: Figures,
    /// Its groups, by group and norm.
    pub groups: Vec<GroupLine>,
    /// Its findings, in the order of the assessment.
    pub findings: Vec<FindingLine>,
    /// Its registration numbers and who has them.
    pub(super) numbers: Vec<(u64, Holder)>,
}

/// A sample with the people in words.
#[derive(Debug, Clone)]
pub struct TakenSample {
    /// What was drawn, and how.
    pub sample: Sample,
    /// Who was drawn, in the order of the sample.
    pub people: Vec<DrawnLine>,
}

/// Somebody who was drawn.
#[derive(Debug, Clone)]
pub struct DrawnLine {
    /// Where from.
    pub layer: Layer,
    /// What the person is called in lists.
    pub key: String,
    /// The name.
    pub name: String,
    /// The groups.
    pub groups: String,
}

impl TakenSample {
    fn of(edition: &Edition<'_>, sample: &Sample) -> TakenSample {
        let line = |drawn: &Drawn| DrawnLine {
            layer: drawn.layer,
            key: edition.key(drawn.person).to_owned(),
            name: edition.name(drawn.person).to_owned(),
            groups: and(&edition.groups_of_person(drawn.person)),
        };
        TakenSample { sample: sample.clone(), people: sample.drawn.iter().map(line).collect() }
    }
}

impl Taken {
    /// Takes it out of an assessment.
    pub fn of(edition: &Edition<'_>) -> Taken {
        let assessment = edition.assessment;
        let files = assessment.inputs.iter();
        let files = files.map(|input| SourceFile { name: input.file.clone(), sha256: input.sha256.clone() });
        Taken {
            name: assessment.settings.provider.clone(),
            files: files.collect(),
            figures: figures(edition),
            groups: groups(edition),
            findings: assessment.judgement.findings.iter().map(|finding| line(edition, finding)).collect(),
            numbers: numbers(edition),
        }
    }

    /// How often each rule found something here.
    pub(super) fn frequencies(&self) -> BTreeMap<u16, Frequency> {
        let mut groups: BTreeMap<u16, BTreeSet<u32>> = BTreeMap::new();
        let mut frequencies: BTreeMap<u16, Frequency> = BTreeMap::new();
        for finding in &self.findings {
            let frequency = frequencies.entry(finding.rule).or_default();
            frequency.providers = 1;
            frequency.findings += 1;
            groups.entry(finding.rule).or_default().extend(&finding.groups);
        }
        for (rule, groups) in groups {
            frequencies.entry(rule).or_default().groups = count(groups.len());
        }
        frequencies
    }
}

fn figures(edition: &Edition<'_>) -> Figures {
    let assessment = edition.assessment;
    let (staff, judgement) = (&assessment.staff, &assessment.judgement);
    let people = |presence| count(staff.people.iter().filter(|person| person.presence == presence).count());
    let norms = Norm::JUDGED.map(|norm| {
        let verdict = judgement.provider_verdicts.iter().find(|verdict| verdict.norm == norm);
        NormFigures {
            verdict: verdict.map_or(Verdict::Undecided, |verdict| verdict.verdict),
            groups: verdict.map_or([0; 4], |verdict| verdict.groups),
            persons: judgement.persons(staff, norm),
        }
    });
    let mut findings = [0; 3];
    for finding in &judgement.findings {
        findings[finding.effect as usize] += 1;
    }
    let sheets = assessment.inputs.iter().flat_map(|input| &input.sheets);
    let theirs = sheets.filter(|sheet| sheet.filled && !sheet.own && !sheet.explains);
    let not_judged = |sheet: &&SheetReport| sheet.role().is_none_or(|role| role == Role::Roster);
    Figures {
        settings: assessment.settings.given.clone(),
        population: Population {
            persons: count(staff.people.len()),
            active: people(Presence::Active),
            left: people(Presence::Left),
            not_started: people(Presence::NotStarted),
        },
        norms: Norms(norms),
        missing: missing(edition),
        findings,
        sheets_not_judged: count(theirs.filter(not_judged).count()),
        rows_left_out: count(assessment.rows_left_out.len()),
        columns_withheld: count(assessment.withheld.len()),
        score: assessment.scorecard().map(|card| card.score),
        sample: assessment.sample.as_ref().map(|sample| TakenSample::of(edition, sample)),
    }
}

/// What the files have no column or sheet for.
fn missing(edition: &Edition<'_>) -> Vec<Missing> {
    let (staff, inputs) = (&edition.assessment.staff, &edition.assessment.inputs);
    let tables = || inputs.iter().flat_map(|input| &input.sheets).flat_map(|sheet| &sheet.tables);
    let has_field = |fields: &[Field]| tables().any(|table| table.is_read() && table.has_any(fields));
    let told = |missing: Missing| match missing {
        Missing::Registration => staff.covers_anybody(Topic::Registration),
        Missing::Training => staff.covers_anybody(Topic::Training),
        Missing::Vog => staff.covers_anybody(Topic::Vog),
        Missing::Start => staff.covers_anybody(Topic::Start),
        Missing::Group => staff.assignments.iter().any(|work| work.group.is_some()),
        Missing::Posts => has_field(&[Field::Fte, Field::Hours]),
        Missing::Groups => tables().any(|table| table.role == Some(Role::Groups)),
        Missing::Substantiation => has_field(&[Field::Substantiation]),
    };
    Missing::ALL.iter().copied().filter(|missing| !told(*missing)).collect()
}

fn groups(edition: &Edition<'_>) -> Vec<GroupLine> {
    let judgement = &edition.assessment.judgement;
    let mut verdicts: Vec<_> = judgement.group_verdicts.iter().collect();
    verdicts.sort_by_key(|verdict| (verdict.group, verdict.norm));
    let line = |verdict: &check::GroupVerdict| GroupLine {
        group: edition.group(verdict.group).to_owned(),
        location: edition.location(verdict.group).to_owned(),
        norm: verdict.norm,
        verdict: verdict.verdict,
        tally: *judgement.groups[verdict.group as usize].tally(verdict.norm),
        required: verdict.required,
    };
    verdicts.into_iter().map(line).collect()
}

fn line(edition: &Edition<'_>, finding: &Finding) -> FindingLine {
    let assessment = edition.assessment;
    let first = finding.cells.first();
    let file = first.map_or(&assessment.inputs[0], |place| assessment.sheet(place.sheet).0);
    FindingLine {
        rule: finding.rule,
        norm: finding.norm,
        effect: finding.effect,
        person: finding.person.map(|person| (edition.name(person).to_owned(), edition.key(person).to_owned())),
        group: finding.group.map(|group| edition.group(group).to_owned()),
        message: edition.message(finding),
        remedy: edition.remedy(finding),
        file: file.file.clone(),
        cell: first.map_or_else(String::new, |place| cell(edition, *place)),
        other_cells: count(finding.cells.len().saturating_sub(1)),
        value: first.and_then(|place| edition.value(*place)),
        groups: finding.group.into_iter().chain(finding.groups.iter().copied()).collect(),
    }
}

fn cell(edition: &Edition<'_>, place: Place) -> String {
    format!("{}!{}", edition.assessment.sheet(place.sheet).1.name, place.position)
}

fn numbers(edition: &Edition<'_>) -> Vec<(u64, Holder)> {
    let assessment = edition.assessment;
    let mut numbers = Vec::new();
    check::each_number(&assessment.staff, &assessment.lexicon, |person, number, place| {
        let file = &assessment.sheet(place.sheet).0.file;
        let holder = Holder {
            provider: 0,
            name: edition.name(person).into(),
            key: edition.key(person).into(),
            place: format!("{file}:{}", cell(edition, place)).into(),
        };
        numbers.push((number, holder));
    });
    numbers
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
