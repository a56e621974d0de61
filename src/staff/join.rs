//! Which rows are about one person: the same personnel number, or without one, the same name.
//!
//! Leading zeros of a number do not matter. Lists (trainings, registrations, exemptions) join by number, else by name, and say so.
//! A name that fits several people proves nothing about any of them, and a number that stands with clearly different
//! names does not make them one person.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;

use super::likeness::{Likeness, PersonName};
use super::name::{self, Parts};
use super::{Link, Problem, Staff, arrange, groups, link, new_person};
use crate::cell::{Place, TableIndex};
use crate::finding::{Detail, FactName, Reason};
use crate::fold::{fold, has_words};
use crate::lexicon::{Field, Lexicon, Role, TrainingTitle};
use crate::record::{Reading, TextId, digits_of};

/// Finds the people behind the staff rows and joins the rows of lists to them.
pub(super) fn people(staff: &mut Staff, lexicon: &Lexicon) {
    let mut join = Join::new(lexicon);
    let rows: Vec<u32> =
        staff.records.iter().filter(|(_, record)| record.role == Role::Staff).map(|(index, _)| index).collect();
    staff.rows = rows.len();
    let mut without_number = Vec::new();
    join.numbers.reserve(rows.len());
    let in_digits = tables_in_digits(staff, &rows);
    let rows: Vec<StaffRow> = rows.into_iter().map(|row| StaffRow::of(staff, row)).collect();
    let no_numbers = join.tables_without_numbers(staff, &rows);
    join.whose_numbers(staff, &rows, &no_numbers);
    for known in rows {
        let number = known.number.filter(|number| {
            // "zzp" among numbers is a remark, not a number.
            let words = in_digits.contains(&known.table) && !staff.text(*number).bytes().any(|b| b.is_ascii_digit());
            !words && !no_numbers.contains(&known.table)
        });
        match number {
            Some(number) => join.by_number(staff, known, number),
            None => without_number.push(known),
        }
    }
    let lists: Vec<u32> =
        staff.records.iter().filter(|(_, record)| LISTS.contains(&record.role)).map(|(index, _)| index).collect();
    let by_name = !without_number.is_empty() || !lists.is_empty();
    if by_name {
        for person in 0..staff.people.len() {
            let person = u32::try_from(person).expect("fewer people than rows");
            let name = join.key_of(staff, staff.people[person as usize].name);
            join.names.entry(name).or_default().push(person);
        }
    }
    let groups = if without_number.is_empty() { Vec::new() } else { groups::names(staff, Field::Group) };
    for known in without_number {
        join.staff_row_by_name(staff, known, &groups);
    }
    for row in &lists {
        join.list_row(staff, *row);
    }
    let fitting: BTreeSet<TableIndex> = join.links.iter().map(|link| staff.records.record(link.record).table).collect();
    for row in &lists {
        let table = staff.records.record(*row).table;
        if !fitting.contains(&table) {
            staff.covered.fits_nobody(table);
        }
    }
    join.by_registration(staff, &lists);
    for (table, (count, place)) in std::mem::take(&mut join.by_name_rows) {
        let place = staff
            .covered
            .heading_of(table, Field::Name)
            .or_else(|| staff.covered.heading_of(table, Field::LastName))
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
    for link in join.links.iter_mut().filter(|link| link.list) {
        link.ambiguous |= staff.records.record(link.record).superseded;
    }
    arrange(staff, join.links);
}

/// Who a staff row says that it is about.
#[derive(Clone, Copy)]
struct StaffRow {
    row: u32,
    table: TableIndex,
    number: Option<TextId>,
    name: Option<TextId>,
}

impl StaffRow {
    fn of(staff: &mut Staff, row: u32) -> StaffRow {
        let table = staff.records.record(row).table;
        StaffRow { row, table, number: number_of(staff, row), name: name_of(staff, row) }
    }
}

struct Join<'l> {
    lexicon: &'l Lexicon,
    /// The first person with a number.
    numbers: HashMap<TextId, u32>,
    /// The others with that number: clearly different names stand with it.
    more_with_number: HashMap<TextId, Vec<u32>>,
    names: HashMap<String, Vec<u32>>,
    /// The names on staff rows with a number of which other names have some too, each with the numbers that stand with it.
    numbers_of: HashMap<String, BTreeSet<TextId>>,
    /// The problem that says of a table that a person has another name there.
    named_otherwise: BTreeMap<(TableIndex, u32, String), usize>,
    links: Vec<Link>,
    /// Rows joined on the name, per table.
    by_name_rows: BTreeMap<TableIndex, (u64, Place)>,
    /// How much the rows for a whole team tell that were joined already, by the groups that they name.
    teams: HashMap<String, u8>,
    /// The names of groups, found when first asked for.
    groups: Option<Vec<String>>,
    /// The names of people in parts, made when a row fits nobody.
    parts: Vec<Parts>,
}

