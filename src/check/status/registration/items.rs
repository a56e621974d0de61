//! What the rows of a person say about registrations: per row and register one item.

use super::Register;
use crate::calendar::{Date, months_after};
use crate::finding::Reason;
use crate::lexicon::{Field, Kind, Lexicon, Role, Word};
use crate::record::{Fact, Reading, digits_of};
use crate::rules::RegistrationTerms;
use crate::staff::{Link, Staff, Topic};

/// What one row says about one register.
#[derive(Clone, Copy)]
pub(super) struct Item<'s> {
    pub register: Register,
    /// Neither a kind nor a number tells the register.
    pub guessed: bool,
    /// A kind of registration that is not known, or does not count.
    pub other: Option<Reason>,
    pub kind: Option<&'s Fact>,
    pub number: Option<&'s Fact>,
    pub until: Option<&'s Fact>,
    /// The end date may be the day of the last re-registration.
    pub last_or_next: bool,
    /// What another column holds as the end date, where it is not certainly over.
    pub other_until: Option<&'s Fact>,
    pub renewal: Option<&'s Fact>,
    pub issued: Option<&'s Fact>,
    /// Of the register's own column, of the general one, and of a second column.
    pub statuses: [Option<&'s Fact>; 3],
    /// What says that the registration was taken away.
    pub taken: Option<&'s Fact>,
    pub record: u32,
    pub ambiguous: bool,
}

impl<'s> Item<'s> {
    fn new(register: Register, link: &Link) -> Item<'s> {
        Item {
            register,
            guessed: false,
            other: None,
            kind: None,
            number: None,
            until: None,
            last_or_next: false,
            other_until: None,
            renewal: None,
            issued: None,
            statuses: [None; 3],
            taken: None,
            record: link.record,
            ambiguous: link.ambiguous,
        }
    }

    /// Whether nothing but that a registration was taken away stands there: that makes no registration.
    pub fn only_takes(&self, staff: &Staff, lexicon: &Lexicon) -> bool {
        self.taken.is_some() && self.kind.is_none() && self.is_empty(staff, lexicon)
    }

    /// Whether it tells nothing about a registration: a column about measures that says that there are none tells nothing.
    fn is_empty(&self, staff: &Staff, lexicon: &Lexicon) -> bool {
        let clean =
            |fact: &Fact| fact.reading == Reading::Status && lexicon.word(staff.text(fact.text)) == Word::NoMeasure;
        !filled(self.number)
            && !filled(self.until)
            && !filled(self.renewal)
            && !matches!(self.issued, Some(Fact { reading: Reading::Date(_), .. }))
            && self.statuses.iter().flatten().all(|status| !filled(Some(status)) || clean(status))
    }
}

pub(super) fn filled(fact: Option<&Fact>) -> bool {
    fact.is_some_and(|fact| fact.reading != Reading::Placeholder)
}

/// Which kind of registration a row is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    /// The row does not say.
    Nothing,
    Known(Kind),
    /// Something that is not understood.
    Unknown,
}

fn kind_of(staff: &Staff, fact: Option<&Fact>, lexicon: &Lexicon) -> Said {
    match fact.map(|fact| (fact.reading, staff.text(fact.text))) {
        Some((Reading::Text, text)) => match lexicon.registration_kind(text) {
            Some(kind) => Said::Known(kind),
            None if lexicon.word(text) == Word::Other => Said::Unknown,
            None => Said::Nothing,
        },
        None
        | Some((
            Reading::Placeholder
            | Reading::Yes
            | Reading::No
            | Reading::Unknown
            | Reading::Pending
            | Reading::Status
            | Reading::OpenEnd,
            _,
        )) => Said::Nothing,
        Some(_) => Said::Unknown,
    }
}

