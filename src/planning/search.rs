//! Where there is a choice: which people, or which group, make a share or an explanation complete with the fewest and cheapest steps.
//!
//! People who make no difference to each other form a class, so that only numbers are tried. Every trial is judged by the rules
//! themselves. More steps never harm: the sets of one size tell about all smaller ones.

use std::collections::{BTreeMap, BTreeSet};

use super::needed::{about_group, about_person, is_choice, of_status};
use super::{Action, Trying};
use crate::amount::Fte;
use crate::assess::Assessment;
use crate::cell::Place;
use crate::check::certain_and_possible;
use crate::finding::{Finding, Norm, Reason, Verdict};
use crate::lexicon::Field;
use crate::rules::{Cost, Level, StepKind, Subject};
use crate::settings::Unit;
use crate::staff::{Staff, Substantiation};

/// How many people may be judged again for one connected part of a provider.
const MOST_JUDGED: usize = 40_000;
/// How many sets of one size may be weighed.
const MOST_SETS: usize = 20_000;

/// A class of people among whom nothing makes a difference, or one group, and what can be done.
struct Class {
    /// The options: a step per member, in the order of the members.
    options: Vec<Vec<Action>>,
    /// What one step of each option costs.
    weights: Vec<Weight>,
}

/// What a step costs, the cheapest first: twice its cost, and one more for a second choice.
type Weight = usize;
const WEIGHTS: usize = 8;

/// How many steps of each option of each class.
type Counts = Vec<Vec<usize>>;

/// The steps that take away what is left, the groups for which there are none, and whether fewer steps are proven not to be enough.
pub(super) fn choose(
    trying: &mut Trying<'_, '_>,
    assessment: &Assessment,
    staff: &Staff,
    norm: Norm,
    findings: &[Finding],
    needed: &[Action],
) -> (Vec<Action>, Vec<u32>, bool) {
    let check = |finding: &Finding| &assessment.rules.rules[usize::from(finding.rule)].check;
    let open: BTreeSet<u32> = findings
        .iter()
        .filter(|finding| is_choice(check(finding), finding.reason))
        .filter_map(|finding| finding.group)
        .collect();
    let (mut chosen, mut too_few, mut smallest) = (Vec::new(), Vec::new(), true);
    let gone: BTreeSet<u32> = needed
        .iter()
        .filter(|action| matches!(action.kind, StepKind::Presence | StepKind::Identity))
        .filter_map(|action| action.person)
        .collect();
    let exemptions = exemptions(assessment);
    let by_group = by_group(needed);
    for part in parts(assessment, norm, &open, &gone) {
        // Of the needed steps only those about these groups weigh here.
        let about: BTreeSet<usize> = part
            .iter()
            .map(|group| Some(*group))
            .chain([None])
            .filter_map(|of| by_group.get(&of))
            .flatten()
            .copied()
            .collect();
        let needed = about.into_iter().map(|at| &needed[at]).collect();
        let mut search =
            Search { trying, assessment, staff, norm, needed, exemptions: &exemptions, groups: part, judged: 0 };
        let (steps, without, proven) = search.run(&gone);
        chosen.extend(steps);
        too_few.extend(without);
        smallest &= proven;
    }
    (chosen, too_few, smallest)
}

/// The people of a group who are not certain on a norm and of whom something can still be said.
fn uncertain(assessment: &Assessment, norm: Norm, group: u32, gone: &BTreeSet<u32>) -> Vec<u32> {
    let people = assessment.judgement.groups[group as usize].people(norm).iter().copied();
    let statuses = &assessment.judgement.statuses;
    people
        .filter(|person| !gone.contains(person) && !certain_and_possible(norm, &statuses[*person as usize]).0)
        .collect()
}

