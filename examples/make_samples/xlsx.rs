//! Writes xlsx with the look of a list that somebody keeps by hand.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::NOTICE;
use crate::table::{Cell, Look, Table};

pub(crate) fn workbook(title: &str, sheets: &[(Table, Look)]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2026, 11, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_comment(NOTICE).set_creation_datetime(&created));
    for (table, look) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(table.name)?;
        write(sheet, table, *look)?;
    }
    workbook.save_to_buffer()
}

fn write(sheet: &mut Worksheet, table: &Table, look: Look) -> Result<(), XlsxError> {
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
            0 if look.header_row > 0 => &title,
            row if row == look.header_row => &heading,
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
    for range in look.merges {
        let (first, last) = range.split_once(':').expect("a merge is written as A1:B2");
        let ((row, column), (last_row, last_column)) = (position(first), position(last));
        let text = table.filled().find_map(|(r, c, cell)| match cell {
            Cell::Text(text) if (r, c) == (row, column) => Some(text.as_str()),
            _ => None,
        });
        let format = if row == 0 { &title } else { &plain };
        sheet.merge_range(row, column, last_row, last_column, text.unwrap_or(""), format)?;
    }
    for row in look.hidden_rows {
        sheet.set_row_hidden(*row)?;
    }
    for letters in look.hidden_columns {
        sheet.set_column_hidden(position(&format!("{letters}1")).1)?;
    }
    sheet.set_freeze_panes(look.header_row + 1, 0)?;
    Ok(())
}

/// Wide enough for most of what stands in a column; titles above the header flow over.
fn widths(table: &Table, header_row: u32) -> Vec<f64> {
    let mut widths = vec![7.0_f64; table.width()];
    for (row, column, cell) in table.filled().filter(|(row, _, _)| *row >= header_row) {
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

/// Zero-based row and column of an address as `B12`.
fn position(address: &str) -> (u32, u16) {
    let digits = address.find(|c: char| c.is_ascii_digit()).expect("an address has a row number");
    let (letters, row) = address.split_at(digits);
    let column = letters.bytes().fold(0, |column, letter| column * 26 + u16::from(letter - b'A') + 1);
    (row.parse::<u32>().expect("a row number is digits") - 1, column - 1)
}
