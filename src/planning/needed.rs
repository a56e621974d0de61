//! Steps that there is no choice about: a finding that only one step takes away.

use std::collections::{BTreeMap, BTreeSet};

use super::{Action, Stuck, Why, groups_of};
use crate::assess::Assessment;
use crate::calendar::{Date, months_after};
use crate::cell::Place;
use crate::check::{Statuses, training_when_followed};
use crate::finding::{Effect, Finding, Norm, Reason, Registration, Training, Vog};
use crate::lexicon::Field;
use crate::rules::{Check, Level, StepKind, Subject};
use crate::staff::{Staff, Topic};

/// Whether a finding changes a verdict.
pub(super) fn weighs(finding: &Finding) -> bool {
    finding.effect != Effect::Signal
}

/// Whether several sets of steps may take a finding away: it is about a group as a whole.
pub(super) fn is_choice(check: &Check, reason: Option<Reason>) -> bool {
    match check {
        Check::GroupWithout { .. } | Check::Substantiation {} => true,
        Check::Share { .. } => matches!(reason, Some(Reason::Below | Reason::WithinDoubt)),
        _ => false,
    }
}

/// The steps that are needed, found in rounds: what removes a doubt about people and groups first, since it may take others away.
pub(super) struct Needed<'a> {
    assessment: &'a Assessment,
    norm: Norm,
    pub actions: Vec<Action>,
    pub stuck: Vec<Stuck>,
}

