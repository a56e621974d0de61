//! What a column means because of the column beside it: "Geldig tot" says something only after "SKJ-nummer".
//!
//! For sheets with a column per kind of registration and training. On a list with a row per registration the row says what
//! its dates are about.

use super::{Column, Table, Use};
use crate::lexicon::{Field, Heading, Hint, Lexicon, Role, TrainingTitle};

/// What the dates after a column are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Skj,
    Big,
    /// A register that is not named.
    Register,
    Vog,
    Training,
    /// A training that is no evidence for the norm, such as first aid.
    OtherTraining,
    /// An exemption (tenzij).
    Exemption,
    /// Something that is not used, with a beginning or an end of its own.
    Unused,
    Other,
}

/// Gives bare headings the meaning of the column directly to their left; without one they mean nothing. A date that is taken
/// for somebody's registration and is of a first-aid certificate would be a false reassurance.
pub(super) fn settle(table: &mut Table, lexicon: &Lexicon) {
    let mut owner = Owner::Other;
    let started = starts_elsewhere(table, lexicon);
    for at in 0..table.columns.len() {
        let next = table.columns.get(at + 1).map(|column| column.used.clone());
        let adjacent = at > 0 && table.columns[at - 1].column + 1 == table.columns[at].column;
        if !adjacent {
            owner = Owner::Other;
        }
        let of_left = period(table, at, owner, started, lexicon);
        // A bare "t/m" says nothing by itself; "Einddatum" would.
        table.columns[at].by_neighbour |= of_left.is_some() && table.columns[at].used != Use::Unrecognised;
        let (used, own) = of_left
            .or_else(|| number(table, at, owner, lexicon))
            .or_else(|| training(table, at, owner, lexicon))
            .unwrap_or_else(|| meaning(&table.columns[at], owner, next.as_ref(), lexicon));
        let taken = used.as_ref().and_then(|used| match used {
            Use::Field { field, .. } if !field.may_repeat() => {
                table.column_of(*field).map(|column| (*field, column.column))
            }
            _ => None,
        });
        match (used, taken) {
            // The date of issue, or the number, is worth more than the yes to its left, which stays its second column.
            (Some(used), Some((field @ (Field::VogIssued | Field::SkjNumber | Field::BigNumber), other)))
                if at > 0 && table.columns[at - 1].column == other =>
            {
                table.columns[at - 1].used = Use::Second(field);
                table.columns[at].used = used;
            }
            (Some(Use::Field { .. }), Some((field, other))) if table.columns[at].column != other => {
                table.columns[at].used = Use::Second(field);
            }
            (Some(used), _) => table.columns[at].used = used,
            (None, _) => {}
        }
        owner = own;
    }
    // A second column of which the first turned out to be about something else is the only one.
    for at in 0..table.columns.len() {
        if let Use::Second(field) = table.columns[at].used
            && !table.has(field)
        {
            table.columns[at].used = Use::Field { field, title: None };
        }
    }
}

/// "Dag 1" and "Dag 2" directly right of a training are the days on which its parts were followed.
pub(super) fn parts(table: &mut Table, lexicon: &Lexicon) {
    for at in 1..table.columns.len() {
        let (left, column) = (&table.columns[at - 1], &table.columns[at]);
        let after_training = match &left.used {
            Use::Field { field: Field::Training, title } => {
                title.as_deref().is_none_or(|title| lexicon.training(title) != TrainingTitle::NoEvidence)
            }
            Use::Field { field: Field::TrainingDate, .. } => lexicon.is_bare_part(&left.header),
            _ => false,
        };
        if column.used == Use::Unrecognised
            && after_training
            && left.column + 1 == column.column
            && lexicon.is_bare_part(&column.header)
        {
            table.columns[at].used = Use::Field { field: Field::TrainingDate, title: None };
        }
    }
}

