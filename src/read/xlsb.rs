//! xlsb: cells as calamine decodes them, with an own walk over the same records beside it. Calamine passes over errors
//! that a formula gave and over the short cell records that some programs write; here the first are read and the second
//! refused.

use std::borrow::Cow;
use std::io::{BufReader, Cursor, Read};
use std::sync::Arc;

use calamine::{Reader, Xlsb, XlsbError};

use super::compound::long;
use super::package::Package;
use super::preflight;
use super::rows::{self, Rows};
use super::trouble::Trouble;
use super::{Format, SheetInfo};
use crate::cell::Value;

/// The part with the list of sheets, which the reader goes by whatever the package says.
pub(in crate::read) const WORKBOOK: &str = "xl/workbook.bin";

/// An opened workbook.
pub(super) struct Workbook {
    bytes: Arc<[u8]>,
    cells: Xlsb<Cursor<Arc<[u8]>>>,
}

impl Workbook {
    pub(super) fn open(bytes: Arc<[u8]>) -> Result<(Workbook, Vec<SheetInfo>), Trouble> {
        let cells = Xlsb::new(Cursor::new(without_names(&bytes)?)).map_err(|error| trouble(&error))?;
        let sheets = super::xlsx::worksheets(cells.sheets_metadata(), cells.has_1904_epoch());
        Ok((Workbook { bytes, cells }, sheets))
    }

    pub(super) fn rows<'a>(&'a mut self, sheet: &str, mut rows: Rows<'a, '_>) -> Result<(), Trouble> {
        let parts = preflight::sheet_parts(&self.bytes, Format::Xlsb)?;
        let (_, part) = parts.iter().find(|(name, _)| name == sheet).ok_or(Trouble::Damaged)?;
        let mut package = Package::open(&*self.bytes)?;
        let stream = package.stream(part)?.ok_or(Trouble::Damaged)?;
        let mut records = Records::new(BufReader::with_capacity(1 << 16, stream));
        let mut cells = self.cells.worksheet_cells_reader(sheet).map_err(|error| trouble(&error))?;
        while records.advance()? != record::BEGIN_CELLS {}
        let mut row = 0;
        loop {
            let kind = records.advance()?;
            let (place, value) = match kind {
                record::END_CELLS => return rows.finish(),
                record::ROW => {
                    row = records.number(0)?;
                    // Calamine takes a row beyond the grid for the end of the sheet.
                    rows::position(row, 0)?;
                    continue;
                }
                record::FORMULA_ERROR => {
                    let code = *records.data.get(8).ok_or(Trouble::Damaged)?;
                    ((row, records.number(0)?), Some(Value::Error(Cow::Borrowed(error_text(code)))))
                }
                record::RK..=record::FORMULA_BOOLEAN => {
                    let least = if matches!(kind, record::REAL | record::FORMULA_NUMBER) { 16 } else { 9 };
                    if records.data.len() < least {
                        return Err(Trouble::DamagedAt(rows::position(row, records.number(0)?)?));
                    }
                    match cells.next_cell() {
                        Ok(Some(cell)) if cell.get_position() == (row, records.number(0)?) => {
                            (cell.get_position(), rows::value(cell.get_value().clone()))
                        }
                        Ok(_) => return Err(Trouble::DamagedAt(rows::position(row, records.number(0)?)?)),
                        // An error of a kind that calamine does not know; the record was read whole.
                        Err(XlsbError::CellError(code)) => {
                            ((row, records.number(0)?), Some(Value::Error(Cow::Borrowed(error_text(code)))))
                        }
                        Err(error) => return Err(trouble(&error)),
                    }
                }
                record::SHORT_FIRST..=record::SHORT_LAST => return Err(Trouble::XlsbShortRecords),
                _ => continue,
            };
            if let Some(value) = value
                && rows.push(place.0, place.1, value)?.is_break()
            {
                return Ok(());
            }
        }
    }
}

/// The file without the defined names. Nothing here asks for them, but the reader puts the formula of each into words, and
/// panics where one is damaged. The formulas in cells it leaves alone.
fn without_names(bytes: &Arc<[u8]>) -> Result<Arc<[u8]>, Trouble> {
    let mut package = Package::open(&**bytes)?;
    let workbook = package.part(WORKBOOK)?.ok_or(Trouble::Damaged)?;
    let mut records = Records::new(&*workbook);
    let mut kept = Vec::with_capacity(workbook.len());
    let mut rest = records.stream;
    while let Some(kind) = records.next()? {
        let record = &rest[..rest.len() - records.stream.len()];
        rest = records.stream;
        if kind != record::NAME {
            kept.extend(record);
        }
    }
    if kept.len() == workbook.len() {
        return Ok(Arc::clone(bytes));
    }
    Ok(package.changed(WORKBOOK, &kept)?.into())
}

