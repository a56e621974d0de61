//! Follows a sheet from its first header down: where another header stands, the next table begins.
//!
//! A header may have two lines, so a row of nothing but text waits for the row below it. Rows come out in order, each cut
//! to the table to which its cells belong.

use super::header::{Candidate, looks_like_data, one_line, pair, parts_headings};
use super::{Table, Use, possible_roles, refine, split};
use crate::cell::{Row, Value};
use crate::fold::fold;
use crate::lexicon::{Field, Lexicon, Role};

/// What a row turned out to be.
pub enum Event<'e, 'v> {
    /// A row, or the part of it, below the header of a table: its place among [`Follow::tables`].
    Row(usize, &'e Table, &'e Row<'v>),
    /// The header of a table once more, on this row.
    Repeated(u32),
    /// The header of a new table, at this place among [`Follow::tables`].
    Begins(usize, &'e mut Table),
}

/// The tables on a sheet, as far as its rows were seen.
pub struct Follow<'l> {
    /// Every table, by first line of the header, then from left to right.
    pub tables: Vec<Table>,
    lexicon: &'l Lexicon,
    name: String,
    /// Tables that were understood before, to be taken instead of reading their headers again.
    known: Vec<Table>,
    /// The tables that the next row may belong to, from left to right.
    live: Vec<usize>,
    held: Option<(Row<'static>, Candidate)>,
    /// Rows at or above the first header are no rows of a table.
    above: u32,
}

/// No sheet is laid out as so many tables: whoever makes one wants to see the program fall over.
const MOST_TABLES: usize = 1000;

impl<'l> Follow<'l> {
    /// For the rows below the first header, which gave these tables.
    pub fn new(lexicon: &'l Lexicon, name: &str, first: Vec<Table>) -> Self {
        let above = first.first().map_or(0, |table| table.header_row);
        Follow {
            live: (0..first.len()).collect(),
            tables: first,
            lexicon,
            name: name.to_owned(),
            known: Vec::new(),
            held: None,
            above,
        }
    }

    /// For the rows of a sheet of which the head was surveyed.
    pub fn again(lexicon: &'l Lexicon, name: &str, known: Vec<Table>) -> Self {
        let first_row = known.first().map_or(0, |table| table.header_row);
        let (mut first, known): (Vec<Table>, Vec<Table>) =
            known.into_iter().partition(|table| table.header_row == first_row);
        for table in &mut first {
            table.end = u32::MAX;
        }
        Follow { known, ..Follow::new(lexicon, name, first) }
    }

    /// Takes the next row of the sheet.
    pub fn row(&mut self, row: &Row<'_>, each: &mut impl FnMut(Event<'_, '_>)) {
        if row.index <= self.above {
            return;
        }
        let waits = is_text(&row.cells) && self.tables.len() < MOST_TABLES;
        let candidate = waits.then(|| one_line(row, self.lexicon));
        if let Some((held, alone)) = self.held.take() {
            let both = (waits && held.index + 1 == row.index).then(|| pair(&held, row, self.lexicon)).flatten();
            let other = candidate.as_ref().map_or(0, |candidate| candidate.score);
            let better = |both: &Candidate| {
                both.score > alone.score.max(other) || alone.score > other && parts_headings(&held, row, self.lexicon)
            };
            if let Some(both) = both.filter(|both| better(both) && self.is_header(both)) {
                self.header(&both, each);
                return;
            }
            self.release(&held, &alone, each);
        }
        match candidate {
            Some(candidate) => self.held = Some((owned(row), candidate)),
            None => self.mixed(row, each),
        }
    }

    /// Nothing comes below the last row.
    pub fn end(&mut self, each: &mut impl FnMut(Event<'_, '_>)) {
        if let Some((held, alone)) = self.held.take() {
            self.release(&held, &alone, each);
        }
    }

    fn release(&mut self, row: &Row<'_>, candidate: &Candidate, each: &mut impl FnMut(Event<'_, '_>)) {
        if self.is_header(candidate) {
            self.header(candidate, each);
        } else {
            self.mixed(row, each);
        }
    }

    /// A row with data: a header may still stand in some of its columns, beside the rows of another table.
    fn mixed(&mut self, row: &Row<'_>, each: &mut impl FnMut(Event<'_, '_>)) {
        if self.live.len() > 1 || row.cells.last().is_some_and(|(column, _)| *column > self.last_heading() + 1) {
            let mut rest = Row { index: row.index, cells: Vec::new() };
            for (part, beyond) in self.parts(row) {
                let candidate = is_text(&part.cells).then(|| one_line(&part, self.lexicon));
                match candidate.filter(|candidate| self.tables.len() < MOST_TABLES && self.is_header(candidate)) {
                    Some(candidate) if beyond => self.beside(&candidate, each),
                    Some(candidate) => self.header(&candidate, each),
                    None => rest.cells.extend(part.cells),
                }
            }
            self.hand_out(&rest, each);
            return;
        }
        self.hand_out(row, each);
    }

    fn last_heading(&self) -> u16 {
        self.live.last().map_or(u16::MAX - 1, |at| self.tables[*at].last_heading().min(u16::MAX - 1))
    }

    /// The cells of a row per table, and those right of everything, a column further on.
    fn parts<'v>(&self, row: &Row<'v>) -> Vec<(Row<'v>, bool)> {
        let far = self.last_heading() + 1;
        let mut parts: Vec<(Row<'v>, bool)> = Vec::new();
        let mut before = usize::MAX;
        for (column, value) in &row.cells {
            let beyond = *column > far;
            let table = if beyond { usize::MAX - 1 } else { self.live_at(*column).unwrap_or(0) };
            if table != before {
                parts.push((Row { index: row.index, cells: Vec::new() }, beyond));
                before = table;
            }
            if let Some((part, _)) = parts.last_mut() {
                part.cells.push((*column, value.clone()));
            }
        }
        parts
    }

    fn live_at(&self, column: u16) -> Option<usize> {
        self.live.iter().copied().find(|at| (self.tables[*at].span.0..=self.tables[*at].span.1).contains(&column))
    }

    fn hand_out(&mut self, row: &Row<'_>, each: &mut impl FnMut(Event<'_, '_>)) {
        if let [only] = self.live[..] {
            each(Event::Row(only, &self.tables[only], row));
            return;
        }
        for at in &self.live {
            let table = &self.tables[*at];
            let own = row.cells.iter().filter(|(column, _)| (table.span.0..=table.span.1).contains(column));
            let part = Row { index: row.index, cells: own.cloned().collect() };
            if !part.cells.is_empty() {
                each(Event::Row(*at, table, &part));
            }
        }
    }

    /// Whether a row of text is a header: most of it names fields, and they make a table of some kind.
    fn is_header(&self, found: &Candidate) -> bool {
        let named = |used: &Use| match used {
            Use::Field { title, .. } => title.is_none(),
            Use::Withheld(_) => true,
            _ => false,
        };
        let fields = found.headings.iter().filter(|heading| named(&heading.2.used)).count();
        let known = found.headings.iter().filter(|heading| heading.2.used != Use::Unrecognised).count();
        if found.score < 2 || fields < 2 || known * 2 < found.headings.len() {
            return false;
        }
        self.repeats(found)
            || split::tables(found, &[], self.lexicon).into_iter().any(|mut table| {
                refine(&mut table, &self.name, self.lexicon);
                !possible_roles(&table, &self.name, self.lexicon).is_empty()
            })
    }

    /// Whether this is the header of the live tables once more: every column is about the same, and none is missing.
    fn repeats(&self, found: &Candidate) -> bool {
        let first = found.headings.first().map_or(0, |heading| heading.0);
        let live: Vec<&Table> = self.live.iter().map(|at| &self.tables[*at]).collect();
        let column = |at: u16| live.iter().flat_map(|table| &table.columns).find(|column| column.column == at);
        let same = found.headings.iter().all(|(number, text, understood)| match column(*number) {
            Some(known) => {
                known.used == understood.used
                    || matches!((&known.used, &understood.used), (Use::Second(a), Use::Field { field, .. }) if a == field)
                    || fold(&known.header) == fold(text)
                    || understood.used == Use::Unrecognised && known.field().is_none()
            }
            None => understood.used == Use::Unrecognised,
        });
        let last = found.headings.last().map_or(first, |heading| heading.0);
        let missing = live
            .iter()
            .filter(|table| table.span.0 <= last && table.span.1 >= first)
            .flat_map(|table| &table.columns)
            .any(|column| column.field().is_some() && !found.headings.iter().any(|heading| heading.0 == column.column));
        same && !missing
    }

    fn header(&mut self, found: &Candidate, each: &mut impl FnMut(Event<'_, '_>)) {
        if self.repeats(found) {
            for row in found.lines.0..=found.lines.1 {
                each(Event::Repeated(row));
            }
            return;
        }
        let mut new = split::tables(found, &[], self.lexicon);
        let first = found.headings.first().map_or(0, |heading| heading.0);
        let last = found.headings.last().map_or(u16::MAX, |heading| heading.0);
        let overlaps = |table: &Table| table.span.0 <= last && table.span.1 >= first;
        // The new tables take over the columns of those that end here.
        let mut span = (first, last);
        for at in self.live.iter().copied().filter(|at| overlaps(&self.tables[*at])).collect::<Vec<_>>() {
            span = (span.0.min(self.tables[at].span.0), span.1.max(self.tables[at].span.1));
            self.tables[at].end = found.lines.0;
            self.live.retain(|live| *live != at);
        }
        if let Some(table) = new.first_mut() {
            table.span.0 = span.0;
        }
        if let Some(table) = new.last_mut() {
            table.span.1 = span.1;
        }
        self.begin(new, each);
    }

    /// A table that begins right of one that goes on.
    fn beside(&mut self, found: &Candidate, each: &mut impl FnMut(Event<'_, '_>)) {
        let first = found.headings.first().map_or(0, |heading| heading.0);
        if let Some(at) = self.live_at(first)
            && first > 0
        {
            self.tables[at].span.1 = first - 1;
        }
        let mut new = split::tables(found, &[], self.lexicon);
        if let Some(table) = new.first_mut() {
            table.span.0 = first;
        }
        self.begin(new, each);
    }

    fn begin(&mut self, new: Vec<Table>, each: &mut impl FnMut(Event<'_, '_>)) {
        for mut table in new {
            let known = self.known.iter().position(|known| {
                known.header_row == table.header_row
                    && known.columns.first().map(|c| c.column) == table.columns.first().map(|c| c.column)
            });
            match known {
                Some(known) => {
                    let known = self.known.remove(known);
                    table = Table { span: table.span, end: u32::MAX, ..known };
                }
                None => {
                    self.inherit(&mut table);
                    refine(&mut table, &self.name, self.lexicon);
                    table.role = possible_roles(&table, &self.name, self.lexicon).first().copied();
                }
            }
            let at = self.tables.len();
            self.tables.push(table);
            self.live.push(at);
            each(Event::Begins(at, &mut self.tables[at]));
        }
        self.live.sort_by_key(|at| self.tables[*at].span.0);
    }

    /// What a column with the same heading turned out to be above: numbers that may not be read, a number called "Medewerker".
    fn inherit(&self, table: &mut Table) {
        let numbered = table.has(Field::PersonnelNumber);
        for column in &mut table.columns {
            let above = self
                .tables
                .iter()
                .flat_map(|table| &table.columns)
                .find(|above| above.used != column.used && fold(&above.header) == fold(&column.header));
            if let Some(Use::Withheld(reason)) = above.map(|above| &above.used) {
                column.used = Use::Withheld(*reason);
            } else if let Some(Use::Field { field: Field::PersonnelNumber, .. }) = above.map(|above| &above.used)
                && !numbered
            {
                column.used = Use::Field { field: Field::PersonnelNumber, title: None };
            }
        }
    }
}

impl Table {
    /// Whether its rows are read: it was understood, and the rules use its kind.
    pub fn is_read(&self) -> bool {
        self.role.is_some_and(|role| role != Role::Roster)
    }
}

/// Whether a row has at least two cells, all of them short texts that are no date or number.
fn is_text(cells: &[(u16, Value<'_>)]) -> bool {
    let mut filled = 0;
    for (_, value) in cells {
        if value.is_blank() {
            continue;
        }
        if looks_like_data(value) {
            return false;
        }
        filled += 1;
    }
    filled >= 2
}

fn owned(row: &Row<'_>) -> Row<'static> {
    Row {
        index: row.index,
        cells: row.cells.iter().map(|(column, value)| (*column, value.clone().into_owned())).collect(),
    }
}
