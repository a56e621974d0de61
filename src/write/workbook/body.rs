//! The rows of a sheet as XML, written as they come: a sheet of a hundred thousand rows never stands in memory whole.

use std::io::{self, BufRead, Write};

use super::style::{Formats, Number, Style};
use crate::amount::Fte;
use crate::cell::{Letters, Value};
use crate::edition::plain;

/// The most UTF-16 units that Excel takes in one cell.
pub(super) const LONGEST_TEXT: usize = 32_767;

/// How much is gathered before it is handed on.
const PIECE: usize = 1 << 16;

/// How many lines a text takes in a column that is so many characters wide.
pub(super) fn lines(text: &str, width: f64) -> u32 {
    // Words break before the edge, and the indent takes the room of a letter.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "widths are small and positive")]
    let room = ((width * 0.95 - 1.0) as usize).max(1);
    let lines = text.split('\n').map(|line| line.chars().count().div_ceil(room).max(1)).sum::<usize>();
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// The height of a row with so many lines, in points: Excel takes no more than 409.
pub(super) fn height(lines: u32) -> u32 {
    (lines.clamp(1, 30) * 13 + 3).min(409)
}

/// Writes rows, top to bottom, cells left to right.
pub(super) struct Body<W: Write> {
    out: W,
    buffer: Vec<u8>,
    /// The digits of the open row.
    digits: Vec<u8>,
    open: bool,
    /// The column behind the last cell of the open row.
    next: u16,
    /// Whether a cell directly behind another has its address too.
    addressed: bool,
    names: Vec<Box<[u8]>>,
    /// The number of the first style in the workbook.
    first: u32,
    /// Texts that were longer than a cell can hold.
    pub(super) cut: u32,
    failed: Option<io::Error>,
}

impl<W: Write> Body<W> {
    pub(super) fn new(out: W, formats: &Formats) -> Body<W> {
        Body {
            out,
            buffer: Vec::with_capacity(PIECE + 4096),
            digits: Vec::new(),
            open: false,
            next: 0,
            addressed: true,
            names: Vec::new(),
            first: formats.first,
            cut: 0,
            failed: None,
        }
    }

    /// The same, but a cell directly behind another goes without its address, which the schema leaves out as well: in a long sheet
    /// the addresses are most of what does not repeat, two thirds of the packed bytes and half of the time that packing takes.
    pub(super) fn without_addresses(out: W, formats: &Formats) -> Body<W> {
        Body { addressed: false, ..Body::new(out, formats) }
    }

    /// Starts a row that is as high as its wrapped text: not every program works that out by itself.
    pub(super) fn tall_row(&mut self, row: u32, lines: u32) {
        self.row(row, false);
        self.buffer.pop();
        write!(self.buffer, " ht=\"{}\" customHeight=\"1\">", height(lines)).expect("writing to memory never fails");
    }

    /// Starts a row.
    pub(super) fn row(&mut self, row: u32, hidden: bool) {
        self.end_row();
        self.open = true;
        self.next = 0;
        self.digits.clear();
        digits(&mut self.digits, row + 1);
        self.buffer.extend_from_slice(b"<row r=\"");
        self.buffer.extend_from_slice(&self.digits);
        self.buffer.extend_from_slice(if hidden { b"\" hidden=\"1\">" } else { b"\">" });
    }

    fn end_row(&mut self) {
        if self.open {
            self.open = false;
            self.buffer.extend_from_slice(b"</row>");
            if self.buffer.len() >= PIECE {
                self.flush();
            }
        }
    }

    fn flush(&mut self) {
        if self.failed.is_none()
            && let Err(error) = self.out.write_all(&self.buffer)
        {
            self.failed = Some(error);
        }
        self.buffer.clear();
    }

    /// Opens the tag of a cell: address and style.
    fn cell(&mut self, column: u16, look: impl Into<Number>) {
        let Number(look) = look.into();
        let follows = column > 0 && column == self.next;
        self.next = column + 1;
        self.buffer.extend_from_slice(b"<c");
        if self.addressed || !follows {
            write_address(&mut self.buffer, &mut self.names, usize::from(column), &self.digits);
        }
        if look > 0 || self.first > 0 {
            self.buffer.extend_from_slice(b" s=\"");
            digits(&mut self.buffer, self.first + u32::from(look));
            self.buffer.push(b'"');
        }
    }

    /// An empty cell with a look.
    pub(super) fn blank(&mut self, column: u16, style: impl Into<Number>) {
        self.cell(column, style);
        self.buffer.extend_from_slice(b"/>");
    }

    /// Text, whatever it begins with: it is never read as a formula or a link.
    pub(super) fn text(&mut self, column: u16, text: &str, style: impl Into<Number>) {
        if text.is_empty() {
            return self.blank(column, style);
        }
        let kept = shortened(text);
        self.cut += u32::from(kept.len() < text.len());
        self.cell(column, style);
        let edges = |c: char| c.is_ascii_whitespace();
        self.buffer.extend_from_slice(if kept.starts_with(edges) || kept.ends_with(edges) || kept.contains('\n') {
            b" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
        } else {
            b" t=\"inlineStr\"><is><t>"
        });
        escape(&mut self.buffer, kept);
        self.buffer.extend_from_slice(b"</t></is></c>");
    }

    /// Text from a file in one of our own tables: on one line, and without characters that steer.
    pub(super) fn plain(&mut self, column: u16, text: &str, style: Style) {
        self.text(column, &plain(text), style);
    }

    /// A number. What is no number is written as the text that it shows.
    pub(super) fn number(&mut self, column: u16, number: f64, look: impl Into<Number>) {
        let look = look.into();
        if !number.is_finite() {
            return self.text(column, &number.to_string(), look);
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "what does not fit is not equal afterwards"
        )]
        let whole = number as u32;
        if f64::from(whole).to_bits() == number.to_bits() {
            return self.whole(column, whole, look);
        }
        self.cell(column, look);
        self.buffer.extend_from_slice(b"><v>");
        write!(self.buffer, "{number}").expect("writing to memory never fails");
        self.buffer.extend_from_slice(b"</v></c>");
    }

    /// A whole number.
    pub(super) fn whole(&mut self, column: u16, number: u32, style: impl Into<Number>) {
        self.cell(column, style);
        self.buffer.extend_from_slice(b"><v>");
        digits(&mut self.buffer, number);
        self.buffer.extend_from_slice(b"</v></c>");
    }

    /// Full-time posts, as a number.
    pub(super) fn posts(&mut self, column: u16, posts: Fte, style: Style) {
        self.cell(column, style);
        self.buffer.extend_from_slice(b"><v>");
        write_posts(&mut self.buffer, posts);
        self.buffer.extend_from_slice(b"</v></c>");
    }

    /// WAAR or ONWAAR.
    pub(super) fn boolean(&mut self, column: u16, truth: bool, style: impl Into<Number>) {
        self.cell(column, style);
        self.buffer.extend_from_slice(if truth { b" t=\"b\"><v>1</v></c>" } else { b" t=\"b\"><v>0</v></c>" });
    }

    /// A formula with the number that it gives; without one it gives an empty text.
    pub(super) fn formula(&mut self, column: u16, formula: &str, result: Option<f64>, style: Style) {
        self.cell(column, style);
        self.buffer.extend_from_slice(if result.is_some() { b"><f>" } else { b" t=\"str\"><f>" });
        escape(&mut self.buffer, formula);
        self.buffer.extend_from_slice(b"</f><v>");
        if let Some(result) = result {
            write!(self.buffer, "{result}").expect("writing to memory never fails");
        }
        self.buffer.extend_from_slice(b"</v></c>");
    }

    /// A value as an input has it.
    pub(super) fn value(&mut self, column: u16, value: &Value<'_>, look: impl Into<Number>) {
        let look = look.into();
        match value {
            Value::Text(text) | Value::Error(text) => self.text(column, text, look),
            Value::Number(number) | Value::Moment(number) | Value::Duration(number) => {
                self.number(column, *number, look);
            }
            Value::Boolean(truth) => self.boolean(column, *truth, look),
            Value::Uncalculated if look == Number(0) => {}
            Value::Uncalculated => self.blank(column, look),
        }
    }

    /// Ends the rows, and gives back what they were written to.
    pub(super) fn end(mut self) -> io::Result<W> {
        self.end_row();
        self.flush();
        self.failed.map_or(Ok(self.out), Err)
    }
}

