//! Which groups are in both files, and the verdicts before and after.

use hashbrown::HashMap;

use super::VerdictChange;
use crate::assess::Assessment;
use crate::finding::{Norm, Verdict};
use crate::fold::fold;

/// The groups that are in both: one name at one location, or where one of the files gives no location, one name.
pub(super) fn match_groups(old: &Assessment, new: &Assessment) -> Vec<(u32, u32)> {
    let names = |assessment: &Assessment| -> Vec<(String, String)> {
        let staff = &assessment.staff;
        staff.groups.iter().map(|group| (fold(staff.text(group.name)), fold(staff.text(group.location)))).collect()
    };
    let (of_old, of_new) = (names(old), names(new));
    let mut by_name: HashMap<&str, Vec<u32>> = HashMap::new();
    for (group, (name, _)) in (0u32..).zip(&of_new) {
        by_name.entry(name).or_default().push(group);
    }
    let alone = |name: &str| of_old.iter().filter(|(other, _)| other == name).count() == 1;
    let mut groups = Vec::new();
    for (group, (name, location)) in (0u32..).zip(&of_old) {
        let same_name = by_name.get(name.as_str()).map_or(&[][..], Vec::as_slice);
        let same = same_name.iter().find(|other| of_new[**other as usize].1 == *location);
        let other = same.or(match same_name {
            [only] if alone(name) && (location.is_empty() || of_new[*only as usize].1.is_empty()) => Some(only),
            _ => None,
        });
        groups.extend(other.map(|other| (group, *other)));
    }
    groups
}

/// The verdicts of the provider and then of every group, norm by norm.
pub(super) fn compare(old: &Assessment, new: &Assessment, groups: &[(u32, u32)]) -> Vec<VerdictChange> {
    let of_provider = |assessment: &Assessment, norm| {
        let verdicts = &assessment.judgement.provider_verdicts;
        verdicts.iter().find(|verdict| verdict.norm == norm).map(|verdict| verdict.verdict)
    };
    let of_group = |assessment: &Assessment, norm: Norm, group: u32| -> Option<Verdict> {
        let verdicts = &assessment.judgement.group_verdicts;
        verdicts.iter().find(|verdict| verdict.norm == norm && verdict.group == group).map(|verdict| verdict.verdict)
    };
    let only_old = (0u32..).zip(&old.staff.groups).map(|(group, _)| group);
    let only_old = only_old.filter(|group| groups.iter().all(|(known, _)| known != group));
    let only_new = (0u32..).zip(&new.staff.groups).map(|(group, _)| group);
    let only_new = only_new.filter(|group| groups.iter().all(|(_, known)| known != group));
    let mut all: Vec<(Option<u32>, Option<u32>)> = groups
        .iter()
        .map(|(old, new)| (Some(*old), Some(*new)))
        .chain(only_old.map(|group| (Some(group), None)))
        .collect();
    all.sort_unstable();
    all.extend(only_new.map(|group| (None, Some(group))));
    let mut verdicts = Vec::new();
    for norm in Norm::JUDGED {
        let (old_verdict, new_verdict) = (of_provider(old, norm), of_provider(new, norm));
        verdicts.push(VerdictChange { norm, group: None, old: old_verdict, new: new_verdict });
        for &(in_old, in_new) in &all {
            verdicts.push(VerdictChange {
                norm,
                group: Some((in_old, in_new)),
                old: in_old.and_then(|group| of_group(old, norm, group)),
                new: in_new.and_then(|group| of_group(new, norm, group)),
            });
        }
    }
    verdicts
}
