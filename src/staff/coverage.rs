//! Which tables tell of which topics, and of whom: a missing column is not an empty cell, and a list may be of some of the people.

use hashbrown::HashSet;

use super::{Sheet, Topic};
use crate::cell::{Place, Position, SheetIndex, TableIndex};
use crate::fold::{fold, has_words};
use crate::lexicon::{Field, Hint, Kind, Lexicon, Role, TrainingTitle};
use crate::record::{Fact, Reading, Records};
use crate::table::{Column, Table, Use};

/// Which sheets have columns on which topics.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    sheets: Vec<SheetColumns>,
    /// Tables that turned out to hold papers of any kind: trainings, or VOG's on a list.
    of_papers: HashSet<TableIndex>,
}

/// Whom a list is about that says so in its name.
#[derive(Debug, Clone)]
pub(super) enum Only {
    /// The people of these groups or locations, folded.
    Groups(Vec<String>),
    /// Some of the people.
    Part,
}

#[derive(Debug, Clone, Default)]
struct SheetColumns {
    sheet: SheetIndex,
    role: Option<Role>,
    topics: u8,
    /// What a list tells of everybody that its rows can be joined to.
    tells: u8,
    /// Whether its rows can be joined to people on their number.
    by_number: bool,
    /// Whether its rows can be joined to people on their name.
    by_name: bool,
    header_row: u32,
    columns: Vec<(Field, u16)>,
    /// Columns under which the last or the next date can stand.
    last_or_next: Vec<u16>,
    /// Columns with other courses or details of which the heading names a training all the same: "Herhaling mensenhandel", or
    /// "Herhaling" directly behind one.
    name_training: Vec<u16>,
    /// Columns under which another day than that of issue of a VOG can stand.
    other_day: Vec<u16>,
    /// Columns without a heading in which something stands.
    unheaded: Vec<u16>,
    /// Of whom a list tells that they are not on it.
    only: Option<Only>,
    /// Whether its headings tell of which trainings it is, or that it is a plan: then its rows tell no more of that.
    settled: bool,
}

fn bit(topic: Topic) -> u8 {
    1 << topic as u8
}

impl Coverage {
    pub(super) fn of(sheets: &[Sheet], lexicon: &Lexicon) -> Coverage {
        let mut coverage = Coverage::default();
        for sheet in sheets {
            let at = usize::from(sheet.table.index.0);
            if coverage.sheets.len() <= at {
                coverage.sheets.resize_with(at + 1, SheetColumns::default);
            }
            let columns =
                sheet.table.columns.iter().filter_map(|column| Some((column.field()?, column.column))).collect();
            let mut topics = sheet
                .table
                .columns
                .iter()
                .filter_map(|column| Some((topic_of(&column.used, lexicon)?, column)))
                // Who is not in a plan may have followed the training long ago.
                .filter(|(topic, column)| *topic != Topic::Training || !is_planned(&sheet.table, column, lexicon))
                .map(|(topic, _)| topic)
                .fold(0, |bits, topic| bits | bit(topic));
            // Who is not on a list of what is lacking may have it.
            if sheet.table.lacking {
                topics &= !(bit(Topic::Registration) | bit(Topic::Vog));
            }
            // Columns for a registration of any kind: where no column tells the kind, they are about SKJ and BIG.
            if !sheet.table.has(Field::RegistrationKind)
                && !sheet.table.lacking
                && sheet.table.has_any(&[Field::RegistrationNumber, Field::RegistrationStatus])
            {
                topics |= bit(Topic::Registration);
            }
            let last_or_next =
                sheet.table.columns.iter().filter(|column| lexicon.hints(Hint::LastOrNext, &column.header));
            let other_day = sheet.table.columns.iter().filter(|column| lexicon.hints(Hint::OtherDay, &column.header));
            let name_training = sheet.table.columns.iter().filter(|column| {
                matches!(column.field(), Some(Field::OtherTraining | Field::TrainingDetail))
                    && (lexicon.training(&column.header) == TrainingTitle::Recognised
                        || lexicon.is_bare_repeat(&column.header))
            });
            let unheaded = sheet.table.columns.iter().filter(|column| column.header.is_empty());
            coverage.sheets[at] = SheetColumns {
                sheet: sheet.index,
                role: sheet.table.role,
                topics,
                tells: 0,
                by_number: sheet.table.has(Field::PersonnelNumber),
                by_name: sheet.table.has_any(&[Field::Name, Field::LastName, Field::FirstName]),
                header_row: sheet.table.header_row,
                columns,
                last_or_next: last_or_next.map(|column| column.column).collect(),
                name_training: name_training.map(|column| column.column).collect(),
                other_day: other_day.map(|column| column.column).collect(),
                only: None,
                settled: false,
                unheaded: unheaded.map(|column| column.column).collect(),
            };
            // Of which trainings a list is, its rows tell, unless its headings do.
            let titled = sheet
                .table
                .columns
                .iter()
                .any(|column| matches!(&column.used, Use::Field { field: Field::Training, title: Some(_) }));
            let all = bit(Topic::Registration) | bit(Topic::Training) | bit(Topic::Vog);
            let of_headings = match sheet.table.role {
                Some(Role::Registrations) => all,
                Some(Role::Trainings) if titled => all,
                Some(Role::Trainings) => all & !bit(Topic::Training),
                _ => 0,
            };
            coverage.sheets[at].tells = topics & of_headings;
            coverage.sheets[at].settled = titled || is_plan(&sheet.table);
        }
        coverage
    }

