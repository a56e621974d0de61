//! What a reader may see: texts of findings filled in, people named.

use std::fmt::Write;

use crate::assess::Assessment;
use crate::calendar;
use crate::cell::Place;
use crate::finding::{Detail, FactName, Finding};
use crate::lexicon::Field;
use crate::record::TextId;
use crate::rules::{Rule, Template};

/// An assessment as shown to the employer: with names.
#[derive(Clone, Copy)]
pub struct Edition<'a> {
    /// What is shown.
    pub assessment: &'a Assessment,
}

/// What stands where a fact is not known.
const UNKNOWN: &str = "onbekend";

impl<'a> Edition<'a> {
    /// The employer's edition.
    pub fn new(assessment: &'a Assessment) -> Self {
        Edition { assessment }
    }

    /// The rule behind a finding.
    pub fn rule(&self, finding: &Finding) -> &'a Rule {
        &self.assessment.rules.rules[usize::from(finding.rule)]
    }

    /// What a person is called in lists: personnel number, else name, else row.
    pub fn key(&self, person: u32) -> &'a str {
        let person = &self.assessment.staff.people[person as usize];
        self.assessment.staff.text(person.key)
    }

    /// The name of a person; the key when there is no name.
    pub fn name(&self, person: u32) -> &'a str {
        let known = &self.assessment.staff.people[person as usize];
        if known.name == TextId::NONE { self.key(person) } else { self.assessment.staff.text(known.name) }
    }

    /// The name of a group.
    pub fn group(&self, group: u32) -> &'a str {
        self.assessment.staff.text(self.assessment.staff.groups[group as usize].name)
    }

    /// The location of a group; empty when not known.
    pub fn location(&self, group: u32) -> &'a str {
        self.assessment.staff.text(self.assessment.staff.groups[group as usize].location)
    }

    /// What is the matter, in Dutch.
    pub fn message(&self, finding: &Finding) -> String {
        self.fill(self.rule(finding).texts(finding.reason).0, finding)
    }

    /// What to do about it, in Dutch.
    pub fn remedy(&self, finding: &Finding) -> String {
        self.fill(self.rule(finding).texts(finding.reason).1, finding)
    }

    /// What a cell of the inputs shows; empty for an empty cell. Columns that were not read show nothing.
    pub fn value(&self, place: Place) -> String {
        let (_, sheet) = self.assessment.sheet(place.sheet);
        let heading = sheet.table_at(place.position).filter(|table| table.header_row == place.position.row);
        match heading {
            Some(_) => self.assessment.heading(place).to_owned(),
            None => self.assessment.staff.records.shown_at(place),
        }
    }

    fn fill(&self, template: &Template, finding: &Finding) -> String {
        template.fill(|name, text| self.fact(name, finding, text))
    }

    /// Writes a fact; says how many it is where it is a number.
    fn fact(&self, name: FactName, finding: &Finding, text: &mut String) -> Option<u64> {
        if let Some((_, detail)) = finding.facts.iter().find(|(known, _)| *known == name) {
            return self.detail(detail, text);
        }
        let staff = &self.assessment.staff;
        let first = finding.cells.first().copied();
        let known = match name {
            FactName::Person => finding.person.map(|person| self.name(person).to_owned()),
            FactName::Function => finding.person.and_then(|person| {
                let title = staff.rows_of(person).find_map(|row| staff.records.text_of(row, Field::Function))?;
                Some(title.to_owned())
            }),
            FactName::Group => self.groups_of(finding),
            FactName::Location => {
                finding.group.map(|group| self.location(group).to_owned()).filter(|location| !location.is_empty())
            }
            FactName::ReferenceDate => Some(calendar::shown(self.assessment.reference_date)),
            FactName::Value => first
                .map(|place| self.value(place))
                .map(|value| if value.is_empty() { "(leeg)".to_owned() } else { value }),
            FactName::Header => first
                .map(|place| self.assessment.heading(place).replace(['\n', '\r'], " "))
                .filter(|heading| !heading.is_empty()),
            FactName::Sheet => first.map(|place| self.assessment.sheet(place.sheet).1.name.clone()),
            FactName::Count if finding.person.is_some() => Some("1".to_owned()),
            _ => None,
        };
        let number = known.as_deref().and_then(|text| text.parse().ok());
        text.push_str(known.as_deref().unwrap_or(UNKNOWN));
        number
    }

    fn groups_of(&self, finding: &Finding) -> Option<String> {
        if let Some(group) = finding.group {
            return Some(self.group(group).to_owned());
        }
        let mut names: Vec<&str> = Vec::new();
        for assignment in self.assessment.staff.assignments_of(finding.person?) {
            if let Some(group) = assignment.group.map(|group| self.group(group)).filter(|group| !names.contains(group))
            {
                names.push(group);
            }
        }
        (!names.is_empty()).then(|| and(&names))
    }

    fn detail(&self, detail: &Detail, text: &mut String) -> Option<u64> {
        match detail {
            Detail::Date(date) => {
                text.push_str(&calendar::shown(*date));
                None
            }
            Detail::Count(count) => {
                write!(text, "{count}").expect("writing to a string never fails");
                Some(*count)
            }
            Detail::Text(words) => {
                text.push_str(words);
                words.parse().ok()
            }
            Detail::People(people) => {
                let names: Vec<&str> = people.iter().map(|person| self.name(*person)).collect();
                text.push_str(&and(&names));
                None
            }
        }
    }
}

/// "A, B en C".
pub fn and(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [before @ .., last] => format!("{} en {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::and;

    #[test]
    fn lists_end_in_and() {
        assert_eq!(and(&[]), "");
        assert_eq!(and(&["A"]), "A");
        assert_eq!(and(&["A", "B", "C"]), "A, B en C");
    }
}
