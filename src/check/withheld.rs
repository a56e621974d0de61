//! Columns that should not be in the file (PRV-01): reported by heading and letter, never read.

use super::{Context, Found};

pub(super) fn check(context: &Context<'_>, found: &mut Found<'_>) {
    for column in context.withheld {
        let mut draft = found.draft();
        draft.reason = Some(column.reason);
        draft.cells = vec![column.place];
        found.add(&draft);
    }
}
