//! What a column heading means.

use std::fmt;

use hashbrown::HashMap;

use super::hints::{Hint, Hints};
use super::pattern::{Canon, Pattern, unordered};
use super::sheets::Role;
use super::source::{Entry, LexiconError, Source, Table};
use super::trainings::{TrainingTitle, Trainings};
use crate::finding::{Reason, named};
use crate::fold::fold;

named! {
    /// What a column can hold (contract §2).
    Field {
        /// Personnel number.
        PersonnelNumber = "personnel_number",
        /// Whole name.
        Name = "name",
        /// First name or initials.
        FirstName = "first_name",
        /// Tussenvoegsel.
        Infix = "infix",
        /// Last name.
        LastName = "last_name",
        /// Function title.
        Function = "function",
        /// Group, or groups.
        Group = "group",
        /// Location.
        Location = "location",
        /// Kind of contract.
        Contract = "contract",
        /// Full-time equivalent.
        Fte = "fte",
        /// Hours a week.
        Hours = "hours",
        /// First day of employment.
        EmploymentStart = "employment_start",
        /// Last day of employment.
        EmploymentEnd = "employment_end",
        /// What may tell that somebody left, or stays on, and is no last day of work: notice, the end of one of several contracts.
        EmploymentEndDetail = "employment_end_detail",
        /// Last day of the work on a row, in a function or on a group: somebody may go on on another row.
        WorkEnd = "work_end",
        /// SKJ number.
        SkjNumber = "skj_number",
        /// Last day of the SKJ registration.
        SkjValidUntil = "skj_valid_until",
        /// When renewal of the SKJ registration was requested.
        SkjRenewalRequested = "skj_renewal_requested",
        /// Status of, or measure on, the SKJ registration.
        SkjStatus = "skj_status",
        /// BIG number.
        BigNumber = "big_number",
        /// Last day of the BIG registration.
        BigValidUntil = "big_valid_until",
        /// Status of, or measure on, the BIG registration.
        BigStatus = "big_status",
        /// What only who is registered can have, and is no number and no date: a proof, an extract.
        RegistrationDetail = "registration_detail",
        /// When the VOG was issued.
        VogIssued = "vog_issued",
        /// State of the VOG, or of the request for it.
        VogStatus = "vog_status",
        /// Screening profile of the VOG.
        VogProfile = "vog_profile",
        /// What only who has a VOG can fill in, and is no date of issue: its number, when it came in, an end date.
        VogDetail = "vog_detail",
        /// When the VOG shown at the start was issued.
        VogAtStart = "vog_at_start",
        /// Training title.
        Training = "training",
        /// When the training was followed.
        TrainingDate = "training_date",
        /// Whether there is a certificate.
        TrainingCertificate = "training_certificate",
        /// What only who followed a training can fill in, and is not when it was followed, such as an end date.
        TrainingDetail = "training_detail",
        /// Education or courses of any kind, in which a training may be named.
        OtherTraining = "other_training",
        /// Level of education.
        EducationLevel = "education_level",
        /// Whether the person is a mentor.
        Mentor = "mentor",
        /// Ground of the exemption (tenzij).
        ExemptionGround = "exemption_ground",
        /// Reason of the exemption.
        ExemptionReason = "exemption_reason",
        /// Last day of the exemption.
        ExemptionUntil = "exemption_until",
        /// Who decided on the exemption.
        ExemptionDecidedBy = "exemption_decided_by",
        /// When the exemption was decided on.
        ExemptionDecidedOn = "exemption_decided_on",
        /// Whether the person works solistically.
        Solistic = "solistic",
        /// Remark.
        Remark = "remark",
        /// Whether the group is a specialised one.
        Specialised = "specialised",
        /// Agreed share of registered pm.
        AgreedShare = "agreed_share",
        /// Substantiation (onderbouwing) of the group's mix.
        Substantiation = "substantiation",
        /// When the substantiation was written.
        SubstantiatedOn = "substantiated_on",
        /// Last day of the substantiation.
        SubstantiatedUntil = "substantiated_until",
        /// Kind of a registration in rows: SKJ, BIG, VOG.
        RegistrationKind = "registration_kind",
        /// Number of a registration in rows.
        RegistrationNumber = "registration_number",
        /// When a registration in rows was issued.
        RegistrationIssued = "registration_issued",
        /// Last day of a registration in rows.
        RegistrationValidUntil = "registration_valid_until",
        /// Status of a registration in rows.
        RegistrationStatus = "registration_status",
        /// Whether, or since when, a registration was taken away: suspended, struck off.
        RegistrationTakenAway = "registration_taken_away",
        /// Last day of a measure, in an extract of a register.
        MeasureUntil = "measure_until",
        /// Of which day an extract of a register is.
        ExtractDate = "extract_date",
        /// Number of an expectation of the framework.
        ExpectationNumber = "expectation_number",
        /// An expectation in words.
        Expectation = "expectation",
        /// Theme of an expectation.
        ExpectationTheme = "expectation_theme",
        /// An inspector's opinion on an expectation.
        Opinion = "opinion",
    }
}

