//! A claimed registration held against extracts of the registers: what they say goes before what the file says.
//!
//! A row of an extract is judged as a row of the file is, by the same terms and words. An extract may be older than what the file
//! says, and may hold only a part of the register; so what it does not show proves nothing.

use super::items::{Item, filled, of_row};
use super::{At, Judge, Register, RegistrationStatus};
use crate::calendar::{Date, months_after};
use crate::cell::Place;
use crate::check::status::Cells;
use crate::finding::{Reason, Registration, named};
use crate::lexicon::{Field, Word};
use crate::record::{Reading, TextId, digits_of};
use crate::staff::{Entry, Likeness, Link};

named! {
    /// What extracts of the registers say about a claimed registration.
    InExtract {
        /// It stands there, on this name, and holds.
        Confirmed = "bevestigd",
        /// It stands there, and does not hold, or not on this name or number.
        Contradicted = "tegengesproken",
        /// It stands there, and a doubt must be removed first.
        Doubtful = "te verifiëren",
        /// Its number stands in no extract.
        Absent = "niet in het uittreksel",
    }
}

/// How a registration compares with the extracts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// What they say.
    pub result: InExtract,
    /// How well the name there fits; none where no row was found.
    pub likeness: Option<Likeness>,
    /// The cell of the number in the extract.
    pub place: Option<Place>,
    /// What stands there: the record, to tell of.
    record: Option<u32>,
}

impl Held {
    /// The record of the extract that it was held against.
    pub fn record(&self) -> Option<u32> {
        self.record
    }
}

/// A row of an extract, and what it says.
type Told<'e> = (&'e Entry, RegistrationStatus);

/// A status, why, and the cells of the file and of the extract.
type Outcome = (Registration, Reason, Cells);

