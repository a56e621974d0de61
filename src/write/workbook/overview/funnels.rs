//! A funnel per norm: every provider as a dot, by how many people it has and which share of them is certain, between lines that
//! show what chance alone may do with so few people.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartDataLabelPosition, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType,
    ChartMarker, ChartMarkerType, ChartSolidFill, ChartType, Color,
};

use super::super::style::{DARK, MUTED, Style};
use super::super::summary::{dressed, font};
use super::super::{WorkbookError, count};
use super::SHEETS;
use super::figures::{CHART_PIXELS, NUMBERS, Page};
use crate::edition::plain;
use crate::finding::Norm;
use crate::overview::{Known, Limits, Overview, limits};
use crate::write::overview::words;

/// Height of a funnel in rows of 20 pixels.
const FUNNEL_ROWS: u32 = 18;

/// More names than these cover each other; the numbers at the right have them all.
const MOST_NAMES: u32 = 12;

/// The lines: two pairs, and the share of all.
const SERIES_OF_LINES: usize = 5;

/// Dots outside the lines, above or below: neither good nor bad.
const OUTSIDE: Color = Color::RGB(0x1F_5FA8);

/// A provider as a dot.
struct Dot<'a> {
    provider: &'a Known,
    people: u32,
    certain: u32,
    possible: u32,
    outside: bool,
}

/// The funnels of all norms.
pub(super) fn add(page: &mut Page<'_, '_>, overview: &Overview) -> Result<(), WorkbookError> {
    for total in overview.totals() {
        let all = total.persons;
        let dots = dots(overview, total.norm, all.low, all.total);
        if total.norm == Norm::Trained {
            page.breaks.push(page.row);
        }
        page.text(page.row, 0, words::norm(total.norm), Style::Section)?;
        let most = dots.iter().map(|dot| dot.people).max().unwrap_or(0);
        let lines = limits(all.low, all.total, most);
        if lines.is_empty() {
            page.text(page.row + 1, 0, "Niemand telt mee: er is niets om te tonen.", Style::Mark)?;
            page.row += 3;
            continue;
        }
        let outside = dots.iter().filter(|dot| dot.outside).count();
        let text = format!(
            "Elke stip is een aanbieder: hoeveel mensen meetellen, en welk deel zeker is. Samen: {}. Tussen de lijnen ligt wat toeval alleen kan geven bij zo veel mensen. Buiten de binnenste lijnen: {}.",
            words::persons(&all),
            words::providers(outside)
        );
        page.across(page.row + 1, &text)?;
        page.row += 2;
        let numbers = numbers(page, total.norm, &dots, &lines, f64::from(all.low) / f64::from(all.total))?;
        let mut chart = chart(&numbers, most);
        chart.set_alt_text(format!(
            "Trechter voor {}: aandeel zeker per aanbieder tegen het aantal personen",
            words::norm(total.norm)
        ));
        page.sheet.insert_chart(page.row, 0, &chart)?;
        page.row += FUNNEL_ROWS + 1;
    }
    Ok(())
}

/// The providers with somebody who counts; those outside the inner lines last, so that they can be drawn by themselves.
fn dots(overview: &Overview, norm: Norm, certain: u32, all: u32) -> Vec<Dot<'_>> {
    let mut dots: Vec<Dot<'_>> = Vec::new();
    for provider in &overview.providers {
        let Some(persons) = provider.norms.as_ref().map(|norms| norms.of(norm).persons) else {
            continue;
        };
        if persons.total == 0 {
            continue;
        }
        let share = f64::from(persons.low) / f64::from(persons.total);
        let around = limits(certain, all, persons.total).pop();
        let outside = around.is_some_and(|limits| share < limits.inner.0 || share > limits.inner.1);
        dots.push(Dot { provider, people: persons.total, certain: persons.low, possible: persons.high, outside });
    }
    dots.sort_by_key(|dot| dot.outside);
    dots
}

/// Where the numbers behind a funnel stand.
struct Numbers {
    /// First and last row of the dots inside the lines, of those outside, and of the lines.
    inside: (u32, u32),
    outside: (u32, u32),
    lines: (u32, u32),
}

