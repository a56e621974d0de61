//! How texts are compared: words that mean the same made equal, and patterns of words.

use hashbrown::HashMap;

use super::source::{Entry, LexiconError, Table};
use crate::fold::fold;

/// Makes texts that mean the same equal: synonyms become one word, words without meaning go, compounds are split.
#[derive(Default)]
pub(super) struct Canon {
    /// What a single word becomes; nothing for a word that is ignored.
    words: HashMap<Box<str>, Box<str>>,
    /// Phrases of two or more words by their first word, the longest first.
    phrases: HashMap<Box<str>, Vec<(Box<[Box<str>]>, Box<str>)>>,
    /// Compounds are split before these beginnings' ends ...
    heads: Vec<Box<str>>,
    /// ... and before these endings.
    tails: Vec<Box<str>>,
}

impl Canon {
    /// Reads the keys `same`, `ignore`, `heads` and `tails` of a table.
    pub fn read(table: Table<'_>) -> Result<Self, LexiconError> {
        let boxed = |key: &str| -> Result<Vec<Box<str>>, LexiconError> {
            Ok(table.list(key)?.iter().map(|entry| fold(entry.text).into_boxed_str()).collect())
        };
        let mut canon = Canon { heads: boxed("heads")?, tails: boxed("tails")?, ..Canon::default() };
        for group in table.lists("same")? {
            let canonical: String = fold(group[0].text).replace(' ', "");
            for entry in group {
                canon.add(table, entry, &canonical)?;
            }
        }
        for entry in table.list("ignore")? {
            canon.add(table, entry, "")?;
        }
        for phrases in canon.phrases.values_mut() {
            phrases.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        Ok(canon)
    }

    fn add(&mut self, table: Table<'_>, entry: Entry<'_>, canonical: &str) -> Result<(), LexiconError> {
        let folded = fold(entry.text);
        let words = self.split(&folded);
        let twice = match words.as_slice() {
            [] => return Err(table.fault_at(entry.at, format!("`{}` bevat geen letter of cijfer.", entry.text))),
            [word] => self.words.insert((*word).into(), canonical.into()).is_some_and(|old| &*old != canonical),
            [first, rest @ ..] => {
                let phrases = self.phrases.entry((*first).into()).or_default();
                let rest: Box<[Box<str>]> = rest.iter().map(|word| (*word).into()).collect();
                let twice = phrases.iter().any(|(other, old)| *other == rest && &**old != canonical);
                phrases.push((rest, canonical.into()));
                twice
            }
        };
        if twice {
            return Err(table.fault_at(entry.at, format!("`{}` staat al in een andere lijst.", entry.text)));
        }
        Ok(())
    }

    /// The words of a folded text, compounds split.
    fn split<'t>(&self, folded: &'t str) -> Vec<&'t str> {
        let mut words = Vec::with_capacity(6);
        for word in folded.split(' ').filter(|word| !word.is_empty()) {
            let tail = self.tails.iter().find_map(|tail| cut(word, word.strip_suffix(&**tail)?.len()));
            let (word, tail) = tail.map_or((word, None), |(word, tail)| (word, Some(tail)));
            match self.heads.iter().find_map(|head| word.starts_with(&**head).then(|| cut(word, head.len()))?) {
                Some((head, word)) => words.extend([head, word]),
                None => words.push(word),
            }
            words.extend(tail);
        }
        words
    }

    /// The text in canonical words, in their order. A text of ignored words only keeps them.
    pub fn canonical(&self, text: &str) -> String {
        let folded = fold(text);
        let words = self.split(&folded);
        let mut canonical = String::with_capacity(folded.len());
        let mut push = |word: &str| {
            if !word.is_empty() {
                if !canonical.is_empty() {
                    canonical.push(' ');
                }
                canonical.push_str(word);
            }
        };
        let mut rest = words.as_slice();
        while let [first, following @ ..] = rest {
            let phrase = self.phrases.get(*first).and_then(|phrases| {
                phrases.iter().find(|(phrase, _)| {
                    following.len() >= phrase.len() && phrase.iter().zip(following).all(|(a, b)| **a == **b)
                })
            });
            if let Some((phrase, word)) = phrase {
                push(word);
                rest = &following[phrase.len()..];
            } else {
                push(self.words.get(*first).map_or(*first, |word| word));
                rest = following;
            }
        }
        if canonical.is_empty() { words.join(" ") } else { canonical }
    }
}

