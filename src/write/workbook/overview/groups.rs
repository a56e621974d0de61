//! `Groepen`: every group of every provider, with the numbers behind its verdicts.

use rust_xlsxwriter::Worksheet;

use super::super::body::lines;
use super::super::people::posts;
use super::super::style::{Formats, Style};
use super::super::{Heading, WorkbookError, heading, last, write_headings};
use super::Rows;
use crate::overview::{GroupLine, Provider, interval};

pub(super) const HEADER_ROW: u32 = 3;

const HEADINGS: &[Heading] = &[
    heading("Aanbieder", 28.0),
    heading("Groep", 22.0),
    heading("Locatie", 17.0),
    heading("Norm", 8.0),
    heading("Oordeel", 19.0),
    heading("Zeker (personen)", 11.0),
    heading("Mogelijk (personen)", 11.0),
    heading("Totaal (personen)", 11.0),
    heading("Aandeel zeker", 10.0),
    heading("Aandeel mogelijk", 10.0),
    heading("Interval van", 10.0),
    heading("Interval tot", 10.0),
    heading("Zeker (fte)", 9.0),
    heading("Mogelijk (fte)", 9.0),
    heading("Totaal (fte)", 9.0),
    heading("Fte niet bekend (personen)", 18.0),
    heading("Gevraagd aandeel", 10.0),
];

/// Everything but the rows.
pub(super) fn frame(sheet: &mut Worksheet, formats: &Formats, last_row: u32) -> Result<(), WorkbookError> {
    let text = "Een rij per groep en norm, van alle aanbieders. Zeker: staat vast. Mogelijk: zeker en te verifiëren samen. Het interval (95 %) laat zien wat bij zo weinig mensen toeval kan zijn.";
    sheet.write_string_with_format(2, 0, text, formats.of(Style::Mark))?;
    write_headings(sheet, formats, HEADER_ROW, HEADINGS, 2)?;
    sheet.autofilter(HEADER_ROW, 0, last_row.max(HEADER_ROW + 1), last(HEADINGS))?;
    Ok(())
}

/// The rows of a provider.
pub(super) fn add(rows: &mut Rows, provider: &Provider, groups: &[GroupLine]) -> Result<(), WorkbookError> {
    for line in groups {
        let row = rows.take()?;
        let body = &mut rows.body;
        let tally = &line.tally;
        let name = |column: usize, text: &str| lines(text, HEADINGS[column].width);
        body.tall_row(row, name(0, &provider.name).max(name(1, &line.group)).max(name(2, &line.location)));
        body.plain(0, &provider.name, Style::Text);
        body.plain(1, &line.group, Style::Text);
        body.plain(2, &line.location, Style::Text);
        body.text(3, line.norm.name(), Style::Text);
        body.text(4, line.verdict.name(), Style::of_verdict(line.verdict));
        for (column, number) in [(5, tally.low), (6, tally.high), (7, tally.total)] {
            body.whole(column, number, Style::Number);
        }
        match interval(&tally.persons()) {
            Some(around) => {
                let share = |part: u32| f64::from(part) / f64::from(tally.total);
                body.number(8, share(tally.low), Style::Share);
                body.number(9, share(tally.high), Style::Share);
                body.number(10, f64::from(around.low) / 1_000.0, Style::Share);
                body.number(11, f64::from(around.high) / 1_000.0, Style::Share);
            }
            None => (8..12).for_each(|column| body.blank(column, Style::Text)),
        }
        if tally.knows_fte() {
            for (column, fte) in [(12, tally.fte_low), (13, tally.fte_high), (14, tally.fte_total)] {
                body.number(column, posts(fte), Style::Fte);
            }
        } else {
            (12..15).for_each(|column| body.blank(column, Style::Text));
        }
        body.whole(15, tally.fte_unknown, Style::Number);
        match line.required {
            Some(required) => body.number(16, required.drawn(), Style::Share),
            None => body.blank(16, Style::Text),
        }
    }
    Ok(())
}
