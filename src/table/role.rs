//! Which kind of sheet a table is: by what its columns are about, with the sheet's name as a hint.

use super::{Column, Table, Use, beside};
use crate::lexicon::{Field, FieldKind, Heading, Hint, Kind, Lexicon, Role, TrainingTitle};

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
/// What only a list of people in employment says: where somebody works may stand on any list.
const EMPLOYMENT: &[Field] =
    &[Field::EmploymentStart, Field::EmploymentEnd, Field::Fte, Field::Hours, Field::Contract, Field::Mentor];
/// What any registration has: its kind and number in columns of their own.
const REGISTRATION: &[Field] = &[Field::RegistrationKind, Field::RegistrationNumber];
/// Fields of a registration of which the heading names the register.
const OF_REGISTER: &[Field] = &[
    Field::SkjNumber,
    Field::SkjValidUntil,
    Field::SkjStatus,
    Field::BigNumber,
    Field::BigValidUntil,
    Field::BigStatus,
    Field::RegistrationDetail,
];
/// Fields of a VOG.
const OF_VOG: &[Field] = &Field::OF_VOG;
/// What a list of groups says of people only: of a group it tells nothing that is read.
const OF_PERSON: &[Field] = &[
    Field::EmploymentStart,
    Field::EmploymentEnd,
    Field::EmploymentEndDetail,
    Field::WorkEnd,
    Field::ExemptionUntil,
    Field::ExemptionDecidedBy,
    Field::ExemptionDecidedOn,
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
    let opinions = table.has(Field::Opinion) && table.has_any(&[Field::ExpectationNumber, Field::Expectation]);
    if opinions && (!identity || hint == Some(Role::Expectations)) {
        roles.push(Role::Expectations);
    }
    if !identity && table.has(Field::Group) && (table.has_any(GROUP) || hint == Some(Role::Groups)) {
        roles.push(Role::Groups);
    }
    if identity {
        let lists = [
            (Role::Exemptions, table.has_any(EXEMPTION)),
            (Role::Registrations, [REGISTRATION, OF_REGISTER, OF_VOG].into_iter().any(|fields| table.has_any(fields))),
            (Role::Trainings, table.has(Field::Training)),
        ];
        let fits = |role: Role| lists.iter().any(|(list, has)| *list == role && *has);
        if table.has(Field::Function) {
            // A list may repeat everybody's function and group; it stays a list when nothing says that people work here.
            let told = hint.filter(|role| fits(*role) || *role == Role::Registrations && table.has_any(ISSUED));
            let alone = || {
                only(&lists).filter(|role| {
                    !table.has(Field::Group)
                        || *role == Role::Trainings && is_rows_of_trainings(table, lexicon)
                        || *role == Role::Registrations && is_rows_of_papers(table, lexicon)
                })
            };
            if !table.has_any(EMPLOYMENT)
                && hint != Some(Role::Staff)
                && let Some(role) = told.or_else(alone)
            {
                roles.push(role);
            }
            roles.push(Role::Staff);
        } else {
            // "Geldig tot" on a sheet "Registratie BHV" is not that of a registration.
            let elsewhere = || matches!(lexicon.registration_kind(sheet_name), Some(Kind::Register | Kind::Paper));
            let dated = hint == Some(Role::Registrations)
                && !elsewhere()
                && (table.has_any(ISSUED) || has_date_on(table, Role::Registrations, lexicon));
            roles.extend(hint.filter(|role| fits(*role) || dated));
            roles.extend(lists.iter().filter(|(_, has)| *has).map(|(role, _)| *role));
        }
        if roles.is_empty() && tells_of_leaving(table, sheet_name, lexicon) {
            roles.push(Role::Employment);
        }
    }
    roles.dedup();
    roles
}

