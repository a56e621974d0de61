//! The annotated workbook: the user's own sheets with colours and notes, then our own.
//!
//! From xlsx and xlsm the copy is made in place (see `inplace`), else it is rebuilt (see `copy`); our own sheets are the same in
//! both. The frame of the workbook is made by a library; the rows of long sheets stream into it (see `package`).

mod account;
mod actions;
mod body;
mod comparison;
mod copy;
mod decisions;
mod expiry;
mod expiry_chart;
mod explanation;
mod findings;
mod groups;
mod inplace;
mod looks;
mod marks;
mod otherwise;
mod overview;
mod package;
mod people;
mod rules;
mod sample;
mod style;
mod summary;
mod tabs;
mod template;

use std::fmt;
use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::assess::{COPY_SUFFIX, DISCLAIMER, EXPLANATION_SHEET, OWN_MARK, OWN_SHEETS, SAMPLE_SHEET, stem, unnumbered};
use crate::cell::{Position, SheetIndex};
use crate::check::WithheldColumn;
use crate::edition::Edition;
use crate::planning::Plan;
use crate::planning::expiry::Outlook;
use crate::read::{Book, Looks, ReadError};
pub use comparison::comparison_workbook;
use decisions::Decisions;
use inplace::{Reason, Scan};
use looks::UserLooks;
use marks::Marks;
pub use overview::OverviewWorkbook;
use package::{Frame, Part};
use people::Ledger;
use style::{Formats, Style};
use tabs::Tabs;
pub use template::template;

/// Why there is no workbook.
#[derive(Debug)]
pub enum WorkbookError {
    /// The input could not be read a second time.
    Read(ReadError),
    /// The library refuses what it was given.
    Frame(XlsxError),
    /// The package could not be put together.
    Package(io::Error),
}

impl fmt::Display for WorkbookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let detail: &dyn fmt::Display = match self {
            WorkbookError::Read(error) => return error.fmt(f),
            WorkbookError::Frame(XlsxError::RowColumnLimitError) => {
                return f.write_str(
                    "De werkmap met de bevindingen kan niet worden gemaakt: er zijn er meer dan de 1.048.576 rijen van een blad. Kies --no-workbook voor een verslag zonder werkmap, of toets het bestand in delen.",
                );
            }
            WorkbookError::Frame(error) => error,
            WorkbookError::Package(error) => error,
        };
        write!(
            f,
            "De werkmap met de bevindingen kan niet worden gemaakt. Kies --no-workbook voor een verslag zonder werkmap, en meld dit met de technische oorzaak: {detail}"
        )
    }
}

impl std::error::Error for WorkbookError {}

impl From<XlsxError> for WorkbookError {
    fn from(error: XlsxError) -> Self {
        WorkbookError::Frame(error)
    }
}

impl From<io::Error> for WorkbookError {
    fn from(error: io::Error) -> Self {
        WorkbookError::Package(error)
    }
}

/// Where the annotated copies of a provider's files will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// In one folder, so that one can link to another.
    Together,
    /// In several folders: no path stands in an output, so there is nothing to link to.
    Apart,
}

/// What the annotated copy of a file is called; the copy of a copy has the next number.
pub fn copy_name(file: &str) -> String {
    let extension = copy_extension(file);
    match unnumbered(stem(file)) {
        (original, None) => format!("{original}{COPY_SUFFIX}.{extension}"),
        (original, Some(number)) => format!("{original}{COPY_SUFFIX}-{}.{extension}", number.saturating_add(1)),
    }
}

/// The same without names in it: never the name of a copy with them, so that the one cannot take the place of the other.
pub fn unnamed_copy_name(file: &str) -> String {
    format!("{}.zonder-namen.{}", unnumbered(stem(file)).0, copy_extension(file))
}

/// What the annotated copy of an input is called where a reader is sent to it. Without names it is called by the user.
fn shown_copy_name(edition: &Edition<'_>, input: usize) -> String {
    let file = &edition.assessment.inputs[input].file;
    if edition.names_people() { copy_name(file) } else { format!("de werkmap bij {file}") }
}

/// The extension of the annotated copy of a file: a workbook with macros keeps its own, since Excel opens it under no other.
pub fn copy_extension(file: &str) -> &'static str {
    let is_macro = file.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("xlsm"));
    if is_macro { "xlsm" } else { "xlsx" }
}

