//! A report held against a new run: what is the same, and what is not, in words.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::receipt::{File, Line, Receipt, SCHEMA, file_of_rules, judging};
use super::{json, text};
use crate::calendar;
use crate::edition::Edition;
use crate::finding::{Norm, Verdict};
use crate::settings::Settings;

/// The form of a report.
const REPORT: &str = "toetsklaar-report/1";

/// A report or receipt, as somebody hands it over.
pub struct Claim {
    /// What it says of itself.
    pub receipt: Receipt,
    /// The settings that it gives, the name of the provider included.
    pub settings: BTreeMap<String, String>,
    /// The whole report; none for a receipt alone.
    report: Option<Value>,
    /// By number of the group: its name and location.
    groups: BTreeMap<u32, String>,
    /// What in it does not fit the rest, in Dutch.
    edited: Vec<String>,
}

impl Claim {
    /// Reads a report, or a receipt that stands by itself. `file` is its name, for messages.
    ///
    /// # Errors
    /// A full Dutch sentence: a file that is no report, was cut off, is of a newer version, or holds no receipt.
    pub fn read(file: &str, text: &str) -> Result<Claim, String> {
        let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| match error.classify() {
            serde_json::error::Category::Eof => format!(
                "Het verslag {file} houdt halverwege op. Laat het opnieuw maken, met: toetsklaar check BESTAND --format json"
            ),
            _ => no_report(file),
        })?;
        let schema = value.get("schema").and_then(Value::as_str).ok_or_else(|| no_report(file))?;
        let (receipt, report) = match schema {
            SCHEMA => (Some(&value), None),
            REPORT => (value.get("receipt"), Some(&value)),
            _ if schema.starts_with("toetsklaar-report/") || schema.starts_with("toetsklaar-receipt/") => {
                return Err(format!(
                    "Het verslag {file} is van een andere versie van toetsklaar ({schema}). Controleer het met de versie die het maakte, of met een nieuwere."
                ));
            }
            _ => return Err(no_report(file)),
        };
        let receipt = receipt.ok_or_else(|| {
            format!("In het verslag {file} staat geen ontvangstbewijs. Het is gemaakt met een oudere versie van toetsklaar. Laat het opnieuw maken.")
        })?;
        let receipt: Receipt = serde_json::from_value(receipt.clone()).map_err(|error| {
            format!("Het ontvangstbewijs in {file} is niet te lezen ({error}). Is het met de hand veranderd? Vraag het verslag opnieuw op.")
        })?;
        let mut claim = Claim {
            settings: receipt.settings.clone(),
            receipt,
            report: report.cloned(),
            groups: BTreeMap::new(),
            edited: Vec::new(),
        };
        if !claim.receipt.is_whole() {
            claim.edited.push("het kenmerk past niet bij de oordelen in het ontvangstbewijs".to_owned());
        }
        if let Some(report) = report {
            claim.hold_report(report);
        }
        Ok(claim)
    }

    /// Holds the parts of a report against its receipt.
    fn hold_report(&mut self, report: &Value) {
        let entries = report.get("verdicts").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        for (line, entry) in self.receipt.verdicts.iter().zip(entries) {
            let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default();
            if let Some(group) = line.group {
                let name = match text("location") {
                    "" => text("group").to_owned(),
                    location => format!("{} ({location})", text("group")),
                };
                self.groups.insert(group, name);
            }
        }
        if let Some(Value::Object(settings)) = report.get("settings") {
            let given = settings.iter().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
            self.settings = given.collect();
        }
        let files = |of_register: bool| {
            let inputs = report.get("inputs").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            let own = inputs.iter().filter(|input| input.get("role").is_some() == of_register);
            own.map(|input| {
                let text = |key: &str| input.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
                File { file: text("file"), sha256: text("sha256") }
            })
            .collect::<Vec<_>>()
        };
        let text = |path: &str| report.pointer(path).and_then(Value::as_str).unwrap_or_default();
        let receipt = &self.receipt;
        let same_verdicts = entries.len() == receipt.verdicts.len()
            && entries.iter().zip(&receipt.verdicts).all(|(entry, line)| is_line(entry, line));
        for (same, part) in [
            (same_verdicts, "de oordelen"),
            (files(false) == receipt.inputs && files(true) == receipt.registers, "de bestanden"),
            (text("/reference_date") == receipt.reference_date, "de gegevens over de peildatum"),
            (text("/rule_set/sha256") == receipt.rules_sha256, "de regels"),
            (text("/tool/version") == receipt.version, "de gegevens over het programma"),
            (judging(&self.settings) == receipt.settings, "de instellingen"),
        ] {
            if !same {
                self.edited.push(format!("{part} in het verslag staan anders in het ontvangstbewijs"));
            }
        }
    }

    /// What a group is called: its name where the report has it.
    fn group(&self, number: u32) -> String {
        self.groups.get(&number).cloned().unwrap_or_else(|| format!("groep {number}"))
    }
}