/// So many rows with clearly different names under one number show that the number is not a person's.
const ROWS_TO_TELL: usize = 3;

/// Lists about people who stand on a list of staff.
const LISTS: [Role; 4] = [Role::Trainings, Role::Registrations, Role::Exemptions, Role::Employment];

impl<'l> Join<'l> {
    fn new(lexicon: &'l Lexicon) -> Self {
        Join {
            lexicon,
            numbers: HashMap::new(),
            more_with_number: HashMap::new(),
            names: HashMap::new(),
            numbers_of: HashMap::new(),
            named_otherwise: BTreeMap::new(),
            links: Vec::new(),
            by_name_rows: BTreeMap::new(),
            teams: HashMap::new(),
            groups: None,
            parts: Vec::new(),
        }
    }

    fn key_of(&self, staff: &Staff, name: TextId) -> String {
        name::key(staff.text(name), self.lexicon)
    }

    /// Whether two names are of two people, even though one number stands with both.
    fn differ(&self, staff: &Staff, one: TextId, other: TextId) -> bool {
        if one == other || one == TextId::NONE || other == TextId::NONE {
            return false;
        }
        let (one, other) = (self.key_of(staff, one), self.key_of(staff, other));
        one != other && !Parts::of(&one, self.lexicon).may_equal(&Parts::of(&other, self.lexicon))
    }

    /// The tables of which the number column repeats over people with clearly different names, such as the number of
    /// somebody's first, second, third employment. Their rows are joined on the name.
    fn tables_without_numbers(&self, staff: &mut Staff, rows: &[StaffRow]) -> Vec<TableIndex> {
        let mut seen: BTreeMap<TableIndex, (HashMap<TextId, TextId>, usize, usize)> = BTreeMap::new();
        let repeated = repeated(rows.iter().filter_map(|known| known.number));
        for known in rows {
            let (Some(number), Some(name)) = (known.number, known.name) else {
                continue;
            };
            let (first, shared, all) = seen.entry(known.table).or_default();
            *all += 1;
            if !repeated.contains(&number) {
                continue;
            }
            match first.get(&number) {
                None => {
                    first.insert(number, name);
                }
                Some(known) => *shared += usize::from(self.differ(staff, *known, name)),
            }
        }
        let mut tables = Vec::new();
        for (table, (_, shared, all)) in seen {
            if shared + 1 >= ROWS_TO_TELL && shared * 2 >= all {
                tables.push(table);
                staff.problems.push(Problem {
                    reason: Reason::NumberOfNobody,
                    cells: staff.covered.heading_of(table, Field::PersonnelNumber).into_iter().collect(),
                    person: None,
                    group: None,
                    facts: vec![(FactName::Count, Detail::Count(all as u64))],
                });
            }
        }
        tables
    }

    /// Which numbers stand with a name, where a number stands with several names: a row may then be of who has that name.
    fn whose_numbers(&mut self, staff: &Staff, rows: &[StaffRow], no_numbers: &[TableIndex]) {
        let numbered = || {
            let rows = rows.iter().filter(|known| !no_numbers.contains(&known.table));
            rows.filter_map(|known| Some((known.number?, known.name?)))
        };
        let mut first: HashMap<TextId, TextId> = HashMap::new();
        if numbered().all(|(number, name)| *first.entry(number).or_insert(name) == name) {
            return;
        }
        for (number, name) in numbered() {
            self.numbers_of.entry(self.key_of(staff, name)).or_default().insert(number);
        }
    }

