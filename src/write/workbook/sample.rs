//! `Steekproef`: which personnel files to open, room for what is found in them, and what a number of faults then says.

use rust_xlsxwriter::{DataValidation, Formula, Worksheet};

use super::body::{height, lines};
use super::style::Style;
use super::{Heading, Scene, WorkbookError, heading, last, write_headings};
use crate::calendar::to_serial;
use crate::edition::{and, plain};
use crate::sampling::Sample;
use crate::staff::Start;
use crate::write::sample::{ALL_OPENED, asked, layer, meaning, parts, seed, statement};

const HEADINGS: &[Heading] = &[
    heading("Nr", 6.0),
    heading("Laag", 18.0),
    heading("Persoons-\nsleutel", 14.0),
    heading("Naam", 26.0),
    heading("Groep", 24.0),
    heading("In dienst sinds", 13.0),
    heading("Dossier in orde?", 12.0),
    heading("Wat ontbreekt of klopt niet", 46.0),
    heading("Door", 16.0),
    heading("Datum", 12.0),
];

/// The column with the answer that is counted.
const IN_ORDER: u16 = 6;

const NOTE: &str = "Wat u op dit blad invult, gaat niet mee naar een volgende toets. Bewaar deze werkmap.";
const WORST_CASE: &str = "De uitspraak geldt hoe de fouten ook over de lagen verdeeld zijn: wij rekenen met de verdeling waarbij u er de minste vindt.";

pub(super) fn frame(sheet: &mut Worksheet, scene: &Scene<'_>, sample: &Sample) -> Result<(), WorkbookError> {
    let edition = &scene.edition;
    let formats = scene.formats;
    let staff = &edition.assessment.staff;
    let mut row = 2;
    let mut line = |sheet: &mut Worksheet, text: &str, style: Style| -> Result<(), WorkbookError> {
        sheet.write_string_with_format(row, 0, text, formats.of(style))?;
        row += 1;
        Ok(())
    };
    let count = format!("{} van {} dossiers", sample.size(), sample.population());
    line(sheet, &format!("Steekproef voor dossieronderzoek: {count}"), Style::Section)?;
    line(sheet, &format!("Gevraagd: {}.", asked(sample)), Style::Plain)?;
    line(sheet, &format!("Seed: {} ({}).", plain(&sample.seed), seed(sample)), Style::Plain)?;
    for (which, part) in parts(sample) {
        line(sheet, &format!("Laag ‘{}’: {part}. Dat zijn: {}.", layer(which), meaning(which)), Style::Plain)?;
    }
    line(sheet, NOTE, Style::Plain)?;
    line(sheet, "", Style::Plain)?;
    if sample.size() == sample.population() {
        line(sheet, ALL_OPENED, Style::Plain)?;
    } else {
        for faults in 0..sample.bounds.len() {
            line(sheet, &statement(sample, faults), Style::Plain)?;
        }
        line(sheet, WORST_CASE, Style::Mark)?;
    }
    let (first, end) = (row + 2, row + 1 + super::count(sample.drawn.len()));
    let no = format!("COUNTIF($G${}:$G${},\"nee\")", first + 1, end + 1);
    let text = format!("\"Dossiers niet in orde tot nu toe: \"&{no}");
    let counted = Formula::new(text).set_result("Dossiers niet in orde tot nu toe: 0");
    sheet.write_formula_with_format(row, 0, counted, formats.of(Style::Section))?;
    write_headings(sheet, formats, row + 1, HEADINGS, 4)?;
    for ((row, number), drawn) in (first..).zip(1u32..).zip(&sample.drawn) {
        let groups = and(&edition.groups_of_person(drawn.person));
        let texts = [layer(drawn.layer), edition.key(drawn.person), edition.name(drawn.person), groups.as_str()];
        sheet.write_number_with_format(row, 0, number, formats.of(Style::Number))?;
        let mut most = 1;
        for ((column, text), heading) in (1u16..).zip(texts).zip(&HEADINGS[1..]) {
            sheet.write_string_with_format(row, column, plain(text), formats.of(Style::Text))?;
            most = most.max(lines(text, heading.width));
        }
        match staff.start_of(drawn.person, edition.assessment.reference_date) {
            Start::Known(day, _) | Start::Several(day, _, _) => {
                sheet.write_number_with_format(row, 5, to_serial(day), formats.of(Style::TopDate))?
            }
            Start::Unknown(_) | Start::NoColumn => {
                sheet.write_string_with_format(row, 5, "onbekend", formats.of(Style::Text))?
            }
        };
        for column in IN_ORDER..last(HEADINGS) {
            sheet.write_blank(row, column, formats.of(Style::Input))?;
        }
        sheet.write_blank(row, last(HEADINGS), formats.of(Style::InputDate))?;
        sheet.set_row_height(row, height(most))?;
    }
    if !sample.drawn.is_empty() {
        let choice = DataValidation::new()
            .allow_list_strings(&["ja", "nee"])?
            .set_error_title("Kies uit de lijst")?
            .set_error_message("Kies ja of nee. Weet u het nog niet? Laat de cel leeg.")?;
        sheet.add_data_validation(first, IN_ORDER, end, IN_ORDER, &choice)?;
    }
    // The text above is long: only the columns stay in sight.
    sheet.set_freeze_panes(0, 4)?;
    Ok(())
}
