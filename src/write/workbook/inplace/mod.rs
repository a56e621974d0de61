//! The annotated workbook, made in place: the user's package stays as it is, but for colours, notes and our sheets behind its own.
//!
//! Only these parts change: the list of sheets, what it points to and what parts are; the list of looks; and of sheets with
//! marks the sheet itself (around its rows), its notes, their drawing and what the sheet points to. All others are copied as they
//! are packed.

mod blocks;
mod charts;
mod earlier;
mod graft;
mod highlight;
mod list;
mod notes;
mod outline;
mod parts;
mod reason;
mod scan;
mod shapes;
mod sheet;
mod styles;

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use super::Scene;
use super::marks::{Marks, note_height};
use super::package::{Part, package, packed};
use crate::assess::InputReport;
use crate::cell::Position;
use graft::Donor;
use notes::Note;
use outline::{Edit, Outline, Strange, span};
use parts::{OFFICE, TYPES_PART, Types, folded, target};
pub(super) use reason::Reason;
pub(super) use scan::Scan;
use scan::VML;

const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";

impl From<Strange> for io::Error {
    fn from(Strange: Strange) -> io::Error {
        io::Error::other("a part that was looked at before is not as it was")
    }
}

impl Scan {
    /// The frame of our own sheets, fitted to stand in this workbook, and the number that its first look has there.
    pub(super) fn fitted(&mut self, frame: &[u8]) -> io::Result<(Vec<u8>, u32)> {
        let (numbers, looks) = styles::joined(&self.looks, &Donor::open(frame)?.text("xl/styles.xml")?)?;
        self.looks = looks;
        self.numbers = Some(numbers);
        Ok((graft::fitted(frame, numbers, &self.tables)?, numbers.first))
    }

    /// The marked cells with a conversation: they get a colour, and no note.
    pub(super) fn conversations(&self, input: &InputReport, marks: &Marks) -> Vec<(String, Vec<Position>)> {
        let named = |(sheet, report): (&scan::Sheet, &crate::assess::SheetReport)| {
            let marked = marks.on(report.index).iter().map(|(_, mark)| mark.position);
            let cells: Vec<Position> = marked.filter(|cell| sheet.conversations.contains(cell)).collect();
            (!cells.is_empty()).then(|| (report.name.clone(), cells))
        };
        self.sheets.iter().zip(input.sheets.iter().filter(|sheet| !sheet.own)).filter_map(named).collect()
    }

    /// The user's sheets with colours and notes, and the parts that go with them; but for the sheets that wait until the package is
    /// written. `see` is where notes without room for all
    /// refer to; with `beside` the sheets are compressed in another thread.
    pub(super) fn marked(
        &mut self,
        input: &InputReport,
        scene: &Scene<'_>,
        see: &str,
        beside: bool,
    ) -> io::Result<Vec<Part>> {
        let mut made = Vec::new();
        let numbers = self.numbers.ok_or(Strange)?;
        let reports = input.sheets.iter().filter(|sheet| !sheet.own);
        for (at, (sheet, report)) in self.sheets.iter_mut().zip(reports).enumerate() {
            let marks = scene.marks.on(report.index);
            let outline = sheet.around.outline()?;
            let mut edits = highlight::edits(&outline, marks, numbers);
            edits.extend(not_chosen(&outline));
            let worst = scene
                .marks
                .noted(report.index)
                .into_iter()
                .filter(|mark| !sheet.conversations.contains(&mark.position));
            let notes: Vec<Note> = worst
                .map(|mark| {
                    let text = scene.marks.text(&scene.edition, mark, see);
                    Note { position: mark.position, height: note_height(&text), text }
                })
                .collect();
            if !notes.is_empty() {
                let (text, shapes) = notes::joined(sheet.notes.as_ref().map(|kept| kept.text.as_str()), &notes)?;
                let part = match &sheet.notes {
                    Some(kept) => kept.part.clone(),
                    None => {
                        let part = self.free.free("xl/comments", ".xml");
                        self.types.add(&part, COMMENTS);
                        sheet.relations.add("/comments", &target(&sheet.part, &part));
                        part
                    }
                };
                made.push(Part::of(part, text.as_bytes())?);
                let boxed: Vec<&Note> =
                    notes.iter().zip(shapes).filter(|(_, needed)| *needed).map(|(note, _)| note).collect();
                if !boxed.is_empty() {
                    let base = sheet.drawing.as_ref().map(|kept| kept.text.as_str());
                    let text = shapes::joined(base, &boxed, &report.layout, &mut self.blocks).ok_or(Strange)?;
                    let part = match &sheet.drawing {
                        Some(kept) => kept.part.clone(),
                        None => {
                            let part = self.free.free("xl/drawings/vmlDrawing", ".vml");
                            self.types.add(&part, VML);
                            let id = sheet.relations.add("/vmlDrawing", &target(&sheet.part, &part));
                            let place = sheet::room_for(&outline, "legacyDrawing");
                            let declaration = outline.declaration(outline::MAIN);
                            let element = format!("<legacyDrawing{declaration} xmlns:r=\"{OFFICE}\" r:id=\"{id}\"/>");
                            edits.push((place..place, element));
                            part
                        }
                    };
                    made.push(Part::of(part, text.as_bytes())?);
                }
            }
            if sheet.relations.is_changed() {
                made.push(Part::of(sheet.relations.name.clone(), sheet.relations.finished()?.as_bytes())?);
            }
            if sheet.cleaned || !edits.is_empty() {
                let (name, around) = (sheet.part.clone(), &sheet.around);
                if around.stays_packed() {
                    self.waiting.insert(folded(&name), (at, edits));
                } else {
                    let stream = self.parts.stream(&name).map_err(|_| Strange)?;
                    made.push(packed(name, beside, |out: &mut dyn Write| around.write(stream, edits, out))?);
                }
            }
        }
        Ok(made)
    }

