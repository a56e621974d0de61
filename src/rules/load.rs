//! From files to a checked set of rules.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;

use super::error::line_of;
use super::rule::optional_date;
use super::{
    Check, Citation, Example, NotInForce, RegistrationTerms, Rule, RuleError, RuleFiles, RuleSet, Source, Template,
    VogTerms, scorecard, step,
};
use crate::calendar::Date;
use crate::finding::{Effect, FactName, Norm, Reason, Weight};

const SET: &str = "set.toml";
const SOURCES: &str = "sources.toml";
const REGISTRATION: &str = "status/registration.toml";
const VOG: &str = "status/vog.toml";
const REASONS: &str = "status/reasons.toml";

/// The set on a date, or everything with its examples when there is no date.
pub(super) fn load(files: &RuleFiles, date: Option<Date>) -> Result<RuleSet, RuleError> {
    let head: TypedSet = read(files, SET)?;
    let sources = read::<TypedSources>(files, SOURCES)?.source;
    let mut registration: RegistrationTerms = read(files, REGISTRATION)?;
    registration.note = paragraphs(&registration.note);
    let mut vog: VogTerms = read(files, VOG)?;
    vog.note = paragraphs(&vog.note);
    let labels = labels(files)?;
    check_sources(files, &sources)?;
    check_terms(files, &registration, &vog, &sources)?;
    let (steps, levels) = step::load(files, &sources)?;
    let scorecard: super::ScorecardTerms = read(files, scorecard::FILE)?;
    scorecard.check(&sources)?;

    let mut loaded: Vec<Rule> = Vec::with_capacity(64);
    for (path, text) in files.iter().filter(|(path, _)| is_rule(path)) {
        let text = if date.is_some() { before_examples(text) } else { text };
        let rule = rule(path, text, &sources)?;
        if date.is_none() {
            check_examples(path, text, &rule)?;
        }
        loaded.push(rule);
    }
    if loaded.is_empty() {
        return Err(RuleError::whole(
            SET,
            "In deze map staat geen enkele regel. Haal de regels op met `toetsklaar rules export MAP`.",
        ));
    }
    check_complete(&loaded)?;
    loaded.sort_by(|a, b| (&a.code, a.valid_from).cmp(&(&b.code, b.valid_from)));
    check_overlap(files, &loaded)?;

    let (rules, others): (Vec<Rule>, Vec<Rule>) =
        loaded.into_iter().partition(|rule| date.is_none_or(|date| rule.in_force(date)));
    let later_or_past = others
        .into_iter()
        .map(|rule| NotInForce {
            code: rule.code,
            title: rule.title,
            valid_from: rule.valid_from,
            valid_until: rule.valid_until,
        })
        .collect();
    let TypedSet { name, version, title, note } = head;
    let note = paragraphs(&note);
    let sha256 = files.sha256();
    Ok(RuleSet {
        name,
        version,
        title,
        note,
        sha256,
        rules,
        later_or_past,
        sources,
        registration,
        vog,
        scorecard,
        levels,
        steps,
        labels,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedSet {
    name: String,
    version: String,
    title: String,
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedSources {
    source: Vec<Source>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedLabels {
    label: BTreeMap<Reason, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedRule {
    code: Spanned<String>,
    norms: Spanned<Vec<Norm>>,
    effect: Effect,
    weight: Weight,
    #[serde(default, deserialize_with = "optional_date")]
    valid_from: Option<Date>,
    #[serde(default, deserialize_with = "optional_date")]
    valid_until: Option<Date>,
    title: String,
    explanation: String,
    message: Spanned<String>,
    remedy: Spanned<String>,
    #[serde(default)]
    variant: BTreeMap<Reason, TypedVariant>,
    #[serde(default)]
    citation: Vec<Spanned<Citation>>,
    check: Spanned<Check>,
    #[serde(default)]
    example: Vec<Spanned<Example>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedVariant {
    #[serde(default)]
    message: Option<Spanned<String>>,
    #[serde(default)]
    remedy: Option<Spanned<String>>,
}

/// A file of the set.
pub(super) fn read<T: DeserializeOwned>(files: &RuleFiles, path: &str) -> Result<T, RuleError> {
    let Some(text) = files.text(path) else {
        return Err(RuleError::whole(path, format!("Het bestand {path} ontbreekt in de map met regels.")));
    };
    toml::from_str(text).map_err(|error| RuleError::toml(path, text, &error))
}

/// A rule file: every file that is none of the others.
fn is_rule(path: &str) -> bool {
    !path.starts_with("lexicon/")
        && !path.starts_with("status/")
        && !path.starts_with("steps/")
        && path != SET
        && path != scorecard::FILE
        && path != SOURCES
}

/// The text up to its examples: they stand last, so that a normal start does not read them.
fn before_examples(text: &str) -> &str {
    const MARK: &str = "[[example]]";
    let mut from = 0;
    while let Some(found) = text[from..].find(MARK) {
        let (start, end) = (from + found, from + found + MARK.len());
        let starts_line = start == 0 || text.as_bytes()[start - 1] == b'\n';
        if starts_line && matches!(text.as_bytes().get(end), None | Some(b'\n' | b'\r')) {
            return &text[..start];
        }
        from = end;
    }
    text
}

fn rule(path: &str, text: &str, sources: &[Source]) -> Result<Rule, RuleError> {
    let typed: TypedRule = toml::from_str(text).map_err(|error| RuleError::toml(path, text, &error))?;
    let wrong = |span: Range<usize>, message: &str| Err(RuleError::at(path, text, span, message));

    let code_span = typed.code.span();
    let code = typed.code.into_inner();
    if !is_code(&code) {
        return wrong(code_span, "Een code bestaat uit drie hoofdletters, een streepje en twee cijfers, zoals VOG-02.");
    }
    let stem = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
    if stem != code {
        return wrong(code_span, &format!("Het bestand heet anders dan de code. Noem het {code}.toml."));
    }
    if typed.norms.get_ref().is_empty() {
        return wrong(typed.norms.span(), "Geef ten minste één norm.");
    }
    if let (Some(from), Some(until)) = (typed.valid_from, typed.valid_until)
        && until < from
    {
        return wrong(code_span, "De laatste dag (`valid_until`) ligt voor de eerste (`valid_from`).");
    }
    if typed.citation.is_empty() {
        return wrong(code_span, "Deze regel noemt geen bron. Voeg een [[citation]] toe.");
    }
    for citation in &typed.citation {
        let key = &citation.get_ref().source;
        if !sources.iter().any(|source| source.key == *key) {
            return wrong(citation.span(), &format!("De bron `{key}` staat niet in {SOURCES}."));
        }
    }
    let check_span = typed.check.span();
    let check = typed.check.into_inner();
    if let Some(message) = check.complaint() {
        return wrong(check_span, message);
    }

    let template = |typed: &Spanned<String>| check_template(path, text, typed, check.facts());
    let message = template(&typed.message)?;
    let remedy = template(&typed.remedy)?;
    let mut variants = BTreeMap::new();
    for (reason, variant) in &typed.variant {
        if !check.reasons().contains(reason) {
            let heading = format!("[variant.{reason}]");
            let start = text.find(&heading).unwrap_or(code_span.start);
            return wrong(start..start + heading.len(), &format!("Deze controle geeft nooit de reden `{reason}`."));
        }
        let message = variant.message.as_ref().map_or_else(|| Ok(message.clone()), template)?;
        let remedy = variant.remedy.as_ref().map_or_else(|| Ok(remedy.clone()), template)?;
        variants.insert(*reason, (message, remedy));
    }
    let examples = typed.example.into_iter().map(|example| {
        let line = line_of(text, example.span().start);
        let example = example.into_inner();
        Example { line, date: example.own_date.unwrap_or(example.date), ..example }
    });
    Ok(Rule {
        code,
        norms: typed.norms.into_inner(),
        effect: typed.effect,
        weight: typed.weight,
        valid_from: typed.valid_from,
        valid_until: typed.valid_until,
        title: typed.title,
        explanation: paragraphs(&typed.explanation),
        message,
        remedy,
        variants,
        citations: typed.citation.into_iter().map(Spanned::into_inner).collect(),
        check,
        examples: examples.collect(),
        file: path.to_owned(),
    })
}

/// Line breaks in a rule file only serve whoever edits it: a blank line starts a paragraph, every other break is a blank.
fn paragraphs(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut starts = true;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            starts = true;
            continue;
        }
        if !joined.is_empty() {
            joined.push(if starts { '\n' } else { ' ' });
        }
        starts = false;
        joined.push_str(line);
    }
    joined
}

fn is_code(code: &str) -> bool {
    let bytes = code.as_bytes();
    bytes.len() == 6
        && bytes[..3].iter().all(u8::is_ascii_uppercase)
        && bytes[3] == b'-'
        && bytes[4..].iter().all(u8::is_ascii_digit)
}

fn checked(path: &str, text: &str, typed: &Spanned<String>, facts: u64) -> Result<Template, RuleError> {
    let given = |fact: FactName| facts & (1 << (fact as u64)) != 0;
    Template::new(typed.get_ref(), given).map_err(|wrong| {
        // Quotes and escapes may stand between the value and its place in the file: then the value is shown as a whole.
        let span = typed.span();
        let written = &text[span.clone()];
        let quote = written.len() - written.trim_start_matches('"').trim_start_matches('\n').len();
        let inner = span.start + quote;
        let exact = text[inner..].starts_with(typed.get_ref().as_str());
        let place = if exact { inner + wrong.at..(inner + wrong.at + 1).min(span.end) } else { span };
        RuleError::at(path, text, place, wrong.message)
    })
}

/// A text that may name these facts.
pub(super) fn check_template(
    path: &str,
    text: &str,
    typed: &Spanned<String>,
    facts: &[FactName],
) -> Result<Template, RuleError> {
    checked(path, text, typed, facts.iter().fold(0u64, |set, fact| set | 1 << (*fact as u64)))
}

fn labels(files: &RuleFiles) -> Result<Vec<String>, RuleError> {
    let mut label = read::<TypedLabels>(files, REASONS)?.label;
    let find = |reason: &Reason| {
        let text = label.remove(reason).filter(|text| !text.is_empty());
        text.ok_or_else(|| RuleError::whole(REASONS, format!("De reden `{reason}` heeft nog geen tekst.")))
    };
    Reason::ALL.iter().map(find).collect()
}

fn check_sources(files: &RuleFiles, sources: &[Source]) -> Result<(), RuleError> {
    for (index, source) in sources.iter().enumerate() {
        if sources[..index].iter().any(|other| other.key == source.key) {
            return Err(about(files, SOURCES, &source.key, "Deze bron staat er twee keer."));
        }
    }
    Ok(())
}

fn check_terms(
    files: &RuleFiles,
    registration: &RegistrationTerms,
    vog: &VogTerms,
    sources: &[Source],
) -> Result<(), RuleError> {
    let professions = &registration.big_professions;
    for (index, profession) in professions.iter().enumerate() {
        let code = &profession.code;
        if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(about(files, REGISTRATION, code, "Een beroepscode heeft twee cijfers."));
        }
        if professions[..index].iter().any(|other| other.code == *code) {
            return Err(about(files, REGISTRATION, code, "Deze beroepscode staat er twee keer."));
        }
    }
    let of_registration = registration.citations.iter().chain(professions.iter().flat_map(|one| &one.citations));
    let cited = of_registration.map(|c| (REGISTRATION, c)).chain(vog.citations.iter().map(|c| (VOG, c)));
    for (path, citation) in cited {
        if !sources.iter().any(|source| source.key == citation.source) {
            let message = format!("De bron `{}` staat niet in {SOURCES}.", citation.source);
            return Err(about(files, path, &citation.source, &message));
        }
    }
    Ok(())
}

/// An error at the last place where a quoted value stands: where a value is wrong twice, the second is the one to change.
fn about(files: &RuleFiles, path: &str, value: &str, message: &str) -> RuleError {
    let text = files.text(path).unwrap_or_default();
    let quoted = format!("\"{value}\"");
    match text.rfind(&quoted) {
        Some(start) => RuleError::at(path, text, start..start + quoted.len(), message),
        None => RuleError::whole(path, message),
    }
}

fn check_examples(path: &str, text: &str, rule: &Rule) -> Result<(), RuleError> {
    for example in &rule.examples {
        let complaint = example.complaint().map(str::to_owned).or_else(|| {
            let reason = example.reason.filter(|reason| !rule.check.reasons().contains(reason))?;
            Some(format!("Deze controle geeft nooit de reden `{reason}`."))
        });
        // A rule that somebody set aside keeps the examples of its time; they are not run.
        let outside = (!rule.in_force(example.date) && !rule.is_past(example))
            .then(|| "Op de peildatum van dit voorbeeld geldt de regel niet.".to_owned());
        if let Some(message) = complaint.or(outside.filter(|_| !example.met)) {
            let start = text.split_inclusive('\n').take(example.line - 1).map(str::len).sum();
            return Err(RuleError::at(path, text, start..start + 11, message));
        }
    }
    for (met, kind) in [(true, "zonder bevinding (`met = true`)"), (false, "met een bevinding (`met = false`)")] {
        if !rule.examples.iter().any(|example| example.met == met) {
            return Err(RuleError::whole(path, format!("De regel {} heeft geen voorbeeld {kind}.", rule.code)));
        }
    }
    Ok(())
}

/// The codes that every set has, as folder, letters and how many: what the program finds, a rule must tell.
const CODES: [(&str, &str, usize); 5] =
    [("5.2.1", "SKJ", 10), ("5.2.2", "SCH", 4), ("VOG", "VOG", 7), ("gegevens", "DAT", 25), ("privacy", "PRV", 1)];

/// Refuses a set without one of the codes: what nobody tells of would look like a pass.
fn check_complete(rules: &[Rule]) -> Result<(), RuleError> {
    let codes = CODES.iter().flat_map(|(folder, letters, count)| {
        (1..=*count).map(move |number| (folder, format!("{letters}-{number:02}")))
    });
    let missing: Vec<String> = codes
        .filter(|(_, code)| !rules.iter().any(|rule| rule.code == *code))
        .map(|(folder, code)| format!("{folder}/{code}.toml"))
        .collect();
    let Some(first) = missing.first() else {
        return Ok(());
    };
    let absent = if missing.len() == 1 { "ontbreekt het bestand" } else { "ontbreken de bestanden" };
    Err(RuleError::whole(
        first,
        format!(
            "In de map met regels {absent} {}. Zo kan een oordeel te gunstig zijn. Haal terug wat ontbreekt uit een volledige map: toetsklaar rules export MAP. \
             Wilt u een regel niet toepassen? Laat het bestand dan staan en geef het een laatste dag, met valid_until = \"JJJJ-MM-DD\".",
            missing.join(", ")
        ),
    ))
}

/// Refuses two files for one code that are in force on the same day. The rules are sorted by code and first day.
fn check_overlap(files: &RuleFiles, rules: &[Rule]) -> Result<(), RuleError> {
    for pair in rules.windows(2) {
        let [earlier, later] = pair else { continue };
        if earlier.code != later.code {
            continue;
        }
        let apart = matches!((earlier.valid_until, later.valid_from), (Some(until), Some(from)) if until < from);
        if !apart {
            let message = format!(
                "De regel {} geldt op dezelfde dag als die in {}. Laat de ene eindigen voor de andere begint.",
                later.code, earlier.file
            );
            return Err(about(files, &later.file, &later.code, &message));
        }
    }
    Ok(())
}
