//! `toetsklaar check`: the files of one provider in, a summary or report and annotated workbooks out.

use toetsklaar::assess::pseudonyms::Pseudonymised;
use toetsklaar::assess::{self, Assessment, Options};
use toetsklaar::edition::Edition;
use toetsklaar::finding::Verdict;
use toetsklaar::packed::Packed;
use toetsklaar::read::Limits;
use toetsklaar::seal::Sealing;
use toetsklaar::write::receipt::Receipt;
use toetsklaar::write::workbook::{Manner, WorkbookError, copy_name, unnamed_copy_name, write_workbook};
use toetsklaar::write::{json, keys, text};

use super::arguments::{CheckArguments, Format};
use super::child::InChild;
use super::outputs::Outputs;
use super::{Failure, Outcome, files, judging, outputs, print, sample};

/// Assesses the files.
///
/// # Errors
/// Whatever keeps the files from being assessed or the outputs from being written.
pub fn run(typed: &CheckArguments) -> Result<Outcome, Failure> {
    // A receipt or key file can be replaced without a workbook; without any of them there is nothing to force.
    if typed.force && typed.no_workbook && typed.receipt.is_none() && typed.key_file.is_none() {
        return Err(Failure::new(
            "De opties --no-workbook en --force gaan niet samen. Alle mogelijkheden: toetsklaar check --help",
        ));
    }
    let mut options = options(typed)?;
    let wish = sample::wish(&typed.sample)?;
    let all = [typed.files.as_slice(), &typed.register].concat();
    files::named_once(&all)?;
    let named = if typed.pseudonymise { unnamed_copy_name } else { copy_name };
    let targets = if typed.no_workbook {
        Vec::new()
    } else {
        outputs::plan(&typed.files, typed.output.as_deref(), named, typed.force)?
    };
    let receipt = typed.receipt.as_deref();
    let receipt = receipt.map(|path| outputs::text_place(path, &all, &targets, typed.force)).transpose()?;
    let key_file = typed.key_file.as_deref();
    let key_target = key_file.map(|path| outputs::key_place(path, &all, &targets, typed.force)).transpose()?;
    let inputs = files::inputs(&typed.files, &options.limits)?;
    options.registers = files::registers(&typed.register, &inputs, &options.limits)?;
    let (mut assessment, mut books) =
        assess::assess(&inputs, options, &InChild).map_err(|error| files::in_rules(typed.rules.as_deref(), &error))?;
    if let Some(wish) = &wish {
        sample::draw(&mut assessment, wish)?;
    }
    let copies = outputs::stand(&targets);
    let shown = if typed.pseudonymise {
        Shown::WithoutNames(Pseudonymised::of(assessment, inputs.iter().map(|input| &*input.bytes)))
    } else {
        Shown::WithNames(assessment)
    };
    let (edition, key_file) = match &shown {
        Shown::WithNames(assessment) => (Edition::new(assessment), None),
        Shown::WithoutNames(pseudonymised) => {
            let key_file = key_target.map(|target| (target, keys::file(&pseudonymised.key_lines())));
            (Edition::without_names(pseudonymised), key_file)
        }
    };
    let manner = if typed.rebuild { Manner::Rebuilt } else { Manner::InPlace };
    let mut outputs = Outputs::new();
    let mut make = || -> Result<(), Failure> {
        if let Some((target, content)) = &key_file {
            outputs.add(target, |out| out.write_all(content))?;
        }
        for (which, target) in targets.iter().enumerate() {
            outputs.add(target, |out| {
                let mut sealing = Sealing::new(out);
                write_workbook(&edition, &mut books, which, copies, manner, &mut sealing)?;
                Ok::<_, WorkbookError>(sealing.finish().map(drop)?)
            })?;
        }
        if let Some(target) = &receipt {
            outputs.add(target, |out| out.write_all(Receipt::of(&edition).text().as_bytes()))?;
        }
        Ok(())
    };
    let mut written = key_file.iter().map(|(target, _)| target).chain(&targets).chain(&receipt).peekable();
    match typed.format {
        Format::Text if written.peek().is_none() => print(|out| text::summary(&edition, out))?,
        Format::Text => {
            let summary = beside(&edition, &mut make)?;
            outputs.put()?;
            print(|out| {
                summary.pour(out)?;
                writeln!(out, "\nGeschreven")?;
                written.try_for_each(|target| writeln!(out, "  {}", target.shown()))
            })?;
        }
        Format::Json => {
            make()?;
            outputs.put()?;
            drop((books, inputs));
            print(|out| json::report(&edition, out))?;
        }
    }
    let good =
        edition.assessment.judgement.provider_verdicts.iter().all(|verdict| verdict.verdict == Verdict::Sufficient);
    // The process ends here: giving back a hundred thousand people one by one would only cost time.
    std::mem::forget(shown);
    Ok(if good { Outcome::Good } else { Outcome::NotGood })
}

/// What is shown, with names or without.
#[expect(clippy::large_enum_variant, reason = "there is one of them in a run")]
enum Shown {
    WithNames(Assessment),
    WithoutNames(Pseudonymised),
}

/// Puts the summary into words while the outputs are made: nothing is shown before they stand.
fn beside(edition: &Edition<'_>, make: &mut dyn FnMut() -> Result<(), Failure>) -> Result<Packed, Failure> {
    std::thread::scope(|scope| {
        let summary = scope.spawn(|| {
            let mut words = Packed::default();
            text::summary(edition, &mut words).expect("writing to memory never fails");
            words
        });
        let outcome = make();
        let summary = summary.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        outcome.map(|()| summary)
    })
}

fn options(typed: &CheckArguments) -> Result<Options, Failure> {
    let reference_date = judging::reference_date(typed.date.as_deref())?;
    let rules = judging::rules(typed.rules.as_deref())?;
    let settings = files::settings(typed.settings.as_deref(), &typed.files[0])?;
    let columns = typed.columns.as_deref().map(files::column_map).transpose()?;
    let limits = typed.max_cells.map_or_else(Limits::default, Limits::of_cells);
    Ok(Options { reference_date, rules, settings, columns, registers: Vec::new(), limits })
}
