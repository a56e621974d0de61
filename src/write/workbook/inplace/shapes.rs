//! The boxes in which notes show: an old kind of drawing beside each sheet.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::super::marks::NOTE_WIDTH;
use super::notes::Note;
use super::outline::{edited, span};
use crate::read::Layout;

const NAMESPACES: &str = " xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"";

/// The kind of shape that a box for text is; it must be said once in a drawing.
const BOX: &str = "_x0000_t202";

/// How many shapes one block of numbers is for.
pub(super) const BLOCK: u32 = 1024;

/// A column without a width of its own, and a row, in pixels.
const COLUMN: u32 = 64;
const ROW: u32 = 20;
/// The pixels of a letter.
const LETTER: f64 = 7.0;
/// Rightmost column beside which there is room for a note.
const LAST_COLUMN: u16 = 16_370;

/// The blocks of shape numbers that drawings use: no two drawings of a workbook may share one.
#[derive(Default)]
pub(super) struct Blocks(BTreeSet<u32>);

impl Blocks {
    /// Notes the blocks that a drawing says it uses, and those of the numbers in it.
    pub(super) fn used(&mut self, drawing: &str) {
        for piece in drawing.split("idmap").skip(1) {
            let tag = piece.split('>').next().unwrap_or("");
            let data = span(&format!("<idmap{tag}>"), "data").map(|span| format!("<idmap{tag}>")[span].to_owned());
            self.0
                .extend(data.iter().flat_map(|data| data.split([',', ' '])).filter_map(|one| one.parse::<u32>().ok()));
        }
        for piece in drawing.split("_x0000_s").skip(1) {
            let digits: String = piece.chars().take_while(char::is_ascii_digit).collect();
            self.0.extend(digits.parse::<u32>().ok().map(|number| number / BLOCK));
        }
    }

    /// Takes the first block that is free.
    fn take(&mut self) -> u32 {
        let mut block = 1;
        while !self.0.insert(block) {
            block += 1;
        }
        block
    }
}

/// A drawing with a hidden box for each note, behind what it has. None when its end is not found.
pub(super) fn joined(base: Option<&str>, notes: &[&Note], sheet: &Layout, blocks: &mut Blocks) -> Option<String> {
    let new = format!(
        "<xml{NAMESPACES}><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"\"/></o:shapelayout></xml>"
    );
    let base = base.unwrap_or(&new);
    let mut shapes = String::new();
    if !base.contains(BOX) {
        let _ = write!(
            shapes,
            "<v:shapetype{NAMESPACES} id=\"{BOX}\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"
        );
    }
    let mut taken: Vec<String> = Vec::new();
    for (at, note) in (0u32..).zip(notes) {
        // The first number of a block is left free, as Excel does.
        let within = at % (BLOCK - 1) + 1;
        if within == 1 {
            taken.push(blocks.take().to_string());
        }
        let block: u32 = taken.last().and_then(|block| block.parse().ok())?;
        shape(&mut shapes, block * BLOCK + within, at + 1, note, sheet);
    }
    // The end of the root is the last end tag; what is inside may be no XML at all, as in drawings that Excel wrote.
    let end = base.rfind("</")?;
    let mut edits = vec![(end..end, shapes)];
    if let Some((start, tag)) = number_map(base) {
        let data = span(tag, "data")?;
        let old = &tag[data.clone()];
        let all: Vec<&str> =
            old.split(',').filter(|one| !one.is_empty()).chain(taken.iter().map(String::as_str)).collect();
        edits.push((start + data.start..start + data.end, all.join(",")));
    }
    Some(edited(base, edits))
}

/// The tag in which a drawing says which blocks of numbers it uses, and where it stands.
pub(super) fn number_map(drawing: &str) -> Option<(usize, &str)> {
    let start = drawing[..drawing.find("idmap")?].rfind('<')?;
    Some((start, &drawing[start..=start + drawing[start..].find('>')?]))
}

