//! A small part as text with the places of its elements: what is changed is cut out and in, the rest stays byte for byte.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

/// The spreadsheet namespace of all but strict packages.
pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
/// The same of strict ones.
pub(super) const STRICT: &str = "http://purl.oclc.org/ooxml/spreadsheetml/main";

/// The part is no XML that can be changed with certainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Strange;

/// An element of a part: where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'x> {
    /// Name as it is written, with its prefix.
    pub(super) name: &'x str,
    /// How many elements are around it.
    depth: usize,
    /// Where its start tag begins, and ends.
    pub(super) start: usize,
    pub(super) inner: usize,
    /// Where its end tag begins, and ends; for an empty tag both are the end of the tag.
    pub(super) close: usize,
    pub(super) end: usize,
}

impl<'x> Element<'x> {
    /// The name without its prefix.
    pub(super) fn local(&self) -> &'x str {
        self.name.rsplit_once(':').map_or(self.name, |(_, local)| local)
    }

    /// The prefix of the name, with its colon; empty without one.
    pub(super) fn prefix(&self) -> &'x str {
        self.name.rfind(':').map_or("", |at| &self.name[..=at])
    }

    /// What elements of ours without a prefix must declare inside this one, which is of that namespace.
    pub(super) fn declaration(&self, namespace: &str) -> String {
        if self.prefix().is_empty() { String::new() } else { format!(" xmlns=\"{namespace}\"") }
    }

    /// Whether it is one tag, as `<a/>`.
    pub(super) fn is_one_tag(&self) -> bool {
        self.inner == self.end
    }
}

/// A part and its elements, down to some depth.
pub(super) struct Outline<'x> {
    pub(super) text: &'x str,
    elements: Vec<Element<'x>>,
}

impl<'x> Outline<'x> {
    /// Finds the elements of a part: its root has depth 0, and none deeper than `deepest` is kept.
    pub(super) fn read(text: &'x str, deepest: usize) -> Result<Outline<'x>, Strange> {
        let skipped = text.len() - text.trim_start_matches('\u{feff}').len();
        let xml = &text[skipped..];
        let mut reader = Reader::from_str(xml);
        let mut elements: Vec<Element<'x>> = Vec::new();
        // The elements that are open, as places in the list; none for those too deep to be kept.
        let mut open: Vec<Option<usize>> = Vec::new();
        let mut before = 0;
        loop {
            let event = reader.read_event().map_err(|_| Strange)?;
            let after = usize::try_from(reader.buffer_position()).map_err(|_| Strange)?;
            match event {
                Event::Start(_) | Event::Empty(_) => {
                    let tag = xml.get(before..after).ok_or(Strange)?;
                    let is_start = matches!(event, Event::Start(_));
                    let depth = open.len();
                    let kept = (depth <= deepest).then_some(elements.len());
                    if kept.is_some() {
                        let name = name_of(tag).ok_or(Strange)?;
                        let (start, end) = (skipped + before, skipped + after);
                        elements.push(Element { name, depth, start, inner: end, close: end, end });
                    }
                    if is_start {
                        open.push(kept);
                    }
                }
                Event::End(_) => {
                    if let Some(at) = open.pop().ok_or(Strange)? {
                        elements[at].close = skipped + before;
                        elements[at].end = skipped + after;
                    }
                }
                Event::Decl(declaration) => {
                    let encoding = declaration.encoding().and_then(Result::ok).unwrap_or(Cow::Borrowed("utf-8"));
                    if !encoding.eq_ignore_ascii_case("utf-8") {
                        return Err(Strange);
                    }
                }
                Event::DocType(_) => return Err(Strange),
                Event::Eof => break,
                _ => {}
            }
            before = after;
        }
        let roots = elements.iter().filter(|element| element.depth == 0).count();
        if open.is_empty() && roots == 1 { Ok(Outline { text, elements }) } else { Err(Strange) }
    }

    /// The outermost element.
    pub(super) fn root(&self) -> Element<'x> {
        self.elements[0]
    }

