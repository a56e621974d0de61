//! The rows of one sheet as records: each to its table, with what a heading or row above says about it.

use std::collections::{BTreeMap, BTreeSet};

use super::SheetReport;
use super::reading::Reading;
use crate::cell::{Place, Position, Row, SheetIndex, TableIndex, Value};
use crate::finding::{Detail, FactName, FunctionClass, Reason};
use crate::fold::fold;
use crate::lexicon::{self, ContractEnd, Field, Heading, Hint, Lexicon, Role, Word};
use crate::record::{Fact, Reading as Read, TextId};
use crate::table::{self, Column, Event, Follow, Kind, LeftOut, LeftOutReason, Sorter, Table, Use};

/// Reads the rows of one sheet.
pub(super) struct SheetRows<'r, 'l> {
    follow: Follow<'l>,
    taker: Taker<'r, 'l>,
}

/// What is done with the rows that [`Follow`] gives.
struct Taker<'r, 'l> {
    reading: &'r mut Reading<'l>,
    sheet: SheetIndex,
    sheet_name: String,
    /// Per table what is known of its rows; none for a table that is not read.
    parts: Vec<Option<Part>>,
    /// The texts that stand alone above the first header, folded: on a list in pages they come again above each header.
    page_titles: BTreeSet<String>,
    /// A text that stands alone, per first column of its table: it may be the title of the table whose header comes next.
    titles: Vec<(u16, Position, String)>,
    /// Facts from other cells, added when the records of the sheet are in order.
    borrowed: Vec<Borrowed>,
}

struct Borrowed {
    row: u32,
    table: TableIndex,
    fact: Fact,
    at: Position,
}

/// What is known of the rows of one table.
struct Part {
    table: TableIndex,
    role: Role,
    first_column: u16,
    sorter: Sorter,
    /// Rows with only a name, until what follows tells what they are.
    waiting: Vec<Row<'static>>,
    /// The group that the heading above names.
    section: Option<(TextId, Position)>,
    /// How many headings named a group.
    groups: u32,
    /// Headings that told of people, and not of their group, below the heading of a group.
    asides: BTreeSet<String>,
    /// Whether the text above a header, the first or a repeated one, names the group of the rows below it.
    headed_pages: bool,
    /// The heading above that says of the rows below it that they are of people who left.
    left: Option<(TextId, Position)>,
    /// The columns of which a yes says that somebody is still here: "Actief".
    still_here: Vec<u16>,
    /// Whether the last day of work is that of a contract, or of the employment; none where no column gives it.
    ends_contract: Option<bool>,
    /// Whether there are columns that may tell of an end, such as those of several contracts.
    tells_of_ends: bool,
    /// How its rows tell what they are about, on a list with a row per paper.
    papers: Option<Papers>,
    /// Where it counts that under some other heading something is said to be taken away.
    taken_away: Field,
    /// The columns about measures against who is registered.
    measures: Vec<u16>,
    /// Headings that gave their group to rows: the first, and how many rows.
    sections: Option<(Position, u64)>,
    /// The record of the row above.
    last: Option<u32>,
    /// The first row that says more about the row above it, and how many.
    continued: Option<(Position, u64)>,
    /// The columns about a registration or VOG whose heading is not understood, and what their cells may be about: "VOG oud".
    perhaps: Vec<(u16, Field)>,
    /// The columns without a heading in which something stands.
    unheaded: BTreeMap<u16, Unheaded>,
    data_rows: u32,
}

/// How the rows of a list with a row per paper tell what they are about.
struct Papers {
    /// The column that names the paper.
    column: u16,
    /// What headings that are not understood mean on rows about trainings: "Resultaat", "Gevolgd".
    on_training_rows: Vec<(u16, Field)>,
    /// Whether there are such rows.
    trainings: bool,
}

/// A column without a heading in which something stands.
struct Unheaded {
    /// What its cells may be about, by the column to its left.
    field: Option<Field>,
    /// The first filled cell, and how many there are.
    first: Position,
    count: u64,
}

