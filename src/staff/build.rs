//! From rows to people: presence, work, and what is odd about the rows.

use std::borrow::Cow;
use std::collections::BTreeMap;

use hashbrown::HashSet;

use super::groups::Groups;
use super::work::Day;
use super::{ColumnBeside, Extract, Presence, Problem, Staff, Topic, TrainingColumn, groups, join};
use crate::calendar::Date;
use crate::cell::{Place, Position, SheetIndex, TableIndex};
use crate::finding::{Detail, FactName, Reason};
use crate::fold::fold;
use crate::lexicon::{Field, FieldKind, Heading, Hint, Kind, Lexicon, Role, TrainingPart, TrainingTitle};
use crate::record::{Fact, Reading, Records, TextId, digits_of};
use crate::settings::Settings;
use crate::table::{Column, Table, Use};

/// A table that was understood.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The number of its sheet over all inputs.
    pub index: SheetIndex,
    /// What it is called: the names of the sheet and, where no staff stands in it, of the file.
    pub names: Vec<String>,
    /// Its columns.
    pub table: Table,
}

/// Builds the people from the rows of all sheets. Never fails: what is odd becomes a [`Problem`].
pub fn build(
    records: Records,
    sheets: &[Sheet],
    extracts: Vec<Extract>,
    lexicon: &Lexicon,
    settings: &Settings,
    reference_date: Date,
) -> Staff {
    let mut records = records;
    records.doubt_months();
    let mut staff = Staff { records, covered: Coverage::of(sheets, lexicon), ..Staff::default() };
    staff.covered.rows(&staff.records, lexicon);
    for sheet in sheets {
        let at = usize::from(sheet.table.index.0);
        if staff.training_columns.len() <= at {
            staff.training_columns.resize_with(at + 1, Vec::new);
        }
        staff.training_columns[at] = match sheet.table.papers() {
            Some(papers) => {
                let mut columns = training_columns(&sheet.table.as_trainings(), lexicon);
                for column in columns.iter_mut().filter(|column| column.column == papers.column) {
                    column.among_papers = true;
                }
                columns
            }
            None => training_columns(&sheet.table, lexicon),
        };
    }
    let groups = [Field::Group, Field::Location].map(|field| groups::names(&staff, field));
    staff.covered.parts(sheets, &groups, lexicon);
    staff.unreadable_cells(lexicon);
    join::people(&mut staff, lexicon);
    staff.doubt_rows();
    staff.ends_on_other_lists();
    staff.join_extracts(extracts, lexicon);
    staff.undated_problems = staff.problems.len();
    staff.on(lexicon, settings, reference_date);
    staff
}

impl Staff {
    /// Says how everything is on a day: who works here, where, and what is odd about that. What was said of another day is gone.
    pub fn on(&mut self, lexicon: &Lexicon, settings: &Settings, day: Date) {
        self.problems.truncate(self.undated_problems);
        self.assignments.clear();
        for column in self.training_columns.iter_mut().flatten() {
            column.named = column.title.as_deref().map(|title| named(title, lexicon, day));
        }
        for (person, (presence, doubt)) in self.presences(day).into_iter().enumerate() {
            (self.people[person].presence, self.people[person].doubt) = (presence, doubt);
        }
        self.work(lexicon, settings, day);
        self.odd_exemptions(day);
        self.odd_extracts(day);
    }

    fn problem(&mut self, reason: Reason, cells: Vec<Place>, person: Option<u32>, facts: Vec<(FactName, Detail)>) {
        self.problems.push(Problem { reason, cells, person, group: None, facts });
    }

    /// People of whom no row is certainly one about a person.
    fn doubt_rows(&mut self) {
        for person in 0..self.people.len() {
            let index = u32::try_from(person).expect("fewer people than rows");
            if self.rows_of(index).all(|row| self.records.record(row).doubtful) {
                self.people[person].lasting_doubt = Some(Reason::DoubtfulRow);
            }
        }
    }

