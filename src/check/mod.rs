//! Judging: statuses of people, findings of rules, verdicts on norms. Never fails: "cannot be judged" is an outcome.
//!
//! One file per kind of rule; [`judge`] calls them in the order of the rule set.

mod ends_within;
mod function_unknown;
mod group_missing;
mod group_without;
mod older_than;
mod person_status;
mod problem;
mod profile;
mod sensitivity;
mod share;
pub mod status;
mod substantiation;
mod suppose;
mod tally;
mod unjudged;
mod verdict;
mod withheld;

use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::calendar::Date;
use crate::cell::Place;
use crate::finding::{Detail, Effect, FactName, Finding, Norm, Reason};
use crate::lexicon::Lexicon;
use crate::rules::{Check, Rule, RuleSet};
use crate::settings::Settings;
use crate::staff::{Staff, Substantiation};

pub use sensitivity::{Compared, Depends, Difference, Kinds, Population, Sensitivity, Variant, sensitivity};
pub use status::{
    Everybody, Held, InExtract, RegistrationStatus, Statuses, TrainingStatus, VogShown, VogStatus, each_number,
    training_when_followed,
};
pub use suppose::{Outcome, Supposed, Trial};
pub use tally::{GroupTally, Judged, Persons, Tally, certain_and_possible};
pub use verdict::{GroupVerdict, ProviderVerdict};

/// A column that should not be in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithheldColumn {
    /// Why it should not be there.
    pub reason: Reason,
    /// The cell of its heading.
    pub place: Place,
}

/// Everything that a check may look at.
pub struct Context<'a> {
    /// The people.
    pub staff: &'a Staff,
    /// The rules in force.
    pub rules: &'a RuleSet,
    /// The provider's choices.
    pub settings: &'a Settings,
    /// What words mean.
    pub lexicon: &'a Lexicon,
    /// Peildatum.
    pub reference_date: Date,
    /// Columns that were not read.
    pub withheld: &'a [WithheldColumn],
    /// The statuses of everybody, by person; of those who are left out too.
    pub statuses: Everybody<'a>,
    /// Who works in which group, by group.
    pub groups: Vec<GroupTally>,
    /// What is supposed to be otherwise than the file says.
    supposed: Supposed,
    /// Who is looked at, in ascending order: everybody who works here, or some of them.
    people: Vec<u32>,
    /// The groups that are looked at, in ascending order.
    looked_at: Vec<u32>,
}

impl<'a> Context<'a> {
    /// Looks at everybody and every group.
    fn new(
        staff: &'a Staff,
        rules: &'a RuleSet,
        settings: &'a Settings,
        lexicon: &'a Lexicon,
        reference_date: Date,
        withheld: &'a [WithheldColumn],
        statuses: Cow<'a, [Statuses]>,
    ) -> Context<'a> {
        let statuses = Everybody::told(statuses);
        let groups = tally::groups(staff, &statuses);
        let people = staff.active().map(|(person, _)| person).collect();
        let looked_at = (0u32..).zip(&groups).map(|(group, _)| group).collect();
        let supposed = Supposed::default();
        Context {
            staff,
            rules,
            settings,
            lexicon,
            reference_date,
            withheld,
            statuses,
            groups,
            supposed,
            people,
            looked_at,
        }
    }

    /// The people who are looked at.
    fn people(&self) -> impl Iterator<Item = u32> {
        self.people.iter().copied().filter(|person| !self.supposed.gone.contains(person))
    }

    /// The groups that are looked at.
    fn groups_looked_at(&self) -> impl Iterator<Item = (u32, &GroupTally)> {
        self.looked_at.iter().map(|group| (*group, &self.groups[*group as usize]))
    }

    /// Those of them that are judged on 5.2.1 and 5.2.2.
    fn judged_groups(&self) -> impl Iterator<Item = (u32, &GroupTally)> {
        self.groups_looked_at().filter(|(_, tally)| tally.judged == Judged::Yes)
    }

    /// Whether somebody wrote down why this person may work unregistered.
    fn is_exempt(&self, person: u32) -> bool {
        self.supposed.exempt.contains(&person) || self.staff.is_exempt(person, self.reference_date)
    }

    /// Whether the file tells why a group works as it does.
    fn substantiation(&self, group: u32) -> Substantiation {
        if self.supposed.substantiated.contains(&group) {
            return Substantiation::Given;
        }
        self.staff.substantiation(group, self.reference_date)
    }
}

/// The outcome of judging.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// The statuses of everybody, by person.
    pub statuses: Vec<Statuses>,
    /// Who works in which group, by group.
    pub groups: Vec<GroupTally>,
    /// Everything found: by norm, worst first.
    pub findings: Vec<Finding>,
    /// Verdicts per norm and group.
    pub group_verdicts: Vec<GroupVerdict>,
    /// Verdicts per norm for the provider.
    pub provider_verdicts: Vec<ProviderVerdict>,
}

impl Judgement {
    /// Who counts for a norm over all groups that are judged, everybody once, in ascending order; for the VOG everybody who
    /// works here.
    pub fn people(&self, staff: &Staff, norm: Norm) -> Vec<u32> {
        let mut people: Vec<u32> = match norm {
            Norm::Vog => staff.active().map(|(person, _)| person).collect(),
            _ => {
                let judged = self.groups.iter().filter(|group| group.judged == Judged::Yes);
                judged.flat_map(|group| group.people(norm)).copied().collect()
            }
        };
        people.sort_unstable();
        people.dedup();
        people
    }

