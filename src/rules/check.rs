//! The kinds of check: a closed set, so that every rule stays explainable. Each kind says which facts and reasons it gives.

use serde::Deserialize;

use crate::finding::{Effect, FactName, Reason, Registration, Training, Vog, named};

/// How a rule is tested: one of a closed set, each with its parameters.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Check {
    /// A person has one of these statuses.
    PersonStatus(PersonStatus),
    /// A judged group has pm, of whom none is certain.
    GroupWithout {
        /// Whether some of them are to verify (true) or none at all (false).
        possible: bool,
    },
    /// Some pm of a group are not certain, and nothing tells why that is right.
    Substantiation {},
    /// The share of a group against a share that somebody asks.
    Share {
        /// Registered pm or trained care workers.
        subject: Subject,
        /// The setting with the share.
        setting: Setting,
        /// Whether the share that the groups sheet gives for the group goes before the setting.
        agreed: bool,
        /// The effect when the doubts decide.
        undecided: Effect,
    },
    /// A registration that counts ends soon.
    EndsWithin {
        /// The setting with the number of months.
        setting: Setting,
    },
    /// A training or VOG is older than a number of months.
    OlderThan {
        /// Training or VOG.
        subject: Subject,
        /// The setting with the number of months; without it the rule is off.
        setting: Setting,
    },
    /// A VOG profile is given and is none of these.
    Profile {
        /// The profiles that suit.
        expected: Vec<String>,
        /// Words that name another profile, which has no number.
        #[serde(default)]
        other: Vec<String>,
    },
    /// A specialised group without any pm, or no judged group at all.
    GroupWithoutPm {},
    /// A function that is empty or in no class, on a judged group.
    FunctionUnknown {},
    /// A care worker or an unknown function without a group.
    GroupMissing {},
    /// Something is wrong with the file itself.
    Problem {
        /// Which problems.
        reasons: Vec<Reason>,
    },
    /// A column that should not be in the file.
    Withheld {},
}

named! {
    /// What a check looks at.
    Subject {
        /// Registration in SKJ or BIG.
        Registration = "registration",
        /// Training for the target group.
        Training = "training",
        /// VOG.
        Vog = "vog",
    }
}

named! {
    /// Of whom a check looks at the status.
    Who {
        /// Pm of the judged groups: who counts for 5.2.1.
        Pm = "pm",
        /// Care workers of the judged groups: who counts for 5.2.2.
        Care = "care",
        /// Those whom the file calls mentor.
        Mentors = "mentors",
        /// Everybody who is active.
        Active = "active",
    }
}

named! {
    /// The settings that a rule may use.
    Setting {
        /// Share of registered pm.
        MinimumShareRegistered = "minimum_share_registered",
        /// Share of trained care workers.
        MinimumShareTrained = "minimum_share_trained",
        /// Months that a training may be old.
        TrainingRefreshMonths = "training_refresh_months",
        /// Months that a VOG may be old.
        VogRenewalMonths = "vog_renewal_months",
        /// Months before the end of a registration in which to warn.
        WarnMonths = "warn_months",
    }
}

impl Setting {
    /// Whether it is a share; the others are numbers of months.
    pub fn is_share(self) -> bool {
        matches!(self, Setting::MinimumShareRegistered | Setting::MinimumShareTrained)
    }
}

/// Which statuses of whom make a finding.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "TypedPersonStatus")]
pub struct PersonStatus {
    /// The statuses, of one subject; an empty list stands for every status.
    pub statuses: Statuses,
    /// Only these reasons; an empty list stands for every reason.
    pub reasons: Vec<Reason>,
    /// Of whom.
    pub who: Who,
    /// With this setting below 1 a finding is a signal only.
    pub signal_when: Option<Setting>,
}

/// Statuses of one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statuses {
    /// Of the registration.
    Registration(Vec<Registration>),
    /// Of the training.
    Training(Vec<Training>),
    /// Of the VOG.
    Vog(Vec<Vog>),
}

impl PersonStatus {
    /// What it looks at.
    pub fn subject(&self) -> Subject {
        match self.statuses {
            Statuses::Registration(_) => Subject::Registration,
            Statuses::Training(_) => Subject::Training,
            Statuses::Vog(_) => Subject::Vog,
        }
    }

