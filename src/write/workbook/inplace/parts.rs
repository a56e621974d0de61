//! The parts of a package: their names, how they point to each other, and what the package says that they are.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::io::{self, Cursor, Read};
use std::sync::Arc;

use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

use super::super::package::Package;
use super::outline::{Edit, Outline, Strange, attribute, edited, escaped};
use super::reason::Reason;
use crate::read::resolved;

/// The most that a part which is read whole may inflate to.
const SMALL_PART: u64 = 16 << 20;

/// Where relationships between parts are explained.
pub(super) const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
/// What the kinds of relationships begin with.
pub(super) const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
/// The part that says what all parts are.
pub(super) const TYPES_PART: &str = "[Content_Types].xml";

/// The package of an input.
pub(super) struct Parts {
    bytes: Arc<[u8]>,
    zip: ZipArchive<Cursor<Arc<[u8]>>>,
    /// Names as they are written, in the order of the package.
    names: Vec<String>,
    /// The same, as programs compare them, with their place.
    places: HashMap<String, usize>,
}

impl Parts {
    pub(super) fn open(bytes: &Arc<[u8]>) -> Result<Parts, Reason> {
        let strange = |_| Reason::Part("(zip)".to_owned());
        let mut zip = ZipArchive::new(Cursor::new(Arc::clone(bytes))).map_err(strange)?;
        let mut names = Vec::with_capacity(zip.len());
        let mut places = HashMap::with_capacity(zip.len());
        for at in 0..zip.len() {
            let name = zip.by_index_raw(at).map_err(strange)?.name().map_err(strange)?.into_owned();
            if places.insert(folded(&name), at).is_some() {
                return Err(Reason::Part(name));
            }
            names.push(name);
        }
        Ok(Parts { bytes: Arc::clone(bytes), zip, names, places })
    }

    /// The names of all parts, in the order of the package.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.places.contains_key(&folded(name))
    }

    /// A part to read piece by piece.
    pub(super) fn stream(&mut self, name: &str) -> Result<ZipFile<'_, Cursor<Arc<[u8]>>>, Reason> {
        let at = *self.places.get(&folded(name)).ok_or_else(|| Reason::Part(name.to_owned()))?;
        self.zip.by_index(at).map_err(|_| Reason::Part(name.to_owned()))
    }

    /// A part as it is packed, and the checksum of what is in it; none when it is packed in another way than most.
    pub(super) fn packed(&mut self, name: &str) -> Option<(&[u8], u32)> {
        let at = *self.places.get(&folded(name))?;
        let (start, size, sum) = {
            let part = self.zip.by_index_raw(at).ok()?;
            let is_usual = part.compression() == CompressionMethod::Deflated;
            is_usual.then_some((part.data_start()?, part.compressed_size(), part.crc32()))?
        };
        let start = usize::try_from(start).ok()?;
        let end = start.checked_add(usize::try_from(size).ok()?)?;
        Some((self.bytes.get(start..end)?, sum))
    }

    /// A small part, whole; none when there is none of that name.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Reason> {
        if !self.has(name) {
            return Ok(None);
        }
        let mut text = String::new();
        let read = self.stream(name)?.take(SMALL_PART).read_to_string(&mut text);
        match read {
            Ok(_) if (text.len() as u64) < SMALL_PART => Ok(Some(text)),
            _ => Err(Reason::Part(name.to_owned())),
        }
    }

    /// Copies the part at this place as it is packed.
    pub(super) fn copy(&mut self, at: usize, out: &mut Package<'_>) -> io::Result<()> {
        Ok(out.raw_copy_file(self.zip.by_index_raw(at)?)?)
    }

    /// What a part points to; nothing when it has no list.
    pub(super) fn relations(&mut self, of: &str) -> Result<Relations, Reason> {
        let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
        let name = format!("{folder}/_rels/{file}.rels").trim_start_matches('/').to_owned();
        let text = self.text(&name)?;
        Relations::read(name.clone(), folder, text).map_err(|Strange| Reason::Part(name))
    }
}

