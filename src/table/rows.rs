//! Which rows below a header are rows of data: totals, section headings, notes, examples and stray cells are not.
//!
//! A row with only a name is a person when it stands in the table, and a heading or a note when it does not. What stands
//! below decides that, so such rows wait until the next row of data, or the end. A row that says nothing a person's row
//! says is never certainly a person: it is left out with its reason, or counted with a doubt.

use super::signs::{
    counts_up, has_initials, is_explanation, is_large, is_personal, is_plausible, kept_by_people, says_nothing,
    starts_as_a_word,
};
use super::{Column, Table};
use crate::cell::{Row, SheetIndex, Value};
use crate::finding::FunctionClass;
use crate::fold::fold;
use crate::lexicon::{Field, FieldKind, Heading, Lexicon, Role};

/// Why a row is not in the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOutReason {
    /// "Totaal".
    Total,
    /// A heading between the rows.
    SectionHeading,
    /// The header once more.
    RepeatedHeader,
    /// A post that nobody fills.
    Vacancy,
    /// Words below the header that explain the columns.
    Explanation,
    /// A row that shows how to fill in the others.
    Example,
    /// Cells outside the table or without a name.
    Stray,
}

impl LeftOutReason {
    /// The reason in Dutch.
    pub fn name(self) -> &'static str {
        match self {
            LeftOutReason::Total => "totaalregel",
            LeftOutReason::SectionHeading => "tussenkop",
            LeftOutReason::RepeatedHeader => "herhaalde kopregel",
            LeftOutReason::Vacancy => "vacature",
            LeftOutReason::Explanation => "uitleg onder de kop",
            LeftOutReason::Example => "voorbeeldregel",
            LeftOutReason::Stray => "losse cellen",
        }
    }
}

/// A row that is not in the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// Which sheet.
    pub sheet: SheetIndex,
    /// Zero-based row.
    pub row: u32,
    /// Why.
    pub reason: LeftOutReason,
}

/// What a row turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A row of data.
    Data,
    /// Perhaps a row of data: too little stands there to be sure.
    Doubtful,
    /// More about the person on the row above.
    Continuation,
    /// Not in the count.
    Out(LeftOutReason),
    /// Only one text or number: ask again with [`Sorter::settle`] when the next row is known.
    Lone,
}

/// Sorts the rows of one table.
pub struct Sorter {
    columns: Vec<Column>,
    header_row: u32,
    role: Role,
    named: bool,
    /// Per column number the index in `columns`, for speed.
    by_column: Vec<Option<u16>>,
    /// The first column that is used.
    first_used: u16,
    last_data: Option<u32>,
    /// The last row of data but one: rows that waited stand between the two.
    before: Option<u32>,
    /// Whether a row of data had its group in the group column.
    grouped: bool,
    /// The last row that was sorted, whatever it was.
    last_row: Option<u32>,
    /// Whether the rows belong to a block that explains the list, below it.
    explains: bool,
    /// Section headings seen so far.
    sections: u32,
    /// Rows of data with and without digits in their personnel number, and how long the last such number was.
    numbered: u32,
    unnumbered: u32,
    number_length: usize,
}

impl Sorter {
    /// For the rows of a table of a kind.
    pub fn new(table: &Table, role: Role) -> Self {
        let mut by_column = Vec::new();
        for (index, column) in (0u16..).zip(&table.columns) {
            let at = usize::from(column.column);
            if by_column.len() <= at {
                by_column.resize(at + 1, None);
            }
            by_column[at] = Some(index);
        }
        Sorter {
            columns: table.columns.clone(),
            header_row: table.header_row,
            role,
            named: table.has_any(NAMES),
            by_column,
            first_used: table
                .columns
                .iter()
                .filter(|column| column.field().is_some())
                .map(|column| column.column)
                .min()
                .unwrap_or(0),
            last_data: None,
            before: None,
            grouped: false,
            last_row: None,
            explains: false,
            sections: 0,
            numbered: 0,
            unnumbered: 0,
            number_length: 0,
        }
    }

