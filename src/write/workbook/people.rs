//! `Personen`: the ledger. Everybody who was read, with what counts where and why; `Groepen` adds up its columns.

use std::borrow::Cow;
use std::io::Write;
use std::ops::Range;

use rust_xlsxwriter::Worksheet;

use super::body::Body;
use super::package::Insert;
use super::style::Style;
use super::{Heading, Scene, WorkbookError, heading, write_headings};
use crate::amount::Fte;
use crate::assess::Assessment;
use crate::calendar::{self, Date};
use crate::check::Judged;
use crate::edition::Insight;
use crate::finding::{FunctionClass, Norm};
use crate::lexicon::Field;
use crate::record::Reading;
use crate::rules::Check;
use crate::staff::{Presence, Staff};
use crate::write::words;

/// The row of the headings; the ledger begins below it.
pub(super) const HEADER_ROW: u32 = 4;

/// Columns that formulas of `Groepen` add up or look at.
pub(super) const GROUP_NUMBER: u16 = 4;
const FTE: u16 = 7;
const REGISTERED: u16 = 8;
const TRAINED: u16 = 14;
const ALL: u16 = 20;
const VOG: u16 = 21;
const START: u16 = 24;
const PRESENCE: u16 = 25;
const SOURCE: u16 = 26;
pub(super) const HIRED: u16 = 27;
pub(super) const LEVEL: u16 = 28;

/// Of a norm: the column with ones and noughts, the column with posts, the column with the status.
/// For 5.2.1 and 5.2.2 the reason stands between the first two.
pub(super) const fn columns(norm: Norm) -> (u16, u16, u16) {
    match norm {
        Norm::Registered => (REGISTERED, REGISTERED + 2, REGISTERED + 3),
        Norm::Trained => (TRAINED, TRAINED + 2, TRAINED + 3),
        _ => (ALL, FTE, VOG),
    }
}

const HEADINGS: &[Heading] = &[
    heading("Sleutel", 11.0),
    heading("Naam", 24.0),
    heading("Functie", 27.0),
    heading("Functieklasse", 19.0),
    heading("Groeps-nummer", 9.0),
    heading("Groep", 18.0),
    heading("Locatie", 15.0),
    heading("Fte", 8.0),
    heading("Telt mee voor 5.2.1", 11.0),
    heading("Waarom (5.2.1)", 46.0),
    heading("Fte voor 5.2.1", 9.0),
    heading("Registratie", 18.0),
    heading("Reden registratie", 30.0),
    heading("Geldig tot", 12.0),
    heading("Telt mee voor 5.2.2", 11.0),
    heading("Waarom (5.2.2)", 46.0),
    heading("Fte voor 5.2.2", 9.0),
    heading("Scholing", 14.0),
    heading("Reden scholing", 30.0),
    heading("Datum scholing", 12.0),
    heading("Telt mee voor VOG", 11.0),
    heading("VOG", 16.0),
    heading("Reden VOG", 30.0),
    heading("VOG afgegeven", 12.0),
    heading("In dienst sinds", 12.0),
    heading("Aanwezigheid", 18.0),
    heading("Bron", 28.0),
    heading("Inhuur", 12.0),
    heading("Niveau", 14.0),
];

/// What stands below "Inhuur" and "Niveau"; formulas of `Groepen` look for these words.
pub(super) const NOT_KNOWN: &str = "niet bekend";
pub(super) const NOT_HIRED: &str = "nee";
pub(super) const HIGHER: &str = "hbo of hoger";
const LOWER: &str = "lager";

/// Full-time posts; none when some are not known.
type Posts = Option<Fte>;

/// The work of one person in one group: one row, however many rows the file has for it.
struct Entry {
    person: u32,
    group: Option<u32>,
    class: FunctionClass,
    /// Whether one of the functions here is care, and whether one is not known.
    care_work: bool,
    unknown_work: bool,
    /// All posts here; none when some are not known.
    fte: Posts,
    /// Whether the person counts as pm here, and with which posts.
    pm: Option<Posts>,
    /// The same for care workers.
    care: Option<Posts>,
}