impl Judge<'_> {
    /// What an item says, as far as the extracts do not say otherwise.
    pub(super) fn held(&self, item: &Item<'_>) -> RegistrationStatus {
        let file = self.item(item);
        let extracts = &self.staff.extracts;
        if extracts.is_empty() || item.ambiguous || item.other == Some(Reason::OtherRegister) {
            return file;
        }
        let number = item.number.filter(|fact| fact.reading == Reading::Text);
        let Some(digits) = number.and_then(|fact| digits_of(self.staff.text(fact.text))) else {
            return self.by_name(file);
        };
        let mut found: Vec<&Entry> =
            digits.parse().map_or_else(|_| Vec::new(), |number: u64| extracts.with_number(number).collect());
        let Some(likeness) = found.iter().map(|entry| extracts.likeness(self.person, entry)).max() else {
            return self.not_found(item, file, digits.len());
        };
        found.retain(|entry| extracts.likeness(self.person, entry) == likeness);
        let number_cell = self.place(item, At::Number);
        if likeness == Likeness::Other {
            let cells = Cells::one(number_cell).and(self.name_cell(found[0]));
            let outcome = (Registration::ToVerify, Reason::RegisterOtherName, cells);
            return with_outcome(file, found[0], likeness, InExtract::Contradicted, outcome);
        }
        // One number at two people of the file: it is of the one whose name the register has.
        if file.reason == Reason::SharedNumber && !self.fits_best(&digits, found[0], likeness) {
            return file;
        }
        let mut told: Vec<Told<'_>> =
            found.into_iter().map(|entry| (entry, self.of_entry(entry, item, &file))).collect();
        drop_earlier_terms(&mut told);
        if let Some((one, other)) = differing(&told) {
            let cells = Cells::one(number_cell).and(first(one)).and(first(other));
            let outcome = (Registration::ToVerify, Reason::ExtractsContradict, cells);
            return with_outcome(file, one.0, likeness, InExtract::Doubtful, outcome);
        }
        // Of terms that all hold, the one that ends first is certain.
        let Some((entry, register)) = told.into_iter().min_by_key(|(_, status)| status.until) else {
            return file;
        };
        self.decided(item, file, entry, likeness, register)
    }

    /// What is found by name for somebody of whom the file has nothing about a registration.
    pub(super) fn nothing_held(&self, nothing: RegistrationStatus) -> RegistrationStatus {
        if self.staff.extracts.is_empty() { nothing } else { self.by_name(nothing) }
    }

    fn decided(
        &self,
        item: &Item<'_>,
        file: RegistrationStatus,
        entry: &Entry,
        likeness: Likeness,
        register: RegistrationStatus,
    ) -> RegistrationStatus {
        use Registration::{NotRegistered, Registered, ToVerify};
        let cell = register.cells.first().unwrap_or(entry.place);
        let both = |at: At| Cells::one(self.place(item, at)).and(cell);
        let names = Cells::one(self.place(item, At::Number)).and(self.name_cell(entry));
        let stated = match item.until.map(|fact| fact.reading) {
            Some(Reading::Date(date)) => Some(date),
            _ => None,
        };
        let denied =
            matches!(file.reason, Reason::Suspended | Reason::StruckOff | Reason::Ended | Reason::SuspensionPeriod);
        let last_name = likeness == Likeness::LastName;
        let (result, outcome) = match (register.status, register.reason) {
            (Registered, _) if denied => {
                let own = file.cells.first().map_or(both(At::Status(0)), |own| Cells::one(own).and(cell));
                (InExtract::Doubtful, (ToVerify, Reason::RegisterContradiction, own))
            }
            // A number and a last name: as good as what the file says, and no better.
            (Registered, _) if last_name && file.status == Registered => {
                (InExtract::Confirmed, (Registered, Reason::RegisterLastName, names))
            }
            (Registered | NotRegistered, _) if last_name => {
                (InExtract::Doubtful, (ToVerify, Reason::RegisterLastName, names))
            }
            (Registered, Reason::RenewalPending) => {
                (InExtract::Confirmed, (Registered, Reason::RenewalPending, both(At::Until)))
            }
            (Registered, Reason::Measure) => {
                (InExtract::Confirmed, (Registered, Reason::RegisterMeasure, both(At::Number)))
            }
            (Registered, _) if stated.is_some() && stated != register.until => {
                (InExtract::Confirmed, (Registered, Reason::RegisterDate, both(At::Until)))
            }
            (Registered, _) => (InExtract::Confirmed, (Registered, Reason::Confirmed, both(At::Until))),
            (NotRegistered, _) if self.holds_by_name(entry) => {
                let other = self.staff.extracts.by_name(self.person).map_or(entry.place, |(other, _)| other.place);
                let cells = Cells::one(self.place(item, At::Number)).and(other);
                (InExtract::Contradicted, (ToVerify, Reason::RegisterOtherNumber, cells))
            }
            (NotRegistered, reason) => {
                let reason = match reason {
                    Reason::Expired => Reason::RegisterExpired,
                    Reason::Suspended => Reason::RegisterSuspended,
                    Reason::StruckOff => Reason::RegisterStruckOff,
                    Reason::OtherProfession => Reason::OtherProfession,
                    _ => Reason::RegisterEnded,
                };
                let at = if reason == Reason::RegisterExpired { At::Until } else { At::Number };
                (InExtract::Contradicted, (NotRegistered, reason, both(at)))
            }
            (ToVerify, Reason::RegisterStale) => {
                (InExtract::Doubtful, (ToVerify, Reason::RegisterStale, both(At::Until)))
            }
            (ToVerify, Reason::RecentlyExpired) => {
                (InExtract::Doubtful, (ToVerify, Reason::RegisterRecentlyExpired, both(At::Until)))
            }
            // The extract has no end date and the file has none: it stays as it was.
            (ToVerify, Reason::NumberWithoutDate) => {
                (InExtract::Doubtful, (file.status, file.reason, file.cells.and(cell)))
            }
            (ToVerify, reason @ (Reason::WrongDigits | Reason::UnknownProfession | Reason::RenewalDateUnclear)) => {
                (InExtract::Doubtful, (ToVerify, reason, both(At::Number)))
            }
            (ToVerify, _) => (InExtract::Doubtful, (ToVerify, Reason::RegisterStatusUnclear, both(At::Number))),
        };
        let told =
            RegistrationStatus { until: register.until, said: register.said, register: register.register, ..file };
        let by_number = outcome.1 == Reason::RegisterOtherNumber;
        let entry =
            self.staff.extracts.by_name(self.person).map(|(other, _)| other).filter(|_| by_number).unwrap_or(entry);
        with_outcome(told, entry, likeness, result, outcome)
    }

    /// What a row of an extract says on the reference date, with what only the file can know: when renewal was requested.
    fn of_entry(&self, entry: &Entry, item: &Item<'_>, file: &RegistrationStatus) -> RegistrationStatus {
        let Some(own) = self.item_of(entry) else {
            return *file;
        };
        let mut merged = Item { renewal: item.renewal.or(own.renewal), ..own };
        if !filled(own.until) {
            (merged.until, merged.last_or_next) = (item.until, item.last_or_next);
            merged.other_until = item.other_until;
        }
        let mut told = self.certain(entry, &merged);
        if matches!(told.reason, Reason::Expired | Reason::RecentlyExpired)
            && let Some(ended) = told.until
        {
            let later = file.until.is_some_and(|until| until > ended && until >= self.reference_date);
            // An extract from before the end cannot show that somebody was registered again.
            let knows = entry.date.is_some_and(|date| date > ended);
            let says = self.words(&merged, true).iter().any(|(word, _)| *word == Some(Word::Registered));
            if later && !knows {
                (told.status, told.reason) = (Registration::ToVerify, Reason::RegisterStale);
            } else if told.reason == Reason::Expired && says && file.status != Registration::NotRegistered {
                (told.status, told.reason) = (Registration::ToVerify, Reason::StatusUnclear);
            }
        }
        told
    }

    /// What a row of an extract says by itself, without certainty where the day of the extract or of a measure takes it away.
    fn certain(&self, entry: &Entry, item: &Item<'_>) -> RegistrationStatus {
        let mut told = self.alone(item);
        let in_grace = |until: Date| {
            until < self.reference_date && months_after(until, self.terms.renewal_months) >= self.reference_date
        };
        let over = || match self.staff.records.fact(entry.record, Field::MeasureUntil).map(|fact| fact.reading) {
            Some(Reading::Date(last)) => last < self.reference_date,
            None | Some(Reading::Placeholder | Reading::OpenEnd) => false,
            _ => true,
        };
        let taken = matches!(told.reason, Reason::Suspended | Reason::StruckOff | Reason::Ended);
        let dated = || self.staff.text(told.said).bytes().any(|byte| byte.is_ascii_digit());
        let doubt = match told.reason {
            Reason::Ended if told.register == Register::Skj && told.until.is_some_and(in_grace) => {
                Some(Reason::RecentlyExpired)
            }
            Reason::Suspended if over() => Some(Reason::SuspensionPeriod),
            // What the register says on a later day need not have held on the reference date.
            _ if taken && entry.date.is_some_and(|date| date > self.reference_date) && !dated() => {
                Some(Reason::StatusUnclear)
            }
            _ => None,
        };
        if let Some(doubt) = doubt {
            (told.status, told.reason) = (Registration::ToVerify, doubt);
        }
        told
    }

    /// The registration on a row of an extract.
    fn item_of(&self, entry: &Entry) -> Option<Item<'_>> {
        let link = Link::in_extract(self.person, entry.record);
        let items = of_row(self.staff, &link, self.terms, self.lexicon, self.reference_date);
        items.into_iter().find(|item| filled(item.number))
    }

    /// Whether somebody's number in the file is nearer to this person's name than to that of others who have it.
    fn fits_best(&self, digits: &str, entry: &Entry, likeness: Likeness) -> bool {
        likeness >= Likeness::Initials
            && self
                .shared
                .others(self.person, digits)
                .all(|other| self.staff.extracts.likeness(other, entry) < Likeness::Initials)
    }

    /// Whether the person stands in an extract with another number than this, in a registration that holds.
    fn holds_by_name(&self, besides: &Entry) -> bool {
        let found = self.staff.extracts.by_name(self.person);
        found.is_some_and(|(entry, _)| entry.number != besides.number && self.counts(entry))
    }

    fn counts(&self, entry: &Entry) -> bool {
        self.item_of(entry).is_some_and(|item| {
            let told = self.certain(entry, &item);
            // Without an end date nothing says that it does not hold.
            told.status == Registration::Registered || told.reason == Reason::NumberWithoutDate
        })
    }

    /// A number that no extract has.
    fn not_found(&self, item: &Item<'_>, file: RegistrationStatus, digits: usize) -> RegistrationStatus {
        if let Some((entry, likeness)) = self.staff.extracts.by_name(self.person)
            && (file.status != Registration::NotRegistered || self.counts(entry))
        {
            let cells = Cells::one(self.place(item, At::Number)).and(entry.place);
            let outcome = (Registration::ToVerify, Reason::RegisterOtherNumber, cells);
            return with_outcome(file, entry, likeness, InExtract::Contradicted, outcome);
        }
        let absent = Held { result: InExtract::Absent, likeness: None, place: None, record: None };
        RegistrationStatus { held: self.staff.extracts.holds(digits).then_some(absent), ..file }
    }

    /// Without a number a name alone never makes anybody registered; it takes away the certainty that somebody is not.
    fn by_name(&self, file: RegistrationStatus) -> RegistrationStatus {
        let Some((entry, likeness)) = self.staff.extracts.by_name(self.person) else {
            return file;
        };
        let enough = match file.status {
            Registration::NotRegistered => likeness == Likeness::Same,
            Registration::ToVerify => likeness >= Likeness::Initials,
            Registration::Registered => false,
        };
        if !enough || !self.counts(entry) {
            return file;
        }
        let cells = file.cells.and(entry.place);
        let number = self.item_of(entry).and_then(|item| item.number).map_or(TextId::NONE, |fact| fact.text);
        let register = self.item_of(entry).map_or(file.register, |item| item.register);
        let outcome = (Registration::ToVerify, Reason::RegisterByName, cells);
        with_outcome(RegistrationStatus { register, number, ..file }, entry, likeness, InExtract::Doubtful, outcome)
    }

    /// The cell with the name on a row of an extract; that of the number where it has none.
    fn name_cell(&self, entry: &Entry) -> Place {
        let record = self.staff.records.record(entry.record);
        let named =
            [Field::LastName, Field::Name].into_iter().find_map(|field| self.staff.records.fact(entry.record, field));
        named.map_or(entry.place, |fact| record.place(fact.column))
    }
}

