//! The part of one Excel worksheet: its cells counted as the reader must count them, and what it hides.

use std::io::Read;

use super::SheetFacts;
use super::formulas::Meeting;
use super::rich::{self, Strike, Strings};
use super::token::{attribute, attributes, is_blank};
use super::xml::{Kind, Xml};
use crate::cell::{COLUMNS, Position};
use crate::read::layout;
use crate::read::rows::ROWS;
use crate::read::trouble::Trouble;

/// The highest number of a shared formula: a reader that makes a table of them makes it that long.
const SHARED_FORMULAS: u64 = 1_000_000;

/// What is known of texts before the sheets.
#[derive(Clone, Copy)]
pub(super) struct Texts<'t> {
    /// The shared ones.
    pub(super) strings: &'t Strings,
    /// Which looks strike them out; see [`rich::struck_looks`].
    pub(super) struck_looks: &'t [bool],
}

/// Looks through a worksheet; the facts come back without its name.
pub(super) fn facts<R: Read>(
    xml: &mut Xml<R>,
    texts: Texts<'_>,
    limit: u64,
    formulas: Meeting<'_>,
) -> Result<SheetFacts, Trouble> {
    let facts = SheetFacts::default();
    let mut sheet = Sheet { xml, texts, strike: Strike::None, limit, formulas, facts, cells: 0, row: 0, column: 0 };
    sheet.read()?;
    Ok(SheetFacts { cells: Some(sheet.cells), ..sheet.facts })
}

struct Sheet<'x, R> {
    xml: &'x mut Xml<R>,
    texts: Texts<'x>,
    /// How much of the cell that is read now is struck out by its text itself.
    strike: Strike,
    limit: u64,
    formulas: Meeting<'x>,
    facts: SheetFacts,
    cells: u64,
    /// Where a cell without an address of its own would stand.
    row: u32,
    column: u32,
}

/// What a cell says that its value is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    /// It says nothing: a number, and text when it is none.
    Silent,
    Number,
    Shared,
    Boolean,
    Error,
    Moment,
    Formula,
    Inline,
}

/// What a cell turned out to hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    /// No value at all.
    Nothing,
    /// A value that shows nothing.
    Blank,
    Filled,
}

