//! What a careful reader asks about. Every kind is an innocent change in most files; that is why it is a question.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use super::people::{may_be_one, name, people};
use super::{LONG_PAST_MONTHS, People, Question, QuestionKind, VerdictChange};
use crate::amount::Fte;
use crate::assess::Assessment;
use crate::calendar::{Date, months_before};
use crate::cell::Place;
use crate::check::{Tally, certain_and_possible};
use crate::finding::{FunctionClass, Norm, Verdict};
use crate::lexicon::Field;
use crate::record::{Reading, digits_of};
use crate::staff::{Presence, Start, Topic};

/// Fields in which the date of a VOG can stand.
const VOG_DATES: [Field; 4] = [Field::VogAtStart, Field::VogIssued, Field::VogStatus, Field::RegistrationIssued];
/// Fields in which the date of a training can stand.
const TRAINING_DATES: [Field; 2] = [Field::TrainingDate, Field::Training];
/// Fields with a number in a register.
const NUMBERS: [Field; 3] = [Field::SkjNumber, Field::BigNumber, Field::RegistrationNumber];
/// Shorter numbers are no numbers of a register, but counts and years.
const DIGITS: usize = 6;

/// Every question, by kind and then by person or group.
pub(super) fn find(
    old: &Assessment,
    new: &Assessment,
    matched: &People,
    groups: &[(u32, u32)],
    verdicts: &[VerdictChange],
) -> Vec<Question> {
    let pair = Pair { old, new };
    let mut questions = Vec::new();
    for person in matched.matched.iter().map(|matched| (matched.old, matched.new)) {
        if !is_active(new, person.1) {
            continue;
        }
        questions.extend(pair.vog_date(person));
        questions.extend(pair.training_date(person));
        questions.extend(pair.later_start(person));
        questions.extend(pair.function(person));
    }
    for &group in groups {
        questions.extend(Norm::JUDGED.into_iter().filter_map(|norm| pair.posts(matched, group, norm)));
    }
    questions.extend(pair.numbers(matched));
    questions.extend(matched.gone.iter().filter_map(|person| gone(old, *person)));
    questions.extend(not_judged(old, new, verdicts));
    // The order above goes person by person; a reader wants all of one kind together.
    questions.sort_by_key(|question| question.kind);
    questions
}

fn is_active(assessment: &Assessment, person: u32) -> bool {
    assessment.staff.people[person as usize].presence == Presence::Active
}

/// The days that stand in some fields of a person's rows.
fn days(assessment: &Assessment, person: u32, fields: &[Field]) -> BTreeSet<Date> {
    let staff = &assessment.staff;
    let rows = staff.links_of(person).iter().flat_map(|link| staff.records.facts(link.record));
    let day = |reading| if let Reading::Date(date) = reading { Some(date) } else { None };
    rows.filter(|fact| fields.contains(&fact.field)).filter_map(|fact| day(fact.reading)).collect()
}

/// Whether one of some fields holds something that cannot be read.
fn is_unreadable(assessment: &Assessment, person: u32, fields: &[Field]) -> bool {
    let staff = &assessment.staff;
    let mut rows = staff.links_of(person).iter().flat_map(|link| staff.records.facts(link.record));
    rows.any(|fact| fields.contains(&fact.field) && fact.reading.is_unreadable())
}

struct Pair<'a> {
    old: &'a Assessment,
    new: &'a Assessment,
}

