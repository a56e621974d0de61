//! What every annotated workbook must be, whoever made the workbook that it was made of: no spreadsheet program may find
//! anything to repair, nothing of the user's may be lost, and marks stand where the findings say.

mod difference;
mod marks;
mod package;
mod structure;
mod xml;

use std::ops::ControlFlow;
use std::sync::Arc;

use toetsklaar::assess::Assessment;
use toetsklaar::cell::Value;
use toetsklaar::read::{Book, Limits, ReadError};

use package::Package;

/// How a copy was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// In the user's own package: all but a few parts are what they were.
    InPlace,
    /// Written anew, with the same cells.
    Rebuilt,
}

/// Everything that is wrong with a copy. `assessment` is that of the input alone. What was wrong with the input already is the
/// user's, where it was kept.
pub fn complaints(input: &[u8], output: &[u8], assessment: &Assessment, way: Way) -> Vec<String> {
    let mut known = Vec::new();
    let before = Package::open(input, &mut known);
    if way == Way::InPlace {
        before.check(&mut known);
        structure::check(&before, &mut known);
    } else {
        known.clear();
    }
    let mut wrong = Vec::new();
    let after = Package::open(output, &mut wrong);
    // Of a package with holes there is nothing more to say.
    if wrong.is_empty() {
        after.check(&mut wrong);
    }
    wrong.retain(|one| !known.contains(one));
    if !wrong.is_empty() {
        return wrong;
    }
    structure::check(&after, &mut wrong);
    marks::check(&after, assessment, &mut wrong);
    if way == Way::InPlace {
        difference::check(&before, &after, &mut wrong);
    }
    if let Err(error) = cells(input, output, assessment, way, &mut wrong) {
        wrong.push(format!("the copy cannot be read: {error}"));
    }
    wrong.retain(|one| !known.contains(one));
    wrong
}

/// Everything that a program would repair in a workbook that was not made of another.
pub fn faults(bytes: &[u8]) -> Vec<String> {
    let mut wrong = Vec::new();
    let package = Package::open(bytes, &mut wrong);
    if wrong.is_empty() {
        package.check(&mut wrong);
    }
    if wrong.is_empty() {
        structure::check(&package, &mut wrong);
    }
    wrong
}

/// The user's cells read back the same, and in a copy in place what is hidden, filtered and merged too.
fn cells(
    input: &[u8],
    output: &[u8],
    assessment: &Assessment,
    way: Way,
    wrong: &mut Vec<String>,
) -> Result<(), ReadError> {
    let open = |bytes: &[u8]| Book::open(Arc::from(bytes), "werkmap.xlsx", &Limits::default());
    let (mut before, mut after) = (open(input)?, open(output)?);
    let layouts = (before.layouts()?, after.layouts()?);
    for sheet in assessment.inputs[0].sheets.iter().filter(|sheet| !sheet.own) {
        let place = |book: &Book| book.sheets().iter().position(|info| info.name == sheet.name);
        let (Some(was), Some(now)) = (place(&before), place(&after)) else {
            wrong.push(format!("{}: cannot be read in the copy", sheet.name));
            continue;
        };
        if before.sheets()[was].visibility != after.sheets()[now].visibility {
            wrong.push(format!("{}: is shown where it was hidden, or the other way round", sheet.name));
        }
        if way == Way::InPlace && format!("{:?}", layouts.0[was]) != format!("{:?}", layouts.1[now]) {
            wrong.push(format!("{}: hides, filters or merges other cells than it did", sheet.name));
        }
        let (was, now) = (filled(&mut before, was)?, filled(&mut after, now)?);
        for one in was.iter().filter(|one| !now.contains(one)).chain(now.iter().filter(|one| !was.contains(one))) {
            wrong.push(format!("{}: {one:?} stands on one side only", sheet.name));
        }
    }
    Ok(())
}

/// Every filled cell of a sheet.
fn filled(book: &mut Book, sheet: usize) -> Result<Vec<(u32, u16, Value<'static>)>, ReadError> {
    let mut cells = Vec::new();
    book.rows(sheet, &mut |row| {
        cells.extend(row.cells.iter().map(|(column, value)| (row.index, *column, value.clone().into_owned())));
        ControlFlow::Continue(())
    })?;
    Ok(cells)
}
