//! Runs the examples that stand in the rule files, each through the real readers and the whole engine.
//!
//! An example's tables become files in memory; a column map says what each column is, so that only the rule is tested.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::assess::{AssessError, Assessment, Input, Options, assess};
use crate::cell::Letters;
use crate::check;
use crate::columns::{ColumnEntry, ColumnMap, SheetMap};
use crate::finding::Finding;
use crate::lexicon::{Field, Lexicon, Role};
use crate::read::{Here, Limits};
use crate::rules::{Example, ExampleCell, ExampleRow, Rule, RuleFiles, RuleSet};
use crate::settings::Settings;
use crate::staff::Problem;

/// How an example came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Result {
    /// As it says.
    Good,
    /// The rule should have fired and did not.
    Missing,
    /// The rule fired and should not have.
    Noisy,
    /// The rule fired, or a verdict or status came out, otherwise than the example says.
    Wrong(String),
    /// The example itself cannot be run.
    Unusable(String),
}

/// An example and how it came out.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Code of the rule.
    pub code: String,
    /// Path of the rule file below the rules folder.
    pub file: String,
    /// One-based line of the example.
    pub line: usize,
    /// Its title.
    pub title: String,
    /// How it came out.
    pub result: Result,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.file, self.line, self.code, self.title)?;
        match &self.result {
            Result::Good => write!(f, ": goed"),
            Result::Missing => write!(f, ": ontbreekt (missing): de regel had een bevinding moeten geven"),
            Result::Noisy => write!(f, ": onterecht (noisy): de regel gaf een bevinding en had dat niet mogen doen"),
            Result::Wrong(what) => write!(f, ": anders (wrong): {what}"),
            Result::Unusable(what) => write!(f, ": niet uit te voeren: {what}"),
        }
    }
}

/// Runs every example of a set of rule files.
///
/// # Errors
/// Rule files that cannot be used.
pub fn run(files: &RuleFiles) -> std::result::Result<Vec<Outcome>, AssessError> {
    let set = RuleSet::load_all(files).map_err(AssessError::Rules)?;
    // Without its word lists no example can be run: one error, not one per example.
    Lexicon::load(|path| files.text(path)).map_err(AssessError::Lexicon)?;
    let outcomes = set.rules.iter().flat_map(|rule| {
        rule.examples.iter().filter(|example| !rule.is_past(example)).map(move |example| Outcome {
            code: rule.code.clone(),
            file: rule.file.clone(),
            line: example.line,
            title: example.title.clone(),
            result: run_one(files, rule, example),
        })
    });
    Ok(outcomes.collect())
}

fn run_one(files: &RuleFiles, rule: &Rule, example: &Example) -> Result {
    let settings = match toml::to_string(&example.settings).map(|text| Settings::parse("settings", &text)) {
        Ok(Ok(settings)) => settings,
        Ok(Err(error)) => return Result::Unusable(error.to_string()),
        Err(error) => return Result::Unusable(error.to_string()),
    };
    let (inputs, columns) = match inputs(example) {
        Ok(made) => made,
        Err(problem) => return Result::Unusable(problem),
    };
    let registers = (1..)
        .zip(&example.register)
        .map(|(number, text)| Input { name: format!("uittreksel-{number}.csv"), bytes: Arc::from(text.as_bytes()) });
    let registers = registers.collect();
    let options = Options {
        reference_date: example.date,
        rules: files.clone(),
        settings,
        columns,
        registers,
        limits: Limits::default(),
    };
    match assess(&inputs, options, &Here) {
        Ok((mut assessment, _)) => {
            inject(&mut assessment, example);
            compare(&assessment, rule, example)
        }
        Err(error) => Result::Unusable(error.to_string()),
    }
}

/// Problems that no table can show (hidden rows) are put in by hand.
fn inject(assessment: &mut Assessment, example: &Example) {
    if example.problem.is_empty() {
        return;
    }
    let place = assessment.staff.name_cell(0);
    assessment.staff.problems.extend(example.problem.iter().map(|reason| Problem {
        reason: *reason,
        cells: vec![place],
        person: None,
        group: None,
        facts: Vec::new(),
    }));
    assessment.judgement = check::judge(
        &assessment.staff,
        &assessment.rules,
        &assessment.settings,
        &assessment.lexicon,
        assessment.reference_date,
        &assessment.withheld,
    );
}

fn compare(assessment: &Assessment, rule: &Rule, example: &Example) -> Result {
    let found: Vec<&Finding> = assessment
        .judgement
        .findings
        .iter()
        .filter(|finding| assessment.rules.rules[usize::from(finding.rule)].code == rule.code)
        .collect();
    let Some(first) = found.first() else {
        return if example.met { compare_outcome(assessment, example) } else { Result::Missing };
    };
    if example.met {
        return Result::Noisy;
    }
    if let Some(effect) = example.effect.filter(|effect| *effect != first.effect) {
        return Result::Wrong(format!("het effect is {}, niet {effect}", first.effect));
    }
    if let Some(count) = example.count.filter(|count| *count != found.len()) {
        return Result::Wrong(format!("er zijn {} bevindingen, niet {count}", found.len()));
    }
    if let Some(reason) = example.reason.filter(|reason| Some(*reason) != first.reason) {
        return Result::Wrong(format!(
            "de reden is {}, niet {reason}",
            first.reason.map_or("leeg", |reason| reason.name())
        ));
    }
    if !example.cells.is_empty() {
        let fields: Vec<&str> = first.cells.iter().map(|place| assessment.heading(*place)).collect();
        if fields != example.cells {
            return Result::Wrong(format!("de cellen zijn {fields:?}, niet {:?}", example.cells));
        }
    }
    compare_outcome(assessment, example)
}

