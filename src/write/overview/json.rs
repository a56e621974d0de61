//! The overview as JSON (schema `toetsklaar-overview/1`).

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::assess::DISCLAIMER;
use crate::check::Persons;
use crate::finding::{Effect, Norm, Verdict};
use crate::overview::{
    Duplicate, FindingLine, GroupLine, Overview, PassedOver, Provider, Sameness, SourceFile, Taken, TakenSample,
    interval,
};
use crate::packed::Packed;
use crate::rules::RuleSet;
use crate::write::entries::{Groups, Posts, Rules, TOOL, Tool};
use crate::write::scorecard::ScoreEntry;

/// The report, in the making. What it says of a provider waits packed, because what it says of all together stands before it. The
/// same input, rules, settings and date give the same bytes.
#[derive(Debug, Default)]
pub struct Report {
    providers: Packed,
}

impl Report {
    /// Adds a provider, with what was taken out of its assessment.
    pub fn add(&mut self, provider: &Provider, taken: Option<&Taken>, rules: &RuleSet) {
        let before: &[u8] = if self.providers.is_empty() { b"\n" } else { b",\n" };
        let mut elements = Deeper(&mut self.providers);
        let written = elements.write_all(before).and_then(|()| {
            serde_json::to_writer_pretty(elements, &provider_entry(provider, taken, rules)).map_err(io::Error::from)
        });
        written.expect("memory takes everything");
    }

    /// Writes the report.
    ///
    /// # Errors
    /// Only what the writer gives.
    pub fn finish(&self, overview: &Overview, out: &mut dyn Write) -> io::Result<()> {
        let rules = &overview.rules;
        let head = Head {
            schema: "toetsklaar-overview/1",
            tool: TOOL,
            disclaimer: DISCLAIMER,
            reference_date: overview.reference_date.to_string(),
            rule_set: Rules::of(rules),
            totals: overview.totals().map(|total| TotalEntry {
                norm: total.norm,
                voldoende: total.sufficient,
                onvoldoende: total.insufficient,
                undecided: total.undecided,
                unread: total.unread,
                persons: total.persons,
            }),
        };
        let duplicates = overview.duplicates();
        let common = overview.most_common().into_iter().map(|(rule, frequency)| CommonEntry {
            rule: &rule.code,
            providers: frequency.providers,
            groups: frequency.groups,
            findings: frequency.findings,
        });
        let tail = Tail {
            registers: overview.registers.iter().map(file_entry).collect(),
            passed_over: overview.passed_over.iter().map(passed).collect(),
            common: common.collect(),
            duplicates: duplicates.iter().map(|duplicate| duplicate_entry(overview, duplicate)).collect(),
        };
        // One object: the first half without its last line, and the second without its first brace.
        let (head, tail) = (serde_json::to_string_pretty(&head)?, serde_json::to_string_pretty(&tail)?);
        write!(out, "{},\n  \"providers\": [", head.trim_end_matches("\n}"))?;
        self.providers.pour(out)?;
        writeln!(out, "\n  ],{}", tail.trim_start_matches('{'))
    }
}

/// Writes what stands two levels deep.
struct Deeper<'a>(&'a mut Packed);

impl Write for Deeper<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.0.write_all(line)?;
            if line.ends_with(b"\n") {
                self.0.write_all(b"    ")?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// What stands before the providers.
#[derive(Serialize)]
struct Head<'a> {
    schema: &'static str,
    tool: Tool,
    disclaimer: &'static str,
    reference_date: String,
    rule_set: Rules<'a>,
    totals: [TotalEntry; 3],
}

/// What stands behind the providers.
#[derive(Serialize)]
struct Tail<'a> {
    registers: Vec<FileEntry<'a>>,
    passed_over: Vec<PassedEntry<'a>>,
    common: Vec<CommonEntry<'a>>,
    duplicates: Vec<DuplicateEntry<'a>>,
}

#[derive(Serialize)]
struct TotalEntry {
    norm: Norm,
    voldoende: u32,
    onvoldoende: u32,
    #[serde(rename = "niet te beoordelen")]
    undecided: u32,
    #[serde(rename = "niet gelezen")]
    unread: u32,
    persons: Persons,
}

#[derive(Serialize)]
struct ProviderEntry<'a> {
    provider: &'a str,
    read: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    files: Vec<FileEntry<'a>>,
    passed_over: Vec<PassedEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    figures: Option<FiguresEntry<'a>>,
}

#[derive(Serialize)]
struct FileEntry<'a> {
    file: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct PassedEntry<'a> {
    name: &'a str,
    reason: &'a str,
}

fn file_entry(file: &SourceFile) -> FileEntry<'_> {
    FileEntry { file: &file.name, sha256: &file.sha256 }
}

fn passed(passed: &PassedOver) -> PassedEntry<'_> {
    PassedEntry { name: &passed.name, reason: &passed.reason }
}

#[derive(Serialize)]
struct FiguresEntry<'a> {
    settings: &'a BTreeMap<String, String>,
    population: PopulationEntry,
    verdicts: Vec<VerdictEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sample: Option<SampleEntry<'a>>,
    missing: Vec<&'static str>,
    sheets_not_judged: u32,
    rows_left_out: u32,
    columns_withheld: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    expectations: Option<ScoreEntry<'a>>,
    groups: Vec<GroupEntry<'a>>,
    findings: Vec<FindingEntry<'a>>,
}

#[derive(Serialize)]
struct SampleEntry<'a> {
    seed: &'a str,
    assurance: String,
    population: u32,
    size: u32,
    persons: Vec<DrawnEntry<'a>>,
    /// How many at most are at fault when 0, 1, 2 … of those drawn are.
    at_most: &'a [u32],
}

