//! `Figuren`: how the providers came out per norm, and a funnel per norm; the numbers behind them stand at the right.

use rust_xlsxwriter::{Chart, ChartDataLabel, ChartFont, ChartLegendPosition, ChartType, Worksheet};

use super::super::WorkbookError;
use super::super::style::{Formats, STRONG_GREEN, STRONG_GREY, STRONG_RED, STRONG_YELLOW, Style};
use super::super::summary::{dressed, filled, font};
use super::behind::{self, Behind};
use super::{SHEETS, funnels};
use crate::edition::plain;
use crate::overview::Overview;
use crate::write::overview::words;

/// The first column of the numbers behind the charts.
pub(super) const NUMBERS: u16 = 16;
/// The columns that a chart takes, and their width.
pub(super) const CHART_COLUMNS: u16 = 14;
const COLUMN_PIXELS: u32 = 72;
pub(super) const CHART_PIXELS: u32 = COLUMN_PIXELS * CHART_COLUMNS as u32;
/// Height of the first chart in rows of 20 pixels.
const TOTAL_ROWS: u32 = 15;

/// The whole sheet, but for what it gives.
pub(super) fn frame(sheet: &mut Worksheet, overview: &Overview, formats: &Formats) -> Result<Behind, WorkbookError> {
    for column in 0..CHART_COLUMNS {
        sheet.set_column_width_pixels(column, COLUMN_PIXELS)?;
    }
    sheet.set_column_width(NUMBERS, 34)?;
    let mut page = Page { sheet, formats, row: 2, numbers: 2, breaks: Vec::new(), behind: Behind::new(formats) };
    page.text(page.row, 0, "Hoe de aanbieders uitkomen", Style::Section)?;
    let text = "Per norm hoeveel aanbieders voldoende, onvoldoende of niet te beoordelen zijn. Daaronder per norm een trechter.";
    page.text(page.row + 1, 0, text, Style::Mark)?;
    page.row += 3;
    totals(&mut page, overview)?;
    funnels::add(&mut page, overview)?;
    let last = page.row;
    // A page for the totals and the first funnel, and one for the other two.
    page.sheet.set_page_breaks(&page.breaks)?;
    page.sheet.set_print_area(0, 0, last, CHART_COLUMNS - 1)?;
    Ok(page.behind)
}

/// The sheet, as it grows.
pub(super) struct Page<'s, 'a> {
    pub(super) sheet: &'s mut Worksheet,
    formats: &'a Formats,
    /// The next free row below the charts.
    pub(super) row: u32,
    /// The next free row below the numbers.
    pub(super) numbers: u32,
    /// The rows before which a page begins.
    pub(super) breaks: Vec<u32>,
    /// What is behind the charts.
    pub(super) behind: Behind,
}

impl Page<'_, '_> {
    pub(super) fn text(&mut self, row: u32, column: u16, text: &str, style: Style) -> Result<(), WorkbookError> {
        let text = plain(text);
        if row >= behind::FIRST_ROW {
            self.behind.text(row, column, &text, style);
        } else {
            self.sheet.write_string_with_format(row, column, text, self.formats.of(style))?;
        }
        Ok(())
    }

    /// A text over the width of the charts, of two lines.
    pub(super) fn across(&mut self, row: u32, text: &str) -> Result<(), WorkbookError> {
        let format = self.formats.of(Style::Note);
        self.sheet.merge_range(row, 0, row, CHART_COLUMNS - 1, &plain(text), format)?;
        self.sheet.set_row_height(row, 30)?;
        Ok(())
    }

    pub(super) fn number(
        &mut self,
        row: u32,
        column: u16,
        number: impl Into<f64>,
        style: Style,
    ) -> Result<(), WorkbookError> {
        let number = number.into();
        self.behind.keep(row, column, number);
        if row >= behind::FIRST_ROW {
            self.behind.number(row, column, number, style);
        } else {
            self.sheet.write_number_with_format(row, column, number, self.formats.of(style))?;
        }
        Ok(())
    }
}

/// Per norm how many providers have which verdict.
fn totals(page: &mut Page<'_, '_>, overview: &Overview) -> Result<(), WorkbookError> {
    let head = page.numbers + 1;
    page.text(page.numbers, NUMBERS, "Cijfers achter de grafieken", Style::Section)?;
    let kinds = ["voldoende", "onvoldoende", "niet te beoordelen", "niet gelezen"];
    for (column, name) in (NUMBERS..).zip(["Aanbieders"].into_iter().chain(kinds)) {
        page.text(head, column, name, Style::Label)?;
    }
    for (row, total) in (head + 1..).zip(overview.totals()) {
        page.text(row, NUMBERS, words::norm(total.norm), Style::Top)?;
        let counts = [total.sufficient, total.insufficient, total.undecided, total.unread];
        for (column, count) in (NUMBERS + 1..).zip(counts) {
            page.number(row, column, count, Style::Number)?;
        }
    }
    let unread = overview.totals().iter().any(|total| total.unread > 0);
    let mut chart = dressed(Chart::new(ChartType::Column), "Aanbieders per oordeel", CHART_PIXELS, TOTAL_ROWS);
    let colors = [STRONG_GREEN, STRONG_RED, STRONG_YELLOW, STRONG_GREY];
    let shown = if unread { 4 } else { 3 };
    let tab = SHEETS[1];
    for (column, color) in (NUMBERS + 1..).zip(colors).take(shown) {
        let mut label = ChartDataLabel::new();
        label.show_value().set_font(&font(10.0));
        chart
            .add_series()
            .set_name((tab, head, column))
            .set_categories((tab, head + 1, NUMBERS, head + 3, NUMBERS))
            .set_values((tab, head + 1, column, head + 3, column))
            .set_format(&mut filled(color))
            .set_data_label(&label)
            .set_gap(60);
    }
    let mut axis: ChartFont = font(9.0);
    axis.set_bold();
    chart.x_axis().set_font(&axis);
    chart.y_axis().set_hidden(true).set_min(0).set_major_gridlines(false);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(9.0));
    chart.set_alt_text("Per norm het aantal aanbieders dat voldoende, onvoldoende of niet te beoordelen is");
    page.sheet.insert_chart(page.row, 0, &chart)?;
    page.row += TOTAL_ROWS + 1;
    page.numbers = head + 6;
    Ok(())
}