    /// Whether a name beside a number that has another name is exactly that of somebody with a number of their own.
    fn is_of_another(&self, staff: &Staff, known: TextId, name: TextId, number: TextId) -> bool {
        if name == known || name == TextId::NONE || known == TextId::NONE {
            return false;
        }
        let key = self.key_of(staff, name);
        key != self.key_of(staff, known)
            && self.numbers_of.get(&key).is_some_and(|numbers| numbers.iter().any(|other| *other != number))
    }

    fn by_number(&mut self, staff: &mut Staff, StaffRow { row, name, .. }: StaffRow, number: TextId) {
        let name = name.unwrap_or(TextId::NONE);
        let known = self.with_number(number);
        let same = known.iter().copied().find(|person| {
            let known = staff.people[*person as usize].name;
            !self.differ(staff, known, name) && !self.is_of_another(staff, known, name, number)
        });
        if let Some(person) = same {
            let known = staff.people[person as usize].name;
            if known == TextId::NONE {
                staff.people[person as usize].name = name;
            } else if name != TextId::NONE && name != known && self.key_of(staff, name) != self.key_of(staff, known) {
                two_names(staff, row, person, known);
            }
            self.links.push(link(person, row, Role::Staff, false));
            return;
        }
        let key = staff.records.fact(row, Field::PersonnelNumber).map_or(TextId::NONE, |fact| fact.text);
        if let [first, ..] = known[..] {
            // Not merged: both are people of their own, and neither row is certain.
            let person = self.new_person(staff, row, name, name);
            let other = staff.people[first as usize].name;
            staff.people[person as usize].lasting_doubt = Some(Reason::TwoNames);
            staff.people[first as usize].lasting_doubt = Some(Reason::TwoNames);
            two_names(staff, row, person, other);
            self.more_with_number.entry(number).or_default().push(person);
        } else {
            let person = self.new_person(staff, row, key, name);
            self.numbers.insert(number, person);
        }
    }

    /// The people with a number.
    fn with_number(&self, number: TextId) -> Vec<u32> {
        let more = self.more_with_number.get(&number).map_or(&[][..], Vec::as_slice);
        self.numbers.get(&number).into_iter().chain(more).copied().collect()
    }

    fn new_person(&mut self, staff: &mut Staff, row: u32, key: TextId, name: TextId) -> u32 {
        let person = u32::try_from(staff.people.len()).expect("fewer people than rows");
        staff.people.push(new_person(key, name));
        self.links.push(link(person, row, Role::Staff, false));
        person
    }

