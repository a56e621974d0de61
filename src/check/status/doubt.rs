//! People of whom it is not certain that their rows are theirs: nothing that is missing there may be held against them.

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
    if statuses.registration.status == Registration::NotRegistered {
        (statuses.registration.status, statuses.registration.reason) = (Registration::ToVerify, reason);
    }
    if statuses.training.status == Training::None {
        (statuses.training.status, statuses.training.reason) = (Training::ToVerify, reason);
    }
    if matches!(statuses.vog.status, Vog::Missing | Vog::TooOld | Vog::Expired) {
        (statuses.vog.status, statuses.vog.reason) = (Vog::ToVerify, reason);
    }
}
