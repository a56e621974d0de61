//! The user's package as it is, with everything that must be known before it is changed; or why it is not.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::blocks::Unpacking;
use super::earlier;
use super::notes;
use super::outline::{Edit, MAIN, Outline, STRICT, Strange};
use super::parts::{Names, OFFICE, Parts, Relations, TYPES_PART, Types, folded, target};
use super::reason::Reason;
use super::shapes::Blocks;
use super::sheet::Around;
use super::styles::{self, Numbers};
use crate::assess::InputReport;
use crate::cell::Position;
use crate::read::{Book, Format, range, resolved};

/// Numbers of tables from here on are strange; ours come behind the others.
const MOST_TABLES: u32 = 1 << 30;
/// What the content type of a workbook with macros has.
const MACROS: &str = "macroEnabled";
/// What a drawing with the boxes of notes is.
pub(super) const VML: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";
/// What a list of relationships is.
const LISTS: &str = "application/vnd.openxmlformats-package.relationships+xml";
/// What the part with the looks is.
const STYLES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
/// The kinds of workbook that are changed, by whether they may have macros.
const KINDS: [&str; 2] = [
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
    /// The part with the looks, and its text.
    pub(super) styles: String,
    pub(super) looks: String,
    /// The numbers of our looks, once they are among the user's.
    pub(super) numbers: Option<Numbers>,
    /// The user's worksheets, in the order of the report.
    pub(super) sheets: Vec<Sheet>,
    /// Those whose rows go as they are packed, once the package is written: by their part their number, and what changes around
    /// the rows.
    pub(super) waiting: HashMap<String, (usize, Vec<Edit>)>,
    pub(super) tables: Tables,
    pub(super) blocks: Blocks,
    /// Names for new parts.
    pub(super) free: Names,
    /// Parts, as programs compare their names, that an earlier run left and that are not in the copy.
    pub(super) gone: HashSet<String>,
}

/// A worksheet of the user's.
pub(super) struct Sheet {
    pub(super) part: String,
    pub(super) around: Around,
    pub(super) relations: Relations,
    /// Whether anything of an earlier run was taken out of what is around its rows.
    pub(super) cleaned: bool,
    /// Its notes, and the drawing with their boxes.
    pub(super) notes: Option<Kept>,
    pub(super) drawing: Option<Kept>,
    /// Cells with a conversation: nothing is added to those.
    pub(super) conversations: BTreeSet<Position>,
}

