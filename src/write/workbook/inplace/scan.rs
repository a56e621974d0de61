//! The user's package as it is, with everything that must be known before it is changed; or why it is not.

use std::collections::BTreeSet;

use super::notes;
use super::outline::{MAIN, Outline, STRICT, Strange};
use super::parts::{Names, OFFICE, Parts, Relations, TYPES_PART, Types, folded};
use super::reason::Reason;
use super::shapes::Blocks;
use super::sheet::Around;
use super::styles::{self, Numbers};
use crate::assess::InputReport;
use crate::cell::Position;
use crate::read::{Book, Format, range, resolved};

/// What the content type of a workbook with macros has.
const MACROS: &str = "macroEnabled";
/// What a drawing with the boxes of notes is.
pub(super) const VML: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";
/// The kinds of workbook that are changed, by whether they may have macros.
pub(super) const KINDS: [&str; 2] = [
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
];

/// A package that can be changed in place.
pub(in crate::write::workbook) struct Scan {
    pub(super) parts: Parts,
    pub(super) types: Types,
    /// The part with the list of sheets, its text, and what it points to.
    pub(super) workbook: String,
    pub(super) list: String,
    pub(super) relations: Relations,
    /// The part with the looks, whether there is one yet, and its text.
    pub(super) styles: String,
    pub(super) has_styles: bool,
    pub(super) looks: String,
    /// Where ours will stand among the looks.
    pub(in crate::write::workbook) numbers: Numbers,
    /// The user's worksheets, in the order of the report.
    pub(super) sheets: Vec<Sheet>,
    pub(super) tables: Tables,
    pub(super) blocks: Blocks,
    /// Names for new parts.
    pub(super) free: Names,
    /// Whether the name of the copy is that of a workbook with macros.
    pub(super) macros: bool,
}

/// A worksheet of the user's.
pub(super) struct Sheet {
    pub(super) part: String,
    pub(super) around: Around,
    pub(super) relations: Relations,
    /// The part with its notes, and its text.
    pub(super) notes: Option<(String, String)>,
    /// The part with the boxes of its notes, and its text.
    pub(super) drawing: Option<(String, String)>,
    /// Cells with a conversation: nothing is added to those.
    pub(super) conversations: BTreeSet<Position>,
}

/// What the user's tables are called.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) last: u32,
    pub(super) names: BTreeSet<String>,
}

impl Scan {
    /// Looks through the package of an input.
    pub(in crate::write::workbook) fn of(book: &Book, input: &InputReport, macros: bool) -> Result<Scan, Reason> {
        if !matches!(book.format(), Format::Xlsx | Format::Xlsm) {
            return Err(Reason::Format(book.format()));
        }
        if input.sheets.iter().any(|sheet| sheet.own) {
            return Err(Reason::Again);
        }
        let mut parts = Parts::open(book.bytes())?;
        let mut roots = parts.relations("")?;
        roots.list.retain(|relation| relation.part.is_some());
        let signed = |name: &String| folded(name).starts_with("_xmlsignatures/");
        if parts.names().iter().any(signed) || roots.of_kind("/digital-signature/origin").next().is_some() {
            return Err(Reason::Signed);
        }
        let strange = |part: &str| Reason::Part(part.to_owned());
        let workbook = roots.of_kind("/officeDocument").next().ok_or_else(|| strange("_rels/.rels"))?.to_owned();
        let types = parts.text(TYPES_PART)?.ok_or_else(|| strange(TYPES_PART))?;
        let types = Types::read(types).map_err(|Strange| strange(TYPES_PART))?;
        let has_macros = parts.names().iter().any(|name| folded(name).ends_with("vbaproject.bin"));
        let kind = types.of(&workbook).unwrap_or_default();
        if has_macros && !macros || kind.contains(MACROS) != macros {
            return Err(Reason::Kind);
        }
        let list = parts.text(&workbook)?.ok_or_else(|| strange(&workbook))?;
        let relations = parts.relations(&workbook)?;
        let listed = check_list(&list, &relations).map_err(|reason| reason.unwrap_or_else(|| strange(&workbook)))?;
        let styles = relations.of_kind("/styles").next().filter(|part| parts.has(part)).map(str::to_owned);
        // Readers go by this name, whatever points to it.
        let usual = resolved(workbook.rsplit_once('/').map_or("", |(folder, _)| folder), "styles.xml");
        let looks = match &styles {
            Some(part) => parts.text(part)?.ok_or_else(|| strange(part))?,
            None if parts.has(&usual) => return Err(strange(&usual)),
            None => styles::NONE.to_owned(),
        };
        let has_styles = styles.is_some();
        let styles = styles.unwrap_or(usual);
        let numbers = Numbers::after(&looks).map_err(|Strange| strange(&styles))?;
        let names: Vec<&str> = listed.iter().map(|(name, _)| name.as_str()).collect();
        if names != input.sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>() {
            return Err(strange(&workbook));
        }
        let mut blocks = Blocks::default();
        let drawings: Vec<String> = parts.names().iter().filter(|name| types.of(name) == Some(VML)).cloned().collect();
        for drawing in drawings {
            blocks.used(&parts.text(&drawing)?.unwrap_or_default());
        }
        let mut tables = Tables::default();
        let mut sheets = Vec::new();
        for (_, part) in listed {
            sheets.push(sheet(&mut parts, part, &mut tables)?);
        }
        let free = Names::beside(parts.names().iter().map(String::as_str));
        Ok(Scan {
            parts,
            types,
            workbook,
            list,
            relations,
            styles,
            has_styles,
            looks,
            numbers,
            sheets,
            tables,
            blocks,
            free,
            macros,
        })
    }
}