/// Both halves of a word, when both are long enough to mean something.
fn cut(word: &str, at: usize) -> Option<(&str, &str)> {
    (at >= 2 && word.len() >= at + 2).then(|| word.split_at(at))
}

/// Words without order and repetition: equal for headings that say the same in another order.
pub(super) fn unordered(canonical: &str) -> String {
    let mut words: Vec<&str> = canonical.split(' ').collect();
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// Words that must stand in a text, and words that must not.
///
/// `skj & geldig tot & -kamer`: every part between `&` must occur, in any order; a part with `-` must not.
/// The words of one part stand next to each other in this order. `*` at the beginning or end of a word stands for any letters, a lone `*` for any
/// one word and `#` for a number.
/// A language of our own and not regular expressions: it can be checked and read in no time at start-up, it matches
/// whole words, and somebody who keeps the lists needs no programmer to write it.
pub(super) struct Pattern {
    wanted: Vec<Phrase>,
    unwanted: Vec<Phrase>,
}

type Phrase = Box<[Word]>;

enum Word {
    Whole(Box<str>),
    Begin(Box<str>),
    End(Box<str>),
    Inside(Box<str>),
    Number,
    Any,
}

impl Pattern {
    /// Reads a pattern; words without `*` go through the canon, as the texts do.
    pub fn read(table: Table<'_>, entry: Entry<'_>, canon: &Canon) -> Result<Self, LexiconError> {
        let mut pattern = Pattern { wanted: Vec::new(), unwanted: Vec::new() };
        for part in entry.text.split('&') {
            let part = part.trim();
            let (phrases, part) = match part.strip_prefix('-') {
                Some(part) => (&mut pattern.unwanted, part.trim()),
                None => (&mut pattern.wanted, part),
            };
            let phrase = if part.contains(['*', '#']) {
                part.split_whitespace().map(Word::read).collect::<Option<Phrase>>()
            } else {
                Some(canon.canonical(part).split(' ').filter(|word| !word.is_empty()).map(|word| Word::Whole(word.into())).collect())
            };
            match phrase {
                Some(phrase) if !phrase.is_empty() => phrases.push(phrase),
                _ => {
                    let message = format!("Het patroon `{}` is niet te lezen bij `{part}`.", entry.text);
                    return Err(table.fault_at(entry.at, message));
                }
            }
        }
        if pattern.wanted.is_empty() {
            let message = format!("Het patroon `{}` noemt alleen woorden die er niet in mogen staan.", entry.text);
            return Err(table.fault_at(entry.at, message));
        }
        Ok(pattern)
    }

    /// Every pattern under a key.
    pub fn list(table: Table<'_>, key: &str, canon: &Canon) -> Result<Vec<Self>, LexiconError> {
        table.list(key)?.into_iter().map(|entry| Pattern::read(table, entry, canon)).collect()
    }

    /// Whether a text, as canonical words, has what is wanted and nothing that is not.
    pub fn matches(&self, words: &[&str]) -> bool {
        let occurs = |phrase: &Phrase| {
            words.windows(phrase.len()).any(|window| phrase.iter().zip(window).all(|(word, text)| word.matches(text)))
        };
        self.wanted.iter().all(occurs) && !self.unwanted.iter().any(occurs)
    }
}

impl Word {
    fn read(text: &str) -> Option<Self> {
        match text {
            "*" => return Some(Word::Any),
            "#" => return Some(Word::Number),
            _ => {}
        }
        let (start, rest) = text.strip_prefix('*').map_or((false, text), |rest| (true, rest));
        let (end, rest) = rest.strip_suffix('*').map_or((false, rest), |rest| (true, rest));
        let word = fold(rest).into_boxed_str();
        if word.is_empty() || word.contains(' ') || rest.contains(['*', '#']) {
            return None;
        }
        Some(match (start, end) {
            (false, false) => Word::Whole(word),
            (false, true) => Word::Begin(word),
            (true, false) => Word::End(word),
            (true, true) => Word::Inside(word),
        })
    }

    fn matches(&self, text: &str) -> bool {
        match self {
            Word::Whole(word) => **word == *text,
            Word::Begin(word) => text.starts_with(&**word),
            Word::End(word) => text.ends_with(&**word),
            Word::Inside(word) => text.contains(&**word),
            Word::Number => !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()),
            Word::Any => !text.is_empty(),
        }
    }
}

/// Whether any pattern matches.
pub(super) fn any(patterns: &[Pattern], words: &[&str]) -> bool {
    patterns.iter().any(|pattern| pattern.matches(words))
}
