//! What the words of a heading hint at, beside the field that it names or where it names none.

use super::pattern::{Canon, Pattern, any};
use super::source::{LexiconError, Table};
use crate::fold::fold;

/// What a heading, a title or the name of a sheet may be about. Each has a list of patterns of its own in `headings.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// A first day, and not the last one too: "Begonnen op", not "Datum van t/m".
    Start,
    /// The last date or the next one: "Herregistratiedatum".
    LastOrNext,
    /// Another day of a VOG than that of issue: "VOG in dossier".
    OtherDay,
    /// What has a beginning or an end of its own: "Verlof".
    WithPeriod,
    /// Somebody or something else than the people on the rows: "Naam (ouder)".
    Other,
    /// The titles of trainings stand in the cells: "Gevolgde trainingen".
    CellsHoldTitles,
    /// What a training has, and no evidence of it: "Trainer", "Uren".
    NoTitle,
    /// Who must follow a training, unless days stand below it: "Training loverboys (verplicht)".
    Duty,
    /// A training, or work with these girls: "Omgaan met slachtoffers mensenhandel".
    Victims,
    /// The repetition of a training: "Herhaling".
    Repeat,
    /// What only somebody who followed a training can fill in, and not when that was: "Training loverboys geldig tot".
    TrainingDetail,
    /// What may not have happened yet: "Gepland", "Scholingsplan 2026".
    Plan,
    /// What is still to happen: "Nog te volgen".
    Wish,
    /// What is lacking, asked for or over: "SKJ doorgehaald", "Afwezigen".
    Lacking,
    /// A registration or the VOG.
    Register,
    /// With such a word a heading is about something else than without: "SKJ geldig tot (oud)".
    Change,
    /// Hours or fte over another time: "(per maand)".
    OtherTerm,
    /// That somebody did not follow a training: "Geannuleerd".
    Cancelled,
    /// How a training ended: "Trainingsstatus", "Uitkomst".
    Outcome,
    /// A measure against who is registered, or a remark: "Maatregel: geen" says that all is well.
    Measure,
    /// The last day in a function or on a group: "Functie t/m".
    WorkEnd,
    /// Which part of the posts on a row belongs to its group: "Verdeling".
    WorkShare,
    /// The papers that people have: "Kwalificatie", "Document".
    Papers,
    /// Papers that people may not have: something to do, to pay or to ask for, or only what is lacking.
    NoPapers,
    /// People who do not work here: "Sollicitanten", "Cliënten".
    OtherPeople,
    /// Some of the papers only: "Verlopende documenten".
    PartOfPapers,
    /// Something that matters to a group, on a list of those: "Gesloten per", "Onderbouwing status".
    OfGroups,
    /// Another opinion, on a list of expectations: "Herbeoordeling juni".
    OfExpectations,
    /// The opinions that are the last word: "Definitief oordeel".
    FinalOpinion,
    /// The administration around a registration or the VOG: "Kosten SKJ".
    Administration,
    /// A list of something else than people, where it stands beside them: "Aantal" behind "Groep", "Trainer" behind "Training".
    ListBeside,
}

/// The names of the lists, in the order of the variants.
const KEYS: &[(&str, Hint)] = &[
    ("starts", Hint::Start),
    ("last_or_next", Hint::LastOrNext),
    ("other_day", Hint::OtherDay),
    ("with_period", Hint::WithPeriod),
    ("others", Hint::Other),
    ("cells_hold_titles", Hint::CellsHoldTitles),
    ("no_title", Hint::NoTitle),
    ("duties", Hint::Duty),
    ("victims", Hint::Victims),
    ("repeats", Hint::Repeat),
    ("training_details", Hint::TrainingDetail),
    ("plans", Hint::Plan),
    ("wishes", Hint::Wish),
    ("lacking", Hint::Lacking),
    ("registers", Hint::Register),
    ("changes", Hint::Change),
    ("other_terms", Hint::OtherTerm),
    ("cancels", Hint::Cancelled),
    ("outcomes", Hint::Outcome),
    ("measures", Hint::Measure),
    ("work_ends", Hint::WorkEnd),
    ("work_shares", Hint::WorkShare),
    ("papers", Hint::Papers),
    ("no_papers", Hint::NoPapers),
    ("other_people", Hint::OtherPeople),
    ("in_part", Hint::PartOfPapers),
    ("of_groups", Hint::OfGroups),
    ("of_expectations", Hint::OfExpectations),
    ("final_opinion", Hint::FinalOpinion),
    ("administration", Hint::Administration),
    ("list_beside", Hint::ListBeside),
];

impl Hint {
    /// Whether its words are taken as they stand, and not as canonical ones: "verlopen" is no end of a registration there.
    fn is_as_it_stands(self) -> bool {
        matches!(self, Hint::NoPapers | Hint::OtherPeople | Hint::PartOfPapers | Hint::Lacking | Hint::ListBeside)
    }
}

/// The lists of words that hint.
pub(super) struct Hints([Vec<Pattern>; KEYS.len()]);

impl Hints {
    pub(super) fn keys() -> impl Iterator<Item = &'static str> {
        KEYS.iter().map(|(key, _)| *key)
    }

    pub(super) fn read(root: Table<'_>, canon: &Canon) -> Result<Self, LexiconError> {
        let as_it_stands = Canon::default();
        let mut lists = [const { Vec::new() }; KEYS.len()];
        for &(key, hint) in KEYS {
            let canon = if hint.is_as_it_stands() { &as_it_stands } else { canon };
            lists[hint as usize] = Pattern::list(root, key, canon)?;
        }
        Ok(Hints(lists))
    }

    /// Whether words, canonical ones in their order, hint at something.
    pub(super) fn in_words(&self, hint: Hint, words: &[&str]) -> bool {
        any(&self.0[hint as usize], words)
    }

    pub(super) fn in_text(&self, hint: Hint, text: &str, canon: &Canon) -> bool {
        let text = if hint.is_as_it_stands() { fold(text) } else { canon.canonical(text) };
        self.in_words(hint, &text.split(' ').collect::<Vec<_>>())
    }
}
