//! Finding the header row: the row, or pair of rows, of which most cells name something we know.
//!
//! Only the head of a sheet is looked at: rows are buffered until a header and a few rows below it are seen.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::content::{
    date_behind, find_dated_titles, find_outcomes, find_papers, find_statuses, find_titles, holds_codes, holds_serials,
    is_beside_people, may_hold_papers, weigh,
};
use super::{Column, Follow, Table, Use, possible_roles, split, withheld};
use crate::calendar;
use crate::cell::{Position, Row, Value};
use crate::lexicon::{Field, Heading, Hint, Lexicon, Role, TrainingTitle, Word};
use crate::read::{Book, ReadError};

/// Filled rows looked at before a sheet is given up as having no header.
const ROWS_TO_SEARCH: usize = 200;
/// Filled rows looked at below a header: for a better one, and as a sample of the columns' contents.
const ROWS_BELOW: usize = 60;
/// All filled rows that may be looked at: a header in the last place searched, and the rows below it.
const MOST_ROWS: usize = ROWS_TO_SEARCH + ROWS_TO_BETTER + ROWS_BELOW + 1;
/// A later row can still be the header when it stands this close below the first candidate.
const ROWS_TO_BETTER: usize = 3;
/// Longer cells are sentences, not headings.
const LONGEST_HEADING: usize = 120;

/// What the head of a sheet tells.
#[derive(Debug, Clone)]
pub struct Survey {
    /// The tables of which the head of the sheet shows the header, from top to bottom. Their roles are not decided yet.
    pub tables: Vec<Table>,
    /// The text of the first filled cell, by which our own sheets are recognised.
    pub first_text: Option<String>,
    /// Zero-based row of the first filled cell, if there is one.
    pub first_row: Option<u32>,
    /// Zero-based column of the last filled cell of the rows looked at.
    pub last_column: u16,
}

/// How many rows of a list are looked at for what its rows are about.
const ROWS_OF_LIST: usize = 5000;

