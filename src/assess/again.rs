//! The same rows on another day: who works here, what is still valid and which rules are in force all hang on the day.

use super::Assessment;
use crate::calendar::Date;
use crate::check::Trial;
use crate::rules::{RuleError, RuleSet};
use crate::staff::Staff;

/// The people of an assessment on other days.
pub struct OtherDays<'a> {
    assessment: &'a Assessment,
    staff: Staff,
}

impl Assessment {
    /// The rules in force on a day.
    ///
    /// # Errors
    /// Never for files that were loaded before: what is checked does not depend on the day.
    pub fn rules_on(&self, day: Date) -> Result<RuleSet, RuleError> {
        RuleSet::load(&self.rule_files, day)
    }

    /// The same people on other days.
    pub fn other_days(&self) -> OtherDays<'_> {
        OtherDays { assessment: self, staff: self.staff.clone() }
    }
}

impl OtherDays<'_> {
    /// The people on a day, to be judged by the rules in force then: what an assessment of the same inputs on that day gives, as
    /// far as it weighs. Everybody has the number that they have in the assessment, groups have their own. The cells are as they
    /// were read on the peildatum: see [`crate::calendar::latest`] for the one thing in which reading depends on the day.
    pub fn on<'d>(&'d mut self, day: Date, rules: &'d RuleSet) -> (&'d Staff, Trial<'d>) {
        let assessment = self.assessment;
        self.staff.on(&assessment.lexicon, &assessment.settings, day);
        self.staff.problems.extend(assessment.reading_problems.iter().cloned());
        let (settings, lexicon, withheld) = (&assessment.settings, &assessment.lexicon, &assessment.withheld);
        (&self.staff, Trial::told(&self.staff, rules, settings, lexicon, day, withheld))
    }
}
