//! How people write that a training was finished.

use super::mark::{Mark, folded};
use super::source::{LexiconError, Table};
use crate::fold::fold;

/// How people write that a training was finished.
pub(super) struct Certificate {
    pub(super) yes: Mark,
    pub(super) no: Mark,
    /// Words beside the number of a certificate.
    beside_number: Vec<Box<str>>,
    /// Words beside the date of a training that say nothing else of it.
    beside_date: Vec<Box<str>>,
}

/// A number with fewer digits is a mark or a percentage.
const CERTIFICATE_DIGITS: usize = 3;

impl Certificate {
    pub(super) fn read(table: Table<'_>) -> Result<Self, LexiconError> {
        table.only(&["yes", "no", "beside_number", "beside_date"])?;
        Ok(Certificate {
            yes: Mark::read(table.table("yes")?)?,
            no: Mark::read(table.table("no")?)?,
            beside_number: folded(table, "beside_number")?,
            beside_date: folded(table, "beside_date")?,
        })
    }

    /// Whether a text is the number of a certificate, and nothing that says more.
    pub(super) fn is_number(&self, text: &str) -> bool {
        let has_digit = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
        text.bytes().filter(u8::is_ascii_digit).count() >= CERTIFICATE_DIGITS
            && !text.contains('%')
            && text.split_whitespace().all(|word| {
                let folded = fold(word);
                has_digit(word) || folded.is_empty() || self.beside_number.iter().any(|known| **known == *folded)
            })
    }

    /// Whether a text says how a training ended, and more than yes or no.
    pub(super) fn is_outcome(&self, text: &str) -> bool {
        self.no.fits(text) || self.yes.fits(text)
    }

    /// Whether words beside the date of a training leave it the day on which that was followed: "12-3-2024 (online)".
    pub(super) fn is_clear_beside_date(&self, text: &str) -> bool {
        let known = |word: &str| self.beside_date.iter().any(|known| **known == *word);
        let folded = fold(text);
        folded.split(' ').filter(|word| !word.is_empty()).all(known) || self.yes.fits(text) || self.is_number(text)
    }
}