    /// The column of the table, if it has a heading.
    pub fn column(&self, column: u16) -> Option<&Column> {
        let index = (*self.by_column.get(usize::from(column))?)?;
        Some(&self.columns[usize::from(index)])
    }

    /// Whether rows name their group themselves.
    pub fn is_grouped(&self) -> bool {
        self.grouped
    }

    /// Sorts a row below the header.
    pub fn sort(&mut self, row: &Row<'_>, lexicon: &Lexicon) -> Kind {
        let seen = self.look(row, lexicon);
        let apart = self.last_data.is_some() && self.last_row.is_some_and(|last| row.index > last + 1);
        self.last_row = Some(row.index);
        let kind = if self.is_beside(row, apart, lexicon, &seen) {
            if seen.filled == 1 { Kind::Lone } else { Kind::Out(LeftOutReason::Stray) }
        } else {
            self.decide(row, lexicon, &seen)
        };
        if matches!(kind, Kind::Data | Kind::Doubtful | Kind::Continuation) {
            self.before = self.last_data.replace(row.index);
            self.grouped |= seen.group;
            if kind == Kind::Data {
                if seen.number.is_some() && seen.digits > 0 {
                    self.numbered += 1;
                    self.number_length = seen.digits;
                } else {
                    self.unnumbered += 1;
                }
            }
        }
        kind
    }

    /// Whether a row below the people stands in a block about something else: a legend, whom to call, a list of trainings, a remark. It
    /// begins behind an empty row with words that say so, and goes on as long as its rows hold nothing that only people have.
    fn is_beside(&mut self, row: &Row<'_>, apart: bool, lexicon: &Lexicon, seen: &Seen<'_>) -> bool {
        let few = seen.filled <= MOST_BESIDE && seen.digits == 0 && !seen.personal && !seen.group;
        if self.role != Role::Staff || !few || !apart && !self.explains || self.repeats_header(row) {
            self.explains = false;
            return false;
        }
        if !apart {
            return true;
        }
        let texts: Vec<&str> = row.cells.iter().filter_map(|(_, value)| text_of(Some(value))).collect();
        let headings = || {
            let known = |text: &&str| {
                [lexicon.heading(text), lexicon.heading_on(Role::Trainings, text)]
                    .iter()
                    .any(|meaning| *meaning != Heading::Unknown)
            };
            texts.len() > 1 && texts.iter().filter(|text| !text.is_empty()).all(known)
        };
        self.explains = seen.first_text.is_some_and(|text| lexicon.is_legend(text)) || headings();
        let class = |text: &str| lexicon.function_class(text, "") != FunctionClass::Onbekend;
        let (name, function) = (text_of(seen.name), text_of(seen.function));
        let remark = seen.filled == 2
            && name.zip(function).is_some_and(|(name, function)| {
                // "Teamleider: Karel Proef", "Eva Proef: gaat per 1 augustus naar Talita".
                !class(function)
                    && (class(name) && is_plausible(function)
                        || function.bytes().any(|byte| byte.is_ascii_digit())
                            && function.split_whitespace().count() > 3)
            });
        self.explains || remark
    }

    fn look<'r>(&self, row: &'r Row<'_>, lexicon: &Lexicon) -> Seen<'r> {
        let mut seen = Seen::default();
        for (number, value) in &row.cells {
            if value.is_blank() {
                continue;
            }
            seen.cells += 1;
            // Below "Gespecialiseerd" a nought is a no.
            let answers = || self.column(*number).and_then(Column::field) == Some(Field::Specialised);
            if says_nothing(value) && !(value.shown() == "0" && answers()) {
                continue;
            }
            seen.filled += 1;
            if let (None, Value::Text(text)) = (seen.first_text, value) {
                (seen.first_text, seen.first_column) = (Some(text.as_ref()), *number);
            }
            let Some(field) = self.column(*number).and_then(Column::field) else {
                continue;
            };
            seen.recognised += 1;
            match field {
                Field::PersonnelNumber => {
                    seen.digits = match value {
                        Value::Text(text) => text.bytes().filter(u8::is_ascii_digit).count(),
                        value => value.shown().bytes().filter(u8::is_ascii_digit).count(),
                    };
                    seen.number = Some(value);
                }
                Field::Name | Field::LastName | Field::FirstName => seen.name = seen.name.or(Some(value)),
                Field::Infix | Field::ExpectationTheme => {}
                Field::Function => seen.function = Some(value),
                Field::Group => seen.group = true,
                Field::ExpectationNumber | Field::Expectation | Field::Opinion => seen.expectations += 1,
                Field::Fte | Field::Hours => {
                    seen.amounts += 1;
                    seen.large |= is_large(value, field);
                }
                // One such cell decides: reading them all would cost more than reading the row.
                _ => seen.personal = seen.personal || is_personal(value, field, lexicon),
            }
        }
        seen
    }

