//! Which cells the findings name: a colour for the worst, a note for all.

use std::fmt::Write;

use rust_xlsxwriter::Note;

use crate::cell::{Place, Position, SheetIndex};
use crate::edition::Edition;
use crate::finding::Effect;

/// The most notes on one sheet: thousands more make Excel slow.
pub(super) const MOST_NOTES: usize = 2_000;

/// The most findings in one note.
const MOST_IN_NOTE: usize = 10;

/// Width of a note in pixels, and how many letters of its 8-point type fit on a line.
const NOTE_WIDTH: u32 = 330;
const LETTERS_A_LINE: usize = 52;

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

    /// The note on a cell.
    pub(super) fn note(&self, edition: &Edition<'_>, mark: &Mark) -> Note {
        let text = self.text(edition, mark);
        let lines: usize = text.lines().map(|line| line.chars().count().div_ceil(LETTERS_A_LINE).max(1)).sum();
        let height = u32::try_from(lines.min(60) * 14 + 12).expect("sixty lines are few");
        Note::new(text).set_author("toetsklaar").add_author_prefix(false).set_width(NOTE_WIDTH).set_height(height)
    }

    fn text(&self, edition: &Edition<'_>, mark: &Mark) -> String {
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
            if seen.len() > MOST_IN_NOTE {
                left += 1;
                continue;
            }
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let rule = edition.rule(finding);
            let _ = write!(
                text,
                "{} · {}\n{}\nWat te doen: {}",
                rule.code,
                finding.effect,
                edition.message(finding),
                edition.remedy(finding)
            );
        }
        if left > 0 {
            let _ = write!(text, "\n\nen nog {left}, zie Bevindingen");
        }
        // Notes hold no control characters: a cell of the input may bring them into a message.
        text.retain(|c| c == '\n' || !c.is_control());
        text
    }
}
