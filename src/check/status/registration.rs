//! Registration in SKJ or BIG: the best of everything the file says about a person.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Cells, Statuses};
use crate::calendar::{Date, months_after};
use crate::cell::Place;
use crate::finding::{Reason, Registration};
use crate::lexicon::{Field, Kind, Lexicon, Word};
use crate::record::{Fact, Reading, TextId};
use crate::rules::RegistrationTerms;
use crate::staff::{Presence, Staff, Topic};

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
    /// The cells behind it.
    pub cells: Cells,
}

/// What one row says about one register.
#[derive(Clone, Copy)]
struct Item<'s> {
    register: Register,
    number: Option<&'s Fact>,
    until: Option<&'s Fact>,
    renewal: Option<&'s Fact>,
    status: Option<&'s Fact>,
    record: u32,
    ambiguous: bool,
}

impl Item<'_> {
    fn is_empty(&self) -> bool {
        let empty = |fact: Option<&Fact>| fact.is_none_or(|fact| fact.reading == Reading::Placeholder);
        empty(self.number) && empty(self.until) && empty(self.status) && empty(self.renewal)
    }
}

/// The registration status of a person.
pub(super) fn of(
    staff: &Staff,
    person: u32,
    terms: &RegistrationTerms,
    lexicon: &Lexicon,
    reference_date: Date,
) -> RegistrationStatus {
    let items = items(staff, person, terms, lexicon);
    let judged = |item: &Item<'_>| Judge { staff, terms, lexicon, reference_date }.item(item);
    let best = items.iter().map(judged).max_by_key(merit);
    let Some(mut best) = best else {
        let (status, reason) = if staff.covers(Topic::Registration, person) {
            (Registration::NotRegistered, Reason::Empty)
        } else {
            (Registration::ToVerify, Reason::NoColumn)
        };
        let cell = staff.cell_of(
            person,
            &[
                Field::SkjNumber,
                Field::RegistrationNumber,
                Field::SkjStatus,
                Field::RegistrationStatus,
                Field::BigNumber,
                Field::SkjValidUntil,
            ],
        );
        let cells = Cells::one(cell.unwrap_or_else(|| staff.name_cell(person)));
        return RegistrationStatus {
            status,
            reason,
            register: Register::Skj,
            number: TextId::NONE,
            until: None,
            said: TextId::NONE,
            cells,
        };
    };
    // Two rows about one registration, of which one says suspended: the other row alone proves nothing.
    if best.status == Registration::Registered {
        let contradicts = items.iter().map(judged).any(|other| {
            matches!(other.reason, Reason::Suspended | Reason::StruckOff)
                && other.register == best.register
                && other.until.is_none_or(|until| Some(until) >= best.until)
        });
        if contradicts {
            (best.status, best.reason) = (Registration::ToVerify, Reason::Contradiction);
        }
    }
    best
}

/// A better status counts more; of two that do not count, the one that says most.
fn merit(status: &RegistrationStatus) -> (u8, u8, Option<Date>) {
    let rank = match status.status {
        Registration::Registered => 2,
        Registration::ToVerify => 1,
        Registration::NotRegistered => 0,
    };
    let telling = match status.reason {
        Reason::Valid => 9,
        Reason::Measure => 8,
        Reason::Suspended | Reason::StruckOff => 7,
        Reason::Expired | Reason::OtherProfession | Reason::RenewalPending | Reason::RecentlyExpired => 6,
        Reason::NumberWithoutDate => 5,
        Reason::Pending | Reason::Preregistration => 4,
        Reason::No => 1,
        Reason::Empty => 0,
        _ => 3,
    };
    (rank, telling, status.until)
}

