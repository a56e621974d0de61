//! The whole: bytes, options and rules in; an assessment out. Touches no file, clock or environment.

mod again;
mod borrowed;
pub mod earlier;
mod extracts;
mod mentions;
mod nobody;
pub mod pseudonyms;
mod reading;
mod rows;
mod snapshots;
mod stated_day;

use std::borrow::Cow;
use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use hashbrown::HashMap;
use sha2::{Digest, Sha256};

use crate::calendar::{self, Date};
use crate::cell::{Place, Position, SheetIndex};
use crate::check::{self, Judgement, WithheldColumn};
use crate::columns::{ColumnMap, MapError};
use crate::expectations::{Expectations, OURS, Scorecard};
use crate::finding::{Detail, FactName, Verdict};
use crate::fold::fold;
use crate::lexicon::{Field, Hint, Lexicon, LexiconError, Role};
use crate::read::{Book, Layout, Limits, Opener, ReadError, Visibility};
use crate::record::Records;
use crate::rules::{RuleError, RuleFiles, RuleSet};
use crate::sampling::{self, Sample, TooMany, Wish};
use crate::seal;
use crate::settings::Settings;
use crate::staff::{self, Problem, Staff};
use crate::table::{self, LeftOut, LeftOutReason, Survey, Table, Use};

pub use again::{Moved, OtherDays};
use earlier::Earlier;
use reading::{Reading, hashed_beside};

/// The sentence that every output carries.
pub const DISCLAIMER: &str = "Indicatie op basis van het aangeleverde bestand, geen oordeel van de inspectie.";

/// The sheets that this program adds to a workbook, in order.
pub const OWN_SHEETS: [&str; 8] =
    ["Samenvatting", "Bevindingen", "Groepen", "Personen", "Acties", "Verloopkalender", "Regels", "Verantwoording"];

/// The sheet with the personnel files to open, behind our other sheets; only where a sample was asked.
pub const SAMPLE_SHEET: &str = "Steekproef";

/// The sheets of the workbook in which two submissions are compared.
pub const COMPARISON_SHEETS: [&str; 6] =
    ["Vergelijking", "Toelichten", "Personen", "Wijzigingen", "Opgelost en nieuw", "Verantwoording"];

/// The sheet that this program adds to the copies of all files but the first.
pub const EXPLANATION_SHEET: &str = "Toelichting";

/// The sheet of our intake workbook that explains its columns.
pub const INTAKE_SHEET: &str = "Uitleg";

/// What the first cell of each of our own sheets begins with, so that an annotated workbook can be read again.
pub const OWN_MARK: &str = "toetsklaar · ";

/// What a copy has behind the heading of a column whose cells were left out.
pub const WITHHELD_MARK: &str = " (weggelaten)";

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
    /// Extracts of SKJ or BIG to hold the inputs against.
    pub registers: Vec<Input>,
    /// How much is read before an input is refused.
    pub limits: Limits,
}

impl Options {
    /// Only a peildatum: the rules that are built in, and no choices of a provider.
    pub fn on(reference_date: Date) -> Options {
        Options {
            reference_date,
            rules: RuleFiles::embedded(),
            settings: Settings::default(),
            columns: None,
            registers: Vec::new(),
            limits: Limits::default(),
        }
    }
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
    /// Whether it explains our intake workbook; such a sheet is not read.
    pub explains: bool,
    /// The tables on it, by header, from left to right. Those that begin below the head of a long sheet are found as its rows are read.
    pub tables: Vec<Table>,
    /// Whether anything stands on it.
    pub filled: bool,
    /// What stands in its first cell; kept only where a finding about the sheet as a whole points there.
    pub corner: Option<String>,
    /// What it hides and merges.
    pub layout: Layout,
}

impl SheetReport {
    /// Which kind of sheet this is: that of the first table that was understood.
    pub fn role(&self) -> Option<Role> {
        self.tables.iter().find_map(|table| table.role)
    }

    /// The table in which a cell lies.
    pub fn table_at(&self, position: Position) -> Option<&Table> {
        self.tables.iter().find(|table| table.holds(position))
    }

    /// Rows that were read as data, over all tables.
    pub fn data_rows(&self) -> u32 {
        self.tables.iter().map(|table| table.data_rows).sum()
    }
}