fn no_report(file: &str) -> String {
    format!(
        "{file} is geen verslag van toetsklaar. Geef eerst het verslag (gemaakt met check --format json) of het ontvangstbewijs (gemaakt met check --receipt), en daarna de bestanden."
    )
}

/// The verdicts in the order in which one on the provider counts its groups.
const COUNTED: [&str; 4] = [
    Verdict::Sufficient.name(),
    Verdict::Insufficient.name(),
    Verdict::Undecided.name(),
    Verdict::NotApplicable.name(),
];

/// Whether a verdict in a report is the one in its receipt.
fn is_line(entry: &Value, line: &Line) -> bool {
    let text = |key: &str| entry.get(key).and_then(Value::as_str);
    let scope = if line.group.is_some() { "group" } else { "provider" };
    let names: &[&str] = if line.group.is_some() {
        &["low", "high", "total"]
    } else {
        &["voldoende", "onvoldoende", "niet te beoordelen", "niet van toepassing"]
    };
    let counts = entry.get(if line.group.is_some() { "persons" } else { "groups" });
    let counts: Vec<u64> = names
        .iter()
        .map(|name| counts.and_then(|counts| counts.get(*name)).and_then(Value::as_u64).unwrap_or_default())
        .collect();
    text("norm") == Some(line.norm.name())
        && text("scope") == Some(scope)
        && text("verdict") == Some(line.verdict.name())
        && counts.iter().copied().eq(line.counts.iter().map(|count| u64::from(*count)))
        && text("required") == line.required.as_deref()
}

/// One thing that was compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Its name in JSON.
    pub check: &'static str,
    /// Whether nothing differs.
    pub same: bool,
    /// What differs, or how it was found to be the same, in Dutch.
    pub details: Vec<String>,
    /// What it is called in Dutch.
    #[serde(skip)]
    title: &'static str,
}

/// A report held against a new run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    schema: &'static str,
    reference_date: String,
    /// Whether nothing differs at all.
    pub same: bool,
    /// What was compared, in order.
    pub checks: Vec<Compared>,
}

/// Compares what a report claims with a new run. `settings` are those that the user gave anew, if any.
pub fn verify(claim: &Claim, edition: &Edition<'_>, settings: Option<&Settings>) -> Verification {
    let (before, now) = (&claim.receipt, Receipt::of(edition));
    let mut checks = vec![
        compared("report", "Het verslag zelf", edited(claim), "niet veranderd nadat het is gemaakt"),
        compared("inputs", "Bestanden", files(&before.inputs, &now.inputs), "dezelfde inhoud"),
        compared(
            "registers",
            "Uittreksels",
            registers(&before.registers, &now.registers),
            if before.registers.is_empty() { "geen gebruikt" } else { "dezelfde inhoud" },
        ),
        compared("version", "Programma", version(before, &now), &format!("dezelfde versie ({})", now.version)),
        compared(
            "rules",
            "Regels",
            rules(before, &now),
            &format!("dezelfde ({}, versie {})", now.rule_set, now.rule_set_version),
        ),
        compared(
            "settings",
            "Instellingen",
            maps(&before.settings, &now.settings, "de instelling ", true),
            if settings.is_some() { "dezelfde" } else { "overgenomen uit het verslag" },
        ),
        compared(
            "columns",
            "Kolommenbestand",
            column_map(before, &now),
            if now.columns_sha256.is_some() { "hetzelfde" } else { "geen gebruikt" },
        ),
        compared(
            "verdicts",
            "Oordelen",
            verdicts(claim, &now, edition),
            &format!("dezelfde (kenmerk {})", &now.verdicts_sha256[..12]),
        ),
    ];
    // With all that decides the same, a report has the same bytes. One without names is another edition.
    if checks.iter().all(|check| check.same)
        && let Some(report) = claim.report.as_ref().filter(|report| has_names(report))
    {
        let differs = contents(report, edition);
        let same = "bevindingen, personen en al het andere zijn gelijk";
        checks.push(compared("contents", "De rest van het verslag", differs, same));
    }
    Verification {
        schema: "toetsklaar-verification/1",
        reference_date: before.reference_date.clone(),
        same: checks.iter().all(|check| check.same),
        checks,
    }
}

