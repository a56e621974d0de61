//! A lexicon file as lists of texts, each with its line, and what can be wrong with one.

use std::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is wrong with a lexicon file, in Dutch, with the line where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconError {
    /// Path of the file, below `rules/`.
    pub file: String,
    /// Line, counted from one.
    pub line: Option<usize>,
    /// What is wrong and what to do about it.
    pub message: String,
}

impl fmt::Display for LexiconError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "rules/{}, regel {line}: {}", self.file, self.message),
            None => write!(f, "rules/{}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for LexiconError {}

/// One file of the lexicon.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    name: &'a str,
    text: &'a str,
}

/// A text in a list, with where it stands.
#[derive(Clone, Copy)]
pub(super) struct Entry<'t> {
    pub text: &'t str,
    pub at: usize,
}

/// A table of a file. Every key in it must be asked for: [`Table::only`] refuses the others.
#[derive(Clone, Copy)]
pub(super) struct Table<'t> {
    source: Source<'t>,
    entries: &'t DeTable<'t>,
    at: usize,
}

impl<'a> Source<'a> {
    pub fn open(name: &'a str, file: impl Fn(&str) -> Option<&'a str>) -> Result<Self, LexiconError> {
        match file(name) {
            Some(text) => Ok(Source { name, text }),
            None => Err(LexiconError {
                file: name.to_owned(),
                line: None,
                message: "Dit bestand ontbreekt. Haal het terug met `toetsklaar rules export`.".to_owned(),
            }),
        }
    }

    pub fn parse(self) -> Result<DeTable<'a>, LexiconError> {
        DeTable::parse(self.text).map(Spanned::into_inner).map_err(|error| {
            let message = "Dit is geen geldige TOML. Kijk of aanhalingstekens, haken en komma's kloppen.";
            LexiconError { line: error.span().map(|span| self.line(span.start)), ..self.fault(message) }
        })
    }

    pub fn fault(self, message: impl Into<String>) -> LexiconError {
        LexiconError { file: self.name.to_owned(), line: None, message: message.into() }
    }

    pub fn fault_at(self, at: usize, message: impl Into<String>) -> LexiconError {
        LexiconError { line: Some(self.line(at)), ..self.fault(message) }
    }

    fn line(self, at: usize) -> usize {
        self.text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
    }
}

impl<'t> Table<'t> {
    /// The whole file as a table.
    pub fn root(source: Source<'t>, table: &'t DeTable<'t>) -> Self {
        Table { source, entries: table, at: 0 }
    }

    pub fn fault_at(self, at: usize, message: impl Into<String>) -> LexiconError {
        self.source.fault_at(at, message)
    }

    pub fn fault(self, message: impl Into<String>) -> LexiconError {
        self.fault_at(self.at, message)
    }

    /// Refuses keys that nobody reads.
    pub fn only(self, keys: &[&str]) -> Result<(), LexiconError> {
        for key in self.entries.keys() {
            let name: &str = key.get_ref();
            if !keys.contains(&name) {
                let message = format!("De sleutel `{name}` bestaat hier niet. Mogelijk zijn: {}.", keys.join(", "));
                return Err(self.fault_at(key.span().start, message));
            }
        }
        Ok(())
    }

    fn value(self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.entries.get(key)
    }

