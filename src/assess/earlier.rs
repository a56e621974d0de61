//! What an input keeps of an earlier run: what people decided on findings, and of which file it is a copy.

use std::ops::ControlFlow;

use super::{AssessError, EXPLANATION_SHEET, InputReport, OWN_SHEETS};
use crate::cell::{Row, Value};
use crate::read::{Book, ReadError};

/// The heading over the keys of findings.
pub const KEY: &str = "Kenmerk";
/// The headings over what people fill in: what was decided, by whom, when, and why.
pub const DECIDED: [&str; 4] = ["Status", "Door", "Datum", "Opmerking"];
/// The headings over what a decision was about.
pub const ABOUT: [&str; 4] = ["Code", "Persoon", "Groep", "Bevinding"];
/// What stands before the word by which keys are made on one workbook and on no other.
pub const KEY_WORD: &str = "Kenmerken bij dit bestand: ";
/// What stands before the name of a file.
pub const FILE: &str = "Bestand";
/// The same on the sheet in copies that have no findings of their own.
pub const COPY_OF: &str = "Kopie van";
/// What stands before the SHA-256 of a file.
pub const HASH: &str = "SHA-256";

/// What an input keeps of an earlier run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Earlier {
    /// What was decided, in the order of the sheet.
    pub decisions: Vec<Decision>,
    /// The word by which the keys were made.
    pub key_word: Option<String>,
}

/// What people decided on a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The key of the finding; empty when the column is gone.
    pub key: String,
    /// What stands below each of [`DECIDED`], as it was typed; a day as a day.
    pub decided: [Value<'static>; 4],
    /// What stands below each of [`ABOUT`].
    pub about: [String; 4],
}

/// The file that an untouched copy was made of: name and SHA-256.
pub(super) type Origin = (String, String);

/// Reads what our own sheets of an earlier run keep.
///
/// # Errors
/// A sheet that cannot be read, and one with findings that has no headings any more: what was decided there would be lost.
pub(super) fn read(book: &mut Book, input: &InputReport, earlier: &mut Earlier) -> Result<Option<Origin>, AssessError> {
    let mut origin = None;
    for (at, sheet) in input.sheets.iter().enumerate().filter(|(_, sheet)| sheet.own) {
        if sheet.name.starts_with(OWN_SHEETS[1]) {
            let mut findings = Findings { earlier: &mut *earlier, columns: None };
            book.rows(at, &mut |row| findings.row(row)).map_err(AssessError::Read)?;
            if findings.columns.is_none() {
                return Err(AssessError::NoDecisions(format!(
                    "{}, blad {:?}: de kopregel van de bevindingen is weg. Zo is niet te vinden wat u daar besloot. Zet de kopregel terug ({}), of verwijder het blad als er niets van u op staat.",
                    input.file,
                    sheet.name,
                    DECIDED.join(", ")
                )));
            }
        } else if [OWN_SHEETS[0], EXPLANATION_SHEET].iter().any(|name| sheet.name.starts_with(name)) {
            origin = origin.or(self::origin(book, at).map_err(AssessError::Read)?);
        }
    }
    Ok(origin)
}

/// The sheet with findings.
struct Findings<'e> {
    earlier: &'e mut Earlier,
    columns: Option<Columns>,
}

/// Where the columns stand; a user may have moved or removed some.
struct Columns {
    key: Option<u16>,
    decided: [Option<u16>; 4],
    about: [Option<u16>; 4],
}

impl Findings<'_> {
    fn row(&mut self, row: &Row<'_>) -> ControlFlow<()> {
        let Some(columns) = &self.columns else {
            let word = row.cells.iter().find_map(|(_, value)| Some(value.shown().strip_prefix(KEY_WORD)?.to_owned()));
            if self.earlier.key_word.is_none() {
                self.earlier.key_word = word;
            }
            self.columns = Columns::of(row);
            return ControlFlow::Continue(());
        };
        let cell = |column: Option<u16>| column.and_then(|column| row.cell(column));
        let text = |column| cell(column).map_or_else(String::new, |value| value.shown().into_owned());
        let decided = columns.decided.map(|column| {
            cell(column)
                .filter(|value| !value.is_blank())
                .map_or(Value::Text("".into()), |value| value.clone().into_owned())
        });
        if decided.iter().all(Value::is_blank) {
            return ControlFlow::Continue(());
        }
        let key = text(columns.key).trim().to_owned();
        self.earlier.decisions.push(Decision { key, decided, about: columns.about.map(text) });
        ControlFlow::Continue(())
    }
}

impl Columns {
    /// The row of headings has all of these, unless people took columns away: half of them are enough.
    fn of(row: &Row<'_>) -> Option<Columns> {
        let at = |heading: &str| {
            let heads = |value: &Value<'_>| value.shown().trim() == heading;
            row.cells.iter().find(|(_, value)| heads(value)).map(|(column, _)| *column)
        };
        let columns = Columns { key: at(KEY), decided: DECIDED.map(at), about: ABOUT.map(at) };
        let known = columns.decided.iter().chain(&columns.about).flatten().count();
        (known >= 4).then_some(columns)
    }
}

/// The first file that a sheet of ours names, with its hash: one beside the other, or below it.
fn origin(book: &mut Book, at: usize) -> Result<Option<Origin>, ReadError> {
    let (mut file, mut hash) = (None, None);
    book.rows(at, &mut |row| {
        let after = |labels: &[&str]| {
            let mut texts = row.cells.iter().map(|(_, value)| value.shown());
            texts.find(|text| labels.contains(&text.as_ref()))?;
            texts.next().map(std::borrow::Cow::into_owned)
        };
        file = file.take().or_else(|| after(&[FILE, COPY_OF]));
        hash = after(&[HASH]).filter(|_| file.is_some());
        if hash.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok(file.zip(hash).filter(|(_, hash)| hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit())))
}
