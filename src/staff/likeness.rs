//! How well two names fit each other: the name in a provider's file and the name in a register.
//!
//! A register has initials where a provider has a first name, a maiden name where a provider has a married one, and small
//! words before or behind the name. Nothing here decides by likeness of letters: words are equal, or they are not.

use super::name::without_brackets;
use crate::finding::named;
use crate::fold::fold;
use crate::lexicon::{Field, Lexicon};
use crate::record::{Reading, Records};

named! {
    /// How sure it is that two names are of one person; the least sure first.
    Likeness {
        /// No last name in common.
        Other = "andere naam",
        /// One of both has no name.
        Unnamed = "geen naam om te vergelijken",
        /// A last name in common; the first names or initials differ, or one of both has none.
        LastName = "alleen de achternaam past",
        /// A last name in common, and initials that fit.
        Initials = "past bij de voorletters",
        /// The same name, but for how it is spelled.
        Same = "zelfde naam",
    }
}

/// A name taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonName {
    /// First names and initials, in order.
    given: Vec<Given>,
    /// Every last name that the name may stand for, without small words: of a double name both halves and the whole.
    last: Vec<String>,
    /// All last names together, as one text to compare.
    whole: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Given {
    text: String,
    /// "A." or "Th.": the begin of a first name.
    short: bool,
}

/// A word of a name as it is written.
struct Word {
    folded: String,
    short: bool,
    small: bool,
}

impl PersonName {
    /// The name on a row; none where no name stands there.
    pub fn of_row(records: &Records, row: u32, lexicon: &Lexicon) -> Option<PersonName> {
        let text = |field| {
            let fact = records.fact(row, field)?;
            (fact.reading == Reading::Text).then(|| records.texts.text(fact.text))
        };
        let parsed = match (text(Field::LastName), text(Field::Name)) {
            (Some(last), _) => {
                let given = text(Field::FirstName).unwrap_or_default();
                let infix = text(Field::Infix).unwrap_or_default();
                PersonName::parse(&format!("{infix} {last}, {given}"), lexicon)
            }
            (None, Some(whole)) => match text(Field::FirstName) {
                // "Naam" beside "Voorletters" is a last name.
                Some(given) if !whole.contains(',') && !whole.split_whitespace().any(|word| is_short(word, false)) => {
                    PersonName::parse(&format!("{whole}, {given}"), lexicon)
                }
                _ => PersonName::parse(whole, lexicon),
            },
            (None, None) => return None,
        };
        Some(parsed).filter(|name| !name.last.is_empty())
    }

    /// Takes a name apart, whatever the order of its parts: "Jansen, A.B. van", "A.B. van Jansen-de Vries", "Bos A.".
    pub fn parse(name: &str, lexicon: &Lexicon) -> PersonName {
        let bare = without_brackets(name);
        let untitled: Vec<&str> = bare.split_whitespace().filter(|word| !lexicon.is_title(&fold(word))).collect();
        let bare = untitled.join(" ");
        let shouts = !bare.chars().any(char::is_lowercase);
        let words = |text: &str| words(text, shouts, lexicon);
        let (given, last) = match bare.split_once(',') {
            Some((last, rest)) => (words(rest), parts_of_last(last)),
            None => {
                let all: Vec<&str> = bare.split_whitespace().collect();
                let short = |word: &&str| is_short(word, shouts) && !is_small(word, lexicon);
                let small = |word: &&str| is_small(word, lexicon);
                let behind = all.iter().rev().take_while(|word| short(word) || small(word)).count();
                let ends_short = all[all.len() - behind..].iter().any(short);
                let first = all.iter().find(|word| !small(word));
                if ends_short && behind < all.len() && first.is_some_and(|word| !short(word)) {
                    // "Bos A.B. van"
                    let (last, given) = all.split_at(all.len() - behind);
                    (words(&given.join(" ")), parts_of_last(&last.join(" ")))
                } else {
                    let given = first_of_last(&all, shouts, lexicon);
                    (words(&all[..given].join(" ")), parts_of_last(&all[given..].join(" ")))
                }
            }
        };
        let given = given
            .into_iter()
            .filter(|word| !word.small)
            .map(|word| Given { text: word.folded, short: word.short })
            .collect::<Vec<_>>();
        let mut names: Vec<String> = Vec::new();
        let mut whole: Vec<String> = Vec::new();
        for part in last {
            let own: Vec<String> =
                words(&part).into_iter().filter(|word| !word.small).map(|word| word.folded).collect();
            if own.is_empty() {
                continue;
            }
            names.push(own.join(" "));
            if own.len() > 1 && given.iter().any(|given| given.short) {
                // "A. Heuvel Rijnders": the last word alone may be the last name.
                names.extend(own.last().cloned());
            }
            whole.push(own.join(" "));
        }
        names.sort_unstable();
        names.dedup();
        whole.sort_unstable();
        PersonName { given, last: names, whole: whole.join(" ") }
    }