/// Every item of a person: SKJ and BIG columns, and the general columns of a list with a row per registration.
pub(super) fn items<'s>(
    staff: &'s Staff,
    person: u32,
    terms: &RegistrationTerms,
    lexicon: &Lexicon,
    reference_date: Date,
) -> Vec<Item<'s>> {
    let mut items: Vec<Item<'s>> = Vec::new();
    let covered = staff.covers(Topic::Registration, person);
    for link in staff.links_of(person) {
        let mut found = of_row(staff, link, terms, lexicon, reference_date);
        // A paper says that somebody is not registered only where the file could have said that they are, and not on a list of all
        // papers that somebody has.
        let table = staff.records.record(link.record).table;
        if !covered || staff.is_of_papers(table) {
            found.retain(|item| !is_paper(staff, item, lexicon));
        }
        items.append(&mut found);
    }
    let has = |register: Register| items.iter().any(|item| item.register == register && !item.guessed);
    if has(Register::Big) && !has(Register::Skj) {
        for item in items.iter_mut().filter(|item| item.guessed) {
            item.register = Register::Big;
        }
    }
    let table = |item: &Item<'_>| staff.records.record(item.record).table;
    let may_borrow = |item: &Item<'_>, from: &Item<'_>, until: Date| {
        let over = is_over(item.register, until, terms, reference_date);
        let undated =
            !item.statuses.into_iter().any(filled) && table(item) == table(from) && item.record != from.record;
        // Of two rows the one that is over may be the old one.
        !(over && (undated || claims(staff, item, lexicon)))
    };
    complete(&mut items, &may_borrow);
    items
}

/// Whether a registration with this end date certainly no longer counts.
pub(super) fn is_over(register: Register, until: Date, terms: &RegistrationTerms, reference_date: Date) -> bool {
    let last = if register == Register::Skj { months_after(until, terms.renewal_months) } else { until };
    last < reference_date
}

/// Whether a status says that the registration counts.
fn claims(staff: &Staff, item: &Item<'_>, lexicon: &Lexicon) -> bool {
    item.statuses.iter().flatten().any(|status| match status.reading {
        Reading::Yes => true,
        Reading::Status | Reading::Text => matches!(
            lexicon.word(staff.text(status.text)),
            Word::Registered | Word::Yes | Word::Conditional | Word::Reprimand
        ),
        _ => false,
    })
}

/// Whether a status says anything but that all is well.
fn takes_back(staff: &Staff, status: &Fact, lexicon: &Lexicon) -> bool {
    match status.reading {
        Reading::Yes | Reading::Placeholder => false,
        Reading::Status | Reading::Text => {
            !matches!(lexicon.word(staff.text(status.text)), Word::Registered | Word::Yes | Word::NoMeasure)
        }
        _ => true,
    }
}

fn is_paper(staff: &Staff, item: &Item<'_>, lexicon: &Lexicon) -> bool {
    item.other == Some(Reason::OtherRegister) && kind_of(staff, item.kind, lexicon) == Said::Known(Kind::Paper)
}

