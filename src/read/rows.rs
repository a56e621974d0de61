//! Cells to rows: gathers cells in reading order, checks their addresses, and hands over each filled row.

use std::borrow::Cow;
use std::ops::ControlFlow;

use calamine::{CellErrorType, DataRef, ExcelDateTime, ExcelDateTimeType};

use super::Limits;
use super::trouble::Trouble;
use crate::cell::{COLUMNS, Position, Row, Value};

/// Number of rows of the grid.
pub(super) const ROWS: u32 = 1_048_576;

/// Below this a moment is a time of day or a number of hours a week, 60 at most, and the date of nobody.
const DAYS_OF_HOURS: f64 = 2.5;

/// Days between the 1904 and the 1900 system.
const YEARS_1904: f64 = 1462.0;

/// Gathers cells to rows. One buffer serves all rows, so that a row costs no allocation.
pub(super) struct Rows<'a, 'e> {
    row: Row<'a>,
    sorted: bool,
    room: u64,
    /// Cells of white space alone, which were not handed over.
    blank: u64,
    limit: u64,
    total: &'e mut Option<u64>,
    each: &'e mut dyn FnMut(&Row<'_>) -> ControlFlow<()>,
}

impl<'a, 'e> Rows<'a, 'e> {
    /// `total` is told how many filled cells there were, when all were handed over.
    pub(super) fn new(
        limits: &Limits,
        total: &'e mut Option<u64>,
        each: &'e mut dyn FnMut(&Row<'_>) -> ControlFlow<()>,
    ) -> Self {
        Rows { row: Row::default(), sorted: true, room: limits.cells, blank: 0, limit: limits.cells, total, each }
    }

    /// Takes the next cell. White space alone is no content. Breaks when the receiver wants no more.
    #[expect(clippy::inline_always, reason = "every cell passes here; it halves what rows cost above bare cells")]
    #[inline(always)]
    pub(super) fn push(&mut self, row: u32, column: u32, value: Value<'a>) -> Result<ControlFlow<()>, Trouble> {
        let position = position(row, column)?;
        let value = match value {
            Value::Text(text) if !is_plain(&text) => match special(text) {
                Some(value) => value,
                None => {
                    self.blank += 1;
                    return Ok(ControlFlow::Continue(()));
                }
            },
            value => value,
        };
        if row != self.row.index && self.next_row(position)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        self.sorted &= self.row.cells.last().is_none_or(|(last, _)| *last < position.column);
        self.room = self.room.checked_sub(1).ok_or(Trouble::TooManyCells(self.limit))?;
        self.row.cells.push((position.column, value));
        Ok(ControlFlow::Continue(()))
    }

    fn next_row(&mut self, position: Position) -> Result<ControlFlow<()>, Trouble> {
        // Until the first cell the row is the first one, so nothing comes before it.
        if position.row < self.row.index {
            return Err(Trouble::RowsBackwards(position));
        }
        let flow = self.flush()?;
        self.row.index = position.row;
        Ok(flow)
    }

    /// Hands over the last row.
    pub(super) fn finish(mut self) -> Result<(), Trouble> {
        *self.total = Some(self.limit - self.room);
        self.flush().map(|_| ())
    }

    /// The same where the preflight could not tell cells of white space from others, and counted both.
    pub(super) fn finish_with_blanks(mut self) -> Result<(), Trouble> {
        *self.total = Some(self.limit - self.room + self.blank);
        self.flush().map(|_| ())
    }

    fn flush(&mut self) -> Result<ControlFlow<()>, Trouble> {
        if self.row.cells.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        if !self.sorted {
            self.row.cells.sort_by_key(|(column, _)| *column);
            if let Some(pair) = self.row.cells.windows(2).find(|pair| pair[0].0 == pair[1].0) {
                return Err(Trouble::CellTwice(Position { row: self.row.index, column: pair[0].0 }));
            }
            self.sorted = true;
        }
        let flow = (self.each)(&self.row);
        self.row.cells.clear();
        Ok(flow)
    }
}