impl<R: Read> Sheet<'_, R> {
    fn read(&mut self) -> Result<(), Trouble> {
        let mut filled = false;
        loop {
            match self.xml.advance()? {
                Kind::Start if self.xml.depth() == 1 && self.xml.name() != b"worksheet" => {
                    return Err(Trouble::NoCells);
                }
                Kind::Start => match self.xml.name() {
                    b"sheetData" if self.xml.depth() == 2 && !filled => {
                        filled = true;
                        self.rows()?;
                    }
                    // The reader takes the first of them, wherever it stands.
                    b"sheetData" => return Err(Trouble::Damaged),
                    b"dimension" if !filled => self.dimension()?,
                    b"col" => self.columns()?,
                    b"mergeCell" => self.merge()?,
                    b"autoFilter" if self.xml.depth() == 2 => self.facts.layout.filter = filter(self.xml)?,
                    _ => {}
                },
                Kind::Over if !filled => return Err(Trouble::NoCells),
                Kind::Over => return Ok(()),
                _ => {}
            }
        }
    }

    /// The size that the sheet says it has. Which of its corners comes first does not matter: they are turned round for
    /// the reader.
    fn dimension(&self) -> Result<(), Trouble> {
        let range = attribute(self.xml.token(), b"ref")?.ok_or(Trouble::Damaged)?;
        corners(range).map(|_| ())
    }

    fn columns(&mut self) -> Result<(), Trouble> {
        let tag = self.xml.token();
        let number = |name| -> Result<Option<u16>, Trouble> {
            let number = attribute(tag, name)?.and_then(digits).and_then(|number| number.checked_sub(1));
            Ok(number.map(|number| u16::try_from(number.min(u64::from(COLUMNS) - 1)).expect("the grid is narrower")))
        };
        let (Some(first), Some(last)) = (number(b"min")?, number(b"max")?) else {
            return Ok(());
        };
        let width = attribute(tag, b"width")?.and_then(|width| std::str::from_utf8(width).ok()?.parse::<f64>().ok());
        let hidden = is_true(attribute(tag, b"hidden")?) || width == Some(0.0);
        let layout = &mut self.facts.layout;
        if let Some(width) = width.filter(|width| width.is_finite()) {
            layout.widen(first, last, width);
        }
        if hidden {
            layout.hide_columns(first, last);
        }
        Ok(())
    }

    fn merge(&mut self) -> Result<(), Trouble> {
        let range = attribute(self.xml.token(), b"ref")?.and_then(|range| std::str::from_utf8(range).ok());
        // Nobody but us reads them: what is no range merges nothing.
        self.facts.layout.merges.extend(range.and_then(layout::range));
        Ok(())
    }

    fn rows(&mut self) -> Result<(), Trouble> {
        loop {
            match self.xml.advance()? {
                Kind::Start if self.xml.name() == b"row" => self.cells()?,
                Kind::End => return Ok(()),
                Kind::Aside => {}
                Kind::Text if self.xml.token().trim_ascii().is_empty() => {}
                _ => return Err(Trouble::DamagedAt(self.place())),
            }
        }
    }

    fn cells(&mut self) -> Result<(), Trouble> {
        let tag = self.xml.token();
        let mut hidden = false;
        for attribute in attributes(tag) {
            match attribute? {
                (b"r", number) => {
                    let number = digits(number).ok_or(Trouble::DamagedAt(self.place()))?;
                    self.row = u32::try_from(number)
                        .ok()
                        .filter(|number| (1..=ROWS).contains(number))
                        .map(|number| number - 1)
                        .ok_or(Trouble::OutsideGrid)?;
                }
                (b"hidden", value) => hidden |= is_true(Some(value)),
                // A row without height does not show either.
                (b"ht", height) => {
                    hidden |= std::str::from_utf8(height).is_ok_and(|height| height.parse() == Ok(0.0));
                }
                _ => {}
            }
        }
        if self.row >= ROWS {
            return Err(Trouble::OutsideGrid);
        }
        if hidden {
            self.facts.layout.hide_rows(self.row, self.row);
        }
        loop {
            match self.xml.advance()? {
                Kind::Start if self.xml.name() == b"c" => self.cell()?,
                Kind::End => break,
                Kind::Aside => {}
                Kind::Text if self.xml.token().trim_ascii().is_empty() => {}
                _ => return Err(Trouble::DamagedAt(self.place())),
            }
        }
        self.row += 1;
        self.column = 0;
        self.formulas.pass(self.row);
        Ok(())
    }

    #[inline]
    fn cell(&mut self) -> Result<(), Trouble> {
        let mut place = None;
        let mut kind = None;
        let mut look = None;
        self.strike = Strike::None;
        for attribute in attributes(self.xml.token()) {
            match attribute? {
                (b"r", address) if place.is_none() => place = Some(address_of(address)?),
                (b"t", name) if kind.is_none() => kind = Some(name),
                (b"s", number) if !self.texts.struck_looks.is_empty() => look = digits(number),
                (b"r" | b"t", _) => return Err(Trouble::DamagedAt(self.place())),
                _ => {}
            }
        }
        let place = match place {
            Some(place) => place,
            None if self.column < COLUMNS => self.place(),
            None => return Err(Trouble::OutsideGrid),
        };
        self.column = u32::from(place.column) + 1;
        let kind = match kind {
            None => Type::Silent,
            Some(b"s") => Type::Shared,
            Some(b"n") => Type::Number,
            Some(b"str") => Type::Formula,
            Some(b"inlineStr" | b"is") => Type::Inline,
            Some(b"b") => Type::Boolean,
            Some(b"e") => Type::Error,
            Some(b"d") => Type::Moment,
            Some(_) => return Err(Trouble::DamagedAt(place)),
        };
        if self.is_struck(look) {
            self.strike = Strike::Whole;
        }
        if self.xml.takes_plain_value() {
            let content = self.content(kind, place)?;
            return self.count(content, false, place);
        }
        let mut formula = false;
        let mut content = None;
        loop {
            match self.xml.advance()? {
                Kind::Start => match self.xml.name() {
                    b"v" if content.is_none() => content = Some(self.value(kind, place)?),
                    // In a cell with a text of its own some programs repeat it as an empty value before it.
                    b"is" if content.is_none() || kind == Type::Inline && content == Some(Content::Nothing) => {
                        let said = rich::said(self.xml)?;
                        self.strike_by_text(said.strike);
                        content = Some(if said.blank { Content::Blank } else { Content::Filled });
                    }
                    b"f" if !formula => {
                        formula = true;
                        self.formula(place)?;
                    }
                    // Of two values the reader takes the last.
                    b"v" | b"is" | b"f" => return Err(Trouble::UnclearAt(place)),
                    _ => return Err(Trouble::DamagedAt(place)),
                },
                Kind::End => break,
                Kind::Aside => {}
                Kind::Text if self.xml.token().trim_ascii().is_empty() => {}
                _ => return Err(Trouble::UnclearAt(place)),
            }
        }
        self.count(content.unwrap_or(Content::Nothing), formula, place)
    }

    #[inline]
    fn count(&mut self, content: Content, formula: bool, place: Position) -> Result<(), Trouble> {
        match content {
            Content::Filled => {
                self.cells += 1;
                if self.strike != Strike::None {
                    self.facts.layout.strike(place, self.strike == Strike::Whole);
                }
            }
            Content::Nothing if formula => {
                self.cells += 1;
                self.facts.layout.uncalculated += 1;
                self.formulas.meet(place);
            }
            Content::Nothing | Content::Blank => {}
        }
        if self.cells > self.limit { Err(Trouble::TooManyCells(self.limit)) } else { Ok(()) }
    }

    /// Reads a value. Only where it is one plain text can it be held for certain that the reader sees the same.
    #[inline]
    fn value(&mut self, kind: Type, place: Position) -> Result<Content, Trouble> {
        let empty = if kind == Type::Formula || kind == Type::Moment { Content::Blank } else { Content::Nothing };
        match self.xml.advance()? {
            Kind::End => return Ok(empty),
            Kind::Text => {}
            _ => return Err(Trouble::UnclearAt(place)),
        }
        let content = self.content(kind, place)?;
        match self.xml.advance()? {
            Kind::End => Ok(content),
            _ => Err(Trouble::UnclearAt(place)),
        }
    }

    /// What the text of a value says in a cell of this type.
    #[inline]
    fn content(&mut self, kind: Type, place: Position) -> Result<Content, Trouble> {
        let text = self.xml.token();
        Ok(match kind {
            Type::Formula => filled(!is_blank(text, true)),
            Type::Moment => filled(!is_blank(text, false)),
            // White space makes the reader take a number for a text and any number of a text for the first one.
            _ if text.trim_ascii().len() != text.len() || text.contains(&b'&') => {
                return Err(Trouble::UnclearAt(place));
            }
            Type::Shared => {
                let number = digits(text).ok_or(Trouble::UnclearAt(place))?;
                let blank = self.texts.strings.is_blank(number).ok_or(Trouble::DamagedAt(place))?;
                self.strike_by_text(self.texts.strings.strike(number));
                filled(!blank)
            }
            Type::Silent => filled(!is_blank(text, false)),
            Type::Number => {
                let number = text.iter().all(u8::is_ascii_digit)
                    || std::str::from_utf8(text).is_ok_and(|text| text.parse::<f64>().is_ok());
                if number { Content::Filled } else { return Err(Trouble::DamagedAt(place)) }
            }
            Type::Boolean => match text {
                b"0" | b"1" => Content::Filled,
                _ if text.eq_ignore_ascii_case(b"true") || text.eq_ignore_ascii_case(b"false") => Content::Filled,
                _ => return Err(Trouble::DamagedAt(place)),
            },
            Type::Error => Content::Filled,
            // Its text must stand elsewhere; what stands here would get lost.
            Type::Inline => return Err(Trouble::UnclearAt(place)),
        })
    }

    /// Whether a look strikes out what it is the look of. The rest is rare: most workbooks have no such look.
    #[inline]
    fn is_struck(&self, look: Option<u64>) -> bool {
        let look = look.and_then(|look| usize::try_from(look).ok());
        look.and_then(|look| self.texts.struck_looks.get(look)).copied().unwrap_or(false)
    }

    /// A text that is struck out itself. Pieces of a text have their own look; of one in a single piece the cell tells.
    #[inline]
    fn strike_by_text(&mut self, strike: Strike) {
        if strike != Strike::None {
            self.strike = strike;
        }
    }

    /// Looks at a formula; what it says does not matter.
    fn formula(&mut self, place: Position) -> Result<(), Trouble> {
        let tag = self.xml.token();
        if attribute(tag, b"t")? == Some(b"shared") {
            let number = attribute(tag, b"si")?.and_then(digits).ok_or(Trouble::DamagedAt(place))?;
            if number > SHARED_FORMULAS {
                return Err(Trouble::DamagedAt(place));
            }
            if let Some(range) = attribute(tag, b"ref")? {
                area(range).map_err(|_| Trouble::DamagedAt(place))?;
            }
        }
        loop {
            match self.xml.advance()? {
                Kind::End => return Ok(()),
                Kind::Start => return Err(Trouble::UnclearAt(place)),
                _ => {}
            }
        }
    }

    fn place(&self) -> Position {
        let column = u16::try_from(self.column.min(COLUMNS - 1)).expect("the grid is narrower");
        Position { row: self.row.min(ROWS - 1), column }
    }
}

