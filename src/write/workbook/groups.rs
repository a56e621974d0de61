//! `Groepen`: per group and norm the counts and shares, as formulas over `Personen`, so that everybody can check and try them.

use std::io::Write;

use rust_xlsxwriter::Worksheet;

use super::body::{Body, lines};
use super::otherwise::Otherwise;
use super::package::Insert;
use super::people::{GROUP_NUMBER, columns, posts};
use super::style::Style;
use super::{Heading, Scene, WorkbookError, heading, quoted, write_headings};
use crate::cell::Letters;
use crate::check::{GroupVerdict, Tally};
use crate::finding::{Effect, Norm, Registration, Training, Verdict, Vog};
use crate::settings::Unit;

const HEADER_ROW: u32 = 4;

/// Comparisons that a workbook may cost when it is opened. Above it a formula looks at the rows of its own group only.
const MOST_COMPARISONS: u64 = 20_000_000;

/// The headings of the table; the one below it has most of them too.
pub(super) const HEADINGS: &[Heading] = &[
    heading("Groeps-nummer", 9.0),
    heading("Groep", 22.0),
    heading("Locatie", 17.0),
    heading("Norm", 8.0),
    heading("Oordeel", 19.0),
    heading("Zeker (personen)", 12.0),
    heading("Mogelijk (personen)", 12.0),
    heading("Totaal (personen)", 12.0),
    heading("Aandeel zeker", 10.0),
    heading("Aandeel mogelijk", 10.0),
    heading("Zeker (fte)", 9.0),
    heading("Mogelijk (fte)", 9.0),
    heading("Totaal (fte)", 9.0),
    heading("Aandeel zeker (fte)", 10.0),
    heading("Aandeel mogelijk (fte)", 10.0),
    heading("Fte niet bekend (personen)", 13.0),
    heading("Gevraagd aandeel", 10.0),
    heading("Bevindingen onvoldoende", 14.0),
    heading("Bevindingen niet te beoordelen", 14.0),
    heading("Bevindingen signaal", 14.0),
    heading("Hangt het oordeel van de keuze af?", 60.0),
];

/// The column that says whether the verdict depends on who is counted and in what.
const DEPENDS: u16 = 20;

/// Everything but the rows.
pub(super) fn frame(sheet: &mut Worksheet, scene: &Scene<'_>) -> Result<(), WorkbookError> {
    let unit = match scene.edition.assessment.settings.share_unit {
        Unit::Persons => "personen",
        Unit::Fte => "fte",
    };
    let text = format!(
        "Een rij per groep en norm. Zeker: staat vast. Mogelijk: zeker en te verifiëren samen. De aantallen zijn formules over het blad {}. Een gevraagd aandeel wordt getoetst in {unit}. Onder de tabel: dezelfde aandelen, anders geteld.",
        scene.tabs.own(3)
    );
    sheet.write_string_with_format(2, 0, text, scene.formats.of(Style::Mark))?;
    write_headings(sheet, scene.formats, HEADER_ROW, HEADINGS, 2)?;
    sheet.set_row_height(HEADER_ROW, 48)?;
    sheet.set_print_fit_to_pages(2, 0).set_repeat_columns(0, 1)?;
    let rows = super::count(scene.edition.assessment.judgement.group_verdicts.len());
    sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + rows.max(1), super::last(HEADINGS))?;
    Ok(())
}

/// The rows.
pub(super) fn rows(out: &mut dyn Write, scene: &Scene<'_>) -> Result<Insert, WorkbookError> {
    let assessment = scene.edition.assessment;
    let groups = super::count(assessment.staff.groups.len());
    let (first, last) = scene.ledger.rows();
    let whole = u64::from(last - first + 1) * u64::from(groups) * 8 <= MOST_COMPARISONS;
    let mut by_group: Vec<&GroupVerdict> = assessment.judgement.group_verdicts.iter().collect();
    by_group.sort_by_key(|verdict| (verdict.group, verdict.norm));
    let insight = scene.edition.insight();
    let mut otherwise = Otherwise::new(&insight);
    let mut body = Body::new(out, scene.formats);
    let people = quoted(scene.tabs.own(3));
    let formulas = |verdict: &GroupVerdict, row: u32| {
        let rows = if whole { Some((first, last)) } else { scene.ledger.rows_of(verdict.group) };
        let rows = rows.unwrap_or((first, first));
        Formulas::new(&people, rows, verdict.norm, row + 1)
    };
    let below = HEADER_ROW + 2 + super::count(by_group.len());
    for (row, verdict) in (HEADER_ROW + 1..).zip(by_group) {
        let tally = assessment.judgement.groups[verdict.group as usize].tally(verdict.norm);
        let depends = otherwise.note(verdict);
        write_row(&mut body, scene, verdict, tally, &formulas(verdict, row), (row, &depends));
    }
    otherwise.rows(&mut body, scene, &formulas, below);
    body.end()?;
    Ok(Insert { before: "<pageMargins", xml: Vec::new() })
}

fn write_row<W: Write>(
    body: &mut Body<W>,
    scene: &Scene<'_>,
    verdict: &GroupVerdict,
    tally: &Tally,
    formulas: &Formulas<'_>,
    (row, depends): (u32, &str),
) {
    let edition = &scene.edition;
    match lines(depends, HEADINGS[usize::from(DEPENDS)].width) {
        1 => body.row(row, false),
        more => body.tall_row(row, more),
    }
    body.whole(0, verdict.group + 1, Style::Number);
    body.plain(1, edition.group(verdict.group), Style::Text);
    body.plain(2, edition.location(verdict.group), Style::Text);
    body.text(3, verdict.norm.name(), Style::Text);
    body.text(4, verdict.verdict.name(), Style::of_verdict(verdict.verdict));
    counts(body, tally, formulas);
    match verdict.required {
        Some(required) => body.number(16, required.drawn(), Style::Share),
        None => body.blank(16, Style::Text),
    }
    let findings = &edition.assessment.judgement.findings;
    for (column, effect) in (17..).zip([Effect::Insufficient, Effect::Undecided, Effect::Signal]) {
        let number = verdict.findings.iter().filter(|index| findings[**index as usize].effect == effect).count();
        // A group without a verdict shows its numbers, but nothing in it weighs.
        let number = if verdict.verdict == Verdict::NotApplicable { 0 } else { number };
        body.whole(column, super::count(number), Style::Number);
    }
    body.text(DEPENDS, depends, Style::Text);
}

