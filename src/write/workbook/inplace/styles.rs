//! The user's list of looks with ours behind it.

use super::super::marks::EFFECTS;
use super::super::style::tint;
use super::outline::{Edit, Element, MAIN, Outline, Strange, edited, span, with_attribute};
use crate::finding::Effect;
use std::collections::HashMap;

/// The elements of a list of looks in the order that the schema gives.
const ORDER: [&str; 11] = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
];

/// For a package without a list of looks.
pub(super) const NONE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs></styleSheet>";

/// The first number that a number format of a workbook's own may have.
const FIRST_NUMBER_FORMAT: u32 = 164;
/// The most looks that Excel takes.
const MOST_LOOKS: usize = 64_000;

/// The numbers of our looks in the user's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::write::workbook) struct Numbers {
    /// That of our first cell look.
    pub(in crate::write::workbook) first: u32,
    /// That of the first of our marks' looks; those of our own sheets come behind them.
    marks: u32,
}

impl Numbers {
    /// The look of a mark.
    pub(super) fn of_mark(&self, effect: Effect) -> u32 {
        self.marks + u32::try_from(EFFECTS.iter().position(|one| *one == effect).unwrap_or(0)).unwrap_or(0)
    }

    /// The first conditional look of our own sheets.
    pub(super) fn first_conditional(&self) -> u32 {
        self.marks + u32::try_from(EFFECTS.len()).unwrap_or(0)
    }
}

fn count(outline: &Outline<'_>, list: &str) -> usize {
    outline.child(outline.root(), list).map_or(0, |list| outline.children(list).count())
}

/// Whether ours can be put behind the user's.
pub(super) fn check(base: &str) -> Result<(), Strange> {
    let outline = Outline::read(base, 2)?;
    let lists = outline.children(outline.root());
    let places: Vec<usize> = lists.filter_map(|child| ORDER.iter().position(|name| *name == child.local())).collect();
    let is_known = outline.namespace().as_deref() == Some(MAIN) && outline.root().local() == "styleSheet";
    let has_room = count(&outline, "cellXfs") <= MOST_LOOKS;
    if is_known && has_room && places.is_sorted() { Ok(()) } else { Err(Strange) }
}

/// The user's list with ours behind it, and the numbers that ours have there. In ours every look is given in full, so that it does
/// not depend on the user's theme. Where an earlier run put the same behind it, nothing is added.
pub(super) fn joined(base: &str, ours: &str) -> Result<(Numbers, String), Strange> {
    let outline = Outline::read(base, 2)?;
    let own = Outline::read(ours, 2)?;
    let mut there = HashMap::new();
    for list in GROWING {
        let element = outline.child(outline.root(), list);
        let items = element
            .map_or_else(Vec::new, |element| outline.children(element).map(|item| outline.whole(item)).collect());
        there.insert(list, items);
    }
    let number = |before: &dyn Fn(&str) -> usize| -> Result<Numbers, Strange> {
        let number = |list| u32::try_from(before(list)).map_err(|_| Strange);
        Ok(Numbers { first: number("cellXfs")?, marks: number("dxfs")? })
    };
    let counts: HashMap<&str, usize> = GROWING
        .into_iter()
        .map(|list| (list, count(&own, list) + if list == "dxfs" { EFFECTS.len() } else { 0 }))
        .collect();
    let earlier = |list: &str| there[list].len().checked_sub(counts[list]);
    if GROWING.into_iter().all(|list| earlier(list).is_some()) {
        let before = |list: &str| earlier(list).unwrap_or(0);
        let same = items(&own, &there, before).into_iter().all(|(list, items)| {
            let declaration = inside(&outline, list);
            items.iter().map(|item| declared(item, &declaration)).eq(there[list][before(list)..].iter().copied())
        });
        if same {
            return Ok((number(&before)?, base.to_owned()));
        }
    }
    let before = |list: &str| there[list].len();
    let mut lists = Lists { outline: &outline, edits: Vec::new() };
    for (list, items) in items(&own, &there, before) {
        lists.add(list, &items);
    }
    Ok((number(&before)?, edited(base, lists.edits)))
}

/// The lists that ours make longer.
const GROWING: [&str; 6] = ["numFmts", "fonts", "fills", "borders", "cellXfs", "dxfs"];