/// The range of a filter that leaves rows out; None when it only shows its buttons.
pub(super) fn filter<R: Read>(xml: &mut Xml<R>) -> Result<Option<(Position, Position)>, Trouble> {
    let range = attribute(xml.token(), b"ref")?.and_then(|range| std::str::from_utf8(range).ok());
    let range = range.and_then(layout::range);
    let depth = xml.depth();
    let mut active = false;
    loop {
        match xml.advance()? {
            // A column of the filter has a condition inside when it leaves something out.
            Kind::Start => active |= xml.depth() == depth + 2,
            Kind::End if xml.depth() < depth => return Ok(range.filter(|_| active)),
            _ => {}
        }
    }
}

fn filled(filled: bool) -> Content {
    if filled { Content::Filled } else { Content::Blank }
}

pub(super) fn is_true(value: Option<&[u8]>) -> bool {
    matches!(value, Some(b"1" | b"true"))
}

/// A number of digits alone.
#[inline]
pub(super) fn digits(text: &[u8]) -> Option<u64> {
    if text.is_empty() || text.len() > 18 {
        return None;
    }
    text.iter().try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u64::from(digit - b'0')))
}

/// The place of an address such as `J16`, when it lies in the grid.
#[inline]
pub(super) fn address_of(text: &[u8]) -> Result<Position, Trouble> {
    let letters = text.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(text.len());
    if letters == 0 {
        return Err(Trouble::Damaged);
    }
    let row = digits(&text[letters..]).ok_or(Trouble::Damaged)?;
    let column = if letters > 3 {
        COLUMNS
    } else {
        text[..letters].iter().fold(0, |number, letter| number * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1)
            - 1
    };
    match (u32::try_from(row), u16::try_from(column)) {
        (Ok(row), Ok(narrow)) if (1..=ROWS).contains(&row) && column < COLUMNS => {
            Ok(Position { row: row - 1, column: narrow })
        }
        _ => Err(Trouble::OutsideGrid),
    }
}

/// The corners of a range.
fn corners(text: &[u8]) -> Result<(Position, Position), Trouble> {
    match text.iter().position(|b| *b == b':') {
        Some(colon) => Ok((address_of(&text[..colon])?, address_of(&text[colon + 1..])?)),
        None => Ok((address_of(text)?, address_of(text)?)),
    }
}

/// A range of which the second corner does not come before the first.
fn area(text: &[u8]) -> Result<(Position, Position), Trouble> {
    let (first, last) = corners(text)?;
    if first.row > last.row || first.column > last.column { Err(Trouble::Damaged) } else { Ok((first, last)) }
}
