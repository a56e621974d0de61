//! Judged groups without a registered pm, and judged groups without a pm at all.

use super::share::uncertain;
use super::{Context, Found, GroupTally, Judged};
use crate::finding::{Detail, FactName, FunctionClass, Norm, Reason, Registration};
use crate::lexicon::Field;
use crate::staff::{Specialised, Topic};

/// Pm, of whom none is certain: nobody even possible, or (`possible`) some to verify.
pub(super) fn check(context: &Context<'_>, possible: bool, found: &mut Found<'_>) {
    for (group, tally) in context.judged_groups() {
        let counts = tally.tally(Norm::Registered);
        if counts.total == 0 || counts.low > 0 || (counts.high > 0) != possible {
            continue;
        }
        let mut draft = found.draft();
        draft.group = Some(group);
        draft.cells = cells(context, tally);
        let others = registered_others(context, tally);
        if !others.is_empty() && !possible {
            draft.reason = Some(Reason::OnlyOthersRegistered);
        }
        draft.facts = facts(context, tally);
        draft.facts.push((FactName::Other, Detail::Text(others.join(", ").into())));
        found.add(&draft);
    }
}

/// A group without any pm that is specialised, or may be; or no judged group at all.
pub(super) fn check_pm(context: &Context<'_>, found: &mut Found<'_>) {
    for (group, tally) in context.groups_looked_at().filter(|(_, tally)| tally.pm.is_empty()) {
        let known = &context.staff.groups[group as usize];
        let unclear = tally.judged == Judged::Unclear;
        if !(unclear || tally.judged == Judged::Yes && known.specialised == Specialised::Yes) {
            continue;
        }
        let mut draft = found.draft();
        draft.group = Some(group);
        let said = context.staff.group_cell(group, Field::Specialised).filter(|_| unclear);
        draft.cells = vec![said.unwrap_or(known.place)];
        draft.facts = facts(context, tally);
        if unclear {
            draft.reason = Some(Reason::SpecialisedUnclear);
            draft.facts.push((FactName::Other, Detail::Text(context.staff.records.shown_at(draft.cells[0]).into())));
        }
        for norm in found.rule.norms.clone() {
            if unclear || tally.people(norm).is_empty() {
                found.add_for(norm, &draft);
            }
        }
    }
    if !context.groups.iter().any(|tally| matches!(tally.judged, Judged::Yes | Judged::Unclear)) {
        let mut draft = found.draft();
        let set_aside = (0u32..)
            .zip(&context.groups)
            .find(|(_, tally)| tally.judged == Judged::NotSpecialised && !tally.pm.is_empty());
        match set_aside {
            Some((group, _)) => {
                draft.reason = Some(Reason::NoneSpecialised);
                draft.cells = context.staff.group_cell(group, Field::Specialised).into_iter().collect();
            }
            None => {
                draft.reason = Some(Reason::NoGroup);
                draft.cells = context.staff.heading_cell(Topic::Group).into_iter().collect();
            }
        }
        found.add(&draft);
    }
}

/// The registration cells of the pm who are not certain: where the answer is to be mended.
pub(super) fn cells(context: &Context<'_>, tally: &GroupTally) -> Vec<crate::cell::Place> {
    uncertain(context, Norm::Registered, &tally.pm)
        .iter()
        .filter_map(|person| context.statuses[*person as usize].registration.cells.first())
        .collect()
}

pub(super) fn facts(context: &Context<'_>, tally: &GroupTally) -> Vec<(FactName, Detail)> {
    let counts = tally.tally(Norm::Registered);
    vec![
        (FactName::Total, Detail::Count(counts.total.into())),
        (FactName::Certain, Detail::Count(counts.low.into())),
        (FactName::Possible, Detail::Count(counts.high.into())),
        (FactName::Uncertain, Detail::Count((counts.total - counts.low).into())),
        (FactName::People, Detail::People(uncertain(context, Norm::Registered, &tally.pm))),
    ]
}

/// The functions of registered people of the group whom the inspectorate named as not enough in 2018. It did not speak of others.
fn registered_others<'s>(context: &'s Context<'_>, tally: &GroupTally) -> Vec<&'s str> {
    let mut functions: Vec<&str> = tally
        .everybody
        .iter()
        .filter(|person| {
            let class = context.staff.class_of(**person);
            let named = matches!(class, FunctionClass::Behandelcoordinator | FunctionClass::Ambulant);
            named && context.statuses[**person as usize].registration.status == Registration::Registered
        })
        .filter_map(|person| {
            context.staff.rows_of(*person).find_map(|row| context.staff.records.text_of(row, Field::Function))
        })
        .collect();
    functions.sort_unstable();
    functions.dedup();
    functions
}