/// The records that matter here, by their numbers in MS-XLSB.
pub(in crate::read) mod record {
    pub(in crate::read) const ROW: u16 = 0x00;
    pub(in crate::read) const RK: u16 = 0x02;
    pub(in crate::read) const REAL: u16 = 0x05;
    pub(in crate::read) const TEXT: u16 = 0x06;
    pub(in crate::read) const SHARED: u16 = 0x07;
    pub(in crate::read) const FORMULA_TEXT: u16 = 0x08;
    pub(in crate::read) const FORMULA_NUMBER: u16 = 0x09;
    pub(in crate::read) const FORMULA_BOOLEAN: u16 = 0x0a;
    pub(in crate::read) const FORMULA_ERROR: u16 = 0x0b;
    pub(in crate::read) const SHORT_FIRST: u16 = 12;
    pub(in crate::read) const SHORT_LAST: u16 = 18;
    pub(in crate::read) const STRING: u16 = 0x13;
    pub(in crate::read) const NAME: u16 = 0x27;
    pub(in crate::read) const FORMAT: u16 = 0x2c;
    pub(in crate::read) const CELL_STYLE: u16 = 0x2f;
    pub(in crate::read) const COLUMNS: u16 = 0x3c;
    pub(in crate::read) const END_SHEET: u16 = 0x82;
    pub(in crate::read) const BEGIN_CELLS: u16 = 0x91;
    pub(in crate::read) const END_CELLS: u16 = 0x92;
    pub(in crate::read) const SIZE: u16 = 0x94;
    pub(in crate::read) const WORKBOOK: u16 = 0x99;
    pub(in crate::read) const SHEET: u16 = 0x9c;
    pub(in crate::read) const BEGIN_STRINGS: u16 = 0x9f;
    pub(in crate::read) const BEGIN_FILTER: u16 = 0xa1;
    pub(in crate::read) const BEGIN_FILTER_COLUMN: u16 = 0xa3;
    pub(in crate::read) const END_FILTER_COLUMN: u16 = 0xa4;
    pub(in crate::read) const MERGE: u16 = 0xb0;
    pub(in crate::read) const SHEETS_ELSEWHERE: u16 = 0x16a;
    pub(in crate::read) const BEGIN_FORMATS: u16 = 0x267;
    pub(in crate::read) const BEGIN_CELL_STYLES: u16 = 0x269;
    pub(in crate::read) const NOTE_AUTHOR: u16 = 0x278;
    pub(in crate::read) const NOTE: u16 = 0x27b;
}

/// A stream of records.
pub(in crate::read) struct Records<R> {
    stream: R,
    pub(in crate::read) data: Vec<u8>,
}

impl<R: Read> Records<R> {
    pub(in crate::read) fn new(stream: R) -> Self {
        Records { stream, data: Vec::new() }
    }

    /// Reads the next record, if there is one, and tells its number.
    pub(in crate::read) fn next(&mut self) -> Result<Option<u16>, Trouble> {
        let mut first = [0];
        match self.stream.read(&mut first) {
            Ok(0) => Ok(None),
            Ok(_) => self.record(first[0]).map(Some),
            Err(error) => Err(preflight::trouble(&error)),
        }
    }

    /// Whether the record holds at least so many bytes.
    pub(in crate::read) fn holds(&self, bytes: usize) -> Result<(), Trouble> {
        if self.data.len() < bytes { Err(Trouble::Damaged) } else { Ok(()) }
    }

    /// Reads the next record and tells its number. A stream that ends before its closing record is damaged.
    fn advance(&mut self) -> Result<u16, Trouble> {
        let first = self.byte()?;
        self.record(first)
    }

