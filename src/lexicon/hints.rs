//! What the words of a heading hint at, beside the field that it names or where it names none.

use super::pattern::{Canon, Pattern, any};
use super::source::{LexiconError, Table};
use crate::finding::named;
use crate::fold::fold;

named! {
    /// What a heading, a title or the name of a sheet may be about. Each has a list of patterns of its own in `headings.toml`.
    Hint {
        /// A first day, and not the last one too: "Begonnen op", not "Datum van t/m".
        Start = "starts",
        /// The last date or the next one: "Herregistratiedatum".
        LastOrNext = "last_or_next",
        /// Another day of a VOG than that of issue: "VOG in dossier".
        OtherDay = "other_day",
        /// What has a beginning or an end of its own: "Verlof".
        WithPeriod = "with_period",
        /// Somebody or something else than the people on the rows: "Naam (ouder)".
        Other = "others",
        /// The titles of trainings stand in the cells: "Gevolgde trainingen".
        CellsHoldTitles = "cells_hold_titles",
        /// What a training has, and no evidence of it: "Trainer", "Uren".
        NoTitle = "no_title",
        /// Who must follow a training, or until when: "Training loverboys (verplicht)".
        Duty = "duties",
        /// A training, or work with these girls: "Omgaan met slachtoffers mensenhandel".
        Victims = "victims",
        /// The repetition of a training: "Herhaling".
        Repeat = "repeats",
        /// What only somebody who followed a training can fill in, and not when that was: "Training loverboys geldig tot".
        TrainingDetail = "training_details",
        /// What may not have happened yet: "Gepland", "Scholingsplan 2026".
        Plan = "plans",
        /// What is still to happen: "Nog te volgen".
        Wish = "wishes",
        /// What is lacking, asked for or over: "SKJ doorgehaald", "Afwezigen".
        Lacking = "lacking",
        /// A registration or the VOG.
        Register = "registers",
        /// With such a word a heading is about something else than without: "SKJ geldig tot (oud)".
        Change = "changes",
        /// Hours or fte over another time: "(per maand)".
        OtherTerm = "other_terms",
        /// That somebody did not follow a training: "Geannuleerd".
        Cancelled = "cancels",
        /// How a training ended: "Trainingsstatus", "Uitkomst".
        Outcome = "outcomes",
        /// A measure against who is registered, or a remark: "Maatregel: geen" says that all is well.
        Measure = "measures",
        /// The last day in a function or on a group: "Functie t/m".
        WorkEnd = "work_ends",
        /// Which part of the posts on a row belongs to its group: "Verdeling".
        WorkShare = "work_shares",
        /// The papers that people have: "Kwalificatie", "Document".
        Papers = "papers",
        /// Papers that people may not have: something to do, to pay or to ask for, or only what is lacking.
        NoPapers = "no_papers",
        /// People who do not work here: "Sollicitanten", "Cliënten".
        OtherPeople = "other_people",
        /// Some of the papers only: "Verlopende documenten".
        PartOfPapers = "in_part",
        /// Only a part of the people or of what they have: "Nieuwe registraties", "deel 2".
        PartOfList = "part_of_list",
        /// Something that matters to a group, on a list of those: "Gesloten per", "Onderbouwing status".
        OfGroups = "of_groups",
        /// Another opinion, on a list of expectations: "Herbeoordeling juni".
        OfExpectations = "of_expectations",
        /// The opinions that are the last word: "Definitief oordeel".
        FinalOpinion = "final_opinion",
        /// The administration around a registration or the VOG: "Kosten SKJ".
        Administration = "administration",
        /// A list of something else than people, where it stands beside them: "Aantal" behind "Groep", "Trainer" behind "Training".
        ListBeside = "list_beside",
    }
}

impl Hint {
    /// Whether its words are taken as they stand, and not as canonical ones: "verlopen" is no end of a registration there.
    fn is_as_it_stands(self) -> bool {
        matches!(self, Hint::NoPapers | Hint::OtherPeople | Hint::PartOfPapers | Hint::Lacking | Hint::ListBeside)
    }
}

/// The lists of words that hint.
pub(super) struct Hints([Vec<Pattern>; Hint::ALL.len()]);

impl Hints {
    pub(super) fn keys() -> impl Iterator<Item = &'static str> {
        Hint::ALL.iter().map(|hint| hint.name())
    }

    pub(super) fn read(root: Table<'_>, canon: &Canon) -> Result<Self, LexiconError> {
        let as_it_stands = Canon::default();
        let mut lists = [const { Vec::new() }; Hint::ALL.len()];
        for hint in Hint::ALL.iter().copied() {
            let canon = if hint.is_as_it_stands() { &as_it_stands } else { canon };
            lists[hint as usize] = Pattern::list(root, hint.name(), canon)?;
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