    fn staff_row_by_name(&mut self, staff: &mut Staff, StaffRow { row, name, .. }: StaffRow, groups: &[String]) {
        let record = *staff.records.record(row);
        let Some(name) = name else {
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
        let key = self.key_of(staff, name);
        // A line that only repeats the name of a group is a heading between the rows.
        if groups.contains(&fold(staff.text(name)))
            && staff.records.facts(row).len() <= 2
            && staff.records.fact(row, Field::Function).is_none()
        {
            staff.headings.push((record.sheet, record.row));
            staff.rows -= 1;
            return;
        }
        let people = self.names.get(&key).cloned().unwrap_or_default();
        // Rows with one name are of two people when a number of a register, or a surname alone with another start, says so.
        let (others, same): (Vec<u32>, Vec<u32>) =
            people.into_iter().partition(|person| is_another(staff, &self.links, *person, row, &key));
        match same.as_slice() {
            [] => {
                let person = self.new_person(staff, row, name, name);
                if !others.is_empty() {
                    let facts = vec![(FactName::Count, Detail::Count(others.len() as u64 + 1))];
                    let cells = vec![record.place(name_column(staff, row))];
                    let reason = Reason::SeveralPersons;
                    staff.problems.push(Problem { reason, cells, person: Some(person), group: None, facts });
                }
                self.names.entry(key).or_default().push(person);
            }
            [person] => {
                let person = *person;
                // Joining to somebody with a number is worth a word; rows without numbers among themselves are how the file works.
                if staff.covered.has_numbers(record.table) {
                    self.note_by_name(staff, row);
                }
                self.links.push(link(person, row, Role::Staff, false));
            }
            several => {
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
        let name = name_of(staff, row);
        let people = number.map_or_else(Vec::new, |number| self.with_number(number));
        if !people.is_empty() {
            let key = name.map(|name| self.key_of(staff, name));
            let has_name = |person: &u32| {
                key.as_ref().is_some_and(|key| *key == self.key_of(staff, staff.people[*person as usize].name))
            };
            let named: Vec<u32> = people.iter().copied().filter(has_name).collect();
            // Who has exactly that name, and another number or none.
            let namesakes = || key.as_ref().and_then(|key| self.names.get(key)).cloned().unwrap_or_default();
            match (people.as_slice(), named.as_slice()) {
                (_, [person]) => self.links.push(link(*person, row, record.role, false)),
                ([person], _) => {
                    let known = staff.people[*person as usize].name;
                    let namesakes = namesakes();
                    // Somebody else's name, or a clearly different one: whose training this is, is not certain.
                    let differs = name.is_some_and(|name| self.differ(staff, known, name));
                    let doubtful = differs || !namesakes.is_empty();
                    self.links.push(link(*person, row, record.role, doubtful));
                    self.links.extend(namesakes.iter().map(|named| link(*named, row, record.role, true)));
                    if let Some(name) = name.filter(|name| doubtful || !self.is_spelling(staff, known, *name)) {
                        self.another_name(staff, row, *person, name);
                    }
                }
                (several, _) => {
                    let mut several = several.to_vec();
                    several.extend(namesakes());
                    several.sort_unstable();
                    several.dedup();
                    self.ambiguous(staff, row, &several, Reason::SeveralPersons);
                }
            }
            return;
        }
        let people = name.and_then(|name| self.names.get(&self.key_of(staff, name))).cloned().unwrap_or_default();
        match people.as_slice() {
            [] if number.is_none() && record.role == Role::Trainings && self.is_of_several(staff, row, name) => {}
            [] => self.fits_nobody(staff, row, number.is_some(), name),
            // A number that nobody has is a typing error, or somebody who left the list: the name is then a guess, and proves nothing.
            people if number.is_some() => {
                self.links.extend(people.iter().map(|person| link(*person, row, record.role, true)));
                no_person(staff, row, true);
            }
            [person] => {
                self.note_by_name(staff, row);
                self.links.push(link(*person, row, record.role, false));
            }
            several => self.ambiguous(staff, row, several, Reason::SeveralPersons),
        }
    }

    /// Joins a row of a list of trainings that names several people in one cell, or a whole team; whether it does. Who stands there
    /// with exactly their own name followed it; of a team nobody can tell who was there.
    fn is_of_several(&mut self, staff: &mut Staff, row: u32, name: Option<TextId>) -> bool {
        let Some(text) = name.map(|name| staff.text(name).to_owned()) else {
            return false;
        };
        let groups = self.groups.get_or_insert_with(|| groups::names(staff, Field::Group));
        if let Some(team) = team(&text, groups, self.lexicon) {
            self.whole_team(staff, row, &team);
            return true;
        }
        let names = self.lexicon.names_in(&text);
        if names.len() < 2 {
            return false;
        }
        let role = staff.records.record(row).role;
        let (mut certain, mut possible) = (BTreeSet::new(), BTreeSet::new());
        let (mut all_known, mut teams) = (true, false);
        for name in names {
            let groups = self.groups.get_or_insert_with(|| groups::names(staff, Field::Group));
            if let Some(team) = team(&name, groups, self.lexicon) {
                self.whole_team(staff, row, &team);
                teams = true;
                continue;
            }
            let key = name::key(&name, self.lexicon);
            // Brackets behind one of several names may say that this one was not there.
            let bare = !name.contains(['(', '[']);
            match self.names.get(&key).map_or(&[][..], Vec::as_slice) {
                [person] if bare => {
                    certain.insert(*person);
                }
                [] => {
                    all_known = false;
                    possible.extend(self.similar(staff, &key));
                }
                several => {
                    all_known = false;
                    possible.extend(several);
                }
            }
        }
        if certain.is_empty() && possible.is_empty() {
            return teams;
        }
        if !certain.is_empty() {
            self.note_by_name(staff, row);
        }
        self.links.extend(possible.difference(&certain).map(|person| link(*person, row, role, true)));
        self.links.extend(certain.iter().map(|person| link(*person, row, role, false)));
        if !all_known {
            odd_row(staff, row, false, Reason::SomeNames, Vec::new());
        }
        true
    }

    /// A row for a whole team may be of each of them. Of many rows for one team those that say most are enough, because none is certain.
    fn whole_team(&mut self, staff: &mut Staff, row: u32, groups: &[String]) {
        odd_row(staff, row, false, Reason::WholeTeam, Vec::new());
        let title = staff.records.fact(row, Field::Training).filter(|fact| fact.reading == Reading::Text);
        let worth = title.map_or(TrainingTitle::Recognised, |fact| self.lexicon.training(staff.text(fact.text)));
        let rank = match worth {
            TrainingTitle::NoEvidence => return,
            TrainingTitle::Unknown => 1,
            TrainingTitle::Recognised => 2,
        };
        let known = self.teams.entry(groups.join("/")).or_insert(0);
        if *known >= rank {
            return;
        }
        *known = rank;
        let role = staff.records.record(row).role;
        let mut people: BTreeSet<u32> = (0u32..).zip(&staff.people).map(|(person, _)| person).collect();
        if !groups.is_empty() {
            // Who has no group may be of this one.
            let mut elsewhere = BTreeSet::new();
            let mut here = BTreeSet::new();
            for link in &self.links {
                let record = staff.records.record(link.record);
                for fact in staff.records.facts_of(link.record, Field::Group).filter(|_| record.role == Role::Staff) {
                    let group = fold(staff.text(fact.text));
                    let of_team = groups.iter().any(|team| has_words(&group, team));
                    if of_team {
                        here.insert(link.person)
                    } else {
                        elsewhere.insert(link.person)
                    };
                }
            }
            people.retain(|person| here.contains(person) || !elsewhere.contains(person));
        }
        self.links.extend(people.into_iter().map(|person| link(person, row, role, true)));
    }

    /// Whether two names are one name, written out or with initials, in part or whole, with a maiden name or without.
    fn is_spelling(&self, staff: &Staff, one: TextId, other: TextId) -> bool {
        let keys = [one, other].map(|name| self.key_of(staff, name));
        let parse = |name: TextId| PersonName::parse(staff.text(name), self.lexicon);
        keys[0] == keys[1]
            || keys.iter().any(|key| Parts::of(key, self.lexicon).is_bare())
            || parse(one).likeness(&parse(other)) >= Likeness::Initials
    }

    /// Says once per list that somebody has another name there, with every cell.
    fn another_name(&mut self, staff: &mut Staff, row: u32, person: u32, name: TextId) {
        let table = staff.records.record(row).table;
        let known = (table, person, self.key_of(staff, name));
        if let Some(problem) = self.named_otherwise.get(&known) {
            let cell = staff.records.record(row).place(name_column(staff, row));
            staff.problems[*problem].cells.push(cell);
        } else {
            self.named_otherwise.insert(known, staff.problems.len());
            two_names(staff, row, person, staff.people[person as usize].name);
        }
    }

    /// A row whose name nobody has may still be of somebody whose name is written otherwise.
    fn fits_nobody(&mut self, staff: &mut Staff, row: u32, numbered: bool, name: Option<TextId>) {
        // Of who left nobody expects that they still stand on the list of staff.
        let record = staff.records.record(row);
        let end = staff.records.fact(row, Field::EmploymentEnd).map(|fact| fact.reading);
        if record.role == Role::Employment && matches!(end, Some(Reading::Date(_) | Reading::Yes)) {
            return;
        }
        let Some(name) = name else {
            let reason = if numbered { Reason::NoPerson } else { Reason::NoIdentity };
            odd_row(staff, row, numbered, reason, Vec::new());
            return;
        };
        let people = self.similar(staff, &self.key_of(staff, name));
        match people.as_slice() {
            [] => no_person(staff, row, numbered),
            several => self.ambiguous(staff, row, several, Reason::SimilarName),
        }
    }

    /// A row of a list that is certainly nobody's may say something about who has the registration number on it.
    fn by_registration(&mut self, staff: &Staff, lists: &[u32]) {
        let certain: BTreeSet<u32> =
            self.links.iter().filter(|link| link.list && !link.ambiguous).map(|link| link.record).collect();
        let loose = lists.iter().filter(|row| !certain.contains(*row));
        let loose: Vec<(u32, String)> =
            loose.flat_map(|row| registration_numbers(staff, *row).into_iter().map(|number| (*row, number))).collect();
        if loose.is_empty() {
            return;
        }
        let mut holders: HashMap<String, BTreeSet<u32>> = HashMap::new();
        for link in self.links.iter().filter(|link| !link.ambiguous) {
            for number in registration_numbers(staff, link.record) {
                holders.entry(number).or_default().insert(link.person);
            }
        }
        let known: BTreeSet<(u32, u32)> = self.links.iter().map(|link| (link.record, link.person)).collect();
        let mut found: BTreeSet<(u32, u32)> = BTreeSet::new();
        for (row, number) in loose {
            found.extend(holders.get(&number).into_iter().flatten().map(|person| (row, *person)));
        }
        let role = |row: u32| staff.records.record(row).role;
        self.links.extend(found.difference(&known).map(|(row, person)| link(*person, *row, role(*row), true)));
    }

    /// The people whose name looks like another one.
    fn similar(&mut self, staff: &Staff, key: &str) -> Vec<u32> {
        if self.parts.len() < staff.people.len() {
            self.parts =
                staff.people.iter().map(|person| Parts::of(&self.key_of(staff, person.name), self.lexicon)).collect();
        }
        let own = Parts::of(key, self.lexicon);
        let fitting = |fits: &dyn Fn(&Parts) -> bool| -> Vec<u32> {
            (0u32..).zip(&self.parts).filter(|(_, parts)| fits(parts)).map(|(person, _)| person).collect()
        };
        let people = fitting(&|parts| own.may_equal(parts));
        if people.is_empty() { fitting(&|parts| own.shares_word(parts)) } else { people }
    }

    /// A row that may be of several people proves nothing about any of them.
    fn ambiguous(&mut self, staff: &mut Staff, row: u32, people: &[u32], reason: Reason) {
        let role = staff.records.record(row).role;
        self.links.extend(people.iter().map(|person| link(*person, row, role, true)));
        let names: Vec<&str> = people.iter().map(|person| staff.text(staff.people[*person as usize].name)).collect();
        let facts = vec![
            (FactName::Count, Detail::Count(people.len() as u64)),
            (FactName::Other, Detail::Text(names.join(", ").into())),
        ];
        odd_row(staff, row, false, reason, facts);
    }

    fn note_by_name(&mut self, staff: &Staff, row: u32) {
        let record = staff.records.record(row);
        let place = record.place(name_column(staff, row));
        self.by_name_rows.entry(record.table).or_insert((0, place)).0 += 1;
    }
}

/// The groups of which a text stands for everybody; none of them for everybody there is.
fn team(text: &str, groups: &[String], lexicon: &Lexicon) -> Option<Vec<String>> {
    let folded = fold(text);
    let named: Vec<String> = groups.iter().filter(|group| has_words(&folded, group)).cloned().collect();
    let is_group = named.contains(&folded);
    (is_group || lexicon.is_everybody(text)).then_some(named)
}

fn two_names(staff: &mut Staff, row: u32, person: u32, other: TextId) {
    let record = *staff.records.record(row);
    let facts = vec![(FactName::Other, Detail::Text(staff.text(other).into()))];
    staff.problems.push(Problem {
        reason: Reason::TwoNames,
        cells: vec![record.place(name_column(staff, row))],
        person: Some(person),
        group: None,
        facts,
    });
}

fn odd_row(staff: &mut Staff, row: u32, numbered: bool, reason: Reason, facts: Vec<(FactName, Detail)>) {
    let column = if numbered {
        staff.records.fact(row, Field::PersonnelNumber).map_or(0, |fact| fact.column)
    } else {
        name_column(staff, row)
    };
    let cells = vec![staff.records.record(row).place(column)];
    staff.problems.push(Problem { reason, cells, person: None, group: None, facts });
}

fn no_person(staff: &mut Staff, row: u32, numbered: bool) {
    odd_row(staff, row, numbered, Reason::NoPerson, Vec::new());
}

/// The texts that come more than once.
fn repeated(texts: impl Iterator<Item = TextId>) -> BTreeSet<TextId> {
    let mut texts: Vec<TextId> = texts.collect();
    texts.sort_unstable();
    texts.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect()
}

/// The tables of which most personnel numbers have digits.
fn tables_in_digits(staff: &Staff, rows: &[u32]) -> BTreeSet<TableIndex> {
    let mut counts: BTreeMap<TableIndex, (usize, usize)> = BTreeMap::new();
    for &row in rows {
        if let Some(number) = staff.records.text_of(row, Field::PersonnelNumber) {
            let (digits, all) = counts.entry(staff.records.record(row).table).or_default();
            *digits += usize::from(number.bytes().any(|b| b.is_ascii_digit()));
            *all += 1;
        }
    }
    counts.into_iter().filter(|(_, (digits, all))| digits * 2 > *all).map(|(table, _)| table).collect()
}

/// Whether a row is of somebody else than a person with the same name: another number of a register, or, where the name
/// is a surname alone, another start.
fn is_another(staff: &Staff, links: &[Link], person: u32, row: u32, key: &str) -> bool {
    let number = |row: u32, field: Field| {
        let text = staff.records.text_of(row, field)?;
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        (digits.len() >= 8).then_some(digits)
    };
    let start = |row: u32| match staff.records.fact(row, Field::EmploymentStart)?.reading {
        Reading::Date(date) => Some(date),
        _ => None,
    };
    let other = |one: Option<_>, two: Option<_>| one.is_some() && two.is_some() && one != two;
    links.iter().filter(|link| link.person == person).any(|link| {
        [Field::SkjNumber, Field::BigNumber]
            .into_iter()
            .any(|field| other(number(link.record, field), number(row, field)))
            || !key.contains(' ')
                && start(link.record).is_some()
                && start(row).is_some()
                && start(link.record) != start(row)
    })
}

/// The numbers of registers on a row, each in digits.
fn registration_numbers(staff: &Staff, row: u32) -> Vec<String> {
    /// Fewer digits are a number of something else.
    const DIGITS: usize = 8;
    let fields = [Field::SkjNumber, Field::BigNumber, Field::RegistrationNumber];
    let texts = fields.iter().filter_map(|field| staff.records.text_of(row, *field));
    let digits = texts.filter_map(|text| digits_of(text).map(Cow::into_owned));
    digits.filter(|digits| digits.len() >= DIGITS).collect()
}

/// The personnel number on a row, as [`number_key`].
fn number_of(staff: &mut Staff, row: u32) -> Option<TextId> {
    let fact = *staff.records.fact(row, Field::PersonnelNumber)?;
    if fact.reading != Reading::Text {
        return None;
    }
    match number_key(staff.text(fact.text))? {
        Cow::Borrowed(_) => Some(fact.text),
        Cow::Owned(key) => Some(staff.records.texts.intern(&key)),
    }
}

/// A personnel number in the form in which two spellings are equal: no leading zeros, no apostrophe before it, no dots
/// between thousands, no `.0` that a conversion left, in lower case. Borrowed where it is written so already.
pub fn number_key(text: &str) -> Option<Cow<'_, str>> {
    if !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Cow::Borrowed(text));
    }
    // What nobody sees came along when the number was pasted, on one sheet and not on the other.
    let seen: String = text.chars().filter(|letter| !is_invisible(*letter)).collect();
    if seen.trim().is_empty() {
        return None;
    }
    let bare = seen.trim().trim_start_matches(['\'', '’', '`']);
    let whole = bare.strip_suffix(".0").or_else(|| bare.strip_suffix(",0")).unwrap_or(bare);
    let digits = if is_thousands(whole) { whole.replace('.', "") } else { whole.to_owned() };
    let bare = digits.trim_start_matches('0');
    Some(Cow::Owned(if bare.is_empty() { "0" } else { bare }.to_lowercase()))
}

