//! Text with separators. An own reader, because every line must keep its number, a quote that swallows lines must be an
//! error that names its line, and a field must borrow from the text.

use std::borrow::Cow;

use super::rows::Rows;
use super::trouble::Trouble;
use super::{ReadProblem, SheetInfo, Visibility};
use crate::cell::{Position, Value};
use crate::finding::Reason;

/// The lines of which the separator is told.
const SAMPLE: usize = 20;

/// A csv file, decoded.
pub(super) struct Table {
    text: String,
    separator: u8,
}

impl Table {
    pub(super) fn open(
        bytes: &[u8],
        file_name: &str,
        problems: &mut Vec<ReadProblem>,
    ) -> Result<(Table, SheetInfo), Trouble> {
        let mut text = decoded(bytes, problems)?;
        let separator = match declared_separator(&text) {
            Some((separator, length)) => {
                text.drain(..length);
                separator
            }
            None => guessed_separator(&text),
        };
        let table = Table { text, separator };
        table.check(problems)?;
        let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let sheet = SheetInfo { name: stem.to_owned(), visibility: Visibility::Visible, days_from_1900: true };
        Ok((table, sheet))
    }

    pub(super) fn rows<'a>(&'a self, mut rows: Rows<'a, '_>) -> Result<(), Trouble> {
        let mut fields = self.fields();
        while let Some(field) = fields.next_field()? {
            if rows.push(field.row, field.column, Value::Text(field.text))?.is_break() {
                return Ok(());
            }
        }
        rows.finish()
    }

    fn fields(&self) -> Fields<'_> {
        Fields { rest: &self.text, separator: self.separator, row: 0, column: 0, line: 1, open: true }
    }

    /// Finds a quote that swallows lines before a row is handed out, and the lines that have another number of fields than
    /// most.
    fn check(&self, problems: &mut Vec<ReadProblem>) -> Result<(), Trouble> {
        let mut head: Vec<Line> = Vec::new();
        let mut width = None;
        // So many columns that a remark does not hold the separators of rows by chance. Commas stand in every text.
        let certain_width = if self.separator == b',' { 6 } else { 4 };
        // The first line that is more than a title.
        let mut header = None;
        let mut judge = |line: &Line, width: u32| {
            if line.filled > 1 {
                header.get_or_insert(line.row);
            }
            if let Some(span) = line.span.filter(|span| width >= certain_width && span.is_rows(width)) {
                return Err(Trouble::LooseQuote(span.first));
            }
            if let Some(span) = line.span.filter(|span| span.may_be_rows(width)) {
                let lines = u64::from(span.breaks) + 1;
                problems.push(problem(Reason::RowsInCell, line.row, Some(lines), None));
            } else if line.is_ragged(width, header == Some(line.row)) {
                problems.push(problem(Reason::Ragged, line.row, Some(line.count.into()), Some(width.into())));
            }
            Ok(())
        };
        let mut close = |line: Line| match width {
            Some(width) => judge(&line, width),
            None => {
                head.extend((line.filled > 0).then_some(line));
                if head.len() == LINES_TO_TELL {
                    let usual = usual_width(&head);
                    for line in head.drain(..) {
                        judge(&line, usual)?;
                    }
                    width = Some(usual);
                }
                Ok(())
            }
        };
        let mut line = Line::default();
        let mut fields = self.fields();
        while let Some(field) = fields.next_field()? {
            if field.row != line.row {
                close(std::mem::replace(&mut line, Line { row: field.row, ..Line::default() }))?;
            }
            // Of several the one that looks most like rows.
            if let Some(span) = field.span
                && line.span.is_none_or(|other| span.separators > other.separators)
            {
                line.span = Some(span);
            }
            line.count = field.column + 1;
            if !field.text.trim().is_empty() {
                line.filled += 1;
                line.last = field.column + 1;
            }
        }
        close(line)?;
        let usual = usual_width(&head);
        for line in &head {
            judge(line, usual)?;
        }
        Ok(())
    }
}

/// Filled lines by which the usual number of fields is told.
const LINES_TO_TELL: usize = 100;

/// The fields of one line.
#[derive(Default)]
struct Line {
    row: u32,
    count: u32,
    filled: u32,
    /// Number of the last filled field.
    last: u32,
    /// A field between quotes that goes on over several lines of the text.
    span: Option<Span>,
}

