//! What a copy that was made in place may change, and that it changed no more.

use std::collections::BTreeSet;

use super::marks::{notes, threads};
use super::package::{Package, is_relations};
use super::xml::Element;

/// Children of a worksheet that a copy in place may change or add.
const OURS: [&str; 2] = ["conditionalFormatting", "legacyDrawing"];

/// Compares a copy with the workbook that it was made of.
pub fn check(before: &Package, after: &Package, wrong: &mut Vec<String>) {
    let workbook = before.workbook();
    let mut allowed: BTreeSet<String> =
        ["[Content_Types].xml".to_owned(), workbook.to_owned(), relations_part(workbook)].into();
    allowed.extend(before.related(workbook, "/styles").map(str::to_owned));
    allowed.extend(before.related(workbook, "/sharedStrings").map(str::to_owned));
    for (_, part, _) in before.sheets() {
        allowed.insert(part.to_owned());
        allowed.insert(relations_part(part));
        allowed.extend(before.related(part, "/comments").map(str::to_owned));
        // The pictures of headers stay; the shapes of notes may get more.
        let id = before.tree(part).child("legacyDrawing").and_then(super::package::relation_id);
        let shapes = before.relations_of(part).iter().find(|one| Some(one.id.as_str()) == id);
        allowed.extend(shapes.map(|one| one.target.clone()));
    }
    for (part, content) in &before.parts {
        match after.parts.get(part) {
            None => wrong.push(format!("{part}: is gone")),
            Some(now) if now != content && !allowed.contains(part) => wrong.push(format!("{part}: was changed")),
            Some(_) => {}
        }
    }
    grown(before, after, wrong);
    book(before, after, wrong);
    for (tab, part, _) in before.sheets() {
        match after.sheet(tab) {
            Some(now) if now == part => sheet(before, after, part, wrong),
            _ => wrong.push(format!("{tab}: is no longer in {part}")),
        }
    }
}

/// What lists may only get more: types, relationships, looks, texts. A number that the user's cells hold means the same as before.
fn grown(before: &Package, after: &Package, wrong: &mut Vec<String>) {
    let holds = |old: &Element, new: &Element| {
        let known: BTreeSet<String> = new.children.iter().map(|one| one.shape(&[])).collect();
        old.children.iter().map(|one| one.shape(&[])).find(|one| !known.contains(one))
    };
    let types = "[Content_Types].xml";
    if let Some(lost) = holds(before.tree(types), after.tree(types)) {
        wrong.push(format!("{types}: lost {lost}"));
    }
    for part in before.parts.keys().filter(|part| is_relations(part)) {
        if let (Some(old), Some(new)) = (before.trees.get(part), after.trees.get(part))
            && let Some(lost) = holds(old, new)
        {
            wrong.push(format!("{part}: lost {lost}"));
        }
    }
    let lists = |package: &Package, kind: &str| package.related(package.workbook(), kind).map(str::to_owned);
    for kind in ["/styles", "/sharedStrings"] {
        let (Some(old), Some(new)) = (lists(before, kind), lists(after, kind)) else {
            continue;
        };
        let (old, new) = (before.tree(&old), after.tree(&new));
        let pairs: Vec<(&Element, Option<&Element>)> = match kind {
            "/styles" => old.children.iter().map(|list| (list, new.child(&list.name))).collect(),
            _ => vec![(old, Some(new))],
        };
        for (list, now) in pairs {
            let now = now.map_or(&[][..], |now| &now.children);
            let same = list
                .children
                .iter()
                .enumerate()
                .all(|(at, one)| now.get(at).is_some_and(|now| now.shape(&[]) == one.shape(&[])));
            if !same {
                wrong.push(format!("{}: what the user had is not the beginning of it any more", list.name));
            }
        }
    }
}