/// How the cells of a field are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldKind {
    /// Free text.
    Text,
    /// A civil date.
    Date,
    /// A decimal amount.
    Amount,
    /// A word with a meaning: yes, no, a status.
    Choice,
    /// A share, as percentage or fraction.
    Share,
    /// A number that names something, with its zeros.
    Number,
}

impl Field {
    /// Every field that tells of a registration.
    pub const OF_REGISTRATION: [Field; 13] = [
        Field::SkjNumber,
        Field::SkjValidUntil,
        Field::SkjRenewalRequested,
        Field::SkjStatus,
        Field::BigNumber,
        Field::BigValidUntil,
        Field::BigStatus,
        Field::RegistrationKind,
        Field::RegistrationNumber,
        Field::RegistrationValidUntil,
        Field::RegistrationIssued,
        Field::RegistrationStatus,
        Field::RegistrationTakenAway,
    ];

    /// Whether it tells of a registration or of a VOG.
    pub fn is_of_registration_or_vog(self) -> bool {
        Field::OF_REGISTRATION.contains(&self) || Field::OF_VOG.contains(&self)
    }

    /// What tells of a VOG.
    pub const OF_VOG: [Field; 4] = [Field::VogIssued, Field::VogAtStart, Field::VogStatus, Field::VogDetail];

    /// Whether a table may have several columns of this field.
    pub const fn may_repeat(self) -> bool {
        matches!(
            self,
            Field::Training
                | Field::TrainingDate
                | Field::TrainingCertificate
                | Field::OtherTraining
                | Field::Remark
                | Field::RegistrationTakenAway
                | Field::RegistrationDetail
                | Field::VogDetail
                | Field::TrainingDetail
                | Field::EmploymentEndDetail
        )
    }

    /// Whether only a list of expectations has this field.
    pub const fn is_of_expectation(self) -> bool {
        matches!(self, Field::ExpectationNumber | Field::Expectation | Field::ExpectationTheme | Field::Opinion)
    }