/// The worksheets in a list of sheets and their parts. The error has no reason when the list is not as expected.
fn check_list(list: &str, relations: &Relations) -> Result<Vec<(String, String)>, Option<Reason>> {
    let outline = Outline::read(list, 2).map_err(|Strange| None)?;
    let root = outline.root();
    match outline.namespace().as_deref() {
        Some(MAIN) if root.local() == "workbook" => {}
        Some(STRICT) => return Err(Some(Reason::Strict)),
        _ => return Err(None),
    }
    if let Some(protection) = outline.child(root, "workbookProtection")
        && outline.attribute(protection, "lockStructure").is_some_and(|locked| locked != "0" && locked != "false")
    {
        return Err(Some(Reason::Locked));
    }
    let sheets = outline.child(root, "sheets").ok_or(None)?;
    let mut listed = Vec::new();
    for sheet in outline.children(sheets) {
        let value = |name| outline.attribute(sheet, name).ok_or(None);
        let (name, id) = (value("name")?, value("id")?);
        let relation = relations.list.iter().find(|relation| relation.id == id).ok_or(None)?;
        if relation.kind.ends_with("/worksheet") {
            listed.push((name, relation.part.clone().ok_or(None)?));
        }
    }
    Ok(listed)
}

fn sheet(parts: &mut Parts, part: String, tables: &mut Tables) -> Result<Sheet, Reason> {
    let around = Around::read(parts.stream(&part)?).map_err(|Strange| Reason::Part(part.clone()))?;
    let relations = parts.relations(&part)?;
    let one = |kind: &str| relations.of_kind(kind).next().map(str::to_owned);
    let strange = |part: &str| Reason::Part(part.to_owned());
    let mut conversations = BTreeSet::new();
    for conversation in relations.of_kind("/threadedComment") {
        let text = parts.text(conversation)?.ok_or_else(|| strange(conversation))?;
        let outline = Outline::read(&text, 1).map_err(|Strange| strange(conversation))?;
        let cells = outline.children(outline.root()).filter_map(|comment| outline.attribute(comment, "ref"));
        conversations.extend(cells.filter_map(|cell| Some(range(&cell)?.0)));
    }
    let mut read = |part: Option<String>| -> Result<Option<(String, String)>, Reason> {
        let Some(part) = part else { return Ok(None) };
        let text = parts.text(&part)?.ok_or_else(|| strange(&part))?;
        Ok(Some((part, text)))
    };
    let notes = read(one(&format!("{OFFICE}/comments")))?;
    if let Some((part, text)) = &notes {
        notes::check(text).map_err(|Strange| strange(part))?;
    }
    // The drawing is the one that the sheet names, not that of its headers.
    let named = {
        let outline = around.outline().map_err(|Strange| strange(&part))?;
        let legacy = outline.child(outline.root(), "legacyDrawing");
        let id = legacy.map(|legacy| outline.attribute(legacy, "id").ok_or_else(|| strange(&part))).transpose()?;
        id.map(|id| relations.part(&id).map(str::to_owned).ok_or_else(|| strange(&part))).transpose()?
    };
    let drawing = read(named)?;
    if let Some((part, _)) = drawing.iter().find(|(_, text)| !text.contains("</")) {
        return Err(strange(part));
    }
    for table in relations.of_kind("/table") {
        let Some(text) = parts.text(table)? else { continue };
        let outline = Outline::read(&text, 0).map_err(|Strange| strange(table))?;
        let value = |name| outline.attribute(outline.root(), name);
        tables.last = tables.last.max(value("id").and_then(|id| id.parse().ok()).unwrap_or(0));
        tables
            .names
            .extend(["name", "displayName"].iter().filter_map(|name| value(name)).map(|name| name.to_lowercase()));
    }
    Ok(Sheet { part, around, relations, notes, drawing, conversations })
}
