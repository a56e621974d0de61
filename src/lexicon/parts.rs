//! Titles of a part of a training: "Training loverboys dag 1", "deel 2 van 3". Who followed a part did not follow it all.

use super::source::{LexiconError, Table};
use crate::fold::fold;

/// The highest number of a part that is read; a higher one is a year or something else.
const MOST: u32 = 12;

/// The parts of a training that a title names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingParts {
    /// The training of which they are parts, in words without order.
    pub whole: String,
    /// The parts: bit 0 for part 1.
    pub these: u32,
    /// What must be there with them: all until the last one, as the title gives it.
    pub until_last: u32,
    /// Whether a single one can be all there is of it: module 3 of something else.
    pub stands_alone: bool,
}

impl TrainingParts {
    /// Whether these are all parts, as far as the title shows: "dag 1 en 2". Of "dag 1" there must be more.
    pub fn are_all(&self) -> bool {
        self.these == self.until_last && self.these.count_ones() > 1
    }
}

/// The words for parts.
pub(super) struct Parts {
    words: Vec<String>,
    modules: Vec<String>,
    /// By number, what stands before such a word: "1e".
    before: Vec<Vec<String>>,
    /// By number, what stands behind it beside figures: "a", "ii".
    behind: Vec<Vec<String>>,
}

impl Parts {
    pub(super) fn read(table: Table<'_>) -> Result<Self, LexiconError> {
        table.only(&["words", "modules", "before", "behind"])?;
        let words = |key| -> Result<Vec<String>, LexiconError> {
            Ok(table.required(key)?.iter().map(|entry| fold(entry.text)).collect())
        };
        let numbers = |key| -> Result<Vec<Vec<String>>, LexiconError> {
            let lists = table.lists(key)?;
            Ok(lists.iter().map(|list| list.iter().map(|entry| fold(entry.text)).collect()).collect())
        };
        Ok(Parts {
            words: words("words")?,
            modules: words("modules")?,
            before: numbers("before")?,
            behind: numbers("behind")?,
        })
    }

    /// The parts that a title names; `says_nothing` tells which words do not tell one training from another.
    pub(super) fn of(&self, title: &str, says_nothing: impl Fn(&str) -> bool) -> Option<TrainingParts> {
        let folded = fold(title);
        let words: Vec<&str> = folded.split(' ').collect();
        let (at, from, to) = (0..words.len()).find_map(|at| self.numbered(&words, at, title))?;
        let mut whole: Vec<&str> = words[..at.start]
            .iter()
            .chain(&words[at.end..])
            .copied()
            .filter(|word| !says_nothing(word) && !word.bytes().any(|b| b.is_ascii_digit()))
            .collect();
        whole.sort_unstable();
        let until = |last: u32| (1 << last) - 1;
        Some(TrainingParts {
            whole: whole.join(" "),
            these: until(to.min(MOST)) & !until(from - 1),
            until_last: until(to.max(total(&words[at.end..], title).unwrap_or(0)).min(MOST)),
            stands_alone: words[at].iter().any(|word| is_in(&self.modules, without_number(word).0)),
        })
    }

    /// The words around a word for a part that say which, and the first and last of those parts.
    fn numbered(&self, words: &[&str], at: usize, title: &str) -> Option<(std::ops::Range<usize>, u32, u32)> {
        let (word, attached) = without_number(words[at]);
        if !is_in(&self.words, word) && !is_in(&self.modules, word) {
            return None;
        }
        let ordinal = || at.checked_sub(1).and_then(|left| position(&self.before, words[left]));
        if let Some(number) = attached {
            return Some((at..at + 1, number, number));
        }
        let number = |at: usize| words.get(at).and_then(|word| figures(word).or_else(|| position(&self.behind, word)));
        let Some(first) = number(at + 1) else {
            return ordinal().map(|number| (at - 1..at + 1, number, number));
        };
        // "dag 1 t/m 3", "dag 1 en 2", "dag 1+2"; more figures are a date.
        let joined =
            words[at + 2..].iter().take_while(|word| matches!(**word, "t" | "m" | "tm" | "tot" | "en")).count();
        let next = at + 2 + joined;
        let last = number(next).filter(|last| *last > first && number(next + 1).is_none() && !is_fraction(title));
        match last {
            Some(last) => Some((at..next + 1, first, last)),
            None => Some((at..at + 2, first, first)),
        }
    }

