//! The people: who they are, where they work, which rows say so. Understood, not judged.

mod build;
mod coverage;
mod ends;
mod extracts;
mod group_cell;
mod groups;
mod join;
mod likeness;
mod name;
mod suppose;
mod work;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::amount::Fte;
use crate::calendar::Date;
use crate::cell::{Place, SheetIndex, TableIndex};
use crate::finding::{FactName, FunctionClass, Reason};
use crate::fold::{fold, has_words};
use crate::lexicon::{Field, Role, TrainingParts, TrainingTitle};
use crate::record::{Fact, Reading, Records, TextId};

pub use build::{Sheet, build};
pub use extracts::{Entry, Extract, Extracts, number_in};
pub use join::number_key;
pub use likeness::{Likeness, PersonName};
pub use name::{Parts as NameParts, key as name_key};

/// Whether somebody works for the provider on the reference date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// Works here.
    Active,
    /// Left before the reference date.
    Left,
    /// Starts after the reference date.
    NotStarted,
}

impl Presence {
    /// The reason for being left out, in Dutch.
    pub fn name(self) -> &'static str {
        match self {
            Presence::Active => "in dienst",
            Presence::Left => "uit dienst",
            Presence::NotStarted => "nog niet in dienst",
        }
    }
}

/// A person: all rows with one personnel number, or without one, with one name.
#[derive(Debug, Clone)]
pub struct Person {
    /// Personnel number as written, else the name, else the row ("regel 12").
    pub key: TextId,
    /// Name as written; the key when there is none.
    pub name: TextId,
    /// Whether the person works here on the reference date.
    pub presence: Presence,
    /// Why it is not certain that the rows are about this person, or about a person at all.
    pub doubt: Option<Reason>,
    /// The doubt that there is on any day.
    lasting_doubt: Option<Reason>,
    /// In [`Staff::links`]: the rows about this person, staff rows first.
    links: Range<u32>,
    /// In [`Staff::assignments`].
    assignments: Range<u32>,
}

/// A row about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Index of the person.
    pub person: u32,
    /// Rows of lists (trainings, registrations, exemptions) come after staff rows.
    list: bool,
    /// The record.
    pub record: u32,
    /// Whether the row may be of somebody else with the same name.
    pub ambiguous: bool,
}

impl Link {
    /// A row of an extract of a register, as if it were a row about a person.
    pub fn in_extract(person: u32, record: u32) -> Link {
        link(person, record, Role::Register, false)
    }
}

/// The work of an active person in one group, or without a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment {
    /// Index of the person.
    pub person: u32,
    /// Index of the group; none when the group cell is empty or there is no such column.
    pub group: Option<u32>,
    /// The class of the function on this row.
    pub class: FunctionClass,
    /// Full-time posts; none when not known.
    pub fte: Option<Fte>,
    /// The staff row.
    pub record: u32,
}

/// A group: one name at one location.
#[derive(Debug, Clone)]
pub struct Group {
    /// Name as first written.
    pub name: TextId,
    /// Location as first written; empty when the file gives none.
    pub location: TextId,
    /// The rows of the groups sheet about it; more than one where they differ.
    pub rows: Vec<u32>,
    /// What the groups sheet says about being specialised.
    pub specialised: Specialised,
    /// A cell that names the group.
    pub place: Place,
}

/// What the groups sheet says about a group being specialised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Specialised {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Something that is not understood.
    Unclear,
    /// Nothing.
    Unsaid,
}

/// Something about the file itself that a reader must know; becomes a finding of a `problem` rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What is the matter.
    pub reason: Reason,
    /// Where, the cell to mend first.
    pub cells: Vec<Place>,
    /// Index of the person, where it is about one.
    pub person: Option<u32>,
    /// Index of the group, where it is about one.
    pub group: Option<u32>,
    /// More about it.
    pub facts: Vec<(FactName, crate::finding::Detail)>,
}

/// Whether the file tells why a group works with people who are not registered, with the cell that tells otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Substantiation {
    /// It does.
    Given,
    /// Nothing is given; none without such a column.
    Missing(Option<Place>),
    /// Something is given, with a date that cannot be read or is still to come.
    DateInDoubt(Option<Place>),
}