/// What is added to each list when so many of the user's come before it.
fn items(
    own: &Outline<'_>,
    there: &HashMap<&str, Vec<&str>>,
    before: impl Fn(&str) -> usize,
) -> Vec<(&'static str, Vec<String>)> {
    let ours = |list: &str| -> Vec<String> {
        let list = own.child(own.root(), list);
        list.map_or_else(Vec::new, |list| own.children(list).map(|item| own.whole(item).to_owned()).collect())
    };
    let formats = ours("numFmts");
    let known: Vec<u32> = formats.iter().filter_map(|item| number_in(item, "numFmtId")).collect();
    let taken = there["numFmts"][..before("numFmts")].iter().filter_map(|item| number_in(item, "numFmtId"));
    let first = taken.max().map_or(0, |last| last.saturating_add(1)).max(FIRST_NUMBER_FORMAT);
    let format = |old: u32| match known.iter().position(|known| *known == old) {
        Some(at) => first.saturating_add(u32::try_from(at).unwrap_or(0)),
        None => old,
    };
    let [fonts, fills, borders] = ["fonts", "fills", "borders"].map(|list| u32::try_from(before(list)).unwrap_or(0));
    let plain = |font: String| {
        font.replace("<color theme=\"1\"/>", "<color rgb=\"FF000000\"/>").replace("<scheme val=\"minor\"/>", "")
    };
    let look = |look: String| {
        let look = renumbered(&look, "numFmtId", format);
        let look = renumbered(&look, "fontId", |old| old + fonts);
        let look = renumbered(&look, "fillId", |old| old + fills);
        renumbered(&look, "borderId", |old| old + borders)
    };
    let added = |list| match list {
        "numFmts" => formats.iter().map(|item| renumbered(item, "numFmtId", format)).collect(),
        "fonts" => ours(list).into_iter().map(plain).collect(),
        "cellXfs" => ours(list).into_iter().map(look).collect(),
        "dxfs" => EFFECTS.iter().map(|effect| mark(*effect)).chain(ours(list)).collect(),
        _ => ours(list),
    };
    GROWING.into_iter().map(|list| (list, added(list))).collect()
}

/// The look of a marked cell. Black letters, since the cell's own may be white on something dark.
fn mark(effect: Effect) -> String {
    let color = tint(effect);
    format!(
        "<dxf><font><color rgb=\"FF000000\"/></font><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF{color:06X}\"/><bgColor rgb=\"FF{color:06X}\"/></patternFill></fill></dxf>"
    )
}

/// The lists of a list of looks, as they grow.
struct Lists<'o, 'x> {
    outline: &'o Outline<'x>,
    edits: Vec<Edit>,
}

impl Lists<'_, '_> {
    fn add(&mut self, list: &str, items: &[String]) {
        if items.is_empty() {
            return;
        }
        let outline = self.outline;
        let root = outline.root();
        let declaration = inside(outline, list);
        let text: String = items.iter().map(|item| declared(item, &declaration)).collect();
        match outline.child(root, list) {
            Some(element) => {
                let count = (outline.children(element).count() + items.len()).to_string();
                self.edits.extend(grown(outline, element, &text, &count));
            }
            None => {
                let own = ORDER.iter().position(|name| *name == list).expect("only lists of the schema are added");
                let place = |child: &Element<'_>| ORDER.iter().position(|name| *name == child.local());
                let before = outline.children(root).filter(|child| place(child).is_some_and(|place| place < own));
                let at = before.last().map_or(root.inner, |child| child.end);
                let declaration = outline.declaration(MAIN);
                let new = format!("<{list}{declaration} count=\"{}\">{text}</{list}>", items.len());
                self.edits.push((at..at, new));
            }
        }
    }
}

/// What items of ours must declare in a list.
fn inside(outline: &Outline<'_>, list: &str) -> String {
    outline.child(outline.root(), list).map_or(String::new(), |list| list.declaration(MAIN))
}

/// The edits that put text at the end of a list and set its count.
fn grown(outline: &Outline<'_>, list: Element<'_>, text: &str, count: &str) -> Vec<Edit> {
    let tag = outline.tag(list);
    if list.is_one_tag() {
        let (range, new) = outline.appended(list, text);
        let length = new.find('>').map_or(new.len(), |end| end + 1);
        return vec![(range, with_attribute(&new[..length], "count", count) + &new[length..])];
    }
    let mut edits = vec![outline.appended(list, text)];
    if let Some(span) = span(tag, "count") {
        edits.push((list.start + span.start..list.start + span.end, count.to_owned()));
    }
    edits
}