    /// The list of texts under a key; empty when the key is not there, refused when the list is there but empty.
    pub fn list(self, key: &str) -> Result<Vec<Entry<'t>>, LexiconError> {
        match self.value(key) {
            None => Ok(Vec::new()),
            Some(value) => self.texts(key, value),
        }
    }

    /// As [`Table::list`], but the key must be there.
    pub fn required(self, key: &str) -> Result<Vec<Entry<'t>>, LexiconError> {
        match self.value(key) {
            None => Err(self.fault(format!("De lijst `{key}` ontbreekt."))),
            Some(value) => self.texts(key, value),
        }
    }

    /// The lists of texts under a key.
    pub fn lists(self, key: &str) -> Result<Vec<Vec<Entry<'t>>>, LexiconError> {
        let Some(value) = self.value(key) else {
            return Ok(Vec::new());
        };
        let expected = || self.fault_at(value.span().start, format!("`{key}` moet een lijst van lijsten zijn."));
        let lists = value.get_ref().as_array().ok_or_else(expected)?;
        lists.iter().map(|list| self.texts(key, list)).collect()
    }

    fn texts(self, key: &str, value: &'t Spanned<DeValue<'t>>) -> Result<Vec<Entry<'t>>, LexiconError> {
        let at = value.span().start;
        let Some(list) = value.get_ref().as_array() else {
            return Err(self.fault_at(at, format!("`{key}` moet een lijst van teksten zijn: [\"…\", \"…\"].")));
        };
        if list.is_empty() {
            return Err(self.fault_at(at, format!("De lijst `{key}` is leeg. Vul haar of haal de sleutel weg.")));
        }
        let mut texts = Vec::with_capacity(list.len());
        for item in list {
            let at = item.span().start;
            match item.get_ref().as_str() {
                Some(text) if !text.is_empty() => texts.push(Entry { text, at }),
                Some(_) => return Err(self.fault_at(at, format!("In de lijst `{key}` staat een lege tekst."))),
                None => return Err(self.fault_at(at, format!("In de lijst `{key}` mag alleen tekst staan."))),
            }
        }
        Ok(texts)
    }

    /// The text under a key, which must be there.
    pub fn text(self, key: &str) -> Result<Entry<'t>, LexiconError> {
        let value = self.value(key).ok_or_else(|| self.fault(format!("De sleutel `{key}` ontbreekt.")))?;
        let at = value.span().start;
        match value.get_ref().as_str() {
            Some(text) => Ok(Entry { text, at }),
            None => Err(self.fault_at(at, format!("`{key}` moet een tekst zijn."))),
        }
    }

    /// The table under a key, which must be there.
    pub fn table(self, key: &str) -> Result<Table<'t>, LexiconError> {
        let value = self.value(key).ok_or_else(|| self.fault(format!("De tabel `[{key}]` ontbreekt.")))?;
        self.as_table(value).ok_or_else(|| self.fault_at(value.span().start, format!("`{key}` moet een tabel zijn.")))
    }

    /// The table under a key, if there.
    pub fn optional_table(self, key: &str) -> Result<Option<Table<'t>>, LexiconError> {
        if self.entries.contains_key(key) { self.table(key).map(Some) } else { Ok(None) }
    }

    /// Every table in this one, with the place of its name.
    pub fn tables(self) -> Result<Vec<(Entry<'t>, Table<'t>)>, LexiconError> {
        let mut tables = Vec::with_capacity(self.entries.len());
        for (key, value) in self.entries {
            let name = Entry { text: key.get_ref(), at: key.span().start };
            match self.as_table(value) {
                Some(table) => tables.push((name, Table { at: name.at, ..table })),
                None => return Err(self.fault_at(name.at, format!("`{}` moet een tabel zijn.", name.text))),
            }
        }
        Ok(tables)
    }

    /// The tables of a `[[key]]`, in the order of the file.
    pub fn array(self, key: &str) -> Result<Vec<Table<'t>>, LexiconError> {
        let value = self.value(key).ok_or_else(|| self.fault(format!("De tabellen `[[{key}]]` ontbreken.")))?;
        let expected = || self.fault_at(value.span().start, format!("`{key}` moet een rij tabellen zijn: [[{key}]]."));
        let items = value.get_ref().as_array().ok_or_else(expected)?;
        items.iter().map(|item| self.as_table(item).ok_or_else(expected)).collect()
    }

    fn as_table(self, value: &'t Spanned<DeValue<'t>>) -> Option<Table<'t>> {
        let entries = value.get_ref().as_table()?;
        Some(Table { source: self.source, entries, at: value.span().start })
    }
}