/// Whether the start of the employment stands in a column that can be about nothing else.
fn starts_elsewhere(table: &Table, lexicon: &Lexicon) -> bool {
    let at = table.columns.iter().position(|column| column.field() == Some(Field::EmploymentStart));
    at.is_some_and(|at| {
        let left = at.checked_sub(1).map(|left| meaning(&table.columns[left], Owner::Other, None, lexicon).1);
        !lexicon.is_period(&table.columns[at].header) || left.is_none_or(|left| left == Owner::Other)
    })
}

/// What a bare "Einddatum" or "Startdatum" is about directly after a registration, VOG or training; nothing for other columns.
/// Whoever takes the end of a registration for the end of the employment leaves people out.
fn period(table: &Table, at: usize, owner: Owner, started: bool, lexicon: &Lexicon) -> Option<(Option<Use>, Owner)> {
    let column = &table.columns[at];
    let open = match column.used {
        Use::Field { field, .. } | Use::Second(field) => {
            matches!(field, Field::EmploymentStart | Field::EmploymentEnd)
        }
        Use::Unrecognised => true,
        Use::Withheld(_) => false,
    };
    if !open || owner == Owner::Other || !lexicon.is_period(&column.header) {
        return None;
    }
    let until = match owner {
        Owner::Skj => Some(Field::SkjValidUntil),
        Owner::Big => Some(Field::BigValidUntil),
        Owner::Register => Some(Field::RegistrationValidUntil),
        Owner::Exemption => Some(Field::ExemptionUntil),
        Owner::Vog => Some(Field::VogDetail),
        Owner::Training => Some(Field::TrainingDetail),
        Owner::OtherTraining | Owner::Unused | Owner::Other => None,
    };
    if lexicon.hints(Hint::Start, &column.header) {
        // The start of the employment must stand somewhere.
        return started.then_some((Some(Use::Unrecognised), owner));
    }
    match until {
        // Behind "Geldig tot" it is no second one.
        Some(field) if table.has(field) && !field.may_repeat() => None,
        Some(field) => Some((Some(Use::Field { field, title: None }), owner)),
        None => Some((Some(Use::Unrecognised), owner)),
    }
}

/// What a bare "Nummer" is directly after a registration; nothing for other columns.
fn number(table: &Table, at: usize, owner: Owner, lexicon: &Lexicon) -> Option<(Option<Use>, Owner)> {
    let column = &table.columns[at];
    let left = at.checked_sub(1).and_then(|left| table.columns[left].field())?;
    if column.used != Use::Unrecognised || lexicon.unnumbered(&column.header) != "nummer" {
        return None;
    }
    let field = match (owner, left) {
        (Owner::Register, Field::RegistrationKind) if !table.has(Field::RegistrationNumber) => {
            Field::RegistrationNumber
        }
        (Owner::Skj, Field::SkjNumber) => Field::SkjNumber,
        (Owner::Big, Field::BigNumber) => Field::BigNumber,
        (Owner::Vog, _) => Field::VogDetail,
        _ => return None,
    };
    Some((Some(Use::Field { field, title: None }), owner))
}

/// What a column is about after a training, where only a list of trainings would have such a heading: "Aanwezig",
/// "Resultaat". And "Herhaling", after a heading that names a training for the target group. "Trainer" or "Uren" may stand between.
fn training(table: &Table, at: usize, owner: Owner, lexicon: &Lexicon) -> Option<(Option<Use>, Owner)> {
    let column = &table.columns[at];
    if column.used != Use::Unrecognised || !matches!(owner, Owner::Training | Owner::OtherTraining) {
        return None;
    }
    let field = match lexicon.heading_on(Role::Trainings, &column.header) {
        Heading::Field { field: field @ (Field::TrainingCertificate | Field::TrainingDate), .. } => field,
        _ if owner == Owner::Training
            && names_training(&table.columns[..at], lexicon)
            && lexicon.is_bare_repeat(&column.header) =>
        {
            Field::OtherTraining
        }
        // "Beoordeling" of somebody's work, and "Status" of the employment, stand on a list of people as well.
        _ if lexicon.hints(Hint::Outcome, &column.header)
            && !lexicon.hints(Hint::Other, &column.header)
            && !lexicon.may_tell_employment(&column.header) =>
        {
            Field::TrainingCertificate
        }
        _ if [Hint::NoTitle, Hint::Duty, Hint::Victims].iter().any(|hint| lexicon.hints(*hint, &column.header)) => {
            return Some((None, owner));
        }
        _ => return None,
    };
    Some((Some(Use::Field { field, title: None }), owner))
}

