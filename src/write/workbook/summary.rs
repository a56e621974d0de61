//! `Samenvatting`: the verdicts on one page, with the numbers and a picture behind them.

use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker, ChartMarkerType,
    ChartPoint, ChartSolidFill, ChartType, Color, Worksheet,
};

use super::account::NO_HASH;
use super::style::{DARK, STRONG_GREEN, STRONG_GREY, STRONG_RED, STRONG_YELLOW, Style};
use super::{Scene, WorkbookError};
use crate::assess::earlier::{FILE, HASH};
use crate::assess::{Assessment, SheetReport};
use crate::calendar::to_serial;
use crate::check::{GroupVerdict, Judged};
use crate::edition::plain;
use crate::finding::{Effect, Norm, Verdict};
use crate::staff::Presence;
use crate::table::{Column, Use};
use crate::write::scorecard;

/// The first columns of the three panels, and how many columns each has.
const PANELS: [u16; 3] = [0, 5, 10];
const PANEL_WIDTH: u16 = 4;
/// The first column of the numbers behind the charts.
const NUMBERS: u16 = 16;

/// More groups than these do not fit in a chart.
const MOST_GROUPS: usize = 40;

/// Files named here; the others stand in the account.
const MOST_FILES: usize = 4;

/// This many characters fit on one line over the whole width.
const LINE: usize = 170;

const COLUMN_PIXELS: u32 = 92;
const CHART_PIXELS: u32 = COLUMN_PIXELS * PANEL_WIDTH as u32;
/// Heights of the two charts in rows of 20 pixels.
const COUNT_ROWS: u32 = 7;
const SHARE_ROWS: u32 = 14;

/// The whole sheet.
pub(super) fn frame(sheet: &mut Worksheet, scene: &Scene<'_>) -> Result<(), WorkbookError> {
    sheet.set_active(true).set_first_tab(true);
    for column in 0..PANELS[2] + PANEL_WIDTH {
        sheet.set_column_width_pixels(column, if matches!(column, 4 | 9) { 16 } else { COLUMN_PIXELS })?;
    }
    sheet.set_column_width(NUMBERS - 2, 3)?.set_column_width(NUMBERS, 30)?;
    let mut page = Page { sheet, scene, row: 2 };
    page.facts()?;
    let panels = page.row + 1;
    let mut numbers = 2;
    page.text(numbers - 1, NUMBERS, "Cijfers achter de grafieken", Style::Section)?;
    let mut below = panels;
    for (norm, column) in Norm::JUDGED.iter().copied().zip(PANELS) {
        page.row = panels;
        page.panel(norm, column)?;
        page.charts(norm, column, &mut numbers)?;
        below = below.max(page.row);
    }
    page.row = below + 1;
    page.expectations()?;
    page.legend()?;
    page.left_out()?;
    let last = page.row;
    sheet.set_print_area(0, 0, last, PANELS[2] + PANEL_WIDTH - 1)?;
    sheet.set_print_fit_to_pages(1, 1);
    Ok(())
}

/// What a norm is called.
fn title(norm: Norm) -> &'static str {
    match norm {
        Norm::Registered => "5.2.1 Geregistreerde professionals",
        Norm::Trained => "5.2.2 Aantoonbaar geschoold",
        _ => "VOG",
    }
}

struct Page<'s, 'a> {
    sheet: &'s mut Worksheet,
    scene: &'a Scene<'a>,
    row: u32,
}

