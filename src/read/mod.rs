//! Bytes to rows with positions: what an input is, which sheets it has, and its filled cells in order.
//!
//! One file per format; [`Book`] hides which one it is. Rows stream: no format hands over a grid, because a grid of two
//! far-apart cells can cost gigabytes.

mod compound;
mod csv;
mod format;
mod layout;
mod limits;
mod looks;
mod ods;
mod package;
mod preflight;
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
pub use layout::{Layout, NOTE_AUTHOR, Struck, range};
pub use limits::Limits;
pub use looks::{Alignment, Look, Looks, NumberFormat, Run, SheetLooks};
pub use package::resolved;
use preflight::Preflight;
use remote::{Channel, Remote};
use rows::Rows;
pub use trouble::ReadError;
use trouble::Trouble;

/// An opened input. It owns its bytes, so that the same bytes can be opened twice.
pub struct Book {
    file: String,
    bytes: Arc<[u8]>,
    format: Format,
    limits: Limits,
    sheets: Vec<SheetInfo>,
    problems: Vec<ReadProblem>,
    preflight: Preflight,
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
        open(bytes, file_name, limits, false).map_err(|trouble| trouble.of(file_name))
    }

    /// The same, but a large input is looked through in a second thread while its rows are already being read. What
    /// that finds comes out at the end of the rows, so only a process that may die should do this.
    fn open_beside(bytes: Arc<[u8]>, file_name: &str, limits: &Limits) -> Result<Book, ReadError> {
        open(bytes, file_name, limits, true).map_err(|trouble| trouble.of(file_name))
    }

    /// Has the process at the other end of a channel open an input; it reads on demand from then on.
    ///
    /// # Errors
    /// As [`Book::open`], and when the other process dies of the input.
    pub fn open_remote(
        channel: Box<dyn Channel>,
        bytes: &Arc<[u8]>,
        file_name: &str,
        limits: &Limits,
    ) -> Result<Book, ReadError> {
        let (remote, (format, sheets, problems)) = Remote::open(channel, bytes, file_name, limits)?;
        let source = Source::Remote(remote);
        let preflight = Preflight::elsewhere();
        let (file, bytes, limits) = (file_name.to_owned(), Arc::clone(bytes), limits.clone());
        Ok(Book { file, bytes, format, limits, sheets, problems, preflight, source })
    }

    /// The bytes that were opened, for who copies more of them than rows.
    pub fn bytes(&self) -> &Arc<[u8]> {
        &self.bytes
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
        let mut total = None;
        let rows = Rows::new(&self.limits, &mut total, &mut counted);
        let outcome = match &mut self.source {
            Source::Remote(remote) => return remote.rows(&self.file, sheet, most, each),
            Source::Xlsx(workbook) => {
                // A head is read before the preflight has come to it.
                let uncalculated = most.is_none().then(|| self.preflight.uncalculated().told_of(sheet));
                workbook.rows(name, uncalculated, rows)
            }
            Source::Xlsb(workbook) => workbook.rows(name, rows),
            Source::Xls(workbook) => workbook.rows(sheet, name, rows),
            Source::Ods(workbook) => workbook.rows(sheet, rows),
            Source::Csv(table) => table.rows(rows),
        };
        // What the preflight has against the input says more than what a parser stumbles over.
        if outcome.is_err() || (total.is_some() && most.is_none()) {
            let facts = self.preflight.facts().map_err(|trouble| trouble.of(&self.file))?;
            let counted = facts.sheets[sheet].cells;
            outcome.map_err(|trouble| trouble.of(&self.file).on(name))?;
            // A reader that gave more or fewer cells than were counted has misread something.
            if let (Some(counted), Some(read)) = (counted, total)
                && counted != read
            {
                return Err(Trouble::CellsDiffer { counted, read }.of(&self.file).on(name));
            }
        }
        Ok(())
    }

    /// What each sheet hides, filters and merges, and how wide its columns are.
    ///
    /// # Errors
    /// When a sheet is damaged; the message names it.
    pub fn layouts(&mut self) -> Result<Vec<Layout>, ReadError> {
        if let Source::Remote(remote) = &mut self.source {
            return remote.layouts(&self.file);
        }
        let facts = self.preflight.facts().map_err(|trouble| trouble.of(&self.file))?;
        Ok(facts.sheets.iter().map(|sheet| sheet.layout.clone()).collect())
    }

    /// How the cells look, read anew: only a copy that is rebuilt asks for it. None where the format does not tell.
    ///
    /// # Errors
    /// When the input is damaged.
    pub fn looks(&mut self) -> Result<Option<Looks>, ReadError> {
        if let Source::Remote(remote) = &mut self.source {
            return remote.looks(&self.file);
        }
        self.preflight.facts().map_err(|trouble| trouble.of(&self.file))?;
        preflight::looks(&self.bytes, self.format, &self.limits).map_err(|trouble| trouble.of(&self.file))
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

/// One worksheet of an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetInfo {
    /// The name on its tab; the name of the file for csv.
    pub name: String,
    /// Whether the user sees it.
    pub visibility: Visibility,
    /// Whether its workbook counts days as Excel does, so that a bare number may be a date. Some count from 1904.
    pub days_from_1900: bool,
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
    /// How many fields the row has, or how many lines the cell has, where the doubt is about that.
    pub count: Option<u64>,
    /// How many fields most rows have.
    pub usual: Option<u64>,
}

