//! The words of a result: norms, effects, verdicts, statuses and the reasons behind them.

use crate::calendar::Date;
use crate::cell::Place;

/// An enumeration with one fixed name per variant, the same in JSON, rule files and texts.
macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$variant_meta])* #[serde(rename = $text)] $variant,)+ }

        impl $name {
            /// Every variant, in order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The name of the variant, as outputs and rule files have it.
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.name())
            }
        }
    };
}
pub(crate) use named;

named! {
    /// What a rule belongs to. The first three get a verdict.
    Norm {
        /// Expectation 5.2.1: works with registered professionals, unless.
        Registered = "5.2.1",
        /// Expectation 5.2.2: professionals demonstrably trained for their function.
        Trained = "5.2.2",
        /// Jeugdwet 4.1.6: in possession of a VOG.
        Vog = "VOG",
        /// Quality of the file itself.
        Data = "gegevens",
        /// Columns that should not be in the file.
        Privacy = "privacy",
    }
}

impl Norm {
    /// The norms that get a verdict, in the order in which outputs show them.
    pub const JUDGED: [Norm; 3] = [Norm::Registered, Norm::Trained, Norm::Vog];
}

named! {
    /// What a finding does to a verdict; the worst first.
    Effect {
        /// The norm is not met.
        Insufficient = "onvoldoende",
        /// The file does not tell whether the norm is met.
        Undecided = "niet te beoordelen",
        /// Worth knowing; never changes a verdict.
        Signal = "signaal",
    }
}

named! {
    /// What stands behind a rule.
    Weight {
        /// An Act or decree.
        Law = "wet",
        /// A norm of the field (Kwaliteitskader Jeugd).
        Field = "veldnorm",
        /// An expectation of the inspectorate.
        Expectation = "inspectieverwachting",
        /// A norm that the provider or its contract sets; off unless a setting turns it on.
        Own = "eigen norm",
        /// Our own way of checking.
        Method = "methode",
    }
}

named! {
    /// The outcome of a norm for a group or provider; the worst first.
    Verdict {
        /// Not met.
        Insufficient = "onvoldoende",
        /// The file does not tell.
        Undecided = "niet te beoordelen",
        /// Met, as far as the file goes.
        Sufficient = "voldoende",
        /// This group is not judged on this norm.
        NotApplicable = "niet van toepassing",
    }
}

named! {
    /// Registration status on the reference date (contract §3).
    Registration {
        /// Counts as a registered professional.
        Registered = "geregistreerd",
        /// Might count; a doubt must be removed first.
        ToVerify = "te verifiëren",
        /// Does not count.
        NotRegistered = "niet geregistreerd",
    }
}

named! {
    /// Training status for the target group (contract §3).
    Training {
        /// A recognised training with a readable date.
        Demonstrable = "aantoonbaar",
        /// Might be trained; a doubt must be removed first.
        ToVerify = "te verifiëren",
        /// Nothing that is evidence.
        None = "geen",
    }
}

named! {
    /// VOG status (contract §3; Jeugdwet art. 4.1.6).
    Vog {
        /// Issued in the three months before the start.
        InOrder = "in orde",
        /// Any VOG of somebody who started before the Jeugdwet (2015-01-01).
        OldRegime = "oud regime",
        /// A doubt must be removed first.
        ToVerify = "te verifiëren",
        /// Issued more than three months before the start.
        TooOld = "te oud bij start",
        /// No VOG.
        Missing = "ontbreekt",
        /// Solistic professional whose VOG is older than three years.
        Expired = "verlopen",
    }
}

