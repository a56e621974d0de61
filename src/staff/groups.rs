//! Which groups there are, and which a row names.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::{HashMap, HashSet};

use super::group_cell::{KnownGroups, Named, look_alike};
use super::{Group, Presence, Problem, Specialised, Staff};
use crate::amount::Fte;
use crate::calendar::Date;
use crate::cell::Place;
use crate::finding::{Detail, FactName, Reason};
use crate::fold::fold;
use crate::lexicon::{Field, Lexicon, Role};
use crate::record::{Reading, Records, TextId};

/// The groups, and per text of a group cell (with its location) which ones it names.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups {
    pub(super) all: Vec<Group>,
    named: HashMap<(TextId, TextId), Vec<Work>>,
}

/// A group, and the posts on it that a cell gives.
type Work = (u32, Option<Fte>);

/// By name of a group, folded and without its article: the locations where it is, each by its folded name.
type Locations = HashMap<String, BTreeMap<String, TextId>>;

/// A group as rows name it.
struct Mention {
    name: String,
    /// The name, folded and without its article.
    key: String,
    location: TextId,
    place: Place,
    /// The posts that the cell gives this group.
    posts: Option<Fte>,
}

impl Mention {
    /// Remembers that there is a group of this name, and where.
    fn note_location(&self, staff: &Staff, locations: &mut Locations) {
        let places = locations.entry_ref(&*self.key).or_default();
        let location = staff.text(self.location);
        if !location.is_empty() {
            places.entry(fold(location)).or_insert(self.location);
        }
    }
}

impl Groups {
    /// Every distinct pair of group cell and location on the rows of active people, with its first place.
    pub(super) fn cells(staff: &Staff, reference_date: Date) -> Vec<((TextId, TextId), Place)> {
        let mut cells: HashMap<(TextId, TextId), Place> = HashMap::new();
        for person in 0..staff.people.len() {
            let person = u32::try_from(person).expect("fewer people than rows");
            for row in staff.rows_of(person) {
                if staff.presence_of(row, reference_date) == Presence::Active {
                    for (key, place) in keys_of(&staff.records, row) {
                        cells.entry(key).and_modify(|first| *first = place.min(*first)).or_insert(place);
                    }
                }
            }
        }
        let mut cells: Vec<((TextId, TextId), Place)> = cells.into_iter().collect();
        cells.sort_unstable();
        cells
    }