/// The address of a cell, when it lies in the grid.
#[inline]
pub(super) fn position(row: u32, column: u32) -> Result<Position, Trouble> {
    match u16::try_from(column) {
        Ok(narrow) if row < ROWS && column < COLUMNS => Ok(Position { row, column: narrow }),
        _ => Err(Trouble::OutsideGrid),
    }
}

/// A cell as calamine gives it; None where the cell is empty.
#[expect(clippy::inline_always, reason = "as push")]
#[inline(always)]
pub(super) fn value(data: DataRef<'_>) -> Option<Value<'_>> {
    Some(match data {
        DataRef::SharedString(text) => Value::Text(Cow::Borrowed(text)),
        DataRef::String(text) => Value::Text(Cow::Owned(text)),
        DataRef::Float(number) => numeric(number),
        #[expect(clippy::cast_precision_loss, reason = "spreadsheets have no integers above 2^53")]
        DataRef::Int(number) => Value::Number(number as f64),
        DataRef::DateTime(moment) => dated(moment),
        DataRef::Bool(truth) => Value::Boolean(truth),
        DataRef::Error(error) => Value::Error(Cow::Borrowed(error_text(&error))),
        DataRef::DateTimeIso(text) => iso_moment(&text).unwrap_or(Value::Text(Cow::Owned(text))),
        DataRef::DurationIso(text) => iso_duration(&text).unwrap_or(Value::Text(Cow::Owned(text))),
        DataRef::Empty => return None,
    })
}

/// A number; infinities and such, which no spreadsheet program can show, are errors.
fn numeric(number: f64) -> Value<'static> {
    if number.is_finite() { Value::Number(number) } else { Value::Error(Cow::Borrowed("#GETAL!")) }
}

fn dated(moment: ExcelDateTime) -> Value<'static> {
    let serial = moment.as_f64();
    if !serial.is_finite() {
        return numeric(serial);
    }
    if moment.is_duration() {
        return Value::Duration(serial);
    }
    let in_1904 = moment == ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, true);
    match moment_or_hours(serial) {
        Value::Moment(serial) if in_1904 && serial >= 1.0 => Value::Moment(serial + YEARS_1904),
        value => value,
    }
}

/// Hours in a cell that shows a time, such as `h:mm`, and else a moment. What a cell shows the reader does not tell; whole
/// days may be a number in a cell that shows a date.
fn moment_or_hours(serial: f64) -> Value<'static> {
    if serial > 0.0 && serial < DAYS_OF_HOURS && serial.fract() != 0.0 {
        Value::Duration(serial)
    } else {
        Value::Moment(serial)
    }
}

/// Dutch Excel's own text of an error, whatever language the file was made in.
fn error_text(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DEEL/0!",
        CellErrorType::NA => "#N/B",
        CellErrorType::Name => "#NAAM?",
        CellErrorType::Null => "#LEEG!",
        CellErrorType::Num => "#GETAL!",
        CellErrorType::Ref => "#VERW!",
        CellErrorType::Value => "#WAARDE!",
        CellErrorType::GettingData => "#GEGEVENS_OPHALEN",
    }
}

/// A moment written as `2024-02-01` or `2024-02-01T12:30:00`.
pub(super) fn iso_moment(text: &str) -> Option<Value<'static>> {
    let date = crate::calendar::to_serial(crate::calendar::parse(text)?);
    let time = text.split_once('T').map_or(Some(0.0), |(_, time)| day_part(time))?;
    Some(moment_or_hours(date + time))
}

/// `12:30:00` or `12:30:00.5Z` as a part of a day.
fn day_part(time: &str) -> Option<f64> {
    let mut seconds = 0.0;
    let mut weight = 3600.0;
    for part in time.trim_end_matches('Z').split(':') {
        seconds += part.parse::<f64>().ok().filter(|part| *part >= 0.0)? * weight;
        weight /= 60.0;
    }
    Some(seconds / 86_400.0)
}

