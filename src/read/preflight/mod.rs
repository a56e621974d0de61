//! One pass over an input before any parser sees it: what is too big, broken or double-minded is refused, and what the
//! parsers keep to themselves is noted.
//!
//! The parsers believe what a file says of itself. A number in a header makes them ask for gigabytes, an address
//! outside the grid makes them panic, white space around a number makes them read another text. Here every byte that
//! they will use is looked at first, with nothing kept but counts.

mod binary;
mod excel;
mod legacy;
mod opendocument;
mod parts;
mod rich;
mod worksheet;
mod xml;

use std::io::Read;

use super::trouble::Trouble;
use super::{Format, Layout, Limits};
use crate::read::package::Package;
pub(super) use parts::trouble;
use parts::{Meter, Part};
use xml::Xml;

/// What the pass found, to set the layout by and to hold the reading against.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Facts {
    /// The worksheets, in the order of the workbook; none for the formats that are not looked into.
    pub(super) sheets: Vec<SheetFacts>,
}

/// What the pass found on one worksheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct SheetFacts {
    /// The name on its tab.
    pub(super) name: String,
    /// What it hides and merges.
    pub(super) layout: Layout,
    /// Cells with content; white space alone is none. None where the format is not counted.
    pub(super) cells: Option<u64>,
    /// Those among them that are formulas without a stored value.
    pub(super) uncalculated: u64,
}

/// Whether the file as a whole is small enough to look at.
pub(super) fn check_size(bytes: &[u8], limits: &Limits) -> Result<(), Trouble> {
    if bytes.len() as u64 > limits.file { Err(Trouble::BigFile(limits.file)) } else { Ok(()) }
}

/// Looks through an input of a known format.
pub(super) fn preflight(bytes: &[u8], format: Format, limits: &Limits) -> Result<Facts, Trouble> {
    check_size(bytes, limits)?;
    match format {
        Format::Xlsx | Format::Xlsm => excel::facts(Contents::open(bytes, limits)?, limits),
        Format::Xlsb => binary::facts(Contents::open(bytes, limits)?, limits),
        Format::Ods => opendocument::facts(Contents::open(bytes, limits)?, limits),
        Format::Xls => legacy::facts(bytes, limits),
        Format::Csv => {
            let layout = Layout { complete: true, ..Layout::default() };
            Ok(Facts { sheets: vec![SheetFacts { layout, ..SheetFacts::default() }] })
        }
    }
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
