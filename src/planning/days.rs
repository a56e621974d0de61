//! The days on which something can change: every day that follows from a date in the file, in the rules or in the calendar.
//!
//! Too many days cost time, one too few would be a wrong answer. So a date gives every day that any rule could make of it.

use std::collections::BTreeSet;

use crate::assess::Assessment;
use crate::calendar::{self, Date, months_after, months_before};
use crate::finding::Effect;
use crate::lexicon::Field;
use crate::record::{Fact, Reading};
use crate::rules::{Check, RuleSet};

/// The days after the peildatum up to and including the last one on which a verdict can change, in order.
pub(super) fn candidates(assessment: &Assessment, last: Date) -> BTreeSet<Date> {
    if last <= assessment.reference_date {
        return BTreeSet::new();
    }
    let mut days = Days { assessment, last, found: BTreeSet::new() };
    let records = &assessment.staff.records;
    for fact in records.all_facts() {
        if let Reading::Date(date) = fact.reading {
            days.of_fact(fact, date);
        }
    }
    for text in records.texts.iter().filter(|text| may_be_date(text)) {
        days.of_text(text);
    }
    days.of_rules(&assessment.rules);
    // Headings and cells may name a year.
    for year in assessment.reference_date.year()..=last.year() {
        days.add(Date::new(year + 1, 1, 1).ok());
        days.add(Date::new(year, 12, 31).ok());
    }
    days.found
}

/// The first day on which a text would be read otherwise than on the peildatum: a year of two digits that turns over, or a
/// date that is no longer too far ahead. From then on only a new test tells.
pub(super) fn read_otherwise(assessment: &Assessment, last: Date) -> Option<Date> {
    let (now, then) = (calendar::latest(assessment.reference_date), calendar::latest(last));
    let parts = assessment.staff.records.texts.iter().filter(|text| may_be_date(text)).flat_map(words);
    let turns = parts.filter_map(|part| {
        let (before, after) = (calendar::parse_until(part, now), calendar::parse_until(part, then)?);
        (before != Some(after) || now < after && after <= then).then_some(after)
    });
    let first = turns.min()?;
    // The first day that has that date within reach.
    let mut day = assessment.reference_date.tomorrow().ok()?;
    while calendar::latest(day) < first {
        day = day.tomorrow().ok()?;
    }
    Some(day)
}

/// Whether a text holds figures and something between them.
fn may_be_date(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() >= 3 && !text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The whole text and its words.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| c.is_whitespace() || "(),;".contains(c)).filter(|word| !word.is_empty());
    std::iter::once(text).chain(words)
}

/// The first day on which a date lies more than so many months back.
pub(super) fn older_from(date: Date, months: u32) -> Option<Date> {
    let mut day = months_after(date, months);
    while months_before(day, months) <= date {
        day = day.tomorrow().ok()?;
    }
    Some(day)
}

struct Days<'a> {
    assessment: &'a Assessment,
    last: Date,
    found: BTreeSet<Date>,
}

impl Days<'_> {
    fn add(&mut self, day: Option<Date>) {
        if let Some(day) = day.filter(|day| *day > self.assessment.reference_date && *day <= self.last) {
            self.found.insert(day);
        }
    }

    fn of_fact(&mut self, fact: &Fact, date: Date) {
        match fact.field {
            Field::EmploymentEnd
            | Field::EmploymentEndDetail
            | Field::WorkEnd
            | Field::ExemptionUntil
            | Field::SubstantiatedUntil => {
                self.after(date);
            }
            Field::SubstantiatedOn | Field::ExemptionDecidedOn => self.add(Some(date)),
            Field::EmploymentStart | Field::VogIssued | Field::VogAtStart => {
                self.add(Some(date));
                self.vog(date);
            }
            Field::RegistrationIssued => {
                self.on_and_after(date);
                self.vog(date);
                self.registration(date);
            }
            Field::SkjValidUntil
            | Field::BigValidUntil
            | Field::RegistrationValidUntil
            | Field::SkjNumber
            | Field::BigNumber
            | Field::RegistrationNumber => {
                self.after(date);
                self.registration(date);
            }
            Field::Training | Field::TrainingDate | Field::TrainingCertificate => {
                self.add(Some(date));
                self.training(date);
            }
            _ => self.on_and_after(date),
        }
    }

    fn on_and_after(&mut self, date: Date) {
        self.add(Some(date));
        self.after(date);
    }

    fn after(&mut self, date: Date) {
        self.add(date.tomorrow().ok());
    }

    fn vog(&mut self, date: Date) {
        self.add(older_from(date, self.assessment.rules.vog.solistic_years * 12));
        if let Some(months) = self.assessment.settings.vog_renewal_months {
            self.add(older_from(date, months));
        }
    }

    fn training(&mut self, date: Date) {
        if let Some(months) = self.assessment.settings.training_refresh_months {
            self.add(older_from(date, months));
        }
    }

    fn registration(&mut self, date: Date) {
        self.after(months_after(date, self.assessment.rules.registration.renewal_months));
        let warns = |check: &Check| matches!(check, Check::EndsWithin { .. });
        if self.assessment.rules.rules.iter().any(|rule| warns(&rule.check) && rule.effect != Effect::Signal) {
            let months = self.assessment.settings.warn_months;
            let mut day = months_before(date, months).saturating_sub(jiff::Span::new().days(3));
            while months_after(day, months) < date {
                let Ok(next) = day.tomorrow() else { return };
                day = next;
            }
            self.add(Some(day));
        }
    }

    /// Whatever in a text may be a date: a word, three words, or the figures inside a word.
    fn of_text(&mut self, text: &str) {
        let latest = calendar::latest(self.last);
        let words: Vec<&str> = words(text).skip(1).collect();
        for at in 0..words.len() {
            let figures = words[at].trim_matches(|c: char| !c.is_ascii_digit());
            let three = words.get(at..at + 3).map(|words| words.join(" "));
            for part in [Some(words[at]), Some(figures), three.as_deref()].into_iter().flatten() {
                for date in [calendar::parse(part), calendar::parse_until(part, latest)].into_iter().flatten() {
                    self.on_and_after(date);
                    self.registration(date);
                    self.training(date);
                    self.vog(date);
                }
            }
        }
    }

    fn of_rules(&mut self, rules: &RuleSet) {
        let in_force = rules.rules.iter().map(|rule| (rule.valid_from, rule.valid_until));
        let others = rules.later_or_past.iter().map(|rule| (rule.valid_from, rule.valid_until));
        let professions = rules.registration.big_professions.iter().map(|one| (one.valid_from, one.valid_until));
        for (from, until) in in_force.chain(others).chain(professions) {
            self.add(from);
            self.add(until.and_then(|until| until.tomorrow().ok()));
        }
    }
}
