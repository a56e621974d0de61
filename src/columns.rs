//! The column map: how sheets and headings were understood, as a file that a person can correct by hand.

use std::fmt;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use toml::Spanned;

use crate::cell::Letters;
use crate::lexicon::{Field, Role};
use crate::seal::hexadecimal;
use crate::table::{Column, Table, Use};

/// A column map (`--columns MAP.toml`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnMap {
    /// One entry per sheet.
    #[serde(default, rename = "sheet")]
    pub sheets: Vec<SheetMap>,
    /// Where it was read from, for errors.
    #[serde(skip)]
    pub source: String,
}

/// What a person says about one sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetMap {
    /// The file; left out: any file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The name on the tab.
    pub name: String,
    /// The kind of sheet; `"none"` leaves the sheet out.
    #[serde(with = "role")]
    pub role: Option<Role>,
    /// The row of the header, as the spreadsheet shows it; left out: search for it.
    #[serde(default, with = "row", skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u32>,
    /// The columns that are used; a column that is not named keeps what was recognised.
    // An empty list would stand in the way of a `[[sheet.column]]` that somebody adds below it.
    #[serde(default, rename = "column", skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnEntry>,
    /// Its line in the map, counted from 1.
    #[serde(skip)]
    pub line: usize,
}

/// What a person says about one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnEntry {
    /// Its letters.
    pub column: String,
    /// Its heading, for the reader of the file; not used.
    #[serde(default)]
    pub header: String,
    /// The field; `"none"` leaves the column out.
    #[serde(with = "field")]
    pub field: Option<Field>,
    /// Its line in the map, counted from 1.
    #[serde(skip)]
    pub line: usize,
}

/// The kinds of sheet that a provider's file can have: an extract of a register is given as such.
fn roles() -> impl Iterator<Item = Role> {
    Role::ALL.iter().copied().filter(|role| *role != Role::Register)
}

/// The fields that a provider's file can have.
fn fields() -> impl Iterator<Item = Field> {
    Field::ALL.iter().copied().filter(|field| !matches!(field, Field::MeasureUntil | Field::ExtractDate))
}

/// Where the entries of a map stand.
#[derive(Deserialize)]
struct Lines {
    #[serde(default)]
    sheet: Vec<Spanned<SheetLines>>,
}

#[derive(Deserialize)]
struct SheetLines {
    #[serde(default)]
    column: Vec<Spanned<IgnoredAny>>,
}

/// A column map that cannot be used: file, place and what to do, in Dutch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapError {
    message: String,
}

impl fmt::Display for MapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for MapError {}

impl ColumnMap {
    /// Reads a column map.
    ///
    /// # Errors
    /// A word that is no role, field or key, a column that does not exist, or something that stands there twice; with its line.
    pub fn parse(file: &str, text: &str) -> Result<ColumnMap, MapError> {
        let line_at = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
        let read = |error: toml::de::Error| {
            let line = error.span().map_or(1, |span| line_at(span.start));
            let message = match error.message().strip_prefix("!") {
                Some(own) => own.to_owned(),
                None if error.message().starts_with("unknown field") => {
                    let word = error.span().and_then(|span| text.get(span)).unwrap_or("dit woord");
                    format!("{word:?} is hier niet bekend. Een kolommenbestand heeft [[sheet]] met name, role, header_row en [[sheet.column]] met column, header, field.")
                }
                None => "hier klopt de schrijfwijze niet. Maak een goed voorbeeld met: toetsklaar columns BESTAND --write kolommen.toml".to_owned(),
            };
            MapError { message: format!("{file}, regel {line}: {message}") }
        };
        let mut map: ColumnMap = toml::from_str(text).map_err(read)?;
        let lines: Lines = toml::from_str(text).map_err(read)?;
        file.clone_into(&mut map.source);
        for (sheet, at) in map.sheets.iter_mut().zip(lines.sheet) {
            sheet.line = line_at(at.span().start);
            for (column, at) in sheet.columns.iter_mut().zip(at.into_inner().column) {
                column.line = line_at(at.span().start);
            }
        }
        map.twice()?;
        Ok(map)
    }

