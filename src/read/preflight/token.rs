//! What stands in a token of XML: the name and attributes of a tag, a text with its references, a declaration.

use crate::read::trouble::Trouble;

/// The name at the beginning of a tag, with its prefix.
#[inline]
pub(super) fn name(tag: &[u8]) -> &[u8] {
    let end = tag.iter().position(u8::is_ascii_whitespace).unwrap_or(tag.len());
    &tag[..end]
}

/// A name without its prefix.
#[inline]
pub(super) fn local(name: &[u8]) -> &[u8] {
    name.iter().position(|b| *b == b':').map_or(name, |colon| &name[colon + 1..])
}

/// The attributes of a tag, names as they stand and values with their references.
#[inline]
pub(super) fn attributes(tag: &[u8]) -> Attributes<'_> {
    Attributes { rest: &tag[name(tag).len()..] }
}

/// See [`attributes`].
pub(super) struct Attributes<'t> {
    rest: &'t [u8],
}

impl<'t> Iterator for Attributes<'t> {
    type Item = Result<(&'t [u8], &'t [u8]), Trouble>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let start = self.rest.iter().position(|b| !b.is_ascii_whitespace())?;
        // White space must stand between attributes; other readers would take one for a part of the other.
        if start == 0 {
            self.rest = &[];
            return Some(Err(Trouble::Damaged));
        }
        let rest = &self.rest[start..];
        let found = rest.iter().position(|b| *b == b'=').and_then(|equals| {
            let name = rest[..equals].trim_ascii_end();
            let value = rest[equals + 1..].trim_ascii_start();
            let quote = *value.first().filter(|b| matches!(b, b'"' | b'\''))?;
            let length = value[1..].iter().position(|b| *b == quote)?;
            if name.iter().any(u8::is_ascii_whitespace) {
                return None;
            }
            Some((name, &value[1..=length], &value[length + 2..]))
        });
        let Some((name, value, rest)) = found else {
            self.rest = &[];
            return Some(Err(Trouble::Damaged));
        };
        self.rest = rest;
        Some(Ok((name, value)))
    }
}

/// An attribute by its name without prefix; one that stands there twice is refused.
pub(super) fn attribute<'t>(tag: &'t [u8], wanted: &[u8]) -> Result<Option<&'t [u8]>, Trouble> {
    let mut found = None;
    for attribute in attributes(tag) {
        let (name, value) = attribute?;
        if local(name) == wanted {
            if found.is_some() {
                return Err(Trouble::Damaged);
            }
            found = Some(value);
        }
    }
    Ok(found)
}

/// The text of an attribute by its name without prefix, with its references put in; empty when it is not there.
pub(super) fn text(tag: &[u8], wanted: &[u8]) -> Result<String, Trouble> {
    attribute(tag, wanted)?.map_or(Ok(String::new()), unescaped)
}

/// A text with its references put in.
pub(super) fn unescaped(raw: &[u8]) -> Result<String, Trouble> {
    let text = std::str::from_utf8(raw).map_err(|_| Trouble::Alphabet)?;
    quick_xml::escape::unescape(text).map(std::borrow::Cow::into_owned).map_err(|_| Trouble::Damaged)
}

/// Only the five entities that every XML reader knows, and letters by their number.
#[cold]
pub(super) fn check_references(text: &[u8]) -> Result<(), Trouble> {
    for after in text.split(|b| *b == b'&').skip(1) {
        let end = after.iter().position(|b| *b == b';').ok_or(Trouble::Damaged)?;
        match &after[..end] {
            b"amp" | b"lt" | b"gt" | b"quot" | b"apos" => {}
            [b'#', number @ ..] => {
                reference(number).ok_or(Trouble::Damaged)?;
            }
            _ => return Err(Trouble::DocumentType),
        }
    }
    Ok(())
}

