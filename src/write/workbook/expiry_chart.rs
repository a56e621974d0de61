//! The chart on `Verloopkalender`: the share of registered pm per group through time, against the share that is asked.

use std::io::Write;

use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker, ChartType, Color,
    Worksheet,
};

use super::body::Body;
use super::expiry::HEADER_ROW;
use super::style::{DARK, STRONG_GREEN, STRONG_RED, Style};
use super::{Scene, WorkbookError};
use crate::amount::Share;
use crate::calendar::{Date, to_serial};
use crate::edition::plain;
use crate::finding::Norm;
use crate::planning::expiry::{Line, Outlook};

/// More lines than these cannot be told apart.
const MOST_GROUPS: usize = 6;

/// Where the chart stands, and where the numbers behind it.
const CHART: u16 = 12;
pub(super) const NUMBERS: u16 = 25;

/// Lines that keep apart for colour-blind eyes.
const COLOURS: [Color; MOST_GROUPS] = [
    STRONG_GREEN,
    STRONG_RED,
    Color::RGB(0x00_72B2),
    Color::RGB(0xCC_79A7),
    Color::RGB(0xE6_9F00),
    Color::RGB(0x56_B4E9),
];

/// The numbers behind the chart, written beside the rows of the calendar.
pub(super) struct Block<'a> {
    lines: Vec<&'a Line>,
    norms: Vec<Share>,
    /// Days and the judged day whose numbers hold then: a step is two rows.
    points: Vec<(Date, usize)>,
    at: usize,
}

