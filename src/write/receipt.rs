//! The receipt: from which files, rules, settings and program a report came, and which verdicts came out.
//!
//! It holds no name of a person or group, and no hash of anything that could be guessed: groups are numbers, in the order of the
//! report, and the verdicts themselves stand beside the digest over them. So the digest tells nothing that the receipt does not, and
//! is short enough to write down.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::amount::Share;
use crate::assess::InputReport;
use crate::check::Tally;
use crate::edition::Edition;
use crate::finding::{Norm, Verdict};
use crate::seal::hexadecimal;

/// The form of a receipt that stands by itself.
pub const SCHEMA: &str = "toetsklaar-receipt/1";

/// The setting that changes no verdict: what the provider is called.
pub const PROVIDER: &str = "provider";

/// From what a report came, and which verdicts came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Which form this is.
    pub schema: String,
    /// Version of the program.
    pub version: String,
    /// Peildatum, as `2026-11-23`.
    pub reference_date: String,
    /// Name of the rule set.
    pub rule_set: String,
    /// Version of the rule set.
    pub rule_set_version: String,
    /// SHA-256 over all rule files.
    pub rules_sha256: String,
    /// SHA-256 of each rule file, by its path.
    pub rules: BTreeMap<String, String>,
    /// The settings that were given; without the name of the provider, which changes no verdict.
    pub settings: BTreeMap<String, String>,
    /// SHA-256 of the column map; none without one.
    pub columns_sha256: Option<String>,
    /// The files of the provider.
    pub inputs: Vec<File>,
    /// The extracts of registers.
    pub registers: Vec<File>,
    /// Every verdict.
    pub verdicts: Vec<Line>,
    /// SHA-256 over the verdicts.
    pub verdicts_sha256: String,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct File {
    /// Its name.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// A verdict, with the counts behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// On which norm.
    pub norm: Norm,
    /// Number of the group, in the order of the report; none for the provider.
    pub group: Option<u32>,
    /// The verdict.
    pub verdict: Verdict,
    /// How many are certain, how many possible and how many there are, in persons; of the provider, how many groups are voldoende,
    /// onvoldoende, niet te beoordelen and niet van toepassing.
    pub counts: Vec<u32>,
    /// The share that is asked, where one is.
    pub required: Option<String>,
}

impl Receipt {
    /// The receipt of an assessment.
    pub fn of(edition: &Edition<'_>) -> Receipt {
        let assessment = edition.assessment;
        let judgement = &assessment.judgement;
        let mut verdicts = Vec::new();
        for provider in &judgement.provider_verdicts {
            for verdict in judgement.group_verdicts.iter().filter(|verdict| verdict.norm == provider.norm) {
                let tally: &Tally = judgement.groups[verdict.group as usize].tally(verdict.norm);
                verdicts.push(Line {
                    norm: verdict.norm,
                    group: Some(verdict.group + 1),
                    verdict: verdict.verdict,
                    counts: vec![tally.low, tally.high, tally.total],
                    required: verdict.required.as_ref().map(Share::to_string),
                });
            }
            verdicts.push(Line {
                norm: provider.norm,
                group: None,
                verdict: provider.verdict,
                counts: provider.groups.to_vec(),
                required: None,
            });
        }
        let files = |inputs: &[InputReport]| {
            let file = |input: &InputReport| File { file: input.file.clone(), sha256: input.sha256.clone() };
            inputs.iter().map(file).collect()
        };
        Receipt {
            schema: SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            reference_date: assessment.reference_date.to_string(),
            rule_set: assessment.rules.name.clone(),
            rule_set_version: assessment.rules.version.clone(),
            rules_sha256: assessment.rules.sha256.clone(),
            rules: assessment.rule_files.hashes().map(|(path, hash)| (path.to_owned(), hash)).collect(),
            settings: judging(&assessment.settings.given),
            columns_sha256: assessment.column_map.clone(),
            inputs: files(&assessment.inputs),
            registers: files(&assessment.registers),
            verdicts_sha256: digest(&verdicts),
            verdicts,
        }
    }

    /// Whether the digest is that of the verdicts.
    pub fn is_whole(&self) -> bool {
        self.verdicts_sha256 == digest(&self.verdicts)
    }

    /// The receipt as a file of its own.
    pub fn text(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("a receipt holds nothing that JSON cannot");
        text + "\n"
    }
}

/// The settings that can change a verdict.
pub fn judging(given: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    given.iter().filter(|(name, _)| *name != PROVIDER).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// A rule by its code, any other file by its path.
pub fn file_of_rules(path: &str) -> String {
    let stem = path.strip_suffix(".toml").unwrap_or(path);
    match stem.rsplit_once('/') {
        Some((_, code)) if code.starts_with(|c: char| c.is_ascii_uppercase()) => format!("regel {code}"),
        _ => format!("lijst {stem}"),
    }
}

/// A digest over the verdicts, field by field, so that it does not hang on how JSON is laid out.
fn digest(verdicts: &[Line]) -> String {
    let mut digest = Sha256::new();
    let mut add = |part: &str| {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    };
    for line in verdicts {
        add(line.norm.name());
        add(&line.group.map_or_else(String::new, |group| group.to_string()));
        add(line.verdict.name());
        let counts: Vec<String> = line.counts.iter().map(u32::to_string).collect();
        add(&counts.join(" "));
        add(line.required.as_deref().unwrap_or_default());
    }
    hexadecimal(&digest.finalize())
}