/// An input, as it was understood.
#[derive(Debug, Clone)]
pub struct InputReport {
    /// Name of the file.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal; empty until the rows are read. Of a copy by this program that nobody changed since,
    /// name and hash are those of the file that it was made of.
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
    pub lexicon: Arc<Lexicon>,
    /// The provider's choices.
    pub settings: Settings,
    /// The inputs.
    pub inputs: Vec<InputReport>,
    /// The extracts of registers that they were held against; no copy is made of these.
    pub registers: Vec<InputReport>,
    /// The people.
    pub staff: Staff,
    /// Statuses, findings and verdicts.
    pub judgement: Judgement,
    /// Rows that are not in the count.
    pub rows_left_out: Vec<LeftOut>,
    /// Columns that were not read.
    pub withheld: Vec<WithheldColumn>,
    /// What an inspector noted on the other expectations of the framework.
    pub expectations: Expectations,
    /// What the inputs keep of an earlier run.
    pub earlier: Earlier,
    /// The personnel files to open, where that was asked: see [`Assessment::draw`].
    pub sample: Option<Sample>,
    /// The rule files, for another day and for their hashes.
    pub rule_files: RuleFiles,
    /// SHA-256 of the column map, where there is one.
    pub column_map: Option<String>,
    /// What reading noticed, whatever the day.
    reading_problems: Vec<Problem>,
}

impl Assessment {
    /// The input and sheet of a sheet number.
    pub fn sheet(&self, index: SheetIndex) -> (&InputReport, &SheetReport) {
        self.all_inputs()
            .find_map(|input| Some((input, input.sheets.iter().find(|sheet| sheet.index == index)?)))
            .expect("every sheet number is given out while reading the inputs")
    }

    /// The name of a sheet as it may stand in a sentence: with its file where a sheet of another file has the same name.
    pub fn sheet_name(&self, index: SheetIndex) -> Cow<'_, str> {
        let (input, sheet) = self.sheet(index);
        let is_same = |other: &SheetReport| other.index != index && fold(&other.name) == fold(&sheet.name);
        if self.all_inputs().any(|other| other.sheets.iter().any(is_same)) {
            Cow::Owned(format!("{} (in {})", sheet.name, input.file))
        } else {
            Cow::Borrowed(&sheet.name)
        }
    }

    /// The inputs, and then the extracts of registers.
    pub fn all_inputs(&self) -> impl Iterator<Item = &InputReport> {
        self.inputs.iter().chain(&self.registers)
    }

    /// The scorecard of the framework, with 5.2.1 and 5.2.2 as the file indicates; nothing when no sheet holds expectations.
    pub fn scorecard(&self) -> Option<Scorecard> {
        let ours = OURS.map(|norm| {
            let mut verdicts = self.judgement.provider_verdicts.iter();
            verdicts.find(|verdict| verdict.norm == norm).map_or(Verdict::Undecided, |verdict| verdict.verdict)
        });
        self.expectations.scorecard(ours, &self.rules.scorecard)
    }

    /// Draws a sample of the people at work.
    ///
    /// # Errors
    /// When there are fewer people than are asked.
    pub fn draw(&mut self, wish: &Wish) -> Result<(), TooMany> {
        let hashes: Vec<&str> = self.inputs.iter().map(|input| input.sha256.as_str()).collect();
        self.sample = Some(sampling::draw(&self.staff, &self.lexicon, self.reference_date, &hashes, wish)?);
        Ok(())
    }

    /// The heading of a cell's column; empty when it has none.
    pub fn heading(&self, place: Place) -> &str {
        let columns = self.sheet(place.sheet).1.table_at(place.position).map_or(&[][..], |table| &table.columns);
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
    /// Sheets for staff without anybody on them; files, sheets and header rows.
    NoPeople(String),
    /// A file that is no extract of a register; file and sheets.
    NoRegister(String),
    /// A sheet with findings of an earlier run on which decisions cannot be found; file and sheet.
    NoDecisions(String),
}