/// The groups in parts that share no people: what is chosen in one part changes nothing in another.
fn parts(assessment: &Assessment, norm: Norm, open: &BTreeSet<u32>, gone: &BTreeSet<u32>) -> Vec<Vec<u32>> {
    let mut by_person: BTreeMap<u32, usize> = BTreeMap::new();
    let mut parts: Vec<Vec<u32>> = Vec::new();
    for &group in open {
        let mut own = vec![group];
        let people = uncertain(assessment, norm, group, gone);
        let linked: BTreeSet<usize> = people.iter().filter_map(|person| by_person.get(person).copied()).collect();
        for part in linked {
            own.append(&mut parts[part]);
        }
        own.sort_unstable();
        let index = parts.len();
        for person in own.iter().flat_map(|group| uncertain(assessment, norm, *group, gone)) {
            by_person.insert(person, index);
        }
        parts.push(own);
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Which steps are about a group; about none in particular are those under none.
fn by_group(needed: &[Action]) -> BTreeMap<Option<u32>, Vec<usize>> {
    let mut by_group: BTreeMap<Option<u32>, Vec<usize>> = BTreeMap::new();
    for (at, action) in needed.iter().enumerate() {
        if action.groups.is_empty() {
            by_group.entry(None).or_default().push(at);
        }
        for group in &action.groups {
            by_group.entry(Some(*group)).or_default().push(at);
        }
    }
    by_group
}

/// Why exemptions do not count, and where that stands: what a date would mend before what must be decided again.
fn exemptions(assessment: &Assessment) -> BTreeMap<u32, (Reason, Option<Place>)> {
    let mut found = BTreeMap::new();
    for reason in [
        Reason::ExemptionDateUnclear,
        Reason::ExemptionUndecided,
        Reason::ExemptionWithoutReason,
        Reason::ExemptionOver,
    ] {
        for problem in assessment.staff.problems.iter().filter(|problem| problem.reason == reason) {
            if let Some(person) = problem.person {
                found.entry(person).or_insert((reason, problem.cells.first().copied()));
            }
        }
    }
    found
}

struct Search<'s, 'b, 'a> {
    trying: &'s mut Trying<'b, 'a>,
    assessment: &'s Assessment,
    staff: &'s Staff,
    norm: Norm,
    needed: Vec<&'s Action>,
    exemptions: &'s BTreeMap<u32, (Reason, Option<Place>)>,
    groups: Vec<u32>,
    judged: usize,
}

impl Search<'_, '_, '_> {
    fn run(&mut self, gone: &BTreeSet<u32>) -> (Vec<Action>, Vec<u32>, bool) {
        let mut without = Vec::new();
        loop {
            let classes = self.classes(gone);
            let most = most(&classes);
            let failing = self.failing(&classes, &most);
            if failing.is_empty() {
                let (counts, proven) = self.smallest(&classes, most);
                return (taken(&classes, &counts), without, proven);
            }
            self.groups.retain(|group| !failing.contains(group));
            without.extend(failing);
            if self.groups.is_empty() {
                return (Vec::new(), without, true);
            }
        }
    }

    /// The classes, those with the cheapest options first.
    fn classes(&self, gone: &BTreeSet<u32>) -> Vec<Class> {
        let mut classes: Vec<Class> = Vec::new();
        let people: BTreeSet<u32> =
            self.groups.iter().flat_map(|group| uncertain(self.assessment, self.norm, *group, gone)).collect();
        let mut known: BTreeMap<Vec<i64>, usize> = BTreeMap::new();
        for person in people {
            let options: Vec<(Weight, Action)> = self.options_of(person);
            if options.is_empty() {
                continue;
            }
            let signature = self.signature(person, &options);
            let at = *known.entry(signature).or_insert_with(|| {
                classes.push(Class {
                    options: vec![Vec::new(); options.len()],
                    weights: options.iter().map(|(weight, _)| *weight).collect(),
                });
                classes.len() - 1
            });
            for (option, (_, action)) in classes[at].options.iter_mut().zip(options) {
                option.push(action);
            }
        }
        if self.norm == Norm::Registered {
            for &group in &self.groups {
                let said = self.staff.substantiation(group, self.assessment.reference_date);
                let (kind, cell) = match said {
                    Substantiation::Given => continue,
                    Substantiation::Missing(cell) => (StepKind::Substantiate, cell),
                    Substantiation::DateInDoubt(cell) => (StepKind::DateSubstantiation, cell),
                };
                let action = about_group(self.assessment, kind, group, None, cell);
                classes.push(Class { weights: vec![weight(&action)], options: vec![vec![action]] });
            }
        }
        classes.sort_by(|one, other| one.weights.cmp(&other.weights));
        classes
    }

    /// What can be done about a person who is not certain.
    fn options_of(&self, person: u32) -> Vec<(Weight, Action)> {
        let (assessment, norm) = (self.assessment, self.norm);
        let statuses = &assessment.judgement.statuses[person as usize];
        let subject = if norm == Norm::Registered { Subject::Registration } else { Subject::Training };
        let (reason, cell) = match subject {
            Subject::Registration => (statuses.registration.reason, statuses.registration.cells.first()),
            _ => (statuses.training.reason, statuses.training.cells.first()),
        };
        let mut options = Vec::new();
        if let Some(kind) = of_status(assessment, statuses, subject, person) {
            options.push(about_person(assessment, norm, kind, person, Some(reason), cell));
        }
        if norm == Norm::Registered && !self.staff.is_exempt(person, assessment.reference_date) {
            let told = self.exemptions.get(&person).copied();
            let (reason, cell) = (told.map(|(reason, _)| reason), told.and_then(|(_, cell)| cell));
            let cell = cell.or_else(|| self.staff.cell_of(person, &[Field::ExemptionReason]));
            let mut action = about_person(assessment, norm, StepKind::Exempt, person, reason, cell);
            if reason == Some(Reason::ExemptionDateUnclear) {
                action.cost = Cost::LookUp;
            }
            options.push(action);
        }
        options.into_iter().map(|action| (weight(&action), action)).collect()
    }

    /// What makes a difference to a person: options, status now, and where and how much they work.
    fn signature(&self, person: u32, options: &[(Weight, Action)]) -> Vec<i64> {
        let statuses = &self.assessment.judgement.statuses[person as usize];
        let (_, possible) = certain_and_possible(self.norm, statuses);
        let number = |one: usize| i64::try_from(one).unwrap_or(i64::MAX);
        let mut signature = vec![i64::from(possible), number(options.len())];
        // Who turns out to be gone counts otherwise than who turns out to be certain.
        signature.extend(options.iter().flat_map(|(weight, action)| [number(*weight), action.kind as i64]));
        let by_fte = self.assessment.settings.share_unit == Unit::Fte;
        let mut work: Vec<(i64, i64, i64)> = self
            .staff
            .assignments_of(person)
            .iter()
            .filter_map(|work| Some((work.group?, work)))
            .filter(|(group, _)| self.groups.contains(group))
            .map(|(group, work)| {
                let posts = work.fte.filter(|_| by_fte).map_or(-1, |Fte(posts)| posts);
                (i64::from(group), work.class as i64, posts)
            })
            .collect();
        work.sort_unstable();
        signature.extend(work.into_iter().flat_map(|(group, class, posts)| [group, class, posts]));
        signature
    }

    /// The groups that are not voldoende when so many steps are taken.
    fn failing(&mut self, classes: &[Class], counts: &Counts) -> Vec<u32> {
        self.trying.restore();
        for action in &self.needed {
            if action.groups.is_empty() || action.groups.iter().any(|group| self.groups.contains(group)) {
                self.trying.apply(self.norm, action);
            }
        }
        for action in taken(classes, counts) {
            self.trying.apply(self.norm, &action);
        }
        let people = self.groups.iter().map(|group| self.assessment.judgement.groups[*group as usize].everybody.len());
        self.judged += people.sum::<usize>();
        let verdicts = self.trying.verdicts(self.norm, &self.groups);
        let verdicts = self.groups.iter().zip(verdicts);
        verdicts.filter(|(_, verdict)| *verdict < Verdict::Sufficient).map(|(group, _)| *group).collect()
    }

    fn holds(&mut self, classes: &[Class], counts: &Counts) -> bool {
        self.failing(classes, counts).is_empty()
    }

    /// The fewest steps and among those the cheapest, and whether that is proven.
    fn smallest(&mut self, classes: &[Class], most: Counts) -> (Counts, bool) {
        let mut best = self.reduced(classes, most);
        // One step fewer: when no set of that size will do, no smaller one will.
        let mut proven = true;
        while let Some(size) = size(&best).checked_sub(1) {
            match self.cheapest(classes, size, None) {
                Found::Set(counts) => best = counts,
                Found::Nothing => break,
                Found::TooMany => {
                    proven = false;
                    break;
                }
            }
        }
        match self.cheapest(classes, size(&best), Some(cost(classes, &best))) {
            Found::Set(counts) => best = counts,
            Found::Nothing => {}
            Found::TooMany => proven = false,
        }
        (best, proven)
    }

    /// Steps taken away, the dearest first, as long as the rest will do.
    fn reduced(&mut self, classes: &[Class], most: Counts) -> Counts {
        let mut counts = most;
        let mut all: Vec<(Weight, usize, usize)> = Vec::new();
        for (class, of_class) in classes.iter().enumerate() {
            all.extend(of_class.weights.iter().enumerate().map(|(option, weight)| (*weight, class, option)));
        }
        all.sort_unstable();
        for (_, class, option) in all.into_iter().rev() {
            let (mut low, mut high) = (0, counts[class][option]);
            while low < high {
                counts[class][option] = usize::midpoint(low, high);
                if self.holds(classes, &counts) {
                    high = counts[class][option];
                } else {
                    low = counts[class][option] + 1;
                }
            }
            counts[class][option] = high;
        }
        counts
    }

    /// The cheapest set of a size that will do, cheaper than some other.
    fn cheapest(&mut self, classes: &[Class], size: usize, below: Option<[usize; WEIGHTS]>) -> Found {
        let Some(sets) = sets(classes, size) else {
            return Found::TooMany;
        };
        let mut sets: Vec<([usize; WEIGHTS], Counts)> =
            sets.into_iter().map(|counts| (cost(classes, &counts), counts)).collect();
        sets.sort();
        for (cost, counts) in sets {
            if below.is_some_and(|below| cost >= below) {
                break;
            }
            if self.judged > MOST_JUDGED {
                return Found::TooMany;
            }
            if self.holds(classes, &counts) {
                return Found::Set(counts);
            }
        }
        Found::Nothing
    }
}

