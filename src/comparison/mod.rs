//! Two assessments of one provider held against each other: who is who, what changed, and what a reader will ask about.
//!
//! Facts only: persons by number, cells by place, dates; the words are the writers'. Nothing here says that something is wrong. A
//! change that a careful reader would ask about is a [`Question`]; every other is a [`Change`]; and what could not be compared is
//! told too, so that nothing changes unseen.

mod changes;
mod findings;
mod people;
mod questions;
mod verdicts;

use std::collections::BTreeSet;

use crate::assess::Assessment;
use crate::calendar::Date;
use crate::cell::Place;
use crate::check::Tally;
use crate::finding::{Norm, Verdict, named};
use crate::lexicon::Field;

pub use people::{Doubt, DoubtReason, Matched, People};

/// A date is long past when it is more than so many months before the peildatum of the old files. Our own choice, no norm: what
/// somebody has shown for so long could have stood in the old files.
pub const LONG_PAST_MONTHS: u32 = 6;

/// Two assessments of one provider, and everything that differs.
pub struct Comparison<'a> {
    /// The earlier files.
    pub old: &'a Assessment,
    /// The later files.
    pub new: &'a Assessment,
    /// Who is who.
    pub people: People,
    /// Groups that are in both, as numbers in the old and the new files.
    pub groups: Vec<(u32, u32)>,
    /// Verdicts of the provider and of every group, norm by norm.
    pub verdicts: Vec<VerdictChange>,
    /// What a reader will ask about.
    pub questions: Vec<Question>,
    /// People who work in other groups.
    pub moves: Vec<Move>,
    /// What else is written otherwise.
    pub changes: Vec<Change>,
    /// What became of the findings.
    pub findings: Vec<FindingChange>,
    /// What could not be compared.
    pub not_compared: Vec<NotCompared>,
}

/// The verdicts on a norm, for the provider or one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerdictChange {
    /// The norm.
    pub norm: Norm,
    /// The group in the old files and in the new; none for the provider.
    pub group: Option<(Option<u32>, Option<u32>)>,
    /// The verdict on the old files; none when the group was not there.
    pub old: Option<Verdict>,
    /// The verdict on the new files; none when the group is not there.
    pub new: Option<Verdict>,
}

impl VerdictChange {
    /// Whether it went from better to worse, or can no longer be judged. A group that is no longer judged is no better or worse: see [`QuestionKind::NotJudged`].
    pub fn is_worse(&self) -> bool {
        match (self.old, self.new) {
            (Some(Verdict::NotApplicable) | None, _) | (_, Some(Verdict::NotApplicable) | None) => false,
            (Some(old), Some(new)) => new < old || new == Verdict::Undecided && new != old,
        }
    }
}

named! {
    /// What a reader asks about.
    QuestionKind {
        /// A VOG with a date long past stands in the new files, and not in the old.
        VogDate = "vog-date",
        /// The same of a training.
        TrainingDate = "training-date",
        /// The start of the employment is later than in the old files.
        LaterStart = "later-start",
        /// The function changed, and the new one does not count for a norm for which the old one did.
        Function = "function",
        /// With the posts as they were in the old files the share of a group would not be reached.
        Posts = "posts",
        /// A registration number stands with another name.
        RegistrationNumber = "registration-number",
        /// A person is no longer in the files, and no end of the employment was known.
        Gone = "gone",
        /// A group that was judged no longer is.
        NotJudged = "not-judged",
    }
}

/// Something that changed and that a reader asks about.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// What it is.
    pub kind: QuestionKind,
    /// The person in the old files.
    pub old_person: Option<u32>,
    /// The person in the new files.
    pub new_person: Option<u32>,
    /// The group in the old files and in the new.
    pub group: Option<(Option<u32>, Option<u32>)>,
    /// The norms that it is about.
    pub norms: Vec<Norm>,
    /// The cells in the old files: what stood there, or where it could have stood.
    pub old_cells: Vec<Place>,
    /// The cells in the new files.
    pub new_cells: Vec<Place>,
    /// The day that it is about.
    pub date: Option<Date>,
    /// The verdict or status before and after.
    pub outcome: Option<(&'static str, &'static str)>,
    /// The share in posts with the old numbers and the new ones.
    pub shares: Option<(Tally, Tally)>,
}

