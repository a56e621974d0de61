//! Places and contents of cells: what the reading floor hands up and every value points back to.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::calendar;

/// Number of columns of the grid (`A` to `XFD`).
pub const COLUMNS: u32 = 16_384;

/// A zero-based row and column; shown as Excel does (`J16`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Position {
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub column: u16,
}

impl Position {
    /// The first cell of a sheet, which stands for the sheet as a whole.
    pub const CORNER: Position = Position { row: 0, column: 0 };
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", Letters(self.column), self.row + 1)
    }
}

/// The letters of a zero-based column: 0 is `A`, 16383 is `XFD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letters(pub u16);

impl fmt::Display for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut buffer = [0u8; 4];
        let mut start = buffer.len();
        let mut rest = u32::from(self.0) + 1;
        while rest > 0 {
            rest -= 1;
            start -= 1;
            buffer[start] = b'A' + u8::try_from(rest % 26).expect("a remainder of 26 fits");
            rest /= 26;
        }
        f.write_str(std::str::from_utf8(&buffer[start..]).expect("letters are ASCII"))
    }
}

impl FromStr for Letters {
    type Err = NoColumn;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() || text.len() > 3 {
            return Err(NoColumn);
        }
        let mut number = 0u32;
        for byte in text.bytes() {
            if !byte.is_ascii_alphabetic() {
                return Err(NoColumn);
            }
            number = number * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1;
        }
        if number > COLUMNS {
            return Err(NoColumn);
        }
        u16::try_from(number - 1).map(Letters).map_err(|_| NoColumn)
    }
}

/// A text that is no column between `A` and `XFD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoColumn;

/// The number of a sheet over all inputs of one run, in the order of the files and their sheets.
pub type SheetIndex = u16;

/// The number of a table over all inputs of one run: a sheet may hold several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TableIndex(pub u16);

/// One cell of the inputs of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Which sheet, over all inputs.
    pub sheet: SheetIndex,
    /// Which cell of it.
    pub position: Position,
}

/// A cell of the inputs or none, in half the room of an option: the statuses of everybody keep several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// [`Spot::NOWHERE`] when there is none.
    row: u32,
    sheet: SheetIndex,
    column: u16,
}

impl Spot {
    /// A row beyond every sheet.
    const NOWHERE: u32 = u32::MAX;

    /// The cell, if there is one.
    pub fn place(self) -> Option<Place> {
        let Spot { row, sheet, column } = self;
        (row != Spot::NOWHERE).then_some(Place { sheet, position: Position { row, column } })
    }
}

impl From<Option<Place>> for Spot {
    fn from(place: Option<Place>) -> Spot {
        match place {
            Some(Place { sheet, position: Position { row, column } }) => Spot { row, sheet, column },
            None => Spot { row: Spot::NOWHERE, sheet: 0, column: 0 },
        }
    }
}

/// What stands in a cell. Text borrows from the reader where it can, so that a row costs no allocation.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Value<'a> {
    /// Text as the cell shows it, white space at the edges included.
    Text(#[serde(borrow)] Cow<'a, str>),
    /// A number that no date format covers.
    Number(f64),
    /// A number with a date format: days since 1899-12-30 (the 1900 system; 1904 files are converted).
    Moment(f64),
    /// A number with a duration format such as `[h]:mm`, or hours in a cell that shows a time, in days.
    Duration(f64),
    /// WAAR or ONWAAR.
    Boolean(bool),
    /// An error cell, with its text (`#N/B`).
    Error(#[serde(borrow)] Cow<'a, str>),
    /// A formula of which the file holds no computed value.
    Uncalculated,
}

impl Value<'_> {
    /// The value as a Dutch user sees it: decimal comma, `1-2-2024`, `WAAR`.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Value::Text(text) | Value::Error(text) => Cow::Borrowed(text),
            Value::Number(number) => Cow::Owned(shown_number(*number)),
            Value::Moment(serial) => Cow::Owned(calendar::shown_moment(*serial)),
            Value::Duration(days) => Cow::Owned(calendar::shown_duration(*days)),
            Value::Boolean(true) => Cow::Borrowed("WAAR"),
            Value::Boolean(false) => Cow::Borrowed("ONWAAR"),
            Value::Uncalculated => Cow::Borrowed("(formule zonder berekende waarde)"),
        }
    }

    /// The date behind a bare number of the size that dates in a staffing file have. Only a column that holds nothing else
    /// tells that it is one.
    pub fn date_behind(&self) -> Option<calendar::Date> {
        let number = match self {
            Value::Number(number) => *number,
            Value::Text(text) if text.trim().len() == 5 => text.trim().parse().ok()?,
            _ => return None,
        };
        calendar::from_serial(number).filter(|_| calendar::SERIALS.contains(&number))
    }

    /// The same value, free of the reader it borrowed from.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::Error(text) => Value::Error(Cow::Owned(text.into_owned())),
            Value::Number(number) => Value::Number(number),
            Value::Moment(serial) => Value::Moment(serial),
            Value::Duration(days) => Value::Duration(days),
            Value::Boolean(truth) => Value::Boolean(truth),
            Value::Uncalculated => Value::Uncalculated,
        }
    }

    /// Whether nothing but white space stands here.
    pub fn is_blank(&self) -> bool {
        matches!(self, Value::Text(text) if text.trim().is_empty())
    }
}

/// A number with a decimal comma and no exponent for whole numbers up to 15 digits.
fn shown_number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        #[expect(clippy::cast_possible_truncation, reason = "a whole number of at most 15 digits")]
        return (number as i64).to_string();
    }
    format!("{number}").replace('.', ",")
}

/// One row with at least one filled cell, in the order of its columns.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Row<'a> {
    /// Zero-based row number, as in the sheet.
    pub index: u32,
    /// The filled cells: zero-based column and value, columns ascending.
    #[serde(borrow)]
    pub cells: Vec<(u16, Value<'a>)>,
}

impl<'a> Row<'a> {
    /// The value in a column, if the cell is filled.
    pub fn cell(&self, column: u16) -> Option<&Value<'a>> {
        let at = self.cells.binary_search_by_key(&column, |(c, _)| *c).ok()?;
        Some(&self.cells[at].1)
    }

    /// The only cell in which something stands, with its column.
    pub fn alone(&self) -> Option<(u16, &Value<'a>)> {
        let mut filled = self.cells.iter().filter(|(_, value)| !value.is_blank());
        let (column, value) = filled.next()?;
        filled.next().is_none().then_some((*column, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_shown_as_excel_does() {
        for (row, column, shown) in
            [(15, 9, "J16"), (0, 0, "A1"), (8, 25, "Z9"), (8, 26, "AA9"), (1_048_575, 16_383, "XFD1048576")]
        {
            assert_eq!(Position { row, column }.to_string(), shown);
        }
    }

    #[test]
    fn letters_read_back() {
        for column in [0u16, 25, 26, 701, 702, 16_383] {
            assert_eq!(Letters(column).to_string().parse(), Ok(Letters(column)));
        }
        for wrong in ["", "XFE", "AAAA", "A1", "é"] {
            assert_eq!(wrong.parse::<Letters>(), Err(NoColumn));
        }
    }

    #[test]
    fn numbers_are_shown_in_dutch() {
        for (number, shown) in [
            (1001.0, "1001"),
            (0.89, "0,89"),
            (110_001_234.0, "110001234"),
            (-0.5, "-0,5"),
            (-7.0, "-7"),
            (0.0, "0"),
            (1e15, "1000000000000000"),
        ] {
            assert_eq!(Value::Number(number).shown(), shown);
        }
    }
}