/// What was found among the sets of one size.
enum Found {
    Set(Counts),
    Nothing,
    /// More sets than can be tried.
    TooMany,
}

/// What a step costs: its kind of cost, and within that who is less certain to be able to.
fn weight(action: &Action) -> Weight {
    let second = match action.kind {
        StepKind::Register => action.level == Some(Level::Unknown),
        // What a group explains for all of them stays true when people come and go.
        StepKind::Exempt => true,
        _ => false,
    };
    2 * (action.cost as usize) + usize::from(second)
}

/// How many steps of each cost, the dearest first: what costs most decides. Then how many are second choice.
fn cost(classes: &[Class], counts: &Counts) -> [usize; WEIGHTS] {
    let mut cost = [0; WEIGHTS];
    for (class, counts) in classes.iter().zip(counts) {
        for (weight, count) in class.weights.iter().zip(counts) {
            let dearest_first = WEIGHTS / 2 - 1 - weight / 2;
            cost[dearest_first] += count;
            cost[WEIGHTS / 2 + dearest_first] += count * (weight % 2);
        }
    }
    cost
}

fn size(counts: &Counts) -> usize {
    counts.iter().flatten().sum()
}

/// Everything that can be done: for everybody what makes them certain, else the next best.
fn most(classes: &[Class]) -> Counts {
    let of_class = |class: &Class| {
        let members = class.options.first().map_or(0, Vec::len);
        (0..class.options.len()).map(|option| if option == 0 { members } else { 0 }).collect()
    };
    classes.iter().map(of_class).collect()
}