/// A part of the user's without what an earlier run left in it.
pub(super) struct Kept {
    pub(super) part: String,
    pub(super) text: String,
    /// Whether something was taken out.
    pub(super) cleaned: bool,
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
        let mut types = Types::read(types).map_err(|Strange| strange(TYPES_PART))?;
        let has_macros = parts.names().iter().any(|name| folded(name).ends_with("vbaproject.bin"));
        let kind = types.of(&workbook).unwrap_or_default();
        if has_macros && !macros || kind.contains(MACROS) != macros {
            return Err(Reason::Kind);
        }
        let list = parts.text(&workbook)?.ok_or_else(|| strange(&workbook))?;
        let mut relations = parts.relations(&workbook)?;
        if relations.of_kind("/revisionHeaders").next().is_some() {
            return Err(Reason::Shared);
        }
        let listed = check_list(&list, &relations).map_err(|reason| reason.unwrap_or_else(|| strange(&workbook)))?;
        let names: Vec<&str> = listed.iter().map(|sheet| sheet.name.as_str()).collect();
        if names != input.sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>() {
            return Err(strange(&workbook));
        }
        types.add(&workbook, KINDS[usize::from(macros)]);
        types.add_default("rels", LISTS);
        let (own, listed): (Vec<_>, Vec<_>) = listed.into_iter().zip(&input.sheets).partition(|(_, sheet)| sheet.own);
        let own: Vec<Listed> = own.into_iter().map(|(sheet, _)| sheet).collect();
        let mut gone = HashSet::new();
        let list = without(own, &list, &mut parts, &mut relations, &mut types, &mut gone)?;
        let styles = relations.of_kind("/styles").next().filter(|part| parts.has(part)).map(str::to_owned);
        // Readers go by this name, whatever points to it.
        let usual = resolved(workbook.rsplit_once('/').map_or("", |(folder, _)| folder), "styles.xml");
        let looks = match &styles {
            Some(part) => parts.text(part)?.ok_or_else(|| strange(part))?,
            None if parts.has(&usual) => return Err(strange(&usual)),
            None => styles::NONE.to_owned(),
        };
        let styles = match styles {
            Some(styles) => styles,
            None => {
                types.add(&usual, STYLES);
                relations.add("/styles", &target(&workbook, &usual));
                usual
            }
        };
        styles::check(&looks).map_err(|Strange| strange(&styles))?;
        let mut tables = Tables::default();
        let mut sheets = Vec::new();
        for (listed, _) in listed {
            sheets.push(sheet(&mut parts, &mut types, &mut gone, listed.part, &mut tables)?);
        }
        let is_drawing = |name: &&String| types.of(name) == Some(VML) && !gone.contains(&folded(name));
        let drawings: Vec<String> = parts.names().iter().filter(is_drawing).cloned().collect();
        let mut blocks = Blocks::default();
        for drawing in drawings {
            let known = sheets.iter().filter_map(|sheet| sheet.drawing.as_ref()).find(|kept| kept.part == drawing);
            match known {
                Some(kept) => blocks.used(&kept.text),
                None => blocks.used(&parts.text(&drawing)?.unwrap_or_default()),
            }
        }
        let free = Names::beside(parts.names().iter().filter(|name| !gone.contains(&folded(name))).map(String::as_str));
        Ok(Scan {
            parts,
            types,
            workbook,
            list,
            relations,
            styles,
            looks,
            numbers: None,
            sheets,
            waiting: HashMap::new(),
            tables,
            blocks,
            free,
            gone,
        })
    }
}

/// A worksheet in the list of sheets.
struct Listed {
    name: String,
    id: String,
    /// By which other parts call it.
    number: String,
    part: String,
}

/// The worksheets in a list of sheets. The error has no reason when the list is not as expected.
fn check_list(list: &str, relations: &Relations) -> Result<Vec<Listed>, Option<Reason>> {
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
        let (name, id, number) = (value("name")?, value("id")?, value("sheetId")?);
        let relation = relations.list.iter().find(|relation| relation.id == id).ok_or(None)?;
        if relation.kind.ends_with("/worksheet") {
            listed.push(Listed { name, id, number, part: relation.part.clone().ok_or(None)? });
        }
    }
    Ok(listed)
}

/// The list of sheets without our own of an earlier run. What only they lead to is gone, too.
fn without(
    own: Vec<Listed>,
    list: &str,
    parts: &mut Parts,
    relations: &mut Relations,
    types: &mut Types,
    gone: &mut HashSet<String>,
) -> Result<String, Reason> {
    if own.is_empty() {
        return Ok(list.to_owned());
    }
    let ids = own.iter().map(|sheet| sheet.id.clone()).collect();
    let numbers: Vec<String> = own.iter().map(|sheet| sheet.number.clone()).collect();
    let own: Vec<String> = own.into_iter().map(|sheet| sheet.part).collect();
    let list = earlier::list(list, &ids).map_err(|Strange| Reason::Part("workbook.xml".to_owned()))?;
    *gone = earlier::only_behind(parts, &own)?;
    // An order of calculation that names cells of our old sheets goes; a program that needs it makes it anew.
    let names_ours = |text: &str| {
        let of = |number: &String| [format!(" i=\"{number}\""), format!(" i='{number}'")];
        numbers.iter().flat_map(of).any(|of| text.contains(&of))
    };
    let mut order = Vec::new();
    for part in relations.of_kind("/calcChain") {
        if parts.text(part)?.is_none_or(|text| names_ours(&text)) {
            order.push(part.to_owned());
        }
    }
    gone.extend(order.iter().map(|part| folded(part)));
    for part in own.iter().chain(&order) {
        relations.drop(part);
    }
    for part in gone.iter() {
        types.drop(part);
    }
    Ok(list)
}

