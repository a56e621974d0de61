//! The scorecard of the framework: themes, how many expectations were tested, and the rule of thumb.

use serde::Deserialize;

use super::{Confidence, RuleError, Source};
use crate::finding::named;
use crate::fold::fold;

pub(super) const FILE: &str = "scorecard.toml";

named! {
    /// What the rule of thumb of the framework says of a number of expectations.
    RuleOfThumb {
        /// The inspectorate trusts the provider to mend the rest without a new test.
        Trust = "vertrouwen zonder hertoets",
        /// The source does not say what follows.
        Between = "niet vermeld in de bron",
        /// The inspectorate considers a heavier measure.
        Heavier = "zwaardere maatregel overwogen",
    }
}

/// The terms of the scorecard (toetsingskadervhj.nl/over; the counts: IGJ 2018).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScorecardTerms {
    /// Above this percentage voldoende: trust.
    trust_above: u32,
    /// Below this percentage voldoende: a heavier measure is considered.
    heavier_below: u32,
    /// Key of the source of the rule of thumb.
    pub source: String,
    /// Where it can be read.
    pub address: String,
    /// How sure we are of it.
    pub confidence: Confidence,
    /// Key of the source of the counts.
    pub counts_source: String,
    trust: String,
    between: String,
    heavier: String,
    /// The themes, in order.
    #[serde(rename = "theme")]
    pub themes: Vec<Theme>,
    /// What was tested where.
    #[serde(rename = "framework")]
    pub frameworks: Vec<Framework>,
}

/// A theme of the framework.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// The first part of the numbers of its expectations.
    pub number: String,
    /// Its name.
    pub name: String,
    also: Vec<String>,
}

/// How many expectations are tested in one kind of care.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// Its name.
    pub name: String,
    /// Per theme.
    pub counts: Vec<u32>,
}

impl Framework {
    /// Over all themes.
    pub fn total(&self) -> u32 {
        self.counts.iter().sum()
    }
}

impl ScorecardTerms {
    /// What the rule of thumb says of this many voldoende among those tested; nothing when none is.
    ///
    /// Whole numbers decide: of 40 tested 30 is exactly 75% and not more, 26 is exactly 65% and not less.
    pub fn rule_of_thumb(&self, sufficient: u32, tested: u32) -> Option<RuleOfThumb> {
        let [sufficient, tested] = [sufficient, tested].map(u64::from);
        let above = sufficient * 100 > u64::from(self.trust_above) * tested;
        let below = sufficient * 100 < u64::from(self.heavier_below) * tested;
        (tested > 0).then_some(match (above, below) {
            (true, _) => RuleOfThumb::Trust,
            (_, true) => RuleOfThumb::Heavier,
            _ => RuleOfThumb::Between,
        })
    }

    /// What that means, in Dutch.
    pub fn meaning(&self, rule: RuleOfThumb) -> &str {
        match rule {
            RuleOfThumb::Trust => &self.trust,
            RuleOfThumb::Between => &self.between,
            RuleOfThumb::Heavier => &self.heavier,
        }
    }

    /// The place of a theme, by its name or number.
    pub fn theme(&self, text: &str) -> Option<usize> {
        let folded = fold(text);
        let said = folded.strip_prefix("thema ").unwrap_or(&folded);
        let bare = said.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
        self.themes.iter().position(|theme| {
            let names = std::iter::once(&theme.name).chain(&theme.also);
            said == theme.number || names.map(|name| fold(name)).any(|name| name == said || name == bare)
        })
    }

    /// The place of the theme of an expectation with this number.
    pub fn theme_of(&self, number: &str) -> Option<usize> {
        let first = number.split('.').next()?;
        self.themes.iter().position(|theme| theme.number == first)
    }

    pub(super) fn check(&self, sources: &[Source]) -> Result<(), RuleError> {
        for key in [&self.source, &self.counts_source] {
            if !sources.iter().any(|source| source.key == *key) {
                return Err(RuleError::whole(FILE, format!("De bron `{key}` staat niet in sources.toml.")));
            }
        }
        if self.heavier_below > self.trust_above || self.trust_above > 100 {
            return Err(RuleError::whole(
                FILE,
                "`heavier_below` is niet hoger dan `trust_above`, en dat niet hoger dan 100.",
            ));
        }
        if let Some(framework) = self.frameworks.iter().find(|one| one.counts.len() != self.themes.len()) {
            let message =
                format!("Bij `{}` staan niet evenveel getallen in `counts` als er thema’s zijn.", framework.name);
            return Err(RuleError::whole(FILE, message));
        }
        Ok(())
    }
}