impl Part {
    /// Notes a filled cell in a column without a heading, and tells what it may be about.
    fn note_unheaded(&mut self, position: Position, lexicon: &Lexicon) -> Option<Field> {
        if let Some(known) = self.unheaded.get_mut(&position.column) {
            known.count += 1;
            return known.field;
        }
        let left = (1..=MOST_UNHEADED).find_map(|back| self.sorter.column(position.column.checked_sub(back)?));
        // On a list the row says what it is about, unless its headings are the trainings.
        let is_own = |left: &&Column| match self.role {
            Role::Staff => true,
            Role::Trainings => matches!(left.used, Use::Field { field: Field::Training, title: Some(_) }),
            _ => false,
        };
        let field = left.filter(is_own).and_then(|left| table::field_beside(left, lexicon));
        self.unheaded.insert(position.column, Unheaded { field, first: position, count: 1 });
        field
    }
}

impl Papers {
    /// Whether a row is about a training.
    fn are_trainings(&mut self, row: &Row<'_>, reading: &mut Reading<'_>) -> bool {
        let Some(Value::Text(paper)) = row.cell(self.column) else {
            return false;
        };
        let text = reading.records.texts.intern(paper.trim());
        let lexicon = reading.lexicon;
        let of_training = *reading.training_papers.entry(text).or_insert_with(|| lexicon.is_training_paper(paper));
        self.trainings |= of_training;
        of_training
    }

    /// What a heading that is not understood means on rows about trainings.
    fn on_training_row(&self, column: u16) -> Option<Field> {
        self.on_training_rows.iter().find(|(meant, _)| *meant == column).map(|(_, field)| *field)
    }
}

/// How many columns a heading may be meant for: one over merged cells stands in the first of them.
const MOST_UNHEADED: u16 = 3;

impl<'r, 'l> SheetRows<'r, 'l> {
    pub(super) fn new(reading: &'r mut Reading<'l>, sheet: &SheetReport) -> Self {
        let mut follow = Follow::again(reading.lexicon, &sheet.name, sheet.tables.clone());
        let sheet_name = sheet.name.clone();
        let (parts, titles, borrowed) = (Vec::new(), Vec::new(), Vec::new());
        let page_titles = BTreeSet::new();
        let mut taker = Taker { reading, sheet: sheet.index, sheet_name, parts, page_titles, titles, borrowed };
        for table in &mut follow.tables {
            taker.begins(table);
        }
        SheetRows { follow, taker }
    }

    pub(super) fn row(&mut self, row: &Row<'_>) {
        let taker = &mut self.taker;
        if self.follow.tables.first().is_some_and(|table| row.index < table.first_header_row)
            && let Some(text) = alone(row)
        {
            taker.page_titles.insert(fold(text));
        }
        self.follow.row(row, &mut |event| taker.take(event));
    }

    /// What the tables on the sheet turned out to be. `first` is the first record of the sheet.
    pub(super) fn end(mut self, first: usize) -> Vec<Table> {
        let taker = &mut self.taker;
        self.follow.end(&mut |event| taker.take(event));
        for at in 0..taker.parts.len() {
            taker.settle(at, false);
        }
        let mut tables = self.follow.tables;
        for (table, part) in tables.iter_mut().zip(&taker.parts) {
            let Some(part) = part else { continue };
            table.data_rows = part.data_rows;
            table.add_unheaded(part.unheaded.keys().copied());
            for column in &mut table.columns {
                let meant = part.papers.as_ref().filter(|papers| papers.trainings);
                if let Some(field) = meant.and_then(|papers| papers.on_training_row(column.column)) {
                    column.used = Use::Field { field, title: None };
                }
            }
        }
        let reading = &mut *taker.reading;
        reading.records.sort_from(first);
        for borrowed in taker.borrowed.drain(..) {
            let place = Place { sheet: taker.sheet, position: Position { row: borrowed.row, column: 0 } };
            let record = reading.records.at(place).find(|at| reading.records.record(*at).table == borrowed.table);
            if let Some(record) = record {
                reading.records.add_from(record, borrowed.fact, borrowed.at);
            }
        }
        for part in taker.parts.iter().flatten() {
            for unheaded in part.unheaded.values().filter(|unheaded| unheaded.field.is_some()) {
                let facts = vec![(FactName::Count, Detail::Count(unheaded.count))];
                let place = Place { sheet: taker.sheet, position: unheaded.first };
                reading.problem(Reason::NoHeading, vec![place], facts);
            }
            for (reason, told) in [(Reason::SectionGroup, part.sections), (Reason::ContinuedRow, part.continued)] {
                if let Some((position, count)) = told {
                    let facts = vec![(FactName::Count, Detail::Count(count))];
                    reading.problem(reason, vec![Place { sheet: taker.sheet, position }], facts);
                }
            }
        }
        tables
    }
}