    /// All elements that were kept, in the order of the text.
    pub(super) fn all(&self) -> impl Iterator<Item = Element<'x>> {
        self.elements.iter().copied()
    }

    /// The elements directly inside another.
    pub(super) fn children(&self, of: Element<'x>) -> impl Iterator<Item = Element<'x>> {
        let first = self.elements.partition_point(|element| element.start <= of.start);
        let inside = self.elements[first..].iter().take_while(move |element| element.start < of.close);
        inside.filter(move |element| element.depth == of.depth + 1).copied()
    }

    /// The first element of this name, in the namespace of its parent, directly inside another.
    pub(super) fn child(&self, of: Element<'x>, local: &str) -> Option<Element<'x>> {
        self.children(of).find(|element| element.local() == local && self.is_kin(*element, of))
    }

    /// Whether an element is in the namespace of its parent: prefixed alike, or saying so itself as ours do.
    pub(super) fn is_kin(&self, element: Element<'x>, of: Element<'x>) -> bool {
        let says =
            || attributes(self.tag(element)).find(|(name, _)| *name == "xmlns").map(|(_, value)| unescaped(value));
        match (element.prefix(), of.prefix()) {
            ("", "") => says().is_none_or(|said| Some(said) == self.namespace()),
            ("", _) => says().is_some_and(|said| Some(said) == self.namespace()),
            (one, other) => one == other,
        }
    }

    /// The text of a start tag.
    pub(super) fn tag(&self, element: Element<'x>) -> &'x str {
        &self.text[element.start..element.inner]
    }

    /// An element as it is written.
    pub(super) fn whole(&self, element: Element<'x>) -> &'x str {
        &self.text[element.start..element.end]
    }

    /// What is written inside an element.
    pub(super) fn content(&self, element: Element<'x>) -> &'x str {
        &self.text[element.inner..element.close]
    }

    /// The value of an attribute, by its name without a prefix.
    pub(super) fn attribute(&self, element: Element<'x>, local: &str) -> Option<String> {
        attribute(self.tag(element), local)
    }

    /// The namespace of the root, as its own tag declares it.
    pub(super) fn namespace(&self) -> Option<String> {
        let prefix = self.root().prefix().trim_end_matches(':');
        attributes(self.tag(self.root())).find_map(|(name, value)| {
            let bound = if prefix.is_empty() { name == "xmlns" } else { name.strip_prefix("xmlns:") == Some(prefix) };
            bound.then(|| unescaped(value))
        })
    }

    /// What elements of ours without a prefix must declare here: nothing where the root has the same namespace without one.
    pub(super) fn declaration(&self, namespace: &str) -> String {
        match self.root().prefix() {
            "" if self.namespace().as_deref() == Some(namespace) => String::new(),
            _ => format!(" xmlns=\"{namespace}\""),
        }
    }

    /// An edit that puts text at the end of what an element holds.
    pub(super) fn appended(&self, element: Element<'x>, text: &str) -> Edit {
        if element.is_one_tag() {
            let tag = self.tag(element);
            let open = tag.trim_end_matches('>').trim_end_matches('/').trim_end();
            (element.start..element.end, format!("{open}>{text}</{}>", element.name))
        } else {
            (element.close..element.close, text.to_owned())
        }
    }
}

/// A part of a text, and what stands there instead.
pub(super) type Edit = (Range<usize>, String);

/// The text with these changes, which may not overlap; those at one place come in the order in which they are given.
pub(super) fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let added: usize = edits.iter().map(|(_, new)| new.len()).sum();
    let mut out = String::with_capacity(text.len() + added);
    let mut done = 0;
    for (range, new) in edits {
        out.push_str(&text[done..range.start]);
        out.push_str(&new);
        done = range.end;
    }
    out.push_str(&text[done..]);
    out
}

/// The name in a start tag.
fn name_of(tag: &str) -> Option<&str> {
    let name = tag.strip_prefix('<')?;
    name.split(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).next()
}

/// The attributes of a start tag, as they are written.
pub(super) fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    spans(tag).map(|(name, value)| (name, &tag[value]))
}

/// The attributes of a start tag: name, and where the value stands.
fn spans(tag: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut at = name_of(tag).map_or(tag.len(), |name| name.len() + 1);
    std::iter::from_fn(move || {
        let rest = &tag[at..];
        let start = at + (rest.len() - rest.trim_start().len());
        let equals = start + tag[start..].find('=')?;
        let opening = equals + 1 + tag[equals + 1..].find(['"', '\''])?;
        let quote = char::from(tag.as_bytes()[opening]);
        let close = opening + 1 + tag[opening + 1..].find(quote)?;
        at = close + 1;
        Some((tag[start..equals].trim_end(), opening + 1..close))
    })
}

/// The value of an attribute, by its name without a prefix.
pub(super) fn attribute(tag: &str, local: &str) -> Option<String> {
    attributes(tag).find(|(name, _)| is_called(name, local)).map(|(_, value)| unescaped(value))
}

/// Where the value of an attribute stands in its tag.
pub(super) fn span(tag: &str, local: &str) -> Option<Range<usize>> {
    spans(tag).find(|(name, _)| is_called(name, local)).map(|(_, span)| span)
}

fn is_called(name: &str, local: &str) -> bool {
    !name.starts_with("xmlns") && name.rsplit_once(':').map_or(name, |(_, local)| local) == local
}

/// A start tag with another value of an attribute, which is added where there is none. The value needs no escape.
pub(super) fn with_attribute(tag: &str, local: &str, value: &str) -> String {
    match span(tag, local) {
        Some(span) => edited(tag, vec![(span, value.to_owned())]),
        None => {
            let at = name_of(tag).map_or(0, |name| name.len() + 1);
            edited(tag, vec![(at..at, format!(" {local}=\"{value}\""))])
        }
    }
}

/// A text with its entities resolved; as it is where they cannot be.
pub(super) fn unescaped(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), Cow::into_owned)
}

