//! Registers, and what else a list of registrations names.

use super::pattern::{Canon, Pattern, any};
use super::source::{LexiconError, Table};
use crate::fold::fold;

/// A register, or the VOG.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Kwaliteitsregister Jeugd.
    Skj,
    /// BIG-register.
    Big,
    /// SKJ or BIG: the text names both.
    SkjOrBig,
    /// Verklaring omtrent het gedrag.
    Vog,
    /// Another register, which does not count by itself.
    Register,
    /// A paper that is no registration.
    Paper,
}

const KINDS: [(&str, Kind); 5] =
    [("skj", Kind::Skj), ("big", Kind::Big), ("vog", Kind::Vog), ("register", Kind::Register), ("paper", Kind::Paper)];

/// The words for registers and papers.
pub(super) struct Kinds {
    kinds: Vec<(Kind, Vec<Pattern>)>,
    /// Beside a kind of registration: whether there is one now stays open.
    doubt: Vec<Pattern>,
    /// Beside a kind of registration: not the registration, but what counts for it.
    accredited: Vec<Pattern>,
    /// What may stand beside a kind of registration that is there.
    filler: Vec<Pattern>,
    /// What makes a paper one about learning.
    training: Vec<Pattern>,
}

impl Kinds {
    pub(super) fn read(table: Table<'_>) -> Result<Self, LexiconError> {
        let keys: Vec<&str> =
            KINDS.iter().map(|(key, _)| *key).chain(["doubt", "accredited", "training", "filler"]).collect();
        table.only(&keys)?;
        let canon = Canon::default();
        let list = |key: &str| Pattern::list(table, key, &canon);
        let mut kinds = Vec::new();
        for (key, value) in KINDS {
            table.required(key)?;
            kinds.push((value, list(key)?));
        }
        Ok(Kinds {
            kinds,
            doubt: list("doubt")?,
            accredited: list("accredited")?,
            filler: list("filler")?,
            training: list("training")?,
        })
    }

    pub(super) fn of(&self, text: &str) -> Option<Kind> {
        match self.all_in(text).as_slice() {
            [kind] => Some(*kind),
            [Kind::Skj, Kind::Big] => Some(Kind::SkjOrBig),
            _ => None,
        }
    }

    pub(super) fn names_among_others(&self, text: &str, kind: Kind) -> bool {
        let kinds = self.all_in(text);
        kinds.len() > 1 && kinds.contains(&kind)
    }

    fn all_in(&self, text: &str) -> Vec<Kind> {
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').collect();
        self.kinds.iter().filter(|(_, patterns)| any(patterns, &words)).map(|(kind, _)| *kind).collect()
    }

    /// Whether a text names kinds of registration, and says nothing else: "SKJ", "Registratie BIG", not "SKJ aanvragen".
    pub(super) fn is_alone(&self, text: &str) -> bool {
        let folded = fold(text);
        let of_kind = |word: &&str| self.kinds.iter().any(|(_, patterns)| any(patterns, &[*word]));
        folded.split(' ').all(|word| of_kind(&word) || any(&self.filler, &[word]))
    }

    pub(super) fn is_accredited(&self, text: &str) -> bool {
        any(&self.accredited, &fold(text).split(' ').collect::<Vec<_>>())
    }

    pub(super) fn is_about_learning(&self, text: &str) -> bool {
        any(&self.training, &fold(text).split(' ').collect::<Vec<_>>())
    }

    pub(super) fn is_doubtful(&self, text: &str) -> bool {
        text.contains('?')
            || self.is_about_learning(text)
            || any(&self.doubt, &fold(text).split(' ').collect::<Vec<_>>())
    }
}
