//! Of which day a list says that it is, above its header.

use std::ops::ControlFlow;

use super::SheetReport;
use super::reading::Reading;
use crate::calendar::{self, Date};
use crate::cell::{Place, Position, Row, Value};
use crate::finding::{Detail, FactName, Reason};
use crate::lexicon::{Field, Heading, Lexicon, Role};
use crate::read::{Book, ReadError};

/// So many filled rows above the header are looked at.
const ROWS_ABOVE: usize = 40;

/// Which words say that a day is the day of the list.
pub(super) struct Says<'l> {
    lexicon: &'l Lexicon,
    /// Whether a word that people write before any date says so: "per".
    by_lead: bool,
}

impl<'l> Says<'l> {
    /// Above an extract of a register.
    pub(super) fn extract(lexicon: &'l Lexicon) -> Says<'l> {
        Says { lexicon, by_lead: false }
    }

    /// Above a list of people.
    pub(super) fn staff(lexicon: &'l Lexicon) -> Says<'l> {
        Says { lexicon, by_lead: true }
    }

    fn names_the_day(&self, text: &str) -> bool {
        let label = text.trim().trim_end_matches(':');
        self.by_lead && calendar::is_lead(label)
            || matches!(
                self.lexicon.heading_on(Role::Register, label),
                Heading::Field { field: Field::ExtractDate, .. }
            )
    }
}

impl Reading<'_> {
    /// Says of a list of people that it is of another day than the reference date.
    pub(super) fn other_day(
        &mut self,
        book: &mut Book,
        at: usize,
        sheet: &SheetReport,
        reference_date: Date,
    ) -> Result<(), ReadError> {
        let staff = sheet.tables.iter().find(|table| table.role == Some(Role::Staff));
        let Some(table) = staff.filter(|table| table.first_header_row > 0) else {
            return Ok(());
        };
        let stated = above(book, at, table.first_header_row, &Says::staff(self.lexicon), self.latest)?;
        if let Some((day, position)) = stated.filter(|(day, _)| *day != reference_date) {
            let place = Place { sheet: sheet.index, position };
            self.problem(Reason::OtherDay, vec![place], vec![(FactName::Until, Detail::Date(day))]);
        }
        Ok(())
    }
}

/// The day that stands above a header: beside a heading for it ("Peildatum"), or inside a title ("stand per 1-11-2026"). None where
/// different days stand there.
pub(super) fn above(
    book: &mut Book,
    sheet: usize,
    header_row: u32,
    says: &Says<'_>,
    latest: Date,
) -> Result<Option<(Date, Position)>, ReadError> {
    let mut found: Vec<(Date, Position)> = Vec::new();
    book.head(sheet, ROWS_ABOVE, &mut |row| {
        if row.index >= header_row {
            return ControlFlow::Break(());
        }
        found.extend(days_in(row, says, latest));
        ControlFlow::Continue(())
    })?;
    let first = found.first().copied();
    Ok(first.filter(|(date, _)| found.iter().all(|(other, _)| other == date)))
}

fn days_in(row: &Row<'_>, says: &Says<'_>, latest: Date) -> Vec<(Date, Position)> {
    let mut labelled = false;
    let mut days = Vec::new();
    for (column, value) in &row.cells {
        let position = Position { row: row.index, column: *column };
        let day = match value {
            Value::Moment(serial) if labelled => calendar::from_serial(*serial),
            Value::Text(text) if labelled => {
                calendar::parse_until(text.trim(), latest).or_else(|| title_day(text, says, latest))
            }
            Value::Text(text) => title_day(text, says, latest),
            _ => None,
        };
        days.extend(day.filter(|day| *day <= latest).map(|day| (day, position)));
        if let Value::Text(text) = value {
            labelled = says.names_the_day(text);
        }
    }
    days
}

/// The day in a title: the words before it must say that it is the day of the extract.
fn title_day(text: &str, says: &Says<'_>, latest: Date) -> Option<Date> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (0..words.len()).find_map(|at| {
        let told =
            says.names_the_day(words[..at].last()?) || at > 1 && says.names_the_day(&words[at - 2..at].join(" "));
        let end = |count: usize| words.get(at..at + count).map(|words| words.join(" "));
        let clean = |text: String| text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let day = [1, 3].into_iter().filter_map(end).find_map(|day| calendar::parse_until(&clean(day), latest));
        day.filter(|_| told)
    })
}
