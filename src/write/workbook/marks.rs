//! Which cells the findings name: a colour for the worst, a note for all.

use std::fmt::Write;

use rust_xlsxwriter::Note;

use crate::cell::{Place, Position, SheetIndex};
use crate::edition::Edition;
use crate::finding::Effect;
use crate::read::NOTE_AUTHOR;

/// The most notes on one sheet: thousands more make Excel slow.
pub(super) const MOST_NOTES: usize = 2_000;

/// The most lines in one note: more than this does not fit on a screen.
const MOST_LINES: usize = 24;

/// Width of a note in pixels, and how many letters of its 8-point type fit on a line.
pub(super) const NOTE_WIDTH: u32 = 330;
const LETTERS_A_LINE: usize = 52;

/// The formula of our conditional formats: always true, and it says whose they are.
pub(super) const FORMULA: &str = "\"toetsklaar\"=\"toetsklaar\"";

/// The effects that have a colour, in the order of their looks.
pub(super) const EFFECTS: [Effect; 3] = [Effect::Insufficient, Effect::Undecided, Effect::Signal];

/// The most areas in one conditional format.
const MOST_AREAS: usize = 1_000;

/// A cell that findings name.
pub(super) struct Mark {
    /// Which cell.
    pub(super) position: Position,
    /// The worst effect.
    pub(super) effect: Effect,
    /// Its findings, the worst first: where they stand in [`Marks`].
    first: u32,
    count: u32,
}

/// The marks of all sheets.
pub(super) struct Marks {
    /// By sheet, then by row and column.
    marks: Vec<(SheetIndex, Mark)>,
    findings: Vec<u32>,
}

#[cfg(test)]
impl Mark {
    /// A mark without findings behind it.
    pub(super) fn at(position: Position, effect: Effect) -> Mark {
        Mark { position, effect, first: 0, count: 0 }
    }
}

impl Marks {
    /// Collects the cells of all findings.
    pub(super) fn of(edition: &Edition<'_>) -> Marks {
        let findings = &edition.assessment.judgement.findings;
        let mut named: Vec<(Place, Effect, u32)> = (0u32..)
            .zip(findings)
            .flat_map(|(index, finding)| finding.cells.iter().map(move |place| (*place, finding.effect, index)))
            .collect();
        named.sort_unstable();
        named.dedup();
        let mut marks: Vec<(SheetIndex, Mark)> = Vec::new();
        for (at, (place, effect, _)) in (0u32..).zip(&named) {
            match marks.last_mut() {
                Some((sheet, mark)) if *sheet == place.sheet && mark.position == place.position => mark.count += 1,
                _ => marks.push((place.sheet, Mark { position: place.position, effect: *effect, first: at, count: 1 })),
            }
        }
        Marks { marks, findings: named.iter().map(|(_, _, index)| *index).collect() }
    }

    /// The marks on a sheet, top to bottom, left to right.
    pub(super) fn on(&self, sheet: SheetIndex) -> &[(SheetIndex, Mark)] {
        let start = self.marks.partition_point(|(other, _)| *other < sheet);
        let end = self.marks.partition_point(|(other, _)| *other <= sheet);
        &self.marks[start..end]
    }

    /// The marks on a sheet that get a note; when there are too many, those with the worst effects.
    pub(super) fn noted(&self, sheet: SheetIndex) -> Vec<&Mark> {
        let mut marks: Vec<&Mark> = self.on(sheet).iter().map(|(_, mark)| mark).collect();
        if marks.len() > MOST_NOTES {
            marks.sort_by_key(|mark| mark.effect);
            marks.truncate(MOST_NOTES);
            marks.sort_by_key(|mark| mark.position);
        }
        marks
    }

    /// The note on a cell. What does not fit is counted, with `see` as the place where it stands.
    pub(super) fn note(&self, edition: &Edition<'_>, mark: &Mark, see: &str) -> Note {
        let text = self.text(edition, mark, see);
        let height = note_height(&text);
        Note::new(text).set_author(NOTE_AUTHOR).add_author_prefix(false).set_width(NOTE_WIDTH).set_height(height)
    }

