//! The files of a provider as one text: `=== file | title`, below it `--- sheet | how it looks`, below that its rows.
//!
//! How a sheet looks: `header 5` or `header 4-5` (rows as a user counts them), `merge A1:M1 A2:M2`, `hide-columns M`,
//! `hide-rows 9`, `bold Totaal` (rows whose first text begins so). Behind a csv file stands how it is written instead of a title.

use std::error::Error;

use crate::csv::{self, Dialect};
use crate::table::{Cell, Look, Table};
use crate::{Sample, ods, xlsb, xlsx};

/// One file of a provider.
pub(crate) struct File {
    pub(crate) path: &'static str,
    title: &'static str,
    pub(crate) sheets: Vec<(Table, Look)>,
}

impl File {
    /// Whether the file is made of a workbook by hand: no library writes it.
    pub(crate) fn is_by_hand(&self) -> bool {
        std::path::Path::new(self.path).extension().is_some_and(|kind| kind == "xls")
    }

    /// The file, in the format that its name says; as xlsx where it is made by hand.
    pub(crate) fn sample(&self) -> Result<Sample, Box<dyn Error>> {
        let (_, extension) = self.path.rsplit_once('.').expect("a file has an extension");
        let bytes = match extension {
            "xlsx" | "xls" => xlsx::workbook(self.title, &self.sheets)?,
            "xlsm" => xlsx::with_macros(xlsx::workbook(self.title, &self.sheets)?)?,
            "xlsb" => xlsb::workbook(&self.sheets)?,
            "ods" => ods::workbook(self.title, &self.sheets)?,
            "csv" => csv::text(&self.sheets[0].0, Dialect::named(self.title)),
            other => return Err(format!("no writer for {other}").into()),
        };
        let path = if self.is_by_hand() { format!("{}x", self.path) } else { self.path.to_owned() };
        Ok((path, bytes))
    }
}

/// The files of a provider, from its text.
pub(crate) fn files(text: &'static str) -> Vec<File> {
    let parts = |line: &'static str| line.split_once(" | ").unwrap_or((line, ""));
    let mut files: Vec<File> = Vec::new();
    for piece in text.split("=== ").skip(1) {
        let mut sheets = piece.split("\n--- ");
        let (path, title) = parts(sheets.next().expect("a file has a first line"));
        let sheets = sheets.map(|sheet| {
            let (first, rows) = sheet.split_once('\n').expect("a sheet has rows");
            let (name, look) = parts(first);
            let table = Table::typed(name, rows);
            let look = read(look, &table);
            (table, look)
        });
        files.push(File { path, title: title.trim_end(), sheets: sheets.collect() });
    }
    files
}

/// How a sheet looks, from the words behind its name.
fn read(words: &'static str, table: &Table) -> Look {
    let mut look = Look::default();
    let row = |text: &str| text.parse::<u32>().expect("a row is a number") - 1;
    for part in words.split(" | ").filter(|part| !part.is_empty()) {
        let (what, values) = part.split_once(' ').expect("what a sheet has, and where");
        let values: Vec<&'static str> = values.split(' ').collect();
        match what {
            "header" => {
                let (first, last) = values[0].split_once('-').unwrap_or((values[0], values[0]));
                look.header_row = row(last);
                look.upper_headers = row(last) - row(first);
            }
            "merge" => look.merges = values,
            "hide-columns" => look.hidden_columns = values,
            "hide-rows" => look.hidden_rows = values.into_iter().map(row).collect(),
            "bold" => {
                let begins = |cells: &[Cell]| {
                    let text =
                        cells.iter().find_map(|cell| if let Cell::Text(text) = cell { Some(text) } else { None });
                    text.is_some_and(|text| text.starts_with(values[0]))
                };
                look.bold_rows =
                    (0..).zip(&table.rows).filter(|(_, cells)| begins(cells)).map(|(row, _)| row).collect();
            }
            other => panic!("{other:?} is nothing that a sheet has"),
        }
    }
    look
}
