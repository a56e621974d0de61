//! Reading the rows of all sheets into records, and hashing the inputs beside it.

use std::ops::ControlFlow;

use hashbrown::HashMap;
use sha2::{Digest, Sha256};

use super::{Input, SheetReport};
use crate::calendar::{self, Date};
use crate::cell::{Place, Position};
use crate::finding::{Detail, FactName, Reason};
use crate::lexicon::{ContractEnd, Field, Hint, Lexicon, Role};
use crate::read::{Book, ReadError, Visibility};
use crate::record::{Fact, Reading as Read, Records, TextId};
use crate::seal::hexadecimal;
use crate::staff::Problem;
use crate::table::{LeftOut, Table, Use};

use super::rows::SheetRows;

/// Reads the rows of all sheets.
pub(super) struct Reading<'l> {
    pub(super) records: Records,
    pub(super) rows_left_out: Vec<LeftOut>,
    pub(super) problems: Vec<Problem>,
    /// How many tables were given a number.
    pub(super) tables: u16,
    pub(super) lexicon: &'l Lexicon,
    /// Later dates are typing errors.
    pub(super) latest: Date,
    /// Whether the sheets that are read now are of an extract of a register.
    pub(super) register: bool,
    /// When contracts end, by their text.
    pub(super) contract_ends: HashMap<TextId, ContractEnd>,
    /// Which papers on lists with a row per paper are trainings.
    pub(super) training_papers: HashMap<TextId, bool>,
    /// Which texts in cells for the group or function say that somebody left.
    pub(super) left: HashMap<TextId, bool>,
}

