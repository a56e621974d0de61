//! xlsb: cells as calamine decodes them, with an own walk over the same records beside it. Calamine passes over errors
//! that a formula gave and over the short cell records that some programs write; here the first are read and the second
//! refused. The walk also finds what the sheet hides and merges.

use std::borrow::Cow;
use std::io::{BufReader, Cursor, Read};
use std::sync::Arc;

use calamine::{Reader, Xlsb, XlsbError};

use super::SheetInfo;
use super::layout::Layout;
use super::package::Package;
use super::rows::{self, Rows};
use super::trouble::Trouble;
use crate::cell::Value;

/// An opened workbook.
pub(super) struct Workbook {
    bytes: Arc<[u8]>,
    cells: Xlsb<Cursor<Arc<[u8]>>>,
}

impl Workbook {
    pub(super) fn open(bytes: Arc<[u8]>) -> Result<(Workbook, Vec<SheetInfo>), Trouble> {
        let cells = Xlsb::new(Cursor::new(Arc::clone(&bytes))).map_err(|error| trouble(&error))?;
        let sheets = super::xlsx::worksheets(cells.sheets_metadata());
        Ok((Workbook { bytes, cells }, sheets))
    }

    pub(super) fn rows<'a>(&'a mut self, sheet: &str, mut rows: Rows<'a, '_>) -> Result<(), Trouble> {
        let mut package = Package::open(&*self.bytes)?;
        let mut records = sheet_records(&mut package, sheet)?;
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

    pub(super) fn layout(&mut self, sheet: &str) -> Result<Layout, Trouble> {
        let mut layout = Layout { complete: true, ..Layout::default() };
        let mut package = Package::open(&*self.bytes)?;
        let mut records = sheet_records(&mut package, sheet)?;
        loop {
            match records.advance()? {
                record::ROW if records.data.get(11).is_some_and(|flags| flags & 0x10 != 0) => {
                    let row = rows::position(records.number(0)?, 0)?.row;
                    layout.hide_rows(row, row);
                }
                record::COLUMNS => {
                    let column = |at| rows::position(0, records.number(at)?).map(|position| position.column);
                    let (first, last) = (column(0)?, column(4)?);
                    layout.column_widths.push((first, last, f64::from(records.number(8)?) / 256.0));
                    if records.data.get(16).is_some_and(|flags| flags & 1 != 0) {
                        layout.hide_columns(first, last);
                    }
                }
                record::MERGE => {
                    let first = rows::position(records.number(0)?, records.number(8)?)?;
                    let last = rows::position(records.number(4)?, records.number(12)?)?;
                    layout.merges.push((first, last));
                }
                record::END_SHEET => return Ok(layout),
                _ => {}
            }
        }
    }
}

/// The records of a worksheet that matter here, by their numbers in MS-XLSB.
mod record {
    pub(super) const ROW: u16 = 0x00;
    pub(super) const RK: u16 = 0x02;
    pub(super) const REAL: u16 = 0x05;
    pub(super) const FORMULA_NUMBER: u16 = 0x09;
    pub(super) const FORMULA_BOOLEAN: u16 = 0x0a;
    pub(super) const FORMULA_ERROR: u16 = 0x0b;
    pub(super) const SHORT_FIRST: u16 = 12;
    pub(super) const SHORT_LAST: u16 = 18;
    pub(super) const COLUMNS: u16 = 0x3c;
    pub(super) const END_SHEET: u16 = 0x82;
    pub(super) const BEGIN_CELLS: u16 = 0x91;
    pub(super) const END_CELLS: u16 = 0x92;
    pub(super) const SHEET: u16 = 0x9c;
    pub(super) const MERGE: u16 = 0xb0;
}

/// A stream of records.
struct Records<R> {
    stream: R,
    data: Vec<u8>,
}

