//! Whether a verdict depends on a choice: who is counted (with or without inhuur, all pm or those of hbo level) and in what
//! (persons or fte). No source makes that choice, so a verdict that hangs on it must say so.
//!
//! Only the share is counted otherwise; whatever else was found stays as it is. Of whom it is not known whether they belong to
//! the people who are counted, both are tried: an outcome is only told where it holds either way.

use std::cmp::Ordering;

use hashbrown::HashMap;

use super::tally::certain_and_possible;
use super::verdict::of_effect;
use super::{GroupVerdict, Judgement, Tally};
use crate::amount::{Fte, Share};
use crate::finding::{Norm, Verdict};
use crate::lexicon::{Field, Lexicon};
use crate::record::{Reading, TextId};
use crate::rules::{Check, RuleSet};
use crate::settings::Unit;
use crate::staff::Staff;

/// Which of the people who count for a norm are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Population {
    /// All of them, as in the verdict.
    Everybody,
    /// Those who are not hired in.
    WithoutHired,
    /// Those with hbo or higher.
    Higher,
    /// Those with hbo or higher who are not hired in.
    HigherWithoutHired,
}

impl Population {
    /// Those that make sense for a norm: the level is a question about pm only.
    pub const fn of(norm: Norm) -> &'static [Population] {
        use Population::{Everybody, Higher, HigherWithoutHired, WithoutHired};
        match norm {
            Norm::Registered => &[Everybody, WithoutHired, Higher, HigherWithoutHired],
            _ => &[Everybody, WithoutHired],
        }
    }
}

/// What the file tells of contracts and levels of education.
pub struct Kinds {
    /// Whether a contract is one of somebody who is hired in.
    contracts: HashMap<TextId, Option<bool>>,
    /// Whether a person has hbo or higher, by person.
    levels: Vec<Option<bool>>,
}

impl Kinds {
    /// Reads the columns for contract and level of education of everybody.
    pub fn of(staff: &Staff, lexicon: &Lexicon) -> Kinds {
        let mut contracts = HashMap::new();
        for assignment in &staff.assignments {
            if let Some(text) = text_of(staff, assignment.record, Field::Contract) {
                contracts.entry(text).or_insert_with(|| lexicon.is_hired(staff.text(text)));
            }
        }
        let mut known: HashMap<TextId, Option<bool>> = HashMap::new();
        let levels = (0u32..).zip(&staff.people).map(|(person, _)| {
            let told = staff.rows_of(person).filter_map(|row| text_of(staff, row, Field::EducationLevel));
            agreed(told.map(|text| *known.entry(text).or_insert_with(|| lexicon.is_higher(staff.text(text)))))
        });
        let levels = levels.collect();
        Kinds { contracts, levels }
    }

    /// Whether somebody is hired in for the work in a group; nothing when the file does not tell, or says both.
    pub fn hired(&self, staff: &Staff, person: u32, group: Option<u32>) -> Option<bool> {
        let here = staff.assignments_of(person).iter().filter(|work| work.group == group);
        agreed(here.map(|work| self.contracts.get(&text_of(staff, work.record, Field::Contract)?).copied().flatten()))
    }

    /// Whether somebody has hbo or higher; nothing when the file does not tell, or says both.
    pub fn higher(&self, person: u32) -> Option<bool> {
        self.levels[person as usize]
    }

    /// Whether the file tells of anybody what a population asks: who is hired in, of which level.
    pub fn tells(&self, population: Population) -> bool {
        let contracts = || self.contracts.values().any(Option::is_some);
        let levels = || self.levels.iter().any(Option::is_some);
        match population {
            Population::Everybody => true,
            Population::WithoutHired => contracts(),
            Population::Higher => levels(),
            Population::HigherWithoutHired => contracts() && levels(),
        }
    }

    fn belongs(&self, staff: &Staff, population: Population, person: u32, group: u32) -> Option<bool> {
        let own = || self.hired(staff, person, Some(group)).map(|hired| !hired);
        match population {
            Population::Everybody => Some(true),
            Population::WithoutHired => own(),
            Population::Higher => self.higher(person),
            Population::HigherWithoutHired => match (own(), self.higher(person)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
        }
    }
}

fn text_of(staff: &Staff, record: u32, field: Field) -> Option<TextId> {
    staff.records.fact(record, field).filter(|fact| fact.reading == Reading::Text).map(|fact| fact.text)
}

/// What all answers say; nothing without answers, or when one does not tell or says otherwise.
fn agreed(mut answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let first = answers.next()??;
    answers.all(|answer| answer == Some(first)).then_some(first)
}

/// The share on a norm, counted over some of the people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Who is counted.
    pub population: Population,
    /// Those who certainly belong to them.
    pub tally: Tally,
    /// Those of whom it is not known.
    pub unknown: Tally,
}

/// How a share compares with what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// It is there, whatever the doubts turn out to be.
    Reached,
    /// It is not there, whatever they turn out to be.
    Missed,
    /// The doubts about registration or training decide.
    InDoubt,
    /// It cannot be told: it is not known who is counted, or what somebody works, or nobody is left.
    NotKnown,
}

