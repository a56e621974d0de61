//! Examples in a rule file: a small provider, and what the rule must say about it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::rule::optional_date;
use crate::calendar::Date;
use crate::finding::{Effect, Norm, Reason, Registration, Training, Verdict, Vog};

/// One example: typed tables or a csv text, and what must come out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What it shows.
    pub title: String,
    /// Peildatum.
    #[serde(skip, default = "default_date")]
    pub date: Date,
    /// The peildatum that the example itself gives.
    #[serde(rename = "date", default, deserialize_with = "optional_date")]
    pub own_date: Option<Date>,
    /// Whether the rule is met: it finds nothing.
    pub met: bool,
    /// The effect that every finding of this rule must have.
    #[serde(default)]
    pub effect: Option<Effect>,
    /// Exactly so many findings of this rule.
    #[serde(default)]
    pub count: Option<usize>,
    /// The reason of the first finding.
    #[serde(default)]
    pub reason: Option<Reason>,
    /// The fields of the cells of the first finding, in this order.
    #[serde(default)]
    pub cells: Vec<String>,
    /// A verdict that must come out.
    #[serde(default)]
    pub verdict: Option<ExampleVerdict>,
    /// Statuses of the first staff row's person.
    #[serde(default)]
    pub status: Option<ExampleStatus>,
    /// Settings, as a settings file has them.
    #[serde(default)]
    pub settings: toml::Table,
    /// Staff rows: field name and what stands in the cell. A field in no row is a column that is not there.
    #[serde(default)]
    pub staff: Vec<ExampleRow>,
    /// Training rows.
    #[serde(default)]
    pub trainings: Vec<ExampleRow>,
    /// Registration rows.
    #[serde(default)]
    pub registrations: Vec<ExampleRow>,
    /// Group rows.
    #[serde(default)]
    pub groups: Vec<ExampleRow>,
    /// Exemption rows.
    #[serde(default)]
    pub exemptions: Vec<ExampleRow>,
    /// Rows of expectations.
    #[serde(default)]
    pub expectations: Vec<ExampleRow>,
    /// Instead of tables: a csv file, read as any other.
    #[serde(default)]
    pub raw: Option<String>,
    /// Extracts of registers to hold the tables against: csv files, each with the headings that such an extract has.
    #[serde(default)]
    pub register: Vec<String>,
    /// Data problems to put in, for those that a table cannot show.
    #[serde(default)]
    pub problem: Vec<Reason>,
    /// Line of the rule file on which the example starts.
    #[serde(skip)]
    pub line: usize,
}

/// A row of an example: field name and what stands in the cell.
pub type ExampleRow = BTreeMap<String, ExampleCell>;

/// What stands in a cell of an example.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum ExampleCell {
    /// Text, as typed.
    Text(String),
    /// A number.
    Number(f64),
}

/// A verdict that an example expects.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleVerdict {
    /// On which norm.
    pub norm: Norm,
    /// Of which group; without one, of the provider.
    #[serde(default)]
    pub group: Option<String>,
    /// The verdict.
    pub is: Verdict,
}

/// Statuses that an example expects.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleStatus {
    /// Registration status.
    #[serde(default)]
    pub registration: Option<Registration>,
    /// Training status.
    #[serde(default)]
    pub training: Option<Training>,
    /// VOG status.
    #[serde(default)]
    pub vog: Option<Vog>,
}

fn default_date() -> Date {
    Date::constant(2026, 11, 23)
}

impl Example {
    /// What makes the example useless, in Dutch.
    pub(super) fn complaint(&self) -> Option<&'static str> {
        let tables =
            [&self.staff, &self.trainings, &self.registrations, &self.groups, &self.exemptions, &self.expectations];
        let typed = tables.iter().any(|rows| !rows.is_empty());
        if !typed && self.raw.is_none() {
            return Some("Dit voorbeeld heeft geen rijen. Geef `staff`, een andere tabel of `raw`.");
        }
        if typed && self.raw.is_some() {
            return Some("Dit voorbeeld heeft tabellen én `raw`. Kies één van beide.");
        }
        if self.met
            && (self.effect.is_some() || self.reason.is_some() || self.count.is_some() || !self.cells.is_empty())
        {
            return Some(
                "`effect`, `reason`, `count` en `cells` horen bij een bevinding. Dit voorbeeld zegt dat er geen is.",
            );
        }
        if self.count == Some(0) {
            return Some("Schrijf `met = true` in plaats van `count = 0`.");
        }
        None
    }
}