    /// How the cells of this field are read.
    pub const fn kind(self) -> FieldKind {
        match self {
            Field::EmploymentStart
            | Field::EmploymentEnd
            | Field::EmploymentEndDetail
            | Field::WorkEnd
            | Field::SkjValidUntil
            | Field::SkjRenewalRequested
            | Field::BigValidUntil
            | Field::VogIssued
            | Field::VogAtStart
            | Field::TrainingDate
            | Field::ExemptionUntil
            | Field::ExemptionDecidedOn
            | Field::SubstantiatedOn
            | Field::SubstantiatedUntil
            | Field::RegistrationIssued
            | Field::RegistrationValidUntil
            | Field::RegistrationTakenAway
            | Field::MeasureUntil
            | Field::ExtractDate => FieldKind::Date,
            Field::Fte | Field::Hours => FieldKind::Amount,
            Field::SkjStatus
            | Field::BigStatus
            | Field::RegistrationStatus
            | Field::VogStatus
            | Field::TrainingCertificate
            | Field::Mentor
            | Field::Solistic
            | Field::Specialised => FieldKind::Choice,
            Field::AgreedShare => FieldKind::Share,
            Field::PersonnelNumber | Field::SkjNumber | Field::BigNumber | Field::RegistrationNumber => {
                FieldKind::Number
            }
            Field::Name
            | Field::FirstName
            | Field::Infix
            | Field::LastName
            | Field::Function
            | Field::Group
            | Field::Location
            | Field::Contract
            | Field::VogProfile
            | Field::RegistrationDetail
            | Field::VogDetail
            | Field::Training
            | Field::TrainingDetail
            | Field::OtherTraining
            | Field::EducationLevel
            | Field::ExemptionGround
            | Field::ExemptionReason
            | Field::ExemptionDecidedBy
            | Field::Remark
            | Field::Substantiation
            | Field::RegistrationKind
            | Field::ExpectationNumber
            | Field::Expectation
            | Field::ExpectationTheme
            | Field::Opinion => FieldKind::Text,
        }
    }

    /// The field of this name.
    pub fn by_name(name: &str) -> Option<Field> {
        Field::ALL.iter().copied().find(|field| field.name() == name)
    }
}

/// What a heading means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading<'l> {
    /// A field.
    Field {
        /// Which.
        field: Field,
        /// Place among the field's headings: of two columns for one field the lower rank is the better.
        rank: u16,
        /// The heading itself is a recognised training title: the entry in the list that says so.
        training: Option<&'l str>,
        /// The heading itself is a training that is no evidence, such as BHV.
        no_evidence: bool,
    },
    /// A column that should not be in the file (PRV-01).
    Withheld(Reason),
    /// None of these.
    Unknown,
}

/// Rank of a heading that is itself a training title.
const TITLE_RANK: u16 = 500;
/// Rank of the first pattern: any listed heading is better.
const PATTERN_RANK: u16 = 1000;

#[derive(Clone, Copy)]
enum Meaning {
    Field(Field, u16),
    Withheld(Reason),
}

/// The lists of `fields.toml`, `headings.toml`, `withheld.toml` and the sheets' own headings.
pub(super) struct Headings {
    canon: Canon,
    exact: HashMap<String, Meaning>,
    /// As they stand in the file, for suggestions.
    listed: Vec<(Box<str>, Field)>,
    patterns: Vec<(Field, Pattern)>,
    withheld: Vec<(Reason, Pattern)>,
    /// Headings that mean something else on a sheet of this role.
    on_sheet: HashMap<(Role, String), (Field, u16)>,
    numbered: Vec<Field>,
    /// Words that number a column.
    ordinals: Vec<String>,
    /// Headings that only say something together with the column to the left.
    bare: Vec<String>,
    /// Headings of a beginning or an end that do not say of what.
    period: Vec<String>,
    hints: Hints,
    /// Words for a second line that says little by itself.
    under: Vec<(Box<str>, Box<str>)>,
}

