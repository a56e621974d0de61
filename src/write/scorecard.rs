//! The scorecard of the framework: in Dutch sentences for those who read it, and as an element of the JSON report.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::cell::Place;
use crate::edition::{Edition, plain};
use crate::expectations::{Entry, Score, Scorecard, Standing};
use crate::finding::Verdict;
use crate::rules::{RuleOfThumb, RuleSet, ScorecardTerms};

/// What the sheet with expectations says, in short sentences, the outcome first.
pub fn sentences(card: &Scorecard, rules: &RuleSet) -> Vec<String> {
    let terms = &rules.scorecard;
    let (counts, tested) = (&card.score.counts, card.score.counts.tested());
    let [sufficient, insufficient, undecided, not_tested, open] =
        [Standing::Sufficient, Standing::Insufficient, Standing::Undecided, Standing::NotTested, Standing::Open]
            .map(|standing| counts.of(standing));
    let mut said = vec![format!(
        "{sufficient} van de {tested} getoetste verwachtingen voldoende, {insufficient} onvoldoende, {undecided} niet te beoordelen."
    )];
    let source = rules.source(&terms.source).map_or(terms.source.as_str(), |source| source.short.as_str());
    let rule = if card.score.framework.is_some() {
        format!("Vuistregel ({source})")
    } else {
        format!("Vuistregel ({source}), alleen over deze {tested}")
    };
    match (card.score.rule_of_thumb, card.score.certain()) {
        (Some(_), Some(certain)) => said.push(format!("{rule}: {}.", terms.meaning(certain))),
        (Some([low, high]), None) => said.push(format!(
            "{rule}: dat hangt af van wat niet te beoordelen is. Wordt dat onvoldoende: {}. Wordt dat voldoende: {}.",
            terms.meaning(low),
            terms.meaning(high)
        )),
        (None, _) => {}
    }
    if card.score.framework.is_none() {
        let usual: Vec<String> =
            terms.frameworks.iter().map(|framework| format!("{} ({})", framework.total(), framework.name)).collect();
        said.push(format!(
            "Let op: in 2017 toetste de inspectie {} verwachtingen. Met een ander aantal kan de vuistregel anders uitkomen.",
            usual.join(" of ")
        ));
    }
    let plural = |count: u32, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
    if open > 0 {
        let counts = if open == 1 { "telt" } else { "tellen" };
        said.push(format!("{} zonder oordeel {counts} niet mee.", plural(open, "verwachting", "verwachtingen")));
    }
    if not_tested > 0 {
        said.push(format!("{} niet getoetst.", plural(not_tested, "verwachting is", "verwachtingen zijn")));
    }
    for entry in card.entries.iter().filter(|entry| entry.indicated) {
        said.push(format!("{}: {}, indicatie uit het bestand.", name(entry), entry.standing));
    }
    for entry in &card.entries {
        if let Some(ours) = entry.differs_from() {
            said.push(format!(
                "{}: de inspecteur noteerde {}, het bestand wijst op {ours}. Het oordeel van de inspecteur telt.",
                name(entry),
                entry.standing
            ));
        }
    }
    let failing: Vec<String> =
        card.entries.iter().filter(|entry| entry.standing == Standing::Insufficient).map(name).collect();
    if !failing.is_empty() {
        said.push(format!("Onvoldoende: {}.", failing.join(", ")));
    }
    said
}

/// What an expectation is called: its number, else its words.
pub fn name(entry: &Entry) -> String {
    match &entry.number {
        Some(number) => number.clone(),
        None if entry.text.is_empty() => "een verwachting zonder naam".to_owned(),
        None => format!("‘{}’", plain(&entry.text)),
    }
}

/// A theme with its counts: `Veiligheid 4 van 6`.
pub fn themes(card: &Scorecard, rules: &RuleSet) -> Vec<String> {
    let names = rules.scorecard.themes.iter().map(|theme| theme.name.as_str()).chain(["zonder bekend thema"]);
    let tested = names.zip(&card.themes).filter(|(_, counts)| counts.tested() > 0);
    tested.map(|(name, counts)| format!("{name} {} van {}", counts.of(Standing::Sufficient), counts.tested())).collect()
}

/// A score as an element of a JSON report.
#[derive(Serialize)]
pub struct ScoreEntry<'a> {
    tested: u32,
    counts: BTreeMap<&'static str, u32>,
    rule_of_thumb: Option<&'static str>,
    /// The two outcomes between which what is undecided decides.
    rule_of_thumb_between: Option<[&'static str; 2]>,
    framework: Option<&'a str>,
}

impl<'a> ScoreEntry<'a> {
    /// The score, with the name of the framework that has as many expectations.
    pub fn of(score: &Score, terms: &'a ScorecardTerms) -> Self {
        let between = score.rule_of_thumb.filter(|[low, high]| low != high);
        ScoreEntry {
            tested: score.counts.tested(),
            counts: Standing::ALL.iter().map(|standing| (standing.name(), score.counts.of(*standing))).collect(),
            rule_of_thumb: score.certain().map(RuleOfThumb::name),
            rule_of_thumb_between: between.map(|both| both.map(RuleOfThumb::name)),
            framework: score.framework.map(|at| terms.frameworks[at].name.as_str()),
        }
    }
}

/// What an inspector noted on the expectations of the framework.
#[derive(Serialize)]
struct ScorecardEntry<'a> {
    #[serde(flatten)]
    score: ScoreEntry<'a>,
    entries: Vec<ExpectationEntry<'a>>,
}

#[derive(Serialize)]
struct ExpectationEntry<'a> {
    number: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
    theme: Option<&'a str>,
    verdict: &'static str,
    /// `inspecteur` or `bestand`.
    by: &'static str,
    /// What the file indicates, for 5.2.1 and 5.2.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    indicated: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<OpinionCell<'a>>,
}

#[derive(Serialize)]
struct OpinionCell<'a> {
    file: &'a str,
    sheet: &'a str,
    cell: String,
    value: &'a str,
}

/// The scorecard as an element of the JSON report.
pub fn report<'a>(edition: &Edition<'a>, card: &'a Scorecard) -> impl Serialize + use<'a> {
    let terms = &edition.assessment.rules.scorecard;
    let cell = |place: Place, value: &'a str| {
        let (input, sheet) = edition.assessment.sheet(place.sheet);
        OpinionCell { file: &input.file, sheet: &sheet.name, cell: place.position.to_string(), value }
    };
    let entry = |entry: &'a Entry| ExpectationEntry {
        number: entry.number.as_deref(),
        text: &entry.text,
        theme: entry
            .theme
            .map(|at| terms.themes[at].name.as_str())
            .or(Some(entry.other_theme.as_str()).filter(|theme| !theme.is_empty())),
        verdict: entry.standing.name(),
        by: if entry.indicated { "bestand" } else { "inspecteur" },
        indicated: entry.ours.map(Verdict::name),
        cell: entry.cell.map(|place| cell(place, &entry.typed)),
    };
    ScorecardEntry { score: ScoreEntry::of(&card.score, terms), entries: card.entries.iter().map(entry).collect() }
}