/// Whether a list says when people left: by a heading that can mean nothing else, or by its name.
fn tells_of_leaving(table: &Table, sheet_name: &str, lexicon: &Lexicon) -> bool {
    let named = lexicon.role_hint(sheet_name) == Some(Role::Employment) || lexicon.has_left(sheet_name) == Some(true);
    table.column_of(Field::EmploymentEnd).is_some_and(|column| named || !lexicon.is_period(&column.header))
}

/// Reads a table as an extract of a register, if it can be one: without a column of numbers it is not. `names` are what may say of
/// which register it is: the name of the sheet and of the file.
pub fn refine_register(table: &mut Table, names: &[&str], lexicon: &Lexicon) {
    lend(table, Role::Register, lexicon);
    statuses(table, lexicon);
    by_kind(table, names.iter().find_map(|name| lexicon.registration_kind(name)));
    let numbered = table.has_any(&[Field::SkjNumber, Field::BigNumber, Field::RegistrationNumber]);
    // A list of the provider's own is no register, whatever it is called.
    let own = table.has_any(&[
        Field::Fte,
        Field::Hours,
        Field::Contract,
        Field::Training,
        Field::VogIssued,
        Field::VogAtStart,
    ]);
    table.role = (numbered && !own).then_some(Role::Register);
}

/// "Actief: nee" tells of the registration on a list of those, where on a list of people it tells who works here.
fn statuses(table: &mut Table, lexicon: &Lexicon) {
    for at in 0..table.columns.len() {
        let column = &table.columns[at];
        let of_work = column.field().or(column.completes()) == Some(Field::EmploymentEnd);
        if of_work && lexicon.may_tell_registration(&column.header) {
            let field = Field::RegistrationStatus;
            table.columns[at].used =
                if table.has(field) { Use::Second(field) } else { Use::Field { field, title: None } };
        }
    }
}

/// "Datum behaald" on a list with a row per paper is the day of the paper, be it a registration, a VOG or a training.
fn dates_of_papers(table: &mut Table) {
    if !table.has(Field::RegistrationKind) || table.has_any(&[Field::RegistrationIssued, Field::Training]) {
        return;
    }
    if let Some(column) = table.columns.iter_mut().find(|column| column.field() == Some(Field::TrainingDate)) {
        column.used = Use::Field { field: Field::RegistrationIssued, title: None };
    }
}

/// Dates that say something of a registration only where the sheet says which.
const ISSUED: &[Field] = &[Field::RegistrationIssued, Field::RegistrationValidUntil];

/// Whether the titles of trainings stand in cells, with their dates beside them: a row per person and training.
fn is_rows_of_trainings(table: &Table, lexicon: &Lexicon) -> bool {
    let titles =
        table.columns.iter().any(|column| matches!(column.used, Use::Field { field: Field::Training, title: None }));
    titles && (table.has(Field::TrainingDate) || has_date_on(table, Role::Trainings, lexicon))
}

/// Whether what stands in a column told that each row is about a paper, and its heading did not: on a list of people, where somebody
/// has one row, only the heading does.
fn is_rows_of_papers(table: &Table, lexicon: &Lexicon) -> bool {
    let by_heading =
        |header: &str| matches!(lexicon.heading(header), Heading::Field { field: Field::RegistrationKind, .. });
    table.column_of(Field::RegistrationKind).is_some_and(|column| !by_heading(&column.header))
}

/// Whether a heading is a date only on a sheet of this kind: "Datum".
fn has_date_on(table: &Table, role: Role, lexicon: &Lexicon) -> bool {
    table.columns.iter().any(|column| {
        column.used == Use::Unrecognised
            && matches!(lexicon.heading_on(role, &column.header), Heading::Field { field, .. } if field.kind() == FieldKind::Date)
    })
}