impl Headings {
    pub fn read(
        headings: Source<'_>,
        fields: Source<'_>,
        withheld: Source<'_>,
        sheets: Table<'_>,
    ) -> Result<Self, LexiconError> {
        let tables = headings.parse()?;
        let root = Table::root(headings, &tables);
        let mut keys = vec!["same", "ignore", "heads", "tails", "numbered", "ordinals", "bare", "period", "under"];
        keys.extend(Hints::keys());
        root.only(&keys)?;
        let canon = Canon::read(root)?;
        let mut numbered = Vec::new();
        for entry in root.list("numbered")? {
            numbered.push(field_named(root, entry)?);
        }
        let mut this = Headings {
            exact: HashMap::with_capacity(1024),
            listed: Vec::with_capacity(1024),
            patterns: Vec::new(),
            withheld: Vec::new(),
            on_sheet: HashMap::new(),
            numbered,
            ordinals: root.required("ordinals")?.iter().map(|entry| fold(entry.text)).collect(),
            bare: root.required("bare")?.iter().map(|entry| unordered(&canon.canonical(entry.text))).collect(),
            period: root.required("period")?.iter().map(|entry| unordered(&canon.canonical(entry.text))).collect(),
            hints: Hints::read(root, &canon)?,
            under: root
                .lists("under")?
                .into_iter()
                .filter_map(|list| match list.as_slice() {
                    [word, meaning] => Some((fold(word.text).into_boxed_str(), meaning.text.into())),
                    _ => None,
                })
                .collect(),
            canon,
        };
        this.read_fields(fields)?;
        this.read_withheld(withheld)?;
        this.read_sheets(sheets)?;
        Ok(this)
    }

    fn read_fields(&mut self, source: Source<'_>) -> Result<(), LexiconError> {
        let tables = source.parse()?;
        let root = Table::root(source, &tables);
        for (name, table) in root.tables()? {
            let field = field_named(root, name)?;
            table.only(&["headings", "patterns"])?;
            for (entry, rank) in table.required("headings")?.into_iter().zip(0..) {
                self.add(table, entry, Meaning::Field(field, rank))?;
            }
            for pattern in Pattern::list(table, "patterns", &self.canon)? {
                self.patterns.push((field, pattern));
            }
        }
        match Field::ALL.iter().find(|field| !self.listed.iter().any(|(_, listed)| listed == *field)) {
            Some(field) => Err(source.fault(format!("De tabel `[{field}]` met kopteksten ontbreekt."))),
            None => Ok(()),
        }
    }

    fn read_withheld(&mut self, source: Source<'_>) -> Result<(), LexiconError> {
        const REASONS: [Reason; 6] = [
            Reason::Bsn,
            Reason::BirthDate,
            Reason::Address,
            Reason::Contact,
            Reason::BankAccount,
            Reason::IdentityDocument,
        ];
        let tables = source.parse()?;
        let root = Table::root(source, &tables);
        root.only(&REASONS.map(Reason::name))?;
        for reason in REASONS {
            let table = root.table(reason.name())?;
            table.only(&["headings", "patterns"])?;
            for entry in table.required("headings")? {
                self.add(table, entry, Meaning::Withheld(reason))?;
            }
            for pattern in Pattern::list(table, "patterns", &self.canon)? {
                self.withheld.push((reason, pattern));
            }
        }
        Ok(())
    }

