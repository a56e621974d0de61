//! Who works here on a day, on which groups, and for how many posts: row by row, everybody by themselves.

use hashbrown::HashMap;

use super::coverage::Coverage;
use super::groups::Groups;
use super::{Assignment, Presence, Problem, Staff};
use crate::amount::Fte;
use crate::calendar::Date;
use crate::cell::Place;
use crate::crowd;
use crate::finding::{Detail, FactName, FunctionClass, Reason};
use crate::fold::fold;
use crate::lexicon::{Field, Lexicon};
use crate::record::{Fact, Reading, Records, TextId};
use crate::settings::Settings;

/// More full-time posts than one person can have.
const MOST_POSTS: Fte = Fte(15_000);

/// What somebody has beside registrations, whatever work they do.
const PAPERS: [Field; 17] = [
    Field::RegistrationDetail,
    Field::VogIssued,
    Field::VogStatus,
    Field::VogProfile,
    Field::VogDetail,
    Field::VogAtStart,
    Field::Training,
    Field::TrainingDate,
    Field::TrainingCertificate,
    Field::TrainingDetail,
    Field::OtherTraining,
    Field::EducationLevel,
    Field::ExemptionGround,
    Field::ExemptionReason,
    Field::ExemptionUntil,
    Field::ExemptionDecidedBy,
    Field::ExemptionDecidedOn,
];

/// What function and contract mean together, by their texts.
pub(super) type Classes = HashMap<(TextId, TextId), FunctionClass>;

/// The day, and what is the same for everybody on it.
pub(super) struct Day<'d> {
    pub(super) lexicon: &'d Lexicon,
    pub(super) settings: &'d Settings,
    pub(super) date: Date,
    pub(super) groups: &'d Groups,
}

/// The work of some people, and what is odd about it.
#[derive(Default)]
pub(super) struct Work {
    pub(super) assignments: Vec<Assignment>,
    /// Per person, where their assignments end.
    pub(super) ends: Vec<usize>,
    /// What is odd about the work.
    pub(super) problems: Vec<Problem>,
    /// Rows with the same work as another one of the same person.
    pub(super) same: Vec<u32>,
    /// What is odd about the people, whatever they do.
    pub(super) odd: Vec<Problem>,
    /// What was found out about functions.
    pub(super) classes: Vec<((TextId, TextId), FunctionClass)>,
}

impl Work {
    fn problem(&mut self, reason: Reason, cells: Vec<Place>, person: u32, facts: Vec<(FactName, Detail)>) {
        self.problems.push(Problem { reason, cells, person: Some(person), group: None, facts });
    }
}

impl Staff {
    /// Who works here on the day, and the doubt about that: by row, since a row may be one of several contracts.
    pub(super) fn presences(&self, day: Date) -> Vec<(Presence, Option<Reason>)> {
        let of = |person: u32| {
            let presence = self.rows_of(person).map(|row| self.presence_of(row, day)).min().unwrap_or(Presence::Active);
            let may_have_left = || {
                let mut active = self.rows_of(person).filter(|row| self.presence_of(*row, day) == Presence::Active);
                active.all(|row| self.may_have_ended(row, day))
            };
            let doubt = self.people[person as usize].lasting_doubt;
            let left = presence == Presence::Active && may_have_left();
            (presence, if left { Some(Reason::EndUnknown) } else { doubt })
        };
        let count = u32::try_from(self.people.len()).expect("fewer people than rows");
        crowd::of_all(count, || (), |(), people, found| found.extend(people.map(of)))
    }

    /// The work of everybody who works here on the day, some people at a time; in their order.
    pub(super) fn works(&self, day: &Day<'_>, classes: &Classes) -> Vec<Work> {
        let count = u32::try_from(self.people.len()).expect("fewer people than rows");
        crowd::of_all(
            count,
            || classes.clone(),
            |classes, people, found| {
                let mut work = Work::default();
                for person in people {
                    if self.people[person as usize].presence == Presence::Active {
                        self.add_work_of(person, day, classes, &mut work);
                        self.odd_about(person, day, &mut work.odd);
                    }
                    work.ends.push(work.assignments.len());
                }
                found.push(work);
            },
        )
    }

    /// The work of one person: function, groups and posts.
    fn add_work_of(&self, person: u32, day: &Day<'_>, classes: &mut Classes, work: &mut Work) {
        let first = work.assignments.len();
        let rows: Vec<u32> = self.rows_of(person).collect();
        let active = |row: u32| self.presence_of(row, day.date) == Presence::Active;
        // Of several rows one may be about work of before.
        let goes_on = rows.iter().any(|row| active(*row) && self.past_work_end(*row, day.date).is_none());
        for (at, &row) in rows.iter().enumerate() {
            if !active(row) || goes_on && self.past_work_end(row, day.date).is_some() {
                continue;
            }
            if rows[..at].iter().any(|earlier| self.same_row(*earlier, row)) {
                work.problem(Reason::Duplicate, vec![self.identity_place(row)], person, Vec::new());
                continue;
            }
            if rows[..at].iter().any(|earlier| self.same_work(*earlier, row)) {
                work.same.push(row);
                continue;
            }
            self.work_of_row(person, row, day, classes, work);
        }
        self.repeated_work(first, &mut work.assignments);
        self.too_many_posts(person, first, work);
    }

