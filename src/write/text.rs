//! The summary for a terminal: verdicts, groups, every finding with its cells, and what was not read.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};

use crate::amount::Fte;
use crate::assess::{Assessment, DISCLAIMER, SheetReport};
use crate::calendar;
use crate::cell::{Letters, Place};
use crate::check::{GroupTally, GroupVerdict, Judged, ProviderVerdict, Tally};
use crate::edition::{Edition, plain};
use crate::finding::{Effect, Finding, Norm, Verdict, Vog};
use crate::lexicon::Role;
use crate::read::Visibility;
use crate::staff::Presence;
use crate::table::{Column, LeftOutReason, Table, Use};
use crate::write::{scorecard, words};

/// Writes the summary.
///
/// # Errors
/// Whatever the writer says.
pub fn summary(edition: &Edition<'_>, out: &mut dyn Write) -> io::Result<()> {
    let assessment = edition.assessment;
    head(assessment, out)?;
    norms(assessment, out)?;
    expectations(assessment, out)?;
    groups(*edition, out)?;
    findings(*edition, out)?;
    if let Some(sample) = &assessment.sample {
        super::sample::lines(*edition, sample, out)?;
    }
    left_out(assessment, out)
}

fn head(assessment: &Assessment, out: &mut dyn Write) -> io::Result<()> {
    let rules = &assessment.rules;
    writeln!(out, "{} · peildatum {}", Line(&assessment.provider), calendar::shown(assessment.reference_date))?;
    writeln!(out, "{DISCLAIMER}")?;
    writeln!(out, "Regels: {}, versie {}", Line(&rules.name), Line(&rules.version))?;
    if !rules.later_or_past.is_empty() {
        let codes: Vec<&str> = rules.later_or_past.iter().map(|rule| rule.code.as_str()).collect();
        writeln!(out, "Niet van kracht op de peildatum: {}", codes.join(", "))?;
    }
    if !assessment.settings.given.is_empty() {
        let given: Vec<String> =
            assessment.settings.given.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        writeln!(out, "Instellingen: {}", Line(&given.join(", ")))?;
    }
    Ok(())
}

fn norms(assessment: &Assessment, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nOordeel per norm")?;
    for verdict in &assessment.judgement.provider_verdicts {
        writeln!(out, "  {:<6} {:<19} {}", verdict.norm, verdict.verdict, words::norm(verdict.norm))?;
        let counts = if verdict.norm == Norm::Vog { people_behind(assessment) } else { groups_behind(verdict) };
        writeln!(out, "  {:26} {counts}", "")?;
    }
    Ok(())
}

/// What an inspector noted on the other expectations.
fn expectations(assessment: &Assessment, out: &mut dyn Write) -> io::Result<()> {
    let Some(card) = assessment.scorecard() else {
        return Ok(());
    };
    writeln!(out, "\nScorekaart (blad met verwachtingen)")?;
    for sentence in scorecard::sentences(&card, &assessment.rules) {
        writeln!(out, "  {}", Line(&sentence))?;
    }
    writeln!(out, "  Per thema: {}", Line(&scorecard::themes(&card, &assessment.rules).join(", ")))
}

/// `6 groepen: 4 voldoende, 1 onvoldoende, 1 niet van toepassing`.
fn groups_behind(verdict: &ProviderVerdict) -> String {
    let [sufficient, insufficient, undecided, not_applicable] = verdict.groups;
    let total: u32 = verdict.groups.iter().sum();
    let parts = [
        (sufficient, Verdict::Sufficient),
        (insufficient, Verdict::Insufficient),
        (undecided, Verdict::Undecided),
        (not_applicable, Verdict::NotApplicable),
    ];
    match total {
        0 => "geen groepen gevonden".to_owned(),
        _ => format!("{}: {}", Count(u64::from(total), "groep", "groepen"), counted(parts)),
    }
}

/// `38 medewerkers in dienst: 36 in orde, 2 ontbreekt`.
fn people_behind(assessment: &Assessment) -> String {
    let mut counts = [0u32; Vog::ALL.len()];
    for (person, _) in assessment.staff.active() {
        counts[assessment.judgement.statuses[person as usize].vog.status as usize] += 1;
    }
    let total: u32 = counts.iter().sum();
    if total == 0 {
        return "niemand in dienst op de peildatum".to_owned();
    }
    let parts = counts.into_iter().zip(Vog::ALL.iter().copied());
    format!("{} in dienst: {}", Count(u64::from(total), "medewerker", "medewerkers"), counted(parts))
}

