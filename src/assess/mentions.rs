//! People who are named on a sheet that was not understood: what stands there about them was not read, so that nobody can say that it
//! is not there.

use std::ops::ControlFlow;

use hashbrown::HashMap;

use super::{InputReport, SheetReport, stem};
use crate::cell::{Place, Position, Value};
use crate::lexicon::{Hint, Kind, Lexicon, Role, TrainingTitle};
use crate::read::{Book, ReadError};
use crate::staff::{Staff, Topic, name_key};

/// Filled rows in which a title tells what a sheet is about.
const HEAD: usize = 10;

/// Filled rows in which people are looked for: such a sheet is a list that somebody keeps by hand.
const MOST_ROWS: usize = 10_000;

/// Finds who is named on the sheets that were not understood and may be about a registration, a training or a VOG.
pub(super) fn find(
    staff: &mut Staff,
    inputs: &[InputReport],
    books: &mut [Book],
    lexicon: &Lexicon,
) -> Result<(), ReadError> {
    let mut people: Option<HashMap<String, Vec<u32>>> = None;
    for (input, book) in inputs.iter().zip(books) {
        let of_staff = input.sheets.iter().flat_map(|sheet| &sheet.tables).any(|table| table.role == Some(Role::Staff));
        for (at, sheet) in input.sheets.iter().enumerate().filter(|(_, sheet)| is_unread(sheet, lexicon)) {
            let mut names = vec![sheet.name.clone()];
            names.extend((!of_staff).then(|| stem(&input.file).to_owned()));
            let mut texts = Vec::new();
            book.head(at, HEAD, &mut |row| {
                let of_row = row.cells.iter().filter_map(|(_, value)| match value {
                    Value::Text(text) => Some(text.clone().into_owned()),
                    _ => None,
                });
                // What stands alone is about the sheet; beside a name it is about one person: "afgemeld".
                let alone = row.alone().is_some();
                (if alone { &mut names } else { &mut texts }).extend(of_row);
                ControlFlow::Continue(())
            })?;
            let topics = topics_of(&names, &texts, lexicon);
            if topics.is_empty() {
                continue;
            }
            let people = people.get_or_insert_with(|| by_name(staff, lexicon));
            let mut found = Vec::new();
            book.head(at, MOST_ROWS, &mut |row| {
                for (column, value) in &row.cells {
                    let Value::Text(text) = value else { continue };
                    if let Some(named) = people.get(&name_key(text, lexicon)) {
                        let place =
                            Place { sheet: sheet.index, position: Position { row: row.index, column: *column } };
                        found.extend(named.iter().map(|person| (*person, place)));
                    }
                }
                ControlFlow::Continue(())
            })?;
            for (person, place) in found {
                staff.mention(person, &topics, place);
            }
        }
    }
    Ok(())
}

/// Whether a sheet was not understood and is not about other people.
fn is_unread(sheet: &SheetReport, lexicon: &Lexicon) -> bool {
    sheet.filled
        && !sheet.own
        && !sheet.explains
        && !sheet.tables.iter().any(|table| table.is_read() || table.role == Some(Role::Roster))
        && !lexicon.hints(Hint::OtherPeople, &sheet.name)
}

/// What a sheet with these names and these texts at its head may be about. One that is called after what is lacking or still to come is
/// about nothing that people have.
fn topics_of(names: &[String], texts: &[String], lexicon: &Lexicon) -> Vec<Topic> {
    if names.iter().any(|name| lexicon.hints(Hint::Lacking, name) || lexicon.is_ahead(name)) {
        return Vec::new();
    }
    let titles = || names.iter().chain(texts);
    let mut topics = Vec::new();
    let training = |title: &String| match lexicon.training(title) {
        TrainingTitle::Recognised => true,
        TrainingTitle::NoEvidence => false,
        TrainingTitle::Unknown => lexicon.names_target_group(title) || lexicon.may_be_about_training(title),
    };
    if titles().any(training) {
        topics.push(Topic::Training);
    }
    let is_about = |kind: Kind| {
        titles().any(|title| lexicon.registration_kind(title) == Some(kind) || lexicon.names_among_others(title, kind))
    };
    if [Kind::Skj, Kind::Big, Kind::SkjOrBig].into_iter().any(is_about) {
        topics.push(Topic::Registration);
    }
    if is_about(Kind::Vog) {
        topics.push(Topic::Vog);
    }
    topics
}

fn by_name(staff: &Staff, lexicon: &Lexicon) -> HashMap<String, Vec<u32>> {
    let mut people: HashMap<String, Vec<u32>> = HashMap::new();
    for (index, person) in (0u32..).zip(&staff.people) {
        if staff.is_named(index) {
            people.entry(name_key(staff.text(person.name), lexicon)).or_default().push(index);
        }
    }
    people
}