    fn record(&mut self, first: u8) -> Result<u16, Trouble> {
        let kind = if first & 0x80 == 0 {
            u16::from(first)
        } else {
            u16::from(first & 0x7f) | (u16::from(self.byte()? & 0x7f) << 7)
        };
        let mut length = 0u64;
        for shift in [0, 7, 14, 21] {
            let byte = self.byte()?;
            length |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        self.data.clear();
        let read =
            (&mut self.stream).take(length).read_to_end(&mut self.data).map_err(|error| preflight::trouble(&error))?;
        if read as u64 == length { Ok(kind) } else { Err(Trouble::Damaged) }
    }

    fn byte(&mut self) -> Result<u8, Trouble> {
        let mut byte = [0];
        self.stream.read_exact(&mut byte).map_err(|error| preflight::trouble(&error))?;
        Ok(byte[0])
    }

    pub(in crate::read) fn number(&self, at: usize) -> Result<u32, Trouble> {
        long(&self.data, at)
    }
}

/// A text at a place in a record, and where it ends.
pub(in crate::read) fn wide_text(data: &[u8], at: usize) -> Result<(String, usize), Trouble> {
    let length = long(data, at)?;
    if length == u32::MAX {
        return Ok((String::new(), at + 4));
    }
    let end = (length as usize).saturating_mul(2).saturating_add(at + 4);
    let bytes = data.get(at + 4..end).ok_or(Trouble::Damaged)?;
    Ok((encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0.into_owned(), end))
}

/// Dutch Excel's own text of an error.
fn error_text(code: u8) -> &'static str {
    match code {
        0x00 => "#LEEG!",
        0x07 => "#DEEL/0!",
        0x0f => "#WAARDE!",
        0x17 => "#VERW!",
        0x1d => "#NAAM?",
        0x24 => "#GETAL!",
        0x2b => "#GEGEVENS_OPHALEN",
        _ => "#N/B",
    }
}

