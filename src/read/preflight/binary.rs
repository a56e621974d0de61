//! xlsb: the records of each part, with a length that the reader believes and counts that it uses.

use std::io::{BufReader, Read};

use super::excel::{note_part, noted, same_part};
use super::rich::Strings;
use super::{Contents, Facts, SheetFacts};
use crate::cell::Position;
use crate::read::Limits;
use crate::read::layout::{Layout, NOTE_AUTHOR};
use crate::read::package::resolved;
use crate::read::rows;
use crate::read::trouble::Trouble;
use crate::read::xlsb::{Records, WORKBOOK, record, wide_text};

/// The other parts that the reader goes by, whatever the package says.
const STRINGS: &str = "xl/sharedStrings.bin";
const STYLES: &str = "xl/styles.bin";

/// Looks through the package.
pub(super) fn facts(mut contents: Contents<'_>, limits: &Limits) -> Result<Facts, Trouble> {
    if !same_part(&contents.workbook()?, WORKBOOK) {
        return Err(Trouble::StrangePackage);
    }
    let relations = contents.relations_of(WORKBOOK)?.ok_or(Trouble::Damaged)?;
    for (kind, usual) in [("/sharedStrings", STRINGS), ("/styles", STYLES)] {
        let told = relations.iter().find(|relation| relation.kind.ends_with(kind));
        if told.is_some_and(|told| !same_part(&resolved("xl", &told.target), usual)) {
            return Err(Trouble::StrangePackage);
        }
    }
    contents.styles()?;
    let strings = contents.strings()?;
    let mut sheets = Vec::new();
    for (name, part) in contents.binary_worksheets()? {
        let facts = contents.binary_sheet(&name, &part, &strings, limits);
        let mut facts = facts.map_err(|trouble| trouble.on(&name))?;
        let relations = contents.relations_of(&part)?.unwrap_or_default();
        if let Some(notes) = note_part(&part, &relations) {
            facts.layout.note(noted(contents.binary_notes(&notes))?);
        }
        sheets.push(facts);
    }
    if sheets.is_empty() { Err(Trouble::NoWorksheets) } else { Ok(Facts { sheets, ..Facts::default() }) }
}

impl<'b> Contents<'b> {
    fn records(&mut self, name: &str) -> Result<Option<Records<impl Read + use<'_, 'b>>>, Trouble> {
        Ok(self.part(name)?.map(|part| Records::new(BufReader::with_capacity(1 << 16, part))))
    }

    /// Records that the reader takes numbers from without asking how long they are.
    fn styles(&mut self) -> Result<(), Trouble> {
        let Some(mut records) = self.records(STYLES)? else {
            return Ok(());
        };
        while let Some(kind) = records.next()? {
            let least = match kind {
                record::BEGIN_FORMATS | record::BEGIN_CELL_STYLES | record::CELL_STYLE => 4,
                record::FORMAT => wide_text(&records.data, 2)?.1,
                _ => 0,
            };
            records.holds(least)?;
        }
        Ok(())
    }

    fn strings(&mut self) -> Result<Strings, Trouble> {
        let mut strings = Strings::default();
        let Some(mut records) = self.records(STRINGS)? else {
            return Ok(strings);
        };
        let mut announced = 0;
        while let Some(kind) = records.next()? {
            match kind {
                record::BEGIN_STRINGS => announced = records.number(4)?,
                record::STRING if strings.len() < u64::from(announced) => {
                    let (text, _) = wide_text(&records.data, 1)?;
                    strings.push(text.trim().is_empty());
                }
                _ => {}
            }
        }
        // The reader reads as many as are announced, and takes the end of the part for damage.
        if strings.len() < u64::from(announced) { Err(Trouble::LyingCount) } else { Ok(strings) }
    }

    /// The worksheets and their parts, in the order of the workbook.
    pub(super) fn binary_worksheets(&mut self) -> Result<Vec<(String, String)>, Trouble> {
        let relations = self.relations_of(WORKBOOK)?.ok_or(Trouble::Damaged)?;
        let mut records = self.records(WORKBOOK)?.ok_or(Trouble::Damaged)?;
        let mut sheets = Vec::new();
        while let Some(kind) = records.next()? {
            match kind {
                record::WORKBOOK => records.holds(1)?,
                record::SHEETS_ELSEWHERE => {
                    let count = records.number(0)? as usize;
                    records.holds(count.saturating_mul(12).saturating_add(4))?;
                }
                record::SHEET if records.number(8)? != u32::MAX => {
                    let (id, end) = wide_text(&records.data, 8)?;
                    let (name, _) = wide_text(&records.data, end)?;
                    let relation = relations.iter().find(|relation| relation.id == id).ok_or(Trouble::Damaged)?;
                    let part = resolved("xl", &relation.target);
                    if !same_part(&part, &format!("xl/{}", relation.target)) {
                        return Err(Trouble::StrangePackage.on(&name));
                    }
                    if part.split('/').nth(1) == Some("worksheets") {
                        sheets.push((name, part));
                    }
                }
                _ => {}
            }
        }
        Ok(sheets)
    }