/// The items of one row. What a general column says belongs to the registration that the row names, else to every registration on the row.
pub(super) fn of_row<'s>(
    staff: &'s Staff,
    link: &Link,
    terms: &RegistrationTerms,
    lexicon: &Lexicon,
    reference_date: Date,
) -> Vec<Item<'s>> {
    // Most rows of lists are about something else.
    if !staff.records.has_any(link.record, &Field::OF_REGISTRATION) {
        return Vec::new();
    }
    let fact = |field| staff.records.fact(link.record, field);
    let all = |field| staff.records.facts_of(link.record, field);
    // "SKJ: nee" in a column beside the number.
    let second = |field| all(field).nth(1);
    let status = |own: Field, number: Field| match (fact(own), second(number)) {
        (Some(status), Some(second)) if !filled(Some(status)) || second.reading == Reading::No => Some(second),
        (status, second) => status.or(second),
    };
    // Of all columns behind the first, the one that may take a registration away.
    let another = |field| all(field).skip(1).find(|status| takes_back(staff, status, lexicon)).or(all(field).nth(1));
    let table = staff.records.record(link.record).table;
    let last_or_next = |until: Option<&Fact>| until.is_some_and(|until| staff.is_last_or_next(table, until.column));
    let open = |register: Register| {
        move |fact: &&Fact| match fact.reading {
            Reading::Date(until) => !is_over(register, until, terms, reference_date),
            reading => reading.is_unreadable() || reading == Reading::OpenEnd,
        }
    };
    // Anything but a no.
    let removal = all(Field::RegistrationTakenAway).find(|fact| match fact.reading {
        Reading::No | Reading::Placeholder => false,
        Reading::Status => lexicon.word(staff.text(fact.text)) != Word::NoMeasure,
        _ => true,
    });
    let is_to_come = |fact: &&Fact| matches!(fact.reading, Reading::Date(from) if from > reference_date);
    let mut own = [
        Item {
            number: fact(Field::SkjNumber),
            last_or_next: last_or_next(fact(Field::SkjValidUntil)),
            until: fact(Field::SkjValidUntil),
            other_until: all(Field::SkjValidUntil).skip(1).find(open(Register::Skj)),
            renewal: fact(Field::SkjRenewalRequested),
            statuses: [status(Field::SkjStatus, Field::SkjNumber), None, another(Field::SkjStatus)],
            ..Item::new(Register::Skj, link)
        },
        Item {
            number: fact(Field::BigNumber),
            until: fact(Field::BigValidUntil),
            other_until: all(Field::BigValidUntil).skip(1).find(open(Register::Big)),
            last_or_next: last_or_next(fact(Field::BigValidUntil)),
            statuses: [status(Field::BigStatus, Field::BigNumber), None, another(Field::BigStatus)],
            ..Item::new(Register::Big, link)
        },
    ];
    // "Beroepsregistratie: NVO" tells the kind where a number might stand.
    let names = |fact: &&Fact| {
        let text = staff.text(fact.text);
        fact.reading == Reading::Text && digits_of(text).is_none() && lexicon.registration_kind(text).is_some()
    };
    let mut kind_fact = fact(Field::RegistrationKind).filter(|fact| filled(Some(fact)));
    for item in own.iter_mut().filter(|item| item.number.as_ref().is_some_and(names)) {
        kind_fact = kind_fact.or(item.number);
        item.number = None;
    }
    let said = kind_of(staff, kind_fact, lexicon);
    let mut general = Item {
        kind: kind_fact,
        number: fact(Field::RegistrationNumber),
        until: fact(Field::RegistrationValidUntil),
        last_or_next: last_or_next(fact(Field::RegistrationValidUntil)),
        issued: all(Field::RegistrationIssued).find(is_to_come).or(all(Field::RegistrationIssued).next()),
        statuses: [None, all(Field::RegistrationStatus).next(), another(Field::RegistrationStatus)],
        ..Item::new(Register::Skj, link)
    };
    let digits = general.number.and_then(|number| digits_of(staff.text(number.text))).map_or(0, |digits| digits.len());
    match said {
        Said::Known(Kind::Skj) => {}
        Said::Known(Kind::Big) => general.register = Register::Big,
        Said::Nothing | Said::Known(Kind::SkjOrBig) => {
            general.guessed = !filled(general.number);
            if digits == terms.big_digits {
                general.register = Register::Big;
            }
        }
        Said::Known(Kind::Vog) => general = Item::new(Register::Skj, link),
        Said::Known(Kind::Register | Kind::Paper) => {
            (general.other, general.issued) = (Some(Reason::OtherRegister), None);
        }
        Said::Unknown => (general.other, general.issued) = (Some(Reason::KindUnknown), None),
    }
    // "Registratienummer" beside "SKJ-status" and "SKJ geldig tot".
    if filled(general.number)
        && matches!(said, Said::Nothing | Said::Known(Kind::Skj | Kind::Big | Kind::SkjOrBig))
        && let Some(own) = own.iter_mut().find(|item| item.register == general.register && !filled(item.number))
    {
        (general.statuses[0], general.renewal) = (own.statuses[0], own.renewal);
        general.statuses[2] = general.statuses[2].or(own.statuses[2]);
        if !filled(general.until) {
            (general.until, general.last_or_next, general.other_until) = (own.until, own.last_or_next, own.other_until);
        } else if filled(own.until) {
            general.other_until = own.until.filter(open(general.register));
        }
        *own = Item::new(own.register, link);
    }
    if said != Said::Known(Kind::Vog) && general.other_until.is_none() {
        general.other_until = all(Field::RegistrationValidUntil).skip(1).find(open(general.register));
    }
    let belongs = |item: &Item<'_>| match said {
        Said::Nothing | Said::Known(Kind::SkjOrBig) => true,
        Said::Known(Kind::Skj) => item.register == Register::Skj,
        Said::Known(Kind::Big) => item.register == Register::Big,
        _ => false,
    };
    let takes = |item: &Item<'_>| belongs(item) && !item.is_empty(staff, lexicon);
    if own.iter().any(takes) {
        if !filled(general.number) {
            // Beside one number without a date, a general date is that registration's; beside two, nobody knows whose.
            let lacking = |item: &Item<'_>| takes(item) && filled(item.number) && !filled(item.until);
            if filled(general.until) && own.iter().filter(|item| lacking(item)).count() == 1 {
                for item in own.iter_mut().filter(|item| lacking(item)) {
                    (item.until, item.last_or_next) = (general.until, general.last_or_next);
                }
            }
            for item in own.iter_mut().filter(|item| takes(item)) {
                let general = || all(Field::RegistrationValidUntil).find(open(item.register));
                item.other_until = item.other_until.or_else(general);
            }
            let kept = own.iter().any(|item| takes(item) && filled(item.number));
            if kept {
                general.until = None;
            }
        }
        for item in own.iter_mut().filter(|item| takes(item)) {
            (item.statuses[1], item.issued, item.kind) = (general.statuses[1], general.issued, general.kind);
            item.statuses[2] = item.statuses[2].or(general.statuses[2]);
        }
        if !filled(general.number) && !filled(general.until) && general.other.is_none() {
            general = Item::new(Register::Skj, link);
        }
    }
    let says = |item: &Item<'_>| tells(staff, link, item, said, lexicon);
    let mut items: Vec<Item<'s>> = own
        .into_iter()
        .filter(|item| !item.is_empty(staff, lexicon))
        .chain(Some(general).filter(|item| !item.is_empty(staff, lexicon) || says(item)))
        .collect();
    if removal.is_some() && items.is_empty() {
        items.push(Item { guessed: true, ..Item::new(Register::Skj, link) });
    }
    for item in &mut items {
        item.taken = removal;
    }
    items
}

