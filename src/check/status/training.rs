//! Training for the target group: the best of all trainings of a person.

use std::collections::HashMap;

use super::Cells;
use crate::calendar::{self, Date};
use crate::cell::Place;
use crate::finding::{Reason, Training};
use crate::lexicon::{Lexicon, TrainingTitle};
use crate::record::{Fact, Reading, TextId};
use crate::staff::{Link, Staff, Topic, TrainingColumn};

/// The training of a person on the reference date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrainingStatus {
    /// The status.
    pub status: Training,
    /// Why.
    pub reason: Reason,
    /// The title as written; none where the heading is the title.
    pub title: TextId,
    /// The date of the training.
    pub on: Option<Date>,
    /// The cells behind it.
    pub cells: Cells,
}

/// What cells with titles mean, by text: the same titles stand on many rows.
#[derive(Default)]
pub(super) struct Titles(HashMap<TextId, Title>);

/// What a cell with one or more titles means.
#[derive(Clone, Copy)]
struct Title {
    best: TrainingTitle,
    several: bool,
    /// A date inside the text: "Training Mensenhandel 12-3-2024".
    date: Option<Date>,
}

/// The training status of a person.
pub(super) fn of(
    staff: &Staff,
    person: u32,
    lexicon: &Lexicon,
    titles: &mut Titles,
    reference_date: Date,
) -> TrainingStatus {
    let mut best: Option<TrainingStatus> = None;
    for link in staff.links_of(person) {
        let record = staff.records.record(link.record);
        for column in staff.training_columns(record.table) {
            let found = one(staff, link, column, lexicon, titles, reference_date);
            if let Some(found) = found
                && best.is_none_or(|best| merit(&found) > merit(&best))
            {
                best = Some(found);
            }
        }
    }
    best.unwrap_or_else(|| {
        let (status, reason) = if staff.covers(Topic::Training, person) {
            (Training::None, Reason::Empty)
        } else {
            (Training::ToVerify, Reason::NoColumn)
        };
        TrainingStatus { status, reason, title: TextId::NONE, on: None, cells: Cells::one(empty_cell(staff, person)) }
    })
}

/// Where a reader looks for the training of a person who has none.
fn empty_cell(staff: &Staff, person: u32) -> Place {
    let own = staff.rows_of(person).find_map(|row| {
        let record = staff.records.record(row);
        let columns = staff.training_columns(record.table);
        let column = columns.iter().find(|column| column.named != Some(TrainingTitle::NoEvidence))?;
        Some(record.place(column.column))
    });
    own.unwrap_or_else(|| staff.name_cell(person))
}

fn merit(status: &TrainingStatus) -> (u8, u8, Option<Date>) {
    let rank = match status.status {
        Training::Demonstrable => 2,
        Training::ToVerify => 1,
        Training::None => 0,
    };
    let telling = match status.reason {
        Reason::NoDate | Reason::UnreadableDate | Reason::NoCertificate | Reason::SharedDate => 5,
        Reason::Planned | Reason::ClaimOnly => 4,
        Reason::NoEvidence => 3,
        Reason::Empty => 0,
        _ => 2,
    };
    (rank, telling, status.on)
}