named! {
    /// The class of a function title (contract §3). Titles are rule data.
    FunctionClass {
        /// Pedagogisch medewerker: the daily care on the group; the only class that counts for 5.2.1.
        Pm = "pm",
        /// Behandelcoördinator.
        Behandelcoordinator = "behandelcoordinator",
        /// Gedragswetenschapper, orthopedagoog, psycholoog.
        Gedragswetenschapper = "gedragswetenschapper",
        /// Ambulant hulpverlener.
        Ambulant = "ambulant",
        /// Vaktherapeut.
        Vaktherapeut = "vaktherapeut",
        /// Team leaders and managers.
        Leiding = "leiding",
        /// Everybody who supports: kitchen, office, cleaning, school.
        Ondersteunend = "ondersteunend",
        /// Trainees, whatever their function says.
        Stagiair = "stagiair",
        /// Volunteers.
        Vrijwilliger = "vrijwilliger",
        /// Empty or in no class.
        Onbekend = "onbekend",
    }
}

impl FunctionClass {
    /// Whether this class counts for a norm that gets a verdict.
    pub fn counts_for(self, norm: Norm) -> bool {
        match norm {
            Norm::Registered => self == FunctionClass::Pm,
            Norm::Trained => self.is_care(),
            _ => true,
        }
    }

    /// Whether this class cares for the girls: counts for 5.2.2, and needs a group (DAT-02).
    pub fn is_care(self) -> bool {
        matches!(
            self,
            FunctionClass::Pm
                | FunctionClass::Behandelcoordinator
                | FunctionClass::Gedragswetenschapper
                | FunctionClass::Ambulant
                | FunctionClass::Vaktherapeut
        )
    }
}