/// Every item of a person: SKJ and BIG columns, and the general columns of a list with a row per registration.
fn items<'s>(staff: &'s Staff, person: u32, terms: &RegistrationTerms, lexicon: &Lexicon) -> Vec<Item<'s>> {
    let mut items: Vec<Item<'s>> = Vec::new();
    for link in staff.links_of(person) {
        let fact = |field| staff.records.fact(link.record, field);
        let item = |register, number, until, renewal, status| Item {
            register,
            number,
            until,
            renewal,
            status,
            record: link.record,
            ambiguous: link.ambiguous,
        };
        let kind = staff
            .records
            .text_of(link.record, Field::RegistrationKind)
            .and_then(|text| lexicon.registration_kind(text));
        let general =
            (fact(Field::RegistrationNumber), fact(Field::RegistrationValidUntil), fact(Field::RegistrationStatus));
        if kind != Some(Kind::Vog) {
            let digits =
                general.0.map_or(0, |number| digits_of(staff.text(number.text)).map_or(0, |digits| digits.len()));
            let register = if kind == Some(Kind::Big) || (kind.is_none() && digits == terms.big_digits) {
                Register::Big
            } else {
                Register::Skj
            };
            items.push(item(register, general.0, general.1, None, general.2));
        }
        items.push(item(
            Register::Skj,
            fact(Field::SkjNumber),
            fact(Field::SkjValidUntil),
            fact(Field::SkjRenewalRequested),
            fact(Field::SkjStatus),
        ));
        items.push(item(Register::Big, fact(Field::BigNumber), fact(Field::BigValidUntil), None, None));
    }
    items.retain(|item| !item.is_empty());
    complete(&mut items);
    items
}

/// A number on one sheet and its date on another are one registration: items that lack one of them borrow it, when there is only one to borrow.
fn complete(items: &mut [Item<'_>]) {
    for register in [Register::Skj, Register::Big] {
        let of_register = || items.iter().filter(move |item| item.register == register && !item.ambiguous);
        let mut numbers: Vec<_> = of_register()
            .filter_map(|item| item.number)
            .filter(|fact| fact.reading == Reading::Text)
            .map(|fact| fact.text)
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        if numbers.len() != 1 {
            continue;
        }
        let number = of_register().find_map(|item| item.number.filter(|fact| fact.reading == Reading::Text));
        let dates: Vec<_> = of_register()
            .filter_map(|item| item.until)
            .filter(|fact| matches!(fact.reading, Reading::Date(_)))
            .copied()
            .collect();
        let [date, rest @ ..] = dates.as_slice() else {
            continue;
        };
        let one_date = rest.iter().all(|other| other.reading == date.reading);
        let until = of_register().find_map(|item| item.until.filter(|fact| matches!(fact.reading, Reading::Date(_))));
        for item in items.iter_mut().filter(|item| item.register == register && !item.ambiguous) {
            if item.number.is_none_or(|fact| fact.reading == Reading::Placeholder) && item.until.is_some() {
                item.number = number;
            }
            if one_date && item.until.is_none_or(|fact| fact.reading == Reading::Placeholder) && item.number.is_some() {
                item.until = until;
            }
        }
    }
}

struct Judge<'a> {
    staff: &'a Staff,
    terms: &'a RegistrationTerms,
    lexicon: &'a Lexicon,
    reference_date: Date,
}