impl fmt::Display for AssessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AssessError::Read(error) => error.fmt(f),
            AssessError::Rules(error) => error.fmt(f),
            AssessError::Lexicon(error) => error.fmt(f),
            AssessError::Map(error) => error.fmt(f),
            AssessError::NoStaff(text)
            | AssessError::NoFunction(text)
            | AssessError::NoPeople(text)
            | AssessError::NoRegister(text)
            | AssessError::NoDecisions(text) => f.write_str(text),
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
    reader: &dyn Opener,
) -> Result<Opened, AssessError> {
    let lexicon = Lexicon::load(|path| rules.text(path)).map_err(AssessError::Lexicon)?;
    let mut opened = Opened { books: Vec::new(), inputs: Vec::new(), lexicon };
    let mut next: SheetIndex = 0;
    for input in inputs {
        let mut book = reader.open(&input.bytes, &input.name, limits).map_err(AssessError::Read)?;
        let mut sheets = Vec::new();
        for (at, info) in book.sheets().to_vec().into_iter().enumerate() {
            let maps = columns.into_iter().flat_map(|map| map.sheets(&input.name, &info.name));
            let header_row = maps.filter_map(|map| map.header_row).min();
            let survey =
                table::survey(&mut book, at, &info.name, &opened.lexicon, header_row).map_err(AssessError::Read)?;
            let own = is_own(&info.name, &survey);
            let explains = info.name.starts_with(INTAKE_SHEET) && is_marked(&survey);
            let mut tables = if own || explains { Vec::new() } else { survey.tables };
            for table in &mut tables {
                table::refine(table, &info.name, &opened.lexicon);
            }
            if let (Some(columns), false) = (columns, own) {
                columns
                    .apply_all(&input.name, &info.name, survey.last_column, &mut tables)
                    .map_err(AssessError::Map)?;
            }
            for table in &mut tables {
                drop_emptied(&mut book, at, table).map_err(AssessError::Read)?;
            }
            let filled = survey.first_row.is_some();
            sheets.push(SheetReport {
                index: next,
                name: info.name,
                visibility: info.visibility,
                own,
                explains,
                tables,
                filled,
                corner: None,
                layout: Layout::default(),
            });
            next = next.checked_add(1).expect("limits keep the number of sheets below 65536");
        }
        opened.inputs.push(InputReport { file: input.name.clone(), sha256: String::new(), sheets });
        opened.books.push(book);
    }
    if let Some(columns) = columns {
        let theirs = opened.inputs.iter().flat_map(|input| {
            input.sheets.iter().filter(|sheet| !sheet.own).map(move |sheet| (input.file.as_str(), sheet.name.as_str()))
        });
        columns.refuse_unused(&theirs.collect::<Vec<_>>()).map_err(AssessError::Map)?;
    }
    assign_roles(&mut opened, columns);
    Ok(opened)
}

