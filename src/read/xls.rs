//! xls of Excel 97 to 2003. Calamine reads the whole file while opening it and keeps a grid of each sheet; the grid of
//! this format is small enough (65,536 × 256). What the sheet hides comes from an own walk over its records.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, DataRef, Reader, Xls, XlsError};

use super::SheetInfo;
use super::compound::{Compound, long, short};
use super::layout::Layout;
use super::rows::{self, Rows};
use super::trouble::Trouble;
use crate::cell::{Position, Value};

/// An opened workbook.
pub(super) struct Workbook {
    bytes: Arc<[u8]>,
    cells: Xls<Cursor<Arc<[u8]>>>,
}

impl Workbook {
    pub(super) fn open(bytes: Arc<[u8]>) -> Result<(Workbook, Vec<SheetInfo>), Trouble> {
        let cells = Xls::new(Cursor::new(Arc::clone(&bytes))).map_err(|error| trouble(&error))?;
        let sheets = super::xlsx::worksheets(cells.sheets_metadata());
        Ok((Workbook { bytes, cells }, sheets))
    }

    pub(super) fn rows<'a>(&'a mut self, sheet: &str, mut rows: Rows<'a, '_>) -> Result<(), Trouble> {
        let range = self.cells.worksheet_range(sheet).map_err(|error| trouble(&error))?;
        let Some((top, left)) = range.start() else {
            return Ok(());
        };
        let beyond = |number: usize| u32::try_from(number).map_err(|_| Trouble::OutsideGrid);
        for (row, cells) in range.rows().enumerate() {
            let row = top.saturating_add(beyond(row)?);
            for (column, data) in cells.iter().enumerate() {
                let column = left.saturating_add(beyond(column)?);
                let Some(value) = rows::value(plain(data)).map(Value::into_owned) else {
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

    pub(super) fn layout(&mut self, sheet: &str) -> Result<Layout, Trouble> {
        let number = self.cells.sheets_metadata().iter().position(|other| other.name == sheet);
        let stream = Compound::open(&self.bytes)?.stream("Workbook")?;
        let mut starts = records(&stream, 0).filter(|(kind, _)| *kind == record::SHEET);
        let (_, bound) = starts.nth(number.ok_or(Trouble::Damaged)?).ok_or(Trouble::Damaged)?;
        let start = usize::try_from(long(bound, 0)?).map_err(|_| Trouble::Damaged)?;
        let mut layout = Layout { complete: true, ..Layout::default() };
        // A chart inside the sheet has a beginning and an end of its own.
        let mut depth = 0;
        for (kind, data) in records(&stream, start) {
            match kind {
                record::BEGIN => depth += 1,
                record::END if depth == 1 => return Ok(layout),
                record::END => depth -= 1,
                record::ROW if depth == 1 && short(data, 12)? & 0x20 != 0 => {
                    let row = u32::from(short(data, 0)?);
                    layout.hide_rows(row, row);
                }
                record::COLUMNS if depth == 1 => {
                    let (first, last) = (short(data, 0)?, short(data, 2)?.min(255));
                    layout.column_widths.push((first, last, f64::from(short(data, 4)?) / 256.0));
                    if short(data, 8)? & 1 != 0 {
                        layout.hide_columns(first, last);
                    }
                }
                record::MERGES if depth == 1 => {
                    for merge in data[2.min(data.len())..].chunks_exact(8) {
                        let at = |row, column| -> Result<Position, Trouble> {
                            Ok(Position { row: u32::from(short(merge, row)?), column: short(merge, column)? })
                        };
                        layout.merges.push((at(0, 4)?, at(2, 6)?));
                    }
                }
                _ => {}
            }
        }
        Err(Trouble::Damaged)
    }
}

/// The records of a workbook stream that matter here, by their numbers in MS-XLS.
mod record {
    pub(super) const END: u16 = 0x0a;
    pub(super) const COLUMNS: u16 = 0x7d;
    pub(super) const SHEET: u16 = 0x85;
    pub(super) const MERGES: u16 = 0xe5;
    pub(super) const ROW: u16 = 0x208;
    pub(super) const BEGIN: u16 = 0x809;
}

/// The records from a place in the stream on, each with its number and data.
fn records(stream: &[u8], start: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = start;
    std::iter::from_fn(move || {
        let kind = short(stream, at).ok()?;
        let length = usize::from(short(stream, at + 2).ok()?);
        let data = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((kind, data))
    })
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

#[cfg(test)]
mod tests {
    use crate::cell::Position;
    use crate::read::tests::{opened, shown};
    use crate::read::{Format, Visibility};

    /// `tests/files/README.md` tells how it was made.
    const STAFF: &[u8] = include_bytes!("../../tests/files/staf.xls");

    #[test]
    fn cells_are_read_with_their_types_and_places() {
        let mut book = opened(STAFF, "staf.xls").unwrap();
        assert_eq!(book.format(), Format::Xls);
        let sheets: Vec<_> = book.sheets().iter().map(|sheet| (sheet.name.as_str(), sheet.visibility)).collect();
        assert_eq!(sheets, [("Personeel", Visibility::Visible), ("Oud", Visibility::Hidden)]);
        let expected = [
            "A1=Naam",
            "B1=Functie",
            "C1=Fte",
            "D1=In dienst",
            "E1=VOG",
            "F1=Uren",
            "G1=Reiskosten",
            "A2=Zoë van Dijk",
            "B2=pedagogisch medewerker",
            "C2=0,89",
            "D2=1-2-2024",
            "E2=WAAR",
            "F2=36:00",
            "G2=#N/B",
            "A5=Bram Bos",
            "C5=1",
            "A7=Totaal",
        ];
        assert_eq!(shown(&mut book, 0).unwrap(), expected);
        assert_eq!(shown(&mut book, 1).unwrap(), ["B3=x"]);
    }

    #[test]
    fn hidden_parts_and_merges_are_known() {
        let layout = opened(STAFF, "staf.xls").unwrap().layout(0).unwrap();
        assert_eq!(layout.merges, [(Position { row: 6, column: 0 }, Position { row: 6, column: 2 })]);
        assert_eq!((layout.hidden_rows, layout.hidden_columns), (vec![(4, 4)], vec![(7, 8)]));
        assert!(layout.complete);
    }

    #[test]
    fn a_file_that_was_cut_off_is_refused() {
        let error = opened(&STAFF[..STAFF.len() / 2], "staf.xls").err().unwrap().to_string();
        assert!(error.contains("beschadigd") || error.contains("geen rekenblad"), "{error}");
    }
}
