//! VOG (Jeugdwet art. 4.1.6): measured against the start of the employment, not against today.

use super::{Cells, Later, shows_something, unreadable_because};
use crate::calendar::{Date, months_before};
use crate::cell::{Place, Spot};
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
    /// Status and reason by the start alone, whatever became of it since.
    of_start: (Vog, Reason),
    /// Issue date of the VOG that decided.
    pub issued: Option<Date>,
    /// Start of the employment.
    pub start: Option<Date>,
    /// The latest issue date in the file, up to the reference date.
    pub latest: Option<Date>,
    /// The cell of that date.
    pub latest_cell: Spot,
    /// What may be a later VOG than that.
    pub later: Option<Later>,
    /// The cells behind it.
    pub cells: Cells,
}

/// The VOG status of a person.
pub(super) fn of(staff: &Staff, person: u32, terms: &VogTerms, lexicon: &Lexicon, reference_date: Date) -> VogStatus {
    let start = staff.start_of(person, reference_date);
    let told = told(staff, person, lexicon);
    let day = |fact: &Fact| match fact.reading {
        Reading::Date(date) if date <= reference_date => Some(date),
        _ => None,
    };
    let dated = |(fact, place, ambiguous): &Told| day(fact).filter(|_| !ambiguous).map(|date| (date, *place));
    let vogs = || told.at_start.iter().chain(&told.issued).filter(|(_, place, _)| !told.is_denied(*place));
    let latest = vogs().filter_map(dated).max_by_key(|(date, _)| *date);
    // The VOG of the start goes first, but a yes or no about it does not wipe out a date in the other column.
    let says_when =
        |fact: &Fact| matches!(fact.reading, Reading::Date(_) | Reading::OpenEnd) || fact.reading.is_unreadable();
    let only_start = told.at_start.iter().any(|(fact, _, _)| says_when(fact));
    let others = if only_start { &[][..] } else { &told.issued };
    let judge = Judge { staff, terms, lexicon, reference_date, start: &start };
    let mut best = told
        .at_start
        .iter()
        .chain(others)
        .map(|(fact, place, ambiguous)| judge.one(fact, *place, *ambiguous))
        .chain(told.details.iter().map(|(told, reason)| judge.detail(told, *reason)))
        .max_by_key(|status| (merit(status.status), status.issued))
        .unwrap_or_else(|| judge.nothing(person));
    if best.reason == Reason::BeforeWindow && judge.may_be_in_time(person, &best) {
        (best.status, best.reason) = (Vog::ToVerify, Reason::StartConflict);
    }
    let denied = told.at_start.iter().find(|(fact, _, _)| fact.reading == Reading::No && !only_start);
    if let Some((_, place, _)) = denied
        && best.status == Vog::InOrder
    {
        (best.status, best.reason) = (Vog::ToVerify, Reason::Contradiction);
        best.cells = best.cells.first().map_or(Cells::one(*place), |date| Cells::one(*place).and(date));
    }
    let last_denied = told.denied.iter().max_by_key(|denied| denied.issued);
    if let Some(denied) = last_denied
        && matches!(best.status, Vog::InOrder | Vog::OldRegime)
    {
        (best.status, best.reason) = (Vog::ToVerify, Reason::Contradiction);
        best.issued = denied.issued.or(best.issued);
        best.cells = Cells::one(denied.no).and(denied.date);
    }
    let unclear = told.unclear.iter().find(|unclear| unclear.issued.is_some() && unclear.issued == best.issued);
    if let Some(unclear) = unclear
        && matches!(best.status, Vog::InOrder | Vog::OldRegime)
    {
        (best.status, best.reason) = (Vog::ToVerify, Reason::StatusUnclear);
        best.cells = Cells::one(unclear.no).and(unclear.date);
    }
    let used: Vec<Told> = told.at_start.iter().chain(others).copied().collect();
    if let Some((no, (date, issued))) = contradicted(&used) {
        (best.status, best.reason, best.issued) = (Vog::ToVerify, Reason::Contradiction, Some(issued));
        best.cells = Cells::one(no).and(date);
    }
    // Whether a VOG that was refused after the latest one renewed it, the file does not tell.
    let latest = latest.filter(|(date, _)| last_denied.is_none_or(|denied| denied.issued <= Some(*date)));
    best.latest = latest.map(|(date, _)| date);
    best.latest_cell = latest.map(|(_, place)| place).into();
    best.later = later(&told, &start, reference_date);
    best.of_start = (best.status, best.reason);
    solistic(staff, person, terms, reference_date, &mut best);
    best
}