    fn work_of_row(&self, person: u32, row: u32, day: &Day<'_>, classes: &mut Classes, work: &mut Work) {
        let class = self.class_by_titles(row, |titles| {
            *classes.entry(titles).or_insert_with(|| {
                let class = self.class_of_titles(titles, day.lexicon, day.settings);
                work.classes.push((titles, class));
                class
            })
        });
        let fte = self.fte_of_row(person, row, class, day.settings, work);
        let found = day.groups.of_row(&self.records, row);
        if found.len() < 2 {
            let group = found.first().map(|(group, _)| *group);
            work.assignments.push(Assignment { person, group, class, fte, record: row });
            return;
        }
        let given: Option<Vec<Fte>> = found.iter().map(|(_, posts)| *posts).collect();
        if let Some(given) = given.filter(|given| fte.is_none_or(|fte| given.iter().copied().sum::<Fte>() == fte)) {
            let groups = found.iter().map(|(group, _)| *group).zip(given);
            work.assignments.extend(groups.map(|(group, fte)| Assignment {
                person,
                group: Some(group),
                class,
                fte: Some(fte),
                record: row,
            }));
            return;
        }
        let mut parts = fte.map(|fte| fte.split(found.len()));
        for (group, _) in &found {
            let part = parts.as_mut().and_then(Iterator::next);
            work.assignments.push(Assignment { person, group: Some(*group), class, fte: part, record: row });
        }
        let record = self.records.record(row);
        let cells = self.records.facts_of(row, Field::Group);
        let cells = cells.map(|fact| record.place(fact.column)).collect();
        let facts = vec![(FactName::Count, Detail::Count(found.len() as u64))];
        work.problem(Reason::SplitOverGroups, cells, person, facts);
    }

    /// A second list about somebody may repeat the function without a column for the group: that is no second job. The posts
    /// on it are those of the job that has none of its own.
    fn repeated_work(&self, first: usize, assignments: &mut Vec<Assignment>) {
        let elsewhere = |assignment: &Assignment, covered: &Coverage, records: &Records| {
            assignment.group.is_none()
                && covered.column(records.record(assignment.record).table, Field::Group).is_none()
        };
        let is_repeated = |assignment: &Assignment| elsewhere(assignment, &self.covered, &self.records);
        let own = &assignments[first..];
        if !own.iter().any(|assignment| assignment.group.is_some()) || !own.iter().any(is_repeated) {
            return;
        }
        let own = assignments.split_off(first);
        let (repeated, mut kept): (Vec<Assignment>, Vec<Assignment>) = own.into_iter().partition(is_repeated);
        let posts = repeated.iter().find_map(|assignment| assignment.fte);
        if let Some(posts) = posts
            && kept.iter().all(|assignment| assignment.fte.is_none())
        {
            let parts = posts.split(kept.len());
            for (assignment, part) in kept.iter_mut().zip(parts) {
                assignment.fte = Some(part);
            }
        }
        assignments.extend(kept);
    }

    /// The class of a row: of its function, or of a second one that says more. Who is a pedagogisch medewerker in one of two
    /// functions is one.
    fn class_by_titles(&self, row: u32, mut class_of: impl FnMut((TextId, TextId)) -> FunctionClass) -> FunctionClass {
        let titles = self.titles_of_row(row);
        let mut class = class_of(titles);
        for other in self.records.facts_of(row, Field::Function).skip(1) {
            let second = class_of((other.text, titles.1));
            let says_more = second == FunctionClass::Pm && class != FunctionClass::Stagiair;
            if says_more || class == FunctionClass::Onbekend {
                class = second;
            }
        }
        class
    }

    /// What stands in the columns for function and contract.
    fn titles_of_row(&self, row: u32) -> (TextId, TextId) {
        let text = |field| match self.records.fact(row, field) {
            Some(fact) if fact.reading == Reading::Text => fact.text,
            _ => TextId::NONE,
        };
        (text(Field::Function), text(Field::Contract))
    }

    fn class_of_titles(&self, titles: (TextId, TextId), lexicon: &Lexicon, settings: &Settings) -> FunctionClass {
        let (function, contract) = (self.text(titles.0), self.text(titles.1));
        let own = settings.functions.get(&fold(function)).copied();
        match (own, lexicon.function_class(function, contract)) {
            (_, FunctionClass::Stagiair) => FunctionClass::Stagiair,
            (Some(own), _) => own,
            (None, class) => class,
        }
    }

