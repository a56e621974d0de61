//! Looking ahead: the shortest list of steps that makes a norm voldoende, proven by judging again.

mod causes;
mod days;
pub mod endings;
pub mod expiry;
mod needed;
mod search;
mod suppose;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::amount::Share;
use crate::assess::Assessment;
use crate::calendar::Date;
use crate::cell::Place;
use crate::check::{GroupVerdict, Judged, Outcome, ProviderVerdict, Tally, Trial};
use crate::finding::{Finding, FunctionClass, Norm, Reason, Verdict};
use crate::rules::{Cost, Level, StepKind};

/// What would make the norms voldoende that are not.
#[derive(Default)]
pub struct Plan {
    /// The norms that are not voldoende, in order.
    pub norms: Vec<NormPlan>,
}

/// What would make one norm voldoende.
pub struct NormPlan {
    /// The norm.
    pub norm: Norm,
    /// The verdict now.
    pub before: Verdict,
    /// The verdict when all steps are taken and turn out well.
    pub after: Verdict,
    /// The steps: those that remove a doubt first.
    pub actions: Vec<Action>,
    /// What no known step solves.
    pub stuck: Vec<Stuck>,
    /// How the groups that the steps are about come out, in order of group.
    pub groups: Vec<GroupAfter>,
    /// Whether it is proven that fewer steps are not enough.
    pub smallest: bool,
}

/// A step to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Which kind.
    pub kind: StepKind,
    /// What it costs.
    pub cost: Cost,
    /// The person whom it is about.
    pub person: Option<u32>,
    /// The group that it is about, where it is about a group.
    pub group: Option<u32>,
    /// The groups whose verdict it may change.
    pub groups: Vec<u32>,
    /// Why it is needed.
    pub reason: Option<Reason>,
    /// The cell to mend.
    pub cell: Option<Place>,
    /// The last day on which it helps, where that is known.
    pub until: Option<Date>,
    /// On which level the person works, where that matters.
    pub level: Option<Level>,
    /// Other people of whom one would do as well.
    pub instead: Vec<u32>,
}

/// How a group comes out when all steps are taken.
pub struct GroupAfter {
    /// The group.
    pub group: u32,
    /// Its verdict.
    pub verdict: Verdict,
    /// Who counts, and how many are certain.
    pub tally: Tally,
    /// The share that somebody asks.
    pub required: Option<Share>,
}

/// Something that no known step solves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stuck {
    /// The group.
    pub group: Option<u32>,
    /// The person.
    pub person: Option<u32>,
    /// Why there is no step.
    pub why: Why,
}

/// Why no step is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The group has no pedagogisch medewerker.
    NoPm,
    /// There is no judged group at all.
    NoGroup,
    /// Too few people can do what would help.
    TooFew,
    /// Nobody on the group has any posts.
    NoPosts,
    /// No rule in force tests it.
    NotTested,
    /// A rule of which no step is known: its code.
    Rule(String),
    /// The steps would make another verdict worse.
    Worse,
    /// What is left can only be told after a new test.
    Unclear,
}

/// How often what is left may turn out to need more.
const MOST_ROUNDS: usize = 5;

/// The shortest lists of steps, norm by norm.
pub fn plan(assessment: &Assessment) -> Plan {
    let mut bench = Bench::new(assessment);
    let judgement = &assessment.judgement;
    let open = judgement.provider_verdicts.iter().filter(|verdict| verdict.verdict < Verdict::Sufficient);
    Plan { norms: open.map(|verdict| bench.norm(verdict.norm, verdict.verdict)).collect() }
}

/// Where steps are tried.
struct Bench<'a> {
    assessment: &'a Assessment,
    trial: Trial<'a>,
}