/// Whether a cell holds what only who has a paper can fill in: a day, a number, a yes.
fn shows_paper(value: &Value<'_>, lexicon: &Lexicon) -> bool {
    /// Fewer digits are a year, a count or a profile.
    const DIGITS: usize = 5;
    let text = value.shown();
    let word = lexicon.word(&text);
    let is_open = matches!(word, Word::Other | Word::Yes | Word::Registered);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    is_open && (word != Word::Other || matches!(value, Value::Moment(_)) || digits >= DIGITS)
}

/// What a row that says more about the person above takes over from there.
const CARRIED: [Field; 10] = [
    Field::PersonnelNumber,
    Field::Name,
    Field::FirstName,
    Field::Infix,
    Field::LastName,
    Field::Function,
    Field::Contract,
    Field::EmploymentStart,
    Field::EmploymentEnd,
    Field::EmploymentEndDetail,
];

impl Taker<'_, '_> {
    fn take(&mut self, event: Event<'_, '_>) {
        match event {
            Event::Row(at, _, row) => self.row(at, row),
            // A text above a repeated header is the title of the rows below it: it keeps waiting for them. The title of a page is no such
            // title.
            Event::Repeated(row) => {
                for at in 0..self.parts.len() {
                    self.above_header(at);
                }
                self.reading.rows_left_out.push(LeftOut {
                    sheet: self.sheet,
                    row,
                    reason: LeftOutReason::RepeatedHeader,
                });
            }
            Event::Begins(_, table) => {
                // The text above the new header is its title, and belongs to no row above it.
                for at in 0..self.parts.len() {
                    self.settle(at, false);
                }
                let titles = std::mem::take(&mut self.titles);
                let title = titles.into_iter().find(|(_, at, _)| {
                    at.row + 2 >= table.first_header_row && (table.span.0..=table.span.1).contains(&at.column)
                });
                table.title = title.map(|(_, at, text)| (at, text));
                self.begins(table);
            }
        }
    }

    fn begins(&mut self, table: &mut Table) {
        // A header far down an extract is not one of the provider's sheets.
        if self.reading.register && table.role != Some(Role::Register) {
            table::refine_register(table, &[], self.reading.lexicon);
        }
        let Some(role) = table.role.filter(|_| table.is_read()) else {
            self.parts.push(None);
            return;
        };
        let Some(next) = self.reading.tables.checked_add(1) else {
            // More tables than any provider has: this one is not read, and named as such.
            table.role = None;
            self.parts.push(None);
            return;
        };
        table.index = TableIndex(self.reading.tables);
        self.reading.tables = next;
        let of_contract =
            table.column_of(Field::EmploymentEnd).map(|end| self.reading.lexicon.is_about_contract(&end.header));
        let mut part = Part {
            table: table.index,
            role,
            first_column: table.span.0,
            sorter: Sorter::new(table, role),
            waiting: Vec::new(),
            section: None,
            groups: 0,
            asides: BTreeSet::new(),
            headed_pages: false,
            left: None,
            still_here: self.still_here(table),
            ends_contract: of_contract,
            tells_of_ends: table.has(Field::EmploymentEndDetail),
            papers: self.papers(table),
            taken_away: if table.has(Field::VogIssued) { Field::VogStatus } else { Field::RegistrationTakenAway },
            measures: self.measures(table),
            sections: None,
            last: None,
            continued: None,
            perhaps: self.perhaps(table),
            unheaded: BTreeMap::new(),
            data_rows: 0,
        };
        if let (Role::Staff, Some((position, text))) = (role, &table.title)
            && !table.has(Field::Group)
        {
            let named = group_of(text, self.reading.lexicon);
            let named = named.map(|name| without_tail(name, &self.sheet_name, self.reading.lexicon));
            part.section = named.map(|name| (self.reading.records.texts.intern(name), *position));
            part.headed_pages = part.section.is_some();
            part.groups = u32::from(part.headed_pages);
        }
        self.parts.push(Some(part));
    }

