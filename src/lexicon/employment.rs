//! What says that somebody left, or still works here.

use super::pattern::{Canon, Pattern, any};
use super::source::{LexiconError, Table};
use crate::fold::fold;

/// The words about employment.
pub(super) struct Employment {
    /// Headings over a status of employment.
    headings: Vec<Pattern>,
    /// Headings of that form about something else.
    others: Vec<Pattern>,
    /// Headings about nothing but employment, also on a list of registrations.
    work: Vec<Pattern>,
    left: Vec<Pattern>,
    present: Vec<Pattern>,
    /// What also says that somebody left, in a column about that: "Medewerkerstatus: beëindigd".
    ended: Vec<Pattern>,
    /// The same between brackets behind a name: "Bo Bakker (weg per 1-4)".
    brackets: Vec<Pattern>,
}

impl Employment {
    pub(super) fn read(table: Table<'_>) -> Result<Self, LexiconError> {
        table.only(&["headings", "others", "work", "left", "present", "ended", "brackets"])?;
        let canon = Canon::default();
        let list = |key: &str| {
            table.required(key)?;
            Pattern::list(table, key, &canon)
        };
        Ok(Employment {
            headings: list("headings")?,
            others: list("others")?,
            work: list("work")?,
            left: list("left")?,
            present: list("present")?,
            ended: list("ended")?,
            brackets: list("brackets")?,
        })
    }

    pub(super) fn may_tell_employment(&self, heading: &str) -> bool {
        fits(&self.headings, heading) && !fits(&self.others, heading)
    }

    pub(super) fn may_tell_registration(&self, heading: &str) -> bool {
        self.may_tell_employment(heading) && !fits(&self.work, heading)
    }

    pub(super) fn has_left(&self, text: &str) -> Option<bool> {
        match (fits(&self.left, text), fits(&self.present, text)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }

    pub(super) fn status_says_left(&self, text: &str) -> Option<bool> {
        if fits(&self.ended, text) { Some(true) } else { self.has_left(text) }
    }

    pub(super) fn name_says_left(&self, name: &str) -> bool {
        let inside = name.split_once('(').map(|(_, inside)| inside.trim_end_matches(')'));
        self.has_left(name) == Some(true) || inside.is_some_and(|inside| fits(&self.brackets, inside))
    }
}

fn fits(patterns: &[Pattern], text: &str) -> bool {
    any(patterns, &fold(text).split(' ').collect::<Vec<_>>())
}
