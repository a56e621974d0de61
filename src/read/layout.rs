//! What a sheet hides, filters, merges, strikes out and leaves uncalculated, and how wide its columns are.

use super::rows;
use crate::cell::{Letters, Position};

/// What a sheet hides, merges, strikes out and leaves uncalculated, and the widths of its columns. All numbers are zero-based; both ends are included.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Layout {
    /// Hidden rows, as first and last, ascending.
    pub hidden_rows: Vec<(u32, u32)>,
    /// Hidden columns, as first and last, ascending.
    pub hidden_columns: Vec<(u16, u16)>,
    /// Merged cells: top left and bottom right.
    pub merges: Vec<(Position, Position)>,
    /// Column widths in characters: first and last column, width.
    pub column_widths: Vec<(u16, u16, f64)>,
    /// The range of a filter that leaves rows out now.
    pub filter: Option<(Position, Position)>,
    /// Formulas whose value the file does not hold.
    pub uncalculated: u64,
    /// Filled cells of which the text is struck out, row by row. Only xlsx and xlsm tell.
    pub struck: Vec<Struck>,
    /// Cells with a note that somebody typed, row by row. Notes by this program are none.
    pub noted: Vec<Position>,
}

/// Cells beside each other of which the text is struck out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Struck {
    /// The row.
    pub row: u32,
    /// The first column.
    pub first: u16,
    /// The last column.
    pub last: u16,
    /// Whether all of the text is; part of it may stand for what was there before.
    pub whole: bool,
}

/// The author of the notes that this program writes.
pub const NOTE_AUTHOR: &str = "toetsklaar";

impl Layout {
    /// Says which cells have a note.
    pub(super) fn note(&mut self, mut noted: Vec<Position>) {
        noted.sort_unstable_by_key(|position| (position.row, position.column));
        noted.dedup();
        self.noted = noted;
    }

    /// Adds hidden rows, joined to those before where they touch.
    pub(super) fn hide_rows(&mut self, first: u32, last: u32) {
        match self.hidden_rows.last_mut() {
            Some((_, end)) if *end + 1 == first => *end = last,
            _ => self.hidden_rows.push((first, last)),
        }
    }

    /// Adds a cell that is struck out, joined to the one before where they touch.
    pub(super) fn strike(&mut self, place: Position, whole: bool) {
        match self.struck.last_mut() {
            Some(run)
                if run.row == place.row && run.whole == whole && run.last.checked_add(1) == Some(place.column) =>
            {
                run.last = place.column;
            }
            _ => self.struck.push(Struck { row: place.row, first: place.column, last: place.column, whole }),
        }
    }

    /// Adds hidden columns, joined to those before where they touch. A range that ends before it begins says nothing.
    pub(super) fn hide_columns(&mut self, first: u16, last: u16) {
        if first > last {
            return;
        }
        match self.hidden_columns.last_mut() {
            Some((_, end)) if *end + 1 == first => *end = last,
            _ => self.hidden_columns.push((first, last)),
        }
    }

    /// Adds the width of columns, in characters. A range that ends before it begins says nothing.
    pub(super) fn widen(&mut self, first: u16, last: u16, width: f64) {
        if first <= last {
            self.column_widths.push((first, last, width));
        }
    }
}

/// Reads `A1:C3`, or `A1` as a range of one cell.
pub fn range(text: &str) -> Option<(Position, Position)> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    Some((place(first)?, place(last)?))
}

fn place(text: &str) -> Option<Position> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let column: Letters = text[..digits].parse().ok()?;
    let row = text[digits..].parse::<u32>().ok()?.checked_sub(1)?;
    (row < rows::ROWS).then_some(Position { row, column: column.0 })
}
