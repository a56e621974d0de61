//! `Verloopkalender`: what ends in the coming twelve months, and when a verdict changes if nobody does anything.

use std::io::Write;

use rust_xlsxwriter::Worksheet;

use super::body::{Body, lines};
use super::expiry_chart::{self, Block};
use super::findings::{Links, shown};
use super::package::Insert;
use super::style::Style;
use super::{Heading, Scene, WorkbookError, heading, write_headings};
use crate::calendar::{self, Date, to_serial};
use crate::edition::{and, plain};
use crate::finding::Verdict;
use crate::planning::endings::{Ending, Kind, Then};
use crate::planning::expiry::{Limit, Line, Outlook};

pub(super) const HEADER_ROW: u32 = 5;

const HEADINGS: &[Heading] = &[
    heading("Datum", 12.0),
    heading("Wat", 30.0),
    heading("Persoon", 18.0),
    heading("Persoons-\nsleutel", 11.0),
    heading("Groep", 20.0),
    heading("Norm", 9.0),
    heading("Oordeel nu", 18.0),
    heading("Oordeel dan", 18.0),
    heading("Gereed tot\nen met", 12.0),
    heading("Gevolg", 58.0),
    heading("Cel", 18.0),
];

/// The column with the link.
const CELL: u16 = 10;

/// Names and endings in one cell.
const MOST_NAMES: usize = 5;

/// One row of the calendar.
enum Event<'o> {
    /// A verdict changes, or does not.
    Verdict(&'o Line),
    /// Something ends.
    Ends(&'o Ending),
}

/// Everything but the rows.
pub(super) fn frame(sheet: &mut Worksheet, scene: &Scene<'_>) -> Result<(), WorkbookError> {
    let outlook = scene.outlook;
    let mark = scene.formats.of(Style::Mark);
    let text = format!(
        "Van {} tot en met {}, als er niets verandert. De datum is de laatste dag waarop iets geldt, de eerste werkdag van wie begint, of de eerste dag met een ander oordeel. De regels zonder datum onderaan veranderen niet.",
        calendar::shown(scene.edition.assessment.reference_date),
        calendar::shown(outlook.last)
    );
    sheet.write_string_with_format(2, 0, text, mark)?;
    sheet.write_string_with_format(3, 0, looked(outlook), mark)?;
    write_headings(sheet, scene.formats, HEADER_ROW, HEADINGS, 2)?;
    sheet.set_print_fit_to_pages(2, 0).set_repeat_columns(0, 1)?;
    let rows = super::count(events(outlook).len());
    sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + rows.max(1), super::last(HEADINGS))?;
    // The numbers behind the chart are for looking them up, not for printing.
    sheet.set_print_area(0, 0, HEADER_ROW + rows.max(20), expiry_chart::NUMBERS - 2)?;
    expiry_chart::frame(sheet, scene)
}

/// How far the verdicts are known.
fn looked(outlook: &Outlook) -> String {
    let days = outlook.days.len() - 1;
    let counted = if days == 1 { "1 dag".to_owned() } else { format!("{days} dagen") };
    let until = calendar::shown(outlook.looked_until);
    match outlook.limit {
        None => format!("De oordelen zijn opnieuw bepaald op elke dag waarop iets kan veranderen: {counted}."),
        Some(Limit::TooMany) if days == 0 => "Dit bestand heeft te veel personen om vooruit te toetsen. Hieronder staat alleen wat er afloopt, niet wanneer een oordeel verandert.".to_owned(),
        Some(Limit::TooMany) => format!(
            "Dit bestand heeft te veel personen en dagen om alles door te rekenen. De oordelen zijn bepaald op de eerste {counted}, tot en met {until}. Wat daarna verandert, staat hier niet."
        ),
        Some(Limit::ReadOtherwise) => format!(
            "De oordelen zijn bepaald tot en met {until} ({counted}). Daarna leest het programma een datum in het bestand anders, bijvoorbeeld een jaartal van twee cijfers."
        ),
        Some(Limit::Rules) => {
            format!("De oordelen zijn bepaald tot en met {until} ({counted}). De regels van daarna zijn niet te lezen.")
        }
    }
}

/// All rows: by date, and last the verdicts that do not change.
fn events(outlook: &Outlook) -> Vec<Event<'_>> {
    let verdicts = outlook.lines.iter().map(Event::Verdict);
    let mut events: Vec<Event<'_>> = verdicts.chain(outlook.endings.iter().map(Event::Ends)).collect();
    events.sort_by_key(|event| match event {
        Event::Ends(ending) => (false, Some(ending.date), true),
        Event::Verdict(line) => {
            let date = line.change.map(|(date, _)| date);
            (date.is_none(), date, false)
        }
    });
    events
}

