//! A comparison for a terminal.

use std::io::{self, Write};

use super::{ASKED, Editions, called, cell, doubt, fate, kind, not_compared, step, told, value, verdict};
use crate::assess::{Assessment, DISCLAIMER};
use crate::calendar::shown;
use crate::cell::Place;
use crate::comparison::{Comparison, Fate, VerdictChange};
use crate::edition::{and, plain};
use crate::write::text::{Count, Line, finding};
use crate::write::words;

/// Writes the comparison.
///
/// # Errors
/// Whatever the writer says.
pub fn summary(comparison: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    let editions = &Editions::of(comparison);
    head(comparison, out)?;
    verdicts(comparison, editions, out)?;
    questions(comparison, editions, out)?;
    doubts(comparison, editions, out)?;
    people(comparison, editions, out)?;
    changes(comparison, editions, out)?;
    findings(comparison, editions, out)?;
    unseen(comparison, editions, out)
}

fn head(comparison: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (old, new) = (comparison.old, comparison.new);
    writeln!(out, "{} · oud en nieuw vergeleken", Line(&new.provider))?;
    writeln!(out, "{DISCLAIMER}")?;
    let files = |label: &str, assessment: &Assessment, out: &mut dyn Write| {
        let names: Vec<&str> = assessment.inputs.iter().map(|input| input.file.as_str()).collect();
        writeln!(out, "{label} {} · peildatum {}", Line(&and(&names)), shown(assessment.reference_date))
    };
    files("Oud:  ", old, out)?;
    files("Nieuw:", new, out)?;
    writeln!(out, "Regels: {}, versie {}", Line(&new.rules.name), Line(&new.rules.version))?;
    if !new.settings.given.is_empty() {
        let given: Vec<String> = new.settings.given.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        writeln!(out, "Instellingen: {}", Line(&given.join(", ")))?;
    }
    if comparison.is_same() {
        writeln!(out, "Oud en nieuw zijn precies dezelfde bestanden.")?;
    }
    Ok(())
}

fn verdicts(comparison: &Comparison<'_>, editions: &Editions<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nOordeel eerst en nu")?;
    for of_norm in comparison.verdicts.chunk_by(|one, other| one.norm == other.norm) {
        let (provider, groups) = of_norm.split_first().expect("the provider comes first");
        writeln!(out, "  {:<6} {}   {}", provider.norm, arrow(provider), words::norm(provider.norm))?;
        let changed: Vec<&VerdictChange> = groups.iter().filter(|change| change.old != change.new).collect();
        for change in &changed {
            let group = change.group.map(|group| editions.group(group)).unwrap_or_default();
            writeln!(out, "         {}: {}", Line(&group), arrow(change))?;
        }
        let same = (groups.len() - changed.len()) as u64;
        if same > 0 {
            writeln!(out, "         {} met hetzelfde oordeel", Count(same, "groep", "groepen"))?;
        }
    }
    Ok(())
}

/// `onvoldoende → voldoende (beter)`.
fn arrow(change: &VerdictChange) -> String {
    if change.old == change.new {
        return format!("{} (gelijk)", verdict(change.new));
    }
    format!("{} → {} ({})", verdict(change.old), verdict(change.new), step(change))
}

fn questions(comparison: &Comparison<'_>, editions: &Editions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let questions = &comparison.questions;
    writeln!(out, "\n{ASKED}: {}", questions.len())?;
    for of_kind in questions.chunk_by(|one, other| one.kind == other.kind) {
        writeln!(out, "  {}", kind(of_kind[0].kind))?;
        for question in of_kind {
            let person = editions.person(question.old_person, question.new_person).map(called);
            let group = question.group.map(|group| format!("groep {}", editions.group(group)));
            let who = person.or(group).unwrap_or_default();
            write!(out, "    {who}: {}", told(editions, question))?;
            cells(editions, &question.old_cells, &question.new_cells, out)?;
        }
    }
    Ok(())
}

/// ` [oud a.csv:a!H2 = (leeg); nieuw a.csv:a!H2 = 1-2-2019]`, and the end of the line.
fn cells(editions: &Editions<'_>, old: &[Place], new: &[Place], out: &mut dyn Write) -> io::Result<()> {
    let mut lead = " [";
    for (label, edition, places) in [("oud", &editions.old, old), ("nieuw", &editions.new, new)] {
        for place in places {
            write!(out, "{lead}{label} {} = {}", cell(edition, *place), value(edition, *place))?;
            lead = "; ";
        }
    }
    writeln!(out, "{}", if lead == " [" { "" } else { "]" })
}