    /// An error at a line of the map.
    fn error(&self, line: usize, message: impl fmt::Display) -> MapError {
        MapError { message: format!("{}, regel {line}: {message}", self.source) }
    }

    /// Refuses what stands there twice: only one of both could be followed.
    fn twice(&self) -> Result<(), MapError> {
        for (at, sheet) in self.sheets.iter().enumerate() {
            if let Some(first) = self.sheets[..at].iter().find(|other| other.is_same(sheet)) {
                let message =
                    format!("blad {:?} staat ook op regel {}. Laat één van beide staan.", sheet.name, first.line);
                return Err(self.error(sheet.line, message));
            }
            for (at, entry) in sheet.columns.iter().enumerate() {
                self.letters(entry)?;
                let before = &sheet.columns[..at];
                if let Some(first) = before.iter().find(|other| other.column.eq_ignore_ascii_case(&entry.column)) {
                    let message =
                        format!("kolom {} staat ook op regel {}. Laat één van beide staan.", entry.column, first.line);
                    return Err(self.error(entry.line, message));
                }
                if let Some(field) = entry.field.filter(|field| !field.may_repeat())
                    && let Some(first) = before.iter().find(|other| other.field == Some(field))
                {
                    let message = format!(
                        "het veld {field} staat al bij kolom {} (regel {}). Kies één kolom en zet bij de andere field = \"none\".",
                        first.column, first.line
                    );
                    return Err(self.error(entry.line, message));
                }
            }
        }
        Ok(())
    }

    fn letters(&self, entry: &ColumnEntry) -> Result<u16, MapError> {
        entry.column.parse().map(|Letters(column)| column).map_err(|_| {
            let message =
                format!("{:?} is geen kolom. Gebruik de letters die Excel toont, bijvoorbeeld \"J\".", entry.column);
            self.error(entry.line, message)
        })
    }

    /// The file as text.
    pub fn text(&self) -> String {
        let body = toml::to_string(self).expect("a column map holds nothing that TOML cannot say");
        format!(
            "# Hoe toetsklaar de bladen en kolommen heeft begrepen. Pas role en field aan waar dat niet klopt en geef dit bestand mee met --columns.\n\
             # role: {}, none\n# field: {}, none\n\n{body}",
            roles().map(Role::name).collect::<Vec<_>>().join(", "),
            fields().map(Field::name).collect::<Vec<_>>().join(", "),
        )
    }

    /// SHA-256 over what it says, in hexadecimal; not over how it is laid out or where it stands.
    pub fn sha256(&self) -> String {
        hexadecimal(&Sha256::digest(self.text()))
    }