/// Reads headings once more with the kind of sheet in mind: on a sheet of exemptions "Geldig tot" is the end of the exemption.
/// A heading that says enough by itself keeps its meaning.
pub fn refine(table: &mut Table, sheet_name: &str, lexicon: &Lexicon) {
    let names = [Some(sheet_name), table.caption.as_deref()];
    let names = || names.into_iter().flatten();
    table.lacking = names().any(|name| lexicon.hints(Hint::Lacking, name));
    table.plan = table.lacking || names().any(|name| lexicon.is_ahead(name));
    dated_titles(table, lexicon);
    titled_by_sheet(table, sheet_name, lexicon);
    let list = |role: &Role| !matches!(role, Role::Staff | Role::Roster | Role::Employment);
    let by_columns = possible_roles(table, sheet_name, lexicon);
    // Columns that only a staff sheet has outweigh the name on the tab.
    let staff = by_columns.first() == Some(&Role::Staff) && table.has_any(STAFF_ONLY);
    // Without expectations a heading as "Thema" says nothing: it is listed as not understood.
    let hint = lexicon.role_hint(sheet_name);
    let expectations = hint == Some(Role::Expectations) || by_columns.first() == Some(&Role::Expectations);
    if !expectations {
        for column in &mut table.columns {
            if column.field().is_some_and(Field::is_of_expectation) {
                column.used = Use::Unrecognised;
            }
        }
    }
    let role = hint.filter(list).filter(|_| !staff).or_else(|| by_columns.first().copied().filter(list));
    // A list with a row per paper, be it a certificate or a registration, on a sheet "Certificaten".
    let papers = table.has(Field::RegistrationKind) && !table.has(Field::Training);
    let role = role.map(|role| if papers && role == Role::Trainings { Role::Registrations } else { role });
    let only_vog = |table: &Table| table.has_any(OF_VOG) && !table.has_any(OF_REGISTER) && !table.has_any(REGISTRATION);
    let told_only_vog = only_vog(table) && hint != Some(Role::Registrations);
    if let Some(role) = role {
        lend(table, role, lexicon);
    }
    // An export of everybody's work with a row per paper.
    let of_papers = role.is_none() && staff && is_rows_of_papers(table, lexicon);
    if of_papers {
        lend(table, Role::Registrations, lexicon);
    }
    if role == Some(Role::Registrations) {
        statuses(table, lexicon);
    }
    if role == Some(Role::Registrations) || of_papers {
        dates_of_papers(table);
    }
    if table.column_of(Field::Opinion).is_some_and(|column| lexicon.hints(Hint::FinalOpinion, &column.header)) {
        for column in table.columns.iter_mut().filter(|column| column.used == Use::Second(Field::Opinion)) {
            column.used = Use::Unrecognised;
        }
    }
    // What is not read on a list of this kind, is not to look as if it was.
    let unread: &[Field] = match role {
        // No group is in service, and none has an exemption.
        Some(Role::Groups) => OF_PERSON,
        Some(Role::Trainings | Role::Registrations) => {
            &[Field::ExemptionUntil, Field::ExemptionDecidedBy, Field::ExemptionDecidedOn, Field::Opinion]
        }
        _ => &[],
    };
    for column in &mut table.columns {
        let field = column.field().or(column.completes());
        let of_work = role == Some(Role::Trainings)
            && field == Some(Field::EmploymentEnd)
            && lexicon.may_tell_employment(&column.header);
        // How many of a group have it: "% SKJ".
        let counted = role == Some(Role::Groups) && field.is_some_and(Field::is_of_registration_or_vog);
        if of_work || counted || field.is_some_and(|field| unread.contains(&field)) {
            column.used = Use::Unrecognised;
        }
    }
    if role == Some(Role::Trainings) && !table.has_any(REGISTRATION) {
        // "Geldig tot" is that of the training.
        for at in 0..table.columns.len() {
            let field = table.columns[at].field();
            let of_training =
                field == Some(Field::RegistrationValidUntil) && beside::names_training(&table.columns[..at], lexicon);
            table.columns[at].used = match field {
                Some(_) if of_training => Use::Field { field: Field::TrainingDetail, title: None },
                Some(Field::RegistrationIssued | Field::RegistrationValidUntil | Field::RegistrationStatus) => {
                    Use::Unrecognised
                }
                _ => continue,
            };
        }
    }
    if role == Some(Role::Trainings) {
        outcomes(table, lexicon);
    }
    let without_kind = role == Some(Role::Registrations) && !table.has(Field::RegistrationKind);
    if without_kind {
        let of_vog = told_only_vog || only_vog(table);
        let kind = lexicon.registration_kind(sheet_name).or(of_vog.then_some(Kind::Vog));
        by_kind(table, kind);
        numbers(table, kind, lexicon);
    }
    if (role.is_none() || without_kind && (table.has_any(OF_REGISTER) || table.has_any(OF_VOG)))
        && table.has_any(IDENTITY)
    {
        beside::settle(table, lexicon);
    }
    beside::parts(table, lexicon);
    ends_of_contracts(table, lexicon);
}