    fn read_sheets(&mut self, root: Table<'_>) -> Result<(), LexiconError> {
        for (name, table) in root.tables()? {
            let (Some(role), Some(fields)) = (Role::by_name(name.text), table.optional_table("fields")?) else {
                continue;
            };
            let names: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
            fields.only(&names)?;
            for field in Field::ALL {
                for (entry, rank) in fields.list(field.name())?.into_iter().zip(0..) {
                    let key = unordered(&self.canon.canonical(entry.text));
                    if self.on_sheet.insert((role, key), (*field, rank)).is_some_and(|(old, _)| old != *field) {
                        return Err(twice(fields, entry));
                    }
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, table: Table<'_>, entry: Entry<'_>, meaning: Meaning) -> Result<(), LexiconError> {
        let canonical = self.canon.canonical(entry.text);
        if canonical.is_empty() {
            return Err(table.fault_at(entry.at, format!("`{}` bevat geen letter of cijfer.", entry.text)));
        }
        let key = unordered(&canonical);
        match (self.exact.get(&key), meaning) {
            (None, _) => {
                if let Meaning::Field(field, _) = meaning {
                    self.listed.push((entry.text.into(), field));
                }
                self.exact.insert(key, meaning);
                Ok(())
            }
            (Some(Meaning::Field(old, _)), Meaning::Field(new, _)) if *old == new => Ok(()),
            (Some(Meaning::Withheld(old)), Meaning::Withheld(new)) if *old == new => Ok(()),
            _ => Err(twice(table, entry)),
        }
    }

    /// The first heading that is listed for a field.
    pub fn main(&self, field: Field) -> &str {
        let (heading, _) =
            self.listed.iter().find(|(_, listed)| *listed == field).expect("the loader asks headings for every field");
        heading
    }

    /// Whether the words of a heading, a title or the name of a sheet hint at something.
    pub fn hints(&self, hint: Hint, text: &str) -> bool {
        self.hints.in_text(hint, text, &self.canon)
    }

    /// What a heading means, wherever it stands.
    pub fn heading<'l>(&'l self, text: &str, trainings: &'l Trainings) -> Heading<'l> {
        self.resolve(None, text, trainings)
    }

    /// What a heading means on a sheet of a known role, where a bare "Datum" or "Naam" says enough.
    pub fn heading_on<'l>(&'l self, role: Role, text: &str, trainings: &'l Trainings) -> Heading<'l> {
        self.resolve(Some(role), text, trainings)
    }

    fn resolve<'l>(&'l self, role: Option<Role>, text: &str, trainings: &'l Trainings) -> Heading<'l> {
        // "Dienstverband %" is a share of a full week, and no kind of contract.
        if text.contains('%')
            && let Some(heading) = self.exact(role, &self.canon.canonical(&text.replace('%', " percentage ")))
        {
            return heading;
        }
        let canonical = self.canon.canonical(text);
        if canonical.is_empty() {
            return Heading::Unknown;
        }
        if let Some(heading) = self.exact(role, &canonical) {
            return heading;
        }
        // What stands between brackets may be about somebody else: "Naam (ouder)".
        if !self.hints.in_words(Hint::Other, &words_of(&canonical)) {
            let split = split_camel(text).and_then(|text| self.exact(role, &self.canon.canonical(&text)));
            if let Some(heading) = split.or_else(|| self.without_brackets(role, text, &canonical)) {
                return heading;
            }
        }
        self.by_patterns(role, text, &canonical, trainings)
    }

    /// What a heading means without what stands between brackets, where that changes nothing: "Groep (AFAS)", not "Groep (oud)"
    /// or "Startdatum (functie)".
    fn without_brackets(&self, role: Option<Role>, text: &str, canonical: &str) -> Option<Heading<'static>> {
        let (kept, between) = between_brackets(text)?;
        let kept = self.canon.canonical(&kept);
        let heading = self.exact(role, &kept)?;
        if self.period.contains(&unordered(&kept)) {
            return None;
        }
        if matches!(heading, Heading::Field { field, .. } if self.names_choices(field, between)) {
            return Some(heading);
        }
        let between = self.canon.canonical(between);
        if self.hints.in_words(Hint::Change, &words_of(&between)) {
            return None;
        }
        let Heading::Field { field, .. } = heading else {
            return Some(heading);
        };
        // "(zie pas)" only says where to look.
        if between.starts_with("zie ") {
            return Some(heading);
        }
        // Nor where the same words without brackets would be refused: "In dienst (concern)".
        let words = words_of(canonical);
        let refused = self.patterns.iter().any(|(of, pattern)| *of == field && pattern.refuses(&words));
        let other_term = field.kind() == FieldKind::Amount && self.hints.in_words(Hint::OtherTerm, &words_of(&between));
        (!refused && !other_term).then_some(heading)
    }

    /// Whether brackets name what may be filled in: "Contract (vast/tijdelijk)". Below a date only where yes or no is one of it:
    /// the day of "VOG (aanvraag/afgifte)" may be either.
    fn names_choices(&self, field: Field, between: &str) -> bool {
        let choices: Vec<String> = between.split(['/', ',', ';', '|']).map(fold).collect();
        let changes = |choice: &String| self.hints(Hint::Change, choice);
        choices.len() > 1
            && match field.kind() {
                FieldKind::Amount => false,
                FieldKind::Date => choices.iter().any(|choice| matches!(choice.as_str(), "ja" | "nee" | "j" | "n")),
                _ => !choices.iter().all(changes),
            }
    }

    fn exact(&self, role: Option<Role>, canonical: &str) -> Option<Heading<'static>> {
        let key = unordered(canonical);
        if let Some(meaning) = self.keyed(role, &key) {
            return Some(meaning);
        }
        // "Training 2" and "Datum training 2": a second column of a kind that may be repeated.
        let heading = self.keyed(role, &self.without_ordinals(&key))?;
        matches!(heading, Heading::Field { field, .. } if self.numbered.contains(&field)).then_some(heading)
    }

    fn without_ordinals(&self, key: &str) -> String {
        let words: Vec<&str> = key.split(' ').filter(|word| !self.ordinals.iter().any(|one| one == word)).collect();
        words.join(" ")
    }

    /// A heading in canonical words without order and without what numbers it: equal for "Groep" and "2e groep".
    pub fn unnumbered(&self, text: &str) -> String {
        self.without_ordinals(&unordered(&self.canon.canonical(text)))
    }

    /// Whether a heading is that of a last day, and says no more: "Tot", "t/m".
    pub fn is_bare_end(&self, text: &str) -> bool {
        self.canon.canonical(text) == "tot"
    }

    /// Whether a heading says that a number stands below it, and not of what: "Nr.".
    pub fn is_bare_number(&self, text: &str) -> bool {
        self.canon.canonical(text) == "nummer"
    }

    /// Whether a heading only says something together with the column to its left: "Geldig tot".
    pub fn is_bare(&self, text: &str) -> bool {
        self.bare.contains(&unordered(&self.canon.canonical(text)))
    }

    /// Whether a heading is that of a beginning or an end, and does not say of what: "Einddatum".
    pub fn is_period(&self, text: &str) -> bool {
        self.period.contains(&unordered(&self.canon.canonical(text)))
    }

    /// Whether a heading is about the repetition of a training, and does not say of which: "Herhaling", "Datum herhaling 2".
    pub fn is_bare_repeat(&self, text: &str) -> bool {
        let canonical = self.without_ordinals(&self.canon.canonical(text));
        let words = words_of(&canonical);
        let says_more =
            |word: &str| !self.hints.in_words(Hint::Repeat, &[word]) && !matches!(word, "datum" | "training");
        self.hints.in_words(Hint::Repeat, &words) && !words.into_iter().any(says_more)
    }

    /// Whether something about a registration or VOG itself may stand under a heading that is not understood.
    pub fn may_be_about_registration(&self, text: &str) -> bool {
        let canonical = self.canon.canonical(text);
        let words = words_of(&canonical);
        self.hints.in_words(Hint::Register, &words)
            && !self.hints.in_words(Hint::Administration, &words)
            && !self.hints.in_words(Hint::Other, &words)
    }

    /// Whether a heading is about a contract: "Einddatum contract".
    pub fn is_about_contract(&self, text: &str) -> bool {
        words_of(&self.canon.canonical(text)).contains(&"contract")
    }

    /// Whether a heading is about how long something lasts: "Contract verlengd tot".
    pub fn is_about_term(&self, text: &str) -> bool {
        let canonical = self.canon.canonical(text);
        words_of(&canonical).into_iter().any(|word| matches!(word, "contract" | "geldigtot" | "tot" | "einddatum"))
    }

    /// Whether it may stand under a heading that is not understood which part of the posts on a row belongs to its group: "Verdeling %".
    pub fn may_share_work(&self, text: &str) -> bool {
        let canonical = self.canon.canonical(&text.replace('%', " percentage "));
        // "Percentage verzuim" is about something else.
        matches!(text.trim().to_lowercase().as_str(), "percentage" | "%")
            || self.hints.in_words(Hint::WorkShare, &words_of(&canonical))
    }

    /// Whether a training of the people may stand under a heading that is not understood: "Training LB".
    pub fn may_be_about_training(&self, text: &str) -> bool {
        let canonical = self.canon.canonical(text);
        let words = words_of(&canonical);
        words.contains(&"training") && !self.is_no_title(&words, None) && !self.hints.in_words(Hint::Other, &words)
    }

    /// Whether words of a heading that names a training say that no evidence of it stands below.
    fn is_no_title(&self, words: &[&str], role: Option<Role>) -> bool {
        let hint = |hint| self.hints.in_words(hint, words);
        hint(Hint::NoTitle) || hint(Hint::Duty) || hint(Hint::Victims) && role != Some(Role::Trainings)
    }

    /// Whether a heading names a training for the target group where days stand below it, and else perhaps something that asks for
    /// one: "Training loverboys (verplicht)", "Omgaan met slachtoffers mensenhandel".
    pub fn is_title_if_dated(&self, text: &str, trainings: &Trainings) -> bool {
        let canonical = self.canon.canonical(text);
        let words = words_of(&canonical);
        let hint = |hint| self.hints.in_words(hint, &words);
        (hint(Hint::Duty) || hint(Hint::Victims))
            && ![Hint::NoTitle, Hint::Other, Hint::Repeat, Hint::TrainingDetail].into_iter().any(hint)
            && trainings.names_target_group(text)
    }

    /// Whether a heading that is not understood may be the title of a training that nobody listed: it says nothing of the people, of
    /// a day or of a registration.
    pub fn may_be_unknown_title(&self, text: &str) -> bool {
        const OTHERS: [Hint; 12] = [
            Hint::NoTitle,
            Hint::Duty,
            Hint::Other,
            Hint::WithPeriod,
            Hint::Repeat,
            Hint::TrainingDetail,
            Hint::Plan,
            Hint::Wish,
            Hint::Register,
            Hint::Cancelled,
            Hint::Outcome,
            Hint::Administration,
        ];
        let canonical = self.canon.canonical(text);
        let words = words_of(&canonical);
        words.iter().any(|word| word.chars().filter(|letter| letter.is_alphabetic()).count() > 3)
            && !words.contains(&"datum")
            && !self.is_bare(text)
            && !self.is_period(text)
            && !OTHERS.into_iter().any(|hint| self.hints.in_words(hint, &words))
    }

    fn keyed(&self, role: Option<Role>, key: &str) -> Option<Heading<'static>> {
        let own = role.and_then(|role| self.on_sheet.get(&(role, key.into())));
        match (own, self.exact.get(key)) {
            (Some((field, rank)), _) | (None, Some(Meaning::Field(field, rank))) => Some(plain(*field, *rank)),
            (None, Some(Meaning::Withheld(reason))) => Some(Heading::Withheld(*reason)),
            (None, None) => None,
        }
    }

