//! Why a verdict changes on a day: what ends or begins then, and without which the verdict would be another. Found by judging that
//! day again without it.

use std::collections::BTreeMap;

use super::endings::{Ending, Kind};
use crate::assess::{Moved, OtherDays};
use crate::calendar::Date;
use crate::check::{GroupVerdict, ProviderVerdict, Statuses};
use crate::finding::{Norm, Verdict};
use crate::fold::fold;
use crate::rules::RuleSet;
use crate::staff::Staff;

/// Norm, and folded name and location of a group; an empty name for the provider.
pub(super) type Key = (Norm, String, String);

/// Every verdict of a day.
pub(super) type Verdicts = BTreeMap<Key, Verdict>;

/// What a verdict is about.
pub(super) fn key(norm: Norm, group: Option<(&str, &str)>) -> Key {
    let (name, location) = group.map_or_else(Default::default, |(name, at)| (format!("={}", fold(name)), fold(at)));
    (norm, name, location)
}

/// How many things that end or begin together are taken apart.
const MOST_TOGETHER: usize = 12;

/// A day on which verdicts change, to be judged again.
pub(super) struct Day<'d, 'a> {
    pub others: &'d mut OtherDays<'a>,
    pub rules: &'d RuleSet,
    pub day: Date,
    /// What ends or begins.
    pub endings: &'d [Ending],
    /// The statuses of the day before.
    pub before: &'d BTreeMap<u32, Statuses>,
    /// How many times the day may still be judged.
    pub left: usize,
}

impl Day<'_, '_> {
    /// For each of these changes, with the verdict of the day, the endings without which it would be another. None where it is not
    /// known which.
    pub fn causes(&mut self, changes: &[(Key, Option<Verdict>)], due: &[usize]) -> Vec<Vec<usize>> {
        let mut alone: BTreeMap<usize, Verdicts> = BTreeMap::new();
        for at in due {
            if let Some(verdicts) = self.without(&[*at]) {
                alone.insert(*at, verdicts);
            }
        }
        let of_change = |(key, then): &(Key, Option<Verdict>)| {
            let endings = self.endings;
            let weighs = |at: &&usize| endings[**at].norms.contains(&key.0);
            let differs = |verdicts: &Verdicts| verdicts.get(key).copied() != *then;
            let due: Vec<usize> = due.iter().filter(weighs).copied().collect();
            let each: Vec<usize> = due.iter().filter(|at| alone.get(at).is_some_and(differs)).copied().collect();
            if !each.is_empty() || due.len() < 2 || due.len() > MOST_TOGETHER {
                return each;
            }
            // Only together, as few as will do.
            let mut together = due;
            if !self.without(&together).is_some_and(|verdicts| differs(&verdicts)) {
                return Vec::new();
            }
            for at in (0..together.len()).rev() {
                let mut fewer = together.clone();
                fewer.remove(at);
                match self.without(&fewer) {
                    Some(verdicts) if differs(&verdicts) => together = fewer,
                    Some(_) => {}
                    None => return Vec::new(),
                }
            }
            together
        };
        changes.iter().map(of_change).collect()
    }

    /// The verdicts of the day as if these things had not ended or begun. None where it may not be judged any more.
    fn without(&mut self, undone: &[usize]) -> Option<Verdicts> {
        self.left = self.left.checked_sub(1)?;
        let undone: Vec<&Ending> = undone.iter().map(|at| &self.endings[*at]).collect();
        let moved = undone.iter().filter_map(|ending| {
            let (person, day) = (ending.person?, ending.date);
            match ending.kind {
                Kind::Employment => Some(Moved { person, day, start: false }),
                Kind::Start => Some(Moved { person, day, start: true }),
                _ => None,
            }
        });
        let moved: Vec<Moved> = moved.collect();
        let (staff, mut trial) = self.others.on_otherwise(self.day, self.rules, &moved);
        for ending in undone {
            let Some(person) = ending.person else { continue };
            let before = self.before.get(&person);
            match (&ending.kind, before) {
                (Kind::Registration(_) | Kind::RenewalWindow, Some(before)) => {
                    trial.statuses(person).registration = before.registration;
                }
                (Kind::SolisticVog, Some(before)) => trial.statuses(person).vog = before.vog,
                (Kind::Vog, _) => trial.statuses(person).vog.latest = Some(self.day),
                (Kind::Training, _) => trial.statuses(person).training.on = Some(self.day),
                (Kind::Exemption, _) => {
                    trial.supposed().exempt.insert(person);
                }
                _ => {}
            }
        }
        let outcome = trial.judge();
        Some(verdicts(staff, &outcome.groups, &outcome.provider))
    }
}

fn verdicts(staff: &Staff, groups: &[GroupVerdict], provider: &[ProviderVerdict]) -> Verdicts {
    let groups = groups.iter().map(|verdict| {
        let group = &staff.groups[verdict.group as usize];
        (key(verdict.norm, Some((staff.text(group.name), staff.text(group.location)))), verdict.verdict)
    });
    groups.chain(provider.iter().map(|verdict| (key(verdict.norm, None), verdict.verdict))).collect()
}