named! {
    /// Why a status, a verdict or a data problem is what it is. A rule file may hold a text of its own per reason.
    Reason {
        // Any status.
        /// The file has no column for it.
        NoColumn = "no-column",
        /// The sheet of the person has no column for it; another one has.
        NoColumnOnSheet = "no-column-on-sheet",
        /// The file has a list on it, which cannot be joined to the person.
        NotJoined = "not-joined",
        /// Somebody is named on a sheet that was not understood.
        UnreadSheet = "unread-sheet",
        /// A list is about others or some only, says its name, and somebody is not on it.
        ListOfOthers = "list-of-others",
        /// The cell is empty or holds a placeholder.
        Empty = "empty",
        /// The cell says no.
        No = "no",
        /// The cell says that it is not known.
        Unknown = "unknown",
        /// Requested, not there yet.
        Pending = "pending",
        /// Only "ja" or "x".
        ClaimOnly = "claim-only",
        /// Something else of a VOG or training, such as its number or its last day, without its date.
        DetailOnly = "detail-only",
        /// The list says that it is of another day than the reference date.
        OtherDay = "other-day",
        /// Something stands beside its columns, in a column without a heading.
        NoHeading = "no-heading",
        /// The value cannot be read.
        Unreadable = "unreadable",
        /// Stands on a row that may be of more than one person.
        AmbiguousPerson = "ambiguous-person",
        // Registration.
        /// A valid registration.
        Valid = "valid",
        /// Renewal was requested in time and may still be pending.
        RenewalPending = "renewal-pending",
        /// A conditional suspension, warning or reprimand: counts.
        Measure = "measure",
        /// An SKJ end date at most six months past.
        RecentlyExpired = "recently-expired",
        /// A date past that may be the last re-registration or the end.
        RenewalDateUnclear = "renewal-date-unclear",
        /// A number without an end date.
        NumberWithoutDate = "number-without-date",
        /// An end date without a number.
        DateWithoutNumber = "date-without-number",
        /// The wrong number of digits.
        WrongDigits = "wrong-digits",
        /// One number at two persons.
        SharedNumber = "shared-number",
        /// A BIG number that ends in no known code of a profession.
        UnknownProfession = "unknown-profession",
        /// What stands in one cell contradicts another, or is not understood.
        Contradiction = "contradiction",
        /// A status that is not understood, or of which it is not certain that it holds on the reference date.
        StatusUnclear = "status-unclear",
        /// A suspension of which it is not certain that it covers the reference date.
        SuspensionPeriod = "suspension-period",
        /// A kind of registration that is not known.
        KindUnknown = "kind-unknown",
        /// Vooraanmelding (2015-2018).
        Preregistration = "preregistration",
        /// The end date is longer past.
        Expired = "expired",
        /// Suspended.
        Suspended = "suspended",
        /// Struck off.
        StruckOff = "struck-off",
        /// Withdrawn, given up or ended, without an end date.
        Ended = "ended",
        /// A register that does not count by itself, or a paper that is no registration.
        OtherRegister = "other-register",
        /// A BIG profession that does not count.
        OtherProfession = "other-profession",
        // Registration held against an extract of a register.
        /// The register says so too.
        Confirmed = "confirmed",
        /// Registered, until another day than the file says.
        RegisterDate = "register-date",
        /// Registered, on a name of which only the last name fits.
        RegisterLastName = "register-last-name",
        /// Registered, with a measure that the register tells.
        RegisterMeasure = "register-measure",
        /// The number stands in the register on another name.
        RegisterOtherName = "register-other-name",
        /// The person stands in the register with another number.
        RegisterOtherNumber = "register-other-number",
        /// Without a number in the file; the register has one person of that name.
        RegisterByName = "register-by-name",
        /// The file says that the registration does not hold, the register that it does.
        RegisterContradiction = "register-contradiction",
        /// Two extracts say different things.
        ExtractsContradict = "extracts-contradict",
        /// The end date in the register is past; the file has a later one, and the extract may be older than that.
        RegisterStale = "register-stale",
        /// The end date in the register is at most six months past.
        RegisterRecentlyExpired = "register-recently-expired",
        /// What the register says is not understood, or not certain to hold on the reference date.
        RegisterStatusUnclear = "register-status-unclear",
        /// The end date in the register is longer past.
        RegisterExpired = "register-expired",
        /// Suspended, says the register.
        RegisterSuspended = "register-suspended",
        /// Struck off, says the register.
        RegisterStruckOff = "register-struck-off",
        /// No registration that holds, says the register.
        RegisterEnded = "register-ended",
        // Training.
        /// A recognised training with a readable date.
        Dated = "dated",
        /// A recognised training without a date.
        NoDate = "no-date",
        /// A recognised training with an unreadable date.
        UnreadableDate = "unreadable-date",
        /// A title on neither list.
        UnknownTitle = "unknown-title",
        /// A date under a heading that names no training.
        DateWithoutTitle = "date-without-title",
        /// A date or certificate without a title.
        NoTitle = "no-title",
        /// The certificate column says no.
        NoCertificate = "no-certificate",
        /// What stands in the certificate column is not understood.
        CertificateUnclear = "certificate-unclear",
        /// One date for several titles in one cell.
        SharedDate = "shared-date",
        /// A training that stands in a plan, with a day that is over.
        OnPlan = "on-plan",
        /// A date with something beside it that is not understood.
        BesideDate = "beside-date",
        /// A training of which not all parts were certainly followed: "dag 1", and not "dag 2".
        PartOnly = "part-only",
        /// A training of which only the first day is known.
        OnlyStarted = "only-started",
        /// Another column than those about trainings names one.
        OtherColumn = "other-column",
        /// Only titles that are no evidence.
        NoEvidence = "no-evidence",
        /// The date is after the reference date.
        Planned = "planned",
        // VOG.
        /// Issued in the window before the start.
        InWindow = "in-window",
        /// Started before the Jeugdwet.
        BeforeLaw = "before-law",
        /// Issued before the window.
        BeforeWindow = "before-window",
        /// Issued after the start: late, or a renewal.
        AfterStart = "after-start",
        /// The start date is empty or unreadable.
        StartUnknown = "start-unknown",
        /// The file has no column with the start date.
        NoStartColumn = "no-start-column",
        /// Several start dates that give different answers.
        StartConflict = "start-conflict",
        /// Issued after the reference date.
        AfterReferenceDate = "after-reference-date",
        /// Solistic: older than three years.
        OlderThanYears = "older-than-years",
        /// Not clear whether solistic, with a VOG older than three years.
        SolisticUnclear = "solistic-unclear",
        /// Too old, unless something undated or unreadable is a later one.
        LaterUnclear = "later-unclear",
        // Groups and shares.
        /// Below the share.
        Below = "below",
        /// The doubts decide whether the share is reached.
        WithinDoubt = "within-doubt",
        /// The share counts in fte and somebody's fte is not known.
        FteUnknown = "fte-unknown",
        /// Only a behandelcoördinator or ambulant worker is registered.
        OnlyOthersRegistered = "only-others-registered",
        /// No group is judged at all.
        NoGroup = "no-group",
        /// No group is judged, because the file calls those with pm not specialised.
        NoneSpecialised = "none-specialised",
        /// The file does not tell whether the group is specialised.
        SpecialisedUnclear = "specialised-unclear",
        /// The share that is agreed cannot be read.
        AgreedUnreadable = "agreed-unreadable",
        /// Several shares are agreed for one group.
        AgreedConflict = "agreed-conflict",
        /// The date of the substantiation cannot be read or is still to come.
        SubstantiationDate = "substantiation-date",
        /// The function is in no class.
        NoClass = "no-class",
        // Data.
        /// A date that cannot be read.
        NoDateValue = "no-date-value",
        /// A number that cannot be read.
        NoNumberValue = "no-number-value",
        /// A share that cannot be read.
        NoShareValue = "no-share-value",
        /// A choice that is not understood.
        NoChoiceValue = "no-choice-value",
        /// A status of a registration that is not understood.
        NoStatusValue = "no-status-value",
        /// What stands where a training title belongs is none.
        NoTitleValue = "no-title-value",
        /// An opinion on an expectation that is not understood.
        NoOpinionValue = "no-opinion-value",
        /// Something else than a number and words stands where the expectation is named.
        NoExpectationValue = "no-expectation-value",
        /// One expectation twice, with the same opinion.
        SameExpectation = "same-expectation",
        /// One expectation twice, with different opinions.
        ConflictingExpectation = "conflicting-expectation",
        /// Day and month cannot be told apart.
        DayMonthUnclear = "day-month-unclear",
        /// A column of bare numbers read as dates.
        SerialDates = "serial-dates",
        /// Characters that do not show, between those that do.
        ControlCharacters = "control-characters",
        /// A date outside 1930 to the reference date plus twenty years.
        ImplausibleDate = "implausible-date",
        /// The same row twice.
        Duplicate = "duplicate",
        /// Not filled in.
        Missing = "missing",
        /// Outside the range that can be.
        OutOfRange = "out-of-range",
        /// The posts of all rows of one person add up to more than can be.
        FteTotal = "fte-total",
        /// Hours a week that are so few that they must be fte.
        FteInHours = "fte-in-hours",
        /// Something else than a date says that somebody leaves.
        EndUnknown = "end-unknown",
        /// What may tell that somebody left, and is no last day of work: notice, the end of a contract among others.
        EndMaybe = "end-maybe",
        /// Another list gives a last day of work that is over.
        EndElsewhere = "end-elsewhere",
        /// The last day of work is over, and another cell says that somebody still works here.
        EndDenied = "end-denied",
        /// A heading above the row, or the name of its sheet, says that somebody left.
        LeftByHeading = "left-by-heading",
        /// The name of somebody is struck out.
        StruckOutName = "struck-out-name",
        /// A value is struck out.
        StruckOut = "struck-out",
        /// What a list holds is lacking, asked for or over, says its name or its title.
        ListLacking = "list-lacking",
        /// Notes that people put on cells.
        NotesNotRead = "notes-not-read",
        /// Hidden rows.
        HiddenRows = "hidden-rows",
        /// Hidden columns.
        HiddenColumns = "hidden-columns",
        /// A hidden sheet.
        HiddenSheet = "hidden-sheet",
        /// A formula without a computed value.
        Uncalculated = "uncalculated",
        /// An error cell.
        ErrorCell = "error-cell",
        /// One person on several groups.
        SplitOverGroups = "split-over-groups",
        /// Joined on the name.
        JoinedByName = "joined-by-name",
        /// Belongs to nobody on a staff sheet.
        NoPerson = "no-person",
        /// Belongs to more than one possible person.
        SeveralPersons = "several-persons",
        /// A row of a list for a whole team.
        WholeTeam = "whole-team",
        /// A row with several names, of which some are nobody's.
        SomeNames = "some-names",
        /// Two values for one thing.
        ConflictingValues = "conflicting-values",
        /// Rows about the same work of somebody, on which only papers differ.
        SameWork = "same-work",
        /// Rows about one group that say different things.
        ConflictingRows = "conflicting-rows",
        /// One number, two names.
        TwoNames = "two-names",
        /// A column of personnel numbers in which people share their numbers.
        NumberOfNobody = "number-of-nobody",
        /// A row whose name is nobody's, but looks like somebody's.
        SimilarName = "similar-name",
        /// A row of which it is not certain that it is about a person.
        DoubtfulRow = "doubtful-row",
        /// The group of rows stands in a heading above them.
        SectionGroup = "section-group",
        /// The group of a whole sheet is its name, or stands in its title.
        SheetGroup = "sheet-group",
        /// A sheet is the same overview as another one, of another time.
        EarlierSheet = "earlier-sheet",
        /// A sheet is called old, a copy or another version, and is about the same people as another one.
        OldVersion = "old-version",
        /// Two sheets are versions of one overview, and nothing tells which one is of now.
        UnclearVersion = "unclear-version",
        /// A cell that is merged over rows speaks for all of them.
        MergedCell = "merged-cell",
        /// A row without a name belongs to the person on the row above.
        ContinuedRow = "continued-row",
        /// No name and no number.
        NoIdentity = "no-identity",
        /// A row of the groups sheet without a name.
        GroupWithoutName = "group-without-name",
        /// A roster, which the rules do not use yet.
        Roster = "roster",
        /// A sheet that was not understood.
        SheetNotUnderstood = "sheet-not-understood",
        /// A sheet of people who do not work here, says its name.
        OtherPeople = "other-people",
        /// A table beside or below another one that was not understood.
        TableNotUnderstood = "table-not-understood",
        /// A second column for the same field.
        SecondColumn = "second-column",
        /// A second column about the function, which counts too.
        SecondFunction = "second-function",
        /// A heading that names a register or the VOG and is not understood.
        ColumnNotUnderstood = "column-not-understood",
        /// A beginning or an end is that of what the column to its left is about, and not of the employment.
        PeriodByNeighbour = "period-by-neighbour",
        /// The same, where that is nothing that counts.
        PeriodNotRead = "period-not-read",
        /// A column that may say which part of the posts on a row belongs to the group on it, and is not read.
        WorkShares = "work-shares",
        /// On a staff sheet, not on the groups sheet.
        NotOnGroupsSheet = "not-on-groups-sheet",
        /// A group name that looks like another one.
        GroupLooksLike = "group-looks-like",
        /// One group name at several locations.
        SeveralLocations = "several-locations",
        /// An exemption that is over.
        ExemptionOver = "exemption-over",
        /// An exemption of which a date cannot be read.
        ExemptionDateUnclear = "exemption-date-unclear",
        /// An exemption that is decided on after the reference date, or not yet.
        ExemptionNotYet = "exemption-not-yet",
        /// An exemption without a reason.
        ExemptionWithoutReason = "exemption-without-reason",
        /// The ground of an exemption, or who decided on it, says that it is not decided.
        ExemptionUndecided = "exemption-undecided",
        /// Numbers that stand in no extract.
        NotInExtract = "not-in-extract",
        /// An extract of which the day is not known.
        ExtractUndated = "extract-undated",
        /// An extract that is of after the reference date.
        ExtractAfterReferenceDate = "extract-after-reference-date",
        /// An extract from long before the reference date.
        ExtractOld = "extract-old",
        /// Read as Windows-1252.
        Encoding = "encoding",
        /// Bytes that are no characters in the encoding of the file.
        LostCharacters = "lost-characters",
        /// More or fewer fields than the header.
        Ragged = "ragged",
        /// A cell of several lines that look like rows.
        RowsInCell = "rows-in-cell",
        // Withheld columns (PRV-01).
        /// Citizen service number.
        Bsn = "bsn",
        /// Nine-digit numbers that pass the elfproef.
        BsnByNumbers = "bsn-by-numbers",
        /// Birth date.
        BirthDate = "birth-date",
        /// Home address.
        Address = "address",
        /// Private telephone number or e-mail address.
        Contact = "contact",
        /// Bank account.
        BankAccount = "bank-account",
        /// Numbers of passports and such.
        IdentityDocument = "identity-document",
    }
}