/// An element with what it must declare.
fn declared(element: &str, declaration: &str) -> String {
    let at = element.find([' ', '>', '/']).unwrap_or(element.len());
    format!("{}{declaration}{}", &element[..at], &element[at..])
}

fn number_in(element: &str, attribute: &str) -> Option<u32> {
    element[span(element, attribute)?].parse().ok()
}

/// An element with the number in one of its attributes changed.
fn renumbered(element: &str, attribute: &str, new: impl Fn(u32) -> u32) -> String {
    match (span(element, attribute), number_in(element, attribute)) {
        (Some(span), Some(old)) => edited(element, vec![(span, new(old).to_string())]),
        _ => element.to_owned(),
    }
}

#[cfg(test)]
impl Numbers {
    /// Numbers behind so many of the user's.
    pub(super) fn behind(first: u32, marks: u32) -> Numbers {
        Numbers { first, marks }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"0.0%\"/></numFmts><fonts count=\"1\"><font><color theme=\"1\"/><name val=\"Calibri\"/><scheme val=\"minor\"/></font></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders><cellXfs count=\"2\"><xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/><xf numFmtId=\"14\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"><alignment indent=\"1\"/></xf></cellXfs></styleSheet>";

    #[test]
    fn our_looks_come_behind_with_numbers_that_fit() {
        let base = format!(
            "<x:styleSheet xmlns:x=\"{MAIN}\"><x:numFmts count=\"1\"><x:numFmt numFmtId=\"170\" formatCode=\"a\"/></x:numFmts><x:fonts count=\"2\"><x:font/><x:font/></x:fonts><x:fills count=\"3\"><x:fill/><x:fill/><x:fill/></x:fills><x:borders count=\"1\"><x:border/></x:borders><x:cellXfs count=\"1\"><x:xf/></x:cellXfs><x:dxfs count=\"0\"/><x:tableStyles/></x:styleSheet>"
        );
        let (numbers, text) = joined(&base, OURS).expect("looks");
        assert_eq!((numbers.first, numbers.of_mark(Effect::Signal), numbers.first_conditional()), (1, 2, 3));
        assert_eq!(joined(&text, OURS).expect("looks"), (numbers, text.clone()), "a second time nothing is added");
        let main = format!(" xmlns=\"{MAIN}\"");
        for piece in [
            format!(
                "<x:numFmts count=\"2\"><x:numFmt numFmtId=\"170\" formatCode=\"a\"/><numFmt{main} numFmtId=\"171\" formatCode=\"0.0%\"/></x:numFmts>"
            ),
            format!(
                "<x:fonts count=\"3\"><x:font/><x:font/><font{main}><color rgb=\"FF000000\"/><name val=\"Calibri\"/></font></x:fonts>"
            ),
            format!(
                "<xf{main} numFmtId=\"171\" fontId=\"2\" fillId=\"3\" borderId=\"1\" xfId=\"0\"/><xf{main} numFmtId=\"14\" fontId=\"2\" fillId=\"3\" borderId=\"1\" xfId=\"0\"><alignment indent=\"1\"/></xf></x:cellXfs>"
            ),
            format!("<x:dxfs count=\"3\"><dxf{main}><font>"),
        ] {
            assert!(text.contains(&piece), "{piece} is not in {text}");
        }
        assert!(text.ends_with("</dxf></x:dxfs><x:tableStyles/></x:styleSheet>"), "{text}");
    }

    #[test]
    fn a_workbook_without_looks_gets_ours_and_missing_lists_come_in_order() {
        let (numbers, text) = joined(NONE, OURS).expect("looks");
        let outline = Outline::read(&text, 2).expect("well-formed");
        let lists: Vec<&str> = outline.children(outline.root()).map(|list| list.local()).collect();
        assert_eq!(lists, ["numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "dxfs"]);
        assert_eq!(numbers.first, 0);
        assert_eq!(joined(&text, OURS).expect("looks"), (numbers, text.clone()), "a second time nothing is added");
        assert!(text.contains("<cellXfs count=\"2\"><xf numFmtId=\"164\" fontId=\"0\""), "{text}");
        assert!(check("<styleSheet xmlns=\"urn:iets\"/>").is_err());
        assert!(check(&format!("<styleSheet xmlns=\"{MAIN}\"><fills/><fonts/></styleSheet>")).is_err(), "out of order");
    }
}