/// What a step about a VOG shows, at best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VogShown {
    /// The VOG with which the person began.
    OfStart,
    /// The latest one, of which the file does not tell the day.
    Latest,
    /// One that is requested now, beside those that are known.
    New,
    /// The first working day.
    Start,
    /// That the person does not work solistically.
    NotSolistic,
}

impl VogStatus {
    /// Status and reason by the start alone, where that is what is wrong too: a new VOG does not mend it.
    pub fn wrong_at_start(&self) -> Option<(Vog, Reason)> {
        Some(self.of_start).filter(|(status, _)| !matches!(status, Vog::InOrder | Vog::OldRegime))
    }

    /// As if a step was taken and turned out well: what it shows changes, and nothing else does.
    pub fn suppose(&mut self, shown: VogShown, staff: &Staff, person: u32, terms: &VogTerms, reference_date: Date) {
        let by_start = || match staff.start_of(person, reference_date) {
            Start::Known(start, _) | Start::Several(start, _, _) if start < terms.law_from => {
                (reference_date, (Vog::OldRegime, Reason::BeforeLaw))
            }
            Start::Known(start, _) | Start::Several(start, _, _) => (start, (Vog::InOrder, Reason::InWindow)),
            Start::Unknown(_) => (reference_date, (Vog::ToVerify, Reason::StartUnknown)),
            Start::NoColumn => (reference_date, (Vog::ToVerify, Reason::NoStartColumn)),
        };
        match shown {
            VogShown::OfStart => {
                let (issued, of_start) = by_start();
                // The date is typed where the doubt stands.
                self.later = self.later.filter(|later| self.cells.iter().all(|cell| cell != later.cell));
                (self.latest, self.of_start) = (self.latest.max(Some(issued)), of_start);
            }
            VogShown::Latest => (self.latest, self.later) = (Some(reference_date), None),
            VogShown::New => {
                // Before the law any VOG is one.
                let (_, of_start) = by_start();
                if of_start.0 == Vog::OldRegime {
                    self.of_start = of_start;
                }
                self.latest = Some(reference_date);
            }
            VogShown::Start => self.of_start = (Vog::InOrder, Reason::InWindow),
            VogShown::NotSolistic => {}
        }
        (self.status, self.reason) = self.of_start;
        if shown != VogShown::NotSolistic {
            solistic(staff, person, terms, reference_date, self);
        }
    }
}

/// What may be a VOG of a later day than those with a certain date: a yes, a date that cannot be read, or somebody else's.
fn later(told: &AllTold, start: &Start, reference_date: Date) -> Option<Later> {
    // A VOG of the start is of the start at the latest.
    let last_start = match start {
        Start::Known(start, _) => Some(*start),
        Start::Several(first, others, _) => others.iter().copied().chain([*first]).max(),
        Start::Unknown(_) | Start::NoColumn => None,
    };
    let open = |(fact, cell, ambiguous): &Told, at_start: bool| {
        let by = match fact.reading {
            Reading::No | Reading::Pending | Reading::Placeholder => return None,
            Reading::Date(date) if date <= reference_date => Some(ambiguous.then_some(date)?),
            _ if at_start => last_start,
            _ => None,
        };
        Some(Later { cell: *cell, by })
    };
    let at_start = told.at_start.iter().filter_map(|told| open(told, true));
    let details = told.details.iter().map(|(told, _)| told);
    let issued = told.issued.iter().chain(details).filter_map(|told| open(told, false));
    at_start.chain(issued).fold(None, |found, one| Some(one.or(found)))
}

