//! What an inspector notes beside an expectation of the framework.

use super::source::{LexiconError, Table};
use crate::fold::fold;

/// An inspector's opinion on an expectation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Opinion {
    /// Voldoende.
    Sufficient,
    /// Onvoldoende.
    Insufficient,
    /// Tested, and no verdict yet.
    Undecided,
    /// Not tested.
    NotTested,
}

const KEYS: [(&str, Opinion); 4] = [
    ("sufficient", Opinion::Sufficient),
    ("insufficient", Opinion::Insufficient),
    ("undecided", Opinion::Undecided),
    ("not_tested", Opinion::NotTested),
];

/// The words for opinions.
pub(super) struct Opinions(Vec<(Box<str>, Opinion)>);

impl Opinions {
    pub(super) fn read(table: Table<'_>) -> Result<Self, LexiconError> {
        table.only(&KEYS.map(|(key, _)| key))?;
        let mut words: Vec<(Box<str>, Opinion)> = Vec::new();
        for (key, opinion) in KEYS {
            for entry in table.required(key)? {
                let word = said(entry.text);
                if words.iter().any(|(known, other)| *known == word && *other != opinion) {
                    return Err(table.fault_at(entry.at, format!("`{}` staat al in een andere lijst.", entry.text)));
                }
                words.push((word, opinion));
            }
        }
        Ok(Opinions(words))
    }

    /// What a text says; nothing when it is on none of the lists, or doubts what it says: "voldoende?".
    pub(super) fn of(&self, text: &str) -> Option<Opinion> {
        let said = said(text);
        let opinion = self.0.iter().find(|(word, _)| *word == said).map(|(_, opinion)| *opinion);
        opinion.filter(|opinion| *opinion == Opinion::Undecided || !text.contains('?'))
    }
}

/// A text folded; one of signs only as it stands.
fn said(text: &str) -> Box<str> {
    let folded = fold(text);
    if folded.is_empty() { text.trim().into() } else { folded.into_boxed_str() }
}