/// A start date and what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// One start date.
    Known(Date, Place),
    /// The earliest of several in one unbroken employment, and the later ones.
    Several(Date, Vec<Date>, Place),
    /// Empty or unreadable.
    Unknown(Option<Place>),
    /// No such column.
    NoColumn,
}

/// What a file has a column for, by person: a missing column is not an empty cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// SKJ or BIG.
    Registration,
    /// Training for the target group.
    Training,
    /// VOG.
    Vog,
    /// Employment start.
    Start,
    /// Group.
    Group,
}

/// Everybody and everything the inputs tell.
#[derive(Debug, Clone, Default)]
pub struct Staff {
    /// The rows.
    pub records: Records,
    /// Everybody with a staff row.
    pub people: Vec<Person>,
    /// Every group, those of the groups sheet first.
    pub groups: Vec<Group>,
    /// The work of active people, by person.
    pub assignments: Vec<Assignment>,
    /// Rows about people, by person.
    pub links: Vec<Link>,
    /// What is the matter with the file.
    pub problems: Vec<Problem>,
    /// Rows that turned out to be headings between the rows: sheet and zero-based row.
    pub headings: Vec<(SheetIndex, u32)>,
    /// How many rows of staff sheets were counted as rows of people.
    pub rows: usize,
    /// What extracts of registers hold.
    pub extracts: Arc<Extracts>,
    /// How many of the problems are there on any day; they come first.
    undated_problems: usize,
    /// The groups of the last day that was asked for.
    groups_of_day: Option<build::GroupsOfDay>,
    /// What function and contract mean together.
    classes: work::Classes,
    covered: coverage::Coverage,
    training_columns: Vec<Vec<TrainingColumn>>,
    /// Of rows without a last day of work, the row of another table that gives one of the same person.
    ends_elsewhere: BTreeMap<u32, u32>,
    /// Where people are named on sheets that were not understood, and what those may be about.
    mentions: BTreeMap<u32, Vec<(Topic, Place)>>,
}

/// A column about training, with the columns that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingColumn {
    /// Zero-based column of the title, or of the date or cross under a heading that is itself a title.
    pub column: u16,
    /// What the heading itself names; none under a general heading such as "Training".
    pub named: Option<TrainingTitle>,
    /// The training that the heading names, where it names one: the heading without what says that it is planned.
    pub title: Option<String>,
    /// The parts of it that the heading names: "dag 1".
    pub parts: Option<TrainingParts>,
    /// Whether the heading says that it is planned, or must be followed.
    pub planned: bool,
    /// Whether it stands on a sheet with a plan.
    pub on_plan: bool,
    /// Whether it tells which paper a row is about, be it a training or not.
    pub among_papers: bool,
    /// The columns with its date.
    pub dates: Vec<ColumnBeside>,
    /// The columns with its certificate, or with how it ended.
    pub certificates: Vec<u16>,
    /// Columns with certificates that stand apart from it, where it is the only training: a no there may be about it.
    pub apart: Vec<u16>,
}

/// A column with the date of a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnBeside {
    /// Zero-based column.
    pub column: u16,
    /// Whether its own heading names the training: "Datum mensenhandel".
    pub titled: bool,
    /// Whether it holds the first day, which says nothing about the last one: "Startdatum".
    pub start: bool,
    /// The parts of the training of which it holds the day, as bits: "Dag 1". 0 for the whole.
    pub parts: u32,
}

impl Staff {
    /// The rows about a person: staff rows, then rows of lists.
    pub fn links_of(&self, person: u32) -> &[Link] {
        let range = &self.people[person as usize].links;
        &self.links[range.start as usize..range.end as usize]
    }

