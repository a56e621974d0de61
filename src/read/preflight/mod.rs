//! One pass over an input before any parser sees it: what is too big, broken or double-minded is refused, and what the
//! parsers keep to themselves is noted.
//!
//! The parsers believe what a file says of itself. A number in a header makes them ask for gigabytes, an address
//! outside the grid makes them panic, white space around a number makes them read another text. Here every byte that
//! they will use is looked at first, with nothing kept but counts.

mod binary;
mod excel;
mod formulas;
mod legacy;
mod looks;
mod opendocument;
mod parts;
mod rich;
mod token;
mod worksheet;
mod xml;

use std::io::Read;
use std::sync::Arc;
use std::thread::JoinHandle;

use super::trouble::Trouble;
use super::{Format, Layout, Limits, Looks, SheetInfo};
use crate::read::package::Package;
pub(super) use formulas::{Told, Uncalculated};
pub(super) use legacy::{Bearable, bearable};
pub(super) use parts::trouble;
use parts::{Meter, Part};
use xml::Xml;

/// What the pass found, to set the layout by and to hold the reading against.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Facts {
    /// The worksheets, in the order of the workbook; none for the formats that are not looked into.
    pub(super) sheets: Vec<SheetFacts>,
    /// The same as the user sees them, for ods; the readers of the other formats tell them.
    pub(super) tabs: Vec<SheetInfo>,
}

/// What the pass found on one worksheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct SheetFacts {
    /// The name on its tab.
    pub(super) name: String,
    /// What it hides and merges.
    pub(super) layout: Layout,
    /// Cells with content; white space alone is none, but in xls. None where the format is not counted.
    pub(super) cells: Option<u64>,
}

/// Whether the file as a whole is small enough to look at.
pub(super) fn check_size(bytes: &[u8], limits: &Limits) -> Result<(), Trouble> {
    if bytes.len() as u64 > limits.file { Err(Trouble::BigFile(limits.file)) } else { Ok(()) }
}

/// A look through an input: finished, or under way in another thread.
pub(super) struct Preflight {
    under_way: Option<JoinHandle<Result<Facts, Trouble>>>,
    found: Result<Facts, Trouble>,
    /// How many worksheets the reader sees: each must meet its own facts.
    sheets: Option<usize>,
    /// The formulas without a value, told while the look is under way.
    uncalculated: Arc<Uncalculated>,
}

impl Preflight {
    /// Looks through an input before anything else is done with it.
    pub(super) fn at_once(bytes: &[u8], format: Format, limits: &Limits) -> Result<Preflight, Trouble> {
        let uncalculated = Arc::default();
        let facts = facts(bytes, format, limits, &uncalculated)?;
        Ok(Preflight { under_way: None, found: Ok(facts), sheets: None, uncalculated })
    }

    /// Begins to look through an input in another thread.
    pub(super) fn beside(bytes: Arc<[u8]>, format: Format, limits: Limits) -> Preflight {
        let uncalculated = Arc::default();
        let told = Arc::clone(&uncalculated);
        let under_way = std::thread::spawn(move || facts(&bytes, format, &limits, &told));
        Preflight { under_way: Some(under_way), uncalculated, ..Preflight::elsewhere() }
    }

    /// For an input that another process looks through.
    pub(super) fn elsewhere() -> Preflight {
        Preflight { under_way: None, found: Ok(Facts::default()), sheets: None, uncalculated: Arc::default() }
    }

    /// Says how many worksheets the reader sees.
    pub(super) fn expect(&mut self, sheets: usize) {
        self.sheets = Some(sheets);
    }

    /// Has one cell more counted on the first sheet than there are.
    #[cfg(test)]
    pub(super) fn miscount(&mut self) {
        let facts = self.found.as_mut().expect("looked through");
        *facts.sheets[0].cells.as_mut().expect("counted") += 1;
    }

    /// The formulas without a value of a worksheet, for a reader that does not see them.
    pub(super) fn uncalculated(&self) -> &Arc<Uncalculated> {
        &self.uncalculated
    }

    /// What was found, waited for when it is still under way; or why the input must be refused.
    pub(super) fn facts(&mut self) -> Result<&Facts, Trouble> {
        if let Some(under_way) = self.under_way.take() {
            self.found = under_way.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
        match &self.found {
            Ok(facts) if self.sheets.is_some_and(|sheets| sheets != facts.sheets.len()) => Err(Trouble::Damaged),
            Ok(facts) => Ok(facts),
            Err(trouble) => Err(trouble.clone()),
        }
    }
}

/// Looks through an input of a known format.
fn facts(bytes: &[u8], format: Format, limits: &Limits, uncalculated: &Uncalculated) -> Result<Facts, Trouble> {
    // However it ends: nobody may wait for ever.
    let _end = uncalculated.end();
    match format {
        Format::Xlsx | Format::Xlsm => excel::facts(Contents::open(bytes, limits)?, limits, uncalculated),
        Format::Xlsb => binary::facts(Contents::open(bytes, limits)?, limits),
        Format::Ods => opendocument::facts(Contents::open(bytes, limits)?, limits),
        Format::Xls => legacy::facts(bytes, limits),
        Format::Csv => Ok(Facts { sheets: vec![SheetFacts::default()], ..Facts::default() }),
    }
}

/// How the cells of an input look; None for the formats that do not tell, or not yet.
pub(super) fn looks(bytes: &[u8], format: Format, limits: &Limits) -> Result<Option<Looks>, Trouble> {
    match format {
        Format::Xlsx | Format::Xlsm => looks::looks(Contents::open(bytes, limits)?).map(Some),
        Format::Xlsb | Format::Xls | Format::Ods | Format::Csv => Ok(None),
    }
}

/// The worksheets of an Excel package and their parts, in the order of the workbook.
pub(super) fn sheet_parts(bytes: &[u8], format: Format) -> Result<Vec<(String, String)>, Trouble> {
    let mut contents = Contents::open(bytes, &Limits::default())?;
    if format == Format::Xlsb { contents.binary_worksheets() } else { contents.worksheets() }
}

/// The parts of a package, each counted while it is read.
struct Contents<'b> {
    package: Package<&'b [u8]>,
    meter: Meter,
}

impl<'b> Contents<'b> {
    fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, Trouble> {
        let package = Package::open(bytes)?;
        parts::check(bytes, package.list_start())?;
        Ok(Contents { package, meter: Meter::new(limits.part, limits.all) })
    }

    /// A part as XML; None when there is none of that name.
    fn xml(&mut self, name: &str) -> Result<Option<Xml<impl Read + use<'_, 'b>>>, Trouble> {
        self.part(name)?.map(Xml::open).transpose()
    }

    /// A part as it stands; None when there is none of that name.
    fn part(&mut self, name: &str) -> Result<Option<impl Read + use<'_, 'b>>, Trouble> {
        Ok(self.package.stream(name)?.map(|stream| Part::new(stream, &mut self.meter)))
    }
}

#[cfg(test)]
mod tests;
