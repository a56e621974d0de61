//! Rows as facts: what a recognised cell says, typed once, small enough to keep a hundred thousand rows.
//!
//! A record keeps its sheet and row, a fact its column: together every value knows its cell. Text is kept once, in [`Texts`].
//! Missing, placeholder, unreadable, uncalculated and value are five different things; missing is the absence of a fact.

mod numbers;
mod texts;

use std::ops::Range;

use hashbrown::HashMap;

use crate::amount::Share;
use crate::calendar::{self, Date, FIRST_YEAR};
use crate::cell::{Place, Position, SheetIndex, TableIndex, Value};
use crate::finding::Reason;
use crate::lexicon::{Field, FieldKind, Lexicon, Role, Word};

use numbers::{amount, amount_of, is_other_unit, is_percentage, shown_amount};
pub use numbers::{digits_of, number_and_date};
pub use texts::{TextId, Texts};

/// What a cell was read as. The text itself stands in the fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// A plausible date.
    Date(Date),
    /// A number, in ten-thousandths: fte or hours.
    Amount(i32),
    /// Text that its field takes as it is.
    Text,
    /// "ja", "x".
    Yes,
    /// "nee".
    No,
    /// "-", "n.v.t.": stands for empty.
    Placeholder,
    /// "?", "onbekend".
    Unknown,
    /// "aangevraagd", "loopt"; also what is requested again.
    Pending,
    /// No end: "31-12-9999", "onbepaalde tijd".
    OpenEnd,
    /// Words about the state of a registration: read again with [`Lexicon::word`].
    Status,
    /// Cannot be read as what the field asks.
    Unreadable(Reason),
    /// A formula without a computed value.
    Uncalculated,
    /// An error cell.
    Error,
}

impl Reading {
    /// Whether something stands in the cell that was meant as a value but cannot be used as one.
    pub fn is_unreadable(self) -> bool {
        matches!(self, Reading::Unreadable(_) | Reading::Uncalculated | Reading::Error)
    }
}

/// One recognised, filled cell of a record.
#[derive(Debug, Clone, Copy)]
pub struct Fact {
    /// The text as shown, or [`TextId::NONE`] for dates and numbers whose text follows from the reading.
    pub text: TextId,
    /// What it was read as.
    pub reading: Reading,
    /// Zero-based column.
    pub column: u16,
    /// What the column is about.
    pub field: Field,
}

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Record {
    first: u32,
    count: u16,
    /// Of which fields it has a fact: most questions are about one that it has not.
    fields: Fields,
    /// Which sheet.
    pub sheet: SheetIndex,
    /// Zero-based row.
    pub row: u32,
    /// Which table on it.
    pub table: TableIndex,
    /// Which kind of table.
    pub role: Role,
    /// Whether too little stands in the row to be sure that it is about somebody.
    pub doubtful: bool,
    /// Whether it stands on an old sheet or a copy: what only it says may no longer hold.
    pub superseded: bool,
}

impl Record {
    /// The cell of this record in a column.
    pub fn place(&self, column: u16) -> Place {
        Place { sheet: self.sheet, position: Position { row: self.row, column } }
    }
}

/// Some fields, a bit each.
#[derive(Debug, Clone, Copy, Default)]
struct Fields(u64);

const _: () = assert!(Field::ALL.len() <= 64, "a field has no bit");

impl Fields {
    fn add(&mut self, field: Field) {
        self.0 |= 1 << field as u8;
    }

    fn has(self, field: Field) -> bool {
        self.0 >> field as u8 & 1 == 1
    }
}

/// All records of all inputs, in the order in which they were read.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// The texts of the facts.
    pub texts: Texts,
    facts: Vec<Fact>,
    records: Vec<Record>,
    /// What whole-cell words mean, by text number: functions and groups repeat on every row.
    words: Vec<Option<Reading>>,
    /// Where facts stand that a row got from another row: a merged cell, a heading above.
    elsewhere: HashMap<(u32, Field), Position>,
}

impl Records {
    /// Starts a record; the facts added next are its own.
    pub fn begin(&mut self, sheet: SheetIndex, table: TableIndex, row: u32, role: Role) {
        let first = u32::try_from(self.facts.len()).expect("limits keep the number of cells below 2^32");
        let fields = Fields::default();
        self.records.push(Record {
            first,
            count: 0,
            fields,
            sheet,
            row,
            table,
            role,
            doubtful: false,
            superseded: false,
        });
    }

