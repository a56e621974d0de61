//! Which time, or which version of an overview, the name of a sheet or a file says that it is.

use super::mark::folded;
use super::source::{LexiconError, Table};
use crate::calendar::{self, Date};
use crate::fold::fold;

/// A year, a month and a day; nought where a name does not tell.
pub type Moment = (i16, i8, i8);

/// The time in a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedTime {
    /// From when on it is; without a year nought.
    pub from: Moment,
    /// What else stands in the name, folded.
    pub rest: String,
    /// Whether the year is only guessed from two figures at the end: they may number a group as well.
    pub is_guess: bool,
}

/// The version in a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedVersion {
    /// The higher, the later.
    pub rank: u16,
    /// What else stands in the name, folded.
    pub rest: String,
}

impl NamedVersion {
    /// What is called old, or a copy, of whatever overview.
    pub const OLD: u16 = 0;
    const SECOND: u16 = 1;
    const DRAFT: u16 = 2;
    /// "v1" comes before a name without version, "v2" behind it.
    const PLAIN: u16 = 13;
    /// "nieuw", "actueel": it comes behind whatever has a number.
    pub const NEW: u16 = u16::MAX - 1;
    const LAST: u16 = u16::MAX;

    /// Whether what gives this rank may be part of a name as well: a number, "def".
    pub fn is_guess(rank: u16) -> bool {
        !matches!(rank, Self::OLD | Self::PLAIN)
    }

    fn numbered(number: u16) -> u16 {
        10 + 2 * number
    }
}

/// How far a year of two figures may lie back, and ahead.
const YEARS: std::ops::RangeInclusive<i16> = -10..=1;

/// The words in names of sheets that tell of a time or a version, folded.
pub(super) struct Versions {
    /// Before a day, saying nothing: "per", "peildatum".
    before: Vec<Box<str>>,
    now: Vec<Box<str>>,
    last_year: Vec<Box<str>>,
    quarters: Vec<Box<str>>,
    halves: Vec<Box<str>>,
    /// The first, the second and so on.
    ordinals: Vec<Vec<Box<str>>>,
    old_first: Vec<Box<str>>,
    old_last: Vec<Box<str>>,
    numbered: Vec<Box<str>>,
    draft: Vec<Box<str>>,
    new: Vec<Box<str>>,
    last: Vec<Box<str>>,
    /// Words that say no more than that something is a list of staff.
    general: Vec<Box<str>>,
    /// What programs call a sheet or a file by themselves.
    blank: Vec<Box<str>>,
}

impl Versions {
    pub(super) const TABLE: &'static str = "version";

    pub(super) fn read(table: Table<'_>) -> Result<Self, LexiconError> {
        table.only(&[
            "before",
            "now",
            "last_year",
            "quarters",
            "halves",
            "ordinals",
            "old_first",
            "old_last",
            "numbered",
            "draft",
            "new",
            "last",
            "general",
            "blank",
        ])?;
        let of = |key: &str| folded(table, key);
        let ordinals = table.lists("ordinals")?.into_iter();
        let ordinals =
            ordinals.map(|same| same.iter().map(|entry| fold(entry.text).into_boxed_str()).collect()).collect();
        Ok(Versions {
            before: of("before")?,
            now: of("now")?,
            last_year: of("last_year")?,
            quarters: of("quarters")?,
            halves: of("halves")?,
            ordinals,
            old_first: of("old_first")?,
            old_last: of("old_last")?,
            numbered: of("numbered")?,
            draft: of("draft")?,
            new: of("new")?,
            last: of("last")?,
            general: of("general")?,
            blank: of("blank")?,
        })
    }

