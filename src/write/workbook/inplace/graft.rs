//! Our own sheets, made as a workbook of their own, fitted to stand in the user's.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use super::super::package::{Package, Part, replaced};
use super::charts;
use super::outline::{Edit, Outline, Strange, attribute, attributes, edited, escaped, span, unescaped, with_attribute};
use super::parts::target;
use super::scan::Tables;
use super::styles::Numbers;
use crate::read::resolved;

/// The parts of the workbook with our own sheets.
pub(super) struct Donor<'p> {
    zip: ZipArchive<Cursor<&'p [u8]>>,
    pub(super) names: Vec<String>,
    /// Parts that stand instead of those of the package.
    parts: Vec<Part>,
}

impl<'p> Donor<'p> {
    pub(super) fn open(package: &'p [u8]) -> io::Result<Donor<'p>> {
        let zip = ZipArchive::new(Cursor::new(package))?;
        let names = zip.file_names().map(|name| Ok(name?.into_owned())).collect::<io::Result<_>>()?;
        Ok(Donor { zip, names, parts: Vec::new() })
    }

    /// The same, with other parts instead of its own.
    pub(super) fn with(self, parts: Vec<Part>) -> Donor<'p> {
        Donor { parts, ..self }
    }

    pub(super) fn text(&mut self, name: &str) -> io::Result<String> {
        if let Some(part) = self.parts.iter().find(|part| part.name() == name) {
            return String::from_utf8(part.content()?).map_err(io::Error::other);
        }
        let mut text = String::new();
        self.zip.by_name(name)?.read_to_string(&mut text)?;
        Ok(text)
    }

    /// Moves a part, as it is packed, under another name.
    pub(super) fn hand_over(&mut self, name: &str, to: &str, out: &mut Package<'_>) -> io::Result<()> {
        if let Some(at) = self.parts.iter().position(|part| part.name() == name) {
            return self.parts.swap_remove(at).copy(to, out);
        }
        let at = self.zip.index_for_name(name).ok_or(io::ErrorKind::NotFound)?;
        Ok(out.raw_copy_file_rename(self.zip.by_index_raw(at)?, to)?)
    }
}

/// The frame of our own sheets with their looks, texts and tables as they must be in the user's workbook. Rows that are
/// written into it later have the right looks already.
pub(super) fn fitted(package: &[u8], numbers: Numbers, tables: &Tables) -> io::Result<Vec<u8>> {
    let strange = |Strange| io::Error::other("our own workbook is not as it is made");
    let mut donor = Donor::open(package)?;
    let texts = if donor.names.iter().any(|name| name == TEXTS) {
        texts(&donor.text(TEXTS)?).map_err(strange)?
    } else {
        Vec::new()
    };
    let mut parts = Vec::new();
    let mut names = tables.names.clone();
    let mut number = tables.last;
    for name in donor.names.clone() {
        if name.starts_with("xl/worksheets/sheet") {
            let sheet = sheet(&donor.text(&name)?, numbers, &texts).ok_or_else(|| strange(Strange))?;
            parts.push(Part::of(name, sheet.as_bytes())?);
        } else if name.starts_with("xl/tables/") {
            number += 1;
            let table = table(&donor.text(&name)?, number, &mut names, numbers).map_err(strange)?;
            parts.push(Part::of(name, table.as_bytes())?);
        } else if name.starts_with("xl/charts/chart") {
            let chart = charts::explicit(&donor.text(&name)?).map_err(strange)?;
            parts.push(Part::of(name, chart.as_bytes())?);
        }
    }
    let mut fitted = Vec::with_capacity(2 * package.len());
    replaced(package, &parts, &mut fitted)?;
    Ok(fitted)
}

/// The part with the texts that cells share.
const TEXTS: &str = "xl/sharedStrings.xml";

/// The texts that cells share, as XML.
fn texts(xml: &str) -> Result<Vec<String>, Strange> {
    let outline = Outline::read(xml, 1)?;
    Ok(outline.children(outline.root()).map(|text| outline.content(text).to_owned()).collect())
}

/// A sheet with the looks of its cells moved up and its texts in their cells.
fn sheet(xml: &str, numbers: Numbers, texts: &[String]) -> Option<String> {
    let mut out = String::with_capacity(xml.len() * 2);
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        let end = at + rest[at..].find('>')? + 1;
        let (before, tag) = (&rest[..at], &rest[at..end]);
        out.push_str(before);
        rest = &rest[end..];
        let name = tag[1..].split([' ', '>', '/']).next()?;
        let tag = match name {
            "c" | "row" => moved(tag, "s", numbers.first)?,
            "col" => moved(tag, "style", numbers.first)?,
            "cfRule" => moved(tag, "dxfId", numbers.first_conditional())?,
            _ => tag.to_owned(),
        };
        if name == "c" && attribute(&tag, "t").as_deref() == Some("s") {
            let value = rest.strip_prefix("<v>")?;
            let length = value.find("</v>")?;
            let text = texts.get(value[..length].parse::<usize>().ok()?)?;
            out.push_str(&with_attribute(&tag, "t", "inlineStr"));
            out.push_str("<is>");
            out.push_str(text);
            out.push_str("</is>");
            rest = &value[length + "</v>".len()..];
        } else {
            out.push_str(&tag);
        }
    }
    out.push_str(rest);
    Some(out)
}

/// A tag with the number in an attribute, where it has one, moved up.
fn moved(tag: &str, attribute: &str, by: u32) -> Option<String> {
    match span(tag, attribute) {
        Some(span) => {
            let number = tag[span.clone()].parse::<u32>().ok()? + by;
            Some(edited(tag, vec![(span, number.to_string())]))
        }
        None => Some(tag.to_owned()),
    }
}