/// A cell about a VOG, where it stands, and whether its row may be of somebody else.
type Told = (Fact, Place, bool);

/// What the file tells about the VOG of a person.
#[derive(Default)]
struct AllTold {
    at_start: Vec<Told>,
    issued: Vec<Told>,
    /// What only who has a VOG can fill in, on rows without its date of issue, and what it is.
    details: Vec<(Told, Reason)>,
    /// Dates of issue on rows that say that there is none.
    denied: Vec<Denied>,
    /// Dates of issue on rows of which the status is not understood.
    unclear: Vec<Denied>,
}

impl AllTold {
    fn is_denied(&self, date: Place) -> bool {
        self.denied.iter().any(|denied| denied.date == date)
    }
}

/// A row on which a word denies the VOG of which a date of issue stands beside it, or says something of it that is not understood.
struct Denied {
    no: Place,
    date: Place,
    issued: Option<Date>,
}

fn told(staff: &Staff, person: u32, lexicon: &Lexicon) -> AllTold {
    let mut all = AllTold::default();
    for link in staff.links_of(person) {
        let record = staff.records.record(link.record);
        let kind = staff.records.text_of(link.record, Field::RegistrationKind);
        let listed = kind.and_then(|kind| lexicon.registration_kind(kind)) == Some(Kind::Vog);
        // "E-learning VOG".
        let course = listed && kind.is_some_and(|kind| lexicon.is_about_learning(kind));
        let of_list = listed && !course;
        let among_others = course || kind.is_some_and(|kind| lexicon.names_among_others(kind, Kind::Vog));
        let told = |fact: &Fact| (or_yes(staff, link.record, fact), record.place(fact.column), link.ambiguous);
        let filled = |field| {
            staff
                .records
                .facts(link.record)
                .iter()
                .find(|fact| fact.field == field && !matches!(fact.reading, Reading::Placeholder))
        };
        let mut own: Option<&Fact> = None;
        let mut detail = None;
        for fact in staff.records.facts(link.record).iter().filter(|fact| fact.reading != Reading::Placeholder) {
            match fact.field {
                Field::VogAtStart => all.at_start.push(told(fact)),
                Field::VogIssued => all.issued.push(told(fact)),
                // Of two the one that says no, or else the one that casts doubt.
                Field::VogStatus
                    if own.is_none_or(|own| {
                        is_fine(own, staff, lexicon) || denies(fact, staff, lexicon) && !denies(own, staff, lexicon)
                    }) =>
                {
                    own = Some(fact);
                }
                Field::VogDetail if shows_something(fact) && !denies(fact, staff, lexicon) => {
                    detail = detail.or(Some(fact));
                }
                Field::RegistrationIssued if of_list => all.issued.push(told(fact)),
                _ => {}
            }
        }
        if let Some(detail) = detail
            && !staff.records.facts(link.record).iter().any(|fact| says_more(fact, of_list))
        {
            let reason = staff.reason_of_detail(record.table, detail.column);
            all.details.push((told(&Fact { reading: Reading::Yes, ..*detail }), reason));
        }
        // "SKJ en VOG" in one cell, and a VOG on a list that has no dates, still tell of one.
        let undated = of_list && staff.column(record.table, Field::RegistrationIssued).is_none();
        let only_named = || filled(Field::RegistrationKind).filter(|_| among_others || undated);
        if !of_list && own.is_none() {
            if let Some(kind) = only_named() {
                all.issued.push(told(&Fact { reading: Reading::Yes, ..*kind }));
            }
            continue;
        }
        let listed = |field| filled(field).filter(|_| of_list);
        let status = listed(Field::RegistrationStatus);
        let said = [own, status, listed(Field::RegistrationKind)];
        let refused = said.into_iter().flatten().find(|fact| denies(fact, staff, lexicon));
        let issued = listed(Field::RegistrationIssued)
            .or_else(|| own.and_then(|_| filled(Field::VogIssued).or_else(|| filled(Field::VogAtStart))));
        if let Some(issued) = issued {
            let beside = |said: &Fact| Denied {
                no: record.place(said.column),
                date: record.place(issued.column),
                issued: match issued.reading {
                    Reading::Date(date) => Some(date),
                    _ => None,
                },
            };
            let unclear = || [own, status].into_iter().flatten().find(|fact| !is_fine(fact, staff, lexicon));
            match refused {
                Some(no) => all.denied.push(beside(no)),
                None => all.unclear.extend(unclear().map(beside)),
            }
        } else if let Some(fact) = refused
            .or(own)
            .or(status)
            .or_else(|| listed(Field::RegistrationNumber))
            .or_else(|| listed(Field::RegistrationValidUntil))
            .or_else(only_named)
        {
            // A row about a VOG without its date still tells of one.
            let reading = match fact.reading {
                Reading::No | Reading::Pending | Reading::Unknown => fact.reading,
                _ if denies(fact, staff, lexicon) => Reading::No,
                _ => Reading::Yes,
            };
            all.issued.push(told(&Fact { reading, ..*fact }));
        }
    }
    all
}