/// How a copy is made.
enum Form {
    /// In place. On these sheets these marked cells have a conversation, so that they got no note.
    InPlace(Vec<(String, Vec<Position>)>),
    /// Rebuilt, and why, and how much of the user's looks is in it.
    Rebuilt(Reason, Kept),
}

/// How much of the looks of cells a copy that is rebuilt has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// As much as can be.
    All,
    /// Some looks were one too many, or a number format is no good.
    Some,
    /// The reader of this format does not tell.
    None,
}

/// What is known of the inputs before their copies are written.
struct Looked {
    forms: Vec<Option<Form>>,
    /// The package of the input, when its copy is made in place.
    scan: Option<Scan>,
    /// How its cells look, when its copy is rebuilt and the reader tells.
    looks: Option<UserLooks>,
}

/// What our sheets need to know beside the assessment.
#[derive(Clone, Copy)]
struct Scene<'a> {
    edition: Edition<'a>,
    marks: &'a Marks,
    /// The tabs of this workbook.
    tabs: &'a Tabs,
    /// The tabs of the copies of all inputs.
    all_tabs: &'a [Tabs],
    copies: Copies,
    formats: &'a Formats,
    ledger: &'a Ledger,
    decisions: &'a Decisions<'a>,
    /// How the copies of the inputs are made; only those are told of which this workbook tells.
    forms: &'a [Option<Form>],
    plan: &'a Plan,
    outlook: &'a Outlook,
    /// How many texts were too long for a cell.
    cut: u32,
}

/// How a copy is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// In place, where that can be.
    InPlace,
    /// Always rebuilt.
    Rebuilt,
}

/// The annotated workbook of one of the inputs; our own sheets stand in the first. It is made in place where that can be.
///
/// # Errors
/// When an input cannot be read a second time, or the workbook cannot be put together.
///
/// # Panics
/// When there is no input of that number.
pub fn workbook(
    edition: &Edition<'_>,
    books: &mut [Book],
    which: usize,
    copies: Copies,
) -> Result<Vec<u8>, WorkbookError> {
    in_memory(edition, books, which, copies, Manner::InPlace)
}

/// The same, but always rebuilt.
///
/// # Errors
/// As [`workbook`].
///
/// # Panics
/// As [`workbook`].
pub fn rebuilt_workbook(
    edition: &Edition<'_>,
    books: &mut [Book],
    which: usize,
    copies: Copies,
) -> Result<Vec<u8>, WorkbookError> {
    in_memory(edition, books, which, copies, Manner::Rebuilt)
}

fn in_memory(
    edition: &Edition<'_>,
    books: &mut [Book],
    which: usize,
    copies: Copies,
    manner: Manner,
) -> Result<Vec<u8>, WorkbookError> {
    let mut bytes = Vec::new();
    write_workbook(edition, books, which, copies, manner, &mut bytes)?;
    Ok(bytes)
}

