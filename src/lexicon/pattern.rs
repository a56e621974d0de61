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
    phrases: HashMap<Box<str>, Vec<Phrase>>,
    /// Compounds are split before these beginnings' ends ...
    heads: Vec<Box<str>>,
    /// ... and before these endings.
    tails: Vec<Box<str>>,
}

/// The words after the first, and what the phrase becomes.
type Phrase = (Box<[Box<str>]>, Box<str>);

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
        if self.words.is_empty() && self.phrases.is_empty() {
            return fold(text);
        }
        let mut canonical = String::with_capacity(text.len() + 2);
        self.push_canonical(text, &mut canonical);
        canonical
    }

    /// Adds the text in canonical words; whether there are any.
    fn push_canonical(&self, text: &str, canonical: &mut String) -> bool {
        let folded = fold(text);
        let words = self.split(&folded);
        let start = canonical.len();
        let mut push = |word: &str| {
            if !word.is_empty() {
                if canonical.len() > start {
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
        if canonical.len() == start {
            canonical.push_str(&folded);
        }
        canonical.len() > start
    }
}

/// Both halves of a word, when both are long enough to mean something.
fn cut(word: &str, at: usize) -> Option<(&str, &str)> {
    (at >= 2 && word.len() >= at + 2).then(|| word.split_at(at))
}

/// Words without order and repetition: equal for headings that say the same in another order.
pub(super) fn unordered(canonical: &str) -> String {
    if !canonical.contains(' ') {
        return canonical.to_owned();
    }
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
///
/// It is kept as one text, its words folded and canonical, and taken apart when it is matched: at start-up nearly all of
/// the lists' work is loading, and few patterns are ever matched.
pub(super) struct Pattern(String);

impl Pattern {
    /// Reads a pattern; words without `*` go through the canon, as the texts do.
    pub fn read(table: Table<'_>, entry: Entry<'_>, canon: &Canon) -> Result<Self, LexiconError> {
        let mut pattern = String::with_capacity(entry.text.len());
        let mut wanted = false;
        for part in entry.text.split('&') {
            let part = part.trim();
            if !pattern.is_empty() {
                pattern.push('&');
            }
            let phrase = if let Some(phrase) = part.strip_prefix('-') {
                pattern.push('-');
                phrase
            } else {
                wanted = true;
                part
            };
            let readable = if phrase.contains(['*', '#']) {
                push_words(phrase, &mut pattern)
            } else {
                canon.push_canonical(phrase, &mut pattern)
            };
            if !readable {
                let message = format!("Het patroon `{}` is niet te lezen bij `{part}`.", entry.text);
                return Err(table.fault_at(entry.at, message));
            }
        }
        if !wanted {
            let message = format!("Het patroon `{}` noemt alleen woorden die er niet in mogen staan.", entry.text);
            return Err(table.fault_at(entry.at, message));
        }
        Ok(Pattern(pattern))
    }

    /// Every pattern under a key.
    pub fn list(table: Table<'_>, key: &str, canon: &Canon) -> Result<Vec<Self>, LexiconError> {
        table.list(key)?.into_iter().map(|entry| Pattern::read(table, entry, canon)).collect()
    }

    /// Whether a text, as canonical words, has what is wanted and nothing that is not.
    pub fn matches(&self, words: &[&str]) -> bool {
        self.0.split('&').all(|part| match part.strip_prefix('-') {
            Some(unwanted) => !occurs(unwanted, words),
            None => occurs(part, words),
        })
    }

    /// The words of a text that no wanted part asks for.
    pub fn unasked<'t>(&self, words: &[&'t str]) -> Vec<&'t str> {
        let wanted = || self.0.split('&').filter(|part| !part.starts_with('-')).flat_map(|part| part.split(' '));
        words.iter().copied().filter(|text| !wanted().any(|word| fits(word, text))).collect()
    }

    /// Whether a text has what is wanted, and something that must not stand in it.
    pub fn refuses(&self, words: &[&str]) -> bool {
        let (mut wanted, mut refused) = (true, false);
        for part in self.0.split('&') {
            match part.strip_prefix('-') {
                Some(unwanted) => refused |= occurs(unwanted, words),
                None => wanted &= occurs(part, words),
            }
        }
        wanted && refused
    }
}

/// The beginnings of words without which none of some patterns can match. Names and values come by the hundred thousand;
/// nearly all of them need no pattern to be tried.
#[derive(Default)]
pub(super) struct Triggers {
    bits: [u64; 16],
    always: bool,
}

impl Triggers {
    /// The triggers of these patterns.
    pub fn of<'p>(patterns: impl IntoIterator<Item = &'p Pattern>) -> Self {
        let mut triggers = Triggers::default();
        for Pattern(text) in patterns {
            let first = text.split('&').find(|part| !part.starts_with('-')).unwrap_or_default();
            let word = first.split(' ').next().unwrap_or_default();
            let start = word.trim_end_matches('*');
            // The beginning of a word tells nothing when it is shorter than what is looked at.
            if start.is_empty() || start.starts_with(['*', '#']) || (start.len() < 3 && start.len() < word.len()) {
                triggers.always = true;
            } else {
                let (index, bit) = place(start);
                triggers.bits[index] |= bit;
            }
        }
        triggers
    }

    /// Whether a folded text could match one of the patterns.
    pub fn fire(&self, folded: &str) -> bool {
        self.always
            || folded.split(' ').any(|word| {
                let (index, bit) = place(word);
                self.bits[index] & bit != 0
            })
    }
}

/// Where the first three bytes of a word stand among the bits.
fn place(word: &str) -> (usize, u64) {
    let hash = word.bytes().take(3).fold(0, |hash, byte| (hash * 31 + usize::from(byte)) % 1024);
    (hash / 64, 1 << (hash % 64))
}

/// Whether the words of a phrase stand next to each other in a text.
fn occurs(phrase: &str, words: &[&str]) -> bool {
    if !phrase.as_bytes().contains(&b' ') {
        return words.iter().any(|text| fits(phrase, text));
    }
    (0..words.len()).any(|start| {
        let mut rest = words[start..].iter();
        phrase.split(' ').all(|word| rest.next().is_some_and(|text| fits(word, text)))
    })
}

fn fits(word: &str, text: &str) -> bool {
    if word == "*" {
        return !text.is_empty();
    }
    if word == "#" {
        return !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    }
    match (word.as_bytes().first() == Some(&b'*'), word.as_bytes().last() == Some(&b'*')) {
        (false, false) => word == text,
        (false, true) => text.starts_with(&word[..word.len() - 1]),
        (true, false) => text.ends_with(&word[1..]),
        (true, true) => text.contains(&word[1..word.len() - 1]),
    }
}

/// The words of a phrase with `*` or `#`, folded; whether every word can be read.
fn push_words(phrase: &str, pattern: &mut String) -> bool {
    for (index, word) in phrase.split_whitespace().enumerate() {
        if index > 0 {
            pattern.push(' ');
        }
        if matches!(word, "*" | "#") {
            pattern.push_str(word);
            continue;
        }
        let (start, rest) = word.strip_prefix('*').map_or(("", word), |rest| ("*", rest));
        let (end, rest) = rest.strip_suffix('*').map_or(("", rest), |rest| ("*", rest));
        let folded = fold(rest);
        if folded.is_empty() || folded.contains(' ') || rest.contains(['*', '#']) {
            return false;
        }
        pattern.extend([start, &folded, end]);
    }
    true
}

/// Whether any pattern matches.
pub(super) fn any(patterns: &[Pattern], words: &[&str]) -> bool {
    patterns.iter().any(|pattern| pattern.matches(words))
}
