//! `Regels`: what was tested, on which ground, and what was not tested.

use rust_xlsxwriter::Worksheet;

use super::body::{height, lines};
use super::style::Style;
use super::{Heading, Scene, WorkbookError, heading, write_headings};
use crate::calendar::{Date, shown, to_serial};
use crate::edition::and;
use crate::rules::{Check, Rule, Setting};
use crate::settings::Settings;
use crate::write::criteria;

const HEADER_ROW: u32 = 4;

const HEADINGS: &[Heading] = &[
    heading("Code", 10.0),
    heading("Titel", 32.0),
    heading("Norm", 10.0),
    heading("Effect", 18.0),
    heading("Gewicht", 19.0),
    heading("Bronnen", 36.0),
    heading("Geldig vanaf", 12.0),
    heading("Geldig tot en met", 12.0),
    heading("Hoe er wordt getoetst", 60.0),
    heading("Instellingen", 30.0),
    heading("Bevindingen", 14.0),
    heading("Uitleg", 110.0),
];

/// The whole sheet.
pub(super) fn frame(sheet: &mut Worksheet, scene: &Scene<'_>) -> Result<(), WorkbookError> {
    let assessment = scene.edition.assessment;
    let set = &assessment.rules;
    let formats = scene.formats;
    let text = format!(
        "{}. Regelset {}, versie {}. De regels die gelden op {}.",
        set.title,
        set.name,
        set.version,
        shown(assessment.reference_date)
    );
    sheet.write_string_with_format(2, 0, text, formats.of(Style::Mark))?;
    write_headings(sheet, formats, HEADER_ROW, HEADINGS, 2)?;
    sheet.set_print_fit_to_pages(2, 0).set_repeat_columns(0, 1)?;
    let mut found = vec![0u32; set.rules.len()];
    for finding in &assessment.judgement.findings {
        found[usize::from(finding.rule)] += 1;
    }
    let mut row = HEADER_ROW;
    for (rule, found) in set.rules.iter().zip(found) {
        row += 1;
        let norms: Vec<&str> = rule.norms.iter().map(|norm| norm.name()).collect();
        let settings = settings_of(&rule.check)
            .map(|setting| described(setting, &assessment.settings))
            .collect::<Vec<_>>()
            .join("\n");
        let criteria = criteria::of(rule, set).join("\n");
        for (column, text) in [
            (0, &*rule.code),
            (1, &rule.title),
            (2, &and(&norms)),
            (4, rule.weight.name()),
            (5, &sources(rule, scene)),
            (8, &criteria),
            (9, &settings),
        ] {
            sheet.write_string_with_format(row, column, text, formats.of(Style::Text))?;
        }
        let explanation = joined(&rule.explanation);
        let high =
            [(1, rule.title.as_str()), (5, &sources(rule, scene)), (8, &criteria), (9, &settings), (11, &explanation)];
        let lines = high.into_iter().map(|(column, text)| lines(text, HEADINGS[column].width)).max().unwrap_or(1);
        sheet.set_row_height(row, height(lines))?;
        sheet.write_string_with_format(row, 3, rule.effect.name(), formats.of(Style::of_effect(rule.effect)))?;
        write_date(sheet, scene, row, 6, rule.valid_from)?;
        write_date(sheet, scene, row, 7, rule.valid_until)?;
        sheet.write_number_with_format(row, 10, found, formats.of(Style::Number))?;
        sheet.write_string_with_format(row, 11, explanation, formats.of(Style::Text))?;
    }
    row += 2;
    sheet.write_string_with_format(row, 0, "Regels die op de peildatum niet gelden", formats.of(Style::Section))?;
    if set.later_or_past.is_empty() {
        sheet.write_string(row + 1, 0, "Geen.")?;
        return Ok(());
    }
    for rule in &set.later_or_past {
        row += 1;
        sheet.write_string_with_format(row, 0, &rule.code, formats.of(Style::Text))?;
        sheet.write_string_with_format(row, 1, &rule.title, formats.of(Style::Text))?;
        write_date(sheet, scene, row, 6, rule.valid_from)?;
        write_date(sheet, scene, row, 7, rule.valid_until)?;
        let later = rule.valid_from.is_some_and(|from| from > assessment.reference_date);
        let why = if later { "Deze regel gaat later in." } else { "Deze regel geldt niet meer." };
        sheet.write_string_with_format(row, 11, why, formats.of(Style::Text))?;
    }
    Ok(())
}

fn sources(rule: &Rule, scene: &Scene<'_>) -> String {
    rule.source_line(&scene.edition.assessment.rules).replace("; ", "\n")
}

fn write_date(
    sheet: &mut Worksheet,
    scene: &Scene<'_>,
    row: u32,
    column: u16,
    date: Option<Date>,
) -> Result<(), WorkbookError> {
    match date {
        Some(date) => sheet.write_number_with_format(row, column, to_serial(date), scene.formats.of(Style::TopDate))?,
        None => sheet.write_blank(row, column, scene.formats.of(Style::Text))?,
    };
    Ok(())
}

/// Paragraphs of an explanation: single line ends are those of the rule file.
fn joined(text: &str) -> String {
    text.trim().split("\n\n").map(|paragraph| paragraph.replace('\n', " ")).collect::<Vec<_>>().join("\n")
}

/// The settings that a check uses.
fn settings_of(check: &Check) -> impl Iterator<Item = Setting> {
    let setting = match check {
        Check::PersonStatus(parameters) => parameters.signal_when,
        Check::Share { setting, .. } | Check::EndsWithin { setting } | Check::OlderThan { setting, .. } => {
            Some(*setting)
        }
        _ => None,
    };
    setting.into_iter()
}

/// A setting and its value: `warn_months = 6`.
pub(super) fn described(setting: Setting, settings: &Settings) -> String {
    let months = |months: Option<u32>| months.map(|months| months.to_string());
    let value = match setting {
        Setting::MinimumShareRegistered => settings.minimum_share_registered.map(|share| share.to_string()),
        Setting::MinimumShareTrained => Some(settings.minimum_share_trained.to_string()),
        Setting::TrainingRefreshMonths => months(settings.training_refresh_months),
        Setting::VogRenewalMonths => months(settings.vog_renewal_months),
        Setting::WarnMonths => Some(settings.warn_months.to_string()),
    };
    format!("{} = {}", setting.name(), value.as_deref().unwrap_or("(staat uit)"))
}
