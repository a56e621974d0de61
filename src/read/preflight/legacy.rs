//! xls: the records of the workbook stream. The reader takes numbers from them without asking how long they are, makes
//! room for the size that a sheet claims, and keeps a grid of each sheet.

use std::collections::BTreeSet;

use super::{Facts, SheetFacts};
use crate::cell::Position;
use crate::read::Limits;
use crate::read::compound::{Compound, long, short};
use crate::read::layout::{Layout, NOTE_AUTHOR};
use crate::read::trouble::Trouble;

/// The grid of this format.
const ROWS: u32 = 65_536;
const COLUMNS: u16 = 256;

/// The version in the first record of a stream of Excel 97 to 2003.
const VERSION: u16 = 0x0600;

/// Looks through the file.
pub(super) fn facts(bytes: &[u8], limits: &Limits) -> Result<Facts, Trouble> {
    let stream = Compound::open(bytes)?.stream("Workbook")?;
    let Globals { sheets, strings } = globals(&stream)?;
    let mut facts = Facts::default();
    for Bound { name, start, has_cells } in &sheets {
        // The reader looks into charts and macros too, with the same trust.
        let sheet = Sheet { stream: &stream, strings, limits }.read(*start).map_err(|trouble| trouble.on(name))?;
        if *has_cells {
            facts.sheets.push(SheetFacts { name: name.clone(), ..sheet });
        }
    }
    for (sheet, uncalculated) in facts.sheets.iter_mut().zip(uncalculated(&stream, &sheets)?) {
        sheet.layout.uncalculated = uncalculated.len() as u64;
    }
    if facts.sheets.is_empty() { Err(Trouble::NoWorksheets) } else { Ok(facts) }
}

/// The records that matter here, by their numbers in MS-XLS.
mod record {
    pub(super) const FORMULA: u16 = 0x06;
    pub(super) const END: u16 = 0x0a;
    pub(super) const SHEETS_ELSEWHERE: u16 = 0x17;
    pub(super) const NAME: u16 = 0x18;
    pub(super) const NOTE: u16 = 0x1c;
    pub(super) const DATE_SYSTEM: u16 = 0x22;
    pub(super) const PASSWORD: u16 = 0x2f;
    pub(super) const CONTINUED: u16 = 0x3c;
    pub(super) const COLUMNS: u16 = 0x7d;
    pub(super) const SHEET: u16 = 0x85;
    pub(super) const NUMBERS: u16 = 0xbd;
    pub(super) const RICH_TEXT: u16 = 0xd6;
    pub(super) const STYLE: u16 = 0xe0;
    pub(super) const MERGES: u16 = 0xe5;
    pub(super) const STRINGS: u16 = 0xfc;
    pub(super) const SHARED: u16 = 0xfd;
    pub(super) const SIZE: u16 = 0x200;
    pub(super) const NUMBER: u16 = 0x203;
    pub(super) const TEXT: u16 = 0x204;
    pub(super) const TRUTH: u16 = 0x205;
    pub(super) const FORMULA_TEXT: u16 = 0x207;
    pub(super) const ROW: u16 = 0x208;
    pub(super) const SHORT_NUMBER: u16 = 0x27e;
    pub(super) const BEGIN: u16 = 0x809;
}

/// What stands before the sheets.
struct Globals {
    sheets: Vec<Bound>,
    /// How many shared texts there are.
    strings: u32,
}

/// A sheet and where it begins.
struct Bound {
    name: String,
    start: usize,
    /// Charts and macros have none.
    has_cells: bool,
}

fn globals(stream: &[u8]) -> Result<Globals, Trouble> {
    let mut sheets = Vec::new();
    let mut strings = 0;
    let mut at = 0;
    while let Some((kind, data)) = next(stream, &mut at)? {
        match kind {
            record::BEGIN if short(data, 0)? != VERSION => return Err(Trouble::TooOld),
            record::PASSWORD if short(data, 0)? != 0 => return Err(Trouble::Password),
            record::SHEET => {
                let (start, kind) = (long(data, 0)? as usize, *data.get(5).ok_or(Trouble::Damaged)?);
                let name = short_text(data.get(6..).ok_or(Trouble::Damaged)?)?;
                if start >= stream.len() {
                    return Err(Trouble::SheetMissing.on(&name));
                }
                sheets.push(Bound { name, start, has_cells: kind == 0 });
            }
            record::NAME => check_name(data)?,
            record::SHEETS_ELSEWHERE | record::DATE_SYSTEM => holds(data, 2)?,
            record::STYLE => holds(data, 4)?,
            record::STRINGS => {
                let mut pieces = vec![data];
                while short(stream, at) == Ok(record::CONTINUED) {
                    pieces.extend(next(stream, &mut at)?.map(|(_, data)| data));
                }
                strings = shared_texts(pieces)?;
            }
            record::END => return Ok(Globals { sheets, strings }),
            _ => {}
        }
    }
    Err(Trouble::CutOff)
}

