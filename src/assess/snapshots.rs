//! The same overview of several times or in several versions, a sheet or file each ("2024", "2025", "oud", "def"): only the last one
//! tells who works where.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::InputReport;
use super::reading::Reading;
use crate::calendar::Date;
use crate::cell::{Place, Position};
use crate::finding::{Detail, FactName, Reason};
use crate::fold::fold;
use crate::lexicon::{Field, Moment, NamedTime, NamedVersion, Role};
use crate::record::{Fact, Reading as Read};
use crate::staff::{name_key, number_key};
use crate::table::Table;

/// A staff table on a sheet of a time or a version.
#[derive(Clone, Copy)]
struct Snapshot<'r> {
    sheet: &'r str,
    /// Whether the sheet names the time or version; else the file does.
    named: bool,
    /// Whether the time or version may be the number of a group as well: then it must be about nearly the same people.
    is_guess: bool,
    table: &'r Table,
    heading: Place,
}

/// How a snapshot is to the one that counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Against {
    /// It is of another time: what it says of papers was so, and stays.
    OtherTime,
    /// It is old, a copy or a draft: what only it says may be no longer so, or was never so.
    OtherVersion,
}

impl Reading<'_> {
    /// Staff tables on sheets whose names differ in nothing but the time that they are of, and that are about the same people.
    /// What an earlier one says of somebody's VOG, registration or training stays; who works where, the last one says. Who stands
    /// on none but earlier ones may have left.
    pub(super) fn earlier_snapshots(&mut self, inputs: &[InputReport], reference_date: Date) {
        let mut overviews: BTreeMap<String, Vec<(Moment, Snapshot<'_>)>> = BTreeMap::new();
        for (file, sheet, snapshot) in staff_tables(inputs) {
            let of_file = self.lexicon.time_in_name(file, reference_date);
            let of_sheet = self.lexicon.time_in_name(sheet, reference_date);
            let Some(time) = of_sheet.as_ref().or(of_file.as_ref()) else {
                continue;
            };
            // "November" is that of this year.
            let (year, month, day) = time.from;
            let from = (if year == 0 { reference_date.year() } else { year }, month, day);
            let snapshot = Snapshot { named: of_sheet.is_some(), is_guess: time.is_guess, ..snapshot };
            let rest =
                |found: Option<&NamedTime>, name: &str| found.map_or_else(|| fold(name), |time| time.rest.clone());
            let overview = format!("{} / {}", rest(of_file.as_ref(), file), rest(of_sheet.as_ref(), sheet));
            overviews.entry(overview).or_default().push((from, snapshot));
        }
        let today = (reference_date.year(), reference_date.month(), reference_date.day());
        for snapshots in overviews.into_values() {
            let times: BTreeSet<Moment> = snapshots.iter().map(|(from, _)| *from).collect();
            let past = times.range(..=today).next_back().or(times.last());
            let Some(last) = past.copied().filter(|_| times.len() > 1) else {
                continue;
            };
            let (current, mut others): (Vec<_>, Vec<_>) = snapshots.into_iter().partition(|(from, _)| *from == last);
            let known: BTreeSet<String> =
                current.iter().flat_map(|(_, snapshot)| self.people_on(snapshot.table)).map(|(_, who)| who).collect();
            // Of who left, the last one on which they stand tells most; a plan tells least.
            others.sort_by_key(|(from, _)| (*from > last, Reverse(*from)));
            let mut seen = known.clone();
            for (_, snapshot) in others {
                self.set_aside(&snapshot, &current[0].1, &known, &mut seen, Against::OtherTime);
            }
        }
    }

    /// Staff tables on sheets that are called old, a copy or an earlier version, beside others about the same people. Who works
    /// where, the others say. Who stands on none but these may have left, and what only these say of papers is not certain.
    pub(super) fn other_versions(&mut self, inputs: &[InputReport]) {
        let mut versions: Vec<(u16, String, Snapshot<'_>)> = Vec::new();
        for (file, sheet, snapshot) in staff_tables(inputs) {
            let (of_file, of_sheet) = (self.lexicon.version_in_name(file), self.lexicon.version_in_name(sheet));
            let named = of_sheet.rest != fold(sheet);
            let rank = if named { of_sheet.rank } else { of_file.rank };
            let snapshot = Snapshot { named, is_guess: NamedVersion::is_guess(rank), ..snapshot };
            versions.push((rank, format!("{} / {}", of_file.rest, of_sheet.rest), snapshot));
        }
        let mut others: Vec<usize> = (0..versions.len()).collect();
        // The last version on which somebody stands tells most.
        others.sort_by_key(|at| Reverse(versions[*at].0));
        for at in others {
            let (rank, rest, snapshot) = &versions[at];
            let later = versions.iter().filter(|(other, of, _)| {
                rank < other && (*rank == NamedVersion::OLD || of == rest) && *other != NamedVersion::OLD
            });
            let people = later.map(|(_, _, later)| (later, self.names_on(later.table)));
            let people: Vec<(&Snapshot<'_>, BTreeSet<String>)> = people.collect();
            let own = self.names_on(snapshot.table);
            let shared = |(_, people): &&(&Snapshot<'_>, BTreeSet<String>)| people.intersection(&own).count();
            // Of several that share as many the first one.
            let Some((current, _)) = people.iter().rev().max_by_key(shared) else {
                continue;
            };
            let known: BTreeSet<String> = people.iter().flat_map(|(_, people)| people.iter().cloned()).collect();
            self.set_aside(snapshot, current, &known, &mut known.clone(), Against::OtherVersion);
        }
    }

    /// Only those who do not stand on a later one keep their work; `seen` are those who do.
    fn set_aside(
        &mut self,
        snapshot: &Snapshot<'_>,
        current: &Snapshot<'_>,
        known: &BTreeSet<String>,
        seen: &mut BTreeSet<String>,
        against: Against,
    ) {
        let people = self.people_on(snapshot.table);
        let here: BTreeSet<&String> = people.iter().map(|(_, who)| who).collect();
        let both = here.iter().filter(|who| known.contains(**who)).count();
        let fewest = here.len().min(known.len());
        // Lists of those who came in a year are about other people every year: those are no overview of one time.
        let same = if snapshot.is_guess || current.is_guess { both * 3 >= fewest * 2 } else { both * 2 >= fewest };
        if both == 0 || !same {
            return;
        }
        // The name of a file may tell whose it is.
        let text = match against {
            _ if snapshot.named => snapshot.sheet,
            Against::OtherTime => "een overzicht van een andere tijd",
            Against::OtherVersion => "een andere versie",
        };
        let text = self.records.texts.intern(text);
        let Place { position, .. } = snapshot.heading;
        for (record, who) in &people {
            if against == Against::OtherVersion {
                self.records.supersede(*record);
            }
            if seen.contains(who) {
                self.records.list_only(*record);
            } else if self.records.fact(*record, Field::EmploymentEnd).is_none() {
                let fact = Fact { text, reading: Read::Unknown, column: position.column, field: Field::EmploymentEnd };
                self.records.add_from(*record, fact, position);
            }
        }
        seen.extend(people.into_iter().map(|(_, who)| who));
        let facts = vec![(FactName::Other, Detail::Text(current.sheet.into()))];
        let reason = match against {
            Against::OtherTime => Reason::EarlierSheet,
            Against::OtherVersion => Reason::OldVersion,
        };
        self.problem(reason, vec![snapshot.heading, current.heading], facts);
    }

    /// Everybody on a staff table, by number or name.
    fn names_on(&self, table: &Table) -> BTreeSet<String> {
        self.people_on(table).into_iter().map(|(_, who)| who).collect()
    }

    /// The staff rows of a table, each with the number or else the name of the person, as rows are joined by.
    fn people_on(&self, table: &Table) -> Vec<(u32, String)> {
        let rows = self.records.iter().filter(|(_, record)| record.table == table.index && record.role == Role::Staff);
        let who = |record| {
            let number = self.records.text_of(record, Field::PersonnelNumber).and_then(number_key);
            number.map(Cow::into_owned).or_else(|| {
                let parts = [Field::Name, Field::FirstName, Field::Infix, Field::LastName];
                let parts: Vec<&str> = parts.iter().filter_map(|field| self.records.text_of(record, *field)).collect();
                Some(name_key(&parts.join(" "), self.lexicon)).filter(|name| !name.is_empty())
            })
        };
        rows.filter_map(|(record, _)| Some((record, who(record)?))).collect()
    }
}

/// Every staff table, with the names of its file and its sheet.
fn staff_tables(inputs: &[InputReport]) -> impl Iterator<Item = (&str, &str, Snapshot<'_>)> {
    inputs.iter().flat_map(|input| {
        let file = input.file.rsplit_once('.').map_or(&*input.file, |(stem, _)| stem);
        input.sheets.iter().flat_map(move |sheet| {
            let tables = sheet.tables.iter().filter(|table| table.role == Some(Role::Staff));
            tables.map(move |table| {
                let column = table.columns.first().map_or(0, |column| column.column);
                let heading = Place { sheet: sheet.index, position: Position { row: table.header_row, column } };
                let snapshot = Snapshot { sheet: &sheet.name, named: true, is_guess: false, table, heading };
                (file, &*sheet.name, snapshot)
            })
        })
    })
}
