//! Many providers side by side (contract §1): of each what an inspector compares, taken out of its assessment, so that the rest of
//! it can go before the next one is read. Small numbers stay numbers: counts beside every share, and no order of merit.

mod duplicates;
mod funnel;
mod provider;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Date;
use crate::chance::{self, Interval};
use crate::check::Persons;
use crate::edition::plain;
use crate::finding::{Norm, Verdict};
use crate::rules::{Rule, RuleSet};

use duplicates::Holders;
pub use duplicates::{Duplicate, Holder, Sameness};
pub use funnel::{Limits, limits};
pub use provider::{
    DrawnLine, Figures, FindingLine, GroupLine, Missing, NormFigures, Norms, Population, Taken, TakenSample,
};

/// A file of a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name, without its folder.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal; empty when it could not even be opened.
    pub sha256: String,
}

/// Something in a provider's folder that was not read, and why, in Dutch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// Its name.
    pub name: String,
    /// Why it was not read.
    pub reason: String,
}

/// A provider, as it comes into the overview.
#[derive(Debug, Clone)]
pub struct Provider {
    /// What it is called: the setting, else its folder, else its file.
    pub name: String,
    /// Its files.
    pub files: Vec<SourceFile>,
    /// What was not read.
    pub passed_over: Vec<PassedOver>,
    /// Its figures; or why it could not be judged, in Dutch.
    pub outcome: Result<Figures, String>,
}

/// What the overview keeps of a provider when all else of it is written down.
#[derive(Debug, Clone)]
pub struct Known {
    /// What it is called, unlike any other.
    pub name: String,
    /// How it came out; nothing when it could not be judged.
    pub norms: Option<Norms>,
}

/// How often a rule found something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Frequency {
    /// Providers with at least one finding.
    pub providers: u32,
    /// Groups on which at least one finding weighs.
    pub groups: u32,
    /// Findings.
    pub findings: u32,
}

/// How the providers came out on a norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// The norm.
    pub norm: Norm,
    /// Providers that are voldoende.
    pub sufficient: u32,
    /// Providers that are onvoldoende.
    pub insufficient: u32,
    /// Providers that are niet te beoordelen.
    pub undecided: u32,
    /// Providers that could not be judged at all.
    pub unread: u32,
    /// The persons of all providers that were judged.
    pub persons: Persons,
}

/// Between which shares the true one lies with an assurance of 95 %, were these people a draw from many: the lower end of those who
/// are certain, the upper end of those who are certain or to verify. None when nobody counts.
pub fn interval(persons: &Persons) -> Option<Interval> {
    let (low, high) = (chance::interval(persons.low, persons.total)?, chance::interval(persons.high, persons.total)?);
    Some(Interval { low: low.low, high: high.high })
}

/// All providers.
pub struct Overview {
    /// Peildatum.
    pub reference_date: Date,
    /// The rules that were applied to all of them.
    pub rules: RuleSet,
    /// The providers, in order.
    pub providers: Vec<Known>,
    /// The extracts of registers that all of them were held against.
    pub registers: Vec<SourceFile>,
    /// What stands in the folders of the inspector and belongs to no provider.
    pub passed_over: Vec<PassedOver>,
    /// How often each rule found something, by its place in the set.
    pub frequencies: BTreeMap<u16, Frequency>,
    holders: Holders,
    names: BTreeSet<String>,
    /// Who could not be judged and why, as long as nobody was.
    unread: Vec<String>,
}

impl Overview {
    /// Nobody yet.
    pub fn new(
        reference_date: Date,
        rules: RuleSet,
        registers: Vec<SourceFile>,
        passed_over: Vec<PassedOver>,
    ) -> Overview {
        Overview {
            reference_date,
            rules,
            providers: Vec::new(),
            registers,
            passed_over,
            names: BTreeSet::new(),
            unread: Vec::new(),
            frequencies: BTreeMap::new(),
            holders: Holders::default(),
        }
    }

    /// Adds a provider, with what was taken out of its assessment, and gives it back as it is called here: a second one of the same
    /// name gets a number.
    pub fn add(&mut self, mut provider: Provider, taken: Option<&mut Taken>) -> Provider {
        let index = u32::try_from(self.providers.len()).unwrap_or(u32::MAX);
        if let Some(taken) = taken {
            for (rule, frequency) in taken.frequencies() {
                let known = self.frequencies.entry(rule).or_default();
                known.providers += 1;
                known.groups += frequency.groups;
                known.findings += frequency.findings;
            }
            self.holders.add(index, std::mem::take(&mut taken.numbers));
        }
        let name = provider.name.clone();
        for number in 2.. {
            if self.names.insert(provider.name.clone()) {
                break;
            }
            provider.name = format!("{name} ({number})");
        }
        match &provider.outcome {
            Ok(_) => self.unread = Vec::new(),
            Err(reason) if self.nobody_is_judged() => {
                self.unread.push(format!("{}: {reason}", plain(&provider.name)));
            }
            Err(_) => {}
        }
        let norms = provider.outcome.as_ref().ok().map(|figures| figures.norms);
        self.providers.push(Known { name: provider.name.clone(), norms });
        provider
    }

    /// Why there is nothing to show: nobody could be judged.
    pub fn nobody_judged(&self) -> Option<String> {
        let reasons = || format!("Geen enkele aanbieder is beoordeeld.\n{}", self.unread.join("\n"));
        self.nobody_is_judged().then(reasons)
    }

    fn nobody_is_judged(&self) -> bool {
        self.unread.len() == self.providers.len()
    }

    /// How the providers came out, by norm.
    pub fn totals(&self) -> [Total; 3] {
        Norm::JUDGED.map(|norm| {
            let mut total =
                Total { norm, sufficient: 0, insufficient: 0, undecided: 0, unread: 0, persons: Persons::default() };
            for provider in &self.providers {
                let Some(norms) = &provider.norms else {
                    total.unread += 1;
                    continue;
                };
                let of_norm = norms.of(norm);
                match of_norm.verdict {
                    Verdict::Sufficient => total.sufficient += 1,
                    Verdict::Insufficient => total.insufficient += 1,
                    // A provider's verdict is never that a norm does not apply; were it, nothing was tested.
                    Verdict::Undecided | Verdict::NotApplicable => total.undecided += 1,
                }
                total.persons.low += of_norm.persons.low;
                total.persons.high += of_norm.persons.high;
                total.persons.total += of_norm.persons.total;
            }
            total
        })
    }

    /// Whether every provider was judged and every norm is voldoende everywhere.
    pub fn is_good(&self) -> bool {
        self.totals().iter().all(|total| total.insufficient + total.undecided + total.unread == 0)
    }

    /// How many providers were judged.
    pub fn judged(&self) -> u32 {
        let judged = self.providers.iter().filter(|provider| provider.norms.is_some()).count();
        u32::try_from(judged).unwrap_or(u32::MAX)
    }

    /// The rules that found something, those at most providers first.
    pub fn most_common(&self) -> Vec<(&Rule, Frequency)> {
        let mut common: Vec<(&Rule, Frequency)> = self
            .frequencies
            .iter()
            .map(|(rule, frequency)| (&self.rules.rules[usize::from(*rule)], *frequency))
            .collect();
        let most = |frequency: &Frequency| Reverse((frequency.providers, frequency.findings));
        common.sort_by(|(one, first), (other, second)| {
            most(first).cmp(&most(second)).then_with(|| one.code.cmp(&other.code))
        });
        common
    }

    /// Registration numbers that stand at two providers or on two names, in ascending order.
    pub fn duplicates(&self) -> Vec<Duplicate> {
        self.holders.duplicates()
    }
}
