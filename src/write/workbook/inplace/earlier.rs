//! What an earlier run left in a workbook: found by what it says, since other programs give parts and numbers new names.

use std::collections::{BTreeSet, HashSet};

use super::super::marks::FORMULA;
use super::notes::HEAD;
use super::outline::{Edit, Element, Outline, Strange, attribute, edited, escaped, span, unescaped};
use super::parts::{Parts, folded};
use super::reason::Reason;
use super::shapes::BLOCK;
use crate::cell::Position;
use crate::read::{NOTE_AUTHOR, range};

/// The edits that take our conditional formats off a sheet.
pub(super) fn highlights(outline: &Outline<'_>) -> Vec<Edit> {
    let is_ours = |rule: &Element<'_>| {
        let formula = outline.children(*rule).find(|child| child.local() == "formula");
        formula.is_some_and(|formula| unescaped(outline.content(formula)).trim() == FORMULA)
    };
    let mut edits = Vec::new();
    for format in outline.children(outline.root()).filter(|child| child.local() == "conditionalFormatting") {
        let rules: Vec<Element<'_>> = outline.children(format).collect();
        let ours: Vec<&Element<'_>> = rules.iter().filter(|rule| is_ours(rule)).collect();
        if !ours.is_empty() && ours.len() == rules.len() {
            edits.push((format.start..format.end, String::new()));
        } else {
            edits.extend(ours.into_iter().map(|rule| (rule.start..rule.end, String::new())));
        }
    }
    edits
}

/// Notes without ours.
pub(super) struct Notes {
    /// The notes that are left; none when all were ours.
    pub(super) text: Option<String>,
    /// The cells whose note was ours alone.
    pub(super) cells: Vec<Position>,
}

/// Takes our notes, and our text below those of the user, out of the notes of a sheet. None when there is nothing of ours.
pub(super) fn notes(text: &str) -> Result<Option<Notes>, Strange> {
    let outline = Outline::read(text, 5)?;
    let root = outline.root();
    let authors = outline.child(root, "authors").ok_or(Strange)?;
    let author = outline.children(authors).position(|author| unescaped(outline.content(author)) == NOTE_AUTHOR);
    let list = outline.child(root, "commentList").ok_or(Strange)?;
    let mut edits = Vec::new();
    let mut cells = Vec::new();
    let mut left = 0;
    for comment in outline.children(list) {
        let by = outline.attribute(comment, "authorId").and_then(|by| by.parse::<usize>().ok());
        if author.is_some() && by == author {
            edits.push((comment.start..comment.end, String::new()));
            cells.extend(outline.attribute(comment, "ref").and_then(|cell| Some(range(&cell)?.0)));
        } else {
            left += 1;
            edits.extend(outline.child(comment, "text").map(|holder| below(&outline, holder)).unwrap_or_default());
        }
    }
    if edits.is_empty() {
        return Ok(None);
    }
    Ok(Some(Notes { text: (left > 0).then(|| edited(text, edits)), cells }))
}

/// The edits that cut our text off below a note.
fn below(outline: &Outline<'_>, holder: Element<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut found = false;
    for piece in outline.children(holder).filter(|piece| matches!(piece.local(), "r" | "t")) {
        let letters = if piece.local() == "t" { Some(piece) } else { outline.child(piece, "t") };
        let text = letters.map(|letters| unescaped(outline.content(letters))).unwrap_or_default();
        let kept = match text.find(HEAD) {
            _ if found => "",
            None => continue,
            Some(at) => text[..at].trim_end_matches(['\n', '\r']),
        };
        found = true;
        match letters {
            Some(letters) if !kept.is_empty() => edits.push((letters.inner..letters.close, escaped(kept))),
            _ => edits.push((piece.start..piece.end, String::new())),
        }
    }
    edits
}

