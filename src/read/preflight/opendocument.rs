//! ods: one part holds all sheets, with cells, rows and spaces that say how often they are repeated.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use super::token::{attribute, attributes, is_blank, text, unescaped};
use super::xml::{Kind, Xml};
use super::{Contents, Facts, SheetFacts};
use crate::cell::{COLUMNS, Position};
use crate::read::Limits;
use crate::read::layout;
use crate::read::rows::{self, ROWS};
use crate::read::trouble::Trouble;
use crate::read::{SheetInfo, Visibility};

/// The day of number 0 where days are counted as Excel does.
const DAY_ZERO: &[u8] = b"1899-12-30";

/// The most spaces that one element may stand for.
const SPACES: u32 = 10_000;

/// The most bytes of the text of one cell.
const LONGEST: u64 = 1 << 20;

/// The short names of namespaces, which the reader takes for the namespaces themselves. Every office program writes these.
const PREFIXES: [(&str, &str); 5] = [
    ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("calcext", "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"),
];

/// Looks through the document.
pub(super) fn facts(mut contents: Contents<'_>, limits: &Limits) -> Result<Facts, Trouble> {
    let mut xml = contents.xml("content.xml")?.ok_or(Trouble::Damaged)?;
    let mut document = Document {
        xml: &mut xml,
        limits,
        text: limits.all,
        widths: HashMap::new(),
        hidden: HashSet::new(),
        facts: Facts::default(),
        sheet: SheetFacts::default(),
        cells: 0,
    };
    let mut days_from_1900 = true;
    loop {
        match document.advance()? {
            Kind::Start => match document.xml.full_name() {
                b"table:table" => {
                    let name = text(document.xml.token(), b"name")?;
                    document.tab(&name)?;
                    document.table(&name).map_err(|trouble| trouble.on(&name))?;
                }
                b"table:null-date" => {
                    days_from_1900 &= attribute(document.xml.token(), b"date-value")?.is_none_or(|day| day == DAY_ZERO);
                }
                b"style:style" => document.style()?,
                b"table:database-range" => document.filter()?,
                _ => {}
            },
            Kind::Over if document.facts.sheets.is_empty() => return Err(Trouble::NoWorksheets),
            Kind::Over => {
                for tab in &mut document.facts.tabs {
                    tab.days_from_1900 = days_from_1900;
                }
                return Ok(document.facts);
            }
            _ => {}
        }
    }
}

struct Document<'x, R> {
    xml: &'x mut Xml<R>,
    limits: &'x Limits,
    /// How many bytes of text may still come, repetition included.
    text: u64,
    /// The widths of columns, and the tables that do not show, by the name of their style.
    widths: HashMap<String, f64>,
    hidden: HashSet<String>,
    facts: Facts,
    sheet: SheetFacts,
    cells: u64,
}

/// What the attributes of a cell say that it holds; see `read/ods.rs`, which reads it.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is said by an attribute of its own, in any combination")]
struct Cell {
    columns: u32,
    span: (u32, u32),
    formula: bool,
    error: bool,
    is_text: bool,
    /// Whether there is a value that shows something.
    value: bool,
    /// The same of the text.
    text: bool,
    length: u64,
}

