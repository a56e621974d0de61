//! From when to when a text says that something holds.

use super::mark::folded;
use super::source::{LexiconError, Table};
use crate::calendar::{self, Date};
use crate::fold::fold;

/// What a year, or a month in it, is to what a text is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum YearIs {
    /// The text does not say.
    #[default]
    Unsaid,
    /// It begins in it: "sinds 2019".
    First,
    /// It ends in it: "tot mei 2026".
    Last,
}

/// From when to when a text says that something holds: "geschorst van 1-1-2025 t/m 1-3-2025".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub through: Option<Date>,
    /// The day before which, or on which, it ends: "tot" leaves that open.
    pub until: Option<Date>,
    /// A date of which the text does not say what it is.
    pub bare: Option<Date>,
    /// The last day of a year, or of a month in it, that the text names.
    pub year: Option<Date>,
    /// What begins or ends then.
    pub year_is: YearIs,
    /// A day is announced and not named: "vanaf mei".
    pub undated: bool,
    /// There are figures that are none of these, or two of one.
    pub unclear: bool,
}

impl Period {
    /// Whether it certainly holds on a date. Without any date it does.
    pub fn covers(&self, date: Date) -> bool {
        !self.unclear
            && self.bare.is_none()
            && self.year.is_none()
            && self.from.is_none_or(|from| from <= date)
            && self.through.is_none_or(|through| through >= date)
            && self.until.is_none_or(|until| until > date)
    }

    /// Whether it certainly holds on a date, where it is known to hold until `end`. Only that day, or a beginning, may be
    /// named without a word that says what it is.
    pub fn holds(&self, date: Date, end: Option<Date>) -> bool {
        let year_begins = self.year.is_none_or(|year| self.year_is == YearIs::First && year <= date);
        let named = Period { bare: self.bare.filter(|bare| Some(*bare) != end), year: None, ..*self };
        !self.undated && year_begins && named.covers(date)
    }

    /// Whether it certainly ended before a date.
    pub fn is_over(&self, date: Date) -> bool {
        !self.unclear && (self.through.is_some_and(|last| last < date) || self.until.is_some_and(|end| end <= date))
    }

    /// Whether every date in it has come on a date: what began then and does not end, holds.
    pub fn began(&self, date: Date) -> bool {
        !self.unclear
            && [self.from, self.through, self.until, self.bare, self.year]
                .into_iter()
                .flatten()
                .all(|named| named <= date)
    }
}

/// Folded words right before a date.
pub(super) struct PeriodWords {
    from: Vec<Box<str>>,
    until: Vec<Box<str>>,
    through: Vec<Box<str>>,
    /// Words that announce a day.
    announced: Vec<Box<str>>,
}

impl PeriodWords {
    pub(super) fn read(table: Table<'_>) -> Result<Self, LexiconError> {
        table.only(&["from", "until", "through", "announced"])?;
        let of = |key: &str| folded(table, key);
        Ok(PeriodWords { from: of("from")?, until: of("until")?, through: of("through")?, announced: of("announced")? })
    }

    pub(super) fn read_in(&self, text: &str) -> Period {
        let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches(['(', ')', ',', ';'])).collect();
        let mut period = Period::default();
        let mut at = 0;
        while at < words.len() {
            // "1 januari 2025" is three words, "1-1-2025" is one.
            let found = [3, 1]
                .into_iter()
                .find_map(|length| Some((calendar::parse(&words.get(at..at + length)?.join(" "))?, length)));
            let year = || words[at].parse::<i16>().ok().filter(|_| words[at].len() == 4);
            let ends = |before: &[&str], list: &[Box<str>]| {
                let before = fold(&before.join(" "));
                list.iter()
                    .any(|word| before.strip_suffix(&**word).is_some_and(|rest| rest.is_empty() || rest.ends_with(' ')))
            };
            // "sinds mei 2019"
            let is_month = |word: &str| month_of(word).is_some();
            match found {
                Some((date, length)) => {
                    let ends = |list: &[Box<str>]| ends(&words[..at], list);
                    let known = if ends(&self.through) {
                        &mut period.through
                    } else if ends(&self.until) {
                        &mut period.until
                    } else if ends(&self.from) {
                        &mut period.from
                    } else {
                        &mut period.bare
                    };
                    period.unclear |= known.replace(date).is_some();
                    at += length;
                }
                None => {
                    let month = at.checked_sub(1).and_then(|before| month_of(words[before]));
                    if let Some(first) = year().and_then(|year| Date::new(year, month.unwrap_or(12), 1).ok()) {
                        period.unclear |= period.year.replace(first.last_of_month()).is_some();
                        let before = &words[..at - usize::from(month.is_some())];
                        period.year_is = if ends(before, &self.from) {
                            YearIs::First
                        } else if ends(before, &self.until) || ends(before, &self.through) {
                            YearIs::Last
                        } else {
                            YearIs::Unsaid
                        };
                    } else {
                        let dated = |word: &&&str| word.bytes().any(|byte| byte.is_ascii_digit());
                        let next = words.get(at + 1).filter(|next| !is_month(next)).or(words.get(at + 2));
                        period.undated |=
                            ends(&words[..=at], &self.announced) && next.as_ref().is_none_or(|next| !dated(next));
                        period.unclear |= words[at].bytes().any(|byte| byte.is_ascii_digit());
                    }
                    at += 1;
                }
            }
        }
        period
    }
}

/// The month that a word names: "mei", "sept".
pub(super) fn month_of(word: &str) -> Option<i8> {
    let first = calendar::parse(&format!("1 {word} 2000")).filter(|_| !word.is_empty())?;
    Some(first.month())
}

/// The first month of a quarter: "Q3".
pub(super) fn quarter(word: &str) -> Option<i8> {
    let number = word.strip_prefix(['q', 'k'])?.parse::<i8>().ok().filter(|number| (1..=4).contains(number))?;
    Some(number * 3 - 2)
}
