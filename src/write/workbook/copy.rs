//! The user's own sheets: same cells, same order, with colours and notes where findings are.

use std::borrow::Cow;
use std::io::Write;
use std::ops::ControlFlow;

use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format, Worksheet};

use super::body::Body;
use super::looks::UserLooks;
use super::marks::{FORMULA, coloured};
use super::package::Insert;
use super::style::{Style, tint};
use super::{Scene, WorkbookError};
use crate::assess::{SheetReport, WITHHELD_MARK};
use crate::cell::{Place, Position, Row, Value};
use crate::edition::Edition;
use crate::lexicon::{Field, FieldKind};
use crate::read::{Book, SheetLooks, Visibility, range};
use crate::table::{Column, Table};

/// Widths given for columns beyond these are those of an empty margin.
const LAST_WIDE_COLUMN: u16 = 500;

/// Hidden and coloured rows this far below the last filled one are an empty margin.
const EMPTY_MARGIN: u32 = 10_000;

/// The most empty cells of a sheet that are written for their look.
const MOST_BLANKS: u32 = 1_000_000;

/// What Excel adds to the width that a user sets.
const PADDING: f64 = 0.710_937_5;

/// Everything of a sheet but its cells: widths, hidden columns, colours of findings, notes. `looks` are those of the input, with
/// the place of the sheet there; `see` is where notes without room for all refer to.
pub(super) fn frame(
    worksheet: &mut Worksheet,
    sheet: &SheetReport,
    looks: Option<(&UserLooks, usize)>,
    scene: &Scene<'_>,
    see: &str,
) -> Result<(), WorkbookError> {
    match sheet.visibility {
        Visibility::Visible => {}
        Visibility::Hidden => {
            worksheet.set_hidden(true);
        }
        Visibility::VeryHidden => {
            worksheet.set_very_hidden(true);
        }
    }
    worksheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    let widths = &sheet.layout.column_widths;
    for column in sheet.tables.iter().flat_map(|table| &table.columns) {
        if !widths.iter().any(|(first, last, _)| (*first..=*last).contains(&column.column)) {
            worksheet.set_column_width(column.column, usual_width(column.field()))?;
        }
    }
    for (first, last, width) in widths.iter().filter(|(first, _, width)| *first <= LAST_WIDE_COLUMN && *width > 0.0) {
        worksheet.set_column_range_width(*first, (*last).min(LAST_WIDE_COLUMN), (width - PADDING).clamp(0.0, 255.0))?;
    }
    for (first, last) in &sheet.layout.hidden_columns {
        worksheet.set_column_range_hidden(*first, *last)?;
    }
    if let Some((looks, at)) = looks {
        for (first, last, look) in looks.sheet(at).into_iter().flat_map(|sheet| &sheet.columns) {
            if let Some(format) = looks.format(*look).filter(|_| *first <= LAST_WIDE_COLUMN) {
                worksheet.set_column_range_format(*first, (*last).min(LAST_WIDE_COLUMN), format)?;
            }
        }
    }
    // Not a look of the cell: its own stays below, a few clicks remove ours, and the next run knows it again.
    for (effect, areas) in coloured(scene.marks.on(sheet.index)) {
        let colour = Format::new().set_font_color(Color::Black).set_background_color(Color::RGB(tint(effect)));
        let rule = ConditionalFormatFormula::new().set_rule(FORMULA).set_format(colour).set_multi_range(&areas);
        if let Some((first, last)) = areas.split(' ').next().and_then(range) {
            worksheet.add_conditional_format(first.row, first.column, last.row, last.column, &rule)?;
        }
    }
    for mark in scene.marks.noted(sheet.index) {
        let note = scene.marks.note(&scene.edition, mark, see);
        worksheet.insert_note(mark.position.row, mark.position.column, &note)?;
    }
    Ok(())
}

/// A width for a column of which the input gives none.
fn usual_width(field: Option<Field>) -> f64 {
    match field {
        Some(
            Field::Name
            | Field::LastName
            | Field::Training
            | Field::Function
            | Field::Substantiation
            | Field::ExemptionReason,
        ) => 26.0,
        Some(Field::Remark | Field::Group | Field::Location) => 20.0,
        Some(Field::Fte | Field::Hours | Field::Infix | Field::PersonnelNumber) => 10.0,
        Some(field) if field.kind() == FieldKind::Date => 13.0,
        _ => 15.0,
    }
}