    /// Refuses an entry about a sheet that none of the inputs has: a name with a typing error would change nothing, without a word.
    ///
    /// # Errors
    /// The first such entry, with its line and the sheets there are.
    pub fn refuse_unused<'n>(&self, sheets: &[(&'n str, &'n str)]) -> Result<(), MapError> {
        for entry in &self.sheets {
            if sheets.iter().any(|(file, name)| entry.is_about(file, name)) {
                continue;
            }
            if let Some(file) = &entry.file
                && !sheets.iter().any(|(known, _)| known == file)
            {
                let mut files: Vec<&str> = sheets.iter().map(|(file, _)| *file).collect();
                files.dedup();
                let message = format!(
                    "het bestand {file:?} is niet meegegeven. Wel: {}. Verbeter de naam, geef het bestand mee, of haal dit blad weg uit het kolommenbestand.",
                    files.join(", ")
                );
                return Err(self.error(entry.line, message));
            }
            let there: Vec<String> = sheets
                .iter()
                .filter(|(file, _)| entry.file.as_deref().is_none_or(|wanted| wanted == *file))
                .map(|(_, name)| format!("{name:?}"))
                .collect();
            let message = format!(
                "blad {:?} is er niet. Bladen in het bestand: {}. Verbeter de naam, of haal dit blad weg uit het kolommenbestand.",
                entry.name,
                there.join(", ")
            );
            return Err(self.error(entry.line, message));
        }
        Ok(())
    }

    /// What is said about a sheet: an entry per table.
    pub fn sheets<'m>(&'m self, file: &'m str, name: &'m str) -> impl Iterator<Item = &'m SheetMap> {
        self.sheets.iter().filter(move |sheet| sheet.is_about(file, name))
    }

    /// Puts what a person says about a sheet in the place of what was recognised: each entry on its table.
    ///
    /// # Errors
    /// An entry that cannot be used, or that is about a table which is not there. `last_column` is the last one with
    /// something in it.
    pub fn apply_all(&self, file: &str, name: &str, last_column: u16, tables: &mut Vec<Table>) -> Result<(), MapError> {
        for map in self.sheets(file, name) {
            let Some(at) = tables.iter().position(|table| map.is_for(table)) else {
                self.apply(map, file, last_column, &mut None)?;
                continue;
            };
            let mut table = Some(tables[at].clone());
            self.apply(map, file, last_column, &mut table)?;
            match table {
                Some(table) => tables[at] = table,
                // Beside other tables it stays, so that its rows are known to be none of theirs.
                None if tables.len() > 1 => {}
                None => tables.clear(),
            }
        }
        Ok(())
    }

    /// Puts what a person says in the place of what was recognised.
    ///
    /// # Errors
    /// A sheet of which no header row is known, or a column in which nothing stands. `last_column` is the last one with something in it.
    fn apply(&self, sheet: &SheetMap, file: &str, last_column: u16, table: &mut Option<Table>) -> Result<(), MapError> {
        if sheet.role.is_none() {
            *table = None;
            return Ok(());
        }
        let name = &sheet.name;
        let Some(table) = table else {
            let message = match sheet.header_row {
                Some(row) => format!(
                    "op regel {} van blad {name:?} van {file} staat geen kop. Verbeter header_row, of haal die regel weg.",
                    row + 1
                ),
                None => format!(
                    "op blad {name:?} van {file} is geen kopregel gevonden. Zet de regel van de kop erbij met header_row."
                ),
            };
            return Err(self.error(sheet.line, message));
        };
        for entry in &sheet.columns {
            let column = self.letters(entry)?;
            if column > last_column {
                let message = format!(
                    "kolom {} van blad {name:?} van {file} is leeg. De laatste kolom is {}. Verbeter de letter, of haal deze kolom weg uit het kolommenbestand.",
                    entry.column,
                    Letters(last_column)
                );
                return Err(self.error(entry.line, message));
            }
            let used = match entry.field {
                Some(field) => Use::Field { field, title: None },
                None => Use::Unrecognised,
            };
            match table.columns.iter_mut().find(|known| known.column == column) {
                Some(known) => {
                    // A heading that names a training keeps its title when the field stays the same.
                    let same = known.field() == entry.field && entry.field.is_some();
                    let unused = matches!(known.used, Use::Withheld(_) | Use::Second(_)) && entry.field.is_none();
                    if !same && !unused {
                        known.used = used;
                    }
                    // It is the user who says so now.
                    known.by_neighbour = false;
                }
                None => table.columns.push(Column {
                    column,
                    header: entry.header.clone(),
                    used,
                    percent: false,
                    serials: false,
                    by_neighbour: false,
                }),
            }
        }
        table.columns.sort_by_key(|column| column.column);
        Ok(())
    }

    /// What to change where a sheet with people and functions has another role by this map.
    pub fn wrong_role(&self, file: &str, name: &str) -> Option<MapError> {
        let (sheet, role) =
            self.sheets(file, name).find_map(|sheet| Some((sheet, sheet.role.filter(|role| *role != Role::Staff)?)))?;
        let message = format!(
            "blad {name:?} heeft een kolom met de functie, maar role is {role}. Zet bij dit blad role = \"staff\"."
        );
        Some(self.error(sheet.line, message))
    }
}