    fn still_here(&self, table: &Table) -> Vec<u16> {
        let says = |header: &str| self.reading.lexicon.has_left(header) == Some(false);
        let columns = table.columns.iter();
        let columns = columns.filter(|column| column.field().or(column.completes()) == Some(Field::EmploymentEnd));
        columns.filter(|column| says(&column.header)).map(|column| column.column).collect()
    }

    /// The columns that are told as not understood, on a list that says of people what they have.
    fn perhaps(&self, table: &Table) -> Vec<(u16, Field)> {
        let lexicon = self.reading.lexicon;
        let of_people = matches!(table.role, Some(Role::Staff | Role::Registrations));
        let unread = table.columns.iter().filter(|column| of_people && column.used == Use::Unrecognised);
        let told = unread.filter(|column| lexicon.may_be_about_registration(&column.header));
        let field = |column: &Column| match lexicon.registration_kind(&column.header) {
            Some(lexicon::Kind::Vog) => Some((column.column, Field::VogDetail)),
            Some(lexicon::Kind::Skj | lexicon::Kind::Big | lexicon::Kind::SkjOrBig) => {
                Some((column.column, Field::RegistrationDetail))
            }
            _ => None,
        };
        told.filter_map(field).collect()
    }

    fn papers(&self, table: &Table) -> Option<Papers> {
        let column = table.papers()?.column;
        let meant = |column: &Column| match self.reading.lexicon.heading_on(Role::Trainings, &column.header) {
            Heading::Field { field: field @ (Field::TrainingDate | Field::TrainingCertificate), .. } => {
                Some((column.column, field))
            }
            _ => None,
        };
        let unread = table.columns.iter().filter(|column| column.used == Use::Unrecognised);
        Some(Papers { column, on_training_rows: unread.filter_map(meant).collect(), trainings: false })
    }

    fn measures(&self, table: &Table) -> Vec<u16> {
        let of_status = |column: &&Column| {
            matches!(
                column.field().or(column.completes()),
                Some(Field::SkjStatus | Field::BigStatus | Field::RegistrationStatus | Field::ExemptionUntil)
            )
        };
        let columns = table.columns.iter().filter(of_status);
        columns
            .filter(|column| self.reading.lexicon.hints(Hint::Measure, &column.header))
            .map(|column| column.column)
            .collect()
    }

    fn row(&mut self, at: usize, row: &Row<'_>) {
        let Some(part) = &mut self.parts[at] else {
            return;
        };
        match part.sorter.sort(row, self.reading.lexicon) {
            kind @ (Kind::Data | Kind::Doubtful | Kind::Continuation) => {
                self.settle(at, true);
                self.record(at, row, kind);
            }
            Kind::Out(reason) => {
                match reason {
                    LeftOutReason::Total => {
                        self.settle(at, false);
                        self.close(at);
                    }
                    LeftOutReason::SectionHeading => {
                        self.settle(at, false);
                        self.heading_with_numbers(at, row);
                    }
                    _ => {}
                }
                self.out(row.index, reason);
            }
            Kind::Lone => part.waiting.push(Row {
                index: row.index,
                cells: row.cells.iter().map(|(column, value)| (*column, value.clone().into_owned())).collect(),
            }),
        }
    }

    fn out(&mut self, row: u32, reason: LeftOutReason) {
        self.reading.rows_left_out.push(LeftOut { sheet: self.sheet, row, reason });
    }

