//! Real steps that a provider can take: what, who, how long it usually takes, and on which ground.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::load::{check_template, read};
use super::rule::Citation;
use super::{RuleError, RuleFiles, Source, Template};
use crate::finding::{FactName, Reason, named};
use crate::fold::fold;

/// The files with steps.
const FILES: [&str; 4] = ["steps/data.toml", "steps/registration.toml", "steps/training.toml", "steps/vog.toml"];
const LEVELS: &str = "steps/levels.toml";

named! {
    /// The kinds of step. None of them changes a date, a function or who counts.
    StepKind {
        /// Show the VOG behind a claim.
        ShowVog = "show-vog",
        /// Show the VOG of the start, or request one.
        ObtainVog = "obtain-vog",
        /// Show another VOG than the one that is too old.
        EarlierVog = "earlier-vog",
        /// Request a new VOG.
        RenewVog = "renew-vog",
        /// Show the first working day.
        StartDate = "start-date",
        /// Show the proof of a training.
        ShowTraining = "show-training",
        /// Follow a training.
        FollowTraining = "follow-training",
        /// Follow a training again.
        RefreshTraining = "refresh-training",
        /// Show a registration.
        ShowRegistration = "show-registration",
        /// Register, or register again.
        Register = "register",
        /// Write down why a group works as it does.
        Substantiate = "substantiate",
        /// Show since when that was written down.
        DateSubstantiation = "date-substantiation",
        /// Write down why a person may work unregistered, on one of the two legal grounds.
        Exempt = "exempt",
        /// Tell whether somebody still works here.
        Presence = "presence",
        /// Tell whom a row is about.
        Identity = "identity",
        /// Give a function.
        Function = "function",
        /// Give a group.
        Group = "group",
        /// Tell whether a group is specialised.
        Specialised = "specialised",
        /// Write the agreed share so that it can be read.
        AgreedShare = "agreed-share",
        /// Give the posts.
        Posts = "posts",
        /// Add the columns for registrations.
        ColumnRegistration = "column-registration",
        /// Add the columns for trainings.
        ColumnTraining = "column-training",
        /// Add the column for the VOG.
        ColumnVog = "column-vog",
        /// Add the column for the first working day.
        ColumnStart = "column-start",
        /// Add the column for the group.
        ColumnGroup = "column-group",
    }
}

impl StepKind {
    /// Whether the answer may also ask for more: then the file must be tested again before anything is certain.
    pub fn is_open(self) -> bool {
        use StepKind as K;
        matches!(
            self,
            K::Presence
                | K::Identity
                | K::Function
                | K::Group
                | K::Specialised
                | K::AgreedShare
                | K::Posts
                | K::ColumnRegistration
                | K::ColumnTraining
                | K::ColumnVog
                | K::ColumnStart
                | K::ColumnGroup
        )
    }

    /// The facts that its text may name.
    fn facts(self) -> &'static [FactName] {
        use FactName as F;
        use StepKind as K;
        match self {
            K::ShowVog | K::ObtainVog | K::EarlierVog | K::RenewVog | K::StartDate => {
                &[F::Person, F::Function, F::Group, F::Start, F::Earliest, F::ReferenceDate]
            }
            K::ShowRegistration | K::Register => {
                &[F::Person, F::Function, F::Group, F::ValidUntil, F::Months, F::ReferenceDate]
            }
            K::ShowTraining
            | K::FollowTraining
            | K::RefreshTraining
            | K::Exempt
            | K::Presence
            | K::Identity
            | K::Function
            | K::Group
            | K::Posts => &[F::Person, F::Function, F::Group, F::ReferenceDate],
            K::Substantiate | K::DateSubstantiation | K::Specialised | K::AgreedShare => {
                &[F::Group, F::Location, F::ReferenceDate]
            }
            K::ColumnRegistration | K::ColumnTraining | K::ColumnVog | K::ColumnStart | K::ColumnGroup => {
                &[F::ReferenceDate]
            }
        }
    }
}

named! {
    /// What a step costs, the cheapest first.
    Cost {
        /// It stands somewhere already.
        LookUp = "uitzoeken",
        /// The provider decides and writes it down.
        WriteDown = "vastleggen",
        /// Others must do something too.
        Arrange = "regelen",
        /// It takes months, or may.
        Months = "maanden",
    }
}

/// A kind of step, as its file has it.
#[derive(Debug, Clone)]
pub struct Step {
    /// Which kind.
    pub kind: StepKind,
    /// What it costs.
    pub cost: Cost,
    /// Dutch title.
    pub title: String,
    /// What to do.
    pub text: Template,
    /// What to do, for one reason.
    pub variants: BTreeMap<Reason, Template>,
    /// Who does it.
    pub who: String,
    /// How long it usually takes; none when no source tells.
    pub lead_time: Option<String>,
    /// Sources.
    pub citations: Vec<Citation>,
}

impl Step {
    /// What to do, for a reason.
    pub fn text_for(&self, reason: Option<Reason>) -> &Template {
        reason.and_then(|reason| self.variants.get(&reason)).unwrap_or(&self.text)
    }
}

