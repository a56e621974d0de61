//! Which rows are about one person: the same personnel number, or without one, the same name.
//!
//! Leading zeros of a number do not matter. Lists (trainings, registrations, exemptions) join by number, else by name, and say so.
//! A name that fits several people proves nothing about any of them.

use std::collections::{BTreeMap, HashMap};

use super::{Link, Problem, Staff, arrange, link, new_person};
use crate::cell::SheetIndex;
use crate::finding::{Detail, FactName, Reason};
use crate::fold::fold;
use crate::lexicon::{Field, Lexicon, Role};
use crate::record::{Reading, TextId};

/// Finds the people behind the staff rows and joins the rows of lists to them.
pub(super) fn people(staff: &mut Staff, lexicon: &Lexicon) {
    let mut join = Join::default();
    let rows: Vec<u32> =
        staff.records.iter().filter(|(_, record)| record.role == Role::Staff).map(|(index, _)| index).collect();
    staff.rows = rows.len();
    let mut without_number = Vec::new();
    for row in rows {
        match number_of(staff, row) {
            Some(number) => join.by_number(staff, row, number),
            None => without_number.push(row),
        }
    }
    let lists: Vec<u32> = staff
        .records
        .iter()
        .filter(|(_, record)| matches!(record.role, Role::Trainings | Role::Registrations | Role::Exemptions))
        .map(|(index, _)| index)
        .collect();
    let by_name = !without_number.is_empty() || !lists.is_empty();
    if by_name {
        for person in 0..staff.people.len() {
            let person = u32::try_from(person).expect("fewer people than rows");
            let name = name_key(staff.text(staff.people[person as usize].name));
            join.names.entry(name).or_default().push(person);
        }
    }
    let groups = group_names(staff);
    for row in without_number {
        join.staff_row_by_name(staff, lexicon, row, &groups);
    }
    for row in lists {
        join.list_row(staff, row);
    }
    for ((sheet, _), (count, place)) in std::mem::take(&mut join.by_name_rows) {
        let place = staff
            .covered
            .heading_of(sheet, Field::Name)
            .or_else(|| staff.covered.heading_of(sheet, Field::LastName))
            .unwrap_or(place);
        let facts = vec![(FactName::Count, Detail::Count(count))];
        staff.problems.push(Problem {
            reason: Reason::JoinedByName,
            cells: vec![place],
            person: None,
            group: None,
            facts,
        });
    }
    arrange(staff, join.links);
}

#[derive(Default)]
struct Join {
    numbers: HashMap<TextId, u32>,
    names: HashMap<String, Vec<u32>>,
    links: Vec<Link>,
    /// Rows joined on the name, per sheet.
    by_name_rows: BTreeMap<(SheetIndex, Role), (u64, crate::cell::Place)>,
}

impl Join {
    fn by_number(&mut self, staff: &mut Staff, row: u32, number: TextId) {
        let name = name_of(staff, row);
        if let Some(&person) = self.numbers.get(&number) {
            let known = staff.people[person as usize].name;
            if let (Some(name), false) = (name, known == TextId::NONE)
                && name != known
                && name_key(staff.text(name)) != name_key(staff.text(known))
            {
                let record = *staff.records.record(row);
                let column = staff
                    .records
                    .fact(row, Field::Name)
                    .or_else(|| staff.records.fact(row, Field::LastName))
                    .map_or(0, |fact| fact.column);
                let facts = vec![(FactName::Other, Detail::Text(staff.text(known).into()))];
                staff.problems.push(Problem {
                    reason: Reason::TwoNames,
                    cells: vec![record.place(column)],
                    person: Some(person),
                    group: None,
                    facts,
                });
            } else if let (Some(name), true) = (name, known == TextId::NONE) {
                staff.people[person as usize].name = name;
            }
            self.links.push(link(person, row, Role::Staff, false));
            return;
        }
        let key = staff.records.fact(row, Field::PersonnelNumber).map_or(TextId::NONE, |fact| fact.text);
        let person = self.new_person(staff, row, key, name.unwrap_or(TextId::NONE));
        self.numbers.insert(number, person);
    }

    fn new_person(&mut self, staff: &mut Staff, row: u32, key: TextId, name: TextId) -> u32 {
        let person = u32::try_from(staff.people.len()).expect("fewer people than rows");
        staff.people.push(new_person(key, name));
        self.links.push(link(person, row, Role::Staff, false));
        person
    }

    fn staff_row_by_name(&mut self, staff: &mut Staff, lexicon: &Lexicon, row: u32, groups: &[String]) {
        let record = *staff.records.record(row);
        let Some(name) = name_of(staff, row) else {
            let key = staff.records.texts.intern(&format!("regel {}", record.row + 1));
            let person = self.new_person(staff, row, key, key);
            let column = staff.records.facts(row).first().map_or(0, |fact| fact.column);
            staff.problems.push(Problem {
                reason: Reason::NoIdentity,
                cells: vec![record.place(column)],
                person: Some(person),
                group: None,
                facts: Vec::new(),
            });
            return;
        };
        let key = name_key(staff.text(name));
        // A line that only repeats the name of a group is a heading between the rows.
        if groups.contains(&key)
            && staff.records.facts(row).len() <= 2
            && staff.records.fact(row, Field::Function).is_none()
        {
            staff.headings.push((record.sheet, record.row));
            staff.rows -= 1;
            return;
        }
        debug_assert!(!lexicon.is_vacancy(staff.text(name)));
        match self.names.get(&key).map(Vec::as_slice) {
            None | Some([]) => {
                let person = self.new_person(staff, row, name, name);
                self.names.insert(key, vec![person]);
            }
            Some([person]) => {
                let person = *person;
                // Joining to somebody with a number is worth a word; rows without numbers among themselves are how the file works.
                if staff.covered.has_numbers(record.sheet) {
                    self.note_by_name(staff, row);
                }
                self.links.push(link(person, row, Role::Staff, false));
            }
            Some(several) => {
                let count = several.len() as u64;
                let person = self.new_person(staff, row, name, name);
                staff.problems.push(Problem {
                    reason: Reason::SeveralPersons,
                    cells: vec![record.place(name_column(staff, row))],
                    person: Some(person),
                    group: None,
                    facts: vec![(FactName::Count, Detail::Count(count))],
                });
            }
        }
    }

