//! The three statuses of a person on the reference date (contract §3), each with its reason and the cells behind it.

mod doubt;
mod registration;
mod training;
mod vog;

use std::borrow::Cow;
use std::ops::Index;

use hashbrown::HashMap;

use crate::calendar::{self, Date};
use crate::cell::{Place, Spot};
use crate::crowd;
use crate::finding::Reason;
use crate::lexicon::Lexicon;
use crate::record::{Fact, Reading};
use crate::rules::RuleSet;
use crate::staff::Staff;

pub use registration::{Held, InExtract, Register, RegistrationStatus, each_number};
pub use training::TrainingStatus;
pub use vog::{VogShown, VogStatus};

/// What is known about one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statuses {
    /// SKJ or BIG.
    pub registration: RegistrationStatus,
    /// Training for the target group.
    pub training: TrainingStatus,
    /// VOG.
    pub vog: VogStatus,
}

/// Why a value cannot be used: nobody can read it, or it stands on a list of what is lacking.
fn unreadable_because(fact: Option<&Fact>) -> Reason {
    match fact.map(|fact| fact.reading) {
        Some(Reading::Unreadable(Reason::ListLacking)) => Reason::ListLacking,
        _ => Reason::Unreadable,
    }
}

/// The cells behind a status, the one to mend first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cells([Spot; 3]);

impl Default for Cells {
    fn default() -> Cells {
        Cells::maybe(None)
    }
}

impl Cells {
    /// One cell.
    pub fn one(place: Place) -> Cells {
        Cells::maybe(Some(place))
    }

    /// One cell, if there is one.
    pub fn maybe(place: Option<Place>) -> Cells {
        Cells([place.into(), None.into(), None.into()])
    }

    /// Adds a cell, if there is room and it is not among them.
    #[must_use]
    pub fn and(mut self, place: Place) -> Cells {
        let spot = Spot::from(Some(place));
        if !self.0.contains(&spot)
            && let Some(room) = self.0.iter_mut().find(|spot| spot.place().is_none())
        {
            *room = spot;
        }
        self
    }

    /// The cells, in order.
    pub fn iter(&self) -> impl Iterator<Item = Place> + '_ {
        self.0.iter().filter_map(|spot| spot.place())
    }

    /// The cell to mend first.
    pub fn first(&self) -> Option<Place> {
        self.0[0].place()
    }
}

/// The statuses of everybody, by person; of some of them others may be supposed.
pub struct Everybody<'a> {
    told: Cow<'a, [Statuses]>,
    supposed: HashMap<usize, Statuses>,
}

impl<'a> Everybody<'a> {
    /// As the file tells.
    pub(super) fn told(told: Cow<'a, [Statuses]>) -> Everybody<'a> {
        Everybody { told, supposed: HashMap::new() }
    }

    /// The statuses of a person, to suppose others.
    pub(super) fn suppose(&mut self, person: u32) -> &mut Statuses {
        let person = person as usize;
        self.supposed.entry(person).or_insert(self.told[person])
    }

    /// Nothing is supposed any more.
    pub(super) fn restore(&mut self) {
        self.supposed.clear();
    }

    /// What the file tells.
    pub(super) fn into_told(self) -> Vec<Statuses> {
        self.told.into_owned()
    }
}

impl Index<usize> for Everybody<'_> {
    type Output = Statuses;

    fn index(&self, person: usize) -> &Statuses {
        self.supposed.get(&person).unwrap_or(&self.told[person])
    }
}

/// What may be a later VOG or training than the last one of which the date is certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Later {
    cell: Place,
    /// The last day that it can be of, where the file tells.
    by: Option<Date>,
}

impl Later {
    /// The one of two that leaves the most room.
    fn or(self, other: Option<Later>) -> Later {
        let room = |later: &Later| (later.by.is_none(), later.by);
        other.filter(|other| room(other) >= room(&self)).unwrap_or(self)
    }

    /// Its cell, if it can be of a day or later.
    pub fn since(&self, day: Date) -> Option<Place> {
        self.by.is_none_or(|by| by >= day).then_some(self.cell)
    }
}

/// Whether a detail, which only who has the thing itself can fill in, was filled in. What a formula makes of an empty cell is
/// none, and neither is a no.
fn shows_something(fact: &Fact) -> bool {
    matches!(fact.reading, Reading::Date(_) | Reading::OpenEnd | Reading::Text | Reading::Yes | Reading::Status)
}

/// The training of a person once all that is planned was followed.
pub fn training_when_followed(staff: &Staff, person: u32, lexicon: &Lexicon, reference_date: Date) -> TrainingStatus {
    training::of(staff, person, lexicon, &mut training::Titles::default(), calendar::latest(reference_date))
}

/// The statuses of everybody, by person.
pub(super) fn of_everybody(staff: &Staff, rules: &RuleSet, lexicon: &Lexicon, reference_date: Date) -> Vec<Statuses> {
    let count = u32::try_from(staff.people.len()).expect("fewer people than rows");
    let shared = registration::Shared::find(staff, lexicon);
    let mut statuses = crowd::of_all(count, training::Titles::default, |titles, people, statuses| {
        // Room for all at once, so that nobody moves when others come behind them.
        statuses.reserve(if people.start == 0 { staff.people.len() } else { people.len() });
        statuses.extend(people.map(|person| Statuses {
            registration: registration::of(staff, person, &rules.registration, lexicon, &shared, reference_date),
            training: training::of(staff, person, lexicon, titles, reference_date),
            vog: vog::of(staff, person, &rules.vog, lexicon, reference_date),
        }));
    });
    doubt::doubt_uncertain_people(staff, &mut statuses);
    statuses
}
