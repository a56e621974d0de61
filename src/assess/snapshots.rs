//! The same overview of several times or in several versions, a sheet or file each ("2024", "2025", "oud", "def"): only the last one
//! tells who works where.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::InputReport;
use super::reading::Reading;
use crate::calendar::Date;
use crate::cell::{Place, Position, TableIndex};
use crate::finding::{Detail, FactName, Reason};
use crate::fold::fold;
use crate::lexicon::{Field, Moment, NamedTime, NamedVersion, Role};
use crate::record::{Fact, Reading as Read, TextId};
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
    /// Whether it is only called new: that may be of the people on it, and then they are few.
    is_new: bool,
    table: &'r Table,
    heading: Place,
}

/// Everybody on each staff table, made when it is first asked for.
type People = OnceCell<BTreeMap<TableIndex, BTreeSet<String>>>;

/// How a snapshot is to the one that counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Against {
    /// It is of another time: what it says of papers was so, and stays.
    OtherTime,
    /// It is old, a copy or a draft: what only it says may be no longer so, or was never so.
    OtherVersion,
}

/// A staff table with the time in the name of its sheet or file.
struct Dated<'r> {
    time: Option<Moment>,
    /// The names of the file and the sheet without the time, folded.
    names: [String; 2],
    /// The words in them that may tell which people it is about.
    words: BTreeSet<String>,
    snapshot: Snapshot<'r>,
}

