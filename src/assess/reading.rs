//! Reading the rows of all sheets into records, beside hashing and scanning, on as many threads as pay.

use std::ops::ControlFlow;
use std::sync::mpsc::{SyncSender, sync_channel};

use sha2::{Digest, Sha256};

use super::{Input, SheetReport, hex};
use crate::calendar::Date;
use crate::cell::{Place, Position, Row, Value};
use crate::finding::{Detail, FactName, Reason};
use crate::lexicon::{Lexicon, Role};
use crate::read::{Book, Layout, Layouts, ReadError, Visibility};
use crate::record::Records;
use crate::staff::Problem;
use crate::table::{LeftOut, Table, Use};

use super::rows::SheetRows;

/// Reads the rows of all sheets.
pub(super) struct Reading<'l> {
    pub(super) records: Records,
    pub(super) rows_left_out: Vec<LeftOut>,
    pub(super) problems: Vec<Problem>,
    /// How many tables were given a number.
    pub(super) tables: u16,
    pub(super) lexicon: &'l Lexicon,
    /// Later dates are typing errors.
    pub(super) latest: Date,
}

impl Reading<'_> {
    /// Reads the rows of the tables on a sheet.
    pub(super) fn sheet(
        &mut self,
        book: &mut Book,
        at: usize,
        sheet: &mut SheetReport,
        threaded: bool,
    ) -> Result<(), ReadError> {
        if sheet.tables.is_empty() {
            return Ok(());
        }
        let first = self.records.len();
        let mut rows = SheetRows::new(self, sheet);
        if threaded {
            in_step(book, at, |row| rows.row(row))?;
        } else {
            book.rows(at, &mut |row| {
                rows.row(row);
                ControlFlow::Continue(())
            })?;
        }
        sheet.tables = rows.end(first);
        Ok(())
    }

    /// What is odd about a sheet as a whole.
    pub(super) fn odd_sheet(&mut self, sheet: &SheetReport) {
        if sheet.own || !sheet.filled {
            return;
        }
        let corner = Place { sheet: sheet.index, position: Position { row: 0, column: 0 } };
        if sheet.visibility != Visibility::Visible {
            self.problem(Reason::HiddenSheet, vec![corner], Vec::new());
        }
        if sheet.tables.is_empty() {
            self.problem(Reason::SheetNotUnderstood, vec![corner], Vec::new());
        }
        for (at, table) in sheet.tables.iter().enumerate() {
            let first = table.columns.first().map_or(0, |column| column.column);
            let place = if at == 0 {
                corner
            } else {
                Place { sheet: sheet.index, position: Position { row: table.header_row, column: first } }
            };
            match table.role {
                Some(Role::Roster) => self.problem(Reason::Roster, vec![place], Vec::new()),
                None => self.problem(Reason::SheetNotUnderstood, vec![place], Vec::new()),
                Some(_) => {}
            }
            self.odd_columns(sheet, table);
        }
    }

    pub(super) fn problem(&mut self, reason: Reason, cells: Vec<Place>, facts: Vec<(FactName, Detail)>) {
        self.problems.push(Problem { reason, cells, person: None, group: None, facts });
    }

    /// Hidden parts, and second columns for one field.
    fn odd_columns(&mut self, sheet: &SheetReport, table: &Table) {
        let place = |row, column| Place { sheet: sheet.index, position: Position { row, column } };
        let first = table.columns.iter().find(|column| column.field().is_some()).map_or(0, |column| column.column);
        let hidden: Vec<_> = sheet.layout.hidden_rows.iter().filter(|(_, last)| *last > table.header_row).collect();
        // Rows are hidden over the whole width: said once, for the first table.
        let is_first = sheet.tables.first().is_some_and(|first| first == table);
        if let (true, Some((row, _))) = (is_first, hidden.first()) {
            let count: u64 =
                hidden.iter().map(|(from, to)| u64::from(to - (*from).max(table.header_row + 1)) + 1).sum();
            self.problem(
                Reason::HiddenRows,
                vec![place((*row).max(table.header_row + 1), first)],
                vec![(FactName::Count, Detail::Count(count))],
            );
        }
        let is_hidden =
            |column: u16| sheet.layout.hidden_columns.iter().any(|(from, to)| (*from..=*to).contains(&column));
        let cells: Vec<Place> = table
            .columns
            .iter()
            .filter(|column| is_hidden(column.column))
            .map(|column| place(table.header_row, column.column))
            .collect();
        if !cells.is_empty() {
            let count = cells.len() as u64;
            self.problem(Reason::HiddenColumns, cells, vec![(FactName::Count, Detail::Count(count))]);
        }
        for column in &table.columns {
            if let Use::Second(field) = column.used {
                let used = table.column_of(field).map_or("", |column| &column.header);
                self.problem(
                    Reason::SecondColumn,
                    vec![place(table.header_row, column.column)],
                    vec![(FactName::Other, Detail::Text(used.into()))],
                );
            }
        }
    }
}

