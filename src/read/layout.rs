//! What a sheet hides and merges, and how wide its columns are, by a scan of its bytes instead of its XML events.

use std::io::Read;
use std::sync::LazyLock;

use regex::bytes::Regex;

use super::rows;
use super::trouble::Trouble;
use crate::cell::{Letters, Position};

/// What a sheet hides and merges, and the widths of its columns. All numbers are zero-based; both ends are included.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Layout {
    /// Hidden rows, as first and last, ascending.
    pub hidden_rows: Vec<(u32, u32)>,
    /// Hidden columns, as first and last, ascending.
    pub hidden_columns: Vec<(u16, u16)>,
    /// Merged cells: top left and bottom right.
    pub merges: Vec<(Position, Position)>,
    /// Column widths in characters: first and last column, width.
    pub column_widths: Vec<(u16, u16, f64)>,
    /// Whether the format gives all of this; when not, what is missing is unknown.
    pub complete: bool,
}

impl Layout {
    /// Adds hidden rows, joined to those before where they touch.
    pub(super) fn hide_rows(&mut self, first: u32, last: u32) {
        match self.hidden_rows.last_mut() {
            Some((_, end)) if *end + 1 == first => *end = last,
            _ => self.hidden_rows.push((first, last)),
        }
    }

    /// Adds hidden columns, joined to those before where they touch.
    pub(super) fn hide_columns(&mut self, first: u16, last: u16) {
        match self.hidden_columns.last_mut() {
            Some((_, end)) if *end + 1 == first => *end = last,
            _ => self.hidden_columns.push((first, last)),
        }
    }
}

/// The size of the pieces in which a part is inflated.
const PIECE: usize = 1 << 17;

/// The longest tag that is looked at whole.
const LONGEST_TAG: usize = 1 << 16;

/// Reads the layout from the XML of an Excel worksheet.
pub(super) fn of_sheet_xml(mut part: impl Read) -> Result<Layout, Trouble> {
    let mut layout = Layout { complete: true, ..Layout::default() };
    let mut buffer = vec![0; PIECE + LONGEST_TAG];
    let mut filled = 0;
    loop {
        let read = part.read(&mut buffer[filled..]).map_err(|_| Trouble::Damaged)?;
        filled += read;
        if read > 0 && filled < buffer.len() {
            continue;
        }
        // Only whole tags are searched; what comes after the last one waits for the next piece.
        let whole = buffer[..filled].iter().rposition(|b| *b == b'>').map_or(0, |last| last + 1);
        search(&buffer[..whole], &mut layout);
        if read == 0 {
            return Ok(layout);
        }
        let keep = if filled - whole > LONGEST_TAG { filled } else { whole };
        buffer.copy_within(keep..filled, 0);
        filled -= keep;
    }
}

/// Looks for the few tags that matter. Most bytes of a sheet are cells, which a literal search passes over quickly.
fn search(xml: &[u8], layout: &mut Layout) {
    static MARKS: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r#"(?-u)hidden="1|hidden="t|hidden='1|hidden='t|<mergeCell |:mergeCell |<col |:col "#;
        Regex::new(pattern).expect("the pattern is fixed")
    });
    let mut searched = 0;
    while let Some(mark) = MARKS.find_at(xml, searched) {
        searched = mark.end();
        let Some(start) = xml[..=mark.start()].iter().rposition(|b| *b == b'<') else {
            continue;
        };
        if xml[start..mark.start()].contains(&b'>') {
            continue;
        }
        let end = xml[mark.end()..].iter().position(|b| *b == b'>').map_or(xml.len(), |length| mark.end() + length);
        searched = end;
        if let Ok(tag) = std::str::from_utf8(&xml[start + 1..end]) {
            take(tag, layout);
        }
    }
}

