//! Training for the target group: the best of all trainings of a person.

use hashbrown::{HashMap, HashSet};

use super::{Cells, Later, shows_something};
use crate::calendar::{self, Date};
use crate::cell::{Place, Spot};
use crate::finding::{Reason, Training};
use crate::lexicon::{Field, Lexicon, TrainingParts, TrainingTitle, Word};
use crate::record::{Fact, Reading, TextId};
use crate::staff::{ColumnBeside, Link, Staff, Topic, TrainingColumn};

/// The training of a person on the reference date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrainingStatus {
    /// The status.
    pub status: Training,
    /// Why.
    pub reason: Reason,
    /// The title as written; none where the heading is the title.
    pub title: TextId,
    /// The cell of the title, below the heading that may name the training.
    pub column: Spot,
    /// The date of the training.
    pub on: Option<Date>,
    /// The cells behind it.
    pub cells: Cells,
    /// What may be a later training than that.
    pub later: Option<Later>,
}

/// What cells with titles and certificates mean, by text: the same ones stand on many rows.
#[derive(Default)]
pub(super) struct Titles {
    titles: HashMap<TextId, Title>,
    proofs: HashMap<TextId, Proof>,
    parts: HashMap<TextId, Option<TrainingParts>>,
    /// Of every training that is named in parts, all parts that a heading or cell names; found when first asked for.
    all_parts: Option<HashMap<String, u32>>,
}

impl Titles {
    fn read(&mut self, text: TextId, staff: &Staff, lexicon: &Lexicon, reference_date: Date) -> Title {
        *self.titles.entry(text).or_insert_with(|| read_title(staff.text(text), lexicon, reference_date))
    }

    /// The parts of a training that its title names.
    fn parts(&mut self, found: &Found<'_>, staff: &Staff, lexicon: &Lexicon) -> Option<TrainingParts> {
        if found.column.title.is_some() || found.status.title == TextId::NONE {
            return found.column.parts.clone();
        }
        let text = found.status.title;
        self.parts.entry(text).or_insert_with(|| lexicon.training_parts(staff.text(text))).clone()
    }

    /// The parts of a training that the headings and cells of all sheets name.
    fn all_parts(&mut self, whole: &str, staff: &Staff, lexicon: &Lexicon) -> u32 {
        let named = self.all_parts.get_or_insert_with(|| {
            let mut named: HashMap<String, u32> = HashMap::new();
            let mut add = |parts: TrainingParts| *named.entry(parts.whole).or_default() |= parts.these;
            staff.all_training_columns().filter_map(|column| column.parts.clone()).for_each(&mut add);
            let mut texts: HashSet<TextId> = HashSet::new();
            for (record, _) in staff.records.iter() {
                let titles = staff.records.facts_of(record, Field::Training).map(|fact| fact.text);
                texts.extend(titles.filter(|text| *text != TextId::NONE));
            }
            texts.into_iter().filter_map(|text| lexicon.training_parts(staff.text(text))).for_each(&mut add);
            named
        });
        named.get(whole).copied().unwrap_or(0)
    }
}

/// What one training column of one row says.
struct Found<'s> {
    status: TrainingStatus,
    column: &'s TrainingColumn,
    record: u32,
}

/// What a cell about a certificate says.
#[derive(Clone, Copy)]
enum Proof {
    /// Its date.
    On(Date),
    /// Whether the training was finished.
    Says(bool),
    /// Something that is not understood.
    Unclear,
}

/// What a cell with one or more titles means.
#[derive(Clone, Copy)]
struct Title {
    best: TrainingTitle,
    several: bool,
    /// Whether it names a part of a training and not all of them: "dag 1".
    part: bool,
    /// A date inside the text: "Training Mensenhandel 12-3-2024".
    date: Option<Date>,
    /// Whether something stands beside that date that may make it another one: "12-3-2024 onder voorbehoud".
    unclear: bool,
}