/// Whether a fact about a VOG says as much as a detail would, or more. `of_list` says that its row is one of a list, about a VOG.
fn says_more(fact: &Fact, of_list: bool) -> bool {
    (matches!(fact.field, Field::VogIssued | Field::VogAtStart | Field::VogStatus)
        || of_list && fact.field == Field::RegistrationIssued)
        && !matches!(fact.reading, Reading::Placeholder | Reading::Pending)
}

/// Beside what another column says, a date under "VOG in dossier" is no date of issue: it says yes.
fn or_yes(staff: &Staff, record: u32, fact: &Fact) -> Fact {
    let other = |other: &Fact| other.field == fact.field && other.column != fact.column;
    let table = staff.records.record(record).table;
    let may_be = matches!(fact.reading, Reading::Date(_))
        && staff.column(table, fact.field) != Some(fact.column)
        && staff.may_be_other_day(table, fact.column)
        && staff.records.facts(record).iter().any(other);
    if may_be { Fact { reading: Reading::Yes, ..*fact } } else { *fact }
}

/// Whether a status, or the kind of paper, says that there is no VOG: refused, withdrawn, only requested. One that is too old now
/// may have been in time, so "verlopen" denies nothing.
fn denies(fact: &Fact, staff: &Staff, lexicon: &Lexicon) -> bool {
    match fact.reading {
        Reading::No | Reading::Pending => true,
        Reading::Status | Reading::Text => {
            matches!(
                lexicon.word(staff.text(fact.text)),
                Word::No | Word::Refused | Word::Pending | Word::Ended | Word::StruckOff
            )
        }
        _ => false,
    }
}

/// Whether a status leaves the date of issue beside it certain. A date there is that of the status.
fn is_fine(fact: &Fact, staff: &Staff, lexicon: &Lexicon) -> bool {
    match fact.reading {
        Reading::Placeholder | Reading::Date(_) => true,
        _ => lexicon.is_vog_fine(staff.text(fact.text)),
    }
}

