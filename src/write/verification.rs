//! A report held against a new run: what is the same, and what is not, in words.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

use super::receipt::{File, Line, PROVIDER, Receipt, SCHEMA, file_of_rules, judging};
use super::{json, json_keys, text};
use crate::assess::Input;
use crate::calendar;
use crate::chance::Percent;
use crate::edition::Edition;
use crate::finding::{Norm, Verdict};
use crate::sampling::{Size, Wish};
use crate::seal::sha256;
use crate::settings::Settings;

/// The form of a report.
const REPORT: &str = "toetsklaar-report/1";

/// The parts of a report that not every report has.
const OPTIONAL: [&str; 2] = ["expectations", "sample"];

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
    /// Files that are called otherwise now, in Dutch.
    renamed: Vec<String>,
    /// The same of the extracts of registers.
    renamed_registers: Vec<String>,
}

impl Claim {
    /// Reads a report, or a receipt that stands by itself. `file` is its name, for messages.
    ///
    /// # Errors
    /// A full Dutch sentence: a file that is no report, was cut off, is of a newer version, holds no receipt, or names nobody.
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
        let written = receipt;
        let receipt: Receipt = serde_json::from_value(written.clone()).map_err(|error| {
            format!("Het ontvangstbewijs in {file} is niet te lezen ({error}). Is het met de hand veranderd? Vraag het verslag opnieuw op.")
        })?;
        // Where nobody may be named, nothing tells from which files it came: people could hold guesses against that.
        if receipt.inputs.iter().any(|input| input.sha256.is_empty()) {
            return Err(format!(
                "Het verslag {file} is gemaakt zonder namen (--pseudonymise). Er staat niet in uit welke bestanden het komt, dus het is niet te controleren. Vraag het verslag of het ontvangstbewijs dat zonder --pseudonymise is gemaakt."
            ));
        }
        let mut claim = Claim {
            settings: receipt.settings.clone(),
            receipt,
            report: report.cloned(),
            groups: BTreeMap::new(),
            edited: json_keys::twice(text)
                .into_iter()
                .map(|path| format!("het onderdeel {path} staat er twee keer in"))
                .collect(),
            renamed: Vec::new(),
            renamed_registers: Vec::new(),
        };
        if let Ok(own) = serde_json::to_value(&claim.receipt) {
            let mut more = Vec::new();
            json_keys::added(written, &own, "receipt", &mut more);
            claim
                .edited
                .extend(more.iter().map(|path| format!("het onderdeel {path} hoort niet in een ontvangstbewijs")));
        }
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

    /// The files as the report has them: in its order, and when it is about all of them and no others, by its names. Neither order nor
    /// name is part of what a file says, but both show in a report.
    pub fn as_reported(&mut self, inputs: Vec<Input>) -> Vec<Input> {
        let (inputs, renamed) = as_reported(&self.receipt.inputs, inputs);
        self.renamed = renamed;
        inputs
    }

    /// The same for the extracts of registers.
    pub fn registers_as_reported(&mut self, registers: Vec<Input>) -> Vec<Input> {
        let (registers, renamed) = as_reported(&self.receipt.registers, registers);
        self.renamed_registers = renamed;
        registers
    }

    /// What was asked of the sample in the report: none without one, or when it cannot be drawn again.
    pub fn sample(&self) -> Option<Wish> {
        let sample = self.report.as_ref()?.get("sample")?;
        let text = |key: &str| sample.get(key).and_then(Value::as_str);
        let size = sample.get("size").and_then(Value::as_u64).and_then(|size| u32::try_from(size).ok())?;
        let assurance = Percent::parse(text("assurance")?).filter(|assurance| assurance.is_part())?;
        Some(Wish { size: Size::Files(size), assurance, seed: Some(text("seed")?.to_owned()) })
    }

    /// What a group is called: its name where the report has it.
    fn group(&self, number: u32) -> String {
        self.groups.get(&number).cloned().unwrap_or_else(|| format!("groep {number}"))
    }
}

/// Which file of the report each of these is, by what is in them: one that is called the same goes first.
fn pairs(before: &[File], now: &[File]) -> Vec<Option<usize>> {
    let mut taken = BTreeSet::new();
    let mut found = vec![None; now.len()];
    for named in [true, false] {
        for (file, found) in now.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            let is_it = |other: &File| other.sha256 == file.sha256 && (!named || other.file == file.file);
            *found = (0..before.len()).find(|index| !taken.contains(index) && is_it(&before[*index]));
            taken.extend(*found);
        }
    }
    found
}