/// A defined name: what the reader takes from its head. Its formula is not handed to the reader.
fn check_name(data: &[u8]) -> Result<(), Trouble> {
    holds(data, 15)?;
    let (letters, formula) = (usize::from(data[3]), usize::from(short(data, 4)?));
    holds(data, 15 + letters * (1 + usize::from(data[14] & 1)))?;
    holds(data, formula)
}

/// An xls as its reader can bear it.
pub(in crate::read) struct Bearable {
    /// The file with every formula made empty. Nothing here asks for formulas, but the reader puts each of them into
    /// words, and panics where one is damaged or refers to the last row.
    pub(in crate::read) bytes: Vec<u8>,
    /// The formulas without a value, for each sheet with cells.
    pub(in crate::read) uncalculated: Vec<BTreeSet<Position>>,
}

/// Makes an xls ready for its reader.
pub(in crate::read) fn bearable(bytes: &[u8]) -> Result<Bearable, Trouble> {
    let file = Compound::open(bytes)?;
    let stream = file.stream("Workbook")?;
    let sheets = globals(&stream)?.sheets;
    let mut changes = Vec::new();
    for start in std::iter::once(0).chain(sheets.iter().map(|sheet| sheet.start)) {
        each_record(&stream, start, |Record { kind, data, end, .. }| {
            // Where the record says how long its formula is.
            let length = match kind {
                record::NAME => 4,
                record::FORMULA => 20,
                _ => return Ok(()),
            };
            holds(data, length + 2)?;
            let start = end - data.len() + length;
            changes.extend([(start, 0), (start + 1, 0)]);
            Ok(())
        })?;
    }
    Ok(Bearable { bytes: file.changed("Workbook", &changes)?, uncalculated: uncalculated(&stream, &sheets)? })
}

/// The formulas without a value, for each sheet with cells. Programs that cannot calculate write the empty text for every
/// one; Excel writes the same for a formula that gives it. So where no formula of the workbook gives anything else,
/// none was calculated.
fn uncalculated(stream: &[u8], sheets: &[Bound]) -> Result<Vec<BTreeSet<Position>>, Trouble> {
    let mut empty = Vec::new();
    let mut calculated = false;
    for sheet in sheets {
        let mut places = BTreeSet::new();
        each_record(stream, sheet.start, |Record { kind, data, depth, .. }| {
            if kind == record::FORMULA && depth <= 1 {
                holds(data, 14)?;
                if data[6] == 3 && data[12..14] == [0xff, 0xff] {
                    places.insert(Position { row: u32::from(short(data, 0)?), column: short(data, 2)? });
                } else {
                    calculated = true;
                }
            }
            Ok(())
        })?;
        if sheet.has_cells {
            empty.push(places);
        }
    }
    if calculated {
        empty.fill(BTreeSet::new());
    }
    Ok(empty)
}

/// A record where it stands.
struct Record<'s> {
    kind: u16,
    data: &'s [u8],
    /// One for a sheet, more for a chart inside it.
    depth: u32,
    /// Where its data ends in the stream.
    end: usize,
}

/// Hands over the records from a beginning up to its end.
fn each_record<'s>(
    stream: &'s [u8],
    mut at: usize,
    mut each: impl FnMut(Record<'s>) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let mut depth = 0;
    while let Some((kind, data)) = next(stream, &mut at)? {
        match kind {
            record::BEGIN => depth += 1,
            record::END if depth <= 1 => break,
            record::END => depth -= 1,
            _ => each(Record { kind, data, depth, end: at })?,
        }
    }
    Ok(())
}

