//! Extracts of registers: what SKJ or BIG says, beside what the provider's file says. Who stands where; nothing is judged here.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use super::likeness::{Likeness, PersonName};
use super::{Presence, Problem, Staff};
use crate::calendar::{Date, months_before};
use crate::cell::{Place, SheetIndex};
use crate::finding::{Detail, FactName, Reason};
use crate::lexicon::{Field, Kind, Lexicon, Role};
use crate::record::{Fact, Reading, digits_of};

/// An extract older than this on the reference date is said to be old. Our own choice: no source names a term.
const OLD_MONTHS: u32 = 6;

/// One file with an extract of a register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extract {
    /// The numbers of its sheets over all inputs.
    pub sheets: Vec<SheetIndex>,
    /// Of which day it is, and the cell that says so; none where it does not say.
    pub date: Option<(Date, Place)>,
    /// A cell that stands for the extract as a whole: the heading of its numbers.
    pub heading: Option<Place>,
}

/// A row of an extract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The record.
    pub record: u32,
    /// The number as a number: a zero that got lost in front makes no difference.
    pub number: u64,
    /// Which of [`Extracts::extracts`] it stands in.
    pub extract: usize,
    /// Of which day the row is.
    pub date: Option<Date>,
    /// The cell of the number.
    pub place: Place,
    /// The name, where the row has one.
    pub name: Option<PersonName>,
}

/// Everything that extracts hold, and how the people of the file fit in.
#[derive(Debug, Clone, Default)]
pub struct Extracts {
    /// The files.
    pub extracts: Vec<Extract>,
    /// The rows with a number.
    pub entries: Vec<Entry>,
    by_number: HashMap<u64, Vec<u32>>,
    /// How many digits the numbers have.
    lengths: BTreeSet<usize>,
    /// The people whose numbers stand in no extract of that register, with the cells of those numbers.
    absent: Vec<(u32, Vec<Place>)>,
    /// By person: every name that the file has for them.
    names: Vec<Vec<PersonName>>,
    /// By person: the only row of which the name fits, where the number does not stand at somebody else.
    by_name: Vec<Option<(u32, Likeness)>>,
}

impl Extracts {
    /// Whether no extract was given.
    pub fn is_empty(&self) -> bool {
        self.extracts.is_empty()
    }

    /// The rows with a number.
    pub fn with_number(&self, number: u64) -> impl Iterator<Item = &Entry> {
        self.by_number.get(&number).into_iter().flatten().map(|at| &self.entries[*at as usize])
    }

    /// Whether any row has a number of so many digits: an extract of SKJ says nothing about a number of BIG.
    pub fn holds(&self, digits: usize) -> bool {
        self.lengths.contains(&digits)
    }

    /// The one row that fits a person by name, and how well.
    pub fn by_name(&self, person: u32) -> Option<(&Entry, Likeness)> {
        let (entry, likeness) = (*self.by_name.get(person as usize)?)?;
        Some((&self.entries[entry as usize], likeness))
    }

    /// How well a row fits a person by name.
    pub fn likeness(&self, person: u32, entry: &Entry) -> Likeness {
        let Some(name) = &entry.name else {
            return Likeness::Unnamed;
        };
        let names = self.names.get(person as usize).map_or(&[][..], Vec::as_slice);
        names.iter().map(|own| own.likeness(name)).max().unwrap_or(Likeness::Unnamed)
    }
}

/// The registration numbers that the file has for a person, with their cells.
fn numbers_of<'s>(
    staff: &'s Staff,
    person: u32,
    lexicon: &'s Lexicon,
) -> impl Iterator<Item = (u64, usize, Place)> + 's {
    let links = staff.links_of(person).iter().filter(|link| !link.ambiguous);
    links.flat_map(move |link| {
        let record = staff.records.record(link.record);
        staff.records.facts(link.record).iter().filter_map(move |fact| {
            let (number, digits) = number_in(staff, link.record, fact, lexicon)?;
            Some((number, digits, record.place(fact.column)))
        })
    })
}

