//! What people decided on findings: which decision goes with which finding of this run, and which with none any more.
//!
//! A finding is known by a key: what it is about, and behind a dash the facts it stands on. The key is made with a word that
//! belongs to the workbook, so that nobody without the workbook can try out names or numbers on it. Where the cell stands
//! does not matter: people sort their sheets.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::assess::earlier::Decision;
use crate::calendar;
use crate::edition::Edition;
use crate::finding::{Detail, FactName, Finding};
use crate::fold::fold;
use crate::seal::hexadecimal;

/// Hexadecimal digits of each half of a key: enough to tell the findings of one workbook apart.
const DIGITS: usize = 10;

/// The keys of all findings, and where the decisions of an earlier run belong.
#[derive(Default)]
pub(super) struct Decisions<'a> {
    /// The word by which the keys are made.
    pub(super) key_word: String,
    /// By finding.
    pub(super) keys: Vec<String>,
    /// By finding.
    of: HashMap<usize, &'a Decision>,
    /// Those that belong to no finding any more, and why.
    pub(super) apart: Vec<(&'a Decision, Apart)>,
}

/// Why a decision belongs to no finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Apart {
    /// What the finding is about is still a finding, on other facts.
    Changed,
    /// There is no such finding any more.
    Gone,
    /// The key was removed, or is no key.
    NoKey,
    /// Another decision has the same key.
    Twice,
}

impl Apart {
    /// The reason, for a cell.
    pub(super) fn text(self) -> &'static str {
        match self {
            Apart::Changed => {
                "Dit besluit geldt niet meer: de gegevens zijn veranderd. De bevinding is er nog. Kijk of het besluit nog klopt, en vul het bij de bevinding opnieuw in."
            }
            Apart::Gone => "Dit besluit geldt niet meer: de bevinding is er niet meer.",
            Apart::NoKey => {
                "Bij dit besluit staat geen kenmerk. Daardoor is niet te zien bij welke bevinding het hoort."
            }
            Apart::Twice => {
                "Er zijn twee besluiten over dezelfde bevinding. Het eerste staat bij de bevinding; dit is het andere."
            }
        }
    }
}

impl<'a> Decisions<'a> {
    /// Finds out which decision goes with which finding.
    pub(super) fn of(edition: &Edition<'a>) -> Decisions<'a> {
        let assessment = edition.assessment;
        let made = || {
            let hash = &assessment.inputs[0].sha256;
            hexadecimal(&Sha256::new().chain_update("kenmerken ").chain_update(hash).finalize())[..16].to_owned()
        };
        let key_word = assessment.earlier.key_word.clone().unwrap_or_else(made);
        let keys = keys(edition, &key_word);
        let mut decisions = Decisions { key_word, keys, ..Decisions::default() };
        if assessment.earlier.decisions.is_empty() {
            return decisions;
        }
        let by_key: HashMap<&str, usize> =
            decisions.keys.iter().enumerate().map(|(at, key)| (key.as_str(), at)).collect();
        let subject = |key: &str| key.split_once('-').map(|(subject, _)| subject.to_owned());
        let subjects: HashSet<String> = decisions.keys.iter().filter_map(|key| subject(key)).collect();
        for decision in &assessment.earlier.decisions {
            let apart = match (by_key.get(decision.key.as_str()), subject(&decision.key)) {
                (Some(finding), _) => {
                    // The same once more: somebody copied the row, or the whole sheet.
                    if *decisions.of.entry(*finding).or_insert(decision) == decision {
                        continue;
                    }
                    Apart::Twice
                }
                (None, None) => Apart::NoKey,
                (None, Some(subject)) if subjects.contains(&subject) => Apart::Changed,
                (None, Some(_)) => Apart::Gone,
            };
            decisions.apart.push((decision, apart));
        }
        decisions
    }

    /// What was decided on a finding.
    pub(super) fn on(&self, finding: usize) -> Option<&'a Decision> {
        self.of.get(&finding).copied()
    }
}

/// The key of every finding.
fn keys(edition: &Edition<'_>, word: &str) -> Vec<String> {
    let findings = &edition.assessment.judgement.findings;
    let mut facts = String::new();
    let halves: Vec<(String, String)> = findings
        .iter()
        .map(|finding| {
            let subject = hashed(word, &subject(edition, finding));
            facts.clear();
            write_facts(edition, finding, &mut facts);
            (subject, hashed(word, &facts))
        })
        .collect();
    // Findings that nothing tells apart carry how many they are: with one less nobody knows which one went.
    let mut all: HashMap<&str, u32> = HashMap::new();
    for (subject, _) in &halves {
        *all.entry(subject).or_default() += 1;
    }
    let mut seen: HashMap<&str, u32> = HashMap::new();
    halves
        .iter()
        .map(|(subject, facts)| match all[subject.as_str()] {
            1 => format!("{subject}-{facts}"),
            all => {
                let nth = seen.entry(subject).or_default();
                *nth += 1;
                format!("{subject}-{facts}-{nth}van{all}")
            }
        })
        .collect()
}

/// What a finding is about, wherever it stands.
fn subject(edition: &Edition<'_>, finding: &Finding) -> String {
    let staff = &edition.assessment.staff;
    let mut about = vec![edition.rule(finding).code.clone(), finding.norm.name().to_owned()];
    about.extend(finding.reason.map(|reason| format!("{reason:?}")));
    if let Some(person) = finding.person {
        about.push(fold(edition.key(person).trim_start_matches('0')));
    }
    if let Some(group) = finding.group {
        about.extend([fold(edition.group(group)), fold(edition.location(group))]);
    }
    if let Some(place) = finding.cells.first() {
        about.push(fold(edition.assessment.heading(*place)));
        if finding.person.is_none() && finding.group.is_none() {
            about.push(fold(&edition.assessment.sheet(place.sheet).1.name));
            // A row is known by what stands in it.
            for fact in staff.records.at(*place).flat_map(|record| staff.records.facts(record)) {
                about.push(staff.records.shown(fact));
            }
        }
    }
    about.join("\n")
}

/// The facts that a finding stands on: what its cells hold, and what its texts tell. Not the reference date, and what follows
/// from it alone.
fn write_facts(edition: &Edition<'_>, finding: &Finding, text: &mut String) {
    text.push_str(finding.effect.name());
    for place in &finding.cells {
        text.push('\n');
        text.push_str(&edition.value(*place).unwrap_or_default());
    }
    for (name, detail) in finding.facts.iter().filter(|(name, _)| *name != FactName::ReferenceDate) {
        text.push('\n');
        text.push_str(name.name());
        text.push('=');
        match detail {
            Detail::Date(date) => text.push_str(&calendar::shown(*date)),
            Detail::Count(count) => write!(text, "{count}").expect("writing to a string never fails"),
            Detail::Text(words) | Detail::Name(words) => text.push_str(words),
            Detail::People(people) => people.iter().for_each(|person| {
                text.push_str(edition.key(*person));
                text.push(',');
            }),
        }
    }
}

fn hashed(word: &str, text: &str) -> String {
    let mut digits = hexadecimal(&Sha256::new().chain_update(word).chain_update("\n").chain_update(text).finalize());
    digits.truncate(DIGITS);
    digits
}
