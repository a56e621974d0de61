//! What became of the findings: one with the same code about the same person, group or column is the same.

use hashbrown::HashMap;

use super::{Fate, FindingChange, People};
use crate::assess::Assessment;
use crate::finding::{Finding, Norm, Reason};
use crate::fold::fold;

/// What a finding is about, with people and groups by their numbers in the new files.
#[derive(Debug, PartialEq, Eq, Hash)]
struct About {
    code: String,
    norm: Norm,
    person: Option<u32>,
    group: Option<u32>,
    /// Sheet and heading, and why: of findings about nobody and no group.
    column: Option<(String, String, Option<Reason>)>,
}

/// A group by its number in the new files, where there is one.
fn in_new(groups: &[(u32, u32)], group: u32) -> Option<u32> {
    groups.iter().find(|(old, _)| *old == group).map(|(_, new)| *new)
}

fn about(assessment: &Assessment, finding: &Finding, person: Option<u32>, group: Option<u32>) -> About {
    let column = (finding.person.is_none() && finding.group.is_none()).then(|| {
        let place = finding.cells.first().copied();
        let sheet = place.map_or(String::new(), |place| fold(&assessment.sheet(place.sheet).1.name));
        let heading = place.map_or(String::new(), |place| fold(assessment.heading(place)));
        (sheet, heading, finding.reason)
    });
    let code = assessment.rules.rules[usize::from(finding.rule)].code.clone();
    About { code, norm: finding.norm, person, group, column }
}

pub(super) fn compare(
    old: &Assessment,
    new: &Assessment,
    people: &People,
    groups: &[(u32, u32)],
) -> Vec<FindingChange> {
    let mut of_new: HashMap<About, Vec<u32>> = HashMap::new();
    for (number, finding) in (0u32..).zip(&new.judgement.findings) {
        of_new.entry(about(new, finding, finding.person, finding.group)).or_default().push(number);
    }
    // The first of several equal ones goes first.
    of_new.values_mut().for_each(|numbers| numbers.reverse());
    let in_doubt_old = |person: Option<u32>| person.is_some_and(|it| people.doubts.iter().any(|doubt| doubt.old == it));
    let in_doubt_new = |person: Option<u32>| person.is_some_and(|it| people.doubts.iter().any(|doubt| doubt.new == it));
    let mut changes = Vec::new();
    let mut same = vec![false; new.judgement.findings.len()];
    for (number, finding) in (0u32..).zip(&old.judgement.findings) {
        let person = finding.person.and_then(|person| people.in_new(person));
        let group = finding.group.and_then(|group| in_new(groups, group));
        let is_gone = (finding.person.is_some() && person.is_none()) || (finding.group.is_some() && group.is_none());
        let other = if is_gone { None } else { of_new.get_mut(&about(old, finding, person, group)).and_then(Vec::pop) };
        let fate = match other {
            Some(other) => {
                same[other as usize] = true;
                Fate::Same
            }
            None if in_doubt_old(finding.person) => Fate::Unsure,
            None if is_gone => Fate::Gone,
            None => Fate::Solved,
        };
        changes.push(FindingChange { fate, old: Some(number), new: other });
    }
    for ((number, finding), same) in (0u32..).zip(&new.judgement.findings).zip(same) {
        if !same {
            let fate = if in_doubt_new(finding.person) { Fate::Unsure } else { Fate::New };
            changes.push(FindingChange { fate, old: None, new: Some(number) });
        }
    }
    changes
}