/// The steps that the numbers stand for: each option takes the next members.
fn taken(classes: &[Class], counts: &Counts) -> Vec<Action> {
    let mut actions = Vec::new();
    for (class, counts) in classes.iter().zip(counts) {
        let all: usize = counts.iter().sum();
        let mut first = 0;
        for (option, count) in class.options.iter().zip(counts) {
            let rest: Vec<u32> = option[all..].iter().filter_map(|action| action.person).collect();
            for action in &option[first..first + count] {
                actions.push(Action { instead: rest.clone(), ..action.clone() });
            }
            first += count;
        }
    }
    actions
}

/// Every way to take so many steps; none when there are too many.
fn sets(classes: &[Class], size: usize) -> Option<Vec<Counts>> {
    let mut sets: Vec<(Counts, usize)> = vec![(Vec::new(), size)];
    for (at, class) in classes.iter().enumerate() {
        let members = class.options.first().map_or(0, Vec::len);
        let later: usize = classes[at + 1..].iter().map(|class| class.options.first().map_or(0, Vec::len)).sum();
        let mut longer = Vec::new();
        for (counts, left) in &sets {
            for own in ways(class.options.len(), members.min(*left)) {
                let rest = left - own.iter().sum::<usize>();
                if rest <= later {
                    let mut counts = counts.clone();
                    counts.push(own);
                    longer.push((counts, rest));
                }
            }
            if longer.len() > MOST_SETS {
                return None;
            }
        }
        sets = longer;
    }
    Some(sets.into_iter().filter(|(_, left)| *left == 0).map(|(counts, _)| counts).collect())
}

/// Every way to spread at most so many steps over some options.
fn ways(options: usize, most: usize) -> Vec<Vec<usize>> {
    let mut ways: Vec<(Vec<usize>, usize)> = vec![(Vec::new(), most)];
    for _ in 0..options {
        ways = ways
            .into_iter()
            .flat_map(|(way, left)| {
                (0..=left).map(move |count| {
                    let mut way = way.clone();
                    way.push(count);
                    (way, left - count)
                })
            })
            .collect();
    }
    ways.into_iter().map(|(way, _)| way).collect()
}