    fn by_patterns<'l>(
        &'l self,
        role: Option<Role>,
        text: &str,
        canonical: &str,
        trainings: &'l Trainings,
    ) -> Heading<'l> {
        let words = words_of(canonical);
        if let Some((reason, _)) = self.withheld.iter().find(|(_, pattern)| pattern.matches(&words)) {
            return Heading::Withheld(*reason);
        }
        if self.hints.in_words(Hint::Other, &words) {
            return Heading::Unknown;
        }
        let (title, entry) = trainings.title(text);
        if title != TrainingTitle::Unknown || entry.is_some() {
            // On a list of trainings a listed title is a training, whatever its words: "Werken met loverboyslachtoffers".
            let listed = role == Some(Role::Trainings) && trainings.is_listed(text);
            if title == TrainingTitle::Recognised && self.hints.in_words(Hint::TrainingDetail, &words) {
                return plain(Field::TrainingDetail, TITLE_RANK);
            }
            if self.is_no_title(&words, role) && !listed {
                return Heading::Unknown;
            }
            // Whether the day of "Herhaling mensenhandel" was or is to come, nobody can tell.
            if self.hints.in_words(Hint::Repeat, &words) {
                return plain(Field::OtherTraining, TITLE_RANK);
            }
            let own = !self.hints.in_words(Hint::CellsHoldTitles, &words);
            return Heading::Field {
                field: Field::Training,
                rank: TITLE_RANK,
                training: entry.filter(|_| own && title == TrainingTitle::Recognised),
                no_evidence: own && title == TrainingTitle::NoEvidence,
            };
        }
        // "SKJ geldig tot (oud)" is about something else, unless the pattern asks for that word itself.
        let fits =
            |pattern: &Pattern| pattern.matches(&words) && !self.hints.in_words(Hint::Change, &pattern.unasked(&words));
        match self.patterns.iter().zip(PATTERN_RANK..).find(|((_, pattern), _)| fits(pattern)) {
            Some(((field, _), rank)) => plain(*field, rank),
            None => Heading::Unknown,
        }
    }

    /// The word for a second line of a heading that says little by itself.
    pub fn under<'t>(&'t self, text: &'t str) -> &'t str {
        let folded = fold(text);
        self.under.iter().find(|(word, _)| **word == *folded).map_or(text, |(_, meaning)| meaning)
    }

    /// The field whose headings look most like this text. Only a suggestion: nothing is decided by likeness.
    pub fn suggest(&self, text: &str) -> Option<Field> {
        const ALIKE: f64 = 0.8;
        let letters = |text: &str| fold(text).replace(' ', "");
        let sought = letters(text);
        let withheld = self.exact.get(unordered(&self.canon.canonical(text)).as_str());
        if sought.chars().count() < 4 || matches!(withheld, Some(Meaning::Withheld(_))) {
            return None;
        }
        let mut best = (ALIKE, None);
        let start = self.hints(Hint::Start, text);
        for (listed, field) in &self.listed {
            // "Begindatum contract" looks like "Einddatum contract", and is the opposite.
            let end = matches!(
                field,
                Field::EmploymentEnd
                    | Field::SkjValidUntil
                    | Field::BigValidUntil
                    | Field::RegistrationValidUntil
                    | Field::ExemptionUntil
            );
            if start && end {
                continue;
            }
            let alike = strsim::normalized_damerau_levenshtein(&sought, &letters(listed));
            if alike > best.0 {
                best = (alike, Some(*field));
            }
        }
        best.1
    }
}