    /// Reads the groups sheet, then every group that these cells name. The outcome does not depend on the order of rows.
    pub(super) fn read(staff: &mut Staff, lexicon: &Lexicon, cells: Vec<((TextId, TextId), Place)>) -> Groups {
        let mut groups = Groups::default();
        let mut on_sheet: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        groups.read_sheet(staff, lexicon, &mut on_sheet);
        let mut mentions: Vec<((TextId, TextId), Vec<Mention>)> = Vec::new();
        let texts = cells.iter().map(|((cell, _), _)| staff.text(*cell));
        let known_groups = KnownGroups::new(lexicon, on_sheet.keys().cloned(), texts);
        for (key, place) in cells {
            let names = known_groups.read(staff.text(key.0)).into_iter();
            let mention =
                |Named { name, posts }| Mention { key: lexicon.group_key(&name), name, posts, location: key.1, place };
            mentions.push((key, names.map(mention).collect()));
        }
        // In reading order, so that groups come out as the reader of the sheet meets them.
        mentions.sort_by_key(|(_, mentions)| mentions.first().map(|mention| mention.place));

        let mut locations = Locations::new();
        let (alone, together): (Vec<_>, Vec<_>) =
            mentions.iter_mut().map(|(_, mentions)| mentions).partition(|all| all.len() < 2);
        for mention in alone.into_iter().flatten() {
            mention.note_location(staff, &mut locations);
        }
        for mention in together.into_iter().flatten() {
            let name = &mention.key;
            let here = fold(staff.text(mention.location));
            let rows = on_sheet.get(name).map_or(&[][..], Vec::as_slice).iter();
            let mut known: Vec<String> = rows
                .map(|group| fold(staff.text(groups.all[*group as usize].location)))
                .filter(|at| !at.is_empty())
                .collect();
            known.extend(locations.get(name).into_iter().flat_map(BTreeMap::keys).cloned());
            // One location beside several groups need not be where each of them is.
            if !known.is_empty() && !known.contains(&here) {
                mention.location = TextId::NONE;
            }
            mention.note_location(staff, &mut locations);
        }
        groups.split_by_location(&mut on_sheet, &locations);
        for (name, sheet) in &on_sheet {
            let Some(places) = locations.get_mut(name) else { continue };
            for location in sheet.iter().map(|group| groups.all[*group as usize].location) {
                if location != TextId::NONE {
                    places.entry(fold(staff.text(location))).or_insert(location);
                }
            }
        }
        let mut known: HashMap<(String, String), u32> = HashMap::new();
        let mut told = HashSet::new();
        for (key, mentions) in mentions {
            let mut found: Vec<Work> = Vec::new();
            for mention in mentions {
                let name = &mention.key;
                if name.is_empty() {
                    continue;
                }
                let here = fold(staff.text(mention.location));
                let sheet = on_sheet.get(name).map_or(&[][..], Vec::as_slice);
                let location_of = |group: &u32| fold(staff.text(groups.all[*group as usize].location));
                let by_sheet = match sheet {
                    // One name is enough as long as nothing says that it is the group at another location.
                    [only] if here.is_empty() || location_of(only).is_empty() => Some(*only),
                    sheet => sheet.iter().copied().find(|group| location_of(group) == here),
                };
                let places = &locations[name];
                let here = if places.len() < 2 { String::new() } else { here };
                let group = by_sheet.unwrap_or_else(|| {
                    *known.entry((name.clone(), here)).or_insert_with(|| {
                        let location =
                            if places.len() < 2 { places.values().next().copied() } else { Some(mention.location) };
                        groups.add(staff, &mention, location.unwrap_or(TextId::NONE))
                    })
                });
                if told.insert(group) {
                    if sheet.is_empty() && !on_sheet.is_empty() {
                        staff.problems.push(problem(Reason::NotOnGroupsSheet, vec![mention.place], Some(group)));
                    }
                    let rows = |group: u32| &groups.all[group as usize].rows;
                    let own_row = by_sheet
                        .is_some_and(|group| sheet.iter().all(|other| *other == group || rows(*other) != rows(group)));
                    if places.len() > 1 && !own_row {
                        let names: Vec<&str> =
                            places.values().map(|location| staff.records.texts.text(*location)).collect();
                        let facts = vec![(FactName::Other, Detail::Text(names.join(", ").into()))];
                        let problem = problem(Reason::SeveralLocations, vec![mention.place], Some(group));
                        staff.problems.push(Problem { facts, ..problem });
                    }
                }
                if !found.iter().any(|(known, _)| *known == group) {
                    found.push((group, mention.posts));
                }
            }
            groups.named.insert(key, found);
        }
        groups.look_alikes(staff, lexicon);
        groups
    }

    /// Groups of which the names look like one name in two spellings: people may be missed on the one who stand on the other.
    /// On the groups sheet they were written down as two.
    fn look_alikes(&self, staff: &mut Staff, lexicon: &Lexicon) {
        // So many names are no list of groups, and each would be held against all others.
        const MOST: usize = 300;
        if self.all.len() > MOST {
            return;
        }
        let mut names: Vec<(bool, String, u32)> = (0u32..)
            .zip(&self.all)
            .map(|(index, group)| (group.rows.is_empty(), fold(staff.text(group.name)), index))
            .collect();
        names.sort();
        for (at, (_, name, index)) in names.iter().enumerate().filter(|(_, (off_sheet, _, _))| *off_sheet) {
            let Some((_, _, other)) =
                names[..at].iter().find(|(_, other, _)| other != name && look_alike(name, other, lexicon))
            else {
                continue;
            };
            let group = &self.all[*index as usize];
            let other = staff.text(self.all[*other as usize].name).into();
            let problem = problem(Reason::GroupLooksLike, vec![group.place], Some(*index));
            staff.problems.push(Problem { facts: vec![(FactName::Other, Detail::Text(other))], ..problem });
        }
    }

