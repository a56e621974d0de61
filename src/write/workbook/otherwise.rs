//! Below the table of `Groepen`: the same shares, counted otherwise, and in words whether the verdict depends on that choice.

use std::io::Write;

use super::Scene;
use super::body::{Body, lines};
use super::groups::{Formulas, HEADINGS, counts};
use super::people::{HIGHER, HIRED, LEVEL, NOT_HIRED, NOT_KNOWN, columns};
use super::style::Style;
use crate::amount::{Fte, Share};
use crate::check::{Compared, Depends, Difference, GroupVerdict, Population, Sensitivity, Tally, Variant};
use crate::edition::Insight;
use crate::finding::{Norm, Verdict};
use crate::settings::Unit;

/// The columns are those of the table above; these have another heading here, and those behind them are not here.
const OTHER_HEADINGS: [(u16, &str); 4] = [
    (4, "Wie geteld is"),
    (17, "Niet bekend of zij erbij horen (personen)"),
    (18, "Aandeel gehaald? (personen)"),
    (LAST, "Aandeel gehaald? (fte)"),
];
const LAST: u16 = 19;

const EXPLANATION: [&str; 3] = [
    "De bronnen noemen geen uitzondering voor inhuur. Of pedagogisch medewerkers van mbo-niveau meetellen, en of u in personen of in fte telt, zeggen zij niet. Ons oordeel telt iedereen. Hier ziet u wat een andere keuze doet.",
    "Inhuur staat in de kolom met het contract, het niveau in de kolom met de opleiding. Wie daar niets duidelijks heeft, staat bij ‘niet bekend’ en niet in de aantallen. Een uitkomst noemen wij alleen als zij klopt, hoe die mensen ook tellen.",
    "Alleen het aandeel is anders geteld. Andere bevindingen blijven gelden. Een groep staat hier alleen als de telling anders is dan hierboven, of als van iemand niet bekend is of die meetelt.",
];

/// Who is counted.
fn who(population: Population) -> &'static str {
    match population {
        Population::Everybody => "iedereen",
        Population::WithoutHired => "zonder inhuur",
        Population::Higher => "alleen hbo-niveau",
        Population::HigherWithoutHired => "alleen hbo-niveau, zonder inhuur",
    }
}

/// What is counted otherwise, and how.
pub(super) struct Otherwise<'a> {
    insight: &'a Insight<'a>,
    /// Whom the file lets count.
    told: Vec<Population>,
    /// What is not the same as in the table above.
    rows: Vec<(&'a GroupVerdict, Variant)>,
}

impl<'a> Otherwise<'a> {
    pub(super) fn new(insight: &'a Insight<'a>) -> Otherwise<'a> {
        let all = Population::of(Norm::Registered).iter().copied();
        Otherwise { insight, told: all.filter(|population| insight.tells(*population)).collect(), rows: Vec::new() }
    }

    /// Counts a group for a norm. Gives whether the verdict depends on the choice, for a cell.
    pub(super) fn note(&mut self, verdict: &'a GroupVerdict) -> String {
        let Sensitivity { variants, depends: told } = self.insight.sensitivity(verdict);
        let mut others = variants.into_iter();
        let everybody = others.next().expect("everybody is always counted");
        let differs = |variant: &Variant| {
            self.told.contains(&variant.population) && (variant.unknown.total > 0 || variant.tally != everybody.tally)
        };
        self.rows.extend(others.filter(differs).map(|variant| (verdict, variant)));
        depends(&told)
    }

    /// The second table, from a row on. What is the same as above stands there only once.
    pub(super) fn rows<'f, W: Write>(
        &self,
        body: &mut Body<W>,
        scene: &Scene<'_>,
        formulas: &dyn Fn(&GroupVerdict, u32) -> Formulas<'f>,
        mut row: u32,
    ) {
        body.tall_row(row, 2);
        body.text(0, "Dezelfde aandelen, anders geteld", Style::Section);
        for column in 1..=LAST {
            body.blank(column, Style::Section);
        }
        let unknown = [
            (
                Population::WithoutHired,
                "Het bestand zegt van niemand of die is ingehuurd. Daarom staat hier geen telling zonder inhuur.",
            ),
            (
                Population::Higher,
                "Het bestand zegt van niemand het niveau. Daarom staat hier geen telling van hbo-niveau.",
            ),
        ];
        let untold =
            unknown.into_iter().filter(|(population, _)| !self.insight.tells(*population)).map(|(_, text)| text);
        for text in EXPLANATION.into_iter().chain(untold) {
            row += 1;
            body.row(row, false);
            body.text(0, text, Style::Mark);
        }
        row += 2;
        body.tall_row(row, 4);
        for (column, heading) in (0..=LAST).zip(HEADINGS) {
            let other = OTHER_HEADINGS.iter().find(|(at, _)| *at == column);
            body.text(column, other.map_or(heading.text, |(_, text)| text), Style::Header);
        }
        for (verdict, variant) in &self.rows {
            row += 1;
            let formulas = || formulas(verdict, row);
            write_row(body, scene, verdict, variant, (row, &formulas));
        }
    }
}