/// Whether the kind alone says something. A list may name SKJ on the row of everybody; on a row about a person it is a claim, and so
/// it is on a list that has no columns in which more could stand.
fn tells(staff: &Staff, link: &Link, item: &Item<'_>, said: Said, lexicon: &Lexicon) -> bool {
    let Some(kind) = item.kind else {
        return false;
    };
    let record = staff.records.record(link.record);
    let nothing_more = || {
        Field::OF_REGISTRATION
            .iter()
            .all(|field| *field == Field::RegistrationKind || staff.column(record.table, *field).is_none())
    };
    match said {
        Said::Known(Kind::Register) => true,
        _ if record.role == Role::Staff => true,
        Said::Known(Kind::Skj | Kind::Big | Kind::SkjOrBig) if nothing_more() => true,
        // "SKJ en VOG".
        Said::Unknown
            if [Kind::Skj, Kind::Big].iter().any(|of| lexicon.names_among_others(staff.text(kind.text), *of))
                && nothing_more() =>
        {
            true
        }
        _ => !matches!(lexicon.word(staff.text(kind.text)), Word::Other | Word::Placeholder | Word::NoMeasure),
    }
}

/// A number on one sheet and its date on another are one registration: items that lack one of them borrow it, when there is only one to borrow.
/// `may_borrow` says whether an item may have the end date of another.
fn complete<'s>(items: &mut [Item<'s>], may_borrow: &dyn Fn(&Item<'s>, &Item<'s>, Date) -> bool) {
    let whole = |item: &Item<'_>| !item.ambiguous && item.other.is_none();
    for register in [Register::Skj, Register::Big] {
        let of_register = || items.iter().filter(move |item| item.register == register && whole(item));
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
        let lender = of_register().find_map(|item| match item.until.map(|fact| fact.reading) {
            Some(Reading::Date(until)) => Some((*item, until)),
            _ => None,
        });
        for item in items.iter_mut().filter(|item| item.register == register && whole(item)) {
            if !filled(item.number) && item.until.is_some() {
                item.number = number;
            }
            if let Some((lender, until)) = &lender
                && one_date
                && !filled(item.until)
                && item.number.is_some()
                && may_borrow(item, lender, *until)
            {
                (item.until, item.last_or_next) = (lender.until, lender.last_or_next);
            }
        }
    }
}
