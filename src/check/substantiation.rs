//! Apply or explain: pm who are not certain, without a substantiation for the group or an exemption for each of them
//! (Besluit Jeugdwet art. 5.1.1 lid 2; IGJ 2018 asks an "onderbouwde keuze").

use super::group_without::{cells, facts};
use super::share::uncertain;
use super::{Context, Found};
use crate::finding::{Detail, FactName, Norm, Reason};
use crate::staff::Substantiation;

pub(super) fn check(context: &Context<'_>, found: &mut Found<'_>) {
    for (group, tally) in context.judged_groups() {
        let open: Box<[u32]> = uncertain(context, Norm::Registered, &tally.pm)
            .iter()
            .copied()
            .filter(|person| !context.is_exempt(*person))
            .collect();
        let (cell, reason) = match context.substantiation(group) {
            _ if open.is_empty() => continue,
            Substantiation::Given => continue,
            Substantiation::Missing(cell) => (cell, None),
            Substantiation::DateInDoubt(cell) => (cell, Some(Reason::SubstantiationDate)),
        };
        let mut draft = found.draft();
        draft.group = Some(group);
        draft.reason = reason;
        draft.cells = cell.map_or_else(|| cells(context, tally), |cell| vec![cell]);
        draft.facts = facts(context, tally);
        draft.facts.retain(|(name, _)| *name != FactName::People && *name != FactName::Uncertain);
        draft.facts.push((FactName::Uncertain, Detail::Count(open.len() as u64)));
        draft.facts.push((FactName::People, Detail::People(open)));
        found.add(&draft);
    }
}
