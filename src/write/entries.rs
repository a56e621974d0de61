//! What every JSON report holds in the same form.

use serde::Serialize;

use crate::check::Tally;
use crate::rules::RuleSet;

/// This program.
#[derive(Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

/// This program, as it was built.
pub(super) const TOOL: Tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };

/// The rules that were applied.
#[derive(Serialize)]
pub(super) struct Rules<'a> {
    name: &'a str,
    version: &'a str,
    sha256: &'a str,
}

impl<'a> Rules<'a> {
    pub(super) fn of(rules: &'a RuleSet) -> Self {
        Rules { name: &rules.name, version: &rules.version, sha256: &rules.sha256 }
    }
}

/// A share in posts.
#[derive(Serialize)]
pub(super) struct Posts {
    low: String,
    high: String,
    total: String,
}

impl Posts {
    /// Nothing where nobody's posts are known.
    pub(super) fn of(tally: &Tally) -> Option<Posts> {
        tally.knows_fte().then(|| Posts {
            low: tally.fte_low.to_string(),
            high: tally.fte_high.to_string(),
            total: tally.fte_total.to_string(),
        })
    }
}

/// How many groups have which verdict.
#[derive(Serialize)]
pub(super) struct Groups {
    voldoende: u32,
    onvoldoende: u32,
    #[serde(rename = "niet te beoordelen")]
    undecided: u32,
    #[serde(rename = "niet van toepassing", skip_serializing_if = "is_zero")]
    not_applicable: u32,
}

impl Groups {
    /// Of the counts of voldoende, onvoldoende, niet te beoordelen and niet van toepassing.
    pub(super) fn of([voldoende, onvoldoende, undecided, not_applicable]: [u32; 4]) -> Groups {
        Groups { voldoende, onvoldoende, undecided, not_applicable }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}
