//! How people write a share.

use hashbrown::HashMap;

use super::source::{LexiconError, Table};
use crate::amount::Share;
use crate::fold::fold;

/// How people write a share.
pub(super) struct Shares {
    /// Folded texts that stand for a share: "de helft".
    whole: HashMap<String, Share>,
    /// Folded words before a share that ask at least so much.
    at_least: Vec<Box<str>>,
    /// Words for `%`.
    percent: Vec<Box<str>>,
}

impl Shares {
    pub(super) fn read(table: Table<'_>) -> Result<Self, LexiconError> {
        table.only(&["words", "at_least", "percent"])?;
        let mut whole = HashMap::new();
        for entry in table.required("words")? {
            let read = entry.text.split_once('=').and_then(|(words, share)| Some((fold(words), Share::parse(share)?)));
            let Some((words, share)) = read else {
                return Err(table.fault_at(entry.at, format!("Schrijf `{}` als \"de helft = 1/2\".", entry.text)));
            };
            whole.insert(words, share);
        }
        let lower = |key: &str| -> Result<Vec<Box<str>>, LexiconError> {
            Ok(table.required(key)?.iter().map(|entry| entry.text.to_lowercase().into_boxed_str()).collect())
        };
        Ok(Shares { whole, at_least: lower("at_least")?, percent: lower("percent")? })
    }

    pub(super) fn of(&self, text: &str) -> Option<Share> {
        if let Some(share) = Share::parse(text) {
            return Some(share);
        }
        let lower = text.trim().to_lowercase();
        let asked = self.at_least.iter().find_map(|words| lower.strip_prefix(&**words)).unwrap_or(&lower).trim();
        if let Some(share) = self.whole.get(fold(asked).as_str()) {
            return Some(*share);
        }
        // "Minimaal 1" asks for one person.
        if asked == "1" {
            return None;
        }
        match self.percent.iter().find_map(|word| asked.strip_suffix(&**word)) {
            Some(number) => Share::parse(&format!("{}%", number.trim())),
            None => Share::parse(asked),
        }
    }
}
