//! Finding the header row: the row, or pair of rows, of which most cells name something we know.
//!
//! Only the head of a sheet is looked at: rows are buffered until a header and a few rows below it are seen.

use std::ops::ControlFlow;

use super::{Column, Table, Use};
use crate::calendar;
use crate::cell::{Row, Value};
use crate::finding::Reason;
use crate::lexicon::{Field, Heading, Lexicon};
use crate::read::{Book, ReadError};

/// Filled rows looked at before a sheet is given up as having no header.
const ROWS_TO_SEARCH: usize = 200;
/// Filled rows looked at below a header: for a better one, and as a sample of the columns' contents.
const ROWS_BELOW: usize = 60;
/// All filled rows that may be looked at: a header in the last place searched, and the rows below it.
const MOST_ROWS: usize = ROWS_TO_SEARCH + ROWS_TO_BETTER + ROWS_BELOW + 1;
/// A later row can still be the header when it stands this close below the first candidate.
const ROWS_TO_BETTER: usize = 3;
/// Longer cells are sentences, not headings.
const LONGEST_HEADING: usize = 120;
/// So many of a sample of nine-digit numbers must pass the elfproef: one in eleven does so by chance.
const ELFPROEF_SAMPLE: usize = 5;

/// What the head of a sheet tells.
#[derive(Debug, Clone)]
pub struct Survey {
    /// The table, if a header was found. Its role is not decided yet.
    pub table: Option<Table>,
    /// The text of the first filled cell, by which our own sheets are recognised.
    pub first_text: Option<String>,
    /// Zero-based row of the first filled cell, if there is one.
    pub first_row: Option<u32>,
    /// Zero-based column of the last filled cell of the rows looked at.
    pub last_column: u16,
}