impl Pair<'_> {
    /// Whether a day lies so far back that it could have stood in the old files.
    fn is_long_past(&self, day: Date) -> bool {
        day < months_before(self.old.reference_date, LONG_PAST_MONTHS)
    }

    fn old_cell(&self, person: u32, fields: &[Field]) -> Vec<Place> {
        self.old.staff.cell_of(person, fields).into_iter().collect()
    }

    fn vog_date(&self, person: (u32, u32)) -> Option<Question> {
        // What the old files had no column for, or could not be read there, is told as not compared.
        if !self.old.staff.covers(Topic::Vog, person.0) || is_unreadable(self.old, person.0, &VOG_DATES) {
            return None;
        }
        let before = &self.old.judgement.statuses[person.0 as usize].vog;
        let after = &self.new.judgement.statuses[person.1 as usize].vog;
        let known = days(self.old, person.0, &VOG_DATES);
        let candidates = [(after.issued, after.cells.first()), (after.latest, after.latest_cell.place())];
        let (day, cell) = candidates.into_iter().find_map(|(day, cell)| {
            let day = day.filter(|day| self.is_long_past(*day) && !known.contains(day))?;
            (before.issued != Some(day) && before.latest != Some(day)).then_some((day, cell))
        })?;
        let mut question = Question::about(QuestionKind::VogDate, person);
        question.norms = vec![Norm::Vog];
        question.date = Some(day);
        question.old_cells =
            before.cells.first().map_or_else(|| self.old_cell(person.0, &VOG_DATES), |cell| vec![cell]);
        question.new_cells = cell.into_iter().collect();
        question.outcome = Some((before.status.name(), after.status.name()));
        Some(question)
    }

    fn training_date(&self, person: (u32, u32)) -> Option<Question> {
        if !self.old.staff.covers(Topic::Training, person.0) || is_unreadable(self.old, person.0, &TRAINING_DATES) {
            return None;
        }
        let before = &self.old.judgement.statuses[person.0 as usize].training;
        let after = &self.new.judgement.statuses[person.1 as usize].training;
        let day = after.on.filter(|day| self.is_long_past(*day) && before.on != Some(*day))?;
        if days(self.old, person.0, &TRAINING_DATES).contains(&day) {
            return None;
        }
        let dated = |place: &Place| {
            let records = &self.new.staff.records;
            records
                .at(*place)
                .flat_map(|record| records.facts(record))
                .any(|fact| fact.column == place.position.column && fact.reading == Reading::Date(day))
        };
        let mut question = Question::about(QuestionKind::TrainingDate, person);
        question.norms = vec![Norm::Trained];
        question.date = Some(day);
        question.old_cells =
            before.cells.first().map_or_else(|| self.old_cell(person.0, &TRAINING_DATES), |cell| vec![cell]);
        let cells = after.cells;
        question.new_cells = cells.iter().filter(dated).chain(cells.iter()).take(1).collect();
        question.outcome = Some((before.status.name(), after.status.name()));
        Some(question)
    }

    fn later_start(&self, person: (u32, u32)) -> Option<Question> {
        let start = |assessment: &Assessment, person| match assessment.staff.start_of(person, assessment.reference_date)
        {
            Start::Known(day, place) | Start::Several(day, _, place) => Some((day, place)),
            Start::Unknown(_) | Start::NoColumn => None,
        };
        let ((before, old_cell), (after, new_cell)) = (start(self.old, person.0)?, start(self.new, person.1)?);
        // Who left and came back has both days in the new files.
        if after <= before || days(self.new, person.1, &[Field::EmploymentStart]).contains(&before) {
            return None;
        }
        let mut question = Question::about(QuestionKind::LaterStart, person);
        question.norms = vec![Norm::Vog];
        question.date = Some(after);
        (question.old_cells, question.new_cells) = (vec![old_cell], vec![new_cell]);
        let vog =
            |assessment: &Assessment, person: u32| assessment.judgement.statuses[person as usize].vog.status.name();
        question.outcome = Some((vog(self.old, person.0), vog(self.new, person.1)));
        Some(question)
    }

    fn function(&self, person: (u32, u32)) -> Option<Question> {
        if !is_active(self.old, person.0) {
            return None;
        }
        let (before, after) = (self.old.staff.class_of(person.0), self.new.staff.class_of(person.1));
        let norms: Vec<Norm> =
            Norm::JUDGED.into_iter().filter(|norm| before.counts_for(*norm) && !after.counts_for(*norm)).collect();
        // A function that is not known counts as one that may be.
        if norms.is_empty() || after == FunctionClass::Onbekend {
            return None;
        }
        let mut question = Question::about(QuestionKind::Function, person);
        question.norms = norms;
        let shown = |assessment: &Assessment, person, field| {
            let place = assessment.staff.cell_of(person, &[field])?;
            Some((place, assessment.staff.records.shown_at(place)))
        };
        for field in [Field::Function, Field::Contract] {
            let (before, after) = (shown(self.old, person.0, field), shown(self.new, person.1, field));
            if before.as_ref().map(|(_, text)| text) != after.as_ref().map(|(_, text)| text) {
                question.old_cells.extend(before.map(|(place, _)| place));
                question.new_cells.extend(after.map(|(place, _)| place));
            }
        }
        Some(question)
    }

    /// Whether the share of a group in posts is reached, and would not be with the posts of the old files.
    fn posts(&self, matched: &People, group: (u32, u32), norm: Norm) -> Option<Question> {
        let verdicts = &self.new.judgement.group_verdicts;
        let required = verdicts.iter().find(|verdict| verdict.norm == norm && verdict.group == group.1)?.required?;
        let tally = self.new.judgement.groups[group.1 as usize].tally(norm);
        let reaches =
            |tally: &Tally| tally.fte_total > Fte(0) && required.compare(tally.fte_low.0, tally.fte_total.0).is_ge();
        if tally.fte_unknown > 0 || !reaches(tally) {
            return None;
        }
        let posts = |assessment: &Assessment, person: u32, group: u32| -> Option<Fte> {
            let work = assessment.staff.assignments_of(person).iter();
            let mut here = work.filter(|work| work.group == Some(group) && work.class.counts_for(norm)).peekable();
            here.peek()?;
            here.map(|work| work.fte).sum()
        };
        let mut before = *tally;
        let mut changed = Vec::new();
        for &person in self.new.judgement.groups[group.1 as usize].people(norm) {
            let Some(earlier) = matched.in_old(person) else {
                continue;
            };
            let (Some(then), Some(now)) = (posts(self.old, earlier, group.0), posts(self.new, person, group.1)) else {
                continue;
            };
            if then == now {
                continue;
            }
            let difference = Fte(then.0 - now.0);
            before.fte_total = before.fte_total + difference;
            if certain_and_possible(norm, &self.new.judgement.statuses[person as usize]).0 {
                before.fte_low = before.fte_low + difference;
            }
            changed.push((earlier, person));
        }
        if changed.is_empty() || reaches(&before) {
            return None;
        }
        let mut question = Question::new(QuestionKind::Posts);
        question.group = Some((Some(group.0), Some(group.1)));
        question.norms = vec![norm];
        let fields = [Field::Fte, Field::Hours];
        question.old_cells =
            changed.iter().filter_map(|(person, _)| self.old.staff.cell_of(*person, &fields)).collect();
        question.new_cells =
            changed.iter().filter_map(|(_, person)| self.new.staff.cell_of(*person, &fields)).collect();
        question.shares = Some((before, *tally));
        Some(question)
    }

    /// Numbers of a register that stand with a clearly different name.
    fn numbers(&self, matched: &People) -> Vec<Question> {
        let mut holders: HashMap<String, Vec<(u32, Place)>> = HashMap::new();
        for person in people(self.old) {
            for (number, place) in register_numbers(self.old, person) {
                holders.entry(number).or_default().push((person, place));
            }
        }
        let mut questions = Vec::new();
        for person in people(self.new) {
            for (number, place) in register_numbers(self.new, person) {
                let Some(before) = holders.get(&number) else {
                    continue;
                };
                let own = name(self.new, person);
                let is_known = |holder: u32| {
                    matched.in_new(holder) == Some(person)
                        || (own.is_some() && may_be_one(self.old, name(self.old, holder).as_deref(), own.as_deref()))
                };
                if before.iter().any(|(holder, _)| is_known(*holder)) {
                    continue;
                }
                let (holder, old_place) = before[0];
                let mut question = Question::about(QuestionKind::RegistrationNumber, (holder, person));
                question.norms = vec![Norm::Registered];
                (question.old_cells, question.new_cells) = (vec![old_place], vec![place]);
                questions.push(question);
            }
        }
        questions
    }
}

