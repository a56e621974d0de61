//! Numbers that stand at more than one person: a typing error, or somebody else's number.

use std::ops::Range;

use hashbrown::HashMap;

use crate::cell::Place;
use crate::crowd;
use crate::fold::fold;
use crate::lexicon::Lexicon;
use crate::staff::{Presence, Staff, number_in};

/// Who has which number, for the numbers that more than one person has.
#[derive(Default)]
pub(in crate::check::status) struct Shared(HashMap<u64, Vec<(u32, Place)>>);

impl Shared {
    /// Looks through the numbers of everybody, those who left or are still to start included.
    pub(in crate::check::status) fn find(staff: &Staff, lexicon: &Lexicon) -> Shared {
        let count = u32::try_from(staff.people.len()).expect("fewer people than rows");
        let mut all: Vec<(u64, u32, Place)> = crowd::of_all(
            count,
            || (),
            |(), people, all| {
                numbers_of(staff, lexicon, people, |person, number, place| all.push((number, person, place)));
            },
        );
        // Sorted, numbers that stand at one person are told from others without a table of all.
        all.sort_by_key(|(number, ..)| *number);
        let mut shared = HashMap::new();
        for same in all.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() > 1) {
            let (number, first, place) = same[0];
            let mut holders = vec![(first, place)];
            for &(_, person, place) in &same[1..] {
                let known = holders.iter().any(|(holder, _)| *holder == person);
                if !known && !same_human(staff, first, person) {
                    holders.push((person, place));
                }
            }
            if holders.len() > 1 {
                shared.insert(number, holders);
            }
        }
        Shared(shared)
    }

    /// Where a number stands at this person and at somebody else.
    pub(super) fn with(&self, person: u32, number: &str) -> Option<(Place, Place)> {
        let holders = self.0.get(&number.parse::<u64>().ok()?)?;
        let place =
            |mine: bool| holders.iter().find(|(holder, _)| (*holder == person) == mine).map(|(_, place)| *place);
        Some((place(true)?, place(false)?))
    }

    /// Who else has a number.
    pub(super) fn others(&self, person: u32, number: &str) -> impl Iterator<Item = u32> {
        let holders = number.parse::<u64>().ok().and_then(|number| self.0.get(&number));
        holders.into_iter().flatten().map(|(holder, _)| *holder).filter(move |holder| *holder != person)
    }
}

/// Every SKJ or BIG number that certainly stands at one person, of those who left or are still to start too: person, number, cell.
pub fn each_number(staff: &Staff, lexicon: &Lexicon, see: impl FnMut(u32, u64, Place)) {
    let count = u32::try_from(staff.people.len()).expect("fewer people than rows");
    numbers_of(staff, lexicon, 0..count, see);
}

/// The numbers of some people.
fn numbers_of(staff: &Staff, lexicon: &Lexicon, people: Range<u32>, mut see: impl FnMut(u32, u64, Place)) {
    for person in people {
        // A row that may be of somebody else is no second holder.
        for link in staff.links_of(person).iter().filter(|link| !link.ambiguous) {
            let record = staff.records.record(link.record);
            for fact in staff.records.facts(link.record) {
                if let Some((number, _)) = number_in(staff, link.record, fact, lexicon) {
                    see(person, number, record.place(fact.column));
                }
            }
        }
    }
}

/// Somebody who left and came back under another personnel number has one registration still.
fn same_human(staff: &Staff, one: u32, other: u32) -> bool {
    let [one, other] = [one, other].map(|person| &staff.people[person as usize]);
    (one.presence != Presence::Active || other.presence != Presence::Active)
        && fold(staff.text(one.name)) == fold(staff.text(other.name))
}