/// The letter of a reference by number, `x20` or `32`.
fn reference(number: &[u8]) -> Option<char> {
    let number = std::str::from_utf8(number).ok()?;
    let code = match number.strip_prefix('x') {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|letter| *letter != '\0')
}

pub(super) fn is_declaration(instruction: &[u8]) -> bool {
    instruction.starts_with(b"xml") && instruction.get(3).is_none_or(u8::is_ascii_whitespace)
}

/// Whether a declaration leaves it at UTF-8; false when it names an alphabet that has the same plain letters.
pub(super) fn names_utf_8(declaration: &[u8]) -> Result<bool, Trouble> {
    let name = attribute(declaration, b"encoding")?.unwrap_or(b"utf-8").to_ascii_lowercase();
    match name.as_slice() {
        b"utf-8" | b"utf8" => Ok(true),
        b"us-ascii" | b"ascii" => Ok(false),
        name if name.starts_with(b"iso-8859-") || name.starts_with(b"windows-125") => Ok(false),
        _ => Err(Trouble::Alphabet),
    }
}

/// Whether nothing but white space stands in a text, once its references are put in, and the `_x0020_` of Excel too
/// when it is Excel's. Nearly always the first letter says no.
#[inline]
pub(super) fn is_blank(raw: &[u8], of_excel: bool) -> bool {
    match raw.first() {
        None => true,
        Some(first) if *first > b' ' && *first < 0x7f && *first != b'&' && *first != b'_' => false,
        Some(_) => is_blank_slowly(raw, of_excel),
    }
}

#[cold]
fn is_blank_slowly(raw: &[u8], of_excel: bool) -> bool {
    let Ok(text) = unescaped(raw) else {
        return false;
    };
    let mut rest = text.as_str();
    while let Some(letter) = rest.chars().next() {
        if letter.is_whitespace() {
            rest = &rest[letter.len_utf8()..];
            continue;
        }
        let code = rest.strip_prefix("_x").filter(|after| of_excel && after.as_bytes().get(4) == Some(&b'_'));
        let white = code.and_then(|after| after.get(..4)).is_some_and(|code| {
            code.bytes().all(|b| b.is_ascii_hexdigit())
                && u32::from_str_radix(code, 16).ok().and_then(char::from_u32).is_some_and(char::is_whitespace)
        });
        if !white {
            return false;
        }
        rest = &rest[7..];
    }
    true
}

/// A switch that is on unless it says otherwise.
pub(super) fn is_on(tag: &[u8]) -> Result<bool, Trouble> {
    Ok(!matches!(attribute(tag, b"val")?, Some(b"0" | b"false")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_and_doubtful_ones_refused() {
        let tag = b"c r = \"A1\" x:id='5' t=\"a'b\"";
        let found: Vec<_> = attributes(tag).map(|one| one.unwrap().0).collect();
        assert_eq!(found, [&b"r"[..], b"x:id", b"t"]);
        assert_eq!(attribute(tag, b"id"), Ok(Some(&b"5"[..])));
        assert_eq!(attribute(tag, b"t"), Ok(Some(&b"a'b"[..])));
        assert_eq!(attribute(tag, b"s"), Ok(None));
        for wrong in ["c r=\"1\" r=\"2\"", "c r=\"1\"s=\"2\"", "c r=1", "c r", "c a r=\"1\"", "c r=\"1"] {
            assert_eq!(attribute(wrong.as_bytes(), b"r"), Err(Trouble::Damaged), "{wrong}");
        }
    }

    #[test]
    fn white_space_is_seen_however_it_is_written() {
        for text in ["", " ", "\u{a0}", "&#160; ", "&#x20;", "_x0020__x000D_"] {
            assert!(is_blank(text.as_bytes(), true), "{text}");
        }
        for text in ["a", " a", "_", "_x0041_", "_x0020", "é", "&amp;", "_xzzzz_", "\u{200b}"] {
            assert!(!is_blank(text.as_bytes(), true), "{text}");
        }
        assert!(!is_blank(b"_x0020_", false));
    }
}
