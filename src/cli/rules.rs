//! `toetsklaar rules`: the rules with their sources, one rule explained, the rule files to edit, and their examples run.

use std::io::{self, Write};

use toetsklaar::calendar::{self, Date};
use toetsklaar::examples;
use toetsklaar::rules::{Confidence, Rule, RuleFiles, RuleSet, Template};
use toetsklaar::write::criteria;

use super::arguments::RulesCommand;
use super::{Failure, Outcome, files, print};

/// Does what is asked with the rules.
///
/// # Errors
/// A code that is no rule, or a folder that cannot be read or written.
pub fn run(command: Option<RulesCommand>) -> Result<Outcome, Failure> {
    match command {
        None => {
            let set = everything(&RuleFiles::embedded())?;
            print(|out| list(&set, out))?;
            Ok(Outcome::Good)
        }
        Some(RulesCommand::Show { code }) => {
            let set = everything(&RuleFiles::embedded())?;
            let rule = set
                .rules
                .iter()
                .find(|rule| rule.code.eq_ignore_ascii_case(&code))
                .ok_or_else(|| unknown(&code, &set))?;
            print(|out| show(rule, &set, out))?;
            Ok(Outcome::Good)
        }
        Some(RulesCommand::Export { folder, force }) => {
            let count = files::export(&folder, &RuleFiles::embedded(), force)?;
            let shown = folder.display();
            print(|out| {
                writeln!(
                    out,
                    "{count} bestanden geschreven in {shown}\nGebruik ze met: toetsklaar check BESTAND --rules {shown}"
                )
            })?;
            Ok(Outcome::Good)
        }
        Some(RulesCommand::Check { folder }) => {
            let rules = folder.as_deref().map_or_else(|| Ok(RuleFiles::embedded()), files::rules)?;
            let outcomes = examples::run(&rules).map_err(|error| files::in_rules(folder.as_deref(), &error))?;
            check(&outcomes)
        }
    }
}

fn everything(files: &RuleFiles) -> Result<RuleSet, Failure> {
    RuleSet::load_all(files).map_err(Failure::new)
}

fn unknown(code: &str, set: &RuleSet) -> Failure {
    let upper = code.to_uppercase();
    let likeness = |rule: &&Rule| (strsim::jaro_winkler(&upper, &rule.code) * 1000.0).round();
    let near = set.rules.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)).then_with(|| b.code.cmp(&a.code)));
    let hint =
        near.filter(|rule| likeness(rule) > 800.0).map_or(String::new(), |rule| format!(" Bedoelt u {}?", rule.code));
    Failure::new(format_args!("Er is geen regel {code:?}.{hint} Alle regels: toetsklaar rules"))
}

fn list(set: &RuleSet, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}, versie {}: {}\n", set.name, set.version, set.title)?;
    for rule in &set.rules {
        let norms: Vec<&str> = rule.norms.iter().map(|norm| norm.name()).collect();
        writeln!(out, "{:<7} {:<13} {:<19} {}", rule.code, norms.join(", "), rule.effect, rule.weight)?;
        writeln!(out, "{:7} {}", "", rule.title)?;
        writeln!(out, "{:7} Bron: {}", "", rule.source_line(set))?;
        if let Some(validity) = validity(rule.valid_from, rule.valid_until) {
            writeln!(out, "{:7} Geldig: {validity}", "")?;
        }
    }
    writeln!(out, "\nUitleg bij een regel: toetsklaar rules show CODE")
}

fn validity(from: Option<Date>, until: Option<Date>) -> Option<String> {
    match (from.map(calendar::shown), until.map(calendar::shown)) {
        (None, None) => None,
        (Some(from), None) => Some(format!("vanaf {from}")),
        (None, Some(until)) => Some(format!("tot en met {until}")),
        (Some(from), Some(until)) => Some(format!("{from} tot en met {until}")),
    }
}

