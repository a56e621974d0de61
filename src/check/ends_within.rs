//! Registrations that count now and end soon.

use super::{Context, Found, person_status};
use crate::calendar::months_after;
use crate::finding::{Detail, FactName, Reason, Registration};
use crate::rules::{Setting, Subject, Who};

pub(super) fn check(context: &Context<'_>, setting: Setting, found: &mut Found<'_>) {
    let months = match setting {
        Setting::WarnMonths => context.settings.warn_months,
        _ => return,
    };
    let last = months_after(context.reference_date, months);
    for person in context.people() {
        let statuses = &context.statuses[person as usize];
        let status = &statuses.registration;
        let ends = status.status == Registration::Registered
            && status.reason != Reason::RenewalPending
            && status.until.is_some_and(|until| until <= last);
        if !ends {
            continue;
        }
        let Some(groups) = person_status::groups(context, Who::Care, person) else {
            continue;
        };
        let mut draft = found.draft();
        draft.person = Some(person);
        draft.weighs_on(groups);
        draft.cells = status.cells.iter().collect();
        draft.facts = person_status::facts(context, Subject::Registration, statuses);
        draft.facts.retain(|(name, _)| *name != FactName::Months);
        draft.facts.push((FactName::Months, Detail::Count(months.into())));
        found.add(&draft);
    }
}
