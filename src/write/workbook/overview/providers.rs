//! `Overzicht`: above how all came out, below a row per provider. In the order in which they were given: no order of merit.

use rust_xlsxwriter::Worksheet;

use super::super::body::lines;
use super::super::style::{Formats, Style};
use super::super::{Heading, WorkbookError, heading, last, write_headings};
use super::Rows;
use crate::calendar;
use crate::edition::plain;
use crate::finding::{Norm, Verdict};
use crate::overview::{Overview, Provider};
use crate::write::overview::words;

pub(super) const HEADER_ROW: u32 = 10;

const HEADINGS: &[Heading] = &[
    heading("Aanbieder", 36.0),
    heading("Gelezen", 12.0),
    heading("5.2.1", 19.0),
    heading("5.2.1 groepen", 19.0),
    heading("5.2.1 personen", 19.0),
    heading("5.2.1 interval", 15.0),
    heading("5.2.2", 19.0),
    heading("5.2.2 groepen", 19.0),
    heading("5.2.2 personen", 19.0),
    heading("5.2.2 interval", 15.0),
    heading("VOG", 19.0),
    heading("VOG groepen", 19.0),
    heading("VOG personen", 19.0),
    heading("VOG interval", 15.0),
    heading("In dienst op de peildatum", 12.0),
    heading("Ontbreekt in het bestand", 34.0),
    heading("Wat niet is beoordeeld", 44.0),
    heading("Bevindingen onvoldoende", 13.0),
    heading("Bevindingen niet te beoordelen", 13.0),
    heading("Bevindingen signaal", 13.0),
    heading("Bestanden", 34.0),
    heading("Verwachtingen (scorekaart)", 24.0),
    heading("Vuistregel van het toetsingskader", 26.0),
];

const MISSING: u16 = 15;
const NOT_JUDGED: u16 = 16;
const EFFECTS: u16 = 17;
const FILES: u16 = 20;
const SCORE: u16 = 21;

/// What stands where a verdict would, of a provider that could not be judged.
const UNREAD: &str = "niet gelezen";

/// Everything but the rows.
pub(super) fn frame(
    sheet: &mut Worksheet,
    overview: &Overview,
    formats: &Formats,
    last_row: u32,
) -> Result<(), WorkbookError> {
    sheet.set_active(true).set_first_tab(true);
    let title = format!("Overzicht van {}", words::providers(overview.providers.len()));
    sheet.write_string_with_format(2, 0, title, formats.of(Style::Title))?;
    sheet.set_row_height(2, 30)?;
    let rules = &overview.rules;
    let facts = format!(
        "Peildatum {}. Regels: {}, versie {}. Getallen achter elk oordeel; het interval laat zien wat bij zo weinig mensen toeval kan zijn (95 %). Volgorde: zoals opgegeven.",
        calendar::shown(overview.reference_date),
        rules.name,
        rules.version
    );
    sheet.write_string_with_format(3, 0, plain(&facts), formats.of(Style::Mark))?;
    let heads = ["Norm", "Voldoende", "Onvoldoende", "Niet te beoordelen", "Niet gelezen", "Personen zeker"];
    for (column, head) in (0u16..).zip(heads).take(5) {
        sheet.write_string_with_format(5, column, head, formats.of(Style::Header))?;
    }
    sheet.merge_range(5, 5, 5, 6, heads[5], formats.of(Style::Header))?;
    for (row, total) in (6u32..).zip(overview.totals()) {
        sheet.write_string_with_format(row, 0, words::norm(total.norm), formats.of(Style::Label))?;
        let counts = [total.sufficient, total.insufficient, total.undecided, total.unread];
        for (column, count) in (1u16..).zip(counts) {
            sheet.write_number_with_format(row, column, count, formats.of(Style::Number))?;
        }
        sheet.merge_range(row, 5, row, 6, &words::persons(&total.persons), formats.of(Style::Text))?;
    }
    write_headings(sheet, formats, HEADER_ROW, HEADINGS, 1)?;
    sheet.set_row_height(HEADER_ROW, 48)?;
    sheet.autofilter(HEADER_ROW, 0, last_row.max(HEADER_ROW + 1), last(HEADINGS))?;
    sheet.set_print_fit_to_pages(2, 0).set_repeat_columns(0, 0)?;
    Ok(())
}

/// The row of a provider.
pub(super) fn add(rows: &mut Rows, provider: &Provider) -> Result<(), WorkbookError> {
    let row = rows.take()?;
    let files: Vec<&str> = provider.files.iter().map(|file| file.name.as_str()).collect();
    let files = files.join("\n");
    let (missing, not_judged) = match &provider.outcome {
        Ok(figures) => (words::missing(figures), words::not_judged(provider, figures)),
        Err(reason) => (String::new(), reason.clone()),
    };
    let body = &mut rows.body;
    let mut high = 2;
    for (column, text) in [(0, &provider.name), (MISSING, &missing), (NOT_JUDGED, &not_judged), (FILES, &files)] {
        high = high.max(lines(text, HEADINGS[usize::from(column)].width));
    }
    body.tall_row(row, high);
    body.plain(0, &provider.name, Style::Text);
    body.text(1, if provider.outcome.is_ok() { "ja" } else { "nee" }, Style::Top);
    for (norm, first) in Norm::JUDGED.iter().copied().zip([2u16, 6, 10]) {
        let Ok(figures) = &provider.outcome else {
            body.text(first, UNREAD, Style::of_verdict(Verdict::NotApplicable));
            (first + 1..first + 4).for_each(|column| body.blank(column, Style::Text));
            continue;
        };
        let of_norm = figures.norm(norm);
        body.text(first, of_norm.verdict.name(), Style::of_verdict(of_norm.verdict));
        body.text(first + 1, &words::groups(of_norm.groups), Style::Text);
        body.text(first + 2, &words::persons(&of_norm.persons), Style::Text);
        body.text(first + 3, &words::interval_text(&of_norm.persons), Style::Text);
    }
    match &provider.outcome {
        Ok(figures) => body.whole(14, figures.population.active, Style::Number),
        Err(_) => body.blank(14, Style::Number),
    }
    body.text(MISSING, &missing, Style::Text);
    // The reason why a file was not read quotes names of that file: made plain line by line.
    let not_judged: Vec<_> = not_judged.lines().map(plain).collect();
    body.text(NOT_JUDGED, &not_judged.join("\n"), Style::Text);
    for (at, column) in (0..3).zip(EFFECTS..) {
        match &provider.outcome {
            Ok(figures) => body.whole(column, figures.findings[at], Style::Number),
            Err(_) => body.blank(column, Style::Number),
        }
    }
    let files: Vec<_> = provider.files.iter().map(|file| plain(&file.name)).collect();
    body.text(FILES, &files.join("\n"), Style::Text);
    let score = provider.outcome.as_ref().ok().and_then(words::score);
    for (column, text) in (SCORE..).zip(score.unwrap_or_default()) {
        body.text(column, &text, Style::Text);
    }
    Ok(())
}