/// Inputs in the order and by the names of a report, and which of them are called otherwise.
fn as_reported(before: &[File], inputs: Vec<Input>) -> (Vec<Input>, Vec<String>) {
    let now: Vec<File> =
        inputs.iter().map(|input| File { file: input.name.clone(), sha256: sha256(&input.bytes) }).collect();
    let pairs = pairs(before, &now);
    let is_all = now.len() == before.len() && pairs.iter().all(Option::is_some);
    let mut free: Vec<usize> = (0..before.len()).filter(|index| !pairs.contains(&Some(*index))).collect();
    let mut told = Vec::new();
    let mut placed: Vec<(usize, Input)> = Vec::new();
    for (mut input, pair) in inputs.into_iter().zip(pairs) {
        if let Some(known) = pair.map(|index| &before[index]).filter(|known| is_all && known.file != input.name) {
            told.push(format!("{} heet in het verslag {}", input.name, known.file));
            input.name.clone_from(&known.file);
        }
        // A file that was changed, or a copy with findings of one, stands where it stood.
        let place = pair.unwrap_or_else(|| {
            let named = free.iter().position(|index| before[*index].file == input.name);
            match named.or(if free.is_empty() { None } else { Some(0) }) {
                Some(at) => free.remove(at),
                None => before.len(),
            }
        });
        placed.push((place, input));
    }
    placed.sort_by_key(|(place, _)| *place);
    (placed.into_iter().map(|(_, input)| input).collect(), told)
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
    let report = claim.report.as_ref().and_then(Value::as_object).map(|before| (before, anew(edition)));
    let mut edited = edited(claim);
    // Another version may have had other parts.
    if let Some((before, anew)) = report.as_ref().filter(|_| claim.receipt.version == now.version) {
        let alien = before.keys().filter(|key| !anew.contains_key(*key) && !OPTIONAL.contains(&key.as_str()));
        edited.extend(alien.map(|key| format!("het onderdeel {key} hoort niet in een verslag: {EDITED}")));
    }
    let mut checks = vec![
        compared("report", "Het verslag zelf", edited, "niet veranderd nadat het is gemaakt"),
        compared("inputs", "Bestanden", files(&before.inputs, &now.inputs), "dezelfde inhoud").with(&claim.renamed),
        compared(
            "registers",
            "Uittreksels",
            registers(&before.registers, &now.registers),
            if before.registers.is_empty() { "geen gebruikt" } else { "dezelfde inhoud" },
        )
        .with(&claim.renamed_registers),
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
            changed_settings(claim, &now, settings),
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
    // With all that decides the same, a report has the same bytes.
    if checks.iter().all(|check| check.same)
        && let Some((before, anew)) = &report
    {
        let differs = contents(before, anew);
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

impl Compared {
    /// With what else a reader wants to know of it.
    fn with(mut self, more: &[String]) -> Compared {
        self.details.extend_from_slice(more);
        self
    }
}

/// What must have happened to a report that the program did not write like this.
const EDITED: &str = "het verslag is met de hand veranderd, of beschadigd";

fn edited(claim: &Claim) -> Vec<String> {
    let told = |part: &String| format!("{part}: {EDITED}");
    claim.edited.iter().map(told).collect()
}

fn files(before: &[File], now: &[File]) -> Vec<String> {
    let mut told = Vec::new();
    let pairs = pairs(before, now);
    for (file, _) in now.iter().zip(&pairs).filter(|(_, pair)| pair.is_none()) {
        let twin = before.iter().find(|other| other.sha256 == file.sha256);
        let named = before.iter().any(|other| other.file == file.file);
        told.push(match twin {
            Some(twin) => {
                format!("{} hoort niet bij het verslag: er staat hetzelfde in als in {}", file.file, twin.file)
            }
            None if named => format!("{} is veranderd: het is een ander bestand dan bij het verslag", file.file),
            None => format!("{} hoort niet bij het verslag", file.file),
        });
    }
    for (index, file) in before.iter().enumerate() {
        let here = pairs.contains(&Some(index)) || now.iter().any(|other| other.file == file.file);
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

/// Which settings differ. The name of the provider changes no verdict, but stands in a report.
fn changed_settings(claim: &Claim, now: &Receipt, given: Option<&Settings>) -> Vec<String> {
    let mut told = maps(&claim.receipt.settings, &now.settings, "de instelling ", true);
    if let (Some(given), Some(_)) = (given, &claim.report) {
        let provider = |settings: &BTreeMap<String, String>| -> BTreeMap<String, String> {
            settings
                .iter()
                .filter(|(name, _)| *name == PROVIDER)
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect()
        };
        told.extend(maps(&provider(&claim.settings), &provider(&given.given), "de instelling ", true));
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

/// The report of the new run.
fn anew(edition: &Edition<'_>) -> Map<String, Value> {
    let mut bytes = Vec::new();
    json::report(edition, &mut bytes).expect("writing to memory never fails");
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(report)) => report,
        _ => Map::new(),
    }
}

/// The parts of a report in which a new report of the same run differs.
fn contents(before: &Map<String, Value>, now: &Map<String, Value>) -> Vec<String> {
    let part = |key: &str| match key {
        "findings" => "de bevindingen".to_owned(),
        "people" => "de personen".to_owned(),
        "population" => "de aantallen personen".to_owned(),
        "left_out" | "rows_left_out" => "wat niet meetelt".to_owned(),
        "sample" => "de steekproef".to_owned(),
        other => format!("het onderdeel {other}"),
    };
    let here = now.iter().filter(|(key, value)| before.get(*key) != Some(*value)).map(|(key, _)| key);
    let more = before.keys().filter(|key| !now.contains_key(*key));
    let mut told: Vec<String> = here
        .chain(more)
        .map(|key| format!("{} in het verslag is niet wat er uit de toets komt: {EDITED}", part(key)))
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
