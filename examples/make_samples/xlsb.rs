//! Writes the least that is a binary workbook: sheets of texts, numbers and dates. Record numbers are those of MS-XLSB.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use crate::table::{Cell, Look, Table, column};

pub(crate) fn workbook(tables: &[(Table, Look)]) -> zip::result::ZipResult<Vec<u8>> {
    let sheets: Vec<String> = (1..=tables.len()).map(|number| format!("worksheets/sheet{number}")).collect();
    let mut targets: Vec<(&str, String)> = sheets.iter().map(|sheet| ("worksheet", format!("{sheet}.bin"))).collect();
    targets.push(("styles", "styles.bin".to_owned()));
    let main = [("officeDocument", "xl/workbook.bin".to_owned())];
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), content_types(&sheets).into_bytes()),
        ("_rels/.rels".to_owned(), relations(&main).into_bytes()),
        ("xl/workbook.bin".to_owned(), book(tables)),
        ("xl/_rels/workbook.bin.rels".to_owned(), relations(&targets).into_bytes()),
    ];
    parts.extend(sheets.iter().zip(tables).map(|(name, (table, look))| (format!("xl/{name}.bin"), sheet(table, look))));
    parts.push(("xl/styles.bin".to_owned(), styles()));
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    for (name, bytes) in parts {
        package.start_file(name, options)?;
        package.write_all(&bytes)?;
    }
    Ok(package.finish()?.into_inner())
}

fn content_types(sheets: &[String]) -> String {
    let mut xml = String::from(concat!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
        r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    ));
    let sheets = sheets.iter().map(|sheet| (sheet.as_str(), "vnd.ms-excel.worksheet"));
    let parts = std::iter::once(("workbook", "vnd.ms-excel.sheet.binary.macroEnabled.main"))
        .chain(sheets)
        .chain(std::iter::once(("styles", "vnd.ms-excel.styles")));
    for (part, kind) in parts {
        let _ = write!(xml, r#"<Override PartName="/xl/{part}.bin" ContentType="application/{kind}"/>"#);
    }
    xml + "</Types>"
}

fn relations(targets: &[(&str, String)]) -> String {
    let mut xml = String::from(concat!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    ));
    for (number, (kind, target)) in (1..).zip(targets) {
        let kind = format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}");
        let _ = write!(xml, r#"<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>"#);
    }
    xml + "</Relationships>"
}

/// A stream of records.
#[derive(Default)]
struct Records(Vec<u8>);

impl Records {
    /// Adds a record: its number and its length in groups of seven bits, then its data.
    fn add(&mut self, kind: u16, data: &[u8]) -> &mut Self {
        let [low, high] = [kind & 0x7f, kind >> 7].map(|bits| u8::try_from(bits).expect("record numbers have 14 bits"));
        if high == 0 {
            self.0.push(low);
        } else {
            self.0.extend([low | 0x80, high]);
        }
        let mut length = data.len();
        loop {
            let bits = u8::try_from(length & 0x7f).expect("seven bits fit");
            length >>= 7;
            self.0.push(if length == 0 { bits } else { bits | 0x80 });
            if length == 0 {
                break;
            }
        }
        self.0.extend(data);
        self
    }
}

fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = numbers(&[u32::try_from(units.len()).expect("cells hold at most 32767 characters")]);
    bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    bytes
}

fn book(tables: &[(Table, Look)]) -> Vec<u8> {
    let mut book = Records::default();
    // A window on the first sheet, with the tabs shown.
    let view = [numbers(&[0, 0, 28_800, 15_000, 600, 0, 0]), vec![0x78]].concat();
    book.add(131, &[]).add(153, &numbers(&[0, 0, 0]));
    book.add(135, &[]).add(158, &view).add(136, &[]);
    book.add(143, &[]);
    for (number, (table, _)) in (1..).zip(tables) {
        book.add(156, &[numbers(&[0, number]), wide(&format!("rId{number}")), wide(table.name)].concat());
    }
    book.add(144, &[]);
    book.add(132, &[]);
    book.0
}

