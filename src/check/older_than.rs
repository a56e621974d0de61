//! Trainings and VOGs older than a term that the provider or its contract sets (own norms, off by default).

use super::status::Cells;
use super::{Context, Found, person_status};
use crate::calendar::months_before;
use crate::finding::{Detail, Effect, FactName, Reason, Training};
use crate::rules::{Setting, Subject, Who};

pub(super) fn check(context: &Context<'_>, subject: Subject, setting: Setting, found: &mut Found<'_>) {
    let months = match setting {
        Setting::TrainingRefreshMonths => context.settings.training_refresh_months,
        Setting::VogRenewalMonths => context.settings.vog_renewal_months,
        _ => None,
    };
    let Some(months) = months else {
        return;
    };
    let oldest = months_before(context.reference_date, months);
    let who = if subject == Subject::Vog { Who::Active } else { Who::Care };
    for person in context.people() {
        let statuses = &context.statuses[person as usize];
        let (date, cells, later) = match subject {
            Subject::Vog => (statuses.vog.latest, Cells::maybe(statuses.vog.latest_cell.place()), statuses.vog.later),
            _ => (statuses.training.on, statuses.training.cells, statuses.training.later),
        };
        if subject != Subject::Vog && statuses.training.status != Training::Demonstrable {
            continue;
        }
        let Some(date) = date.filter(|date| *date < oldest) else {
            continue;
        };
        let Some(groups) = person_status::groups(context, who, person) else {
            continue;
        };
        let mut draft = found.draft();
        draft.person = Some(person);
        draft.weighs_on(groups);
        draft.cells = cells.iter().collect();
        // What is undated or unreadable may be the renewal: then the file does not tell.
        if let Some(later) = later.and_then(|later| later.since(oldest)) {
            (draft.effect, draft.reason) = (Effect::Undecided, Some(Reason::LaterUnclear));
            draft.cells.insert(0, later);
            draft.cells.dedup();
        }
        draft.facts = person_status::facts(context, subject, statuses);
        let name = if subject == Subject::Vog { FactName::Issued } else { FactName::TrainingDate };
        draft.facts.retain(|(known, _)| *known != name && *known != FactName::Months);
        draft.facts.push((name, Detail::Date(date)));
        draft.facts.push((FactName::Months, Detail::Count(months.into())));
        found.add(&draft);
    }
}
