//! Extracts of registers as inputs: opened like the files of the provider, and read as nothing else than an extract.

use std::ops::ControlFlow;

use super::{AssessError, Input, InputReport, SheetReport, stem};
use crate::calendar::{self, Date};
use crate::cell::{Place, Position, Row, SheetIndex, Value};
use crate::lexicon::{Field, Heading, Lexicon, Role};
use crate::read::{Book, Layout, Limits, Opener, ReadError};
use crate::staff::Extract;
use crate::table;

/// So many filled rows above the header are looked at for the day of the extract.
const ROWS_ABOVE: usize = 40;

/// An extract that is open, with how it was understood.
pub(super) struct OpenExtract {
    pub book: Book,
    pub report: InputReport,
    pub extract: Extract,
}

/// Opens the extracts; their sheets are numbered after those of the provider.
///
/// # Errors
/// An extract that cannot be read, or in which nothing looks like a register.
pub(super) fn open(
    files: &[Input],
    lexicon: &Lexicon,
    limits: &Limits,
    reader: &dyn Opener,
    mut next: SheetIndex,
    latest: Date,
) -> Result<Vec<OpenExtract>, AssessError> {
    let mut opened = Vec::new();
    for file in files {
        let mut book = reader.open(&file.bytes, &file.name, limits).map_err(AssessError::Read)?;
        let mut sheets = Vec::new();
        let mut extract = Extract::default();
        for (at, info) in book.sheets().to_vec().into_iter().enumerate() {
            let mut survey = table::survey(&mut book, at, &info.name, lexicon, None).map_err(AssessError::Read)?;
            for table in &mut survey.tables {
                table::refine_register(table, &[&info.name, stem(&file.name)], lexicon);
            }
            let header = survey.tables.iter().find(|table| table.role == Some(Role::Register));
            if let Some(header) = header {
                let number = [Field::SkjNumber, Field::BigNumber, Field::RegistrationNumber]
                    .into_iter()
                    .find_map(|field| header.column_of(field));
                let column = number.map_or(0, |column| column.column);
                extract.heading.get_or_insert(Place { sheet: next, position: header.heading(column) });
                if extract.date.is_none() {
                    let found = day_above(&mut book, at, header.first_header_row, lexicon, latest);
                    extract.date = found
                        .map_err(AssessError::Read)?
                        .map(|(date, position)| (date, Place { sheet: next, position }));
                }
            }
            extract.sheets.push(next);
            sheets.push(SheetReport {
                index: next,
                name: info.name,
                visibility: info.visibility,
                own: false,
                explains: false,
                tables: survey.tables,
                filled: survey.first_row.is_some(),
                corner: None,
                layout: Layout::default(),
            });
            next = next.checked_add(1).expect("limits keep the number of sheets below 65536");
        }
        if extract.heading.is_none() {
            return Err(AssessError::NoRegister(no_register(&file.name, &sheets)));
        }
        let report = InputReport { file: file.name.clone(), sha256: String::new(), sheets };
        opened.push(OpenExtract { book, report, extract });
    }
    Ok(opened)
}

fn no_register(file: &str, sheets: &[SheetReport]) -> String {
    let names: Vec<String> = sheets.iter().map(|sheet| format!("{:?}", sheet.name)).collect();
    format!(
        "In {file} is geen uittreksel uit een register gevonden (bladen: {}). Een uittreksel heeft een kopregel met ten minste een kolom met het registratienummer, \
         en een naam, status of einddatum. Geef de kolommen een kop zoals Registratienummer, Naam, Status, Einddatum en Maatregel, en probeer het opnieuw. \
         Is dit een bestand van de aanbieder? Noem het dan zonder --register.",
        names.join(", ")
    )
}

/// The day that stands above a header: beside a heading for it ("Peildatum"), or inside a title ("stand per 1-11-2026"). None where
/// different days stand there.
fn day_above(
    book: &mut Book,
    sheet: usize,
    header_row: u32,
    lexicon: &Lexicon,
    latest: Date,
) -> Result<Option<(Date, Position)>, ReadError> {
    let mut found: Vec<(Date, Position)> = Vec::new();
    book.head(sheet, ROWS_ABOVE, &mut |row| {
        if row.index >= header_row {
            return ControlFlow::Break(());
        }
        found.extend(days_in(row, lexicon, latest));
        ControlFlow::Continue(())
    })?;
    let first = found.first().copied();
    Ok(first.filter(|(date, _)| found.iter().all(|(other, _)| other == date)))
}

fn days_in(row: &Row<'_>, lexicon: &Lexicon, latest: Date) -> Vec<(Date, Position)> {
    let mut labelled = false;
    let mut days = Vec::new();
    for (column, value) in &row.cells {
        let position = Position { row: row.index, column: *column };
        let day = match value {
            Value::Moment(serial) if labelled => calendar::from_serial(*serial),
            Value::Text(text) if labelled => {
                calendar::parse_until(text.trim(), latest).or_else(|| title_day(text, lexicon, latest))
            }
            Value::Text(text) => title_day(text, lexicon, latest),
            _ => None,
        };
        days.extend(day.filter(|day| *day <= latest).map(|day| (day, position)));
        if let Value::Text(text) = value {
            labelled = names_the_day(text, lexicon);
        }
    }
    days
}

fn names_the_day(text: &str, lexicon: &Lexicon) -> bool {
    let label = text.trim().trim_end_matches(':');
    matches!(lexicon.heading_on(Role::Register, label), Heading::Field { field: Field::ExtractDate, .. })
}

/// The day in a title: the words before it must say that it is the day of the extract.
fn title_day(text: &str, lexicon: &Lexicon, latest: Date) -> Option<Date> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (0..words.len()).find_map(|at| {
        let told = names_the_day(words[..at].last()?, lexicon)
            || at > 1 && names_the_day(&words[at - 2..at].join(" "), lexicon)
            || at > 1 && names_the_day(&format!("{} {}", words[at - 2], words[at - 1]), lexicon);
        let end = |count: usize| words.get(at..at + count).map(|words| words.join(" "));
        let clean = |text: String| text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let day = [1, 3].into_iter().filter_map(end).find_map(|day| calendar::parse_until(&clean(day), latest));
        day.filter(|_| told)
    })
}
