//! xlsx and xlsm: which part holds what, and each of those parts.

use super::formulas::{Meeting, Uncalculated};
use super::rich::{Strings, struck_looks};
use super::token::{attribute, is_blank, text};
use super::worksheet::{self, Texts};
use super::xml::Kind;
use super::{Contents, Facts, SheetFacts};
use crate::cell::Position;
use crate::read::Limits;
use crate::read::layout;
use crate::read::package::resolved;
use crate::read::trouble::Trouble;

/// Looks through the package.
pub(super) fn facts(
    mut contents: Contents<'_>,
    limits: &Limits,
    uncalculated: &Uncalculated,
) -> Result<Facts, Trouble> {
    let workbook = contents.workbook()?;
    let folder = workbook.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let relations = contents.relations_of(&workbook)?.ok_or(Trouble::Damaged)?;
    let mut struck = Vec::new();
    for (kind, name) in
        [("/sharedStrings", "sharedStrings.xml"), ("/styles", "styles.xml"), ("/theme", "theme/theme1.xml")]
    {
        // The reader goes by these names, whatever the package says.
        let told = relations.iter().find(|relation| relation.kind.ends_with(kind));
        let usual = resolved(&folder, name);
        if told.is_some_and(|told| kind != "/theme" && !same_part(&resolved(&folder, &told.target), &usual)) {
            return Err(Trouble::StrangePackage);
        }
        match contents.xml(&usual)? {
            Some(mut xml) if kind == "/styles" => struck = struck_looks(&mut xml)?,
            Some(mut xml) if kind == "/theme" => xml.finish()?,
            _ => {}
        }
    }
    let strings = match contents.xml(&resolved(&folder, "sharedStrings.xml"))? {
        Some(mut xml) => Strings::read(&mut xml)?,
        None => Strings::default(),
    };
    let mut sheets = Vec::new();
    for (name, part) in contents.worksheets()? {
        let texts = Texts { strings: &strings, struck_looks: &struck };
        let facts = contents.sheet(&name, &part, texts, limits, uncalculated.of_sheet(sheets.len()));
        sheets.push(facts.map_err(|trouble| trouble.on(&name))?);
    }
    if sheets.is_empty() { Err(Trouble::NoWorksheets) } else { Ok(Facts { sheets, ..Facts::default() }) }
}

/// A pointer from one part to another.
pub(super) struct Relation {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) target: String,
}