/// A no and a date on one row, in two columns for one thing: one of them is wrong.
fn contradicted(facts: &[Told]) -> Option<(Place, (Place, Date))> {
    let on_row = |place: &Place| (place.sheet, place.position.row);
    let (denial, no, _) = facts.iter().find(|(fact, _, _)| fact.reading == Reading::No)?;
    let date = facts.iter().find_map(|(fact, place, _)| match fact.reading {
        Reading::Date(date) if fact.field == denial.field && on_row(place) == on_row(no) => Some((*place, date)),
        _ => None,
    })?;
    Some((*no, date))
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

/// Who works solistically needs a VOG of at most so many years.
fn solistic(staff: &Staff, person: u32, terms: &VogTerms, reference_date: Date, best: &mut VogStatus) {
    let oldest = months_before(reference_date, terms.solistic_years * 12);
    let Some(newest) = best.latest.filter(|newest| *newest < oldest) else {
        return;
    };
    let rows = staff.links_of(person);
    let said = |means: fn(Reading) -> bool| {
        rows.iter().find_map(|link| {
            let fact = staff.records.fact(link.record, Field::Solistic)?;
            means(fact.reading).then(|| staff.records.record(link.record).place(fact.column))
        })
    };
    if said(|reading| reading == Reading::Yes).is_some() {
        if let Some(place) = best.later.and_then(|later| later.since(oldest)) {
            if matches!(best.status, Vog::InOrder | Vog::OldRegime) {
                (best.status, best.reason, best.issued) = (Vog::ToVerify, Reason::LaterUnclear, Some(newest));
                best.cells = best.latest_cell.place().map_or(Cells::one(place), |date| Cells::one(place).and(date));
            }
            return;
        }
        (best.status, best.reason, best.issued) = (Vog::Expired, Reason::OlderThanYears, Some(newest));
        best.cells = Cells::maybe(best.latest_cell.place());
    } else if let Some(place) = said(|reading| !matches!(reading, Reading::No | Reading::Placeholder))
        && matches!(best.status, Vog::InOrder | Vog::OldRegime)
    {
        (best.status, best.reason, best.issued) = (Vog::ToVerify, Reason::SolisticUnclear, Some(newest));
        best.cells = best.latest_cell.place().map_or(Cells::one(place), |date| Cells::one(place).and(date));
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
            Reading::Pending if word() == Word::Renewal => (Vog::ToVerify, Reason::Unknown),
            Reading::Pending => (Vog::Missing, Reason::Pending),
            Reading::Unknown => (Vog::ToVerify, Reason::Unknown),
            Reading::Status if word() == Word::Registered => (Vog::ToVerify, Reason::ClaimOnly),
            _ => (Vog::ToVerify, unreadable_because(Some(fact))),
        };
        if ambiguous && status != Vog::Missing {
            (status, reason) = (Vog::ToVerify, Reason::AmbiguousPerson);
        }
        VogStatus {
            status,
            reason,
            of_start: (status, reason),
            issued,
            start: self.start_date(),
            latest: None,
            latest_cell: None.into(),
            later: None,
            cells: Cells::one(cell),
        }
    }

    /// Somebody has a VOG, by the look of it; of which day, the file does not tell.
    fn detail(&self, (fact, place, ambiguous): &Told, reason: Reason) -> VogStatus {
        let mut status = self.one(fact, *place, *ambiguous);
        if status.reason == Reason::ClaimOnly {
            status.reason = reason;
        }
        status
    }

    /// Whether a VOG that is too old for the last start is not, when a weekend between two contracts is no break.
    fn may_be_in_time(&self, person: u32, status: &VogStatus) -> bool {
        match (self.staff.start_over_weekends(person, self.reference_date), status.issued) {
            (Start::Known(start, _) | Start::Several(start, _, _), Some(issued)) => {
                self.against(issued, start).0 != Vog::TooOld
            }
            _ => false,
        }
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
        let mentioned = self.staff.mentioned(Topic::Vog, person);
        let (status, reason) = if mentioned.is_some() {
            (Vog::ToVerify, Reason::UnreadSheet)
        } else if self.staff.covers(Topic::Vog, person) {
            (Vog::Missing, Reason::Empty)
        } else {
            (Vog::ToVerify, self.staff.untold(Topic::Vog, person))
        };
        let cell = mentioned
            .or_else(|| self.staff.cell_of(person, &[Field::VogIssued, Field::VogAtStart, Field::VogStatus]))
            .or_else(|| self.staff.listed_cell_of(person, &[Field::VogIssued, Field::VogAtStart]))
            .unwrap_or_else(|| self.staff.name_cell(person));
        VogStatus {
            status,
            reason,
            of_start: (status, reason),
            issued: None,
            start: self.start_date(),
            latest: None,
            latest_cell: None.into(),
            later: None,
            cells: Cells::one(cell),
        }
    }
}