/// Writes the numbers behind a funnel.
fn numbers(
    page: &mut Page<'_, '_>,
    norm: Norm,
    dots: &[Dot<'_>],
    lines: &[Limits],
    share: f64,
) -> Result<Numbers, WorkbookError> {
    let head = page.numbers;
    page.text(head, NUMBERS, words::norm(norm), Style::Section)?;
    for (column, name) in
        (NUMBERS..).zip(["Aanbieder", "Personen", "Zeker", "Mogelijk", "Aandeel zeker", "Buiten de lijnen"])
    {
        page.text(head + 1, column, name, Style::Label)?;
    }
    let first = head + 2;
    for (row, dot) in (first..).zip(dots) {
        page.text(row, NUMBERS, &dot.provider.name, Style::Top)?;
        for (column, number) in (NUMBERS + 1..).zip([dot.people, dot.certain, dot.possible]) {
            page.number(row, column, number, Style::Number)?;
        }
        page.number(row, NUMBERS + 4, f64::from(dot.certain) / f64::from(dot.people), Style::Share)?;
        page.text(row, NUMBERS + 5, if dot.outside { "ja" } else { "nee" }, Style::Top)?;
    }
    let outside = first + count(dots.iter().filter(|dot| !dot.outside).count());
    let end = first + count(dots.len());
    if end - outside <= MOST_NAMES {
        for (row, dot) in (outside..end).zip(dots.iter().filter(|dot| dot.outside)) {
            page.behind.keep_name(row, &plain(&dot.provider.name));
        }
    }
    let top = end + 1;
    let names = ["Lijnen", "Personen", "95 % van", "95 % tot", "99,8 % van", "99,8 % tot", "Aandeel van allen"];
    for (column, name) in (NUMBERS..).zip(names) {
        page.text(top, column, name, Style::Label)?;
    }
    for (row, limits) in (top + 1..).zip(lines) {
        page.number(row, NUMBERS + 1, limits.people, Style::Number)?;
        let ends = [limits.inner.0, limits.inner.1, limits.outer.0, limits.outer.1, share];
        for (column, end) in (NUMBERS + 2..).zip(ends) {
            page.number(row, column, end, Style::Share)?;
        }
    }
    let last = top + count(lines.len());
    page.numbers = last + 2;
    Ok(Numbers { inside: (first, outside), outside: (outside, end), lines: (top + 1, last) })
}

fn chart(numbers: &Numbers, most_people: u32) -> Chart {
    let tab = SHEETS[1];
    let mut chart = dressed(Chart::new(ChartType::Scatter), "Aandeel zeker per aanbieder", CHART_PIXELS, FUNNEL_ROWS);
    let (first, last) = numbers.lines;
    for (name, columns, color, dash) in [
        ("95 %", [2u16, 3], MUTED, ChartLineDashType::Dash),
        ("99,8 %", [4, 5], MUTED, ChartLineDashType::Solid),
        ("alle aanbieders samen", [6, 6], DARK, ChartLineDashType::Solid),
    ] {
        for (at, column) in columns.into_iter().enumerate() {
            if at == 1 && columns[0] == column {
                continue;
            }
            let mut look = ChartFormat::new();
            look.set_line(
                ChartLine::new().set_color(color).set_width(if color == DARK { 2.0 } else { 1.0 }).set_dash_type(dash),
            );
            chart
                .add_series()
                .set_name(name)
                .set_categories((tab, first, NUMBERS + 1, last, NUMBERS + 1))
                .set_values((tab, first, NUMBERS + column, last, NUMBERS + column))
                .set_format(&mut look)
                .set_marker(ChartMarker::new().set_none());
        }
    }
    // Every provider outside the lines is a series of its own: its name as a text in a label could be a formula, and not every
    // program shows a label that points to a cell; the name of a series is shown everywhere, and comes from its cell.
    let (inside, outside) = (numbers.inside, numbers.outside);
    let named = outside.1 - outside.0 <= MOST_NAMES;
    let groups = if named { (outside.0..outside.1).map(|row| (row, row + 1)).collect() } else { vec![outside] };
    let mut entries = vec![1, 3];
    for (at, (first, end)) in std::iter::once(inside).chain(groups).enumerate() {
        if end == first {
            continue;
        }
        let is_outside = at > 0;
        let mut hidden = ChartFormat::new();
        hidden.set_no_line();
        let series = chart.add_series();
        series
            .set_categories((tab, first, NUMBERS + 1, end - 1, NUMBERS + 1))
            .set_values((tab, first, NUMBERS + 4, end - 1, NUMBERS + 4))
            .set_format(&mut hidden)
            .set_marker(&dot(if is_outside { OUTSIDE } else { DARK }));
        match (is_outside, named) {
            (false, _) => series.set_name("aanbieder"),
            (true, false) => series.set_name("aanbieder buiten de lijnen"),
            (true, true) => {
                let mut label = ChartDataLabel::new();
                let label = label.show_series_name().set_position(ChartDataLabelPosition::Above).set_font(&font(8.0));
                entries.push(SERIES_OF_LINES + at - usize::from(inside.0 == inside.1));
                series.set_name((tab, first, NUMBERS)).set_data_label(label)
            }
        };
    }
    chart.x_axis().set_name("personen die meetellen").set_name_font(&font(8.0)).set_font(&font(8.0)).set_min(0);
    chart.x_axis().set_max(most_people + most_people.div_ceil(10)).set_major_gridlines(false);
    chart.y_axis().set_min(0).set_max(1).set_major_unit(0.25).set_num_format("0%").set_font(&font(8.0));
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(8.0)).delete_entries(&entries);
    chart
}

fn dot(color: Color) -> ChartMarker {
    let mut look = ChartFormat::new();
    look.set_solid_fill(ChartSolidFill::new().set_color(color)).set_no_border();
    let mut marker = ChartMarker::new();
    marker.set_type(ChartMarkerType::Circle).set_size(6).set_format(&mut look);
    marker
}
