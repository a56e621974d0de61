//! The whole: bytes, options and rules in; an assessment out. Touches no file, clock or environment.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};

use sha2::{Digest, Sha256};

use crate::calendar::{Date, months_after};
use crate::cell::{Place, Position, Row, SheetIndex, Value};
use crate::check::{self, Judgement, WithheldColumn};
use crate::columns::{ColumnMap, MapError};
use crate::finding::{Detail, FactName, Reason};
use crate::lexicon::{Field, Lexicon, LexiconError, Role};
use crate::read::{Book, Layout, Layouts, Limits, ReadError, Visibility};
use crate::record::{Fact, Records};
use crate::rules::{RuleError, RuleFiles, RuleSet};
use crate::settings::Settings;
use crate::staff::{self, Problem, Staff};
use crate::table::{self, Kind, LeftOut, LeftOutReason, Sorter, Survey, Table, Use};

/// The sentence that every output carries.
pub const DISCLAIMER: &str = "Indicatie op basis van het aangeleverde bestand, geen oordeel van de inspectie.";

/// Dates later than this many years after the reference date are typing errors.
const YEARS_AHEAD: u32 = 20;

/// The sheets that this program adds to a workbook, in order.
pub const OWN_SHEETS: [&str; 6] = ["Samenvatting", "Bevindingen", "Groepen", "Personen", "Regels", "Verantwoording"];

/// What the first cell of each of our own sheets begins with, so that an annotated workbook can be read again.
pub const OWN_MARK: &str = "toetsklaar · ";

/// One file of a provider.
#[derive(Debug, Clone)]
pub struct Input {
    /// Name of the file, without its folder.
    pub name: String,
    /// Its content.
    pub bytes: Arc<[u8]>,
}

/// What an assessment needs beside the files.
#[derive(Debug, Clone)]
pub struct Options {
    /// Peildatum.
    pub reference_date: Date,
    /// The rule files.
    pub rules: RuleFiles,
    /// The provider's choices.
    pub settings: Settings,
    /// Corrections by hand to how sheets and headings were understood.
    pub columns: Option<ColumnMap>,
    /// How much is read before an input is refused.
    pub limits: Limits,
}

/// A sheet of an input, as it was understood.
#[derive(Debug, Clone)]
pub struct SheetReport {
    /// Its number over all inputs.
    pub index: SheetIndex,
    /// The name on its tab.
    pub name: String,
    /// Whether the user sees it.
    pub visibility: Visibility,
    /// Whether this program added it in an earlier run; such a sheet is not read.
    pub own: bool,
    /// The table on it, with its role.
    pub table: Option<Table>,
    /// Rows that were read as data.
    pub data_rows: u32,
    /// Whether anything stands on it.
    pub filled: bool,
    /// What it hides and merges.
    pub layout: Layout,
}

impl SheetReport {
    /// Which kind of sheet this is.
    pub fn role(&self) -> Option<Role> {
        self.table.as_ref().and_then(|table| table.role)
    }
}

/// An input, as it was understood.
#[derive(Debug, Clone)]
pub struct InputReport {
    /// Name of the file.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal; empty until the rows are read.
    pub sha256: String,
    /// Its sheets.
    pub sheets: Vec<SheetReport>,
}

/// Everything that outputs tell.
pub struct Assessment {
    /// Peildatum.
    pub reference_date: Date,
    /// Name of the provider: the setting, else the name of the first file.
    pub provider: String,
    /// The rules that were applied.
    pub rules: RuleSet,
    /// What words mean.
    pub lexicon: Lexicon,
    /// The provider's choices.
    pub settings: Settings,
    /// The inputs.
    pub inputs: Vec<InputReport>,
    /// The people.
    pub staff: Staff,
    /// Statuses, findings and verdicts.
    pub judgement: Judgement,
    /// Rows that are not in the count.
    pub rows_left_out: Vec<LeftOut>,
    /// Columns that were not read.
    pub withheld: Vec<WithheldColumn>,
}

impl Assessment {
    /// The input and sheet of a sheet number.
    pub fn sheet(&self, index: SheetIndex) -> (&InputReport, &SheetReport) {
        self.inputs
            .iter()
            .find_map(|input| Some((input, input.sheets.iter().find(|sheet| sheet.index == index)?)))
            .expect("every sheet number is given out while reading the inputs")
    }