/// Takes out the columns that this program emptied in an earlier copy, as long as they are still empty: there is nothing left to
/// warn of. Its mark alone is no proof, since anybody can type it.
fn drop_emptied(book: &mut Book, at: usize, table: &mut Table) -> Result<(), ReadError> {
    let is_marked =
        |column: &table::Column| matches!(column.used, Use::Withheld(_)) && column.header.ends_with(WITHHELD_MARK);
    let mut marked: Vec<u16> =
        table.columns.iter().filter(|column| is_marked(column)).map(|column| column.column).collect();
    if marked.is_empty() {
        return Ok(());
    }
    let rows = table.header_row + 1..table.end;
    book.rows(at, &mut |row| {
        let holds = |column: u16| row.cell(column).is_some_and(|value| !value.is_blank());
        marked.retain(|column| !rows.contains(&row.index) || !holds(*column));
        if marked.is_empty() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    table.columns.retain(|column| !marked.contains(&column.column));
    Ok(())
}

/// Our own sheets, from an earlier run on this workbook.
fn is_own(name: &str, survey: &Survey) -> bool {
    OWN_SHEETS
        .iter()
        .chain(&COMPARISON_SHEETS)
        .chain([&SAMPLE_SHEET, &EXPLANATION_SHEET])
        .any(|own| name.starts_with(own))
        && is_marked(survey)
}

/// Whether this program says in the first cell that the sheet is its own.
fn is_marked(survey: &Survey) -> bool {
    survey.first_text.as_deref().is_some_and(|text| text.starts_with(OWN_MARK))
}

fn assign_roles(opened: &mut Opened, columns: Option<&ColumnMap>) {
    let lexicon = &opened.lexicon;
    let (mut possible, mut others) = (Vec::new(), Vec::new());
    for input in &opened.inputs {
        for sheet in &input.sheets {
            let map = |table: &Table| {
                let mut maps = columns.into_iter().flat_map(|map| map.sheets(&input.file, &sheet.name));
                maps.find(|map| map.is_for(table))
            };
            // Who applies for a job or is a client has a function or a group as well.
            let of_others = lexicon.hints(Hint::OtherPeople, &sheet.name);
            for table in &sheet.tables {
                let map = map(table);
                others.push(of_others && map.is_none());
                possible.push(match map {
                    Some(map) => map.role.into_iter().collect(),
                    None => table::possible_roles(table, &sheet.name, lexicon),
                });
            }
        }
    }
    let roles = table::assign(&possible);
    let is_staff = |role: &Option<Role>| *role == Some(Role::Staff);
    let beside_staff = roles.iter().zip(&others).any(|(role, others)| is_staff(role) && !others);
    let tables = opened.inputs.iter_mut().flat_map(|input| &mut input.sheets).flat_map(|sheet| &mut sheet.tables);
    for ((table, role), others) in tables.zip(roles).zip(others) {
        table.role = if others && beside_staff && is_staff(&role) { None } else { role };
    }
}

/// Assesses the inputs of one provider. The books come back open, for the outputs that copy them.
///
/// # Errors
/// Inputs, rules or a column map that cannot be used, and inputs without staff.
pub fn assess(files: &[Input], options: Options, reader: &dyn Opener) -> Result<(Assessment, Vec<Book>), AssessError> {
    let load = || RuleSet::load(&options.rules, options.reference_date);
    let open = || open(files, &options.rules, options.columns.as_ref(), &options.limits, reader);
    // At a hundred rows half of the time is reading the rule files: the inputs are opened meanwhile.
    let (rules, opened) = if cfg!(target_family = "wasm") {
        (load(), open())
    } else {
        std::thread::scope(|scope| {
            let rules = scope.spawn(load);
            let opened = open();
            (rules.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), opened)
        })
    };
    let rules = rules.map_err(AssessError::Rules)?;
    let Opened { mut books, mut inputs, lexicon } = opened?;
    let latest = calendar::latest(options.reference_date);
    let first = inputs.iter().map(|input| input.sheets.len()).sum::<usize>();
    let first = SheetIndex::try_from(first).expect("limits keep the number of sheets below 65536");
    let registers = &options.registers;
    let mut registers = extracts::open(registers, &lexicon, &options.limits, reader, first, latest)?;
    let tables = inputs.iter().flat_map(|input| &input.sheets).flat_map(|sheet| &sheet.tables);
    let mut staff = tables.filter(|table| table.role == Some(Role::Staff)).peekable();
    // A column map can call a list without functions staff: then nobody counts, which no finding per person tells.
    if staff.peek().is_none() || !staff.all(|table| table.has(Field::Function)) {
        return Err(nobody::no_staff(&inputs, &mut books, &lexicon, options.columns.as_ref()));
    }
    let mut reading = Reading {
        records: Records::default(),
        rows_left_out: Vec::new(),
        problems: Vec::new(),
        tables: 0,
        lexicon: &lexicon,
        latest,
        register: false,
        left: HashMap::new(),
        training_papers: HashMap::new(),
        contract_ends: HashMap::new(),
    };
    let mut read = |reading: &mut Reading<'_>| -> Result<(), ReadError> {
        for (input, book) in inputs.iter_mut().zip(&mut books) {
            for (at, sheet) in input.sheets.iter_mut().enumerate() {
                reading.sheet(book, at, sheet)?;
            }
        }
        reading.register = true;
        for extracts::OpenExtract { book, report, .. } in &mut registers {
            for (at, sheet) in report.sheets.iter_mut().enumerate() {
                reading.sheet(book, at, sheet)?;
            }
        }
        Ok(())
    };
    let hashes = hashed_beside(files, || read(&mut reading)).map_err(AssessError::Read)?;
    let mut sheets = Vec::new();
    let mut withheld = Vec::new();
    let mut earlier = Earlier::default();
    for (((input, book), sha256), file) in inputs.iter_mut().zip(&mut books).zip(hashes).zip(files) {
        input.sha256 = sha256;
        if input.sheets.iter().any(|sheet| sheet.own) {
            let origin = earlier::read(book, input, &mut earlier)?;
            if let Some((name, sha256)) = origin.filter(|_| seal::is_sealed(&file.bytes)) {
                (input.file, input.sha256) = (name, sha256);
            }
        }
        let layouts = book.layouts().map_err(AssessError::Read)?;
        let holds_staff = tables_of(std::slice::from_ref(input)).any(|table| table.role == Some(Role::Staff));
        for (at, (sheet, layout)) in input.sheets.iter_mut().zip(layouts).enumerate() {
            sheet.layout = layout;
            reading.other_day(book, at, sheet, options.reference_date).map_err(AssessError::Read)?;
            if reading.odd_sheet(sheet) {
                sheet.corner = Some(corner(book, at).map_err(AssessError::Read)?);
            }
            reading.struck(sheet);
            reading.merged(sheet);
            for table in &sheet.tables {
                withheld.extend(table.columns.iter().filter_map(|column| match column.used {
                    Use::Withheld(reason) => Some(WithheldColumn {
                        reason,
                        place: Place { sheet: sheet.index, position: table.heading(column.column) },
                    }),
                    _ => None,
                }));
                if table.is_read() {
                    let file = (!holds_staff).then(|| stem(&input.file).to_owned());
                    let names = std::iter::once(sheet.name.clone()).chain(file).collect();
                    sheets.push(staff::Sheet { index: sheet.index, names, table: table.clone() });
                }
            }
        }
        for problem in book.problems() {
            let place = Place { sheet: input.sheets[problem.sheet].index, position: problem.position };
            let count = problem.count.map(|count| (FactName::Count, Detail::Count(count)));
            let usual = problem.usual.map(|usual| (FactName::Other, Detail::Text(usual.to_string().into())));
            let facts = count.into_iter().chain(usual).collect();
            reading.problems.push(Problem {
                reason: problem.reason,
                cells: vec![place],
                person: None,
                group: None,
                facts,
            });
        }
    }
    for (extract, file) in registers.iter_mut().zip(&options.registers) {
        extract.report.sha256 = seal::hexadecimal(&Sha256::digest(&file.bytes));
        let tables =
            extract.report.sheets.iter().flat_map(|sheet| sheet.tables.iter().map(move |table| (sheet, table)));
        let read = tables.filter(|(_, table)| table.is_read());
        sheets.extend(read.map(|(sheet, table)| staff::Sheet {
            index: sheet.index,
            names: Vec::new(),
            table: table.clone(),
        }));
    }
    let (registers, extracts) = registers.into_iter().map(|open| (open.report, open.extract)).unzip();
    reading.other_overviews(&inputs, options.reference_date);
    reading.sheets_of_leavers(&inputs);
    reading.lists_of_lacking(&inputs);
    reading.sheet_groups(&inputs);
    reading.records.end();
    let Reading { records, mut rows_left_out, mut problems, .. } = reading;
    let listed = tables_of(&inputs).any(|table| table.role == Some(Role::Expectations));
    let (expectations, odd) = Expectations::read(&records, &lexicon, listed);
    problems.extend(odd);
    let mut staff = staff::build(records, &sheets, extracts, &lexicon, &options.settings, options.reference_date);
    if staff.people.is_empty() {
        return Err(nobody::no_people(&inputs));
    }
    mentions::find(&mut staff, &inputs, &mut books, &lexicon).map_err(AssessError::Read)?;
    staff.records.texts.end();
    staff.problems.extend(problems.iter().cloned());
    rows_left_out.extend(staff.headings.iter().map(|(sheet, row)| LeftOut {
        sheet: *sheet,
        row: *row,
        reason: LeftOutReason::SectionHeading,
    }));
    rows_left_out.sort_unstable();
    let judgement = check::judge(&staff, &rules, &options.settings, &lexicon, options.reference_date, &withheld);
    let provider = options.settings.provider.clone().unwrap_or_else(|| unnumbered(stem(&inputs[0].file)).0.to_owned());
    let assessment = Assessment {
        reference_date: options.reference_date,
        provider,
        rules,
        lexicon: Arc::new(lexicon),
        settings: options.settings,
        inputs,
        registers,
        staff,
        judgement,
        rows_left_out,
        withheld,
        expectations,
        earlier,
        sample: None,
        rule_files: options.rules,
        column_map: options.columns.map(|map| map.sha256()),
        reading_problems: problems,
    };
    Ok((assessment, books))
}