    /// The rows of the groups sheet. Rows about one group are one group; where they differ, that is said.
    fn read_sheet(&mut self, staff: &mut Staff, lexicon: &Lexicon, on_sheet: &mut BTreeMap<String, Vec<u32>>) {
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
                    staff.problems.push(problem(Reason::GroupWithoutName, vec![record.place(column)], None));
                    (staff.records.texts.intern(&format!("regel {}", record.row + 1)), record.place(column))
                }
            };
            let location = staff
                .records
                .fact(row, Field::Location)
                .filter(|fact| fact.reading == Reading::Text)
                .map_or(TextId::NONE, |fact| fact.text);
            let same = on_sheet.entry(lexicon.group_key(staff.text(name))).or_default();
            let here = fold(staff.text(location));
            let known = same
                .iter()
                .copied()
                .find(|group| fold(staff.records.texts.text(self.all[*group as usize].location)) == here);
            let Some(known) = known else {
                same.push(u32::try_from(self.all.len()).expect("fewer groups than rows"));
                self.all.push(Group { name, location, rows: vec![row], specialised: Specialised::Unsaid, place });
                continue;
            };
            let says = |row| SAID.map(|field| said(&staff.records, lexicon, row, field));
            let group = &mut self.all[known as usize];
            if group.rows.iter().any(|earlier| says(*earlier) == says(row)) {
                staff.problems.push(problem(Reason::Duplicate, vec![place], None));
            } else {
                group.rows.push(row);
            }
        }
        for (index, group) in (0u32..).zip(&mut self.all) {
            group.specialised = specialised(&staff.records, &group.rows);
            for field in SAID {
                staff.problems.extend(contradiction(staff, lexicon, &group.rows, field, index));
            }
        }
    }

    /// A row of the groups sheet without a location speaks of the group at every location where people work.
    fn split_by_location(&mut self, on_sheet: &mut BTreeMap<String, Vec<u32>>, locations: &Locations) {
        for (name, sheet) in on_sheet {
            let [only] = sheet.as_slice() else { continue };
            let group = &mut self.all[*only as usize];
            let Some(places) = locations.get(name).filter(|places| places.len() > 1 && group.location == TextId::NONE)
            else {
                continue;
            };
            let mut places = places.values().copied();
            group.location = places.next().unwrap_or(TextId::NONE);
            let others: Vec<Group> = places.map(|location| Group { location, ..group.clone() }).collect();
            for other in others {
                sheet.push(u32::try_from(self.all.len()).expect("fewer groups than rows"));
                self.all.push(other);
            }
        }
    }

    fn add(&mut self, staff: &mut Staff, mention: &Mention, location: TextId) -> u32 {
        let name = staff.records.texts.intern(&mention.name);
        let place = mention.place;
        self.all.push(Group { name, location, rows: Vec::new(), specialised: Specialised::Unsaid, place });
        u32::try_from(self.all.len() - 1).expect("fewer groups than rows")
    }

    /// The groups that a staff row names, in the order of its cells, with the posts that the cells give.
    pub(super) fn of_row(&self, records: &Records, row: u32) -> Vec<Work> {
        let mut found: Vec<Work> = Vec::new();
        for (group, posts) in keys_of(records, row).filter_map(|(key, _)| self.named.get(&key)).flatten() {
            if !found.iter().any(|(known, _)| known == group) {
                found.push((*group, *posts));
            }
        }
        found
    }
}

/// The group cells of a staff row, each with the location.
fn keys_of(records: &Records, row: u32) -> impl Iterator<Item = ((TextId, TextId), Place)> + '_ {
    let location = records
        .fact(row, Field::Location)
        .filter(|fact| fact.reading == Reading::Text)
        .map_or(TextId::NONE, |fact| fact.text);
    let cells = records.facts_of(row, Field::Group).filter(|fact| fact.reading == Reading::Text);
    cells.map(move |fact| ((fact.text, location), records.place_of(row, fact)))
}