    /// The heading of a cell's column; empty when it has none.
    pub fn heading(&self, place: Place) -> &str {
        let columns = self.sheet(place.sheet).1.table.as_ref().map_or(&[][..], |table| &table.columns);
        columns.iter().find(|column| column.column == place.position.column).map_or("", |column| &column.header)
    }
}

/// Why nothing was assessed: a full Dutch sentence with the place and the way out.
#[derive(Debug)]
pub enum AssessError {
    /// An input cannot be read.
    Read(ReadError),
    /// The rule files cannot be used.
    Rules(RuleError),
    /// The word lists of the rule files cannot be used.
    Lexicon(LexiconError),
    /// The column map does not fit the inputs.
    Map(MapError),
    /// No sheet with staff was found; which sheets there are.
    NoStaff(String),
    /// A list of people without a function column; file, sheet and header row.
    NoFunction(String),
}

impl fmt::Display for AssessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AssessError::Read(error) => error.fmt(f),
            AssessError::Rules(error) => error.fmt(f),
            AssessError::Lexicon(error) => error.fmt(f),
            AssessError::Map(error) => error.fmt(f),
            AssessError::NoStaff(text) | AssessError::NoFunction(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for AssessError {}

/// The inputs, opened and understood, before their rows are read.
pub struct Opened {
    /// The open inputs.
    pub books: Vec<Book>,
    /// How they were understood.
    pub inputs: Vec<InputReport>,
    /// What words mean.
    pub lexicon: Lexicon,
}

/// Opens the inputs and understands their sheets and headings, without reading the rows.
///
/// # Errors
/// Inputs that cannot be read, word lists or a column map that cannot be used.
pub fn open(
    inputs: &[Input],
    rules: &RuleFiles,
    columns: Option<&ColumnMap>,
    limits: &Limits,
) -> Result<Opened, AssessError> {
    let lexicon = Lexicon::load(|path| rules.text(path)).map_err(AssessError::Lexicon)?;
    let mut opened = Opened { books: Vec::new(), inputs: Vec::new(), lexicon };
    let mut next: SheetIndex = 0;
    for input in inputs {
        let mut book = Book::open(Arc::clone(&input.bytes), &input.name, limits).map_err(AssessError::Read)?;
        let mut sheets = Vec::new();
        for (at, info) in book.sheets().to_vec().into_iter().enumerate() {
            let map = columns.and_then(|map| map.sheet(&input.name, &info.name));
            let survey = table::survey(&mut book, at, &opened.lexicon, map.and_then(|map| map.header_row))
                .map_err(AssessError::Read)?;
            let own = is_own(&info.name, &survey);
            let mut table = if own { None } else { survey.table };
            if let Some(table) = &mut table {
                table::refine(table, &info.name, &opened.lexicon);
            }
            if let (Some(map), false) = (map, own) {
                map.apply(&input.name, &info.name, &mut table).map_err(AssessError::Map)?;
            }
            let filled = survey.first_row.is_some();
            sheets.push(SheetReport {
                index: next,
                name: info.name,
                visibility: info.visibility,
                own,
                table,
                data_rows: 0,
                filled,
                layout: Layout::default(),
            });
            next = next.checked_add(1).expect("limits keep the number of sheets below 65536");
        }
        opened.inputs.push(InputReport { file: input.name.clone(), sha256: String::new(), sheets });
        opened.books.push(book);
    }
    assign_roles(&mut opened, columns);
    Ok(opened)
}

fn hex(bytes: &[u8]) -> String {
    use fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string never fails");
        text
    })
}

/// Our own sheets, from an earlier run on this workbook.
fn is_own(name: &str, survey: &Survey) -> bool {
    OWN_SHEETS.iter().any(|own| name.starts_with(own))
        && survey.first_text.as_deref().is_some_and(|text| text.starts_with(OWN_MARK))
}

fn assign_roles(opened: &mut Opened, columns: Option<&ColumnMap>) {
    let lexicon = &opened.lexicon;
    let mut possible = Vec::new();
    for input in &opened.inputs {
        for sheet in &input.sheets {
            possible.push(match &sheet.table {
                None => Vec::new(),
                Some(table) => match columns.and_then(|map| map.sheet(&input.file, &sheet.name)).map(|map| map.role) {
                    Some(role) => role.into_iter().collect(),
                    None => table::possible_roles(table, &sheet.name, lexicon),
                },
            });
        }
    }
    let roles = table::assign(&possible);
    let sheets = opened.inputs.iter_mut().flat_map(|input| &mut input.sheets);
    for (sheet, role) in sheets.zip(roles) {
        if let Some(table) = &mut sheet.table {
            table.role = role;
        }
    }
}

