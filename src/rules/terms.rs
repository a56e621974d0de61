//! Sources, and the terms that the registration and VOG statuses use.

use serde::Deserialize;

use super::Confidence;
use super::rule::{Citation, date, optional_date};
use crate::calendar::Date;

/// A law, register or report that rules cite.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Key that citations use.
    pub key: String,
    /// Short name, as source lines have it (`Jeugdwet`).
    pub short: String,
    /// Full title.
    pub title: String,
    /// Who made it.
    #[serde(default)]
    pub author: Option<String>,
    /// Year, as far as it is known.
    #[serde(default)]
    pub year: Option<u16>,
    /// Where it can be read.
    #[serde(default)]
    pub address: Option<String>,
    /// When we read it.
    #[serde(default, deserialize_with = "optional_date")]
    pub read_on: Option<Date>,
    /// How we know what it says.
    pub confidence: Confidence,
    /// What should be known about it.
    #[serde(default)]
    pub note: Option<String>,
}

/// Terms of the registration status.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegistrationTerms {
    /// Digits of an SKJ number.
    pub skj_digits: usize,
    /// Months after the end date in which a renewal may still be pending.
    pub renewal_months: u32,
    /// Digits of a BIG number.
    pub big_digits: usize,
    /// What the sources do and do not say.
    pub note: String,
    /// Sources.
    #[serde(rename = "citation")]
    pub citations: Vec<Citation>,
    /// Professions by the last two digits of a BIG number.
    #[serde(rename = "big_profession")]
    pub big_professions: Vec<BigProfession>,
}

impl RegistrationTerms {
    /// The profession with this two-digit code.
    pub fn big_profession(&self, code: &str) -> Option<&BigProfession> {
        self.big_professions.iter().find(|profession| profession.code == code)
    }
}

/// A profession in the BIG register.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BigProfession {
    /// The last two digits of the number.
    pub code: String,
    /// Dutch name.
    pub name: String,
    /// Whether it makes a registered professional in the sense of the Besluit Jeugdwet.
    pub counts: bool,
    /// First day on which it counts.
    #[serde(default, deserialize_with = "optional_date")]
    pub valid_from: Option<Date>,
    /// Last day on which it counts.
    #[serde(default, deserialize_with = "optional_date")]
    pub valid_until: Option<Date>,
    /// Sources.
    #[serde(default, rename = "citation")]
    pub citations: Vec<Citation>,
}

impl BigProfession {
    /// Whether it makes a registered professional on a date.
    pub fn counts_on(&self, date: Date) -> bool {
        self.counts
            && self.valid_from.is_none_or(|from| from <= date)
            && self.valid_until.is_none_or(|until| date <= until)
    }
}

/// Terms of the VOG status.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VogTerms {
    /// Months before the start in which the VOG must be issued.
    pub months_before_start: u32,
    /// First day of the Jeugdwet: who started before it is judged otherwise.
    #[serde(deserialize_with = "date")]
    pub law_from: Date,
    /// Years that the VOG of a solistic professional may be old.
    pub solistic_years: u32,
    /// Screening profile that suits youth care.
    pub expected_profile: String,
    /// What the sources do and do not say.
    pub note: String,
    /// Sources.
    #[serde(rename = "citation")]
    pub citations: Vec<Citation>,
}