    /// Of those: how many are certain, how many are certain or to verify, and how many there are.
    pub fn persons(&self, staff: &Staff, norm: Norm) -> Persons {
        let mut persons = Persons::default();
        for person in self.people(staff, norm) {
            let (certain, possible) = certain_and_possible(norm, &self.statuses[person as usize]);
            persons.low += u32::from(certain);
            persons.high += u32::from(possible);
            persons.total += 1;
        }
        persons
    }

    /// What extracts of the registers say about the registrations of those who work here, each with how many.
    pub fn in_extracts(&self, staff: &Staff) -> Vec<(InExtract, u64)> {
        let held = |wanted: InExtract| {
            let people = staff.active().filter_map(|(person, _)| self.statuses[person as usize].registration.held);
            people.filter(|held| held.result == wanted).count() as u64
        };
        InExtract::ALL.iter().map(|result| (*result, held(*result))).collect()
    }
}

/// Judges the staff by the rules in force.
pub fn judge(
    staff: &Staff,
    rules: &RuleSet,
    settings: &Settings,
    lexicon: &Lexicon,
    reference_date: Date,
    withheld: &[WithheldColumn],
) -> Judgement {
    let statuses = status::of_everybody(staff, rules, lexicon, reference_date);
    let context = Context::new(staff, rules, settings, lexicon, reference_date, withheld, Cow::Owned(statuses));
    let all: Vec<(u16, &Rule)> = (0u16..).zip(&rules.rules).collect();
    // Rules do not know of each other: of a large provider two threads each take the next one. Which thread had a rule does not
    // show, since findings of one rule stay together and in order.
    let next = AtomicUsize::new(0);
    let run_next = || run(&context, std::iter::from_fn(|| all.get(next.fetch_add(1, Ordering::Relaxed)).copied()));
    let mut findings = if staff.people.len() < WORTH_A_THREAD || cfg!(target_family = "wasm") {
        run_next()
    } else {
        std::thread::scope(|scope| {
            let second = scope.spawn(run_next);
            let mut findings = run_next();
            match second.join() {
                Ok(rest) => findings.extend(rest),
                Err(panic) => std::panic::resume_unwind(panic),
            }
            findings
        })
    };
    findings.sort_by_key(order);
    let (group_verdicts, provider_verdicts) = verdict::verdicts(&context, &findings, &Norm::JUDGED);
    Judgement {
        statuses: context.statuses.into_told(),
        groups: context.groups,
        findings,
        group_verdicts,
        provider_verdicts,
    }
}

/// From this many people on, a second thread is worth its start.
const WORTH_A_THREAD: usize = 2_000;

/// The findings of some rules.
fn run<'r>(context: &Context<'_>, rules: impl Iterator<Item = (u16, &'r Rule)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, rule) in rules {
        let mut found = Found { rule, index, findings: &mut findings };
        match &rule.check {
            Check::PersonStatus(parameters) => person_status::check(context, parameters, &mut found),
            Check::GroupWithout { possible } => group_without::check(context, *possible, &mut found),
            Check::GroupWithoutPm {} => group_without::check_pm(context, &mut found),
            Check::Substantiation {} => substantiation::check(context, &mut found),
            Check::Share { subject, setting, agreed, undecided } => {
                share::check(context, *subject, *setting, *agreed, *undecided, &mut found);
            }
            Check::EndsWithin { setting } => ends_within::check(context, *setting, &mut found),
            Check::OlderThan { subject, setting } => older_than::check(context, *subject, *setting, &mut found),
            Check::Profile { expected, other } => profile::check(context, expected, other, &mut found),
            Check::FunctionUnknown {} => function_unknown::check(context, &mut found),
            Check::GroupMissing {} => group_missing::check(context, &mut found),
            Check::Problem { reasons } => problem::check(context, reasons, &mut found),
            Check::Withheld {} => withheld::check(context, &mut found),
        }
    }
    findings
}

/// By norm, worst effect first, then rule, group, place.
fn order(finding: &Finding) -> (Norm, Effect, u16, Option<u32>, Option<Place>, Option<u32>) {
    (finding.norm, finding.effect, finding.rule, finding.group, finding.cells.first().copied(), finding.person)
}

/// Takes the findings of one rule.
struct Found<'f> {
    rule: &'f Rule,
    index: u16,
    findings: &'f mut Vec<Finding>,
}

/// A finding in the making.
struct Draft {
    effect: Effect,
    reason: Option<Reason>,
    person: Option<u32>,
    group: Option<u32>,
    groups: Vec<u32>,
    cells: Vec<Place>,
    facts: Vec<(FactName, Detail)>,
}

impl Draft {
    /// Says on which groups a finding about a person weighs.
    fn weighs_on(&mut self, groups: Vec<u32>) {
        match groups.as_slice() {
            [only] => self.group = Some(*only),
            _ => self.groups = groups,
        }
    }
}

impl Found<'_> {
    fn draft(&self) -> Draft {
        Draft {
            effect: self.rule.effect,
            reason: None,
            person: None,
            group: None,
            groups: Vec::new(),
            cells: Vec::new(),
            facts: Vec::new(),
        }
    }

    /// Adds a finding for every norm of the rule.
    fn add(&mut self, draft: &Draft) {
        for norm in &self.rule.norms {
            self.add_for(*norm, draft);
        }
    }

    /// Adds a finding for one norm.
    fn add_for(&mut self, norm: Norm, draft: &Draft) {
        self.findings.push(Finding {
            rule: self.index,
            norm,
            effect: draft.effect,
            reason: draft.reason,
            person: draft.person,
            group: draft.group,
            groups: draft.groups.as_slice().into(),
            cells: draft.cells.as_slice().into(),
            facts: draft.facts.as_slice().into(),
        });
    }
}
