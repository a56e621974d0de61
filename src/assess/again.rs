//! The same rows on another day: who works here, what is still valid and which rules are in force all hang on the day.

use super::Assessment;
use crate::calendar::Date;
use crate::check::{self, Judgement};
use crate::rules::{RuleError, RuleSet};
use crate::staff::{self, Staff};

/// The people and how they are judged on another day.
pub struct OnAnotherDay {
    /// The people; everybody has the number that they have in the assessment, groups have their own.
    pub staff: Staff,
    /// Statuses, findings and verdicts.
    pub judgement: Judgement,
}

impl Assessment {
    /// The rules in force on a day.
    ///
    /// # Errors
    /// Never for files that were loaded before: what is checked does not depend on the day.
    pub fn rules_on(&self, day: Date) -> Result<RuleSet, RuleError> {
        RuleSet::load(&self.rule_files, day)
    }

    /// What an assessment of the same inputs on another day gives, by the rules in force then. The cells are as they were
    /// read on the peildatum: see [`crate::calendar::latest`] for the one thing in which reading depends on the day.
    pub fn judged_on(&self, day: Date, rules: &RuleSet) -> OnAnotherDay {
        let records = self.staff.records.clone();
        let mut staff = staff::build(records, &self.read_tables, &self.lexicon, &self.settings, day);
        staff.problems.extend(self.reading_problems.iter().cloned());
        let judgement = check::judge(&staff, rules, &self.settings, &self.lexicon, day, &self.withheld);
        OnAnotherDay { staff, judgement }
    }
}
