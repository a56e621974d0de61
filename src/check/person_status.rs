//! People with one of some statuses: most rules about one person are of this kind.

use std::collections::BTreeMap;

use super::{Context, Found, Judged, RegistrationStatus, Statuses};
use crate::amount::Share;
use crate::cell::Place;
use crate::finding::{Detail, Effect, FactName, FunctionClass, Norm, Reason};
use crate::lexicon::Field;
use crate::record::{Reading, TextId, digits_of};
use crate::rules::{PersonStatus, Setting, Subject, Who};
use crate::staff::Topic;

pub(super) fn check(context: &Context<'_>, parameters: &PersonStatus, found: &mut Found<'_>) {
    // A missing column is one finding, not one per person.
    let mut without_column: BTreeMap<(Option<u32>, Reason), u64> = BTreeMap::new();
    let effect = effect(context, parameters, found.rule.effect);
    for person in context.people() {
        let statuses = &context.statuses[person as usize];
        let (fires, reason, cells) = match parameters.subject() {
            Subject::Registration => {
                let status = &statuses.registration;
                (parameters.covers_registration(status.status, status.reason), status.reason, status.cells)
            }
            Subject::Training => {
                let status = &statuses.training;
                (parameters.covers_training(status.status, status.reason), status.reason, status.cells)
            }
            Subject::Vog => {
                let status = &statuses.vog;
                (parameters.covers_vog(status.status, status.reason), status.reason, status.cells)
            }
        };
        if !fires {
            continue;
        }
        let Some(groups) = groups(context, parameters.who, person) else {
            continue;
        };
        let topic = match parameters.subject() {
            Subject::Registration => Topic::Registration,
            Subject::Training => Topic::Training,
            Subject::Vog if reason == Reason::NoStartColumn => Topic::Start,
            Subject::Vog => Topic::Vog,
        };
        let whole_file =
            matches!(reason, Reason::NoColumn | Reason::NoStartColumn) && !context.staff.covers_anybody(topic);
        if whole_file && parameters.who != Who::Mentors {
            if groups.is_empty() || parameters.who == Who::Active {
                *without_column.entry((None, reason)).or_default() += 1;
            } else {
                for group in groups {
                    *without_column.entry((Some(group), reason)).or_default() += 1;
                }
            }
            continue;
        }
        let mut draft = found.draft();
        draft.effect = effect;
        draft.reason = Some(reason);
        draft.person = Some(person);
        draft.weighs_on(groups);
        draft.cells = match parameters.who {
            Who::Mentors => mentor_cell(context, person).into_iter().chain(cells.iter()).take(1).collect(),
            _ => cells.iter().collect(),
        };
        draft.facts = facts(context, parameters.subject(), statuses);
        found.add(&draft);
    }
    for ((group, reason), count) in without_column {
        let topic = if reason == Reason::NoStartColumn { Topic::Start } else { Topic::Registration };
        let mut draft = found.draft();
        draft.effect = effect;
        draft.reason = Some(reason);
        draft.group = group;
        draft.cells = context.staff.heading_cell(topic).into_iter().collect();
        draft.facts = vec![(FactName::Count, Detail::Count(count))];
        found.add(&draft);
    }
}

/// A share below everybody makes the persons behind it signals: the share itself decides, where a rule tests it.
fn effect(context: &Context<'_>, parameters: &PersonStatus, effect: Effect) -> Effect {
    let below_all = match parameters.signal_when {
        Some(Setting::MinimumShareTrained) => context.settings.minimum_share_trained != Share::ALL,
        Some(Setting::MinimumShareRegistered) => context.settings.minimum_share_registered.is_some(),
        _ => false,
    };
    let tested = parameters
        .signal_when
        .is_some_and(|setting| Norm::JUDGED.iter().any(|norm| super::unjudged::has_share(context, *norm, setting)));
    if below_all && tested { Effect::Signal } else { effect }
}

/// The groups in which a person counts for a rule; none when the rule does not look at them.
pub(super) fn groups(context: &Context<'_>, who: Who, person: u32) -> Option<Vec<u32>> {
    let counts = |class: FunctionClass| match who {
        Who::Pm => class == FunctionClass::Pm,
        Who::Care => class.is_care(),
        Who::Mentors | Who::Active => true,
    };
    if who == Who::Mentors && mentor_cell(context, person).is_none() {
        return None;
    }
    let judged = |group: u32| who == Who::Active || context.groups[group as usize].judged == Judged::Yes;
    let mut groups: Vec<u32> = context
        .staff
        .assignments_of(person)
        .iter()
        .filter(|assignment| counts(assignment.class))
        .filter_map(|assignment| assignment.group)
        .filter(|group| judged(*group))
        .collect();
    if groups.len() > 1 {
        groups.sort_unstable();
        groups.dedup();
    }
    (who == Who::Active || !groups.is_empty()).then_some(groups)
}