/// Looks at the head of a sheet. `header_row` fixes the header (zero-based) instead of searching for it.
///
/// # Errors
/// What reading the sheet gives.
pub fn survey(
    book: &mut Book,
    sheet: usize,
    name: &str,
    lexicon: &Lexicon,
    header_row: Option<u32>,
) -> Result<Survey, ReadError> {
    let mut rows: Vec<Row<'static>> = Vec::new();
    let mut best: Option<Candidate> = None;
    let most = header_row.map_or(MOST_ROWS, |fixed| (fixed as usize).saturating_add(MOST_ROWS));
    book.head(sheet, most, &mut |row| {
        rows.push(Row {
            index: row.index,
            cells: row.cells.iter().map(|(c, v)| (*c, v.clone().into_owned())).collect(),
        });
        let at = rows.len() - 1;
        if header_row.is_some_and(|fixed| rows[at].index == fixed) {
            best = Some(single(&rows, at, lexicon));
        }
        if header_row.is_none()
            && best
                .as_ref()
                .is_none_or(|found| at <= found.row + ROWS_TO_BETTER && !found.is_used(&rows, at, name, lexicon))
        {
            consider(&mut best, &rows, at, lexicon);
        }
        let enough = match &best {
            Some(found) => at >= found.row + ROWS_BELOW,
            None => header_row.is_none() && rows.len() >= ROWS_TO_SEARCH,
        };
        if enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    let days_from_1900 = book.sheets()[sheet].days_from_1900;
    let first = rows.first();
    let first_text = first.and_then(|row| row.cells.first()).map(|(_, value)| value.shown().into_owned());
    let first_row = first.map(|row| row.index);
    let last_column = rows.iter().filter_map(|row| row.cells.last()).map(|(column, _)| *column).max().unwrap_or(0);
    let fixed = header_row.is_some();
    let best = best.filter(|found| fixed || found.score >= 2);
    let list =
        || list(&rows, name, lexicon).or_else(|| papers(&rows, name, lexicon)).or_else(|| roster(&rows, lexicon));
    let best = best.or_else(|| if fixed { None } else { list() });
    let mut tables = Vec::new();
    if best.is_none() {
        tables.extend(withheld::only(&rows, lexicon));
    }
    if let Some(mut found) = best {
        let below = found.row + 1;
        under_plans(&mut found, &rows, lexicon);
        weigh(&mut found.headings, &rows[below..], lexicon);
        date_behind(&mut found.headings, &rows[below..], lexicon);
        let columns = may_hold_papers(&found.headings, &rows[below..], name, lexicon);
        if !columns.is_empty()
            && !find_papers(&mut found.headings, &columns, &rows[below..], lexicon)
            && rows.len() >= below + ROWS_BELOW
        {
            let further = further(book, sheet, found.lines.1, &columns)?;
            find_papers(&mut found.headings, &columns, &further, lexicon);
        }
        find_dated_titles(&mut found.headings, &rows[below..], name, lexicon);
        find_titles(&mut found.headings, &rows[below..], lexicon);
        find_outcomes(&mut found.headings, &rows[below..], lexicon);
        find_statuses(&mut found.headings, &rows[below..], lexicon);
        let mut first = split::tables(&found, &rows[below..], lexicon);
        titles(&mut first, &rows[..found.first], lexicon);
        let mut follow = Follow::new(lexicon, name, first);
        for row in &rows[below..] {
            follow.row(row, &mut |_| {});
        }
        follow.end(&mut |_| {});
        tables = follow.tables;
        for table in &mut tables {
            let start = rows.partition_point(|row| row.index <= table.header_row);
            let end = rows.partition_point(|row| row.index < table.end);
            for column in &mut table.columns {
                column.serials = days_from_1900 && holds_serials(column.column, &rows[start..end.max(start)]);
            }
            numeric_names(table, &rows[start..end.max(start)], lexicon);
            withheld::numbers(table, &rows[start..end.max(start)]);
        }
    }
    Ok(Survey { tables, first_text, first_row, last_column })
}

/// What stands in some columns below a header, also far below: a list that is sorted by paper begins with one kind.
fn further(book: &mut Book, sheet: usize, header: u32, columns: &[u16]) -> Result<Vec<Row<'static>>, ReadError> {
    let mut rows = Vec::new();
    book.head(sheet, ROWS_OF_LIST, &mut |row| {
        if row.index > header {
            let cells = row.cells.iter().filter(|(column, _)| columns.contains(column));
            rows.push(Row { index: row.index, cells: cells.map(|(c, v)| (*c, v.clone().into_owned())).collect() });
        }
        ControlFlow::Continue(())
    })?;
    Ok(rows)
}

/// The text that stands alone above each header, where it may name the group of all rows below. A title above the only
/// table is about anything, unless it says that it is about a group.
fn titles(tables: &mut [Table], above: &[Row<'static>], lexicon: &Lexicon) {
    // A list of something else beside the people is no second table of them.
    let several = tables.iter().filter(|table| !possible_roles(table, "", lexicon).is_empty()).count() > 1;
    for table in tables {
        let Some(row) = above.last().filter(|row| row.index + TITLE_GAP >= table.first_header_row) else {
            continue;
        };
        let mut own = row
            .cells
            .iter()
            .filter(|(column, value)| (table.span.0..=table.span.1).contains(column) && !value.is_blank());
        let alone = (own.next(), own.next());
        if let (Some((column, Value::Text(text))), None) = alone {
            let above_all = *column <= table.columns.first().map_or(0, |column| column.column);
            table.caption = above_all.then(|| text.trim().to_owned());
        }
        if let (Some((column, Value::Text(text))), None) = alone
            && (several || lexicon.is_section_word(text))
        {
            table.title = Some((Position { row: row.index, column: *column }, text.trim().to_owned()));
        }
    }
}

/// A title may stand this many rows above its header.
const TITLE_GAP: u32 = 3;

/// A row (or a pair) as header.
pub(super) struct Candidate {
    /// Where its first and last line stand among the rows looked at.
    first: usize,
    row: usize,
    /// Zero-based rows of these lines.
    pub lines: (u32, u32),
    /// How many different things its headings name.
    pub score: usize,
    /// Column, text and meaning of each heading, by column.
    pub headings: Vec<(u16, String, Understood)>,
}

impl Candidate {
    /// Whether rows stand below this header already: it makes a table, so a header further down begins another one.
    fn is_used(&self, rows: &[Row<'static>], at: usize, name: &str, lexicon: &Lexicon) -> bool {
        rows[self.row + 1..at].iter().any(|row| row.cells.len() >= 2)
            && !possible_roles(&split::whole(self, lexicon), name, lexicon).is_empty()
    }

    fn at(self, first: usize, row: usize) -> Candidate {
        Candidate { first, row, ..self }
    }
}

/// A heading's meaning, free of the lexicon it borrowed from.
#[derive(Clone)]
pub(super) struct Understood {
    pub used: Use,
    pub rank: u16,
}

fn understand(lexicon: &Lexicon, text: &str) -> Understood {
    if let Some(planned) = planned(lexicon, text) {
        return planned;
    }
    // "Tussen-" over "voegsel" is one word that was broken off.
    let joined = text.replace("-\n", "").replace("-\r\n", "");
    let meaning = match lexicon.heading(text) {
        Heading::Unknown if joined != text => lexicon.heading(&joined),
        meaning => meaning,
    };
    match meaning {
        Heading::Field { field, rank, training, no_evidence } => {
            let title = (training.is_some() || no_evidence).then(|| text.trim().to_owned());
            Understood { used: Use::Field { field, title }, rank }
        }
        Heading::Withheld(reason) => Understood { used: Use::Withheld(reason), rank: 0 },
        Heading::Unknown => Understood { used: Use::Unrecognised, rank: u16::MAX },
    }
}

/// What a heading such as "Training loverboys gepland" is: the training that it names, which may not have been followed. A date
/// of it is a training of its own, so that it is not the date of one beside it.
fn planned(lexicon: &Lexicon, text: &str) -> Option<Understood> {
    let title = lexicon.without_plan(text)?;
    let Understood { used: Use::Field { field, .. }, rank } = understand(lexicon, &title) else {
        return None;
    };
    let is_training = matches!(field, Field::Training | Field::TrainingDate);
    let named = is_training && lexicon.training(&title) != TrainingTitle::Unknown;
    named.then_some(Understood { used: Use::Field { field: Field::Training, title: Some(title) }, rank })
}

fn consider(best: &mut Option<Candidate>, rows: &[Row<'static>], at: usize, lexicon: &Lexicon) {
    let candidate = single(rows, at, lexicon);
    let adjacent = |at: usize| at > 0 && rows[at].index == rows[at - 1].index + 1;
    let two = || pair(&rows[at - 1], &rows[at], lexicon).or_else(|| years(&rows[at - 1], &rows[at], lexicon));
    let two = adjacent(at).then(two).flatten().map(|found| found.at(at - 1, at));
    let three = (at > 1 && adjacent(at) && adjacent(at - 1)).then(|| triple(rows, at, lexicon)).flatten();
    for candidate in [Some(candidate), two, three].into_iter().flatten() {
        let enough = candidate.score >= 2;
        let parted =
            || candidate.row == candidate.first + 1 && parts_headings(&rows[candidate.first], &rows[at], lexicon);
        if enough && best.as_ref().is_none_or(|found| candidate.score > found.score || found.row + 1 == at && parted())
        {
            *best = Some(candidate);
        }
    }
}

fn heading_text<'r>(value: &'r Value<'_>) -> Option<&'r str> {
    match value {
        Value::Text(text) if text.len() <= LONGEST_HEADING => Some(text),
        _ => None,
    }
}

fn single(rows: &[Row<'static>], at: usize, lexicon: &Lexicon) -> Candidate {
    one_line(&rows[at], lexicon).at(at, at)
}

/// A row as header.
pub(super) fn one_line(row: &Row<'_>, lexicon: &Lexicon) -> Candidate {
    let headings: Vec<_> = row
        .cells
        .iter()
        .filter_map(|(column, value)| {
            heading_text(value).map(|text| (*column, text.to_owned(), understand(lexicon, text)))
        })
        .collect();
    Candidate { first: 0, row: 0, lines: (row.index, row.index), score: score(&headings), headings }
}

/// The header of a list of which most headings only say something on such a list: "Deelnemer", "Training", "Datum".
fn list(rows: &[Row<'static>], name: &str, lexicon: &Lexicon) -> Option<Candidate> {
    let hint =
        lexicon.role_hint(name).filter(|role| matches!(role, Role::Trainings | Role::Registrations | Role::Exemptions));
    // Without the name of the sheet only a whole list of trainings is convincing.
    let (role, least) = hint.map_or((Role::Trainings, 3), |role| (role, 2));
    let on_list = |mut found: Candidate| {
        for (_, text, understood) in &mut found.headings {
            if let (Use::Unrecognised, Heading::Field { field, rank, training: None, no_evidence: false }) =
                (&understood.used, lexicon.heading_on(role, text))
            {
                *understood = Understood { used: Use::Field { field, title: None }, rank };
            }
        }
        found.score = score(&found.headings);
        let has = |wanted: &[Field]| {
            let mut fields = found.headings.iter().filter_map(|(.., known)| match &known.used {
                Use::Field { field, .. } => Some(field),
                _ => None,
            });
            fields.any(|field| wanted.contains(field))
        };
        let whole = hint.is_some() || has(&[Field::Training]) && has(&[Field::TrainingDate]);
        let named = has(&[Field::PersonnelNumber, Field::Name, Field::LastName]);
        (found.score >= least && whole && named).then_some(found)
    };
    (0..rows.len()).find_map(|at| on_list(single(rows, at, lexicon)))
}

/// The header of a list with a row per paper, of which only the name is known: "Naam", "Document", "Nummer". What stands below tells.
fn papers(rows: &[Row<'static>], name: &str, lexicon: &Lexicon) -> Option<Candidate> {
    (0..rows.len()).find_map(|at| {
        let mut found = single(rows, at, lexicon);
        let headed = found.score > 0 && found.headings.len() == rows[at].cells.len();
        let columns = may_hold_papers(&found.headings, &rows[at + 1..], name, lexicon);
        (headed && find_papers(&mut found.headings, &columns, &rows[at + 1..], lexicon)).then_some(found)
    })
}

/// The header of a roster, of which we know little more than whose shifts they are.
fn roster(rows: &[Row<'static>], lexicon: &Lexicon) -> Option<Candidate> {
    (0..rows.len())
        .map(|at| single(rows, at, lexicon))
        .find(|found| found.score > 0 && found.headings.iter().any(|(_, text, _)| lexicon.is_roster_heading(text)))
}

/// Three rows as one header: the upper two are read as a pair, and that pair with the third.
fn triple(rows: &[Row<'static>], at: usize, lexicon: &Lexicon) -> Option<Candidate> {
    let upper = pair(&rows[at - 2], &rows[at - 1], lexicon)?;
    let cells = upper.headings.into_iter().map(|(column, text, _)| (column, Value::Text(text.into()))).collect();
    let mut found = pair(&Row { index: rows[at - 1].index, cells }, &rows[at], lexicon)?;
    found.lines.0 = rows[at - 2].index;
    Some(found.at(at - 2, at))
}

/// A row and the row above it read as one header: "SKJ" over "nummer" and "geldig tot". A heading above spans the empty cells right of it.
pub(super) fn pair(upper: &Row<'_>, lower: &Row<'_>, lexicon: &Lexicon) -> Option<Candidate> {
    if upper.cells.is_empty()
        || is_title(upper, lower.cells.first().map_or(0, |cell| cell.0))
        || lower.cells.len() < 2
        || lower.cells.iter().any(|(_, value)| looks_like_data(value))
    {
        return None;
    }
    let mut headings = Vec::new();
    let mut spanning: Option<(u16, &str)> = None;
    let mut columns: Vec<u16> = upper.cells.iter().chain(&lower.cells).map(|(column, _)| *column).collect();
    columns.sort_unstable();
    columns.dedup();
    for column in columns {
        if let Some(text) = upper.cell(column).and_then(heading_text) {
            spanning = Some((column, text));
        }
        let above = spanning.map(|(_, text)| text);
        let own = upper.cell(column).and_then(heading_text);
        let below = lower.cell(column).and_then(heading_text);
        let (text, understood) = match (above, below) {
            (Some(above), Some(below)) => {
                let both = format!("{above} {}", lexicon.under(below));
                let understood = understand(lexicon, &both);
                let alone = understand(lexicon, below);
                if let Some(ahead) = under_plan(above, &alone, lexicon) {
                    (both, ahead)
                } else if understood.used != Use::Unrecognised || own.is_some() && alone.used == Use::Unrecognised {
                    (both, understood)
                } else {
                    (below.to_owned(), alone)
                }
            }
            (None, Some(below)) => (below.to_owned(), understand(lexicon, below)),
            (_, None) => match own {
                Some(own) => (own.to_owned(), understand(lexicon, own)),
                None => continue,
            },
        };
        headings.push((column, text, understood));
    }
    among_trainings(&mut headings, lower, lexicon);
    Some(Candidate { first: 0, row: 0, lines: (upper.index, lower.index), score: score(&headings), headings })
}

/// Whether a row only parts headings of the row above it that span several columns: "aangevraagd" and "afgegeven" below "VOG". Nobody's
/// row is so: nothing stands below the other headings, and words stand below one.
pub(super) fn parts_headings(upper: &Row<'_>, lower: &Row<'_>, lexicon: &Lexicon) -> bool {
    let filled = |row: &Row<'_>, column: u16| row.cell(column).is_some_and(|value| !value.is_blank());
    let mut spanned = false;
    for (column, value) in lower.cells.iter().filter(|(_, value)| !value.is_blank()) {
        let above = upper.cells.iter().rfind(|(known, value)| known <= column && !value.is_blank());
        let Some((text, (known, heading))) = heading_text(value).zip(above.map(|(known, value)| (*known, value)))
        else {
            return false;
        };
        let Some(heading) = heading_text(heading) else {
            return false;
        };
        let next = upper.cells.iter().find(|(next, value)| next > column && !value.is_blank());
        let end = next.map_or(u16::MAX, |(next, _)| *next);
        // Only a heading that has several cells below it is parted.
        let several = (known..end).take_while(|column| filled(lower, *column)).count() > 1;
        let about = understand(lexicon, heading);
        if !several || !is_held(&about) || looks_like_data(value) || lexicon.word(text) == Word::No {
            return false;
        }
        spanned |= *column > known;
    }
    spanned
}

/// Whether one text stands above the left edge of a table: a title of the whole. Further right it is the first line of a heading.
fn is_title(row: &Row<'_>, left: u16) -> bool {
    matches!(row.cells.as_slice(), [(column, _)] if *column <= left)
}

/// What a heading is under "Gepland": a training that may not have been followed, and else nothing. None under any other line.
fn under_plan(above: &str, alone: &Understood, lexicon: &Lexicon) -> Option<Understood> {
    if !lexicon.is_ahead(above) || !is_held(alone) {
        return None;
    }
    let planned = lexicon.hints(Hint::Plan, above);
    let is_training = matches!(alone.used, Use::Field { field: Field::Training, .. });
    Some(if planned && is_training { alone.clone() } else { Understood { used: Use::Unrecognised, rank: u16::MAX } })
}

/// Looks for "Gepland" in the row above a header that needs no second line to be understood.
fn under_plans(found: &mut Candidate, rows: &[Row<'static>], lexicon: &Lexicon) {
    let above = found.first.checked_sub(1).map(|at| &rows[at]).filter(|above| above.index + 1 == found.lines.0);
    let left = found.headings.first().map_or(0, |(column, ..)| *column);
    let Some(above) = above.filter(|above| !is_title(above, left)) else {
        return;
    };
    for (column, text, understood) in &mut found.headings {
        let spanning = above.cells.iter().rfind(|(known, _)| known <= column);
        let spanning = spanning.and_then(|(_, value)| heading_text(value));
        if let Some((spanning, ahead)) =
            spanning.and_then(|spanning| Some((spanning, under_plan(spanning, understood, lexicon)?)))
        {
            (*text, *understood) = (format!("{spanning} {text}"), ahead);
        }
    }
}

/// Whether somebody has what stands under a heading, or has it not: a training, a registration, a VOG.
fn is_held(understood: &Understood) -> bool {
    let Use::Field { field, .. } = &understood.used else {
        return false;
    };
    matches!(
        field,
        Field::Training
            | Field::TrainingDate
            | Field::TrainingCertificate
            | Field::OtherTraining
            | Field::VogIssued
            | Field::SkjNumber
            | Field::SkjValidUntil
            | Field::BigNumber
            | Field::BigValidUntil
    )
}

/// "Doelgroep" over "Loverboys" asks whether a group is specialised; beside a column that is a training, it is one as well.
fn among_trainings(headings: &mut [(u16, String, Understood)], lower: &Row<'_>, lexicon: &Lexicon) {
    let is_training = |used: &Use| matches!(used, Use::Field { field: Field::Training, title: Some(_) });
    if !headings.iter().any(|(.., understood)| is_training(&understood.used)) {
        return;
    }
    for (column, text, understood) in headings {
        let asks = matches!(understood.used, Use::Field { field: Field::Specialised, .. });
        if let Some(below) = lower.cell(*column).and_then(heading_text).filter(|_| asks) {
            let alone = understand(lexicon, below);
            if is_training(&alone.used) {
                (*text, *understood) = (below.to_owned(), alone);
            }
        }
    }
}

/// A row of nothing but years below headings that name a training: "Training loverboys" over 2023, 2024 and 2025. It is a second
/// line of the header, however much a year is a number.
fn years(upper: &Row<'_>, lower: &Row<'_>, lexicon: &Lexicon) -> Option<Candidate> {
    let above = one_line(upper, lexicon);
    let mut headings = above.headings.clone();
    for (column, value) in lower.cells.iter().filter(|(_, value)| !value.is_blank()) {
        let year = value.shown();
        let year = year.trim().parse::<u16>().ok().filter(|year| (FIRST_YEAR..=LAST_YEAR).contains(year))?;
        let (_, named, _) = above.headings.iter().rfind(|(known, ..)| known <= column)?;
        let text = format!("{named} {year}");
        let understood = understand(lexicon, &text);
        if !matches!(understood.used, Use::Field { field: Field::Training, title: Some(_) }) {
            return None;
        }
        headings.retain(|(known, ..)| known != column);
        headings.push((*column, text, understood));
    }
    headings.sort_by_key(|(column, ..)| *column);
    // One more thing than the line above it says.
    let score = above.score + 1;
    (lower.cells.len() > 1).then_some(Candidate { lines: (upper.index, lower.index), score, headings, ..above })
}

/// The years that a training can be of.
const FIRST_YEAR: u16 = 1990;
const LAST_YEAR: u16 = 2099;

/// Dates, numbers and yes-or-no stand in rows of data, not in headings.
pub(super) fn looks_like_data(value: &Value<'_>) -> bool {
    match value {
        Value::Text(text) => {
            let text = text.trim();
            calendar::is_date(text)
                || (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b",.-%".contains(&b)))
        }
        _ => true,
    }
}

/// How many different things the headings name; trainings, however many, are one.
pub(super) fn score(headings: &[(u16, String, Understood)]) -> usize {
    let mut fields: Vec<(u8, u8)> = headings
        .iter()
        .filter_map(|(_, _, understood)| match &understood.used {
            Use::Field { field, .. } => Some((0, *field as u8)),
            Use::Withheld(reason) => Some((1, *reason as u8)),
            _ => None,
        })
        .collect();
    fields.sort_unstable();
    fields.dedup();
    fields.len()
}

/// The columns of a header: where two name one field, the better heading is used, whatever the order of the columns.
pub(super) fn columns(headings: &[(u16, String, Understood)], lexicon: &Lexicon) -> Vec<Column> {
    let best_of = |field: Field| {
        headings
            .iter()
            .filter(|(_, _, understood)| matches!(&understood.used, Use::Field { field: named, .. } if *named == field))
            .min_by(|a, b| (a.2.rank, &a.1, a.0).cmp(&(b.2.rank, &b.1, b.0)))
            .map(|(column, header, _)| (*column, header))
    };
    // "Groep | 2e groep": both are groups of the person. "Groep" and "Team" are two words for one thing, or two levels.
    let numbered = |header: &str, understood: &Understood| {
        best_of(Field::Group).is_some_and(|(_, best)| lexicon.unnumbered(best) == lexicon.unnumbered(header))
            && !holds_codes(understood)
    };
    headings
        .iter()
        .map(|(column, header, understood)| {
            let used = match &understood.used {
                Use::Field { field, .. }
                    if !field.may_repeat()
                        && best_of(*field).is_none_or(|(best, _)| best != *column)
                        && !(*field == Field::Group && numbered(header, understood)) =>
                {
                    Use::Second(*field)
                }
                other => other.clone(),
            };
            let folded = header.to_lowercase();
            let percent = folded.contains('%') || folded.contains("percentage");
            Column {
                column: *column,
                header: header.trim().to_owned(),
                used,
                percent,
                serials: false,
                by_neighbour: false,
            }
        })
        .collect()
}

/// A column called "Medewerker" that holds nothing but numbers is the column of personnel numbers. Where another column
/// seemed to be that, the one with more different values is: a number of the employment repeats.
fn numeric_names(table: &mut Table, rows: &[Row<'static>], lexicon: &Lexicon) {
    let names = |table: &Table| -> Vec<usize> {
        let is_name = |used: &Use| matches!(used, Use::Field { field: Field::Name, .. } | Use::Second(Field::Name));
        (0..table.columns.len()).filter(|at| is_name(&table.columns[*at].used)).collect()
    };
    let values = |column: u16| -> Vec<String> {
        let filled = rows.iter().filter(|row| !is_beside_people(row, column, lexicon));
        let filled = filled.filter_map(|row| row.cell(column)).filter(|value| !value.is_blank());
        filled.map(|value| value.shown().trim().to_owned()).collect()
    };
    let distinct = |column: u16| values(column).into_iter().collect::<BTreeSet<_>>().len();
    for at in names(table) {
        let own = values(table.columns[at].column);
        if own.is_empty() || !own.iter().all(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())) {
            continue;
        }
        let known = table.columns.iter().position(|column| column.field() == Some(Field::PersonnelNumber));
        let better =
            known.is_none_or(|known| distinct(table.columns[known].column) < distinct(table.columns[at].column));
        let number = || Use::Field { field: Field::PersonnelNumber, title: None };
        if better {
            if let Some(known) = known {
                table.columns[known].used = Use::Second(Field::PersonnelNumber);
            }
            table.columns[at].used = number();
        } else {
            table.columns[at].used = Use::Second(Field::PersonnelNumber);
        }
    }
    // The name is then in the next column that is called so.
    let left = names(table);
    if let (false, Some(first)) = (table.has(Field::Name), left.first()) {
        table.columns[*first].used = Use::Field { field: Field::Name, title: None };
    }
}