    /// Leaves out the title of the page among the rows that wait above a repeated header. Where another heading stands above one,
    /// each may name the rows of its page.
    fn above_header(&mut self, at: usize) {
        let Some(part) = &mut self.parts[at] else {
            return;
        };
        let is_title = |row: &Row<'static>| alone(row).is_some_and(|text| self.page_titles.contains(&fold(text)));
        let (titles, others): (Vec<_>, Vec<_>) = std::mem::take(&mut part.waiting).into_iter().partition(is_title);
        part.headed_pages |= titles.is_empty() && !others.is_empty();
        part.waiting = others;
        if part.headed_pages {
            part.waiting.extend(titles);
            part.waiting.sort_by_key(|row| row.index);
            return;
        }
        for row in titles {
            self.out(row.index, LeftOutReason::Stray);
        }
    }

    /// A total ends the rows of a heading.
    fn close(&mut self, at: usize) {
        if let Some(part) = &mut self.parts[at] {
            (part.section, part.left) = (None, None);
        }
    }

    /// A heading with numbers behind it may as well be the total of the rows above. It heads the rows below where nothing stands
    /// above it, or another heading.
    fn heading_with_numbers(&mut self, at: usize, row: &Row<'_>) {
        let Some(part) = &mut self.parts[at] else {
            return;
        };
        let heads = part.data_rows == 0 || part.section.is_some();
        let text = row.cells.iter().find_map(|(column, value)| match value {
            Value::Text(text) if !text.trim().is_empty() => Some((*column, text.trim())),
            _ => None,
        });
        let named = text.and_then(|(column, text)| Some((column, group_of(text, self.reading.lexicon)?)));
        let known = part.section.map(|(known, _)| fold(self.reading.records.texts.text(known)));
        let named = named.filter(|(_, name)| heads && known.is_none_or(|known| known != fold(name)));
        let position = |column| Position { row: row.index, column };
        part.section = named.map(|(column, name)| (self.reading.records.texts.intern(name), position(column)));
        part.left = None;
    }

    /// Decides about the rows that waited.
    fn settle(&mut self, at: usize, data_follows: bool) {
        let Some(part) = &mut self.parts[at] else {
            return;
        };
        let mut headed = false;
        for row in std::mem::take(&mut part.waiting) {
            let filled = row.cells.iter().find(|(_, value)| !value.is_blank());
            let (column, text) =
                filled.map_or((0, String::new()), |(column, value)| (*column, value.shown().trim().to_owned()));
            let Some(part) = &mut self.parts[at] else {
                return;
            };
            match part.sorter.settle(row.index, column, &text, data_follows, self.reading.lexicon) {
                kind @ (Kind::Data | Kind::Doubtful) => self.record(at, &row, kind),
                Kind::Out(reason) => {
                    let position = Position { row: row.index, column };
                    if reason == LeftOutReason::SectionHeading {
                        // Of several headings above one another the last one that names a group counts.
                        let lexicon = self.reading.lexicon;
                        let left = lexicon.is_gone_section(&text);
                        part.left = left.then(|| (self.reading.records.texts.intern(&text), position));
                        let named = group_of(&text, lexicon).filter(|_| !left);
                        let named = named.map(|name| (self.reading.records.texts.intern(name), position));
                        // "Ziek" below the last of several groups may be about all of them, unless each has such a heading.
                        let aside = !left && part.section.is_some() && lexicon.is_aside_section(&text);
                        let of_group = aside && (part.groups < 2 || part.asides.contains(&fold(&text)));
                        if of_group {
                            part.asides.insert(fold(&text));
                        }
                        part.groups += u32::from(named.is_some());
                        part.section = named.or(part.section.filter(|_| headed || of_group));
                        headed = true;
                    }
                    let first_column = part.first_column;
                    if !data_follows {
                        self.titles.push((first_column, position, text));
                    }
                    self.out(row.index, reason);
                }
                Kind::Lone | Kind::Continuation => {}
            }
        }
    }

