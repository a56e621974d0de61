//! What the text of a contract tells of its end: "bepaalde tijd tot 1-5-2026".

use super::period::YearIs;
use super::words::{Word, Words};
use crate::calendar::{self, Date};

/// What a contract tells of its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContractEnd {
    /// It has none: "onbepaalde tijd".
    Open,
    /// It has ended, or whoever had it left, on a day where it names one: "beëindigd", "uit dienst per 1-12-2026".
    Over(Option<Date>),
    /// Its last day, or the day before which it ends; the last day of a month or year where it names no more.
    On(Date),
    /// Nothing.
    Unsaid,
}

/// What a text tells of the end of a contract. A day of which it does not say that it is the last is none.
pub(super) fn end_of(words: &Words, text: &str) -> ContractEnd {
    let word = words.word(text);
    let period = words.period.read_in(text);
    if word == Word::OpenEnd && period.through.or(period.until).is_none() {
        return ContractEnd::Open;
    }
    if matches!(word, Word::Ended | Word::Expired) || words.employment.has_left(text) == Some(true) {
        return ContractEnd::Over(period.through.or(period.until).or(period.from).or(period.bare));
    }
    let year = period.year.filter(|_| period.year_is == YearIs::Last);
    // "Tijdelijk t/m 30-4-2026, daarna tot 1-5-2027".
    period
        .through
        .max(period.until)
        .or(year)
        .or_else(|| second_of_two(text))
        .map_or(ContractEnd::Unsaid, ContractEnd::On)
}

/// The later of two days: "1-1-2025 - 31-12-2025".
fn second_of_two(text: &str) -> Option<Date> {
    let days: Vec<Date> = calendar::words(text).filter_map(calendar::parse).collect();
    match days.as_slice() {
        [first, second] => Some(*first.max(second)),
        _ => None,
    }
}
