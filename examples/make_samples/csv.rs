//! Writes csv as Dutch Excel does: decimal comma, day before month.

use encoding_rs::WINDOWS_1252;

use crate::table::{Cell, Table};

/// How a csv file is written.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Dialect {
    /// "CSV UTF-8" of a Dutch Excel: semicolons, with a byte order mark.
    Semicolons,
    /// "CSV" of a Dutch Excel, and of most payroll programs: semicolons, Windows-1252.
    Windows1252,
    /// UTF-8 without a mark, with commas: what web applications give.
    Commas,
    /// "Unicode text" of Excel: UTF-16 with a mark, tabs.
    Tabs,
}

impl Dialect {
    /// The dialect of this name in a data file.
    pub(crate) fn named(name: &str) -> Dialect {
        match name {
            "Windows-1252" => Dialect::Windows1252,
            "UTF-8, komma" => Dialect::Commas,
            "UTF-16, tab" => Dialect::Tabs,
            _ => panic!("{name:?} is no kind of csv"),
        }
    }
}

pub(crate) fn text(table: &Table, dialect: Dialect) -> Vec<u8> {
    let separator = match dialect {
        Dialect::Semicolons | Dialect::Windows1252 => ';',
        Dialect::Commas => ',',
        Dialect::Tabs => '\t',
    };
    let mut text = String::new();
    for row in &table.rows {
        let cells: Vec<String> =
            (0..table.width()).map(|column| field(row.get(column).unwrap_or(&Cell::Empty), separator)).collect();
        text.push_str(&cells.join(&separator.to_string()));
        text.push_str("\r\n");
    }
    match dialect {
        Dialect::Semicolons => format!("\u{feff}{text}").into_bytes(),
        Dialect::Commas => text.into_bytes(),
        Dialect::Windows1252 => WINDOWS_1252.encode(&text).0.into_owned(),
        Dialect::Tabs => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
    }
}

fn field(cell: &Cell, separator: char) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) if text.contains([separator, '"', '\n']) => format!("\"{}\"", text.replace('"', "\"\"")),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => field(&Cell::Text(number.to_string().replace('.', ",")), separator),
        Cell::Date(date) => format!("{}-{}-{}", date.day(), date.month(), date.year()),
    }
}