/// A duration written as `PT32H00M00S` or `P1DT8H`, in days. Months and years have no fixed length: none.
pub(super) fn iso_duration(text: &str) -> Option<Value<'static>> {
    let (sign, rest) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let (days, time) = rest.strip_prefix('P')?.split_once('T').unwrap_or((rest.strip_prefix('P')?, ""));
    let mut total = 0.0;
    for (part, units) in [(days, &[('D', 1.0), ('W', 7.0)][..]), (time, &[('H', 24.0), ('M', 1440.0), ('S', 86_400.0)])]
    {
        let mut number = String::new();
        for letter in part.chars() {
            if letter.is_ascii_digit() || letter == '.' || letter == ',' {
                number.push(if letter == ',' { '.' } else { letter });
            } else {
                let (unit, size) = units.iter().find(|(unit, _)| *unit == letter)?;
                let amount = number.parse::<f64>().ok()?;
                total += if *unit == 'D' || *unit == 'W' { amount * size } else { amount / size };
                number.clear();
            }
        }
        if !number.is_empty() {
            return None;
        }
    }
    Some(Value::Duration(sign * total))
}

/// Whether the first letter already says that this is content and no error; so it is for nearly every cell.
#[inline]
fn is_plain(text: &str) -> bool {
    text.bytes().next().is_some_and(|first| first > b'#' && first < 0x7f && first != b'E' && first != b'F')
}