impl<'a> Needed<'a> {
    pub fn new(assessment: &'a Assessment, norm: Norm) -> Needed<'a> {
        Needed { assessment, norm, actions: Vec::new(), stuck: Vec::new() }
    }

    /// Adds what these findings ask for; says what is new.
    /// `supposed` are the statuses of people of whom steps are known already, as these leave them.
    pub fn add(&mut self, findings: &[Finding], staff: &Staff, supposed: &BTreeMap<u32, Statuses>) -> Vec<Action> {
        self.stuck.clear();
        let mut new: Vec<Action> = Vec::new();
        let mut about_registration = false;
        for finding in findings {
            let check = &self.assessment.rules.rules[usize::from(finding.rule)].check;
            if is_choice(check, finding.reason) {
                about_registration |= self.norm == Norm::Registered;
            } else {
                self.of_finding(finding, staff, check, supposed, &mut new);
            }
        }
        // Where the whole file lacks the columns, they are the first thing to ask for.
        if about_registration && !self.assessment.staff.covers_anybody(Topic::Registration) {
            new.push(self.column(StepKind::ColumnRegistration));
        }
        // The VOG of the start and the latest one are two to look for, and whether somebody works solistically is another thing.
        let apart = |reason: &Reason| matches!(reason, Reason::LaterUnclear | Reason::SolisticUnclear);
        let about = |action: &Action| (action.kind, action.person, action.group, action.reason.filter(apart));
        let same = |one: &Action, other: &Action| about(one) == about(other);
        new.sort_by_key(about);
        new.dedup_by(|one, other| same(one, other));
        if !self.actions.is_empty() {
            new.retain(|action| !self.actions.iter().any(|known| same(known, action)));
        }
        // The VOG of the start may turn out to be recent enough too; if not, the next round tells.
        let of_start = |action: &&Action| {
            let about_start = !action.reason.as_ref().is_some_and(apart);
            matches!(action.kind, StepKind::ShowVog | StepKind::ObtainVog | StepKind::EarlierVog) && about_start
        };
        let shown: BTreeSet<Option<u32>> = new.iter().filter(of_start).map(|action| action.person).collect();
        let of_later = |action: &Action| {
            action.kind == StepKind::RenewVog
                || action.kind == StepKind::ShowVog && action.reason == Some(Reason::LaterUnclear)
        };
        new.retain(|action| !of_later(action) || !shown.contains(&action.person));
        if new.iter().any(|action| action.kind.is_open()) {
            new.retain(|action| action.kind.is_open());
        }
        self.actions.extend(new.iter().cloned());
        new
    }

    fn of_finding(
        &mut self,
        finding: &Finding,
        staff: &Staff,
        check: &Check,
        supposed: &BTreeMap<u32, Statuses>,
        new: &mut Vec<Action>,
    ) {
        let assessment = self.assessment;
        let cell = finding.cells.first().copied();
        let mut reason = finding.reason;
        let kind = match (check, finding.person) {
            (Check::PersonStatus(_), None) if reason == Some(Reason::NoStartColumn) => Some(StepKind::ColumnStart),
            (Check::PersonStatus(parameters), None) => Some(column_of(parameters.subject())),
            (Check::PersonStatus(parameters), Some(person)) => {
                let mut told = *supposed.get(&person).unwrap_or(&assessment.judgement.statuses[person as usize]);
                // The VOG of the start goes first: it may be recent enough too.
                if let (Reason::OlderThanYears, Some(start)) = (told.vog.reason, told.vog.wrong_at_start()) {
                    (told.vog.status, told.vog.reason) = start;
                    reason = if parameters.subject() == Subject::Vog { Some(start.1) } else { reason };
                }
                of_status(assessment, &told, parameters.subject(), person)
            }
            (Check::OlderThan { subject, .. }, Some(_)) => Some(match (subject, reason) {
                (Subject::Vog, Some(Reason::LaterUnclear)) => StepKind::ShowVog,
                (_, Some(Reason::LaterUnclear)) => StepKind::ShowTraining,
                (Subject::Vog, _) => StepKind::RenewVog,
                _ => StepKind::RefreshTraining,
            }),
            (Check::FunctionUnknown {}, Some(_)) => Some(StepKind::Function),
            (Check::GroupMissing {}, Some(_)) => Some(StepKind::Group),
            (Check::GroupMissing {}, None) => Some(StepKind::ColumnGroup),
            _ => None,
        };
        match (kind, finding.person, finding.group, check) {
            (Some(kind), Some(person), ..) => new.push(self.about_person(kind, person, reason, cell)),
            (Some(kind), None, ..) => new.push(self.column(kind)),
            (None, None, Some(group), Check::GroupWithoutPm {}) if reason == Some(Reason::SpecialisedUnclear) => {
                new.push(self.about_group(StepKind::Specialised, group, reason, cell));
            }
            (None, None, group, Check::GroupWithoutPm {}) => {
                self.stuck(group, None, if group.is_some() { Why::NoPm } else { Why::NoGroup });
            }
            (None, None, Some(group), Check::Share { .. }) if reason == Some(Reason::FteUnknown) => {
                let before = new.len();
                let people = assessment.judgement.groups[group as usize].people(self.norm);
                let unknown = |person: &&u32| {
                    let mut work = staff.assignments_of(**person).iter();
                    work.any(|work| work.group == Some(group) && work.fte.is_none())
                };
                for person in people.iter().filter(unknown) {
                    let cell = staff.cell_of(*person, &[Field::Fte, Field::Hours]);
                    new.push(self.about_person(StepKind::Posts, *person, reason, cell));
                }
                if new.len() == before {
                    self.stuck(Some(group), None, Why::NoPosts);
                }
            }
            (None, None, Some(group), Check::Share { .. }) => {
                new.push(self.about_group(StepKind::AgreedShare, group, reason, cell));
            }
            (None, person, group, _) => {
                let code = assessment.rules.rules[usize::from(finding.rule)].code.clone();
                self.stuck(group, person, Why::Rule(code));
            }
        }
    }

    fn stuck(&mut self, group: Option<u32>, person: Option<u32>, why: Why) {
        let stuck = Stuck { group, person, why };
        if !self.stuck.contains(&stuck) {
            self.stuck.push(stuck);
        }
    }

    fn about_person(&self, kind: StepKind, person: u32, reason: Option<Reason>, cell: Option<Place>) -> Action {
        about_person(self.assessment, self.norm, kind, person, reason, cell)
    }

    fn about_group(&self, kind: StepKind, group: u32, reason: Option<Reason>, cell: Option<Place>) -> Action {
        about_group(self.assessment, kind, group, reason, cell)
    }

    /// A column that the whole file lacks weighs on every judged group.
    fn column(&self, kind: StepKind) -> Action {
        Action {
            kind,
            cost: self.assessment.rules.step(kind).cost,
            person: None,
            group: None,
            groups: Vec::new(),
            reason: Some(Reason::NoColumn),
            cell: None,
            until: None,
            level: None,
            instead: Vec::new(),
        }
    }
}

/// A step about a person.
pub(super) fn about_person(
    assessment: &Assessment,
    norm: Norm,
    kind: StepKind,
    person: u32,
    reason: Option<Reason>,
    cell: Option<Place>,
) -> Action {
    let planned = kind == StepKind::FollowTraining && reason == Some(Reason::Planned);
    let reason = if planned { Some(planned_training(assessment, person)) } else { reason };
    Action {
        kind,
        cost: assessment.rules.step(kind).cost,
        person: Some(person),
        group: None,
        groups: groups_of(assessment, norm, person),
        reason,
        cell,
        until: last_day(assessment, kind, person, reason),
        level: (kind == StepKind::Register).then(|| level_of(assessment, person)),
        instead: Vec::new(),
    }
}

/// Why a planned training does not count: it must be followed, or what is known of it would not be enough then either.
fn planned_training(assessment: &Assessment, person: u32) -> Reason {
    let then = training_when_followed(&assessment.staff, person, &assessment.lexicon, assessment.reference_date);
    if then.status == Training::ToVerify { then.reason } else { Reason::Planned }
}

/// A step about a group.
pub(super) fn about_group(
    assessment: &Assessment,
    kind: StepKind,
    group: u32,
    reason: Option<Reason>,
    cell: Option<Place>,
) -> Action {
    Action {
        kind,
        cost: assessment.rules.step(kind).cost,
        person: None,
        group: Some(group),
        groups: vec![group],
        reason,
        cell,
        until: None,
        level: None,
        instead: Vec::new(),
    }
}

fn column_of(subject: Subject) -> StepKind {
    match subject {
        Subject::Registration => StepKind::ColumnRegistration,
        Subject::Training => StepKind::ColumnTraining,
        Subject::Vog => StepKind::ColumnVog,
    }
}

/// The step that makes a status of a person certain; none when no step can.
pub(super) fn of_status(
    assessment: &Assessment,
    statuses: &Statuses,
    subject: Subject,
    person: u32,
) -> Option<StepKind> {
    use StepKind as K;
    let reason = match subject {
        Subject::Registration => statuses.registration.reason,
        Subject::Training => statuses.training.reason,
        Subject::Vog => statuses.vog.reason,
    };
    match reason {
        Reason::EndUnknown => return Some(K::Presence),
        Reason::AmbiguousPerson | Reason::DoubtfulRow | Reason::TwoNames => return Some(K::Identity),
        _ => {}
    }
    match subject {
        Subject::Vog => Some(match (statuses.vog.status, reason) {
            (Vog::Missing, _) => K::ObtainVog,
            (Vog::TooOld, _) => K::EarlierVog,
            (Vog::Expired, _) => K::RenewVog,
            (_, Reason::StartUnknown | Reason::StartConflict | Reason::NoStartColumn) => K::StartDate,
            _ => K::ShowVog,
        }),
        Subject::Training if statuses.training.status == Training::None => Some(K::FollowTraining),
        Subject::Training => Some(K::ShowTraining),
        Subject::Registration => match (statuses.registration.status, reason) {
            (Registration::ToVerify, _) => Some(K::ShowRegistration),
            (Registration::Registered, _)
            | (_, Reason::Suspended | Reason::StruckOff | Reason::RegisterSuspended | Reason::RegisterStruckOff) => {
                None
            }
            _ => (level_of(assessment, person) != Level::Lower).then_some(K::Register),
        },
    }
}

/// On which level a person works, as far as the file tells.
fn level_of(assessment: &Assessment, person: u32) -> Level {
    let staff = &assessment.staff;
    let text = |row: u32, field: Field| staff.records.text_of(row, field).unwrap_or_default();
    let rows = staff.links_of(person).iter().map(|link| link.record);
    let levels =
        rows.map(|row| assessment.rules.levels.of(text(row, Field::Function), text(row, Field::EducationLevel)));
    let known: Vec<Level> = levels.filter(|level| *level != Level::Unknown).collect();
    // Rows that contradict each other tell nothing.
    match known.as_slice() {
        [first, rest @ ..] if rest.iter().all(|level| level == first) => *first,
        _ => Level::Unknown,
    }
}

/// The last day on which a step still helps: after it the doubt is gone, to the worse.
fn last_day(assessment: &Assessment, kind: StepKind, person: u32, reason: Option<Reason>) -> Option<Date> {
    let status = &assessment.judgement.statuses[person as usize].registration;
    let recent = matches!(reason, Some(Reason::RecentlyExpired | Reason::RegisterRecentlyExpired));
    let pending = kind == StepKind::ShowRegistration && recent;
    status.until.filter(|_| pending).map(|until| months_after(until, assessment.rules.registration.renewal_months))
}
