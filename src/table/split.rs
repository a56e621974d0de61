//! Tables side by side under one header row: where an identity repeats to the right, another table begins.

use super::header::{Candidate, Understood, columns};
use super::{Table, possible_roles};
use crate::cell::{Row, TableIndex};
use crate::fold::fold;
use crate::lexicon::{Field, Lexicon};

type Headed = (u16, String, Understood);

const IDENTITY: &[Field] = &[Field::PersonnelNumber, Field::Name, Field::LastName, Field::FirstName];
const GROUP_FACTS: &[Field] = &[Field::Specialised, Field::AgreedShare, Field::Substantiation];

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
        if begins(left, right, below, found, lexicon) {
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