/// The number of an SKJ or BIG registration, and how many digits it has.
pub fn number_in(staff: &Staff, record: u32, fact: &Fact, lexicon: &Lexicon) -> Option<(u64, usize)> {
    let of_register = match fact.field {
        Field::SkjNumber | Field::BigNumber => true,
        Field::RegistrationNumber => {
            let kind =
                staff.records.text_of(record, Field::RegistrationKind).and_then(|kind| lexicon.registration_kind(kind));
            !matches!(kind, Some(Kind::Vog | Kind::Register | Kind::Paper))
        }
        _ => false,
    };
    if !of_register || fact.reading != Reading::Text {
        return None;
    }
    let digits = digits_of(staff.text(fact.text))?;
    Some((digits.parse().ok()?, digits.len()))
}

impl Staff {
    /// Brings the rows of the extracts and the people together.
    pub(super) fn join_extracts(&mut self, extracts: Vec<Extract>, lexicon: &Lexicon) {
        if extracts.is_empty() {
            return;
        }
        let mut joined = Extracts { extracts, ..Extracts::default() };
        for (index, record) in self.records.iter().filter(|(_, record)| record.role == Role::Register) {
            let found = self.records.facts(index).iter().find_map(|fact| {
                let (number, digits) = number_in(self, index, fact, lexicon)?;
                Some((number, digits, record.place(fact.column)))
            });
            let Some((number, digits, place)) = found else {
                continue;
            };
            let extract = joined.extracts.iter().position(|extract| extract.sheets.contains(&record.sheet));
            let own = match self.records.fact(index, Field::ExtractDate).map(|fact| fact.reading) {
                Some(Reading::Date(date)) => Some(date),
                _ => None,
            };
            let extract = extract.unwrap_or(0);
            let date = own.or_else(|| joined.extracts[extract].date.map(|(date, _)| date));
            let at = u32::try_from(joined.entries.len()).expect("fewer entries than rows");
            joined.by_number.entry(number).or_default().push(at);
            joined.lengths.insert(digits);
            let name = PersonName::of_row(&self.records, index, lexicon);
            joined.entries.push(Entry { record: index, number, extract, date, place, name });
        }
        self.date_by_rows(&mut joined);
        self.fit_names(&mut joined, lexicon);
        joined.absent = self.absent_from(&joined, lexicon);
        self.extracts = joined.into();
    }

    /// An extract with a column for the day is of the last day in it.
    fn date_by_rows(&self, joined: &mut Extracts) {
        for (at, extract) in joined.extracts.iter_mut().enumerate() {
            let of_extract = joined.entries.iter().filter(|entry| entry.extract == at);
            let dated = of_extract.filter_map(|entry| {
                let fact = self.records.fact(entry.record, Field::ExtractDate)?;
                let place = self.records.record(entry.record).place(fact.column);
                matches!(fact.reading, Reading::Date(_)).then_some((entry.date?, place))
            });
            extract.date = dated.max_by_key(|(date, place)| (*date, std::cmp::Reverse(*place))).or(extract.date);
        }
    }

