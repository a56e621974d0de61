//! Tables side by side under one header row: where an identity repeats to the right, another table begins. So it does behind an
//! empty column where the headings are those of a list of something else than people.

use std::collections::BTreeSet;

use super::header::{Candidate, Understood, columns};
use super::signs::kept_by_people;
use super::{Table, Use, possible_roles};
use crate::cell::{Row, TableIndex};
use crate::fold::fold;
use crate::lexicon::{Field, Hint, Lexicon};

type Headed = (u16, String, Understood);

const IDENTITY: &[Field] = &[Field::PersonnelNumber, Field::Name, Field::LastName, Field::FirstName];
const GROUP_FACTS: &[Field] = &[Field::Specialised, Field::AgreedShare, Field::Substantiation];
/// What a list beside the people can count or add up, or say something of.
const COUNTED: &[Field] =
    &[Field::Function, Field::Group, Field::Location, Field::Contract, Field::Fte, Field::Hours, Field::EducationLevel];
/// What a list of trainings that were given tells, as a row of somebody does.
const OF_TRAINING: &[Field] =
    &[Field::Training, Field::TrainingDate, Field::TrainingCertificate, Field::TrainingDetail];

/// The whole header as one table.
pub(super) fn whole(found: &Candidate, lexicon: &Lexicon) -> Table {
    let mut tables = tables_of(found, vec![&found.headings[..]], lexicon);
    tables.pop().expect("one run of headings gives one table")
}

