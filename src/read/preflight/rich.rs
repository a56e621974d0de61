//! Texts of Excel: the shared ones and those in a cell, in one piece or in pieces with a look of their own. All that
//! matters here is whether anything stands in them, and whether it is struck out.

use std::collections::HashMap;
use std::io::Read;

use super::token::{attribute, is_blank, is_on};
use super::worksheet::digits;
use super::xml::{Kind, Xml};
use crate::read::trouble::Trouble;

/// How many more texts than there are a table may announce: the reader makes room for all that are announced.
const ANNOUNCED: u64 = 10;

/// Excel knows no more looks of cells than this.
const MOST_LOOKS: usize = 65_536;

/// A few texts too many are always allowed.
const ANNOUNCED_ANYWAY: u64 = 100_000;

/// Which shared texts there are, which of them are blank, and which are struck out.
#[derive(Default)]
pub(super) struct Strings {
    count: u64,
    blank: Vec<u64>,
    struck: HashMap<u64, Strike>,
}

/// How much of a text is struck out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strike {
    None,
    Part,
    Whole,
}

/// What matters of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) blank: bool,
    pub(super) strike: Strike,
}

impl Strings {
    /// Reads the table of shared texts.
    pub(super) fn read<R: Read>(xml: &mut Xml<R>) -> Result<Self, Trouble> {
        let mut strings = Strings::default();
        let mut announced = 0;
        loop {
            match xml.advance()? {
                Kind::Start if xml.depth() == 1 => {
                    if xml.name() != b"sst" {
                        return Err(Trouble::Damaged);
                    }
                    if let Some(count) = attribute(xml.token(), b"uniqueCount")? {
                        // What is no number is not believed by the reader either.
                        announced = std::str::from_utf8(count).ok().and_then(|count| count.parse().ok()).unwrap_or(0);
                    }
                }
                Kind::Start if xml.name() == b"si" && xml.depth() == 2 => {
                    let said = said(xml)?;
                    if said.strike != Strike::None {
                        strings.struck.insert(strings.count, said.strike);
                    }
                    strings.push(said.blank);
                }
                Kind::Start if xml.name() == b"si" => return Err(Trouble::Damaged),
                Kind::Over => break,
                _ => {}
            }
        }
        if announced > strings.count * ANNOUNCED + ANNOUNCED_ANYWAY {
            return Err(Trouble::LyingCount);
        }
        Ok(strings)
    }

    /// How many texts there are.
    pub(super) fn len(&self) -> u64 {
        self.count
    }

    /// Adds a text to the table.
    pub(super) fn push(&mut self, blank: bool) {
        let (word, bit) = (self.count / 64, self.count % 64);
        if bit == 0 {
            self.blank.push(0);
        }
        if blank && let Some(word) = usize::try_from(word).ok().and_then(|word| self.blank.get_mut(word)) {
            *word |= 1 << bit;
        }
        self.count += 1;
    }

    /// How much of a text is struck out.
    #[inline]
    pub(super) fn strike(&self, index: u64) -> Strike {
        if self.struck.is_empty() {
            return Strike::None;
        }
        self.struck.get(&index).copied().unwrap_or(Strike::None)
    }

    /// Whether a text is blank; None when there is no text of that number.
    #[inline]
    pub(super) fn is_blank(&self, index: u64) -> Option<bool> {
        let word = usize::try_from(index / 64).ok()?;
        (index < self.count).then(|| self.blank[word] >> (index % 64) & 1 == 1)
    }
}

/// What the text whose element began last says; goes past its end. How words sound is no part of a text.
pub(super) fn said<R: Read>(xml: &mut Xml<R>) -> Result<Said, Trouble> {
    let depth = xml.depth();
    let mut blank = true;
    let mut sound = 0;
    // Of the piece that is read now, and of all pieces in which something stands.
    let mut struck = false;
    let (mut some, mut all) = (false, true);
    loop {
        match xml.advance()? {
            Kind::Start if sound > 0 => {}
            Kind::Start => match xml.name() {
                b"t" => {
                    let nothing = text(xml)?;
                    blank &= nothing;
                    if !nothing {
                        some |= struck;
                        all &= struck;
                    }
                }
                b"r" => struck = false,
                b"strike" => struck = is_on(xml.token())?,
                b"rPh" => sound = xml.depth(),
                b"si" | b"is" => return Err(Trouble::Damaged),
                _ => {}
            },
            Kind::End if xml.depth() < depth => {
                let strike = match (some, all) {
                    (false, _) => Strike::None,
                    (true, true) => Strike::Whole,
                    (true, false) => Strike::Part,
                };
                return Ok(Said { blank, strike });
            }
            Kind::End if xml.depth() < sound => sound = 0,
            Kind::Over => return Err(Trouble::CutOff),
            _ => {}
        }
    }
}

/// Which looks of cells, by their number, strike a text out; empty when none of them does.
pub(super) fn struck_looks<R: Read>(xml: &mut Xml<R>) -> Result<Vec<bool>, Trouble> {
    let mut list = Vec::new();
    let mut fonts = Vec::new();
    let mut looks: Vec<Option<usize>> = Vec::new();
    loop {
        match xml.advance()? {
            Kind::Start if xml.depth() == 2 => xml.name().clone_into(&mut list),
            Kind::Start => match (list.as_slice(), xml.depth(), xml.name()) {
                (b"fonts", 3, b"font") if fonts.len() < MOST_LOOKS => fonts.push(false),
                (b"fonts", 4, b"strike") => {
                    let on = is_on(xml.token())?;
                    if let Some(font) = fonts.last_mut() {
                        *font = on;
                    }
                }
                (b"cellXfs", 3, b"xf") if looks.len() < MOST_LOOKS => {
                    let font = attribute(xml.token(), b"fontId")?.and_then(digits);
                    looks.push(font.and_then(|font| usize::try_from(font).ok()));
                }
                _ => {}
            },
            Kind::Over => break,
            _ => {}
        }
    }
    let is_struck = |font: &Option<usize>| font.and_then(|font| fonts.get(font)).copied().unwrap_or(false);
    let struck: Vec<bool> = looks.iter().map(is_struck).collect();
    Ok(if struck.contains(&true) { struck } else { Vec::new() })
}

/// Whether one piece of text is blank.
fn text<R: Read>(xml: &mut Xml<R>) -> Result<bool, Trouble> {
    let mut blank = true;
    loop {
        match xml.advance()? {
            Kind::Text => blank &= is_blank(xml.token(), true),
            Kind::Literal => blank &= std::str::from_utf8(xml.token()).is_ok_and(|text| text.trim().is_empty()),
            Kind::Aside => {}
            Kind::End => return Ok(blank),
            // The reader would take what stands in it for the rest of the text.
            Kind::Start | Kind::Over => return Err(Trouble::Damaged),
        }
    }
}
