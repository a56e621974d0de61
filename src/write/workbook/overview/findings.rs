//! `Bevindingen`: every finding of every provider.

use rust_xlsxwriter::Worksheet;

use super::super::body::lines;
use super::super::style::{Formats, Style};
use super::super::{Heading, WorkbookError, heading, last, write_headings};
use super::Rows;
use crate::overview::{FindingLine, Provider};
use crate::rules::RuleSet;

pub(super) const HEADER_ROW: u32 = 3;

const HEADINGS: &[Heading] = &[
    heading("Aanbieder", 28.0),
    heading("Code", 9.0),
    heading("Effect", 19.0),
    heading("Gewicht", 19.0),
    heading("Norm", 10.0),
    heading("Persoon", 18.0),
    heading("Persoons-\nsleutel", 11.0),
    heading("Groep", 16.0),
    heading("Bevinding", 52.0),
    heading("Wat te doen", 48.0),
    heading("Bestand", 24.0),
    heading("Cel", 20.0),
    heading("Andere cellen (aantal)", 10.0),
    heading("Gevonden waarde", 18.0),
];

/// Everything but the rows.
pub(super) fn frame(sheet: &mut Worksheet, formats: &Formats, last_row: u32) -> Result<(), WorkbookError> {
    let text = if last_row > HEADER_ROW {
        "Alle bevindingen, per aanbieder; per norm het zwaarste eerst. Gebruik de filters in de kop."
    } else {
        "Er zijn geen bevindingen."
    };
    sheet.write_string_with_format(2, 0, text, formats.of(Style::Mark))?;
    write_headings(sheet, formats, HEADER_ROW, HEADINGS, 2)?;
    sheet.autofilter(HEADER_ROW, 0, last_row.max(HEADER_ROW + 1), last(HEADINGS))?;
    sheet.set_print_fit_to_pages(2, 0).set_repeat_columns(0, 1)?;
    Ok(())
}

/// The rows of a provider.
pub(super) fn add(
    rows: &mut Rows,
    provider: &Provider,
    findings: &[FindingLine],
    rules: &RuleSet,
) -> Result<(), WorkbookError> {
    for finding in findings {
        let row = rows.take()?;
        let body = &mut rows.body;
        let rule = &rules.rules[usize::from(finding.rule)];
        let (name, key) = finding.person.as_ref().map_or(("", ""), |(name, key)| (name.as_str(), key.as_str()));
        let high = [(0, provider.name.as_str()), (3, rule.weight.name()), (8, &finding.message), (9, &finding.remedy)];
        let high = high.into_iter().map(|(column, text)| lines(text, HEADINGS[column].width)).max();
        body.tall_row(row, high.unwrap_or(1));
        body.plain(0, &provider.name, Style::Text);
        body.text(1, &rule.code, Style::Top);
        body.text(2, finding.effect.name(), Style::of_effect(finding.effect));
        body.text(3, rule.weight.name(), Style::Text);
        body.text(4, finding.norm.name(), Style::Top);
        body.plain(5, name, Style::Text);
        body.plain(6, key, Style::Text);
        body.plain(7, finding.group.as_deref().unwrap_or_default(), Style::Text);
        body.text(8, &finding.message, Style::Text);
        body.text(9, &finding.remedy, Style::Text);
        body.plain(10, &finding.file, Style::Text);
        body.plain(11, &finding.cell, Style::Text);
        body.whole(12, finding.other_cells, Style::Number);
        body.plain(13, finding.value.as_deref().unwrap_or_default(), Style::Text);
    }
    Ok(())
}
