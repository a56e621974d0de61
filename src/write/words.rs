//! What the program's own names are called in Dutch: norms, kinds of sheets, fields.

use std::borrow::Cow;

use crate::calendar;
use crate::check::{Held, InExtract};
use crate::finding::Norm;
use crate::lexicon::{Field, Role};
use crate::staff::Extract;

/// What a norm is about.
pub fn norm(norm: Norm) -> &'static str {
    match norm {
        Norm::Registered => "geregistreerde professionals",
        Norm::Trained => "aantoonbaar geschoolde professionals",
        Norm::Vog => "verklaring omtrent het gedrag",
        Norm::Data => "hoe het bestand is ingevuld",
        Norm::Privacy => "gegevens die niet in het bestand horen",
    }
}

/// What a kind of sheet holds.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Staff => "personeel",
        Role::Trainings => "scholing",
        Role::Registrations => "registraties",
        Role::Groups => "groepen",
        Role::Exemptions => "uitzonderingen (tenzij)",
        Role::Employment => "uit dienst",
        Role::Expectations => "verwachtingen",
        Role::Roster => "rooster",
        Role::Register => "uittreksel uit een register",
    }
}

/// Why a registration is what it is, with what the extracts of the registers say of it.
pub fn held(reason: &str, held: Option<Held>) -> Cow<'_, str> {
    match held {
        Some(Held { result: InExtract::Absent, .. }) => format!("{reason}; {}", InExtract::Absent).into(),
        Some(Held { likeness: Some(likeness), .. }) => format!("{reason} ({likeness})").into(),
        _ => Cow::Borrowed(reason),
    }
}

/// Of which day an extract is.
pub fn extract_day(extract: &Extract) -> String {
    match extract.date {
        Some((date, _)) => format!("uittreksel van {}", calendar::shown(date)),
        None => "uittreksel zonder datum".to_owned(),
    }
}

/// What a column holds.
pub fn field(field: Field) -> &'static str {
    match field {
        Field::PersonnelNumber => "personeelsnummer",
        Field::Name => "naam",
        Field::FirstName => "voornaam",
        Field::Infix => "tussenvoegsel",
        Field::LastName => "achternaam",
        Field::Function => "functie",
        Field::Group => "groep",
        Field::Location => "locatie",
        Field::Contract => "soort contract",
        Field::Fte => "fte",
        Field::Hours => "uren per week",
        Field::EmploymentStart => "datum in dienst",
        Field::EmploymentEnd => "datum uit dienst",
        Field::WorkEnd => "laatste dag in de functie of op de groep",
        Field::EmploymentEndDetail => "ander gegeven over het einde van het dienstverband",
        Field::SkjNumber => "SKJ-nummer",
        Field::SkjValidUntil => "SKJ geldig tot",
        Field::SkjRenewalRequested => "SKJ-herregistratie aangevraagd op",
        Field::SkjStatus => "SKJ-status",
        Field::BigNumber => "BIG-nummer",
        Field::BigValidUntil => "BIG geldig tot",
        Field::BigStatus => "BIG-status",
        Field::VogIssued => "datum afgifte VOG",
        Field::VogStatus => "VOG-status",
        Field::VogProfile => "VOG-profiel",
        Field::RegistrationDetail => "ander gegeven over de registratie",
        Field::VogDetail => "ander gegeven over de VOG",
        Field::TrainingDetail => "ander gegeven over de scholing",
        Field::VogAtStart => "datum VOG bij de start",
        Field::Training => "scholing",
        Field::TrainingDate => "datum scholing",
        Field::TrainingCertificate => "certificaat scholing",
        Field::OtherTraining => "overige scholing",
        Field::EducationLevel => "opleidingsniveau",
        Field::Mentor => "mentor",
        Field::ExemptionGround => "grond van de uitzondering",
        Field::ExemptionReason => "reden van de uitzondering",
        Field::ExemptionUntil => "uitzondering geldig tot",
        Field::ExemptionDecidedBy => "wie over de uitzondering besliste",
        Field::ExemptionDecidedOn => "datum besluit uitzondering",
        Field::Solistic => "werkt solistisch",
        Field::Remark => "opmerking",
        Field::Specialised => "gespecialiseerde groep",
        Field::AgreedShare => "afgesproken aandeel geregistreerd",
        Field::Substantiation => "onderbouwing",
        Field::SubstantiatedOn => "datum onderbouwing",
        Field::SubstantiatedUntil => "einddatum onderbouwing",
        Field::RegistrationKind => "soort registratie",
        Field::RegistrationNumber => "registratienummer",
        Field::RegistrationIssued => "registratie afgegeven op",
        Field::RegistrationValidUntil => "registratie geldig tot",
        Field::RegistrationStatus => "status registratie",
        Field::RegistrationTakenAway => "schorsing of doorhaling",
        Field::MeasureUntil => "einddatum van de maatregel",
        Field::ExtractDate => "datum van het uittreksel",
        Field::ExpectationNumber => "nummer van de verwachting",
        Field::Expectation => "verwachting",
        Field::ExpectationTheme => "thema van de verwachting",
        Field::Opinion => "oordeel over de verwachting",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_fields_are_called_the_same() {
        let mut names: Vec<_> = Field::ALL.iter().map(|known| field(*known)).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Field::ALL.len());
    }
}
