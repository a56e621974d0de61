//! XML as it streams out of a part, token by token, and refused where two readers could see different things in it: a
//! document type, an entity of its own, another alphabet than UTF-8, an end without its beginning.
//!
//! Not quick-xml: this pass looks at every byte of a workbook before anything else may, and tokens that are only
//! looked at, never owned, cost less than half of its events. What passes here is well-formed, so that quick-xml sees
//! the same tokens.

use std::io::Read;

use super::parts;
use super::token::{check_references, is_declaration, local, name, names_utf_8};
use crate::read::trouble::Trouble;

/// The most bytes of one text, one attribute or one comment.
const LONGEST: usize = 1 << 20;

/// How much is inflated at a time.
const PIECE: usize = 1 << 16;

/// How deep elements may lie in each other.
const DEEPEST: usize = 200;

/// A part, read as XML.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact about the text so far, and they go in any mixture")]
pub(super) struct Xml<R> {
    part: R,
    /// Holds the bytes that are not used up yet: `at..whole` are whole letters, `whole..filled` a letter cut in two.
    buffer: Vec<u8>,
    at: usize,
    whole: usize,
    filled: usize,
    ended: bool,
    token: (usize, usize),
    /// The names of the open elements, one after the other, and where each begins.
    names: Vec<u8>,
    starts: Vec<usize>,
    /// The last element was an empty one: its end is still to come.
    closes: bool,
    /// Whether an element was seen, so that a second root is noticed.
    rooted: bool,
    /// The part names an alphabet that agrees with UTF-8 on plain letters only; others are refused.
    plain: bool,
}

/// What a token is; its bytes are [`Xml::token`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An element begins. The token holds its name and attributes. An empty element gives its end next.
    Start,
    /// The element that was opened last ends.
    End,
    /// Text, with its references as they stand.
    Text,
    /// Text in which nothing has a meaning of its own.
    Literal,
    /// A comment or an instruction for a program.
    Aside,
    /// The document is over, and whole.
    Over,
}

impl<R: Read> Xml<R> {
    /// Opens a part; it must be UTF-8 and say nothing else.
    pub(super) fn open(part: R) -> Result<Self, Trouble> {
        let mut xml = Xml {
            part,
            buffer: vec![0; 2 * PIECE],
            at: 0,
            whole: 0,
            filled: 0,
            ended: false,
            token: (0, 0),
            names: Vec::new(),
            starts: Vec::new(),
            closes: false,
            rooted: false,
            plain: false,
        };
        while xml.filled < 4 && !xml.ended {
            xml.fill()?;
        }
        if xml.buffer[..xml.filled].starts_with(&[0xef, 0xbb, 0xbf]) {
            xml.at = 3;
        }
        Ok(xml)
    }

    /// Goes to the next token.
    #[inline]
    pub(super) fn advance(&mut self) -> Result<Kind, Trouble> {
        if self.closes {
            self.closes = false;
            self.close();
            return Ok(Kind::End);
        }
        if self.at == self.whole && !self.more()? {
            return if self.starts.is_empty() && self.rooted { Ok(Kind::Over) } else { Err(Trouble::CutOff) };
        }
        if self.buffer[self.at] == b'<' { self.markup() } else { self.text() }
    }

    /// The bytes of the last token: name and attributes of an element, or the text.
    #[inline]
    pub(super) fn token(&self) -> &[u8] {
        &self.buffer[self.token.0..self.token.1]
    }

    /// The name of the element that began, with its prefix.
    #[inline]
    pub(super) fn full_name(&self) -> &[u8] {
        name(self.token())
    }

    /// The name of the element that began, without its prefix.
    #[inline]
    pub(super) fn name(&self) -> &[u8] {
        local(name(self.token()))
    }

    /// Goes past the end of the element that began last.
    pub(super) fn skip(&mut self) -> Result<(), Trouble> {
        let depth = self.depth();
        while self.depth() >= depth {
            self.advance()?;
        }
        Ok(())
    }