    /// The staff rows of a person.
    pub fn rows_of(&self, person: u32) -> impl Iterator<Item = u32> + '_ {
        self.links_of(person).iter().filter(|link| !link.list).map(|link| link.record)
    }

    /// The work of a person; empty for people who are left out.
    pub fn assignments_of(&self, person: u32) -> &[Assignment] {
        let range = &self.people[person as usize].assignments;
        &self.assignments[range.start as usize..range.end as usize]
    }

    /// The people who work here on the reference date.
    pub fn active(&self) -> impl Iterator<Item = (u32, &Person)> {
        (0u32..).zip(&self.people).filter(|(_, person)| person.presence == Presence::Active)
    }

    /// The class that stands for a person: pm if any row says so, else the first row's.
    pub fn class_of(&self, person: u32) -> FunctionClass {
        let classes = || self.assignments_of(person).iter().map(|assignment| assignment.class);
        if classes().any(|class| class == FunctionClass::Pm) {
            FunctionClass::Pm
        } else {
            classes().next().unwrap_or(FunctionClass::Onbekend)
        }
    }

    /// The full-time posts of a person over all groups; none when some are not known.
    pub fn fte_of(&self, person: u32) -> Option<Fte> {
        self.assignments_of(person).iter().map(|assignment| assignment.fte).sum()
    }

    /// A text of the inputs.
    pub fn text(&self, id: TextId) -> &str {
        self.records.texts.text(id)
    }

    /// Whether the file has a column on a topic that covers a person: on a sheet of their own rows, or on a list for all. A list
    /// without numbers says nothing of who has no name, and the other way round.
    pub fn covers(&self, topic: Topic, person: u32) -> bool {
        self.covered.has_list(topic) && self.is_listed(topic, person, true)
            || self.rows_of(person).any(|row| self.covered.table(topic, self.records.record(row).table))
    }

    /// Whether who is not on a list on a topic is told to be on none; `strict` where it counts which group a list says it is about.
    fn is_listed(&self, topic: Topic, person: u32, strict: bool) -> bool {
        let works_in = |groups: &[String]| {
            let facts = self.rows_of(person).flat_map(|row| {
                [Field::Group, Field::Location].into_iter().flat_map(move |field| self.records.facts_of(row, field))
            });
            let mut names = facts.map(|fact| fold(self.text(fact.text)));
            names.any(|name| groups.iter().any(|group| has_words(&name, group)))
        };
        let about = |only: &coverage::Only| {
            !strict
                || match only {
                    coverage::Only::Groups(groups) => works_in(groups),
                    coverage::Only::Part => false,
                }
        };
        self.covered.listed(topic, self.is_numbered(person), self.is_named(person), about)
    }

    /// Whether a row of somebody says their name.
    pub fn is_named(&self, person: u32) -> bool {
        self.says(person, &[Field::Name, Field::LastName, Field::FirstName])
    }

    /// Whether a row of somebody says their personnel number.
    pub fn is_numbered(&self, person: u32) -> bool {
        self.says(person, &[Field::PersonnelNumber])
    }

    fn says(&self, person: u32, fields: &[Field]) -> bool {
        self.rows_of(person).any(|row| fields.iter().any(|field| self.records.text_of(row, *field).is_some()))
    }

    /// Says that somebody is named on a sheet that was not understood and may be about these topics.
    pub fn mention(&mut self, person: u32, topics: &[Topic], place: Place) {
        self.mentions.entry(person).or_default().extend(topics.iter().map(|topic| (*topic, place)));
    }

    /// The first cell in which somebody is named on a sheet that was not understood and may be about a topic.
    pub fn mentioned(&self, topic: Topic, person: u32) -> Option<Place> {
        let mentions = self.mentions.get(&person)?;
        mentions.iter().find(|(about, _)| *about == topic).map(|(_, place)| *place)
    }

    /// Why the file does not tell of somebody whom it does not cover on a topic.
    pub fn untold(&self, topic: Topic, person: u32) -> Reason {
        if self.covered.has_list(topic) && self.is_listed(topic, person, false) {
            Reason::ListOfOthers
        } else if self.covered.has_list(topic) {
            Reason::NotJoined
        } else if self.covers_anybody(topic) {
            Reason::NoColumnOnSheet
        } else {
            Reason::NoColumn
        }
    }

    /// Whether any sheet has a column on a topic.
    pub fn covers_anybody(&self, topic: Topic) -> bool {
        self.covered.anybody(topic)
    }

    /// The cell of a field for a person, filled or empty: where a reader looks for it. None when no sheet of theirs has the column.
    pub fn cell_of(&self, person: u32, fields: &[Field]) -> Option<Place> {
        self.cell_among(person, fields, |link| !link.list)
    }

    /// The same on the lists about a person, where no sheet with staff has such a column: a list of VOGs with an empty date.
    pub fn listed_cell_of(&self, person: u32, fields: &[Field]) -> Option<Place> {
        self.cell_among(person, fields, |link| link.list && !link.ambiguous)
    }

    fn cell_among(&self, person: u32, fields: &[Field], among: impl Fn(&Link) -> bool) -> Option<Place> {
        let links = || self.links_of(person).iter().filter(|link| among(link));
        fields.iter().find_map(|field| {
            links().find_map(|link| {
                let record = self.records.record(link.record);
                Some(record.place(self.covered.column(record.table, *field)?))
            })
        })
    }

    /// The column of a field in a table.
    pub fn column(&self, table: TableIndex, field: Field) -> Option<u16> {
        self.covered.column(table, field)
    }

    /// Whether the last or the next date can stand in a column: "Herregistratiedatum".
    pub fn is_last_or_next(&self, table: TableIndex, column: u16) -> bool {
        self.covered.is_last_or_next(table, column)
    }

    /// Whether a table has a column about something else in which a training may be named or told of: "Opleidingen", "Training
    /// geldig tot", or a column without a heading.
    pub fn may_name_training(&self, table: TableIndex) -> bool {
        let fields = [Field::OtherTraining, Field::TrainingDetail, Field::EducationLevel, Field::TrainingCertificate];
        self.covered.has_any(table, &fields) || self.covered.has_unheaded(table)
    }

    /// Whether the heading of a column with other courses or details names a training for the target group, alone or with the
    /// column to its left: "Herhaling mensenhandel", "Training mensenhandel geldig tot".
    pub fn names_training(&self, table: TableIndex, column: u16) -> bool {
        self.covered.names_training(table, column)
    }

    /// What a detail in a column is: something under a heading of its own, or in a column without one.
    pub fn reason_of_detail(&self, table: TableIndex, column: u16) -> Reason {
        if self.covered.has_heading(table, column) { Reason::DetailOnly } else { Reason::NoHeading }
    }

    /// Whether another day than that of issue can stand in a column about a VOG: "VOG in dossier".
    pub fn may_be_other_day(&self, table: TableIndex, column: u16) -> bool {
        self.covered.may_be_other_day(table, column)
    }

    /// Whether a list tells of a topic: some row of it does.
    pub fn lists(&self, topic: Topic, table: TableIndex) -> bool {
        self.covered.lists(topic, table)
    }

    /// Whether a table holds papers of any kind, so that one that is no registration says nothing of those.
    pub fn is_of_papers(&self, table: TableIndex) -> bool {
        self.covered.is_of_papers(table)
    }

    /// The columns about training in a table.
    pub fn training_columns(&self, table: TableIndex) -> &[TrainingColumn] {
        self.training_columns.get(usize::from(table.0)).map_or(&[], Vec::as_slice)
    }

    /// The columns about training of all tables.
    pub fn all_training_columns(&self) -> impl Iterator<Item = &TrainingColumn> {
        self.training_columns.iter().flatten()
    }

    /// The cell that names a person: name, else number, else the first filled cell of the first row.
    pub fn name_cell(&self, person: u32) -> Place {
        self.cell_of(person, &[Field::Name, Field::LastName, Field::PersonnelNumber, Field::FirstName]).unwrap_or_else(
            || {
                let row = self.rows_of(person).next().expect("a person has a staff row");
                let column = self.records.facts(row).first().map_or(0, |fact| fact.column);
                self.records.record(row).place(column)
            },
        )
    }

    /// The heading of a field's column on a sheet about a topic, for findings about the column as such.
    pub fn heading_cell(&self, topic: Topic) -> Option<Place> {
        self.covered.heading(topic)
    }

    /// Whether somebody wrote down why this person may work unregistered, and that still holds.
    pub fn is_exempt(&self, person: u32, reference_date: Date) -> bool {
        self.links_of(person).iter().filter(|link| !link.ambiguous).any(|link| {
            let reason = self.records.fact(link.record, Field::ExemptionReason);
            reason.is_some_and(|fact| build::says_something(fact) && !is_to_come(fact, reference_date))
                && self.exemption_doubt(link.record, reference_date).is_none()
        })
    }

    /// Why an exemption with a reason does not count, with the cell that says so; none when it counts.
    fn exemption_doubt(&self, record: u32, reference_date: Date) -> Option<(Reason, Fact)> {
        let all = |field| self.records.facts_of(record, field).copied();
        let undecided = all(Field::ExemptionGround).chain(all(Field::ExemptionDecidedBy)).find(|fact| {
            matches!(fact.reading, Reading::No | Reading::Pending | Reading::Unknown) || fact.reading.is_unreadable()
        });
        if let Some(fact) = undecided {
            return Some((Reason::ExemptionUndecided, fact));
        }
        let mut ends = all(Field::ExemptionUntil).filter_map(|until| match until.reading {
            Reading::Placeholder | Reading::OpenEnd => None,
            Reading::Date(date) if date >= reference_date => None,
            Reading::Date(_) => Some((Reason::ExemptionOver, until)),
            _ => Some((Reason::ExemptionDateUnclear, until)),
        });
        if let Some(over) = ends.next() {
            return Some(over);
        }
        let decided = all(Field::ExemptionDecidedOn).next()?;
        match decided.reading {
            Reading::Date(date) if date > reference_date => Some((Reason::ExemptionNotYet, decided)),
            Reading::No | Reading::Pending => Some((Reason::ExemptionNotYet, decided)),
            Reading::Date(_) | Reading::Yes | Reading::Placeholder => None,
            _ => Some((Reason::ExemptionDateUnclear, decided)),
        }
    }

    /// Whether every row of the groups sheet about a group says why it works as it does, on the reference date.
    pub fn substantiation(&self, group: u32, reference_date: Date) -> Substantiation {
        let rows = &self.groups[group as usize].rows;
        let of_row = |row: &u32| {
            let cell = |field| {
                let record = self.records.record(*row);
                self.covered.column(record.table, field).map(|column| record.place(column))
            };
            let said = self.records.fact(*row, Field::Substantiation);
            let Some(said) = said.filter(|fact| build::says_something(fact)) else {
                return Substantiation::Missing(cell(Field::Substantiation));
            };
            if is_to_come(said, reference_date) {
                return Substantiation::DateInDoubt(cell(Field::Substantiation));
            }
            let over = self.records.facts_of(*row, Field::SubstantiatedUntil).find(|until| match until.reading {
                Reading::Placeholder | Reading::OpenEnd => false,
                Reading::Date(date) => date < reference_date,
                _ => true,
            });
            if let Some(over) = over {
                return Substantiation::DateInDoubt(Some(self.records.record(*row).place(over.column)));
            }
            match self.records.fact(*row, Field::SubstantiatedOn).map(|fact| fact.reading) {
                // "Onderbouwing akkoord: ja".
                None | Some(Reading::Placeholder | Reading::Yes) => Substantiation::Given,
                Some(Reading::Date(date)) if date <= reference_date => Substantiation::Given,
                Some(_) => Substantiation::DateInDoubt(cell(Field::SubstantiatedOn)),
            }
        };
        let mut found = rows.iter().map(of_row);
        let first = found.next().unwrap_or(Substantiation::Missing(None));
        std::iter::once(first).chain(found).find(|one| *one != Substantiation::Given).unwrap_or(Substantiation::Given)
    }

    /// The cell of a field of the groups sheet for a group: the first filled one, else an empty one.
    pub fn group_cell(&self, group: u32, field: Field) -> Option<Place> {
        let rows = &self.groups[group as usize].rows;
        let filled = rows.iter().find(|row| self.records.fact(**row, field).is_some());
        let record = self.records.record(*filled.or(rows.first())?);
        self.covered.column(record.table, field).map(|column| record.place(column))
    }

    /// When a person started: the first day of the employment that lasts on the reference date.
    pub fn start_of(&self, person: u32, reference_date: Date) -> Start {
        self.start_with(person, reference_date, 0)
    }

    /// As [`Staff::start_of`], where a weekend with holidays between two contracts is no break: a contract that ends on Friday and
    /// one that begins on Monday do not tell that somebody was away.
    pub fn start_over_weekends(&self, person: u32, reference_date: Date) -> Start {
        // From Easter's Friday until its Monday.
        self.start_with(person, reference_date, 4)
    }

    /// `bridged`: how many days may lie between two employments that are one.
    fn start_with(&self, person: u32, reference_date: Date, bridged: i32) -> Start {
        if !self.covers(Topic::Start, person) {
            return Start::NoColumn;
        }
        let mut spans: Vec<(Date, Option<Date>, Place)> = Vec::new();
        for row in self.rows_of(person) {
            let date = |field| match self.records.fact(row, field) {
                Some(fact) => match fact.reading {
                    Reading::Date(date) => Some((date, self.records.record(row).place(fact.column))),
                    _ => None,
                },
                None => None,
            };
            if let Some((start, place)) = date(Field::EmploymentStart)
                && start <= reference_date
            {
                // An end that the row itself denies ends nothing.
                let end = date(Field::EmploymentEnd).filter(|_| self.denied_end(row, reference_date).is_none());
                spans.push((start, end.map(|(end, _)| end), place));
            }
        }
        spans.sort_unstable();
        let Some(mut first) = spans.first().copied() else {
            return Start::Unknown(self.cell_of(person, &[Field::EmploymentStart]));
        };
        let mut later = Vec::new();
        let mut end = first.1;
        for span in &spans[1..] {
            // A break and a new start restart the clock; a new contract that follows on the old one does not.
            if end.is_some_and(|end| (span.0 - end).get_days() > bridged + 1) {
                first = *span;
                later.clear();
                end = span.1;
            } else {
                if span.0 != first.0 && later.last() != Some(&span.0) {
                    later.push(span.0);
                }
                end = match (end, span.1) {
                    (Some(a), Some(b)) => Some(a.max(b)),
                    _ => None,
                };
            }
        }
        // Who left and is back on a row without a start came back on a day that the file does not tell.
        let works_here = || self.rows_of(person).any(|row| self.presence_of(row, reference_date) == Presence::Active);
        if end.is_some_and(|end| end < reference_date) && works_here() {
            return Start::Unknown(self.unknown_start(person, reference_date));
        }
        if later.is_empty() { Start::Known(first.0, first.2) } else { Start::Several(first.0, later, first.2) }
    }

    /// The cell for the start on the row by which a person works here now.
    fn unknown_start(&self, person: u32, reference_date: Date) -> Option<Place> {
        let current = self.rows_of(person).filter(|row| self.presence_of(*row, reference_date) == Presence::Active);
        let mut cells = current.filter_map(|row| {
            let record = self.records.record(row);
            Some(record.place(self.covered.column(record.table, Field::EmploymentStart)?))
        });
        cells.next().or_else(|| self.cell_of(person, &[Field::EmploymentStart]))
    }
}

/// Whether a reason is only a day that has not come yet.
fn is_to_come(reason: &Fact, reference_date: Date) -> bool {
    matches!(reason.reading, Reading::Date(date) if date > reference_date)
}

/// Puts links and people in order.
fn arrange(staff: &mut Staff, mut links: Vec<Link>) {
    links.sort_unstable();
    let mut start = 0;
    for (index, person) in (0u32..).zip(&mut staff.people) {
        let end = start + links[start..].iter().take_while(|link| link.person == index).count();
        let range = |at: usize| u32::try_from(at).expect("fewer links than rows");
        person.links = range(start)..range(end);
        start = end;
    }
    staff.links = links;
}

/// A new person; links and work follow.
fn new_person(key: TextId, name: TextId) -> Person {
    let (presence, links, assignments) = (Presence::Active, 0..0, 0..0);
    Person { key, name, presence, doubt: None, lasting_doubt: None, links, assignments }
}

/// A row about a person.
fn link(person: u32, record: u32, role: Role, ambiguous: bool) -> Link {
    Link { person, list: role != Role::Staff, record, ambiguous }
}
