//! What ends: registrations, employments, exemptions, and what a provider's own norms or the law want renewed.

use std::collections::BTreeMap;

use super::days::older_from;
use super::groups_of;
use crate::assess::Assessment;
use crate::calendar::{Date, months_after};
use crate::cell::Place;
use crate::check::Trial;
use crate::check::status::Register;
use crate::finding::{Norm, Reason, Registration, Training, Vog};
use crate::lexicon::Field;
use crate::record::Reading;
use crate::rules::{Check, Subject};
use crate::staff::{Presence, Staff};

/// What kind of thing ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A registration.
    Registration(&'static str),
    /// The months in which a request for renewal may still be pending.
    RenewalWindow,
    /// A contract or employment.
    Employment,
    /// A contract or employment that begins.
    Start,
    /// An exemption (tenzij).
    Exemption,
    /// The provider's own term for a training.
    Training,
    /// The provider's own term for a VOG.
    Vog,
    /// The term for the VOG of somebody who works solistically.
    SolisticVog,
    /// A rule: its code.
    Rule(String),
}

/// Something that ends, or begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The last day on which it holds; the first day of what begins.
    pub date: Date,
    /// What it is.
    pub kind: Kind,
    /// Whose it is.
    pub person: Option<u32>,
    /// The groups where that matters, as the assessment numbers them.
    pub groups: Vec<u32>,
    /// The norms for which it matters.
    pub norms: Vec<Norm>,
    /// The cell that says so.
    pub cell: Option<Place>,
    /// The first day on which it no longer holds, or holds.
    pub changes_on: Date,
    /// What is so on that day; none when that day was not looked at.
    pub then: Option<Then>,
}

/// What is so when something has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// The registration of the person.
    Registration(Registration),
    /// The VOG of the person.
    Vog(Vog),
    /// The training or VOG is older than the provider's own norm allows.
    TooOld,
    /// The person works here.
    Starts,
    /// The person worked here already, on another row.
    StartsToo,
    /// The person is not here, and was not: it matters to nobody.
    NotHere,
    /// The person no longer works here.
    Gone,
    /// The person still works here, on another row.
    Stays,
    /// The person may have left: the file says so, and something else too.
    MayHaveLeft,
    /// The person may not be without a registration any more, unless the group has a substantiation.
    NotExempt,
    /// Somebody else wrote down why the person may work unregistered.
    StillExempt,
    /// The rule is no longer in force.
    RuleEnded,
}

/// Everything that ends from the peildatum on, by date.
pub(super) fn endings(assessment: &Assessment, last: Date) -> Vec<Ending> {
    let mut all = Endings { assessment, last, found: Vec::new() };
    for (person, known) in (0u32..).zip(&assessment.staff.people) {
        let starts = all.starts(person);
        if starts || known.presence == Presence::Active {
            all.registration(person);
            all.rows(person);
            all.own_norms(person);
        }
    }
    for rule in &assessment.rules.rules {
        all.add(rule.valid_until, Kind::Rule(rule.code.clone()), None, &rule.norms, None);
    }
    all.found.sort_by(|one, other| {
        (one.date, &one.kind, one.person, one.cell).cmp(&(other.date, &other.kind, other.person, other.cell))
    });
    all.found.dedup();
    all.found
}

struct Endings<'a> {
    assessment: &'a Assessment,
    last: Date,
    found: Vec<Ending>,
}

