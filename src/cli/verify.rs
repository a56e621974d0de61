//! `toetsklaar verify`: a report or receipt and the files it is about in, and what differs from a new run out.

use std::path::Path;

use toetsklaar::assess::{self, Options};
use toetsklaar::edition::Edition;
use toetsklaar::read::Limits;
use toetsklaar::settings::Settings;
use toetsklaar::write::verification::{Claim, verify};

use super::arguments::{Format, VerifyArguments};
use super::child::InChild;
use super::{Failure, Outcome, files, judging, print};

/// Runs again with the date, rules and settings of the report, and compares.
///
/// # Errors
/// A report that cannot be used, and whatever keeps the files from being assessed.
pub fn run(typed: &VerifyArguments) -> Result<Outcome, Failure> {
    let shown = typed.report.file_name().unwrap_or(typed.report.as_os_str()).to_string_lossy().into_owned();
    let mut claim = Claim::read(&shown, &files::text(&typed.report)?).map_err(Failure::new)?;
    let reference_date = judging::date(&claim.receipt.reference_date)?;
    let given = typed.settings.as_deref().map(|path| files::settings(Some(path), Path::new(""))).transpose()?;
    let settings = match &given {
        Some(given) => given.clone(),
        None => Settings::of_given(&shown, &claim.settings).map_err(Failure::new)?,
    };
    let limits = typed.max_cells.map_or_else(Limits::default, Limits::of_cells);
    files::named_once(&[typed.files.as_slice(), &typed.register].concat())?;
    let inputs = files::inputs(&typed.files, &limits)?;
    let registers = files::registers(&typed.register, &inputs, &limits)?;
    let (inputs, registers) = (claim.as_reported(inputs), claim.registers_as_reported(registers));
    let options = Options {
        reference_date,
        rules: judging::rules(typed.rules.as_deref())?,
        settings,
        columns: typed.columns.as_deref().map(files::column_map).transpose()?,
        registers,
        limits,
    };
    let (mut assessment, _) =
        assess::assess(&inputs, options, &InChild).map_err(|error| files::in_rules(typed.rules.as_deref(), &error))?;
    // A sample of more people than there are is not what comes out: it is told as another one.
    if let Some(wish) = claim.sample() {
        let _ = assessment.draw(&wish);
    }
    let verification = verify(&claim, &Edition::new(&assessment), given.as_ref());
    match typed.format {
        Format::Text => print(|out| verification.text(&shown, out))?,
        Format::Json => print(|out| verification.json(out))?,
    }
    Ok(if verification.same { Outcome::Good } else { Outcome::NotGood })
}
