//! The user's list of sheets with ours behind it.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::graft::Defined;
use super::outline::{Edit, MAIN, Outline, Strange, edited, escaped, with_attribute};
use super::parts::OFFICE;

/// The elements of a workbook that come before its defined names, and before its windows.
const BEFORE_NAMES: [&str; 8] = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
];
const BEFORE_VIEWS: [&str; 4] = ["fileVersion", "fileSharing", "workbookPr", "workbookProtection"];

/// Numbers of sheets higher than this are strange, and Excel takes few of them.
const MOST_SHEETS: u32 = 60_000;

/// One of our own sheets: the name on its tab and the identifier of its part.
pub(super) struct Tab<'a> {
    pub(super) name: &'a str,
    pub(super) id: String,
}

/// The list with our sheets and names behind the user's; it opens on the first of ours.
pub(super) fn joined(text: &str, tabs: &[Tab<'_>], names: &[Defined]) -> Result<String, Strange> {
    let outline = Outline::read(text, 2)?;
    let root = outline.root();
    let declaration = outline.declaration(MAIN);
    let sheets = outline.child(root, "sheets").ok_or(Strange)?;
    let count = outline.children(sheets).count();
    let numbers = outline.children(sheets).filter_map(|sheet| outline.attribute(sheet, "sheetId")?.parse::<u32>().ok());
    let taken: BTreeSet<u32> = numbers.collect();
    // Behind the user's own, as a program would; when those leave no room, between them.
    let last = taken.last().copied().filter(|last| *last < MOST_SHEETS).unwrap_or(0);
    let mut new = String::new();
    let inside = sheets.declaration(MAIN);
    for (number, tab) in (last + 1..).filter(|number| !taken.contains(number)).zip(tabs) {
        let _ = write!(
            new,
            "<sheet{inside} xmlns:r=\"{OFFICE}\" name=\"{}\" sheetId=\"{number}\" r:id=\"{}\"/>",
            escaped(tab.name),
            tab.id
        );
    }
    let mut edits: Vec<Edit> = vec![outline.appended(sheets, &new)];
    let behind = |names: &[&str]| {
        let before =
            outline.children(root).filter(|child| outline.is_kin(*child, root) && names.contains(&child.local()));
        before.last().map_or(root.inner, |child| child.end)
    };
    let view = outline.child(root, "bookViews").and_then(|views| outline.child(views, "workbookView"));
    match view {
        Some(view) => {
            let tag = with_attribute(outline.tag(view), "activeTab", &count.to_string());
            edits.push((view.start..view.inner, with_attribute(&tag, "firstSheet", &count.to_string())));
        }
        None if outline.child(root, "bookViews").is_some() => return Err(Strange),
        None => {
            let at = behind(&BEFORE_VIEWS);
            let view = format!(
                "<bookViews{declaration}><workbookView firstSheet=\"{count}\" activeTab=\"{count}\"/></bookViews>"
            );
            edits.push((at..at, view));
        }
    }
    let ours = |declaration: &str| -> String {
        let one = |name: &Defined| {
            let tag = with_attribute(&name.tag, "localSheetId", &(name.sheet + count).to_string());
            format!("<definedName{declaration}{}{}</definedName>", &tag["<definedName".len()..], name.content)
        };
        names.iter().map(one).collect()
    };
    if !names.is_empty() {
        match outline.child(root, "definedNames") {
            Some(there) => edits.push(outline.appended(there, &ours(&there.declaration(MAIN)))),
            None => {
                let at = behind(&BEFORE_NAMES);
                edits.push((at..at, format!("<definedNames{declaration}>{}</definedNames>", ours(""))));
            }
        }
    }
    Ok(edited(text, edits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<Defined> {
        vec![Defined {
            tag: "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">".into(),
            sheet: 0,
            content: "Ons!$5:$5".into(),
        }]
    }

    #[test]
    fn our_sheets_come_behind_and_the_workbook_opens_on_the_first() {
        let text = format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><workbookPr/><sheets><sheet name=\"A\" sheetId=\"7\" r:id=\"rId1\"/><sheet name=\"Grafiek\" sheetId=\"3\" r:id=\"rId2\"/></sheets><calcPr/></workbook>"
        );
        let tabs = [Tab { name: "Ons", id: "rId9".into() }, Tab { name: "Ons & co", id: "rId10".into() }];
        let expected = format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><workbookPr/><bookViews><workbookView firstSheet=\"2\" activeTab=\"2\"/></bookViews><sheets><sheet name=\"A\" sheetId=\"7\" r:id=\"rId1\"/><sheet name=\"Grafiek\" sheetId=\"3\" r:id=\"rId2\"/><sheet xmlns:r=\"{OFFICE}\" name=\"Ons\" sheetId=\"8\" r:id=\"rId9\"/><sheet xmlns:r=\"{OFFICE}\" name=\"Ons &amp; co\" sheetId=\"9\" r:id=\"rId10\"/></sheets><definedNames><definedName name=\"_xlnm.Print_Titles\" localSheetId=\"2\">Ons!$5:$5</definedName></definedNames><calcPr/></workbook>"
        );
        assert_eq!(joined(&text, &tabs, &names()).as_deref(), Ok(expected.as_str()));
    }

    #[test]
    fn a_prefixed_list_with_windows_and_names_keeps_them() {
        let text = format!(
            "<x:workbook xmlns:x=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><x:bookViews><x:workbookView activeTab=\"0\" xWindow=\"5\"/></x:bookViews><x:sheets><x:sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></x:sheets><x:definedNames><x:definedName name=\"n\">A!$A$1</x:definedName></x:definedNames></x:workbook>"
        );
        let text = joined(&text, &[Tab { name: "Ons", id: "rId9".into() }], &names()).expect("a list");
        assert!(text.contains("<x:workbookView firstSheet=\"1\" activeTab=\"1\" xWindow=\"5\"/>"), "{text}");
        assert!(
            text.contains(&format!(
                "<sheet xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\" name=\"Ons\" sheetId=\"2\" r:id=\"rId9\"/></x:sheets>"
            )),
            "{text}"
        );
        assert!(text.contains(&format!("<x:definedName name=\"n\">A!$A$1</x:definedName><definedName xmlns=\"{MAIN}\" name=\"_xlnm.Print_Titles\" localSheetId=\"1\">")), "{text}");
    }

    #[test]
    fn a_number_that_leaves_no_room_behind_it_does_no_harm() {
        let text = format!(
            "<workbook xmlns=\"{MAIN}\"><sheets><sheet name=\"A\" sheetId=\"4294967295\"/><sheet name=\"B\" sheetId=\"1\"/></sheets></workbook>"
        );
        let text = joined(&text, &[Tab { name: "Ons", id: "rId9".into() }], &[]).expect("a list");
        assert!(text.contains("name=\"Ons\" sheetId=\"2\""), "{text}");
    }
}
