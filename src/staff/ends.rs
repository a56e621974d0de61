//! Whether somebody left: what the rows say about the end of the employment, for certain or not.

use std::collections::BTreeMap;

use super::{Link, Presence, Problem, Staff};
use crate::calendar::Date;
use crate::finding::{Detail, FactName, Reason};
use crate::fold::fold;
use crate::lexicon::{Field, Role};
use crate::record::{Fact, Reading};

/// What leaves open whether somebody of a row still works here.
enum EndDoubt<'s> {
    /// Something stands where the last day of work is asked, and is neither a day nor that there is none.
    Unclear(&'s Fact),
    /// The last day has come, and this cell says that somebody still works here.
    Denied(&'s Fact),
    /// The last day stands on this row of another list.
    Elsewhere(u32, &'s Fact),
    /// This may tell that somebody left, where no last day of work is known.
    Hinted(&'s Fact),
}

impl Staff {
    /// What a row leaves open about the end of the employment.
    fn end_doubt(&self, row: u32, day: Date) -> Option<EndDoubt<'_>> {
        let unclear = self.records.fact(row, Field::EmploymentEnd).filter(|fact| !is_clear_end(fact));
        unclear
            .map(EndDoubt::Unclear)
            .or_else(|| self.denied_end(row, day).map(EndDoubt::Denied))
            .or_else(|| self.end_elsewhere(row, day).map(|(other, end)| EndDoubt::Elsewhere(other, end)))
            .or_else(|| self.hinted_end(row, day).map(EndDoubt::Hinted))
    }

    /// Whether a row leaves open that somebody left.
    pub(super) fn may_have_ended(&self, row: u32, day: Date) -> bool {
        self.end_doubt(row, day).is_some()
    }

    /// What the rows of somebody who works here leave open about the end of the employment.
    pub(super) fn odd_ends(&self, person: u32, day: Date, odd: &mut Vec<Problem>) {
        let active = |row| self.presence_of(row, day) == Presence::Active;
        // A contract that is over beside one that is not.
        let works_on = || self.rows_of(person).any(|row| active(row) && !self.may_have_ended(row, day));
        for row in self.rows_of(person).filter(|row| active(*row)) {
            let own = |fact: &Fact| self.records.record(row).place(fact.column);
            let other = |text: &str| vec![(FactName::Other, Detail::Text(text.into()))];
            let (reason, cells, facts) = match self.end_doubt(row, day) {
                None => continue,
                Some(EndDoubt::Elsewhere(..) | EndDoubt::Hinted(_)) if works_on() => continue,
                Some(EndDoubt::Elsewhere(list, end)) => {
                    let end = self.records.record(list).place(end.column);
                    (Reason::EndElsewhere, vec![end, self.identity_place(row)], Vec::new())
                }
                Some(EndDoubt::Hinted(fact)) => (Reason::EndMaybe, vec![own(fact)], Vec::new()),
                Some(EndDoubt::Denied(fact)) => {
                    let end = self.records.fact(row, Field::EmploymentEnd).map_or(own(fact), own);
                    (Reason::EndDenied, vec![end, own(fact)], other(&self.records.shown(fact)))
                }
                Some(EndDoubt::Unclear(fact)) => match fact.reading {
                    Reading::Unreadable(Reason::StruckOutName) => {
                        (Reason::StruckOutName, vec![self.records.place_of(row, fact)], Vec::new())
                    }
                    // "Ja" may be long ago.
                    Reading::Yes | Reading::Unknown | Reading::Pending => {
                        if self.records.place_of(row, fact) == own(fact) {
                            (Reason::EndUnknown, vec![own(fact)], Vec::new())
                        } else {
                            (Reason::LeftByHeading, vec![self.identity_place(row)], other(self.text(fact.text)))
                        }
                    }
                    // Of the cell it is said that it cannot be read.
                    _ => continue,
                },
            };
            odd.push(Problem { reason, cells, person: Some(person), group: None, facts });
        }
    }

    /// The last day of work that another list gives of the person on a row, where it is over: its row, and the day.
    fn end_elsewhere(&self, row: u32, day: Date) -> Option<(u32, &Fact)> {
        let other = *self.ends_elsewhere.get(&row)?;
        let end = self.records.fact(other, Field::EmploymentEnd)?;
        matches!(end.reading, Reading::Date(end) if end < day).then_some((other, end))
    }

    /// Who left may still stand on the list of staff, with the last day on another list: "Uitstroom". Work that began after that day,
    /// or that is on another group, is other work.
    pub(super) fn ends_on_other_lists(&mut self) {
        let date = |row, field| match self.records.fact(row, field).map(|fact| fact.reading) {
            Some(Reading::Date(date)) => Some(date),
            _ => None,
        };
        let group = |row| self.records.text_of(row, Field::Group).map(fold);
        let mut found = BTreeMap::new();
        for person in 0..u32::try_from(self.people.len()).expect("fewer people than rows") {
            let tells = |link: &&Link| {
                !link.ambiguous && (!link.list || self.records.record(link.record).role == Role::Employment)
            };
            let lists = self.links_of(person).iter().filter(tells);
            let ends = lists.map(|link| (link.record, date(link.record, Field::EmploymentEnd)));
            // Most people have one row.
            if ends.clone().count() < 2 || ends.clone().all(|(_, end)| end.is_none()) {
                continue;
            }
            let ends: Vec<(u32, Option<Date>)> = ends.collect();
            let table_of = |row: u32| self.records.record(row).table;
            // Of several contracts on one list one may have no end.
            let goes_on = |table| ends.iter().any(|(other, end)| end.is_none() && table_of(*other) == table);
            let ends: Vec<(u32, Date)> = ends
                .iter()
                .filter(|(other, _)| !goes_on(table_of(*other)))
                .filter_map(|(other, end)| Some((*other, (*end)?)))
                .collect();
            for row in self.rows_of(person).filter(|row| date(*row, Field::EmploymentEnd).is_none()) {
                let same_work = |other: u32| match (group(row), group(other)) {
                    (Some(one), Some(other)) => one == other,
                    _ => true,
                };
                let last = ends
                    .iter()
                    .filter(|(other, _)| table_of(*other) != table_of(row) && same_work(*other))
                    .filter(|(_, end)| date(row, Field::EmploymentStart).is_none_or(|start| start <= *end))
                    .max_by_key(|(_, end)| *end);
                if let Some((other, _)) = last {
                    found.insert(row, *other);
                }
            }
        }
        self.ends_elsewhere = found;
    }

    /// The cell that says that somebody still works here, where the last day of work is over.
    pub(super) fn denied_end(&self, row: u32, day: Date) -> Option<&Fact> {
        let mut ends = self.records.facts_of(row, Field::EmploymentEnd);
        if !ends.next().is_some_and(|fact| matches!(fact.reading, Reading::Date(end) if end < day)) {
            return None;
        }
        let mut details = self.records.facts_of(row, Field::EmploymentEndDetail);
        ends.find(|fact| fact.reading == Reading::No).or_else(|| details.find(|fact| is_still_to_come(fact, day)))
    }

    /// The last day after which a row may tell that somebody left, where it gives no last day of work.
    pub fn last_detail_of_end(&self, row: u32) -> Option<Date> {
        let date = |fact: &Fact| match fact.reading {
            Reading::Date(date) => Some(date),
            _ => None,
        };
        if self.records.fact(row, Field::EmploymentEnd).and_then(date).is_some() {
            return None;
        }
        let details = || self.records.facts_of(row, Field::EmploymentEndDetail);
        if details().any(|fact| fact.reading == Reading::OpenEnd) { None } else { details().filter_map(date).max() }
    }

    /// The last day of the work on a row, where it is over.
    pub(super) fn past_work_end(&self, row: u32, day: Date) -> Option<&Fact> {
        let end = self.records.fact(row, Field::WorkEnd);
        end.filter(|end| matches!(end.reading, Reading::Date(end) if end < day))
    }

    /// The cell that may tell that somebody left, where no last day of work is known.
    fn hinted_end(&self, row: u32, day: Date) -> Option<&Fact> {
        if self.records.fact(row, Field::EmploymentEnd).is_some_and(|fact| matches!(fact.reading, Reading::Date(_))) {
            return None;
        }
        if let Some(end) = self.past_work_end(row, day) {
            return Some(end);
        }
        let details = || self.records.facts_of(row, Field::EmploymentEndDetail);
        let over = || {
            let last = self.last_detail_of_end(row).filter(|last| *last < day)?;
            details().find(|fact| fact.reading == Reading::Date(last))
        };
        // "Opgezegd: ja", whatever contract there is.
        details().find(|fact| !is_clear_end(fact)).or_else(over)
    }

    pub(super) fn presence_of(&self, row: u32, reference_date: Date) -> Presence {
        let date = |field| match self.records.fact(row, field).map(|fact| fact.reading) {
            Some(Reading::Date(date)) => Some(date),
            _ => None,
        };
        let over = date(Field::EmploymentEnd).is_some_and(|end| end < reference_date);
        if over && self.denied_end(row, reference_date).is_none() {
            Presence::Left
        } else if date(Field::EmploymentStart).is_some_and(|start| start > reference_date) {
            Presence::NotStarted
        } else {
            Presence::Active
        }
    }
}

/// Whether an end is a day, or says that there is none.
fn is_clear_end(end: &Fact) -> bool {
    matches!(end.reading, Reading::Date(_) | Reading::No | Reading::Placeholder | Reading::OpenEnd)
}

/// Whether an end is a day that has not come yet, or says that there is none.
fn is_still_to_come(end: &Fact, day: Date) -> bool {
    match end.reading {
        Reading::Date(on) => on >= day,
        reading => reading == Reading::OpenEnd,
    }
}