    /// A sheet with a column "soort" is about what its rows say; so is a list of trainings. One with nothing but first aid and such
    /// says nothing about training for these girls.
    pub(super) fn rows(&mut self, records: &Records, lexicon: &Lexicon) {
        let mut others = HashSet::new();
        for (index, record) in records.iter() {
            let table = usize::from(record.table.0);
            let told = self.sheets[table].settled || self.sheets[table].tells & bit(Topic::Training) != 0;
            let of_paper = |fact: &Fact| self.column(record.table, Field::RegistrationKind) == Some(fact.column);
            let of_staff = record.role == Role::Staff && records.fact(index, Field::Training).is_some_and(of_paper);
            if (record.role == Role::Trainings || of_staff) && !told {
                let titles = records.facts_of(index, Field::Training);
                let mut titles =
                    titles.filter(|fact| fact.reading != Reading::Placeholder && !others.contains(&fact.text));
                if let Some(fact) = titles.next() {
                    let title = records.texts.text(fact.text);
                    if lexicon.training(title) == TrainingTitle::NoEvidence || lexicon.is_registration_paper(title) {
                        others.insert(fact.text);
                    } else if of_staff {
                        self.sheets[table].topics |= bit(Topic::Training);
                    } else {
                        self.sheets[table].tells |= bit(Topic::Training);
                    }
                }
            }
            let papers = self.column(record.table, Field::RegistrationKind).is_some();
            if papers && (of_staff || record.role == Role::Trainings) {
                self.of_papers.insert(record.table);
            }
            if of_staff {
                continue;
            }
            if !papers || !matches!(record.role, Role::Registrations | Role::Staff) {
                continue;
            }
            let kind = records.fact(index, Field::RegistrationKind).filter(|kind| kind.reading != Reading::Placeholder);
            let known = kind
                .filter(|kind| kind.reading == Reading::Text)
                .map(|kind| records.texts.text(kind.text))
                // "E-learning VOG" tells of no VOG.
                .filter(|kind| !lexicon.is_about_learning(kind))
                .and_then(|kind| lexicon.registration_kind(kind));
            let topic = match (kind, known) {
                (_, Some(Kind::Skj | Kind::Big | Kind::SkjOrBig)) => Topic::Registration,
                (_, Some(Kind::Vog)) => Topic::Vog,
                // On a list, a row without a kind is about a registration when it has one; on a row about a person, an empty cell is one.
                (None, None) if record.role == Role::Staff || general(records, index) => Topic::Registration,
                // "Nee" is an answer about registration too.
                (Some(kind), None) if kind.reading != Reading::Text => Topic::Registration,
                (_, Some(Kind::Register | Kind::Paper) | None) => continue,
            };
            if record.role == Role::Registrations {
                if topic == Topic::Vog {
                    self.of_papers.insert(record.table);
                }
                self.sheets[table].tells |= bit(topic);
            } else if topic == Topic::Registration {
                self.sheets[table].topics |= bit(topic);
            }
        }
    }