/// Writes the cells of a sheet as they are read a second time. Says how many texts were cut.
pub(super) fn rows(
    out: &mut dyn Write,
    book: &mut Book,
    at: usize,
    sheet: &SheetReport,
    looks: Option<&UserLooks>,
    scene: &Scene<'_>,
) -> Result<(Insert, u32), WorkbookError> {
    let mut copy = Copy {
        body: Body::new(out, scene.formats),
        edition: &scene.edition,
        sheet,
        looks: looks.and_then(|looks| Some((looks, looks.sheet(at)?))),
        next: 0,
        blanks: MOST_BLANKS,
        withheld: withheld(&sheet.tables, &scene.edition),
    };
    if sheet.filled {
        book.rows(at, &mut |row| {
            copy.row(row);
            ControlFlow::Continue(())
        })
        .map_err(WorkbookError::Read)?;
    }
    copy.rest();
    let cut = copy.body.cut;
    copy.body.end()?;
    // The schema has them in this order.
    let before = if scene.marks.on(sheet.index).is_empty() { "<pageMargins" } else { "<conditionalFormatting" };
    Ok((Insert { before, xml: merges(&sheet.layout.merges) }, cut))
}

/// A column that is not copied, from its heading to the end of its table.
struct Withheld {
    column: u16,
    header_row: u32,
    has_heading: bool,
    end: u32,
}

fn withheld(tables: &[Table], edition: &Edition<'_>) -> Vec<Withheld> {
    let of = |table: &Table, column: &Column| Withheld {
        column: column.column,
        header_row: table.header_row,
        has_heading: !column.header.is_empty(),
        end: table.end,
    };
    let hidden = |table: &Table| {
        let hidden = table.columns.iter().filter(|column| !edition.shows_column(column));
        hidden.map(|column| of(table, column)).collect::<Vec<_>>()
    };
    tables.iter().flat_map(hidden).collect()
}

struct Copy<'a, W: Write> {
    body: Body<W>,
    edition: &'a Edition<'a>,
    sheet: &'a SheetReport,
    /// How the user's cells look; None where the reader does not tell.
    looks: Option<(&'a UserLooks, &'a SheetLooks)>,
    /// The first row that is not written yet.
    next: u32,
    /// How many empty cells may still be written for their look.
    blanks: u32,
    withheld: Vec<Withheld>,
}

impl<'a, W: Write> Copy<'a, W> {
    fn row(&mut self, row: &Row<'_>) {
        self.empty_rows(row.index);
        self.next = row.index + 1;
        self.body.row(row.index, self.is_hidden(row.index));
        let heading =
            self.sheet.tables.iter().any(|table| (table.first_header_row..=table.header_row).contains(&row.index));
        let mut looked = self.looked(row.index).peekable();
        for (column, value) in &row.cells {
            while let Some((empty, look)) = looked.next_if(|(before, _)| before < column) {
                self.blank(empty, look);
            }
            let look = looked.next_if(|(at, _)| at == column).map_or(0, |(_, look)| look);
            let own = self.looks.map(|(looks, _)| looks.number(look, Some(value)));
            let number = own.flatten().unwrap_or_else(|| style_of(value, heading && own.is_none()).into());
            let withheld = self
                .withheld
                .iter()
                .find(|known| known.column == *column && (known.header_row..known.end).contains(&row.index));
            match withheld {
                // Without a heading even the row of headings is data.
                Some(known) if row.index > known.header_row || !known.has_heading => {}
                Some(_) => {
                    let Some(shown) = self.shown(row.index, *column, value) else { continue };
                    let mut text = shown.shown().into_owned();
                    if !text.ends_with(WITHHELD_MARK) {
                        text.push_str(WITHHELD_MARK);
                    }
                    self.body.text(*column, &text, number);
                }
                None => match self.shown(row.index, *column, value) {
                    Some(shown) => self.body.value(*column, &shown, number),
                    None if look > 0 => self.blank(*column, look),
                    None => {}
                },
            }
        }
        for (empty, look) in looked {
            self.blank(empty, look);
        }
    }