impl Variant {
    /// Compares exactly, in persons or fte.
    pub fn compared(&self, asked: Share, unit: Unit) -> Compared {
        let (known, unknown) = (&self.tally, &self.unknown);
        let parts = |tally: &Tally| match unit {
            Unit::Persons => (i64::from(tally.low), i64::from(tally.high), i64::from(tally.total)),
            Unit::Fte => (tally.fte_low.0, tally.fte_high.0, tally.fte_total.0),
        };
        let ((low, high, total), (low_open, high_open, total_open)) = (parts(known), parts(unknown));
        if total == 0 || unit == Unit::Fte && known.fte_unknown + unknown.fte_unknown > 0 {
            return Compared::NotKnown;
        }
        // At best everybody belongs who may count and nobody who does not; at worst the other way round.
        let best = asked.compare(high + high_open, total + high_open);
        let worst = asked.compare(low, total + total_open - low_open);
        match (best, worst) {
            (Ordering::Less, _) => Compared::Missed,
            (_, Ordering::Less) if unknown.total > 0 => Compared::NotKnown,
            (_, Ordering::Less) => Compared::InDoubt,
            _ => Compared::Reached,
        }
    }
}

/// A choice under which the verdict would be, or may be, another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Who would be counted, with the share.
    pub variant: Variant,
    /// In what.
    pub unit: Unit,
    /// The verdict then; nothing when it cannot be told.
    pub verdict: Option<Verdict>,
}

/// Whether the verdict of a group on a norm depends on the choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Depends {
    /// There is no verdict.
    NotJudged,
    /// Nobody asks a share, so no verdict rests on one.
    NotAsked,
    /// A share is asked that cannot be read.
    Unreadable,
    /// A share is asked; under these choices the verdict is, or may be, another. None: it is always the same.
    On(Vec<Difference>),
}

/// The shares of a group on a norm, counted in every way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sensitivity {
    /// By who is counted, everybody first.
    pub variants: Vec<Variant>,
    /// What that does to the verdict.
    pub depends: Depends,
}

/// Counts the share behind a verdict in every way.
pub fn sensitivity(
    staff: &Staff,
    judgement: &Judgement,
    rules: &RuleSet,
    kinds: &Kinds,
    leading: Unit,
    verdict: &GroupVerdict,
) -> Sensitivity {
    let variants: Vec<Variant> =
        Population::of(verdict.norm).iter().map(|who| variant(staff, judgement, kinds, *who, verdict)).collect();
    let depends = depends(judgement, rules, &variants, leading, verdict);
    Sensitivity { variants, depends }
}

fn variant(
    staff: &Staff,
    judgement: &Judgement,
    kinds: &Kinds,
    population: Population,
    verdict: &GroupVerdict,
) -> Variant {
    let (norm, group) = (verdict.norm, verdict.group);
    let mut variant = Variant { population, tally: Tally::default(), unknown: Tally::default() };
    for person in judgement.groups[group as usize].people(norm) {
        let counted = match kinds.belongs(staff, population, *person, group) {
            Some(true) => &mut variant.tally,
            Some(false) => continue,
            None => &mut variant.unknown,
        };
        let here = staff.assignments_of(*person).iter().filter(|work| work.group == Some(group));
        let posts: Option<Fte> = here.filter(|work| work.class.counts_for(norm)).map(|work| work.fte).sum();
        let (certain, possible) = certain_and_possible(norm, &judgement.statuses[*person as usize]);
        counted.add(certain, possible, posts);
    }
    variant
}

fn depends(
    judgement: &Judgement,
    rules: &RuleSet,
    variants: &[Variant],
    leading: Unit,
    verdict: &GroupVerdict,
) -> Depends {
    if verdict.verdict == Verdict::NotApplicable {
        return Depends::NotJudged;
    }
    let share = (0u16..).zip(&rules.rules).find_map(|(index, rule)| match rule.check {
        Check::Share { undecided, .. } if rule.norms.contains(&verdict.norm) => Some((index, rule.effect, undecided)),
        _ => None,
    });
    let Some((share, below, undecided)) = share else {
        return Depends::NotAsked;
    };
    let findings = || verdict.findings.iter().map(|index| &judgement.findings[*index as usize]);
    let Some(asked) = verdict.required else {
        let unreadable = findings().any(|finding| finding.rule == share);
        return if unreadable { Depends::Unreadable } else { Depends::NotAsked };
    };
    let others = findings().filter(|finding| finding.rule != share).map(|finding| of_effect(finding.effect));
    let rest = others.fold(verdict.before, Verdict::min);
    let differs = |variant: &Variant, unit: Unit| {
        let then = match variant.compared(asked, unit) {
            Compared::Reached => Some(Verdict::Sufficient),
            Compared::Missed => Some(of_effect(below)),
            Compared::InDoubt => Some(of_effect(undecided)),
            Compared::NotKnown => None,
        };
        let then = then.map(|verdict| verdict.min(rest));
        // What is onvoldoende for another reason stays so, however the share comes out.
        let same = then == Some(verdict.verdict) || then.is_none() && rest == Verdict::Insufficient;
        (!same).then(|| Difference { variant: variant.clone(), unit, verdict: then })
    };
    let other = if leading == Unit::Persons { Unit::Fte } else { Unit::Persons };
    let (everybody, some) = variants.split_first().expect("everybody is always counted");
    let one = |variant: &&Variant| variant.population != Population::HigherWithoutHired;
    let mut differences: Vec<Difference> =
        some.iter().filter(one).filter_map(|variant| differs(variant, leading)).collect();
    differences.splice(0..0, differs(everybody, other));
    if differences.iter().all(|difference| difference.verdict.is_none()) {
        // Two choices at once are only told where no single one decides.
        let both = some.iter().filter(|variant| !one(variant)).filter_map(|variant| differs(variant, leading));
        let in_other = some.iter().filter_map(|variant| differs(variant, other));
        let mut told: Vec<Difference> = both.chain(in_other).filter(|one| one.verdict.is_some()).collect();
        // The same people under another name say nothing more.
        told.dedup_by(|later, one| later.unit == one.unit && later.variant.tally == one.variant.tally);
        differences.append(&mut told);
    }
    Depends::On(differences)
}