/// Assesses the inputs of one provider. The books come back open, for the outputs that copy them.
///
/// # Errors
/// Inputs, rules or a column map that cannot be used, and inputs without staff.
pub fn assess(files: &[Input], options: Options) -> Result<(Assessment, Vec<Book>), AssessError> {
    let rules = RuleSet::load(&options.rules, options.reference_date).map_err(AssessError::Rules)?;
    let Opened { mut books, mut inputs, lexicon } =
        open(files, &options.rules, options.columns.as_ref(), &options.limits)?;
    if !inputs.iter().flat_map(|input| &input.sheets).any(|sheet| sheet.role() == Some(Role::Staff)) {
        return Err(no_staff(&inputs));
    }
    let layouts: Vec<Layouts> = books.iter_mut().map(Book::layouts).collect();
    let mut reading = Reading {
        records: Records::default(),
        rows_left_out: Vec::new(),
        problems: Vec::new(),
        lexicon: &lexicon,
        latest: months_after(options.reference_date, YEARS_AHEAD * 12),
    };
    let threaded = is_worth_a_thread(files);
    let mut read = |reading: &mut Reading<'_>| -> Result<(), ReadError> {
        for (input, book) in inputs.iter_mut().zip(&mut books) {
            for (at, sheet) in input.sheets.iter_mut().enumerate() {
                reading.sheet(book, at, sheet, threaded)?;
            }
        }
        Ok(())
    };
    let known = beside(files, layouts, || read(&mut reading)).map_err(AssessError::Read)?;
    let mut sheets = Vec::new();
    let mut withheld = Vec::new();
    for ((input, book), (sha256, layouts)) in inputs.iter_mut().zip(&books).zip(known) {
        input.sha256 = sha256;
        for (sheet, layout) in input.sheets.iter_mut().zip(layouts) {
            sheet.layout = layout;
            reading.odd_sheet(sheet);
            if let Some(table) = &sheet.table {
                withheld.extend(table.columns.iter().filter_map(|column| match column.used {
                    Use::Withheld(reason) => Some(WithheldColumn {
                        reason,
                        place: Place { sheet: sheet.index, position: table.heading(column.column) },
                    }),
                    _ => None,
                }));
                if table.role.is_some() {
                    sheets.push(staff::Sheet { index: sheet.index, table: table.clone() });
                }
            }
        }
        for problem in book.problems() {
            let place = Place { sheet: input.sheets[problem.sheet].index, position: problem.position };
            let facts = vec![(FactName::Other, Detail::Text(problem.text.as_str().into()))];
            reading.problems.push(Problem {
                reason: problem.reason,
                cells: vec![place],
                person: None,
                group: None,
                facts,
            });
        }
    }
    let Reading { records, mut rows_left_out, problems, .. } = reading;
    let mut staff = staff::build(records, &sheets, &lexicon, &options.settings, options.reference_date);
    staff.problems.extend(problems);
    rows_left_out.extend(staff.headings.iter().map(|(sheet, row)| LeftOut {
        sheet: *sheet,
        row: *row,
        reason: LeftOutReason::SectionHeading,
    }));
    rows_left_out.sort_unstable();
    let judgement = check::judge(&staff, &rules, &options.settings, &lexicon, options.reference_date, &withheld);
    let provider = options.settings.provider.clone().unwrap_or_else(|| stem(&inputs[0].file).to_owned());
    let assessment = Assessment {
        reference_date: options.reference_date,
        provider,
        rules,
        lexicon,
        settings: options.settings,
        inputs,
        staff,
        judgement,
        rows_left_out,
        withheld,
    };
    Ok((assessment, books))
}

/// From this many bytes on, a second thread is worth its start.
const WORTH_A_THREAD: usize = 1 << 18;

fn is_worth_a_thread(files: &[Input]) -> bool {
    files.iter().map(|file| file.bytes.len()).sum::<usize>() >= WORTH_A_THREAD && !cfg!(target_family = "wasm")
}

/// Rows that travel together between threads: their cells one behind the other, so that a row costs no allocation.
#[derive(Default)]
struct Batch<'b> {
    cells: Vec<(u16, Value<'b>)>,
    /// Row number, and how many of the cells are its own.
    rows: Vec<(u32, usize)>,
}

/// Rows in a batch.
const BATCH: usize = 512;