fn compare_outcome(assessment: &Assessment, example: &Example) -> Result {
    if let Some(expected) = &example.verdict {
        let verdict = match &expected.group {
            Some(name) => assessment
                .judgement
                .group_verdicts
                .iter()
                .find(|verdict| {
                    verdict.norm == expected.norm
                        && assessment.staff.text(assessment.staff.groups[verdict.group as usize].name) == name
                })
                .map(|verdict| verdict.verdict),
            None => assessment
                .judgement
                .provider_verdicts
                .iter()
                .find(|verdict| verdict.norm == expected.norm)
                .map(|verdict| verdict.verdict),
        };
        if verdict != Some(expected.is) {
            let shown = verdict.map_or("er niet", |verdict| verdict.name());
            return Result::Wrong(format!("het oordeel over {} is {shown}, niet {}", expected.norm, expected.is));
        }
    }
    if let (Some(expected), Some(statuses)) = (&example.status, assessment.judgement.statuses.first()) {
        let differs = |is: &str, expected: Option<&str>| {
            expected.filter(|expected| *expected != is).map(|expected| format!("de status is {is}, niet {expected}"))
        };
        let wrong =
            differs(statuses.registration.status.name(), expected.registration.map(crate::finding::Registration::name))
                .or_else(|| {
                    differs(statuses.training.status.name(), expected.training.map(crate::finding::Training::name))
                })
                .or_else(|| differs(statuses.vog.status.name(), expected.vog.map(crate::finding::Vog::name)));
        if let Some(wrong) = wrong {
            return Result::Wrong(wrong);
        }
    }
    Result::Good
}

/// The tables of an example as files, with the map that says what their columns are.
fn inputs(example: &Example) -> std::result::Result<(Vec<Input>, Option<ColumnMap>), String> {
    if let Some(raw) = &example.raw {
        return Ok((vec![Input { name: "voorbeeld.csv".to_owned(), bytes: Arc::from(raw.as_bytes()) }], None));
    }
    let tables = [
        (Role::Staff, &example.staff),
        (Role::Trainings, &example.trainings),
        (Role::Registrations, &example.registrations),
        (Role::Groups, &example.groups),
        (Role::Exemptions, &example.exemptions),
        (Role::Expectations, &example.expectations),
    ];
    let mut inputs = Vec::new();
    let mut sheets = Vec::new();
    for (role, rows) in tables.into_iter().filter(|(_, rows)| !rows.is_empty()) {
        let name = format!("{role}.csv");
        let fields = fields(rows)?;
        inputs.push(Input { name: name.clone(), bytes: Arc::from(csv(rows, &fields)?) });
        let columns = (0u16..)
            .zip(&fields)
            .map(|(at, field)| ColumnEntry {
                column: Letters(at).to_string(),
                header: field.name().to_owned(),
                field: Some(*field),
                line: 0,
            })
            .collect();
        sheets.push(SheetMap {
            file: Some(name),
            name: role.name().to_owned(),
            role: Some(role),
            header_row: Some(0),
            columns,
            line: 0,
        });
    }
    Ok((inputs, Some(ColumnMap { sheets, source: "kolommenbestand".to_owned() })))
}

/// The fields that any row has: identity first, as in most files.
fn fields(rows: &[ExampleRow]) -> std::result::Result<Vec<Field>, String> {
    let names: BTreeSet<&str> = rows.iter().flat_map(|row| row.keys().map(String::as_str)).collect();
    let mut fields = Vec::new();
    for name in names {
        let field = Field::ALL.iter().copied().find(|field| field.name() == name);
        fields.push(field.ok_or_else(|| format!("{name:?} is geen veld"))?);
    }
    fields.sort_unstable();
    Ok(fields)
}

fn csv(rows: &[ExampleRow], fields: &[Field]) -> std::result::Result<Vec<u8>, String> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    let fail = |error: csv::Error| error.to_string();
    writer.write_record(fields.iter().map(|field| field.name())).map_err(fail)?;
    for row in rows {
        let cells = fields.iter().map(|field| match row.get(field.name()) {
            Some(ExampleCell::Text(text)) => text.clone(),
            Some(ExampleCell::Number(number)) => number.to_string().replace('.', ","),
            None => String::new(),
        });
        writer.write_record(cells).map_err(fail)?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_of_the_embedded_rules_comes_out_as_it_says() {
        let outcomes = run(&RuleFiles::embedded()).expect("the embedded rules load");
        let bad: Vec<String> =
            outcomes.iter().filter(|outcome| outcome.result != Result::Good).map(ToString::to_string).collect();
        assert!(bad.is_empty(), "{} of {}:\n{}", bad.len(), outcomes.len(), bad.join("\n"));
    }
}
