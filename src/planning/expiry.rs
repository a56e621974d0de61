//! What ends in the coming twelve months, and the first day on which a verdict changes if nobody does anything: found by judging
//! every day on which anything can change.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::causes::{Day, Key, key};
use super::days::{candidates, read_otherwise};
use super::endings::{Ending, Then, consequence, endings};
use crate::amount::Share;
use crate::assess::Assessment;
use crate::calendar::{Date, months_after};
use crate::check::{GroupTally, GroupVerdict, ProviderVerdict, Statuses, Trial};
use crate::finding::{Norm, Verdict};
use crate::fold::fold;
use crate::rules::RuleSet;
use crate::staff::{Presence, Staff};

/// How far ahead is looked.
const MONTHS: u32 = 12;

/// How many people may be judged again: a day of a large provider costs more than one of a small provider.
const MOST_JUDGED: usize = 80_000;

/// What the coming twelve months bring.
#[derive(Default)]
pub struct Outlook {
    /// The last day of those months.
    pub last: Date,
    /// The last day of which the verdicts are known.
    pub looked_until: Date,
    /// Why that is not the last day.
    pub limit: Option<Limit>,
    /// What ends, by date.
    pub endings: Vec<Ending>,
    /// The days that were judged, the peildatum first.
    pub days: Vec<Date>,
    /// Per norm the provider and its groups.
    pub lines: Vec<Line>,
}

/// Why not all twelve months were looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// There are too many people and days.
    TooMany,
    /// From the next day on a cell would be read otherwise.
    ReadOtherwise,
    /// The rules of a later day cannot be loaded.
    Rules,
}

/// A verdict through time.
#[derive(Debug, Clone)]
pub struct Line {
    /// The norm.
    pub norm: Norm,
    /// Name and location of the group; none for the provider.
    pub group: Option<(String, String)>,
    /// The verdict on the peildatum; none when the group is not there yet.
    pub now: Option<Verdict>,
    /// The first day on which the verdict is another, and which; none when the group is no longer there.
    pub change: Option<(Date, Option<Verdict>)>,
    /// What ends or begins on that day without which the verdict would be another, as numbers of endings; none when it is not
    /// known.
    pub causes: Vec<usize>,
    /// Certain and all persons, and the share that is asked, per judged day; none where the group is not there or not judged.
    pub shares: Vec<Option<Counted>>,
}

/// Who counts on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Persons that are certain.
    pub low: u32,
    /// Persons that count.
    pub total: u32,
    /// The share that somebody asks.
    pub required: Option<Share>,
}