    fn decide(&self, row: &Row<'_>, lexicon: &Lexicon, seen: &Seen<'_>) -> Kind {
        use LeftOutReason::{Example, RepeatedHeader, SectionHeading, Stray, Total, Vacancy};
        if seen.filled == 0 {
            return Kind::Out(Stray);
        }
        // Most rows: somebody with a number or name, and something that only people have.
        if seen.personal && seen.digits > 0 && seen.name.is_some() && self.last_data.is_some() {
            return Kind::Data;
        }
        if self.repeats_header(row) {
            return Kind::Out(RepeatedHeader);
        }
        if seen.digits == 0 && self.is_example(row, seen, lexicon) {
            return Kind::Out(Example);
        }
        if self.last_data.is_none()
            && let Some(reason) = self.below_header(row, lexicon, seen)
        {
            return Kind::Out(reason);
        }
        let name = text_of(seen.name);
        let number = text_of(seen.number).filter(|_| seen.digits == 0);
        let function = text_of(seen.function);
        let somebody = seen.function.is_some() && (seen.digits > 0 || name.is_some_and(has_initials));
        let texts = || [seen.first_text, number, name, function].into_iter().flatten();
        if !seen.personal && !somebody && texts().any(|text| lexicon.is_total(text)) {
            return Kind::Out(Total);
        }
        let vacant = |text: Option<&str>| text.is_some_and(|text| lexicon.is_vacancy(text));
        let posts = vacant(number) || vacant(name) || (name.is_none() && vacant(function));
        if posts && seen.digits == 0 && !self.is_registered(row, lexicon) || posts && !seen.personal {
            return Kind::Out(Vacancy);
        }
        // Somebody works there, and nobody knows who.
        let pool = |text: Option<&str>| text.is_some_and(|text| lexicon.is_pool(text));
        let unnamed = seen.digits == 0 && function.is_some() && (pool(name) || name.is_none() && pool(number));
        if self.role == Role::Staff && unnamed && !self.is_registered(row, lexicon) {
            return Kind::Doubtful;
        }
        if self.role == Role::Register {
            // A row without a number says nothing about a registration that can be found again.
            return if self.has_number(row) { Kind::Data } else { Kind::Out(Stray) };
        }
        if self.role == Role::Expectations {
            // A word alone is the heading of the rows below it; a number alone is an expectation without an opinion.
            let figures = seen.first_text.is_none_or(|text| text.starts_with(|c: char| c.is_ascii_digit()));
            return match seen.recognised {
                0 => aside(seen, lexicon),
                _ if seen.expectations > 0 && (seen.filled > 1 || figures) => Kind::Data,
                _ if seen.filled == 1 => Kind::Out(SectionHeading),
                _ => Kind::Out(Stray),
            };
        }
        if self.role == Role::Groups {
            return match seen.recognised {
                0 if seen.cells == 1 => aside(seen, lexicon),
                0 => Kind::Out(Stray),
                1 if seen.group => Kind::Lone,
                _ => Kind::Data,
            };
        }
        let label = number.is_some() && self.named && self.numbered >= self.unnumbered;
        let note = |text: &str| lexicon.is_note(text) || text.trim_end().ends_with(':') || !starts_as_a_word(text);
        let noted = number.is_some_and(note) || name.is_some_and(note);
        let nobody = seen.function.is_none() && (seen.name.is_none() || number.is_none());
        if noted && seen.digits == 0 && (!seen.personal || nobody && !self.is_registered(row, lexicon)) {
            return if seen.filled == 1 { Kind::Lone } else { Kind::Out(Stray) };
        }
        if seen.filled == 1 && seen.recognised <= 1 && seen.amounts == 0 && !seen.personal {
            // Before the columns that are used stands what the rows below are about; behind them stand notes.
            let heads =
                |text: &str| seen.first_column < self.first_used && !note(text) || lexicon.is_section_word(text);
            let heading = self.role == Role::Staff && seen.first_text.is_some_and(heads);
            return if seen.recognised == 1 || heading { Kind::Lone } else { aside(seen, lexicon) };
        }
        if seen.recognised == 0 {
            return Kind::Out(Stray);
        }
        let nobody = seen.function.is_none() && seen.digits == 0 && !seen.personal;
        if self.role == Role::Staff
            && nobody
            && seen.amounts > 0
            && seen.first_text.is_some_and(|text| lexicon.is_section_word(text))
        {
            return Kind::Out(SectionHeading);
        }
        if seen.name.is_none() && seen.digits == 0 && number.is_none() {
            return self.without_identity(row, lexicon, seen, function);
        }
        if self.role != Role::Staff {
            return if label && name.is_none_or(|name| !is_plausible(name)) && !seen.personal {
                Kind::Out(Stray)
            } else {
                Kind::Data
            };
        }
        let plausible = name.is_some_and(|name| is_plausible(name) && !lexicon.is_section_word(name));
        let adjacent = self.last_data.is_none_or(|last| row.index == last + 1);
        if seen.personal {
            // A date beside a word that is no number and no name may be about the list itself.
            return if label && !plausible && seen.function.is_none() { Kind::Doubtful } else { Kind::Data };
        }
        if seen.function.is_some() {
            let more = seen.group || seen.amounts > 0;
            let stranger = (label || seen.digits == 0) && self.numbered > self.unnumbered;
            let spelled = name.is_some_and(|name| name.chars().filter(|c| c.is_alphabetic()).count() > 3);
            return match (stranger, more, plausible) {
                (false, ..) | (true, true, true) => Kind::Data,
                (true, ..) if more || plausible || adjacent && spelled && !label => Kind::Doubtful,
                (true, ..) => Kind::Out(Stray),
            };
        }
        // From here on nothing is known of function, start, registration, training and VOG.
        let fits = seen.digits > 0 && (self.number_length == 0 || seen.digits == self.number_length);
        if seen.amounts > 0 {
            return match () {
                () if seen.large || !(fits || plausible) || (seen.name.is_none() && self.named) => Kind::Out(Total),
                () => Kind::Doubtful,
            };
        }
        let named = adjacent && (plausible || fits || seen.group && name.is_some()) || fits && plausible;
        Kind::Out(match () {
            () if named && (adjacent || !label) => return Kind::Doubtful,
            () if name.is_some_and(|name| lexicon.is_section_word(name)) => SectionHeading,
            () => Stray,
        })
    }