/// The rows.
pub(super) fn rows(out: &mut dyn Write, scene: &Scene<'_>) -> Result<Insert, WorkbookError> {
    let mut body = Body::new(out, scene.formats);
    let mut links = Links::in_column(CELL, false);
    let mut block = Block::of(scene);
    let mut row = HEADER_ROW;
    for event in events(scene.outlook) {
        row += 1;
        match event {
            Event::Verdict(line) => write_verdict(&mut body, scene, line, row),
            Event::Ends(ending) => write_ending(&mut body, &mut links, scene, ending, row),
        }
        block.next(&mut body);
    }
    while !block.is_done() {
        row += 1;
        body.row(row, false);
        block.next(&mut body);
    }
    body.end()?;
    Ok(Insert { before: "<pageMargins", xml: links.xml() })
}

fn write_verdict<W: Write>(body: &mut Body<W>, scene: &Scene<'_>, line: &Line, row: u32) {
    let outlook = scene.outlook;
    let (what, why) = match line.change {
        Some((day, then)) => ("Oordeel verandert", because(scene, line, day, then)),
        None => (
            if outlook.limit.is_none() { "Oordeel verandert niet" } else { "Oordeel gelijk, zover gekeken" },
            format!("Geen ander oordeel gevonden tot en met {}.", calendar::shown(outlook.looked_until)),
        ),
    };
    body.tall_row(row, lines(&why, HEADINGS[9].width).max(1));
    match line.change {
        Some((day, _)) => body.number(0, to_serial(day), Style::TopDate),
        None => body.blank(0, Style::Text),
    }
    body.text(1, what, Style::Top);
    body.blank(2, Style::Text);
    body.blank(3, Style::Text);
    body.plain(4, &named(line), Style::Text);
    body.text(5, line.norm.name(), Style::Top);
    write_word(body, 6, line.now);
    match line.change {
        Some((_, then)) => write_word(body, 7, then),
        None => write_word(body, 7, line.now),
    }
    let ready = line.now == Some(Verdict::Sufficient);
    let until = line.change.map_or(Some(outlook.looked_until), |(day, _)| day.yesterday().ok());
    match until.filter(|_| ready) {
        Some(until) => body.number(8, to_serial(until), Style::TopDate),
        None => body.blank(8, Style::Text),
    }
    body.text(9, &why, Style::Text);
    body.blank(CELL, Style::Text);
}

fn write_word<W: Write>(body: &mut Body<W>, column: u16, verdict: Option<Verdict>) {
    match verdict {
        Some(verdict) => body.text(column, verdict.name(), Style::of_verdict(verdict)),
        None => body.text(column, "groep is er niet", Style::Grey),
    }
}

fn named(line: &Line) -> String {
    match &line.group {
        None => "hele aanbieder".to_owned(),
        Some((name, location)) if location.is_empty() => name.clone(),
        Some((name, location)) => format!("{name} ({location})"),
    }
}

/// Without what the verdict would be another.
fn because(scene: &Scene<'_>, line: &Line, day: Date, then: Option<Verdict>) -> String {
    let endings = &scene.outlook.endings;
    // A rule that is no longer in force is told only where nothing else explains the change.
    let of_rule =
        |ending: &&Ending| ending.person.is_none() && ending.changes_on == day && ending.norms.contains(&line.norm);
    let found: Vec<&Ending> = if line.causes.is_empty() {
        endings.iter().filter(of_rule).collect()
    } else {
        line.causes.iter().map(|at| &endings[*at]).collect()
    };
    let causes: Vec<String> = found.into_iter().map(|ending| cause(scene, ending)).collect();
    let more = format!("nog {}", causes.len().saturating_sub(MOST_NAMES));
    let mut named: Vec<&str> = causes.iter().take(MOST_NAMES).map(String::as_str).collect();
    if causes.len() > MOST_NAMES {
        named.push(&more);
    }
    let gone = if then.is_none() { "Er werkt dan niemand meer op deze groep. " } else { "" };
    if named.is_empty() {
        format!("{gone}Op deze dag gaat iets in: een start, een besluit, een datum die dan voorbij is, of een regel.")
    } else {
        format!("{gone}Door: {}.", and(&named))
    }
}

fn cause(scene: &Scene<'_>, ending: &Ending) -> String {
    let what = short(&ending.kind);
    match ending.person {
        Some(person) => format!("{what} van {}", plain(scene.edition.name(person))),
        None => what,
    }
}

