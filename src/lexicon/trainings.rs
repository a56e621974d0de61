//! Which training titles are evidence for 5.2.2, which are not, and which nobody can tell.

use hashbrown::HashMap;

use super::parts::{Parts, TrainingParts};
use super::pattern::{Canon, Pattern, any};
use super::source::{LexiconError, Source, Table};
use crate::fold::fold;

/// What a training title is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrainingTitle {
    /// About the target group.
    Recognised,
    /// No evidence, such as BHV.
    NoEvidence,
    /// On neither list, or on both.
    Unknown,
}

/// What stands below a heading that names a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrainingPart {
    /// Whether, or when, it was followed: "Training mensenhandel".
    Title,
    /// The date: "Datum mensenhandel".
    Date,
    /// The certificate: "Certificaat mensenhandel".
    Certificate,
}

pub(super) struct Trainings {
    canon: Canon,
    exact: HashMap<Box<str>, (TrainingTitle, Box<str>)>,
    recognised: Vec<(Pattern, Box<str>)>,
    no_evidence: Vec<Pattern>,
    doubtful: Vec<Pattern>,
    /// What is around the subject and no training by itself, and the words of a title that say that it is one.
    around: Vec<Pattern>,
    course: Vec<Pattern>,
    separators: Vec<char>,
    /// Words in a heading that say what stands below it, and words that say nothing.
    date: Vec<String>,
    certificate: Vec<String>,
    filler: Vec<String>,
    parts: Parts,
}

impl Trainings {
    pub fn read(source: Source<'_>) -> Result<Self, LexiconError> {
        let tables = source.parse()?;
        let root = Table::root(source, &tables);
        root.only(&["separators", "heading", "parts", "recognised", "no_evidence", "doubtful"])?;
        let canon = Canon::default();
        let mut separators = Vec::new();
        for entry in root.required("separators")? {
            let mut letters = entry.text.chars();
            match (letters.next(), letters.next()) {
                (Some(letter), None) => separators.push(letter),
                _ => return Err(root.fault_at(entry.at, "Een scheidingsteken is precies één teken.")),
            }
        }
        let (recognised, no_evidence, doubtful) =
            (root.table("recognised")?, root.table("no_evidence")?, root.table("doubtful")?);
        let mut exact = HashMap::new();
        for (table, title) in [(recognised, TrainingTitle::Recognised), (no_evidence, TrainingTitle::NoEvidence)] {
            table.only(&["titles", "patterns"])?;
            for entry in table.required("titles")? {
                let key = fold(entry.text).into_boxed_str();
                if exact.insert(key, (title, entry.text.into())).is_some_and(|(old, _)| old != title) {
                    return Err(table.fault_at(entry.at, format!("`{}` staat al op de andere lijst.", entry.text)));
                }
            }
        }
        doubtful.only(&["patterns", "around", "course"])?;
        let heading = root.table("heading")?;
        heading.only(&["date", "certificate", "filler"])?;
        let words = |key| -> Result<Vec<String>, LexiconError> {
            Ok(heading.required(key)?.iter().map(|entry| fold(entry.text)).collect())
        };
        let mut recognised_patterns = Vec::new();
        for entry in recognised.list("patterns")? {
            recognised_patterns.push((Pattern::read(recognised, entry, &canon)?, entry.text.into()));
        }
        Ok(Trainings {
            no_evidence: Pattern::list(no_evidence, "patterns", &canon)?,
            doubtful: Pattern::list(doubtful, "patterns", &canon)?,
            around: Pattern::list(doubtful, "around", &canon)?,
            course: Pattern::list(doubtful, "course", &canon)?,
            recognised: recognised_patterns,
            date: words("date")?,
            certificate: words("certificate")?,
            filler: words("filler")?,
            parts: Parts::read(root.table("parts")?)?,
            exact,
            separators,
            canon,
        })
    }

    /// What one title is worth, and the entry that says that it is about the target group.
    pub fn title(&self, title: &str) -> (TrainingTitle, Option<&str>) {
        let canonical = self.canon.canonical(title);
        if let Some((title, entry)) = self.exact.get(canonical.as_str()) {
            return (*title, Some(entry));
        }
        let words: Vec<&str> = canonical.split(' ').collect();
        let recognised = self.recognised.iter().find(|(pattern, _)| pattern.matches(&words));
        let no_evidence = any(&self.no_evidence, &words);
        match (recognised, no_evidence) {
            (Some((_, entry)), false) if !self.is_doubtful(&words) => (TrainingTitle::Recognised, Some(entry)),
            (Some((_, entry)), _) => (TrainingTitle::Unknown, Some(entry)),
            (None, true) => (TrainingTitle::NoEvidence, None),
            (None, false) => (TrainingTitle::Unknown, None),
        }
    }

    /// Whether words make it doubtful that a title about the target group is that of a training which was followed.
    fn is_doubtful(&self, words: &[&str]) -> bool {
        any(&self.doubtful, words) || any(&self.around, words) && !any(&self.course, words)
    }

    /// Whether a title is about the target group, be it a training that was followed or not.
    pub fn names_target_group(&self, title: &str) -> bool {
        let (title, entry) = self.title(title);
        title != TrainingTitle::NoEvidence && entry.is_some()
    }

    /// Whether a text is literally the title of a training on one of the lists.
    pub fn is_listed(&self, title: &str) -> bool {
        self.exact.contains_key(self.canon.canonical(title).as_str())
    }

    /// What a heading that names a training is about, and the training in words without order.
    pub fn part(&self, heading: &str) -> (TrainingPart, String) {
        let folded = fold(heading);
        let is = |list: &[String], word: &str| list.iter().any(|known| known == word);
        let part = if folded.split(' ').any(|word| is(&self.date, word)) {
            TrainingPart::Date
        } else if folded.split(' ').any(|word| is(&self.certificate, word)) {
            TrainingPart::Certificate
        } else {
            TrainingPart::Title
        };
        let mut words: Vec<&str> = folded.split(' ').filter(|word| !self.says_nothing(word)).collect();
        words.sort_unstable();
        (part, words.join(" "))
    }

    /// Whether a word does not tell one training from another: "datum", "certificaat", "training".
    fn says_nothing(&self, word: &str) -> bool {
        [&self.date, &self.certificate, &self.filler].into_iter().flatten().any(|known| known == word)
    }

    /// The parts of a training that a title names: "dag 1".
    pub fn parts(&self, title: &str) -> Option<TrainingParts> {
        self.parts.of(title, |word| self.says_nothing(word))
    }

    /// Whether a heading says which part of a training, and not of which: "Dag 1", "Datum 2e dag".
    pub fn is_bare_part(&self, heading: &str) -> bool {
        self.parts.is_bare(heading, |word| self.says_nothing(word))
    }

    pub fn split_titles<'t>(&self, cell: &'t str) -> impl Iterator<Item = &'t str> + use<'t, '_> {
        cell.split(|c: char| self.separators.contains(&c)).map(str::trim).filter(|title| !title.is_empty())
    }
}