    /// What may stand in a cell.
    fn shown<'v>(&self, row: u32, column: u16, value: &'v Value<'_>) -> Option<Cow<'v, Value<'v>>> {
        self.edition.cell(Place { sheet: self.sheet.index, position: Position { row, column } }, value)
    }

    /// The cells of a row that have a look, with or without a value.
    fn looked(&self, row: u32) -> impl Iterator<Item = (u16, u16)> + use<'a, W> {
        let runs = self.looks.map_or(&[][..], |(_, sheet)| sheet.of_row(row));
        runs.iter().flat_map(|(first, last, look)| (*first..=*last).map(move |column| (column, *look)))
    }

    /// An empty cell, for its look.
    fn blank(&mut self, column: u16, look: u16) {
        let number = self.looks.and_then(|(looks, _)| looks.number(look, None));
        if let Some(number) = number.filter(|_| column <= LAST_WIDE_COLUMN && self.blanks > 0) {
            self.blanks -= 1;
            self.body.blank(column, number);
        }
    }

    fn is_hidden(&self, row: u32) -> bool {
        let hidden = &self.sheet.layout.hidden_rows;
        let at = hidden.partition_point(|(_, last)| *last < row);
        hidden.get(at).is_some_and(|(first, _)| *first <= row)
    }

    /// Rows without a value before `end` that are hidden or have a look.
    fn empty_rows(&mut self, end: u32) {
        while self.next < end {
            let hidden = &self.sheet.layout.hidden_rows;
            let at = hidden.partition_point(|(_, last)| *last < self.next);
            let hidden = hidden.get(at).map(|(first, _)| (*first).max(self.next));
            let looked = self.looks.filter(|_| self.blanks > 0).and_then(|(_, sheet)| sheet.next_row(self.next));
            let Some(row) = hidden.into_iter().chain(looked).min().filter(|row| *row < end) else {
                break;
            };
            self.body.row(row, hidden == Some(row));
            for (empty, look) in self.looked(row) {
                self.blank(empty, look);
            }
            self.next = row + 1;
        }
    }

    /// What comes below the last row with a value.
    fn rest(&mut self) {
        self.empty_rows(self.next.saturating_add(EMPTY_MARGIN));
    }
}

fn style_of(value: &Value<'_>, heading: bool) -> Style {
    match value {
        Value::Moment(serial) if serial.fract() == 0.0 => Style::Date,
        Value::Moment(_) => Style::Moment,
        Value::Duration(_) => Style::Duration,
        _ if heading => Style::Heading,
        _ => Style::Plain,
    }
}

/// The merged cells, without those that overlap others: Excel refuses such a workbook.
fn merges(merges: &[(Position, Position)]) -> Vec<u8> {
    let mut sorted: Vec<_> = merges
        .iter()
        .filter(|(first, last)| first != last && first.row <= last.row && first.column <= last.column)
        .collect();
    sorted.sort_unstable();
    let mut kept: Vec<&(Position, Position)> = Vec::new();
    let mut open: Vec<&(Position, Position)> = Vec::new();
    for merge in sorted {
        open.retain(|(_, last)| last.row >= merge.0.row);
        if open.iter().all(|(first, last)| last.column < merge.0.column || merge.1.column < first.column) {
            open.push(merge);
            kept.push(merge);
        }
    }
    let mut xml = Vec::new();
    if kept.is_empty() {
        return xml;
    }
    write!(xml, "<mergeCells count=\"{}\">", kept.len()).expect("writing to memory never fails");
    for (first, last) in kept {
        write!(xml, "<mergeCell ref=\"{first}:{last}\"/>").expect("writing to memory never fails");
    }
    xml.extend_from_slice(b"</mergeCells>");
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merges_that_overlap_are_dropped() {
        let range =
            |a: (u32, u16), b: (u32, u16)| (Position { row: a.0, column: a.1 }, Position { row: b.0, column: b.1 });
        let all = [range((0, 0), (0, 3)), range((0, 2), (4, 2)), range((2, 0), (3, 1)), range((5, 5), (5, 5))];
        let xml = String::from_utf8(merges(&all)).expect("text");
        assert_eq!(xml, "<mergeCells count=\"2\"><mergeCell ref=\"A1:D1\"/><mergeCell ref=\"A3:B4\"/></mergeCells>");
        assert!(merges(&all[3..]).is_empty());
    }
}
