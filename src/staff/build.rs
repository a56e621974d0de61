//! From rows to people: presence, work, and what is odd about the rows.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::coverage::{Coverage, is_heading_of_plan, is_plan};
use super::groups::Groups;
use super::work::Day;
use super::{ColumnBeside, Extract, Presence, Problem, Staff, TrainingColumn, groups, join};
use crate::calendar::Date;
use crate::cell::{Place, SheetIndex, TableIndex};
use crate::finding::{Detail, FactName, Reason};
use crate::lexicon::{Field, FieldKind, Heading, Hint, Kind, Lexicon, TrainingPart, TrainingTitle};
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
