//! What one cell of a row looks like: somebody's name, a date that only people have, words that explain a column.

use crate::calendar;
use crate::cell::Value;
use crate::lexicon::{Field, FieldKind, Lexicon, Word};

/// Digits that a registration or personnel number has at least; counts have fewer.
const DIGITS: usize = 5;

/// A dash, a line of signs, or zero.
pub(super) fn says_nothing(value: &Value<'_>) -> bool {
    match value {
        Value::Text(text) => {
            let text = text.trim();
            !text.chars().any(char::is_alphanumeric)
                && text != "?"
                && text != "✓"
                && text != "✔"
                && text != "√"
                && text != "+"
                || text.bytes().all(|b| matches!(b, b'0' | b',' | b'.'))
        }
        Value::Number(number) => *number == 0.0,
        _ => false,
    }
}

/// Fields that say something about a person and about nothing else.
pub(super) fn kept_by_people(field: Field) -> bool {
    !matches!(
        field,
        Field::PersonnelNumber
            | Field::Name
            | Field::FirstName
            | Field::Infix
            | Field::LastName
            | Field::Function
            | Field::Group
            | Field::Location
            | Field::Contract
            | Field::Fte
            | Field::Hours
            | Field::Remark
            | Field::EducationLevel
            | Field::OtherTraining
    )
}

/// Whether a cell holds what only a person has: a date, a number of a register, a word that answers the heading.
pub(super) fn is_personal(value: &Value<'_>, field: Field, lexicon: &Lexicon) -> bool {
    if !kept_by_people(field) || says_nothing(value) {
        return false;
    }
    match value {
        Value::Text(text) => {
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            match field.kind() {
                FieldKind::Date | FieldKind::Number | FieldKind::Choice if digits > 0 => {
                    digits >= DIGITS || calendar::is_date(text.trim())
                }
                FieldKind::Date | FieldKind::Number | FieldKind::Choice => {
                    !matches!(lexicon.word(text), Word::Other | Word::Placeholder)
                }
                _ => lexicon.word(text) != Word::Placeholder,
            }
        }
        Value::Number(number) => {
            !matches!(field.kind(), FieldKind::Number | FieldKind::Date) || number.abs() >= 10_000.0
        }
        _ => true,
    }
}

/// More than one person works: the amount of a total.
pub(super) fn is_large(value: &Value<'_>, field: Field) -> bool {
    let number = match value {
        Value::Number(number) => *number,
        Value::Text(text) => text.trim().replace(',', ".").parse().unwrap_or(0.0),
        _ => 0.0,
    };
    number > if field == Field::Hours { 60.0 } else { 1.5 } && (field == Field::Hours || number < 30.0)
}

/// Whether a cell under a typed column explains what to fill in, instead of filling it in.
pub(super) fn is_explanation(value: &Value<'_>, field: Field, lexicon: &Lexicon) -> bool {
    let Value::Text(text) = value else {
        return false;
    };
    let text = text.trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let filled_in = match field.kind() {
        FieldKind::Date => calendar::is_date(text) || !matches!(lexicon.word(text), Word::Other | Word::Placeholder),
        FieldKind::Amount => digits > 0 && letters < 4 && !text.contains('='),
        _ if field == Field::PersonnelNumber => digits > 0,
        _ => digits >= DIGITS || !matches!(lexicon.word(text), Word::Other | Word::Placeholder),
    };
    letters >= 2 && !filled_in
}

/// 1, 2, 3 … or a, b, c …: the numbers of the columns.
pub(super) fn counts_up(texts: &[&str]) -> bool {
    let place = |text: &str| match text.as_bytes() {
        [letter] if letter.is_ascii_alphabetic() => Some(u32::from(letter.to_ascii_lowercase() - b'a') + 1),
        digits if digits.len() <= 3 && digits.iter().all(u8::is_ascii_digit) => text.parse().ok(),
        _ => None,
    };
    let places: Option<Vec<u32>> = texts.iter().map(|text| place(text)).collect();
    places.is_some_and(|places| places.windows(2).all(|two| two[0] < two[1]) && places[0] <= 2)
}

/// "A. Jansen", "Jansen, A.": no total or heading is written so.
pub(super) fn has_initials(name: &str) -> bool {
    name.contains(',') || name.split_whitespace().any(|word| word.len() <= 3 && word.ends_with('.'))
}

pub(super) fn starts_as_a_word(text: &str) -> bool {
    text.trim_start().chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '\'' | '’' | '`'))
}

/// Whether a text can be somebody's name: words with a capital, small words between them, no digits and signs.
pub(super) fn is_plausible(text: &str) -> bool {
    let text = text.trim();
    if text.len() > 60 || text.chars().any(|c| c.is_numeric() || ":=*%/;!?\"<>|".contains(c)) || !starts_as_a_word(text)
    {
        return false;
    }
    let mut capitals = 0;
    let mut longest = 0;
    for word in text.split([' ', ',', '\u{a0}']).filter(|word| !word.is_empty()) {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let inside = word.trim_start_matches(['\'', '’', '(']);
        if inside.chars().next().is_some_and(char::is_uppercase) {
            capitals += 1;
            longest = longest.max(letters);
        } else if letters > 4 {
            return false;
        }
    }
    capitals > 0 && (longest >= 3 || capitals >= 2)
}

#[cfg(test)]
mod tests {
    use super::{counts_up, is_plausible};

    #[test]
    fn a_name_has_capitals_and_no_signs() {
        for name in ["Anna de Vries", "A. de Vries", "Vries, Anna de", "Bos", "'t Hart, J.", "JANSEN", "Noor el Amrani"]
        {
            assert!(is_plausible(name), "{name}");
        }
        for text in [
            "* = in opleiding",
            "VOG ontbreekt",
            "PM",
            "Bron: AFAS",
            "1) uitzendkracht",
            "rood",
            "fte op basis van 36 uur",
        ] {
            assert!(!is_plausible(text), "{text}");
        }
    }

    #[test]
    fn columns_are_numbered_or_lettered() {
        assert!(counts_up(&["1", "2", "3"]) && counts_up(&["a", "b", "c"]));
        assert!(!counts_up(&["1001", "1002", "1003"]) && !counts_up(&["3", "2", "1"]));
    }
}