    /// Whether a registration status with this reason makes a finding.
    pub fn covers_registration(&self, status: Registration, reason: Reason) -> bool {
        matches!(&self.statuses, Statuses::Registration(some) if covers(some, &status))
            && covers(&self.reasons, &reason)
    }

    /// Whether a training status with this reason makes a finding.
    pub fn covers_training(&self, status: Training, reason: Reason) -> bool {
        matches!(&self.statuses, Statuses::Training(some) if covers(some, &status)) && covers(&self.reasons, &reason)
    }

    /// Whether a VOG status with this reason makes a finding.
    pub fn covers_vog(&self, status: Vog, reason: Reason) -> bool {
        matches!(&self.statuses, Statuses::Vog(some) if covers(some, &status)) && covers(&self.reasons, &reason)
    }
}

fn covers<T: PartialEq>(some: &[T], one: &T) -> bool {
    some.is_empty() || some.contains(one)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedPersonStatus {
    subject: Subject,
    #[serde(default)]
    statuses: Vec<String>,
    #[serde(default)]
    reasons: Vec<Reason>,
    who: Who,
    #[serde(default)]
    signal_when: Option<Setting>,
}

impl TryFrom<TypedPersonStatus> for PersonStatus {
    type Error = String;

    fn try_from(typed: TypedPersonStatus) -> Result<Self, Self::Error> {
        fn read<T: Copy>(names: &[String], all: &[T], name_of: fn(T) -> &'static str) -> Result<Vec<T>, String> {
            let find = |name: &String| {
                let known = || all.iter().map(|status| name_of(*status)).collect::<Vec<_>>().join(", ");
                let found = all.iter().copied().find(|status| name_of(*status) == name);
                found.ok_or_else(|| format!("`{name}` is geen status van dit onderwerp. Wel bekend: {}.", known()))
            };
            names.iter().map(find).collect()
        }
        let names = &typed.statuses;
        let statuses = match typed.subject {
            Subject::Registration => Statuses::Registration(read(names, Registration::ALL, Registration::name)?),
            Subject::Training => Statuses::Training(read(names, Training::ALL, Training::name)?),
            Subject::Vog => Statuses::Vog(read(names, Vog::ALL, Vog::name)?),
        };
        if let Some(reason) = typed.reasons.iter().find(|reason| !reasons_of(typed.subject).contains(reason)) {
            return Err(format!("De reden `{reason}` komt bij dit onderwerp niet voor."));
        }
        if typed.statuses.is_empty() && typed.reasons.is_empty() {
            return Err("Geef `statuses` of `reasons`: zonder die twee geeft iedereen een bevinding.".to_owned());
        }
        if typed.signal_when.is_some_and(|setting| !setting.is_share()) {
            return Err("`signal_when` moet een instelling met een aandeel zijn.".to_owned());
        }
        let TypedPersonStatus { reasons, who, signal_when, .. } = typed;
        Ok(PersonStatus { statuses, reasons, who, signal_when })
    }
}

/// The reasons behind the statuses of a subject.
fn reasons_of(subject: Subject) -> &'static [Reason] {
    use Reason as R;
    match subject {
        Subject::Registration => &[
            R::NoColumn,
            R::NoColumnOnSheet,
            R::UnreadSheet,
            R::ListOfOthers,
            R::NotJoined,
            R::Empty,
            R::No,
            R::Unknown,
            R::Pending,
            R::ClaimOnly,
            R::ListLacking,
            R::Unreadable,
            R::AmbiguousPerson,
            R::DoubtfulRow,
            R::TwoNames,
            R::EndUnknown,
            R::Valid,
            R::RenewalPending,
            R::Measure,
            R::RecentlyExpired,
            R::RenewalDateUnclear,
            R::NumberWithoutDate,
            R::DateWithoutNumber,
            R::WrongDigits,
            R::SharedNumber,
            R::UnknownProfession,
            R::Contradiction,
            R::StatusUnclear,
            R::SuspensionPeriod,
            R::KindUnknown,
            R::AfterReferenceDate,
            R::Preregistration,
            R::Expired,
            R::Suspended,
            R::StruckOff,
            R::Ended,
            R::OtherProfession,
            R::OtherRegister,
            R::Confirmed,
            R::RegisterDate,
            R::RegisterLastName,
            R::RegisterMeasure,
            R::RegisterOtherName,
            R::RegisterOtherNumber,
            R::RegisterByName,
            R::RegisterContradiction,
            R::ExtractsContradict,
            R::RegisterStale,
            R::RegisterRecentlyExpired,
            R::RegisterStatusUnclear,
            R::RegisterExpired,
            R::RegisterSuspended,
            R::RegisterStruckOff,
            R::RegisterEnded,
            R::DetailOnly,
            R::NoHeading,
        ],
        Subject::Training => &[
            R::NoColumn,
            R::NoColumnOnSheet,
            R::UnreadSheet,
            R::ListOfOthers,
            R::NotJoined,
            R::Empty,
            R::No,
            R::Unknown,
            R::Pending,
            R::ClaimOnly,
            R::Unreadable,
            R::AmbiguousPerson,
            R::DoubtfulRow,
            R::TwoNames,
            R::EndUnknown,
            R::Dated,
            R::NoDate,
            R::UnreadableDate,
            R::UnknownTitle,
            R::DateWithoutTitle,
            R::NoTitle,
            R::OtherColumn,
            R::DetailOnly,
            R::NoHeading,
            R::OnlyStarted,
            R::OnPlan,
            R::PartOnly,
            R::BesideDate,
            R::NoCertificate,
            R::CertificateUnclear,
            R::Contradiction,
            R::SharedDate,
            R::NoEvidence,
            R::Planned,
        ],
        Subject::Vog => &[
            R::NoColumn,
            R::NoColumnOnSheet,
            R::UnreadSheet,
            R::ListOfOthers,
            R::NotJoined,
            R::Empty,
            R::No,
            R::Unknown,
            R::Pending,
            R::ClaimOnly,
            R::ListLacking,
            R::Unreadable,
            R::AmbiguousPerson,
            R::DoubtfulRow,
            R::TwoNames,
            R::EndUnknown,
            R::InWindow,
            R::BeforeLaw,
            R::BeforeWindow,
            R::StatusUnclear,
            R::AfterStart,
            R::StartUnknown,
            R::NoStartColumn,
            R::StartConflict,
            R::AfterReferenceDate,
            R::OlderThanYears,
            R::SolisticUnclear,
            R::LaterUnclear,
            R::Contradiction,
            R::DetailOnly,
            R::NoHeading,
        ],
    }
}