/// The numbers of registers that stand on a person's rows, each once.
fn register_numbers(assessment: &Assessment, person: u32) -> Vec<(String, Place)> {
    let staff = &assessment.staff;
    let mut numbers: Vec<(String, Place)> = Vec::new();
    for link in staff.links_of(person).iter().filter(|link| !link.ambiguous) {
        for fact in staff.records.facts(link.record) {
            if !NUMBERS.contains(&fact.field) || fact.reading != Reading::Text {
                continue;
            }
            let shown = staff.records.shown(fact);
            if let Some(digits) = digits_of(&shown).filter(|digits| digits.len() >= DIGITS)
                && numbers.iter().all(|(known, _)| known != digits.as_ref())
            {
                numbers.push((digits.into_owned(), staff.records.place_of(link.record, fact)));
            }
        }
    }
    numbers
}

/// Somebody who was at work, of whom no end was known, and who is in the new files no more.
fn gone(old: &Assessment, person: u32) -> Option<Question> {
    let staff = &old.staff;
    if !is_active(old, person) {
        return None;
    }
    let ends = |row| {
        staff.records.fact(row, Field::EmploymentEnd).is_some_and(|fact| matches!(fact.reading, Reading::Date(_)))
    };
    if staff.rows_of(person).any(ends) {
        return None;
    }
    let mut question = Question::new(QuestionKind::Gone);
    question.old_person = Some(person);
    question.old_cells = vec![staff.name_cell(person)];
    Some(question)
}

/// Groups that were judged on 5.2.1 or 5.2.2 and no longer are.
fn not_judged(old: &Assessment, new: &Assessment, verdicts: &[VerdictChange]) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    for verdict in verdicts.iter().filter(|verdict| verdict.norm != Norm::Vog) {
        let Some((Some(in_old), in_new)) = verdict.group else {
            continue;
        };
        let was_judged = verdict.old.is_some_and(|verdict| verdict != Verdict::NotApplicable);
        let is_judged = verdict.new.is_some_and(|verdict| verdict != Verdict::NotApplicable);
        if !was_judged || is_judged {
            continue;
        }
        if let Some(question) = questions.iter_mut().find(|question| question.group == verdict.group) {
            question.norms.push(verdict.norm);
            continue;
        }
        let cell = |assessment: &Assessment, group: u32| {
            let staff = &assessment.staff;
            staff.group_cell(group, Field::Specialised).unwrap_or(staff.groups[group as usize].place)
        };
        let mut question = Question::new(QuestionKind::NotJudged);
        question.group = verdict.group;
        question.norms = vec![verdict.norm];
        question.old_cells = vec![cell(old, in_old)];
        question.new_cells = in_new.map(|group| cell(new, group)).into_iter().collect();
        questions.push(question);
    }
    questions
}
