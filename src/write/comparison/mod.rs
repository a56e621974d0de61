//! A comparison in words: what all its outputs say in the same way. Neutral, whatever was found: a change is no accusation.

mod json;
mod text;

use std::fmt::Write;

use crate::calendar::shown;
use crate::cell::Place;
use crate::check::Tally;
use crate::comparison::{
    Comparison, DoubtReason, Fate, LONG_PAST_MONTHS, NotCompared, Question, QuestionKind, VerdictChange,
};
use crate::edition::{Edition, and, plain};
use crate::finding::{Norm, Verdict};
use crate::settings::Unit;
use crate::write::words;

pub use json::report;
pub use text::summary;

/// What a question is headed with.
pub(crate) const ASKED: &str = "Gewijzigd, graag toelichten";

/// What the outputs say of their own method.
pub(crate) const METHOD: [&str; 5] = [
    "Een wijziging is geen fout en geen verwijt. Wij vragen een toelichting bij wijzigingen die van invloed kunnen zijn op een norm.",
    "Personen herkennen wij aan hun personeelsnummer (nullen vooraan tellen niet), en anders aan hun naam. Bij twijfel vergelijken wij niet; de twijfel staat in de lijst.",
    "Beide bestanden zijn getoetst met dezelfde regels en instellingen.",
    "Een datum ligt lang geleden als hij meer dan 6 maanden voor de peildatum van het oude bestand ligt. Dat is onze eigen keuze, geen norm.",
    "Een bevinding is dezelfde als code, persoon, groep of kolom gelijk zijn.",
];

const _: () = assert!(LONG_PAST_MONTHS == 6, "the method above names the number");

/// The two assessments as they are shown.
#[derive(Clone, Copy)]
pub(crate) struct Editions<'a> {
    pub(crate) old: Edition<'a>,
    pub(crate) new: Edition<'a>,
}

impl<'a> Editions<'a> {
    pub(crate) fn of(comparison: &Comparison<'a>) -> Editions<'a> {
        Editions { old: Edition::new(comparison.old), new: Edition::new(comparison.new) }
    }

    /// The one of the old files or of the new.
    pub(crate) fn side(&self, in_old: bool) -> Edition<'a> {
        if in_old { self.old } else { self.new }
    }

    /// A person of a pair as the new files call them, else as the old ones do: name and key.
    pub(crate) fn person(&self, old: Option<u32>, new: Option<u32>) -> Option<(&'a str, &'a str)> {
        match (old, new) {
            (_, Some(new)) => Some((self.new.name(new), self.new.key(new))),
            (Some(old), None) => Some((self.old.name(old), self.old.key(old))),
            (None, None) => None,
        }
    }

    /// A group of a pair as the new files call it, else as the old ones do.
    pub(crate) fn group(&self, (old, new): (Option<u32>, Option<u32>)) -> String {
        let shown = |edition: &Edition<'_>, group| {
            let location = edition.location(group);
            let comma = if location.is_empty() { "" } else { ", " };
            plain(&format!("{}{comma}{location}", edition.group(group))).into_owned()
        };
        match (old, new) {
            (_, Some(new)) => shown(&self.new, new),
            (Some(old), None) => shown(&self.old, old),
            (None, None) => String::new(),
        }
    }
}

/// A cell as a reader finds it, without its side: `personeel.xlsx:Personeel!C7`.
pub(crate) fn cell(edition: &Edition<'_>, place: Place) -> String {
    let (input, sheet) = edition.assessment.sheet(place.sheet);
    plain(&format!("{}:{}!{}", input.file, sheet.name, place.position)).into_owned()
}

/// What stands in a cell.
pub(crate) fn value(edition: &Edition<'_>, place: Place) -> String {
    match edition.value(place) {
        Some(value) if value.trim().is_empty() => "(leeg)".to_owned(),
        Some(value) => plain(&value).into_owned(),
        None => "(niet bewaard)".to_owned(),
    }
}

/// `Jansen (1001)`; where name and key are the same, once.
pub(crate) fn called((name, key): (&str, &str)) -> String {
    let shown = if name == key { name.to_owned() } else { format!("{name} ({key})") };
    plain(&shown).into_owned()
}

/// What kind of change is asked about.
pub(crate) fn kind(kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::VogDate => "VOG-datum van langer geleden die er eerst niet stond",
        QuestionKind::TrainingDate => "Scholingsdatum van langer geleden die er eerst niet stond",
        QuestionKind::LaterStart => "Datum in dienst is later geworden",
        QuestionKind::Function => "Andere functie, die niet meer meetelt voor een norm",
        QuestionKind::Posts => "Andere fte, waarmee het aandeel net wordt gehaald",
        QuestionKind::RegistrationNumber => "Registratienummer staat bij een andere naam",
        QuestionKind::Gone => "Staat niet meer in het bestand",
        QuestionKind::NotJudged => "Groep wordt niet meer getoetst",
    }
}