/// Looks twelve months ahead.
pub fn outlook(assessment: &Assessment) -> Outlook {
    let today = assessment.reference_date;
    let last = months_after(today, MONTHS);
    let mut endings = endings(assessment, last);
    let mut lines = Lines::default();
    let now = &assessment.judgement;
    let tally = |group: u32| &now.groups[group as usize];
    lines.add(&assessment.staff, &now.group_verdicts, &now.provider_verdicts, &tally, today, 0);
    let mut days = vec![today];
    let (mut looked_until, mut limit) = (last, None);
    if assessment.staff.people.len() > MOST_JUDGED {
        // Not even one other day: then there is no need to know which.
        (looked_until, limit) = (today, Some(Limit::TooMany));
    } else if let Some(before) = read_otherwise(assessment, last).and_then(|day| day.yesterday().ok()) {
        (looked_until, limit) = (before, Some(Limit::ReadOtherwise));
    }
    let mut rules = Rules::of(assessment);
    let mut judged = 0;
    let mut other_days = None;
    let mut supposed = 0;
    let people: BTreeSet<u32> = endings.iter().filter_map(|ending| ending.person).collect();
    let told = |person: u32| &assessment.judgement.statuses[person as usize];
    let mut before = Before::of(people.iter().copied(), &assessment.staff, &told);
    let mut due: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
    for (index, ending) in endings.iter().enumerate() {
        due.entry(ending.changes_on).or_default().push(index);
    }
    for day in candidates(assessment, looked_until) {
        judged += assessment.staff.people.len();
        let known = if judged > MOST_JUDGED { Err(Limit::TooMany) } else { rules.on(day).ok_or(Limit::Rules) };
        let known = match known {
            Ok(known) => known,
            Err(why) => {
                (looked_until, limit) = (day.yesterday().unwrap_or(today), Some(why));
                break;
            }
        };
        let others = other_days.get_or_insert_with(|| assessment.other_days());
        let (staff, mut trial) = others.on(day, known);
        let then = trial.judge();
        let tally = |group: u32| trial.tally(group);
        lines.add(staff, &then.groups, &then.provider, &tally, day, days.len());
        days.push(day);
        let due = due.get(&day).map_or(&[][..], Vec::as_slice);
        for index in due {
            endings[*index].then = Some(then_of(&endings[*index], &before, staff, &trial, day));
        }
        let on_day = Before::of(people.iter().copied(), staff, &|person| trial.statuses_of(person));
        find_groups(&mut endings, &assessment.staff, staff, &before, &on_day);
        let turned = lines.changed_on(day);
        let judgements = assessment.staff.people.len().max(1);
        if !turned.is_empty() && !due.is_empty() {
            let (statuses, left) = (&before.statuses, (MOST_JUDGED - supposed) / judgements);
            let mut again = Day { others, rules: known, day, endings: &endings, before: statuses, left };
            let changes: Vec<(Key, Option<Verdict>)> = turned.iter().map(|(_, change)| change.clone()).collect();
            let causes = again.causes(&changes, due);
            supposed += (left - again.left) * judgements;
            for ((line, _), causes) in turned.iter().zip(causes) {
                lines.all[*line].causes = causes;
            }
        }
        before = on_day;
    }
    let mut lines = lines.all;
    // Whoever is not here has nothing that ends here.
    let kept: Vec<usize> = (0..endings.len()).filter(|at| endings[*at].then != Some(Then::NotHere)).collect();
    for line in &mut lines {
        line.causes = line.causes.iter().filter_map(|cause| kept.binary_search(cause).ok()).collect();
    }
    endings.retain(|ending| ending.then != Some(Then::NotHere));
    for line in &mut lines {
        line.shares.resize(days.len(), None);
    }
    lines.sort_by_key(|line| line.norm);
    Outlook { last, looked_until, limit, endings, days, lines }
}

/// How things were on the last day before another one: between two days that are judged nothing changes.
struct Before {
    /// The statuses of whom something ends or begins for.
    statuses: BTreeMap<u32, Statuses>,
    /// Who of them work here.
    here: BTreeSet<u32>,
}

impl Before {
    fn of<'s>(people: impl Iterator<Item = u32>, staff: &Staff, statuses: &dyn Fn(u32) -> &'s Statuses) -> Before {
        let statuses: BTreeMap<u32, Statuses> = people.map(|person| (person, *statuses(person))).collect();
        let active = |person: &u32| staff.people[*person as usize].presence == Presence::Active;
        let here = statuses.keys().copied().filter(active).collect();
        Before { statuses, here }
    }
}

/// What is so on the day after, of who is here then or was the day before.
fn then_of(ending: &Ending, before: &Before, staff: &Staff, trial: &Trial<'_>, day: Date) -> Then {
    let was_here = ending.person.is_none_or(|person| before.here.contains(&person));
    match consequence(ending, staff, trial, day) {
        Then::Gone if !was_here => Then::NotHere,
        Then::Starts if was_here => Then::StartsToo,
        then => then,
    }
}

/// Who starts only now works on no group yet on the peildatum.
fn find_groups(endings: &mut [Ending], now: &Staff, then: &Staff, before: &Before, on_day: &Before) {
    let starters: BTreeSet<u32> = on_day.here.difference(&before.here).copied().collect();
    let open = |ending: &&mut Ending| {
        ending.groups.is_empty() && ending.person.is_some_and(|person| starters.contains(&person))
    };
    for ending in endings.iter_mut().filter(open) {
        let Some(person) = ending.person else { continue };
        let named = |staff: &Staff, group: u32| {
            let group = &staff.groups[group as usize];
            (fold(staff.text(group.name)), fold(staff.text(group.location)))
        };
        let theirs: BTreeSet<(String, String)> =
            then.assignments_of(person).iter().filter_map(|work| Some(named(then, work.group?))).collect();
        let groups = 0..u32::try_from(now.groups.len()).unwrap_or(u32::MAX);
        ending.groups = groups.filter(|group| theirs.contains(&named(now, *group))).collect();
    }
}

