//! The overview for a terminal.

use std::io::{self, Write};

use super::words;
use crate::assess::DISCLAIMER;
use crate::calendar;
use crate::edition::plain;
use crate::finding::Norm;
use crate::overview::{DrawnLine, Overview, Provider, TakenSample};
use crate::packed::Packed;
use crate::write::sample::{ALL_OPENED, layer, statement};
use crate::write::text::{Count, Line};

/// The summary, in the making. What it says of a provider waits packed, because what it says of all together stands before it.
#[derive(Debug, Default)]
pub struct Summary {
    providers: Packed,
    passed_over: Packed,
}

impl Summary {
    /// Adds a provider.
    pub fn add(&mut self, provider: &Provider) {
        let mut write = || {
            told(provider, &mut self.providers)?;
            let theirs = provider.passed_over.iter();
            let mut theirs = theirs.map(|passed| (format!("{}/{}", provider.name, passed.name), &passed.reason));
            theirs.try_for_each(|(name, reason)| not_read(&name, reason, &mut self.passed_over))
        };
        write().expect("memory takes everything");
    }

    /// Writes the summary.
    ///
    /// # Errors
    /// Whatever the writer says.
    pub fn finish(&self, overview: &Overview, out: &mut dyn Write) -> io::Result<()> {
        let rules = &overview.rules;
        let count = words::providers(overview.providers.len());
        writeln!(out, "{count} · peildatum {}", calendar::shown(overview.reference_date))?;
        writeln!(out, "{DISCLAIMER}")?;
        writeln!(out, "Regels: {}, versie {}", Line(&rules.name), Line(&rules.version))?;
        for register in &overview.registers {
            writeln!(out, "Uittreksel van een register: {}", Line(&register.name))?;
        }
        totals(overview, out)?;
        writeln!(out, "\nAanbieders")?;
        self.providers.pour(out)?;
        common(overview, out)?;
        duplicates(overview, out)?;
        if self.passed_over.is_empty() && overview.passed_over.is_empty() {
            return Ok(());
        }
        writeln!(out, "\nNiet gelezen")?;
        self.passed_over.pour(out)?;
        overview.passed_over.iter().try_for_each(|passed| not_read(&passed.name, &passed.reason, out))
    }
}

fn totals(overview: &Overview, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nOordeel per norm (aanbieders)")?;
    for total in overview.totals() {
        write!(
            out,
            "  {:<6} {} voldoende, {} onvoldoende, {} niet te beoordelen",
            total.norm, total.sufficient, total.insufficient, total.undecided
        )?;
        if total.unread > 0 {
            write!(out, ", {} niet gelezen", total.unread)?;
        }
        writeln!(out, " · {}", words::persons(&total.persons))?;
    }
    Ok(())
}

/// What is told of a provider.
fn told(provider: &Provider, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  {}", Line(&provider.name))?;
    let figures = match &provider.outcome {
        Ok(figures) => figures,
        Err(reason) => {
            let mut lines = reason.lines();
            writeln!(out, "    niet gelezen: {}", Line(lines.next().unwrap_or_default()))?;
            return lines.try_for_each(|line| writeln!(out, "      {}", Line(line)));
        }
    };
    for norm in Norm::JUDGED {
        let of_norm = figures.norm(norm);
        let interval = words::interval_text(&of_norm.persons);
        let interval = if interval.is_empty() { interval } else { format!(" (interval {interval})") };
        writeln!(
            out,
            "    {norm:<6} {:<19} groepen: {} · {}{interval}",
            of_norm.verdict,
            words::groups(of_norm.groups),
            words::persons(&of_norm.persons)
        )?;
    }
    if let Some([count, rule]) = words::score(figures) {
        writeln!(out, "    verwachtingen: {count} · vuistregel: {rule}")?;
    }
    if let Some(taken) = &figures.sample {
        sample(taken, out)?;
    }
    for (label, text) in [
        ("ontbreekt in het bestand", words::missing(figures)),
        ("niet beoordeeld", words::not_judged(provider, figures)),
    ] {
        if !text.is_empty() {
            writeln!(out, "    {label}: {text}")?;
        }
    }
    Ok(())
}

/// Something that was not read, and why.
fn not_read(name: &str, reason: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  {}: {}", Line(name), Line(reason))
}

/// Which personnel files of a provider to open, and what it says when all of those are in order.
fn sample(taken: &TakenSample, out: &mut dyn Write) -> io::Result<()> {
    let sample = &taken.sample;
    let (size, population) = (sample.size(), sample.population());
    writeln!(out, "    steekproef: {size} van {population} dossiers, seed {}", Line(&sample.seed))?;
    for of_layer in taken.people.chunk_by(|one, other| one.layer == other.layer) {
        let shown = |one: &DrawnLine| {
            if one.name == one.key { one.key.clone() } else { format!("{} ({})", one.name, one.key) }
        };
        let names: Vec<String> = of_layer.iter().map(|one| plain(&shown(one)).into_owned()).collect();
        writeln!(out, "      te openen, {}: {}", layer(of_layer[0].layer), names.join(", "))?;
    }
    let says = if size == population { ALL_OPENED.to_owned() } else { statement(sample, 0) };
    writeln!(out, "      {says}")
}

fn common(overview: &Overview, out: &mut dyn Write) -> io::Result<()> {
    let common = overview.most_common();
    if common.is_empty() {
        return writeln!(out, "\nGeen bevindingen");
    }
    writeln!(out, "\nMeest voorkomend (van {})", words::providers(overview.judged() as usize))?;
    for (rule, frequency) in common {
        let groups = Count(u64::from(frequency.groups), "groep", "groepen");
        let findings = Count(u64::from(frequency.findings), "bevinding", "bevindingen");
        writeln!(
            out,
            "  {:<7} {:<19} bij {}, {groups}, {findings}: {}",
            rule.code,
            rule.effect,
            frequency.providers,
            Line(&rule.title)
        )?;
    }
    Ok(())
}

fn duplicates(overview: &Overview, out: &mut dyn Write) -> io::Result<()> {
    let duplicates = overview.duplicates();
    if duplicates.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nDubbele registratienummers: graag navragen")?;
    for duplicate in duplicates {
        let holders = duplicate.holders.iter().map(|holder| {
            let provider = &overview.providers[holder.provider as usize].name;
            plain(&format!("{} bij {provider} ({})", holder.name, holder.place)).into_owned()
        });
        let holders: Vec<String> = holders.collect();
        writeln!(out, "  {} · {}: {}", duplicate.number, words::sameness(duplicate.sameness), holders.join("; "))?;
    }
    Ok(())
}