impl Check {
    /// The facts that a finding of this check carries, for its texts.
    pub fn facts(&self) -> &'static [FactName] {
        use FactName as F;
        match self {
            Check::PersonStatus(status) => match status.subject() {
                Subject::Registration => &[
                    F::Person,
                    F::Function,
                    F::Group,
                    F::ReferenceDate,
                    F::Value,
                    F::Header,
                    F::Sheet,
                    F::Months,
                    F::Count,
                    F::Register,
                    F::Number,
                    F::ValidUntil,
                    F::Profession,
                    F::Status,
                    F::Extract,
                    F::Likeness,
                ],
                Subject::Training => &[
                    F::Person,
                    F::Function,
                    F::Group,
                    F::ReferenceDate,
                    F::Value,
                    F::Header,
                    F::Sheet,
                    F::Months,
                    F::Count,
                    F::Title,
                    F::TrainingDate,
                ],
                Subject::Vog => &[
                    F::Person,
                    F::Function,
                    F::Group,
                    F::ReferenceDate,
                    F::Value,
                    F::Header,
                    F::Sheet,
                    F::Months,
                    F::Count,
                    F::Issued,
                    F::Start,
                    F::Earliest,
                    F::Profile,
                ],
            },
            Check::GroupWithout { .. } | Check::Substantiation {} | Check::GroupWithoutPm {} => &[
                F::Group,
                F::Location,
                F::Total,
                F::Certain,
                F::Possible,
                F::Uncertain,
                F::People,
                F::Other,
                F::ReferenceDate,
            ],
            Check::Share { .. } => &[
                F::Group,
                F::Location,
                F::Total,
                F::Certain,
                F::Possible,
                F::Low,
                F::High,
                F::Required,
                F::Unit,
                F::ReferenceDate,
                F::People,
            ],
            Check::EndsWithin { .. } => &[
                F::Person,
                F::Function,
                F::Group,
                F::Register,
                F::Number,
                F::ValidUntil,
                F::Months,
                F::ReferenceDate,
                F::Value,
                F::Header,
                F::Sheet,
            ],
            Check::OlderThan { .. } => &[
                F::Person,
                F::Function,
                F::Group,
                F::Title,
                F::TrainingDate,
                F::Issued,
                F::Months,
                F::ReferenceDate,
                F::Value,
                F::Header,
                F::Sheet,
            ],
            Check::Profile { .. } => &[
                F::Person,
                F::Function,
                F::Group,
                F::Profile,
                F::Expected,
                F::Value,
                F::Header,
                F::Sheet,
                F::ReferenceDate,
            ],
            Check::FunctionUnknown {} | Check::GroupMissing {} => {
                &[F::Person, F::Function, F::Group, F::Value, F::Header, F::Sheet, F::Count, F::ReferenceDate]
            }
            Check::Problem { .. } => &[
                F::Person,
                F::Group,
                F::Value,
                F::Header,
                F::Sheet,
                F::Expected,
                F::Other,
                F::Count,
                F::People,
                F::Until,
                F::ReferenceDate,
            ],
            Check::Withheld {} => &[F::Header, F::Sheet, F::Count, F::Expected],
        }
    }

    /// The reasons with which it can fire.
    pub fn reasons(&self) -> &[Reason] {
        match self {
            Check::PersonStatus(status) if status.reasons.is_empty() => reasons_of(status.subject()),
            Check::PersonStatus(status) => &status.reasons,
            Check::GroupWithout { possible: false } => &[Reason::OnlyOthersRegistered],
            Check::Substantiation {} => &[Reason::SubstantiationDate],
            Check::OlderThan { .. } => &[Reason::LaterUnclear],
            Check::GroupWithout { possible: true } | Check::EndsWithin { .. } | Check::Profile { .. } => &[],
            Check::Share { .. } => &[
                Reason::Below,
                Reason::WithinDoubt,
                Reason::FteUnknown,
                Reason::AgreedUnreadable,
                Reason::AgreedConflict,
            ],
            Check::GroupWithoutPm {} => &[Reason::NoGroup, Reason::NoneSpecialised, Reason::SpecialisedUnclear],
            Check::FunctionUnknown {} => &[Reason::Empty, Reason::NoClass],
            Check::GroupMissing {} => &[Reason::NoColumn, Reason::Empty],
            Check::Problem { reasons } => reasons,
            Check::Withheld {} => &[
                Reason::Bsn,
                Reason::BsnByNumbers,
                Reason::BirthDate,
                Reason::Address,
                Reason::Contact,
                Reason::BankAccount,
                Reason::IdentityDocument,
            ],
        }
    }

    /// What is wrong with its parameters, in Dutch.
    pub(super) fn complaint(&self) -> Option<&'static str> {
        match self {
            Check::Share { subject: Subject::Vog, .. } => {
                Some("Een aandeel gaat over registratie of scholing, niet over de VOG.")
            }
            Check::Share { setting, .. } if !setting.is_share() => Some("Deze instelling is geen aandeel."),
            Check::EndsWithin { setting } | Check::OlderThan { setting, .. } if setting.is_share() => {
                Some("Deze instelling is geen aantal maanden.")
            }
            Check::OlderThan { subject: Subject::Registration, .. } => {
                Some("Ouderdom gaat over scholing of de VOG, niet over registratie.")
            }
            Check::Profile { expected, .. } if expected.is_empty() => {
                Some("`expected` is leeg: geef ten minste één profiel.")
            }
            Check::Problem { reasons } if reasons.is_empty() => Some("`reasons` is leeg: geef ten minste één reden."),
            _ => None,
        }
    }
}
