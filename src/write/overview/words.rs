//! What an overview says in Dutch, the same on the screen and in the workbook.

use crate::check::Persons;
use crate::expectations::Standing;
use crate::finding::{Norm, Verdict};
use crate::overview::{Figures, Provider, Sameness, interval};
use crate::write::text::Count;

/// `13 aanbieders`.
pub fn providers(count: usize) -> String {
    Count(count as u64, "aanbieder", "aanbieders").to_string()
}

/// What a norm is called.
pub fn norm(norm: Norm) -> &'static str {
    match norm {
        Norm::Registered => "5.2.1 Geregistreerde professionals",
        Norm::Trained => "5.2.2 Aantoonbaar geschoold",
        _ => "VOG",
    }
}

/// `3 voldoende, 1 onvoldoende`.
pub fn groups(counts: [u32; 4]) -> String {
    let names =
        [Verdict::Sufficient, Verdict::Insufficient, Verdict::Undecided, Verdict::NotApplicable].map(Verdict::name);
    let parts: Vec<String> = counts
        .into_iter()
        .zip(names)
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    if parts.is_empty() { "geen groepen".to_owned() } else { parts.join(", ") }
}

/// `12 van 20 zeker, 14 mogelijk`.
pub fn persons(persons: &Persons) -> String {
    if persons.total == 0 {
        return "niemand telt mee".to_owned();
    }
    let possible = if persons.high > persons.low { format!(", {} mogelijk", persons.high) } else { String::new() };
    format!("{} van {} zeker{possible}", persons.low, persons.total)
}

/// `36,0–88,2 %`; empty when nobody counts.
pub fn interval_text(persons: &Persons) -> String {
    interval(persons).map_or_else(String::new, |interval| interval.to_string())
}

/// `30 van 40 voldoende`, and what the rule of thumb says; nothing when no sheet holds expectations.
pub fn score(figures: &Figures) -> Option<[String; 2]> {
    let score = figures.score.as_ref()?;
    let (counts, tested) = (&score.counts, score.counts.tested());
    let undecided = counts.of(Standing::Undecided);
    let open = if undecided > 0 { format!(", {undecided} niet te beoordelen") } else { String::new() };
    let incomplete = if score.framework.is_some() { "" } else { " (niet 33 of 40 getoetst)" };
    let rule = match score.rule_of_thumb {
        None => String::new(),
        Some([low, high]) if low == high => low.name().to_owned(),
        Some([low, high]) => format!("{low} of {high}"),
    };
    Some([format!("{} van {tested} voldoende{open}{incomplete}", counts.of(Standing::Sufficient)), rule])
}

/// What the files have no column or sheet for.
pub fn missing(figures: &Figures) -> String {
    let names: Vec<&str> = figures.missing.iter().map(|missing| missing.name()).collect();
    names.join(", ")
}

/// What was not judged of a provider that was.
pub fn not_judged(provider: &Provider, figures: &Figures) -> String {
    let mut parts = Vec::new();
    for norm in Norm::JUDGED {
        let persons = &figures.norm(norm).persons;
        if persons.high > persons.low {
            let count = Count(u64::from(persons.high - persons.low), "persoon", "personen");
            parts.push(format!("{norm}: {count} te verifiëren"));
        }
    }
    for (number, one, more) in [
        (figures.sheets_not_judged, "blad niet beoordeeld", "bladen niet beoordeeld"),
        (figures.columns_withheld, "kolom die hier niet hoort", "kolommen die hier niet horen"),
        (figures.rows_left_out, "regel niet meegeteld", "regels niet meegeteld"),
        (
            u32::try_from(provider.passed_over.len()).unwrap_or(u32::MAX),
            "bestand of map niet gelezen",
            "bestanden of mappen niet gelezen",
        ),
        (figures.population.left, "persoon uit dienst", "personen uit dienst"),
        (figures.population.not_started, "persoon nog niet in dienst", "personen nog niet in dienst"),
    ] {
        if number > 0 {
            parts.push(Count(u64::from(number), one, more).to_string());
        }
    }
    parts.join("; ")
}

/// What is the matter with a number that stands in two places.
pub fn sameness(sameness: Sameness) -> &'static str {
    match sameness {
        Sameness::OneName => "zelfde naam, twee aanbieders",
        Sameness::OtherNames => "andere naam",
    }
}
