//! `Steekproef`: which personnel files of each provider to open, with room for what is found in them.

use rust_xlsxwriter::{DataValidation, Worksheet};

use super::super::body::lines;
use super::super::style::{Formats, Style};
use super::super::{Heading, WorkbookError, heading, last, write_headings};
use super::Rows;
use crate::edition::plain;
use crate::overview::{Provider, TakenSample};
use crate::write::sample::{ALL_OPENED, layer, statement};

pub(super) const HEADER_ROW: u32 = 3;

const HEADINGS: &[Heading] = &[
    heading("Aanbieder", 28.0),
    heading("Dossiers", 14.0),
    heading("Laag", 18.0),
    heading("Persoons-\nsleutel", 14.0),
    heading("Naam", 26.0),
    heading("Groep", 24.0),
    heading("Dossier in orde?", 12.0),
    heading("Wat ontbreekt of klopt niet", 46.0),
    heading("Wat 0 fouten zeggen, en de seed", 60.0),
];

/// The column with the answer.
const IN_ORDER: u16 = 6;
/// The column with what the sample says.
const SAYS: u16 = 8;

/// Everything but the rows.
pub(super) fn frame(sheet: &mut Worksheet, formats: &Formats, last_row: u32) -> Result<(), WorkbookError> {
    let text = "Per aanbieder een eigen steekproef, getrokken over nieuw, ingehuurd en langer in dienst. Wat meer fouten zeggen: toets de aanbieder zelf met dezelfde seed (check --sample).";
    sheet.write_string_with_format(2, 0, text, formats.of(Style::Mark))?;
    write_headings(sheet, formats, HEADER_ROW, HEADINGS, 1)?;
    let end = last_row.max(HEADER_ROW + 1);
    sheet.autofilter(HEADER_ROW, 0, end, last(HEADINGS))?;
    let choice = DataValidation::new()
        .allow_list_strings(&["ja", "nee"])?
        .set_error_title("Kies uit de lijst")?
        .set_error_message("Kies ja of nee. Weet u het nog niet? Laat de cel leeg.")?;
    sheet.add_data_validation(HEADER_ROW + 1, IN_ORDER, end, IN_ORDER, &choice)?;
    Ok(())
}

/// The rows of a provider; what its sample says stands in the first.
pub(super) fn add(rows: &mut Rows, provider: &Provider, taken: &TakenSample) -> Result<(), WorkbookError> {
    let sample = &taken.sample;
    let count = format!("{} van {}", sample.size(), sample.population());
    let says = if sample.size() == sample.population() { ALL_OPENED.to_owned() } else { statement(sample, 0) };
    let says = format!("{says} Seed: {}", plain(&sample.seed));
    for (at, person) in taken.people.iter().enumerate() {
        let row = rows.take()?;
        let body = &mut rows.body;
        let says = if at == 0 { says.as_str() } else { "" };
        let high = [(0, provider.name.as_str()), (5, &person.groups), (usize::from(SAYS), says)];
        let high = high.into_iter().map(|(column, text)| lines(text, HEADINGS[column].width)).max();
        body.tall_row(row, high.unwrap_or(1));
        body.plain(0, &provider.name, Style::Text);
        body.text(1, &count, Style::Top);
        body.text(2, layer(person.layer), Style::Text);
        for (column, text) in [(3, &person.key), (4, &person.name), (5, &person.groups)] {
            body.plain(column, text, Style::Text);
        }
        (IN_ORDER..SAYS).for_each(|column| body.blank(column, Style::Input));
        body.text(SAYS, says, Style::Text);
    }
    Ok(())
}
