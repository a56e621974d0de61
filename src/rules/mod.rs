//! The norms, as data: the rule files, what may stand in them, and the set that is in force on a date.

mod check;
mod error;
mod example;
mod files;
mod load;
mod rule;
mod scorecard;
mod step;
mod template;
mod terms;

pub use check::{Check, PersonStatus, Setting, Statuses, Subject, Who};
pub use error::RuleError;
pub use example::{Example, ExampleCell, ExampleRow, ExampleStatus, ExampleVerdict};
pub use files::RuleFiles;
pub use rule::{Citation, Rule};
pub use scorecard::{Framework, RuleOfThumb, ScorecardTerms, Theme};
pub use step::{Cost, Level, Levels, Step, StepKind};
pub use template::Template;
pub use terms::{BigProfession, RegistrationTerms, Source, VogTerms};

use crate::calendar::Date;
use crate::finding::{Effect, Norm, Reason, named};

named! {
    /// How sure we are of what a source says.
    Confidence {
        /// Read in the primary source.
        Verified = "V",
        /// Read in a secondary source.
        Secondary = "V2",
        /// Inferred from what sources say.
        Inferred = "I",
        /// Looked for, not found.
        Unknown = "U",
    }
}

/// Everything that the rule files say, checked.
#[derive(Debug, Clone)]
pub struct RuleSet {
    /// Name of the set (`vhj-2017`).
    pub name: String,
    /// Version of the set.
    pub version: String,
    /// Dutch title of the set.
    pub title: String,
    /// Dutch note: what the set covers and what it does not.
    pub note: String,
    /// SHA-256 over all rule files, in hexadecimal.
    pub sha256: String,
    /// The rules in force, sorted by code; a finding names its rule by its place here.
    pub rules: Vec<Rule>,
    /// Rules that are not in force on the date.
    pub later_or_past: Vec<NotInForce>,
    /// The sources that citations name.
    pub sources: Vec<Source>,
    /// Terms of the registration status.
    pub registration: RegistrationTerms,
    /// Terms of the VOG status.
    pub vog: VogTerms,
    /// The scorecard of the framework.
    pub scorecard: ScorecardTerms,
    /// Words that tell on which level somebody works.
    pub levels: Levels,
    /// The kinds of step, in the order of [`StepKind::ALL`].
    steps: Vec<Step>,
    /// A short Dutch label per reason, in the order of [`Reason::ALL`].
    labels: Vec<String>,
}

/// A rule that exists, but not on the reference date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotInForce {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// First day on which it is in force.
    pub valid_from: Option<Date>,
    /// Last day on which it is in force.
    pub valid_until: Option<Date>,
}

impl RuleSet {
    /// The rules in force on a date. Fast: examples are not read.
    ///
    /// # Errors
    /// The first thing in the files that is not as it should be, with file, line and column.
    pub fn load(files: &RuleFiles, date: Date) -> Result<RuleSet, RuleError> {
        load::load(files, Some(date))
    }

    /// Every rule whatever its validity, with its examples; stricter than [`RuleSet::load`]: each rule
    /// needs an example that is met and one that is not.
    ///
    /// # Errors
    /// The first thing in the files that is not as it should be, with file, line and column.
    pub fn load_all(files: &RuleFiles) -> Result<RuleSet, RuleError> {
        load::load(files, None)
    }

    /// A short Dutch label for a reason: `nummer zonder einddatum`.
    pub fn label(&self, reason: Reason) -> &str {
        &self.labels[reason as usize]
    }

    /// The texts of a kind of step.
    pub fn step(&self, kind: StepKind) -> &Step {
        &self.steps[kind as usize]
    }

    /// Every kind of step.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The source with this key.
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.key == key)
    }

    /// The rule with this code.
    pub fn rule(&self, code: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.code == code)
    }

    /// Whether a rule in force can change the verdict on a norm.
    pub fn judged(&self, norm: Norm) -> bool {
        self.rules.iter().any(|rule| rule.effect != Effect::Signal && rule.norms.contains(&norm))
    }
}

#[cfg(test)]
mod tests;