    /// Cells that hold something which cannot be read as what their column is about.
    fn unreadable_cells(&mut self, lexicon: &Lexicon) {
        let mut problems = Vec::new();
        for (index, record) in self.records.iter() {
            for fact in self.records.facts(index) {
                let untitled = || {
                    let columns = self.training_columns(record.table);
                    columns.iter().any(|column| column.column == fact.column && column.named.is_none())
                };
                // "Behaald" holds a date, or how the training went.
                let told = || fact.field == Field::TrainingDate && lexicon.certificate(self.text(fact.text)).is_some();
                let digits = || self.text(fact.text).bytes().any(|b| b.is_ascii_digit());
                let reason = match fact.reading {
                    _ if self.records.texts.has_control_characters(fact.text) => Reason::ControlCharacters,
                    Reading::Unreadable(Reason::NoDateValue) | Reading::Status if told() && !digits() => continue,
                    // Why somebody left is said of the person: "Reden vertrek: andere baan".
                    Reading::Unreadable(Reason::NoDateValue)
                        if fact.field == Field::EmploymentEndDetail && !digits() =>
                    {
                        continue;
                    }
                    // A date is asked only below a heading that names the training.
                    Reading::Unreadable(Reason::NoDateValue) if fact.field == Field::Training && untitled() => {
                        Reason::NoTitleValue
                    }
                    // That is said of the person, if there is no more certain end; and once of the list.
                    Reading::Unreadable(Reason::StruckOutName | Reason::ListLacking) => continue,
                    Reading::Unreadable(reason) => reason,
                    Reading::Uncalculated => Reason::Uncalculated,
                    Reading::Error => Reason::ErrorCell,
                    // "Geschorst" below "Schorsing".
                    Reading::Status if fact.field == Field::RegistrationTakenAway => continue,
                    // Any status word in a date column is understood by the norms; a word that is no date is not.
                    Reading::Status if fact.field.kind() == FieldKind::Date => Reason::NoDateValue,
                    _ => continue,
                };
                problems.push((reason, record.place(fact.column)));
            }
        }
        for (reason, place) in problems {
            self.problem(reason, vec![place], None, Vec::new());
        }
    }

    /// The work of active people, and what is odd about it and them.
    fn work(&mut self, lexicon: &Lexicon, settings: &Settings, date: Date) {
        let known = self.groups_of_day(lexicon, date);
        let works = self.works(&Day { lexicon, settings, date, groups: &known.groups }, &self.classes);
        let mut odd = Vec::new();
        // Told once per table: an export may have a row per training of everybody.
        let mut same: BTreeMap<TableIndex, (Place, u64)> = BTreeMap::new();
        let mut person = 0;
        let range = |at: usize| u32::try_from(at).expect("fewer assignments than rows");
        for work in works {
            let offset = self.assignments.len();
            let mut first = offset;
            for end in work.ends {
                self.people[person].assignments = range(first)..range(offset + end);
                first = offset + end;
                person += 1;
            }
            self.assignments.extend(work.assignments);
            self.problems.extend(work.problems);
            self.classes.extend(work.classes);
            odd.extend(work.odd);
            for row in work.same {
                let table = self.records.record(row).table;
                same.entry(table).or_insert_with(|| (self.identity_place(row), 0)).1 += 1;
            }
        }
        for (place, count) in same.into_values() {
            let facts = vec![(FactName::Count, Detail::Count(count))];
            self.problem(Reason::SameWork, vec![place], None, facts);
        }
        self.problems.extend(odd);
        self.groups.clone_from(&known.groups.all);
        self.groups_of_day = Some(known);
    }

    /// The groups of a day: those of the day before as long as the same cells name them.
    fn groups_of_day(&mut self, lexicon: &Lexicon, reference_date: Date) -> GroupsOfDay {
        let cells = Groups::cells(self, reference_date);
        if let Some(known) = self.groups_of_day.take_if(|known| known.cells == cells) {
            self.problems.extend(known.problems.iter().cloned());
            return known;
        }
        let first = self.problems.len();
        let groups = Groups::read(self, lexicon, cells.clone());
        GroupsOfDay { cells, groups, problems: self.problems[first..].to_vec() }
    }

