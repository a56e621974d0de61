//! Who counts where: per group and norm the persons and posts that are certain, possible and in all.

use std::collections::BTreeSet;

use super::status::{Everybody, Statuses};
use crate::amount::Fte;
use crate::finding::{FunctionClass, Norm, Registration, Training, Vog};
use crate::staff::{Specialised, Staff};

/// Whether a group is judged on 5.2.1 and 5.2.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    /// It has pm, or somebody who might be one, or the file calls it specialised.
    Yes,
    /// The file says that it is not specialised.
    NotSpecialised,
    /// Nobody there is a pm.
    WithoutPm,
    /// Nobody there is a pm, and what the file says about being specialised is not understood.
    Unclear,
}

/// A share as an interval: what is certain, what is possible, and of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Persons that are certain.
    pub low: u32,
    /// Persons that are certain or to verify.
    pub high: u32,
    /// Persons that count.
    pub total: u32,
    /// Posts that are certain.
    pub fte_low: Fte,
    /// Posts that are certain or to verify.
    pub fte_high: Fte,
    /// Posts that count.
    pub fte_total: Fte,
    /// Persons that count and whose posts are not known: the posts above leave them out.
    pub fte_unknown: u32,
}

/// A share in persons as an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Persons {
    /// Persons that are certain.
    pub low: u32,
    /// Persons that are certain or to verify.
    pub high: u32,
    /// Persons that count.
    pub total: u32,
}

impl Tally {
    /// Adds a person.
    pub(super) fn add(&mut self, certain: bool, possible: bool, fte: Option<Fte>) {
        self.total += 1;
        self.low += u32::from(certain);
        self.high += u32::from(possible);
        match fte {
            Some(fte) => {
                self.fte_total = self.fte_total + fte;
                if certain {
                    self.fte_low = self.fte_low + fte;
                }
                if possible {
                    self.fte_high = self.fte_high + fte;
                }
            }
            None => self.fte_unknown += 1,
        }
    }

    /// The share in persons.
    pub fn persons(&self) -> Persons {
        Persons { low: self.low, high: self.high, total: self.total }
    }

    /// Whether posts can be shown: somebody counts and somebody's posts are known.
    pub fn knows_fte(&self) -> bool {
        self.total > self.fte_unknown
    }
}

/// The people of a group.
#[derive(Debug, Clone)]
pub struct GroupTally {
    /// Whether the group is judged on 5.2.1 and 5.2.2.
    pub judged: Judged,
    /// The pm, who count for 5.2.1.
    pub pm: Vec<u32>,
    /// The care workers, pm included, who count for 5.2.2.
    pub care: Vec<u32>,
    /// Everybody, who count for the VOG.
    pub everybody: Vec<u32>,
    /// The shares, in the order of [`Norm::JUDGED`].
    tallies: [Tally; 3],
}

impl GroupTally {
    /// The share on a norm that gets a verdict.
    pub fn tally(&self, norm: Norm) -> &Tally {
        match norm {
            Norm::Registered => &self.tallies[0],
            Norm::Trained => &self.tallies[1],
            _ => &self.tallies[2],
        }
    }

    /// Who counts for a norm.
    pub fn people(&self, norm: Norm) -> &[u32] {
        match norm {
            Norm::Registered => &self.pm,
            Norm::Trained => &self.care,
            _ => &self.everybody,
        }
    }
}

/// Whether a person is certain, and whether possible, on a norm.
pub fn certain_and_possible(norm: Norm, statuses: &Statuses) -> (bool, bool) {
    match norm {
        Norm::Registered => (
            statuses.registration.status == Registration::Registered,
            statuses.registration.status != Registration::NotRegistered,
        ),
        Norm::Trained => {
            (statuses.training.status == Training::Demonstrable, statuses.training.status != Training::None)
        }
        _ => {
            let certain = matches!(statuses.vog.status, Vog::InOrder | Vog::OldRegime);
            (certain, certain || statuses.vog.status == Vog::ToVerify)
        }
    }
}

/// The people and shares of every group.
pub(super) fn groups(staff: &Staff, statuses: &Everybody<'_>) -> Vec<GroupTally> {
    let nobody = BTreeSet::new();
    let mut everybody: Vec<Vec<u32>> = vec![Vec::new(); staff.groups.len()];
    for (person, _) in staff.active() {
        let work = staff.assignments_of(person);
        for (at, group) in work.iter().enumerate().filter_map(|(at, assignment)| Some((at, assignment.group?))) {
            if !work[..at].iter().any(|earlier| earlier.group == Some(group)) {
                everybody[group as usize].push(person);
            }
        }
    }
    (0u32..).zip(everybody).map(|(group, everybody)| of_group(staff, statuses, group, everybody, &nobody)).collect()
}

/// The people and shares of one group, with everybody who works there. Who is supposed to be gone does not count.
pub(super) fn of_group(
    staff: &Staff,
    statuses: &Everybody<'_>,
    group: u32,
    everybody: Vec<u32>,
    gone: &BTreeSet<u32>,
) -> GroupTally {
    let mut tally = GroupTally {
        judged: Judged::WithoutPm,
        pm: Vec::new(),
        care: Vec::new(),
        everybody: Vec::new(),
        tallies: [Tally::default(); 3],
    };
    let mut unknown = false;
    for &person in everybody.iter().filter(|person| !gone.contains(person)) {
        let work = staff.assignments_of(person);
        let here = || work.iter().filter(|other| other.group == Some(group));
        unknown |= here().any(|other| other.class == FunctionClass::Onbekend);
        for (index, norm) in Norm::JUDGED.iter().enumerate() {
            if !here().any(|other| other.class.counts_for(*norm)) {
                continue;
            }
            let fte: Option<Fte> = here().filter(|other| other.class.counts_for(*norm)).map(|other| other.fte).sum();
            let (certain, possible) = certain_and_possible(*norm, &statuses[person as usize]);
            tally.tallies[index].add(certain, possible, fte);
            match norm {
                Norm::Registered => tally.pm.push(person),
                Norm::Trained => tally.care.push(person),
                _ => {}
            }
        }
    }
    tally.judged = match staff.groups[group as usize].specialised {
        Specialised::No => Judged::NotSpecialised,
        Specialised::Yes => Judged::Yes,
        // Somebody whose function is not known may be a pm: leaving the group unjudged would be a silent pass.
        _ if !tally.pm.is_empty() || unknown => Judged::Yes,
        Specialised::Unsaid => Judged::WithoutPm,
        Specialised::Unclear => Judged::Unclear,
    };
    tally.everybody = everybody;
    tally
}