impl Reading<'_> {
    /// Staff tables that are about other times, or that are other versions, than the one that counts.
    pub(super) fn other_overviews(&mut self, inputs: &[InputReport], reference_date: Date) {
        if staff_tables(inputs).nth(1).is_none() {
            return;
        }
        let mut aside = BTreeSet::new();
        let people = OnceCell::new();
        self.earlier_snapshots(inputs, reference_date, &people, &mut aside);
        self.other_versions(inputs, &mut aside);
        self.unclear_versions(inputs, reference_date, &people, &aside);
    }

    /// Staff tables that are the same overview of several times, say the names of their sheets or files, and that are about the same
    /// people. What an earlier one says of somebody's VOG, registration or training stays; who works where, the last one says. Who
    /// stands on none but earlier ones may have left.
    fn earlier_snapshots(
        &mut self,
        inputs: &[InputReport],
        reference_date: Date,
        people: &People,
        aside: &mut BTreeSet<TableIndex>,
    ) {
        let today = (reference_date.year(), reference_date.month(), reference_date.day());
        let mut overviews: Vec<Vec<Dated<'_>>> = Vec::new();
        for dated in self.dated(inputs, reference_date) {
            match overviews
                .iter_mut()
                .find(|known| known.iter().any(|other| self.is_same_overview(&dated, other, people)))
            {
                Some(known) => known.push(dated),
                None => overviews.push(vec![dated]),
            }
        }
        for snapshots in overviews {
            let times: BTreeSet<Moment> = snapshots.iter().filter_map(|dated| dated.time).collect();
            // What tells no time is of now, as is what tells one of this year: which of these is the last, is not told.
            let untimed = snapshots.iter().any(|dated| dated.time.is_none());
            let last = if untimed {
                times.range((today.0, 0, 0)..=today).next_back().copied()
            } else {
                times.range(..=today).next_back().or(times.last()).copied()
            };
            let is_current = |dated: &Dated<'_>| dated.time.is_none() || dated.time == last;
            let (current, mut others): (Vec<_>, Vec<_>) = snapshots.into_iter().partition(is_current);
            if others.is_empty() {
                continue;
            }
            let known: BTreeSet<String> =
                current.iter().flat_map(|dated| self.people_on(dated.snapshot.table)).map(|(_, who)| who).collect();
            // Of who left, the last one on which they stand tells most; a plan tells least.
            others.sort_by_key(|dated| (dated.time > Some(today), Reverse(dated.time)));
            let mut seen = known.clone();
            for Dated { snapshot, .. } in others {
                if self.set_aside(&snapshot, &current[0].snapshot, &known, &mut seen, Against::OtherTime) {
                    aside.insert(snapshot.table.index);
                }
            }
        }
    }

    /// Every staff table with the time that its sheet or its file names.
    fn dated<'r>(&self, inputs: &'r [InputReport], reference_date: Date) -> Vec<Dated<'r>> {
        let dated = staff_tables(inputs).map(|(file, sheet, snapshot)| {
            let of_file = self.lexicon.time_in_name(file, reference_date);
            let of_sheet = self.lexicon.time_in_name(sheet, reference_date);
            let time = of_sheet.as_ref().or(of_file.as_ref());
            // "November" is that of this year.
            let of_year =
                |(year, month, day): Moment| (if year == 0 { reference_date.year() } else { year }, month, day);
            let is_guess = time.is_some_and(|time| time.is_guess);
            let snapshot = Snapshot { named: of_sheet.is_some(), is_guess, ..snapshot };
            let rest =
                |found: Option<&NamedTime>, name: &str| found.map_or_else(|| fold(name), |time| time.rest.clone());
            let names = [rest(of_file.as_ref(), file), rest(of_sheet.as_ref(), sheet)];
            Dated { time: time.map(|time| of_year(time.from)), words: self.telling_words(&names), names, snapshot }
        });
        dated.collect()
    }

    /// The words in names without what says that it is a list of staff, or which version.
    fn telling_words(&self, names: &[String]) -> BTreeSet<String> {
        let bare = names.iter().map(|name| self.lexicon.version_in_name(name).rest);
        let words = bare.flat_map(|name| name.split(' ').map(str::to_owned).collect::<Vec<_>>());
        words.filter(|word| !word.is_empty() && !self.lexicon.is_general_name(word)).collect()
    }

    /// Whether two staff tables are one overview of two times, as far as their names and columns tell.
    fn is_same_overview(&self, one: &Dated<'_>, other: &Dated<'_>, people: &People) -> bool {
        let (table, beside) = (one.snapshot.table, other.snapshot.table);
        match (one.time, other.time) {
            (Some(_), Some(_)) if one.names == other.names => true,
            // Names alone may be those of two groups.
            _ if one.words == other.words => work_columns(table) == work_columns(beside),
            (None, None) => false,
            _ => table.same_fields(beside) && self.are_mostly_the_same(table, beside, people),
        }
    }

    /// Whether two tables are about the same people, but for a third at most of either.
    fn are_mostly_the_same(&self, one: &Table, other: &Table, people: &People) -> bool {
        let people = people.get_or_init(|| self.people_by_table());
        let (Some(one), Some(other)) = (people.get(&one.index), people.get(&other.index)) else {
            return false;
        };
        one.intersection(other).count() * 3 >= one.len().max(other.len()) * 2
    }

    /// Staff tables with the same columns about the same people, of which no name tells which one is of now, though they say
    /// different things of who works where: what they differ in is not certain.
    fn unclear_versions(
        &mut self,
        inputs: &[InputReport],
        reference_date: Date,
        people: &People,
        aside: &BTreeSet<TableIndex>,
    ) {
        let mut tables = self.dated(inputs, reference_date);
        tables.retain(|dated| !aside.contains(&dated.snapshot.table.index));
        for (at, one) in tables.iter().enumerate() {
            for other in &tables[at + 1..] {
                let (table, beside) = (one.snapshot.table, other.snapshot.table);
                if one.words != other.words
                    || one.snapshot.heading.sheet == other.snapshot.heading.sheet
                    || !table.same_fields(beside)
                    || !self.are_mostly_the_same(table, beside, people)
                {
                    continue;
                }
                let (here, there) = (self.groups_on(table), self.groups_on(beside));
                let differ = |who: &String| here.get(who) != there.get(who);
                let text = self.records.texts.intern("twee versies van één overzicht");
                let mut count = 0;
                for who in here.keys().chain(there.keys().filter(|who| !here.contains_key(*who))) {
                    count += u64::from(differ(who));
                }
                if count == 0 {
                    continue;
                }
                for snapshot in [&one.snapshot, &other.snapshot] {
                    for (record, _) in self.people_on(snapshot.table).iter().filter(|(_, who)| differ(who)) {
                        self.may_be_over(*record, text, snapshot.heading.position);
                    }
                }
                let facts = vec![(FactName::Count, Detail::Count(count))];
                self.problem(Reason::UnclearVersion, vec![one.snapshot.heading, other.snapshot.heading], facts);
            }
        }
    }

    /// Of everybody on a staff table in which groups they work, at which location.
    fn groups_on(&self, table: &Table) -> BTreeMap<String, BTreeSet<String>> {
        let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (record, who) in self.people_on(table) {
            let texts = [Field::Group, Field::Location].map(|field| self.records.text_of(record, field).map(fold));
            groups.entry(who).or_default().insert(texts.map(Option::unwrap_or_default).join(" / "));
        }
        groups
    }

    /// Whoever stands on a row may have left, where the row itself gives no end.
    fn may_be_over(&mut self, record: u32, text: TextId, at: Position) {
        if self.records.fact(record, Field::EmploymentEnd).is_none() {
            let fact = Fact { text, reading: Read::Unknown, column: at.column, field: Field::EmploymentEnd };
            self.records.add_from(record, fact, at);
        }
    }

    /// Staff tables on sheets that are called old, a copy or an earlier version, beside others about the same people. Who works
    /// where, the others say. Who stands on none but these may have left, and what only these say of papers is not certain.
    fn other_versions(&mut self, inputs: &[InputReport], aside: &mut BTreeSet<TableIndex>) {
        let mut versions: Vec<(u16, String, Snapshot<'_>)> = Vec::new();
        for (file, sheet, snapshot) in staff_tables(inputs) {
            let (of_file, of_sheet) = (self.lexicon.version_in_name(file), self.lexicon.version_in_name(sheet));
            let named = of_sheet.rest != fold(sheet);
            let rank = if named { of_sheet.rank } else { of_file.rank };
            let is_new = rank == NamedVersion::NEW;
            let snapshot = Snapshot { named, is_guess: NamedVersion::is_guess(rank), is_new, ..snapshot };
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
            if self.set_aside(snapshot, current, &known, &mut known.clone(), Against::OtherVersion) {
                aside.insert(snapshot.table.index);
            }
        }
    }

    /// Only those who do not stand on a later one keep their work; `seen` are those who do. Says whether it is set aside.
    fn set_aside(
        &mut self,
        snapshot: &Snapshot<'_>,
        current: &Snapshot<'_>,
        known: &BTreeSet<String>,
        seen: &mut BTreeSet<String>,
        against: Against,
    ) -> bool {
        let people = self.people_on(snapshot.table);
        let here: BTreeSet<&String> = people.iter().map(|(_, who)| who).collect();
        let both = here.iter().filter(|who| known.contains(**who)).count();
        let fewest = if current.is_new { here.len().max(known.len()) } else { here.len().min(known.len()) };
        // Lists of those who came in a year are about other people every year: those are no overview of one time.
        let same = if snapshot.is_guess || current.is_guess { both * 3 >= fewest * 2 } else { both * 2 >= fewest };
        if both == 0 || !same {
            return false;
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
            } else {
                self.may_be_over(*record, text, position);
            }
        }
        seen.extend(people.into_iter().map(|(_, who)| who));
        let reason = match against {
            Against::OtherTime => Reason::EarlierSheet,
            Against::OtherVersion => Reason::OldVersion,
        };
        self.problem(reason, vec![snapshot.heading, current.heading], Vec::new());
        true
    }

    /// Everybody on a staff table, by number or name.
    fn names_on(&self, table: &Table) -> BTreeSet<String> {
        self.people_on(table).into_iter().map(|(_, who)| who).collect()
    }

    /// The staff rows of a table, each with the number or else the name of the person, as rows are joined by.
    fn people_on(&self, table: &Table) -> Vec<(u32, String)> {
        let rows = self.records.iter().filter(|(_, record)| record.table == table.index && record.role == Role::Staff);
        rows.filter_map(|(record, _)| Some((record, self.who(record)?))).collect()
    }

    /// Everybody on each staff table.
    fn people_by_table(&self) -> BTreeMap<TableIndex, BTreeSet<String>> {
        let mut people: BTreeMap<TableIndex, BTreeSet<String>> = BTreeMap::new();
        for (index, record) in self.records.iter().filter(|(_, record)| record.role == Role::Staff) {
            people.entry(record.table).or_default().extend(self.who(index));
        }
        people
    }

    /// The number, or else the name, of the person on a row.
    fn who(&self, record: u32) -> Option<String> {
        let number = self.records.text_of(record, Field::PersonnelNumber).and_then(number_key);
        number.map(Cow::into_owned).or_else(|| {
            let parts = [Field::Name, Field::FirstName, Field::Infix, Field::LastName];
            let parts: Vec<&str> = parts.iter().filter_map(|field| self.records.text_of(record, *field)).collect();
            Some(name_key(&parts.join(" "), self.lexicon)).filter(|name| !name.is_empty())
        })
    }
}

/// The columns of a table that tell who works where.
fn work_columns(table: &Table) -> [bool; 3] {
    [Field::Function, Field::Group, Field::Location].map(|field| table.has(field))
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
                let snapshot =
                    Snapshot { sheet: &sheet.name, named: true, is_guess: false, is_new: false, table, heading };
                (file, &*sheet.name, snapshot)
            })
        })
    })
}