/// What a field between quotes holds that goes on over several lines of the text.
#[derive(Clone, Copy)]
struct Span {
    /// The line of the text where it begins, for messages.
    first: u32,
    column: u32,
    breaks: u32,
    separators: u32,
    /// The separators before the first line break and after the last one.
    ends: (u32, u32),
}

impl Span {
    /// Whether it holds about as many separators as rows would.
    fn may_be_rows(self, width: u32) -> bool {
        width > 1 && u64::from(self.separators) >= u64::from(self.breaks) * u64::from(width - 1)
    }

    /// Whether it is the end of one row, whole rows, and the start of another. Two loose quotes in one column make one
    /// field of what stands between them, and the number of fields stays right.
    fn is_rows(self, width: u32) -> bool {
        u64::from(self.separators) == u64::from(self.breaks) * u64::from(width - 1)
            && self.ends == (width - 1 - self.column.min(width - 1), self.column)
    }
}

impl Line {
    /// Whether values may stand in the wrong column. A title or note in one field shifts nothing. A separator too many may
    /// stand behind the last field or divide one; where every column has its heading, it stands behind.
    fn is_ragged(&self, width: u32, is_header: bool) -> bool {
        let has_all = is_header && self.filled == width && self.last == width;
        self.last > width || self.count != width && self.filled > 1 && !has_all
    }
}

/// The number of fields that most lines have; of equals the one that comes first.
fn usual_width(lines: &[Line]) -> u32 {
    let often = |width: u32| lines.iter().filter(|line| line.count == width && line.filled > 1).count();
    let mut best = (0, 0);
    for line in lines.iter().filter(|line| line.filled > 1) {
        let count = often(line.count);
        if count > best.0 {
            best = (count, line.count);
        }
    }
    // One column has no width to keep.
    if best.0 == 0 { u32::MAX } else { best.1 }
}

struct Field<'t> {
    row: u32,
    column: u32,
    text: Cow<'t, str>,
    /// Where it goes on over several lines of the text.
    span: Option<Span>,
}

/// The fields of a text in order. A row is a record: a quoted field may hold line breaks, as in a spreadsheet.
struct Fields<'t> {
    rest: &'t str,
    separator: u8,
    row: u32,
    column: u32,
    /// The line of the text, for messages.
    line: u32,
    /// Whether a field follows: after a separator there is one, even if the text is at its end.
    open: bool,
}

impl<'t> Fields<'t> {
    fn next_field(&mut self) -> Result<Option<Field<'t>>, Trouble> {
        if self.rest.is_empty() && (!self.open || self.column == 0) {
            return Ok(None);
        }
        let (text, span) =
            if self.rest.starts_with('"') { self.quoted()? } else { (Cow::Borrowed(self.until_end()), None) };
        let field = Field { row: self.row, column: self.column, text: unwrapped(text), span };
        match self.rest.as_bytes() {
            [] => self.open = false,
            [b'\r', b'\n', ..] => self.end_row(2),
            [b'\r' | b'\n', ..] => self.end_row(1),
            _ => {
                self.rest = &self.rest[1..];
                self.column += 1;
            }
        }
        Ok(Some(field))
    }

    fn end_row(&mut self, length: usize) {
        self.rest = &self.rest[length..];
        self.row += 1;
        self.line += 1;
        self.column = 0;
    }

    /// The text up to the next separator or line end.
    fn until_end(&mut self) -> &'t str {
        let separator = self.separator;
        let end = self.rest.bytes().position(|b| b == separator || b == b'\n' || b == b'\r').unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        text
    }

    /// A field between quotes, and what it holds when it goes on over several lines.
    fn quoted(&mut self) -> Result<(Cow<'t, str>, Option<Span>), Trouble> {
        let first = self.line;
        let mut text = Cow::Borrowed("");
        let (mut breaks, mut separators, mut ends) = (0, 0, (0, 0));
        loop {
            self.rest = &self.rest[1..];
            let end = self.rest.find('"').ok_or(Trouble::OpenQuote(first))?;
            let (part, rest) = self.rest.split_at(end);
            let bytes = part.as_bytes();
            for (at, byte) in bytes.iter().enumerate() {
                if *byte == self.separator {
                    separators += 1;
                    ends.0 += u32::from(breaks == 0);
                    ends.1 += 1;
                } else if *byte == b'\n' || *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
                    breaks += 1;
                    ends.1 = 0;
                }
            }
            text += part;
            self.rest = &rest[1..];
            if !self.rest.starts_with('"') {
                break;
            }
            text += "\"";
        }
        self.line += breaks;
        // What stands between the closing quote and the separator belongs to the field, as in Excel.
        let after = self.until_end();
        // But where lines lie between, that quote was meant to open a field, and the lines are rows.
        if breaks > 0 && !after.trim().is_empty() {
            return Err(Trouble::LooseQuote(first));
        }
        text += after;
        let span = Span { first, column: self.column, breaks, separators, ends };
        Ok((text, (breaks > 0).then_some(span)))
    }
}