/// A drawing without the boxes of the notes on these cells, and whether it has any shape left. It is read as text: drawings that
/// Excel wrote need not be well-formed.
pub(super) fn shapes(text: &str, cells: &[Position]) -> (String, bool) {
    let cells: HashSet<Position> = cells.iter().copied().collect();
    let mut edits: Vec<Edit> = Vec::new();
    let (mut gone, mut kept) = (BTreeSet::new(), BTreeSet::new());
    let mut left = false;
    let mut at = 0;
    while let Some(start) = text[at..].find('<').map(|found| at + found) {
        let name: &str = text[start + 1..].split(|c: char| c.is_ascii_whitespace() || c == '>').next().unwrap_or("");
        at = start + 1;
        if name.rsplit(':').next() != Some("shape") {
            continue;
        }
        let closing = format!("</{name}>");
        let Some(end) = text[start..].find(&closing).map(|found| start + found + closing.len()) else { continue };
        at = end;
        let shape = &text[start..end];
        let tag = &shape[..=shape.find('>').unwrap_or(shape.len() - 1)];
        let block = attribute(tag, "id")
            .and_then(|id| id.trim_start_matches("_x0000_s").parse::<u32>().ok())
            .map(|number| number / BLOCK);
        let number = |field: &str| -> Option<u32> {
            let content = shape.split(&format!("{field}>")).nth(1)?;
            content.split('<').next()?.trim().parse().ok()
        };
        let cell = number("Row")
            .zip(number("Column"))
            .and_then(|(row, column)| Some(Position { row, column: u16::try_from(column).ok()? }));
        if cell.is_some_and(|cell| cells.contains(&cell)) {
            edits.push((start..end, String::new()));
            gone.extend(block);
        } else {
            left = true;
            kept.extend(block);
        }
    }
    // Blocks of numbers that only our boxes used are free again.
    if let Some((start, tag)) = super::shapes::number_map(text)
        && let Some(data) = span(tag, "data")
    {
        let is_free =
            |block: &&str| block.trim().parse().is_ok_and(|block| gone.contains(&block) && !kept.contains(&block));
        let blocks: Vec<&str> = tag[data.clone()].split(',').filter(|block| !is_free(block)).collect();
        edits.push((start + data.start..start + data.end, blocks.join(",")));
    }
    (edited(text, edits), left)
}

/// The list of sheets without those with these identifiers, and without the names that go with them.
pub(super) fn list(text: &str, ids: &HashSet<String>) -> Result<String, Strange> {
    let outline = Outline::read(text, 2)?;
    let root = outline.root();
    let sheets = outline.child(root, "sheets").ok_or(Strange)?;
    let mut edits: Vec<Edit> = Vec::new();
    let mut dropped = Vec::new();
    for sheet in outline.children(sheets) {
        let is_ours = outline.attribute(sheet, "id").is_some_and(|id| ids.contains(&id));
        dropped.push(is_ours);
        if is_ours {
            edits.push((sheet.start..sheet.end, String::new()));
        }
    }
    if let Some(names) = outline.child(root, "definedNames") {
        let mut left = 0;
        let mut inside = Vec::new();
        for name in outline.children(names) {
            let tag = outline.tag(name);
            let place = span(tag, "localSheetId");
            let sheet = place.clone().and_then(|place| tag[place].parse::<usize>().ok());
            match sheet.zip(place) {
                Some((sheet, _)) if dropped.get(sheet) == Some(&true) => {
                    inside.push((name.start..name.end, String::new()));
                }
                Some((sheet, place)) => {
                    left += 1;
                    let before = dropped.iter().take(sheet).filter(|dropped| **dropped).count();
                    let new = (sheet - before.min(sheet)).to_string();
                    inside.push((name.start + place.start..name.start + place.end, new));
                }
                None => left += 1,
            }
        }
        if left == 0 {
            edits.push((names.start..names.end, String::new()));
        } else {
            edits.append(&mut inside);
        }
    }
    Ok(edited(text, edits))
}

/// The parts that only these sheets reach: they go when the sheets go.
pub(super) fn only_behind(parts: &mut Parts, sheets: &[String]) -> Result<HashSet<String>, Reason> {
    let ours: HashSet<String> = sheets.iter().map(|sheet| folded(sheet)).collect();
    let others = reached(parts, vec![String::new()], &ours)?;
    let mut behind = reached(parts, sheets.to_vec(), &HashSet::new())?;
    behind.retain(|part| !others.contains(part));
    Ok(behind)
}

/// The parts that these parts point to, and those that those point to, without passing a blocked one. With the lists that say so.
fn reached(parts: &mut Parts, from: Vec<String>, blocked: &HashSet<String>) -> Result<HashSet<String>, Reason> {
    let mut reached = HashSet::new();
    let mut waiting = from;
    while let Some(part) = waiting.pop() {
        let name = folded(&part);
        if blocked.contains(&name) || !reached.insert(name) {
            continue;
        }
        let relations = parts.relations(&part)?;
        reached.insert(folded(&relations.name));
        waiting.extend(relations.list.into_iter().filter_map(|relation| relation.part));
    }
    Ok(reached)
}

#[cfg(test)]
mod tests {
    use super::super::outline::MAIN;
    use super::*;