    /// Which lists say in their name that they are about one of several groups ("SKJ Kube"), or about some of the people only.
    pub(super) fn parts(&mut self, sheets: &[Sheet], groups: &[Vec<String>], lexicon: &Lexicon) {
        for sheet in sheets {
            let columns = &mut self.sheets[usize::from(sheet.table.index.0)];
            if matches!(sheet.table.role, Some(Role::Staff | Role::Roster) | None) {
                continue;
            }
            let captions = [sheet.table.caption.as_ref(), sheet.table.title.as_ref().map(|(_, title)| title)];
            let names = || sheet.names.iter().chain(captions.into_iter().flatten());
            let folded: Vec<String> = names().map(|name| fold(name)).collect();
            let is_named = |group: &&String| folded.iter().any(|name| has_words(name, group));
            let mut found: Vec<String> = Vec::new();
            for groups in groups {
                let some: Vec<String> = groups.iter().filter(is_named).cloned().collect();
                if some.len() < groups.len() {
                    found.extend(some);
                }
            }
            columns.only = if found.is_empty() {
                names().any(|name| lexicon.hints(Hint::PartOfList, name)).then_some(Only::Part)
            } else {
                Some(Only::Groups(found))
            };
        }
    }

    /// Whether there is a list on a topic, of which a row can be joined to who is known by a number, by a name or by both. `about`
    /// says whether one for some of the people counts.
    pub(super) fn listed(&self, topic: Topic, number: bool, name: bool, about: impl Fn(&Only) -> bool) -> bool {
        let lists = self.sheets.iter().filter(|sheet| sheet.tells & bit(topic) != 0);
        let mut lists = lists.filter(|list| list.only.as_ref().is_none_or(&about));
        lists.any(|list| list.by_number && number || list.by_name && name)
    }

    /// Whether there is a list on a topic.
    pub(super) fn has_list(&self, topic: Topic) -> bool {
        self.sheets.iter().any(|sheet| sheet.tells & bit(topic) != 0)
    }

    /// Whether a table is a list on a topic.
    pub(super) fn lists(&self, topic: Topic, table: TableIndex) -> bool {
        self.sheets.get(usize::from(table.0)).is_some_and(|sheet| sheet.tells & bit(topic) != 0)
    }

    pub(super) fn is_of_papers(&self, table: TableIndex) -> bool {
        self.of_papers.contains(&table)
    }

    /// A list of which no row fits anybody: who is not on it, it does not tell.
    pub(super) fn fits_nobody(&mut self, table: TableIndex) {
        if let Some(list) = self.sheets.get_mut(usize::from(table.0)) {
            (list.by_number, list.by_name) = (false, false);
        }
    }

    pub(super) fn table(&self, topic: Topic, table: TableIndex) -> bool {
        self.sheets.get(usize::from(table.0)).is_some_and(|columns| columns.topics & bit(topic) != 0)
    }

    pub(super) fn anybody(&self, topic: Topic) -> bool {
        self.has_list(topic)
            || self.sheets.iter().any(|sheet| sheet.role == Some(Role::Staff) && sheet.topics & bit(topic) != 0)
    }

    pub(super) fn column(&self, table: TableIndex, field: Field) -> Option<u16> {
        let columns = &self.sheets.get(usize::from(table.0))?.columns;
        columns.iter().find(|(known, _)| *known == field).map(|(_, column)| *column)
    }

    pub(super) fn has_any(&self, table: TableIndex, fields: &[Field]) -> bool {
        self.sheets
            .get(usize::from(table.0))
            .is_some_and(|sheet| sheet.columns.iter().any(|(field, _)| fields.contains(field)))
    }