impl Entry {
    fn of(staff: &Staff, person: u32, group: Option<u32>) -> Entry {
        let here = || staff.assignments_of(person).iter().filter(|work| work.group == group);
        let counting = |counts: fn(FunctionClass) -> bool| {
            let mut some = here().filter(|work| counts(work.class)).peekable();
            some.peek().is_some().then(|| some.map(|work| work.fte).sum())
        };
        let pm = counting(|class| class == FunctionClass::Pm);
        let care = counting(FunctionClass::is_care);
        let first = here().next().map_or(FunctionClass::Onbekend, |work| work.class);
        let unknown_work = here().any(|work| work.class == FunctionClass::Onbekend);
        let fte = here().map(|work| work.fte).sum();
        let (class, care_work) = (if pm.is_some() { FunctionClass::Pm } else { first }, care.is_some());
        // Without a group nobody counts for a group's norm.
        let (pm, care) = if group.is_some() { (pm, care) } else { (None, None) };
        Entry { person, group, class, care_work, unknown_work, fte, pm, care }
    }
}

/// Everybody, by group; then work without a group; then groups without anybody; then those who are left out.
#[derive(Default)]
pub(super) struct Ledger {
    /// Who works where, once for each group of a person: no more than that, since there may be a hundred thousand.
    places: Vec<(Option<u32>, u32)>,
    /// By group: its places.
    blocks: Vec<Range<u32>>,
    empty_groups: Vec<u32>,
    left_out: Vec<u32>,
}

impl Ledger {
    pub(super) fn of(assessment: &Assessment) -> Ledger {
        let staff = &assessment.staff;
        let mut places = Vec::with_capacity(staff.assignments.len());
        let mut left_out = Vec::new();
        for (person, known) in (0u32..).zip(&staff.people) {
            if known.presence != Presence::Active {
                left_out.push(person);
                continue;
            }
            let work = staff.assignments_of(person);
            let first = |at: usize| !work[..at].iter().any(|earlier| earlier.group == work[at].group);
            let groups = work.iter().enumerate().filter(|(at, _)| first(*at)).map(|(_, work)| work.group);
            places.extend(groups.map(|group| (group, person)));
        }
        places.sort_unstable_by_key(|(group, person)| (group.unwrap_or(u32::MAX), *person));
        let mut blocks = Vec::with_capacity(staff.groups.len());
        let mut at = 0;
        for group in (0u32..).take(staff.groups.len()) {
            let start = at;
            while places.get(at).is_some_and(|(of, _)| *of == Some(group)) {
                at += 1;
            }
            blocks.push(super::count(start)..super::count(at));
        }
        let empty_groups =
            (0u32..).zip(&blocks).filter(|(_, block)| block.is_empty()).map(|(group, _)| group).collect();
        Ledger { places, blocks, empty_groups, left_out }
    }

    /// First and last row of the ledger on the sheet, as Excel counts.
    pub(super) fn rows(&self) -> (u32, u32) {
        (HEADER_ROW + 2, HEADER_ROW + 1 + super::count(self.places.len()).max(1))
    }

    /// First and last row of a group on the sheet, as Excel counts; none when nobody works there.
    pub(super) fn rows_of(&self, group: u32) -> Option<(u32, u32)> {
        let block = &self.blocks[group as usize];
        (!block.is_empty()).then(|| (HEADER_ROW + 2 + block.start, HEADER_ROW + 1 + block.end))
    }
}

/// Everything but the rows.
pub(super) fn frame(sheet: &mut Worksheet, scene: &Scene<'_>) -> Result<(), WorkbookError> {
    let text = "Een rij per persoon en groep; Groepen telt deze kolommen op. Onderaan staan groepen waar niemand werkt, en wie op de peildatum niet in dienst is. \
                Een groep die niet gespecialiseerd is of geen pm heeft, krijgt geen oordeel. Voor de VOG telt iedereen mee die in dienst is.";
    sheet.write_string_with_format(2, 0, text, scene.formats.of(Style::Mark))?;
    write_headings(sheet, scene.formats, HEADER_ROW, HEADINGS, 2)?;
    sheet.set_print_fit_to_pages(3, 0).set_repeat_columns(0, 1)?;
    let last_column = super::last(HEADINGS);
    let rows = super::count(
        [scene.ledger.places.len(), scene.ledger.empty_groups.len(), scene.ledger.left_out.len()].iter().sum(),
    );
    sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + rows.max(1), last_column)?;
    Ok(())
}