/// The training status of a person.
pub(super) fn of(
    staff: &Staff,
    person: u32,
    lexicon: &Lexicon,
    titles: &mut Titles,
    reference_date: Date,
) -> TrainingStatus {
    let mut best: Option<TrainingStatus> = None;
    let mut later = None;
    let mut consider = |found: TrainingStatus| {
        later = may_be_later(&found).map(|one| one.or(later)).or(later);
        if best.is_none_or(|best| merit(&found) > merit(&best)) {
            best = Some(found);
        }
    };
    let mut in_parts: Vec<(Found<'_>, TrainingParts)> = Vec::new();
    for link in staff.links_of(person) {
        let table = staff.records.record(link.record).table;
        for column in staff.training_columns(table).iter().filter(|column| is_own(staff, link, column, lexicon)) {
            let Some(status) = one(staff, link, column, lexicon, titles, reference_date) else {
                continue;
            };
            let found = Found { status, column, record: link.record };
            match titles.parts(&found, staff, lexicon) {
                Some(parts) if status.status == Training::Demonstrable => in_parts.push((found, parts)),
                _ => consider(status),
            }
        }
    }
    for at in 0..in_parts.len() {
        consider(together(&in_parts, at, staff, lexicon, titles));
    }
    let covered = staff.covers(Topic::Training, person);
    let named = named_elsewhere(staff, person, lexicon, titles, reference_date);
    if let Some(named) = named {
        later = may_be_later(&named).map(|one| one.or(later)).or(later);
        // Columns about training that say nothing, or name another one, do not outweigh what stands beside them.
        if (covered || named.reason != Reason::OtherColumn) && best.is_none_or(|best| best.status == Training::None) {
            best = Some(named);
        }
    }
    if let Some(best) = &mut best {
        best.later = later;
    }
    // A file with columns about other training only says of nobody what 5.2.2 asks.
    best.filter(|best| covered || best.status != Training::None).unwrap_or_else(|| {
        let mentioned = staff.mentioned(Topic::Training, person);
        let (status, reason) = if mentioned.is_some() {
            (Training::ToVerify, Reason::UnreadSheet)
        } else if covered {
            (Training::None, Reason::Empty)
        } else {
            (Training::ToVerify, staff.untold(Topic::Training, person))
        };
        TrainingStatus {
            status,
            reason,
            title: TextId::NONE,
            column: None.into(),
            on: None,
            cells: Cells::one(mentioned.unwrap_or_else(|| empty_cell(staff, person))),
            later: None,
        }
    })
}

/// Whether a row is about a training: on a list with a row per paper others are about a registration or a VOG. Where such a list tells
/// of trainings, a paper that is not known may be one.
fn is_own(staff: &Staff, link: &Link, column: &TrainingColumn, lexicon: &Lexicon) -> bool {
    let record = staff.records.record(link.record);
    let unknown = |paper: &Fact| {
        let text = staff.text(paper.text);
        let no_kind = lexicon.registration_kind(text).is_none()
            && lexicon.word(text) == Word::Other
            && !lexicon.may_be_about_registration(text);
        paper.reading == Reading::Text && (no_kind || lexicon.is_about_learning(text))
    };
    let told = |fact: &Fact| fact.column == column.column;
    !column.among_papers
        || staff.records.facts_of(link.record, Field::Training).any(told)
        || staff.lists(Topic::Training, record.table)
            && staff.records.fact(link.record, Field::RegistrationKind).is_some_and(unknown)
}

/// What a part of a training says beside the other parts of it that were followed: all of them together are the training.
fn together(
    in_parts: &[(Found<'_>, TrainingParts)],
    at: usize,
    staff: &Staff,
    lexicon: &Lexicon,
    titles: &mut Titles,
) -> TrainingStatus {
    let (found, parts) = &in_parts[at];
    let followed = in_parts.iter().filter(|(_, other)| other.whole == parts.whole);
    let (followed, until_last) = followed
        .fold((0, 0), |(followed, until_last), (_, other)| (followed | other.these, until_last | other.until_last));
    let named = titles.all_parts(&parts.whole, staff, lexicon);
    let needed = if parts.stands_alone { named } else { named | until_last };
    // Where there is a first day, there is a second one.
    let alone = needed.is_power_of_two() && !parts.stands_alone;
    if !alone && needed & !followed == 0 {
        return found.status;
    }
    let lacking = |column: &&TrainingColumn| {
        column.parts.as_ref().is_some_and(|other| other.whole == parts.whole && other.these & !followed != 0)
    };
    let record = staff.records.record(found.record);
    let column = staff.training_columns(record.table).iter().find(lacking);
    let cells = column.map_or(found.status.cells, |column| Cells::one(record.place(column.column)));
    TrainingStatus { status: Training::ToVerify, reason: Reason::PartOnly, cells, ..found.status }
}

/// A training that is named in a column about something else: education, certificates, other courses.
fn named_elsewhere(
    staff: &Staff,
    person: u32,
    lexicon: &Lexicon,
    titles: &mut Titles,
    reference_date: Date,
) -> Option<TrainingStatus> {
    let tables = |link: &&Link| staff.may_name_training(staff.records.record(link.record).table);
    for link in staff.links_of(person).iter().filter(tables) {
        for fact in staff.records.facts(link.record) {
            let table = staff.records.record(link.record).table;
            let repeat = fact.field == Field::OtherTraining
                && staff.names_training(table, fact.column)
                && !matches!(fact.reading, Reading::Placeholder | Reading::No | Reading::Pending);
            if fact.field == Field::TrainingDetail && shows_something(fact) && is_about_training(staff, link, fact) {
                let cell = staff.records.record(link.record).place(fact.column);
                return Some(to_verify(staff.reason_of_detail(table, fact.column), TextId::NONE, cell));
            }
            let may_name =
                matches!(fact.field, Field::OtherTraining | Field::EducationLevel | Field::TrainingCertificate);
            let told = matches!(fact.reading, Reading::Text | Reading::Status | Reading::Unreadable(_));
            let mut names = || titles.read(fact.text, staff, lexicon, reference_date).best == TrainingTitle::Recognised;
            if repeat || may_name && told && names() {
                let cell = staff.records.record(link.record).place(fact.column);
                return Some(to_verify(Reason::OtherColumn, fact.text, cell));
            }
        }
    }
    None
}

fn to_verify(reason: Reason, title: TextId, cell: Place) -> TrainingStatus {
    TrainingStatus {
        status: Training::ToVerify,
        reason,
        title,
        column: Some(cell).into(),
        on: None,
        cells: Cells::one(cell),
        later: None,
    }
}

/// Whether a detail is about the training for the target group: its own heading or the column to its left says so. Behind a
/// column with titles it is about the title on its row; only where none stands there it may be about any.
fn is_about_training(staff: &Staff, link: &Link, detail: &Fact) -> bool {
    let table = staff.records.record(link.record).table;
    let mut left = staff.training_columns(table).iter().filter(|column| column.column < detail.column);
    let left = left.next_back().and_then(|column| column.named);
    let titled = staff.names_training(table, detail.column) || left == Some(TrainingTitle::Recognised);
    let told = |fact: &Fact| {
        matches!(fact.field, Field::Training | Field::TrainingDate) && fact.reading != Reading::Placeholder
    };
    titled || left != Some(TrainingTitle::NoEvidence) && !staff.records.facts(link.record).iter().any(told)
}

/// A training to verify may be later than the last one that is certain. A yes or a last day alone tells of no other training
/// than that one.
fn may_be_later(found: &TrainingStatus) -> Option<Later> {
    let cell = found.cells.first()?;
    let by = found.on.filter(|_| found.reason != Reason::UnreadableDate);
    let tells_of_another = !matches!(found.reason, Reason::ClaimOnly | Reason::DetailOnly | Reason::NoHeading);
    (found.status == Training::ToVerify && tells_of_another).then_some(Later { cell, by })
}

/// Where a reader looks for the training of a person who has none.
fn empty_cell(staff: &Staff, person: u32) -> Place {
    // Rows of the person first, then the lists.
    let own = staff.links_of(person).iter().filter(|link| !link.ambiguous).find_map(|link| {
        let record = staff.records.record(link.record);
        let columns = staff.training_columns(record.table);
        let shown = |column: &&TrainingColumn| column.named != Some(TrainingTitle::NoEvidence) && !column.among_papers;
        let known = |column: &&TrainingColumn| column.named != Some(TrainingTitle::Unknown);
        let column = columns.iter().filter(shown).find(known).or_else(|| columns.iter().find(shown))?;
        Some(record.place(column.column))
    });
    own.unwrap_or_else(|| staff.name_cell(person))
}

fn merit(status: &TrainingStatus) -> (u8, u8, Option<Date>) {
    let rank = match status.status {
        Training::Demonstrable => 2,
        Training::ToVerify => 1,
        Training::None => 0,
    };
    let telling = match status.reason {
        Reason::NoDate
        | Reason::UnreadableDate
        | Reason::NoCertificate
        | Reason::CertificateUnclear
        | Reason::OnlyStarted
        | Reason::Contradiction
        | Reason::BesideDate
        | Reason::SharedDate => 5,
        Reason::Planned | Reason::ClaimOnly => 4,
        Reason::NoEvidence => 3,
        Reason::Empty => 0,
        _ => 2,
    };
    (rank, telling, status.on)
}

/// What one training column of one row says; none when the row says nothing there.
fn one(
    staff: &Staff,
    link: &Link,
    column: &TrainingColumn,
    lexicon: &Lexicon,
    titles: &mut Titles,
    reference_date: Date,
) -> Option<TrainingStatus> {
    let facts = staff.records.facts(link.record);
    let at = |column: u16| {
        let filled = |fact: &&Fact| fact.column == column && fact.reading != Reading::Placeholder;
        facts.iter().find(filled)
    };
    let record = staff.records.record(link.record);
    let title_cell = record.place(column.column);
    let cell = at(column.column);
    // A column about something else, such as first aid, only says that: a "nee" or "?" in it is not about these girls.
    if column.named == Some(TrainingTitle::NoEvidence)
        && !cell.is_some_and(|fact| {
            matches!(fact.reading, Reading::Date(_) | Reading::Yes | Reading::Text | Reading::Status | Reading::OpenEnd)
        })
    {
        return None;
    }
    // Nor is a "nee" below a title that nobody knows.
    let answers_no = |fact: &Fact| matches!(fact.reading, Reading::No | Reading::Pending | Reading::Unknown);
    if cell.is_some_and(answers_no) && column.title.as_deref().is_some_and(|title| !lexicon.names_target_group(title)) {
        return None;
    }
    let beside = beside(staff, column, &at, lexicon, titles, reference_date);
    let named_by_date = beside.date.is_some_and(|(_, _, titled)| titled);
    if cell.is_none() && beside.date.is_none() && beside.unreadable.is_none() && !beside.proven {
        return None;
    }
    let mut title = Title {
        best: column.named.unwrap_or(TrainingTitle::Unknown),
        several: false,
        part: false,
        date: None,
        unclear: false,
    };
    let mut own_date = None;
    let mut doubt = None;
    if let Some(fact) = cell {
        // What says that the training was followed, beside a cell that says that it was not.
        let followed = beside.proven || beside.date.is_some_and(|(on, _, _)| on <= reference_date);
        let unless_followed =
            |reason| if followed { (Training::ToVerify, Reason::Contradiction) } else { (Training::None, reason) };
        match fact.reading {
            Reading::Date(on) => own_date = Some(on),
            Reading::Text | Reading::Status | Reading::OpenEnd => {
                let read = titles.read(fact.text, staff, lexicon, reference_date);
                // A heading that names a training vouches for what stands below it; a title there can only add to it.
                let best = match (column.named, read.best) {
                    (Some(TrainingTitle::NoEvidence), _) => TrainingTitle::NoEvidence,
                    (Some(TrainingTitle::Recognised), TrainingTitle::NoEvidence) => TrainingTitle::Unknown,
                    (Some(named), TrainingTitle::Unknown) => named,
                    (_, best) => best,
                };
                title = Title { best, ..read };
                // Below such a heading stands no title but how it went: "geannuleerd".
                if column.named == Some(TrainingTitle::Recognised)
                    && read.best == TrainingTitle::Unknown
                    && proof(staff, fact, lexicon, titles, reference_date) == Some(false)
                {
                    doubt = Some((Training::ToVerify, Reason::NoCertificate));
                } else if column.named == Some(TrainingTitle::Recognised)
                    && read.best == TrainingTitle::Unknown
                    && read.unclear
                {
                    doubt = Some((Training::ToVerify, Reason::BesideDate));
                }
            }
            Reading::Yes if column.planned => doubt = Some(unless_followed(Reason::Planned)),
            Reading::Yes if column.named.is_none() => doubt = Some((Training::ToVerify, Reason::ClaimOnly)),
            Reading::No if column.certificates.contains(&column.column) => {
                doubt = Some((Training::ToVerify, Reason::NoCertificate));
            }
            Reading::No => doubt = Some(unless_followed(Reason::No)),
            Reading::Pending => doubt = Some(unless_followed(Reason::Planned)),
            Reading::Unknown => doubt = Some((Training::ToVerify, Reason::Unknown)),
            Reading::Unreadable(_) if column.named == Some(TrainingTitle::Recognised) => {
                doubt = Some((Training::ToVerify, Reason::UnreadableDate));
            }
            Reading::Amount(_) | Reading::Unreadable(_) | Reading::Uncalculated | Reading::Error => {
                doubt = Some((Training::ToVerify, Reason::Unreadable));
            }
            Reading::Yes | Reading::Placeholder => {}
        }
    }
    let beside_date = beside.date.map(|(on, _, _)| on);
    // Of two days on which the training was followed the last one counts.
    let own_date = own_date.filter(|own| beside_date.is_none_or(|on| on > reference_date || on <= *own));
    let on = own_date.or(beside_date).or(title.date);
    let date_column = beside.date.map(|(_, column, _)| column).or(beside.unreadable);
    let date_cell =
        record.place(date_column.or_else(|| column.dates.first().map(|beside| beside.column)).unwrap_or(column.column));
    let own_cell = if own_date.is_some() { title_cell } else { date_cell };
    // Under a heading that is itself a title, an empty cell says nothing, whatever other column holds a date.
    if column.named.is_some() && cell.is_none() && column.named != Some(TrainingTitle::Recognised) {
        return None;
    }
    let (status, reason, cell_to_mend) = if let Some((status, reason)) = doubt {
        (status, reason, title_cell)
    } else if cell.is_none() && column.named.is_some() && beside.proven && beside.date.is_none() {
        let proof = column.certificates.iter().find(|column| at(**column).is_some());
        (Training::ToVerify, Reason::ClaimOnly, record.place(*proof.unwrap_or(&column.column)))
    } else if cell.is_none() && !named_by_date && beside.unreadable.is_none() {
        // A date or certificate beside an empty cell does not say of what: of any training, or of none.
        (Training::ToVerify, Reason::NoTitle, title_cell)
    } else if title.best == TrainingTitle::NoEvidence {
        (Training::None, Reason::NoEvidence, title_cell)
    } else if let Some(later) = beside.later.filter(|_| on.is_some_and(|on| on <= reference_date)) {
        (Training::ToVerify, Reason::Contradiction, record.place(later))
    } else if on.is_some_and(|on| on > reference_date) {
        (Training::None, Reason::Planned, own_cell)
    } else if title.best == TrainingTitle::Unknown {
        let only_date = column.named.is_none() && own_date.is_some();
        let reason = if only_date { Reason::DateWithoutTitle } else { Reason::UnknownTitle };
        (Training::ToVerify, reason, title_cell)
    } else if let Some((reason, column)) = beside.doubt.or_else(|| {
        // Beside a readable date elsewhere, a date that cannot be read is a second answer.
        beside.unreadable.filter(|_| on.is_some()).map(|column| (Reason::UnreadableDate, column))
    }) {
        (Training::ToVerify, reason, record.place(column))
    } else if on.is_none() {
        let claimed = cell.is_some_and(|fact| fact.reading == Reading::Yes);
        // Below a heading that names the training, figures are meant as its date.
        let meant = cell.is_some_and(|fact| {
            column.named == Some(TrainingTitle::Recognised)
                && fact.reading == Reading::Text
                && staff.text(fact.text).bytes().any(|b| b.is_ascii_digit())
        });
        match beside.unreadable {
            None if meant => (Training::ToVerify, Reason::UnreadableDate, title_cell),
            Some(column) => (Training::ToVerify, Reason::UnreadableDate, record.place(column)),
            None if claimed => (Training::ToVerify, Reason::ClaimOnly, title_cell),
            None => (Training::ToVerify, Reason::NoDate, date_cell),
        }
    } else if (column.planned || column.on_plan) && !beside.proven {
        (Training::ToVerify, Reason::OnPlan, own_cell)
    } else if title.part && column.named.is_some() {
        (Training::ToVerify, Reason::PartOnly, title_cell)
    } else if title.several && own_date.is_none() {
        (Training::ToVerify, Reason::SharedDate, title_cell)
    } else {
        (Training::Demonstrable, Reason::Dated, own_cell)
    };
    let (status, reason) = if link.ambiguous && reason != Reason::NoEvidence {
        (Training::ToVerify, Reason::AmbiguousPerson)
    } else {
        (status, reason)
    };
    let says_title = |fact: &&Fact| {
        fact.reading == Reading::Text
            && titles
                .titles
                .get(&fact.text)
                .is_some_and(|read| column.named.is_none() || read.best == TrainingTitle::Recognised)
    };
    let named = cell.filter(says_title).map_or(TextId::NONE, |fact| fact.text);
    let cells = Cells::one(cell_to_mend);
    Some(TrainingStatus { status, reason, title: named, column: Some(title_cell).into(), on, cells, later: None })
}

/// What the columns with the date and the certificate of a training say on one row.
struct Beside {
    /// The last readable date of the past, else the first to come, its column, and whether the heading names the training.
    date: Option<(Date, u16, bool)>,
    /// The column of a date after the reference date, beside another date.
    later: Option<u16>,
    /// The column of a date that cannot be read.
    unreadable: Option<u16>,
    /// A certificate that is not there or not understood, and its column.
    doubt: Option<(Reason, u16)>,
    /// Whether some cell says that the training was finished.
    proven: bool,
}

fn beside<'f>(
    staff: &Staff,
    column: &TrainingColumn,
    at: &impl Fn(u16) -> Option<&'f Fact>,
    lexicon: &Lexicon,
    titles: &mut Titles,
    reference_date: Date,
) -> Beside {
    let mut beside = Beside { date: None, later: None, unreadable: None, doubt: None, proven: false };
    for dated in &column.dates {
        let Some(fact) = at(dated.column) else { continue };
        match fact.reading {
            Reading::Date(on) => {
                if on > reference_date && column.dates.len() > 1 {
                    beside.later.get_or_insert(dated.column);
                }
                let better = |(known, _, titled): (Date, u16, bool)| {
                    on <= reference_date && (known > reference_date || on > known && titled == dated.titled)
                };
                if beside.date.is_none_or(better) {
                    beside.date = Some((on, dated.column, dated.titled));
                }
            }
            // "Behaald" may hold a date, and may hold "ja" or "nee".
            _ => match proof(staff, fact, lexicon, titles, reference_date) {
                // Digits that are no date are meant as one, and are no number of a certificate.
                Some(true) if !staff.text(fact.text).bytes().any(|b| b.is_ascii_digit()) => beside.proven = true,
                Some(false) => {
                    beside.doubt.get_or_insert((Reason::NoCertificate, dated.column));
                }
                None if fact.reading == Reading::Unknown => {
                    beside.doubt.get_or_insert((Reason::CertificateUnclear, dated.column));
                }
                Some(true) | None => {
                    beside.unreadable.get_or_insert(dated.column);
                }
            },
        }
    }
    for &certificate in &column.certificates {
        let Some(fact) = at(certificate) else { continue };
        match proof(staff, fact, lexicon, titles, reference_date) {
            Some(true) => beside.proven = true,
            Some(false) => {
                beside.doubt.get_or_insert((Reason::NoCertificate, certificate));
            }
            None => {
                beside.doubt.get_or_insert((Reason::CertificateUnclear, certificate));
            }
        }
    }
    // Apart from the training a yes may be about anything, and a no about this.
    for &certificate in &column.apart {
        if at(certificate).is_some_and(|fact| proof(staff, fact, lexicon, titles, reference_date) == Some(false)) {
            beside.doubt.get_or_insert((Reason::NoCertificate, certificate));
        }
    }
    if let Some(lacking) = part_lacking(column, &at, reference_date) {
        beside.doubt.get_or_insert((Reason::PartOnly, lacking));
    }
    // Who began has not finished: another column must say so.
    let dated = |column: u16| at(column).is_some_and(|fact| matches!(fact.reading, Reading::Date(_)));
    let mut days = column.dates.iter().filter(|day| dated(day.column));
    if !beside.proven
        && !dated(column.column)
        && days.clone().all(|day| day.start)
        && let Some(first) = days.next()
    {
        beside.doubt.get_or_insert((Reason::OnlyStarted, first.column));
    }
    beside
}

/// The column of a part that was not certainly followed, beside one that was: "Dag 2", where "Dag 1" holds a day.
fn part_lacking<'f>(
    column: &TrainingColumn,
    at: &impl Fn(u16) -> Option<&'f Fact>,
    reference_date: Date,
) -> Option<u16> {
    let followed =
        |column: u16| at(column).is_some_and(|fact| matches!(fact.reading, Reading::Date(on) if on <= reference_date));
    let (parts, whole): (Vec<&ColumnBeside>, Vec<&ColumnBeside>) = column.dates.iter().partition(|day| day.parts != 0);
    let named = parts.iter().fold(0, |named, day| named | day.parts);
    let began = parts.iter().find(|day| followed(day.column))?;
    if followed(column.column) || whole.iter().any(|day| !day.start && followed(day.column)) {
        return None;
    }
    let lacking = parts.iter().find(|day| !followed(day.column)).map(|day| day.column);
    // All parts that have a column are there; there may be one before or behind them that has none.
    let complete = named.count_ones() > 1 && (named & (named + 1)) == 0;
    lacking.or((!complete).then_some(began.column))
}

/// Whether a cell about a certificate, or about how a training ended, says that it was finished; none when it is not understood.
fn proof(staff: &Staff, fact: &Fact, lexicon: &Lexicon, titles: &mut Titles, reference_date: Date) -> Option<bool> {
    match fact.reading {
        Reading::Date(on) => (on <= reference_date).then_some(true),
        Reading::Unreadable(_) | Reading::Uncalculated | Reading::Error
            if fact.text == TextId::NONE || fact.reading == Reading::Unreadable(Reason::StruckOut) =>
        {
            None
        }
        Reading::Yes if fact.text == TextId::NONE => Some(true),
        Reading::No if fact.text == TextId::NONE => Some(false),
        _ => {
            let text = || staff.text(fact.text);
            let read = titles.proofs.entry(fact.text).or_insert_with(|| {
                match calendar::parse_until(text(), calendar::latest(reference_date)) {
                    Some(on) => Proof::On(on),
                    None => lexicon.certificate(text()).map_or(Proof::Unclear, Proof::Says),
                }
            });
            match *read {
                Proof::On(on) => (on <= reference_date && on.year() >= calendar::FIRST_YEAR).then_some(true),
                Proof::Says(finished) => Some(finished),
                Proof::Unclear => None,
            }
        }
    }
}

fn read_title(text: &str, lexicon: &Lexicon, reference_date: Date) -> Title {
    let mut count = 0;
    let mut best = TrainingTitle::NoEvidence;
    for title in lexicon.split_titles(text).map(str::trim).filter(|title| !title.is_empty()) {
        count += 1;
        let worth = match lexicon.training(title) {
            TrainingTitle::Unknown if lexicon.is_registration_paper(title) => TrainingTitle::NoEvidence,
            worth => worth,
        };
        best = match (best, worth) {
            (TrainingTitle::Recognised, _) | (_, TrainingTitle::Recognised) => TrainingTitle::Recognised,
            (TrainingTitle::Unknown, _) | (_, TrainingTitle::Unknown) => TrainingTitle::Unknown,
            (TrainingTitle::NoEvidence, TrainingTitle::NoEvidence) => TrainingTitle::NoEvidence,
        };
    }
    if count == 0 {
        best = TrainingTitle::Unknown;
    }
    let part = lexicon.training_parts(text).is_some_and(|parts| !parts.are_all());
    let latest = calendar::latest(reference_date);
    let date = calendar::date_inside(text, latest);
    let unclear = date.is_some() && !lexicon.is_clear_beside_training_date(&calendar::beside_date(text, latest));
    Title { best, several: count > 1, part, date, unclear }
}