    /// The cells that have a note, but for ours.
    fn binary_notes(&mut self, part: &str) -> Result<Vec<Position>, Trouble> {
        let Some(mut records) = self.records(part)? else {
            return Ok(Vec::new());
        };
        let mut authors = Vec::new();
        let mut noted = Vec::new();
        while let Some(kind) = records.next()? {
            match kind {
                record::NOTE_AUTHOR => authors.push(wide_text(&records.data, 0)?.0),
                record::NOTE => {
                    let author = usize::try_from(records.number(0)?).ok().and_then(|author| authors.get(author));
                    if author.is_none_or(|author| author != NOTE_AUTHOR) {
                        noted.push(rows::position(records.number(4)?, records.number(12)?)?);
                    }
                }
                _ => {}
            }
        }
        Ok(noted)
    }

    fn binary_sheet(
        &mut self,
        name: &str,
        part: &str,
        strings: &Strings,
        limits: &Limits,
    ) -> Result<SheetFacts, Trouble> {
        let mut records = self.records(part)?.ok_or(Trouble::SheetMissing)?;
        let mut layout = Layout::default();
        let (mut row, mut count) = (0, 0u64);
        let (mut inside, mut sized) = (false, false);
        let (mut filtering, mut filter) = (false, None);
        while let Some(kind) = records.next()? {
            match kind {
                record::SIZE => {
                    records.holds(16)?;
                    sized = true;
                }
                // The reader looks for the size of the sheet first.
                record::BEGIN_CELLS if !sized || inside => return Err(Trouble::Damaged),
                record::BEGIN_CELLS => inside = true,
                record::END_CELLS => inside = false,
                record::ROW => {
                    row = rows::position(records.number(0)?, 0)?.row;
                    if records.data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                        layout.hide_rows(row, row);
                    }
                }
                record::SHORT_FIRST..=record::SHORT_LAST if inside => return Err(Trouble::XlsbShortRecords),
                record::RK..=record::FORMULA_ERROR if inside => {
                    let place = rows::position(row, records.number(0)?)?;
                    count += u64::from(is_filled(kind, &records, strings).map_err(|_| Trouble::DamagedAt(place))?);
                    if count > limits.cells {
                        return Err(Trouble::TooManyCells(limits.cells));
                    }
                }
                record::COLUMNS => {
                    let column = |at| rows::position(0, records.number(at)?).map(|position| position.column);
                    let (first, last) = (column(0)?, column(4)?);
                    layout.widen(first, last, f64::from(records.number(8)?) / 256.0);
                    if records.data.get(16).is_some_and(|flags| flags & 1 != 0) {
                        layout.hide_columns(first, last);
                    }
                }
                record::MERGE | record::BEGIN_FILTER => {
                    let first = rows::position(records.number(0)?, records.number(8)?)?;
                    let last = rows::position(records.number(4)?, records.number(12)?)?;
                    if kind == record::MERGE {
                        layout.merges.push((first, last));
                    } else {
                        filter = Some((first, last));
                    }
                }
                record::BEGIN_FILTER_COLUMN => filtering = true,
                record::END_FILTER_COLUMN => filtering = false,
                // A column of the filter has a condition inside when it leaves something out.
                _ if filtering => layout.filter = filter,
                record::END_SHEET => {
                    return Ok(SheetFacts { name: name.to_owned(), layout, cells: Some(count) });
                }
                _ => {}
            }
        }
        Err(Trouble::CutOff)
    }
}

/// Whether a cell shows anything. The reader keeps the rest of a longer record, so a short one would get its value.
fn is_filled<R: Read>(kind: u16, records: &Records<R>, strings: &Strings) -> Result<bool, Trouble> {
    match kind {
        record::REAL | record::FORMULA_NUMBER => records.holds(16)?,
        record::RK => records.holds(12)?,
        record::TEXT | record::FORMULA_TEXT => return Ok(!wide_text(&records.data, 8)?.0.trim().is_empty()),
        record::SHARED => {
            let blank = strings.is_blank(u64::from(records.number(8)?)).ok_or(Trouble::Damaged)?;
            return Ok(!blank);
        }
        _ => records.holds(9)?,
    }
    Ok(true)
}