    pub(super) fn identity_place(&self, row: u32) -> Place {
        let record = self.records.record(row);
        let fact = [Field::PersonnelNumber, Field::Name, Field::LastName]
            .into_iter()
            .find_map(|field| self.records.fact(row, field));
        record.place(fact.or_else(|| self.records.facts(row).first()).map_or(0, |fact| fact.column))
    }

    /// Exemptions that are over, or that give no reason.
    fn odd_exemptions(&mut self, reference_date: Date) {
        let mut problems = Vec::new();
        for link in &self.links {
            if self.people[link.person as usize].presence != Presence::Active {
                continue;
            }
            let place = |fact: &Fact| self.records.record(link.record).place(fact.column);
            let given = |field| self.records.fact(link.record, field).filter(|fact| says_something(fact));
            match given(Field::ExemptionReason) {
                Some(_) => {
                    if let Some((reason, fact)) = self.exemption_doubt(link.record, reference_date) {
                        let until = match fact.reading {
                            Reading::Date(date) => vec![(FactName::Until, Detail::Date(date))],
                            _ => Vec::new(),
                        };
                        problems.push((reason, place(&fact), link.person, until));
                    }
                }
                None => {
                    if let Some(ground) = given(Field::ExemptionGround) {
                        let column =
                            self.covered.column(self.records.record(link.record).table, Field::ExemptionReason);
                        let place = column
                            .map_or_else(|| place(ground), |column| self.records.record(link.record).place(column));
                        problems.push((Reason::ExemptionWithoutReason, place, link.person, Vec::new()));
                    }
                }
            }
        }
        for (reason, place, person, facts) in problems {
            self.problem(reason, vec![place], Some(person), facts);
        }
    }

    /// What is odd about somebody who works here: ends without a date, two numbers, starts that are unknown or contradict each other.
    pub(super) fn odd_about(&self, person: u32, day: &Day<'_>, odd: &mut Vec<Problem>) {
        self.odd_ends(person, day.date, odd);
        let problem = |reason, cells, facts| Problem { reason, cells, person: Some(person), group: None, facts };
        if let Some((place, number, other)) = self.two_numbers(person, day.lexicon) {
            let facts = vec![(FactName::Other, Detail::Text(number.into()))];
            odd.push(problem(Reason::ConflictingValues, vec![place, other], facts));
        }
        match self.start_of(person, day.date) {
            super::Start::Unknown(cell) => {
                let cell = cell.unwrap_or_else(|| self.name_cell(person));
                odd.push(problem(Reason::StartUnknown, vec![cell], Vec::new()));
            }
            super::Start::Several(_, later, cell) => {
                let others = later.iter().map(|date| crate::calendar::shown(*date)).collect::<Vec<_>>().join(", ");
                let facts = vec![
                    (FactName::Other, Detail::Text(others.into())),
                    (FactName::Expected, Detail::Text("één startdatum".into())),
                ];
                odd.push(problem(Reason::ConflictingValues, vec![cell], facts));
            }
            _ => {}
        }
    }

