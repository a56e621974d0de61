//! Why nobody can be assessed: a full Dutch sentence with the place and the way out.

use std::ops::ControlFlow;

use super::{AssessError, InputReport};
use crate::cell::{Row, Value};
use crate::columns::ColumnMap;
use crate::lexicon::{Field, Heading, Lexicon, Role};
use crate::read::Book;
use crate::table::Table;

/// What says who somebody is.
const PEOPLE: [Field; 3] = [Field::PersonnelNumber, Field::Name, Field::LastName];

/// Which sheets hold a heading for staff and no staff.
pub(super) fn no_people(inputs: &[InputReport]) -> AssessError {
    let sheets = inputs.iter().flat_map(|input| input.sheets.iter().map(move |sheet| (input, sheet)));
    let places: Vec<String> = sheets
        .flat_map(|(input, sheet)| sheet.tables.iter().map(move |table| (input, sheet, table)))
        .filter(|(.., table)| table.role == Some(Role::Staff))
        .map(|(input, sheet, table)| {
            format!("{}, blad {:?}, onder de kopregel (regel {})", input.file, sheet.name, table.header_row + 1)
        })
        .collect();
    AssessError::NoPeople(format!(
        "Er staat geen enkele medewerker in het bestand: {}. Zonder medewerkers is er niets te toetsen. Vul het blad, of kijk wat er herkend is met: toetsklaar columns {}",
        places.join("; "),
        inputs.first().map_or("BESTAND", |input| &input.file)
    ))
}

/// Why there is no staff: a list without functions, a list in one column, or no list at all.
pub(super) fn no_staff(
    inputs: &[InputReport],
    books: &mut [Book],
    lexicon: &Lexicon,
    columns: Option<&ColumnMap>,
) -> AssessError {
    let has_staff = |table: &Table| table.has_any(&PEOPLE) && table.has(Field::Function);
    for input in inputs {
        for sheet in input.sheets.iter().filter(|sheet| sheet.tables.iter().any(has_staff)) {
            if let Some(error) = columns.and_then(|map| map.wrong_role(&input.file, &sheet.name)) {
                return AssessError::Map(error);
            }
        }
    }
    let tables = || {
        let sheets = inputs.iter().flat_map(|input| input.sheets.iter().map(move |sheet| (input, sheet)));
        sheets.flat_map(|(input, sheet)| sheet.tables.iter().map(move |table| (input, sheet, table)))
    };
    let without_function = |table: &Table| table.has_any(&PEOPLE) && !table.has(Field::Function);
    let called_staff = tables().find(|(.., table)| table.role == Some(Role::Staff) && without_function(table));
    if let Some((input, sheet, table)) = called_staff.or_else(|| tables().find(|(.., table)| without_function(table))) {
        return AssessError::NoFunction(format!(
            "{}, blad {:?}: onder de kopregel (regel {}) staat geen kolom met de functie van de medewerkers. Zonder functie is niet te zien wie meetelt. \
             Voeg een kolom \"Functie\" toe, of wijs de kolom aan: maak een kolommenbestand met toetsklaar columns {} --write kolommen.toml, \
             en zet daarin bij die kolom field = \"function\" en bij het blad role = \"staff\".",
            input.file,
            sheet.name,
            table.header_row + 1,
            input.file
        ));
    }
    if let Some(text) = in_one_column(inputs, books, lexicon) {
        return AssessError::NoStaff(text);
    }
    let names: Vec<String> = inputs
        .iter()
        .flat_map(|input| input.sheets.iter().map(move |sheet| format!("{}: {:?}", input.file, sheet.name)))
        .collect();
    AssessError::NoStaff(format!(
        "Er is geen blad met personeel gevonden ({}). Een personeelsblad heeft een kopregel met ten minste een naam of personeelsnummer en een functie. \
         Kijk wat er herkend is met: toetsklaar columns {}",
        names.join("; "),
        inputs.first().map_or("BESTAND", |input| &input.file)
    ))
}

/// How many rows are looked at for a header that stands in one cell.
const ROWS_TO_SEARCH: usize = 60;

/// What parts the columns of a csv file, and what it is called.
const SEPARATORS: [(char, &str); 4] = [(';', "puntkomma's"), ('\t', "tabs"), (',', "komma's"), ('|', "rechte strepen")];

/// A list of staff of which every row stands in one cell: a csv file that was opened or saved as if it had one column.
fn in_one_column(inputs: &[InputReport], books: &mut [Book], lexicon: &Lexicon) -> Option<String> {
    for (input, book) in inputs.iter().zip(books) {
        for (at, sheet) in input.sheets.iter().enumerate() {
            let mut found = None;
            // A file that cannot be read any more was read a moment ago: then this is not what is wrong with it.
            let _ = book.head(at, ROWS_TO_SEARCH, &mut |row| {
                found = separator(row, lexicon).map(|separator| (row.index, separator));
                if found.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            if let Some((row, separator)) = found {
                return Some(format!(
                    "{}, blad {:?}: op regel {} staan alle koppen in één cel, met {separator} ertussen. Zo is niet te zien welke kolom wat is. \
                     Zet elke kolom in een eigen kolom: in Excel met Gegevens, Tekst naar kolommen. Of sla de lijst opnieuw op vanuit het programma waar zij vandaan komt.",
                    input.file,
                    sheet.name,
                    row + 1
                ));
            }
        }
    }
    None
}

/// What parts the headings of a staff list, if a row has all of them in one cell.
fn separator(row: &Row<'_>, lexicon: &Lexicon) -> Option<&'static str> {
    let Some((_, Value::Text(text))) = row.alone() else {
        return None;
    };
    let is_header = |separator: char| {
        let fields: Vec<Field> = text
            .split(separator)
            .filter_map(|part| match lexicon.heading(part.trim().trim_matches('"')) {
                Heading::Field { field, .. } => Some(field),
                _ => None,
            })
            .collect();
        fields.len() > 2 && fields.contains(&Field::Function) && fields.iter().any(|field| PEOPLE.contains(field))
    };
    SEPARATORS.into_iter().find(|(separator, _)| is_header(*separator)).map(|(_, name)| name)
}