impl<R: Read> Records<R> {
    /// Reads the next record and tells its number. A stream that ends before its closing record is damaged.
    fn advance(&mut self) -> Result<u16, Trouble> {
        let first = self.byte()?;
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
        let read = (&mut self.stream).take(length).read_to_end(&mut self.data).map_err(|_| Trouble::Damaged)?;
        if read as u64 == length { Ok(kind) } else { Err(Trouble::Damaged) }
    }

    fn byte(&mut self) -> Result<u8, Trouble> {
        let mut byte = [0];
        self.stream.read_exact(&mut byte).map_err(|_| Trouble::Damaged)?;
        Ok(byte[0])
    }

    fn number(&self, at: usize) -> Result<u32, Trouble> {
        number(&self.data, at)
    }
}

fn number(data: &[u8], at: usize) -> Result<u32, Trouble> {
    let bytes = data.get(at..at + 4).ok_or(Trouble::Damaged)?;
    Ok(u32::from_le_bytes(bytes.try_into().expect("four bytes were taken")))
}

fn sheet_records<'p, B: AsRef<[u8]>>(
    package: &'p mut Package<B>,
    sheet: &str,
) -> Result<Records<impl Read + use<'p, B>>, Trouble> {
    let parts = package.sheet_parts(sheet_list)?;
    let (_, part) = parts.iter().find(|(name, _)| name == sheet).ok_or(Trouble::Damaged)?;
    let stream = package.stream(part)?.ok_or(Trouble::Damaged)?;
    Ok(Records { stream: BufReader::with_capacity(1 << 16, stream), data: Vec::new() })
}

fn sheet_list(workbook: &[u8]) -> Result<Vec<(String, String)>, Trouble> {
    let mut records = Records { stream: workbook, data: Vec::new() };
    let mut sheets = Vec::new();
    while !records.stream.is_empty() {
        if records.advance()? == record::SHEET {
            // Relation number first, then name; before them state and number.
            let (relation, end) = wide_text(&records.data, 8)?;
            let (name, _) = wide_text(&records.data, end)?;
            sheets.push((name, relation));
        }
    }
    Ok(sheets)
}

/// A text at a place in a record, and where it ends.
fn wide_text(data: &[u8], at: usize) -> Result<(String, usize), Trouble> {
    let length = number(data, at)?;
    if length == u32::MAX {
        return Ok((String::new(), at + 4));
    }
    let end = at + 4 + length as usize * 2;
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
mod tests {
    use super::*;
    use crate::cell::Position;
    use crate::read::package::tests::zipped_bytes;
    use crate::read::tests::{opened, shown};

    /// One record: number, length, data.
    fn one(kind: u16, data: &[u8]) -> Vec<u8> {
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

    fn text(text: &str) -> Vec<u8> {
        let wide: Vec<u16> = text.encode_utf16().collect();
        let mut bytes = u32::try_from(wide.len()).unwrap().to_le_bytes().to_vec();
        bytes.extend(wide.iter().flat_map(|unit| unit.to_le_bytes()));
        bytes
    }

    fn numbers(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    fn row(index: u32, hidden: bool) -> Vec<u8> {
        let mut data = numbers(&[index, 0]);
        data.extend([0x2c, 1, 0, if hidden { 0x10 } else { 0 }, 0, 0, 0, 0, 0]);
        one(0, &data)
    }

    fn cell(kind: u16, column: u32, style: u32, value: &[u8]) -> Vec<u8> {
        one(kind, &[&numbers(&[column, style])[..], value].concat())
    }

    fn book(before: &[Vec<u8>], cells: &[Vec<u8>], after: &[Vec<u8>]) -> Vec<u8> {
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
            book.layout(0).unwrap(),
            Layout {
                hidden_rows: vec![(2, 3)],
                hidden_columns: vec![(1, 2)],
                merges: vec![(Position { row: 0, column: 0 }, Position { row: 0, column: 3 })],
                column_widths: vec![(1, 2, 10.0)],
                filter: None,
                complete: true,
            }
        );
        assert_eq!(shown(&mut book, 0).unwrap(), ["A3=WAAR"]);
    }
}