/// Gives every cell of rows without addresses its own.
pub(super) fn addressed(rows: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<()> {
    let (mut digits, mut names) = (Vec::new(), Vec::new());
    let (mut column, mut piece) = (0, Vec::new());
    let mut buffer = Vec::with_capacity(PIECE + 4096);
    // What stands between tags holds no angle brackets: a piece is the text before a tag, and the tag.
    while rows.read_until(b'>', &mut piece)? > 0 {
        let start = memchr::memchr(b'<', &piece).unwrap_or(piece.len());
        let tag = &piece[start..];
        let known = |opening: &[u8]| tag.strip_prefix(opening).map(|rest| rest.split(|byte| *byte == b'"').next());
        if let Some(row) = known(b"<row r=\"") {
            digits.clear();
            digits.extend_from_slice(row.unwrap_or_default());
            column = 0;
        }
        let mut rest = &piece[..];
        if let Some(address) = known(b"<c r=\"") {
            let letters = address.unwrap_or_default().iter().take_while(|byte| byte.is_ascii_uppercase());
            column = letters.fold(0, |column, letter| column * 26 + usize::from(letter - b'A') + 1);
        } else if tag.starts_with(b"<c ") || tag.starts_with(b"<c>") || tag.starts_with(b"<c/") {
            let (before, after) = piece.split_at(start + 2);
            buffer.extend_from_slice(before);
            write_address(&mut buffer, &mut names, column, &digits);
            column += 1;
            rest = after;
        }
        buffer.extend_from_slice(rest);
        piece.clear();
        if buffer.len() >= PIECE {
            out.write_all(&buffer)?;
            buffer.clear();
        }
    }
    out.write_all(&buffer)
}

/// The address of a cell as an attribute; the names of columns are made once.
fn write_address(out: &mut Vec<u8>, names: &mut Vec<Box<[u8]>>, column: usize, digits: &[u8]) {
    while names.len() <= column {
        let next = u16::try_from(names.len()).expect("columns are 16-bit numbers");
        names.push(Letters(next).to_string().into_bytes().into_boxed_slice());
    }
    out.extend_from_slice(b" r=\"");
    out.extend_from_slice(&names[column]);
    out.extend_from_slice(digits);
    out.push(b'"');
}

/// The text, cut to what a cell can hold.
fn shortened(text: &str) -> &str {
    if text.len() <= LONGEST_TEXT {
        return text;
    }
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > LONGEST_TEXT {
            return &text[..at];
        }
    }
    text
}

