//! The same overview of several times, a sheet or file each ("2024", "2025", "2026"): only the last one tells who works where.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::InputReport;
use super::reading::Reading;
use crate::calendar::{self, Date};
use crate::cell::{Place, Position};
use crate::finding::{Detail, FactName, Reason};
use crate::fold::fold;
use crate::lexicon::{Field, Role};
use crate::record::{Fact, Reading as Read};
use crate::staff::{name_key, number_key};
use crate::table::Table;

/// A year and a month; nought where the name does not tell.
type Period = (i16, i8);

/// A staff table on a sheet of a time.
struct Snapshot<'r> {
    sheet: &'r str,
    /// Whether the sheet names the time; else the file does.
    named: bool,
    period: Period,
    table: &'r Table,
    heading: Place,
}

impl Reading<'_> {
    /// Staff tables on sheets whose names differ in nothing but the time that they are of, and that are about the same people.
    /// What an earlier one says of somebody's VOG, registration or training stays; who works where, the last one says. Who stands
    /// on none but earlier ones may have left.
    pub(super) fn earlier_snapshots(&mut self, inputs: &[InputReport], reference_date: Date) {
        let mut overviews: BTreeMap<String, Vec<Snapshot<'_>>> = BTreeMap::new();
        for input in inputs {
            let file = input.file.rsplit_once('.').map_or(&*input.file, |(stem, _)| stem);
            let of_file = period_of(file);
            for sheet in &input.sheets {
                let of_sheet = period_of(&sheet.name);
                let Some((year, month)) = of_sheet.as_ref().or(of_file.as_ref()).map(|(period, _)| *period) else {
                    continue;
                };
                // "November" is that of this year.
                let period = (if year == 0 { reference_date.year() } else { year }, month);
                let bare = |found: &Option<(Period, String)>, name: &str| {
                    found.as_ref().map_or_else(|| fold(name), |(_, rest)| rest.clone())
                };
                let overview = format!("{} / {}", bare(&of_file, file), bare(&of_sheet, &sheet.name));
                for table in sheet.tables.iter().filter(|table| table.role == Some(Role::Staff)) {
                    let column = table.columns.first().map_or(0, |column| column.column);
                    let heading = Place { sheet: sheet.index, position: Position { row: table.header_row, column } };
                    let snapshot = Snapshot { sheet: &sheet.name, named: of_sheet.is_some(), period, table, heading };
                    overviews.entry(overview.clone()).or_default().push(snapshot);
                }
            }
        }
        let today = (reference_date.year(), reference_date.month());
        for snapshots in overviews.into_values() {
            let periods: BTreeSet<Period> = snapshots.iter().map(|snapshot| snapshot.period).collect();
            let past = periods.range(..=today).next_back().or(periods.last());
            let Some(last) = past.copied().filter(|_| periods.len() > 1) else {
                continue;
            };
            let (current, mut others): (Vec<_>, Vec<_>) =
                snapshots.into_iter().partition(|snapshot| snapshot.period == last);
            let known: BTreeSet<String> =
                current.iter().flat_map(|snapshot| self.people_on(snapshot.table)).map(|(_, who)| who).collect();
            // Of who left, the last one on which they stand tells most; a plan tells least.
            others.sort_by_key(|snapshot| (snapshot.period > last, Reverse(snapshot.period)));
            let mut seen = known.clone();
            for snapshot in others {
                self.set_aside(&snapshot, &current[0], &known, &mut seen);
            }
        }
    }

    /// Only those who do not stand on a later one keep their work; `seen` are those who do.
    fn set_aside(
        &mut self,
        snapshot: &Snapshot<'_>,
        current: &Snapshot<'_>,
        known: &BTreeSet<String>,
        seen: &mut BTreeSet<String>,
    ) {
        let people = self.people_on(snapshot.table);
        let here: BTreeSet<&String> = people.iter().map(|(_, who)| who).collect();
        let both = here.iter().filter(|who| known.contains(**who)).count();
        // Lists of those who came in a year are about other people every year: those are no overview of one time.
        if both == 0 || both * 2 < here.len().min(known.len()) {
            return;
        }
        // The name of a file may tell whose it is.
        let text = if snapshot.named { snapshot.sheet } else { "een overzicht van een andere tijd" };
        let text = self.records.texts.intern(text);
        let Place { position, .. } = snapshot.heading;
        for (record, who) in &people {
            if seen.contains(who) {
                self.records.list_only(*record);
            } else if self.records.fact(*record, Field::EmploymentEnd).is_none() {
                let fact = Fact { text, reading: Read::Unknown, column: position.column, field: Field::EmploymentEnd };
                self.records.add_from(*record, fact, position);
            }
        }
        seen.extend(people.into_iter().map(|(_, who)| who));
        let facts = vec![(FactName::Other, Detail::Text(current.sheet.into()))];
        self.problem(Reason::EarlierSheet, vec![snapshot.heading, current.heading], facts);
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

/// The time in a name, and the rest of it. None where it names no time, or two years.
fn period_of(name: &str) -> Option<(Period, String)> {
    let folded = fold(name);
    let (mut year, mut month) = (None, None);
    let (mut rest, mut numbers) = (Vec::new(), Vec::new());
    for word in folded.split(' ') {
        let number = word.parse::<i16>().ok();
        if let (4, Some(found @ 2000..=2099)) = (word.len(), number) {
            if year.replace(found).is_some() {
                return None;
            }
            // "11-2026" has its month before the year, "2026-11" behind it.
            numbers.push(None);
        } else if let Some(small @ 1..=31) = number {
            numbers.push(Some(small));
        } else if let Some(found) = calendar::month_by_name(word).or_else(|| quarter(word)) {
            if month.replace(found).is_some() {
                return None;
            }
        } else {
            rest.push(word);
        }
    }
    // Beside words a number is the number of a group.
    if rest.is_empty() && year.is_some() && month.is_none() {
        let of_date = match numbers.as_slice() {
            [Some(month), None] | [None, Some(month)] | [Some(_), Some(month), None] | [None, Some(month), Some(_)] => {
                Some(*month)
            }
            _ => None,
        };
        month = of_date.and_then(|month| i8::try_from(month).ok()).filter(|month| (1..=12).contains(month));
    } else {
        rest.extend(folded.split(' ').filter(|word| word.len() < 3 && word.parse::<i16>().is_ok()));
    }
    (year.is_some() || month.is_some()).then(|| ((year.unwrap_or_default(), month.unwrap_or_default()), rest.join(" ")))
}

/// The last month of a quarter: "Q3".
fn quarter(word: &str) -> Option<i8> {
    let number: i8 = word.strip_prefix('q').or_else(|| word.strip_prefix("kw"))?.parse().ok()?;
    (1..=4).contains(&number).then_some(number * 3)
}

#[cfg(test)]
mod tests {
    use super::period_of;

    #[test]
    fn names_tell_a_time_or_not() {
        for (name, expected) in [
            ("2026", Some(((2026, 0), ""))),
            ("Personeel 2026", Some(((2026, 0), "personeel"))),
            ("Personeel_2026", Some(((2026, 0), "personeel"))),
            ("jan 2026", Some(((2026, 1), ""))),
            ("Formatie maart 2025", Some(((2025, 3), "formatie"))),
            ("November", Some(((0, 11), ""))),
            ("2026-11", Some(((2026, 11), ""))),
            ("11-2026", Some(((2026, 11), ""))),
            ("1-11-2026", Some(((2026, 11), ""))),
            ("2026-11-01", Some(((2026, 11), ""))),
            ("Q3 2026", Some(((2026, 9), ""))),
            ("Groep 2 2026", Some(((2026, 0), "groep 2"))),
            ("2025-2026", None),
            ("Personeel", None),
            ("Groep 2", None),
            ("De Linde", None),
        ] {
            let found = period_of(name);
            let found = found.as_ref().map(|(period, rest)| (*period, rest.as_str()));
            assert_eq!(found, expected, "{name}");
        }
    }
}