/// A name as programs compare it.
pub(super) fn folded(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// A pointer from a part to another.
pub(super) struct Relation {
    pub(super) id: String,
    pub(super) kind: String,
    /// The part it points to; none when it points out of the package.
    pub(super) part: Option<String>,
}

/// Where a part points to.
pub(super) struct Relations {
    /// The part with this list.
    pub(super) name: String,
    text: Option<String>,
    pub(super) list: Vec<Relation>,
    added: String,
    dropped: HashSet<String>,
}

impl Relations {
    fn read(name: String, folder: &str, text: Option<String>) -> Result<Relations, Strange> {
        let mut list: Vec<Relation> = Vec::new();
        if let Some(text) = &text {
            let outline = Outline::read(text, 1)?;
            for element in outline.children(outline.root()) {
                let value = |name| outline.attribute(element, name);
                let (id, kind, target) =
                    (value("Id").ok_or(Strange)?, value("Type").ok_or(Strange)?, value("Target").ok_or(Strange)?);
                let outside = value("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
                list.push(Relation { id, kind, part: (!outside).then(|| resolved(folder, &target)) });
            }
        }
        Ok(Relations { name, text, list, added: String::new(), dropped: HashSet::new() })
    }

    /// The parts of a kind (the end of its name) that are pointed to.
    pub(super) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &str> {
        self.list.iter().filter(move |relation| relation.kind.ends_with(kind)).filter_map(|found| found.part.as_deref())
    }

    /// The part that an identifier stands for.
    pub(super) fn part(&self, id: &str) -> Option<&str> {
        self.list.iter().find(|relation| relation.id == id)?.part.as_deref()
    }

    /// Adds a pointer and gives its identifier.
    pub(super) fn add(&mut self, kind: &str, target: &str) -> String {
        let mut number = self.list.len() + 1;
        let taken = |id: &str| self.list.iter().any(|other| other.id.eq_ignore_ascii_case(id));
        while taken(&format!("rId{number}")) {
            number += 1;
        }
        let id = format!("rId{number}");
        let _ = write!(
            self.added,
            "<Relationship xmlns=\"{RELATIONSHIPS}\" Id=\"{id}\" Type=\"{OFFICE}{kind}\" Target=\"{}\"/>",
            escaped(target)
        );
        self.list.push(Relation { id: id.clone(), kind: kind.to_owned(), part: None });
        id
    }

    /// Takes the pointers to a part out.
    pub(super) fn drop(&mut self, part: &str) {
        let gone = |relation: &Relation| relation.part.as_ref().is_some_and(|other| folded(other) == folded(part));
        self.dropped.extend(self.list.iter().filter(|relation| gone(relation)).map(|relation| relation.id.clone()));
        self.list.retain(|relation| !gone(relation));
        if self.list.is_empty() {
            (self.text, self.dropped) = (None, HashSet::new());
        }
    }

    /// Whether the list is no longer as it was.
    pub(super) fn is_changed(&self) -> bool {
        !(self.added.is_empty() && self.dropped.is_empty())
    }

    /// The list as a part.
    pub(super) fn finished(&self) -> Result<String, Strange> {
        let base = self.text.clone().unwrap_or_else(|| {
            format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"{RELATIONSHIPS}\"/>")
        });
        changed(&base, &self.added, RELATIONSHIPS, |tag| {
            attribute(tag, "Id").is_some_and(|id| self.dropped.contains(&id))
        })
    }
}

/// A list with elements added at its end and some taken out.
fn changed(base: &str, added: &str, namespace: &str, dropped: impl Fn(&str) -> bool) -> Result<String, Strange> {
    let outline = Outline::read(base, 1)?;
    let declaration = format!(" xmlns=\"{namespace}\"");
    let needed = outline.declaration(namespace);
    let mut edits: Vec<Edit> = outline
        .children(outline.root())
        .filter(|element| dropped(outline.tag(*element)))
        .map(|element| (element.start..element.end, String::new()))
        .collect();
    if !added.is_empty() {
        edits.push(outline.appended(outline.root(), &added.replace(&declaration, &needed)));
    }
    Ok(edited(base, edits))
}

/// What the package says that its parts are.
pub(super) struct Types {
    text: String,
    defaults: HashMap<String, String>,
    overrides: HashMap<String, String>,
    added: String,
    dropped: HashSet<String>,
}

impl Types {
    pub(super) fn read(text: String) -> Result<Types, Strange> {
        let outline = Outline::read(&text, 1)?;
        let (mut defaults, mut overrides) = (HashMap::new(), HashMap::new());
        for element in outline.children(outline.root()) {
            let value = |name| outline.attribute(element, name);
            let kind = value("ContentType").ok_or(Strange)?;
            match element.local() {
                "Default" => defaults.insert(value("Extension").ok_or(Strange)?.to_lowercase(), kind),
                "Override" => overrides.insert(folded(&value("PartName").ok_or(Strange)?), kind),
                _ => return Err(Strange),
            };
        }
        Ok(Types { text, defaults, overrides, added: String::new(), dropped: HashSet::new() })
    }

    /// What a part is.
    pub(super) fn of(&self, part: &str) -> Option<&str> {
        let part = folded(part);
        let extension = || part.rsplit_once('.').and_then(|(_, extension)| self.defaults.get(extension));
        self.overrides.get(&part).or_else(extension).map(String::as_str)
    }

    /// Says what a part is, unless that is known.
    pub(super) fn add(&mut self, part: &str, kind: &str) {
        if self.of(part) != Some(kind) {
            self.dropped.insert(folded(part));
            let _ = write!(
                self.added,
                "<Override xmlns=\"{TYPES}\" PartName=\"/{}\" ContentType=\"{kind}\"/>",
                escaped(part.trim_start_matches('/'))
            );
            self.overrides.insert(folded(part), kind.to_owned());
        }
    }

    /// Says what all parts with an extension are, unless something is said of them already.
    pub(super) fn add_default(&mut self, extension: &str, kind: &str) {
        if !self.defaults.contains_key(extension) {
            let _ = write!(self.added, "<Default xmlns=\"{TYPES}\" Extension=\"{extension}\" ContentType=\"{kind}\"/>");
            self.defaults.insert(extension.to_owned(), kind.to_owned());
        }
    }

    /// Forgets a part.
    pub(super) fn drop(&mut self, part: &str) {
        self.overrides.remove(&folded(part));
        self.dropped.insert(folded(part));
    }

    /// The list as a part.
    pub(super) fn finished(&self) -> Result<String, Strange> {
        let dropped = |tag: &str| attribute(tag, "PartName").is_some_and(|part| self.dropped.contains(&folded(&part)));
        changed(&self.text, &self.added, TYPES, dropped)
    }
}

/// Names that no part has.
pub(super) struct Names(HashSet<String>);

impl Names {
    pub(super) fn beside<'n>(taken: impl Iterator<Item = &'n str>) -> Names {
        Names(taken.map(folded).collect())
    }

    /// The first free name that begins and ends so, with a number between.
    pub(super) fn free(&mut self, begin: &str, end: &str) -> String {
        let mut number = 1;
        loop {
            let name = format!("{begin}{number}{end}");
            if self.0.insert(folded(&name)) {
                return name;
            }
            number += 1;
        }
    }
}

