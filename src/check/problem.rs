//! What is the matter with the file itself, as reading and understanding noticed it.

use super::{Context, Found};
use crate::finding::Reason;

pub(super) fn check(context: &Context<'_>, reasons: &[Reason], found: &mut Found<'_>) {
    for problem in context.staff.problems.iter().filter(|problem| reasons.contains(&problem.reason)) {
        let mut draft = found.draft();
        draft.reason = Some(problem.reason);
        draft.person = problem.person;
        draft.group = problem.group;
        draft.cells.clone_from(&problem.cells);
        draft.facts.clone_from(&problem.facts);
        found.add(&draft);
    }
}