    /// A row without a name and number.
    fn without_identity(&self, row: &Row<'_>, lexicon: &Lexicon, seen: &Seen<'_>, function: Option<&str>) -> Kind {
        use LeftOutReason::{Stray, Total};
        let adjacent = self.last_data.is_some_and(|last| row.index == last + 1);
        if seen.amounts == seen.recognised || seen.large && !seen.personal {
            return Kind::Out(Total);
        }
        match function {
            None if seen.function.is_some() => Kind::Out(Stray),
            None if adjacent && (seen.personal || seen.group) => Kind::Continuation,
            None if seen.personal || seen.recognised > 1 && self.role != Role::Staff => Kind::Doubtful,
            None => Kind::Out(Stray),
            Some(_) if self.role != Role::Staff => Kind::Data,
            Some(title) => {
                let known = lexicon.function_class(title, "") != FunctionClass::Onbekend;
                if known || seen.group || seen.personal { Kind::Data } else { Kind::Out(Stray) }
            }
        }
    }

    /// Whether a row of an extract holds the number of a registration.
    fn has_number(&self, row: &Row<'_>) -> bool {
        row.cells.iter().any(|(number, value)| {
            let field = self.column(*number).and_then(Column::field);
            matches!(field, Some(Field::SkjNumber | Field::BigNumber | Field::RegistrationNumber))
                && value.shown().bytes().any(|byte| byte.is_ascii_digit())
        })
    }