/// The rows.
pub(super) fn rows(out: &mut dyn Write, scene: &Scene<'_>) -> Result<Insert, WorkbookError> {
    let assessment = scene.edition.assessment;
    let mut writer = Writer {
        body: Body::without_addresses(out, scene.formats),
        scene,
        assessment,
        row: HEADER_ROW,
        sheets: sheet_names(assessment),
        unknown_function: code_of(assessment, |check| matches!(check, Check::FunctionUnknown {})),
        no_group: code_of(assessment, |check| matches!(check, Check::GroupMissing {})),
        text: String::new(),
        insight: scene.edition.insight(),
    };
    for (group, person) in &scene.ledger.places {
        writer.entry(&Entry::of(&assessment.staff, *person, *group));
    }
    for group in &scene.ledger.empty_groups {
        writer.empty_group(*group);
    }
    for person in &scene.ledger.left_out {
        writer.left_out(*person);
    }
    writer.body.end()?;
    Ok(Insert { before: "<pageMargins", xml: Vec::new() })
}

/// The code of the rule with a kind of check, to refer to: ` (DAT-01)`; nothing when no such rule is in force.
fn code_of(assessment: &Assessment, wanted: fn(&Check) -> bool) -> String {
    let rule = assessment.rules.rules.iter().find(|rule| wanted(&rule.check));
    rule.map_or_else(String::new, |rule| format!(" ({})", rule.code))
}

/// The names of all sheets, by number; of several files with the file.
fn sheet_names(assessment: &Assessment) -> Vec<String> {
    let several = assessment.inputs.len() > 1;
    let named = |file: &str, sheet: &str| if several { format!("{file}: {sheet}") } else { sheet.to_owned() };
    assessment
        .inputs
        .iter()
        .flat_map(|input| input.sheets.iter().map(move |sheet| named(&input.file, &sheet.name)))
        .collect()
}

/// Whether somebody counts for a norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counts {
    Yes,
    No,
    NotKnown,
}

/// The same, with why, and the posts that count.
struct Counting {
    counts: Counts,
    why: Cow<'static, str>,
    posts: Posts,
}

struct Writer<'a, W: Write> {
    body: Body<W>,
    scene: &'a Scene<'a>,
    assessment: &'a Assessment,
    row: u32,
    sheets: Vec<String>,
    /// Codes of the rules that say of whom it is not known whether they count.
    unknown_function: String,
    no_group: String,
    /// Kept between rows, so that a row costs no allocation.
    text: String,
    /// Who is hired in, and of which level.
    insight: Insight<'a>,
}