impl<R: Read> Document<'_, R> {
    fn advance(&mut self) -> Result<Kind, Trouble> {
        let kind = self.xml.advance()?;
        if kind == Kind::Start {
            check_prefixes(self.xml.token())?;
        }
        Ok(kind)
    }

    fn style(&mut self) -> Result<(), Trouble> {
        let name = text(self.xml.token(), b"name")?;
        let depth = self.xml.depth();
        while self.xml.depth() >= depth {
            if self.advance()? != Kind::Start {
                continue;
            }
            if self.xml.full_name() == b"style:table-column-properties" {
                let width = attribute(self.xml.token(), b"column-width")?;
                let width = width.and_then(|width| std::str::from_utf8(width).ok()).and_then(characters);
                self.widths.extend(width.map(|width| (name.clone(), width)));
            } else if self.xml.full_name() == b"style:table-properties"
                && attribute(self.xml.token(), b"display")? == Some(b"false")
            {
                self.hidden.insert(name.clone());
            }
        }
        Ok(())
    }

    fn tab(&mut self, name: &str) -> Result<(), Trouble> {
        let hidden = self.hidden.contains(&text(self.xml.token(), b"style-name")?);
        self.facts.tabs.push(SheetInfo {
            name: name.to_owned(),
            visibility: if hidden { Visibility::Hidden } else { Visibility::Visible },
            days_from_1900: true,
        });
        Ok(())
    }

    fn table(&mut self, name: &str) -> Result<(), Trouble> {
        self.sheet = SheetFacts { name: name.to_owned(), ..SheetFacts::default() };
        self.cells = 0;
        let depth = self.xml.depth();
        let (mut row, mut column) = (0u32, 0u32);
        // The depth of the outermost group around us that is folded up: all in it is hidden.
        let mut folded: Option<usize> = None;
        while self.xml.depth() >= depth {
            if self.advance()? != Kind::Start {
                folded = folded.filter(|folded| *folded <= self.xml.depth());
                continue;
            }
            match self.xml.full_name() {
                b"table:table-column" => column = self.column(column, folded.is_some())?,
                b"table:table-row" => row = self.row(row, folded.is_some())?,
                b"table:table-column-group" | b"table:table-row-group" => {
                    if folded.is_none() && attribute(self.xml.token(), b"display")? == Some(b"false") {
                        folded = Some(self.xml.depth());
                    }
                }
                b"table:table-columns"
                | b"table:table-header-columns"
                | b"table:table-rows"
                | b"table:table-header-rows" => {}
                _ => self.xml.skip()?,
            }
        }
        self.sheet.cells = Some(self.cells);
        self.facts.sheets.push(std::mem::take(&mut self.sheet));
        Ok(())
    }

    fn column(&mut self, first: u32, folded: bool) -> Result<u32, Trouble> {
        let tag = self.xml.token();
        let count = count(attribute(tag, b"number-columns-repeated")?);
        if let Ok(start) = rows::position(0, first) {
            let last = u16::try_from(first.saturating_add(count - 1).min(COLUMNS - 1)).expect("the grid is narrower");
            let style = attribute(tag, b"style-name")?.map(unescaped).transpose()?;
            if folded || is_hidden(tag)? {
                self.sheet.layout.hide_columns(start.column, last);
            }
            if let Some(width) = style.and_then(|style| self.widths.get(&style)) {
                self.sheet.layout.widen(start.column, last, *width);
            }
        }
        Ok(first.saturating_add(count))
    }

    fn row(&mut self, row: u32, folded: bool) -> Result<u32, Trouble> {
        let tag = self.xml.token();
        let rows = count(attribute(tag, b"number-rows-repeated")?);
        if (folded || is_hidden(tag)?) && row < ROWS {
            self.sheet.layout.hide_rows(row, row.saturating_add(rows - 1).min(ROWS - 1));
        }
        let depth = self.xml.depth();
        let mut column = 0u32;
        while self.xml.depth() >= depth {
            if self.advance()? != Kind::Start {
                continue;
            }
            if !matches!(self.xml.full_name(), b"table:table-cell" | b"table:covered-table-cell") {
                self.xml.skip()?;
                continue;
            }
            let cell = self.cell((row, column))?;
            if cell.span != (1, 1) {
                let last = (row.saturating_add(cell.span.1 - 1), column.saturating_add(cell.span.0 - 1));
                if let (Ok(first), Ok(last)) = (rows::position(row, column), rows::position(last.0, last.1)) {
                    self.sheet.layout.merges.push((first, last));
                }
            }
            if let Some(uncalculated) = cell.holds() {
                rows::position(row.saturating_add(rows - 1), column.saturating_add(cell.columns - 1))?;
                let copies = u64::from(rows) * u64::from(cell.columns);
                self.cells += copies;
                self.sheet.layout.uncalculated += if uncalculated { copies } else { 0 };
                if self.cells > self.limits.cells {
                    return Err(Trouble::TooManyCells(self.limits.cells));
                }
                self.text = copies
                    .checked_mul(cell.length)
                    .and_then(|more| self.text.checked_sub(more))
                    .ok_or(Trouble::TooBig)?;
            }
            column = column.saturating_add(cell.columns);
        }
        Ok(row.saturating_add(rows))
    }

    fn cell(&mut self, (row, column): (u32, u32)) -> Result<Cell, Trouble> {
        let mut cell = Cell { columns: 1, span: (1, 1), ..Cell::default() };
        for attribute in attributes(self.xml.token()) {
            match attribute? {
                (b"table:number-columns-repeated", value) => cell.columns = count(Some(value)),
                (b"table:number-columns-spanned", value) => cell.span.0 = count(Some(value)),
                (b"table:number-rows-spanned", value) => cell.span.1 = count(Some(value)),
                (b"table:formula", _) => cell.formula = true,
                (b"office:value-type", value) => cell.is_text = value == b"string",
                (b"calcext:value-type", value) => cell.error |= value == b"error",
                (
                    b"office:value"
                    | b"office:date-value"
                    | b"office:time-value"
                    | b"office:boolean-value"
                    | b"office:string-value",
                    value,
                ) => {
                    cell.value = !is_blank(value, false);
                    cell.length = value.len() as u64;
                }
                _ => {}
            }
        }
        let mut paragraphs = 0;
        let depth = self.xml.depth();
        while self.xml.depth() >= depth {
            match self.advance()? {
                Kind::Start => match self.xml.full_name() {
                    b"text:p" | b"text:h" => paragraphs += 1,
                    b"text:s" => {
                        let spaces = attribute(self.xml.token(), b"c")?.map_or(1, |spaces| count(Some(spaces)));
                        if spaces > SPACES {
                            let place = rows::position(row, column);
                            return Err(place.map_or(Trouble::LongText, Trouble::ManySpaces));
                        }
                        cell.length += u64::from(spaces);
                    }
                    b"office:annotation" => {
                        if self.annotation()? {
                            self.sheet.layout.noted.extend(rows::position(row, column));
                        }
                    }
                    name if name.starts_with(b"text:") => {}
                    _ => self.xml.skip()?,
                },
                Kind::Text if self.xml.depth() > depth => {
                    cell.text |= !is_blank(self.xml.token(), false);
                    cell.length += self.xml.token().len() as u64;
                }
                Kind::Literal if self.xml.depth() > depth => {
                    cell.text |= std::str::from_utf8(self.xml.token()).is_ok_and(|text| !text.trim().is_empty());
                    cell.length += self.xml.token().len() as u64;
                }
                _ => {}
            }
            if cell.length + paragraphs > LONGEST {
                return Err(Trouble::LongText);
            }
        }
        Ok(cell)
    }

    /// Goes past a note; says whether somebody typed it.
    fn annotation(&mut self) -> Result<bool, Trouble> {
        let depth = self.xml.depth();
        let (mut author, mut filled) = (Vec::new(), false);
        // Whether the element that began last is the author's, or the note's own text; it may be a date.
        let (mut of_author, mut of_text) = (false, false);
        while self.xml.depth() >= depth {
            match self.advance()? {
                Kind::Start => {
                    let name = self.xml.full_name();
                    (of_author, of_text) = (name == b"dc:creator", name.starts_with(b"text:"));
                }
                Kind::Text | Kind::Literal if of_author => author.extend_from_slice(self.xml.token().trim_ascii()),
                Kind::Text | Kind::Literal if of_text => filled |= !is_blank(self.xml.token(), false),
                _ => {}
            }
        }
        Ok(filled && author != layout::NOTE_AUTHOR.as_bytes())
    }

    /// Notes the filter of a range that has conditions.
    fn filter(&mut self) -> Result<(), Trouble> {
        let target = text(self.xml.token(), b"target-range-address")?;
        let depth = self.xml.depth();
        let mut active = false;
        while self.xml.depth() >= depth {
            if self.advance()? == Kind::Start {
                active |= self.xml.full_name() == b"table:filter";
            }
        }
        if let Some((sheet, range)) = target_of(&target).filter(|_| active)
            && let Some(facts) = self.facts.sheets.iter_mut().find(|facts| facts.name == sheet)
        {
            facts.layout.filter = Some(range);
        }
        Ok(())
    }
}