/// The cell that calls somebody mentor.
fn mentor_cell(context: &Context<'_>, person: u32) -> Option<Place> {
    let records = &context.staff.records;
    context.staff.rows_of(person).find_map(|row| {
        let fact = records.fact(row, Field::Mentor)?;
        matches!(fact.reading, Reading::Yes | Reading::Text | Reading::Status)
            .then(|| records.record(row).place(fact.column))
    })
}

/// What an extract of a register has that the reason is about, and how well the name there fits.
fn in_extract(context: &Context<'_>, status: &RegistrationStatus) -> Vec<(FactName, Detail)> {
    let Some((held, record)) = status.held.and_then(|held| Some((held, held.record()?))) else {
        return Vec::new();
    };
    let records = &context.staff.records;
    let shown = |fields: &[Field]| {
        let facts = fields.iter().flat_map(|field| records.facts_of(record, *field));
        facts.map(|fact| records.shown(fact)).collect::<Vec<_>>()
    };
    let extract = match status.reason {
        Reason::RegisterOtherName | Reason::RegisterLastName => {
            Detail::Name(shown(&[Field::Name, Field::FirstName, Field::Infix, Field::LastName]).join(" ").into())
        }
        Reason::RegisterOtherNumber | Reason::RegisterByName => {
            Detail::Text(shown(&[Field::SkjNumber, Field::BigNumber, Field::RegistrationNumber]).join(", ").into())
        }
        _ => Detail::Text(shown(&[Field::SkjStatus, Field::BigStatus, Field::RegistrationStatus]).join(", ").into()),
    };
    let likeness = held.likeness.map(|likeness| (FactName::Likeness, Detail::Text(likeness.name().into())));
    std::iter::once((FactName::Extract, extract)).chain(likeness).collect()
}

/// The facts of a status, for its texts.
pub(super) fn facts(context: &Context<'_>, subject: Subject, statuses: &Statuses) -> Vec<(FactName, Detail)> {
    let mut facts = Vec::new();
    let text = |id: TextId| (id != TextId::NONE).then(|| Detail::Text(context.staff.text(id).into()));
    let mut add = |name, detail: Option<Detail>| facts.extend(detail.map(|detail| (name, detail)));
    match subject {
        Subject::Registration => {
            let status = &statuses.registration;
            add(FactName::Register, Some(Detail::Text(status.register.name().into())));
            add(FactName::Number, text(status.number));
            add(FactName::ValidUntil, status.until.map(Detail::Date));
            add(FactName::Status, text(status.said));
            let digits = digits_of(context.staff.text(status.number)).unwrap_or_default();
            let profession = digits
                .len()
                .checked_sub(2)
                .and_then(|start| context.rules.registration.big_profession(&digits[start..]));
            add(FactName::Profession, profession.map(|profession| Detail::Text(profession.name.as_str().into())));
            add(FactName::Months, Some(Detail::Count(context.rules.registration.renewal_months.into())));
            facts.extend(in_extract(context, &statuses.registration));
        }
        Subject::Training => {
            let status = &statuses.training;
            let heading = || {
                let cell = status.column.place()?;
                let tables = context.staff.records.at(cell).map(|record| context.staff.records.record(record).table);
                let mut columns = tables.flat_map(|table| context.staff.training_columns(table));
                let column = columns.find(|column| column.column == cell.position.column)?;
                column.title.as_deref().map(|title| Detail::Text(title.into()))
            };
            add(FactName::Title, text(status.title).or_else(heading));
            add(FactName::TrainingDate, status.on.map(Detail::Date));
        }
        Subject::Vog => {
            let status = &statuses.vog;
            let months = context.rules.vog.months_before_start;
            add(FactName::Issued, status.issued.map(Detail::Date));
            add(FactName::Start, status.start.map(Detail::Date));
            add(
                FactName::Earliest,
                status.start.map(|start| Detail::Date(crate::calendar::months_before(start, months))),
            );
            let months =
                if matches!(status.reason, Reason::OlderThanYears | Reason::SolisticUnclear | Reason::LaterUnclear) {
                    context.rules.vog.solistic_years * 12
                } else {
                    months
                };
            add(FactName::Months, Some(Detail::Count(months.into())));
        }
    }
    facts
}