/// Looks at the head of a sheet. `header_row` fixes the header (zero-based) instead of searching for it.
///
/// # Errors
/// What reading the sheet gives.
pub fn survey(book: &mut Book, sheet: usize, lexicon: &Lexicon, header_row: Option<u32>) -> Result<Survey, ReadError> {
    let mut rows: Vec<Row<'static>> = Vec::new();
    let mut best: Option<Candidate> = None;
    let most = header_row.map_or(MOST_ROWS, |fixed| (fixed as usize).saturating_add(MOST_ROWS));
    book.head(sheet, most, &mut |row| {
        rows.push(Row {
            index: row.index,
            cells: row.cells.iter().map(|(c, v)| (*c, v.clone().into_owned())).collect(),
        });
        let at = rows.len() - 1;
        if header_row.is_some_and(|fixed| rows[at].index == fixed) {
            best = Some(single(&rows, at, lexicon));
        }
        if header_row.is_none() && best.as_ref().is_none_or(|found| at <= found.row + ROWS_TO_BETTER) {
            consider(&mut best, &rows, at, lexicon);
        }
        let enough = match &best {
            Some(found) => at >= found.row + ROWS_BELOW,
            None => header_row.is_none() && rows.len() >= ROWS_TO_SEARCH,
        };
        if enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    let first = rows.first();
    let first_text = first.and_then(|row| row.cells.first()).map(|(_, value)| value.shown().into_owned());
    let first_row = first.map(|row| row.index);
    let last_column = rows.iter().filter_map(|row| row.cells.last()).map(|(column, _)| *column).max().unwrap_or(0);
    let fixed = header_row.is_some();
    let best = best.or_else(|| if fixed { None } else { roster(&rows, lexicon) });
    let table = best.map(|found| {
        let mut table = Table {
            role: None,
            header_row: rows[found.row].index,
            first_header_row: rows[found.first].index,
            columns: columns(&found),
        };
        withhold_numbers(&mut table, &rows[found.row + 1..]);
        table
    });
    Ok(Survey { table, first_text, first_row, last_column })
}

/// A row (or a pair) as header.
struct Candidate {
    first: usize,
    row: usize,
    score: usize,
    headings: Vec<(u16, String, Understood)>,
}

/// A heading's meaning, free of the lexicon it borrowed from.
struct Understood {
    used: Use,
    rank: u16,
}

fn understand(lexicon: &Lexicon, text: &str) -> Understood {
    // "Tussen-" over "voegsel" is one word that was broken off.
    let joined = text.replace("-\n", "").replace("-\r\n", "");
    let meaning = match lexicon.heading(text) {
        Heading::Unknown if joined != text => lexicon.heading(&joined),
        meaning => meaning,
    };
    match meaning {
        Heading::Field { field, rank, training, no_evidence } => {
            let title = (training.is_some() || no_evidence).then(|| text.trim().to_owned());
            Understood { used: Use::Field { field, title }, rank }
        }
        Heading::Withheld(reason) => Understood { used: Use::Withheld(reason), rank: 0 },
        Heading::Unknown => Understood { used: Use::Unrecognised, rank: u16::MAX },
    }
}

fn consider(best: &mut Option<Candidate>, rows: &[Row<'static>], at: usize, lexicon: &Lexicon) {
    let candidate = single(rows, at, lexicon);
    let pair = (at > 0 && rows[at].index == rows[at - 1].index + 1).then(|| pair(rows, at, lexicon)).flatten();
    for candidate in [Some(candidate), pair].into_iter().flatten() {
        let enough = candidate.score >= 2;
        if enough && best.as_ref().is_none_or(|found| candidate.score > found.score) {
            *best = Some(candidate);
        }
    }
}

fn heading_text<'r>(value: &'r Value<'_>) -> Option<&'r str> {
    match value {
        Value::Text(text) if text.len() <= LONGEST_HEADING => Some(text),
        _ => None,
    }
}

fn single(rows: &[Row<'static>], at: usize, lexicon: &Lexicon) -> Candidate {
    let headings: Vec<_> = rows[at]
        .cells
        .iter()
        .filter_map(|(column, value)| {
            heading_text(value).map(|text| (*column, text.to_owned(), understand(lexicon, text)))
        })
        .collect();
    Candidate { first: at, row: at, score: score(&headings), headings }
}

/// The header of a roster, of which we know little more than whose shifts they are.
fn roster(rows: &[Row<'static>], lexicon: &Lexicon) -> Option<Candidate> {
    (0..rows.len())
        .map(|at| single(rows, at, lexicon))
        .find(|found| found.score > 0 && found.headings.iter().any(|(_, text, _)| lexicon.is_roster_heading(text)))
}

/// The row and the row above it read as one header: "SKJ" over "nummer" and "geldig tot". A heading above spans the empty cells right of it.
fn pair(rows: &[Row<'static>], at: usize, lexicon: &Lexicon) -> Option<Candidate> {
    let (upper, lower) = (&rows[at - 1], &rows[at]);
    if upper.cells.len() < 2 || lower.cells.len() < 2 || lower.cells.iter().any(|(_, value)| looks_like_data(value)) {
        return None;
    }
    let mut headings = Vec::new();
    let mut spanning: Option<(u16, &str)> = None;
    let mut columns: Vec<u16> = upper.cells.iter().chain(&lower.cells).map(|(column, _)| *column).collect();
    columns.sort_unstable();
    columns.dedup();
    for column in columns {
        if let Some(text) = upper.cell(column).and_then(heading_text) {
            spanning = Some((column, text));
        }
        let above = spanning.map(|(_, text)| text);
        let own = upper.cell(column).and_then(heading_text);
        let below = lower.cell(column).and_then(heading_text);
        let (text, understood) = match (above, below) {
            (Some(above), Some(below)) => {
                let both = format!("{above} {below}");
                let understood = understand(lexicon, &both);
                if understood.used != Use::Unrecognised
                    || own.is_some() && understand(lexicon, below).used == Use::Unrecognised
                {
                    (both, understood)
                } else {
                    (below.to_owned(), understand(lexicon, below))
                }
            }
            (None, Some(below)) => (below.to_owned(), understand(lexicon, below)),
            (_, None) => match own {
                Some(own) => (own.to_owned(), understand(lexicon, own)),
                None => continue,
            },
        };
        headings.push((column, text, understood));
    }
    Some(Candidate { first: at - 1, row: at, score: score(&headings), headings })
}

/// Dates, numbers and yes-or-no stand in rows of data, not in headings.
fn looks_like_data(value: &Value<'_>) -> bool {
    match value {
        Value::Text(text) => {
            let text = text.trim();
            calendar::is_date(text)
                || (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b",.-%".contains(&b)))
        }
        _ => true,
    }
}

/// How many different things the headings name.
fn score(headings: &[(u16, String, Understood)]) -> usize {
    let mut fields: Vec<&Use> =
        headings.iter().map(|(_, _, understood)| &understood.used).filter(|used| **used != Use::Unrecognised).collect();
    fields.sort_by_key(|used| format!("{used:?}"));
    fields.dedup();
    fields.len()
}

/// The columns of a header: where two name one field, the better heading is used, whatever the order of the columns.
fn columns(found: &Candidate) -> Vec<Column> {
    let best_of = |field: Field| {
        found
            .headings
            .iter()
            .filter(|(_, _, understood)| matches!(&understood.used, Use::Field { field: named, .. } if *named == field))
            .min_by(|a, b| (a.2.rank, &a.1, a.0).cmp(&(b.2.rank, &b.1, b.0)))
            .map(|(column, _, _)| *column)
    };
    found
        .headings
        .iter()
        .map(|(column, header, understood)| {
            let used = match &understood.used {
                Use::Field { field, .. } if !field.may_repeat() && best_of(*field) != Some(*column) => {
                    Use::Second(*field)
                }
                other => other.clone(),
            };
            let folded = header.to_lowercase();
            let percent = folded.contains('%') || folded.contains("percentage");
            Column { column: *column, header: header.trim().to_owned(), used, percent }
        })
        .collect()
}

/// A column of nine-digit numbers that pass the elfproef is a column of citizen service numbers, whatever its heading says,
/// unless the heading says SKJ: those numbers have nine digits too.
fn withhold_numbers(table: &mut Table, rows: &[Row<'static>]) {
    for column in &mut table.columns {
        let registration = matches!(
            column.field(),
            Some(
                Field::SkjNumber
                    | Field::BigNumber
                    | Field::RegistrationNumber
                    | Field::SkjStatus
                    | Field::RegistrationStatus
            )
        );
        if registration || matches!(column.used, Use::Withheld(_)) {
            continue;
        }
        let (mut filled, mut passing) = (0, 0);
        for value in rows.iter().filter_map(|row| row.cell(column.column)) {
            filled += 1;
            passing += usize::from(passes_elfproef(&value.shown()));
        }
        if passing >= ELFPROEF_SAMPLE && passing * 10 >= filled * 8 {
            column.used = Use::Withheld(Reason::BsnByNumbers);
        }
    }
}

/// Whether a text is a number of eight or nine digits that passes the elfproef (weights 9 to 2 and -1).
fn passes_elfproef(text: &str) -> bool {
    let digits: Vec<i32> = text
        .bytes()
        .filter(|b| !matches!(b, b'.' | b' '))
        .map(|b| if b.is_ascii_digit() { i32::from(b - b'0') } else { -1 })
        .collect();
    if !(8..=9).contains(&digits.len()) || digits.contains(&-1) || digits.iter().all(|d| *d == 0) {
        return false;
    }
    let length = i32::try_from(digits.len()).unwrap_or(0);
    let sum: i32 =
        (0i32..).zip(&digits).map(|(at, digit)| if at == length - 1 { -digit } else { digit * (length - at) }).sum();
    sum % 11 == 0
}

#[cfg(test)]
mod tests {
    use super::passes_elfproef;

    #[test]
    fn the_elfproef_weighs_nine_to_two_and_minus_one() {
        // 1*9+1*8+1*7+2*6+2*5+2*4+3*3+3*2-3 = 66, six times eleven.
        assert!(passes_elfproef("111222333"));
        assert!(!passes_elfproef("111222334"));
        assert!(!passes_elfproef("000000000"));
        assert!(!passes_elfproef("11122233"));
        assert!(!passes_elfproef("A11222333"));
    }
}
