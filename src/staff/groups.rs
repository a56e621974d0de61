//! Which groups there are, and which a row names.

use std::collections::{BTreeMap, HashMap};

use super::{Group, Presence, Problem, Staff};
use crate::calendar::Date;
use crate::cell::Place;
use crate::finding::{Detail, FactName, Reason};
use crate::fold::fold;
use crate::lexicon::{Field, Lexicon, Role};
use crate::record::{Reading, Records, TextId};

/// The groups, and per text of a group cell (with its location) which ones it names.
#[derive(Default)]
pub(super) struct Groups {
    pub(super) all: Vec<Group>,
    named: HashMap<(TextId, TextId), Vec<u32>>,
}

/// A group as rows name it.
struct Mention {
    name: String,
    location: TextId,
    place: Place,
}

impl Groups {
    /// Reads the groups sheet, then every group that active people's rows name. The outcome does not depend on the order of rows.
    pub(super) fn read(staff: &mut Staff, lexicon: &Lexicon, reference_date: Date) -> Groups {
        let mut groups = Groups::default();
        let mut on_sheet: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        groups.read_sheet(staff, &mut on_sheet);

        // Every distinct pair of group cell and location, once.
        let mut cells: BTreeMap<(TextId, TextId), Place> = BTreeMap::new();
        for person in 0..staff.people.len() {
            let person = u32::try_from(person).expect("fewer people than rows");
            for row in staff.rows_of(person) {
                if staff.presence_of(row, reference_date) == Presence::Active
                    && let Some((key, place)) = key_of(&staff.records, row)
                {
                    cells.entry(key).and_modify(|first| *first = place.min(*first)).or_insert(place);
                }
            }
        }
        let mut mentions: Vec<((TextId, TextId), Vec<Mention>)> = Vec::new();
        for (key, place) in cells {
            let cell = staff.text(key.0);
            let whole = on_sheet.contains_key(&fold(cell));
            let names = if whole { vec![cell] } else { lexicon.split_groups(cell) };
            let mention = |name: &str| Mention { name: name.trim().to_owned(), location: key.1, place };
            mentions.push((key, names.into_iter().map(mention).collect()));
        }
        // In reading order, so that groups come out as the reader of the sheet meets them.
        mentions.sort_by_key(|(_, mentions)| mentions.first().map(|mention| mention.place));

        let mut locations: BTreeMap<String, BTreeMap<String, TextId>> = BTreeMap::new();
        for mention in mentions.iter().flat_map(|(_, mentions)| mentions) {
            let places = locations.entry(fold(&mention.name)).or_default();
            let location = staff.text(mention.location);
            if !location.is_empty() {
                places.entry(fold(location)).or_insert(mention.location);
            }
        }
        let mut known: HashMap<(String, String), u32> = HashMap::new();
        let mut told = Vec::new();
        for (key, mentions) in mentions {
            let mut found: Vec<u32> = Vec::new();
            for mention in mentions {
                let name = fold(&mention.name);
                if name.is_empty() {
                    continue;
                }
                let here = fold(staff.text(mention.location));
                let sheet = on_sheet.get(&name).map_or(&[][..], Vec::as_slice);
                let by_sheet = match sheet {
                    [] => None,
                    [only] => Some(*only),
                    several => several
                        .iter()
                        .copied()
                        .find(|group| fold(staff.text(groups.all[*group as usize].location)) == here),
                };
                let places = &locations[&name];
                let here = if places.len() < 2 { String::new() } else { here };
                let group = by_sheet.unwrap_or_else(|| {
                    *known.entry((name.clone(), here)).or_insert_with(|| {
                        let location =
                            if places.len() < 2 { places.values().next().copied() } else { Some(mention.location) };
                        groups.add(staff, &mention, location.unwrap_or(TextId::NONE))
                    })
                });
                if by_sheet.is_none() && !told.contains(&group) {
                    told.push(group);
                    let problem = |reason, facts| Problem {
                        reason,
                        cells: vec![mention.place],
                        person: None,
                        group: Some(group),
                        facts,
                    };
                    if !on_sheet.is_empty() {
                        staff.problems.push(problem(Reason::NotOnGroupsSheet, Vec::new()));
                    }
                    if places.len() > 1 {
                        let names: Vec<&str> =
                            places.values().map(|location| staff.records.texts.text(*location)).collect();
                        let facts = vec![(FactName::Other, Detail::Text(names.join(", ").into()))];
                        staff.problems.push(problem(Reason::SeveralLocations, facts));
                    }
                }
                if !found.contains(&group) {
                    found.push(group);
                }
            }
            groups.named.insert(key, found);
        }
        groups
    }

    fn read_sheet(&mut self, staff: &mut Staff, on_sheet: &mut BTreeMap<String, Vec<u32>>) {
        let rows: Vec<u32> =
            staff.records.iter().filter(|(_, record)| record.role == Role::Groups).map(|(index, _)| index).collect();
        for row in rows {
            let record = *staff.records.record(row);
            let (name, place) = match staff.records.fact(row, Field::Group).filter(|fact| fact.reading == Reading::Text)
            {
                Some(fact) => (fact.text, record.place(fact.column)),
                // What the sheet says of a group without a name may not get lost: the group stays, and is doubted.
                None => {
                    let column = staff.column(record.table, Field::Group).unwrap_or(0);
                    let cells = vec![record.place(column)];
                    staff.problems.push(Problem {
                        reason: Reason::NoIdentity,
                        cells,
                        person: None,
                        group: None,
                        facts: Vec::new(),
                    });
                    (staff.records.texts.intern(&format!("regel {}", record.row + 1)), record.place(column))
                }
            };
            let location = staff
                .records
                .fact(row, Field::Location)
                .filter(|fact| fact.reading == Reading::Text)
                .map_or(TextId::NONE, |fact| fact.text);
            let specialised = match staff.records.fact(row, Field::Specialised).map(|fact| fact.reading) {
                Some(Reading::Yes) => Some(true),
                Some(Reading::No) => Some(false),
                _ => None,
            };
            let same = on_sheet.entry(fold(staff.text(name))).or_default();
            let here = fold(staff.text(location));
            if same.iter().any(|group| fold(staff.records.texts.text(self.all[*group as usize].location)) == here) {
                staff.problems.push(Problem {
                    reason: Reason::Duplicate,
                    cells: vec![place],
                    person: None,
                    group: None,
                    facts: Vec::new(),
                });
                continue;
            }
            same.push(u32::try_from(self.all.len()).expect("fewer groups than rows"));
            self.all.push(Group { name, location, record: Some(row), specialised, place });
        }
    }

    fn add(&mut self, staff: &mut Staff, mention: &Mention, location: TextId) -> u32 {
        let name = staff.records.texts.intern(&mention.name);
        self.all.push(Group { name, location, record: None, specialised: None, place: mention.place });
        u32::try_from(self.all.len() - 1).expect("fewer groups than rows")
    }

    /// The groups that a staff row names, in the order of the cell.
    pub(super) fn of_row(&self, records: &Records, row: u32) -> Vec<u32> {
        key_of(records, row).and_then(|(key, _)| self.named.get(&key)).cloned().unwrap_or_default()
    }
}

/// The group cell and location of a staff row.
fn key_of(records: &Records, row: u32) -> Option<((TextId, TextId), Place)> {
    let group = records.fact(row, Field::Group).filter(|fact| fact.reading == Reading::Text)?;
    let location = records
        .fact(row, Field::Location)
        .filter(|fact| fact.reading == Reading::Text)
        .map_or(TextId::NONE, |fact| fact.text);
    Some(((group.text, location), records.place_of(row, group)))
}
