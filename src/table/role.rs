//! Which kind of sheet a table is: by what its columns are about, with the sheet's name as a hint.

use super::{Table, Use};
use crate::lexicon::{Field, Heading, Kind, Lexicon, Role};

const IDENTITY: &[Field] = &[Field::PersonnelNumber, Field::Name, Field::LastName];
/// What only a staff sheet says about a person.
const STAFF_ONLY: &[Field] = &[
    Field::EmploymentStart,
    Field::EmploymentEnd,
    Field::Fte,
    Field::Hours,
    Field::Contract,
    Field::Mentor,
    Field::Group,
];
const REGISTRATION: &[Field] = &[
    Field::RegistrationKind,
    Field::RegistrationNumber,
    Field::SkjNumber,
    Field::SkjValidUntil,
    Field::SkjStatus,
    Field::BigNumber,
    Field::BigValidUntil,
    Field::VogIssued,
    Field::VogAtStart,
];
const EXEMPTION: &[Field] = &[Field::ExemptionReason, Field::ExemptionGround];
const GROUP: &[Field] = &[Field::Specialised, Field::AgreedShare, Field::Substantiation];

/// The kinds of sheet that a table can be, the likeliest first. Whether it is one may depend on the other sheets.
pub fn possible_roles(table: &Table, sheet_name: &str, lexicon: &Lexicon) -> Vec<Role> {
    let hint = lexicon.role_hint(sheet_name);
    let identity = table.has_any(IDENTITY);
    let roster_headings = table
        .columns
        .iter()
        .filter(|column| matches!(column.used, Use::Unrecognised) && lexicon.is_roster_heading(&column.header))
        .count();
    let mut roles = Vec::new();
    if identity
        && (hint == Some(Role::Roster)
            || (roster_headings >= 2 && !table.has_any(&[Field::EmploymentStart, Field::Fte])))
    {
        roles.push(Role::Roster);
    }
    if !identity && table.has(Field::Group) && (table.has_any(GROUP) || hint == Some(Role::Groups)) {
        roles.push(Role::Groups);
    }
    if identity {
        let lists = [
            (Role::Exemptions, table.has_any(EXEMPTION)),
            (Role::Registrations, table.has_any(REGISTRATION)),
            (Role::Trainings, table.has(Field::Training)),
        ];
        let fits = |role: Role| lists.iter().any(|(list, has)| *list == role && *has);
        if table.has(Field::Function) {
            // A list of trainings may repeat everybody's function; it stays a list when nothing else says staff.
            if !table.has_any(STAFF_ONLY)
                && let Some(role) = hint.filter(|role| fits(*role)).or_else(|| only(&lists))
            {
                roles.push(role);
            }
            roles.push(Role::Staff);
        } else {
            roles.extend(hint.filter(|role| fits(*role)));
            roles.extend(lists.iter().filter(|(_, has)| *has).map(|(role, _)| *role));
        }
    }
    roles.dedup();
    roles
}

/// Reads headings once more with the kind of sheet in mind: on a sheet of exemptions "Geldig tot" is the end of the exemption.
/// A heading that says enough by itself keeps its meaning.
pub fn refine(table: &mut Table, sheet_name: &str, lexicon: &Lexicon) {
    let list = |role: &Role| !matches!(role, Role::Staff | Role::Roster);
    let by_columns = possible_roles(table, sheet_name, lexicon);
    // Columns that only a staff sheet has outweigh the name on the tab.
    let staff = by_columns.contains(&Role::Staff) && table.has_any(STAFF_ONLY);
    let Some(role) = lexicon
        .role_hint(sheet_name)
        .filter(list)
        .filter(|_| !staff)
        .or_else(|| by_columns.first().copied().filter(list))
    else {
        return;
    };
    for at in 0..table.columns.len() {
        let general = match table.columns[at].used {
            Use::Unrecognised => true,
            Use::Field { field, .. } => GENERAL.contains(&field) && role != Role::Registrations,
            _ => false,
        };
        let Heading::Field { field, .. } = lexicon.heading_on(role, &table.columns[at].header) else {
            continue;
        };
        let own_name = table.columns[at].field() == Some(Field::Name)
            && match role {
                Role::Groups => field == Field::Group,
                // "Naam" is the training's name only where somebody else's name or number stands beside it.
                Role::Trainings => {
                    field == Field::Training
                        && table.has(Field::PersonnelNumber)
                        && table.column_of(Field::LastName).is_some()
                }
                _ => false,
            };
        // A list of trainings may have "Datum" and "Behaald", "Certificaat" and "Status": what each says counts.
        let beside = matches!(field, Field::TrainingDate | Field::TrainingCertificate);
        if (general || own_name) && (beside || !table.has(field)) {
            table.columns[at].used = Use::Field { field, title: None };
        }
    }
    if role == Role::Registrations && !table.has(Field::RegistrationKind) {
        by_kind(table, lexicon.registration_kind(sheet_name));
    }
}

/// On a sheet that is called "VOG" and has no column with the kind, "Datum afgifte" is that of the VOG.
fn by_kind(table: &mut Table, kind: Option<Kind>) {
    let meant: &[(Field, Field)] = match kind {
        Some(Kind::Vog) => &[(Field::RegistrationIssued, Field::VogIssued)],
        Some(Kind::Skj) => &[
            (Field::RegistrationNumber, Field::SkjNumber),
            (Field::RegistrationValidUntil, Field::SkjValidUntil),
            (Field::RegistrationStatus, Field::SkjStatus),
        ],
        // What a status says of a BIG registration is read in rows with a kind only.
        Some(Kind::Big) if !table.has(Field::RegistrationStatus) => {
            &[(Field::RegistrationNumber, Field::BigNumber), (Field::RegistrationValidUntil, Field::BigValidUntil)]
        }
        _ => &[],
    };
    for (general, own) in meant.iter().filter(|(_, own)| !table.has(*own)).copied().collect::<Vec<_>>() {
        for column in table.columns.iter_mut().filter(|column| column.field() == Some(general)) {
            column.used = Use::Field { field: own, title: None };
        }
    }
}

/// What "Geldig tot" and such mean where nothing says of what.
const GENERAL: &[Field] = &[
    // "Diploma" on a list of trainings.
    Field::EducationLevel,
    Field::RegistrationKind,
    Field::RegistrationNumber,
    Field::RegistrationIssued,
    Field::RegistrationValidUntil,
    Field::RegistrationStatus,
];

fn only(lists: &[(Role, bool)]) -> Option<Role> {
    let mut found = lists.iter().filter(|(_, has)| *has).map(|(role, _)| *role);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Decides the kind of every table: as likeliest, but somebody must be the staff sheet.
pub fn assign(possible: &[Vec<Role>]) -> Vec<Option<Role>> {
    let mut roles: Vec<Option<Role>> = possible.iter().map(|roles| roles.first().copied()).collect();
    if !roles.contains(&Some(Role::Staff)) {
        for (role, possible) in roles.iter_mut().zip(possible) {
            if possible.contains(&Role::Staff) {
                *role = Some(Role::Staff);
            }
        }
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_must_be_the_staff_sheet() {
        use Role::{Staff, Trainings};
        assert_eq!(assign(&[vec![Trainings, Staff]]), [Some(Staff)]);
        assert_eq!(assign(&[vec![Trainings, Staff], vec![Staff]]), [Some(Trainings), Some(Staff)]);
        assert_eq!(assign(&[vec![]]), [None]);
    }
}
