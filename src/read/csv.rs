//! Text with separators. An own reader, because every line must keep its number, an open quote must be an error that
//! names its line, and a field must borrow from the text.

use std::borrow::Cow;

use super::rows::Rows;
use super::trouble::Trouble;
use super::{ReadProblem, SheetInfo, Visibility};
use crate::cell::{Position, Value};
use crate::finding::Reason;

/// The lines of which the separator is told.
const SAMPLE: usize = 20;

/// The most ragged lines that are reported one by one.
const RAGGED: usize = 100;

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
        let mut text = decoded(bytes, problems);
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
        Ok((table, SheetInfo { name: stem.to_owned(), visibility: Visibility::Visible }))
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

    /// Finds an open quote before a row is handed out, and the lines that have another number of fields than the header.
    fn check(&self, problems: &mut Vec<ReadProblem>) -> Result<(), Trouble> {
        let mut width = None;
        let mut ragged = 0;
        let mut line = (0, 0, false);
        let mut close = |(row, count, filled): (u32, u32, bool)| {
            if !filled {
                return;
            }
            let width = *width.get_or_insert(count);
            if count != width {
                ragged += 1;
                if ragged <= RAGGED {
                    problems.push(ReadProblem {
                        reason: Reason::Ragged,
                        sheet: 0,
                        position: Position { row, column: 0 },
                        text: format!("Rij {} heeft {count} velden; de eerste gevulde rij heeft er {width}.", row + 1),
                    });
                }
            }
        };
        let mut fields = self.fields();
        while let Some(field) = fields.next_field()? {
            if field.row != line.0 {
                close(line);
                line = (field.row, 0, false);
            }
            line.1 = field.column + 1;
            line.2 |= !field.text.is_empty();
        }
        close(line);
        Ok(())
    }
}

struct Field<'t> {
    row: u32,
    column: u32,
    text: Cow<'t, str>,
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
        let text = if self.rest.starts_with('"') { self.quoted()? } else { Cow::Borrowed(self.until_end()) };
        let field = Field { row: self.row, column: self.column, text };
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

    fn quoted(&mut self) -> Result<Cow<'t, str>, Trouble> {
        let start = self.line;
        let mut text = Cow::Borrowed("");
        loop {
            self.rest = &self.rest[1..];
            let end = self.rest.find('"').ok_or(Trouble::OpenQuote(start))?;
            let (part, rest) = self.rest.split_at(end);
            self.line += u32::try_from(part.bytes().filter(|b| *b == b'\n').count()).unwrap_or(u32::MAX);
            text += part;
            self.rest = &rest[1..];
            if !self.rest.starts_with('"') {
                break;
            }
            text += "\"";
        }
        // What stands between the closing quote and the separator belongs to the field, as in Excel.
        text += self.until_end();
        Ok(text)
    }
}

/// The text of the bytes: by their mark, else as UTF-8, else as Windows-1252 with a word about it.
fn decoded(bytes: &[u8], problems: &mut Vec<ReadProblem>) -> String {
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, replaced) = encoding.decode_without_bom_handling(&bytes[length..]);
        if replaced {
            problems.push(encoding_problem(
                "Een deel van de tekst is niet te lezen; daar staat nu het teken \u{fffd}. Bewaar het bestand opnieuw als UTF-8.",
            ));
        }
        return text.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    problems.push(encoding_problem(
        "Dit bestand is gelezen als Windows-1252, de oude tekenset van Windows. \
         Controleer namen met een accent, of bewaar het bestand opnieuw als CSV UTF-8.",
    ));
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
}

fn encoding_problem(text: &str) -> ReadProblem {
    let position = Position { row: 0, column: 0 };
    ReadProblem { reason: Reason::Encoding, sheet: 0, position, text: text.to_owned() }
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

/// The separator that divides the first lines best: the one that most of them have equally often, outside quotes.
fn guessed_separator(text: &str) -> u8 {
    const CANDIDATES: [u8; 3] = [b';', b',', b'\t'];
    let mut lines: Vec<[usize; 3]> = vec![[0; 3]];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                if lines.len() == SAMPLE {
                    break;
                }
                lines.push([0; 3]);
            }
            _ if !quoted => {
                if let Some(index) = CANDIDATES.iter().position(|candidate| *candidate == byte) {
                    lines.last_mut().expect("there is a first line")[index] += 1;
                }
            }
            _ => {}
        }
    }
    let score = |index: usize| {
        let first = lines.iter().map(|line| line[index]).find(|count| *count > 0).unwrap_or(0);
        let equal = lines.iter().filter(|line| first > 0 && line[index] == first).count();
        (equal, lines.iter().map(|line| line[index]).sum::<usize>())
    };
    // The earlier candidate wins a tie: the semicolon is what Dutch Excel writes.
    let best = (0..CANDIDATES.len()).rev().max_by_key(|index| score(*index)).expect("there are candidates");
    CANDIDATES[best]
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
    }

    #[test]
    fn encodings_are_told_by_their_mark_then_tried() {
        assert_eq!(cells("\u{feff}Zoë;x".as_bytes()), ["A1=Zoë", "B1=x"]);
        let wide =
            |bytes: fn(u16) -> [u8; 2]| "\u{feff}Zoë;x\r\n€;y".encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        for bytes in [wide(u16::to_le_bytes), wide(u16::to_be_bytes)] {
            assert_eq!(cells(&bytes), ["A1=Zoë", "B1=x", "A2=€", "B2=y"]);
        }
        let (shown, problems) = read(b"Zo\xeb;\x80").unwrap();
        assert_eq!(shown, ["A1=Zoë", "B1=€"]);
        assert_eq!(problems.iter().map(|problem| problem.reason).collect::<Vec<_>>(), [Reason::Encoding]);
    }

    #[test]
    fn ragged_lines_are_reported_and_an_open_quote_is_refused() {
        let (_, problems) = read(b"a;b;c\n1;2;3\n\n1;2\n1;2;3;4\n").unwrap();
        let places: Vec<_> = problems.iter().map(|problem| (problem.reason, problem.position.row)).collect();
        assert_eq!(places, [(Reason::Ragged, 3), (Reason::Ragged, 4)]);
        assert_eq!(problems[0].text, "Rij 4 heeft 2 velden; de eerste gevulde rij heeft er 3.");
        assert_eq!(read(b"a;b\n\"x\ny\";z\n1;\"twee\n3;4\n").unwrap_err(), Trouble::OpenQuote(4));
    }

    #[test]
    fn the_sheet_has_the_name_of_the_file() {
        assert_eq!(Table::open(b"a", "map/personeel.2026.csv", &mut Vec::new()).unwrap().1.name, "personeel.2026");
    }
}