/// A status that is decided by a row of an extract.
fn with_outcome(
    told: RegistrationStatus,
    entry: &Entry,
    likeness: Likeness,
    result: InExtract,
    (status, reason, cells): Outcome,
) -> RegistrationStatus {
    let held = Held { result, likeness: Some(likeness), place: Some(entry.place), record: Some(entry.record) };
    RegistrationStatus { status, reason, cells, held: Some(held), ..told }
}

/// A register may list earlier terms of one registration: in one extract only the last of them says whether it holds.
fn drop_earlier_terms(told: &mut Vec<Told<'_>>) {
    let over = |reason: Reason| matches!(reason, Reason::Expired | Reason::RecentlyExpired | Reason::RegisterStale);
    let all: Vec<(usize, Option<Date>, Option<Date>)> =
        told.iter().map(|(entry, status)| (entry.extract, status.until, entry.date)).collect();
    told.retain(|(entry, status)| {
        let replaced = |(extract, until, date): &(usize, Option<Date>, Option<Date>)| {
            // A later extract may show a later term, too.
            (*extract == entry.extract || entry.date.is_some() && *date > entry.date) && *until > status.until
        };
        !(over(status.reason) && all.iter().any(replaced))
    });
}

/// Two rows of which one says that the registration holds, and the other that it does not.
fn differing<'t, 'e>(told: &'t [Told<'e>]) -> Option<(&'t Told<'e>, &'t Told<'e>)> {
    let one = told.first()?;
    let other = told.iter().find(|(_, status)| status.status != one.1.status)?;
    Some((one, other))
}

/// The cell of a row that decides.
fn first((entry, status): &Told<'_>) -> Place {
    status.cells.first().unwrap_or(entry.place)
}
