//! Bytes to rows with positions: what an input is, which sheets it has, and its filled cells in order.
//!
//! One file per format; [`Book`] hides which one it is. Rows stream: no format hands over a grid, because a grid of two
//! far-apart cells can cost gigabytes.

mod compound;
mod csv;
mod format;
mod layout;
mod ods;
mod package;
mod preflight;
mod rows;
mod trouble;
mod xls;
mod xlsb;
mod xlsx;

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::cell::{Position, Row};
use crate::finding::Reason;
pub use format::Format;
pub use layout::Layout;
use preflight::{Facts, preflight};
use rows::Rows;
pub use trouble::ReadError;
use trouble::Trouble;

/// An opened input. It owns its bytes, so that the same bytes can be opened twice.
pub struct Book {
    file: String,
    format: Format,
    limits: Limits,
    sheets: Vec<SheetInfo>,
    problems: Vec<ReadProblem>,
    facts: Facts,
    source: Source,
}

enum Source {
    Xlsx(xlsx::Workbook),
    Xlsb(xlsb::Workbook),
    Xls(xls::Workbook),
    Ods(ods::Workbook),
    Csv(csv::Table),
}

impl Book {
    /// Opens an input by what its first bytes are; the file name serves messages and tells text from unknown bytes.
    ///
    /// # Errors
    /// When the bytes are no spreadsheet that can be read whole; the message says what to do about it.
    pub fn open(bytes: Arc<[u8]>, file_name: &str, limits: &Limits) -> Result<Book, ReadError> {
        open(bytes, file_name, limits).map_err(|trouble| trouble.of(file_name))
    }

    /// What the bytes turned out to be.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The worksheets, in the order of the workbook. Chart sheets and macro sheets are not among them.
    pub fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// Hands over the filled rows of a sheet from top to bottom, until `each` breaks off. May be called again.
    ///
    /// # Errors
    /// When the sheet is damaged, too big, or not in order; the message names sheet and cell.
    ///
    /// # Panics
    /// When there is no sheet of that number.
    pub fn rows<'b>(
        &'b mut self,
        sheet: usize,
        each: &mut dyn FnMut(&Row<'b>) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        let name = &self.sheets[sheet].name;
        let counted = self.facts.sheets.get(sheet).and_then(|facts| facts.cells);
        let rows = Rows::new(&self.limits, counted, each);
        let outcome = match &mut self.source {
            Source::Xlsx(workbook) => workbook.rows(name, rows),
            Source::Xlsb(workbook) => workbook.rows(name, rows),
            Source::Xls(workbook) => workbook.rows(name, rows),
            Source::Ods(workbook) => workbook.rows(sheet, rows),
            Source::Csv(table) => table.rows(rows),
        };
        outcome.map_err(|trouble| trouble.of(&self.file).on(name))
    }

    /// What the sheet hides, filters and merges, and how wide its columns are.
    ///
    /// # Panics
    /// When there is no sheet of that number.
    pub fn layout(&self, sheet: usize) -> &Layout {
        &self.facts.sheets[sheet].layout
    }

    /// What could be read, but with a doubt that the reader of the report must know.
    pub fn problems(&self) -> &[ReadProblem] {
        &self.problems
    }
}

/// How much is read before an input is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The most filled cells in one sheet.
    pub cells: u64,
    /// The most bytes of a file.
    pub file: u64,
    /// The most bytes that one part of a package may inflate to.
    pub part: u64,
    /// The most bytes that all parts which are read may inflate to.
    pub all: u64,
}

impl Limits {
    /// Limits for so many filled cells a sheet. More than usual raises the limits on sizes as much; fewer leaves them.
    pub fn of_cells(cells: u64) -> Limits {
        let usual = Limits::default();
        let raised = |size: u64| {
            let raised = u128::from(size) * u128::from(cells) / u128::from(usual.cells);
            u64::try_from(raised).unwrap_or(u64::MAX).max(size)
        };
        Limits { cells, file: raised(usual.file), part: raised(usual.part), all: raised(usual.all) }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits { cells: 5_000_000, file: 50 << 20, part: 256 << 20, all: 512 << 20 }
    }
}

/// One worksheet of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInfo {
    /// The name on its tab; the name of the file for csv.
    pub name: String,
    /// Whether the user sees it.
    pub visibility: Visibility,
}

/// Whether a sheet shows in its workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Its tab shows.
    Visible,
    /// Hidden; the menu of Excel brings it back.
    Hidden,
    /// Hidden so that only a macro or the editor of macros brings it back.
    VeryHidden,
}

/// A doubt about what was read, at a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadProblem {
    /// What kind of doubt.
    pub reason: Reason,
    /// The number of the sheet in [`Book::sheets`].
    pub sheet: usize,
    /// The cell to look at first.
    pub position: Position,
    /// The doubt in a Dutch sentence.
    pub text: String,
}

fn open(bytes: Arc<[u8]>, file_name: &str, limits: &Limits) -> Result<Book, Trouble> {
    preflight::check_size(&bytes, limits)?;
    let format = format::recognise(&bytes, file_name)?;
    let facts = preflight(&bytes, format, limits)?;
    let mut problems = Vec::new();
    let (source, sheets) = match format {
        Format::Xlsx | Format::Xlsm => {
            let (workbook, sheets) = xlsx::Workbook::open(bytes)?;
            (Source::Xlsx(workbook), sheets)
        }
        Format::Xlsb => {
            let (workbook, sheets) = xlsb::Workbook::open(bytes)?;
            (Source::Xlsb(workbook), sheets)
        }
        Format::Xls => {
            let (workbook, sheets) = xls::Workbook::open(bytes)?;
            (Source::Xls(workbook), sheets)
        }
        Format::Ods => {
            let (workbook, sheets) = ods::Workbook::open(bytes)?;
            (Source::Ods(workbook), sheets)
        }
        Format::Csv => {
            let (table, sheet) = csv::Table::open(&bytes, file_name, &mut problems)?;
            (Source::Csv(table), vec![sheet])
        }
    };
    if sheets.is_empty() {
        return Err(Trouble::NoWorksheets);
    }
    // Each sheet must meet its own facts.
    if sheets.len() != facts.sheets.len() {
        return Err(Trouble::Damaged);
    }
    let mut names = HashSet::new();
    for sheet in &sheets {
        if !names.insert(sheet.name.to_lowercase()) {
            return Err(Trouble::SheetTwice(sheet.name.clone()));
        }
    }
    Ok(Book { file: file_name.to_owned(), format, limits: limits.clone(), sheets, problems, facts, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(in crate::read) fn opened(bytes: &[u8], file_name: &str) -> Result<Book, ReadError> {
        Book::open(bytes.into(), file_name, &Limits::default())
    }

    /// The cells of a sheet as `A1=text`.
    pub(in crate::read) fn shown(book: &mut Book, sheet: usize) -> Result<Vec<String>, String> {
        let mut shown = Vec::new();
        let mut each = |row: &Row<'_>| {
            for (column, value) in &row.cells {
                shown.push(format!("{}={}", Position { row: row.index, column: *column }, value.shown()));
            }
            ControlFlow::Continue(())
        };
        book.rows(sheet, &mut each).map_err(|error| error.to_string())?;
        Ok(shown)
    }
}
