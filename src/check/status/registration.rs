//! Registration in SKJ or BIG: the best of everything the file says about a person.

mod held;
mod items;
mod shared;

pub use self::held::{Held, InExtract};
use self::items::{Item, filled, items};
pub(super) use self::shared::Shared;
pub use self::shared::each_number;
use super::{Cells, shows_something, unreadable_because};
use crate::calendar::{Date, months_after};
use crate::cell::Place;
use crate::finding::{Reason, Registration};
use crate::lexicon::{Field, Lexicon, Period, Word};
use crate::record::{Fact, Reading, TextId, digits_of, number_and_date};
use crate::rules::RegistrationTerms;
use crate::staff::{Staff, Topic};

/// Which register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Register {
    /// Kwaliteitsregister Jeugd.
    Skj,
    /// BIG register.
    Big,
}

impl Register {
    /// The name people use.
    pub fn name(self) -> &'static str {
        match self {
            Register::Skj => "SKJ",
            Register::Big => "BIG",
        }
    }
}

/// The registration of a person on the reference date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegistrationStatus {
    /// The status.
    pub status: Registration,
    /// Why.
    pub reason: Reason,
    /// The register of the item that decided.
    pub register: Register,
    /// Its number as written.
    pub number: TextId,
    /// Its end date.
    pub until: Option<Date>,
    /// What the status column says, as written.
    pub said: TextId,
    /// How it compares with extracts of the registers; none without one, or where they say nothing about it.
    pub held: Option<Held>,
    /// The cells behind it.
    pub cells: Cells,
}

/// The registration status of a person.
pub(super) fn of(
    staff: &Staff,
    person: u32,
    terms: &RegistrationTerms,
    lexicon: &Lexicon,
    shared: &Shared,
    reference_date: Date,
) -> RegistrationStatus {
    let items = items(staff, person, terms, lexicon, reference_date);
    let judge = Judge { staff, person, terms, lexicon, shared, reference_date };
    let told = items.iter().filter(|item| !item.only_takes(staff, lexicon));
    let Some(mut best) = told.map(|item| judge.held(item)).max_by_key(merit) else {
        return judge.nothing_held(nothing(staff, person));
    };
    // Two rows about one registration, of which one says suspended, or says what is not clear: the other row alone proves nothing.
    if best.status == Registration::Registered && items.len() > 1 {
        let contradicts = |item: &&Item<'_>| {
            if item.only_takes(staff, lexicon) {
                return true;
            }
            let other = judge.held(item);
            let against = judge.is_list_of_ended(item)
                || says_taken_away(other.reason)
                || matches!(
                    other.reason,
                    Reason::RegisterContradiction
                        | Reason::RegisterStatusUnclear
                        | Reason::StatusUnclear
                        | Reason::SuspensionPeriod
                );
            against
                && (item.guessed || other.register == best.register)
                && other.until.is_none_or(|until| Some(until) >= best.until)
        };
        if let Some(item) = items.iter().find(contradicts) {
            let other = judge.held(item);
            best.status = Registration::ToVerify;
            (best.reason, best.cells, best.said) = match other.status {
                Registration::ToVerify => (other.reason, other.cells, other.said),
                _ => (Reason::Contradiction, other.cells, other.said),
            };
        }
    }
    best
}

/// Nothing filled in: not registered, or a file that does not tell; to verify where something else shows that there may be one.
fn nothing(staff: &Staff, person: u32) -> RegistrationStatus {
    if let Some((place, reason)) = detail(staff, person) {
        return without_number(Registration::ToVerify, reason, place);
    }
    if let Some(place) = staff.mentioned(Topic::Registration, person) {
        return without_number(Registration::ToVerify, Reason::UnreadSheet, place);
    }
    let (status, reason) = if staff.covers(Topic::Registration, person) {
        (Registration::NotRegistered, Reason::Empty)
    } else {
        (Registration::ToVerify, staff.untold(Topic::Registration, person))
    };
    // On an export of papers the columns about registration are those of every paper.
    let of_papers = staff.rows_of(person).all(|row| staff.is_of_papers(staff.records.record(row).table));
    let cell = staff.cell_of(
        person,
        &[
            Field::SkjNumber,
            Field::RegistrationNumber,
            Field::SkjStatus,
            Field::RegistrationStatus,
            Field::BigNumber,
            Field::SkjValidUntil,
            Field::BigStatus,
            Field::RegistrationKind,
        ],
    );
    without_number(status, reason, cell.filter(|_| !of_papers).unwrap_or_else(|| staff.name_cell(person)))
}

