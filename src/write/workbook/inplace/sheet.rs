//! A sheet of the user's: what stands before and after its rows is looked at and changed, the rows pass as bytes.

use std::io::{self, BufRead, BufReader, Read, Write};

use memchr::memmem::Finder;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::super::package::PackedPart;
use super::blocks::{Cut, Source, Unpacking};
use super::outline::{Edit, Element, MAIN, Outline, Strange, edited};

/// How much is read at once.
const PIECE: usize = 1 << 16;
/// The most that may stand before the rows of a sheet, and after them.
const MOST_BEFORE: usize = 8 << 20;
const MOST_AFTER: u64 = 64 << 20;

/// How deep the conditional formats of newer programs stand.
const DEEPEST: usize = 6;

/// The elements of a worksheet in the order that the schema gives.
const ORDER: [&str; 38] = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
];

/// A sheet without its rows.
pub(super) struct Around {
    /// Everything before the rows and everything after them, as if there were none.
    pub(super) text: String,
    /// Where the rows stand in it.
    at: usize,
    /// Where they begin in the part, and how many bytes they are.
    before: u64,
    rows: u64,
    /// The part of the rows that can be copied packed.
    cut: Option<Cut>,
}

impl Around {
    /// Reads a sheet but for its rows.
    pub(super) fn read(part: impl Source) -> Result<Around, Strange> {
        let mut reader = Reader::from_reader(Tee { inner: BufReader::with_capacity(PIECE, part), seen: Vec::new() });
        let mut buffer = Vec::new();
        let mut depth = 0;
        let name = loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(|_| Strange)? {
                Event::Start(element) if depth == 1 && element.local_name().as_ref() == "sheetData" => {
                    break Some(element.name().as_ref().to_owned());
                }
                Event::Empty(element) if depth == 1 && element.local_name().as_ref() == "sheetData" => break None,
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::DocType(_) | Event::Eof => return Err(Strange),
                _ => {}
            }
            if reader.get_mut().seen.len() > MOST_BEFORE {
                return Err(Strange);
            }
        };
        let Tee { mut inner, seen } = reader.into_inner();
        let before = seen.len() as u64;
        let mut cut = None;
        let (rows, tail) = match name {
            Some(name) => {
                let end = format!("</{name}");
                let (rows, found) = behind(&mut inner, end.as_bytes()).map_err(|_| Strange)?;
                cut = inner.get_ref().cut(before..before + rows);
                (rows, rest(&mut inner, found).map_err(|_| Strange)?)
            }
            None => (0, rest(&mut inner, Vec::new()).map_err(|_| Strange)?),
        };
        let at = seen.len();
        let text = String::from_utf8([seen, tail].concat()).map_err(|_| Strange)?;
        let around = Around { text, at, before, rows, cut };
        around.check()?;
        Ok(around)
    }

    /// Whether the sheet is as the schema wants it, so that there is one right place for what is added.
    fn check(&self) -> Result<(), Strange> {
        let outline = self.outline()?;
        let root = outline.root();
        let is_main = outline.namespace().as_deref() == Some(MAIN);
        if !is_main || root.local() != "worksheet" || outline.child(root, "sheetData").is_none() {
            return Err(Strange);
        }
        let places: Vec<usize> = outline.children(root).filter_map(|child| place(&outline, child)).collect();
        if places.is_sorted() { Ok(()) } else { Err(Strange) }
    }

    pub(super) fn outline(&self) -> Result<Outline<'_>, Strange> {
        Outline::read(&self.text, DEEPEST)
    }

    /// Changes what is behind the rows.
    pub(super) fn clean(&mut self, edits: Vec<Edit>) {
        self.text = edited(&self.text, edits);
    }

    /// Whether most of its rows can be copied packed.
    pub(super) fn stays_packed(&self) -> bool {
        self.cut.is_some()
    }

    /// The sheet as a part, most of its rows as they are in its packed bytes; none where that cannot be.
    pub(super) fn copied<'p>(&self, packed: &'p [u8], edits: &[Edit]) -> Option<io::Result<PackedPart<'p>>> {
        let cut = self.cut.as_ref()?;
        let made = || {
            let (mut before, after) = self.changed(edits.to_vec());
            let mut part = Unpacking::of(packed);
            io::copy(&mut (&mut part).take(self.before), &mut io::sink())?;
            part.take(cut.start() - self.before).read_to_end(&mut before)?;
            cut.part(packed, &before, &after)
        };
        Some(made())
    }

    /// What is before the rows and what is behind them, with these changes.
    fn changed(&self, edits: Vec<Edit>) -> (Vec<u8>, Vec<u8>) {
        let (before, after): (Vec<Edit>, Vec<Edit>) = edits.into_iter().partition(|(range, _)| range.end <= self.at);
        let after = after.into_iter().map(|(range, new)| (range.start - self.at..range.end - self.at, new)).collect();
        (edited(&self.text[..self.at], before).into_bytes(), edited(&self.text[self.at..], after).into_bytes())
    }

    /// Writes the sheet: its own rows, and what is around them with these changes.
    pub(super) fn write(&self, part: impl Read, edits: Vec<Edit>, out: &mut dyn Write) -> io::Result<()> {
        let (before, after) = self.changed(edits);
        let mut part = part;
        let skipped = io::copy(&mut (&mut part).take(self.before), &mut io::sink())?;
        out.write_all(&before)?;
        let mut piece = vec![0; PIECE];
        let mut left = if skipped == self.before { self.rows } else { return Err(io::ErrorKind::UnexpectedEof.into()) };
        while left > 0 {
            let most = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
            let read = part.read(&mut piece[..most])?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            out.write_all(&piece[..read])?;
            left -= read as u64;
        }
        out.write_all(&after)
    }
}

