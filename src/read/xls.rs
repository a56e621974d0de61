//! xls of Excel 97 to 2003. Calamine reads the whole file while opening it and keeps a grid of each sheet; the grid of
//! this format is small enough (65,536 × 256).

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, DataRef, Reader, Xls, XlsError, XlsOptions};

use super::SheetInfo;
use super::preflight;
use super::rows::{self, Rows};
use super::trouble::Trouble;
use crate::cell::{Position, Value};

/// The code page of UTF-16.
const UTF_16: u16 = 1200;

/// An opened workbook.
pub(super) struct Workbook {
    cells: Xls<Cursor<Vec<u8>>>,
    /// The formulas without a value of each sheet: the reader gives an empty text for them.
    uncalculated: Vec<BTreeSet<Position>>,
}

impl Workbook {
    pub(super) fn open(bytes: &[u8]) -> Result<(Workbook, Vec<SheetInfo>), Trouble> {
        // Files of this age are UTF-16 whatever code page they name; some name another, and the reader would believe it.
        let mut options = XlsOptions::default();
        options.force_codepage = Some(UTF_16);
        let preflight::Bearable { bytes, uncalculated } = preflight::bearable(bytes)?;
        let cells = Xls::new_with_options(Cursor::new(bytes), options).map_err(|error| trouble(&error))?;
        let sheets = super::xlsx::worksheets(cells.sheets_metadata(), cells.has_1904_epoch());
        Ok((Workbook { cells, uncalculated }, sheets))
    }

    pub(super) fn rows<'a>(&'a mut self, sheet: usize, name: &str, mut rows: Rows<'a, '_>) -> Result<(), Trouble> {
        let range = self.cells.worksheet_range(name).map_err(|error| trouble(&error))?;
        let Some((top, left)) = range.start() else {
            return rows.finish_with_blanks();
        };
        let uncalculated = self.uncalculated.get(sheet).ok_or(Trouble::Damaged)?;
        let beyond = |number: usize| u32::try_from(number).map_err(|_| Trouble::OutsideGrid);
        for (row, cells) in range.rows().enumerate() {
            let row = top.saturating_add(beyond(row)?);
            for (column, data) in cells.iter().enumerate() {
                let column = left.saturating_add(beyond(column)?);
                let Some(value) = rows::value(plain(data)).map(Value::into_owned) else {
                    continue;
                };
                let value = match value {
                    Value::Text(text) if text.is_empty() && uncalculated.contains(&rows::position(row, column)?) => {
                        Value::Uncalculated
                    }
                    value => value,
                };
                if matches!(&value, Value::Text(text) if text.contains('\0')) {
                    return Err(Trouble::XlsLetters(rows::position(row, column)?));
                }
                if rows.push(row, column, value)?.is_break() {
                    return Ok(());
                }
            }
        }
        rows.finish_with_blanks()
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
        let layout = opened(STAFF, "staf.xls").unwrap().layouts().unwrap().remove(0);
        assert_eq!(layout.merges, [(Position { row: 6, column: 0 }, Position { row: 6, column: 2 })]);
        assert_eq!((layout.hidden_rows, layout.hidden_columns), (vec![(4, 4)], vec![(7, 8)]));
    }

    #[test]
    fn a_file_that_was_cut_off_is_refused() {
        let error = opened(&STAFF[..STAFF.len() / 2], "staf.xls").err().unwrap().to_string();
        assert!(error.contains("beschadigd") || error.contains("geen rekenblad"), "{error}");
    }
}
