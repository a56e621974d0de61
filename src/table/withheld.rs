//! Columns that should not be in the file, wherever they stand: they go into no output, also where nothing else on the
//! sheet was understood.

use super::header::{Candidate, Understood, columns, one_line};
use super::{Column, Table, Use};
use crate::cell::{Row, TableIndex};
use crate::finding::Reason;
use crate::lexicon::{Field, Lexicon};

/// So many of a sample of nine-digit numbers must pass the elfproef: one in eleven does so by chance.
const ELFPROEF_SAMPLE: usize = 5;

/// A longer text that speaks of a BSN is a remark about it, not a heading.
const LONGEST_HEADING: usize = 40;

/// A column of nine-digit numbers that pass the elfproef is a column of citizen service numbers, whatever its heading says
/// and also without one, unless the heading says SKJ: those numbers have nine digits too.
pub(super) fn numbers(table: &mut Table, rows: &[Row<'_>]) {
    for column in &mut table.columns {
        let registration = matches!(
            column.field(),
            Some(
                Field::SkjNumber
                    | Field::BigNumber
                    | Field::RegistrationNumber
                    | Field::SkjStatus
                    | Field::BigStatus
                    | Field::RegistrationStatus
            )
        );
        if registration || matches!(column.used, Use::Withheld(_)) {
            continue;
        }
        // Nobody needs a column that is not recognised: of a short list two numbers are enough to leave it out.
        let few = column.used == Use::Unrecognised && holds_only_numbers(rows, column.column);
        if few || holds_numbers(rows, column.column) {
            column.used = Use::Withheld(Reason::BsnByNumbers);
        }
    }
    let without_heading = filled(rows).filter(|column| {
        (table.span.0..=table.span.1).contains(column) && table.columns.iter().all(|known| known.column != *column)
    });
    let are_numbers = |column: &u16| holds_numbers(rows, *column) || holds_only_numbers(rows, *column);
    let found: Vec<Column> = without_heading.filter(are_numbers).map(nameless).collect();
    table.columns.extend(found);
    table.columns.sort_by_key(|column| column.column);
}

/// A sheet of which nothing was understood but that: the first row with such a heading, or the columns with such numbers.
pub(super) fn only(rows: &[Row<'static>], lexicon: &Lexicon) -> Option<Table> {
    let told = |(_, text, understood): &(u16, String, Understood)| {
        matches!(understood.used, Use::Withheld(_)) && text.chars().count() <= LONGEST_HEADING
    };
    let found = rows.iter().map(|row| one_line(row, lexicon)).find(|found| found.headings.iter().any(told));
    let mut table = match found {
        Some(Candidate { headings, lines, .. }) => {
            Table { columns: columns(&headings, lexicon), ..table(lines.0, rows) }
        }
        None => {
            let columns: Vec<Column> =
                filled(rows).filter(|column| holds_numbers(rows, *column)).map(nameless).collect();
            // The row above the first number is the heading, if there is one.
            let first = rows.iter().position(|row| {
                columns
                    .iter()
                    .any(|column| row.cell(column.column).is_some_and(|value| passes_elfproef(&value.shown())))
            })?;
            let above = rows[..first].last();
            let header_row = above.map_or(rows[first].index.saturating_sub(1), |row| row.index);
            let named = |column: Column| {
                let header = above.and_then(|row| row.cell(column.column)).map(|value| value.shown().trim().to_owned());
                Column { header: header.unwrap_or_default(), ..column }
            };
            Table { columns: columns.into_iter().map(named).collect(), ..table(header_row, rows) }
        }
    };
    let below = rows.partition_point(|row| row.index <= table.header_row);
    numbers(&mut table, &rows[below..]);
    Some(table)
}

/// A table over the whole width, of which no kind is known.
fn table(header_row: u32, rows: &[Row<'_>]) -> Table {
    Table {
        index: TableIndex::default(),
        role: None,
        header_row,
        first_header_row: header_row,
        columns: Vec::new(),
        span: (0, filled(rows).last().unwrap_or(0)),
        end: u32::MAX,
        data_rows: 0,
        title: None,
        caption: None,
        plan: false,
        lacking: false,
    }
}

fn nameless(column: u16) -> Column {
    Column::nameless(column, Use::Withheld(Reason::BsnByNumbers))
}

/// The columns in which something stands, ascending.
fn filled(rows: &[Row<'_>]) -> impl Iterator<Item = u16> + use<> {
    let all: std::collections::BTreeSet<u16> =
        rows.iter().flat_map(|row| row.cells.iter().map(|(column, _)| *column)).collect();
    all.into_iter()
}

/// Whether nearly all that stands in a column passes the elfproef, and enough of it.
fn holds_numbers(rows: &[Row<'_>], column: u16) -> bool {
    let (filled, passing) = counted(rows, column);
    passing >= ELFPROEF_SAMPLE && passing * 10 >= filled * 8
}

/// Whether all that stands in a column passes the elfproef, and more than one number does.
fn holds_only_numbers(rows: &[Row<'_>], column: u16) -> bool {
    let (filled, passing) = counted(rows, column);
    filled > 1 && passing == filled
}

/// How many cells of a column are filled, and how many of them pass the elfproef.
fn counted(rows: &[Row<'_>], column: u16) -> (usize, usize) {
    let values = || rows.iter().filter_map(|row| row.cell(column));
    (values().count(), values().filter(|value| passes_elfproef(&value.shown())).count())
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
    use super::*;

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