    /// Says of the record begun last that it may be about nobody.
    pub fn doubt(&mut self) {
        self.records.last_mut().expect("begin comes before doubt").doubtful = true;
    }

    /// Puts the records from `first` on in order: by sheet, row and column of their table.
    pub fn sort_from(&mut self, first: usize) {
        if self.records[first..].is_sorted_by_key(|record| (record.sheet, record.row, record.table)) {
            return;
        }
        debug_assert!(self.elsewhere.keys().all(|(record, _)| (*record as usize) < first), "sort before adding");
        self.records[first..].sort_by_key(|record| (record.sheet, record.row, record.table));
    }

    /// Adds a fact that stands in another cell: a merged one, or a heading above.
    pub fn add_from(&mut self, record: u32, fact: Fact, at: Position) {
        let old = self.records[record as usize];
        let own = old.first as usize..old.first as usize + old.count as usize;
        let first = u32::try_from(self.facts.len()).expect("limits keep the number of cells below 2^32");
        self.facts.extend_from_within(own);
        self.facts.push(fact);
        let record_now = &mut self.records[record as usize];
        (record_now.first, record_now.count) = (first, old.count + 1);
        record_now.fields.add(fact.field);
        self.elsewhere.insert((record, fact.field), at);
    }

    /// The facts that stand in a column of a record may not hold, for a reason that cannot be read from their cells: struck out, or on
    /// a list of what is lacking. Their text says why where it is shown, for nothing else does.
    pub fn doubt_fact(&mut self, record: u32, column: u16, why: &str, reason: Reason) {
        let own = self.records[record as usize];
        for at in own.first as usize..own.first as usize + own.count as usize {
            let fact = self.facts[at];
            if fact.column == column && !fact.reading.is_unreadable() && fact.reading != Reading::Placeholder {
                let text = self.texts.intern(&format!("{} ({why})", self.shown(&fact)));
                self.facts[at] = Fact { text, reading: Reading::Unreadable(reason), ..fact };
            }
        }
    }

    /// The name on a record is struck out: whoever it is may be gone, where the row itself does not give an end.
    pub fn strike_name(&mut self, record: u32, at: Position) {
        let field = Field::EmploymentEnd;
        let known = self.facts(record).iter().position(|fact| fact.field == field);
        let reading = Reading::Unreadable(Reason::StruckOutName);
        match known.map(|known| (known, self.facts(record)[known].reading)) {
            None => {
                self.add_from(record, Fact { text: TextId::NONE, reading, column: at.column, field }, at);
            }
            Some((known, Reading::Placeholder | Reading::No | Reading::OpenEnd)) => {
                let first = self.records[record as usize].first as usize;
                self.facts[first + known].reading = reading;
                self.elsewhere.insert((record, field), at);
            }
            Some(_) => {}
        }
    }

    /// Makes a row about somebody's work one that only tells of registrations, trainings and VOG, as a list does.
    pub fn list_only(&mut self, record: u32) {
        self.records[record as usize].role = Role::Trainings;
    }

    /// Says of a row that it stands on an old sheet or a copy.
    pub fn supersede(&mut self, record: u32) {
        self.records[record as usize].superseded = true;
    }

    /// Supposes that facts of a record say something else; adds to `was` what they said.
    pub fn suppose(
        &mut self,
        record: u32,
        otherwise: impl Fn(&Fact) -> Option<Reading>,
        was: &mut Vec<(usize, Reading)>,
    ) {
        let own = self.records[record as usize];
        for at in own.first as usize..own.first as usize + own.count as usize {
            if let Some(reading) = otherwise(&self.facts[at]) {
                was.push((at, std::mem::replace(&mut self.facts[at].reading, reading)));
            }
        }
    }

    /// Nothing is supposed any more.
    pub fn restore(&mut self, was: &mut Vec<(usize, Reading)>) {
        for (at, reading) in was.drain(..).rev() {
            self.facts[at].reading = reading;
        }
    }

    /// The cell in which a fact of a record stands.
    pub fn place_of(&self, record: u32, fact: &Fact) -> Place {
        let own = self.record(record);
        match self.elsewhere.get(&(record, fact.field)) {
            Some(position) => Place { sheet: own.sheet, position: *position },
            None => own.place(fact.column),
        }
    }

    /// Adds a fact to the record begun last.
    pub fn add(&mut self, fact: Fact) {
        self.facts.push(fact);
        let record = self.records.last_mut().expect("begin comes before add");
        record.count += 1;
        record.fields.add(fact.field);
    }

