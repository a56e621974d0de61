//! What a step changes, as a change of statuses, of what is written down, or of what is known about people.

use std::borrow::Cow;

use crate::assess::Assessment;
use crate::check::{Statuses, Trial, VogShown};
use crate::finding::{Norm, Reason, Registration, Training, Vog};
use crate::planning::Action;
use crate::rules::StepKind;
use crate::staff::Staff;

/// A trial in which nothing is supposed yet.
pub(super) fn trial<'a>(assessment: &'a Assessment, staff: &'a Staff) -> Trial<'a> {
    Trial::new(
        staff,
        &assessment.rules,
        &assessment.settings,
        &assessment.lexicon,
        assessment.reference_date,
        &assessment.withheld,
        Cow::Borrowed(&assessment.judgement.statuses),
    )
}

/// What a step changes about functions, groups and posts.
pub(super) fn in_staff(staff: &mut Cow<'_, Staff>, action: &Action) {
    match (action.kind, action.person, action.group) {
        (StepKind::Function, Some(person), _) => staff.to_mut().suppose_function(person),
        (StepKind::Group, Some(person), _) => staff.to_mut().suppose_group(person),
        (StepKind::Posts, Some(person), _) => staff.to_mut().suppose_posts(person),
        (StepKind::Specialised, _, Some(group)) => staff.to_mut().suppose_not_specialised(group),
        _ => {}
    }
}

/// What a step changes about statuses and what is written down.
pub(super) fn in_trial(trial: &mut Trial<'_>, assessment: &Assessment, norm: Norm, action: &Action) {
    use StepKind as K;
    let today = assessment.reference_date;
    let vog = |statuses: &mut Statuses| {
        (statuses.vog.status, statuses.vog.reason) = (Vog::InOrder, Reason::InWindow);
        (statuses.vog.latest, statuses.vog.later) = (Some(today), None);
    };
    let training = |statuses: &mut Statuses| {
        (statuses.training.status, statuses.training.reason) = (Training::Demonstrable, Reason::Dated);
        (statuses.training.on, statuses.training.later) = (Some(today), None);
    };
    let registration = |statuses: &mut Statuses| {
        (statuses.registration.status, statuses.registration.reason) = (Registration::Registered, Reason::Valid);
        statuses.registration.until = None;
    };
    let certain: &dyn Fn(&mut Statuses) = match norm {
        Norm::Registered => &registration,
        Norm::Trained => &training,
        _ => &vog,
    };
    // Everybody of whom the file does not tell for one reason.
    let everybody =
        |trial: &mut Trial<'_>, reason: Reason, of: fn(&Statuses) -> Reason, certain: &dyn Fn(&mut Statuses)| {
            let statuses = &assessment.judgement.statuses;
            for (person, _) in assessment.staff.active().filter(|(person, _)| of(&statuses[*person as usize]) == reason)
            {
                certain(trial.statuses(person));
            }
        };
    match (action.kind, action.person, action.group) {
        (K::ColumnVog, ..) => everybody(trial, Reason::NoColumn, |of| of.vog.reason, &vog),
        (K::ColumnStart, ..) => everybody(trial, Reason::NoStartColumn, |of| of.vog.reason, &vog),
        (K::ColumnTraining, ..) => everybody(trial, Reason::NoColumn, |of| of.training.reason, &training),
        (K::ColumnRegistration, ..) => everybody(trial, Reason::NoColumn, |of| of.registration.reason, &registration),
        (K::ShowVog | K::ObtainVog | K::EarlierVog | K::RenewVog | K::StartDate, Some(person), _) => {
            let shown = match (action.kind, action.reason) {
                (K::RenewVog, _) => VogShown::New,
                (K::StartDate, _) => VogShown::Start,
                (K::ShowVog, Some(Reason::LaterUnclear)) => VogShown::Latest,
                (K::ShowVog, Some(Reason::SolisticUnclear)) => VogShown::NotSolistic,
                _ => VogShown::OfStart,
            };
            let (staff, terms) = (&assessment.staff, &assessment.rules.vog);
            trial.statuses(person).vog.suppose(shown, staff, person, terms, today);
        }
        (K::ShowTraining | K::FollowTraining | K::RefreshTraining, Some(person), _) => {
            training(trial.statuses(person));
        }
        (K::ShowRegistration | K::Register, Some(person), _) => registration(trial.statuses(person)),
        (K::Identity, Some(person), _) if action.reason == Some(Reason::AmbiguousPerson) => {
            certain(trial.statuses(person));
        }
        (K::Presence | K::Identity, Some(person), _) => {
            trial.supposed().gone.insert(person);
        }
        (K::Exempt, Some(person), _) => {
            trial.supposed().exempt.insert(person);
        }
        (K::Substantiate | K::DateSubstantiation, _, Some(group)) => {
            trial.supposed().substantiated.insert(group);
        }
        (K::AgreedShare, _, Some(group)) => {
            trial.supposed().agreed.insert(group);
        }
        // What they change stands in the people themselves.
        _ => {}
    }
}