/// On a list of trainings "Trainingsstatus" or "Uitkomst" tells how they ended, whatever stands below it. Where the heading of a column
/// is the training, only directly right of that.
fn outcomes(table: &mut Table, lexicon: &Lexicon) {
    const OF_TRAINING: [Field; 3] = [Field::Training, Field::TrainingDate, Field::TrainingCertificate];
    let in_rows =
        table.columns.iter().any(|column| matches!(column.used, Use::Field { field: Field::Training, title: None }));
    for at in 1..table.columns.len() {
        let left = table.columns[at - 1].field();
        let column = &mut table.columns[at];
        if column.used == Use::Unrecognised
            && lexicon.hints(Hint::Outcome, &column.header)
            && (in_rows || left.is_some_and(|field| OF_TRAINING.contains(&field)))
        {
            column.used = Use::Field { field: Field::TrainingCertificate, title: None };
        }
    }
}

/// Beside the last day of the employment the end of a contract tells nothing of it; "Laatste dag" right of a training is its own.
fn ends_of_contracts(table: &mut Table, lexicon: &Lexicon) {
    for at in 1..table.columns.len() {
        let of_training =
            matches!(table.columns[at - 1].field(), Some(Field::Training | Field::TrainingDate | Field::OtherTraining));
        let column = &mut table.columns[at];
        if of_training && column.field() == Some(Field::EmploymentEndDetail) && !lexicon.is_about_term(&column.header) {
            column.used = Use::Unrecognised;
        }
    }
    let is_end =
        |column: &Column| column.field() == Some(Field::EmploymentEnd) && !lexicon.is_about_contract(&column.header);
    if !table.columns.iter().any(is_end) {
        return;
    }
    for column in &mut table.columns {
        if column.field() == Some(Field::EmploymentEndDetail) && lexicon.is_about_term(&column.header) {
            column.used = Use::Unrecognised;
        }
    }
}