impl<'a> Bench<'a> {
    fn new(assessment: &'a Assessment) -> Bench<'a> {
        let trial = suppose::trial(assessment, &assessment.staff);
        Bench { assessment, trial }
    }

    fn norm(&mut self, norm: Norm, before: Verdict) -> NormPlan {
        let assessment = self.assessment;
        let mut needed = needed::Needed::new(assessment, norm);
        let mut staff = Cow::Borrowed(&assessment.staff);
        let weighs = |finding: &&Finding| finding.norm == norm && needed::weighs(finding);
        let mut findings: Vec<Finding> = assessment.judgement.findings.iter().filter(weighs).cloned().collect();
        let mut judged = None;
        let mut supposed = BTreeMap::new();
        for _ in 0..MOST_ROUNDS {
            let new = needed.add(&findings, &staff, &supposed);
            if new.is_empty() {
                break;
            }
            for action in &new {
                suppose::in_staff(&mut staff, action);
            }
            let mut trial = Trying::of(self, &staff);
            trial.restore();
            let now = trial.judge(norm, &needed.actions);
            findings = now.findings.iter().filter(weighs).cloned().collect();
            let people = findings.iter().filter_map(|finding| finding.person);
            supposed = people.map(|person| (person, *trial.trial().statuses_of(person))).collect();
            judged = Some(now);
        }
        let mut trial = Trying::of(self, &staff);
        let (chosen, too_few, smallest) =
            search::choose(&mut trial, assessment, &staff, norm, &findings, &needed.actions);
        let mut actions = std::mem::take(&mut needed.actions);
        let mut stuck = std::mem::take(&mut needed.stuck);
        // Nothing was tried since the last judgement.
        let same = chosen.is_empty() && too_few.is_empty() && matches!(trial, Trying::AsTold(_));
        actions.extend(chosen);
        stuck.extend(too_few.into_iter().map(|group| Stuck { group: Some(group), person: None, why: Why::TooFew }));
        let outcome = judged.filter(|_| same).unwrap_or_else(|| {
            trial.restore();
            trial.judge(norm, &actions)
        });
        let after = outcome.provider.iter().find(|verdict| verdict.norm == norm).map_or(before, |after| after.verdict);
        if gets_worse(assessment, &outcome) {
            stuck.push(Stuck { group: None, person: None, why: Why::Worse });
        } else if after < Verdict::Sufficient && stuck.is_empty() {
            let untested = outcome.findings.iter().all(|finding| finding.norm != norm);
            stuck.push(Stuck { group: None, person: None, why: if untested { Why::NotTested } else { Why::Unclear } });
        }
        let groups = groups_after(&outcome, &trial, norm, &actions);
        trial.restore();
        let place = |action: &Action| (action.cost, action.groups.first().copied(), action.person);
        actions.sort_by_key(|action| (place(action), action.kind));
        NormPlan { norm, before, after, actions, stuck, groups, smallest }
    }
}

/// Whether anything comes out worse than it is now.
fn gets_worse(assessment: &Assessment, outcome: &Outcome) -> bool {
    let now = &assessment.judgement;
    let groups = now.group_verdicts.iter().zip(&outcome.groups);
    let worse_group = |(now, then): (&GroupVerdict, &GroupVerdict)| then.verdict < now.verdict;
    let provider = now.provider_verdicts.iter().zip(&outcome.provider);
    let worse_provider = |(now, then): (&ProviderVerdict, &ProviderVerdict)| then.verdict < now.verdict;
    groups.into_iter().any(worse_group) || provider.into_iter().any(worse_provider)
}

fn groups_after(outcome: &Outcome, trial: &Trying<'_, '_>, norm: Norm, actions: &[Action]) -> Vec<GroupAfter> {
    let about: BTreeSet<u32> = actions.iter().flat_map(|action| action.groups.iter().copied()).collect();
    let of_norm = outcome.groups.iter().filter(|group| group.norm == norm && about.contains(&group.group));
    let after = |group: &GroupVerdict| GroupAfter {
        group: group.group,
        verdict: group.verdict,
        tally: *trial.trial().tally(group.group).tally(norm),
        required: group.required,
    };
    of_norm.map(after).collect()
}

/// A trial on the people as the file has them, or as they would be when doubts about functions and groups are gone.
enum Trying<'b, 'a> {
    AsTold(&'b mut Bench<'a>),
    Otherwise { assessment: &'b Assessment, trial: Box<Trial<'b>> },
}

impl<'b, 'a> Trying<'b, 'a> {
    fn of(bench: &'b mut Bench<'a>, staff: &'b Cow<'a, crate::staff::Staff>) -> Trying<'b, 'a> {
        match staff {
            Cow::Borrowed(_) => Trying::AsTold(bench),
            Cow::Owned(staff) => Trying::Otherwise {
                assessment: bench.assessment,
                trial: Box::new(suppose::trial(bench.assessment, staff)),
            },
        }
    }

    fn trial(&self) -> &Trial<'_> {
        match self {
            Trying::AsTold(bench) => &bench.trial,
            Trying::Otherwise { trial, .. } => trial,
        }
    }

    /// Nothing is supposed any more.
    fn restore(&mut self) {
        match self {
            Trying::AsTold(bench) => bench.trial.restore(),
            Trying::Otherwise { trial, .. } => trial.restore(),
        }
    }

    /// Supposes that a step was taken.
    fn apply(&mut self, norm: Norm, action: &Action) {
        match self {
            Trying::AsTold(Bench { assessment, trial }) => suppose::in_trial(trial, assessment, norm, action),
            Trying::Otherwise { assessment, trial } => suppose::in_trial(trial, assessment, norm, action),
        }
    }

    /// Judges everything as if these steps were taken.
    fn judge(&mut self, norm: Norm, actions: &[Action]) -> Outcome {
        for action in actions {
            self.apply(norm, action);
        }
        match self {
            Trying::AsTold(bench) => bench.trial.judge(),
            Trying::Otherwise { trial, .. } => trial.judge(),
        }
    }

    /// The verdicts on some groups, in ascending order.
    fn verdicts(&mut self, norm: Norm, groups: &[u32]) -> Vec<Verdict> {
        match self {
            Trying::AsTold(bench) => bench.trial.verdicts(norm, groups),
            Trying::Otherwise { trial, .. } => trial.verdicts(norm, groups),
        }
    }
}

/// The groups in which a person counts for a norm, or may count as long as the function is not known; in ascending order.
fn groups_of(assessment: &Assessment, norm: Norm, person: u32) -> Vec<u32> {
    let may_count = |class: FunctionClass| {
        let of_norm = if norm == Norm::Registered { class == FunctionClass::Pm } else { class.is_care() };
        norm == Norm::Vog || of_norm || class == FunctionClass::Onbekend
    };
    let judged = |group: &u32| norm == Norm::Vog || assessment.judgement.groups[*group as usize].judged == Judged::Yes;
    let work = assessment.staff.assignments_of(person).iter().filter(|work| may_count(work.class));
    let groups: BTreeSet<u32> = work.filter_map(|work| work.group).filter(judged).collect();
    groups.into_iter().collect()
}

#[cfg(test)]
mod tests;
