//! Who followed a training, where one cell names several people or a whole team.

use super::mark::{Mark, folded};
use super::source::{LexiconError, Table};
use crate::fold::fold;

/// How several people stand in one cell.
pub(super) struct Participants {
    separators: Vec<char>,
    between: Vec<Box<str>>,
    everybody: Mark,
}

impl Participants {
    pub(super) fn read(table: Table<'_>) -> Result<Self, LexiconError> {
        table.only(&["separators", "between", "everybody"])?;
        let mut separators = Vec::new();
        for entry in table.required("separators")? {
            separators.extend(entry.text.chars());
        }
        Ok(Participants {
            separators,
            between: folded(table, "between")?,
            everybody: Mark::read(table.table("everybody")?)?,
        })
    }

    /// The names in one cell: "Anna Bos, Bram Pieters en Eva Mulder" holds three.
    pub(super) fn names(&self, text: &str) -> Vec<String> {
        let mut names = Vec::new();
        for piece in text.split(|letter: char| self.separators.contains(&letter)) {
            let mut name: Vec<&str> = Vec::new();
            for word in piece.split_whitespace() {
                if self.between.iter().any(|between| **between == *fold(word)) {
                    names.push(std::mem::take(&mut name).join(" "));
                } else {
                    name.push(word);
                }
            }
            names.push(name.join(" "));
        }
        names.retain(|name| !fold(name).is_empty());
        names
    }

    /// Whether a text stands for everybody, or for everybody of the group that it names: "allen", "hele team Kube".
    pub(super) fn is_everybody(&self, text: &str) -> bool {
        self.everybody.fits(text)
    }
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;
    use crate::rules::RuleFiles;

    #[test]
    fn a_cell_may_hold_several_names_or_a_whole_team() {
        let files = RuleFiles::embedded();
        let lexicon = Lexicon::load(|name| files.text(name)).expect("the embedded lists load");
        for (text, names) in [
            ("Anna Bos", vec!["Anna Bos"]),
            ("Anna Bos, Bram Pieters en Eva Mulder", vec!["Anna Bos", "Bram Pieters", "Eva Mulder"]),
            ("Anna Bos;Bram Pieters", vec!["Anna Bos", "Bram Pieters"]),
            ("Anna Bos / Bram Pieters\nEva Mulder", vec!["Anna Bos", "Bram Pieters", "Eva Mulder"]),
            ("Hendrik van Engelen", vec!["Hendrik van Engelen"]),
        ] {
            assert_eq!(lexicon.names_in(text), names, "{text}");
        }
        for text in ["allen", "Iedereen", "hele team", "Hele team Kube", "alle pm-ers", "Alle medewerkers", "Team Kube"]
        {
            assert!(lexicon.is_everybody(text), "{text}");
        }
        for text in ["Alle de Vries", "Anna Bos", "Kube", "Allen Smit", "Teamleider"] {
            assert!(!lexicon.is_everybody(text), "{text}");
        }
    }
}