impl<'a> Block<'a> {
    pub(super) fn of(scene: &Scene<'a>) -> Block<'a> {
        let outlook = scene.outlook;
        let lines = chosen(outlook);
        let mut norms: Vec<Share> = Vec::new();
        for required in lines.iter().flat_map(|line| &line.shares).flatten().filter_map(|counted| counted.required) {
            if !norms.contains(&required) {
                norms.push(required);
            }
        }
        norms.sort_by(|one, other| one.drawn().total_cmp(&other.drawn()));
        let mut points: Vec<(Date, usize)> = Vec::new();
        if !lines.is_empty() {
            points.push((outlook.days[0], 0));
            for (at, day) in outlook.days.iter().enumerate().skip(1) {
                let changes = lines.iter().any(|line| line.shares[at] != line.shares[at - 1]);
                if changes {
                    points.extend(day.yesterday().map(|before| (before, at - 1)));
                    points.push((*day, at));
                }
            }
            points.push((outlook.looked_until, outlook.days.len() - 1));
        }
        Block { lines, norms, points, at: 0 }
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.points.len()
    }

    /// Writes the next point at the end of the open row.
    pub(super) fn next<W: Write>(&mut self, body: &mut Body<W>) {
        let Some((day, at)) = self.points.get(self.at).copied() else {
            return;
        };
        self.at += 1;
        body.number(NUMBERS, to_serial(day), Style::TopDate);
        let mut column = NUMBERS;
        for line in &self.lines {
            column += 1;
            if let Some(counted) = line.shares[at] {
                body.number(column, f64::from(counted.low) / f64::from(counted.total), Style::Share);
            }
        }
        for norm in &self.norms {
            column += 1;
            body.number(column, norm.drawn(), Style::Share);
        }
    }
}

/// The groups in the chart: those whose verdict changes first.
fn chosen(outlook: &Outlook) -> Vec<&Line> {
    let mut lines: Vec<&Line> = of_norm(outlook).collect();
    lines.sort_by_key(|line| (line.change.is_none(), line.change.map(|(day, _)| day)));
    lines.truncate(MOST_GROUPS);
    lines
}

fn of_norm(outlook: &Outlook) -> impl Iterator<Item = &Line> {
    let groups = outlook.lines.iter().filter(|line| line.norm == Norm::Registered && line.group.is_some());
    groups.filter(|line| line.shares.iter().any(Option::is_some))
}

fn name_of(line: &Line) -> String {
    let name = line.group.as_ref().map_or("", |(name, _)| name);
    plain(name).into_owned()
}

/// The headings of the numbers, and the chart over them.
pub(super) fn frame(sheet: &mut Worksheet, scene: &Scene<'_>) -> Result<(), WorkbookError> {
    let block = Block::of(scene);
    if block.lines.is_empty() {
        return Ok(());
    }
    let header = scene.formats.of(Style::Label);
    sheet.set_column_width(NUMBERS, 12)?;
    sheet.write_string_with_format(
        HEADER_ROW - 1,
        NUMBERS,
        "Cijfers achter de grafiek",
        scene.formats.of(Style::Mark),
    )?;
    sheet.write_string_with_format(HEADER_ROW, NUMBERS, "Dag", header)?;
    let names = block.lines.iter().map(|line| name_of(line));
    let norms = block.norms.iter().map(|norm| format!("norm {norm}"));
    for (column, name) in (NUMBERS + 1..).zip(names.chain(norms)) {
        sheet.write_string_with_format(HEADER_ROW, column, name, header)?;
    }
    let all = of_norm(scene.outlook).count();
    let shown = block.lines.len();
    if all > shown {
        let text = format!("Grafiek: {shown} van {all} groepen, die het eerst veranderen.");
        sheet.write_string_with_format(HEADER_ROW - 1, CHART, text, scene.formats.of(Style::Mark))?;
    }
    let chart = chart(&block, scene);
    sheet.insert_chart(HEADER_ROW, CHART, &chart)?;
    Ok(())
}

fn chart(block: &Block<'_>, scene: &Scene<'_>) -> Chart {
    let tab = scene.tabs.own(5);
    let (first, last) = (HEADER_ROW + 1, HEADER_ROW + super::count(block.points.len()));
    let mut chart = Chart::new(ChartType::ScatterStraight);
    chart.set_width(760).set_height(360);
    let mut series = |column: u16, line: ChartLine| {
        let mut format = ChartFormat::new();
        format.set_line(&line);
        chart
            .add_series()
            .set_name((tab, HEADER_ROW, column))
            .set_categories((tab, first, NUMBERS, last, NUMBERS))
            .set_values((tab, first, column, last, column))
            .set_format(&mut format)
            .set_marker(ChartMarker::new().set_none());
    };
    let norms = NUMBERS + 1 + u16::try_from(block.lines.len()).unwrap_or(0);
    for (column, colour) in (NUMBERS + 1..norms).zip(COLOURS) {
        let mut line = ChartLine::new();
        line.set_color(colour).set_width(2.0);
        series(column, line);
    }
    let dashes = [ChartLineDashType::Dash, ChartLineDashType::RoundDot, ChartLineDashType::LongDash];
    for (column, dash) in (norms..).zip(dashes.iter().cycle()).take(block.norms.len()) {
        let mut line = ChartLine::new();
        line.set_color(DARK).set_width(1.25).set_dash_type(*dash);
        series(column, line);
    }
    let mut small = ChartFont::new();
    small.set_size(8);
    let mut title = ChartFont::new();
    title.set_size(10).set_bold().set_color(DARK);
    chart.title().set_name("5.2.1: aandeel geregistreerde pm per groep, als er niets gebeurt").set_font(&title);
    chart.y_axis().set_min(0).set_max(1).set_major_unit(0.25).set_num_format("0%").set_font(&small);
    let (from, to) = (scene.outlook.days[0], scene.outlook.looked_until);
    chart.x_axis().set_min(to_serial(from)).set_max(to_serial(to).max(to_serial(from) + 1.0)).set_major_unit(61);
    chart.x_axis().set_num_format("d-m-yyyy").set_font(&small);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&small);
    chart.set_alt_text("Aandeel geregistreerde pedagogisch medewerkers per groep in de komende twaalf maanden, met het gevraagde aandeel als stippellijn");
    chart
}