/// What cells without a heading may be about, directly right of a column: "SKJ", "VOG" or "Training mensenhandel" may be meant for
/// several columns. None where the column is about nothing that is judged.
pub(crate) fn field_beside(left: &Column, lexicon: &Lexicon) -> Option<Field> {
    match meaning(left, Owner::Other, None, lexicon).1 {
        Owner::Skj | Owner::Big | Owner::Register => Some(Field::RegistrationDetail),
        Owner::Vog => Some(Field::VogDetail),
        Owner::Training => Some(Field::TrainingDetail),
        Owner::OtherTraining | Owner::Exemption | Owner::Unused | Owner::Other => match left.field()? {
            Field::SkjValidUntil | Field::BigValidUntil | Field::RegistrationValidUntil | Field::RegistrationIssued => {
                Some(Field::RegistrationDetail)
            }
            Field::TrainingDate | Field::TrainingCertificate => Some(Field::TrainingDetail),
            _ => None,
        },
    }
}

/// Whether the last training among some columns is named by its heading, and counts.
pub(super) fn names_training(columns: &[Column], lexicon: &Lexicon) -> bool {
    let mut trainings = columns.iter().rev().filter(|column| column.field() == Some(Field::Training));
    trainings.next().is_some_and(|column| match &column.used {
        Use::Field { title: Some(title), .. } => lexicon.training(title) != TrainingTitle::NoEvidence,
        _ => false,
    })
}

