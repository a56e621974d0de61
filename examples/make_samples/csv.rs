//! Writes csv as Dutch Excel does: semicolons, decimal comma, day before month, UTF-8 with its mark.

use crate::table::{Cell, Table};

pub(crate) fn text(table: &Table) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    for row in &table.rows {
        let cells: Vec<String> =
            (0..table.width()).map(|column| field(row.get(column).unwrap_or(&Cell::Empty))).collect();
        text.push_str(&cells.join(";"));
        text.push_str("\r\n");
    }
    text.into_bytes()
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) if text.contains([';', '"', '\n']) => format!("\"{}\"", text.replace('"', "\"\"")),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string().replace('.', ","),
        Cell::Date(date) => format!("{}-{}-{}", date.day(), date.month(), date.year()),
    }
}
