//! The same rows on another day: who works here, what is still valid and which rules are in force all hang on the day.

use super::Assessment;
use crate::calendar::Date;
use crate::check::Trial;
use crate::lexicon::Field;
use crate::record::{Fact, Reading};
use crate::rules::{RuleError, RuleSet};
use crate::staff::Staff;

/// The people of an assessment on other days.
pub struct OtherDays<'a> {
    assessment: &'a Assessment,
    staff: Staff,
    /// What facts say of which something else is supposed.
    supposed: Vec<(usize, Reading)>,
}

/// A start or an end of somebody's work that is supposed not to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Whose.
    pub person: u32,
    /// The first or last day of work, as the file has it.
    pub day: Date,
    /// Whether it is a start.
    pub start: bool,
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
        OtherDays { assessment: self, staff: self.staff.clone(), supposed: Vec::new() }
    }
}

impl OtherDays<'_> {
    /// The people on a day, to be judged by the rules in force then: what an assessment of the same inputs on that day gives, as
    /// far as it weighs. Everybody has the number that they have in the assessment, groups have their own. The cells are as they
    /// were read on the peildatum: see [`crate::calendar::latest`] for the one thing in which reading depends on the day.
    pub fn on<'d>(&'d mut self, day: Date, rules: &'d RuleSet) -> (&'d Staff, Trial<'d>) {
        self.on_otherwise(day, rules, &[])
    }

    /// As [`OtherDays::on`], supposing that these starts and ends of somebody's work do not come.
    pub fn on_otherwise<'d>(&'d mut self, day: Date, rules: &'d RuleSet, moved: &[Moved]) -> (&'d Staff, Trial<'d>) {
        let assessment = self.assessment;
        self.staff.records.restore(&mut self.supposed);
        for moved in moved {
            let otherwise = |fact: &Fact| match fact.field {
                _ if fact.reading != Reading::Date(moved.day) => None,
                Field::EmploymentStart if moved.start => Some(Reading::Date(Date::MAX)),
                Field::EmploymentEnd | Field::EmploymentEndDetail if !moved.start => Some(Reading::OpenEnd),
                _ => None,
            };
            let records: Vec<u32> = self.staff.links_of(moved.person).iter().map(|link| link.record).collect();
            for record in records {
                self.staff.records.suppose(record, otherwise, &mut self.supposed);
            }
        }
        self.staff.on(&assessment.lexicon, &assessment.settings, day);
        self.staff.problems.extend(assessment.reading_problems.iter().cloned());
        let (settings, lexicon, withheld) = (&assessment.settings, &assessment.lexicon, &assessment.withheld);
        (&self.staff, Trial::told(&self.staff, rules, settings, lexicon, day, withheld))
    }
}