fn take(tag: &str, layout: &mut Layout) {
    let name = tag.split(|c: char| c.is_ascii_whitespace() || c == '/').next().unwrap_or_default();
    match name.rsplit(':').next() {
        Some("row") => match number(tag, "r").and_then(|row| row.checked_sub(1)) {
            Some(row) if row < rows::ROWS => layout.hide_rows(row, row),
            // A row without its number would have to be counted.
            _ => layout.complete = false,
        },
        Some("col") => {
            let column = |name| number(tag, name).and_then(|n| u16::try_from(n.checked_sub(1)?.min(16_383)).ok());
            let (Some(first), Some(last)) = (column("min"), column("max")) else {
                return;
            };
            let width = attribute(tag, "width").and_then(|width| width.parse::<f64>().ok());
            if let Some(width) = width {
                layout.column_widths.push((first, last, width));
            }
            if matches!(attribute(tag, "hidden"), Some("1" | "true")) || width == Some(0.0) {
                layout.hide_columns(first, last);
            }
        }
        Some("mergeCell") => layout.merges.extend(attribute(tag, "ref").and_then(range)),
        _ => {}
    }
}

fn number(tag: &str, name: &str) -> Option<u32> {
    attribute(tag, name)?.parse().ok()
}

/// The value of an attribute in the text of a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    while let Some(at) = rest.find(name) {
        let before = rest[..at].chars().next_back();
        let after = rest[at + name.len()..].trim_start();
        if before.is_some_and(|c| c.is_ascii_whitespace())
            && let Some(value) = after.strip_prefix('=').map(str::trim_start)
            && let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\''))
        {
            return value[1..].split(quote).next();
        }
        rest = &rest[at + name.len()..];
    }
    None
}

/// Reads `A1:C3`.
pub(super) fn range(text: &str) -> Option<(Position, Position)> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    Some((place(first)?, place(last)?))
}

fn place(text: &str) -> Option<Position> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let column: Letters = text[..digits].parse().ok()?;
    let row = text[digits..].parse::<u32>().ok()?.checked_sub(1)?;
    (row < rows::ROWS).then_some(Position { row, column: column.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out a text in small pieces, as inflating does.
    struct Slowly<'t>(&'t [u8]);

    impl Read for Slowly<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let length = self.0.len().min(buffer.len()).min(7);
            let (now, later) = self.0.split_at(length);
            buffer[..length].copy_from_slice(now);
            self.0 = later;
            Ok(length)
        }
    }

    fn position(row: u32, column: u16) -> Position {
        Position { row, column }
    }

    #[test]
    fn hidden_rows_and_columns_merges_and_widths_are_found() {
        let xml = r#"<x:worksheet><x:cols><x:col min="1" max="2" width="9.5" customWidth="1"/><x:col width="0" hidden='true' min="4" max="4"/>
            <col min="5" max="16384" hidden="1"/></x:cols><sheetData><row r="1" hidden="0"><c t="inlineStr"><is><t>hidden="1"</t></is></c></row>
            <row r="3" spans="1:2" hidden="1"/><row r="4" hidden="true"/><row hidden="1" r="9"><c/></row></sheetData>
            <mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="B2:B9"/></mergeCells></x:worksheet>"#;
        let layout = of_sheet_xml(Slowly(xml.as_bytes())).unwrap();
        assert_eq!(
            layout,
            Layout {
                hidden_rows: vec![(2, 3), (8, 8)],
                hidden_columns: vec![(3, 16_383)],
                merges: vec![(position(0, 0), position(0, 2)), (position(1, 1), position(8, 1))],
                column_widths: vec![(0, 1, 9.5), (3, 3, 0.0)],
                complete: true,
            }
        );
    }

    #[test]
    fn tags_on_the_border_of_two_pieces_are_found() {
        let mut xml = "<sheetData>".to_owned();
        let filler = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
        for row in 0..40_000 {
            xml.push_str(if row % 1000 == 999 { "<row r=\"77\" spans=\"1:1\" hidden=\"1\"></row>" } else { filler });
        }
        let layout = of_sheet_xml(xml.as_bytes()).unwrap();
        assert_eq!(layout.hidden_rows.len(), 40);
    }

    #[test]
    fn a_hidden_row_without_its_number_makes_the_layout_incomplete() {
        assert!(!of_sheet_xml(&b"<row hidden=\"1\">"[..]).unwrap().complete);
    }
}
