//! Which rows below a header are rows of data: totals, section headings, repeated headers and stray cells are not.
//!
//! A row with only a name is a person when it stands in the table, and a heading or a note when it does not. What stands
//! below decides that, so such rows wait until the next row of data, or the end.

use super::{Column, Table};
use crate::cell::{Row, SheetIndex, Value};
use crate::fold::fold;
use crate::lexicon::{Field, Lexicon, Role};

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
    /// Not in the count.
    Out(LeftOutReason),
    /// Only a name or number: ask again with [`Sorter::settle`] when the next row is known.
    Lone,
}

/// Sorts the rows of one table.
pub struct Sorter<'t> {
    table: &'t Table,
    role: Role,
    /// Per column number the index in `table.columns`, for speed.
    by_column: Vec<Option<u16>>,
    last_data: Option<u32>,
}

impl<'t> Sorter<'t> {
    /// For the rows of a table of a kind.
    pub fn new(table: &'t Table, role: Role) -> Self {
        let mut by_column = Vec::new();
        for (index, column) in (0u16..).zip(&table.columns) {
            let at = usize::from(column.column);
            if by_column.len() <= at {
                by_column.resize(at + 1, None);
            }
            by_column[at] = Some(index);
        }
        Sorter { table, role, by_column, last_data: None }
    }

    /// The column of the table, if it has a heading.
    pub fn column(&self, column: u16) -> Option<&'t Column> {
        let index = (*self.by_column.get(usize::from(column))?)?;
        Some(&self.table.columns[usize::from(index)])
    }

    /// Sorts a row below the header.
    pub fn sort(&mut self, row: &Row<'_>, lexicon: &Lexicon) -> Kind {
        let mut recognised = 0u32;
        let mut identity: Option<&Value<'_>> = None;
        let mut identities = 0u32;
        let mut vacancy = false;
        let mut function = false;
        let mut group = false;
        let mut amounts = 0u32;
        let mut first_text: Option<&str> = None;
        for (number, value) in &row.cells {
            if value.is_blank() {
                continue;
            }
            if let (None, Value::Text(text)) = (first_text, value) {
                first_text = Some(text);
            }
            let Some(field) = self.column(*number).and_then(Column::field) else {
                continue;
            };
            recognised += 1;
            match field {
                Field::PersonnelNumber | Field::Name | Field::LastName | Field::FirstName => {
                    identities += 1;
                    identity = identity.or(Some(value));
                    vacancy |= matches!(value, Value::Text(text) if lexicon.is_vacancy(text));
                }
                Field::Function => function = true,
                Field::Group => group = true,
                Field::Fte | Field::Hours => amounts += 1,
                _ => {}
            }
        }
        let kind = self.decide(
            row,
            lexicon,
            Seen { recognised, identity, identities, vacancy, function, group, amounts, first_text },
        );
        if kind == Kind::Data {
            self.last_data = Some(row.index);
        }
        kind
    }

    fn decide(&self, row: &Row<'_>, lexicon: &Lexicon, seen: Seen<'_>) -> Kind {
        use LeftOutReason::{RepeatedHeader, SectionHeading, Stray, Total, Vacancy};
        if let Some(text) = seen.first_text
            && !(seen.function && seen.identities > 1)
            && lexicon.is_total(text)
        {
            return Kind::Out(Total);
        }
        if self.repeats_header(row) {
            return Kind::Out(RepeatedHeader);
        }
        let Some(identity) = seen.identity else {
            return match seen.recognised {
                1 if self.role == Role::Groups && seen.group => Kind::Lone,
                1.. if self.role == Role::Groups => Kind::Data,
                0 => {
                    Kind::Out(if row.cells.len() == 1 && seen.first_text.is_some_and(|t| lexicon.is_section_word(t)) {
                        SectionHeading
                    } else {
                        Stray
                    })
                }
                1 => Kind::Out(if seen.amounts == 1 { Total } else { Stray }),
                count if seen.amounts == count => Kind::Out(Total),
                _ => Kind::Data,
            };
        };
        if seen.vacancy {
            return Kind::Out(Vacancy);
        }
        if let Value::Text(text) = identity
            && seen.recognised - seen.amounts == 1
            && !seen.function
            && lexicon.is_section_word(text)
        {
            return Kind::Out(SectionHeading);
        }
        if seen.recognised == 1 { Kind::Lone } else { Kind::Data }
    }

    /// Decides what a row with only a name or number is, once it is known whether rows of data follow it.
    pub fn settle(&mut self, row: u32, text: &str, data_follows: bool) -> Kind {
        let two_words =
            text.split_whitespace().count() >= 2 && text.len() <= 60 && !text.bytes().any(|b| b.is_ascii_digit());
        let number = !text.is_empty() && text.len() <= 12 && text.bytes().all(|b| b.is_ascii_digit());
        let adjacent = self.last_data.is_some_and(|last| row == last + 1);
        let named = self.role == Role::Groups || (self.role == Role::Staff && (two_words || number));
        if named && (adjacent || data_follows) && self.last_data.is_some() {
            self.last_data = Some(row);
            return Kind::Data;
        }
        Kind::Out(if data_follows { LeftOutReason::SectionHeading } else { LeftOutReason::Stray })
    }

    fn repeats_header(&self, row: &Row<'_>) -> bool {
        let mut same = 0;
        for (number, value) in &row.cells {
            let (Value::Text(text), Some(column)) = (value, self.column(*number)) else {
                continue;
            };
            // Lengths first: folding every cell of every row would cost more than reading it.
            if text.len().abs_diff(column.header.len()) <= 2 && fold(text) == fold(&column.header) {
                same += 1;
                if same == 2 {
                    return true;
                }
            }
        }
        false
    }
}

/// What was seen in a row.
#[derive(Clone, Copy)]
struct Seen<'r> {
    recognised: u32,
    identity: Option<&'r Value<'r>>,
    identities: u32,
    vacancy: bool,
    function: bool,
    group: bool,
    amounts: u32,
    first_text: Option<&'r str>,
}
