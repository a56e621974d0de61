//! `Dubbel`: registration numbers at two providers or on two names.

use rust_xlsxwriter::Worksheet;

use super::super::style::{Formats, Style};
use super::super::{Heading, WorkbookError, heading, last, write_headings};
use crate::edition::plain;
use crate::overview::Overview;
use crate::write::overview::words;

const HEADER_ROW: u32 = 3;

const HEADINGS: &[Heading] = &[
    heading("Nummer", 16.0),
    heading("Wat is dubbel", 30.0),
    heading("Aanbieder", 30.0),
    heading("Naam", 26.0),
    heading("Persoonssleutel", 18.0),
    heading("Waar", 46.0),
];

/// The whole sheet.
pub(super) fn frame(sheet: &mut Worksheet, overview: &Overview, formats: &Formats) -> Result<(), WorkbookError> {
    let duplicates = overview.duplicates();
    let text = if duplicates.is_empty() {
        "Geen registratienummer staat bij twee aanbieders of op twee namen."
    } else {
        "Registratienummers (SKJ of BIG) die bij twee aanbieders of op twee namen staan. Iemand kan bij twee aanbieders werken; een andere naam kan een typfout of een getrouwde naam zijn. Vraag het na."
    };
    sheet.write_string_with_format(2, 0, text, formats.of(Style::Mark))?;
    write_headings(sheet, formats, HEADER_ROW, HEADINGS, 1)?;
    let mut row = HEADER_ROW;
    for duplicate in &duplicates {
        for holder in &duplicate.holders {
            row += 1;
            let provider = &overview.providers[holder.provider as usize].name;
            sheet.write_string_with_format(row, 0, duplicate.number.to_string(), formats.of(Style::Top))?;
            let what = words::sameness(duplicate.sameness);
            for (column, text) in (1u16..).zip([what, provider, &*holder.name, &*holder.key, &*holder.place]) {
                sheet.write_string_with_format(row, column, plain(text), formats.of(Style::Text))?;
            }
        }
    }
    sheet.autofilter(HEADER_ROW, 0, row.max(HEADER_ROW + 1), last(HEADINGS))?;
    Ok(())
}
