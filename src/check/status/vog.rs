//! VOG (Jeugdwet art. 4.1.6): measured against the start of the employment, not against today.

use super::Cells;
use crate::calendar::{Date, months_before};
use crate::cell::Place;
use crate::finding::{Reason, Vog};
use crate::lexicon::{Field, Kind, Lexicon, Word};
use crate::record::{Fact, Reading};
use crate::rules::VogTerms;
use crate::staff::{Staff, Start, Topic};

/// The VOG of a person on the reference date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VogStatus {
    /// The status.
    pub status: Vog,
    /// Why.
    pub reason: Reason,
    /// Issue date of the VOG that decided.
    pub issued: Option<Date>,
    /// Start of the employment.
    pub start: Option<Date>,
    /// The latest issue date in the file, up to the reference date.
    pub latest: Option<Date>,
    /// The cells behind it.
    pub cells: Cells,
}

/// The VOG status of a person.
pub(super) fn of(staff: &Staff, person: u32, terms: &VogTerms, lexicon: &Lexicon, reference_date: Date) -> VogStatus {
    let start = staff.start_of(person, reference_date);
    let mut at_start: Vec<(Fact, Place, bool)> = Vec::new();
    let mut issued: Vec<(Fact, Place, bool)> = Vec::new();
    for link in staff.links_of(person) {
        let record = staff.records.record(link.record);
        let of_list = staff
            .records
            .text_of(link.record, Field::RegistrationKind)
            .and_then(|kind| lexicon.registration_kind(kind))
            == Some(Kind::Vog);
        for fact in staff.records.facts(link.record).iter().filter(|fact| fact.reading != Reading::Placeholder) {
            match fact.field {
                Field::VogAtStart => at_start.push((*fact, record.place(fact.column), link.ambiguous)),
                Field::VogIssued => issued.push((*fact, record.place(fact.column), link.ambiguous)),
                Field::RegistrationIssued if of_list => issued.push((*fact, record.place(fact.column), link.ambiguous)),
                _ => {}
            }
        }
    }
    let day = |fact: &Fact| match fact.reading {
        Reading::Date(date) if date <= reference_date => Some(date),
        _ => None,
    };
    let latest = at_start
        .iter()
        .chain(&issued)
        .filter(|(_, _, ambiguous)| !ambiguous)
        .filter_map(|(fact, _, _)| day(fact))
        .max();
    let solistic = staff
        .links_of(person)
        .iter()
        .any(|link| staff.records.fact(link.record, Field::Solistic).is_some_and(|fact| fact.reading == Reading::Yes));
    let used = if at_start.is_empty() { &issued } else { &at_start };
    let judge = Judge { staff, terms, lexicon, reference_date, start: &start };
    let mut best = used
        .iter()
        .map(|(fact, place, ambiguous)| judge.one(fact, *place, *ambiguous))
        .max_by_key(|status| (merit(status.status), status.issued))
        .unwrap_or_else(|| judge.nothing(person));
    best.latest = latest;
    if solistic
        && let Some(newest) = latest
        && newest < months_before(reference_date, terms.solistic_years * 12)
    {
        (best.status, best.reason, best.issued) = (Vog::Expired, Reason::OlderThanYears, Some(newest));
        let cell = at_start.iter().chain(&issued).find(|(fact, _, _)| day(fact) == Some(newest));
        best.cells = Cells::maybe(cell.map(|(_, place, _)| *place));
    }
    best
}

fn merit(status: Vog) -> u8 {
    match status {
        Vog::InOrder => 5,
        Vog::OldRegime => 4,
        Vog::ToVerify => 3,
        Vog::TooOld => 2,
        Vog::Missing | Vog::Expired => 1,
    }
}

struct Judge<'a> {
    staff: &'a Staff,
    terms: &'a VogTerms,
    lexicon: &'a Lexicon,
    reference_date: Date,
    start: &'a Start,
}

impl Judge<'_> {
    fn one(&self, fact: &Fact, place: Place, ambiguous: bool) -> VogStatus {
        let word = || self.lexicon.word(self.staff.text(fact.text));
        let mut cell = place;
        let mut issued = None;
        let (mut status, mut reason) = match fact.reading {
            Reading::Date(date) => {
                issued = Some(date);
                let (status, reason) = self.dated(date);
                if let (Reason::StartUnknown, Start::Unknown(Some(start))) = (reason, self.start) {
                    cell = *start;
                }
                (status, reason)
            }
            Reading::Yes => (Vog::ToVerify, Reason::ClaimOnly),
            Reading::No => (Vog::Missing, Reason::No),
            Reading::Pending => (Vog::Missing, Reason::Pending),
            Reading::Unknown => (Vog::ToVerify, Reason::Unknown),
            Reading::Status if word() == Word::Registered => (Vog::ToVerify, Reason::ClaimOnly),
            _ => (Vog::ToVerify, Reason::Unreadable),
        };
        if ambiguous && status != Vog::Missing {
            (status, reason) = (Vog::ToVerify, Reason::AmbiguousPerson);
        }
        VogStatus { status, reason, issued, start: self.start_date(), latest: None, cells: Cells::one(cell) }
    }

    fn start_date(&self) -> Option<Date> {
        match self.start {
            Start::Known(date, _) | Start::Several(date, _, _) => Some(*date),
            Start::Unknown(_) | Start::NoColumn => None,
        }
    }

    fn dated(&self, issued: Date) -> (Vog, Reason) {
        if issued > self.reference_date {
            return (Vog::ToVerify, Reason::AfterReferenceDate);
        }
        match self.start {
            Start::NoColumn => (Vog::ToVerify, Reason::NoStartColumn),
            Start::Unknown(_) => (Vog::ToVerify, Reason::StartUnknown),
            Start::Known(start, _) => self.against(issued, *start),
            Start::Several(first, later, _) => {
                let by_first = self.against(issued, *first);
                let agree = later.iter().all(|start| self.against(issued, *start).0 == by_first.0);
                if agree || by_first.0 == Vog::InOrder { by_first } else { (Vog::ToVerify, Reason::StartConflict) }
            }
        }
    }

    fn against(&self, issued: Date, start: Date) -> (Vog, Reason) {
        if start < self.terms.law_from {
            (Vog::OldRegime, Reason::BeforeLaw)
        } else if issued > start {
            (Vog::ToVerify, Reason::AfterStart)
        } else if issued < months_before(start, self.terms.months_before_start) {
            (Vog::TooOld, Reason::BeforeWindow)
        } else {
            (Vog::InOrder, Reason::InWindow)
        }
    }

    /// Nothing filled in: a missing VOG, or a file that does not tell.
    fn nothing(&self, person: u32) -> VogStatus {
        let (status, reason) = if self.staff.covers(Topic::Vog, person) {
            (Vog::Missing, Reason::Empty)
        } else {
            (Vog::ToVerify, Reason::NoColumn)
        };
        let cell = self
            .staff
            .cell_of(person, &[Field::VogIssued, Field::VogAtStart])
            .unwrap_or_else(|| self.staff.name_cell(person));
        VogStatus { status, reason, issued: None, start: self.start_date(), latest: None, cells: Cells::one(cell) }
    }
}