/// Counts the shared texts, piece by piece as the reader takes them.
fn shared_texts(pieces: Vec<&[u8]>) -> Result<u32, Trouble> {
    let mut pieces = pieces.into_iter();
    let mut data = pieces.next().and_then(|first| first.get(8..)).ok_or(Trouble::Damaged)?;
    let mut count = 0;
    loop {
        if data.is_empty() {
            match pieces.next() {
                Some(next) => data = next,
                None => return Ok(count),
            }
            continue;
        }
        holds(data, 3)?;
        let (mut letters, flags) = (usize::from(short(data, 0)?), data[2]);
        let mut wide = flags & 1 != 0;
        let mut at = 3;
        let mut after = 0;
        if flags & 8 != 0 {
            after += 4 * usize::from(short(data, at)?);
            at += 2;
        }
        if flags & 4 != 0 {
            after = after.saturating_add(long(data, at)? as usize);
            at += 4;
        }
        data = &data[at..];
        while letters > 0 {
            let taken = letters.min(data.len() / (1 + usize::from(wide)));
            data = &data[taken * (1 + usize::from(wide))..];
            letters -= taken;
            if letters > 0 {
                // The rest stands in the next piece, which says anew how wide its letters are.
                let next = pieces.next().ok_or(Trouble::Damaged)?;
                wide = next.first().ok_or(Trouble::Damaged)? & 1 != 0;
                data = &next[1..];
            }
        }
        while after > 0 {
            if data.is_empty() {
                data = pieces.next().ok_or(Trouble::Damaged)?;
            }
            let taken = after.min(data.len());
            data = &data[taken..];
            after -= taken;
        }
        count += 1;
    }
}

struct Sheet<'s> {
    stream: &'s [u8],
    strings: u32,
    limits: &'s Limits,
}

impl Sheet<'_> {
    fn read(&self, mut at: usize) -> Result<SheetFacts, Trouble> {
        let mut layout = Layout::default();
        let mut hidden = BTreeSet::new();
        let mut noted = Vec::new();
        // A formula whose text must still come, and the corners of all filled cells.
        let mut awaited: Option<Position> = None;
        let mut corners: Option<(Position, Position)> = None;
        // A bit for every cell of the grid: the reader takes the last of two in one place.
        let mut taken = vec![0u64; ROWS as usize * usize::from(COLUMNS) / 64];
        // A chart inside the sheet has a beginning and an end of its own.
        let mut depth = 0;
        while let Some((kind, data)) = next(self.stream, &mut at)? {
            match kind {
                record::BEGIN => depth += 1,
                record::END if depth <= 1 => {
                    for row in hidden {
                        layout.hide_rows(row, row);
                    }
                    layout.note(noted);
                    return match awaited {
                        Some(lost) => Err(Trouble::DamagedAt(lost)),
                        None => {
                            let cells = taken.iter().map(|word| u64::from(word.count_ones())).sum();
                            Ok(SheetFacts { layout, cells: Some(cells), ..SheetFacts::default() })
                        }
                    };
                }
                record::END => depth -= 1,
                _ if depth > 1 => {}
                record::SIZE => check_size(data)?,
                record::ROW if short(data, 12)? & 0x20 != 0 => {
                    hidden.insert(u32::from(short(data, 0)?));
                }
                record::COLUMNS => {
                    let (first, last) = (short(data, 0)?, short(data, 2)?.min(COLUMNS - 1));
                    layout.widen(first, last, f64::from(short(data, 4)?) / 256.0);
                    if short(data, 8)? & 1 != 0 {
                        layout.hide_columns(first, last);
                    }
                }
                record::NOTE if !is_ours(data) => {
                    noted.push(Position { row: u32::from(short(data, 0)?), column: short(data, 2)? });
                }
                record::MERGES => {
                    let count = usize::from(short(data, 0)?);
                    // More would not fit in a record, and the reader counts with sixteen bits.
                    if count > 8_190 || data.len() < 2 + count * 8 {
                        return Err(Trouble::Damaged);
                    }
                    for merge in data[2..].chunks_exact(8).take(count) {
                        let corner = |row, column| -> Result<Position, Trouble> {
                            Ok(Position { row: u32::from(short(merge, row)?), column: short(merge, column)? })
                        };
                        layout.merges.push((corner(0, 4)?, corner(2, 6)?));
                    }
                }
                record::FORMULA_TEXT => {
                    holds(data, 2)?;
                    awaited = None;
                }
                _ => {
                    let Some(least) = least(kind) else {
                        continue;
                    };
                    let place = Position { row: u32::from(short(data, 0)?), column: short(data, 2)? };
                    let damaged = |_| Trouble::DamagedAt(place);
                    holds(data, least).map_err(damaged)?;
                    if let Some(lost) = awaited.take() {
                        return Err(Trouble::DamagedAt(lost));
                    }
                    let mut end = place;
                    match kind {
                        record::SHARED if long(data, 6)? >= self.strings => return Err(Trouble::DamagedAt(place)),
                        record::NUMBERS => {
                            end.column = short(data, data.len() - 2)?;
                            let count = end.column.checked_sub(place.column).ok_or(Trouble::DamagedAt(place))?;
                            if data.len() != 12 + 6 * usize::from(count) {
                                return Err(Trouble::DamagedAt(place));
                            }
                        }
                        record::FORMULA => {
                            holds(data, 22 + usize::from(short(data, 20)?)).map_err(damaged)?;
                            if data[6] == 0 && data[12..14] == [0xff, 0xff] {
                                awaited = Some(place);
                            }
                        }
                        _ => {}
                    }
                    if end.column >= COLUMNS {
                        return Err(Trouble::OutsideGrid);
                    }
                    corners = Some(self.around(corners, place, end)?);
                    for column in place.column..=end.column {
                        let at = place.row as usize * usize::from(COLUMNS) + usize::from(column);
                        let (word, bit) = (&mut taken[at / 64], 1 << (at % 64));
                        if *word & bit != 0 {
                            return Err(Trouble::CellTwice(Position { row: place.row, column }));
                        }
                        *word |= bit;
                    }
                }
            }
        }
        Err(Trouble::CutOff)
    }

    /// The corners of the cells so far and these. The reader makes a grid between them.
    fn around(
        &self,
        corners: Option<(Position, Position)>,
        first: Position,
        last: Position,
    ) -> Result<(Position, Position), Trouble> {
        let (from, to) = corners.unwrap_or((first, last));
        let from = Position { row: from.row.min(first.row), column: from.column.min(first.column) };
        let to = Position { row: to.row.max(last.row), column: to.column.max(last.column) };
        let grid = u64::from(to.row - from.row + 1) * u64::from(to.column - from.column + 1);
        if grid > self.limits.cells { Err(Trouble::FarApart(last)) } else { Ok((from, to)) }
    }
}