    /// Every last name that it may stand for.
    pub fn last_names(&self) -> impl Iterator<Item = &str> {
        self.last.iter().map(String::as_str)
    }

    /// How well two names fit.
    pub fn likeness(&self, other: &PersonName) -> Likeness {
        if !self.last.iter().any(|last| other.last.contains(last)) {
            return Likeness::Other;
        }
        if self.given.is_empty() || other.given.is_empty() {
            return Likeness::LastName;
        }
        if self.given == other.given && self.whole == other.whole {
            return Likeness::Same;
        }
        let fit = self.given.iter().zip(&other.given).all(|(one, other)| one.fits(other));
        if !fit {
            return Likeness::LastName;
        }
        let full = |name: &PersonName| name.given.iter().any(|given| !given.short);
        // "Anna Maria Bos" and "Anna Bos"
        if self.whole == other.whole && full(self) && full(other) { Likeness::Same } else { Likeness::Initials }
    }
}

impl Given {
    fn fits(&self, other: &Given) -> bool {
        match (self.short, other.short) {
            (false, false) => self.text == other.text,
            (true, false) => other.text.starts_with(&self.text),
            (false, true) => self.text.starts_with(&other.text),
            (true, true) => self.text.starts_with(&other.text) || other.text.starts_with(&self.text),
        }
    }
}

/// Where the last name begins among the words of a name: at the first small word, behind the initials, or at the last word.
fn first_of_last(all: &[&str], shouts: bool, lexicon: &Lexicon) -> usize {
    // "De heer A. Bos" has lost its title.
    let start = all.iter().take_while(|word| is_small(word, lexicon)).count();
    let start = if all.get(start).is_some_and(|word| is_short(word, shouts)) { start } else { 0 };
    let small = all.iter().skip(start).position(|word| is_small(word, lexicon)).map(|at| at + start);
    if let Some(at) = small.filter(|at| *at + 1 < all.len()) {
        return at;
    }
    let initials = start + all[start..].iter().take_while(|word| is_short(word, shouts)).count();
    if initials > start && initials < all.len() {
        return initials;
    }
    // "Anna Jansen - Bos", "Anna Jansen geb. Bos": the word before a joint belongs to it.
    let joint = all.iter().position(|word| is_joint(word));
    joint.filter(|at| *at > 1).map_or(all.len().saturating_sub(1), |at| at - 1)
}

/// What stands between the halves of a double name.
fn is_joint(word: &str) -> bool {
    matches!(word, "-" | "–") || matches!(fold(word).as_str(), "geb" | "geboren" | "e v" | "ev" | "gehuwd")
}

/// The halves of a double name: "Jansen-de Vries", "Jansen e/v Vries", "Jansen geb. Bos".
fn parts_of_last(last: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for word in last.split_whitespace() {
        if is_joint(word) {
            parts.push(String::new());
            continue;
        }
        for (at, piece) in word.split(['-', '–']).enumerate() {
            if at > 0 {
                parts.push(String::new());
            }
            if let Some(part) = parts.last_mut() {
                part.push(' ');
                part.push_str(piece);
            }
        }
    }
    parts
}

/// The words of a part of a name, without titles. Initials that are written together ("A.B.") are words of their own.
fn words(text: &str, shouts: bool, lexicon: &Lexicon) -> Vec<Word> {
    let mut found = Vec::new();
    for written in text.split_whitespace() {
        let short = is_short(written, shouts);
        let folded = fold(written);
        if folded.is_empty() || lexicon.is_title(&folded) {
            continue;
        }
        if is_small(written, lexicon) {
            found.push(Word { folded, short: false, small: true });
        } else if short && !written.contains('.') {
            // "AB" stands for two first names.
            found.extend(folded.chars().map(|letter| Word { folded: letter.into(), short: true, small: false }));
        } else {
            found.extend(folded.split(' ').map(|word| Word { folded: word.to_owned(), short, small: false }));
        }
    }
    found
}