fn digits(out: &mut Vec<u8>, number: u32) {
    let mut buffer = [0u8; 10];
    let mut start = buffer.len();
    let mut rest = number;
    loop {
        start -= 1;
        buffer[start] = b'0' + u8::try_from(rest % 10).expect("a remainder of 10 fits");
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&buffer[start..]);
}

/// Posts as the shortest number that says them: no noughts at the end.
fn write_posts(out: &mut Vec<u8>, Fte(parts): Fte) {
    if parts < 0 {
        out.push(b'-');
    }
    let (whole, mut rest) = (parts.unsigned_abs() / 10_000, parts.unsigned_abs() % 10_000);
    write!(out, "{whole}").expect("writing to memory never fails");
    if rest > 0 {
        out.push(b'.');
    }
    while rest > 0 {
        out.push(b'0' + u8::try_from(rest / 1_000).expect("a rest of 10,000 begins with one digit"));
        rest = rest % 1_000 * 10;
    }
}

/// Text between tags or in an attribute, as XML. Characters that XML does not know are written as Excel writes them: `_x0001_`.
pub(super) fn escape(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let mut done = 0;
    for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| ODD[usize::from(**byte)]) {
        let escaped: &[u8] = match byte {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'"' => b"&quot;",
            b'_' if looks_escaped(&bytes[at..]) => b"_x005F_",
            0..0x20 => {
                out.extend_from_slice(&bytes[done..at]);
                write!(out, "_x{byte:04X}_").expect("writing to memory never fails");
                done = at + 1;
                continue;
            }
            // U+FFFE and U+FFFF.
            0xEF if matches!(bytes.get(at + 1..at + 3), Some([0xBF, 0xBE | 0xBF])) => {
                out.extend_from_slice(&bytes[done..at]);
                out.extend_from_slice("\u{FFFD}".as_bytes());
                done = at + 3;
                continue;
            }
            _ => continue,
        };
        out.extend_from_slice(&bytes[done..at]);
        out.extend_from_slice(escaped);
        done = at + 1;
    }
    out.extend_from_slice(&bytes[done..]);
}