impl Reading<'_> {
    /// Reads the rows of the tables on a sheet.
    pub(super) fn sheet(&mut self, book: &mut Book, at: usize, sheet: &mut SheetReport) -> Result<(), ReadError> {
        if sheet.tables.is_empty() {
            return Ok(());
        }
        let first = self.records.len();
        let mut rows = SheetRows::new(self, sheet);
        book.rows(at, &mut |row| {
            rows.row(row);
            ControlFlow::Continue(())
        })?;
        sheet.tables = rows.end(first);
        Ok(())
    }

    /// Whether what stands in a cell for the group or the function, or in brackets behind a name, is that somebody left; or a date
    /// beside a name, which may say so.
    pub(super) fn says_left(&mut self, fact: &Fact) -> bool {
        if fact.reading != Read::Text {
            return false;
        }
        let (lexicon, texts) = (self.lexicon, &self.records.texts);
        match fact.field {
            Field::Group | Field::Function => {
                *self.left.entry(fact.text).or_insert_with(|| lexicon.has_left(texts.text(fact.text)) == Some(true))
            }
            Field::Name | Field::LastName => {
                let name = texts.text(fact.text);
                // "Anna de Vries - vertrekt per 1-9-2026".
                lexicon.name_says_left(name) || calendar::holds_date(name)
            }
            _ => false,
        }
    }

    /// What a contract tells of its end.
    pub(super) fn contract_end(&mut self, contract: &Fact) -> ContractEnd {
        let (lexicon, texts) = (self.lexicon, &self.records.texts);
        let end = || lexicon.contract_end(texts.text(contract.text));
        if contract.field == Field::Contract && contract.reading == Read::Text {
            *self.contract_ends.entry(contract.text).or_insert_with(end)
        } else {
            ContractEnd::Unsaid
        }
    }

    /// What is odd about a sheet as a whole. Says whether a problem points to its first cell.
    pub(super) fn odd_sheet(&mut self, sheet: &SheetReport) -> bool {
        if sheet.own || !sheet.filled {
            return false;
        }
        let hidden = sheet.visibility != Visibility::Visible;
        let unread = sheet.tables.is_empty() && !sheet.explains;
        let corner = Place { sheet: sheet.index, position: Position::CORNER };
        for reason in
            [hidden.then_some(Reason::HiddenSheet), unread.then_some(Reason::SheetNotUnderstood)].into_iter().flatten()
        {
            self.problem(reason, vec![corner], Vec::new());
        }
        for (at, table) in sheet.tables.iter().enumerate() {
            let first = table.columns.first().map_or(0, |column| column.column);
            let place = if at == 0 {
                corner
            } else {
                Place { sheet: sheet.index, position: Position { row: table.header_row, column: first } }
            };
            match table.role {
                Some(Role::Roster) => self.problem(Reason::Roster, vec![place], Vec::new()),
                None if table.has(Field::Function) && self.lexicon.hints(Hint::OtherPeople, &sheet.name) => {
                    self.problem(Reason::OtherPeople, vec![place], Vec::new());
                }
                None if at > 0 => self.problem(Reason::TableNotUnderstood, vec![place], Vec::new()),
                None => self.problem(Reason::SheetNotUnderstood, vec![place], Vec::new()),
                Some(_) => {}
            }
            self.odd_columns(sheet, table);
        }
        self.notes_on_cells(sheet);
        let first = sheet.tables.first().and_then(|table| table.role);
        hidden || unread || first.is_none_or(|role| role == Role::Roster)
    }

    pub(super) fn problem(&mut self, reason: Reason, cells: Vec<Place>, facts: Vec<(FactName, Detail)>) {
        self.problems.push(Problem { reason, cells, person: None, group: None, facts });
    }

    /// What people note on a cell below the headings is about that row, and is not read.
    fn notes_on_cells(&mut self, sheet: &SheetReport) {
        let Some(header) = sheet.tables.iter().filter(|table| table.is_read()).map(|table| table.header_row).min()
        else {
            return;
        };
        let below = sheet.layout.noted.iter().filter(|position| position.row > header);
        let cells: Vec<Place> = below.map(|position| Place { sheet: sheet.index, position: *position }).collect();
        if !cells.is_empty() {
            let count = vec![(FactName::Count, Detail::Count(cells.len() as u64))];
            self.problem(Reason::NotesNotRead, cells, count);
        }
    }

    /// Hidden parts, second columns for one field, and columns about registration that are not understood.
    fn odd_columns(&mut self, sheet: &SheetReport, table: &Table) {
        let place = |row, column| Place { sheet: sheet.index, position: Position { row, column } };
        let first = table.columns.iter().find(|column| column.field().is_some()).map_or(0, |column| column.column);
        let hidden: Vec<_> = sheet.layout.hidden_rows.iter().filter(|(_, last)| *last > table.header_row).collect();
        // Rows are hidden over the whole width: said once, for the first table.
        let is_first = sheet.tables.first().is_some_and(|first| first == table);
        if let (true, Some((row, _))) = (is_first, hidden.first()) {
            let count: u64 =
                hidden.iter().map(|(from, to)| u64::from(to - (*from).max(table.header_row + 1)) + 1).sum();
            self.problem(
                Reason::HiddenRows,
                vec![place((*row).max(table.header_row + 1), first)],
                vec![(FactName::Count, Detail::Count(count))],
            );
        }
        let is_hidden =
            |column: u16| sheet.layout.hidden_columns.iter().any(|(from, to)| (*from..=*to).contains(&column));
        let cells: Vec<Place> = table
            .columns
            .iter()
            .filter(|column| is_hidden(column.column))
            .map(|column| place(table.header_row, column.column))
            .collect();
        if !cells.is_empty() {
            let count = cells.len() as u64;
            self.problem(Reason::HiddenColumns, cells, vec![(FactName::Count, Detail::Count(count))]);
        }
        for column in table.columns.iter().filter(|column| column.reads_serials()) {
            self.problem(Reason::SerialDates, vec![place(table.header_row, column.column)], Vec::new());
        }
        let opinion = table.column_of(Field::Opinion).map(|column| &column.header);
        let last_word = opinion.filter(|heading| self.lexicon.hints(Hint::FinalOpinion, heading));
        for column in &table.columns {
            let heading = place(table.header_row, column.column);
            let unread = column.used == Use::Unrecognised && table.is_read();
            if column.by_neighbour && table.role == Some(Role::Staff) {
                let read_as = column.field().map(|field| Detail::Text(self.lexicon.main_heading(field).into()));
                let reason = if read_as.is_some() { Reason::PeriodByNeighbour } else { Reason::PeriodNotRead };
                self.problem(
                    reason,
                    vec![heading],
                    read_as.map(|field| (FactName::Other, field)).into_iter().collect(),
                );
            } else if unread
                && let Some(last_word) = last_word
                && self.lexicon.hints(Hint::OfExpectations, &column.header)
            {
                let other = Detail::Text(last_word.as_str().into());
                self.problem(Reason::SecondColumn, vec![heading], vec![(FactName::Other, other)]);
            } else if unread
                && table.role == Some(Role::Staff)
                && table.has_any(&[Field::Fte, Field::Hours])
                && self.lexicon.may_share_work(&column.header)
            {
                self.problem(Reason::WorkShares, vec![heading], Vec::new());
            } else if unread
                && (self.lexicon.may_be_about_registration(&column.header)
                    || self.lexicon.hints(Hint::WorkEnd, &column.header)
                    || table.role == Some(Role::Staff) && self.lexicon.is_bare_end(&column.header)
                    || table.role == Some(Role::Groups) && self.lexicon.hints(Hint::OfGroups, &column.header)
                    || table.role == Some(Role::Expectations)
                        && self.lexicon.hints(Hint::OfExpectations, &column.header)
                    || table.has(Field::Training) && self.lexicon.hints(Hint::Cancelled, &column.header)
                    || self.lexicon.is_title_if_dated(&column.header)
                    || !table.has(Field::Training) && self.lexicon.may_be_about_training(&column.header))
            {
                self.problem(Reason::ColumnNotUnderstood, vec![heading], Vec::new());
            }
            if let Use::Second(field) = column.used {
                let used = table.column_of(field).map_or("", |column| &column.header);
                // A measure beside a status, and every column that may take an exemption back: each says something else.
                let measure = |header: &str| self.lexicon.hints(Hint::Measure, header);
                let of_exemption = table.role == Some(Role::Exemptions)
                    && matches!(field, Field::ExemptionDecidedBy | Field::ExemptionUntil);
                // Opinions that differ are told row by row.
                if of_exemption
                    || field == Field::Opinion
                    || column.completes().is_some() && measure(&column.header) != measure(used)
                {
                    continue;
                }
                self.problem(
                    if field == Field::Function { Reason::SecondFunction } else { Reason::SecondColumn },
                    vec![heading],
                    vec![(FactName::Other, Detail::Text(used.into()))],
                );
            }
        }
    }
}

/// From this many bytes on, a second thread is worth its start.
const WORTH_A_THREAD: usize = 1 << 18;

fn is_worth_a_thread(files: &[Input]) -> bool {
    files.iter().map(|file| file.bytes.len()).sum::<usize>() >= WORTH_A_THREAD && !cfg!(target_family = "wasm")
}

/// The hashes of the inputs, computed in a second thread beside the reading of the rows.
pub(super) fn hashed_beside(
    files: &[Input],
    read: impl FnOnce() -> Result<(), ReadError>,
) -> Result<Vec<String>, ReadError> {
    let hashes = || files.iter().map(|file| hexadecimal(&Sha256::digest(&file.bytes))).collect();
    if !is_worth_a_thread(files) {
        read()?;
        return Ok(hashes());
    }
    std::thread::scope(|scope| {
        let second = scope.spawn(hashes);
        read()?;
        Ok(second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}