/// The place of an element in the order of the schema; none for those of other namespaces.
fn place<'x>(outline: &Outline<'x>, child: Element<'x>) -> Option<usize> {
    let known = outline.is_kin(child, outline.root()).then(|| ORDER.iter().position(|name| *name == child.local()));
    known.map(|known| known.unwrap_or(ORDER.len()))
}

/// Where in a sheet an element of this name belongs: behind all that come before it, and behind its equals.
pub(super) fn room_for(outline: &Outline<'_>, local: &str) -> usize {
    let root = outline.root();
    let own = ORDER.iter().position(|name| *name == local).expect("only elements of the schema are added");
    let before = outline.children(root).filter(|child| place(outline, *child).is_some_and(|place| place <= own));
    before.last().map_or(root.inner, |child| child.end)
}

/// Passes the rows: how many bytes they are, and the beginning of what stands behind them.
fn behind(part: &mut dyn Read, end: &[u8]) -> io::Result<(u64, Vec<u8>)> {
    let finder = Finder::new(end);
    let mut window = Vec::new();
    let mut passed = 0u64;
    loop {
        let kept = window.len();
        window.resize(kept + PIECE, 0);
        let read = part.read(&mut window[kept..])?;
        window.truncate(kept + read);
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(at) = finder.find(&window) {
            return Ok((passed + at as u64, window.split_off(at)));
        }
        let done = window.len().saturating_sub(end.len() - 1);
        passed += done as u64;
        window.drain(..done);
    }
}

/// What is left of a part.
fn rest(part: &mut dyn Read, mut start: Vec<u8>) -> io::Result<Vec<u8>> {
    let read = part.take(MOST_AFTER).read_to_end(&mut start)?;
    if read as u64 == MOST_AFTER { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(start) }
}

/// Keeps what passes.
struct Tee<R> {
    inner: BufReader<R>,
    seen: Vec<u8>,
}

impl<R: Read> Read for Tee<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.seen.extend_from_slice(&buffer[..read]);
        Ok(read)
    }
}

impl<R: Read> BufRead for Tee<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.seen.extend_from_slice(&self.inner.buffer()[..amount]);
        self.inner.consume(amount);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(text: &str) -> Result<Around, Strange> {
        Around::read(text.as_bytes())
    }

    fn written(text: &str, edits: impl Fn(&Outline<'_>) -> Vec<Edit>) -> String {
        let around = around(text).expect("a sheet");
        let edits = edits(&around.outline().expect("a sheet"));
        let mut out = Vec::new();
        around.write(text.as_bytes(), edits, &mut out).expect("memory takes it");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn rows_pass_as_they_are_whatever_form_they_have() {
        let rows = format!("<row r=\"1\"><c r=\"A1\"><v>{}</v></c></row>", "7".repeat(3 * PIECE));
        for (start, rows, end) in [
            ("<sheetData>", rows.as_str(), "</sheetData>"),
            ("<sheetData x=\"1\">", "", "</sheetData >"),
            ("<sheetData/>", "", ""),
        ] {
            let text = format!(
                "<worksheet xmlns=\"{MAIN}\"><cols/>{start}{rows}{end}<mergeCells/><!-- x --><pageMargins/></worksheet>\n"
            );
            assert_eq!(written(&text, |_| Vec::new()), text);
            let expected = text
                .replace("<mergeCells/>", "<mergeCells/><conditionalFormatting/>")
                .replace("<cols/>", "<cols></cols>");
            let new = written(&text, |outline| {
                let at = room_for(outline, "conditionalFormatting");
                let cols = outline.child(outline.root(), "cols").expect("columns");
                vec![(at..at, "<conditionalFormatting/>".into()), outline.appended(cols, "")]
            });
            assert_eq!(new, expected);
        }
    }

    #[test]
    fn prefixed_sheets_and_foreign_elements_have_their_room_too() {
        let text = format!(
            "<x:worksheet xmlns:x=\"{MAIN}\" xmlns:mc=\"urn:mc\"><x:sheetData></x:sheetData><x:drawing/><mc:AlternateContent/><x:tableParts/></x:worksheet>"
        );
        let new = written(&text, |outline| {
            let at = room_for(outline, "legacyDrawing");
            vec![(at..at, "!".into())]
        });
        assert_eq!(new, text.replace("<x:drawing/>", "<x:drawing/>!"));
    }

    #[test]
    fn what_is_not_in_the_order_of_the_schema_is_strange() {
        let sheet = |inside: &str| format!("<worksheet xmlns=\"{MAIN}\">{inside}</worksheet>");
        for text in [
            sheet("<sheetData/><cols/>"),
            sheet("<sheetData/><pageMargins/><mergeCells/>"),
            sheet("<cols/>"),
            sheet("<sheetData><row>"),
            sheet("<sheetData><row/></sheetData><mergeCells>"),
            sheet("<sheetData/>").replace(MAIN, "urn:iets"),
            format!("<!DOCTYPE worksheet>{}", sheet("<sheetData/>")),
        ] {
            assert!(around(&text).is_err(), "{text}");
        }
    }
}