impl Judge<'_> {
    fn item(&self, item: &Item<'_>) -> RegistrationStatus {
        let until = match item.until.map(|fact| fact.reading) {
            Some(Reading::Date(date)) => Some(date),
            _ => match item.number.map(|fact| fact.reading) {
                // A date typed in the column of the number is an end date without a number.
                Some(Reading::Date(date)) => Some(date),
                _ => None,
            },
        };
        let (mut status, mut reason, at) = self.decide(item, until);
        if item.ambiguous && status != Registration::NotRegistered {
            (status, reason) = (Registration::ToVerify, Reason::AmbiguousPerson);
        }
        let text = |fact: Option<&Fact>| fact.map_or(TextId::NONE, |fact| fact.text);
        RegistrationStatus {
            status,
            reason,
            register: item.register,
            number: text(item.number.filter(|fact| fact.reading == Reading::Text)),
            until,
            said: text(item.status.or(item.number.filter(|fact| fact.reading != Reading::Text))),
            cells: Cells::one(self.place(item, at)),
        }
    }

    /// The cell to mend: of the number, the date or the status, filled or empty.
    fn place(&self, item: &Item<'_>, at: At) -> Place {
        let record = self.staff.records.record(item.record);
        let (fact, fields): (_, &[Field]) = match at {
            At::Number => (item.number, &[Field::SkjNumber, Field::BigNumber, Field::RegistrationNumber]),
            At::Until => (item.until, &[Field::SkjValidUntil, Field::BigValidUntil, Field::RegistrationValidUntil]),
            At::Status => (item.status, &[Field::SkjStatus, Field::RegistrationStatus]),
        };
        // A fact may have been borrowed from another row: its cell is where that row has it.
        let own = |fact: &Fact| {
            self.staff
                .records
                .facts(item.record)
                .iter()
                .any(|known| known.column == fact.column && known.text == fact.text && known.field == fact.field)
        };
        if let Some(fact) = fact.filter(|fact| own(fact)) {
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
        let any = [item.number, item.until, item.status, item.renewal].into_iter().flatten().find(|fact| own(fact));
        record.place(any.map_or(0, |fact| fact.column))
    }

    fn word(&self, fact: Option<&Fact>) -> Option<Word> {
        let fact = fact?;
        Some(match fact.reading {
            Reading::Placeholder | Reading::Date(_) => return None,
            Reading::Yes => Word::Yes,
            Reading::No => Word::No,
            Reading::Unknown => Word::Unknown,
            Reading::Pending => Word::Pending,
            Reading::Status | Reading::Text | Reading::Unreadable(_) | Reading::OpenEnd => {
                self.lexicon.word(self.staff.text(fact.text))
            }
            Reading::Amount(_) | Reading::Uncalculated | Reading::Error => Word::Other,
        })
    }

    fn decide(&self, item: &Item<'_>, until: Option<Date>) -> (Registration, Reason, At) {
        use Registration::{NotRegistered, ToVerify};
        let digits =
            item.number.filter(|fact| fact.reading == Reading::Text).map(|fact| digits_of(self.staff.text(fact.text)));
        let has_number = matches!(digits, Some(Some(_)));
        let words = [
            (self.word(item.status), At::Status),
            (self.word(item.number.filter(|_| !has_number)), At::Number),
            (self.word(item.until), At::Until),
        ];
        let says = |word: Word| words.iter().find(|(said, _)| *said == Some(word)).map(|(_, at)| *at);
        if let Some(at) = says(Word::StruckOff) {
            return (NotRegistered, Reason::StruckOff, at);
        }
        if let Some(at) = says(Word::Suspended) {
            return (NotRegistered, Reason::Suspended, at);
        }
        let current = until.is_some_and(|until| until >= self.reference_date);
        let within_grace =
            until.is_some_and(|until| months_after(until, self.terms.renewal_months) >= self.reference_date);
        let past = until.is_some() && !current && (item.register == Register::Big || !within_grace);
        if let Some(at) = says(Word::Expired) {
            return if current { (ToVerify, Reason::Contradiction, at) } else { (NotRegistered, Reason::Expired, at) };
        }
        if let Some(at) = says(Word::Preregistration) {
            return (NotRegistered, Reason::Preregistration, at);
        }
        if let Some(at) = says(Word::No) {
            return if current { (ToVerify, Reason::Contradiction, at) } else { (NotRegistered, Reason::No, at) };
        }
        if past {
            return (NotRegistered, Reason::Expired, At::Until);
        }
        if has_number {
            return self.with_number(item, &digits.flatten().unwrap_or_default(), until, current, &says);
        }
        let unreadable = |fact: Option<&Fact>| {
            fact.is_some_and(|fact| fact.reading.is_unreadable() || fact.reading == Reading::OpenEnd)
        };
        if unreadable(item.number) || matches!(digits, Some(None)) && says(Word::Other) == Some(At::Number) {
            return (ToVerify, Reason::Unreadable, At::Number);
        }
        if until.is_some() {
            return (ToVerify, Reason::DateWithoutNumber, At::Number);
        }
        if unreadable(item.until) {
            return (ToVerify, Reason::Unreadable, At::Until);
        }
        if let Some(at) = says(Word::Pending) {
            return (NotRegistered, Reason::Pending, at);
        }
        if let Some(at) = says(Word::Yes)
            .or_else(|| says(Word::Registered))
            .or_else(|| says(Word::Conditional))
            .or_else(|| says(Word::Reprimand))
        {
            return (ToVerify, Reason::ClaimOnly, at);
        }
        if let Some(at) = says(Word::Unknown) {
            return (ToVerify, Reason::Unknown, at);
        }
        if item.renewal.is_some() {
            return (ToVerify, Reason::DateWithoutNumber, At::Number);
        }
        // Words that are not understood, in a column about registration: somebody must look.
        (ToVerify, Reason::Contradiction, At::Status)
    }

    fn with_number(
        &self,
        item: &Item<'_>,
        digits: &str,
        until: Option<Date>,
        current: bool,
        says: &dyn Fn(Word) -> Option<At>,
    ) -> (Registration, Reason, At) {
        use Registration::{NotRegistered, Registered, ToVerify};
        let expected = if item.register == Register::Big { self.terms.big_digits } else { self.terms.skj_digits };
        if digits.len() != expected {
            return (ToVerify, Reason::WrongDigits, At::Number);
        }
        if item.register == Register::Big {
            match self.terms.big_profession(&digits[digits.len() - 2..]) {
                None => return (ToVerify, Reason::WrongDigits, At::Number),
                Some(profession) if !profession.counts_on(self.reference_date) => {
                    return (NotRegistered, Reason::OtherProfession, At::Number);
                }
                Some(_) => {}
            }
        }
        let Some(until) = until else {
            let unreadable =
                item.until.is_some_and(|fact| fact.reading.is_unreadable() || fact.reading == Reading::OpenEnd);
            return (ToVerify, if unreadable { Reason::Unreadable } else { Reason::NumberWithoutDate }, At::Until);
        };
        if current {
            // A status that cannot be read may say that the registration is suspended.
            if item.status.is_some_and(|fact| matches!(fact.reading, Reading::Error | Reading::Uncalculated)) {
                return (ToVerify, Reason::Unreadable, At::Status);
            }
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
}

/// Which cell of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Number,
    Until,
    Status,
}

fn register_of(field: Field) -> Option<Register> {
    match field {
        Field::SkjNumber | Field::SkjValidUntil | Field::SkjStatus => Some(Register::Skj),
        Field::BigNumber | Field::BigValidUntil => Some(Register::Big),
        _ => None,
    }
}

/// The digits of a registration number written as people do: `SKJ 110 001 234`, `110.001.234`. None when other words stand in it.
pub(crate) fn digits_of(text: &str) -> Option<Cow<'_, str>> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Cow::Borrowed(text));
    }
    let lower = text.to_lowercase();
    let mut rest = lower.trim();
    loop {
        let before = rest;
        for prefix in ["skj", "big", "registratie", "nummer", "nr", "no"] {
            rest = rest.strip_prefix(prefix).unwrap_or(rest).trim_start_matches(|c: char| !c.is_alphanumeric());
        }
        if rest == before {
            break;
        }
    }
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let foreign = rest.chars().any(|c| c.is_alphanumeric() && !c.is_ascii_digit());
    (!digits.is_empty() && !foreign).then_some(Cow::Owned(digits))
}