    #[test]
    fn conditional_formats_of_ours_go_whatever_their_numbers_are() {
        let ours = "<cfRule type=\"expression\" dxfId=\"9\" priority=\"4\"><formula>&quot;toetsklaar&quot;=&quot;toetsklaar&quot;</formula></cfRule>";
        let theirs = "<cfRule type=\"expression\" priority=\"1\"><formula>A1=\"toetsklaar\"</formula></cfRule>";
        let format = |rules: &str| format!("<conditionalFormatting sqref=\"A1\">{rules}</conditionalFormatting>");
        let text = format!(
            "<worksheet xmlns=\"{MAIN}\">{}{}{}</worksheet>",
            format(ours),
            format(theirs),
            format(&[ours, theirs].concat())
        );
        let outline = Outline::read(&text, 6).expect("well-formed");
        let left = edited(&text, highlights(&outline));
        assert_eq!(left, format!("<worksheet xmlns=\"{MAIN}\">{}{}</worksheet>", format(theirs), format(theirs)));
    }

    #[test]
    fn notes_of_ours_go_and_those_of_the_user_get_their_text_back() {
        let list = |inside: &str| {
            format!(
                "<comments xmlns=\"{MAIN}\"><authors><author>Eva</author><author>toetsklaar</author></authors><commentList>{inside}</commentList></comments>"
            )
        };
        let note = |cell: &str, author: u8, text: &str| {
            format!("<comment ref=\"{cell}\" authorId=\"{author}\"><text>{text}</text></comment>")
        };
        // Of our own making, and as a program that joins runs of one look saves it.
        let apart = note("A1", 0, "<r><t>van Eva</t></r><r><rPr/><t>\n\n— toetsklaar —\nVOG-01</t></r>");
        let joined = note("B2", 0, "<r><t>a &amp; b\n\n— toetsklaar —\nVOG-01</t></r><r><t>meer van ons</t></r>");
        let text = list(&[apart, joined, note("C3", 1, "<r><t>van ons</t></r>")].concat());
        let left = notes(&text).expect("notes").expect("ours");
        assert_eq!(left.cells, [Position { row: 2, column: 2 }]);
        let expected =
            list(&[note("A1", 0, "<r><t>van Eva</t></r>"), note("B2", 0, "<r><t>a &amp; b</t></r>")].concat());
        assert_eq!(left.text, Some(expected.clone()));
        assert!(notes(&expected).expect("notes").is_none(), "nothing of ours is left");
        let only = notes(&list(&note("C3", 1, ""))).expect("notes").expect("ours");
        assert_eq!(only.text, None);
    }

    #[test]
    fn boxes_of_our_notes_go_with_their_numbers() {
        let shape = |id: u32, row: u32, column: u32| {
            format!(
                "<v:shape id=\"_x0000_s{id}\"><br><x:ClientData ObjectType=\"Note\"><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
            )
        };
        let drawing = |data: &str, shapes: &[String]| {
            format!(
                "<xml><v:shapetype id=\"t\"></v:shapetype><o:idmap v:ext=\"edit\" data=\"{data}\"/>{}</xml>",
                shapes.concat()
            )
        };
        let text = drawing("1,2", &[shape(1025, 0, 0), shape(2049, 4, 1)]);
        let cells = [Position { row: 4, column: 1 }];
        assert_eq!(shapes(&text, &cells), (drawing("1", &[shape(1025, 0, 0)]), true));
        assert!(!shapes(&drawing("2", &[shape(2049, 4, 1)]), &cells).1, "nothing is left");
        let same = drawing("1", &[shape(1025, 0, 0), shape(1026, 4, 1)]);
        assert_eq!(shapes(&same, &cells).0, drawing("1", &[shape(1025, 0, 0)]), "a block that others use stays");
    }

    #[test]
    fn sheets_of_ours_go_with_their_names_and_the_others_are_numbered_anew() {
        let text = "<workbook><sheets><sheet name=\"Ons\" id=\"a\"/><sheet name=\"Staf\" id=\"b\"/></sheets><definedNames><definedName name=\"x\" localSheetId=\"0\">1</definedName><definedName name=\"y\" localSheetId=\"1\">2</definedName></definedNames></workbook>";
        let ids = HashSet::from(["a".to_owned()]);
        let expected = "<workbook><sheets><sheet name=\"Staf\" id=\"b\"/></sheets><definedNames><definedName name=\"y\" localSheetId=\"0\">2</definedName></definedNames></workbook>";
        assert_eq!(list(text, &ids).as_deref(), Ok(expected));
        let ids = HashSet::from(["a".to_owned(), "b".to_owned()]);
        assert_eq!(list(text, &ids).as_deref(), Ok("<workbook><sheets></sheets></workbook>"));
    }
}