fn short(kind: &Kind) -> String {
    match kind {
        Kind::Registration(register) => format!("einde registratie {register}"),
        Kind::RenewalWindow => "einde termijn herregistratie".to_owned(),
        Kind::Employment => "einde dienstverband".to_owned(),
        Kind::Start => "begin dienstverband".to_owned(),
        Kind::Exemption => "einde uitzondering".to_owned(),
        Kind::Training => "scholing te oud".to_owned(),
        Kind::Vog | Kind::SolisticVog => "VOG te oud".to_owned(),
        Kind::Rule(code) => format!("einde regel {code}"),
    }
}

fn write_ending<W: Write>(body: &mut Body<W>, links: &mut Links, scene: &Scene<'_>, ending: &Ending, row: u32) {
    let edition = &scene.edition;
    let what = match &ending.kind {
        Kind::Registration(register) => format!("Registratie {register} loopt af"),
        Kind::RenewalWindow => "Laatste dag dat herregistratie nog kan lopen".to_owned(),
        Kind::Employment => "Einde contract of dienstverband".to_owned(),
        Kind::Start => "Begin contract of dienstverband".to_owned(),
        Kind::Exemption => "Uitzondering (tenzij) loopt af".to_owned(),
        Kind::Training => "Scholing herhalen (eigen norm)".to_owned(),
        Kind::Vog => "VOG vernieuwen (eigen norm)".to_owned(),
        Kind::SolisticVog => "VOG vernieuwen (solistisch)".to_owned(),
        Kind::Rule(code) => format!("Regel {code} loopt af"),
    };
    let groups: Vec<&str> = ending.groups.iter().map(|group| edition.group(*group)).collect();
    let norms: Vec<&str> = ending.norms.iter().map(|norm| norm.name()).collect();
    let (groups, norms) = (groups.join(", "), norms.join(", "));
    let consequence = consequence(ending);
    let high = [(1, what.as_str()), (4, &groups), (5, &norms), (9, &consequence)];
    body.tall_row(row, high.map(|(column, text)| lines(text, HEADINGS[column].width)).into_iter().max().unwrap_or(1));
    body.number(0, to_serial(ending.date), Style::TopDate);
    body.text(1, &what, Style::Text);
    body.plain(2, ending.person.map_or("", |person| edition.name(person)), Style::Text);
    body.plain(3, ending.person.map_or("", |person| edition.key(person)), Style::Text);
    body.plain(4, &groups, Style::Text);
    body.text(5, &norms, Style::Text);
    for column in 6..9 {
        body.blank(column, Style::Text);
    }
    body.text(9, &consequence, Style::Text);
    match ending.cell {
        Some(place) => {
            let linked = links.add(scene, row, place);
            body.plain(CELL, &shown(scene, place), if linked { Style::Link } else { Style::Text });
        }
        None => body.blank(CELL, Style::Text),
    }
}

/// What is so from the next day on.
fn consequence(ending: &Ending) -> String {
    let Some(then) = ending.then else {
        return "Niet doorgerekend.".to_owned();
    };
    let day = calendar::shown(ending.changes_on);
    let renew = match ending.kind {
        Kind::Registration("SKJ") => {
            let last = ending.date.yesterday().map_or_else(|_| String::new(), calendar::shown);
            format!(" Vraag herregistratie aan, uiterlijk {last}.")
        }
        _ => String::new(),
    };
    match then {
        Then::Registration(status) => format!("Vanaf {day}: {status}.{renew}"),
        Then::Vog(status) => format!("Vanaf {day}: VOG {status}."),
        Then::TooOld => format!("Vanaf {day} ouder dan uw eigen norm."),
        Then::Starts => format!("Telt vanaf {day} mee."),
        Then::StartsToo => format!("Werkt al; vanaf {day} geldt ook deze rij."),
        Then::NotHere => format!("Is op {day} niet in dienst."),
        Then::Gone => format!("Telt vanaf {day} niet meer mee."),
        Then::MayHaveLeft => format!("Of deze medewerker vanaf {day} nog in dienst is, is niet zeker."),
        Then::Stays => format!("Blijft vanaf {day} in dienst volgens een andere rij."),
        Then::NotExempt => format!("Vanaf {day} telt de uitzondering niet meer."),
        Then::StillExempt => format!("Vanaf {day} geldt nog een andere uitzondering."),
        Then::RuleEnded => format!("Vanaf {day} geldt deze regel niet meer."),
    }
}