/// What changed, in a sentence or two.
pub(crate) fn told(editions: &Editions<'_>, question: &Question) -> String {
    let date = question.date.map(shown).unwrap_or_default();
    let norms: Vec<&str> = question.norms.iter().map(|norm| norm.name()).collect();
    let norms = and(&norms);
    let mut text = match question.kind {
        QuestionKind::VogDate => {
            format!("In het nieuwe bestand staat een VOG van {date}. Die datum stond niet in het oude bestand.")
        }
        QuestionKind::TrainingDate => {
            format!("In het nieuwe bestand staat een scholing van {date}. Die datum stond niet in het oude bestand.")
        }
        QuestionKind::LaterStart => format!("De datum in dienst is nu {date}. In het oude bestand was die eerder."),
        QuestionKind::Function => {
            format!(
                "De functie of het soort contract is gewijzigd. Wat er nu staat, telt niet mee voor {norms}; wat er eerst stond wel."
            )
        }
        QuestionKind::Posts => posts(editions, question, &norms),
        QuestionKind::RegistrationNumber => {
            let before =
                question.old_person.map(|person| called((editions.old.name(person), editions.old.key(person))));
            format!("Dit registratienummer stond in het oude bestand bij {}.", before.unwrap_or_default())
        }
        QuestionKind::Gone => {
            "Deze medewerker staat niet meer in het nieuwe bestand. Het oude bestand noemde geen datum uit dienst."
                .to_owned()
        }
        QuestionKind::NotJudged => match question.group {
            Some((_, Some(_))) => format!("Deze groep werd getoetst op {norms}, en nu niet meer."),
            _ => format!("Deze groep werd getoetst op {norms}, en staat niet meer in het nieuwe bestand."),
        },
    };
    if let Some((before, after)) = question.outcome {
        let subject = if question.kind == QuestionKind::TrainingDate { "Scholing" } else { "VOG" };
        let words = if before == after {
            format!(" {subject} eerst en nu: {after}.")
        } else {
            format!(" {subject} eerst: {before}, nu: {after}.")
        };
        text.push_str(&words);
    }
    text
}

fn posts(editions: &Editions<'_>, question: &Question, norms: &str) -> String {
    let Some((before, after)) = &question.shares else {
        return String::new();
    };
    let share = |tally: &Tally| format!("{} van {}", tally.fte_low, tally.fte_total).replace('.', ",");
    let required = question.group.and_then(|(_, group)| group).and_then(|group| {
        let verdicts = &editions.new.assessment.judgement.group_verdicts;
        verdicts.iter().find(|verdict| verdict.group == group && question.norms.contains(&verdict.norm))?.required
    });
    let required = required.map_or_else(String::new, |required| format!(" (gevraagd {required})"));
    let who = match question.new_cells.len() {
        1 => "van 1 medewerker".to_owned(),
        count => format!("van {count} medewerkers"),
    };
    let mut text = format!(
        "De fte {who} is gewijzigd. Het aandeel voor {norms} is nu {} fte{required}. Met de oude fte van wie er nu werkt, was het {}.",
        share(after),
        share(before)
    );
    if editions.new.assessment.settings.share_unit == Unit::Persons {
        text.push_str(" Het oordeel telt hier personen, geen fte.");
    }
    text
}

/// Why it is not certain that two persons are one.
pub(crate) fn doubt(reason: DoubtReason) -> &'static str {
    match reason {
        DoubtReason::OtherName => "hetzelfde personeelsnummer, een andere naam",
        DoubtReason::OtherNumber => "dezelfde naam, een ander personeelsnummer",
        DoubtReason::SimilarName => "de namen lijken op elkaar, bijvoorbeeld omdat er alleen voorletters staan",
        DoubtReason::SeveralPersons => "meer dan één persoon met deze naam of dit nummer",
    }
}

/// What became of a finding, as a heading.
pub(crate) fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Solved => "opgelost",
        Fate::New => "nieuw",
        Fate::Same => "dezelfde",
        Fate::Gone => "vervallen: persoon of groep staat er niet meer",
        Fate::Unsure => "niet zeker: twijfel wie het is",
    }
}

/// A verdict, or that there is none.
pub(crate) fn verdict(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("niet in het bestand", Verdict::name)
}

/// What the step from one verdict to another is.
pub(crate) fn step(change: &VerdictChange) -> &'static str {
    match (change.old, change.new) {
        (old, new) if old == new => "gelijk",
        (Some(Verdict::NotApplicable) | None, _) | (_, Some(Verdict::NotApplicable) | None) => "anders",
        // What is not known is no better and no worse.
        (_, Some(Verdict::Undecided)) => "nu niet te beoordelen",
        (Some(Verdict::Undecided), _) => "nu te beoordelen",
        _ if change.is_worse() => "slechter",
        _ => "beter",
    }
}

/// What could not be compared, and why.
pub(crate) fn not_compared(editions: &Editions<'_>, what: &NotCompared) -> String {
    let side = |in_old| if in_old { "oude" } else { "nieuwe" };
    match *what {
        NotCompared::Column { field, in_old } => {
            format!("{}: alleen het {} bestand heeft hiervoor een kolom.", words::field(field), side(in_old))
        }
        NotCompared::Cell { person: (old, new), field, in_old, place } => {
            let edition = editions.side(in_old);
            let person = if in_old { old } else { new };
            format!(
                "{} van {}: de cel in het {} bestand is niet te lezen, {} = {}.",
                words::field(field),
                called((edition.name(person), edition.key(person))),
                side(in_old),
                cell(&edition, place),
                value(&edition, place)
            )
        }
        NotCompared::Nameless { person, in_old } => {
            let edition = editions.side(in_old);
            let place = edition.assessment.staff.name_cell(person);
            format!("Een medewerker zonder naam en nummer in het {} bestand, {}.", side(in_old), cell(&edition, place))
        }
    }
}

/// `5.2.1 geregistreerde professionals`.
pub(crate) fn norm(norm: Norm) -> String {
    let mut text = String::new();
    write!(text, "{norm} {}", words::norm(norm)).expect("writing to memory never fails");
    text
}