/// The list of sheets: the user's first and as they were, names kept, the rest untouched.
fn book(before: &Package, after: &Package, wrong: &mut Vec<String>) {
    let part = before.workbook();
    let (old, new) = (before.tree(part), after.tree(part));
    for child in old.children.iter().filter(|child| !matches!(child.name.as_str(), "bookViews" | "calcPr")) {
        let Some(now) = new.child(&child.name) else {
            wrong.push(format!("{part}: lost {}", child.name));
            continue;
        };
        let kept = match child.name.as_str() {
            "sheets" | "definedNames" => {
                let shapes: BTreeSet<String> = now.children.iter().map(|one| one.shape(&[])).collect();
                child.children.iter().all(|one| shapes.contains(&one.shape(&[])))
            }
            _ => child.shape(&[]) == now.shape(&[]),
        };
        if !kept {
            wrong.push(format!("{part}: {} is not what it was", child.name));
        }
    }
    let tabs =
        |package: &Package| -> Vec<String> { package.sheets().iter().map(|(tab, _, _)| (*tab).to_owned()).collect() };
    if !tabs(after).starts_with(&tabs(before)) {
        wrong.push(format!("{part}: the user's sheets do not come first: {:?}", tabs(after)));
    }
}

fn sheet(before: &Package, after: &Package, part: &str, wrong: &mut Vec<String>) {
    if before.tree(part).name != "worksheet" {
        if before.parts[part] != after.parts[part] {
            wrong.push(format!("{part}: was changed"));
        }
        return;
    }
    let (old, new) = (before.tree(part), after.tree(part));
    let bytes = |package: &Package, element: &Element| package.parts[part][element.span.0..element.span.1].to_vec();
    let kept = |root: &'_ Element, package: &Package| -> Vec<(String, Vec<u8>)> {
        let children = root.children.iter().filter(|child| !OURS.contains(&child.name.as_str()));
        // Only which tab is selected may differ, and the turn of a conditional format of a newer kind.
        let as_was = |child: &Element| match child.name.as_str() {
            "sheetViews" => child.shape(&["tabSelected"]).into_bytes(),
            "extLst" => child.shape(&["priority"]).into_bytes(),
            _ => bytes(package, child),
        };
        children.map(|child| (child.name.clone(), as_was(child))).collect()
    };
    let (was, now) = (kept(old, before), kept(new, after));
    for one in was.iter().filter(|one| !now.contains(one)) {
        wrong.push(format!("{part}: {} is not what it was", one.0));
    }
    for one in now.iter().filter(|one| !was.iter().any(|(name, _)| *name == one.0)) {
        wrong.push(format!("{part}: got {}", one.0));
    }
    // The user's conditional formats: all there, in their order; only their numbers may have moved up.
    let formats = |root: &Element| -> Vec<(usize, String)> {
        let mut all: Vec<(usize, String)> = root
            .all("conditionalFormatting")
            .flat_map(|group| {
                let place = group.attribute("sqref").unwrap_or_default();
                group.all("cfRule").map(move |rule| {
                    (rule.number("priority").unwrap_or(0), format!("{place}: {}", rule.shape(&["priority"])))
                })
            })
            .collect();
        all.sort();
        all
    };
    let now = formats(new);
    let mut rest = now.iter();
    for (_, rule) in formats(old) {
        if !rest.any(|(_, other)| *other == rule) {
            wrong.push(format!("{part}: the user's conditional format is gone or has another turn: {rule}"));
        }
    }
    let known = notes(after, part);
    let threads = threads(before, part);
    for (cell, text) in notes(before, part) {
        let now = known.get(&cell).map_or("", String::as_str);
        if !now.starts_with(&text) || (threads.contains(&cell) && now != text) {
            wrong.push(format!("{part}: the user's note on {cell:?} is not what it was: {now}"));
        }
    }
}

/// Where the relationships of a part stand.
fn relations_part(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
    format!("{folder}/_rels/{file}.rels").trim_start_matches('/').to_owned()
}