/// The rules in force, loaded again only when one of them begins or ends.
struct Rules<'a> {
    assessment: &'a Assessment,
    known: Cow<'a, RuleSet>,
    since: Date,
}

impl<'a> Rules<'a> {
    fn of(assessment: &'a Assessment) -> Rules<'a> {
        Rules { assessment, known: Cow::Borrowed(&assessment.rules), since: assessment.reference_date }
    }

    fn on(&mut self, day: Date) -> Option<&RuleSet> {
        let first = &self.assessment.rules;
        let in_force = first.rules.iter().map(|rule| (rule.valid_from, rule.valid_until));
        let others = first.later_or_past.iter().map(|rule| (rule.valid_from, rule.valid_until));
        let since = self.since;
        let between = |turn: Option<Date>| turn.is_some_and(|turn| since < turn && turn <= day);
        let turns = in_force
            .chain(others)
            .any(|(from, until)| between(from) || between(until.and_then(|until| until.tomorrow().ok())));
        if turns {
            self.known = Cow::Owned(self.assessment.rules_on(day).ok()?);
            self.since = day;
        }
        Some(&self.known)
    }
}

/// Verdicts through time, in the making.
#[derive(Default)]
struct Lines {
    all: Vec<Line>,
    known: BTreeMap<Key, usize>,
}

impl Lines {
    fn add<'t>(
        &mut self,
        staff: &Staff,
        groups: &[GroupVerdict],
        provider: &[ProviderVerdict],
        tally: &dyn Fn(u32) -> &'t GroupTally,
        day: Date,
        number: usize,
    ) {
        let mut seen = vec![false; self.all.len()];
        for verdict in provider {
            let at = self.line(verdict.norm, None, number);
            self.note(at, verdict.verdict, day, number, None, &mut seen);
        }
        for verdict in groups {
            let group = &staff.groups[verdict.group as usize];
            let name = (staff.text(group.name).to_owned(), staff.text(group.location).to_owned());
            let at = self.line(verdict.norm, Some(name), number);
            self.note(at, verdict.verdict, day, number, counted(tally(verdict.group), verdict), &mut seen);
        }
        for (line, seen) in self.all.iter_mut().zip(seen) {
            if !seen && line.change.is_none() && line.now.is_some() {
                line.change = Some((day, None));
            }
        }
    }

    /// The verdicts that change on a day, each with its number and what it becomes.
    fn changed_on(&self, day: Date) -> Vec<(usize, (Key, Option<Verdict>))> {
        let changed = self.known.iter().filter_map(|(key, line)| {
            let (_, then) = self.all[*line].change.filter(|(first, _)| *first == day)?;
            Some((*line, (key.clone(), then)))
        });
        changed.collect()
    }

    fn line(&mut self, norm: Norm, group: Option<(String, String)>, number: usize) -> usize {
        let key = key(norm, group.as_ref().map(|(name, location)| (&**name, &**location)));
        *self.known.entry(key).or_insert_with(|| {
            let shares = vec![None; number];
            self.all.push(Line { norm, group, now: None, change: None, causes: Vec::new(), shares });
            self.all.len() - 1
        })
    }

    fn note(
        &mut self,
        at: usize,
        verdict: Verdict,
        day: Date,
        number: usize,
        counted: Option<Counted>,
        seen: &mut [bool],
    ) {
        let line = &mut self.all[at];
        if number == 0 {
            line.now = Some(verdict);
        } else if line.change.is_none() && line.now != Some(verdict) {
            line.change = Some((day, Some(verdict)));
        }
        // A large provider has thousands of groups, and for all of them one day.
        if number == 0 {
            line.shares.reserve_exact(1);
        }
        line.shares.resize(number, None);
        line.shares.push(counted);
        if let Some(seen) = seen.get_mut(at) {
            *seen = true;
        }
    }
}

fn counted(tally: &GroupTally, verdict: &GroupVerdict) -> Option<Counted> {
    let tally = tally.tally(verdict.norm);
    let judged = verdict.verdict != Verdict::NotApplicable && tally.total > 0;
    judged.then_some(Counted { low: tally.low, total: tally.total, required: verdict.required })
}