impl Contents<'_> {
    /// The name of the part with the list of sheets.
    pub(super) fn workbook(&mut self) -> Result<String, Trouble> {
        let roots = self.relations("_rels/.rels")?.ok_or(Trouble::Damaged)?;
        let mut roots = roots.iter().filter(|relation| relation.kind.ends_with("/relationships/officeDocument"));
        let root = roots.next().ok_or(Trouble::Damaged)?;
        // Of two workbooks one program reads the first and another the last.
        if roots.next().is_some() {
            return Err(Trouble::StrangePackage);
        }
        Ok(resolved("", &root.target))
    }

    /// Where a part points to.
    pub(super) fn relations_of(&mut self, part: &str) -> Result<Option<Vec<Relation>>, Trouble> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        self.relations(format!("{folder}/_rels/{file}.rels").trim_start_matches('/'))
    }

    fn relations(&mut self, name: &str) -> Result<Option<Vec<Relation>>, Trouble> {
        let Some(mut xml) = self.xml(name)? else {
            return Ok(None);
        };
        let mut relations: Vec<Relation> = Vec::new();
        loop {
            match xml.advance()? {
                Kind::Start if xml.name() == b"Relationship" => {
                    let tag = xml.token();
                    let relation =
                        Relation { id: text(tag, b"Id")?, kind: text(tag, b"Type")?, target: text(tag, b"Target")? };
                    // The reader keeps the last of two, and takes targets as they are written.
                    let written = attribute(tag, b"Target")?.unwrap_or_default();
                    if relations.iter().any(|other| other.id == relation.id)
                        || written.contains(&b'&') && !is_outside(&xml)
                    {
                        return Err(Trouble::StrangePackage);
                    }
                    relations.push(relation);
                }
                Kind::Over => return Ok(Some(relations)),
                _ => {}
            }
        }
    }

    /// The worksheets and their parts, in the order of the workbook.
    pub(super) fn worksheets(&mut self) -> Result<Vec<(String, String)>, Trouble> {
        let workbook = self.workbook()?;
        let folder = workbook.rsplit_once('/').map_or("", |(folder, _)| folder);
        let relations = self.relations_of(&workbook)?.ok_or(Trouble::Damaged)?;
        let mut sheets = Vec::new();
        for (name, id) in self.sheet_list(&workbook)? {
            let relation = relations.iter().find(|relation| relation.id == id).ok_or(Trouble::Damaged)?;
            if !relation.kind.ends_with("/worksheet") {
                continue;
            }
            let part = resolved(folder, &relation.target);
            let target = &relation.target;
            let read = target.strip_prefix('/').map_or_else(|| format!("{folder}/{target}"), str::to_owned);
            // The reader does not resolve a target, it only puts the folder before it.
            if !same_part(&part, read.trim_start_matches('/')) {
                return Err(Trouble::StrangePackage.on(&name));
            }
            sheets.push((name, part));
        }
        Ok(sheets)
    }

    fn sheet_list(&mut self, workbook: &str) -> Result<Vec<(String, String)>, Trouble> {
        let mut xml = self.xml(workbook)?.ok_or(Trouble::Damaged)?;
        let mut sheets = Vec::new();
        loop {
            match xml.advance()? {
                Kind::Start if xml.name() == b"sheet" => {
                    sheets.push((text(xml.token(), b"name")?, text(xml.token(), b"id")?));
                }
                Kind::Over => return Ok(sheets),
                _ => {}
            }
        }
    }

    fn sheet(
        &mut self,
        name: &str,
        part: &str,
        texts: Texts<'_>,
        limits: &Limits,
        formulas: Meeting<'_>,
    ) -> Result<SheetFacts, Trouble> {
        let mut xml = self.xml(part)?.ok_or(Trouble::SheetMissing)?;
        let mut facts = worksheet::facts(&mut xml, texts, limits.cells, formulas)?;
        drop(xml);
        name.clone_into(&mut facts.name);
        let relations = self.relations_of(part)?.unwrap_or_default();
        if facts.layout.filter.is_none() {
            facts.layout.filter = self.table_filter(part, &relations)?;
        }
        if let Some(notes) = note_part(part, &relations) {
            facts.layout.note(noted(self.notes(&notes))?);
        }
        Ok(facts)
    }

    /// The cells that have a note, but for ours.
    fn notes(&mut self, part: &str) -> Result<Vec<Position>, Trouble> {
        let Some(mut xml) = self.xml(part)? else {
            return Ok(Vec::new());
        };
        let mut authors: Vec<Vec<u8>> = Vec::new();
        let mut noted = Vec::new();
        // The cell of the note around us, while nothing of its text was seen.
        let (mut empty, mut listed) = (None, false);
        loop {
            match xml.advance()? {
                Kind::Start if xml.name() == b"author" => authors.push(Vec::new()),
                Kind::Start if xml.name() == b"comment" => {
                    let author = attribute(xml.token(), b"authorId")?.and_then(worksheet::digits);
                    let author = author.and_then(|author| authors.get(usize::try_from(author).ok()?));
                    let ours = author.is_some_and(|author| author == layout::NOTE_AUTHOR.as_bytes());
                    empty = attribute(xml.token(), b"ref")?.filter(|_| !ours).map(worksheet::address_of).transpose()?;
                    listed = true;
                }
                Kind::Text | Kind::Literal if listed && !is_blank(xml.token(), false) => noted.extend(empty.take()),
                Kind::Text => {
                    if let Some(author) = authors.last_mut() {
                        author.extend_from_slice(xml.token().trim_ascii());
                    }
                }
                Kind::Over => return Ok(noted),
                _ => {}
            }
        }
    }

    /// The active filter of a table on a sheet.
    fn table_filter(&mut self, sheet: &str, relations: &[Relation]) -> Result<Option<(Position, Position)>, Trouble> {
        let folder = sheet.rsplit_once('/').map_or("", |(folder, _)| folder);
        for relation in relations {
            if !relation.kind.ends_with("/table") {
                continue;
            }
            // A table that is not there filters nothing.
            let Some(mut xml) = self.xml(&resolved(folder, &relation.target))? else {
                continue;
            };
            loop {
                match xml.advance()? {
                    Kind::Start if xml.name() == b"autoFilter" => {
                        let filter = worksheet::filter(&mut xml)?;
                        if filter.is_some() {
                            return Ok(filter);
                        }
                    }
                    Kind::Over => break,
                    _ => {}
                }
            }
        }
        Ok(None)
    }
}

/// The part with the notes of a sheet.
pub(super) fn note_part(sheet: &str, relations: &[Relation]) -> Option<String> {
    let folder = sheet.rsplit_once('/').map_or("", |(folder, _)| folder);
    let notes = relations.iter().find(|relation| relation.kind.ends_with("/comments"))?;
    Some(resolved(folder, &notes.target))
}

/// Notes decide nothing: where they cannot be read, the sheet can.
pub(super) fn noted(notes: Result<Vec<Position>, Trouble>) -> Result<Vec<Position>, Trouble> {
    match notes {
        Err(Trouble::TooBig) => Err(Trouble::TooBig),
        notes => Ok(notes.unwrap_or_default()),
    }
}

/// Whether a relation points out of the package, to a web page for example.
fn is_outside<R: std::io::Read>(xml: &super::Xml<R>) -> bool {
    attribute(xml.token(), b"TargetMode") == Ok(Some(b"External"))
}

/// Whether two names mean one part.
pub(super) fn same_part(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.replace('\\', "/").to_ascii_lowercase();
    plain(one) == plain(other)
}