/// One number at two people makes both doubtful: a typing error, or somebody else's number.
pub(super) fn doubt_shared_numbers(staff: &Staff, statuses: &mut [Statuses]) {
    let mut owners: HashMap<(bool, u64), u32> = HashMap::new();
    let mut shared: Vec<(u32, u32)> = Vec::new();
    for (person, _) in staff.active() {
        let status = &statuses[person as usize].registration;
        if status.number == TextId::NONE || status.reason == Reason::AmbiguousPerson {
            continue;
        }
        let Some(number) = digits_of(staff.text(status.number)).and_then(|digits| digits.parse::<u64>().ok()) else {
            continue;
        };
        if let Some(first) = owners.insert((status.register == Register::Big, number), person) {
            shared.push((first, person));
        }
    }
    for (one, other) in shared {
        for (person, with) in [(one, other), (other, one)] {
            let cell = |person: u32| {
                let fields: &[Field] = &[Field::SkjNumber, Field::RegistrationNumber, Field::BigNumber];
                let numbered = staff.links_of(person).iter().find_map(|link| {
                    let fact = staff.records.facts(link.record).iter().find(|fact| {
                        fields.contains(&fact.field) && fact.text == statuses[person as usize].registration.number
                    })?;
                    Some(staff.records.record(link.record).place(fact.column))
                });
                numbered.unwrap_or_else(|| staff.name_cell(person))
            };
            let cells = Cells::one(cell(person)).and(cell(with));
            let status = &mut statuses[person as usize].registration;
            if status.status != Registration::NotRegistered
                && staff.people[person as usize].presence == Presence::Active
            {
                (status.status, status.reason, status.cells) = (Registration::ToVerify, Reason::SharedNumber, cells);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::digits_of;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, digits) in [
            ("110001234", Some("110001234")),
            ("SKJ 110 001 234", Some("110001234")),
            ("SKJ-nr. 110.001.234", Some("110001234")),
            ("'110001234", Some("110001234")),
            ("BIG: 19012345630", Some("19012345630")),
            ("volgt", None),
            ("110001234 (geldig tot mei)", None),
            ("", None),
        ] {
            assert_eq!(digits_of(text).as_deref(), digits, "{text}");
        }
    }
}