    /// Whether a row holds a registration or VOG: no vacancy has one.
    fn is_registered(&self, row: &Row<'_>, lexicon: &Lexicon) -> bool {
        row.cells.iter().any(|(number, value)| {
            let field = self.column(*number).and_then(Column::field);
            field.is_some_and(|field| {
                !matches!(field, Field::EmploymentStart | Field::EmploymentEnd)
                    && kept_by_people(field)
                    && is_personal(value, field, lexicon)
            })
        })
    }

    /// Whether nothing else than "voorbeeld" stands where others have their number, or a group its name.
    fn is_example(&self, row: &Row<'_>, seen: &Seen<'_>, lexicon: &Lexicon) -> bool {
        let says = |value: &Value<'_>| matches!(value, Value::Text(text) if lexicon.is_only_example(text));
        let group = |(number, value): &(u16, Value<'_>)| {
            self.column(*number).and_then(Column::field) == Some(Field::Group) && says(value)
        };
        seen.number.is_some_and(says) || self.role == Role::Groups && row.cells.iter().any(group)
    }

    /// Words directly below the header: what the columns ask, their numbers, or an example.
    fn below_header(&self, row: &Row<'_>, lexicon: &Lexicon, seen: &Seen<'_>) -> Option<LeftOutReason> {
        if row.index > self.header_row + BELOW_HEADER {
            return None;
        }
        let shown: Vec<_> =
            row.cells.iter().filter(|(_, value)| !value.is_blank()).map(|(_, value)| value.shown()).collect();
        let texts: Vec<&str> = shown.iter().map(|text| text.trim()).collect();
        if texts.len() >= 3 && counts_up(&texts) {
            return Some(LeftOutReason::Explanation);
        }
        let example = |value: Option<&Value<'_>>| text_of(value).is_some_and(|text| lexicon.is_example(text));
        if example(seen.number) || example(seen.name) {
            return Some(LeftOutReason::Example);
        }
        // No date, number or amount in any column that asks for one, but words in several of them.
        let (mut asked, mut words) = (0, 0);
        for (number, value) in &row.cells {
            let Some(field) = self.column(*number).and_then(Column::field) else {
                continue;
            };
            let typed = matches!(field.kind(), FieldKind::Date | FieldKind::Amount | FieldKind::Number);
            if typed && !value.is_blank() {
                asked += 1;
                words += usize::from(is_explanation(value, field, lexicon));
            }
        }
        (asked >= 2 && words == asked).then_some(LeftOutReason::Explanation)
    }

    /// Decides what a row with only one text or number is, once it is known whether a row of data follows it. `column` is where it stands.
    pub fn settle(&mut self, row: u32, column: u16, text: &str, data_follows: bool, lexicon: &Lexicon) -> Kind {
        let field = self.column(column).and_then(Column::field);
        let number = text.len() <= 12 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let last = if data_follows { self.before } else { self.last_data };
        let kind = self.settled(row, text, field, number, last, data_follows, lexicon);
        if kind != Kind::Out(LeftOutReason::Stray) {
            *(if data_follows { &mut self.before } else { &mut self.last_data }) = Some(row);
        }
        kind
    }

