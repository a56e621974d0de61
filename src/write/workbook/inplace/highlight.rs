//! Colours on cells of the user's, as conditional formats: the cells stay as they are, and a few clicks remove them.

use std::fmt::Write;

use super::super::marks::{FORMULA, Mark, coloured};
use super::outline::{Edit, MAIN, Outline, span};
use super::sheet::room_for;
use super::styles::Numbers;
use crate::cell::SheetIndex;
use crate::read::range;

/// The edits of a sheet that colour its marked cells. Ours come behind the user's own conditional formats, unless one of
/// those covers a marked cell: then before them, so that the mark shows.
pub(super) fn edits(outline: &Outline<'_>, marks: &[(SheetIndex, Mark)], numbers: Numbers) -> Vec<Edit> {
    let declaration = outline.declaration(MAIN);
    let pieces = coloured(marks);
    if pieces.is_empty() {
        return Vec::new();
    }
    let (first, mut edits, before) = first_priority(outline, marks, i64::try_from(pieces.len()).unwrap_or(i64::MAX));
    let mut xml = String::new();
    for (priority, (effect, areas)) in (first..).zip(pieces) {
        let _ = write!(
            xml,
            "<conditionalFormatting{declaration} sqref=\"{}\"><cfRule type=\"expression\" dxfId=\"{}\" priority=\"{priority}\"><formula>{FORMULA}</formula></cfRule></conditionalFormatting>",
            areas,
            numbers.of_mark(effect)
        );
    }
    // Excel goes by priority, LibreOffice by order.
    let theirs = outline.child(outline.root(), "conditionalFormatting").filter(|_| before);
    let at = theirs.map_or_else(|| room_for(outline, "conditionalFormatting"), |theirs| theirs.start);
    edits.push((at..at, xml));
    edits
}

/// The priority of the first of ours, the edits that make room for them, and whether they come before the user's.
fn first_priority(outline: &Outline<'_>, marks: &[(SheetIndex, Mark)], count: i64) -> (i64, Vec<Edit>, bool) {
    let mut rules = Vec::new();
    let mut covered = false;
    let mut fixed = false;
    for element in outline.all() {
        match element.local() {
            "cfRule" => {
                let tag = outline.tag(element);
                let Some(span) = span(tag, "priority") else { continue };
                let Ok(priority) = tag[span.clone()].parse::<i32>() else { continue };
                rules.push((element.start + span.start..element.start + span.end, i64::from(priority)));
            }
            // The rules of a pivot table are named by their priority elsewhere.
            "conditionalFormatting" => {
                fixed |= outline.attribute(element, "pivot").is_some_and(|pivot| pivot != "0" && pivot != "false");
                covered = covered || outline.attribute(element, "sqref").is_some_and(|areas| covers(&areas, marks));
            }
            "sqref" => covered = covered || covers(outline.content(element), marks),
            _ => {}
        }
    }
    let lowest = rules.iter().map(|(_, priority)| *priority).min();
    let highest = rules.iter().map(|(_, priority)| *priority).max().unwrap_or(0).max(0);
    match lowest {
        Some(lowest) if covered && !fixed => {
            let by = count.saturating_add(1).saturating_sub(lowest).max(0);
            let moved = rules.into_iter().filter(|_| by > 0);
            (1, moved.map(|(place, priority)| (place, priority.saturating_add(by).to_string())).collect(), true)
        }
        _ => (highest.saturating_add(1), Vec::new(), false),
    }
}

/// Whether one of these areas has a marked cell. Marks come top to bottom.
fn covers(areas: &str, marks: &[(SheetIndex, Mark)]) -> bool {
    areas.split_ascii_whitespace().filter_map(range).any(|(first, last)| {
        let from = marks.partition_point(|(_, mark)| mark.position.row < first.row);
        let below = marks[from..].iter().map(|(_, mark)| mark.position).take_while(|cell| cell.row <= last.row);
        below.into_iter().any(|cell| (first.column..=last.column).contains(&cell.column))
    })
}

#[cfg(test)]
mod tests {
    use super::super::outline::edited;
    use super::*;
    use crate::cell::Position;
    use crate::finding::Effect;

    fn highlighted(inside: &str) -> String {
        let text = format!("<worksheet xmlns=\"{MAIN}\"><sheetData/>{inside}<pageMargins/></worksheet>");
        let outline = Outline::read(&text, 6).expect("well-formed");
        let at = |row, column, effect| (0, Mark::at(Position { row, column }, effect));
        let marks = [at(0, 0, Effect::Signal), at(1, 0, Effect::Insufficient), at(2, 0, Effect::Insufficient)];
        edited(&text, edits(&outline, &marks, Numbers::behind(0, 0)))
    }

    fn ours(areas: &str, look: u32, priority: u32) -> String {
        format!(
            "<conditionalFormatting sqref=\"{areas}\"><cfRule type=\"expression\" dxfId=\"{look}\" priority=\"{priority}\"><formula>{FORMULA}</formula></cfRule></conditionalFormatting>"
        )
    }

    #[test]
    fn ours_come_behind_rules_on_other_cells() {
        let user = "<conditionalFormatting sqref=\"B1:C9\"><cfRule type=\"x\" priority=\"4\"/></conditionalFormatting>";
        let expected = [user, &ours("A2:A3", 0, 5), &ours("A1", 2, 6), "<pageMargins/>"].concat();
        let text = highlighted(user);
        assert!(text.contains(&expected), "{text}");
    }

    #[test]
    fn ours_come_before_rules_on_the_same_cells_wherever_those_stand() {
        let user = "<conditionalFormatting sqref=\"A2\"><cfRule type=\"x\" priority=\"1\"/><cfRule type=\"y\" priority=\"7\"/></conditionalFormatting>";
        let text = highlighted(user);
        assert!(text.contains("priority=\"3\"/><cfRule type=\"y\" priority=\"9\"/>"), "{text}");
        let first = [&ours("A2:A3", 0, 1), &ours("A1", 2, 2), "<conditionalFormatting sqref=\"A2\">"].concat();
        assert!(text.contains(&first), "{text}");
        // With room before it nothing moves: a copy of a copy stays as it is.
        let roomy = user.replace("\"1\"", "\"3\"");
        assert!(highlighted(&roomy).contains(&roomy));
        let newer = "<extLst><ext><x14:a xmlns:x14=\"u\" xmlns:xm=\"v\"><x14:conditionalFormatting><x14:cfRule priority=\"1\"/><xm:sqref>A1:B2</xm:sqref></x14:conditionalFormatting></x14:a></ext></extLst>";
        assert!(highlighted(newer).contains("<x14:cfRule priority=\"3\"/>"));
        // A pivot table knows its rules by their priority.
        let pivot = user.replace("<conditionalFormatting ", "<conditionalFormatting pivot=\"1\" ");
        let text = highlighted(&pivot);
        assert!(text.contains(&pivot) && text.contains(&ours("A2:A3", 0, 8)), "{text}");
    }
}
