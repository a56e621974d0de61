//! `Verantwoording`: which files were read, which were not and why, and how was counted.

use rust_xlsxwriter::Worksheet;

use super::super::WorkbookError;
use super::super::style::{Formats, Style};
use super::Rows;
use crate::calendar;
use crate::edition::plain;
use crate::overview::{Overview, PassedOver, Provider};

const WIDTHS: [f64; 5] = [30.0, 34.0, 12.0, 68.0, 46.0];

/// How the numbers must be read, in the order of the sheets.
const METHOD: [(&str, &str); 6] = [
    (
        "Oordeel",
        "Het slechtste oordeel van de groepen van een aanbieder; bij de VOG van alle medewerkers in dienst. Dezelfde regels en dezelfde peildatum voor alle aanbieders.",
    ),
    (
        "Niet gelezen",
        "Een aanbieder van wie een bestand niet te lezen is, is helemaal niet beoordeeld. De reden staat hieronder en in Overzicht.",
    ),
    (
        "Interval",
        "Clopper-Pearson, 95 %, exact gerekend en naar buiten afgerond: de ondergrens hoort bij wie zeker meetelt, de bovengrens bij wie misschien meetelt. Het zegt wat bij zo'n klein team toeval kan zijn. Het verandert geen oordeel.",
    ),
    (
        "Trechter",
        "De lijnen om het aandeel van alle aanbieders samen, exact uit de binomiale verdeling: 95 % en 99,8 %. Een stip buiten de lijnen is een reden om te kijken, geen oordeel.",
    ),
    ("Volgorde", "Zoals opgegeven; in een map op naam. Er is geen ranglijst en geen cijfer."),
    (
        "Dubbel",
        "Alle SKJ- en BIG-nummers, ook van wie uit dienst is. Namen zijn gelijk als de letters gelijk zijn, zonder accenten en hoofdletters.",
    ),
];

/// Everything but the rows of the files. Gives the first of those.
pub(super) fn frame(sheet: &mut Worksheet, overview: &Overview, formats: &Formats) -> Result<u32, WorkbookError> {
    for (column, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    sheet.write_string_with_format(2, 0, "Wat is gelezen, wat niet, en hoe er is geteld.", formats.of(Style::Mark))?;
    let mut page = Page { sheet, formats, row: 3 };
    page.section("Deze toets", &[])?;
    let rules = &overview.rules;
    page.line(&["Peildatum", &calendar::shown(overview.reference_date)])?;
    page.line(&["Regels", &format!("{}, versie {}", rules.name, rules.version)])?;
    page.remark("SHA-256 van de regels", &rules.sha256)?;
    page.line(&["Programma", &format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))])?;
    for register in &overview.registers {
        page.line(&["Uittreksel van een register", &register.name])?;
        page.remark("SHA-256 van het uittreksel", &register.sha256)?;
    }
    page.section("Hoe er is geteld", &[])?;
    for (name, text) in METHOD {
        page.remark(name, text)?;
    }
    page.section("Bestanden", &["Aanbieder", "Bestand", "Gelezen", "SHA-256", "Waarom niet gelezen, of instellingen"])?;
    Ok(page.row)
}

/// The row in which the files begin.
pub(super) fn first_row(overview: &Overview, formats: &Formats) -> Result<u32, WorkbookError> {
    frame(&mut Worksheet::new(), overview, formats)
}

/// The rows of a provider.
pub(super) fn add(rows: &mut Rows, provider: &Provider) -> Result<(), WorkbookError> {
    let (read, remark) = match &provider.outcome {
        Ok(figures) => {
            let given = figures.settings.iter().map(|(name, value)| format!("{name} = {value}"));
            let given: Vec<String> = given.collect();
            ("ja", given.join("; "))
        }
        Err(reason) => ("nee", reason.clone()),
    };
    if provider.files.is_empty() {
        line(rows, [&provider.name, "", read, "", &remark])?;
    }
    for (at, file) in provider.files.iter().enumerate() {
        line(rows, [&provider.name, &file.name, read, &file.sha256, if at == 0 { &remark } else { "" }])?;
    }
    provider.passed_over.iter().try_for_each(|passed| add_passed_over(rows, &provider.name, passed))
}

/// The rows of what belongs to no provider.
pub(super) fn add_others(rows: &mut Rows, overview: &Overview) -> Result<(), WorkbookError> {
    overview.passed_over.iter().try_for_each(|passed| add_passed_over(rows, "(geen aanbieder)", passed))
}

fn add_passed_over(rows: &mut Rows, provider: &str, passed: &PassedOver) -> Result<(), WorkbookError> {
    line(rows, [provider, &passed.name, "nee", "", &passed.reason])
}

fn line(rows: &mut Rows, cells: [&str; 5]) -> Result<(), WorkbookError> {
    let row = rows.take()?;
    rows.body.row(row, false);
    for (column, text) in (0u16..).zip(cells) {
        rows.body.plain(column, text, Style::Text);
    }
    Ok(())
}

struct Page<'s, 'a> {
    sheet: &'s mut Worksheet,
    formats: &'a Formats,
    row: u32,
}

impl Page<'_, '_> {
    fn section(&mut self, title: &str, headings: &[&str]) -> Result<(), WorkbookError> {
        self.row += 1;
        for column in 0..5 {
            let text = if column == 0 { title } else { "" };
            self.sheet.write_string_with_format(self.row, column, text, self.formats.of(Style::Section))?;
        }
        self.row += 1;
        for (column, heading) in (0u16..).zip(headings) {
            self.sheet.write_string_with_format(self.row, column, *heading, self.formats.of(Style::Label))?;
        }
        self.row += u32::from(!headings.is_empty());
        Ok(())
    }

    fn line(&mut self, cells: &[&str]) -> Result<(), WorkbookError> {
        for (column, text) in (0u16..).zip(cells) {
            self.sheet.write_string_with_format(self.row, column, plain(text), self.formats.of(Style::Text))?;
        }
        self.row += 1;
        Ok(())
    }

    /// A name, and a text over the width of the sheet.
    fn remark(&mut self, name: &str, text: &str) -> Result<(), WorkbookError> {
        self.sheet.write_string_with_format(self.row, 0, name, self.formats.of(Style::Text))?;
        self.sheet.merge_range(self.row, 1, self.row, 4, &plain(text), self.formats.of(Style::Text))?;
        // Merged cells do not grow with their text.
        let lines = u32::try_from(text.chars().count().div_ceil(150).max(1)).unwrap_or(1);
        self.sheet.set_row_height(self.row, 15 * lines)?;
        self.row += 1;
        Ok(())
    }
}