impl Cell {
    /// None when nothing stands in it; else whether it is a formula without a value.
    fn holds(&self) -> Option<bool> {
        if self.error || self.value {
            Some(false)
        } else if self.formula && !self.is_text {
            Some(true)
        } else {
            // Where there is no value, what is shown is what counts.
            self.text.then_some(false)
        }
    }
}

/// Refuses another short name for one of the namespaces, and another namespace under one of the short names: what carries
/// them would be passed over or be read as something that it is not.
#[inline]
fn check_prefixes(tag: &[u8]) -> Result<(), Trouble> {
    if !tag.windows(5).any(|five| five == b"xmlns") {
        return Ok(());
    }
    for attribute in attributes(tag) {
        let (name, namespace) = attribute?;
        let Some(prefix) = name.strip_prefix(b"xmlns") else {
            continue;
        };
        let prefix = prefix.strip_prefix(b":").unwrap_or(prefix);
        let namespace = unescaped(namespace)?;
        if PREFIXES.iter().any(|(usual, meant)| (prefix == usual.as_bytes()) != (namespace == *meant)) {
            return Err(Trouble::StrangePrefixes);
        }
    }
    Ok(())
}

fn is_hidden(tag: &[u8]) -> Result<bool, Trouble> {
    Ok(matches!(attribute(tag, b"visibility")?, Some(b"collapse" | b"filter")))
}

