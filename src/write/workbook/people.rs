//! `Personen`: the ledger. Everybody who was read, with what counts where and why; `Groepen` adds up its columns.

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
use crate::finding::{FunctionClass, Norm};
use crate::lexicon::Field;
use crate::staff::Presence;

/// The row of the headings; the ledger begins below it.
pub(super) const HEADER_ROW: u32 = 4;

/// Columns that formulas of `Groepen` add up or look at.
pub(super) const GROUP_NUMBER: u16 = 4;
const FTE: u16 = 7;
const REGISTRATION: u16 = 10;
const TRAINING: u16 = 15;
const VOG: u16 = 19;

/// Of a norm: the column with ones and noughts, the column with posts, the column with the status.
pub(super) const fn columns(norm: Norm) -> (u16, u16, u16) {
    match norm {
        Norm::Registered => (8, 9, REGISTRATION),
        Norm::Trained => (13, 14, TRAINING),
        _ => (18, FTE, VOG),
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
    heading("Fte", 7.0),
    heading("Telt mee voor 5.2.1", 13.0),
    heading("Fte voor 5.2.1", 9.0),
    heading("Registratie", 18.0),
    heading("Reden registratie", 30.0),
    heading("Geldig tot", 12.0),
    heading("Telt mee voor 5.2.2", 13.0),
    heading("Fte voor 5.2.2", 9.0),
    heading("Scholing", 14.0),
    heading("Reden scholing", 30.0),
    heading("Datum scholing", 12.0),
    heading("Telt mee voor VOG", 13.0),
    heading("VOG", 16.0),
    heading("Reden VOG", 30.0),
    heading("VOG afgegeven", 12.0),
    heading("In dienst sinds", 12.0),
    heading("Aanwezigheid", 18.0),
    heading("Bron", 28.0),
];

/// Full-time posts; none when some are not known.
type Posts = Option<Fte>;

/// The work of one person in one group: one row, however many rows the file has for it.
pub(super) struct Entry {
    person: u32,
    group: Option<u32>,
    class: FunctionClass,
    /// All posts here; none when some are not known.
    fte: Option<Fte>,
    /// Whether the person counts as pm here, and with which posts.
    pm: Option<Posts>,
    /// The same for care workers.
    care: Option<Posts>,
}

/// Everybody, by group; then work without a group; then those who are left out.
#[derive(Default)]
pub(super) struct Ledger {
    entries: Vec<Entry>,
    /// By group: its entries.
    blocks: Vec<Range<u32>>,
    left_out: Vec<u32>,
}

impl Ledger {
    pub(super) fn of(assessment: &Assessment) -> Ledger {
        let staff = &assessment.staff;
        let mut entries = Vec::with_capacity(staff.assignments.len());
        let mut left_out = Vec::new();
        for (person, known) in (0u32..).zip(&staff.people) {
            if known.presence != Presence::Active {
                left_out.push(person);
                continue;
            }
            let work = staff.assignments_of(person);
            for (at, assignment) in work.iter().enumerate() {
                let group = assignment.group;
                if work[..at].iter().any(|earlier| earlier.group == group) {
                    continue;
                }
                let here = || work.iter().filter(|other| other.group == group);
                let counting = |counts: fn(FunctionClass) -> bool| {
                    let mut some = here().filter(|other| counts(other.class)).peekable();
                    some.peek().is_some().then(|| some.map(|other| other.fte).sum())
                };
                let pm = counting(|class| class == FunctionClass::Pm);
                let class = if pm.is_some() { FunctionClass::Pm } else { assignment.class };
                let fte = here().map(|other| other.fte).sum();
                // Without a group nobody counts for a group's norm.
                let (pm, care) = if group.is_some() { (pm, counting(FunctionClass::is_care)) } else { (None, None) };
                entries.push(Entry { person, group, class, fte, pm, care });
            }
        }
        entries.sort_by_key(|entry| (entry.group.unwrap_or(u32::MAX), entry.person));
        let mut blocks = Vec::with_capacity(staff.groups.len());
        let mut at = 0;
        for group in (0u32..).take(staff.groups.len()) {
            let start = at;
            while entries.get(at).is_some_and(|entry| entry.group == Some(group)) {
                at += 1;
            }
            blocks.push(super::count(start)..super::count(at));
        }
        Ledger { entries, blocks, left_out }
    }

    /// First and last row of the ledger on the sheet, as Excel counts.
    pub(super) fn rows(&self) -> (u32, u32) {
        (HEADER_ROW + 2, HEADER_ROW + 1 + super::count(self.entries.len()).max(1))
    }

    /// First and last row of a group on the sheet, as Excel counts; none when nobody works there.
    pub(super) fn rows_of(&self, group: u32) -> Option<(u32, u32)> {
        let block = &self.blocks[group as usize];
        (!block.is_empty()).then(|| (HEADER_ROW + 2 + block.start, HEADER_ROW + 1 + block.end))
    }
}

/// Everything but the rows.
pub(super) fn frame(sheet: &mut Worksheet, scene: &Scene<'_>) -> Result<(), WorkbookError> {
    let text = "Een rij per persoon en groep. Groepen telt deze kolommen op. Wie op meer groepen werkt, staat hier vaker. \
                \"ja (niet beoordeeld)\": de persoon hoort erbij, maar de groep krijgt voor deze norm geen oordeel.";
    sheet.write_string_with_format(2, 0, text, scene.formats.of(Style::Mark))?;
    write_headings(sheet, scene.formats, HEADER_ROW, HEADINGS, 2)?;
    sheet.set_print_fit_to_pages(2, 0).set_repeat_columns(0, 1)?;
    let last_column = super::last(HEADINGS);
    let rows = super::count(scene.ledger.entries.len() + scene.ledger.left_out.len());
    sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + rows.max(1), last_column)?;
    Ok(())
}