fn problem(reason: Reason, cells: Vec<Place>, group: Option<u32>) -> Problem {
    Problem { reason, cells, person: None, group, facts: Vec::new() }
}

/// What a row of the groups sheet says about its group.
const SAID: [Field; 5] =
    [Field::Specialised, Field::AgreedShare, Field::Substantiation, Field::SubstantiatedOn, Field::SubstantiatedUntil];

/// What a row says in a field, in the form in which two spellings of one thing are equal.
fn said(records: &Records, lexicon: &Lexicon, row: u32, field: Field) -> Option<String> {
    let fact = records.fact(row, field).filter(|fact| fact.reading != Reading::Placeholder)?;
    Some(match (fact.reading, field) {
        (Reading::Yes, _) => "ja".to_owned(),
        (Reading::No, _) => "nee".to_owned(),
        (Reading::Text, Field::AgreedShare) => match lexicon.share(records.texts.text(fact.text)) {
            Some(share) => share.to_string(),
            None => records.shown(fact),
        },
        _ => fold(&records.shown(fact)),
    })
}

/// What rows about one group say about being specialised. Only when all of them say no is it not.
fn specialised(records: &Records, rows: &[u32]) -> Specialised {
    let all: Vec<Specialised> = rows
        .iter()
        .map(|row| match records.fact(*row, Field::Specialised).map(|fact| fact.reading) {
            Some(Reading::Yes) => Specialised::Yes,
            Some(Reading::No) => Specialised::No,
            None | Some(Reading::Placeholder) => Specialised::Unsaid,
            Some(_) => Specialised::Unclear,
        })
        .collect();
    let any = |one: Specialised| all.contains(&one);
    match () {
        () if any(Specialised::Yes) => Specialised::Yes,
        () if any(Specialised::Unclear) => Specialised::Unclear,
        () if any(Specialised::Unsaid) || all.is_empty() => Specialised::Unsaid,
        () => Specialised::No,
    }
}

/// Rows about one group that say different things in a field.
fn contradiction(staff: &Staff, lexicon: &Lexicon, rows: &[u32], field: Field, group: u32) -> Option<Problem> {
    let [first, others @ ..] = rows else {
        return None;
    };
    if others.is_empty() {
        return None;
    }
    let first = said(&staff.records, lexicon, *first, field);
    if rows.iter().all(|row| said(&staff.records, lexicon, *row, field) == first) {
        return None;
    }
    let cells: Vec<(String, Place)> = rows
        .iter()
        .filter_map(|row| {
            let record = staff.records.record(*row);
            let place = record.place(staff.column(record.table, field)?);
            let shown =
                staff.records.fact(*row, field).map_or_else(|| "(leeg)".to_owned(), |fact| staff.records.shown(fact));
            Some((shown, place))
        })
        .collect();
    let values: Vec<String> = cells.iter().map(|(shown, place)| format!("{shown} ({})", place.position)).collect();
    let facts = vec![(FactName::Other, Detail::Text(values.join(", ").into()))];
    let cells = cells.into_iter().map(|(_, place)| place).collect();
    Some(Problem { facts, ..problem(Reason::ConflictingRows, cells, Some(group)) })
}

/// The names of groups or locations that rows give, folded.
pub(super) fn names(staff: &Staff, field: Field) -> Vec<String> {
    let texts: BTreeSet<TextId> = staff
        .records
        .iter()
        .filter(|(_, record)| matches!(record.role, Role::Groups | Role::Staff))
        .filter_map(|(index, _)| staff.records.fact(index, field))
        .filter(|fact| fact.reading == Reading::Text)
        .map(|fact| fact.text)
        .collect();
    let names: BTreeSet<String> = texts.into_iter().map(|text| fold(staff.text(text))).collect();
    names.into_iter().collect()
}
