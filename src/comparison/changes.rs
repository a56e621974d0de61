//! What somebody's rows say otherwise than before, field by field, and what could not be compared.

use std::collections::BTreeMap;

use super::people::people;
use super::{Change, Move, NotCompared, People};
use crate::assess::Assessment;
use crate::cell::Place;
use crate::fold::fold;
use crate::lexicon::{Field, FieldKind};
use crate::record::{Fact, Reading, digits_of};
use crate::staff::{Presence, name_key};

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Compared {
    /// Value by value, person by person.
    PerPerson,
    /// Only whether there is such a column: what stands in it is compared group by group.
    AsColumn,
    /// Not at all: it is never kept, or no provider's file tells it of people.
    Not,
}

/// How a field is compared. A new field is decided here, or nothing compiles: one that is forgotten would be a change nobody sees.
fn compared(field: Field) -> Compared {
    match field {
        Field::PersonnelNumber
        | Field::Name
        | Field::FirstName
        | Field::Infix
        | Field::LastName
        | Field::Function
        | Field::Contract
        | Field::Fte
        | Field::Hours
        | Field::EmploymentStart
        | Field::EmploymentEnd
        | Field::EmploymentEndDetail
        | Field::WorkEnd
        | Field::SkjNumber
        | Field::SkjValidUntil
        | Field::SkjRenewalRequested
        | Field::SkjStatus
        | Field::BigNumber
        | Field::BigValidUntil
        | Field::BigStatus
        | Field::VogIssued
        | Field::VogStatus
        | Field::VogProfile
        | Field::RegistrationDetail
        | Field::VogDetail
        | Field::TrainingDetail
        | Field::VogAtStart
        | Field::Training
        | Field::TrainingDate
        | Field::TrainingCertificate
        | Field::OtherTraining
        | Field::EducationLevel
        | Field::Mentor
        | Field::ExemptionGround
        | Field::ExemptionReason
        | Field::ExemptionUntil
        | Field::ExemptionDecidedBy
        | Field::ExemptionDecidedOn
        | Field::Solistic
        | Field::RegistrationKind
        | Field::RegistrationNumber
        | Field::RegistrationIssued
        | Field::RegistrationValidUntil
        | Field::RegistrationStatus
        | Field::RegistrationTakenAway => Compared::PerPerson,
        Field::Group
        | Field::Location
        | Field::Specialised
        | Field::AgreedShare
        | Field::Substantiation
        | Field::SubstantiatedOn
        | Field::SubstantiatedUntil => Compared::AsColumn,
        Field::Remark
        | Field::MeasureUntil
        | Field::ExtractDate
        | Field::ExpectationNumber
        | Field::Expectation
        | Field::ExpectationTheme
        | Field::Opinion => Compared::Not,
    }
}

/// The fields that are compared in a way, in order.
fn fields(wanted: Compared) -> impl Iterator<Item = Field> {
    Field::ALL.iter().copied().filter(move |field| compared(*field) == wanted)
}

/// Whether any table of the files has a column for a field.
pub(super) fn has_column(assessment: &Assessment, field: Field) -> bool {
    let sheets = assessment.inputs.iter().flat_map(|input| &input.sheets);
    sheets.flat_map(|sheet| &sheet.tables).any(|table| table.role.is_some() && table.has(field))
}

/// What the rows of a person say about a field.
#[derive(Default)]
struct Said {
    /// Every value once, with the first cell that says so.
    values: BTreeMap<String, Place>,
    unreadable: Vec<Place>,
}

fn said(assessment: &Assessment, person: u32, field: Field) -> Said {
    let staff = &assessment.staff;
    let mut said = Said::default();
    for link in staff.links_of(person).iter().filter(|link| !link.ambiguous) {
        for fact in staff.records.facts_of(link.record, field) {
            let place = staff.records.place_of(link.record, fact);
            if fact.reading.is_unreadable() {
                said.unreadable.push(place);
            } else if let Some(value) = comparable(assessment, fact) {
                said.values.entry(value).or_insert(place);
            }
        }
    }
    said
}

/// A value in the form in which spellings of it are equal; none where it stands for nothing.
fn comparable(assessment: &Assessment, fact: &Fact) -> Option<String> {
    let shown = || assessment.staff.records.shown(fact);
    Some(match fact.reading {
        Reading::Placeholder => return None,
        Reading::Date(date) => date.to_string(),
        Reading::Amount(amount) => amount.to_string(),
        Reading::Yes => "ja".to_owned(),
        Reading::No => "nee".to_owned(),
        Reading::Text if fact.field == Field::PersonnelNumber => {
            let number = fold(&shown());
            let bare = number.trim_start_matches('0');
            if bare.is_empty() { number } else { bare.to_owned() }
        }
        Reading::Text if fact.field == Field::Name => name_key(&shown(), &assessment.lexicon),
        Reading::Text if fact.field.kind() == FieldKind::Number => {
            let shown = shown();
            digits_of(&shown).map_or_else(|| fold(&shown), std::borrow::Cow::into_owned)
        }
        _ => fold(&shown()),
    })
    .filter(|value| !value.is_empty())
}