    /// Ends reading: what was kept to read the next cell faster goes.
    pub fn end(&mut self) {
        self.words = Vec::new();
    }

    /// Adds what a second column for a field says to the record begun last: instead of nothing in the better column, or
    /// behind it, where it may say otherwise.
    pub fn complete(&mut self, fact: Fact) {
        let record = self.records.last_mut().expect("begin comes before complete");
        let own = &mut self.facts[record.first as usize..];
        // The end of a contract is no end of the employment; that somebody left is, and beside a date that somebody is still here.
        if fact.field == Field::EmploymentEnd && fact.reading != Reading::Yes {
            let dated = |own: &Fact| own.field == fact.field && matches!(own.reading, Reading::Date(_));
            if fact.reading != Reading::No || !own.iter().any(dated) {
                return;
            }
        }
        match own.iter_mut().find(|better| better.field == fact.field) {
            Some(better) if better.reading == Reading::Placeholder => *better = fact,
            Some(_) if !adds(&fact, self.texts.text(fact.text)) => {}
            _ => {
                self.facts.push(fact);
                record.count += 1;
                record.fields.add(fact.field);
            }
        }
    }

    /// Doubts the dates that could be another day, in columns where some date has the month before the day.
    pub fn doubt_months(&mut self) {
        let dated = |fact: &Fact| fact.field.kind() == FieldKind::Date || fact.field == Field::Training;
        let mut columns: Vec<(SheetIndex, u16)> = Vec::new();
        for record in &self.records {
            for fact in &self.facts[record.first as usize..record.first as usize + record.count as usize] {
                let column = (record.sheet, fact.column);
                if matches!(fact.reading, Reading::Unreadable(Reason::NoDateValue))
                    && dated(fact)
                    && !columns.contains(&column)
                    && calendar::is_month_first(self.texts.text(fact.text))
                {
                    columns.push(column);
                }
            }
        }
        if columns.is_empty() {
            return;
        }
        for record in &self.records {
            for fact in &mut self.facts[record.first as usize..record.first as usize + record.count as usize] {
                if matches!(fact.reading, Reading::Date(_))
                    && columns.contains(&(record.sheet, fact.column))
                    && calendar::is_ambiguous(self.texts.text(fact.text))
                {
                    fact.reading = Reading::Unreadable(Reason::DayMonthUnclear);
                }
            }
        }
    }

    /// The facts of a record, in the order of their columns; those of second columns last.
    pub fn facts(&self, record: u32) -> &[Fact] {
        let record = &self.records[record as usize];
        &self.facts[record.first as usize..record.first as usize + record.count as usize]
    }

    /// The first fact of a field in a record.
    pub fn fact(&self, record: u32, field: Field) -> Option<&Fact> {
        self.facts_of(record, field).next()
    }

    /// Whether a record has a fact of any of these fields.
    pub fn has_any(&self, record: u32, fields: &[Field]) -> bool {
        fields.iter().any(|field| self.record(record).fields.has(*field))
    }

    /// The facts of a field in a record: two columns may be about one thing.
    pub fn facts_of(&self, record: u32, field: Field) -> impl Iterator<Item = &Fact> {
        let facts = if self.record(record).fields.has(field) { self.facts(record) } else { &[] };
        facts.iter().filter(move |fact| fact.field == field)
    }

    /// The text of a field in a record that was read as text.
    pub fn text_of(&self, record: u32, field: Field) -> Option<&str> {
        let fact = self.fact(record, field)?;
        (fact.reading == Reading::Text).then(|| self.texts.text(fact.text))
    }

    /// One record.
    pub fn record(&self, record: u32) -> &Record {
        &self.records[record as usize]
    }

    /// Every fact of every record.
    pub fn all_facts(&self) -> impl Iterator<Item = &Fact> {
        self.iter().flat_map(|(record, _)| self.facts(record))
    }

