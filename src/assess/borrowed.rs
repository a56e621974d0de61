//! Facts that stand in another cell than their row's: a cell merged over rows, the name of a sheet that is a group's.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::Reading;
use super::{InputReport, SheetReport};
use crate::cell::{Place, Position};
use crate::finding::{Detail, FactName, FunctionClass, Reason};
use crate::fold::fold;
use crate::lexicon::{Field, Hint, Role};
use crate::record::{Fact, Reading as Read};
use crate::table::Table;

impl Reading<'_> {
    /// A cell merged over rows speaks for all of them. Amounts do not: of one amount for several rows nobody knows the parts.
    pub(super) fn merged(&mut self, sheet: &SheetReport) {
        let mut told: BTreeMap<Position, u64> = BTreeMap::new();
        for (first, last) in sheet.layout.merges.iter().filter(|(first, last)| first.row < last.row) {
            let Some(table) = sheet.table_at(*first).filter(|table| table.is_read() && first.row > table.header_row)
            else {
                continue;
            };
            let column = table.columns.iter().find(|column| column.column == first.column);
            let Some(field) = column.and_then(crate::table::Column::field) else {
                continue;
            };
            if matches!(field, Field::Fte | Field::Hours | Field::Remark) {
                continue;
            }
            let at = |row: u32| Place { sheet: sheet.index, position: Position { row, column: first.column } };
            let of_table = |reading: &Self, row: u32| {
                reading.records.at(at(row)).find(|record| reading.records.record(*record).table == table.index)
            };
            let Some(fact) = of_table(self, first.row)
                .and_then(|top| self.records.facts(top).iter().find(|fact| fact.column == first.column).copied())
            else {
                continue;
            };
            for row in first.row + 1..=last.row.min(table.end.saturating_sub(1)) {
                if let Some(record) = of_table(self, row)
                    && self.records.fact(record, field).is_none()
                {
                    self.records.add_from(record, fact, *first);
                    *told.entry(table.heading(first.column)).or_default() += 1;
                }
            }
        }
        for (position, count) in told {
            let facts = vec![(FactName::Count, Detail::Count(count))];
            self.problem(Reason::MergedCell, vec![Place { sheet: sheet.index, position }], facts);
        }
    }

    /// What is struck out: a name on a staff sheet, of somebody who may be gone; and everything else that may no longer hold.
    pub(super) fn struck(&mut self, sheet: &SheetReport) {
        // The one to point at first.
        const NAMES: [Field; 5] =
            [Field::Name, Field::LastName, Field::PersonnelNumber, Field::FirstName, Field::Infix];
        for runs in sheet.layout.struck.chunk_by(|one, other| one.row == other.row) {
            let row = Position { row: runs[0].row, column: 0 };
            for record in self.records.at(Place { sheet: sheet.index, position: row }) {
                let role = self.records.record(record).role;
                let run_of = |fact: &&Fact| {
                    let mut runs = runs.iter();
                    runs.find(|run| (run.first..=run.last).contains(&fact.column))
                };
                // Half of a name may be what somebody was called before.
                let is_struck = |fact: &&Fact| run_of(fact).is_some_and(|run| run.whole);
                let name = |field: &Field| self.records.facts_of(record, *field).find(is_struck);
                let name = NAMES.iter().find_map(name);
                if let Some(name) = name.filter(|_| role == Role::Staff) {
                    let at = self.records.place_of(record, name).position;
                    self.records.strike_name(record, at);
                    continue;
                }
                // Whose name is struck out on a list, of them the whole row may no longer hold.
                let row_is_struck = name.is_some();
                let struck: Vec<(u16, Field)> = self
                    .records
                    .facts(record)
                    .iter()
                    .filter(|fact| (row_is_struck || run_of(fact).is_some()) && !NAMES.contains(&fact.field))
                    .map(|fact| (fact.column, fact.field))
                    .collect();
                for (column, field) in struck {
                    // The name of a group is no claim about it.
                    if role == Role::Groups && matches!(field, Field::Group | Field::Location) {
                        let place = self.records.record(record).place(column);
                        self.problem(Reason::StruckOut, vec![place], Vec::new());
                    } else {
                        self.records.doubt_fact(record, column, "streep erdoor", Reason::StruckOut);
                    }
                }
            }
        }
    }

    /// Where no row of a staff sheet can name its group, the name on the tab may do so: on sheets per group, or when it says
    /// that it is a group.
    pub(super) fn sheet_groups(&mut self, inputs: &[InputReport]) {
        let lone: Vec<(&SheetReport, &Table)> = inputs
            .iter()
            .flat_map(|input| &input.sheets)
            .filter_map(|sheet| {
                // A block about something else beside the people takes nothing from the name.
                let mut read = sheet.tables.iter().filter(|table| table.is_read());
                let (table, None) = (read.next()?, read.next()) else {
                    return None;
                };
                (table.role == Some(Role::Staff) && !table.has(Field::Group)).then_some((sheet, table))
            })
            .collect();
        if lone.is_empty() {
            return;
        }
        let known: BTreeSet<String> = self
            .records
            .iter()
            .filter_map(|(record, _)| self.records.text_of(record, Field::Group))
            .map(fold)
            .collect();
        let mut named: Vec<(&SheetReport, &Table, String)> = Vec::new();
        let mut certain = 0;
        for (sheet, table) in lone {
            if let Some((name, sure)) = self.group_of_sheet(&sheet.name, &known) {
                certain += usize::from(sure);
                named.push((sheet, table, name));
            }
        }
        let several = named.iter().map(|(_, _, name)| fold(name)).collect::<BTreeSet<_>>().len() > 1;
        if !several && certain == 0 {
            return;
        }
        for (sheet, table, name) in named {
            let text = self.records.texts.intern(&name);
            let column = table.columns.first().map_or(0, |column| column.column);
            let at = Position { row: table.header_row, column };
            let rows = self.people_without(table, Field::Group);
            for record in &rows {
                let fact = Fact { text, reading: Read::Text, column, field: Field::Group };
                self.records.add_from(*record, fact, at);
            }
            if !rows.is_empty() {
                let facts = vec![
                    (FactName::Count, Detail::Count(rows.len() as u64)),
                    (FactName::Other, Detail::Text(name.into())),
                ];
                self.problem(Reason::SheetGroup, vec![Place { sheet: sheet.index, position: at }], facts);
            }
        }
    }

    /// The staff rows of a table that say nothing about a field.
    fn people_without(&self, table: &Table, field: Field) -> Vec<u32> {
        self.records
            .iter()
            .filter(|(_, record)| record.table == table.index && record.role == Role::Staff)
            .map(|(index, _)| index)
            .filter(|record| self.records.fact(*record, field).is_none())
            .collect()
    }

    /// On a sheet that is called after who left ("Uit dienst"), nobody of whom no row gives a date is certainly here.
    pub(super) fn sheets_of_leavers(&mut self, inputs: &[InputReport]) {
        for sheet in inputs.iter().flat_map(|input| &input.sheets) {
            if !self.lexicon.is_gone_section(&sheet.name) {
                continue;
            }
            let text = self.records.texts.intern(&sheet.name);
            for table in sheet.tables.iter().filter(|table| table.role == Some(Role::Staff)) {
                let column = table.columns.first().map_or(0, |column| column.column);
                for record in self.people_without(table, Field::EmploymentEnd) {
                    let fact = Fact { text, reading: Read::Yes, column, field: Field::EmploymentEnd };
                    self.records.add_from(record, fact, Position { row: table.header_row, column });
                }
            }
        }
    }

    /// On a list that says of itself that it holds what is lacking, asked for or over ("SKJ doorgehaald", "VOG nog aan te vragen"),
    /// nothing is evidence of a registration or VOG.
    pub(super) fn lists_of_lacking(&mut self, inputs: &[InputReport]) {
        let sheets = inputs.iter().flat_map(|input| &input.sheets);
        for (sheet, table) in sheets.flat_map(|sheet| sheet.tables.iter().map(move |table| (sheet, table))) {
            if !table.lacking || !table.is_read() || table.role != Some(Role::Registrations) {
                continue;
            }
            let rows = self.records.iter().filter(|(_, record)| record.table == table.index);
            let rows: Vec<u32> = rows.map(|(index, _)| index).collect();
            let caption = table.caption.as_ref().filter(|caption| self.lexicon.hints(Hint::Lacking, caption));
            let why =
                caption.map_or_else(|| format!("op blad ‘{}’", sheet.name), |caption| format!("onder ‘{caption}’"));
            for record in &rows {
                let facts = self.records.facts(*record).iter();
                let columns: Vec<u16> = facts
                    .filter(|fact| fact.field.is_of_registration_or_vog())
                    .filter(|fact| fact.field != Field::RegistrationKind)
                    .map(|fact| fact.column)
                    .collect();
                for column in columns {
                    self.records.doubt_fact(*record, column, &why, Reason::ListLacking);
                }
            }
            let column = table.columns.first().map_or(0, |column| column.column);
            let at = Position { row: table.header_row, column };
            let facts = vec![(FactName::Count, Detail::Count(rows.len() as u64))];
            self.problem(Reason::ListLacking, vec![Place { sheet: sheet.index, position: at }], facts);
        }
    }

    /// The group that a sheet's name may be, and whether it certainly is one.
    fn group_of_sheet(&self, sheet: &str, known: &BTreeSet<String>) -> Option<(String, bool)> {
        let lexicon = self.lexicon;
        // "Personeel De Linde": a word about the kind of sheet, then the group.
        let words: Vec<&str> = sheet.split([' ', '_']).filter(|word| !word.is_empty()).collect();
        let rest = match words.as_slice() {
            [first, rest @ ..]
                if !rest.is_empty() && lexicon.role_hint(first).is_some() && !lexicon.is_section_word(sheet) =>
            {
                rest.join(" ")
            }
            _ => sheet.trim().to_owned(),
        };
        let name = lexicon.section_group(&rest)?.to_owned();
        let folded = fold(&name);
        let sure = known.contains(&folded) || lexicon.is_section_word(&rest) && name != rest;
        let general = lexicon.role_hint(&name).is_some()
            || lexicon.has_left(&name).is_some()
            || lexicon.is_note(&name)
            || lexicon.is_sheet_word(&name)
            || lexicon.function_class(&name, "") != FunctionClass::Onbekend
            || folded.split(' ').all(|word| word.bytes().any(|b| b.is_ascii_digit()));
        (sure || !general).then_some((name, sure))
    }
}
