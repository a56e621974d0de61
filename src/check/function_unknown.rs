//! Functions that are empty or in no class, on a judged group: the person might count.

use super::{Context, Found, Judged};
use crate::finding::{FunctionClass, Reason};
use crate::lexicon::Field;

pub(super) fn check(context: &Context<'_>, found: &mut Found<'_>) {
    for person in context.people() {
        let mut rows: Vec<u32> = Vec::new();
        for assignment in context.staff.assignments_of(person) {
            let judged = |group: u32| context.groups[group as usize].judged == Judged::Yes;
            if assignment.class != FunctionClass::Onbekend
                || !assignment.group.is_some_and(judged)
                || rows.contains(&assignment.record)
            {
                continue;
            }
            rows.push(assignment.record);
            let record = context.staff.records.record(assignment.record);
            let titled = context.staff.records.text_of(assignment.record, Field::Function).is_some();
            let groups: Vec<u32> = context
                .staff
                .assignments_of(person)
                .iter()
                .filter(|other| other.record == assignment.record)
                .filter_map(|other| other.group)
                .filter(|group| judged(*group))
                .collect();
            let mut draft = found.draft();
            draft.reason = Some(if titled { Reason::NoClass } else { Reason::Empty });
            draft.person = Some(person);
            draft.weighs_on(groups);
            draft.cells = vec![match context.staff.column(record.table, Field::Function) {
                Some(column) => record.place(column),
                None => context.staff.name_cell(person),
            }];
            found.add(&draft);
        }
    }
}