    /// Every record.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Record)> {
        (0u32..).zip(&self.records)
    }

    /// The same records with other texts. `word` gives what a fact shows instead, or None where it stays; texts that no fact shows
    /// any more are gone, but for those that are `kept`.
    #[must_use]
    pub fn reworded(
        &self,
        kept: impl Iterator<Item = TextId>,
        word: impl Fn(&Records, u32, &Fact) -> Option<String>,
    ) -> Records {
        let mut stays = vec![false; self.texts.len()];
        let mut changed = Vec::new();
        let mut keep = |id: TextId| {
            if id != TextId::NONE {
                stays[id.0 as usize] = true;
            }
        };
        kept.for_each(&mut keep);
        for (number, record) in self.iter() {
            for at in record.first as usize..record.first as usize + record.count as usize {
                match word(self, number, &self.facts[at]) {
                    Some(text) => changed.push((at, text)),
                    None => keep(self.facts[at].text),
                }
            }
        }
        let mut records = Records { texts: self.texts.only(&stays), words: Vec::new(), ..self.clone() };
        for (at, text) in changed {
            records.facts[at].text = records.texts.intern(&text);
        }
        records
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The records on a row: one for every table there. Records of a sheet stand in ascending order of row, sheets in
    /// ascending order of number.
    pub fn at(&self, place: Place) -> Range<u32> {
        let key = (place.sheet, place.position.row);
        let before = |record: &Record| (record.sheet, record.row) < key;
        let start = self.guess(place, before).unwrap_or_else(|| self.records.partition_point(before));
        let count = self.records[start..].iter().take_while(|record| (record.sheet, record.row) == key).count();
        let number = |at: usize| u32::try_from(at).expect("fewer records than rows");
        number(start)..number(start + count)
    }

    /// Where the records of a row begin if every row of the first sheet is one record, as it is in most files.
    fn guess(&self, place: Place, before: impl Fn(&Record) -> bool) -> Option<usize> {
        let first = self.records.first().filter(|first| first.sheet == place.sheet)?;
        let guess = place.position.row.checked_sub(first.row)? as usize;
        let fits = !before(self.records.get(guess)?) && guess.checked_sub(1).is_none_or(|at| before(&self.records[at]));
        fits.then_some(guess)
    }

    /// What a fact shows, as a Dutch user sees it.
    pub fn shown(&self, fact: &Fact) -> String {
        if fact.text != TextId::NONE {
            return self.texts.text(fact.text).to_owned();
        }
        match fact.reading {
            Reading::Date(date) => calendar::shown(date),
            Reading::Amount(amount) => shown_amount(amount),
            Reading::Yes => "WAAR".to_owned(),
            Reading::No => "ONWAAR".to_owned(),
            Reading::Uncalculated => "(formule zonder berekende waarde)".to_owned(),
            _ => String::new(),
        }
    }

    /// What a recognised cell shows; empty when nothing is recorded there.
    pub fn shown_at(&self, place: Place) -> String {
        self.at(place)
            .flat_map(|record| self.facts(record).iter().map(move |fact| (record, fact)))
            .find(|(record, fact)| self.place_of(*record, fact) == place)
            .map_or_else(String::new, |(_, fact)| self.shown(fact))
    }

    /// Reads a cell as its field asks; none when nothing stands there. `percent` says that the heading asks for
    /// percentages, `serials` that the whole column holds the numbers behind dates.
    pub fn read(
        &mut self,
        lexicon: &Lexicon,
        field: Field,
        percent: bool,
        serials: bool,
        value: &Value<'_>,
        latest: Date,
    ) -> Option<(Reading, TextId)> {
        if serials && let Some(date) = value.date_behind() {
            return Some((plausible(date, latest), self.texts.intern(value.shown().trim())));
        }
        let text = match value {
            Value::Text(text) => text.trim(),
            Value::Error(text) => return Some((Reading::Error, self.texts.intern(text))),
            Value::Uncalculated => return Some((Reading::Uncalculated, TextId::NONE)),
            Value::Boolean(truth) => return Some((if *truth { Reading::Yes } else { Reading::No }, TextId::NONE)),
            Value::Moment(serial) => {
                if let Some(date) = calendar::from_serial(*serial)
                    && field.kind() != FieldKind::Amount
                {
                    let reading = plausible(date, latest);
                    let text = if matches!(reading, Reading::Date(_)) {
                        TextId::NONE
                    } else {
                        self.texts.intern(&calendar::shown(date))
                    };
                    return Some((reading, text));
                }
                return Some((Reading::Unreadable(unreadable(field.kind())), self.texts.intern(&value.shown())));
            }
            Value::Number(_) if field.kind() == FieldKind::Date && calendar::parse(&value.shown()).is_some() => {
                let shown = value.shown();
                let reading = calendar::parse(&shown).map_or(Reading::Text, |date| plausible(date, latest));
                return Some((reading, self.texts.intern(&shown)));
            }
            Value::Number(number) => return Some(self.read_number(lexicon, field, percent, *number, value)),
            Value::Duration(days) => {
                let hours = if field == Field::Hours { amount(days * 24.0) } else { None };
                return Some(match hours {
                    Some(hours) => (Reading::Amount(hours), self.texts.intern(&value.shown())),
                    None => (Reading::Unreadable(unreadable(field.kind())), self.texts.intern(&value.shown())),
                });
            }
        };
        if text.is_empty() {
            return None;
        }
        let id = self.texts.intern(text);
        let kind = field.kind();
        let reading = match kind {
            FieldKind::Date => match date_of(lexicon, field, text, latest) {
                Some(date) => plausible(date, latest),
                // "ja, 1-2-2024": the date says more than the yes.
                None => match (
                    calendar::date_inside(text, latest).filter(|_| is_yes_beside_date(lexicon, text, latest)),
                    lexicon.status_says_left(text).filter(|_| field == Field::EmploymentEnd),
                ) {
                    (Some(date), _) => plausible(date, latest),
                    (None, Some(true)) => Reading::Yes,
                    (None, Some(false)) => Reading::No,
                    (None, None) => match self.word(lexicon, text, id) {
                        // "Niet verlengd, 1-5-2026" does not say that there is no end.
                        Reading::No if ends_employment(field) && calendar::holds_date(text) => Reading::Text,
                        word => word,
                    },
                },
            },
            FieldKind::Amount if is_other_unit(text, field) => Reading::Unreadable(Reason::NoNumberValue),
            FieldKind::Amount => match amount_of(text, percent) {
                Some(amount) => Reading::Amount(amount),
                None => self.word(lexicon, text, id),
            },
            FieldKind::Share if lexicon.share(text).is_some() => Reading::Text,
            // Under a heading that is itself the title, the date of the training is what stands in the cell.
            FieldKind::Text if field == Field::Training && date_of(lexicon, field, text, latest).is_some() => {
                date_of(lexicon, field, text, latest).map_or(Reading::Text, |date| plausible(date, latest))
            }
            FieldKind::Text if field == Field::Training && is_figures(text) => Reading::Unreadable(Reason::NoDateValue),
            // A reason that is only a day or a year counts from then on.
            FieldKind::Text if is_reason(field) && calendar::parse_until(text, latest).is_some() => {
                calendar::parse_until(text, latest).map_or(Reading::Text, |date| plausible(date, latest))
            }
            FieldKind::Text if is_reason(field) && lexicon.reason_date(text).is_some() => {
                lexicon.reason_date(text).map_or(Reading::Text, |date| plausible(date, latest))
            }
            FieldKind::Number | FieldKind::Text if text.bytes().any(|b| b.is_ascii_digit()) => Reading::Text,
            // No placeholder is a name of two words, and names do not repeat: looking each of them up would cost more than reading it.
            FieldKind::Text if is_name(field) && text.contains(' ') => Reading::Text,
            _ => self.word(lexicon, text, id),
        };
        let reading = match (kind, reading) {
            (FieldKind::Share, Reading::Text) if lexicon.share(text).is_none() => {
                Reading::Unreadable(Reason::NoShareValue)
            }
            // "Minimaal 75% (nog niet gehaald)" does not say that nothing was agreed.
            (FieldKind::Share, reading) if reading != Reading::Text && text.bytes().any(|b| b.is_ascii_digit()) => {
                Reading::Unreadable(Reason::NoShareValue)
            }
            // Whether a group is judged, or how old a VOG may be, hangs on it: what is neither yes nor no is not understood.
            (_, Reading::Text | Reading::Status | Reading::Unknown | Reading::Pending | Reading::OpenEnd)
                if matches!(field, Field::Specialised | Field::Solistic) =>
            {
                let says = if field == Field::Specialised { lexicon.specialised(text) } else { lexicon.solistic(text) };
                match says {
                    Some(true) => Reading::Yes,
                    Some(false) => Reading::No,
                    None => Reading::Unreadable(Reason::NoChoiceValue),
                }
            }
            (_, Reading::Yes | Reading::No)
                if field == Field::Specialised && lexicon.is_specialised_unclear(text, reading == Reading::Yes) =>
            {
                Reading::Unreadable(Reason::NoChoiceValue)
            }
            // "Ja, soms" is no yes.
            (_, Reading::Yes)
                if field == Field::Solistic && !lexicon.is_only_yes(text) && lexicon.solistic(text) != Some(true) =>
            {
                Reading::Unreadable(Reason::NoChoiceValue)
            }
            (FieldKind::Date | FieldKind::Amount, Reading::Text) => Reading::Unreadable(unreadable(kind)),
            // Words about the state of a registration are an answer in these columns, and in these only.
            (FieldKind::Choice, Reading::Status) if is_status(field) => Reading::Status,
            (FieldKind::Choice, Reading::Text) if field == Field::VogStatus && lexicon.is_vog_fine(text) => {
                Reading::Yes
            }
            (FieldKind::Choice, Reading::Text) if is_status(field) => Reading::Unreadable(Reason::NoStatusValue),
            (FieldKind::Choice, Reading::Text | Reading::Status) if !takes_any_text(field) => {
                Reading::Unreadable(unreadable(kind))
            }
            (_, reading) if matches!(field, Field::ExemptionGround | Field::ExemptionDecidedBy) => match reading {
                _ if lexicon.is_undecided(text) => Reading::Pending,
                Reading::Placeholder | Reading::Yes => reading,
                _ => Reading::Text,
            },
            // "De Linde / n.v.t." names a group.
            (_, Reading::Placeholder) if field == Field::Group && names_something(lexicon, text) => Reading::Text,
            // A name is a name, whatever word it looks like.
            (_, Reading::Placeholder) => Reading::Placeholder,
            (_, _) if is_name(field) => Reading::Text,
            (_, Reading::Unknown) => Reading::Unknown,
            (_, _) if is_title(field) => Reading::Text,
            (_, Reading::Text | Reading::Pending | Reading::Status)
                if is_reason(field) && lexicon.is_no_reason(text) =>
            {
                Reading::Pending
            }
            // Who is not registered is what a reason is about.
            (_, Reading::No) if is_reason(field) && lexicon.is_reason_beside(text) => Reading::Text,
            // In a sentence somebody tells what was refused, and that is a reason.
            (_, Reading::No)
                if is_reason(field)
                    && text.contains(' ')
                    && lexicon.word(text) == Word::Refused
                    && !lexicon.is_no_reason(text) =>
            {
                Reading::Text
            }
            // "VOG geweigerd" is about a VOG, whatever it says of it.
            (_, Reading::No | Reading::Pending)
                if field == Field::RegistrationKind && lexicon.registration_kind(text).is_some() =>
            {
                Reading::Text
            }
            // "in opleiding" is a reason; "loopt" is none.
            (_, Reading::Pending) if is_reason(field) && text.contains(' ') => Reading::Text,
            (FieldKind::Text, Reading::Status | Reading::OpenEnd) if !is_status(field) => Reading::Text,
            (_, reading) => reading,
        };
        Some((reading, id))
    }

    fn read_number(
        &mut self,
        lexicon: &Lexicon,
        field: Field,
        percent: bool,
        number: f64,
        value: &Value<'_>,
    ) -> (Reading, TextId) {
        match field.kind() {
            FieldKind::Amount => match amount(if is_percentage(number, percent) { number / 100.0 } else { number }) {
                Some(read) if is_percentage(number, percent) => {
                    (Reading::Amount(read), self.texts.intern(&value.shown()))
                }
                Some(read) => (Reading::Amount(read), TextId::NONE),
                None => (Reading::Unreadable(Reason::NoNumberValue), self.texts.intern(&value.shown())),
            },
            FieldKind::Date if field == Field::RegistrationTakenAway && number == 0.0 => {
                (Reading::No, self.texts.intern(&value.shown()))
            }
            // A bare number in a date column is not guessed to be a date.
            FieldKind::Date => (Reading::Unreadable(Reason::NoDateValue), self.texts.intern(&value.shown())),
            _ if field == Field::Training => {
                (Reading::Unreadable(Reason::NoDateValue), self.texts.intern(&value.shown()))
            }
            FieldKind::Text if is_reason(field) && lexicon.is_no_reason(&value.shown()) => {
                (Reading::No, self.texts.intern(&value.shown()))
            }
            FieldKind::Choice if value.shown() == "1" => (Reading::Yes, self.texts.intern("1")),
            FieldKind::Choice if value.shown() == "0" => (Reading::No, self.texts.intern("0")),
            FieldKind::Share if Share::from_number(number).is_none() => {
                (Reading::Unreadable(Reason::NoShareValue), self.texts.intern(&value.shown()))
            }
            FieldKind::Choice if is_status(field) => {
                (Reading::Unreadable(Reason::NoStatusValue), self.texts.intern(&value.shown()))
            }
            FieldKind::Choice if !takes_any_text(field) => {
                (Reading::Unreadable(Reason::NoChoiceValue), self.texts.intern(&value.shown()))
            }
            _ => (Reading::Text, self.texts.intern(&value.shown())),
        }
    }

    fn word(&mut self, lexicon: &Lexicon, text: &str, id: TextId) -> Reading {
        let index = id.0 as usize;
        if let Some(Some(known)) = self.words.get(index) {
            return *known;
        }
        let reading = match lexicon.word(text) {
            Word::Yes => Reading::Yes,
            Word::No | Word::Refused => Reading::No,
            // "na 1-5-2026" is no way to leave a cell empty.
            Word::Placeholder if calendar::holds_date(text) => Reading::Text,
            Word::Placeholder => Reading::Placeholder,
            Word::Unknown => Reading::Unknown,
            Word::Pending | Word::Renewal => Reading::Pending,
            Word::OpenEnd => Reading::OpenEnd,
            Word::Other => Reading::Text,
            _ => Reading::Status,
        };
        if self.words.len() <= index {
            self.words.resize(index + 1, None);
        }
        self.words[index] = Some(reading);
        reading
    }
}

