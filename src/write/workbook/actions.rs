//! `Acties`: the shortest list of real steps per norm that is not voldoende, with what each changes.

use std::io::Write;

use rust_xlsxwriter::Worksheet;

use super::body::{Body, lines};
use super::findings::{Links, shown};
use super::package::Insert;
use super::style::Style;
use super::{Heading, Scene, WorkbookError, heading, write_headings};
use crate::calendar::to_serial;
use crate::edition::{Edition, and, plain};
use crate::finding::{Norm, Verdict};
use crate::planning::{Action, GroupAfter, NormPlan, Stuck, Why};
use crate::rules::{Citation, Confidence, Cost, StepKind};

const HEADINGS: &[Heading] = &[
    heading("Nr", 6.0),
    heading("Norm", 8.0),
    heading("Stap", 24.0),
    heading("Persoon", 18.0),
    heading("Persoons-\nsleutel", 11.0),
    heading("Groep", 16.0),
    heading("Wat te doen", 60.0),
    heading("Wie", 23.0),
    heading("Uiterlijk", 16.0),
    heading("Gebruikelijke doorlooptijd", 24.0),
    heading("Soort werk", 12.0),
    heading("Daarna", 40.0),
    heading("Waarom nu niet", 24.0),
    heading("Ook goed, in plaats van deze persoon", 24.0),
    heading("Bron, en hoe wij die kennen", 34.0),
    heading("Cel", 20.0),
];

/// The column with the link.
const CELL: u16 = 15;

/// Names and groups in one cell; more do not help to choose.
const MOST_NAMES: usize = 5;

const NO_LEAD_TIME: &str = "doorlooptijd niet bekend";
const AS_SOON_AS_POSSIBLE: &str = "zo snel mogelijk";
const NO_STEPS: &str = "Geen stappen bekend";

/// The row of the headings: below a line per norm.
fn header_row(scene: &Scene<'_>) -> u32 {
    4 + super::count(scene.plan.norms.len())
}

/// Everything but the rows.
pub(super) fn frame(sheet: &mut Worksheet, scene: &Scene<'_>) -> Result<(), WorkbookError> {
    let text = if scene.plan.norms.is_empty() {
        "Alle normen zijn voldoende: er zijn geen stappen nodig."
    } else {
        "De kortste lijst stappen volgens het bestand. Eerst wat u kunt uitzoeken, dan wat u vastlegt, dan wat tijd kost. Elke stap helpt alleen als hij goed uitpakt."
    };
    let mark = scene.formats.of(Style::Mark);
    sheet.write_string_with_format(2, 0, text, mark)?;
    for (row, plan) in (3..).zip(&scene.plan.norms) {
        sheet.write_string_with_format(row, 0, in_short(plan), mark)?;
    }
    write_headings(sheet, scene.formats, header_row(scene), HEADINGS, 3)?;
    sheet.set_print_fit_to_pages(2, 0).set_repeat_columns(0, 2)?;
    Ok(())
}

/// What the steps of a norm come to.
fn in_short(plan: &NormPlan) -> String {
    let steps = match plan.actions.len() {
        0 => "geen stappen bekend".to_owned(),
        1 => "1 stap".to_owned(),
        count => format!("{count} stappen"),
    };
    let again = plan.actions.iter().any(|action| action.kind.is_open());
    let mut text = format!("{}: nu {}, {steps}, daarna {} als alles klopt.", plan.norm, plan.before, plan.after);
    if !plan.smallest {
        text.push_str(" Niet bewezen de kleinste lijst: er zijn te veel mogelijkheden om ze alle te proberen.");
    }
    if plan.after != Verdict::Sufficient {
        text.push_str(" Met deze stappen is de norm nog niet gehaald; zie de regels ‘geen stappen bekend’.");
    } else if again {
        text.push_str(" Er is nog twijfel over personen of groepen. Toets daarna opnieuw: er kan meer nodig zijn.");
    }
    text
}

