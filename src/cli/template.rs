//! `toetsklaar template`: an empty workbook to fill in.

use toetsklaar::lexicon::Lexicon;
use toetsklaar::rules::RuleFiles;
use toetsklaar::seal::seal;
use toetsklaar::write::workbook::template;

use super::arguments::TemplateArguments;
use super::{Failure, Outcome, outputs, print};

/// Writes the workbook, unless somebody worked in one of that name.
///
/// # Errors
/// A place where it cannot stand.
pub fn run(typed: &TemplateArguments) -> Result<Outcome, Failure> {
    let target = outputs::place(&typed.output, &[], typed.force)?;
    let rules = RuleFiles::embedded();
    let lexicon = Lexicon::load(|path| rules.text(path)).map_err(Failure::new)?;
    let made = [(target, seal(&template(&lexicon).map_err(Failure::new)?))];
    outputs::write(&made)?;
    print(|out| {
        writeln!(out, "Geschreven")?;
        made.iter().try_for_each(|(target, _)| {
            let shown = target.shown();
            writeln!(out, "  {shown}\nVul de werkmap in en toets haar: toetsklaar check {shown}")
        })
    })?;
    Ok(Outcome::Good)
}