impl SheetMap {
    /// Whether this is about a table: the one below the header row that is named, at the columns that are named.
    pub fn is_for(&self, table: &Table) -> bool {
        self.header_row.is_none_or(|row| row == table.header_row)
            && self
                .columns
                .first()
                .and_then(|entry| entry.column.parse::<Letters>().ok())
                .is_none_or(|Letters(column)| (table.span.0..=table.span.1).contains(&column))
    }

    /// Whether this and another entry are about one table.
    fn is_same(&self, other: &SheetMap) -> bool {
        let place =
            |map: &SheetMap| (map.header_row, map.columns.first().map(|entry| entry.column.to_ascii_uppercase()));
        let one_file = self.file.is_none() || other.file.is_none() || self.file == other.file;
        one_file
            && self.name == other.name
            && (place(self) == place(other) || self.header_row.is_none() || other.header_row.is_none())
    }

    fn is_about(&self, file: &str, name: &str) -> bool {
        self.name == name && self.file.as_deref().is_none_or(|known| known == file)
    }
}

/// A role or `"none"`.
mod role {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::lexicon::Role;

    #[expect(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "the form that serde asks")]
    pub(super) fn serialize<S: Serializer>(role: &Option<Role>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(role.map_or("none", Role::name))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Role>, D::Error> {
        let name = String::deserialize(deserializer)?;
        if name == "none" {
            return Ok(None);
        }
        let names = || super::roles().map(Role::name).collect::<Vec<_>>().join(", ");
        let found = super::roles().find(|role| role.name() == name);
        found
            .map(Some)
            .ok_or_else(|| D::Error::custom(format!("!{name:?} is geen soort blad. Kies uit: {}, none.", names())))
    }
}

/// A field or `"none"`.
mod field {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::lexicon::Field;

