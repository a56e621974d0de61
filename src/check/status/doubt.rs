//! People of whom it is not certain that their rows are theirs, or that they still work here: nothing that is missing there
//! may be held against them, and who may have left does not certainly count for a group.

use super::Statuses;
use crate::finding::{Reason, Registration, Training, Vog};
use crate::staff::Staff;

/// Turns what is missing or wrong into something to verify.
pub(super) fn doubt_uncertain_people(staff: &Staff, statuses: &mut [Statuses]) {
    for (person, statuses) in staff.people.iter().zip(statuses) {
        if let Some(reason) = person.doubt {
            soften(reason, statuses);
        }
    }
}

fn soften(reason: Reason, statuses: &mut Statuses) {
    let may_have_left = reason == Reason::EndUnknown;
    let counts = statuses.registration.status == Registration::Registered;
    if statuses.registration.status == Registration::NotRegistered || may_have_left && counts {
        (statuses.registration.status, statuses.registration.reason) = (Registration::ToVerify, reason);
    }
    let counts = statuses.training.status == Training::Demonstrable;
    if statuses.training.status == Training::None || may_have_left && counts {
        (statuses.training.status, statuses.training.reason) = (Training::ToVerify, reason);
    }
    if matches!(statuses.vog.status, Vog::Missing | Vog::TooOld | Vog::Expired) {
        (statuses.vog.status, statuses.vog.reason) = (Vog::ToVerify, reason);
    }
}