/// A table with a number and a name that no other has.
fn table(xml: &str, number: u32, names: &mut BTreeSet<String>, numbers: Numbers) -> Result<String, Strange> {
    let outline = Outline::read(xml, 3)?;
    let root = outline.root();
    let name = outline.attribute(root, "displayName").ok_or(Strange)?;
    let mut free = name.clone();
    let mut suffix = 1;
    while !names.insert(free.to_lowercase()) {
        suffix += 1;
        free = format!("{name}_{suffix}");
    }
    let mut tag = outline.tag(root).to_owned();
    for (attribute, value) in [("id", number.to_string()), ("name", escaped(&free)), ("displayName", escaped(&free))] {
        tag = with_attribute(&tag, attribute, &value);
    }
    let mut edits: Vec<Edit> = vec![(root.start..root.inner, tag)];
    let columns = outline.child(root, "tableColumns").ok_or(Strange)?;
    for column in outline.children(columns) {
        let tag = outline.tag(column);
        let looks: Vec<&str> = attributes(tag).map(|(name, _)| name).filter(|name| name.ends_with("DxfId")).collect();
        let mut new = tag.to_owned();
        for look in looks {
            new = moved(&new, look, numbers.first_conditional()).ok_or(Strange)?;
        }
        edits.push((column.start..column.inner, new));
    }
    Ok(edited(xml, edits))
}

/// A list of relationships of a part that got another name, as the parts that it points to did.
pub(super) fn retargeted(
    text: &str,
    of: &str,
    new: &str,
    renamed: &BTreeMap<String, String>,
) -> Result<String, Strange> {
    let outline = Outline::read(text, 1)?;
    let folder = of.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut edits = Vec::new();
    for relation in outline.children(outline.root()) {
        let tag = outline.tag(relation);
        let place = span(tag, "Target").ok_or(Strange)?;
        let part = resolved(folder, &unescaped(&tag[place.clone()]));
        if let Some(part) = renamed.get(&part).filter(|_| attribute(tag, "TargetMode").is_none()) {
            edits.push((relation.start + place.start..relation.start + place.end, escaped(&target(new, part))));
        }
    }
    Ok(edited(text, edits))
}

/// A name that our own sheets bring: its tag's attributes but for the sheet, the sheet's number among ours, and what it stands for.
pub(super) struct Defined {
    pub(super) tag: String,
    pub(super) sheet: usize,
    pub(super) content: String,
}

/// The names of our own sheets (of tabs), and the defined names that go with them.
pub(super) fn listed(workbook: &str) -> Result<(Vec<String>, Vec<Defined>), Strange> {
    let outline = Outline::read(workbook, 2)?;
    let root = outline.root();
    let sheets = outline.child(root, "sheets").ok_or(Strange)?;
    let tabs = outline
        .children(sheets)
        .map(|sheet| outline.attribute(sheet, "name").ok_or(Strange))
        .collect::<Result<_, _>>()?;
    let mut defined = Vec::new();
    for name in outline.child(root, "definedNames").into_iter().flat_map(|names| outline.children(names)) {
        let sheet = outline.attribute(name, "localSheetId").and_then(|sheet| sheet.parse().ok()).ok_or(Strange)?;
        defined.push(Defined { tag: outline.tag(name).to_owned(), sheet, content: outline.content(name).to_owned() });
    }
    Ok((tabs, defined))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_move_up_and_texts_move_into_their_cells() {
        let numbers = Numbers::behind(2, 1);
        let xml = "<a><cols><col min=\"1\" style=\"3\"/></cols><row r=\"1\" s=\"4\"><c r=\"A1\" s=\"5\" t=\"s\"><v>1</v></c><c r=\"B1\" t=\"s\"><v>0</v></c><c r=\"C1\" s=\"6\"><v>1</v></c></row><cfRule dxfId=\"0\"/></a>";
        let texts = texts("<sst><si><t>nul</t></si><si><t xml:space=\"preserve\"> een</t></si></sst>").expect("texts");
        let expected = "<a><cols><col min=\"1\" style=\"5\"/></cols><row r=\"1\" s=\"6\"><c r=\"A1\" s=\"7\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> een</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>nul</t></is></c><c r=\"C1\" s=\"8\"><v>1</v></c></row><cfRule dxfId=\"4\"/></a>";
        assert_eq!(sheet(xml, numbers, &texts).as_deref(), Some(expected));
        assert_eq!(sheet(xml, numbers, &texts[..1]), None, "a text that is not there");
    }

    #[test]
    fn a_table_gets_a_number_and_a_name_of_its_own() {
        let xml = "<table id=\"1\" name=\"Bevindingen\" displayName=\"Bevindingen\" ref=\"A1:B2\"><tableColumns count=\"1\"><tableColumn id=\"1\" name=\"Nr\"/></tableColumns></table>";
        let numbers = Numbers::behind(0, 0);
        let mut names = BTreeSet::from(["bevindingen".to_owned()]);
        let text = table(xml, 7, &mut names, numbers).expect("a table");
        assert!(
            text.starts_with(
                "<table id=\"7\" name=\"Bevindingen_2\" displayName=\"Bevindingen_2\" ref=\"A1:B2\"><tableColumns"
            ),
            "{text}"
        );
        assert!(text.contains("<tableColumn id=\"1\" name=\"Nr\"/>"));
    }
}