    /// Rows about one person with two SKJ numbers: a typing error, or two people in one. The cell of the first, and the other
    /// number with its cell.
    fn two_numbers(&self, person: u32, lexicon: &Lexicon) -> Option<(Place, String, Place)> {
        let mut first: Option<(Cow<'_, str>, Place)> = None;
        for link in self.links_of(person).iter().filter(|link| !link.ambiguous) {
            let of_skj = |fact: &&Fact| {
                let kind = || {
                    let kind = self.records.text_of(link.record, Field::RegistrationKind)?;
                    lexicon.registration_kind(kind)
                };
                fact.reading == Reading::Text
                    && (fact.field == Field::SkjNumber
                        || fact.field == Field::RegistrationNumber && kind() == Some(Kind::Skj))
            };
            for fact in self.records.facts(link.record).iter().filter(of_skj) {
                let Some(digits) = digits_of(self.text(fact.text)) else {
                    continue;
                };
                let place = self.records.record(link.record).place(fact.column);
                match &first {
                    None => first = Some((digits, place)),
                    Some((known, at)) if *known != digits => {
                        return Some((*at, self.text(fact.text).to_owned(), place));
                    }
                    Some(_) => {}
                }
            }
        }
        None
    }
}

/// The groups that the cells of some day name, and what is odd about them.
#[derive(Debug, Clone)]
pub(super) struct GroupsOfDay {
    cells: Vec<((TextId, TextId), Place)>,
    groups: Groups,
    problems: Vec<Problem>,
}

/// Whether a cell gives a reason or substantiation: anything but no, nothing, or something that cannot be read.
pub(super) fn says_something(fact: &Fact) -> bool {
    matches!(fact.reading, Reading::Text | Reading::Yes | Reading::Date(_) | Reading::Amount(_))
}

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
    fn of(sheets: &[Sheet], lexicon: &Lexicon) -> Coverage {
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
    fn rows(&mut self, records: &Records, lexicon: &Lexicon) {
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
    fn parts(&mut self, sheets: &[Sheet], groups: &[Vec<String>], lexicon: &Lexicon) {
        for sheet in sheets {
            let columns = &mut self.sheets[usize::from(sheet.table.index.0)];
            if matches!(sheet.table.role, Some(Role::Staff | Role::Roster) | None) {
                continue;
            }
            let captions = [sheet.table.caption.as_ref(), sheet.table.title.as_ref().map(|(_, title)| title)];
            let names = || sheet.names.iter().chain(captions.into_iter().flatten());
            let folded: Vec<String> = names().map(|name| format!(" {} ", fold(name))).collect();
            let is_named = |group: &&String| folded.iter().any(|name| name.contains(&format!(" {group} ")));
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
fn is_plan(table: &Table) -> bool {
    table.plan && table.role == Some(Role::Trainings)
}

/// Whether a training may still have to be followed, by its heading or by its sheet.
fn is_planned(table: &Table, column: &Column, lexicon: &Lexicon) -> bool {
    is_plan(table) || is_heading_of_plan(column, lexicon)
}

/// Whether the day below a heading may be that until which a training must be followed: "Gepland", "Training loverboys (verplicht)".
fn is_heading_of_plan(column: &Column, lexicon: &Lexicon) -> bool {
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

/// The columns about training, each with the date and certificate columns that belong to it.
///
/// A date belongs to the nearest training on its left: after "BHV" it is that of the first-aid course. Only where all headings
/// are general and there are as many dates as trainings do they belong together in turn.
fn training_columns(table: &Table, lexicon: &Lexicon) -> Vec<TrainingColumn> {
    let of = |field: Field| table.columns.iter().filter(move |column| column.field() == Some(field));
    let trainings: Vec<TrainingColumn> = of(Field::Training)
        .map(|column| {
            let title = match &column.used {
                Use::Field { title, .. } => title.clone(),
                _ => None,
            };
            // A title that names a year to come is read again on every day.
            let named = title.as_deref().map(|title| lexicon.training(title));
            TrainingColumn {
                column: column.column,
                named,
                parts: title.as_deref().and_then(|title| lexicon.training_parts(title)),
                title,
                planned: is_heading_of_plan(column, lexicon),
                on_plan: is_plan(table),
                among_papers: false,
                dates: Vec::new(),
                certificates: Vec::new(),
                apart: Vec::new(),
            }
        })
        .collect();
    let mut trainings = of_one_title(trainings, lexicon);
    let heading = |at: u16| {
        let heading = table.columns.iter().find(|column| column.column == at);
        heading.map_or("", |heading| heading.header.as_str())
    };
    let general = trainings.iter().all(|training| training.named.is_none());
    for field in [Field::TrainingDate, Field::TrainingCertificate] {
        let columns: Vec<u16> = of(field).map(|column| column.column).collect();
        let in_turn = general && columns.len() == trainings.len();
        for (turn, column) in columns.into_iter().enumerate() {
            let nearest = trainings.iter().rposition(|training| training.column < column);
            let owner = if in_turn { Some(turn) } else { nearest.or((trainings.len() == 1).then_some(0)) };
            let Some(owner) = owner.and_then(|at| trainings.get_mut(at)) else {
                continue;
            };
            match field {
                Field::TrainingDate => {
                    let heading = heading(column);
                    let parts = lexicon.training_parts(heading).map_or(0, |parts| parts.these);
                    let start = lexicon.hints(Hint::Start, heading);
                    owner.dates.push(ColumnBeside { column, titled: false, start, parts });
                }
                _ => owner.certificates.push(column),
            }
        }
    }
    if let [only] = trainings.as_mut_slice() {
        only.apart = certificates_apart(table, lexicon);
    }
    trainings
}

/// The columns "Certificaat" that do not stand beside a training, nor beside something else that ends with a certificate.
fn certificates_apart(table: &Table, lexicon: &Lexicon) -> Vec<u16> {
    let other = |column: &Column| {
        column.field().is_none_or(|field| matches!(field, Field::EducationLevel | Field::OtherTraining))
    };
    let pairs = table.columns.windows(2).filter(|pair| !other(&pair[0])).map(|pair| &pair[1]);
    let is_certificate = |column: &&Column| {
        let heading = lexicon.heading(&column.header);
        column.field() == Some(Field::OtherTraining)
            && matches!(heading, Heading::Field { field: Field::TrainingCertificate, .. })
    };
    pairs.filter(is_certificate).map(|column| column.column).collect()
}

/// What a heading that is itself a title names on a day.
fn named(title: &str, lexicon: &Lexicon, day: Date) -> TrainingTitle {
    match lexicon.training(title) {
        // "Training mensenhandel 2027": a plan, whatever date stands below it.
        TrainingTitle::Recognised if names_year_after(title, day) => TrainingTitle::Unknown,
        named => named,
    }
}

/// Whether a heading names a year that is still to come.
fn names_year_after(heading: &str, reference_date: Date) -> bool {
    let years = heading.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() == 4);
    years.filter_map(|word| word.parse::<i16>().ok()).any(|year| year > reference_date.year() && year < 2100)
}

/// Brings columns of one title together: "Training mensenhandel", "Datum mensenhandel" and "Certificaat mensenhandel" are one
/// training, of which each says something.
fn of_one_title(trainings: Vec<TrainingColumn>, lexicon: &Lexicon) -> Vec<TrainingColumn> {
    let mut parts: Vec<Option<(TrainingPart, String)>> =
        trainings.iter().map(|training| training.title.as_deref().map(|title| lexicon.training_part(title))).collect();
    // The first column that says most about a title takes the others of that title.
    let owners: Vec<usize> = (0..trainings.len())
        .map(|at| {
            let Some((part, title)) = &parts[at] else {
                return at;
            };
            // The day of "Geplande datum mensenhandel" is not that on which "Training mensenhandel" was followed.
            let of_title = |other: &usize| {
                let same = parts[*other].as_ref().is_some_and(|(_, name)| name == title);
                same && trainings[*other].planned == trainings[at].planned
            };
            let rank = |other: &usize| parts[*other].as_ref().map(|(part, _)| *part);
            let first = (0..trainings.len()).filter(of_title).min_by_key(rank).unwrap_or(at);
            if *part == TrainingPart::Title { at } else { first }
        })
        .collect();
    let mut together = trainings;
    for (at, owner) in owners.iter().enumerate() {
        let part = parts[at].take().map(|(part, _)| part);
        let column = together[at].column;
        match part {
            Some(TrainingPart::Date) if *owner != at => {
                together[*owner].dates.push(ColumnBeside { column, titled: true, start: false, parts: 0 });
            }
            Some(TrainingPart::Certificate) => together[*owner].certificates.push(column),
            _ => {}
        }
    }
    together
        .into_iter()
        .zip(owners)
        .enumerate()
        .filter(|(at, (_, owner))| at == owner)
        .map(|(_, (one, _))| one)
        .collect()
}