impl<'a> Page<'_, 'a> {
    fn assessment(&self) -> &'a Assessment {
        self.scene.edition.assessment
    }

    fn text(&mut self, row: u32, column: u16, text: &str, style: Style) -> Result<(), WorkbookError> {
        self.sheet.write_string_with_format(row, column, plain(text), self.scene.formats.of(style))?;
        Ok(())
    }

    fn number(&mut self, row: u32, column: u16, number: impl Into<f64>, style: Style) -> Result<(), WorkbookError> {
        self.sheet.write_number_with_format(row, column, number, self.scene.formats.of(style))?;
        Ok(())
    }

    /// One text over some columns.
    fn across(&mut self, row: u32, first: u16, last: u16, text: &str, style: Style) -> Result<(), WorkbookError> {
        self.sheet.merge_range(row, first, row, last, &plain(text), self.scene.formats.of(style))?;
        Ok(())
    }

    /// Whose file, when, by what.
    fn facts(&mut self) -> Result<(), WorkbookError> {
        let assessment = self.assessment();
        let last = PANELS[2] + PANEL_WIDTH - 1;
        self.across(2, 0, last, &format!("Toets van het personeelsbestand: {}", assessment.provider), Style::Title)?;
        self.sheet.set_row_height(2, 30)?;
        let staff = &assessment.staff;
        let active = staff.active().count();
        let judged = assessment.judgement.groups.iter().filter(|group| group.judged == Judged::Yes).count();
        let hash: String = assessment.rules.sha256.chars().take(12).collect();
        self.text(3, 0, "Peildatum", Style::Label)?;
        self.number(3, 1, to_serial(assessment.reference_date), Style::TopDate)?;
        self.text(3, 5, "Regels", Style::Label)?;
        self.across(3, 6, 8, &format!("{} {} ({hash})", assessment.rules.name, assessment.rules.version), Style::Top)?;
        self.text(3, 10, "Programma", Style::Label)?;
        self.across(3, 11, 13, &format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")), Style::Top)?;
        self.text(4, 0, "Personen", Style::Label)?;
        self.across(4, 1, 3, &format!("{} gelezen, {active} in dienst", staff.people.len()), Style::Top)?;
        self.text(4, 5, "Groepen", Style::Label)?;
        self.across(4, 6, 8, &format!("{}, beoordeeld: {judged}", staff.groups.len()), Style::Top)?;
        self.row = 5;
        for input in assessment.inputs.iter().take(MOST_FILES) {
            self.text(self.row, 0, FILE, Style::Label)?;
            self.across(self.row, 1, 3, &input.file, Style::Top)?;
            self.text(self.row, 5, HASH, Style::Label)?;
            let hash = if self.scene.edition.names_people() { &input.sha256 } else { NO_HASH };
            self.across(self.row, 6, last, hash, Style::Top)?;
            self.row += 1;
        }
        if let Some(more) = assessment.inputs.len().checked_sub(MOST_FILES).filter(|more| *more > 0) {
            self.text(self.row, 0, &format!("En nog {more} bestanden, zie {}.", self.scene.tabs.own(7)), Style::Mark)?;
            self.row += 1;
        }
        Ok(())
    }

    /// A norm: verdict and the counts behind it.
    fn panel(&mut self, norm: Norm, column: u16) -> Result<(), WorkbookError> {
        let assessment = self.assessment();
        let last = column + PANEL_WIDTH - 1;
        let Some(verdict) = assessment.judgement.provider_verdicts.iter().find(|verdict| verdict.norm == norm) else {
            return Ok(());
        };
        self.across(self.row, column, last, title(norm), Style::HeaderCentred)?;
        self.across(self.row + 1, column, last, verdict.verdict.name(), Style::of_main_verdict(verdict.verdict))?;
        self.sheet.set_row_height(self.row, 20)?.set_row_height(self.row + 1, 30)?;
        self.row += 2;
        let [sufficient, insufficient, undecided, not_applicable] = verdict.groups;
        let effects = [Effect::Insufficient, Effect::Undecided, Effect::Signal].map(|effect| {
            super::count(
                assessment
                    .judgement
                    .findings
                    .iter()
                    .filter(|finding| finding.norm == norm && finding.effect == effect)
                    .count(),
            )
        });
        let persons = assessment.judgement.persons(&assessment.staff, norm);
        let groups = format!(
            "{sufficient} voldoende · {insufficient} onvoldoende · {undecided} niet te beoordelen · {not_applicable} n.v.t."
        );
        let people = format!(
            "{} zeker · {} te verifiëren · {} niet",
            persons.low,
            persons.high - persons.low,
            persons.total - persons.high
        );
        let findings =
            format!("{} onvoldoende · {} niet te beoordelen · {} signaal", effects[0], effects[1], effects[2]);
        for (label, text) in [("Groepen", groups), ("Personen", people), ("Bevindingen", findings)] {
            self.text(self.row, column, label, Style::Label)?;
            self.across(self.row, column + 1, last, &text, Style::Text)?;
            self.sheet.set_row_height(self.row, 31)?;
            self.row += 1;
        }
        Ok(())
    }

    /// The charts of a norm below its panel, and the numbers behind them at the right.
    fn charts(&mut self, norm: Norm, column: u16, numbers: &mut u32) -> Result<(), WorkbookError> {
        let assessment = self.assessment();
        let tab = self.scene.tabs.own(0).to_owned();
        let verdicts: Vec<&GroupVerdict> = assessment
            .judgement
            .group_verdicts
            .iter()
            .filter(|verdict| verdict.norm == norm && verdict.verdict != Verdict::NotApplicable)
            .collect();
        let top = *numbers;
        self.text(top, NUMBERS, title(norm), Style::Label)?;
        self.text(top, NUMBERS + 1, "groepen", Style::Label)?;
        let kinds = [Verdict::Sufficient, Verdict::Insufficient, Verdict::Undecided];
        for (row, kind) in (top + 1..).zip(kinds) {
            let number = super::count(verdicts.iter().filter(|verdict| verdict.verdict == kind).count());
            self.text(row, NUMBERS, kind.name(), Style::Top)?;
            self.number(row, NUMBERS + 1, number, Style::Number)?;
        }
        self.row += 1;
        let mut chart = count_chart(&tab, top + 1, norm);
        self.sheet.insert_chart(
            self.row,
            column,
            chart.set_alt_text(format!("Aantal groepen per oordeel voor {}", title(norm))),
        )?;
        self.row += COUNT_ROWS + 1;
        let head = top + 5;
        let shown: Vec<&GroupVerdict> = verdicts
            .iter()
            .copied()
            .filter(|verdict| assessment.judgement.groups[verdict.group as usize].tally(norm).total > 0)
            .take(MOST_GROUPS)
            .collect();
        for (at, text) in (NUMBERS..).zip(["Aandeel per groep (personen)", "zeker", "te verifiëren", "niet", "norm"]) {
            self.text(head, at, text, Style::Label)?;
        }
        let mut with_norm = false;
        for (row, verdict) in (head + 1..).zip(&shown) {
            let tally = assessment.judgement.groups[verdict.group as usize].tally(norm);
            let share = |part: u32| f64::from(part) / f64::from(tally.total);
            self.text(row, NUMBERS, self.scene.edition.group(verdict.group), Style::Top)?;
            self.number(row, NUMBERS + 1, share(tally.low), Style::Share)?;
            self.number(row, NUMBERS + 2, share(tally.high - tally.low), Style::Share)?;
            self.number(row, NUMBERS + 3, share(tally.total - tally.high), Style::Share)?;
            if let Some(required) = verdict.required {
                with_norm = true;
                self.number(row, NUMBERS + 4, required.drawn(), Style::Share)?;
            }
        }
        let last = head + super::count(shown.len());
        if shown.is_empty() {
            self.across(self.row, column, column + PANEL_WIDTH - 1, "Geen groepen om te tonen.", Style::Mark)?;
        } else {
            let mut chart = share_chart(&tab, head, last, with_norm);
            let text = format!("Aandeel zeker, te verifiëren en niet, per groep, voor {}", title(norm));
            self.sheet.insert_chart(self.row, column, chart.set_alt_text(text))?;
        }
        self.row += SHARE_ROWS;
        if verdicts.len() > MOST_GROUPS {
            let text =
                format!("De eerste {MOST_GROUPS} van {} groepen. Zie {}.", verdicts.len(), self.scene.tabs.own(2));
            self.text(self.row, column, &text, Style::Mark)?;
        }
        self.row += 1;
        *numbers = last + 3;
        Ok(())
    }

    /// What an inspector noted on the other expectations; nothing when no sheet holds them.
    fn expectations(&mut self) -> Result<(), WorkbookError> {
        let assessment = self.assessment();
        let Some(card) = assessment.scorecard() else {
            return Ok(());
        };
        let last = PANELS[2] + PANEL_WIDTH - 1;
        self.across(self.row, 0, last, "Scorekaart van het toetsingskader", Style::Section)?;
        self.row += 1;
        let mut lines = scorecard::sentences(&card, &assessment.rules);
        lines.push(format!("Per thema: {}.", scorecard::themes(&card, &assessment.rules).join(", ")));
        for line in lines {
            self.across(self.row, 0, last, &line, Style::Note)?;
            let height = if line.chars().count() > LINE { 31 } else { 17 };
            self.sheet.set_row_height(self.row, height)?;
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    fn legend(&mut self) -> Result<(), WorkbookError> {
        let last = PANELS[2] + PANEL_WIDTH - 1;
        self.across(self.row, 0, last, "Wat de woorden betekenen", Style::Section)?;
        self.row += 1;
        for (style, word, meaning) in [
            (Style::Green, Verdict::Sufficient.name(), "Het bestand laat zien dat aan de norm is voldaan."),
            (Style::Red, Verdict::Insufficient.name(), "Het bestand laat zien dat niet aan de norm is voldaan."),
            (Style::Yellow, Verdict::Undecided.name(), "Het bestand zegt te weinig. Zoek dit eerst uit."),
            (Style::Grey, Verdict::NotApplicable.name(), "Deze groep wordt op deze norm niet getoetst."),
            (Style::Blue, Effect::Signal.name(), "Goed om te weten. Een signaal verandert het oordeel niet."),
        ] {
            self.across(self.row, 0, 1, word, style)?;
            self.across(self.row, 2, last, meaning, Style::Text)?;
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    /// In short what was not read or does not count.
    fn left_out(&mut self) -> Result<(), WorkbookError> {
        let assessment = self.assessment();
        let people = |presence| assessment.staff.people.iter().filter(|person| person.presence == presence).count();
        let theirs = |sheet: &&SheetReport| sheet.filled && !sheet.own && !sheet.explains;
        let sheets = || assessment.inputs.iter().flat_map(|input| &input.sheets).filter(theirs);
        let unread =
            sheets().filter(|sheet| sheet.role().is_none_or(|role| role == crate::lexicon::Role::Roster)).count();
        let understood = sheets().flat_map(|sheet| &sheet.tables).filter(|table| table.role.is_some());
        let not_used = |column: &&Column| {
            column.used == Use::Unrecognised || matches!(column.used, Use::Second(_)) && column.completes().is_none()
        };
        let columns = understood.flat_map(|table| &table.columns).filter(not_used).count();
        let mut parts = Vec::new();
        for (number, one, more) in [
            (people(Presence::Left), "persoon uit dienst", "personen uit dienst"),
            (people(Presence::NotStarted), "persoon nog niet in dienst", "personen nog niet in dienst"),
            (
                assessment.rows_left_out.len(),
                "rij (totaal, tussenkop, vacature of losse cel)",
                "rijen (totalen, tussenkoppen, vacatures of losse cellen)",
            ),
            (unread, "blad dat niet is beoordeeld", "bladen die niet zijn beoordeeld"),
            (columns, "kolom die niet is gelezen", "kolommen die niet zijn gelezen"),
            (assessment.withheld.len(), "kolom die hier niet hoort", "kolommen die hier niet horen"),
        ] {
            if number > 0 {
                parts.push(format!("{number} {}", if number == 1 { one } else { more }));
            }
        }
        let text = if parts.is_empty() { "Niets".to_owned() } else { parts.join("; ") };
        let last = PANELS[2] + PANEL_WIDTH - 1;
        self.across(self.row, 0, last, "Niet meegenomen", Style::Section)?;
        self.row += 1;
        let text = format!("{text}. Zie {}.", self.scene.tabs.own(7));
        self.across(self.row, 0, last, &text, Style::Note)?;
        self.sheet.set_row_height(self.row, 31)?;
        Ok(())
    }
}

pub(super) fn filled(color: Color) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(color));
    format
}

pub(super) fn font(size: f64) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_size(size);
    font
}

/// A chart of so many pixels wide and so many rows high, with a title and without a border.
pub(super) fn dressed(mut chart: Chart, title: &str, width: u32, height: u32) -> Chart {
    chart.set_width(width).set_height(height * 20);
    let mut bold = font(10.0);
    bold.set_bold().set_color(DARK);
    chart.title().set_name(title).set_font(&bold);
    chart.chart_area().set_format(ChartFormat::new().set_no_border());
    chart
}

/// How many groups have which verdict.
fn count_chart(tab: &str, first: u32, norm: Norm) -> Chart {
    let mut chart = dressed(
        Chart::new(ChartType::Bar),
        if norm == Norm::Vog { "Groepen (VOG)" } else { "Groepen" },
        CHART_PIXELS,
        COUNT_ROWS,
    );
    let points: Vec<ChartPoint> = [STRONG_GREEN, STRONG_RED, STRONG_YELLOW]
        .map(|color| ChartPoint::new().set_format(&mut filled(color)))
        .into_iter()
        .collect();
    let mut label = rust_xlsxwriter::ChartDataLabel::new();
    label.show_value();
    chart
        .add_series()
        .set_categories((tab, first, NUMBERS, first + 2, NUMBERS))
        .set_values((tab, first, NUMBERS + 1, first + 2, NUMBERS + 1))
        .set_points(&points)
        .set_data_label(&label)
        .set_gap(40);
    chart.legend().set_hidden();
    // In a chart of lying bars the library calls the standing axis, with the verdicts, the y axis.
    chart.y_axis().set_font(&font(9.0)).set_reverse().set_major_gridlines(false);
    chart.x_axis().set_hidden(true).set_min(0).set_major_gridlines(false);
    chart
}

/// The share of every group as an interval, with the norm that somebody asks.
fn share_chart(tab: &str, head: u32, last: u32, with_norm: bool) -> Chart {
    let mut chart = dressed(Chart::new(ChartType::ColumnStacked), "Aandeel per groep", CHART_PIXELS, SHARE_ROWS);
    for (column, color) in (NUMBERS + 1..).zip([STRONG_GREEN, STRONG_YELLOW, STRONG_GREY]) {
        chart
            .add_series()
            .set_name((tab, head, column))
            .set_categories((tab, head + 1, NUMBERS, last, NUMBERS))
            .set_values((tab, head + 1, column, last, column))
            .set_format(&mut filled(color))
            .set_gap(50);
    }
    if with_norm {
        let mut line = Chart::new(ChartType::Line);
        let mut marker_format = filled(DARK);
        let mut marker = ChartMarker::new();
        marker.set_type(ChartMarkerType::LongDash).set_size(9).set_format(&mut marker_format);
        let mut dashes = ChartFormat::new();
        dashes.set_line(ChartLine::new().set_color(DARK).set_width(1.25).set_dash_type(ChartLineDashType::Dash));
        line.add_series()
            .set_name((tab, head, NUMBERS + 4))
            .set_categories((tab, head + 1, NUMBERS, last, NUMBERS))
            .set_values((tab, head + 1, NUMBERS + 4, last, NUMBERS + 4))
            .set_format(&mut dashes)
            .set_marker(&marker);
        chart.combine(&line);
    }
    chart.y_axis().set_min(0).set_max(1).set_major_unit(0.25).set_num_format("0%").set_font(&font(8.0));
    let size = if last - head > 12 { 6.0 } else { 8.0 };
    chart.x_axis().set_font(&font(size));
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(8.0));
    chart
}