fn shape(out: &mut String, id: u32, order: u32, note: &Note, sheet: &Layout) {
    let (row, column) = (note.position.row, note.position.column);
    // Beside the cell, a little above it.
    let from_column = if column > LAST_COLUMN { column - 6 } else { column + 1 };
    let (from_row, from_y) = if row == 0 { (0, 2) } else { (row - 1, 10) };
    let (to_column, to_x) = walked(u32::from(from_column), 15 + NOTE_WIDTH, |column| width(sheet, column));
    let (to_row, to_y) =
        walked(from_row, from_y + note.height, |row| if hidden(&sheet.hidden_rows, row) { 0 } else { ROW });
    let points = |pixels: u32| f64::from(pixels) * 0.75;
    let _ = write!(
        out,
        "<v:shape{NAMESPACES} id=\"_x0000_s{id}\" type=\"#{BOX}\" style=\"position:absolute;margin-left:59.25pt;margin-top:1.5pt;width:{}pt;height:{}pt;z-index:{order};visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{from_column}, 15, {from_row}, {from_y}, {to_column}, {to_x}, {to_row}, {to_y}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>",
        points(NOTE_WIDTH),
        points(note.height),
    );
}

/// The column or row in which a box ends, and how far into it.
fn walked(mut at: u32, mut left: u32, size: impl Fn(u32) -> u32) -> (u32, u32) {
    // Nobody hides more than a few thousand rows in a run; without an end a box ends where it began.
    for _ in 0..20_000 {
        let size = size(at);
        if left < size {
            break;
        }
        left -= size;
        at += 1;
    }
    (at, left)
}

fn width(sheet: &Layout, column: u32) -> u32 {
    let Ok(column) = u16::try_from(column) else { return COLUMN };
    if hidden(&sheet.hidden_columns, column) {
        return 0;
    }
    let given = sheet.column_widths.iter().find(|(first, last, _)| (*first..=*last).contains(&column));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a width in characters, clamped")]
    given.map_or(COLUMN, |(_, _, width)| (width.clamp(0.0, 255.0) * LETTER).round() as u32)
}

fn hidden<N: Copy + PartialOrd>(ranges: &[(N, N)], at: N) -> bool {
    let next = ranges.partition_point(|(_, last)| *last < at);
    ranges.get(next).is_some_and(|(first, _)| *first <= at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Position;

    fn note(row: u32, column: u16) -> Note {
        Note { position: Position { row, column }, text: String::new(), height: 60 }
    }

    #[test]
    fn shapes_get_numbers_that_no_drawing_uses() {
        let base = "<xml xmlns:ns0=\"urn:schemas-microsoft-com:vml\"><ns1:shapelayout><ns1:idmap ns0:ext=\"edit\" data=\"2\"/></ns1:shapelayout><ns0:shape id=\"_x0000_s2049\"><br></ns0:shape></xml>";
        let mut blocks = Blocks::default();
        blocks.used(base);
        blocks.used("<v:shape id=\"_x0000_s1030\"/>");
        let notes = [note(0, 0), note(4, 2)];
        let text =
            joined(Some(base), &notes.iter().collect::<Vec<_>>(), &Layout::default(), &mut blocks).expect("an end");
        assert!(
            text.contains("data=\"2,3\"")
                && text.contains("id=\"_x0000_s3073\"")
                && text.contains("id=\"_x0000_s3074\""),
            "{text}"
        );
        assert!(text.ends_with("</v:shape></xml>") && text.contains("<v:shapetype xmlns:v="), "{text}");
        // 330 pixels beside column A: from 15 pixels into B, five columns of 64 further and 25 into G.
        assert!(text.contains("<x:Anchor>1, 15, 0, 2, 6, 25, 3, 2</x:Anchor>"), "{text}");
    }

    #[test]
    fn many_notes_take_more_than_one_block() {
        let notes: Vec<Note> = (0..1100).map(|row| note(row, 0)).collect();
        let text = joined(None, &notes.iter().collect::<Vec<_>>(), &Layout::default(), &mut Blocks::default())
            .expect("an end");
        assert!(text.contains("data=\"1,2\"") && text.contains("_x0000_s2047\"") && text.contains("_x0000_s2049\""));
        let ids: BTreeSet<&str> =
            text.split("id=\"_x0000_s").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(ids.len(), 1100);
    }
}