/// Gives bare headings the meaning that they have on a list of this kind. Of two columns the better heading has it.
fn lend(table: &mut Table, role: Role, lexicon: &Lexicon) {
    // On a list without employment "Startdatum" is the start of what the list is about. The better heading goes first.
    let listed = !table.has(Field::Function) || !table.has_any(&[Field::Fte, Field::Hours, Field::Contract]);
    let mut meant: Vec<(u16, usize, Field, bool)> = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        let general = match column.used {
            Use::Unrecognised => true,
            // "Geregistreerd: nee" is no name of who is registered.
            Use::Field { field: Field::RegistrationStatus, .. } if role == Role::Register => false,
            Use::Field { .. } | Use::Second(_) if role == Role::Register => true,
            Use::Field { field: Field::EmploymentStart | Field::EmploymentEnd, .. }
            | Use::Second(Field::EmploymentStart | Field::EmploymentEnd) => listed,
            // A list of groups has no exemptions of people: "Motivering" is that of the group, and so is "Vastgesteld op".
            Use::Field { field, .. }
                if role == Role::Groups && (field == Field::ExemptionReason || OF_PERSON.contains(&field)) =>
            {
                true
            }
            // On a list of exemptions the reason is that of the exemption.
            Use::Field { field: Field::Substantiation, .. } if role == Role::Exemptions => true,
            Use::Field { field, .. } => GENERAL.contains(&field) && role != Role::Registrations,
            _ => false,
        };
        let Heading::Field { field, rank, training, .. } = lexicon.heading_on(role, &column.header) else {
            continue;
        };
        let own_name = column.field() == Some(Field::Name)
            && match role {
                Role::Groups => field == Field::Group,
                Role::Expectations => field == Field::Expectation,
                // "Naam" is the training's name only where somebody else's name or number stands beside it.
                Role::Trainings => {
                    field == Field::Training
                        && table.has(Field::PersonnelNumber)
                        && table.column_of(Field::LastName).is_some()
                }
                _ => false,
            };
        if general || own_name {
            // "Nr" before the name is the number of a registration only where no other column can be.
            let aside = field == Field::RegistrationNumber
                && role == Role::Registrations
                && lexicon.is_bare_number(&column.header)
                && before_name(table, at);
            let rank = if aside { u16::MAX } else { rank };
            meant.push((rank, at, field, training.is_some()));
        }
    }
    meant.sort_unstable_by_key(|(rank, at, ..)| (*rank, *at));
    for (_, at, field, titled) in meant {
        // A list of trainings may have "Datum" and "Behaald", "Certificaat" and "Status": what each says counts.
        let beside = matches!(field, Field::TrainingDate | Field::TrainingCertificate);
        if beside || titled || !table.has(field) {
            let title = titled.then(|| table.columns[at].header.clone());
            table.columns[at].used = Use::Field { field, title };
        } else if (role == Role::Register
            || role == Role::Exemptions
                && matches!(field, Field::ExemptionReason | Field::ExemptionDecidedBy | Field::ExemptionUntil)
            || role == Role::Expectations && field == Field::Opinion)
            && table.columns[at].field() != Some(field)
        {
            // "Status" beside "Maatregel", "Besloten door" or "Ingetrokken", "Hertoets" beside "Oordeel": what each says counts.
            table.columns[at].used = Use::Second(field);
        }
    }
}

/// A date under a heading that names the training is the training: "Training loverboys, datum". Not where another column says which
/// training was followed: then it is the date of that. A plan says no such thing, and neither does a column about BHV.
fn dated_titles(table: &mut Table, lexicon: &Lexicon) {
    let tells_which = |column: &Column| match &column.used {
        Use::Field { field: Field::Training, title: Some(title) } => {
            lexicon.training(title) == TrainingTitle::Recognised && !lexicon.hints(Hint::Plan, &column.header)
        }
        Use::Field { field: Field::Training, title: None } => true,
        _ => false,
    };
    if table.columns.iter().any(tells_which) {
        return;
    }
    for column in &mut table.columns {
        if column.field() == Some(Field::TrainingDate) && lexicon.training(&column.header) == TrainingTitle::Recognised
        {
            column.used = Use::Field { field: Field::Training, title: Some(column.header.clone()) };
        }
    }
}

/// On a list without titles, on a sheet that is called after a training, a date is that of the training, and so is a cross.
fn titled_by_sheet(table: &mut Table, sheet_name: &str, lexicon: &Lexicon) {
    let named = matches!(lexicon.heading(sheet_name), Heading::Field { training: Some(_), .. });
    if !named || table.has_any(&[Field::Training, Field::Function]) || !table.has_any(IDENTITY) {
        return;
    }
    let is = |header: &str, wanted: Field| {
        matches!(lexicon.heading_on(Role::Trainings, header), Heading::Field { field, .. } if field == wanted)
            && !lexicon.hints(Hint::Start, header)
    };
    let found = |wanted: Field| table.columns.iter().position(|column| is(&column.header, wanted));
    // Without a date it at least tells who was there.
    if let Some(at) = found(Field::TrainingDate).or_else(|| found(Field::TrainingCertificate)) {
        table.columns[at].used = Use::Field { field: Field::Training, title: Some(sheet_name.to_owned()) };
    }
}