fn counted<T: fmt::Display>(parts: impl IntoIterator<Item = (u32, T)>) -> String {
    let parts: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {name}")).collect();
    parts.join(", ")
}

fn groups(edition: Edition<'_>, out: &mut dyn Write) -> io::Result<()> {
    let assessment = edition.assessment;
    let count = assessment.judgement.groups.len();
    if count == 0 {
        return Ok(());
    }
    writeln!(out, "\nGroepen")?;
    let groups: Vec<(u32, &GroupTally)> = (0u32..).zip(&assessment.judgement.groups).collect();
    each(&groups, out, |&(group, tally), out| {
        let location = edition.location(group);
        let comma = if location.is_empty() { "" } else { ", " };
        let why = match tally.judged {
            Judged::Yes => "",
            Judged::NotSpecialised => " (niet gespecialiseerd)",
            Judged::WithoutPm => " (geen pedagogisch medewerkers)",
            Judged::Unclear => " (niet duidelijk of de groep gespecialiseerd is)",
        };
        writeln!(out, "  {}{comma}{}{why}", Line(edition.group(group)), Line(location))?;
        // By norm, then by group.
        for verdict in assessment.judgement.group_verdicts.iter().skip(group as usize).step_by(count) {
            writeln!(
                out,
                "    {:<6} {:<19} {}",
                verdict.norm,
                verdict.verdict,
                share(tally.tally(verdict.norm), verdict)
            )?;
        }
        Ok(())
    })
}

/// `3 van 6 zeker, 4 mogelijk (fte 2,50–3,39 van 5,00), gevraagd 1/2`.
fn share(tally: &Tally, verdict: &GroupVerdict) -> String {
    if tally.total == 0 {
        return "niemand telt hier mee".to_owned();
    }
    let possible = if tally.high > tally.low { format!(", {} mogelijk", tally.high) } else { String::new() };
    let posts = match (tally.knows_fte(), tally.fte_unknown) {
        (false, _) => "fte onbekend".to_owned(),
        (true, 0) => format!("fte {}", posts(tally)),
        (true, unknown) => format!("fte {}; van {unknown} onbekend", posts(tally)),
    };
    let required = verdict.required.map_or(String::new(), |required| format!(", gevraagd {required}"));
    format!("{} van {} zeker{possible} ({posts}){required}", tally.low, tally.total)
}

fn posts(tally: &Tally) -> String {
    let comma = |fte: Fte| fte.to_string().replace('.', ",");
    let (low, high, total) = (comma(tally.fte_low), comma(tally.fte_high), comma(tally.fte_total));
    if low == high { format!("{low} van {total}") } else { format!("{low}–{high} van {total}") }
}

fn findings(edition: Edition<'_>, out: &mut dyn Write) -> io::Result<()> {
    let findings = &edition.assessment.judgement.findings;
    if findings.is_empty() {
        return writeln!(out, "\nGeen bevindingen");
    }
    writeln!(out, "\nBevindingen: {}", effects(findings))?;
    for of_norm in findings.chunk_by(|a, b| a.norm == b.norm) {
        let norm = of_norm[0].norm;
        writeln!(out, "\n{norm} · {}: {}", words::norm(norm), effects(of_norm))?;
        for of_rule in of_norm.chunk_by(|a, b| (a.effect, a.rule) == (b.effect, b.rule)) {
            let rule = edition.rule(&of_rule[0]);
            writeln!(out, "\n  {} · {} · {}", rule.code, Line(&rule.title), rule.weight)?;
            each(of_rule, out, |one, out| finding(edition, one, out))?;
        }
    }
    writeln!(out, "\nUitleg bij een code: toetsklaar rules show {}", edition.rule(&findings[0]).code)
}

/// `3 onvoldoende, 1 niet te beoordelen, 12 signaal`.
fn effects(findings: &[Finding]) -> String {
    let mut counts = [0u32; Effect::ALL.len()];
    for finding in findings {
        counts[finding.effect as usize] += 1;
    }
    counted(counts.into_iter().zip(Effect::ALL.iter().copied()))
}

/// What is written together before the next ones are thought of.
const CHUNK: usize = 8_192;
/// From so many on, a second thread is worth its start.
const WORTH_A_THREAD: usize = 2_000;