named! {
    /// The names that a rule's Dutch template may use, as `{person}`.
    FactName {
        /// Name of the person, or the key when names may not be shown.
        Person = "person",
        /// Function title as written.
        Function = "function",
        /// Group.
        Group = "group",
        /// Location of the group.
        Location = "location",
        /// Peildatum.
        ReferenceDate = "reference_date",
        /// What stands in the first cell of the finding.
        Value = "value",
        /// Heading of that cell's column.
        Header = "header",
        /// Sheet of that cell.
        Sheet = "sheet",
        /// `SKJ` or `BIG`.
        Register = "register",
        /// Registration number.
        Number = "number",
        /// End date of the registration.
        ValidUntil = "valid_until",
        /// BIG profession.
        Profession = "profession",
        /// Measure or status as written.
        Status = "status",
        /// Training title.
        Title = "title",
        /// Training date.
        TrainingDate = "training_date",
        /// Issue date of the VOG.
        Issued = "issued",
        /// Start of employment.
        Start = "start",
        /// First day on which the VOG could have been issued.
        Earliest = "earliest",
        /// A number of months, from a parameter or setting.
        Months = "months",
        /// VOG profile as written.
        Profile = "profile",
        /// How many count.
        Total = "total",
        /// How many are certain.
        Certain = "certain",
        /// How many are certain or to verify.
        Possible = "possible",
        /// How many are not certain.
        Uncertain = "uncertain",
        /// Names of those concerned.
        People = "people",
        /// The share that is asked.
        Required = "required",
        /// `personen` or `fte`.
        Unit = "unit",
        /// Lower end of the share, as counts.
        Low = "low",
        /// Upper end of the share, as counts.
        High = "high",
        /// How many persons, rows or cells.
        Count = "count",
        /// What was expected.
        Expected = "expected",
        /// The other value, name or place.
        Other = "other",
        /// A date that something ends.
        Until = "until",
        /// What the cell of the extract shows: the name, number, status or date there.
        Extract = "extract",
        /// How well the name in the extract fits.
        Likeness = "likeness",
    }
}

