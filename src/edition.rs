//! What a reader may see: texts of findings filled in, people named, or not.
//!
//! There are two editions. That of the employer names people. The other one is made of an assessment without names
//! ([`Pseudonymised`]); an output asks [`Edition::names_people`] where the two are more than other words.

use std::borrow::Cow;
use std::fmt::Write;

use crate::assess::Assessment;
use crate::assess::pseudonyms::Pseudonymised;
use crate::calendar;
use crate::cell::{Letters, Place, Position, Value};
use crate::check::{GroupVerdict, Kinds, Population, Sensitivity, sensitivity};
use crate::finding::{Detail, FactName, Finding, Reason};
use crate::lexicon::{Field, FieldKind};
use crate::planning::expiry::{Outlook, outlook};
use crate::planning::{Action, Plan, plan};
use crate::record::{Reading, TextId};
use crate::rules::{Rule, StepKind, Template};
use crate::table::{Column, Use};

/// An assessment as it is shown.
#[derive(Clone, Copy)]
pub struct Edition<'a> {
    /// What is shown.
    pub assessment: &'a Assessment,
    /// Behind an assessment without names: where they were taken out.
    unnamed: Option<&'a Pseudonymised>,
}

/// What follows from the work of people, and holds no text of theirs: the same in both editions.
pub struct Insight<'a> {
    edition: Edition<'a>,
    kinds: Kinds,
}

impl Insight<'_> {
    /// Whether the file tells of anybody whether they belong to a part of the people.
    pub fn tells(&self, population: Population) -> bool {
        self.kinds.tells(population)
    }

    /// Whether somebody is hired in on a group, or without one; None when not known.
    pub fn hired(&self, person: u32, group: Option<u32>) -> Option<bool> {
        self.kinds.hired(&self.edition.judged().staff, person, group)
    }

    /// Whether somebody is of hbo level or higher; None when not known.
    pub fn higher(&self, person: u32) -> Option<bool> {
        self.kinds.higher(person)
    }

    /// Whether a verdict depends on who is counted, and in what.
    pub fn sensitivity(&self, verdict: &GroupVerdict) -> Sensitivity {
        let judged = self.edition.judged();
        let unit = judged.settings.share_unit;
        sensitivity(&judged.staff, &judged.judgement, &judged.rules, &self.kinds, unit, verdict)
    }
}

/// What stands where a fact is not known.
const UNKNOWN: &str = "onbekend";

/// Names in one sentence of a short text; a reader of a note wants to know who to begin with.
const NAMES_IN_SHORT: usize = 8;

impl<'a> Edition<'a> {
    /// The employer's edition.
    pub fn new(assessment: &'a Assessment) -> Self {
        Edition { assessment, unnamed: None }
    }

    /// The edition without names.
    pub fn without_names(pseudonymised: &'a Pseudonymised) -> Self {
        Edition { assessment: pseudonymised.shown(), unnamed: Some(pseudonymised) }
    }

    /// Whether people may be named here.
    pub fn names_people(&self) -> bool {
        self.unnamed.is_none()
    }