    pub(super) fn is_last_or_next(&self, table: TableIndex, column: u16) -> bool {
        self.sheets.get(usize::from(table.0)).is_some_and(|sheet| sheet.last_or_next.contains(&column))
    }

    pub(super) fn names_training(&self, table: TableIndex, column: u16) -> bool {
        self.sheets.get(usize::from(table.0)).is_some_and(|sheet| sheet.name_training.contains(&column))
    }

    pub(super) fn has_unheaded(&self, table: TableIndex) -> bool {
        self.sheets.get(usize::from(table.0)).is_some_and(|sheet| !sheet.unheaded.is_empty())
    }

    pub(super) fn has_heading(&self, table: TableIndex, column: u16) -> bool {
        self.sheets.get(usize::from(table.0)).is_some_and(|sheet| !sheet.unheaded.contains(&column))
    }

    pub(super) fn may_be_other_day(&self, table: TableIndex, column: u16) -> bool {
        self.sheets.get(usize::from(table.0)).is_some_and(|sheet| sheet.other_day.contains(&column))
    }

    pub(super) fn heading(&self, topic: Topic) -> Option<Place> {
        let (index, sheet) = (0u16..).zip(&self.sheets).find(|(_, sheet)| sheet.role == Some(Role::Staff))?;
        let fields: &[Field] = match topic {
            Topic::Group => &[Field::Function],
            _ => &[Field::Name, Field::LastName, Field::PersonnelNumber],
        };
        let column = fields.iter().find_map(|field| self.column(TableIndex(index), *field))?;
        Some(Place { sheet: sheet.sheet, position: Position { row: sheet.header_row, column } })
    }

    pub(super) fn heading_of(&self, table: TableIndex, field: Field) -> Option<Place> {
        let columns = self.sheets.get(usize::from(table.0))?;
        let position = Position { row: columns.header_row, column: self.column(table, field)? };
        Some(Place { sheet: columns.sheet, position })
    }

    pub(super) fn has_numbers(&self, table: TableIndex) -> bool {
        self.column(table, Field::PersonnelNumber).is_some()
    }
}

/// Whether the columns for a registration of any kind hold something on a row.
fn general(records: &Records, record: u32) -> bool {
    [Field::RegistrationNumber, Field::RegistrationValidUntil, Field::RegistrationStatus]
        .into_iter()
        .any(|field| records.fact(record, field).is_some_and(|fact| fact.reading != Reading::Placeholder))
}

/// Whether a list of trainings says that it is a plan.
pub(super) fn is_plan(table: &Table) -> bool {
    table.plan && table.role == Some(Role::Trainings)
}

/// Whether a training may still have to be followed, by its heading or by its sheet.
pub(super) fn is_planned(table: &Table, column: &Column, lexicon: &Lexicon) -> bool {
    is_plan(table) || is_heading_of_plan(column, lexicon)
}

/// Whether the day below a heading may be that until which a training must be followed: "Gepland", "Training loverboys (verplicht)".
pub(super) fn is_heading_of_plan(column: &Column, lexicon: &Lexicon) -> bool {
    lexicon.hints(Hint::Plan, &column.header) || lexicon.hints(Hint::Duty, &column.header)
}

fn topic_of(used: &Use, lexicon: &Lexicon) -> Option<Topic> {
    let Use::Field { field, title } = used else {
        return None;
    };
    Some(match field {
        Field::SkjNumber
        | Field::SkjValidUntil
        | Field::SkjStatus
        | Field::BigNumber
        | Field::BigValidUntil
        | Field::BigStatus => Topic::Registration,
        Field::VogIssued | Field::VogAtStart | Field::VogStatus => Topic::Vog,
        // A column about first aid says nothing about training for these girls, and neither does one under a title that nobody knows.
        Field::Training if title.as_deref().is_none_or(|title| lexicon.names_target_group(title)) => Topic::Training,
        Field::EmploymentStart => Topic::Start,
        Field::Group => Topic::Group,
        _ => return None,
    })
}