    /// Finds the row of everybody by name: the only one that fits, of which nobody else has the number.
    fn fit_names(&self, joined: &mut Extracts, lexicon: &Lexicon) {
        let mut by_last: HashMap<&str, Vec<u32>> = HashMap::new();
        for (at, entry) in (0u32..).zip(&joined.entries) {
            for last in entry.name.iter().flat_map(PersonName::last_names) {
                by_last.entry(last).or_default().push(at);
            }
        }
        let mut holders: HashMap<u64, Vec<u32>> = HashMap::new();
        let mut names: Vec<Vec<PersonName>> = Vec::with_capacity(self.people.len());
        for (person, _) in (0u32..).zip(&self.people) {
            let mut own: Vec<PersonName> = Vec::new();
            for row in self.rows_of(person) {
                own.extend(PersonName::of_row(&self.records, row, lexicon).filter(|name| !own.contains(name)));
            }
            names.push(own);
            for (number, ..) in numbers_of(self, person, lexicon) {
                holders.entry(number).or_default().push(person);
            }
        }
        let mut by_name: Vec<Option<(u32, Likeness)>> = Vec::with_capacity(names.len());
        for (person, own) in (0u32..).zip(&names) {
            let mut found: Vec<(Likeness, u64, u32)> = Vec::new();
            let candidates = own.iter().flat_map(PersonName::last_names).filter_map(|last| by_last.get(last)).flatten();
            for at in candidates {
                let entry = &joined.entries[*at as usize];
                let likeness = entry.name.as_ref().and_then(|name| own.iter().map(|own| own.likeness(name)).max());
                let likeness = likeness.filter(|likeness| *likeness >= Likeness::Initials);
                let taken = holders.get(&entry.number).is_some_and(|holders| holders.iter().any(|one| *one != person));
                if let Some(likeness) = likeness.filter(|_| !taken) {
                    found.push((likeness, entry.number, *at));
                }
            }
            let best = found.iter().map(|(likeness, ..)| *likeness).max();
            found.retain(|(likeness, ..)| Some(*likeness) == best);
            found.sort_unstable();
            let one = found.first().filter(|(_, number, _)| found.iter().all(|(_, other, _)| other == number));
            by_name.push(one.map(|(likeness, _, at)| (*at, *likeness)));
        }
        // Two people with one name cannot both be the one in the register.
        let mut claims: HashMap<u64, u32> = HashMap::new();
        for (at, _) in by_name.iter().flatten() {
            *claims.entry(joined.entries[*at as usize].number).or_default() += 1;
        }
        for found in &mut by_name {
            *found = found.filter(|(at, _)| claims[&joined.entries[*at as usize].number] == 1);
        }
        (joined.names, joined.by_name) = (names, by_name);
    }

    /// The people whose numbers stand in no extract of that register.
    fn absent_from(&self, joined: &Extracts, lexicon: &Lexicon) -> Vec<(u32, Vec<Place>)> {
        let people = (0u32..).zip(&self.people).map(|(person, _)| person);
        let absent = people.filter_map(|person| {
            let own: Vec<_> =
                numbers_of(self, person, lexicon).filter(|(_, digits, _)| joined.holds(*digits)).collect();
            let nowhere = own.iter().all(|(number, ..)| !joined.by_number.contains_key(number));
            let told = !own.is_empty() && nowhere && joined.by_name(person).is_none();
            told.then(|| (person, own.iter().map(|(.., place)| *place).collect()))
        });
        absent.collect()
    }

    /// Who of those who work here stands in no extract: nothing changes, and it is said. And what the days of the extracts mean for
    /// the reference date.
    pub(super) fn odd_extracts(&mut self, day: Date) {
        let works = |person: u32| self.people[person as usize].presence == Presence::Active;
        let absent: Vec<&(u32, Vec<Place>)> =
            self.extracts.absent.iter().filter(|(person, _)| works(*person)).collect();
        if !absent.is_empty() {
            let people: Vec<u32> = absent.iter().map(|(person, _)| *person).collect();
            let cells = absent.iter().flat_map(|(_, cells)| cells).copied().collect();
            let facts = vec![
                (FactName::Count, Detail::Count(people.len() as u64)),
                (FactName::People, Detail::People(people.into())),
            ];
            self.problems.push(Problem { reason: Reason::NotInExtract, cells, person: None, group: None, facts });
        }
        for extract in &self.extracts.extracts {
            let (reason, cell, date) = match extract.date {
                None => (Reason::ExtractUndated, extract.heading, None),
                Some((date, cell)) if date > day => (Reason::ExtractAfterReferenceDate, Some(cell), Some(date)),
                Some((date, cell)) if date < months_before(day, OLD_MONTHS) => {
                    (Reason::ExtractOld, Some(cell), Some(date))
                }
                Some(_) => continue,
            };
            let facts = date.map(|date| (FactName::Until, Detail::Date(date))).into_iter().collect();
            let cells = cell.into_iter().collect();
            self.problems.push(Problem { reason, cells, person: None, group: None, facts });
        }
    }
}
