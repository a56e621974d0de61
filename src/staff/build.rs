//! From rows to people: presence, work, and what is odd about the rows.

use hashbrown::HashMap;

use super::groups::Groups;
use super::{Assignment, ColumnBeside, Extract, Presence, Problem, Staff, Topic, TrainingColumn, join};
use crate::amount::Fte;
use crate::calendar::Date;
use crate::cell::{Place, Position, SheetIndex, TableIndex};
use crate::finding::{Detail, FactName, FunctionClass, Reason};
use crate::fold::fold;
use crate::lexicon::{Field, FieldKind, Kind, Lexicon, Role, TrainingPart, TrainingTitle};
use crate::record::{Fact, Reading, Records, TextId, digits_of};
use crate::settings::Settings;
use crate::table::{Table, Use};

/// A table that was understood.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The number of its sheet over all inputs.
    pub index: SheetIndex,
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
        staff.training_columns[at] = training_columns(&sheet.table, lexicon);
    }
    staff.unreadable_cells(lexicon);
    join::people(&mut staff, lexicon);
    staff.doubt_rows();
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
        self.presence(day);
        self.work(lexicon, settings, day);
        self.odd_people(lexicon, day);
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
                    // A date is asked only below a heading that names the training.
                    Reading::Unreadable(Reason::NoDateValue) if fact.field == Field::Training && untitled() => {
                        Reason::NoTitleValue
                    }
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

    /// Who works here on the reference date: by row, since a row may be one of several contracts.
    fn presence(&mut self, reference_date: Date) {
        for person in 0..self.people.len() {
            let index = u32::try_from(person).expect("fewer people than rows");
            let presence =
                self.rows_of(index).map(|row| self.presence_of(row, reference_date)).min().unwrap_or(Presence::Active);
            self.people[person].presence = presence;
            self.people[person].assignments = 0..0;
            self.people[person].doubt = self.people[person].lasting_doubt;
            let may_have_left = self
                .rows_of(index)
                .filter(|row| self.presence_of(*row, reference_date) == Presence::Active)
                .all(|row| self.unclear_end(row).is_some());
            if presence == Presence::Active && may_have_left {
                self.people[person].doubt = Some(Reason::EndUnknown);
            }
        }
    }

    /// What a row says about the end of the employment, where that is neither a day nor that there is none.
    fn unclear_end(&self, row: u32) -> Option<&Fact> {
        let clear = |fact: &&Fact| {
            matches!(fact.reading, Reading::Date(_) | Reading::No | Reading::Placeholder | Reading::OpenEnd)
        };
        self.records.fact(row, Field::EmploymentEnd).filter(|fact| !clear(fact))
    }

    pub(super) fn presence_of(&self, row: u32, reference_date: Date) -> Presence {
        let date = |field| match self.records.fact(row, field).map(|fact| fact.reading) {
            Some(Reading::Date(date)) => Some(date),
            _ => None,
        };
        if date(Field::EmploymentEnd).is_some_and(|end| end < reference_date) {
            Presence::Left
        } else if date(Field::EmploymentStart).is_some_and(|start| start > reference_date) {
            Presence::NotStarted
        } else {
            Presence::Active
        }
    }

    /// The work of active people: function, groups and posts, row by row.
    fn work(&mut self, lexicon: &Lexicon, settings: &Settings, reference_date: Date) {
        let known = self.groups_of_day(lexicon, reference_date);
        let groups = &known.groups;
        let mut classes = std::mem::take(&mut self.classes);
        for person in 0..self.people.len() {
            let index = u32::try_from(person).expect("fewer people than rows");
            let first = self.assignments.len();
            if self.people[person].presence == Presence::Active {
                let rows: Vec<u32> = self.rows_of(index).collect();
                for (at, &row) in rows.iter().enumerate() {
                    if self.presence_of(row, reference_date) != Presence::Active {
                        continue;
                    }
                    if rows[..at].iter().any(|earlier| self.same_row(*earlier, row)) {
                        let cell = self.identity_place(row);
                        self.problem(Reason::Duplicate, vec![cell], Some(index), Vec::new());
                        continue;
                    }
                    self.work_of_row(index, row, lexicon, settings, groups, &mut classes);
                }
                self.repeated_work(first);
            }
            self.too_many_posts(index, first);
            let range = |at: usize| u32::try_from(at).expect("fewer assignments than rows");
            self.people[person].assignments = range(first)..range(self.assignments.len());
        }
        self.groups.clone_from(&groups.all);
        (self.groups_of_day, self.classes) = (Some(known), classes);
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

    fn work_of_row(
        &mut self,
        person: u32,
        row: u32,
        lexicon: &Lexicon,
        settings: &Settings,
        groups: &Groups,
        classes: &mut HashMap<(TextId, TextId), FunctionClass>,
    ) {
        let titles = self.titles_of_row(row);
        let class = *classes.entry(titles).or_insert_with(|| self.class_of_titles(titles, lexicon, settings));
        let fte = self.fte_of_row(person, row, class, settings);
        let found = groups.of_row(&self.records, row);
        if found.len() < 2 {
            self.assignments.push(Assignment {
                person,
                group: found.first().map(|(group, _)| *group),
                class,
                fte,
                record: row,
            });
            return;
        }
        let given: Option<Vec<Fte>> = found.iter().map(|(_, posts)| *posts).collect();
        if let Some(given) = given.filter(|given| fte.is_none_or(|fte| given.iter().copied().sum::<Fte>() == fte)) {
            for ((group, _), fte) in found.iter().zip(given) {
                self.assignments.push(Assignment { person, group: Some(*group), class, fte: Some(fte), record: row });
            }
            return;
        }
        let mut parts = fte.map(|fte| fte.split(found.len()));
        for (group, _) in &found {
            let part = parts.as_mut().and_then(Iterator::next);
            self.assignments.push(Assignment { person, group: Some(*group), class, fte: part, record: row });
        }
        let record = self.records.record(row);
        let cells = self.records.facts_of(row, Field::Group);
        let cells = cells.map(|fact| record.place(fact.column)).collect();
        let facts = vec![(FactName::Count, Detail::Count(found.len() as u64))];
        self.problem(Reason::SplitOverGroups, cells, Some(person), facts);
    }

    /// A second list about somebody may repeat the function without a column for the group: that is no second job. The posts
    /// on it are those of the job that has none of its own.
    fn repeated_work(&mut self, first: usize) {
        let elsewhere = |assignment: &Assignment, covered: &Coverage, records: &Records| {
            assignment.group.is_none()
                && covered.column(records.record(assignment.record).table, Field::Group).is_none()
        };
        let own = self.assignments.split_off(first);
        let is_repeated = |assignment: &Assignment| elsewhere(assignment, &self.covered, &self.records);
        if !own.iter().any(|assignment| assignment.group.is_some()) || !own.iter().any(is_repeated) {
            self.assignments.extend(own);
            return;
        }
        let (repeated, mut kept): (Vec<Assignment>, Vec<Assignment>) = own.into_iter().partition(is_repeated);
        let posts = repeated.iter().find_map(|assignment| assignment.fte);
        if let Some(posts) = posts
            && kept.iter().all(|assignment| assignment.fte.is_none())
        {
            let parts = posts.split(kept.len());
            for (assignment, part) in kept.iter_mut().zip(parts) {
                assignment.fte = Some(part);
            }
        }
        self.assignments.extend(kept);
    }

    /// What stands in the columns for function and contract.
    fn titles_of_row(&self, row: u32) -> (TextId, TextId) {
        let text = |field| match self.records.fact(row, field) {
            Some(fact) if fact.reading == Reading::Text => fact.text,
            _ => TextId::NONE,
        };
        (text(Field::Function), text(Field::Contract))
    }

    fn class_of_titles(&self, titles: (TextId, TextId), lexicon: &Lexicon, settings: &Settings) -> FunctionClass {
        let (function, contract) = (self.text(titles.0), self.text(titles.1));
        let own = settings.functions.get(&fold(function)).copied();
        match (own, lexicon.function_class(function, contract)) {
            (_, FunctionClass::Stagiair) => FunctionClass::Stagiair,
            (Some(own), _) => own,
            (None, class) => class,
        }
    }

    /// The class of the function on a row, also of somebody who is left out.
    pub fn class_of_row(&self, row: u32, lexicon: &Lexicon, settings: &Settings) -> FunctionClass {
        self.class_of_titles(self.titles_of_row(row), lexicon, settings)
    }

    /// The posts on a row: its fte, else its hours over a full-time week. Also what cannot be right.
    fn written_fte_of_row(&self, row: u32, settings: &Settings) -> Option<Fte> {
        let amount = |field| match self.records.fact(row, field).map(|fact| fact.reading) {
            Some(Reading::Amount(amount)) => Some(Fte(i64::from(amount))),
            _ => None,
        };
        amount(Field::Fte).or_else(|| Fte::from_hours(amount(Field::Hours)?, settings.full_time_hours))
    }

    /// The posts on a row as far as they are known, also of somebody who is left out.
    pub fn posts_of_row(&self, row: u32, settings: &Settings) -> Option<Fte> {
        self.written_fte_of_row(row, settings).filter(|fte| (Fte(0)..=MOST_POSTS).contains(fte))
    }

    /// The posts on a row that counts; what is odd about them becomes a problem.
    fn fte_of_row(&mut self, person: u32, row: u32, class: FunctionClass, settings: &Settings) -> Option<Fte> {
        let fte = self.written_fte_of_row(row, settings);
        let record = *self.records.record(row);
        let column =
            [Field::Fte, Field::Hours].into_iter().find_map(|field| self.covered.column(record.table, field))?;
        match fte {
            Some(fte) if (Fte(0)..=MOST_POSTS).contains(&fte) => Some(fte),
            Some(_) => {
                let source = self
                    .records
                    .fact(row, Field::Fte)
                    .or_else(|| self.records.fact(row, Field::Hours))
                    .map_or(column, |fact| fact.column);
                self.problem(Reason::OutOfRange, vec![record.place(source)], Some(person), Vec::new());
                None
            }
            None => {
                let unreadable = self
                    .records
                    .fact(row, Field::Fte)
                    .or_else(|| self.records.fact(row, Field::Hours))
                    .is_some_and(|fact| fact.reading.is_unreadable());
                if class.is_care() && !unreadable {
                    self.problem(Reason::Missing, vec![record.place(column)], Some(person), Vec::new());
                }
                None
            }
        }
    }

    /// Rows that each give the whole post of a person add up to more than anybody works.
    fn too_many_posts(&mut self, person: u32, first: usize) {
        let work = &self.assignments[first..];
        let total: Fte = work.iter().filter_map(|assignment| assignment.fte).sum();
        if total <= MOST_POSTS {
            return;
        }
        let mut rows: Vec<u32> = work.iter().map(|assignment| assignment.record).collect();
        rows.dedup();
        let posts = |row: &u32| {
            let fact = self.records.fact(*row, Field::Fte).or_else(|| self.records.fact(*row, Field::Hours))?;
            Some(self.records.record(*row).place(fact.column))
        };
        let cells = rows.iter().filter_map(posts).collect();
        let shown = total.to_string().replace('.', ",");
        self.problem(Reason::FteTotal, cells, Some(person), vec![(FactName::Other, Detail::Text(shown.into()))]);
    }

    /// Whether two rows say the same in every recognised cell.
    fn same_row(&self, one: u32, other: u32) -> bool {
        let (a, b) = (self.records.facts(one), self.records.facts(other));
        a.len() == b.len()
            && a.iter().zip(b).all(|(a, b)| a.field == b.field && a.reading == b.reading && a.text == b.text)
    }

    fn identity_place(&self, row: u32) -> Place {
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
                    if let Some((reason, fact)) = self.exemption_dates(link.record, reference_date) {
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

    /// Rows that say that somebody leaves, or left, without a date: "ja" may be long ago.
    fn odd_ends(&mut self, person: u32, reference_date: Date) {
        let ends = |row: u32| {
            let fact = self.unclear_end(row)?;
            let said = matches!(fact.reading, Reading::Yes | Reading::Unknown | Reading::Pending);
            (said && self.presence_of(row, reference_date) == Presence::Active).then_some((row, *fact))
        };
        let found: Vec<(u32, Fact)> = self.rows_of(person).filter_map(ends).collect();
        for (row, fact) in found {
            let own = self.records.record(row).place(fact.column);
            if self.records.place_of(row, &fact) == own {
                self.problem(Reason::EndUnknown, vec![own], Some(person), Vec::new());
            } else {
                let facts = vec![(FactName::Other, Detail::Text(self.text(fact.text).into()))];
                self.problem(Reason::LeftByHeading, vec![self.identity_place(row)], Some(person), facts);
            }
        }
    }

    /// Rows about one person with two SKJ numbers: a typing error, or two people in one.
    fn two_numbers(&mut self, person: u32, lexicon: &Lexicon) {
        let mut first: Option<(String, Place)> = None;
        let mut second: Option<(String, Place)> = None;
        for link in self.links_of(person).iter().filter(|link| !link.ambiguous) {
            let kind = self
                .records
                .text_of(link.record, Field::RegistrationKind)
                .and_then(|kind| lexicon.registration_kind(kind));
            for fact in self.records.facts(link.record).iter().filter(|fact| fact.reading == Reading::Text) {
                let of_skj = fact.field == Field::SkjNumber
                    || fact.field == Field::RegistrationNumber && kind == Some(Kind::Skj);
                let digits = of_skj.then(|| digits_of(self.text(fact.text))).flatten();
                let Some(digits) = digits else {
                    continue;
                };
                let place = self.records.record(link.record).place(fact.column);
                match &first {
                    None => first = Some((digits.into_owned(), place)),
                    Some((known, _)) if *known != digits => {
                        second.get_or_insert((self.text(fact.text).to_owned(), place));
                    }
                    Some(_) => {}
                }
            }
        }
        if let (Some((_, place)), Some((number, other))) = (first, second) {
            let facts = vec![(FactName::Other, Detail::Text(number.into()))];
            self.problem(Reason::ConflictingValues, vec![place, other], Some(person), facts);
        }
    }

    /// Unknown starts, and rows about one person that contradict each other.
    fn odd_people(&mut self, lexicon: &Lexicon, reference_date: Date) {
        for person in 0..self.people.len() {
            let index = u32::try_from(person).expect("fewer people than rows");
            if self.people[person].presence != Presence::Active {
                continue;
            }
            self.odd_ends(index, reference_date);
            self.two_numbers(index, lexicon);
            match self.start_of(index, reference_date) {
                super::Start::Unknown(cell) => {
                    let cell = cell.unwrap_or_else(|| self.name_cell(index));
                    self.problem(Reason::StartUnknown, vec![cell], Some(index), Vec::new());
                }
                super::Start::Several(_, later, cell) => {
                    let others = later.iter().map(|date| crate::calendar::shown(*date)).collect::<Vec<_>>().join(", ");
                    let facts = vec![
                        (FactName::Other, Detail::Text(others.into())),
                        (FactName::Expected, Detail::Text("één startdatum".into())),
                    ];
                    self.problem(Reason::ConflictingValues, vec![cell], Some(index), facts);
                }
                _ => {}
            }
        }
    }
}

/// The groups that the cells of some day name, and what is odd about them.
#[derive(Debug, Clone)]
pub(super) struct GroupsOfDay {
    cells: Vec<((TextId, TextId), Place)>,
    groups: Groups,
    problems: Vec<Problem>,
}

/// More full-time posts than one person can have.
const MOST_POSTS: Fte = Fte(15_000);

/// Whether a cell gives a reason or substantiation: anything but no, nothing, or something that cannot be read.
pub(super) fn says_something(fact: &Fact) -> bool {
    matches!(fact.reading, Reading::Text | Reading::Yes | Reading::Date(_) | Reading::Amount(_))
}

/// Which sheets have columns on which topics.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    sheets: Vec<SheetColumns>,
    lists: u8,
}

#[derive(Debug, Clone, Default)]
struct SheetColumns {
    sheet: SheetIndex,
    role: Option<Role>,
    topics: u8,
    header_row: u32,
    columns: Vec<(Field, u16)>,
    /// Columns under which the last or the next date can stand.
    last_or_next: Vec<u16>,
    /// Columns under which another day than that of issue of a VOG can stand.
    other_day: Vec<u16>,
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
                .filter_map(|column| topic_of(&column.used, lexicon))
                .fold(0, |bits, topic| bits | bit(topic));
            // Columns for a registration of any kind: where no column tells the kind, they are about SKJ and BIG.
            if !sheet.table.has(Field::RegistrationKind)
                && sheet.table.has_any(&[Field::RegistrationNumber, Field::RegistrationStatus])
            {
                topics |= bit(Topic::Registration);
            }
            let last_or_next = sheet.table.columns.iter().filter(|column| lexicon.is_last_or_next(&column.header));
            let other_day = sheet.table.columns.iter().filter(|column| lexicon.may_be_other_day(&column.header));
            coverage.sheets[at] = SheetColumns {
                sheet: sheet.index,
                role: sheet.table.role,
                topics,
                header_row: sheet.table.header_row,
                columns,
                last_or_next: last_or_next.map(|column| column.column).collect(),
                other_day: other_day.map(|column| column.column).collect(),
            };
            if matches!(sheet.table.role, Some(Role::Trainings | Role::Registrations)) {
                coverage.lists |= topics & (bit(Topic::Registration) | bit(Topic::Training) | bit(Topic::Vog));
            }
        }
        coverage
    }

    /// A sheet with a column "soort" is about what its rows say.
    fn rows(&mut self, records: &Records, lexicon: &Lexicon) {
        for (index, record) in records.iter() {
            if !matches!(record.role, Role::Registrations | Role::Staff)
                || self.column(record.table, Field::RegistrationKind).is_none()
            {
                continue;
            }
            let kind = records.fact(index, Field::RegistrationKind).filter(|kind| kind.reading != Reading::Placeholder);
            let known = kind
                .filter(|kind| kind.reading == Reading::Text)
                .and_then(|kind| lexicon.registration_kind(records.texts.text(kind.text)));
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
                self.lists |= bit(topic);
            } else if topic == Topic::Registration {
                self.sheets[usize::from(record.table.0)].topics |= bit(topic);
            }
        }
    }

    pub(super) fn everybody(&self, topic: Topic) -> bool {
        self.lists & bit(topic) != 0
    }

    pub(super) fn table(&self, topic: Topic, table: TableIndex) -> bool {
        self.sheets.get(usize::from(table.0)).is_some_and(|columns| columns.topics & bit(topic) != 0)
    }

    pub(super) fn anybody(&self, topic: Topic) -> bool {
        self.everybody(topic)
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
        // A column about first aid says nothing about training for these girls.
        Field::Training
            if title.as_deref().is_none_or(|title| lexicon.training(title) != TrainingTitle::NoEvidence) =>
        {
            Topic::Training
        }
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
            TrainingColumn { column: column.column, named, title, dates: Vec::new(), certificates: Vec::new() }
        })
        .collect();
    let mut trainings = of_one_title(trainings, lexicon);
    let is_start = |at: u16| {
        let heading = table.columns.iter().find(|column| column.column == at);
        heading.is_some_and(|heading| lexicon.is_start(&heading.header))
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
                    owner.dates.push(ColumnBeside { column, titled: false, start: is_start(column) });
                }
                _ => owner.certificates.push(column),
            }
        }
    }
    trainings
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
            let of_title = |other: &usize| parts[*other].as_ref().is_some_and(|(_, name)| name == title);
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
                together[*owner].dates.push(ColumnBeside { column, titled: true, start: false });
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
