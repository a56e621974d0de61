//! A sheet understood: where its header stands, what each column is about, which kind of sheet it is.

mod header;
mod role;
mod rows;

use crate::cell::Position;
use crate::finding::Reason;
use crate::lexicon::{Field, Role};

pub use header::{Survey, survey};
pub use role::{assign, possible_roles, refine};
pub use rows::{Kind, LeftOut, LeftOutReason, Sorter};

/// What a column is used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Use {
    /// A field. `title` holds the training that the heading itself names.
    Field {
        /// The field.
        field: Field,
        /// The training named by the heading ("Training mensenhandel"), for [`Field::Training`].
        title: Option<String>,
    },
    /// No field was recognised; the column stays in the output and is listed.
    Unrecognised,
    /// A second column for a field that can stand in one column only; the better heading is used.
    Second(Field),
    /// A column that should not be here: not read beyond recognition (PRV-01).
    Withheld(Reason),
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Zero-based column.
    pub column: u16,
    /// The heading as written; of a two-line heading both lines.
    pub header: String,
    /// What the column is used for.
    pub used: Use,
    /// Whether the heading asks for percentages ("Parttime %").
    pub percent: bool,
}

impl Column {
    /// The field of the column, if it is used for one.
    pub fn field(&self) -> Option<Field> {
        match self.used {
            Use::Field { field, .. } => Some(field),
            _ => None,
        }
    }
}

/// The table on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Which kind of sheet this is; none when it was not understood.
    pub role: Option<Role>,
    /// Zero-based row of the header (of a two-line header, the lower line).
    pub header_row: u32,
    /// Zero-based first row of the header.
    pub first_header_row: u32,
    /// Every column with a heading, by column.
    pub columns: Vec<Column>,
}

impl Table {
    /// The cell of a column's heading.
    pub fn heading(&self, column: u16) -> Position {
        Position { row: self.header_row, column }
    }

    /// The first column that is used for a field.
    pub fn column_of(&self, field: Field) -> Option<&Column> {
        self.columns.iter().find(|column| column.field() == Some(field))
    }

    /// Whether a column is used for a field.
    pub fn has(&self, field: Field) -> bool {
        self.column_of(field).is_some()
    }

    /// Whether one of some fields has a column.
    pub fn has_any(&self, fields: &[Field]) -> bool {
        fields.iter().any(|field| self.has(*field))
    }

    /// The columns that are not copied to any output.
    pub fn withheld(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| matches!(column.used, Use::Withheld(_)))
    }
}