impl<'b> Batch<'b> {
    fn push(&mut self, row: &Row<'b>) {
        self.cells.extend_from_slice(&row.cells);
        self.rows.push((row.index, row.cells.len()));
    }

    fn each(self, row: &mut Row<'b>, take: &mut impl FnMut(&Row<'_>)) {
        let mut cells = self.cells.into_iter();
        for (index, count) in self.rows {
            row.index = index;
            row.cells.clear();
            row.cells.extend(cells.by_ref().take(count));
            take(row);
        }
    }
}

/// Reads rows in this thread while another one takes them, a few batches behind.
fn in_step(book: &mut Book, sheet: usize, mut take: impl FnMut(&Row<'_>) + Send) -> Result<(), ReadError> {
    let (sender, receiver) = sync_channel::<Batch<'_>>(4);
    std::thread::scope(|scope| {
        let taker = scope.spawn(move || {
            let mut row = Row::default();
            for batch in receiver {
                batch.each(&mut row, &mut take);
            }
        });
        let outcome = send_rows(book, sheet, &sender);
        drop(sender);
        if let Err(panic) = taker.join() {
            std::panic::resume_unwind(panic);
        }
        outcome
    })
}

/// Sends the rows of a sheet, a batch at a time. The taker only stops early when it panics, which its owner notices.
fn send_rows<'b>(book: &'b mut Book, sheet: usize, sender: &SyncSender<Batch<'b>>) -> Result<(), ReadError> {
    let mut batch = Batch::default();
    book.rows(sheet, &mut |row: &Row<'b>| {
        batch.push(row);
        if batch.rows.len() == BATCH {
            let room = batch.cells.len() + batch.cells.len() / 8;
            let next = Batch { cells: Vec::with_capacity(room), rows: Vec::with_capacity(BATCH) };
            if sender.send(std::mem::replace(&mut batch, next)).is_err() {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    })?;
    let _ = sender.send(batch);
    Ok(())
}

/// Hashes and layouts of the inputs, found in a second thread beside the reading of the rows.
fn beside(
    files: &[Input],
    layouts: Vec<Layouts>,
    read: impl FnOnce() -> Result<(), ReadError>,
) -> Result<Vec<(String, Vec<Layout>)>, ReadError> {
    let scan = || -> Result<Vec<(String, Vec<Layout>)>, ReadError> {
        files
            .iter()
            .zip(layouts)
            .map(|(file, layouts)| Ok((hex(&Sha256::digest(&file.bytes)), layouts.scan()?)))
            .collect()
    };
    if !is_worth_a_thread(files) {
        read()?;
        return scan();
    }
    std::thread::scope(|scope| {
        let second = scope.spawn(scan);
        read()?;
        second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// A file name without its extension.
pub fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Why there is no staff: a list without functions, or no list at all.
fn no_staff(inputs: &[InputReport]) -> AssessError {
    let people = [Field::PersonnelNumber, Field::Name, Field::LastName];
    for input in inputs {
        for sheet in &input.sheets {
            if let Some(table) =
                sheet.table.as_ref().filter(|table| table.has_any(&people) && !table.has(Field::Function))
            {
                return AssessError::NoFunction(format!(
                    "{}, blad {:?}: onder de kopregel (regel {}) staat geen kolom met de functie van de medewerkers. Zonder functie is niet te zien wie meetelt. \
                     Voeg een kolom \"Functie\" toe, of wijs de kolom aan met: toetsklaar columns {} --write kolommen.toml",
                    input.file,
                    sheet.name,
                    table.header_row + 1,
                    input.file
                ));
            }
        }
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

/// Reads the rows of all sheets.
struct Reading<'l> {
    records: Records,
    rows_left_out: Vec<LeftOut>,
    problems: Vec<Problem>,
    lexicon: &'l Lexicon,
    latest: Date,
}

impl Reading<'_> {
    /// Reads the rows of a sheet with a role.
    fn sheet(&mut self, book: &mut Book, at: usize, sheet: &mut SheetReport, threaded: bool) -> Result<(), ReadError> {
        let (Some(table), Some(role)) = (&sheet.table, sheet.role().filter(|role| *role != Role::Roster)) else {
            return Ok(());
        };
        let mut rows = Rows {
            reading: self,
            sheet: sheet.index,
            role,
            sorter: Sorter::new(table, role),
            waiting: Vec::new(),
            data_rows: 0,
        };
        if threaded {
            in_step(book, at, |row| rows.row(row, table))?;
        } else {
            book.rows(at, &mut |row| {
                rows.row(row, table);
                ControlFlow::Continue(())
            })?;
        }
        rows.end();
        sheet.data_rows = rows.data_rows;
        Ok(())
    }

    /// What is odd about a sheet as a whole.
    fn odd_sheet(&mut self, sheet: &SheetReport) {
        if sheet.own || !sheet.filled {
            return;
        }
        let corner = Place { sheet: sheet.index, position: Position { row: 0, column: 0 } };
        if sheet.visibility != Visibility::Visible {
            self.problem(Reason::HiddenSheet, vec![corner], Vec::new());
        }
        match sheet.role() {
            Some(Role::Roster) => self.problem(Reason::Roster, vec![corner], Vec::new()),
            None => self.problem(Reason::SheetNotUnderstood, vec![corner], Vec::new()),
            Some(_) => {}
        }
        if let Some(table) = &sheet.table {
            self.odd_columns(sheet, table);
        }
    }

    fn problem(&mut self, reason: Reason, cells: Vec<Place>, facts: Vec<(FactName, Detail)>) {
        self.problems.push(Problem { reason, cells, person: None, group: None, facts });
    }

    /// Hidden parts, and second columns for one field.
    fn odd_columns(&mut self, sheet: &SheetReport, table: &Table) {
        let place = |row, column| Place { sheet: sheet.index, position: Position { row, column } };
        let first = table.columns.iter().find(|column| column.field().is_some()).map_or(0, |column| column.column);
        let hidden: Vec<_> = sheet.layout.hidden_rows.iter().filter(|(_, last)| *last > table.header_row).collect();
        if let Some((row, _)) = hidden.first() {
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
        for column in &table.columns {
            if let Use::Second(field) = column.used {
                let used = table.column_of(field).map_or("", |column| &column.header);
                self.problem(
                    Reason::SecondColumn,
                    vec![place(table.header_row, column.column)],
                    vec![(FactName::Other, Detail::Text(used.into()))],
                );
            }
        }
    }
}

/// Reads the rows of one sheet.
struct Rows<'r, 'l, 't> {
    reading: &'r mut Reading<'l>,
    sheet: SheetIndex,
    role: Role,
    sorter: Sorter<'t>,
    /// Rows with only a name, until what follows tells what they are.
    waiting: Vec<Row<'static>>,
    data_rows: u32,
}

impl Rows<'_, '_, '_> {
    fn row(&mut self, row: &Row<'_>, table: &Table) {
        if row.index <= table.header_row {
            return;
        }
        match self.sorter.sort(row, self.reading.lexicon) {
            Kind::Data => {
                self.settle(true);
                self.record(row);
            }
            Kind::Out(reason) => {
                self.reading.rows_left_out.push(LeftOut { sheet: self.sheet, row: row.index, reason });
            }
            Kind::Lone => {
                self.waiting.push(Row {
                    index: row.index,
                    cells: row.cells.iter().map(|(column, value)| (*column, value.clone().into_owned())).collect(),
                });
            }
        }
    }

    fn end(&mut self) {
        self.settle(false);
    }

    fn settle(&mut self, data_follows: bool) {
        for row in std::mem::take(&mut self.waiting) {
            let text = row
                .cells
                .iter()
                .find(|(column, _)| self.sorter.column(*column).and_then(table::Column::field).is_some());
            let text = text.map_or(String::new(), |(_, value)| value.shown().trim().to_owned());
            match self.sorter.settle(row.index, &text, data_follows) {
                Kind::Data => self.record(&row),
                Kind::Out(reason) => {
                    self.reading.rows_left_out.push(LeftOut { sheet: self.sheet, row: row.index, reason });
                }
                Kind::Lone => {}
            }
        }
    }

    fn record(&mut self, row: &Row<'_>) {
        let reading = &mut *self.reading;
        reading.records.begin(self.sheet, row.index, self.role);
        for (number, value) in &row.cells {
            let Some(column) = self.sorter.column(*number) else {
                continue;
            };
            // Remarks are nobody's input: not kept.
            let Some(field) = column.field().filter(|field| *field != Field::Remark) else {
                continue;
            };
            if let Some((read, text)) =
                reading.records.read(reading.lexicon, field, column.percent, value, reading.latest)
            {
                reading.records.add(Fact { text, reading: read, column: *number, field });
            }
        }
        self.data_rows += 1;
    }
}
