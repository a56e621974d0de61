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
pub mod remote;
mod rows;
mod trouble;
mod xls;
mod xlsb;
mod xlsx;

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::cell::{Position, Row};
use crate::finding::Reason;
pub use format::Format;
pub use layout::Layout;
use remote::{Channel, Remote};
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
    source: Source,
}

enum Source {
    Xlsx(xlsx::Workbook),
    Xlsb(xlsb::Workbook),
    Xls(xls::Workbook),
    Ods(ods::Workbook),
    Csv(csv::Table),
    Remote(Remote),
}

impl Book {
    /// Opens an input by what its first bytes are; the file name serves messages and tells text from unknown bytes.
    ///
    /// # Errors
    /// When the bytes are no spreadsheet that can be read whole; the message says what to do about it.
    pub fn open(bytes: Arc<[u8]>, file_name: &str, limits: &Limits) -> Result<Book, ReadError> {
        open(bytes, file_name, limits).map_err(|trouble| trouble.of(file_name))
    }

    /// Has the process at the other end of a channel open an input; it reads on demand from then on.
    ///
    /// # Errors
    /// As [`Book::open`], and when the other process dies of the input.
    pub fn open_remote(
        channel: Box<dyn Channel>,
        bytes: &[u8],
        file_name: &str,
        limits: &Limits,
    ) -> Result<Book, ReadError> {
        let (remote, (format, sheets, problems)) = Remote::open(channel, bytes, file_name, limits)?;
        let source = Source::Remote(remote);
        Ok(Book { file: file_name.to_owned(), format, limits: limits.clone(), sheets, problems, source })
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
    pub fn rows(&mut self, sheet: usize, each: &mut dyn FnMut(&Row<'_>) -> ControlFlow<()>) -> Result<(), ReadError> {
        self.read(sheet, None, each)
    }

    /// The same for the first `most` filled rows only, so that no reader goes on for nothing.
    ///
    /// # Errors
    /// As [`Book::rows`], for the part that was read.
    ///
    /// # Panics
    /// When there is no sheet of that number.
    pub fn head(
        &mut self,
        sheet: usize,
        most: usize,
        each: &mut dyn FnMut(&Row<'_>) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        self.read(sheet, Some(most), each)
    }

    fn read(
        &mut self,
        sheet: usize,
        most: Option<usize>,
        each: &mut dyn FnMut(&Row<'_>) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        let name = &self.sheets[sheet].name;
        let mut room = most.unwrap_or(usize::MAX);
        let mut counted = |row: &Row<'_>| {
            room -= 1;
            if each(row).is_break() || room == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let rows = Rows::new(&self.limits, &mut counted);
        let outcome = match &mut self.source {
            Source::Remote(remote) => return remote.rows(&self.file, sheet, most, each),
            Source::Xlsx(workbook) => workbook.rows(name, rows),
            Source::Xlsb(workbook) => workbook.rows(name, rows),
            Source::Xls(workbook) => workbook.rows(name, rows),
            Source::Ods(workbook) => workbook.rows(sheet, rows),
            Source::Csv(table) => table.rows(rows),
        };
        outcome.map_err(|trouble| trouble.of(&self.file).on(name))
    }

    /// What each sheet hides and merges, and how wide its columns are.
    ///
    /// # Errors
    /// When a sheet is damaged; the message names it.
    pub fn layouts(&mut self) -> Result<Vec<Layout>, ReadError> {
        match &mut self.source {
            Source::Remote(remote) => remote.layouts(&self.file),
            _ => (0..self.sheets.len()).map(|sheet| self.layout(sheet)).collect(),
        }
    }

    fn layout(&mut self, sheet: usize) -> Result<Layout, ReadError> {
        let name = &self.sheets[sheet].name;
        let outcome = match &mut self.source {
            Source::Xlsx(workbook) => workbook.layout(name),
            Source::Xlsb(workbook) => workbook.layout(name),
            Source::Xls(workbook) => workbook.layout(name),
            Source::Ods(workbook) => workbook.layout(sheet),
            Source::Csv(_) | Source::Remote(_) => Ok(Layout { complete: true, ..Layout::default() }),
        };
        outcome.map_err(|trouble| trouble.of(&self.file).on(name))
    }

    /// What could be read, but with a doubt that the reader of the report must know.
    pub fn problems(&self) -> &[ReadProblem] {
        &self.problems
    }
}

/// Opens inputs: in this process, or in one that may die.
pub trait Opener: Sync {
    /// Opens an input.
    ///
    /// # Errors
    /// As [`Book::open`].
    fn open(&self, bytes: &Arc<[u8]>, file_name: &str, limits: &Limits) -> Result<Book, ReadError>;
}

/// Opens inputs in this process: for a page that runs in a process of its own, and for tests.
pub struct Here;

impl Opener for Here {
    fn open(&self, bytes: &Arc<[u8]>, file_name: &str, limits: &Limits) -> Result<Book, ReadError> {
        Book::open(Arc::clone(bytes), file_name, limits)
    }
}

/// How much is read before an input is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The most filled cells in one sheet.
    pub cells: u64,
}

impl Limits {
    /// How many times the usual limit this is, rounded up: what grows with the number of cells may be so much larger.
    pub fn times(&self) -> usize {
        usize::try_from(self.cells.div_ceil(Limits::default().cells)).unwrap_or(usize::MAX).max(1)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits { cells: 5_000_000 }
    }
}

/// One worksheet of an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetInfo {
    /// The name on its tab; the name of the file for csv.
    pub name: String,
    /// Whether the user sees it.
    pub visibility: Visibility,
}

/// Whether a sheet shows in its workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visibility {
    /// Its tab shows.
    Visible,
    /// Hidden; the menu of Excel brings it back.
    Hidden,
    /// Hidden so that only a macro or the editor of macros brings it back.
    VeryHidden,
}

/// A doubt about what was read, at a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    let format = format::recognise(&bytes, file_name)?;
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
    let mut names = HashSet::new();
    for sheet in &sheets {
        if !names.insert(sheet.name.to_lowercase()) {
            return Err(Trouble::SheetTwice(sheet.name.clone()));
        }
    }
    Ok(Book { file: file_name.to_owned(), format, limits: limits.clone(), sheets, problems, source })
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