/// The date of a cell; words before it may say what it is the date of.
fn date_of(lexicon: &Lexicon, field: Field, text: &str, latest: Date) -> Option<Date> {
    let behind = || calendar::parse_until(lexicon.behind_date_lead(field, text)?, latest);
    let before = || calendar::parse_until(lexicon.before_date_tail(field, text)?, latest);
    let is_training = matches!(field, Field::Training | Field::TrainingDate);
    let last_day = || calendar::last_day(text, latest).filter(|_| is_training);
    calendar::parse_until(text, latest).or_else(behind).or_else(before).or_else(last_day)
}

fn ends_employment(field: Field) -> bool {
    matches!(field, Field::EmploymentEnd | Field::EmploymentEndDetail)
}

/// Whether the words of a text that are no date say yes, and nothing else.
fn is_yes_beside_date(lexicon: &Lexicon, text: &str, latest: Date) -> bool {
    lexicon.is_yes_beside_date(&calendar::beside_date(text, latest))
}

/// Whether a second column says something that the better one may not: a no, the date of another VOG, or another end
/// date. A yes adds nothing.
fn adds(fact: &Fact, text: &str) -> bool {
    match fact.field {
        Field::VogIssued | Field::VogAtStart => match fact.reading {
            Reading::No | Reading::Date(_) | Reading::Unknown | Reading::Uncalculated | Reading::Error => true,
            // A remark is no date that failed.
            Reading::Unreadable(_) => text.bytes().any(|b| b.is_ascii_digit()),
            _ => false,
        },
        Field::SkjValidUntil | Field::BigValidUntil | Field::RegistrationValidUntil => match fact.reading {
            Reading::Date(_) | Reading::OpenEnd | Reading::Uncalculated | Reading::Error => true,
            Reading::Unreadable(_) => text.bytes().any(|b| b.is_ascii_digit()),
            _ => false,
        },
        Field::ExemptionUntil | Field::Opinion => fact.reading != Reading::Placeholder,
        Field::RegistrationTakenAway => !matches!(fact.reading, Reading::No | Reading::Placeholder),
        Field::RegistrationIssued => matches!(fact.reading, Reading::Date(_) | Reading::No),
        // Who has two functions works in both.
        Field::Function => fact.reading == Reading::Text,
        // Of two statuses each may deny the other.
        field if is_status(field) => true,
        _ => matches!(fact.reading, Reading::No | Reading::Status | Reading::Pending | Reading::Unknown),
    }
}

