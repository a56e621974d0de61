//! A part as a tree: strict, so that what it takes a spreadsheet program takes too.

use std::collections::BTreeMap;
use std::rc::Rc;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

pub const VML: &str = "urn:schemas-microsoft-com:vml";
pub const VML_EXCEL: &str = "urn:schemas-microsoft-com:office:excel";

/// An element, with where it stands in the bytes.
pub struct Element {
    /// Local name.
    pub name: String,
    /// Namespace; empty without one.
    pub space: String,
    /// By namespace (empty without a prefix) and local name; `xmlns` is not among them.
    pub attributes: BTreeMap<(String, String), String>,
    pub children: Vec<Element>,
    /// The text directly in it.
    pub text: String,
    /// Its first byte, and the byte behind its last.
    pub span: (usize, usize),
    /// The bytes between its tags.
    pub inside: (usize, usize),
}

impl Element {
    /// The value of an attribute without a prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(&(String::new(), name.to_owned())).map(String::as_str)
    }

    /// An attribute as a number.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// The children of that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first child of that name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Itself and everything in it.
    pub fn walk<'a>(&'a self, each: &mut dyn FnMut(&'a Element)) {
        each(self);
        for child in &self.children {
            child.walk(each);
        }
    }

    /// Everything in it of that name.
    pub fn deep<'a>(&'a self, name: &str) -> Vec<&'a Element> {
        let mut found = Vec::new();
        self.walk(&mut |element| {
            if element.name == name {
                found.push(element);
            }
        });
        found
    }

    /// All the text in it.
    pub fn texts(&self) -> String {
        let mut text = String::new();
        self.walk(&mut |element| text.push_str(&element.text));
        text
    }

    /// Its name and its attributes, for a comparison; `without` names attributes that may differ.
    pub fn shape(&self, without: &[&str]) -> String {
        let attributes: Vec<String> = self
            .attributes
            .iter()
            .filter(|((_, name), _)| !without.contains(&name.as_str()))
            .map(|((space, name), value)| format!("{{{space}}}{name}={value}"))
            .collect();
        let inside: Vec<String> = self.children.iter().map(|child| child.shape(without)).collect();
        format!("{}<{}>[{}]({})", self.name, attributes.join(" "), self.text.trim(), inside.join(","))
    }
}

type Spaces = Rc<BTreeMap<String, String>>;

/// Reads a part.
pub fn parse(bytes: &[u8]) -> Result<Element, String> {
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let text = std::str::from_utf8(&bytes[mark..]).map_err(|_| "is not UTF-8".to_owned())?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_comments = true;
    let mut spaces = BTreeMap::new();
    spaces.insert("xml".to_owned(), "http://www.w3.org/XML/1998/namespace".to_owned());
    let mut open: Vec<(Element, Spaces)> = Vec::new();
    let mut scopes: Vec<Spaces> = vec![Rc::new(spaces)];
    let mut root = None;
    loop {
        let before = place(&reader, mark);
        let event = reader.read_event().map_err(|error| format!("byte {before}: {error}"))?;
        let after = place(&reader, mark);
        match event {
            Event::Start(tag) => {
                if root.is_some() {
                    return Err(format!("byte {before}: a second root"));
                }
                let (mut element, scope) = element(&tag, scopes.last().expect("the outermost"), before)?;
                element.inside = (after, after);
                scopes.push(Rc::clone(&scope));
                open.push((element, scope));
            }
            Event::Empty(tag) => {
                let (mut element, _) = element(&tag, scopes.last().expect("the outermost"), before)?;
                element.span.1 = after;
                element.inside = (after, after);
                close(element, &mut open, &mut root)?;
            }
            Event::End(_) => {
                scopes.pop();
                let (mut element, _) = open.pop().ok_or("an end without a start")?;
                element.inside.1 = before;
                element.span.1 = after;
                close(element, &mut open, &mut root)?;
            }
            Event::Text(text) => {
                let text = text.xml10_content();
                if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
                    return Err(format!("byte {before}: a control character"));
                }
                match open.last_mut() {
                    Some((element, _)) => element.text.push_str(&text),
                    None if text.trim().is_empty() => {}
                    None => return Err(format!("byte {before}: text outside the root")),
                }
            }
            Event::CData(text) => match open.last_mut() {
                Some((element, _)) => element.text.push_str(&text.xml10_content()),
                None => return Err(format!("byte {before}: text outside the root")),
            },
            Event::GeneralRef(name) => {
                let name: &str = name.as_ref();
                let text = quick_xml::escape::unescape(&format!("&{name};"))
                    .map_err(|error| format!("byte {before}: {error}"))?
                    .into_owned();
                open.last_mut().ok_or("text outside the root")?.0.text.push_str(&text);
            }
            Event::DocType(_) => return Err(format!("byte {before}: a document type")),
            Event::Eof => break,
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
        }
    }
    if !open.is_empty() {
        return Err("an element is never closed".to_owned());
    }
    root.ok_or_else(|| "is empty".to_owned())
}

fn place(reader: &Reader<&[u8]>, mark: usize) -> usize {
    usize::try_from(reader.buffer_position()).expect("parts are small") + mark
}

fn close(element: Element, open: &mut [(Element, Spaces)], root: &mut Option<Element>) -> Result<(), String> {
    match open.last_mut() {
        Some((parent, _)) => parent.children.push(element),
        None if root.is_some() => return Err("a second root".to_owned()),
        None => *root = Some(element),
    }
    Ok(())
}

fn element(tag: &BytesStart<'_>, outer: &Spaces, start: usize) -> Result<(Element, Spaces), String> {
    let mut declared = BTreeMap::new();
    let mut plain = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| format!("byte {start}: {error}"))?;
        let name: &str = attribute.key.as_ref();
        let value =
            attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| format!("byte {start}: {error}"))?;
        match name.strip_prefix("xmlns") {
            Some("") => drop(declared.insert(String::new(), value.into_owned())),
            Some(prefix) if prefix.starts_with(':') => {
                declared.insert(prefix[1..].to_owned(), value.into_owned());
            }
            _ => plain.push((name.to_owned(), value.into_owned())),
        }
    }
    let spaces = if declared.is_empty() {
        Rc::clone(outer)
    } else {
        let mut inner = BTreeMap::clone(outer);
        inner.extend(declared);
        Rc::new(inner)
    };
    let resolved = |name: &str, bare: &str| -> Result<(String, String), String> {
        match name.split_once(':') {
            None => Ok((bare.to_owned(), name.to_owned())),
            Some((prefix, local)) => match spaces.get(prefix) {
                Some(space) => Ok((space.clone(), local.to_owned())),
                None => Err(format!("byte {start}: nobody says what {prefix} in {name} is")),
            },
        }
    };
    let bare = spaces.get("").cloned().unwrap_or_default();
    let name: &str = tag.name().into_inner();
    let (space, name) = resolved(name, &bare)?;
    let mut attributes = BTreeMap::new();
    for (name, value) in plain {
        let key = resolved(&name, "")?;
        if attributes.insert(key, value).is_some() {
            return Err(format!("byte {start}: {name} stands there twice"));
        }
    }
    let element = Element {
        name,
        space,
        attributes,
        children: Vec::new(),
        text: String::new(),
        span: (start, start),
        inside: (start, start),
    };
    Ok((element, spaces))
}