fn doubts(comparison: &Comparison<'_>, editions: &Editions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let doubts = &comparison.people.doubts;
    if doubts.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nNiet zeker of dit dezelfde persoon is, daarom niet vergeleken: {}", doubts.len())?;
    for pair in doubts {
        let (old, new) = (&editions.old, &editions.new);
        let person =
            |edition: &crate::edition::Edition<'_>, person| called((edition.name(person), edition.key(person)));
        write!(out, "  oud {}, nieuw {}: {}", person(old, pair.old), person(new, pair.new), doubt(pair.reason))?;
        let name = |assessment: &Assessment, person| [assessment.staff.name_cell(person)];
        cells(editions, &name(comparison.old, pair.old), &name(comparison.new, pair.new), out)?;
    }
    Ok(())
}

fn people(comparison: &Comparison<'_>, editions: &Editions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let people = &comparison.people;
    let by_name = people.matched.iter().filter(|matched| !matched.by_number).count();
    writeln!(out, "\nPersonen")?;
    writeln!(
        out,
        "  {} in beide bestanden{}, {} niet meer in het nieuwe, {} alleen in het nieuwe, {} naar een andere groep",
        Count(people.matched.len() as u64, "persoon", "personen"),
        if by_name > 0 { format!(" (van wie {by_name} herkend aan de naam)") } else { String::new() },
        people.gone.len(),
        people.came.len(),
        comparison.moves.len()
    )?;
    let lists = [("niet meer", &people.gone, true), ("alleen in het nieuwe", &people.came, false)];
    for (label, list, in_old) in lists {
        let edition = editions.side(in_old);
        for person in list {
            let who = called((edition.name(*person), edition.key(*person)));
            let place = edition.assessment.staff.name_cell(*person);
            let presence = edition.assessment.staff.people[*person as usize].presence.name();
            writeln!(out, "  {label}: {who}, {presence} [{}]", cell(&edition, place))?;
        }
    }
    for moved in &comparison.moves {
        let names = |in_old: bool, groups: &[u32]| {
            let pair = |group: u32| if in_old { (Some(group), None) } else { (None, Some(group)) };
            let names: Vec<String> = groups.iter().map(|group| editions.group(pair(*group))).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            if names.is_empty() { "(geen)".to_owned() } else { and(&names) }
        };
        let who = editions.person(None, Some(moved.person.1)).map(called).unwrap_or_default();
        write!(out, "  andere groep: {who}: weg van {}, nu bij {}", names(true, &moved.from), names(false, &moved.to))?;
        let (old, new): (Vec<Place>, Vec<Place>) =
            (moved.old_cell.into_iter().collect(), moved.new_cell.into_iter().collect());
        cells(editions, &old, &new, out)?;
    }
    Ok(())
}

fn changes(comparison: &Comparison<'_>, editions: &Editions<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nOverige wijzigingen: {}", comparison.changes.len())?;
    for change in &comparison.changes {
        let who = editions.person(None, Some(change.person.1)).map(called).unwrap_or_default();
        write!(out, "  {who}: {}", words::field(change.field))?;
        cells(editions, &change.old_cells, &change.new_cells, out)?;
    }
    Ok(())
}

fn findings(comparison: &Comparison<'_>, editions: &Editions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let count = |wanted: Fate| comparison.findings.iter().filter(|change| change.fate == wanted).count();
    let counts: Vec<String> = Fate::ALL
        .iter()
        .filter(|wanted| count(**wanted) > 0)
        .map(|wanted| format!("{} {}", count(*wanted), fate(*wanted)))
        .collect();
    writeln!(out, "\nBevindingen: {}", if counts.is_empty() { "geen".to_owned() } else { counts.join("; ") })?;
    for wanted in Fate::ALL.iter().copied().filter(|wanted| count(*wanted) > 0) {
        writeln!(out, "  {}", fate(wanted))?;
        for change in comparison.findings.iter().filter(|change| change.fate == wanted) {
            let (edition, number) = match (change.new, change.old) {
                (Some(new), _) => (editions.new, new),
                (None, Some(old)) => (editions.old, old),
                (None, None) => continue,
            };
            // One cell may weigh on several norms, each with a finding of its own.
            let found = &edition.assessment.judgement.findings[number as usize];
            write!(out, "    {} · {} ", found.norm, if change.new.is_some() { "nieuw" } else { "oud" })?;
            finding(edition, found, out)?;
        }
    }
    Ok(())
}

fn unseen(comparison: &Comparison<'_>, editions: &Editions<'_>, out: &mut dyn Write) -> io::Result<()> {
    if comparison.not_compared.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nNiet te vergelijken: {}", comparison.not_compared.len())?;
    for what in &comparison.not_compared {
        writeln!(out, "  {}", plain(&not_compared(editions, what)))?;
    }
    Ok(())
}
