//! xls of Excel 97 to 2003. Calamine reads the whole file while opening it and keeps a grid of each sheet; the grid of
//! this format is small enough (65,536 × 256).

use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, DataRef, Reader, Xls, XlsError};

use super::SheetInfo;
use super::layout::Layout;
use super::rows::{self, Rows};
use super::trouble::Trouble;
use crate::cell::Value;

/// An opened workbook.
pub(super) struct Workbook {
    cells: Xls<Cursor<Arc<[u8]>>>,
}

impl Workbook {
    pub(super) fn open(bytes: Arc<[u8]>) -> Result<(Workbook, Vec<SheetInfo>), Trouble> {
        let cells = Xls::new(Cursor::new(bytes)).map_err(|error| trouble(&error))?;
        let sheets = super::xlsx::worksheets(cells.sheets_metadata());
        Ok((Workbook { cells }, sheets))
    }

    pub(super) fn rows<'a>(&'a mut self, sheet: &str, rows: Rows<'a, '_>) -> Result<(), Trouble> {
        let range = self.cells.worksheet_range(sheet).map_err(|error| trouble(&error))?;
        let Some((top, left)) = range.start() else {
            return Ok(());
        };
        // Rows borrow from the grid, which must outlive them.
        let mut rows = rows;
        let beyond = |number: usize| u32::try_from(number).map_err(|_| Trouble::OutsideGrid);
        for (row, cells) in range.rows().enumerate() {
            let row = top.saturating_add(beyond(row)?);
            for (column, data) in cells.iter().enumerate() {
                let column = left.saturating_add(beyond(column)?);
                let Some(value) = rows::value(plain(data)) else {
                    continue;
                };
                if matches!(&value, Value::Text(text) if text.contains('\0')) {
                    return Err(Trouble::XlsLetters(rows::position(row, column)?));
                }
                if rows.push(row, column, value)?.is_break() {
                    return Ok(());
                }
            }
        }
        rows.finish()
    }

    /// Merged cells only: calamine does not tell what is hidden or how wide columns are.
    pub(super) fn layout(&mut self, sheet: &str) -> Layout {
        let merges = self.cells.merge_cells_by_sheet_name(sheet).unwrap_or_default();
        let place = |(row, column)| rows::position(row, column).ok();
        let merges = merges.iter().filter_map(|merge| Some((place(merge.start)?, place(merge.end)?))).collect();
        Layout { merges, ..Layout::default() }
    }
}

fn plain(data: &Data) -> DataRef<'_> {
    match data {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

fn trouble(error: &XlsError) -> Trouble {
    match error {
        XlsError::Password => Trouble::Password,
        _ => Trouble::Damaged,
    }
}