/// Text that needs a second look: white space is no content, and the text of an error is an error. Some programs write
/// errors as text, and people paste them.
#[cold]
fn special(text: Cow<'_, str>) -> Option<Value<'_>> {
    if text.trim().is_empty() {
        return None;
    }
    Some(if is_error(&text) { Value::Error(text) } else { Value::Text(text) })
}

const ERRORS: [&str; 30] = [
    "#N/B",
    "#WAARDE!",
    "#VERW!",
    "#DEEL/0!",
    "#NAAM?",
    "#LEEG!",
    "#GETAL!",
    "#GEGEVENS_OPHALEN",
    "#OVERLOOP!",
    "#BEREKENEN!",
    "#BLOKKERING!",
    "#VELD!",
    "#N/A",
    "#VALUE!",
    "#REF!",
    "#DIV/0!",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
    "#BLOCKED!",
    "#FIELD!",
    "#CONNECT!",
    "#UNKNOWN!",
    "#NV",
    "#WERT!",
    "#BEZUG!",
    "#ZAHL!",
];

/// Whether a text is that of an error, by name or by number.
pub(super) fn is_error(text: &str) -> bool {
    let text = text.trim();
    if ERRORS.iter().any(|error| text.eq_ignore_ascii_case(error)) {
        return true;
    }
    let number = text.strip_prefix("Err:").or_else(|| text.strip_prefix("Fout:"));
    number.is_some_and(|number| number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathered(cells: &[(u32, u32, &'static str)], limit: u64) -> Result<Vec<Row<'static>>, Trouble> {
        let mut found = Vec::new();
        let mut each = |row: &Row<'_>| {
            let cells = row.cells.iter().map(|(column, value)| (*column, value.clone().into_owned())).collect();
            found.push(Row { index: row.index, cells });
            ControlFlow::Continue(())
        };
        let mut total = None;
        let mut rows = Rows::new(&Limits::of_cells(limit), &mut total, &mut each);
        for (row, column, text) in cells {
            let _ = rows.push(*row, *column, Value::Text(Cow::Borrowed(text)))?;
        }
        rows.finish()?;
        Ok(found)
    }

    fn text(column: u16, text: &'static str) -> (u16, Value<'static>) {
        (column, Value::Text(Cow::Borrowed(text)))
    }

    #[test]
    fn cells_become_rows_and_white_cells_are_not_filled() {
        let rows = gathered(&[(0, 0, "a"), (0, 2, " \u{a0}"), (0, 3, "é"), (4, 1, ""), (7, 1, "b")], 9).unwrap();
        assert_eq!(
            rows,
            [Row { index: 0, cells: vec![text(0, "a"), text(3, "é")] }, Row { index: 7, cells: vec![text(1, "b")] }]
        );
    }

    #[test]
    fn columns_are_sorted_and_rows_may_not_go_backwards() {
        let rows = gathered(&[(2, 5, "f"), (2, 1, "b"), (3, 0, "a")], 9).unwrap();
        assert_eq!(rows[0].cells, [text(1, "b"), text(5, "f")]);
        assert_eq!(
            gathered(&[(2, 0, "a"), (1, 0, "b")], 9),
            Err(Trouble::RowsBackwards(Position { row: 1, column: 0 }))
        );
        assert_eq!(gathered(&[(2, 1, "a"), (2, 1, "b")], 9), Err(Trouble::CellTwice(Position { row: 2, column: 1 })));
    }

    #[test]
    fn the_grid_and_the_number_of_cells_have_an_end() {
        assert!(gathered(&[(1_048_575, 16_383, "a")], 1).is_ok());
        assert_eq!(gathered(&[(1_048_576, 0, "a")], 1), Err(Trouble::OutsideGrid));
        assert_eq!(gathered(&[(0, 16_384, "a")], 1), Err(Trouble::OutsideGrid));
        assert_eq!(gathered(&[(0, 65_536, "a")], 1), Err(Trouble::OutsideGrid));
        assert_eq!(gathered(&[(0, 0, "a"), (0, 1, "b")], 1), Err(Trouble::TooManyCells(1)));
    }

    #[test]
    fn the_text_of_an_error_is_an_error() {
        for error in ["#N/B", "#waarde!", " #VERW! ", "#REF!", "Err:502"] {
            let shown = gathered(&[(0, 0, Box::leak(error.to_owned().into_boxed_str()))], 1);
            assert!(matches!(shown.unwrap()[0].cells[0].1, Value::Error(_)), "{error}");
        }
        for text in ["#", "# 12", "Err:", "Err:5025", "Eva", "#N/Bla"] {
            assert!(!is_error(text), "{text}");
        }
    }

    #[test]
    fn moments_are_counted_from_1900() {
        let moment = |serial, in_1904| {
            value(DataRef::DateTime(ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, in_1904)))
        };
        assert_eq!(moment(45_323.0, false), Some(Value::Moment(45_323.0)));
        // 2024-02-01 in a file of the 1904 system.
        assert_eq!(moment(43_861.0, true), Some(Value::Moment(45_323.0)));
        // 18:00 and 32:00 in cells that show a time; a day and a number of days in cells that show a date.
        for in_1904 in [false, true] {
            for hours in [0.75, 32.0 / 24.0, 59.5 / 24.0] {
                assert_eq!(moment(hours, in_1904), Some(Value::Duration(hours)));
            }
        }
        for days in [0.0, 1.0, 2.5, 4.5, -0.5] {
            assert_eq!(moment(days, false), Some(Value::Moment(days)));
        }
        let hours = ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, true);
        assert_eq!(value(DataRef::DateTime(hours)), Some(Value::Duration(1.5)));
    }

    #[test]
    fn moments_and_durations_are_read_from_their_iso_text() {
        assert_eq!(iso_moment("2024-02-01"), Some(Value::Moment(45_323.0)));
        assert_eq!(iso_moment("2024-02-01T12:00:00"), Some(Value::Moment(45_323.5)));
        assert_eq!(iso_moment("1899-12-31T08:00:00"), Some(Value::Duration(1.0 + 8.0 / 24.0)));
        assert_eq!(iso_moment("2024-02-31"), None);
        for (text, days) in [("PT36H00M00S", 1.5), ("P1DT12H", 1.5), ("-PT12H", -0.5), ("PT90M", 0.0625)] {
            assert_eq!(iso_duration(text), Some(Value::Duration(days)), "{text}");
        }
        for text in ["P1M", "1H", "PT5", "PTxH"] {
            assert_eq!(iso_duration(text), None, "{text}");
        }
    }
}
