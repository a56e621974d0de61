//! Care workers, and people whose function is not known, without a group: they might count anywhere.

use super::{Context, Found};
use crate::finding::{Detail, FactName, FunctionClass, Reason};
use crate::lexicon::Field;
use crate::staff::Topic;

pub(super) fn check(context: &Context<'_>, found: &mut Found<'_>) {
    let mut without_column = 0u64;
    for person in context.people() {
        for assignment in context.staff.assignments_of(person) {
            if assignment.group.is_some()
                || !(assignment.class.is_care() || assignment.class == FunctionClass::Onbekend)
            {
                continue;
            }
            if !context.staff.covers_anybody(Topic::Group) {
                without_column += 1;
                continue;
            }
            let record = context.staff.records.record(assignment.record);
            let mut draft = found.draft();
            draft.reason = Some(Reason::Empty);
            draft.person = Some(person);
            draft.cells = vec![match context.staff.column(record.table, Field::Group) {
                Some(column) => record.place(column),
                None => context.staff.name_cell(person),
            }];
            found.add(&draft);
        }
    }
    if without_column > 0 {
        let mut draft = found.draft();
        draft.reason = Some(Reason::NoColumn);
        draft.cells = context.staff.heading_cell(Topic::Group).into_iter().collect();
        draft.facts = vec![(FactName::Count, Detail::Count(without_column))];
        found.add(&draft);
    }
}