/// From this many bytes on, looking an input through is worth a thread of its own.
const WORTH_A_THREAD: usize = 1 << 18;

fn open(bytes: Arc<[u8]>, file_name: &str, limits: &Limits, beside: bool) -> Result<Book, Trouble> {
    preflight::check_size(&bytes, limits)?;
    let format = format::recognise(&bytes, file_name)?;
    // The other formats are parsed while they are opened: nothing may come before the preflight.
    let beside = beside && bytes.len() >= WORTH_A_THREAD && matches!(format, Format::Xlsx | Format::Xlsm);
    let mut preflight = if beside {
        Preflight::beside(Arc::clone(&bytes), format, limits.clone())
    } else {
        Preflight::at_once(&bytes, format, limits)?
    };
    let mut problems = Vec::new();
    let (source, sheets) = match parsed(Arc::clone(&bytes), format, file_name, &mut preflight, &mut problems) {
        Ok(parsed) => parsed,
        Err(trouble) => return Err(preflight.facts().err().unwrap_or(trouble)),
    };
    preflight.expect(sheets.len());
    if !beside {
        preflight.facts()?;
    }
    let mut names = HashSet::new();
    for sheet in &sheets {
        if !names.insert(sheet.name.to_lowercase()) {
            return Err(Trouble::SheetTwice(sheet.name.clone()));
        }
    }
    let (file, limits) = (file_name.to_owned(), limits.clone());
    Ok(Book { file, bytes, format, limits, sheets, problems, preflight, source })
}

/// The parser of a format, and the sheets that it sees.
fn parsed(
    bytes: Arc<[u8]>,
    format: Format,
    file_name: &str,
    preflight: &mut Preflight,
    problems: &mut Vec<ReadProblem>,
) -> Result<(Source, Vec<SheetInfo>), Trouble> {
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
            let (workbook, sheets) = xls::Workbook::open(&bytes)?;
            (Source::Xls(workbook), sheets)
        }
        Format::Ods => (Source::Ods(ods::Workbook::new(bytes)), preflight.facts()?.tabs.clone()),
        Format::Csv => {
            let (table, sheet) = csv::Table::open(&bytes, file_name, problems)?;
            (Source::Csv(table), vec![sheet])
        }
    };
    if sheets.is_empty() { Err(Trouble::NoWorksheets) } else { Ok((source, sheets)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(in crate::read) fn opened(bytes: &[u8], file_name: &str) -> Result<Book, ReadError> {
        Book::open(bytes.into(), file_name, &Limits::default())
    }

    #[test]
    fn a_reader_that_gives_fewer_cells_than_were_counted_is_not_believed() {
        let files: [(&str, &[u8]); 4] = [
            ("klein.xlsx", include_bytes!("../../samples/klein-in-orde.xlsx")),
            ("klein.xlsb", include_bytes!("../../samples/klein-in-orde.xlsb")),
            ("klein.xls", include_bytes!("../../samples/klein-in-orde.xls")),
            ("klein.ods", include_bytes!("../../samples/klein-in-orde.ods")),
        ];
        for (name, bytes) in files {
            let mut book = opened(bytes, name).unwrap();
            assert_eq!(book.rows(0, &mut |_| ControlFlow::Continue(())), Ok(()), "{name}");
            book.preflight.miscount();
            let error = book.rows(0, &mut |_| ControlFlow::Continue(())).unwrap_err().to_string();
            assert!(error.contains(&format!("'{name}', werkblad '")) && error.contains("cellen"), "{error}");
        }
    }

    #[test]
    fn hours_in_cells_that_show_a_time_are_the_same_in_every_format() {
        // 32, 18 and 8 hours as parts of a day; to the reader a time and a date are one.
        let cells = [32.0, 18.0, 8.0].map(|hours| format!("<c s=\"1\"><v>{}</v></c>", hours / 24.0)).concat();
        let sheet = format!("<sheetData><row>{cells}</row></sheetData>");
        let excel = xlsx::tests::workbook("", &[("Staf", "visible", &sheet)]);
        let cell = |hours| format!("<table:table-cell office:value-type=\"time\" office:time-value=\"{hours}\"/>");
        let cells = ["PT32H00M00S", "PT18H", "P0DT8H"].map(cell).concat();
        let document = ods::tests::file(&format!(
            "<table:table table:name=\"Staf\"><table:table-row>{cells}</table:table-row></table:table>"
        ));
        for (name, bytes) in [("staf.xlsx", excel), ("staf.ods", document)] {
            let hours = shown(&mut opened(&bytes, name).unwrap(), 0).unwrap();
            assert_eq!(hours, ["A1=32:00", "B1=18:00", "C1=8:00"], "{name}");
        }
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