/// Whether the verdict depends on the choice, for a cell.
fn depends(depends: &Depends) -> String {
    let differences = match depends {
        Depends::NotJudged => return "geen oordeel".to_owned(),
        Depends::NotAsked => return "nee, er is geen aandeel gevraagd".to_owned(),
        Depends::Unreadable => return "niet te zeggen: het gevraagde aandeel is niet te lezen".to_owned(),
        Depends::On(differences) => differences,
    };
    let (known, unknown): (Vec<_>, Vec<_>) = differences.iter().partition(|one| one.verdict.is_some());
    let mut text = String::new();
    for (begin, some) in [("ja", known), ("niet te zeggen", unknown)].into_iter().filter(|(_, some)| !some.is_empty()) {
        let separator = if text.is_empty() { "" } else { ". Verder " };
        let told: Vec<String> = some.into_iter().map(difference).collect();
        text.push_str(separator);
        text.push_str(begin);
        text.push_str(": ");
        text.push_str(&told.join("; "));
    }
    if text.is_empty() { "nee".to_owned() } else { text }
}

/// "in fte onvoldoende (1,20 van 2,65)", "alleen hbo-niveau in personen (niveau niet bekend: 3)".
fn difference(difference: &Difference) -> String {
    let Difference { variant, unit, verdict } = difference;
    let mut choice = match variant.population {
        Population::Everybody => String::new(),
        other => who(other).to_owned(),
    };
    choice.push_str(match (choice.is_empty(), unit) {
        (true, Unit::Persons) => "in personen",
        (true, Unit::Fte) => "in fte",
        (false, Unit::Persons) => " in personen",
        (false, Unit::Fte) => " in fte",
    });
    match verdict {
        Some(verdict) => format!("{choice} {} ({})", verdict.name(), share(&variant.tally, *unit)),
        None => format!("{choice} ({})", unknown(variant, *unit)),
    }
}

/// "2 van 5", "2 tot 3 van 5", "1,20 van 2,65".
fn share(tally: &Tally, unit: Unit) -> String {
    let comma = |fte: Fte| fte.to_string().replace('.', ",");
    let (low, high, total) = match unit {
        Unit::Persons => (tally.low.to_string(), tally.high.to_string(), tally.total.to_string()),
        Unit::Fte => (comma(tally.fte_low), comma(tally.fte_high), comma(tally.fte_total)),
    };
    if low == high { format!("{low} van {total}") } else { format!("{low} tot {high} van {total}") }
}

/// Why it cannot be told: "niveau niet bekend: 3".
fn unknown(variant: &Variant, unit: Unit) -> String {
    let what = match variant.population {
        Population::WithoutHired => "contract",
        Population::Higher => "niveau",
        _ => "contract of niveau",
    };
    let posts = variant.tally.fte_unknown + variant.unknown.fte_unknown;
    match (variant.unknown.total, posts) {
        (0, 1..) if unit == Unit::Fte => format!("fte niet bekend: {posts}"),
        (0, _) if variant.tally.total == 0 => "niemand".to_owned(),
        (0, _) => "alle fte is 0".to_owned(),
        (people, _) => format!("{what} niet bekend: {people}"),
    }
}

fn write_row<'f, W: Write>(
    body: &mut Body<W>,
    scene: &Scene<'_>,
    verdict: &GroupVerdict,
    variant: &Variant,
    (row, formulas): (u32, &dyn Fn() -> Formulas<'f>),
) {
    let edition = &scene.edition;
    match lines(who(variant.population), HEADINGS[4].width) {
        1 => body.row(row, false),
        more => body.tall_row(row, more),
    }
    body.whole(0, verdict.group + 1, Style::Number);
    body.plain(1, edition.group(verdict.group), Style::Text);
    body.plain(2, edition.location(verdict.group), Style::Text);
    body.text(3, verdict.norm.name(), Style::Text);
    body.text(4, who(variant.population), Style::Text);
    // Of whom it is not known: the first of two conditions fails to tell, or it says yes and the second fails to tell.
    let (belong, open): (&[_], &[&[_]]) = match variant.population {
        Population::Everybody => (&[], &[]),
        Population::WithoutHired => (&[(HIRED, NOT_HIRED)], &[&[(HIRED, NOT_KNOWN)]]),
        Population::Higher => (&[(LEVEL, HIGHER)], &[&[(LEVEL, NOT_KNOWN)]]),
        Population::HigherWithoutHired => (
            &[(HIRED, NOT_HIRED), (LEVEL, HIGHER)],
            &[
                &[(HIRED, NOT_KNOWN), (LEVEL, HIGHER)],
                &[(HIRED, NOT_KNOWN), (LEVEL, NOT_KNOWN)],
                &[(HIRED, NOT_HIRED), (LEVEL, NOT_KNOWN)],
            ],
        ),
    };
    counts(body, &variant.tally, &formulas().only(belong));
    let asked = verdict.required.filter(|_| verdict.verdict != Verdict::NotApplicable);
    match asked {
        Some(share) => body.number(16, share.drawn(), Style::Share),
        None => body.blank(16, Style::Text),
    }
    let (ones, _, _) = columns(verdict.norm);
    let sums: Vec<String> = open.iter().map(|conditions| formulas().only(conditions).all(ones)).collect();
    body.formula(17, &sums.join("+"), Some(f64::from(variant.unknown.total)), Style::Number);
    for (column, unit) in [(18, Unit::Persons), (19, Unit::Fte)] {
        match asked {
            Some(share) => body.text(column, outcome(variant, share, unit), Style::Text),
            None => body.blank(column, Style::Text),
        }
    }
}

fn outcome(variant: &Variant, asked: Share, unit: Unit) -> &'static str {
    match variant.compared(asked, unit) {
        Compared::Reached => "ja",
        Compared::Missed => "nee",
        Compared::InDoubt => "hangt af van wat te verifiëren is",
        Compared::NotKnown => "niet te zeggen",
    }
}