    /// The time in a name. None where it names no time, or two.
    pub(super) fn time_in(&self, name: &str, today: Date) -> Option<NamedTime> {
        let folded = fold(name);
        let mut words: Vec<&str> = folded.split(' ').collect();
        let mut found = Found::default();
        if let Some((day, at, length)) = day_among(&words, today) {
            found = Found { year: Some(day.year()), month: Some(day.month()), day: day.day(), ..found };
            self.take(&mut words, at, length);
        }
        if let Some((month, at, length)) = self.part_of_year(&words) {
            found.month = Some(month).filter(|_| found.month.is_none());
            found.month?;
            self.take(&mut words, at, length);
        }
        while let Some((month, at)) = at_first(&words, calendar::month_by_name) {
            found.month = Some(month).filter(|_| found.month.is_none());
            found.month?;
            self.take(&mut words, at, 1);
        }
        while let Some((year, at)) = at_first(&words, year_of) {
            found.year = Some(year).filter(|_| found.year.is_none());
            found.year?;
            self.take(&mut words, at, 1);
        }
        // Beside words a number is the number of a group.
        if let ([month], Some(_), None) = (words.as_slice(), found.year, found.month)
            && let Some(month) = month.parse().ok().filter(|month| (1..=12).contains(month))
        {
            found.month = Some(month);
            words.clear();
        }
        if found.year.is_none()
            && let Some(year) = words.last().and_then(|word| short_year(word, today))
        {
            (found.year, found.is_guess) = (Some(year), found.month.is_none());
            words.pop();
        }
        if found.year.is_none() && found.month.is_none() {
            let text = words.join(" ");
            let known = self.last_year.iter().find_map(|phrase| text.strip_suffix(&**phrase));
            if let Some(rest) = known.filter(|rest| rest.is_empty() || rest.ends_with(' ')) {
                return Some(NamedTime {
                    from: (today.year() - 1, 0, 0),
                    rest: rest.trim().to_owned(),
                    is_guess: false,
                });
            }
            let at = words.iter().position(|word| has(&self.now, word))?;
            words.remove(at);
            (found.year, found.month, found.day) = (Some(today.year()), Some(today.month()), today.day());
        }
        let from = (found.year.unwrap_or_default(), found.month.unwrap_or_default(), found.day);
        Some(NamedTime { from, rest: words.join(" "), is_guess: found.is_guess })
    }

    /// The version in a name.
    pub(super) fn version_in(&self, name: &str) -> NamedVersion {
        let folded = fold(name);
        let phrase = |phrases: &[Box<str>], first: bool| {
            phrases.iter().find_map(|phrase| {
                let rest = if first { folded.strip_prefix(&**phrase) } else { folded.strip_suffix(&**phrase) }?;
                let apart = rest.is_empty() || if first { rest.starts_with(' ') } else { rest.ends_with(' ') };
                apart.then(|| rest.trim().to_owned())
            })
        };
        if let Some(rest) = phrase(&self.old_last, false).or_else(|| phrase(&self.old_first, true)) {
            return NamedVersion { rank: NamedVersion::OLD, rest };
        }
        if let Some(rest) = second(name) {
            return NamedVersion { rank: NamedVersion::SECOND, rest: fold(rest) };
        }
        let mut words: Vec<&str> = folded.split(' ').collect();
        for (list, rank) in
            [(&self.draft, NamedVersion::DRAFT), (&self.new, NamedVersion::NEW), (&self.last, NamedVersion::LAST)]
        {
            if let Some(at) = words.iter().position(|word| has(list, word)) {
                words.remove(at);
                return NamedVersion { rank, rest: words.join(" ") };
            }
        }
        for at in 0..words.len() {
            for known in &self.numbered {
                let Some(number) = words[at].strip_prefix(&**known) else { continue };
                let length = 1 + usize::from(number.is_empty());
                let number = if number.is_empty() { words.get(at + 1).copied().unwrap_or_default() } else { number };
                if let Some(number) = number.parse().ok().filter(|number| (0..1000).contains(number)) {
                    // "v1.2"
                    let more = words[at + length..].iter().take_while(|word| word.parse::<u16>().is_ok()).count();
                    words.drain(at..at + length + more);
                    return NamedVersion { rank: NamedVersion::numbered(number), rest: words.join(" ") };
                }
            }
        }
        NamedVersion { rank: NamedVersion::PLAIN, rest: folded }
    }

    /// Whether a folded word says no more of a list than that it is one of staff.
    pub(super) fn is_general(&self, word: &str) -> bool {
        has(&self.general, word) || self.is_blank(word)
    }

    /// Whether a name is one that programs give by themselves: "Blad1", "Sheet 1", "Export".
    pub(super) fn is_blank(&self, name: &str) -> bool {
        let folded = fold(name);
        let bare = folded.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
        has(&self.blank, bare)
    }