    /// Goes past the value and the end of the cell that began last, when they are written as nearly all programs do:
    /// `<v>1</v></c>`. The token is then the value. Otherwise nothing happens. It saves most of the time of a sheet.
    #[inline]
    pub(super) fn takes_plain_value(&mut self) -> bool {
        const VALUE: &[u8] = b"<v>";
        const ENDS: &[u8] = b"</v></c>";
        let ahead = &self.buffer[self.at..self.whole];
        if self.closes || !ahead.starts_with(VALUE) || self.names.last() != Some(&b'c') {
            return false;
        }
        let text = &ahead[VALUE.len()..];
        let Some(length) = text.iter().position(|b| matches!(b, b'<' | b'&')) else {
            return false;
        };
        if length == 0 || length > LONGEST || !text[length..].starts_with(ENDS) {
            return false;
        }
        let start = self.at + VALUE.len();
        self.token = (start, start + length);
        self.at = start + length + ENDS.len();
        self.close();
        true
    }

    /// How many elements are open.
    #[inline]
    pub(super) fn depth(&self) -> usize {
        self.starts.len()
    }

    /// Goes past everything that is left.
    pub(super) fn finish(&mut self) -> Result<(), Trouble> {
        while self.advance()? != Kind::Over {}
        Ok(())
    }

    #[inline]
    fn text(&mut self) -> Result<Kind, Trouble> {
        let mut length = 0;
        let mut referring = false;
        loop {
            let ahead = &self.buffer[self.at + length..self.whole];
            match ahead.iter().position(|b| matches!(b, b'<' | b'&')) {
                Some(found) if ahead[found] == b'<' => {
                    length += found;
                    break;
                }
                Some(found) => {
                    referring = true;
                    length += found + 1;
                }
                None => {
                    length += ahead.len();
                    if length > LONGEST {
                        return Err(Trouble::LongText);
                    }
                    if !self.more()? {
                        break;
                    }
                }
            }
        }
        if length > LONGEST {
            return Err(Trouble::LongText);
        }
        self.token = (self.at, self.at + length);
        self.at += length;
        if referring {
            check_references(self.token())?;
        }
        // White space and nothing else may stand outside the root.
        if self.starts.is_empty() && !self.token().trim_ascii().is_empty() {
            return Err(Trouble::Damaged);
        }
        Ok(Kind::Text)
    }

    #[inline]
    fn markup(&mut self) -> Result<Kind, Trouble> {
        if self.at + 1 == self.whole && !self.more()? {
            return Err(Trouble::CutOff);
        }
        match self.buffer[self.at + 1] {
            b'/' => self.end(),
            b'!' | b'?' => self.aside(),
            _ => self.start(),
        }
    }