/// The text inside `="00123"`, by which some programs keep Excel from taking a text for a number. Anything else that begins
/// with `=` stays as it is.
fn unwrapped(text: Cow<'_, str>) -> Cow<'_, str> {
    let inner = text.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    // A quote that is not doubled belongs to a formula of more than one text.
    match inner.filter(|inner| inner.split("\"\"").all(|part| !part.contains('"'))) {
        Some(inner) => Cow::Owned(inner.replace("\"\"", "\"")),
        None => text,
    }
}

/// The text of the bytes: by their mark, else as UTF-8, else as Windows-1252 with a word about it.
fn decoded(bytes: &[u8], problems: &mut Vec<ReadProblem>) -> Result<String, Trouble> {
    let unmarked = || unmarked_utf16(&bytes[..bytes.len().min(4096)]).map(|encoding| (encoding, 0));
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(bytes).or_else(unmarked) {
        if encoding != encoding_rs::UTF_8 && !(bytes.len() - length).is_multiple_of(2) {
            return Err(Trouble::HalfLetter);
        }
        let (text, replaced) = encoding.decode_without_bom_handling(&bytes[length..]);
        if replaced {
            problems.push(problem(Reason::LostCharacters, 0, None, None));
        }
        return Ok(text.into_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    problems.push(problem(Reason::Encoding, 0, None, None));
    Ok(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned())
}

/// UTF-16 without its mark: every other byte of Western text is zero.
pub(super) fn unmarked_utf16(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if half < 2 {
        None
    } else if even == 0 && odd * 10 >= half * 8 {
        Some(encoding_rs::UTF_16LE)
    } else if odd == 0 && even * 10 >= half * 8 {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

fn problem(reason: Reason, row: u32, count: Option<u64>, usual: Option<u64>) -> ReadProblem {
    ReadProblem { reason, sheet: 0, position: Position { row, column: 0 }, count, usual }
}

/// The separator that a first line `sep=;` names, and the length of that line. Excel does not count it as a row.
fn declared_separator(text: &str) -> Option<(u8, usize)> {
    let line = text.lines().next()?;
    let bare = line.trim_matches('"');
    let [separator] =
        *bare.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).map(|_| &bare.as_bytes()[4..])?
    else {
        return None;
    };
    let length = text.find('\n').map_or(text.len(), |end| end + 1);
    (separator.is_ascii_punctuation() || separator == b'\t').then_some((separator, length))
}

/// The separator that divides the first lines, told outside quotes. The semicolon is what Dutch Excel writes: where it
/// divides enough lines, commas are those of numbers and names. Titles above and separators behind the header do not count.
fn guessed_separator(text: &str) -> u8 {
    const CANDIDATES: [u8; 4] = [b';', b'\t', b'|', b','];
    let mut lines: Vec<[usize; 4]> = vec![[0; 4]];
    let mut quoted = false;
    let mut before = b'\n';
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => {
                if lines.len() == SAMPLE {
                    break;
                }
                if !(byte == b'\n' && before == b'\r') {
                    lines.push([0; 4]);
                }
            }
            _ if !quoted => {
                if let Some(index) = CANDIDATES.iter().position(|candidate| *candidate == byte) {
                    lines.last_mut().expect("there is a first line")[index] += 1;
                }
            }
            _ => {}
        }
        before = byte;
    }
    lines.retain(|line| *line != [0; 4]);
    // How many lines share the usual count of a separator, and that count.
    let usual = |index: usize| {
        let often = |count: usize| lines.iter().filter(|line| line[index] == count).count();
        lines
            .iter()
            .map(|line| line[index])
            .filter(|count| *count > 0)
            .map(|count| (often(count), count))
            .max()
            .unwrap_or((0, 0))
    };
    let found: Vec<(usize, usize)> = (0..CANDIDATES.len()).map(usual).collect();
    let divides = |index: &usize| found[*index].0 * 2 >= lines.len() && found[*index].0 > 0;
    let mut best = (0..CANDIDATES.len()).find(divides);
    // A separator that gives three times the columns on as many lines is the better one: the other stands inside a field.
    for index in 0..CANDIDATES.len() {
        if let Some(chosen) = best
            && found[index].0 >= found[chosen].0
            && found[index].1 >= 3 * found[chosen].1
        {
            best = Some(index);
        }
    }
    let most = || (0..CANDIDATES.len()).rev().max_by_key(|index| found[*index].0 * found[*index].1);
    CANDIDATES[best.or_else(most).unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Row;
    use crate::read::Limits;
    use std::ops::ControlFlow;

    fn read(bytes: &[u8]) -> Result<(Vec<String>, Vec<ReadProblem>), Trouble> {
        let mut problems = Vec::new();
        let (table, _) = Table::open(bytes, "map/personeel.csv", &mut problems)?;
        let mut shown = Vec::new();
        let mut each = |row: &Row<'_>| {
            for (column, value) in &row.cells {
                shown.push(format!("{}={}", Position { row: row.index, column: *column }, value.shown()));
            }
            ControlFlow::Continue(())
        };
        table.rows(Rows::new(&Limits::default(), &mut None, &mut each))?;
        Ok((shown, problems))
    }

    fn cells(bytes: &[u8]) -> Vec<String> {
        read(bytes).unwrap().0
    }

    #[test]
    fn fields_stand_where_a_spreadsheet_shows_them() {
        assert_eq!(
            cells(b"naam;functie\r\n\r\nEva;\"pm; \"\"vast\"\"\"\r\n;x"),
            ["A1=naam", "B1=functie", "A3=Eva", "B3=pm; \"vast\"", "B4=x"]
        );
        assert_eq!(cells(b"a;\"b\nc\";d\ne;f;g"), ["A1=a", "B1=b\nc", "C1=d", "A2=e", "B2=f", "C2=g"]);
        assert_eq!(cells(b"a;5\" scherm;b\n"), ["A1=a", "B1=5\" scherm", "C1=b"]);
        assert_eq!(cells(b"a;b\r1;2\r"), ["A1=a", "B1=b", "A2=1", "B2=2"]);
        assert_eq!(cells(b"a; b \n"), ["A1=a", "B1= b "]);
    }

    #[test]
    fn a_text_that_was_kept_from_excel_is_that_text() {
        assert_eq!(cells(b"=\"00123\";=\"0,5\"; =\"x\" ;=\"\"\n"), ["A1=00123", "B1=0,5", "C1=x"]);
        assert_eq!(cells(b"\"=\"\"00123\"\"\";=\"a \"\"b\"\"\"\n"), ["A1=00123", "B1=a \"b\""]);
        // The separator inside it divides, as in Excel.
        assert_eq!(cells(b"a;b\n=\"1;2\"\n"), ["A1=a", "B1=b", "A2==\"1", "B2=2\""]);
        for formula in ["=1+1", "=\"a\"&\"b\"", "=A1", "=\""] {
            assert_eq!(cells(format!("{formula};x\n").as_bytes())[0], format!("A1={formula}"));
        }
    }

    #[test]
    fn the_separator_is_told_by_the_first_lines() {
        assert_eq!(cells(b"a,b\n1,2"), ["A1=a", "B1=b", "A2=1", "B2=2"]);
        assert_eq!(cells(b"a\tb\n1,5\t2"), ["A1=a", "B1=b", "A2=1,5", "B2=2"]);
        assert_eq!(
            cells(b"naam;fte\nBos, A;0,89\nVos, B;1,00"),
            ["A1=naam", "B1=fte", "A2=Bos, A", "B2=0,89", "A3=Vos, B", "B3=1,00"]
        );
        assert_eq!(cells(b"a,\"x;y;z\"\nb,\"x;y;z\""), ["A1=a", "B1=x;y;z", "A2=b", "B2=x;y;z"]);
        assert_eq!(cells(b"sep=|\r\na|b;c\r\n"), ["A1=a", "B1=b;c"]);
        assert_eq!(cells(b"alleen"), ["A1=alleen"]);
        assert_eq!(cells(b"a|b\n1,5|2\n2,5|3"), ["A1=a", "B1=b", "A2=1,5", "B2=2", "A3=2,5", "B3=3"]);
        // Titles above, and separators behind the header only.
        assert_eq!(
            cells(b"Lijst, 2026\n\nnaam;fte;uur\nBos;0,8;3\nVos;0,9;4\n"),
            ["A1=Lijst, 2026", "A3=naam", "B3=fte", "C3=uur", "A4=Bos", "B4=0,8", "C4=3", "A5=Vos", "B5=0,9", "C5=4"]
        );
        assert_eq!(
            cells(b"naam;fte;;\nBos, A;0,8\nVos, B;0,9\n"),
            ["A1=naam", "B1=fte", "A2=Bos, A", "B2=0,8", "A3=Vos, B", "B3=0,9"]
        );
    }

    #[test]
    fn encodings_are_told_by_their_mark_then_tried() {
        assert_eq!(cells("\u{feff}Zoë;x".as_bytes()), ["A1=Zoë", "B1=x"]);
        let wide =
            |bytes: fn(u16) -> [u8; 2]| "\u{feff}Zoë;x\r\n€;y".encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        for bytes in [wide(u16::to_le_bytes), wide(u16::to_be_bytes)] {
            assert_eq!(cells(&bytes), ["A1=Zoë", "B1=x", "A2=€", "B2=y"]);
        }
        let bare = |bytes: fn(u16) -> [u8; 2]| "Zoë;x\r\n1;y".encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        for bytes in [bare(u16::to_le_bytes), bare(u16::to_be_bytes)] {
            assert_eq!(cells(&bytes), ["A1=Zoë", "B1=x", "A2=1", "B2=y"]);
        }
        let (shown, problems) = read(b"Zo\xeb;\x80").unwrap();
        assert_eq!(shown, ["A1=Zoë", "B1=€"]);
        assert_eq!(problems.iter().map(|problem| problem.reason).collect::<Vec<_>>(), [Reason::Encoding]);
        // A text of letters of two bytes that ends after one of them is not whole.
        for bytes in [wide(u16::to_le_bytes), wide(u16::to_be_bytes), bare(u16::to_le_bytes), bare(u16::to_be_bytes)] {
            assert_eq!(read(&bytes[..bytes.len() - 1]), Err(Trouble::HalfLetter));
        }
        // Half of a pair is no character.
        let half = ["a;b\r\n1;".encode_utf16().collect(), vec![0xd83d]].concat();
        let half: Vec<u8> = half.into_iter().flat_map(u16::to_le_bytes).collect();
        let reasons = |bytes: &[u8]| read(bytes).unwrap().1.iter().map(|problem| problem.reason).collect::<Vec<_>>();
        assert_eq!(reasons(&half), [Reason::LostCharacters]);
        // Behind a mark of UTF-8 nothing else is guessed.
        assert_eq!(reasons(b"\xef\xbb\xbfa;b\r\nZo\xeb;1"), [Reason::LostCharacters]);
    }

    #[test]
    fn ragged_lines_are_reported_and_an_open_quote_is_refused() {
        let (_, problems) = read(b"a;b;c\n1;2;3\n\n1;2\n1;2;3;4\n").unwrap();
        let places: Vec<_> = problems.iter().map(|problem| (problem.reason, problem.position.row)).collect();
        assert_eq!(places, [(Reason::Ragged, 3), (Reason::Ragged, 4)]);
        assert_eq!((problems[0].count, problems[0].usual), (Some(2), Some(3)));
        let long = "a;b;c\n".to_owned() + &"1;2;3\n".repeat(60) + &"1;2\n".repeat(250);
        assert_eq!(read(long.as_bytes()).unwrap().1.len(), 250);
        // A title, a note and separators behind the last heading or behind every row shift nothing.
        for text in [
            "Lijst\na;b;c;;\n1;2;3\n4;5;6\nBron: AFAS\n",
            "Lijst;;;;\na;b;c\n1;2;3\n4;5;6\nBron: AFAS;;;;\n;;;;\n",
            "a;b;c;\n1;2;3;\n4;5;;\n",
        ] {
            assert_eq!(read(text.as_bytes()).unwrap().1, [], "{text}");
        }
        // In one row a separator too many may divide a field: "Bos; Eva" moves all behind it, and nothing falls off the end
        // where the last field is empty. The same in the headings, and behind every row but the headings.
        for (text, row) in [
            ("naam;pm;dag;tekst\nBos; Eva;ja;1-5;\nJan;nee;2-5;x\n", 1),
            ("naam;pm;dag\nJan;ja;1-5\nEva;nee;2-5;\n", 2),
            ("naam;pm;in; dienst;tekst\nJan;ja;1-5;x\nEva;nee;2-5;y\n", 0),
            ("naam;pm\nJan;ja;\nEva;nee;\n", 0),
        ] {
            let places: Vec<_> = read(text.as_bytes()).unwrap().1.iter().map(|problem| problem.position.row).collect();
            assert_eq!(places, [row], "{text}");
        }
        assert_eq!(read(b"a;b\n\"x\ny\";z\n1;\"twee\n3;4\n").unwrap_err(), Trouble::OpenQuote(4));
    }

    #[test]
    fn a_quote_that_swallows_rows_is_refused_and_a_remark_over_lines_is_not() {
        let rows = |inside: &str| format!("naam;nummer;groep;dag\nEva;1;A;x\nJan;{inside};B;x\nPim;4;C;x\n");
        let trouble = |inside: &str| read(rows(inside).as_bytes()).err();
        // Kees between two loose quotes: with text behind the second, and as all of its field.
        assert_eq!(trouble("\"2;A;x\nKees;\"3"), Some(Trouble::LooseQuote(3)));
        assert_eq!(trouble("\"2;A;x\r\nKees;\""), Some(Trouble::LooseQuote(3)));
        assert_eq!(trouble("\"2;A;x\nKees;3;B;x\nBas;\""), Some(Trouble::LooseQuote(3)));
        // The same in lines of an old Mac.
        assert_eq!(read(rows("\"2;A;x\nKees;\"").replace('\n', "\r").as_bytes()).err(), Some(Trouble::LooseQuote(3)));
        // Every field between quotes, and one quote inside that is not doubled.
        let quoted = b"\"naam\";\"scherm\"\n\"Eva\";\"24\"\"\n\"Jan\";\"19\"\n";
        assert_eq!(read(quoted).err(), Some(Trouble::LooseQuote(2)));
        // Remarks.
        for inside in ["\"a\nb\"", "\"a; b\nc; d\"", "\"a;b;c\n\nd\"", "\"a\nb\" ", "\"a \"\"b\"\"\n\"", "\"a\" b"] {
            assert_eq!(read(rows(inside).as_bytes()).unwrap().1, [], "{inside}");
        }
        // As many separators as a row, but no piece of one: named, and kept.
        let (_, problems) = read(rows("\"a;b;c;d\ne\"").as_bytes()).unwrap();
        assert_eq!((problems[0].reason, problems[0].position.row), (Reason::RowsInCell, 2));
        assert_eq!(problems[0].count, Some(2));
        // Too few columns to be certain; commas are common in remarks.
        for text in ["a;b\n1;2\n\"3;4\n\";6\n", "a,b,c,d\n1,2,3,4\n1,\"2,3,4\n5,\",7,8\n"] {
            let places: Vec<_> = read(text.as_bytes()).unwrap().1.iter().map(|problem| problem.position.row).collect();
            assert_eq!(places, [2], "{text}");
        }
    }

    #[test]
    fn the_sheet_has_the_name_of_the_file() {
        assert_eq!(Table::open(b"a", "map/personeel.2026.csv", &mut Vec::new()).unwrap().1.name, "personeel.2026");
    }
}