fn tables_of(inputs: &[InputReport]) -> impl Iterator<Item = &Table> {
    inputs.iter().flat_map(|input| &input.sheets).flat_map(|sheet| &sheet.tables)
}

/// What stands in the first cell of a sheet.
fn corner(book: &mut Book, at: usize) -> Result<String, ReadError> {
    let mut text = String::new();
    book.head(at, 1, &mut |row| {
        if let Some(value) = row.cell(Position::CORNER.column).filter(|_| row.index == Position::CORNER.row) {
            text = value.shown().into_owned();
        }
        ControlFlow::Break(())
    })?;
    Ok(text)
}

/// A file name without its extension.
pub fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// What this program adds to the name of a file for its copy.
pub const COPY_SUFFIX: &str = ".toetsklaar";

/// The name of a file, without its extension, as it was before this program made a copy; and of a copy its number.
pub fn unnumbered(stem: &str) -> (&str, Option<u32>) {
    let Some((original, number)) = stem.rsplit_once(COPY_SUFFIX) else {
        return (stem, None);
    };
    match number.strip_prefix('-').map(str::parse) {
        _ if original.is_empty() => (stem, None),
        None if number.is_empty() => (original, Some(1)),
        Some(Ok(number)) => (original, Some(number)),
        _ => (stem, None),
    }
}