/// The same, written as it is put together: of a long sheet only the packed rows of our own sheets stand in memory. Nothing is
/// written before all parts are made.
///
/// # Errors
/// As [`workbook`], and what writing gives.
///
/// # Panics
/// As [`workbook`].
pub fn write_workbook(
    edition: &Edition<'_>,
    books: &mut [Book],
    which: usize,
    copies: Copies,
    manner: Manner,
    out: &mut dyn Write,
) -> Result<(), WorkbookError> {
    let rebuild = manner == Manner::Rebuilt;
    let marks = Marks::of(edition);
    // Looking through the user's package and looking ahead know nothing of each other.
    let formats = Formats::new();
    let looked = |books: &mut [Book]| looked(edition, books, which, &marks, &formats, rebuild);
    let (looked, (plan, outlook, decisions)) = if cfg!(target_family = "wasm") {
        (looked(books), ahead(edition, which))
    } else {
        std::thread::scope(|scope| {
            let ahead = scope.spawn(|| ahead(edition, which));
            let looked = looked(books);
            (looked, ahead.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })
    };
    let Looked { forms, scan, looks } = looked?;
    let all_tabs: Vec<Tabs> = (0..books.len()).map(|input| Tabs::of(edition.assessment, input)).collect();
    let tabs = &all_tabs[which];
    let ledger = if which == 0 { Ledger::of(edition.assessment) } else { Ledger::default() };
    let mut scene = Scene {
        edition: *edition,
        marks: &marks,
        tabs,
        all_tabs: &all_tabs,
        copies,
        formats: &formats,
        ledger: &ledger,
        decisions: &decisions,
        forms: &forms,
        plan: &plan,
        outlook: &outlook,
        cut: 0,
    };
    let mut whole = made(&scene, &mut books[which], which, scan, looks.as_ref())?;
    if whole.cut > 0 && which == 0 {
        // A text that does not fit is rare, and there is none in a copy made in place; only then the account must be written
        // again, with the number.
        scene.cut = whole.cut;
        whole = made(&scene, &mut books[which], which, None, looks.as_ref())?;
    }
    Ok(whole.write(out)?)
}

/// How the copies are made, and what is needed for that of this input.
fn looked(
    edition: &Edition<'_>,
    books: &mut [Book],
    which: usize,
    marks: &Marks,
    formats: &Formats,
    rebuild: bool,
) -> Result<Looked, WorkbookError> {
    let mut scan = None;
    let mut own_looks = None;
    let mut forms = Vec::new();
    for (input, book) in books.iter_mut().enumerate() {
        // The workbook with our sheets tells how all copies are made, any other only how it is made itself.
        if which > 0 && input != which {
            forms.push(None);
            continue;
        }
        let scanned = scanned(edition, book, input, rebuild);
        forms.push(Some(match &scanned {
            Ok(scan) => Form::InPlace(scan.conversations(&edition.assessment.inputs[input], marks)),
            Err(reason) => {
                let mut looks = book.looks().map_err(WorkbookError::Read)?;
                if !edition.names_people() {
                    looks.iter_mut().for_each(Looks::drop_words);
                }
                let kept = match &looks {
                    None => Kept::None,
                    Some(looks) if looks.complete => Kept::All,
                    Some(_) => Kept::Some,
                };
                if input == which {
                    own_looks = looks.map(|looks| UserLooks::of(looks, formats));
                }
                Form::Rebuilt(reason.clone(), kept)
            }
        }));
        if input == which {
            scan = scanned.ok();
        }
    }
    Ok(Looked { forms, scan, looks: own_looks })
}

/// The package of an input, when the copy can be made in it; or why not.
fn scanned(edition: &Edition<'_>, book: &Book, input: usize, rebuild: bool) -> Result<Scan, Reason> {
    let assessment = edition.assessment;
    let report = &assessment.inputs[input];
    let is_here = |withheld: &WithheldColumn| report.sheets.iter().any(|sheet| sheet.index == withheld.place.sheet);
    if !edition.names_people() {
        Err(Reason::Unnamed)
    } else if rebuild {
        Err(Reason::Asked)
    } else if assessment.withheld.iter().any(is_here) {
        Err(Reason::Withheld)
    } else {
        Scan::of(book, report, copy_extension(&report.file) == "xlsm")
    }
}

/// What would help and what is to come, for the first workbook: the others do not show it.
fn ahead<'a>(edition: &Edition<'a>, which: usize) -> (Plan, Outlook, Decisions<'a>) {
    if which > 0 {
        return (Plan::default(), Outlook::default(), Decisions::default());
    }
    if cfg!(target_family = "wasm") {
        return (edition.plan(), edition.outlook(), Decisions::of(edition));
    }
    std::thread::scope(|scope| {
        let steps = scope.spawn(|| edition.plan());
        let decisions = scope.spawn(|| Decisions::of(edition));
        let ahead = edition.outlook();
        let steps = steps.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (steps, ahead, decisions.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// From this many rows on, a second thread is worth its start.
const WORTH_A_THREAD: u32 = 50;
/// From this many rows on, compressing them is worth a thread of its own too.
const WORTH_TWO_THREADS: u32 = 5_000;

/// A part of the package that was made, or why not.
type MadePart = Result<Part, WorkbookError>;

/// Everything of a workbook, to be put together.
struct Made {
    /// The package of the user's that it is made in, where it is.
    scan: Option<Scan>,
    /// The frame, and the parts that stand instead of its own: the user's and ours.
    package: Vec<u8>,
    parts: Vec<Part>,
    own_parts: Vec<Part>,
    /// How many texts of the user's were cut.
    cut: u32,
}

impl Made {
    fn write(self, out: &mut dyn Write) -> io::Result<()> {
        let Made { scan, package, mut parts, own_parts, .. } = self;
        match scan {
            Some(scan) => scan.write(parts, &package, own_parts, out),
            None => {
                parts.extend(own_parts);
                package::replaced(&package, &parts, out)
            }
        }
    }
}

/// Makes the parts of the workbook.
fn made(
    scene: &Scene<'_>,
    book: &mut Book,
    which: usize,
    mut scan: Option<Scan>,
    looks: Option<&UserLooks>,
) -> Result<Made, WorkbookError> {
    let input = &scene.edition.assessment.inputs[which];
    let title = format!("Toets van {}", scene.edition.assessment.provider);
    let mut frame = Workbook::new();
    frame.set_zip_compression_level(package::LEVEL).set_properties(&properties(&title)?);
    scene.formats.register(&mut frame);
    if let Some(looks) = looks {
        looks.register(&mut frame);
    }
    // Where a note that has no room for all refers to.
    let see = match which {
        0 => scene.tabs.own(1).to_owned(),
        _ => format!("{} in {}", scene.all_tabs[0].own(1), shown_copy_name(&scene.edition, 0)),
    };
    // Where the sheets stand in the package, by their place in the input.
    let mut copied: Vec<(usize, usize)> = Vec::new();
    for (at, sheet) in input.sheets.iter().enumerate() {
        if let Some(tab) = scene.tabs.of_sheet(sheet.index).filter(|_| scan.is_none()) {
            copied.push((at, copied.len()));
            let worksheet = frame.add_worksheet().set_name(tab)?;
            copy::frame(worksheet, sheet, looks.map(|looks| (looks, at)), scene, &see)?;
        }
    }
    let own = copied.len();
    if which == 0 {
        summary::frame(own_sheet(&mut frame, scene.formats, OWN_SHEETS[0], scene.tabs.own(0))?, scene)?;
        findings::frame(own_sheet(&mut frame, scene.formats, OWN_SHEETS[1], scene.tabs.own(1))?, scene)?;
        groups::frame(own_sheet(&mut frame, scene.formats, OWN_SHEETS[2], scene.tabs.own(2))?, scene)?;
        people::frame(own_sheet(&mut frame, scene.formats, OWN_SHEETS[3], scene.tabs.own(3))?, scene)?;
        actions::frame(own_sheet(&mut frame, scene.formats, OWN_SHEETS[4], scene.tabs.own(4))?, scene)?;
        expiry::frame(own_sheet(&mut frame, scene.formats, OWN_SHEETS[5], scene.tabs.own(5))?, scene)?;
        rules::frame(own_sheet(&mut frame, scene.formats, OWN_SHEETS[6], scene.tabs.own(6))?, scene)?;
        account::frame(own_sheet(&mut frame, scene.formats, OWN_SHEETS[7], scene.tabs.own(7))?, scene)?;
        if let Some(sample) = &scene.edition.assessment.sample {
            let sheet = own_sheet(&mut frame, scene.formats, SAMPLE_SHEET, scene.tabs.sample())?;
            sample::frame(sheet, scene, sample)?;
        }
    } else {
        let tab = scene.tabs.explanation();
        explanation::frame(own_sheet(&mut frame, scene.formats, EXPLANATION_SHEET, tab)?, scene, which)?;
    }
    let mut package = frame.save_to_buffer()?;
    drop(frame);
    let mut first = 0;
    if let Some(scan) = &mut scan {
        (package, first) = scan.fitted(&package)?;
    }
    let formats = scene.formats.from(first);
    let scene = &Scene { formats: &formats, ..*scene };
    let rows: u32 = input.sheets.iter().map(crate::assess::SheetReport::data_rows).sum();
    let huge = rows >= WORTH_TWO_THREADS && !cfg!(target_family = "wasm");
    let mut copy_parts = |book: &mut Book| -> Result<(Vec<Part>, u32), WorkbookError> {
        if let Some(scan) = &mut scan {
            return Ok((scan.marked(input, scene, &see, huge)?, 0));
        }
        let mut parts = Vec::new();
        let mut all_cut = 0;
        for (at, position) in &copied {
            let sheet = &input.sheets[*at];
            parts.push(Frame::of(&package, *position, false)?.fill(huge, |out| {
                let (insert, cut) = copy::rows(out, book, *at, sheet, looks, scene)?;
                all_cut += cut;
                Ok::<_, WorkbookError>(insert)
            })?);
        }
        Ok((parts, all_cut))
    };
    // Some of our sheets have rows of their own; each can be made while the user's sheets are copied.
    let makers: [&(dyn Fn() -> MadePart + Sync); 5] = [
        &|| Frame::of(&package, own + 1, true)?.fill(false, |out| findings::rows(out, scene)),
        &|| Frame::of(&package, own + 2, true)?.fill(false, |out| groups::rows(out, scene)),
        &|| Frame::of(&package, own + 3, true)?.fill(huge, |out| people::rows(out, scene)),
        &|| Frame::of(&package, own + 4, true)?.fill(false, |out| actions::rows(out, scene)),
        &|| Frame::of(&package, own + 5, true)?.fill(false, |out| expiry::rows(out, scene)),
    ];
    let makers = if which == 0 { &makers[..] } else { &[] };
    let ((parts, cut), mut own_parts) = if rows >= WORTH_A_THREAD && !cfg!(target_family = "wasm") {
        std::thread::scope(|scope| {
            let made: Vec<_> = makers.iter().map(|make| scope.spawn(*make)).collect();
            let copied = copy_parts(book);
            let own: Result<Vec<Part>, WorkbookError> = made
                .into_iter()
                .map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect();
            Ok::<_, WorkbookError>((copied?, own?))
        })?
    } else {
        (copy_parts(book)?, makers.iter().map(|make| make()).collect::<Result<Vec<Part>, WorkbookError>>()?)
    };
    if which == 0 {
        let (one, all) = findings::ranges(scene);
        own_parts.push(Part::table(&package, &one, &all)?);
        let targets = findings::targets(scene);
        if !targets.is_empty() {
            own_parts.push(Part::relationships(&package, own + 1, &targets)?);
        }
    }
    if scan.is_none() && copy_extension(&input.file) == "xlsm" {
        own_parts.push(Part::for_macros(&package)?);
    }
    Ok(Made { scan, package, parts, own_parts, cut })
}

/// Fixed dates and no names of people or machines: the same input gives the same bytes.
fn properties(title: &str) -> Result<DocProperties, XlsxError> {
    Ok(DocProperties::new()
        .set_title(title.chars().filter(|c| !c.is_control()).take(200).collect::<String>())
        .set_comment(DISCLAIMER)
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?))
}

/// Adds one of our own sheets, with what all of them share.
fn own_sheet<'w>(
    frame: &'w mut Workbook,
    formats: &Formats,
    name: &str,
    tab: &str,
) -> Result<&'w mut Worksheet, XlsxError> {
    let sheet = frame.add_worksheet();
    sheet.set_name(tab)?.set_tab_color(style::DARK).set_screen_gridlines(false);
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer(format!("&L&8{DISCLAIMER}&R&8&P van &N"));
    sheet.write_string_with_format(0, 0, format!("{OWN_MARK}{name}"), formats.of(Style::Mark))?;
    sheet.write_string_with_format(1, 0, DISCLAIMER, formats.of(Style::Disclaimer))?;
    Ok(sheet)
}

/// A column of one of our own tables.
struct Heading {
    text: &'static str,
    width: f64,
}

const fn heading(text: &'static str, width: f64) -> Heading {
    Heading { text, width }
}

/// Widths and headings of a table, frozen and repeated on every page.
fn write_headings(
    sheet: &mut Worksheet,
    formats: &Formats,
    row: u32,
    headings: &[Heading],
    frozen: u16,
) -> Result<(), XlsxError> {
    for (column, heading) in (0u16..).zip(headings) {
        sheet.set_column_width(column, heading.width)?;
        sheet.write_string_with_format(row, column, heading.text, formats.of(Style::Header))?;
    }
    sheet.set_row_height(row, 32)?;
    sheet.set_freeze_panes(row + 1, frozen)?;
    sheet.set_repeat_rows(row, row)?;
    Ok(())
}

/// The last column of a table.
fn last(headings: &[Heading]) -> u16 {
    u16::try_from(headings.len()).expect("tables have few columns") - 1
}

/// A number of things in a list, for a cell.
fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A sheet's name as formulas and links want it.
fn quoted(tab: &str) -> String {
    format!("'{}'", tab.replace('\'', "''"))
}

/// The copy in which a sheet of the user's stands, and its tab there; none for our own sheets of an earlier run.
fn copied<'a>(scene: &Scene<'a>, sheet: SheetIndex) -> Option<(usize, &'a str)> {
    scene.all_tabs.iter().enumerate().find_map(|(input, tabs)| Some((input, tabs.of_sheet(sheet)?)))
}
