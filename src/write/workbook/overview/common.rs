//! `Meest voorkomend`: in how many providers and groups each rule found something.

use rust_xlsxwriter::Worksheet;

use super::super::body::{height, lines};
use super::super::style::{Formats, Style};
use super::super::{Heading, WorkbookError, heading, last, write_headings};
use crate::overview::Overview;

const HEADER_ROW: u32 = 3;

/// How wide the title of a rule may be before it goes on below.
const RULE_WIDTH: f64 = 58.0;

const HEADINGS: &[Heading] = &[
    heading("Code", 10.0),
    heading("Regel", RULE_WIDTH),
    heading("Norm", 14.0),
    heading("Effect", 19.0),
    heading("Gewicht", 21.0),
    heading("Aanbieders", 12.0),
    heading("van", 8.0),
    heading("Groepen", 12.0),
    heading("Bevindingen", 13.0),
];

/// The whole sheet.
pub(super) fn frame(sheet: &mut Worksheet, overview: &Overview, formats: &Formats) -> Result<(), WorkbookError> {
    let text = "Wat bij de meeste aanbieders voorkomt, staat boven. Groepen: waarop ten minste één bevinding weegt; een bevinding over het bestand weegt op geen groep.";
    sheet.write_string_with_format(2, 0, text, formats.of(Style::Mark))?;
    write_headings(sheet, formats, HEADER_ROW, HEADINGS, 1)?;
    let judged = overview.judged();
    let mut row = HEADER_ROW;
    for (rule, frequency) in overview.most_common() {
        row += 1;
        let norms: Vec<&str> = rule.norms.iter().map(|norm| norm.name()).collect();
        let text = |style| formats.of(style);
        sheet.set_row_height(row, height(lines(&rule.title, RULE_WIDTH)))?;
        sheet.write_string_with_format(row, 0, &rule.code, text(Style::Top))?;
        sheet.write_string_with_format(row, 1, &rule.title, text(Style::Text))?;
        sheet.write_string_with_format(row, 2, norms.join(", "), text(Style::Text))?;
        sheet.write_string_with_format(row, 3, rule.effect.name(), text(Style::of_effect(rule.effect)))?;
        sheet.write_string_with_format(row, 4, rule.weight.name(), text(Style::Text))?;
        for (column, number) in (5u16..).zip([frequency.providers, judged, frequency.groups, frequency.findings]) {
            sheet.write_number_with_format(row, column, number, text(Style::Number))?;
        }
    }
    sheet.autofilter(HEADER_ROW, 0, row.max(HEADER_ROW + 1), last(HEADINGS))?;
    Ok(())
}