    /// Whether a heading says which part and nothing else but these words: "Dag 1", "Datum 2e dag".
    pub(super) fn is_bare(&self, title: &str, says_nothing: impl Fn(&str) -> bool) -> bool {
        self.of(title, says_nothing).is_some_and(|parts| parts.whole.is_empty())
    }
}

/// Of how many parts: "van 3", "/ 3".
fn total(behind: &[&str], title: &str) -> Option<u32> {
    match behind {
        ["van", total, ..] => figures(total),
        [total, ..] if is_fraction(title) => figures(total),
        _ => None,
    }
}

fn is_in(list: &[String], word: &str) -> bool {
    list.iter().any(|known| known == word)
}

fn position(numbers: &[Vec<String>], word: &str) -> Option<u32> {
    let at = numbers.iter().position(|list| is_in(list, word))?;
    u32::try_from(at + 1).ok()
}

fn figures(word: &str) -> Option<u32> {
    word.parse().ok().filter(|number| (1..=MOST).contains(number))
}

/// "dag1" is "dag" and 1.
fn without_number(word: &str) -> (&str, Option<u32>) {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    match figures(&word[letters.len()..]) {
        Some(number) => (letters, Some(number)),
        None => (word, None),
    }
}

/// Whether a title counts as "1/2".
fn is_fraction(title: &str) -> bool {
    let mut pieces = title.split('/').map(str::trim);
    let mut left = pieces.next().unwrap_or_default();
    pieces.any(|right| {
        let found = left.ends_with(|c: char| c.is_ascii_digit()) && right.starts_with(|c: char| c.is_ascii_digit());
        left = right;
        found
    })
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;
    use crate::rules::RuleFiles;

    #[test]
    fn a_title_names_parts_only_where_it_counts_them() {
        let files = RuleFiles::embedded();
        let lexicon = Lexicon::load(|name| files.text(name)).expect("the embedded lists load");
        for (title, these, until_last, whole) in [
            ("Training loverboys dag 1", 0b1, 0b1, "loverboys"),
            ("Loverboys (2e dag)", 0b10, 0b11, "loverboys"),
            ("Eerste dag training loverboys", 0b1, 0b1, "loverboys"),
            ("Training mensenhandel deel B", 0b10, 0b11, "mensenhandel"),
            ("Mensenhandel deel II", 0b10, 0b11, "mensenhandel"),
            ("Datum mensenhandel dag2", 0b10, 0b11, "mensenhandel"),
            ("Loverboys dag 1 van 3", 0b1, 0b111, "loverboys"),
            ("Loverboys deel 1/2", 0b1, 0b11, "loverboys"),
            ("Loverboys dag 1 t/m 3", 0b111, 0b111, "loverboys"),
            ("Loverboys dag 1+2", 0b11, 0b11, "loverboys"),
            ("Loverboys dag 1 en 2", 0b11, 0b11, "loverboys"),
            ("Loverboys dag 1 12-3-2025", 0b1, 0b1, "loverboys"),
            ("Loverboys dag 2 (2025)", 0b10, 0b11, "loverboys"),
            ("Module 3: loverboys", 0b100, 0b111, "loverboys"),
            ("Dag 1", 0b1, 0b1, ""),
        ] {
            let parts = lexicon.training_parts(title).unwrap_or_else(|| panic!("{title}"));
            assert_eq!((parts.these, parts.until_last, parts.whole.as_str()), (these, until_last, whole), "{title}");
            assert_eq!(parts.stands_alone, title.starts_with("Module"), "{title}");
        }
        for title in [
            "Training loverboys",
            "3-daagse training loverboys",
            "Training loverboys (2 dagen)",
            "Training loverboys 2025",
            "Laatste dag training loverboys",
            "Training loverboys onderdeel 5.2.2",
            "Loverboys 2",
            "Training loverboys, 1 dag",
            "Deel van training loverboys",
        ] {
            assert_eq!(lexicon.training_parts(title), None, "{title}");
        }
    }
}