/// What one training column of one row says; none when the row says nothing there.
fn one(
    staff: &Staff,
    link: &Link,
    column: &TrainingColumn,
    lexicon: &Lexicon,
    titles: &mut Titles,
    reference_date: Date,
) -> Option<TrainingStatus> {
    let facts = staff.records.facts(link.record);
    let at = |column: Option<u16>| {
        column
            .and_then(|column| facts.iter().find(|fact| fact.column == column))
            .filter(|fact| fact.reading != Reading::Placeholder)
    };
    let (cell, date, certificate) = (at(Some(column.column)), at(column.date), at(column.certificate));
    if cell.is_none() && date.is_none() {
        return None;
    }
    let record = staff.records.record(link.record);
    let place = |fact: Option<&Fact>, otherwise: u16| record.place(fact.map_or(otherwise, |fact| fact.column));
    let title_cell = place(cell, column.column);
    let date_cell = place(date, column.date.unwrap_or(column.column));
    let mut title = Title { best: column.named.unwrap_or(TrainingTitle::Unknown), several: false, date: None };
    let mut own_date = None;
    let mut doubt = None;
    if let Some(fact) = cell {
        match fact.reading {
            Reading::Date(on) => own_date = Some(on),
            Reading::Text | Reading::Status | Reading::OpenEnd => {
                let read = *titles.0.entry(fact.text).or_insert_with(|| read_title(staff.text(fact.text), lexicon));
                // A heading that names a training vouches for what stands below it; a title there can only add to it.
                let best = match (column.named, read.best) {
                    (Some(TrainingTitle::NoEvidence), _) => TrainingTitle::NoEvidence,
                    (Some(TrainingTitle::Recognised), TrainingTitle::NoEvidence) => TrainingTitle::Unknown,
                    (Some(named), TrainingTitle::Unknown) => named,
                    (_, best) => best,
                };
                title = Title { best, ..read };
            }
            Reading::Yes if column.named.is_none() => doubt = Some((Training::ToVerify, Reason::ClaimOnly)),
            Reading::No => doubt = Some((Training::None, Reason::No)),
            Reading::Pending => doubt = Some((Training::None, Reason::Planned)),
            Reading::Unknown => doubt = Some((Training::ToVerify, Reason::Unknown)),
            Reading::Unreadable(_) if column.named == Some(TrainingTitle::Recognised) => {
                doubt = Some((Training::ToVerify, Reason::UnreadableDate));
            }
            Reading::Amount(_) | Reading::Unreadable(_) | Reading::Uncalculated | Reading::Error => {
                doubt = Some((Training::ToVerify, Reason::Unreadable));
            }
            Reading::Yes | Reading::Placeholder => {}
        }
    }
    let stated = match date.map(|fact| fact.reading) {
        Some(Reading::Date(on)) => Some(on),
        _ => None,
    };
    let on = own_date.or(stated).or(title.date);
    // Under a heading that is itself a title, an empty cell says nothing, whatever other column holds a date.
    if column.named.is_some() && cell.is_none() && column.named != Some(TrainingTitle::Recognised) {
        return None;
    }
    let (status, reason, cell_to_mend) = if let Some((status, reason)) = doubt {
        (status, reason, title_cell)
    } else if cell.is_none() {
        // A date beside an empty cell does not say of what: of any training, or of none.
        (Training::ToVerify, Reason::UnknownTitle, title_cell)
    } else if title.best == TrainingTitle::NoEvidence {
        (Training::None, Reason::NoEvidence, title_cell)
    } else if on.is_some_and(|on| on > reference_date) {
        (Training::None, Reason::Planned, if own_date.is_some() { title_cell } else { date_cell })
    } else if title.best == TrainingTitle::Unknown {
        (Training::ToVerify, Reason::UnknownTitle, title_cell)
    } else if certificate.is_some_and(|fact| {
        matches!(fact.reading, Reading::No | Reading::Pending | Reading::Unknown) || fact.reading.is_unreadable()
    }) {
        (Training::ToVerify, Reason::NoCertificate, place(certificate, column.column))
    } else if on.is_none() {
        let claimed = cell.is_some_and(|fact| fact.reading == Reading::Yes);
        match date {
            Some(fact) if fact.reading.is_unreadable() || fact.reading == Reading::OpenEnd => {
                (Training::ToVerify, Reason::UnreadableDate, date_cell)
            }
            _ if claimed => (Training::ToVerify, Reason::ClaimOnly, title_cell),
            _ => (Training::ToVerify, Reason::NoDate, date_cell),
        }
    } else if title.several && own_date.is_none() {
        (Training::ToVerify, Reason::SharedDate, title_cell)
    } else {
        (Training::Demonstrable, Reason::Dated, if own_date.is_some() { title_cell } else { date_cell })
    };
    let (status, reason) = if link.ambiguous && reason != Reason::NoEvidence {
        (Training::ToVerify, Reason::AmbiguousPerson)
    } else {
        (status, reason)
    };
    let cells = Cells::one(cell_to_mend);
    let title =
        cell.filter(|fact| fact.reading == Reading::Text && own_date.is_none()).map_or(TextId::NONE, |fact| fact.text);
    Some(TrainingStatus { status, reason, title, on, cells })
}

fn read_title(text: &str, lexicon: &Lexicon) -> Title {
    let mut count = 0;
    let mut best = TrainingTitle::NoEvidence;
    for title in lexicon.split_titles(text).map(str::trim).filter(|title| !title.is_empty()) {
        count += 1;
        best = match (best, lexicon.training(title)) {
            (TrainingTitle::Recognised, _) | (_, TrainingTitle::Recognised) => TrainingTitle::Recognised,
            (TrainingTitle::Unknown, _) | (_, TrainingTitle::Unknown) => TrainingTitle::Unknown,
            (TrainingTitle::NoEvidence, TrainingTitle::NoEvidence) => TrainingTitle::NoEvidence,
        };
    }
    if count == 0 {
        best = TrainingTitle::Unknown;
    }
    Title { best, several: count > 1, date: date_inside(text) }
}

/// The only date inside a text: "Training Mensenhandel (12-3-2024)".
fn date_inside(text: &str) -> Option<Date> {
    let mut dates = text
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';'))
        .filter(|word| word.len() >= 6)
        .filter_map(calendar::parse)
        .filter(|date| date.year() >= calendar::FIRST_YEAR);
    let first = dates.next()?;
    dates.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::date_inside;
    use jiff::civil::date;

    #[test]
    fn a_date_inside_a_title_is_found_when_it_is_the_only_one() {
        assert_eq!(date_inside("Training Mensenhandel (12-3-2024)"), Some(date(2024, 3, 12)));
        assert_eq!(date_inside("12-3-2024 en 13-3-2024"), None);
        assert_eq!(date_inside("Training Mensenhandel 2024"), None);
    }
}