/// Every change and move, and what could not be compared.
pub(super) fn find(
    old: &Assessment,
    new: &Assessment,
    matched: &People,
    groups: &[(u32, u32)],
    not_compared: &mut Vec<NotCompared>,
) -> (Vec<Change>, Vec<Move>) {
    let mut in_both = Vec::new();
    for field in fields(Compared::PerPerson).chain(fields(Compared::AsColumn)) {
        match (has_column(old, field), has_column(new, field)) {
            (true, true) if compared(field) == Compared::PerPerson => in_both.push(field),
            (true, false) => not_compared.push(NotCompared::Column { field, in_old: true }),
            (false, true) => not_compared.push(NotCompared::Column { field, in_old: false }),
            _ => {}
        }
    }
    let mut changes = Vec::new();
    for matched in &matched.matched {
        let person = (matched.old, matched.new);
        for &field in &in_both {
            let (before, after) = (said(old, person.0, field), said(new, person.1, field));
            for (in_old, places) in [(true, &before.unreadable), (false, &after.unreadable)] {
                not_compared.extend(places.iter().map(|place| NotCompared::Cell {
                    person,
                    field,
                    in_old,
                    place: *place,
                }));
            }
            let only = |one: &Said, other: &Said| -> Vec<Place> {
                let alone = one.values.iter().filter(|(value, _)| !other.values.contains_key(*value));
                alone.map(|(_, place)| *place).collect()
            };
            let (mut old_cells, mut new_cells) = (only(&before, &after), only(&after, &before));
            if old_cells.is_empty() && new_cells.is_empty() {
                continue;
            }
            // An unreadable cell may say the same.
            if !before.unreadable.is_empty() || !after.unreadable.is_empty() {
                continue;
            }
            if old_cells.is_empty() {
                old_cells.extend(old.staff.cell_of(person.0, &[field]));
            }
            if new_cells.is_empty() {
                new_cells.extend(new.staff.cell_of(person.1, &[field]));
            }
            changes.push(Change { person, field, old_cells, new_cells });
        }
    }
    for (assessment, in_old) in [(old, true), (new, false)] {
        let nameless = people(assessment).filter(|person| is_nameless(assessment, *person));
        not_compared.extend(nameless.map(|person| NotCompared::Nameless { person, in_old }));
    }
    let moves = if has_column(old, Field::Group) == has_column(new, Field::Group) {
        moves(old, new, matched, groups)
    } else {
        Vec::new()
    };
    (changes, moves)
}

/// Whether nothing says who somebody is.
fn is_nameless(assessment: &Assessment, person: u32) -> bool {
    !assessment.staff.is_named(person) && !assessment.staff.is_numbered(person)
}

/// Who works in other groups.
fn moves(old: &Assessment, new: &Assessment, matched: &People, groups: &[(u32, u32)]) -> Vec<Move> {
    let works_in = |assessment: &Assessment, person: u32| -> Vec<u32> {
        let mut groups: Vec<u32> =
            assessment.staff.assignments_of(person).iter().filter_map(|work| work.group).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    };
    let is_active =
        |assessment: &Assessment, person: u32| assessment.staff.people[person as usize].presence == Presence::Active;
    let mut moves = Vec::new();
    for matched in &matched.matched {
        if !is_active(old, matched.old) || !is_active(new, matched.new) {
            continue;
        }
        let (before, after) = (works_in(old, matched.old), works_in(new, matched.new));
        let from: Vec<u32> = before
            .iter()
            .filter(|group| !groups.iter().any(|(old, new)| old == *group && after.contains(new)))
            .copied()
            .collect();
        let to: Vec<u32> = after
            .iter()
            .filter(|group| !groups.iter().any(|(old, new)| new == *group && before.contains(old)))
            .copied()
            .collect();
        if !from.is_empty() || !to.is_empty() {
            let cell = |assessment: &Assessment, person| assessment.staff.cell_of(person, &[Field::Group]);
            moves.push(Move {
                person: (matched.old, matched.new),
                from,
                to,
                old_cell: cell(old, matched.old),
                new_cell: cell(new, matched.new),
            });
        }
    }
    moves
}