    /// The class of the function on a row, also of somebody who is left out.
    pub fn class_of_row(&self, row: u32, lexicon: &Lexicon, settings: &Settings) -> FunctionClass {
        self.class_by_titles(row, |titles| self.class_of_titles(titles, lexicon, settings))
    }

    /// The posts on a row: its fte, else its hours over a full-time week. Also what cannot be right.
    fn written_fte_of_row(&self, row: u32, settings: &Settings) -> Option<Fte> {
        let amount = |field| match self.records.fact(row, field).map(|fact| fact.reading) {
            Some(Reading::Amount(amount)) => Some(Fte(i64::from(amount))),
            _ => None,
        };
        amount(Field::Fte).or_else(|| Fte::from_hours(amount(Field::Hours)?, settings.full_time_hours))
    }

    /// Whether the posts of a row come from hours that are so few that they must be fte: 0,89 below "Contractomvang".
    fn is_fte_in_hours(&self, row: u32) -> bool {
        self.posts_fact(row).is_some_and(|fact| match fact.reading {
            Reading::Amount(amount) => fact.field == Field::Hours && amount > 0 && Fte(i64::from(amount)) <= MOST_POSTS,
            _ => false,
        })
    }

    /// The posts on a row as far as they are known, also of somebody who is left out.
    pub fn posts_of_row(&self, row: u32, settings: &Settings) -> Option<Fte> {
        self.written_fte_of_row(row, settings)
            .filter(|fte| (Fte(0)..=MOST_POSTS).contains(fte) && !self.is_fte_in_hours(row))
    }

    /// The cell in which the posts of a row stand: fte, else hours.
    fn posts_fact(&self, row: u32) -> Option<&Fact> {
        self.records.fact(row, Field::Fte).or_else(|| self.records.fact(row, Field::Hours))
    }

    /// The posts on a row that counts; what is odd about them becomes a problem.
    fn fte_of_row(
        &self,
        person: u32,
        row: u32,
        class: FunctionClass,
        settings: &Settings,
        work: &mut Work,
    ) -> Option<Fte> {
        let fte = self.written_fte_of_row(row, settings);
        let record = self.records.record(row);
        let column =
            [Field::Fte, Field::Hours].into_iter().find_map(|field| self.covered.column(record.table, field))?;
        match fte {
            Some(_) if self.posts_of_row(row, settings).is_some() => fte,
            Some(_) => {
                let reason = if self.is_fte_in_hours(row) { Reason::FteInHours } else { Reason::OutOfRange };
                let source = self.posts_fact(row).map_or(column, |fact| fact.column);
                work.problem(reason, vec![record.place(source)], person, Vec::new());
                None
            }
            None => {
                let unreadable = self.posts_fact(row).is_some_and(|fact| fact.reading.is_unreadable());
                if class.is_care() && !unreadable {
                    work.problem(Reason::Missing, vec![record.place(column)], person, Vec::new());
                }
                None
            }
        }
    }

    /// Rows that each give the whole post of a person add up to more than anybody works.
    fn too_many_posts(&self, person: u32, first: usize, work: &mut Work) {
        let own = &work.assignments[first..];
        let total: Fte = own.iter().filter_map(|assignment| assignment.fte).sum();
        if total <= MOST_POSTS {
            return;
        }
        let mut rows: Vec<u32> = own.iter().map(|assignment| assignment.record).collect();
        rows.dedup();
        let posts = |row: &u32| Some(self.records.record(*row).place(self.posts_fact(*row)?.column));
        let cells = rows.iter().filter_map(posts).collect();
        let shown = total.to_string().replace('.', ",");
        work.problem(Reason::FteTotal, cells, person, vec![(FactName::Other, Detail::Text(shown.into()))]);
    }

    /// Whether two rows of one table tell of the same work, so that only what somebody has differs: an export with a row per training
    /// repeats the work on each.
    fn same_work(&self, one: u32, other: u32) -> bool {
        let is_paper = |field: &Field| Field::OF_REGISTRATION.contains(field) || PAPERS.contains(field);
        let of_work = |row: u32| self.records.facts(row).iter().filter(|fact| !is_paper(&fact.field));
        self.records.record(one).table == self.records.record(other).table
            && of_work(one)
                .map(|fact| (fact.field, fact.reading, fact.text))
                .eq(of_work(other).map(|fact| (fact.field, fact.reading, fact.text)))
    }

    /// Whether two rows say the same in every recognised cell.
    fn same_row(&self, one: u32, other: u32) -> bool {
        let (a, b) = (self.records.facts(one), self.records.facts(other));
        a.len() == b.len()
            && a.iter().zip(b).all(|(a, b)| a.field == b.field && a.reading == b.reading && a.text == b.text)
    }
}