fn without_number(status: Registration, reason: Reason, cell: Place) -> RegistrationStatus {
    RegistrationStatus {
        status,
        reason,
        register: Register::Skj,
        number: TextId::NONE,
        until: None,
        said: TextId::NONE,
        held: None,
        cells: Cells::one(cell),
    }
}

/// What only who is registered can have, and what it is.
fn detail(staff: &Staff, person: u32) -> Option<(Place, Reason)> {
    staff.links_of(person).iter().find_map(|link| {
        let mut details = staff.records.facts_of(link.record, Field::RegistrationDetail);
        let detail = details.find(|fact| shows_something(fact))?;
        let record = staff.records.record(link.record);
        Some((record.place(detail.column), staff.reason_of_detail(record.table, detail.column)))
    })
}

/// Whether a registration was there and was taken away or given up.
fn says_taken_away(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Suspended
            | Reason::StruckOff
            | Reason::Ended
            | Reason::RegisterSuspended
            | Reason::RegisterStruckOff
            | Reason::RegisterEnded
    )
}

/// A better status counts more; of two that do not count, the one that says most.
fn merit(status: &RegistrationStatus) -> (u8, u8, Option<Date>) {
    let rank = match status.status {
        Registration::Registered => 2,
        Registration::ToVerify => 1,
        Registration::NotRegistered => 0,
    };
    let telling = match status.reason {
        Reason::Confirmed => 10,
        Reason::Valid | Reason::RegisterDate => 9,
        Reason::Measure | Reason::RegisterMeasure | Reason::RegisterLastName => 8,
        reason if says_taken_away(reason) => 7,
        Reason::RegisterExpired
        | Reason::RegisterOtherName
        | Reason::RegisterOtherNumber
        | Reason::RegisterContradiction
        | Reason::ExtractsContradict => 7,
        Reason::Expired | Reason::OtherProfession | Reason::RenewalPending | Reason::RecentlyExpired => 6,
        Reason::NumberWithoutDate => 5,
        Reason::Pending | Reason::Preregistration => 4,
        Reason::OtherRegister | Reason::KindUnknown if status.status == Registration::NotRegistered => 2,
        Reason::No => 1,
        Reason::Empty => 0,
        _ => 3,
    };
    (rank, telling, status.until)
}

struct Judge<'a> {
    staff: &'a Staff,
    person: u32,
    terms: &'a RegistrationTerms,
    lexicon: &'a Lexicon,
    shared: &'a Shared,
    reference_date: Date,
}

/// A status, why, and the cell to mend.
type Decision = (Registration, Reason, At);

/// What the cells of an item say in words, with the cell that says it.
type Words = [(Option<Word>, At); 6];