    #[expect(clippy::too_many_arguments, reason = "what is known of one cell and the rows around it")]
    fn settled(
        &mut self,
        row: u32,
        text: &str,
        field: Option<Field>,
        number: bool,
        last: Option<u32>,
        data_follows: bool,
        lexicon: &Lexicon,
    ) -> Kind {
        let adjacent = last.is_some_and(|last| row == last + 1);
        let heading = Kind::Out(if data_follows { LeftOutReason::SectionHeading } else { LeftOutReason::Stray });
        match self.role {
            Role::Groups if (adjacent || data_follows) && last.is_some() => return Kind::Data,
            Role::Staff => {}
            _ => return heading,
        }
        // "* = tijdelijk contract".
        let explains = text.trim_matches('=').contains('=');
        if lexicon.is_note(text) || lexicon.is_legend(text) || explains {
            return Kind::Out(LeftOutReason::Stray);
        }
        if !number && data_follows && self.is_section(row, text, field, last, lexicon) {
            self.sections += 1;
            return Kind::Out(LeftOutReason::SectionHeading);
        }
        let person = match field {
            Some(Field::PersonnelNumber) if self.named || number => {
                number && (self.number_length == 0 || text.len() == self.number_length)
            }
            Some(Field::PersonnelNumber | Field::Name | Field::LastName) => {
                text.split_whitespace().count() >= 2 && is_plausible(text) && !lexicon.is_section_word(text)
            }
            _ => false,
        };
        if person && (adjacent || data_follows) { Kind::Doubtful } else { heading }
    }

    /// Whether a text above rows of data names what follows. Where the rows name their groups themselves, a name alone may
    /// as well be somebody's.
    fn is_section(&self, row: u32, text: &str, field: Option<Field>, last: Option<u32>, lexicon: &Lexicon) -> bool {
        let names = matches!(field, Some(Field::Name | Field::LastName | Field::FirstName));
        let own_column =
            field == Some(Field::PersonnelNumber) && self.named || !names && field != Some(Field::PersonnelNumber);
        let apart = last.is_none_or(|last| row > last + 1);
        own_column
            || lexicon.is_section_word(text)
            || !is_plausible(text)
            || !self.grouped && (self.sections > 0 || apart)
    }

    fn repeats_header(&self, row: &Row<'_>) -> bool {
        let (mut same, mut other) = (0, 0);
        for (number, value) in &row.cells {
            let Some(column) = self.column(*number) else {
                continue;
            };
            // Lengths first: folding every cell of every row would cost more than reading it.
            match value {
                Value::Text(text)
                    if text.len().abs_diff(column.header.len()) <= 2 && fold(text) == fold(&column.header) =>
                {
                    same += 1;
                }
                value if value.is_blank() => {}
                _ => other += 1,
            }
        }
        same >= 2 && same > other
    }
}

const NAMES: &[Field] = &[Field::Name, Field::LastName, Field::FirstName];
/// Cells on a row of a legend or of a list of something else below the people, at most.
const MOST_BESIDE: u32 = 3;
/// Explanations and examples stand this close below the header.
const BELOW_HEADER: u32 = 3;

/// What was seen in a row. A dash or a zero is not seen.
#[derive(Clone, Copy, Default)]
struct Seen<'r> {
    /// Cells that are not blank.
    cells: u32,
    /// Cells that say something.
    filled: u32,
    /// Cells that say something in a column that is used.
    recognised: u32,
    number: Option<&'r Value<'r>>,
    /// Digits in the personnel number.
    digits: usize,
    name: Option<&'r Value<'r>>,
    function: Option<&'r Value<'r>>,
    group: bool,
    amounts: u32,
    /// Whether the amount is more than one person works.
    large: bool,
    /// Whether a cell holds what only people have: a date, a registration, a training.
    personal: bool,
    /// Cells that name an expectation or give an opinion on it.
    expectations: u32,
    first_text: Option<&'r str>,
    /// Where that stands.
    first_column: u16,
}

/// One text outside the columns that are used: a heading, or a note.
fn aside(seen: &Seen<'_>, lexicon: &Lexicon) -> Kind {
    Kind::Out(if seen.first_text.is_some_and(|text| lexicon.is_section_word(text)) {
        LeftOutReason::SectionHeading
    } else {
        LeftOutReason::Stray
    })
}

fn text_of<'v>(value: Option<&'v Value<'_>>) -> Option<&'v str> {
    match value {
        Some(Value::Text(text)) => Some(text.trim()),
        _ => None,
    }
}