/// The rows.
pub(super) fn rows(out: &mut dyn Write, scene: &Scene<'_>) -> Result<Insert, WorkbookError> {
    let assessment = scene.edition.assessment;
    let mut writer = Writer {
        body: Body::new(out),
        scene,
        assessment,
        row: HEADER_ROW,
        sheets: sheet_names(assessment),
        text: String::new(),
    };
    for entry in &scene.ledger.entries {
        writer.entry(entry);
    }
    for person in &scene.ledger.left_out {
        writer.left_out(*person);
    }
    writer.body.end()?;
    Ok(Insert { before: "<pageMargins", xml: Vec::new() })
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

struct Writer<'a, W: Write> {
    body: Body<W>,
    scene: &'a Scene<'a>,
    assessment: &'a Assessment,
    row: u32,
    sheets: Vec<String>,
    /// Kept between rows, so that a row costs no allocation.
    text: String,
}

impl<W: Write> Writer<'_, W> {
    fn begin(&mut self, person: u32) {
        self.row += 1;
        self.body.row(self.row, false);
        self.body.text(0, self.scene.edition.key(person), Style::Top);
        self.body.text(1, self.scene.edition.name(person), Style::Top);
    }

    fn entry(&mut self, entry: &Entry) {
        let (assessment, edition) = (self.assessment, &self.scene.edition);
        let staff = &assessment.staff;
        let statuses = &assessment.judgement.statuses[entry.person as usize];
        self.begin(entry.person);
        let records = || {
            staff.assignments_of(entry.person).iter().filter(|work| work.group == entry.group).map(|work| work.record)
        };
        self.functions(records());
        self.body.text(3, entry.class.name(), Style::Top);
        if let Some(group) = entry.group {
            self.body.whole(GROUP_NUMBER, group + 1, Style::Number);
            self.body.text(5, edition.group(group), Style::Top);
            self.body.text(6, edition.location(group), Style::Top);
        } else {
            self.body.blank(GROUP_NUMBER, Style::Top);
            self.body.text(5, "(geen groep)", Style::Top);
            self.body.blank(6, Style::Top);
        }
        self.fte(FTE, entry.fte);
        let judged = entry.group.is_some_and(|group| assessment.judgement.groups[group as usize].judged == Judged::Yes);
        for (norm, counts) in [(Norm::Registered, entry.pm), (Norm::Trained, entry.care)] {
            let (ones, posts, _) = columns(norm);
            let style = if judged { Style::YesNo } else { Style::NotJudged };
            self.body.whole(ones, u32::from(counts.is_some()), style);
            self.fte(posts, counts.flatten());
            let (name, reason, date) = match norm {
                Norm::Registered => {
                    (statuses.registration.status.name(), statuses.registration.reason, statuses.registration.until)
                }
                _ => (statuses.training.status.name(), statuses.training.reason, statuses.training.on),
            };
            self.status(posts + 1, name, assessment.rules.label(reason), date);
        }
        self.body.whole(columns(Norm::Vog).0, 1, Style::YesNo);
        self.status(VOG, statuses.vog.status.name(), assessment.rules.label(statuses.vog.reason), statuses.vog.issued);
        self.date(22, statuses.vog.start);
        self.body.text(23, Presence::Active.name(), Style::Top);
        self.source(records());
    }

    /// Somebody who does not work here on the reference date: no numbers, so nothing adds up.
    fn left_out(&mut self, person: u32) {
        let staff = &self.assessment.staff;
        self.begin(person);
        self.functions(staff.rows_of(person));
        for column in 3..23 {
            let style = if column == 5 { Style::Top } else { Style::Grey };
            let group =
                staff.rows_of(person).find_map(|row| staff.records.fact(row, Field::Group)).filter(|_| column == 5);
            match group {
                Some(group) => self.body.text(column, &staff.records.shown(group), style),
                None => self.body.blank(column, style),
            }
        }
        self.body.text(23, staff.people[person as usize].presence.name(), Style::Top);
        self.source(staff.rows_of(person));
    }

    fn functions(&mut self, records: impl Iterator<Item = u32>) {
        let staff = &self.assessment.staff;
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        for function in records.filter_map(|record| staff.records.fact(record, Field::Function)) {
            let shown = staff.records.shown(function);
            if text.is_empty() {
                text.push_str(&shown);
            } else if !text.split(" + ").any(|known| known == shown) {
                text.push_str(" + ");
                text.push_str(&shown);
            }
        }
        self.body.text(2, &text, Style::Top);
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
        self.body.text(24, &text, Style::Top);
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
            Some(fte) => self.body.number(column, posts(fte), Style::Fte),
            None => self.body.blank(column, Style::Fte),
        }
    }
}

/// Posts as the number that a cell shows.
#[expect(clippy::cast_precision_loss, reason = "shown, never compared; far below 2^52")]
pub(super) fn posts(fte: Fte) -> f64 {
    fte.0 as f64 / 10_000.0
}