/// The columns with persons, posts and shares of a row.
pub(super) fn counts<W: Write>(body: &mut Body<W>, tally: &Tally, formulas: &Formulas<'_>) {
    let (ones, fte, _) = columns(formulas.norm);
    let (low, high, total) = (posts(tally.fte_low), posts(tally.fte_high), posts(tally.fte_total));
    let persons = [tally.low, tally.high, tally.total].map(f64::from);
    let mut text = String::new();
    for (first, column, counted, style) in
        [(5, ones, persons, Style::Number), (10, fte, [low, high, total], Style::Fte)]
    {
        let column = formulas.range(column);
        text.clear();
        formulas.certain(&mut text, &column);
        body.formula(first, &text, Some(counted[0]), style);
        text.clear();
        formulas.cell(&mut text, first);
        text.push('+');
        formulas.to_verify(&mut text, &column);
        body.formula(first + 1, &text, Some(counted[1]), style);
        text.clear();
        formulas.sum(&mut text, &column, None);
        body.formula(first + 2, &text, Some(counted[2]), style);
        for (part, counted_part) in [(first, counted[0]), (first + 1, counted[1])] {
            text.clear();
            formulas.share(&mut text, part, first + 2);
            body.formula(part + 3, &text, share(counted_part, counted[2]), Style::Share);
        }
    }
    body.whole(15, tally.fte_unknown, Style::Number);
}

fn share(part: f64, total: f64) -> Option<f64> {
    (total > 0.0).then(|| part / total)
}

/// Sums over `Personen` for one group and norm. A large provider has a quarter of a million of them: they are put together from
/// texts that are made once per row.
pub(super) struct Formulas<'a> {
    people: &'a str,
    rows: [String; 2],
    pub(super) norm: Norm,
    /// The row of the formula itself, as Excel counts.
    row: String,
    /// Where the numbers of the groups stand, and the statuses.
    groups: String,
    statuses: String,
    /// What more must hold of those who are added up; nothing for everybody.
    only: String,
}

impl<'a> Formulas<'a> {
    /// Over these rows of `Personen`, for a row of `Groepen`; both as Excel counts.
    fn new(people: &'a str, (first, last): (u32, u32), norm: Norm, row: u32) -> Formulas<'a> {
        let rows = [first, last].map(|row| row.to_string());
        let (groups, statuses, only) = (String::new(), String::new(), String::new());
        let formulas = Formulas { people, rows, norm, row: row.to_string(), groups, statuses, only };
        let (_, _, statuses) = columns(norm);
        Formulas { groups: formulas.range(GROUP_NUMBER), statuses: formulas.range(statuses), ..formulas }
    }

    fn range(&self, column: u16) -> String {
        let column = Letters(column).to_string();
        let [first, last] = &self.rows;
        [self.people, "!$", &column, "$", first, ":$", &column, "$", last].concat()
    }

    /// The same for those only of whom a column of `Personen` says something.
    pub(super) fn only(mut self, conditions: &[(u16, &str)]) -> Self {
        for (column, says) in conditions {
            let range = self.range(*column);
            self.only.extend([",", &range, ",\"", says, "\""]);
        }
        self
    }

    /// Everybody of the group.
    pub(super) fn all(&self, column: u16) -> String {
        let mut text = String::new();
        self.sum(&mut text, &self.range(column), None);
        text
    }

    /// Adds up what stands in a range of `Personen` for the people of the group; only those with a status where one is given.
    fn sum(&self, text: &mut String, range: &str, status: Option<&str>) {
        text.extend(["SUMIFS(", range, ",", &self.groups, ",$A", &self.row]);
        if let Some(status) = status {
            text.extend([",", &self.statuses, ",\"", status, "\""]);
        }
        text.extend([&self.only, ")"]);
    }

    fn certain(&self, text: &mut String, range: &str) {
        match self.norm {
            Norm::Registered => self.sum(text, range, Some(Registration::Registered.name())),
            Norm::Trained => self.sum(text, range, Some(Training::Demonstrable.name())),
            _ => {
                self.sum(text, range, Some(Vog::InOrder.name()));
                text.push('+');
                self.sum(text, range, Some(Vog::OldRegime.name()));
            }
        }
    }

    fn to_verify(&self, text: &mut String, range: &str) {
        let status = match self.norm {
            Norm::Registered => Registration::ToVerify.name(),
            Norm::Trained => Training::ToVerify.name(),
            _ => Vog::ToVerify.name(),
        };
        self.sum(text, range, Some(status));
    }

    /// A cell of the same row.
    fn cell(&self, text: &mut String, column: u16) {
        text.push_str(&Letters(column).to_string());
        text.push_str(&self.row);
    }

    /// A part of a total; empty where there is nobody.
    fn share(&self, text: &mut String, part: u16, total: u16) {
        text.push_str("IF(");
        self.cell(text, total);
        text.push_str("=0,\"\",");
        self.cell(text, part);
        text.push('/');
        self.cell(text, total);
        text.push(')');
    }
}