    #[expect(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "the form that serde asks")]
    pub(super) fn serialize<S: Serializer>(field: &Option<Field>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(field.map_or("none", Field::name))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Field>, D::Error> {
        let name = String::deserialize(deserializer)?;
        if name == "none" {
            return Ok(None);
        }
        let near = super::fields()
            .max_by(|a, b| strsim::jaro_winkler(&name, a.name()).total_cmp(&strsim::jaro_winkler(&name, b.name())));
        let found = super::fields().find(|field| field.name() == name);
        found.map(Some).ok_or_else(|| {
            D::Error::custom(format!(
                "!{name:?} is geen veld. Bedoelt u {:?}?",
                near.map_or("name", |field| field.name())
            ))
        })
    }
}

/// A row number as spreadsheets show it: one-based in the file, zero-based inside.
mod row {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "the form that serde asks")]
    pub(super) fn serialize<S: Serializer>(row: &Option<u32>, serializer: S) -> Result<S::Ok, S::Error> {
        match row {
            Some(row) => serializer.serialize_u32(row + 1),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
        let row = u32::deserialize(deserializer)?;
        row.checked_sub(1)
            .map(Some)
            .ok_or_else(|| D::Error::custom("!header_row telt vanaf 1, zoals Excel de regels toont."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_reads_back_what_was_written() {
        let map = ColumnMap {
            sheets: vec![SheetMap {
                file: Some("personeel.xlsx".to_owned()),
                name: "Blad \"1\"".to_owned(),
                role: Some(Role::Staff),
                header_row: Some(3),
                columns: vec![
                    ColumnEntry {
                        column: "A".to_owned(),
                        header: "Nr".to_owned(),
                        field: Some(Field::PersonnelNumber),
                        line: 11,
                    },
                    ColumnEntry { column: "T".to_owned(), header: "Iets".to_owned(), field: None, line: 16 },
                ],
                line: 5,
            }],
            source: "map.toml".to_owned(),
        };
        let text = map.text();
        assert!(text.contains("header_row = 4"), "{text}");
        assert_eq!(ColumnMap::parse("map.toml", &text), Ok(map));
    }

    #[test]
    fn an_entry_that_nothing_follows_is_refused() {
        let parse = |text: &str| ColumnMap::parse("map.toml", text).expect(text);
        let sheets = [("a.xlsx", "Blad1"), ("b.csv", "b")];
        let one = "[[sheet]]\nname = \"Blad1\"\nrole = \"staff\"\n";
        assert_eq!(parse(one).refuse_unused(&sheets), Ok(()));
        assert_eq!(parse("").refuse_unused(&sheets), Ok(()));
        for (more, part) in [
            (
                "[[sheet]]\nname = \"Blad2\"\nrole = \"staff\"\n",
                "map.toml, regel 4: blad \"Blad2\" is er niet. Bladen in het bestand: \"Blad1\", \"b\".",
            ),
            (
                "[[sheet]]\nfile = \"c.xlsx\"\nname = \"Blad9\"\nrole = \"staff\"\n",
                "regel 4: het bestand \"c.xlsx\" is niet meegegeven. Wel: a.xlsx, b.csv.",
            ),
        ] {
            let error = parse(&format!("{one}{more}")).refuse_unused(&sheets).expect_err(more).to_string();
            assert!(error.contains(part), "{error}");
        }
        // Two entries can be about two tables of one sheet, but not about one table.
        let again = format!("{one}[[sheet]]\nfile = \"a.xlsx\"\nname = \"Blad1\"\nrole = \"staff\"\n");
        let error = ColumnMap::parse("map.toml", &again).expect_err("one table twice").to_string();
        assert!(error.contains("regel 4: blad \"Blad1\" staat ook op regel 1"), "{error}");
        let table = |row: u32| format!("[[sheet]]\nname = \"Blad1\"\nrole = \"staff\"\nheader_row = {row}\n");
        assert_eq!(parse(&format!("{}{}", table(1), table(9))).refuse_unused(&sheets), Ok(()));
    }

    #[test]
    fn an_empty_list_of_columns_is_not_written() {
        let sheet = SheetMap {
            file: None,
            name: "Leeg".to_owned(),
            role: None,
            header_row: None,
            columns: Vec::new(),
            line: 0,
        };
        let text = ColumnMap { sheets: vec![sheet], source: String::new() }.text();
        let added = format!("{text}\n[[sheet.column]]\ncolumn = \"A\"\nfield = \"name\"\n");
        assert_eq!(ColumnMap::parse("map.toml", &added).map(|map| map.sheets[0].columns.len()), Ok(1));
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        for (text, part) in [
            ("[[sheet]]\nname = \"A\"\nrole = \"stuff\"", "regel 3: \"stuff\" is geen soort blad"),
            (
                "[[sheet]]\nname = \"A\"\nrole = \"staff\"\n[[sheet.column]]\ncolumn = \"A\"\nfield = \"vog_isued\"",
                "Bedoelt u \"vog_issued\"?",
            ),
            (
                "[[sheet]]\nname = \"A\"\nrole = \"staff\"\n[[sheet.column]]\ncolumn = \"ZZZZ\"\nfield = \"name\"",
                "map.toml, regel 4: \"ZZZZ\" is geen kolom",
            ),
            (
                "[[sheet]]\nname = \"A\"\nrole = \"staff\"\n\n[[sheet]]\nname = \"A\"\nrole = \"none\"",
                "regel 5: blad \"A\" staat ook op regel 1",
            ),
            (
                "[[sheet]]\nname = \"A\"\nrole = \"staff\"\n[[sheet.column]]\ncolumn = \"B\"\nfield = \"name\"\n[[sheet.column]]\ncolumn = \"b\"\nfield = \"fte\"",
                "regel 7: kolom b staat ook op regel 4",
            ),
            (
                "[[sheet]]\nname = \"A\"\nrole = \"staff\"\n[[sheet.column]]\ncolumn = \"B\"\nfield = \"name\"\n[[sheet.column]]\ncolumn = \"C\"\nfield = \"name\"",
                "regel 7: het veld name staat al bij kolom B (regel 4)",
            ),
            ("[[sheet]]\nnaam = \"A\"\nrole = \"staff\"", "\"naam\" is hier niet bekend"),
        ] {
            let error = ColumnMap::parse("map.toml", text).expect_err(text).to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