/// Bytes that may not stand in XML as they are: most texts have none, and are passed at the pace of a look in a list.
const ODD: [bool; 256] = {
    let mut odd = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        odd[byte] = byte != b'\t' as usize && byte != b'\n' as usize;
        byte += 1;
    }
    let others = b"&<>\"_\xEF";
    let mut at = 0;
    while at < others.len() {
        odd[others[at] as usize] = true;
        at += 1;
    }
    odd
};

/// Whether a text begins with `_x` and four digits and `_`, which Excel would read as one character.
fn looks_escaped(bytes: &[u8]) -> bool {
    bytes.len() >= 7 && bytes[1] == b'x' && bytes[6] == b'_' && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(fill: impl FnOnce(&mut Body<&mut Vec<u8>>)) -> String {
        let mut bytes = Vec::new();
        let mut body = Body::new(&mut bytes, &Formats::new());
        fill(&mut body);
        body.end().expect("memory takes everything");
        String::from_utf8(bytes).expect("XML is text")
    }

    #[test]
    fn cells_have_their_address_and_look() {
        let xml = written(|body| {
            body.row(15, false);
            body.text(9, "=A1 & <b>", Style::Plain);
            body.number(26, 0.1, Style::Heading);
            body.row(20, true);
            body.boolean(0, true, Style::Plain);
        });
        assert_eq!(
            xml,
            "<row r=\"16\"><c r=\"J16\" t=\"inlineStr\"><is><t>=A1 &amp; &lt;b&gt;</t></is></c><c r=\"AA16\" s=\"4\"><v>0.1</v></c></row>\
             <row r=\"21\" hidden=\"1\"><c r=\"A21\" t=\"b\"><v>1</v></c></row>"
        );
    }

    #[test]
    fn rows_get_the_addresses_that_they_went_without() {
        let fill = |body: &mut Body<&mut Vec<u8>>| {
            body.tall_row(8, 3);
            (0..30).for_each(|column| body.text(column, "<c s=\"1\"> & <row r=\"1\">", Style::Text));
            body.row(9, false);
            body.text(0, "", Style::Plain);
            body.number(1, 0.5, Style::Plain);
            body.boolean(28, true, Style::Plain);
            body.whole(29, 7, Style::Number);
        };
        let mut bare = Vec::new();
        let mut body = Body::without_addresses(&mut bare, &Formats::new());
        fill(&mut body);
        body.end().expect("memory takes everything");
        let mut whole = Vec::new();
        addressed(&mut bare.as_slice(), &mut whole).expect("memory takes everything");
        let whole = String::from_utf8(whole).expect("XML is text");
        assert!(whole.len() > bare.len() && whole == written(fill), "{whole}");
    }

    #[test]
    fn odd_characters_are_written_as_excel_writes_them() {
        for (text, expected) in [
            ("a\u{1}b", "a_x0001_b"),
            ("_x0041_", "_x005F_x0041_"),
            ("_x004", "_x004"),
            ("a\u{FFFF}b", "a\u{FFFD}b"),
            ("é\r\n", "é_x000D_\n"),
        ] {
            let mut out = Vec::new();
            escape(&mut out, text);
            assert_eq!(String::from_utf8(out).expect("text"), expected, "{text:?}");
        }
    }

    #[test]
    fn texts_are_cut_at_what_a_cell_holds() {
        let long = "é".repeat(LONGEST_TEXT + 3);
        let xml = written(|body| {
            body.row(0, false);
            body.text(0, &long, Style::Plain);
            assert_eq!(body.cut, 1);
        });
        assert_eq!(xml.matches('é').count(), LONGEST_TEXT);
        assert_eq!(shortened(&"😀".repeat(20_000)).encode_utf16().count(), LONGEST_TEXT - 1);
    }
}