    fn list_row(&mut self, staff: &mut Staff, row: u32) {
        let record = *staff.records.record(row);
        let number = number_of(staff, row);
        if let Some(&person) = number.and_then(|number| self.numbers.get(&number)) {
            self.links.push(link(person, row, record.role, false));
            return;
        }
        let name = name_of(staff, row);
        let people = name.and_then(|name| self.names.get(&name_key(staff.text(name)))).cloned().unwrap_or_default();
        // A number that nobody has is a typing error, or somebody who left the list: the name is then a guess, and proves nothing.
        if number.is_some() {
            self.links.extend(people.iter().map(|person| link(*person, row, record.role, true)));
        }
        match people.as_slice() {
            people if people.is_empty() || number.is_some() => {
                let column = if number.is_some() {
                    staff.records.fact(row, Field::PersonnelNumber).map_or(0, |fact| fact.column)
                } else {
                    name_column(staff, row)
                };
                let reason = if number.is_none() && name.is_none() { Reason::NoIdentity } else { Reason::NoPerson };
                staff.problems.push(Problem {
                    reason,
                    cells: vec![record.place(column)],
                    person: None,
                    group: None,
                    facts: Vec::new(),
                });
            }
            [person] => {
                self.note_by_name(staff, row);
                self.links.push(link(*person, row, record.role, false));
            }
            several => {
                for person in several {
                    self.links.push(link(*person, row, record.role, true));
                }
                let facts = vec![(FactName::Count, Detail::Count(several.len() as u64))];
                let cells = vec![record.place(name_column(staff, row))];
                staff.problems.push(Problem {
                    reason: Reason::SeveralPersons,
                    cells,
                    person: None,
                    group: None,
                    facts,
                });
            }
        }
    }

    fn note_by_name(&mut self, staff: &Staff, row: u32) {
        let record = staff.records.record(row);
        let place = record.place(name_column(staff, row));
        self.by_name_rows.entry((record.sheet, record.role)).or_insert((0, place)).0 += 1;
    }
}

/// A personnel number without leading zeros, in lower case.
fn number_of(staff: &mut Staff, row: u32) -> Option<TextId> {
    let fact = *staff.records.fact(row, Field::PersonnelNumber)?;
    if fact.reading != Reading::Text {
        return None;
    }
    let text = staff.text(fact.text);
    let bare = text.trim_start_matches('0');
    if bare.len() == text.len() && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(fact.text);
    }
    let bare = if bare.is_empty() { "0" } else { bare }.to_lowercase();
    Some(staff.records.texts.intern(&bare))
}

/// The name of a row: the name column, or its parts put together.
fn name_of(staff: &mut Staff, row: u32) -> Option<TextId> {
    let text =
        |field| staff.records.fact(row, field).filter(|fact| fact.reading == Reading::Text).map(|fact| fact.text);
    if let Some(name) = text(Field::Name) {
        return Some(name);
    }
    let parts: Vec<&str> = [Field::FirstName, Field::Infix, Field::LastName]
        .into_iter()
        .filter_map(text)
        .map(|id| staff.records.texts.text(id))
        .collect();
    if parts.is_empty() {
        return None;
    }
    let name = parts.join(" ");
    Some(staff.records.texts.intern(&name))
}

fn name_column(staff: &Staff, row: u32) -> u16 {
    let fact = [Field::Name, Field::LastName, Field::FirstName, Field::PersonnelNumber]
        .into_iter()
        .find_map(|field| staff.records.fact(row, field));
    fact.or_else(|| staff.records.facts(row).first()).map_or(0, |fact| fact.column)
}

/// The form in which two spellings of one name are equal: "Vries, Anna de" and "Anna de Vries".
fn name_key(name: &str) -> String {
    match name.split_once(',') {
        Some((last, first)) => fold(&format!("{first} {last}")),
        None => fold(name),
    }
}

fn group_names(staff: &Staff) -> Vec<String> {
    let mut names: Vec<String> = staff
        .records
        .iter()
        .filter(|(_, record)| record.role == Role::Groups)
        .filter_map(|(index, _)| staff.records.text_of(index, Field::Group).map(fold))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::name_key;

    #[test]
    fn spellings_of_one_name_are_equal() {
        assert_eq!(name_key("Vries, Anna de"), name_key("anna de  VRIES"));
        assert_eq!(name_key("Zoë Bos"), name_key("Zoe Bos"));
        assert_ne!(name_key("Jan Bos"), name_key("Jan Vos"));
    }
}