fn sheet(
    parts: &mut Parts,
    types: &mut Types,
    gone: &mut HashSet<String>,
    part: String,
    tables: &mut Tables,
) -> Result<Sheet, Reason> {
    let strange = |part: &str| Reason::Part(part.to_owned());
    let mut around = match parts.packed(&part) {
        Some((packed, sum)) => {
            let mut unpacking = Unpacking::of(packed);
            let around = Around::read(&mut unpacking).map_err(|Strange| strange(&part))?;
            if unpacking.sum() != sum {
                return Err(strange(&part));
            }
            around
        }
        None => Around::read(parts.stream(&part)?).map_err(|Strange| strange(&part))?,
    };
    let mut relations = parts.relations(&part)?;
    let mut conversations = BTreeSet::new();
    for conversation in relations.of_kind("/threadedComment") {
        let text = parts.text(conversation)?.ok_or_else(|| strange(conversation))?;
        let outline = Outline::read(&text, 1).map_err(|Strange| strange(conversation))?;
        let cells = outline.children(outline.root()).filter_map(|comment| outline.attribute(comment, "ref"));
        conversations.extend(cells.filter_map(|cell| Some(range(&cell)?.0)));
    }
    for table in relations.of_kind("/table") {
        let Some(text) = parts.text(table)? else { continue };
        let outline = Outline::read(&text, 0).map_err(|Strange| strange(table))?;
        let value = |name| outline.attribute(outline.root(), name);
        let number = value("id").and_then(|id| id.parse::<u32>().ok()).filter(|number| *number < MOST_TABLES);
        tables.last = tables.last.max(number.unwrap_or(0));
        tables
            .names
            .extend(["name", "displayName"].iter().filter_map(|name| value(name)).map(|name| name.to_lowercase()));
    }
    let mut edits = earlier::highlights(&around.outline().map_err(|Strange| strange(&part))?);
    let mut kept = |part: String| -> Result<Kept, Reason> {
        let text = parts.text(&part)?.ok_or_else(|| strange(&part))?;
        Ok(Kept { part, text, cleaned: false })
    };
    let mut leave = |relations: &mut Relations, part: &str| {
        relations.drop(part);
        types.drop(part);
        gone.insert(folded(part));
        if relations.list.is_empty() {
            gone.insert(folded(&relations.name));
        }
    };
    let mut notes =
        relations.of_kind(&format!("{OFFICE}/comments")).next().map(str::to_owned).map(&mut kept).transpose()?;
    let mut ours = Vec::new();
    if let Some(there) = &mut notes {
        notes::check(&there.text).map_err(|Strange| strange(&there.part))?;
        if let Some(left) = earlier::notes(&there.text).map_err(|Strange| strange(&there.part))? {
            ours = left.cells;
            there.cleaned = true;
            match left.text {
                Some(text) => there.text = text,
                None => {
                    leave(&mut relations, &there.part);
                    notes = None;
                }
            }
        }
    }
    // The drawing is the one that the sheet names, not that of its headers.
    let mut drawing = None;
    {
        let outline = around.outline().map_err(|Strange| strange(&part))?;
        if let Some(legacy) = outline.child(outline.root(), "legacyDrawing") {
            let named = outline.attribute(legacy, "id").and_then(|id| relations.part(&id).map(str::to_owned));
            let there = kept(named.ok_or_else(|| strange(&part))?)?;
            if !there.text.contains("</") {
                return Err(strange(&there.part));
            }
            let (text, left) =
                if ours.is_empty() { (there.text.clone(), true) } else { earlier::shapes(&there.text, &ours) };
            if left {
                drawing = Some(Kept { cleaned: text != there.text, text, part: there.part });
            } else {
                leave(&mut relations, &there.part);
                edits.push((legacy.start..legacy.end, String::new()));
            }
        }
    }
    let cleaned = !edits.is_empty();
    around.clean(edits);
    Ok(Sheet { part, around, relations, cleaned, notes, drawing, conversations })
}