    fn record(&mut self, at: usize, row: &Row<'_>, kind: Kind) {
        let Some(part) = &mut self.parts[at] else {
            return;
        };
        let reading = &mut *self.reading;
        let of_training = part.papers.as_mut().is_some_and(|papers| papers.are_trainings(row, reading));
        let number = u32::try_from(reading.records.len()).expect("fewer records than rows");
        let role = if of_training && part.role == Role::Registrations { Role::Trainings } else { part.role };
        reading.records.begin(self.sheet, part.table, row.index, role);
        let mut group = false;
        let mut seconds = Vec::new();
        for (number, value) in &row.cells {
            let Some(column) = part.sorter.column(*number) else {
                if value.is_blank() {
                    continue;
                }
                let position = Position { row: row.index, column: *number };
                if let Some(field) = part.note_unheaded(position, reading.lexicon)
                    && let Some((read, text)) =
                        reading.records.read(reading.lexicon, field, false, false, value, reading.latest)
                {
                    reading.records.add(Fact { text, reading: read, column: *number, field });
                }
                continue;
            };
            // Under a heading that is not understood: "Resultaat: doorgehaald". It may be that of another year.
            let takes = matches!(role, Role::Register | Role::Registrations)
                && is_aside(column)
                && matches!(value, Value::Text(text) if reading.lexicon.takes_registration(text));
            let second = if takes { Some(part.taken_away) } else { column.completes().filter(|_| !of_training) };
            let own = if of_training {
                column.on_training_row().or_else(|| part.papers.as_ref()?.on_training_row(*number))
            } else {
                column.field().filter(|_| !takes)
            };
            let perhaps = || {
                let (_, field) = part.perhaps.iter().find(|(known, _)| known == number)?;
                shows_paper(value, reading.lexicon).then_some(*field)
            };
            // Remarks are nobody's input: not kept.
            let Some(field) = own.or(second).or_else(perhaps).filter(|field| *field != Field::Remark) else {
                continue;
            };
            if let Some((read, text)) = reading.records.read(
                reading.lexicon,
                field,
                column.percent,
                column.reads_serials(),
                value,
                reading.latest,
            ) {
                let mut fact = Fact { text, reading: read, column: *number, field };
                let bare = || reading.lexicon.status_says_left(&value.shown()).is_none();
                match read {
                    Read::Yes if part.still_here.contains(number) && bare() => fact.reading = Read::No,
                    Read::No if part.still_here.contains(number) && bare() => fact.reading = Read::Yes,
                    // No measure says nothing about the registration; that there is one takes its certainty away.
                    Read::No
                        if part.measures.contains(number) && reading.lexicon.word(&value.shown()) != Word::Refused =>
                    {
                        fact.reading = Read::Placeholder;
                    }
                    Read::Yes if part.measures.contains(number) && field != Field::ExemptionUntil => {
                        fact.field = Field::RegistrationTakenAway;
                    }
                    _ => {}
                }
                if part.role == Role::Staff && reading.says_left(&fact) {
                    // As a second column says it: a last day in the column itself goes before it.
                    seconds.push(Fact { reading: Read::Yes, field: Field::EmploymentEnd, ..fact });
                    // "Uit dienst" is no group and no function.
                    if matches!(field, Field::Group | Field::Function) {
                        continue;
                    }
                }
                let tells = match reading.contract_end(&fact) {
                    ContractEnd::Open => {
                        // A contract without an end that is over: somebody got another one.
                        if part.ends_contract == Some(true) {
                            seconds.push(Fact { reading: Read::No, field: Field::EmploymentEnd, ..fact });
                        }
                        part.tells_of_ends.then_some(Read::OpenEnd)
                    }
                    ContractEnd::Over(day) => Some(day.map_or(Read::Yes, Read::Date)),
                    // Beside the last day of the employment the end of a contract tells nothing of it.
                    ContractEnd::On(date) => (part.ends_contract != Some(false)).then_some(Read::Date(date)),
                    ContractEnd::Unsaid => None,
                };
                if let (Role::Staff, Some(tells)) = (part.role, tells) {
                    reading.records.add(Fact { reading: tells, field: Field::EmploymentEndDetail, ..fact });
                }
                // "Teamplan 2025, geldig t/m 31-12-2025".
                let until = match field {
                    Field::Substantiation => Some(Field::SubstantiatedUntil),
                    Field::ExemptionReason => Some(Field::ExemptionUntil),
                    _ => None,
                };
                if let (Some(until), Read::Text) = (until, read)
                    && let ContractEnd::On(date) | ContractEnd::Over(Some(date)) =
                        reading.lexicon.contract_end(&value.shown())
                {
                    reading.records.add(Fact { reading: Read::Date(date), field: until, ..fact });
                }
                group |= field == Field::Group && read != Read::Placeholder;
                // A last day in a second column may say otherwise; the end of a contract beside it does not.
                if second == Some(Field::EmploymentEnd)
                    && matches!(read, Read::Date(_))
                    && !reading.lexicon.is_about_contract(&column.header)
                {
                    reading.records.add(Fact { field: Field::EmploymentEndDetail, ..fact });
                } else if second.is_some() {
                    seconds.push(fact);
                } else {
                    reading.records.add(fact);
                }
            }
        }
        for fact in seconds {
            reading.records.complete(fact);
        }
        if kind == Kind::Doubtful {
            reading.records.doubt();
        }
        if let (Kind::Continuation, Some(above)) = (kind, part.last) {
            let own: Vec<Field> = reading.records.facts(number).iter().map(|fact| fact.field).collect();
            let carried: Vec<Fact> = reading
                .records
                .facts(above)
                .iter()
                .filter(|fact| CARRIED.contains(&fact.field) && !own.contains(&fact.field))
                .copied()
                .collect();
            for fact in carried {
                reading.records.add(fact);
            }
            if reading.records.record(above).doubtful {
                reading.records.doubt();
            }
            let first = row.cells.first().map_or(0, |(column, _)| *column);
            part.continued.get_or_insert((Position { row: row.index, column: first }, 0)).1 += 1;
        }
        part.last = Some(number);
        part.data_rows += 1;
        if let (Role::Staff, false, Some((text, position))) =
            (part.role, group || part.sorter.is_grouped(), part.section)
        {
            let fact = Fact { text, reading: Read::Text, column: position.column, field: Field::Group };
            self.borrowed.push(Borrowed { row: row.index, table: part.table, fact, at: position });
            part.sections.get_or_insert((position, 0)).1 += 1;
        }
        let end = reading.records.fact(number, Field::EmploymentEnd).is_some();
        if let (Role::Staff, false, Some((text, position))) = (part.role, end, part.left) {
            let fact = Fact { text, reading: Read::Yes, column: position.column, field: Field::EmploymentEnd };
            self.borrowed.push(Borrowed { row: row.index, table: part.table, fact, at: position });
        }
    }
}