fn compared(check: &'static str, title: &'static str, differences: Vec<String>, same: &str) -> Compared {
    let is_same = differences.is_empty();
    Compared { check, same: is_same, details: if is_same { vec![same.to_owned()] } else { differences }, title }
}

fn edited(claim: &Claim) -> Vec<String> {
    let told = |part: &String| format!("{part}: het verslag is met de hand veranderd, of beschadigd");
    claim.edited.iter().map(told).collect()
}

fn files(before: &[File], now: &[File]) -> Vec<String> {
    let mut told = Vec::new();
    for file in now {
        let same = before.iter().find(|other| other.sha256 == file.sha256);
        let named = before.iter().find(|other| other.file == file.file);
        match (same, named) {
            (Some(_), _) => {}
            (None, Some(_)) => {
                told.push(format!("{} is veranderd: het is een ander bestand dan bij het verslag", file.file));
            }
            (None, None) => told.push(format!("{} hoort niet bij het verslag", file.file)),
        }
    }
    for file in before {
        let here = now.iter().any(|other| other.sha256 == file.sha256 || other.file == file.file);
        if !here {
            told.push(format!("{} hoort bij het verslag en is nu niet meegegeven", file.file));
        }
    }
    told
}

fn registers(before: &[File], now: &[File]) -> Vec<String> {
    let mut told = files(before, now);
    if now.is_empty() && !before.is_empty() {
        told =
            before.iter().map(|file| format!("{} is nu niet meegegeven: doe dat met --register", file.file)).collect();
    }
    told
}

fn version(before: &Receipt, now: &Receipt) -> Vec<String> {
    if before.version == now.version {
        return Vec::new();
    }
    vec![format!("het verslag is gemaakt met versie {}, dit is versie {}", before.version, now.version)]
}

fn rules(before: &Receipt, now: &Receipt) -> Vec<String> {
    let mut told = maps(&before.rules, &now.rules, "", false);
    if told.is_empty() && before.rules_sha256 != now.rules_sha256 {
        told.push("de regels als geheel zijn anders".to_owned());
    }
    told
}

/// What differs between two lists of names and values.
fn maps(before: &BTreeMap<String, String>, now: &BTreeMap<String, String>, lead: &str, values: bool) -> Vec<String> {
    let name = |name: &str| if values { format!("{lead}{name}") } else { file_of_rules(name) };
    let mut told = Vec::new();
    for (key, value) in before {
        match now.get(key) {
            None if values => told.push(format!("{} was {value}, en is nu niet ingesteld", name(key))),
            None => told.push(format!("{} is weg", name(key))),
            Some(other) if other == value => {}
            Some(other) if values => told.push(format!("{} was {value}, is nu {other}", name(key))),
            Some(_) => told.push(format!("{} is anders", name(key))),
        }
    }
    for (key, value) in now.iter().filter(|(key, _)| !before.contains_key(*key)) {
        told.push(if values { format!("{} is nieuw: {value}", name(key)) } else { format!("{} is nieuw", name(key)) });
    }
    told
}

fn column_map(before: &Receipt, now: &Receipt) -> Vec<String> {
    let told = match (&before.columns_sha256, &now.columns_sha256) {
        (before, now) if before == now => return Vec::new(),
        (Some(_), None) => "bij het verslag is een kolommenbestand gebruikt, en nu niet: geef het mee met --columns",
        (None, Some(_)) => "bij het verslag is geen kolommenbestand gebruikt, en nu wel",
        _ => "bij het verslag is een ander kolommenbestand gebruikt",
    };
    vec![told.to_owned()]
}