/// A fact that travels in a finding; the writer fills the rule's template with it.
#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    /// A date.
    Date(Date),
    /// A count; templates may choose singular or plural by it.
    Count(u64),
    /// Words from the file or the rule data.
    Text(Box<str>),
    /// The name of somebody in an extract of a register; shown or not as the edition allows.
    Name(Box<str>),
    /// Persons, by number; named or not as the edition allows.
    People(Box<[u32]>),
}

/// One thing found: which rule, about whom, with which effect, where, and the facts for its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Index of the rule in the rule set.
    pub rule: u16,
    /// The norm it weighs on.
    pub norm: Norm,
    /// What it does to that norm's verdict.
    pub effect: Effect,
    /// Which of the rule's texts applies.
    pub reason: Option<Reason>,
    /// Index of the person, where it is about one.
    pub person: Option<u32>,
    /// Index of the group, where it is about one.
    pub group: Option<u32>,
    /// The groups it weighs on, where it is about a person in several.
    pub groups: Box<[u32]>,
    /// The cells it stands on, the one to mend first.
    pub cells: Box<[Place]>,
    /// Facts beyond those that person, group and cells give.
    pub facts: Box<[(FactName, Detail)]>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_comes_first() {
        assert!(Effect::Insufficient < Effect::Undecided && Effect::Undecided < Effect::Signal);
        assert!(Verdict::Insufficient < Verdict::Undecided && Verdict::Undecided < Verdict::Sufficient);
        assert!(Verdict::Sufficient < Verdict::NotApplicable);
    }
}
