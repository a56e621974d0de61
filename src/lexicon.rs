//! What words mean: headings, sheet names, function titles, training titles and the words in cells. The lists are data
//! (`rules/lexicon/`); texts are compared folded and in canonical words, never by likeness.

mod functions;
mod headings;
mod pattern;
mod sheets;
mod source;
mod trainings;
mod words;

pub use headings::{Field, FieldKind, Heading};
pub use sheets::Role;
pub use source::LexiconError;
pub use trainings::TrainingTitle;
pub use words::{Kind, Word};

use functions::Functions;
use headings::Headings;
use sheets::Sheets;
use source::Source;
use trainings::Trainings;
use words::Words;

use crate::finding::FunctionClass;

/// The word lists, loaded and checked.
pub struct Lexicon {
    headings: Headings,
    sheets: Sheets,
    functions: Functions,
    trainings: Trainings,
    words: Words,
}

impl Lexicon {
    /// Loads the lists. `file` gives the text of a file by its path below `rules/`: `lexicon/fields.toml`.
    ///
    /// # Errors
    /// A file that is missing or is no TOML, an unknown key, an empty list, a heading, title or word on two lists, or a
    /// pattern that cannot be read; always with file and, where there is one, line.
    pub fn load<'a>(file: impl Fn(&str) -> Option<&'a str>) -> Result<Self, LexiconError> {
        let open = |name: &'static str| Source::open(name, &file);
        let sheets = open("lexicon/sheets.toml")?;
        Ok(Lexicon {
            sheets: Sheets::read(sheets)?,
            headings: Headings::read(
                open("lexicon/headings.toml")?,
                open("lexicon/fields.toml")?,
                open("lexicon/withheld.toml")?,
                sheets,
            )?,
            functions: Functions::read(open("lexicon/functions.toml")?)?,
            trainings: Trainings::read(open("lexicon/trainings.toml")?)?,
            words: Words::read(open("lexicon/words.toml")?)?,
        })
    }

    /// What a column heading means: by its meaning, not its spelling or word order.
    pub fn heading(&self, text: &str) -> Heading<'_> {
        self.headings.heading(text, &self.trainings)
    }

    /// What a heading means on a sheet of a known role, where a bare "Datum", "Naam" or "Einddatum" says enough.
    pub fn heading_on(&self, role: Role, text: &str) -> Heading<'_> {
        self.headings.heading_on(role, text, &self.trainings)
    }

    /// The field whose headings look most like this text, to suggest; nothing is decided by it.
    pub fn suggest(&self, text: &str) -> Option<Field> {
        self.headings.suggest(text)
    }

    /// What a sheet's name says about its role.
    pub fn role_hint(&self, sheet_name: &str) -> Option<Role> {
        self.sheets.role_hint(sheet_name)
    }

    /// Whether a heading is one that only a roster has: a shift, a begin time, a weekday.
    pub fn is_roster_heading(&self, text: &str) -> bool {
        self.sheets.is_roster_heading(text)
    }

    /// The class of a function title; a contract for trainees decides whatever the title says.
    pub fn function_class(&self, title: &str, contract: &str) -> FunctionClass {
        self.functions.class(title, contract)
    }

    /// What one training title is worth.
    pub fn training(&self, title: &str) -> TrainingTitle {
        self.trainings.title(title).0
    }

    /// The training titles in one cell.
    pub fn split_titles<'t>(&self, cell: &'t str) -> impl Iterator<Item = &'t str> + use<'t, '_> {
        self.trainings.split_titles(cell)
    }

    /// What the word in a cell means.
    pub fn word(&self, text: &str) -> Word {
        self.words.word(text)
    }

    /// Whether a text begins a row of totals.
    pub fn is_total(&self, text: &str) -> bool {
        self.words.is_total(text)
    }

    /// Whether a text stands for a place that nobody fills.
    pub fn is_vacancy(&self, text: &str) -> bool {
        self.words.is_vacancy(text)
    }

    /// Whether a text begins as a section heading does: "Groep", "Team", "Locatie".
    pub fn is_section_word(&self, text: &str) -> bool {
        self.words.is_section_word(text)
    }

    /// Which register a text names; nothing when it names none or several.
    pub fn registration_kind(&self, text: &str) -> Option<Kind> {
        self.words.registration_kind(text)
    }

    /// The groups that one cell names: parted by `/`, `;`, `+`, a line break or " en ".
    pub fn split_groups<'t>(&self, cell: &'t str) -> Vec<&'t str> {
        words::split_groups(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lists of the repository.
    fn lexicon() -> Lexicon {
        Lexicon::load(shipped).expect("the lists in the repository load")
    }

    fn shipped(name: &str) -> Option<&'static str> {
        Some(match name {
            "lexicon/fields.toml" => include_str!("../rules/lexicon/fields.toml"),
            "lexicon/headings.toml" => include_str!("../rules/lexicon/headings.toml"),
            "lexicon/withheld.toml" => include_str!("../rules/lexicon/withheld.toml"),
            "lexicon/sheets.toml" => include_str!("../rules/lexicon/sheets.toml"),
            "lexicon/functions.toml" => include_str!("../rules/lexicon/functions.toml"),
            "lexicon/trainings.toml" => include_str!("../rules/lexicon/trainings.toml"),
            "lexicon/words.toml" => include_str!("../rules/lexicon/words.toml"),
            _ => return None,
        })
    }

    #[test]
    fn the_shipped_lists_load() {
        let _ = lexicon();
        if let Err(error) = Lexicon::load(shipped) { panic!("{error}") }
    }
}
