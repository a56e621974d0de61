//! Names compared: two spellings of one name are equal, and two names may be of one person.

use std::collections::BTreeSet;

use crate::fold::fold;
use crate::lexicon::Lexicon;

/// The form in which spellings of one name are equal: "Vries, Anna de", "mw. Anna de Vries" and "Anna de Vries (ZZP)".
pub fn key(name: &str, lexicon: &Lexicon) -> String {
    let bare = without_brackets(name);
    let folded = match bare.split_once(',') {
        Some((last, first)) => {
            // "Vries de, Anna" and "Vries, Anna de": the small words stand before the last name.
            let (last, first) = (fold(last), fold(first));
            let (own, mut small) = infixes_last(&last, lexicon);
            let (first, behind) = infixes_last(&first, lexicon);
            small.extend(behind);
            [first, small, own].concat().join(" ")
        }
        None => fold(&bare),
    };
    let told: Vec<&str> = folded.split(' ').filter(|word| !lexicon.is_title(word)).collect();
    // A name of nothing but a title, such as "Hr", is kept as it is.
    if told.is_empty() { folded } else { told.join(" ") }
}

/// The words of a folded text, without the small words at its end, and those.
fn infixes_last<'t>(folded: &'t str, lexicon: &Lexicon) -> (Vec<&'t str>, Vec<&'t str>) {
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let small = words.iter().rev().take_while(|word| lexicon.is_infix(word)).count().min(words.len().saturating_sub(1));
    let (own, small) = words.split_at(words.len() - small);
    (own.to_vec(), small.to_vec())
}

pub(super) fn without_brackets(name: &str) -> String {
    match name.split_once(['(', '[']) {
        Some((before, rest)) if !before.trim().is_empty() => {
            let after = rest.split_once([')', ']']).map_or("", |(_, after)| after);
            format!("{before} {after}")
        }
        _ => name.to_owned(),
    }
}

/// The words of a name that tell people apart: no titles, small words and initials; and the first letter.
#[derive(Debug)]
pub struct Parts {
    /// Words of two letters or more.
    pub words: BTreeSet<String>,
    first: Option<char>,
    /// Whether the name begins with initials instead of a first name.
    initials: bool,
}

impl Parts {
    /// The parts of a name that was made comparable with [`key`].
    pub fn of(key: &str, lexicon: &Lexicon) -> Parts {
        let first = key.split(' ').next().unwrap_or_default();
        let words = key.split(' ').filter(|word| word.chars().count() > 1 && !lexicon.is_infix(word));
        Parts {
            words: words.map(str::to_owned).collect(),
            first: first.chars().next(),
            initials: first.chars().count() <= 1,
        }
    }

    /// Whether two different names can be of one person: a word in common, and the same first letter.
    pub fn may_equal(&self, other: &Parts) -> bool {
        !self.words.is_disjoint(&other.words) && (self.first == other.first || self.is_bare() || other.is_bare())
    }

    /// Whether the names share the last name only, with different first letters.
    pub fn shares_word(&self, other: &Parts) -> bool {
        !self.words.is_disjoint(&other.words)
    }

    /// Only a last name, or only a first name.
    pub fn is_bare(&self) -> bool {
        self.words.len() == 1 && !self.initials
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleFiles;

    fn lexicon() -> Lexicon {
        let rules = RuleFiles::embedded();
        Lexicon::load(|path| rules.text(path)).expect("the embedded lexicon loads")
    }

    #[test]
    fn spellings_of_one_name_are_equal() {
        let lexicon = lexicon();
        for spelling in [
            "anna de  VRIES",
            "Vries, Anna de",
            "Vries de, Anna",
            "de Vries, Anna",
            "mw. Anna de Vries",
            "Mevrouw Anna de Vries",
            "Anna de Vries (ZZP)",
        ] {
            assert_eq!(key(spelling, &lexicon), "anna de vries", "{spelling}");
        }
        assert_eq!(key("Zoë Bos", &lexicon), key("Zoe Bos", &lexicon));
        assert_ne!(key("Jan Bos", &lexicon), key("Jan Vos", &lexicon));
    }

    #[test]
    fn names_that_may_be_of_one_person_share_a_word_and_a_first_letter() {
        let lexicon = lexicon();
        let parts = |name| Parts::of(&key(name, &lexicon), &lexicon);
        let anna = parts("Anna de Vries");
        for name in ["A. de Vries", "Anna de Vries-Bos", "Vries", "Anna Bos"] {
            assert!(anna.may_equal(&parts(name)), "{name}");
        }
        for name in ["B. de Vries", "A. Bos", "de Boer"] {
            assert!(!anna.may_equal(&parts(name)), "{name}");
        }
        assert!(anna.shares_word(&parts("B. de Vries")));
    }
}
