//! Whether colours and notes stand where the findings say, and nowhere else.

use std::collections::BTreeMap;

use toetsklaar::assess::Assessment;
use toetsklaar::edition::Edition;
use toetsklaar::finding::Effect;

use super::package::Package;
use super::structure::{position, range};
use super::xml::Element;

/// The colour of an effect, as `style.rs` and the guide have it.
fn colour(effect: Effect) -> &'static str {
    match effect {
        Effect::Insufficient => "F6C6AD",
        Effect::Undecided => "FCEEA3",
        Effect::Signal => "C5E1F2",
    }
}

/// What findings say about a cell.
struct Named {
    worst: Effect,
    /// "VOG-01 · onvoldoende".
    codes: Vec<String>,
}

/// Checks the marks on the user's sheets of the first input.
pub fn check(package: &Package, assessment: &Assessment, wrong: &mut Vec<String>) {
    let edition = Edition::new(assessment);
    for sheet in assessment.inputs[0].sheets.iter().filter(|sheet| !sheet.own) {
        let mut named: BTreeMap<(usize, usize), Named> = BTreeMap::new();
        for finding in &assessment.judgement.findings {
            let code = format!("{} · {}", edition.rule(finding).code, finding.effect);
            for place in finding.cells.iter().filter(|place| place.sheet == sheet.index) {
                let cell = (usize::from(place.position.column), place.position.row as usize);
                let one = named.entry(cell).or_insert(Named { worst: finding.effect, codes: Vec::new() });
                one.worst = one.worst.min(finding.effect);
                one.codes.push(code.clone());
            }
        }
        let Some(part) = package.sheet(&sheet.name) else {
            wrong.push(format!("{}: is not in the copy", sheet.name));
            continue;
        };
        let found = colours(package, part);
        for (cell, one) in &named {
            if found.get(cell).map(String::as_str) != Some(colour(one.worst)) {
                wrong.push(format!("{part}: {cell:?} has {:?}, not the colour of {}", found.get(cell), one.worst));
            }
        }
        for (cell, colour) in found.iter().filter(|(cell, _)| !named.contains_key(cell)) {
            wrong.push(format!("{part}: {cell:?} has {colour}, and no finding names it"));
        }
        let threads = threads(package, part);
        let notes = notes(package, part);
        for (cell, one) in &named {
            let text = notes.get(cell).map_or("", String::as_str);
            if threads.contains(cell) {
                if one.codes.iter().any(|code| text.contains(code)) {
                    wrong.push(format!("{part}: the thread on {cell:?} was touched"));
                }
                continue;
            }
            for code in one.codes.iter().filter(|code| !text.contains(*code) && !text.contains("en nog ")) {
                wrong.push(format!("{part}: the note on {cell:?} does not say {code}: {text}"));
            }
        }
        for (cell, text) in
            notes.iter().filter(|(cell, text)| !named.contains_key(cell) && text.contains("Wat te doen:"))
        {
            wrong.push(format!("{part}: {cell:?} has a note of ours, and no finding names it: {text}"));
        }
    }
}

/// The cells of a sheet with one of our colours: by a conditional format that always holds, else by their own look.
fn colours(package: &Package, part: &str) -> BTreeMap<(usize, usize), String> {
    let ours = [Effect::Insufficient, Effect::Undecided, Effect::Signal].map(colour);
    let root = package.tree(part);
    let styles = package.related(package.workbook(), "/styles").map(|part| package.tree(part));
    let list = |name: &str| styles.and_then(|styles| styles.child(name)).map_or(&[][..], |list| &list.children);
    let fill_of = |look: &Element, field: &str| {
        let colour = look.deep(field).first().and_then(|colour| colour.attribute("rgb"))?;
        Some(colour[colour.len().saturating_sub(6)..].to_uppercase()).filter(|colour| ours.contains(&colour.as_str()))
    };
    let mut found = BTreeMap::new();
    for cell in root.deep("c") {
        let look = cell.number("s").and_then(|at| list("cellXfs").get(at)?.number("fillId"));
        if let (Some(place), Some(colour)) =
            (cell.attribute("r").and_then(position), look.and_then(|at| fill_of(list("fills").get(at)?, "fgColor")))
        {
            found.insert(place, colour);
        }
    }
    // The lowest number wins; so the last to be looked at.
    let mut rules: Vec<(usize, &str, String)> = Vec::new();
    for group in root.all("conditionalFormatting") {
        for rule in group.all("cfRule") {
            let always = rule.attribute("type") == Some("expression")
                && rule.child("formula").is_some_and(|formula| holds(&formula.text));
            let colour = rule.number("dxfId").and_then(|at| fill_of(list("dxfs").get(at)?, "bgColor"));
            if let (true, Some(colour)) = (always, colour) {
                rules.push((
                    rule.number("priority").unwrap_or(0),
                    group.attribute("sqref").unwrap_or_default(),
                    colour,
                ));
            }
        }
    }
    rules.sort_by_key(|(priority, _, _)| std::cmp::Reverse(*priority));
    for (_, ranges, colour) in rules {
        for (first, last) in ranges.split_whitespace().filter_map(range) {
            for column in first.0..=last.0 {
                for row in first.1..=last.1 {
                    found.insert((column, row), colour.clone());
                }
            }
        }
    }
    found
}

/// Whether a formula holds whatever stands in the cells: TRUE, or a text that equals itself.
fn holds(formula: &str) -> bool {
    let sides = formula.trim().split_once('=');
    formula.trim() == "TRUE" || sides.is_some_and(|(one, other)| one == other && one.starts_with('"'))
}

/// The notes on a sheet, by cell.
pub fn notes(package: &Package, part: &str) -> BTreeMap<(usize, usize), String> {
    let list = package.related(part, "/comments").map(|part| package.tree(part));
    let notes = list.and_then(|list| list.child("commentList")).map_or(&[][..], |notes| &notes.children);
    notes.iter().filter_map(|note| Some((position(note.attribute("ref")?)?, note.child("text")?.texts()))).collect()
}

/// The cells of a sheet with a thread.
pub fn threads(package: &Package, part: &str) -> Vec<(usize, usize)> {
    let Some(list) = package.related(part, "/threadedComment") else {
        return Vec::new();
    };
    package.tree(list).children.iter().filter_map(|one| position(one.attribute("ref")?)).collect()
}