/// From this many bytes on, a second thread is worth its start.
const WORTH_A_THREAD: usize = 1 << 18;

pub(super) fn is_worth_a_thread(files: &[Input]) -> bool {
    files.iter().map(|file| file.bytes.len()).sum::<usize>() >= WORTH_A_THREAD && !cfg!(target_family = "wasm")
}

/// Rows that travel together between threads: their cells one behind the other, so that a row costs no allocation.
#[derive(Default)]
struct Batch<'b> {
    cells: Vec<(u16, Value<'b>)>,
    /// Row number, and how many of the cells are its own.
    rows: Vec<(u32, usize)>,
}

/// Rows in a batch.
const BATCH: usize = 512;

impl<'b> Batch<'b> {
    fn push(&mut self, row: &Row<'b>) {
        self.cells.extend_from_slice(&row.cells);
        self.rows.push((row.index, row.cells.len()));
    }

    fn each(self, row: &mut Row<'b>, take: &mut impl FnMut(&Row<'_>)) {
        let mut cells = self.cells.into_iter();
        for (index, count) in self.rows {
            row.index = index;
            row.cells.clear();
            row.cells.extend(cells.by_ref().take(count));
            take(row);
        }
    }
}

/// Reads rows in this thread while another one takes them, a few batches behind.
fn in_step(book: &mut Book, sheet: usize, mut take: impl FnMut(&Row<'_>) + Send) -> Result<(), ReadError> {
    let (sender, receiver) = sync_channel::<Batch<'_>>(4);
    std::thread::scope(|scope| {
        let taker = scope.spawn(move || {
            let mut row = Row::default();
            for batch in receiver {
                batch.each(&mut row, &mut take);
            }
        });
        let outcome = send_rows(book, sheet, &sender);
        drop(sender);
        if let Err(panic) = taker.join() {
            std::panic::resume_unwind(panic);
        }
        outcome
    })
}

/// Sends the rows of a sheet, a batch at a time. The taker only stops early when it panics, which its owner notices.
fn send_rows<'b>(book: &'b mut Book, sheet: usize, sender: &SyncSender<Batch<'b>>) -> Result<(), ReadError> {
    let mut batch = Batch::default();
    book.rows(sheet, &mut |row: &Row<'b>| {
        batch.push(row);
        if batch.rows.len() == BATCH {
            let room = batch.cells.len() + batch.cells.len() / 8;
            let next = Batch { cells: Vec::with_capacity(room), rows: Vec::with_capacity(BATCH) };
            if sender.send(std::mem::replace(&mut batch, next)).is_err() {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    })?;
    let _ = sender.send(batch);
    Ok(())
}

/// Hashes and layouts of the inputs, found in a second thread beside the reading of the rows.
pub(super) fn beside(
    files: &[Input],
    layouts: Vec<Layouts>,
    read: impl FnOnce() -> Result<(), ReadError>,
) -> Result<Vec<(String, Vec<Layout>)>, ReadError> {
    let scan = || -> Result<Vec<(String, Vec<Layout>)>, ReadError> {
        files
            .iter()
            .zip(layouts)
            .map(|(file, layouts)| Ok((hex(&Sha256::digest(&file.bytes)), layouts.scan()?)))
            .collect()
    };
    if !is_worth_a_thread(files) {
        read()?;
        return scan();
    }
    std::thread::scope(|scope| {
        let second = scope.spawn(scan);
        read()?;
        second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
