//! One rule: its texts, its sources, its validity and how it is tested.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::{Check, Confidence, Example, RuleSet, Template};
use crate::calendar::Date;
use crate::finding::{Effect, Norm, Reason, Weight};

/// A rule, as its file has it.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Code (`VOG-02`).
    pub code: String,
    /// The norms it weighs on; a finding per norm.
    pub norms: Vec<Norm>,
    /// What a finding does to a verdict.
    pub effect: Effect,
    /// What stands behind it.
    pub weight: Weight,
    /// First day on which it is in force.
    pub valid_from: Option<Date>,
    /// Last day on which it is in force.
    pub valid_until: Option<Date>,
    /// Dutch title.
    pub title: String,
    /// Dutch explanation: what the norm is, how it is tested, what a finding does not mean.
    pub explanation: String,
    /// What a finding says.
    pub message: Template,
    /// What helps.
    pub remedy: Template,
    /// Message and remedy for one reason.
    pub variants: BTreeMap<Reason, (Template, Template)>,
    /// Sources.
    pub citations: Vec<Citation>,
    /// How it is tested.
    pub check: Check,
    /// Examples; empty unless everything was loaded.
    pub examples: Vec<Example>,
    /// Path of its file, relative to the rule folder.
    pub file: String,
}

impl Rule {
    /// Message and remedy for a reason: those of its variant, else the plain ones.
    pub fn texts(&self, reason: Option<Reason>) -> (&Template, &Template) {
        match reason.and_then(|reason| self.variants.get(&reason)) {
            Some((message, remedy)) => (message, remedy),
            None => (&self.message, &self.remedy),
        }
    }

    /// Its sources in one line: `Jeugdwet art. 4.1.6 lid 2; IGJ-rapport 2018, blz. 9`.
    pub fn source_line(&self, set: &RuleSet) -> String {
        let lines: Vec<String> = self.citations.iter().map(|citation| citation.line(set)).collect();
        lines.join("; ")
    }

    /// Whether it is in force on a date.
    pub fn in_force(&self, date: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= date) && self.valid_until.is_none_or(|until| date <= until)
    }
}

impl Rule {
    /// Whether an example that names no day was written for a time before the rule was set aside.
    pub fn is_past(&self, example: &Example) -> bool {
        example.own_date.is_none() && self.valid_until.is_some_and(|until| until < example.date)
    }
}

/// A place in a source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Key of the source.
    pub source: String,
    /// Article.
    #[serde(default)]
    pub article: Option<String>,
    /// Paragraph of the article.
    #[serde(default)]
    pub paragraph: Option<String>,
    /// Another kind of place: an expectation, a page.
    #[serde(default)]
    pub place: Option<String>,
    /// How we know what it says.
    pub confidence: Confidence,
}

impl Citation {
    /// The citation in words: `Jeugdwet art. 4.1.6 lid 2`.
    pub fn line(&self, set: &RuleSet) -> String {
        let mut line = set.source(&self.source).map_or_else(|| self.source.clone(), |source| source.short.clone());
        if let Some(article) = &self.article {
            line = line + " art. " + article;
        }
        if let Some(paragraph) = &self.paragraph {
            line = line + " lid " + paragraph;
        }
        if let Some(place) = &self.place {
            line = line + ", " + place;
        }
        line
    }
}

/// Reads a date that is written as a quoted string, year first.
pub(super) fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    let written_in_full = text.len() == 10;
    text.parse().ok().filter(|_| written_in_full).ok_or_else(|| {
        D::Error::custom(format!(
            "`{text}` is geen datum. Schrijf een datum als \"2015-01-31\", tussen aanhalingstekens."
        ))
    })
}

/// As [`date`], for a key that may be absent.
pub(super) fn optional_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    date(deserializer).map(Some)
}
