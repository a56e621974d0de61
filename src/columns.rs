//! The column map: how sheets and headings were understood, as a file that a person can correct by hand.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::cell::Letters;
use crate::lexicon::{Field, Role};
use crate::table::{Column, Table, Use};

/// A column map (`--columns MAP.toml`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnMap {
    /// One entry per sheet.
    #[serde(default, rename = "sheet")]
    pub sheets: Vec<SheetMap>,
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
    #[serde(default, rename = "column")]
    pub columns: Vec<ColumnEntry>,
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
    /// A word that is no role, field or key, with its line.
    pub fn parse(file: &str, text: &str) -> Result<ColumnMap, MapError> {
        toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            let message = match error.message().strip_prefix("!") {
                Some(own) => own.to_owned(),
                None if error.message().starts_with("unknown field") => {
                    let word = error.span().and_then(|span| text.get(span)).unwrap_or("dit woord");
                    format!("{word:?} is hier niet bekend. Een kolommenbestand heeft [[sheet]] met name, role, header_row en [[sheet.column]] met column, header, field.")
                }
                None => "hier klopt de schrijfwijze niet. Maak een goed voorbeeld met: toetsklaar columns BESTAND --write kolommen.toml".to_owned(),
            };
            MapError { message: format!("{file}, regel {line}: {message}") }
        })
    }

    /// The file as text.
    pub fn text(&self) -> String {
        let body = toml::to_string(self).expect("a column map holds nothing that TOML cannot say");
        format!(
            "# Hoe toetsklaar de bladen en kolommen heeft begrepen. Pas role en field aan waar dat niet klopt en geef dit bestand mee met --columns.\n\
             # role: {}, none\n# field: {}, none\n\n{body}",
            Role::ALL.iter().map(|role| role.name()).collect::<Vec<_>>().join(", "),
            Field::ALL.iter().map(|field| field.name()).collect::<Vec<_>>().join(", "),
        )
    }

    /// What is said about a sheet: an entry per table.
    pub fn sheets<'m>(&'m self, file: &'m str, name: &'m str) -> impl Iterator<Item = &'m SheetMap> {
        self.sheets
            .iter()
            .filter(move |sheet| sheet.name == name && sheet.file.as_deref().is_none_or(|known| known == file))
    }
}

/// Puts what a person says about a sheet in the place of what was recognised: each entry on its table.
///
/// # Errors
/// An entry that cannot be used, or that is about a table which is not there.
pub fn apply(maps: &[&SheetMap], file: &str, name: &str, tables: &mut Vec<Table>) -> Result<(), MapError> {
    for map in maps {
        match tables.iter().position(|table| map.is_for(table)) {
            Some(at) => {
                let mut table = Some(tables[at].clone());
                map.apply(file, name, &mut table)?;
                match table {
                    Some(table) => tables[at] = table,
                    // Beside other tables it stays, so that its rows are known to be none of theirs.
                    None if tables.len() > 1 => {}
                    None => tables.clear(),
                }
            }
            None => map.apply(file, name, &mut None)?,
        }
    }
    Ok(())
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

    /// Puts what a person says in the place of what was recognised.
    ///
    /// # Errors
    /// A column that is no column of the grid, or a sheet of which no header row is known.
    pub fn apply(&self, file: &str, name: &str, table: &mut Option<Table>) -> Result<(), MapError> {
        let error =
            |message: String| MapError { message: format!("kolommenbestand, blad {name:?} van {file}: {message}") };
        if self.role.is_none() {
            *table = None;
            return Ok(());
        }
        let Some(table) = table else {
            return Err(error(
                "er is geen kopregel gevonden. Zet de regel van de kop erbij met header_row.".to_owned(),
            ));
        };
        for entry in &self.columns {
            let Ok(Letters(column)) = entry.column.parse() else {
                return Err(error(format!(
                    "{:?} is geen kolom. Gebruik de letters die Excel toont, bijvoorbeeld \"J\".",
                    entry.column
                )));
            };
            let used = match entry.field {
                Some(field) => Use::Field { field, title: None },
                None => Use::Unrecognised,
            };
            match table.columns.iter_mut().find(|known| known.column == column) {
                // A heading that names a training keeps its title when the field stays the same.
                Some(known) if known.field() == entry.field && entry.field.is_some() => {}
                Some(known) if matches!(known.used, Use::Withheld(_) | Use::Second(_)) && entry.field.is_none() => {}
                Some(known) => known.used = used,
                None => table.columns.push(Column { column, header: entry.header.clone(), used, percent: false }),
            }
        }
        table.columns.sort_by_key(|column| column.column);
        Ok(())
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
        let names = || Role::ALL.iter().map(|role| role.name()).collect::<Vec<_>>().join(", ");
        let found = Role::ALL.iter().copied().find(|role| role.name() == name);
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
        let near = Field::ALL
            .iter()
            .max_by(|a, b| strsim::jaro_winkler(&name, a.name()).total_cmp(&strsim::jaro_winkler(&name, b.name())));
        let found = Field::ALL.iter().copied().find(|field| field.name() == name);
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
                    },
                    ColumnEntry { column: "T".to_owned(), header: "Iets".to_owned(), field: None },
                ],
            }],
        };
        let text = map.text();
        assert!(text.contains("header_row = 4"), "{text}");
        assert_eq!(ColumnMap::parse("map.toml", &text), Ok(map));
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        for (text, part) in [
            ("[[sheet]]\nname = \"A\"\nrole = \"stuff\"", "regel 3: \"stuff\" is geen soort blad"),
            (
                "[[sheet]]\nname = \"A\"\nrole = \"staff\"\n[[sheet.column]]\ncolumn = \"A\"\nfield = \"vog_isued\"",
                "Bedoelt u \"vog_issued\"?",
            ),
            ("[[sheet]]\nnaam = \"A\"\nrole = \"staff\"", "\"naam\" is hier niet bekend"),
        ] {
            let error = ColumnMap::parse("map.toml", text).expect_err(text).to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