/// Words all of a list; of a long one two halves side by side.
fn each<T: Sync>(
    all: &[T],
    out: &mut dyn Write,
    word: impl Fn(&T, &mut Vec<u8>) -> io::Result<()> + Sync,
) -> io::Result<()> {
    let worded = |some: &[T]| -> io::Result<Vec<u8>> {
        let mut words = Vec::new();
        some.iter().try_for_each(|one| word(one, &mut words)).map(|()| words)
    };
    for chunk in all.chunks(CHUNK) {
        if chunk.len() < WORTH_A_THREAD || cfg!(target_family = "wasm") {
            out.write_all(&worded(chunk)?)?;
            continue;
        }
        let (first, second) = chunk.split_at(chunk.len() / 2);
        let (first, second) = std::thread::scope(|scope| {
            let second = scope.spawn(|| worded(second));
            let first = worded(first);
            (first, second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        out.write_all(&first?)?;
        out.write_all(&second?)?;
    }
    Ok(())
}

/// One line: the cell to mend first in front, the others and what stands in them behind.
pub(super) fn finding(edition: Edition<'_>, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let code = &edition.rule(finding).code;
    let message = edition.message(finding);
    let Some((first, others)) = finding.cells.split_first() else {
        return writeln!(
            out,
            "{}: {code} {}: {}",
            Line(&edition.assessment.inputs[0].file),
            finding.effect,
            Line(message.trim())
        );
    };
    let (input, sheet) = edition.assessment.sheet(first.sheet);
    write!(out, "{}:{}!{}: ", Line(&input.file), Line(&sheet.name), first.position)?;
    write!(out, "{code} {}: {}", finding.effect, Line(message.trim()))?;
    let mut lead = " [";
    if let Some(value) = value(edition, *first) {
        write!(out, "{lead}{} = {}", first.position, Line(&value))?;
        lead = "; ";
    }
    for place in others {
        write!(out, "{lead}ook: ")?;
        if place.sheet != first.sheet {
            let (input, sheet) = edition.assessment.sheet(place.sheet);
            write!(out, "{}:{}!", Line(&input.file), Line(&sheet.name))?;
        }
        write!(out, "{}", place.position)?;
        if let Some(value) = value(edition, *place) {
            write!(out, " = {}", Line(&value))?;
        }
        lead = "; ";
    }
    writeln!(out, "{}", if lead == " [" { "" } else { "]" })
}

/// What stands in a cell that was read; none where the program does not know.
fn value(edition: Edition<'_>, place: Place) -> Option<String> {
    edition.value(place).map(|value| if value.trim().is_empty() { "(leeg)".to_owned() } else { value })
}

fn left_out(assessment: &Assessment, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nWat is gelezen")?;
    let staff = &assessment.staff;
    let count = |presence| staff.people.iter().filter(|person| person.presence == presence).count() as u64;
    let rows = staff.rows as u64;
    let (active, left, not_started) = (count(Presence::Active), count(Presence::Left), count(Presence::NotStarted));
    writeln!(
        out,
        "  {} van {}: {active} in dienst op de peildatum, {left} uit dienst, {not_started} nog niet in dienst",
        Count(rows, "regel", "regels"),
        Count(active + left + not_started, "persoon", "personen"),
    )?;
    if left + not_started > 0 {
        writeln!(out, "    wie niet meetelt: blad Personen in de werkmap, of left_out in --format json")?;
    }
    for input in assessment.all_inputs() {
        for sheet in &input.sheets {
            if sheet.tables.is_empty() {
                writeln!(out, "  {}:{}: {}", Line(&input.file), Line(&sheet.name), understood(sheet, None))?;
            }
            for table in &sheet.tables {
                writeln!(out, "  {}:{}: {}", Line(&input.file), Line(&sheet.name), understood(sheet, Some(table)))?;
                columns_not_used(table, out)?;
            }
            rows_not_counted(assessment, sheet, out)?;
        }
    }
    extracts(assessment, out)
}

/// Of which day the extracts of registers are, and what they say of those who work here.
fn extracts(assessment: &Assessment, out: &mut dyn Write) -> io::Result<()> {
    let extracts = &assessment.staff.extracts.extracts;
    if extracts.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nNaast het register")?;
    for (input, extract) in assessment.registers.iter().zip(extracts) {
        writeln!(out, "  {}: {}", Line(&input.file), words::extract_day(extract))?;
    }
    let told = assessment.judgement.in_extracts(&assessment.staff);
    let told: Vec<String> = told.iter().map(|(result, count)| format!("{count} {result}")).collect();
    writeln!(out, "  registraties van wie in dienst is: {}", told.join(", "))
}

/// `personeel, 42 regels, kopregel 4`.
fn understood(sheet: &SheetReport, table: Option<&Table>) -> String {
    let hidden = if sheet.visibility == Visibility::Visible { "" } else { " (verborgen blad)" };
    if sheet.explains {
        return format!("uitleg bij het invulbestand, niet gelezen{hidden}");
    }
    match (sheet.own, sheet.filled, table, table.and_then(|table| table.role)) {
        (true, ..) => "blad van een eerdere toets, niet gelezen".to_owned(),
        (_, false, ..) => format!("leeg{hidden}"),
        (_, _, _, Some(Role::Roster)) => format!("rooster, niet beoordeeld{hidden}"),
        (_, _, Some(table), Some(role)) => {
            format!(
                "{}, {}, kop op regel {}{hidden}",
                words::role(role),
                Count(u64::from(table.data_rows), "regel", "regels"),
                table.header_row + 1
            )
        }
        _ => format!("niet herkend, niet beoordeeld{hidden}"),
    }
}

fn columns_not_used(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    if table.role.is_none() {
        return Ok(());
    }
    let named = |wanted: fn(&Column) -> bool| -> Vec<String> {
        let wanted = table.columns.iter().filter(|column| wanted(column));
        let heading =
            |header: &str| if header.is_empty() { "(zonder kop)".to_owned() } else { Line(header).to_string() };
        wanted.map(|column| format!("{} {}", Letters(column.column), heading(&column.header))).collect()
    };
    for (label, columns) in [
        ("kolommen die niet zijn herkend", named(|column| column.used == Use::Unrecognised)),
        ("kolommen die een andere kolom aanvullen", named(|column| column.completes().is_some())),
        (
            "kolommen die een tweede keer voorkomen; een andere kolom gaat voor",
            named(|column| matches!(column.used, Use::Second(_)) && column.completes().is_none()),
        ),
        ("kolommen die hier niet horen en niet zijn gelezen", named(|column| matches!(column.used, Use::Withheld(_)))),
    ] {
        if !columns.is_empty() {
            writeln!(out, "    {label}: {}", columns.join(", "))?;
        }
    }
    Ok(())
}

fn rows_not_counted(assessment: &Assessment, sheet: &SheetReport, out: &mut dyn Write) -> io::Result<()> {
    let mut reasons: BTreeMap<LeftOutReason, Vec<String>> = BTreeMap::new();
    for row in assessment.rows_left_out.iter().filter(|row| row.sheet == sheet.index) {
        reasons.entry(row.reason).or_default().push((row.row + 1).to_string());
    }
    for (reason, rows) in reasons {
        writeln!(out, "    niet meegeteld als {}: regel {}", reason.name(), rows.join(", "))?;
    }
    Ok(())
}

/// A count with its noun: `1 groep`, `6 groepen`.
pub struct Count(pub u64, pub &'static str, pub &'static str);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, if self.0 == 1 { self.1 } else { self.2 })
    }
}