/// The text that stands alone on a row.
fn alone<'r>(row: &'r Row<'_>) -> Option<&'r str> {
    match row.alone()? {
        (_, Value::Text(text)) => Some(text.trim()),
        _ => None,
    }
}

/// Whether a column of a list of registrations is not one that tells how the registration is, so that a status in it is no answer to
/// its heading.
fn is_aside(column: &Column) -> bool {
    match column.used {
        Use::Unrecognised | Use::Field { field: Field::ExtractDate, .. } => true,
        Use::Second(field) => !matches!(
            field,
            Field::SkjStatus | Field::BigStatus | Field::RegistrationStatus | Field::RegistrationTakenAway
        ),
        Use::Field { .. } | Use::Withheld(_) => false,
    }
}

/// The group that a heading above rows names. A heading that is a function ("Pedagogisch medewerkers") names none.
fn group_of<'t>(text: &'t str, lexicon: &Lexicon) -> Option<&'t str> {
    lexicon.section_group(text).filter(|name| lexicon.function_class(name, "") == FunctionClass::Onbekend)
}

/// The group in a title on a sheet that is called after it: of "Kube – bezetting mei 2026" on the sheet "Kube" only "Kube".
fn without_tail<'t>(title: &'t str, sheet_name: &str, lexicon: &Lexicon) -> &'t str {
    let group = lexicon.section_group(sheet_name).unwrap_or_default();
    let parted = title.split_at_checked(group.len()).filter(|(name, tail)| {
        let apart = tail.trim_start().starts_with(['-', '–', '—', ':', '|', '/', ',', ';', '(']);
        apart && !group.is_empty() && fold(name) == fold(group)
    });
    parted.map_or(title, |(name, _)| name)
}