impl Question {
    fn new(kind: QuestionKind) -> Question {
        Question {
            kind,
            old_person: None,
            new_person: None,
            group: None,
            norms: Vec::new(),
            old_cells: Vec::new(),
            new_cells: Vec::new(),
            date: None,
            outcome: None,
            shares: None,
        }
    }

    fn about(kind: QuestionKind, (old, new): (u32, u32)) -> Question {
        Question { old_person: Some(old), new_person: Some(new), ..Question::new(kind) }
    }
}

/// Somebody who works in other groups than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The person in the old files and in the new.
    pub person: (u32, u32),
    /// The groups in the old files that the person left.
    pub from: Vec<u32>,
    /// The groups in the new files that the person came to.
    pub to: Vec<u32>,
    /// The cell with the group in the old files.
    pub old_cell: Option<Place>,
    /// The cell with the group in the new files.
    pub new_cell: Option<Place>,
}

/// What somebody's rows say otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The person in the old files and in the new.
    pub person: (u32, u32),
    /// What the cells are about.
    pub field: Field,
    /// The cells in the old files that say something which the new ones do not, or the empty cell.
    pub old_cells: Vec<Place>,
    /// The cells in the new files that say something which the old ones do not, or the empty cell.
    pub new_cells: Vec<Place>,
}

named! {
    /// What became of a finding.
    Fate {
        /// Only in the old files, and whom or what it is about is still there.
        Solved = "solved",
        /// Only in the new files.
        New = "new",
        /// In both.
        Same = "same",
        /// Only in the old files: the person or group is no longer there.
        Gone = "gone",
        /// About somebody of whom it is not certain who it is in the other files.
        Unsure = "unsure",
    }
}

/// What became of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingChange {
    /// What became of it.
    pub fate: Fate,
    /// Its number in the old assessment.
    pub old: Option<u32>,
    /// Its number in the new assessment.
    pub new: Option<u32>,
}

/// Something that could not be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotCompared {
    /// Only the old files or only the new ones have a column for it.
    Column {
        /// What the column is about.
        field: Field,
        /// Whether the old files have it.
        in_old: bool,
    },
    /// What stands in a cell cannot be read.
    Cell {
        /// The person in the old files and in the new.
        person: (u32, u32),
        /// What the cell is about.
        field: Field,
        /// Whether it stands in the old files.
        in_old: bool,
        /// The cell.
        place: Place,
    },
    /// A person without a name and number.
    Nameless {
        /// The person.
        person: u32,
        /// Whether the person is in the old files.
        in_old: bool,
    },
}

impl Comparison<'_> {
    /// Whether nothing asks for an explanation, nothing got worse, and all could be compared.
    pub fn is_plain(&self) -> bool {
        self.questions.is_empty()
            && self.people.doubts.is_empty()
            && self.not_compared.is_empty()
            && !self.verdicts.iter().any(VerdictChange::is_worse)
    }

    /// Whether old and new are the same files.
    pub fn is_same(&self) -> bool {
        let hashes = |assessment: &'_ Assessment| -> Vec<String> {
            assessment.inputs.iter().map(|input| input.sha256.clone()).collect()
        };
        hashes(self.old) == hashes(self.new)
    }
}

/// Compares.
pub fn compare<'a>(old: &'a Assessment, new: &'a Assessment) -> Comparison<'a> {
    let people = people::match_people(old, new);
    let groups = verdicts::match_groups(old, new);
    let verdicts = verdicts::compare(old, new, &groups);
    let mut not_compared = Vec::new();
    let (mut changes, moves) = changes::find(old, new, &people, &groups, &mut not_compared);
    let questions = questions::find(old, new, &people, &groups, &verdicts);
    // What is asked about is not told a second time.
    let asked: BTreeSet<Place> = questions.iter().flat_map(|question| question.new_cells.iter().copied()).collect();
    changes.retain(|change| !change.new_cells.iter().any(|cell| asked.contains(cell)));
    let findings = findings::compare(old, new, &people, &groups);
    Comparison { old, new, people, groups, verdicts, questions, moves, changes, findings, not_compared }
}