/// The rows.
pub(super) fn rows(out: &mut dyn Write, scene: &Scene<'_>) -> Result<Insert, WorkbookError> {
    let mut body = Body::new(out, scene.formats);
    let mut links = Links::in_column(CELL, false);
    let mut row = header_row(scene);
    let mut number = 0;
    for plan in &scene.plan.norms {
        for action in &plan.actions {
            row += 1;
            number += 1;
            write_action(&mut body, &mut links, scene, plan, action, row, number);
        }
        for stuck in &plan.stuck {
            row += 1;
            number += 1;
            write_stuck(&mut body, scene, plan.norm, stuck, row, number);
        }
    }
    body.end()?;
    Ok(Insert { before: "<pageMargins", xml: links.xml() })
}

fn write_action<W: Write>(
    body: &mut Body<W>,
    links: &mut Links,
    scene: &Scene<'_>,
    plan: &NormPlan,
    action: &Action,
    row: u32,
    number: u32,
) {
    let edition = &scene.edition;
    let rules = &edition.assessment.rules;
    let step = rules.step(action.kind);
    let what = edition.step(action);
    let lead_time = step.lead_time.as_deref().unwrap_or(NO_LEAD_TIME);
    let after = after(edition, plan, action);
    let why = action.reason.map_or("", |reason| rules.label(reason));
    let instead = few(&action.instead.iter().map(|person| edition.name(*person)).collect::<Vec<_>>());
    let groups = few(&action.groups.iter().map(|group| edition.group(*group)).collect::<Vec<_>>());
    let source = sources(edition, &step.citations);
    let high = [(2, step.title.as_str()), (5, &groups), (6, &what), (7, &step.who), (9, lead_time)];
    let high = high.into_iter().chain([(11, after.as_str()), (12, why), (13, &instead), (14, &source)]);
    body.tall_row(row, high.map(|(column, text)| lines(text, HEADINGS[column].width)).max().unwrap_or(1));
    body.whole(0, number, Style::Number);
    body.text(1, plan.norm.name(), Style::Top);
    body.text(2, &step.title, Style::Text);
    body.plain(3, action.person.map_or("", |person| edition.name(person)), Style::Text);
    body.plain(4, action.person.map_or("", |person| edition.key(person)), Style::Text);
    body.plain(5, &groups, Style::Text);
    body.text(6, &what, Style::Text);
    body.text(7, &step.who, Style::Text);
    match action.until {
        Some(until) => body.number(8, to_serial(until), Style::TopDate),
        None => body.text(8, AS_SOON_AS_POSSIBLE, Style::Text),
    }
    body.text(9, lead_time, Style::Text);
    body.text(10, cost(action.cost), Style::Text);
    body.text(11, &after, Style::Text);
    body.text(12, why, Style::Text);
    body.plain(13, &instead, Style::Text);
    body.text(14, &source, Style::Text);
    match action.cell {
        Some(place) => {
            let linked = links.add(scene, row, place);
            body.plain(CELL, &shown(scene, place), if linked { Style::Link } else { Style::Text });
        }
        None => body.blank(CELL, Style::Text),
    }
}

fn write_stuck<W: Write>(body: &mut Body<W>, scene: &Scene<'_>, norm: Norm, stuck: &Stuck, row: u32, number: u32) {
    let edition = &scene.edition;
    let why = explained(&stuck.why, scene.tabs.own(1));
    body.tall_row(row, lines(&why, HEADINGS[6].width));
    body.whole(0, number, Style::Number);
    body.text(1, norm.name(), Style::Top);
    body.text(2, NO_STEPS, Style::Text);
    body.plain(3, stuck.person.map_or("", |person| edition.name(person)), Style::Text);
    body.plain(4, stuck.person.map_or("", |person| edition.key(person)), Style::Text);
    body.plain(5, stuck.group.map_or("", |group| edition.group(group)), Style::Text);
    body.text(6, &why, Style::Text);
    for column in 7..=CELL {
        body.blank(column, Style::Text);
    }
}

/// The first few names, and how many more there are.
fn few(names: &[&str]) -> String {
    if names.len() <= MOST_NAMES + 1 {
        return plain(&and(names)).into_owned();
    }
    let more = format!("nog {}", names.len() - MOST_NAMES);
    let names: Vec<&str> = names[..MOST_NAMES].iter().copied().chain([more.as_str()]).collect();
    plain(&and(&names)).into_owned()
}

