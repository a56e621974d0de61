//! A made-up provider of any size as a 20-column workbook: for benches only. Nobody in it exists.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

const HEADINGS: [&str; 20] = [
    "Personeelsnummer",
    "Naam",
    "Functie",
    "Locatie",
    "Groep",
    "Contractvorm",
    "Uren per week",
    "FTE",
    "In dienst",
    "Uit dienst",
    "SKJ-nummer",
    "SKJ kamer",
    "SKJ geldig tot",
    "BIG-nummer",
    "VOG afgiftedatum",
    "VOG profiel",
    "Training loverboys",
    "Training datum",
    "Mentor",
    "Opmerking",
];

const GROUP_HEADINGS: [&str; 5] = ["Groep", "Locatie", "Gespecialiseerd", "Onderbouwing", "Datum onderbouwing"];

/// A small generator of numbers that are the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }
}

/// A workbook with so many rows of staff, about twelve to a group; one cell in some forty is a problem.
///
/// # Errors
/// What writing a workbook gives.
pub fn workbook(rows: u32) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = staff(&mut workbook)?;
    let mut numbers = Numbers(7);
    for row in 1..=rows {
        let started = person(sheet, row, &mut numbers)?;
        if numbers.one_in(12) {
            sheet.write_number(row, 9, u32::try_from(started + 500).unwrap_or(0))?;
        }
        if !numbers.one_in(15) {
            sheet.write_string(row, 10, format!("{}", 110_000_000 + row))?;
            sheet.write_string(row, 11, "Jeugd- en gezinsprofessionals")?;
            sheet.write_number(row, 12, u32::try_from(46_200 + numbers.below(1_800)).unwrap_or(0))?;
        }
        if !numbers.one_in(50) {
            sheet.write_number(row, 14, u32::try_from(started - numbers.below(80)).unwrap_or(0))?;
            sheet.write_string(row, 15, "profiel 45")?;
        }
        if !numbers.one_in(20) {
            sheet.write_string(row, 16, "Signaleren mensenhandel en loverboys")?;
            sheet.write_number(row, 17, u32::try_from(44_000 + numbers.below(1_900)).unwrap_or(0))?;
        }
        if numbers.one_in(6) {
            sheet.write_string(row, 18, "ja")?;
            sheet.write_string(row, 19, format!("Werkt ook op andere locatie ({row})"))?;
        }
    }
    workbook.save_to_buffer()
}

/// The same for a provider with some thousand problems in all, however many rows: people without a VOG. A sheet with groups tells
/// that all the rest is as it should be.
///
/// # Errors
/// What writing a workbook gives.
pub fn orderly_workbook(rows: u32) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = staff(&mut workbook)?;
    let mut numbers = Numbers(7);
    let apart = (rows / 1_000).max(10);
    for row in 1..=rows {
        let started = person(sheet, row, &mut numbers)?;
        sheet.write_string(row, 10, format!("{}", 110_000_000 + row))?;
        sheet.write_string(row, 11, "Jeugd- en gezinsprofessionals")?;
        sheet.write_number(row, 12, u32::try_from(46_600 + numbers.below(1_600)).unwrap_or(0))?;
        if row % apart > 0 {
            sheet.write_number(row, 14, u32::try_from(started - numbers.below(80)).unwrap_or(0))?;
        }
        sheet.write_string(row, 15, "profiel 45")?;
        sheet.write_string(row, 16, "Signaleren mensenhandel en loverboys")?;
        sheet.write_number(row, 17, u32::try_from(44_000 + numbers.below(1_900)).unwrap_or(0))?;
    }
    let sheet = workbook.add_worksheet().set_name("Groepen")?;
    for (column, heading) in (0u16..).zip(GROUP_HEADINGS) {
        sheet.write_string(0, column, heading)?;
    }
    let date = Format::new().set_num_format("dd-mm-yyyy");
    for (row, group) in (1..).zip(0..=rows / 12) {
        sheet.write_string(row, 0, format!("Groep {group}"))?;
        sheet.write_string(row, 1, format!("Plaats {}", group / 4))?;
        sheet.write_string(row, 2, "ja")?;
        sheet.write_string(row, 3, "Zo afgesproken met de gemeente")?;
        sheet.write_number_with_format(row, 4, 45_500, &date)?;
    }
    workbook.save_to_buffer()
}

/// The sheet with staff, with its headings.
fn staff(workbook: &mut Workbook) -> Result<&mut Worksheet, XlsxError> {
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let sheet = workbook.add_worksheet().set_name("Personeel")?;
    let date = Format::new().set_num_format("dd-mm-yyyy");
    for column in [8, 9, 12, 14, 17] {
        sheet.set_column_format(column, &date)?;
    }
    for (column, heading) in (0u16..).zip(HEADINGS) {
        sheet.write_string(0, column, heading)?;
    }
    Ok(sheet)
}

/// Who somebody is, where and since when: gives the day on which they started.
fn person(sheet: &mut Worksheet, row: u32, numbers: &mut Numbers) -> Result<u64, XlsxError> {
    let group = row / 12;
    let pm = !numbers.one_in(4);
    let started = 42_000 + numbers.below(3_000);
    sheet.write_number(row, 0, 100_000 + row)?;
    sheet.write_string(
        row,
        1,
        format!("Verzonnen{row}, Voornaam {}.", char::from(b'A' + u8::try_from(row % 26).unwrap_or(0))),
    )?;
    sheet.write_string(row, 2, if pm { "pedagogisch medewerker" } else { "gedragswetenschapper" })?;
    sheet.write_string(row, 3, format!("Plaats {}", group / 4))?;
    sheet.write_string(row, 4, format!("Groep {group}"))?;
    sheet.write_string(row, 5, "onbepaalde tijd")?;
    sheet.write_number(row, 6, 32)?;
    sheet.write_number(row, 7, 0.89)?;
    sheet.write_number(row, 8, u32::try_from(started).unwrap_or(0))?;
    Ok(started)
}
