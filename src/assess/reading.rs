//! Reading the rows of all sheets into records, and hashing the inputs beside it.

use std::ops::ControlFlow;

use sha2::{Digest, Sha256};

use super::{Input, SheetReport, hex};
use crate::calendar::Date;
use crate::cell::{Place, Position, Row, SheetIndex};
use crate::finding::{Detail, FactName, Reason};
use crate::lexicon::{Field, Lexicon, Role};
use crate::read::{Book, ReadError, Visibility};
use crate::record::{Fact, Records};
use crate::staff::Problem;
use crate::table::{self, Kind, LeftOut, Sorter, Table, Use};

/// Reads the rows of all sheets.
pub(super) struct Reading<'l> {
    pub(super) records: Records,
    pub(super) rows_left_out: Vec<LeftOut>,
    pub(super) problems: Vec<Problem>,
    pub(super) lexicon: &'l Lexicon,
    /// Later dates are typing errors.
    pub(super) latest: Date,
}

impl Reading<'_> {
    /// Reads the rows of a sheet with a role.
    pub(super) fn sheet(&mut self, book: &mut Book, at: usize, sheet: &mut SheetReport) -> Result<(), ReadError> {
        let (Some(table), Some(role)) = (&sheet.table, sheet.role().filter(|role| *role != Role::Roster)) else {
            return Ok(());
        };
        let mut rows = Rows {
            reading: self,
            sheet: sheet.index,
            role,
            sorter: Sorter::new(table, role),
            waiting: Vec::new(),
            data_rows: 0,
        };
        book.rows(at, &mut |row| {
            rows.row(row, table);
            ControlFlow::Continue(())
        })?;
        rows.end();
        sheet.data_rows = rows.data_rows;
        Ok(())
    }

    /// What is odd about a sheet as a whole. Says whether a problem points to its first cell.
    pub(super) fn odd_sheet(&mut self, sheet: &SheetReport) -> bool {
        if sheet.own || !sheet.filled {
            return false;
        }
        let hidden = (sheet.visibility != Visibility::Visible).then_some(Reason::HiddenSheet);
        let unread = match sheet.role() {
            Some(Role::Roster) => Some(Reason::Roster),
            None => Some(Reason::SheetNotUnderstood),
            Some(_) => None,
        };
        let corner = Place { sheet: sheet.index, position: Position::CORNER };
        for reason in [hidden, unread].into_iter().flatten() {
            self.problem(reason, vec![corner], Vec::new());
        }
        if let Some(table) = &sheet.table {
            self.odd_columns(sheet, table);
        }
        hidden.is_some() || unread.is_some()
    }

    fn problem(&mut self, reason: Reason, cells: Vec<Place>, facts: Vec<(FactName, Detail)>) {
        self.problems.push(Problem { reason, cells, person: None, group: None, facts });
    }

    /// Hidden parts, and second columns for one field.
    fn odd_columns(&mut self, sheet: &SheetReport, table: &Table) {
        let place = |row, column| Place { sheet: sheet.index, position: Position { row, column } };
        let first = table.columns.iter().find(|column| column.field().is_some()).map_or(0, |column| column.column);
        let hidden: Vec<_> = sheet.layout.hidden_rows.iter().filter(|(_, last)| *last > table.header_row).collect();
        if let Some((row, _)) = hidden.first() {
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

/// Reads the rows of one sheet.
struct Rows<'r, 'l, 't> {
    reading: &'r mut Reading<'l>,
    sheet: SheetIndex,
    role: Role,
    sorter: Sorter<'t>,
    /// Rows with only a name, until what follows tells what they are.
    waiting: Vec<Row<'static>>,
    data_rows: u32,
}

impl Rows<'_, '_, '_> {
    fn row(&mut self, row: &Row<'_>, table: &Table) {
        if row.index <= table.header_row {
            return;
        }
        match self.sorter.sort(row, self.reading.lexicon) {
            Kind::Data => {
                self.settle(true);
                self.record(row);
            }
            Kind::Out(reason) => {
                self.reading.rows_left_out.push(LeftOut { sheet: self.sheet, row: row.index, reason });
            }
            Kind::Lone => {
                self.waiting.push(Row {
                    index: row.index,
                    cells: row.cells.iter().map(|(column, value)| (*column, value.clone().into_owned())).collect(),
                });
            }
        }
    }

    fn end(&mut self) {
        self.settle(false);
    }

    fn settle(&mut self, data_follows: bool) {
        for row in std::mem::take(&mut self.waiting) {
            let text = row
                .cells
                .iter()
                .find(|(column, _)| self.sorter.column(*column).and_then(table::Column::field).is_some());
            let text = text.map_or(String::new(), |(_, value)| value.shown().trim().to_owned());
            match self.sorter.settle(row.index, &text, data_follows) {
                Kind::Data => self.record(&row),
                Kind::Out(reason) => {
                    self.reading.rows_left_out.push(LeftOut { sheet: self.sheet, row: row.index, reason });
                }
                Kind::Lone => {}
            }
        }
    }

    fn record(&mut self, row: &Row<'_>) {
        let reading = &mut *self.reading;
        reading.records.begin(self.sheet, row.index, self.role);
        for (number, value) in &row.cells {
            let Some(column) = self.sorter.column(*number) else {
                continue;
            };
            // Remarks are nobody's input: not kept.
            let Some(field) = column.field().filter(|field| *field != Field::Remark) else {
                continue;
            };
            if let Some((read, text)) =
                reading.records.read(reading.lexicon, field, column.percent, value, reading.latest)
            {
                reading.records.add(Fact { text, reading: read, column: *number, field });
            }
        }
        self.data_rows += 1;
    }
}

/// From this many bytes on, a second thread is worth its start.
const WORTH_A_THREAD: usize = 1 << 18;

fn is_worth_a_thread(files: &[Input]) -> bool {
    files.iter().map(|file| file.bytes.len()).sum::<usize>() >= WORTH_A_THREAD && !cfg!(target_family = "wasm")
}

/// The hashes of the inputs, computed in a second thread beside the reading of the rows.
pub(super) fn hashed_beside(
    files: &[Input],
    read: impl FnOnce() -> Result<(), ReadError>,
) -> Result<Vec<String>, ReadError> {
    let hashes = || files.iter().map(|file| hex(&Sha256::digest(&file.bytes))).collect();
    if !is_worth_a_thread(files) {
        read()?;
        return Ok(hashes());
    }
    std::thread::scope(|scope| {
        let second = scope.spawn(hashes);
        read()?;
        Ok(second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}