    /// The first month of a quarter or half year, and the words that name it.
    fn part_of_year(&self, words: &[&str]) -> Option<(i8, usize, usize)> {
        for (list, parts, months) in [(&self.quarters, 4, 3), (&self.halves, 2, 6)] {
            let good = |number: i8| (1..=parts).contains(&number).then_some((number - 1) * months + 1);
            for (at, word) in words.iter().enumerate() {
                let behind = list.iter().find_map(|known| good(word.strip_prefix(&**known)?.parse().ok()?));
                if let Some(month) = behind {
                    return Some((month, at, 1));
                }
                if !has(list, word) {
                    continue;
                }
                let before = at.checked_sub(1).and_then(|before| good(self.number(words[before])?));
                if let Some(month) = before {
                    return Some((month, at - 1, 2));
                }
                if let Some(month) = words.get(at + 1).and_then(|next| good(self.number(next)?)) {
                    return Some((month, at, 2));
                }
            }
        }
        None
    }

    fn number(&self, word: &str) -> Option<i8> {
        let ordinal = || self.ordinals.iter().position(|same| has(same, word)).and_then(|at| i8::try_from(at + 1).ok());
        word.parse().ok().or_else(ordinal)
    }

    /// Takes words out, with those before them that only announce them.
    fn take(&self, words: &mut Vec<&str>, at: usize, length: usize) {
        let announced = words[..at].iter().rev().take_while(|word| has(&self.before, word)).count();
        words.drain(at - announced..at + length);
    }
}

#[derive(Default)]
struct Found {
    year: Option<i16>,
    month: Option<i8>,
    day: i8,
    is_guess: bool,
}

fn has(list: &[Box<str>], word: &str) -> bool {
    list.iter().any(|known| **known == *word)
}

fn at_first<T>(words: &[&str], of: impl Fn(&str) -> Option<T>) -> Option<(T, usize)> {
    words.iter().enumerate().find_map(|(at, word)| Some((of(word)?, at)))
}

fn year_of(word: &str) -> Option<i16> {
    word.parse().ok().filter(|year| word.len() == 4 && (2000..=2099).contains(year))
}

/// A year of two figures, near today.
fn short_year(word: &str, today: Date) -> Option<i16> {
    let figures = word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let year = word.parse::<i16>().ok().filter(|_| figures)? + 2000;
    YEARS.contains(&(year - today.year())).then_some(year)
}

/// A day in figures: "20260101", "1-1-2026", "2026-01-01", "1-1-26".
fn day_among(words: &[&str], today: Date) -> Option<(Date, usize, usize)> {
    let number = |at: usize| words.get(at)?.parse::<i16>().ok().filter(|_| words[at].len() <= 4);
    let short = |at: usize| i8::try_from(number(at)?).ok();
    for at in 0..words.len() {
        let word = words[at];
        if word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit()) {
            let day = Date::new(word[..4].parse().ok()?, word[4..6].parse().ok()?, word[6..].parse().ok()?).ok();
            if let Some(day) = day.filter(|day| (2000..=2099).contains(&day.year())) {
                // Programs write the time behind it: "20260402_0911".
                let is_clock = |word: &&&str| matches!(word.len(), 4 | 6) && word.bytes().all(|b| b.is_ascii_digit());
                let clock = words.get(at + 1).filter(is_clock).map_or(0, |_| 1);
                return Some((day, at, 1 + clock));
            }
        }
        let forwards = words.get(at).and_then(|word| year_of(word)).zip(short(at + 1)).zip(short(at + 2));
        let year = |at: usize| words.get(at).and_then(|word| year_of(word).or_else(|| short_year(word, today)));
        let backwards = year(at + 2).zip(short(at + 1)).zip(short(at));
        let day = forwards.or(backwards).and_then(|((year, month), day)| Date::new(year, month, day).ok());
        if let Some(day) = day {
            return Some((day, at, 3));
        }
    }
    None
}

/// The rest of a name that ends in a number between brackets, as a program names a second sheet: "Personeel (2)".
fn second(name: &str) -> Option<&str> {
    let (rest, number) = name.trim().strip_suffix(')')?.rsplit_once('(')?;
    let figures = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    figures.then(|| rest.trim())
}