/// On a sheet that is called "VOG" and has no column with the kind, "Datum afgifte" and "Status" are those of the VOG.
fn by_kind(table: &mut Table, kind: Option<Kind>) {
    let meant: &[(Field, Field)] = match kind {
        Some(Kind::Vog) => &[
            (Field::RegistrationIssued, Field::VogIssued),
            (Field::RegistrationStatus, Field::VogStatus),
            (Field::RegistrationTakenAway, Field::VogStatus),
        ],
        Some(Kind::Skj) => &[
            (Field::RegistrationNumber, Field::SkjNumber),
            (Field::RegistrationValidUntil, Field::SkjValidUntil),
            (Field::RegistrationStatus, Field::SkjStatus),
        ],
        Some(Kind::Big) => &[
            (Field::RegistrationNumber, Field::BigNumber),
            (Field::RegistrationValidUntil, Field::BigValidUntil),
            (Field::RegistrationStatus, Field::BigStatus),
        ],
        _ => &[],
    };
    for (general, own) in meant.iter().filter(|(_, own)| !table.has(*own)).copied().collect::<Vec<_>>() {
        for column in &mut table.columns {
            match column.used {
                Use::Field { field, .. } if field == general => {
                    column.used = Use::Field { field: own, title: None };
                }
                Use::Second(field) if field == general => column.used = Use::Second(own),
                _ => {}
            }
        }
    }
}

/// "Nr" before the name numbers the rows or the people, "Kenmerk" on a list of VOG's is that of the VOG, and what stands on a sheet
/// "Registratie BHV" is of another register or a certificate: by none of these somebody is registered.
fn numbers(table: &mut Table, kind: Option<Kind>, lexicon: &Lexicon) {
    let registered = table.has_any(&[Field::SkjNumber, Field::BigNumber]);
    let of_vog =
        |column: &Column| column.field().is_some_and(|field| field == Field::VogProfile || OF_VOG.contains(&field));
    for at in 0..table.columns.len() {
        let column = &table.columns[at];
        let field = column.field().or(column.completes());
        let bare = field == Some(Field::RegistrationNumber) && lexicon.is_bare_number(&column.header);
        let used = match field {
            Some(Field::RegistrationNumber)
                if bare && (kind == Some(Kind::Vog) || registered && before_name(table, at)) =>
            {
                Use::Unrecognised
            }
            // "VOG", "Nummer", "SKJ", "Nummer".
            Some(Field::RegistrationNumber) if bare && at > 0 && of_vog(&table.columns[at - 1]) => {
                Use::Field { field: Field::VogDetail, title: None }
            }
            Some(Field::RegistrationNumber | Field::RegistrationValidUntil) if kind == Some(Kind::Vog) => {
                Use::Field { field: Field::VogDetail, title: None }
            }
            Some(
                Field::RegistrationNumber
                | Field::RegistrationIssued
                | Field::RegistrationValidUntil
                | Field::RegistrationStatus
                | Field::RegistrationTakenAway,
            ) if matches!(kind, Some(Kind::Register | Kind::Paper)) => Use::Unrecognised,
            _ => continue,
        };
        table.columns[at].used = used;
    }
}

/// Whether a column stands left of the name.
fn before_name(table: &Table, at: usize) -> bool {
    let name = |column: &Column| matches!(column.field(), Some(Field::Name | Field::LastName | Field::FirstName));
    table.columns.iter().position(name).is_some_and(|name| at < name)
}

/// What "Geldig tot" and such mean where nothing says of what.
const GENERAL: &[Field] = &[
    // "Diploma" on a list of trainings.
    Field::EducationLevel,
    Field::OtherTraining,
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