/// Text from a file on one line: a cell must not be able to steer a terminal.
pub struct Line<'t>(pub &'t str);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amount::Share;

    fn verdict(required: Option<Share>) -> GroupVerdict {
        let verdict = Verdict::Sufficient;
        GroupVerdict { norm: Norm::Registered, group: 0, verdict, before: verdict, required, findings: Vec::new() }
    }

    #[test]
    fn a_share_shows_its_interval_and_what_is_asked() {
        let mut tally = Tally {
            low: 3,
            high: 4,
            total: 6,
            fte_low: Fte(25_000),
            fte_high: Fte(33_900),
            fte_total: Fte(50_000),
            fte_unknown: 0,
        };
        let asked = verdict(Share::new(1, 2));
        assert_eq!(share(&tally, &asked), "3 van 6 zeker, 4 mogelijk (fte 2,50–3,39 van 5,00), gevraagd 1/2");
        tally.fte_unknown = 2;
        assert_eq!(
            share(&tally, &asked),
            "3 van 6 zeker, 4 mogelijk (fte 2,50–3,39 van 5,00; van 2 onbekend), gevraagd 1/2"
        );
        (tally.fte_unknown, tally.high, tally.low) = (6, 3, 3);
        assert_eq!(share(&tally, &verdict(None)), "3 van 6 zeker (fte onbekend)");
        assert_eq!(share(&Tally::default(), &verdict(None)), "niemand telt hier mee");
    }
}