/// A part as another part points to it.
pub(super) fn target(from: &str, to: &str) -> String {
    let folder = |part: &str| part.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let (here, there) = (folder(from), folder(to));
    let file = &to[there.len()..].trim_start_matches('/');
    if here == there {
        return (*file).to_owned();
    }
    if let Some(below) = there.strip_prefix(&here).and_then(|rest| rest.strip_prefix('/')) {
        return format!("{below}/{file}");
    }
    let parent = folder(&here);
    match there.strip_prefix(&parent).and_then(|rest| rest.strip_prefix('/')) {
        Some(beside) if !parent.is_empty() => format!("../{beside}/{file}"),
        _ if parent == there && !parent.is_empty() => format!("../{file}"),
        _ => format!("/{to}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_leads_back_to_its_part() {
        for (from, to, expected) in [
            ("xl/workbook.xml", "xl/worksheets/sheet5.xml", "worksheets/sheet5.xml"),
            ("xl/worksheets/sheet1.xml", "xl/comments1.xml", "../comments1.xml"),
            ("xl/worksheets/sheet1.xml", "xl/drawings/vmlDrawing1.vml", "../drawings/vmlDrawing1.vml"),
            ("boek.xml", "xl/worksheets/sheet5.xml", "/xl/worksheets/sheet5.xml"),
            ("a/b/boek.xml", "xl/worksheets/sheet5.xml", "/xl/worksheets/sheet5.xml"),
            ("xl/workbook.xml", "xl/styles.xml", "styles.xml"),
        ] {
            assert_eq!(target(from, to), expected);
            let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
            assert_eq!(resolved(folder, expected), to);
        }
    }

    #[test]
    fn what_is_added_to_a_list_fits_its_prefix_and_what_is_dropped_goes() {
        let prefixed = format!(
            "<p:Relationships xmlns:p=\"{RELATIONSHIPS}\"><p:Relationship Id=\"rId2\" Type=\"t\" Target=\"a.xml\"/></p:Relationships>"
        );
        let mut relations = Relations::read("x.rels".into(), "xl", Some(prefixed)).expect("a list");
        assert_eq!(relations.part("rId2"), Some("xl/a.xml"));
        assert_eq!(relations.add("/styles", "s&t.xml"), "rId3");
        relations.drop("XL/a.xml");
        let text = relations.finished().expect("a list");
        assert_eq!(
            text,
            format!(
                "<p:Relationships xmlns:p=\"{RELATIONSHIPS}\"><Relationship xmlns=\"{RELATIONSHIPS}\" Id=\"rId3\" Type=\"{OFFICE}/styles\" Target=\"s&amp;t.xml\"/></p:Relationships>"
            )
        );
        let mut types = Types::read(format!(
            "<Types xmlns=\"{TYPES}\"><Default Extension=\"XML\" ContentType=\"application/xml\"/></Types>"
        ))
        .expect("a list");
        assert_eq!(types.of("/xl/a.xml"), Some("application/xml"));
        types.add("xl/a.xml", "b");
        assert_eq!(types.of("XL/A.xml"), Some("b"));
        assert!(
            types.finished().expect("a list").contains("<Override PartName=\"/xl/a.xml\" ContentType=\"b\"/></Types>")
        );
    }

    #[test]
    fn free_names_are_not_taken_by_parts_of_other_case() {
        let mut names = Names::beside(["XL/Comments1.xml"].into_iter());
        assert_eq!(names.free("xl/comments", ".xml"), "xl/comments2.xml");
        assert_eq!(names.free("xl/comments", ".xml"), "xl/comments3.xml");
    }
}
