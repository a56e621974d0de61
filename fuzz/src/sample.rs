//! What every target does with what it made of its input: read a book to its end, and assess with it.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;
use std::sync::{Arc, LazyLock, Mutex};

use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::calendar::Date;
use toetsklaar::cell::{Position, Row};
use toetsklaar::edition::Edition;
use toetsklaar::lexicon::{Lexicon, Role};
use toetsklaar::read::{Book, Here, Limits};
use toetsklaar::rules::RuleFiles;
use toetsklaar::settings::Settings;
use toetsklaar::table;
use toetsklaar::write::workbook::{Copies, workbook};
use toetsklaar::write::{json, text};

use crate::guard::guarded;

/// A small list with staff of two groups, as it is typed.
pub const STAFF: &[u8] = include_bytes!("../../tests/cmd/toetsen.in/j16.csv");

/// Lower than the program's own limit, so that a long sheet is no slow input.
const CELLS: u64 = 20_000;

/// The rule files of the program.
pub static RULES: LazyLock<RuleFiles> = LazyLock::new(RuleFiles::embedded);

/// What words mean, loaded once: an assessment loads it anew, and that is most of its time.
static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::load(|path| RULES.text(path)).expect("the word lists of the program load"));

/// How much is read of an input.
pub fn limits() -> Limits {
    Limits::of_cells(CELLS)
}

/// Options with everything as it is by default, on the day of the samples.
pub fn options() -> Options {
    Options {
        reference_date: Date::constant(2026, 11, 23),
        rules: RULES.clone(),
        settings: Settings::default(),
        columns: None,
        registers: Vec::new(),
        limits: limits(),
    }
}

/// What books held that were read before, as hashes.
static SEEN: LazyLock<Mutex<HashSet<u64>>> = LazyLock::new(Mutex::default);

/// Reads all rows and layouts of all sheets, holds them to what [`Book::rows`] promises, and looks for their headers.
/// True when there may be staff and no book with the same content came before, so that an assessment tells something.
pub fn read_through(bytes: &Arc<[u8]>, file: &str) -> bool {
    guarded(|| {
        let Ok(mut book) = Book::open(Arc::clone(bytes), file, &limits()) else {
            return false;
        };
        let (mut whole, mut staff) = (true, false);
        let mut content = DefaultHasher::new();
        for sheet in 0..book.sheets().len() {
            let first = cells(&mut book, sheet);
            let second = cells(&mut book, sheet);
            assert_eq!(first, second, "reading a sheet twice gives the same");
            whole &= first.is_ok();
            format!("{:?} {first:?}", book.sheets()[sheet]).hash(&mut content);
            let name = book.sheets()[sheet].name.clone();
            let surveyed = table::survey(&mut book, sheet, &name, &LEXICON, None);
            for mut table in surveyed.into_iter().flat_map(|survey| survey.tables) {
                table::refine(&mut table, &name, &LEXICON);
                staff |= table::possible_roles(&table, &name, &LEXICON).contains(&Role::Staff);
            }
        }
        let layouts = book.layouts();
        format!("{layouts:?}").hash(&mut content);
        whole && layouts.is_ok() && staff && SEEN.lock().is_ok_and(|mut seen| seen.insert(content.finish()))
    })
    .unwrap_or(false)
}

/// The cells of a sheet as shown, or why it is refused.
fn cells(book: &mut Book, sheet: usize) -> Result<Vec<(Position, String)>, String> {
    let mut cells: Vec<(Position, String)> = Vec::new();
    let mut before = None;
    let mut each = |row: &Row<'_>| {
        assert!(before.is_none_or(|before| before < row.index), "rows come from top to bottom, each once");
        assert!(row.cells.is_sorted_by(|a, b| a.0 < b.0), "the cells of a row come in order, each once");
        assert!(!row.cells.is_empty(), "only filled rows are handed over");
        before = Some(row.index);
        cells.extend(
            row.cells
                .iter()
                .map(|(column, value)| (Position { row: row.index, column: *column }, value.shown().into_owned())),
        );
        ControlFlow::Continue(())
    };
    book.rows(sheet, &mut each).map_err(|error| error.to_string())?;
    Ok(cells)
}

/// Assesses one file.
pub fn assessed(bytes: &Arc<[u8]>, file: &str, options: Options) -> Option<(Assessment, Vec<Book>)> {
    let input = Input { name: file.to_owned(), bytes: Arc::clone(bytes) };
    guarded(|| assess(&[input], options, &Here).ok()).flatten()
}

/// Writes every output of an assessment. What could be assessed can be written, and what we wrote can be opened.
pub fn write_all(assessment: &Assessment, books: &mut [Book]) {
    guarded(|| {
        let edition = Edition::new(assessment);
        report(assessment);
        let mut out = Vec::new();
        text::summary(&edition, &mut out).expect("memory takes what is written");
        let bytes = match workbook(&edition, books, 0, Copies::Together) {
            Ok(bytes) => bytes,
            Err(error) => panic!("what was assessed can be written: {error}"),
        };
        let book = Book::open(bytes.into(), "a.toetsklaar.xlsx", &Limits::default());
        assert!(book.is_ok(), "the annotated workbook can be opened: {:?}", book.err());
    });
}

/// The report, which repeats: the same input gives the same bytes.
pub fn report(assessment: &Assessment) -> Vec<u8> {
    let mut out = Vec::new();
    json::report(&Edition::new(assessment), &mut out).expect("memory takes what is written");
    out
}

/// Assesses the small list with other options, and makes its report.
pub fn staff_with(options: Options) {
    if let Some((assessment, _)) = assessed(&STAFF.into(), "a.csv", options) {
        report(&assessment);
    }
}