    /// The text of the note on a cell.
    pub(super) fn text(&self, edition: &Edition<'_>, mark: &Mark, see: &str) -> String {
        let mut seen = Vec::new();
        let mut text = String::new();
        let mut left = 0;
        for index in &self.findings[mark.first as usize..(mark.first + mark.count) as usize] {
            let finding = &edition.assessment.judgement.findings[*index as usize];
            // A finding on two norms, or on a person in several groups, says the same thing twice here.
            let same =
                (finding.rule, finding.person, finding.reason, finding.group.filter(|_| finding.person.is_none()));
            if seen.contains(&same) {
                continue;
            }
            seen.push(same);
            let rule = edition.rule(finding);
            let piece = format!(
                "{} · {}\n{}\nWat te doen: {}",
                rule.code,
                finding.effect,
                edition.short_message(finding),
                edition.short_remedy(finding)
            );
            if text.is_empty() {
                text = fitting(piece, see);
            } else if left == 0 && lines(&text) + 1 + lines(&piece) <= MOST_LINES {
                text.push_str("\n\n");
                text.push_str(&piece);
            } else {
                left += 1;
            }
        }
        if left > 0 {
            let _ = write!(text, "\n\nen nog {left}, zie {see}");
        }
        // Notes hold no control characters; a rule file may bring them.
        text.retain(|c| c == '\n' || !c.is_control());
        text
    }
}

/// The height of a note with this text, in pixels.
pub(super) fn note_height(text: &str) -> u32 {
    u32::try_from(lines(text) * 14 + 12).expect("a note is short")
}

/// How many lines a text takes in a note.
fn lines(text: &str) -> usize {
    text.lines().map(|line| line.chars().count().div_ceil(LETTERS_A_LINE).max(1)).sum()
}

/// The text, cut to what fits in a note: a cell may hold pages.
fn fitting(mut text: String, see: &str) -> String {
    if lines(&text) > MOST_LINES {
        let room = (MOST_LINES - 3) * LETTERS_A_LINE;
        if let Some((end, _)) = text.char_indices().nth(room) {
            text.truncate(end);
        }
        let _ = write!(text, "… (de hele tekst: zie {see})");
    }
    text
}

/// The conditional formats that colour marked cells: each an effect, and areas such as `A1:A3 C2`.
pub(super) fn coloured(marks: &[(SheetIndex, Mark)]) -> Vec<(Effect, String)> {
    let of = |effect: Effect| -> Vec<Position> {
        marks.iter().filter(|(_, mark)| mark.effect == effect).map(|(_, mark)| mark.position).collect()
    };
    let pieces = |effect: Effect| -> Vec<(Effect, String)> {
        areas(of(effect)).chunks(MOST_AREAS).map(|areas| (effect, areas.join(" "))).collect()
    };
    EFFECTS.into_iter().flat_map(pieces).collect()
}

/// Cells as areas: those below each other as one, then those beside each other.
fn areas(mut cells: Vec<Position>) -> Vec<String> {
    cells.sort_unstable_by_key(|cell| (cell.column, cell.row));
    let below = |one: &Position, next: &Position| one.column == next.column && one.row + 1 == next.row;
    let mut areas: Vec<(Position, Position)> = Vec::new();
    let mut single = Vec::new();
    for run in cells.chunk_by(below) {
        match run {
            [cell] => single.push(*cell),
            _ => areas.push((run[0], run[run.len() - 1])),
        }
    }
    single.sort_unstable();
    let beside = |one: &Position, next: &Position| one.row == next.row && one.column + 1 == next.column;
    areas.extend(single.chunk_by(beside).map(|run| (run[0], run[run.len() - 1])));
    areas.sort_unstable();
    let shown = |(first, last): (Position, Position)| {
        if first == last { first.to_string() } else { format!("{first}:{last}") }
    };
    areas.into_iter().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_touch_are_one_area() {
        let cells = [(0, 0), (1, 0), (2, 0), (1, 1), (1, 2), (5, 5)].map(|(row, column)| Position { row, column });
        assert_eq!(areas(cells.to_vec()), ["A1:A3", "B2:C2", "F6"]);
    }

    #[test]
    fn a_long_text_is_cut_and_says_so() {
        assert_eq!(fitting("kort".to_owned(), "Bevindingen"), "kort");
        let cut = fitting("é".repeat(5_000), "Bevindingen (2)");
        assert!(lines(&cut) <= MOST_LINES, "{}", lines(&cut));
        assert!(cut.starts_with("ééé") && cut.ends_with("… (de hele tekst: zie Bevindingen (2))"), "{cut}");
    }
}