fn show(rule: &Rule, set: &RuleSet, out: &mut dyn Write) -> io::Result<()> {
    let norms: Vec<&str> = rule.norms.iter().map(|norm| norm.name()).collect();
    writeln!(out, "{} · {}\n", rule.code, rule.title)?;
    writeln!(out, "Norm:     {}", norms.join(", "))?;
    writeln!(out, "Effect:   {}", rule.effect)?;
    writeln!(out, "Gewicht:  {}", rule.weight)?;
    writeln!(out, "Geldig:   {}", validity(rule.valid_from, rule.valid_until).unwrap_or_else(|| "altijd".to_owned()))?;
    writeln!(out, "Bestand:  {}\n", rule.file)?;
    for paragraph in rule.explanation.lines().filter(|line| !line.trim().is_empty()) {
        wrapped(paragraph, "", out)?;
        writeln!(out)?;
    }
    writeln!(out, "Hoe er wordt getoetst")?;
    for line in criteria::of(rule, set) {
        wrapped(&line, "  ", out)?;
    }
    writeln!(out, "\nWat een bevinding zegt")?;
    wrapped(&blanks(&rule.message), "  ", out)?;
    wrapped(&format!("Wat helpt: {}", blanks(&rule.remedy)), "  ", out)?;
    for (reason, (message, remedy)) in &rule.variants {
        writeln!(out, "  Bij ‘{}’:", set.label(*reason))?;
        wrapped(&blanks(message), "    ", out)?;
        wrapped(&format!("Wat helpt: {}", blanks(remedy)), "    ", out)?;
    }
    sources(rule, set, out)?;
    for (met, title) in [(true, "Voorbeelden zonder bevinding"), (false, "Voorbeelden met een bevinding")] {
        writeln!(out, "\n{title}")?;
        for example in rule.examples.iter().filter(|example| example.met == met) {
            wrapped(&format!("{} (peildatum {})", example.title, calendar::shown(example.date)), "  ", out)?;
        }
    }
    Ok(())
}

/// A template with a blank for every fact.
fn blanks(template: &Template) -> String {
    template.fill(|_, text| {
        text.push('…');
        None
    })
}

fn sources(rule: &Rule, set: &RuleSet, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nBronnen")?;
    for citation in &rule.citations {
        wrapped(&format!("{}: {}", citation.line(set), sure(citation.confidence)), "  ", out)?;
        let Some(source) = set.source(&citation.source) else {
            continue;
        };
        let parts = [Some(source.title.clone()), source.author.clone(), source.year.map(|year| year.to_string())];
        let about: Vec<String> = parts.into_iter().flatten().collect();
        wrapped(&about.join(", "), "    ", out)?;
        if let Some(address) = &source.address {
            let read = source.read_on.map_or(String::new(), |date| format!(", gelezen op {}", calendar::shown(date)));
            writeln!(out, "    {address}{read}")?;
        }
        if let Some(note) = &source.note {
            wrapped(note, "    ", out)?;
        }
    }
    Ok(())
}

/// How sure we are of what a source says, in words.
fn sure(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Verified => "gelezen in de bron zelf",
        Confidence::Secondary => "gelezen in een andere bron die erover schrijft",
        Confidence::Inferred => "onze gevolgtrekking",
        Confidence::Unknown => "gezocht en niet gevonden",
    }
}

/// Writes a text in lines of at most 96 characters, as far as its words allow.
fn wrapped(text: &str, indent: &str, out: &mut dyn Write) -> io::Result<()> {
    for paragraph in text.trim_end().lines() {
        let mut used = 0;
        for word in paragraph.split_whitespace() {
            let length = word.chars().count();
            if used == 0 {
                write!(out, "{indent}")?;
                used = indent.chars().count();
            } else if used + 1 + length > 96 {
                write!(out, "\n{indent}")?;
                used = indent.chars().count();
            } else {
                write!(out, " ")?;
                used += 1;
            }
            write!(out, "{word}")?;
            used += length;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Shows the examples that did not come out as they say: missing, noisy or wrong.
fn check(outcomes: &[examples::Outcome]) -> Result<Outcome, Failure> {
    let bad: Vec<_> = outcomes.iter().filter(|outcome| outcome.result != examples::Result::Good).collect();
    print(|out| {
        for outcome in &bad {
            writeln!(out, "{outcome}")?;
        }
        writeln!(
            out,
            "{} voorbeelden geprobeerd: {} goed, {} niet goed",
            outcomes.len(),
            outcomes.len() - bad.len(),
            bad.len()
        )
    })?;
    Ok(if bad.is_empty() { Outcome::Good } else { Outcome::NotGood })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_wrapped_between_words() {
        let mut shown = Vec::new();
        let text = format!("{}\n\n{}", "woord ".repeat(20), "x".repeat(120));
        wrapped(&text, "  ", &mut shown).expect("memory takes it");
        let shown = String::from_utf8(shown).expect("text");
        let lengths: Vec<usize> = shown.lines().map(|line| line.chars().count()).collect();
        // 2 + 15 words + 14 spaces is 91; a sixteenth word would end at 97.
        assert_eq!(lengths, [91, 31, 0, 122]);
    }
}