/// A count of at least one; more than the grid can hold counts as such.
fn count(text: Option<&[u8]>) -> u32 {
    let number = text.and_then(|text| std::str::from_utf8(text).ok()?.parse::<u64>().ok()).unwrap_or(1);
    u32::try_from(number).unwrap_or(u32::MAX).max(1)
}

/// A width such as `2.26cm` in characters of the usual font, as Excel counts them.
fn characters(width: &str) -> Option<f64> {
    let unit = width.find(|c: char| c.is_ascii_alphabetic())?;
    let number: f64 = width[..unit].parse().ok()?;
    let inches = match &width[unit..] {
        "in" => number,
        "cm" => number / 2.54,
        "mm" => number / 25.4,
        "pt" => number / 72.0,
        "pc" => number / 6.0,
        _ => return None,
    };
    // 96 pixels an inch, 7 a character, 5 around the text.
    Some(((inches * 96.0 - 5.0) / 7.0 * 100.0).round().max(0.0) / 100.0)
}

/// The sheet and the cells of an address such as `'Mijn blad'.A1:'Mijn blad'.C9`.
fn target_of(address: &str) -> Option<(String, (Position, Position))> {
    let address = address.trim_start_matches('$');
    let (sheet, rest) = match address.strip_prefix('\'') {
        Some(quoted) => {
            let end = quoted.replace("''", "\0\0").find('\'')?;
            (quoted[..end].replace("''", "'"), &quoted[end + 1..])
        }
        None => {
            let end = address.find('.')?;
            (address[..end].to_owned(), &address[end..])
        }
    };
    let (first, last) = rest.strip_prefix('.')?.split_once(':')?;
    let last = last.rsplit_once('.').map_or(last, |(_, cell)| cell);
    let range = format!("{first}:{last}").replace('$', "");
    Some((sheet, layout::range(&range)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_filter_is_read_with_any_name_of_a_sheet() {
        let range = (Position { row: 0, column: 0 }, Position { row: 8, column: 2 });
        for (address, sheet) in [
            ("Staf.A1:Staf.C9", "Staf"),
            ("$Staf.$A$1:.$C$9", "Staf"),
            ("'Mijn: blad.1'.A1:'Mijn: blad.1'.C9", "Mijn: blad.1"),
            ("$'Jan''s blad'.A1:$'Jan''s blad'.C9", "Jan's blad"),
        ] {
            assert_eq!(target_of(address), Some((sheet.to_owned(), range)), "{address}");
        }
        for address in ["", "Staf", "Staf.A1", "'Staf.A1:C9", "Staf.A0:C9"] {
            assert_eq!(target_of(address), None, "{address}");
        }
    }
}