fn cost(cost: Cost) -> &'static str {
    match cost {
        Cost::LookUp => "uitzoeken",
        Cost::WriteDown => "vastleggen",
        Cost::Arrange => "regelen",
        Cost::Months => "kost maanden, of kan dat",
    }
}

/// How the groups of a step come out when all steps are taken: `Kube: 4 van 6, norm 1/2, voldoende`.
fn after(edition: &Edition<'_>, plan: &NormPlan, action: &Action) -> String {
    let of_group = |group: &u32| {
        let at = plan.groups.binary_search_by_key(group, |after| after.group).ok()?;
        plan.groups.get(at)
    };
    let mut parts: Vec<String> =
        action.groups.iter().filter_map(of_group).take(MOST_NAMES).map(|after| in_group(edition, after)).collect();
    if action.groups.len() > MOST_NAMES {
        parts.push(format!("en nog {} groepen", action.groups.len() - MOST_NAMES));
    }
    let parts = parts.join("; ");
    let again = "Toets daarna opnieuw: het kan ook anders uitpakken.";
    let of_person = |other: &&Action| action.person.is_some() && other.person == action.person;
    let more = plan.actions.iter().filter(of_person).count() > 1;
    let depends = action.cost == Cost::LookUp || action.kind == StepKind::ObtainVog;
    match (parts.is_empty(), action.kind.is_open()) {
        (true, true) => again.to_owned(),
        (true, false) if more => {
            format!("Als alle stappen voor deze persoon kloppen: {} voor deze persoon.", Verdict::Sufficient)
        }
        (true, false) => format!("Als dat klopt: {} voor deze persoon.", Verdict::Sufficient),
        (false, true) => format!("Als dat klopt: {parts}. {again}"),
        (false, false) if depends => format!("Als dat klopt: {parts}."),
        (false, false) => format!("{parts}."),
    }
}

fn in_group(edition: &Edition<'_>, after: &GroupAfter) -> String {
    let name = plain(edition.group(after.group));
    let norm = after.required.map_or_else(String::new, |required| format!(", norm {required}"));
    format!("{name}: {} van {}{norm}, {}", after.tally.low, after.tally.total, after.verdict)
}

fn sources(edition: &Edition<'_>, citations: &[Citation]) -> String {
    let line = |citation: &Citation| {
        let known = match citation.confidence {
            Confidence::Verified => "gelezen in de bron",
            Confidence::Secondary => "gelezen in een andere bron",
            Confidence::Inferred => "onze uitleg",
            Confidence::Unknown => "niet gevonden",
        };
        format!("{} ({known})", citation.line(&edition.assessment.rules))
    };
    citations.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Why there is no step.
fn explained(why: &Why, findings: &str) -> String {
    match why {
        Why::NoPm => "Op deze groep staat geen pedagogisch medewerker. Kijk of de groep op alle bladen hetzelfde heet. Wie er werkt, moet in het bestand staan.".to_owned(),
        Why::NoGroup => "Er is geen enkele groep om te toetsen. Dat lost geen stap uit deze lijst op: zie de bevinding.".to_owned(),
        Why::TooFew => "Er zijn te weinig pedagogisch medewerkers of andere professionals op deze groep die dit kunnen halen. Dat vraagt een andere inzet van mensen. Die stelt dit programma niet voor.".to_owned(),
        Why::NoPosts => "Op deze groep is voor niemand een aanstelling bekend, dus is er geen aandeel in fte.".to_owned(),
        Why::NotTested => "Er geldt op de peildatum geen regel die dit toetst, of er is niemand om te toetsen.".to_owned(),
        Why::Rule(code) => format!("Voor regel {code} is geen stap bekend. Zie het blad {findings}."),
        Why::Worse => "Deze stappen maken een ander oordeel slechter. Er is geen lijst gevonden die alleen helpt.".to_owned(),
        Why::Unclear => "Pas als de stappen hierboven zijn gezet, is te zien wat er nog nodig is. Toets daarna opnieuw.".to_owned(),
    }
}
