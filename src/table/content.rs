//! What a column is about by what stands in it, where its heading leaves that open.

use std::borrow::Cow;

use super::Use;
use super::header::Understood;
use crate::cell::Row;
use crate::lexicon::{Field, Lexicon, Word};

/// Added to the rank of a column of codes, so that a column of names for the same thing is the better one.
const CODES: u16 = 5000;
/// Rank of a column that says "in dienst" or "uit dienst": any column with a date is better.
const STATUS: u16 = 4000;
/// Rank of a column of numbers under a heading that means the person: a listed heading for the number is better.
const NUMBERS: u16 = 900;

/// Weighs the columns of a header by the rows below it.
pub(super) fn weigh(headings: &mut [(u16, String, Understood)], rows: &[Row<'static>], lexicon: &Lexicon) {
    for (column, header, understood) in headings {
        let field = match understood.used {
            Use::Field { field, .. } | Use::Second(field) => field,
            // Only what stands in it can tell that a status is about the employment.
            Use::Unrecognised if lexicon.may_tell_employment(header) => Field::EmploymentEnd,
            Use::Unrecognised | Use::Withheld(_) => continue,
        };
        let cells: Vec<Cow<'_, str>> = rows
            .iter()
            .filter_map(|row| row.cell(*column))
            .map(|value| value.shown())
            .filter(|text| !matches!(lexicon.word(text), Word::Placeholder | Word::Unknown))
            .collect();
        if cells.is_empty() {
            continue;
        }
        match field {
            // "Medewerker" over numbers, beside "Naam".
            Field::Name if cells.iter().all(|text| is_number(text)) && !header.to_lowercase().contains("naam") => {
                *understood =
                    Understood { used: Use::Field { field: Field::PersonnelNumber, title: None }, rank: NUMBERS };
            }
            Field::Function | Field::Group | Field::Contract | Field::Location
                if cells.iter().all(|text| is_code(text)) =>
            {
                understood.rank = understood.rank.saturating_add(CODES);
            }
            // A cross under "Groep 2" says that somebody works there, not how the group is called.
            Field::Group if cells.iter().all(|text| matches!(lexicon.word(text), Word::Yes | Word::No)) => {
                *understood = Understood { used: Use::Unrecognised, rank: u16::MAX };
            }
            // "Geregistreerd: nee" is no first day either.
            Field::RegistrationIssued
                if cells.iter().all(|text| matches!(lexicon.word(text), Word::Yes | Word::No)) =>
            {
                let used = Use::Field { field: Field::RegistrationStatus, title: None };
                *understood = Understood { used, rank: STATUS };
            }
            // "Nog in dienst: nee" is no first day.
            Field::EmploymentStart
                if lexicon.has_left(header) == Some(false)
                    && cells.iter().all(|text| matches!(lexicon.word(text), Word::Yes | Word::No)) =>
            {
                let used = Use::Field { field: Field::EmploymentEnd, title: None };
                *understood = Understood { used, rank: STATUS };
            }
            Field::EmploymentEnd
                if understood.used == Use::Unrecognised
                    && (cells.iter().any(|text| lexicon.has_left(text) == Some(true))
                        || cells.iter().all(|text| lexicon.has_left(text).is_some())
                        // "Actief: nee".
                        || lexicon.has_left(header).is_some()
                            && cells.iter().all(|text| matches!(lexicon.word(text), Word::Yes | Word::No))) =>
            {
                *understood = Understood { used: Use::Field { field, title: None }, rank: STATUS };
            }
            _ => {}
        }
    }
}

/// Whether a column holds nothing but the numbers behind dates, and more than one.
pub(super) fn holds_serials(column: u16, rows: &[Row<'static>]) -> bool {
    let mut filled = rows.iter().filter_map(|row| row.cell(column)).filter(|value| !value.is_blank());
    let mut count = 0;
    filled.all(|value| {
        count += 1;
        value.date_behind().is_some()
    }) && count > 1
}

/// Whether a column was found to hold codes.
pub(super) fn holds_codes(understood: &Understood) -> bool {
    (CODES..u16::MAX).contains(&understood.rank)
}

fn is_number(text: &str) -> bool {
    text.len() >= 2 && text.bytes().all(|b| b.is_ascii_digit())
}

/// "4310", "F001", "A12.3": digits, and never three letters in a row.
fn is_code(text: &str) -> bool {
    let longest = text.split(|c: char| !c.is_alphabetic()).map(|letters| letters.chars().count()).max();
    text.bytes().any(|b| b.is_ascii_digit()) && longest.unwrap_or(0) < 3
}

#[cfg(test)]
mod tests {
    use super::is_code;

    #[test]
    fn codes_are_told_from_names() {
        for (text, code) in
            [("4310", true), ("F001", true), ("A12.3", true), ("De Linde 2", false), ("Groep 1", false), ("pm", false)]
        {
            assert_eq!(is_code(text), code, "{text}");
        }
    }
}
