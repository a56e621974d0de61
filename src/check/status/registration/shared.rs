//! Numbers that stand at more than one person: a typing error, or somebody else's number.

use hashbrown::HashMap;

use crate::cell::Place;
use crate::fold::fold;
use crate::lexicon::Lexicon;
use crate::staff::{Presence, Staff, number_in};

/// Who has which number, for the numbers that more than one person has.
#[derive(Default)]
pub(in crate::check::status) struct Shared(HashMap<u64, Vec<(u32, Place)>>);

impl Shared {
    /// Looks through the numbers of everybody, those who left or are still to start included.
    pub(in crate::check::status) fn find(staff: &Staff, lexicon: &Lexicon) -> Shared {
        let mut first: HashMap<u64, (u32, Place)> = HashMap::new();
        let mut shared: HashMap<u64, Vec<(u32, Place)>> = HashMap::new();
        each_number(staff, lexicon, |person, number, place| {
            let known = *first.entry(number).or_insert((person, place));
            if known.0 != person && !same_human(staff, known.0, person) {
                let holders = shared.entry(number).or_insert_with(|| vec![known]);
                if !holders.iter().any(|(other, _)| *other == person) {
                    holders.push((person, place));
                }
            }
        });
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
pub fn each_number(staff: &Staff, lexicon: &Lexicon, mut see: impl FnMut(u32, u64, Place)) {
    for (person, _) in (0u32..).zip(&staff.people) {
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
