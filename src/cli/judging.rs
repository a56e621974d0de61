//! What the commands that judge have in common: a peildatum and rules.

use std::path::Path;

use toetsklaar::assess::AssessError;
use toetsklaar::calendar::{self, Date};
use toetsklaar::rules::{RuleFiles, RuleSet};

use super::{Failure, clock, files};

/// The peildatum: what was typed, else today.
///
/// # Errors
/// A text that is no date, or not written as one.
pub fn reference_date(typed: Option<&str>) -> Result<Date, Failure> {
    typed.map_or_else(|| Ok(clock::today()), date)
}

/// The rules: those of a folder, else those that are built in.
///
/// # Errors
/// A folder of which the rules cannot be used.
pub fn rules(folder: Option<&Path>) -> Result<RuleFiles, Failure> {
    let Some(folder) = folder else {
        return Ok(RuleFiles::embedded());
    };
    let rules = files::rules(folder)?;
    // Rules that somebody edited are held to everything, their examples included; the built-in ones were when they were built.
    RuleSet::load_all(&rules).map_err(|error| files::in_rules(Some(folder), &AssessError::Rules(error)))?;
    Ok(rules)
}

/// The peildatum, as `2026-11-23` only: 11-12-2026 would be read as two different days by two readers.
///
/// # Errors
/// A text that is no such day.
pub fn date(text: &str) -> Result<Date, Failure> {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    let formed = matches!(parts[..], [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2));
    match calendar::parse(text) {
        Some(date) if formed => Ok(date),
        Some(date) => Err(Failure::new(format_args!(
            "De peildatum {text:?} is niet geschreven als jaar-maand-dag. Bedoelt u --date {date}?"
        ))),
        None if formed => {
            Err(Failure::new(format_args!("De peildatum {text:?} bestaat niet. Kijk op de kalender of de dag klopt.")))
        }
        None => Err(Failure::new(format_args!(
            "De peildatum {text:?} is geen datum. Schrijf jaar-maand-dag, bijvoorbeeld --date 2026-11-23"
        ))),
    }
}
