//! `toetsklaar compare`: two submissions of one provider in, what changed out.

use std::path::{Path, PathBuf};

use toetsklaar::assess::{self, Assessment, Options};
use toetsklaar::calendar::Date;
use toetsklaar::comparison::compare;
use toetsklaar::read::Limits;
use toetsklaar::seal::seal;
use toetsklaar::write::comparison;
use toetsklaar::write::workbook::comparison_workbook;

use super::arguments::{CompareArguments, Format};
use super::child::InChild;
use super::judging::{date, reference_date, rules};
use super::{Failure, Outcome, files, outputs, print, providers};

/// Compares.
///
/// # Errors
/// Whatever keeps one of the two from being assessed, or the workbook from being written.
pub fn run(typed: &CompareArguments) -> Result<Outcome, Failure> {
    let day = reference_date(typed.date.as_deref())?;
    let old_day = typed.old_date.as_deref().map_or(Ok(day), date)?;
    let (old_paths, new_paths) = (providers::submission(&typed.old)?, providers::submission(&typed.new)?);
    let all: Vec<PathBuf> = old_paths.iter().chain(&new_paths).cloned().collect();
    let target = typed.output.as_deref().map(|path| outputs::place(path, &all, typed.force)).transpose()?;
    let old = assessed(typed, &old_paths, typed.old_columns.as_deref(), old_day, &new_paths[0])?;
    let new = assessed(typed, &new_paths, typed.columns.as_deref(), day, &new_paths[0])?;
    let comparison = compare(&old, &new);
    let mut made = Vec::new();
    if let Some(target) = target {
        made.push((target, seal(&comparison_workbook(&comparison).map_err(Failure::new)?)));
    }
    outputs::write(&made)?;
    match typed.format {
        Format::Text => print(|out| {
            comparison::summary(&comparison, out)?;
            if let Some((target, _)) = made.first() {
                writeln!(out, "\nGeschreven\n  {}", target.shown())?;
            }
            Ok(())
        })?,
        Format::Json => print(|out| comparison::report(&comparison, out))?,
    }
    Ok(if comparison.is_plain() { Outcome::Good } else { Outcome::NotGood })
}

/// One of the two, by the rules and settings of both.
fn assessed(
    typed: &CompareArguments,
    paths: &[PathBuf],
    columns: Option<&Path>,
    reference_date: Date,
    beside: &Path,
) -> Result<Assessment, Failure> {
    let limits = typed.max_cells.map_or_else(Limits::default, Limits::of_cells);
    let options = Options {
        reference_date,
        rules: rules(typed.rules.as_deref())?,
        settings: files::settings(typed.settings.as_deref(), beside)?,
        columns: columns.map(files::column_map).transpose()?,
        registers: Vec::new(),
        limits,
    };
    let inputs = files::inputs(paths, &options.limits)?;
    let assessed = assess::assess(&inputs, options, &InChild);
    assessed.map(|(assessment, _)| assessment).map_err(|error| files::in_rules(typed.rules.as_deref(), &error))
}