/// Choice fields in which any text says yes: a certificate number, the name of the girl one is mentor of.
fn takes_any_text(field: Field) -> bool {
    matches!(field, Field::TrainingCertificate | Field::Mentor)
}

/// Whether a text has digits and no letters: meant as a date, a year, a number.
fn is_figures(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit()) && !text.chars().any(char::is_alphabetic)
}

fn is_name(field: Field) -> bool {
    matches!(field, Field::Name | Field::FirstName | Field::Infix | Field::LastName)
}

/// Fields in which a word such as "ja" or "actief" is a title like any other.
fn is_title(field: Field) -> bool {
    matches!(field, Field::Function | Field::Group | Field::Location | Field::Contract | Field::EducationLevel)
}

/// Fields in which people write sentences.
fn is_reason(field: Field) -> bool {
    matches!(field, Field::ExemptionReason | Field::Substantiation)
}

/// Fields about the state of a registration.
fn is_status(field: Field) -> bool {
    matches!(field, Field::SkjStatus | Field::BigStatus | Field::RegistrationStatus | Field::VogStatus)
}

fn unreadable(kind: FieldKind) -> Reason {
    match kind {
        FieldKind::Date => Reason::NoDateValue,
        FieldKind::Choice => Reason::NoChoiceValue,
        FieldKind::Share => Reason::NoShareValue,
        _ => Reason::NoNumberValue,
    }
}