/// Whether a word is one of the small words before a last name. "V." may be an initial; "v.d." and "v/d" are none.
fn is_small(written: &str, lexicon: &Lexicon) -> bool {
    let folded = fold(written);
    if written.chars().all(|c| !c.is_uppercase())
        && matches!(folded.as_str(), "v d" | "vd" | "v" | "v t" | "v den" | "v der" | "vdn")
    {
        return true;
    }
    folded.chars().count() > 1 && lexicon.is_infix(&folded)
        || folded.chars().count() == 1
            && lexicon.is_infix(&folded)
            && !written.contains('.')
            && written.chars().all(|c| !c.is_uppercase())
}

/// Whether a word is initials: "A.", "A.B.", "Th.", "AB".
fn is_short(written: &str, shouts: bool) -> bool {
    let letters = written.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 {
        return false;
    }
    let between = written.trim_end_matches('.').contains('.');
    let dotted = written.ends_with('.') && letters <= 4 || between && letters <= 8;
    dotted || letters == 1 || !shouts && letters <= 4 && written.chars().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleFiles;

    fn likeness(one: &str, other: &str) -> Likeness {
        let rules = RuleFiles::embedded();
        let lexicon = Lexicon::load(|path| rules.text(path)).expect("the embedded lexicon loads");
        let (one, other) = (PersonName::parse(one, &lexicon), PersonName::parse(other, &lexicon));
        let there = one.likeness(&other);
        assert_eq!(there, other.likeness(&one), "the order makes no difference: {one:?} {other:?}");
        there
    }

    #[test]
    fn spellings_of_one_name_are_the_same() {
        for (one, other) in [
            ("Jansen, A.B. van", "A.B. van Jansen"),
            ("A.B. van Jansen-de Vries", "van Jansen - de Vries, A.B."),
            ("Zoë Bos", "ZOE BOS"),
            ("mw. Anna de Vries", "Vries, Anna de"),
            ("Bos A.", "A. Bos"),
            ("Vries de, Anna", "Anna de Vries"),
            ("v.d. Berg, J.", "J. van den Berg"),
            ("Anna Maria Bos", "Anna Bos"),
            ("A.B. (Anna) de Vries", "A.B. de Vries"),
            ("AB de Vries", "A.B. de Vries"),
            ("de heer A. Bos", "Bos, A."),
            ("drs. Anna Bos MSc", "Anna Bos"),
            ("BOS, ANNA", "Anna Bos"),
            ("van der Berg J.P.", "J.P. van der Berg"),
        ] {
            assert_eq!(likeness(one, other), Likeness::Same, "{one} / {other}");
        }
    }

    #[test]
    fn initials_fit_a_first_name() {
        for (one, other) in [
            ("Anna de Vries", "A.B. de Vries"),
            ("Anna Maria de Vries", "A.M. de Vries"),
            ("Theo Bos", "Th. Bos"),
            ("A.B. van Jansen-de Vries", "A. de Vries"),
            ("Anna Jansen geb. Bos", "A. Bos"),
            ("Anna Jansen e/v Bos", "A. Jansen"),
            ("Anne-Marie van der Berg", "A.M. van der Berg"),
            ("A. Heuvel Rijnders", "Anna Heuvel Rijnders"),
            ("Bakker-Smit, Eva", "E. Smit"),
        ] {
            assert_eq!(likeness(one, other), Likeness::Initials, "{one} / {other}");
        }
    }

    #[test]
    fn a_last_name_alone_says_little() {
        for (one, other) in [
            ("Bram de Vries", "A. de Vries"),
            ("A.B. de Vries", "A.C. de Vries"),
            ("de Vries", "A. de Vries"),
            ("Anna Bos", "Eva Bos"),
        ] {
            assert_eq!(likeness(one, other), Likeness::LastName, "{one} / {other}");
        }
    }

    #[test]
    fn other_last_names_are_of_other_people() {
        for (one, other) in
            [("A. Bos", "A. Vos"), ("Anna de Vries", "Anna de Boer"), ("A. van der Berg", "A. van der Burg")]
        {
            assert_eq!(likeness(one, other), Likeness::Other, "{one} / {other}");
        }
    }
}