    #[inline]
    fn start(&mut self) -> Result<Kind, Trouble> {
        let mut length = 1;
        let mut quote = 0;
        let mut referring = false;
        'tag: loop {
            let ahead = &self.buffer[self.at + length..self.whole];
            for (index, byte) in ahead.iter().enumerate() {
                match byte {
                    b'>' if quote == 0 => {
                        length += index;
                        break 'tag;
                    }
                    b'"' | b'\'' if quote == 0 => quote = *byte,
                    b'<' => return Err(Trouble::Damaged),
                    b'&' => referring = true,
                    byte if *byte == quote => quote = 0,
                    _ => {}
                }
            }
            length += ahead.len();
            if length > LONGEST {
                return Err(Trouble::LongText);
            }
            if !self.more()? {
                return Err(Trouble::CutOff);
            }
        }
        if length > LONGEST {
            return Err(Trouble::LongText);
        }
        let (from, mut to) = (self.at + 1, self.at + length);
        self.at = to + 1;
        self.closes = self.buffer[to - 1] == b'/';
        to -= usize::from(self.closes);
        self.token = (from, to);
        let name = name(&self.buffer[from..to]);
        if name.is_empty() || (self.starts.is_empty() && self.rooted) {
            return Err(Trouble::Damaged);
        }
        if self.starts.len() == DEEPEST {
            return Err(Trouble::TooDeep);
        }
        self.starts.push(self.names.len());
        self.names.extend_from_slice(name);
        self.rooted = true;
        if referring {
            check_references(self.token())?;
        }
        Ok(Kind::Start)
    }

    #[inline]
    fn end(&mut self) -> Result<Kind, Trouble> {
        let Some(start) = self.starts.last().copied() else {
            return Err(Trouble::Damaged);
        };
        let length = 2 + self.names.len() - start;
        while self.whole - self.at <= length {
            if !self.more()? {
                return Err(Trouble::CutOff);
            }
        }
        if self.buffer[self.at + 2..self.at + length] != self.names[start..] {
            return Err(Trouble::Damaged);
        }
        self.token = (self.at + 2, self.at + length);
        self.at += length;
        // White space may follow the name.
        while self.buffer[self.at] != b'>' {
            if !self.buffer[self.at].is_ascii_whitespace() {
                return Err(Trouble::Damaged);
            }
            self.at += 1;
            if self.at == self.whole && !self.more()? {
                return Err(Trouble::CutOff);
            }
        }
        self.at += 1;
        self.close();
        Ok(Kind::End)
    }

    #[inline]
    fn close(&mut self) {
        let start = self.starts.pop().expect("only an open element is closed");
        self.names.truncate(start);
    }

    #[cold]
    fn aside(&mut self) -> Result<Kind, Trouble> {
        while self.whole - self.at < 9 {
            if !self.more()? {
                break;
            }
        }
        let ahead = &self.buffer[self.at..self.whole];
        let (opening, closing, kind): (usize, &[u8], Kind) = if ahead.starts_with(b"<?") {
            (2, b"?>", Kind::Aside)
        } else if ahead.starts_with(b"<!--") {
            (4, b"-->", Kind::Aside)
        } else if ahead.starts_with(b"<![CDATA[") && !self.starts.is_empty() {
            (9, b"]]>", Kind::Literal)
        } else if ahead.len() >= 9 && ahead[..9].eq_ignore_ascii_case(b"<!doctype") {
            return Err(Trouble::DocumentType);
        } else {
            return Err(Trouble::Damaged);
        };
        let mut length = opening;
        loop {
            let ahead = &self.buffer[self.at + length..self.whole];
            if let Some(found) = ahead.windows(closing.len()).position(|window| window == closing) {
                length += found;
                if length > LONGEST + opening {
                    return Err(Trouble::LongText);
                }
                break;
            }
            length += ahead.len().saturating_sub(closing.len() - 1);
            if length > LONGEST {
                return Err(Trouble::LongText);
            }
            if !self.more()? {
                return Err(Trouble::CutOff);
            }
        }
        self.token = (self.at + opening, self.at + length);
        self.at += length + closing.len();
        if opening == 2 && is_declaration(self.token()) {
            self.plain = !names_utf_8(self.token())?;
            if self.plain && !self.buffer[..self.filled].is_ascii() {
                return Err(Trouble::Alphabet);
            }
        }
        Ok(kind)
    }

    /// Gets more bytes behind those that are there; false at the end of the part.
    #[cold]
    fn more(&mut self) -> Result<bool, Trouble> {
        if self.ended {
            return Ok(false);
        }
        if self.at > 0 {
            self.buffer.copy_within(self.at..self.filled, 0);
            self.whole -= self.at;
            self.filled -= self.at;
            self.at = 0;
        }
        if self.buffer.len() - self.filled < PIECE {
            // Longer tokens are refused, so this ends.
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        let before = self.whole;
        while self.whole == before && !self.ended {
            self.fill()?;
        }
        Ok(self.whole > before)
    }

    fn fill(&mut self) -> Result<(), Trouble> {
        let read = self.part.read(&mut self.buffer[self.filled..]).map_err(|error| parts::trouble(&error))?;
        self.ended = read == 0;
        let fresh = &self.buffer[self.filled..self.filled + read];
        // UTF-16 without its mark would pass as UTF-8 full of zeros.
        if fresh.contains(&0) || (self.plain && !fresh.is_ascii()) {
            return Err(Trouble::Alphabet);
        }
        self.filled += read;
        match std::str::from_utf8(&self.buffer[self.whole..self.filled]) {
            Ok(_) => self.whole = self.filled,
            Err(error) if error.error_len().is_none() && !self.ended => self.whole += error.valid_up_to(),
            Err(_) => return Err(Trouble::Alphabet),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out a text in small pieces, as inflating may.
    struct Slowly<'t>(&'t [u8], usize);

    impl Read for Slowly<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let length = self.0.len().min(buffer.len()).min(self.1);
            let (now, later) = self.0.split_at(length);
            buffer[..length].copy_from_slice(now);
            self.0 = later;
            Ok(length)
        }
    }

    fn tokens_in_pieces(text: &[u8], piece: usize) -> Result<Vec<String>, Trouble> {
        let mut xml = Xml::open(Slowly(text, piece))?;
        let mut tokens = Vec::new();
        loop {
            let kind = xml.advance()?;
            if kind == Kind::Over {
                return Ok(tokens);
            }
            let sign = match kind {
                Kind::Start => "<",
                Kind::End => ">",
                Kind::Text => "",
                Kind::Literal => "[",
                _ => "!",
            };
            let token = if kind == Kind::End { &[] } else { xml.token() };
            tokens.push(format!("{sign}{}", String::from_utf8_lossy(token)));
        }
    }

    fn tokens(text: &str) -> Result<Vec<String>, Trouble> {
        tokens_in_pieces(text.as_bytes(), 1 << 20)
    }

    #[test]
    fn tokens_are_the_same_in_pieces_of_any_size() {
        let text = "\u{feff}<?xml version=\"1.0\" encoding='UTF-8'?>\n<a b='>' c=\"é/\"><!-- < > --><b/>&lt;ë&#x20;<![CDATA[<]]></a >\n";
        let whole = tokens(text).unwrap();
        assert_eq!(
            whole,
            [
                "!xml version=\"1.0\" encoding='UTF-8'",
                "\n",
                "<a b='>' c=\"é/\"",
                "! < > ",
                "<b",
                ">",
                "&lt;ë&#x20;",
                "[<",
                ">",
                "\n"
            ]
        );
        for piece in [1, 2, 3, 7] {
            assert_eq!(tokens_in_pieces(text.as_bytes(), piece).as_ref(), Ok(&whole), "{piece}");
        }
    }

    #[test]
    fn what_is_no_whole_document_is_refused() {
        for (text, trouble) in [
            ("<a><b></a></b>", Trouble::Damaged),
            ("<a></ab>", Trouble::Damaged),
            ("<a></a><b/>", Trouble::Damaged),
            ("<a/>text", Trouble::Damaged),
            ("<a b=\"<\"/>", Trouble::Damaged),
            ("<a>&amp</a>", Trouble::Damaged),
            ("<a>&#0;</a>", Trouble::Damaged),
            ("<a><b>", Trouble::CutOff),
            ("<a", Trouble::CutOff),
            ("<a><!-- ", Trouble::CutOff),
            ("<a></a", Trouble::CutOff),
            ("", Trouble::CutOff),
            ("<!DOCTYPE a><a/>", Trouble::DocumentType),
            ("<!doctype a><a/>", Trouble::DocumentType),
            ("<a>&x;</a>", Trouble::DocumentType),
            ("<a b='&x;'/>", Trouble::DocumentType),
            ("<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>", Trouble::Alphabet),
            ("<?xml version='1.0' encoding='UTF-16'?><a/>", Trouble::Alphabet),
            ("<\0a\0/\0>\0", Trouble::Alphabet),
        ] {
            assert_eq!(tokens(text), Err(trouble), "{text}");
        }
        let latin = "<?xml version='1.0' encoding='ISO-8859-1'?><a>e</a>";
        assert!(tokens(latin).is_ok());
        let late = latin.replace("e</a>", &("e".repeat(1 << 17) + "é</a>"));
        assert_eq!(tokens(&late), Err(Trouble::Alphabet));
        assert_eq!(tokens_in_pieces(b"\xff\xfe<\0a\0/\0>\0", 9), Err(Trouble::Alphabet));
        assert_eq!(tokens_in_pieces(b"<a>\xe9</a>", 9), Err(Trouble::Alphabet));
    }

    #[test]
    fn depth_and_length_have_an_end() {
        let deep = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
        assert!(tokens(&deep(200)).is_ok());
        assert_eq!(tokens(&deep(201)), Err(Trouble::TooDeep));
        let long = "x".repeat(LONGEST);
        assert!(tokens(&format!("<a>{long}</a>")).is_ok());
        assert_eq!(tokens(&format!("<a>{long}x</a>")), Err(Trouble::LongText));
        assert_eq!(tokens(&format!("<a b=\"{long}x\"/>")), Err(Trouble::LongText));
        assert_eq!(tokens(&format!("<a><!--{long}x--></a>")), Err(Trouble::LongText));
        assert_eq!(tokens(&format!("<a><!--{long}{long}x--></a>")), Err(Trouble::LongText));
    }
}