/// Words that tell on which level somebody works.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Levels {
    higher: Vec<String>,
    lower: Vec<String>,
    lower_functions: Vec<String>,
    higher_text: String,
    unknown_text: String,
    /// Sources.
    #[serde(rename = "citation")]
    pub citations: Vec<Citation>,
}

/// On which level somebody works: registration belongs to functions at hbo or wo level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// At hbo or wo level.
    Higher,
    /// The file does not tell.
    Unknown,
    /// Below it.
    Lower,
}

impl Levels {
    /// What stands beside a step about somebody on a level.
    pub fn text(&self, level: Level) -> &str {
        match level {
            Level::Higher => &self.higher_text,
            Level::Unknown | Level::Lower => &self.unknown_text,
        }
    }

    /// The level that a function and an education tell; the function goes first.
    pub fn of(&self, function: &str, education: &str) -> Level {
        let function = fold(function);
        if self.lower_functions.iter().any(|lower| fold(lower) == function) {
            return Level::Lower;
        }
        for text in [function, fold(education)] {
            let says = |list: &[String]| {
                let mut words = text.split(|c: char| !c.is_alphanumeric());
                words.any(|word| list.iter().any(|known| known == word))
            };
            match (says(&self.higher), says(&self.lower)) {
                (true, _) => return Level::Higher,
                (false, true) => return Level::Lower,
                (false, false) => {}
            }
        }
        Level::Unknown
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedSteps {
    step: Vec<Spanned<TypedStep>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedStep {
    kind: StepKind,
    cost: Cost,
    title: String,
    text: Spanned<String>,
    who: String,
    #[serde(default)]
    lead_time: Option<String>,
    #[serde(default)]
    variant: BTreeMap<Reason, Spanned<String>>,
    citation: Vec<Citation>,
}

/// Every kind of step, in the order of [`StepKind::ALL`], and the words about levels.
pub(super) fn load(files: &RuleFiles, sources: &[Source]) -> Result<(Vec<Step>, Levels), RuleError> {
    let levels: Levels = read(files, LEVELS)?;
    let mut found: Vec<Step> = Vec::with_capacity(StepKind::ALL.len());
    for path in FILES {
        let text = files.text(path).unwrap_or_default();
        for typed in read::<TypedSteps>(files, path)?.step {
            let span = typed.span();
            let typed = typed.into_inner();
            let wrong = |message: String| Err(RuleError::at(path, text, span.clone(), message));
            let kind = typed.kind;
            if found.iter().any(|known| known.kind == kind) {
                return wrong(format!("De stap `{kind}` staat er twee keer."));
            }
            let unknown = |citation: &&Citation| !sources.iter().any(|source| source.key == citation.source);
            if let Some(citation) = typed.citation.iter().find(unknown) {
                return wrong(format!("De bron `{}` staat niet in sources.toml.", citation.source));
            }
            if typed.citation.is_empty() {
                return wrong(format!("De stap `{kind}` noemt geen bron."));
            }
            let template = |typed: &Spanned<String>| check_template(path, text, typed, kind.facts());
            let mut variants = BTreeMap::new();
            for (reason, typed) in &typed.variant {
                variants.insert(*reason, template(typed)?);
            }
            found.push(Step {
                kind,
                cost: typed.cost,
                title: typed.title,
                text: template(&typed.text)?,
                variants,
                who: typed.who,
                lead_time: typed.lead_time,
                citations: typed.citation,
            });
        }
    }
    found.sort_by_key(|step| step.kind);
    if let Some(missing) = StepKind::ALL.iter().find(|kind| !found.iter().any(|step| step.kind == **kind)) {
        return Err(RuleError::whole("steps", format!("De stap `{missing}` ontbreekt in de map met regels.")));
    }
    Ok((found, levels))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSet;

    #[test]
    fn the_level_is_what_the_file_tells() {
        let set = RuleSet::load_all(&RuleFiles::embedded()).expect("the built-in rules are good");
        for (function, education, level) in [
            ("pedagogisch medewerker", "", Level::Unknown),
            ("pedagogisch medewerker", "HBO Social Work", Level::Higher),
            ("pedagogisch medewerker", "mbo-4", Level::Lower),
            ("pedagogisch medewerker D", "hbo", Level::Lower),
            ("Pedagogisch medewerker (mbo)", "hbo", Level::Lower),
            ("pedagogisch medewerker", "mbo en hbo", Level::Higher),
            ("groepsleider", "woonbegeleiding", Level::Unknown),
        ] {
            assert_eq!(set.levels.of(function, education), level, "{function} / {education}");
        }
    }

    #[test]
    fn every_step_is_there_in_order() {
        let set = RuleSet::load_all(&RuleFiles::embedded()).expect("the built-in rules are good");
        assert!(StepKind::ALL.iter().all(|kind| set.step(*kind).kind == *kind));
        assert_eq!(set.steps().len(), StepKind::ALL.len());
    }
}