    /// The assessment that was judged. It may hold names, so only what holds no text comes from it.
    fn judged(&self) -> &'a Assessment {
        self.unnamed.map_or(self.assessment, Pseudonymised::original)
    }

    /// What would help.
    pub fn plan(&self) -> Plan {
        plan(self.judged())
    }

    /// What is to come. Groups carry the names that may be shown.
    pub fn outlook(&self) -> Outlook {
        let mut outlook = outlook(self.judged());
        if let Some(unnamed) = self.unnamed {
            for (name, location) in outlook.lines.iter_mut().filter_map(|line| line.group.as_mut()) {
                (*name, *location) = unnamed.group(name, location);
            }
        }
        outlook
    }

    /// Who is hired in, of which level, and what verdicts depend on.
    pub fn insight(&self) -> Insight<'a> {
        let judged = self.judged();
        Insight { edition: *self, kinds: Kinds::of(&judged.staff, &judged.lexicon) }
    }

    /// What a copy of the user's sheets may hold of a cell: all of it, or in the edition without names only headings and what was
    /// read under them, without free text.
    pub fn cell<'v>(&self, place: Place, value: &'v Value<'_>) -> Option<Cow<'v, Value<'v>>> {
        if self.names_people() {
            return Some(Cow::Borrowed(value));
        }
        let (_, sheet) = self.assessment.sheet(place.sheet);
        let table = sheet.table_at(place.position)?;
        let column = table.columns.iter().find(|column| column.column == place.position.column)?;
        if place.position.row == table.header_row {
            return Some(Cow::Owned(Value::Text(column.header.clone().into())));
        }
        let field = column.field().or_else(|| column.completes())?;
        let shown = self.value(place).filter(|shown| !shown.is_empty())?;
        let is_typed = !matches!(value, Value::Text(_) | Value::Error(_)) && field.kind() != FieldKind::Number;
        let is_name = matches!(field, Field::Name | Field::FirstName | Field::Infix | Field::LastName);
        if is_typed && !is_name && shown == self.judged().staff.records.shown_at(place) {
            return Some(Cow::Borrowed(value));
        }
        // A number that is shown as a number can be sorted and found again.
        let number = (field == Field::PersonnelNumber).then(|| shown.parse::<u32>().ok()).flatten();
        Some(Cow::Owned(number.map_or_else(|| Value::Text(shown.into()), |number| Value::Number(f64::from(number)))))
    }

    /// Whether a column of the user's may stand in a copy of the sheet.
    pub fn shows_column(&self, column: &Column) -> bool {
        match column.used {
            Use::Withheld(_) => false,
            _ if self.names_people() => true,
            Use::Field { field, .. } => field != Field::Remark,
            Use::Second(_) => column.completes().is_some(),
            Use::Unrecognised => false,
        }
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

    /// The name of a person as the file has it; the key when there is no name. In a sentence or table: [`plain`].
    pub fn name(&self, person: u32) -> &'a str {
        let known = &self.assessment.staff.people[person as usize];
        if known.name == TextId::NONE { self.key(person) } else { self.assessment.staff.text(known.name) }
    }

    /// The name of a group.
    pub fn group(&self, group: u32) -> &'a str {
        self.assessment.staff.text(self.assessment.staff.groups[group as usize].name)
    }

    /// The names of the groups in which somebody works, each once.
    pub fn groups_of_person(&self, person: u32) -> Vec<&'a str> {
        let work = self.assessment.staff.assignments_of(person);
        self.each_once(work.iter().filter_map(|assignment| assignment.group))
    }

    /// The location of a group; empty when not known.
    pub fn location(&self, group: u32) -> &'a str {
        self.assessment.staff.text(self.assessment.staff.groups[group as usize].location)
    }

    /// What is the matter, in Dutch.
    pub fn message(&self, finding: &Finding) -> String {
        self.fill(self.rule(finding).texts(finding.reason).0, finding, usize::MAX)
    }

    /// What is the matter where there is little room: of many people the first few, and how many more there are.
    pub fn short_message(&self, finding: &Finding) -> String {
        self.fill(self.rule(finding).texts(finding.reason).0, finding, NAMES_IN_SHORT)
    }

    /// What to do about it, in Dutch.
    pub fn remedy(&self, finding: &Finding) -> String {
        self.fill(self.rule(finding).texts(finding.reason).1, finding, usize::MAX)
    }

    /// What to do about it where there is little room.
    pub fn short_remedy(&self, finding: &Finding) -> String {
        self.fill(self.rule(finding).texts(finding.reason).1, finding, NAMES_IN_SHORT)
    }

    /// What a cell of the inputs shows, exactly; an empty text for an empty cell. None where the program does not know:
    /// a column that is not kept, a row that was not read.
    pub fn value(&self, place: Place) -> Option<String> {
        let (_, sheet) = self.assessment.sheet(place.sheet);
        if let Some(corner) = sheet.corner.as_ref().filter(|_| place.position == Position::CORNER) {
            return Some(corner.clone());
        }
        let table = sheet.table_at(place.position)?;
        let column = table.columns.iter().find(|column| column.column == place.position.column);
        if place.position.row == table.header_row {
            return column.map(|column| column.header.clone());
        }
        let records = &self.assessment.staff.records;
        if column?.field().is_none() {
            // Of a second column, and of one whose heading is not there or not understood, only what counts is kept.
            let mut facts = records.at(place).flat_map(|record| records.facts(record));
            return facts.find(|fact| fact.column == place.position.column).map(|fact| records.shown(fact));
        }
        column?.field().filter(|field| *field != Field::Remark)?;
        (!records.at(place).is_empty()).then(|| records.shown_at(place))
    }

    /// What to do to take a step, in Dutch.
    pub fn step(&self, action: &Action) -> String {
        let assessment = self.assessment;
        let statuses = action.person.map(|person| &assessment.judgement.statuses[person as usize]);
        let start = statuses.and_then(|statuses| statuses.vog.start);
        let step = assessment.rules.step(action.kind);
        // Without a start there is no window in which a VOG must be issued.
        let needs_start = matches!(action.kind, StepKind::ObtainVog | StepKind::EarlierVog);
        let reason = match start {
            None if needs_start => Some(Reason::StartUnknown),
            // Nor is there one before the law asked for a VOG.
            Some(start) if needs_start && start < assessment.rules.vog.law_from => Some(Reason::BeforeLaw),
            _ => action.reason,
        };
        let earliest = start.map(|start| calendar::months_before(start, assessment.rules.vog.months_before_start));
        let until = statuses.and_then(|statuses| statuses.registration.until);
        let text = step.text_for(reason).fill(|name, text| {
            let known = match name {
                FactName::Person => action.person.map(|person| self.name(person).to_owned()),
                FactName::Function => action.person.and_then(|person| self.function(person)),
                FactName::Group => {
                    let groups = action.group.map_or_else(|| action.groups.clone(), |group| vec![group]);
                    let names: Vec<&str> = groups.into_iter().map(|group| self.group(group)).collect();
                    Some(and(&names)).filter(|names| !names.is_empty())
                }
                FactName::Location => action.group.map(|group| self.location(group).to_owned()),
                FactName::ReferenceDate => Some(calendar::shown(assessment.reference_date)),
                FactName::Start => start.map(calendar::shown),
                FactName::Earliest => earliest.map(calendar::shown),
                FactName::ValidUntil => until.map(calendar::shown),
                FactName::Months => Some(assessment.rules.registration.renewal_months.to_string()),
                _ => None,
            };
            text.push_str(&plain(known.as_deref().unwrap_or(UNKNOWN)));
            None
        });
        match action.level {
            Some(level) => format!("{text} {}", assessment.rules.levels.text(level)),
            None => text,
        }
    }

    /// The function of a person as the file has it: the first, and a second one beside it.
    fn function(&self, person: u32) -> Option<String> {
        let staff = &self.assessment.staff;
        staff.rows_of(person).find_map(|row| {
            let facts = staff.records.facts_of(row, Field::Function);
            let texts = facts.filter(|fact| fact.reading == Reading::Text).map(|fact| staff.text(fact.text));
            let mut texts: Vec<&str> = texts.collect();
            texts.dedup();
            (!texts.is_empty()).then(|| texts.join(" + "))
        })
    }

    /// Fills in a text. What comes from a file is made [`plain`] here, whatever it is: it may not steer the sentence around it.
    fn fill(&self, template: &Template, finding: &Finding, most_names: usize) -> String {
        template.fill(|name, text| {
            let start = text.len();
            let number = self.fact(name, finding, most_names, text);
            if let Cow::Owned(plain) = plain(&text[start..]) {
                text.replace_range(start.., &plain);
            }
            number
        })
    }

    /// Writes a fact; says how many it is where it is a number.
    fn fact(&self, name: FactName, finding: &Finding, most_names: usize, text: &mut String) -> Option<u64> {
        if let Some((_, detail)) = finding.facts.iter().find(|(known, _)| *known == name) {
            return self.detail(detail, most_names, text);
        }
        let first = finding.cells.first().copied();
        let known = match name {
            FactName::Person => finding.person.map(|person| self.name(person).to_owned()),
            FactName::Function => finding.person.and_then(|person| self.function(person)),
            FactName::Group => self.groups_of(finding),
            FactName::Location => {
                finding.group.map(|group| self.location(group).to_owned()).filter(|location| !location.is_empty())
            }
            FactName::ReferenceDate => Some(calendar::shown(self.assessment.reference_date)),
            FactName::Value => first
                .map(|place| self.value(place).unwrap_or_default())
                .map(|value| if value.is_empty() { "(leeg)".to_owned() } else { value }),
            FactName::Header => {
                // A column without a heading is called by its letters.
                first.map(|place| match self.assessment.heading(place) {
                    "" => Letters(place.position.column).to_string(),
                    heading => heading.to_owned(),
                })
            }
            FactName::Sheet => first.map(|place| self.assessment.sheet_name(place.sheet).into_owned()),
            // Where nothing else is said of it, what is other is the sheet of the second cell.
            FactName::Other => finding.cells.get(1).map(|place| self.assessment.sheet_name(place.sheet).into_owned()),
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
        let person = finding.person?;
        let names = if finding.groups.is_empty() {
            self.groups_of_person(person)
        } else {
            self.each_once(finding.groups.iter().copied())
        };
        (!names.is_empty()).then(|| and(&names))
    }

    /// The names of these groups, each once.
    fn each_once(&self, groups: impl Iterator<Item = u32>) -> Vec<&'a str> {
        let mut names: Vec<&str> = Vec::new();
        for name in groups.map(|group| self.group(group)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn detail(&self, detail: &Detail, most_names: usize, text: &mut String) -> Option<u64> {
        match detail {
            Detail::Date(date) => {
                text.push_str(&calendar::shown(*date));
                None
            }
            Detail::Count(count) => {
                write!(text, "{count}").expect("writing to a string never fails");
                Some(*count)
            }
            Detail::Text(words) | Detail::Name(words) => {
                text.push_str(words);
                words.parse().ok()
            }
            Detail::People(people) => {
                // Leaving out one name to say that there is one more saves nothing.
                let shown = if people.len().saturating_sub(1) > most_names { most_names } else { people.len() };
                let more = format!("nog {}", people.len() - shown);
                let mut names: Vec<&str> = people[..shown].iter().map(|person| self.name(*person)).collect();
                if shown < people.len() {
                    names.push(&more);
                }
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

/// Text from a file as it may stand in a sentence, a table or on a terminal: on one line, and without characters that steer
/// what stands around it (control characters, and those that turn the direction of writing, which would mirror a sentence).
pub fn plain(text: &str) -> Cow<'_, str> {
    // The first bytes of all such characters; few texts get further than this.
    let suspect = |byte: u8| byte < 0x20 || matches!(byte, 0x7F | 0xC2 | 0xD8 | 0xE2);
    if !text.bytes().any(suspect) || !text.chars().any(|c| is_break(c) || turns(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| !turns(*c)).map(|c| if is_break(c) { ' ' } else { c }).collect())
}

fn is_break(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Marks, embeddings, overrides and isolates of the Unicode bidirectional algorithm.
fn turns(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{and, plain};

    #[test]
    fn a_text_cannot_steer_what_stands_around_it() {
        for (text, expected) in [
            ("A. Ångström–de Vries", "A. Ångström–de Vries"),
            ("rood\u{1b}[31m\r\nnaam\u{9b}", "rood [31m  naam "),
            ("\u{202e}nesnaJ .A\u{202c}", "nesnaJ .A"),
            ("\u{2066}A\u{2069}\u{200f}\u{61c}B\u{2028}C", "AB C"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn lists_end_in_and() {
        assert_eq!(and(&[]), "");
        assert_eq!(and(&["A"]), "A");
        assert_eq!(and(&["A", "B", "C"]), "A, B en C");
    }
}
