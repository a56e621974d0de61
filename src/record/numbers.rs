//! Numbers as people write them: posts, hours, percentages, registration numbers.

use std::borrow::Cow;

use crate::amount::Fte;
use crate::calendar::{self, Date};
use crate::lexicon::Field;

pub(super) fn amount(number: f64) -> Option<i32> {
    i32::try_from(Fte::from_number(number)?.0).ok()
}

/// Reads `0,89`, `0.89`, `89%`, `32 uur`, `32,5 u`, `32:30`.
pub(super) fn amount_of(text: &str, percent: bool) -> Option<i32> {
    let folded = text.to_lowercase();
    let mut number = folded.trim();
    let mut sign = false;
    if let Some(rest) = number.strip_suffix('%') {
        (number, sign) = (rest.trim_end(), true);
    }
    for units in [&["per week", "p/w", "p.w.", "pw", "/week", "/w"][..], &["fte", "uren", "uur", "u"], &["-"]] {
        if let Some(rest) = units.iter().find_map(|unit| number.strip_suffix(unit)) {
            number = rest.trim_end();
        }
    }
    if let Some((hours, minutes)) = number.split_once(':') {
        let (hours, minutes) = (hours.parse::<u16>().ok()?, minutes.parse::<u16>().ok().filter(|m| *m < 60)?);
        return amount(f64::from(hours) + f64::from(minutes) / 60.0);
    }
    let plain = number.strip_prefix('-').unwrap_or(number);
    if plain.is_empty() || !plain.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.')) {
        return None;
    }
    let read = number.replace(',', ".").parse::<f64>().ok()?;
    amount(if sign || is_percentage(read, percent) { read / 100.0 } else { read })
}

/// Whether an amount names another unit than its column asks for: "0,8 fte" or "80%" under hours, "24 uur" under fte. Nothing is
/// nothing in every unit.
pub(super) fn is_other_unit(text: &str, field: Field) -> bool {
    let folded = text.to_lowercase();
    let names = |units: &[&str]| units.iter().any(|unit| folded.contains(unit));
    let other = match field {
        Field::Hours => names(&["fte", "%"]),
        Field::Fte => names(&["uur", "uren", "week", "/w", "p.w", "pw"]) || folded.ends_with('u'),
        _ => false,
    };
    other && amount_of(text, false) != Some(0)
}

/// Whether a number under a heading that asks for percentages is one: 0.89 is a part already, and nobody works 1.2 percent.
pub(super) fn is_percentage(number: f64, heading: bool) -> bool {
    heading && number.abs() > 1.5
}

/// The digits of a registration number written as people do: `SKJ 110 001 234`, `110.001.234`. None when other words, or a
/// question mark, stand in it.
pub fn digits_of(text: &str) -> Option<Cow<'_, str>> {
    number_and_date(text).map(|(digits, _)| digits)
}

/// The digits of a registration number, and the end date that may stand behind it: `110001234 (t/m 1-3-2029)`.
pub fn number_and_date(text: &str) -> Option<(Cow<'_, str>, Option<Date>)> {
    // Nearly every number stands alone, and everybody has one.
    if is_digits(text) {
        return Some((Cow::Borrowed(text), None));
    }
    if !is_more_than_a_number(text)
        && let Some(digits) = plain_digits(text)
    {
        return Some((digits, None));
    }
    let lower = text.to_lowercase();
    // "ja, 110001234, tot 1-3-2029"
    let said = lower.strip_prefix("ja").filter(|rest| !rest.starts_with(char::is_alphanumeric));
    let lower = said.map_or(&*lower, |rest| rest.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let at = ["(", ",", ";", "\n", "geldig", "t/m", "tot", "tm "].iter().filter_map(|mark| lower.find(mark)).min()?;
    let (number, behind) = lower.split_at(at);
    let digits = plain_digits(number.trim())?.into_owned();
    let mut date = behind.trim_matches(|c: char| !c.is_alphanumeric());
    for word in ["geldig", "t/m", "tot en met", "tot", "tm"] {
        date = date.strip_prefix(word).unwrap_or(date).trim_start();
    }
    Some((Cow::Owned(digits), Some(calendar::parse(date)?)))
}

/// Whether other digits stand behind a number, such as the year in "110001234 (2028)": they are no part of it.
fn is_more_than_a_number(text: &str) -> bool {
    let has_digits = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
    ["(", ", ", ";", " / ", "\n"]
        .iter()
        .filter_map(|mark| text.split_once(mark))
        .any(|(before, behind)| has_digits(before) && has_digits(behind))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn plain_digits(text: &str) -> Option<Cow<'_, str>> {
    if is_digits(text) {
        return Some(Cow::Borrowed(text));
    }
    let lower = text.to_lowercase();
    let mut rest = lower.trim();
    if rest.contains('?') {
        return None;
    }
    // A number that went through a program that counts with it.
    rest = rest.strip_suffix(".0").or_else(|| rest.strip_suffix(",0")).unwrap_or(rest);
    loop {
        let before = rest;
        for prefix in ["ja", "skj", "big", "geregistreerd", "registratie", "reg", "nummer", "nr", "no"] {
            rest = rest.strip_prefix(prefix).unwrap_or(rest).trim_start_matches(|c: char| !c.is_alphanumeric());
        }
        if rest == before {
            break;
        }
    }
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let foreign = rest.chars().any(|c| c.is_alphanumeric() && !c.is_ascii_digit());
    (!digits.is_empty() && !foreign).then_some(Cow::Owned(digits))
}

pub(super) fn shown_amount(amount: i32) -> String {
    let text = Fte(i64::from(amount)).to_string();
    text.trim_end_matches('0').trim_end_matches('.').replace('.', ",")
}
