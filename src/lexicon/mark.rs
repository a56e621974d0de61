//! Texts that mark a row or a cell: by a first or last word, as a whole, or by a pattern.

use super::pattern::{Canon, Pattern, Triggers, any};
use super::source::{LexiconError, Table};
use crate::fold::fold;

/// The texts that mark a row or a cell as something else than it seems.
pub(super) struct Mark {
    first: Vec<Box<str>>,
    last: Vec<Box<str>>,
    whole: Vec<Box<str>>,
    patterns: Vec<Pattern>,
    triggers: Triggers,
}

impl Mark {
    pub(super) fn read(table: Table<'_>) -> Result<Self, LexiconError> {
        table.only(&["first", "last", "words", "patterns"])?;
        let patterns = Pattern::list(table, "patterns", &Canon::default())?;
        let triggers = Triggers::of(&patterns);
        let (first, last) = (folded(table, "first")?, folded(table, "last")?);
        Ok(Mark { first, last, whole: folded(table, "words")?, patterns, triggers })
    }

    /// Whether a folded text is one of the whole texts.
    pub(super) fn is_whole(&self, folded: &str) -> bool {
        self.whole.iter().any(|whole| **whole == *folded)
    }

    /// Whether a folded word is one of the first words.
    pub(super) fn is_first(&self, word: &str) -> bool {
        self.first.iter().any(|first| **first == *word)
    }

    pub(super) fn fits(&self, text: &str) -> bool {
        let folded = fold(text);
        let first = folded.split(' ').next().unwrap_or_default();
        let last = folded.rsplit(' ').next().unwrap_or_default();
        self.is_first(first)
            || self.last.iter().any(|word| **word == *last)
            || self.is_whole(&folded)
            || self.triggers.fire(&folded) && any(&self.patterns, &folded.split(' ').collect::<Vec<_>>())
    }
}

/// Texts that answer a question that a cell was not asked in so many words.
pub(super) struct Answers {
    yes: Mark,
    no: Mark,
    /// Says no where nothing else stands.
    weak: Mark,
    /// Whatever stands beside it, the text does not tell.
    doubt: Mark,
}

impl Answers {
    pub(super) fn read(table: Table<'_>) -> Result<Self, LexiconError> {
        table.only(&["yes", "no", "weak", "doubt"])?;
        let mark = |key| Mark::read(table.table(key)?);
        Ok(Answers { yes: mark("yes")?, no: mark("no")?, weak: mark("weak")?, doubt: mark("doubt")? })
    }

    pub(super) fn says(&self, text: &str) -> Option<bool> {
        // "hbo?" is a question.
        if text.contains('?') || self.doubt.fits(text) {
            return None;
        }
        match (self.yes.fits(text), self.no.fits(text)) {
            (true, true) => None,
            (true, false) => Some(true),
            (false, true) => Some(false),
            (false, false) => self.weak.fits(text).then_some(false),
        }
    }
}

pub(super) fn yes_and_no(table: Table<'_>) -> Result<[(bool, Mark); 2], LexiconError> {
    Ok([(true, Mark::read(table.table("yes")?)?), (false, Mark::read(table.table("no")?)?)])
}

/// Which of two marks a text has; nothing when it has neither, or both.
pub(super) fn says(marks: &[(bool, Mark); 2], text: &str) -> Option<bool> {
    let mut fitting = marks.iter().filter(|(_, mark)| mark.fits(text)).map(|(says, _)| *says);
    let says = fitting.next()?;
    fitting.next().is_none().then_some(says)
}

pub(super) fn folded(table: Table<'_>, key: &str) -> Result<Vec<Box<str>>, LexiconError> {
    Ok(table.list(key)?.iter().map(|entry| fold(entry.text).into_boxed_str()).collect())
}