/// What a column is used for after what stands left of it, if that changes, and what the next column is then about.
fn meaning(column: &Column, owner: Owner, next: Option<&Use>, lexicon: &Lexicon) -> (Option<Use>, Owner) {
    let field = |field| Some(Use::Field { field, title: None });
    let about = match column.used {
        Use::Field { field, .. } | Use::Second(field) => field,
        Use::Unrecognised | Use::Withheld(_) if lexicon.hints(Hint::WithPeriod, &column.header) => {
            return (None, Owner::Unused);
        }
        Use::Unrecognised | Use::Withheld(_) => return (None, Owner::Other),
    };
    let bare = lexicon.is_bare(&column.header);
    match about {
        Field::SkjNumber | Field::SkjStatus | Field::SkjValidUntil | Field::SkjRenewalRequested => (None, Owner::Skj),
        Field::BigNumber | Field::BigValidUntil | Field::BigStatus => (None, Owner::Big),
        Field::RegistrationKind | Field::RegistrationNumber | Field::RegistrationStatus => (None, Owner::Register),
        Field::VogIssued | Field::VogAtStart | Field::VogStatus | Field::VogProfile | Field::VogDetail => {
            (None, Owner::Vog)
        }
        Field::RegistrationValidUntil if bare => match owner {
            Owner::Skj => (field(Field::SkjValidUntil), owner),
            Owner::Big => (field(Field::BigValidUntil), owner),
            Owner::Register => (None, owner),
            Owner::Exemption => (field(Field::ExemptionUntil), owner),
            Owner::Vog => (field(Field::VogDetail), owner),
            Owner::Training => (field(Field::TrainingDetail), owner),
            Owner::OtherTraining | Owner::Unused | Owner::Other => (Some(Use::Unrecognised), Owner::Other),
        },
        Field::RegistrationIssued if bare => match owner {
            Owner::Vog => (field(Field::VogIssued), owner),
            Owner::Skj | Owner::Big | Owner::Register => (None, owner),
            Owner::Training | Owner::OtherTraining | Owner::Exemption | Owner::Unused | Owner::Other => {
                (Some(Use::Unrecognised), Owner::Other)
            }
        },
        Field::ExemptionGround | Field::ExemptionReason | Field::ExemptionUntil => (None, Owner::Exemption),
        // "Registratiedatum" or "Bewijs SKJ" between a number and its end date.
        Field::RegistrationIssued | Field::RegistrationDetail => (None, owner),
        Field::Training => {
            let other = lexicon.training(&column.header) == TrainingTitle::NoEvidence;
            (None, if other { Owner::OtherTraining } else { Owner::Training })
        }
        Field::TrainingDetail => (None, Owner::Training),
        Field::TrainingDate | Field::TrainingCertificate => {
            let named = lexicon.unnumbered(&column.header).split(' ').any(|word| word == "training");
            let before = matches!(next, Some(Use::Field { field: Field::Training, title: None }));
            if matches!(owner, Owner::Training | Owner::OtherTraining) {
                (None, owner)
            } else if named || before {
                (None, Owner::Training)
            } else if about == Field::TrainingCertificate {
                // A certificate of nothing in particular may name a training.
                (field(Field::OtherTraining), Owner::Other)
            } else {
                (Some(Use::Unrecognised), Owner::Other)
            }
        }
        // Whether a group is specialised is said on the groups sheet; on a staff sheet it may be about the person.
        Field::Specialised => (Some(Use::Unrecognised), Owner::Other),
        _ => (None, Owner::Other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Heading;
    use crate::rules::RuleFiles;

    /// The header of a staff sheet, and what each of its columns is after its neighbours were looked at.
    #[track_caller]
    fn check(headers: &[(&str, &str)]) {
        let files = RuleFiles::embedded();
        let lexicon = Lexicon::load(|name| files.text(name)).expect("the embedded lists load");
        let mut seen = Vec::new();
        let columns = (0..)
            .zip(headers)
            .map(|(column, (header, _))| {
                let used = match lexicon.heading(header) {
                    Heading::Field { field, training, no_evidence, .. } => {
                        let title = (training.is_some() || no_evidence).then(|| (*header).to_owned());
                        let again = field != Field::Training && seen.contains(&field);
                        seen.push(field);
                        if again { Use::Second(field) } else { Use::Field { field, title } }
                    }
                    Heading::Withheld(reason) => Use::Withheld(reason),
                    Heading::Unknown => Use::Unrecognised,
                };
                Column {
                    column,
                    header: (*header).to_owned(),
                    used,
                    percent: false,
                    serials: false,
                    by_neighbour: false,
                }
            })
            .collect();
        let mut table = Table {
            index: crate::cell::TableIndex::default(),
            role: None,
            header_row: 0,
            first_header_row: 0,
            columns,
            span: (0, u16::MAX),
            end: u32::MAX,
            data_rows: 0,
            title: None,
            caption: None,
            plan: false,
            lacking: false,
        };
        settle(&mut table, &lexicon);
        let found: Vec<(&str, &str)> = headers
            .iter()
            .zip(&table.columns)
            .map(|((header, _), column)| {
                let found = match column.used {
                    Use::Field { field, .. } => field.name(),
                    Use::Second(_) => "tweede",
                    Use::Unrecognised | Use::Withheld(_) => "?",
                };
                (*header, found)
            })
            .collect();
        assert_eq!(found, headers);
    }

    #[test]
    fn a_bare_end_date_belongs_to_the_register_on_its_left() {
        check(&[("SKJ-nummer", "skj_number"), ("Geldig tot", "skj_valid_until")]);
        check(&[("BIG-nummer", "big_number"), ("Vervaldatum", "big_valid_until")]);
        check(&[("Registratienummer", "registration_number"), ("Geldig t/m", "registration_valid_until")]);
        check(&[
            ("BIG-nummer", "big_number"),
            ("Geldig tot", "big_valid_until"),
            ("SKJ-nummer", "skj_number"),
            ("Geldig tot", "skj_valid_until"),
        ]);
        check(&[
            ("SKJ-nummer", "skj_number"),
            ("Datum afgifte", "registration_issued"),
            ("Geldig tot", "skj_valid_until"),
        ]);
    }

    #[test]
    fn a_bare_end_date_of_something_else_is_nobodys_registration() {
        check(&[("SKJ-nummer", "skj_number"), ("BHV", "training"), ("Geldig tot", "?")]);
        check(&[("SKJ-nummer", "skj_number"), ("VOG", "vog_issued"), ("Vervaldatum", "vog_detail")]);
        check(&[("SKJ-nummer", "skj_number"), ("ID-bewijs", "?"), ("Geldig tot", "?")]);
        check(&[("SKJ-nummer", "skj_number"), ("Contract", "contract"), ("Verloopdatum", "?")]);
        check(&[("Geldig tot", "?")]);
    }

    #[test]
    fn a_bare_beginning_or_end_belongs_to_the_column_on_its_left() {
        check(&[("In dienst", "employment_start"), ("SKJ-nummer", "skj_number"), ("Einddatum", "skj_valid_until")]);
        check(&[("SKJ-nummer", "skj_number"), ("t/m", "skj_valid_until")]);
        check(&[
            ("Startdatum", "employment_start"),
            ("BIG-nummer", "big_number"),
            ("Startdatum", "?"),
            ("Einddatum", "big_valid_until"),
        ]);
        check(&[("In dienst", "employment_start"), ("VOG", "vog_issued"), ("Einddatum", "vog_detail")]);
        check(&[
            ("In dienst", "employment_start"),
            ("Reden tenzij", "exemption_reason"),
            ("Einddatum", "exemption_until"),
        ]);
        check(&[("Startdatum", "employment_start"), ("Verlof", "?"), ("Einddatum", "?")]);
        check(&[("Reden tenzij", "exemption_reason"), ("Geldig tot", "exemption_until")]);
        check(&[("In dienst", "employment_start"), ("BHV", "training"), ("Startdatum", "?"), ("Einddatum", "?")]);
    }

    #[test]
    fn a_bare_beginning_or_end_of_nothing_else_is_that_of_the_employment() {
        check(&[("Contract", "contract"), ("Startdatum", "employment_start"), ("Einddatum", "employment_end")]);
        // Nowhere else stands when the employment began.
        check(&[("SKJ-nummer", "skj_number"), ("Startdatum", "employment_start"), ("Einddatum", "employment_end")]);
        check(&[("SKJ-nummer", "skj_number"), ("SKJ geldig tot", "skj_valid_until"), ("Einddatum", "employment_end")]);
        check(&[("VOG", "vog_issued"), ("Uit dienst", "employment_end")]);
        check(&[("In dienst", "employment_start"), ("Leidinggevende", "?"), ("Einddatum", "employment_end")]);
    }

    #[test]
    fn a_number_directly_behind_a_registration_is_its_own() {
        check(&[("SKJ", "tweede"), ("Nummer", "skj_number"), ("Geldig tot", "skj_valid_until")]);
        check(&[
            ("Registratie", "registration_kind"),
            ("Nummer", "registration_number"),
            ("Geldig tot", "registration_valid_until"),
        ]);
        check(&[("SKJ-nummer", "skj_number"), ("Datum", "?"), ("VOG", "vog_issued"), ("Nummer", "vog_detail")]);
        check(&[("Diploma", "education_level"), ("Nummer", "?")]);
    }

    #[test]
    fn a_second_column_takes_the_place_of_a_first_that_is_about_something_else() {
        check(&[
            ("SKJ-nummer", "skj_number"),
            ("Geldig tot", "skj_valid_until"),
            ("Herregistratie voor", "registration_valid_until"),
        ]);
        check(&[
            ("SKJ-nummer", "skj_number"),
            ("BHV", "training"),
            ("Geldig tot", "?"),
            ("Herregistratie voor", "registration_valid_until"),
            ("Datum geldig tot", "?"),
        ]);
    }

    #[test]
    fn a_bare_date_of_issue_belongs_to_the_vog_on_its_left() {
        check(&[("VOG", "tweede"), ("Datum afgifte", "vog_issued")]);
        check(&[("VOG-nummer", "vog_detail"), ("Datum afgifte", "vog_issued")]);
        check(&[("Diploma", "education_level"), ("Datum afgifte", "?")]);
    }

    #[test]
    fn what_stands_behind_a_training_is_about_it() {
        check(&[("Training mensenhandel", "training"), ("Geldig tot", "training_detail")]);
        check(&[
            ("Training mensenhandel", "training"),
            ("Einddatum", "training_detail"),
            ("Aanwezig", "training_certificate"),
        ]);
        check(&[("Training mensenhandel", "training"), ("Trainer", "?"), ("Resultaat", "training_certificate")]);
        check(&[
            ("Training mensenhandel", "training"),
            ("Herhaling", "other_training"),
            ("Herhaling 2", "other_training"),
        ]);
        check(&[("BHV", "training"), ("Aanwezig", "training_certificate"), ("Geldig tot", "?"), ("Herhaling", "?")]);
        // Which training was repeated, only the row tells.
        check(&[("Training", "training"), ("Herhaling", "?"), ("Geldig tot", "?")]);
        check(&[("VOG", "vog_issued"), ("Aanwezig", "?"), ("Herhaling", "?")]);
        check(&[
            ("Training mensenhandel", "training"),
            ("Herhaling medicatie", "other_training"),
            ("Leidinggevende", "?"),
        ]);
    }

    #[test]
    fn cells_without_a_heading_may_be_about_the_column_on_their_left() {
        let files = RuleFiles::embedded();
        let lexicon = Lexicon::load(|name| files.text(name)).expect("the embedded lists load");
        let beside = |header: &str| {
            let used = match lexicon.heading(header) {
                Heading::Field { field, training, no_evidence, .. } => {
                    Use::Field { field, title: (training.is_some() || no_evidence).then(|| header.to_owned()) }
                }
                _ => Use::Unrecognised,
            };
            let header = header.to_owned();
            let left = Column { column: 0, header, used, percent: false, serials: false, by_neighbour: false };
            field_beside(&left, &lexicon)
        };
        for (header, field) in [
            ("SKJ-nummer", Some(Field::RegistrationDetail)),
            ("SKJ geldig tot", Some(Field::RegistrationDetail)),
            ("BIG", Some(Field::RegistrationDetail)),
            ("VOG", Some(Field::VogDetail)),
            ("VOG profiel", Some(Field::VogDetail)),
            ("Training mensenhandel", Some(Field::TrainingDetail)),
            ("Datum training", Some(Field::TrainingDetail)),
            ("BHV", None),
            ("Functie", None),
            ("Parkeerplaats", None),
            ("Opmerkingen", None),
        ] {
            assert_eq!(beside(header), field, "{header}");
        }
    }

    #[test]
    fn a_bare_training_date_needs_a_training_on_its_left() {
        check(&[("Training mensenhandel", "training"), ("Datum behaald", "training_date")]);
        check(&[("Training mensenhandel", "training"), ("Diploma", "education_level"), ("Datum behaald", "?")]);
        check(&[("Datum behaald", "training_date"), ("Training", "training")]);
        check(&[("Training mensenhandel", "training"), ("VOG", "vog_issued"), ("Datum training", "training_date")]);
        check(&[("Diploma", "education_level"), ("Certificaat", "other_training")]);
    }

    #[test]
    fn a_target_group_on_a_staff_sheet_says_nothing_of_the_group() {
        check(&[("Naam", "name"), ("Doelgroep loverboys", "?")]);
    }
}