impl<W: Write> Writer<'_, W> {
    fn begin(&mut self, key: &str, name: &str) {
        self.row += 1;
        self.body.row(self.row, false);
        self.body.plain(0, key, Style::Top);
        self.body.plain(1, name, Style::Top);
    }

    fn begin_person(&mut self, person: u32) {
        let edition = &self.scene.edition;
        self.begin(edition.key(person), edition.name(person));
    }

    fn entry(&mut self, entry: &Entry) {
        let (assessment, edition) = (self.assessment, &self.scene.edition);
        let staff = &assessment.staff;
        self.begin_person(entry.person);
        let records = || {
            staff.assignments_of(entry.person).iter().filter(|work| work.group == entry.group).map(|work| work.record)
        };
        self.functions(records());
        self.body.text(3, entry.class.name(), Style::Top);
        if let Some(group) = entry.group {
            self.body.whole(GROUP_NUMBER, group + 1, Style::Number);
            self.body.plain(5, edition.group(group), Style::Top);
            self.body.plain(6, edition.location(group), Style::Top);
        } else {
            self.body.blank(GROUP_NUMBER, Style::Top);
            self.body.text(5, "(geen groep)", Style::Top);
            self.body.blank(6, Style::Top);
        }
        self.fte(FTE, entry.fte);
        let titled = records().any(|record| staff.records.text_of(record, Field::Function).is_some());
        let registered = self.counting(Norm::Registered, entry, entry.pm, titled);
        let trained = self.counting(Norm::Trained, entry, entry.care, titled);
        self.norms(entry.person, [&registered, &trained], Counts::Yes);
        self.body.text(PRESENCE, Presence::Active.name(), Style::Top);
        self.source(records());
        let hired = match self.insight.hired(entry.person, entry.group) {
            Some(true) => "ja",
            Some(false) => NOT_HIRED,
            None => NOT_KNOWN,
        };
        let level = match self.insight.higher(entry.person) {
            Some(true) => HIGHER,
            Some(false) => LOWER,
            None => NOT_KNOWN,
        };
        self.body.text(HIRED, hired, Style::Top);
        self.body.text(LEVEL, level, Style::Top);
    }

    /// Whether somebody counts here for a norm of the group, why, and with which posts.
    fn counting(&self, norm: Norm, entry: &Entry, posts: Option<Posts>, titled: bool) -> Counting {
        let judged = entry.group.map(|group| self.assessment.judgement.groups[group as usize].judged);
        let (counts, mut why) = if posts.is_some() {
            let who = if norm == Norm::Registered { "pedagogisch medewerker" } else { "professional in de zorg" };
            (Counts::Yes, Cow::Borrowed(who))
        } else if entry.group.is_none() && (entry.care_work || entry.unknown_work) {
            (Counts::NotKnown, Cow::Owned(format!("staat bij geen groep{}", self.no_group)))
        } else if entry.unknown_work {
            let code = if judged == Some(Judged::Yes) { &*self.unknown_function } else { "" };
            let how = if titled { "niet herkend" } else { "leeg" };
            (Counts::NotKnown, Cow::Owned(format!("de functie is {how}{code}")))
        } else {
            (Counts::No, Cow::Owned(format!("klasse {} telt niet mee", entry.class)))
        };
        let but = match judged.filter(|_| counts != Counts::No) {
            Some(Judged::NotSpecialised) => "; groep niet gespecialiseerd",
            Some(Judged::WithoutPm) => "; groep zonder pm",
            Some(Judged::Unclear) => "; niet te zien of de groep gespecialiseerd is",
            Some(Judged::Yes) | None => "",
        };
        why += but;
        Counting { counts, why, posts: posts.flatten() }
    }

    /// A group where nobody works who is employed on the reference date: nothing adds up.
    fn empty_group(&mut self, group: u32) {
        let edition = &self.scene.edition;
        self.begin("", "(niemand)");
        self.body.blank(2, Style::Top);
        self.body.blank(3, Style::Top);
        self.body.whole(GROUP_NUMBER, group + 1, Style::Number);
        self.body.plain(5, edition.group(group), Style::Top);
        self.body.plain(6, edition.location(group), Style::Top);
        for column in FTE..SOURCE {
            if column == REGISTERED + 1 || column == TRAINED + 1 {
                self.body.text(column, "op deze groep werkt niemand die in dienst is", Style::Top);
            } else {
                self.body.blank(column, Style::Grey);
            }
        }
        let place = self.assessment.staff.groups[group as usize].place;
        let source = format!("{}, rij {}", self.sheets[usize::from(place.sheet)], place.position.row + 1);
        self.body.plain(SOURCE, &source, Style::Top);
        self.body.blank(HIRED, Style::Grey);
        self.body.blank(LEVEL, Style::Grey);
    }

    /// Somebody who does not work here on the reference date: shown as far as known, and adding nothing up.
    fn left_out(&mut self, person: u32) {
        let assessment = self.assessment;
        let staff = &assessment.staff;
        self.begin_person(person);
        self.functions(staff.rows_of(person));
        let classes =
            || staff.rows_of(person).map(|row| staff.class_of_row(row, &assessment.lexicon, &assessment.settings));
        let class = classes().find(|class| *class == FunctionClass::Pm).or_else(|| classes().next());
        self.body.text(3, class.map_or("", FunctionClass::name), Style::Top);
        self.body.blank(GROUP_NUMBER, Style::Grey);
        for (column, field) in [(5, Field::Group), (6, Field::Location)] {
            let fact = staff.rows_of(person).find_map(|row| staff.records.fact(row, field));
            self.body.plain(column, &fact.map_or_else(String::new, |fact| staff.records.shown(fact)), Style::Top);
        }
        self.fte(FTE, staff.rows_of(person).map(|row| staff.posts_of_row(row, &assessment.settings)).sum());
        let presence = staff.people[person as usize].presence;
        let (field, day) = match presence {
            Presence::NotStarted => (Field::EmploymentStart, "eerste dag"),
            _ => (Field::EmploymentEnd, "laatste dag"),
        };
        let days = || {
            staff.rows_of(person).filter_map(|row| match staff.records.fact(row, field)?.reading {
                Reading::Date(date) => Some(date),
                _ => None,
            })
        };
        let date = if presence == Presence::NotStarted { days().min() } else { days().max() };
        let why = match date {
            Some(date) => format!("{} ({day}: {})", presence.name(), calendar::shown(date)),
            None => presence.name().to_owned(),
        };
        let out = Counting { counts: Counts::No, why: Cow::Owned(why), posts: None };
        self.norms(person, [&out, &out], Counts::No);
        self.body.text(PRESENCE, presence.name(), Style::Top);
        self.source(staff.rows_of(person));
        self.body.blank(HIRED, Style::Top);
        self.body.blank(LEVEL, Style::Top);
    }

    /// Per norm whether somebody counts, why, and the status.
    fn norms(&mut self, person: u32, of_groups: [&Counting; 2], of_all: Counts) {
        let assessment = self.assessment;
        let statuses = &assessment.judgement.statuses[person as usize];
        let (registration, training, vog) = (statuses.registration, statuses.training, statuses.vog);
        let label = |reason| assessment.rules.label(reason);
        let why = words::held(label(registration.reason), registration.held);
        for (column, counting, name, reason, date) in [
            (REGISTERED, of_groups[0], registration.status.name(), &*why, registration.until),
            (TRAINED, of_groups[1], training.status.name(), label(training.reason), training.on),
        ] {
            self.counts(column, counting.counts);
            self.body.text(column + 1, &counting.why, Style::Top);
            self.fte(column + 2, counting.posts);
            self.status(column + 3, name, reason, date);
        }
        self.counts(ALL, of_all);
        self.status(VOG, vog.status.name(), label(vog.reason), vog.issued);
        self.date(START, vog.start);
    }

    fn counts(&mut self, column: u16, counts: Counts) {
        let style = if counts == Counts::NotKnown { Style::NotKnown } else { Style::YesNo };
        self.body.whole(column, u32::from(counts == Counts::Yes), style);
    }

    fn functions(&mut self, records: impl Iterator<Item = u32>) {
        let staff = &self.assessment.staff;
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        for function in records.flat_map(|record| staff.records.facts_of(record, Field::Function)) {
            let shown = staff.records.shown(function);
            if text.is_empty() {
                text.push_str(&shown);
            } else if !text.split(" + ").any(|known| known == shown) {
                text.push_str(" + ");
                text.push_str(&shown);
            }
        }
        self.body.plain(2, &text, Style::Top);
        self.text = text;
    }

    /// Sheet and rows that say so.
    fn source(&mut self, records: impl Iterator<Item = u32>) {
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        let mut sheet = None;
        for record in records {
            let record = self.assessment.staff.records.record(record);
            if sheet == Some(record.sheet) {
                text.push_str(" en ");
            } else {
                if sheet.is_some() {
                    text.push_str("; ");
                }
                text.push_str(&self.sheets[usize::from(record.sheet)]);
                text.push_str(", rij ");
                sheet = Some(record.sheet);
            }
            text.push_str(&(record.row + 1).to_string());
        }
        self.body.plain(SOURCE, &text, Style::Top);
        self.text = text;
    }

    fn status(&mut self, column: u16, name: &str, reason: &str, date: Option<Date>) {
        self.body.text(column, name, Style::Top);
        self.body.text(column + 1, reason, Style::Top);
        self.date(column + 2, date);
    }

    fn date(&mut self, column: u16, date: Option<Date>) {
        match date {
            Some(date) => self.body.number(column, calendar::to_serial(date), Style::TopDate),
            None => self.body.blank(column, Style::Top),
        }
    }

    fn fte(&mut self, column: u16, fte: Option<Fte>) {
        match fte {
            Some(fte) => self.body.posts(column, fte, Style::Fte),
            None => self.body.blank(column, Style::Fte),
        }
    }
}

/// Posts as the number that a cell shows.
#[expect(clippy::cast_precision_loss, reason = "shown, never compared; far below 2^52")]
pub(super) fn posts(fte: Fte) -> f64 {
    fte.0 as f64 / 10_000.0
}