fn plain(field: Field, rank: u16) -> Heading<'static> {
    Heading::Field { field, rank, training: None, no_evidence: false }
}

fn words_of(canonical: &str) -> Vec<&str> {
    canonical.split(' ').collect()
}

fn field_named(table: Table<'_>, name: Entry<'_>) -> Result<Field, LexiconError> {
    Field::by_name(name.text).ok_or_else(|| table.fault_at(name.at, format!("Het veld `{}` bestaat niet.", name.text)))
}

fn twice(table: Table<'_>, entry: Entry<'_>) -> LexiconError {
    let message = format!("De koptekst `{}` staat al bij een ander veld. Laat er één staan.", entry.text);
    table.fault_at(entry.at, message)
}

/// `vogDatum` as `vog Datum`; nothing when there is no capital inside a word.
fn split_camel(text: &str) -> Option<String> {
    let mut split = String::with_capacity(text.len() + 4);
    let mut lower = false;
    for c in text.chars() {
        if lower && c.is_uppercase() {
            split.push(' ');
        }
        lower = c.is_lowercase();
        split.push(c);
    }
    (split.len() > text.len()).then_some(split)
}

/// The text without what stands between brackets, and that; nothing when there are none, or nothing else.
fn between_brackets(text: &str) -> Option<(String, &str)> {
    let (before, rest) = text.split_once(['(', '['])?;
    let (between, after) = rest.split_once([')', ']']).unwrap_or((rest, ""));
    let kept = format!("{before} {after}");
    (!kept.trim().is_empty()).then_some((kept, between))
}

impl fmt::Debug for Headings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Headings").field("listed", &self.listed.len()).finish_non_exhaustive()
    }
}