/// The tables under a header, from left to right. `below` holds rows under it, as far as they are known.
pub(super) fn tables(found: &Candidate, below: &[Row<'static>], lexicon: &Lexicon) -> Vec<Table> {
    let mut runs: Vec<&[Headed]> = Vec::new();
    let mut start = 0;
    for at in 1..found.headings.len() {
        let (left, right) = (&found.headings[start..at], &found.headings[at..]);
        if begins(left, right, below, found, lexicon) || stands_apart(&found.headings[..at], right, below, lexicon) {
            runs.push(left);
            start = at;
        }
    }
    runs.push(&found.headings[start..]);
    tables_of(found, runs, lexicon)
}

fn tables_of(found: &Candidate, runs: Vec<&[Headed]>, lexicon: &Lexicon) -> Vec<Table> {
    let starts: Vec<u16> = runs.iter().map(|run| run.first().map_or(0, |heading| heading.0)).collect();
    let last = runs.len() - 1;
    let span = |at: usize| {
        let first = if at == 0 { 0 } else { starts[at] };
        (first, if at == last { u16::MAX } else { starts[at + 1] - 1 })
    };
    let table = |(at, run): (usize, &[Headed])| Table {
        index: TableIndex::default(),
        role: None,
        header_row: found.lines.1,
        first_header_row: found.lines.0,
        columns: columns(run, lexicon),
        span: span(at),
        end: u32::MAX,
        data_rows: 0,
        title: None,
        caption: None,
        plan: false,
        lacking: false,
    };
    runs.into_iter().enumerate().map(table).collect()
}

/// Whether a table begins at the first heading of `right`.
fn begins(left: &[Headed], right: &[Headed], below: &[Row<'static>], found: &Candidate, lexicon: &Lexicon) -> bool {
    let (column, text, understood) = &right[0];
    let Some(field) = field_of(understood) else {
        return false;
    };
    let gap = left.last().is_some_and(|before| before.0 + 1 < *column);
    let has = |run: &[Headed], fields: &[Field]| {
        run.iter().any(|heading| field_of(&heading.2).is_some_and(|f| fields.contains(&f)))
    };
    let makes = |run: &[Headed]| {
        let table = tables_of(found, vec![run], lexicon).pop().expect("one run of headings gives one table");
        !possible_roles(&table, "", lexicon).is_empty()
    };
    if IDENTITY.contains(&field) {
        let twin = left.iter().find(|heading| field_of(&heading.2) == Some(field));
        let repeated = twin.is_some_and(|twin| fold(&twin.1) == fold(text));
        let again = twin.is_some() || gap && has(left, IDENTITY);
        let groups = !has(left, IDENTITY) && has(left, &[Field::Group]) && has(left, GROUP_FACTS) && gap;
        let convincing = gap || repeated || has(right, &[Field::Function]);
        // The first name and the last name of one person: the table begins at the first of them.
        let at_once = left.last().is_some_and(|before| {
            before.0 + 1 == *column
                && field_of(&before.2).is_some_and(|before| IDENTITY.contains(&before) && before != field)
        });
        if (again && convincing || groups) && !at_once && makes(left) && makes(right) {
            return true;
        }
        // Without a gap and under another word it may be a second number or name of the same person, unless the values
        // are those of people who stand on other rows.
        return twin.is_some_and(|twin| !at_once && makes(left) && makes(right) && shuffled(twin.0, *column, below));
    }
    field == Field::Group
        && has(left, IDENTITY)
        && !has(right, IDENTITY)
        && has(right, GROUP_FACTS)
        && (gap || has(left, &[Field::Group]))
        && makes(left)
        && makes(right)
}

/// Whether the headings behind an empty column are those of a list of something else than the people on its left: how many work
/// on each group, which trainings were given. What only people have makes it the rest of their row, which somebody set apart.
fn stands_apart(left: &[Headed], right: &[Headed], below: &[Row<'static>], lexicon: &Lexicon) -> bool {
    let is_one = |heading: &Headed, fields: &[Field]| field_of(&heading.2).is_some_and(|field| fields.contains(&field));
    let has = |run: &[Headed], fields: &[Field]| run.iter().any(|heading| is_one(heading, fields));
    let (first, Some(last)) = (right[0].0, left.last().map(|heading| heading.0)) else {
        return false;
    };
    let filled = |row: &Row<'static>, columns: std::ops::Range<u16>| {
        row.cells.iter().any(|(column, value)| columns.contains(column) && !value.is_blank())
    };
    let empty = |column: u16| !below.iter().any(|row| filled(row, column..column + 1));
    if !(last + 1..first).any(empty) || !has(left, IDENTITY) {
        return false;
    }
    let of_people = right.iter().take_while(|heading| !is_one(heading, IDENTITY)).any(|heading| {
        let field = field_of(&heading.2);
        field.is_some_and(|field| kept_by_people(field) && ![OF_TRAINING, GROUP_FACTS].concat().contains(&field))
            || matches!(heading.2.used, Use::Withheld(_) | Use::Field { title: Some(_), .. })
    });
    let ends = right.windows(2).position(|two| two[0].0 + 1 < two[1].0).map_or(right.len(), |at| at + 1);
    let block = &right[..ends];
    if of_people || block.len() < 2 || has(block, IDENTITY) {
        return false;
    }
    let told = block
        .iter()
        .any(|(_, text, understood)| understood.used == Use::Unrecognised && lexicon.hints(Hint::ListBeside, text));
    let Some(field) = field_of(&block[0].2) else {
        return told && has(block, COUNTED);
    };
    // The rows of a list follow one another from the first on; who has no second post leaves a hole between those who have.
    let people: Vec<&Row<'static>> = below.iter().filter(|row| filled(row, 0..first)).collect();
    let listed = people.iter().take_while(|row| filled(row, first..block[ends - 1].0 + 1)).count();
    let all = people.iter().filter(|row| filled(row, first..block[ends - 1].0 + 1)).count();
    let runs_on = listed == all && listed > 0;
    if field == Field::Training {
        // Below it everybody may have a training, and then it is theirs.
        return told && runs_on && listed < people.len();
    }
    if !COUNTED.contains(&field) {
        return false;
    }
    let second = |heading: &Headed| {
        let is_same = |known: &Headed| field_of(&known.2) == field_of(&heading.2) && fold(&known.1) == fold(&heading.1);
        is_one(heading, COUNTED) && left.iter().any(is_same)
    };
    let key = |row: &&Row<'static>| row.cell(first).map(|value| fold(&value.shown()));
    let keys: BTreeSet<Option<String>> = people.iter().take(listed).map(key).collect();
    let each_once = runs_on && keys.len() == listed;
    told || each_once && listed > 1 && (listed < people.len() || block.iter().any(second))
}

fn field_of(understood: &Understood) -> Option<Field> {
    match &understood.used {
        super::Use::Field { field, .. } => Some(*field),
        _ => None,
    }
}

/// Whether two columns name the same people on different rows.
fn shuffled(one: u16, other: u16, rows: &[Row<'static>]) -> bool {
    let value = |row: &Row<'static>, column: u16| {
        row.cell(column).filter(|value| !value.is_blank()).map(|value| fold(&value.shown()))
    };
    let known: Vec<String> = rows.iter().filter_map(|row| value(row, one)).collect();
    let mut elsewhere = 0;
    for row in rows {
        if let Some(text) = value(row, other)
            && value(row, one).as_ref() != Some(&text)
            && known.contains(&text)
        {
            elsewhere += 1;
        }
    }
    elsewhere >= 2
}
