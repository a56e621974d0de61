//! Texts of Excel: the shared ones and those in a cell, in one piece or in pieces with a look of their own. All that
//! matters here is whether anything stands in them.

use std::io::Read;

use super::token::{attribute, is_blank};
use super::xml::{Kind, Xml};
use crate::read::trouble::Trouble;

/// How many more texts than there are a table may announce: the reader makes room for all that are announced.
const ANNOUNCED: u64 = 10;

/// A few texts too many are always allowed.
const ANNOUNCED_ANYWAY: u64 = 100_000;

/// Which shared texts there are, and which of them are blank.
#[derive(Default)]
pub(super) struct Strings {
    count: u64,
    blank: Vec<u64>,
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
                    let blank = blank(xml)?;
                    strings.push(blank);
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

    /// Whether a text is blank; None when there is no text of that number.
    #[inline]
    pub(super) fn is_blank(&self, index: u64) -> Option<bool> {
        let word = usize::try_from(index / 64).ok()?;
        (index < self.count).then(|| self.blank[word] >> (index % 64) & 1 == 1)
    }
}

/// Whether the text whose element began last is blank; goes past its end. How words sound is no part of a text.
pub(super) fn blank<R: Read>(xml: &mut Xml<R>) -> Result<bool, Trouble> {
    let depth = xml.depth();
    let mut blank = true;
    let mut sound = 0;
    loop {
        match xml.advance()? {
            Kind::Start if sound > 0 => {}
            Kind::Start => match xml.name() {
                b"t" => {
                    blank &= text(xml)?;
                }
                b"rPh" => sound = xml.depth(),
                b"si" | b"is" => return Err(Trouble::Damaged),
                _ => {}
            },
            Kind::End if xml.depth() < depth => return Ok(blank),
            Kind::End if xml.depth() < sound => sound = 0,
            Kind::Over => return Err(Trouble::CutOff),
            _ => {}
        }
    }
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