    /// Writes the user's package with the changed parts and with our own sheets behind it: their frame, with these parts instead of
    /// its own.
    pub(super) fn write(
        mut self,
        made: Vec<Part>,
        frame: &[u8],
        own: Vec<Part>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut donor = Donor::open(frame)?.with(own);
        let donor_types = Types::read(donor.text(TYPES_PART)?)?;
        // New names for all parts of ours but lists of relationships, which go with their part.
        let mut renamed: BTreeMap<String, String> = BTreeMap::new();
        let carried: Vec<String> = donor.names.iter().filter(|name| is_carried(name)).cloned().collect();
        for name in carried.iter().filter(|name| owner(name).is_none()) {
            let end = name.rfind('.').unwrap_or(name.len());
            let begin = name[..end].trim_end_matches(|c: char| c.is_ascii_digit());
            let new = self.free.free(begin, &name[end..]);
            self.types.add(&new, donor_types.of(name).unwrap_or("application/xml"));
            renamed.insert(name.clone(), new);
        }
        let mut ours = Vec::new();
        for name in &carried {
            match owner(name) {
                None => ours.push((name.clone(), renamed[name].clone(), None)),
                Some(of) => {
                    let new = renamed.get(&of).ok_or(Strange)?;
                    let text = graft::retargeted(&donor.text(name)?, &of, new, &renamed)?;
                    ours.push((name.clone(), list_of(new), Some(text)));
                }
            }
        }
        let (tabs, names) = graft::listed(&donor.text("xl/workbook.xml")?)?;
        let mut listed = Vec::new();
        for (at, name) in tabs.iter().enumerate() {
            let part = renamed.get(&format!("xl/worksheets/sheet{}.xml", at + 1)).ok_or(Strange)?;
            let id = self.relations.add("/worksheet", &target(&self.workbook, part));
            listed.push(list::Tab { name, id });
        }
        let mut changed: HashMap<String, Part> = made.into_iter().map(|part| (folded(part.name()), part)).collect();
        // Parts that stay when a later run takes out what is ours come first.
        let mut order = Vec::new();
        let mut last: Vec<String> = changed.keys().cloned().collect();
        last.sort();
        for (name, text) in [
            (self.workbook.clone(), list::joined(&self.list, &listed, &names)?),
            (self.relations.name.clone(), self.relations.finished()?),
            (self.styles.clone(), self.looks.clone()),
            (TYPES_PART.to_owned(), self.types.finished()?),
        ] {
            order.push(folded(&name));
            changed.insert(folded(&name), Part::of(name, text.as_bytes())?);
        }
        order.append(&mut last);
        let mut out = package(out);
        for at in 0..self.parts.names().len() {
            let name = self.parts.names()[at].clone();
            if self.gone.contains(&folded(&name)) {
                continue;
            }
            if let Some((sheet, edits)) = self.waiting.remove(&folded(&name)) {
                let (packed, _) = self.parts.packed(&name).ok_or(Strange)?;
                self.sheets[sheet].around.copied(packed, &edits).ok_or(Strange)??.copy(&name, &mut out)?;
                continue;
            }
            match changed.remove(&folded(&name)) {
                None => self.parts.copy(at, &mut out)?,
                Some(part) => part.copy(&name, &mut out)?,
            }
        }
        for name in order {
            if let Some(part) = changed.remove(&name) {
                part.copy(part.name(), &mut out)?;
            }
        }
        for (name, new, text) in ours {
            match text {
                None => donor.hand_over(&name, &new, &mut out)?,
                Some(text) => Part::of(new.clone(), text.as_bytes())?.copy(&new, &mut out)?,
            }
        }
        out.finish()?;
        Ok(())
    }
}

/// The edits that take the choice off a sheet: ours is the chosen one, and two chosen sheets would be edited together.
fn not_chosen(outline: &Outline<'_>) -> Vec<Edit> {
    let views = outline.child(outline.root(), "sheetViews");
    let views = views.into_iter().flat_map(|views| outline.children(views));
    let chosen = |view| {
        let first = outline.attribute(view, "workbookViewId").is_none_or(|window| window == "0");
        let place = span(outline.tag(view), "tabSelected").filter(|_| first)?;
        let is_off = matches!(&outline.tag(view)[place.clone()], "0" | "false");
        (!is_off).then(|| (view.start + place.start..view.start + place.end, "0".to_owned()))
    };
    views.filter_map(chosen).collect()
}

/// Whether a part of our own workbook goes along: the sheets and what hangs on them.
fn is_carried(name: &str) -> bool {
    ["xl/worksheets/", "xl/drawings/", "xl/charts/", "xl/tables/", "xl/media/"]
        .iter()
        .any(|folder| name.starts_with(folder))
}

/// The part whose relationships a part lists.
fn owner(name: &str) -> Option<String> {
    let (folder, file) = name.split_once("/_rels/")?;
    Some(format!("{folder}/{}", file.strip_suffix(".rels")?))
}

/// The part that lists the relationships of another.
fn list_of(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    format!("{folder}/_rels/{file}.rels").trim_start_matches('/').to_owned()
}
