//! A sheet understood: which tables stand on it, where their headers are, what each column is about, which kind each is.

mod beside;
mod content;
mod follow;
mod header;
mod role;
mod rows;
mod signs;
mod split;
mod withheld;

use std::collections::BTreeSet;

use crate::cell::{Position, TableIndex};
use crate::finding::Reason;
use crate::lexicon::{Field, FieldKind, Role};

pub(crate) use beside::field_beside;
pub use follow::{Event, Follow};
pub use header::{Survey, survey};
pub use role::{assign, possible_roles, refine, refine_register};
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
    /// The heading as written; of a two-line heading both lines. Empty where there is none.
    pub header: String,
    /// What the column is used for.
    pub used: Use,
    /// Whether the heading asks for percentages ("Parttime %").
    pub percent: bool,
    /// Whether it holds nothing but the numbers behind dates, so that a date may be read in them.
    pub serials: bool,
    /// Whether the column to its left says what it is about, where its own heading would say that it is about the employment.
    pub by_neighbour: bool,
}

impl Column {
    /// A column without a heading.
    fn nameless(column: u16, used: Use) -> Column {
        Column { column, header: String::new(), used, percent: false, serials: false, by_neighbour: false }
    }

    /// The field of the column, if it is used for one.
    pub fn field(&self) -> Option<Field> {
        match self.used {
            Use::Field { field, .. } => Some(field),
            _ => None,
        }
    }

    /// What it is on a row about a training, on a list with a row per paper; none for what says nothing of a training there.
    pub fn on_training_row(&self) -> Option<Field> {
        match self.field().or(self.completes())? {
            Field::RegistrationKind => Some(Field::Training),
            Field::RegistrationIssued => Some(Field::TrainingDate),
            Field::RegistrationStatus => Some(Field::TrainingCertificate),
            Field::RegistrationNumber | Field::RegistrationValidUntil | Field::RegistrationTakenAway => None,
            field => Some(field),
        }
    }

    /// Whether bare numbers in it are read as dates.
    pub fn reads_serials(&self) -> bool {
        self.serials
            && match &self.used {
                Use::Field { field: Field::Training, title } => title.is_some(),
                Use::Field { field, .. } | Use::Second(field) => field.kind() == FieldKind::Date,
                Use::Unrecognised | Use::Withheld(_) => false,
            }
    }

    /// The field of a second column, where what it says can fill, deny or add to what the better column says: "VOG ja/nee"
    /// or "Nieuwe VOG" beside "VOG datum", "Functie 2" beside "Functie".
    pub fn completes(&self) -> Option<Field> {
        match self.used {
            Use::Second(
                field @ (Field::Function
                | Field::SkjNumber
                | Field::BigNumber
                | Field::SkjValidUntil
                | Field::BigValidUntil
                | Field::RegistrationValidUntil
                | Field::SkjStatus
                | Field::BigStatus
                | Field::RegistrationStatus
                | Field::RegistrationIssued
                | Field::VogIssued
                | Field::VogAtStart
                | Field::VogStatus
                | Field::RegistrationTakenAway
                | Field::ExemptionGround
                | Field::ExemptionReason
                | Field::ExemptionDecidedBy
                | Field::ExemptionUntil
                | Field::EmploymentEnd
                | Field::Opinion),
            ) => Some(field),
            _ => None,
        }
    }
}

/// A table on a sheet. It ends where the next one in its columns begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its number over all inputs, given out when its rows are read.
    pub index: TableIndex,
    /// Which kind of table this is; none when it was not understood.
    pub role: Option<Role>,
    /// Zero-based row of the header (of a two-line header, the lower line).
    pub header_row: u32,
    /// Zero-based first row of the header.
    pub first_header_row: u32,
    /// Every column with a heading, by column; when the rows were read, also those without one in which something stands.
    pub columns: Vec<Column>,
    /// First and last column of the sheet that are its own.
    pub span: (u16, u16),
    /// Zero-based first row that is no longer its own; `u32::MAX` when nothing stands below it.
    pub end: u32,
    /// Rows that were read as data.
    pub data_rows: u32,
    /// A text above the header, where it may name the group: its cell and what it says.
    pub title: Option<(Position, String)>,
    /// The text that stands alone above the header, whatever it is about.
    pub caption: Option<String>,
    /// Whether the sheet or the text above the header says that this is a plan: what stands there may still have to happen.
    pub plan: bool,
    /// Whether the sheet or the text above the header says that what stands there is lacking, asked for or over: "SKJ doorgehaald".
    pub lacking: bool,
}

impl Table {
    /// Whether a cell lies in the table: its header, or the rows below it.
    pub fn holds(&self, position: Position) -> bool {
        (self.first_header_row..self.end).contains(&position.row)
            && (self.span.0..=self.span.1).contains(&position.column)
    }

    /// The last column with a heading.
    pub(crate) fn last_heading(&self) -> u16 {
        self.columns.last().map_or(0, |column| column.column)
    }

    /// Adds columns that have no heading, in which something stands. They are read as nothing, and listed.
    pub(crate) fn add_unheaded(&mut self, columns: impl Iterator<Item = u16>) {
        self.columns.extend(columns.map(|column| Column::nameless(column, Use::Unrecognised)));
        self.columns.sort_by_key(|column| column.column);
    }

    /// The cell of a column's heading.
    pub fn heading(&self, column: u16) -> Position {
        Position { row: self.header_row, column }
    }

    /// The first column that is used for a field.
    pub fn column_of(&self, field: Field) -> Option<&Column> {
        self.columns.iter().find(|column| column.field() == Some(field))
    }

    /// The column that tells of each row which paper it is about, on a list with a row per paper: "Registratie", "Document". An export
    /// may repeat the work of everybody beside it.
    pub fn papers(&self) -> Option<&Column> {
        let may_be = matches!(self.role, Some(Role::Registrations | Role::Staff));
        self.column_of(Field::RegistrationKind).filter(|_| may_be)
    }

    /// The same list, as its rows about trainings are read.
    #[must_use]
    pub fn as_trainings(&self) -> Table {
        let mut table = self.clone();
        if table.role == Some(Role::Registrations) {
            table.role = Some(Role::Trainings);
        }
        for column in &mut table.columns {
            if let Some(field) = column.on_training_row() {
                let title = match &column.used {
                    Use::Field { title, .. } => title.clone(),
                    _ => None,
                };
                column.used = Use::Field { field, title };
            }
        }
        table
    }

    /// Whether a column is used for a field.
    pub fn has(&self, field: Field) -> bool {
        self.column_of(field).is_some()
    }

    /// Whether two tables have columns for the same fields.
    pub fn same_fields(&self, other: &Table) -> bool {
        let fields = |table: &Table| table.columns.iter().filter_map(Column::field).collect::<BTreeSet<Field>>();
        fields(self) == fields(other)
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
