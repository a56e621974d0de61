//! Writes xlsx with the look of a list that somebody keeps by hand.

use std::io::{Cursor, Read as _, Write as _};

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

use crate::NOTICE;
use crate::table::{Cell, Look, Table, column, position};

pub(crate) fn workbook(title: &str, sheets: &[(Table, Look)]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2026, 11, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_comment(NOTICE).set_creation_datetime(&created));
    for (table, look) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(table.name)?;
        write(sheet, table, look)?;
    }
    workbook.save_to_buffer()
}

fn write(sheet: &mut Worksheet, table: &Table, look: &Look) -> Result<(), XlsxError> {
    let title = Format::new().set_bold().set_font_size(14);
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(Color::RGB(0x00DD_E8E4))
        .set_border_bottom(FormatBorder::Thin);
    let (plain, bold) = (Format::new(), Format::new().set_bold());
    let (date, number) = (Format::new().set_num_format("d-m-yyyy"), Format::new().set_num_format("0"));
    for (row, column, cell) in table.filled() {
        let format = match row {
            row if look.is_header(row) => &heading,
            0 => &title,
            row if look.bold_rows.contains(&row) => &bold,
            _ => &plain,
        };
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => {
                sheet.write_string_with_format(row, column, text, format)?;
            }
            // Registration numbers in full, not as 1,1E+08.
            Cell::Number(value) if *value >= 1e6 => {
                sheet.write_number_with_format(row, column, *value, &number)?;
            }
            Cell::Number(value) => {
                sheet.write_number_with_format(row, column, *value, format)?;
            }
            Cell::Date(day) => {
                sheet.write_number_with_format(row, column, Cell::serial(*day), &date)?;
            }
        }
    }
    for (column, width) in (0u16..).zip(widths(table, look.header_row)) {
        sheet.set_column_width(column, width)?;
    }
    for range in &look.merges {
        let (from, to) = range.split_once(':').expect("a merge is written as A1:B2");
        let ((row, first), (last_row, last)) = (position(from), position(to));
        let text = table.filled().find_map(|(r, c, cell)| match cell {
            Cell::Text(text) if (r, c) == (row, first) => Some(text.as_str()),
            _ => None,
        });
        let format = match row {
            row if look.is_header(row) => &heading,
            0 => &title,
            _ => &plain,
        };
        sheet.merge_range(row, first, last_row, last, text.unwrap_or(""), format)?;
    }
    for row in &look.hidden_rows {
        sheet.set_row_hidden(*row)?;
    }
    for letters in &look.hidden_columns {
        sheet.set_column_hidden(column(letters))?;
    }
    sheet.set_freeze_panes(look.header_row + 1, 0)?;
    Ok(())
}

/// Wide enough for most of what stands in a column; titles above the header flow over.
fn widths(table: &Table, header_row: u32) -> Vec<f64> {
    let mut widths = vec![7.0_f64; table.width()];
    // A note below the list stands alone on its row and flows over.
    let is_note = |row: u32, cell: &Cell| {
        let alone = table.rows[row as usize].iter().filter(|cell| **cell != Cell::Empty).count() == 1;
        alone && matches!(cell, Cell::Text(text) if text.len() > 20)
    };
    for (row, column, cell) in table.filled().filter(|(row, _, cell)| *row >= header_row && !is_note(*row, cell)) {
        let longest = match cell {
            Cell::Text(text) if row == header_row => {
                text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0) + 1
            }
            Cell::Text(text) => text.chars().count(),
            Cell::Number(number) => number.to_string().len(),
            Cell::Date(_) | Cell::Empty => 10,
        };
        let width = &mut widths[usize::from(column)];
        *width = width.max(f64::from(u32::try_from(longest.min(44)).expect("44 fits")) + 1.5);
    }
    widths
}

/// The same workbook as one that may hold macros: only its type differs.
pub(crate) fn with_macros(workbook: Vec<u8>) -> zip::result::ZipResult<Vec<u8>> {
    const PLAIN: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    const MACROS: &str = "application/vnd.ms-excel.sheet.macroEnabled.main+xml";
    let mut from = ZipArchive::new(Cursor::new(workbook))?;
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at)?;
        let name = part.name()?.into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes)?;
        if name == "[Content_Types].xml" {
            bytes = String::from_utf8(bytes).expect("the library writes UTF-8").replace(PLAIN, MACROS).into_bytes();
        }
        package.start_file(name, SimpleFileOptions::default().last_modified_time(DateTime::default()))?;
        package.write_all(&bytes)?;
    }
    Ok(package.finish()?.into_inner())
}