/// A text as it stands in XML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    super::super::body::escape(&mut out, text);
    String::from_utf8(out).expect("escaping keeps text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_with_their_places_and_prefixes() {
        let text = "\u{feff}<?xml version=\"1.0\"?><!-- a --><x:a xmlns:x=\"urn:1\" b = 'c>d'><x:b/><x:b x:id=\"&lt;1\"><c/></x:b></x:a>\n";
        let outline = Outline::read(text, 1).expect("well-formed");
        let root = outline.root();
        assert_eq!((root.local(), root.prefix(), outline.namespace().as_deref()), ("a", "x:", Some("urn:1")));
        assert_eq!(outline.attribute(root, "b").as_deref(), Some("c>d"));
        let children: Vec<&str> = outline.children(root).map(|child| outline.whole(child)).collect();
        assert_eq!(children, ["<x:b/>", "<x:b x:id=\"&lt;1\"><c/></x:b>"]);
        let last = outline.children(root).last().expect("two");
        assert_eq!(outline.attribute(last, "id").as_deref(), Some("<1"));
        assert_eq!(outline.children(last).count(), 0, "deeper than asked");
    }

    #[test]
    fn what_is_no_plain_xml_is_strange() {
        for text in
            ["<a>", "<a/><b/>", "", "<!DOCTYPE a><a/>", "<?xml version=\"1.0\" encoding=\"latin1\"?><a/>", "<a></b>"]
        {
            assert!(Outline::read(text, 3).is_err(), "{text}");
        }
    }

    #[test]
    fn text_is_put_in_at_the_end_of_any_form_of_element() {
        for (text, expected) in
            [("<a/>", "<a>!</a>"), ("<x:a b=\"1\" />", "<x:a b=\"1\">!</x:a>"), ("<a><c/></a>", "<a><c/>!</a>")]
        {
            let outline = Outline::read(text, 0).expect("well-formed");
            assert_eq!(edited(text, vec![outline.appended(outline.root(), "!")]), expected);
        }
        assert_eq!(edited("abc", vec![(1..2, "x".into()), (0..0, "1".into()), (0..0, "2".into())]), "12axc");
        assert_eq!(with_attribute("<a count='1'/>", "count", "2"), "<a count='2'/>");
        assert_eq!(with_attribute("<a/>", "count", "2"), "<a count=\"2\"/>");
    }
}