/// Whether a character is one of format: it has no width and no sense in a number.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(letter, '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}')
}

/// "1.001": digits in threes after the first dot.
fn is_thousands(text: &str) -> bool {
    let mut parts = text.split('.');
    let first = parts.next().is_some_and(|first| (1..=3).contains(&first.len()) && is_digits(first));
    let mut rest = parts.peekable();
    first && rest.peek().is_some() && rest.all(|part| part.len() == 3 && is_digits(part))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// The name of a row: the name column, with the first name where that stands in a column of its own; or its parts put together.
fn name_of(staff: &mut Staff, row: u32) -> Option<TextId> {
    let text =
        |field| staff.records.fact(row, field).filter(|fact| fact.reading == Reading::Text).map(|fact| fact.text);
    let words = |id: TextId| staff.records.texts.text(id);
    let (name, first, infix) = (text(Field::Name), text(Field::FirstName), text(Field::Infix));
    let last = match name {
        // Nearly every name is whole, and looking into it costs more than reading it.
        Some(name) if first.is_none() => return Some(name),
        Some(name) => {
            let folded = fold(words(name));
            let has = |part: TextId| {
                let part = fold(words(part));
                part.is_empty() || has_words(&folded, &part)
            };
            if first.is_none_or(|first| has(first) || starts_alike(&folded, &fold(words(first)))) {
                return Some(name);
            }
            let infix = infix.filter(|infix| !has(*infix));
            return Some(put_together(staff, [first, infix, Some(name)]));
        }
        None => text(Field::LastName),
    };
    if first.is_none() && infix.is_none() && last.is_none() {
        return None;
    }
    Some(put_together(staff, [first, infix, last]))
}

/// Initials in the one, the first name in the other: "a de vries" and "anna".
fn starts_alike(name: &str, first: &str) -> bool {
    let mut words = name.split(' ');
    let initial = words.next().unwrap_or_default();
    initial.chars().count() == 1 && first.starts_with(initial) && words.next().is_some()
        || first.chars().count() == 1 && name.contains(' ') && name.starts_with(first)
}

fn put_together(staff: &mut Staff, parts: [Option<TextId>; 3]) -> TextId {
    let parts: Vec<&str> = parts.into_iter().flatten().map(|id| staff.records.texts.text(id)).collect();
    let name = parts.join(" ");
    staff.records.texts.intern(&name)
}

fn name_column(staff: &Staff, row: u32) -> u16 {
    let fact = [Field::Name, Field::LastName, Field::FirstName, Field::PersonnelNumber]
        .into_iter()
        .find_map(|field| staff.records.fact(row, field));
    fact.or_else(|| staff.records.facts(row).first()).map_or(0, |fact| fact.column)
}

#[cfg(test)]
mod tests {
    use super::{is_invisible, is_thousands};

    #[test]
    fn characters_of_format_are_told_from_what_shows() {
        assert!("\u{200b}\u{feff}\u{200e}\u{ad}\u{2060}\u{202c}".chars().all(is_invisible));
        assert!(!"P003-é ’\u{a0}\u{2010}".chars().any(is_invisible));
    }

    #[test]
    fn dots_between_thousands_are_told_from_other_dots() {
        assert!(is_thousands("1.001") && is_thousands("12.345.678"));
        for text in ["1001", "1.0", "1.00", "1001.001", "a.001", ""] {
            assert!(!is_thousands(text), "{text}");
        }
    }
}