/// Which verdicts came out otherwise: norm, group, before and after.
fn verdicts(claim: &Claim, now: &Receipt, edition: &Edition<'_>) -> Vec<String> {
    let shown = |group: u32| {
        let name = edition.group(group - 1);
        match edition.location(group - 1) {
            "" => name.to_owned(),
            location => format!("{name} ({location})"),
        }
    };
    // Groups are known by name where the report has names: in another file they may stand in another order.
    let named = !claim.groups.is_empty();
    let key = |line: &Line, ours: bool| match line.group {
        None => (line.norm, String::new()),
        Some(group) if !named => (line.norm, format!("groep {group}")),
        Some(group) => (line.norm, if ours { shown(group) } else { claim.group(group) }),
    };
    let before: BTreeMap<(Norm, String), &Line> =
        claim.receipt.verdicts.iter().map(|line| (key(line, false), line)).collect();
    let after: BTreeMap<(Norm, String), &Line> = now.verdicts.iter().map(|line| (key(line, true), line)).collect();
    let mut told = Vec::new();
    for (about, line) in &before {
        let place = place(about);
        match after.get(about) {
            None => told.push(format!("{place}: was {}, en is er nu niet", line.verdict)),
            Some(other) if other.verdict != line.verdict => {
                told.push(format!("{place}: was {}, is nu {}", line.verdict, other.verdict));
            }
            Some(other) if other.counts != line.counts || other.required != line.required => {
                told.push(format!(
                    "{place}: blijft {}, met andere aantallen ({}, was {})",
                    line.verdict,
                    numbers(other),
                    numbers(line)
                ));
            }
            Some(_) => {}
        }
    }
    for (about, line) in after.iter().filter(|(about, _)| !before.contains_key(*about)) {
        told.push(format!("{}: is er nu bij, {}", place(about), line.verdict));
    }
    told
}

fn place((norm, group): &(Norm, String)) -> String {
    if group.is_empty() { format!("{norm}, aanbieder") } else { format!("{norm}, {group}") }
}

/// What stands behind a verdict.
fn numbers(line: &Line) -> String {
    match (line.group, line.counts.as_slice()) {
        (Some(_), [low, high, total]) => {
            let norm = line.required.as_ref().map_or_else(String::new, |share| format!(", norm {share}"));
            format!("zeker {low}, mogelijk {high}, van {total}{norm}")
        }
        (_, counts) => {
            let told = counts.iter().zip(COUNTED).filter(|(count, _)| **count > 0);
            told.map(|(count, name)| format!("{count} {name}")).collect::<Vec<_>>().join(", ")
        }
    }
}

fn has_names(report: &Value) -> bool {
    let people = report.get("people").and_then(Value::as_array);
    people.is_some_and(|people| people.iter().all(|person| person.get("name").is_some()))
}

/// The parts of a report in which a new report of the same run differs.
fn contents(report: &Value, edition: &Edition<'_>) -> Vec<String> {
    let mut bytes = Vec::new();
    json::report(edition, &mut bytes).expect("writing to memory never fails");
    let Ok(Value::Object(now)) = serde_json::from_slice::<Value>(&bytes) else {
        return Vec::new();
    };
    let part = |key: &str| match key {
        "findings" => "de bevindingen".to_owned(),
        "people" => "de personen".to_owned(),
        "population" => "de aantallen personen".to_owned(),
        "left_out" | "rows_left_out" => "wat niet meetelt".to_owned(),
        other => format!("het onderdeel {other}"),
    };
    let before = report.as_object();
    let mut told: Vec<String> = now
        .iter()
        .filter(|(key, value)| before.and_then(|before| before.get(*key)) != Some(*value))
        .map(|(key, _)| {
            format!(
                "{} in het verslag is niet wat er uit de toets komt: het verslag is met de hand veranderd",
                part(key)
            )
        })
        .collect();
    told.dedup();
    told
}

impl Verification {
    /// Writes it in words.
    ///
    /// # Errors
    /// Only what the writer gives.
    pub fn text(&self, report: &str, out: &mut dyn Write) -> io::Result<()> {
        let date = self.reference_date.parse().map_or_else(|_| self.reference_date.clone(), calendar::shown);
        writeln!(out, "{} · peildatum {}\n", text::Line(report), text::Line(&date))?;
        for check in &self.checks {
            let word = if check.same { "gelijk" } else { "ANDERS" };
            writeln!(out, "  {word}  {}", check.title)?;
            for detail in &check.details {
                writeln!(out, "            {}", text::Line(detail))?;
            }
        }
        let whole = self.checks.iter().any(|check| check.check == "contents");
        let end = match (self.same, whole) {
            (true, true) => "Alles is gelijk: met deze bestanden, regels en instellingen komt hetzelfde verslag eruit.",
            (true, false) => {
                "Alles is gelijk: met deze bestanden, regels en instellingen komen dezelfde oordelen eruit."
            }
            (false, _) => "Niet alles is gelijk. Wat anders is, staat hierboven.",
        };
        writeln!(out, "\n{end}")
    }

    /// Writes it for other programs.
    ///
    /// # Errors
    /// Only what the writer gives.
    pub fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self).map_err(io::Error::from)?;
        out.write_all(b"\n")
    }
}