fn sheet(table: &Table, look: &Look) -> Vec<u8> {
    let last_row = u32::try_from(table.rows.len()).expect("a sample is small") - 1;
    let last_column = u32::try_from(table.width()).expect("a sample is small") - 1;
    let mut sheet = Records::default();
    sheet.add(129, &[]).add(148, &numbers(&[0, last_row, 0, last_column]));
    // All columns 18 characters wide; a hidden one ends a range and is one of its own.
    let mut hidden: Vec<u32> = look.hidden_columns.iter().map(|letters| u32::from(column(letters))).collect();
    hidden.sort_unstable();
    let mut ranges = Vec::new();
    let mut next = 0;
    for at in hidden {
        ranges.extend((next < at).then(|| (next, at - 1, 2)));
        ranges.push((at, at, 3));
        next = at + 1;
    }
    ranges.extend((next <= last_column).then_some((next, last_column, 2)));
    sheet.add(390, &[]);
    for (first, last, flags) in ranges {
        sheet.add(60, &[numbers(&[first, last, 18 * 256, 0]), vec![flags, 0]].concat());
    }
    sheet.add(391, &[]);
    sheet.add(145, &[]);
    let mut current = None;
    for (row, column, cell) in table.filled() {
        if current != Some(row) {
            let height = [0x2c, 0x01, 0, 0, 0];
            sheet.add(0, &[numbers(&[row, 0]), height.to_vec(), numbers(&[1, 0, last_column])].concat());
            current = Some(row);
        }
        let place = |style| numbers(&[u32::from(column), style]);
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => {
                sheet.add(6, &[place(0), wide(text)].concat());
            }
            Cell::Number(number) => {
                sheet.add(5, &[place(0), number.to_le_bytes().to_vec()].concat());
            }
            Cell::Date(date) => {
                sheet.add(5, &[place(1), Cell::serial(*date).to_le_bytes().to_vec()].concat());
            }
        }
    }
    sheet.add(146, &[]).add(130, &[]);
    sheet.0
}

/// One font, the two fills and the border that every workbook has, and two cell styles: general, and the short date (format 14).
fn styles() -> Vec<u8> {
    // A colour from the palette: number 64 is the text colour of the system.
    const COLOUR: [u8; 8] = [0x02, 64, 0, 0, 0, 0, 0, 0xff];
    let mut styles = Records::default();
    styles.add(278, &[]);
    let font = [&[0xdc, 0, 0, 0, 0x90, 1, 0, 0, 0, 2, 0, 0][..], &COLOUR, &[0], &wide("Calibri")].concat();
    styles.add(611, &numbers(&[1])).add(43, &font).add(612, &[]);
    let fill = |pattern: u32| [numbers(&[pattern]), COLOUR.to_vec(), COLOUR.to_vec(), vec![0; 48]].concat();
    styles.add(603, &numbers(&[2])).add(45, &fill(0)).add(45, &fill(17)).add(604, &[]);
    let border = [vec![0], [&[0, 0][..], &COLOUR].concat().repeat(5)].concat();
    styles.add(613, &numbers(&[1])).add(46, &border).add(614, &[]);
    // Parent, number format, font, fill, border, rotation, indent, bottom-aligned and locked, what differs from the parent.
    let style = |parent: u16, format: u16, differs: u16| -> Vec<u8> {
        [parent, format, 0, 0, 0, 0, 0x1010, differs].iter().flat_map(|part| part.to_le_bytes()).collect()
    };
    styles.add(626, &numbers(&[1])).add(47, &style(0xffff, 0, 0)).add(627, &[]);
    styles.add(617, &numbers(&[2])).add(47, &style(0, 0, 0)).add(47, &style(0, 14, 1)).add(618, &[]);
    let normal = [numbers(&[0]), vec![1, 0, 0, 0xff], wide("Normal")].concat();
    styles.add(619, &numbers(&[1])).add(48, &normal).add(620, &[]);
    styles.add(505, &numbers(&[0])).add(506, &[]);
    styles.add(508, &numbers(&[0, u32::MAX, u32::MAX])).add(509, &[]);
    styles.add(279, &[]);
    styles.0
}