impl Endings<'_> {
    /// Adds what holds up to and including a day.
    fn add(&mut self, date: Option<Date>, kind: Kind, person: Option<u32>, norms: &[Norm], cell: Option<Place>) {
        let today = self.assessment.reference_date;
        let Some((date, changes_on)) = date
            .filter(|date| *date >= today && *date <= self.last)
            .and_then(|date| Some((date, date.tomorrow().ok()?)))
        else {
            return;
        };
        let of_norm = |norm: &Norm| person.map_or_else(Vec::new, |person| groups_of(self.assessment, *norm, person));
        let mut groups: Vec<u32> = norms.iter().flat_map(of_norm).collect();
        groups.sort_unstable();
        groups.dedup();
        self.found.push(Ending { date, kind, person, groups, norms: norms.to_vec(), cell, changes_on, then: None });
    }

    /// Adds when a person begins; says whether that is still to come.
    fn starts(&mut self, person: u32) -> bool {
        let staff = &self.assessment.staff;
        let ahead = |date: Date| date > self.assessment.reference_date && date <= self.last;
        let starts = staff.rows_of(person).flat_map(|row| {
            let facts = staff.records.facts_of(row, Field::EmploymentStart);
            facts.filter_map(move |fact| match fact.reading {
                Reading::Date(date) => Some((date, staff.records.record(row).place(fact.column))),
                _ => None,
            })
        });
        let starts: BTreeMap<Date, Place> = starts.filter(|(date, _)| ahead(*date)).collect();
        for (date, cell) in &starts {
            self.add(date.yesterday().ok(), Kind::Start, Some(person), &Norm::JUDGED, Some(*cell));
            if let Some(start) = self.found.last_mut().filter(|start| start.kind == Kind::Start) {
                (start.date, start.changes_on) = (*date, *date);
            }
        }
        !starts.is_empty()
    }

    fn registration(&mut self, person: u32) {
        let status = &self.assessment.judgement.statuses[person as usize].registration;
        let Some(until) = status.until.filter(|_| status.status != Registration::NotRegistered) else {
            return;
        };
        let cell = status.cells.first();
        let norms = [Norm::Registered];
        self.add(Some(until), Kind::Registration(status.register.name()), Some(person), &norms, cell);
        if status.register == Register::Skj && status.reason != Reason::RenewalDateUnclear {
            let window = months_after(until, self.assessment.rules.registration.renewal_months);
            self.add(Some(window), Kind::RenewalWindow, Some(person), &norms, cell);
        }
    }

    fn rows(&mut self, person: u32) {
        let staff = &self.assessment.staff;
        for link in staff.links_of(person) {
            let record = staff.records.record(link.record);
            let last_detail = staff.last_detail_of_end(link.record);
            for fact in staff.records.facts(link.record) {
                let Reading::Date(date) = fact.reading else { continue };
                let cell = Some(record.place(fact.column));
                match fact.field {
                    Field::EmploymentEnd => self.add(Some(date), Kind::Employment, Some(person), &Norm::JUDGED, cell),
                    Field::EmploymentEndDetail if last_detail == Some(date) => {
                        self.add(Some(date), Kind::Employment, Some(person), &Norm::JUDGED, cell);
                    }
                    Field::ExemptionUntil => {
                        self.add(Some(date), Kind::Exemption, Some(person), &[Norm::Registered], cell);
                    }
                    _ => {}
                }
            }
        }
    }

    fn own_norms(&mut self, person: u32) {
        let assessment = self.assessment;
        let statuses = &assessment.judgement.statuses[person as usize];
        let tests = |subject: Subject| {
            let is = |check: &Check| matches!(check, Check::OlderThan { subject: of, .. } if *of == subject);
            assessment.rules.rules.iter().any(|rule| is(&rule.check))
        };
        let last_day = |date: Option<Date>, months: u32| older_from(date?, months)?.yesterday().ok();
        if let Some(months) = assessment.settings.training_refresh_months.filter(|_| tests(Subject::Training))
            && statuses.training.status == Training::Demonstrable
        {
            let date = last_day(statuses.training.on, months);
            self.add(date, Kind::Training, Some(person), &[Norm::Trained], statuses.training.cells.first());
        }
        if let Some(months) = assessment.settings.vog_renewal_months.filter(|_| tests(Subject::Vog)) {
            let date = last_day(statuses.vog.latest, months);
            self.add(date, Kind::Vog, Some(person), &[Norm::Vog], statuses.vog.latest_cell.place());
        }
        let rows = assessment.staff.links_of(person);
        let solistic = rows.iter().any(|link| {
            let fact = assessment.staff.records.fact(link.record, Field::Solistic);
            fact.is_some_and(|fact| fact.reading == Reading::Yes)
        });
        if solistic {
            let date = last_day(statuses.vog.latest, assessment.rules.vog.solistic_years * 12);
            self.add(date, Kind::SolisticVog, Some(person), &[Norm::Vog], statuses.vog.latest_cell.place());
        }
    }
}

/// What is so on the day after.
pub(super) fn consequence(ending: &Ending, staff: &Staff, trial: &Trial<'_>, day: Date) -> Then {
    let Some(person) = ending.person else {
        return Then::RuleEnded;
    };
    let statuses = trial.statuses_of(person);
    if staff.people[person as usize].presence != Presence::Active {
        return Then::Gone;
    }
    match ending.kind {
        Kind::Registration(_) | Kind::RenewalWindow => Then::Registration(statuses.registration.status),
        Kind::Start => Then::Starts,
        Kind::Employment if staff.people[person as usize].doubt == Some(Reason::EndUnknown) => Then::MayHaveLeft,
        Kind::Employment => Then::Stays,
        Kind::Exemption if staff.is_exempt(person, day) => Then::StillExempt,
        Kind::Exemption => Then::NotExempt,
        Kind::SolisticVog => Then::Vog(statuses.vog.status),
        Kind::Training | Kind::Vog => Then::TooOld,
        Kind::Rule(_) => Then::RuleEnded,
    }
}
