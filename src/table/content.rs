//! What a column is about by what stands in it, where its heading leaves that open.

use std::borrow::Cow;

use super::Use;
use super::header::Understood;
use crate::calendar;
use crate::cell::{Row, Value};
use crate::lexicon::{Field, Heading, Hint, Lexicon, Role, TrainingTitle, Word};

/// Added to the rank of a column of codes, so that a column of names for the same thing is the better one.
const CODES: u16 = 5000;
/// Rank of a column that says "in dienst" or "uit dienst": any column with a date is better.
const STATUS: u16 = 4000;
/// Rank of a column of numbers under a heading that means the person: a listed heading for the number is better.
const NUMBERS: u16 = 900;

/// What only a sheet about people's work has.
const STAFF: [Field; 4] = [Field::Function, Field::Fte, Field::Hours, Field::Contract];

/// What a column about certificates is taken for, by its heading alone.
const CERTIFICATES: [Field; 3] = [Field::TrainingCertificate, Field::OtherTraining, Field::EducationLevel];

/// What a heading beside a training means on other lists only.
const ELSEWHERE: [Field; 4] =
    [Field::Opinion, Field::ExemptionDecidedBy, Field::ExemptionDecidedOn, Field::EmploymentEnd];

/// Weighs the columns of a header by the rows below it.
pub(super) fn weigh(headings: &mut [(u16, String, Understood)], rows: &[Row<'static>], lexicon: &Lexicon) {
    for (column, header, understood) in headings {
        let field = match understood.used {
            Use::Field { field, .. } | Use::Second(field) => field,
            // Only what stands in it can tell that a status is about the employment.
            Use::Unrecognised if lexicon.may_tell_employment(header) => Field::EmploymentEnd,
            Use::Unrecognised | Use::Withheld(_) => continue,
        };
        let rows = rows.iter().filter(|row| field != Field::Name || !is_beside_people(row, *column, lexicon));
        let cells: Vec<Cow<'_, str>> = rows
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
                    && (cells.iter().any(|text| lexicon.status_says_left(text) == Some(true))
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

/// Whether a cell in a column about people is about the list, or nobody's: "Aantal records: 3" below the numbers, "Vacature" among
/// them, a heading alone on its row.
pub(super) fn is_beside_people(row: &Row<'static>, column: u16, lexicon: &Lexicon) -> bool {
    let Some(Value::Text(text)) = row.cell(column) else {
        return false;
    };
    let is_number = !text.trim().is_empty() && text.trim().bytes().all(|byte| byte.is_ascii_digit());
    !is_number && (row.alone().is_some() || lexicon.is_total(text) || lexicon.is_note(text) || lexicon.is_vacancy(text))
}

/// Gives a bare "Datum" directly right of a VOG or training the meaning of its date, where no date stands below that heading
/// itself: "VOG: ja | Datum: 12-3-2024". Beside a VOG with its date it may be any other day.
pub(super) fn date_behind(headings: &mut [(u16, String, Understood)], rows: &[Row<'static>], lexicon: &Lexicon) {
    let holds_date = |column: u16| {
        let mut cells = rows.iter().filter_map(|row| row.cell(column));
        cells.any(|value| matches!(value, Value::Moment(_)) || calendar::parse(&value.shown()).is_some())
    };
    for at in 1..headings.len() {
        let (left, own) = (&headings[at - 1], &headings[at]);
        let field = match left.2.used {
            Use::Field { field: Field::VogIssued, .. } => Field::VogIssued,
            Use::Field { field: Field::Training, .. } => Field::TrainingDate,
            _ => continue,
        };
        let bare = own.2.used == Use::Unrecognised && lexicon.unnumbered(&own.1) == "datum";
        if bare && left.0 + 1 == own.0 && holds_date(own.0) && !holds_date(left.0) {
            headings[at].2 = Understood { used: Use::Field { field, title: None }, rank: 0 };
        }
    }
}

/// Has a heading that may be a training be one where days stand below it: "Omgaan met slachtoffers mensenhandel", "Training loverboys
/// (verplicht)". On a list of trainings with a column each any other heading over nothing but days, yes and no may be the title
/// of one that we do not know.
pub(super) fn find_dated_titles(
    headings: &mut [(u16, String, Understood)],
    rows: &[Row<'static>],
    sheet_name: &str,
    lexicon: &Lexicon,
) {
    let in_columns = lexicon.role_hint(sheet_name) == Some(Role::Trainings)
        && !lexicon.is_ahead(sheet_name)
        && !has_field(headings, &[Field::Fte, Field::Hours, Field::Contract, Field::EmploymentStart])
        && !has_untitled_training(headings)
        && headings.iter().any(|(.., understood)| is_field(understood, &[Field::Training]));
    for (column, header, understood) in headings {
        let may_be = understood.used == Use::Unrecognised
            && (lexicon.is_title_if_dated(header) || in_columns && lexicon.may_be_unknown_title(header));
        if !may_be {
            continue;
        }
        let cells = rows.iter().filter_map(|row| row.cell(*column)).filter(|value| !value.is_blank());
        let is_date =
            |value: &Value<'_>| matches!(value, Value::Moment(_)) || calendar::parse(&value.shown()).is_some();
        let answers = |value: &Value<'_>| {
            matches!(lexicon.word(&value.shown()), Word::Yes | Word::No | Word::Placeholder | Word::Unknown)
        };
        let (dates, others): (Vec<&Value<'_>>, Vec<&Value<'_>>) = cells.partition(|value| is_date(value));
        if !dates.is_empty() && others.into_iter().all(answers) {
            let used = Use::Field { field: Field::Training, title: Some(header.clone()) };
            *understood = Understood { used, rank: STATUS };
        }
    }
}

/// Whether the titles of trainings stand in the cells of a column.
fn has_untitled_training(headings: &[(u16, String, Understood)]) -> bool {
    headings
        .iter()
        .any(|(.., understood)| matches!(understood.used, Use::Field { field: Field::Training, title: None }))
}

/// Has the column with titles found on a list of trainings that calls it otherwise: "Certificaat", "Bekwaamheid", "Module". What
/// stands in it tells: of a column about certificates one training that we know, of any other column half of them.
pub(super) fn find_titles(headings: &mut [(u16, String, Understood)], rows: &[Row<'static>], lexicon: &Lexicon) {
    if has_field(headings, &STAFF) || has_field(headings, &[Field::Training]) {
        return;
    }
    let titles = |(column, _, understood): &(u16, String, Understood)| -> usize {
        if !may_hold_titles(understood) {
            return 0;
        }
        let about = is_field(understood, &CERTIFICATES);
        let cells = rows.iter().filter_map(|row| row.cell(*column)).filter(|value| !value.is_blank());
        let known: Vec<bool> = cells.map(|value| lexicon.training(&value.shown()) != TrainingTitle::Unknown).collect();
        let count = known.iter().filter(|known| **known).count();
        if about || count * 2 >= known.len() { count } else { 0 }
    };
    // Of two that hold as many, the first.
    let best = headings
        .iter()
        .enumerate()
        .map(|(at, heading)| (titles(heading), at))
        .max_by_key(|(count, at)| (*count, usize::MAX - at));
    if let Some((1.., at)) = best {
        headings[at].2.used = Use::Field { field: Field::Training, title: None };
    }
}

/// Has the column found on a list that tells which paper each row is about, whatever its heading: "Kwalificatie", "Document". A
/// registration or a VOG stands in it, and at least half of what does is known. Says whether there is one.
/// `columns` are those that may tell it.
pub(super) fn find_papers(
    headings: &mut [(u16, String, Understood)],
    columns: &[u16],
    rows: &[Row<'static>],
    lexicon: &Lexicon,
) -> bool {
    let papers = |(column, ..): &(u16, String, Understood)| -> usize {
        if !columns.contains(column) {
            return 0;
        }
        let cells = rows.iter().filter_map(|row| row.cell(*column)).filter(|value| !value.is_blank());
        let texts: Vec<Cow<'_, str>> = cells.map(|value| value.shown()).collect();
        let count = |is: &dyn Fn(&str) -> bool| texts.iter().filter(|text| is(text)).count();
        let registered = count(&|text| lexicon.is_registration_paper(text));
        let known = count(&|text| lexicon.registration_kind(text).is_some() || lexicon.is_training_paper(text));
        if registered == 0 || known * 2 < texts.len() {
            return 0;
        }
        // "Training" tells less than which one.
        registered + count(&|text| lexicon.training(text) == TrainingTitle::Recognised)
    };
    // Of two that tell as much the one that is called so, or else the first.
    let called = |at: usize| is_field(&headings[at].2, &[Field::RegistrationKind]);
    let best = headings.iter().enumerate().map(|(at, heading)| (papers(heading), called(at), at));
    let Some((1.., _, at)) = best.max_by_key(|(told, called, at)| (*told, *called, usize::MAX - at)) else {
        return false;
    };
    // "Documenttype: Registratie" beside "Omschrijving: SKJ".
    for (.., understood) in headings.iter_mut().filter(|(.., known)| is_field(known, &[Field::RegistrationKind])) {
        understood.used = Use::Unrecognised;
    }
    headings[at].2.used = Use::Field { field: Field::RegistrationKind, title: None };
    true
}

/// The columns of a list that may tell which paper a row is about. A list of papers may repeat the work of everybody: then it has
/// several rows of somebody, where a list of people has one.
///
/// Other lists name papers as well: what is still to be done, what was paid. So the sheet must be called after trainings or
/// registrations or papers, or the heading after papers, or each must have a number, or a first and a last day.
pub(super) fn may_hold_papers(
    headings: &[(u16, String, Understood)],
    rows: &[Row<'static>],
    sheet_name: &str,
    lexicon: &Lexicon,
) -> Vec<u16> {
    let aside = lexicon.hints(Hint::NoPapers, sheet_name)
        || lexicon.hints(Hint::PartOfPapers, sheet_name)
        || lexicon.is_ahead(sheet_name)
        || headings.iter().any(|(_, header, _)| lexicon.hints(Hint::NoPapers, header));
    if aside {
        return Vec::new();
    }
    let named = matches!(lexicon.role_hint(sheet_name), Some(Role::Trainings | Role::Registrations))
        || lexicon.hints(Hint::Papers, sheet_name);
    let has = |wanted: &[Field]| {
        headings.iter().skip(1).any(|(_, header, _)| match lexicon.heading_on(Role::Registrations, header) {
            Heading::Field { field, .. } => wanted.contains(&field),
            _ => false,
        })
    };
    // An end alone may stand on a list of what is about to end.
    let numbered = has(&[Field::RegistrationNumber])
        || has(&[Field::RegistrationValidUntil]) && has(&[Field::RegistrationIssued, Field::TrainingDate]);
    let titled = |(.., understood): &(u16, String, Understood)| {
        matches!(understood.used, Use::Field { field: Field::Training, title: Some(_) })
    };
    let of_work = has_field(headings, &STAFF);
    if of_work && has_field(headings, &[Field::RegistrationKind])
        || headings.iter().any(titled)
        || !has_field(headings, &[Field::PersonnelNumber, Field::Name, Field::LastName])
        || of_work && !repeats(headings, rows)
    {
        return Vec::new();
    }
    let may = |understood: &Understood| {
        may_hold_titles(understood) || is_field(understood, &[Field::Training, Field::RegistrationKind])
    };
    let told = |header: &str| named || numbered || lexicon.hints(Hint::Papers, header);
    let columns = headings.iter().filter(|(_, header, understood)| may(understood) && told(header));
    columns.map(|(column, ..)| *column).collect()
}

/// Whether most rows are of somebody who stands on another row as well.
fn repeats(headings: &[(u16, String, Understood)], rows: &[Row<'static>]) -> bool {
    let identity = [Field::PersonnelNumber, Field::Name, Field::LastName].into_iter().find_map(|field| {
        headings.iter().find(|(.., understood)| is_field(understood, &[field])).map(|(column, ..)| *column)
    });
    let people = identity.map(|column| rows.iter().filter_map(move |row| row.cell(column)).map(|value| value.shown()));
    let mut people: Vec<Cow<'_, str>> = people.into_iter().flatten().collect();
    let all = people.len();
    people.sort_unstable();
    people.dedup();
    people.len() * 2 <= all
}

/// Whether one of some fields has a column.
fn has_field(headings: &[(u16, String, Understood)], wanted: &[Field]) -> bool {
    headings.iter().any(|(.., understood)| is_field(understood, wanted))
}

fn is_field(understood: &Understood, wanted: &[Field]) -> bool {
    match understood.used {
        Use::Field { field, .. } | Use::Second(field) => wanted.contains(&field),
        Use::Unrecognised | Use::Withheld(_) => false,
    }
}

/// Whether titles of trainings or names of papers may stand in a column: its heading says so, or nothing.
fn may_hold_titles(understood: &Understood) -> bool {
    understood.used == Use::Unrecognised || is_field(understood, &CERTIFICATES)
}

/// Finds the column that says how trainings ended, whatever its heading: "Stand", "Afloop". All that stands in it must say so, and
/// not with a mere yes or no; or most of it, where it says of some training that it was not finished. On a sheet about people's work
/// only directly right of a training.
pub(super) fn find_outcomes(headings: &mut [(u16, String, Understood)], rows: &[Row<'static>], lexicon: &Lexicon) {
    let field = |(.., understood): &(u16, String, Understood)| match understood.used {
        Use::Field { field, .. } | Use::Second(field) => Some(field),
        Use::Unrecognised | Use::Withheld(_) => None,
    };
    let Some(training) = headings.iter().position(|heading| field(heading) == Some(Field::Training)) else {
        return;
    };
    let of_work = headings.iter().filter_map(field).any(|field| STAFF.contains(&field));
    for at in training + 1..headings.len() {
        let column = headings[at].0;
        let beside = headings[at - 1].0 + 1 == column
            && matches!(
                field(&headings[at - 1]),
                Some(Field::Training | Field::TrainingDate | Field::TrainingCertificate)
            );
        let header = &headings[at].1;
        // "Rijbewijs: verlopen" says nothing of the training on its left.
        let other = lexicon.hints(Hint::NoTitle, header)
            || lexicon.hints(Hint::Duty, header)
            || lexicon.hints(Hint::WithPeriod, header)
            || lexicon.may_be_about_registration(header);
        // "Score" and "Akkoord" are also words of other lists.
        let open = headings[at].2.used == Use::Unrecognised
            || !of_work && field(&headings[at]).is_some_and(|field| ELSEWHERE.contains(&field));
        if !open || of_work && !beside || other {
            continue;
        }
        let cells = rows.iter().filter_map(|row| row.cell(column)).map(|value| value.shown());
        let said: Vec<Cow<'_, str>> =
            cells.filter(|text| !matches!(lexicon.word(text), Word::Placeholder | Word::Unknown)).collect();
        let known = said.iter().filter(|text| lexicon.certificate(text).is_some()).count();
        let mut outcomes = said.iter().filter(|text| lexicon.is_outcome(text));
        // Among words as "goed" and "leuk" others say what people thought of it.
        let ended = if known == said.len() {
            outcomes.next().is_some()
        } else {
            known * 2 > said.len() && outcomes.any(|text| lexicon.certificate(text) == Some(false))
        };
        if ended {
            headings[at].2 =
                Understood { used: Use::Field { field: Field::TrainingCertificate, title: None }, rank: STATUS };
        }
    }
}

/// Finds the bare "Status" of a VOG or a registration directly right of it on a sheet about people's work, where it may as well be that
/// of the employment: what stands in it must be about papers.
pub(super) fn find_statuses(headings: &mut [(u16, String, Understood)], rows: &[Row<'static>], lexicon: &Lexicon) {
    for at in 1..headings.len() {
        let left = match headings[at - 1].2.used {
            Use::Field { field, .. } | Use::Second(field) => field,
            Use::Unrecognised | Use::Withheld(_) => continue,
        };
        let status = match left {
            Field::VogIssued | Field::VogAtStart | Field::VogProfile | Field::VogDetail => Field::VogStatus,
            Field::SkjNumber | Field::SkjValidUntil => Field::SkjStatus,
            Field::BigNumber | Field::BigValidUntil => Field::BigStatus,
            Field::RegistrationNumber | Field::RegistrationValidUntil => Field::RegistrationStatus,
            _ => continue,
        };
        let (column, header, understood) = &headings[at];
        if headings[at - 1].0 + 1 != *column
            || understood.used != Use::Unrecognised
            || !lexicon.may_tell_registration(header)
        {
            continue;
        }
        let cells: Vec<Cow<'_, str>> =
            rows.iter().filter_map(|row| row.cell(*column)).map(|value| value.shown()).collect();
        let of_papers = |text: &str| {
            matches!(lexicon.word(text), Word::Refused | Word::Pending | Word::Renewal)
                || lexicon.takes_registration(text) && lexicon.has_left(text).is_none()
        };
        let answers = |text: &str| matches!(lexicon.word(text), Word::Yes | Word::No | Word::Registered);
        let of_work = cells.iter().any(|text| lexicon.has_left(text).is_some());
        if cells.iter().any(|text| of_papers(text) || !of_work && answers(text)) {
            headings[at].2 = Understood { used: Use::Field { field: status, title: None }, rank: STATUS };
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