/// Whether some part of a cell stands for more than an empty cell.
fn names_something(lexicon: &Lexicon, text: &str) -> bool {
    let parts = text.split(['/', ';', '+', ',', '\n']).map(str::trim).filter(|part| !part.is_empty());
    parts.clone().count() > 1 && parts.clone().any(|part| lexicon.word(part) == Word::Other)
}

/// From this year on, the last day of a year stands for no end.
const FAR_YEAR: i16 = 2099;

fn plausible(date: Date, latest: Date) -> Reading {
    // Programs that cannot leave an end empty write the last day of a far year, or the first day behind it.
    let last_or_first = matches!((date.month(), date.day()), (12, 31) | (1, 1));
    if date.year() == 9999 || date.year() >= FAR_YEAR && last_or_first {
        Reading::OpenEnd
    } else if date.year() < FIRST_YEAR || date > latest {
        Reading::Unreadable(Reason::ImplausibleDate)
    } else {
        Reading::Date(date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_once() {
        let mut texts = Texts::default();
        let (first, second, again) = (texts.intern("Kube"), texts.intern("Lima"), texts.intern("Kube"));
        assert_eq!((first, texts.len()), (again, 2));
        assert_ne!(first, second);
        assert_eq!((texts.text(first), texts.text(second), texts.text(TextId::NONE)), ("Kube", "Lima", ""));
        texts.end();
        assert_eq!((texts.intern("Mike"), texts.intern("Lima"), texts.len()), (TextId(2), second, 3));
        let mut others = texts.only(&[true, false, true]);
        assert_eq!((others.text(first), others.text(second)), ("Kube", ""));
        assert_eq!([others.intern("Kube"), others.intern("Lima"), others.intern("Mike")].map(|id| id.0), [0, 3, 2]);
    }

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (text, amount) in [
            ("0,89", 8_900),
            ("0.89", 8_900),
            ("89%", 8_900),
            ("32 uur", 320_000),
            ("32,5u", 325_000),
            ("32:30", 325_000),
            ("1 fte", 10_000),
            ("-0,5", -5_000),
            ("32 uur p/w", 320_000),
            ("32 u/w", 320_000),
            ("32 uur per week", 320_000),
            ("32/week", 320_000),
            ("0-uren", 0),
        ] {
            assert_eq!(amount_of(text, false), Some(amount), "{text}");
        }
        for text in ["", "veel", "0,8,9", "uur", "32-36", "1e3", "1:75"] {
            assert_eq!(amount_of(text, false), None, "{text}");
        }
        for (text, field, other) in [
            ("0,8 fte", Field::Hours, true),
            ("80%", Field::Hours, true),
            ("24 uur", Field::Fte, true),
            ("24u", Field::Fte, true),
            ("32 uur per week", Field::Hours, false),
            ("80%", Field::Fte, false),
            ("0-uren", Field::Fte, false),
        ] {
            assert_eq!(is_other_unit(text, field), other, "{text}");
        }
        for (text, amount) in [("89", 8_900), ("100", 10_000), ("0,89", 8_900), ("1", 10_000), ("0,89%", 89)] {
            assert_eq!(amount_of(text, true), Some(amount), "{text}");
        }
    }

    #[test]
    fn a_fact_is_small() {
        assert!(size_of::<Fact>() <= 16, "{}", size_of::<Fact>());
        assert_eq!(shown_amount(8_889), "0,8889");
        assert_eq!(shown_amount(10_000), "1");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, digits) in [
            ("110001234", Some("110001234")),
            ("SKJ 110 001 234", Some("110001234")),
            ("SKJ-nr. 110.001.234", Some("110001234")),
            ("'110001234", Some("110001234")),
            ("BIG: 19012345630", Some("19012345630")),
            ("volgt", None),
            ("ja, 110001234, tot 1-3-2029", Some("110001234")),
            ("Ja (110001234; t/m 1-3-2029)", Some("110001234")),
            ("ja, volgt, tot 1-3-2029", None),
            ("jansen, tot 1-3-2029", None),
            ("110001234 (geldig tot mei)", None),
            ("SKJ 110001234 (2028)", None),
            ("110001234, 2028", None),
            ("", None),
        ] {
            assert_eq!(digits_of(text).as_deref(), digits, "{text}");
        }
    }
}