/// The fewest bytes of the record of a cell; None for other records.
fn least(kind: u16) -> Option<usize> {
    Some(match kind {
        record::FORMULA => 22,
        record::NUMBER => 14,
        record::NUMBERS => 6,
        record::SHARED | record::SHORT_NUMBER => 10,
        record::TEXT | record::RICH_TEXT | record::TRUTH => 8,
        _ => return None,
    })
}

/// Whether a note is by this program.
fn is_ours(note: &[u8]) -> bool {
    let author = || {
        let (letters, wide) = (usize::from(short(note, 8).ok()?), note.get(10)? & 1 != 0);
        let bytes = note.get(11..11 + letters * (1 + usize::from(wide)))?;
        Some(bytes.iter().copied().step_by(1 + usize::from(wide)).eq(NOTE_AUTHOR.bytes()))
    };
    author() == Some(true)
}

/// The size that a sheet claims: the reader makes room for it.
fn check_size(data: &[u8]) -> Result<(), Trouble> {
    let ((first, after), (left, right)) = if data.len() == 10 {
        ((u32::from(short(data, 0)?), u32::from(short(data, 2)?)), (short(data, 4)?, short(data, 6)?))
    } else {
        ((long(data, 0)?, long(data, 4)?), (short(data, 8)?, short(data, 10)?))
    };
    let sound = after <= ROWS && (first < after || after == 0) && right <= COLUMNS && left <= COLUMNS;
    if sound { Ok(()) } else { Err(Trouble::OutsideGrid) }
}

/// The next record: its number and data.
fn next<'s>(stream: &'s [u8], at: &mut usize) -> Result<Option<(u16, &'s [u8])>, Trouble> {
    if *at >= stream.len() {
        return Ok(None);
    }
    let (kind, length) = (short(stream, *at)?, usize::from(short(stream, *at + 2)?));
    let data = stream.get(*at + 4..*at + 4 + length).ok_or(Trouble::CutOff)?;
    *at += 4 + length;
    Ok(Some((kind, data)))
}

/// A text of at most 255 letters, each one byte or two.
fn short_text(data: &[u8]) -> Result<String, Trouble> {
    holds(data, 2)?;
    let (letters, wide) = (usize::from(data[0]), data[1] & 1 != 0);
    let bytes = data.get(2..2 + letters * (1 + usize::from(wide))).ok_or(Trouble::Damaged)?;
    let units: Vec<u16> = if wide {
        bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect()
    } else {
        bytes.iter().copied().map(u16::from).collect()
    };
    Ok(String::from_utf16_lossy(&units).replace('\0', ""))
}

fn holds(data: &[u8], bytes: usize) -> Result<(), Trouble> {
    if data.len() < bytes { Err(Trouble::Damaged) } else { Ok(()) }
}
