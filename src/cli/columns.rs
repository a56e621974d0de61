//! `toetsklaar columns`: how every sheet and heading was understood, and a column map to correct by hand.

use std::io::{self, Write};

use toetsklaar::assess::{self, InputReport, Opened, SheetReport};
use toetsklaar::cell::Letters;
use toetsklaar::columns::{ColumnEntry, ColumnMap, SheetMap};
use toetsklaar::lexicon::{Lexicon, Role};
use toetsklaar::read::{Limits, Visibility};
use toetsklaar::rules::RuleFiles;
use toetsklaar::table::{Column, Table, Use};
use toetsklaar::write::text::Line;
use toetsklaar::write::words;

use super::arguments::ColumnsArguments;
use super::child::InChild;
use super::{Failure, Outcome, files, print};

/// Shows how the files are understood, and saves it where that is asked.
///
/// # Errors
/// Files that cannot be read, or a column map that cannot be used or written.
pub fn run(typed: &ColumnsArguments) -> Result<Outcome, Failure> {
    let map = typed.columns.as_deref().map(files::column_map).transpose()?;
    files::named_once(&typed.files)?;
    let limits = typed.max_cells.map_or_else(Limits::default, Limits::of_cells);
    let inputs = files::inputs(&typed.files, &limits)?;
    let opened =
        assess::open(&inputs, &RuleFiles::embedded(), map.as_ref(), &limits, &InChild).map_err(Failure::new)?;
    if let Some(path) = &typed.write {
        files::write_new(path, &map_of(&opened.inputs).text(), typed.force)?;
    }
    print(|out| {
        show(&opened, out)?;
        match &typed.write {
            Some(path) => writeln!(
                out,
                "\nGeschreven\n  {}\nPas het bestand aan en geef het mee: toetsklaar check BESTAND --columns {0}",
                path.display()
            ),
            None => writeln!(
                out,
                "\nKlopt iets niet? Bewaar de herkenning met --write kolommen.toml, pas het bestand aan en geef het mee met --columns kolommen.toml"
            ),
        }
    })?;
    Ok(Outcome::Good)
}

/// How the inputs were understood. Given back with the same inputs it changes nothing.
fn map_of(inputs: &[InputReport]) -> ColumnMap {
    let mut sheets = Vec::new();
    for input in inputs {
        for sheet in input.sheets.iter().filter(|sheet| !sheet.own) {
            let entry = |table: Option<&Table>| SheetMap {
                file: Some(input.file.clone()),
                name: sheet.name.clone(),
                role: table.and_then(|table| table.role),
                header_row: table.map(|table| table.header_row),
                columns: table
                    .into_iter()
                    .flat_map(|table| &table.columns)
                    .map(|column| ColumnEntry {
                        column: Letters(column.column).to_string(),
                        header: column.header.clone(),
                        field: column.field(),
                        line: 0,
                    })
                    .collect(),
                line: 0,
            };
            if sheet.tables.is_empty() {
                sheets.push(entry(None));
            }
            sheets.extend(sheet.tables.iter().map(|table| entry(Some(table))));
        }
    }
    ColumnMap { sheets, source: String::new() }
}

fn show(opened: &Opened, out: &mut dyn Write) -> io::Result<()> {
    for (index, input) in opened.inputs.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", Line(&input.file))?;
        for sheet in &input.sheets {
            if sheet.tables.is_empty() {
                writeln!(out, "\n  Blad {}: {}", Line(&sheet.name), understood(sheet, None))?;
            }
            for table in &sheet.tables {
                writeln!(out, "\n  Blad {}: {}", Line(&sheet.name), understood(sheet, Some(table)))?;
                columns(table, &opened.lexicon, out)?;
            }
        }
    }
    Ok(())
}

fn understood(sheet: &SheetReport, table: Option<&Table>) -> String {
    let hidden = if sheet.visibility == Visibility::Visible { "" } else { " (verborgen blad)" };
    match (table, table.and_then(|table| table.role)) {
        _ if sheet.own => "van een eerdere toets, wordt niet gelezen".to_owned(),
        _ if sheet.explains => format!("uitleg bij het invulbestand, wordt niet gelezen{hidden}"),
        _ if !sheet.filled => format!("leeg{hidden}"),
        (None, _) => format!("geen kopregel herkend{hidden}"),
        (Some(table), None) => format!("niet herkend, kop op regel {}{hidden}", table.header_row + 1),
        (Some(table), Some(Role::Roster)) => {
            format!("rooster, wordt niet beoordeeld, kop op regel {}{hidden}", table.header_row + 1)
        }
        (Some(table), Some(role)) => format!("{}, kop op regel {}{hidden}", words::role(role), table.header_row + 1),
    }
}

fn columns(table: &Table, lexicon: &Lexicon, out: &mut dyn Write) -> io::Result<()> {
    let width =
        table.columns.iter().map(|column| Line(&column.header).to_string().chars().count()).max().unwrap_or(0).min(40);
    for column in &table.columns {
        let letters = Letters(column.column).to_string();
        let header = Line(&column.header).to_string();
        writeln!(out, "    {letters:<3} {header:<width$}  {}", used(column, lexicon))?;
    }
    Ok(())
}

fn used(column: &Column, lexicon: &Lexicon) -> String {
    match &column.used {
        Use::Field { field, title: None } => format!("{} ({field})", words::field(*field)),
        Use::Field { field, title: Some(title) } => format!("{} ({field}): {}", words::field(*field), Line(title)),
        Use::Second(field) if column.completes().is_some() => {
            format!("vult aan: een tweede kolom voor {} ({field})", words::field(*field))
        }
        Use::Second(field) => format!("niet gebruikt: een tweede kolom voor {} ({field})", words::field(*field)),
        Use::Withheld(_) => "hoort hier niet: wordt niet gelezen en niet overgenomen".to_owned(),
        Use::Unrecognised => match lexicon.suggest(&column.header) {
            Some(field) => format!("niet herkend; bedoelt u {} ({field})?", words::field(field)),
            None => "niet herkend".to_owned(),
        },
    }
}