impl Judge<'_> {
    /// What an item says, with the doubt about whose it is.
    fn item(&self, item: &Item<'_>) -> RegistrationStatus {
        let mut told = self.alone(item);
        if told.status == Registration::NotRegistered {
            return told;
        }
        let digits = || {
            let number = item.number.filter(|fact| fact.reading == Reading::Text)?;
            digits_of(self.staff.text(number.text))
        };
        if item.ambiguous {
            (told.status, told.reason) = (Registration::ToVerify, Reason::AmbiguousPerson);
        } else if item.other.is_none()
            && let Some((own, others)) = digits().and_then(|digits| self.shared.with(self.person, &digits))
        {
            (told.status, told.reason) = (Registration::ToVerify, Reason::SharedNumber);
            told.cells = Cells::one(own).and(others);
        }
        told
    }

    /// What an item says by itself.
    fn alone(&self, item: &Item<'_>) -> RegistrationStatus {
        let digits = item
            .number
            .filter(|fact| fact.reading == Reading::Text)
            .and_then(|fact| digits_of(self.staff.text(fact.text)));
        let words = self.words(item, digits.is_some());
        let until = self.until(item, &words);
        let decided = self.decide(item, digits.as_deref(), &words, until);
        let (status, reason, at) = self.with_doubt(item, &words, decided);
        let mut cells = Cells::one(self.place(item, at));
        if let (Reason::Contradiction, At::Until, Some(other)) = (reason, at, item.other_until) {
            cells = cells.and(self.staff.records.record(item.record).place(other.column));
        }
        let text = |fact: Option<&Fact>| fact.map_or(TextId::NONE, |fact| fact.text);
        let status_said = match at {
            At::Status(_) | At::Taken => fact_at(item, at),
            _ => item.statuses.into_iter().find(|status| filled(*status)).flatten(),
        };
        RegistrationStatus {
            status,
            reason,
            register: item.register,
            number: text(item.number.filter(|fact| fact.reading == Reading::Text)),
            until,
            said: text(status_said.or(item.number.filter(|fact| fact.reading != Reading::Text))),
            held: None,
            cells,
        }
    }

    /// The end date: of its column, or wherever else a date stands that can be nothing else.
    fn until(&self, item: &Item<'_>, words: &Words) -> Option<Date> {
        // A date typed in the column of the number is an end date without a number.
        let behind = || {
            // "110001234 (t/m 1-3-2029)"
            let number = item.number.filter(|fact| fact.reading == Reading::Text && !filled(item.until))?;
            number_and_date(self.staff.text(number.text))?.1
        };
        date_of(item.until).or_else(|| date_of(item.number)).or_else(behind).or_else(|| {
            // "verlopen op 1-5-2026" gives the end date itself.
            let (_, at) = words.iter().find(|(said, _)| *said == Some(Word::Expired))?;
            let period = self.period(item, *at);
            let named = [period.from, period.until, period.through, period.bare];
            let mut dates = named.into_iter().flatten().filter(|_| !period.unclear && period.year.is_none());
            dates.next().filter(|_| dates.next().is_none())
        })
    }

    /// The cell to mend: of the number, the date or the status, filled or empty.
    fn place(&self, item: &Item<'_>, at: At) -> Place {
        let record = self.staff.records.record(item.record);
        let fields: &[Field] = match at {
            At::Number => &[Field::SkjNumber, Field::BigNumber, Field::RegistrationNumber],
            At::Until => &[Field::SkjValidUntil, Field::BigValidUntil, Field::RegistrationValidUntil],
            At::Status(_) => &[Field::SkjStatus, Field::BigStatus, Field::RegistrationStatus],
            At::Kind => &[Field::RegistrationKind],
            At::Issued => &[Field::RegistrationIssued],
            At::Taken => &[Field::RegistrationTakenAway],
        };
        // A fact may have been borrowed from another row: its cell is where that row has it.
        let own = |fact: &Fact| {
            self.staff
                .records
                .facts(item.record)
                .iter()
                .any(|known| known.column == fact.column && known.text == fact.text && known.field == fact.field)
        };
        if let Some(fact) = fact_at(item, at).filter(|fact| own(fact)) {
            return record.place(fact.column);
        }
        let relevant: Vec<Field> = fields
            .iter()
            .copied()
            .filter(|field| register_of(*field).is_none_or(|register| register == item.register))
            .collect();
        if let Some(column) = relevant.iter().find_map(|field| self.staff.column(record.table, *field)) {
            return record.place(column);
        }
        let [status, general, other] = item.statuses;
        let any = [item.number, item.until, status, general, other, item.renewal, item.kind];
        let any = any.into_iter().flatten().find(|fact| own(fact));
        record.place(any.map_or(0, |fact| fact.column))
    }

    /// Whether it stands on a list of what is lacking that says that what it holds was taken away: "SKJ doorgehaald".
    fn is_list_of_ended(&self, item: &Item<'_>) -> bool {
        let [status, general, other] = item.statuses;
        let mut facts = [item.number, item.until, status, general, other].into_iter().flatten();
        facts.any(|fact| {
            fact.reading == Reading::Unreadable(Reason::ListLacking)
                && matches!(
                    self.lexicon.word(self.staff.text(fact.text)),
                    Word::StruckOff | Word::Suspended | Word::Ended
                )
        })
    }

    fn word(&self, fact: Option<&Fact>) -> Option<Word> {
        let fact = fact?;
        Some(match fact.reading {
            Reading::Placeholder | Reading::Date(_) => return None,
            Reading::Yes => Word::Yes,
            Reading::No => Word::No,
            Reading::Unknown => Word::Unknown,
            // What is struck out, or on a list of what is lacking, says nothing, whatever it said.
            Reading::Amount(_)
            | Reading::Uncalculated
            | Reading::Error
            | Reading::Unreadable(Reason::StruckOut | Reason::ListLacking) => Word::Other,
            // Requested, or requested again: the words tell.
            Reading::Pending | Reading::Status | Reading::Text | Reading::Unreadable(_) | Reading::OpenEnd => {
                match self.lexicon.word(self.staff.text(fact.text)) {
                    Word::Refused => Word::No,
                    word => word,
                }
            }
        })
    }

    fn words(&self, item: &Item<'_>, has_number: bool) -> Words {
        [
            (self.word(item.statuses[0]), At::Status(0)),
            (self.word(item.statuses[1]), At::Status(1)),
            (self.word(item.statuses[2]), At::Status(2)),
            (self.word(item.number.filter(|_| !has_number)), At::Number),
            (self.word(item.until), At::Until),
            (self.word(item.kind), At::Kind),
        ]
    }

    fn period(&self, item: &Item<'_>, at: At) -> Period {
        fact_at(item, at).map_or_else(Period::default, |fact| self.lexicon.period(self.staff.text(fact.text)))
    }

    fn decide(&self, item: &Item<'_>, digits: Option<&str>, words: &Words, until: Option<Date>) -> Decision {
        use Registration::{NotRegistered, ToVerify};
        if item.other == Some(Reason::OtherRegister) {
            return (NotRegistered, Reason::OtherRegister, At::Kind);
        }
        let says = |word: Word| words.iter().find(|(said, _)| *said == Some(word)).map(|(_, at)| *at);
        if let Some(decided) = self.taken_away(item, words) {
            return decided;
        }
        let current = until.is_some_and(|until| until >= self.reference_date);
        let within_grace = item.register == Register::Skj
            && until.is_some_and(|until| months_after(until, self.terms.renewal_months) >= self.reference_date);
        if let Some(at) = says(Word::Expired) {
            if current {
                return (ToVerify, Reason::Contradiction, at);
            }
            if until.is_none() && self.period(item, at).began(self.reference_date) {
                return (NotRegistered, Reason::Ended, at);
            }
        }
        if let Some(at) = says(Word::Preregistration) {
            return (NotRegistered, Reason::Preregistration, at);
        }
        if let Some(at) = says(Word::No) {
            let denied = current || item.other_until.is_some();
            return if denied { (ToVerify, Reason::Contradiction, at) } else { (NotRegistered, Reason::No, at) };
        }
        // A date in the column of the number may be the day of the registration, too.
        let typed_as_number = !matches!(item.until.map(|fact| fact.reading), Some(Reading::Date(_)))
            && matches!(item.number.map(|fact| fact.reading), Some(Reading::Date(_)));
        if until.is_some() && !current && (item.last_or_next || typed_as_number) {
            let at = if typed_as_number { At::Number } else { At::Until };
            return (ToVerify, Reason::RenewalDateUnclear, at);
        }
        if until.is_some() && !current && !within_grace {
            // Another column may hold the date that counts.
            return match item.other_until {
                Some(_) => (ToVerify, Reason::Contradiction, At::Until),
                None => (NotRegistered, Reason::Expired, At::Until),
            };
        }
        if let Some(digits) = digits {
            return self.with_number(item, digits, until, &says);
        }
        let unreadable = |fact: Option<&Fact>| {
            fact.is_some_and(|fact| fact.reading.is_unreadable() || fact.reading == Reading::OpenEnd)
        };
        let text = item.number.is_some_and(|fact| fact.reading == Reading::Text);
        if unreadable(item.number) || text && words.contains(&(Some(Word::Other), At::Number)) {
            return (ToVerify, unreadable_because(item.number), At::Number);
        }
        if until.is_some() {
            return (ToVerify, Reason::DateWithoutNumber, At::Number);
        }
        if unreadable(item.until) {
            return (ToVerify, unreadable_because(item.until), At::Until);
        }
        // Who asks again was registered, and may still be.
        if let Some(at) = says(Word::Renewal) {
            return (ToVerify, Reason::StatusUnclear, at);
        }
        if let Some(at) = says(Word::Pending) {
            return (NotRegistered, Reason::Pending, at);
        }
        let claims = [Word::Yes, Word::Registered, Word::Conditional, Word::Reprimand];
        if let Some(at) = claims.into_iter().find_map(says) {
            return (ToVerify, Reason::ClaimOnly, at);
        }
        if let Some(at) = says(Word::Unknown) {
            return (ToVerify, Reason::Unknown, at);
        }
        if item.issued.is_some() {
            return (ToVerify, Reason::ClaimOnly, At::Issued);
        }
        if item.renewal.is_some() {
            return (ToVerify, Reason::DateWithoutNumber, At::Number);
        }
        if !item.statuses.iter().any(|status| filled(*status)) && item.kind.is_some() {
            return (ToVerify, Reason::ClaimOnly, At::Kind);
        }
        // Words that are not understood, in a column about registration: somebody must look.
        let which = usize::from(!filled(item.statuses[0]) && item.statuses[1].is_some());
        (ToVerify, Reason::StatusUnclear, At::Status(which))
    }

    /// Suspended, struck off or ended for certain.
    fn taken_away(&self, item: &Item<'_>, words: &Words) -> Option<Decision> {
        let holds = |word: Word, at: At| {
            let period = self.period(item, at);
            match word {
                Word::Suspended => period.covers(self.reference_date).then_some(Reason::Suspended),
                Word::StruckOff => period.began(self.reference_date).then_some(Reason::StruckOff),
                Word::Ended => period.began(self.reference_date).then_some(Reason::Ended),
                _ => None,
            }
        };
        let (reason, at) = words.iter().find_map(|(said, at)| Some((holds((*said)?, *at)?, *at)))?;
        // One status column says so, another says that all is well.
        let denied = words
            .iter()
            .any(|(said, other)| matches!((said, other), (Some(Word::Registered | Word::Yes), At::Status(_))));
        Some(if denied {
            (Registration::ToVerify, Reason::Contradiction, at)
        } else {
            (Registration::NotRegistered, reason, at)
        })
    }

    fn with_number(
        &self,
        item: &Item<'_>,
        digits: &str,
        until: Option<Date>,
        says: &dyn Fn(Word) -> Option<At>,
    ) -> Decision {
        use Registration::{NotRegistered, Registered, ToVerify};
        let expected = if item.register == Register::Big { self.terms.big_digits } else { self.terms.skj_digits };
        if digits.len() != expected {
            return (ToVerify, Reason::WrongDigits, At::Number);
        }
        if item.register == Register::Big {
            match self.terms.big_profession(&digits[digits.len() - 2..]) {
                None => return (ToVerify, Reason::UnknownProfession, At::Number),
                Some(profession) if !profession.counts_on(self.reference_date) => {
                    return (NotRegistered, Reason::OtherProfession, At::Number);
                }
                Some(_) => {}
            }
        }
        let Some(until) = until else {
            let unreadable =
                item.until.is_some_and(|fact| fact.reading.is_unreadable() || fact.reading == Reading::OpenEnd);
            let reason = if unreadable { unreadable_because(item.until) } else { Reason::NumberWithoutDate };
            return (ToVerify, reason, At::Until);
        };
        if until >= self.reference_date {
            if let Some(at) = says(Word::Conditional).or_else(|| says(Word::Reprimand)) {
                return (Registered, Reason::Measure, at);
            }
            return (Registered, Reason::Valid, At::Until);
        }
        let in_time =
            item.renewal.is_some_and(|fact| matches!(fact.reading, Reading::Date(requested) if requested <= until));
        if in_time {
            (Registered, Reason::RenewalPending, At::Until)
        } else {
            (ToVerify, Reason::RecentlyExpired, At::Until)
        }
    }

    /// Why a status that says yes does not certainly say so on the reference date.
    fn limit(&self, item: &Item<'_>, at: At, fact: &Fact) -> Option<Reason> {
        if fact.text == TextId::NONE {
            return None;
        }
        let end = date_of(item.until);
        let period = self.period(item, at);
        if period.is_over(self.reference_date) {
            Some(Reason::Contradiction)
        } else if !period.holds(self.reference_date, end) || !self.lexicon.is_firm(self.staff.text(fact.text)) {
            Some(Reason::StatusUnclear)
        } else {
            None
        }
    }

    /// Why a kind of registration leaves open whether there is one on the reference date: "SKJ (oud)", "SKJ per 1-1-2027".
    fn doubt_of_kind(&self, item: &Item<'_>, fact: &Fact) -> Option<Reason> {
        let text = self.staff.text(fact.text);
        if fact.reading != Reading::Text || self.lexicon.registration_kind(text).is_none() {
            return None;
        }
        let end = date_of(item.until);
        let holds = self.lexicon.period(text).holds(self.reference_date, end);
        (!holds || self.lexicon.is_doubtful_kind(text)).then_some(Reason::StatusUnclear)
    }

    /// What would count, counts only if nothing else on the row casts doubt on it.
    fn with_doubt(&self, item: &Item<'_>, words: &Words, decided: Decision) -> Decision {
        use Registration::{NotRegistered, Registered, ToVerify};
        let (status, reason, _) = decided;
        if item.other == Some(Reason::KindUnknown) {
            // Whose date or number it is, is not known: no reason about SKJ or BIG fits.
            let status = if status == NotRegistered { NotRegistered } else { ToVerify };
            return (status, Reason::KindUnknown, At::Kind);
        }
        if !(status == Registered || reason == Reason::StatusUnclear) {
            return decided;
        }
        let unclear = |(word, at): &(Option<Word>, At)| {
            let fact = fact_at(item, *at)?;
            let doubt = match word {
                Some(Word::Suspended) => Reason::SuspensionPeriod,
                Some(Word::StruckOff | Word::Ended) => Reason::StatusUnclear,
                Some(Word::Unknown) => Reason::Unknown,
                // Who is still waiting for a registration, has none; a request for renewal that the file dates is another matter.
                Some(Word::Pending) if item.renewal.is_none_or(|fact| !asks(fact)) => Reason::Contradiction,
                Some(Word::Registered | Word::Yes) if matches!(at, At::Status(_)) => self.limit(item, *at, fact)?,
                Some(Word::Other | Word::OpenEnd) | None if matches!(at, At::Status(_)) => match fact.reading {
                    Reading::Placeholder => return None,
                    // A status that cannot be read may say that the registration is suspended.
                    Reading::Error | Reading::Uncalculated => Reason::Unreadable,
                    _ => Reason::StatusUnclear,
                },
                _ if matches!(at, At::Kind) => self.doubt_of_kind(item, fact)?,
                _ => return None,
            };
            Some((ToVerify, doubt, *at))
        };
        let issued_later = || match item.issued?.reading {
            Reading::Date(date) if date > self.reference_date => {
                Some((ToVerify, Reason::AfterReferenceDate, At::Issued))
            }
            // "Geregistreerd: nee".
            Reading::No => Some((ToVerify, Reason::Contradiction, At::Issued)),
            // "Geregistreerd: doorgehaald".
            _ if self.lexicon.takes_registration(self.staff.text(item.issued?.text)) => {
                Some((ToVerify, Reason::StatusUnclear, At::Issued))
            }
            _ => None,
        };
        let taken = || item.taken.map(|_| (ToVerify, Reason::Contradiction, At::Taken));
        words.iter().find_map(unclear).or_else(taken).or_else(issued_later).unwrap_or(decided)
    }
}

/// Which cell of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Number,
    Until,
    /// The register's own column, or the general one.
    Status(usize),
    Kind,
    Issued,
    Taken,
}

fn fact_at<'s>(item: &Item<'s>, at: At) -> Option<&'s Fact> {
    match at {
        At::Number => item.number,
        At::Until => item.until,
        At::Status(which) => item.statuses[which],
        At::Kind => item.kind,
        At::Issued => item.issued,
        At::Taken => item.taken,
    }
}

fn date_of(fact: Option<&Fact>) -> Option<Date> {
    match fact?.reading {
        Reading::Date(date) => Some(date),
        _ => None,
    }
}

/// Whether the file says that renewal was requested.
fn asks(renewal: &Fact) -> bool {
    matches!(renewal.reading, Reading::Date(_) | Reading::Yes | Reading::Pending)
}

fn register_of(field: Field) -> Option<Register> {
    match field {
        Field::SkjNumber | Field::SkjValidUntil | Field::SkjStatus => Some(Register::Skj),
        Field::BigNumber | Field::BigValidUntil | Field::BigStatus => Some(Register::Big),
        _ => None,
    }
}