fn trouble(error: &XlsbError) -> Trouble {
    match error {
        XlsbError::Password => Trouble::Password,
        _ => Trouble::Damaged,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::cell::Position;
    use crate::read::layout::Layout;
    use crate::read::package::tests::zipped_bytes;
    use crate::read::tests::{opened, shown};

    /// One record: number, length, data.
    pub(in crate::read) fn one(kind: u16, data: &[u8]) -> Vec<u8> {
        let mut bytes = match u8::try_from(kind) {
            Ok(low) if low < 0x80 => vec![low],
            _ => vec![u8::try_from(kind & 0x7f).unwrap() | 0x80, u8::try_from(kind >> 7).unwrap()],
        };
        assert!(data.len() < 0x4000);
        bytes.push(u8::try_from(data.len() & 0x7f).unwrap() | 0x80);
        bytes.push(u8::try_from(data.len() >> 7).unwrap());
        bytes.extend(data);
        bytes
    }

    pub(in crate::read) fn text(text: &str) -> Vec<u8> {
        let wide: Vec<u16> = text.encode_utf16().collect();
        let mut bytes = u32::try_from(wide.len()).unwrap().to_le_bytes().to_vec();
        bytes.extend(wide.iter().flat_map(|unit| unit.to_le_bytes()));
        bytes
    }

    pub(in crate::read) fn numbers(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    pub(in crate::read) fn row(index: u32, hidden: bool) -> Vec<u8> {
        let mut data = numbers(&[index, 0]);
        data.extend([0x2c, 1, 0, if hidden { 0x10 } else { 0 }, 0, 0, 0, 0, 0]);
        one(0, &data)
    }

    pub(in crate::read) fn cell(kind: u16, column: u32, style: u32, value: &[u8]) -> Vec<u8> {
        one(kind, &[&numbers(&[column, style])[..], value].concat())
    }

    pub(in crate::read) fn book(before: &[Vec<u8>], cells: &[Vec<u8>], after: &[Vec<u8>]) -> Vec<u8> {
        let mut sheet = [one(0x81, &[]), one(0x94, &[0; 16])].concat();
        sheet.extend(before.concat());
        sheet.extend(one(0x91, &[]));
        sheet.extend(cells.concat());
        sheet.extend(one(0x92, &[]));
        sheet.extend(after.concat());
        sheet.extend(one(0x82, &[]));
        let bundle = [numbers(&[0, 1]), text("rId1"), text("Staf")].concat();
        let workbook =
            [one(0x83, &[]), one(0x99, &[0; 8]), one(0x9c, &bundle), one(0x90, &[]), one(0x84, &[])].concat();
        let strings = [
            one(0x9f, &numbers(&[2, 2])),
            one(0x13, &[&[0][..], &text("Zoë")].concat()),
            one(0x13, &[&[0][..], &text("pm")].concat()),
            one(0xa0, &[]),
        ];
        // Two styles: general, and number format 14, the short date.
        let style = |format: u16| one(0x2f, &[&[0xff, 0xff][..], &format.to_le_bytes(), &[0; 12]].concat());
        let styles = [one(0x116, &[]), one(0x269, &numbers(&[2])), style(0), style(14), one(0x26a, &[])];
        let relation = |id: &str, kind: &str, target: &str| {
            let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            format!(
                "<Relationships><Relationship Id=\"{id}\" Type=\"{base}/{kind}\" Target=\"{target}\"/></Relationships>"
            )
        };
        zipped_bytes(&[
            (
                "[Content_Types].xml",
                b"<Types><Override ContentType=\"application/vnd.ms-excel.sheet.binary.macroEnabled.main\"/></Types>",
            ),
            ("_rels/.rels", relation("rId1", "officeDocument", "xl/workbook.bin").as_bytes()),
            ("xl/workbook.bin", &workbook),
            ("xl/_rels/workbook.bin.rels", relation("rId1", "worksheet", "worksheets/sheet1.bin").as_bytes()),
            ("xl/worksheets/sheet1.bin", &sheet),
            ("xl/sharedStrings.bin", &strings.concat()),
            ("xl/styles.bin", &styles.concat()),
        ])
    }

    fn cells(cells: &[Vec<u8>]) -> Result<Vec<String>, String> {
        shown(&mut opened(&book(&[], cells, &[]), "staf.xlsb").map_err(|error| error.to_string())?, 0)
    }

    #[test]
    fn cells_are_read_with_their_types() {
        let found = cells(&[
            row(0, false),
            cell(7, 0, 0, &numbers(&[0])),
            cell(1, 1, 0, &[]),
            cell(7, 2, 0, &numbers(&[1])),
            row(4, false),
            cell(5, 0, 0, &0.89f64.to_le_bytes()),
            // 45323 as an integer RK, with a date format: 1 February 2024.
            cell(2, 1, 1, &numbers(&[(45_323 << 2) | 2])),
            cell(4, 2, 0, &[1]),
            cell(3, 3, 0, &[0x2a]),
            // =1/0 and what a formula has after its value.
            cell(11, 4, 0, &[7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            cell(8, 5, 0, &[text("ja"), vec![0; 10]].concat()),
            cell(3, 6, 0, &[0x99]),
            cell(7, 7, 0, &numbers(&[1])),
        ]);
        let expected = [
            "A1=Zoë",
            "C1=pm",
            "A5=0,89",
            "B5=1-2-2024",
            "C5=WAAR",
            "D5=#N/B",
            "E5=#DEEL/0!",
            "F5=ja",
            "G5=#N/B",
            "H5=pm",
        ];
        assert_eq!(found.unwrap(), expected);
    }

    #[test]
    fn short_records_and_broken_ones_are_refused() {
        let error = cells(&[row(0, false), cell(7, 0, 0, &numbers(&[0])), one(17, &numbers(&[1]))]).unwrap_err();
        assert!(error.contains("bewaar het als .xlsx"), "{error}");
        let error = cells(&[row(0, false), cell(5, 2, 0, &[1, 2])]).unwrap_err();
        assert!(error.contains("C1") && error.contains("beschadigd"), "{error}");
        let error = cells(&[row(1_048_576, false), cell(4, 0, 0, &[1])]).unwrap_err();
        assert!(error.contains("buiten het rooster"), "{error}");
    }

    #[test]
    fn hidden_parts_merges_and_widths_are_known() {
        let columns = [numbers(&[1, 2, 10 * 256, 0]), vec![1, 0]].concat();
        let merge = numbers(&[0, 0, 0, 3]);
        let rows = [row(2, true), cell(4, 0, 0, &[1]), row(3, true), row(5, false)];
        let before = [one(0x186, &[]), one(0x3c, &columns), one(0x187, &[])];
        let mut book = opened(&book(&before, &rows, &[one(0xb0, &merge)]), "staf.xlsb").unwrap();
        assert_eq!(
            book.layouts().unwrap().remove(0),
            Layout {
                hidden_rows: vec![(2, 3)],
                hidden_columns: vec![(1, 2)],
                merges: vec![(Position { row: 0, column: 0 }, Position { row: 0, column: 3 })],
                column_widths: vec![(1, 2, 10.0)],
                ..Layout::default()
            }
        );
        assert_eq!(shown(&mut book, 0).unwrap(), ["A3=WAAR"]);
    }
}