#[derive(Serialize)]
struct DrawnEntry<'a> {
    person: &'a str,
    stratum: &'static str,
}

#[derive(Serialize)]
struct PopulationEntry {
    persons: u32,
    active: u32,
    left: u32,
    not_started: u32,
}

#[derive(Serialize)]
struct VerdictEntry {
    norm: Norm,
    verdict: Verdict,
    groups: Groups,
    persons: Persons,
    /// 95 %, in tenths of a percent: low of the certain, high of the possible.
    interval: Option<IntervalEntry>,
}

#[derive(Serialize)]
struct IntervalEntry {
    low: String,
    high: String,
}

#[derive(Serialize)]
struct GroupEntry<'a> {
    norm: Norm,
    group: &'a str,
    location: Option<&'a str>,
    verdict: Verdict,
    persons: Persons,
    fte: Option<Posts>,
    required: Option<String>,
}

#[derive(Serialize)]
struct FindingEntry<'a> {
    rule: &'a str,
    norm: Norm,
    effect: Effect,
    message: &'a str,
    remedy: &'a str,
    person: Option<&'a str>,
    group: Option<&'a str>,
    file: &'a str,
    cell: &'a str,
    other_cells: u32,
    value: Option<&'a str>,
}

#[derive(Serialize)]
struct CommonEntry<'a> {
    rule: &'a str,
    providers: u32,
    groups: u32,
    findings: u32,
}

#[derive(Serialize)]
struct DuplicateEntry<'a> {
    number: String,
    same_name: bool,
    holders: Vec<HolderEntry<'a>>,
}

#[derive(Serialize)]
struct HolderEntry<'a> {
    provider: &'a str,
    name: &'a str,
    person: &'a str,
    place: &'a str,
}

fn provider_entry<'a>(provider: &'a Provider, taken: Option<&'a Taken>, rules: &'a RuleSet) -> ProviderEntry<'a> {
    ProviderEntry {
        provider: &provider.name,
        read: provider.outcome.is_ok(),
        reason: provider.outcome.as_ref().err().map(String::as_str),
        files: provider.files.iter().map(file_entry).collect(),
        passed_over: provider.passed_over.iter().map(passed).collect(),
        figures: taken.map(|taken| figures_entry(taken, rules)),
    }
}

fn figures_entry<'a>(taken: &'a Taken, rules: &'a RuleSet) -> FiguresEntry<'a> {
    let figures = &taken.figures;
    let people = &figures.population;
    FiguresEntry {
        settings: &figures.settings,
        population: PopulationEntry {
            persons: people.persons,
            active: people.active,
            left: people.left,
            not_started: people.not_started,
        },
        verdicts: Norm::JUDGED
            .map(|norm| {
                let of_norm = figures.norm(norm);
                VerdictEntry {
                    norm,
                    verdict: of_norm.verdict,
                    groups: Groups::of(of_norm.groups),
                    persons: of_norm.persons,
                    interval: interval(&of_norm.persons)
                        .map(|interval| IntervalEntry { low: share(interval.low), high: share(interval.high) }),
                }
            })
            .into(),
        sample: figures.sample.as_ref().map(sample_entry),
        missing: figures.missing.iter().map(|missing| missing.name()).collect(),
        sheets_not_judged: figures.sheets_not_judged,
        rows_left_out: figures.rows_left_out,
        columns_withheld: figures.columns_withheld,
        expectations: figures.score.as_ref().map(|score| ScoreEntry::of(score, &rules.scorecard)),
        groups: taken.groups.iter().map(group_entry).collect(),
        findings: taken.findings.iter().map(|finding| finding_entry(finding, rules)).collect(),
    }
}

fn sample_entry(taken: &TakenSample) -> SampleEntry<'_> {
    let sample = &taken.sample;
    SampleEntry {
        seed: &sample.seed,
        assurance: sample.wish.assurance.to_string(),
        population: sample.population(),
        size: sample.size(),
        persons: taken
            .people
            .iter()
            .map(|person| DrawnEntry { person: &person.key, stratum: person.layer.name() })
            .collect(),
        at_most: &sample.bounds,
    }
}

/// Tenths of a percent as a decimal: `0.361`.
fn share(tenths: u16) -> String {
    format!("{}.{:03}", tenths / 1_000, tenths % 1_000)
}

fn group_entry(line: &GroupLine) -> GroupEntry<'_> {
    let tally = &line.tally;
    GroupEntry {
        norm: line.norm,
        group: &line.group,
        location: Some(line.location.as_str()).filter(|location| !location.is_empty()),
        verdict: line.verdict,
        persons: tally.persons(),
        fte: Posts::of(tally),
        required: line.required.as_ref().map(ToString::to_string),
    }
}

fn finding_entry<'a>(finding: &'a FindingLine, rules: &'a RuleSet) -> FindingEntry<'a> {
    FindingEntry {
        rule: &rules.rules[usize::from(finding.rule)].code,
        norm: finding.norm,
        effect: finding.effect,
        message: &finding.message,
        remedy: &finding.remedy,
        person: finding.person.as_ref().map(|(_, key)| key.as_str()),
        group: finding.group.as_deref(),
        file: &finding.file,
        cell: &finding.cell,
        other_cells: finding.other_cells,
        value: finding.value.as_deref(),
    }
}

fn duplicate_entry<'a>(overview: &'a Overview, duplicate: &'a Duplicate) -> DuplicateEntry<'a> {
    let holders = duplicate.holders.iter().map(|holder| HolderEntry {
        provider: &overview.providers[holder.provider as usize].name,
        name: &holder.name,
        person: &holder.key,
        place: &holder.place,
    });
    DuplicateEntry {
        number: duplicate.number.to_string(),
        same_name: duplicate.sameness == Sameness::OneName,
        holders: holders.collect(),
    }
}
