//! From findings to verdicts: a group's verdict is its worst finding, the provider's its worst group.

use super::share::Agreed;
use super::{Context, GroupTally, Judged, unjudged};
use crate::amount::Share;
use crate::finding::{Effect, Finding, Norm, Verdict};
use crate::rules::{Check, Setting};

/// The verdict on a norm for a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupVerdict {
    /// The norm.
    pub norm: Norm,
    /// Index of the group.
    pub group: u32,
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict before anything was found: not voldoende where nothing was tested.
    pub before: Verdict,
    /// The share that somebody asks of this group.
    pub required: Option<Share>,
    /// Indexes of the findings that weigh on it.
    pub findings: Vec<u32>,
}

/// The verdict on a norm for the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderVerdict {
    /// The norm.
    pub norm: Norm,
    /// The verdict.
    pub verdict: Verdict,
    /// How many groups are voldoende, onvoldoende, niet te beoordelen and niet van toepassing.
    pub groups: [u32; 4],
    /// Indexes of the findings that weigh on the provider but on no group.
    pub findings: Vec<u32>,
}

/// What a finding makes of a verdict.
pub(super) fn of_effect(effect: Effect) -> Verdict {
    match effect {
        Effect::Insufficient => Verdict::Insufficient,
        Effect::Undecided => Verdict::Undecided,
        Effect::Signal => Verdict::Sufficient,
    }
}

/// The verdicts on some of the judged norms, for the groups that are looked at.
pub(super) fn verdicts(
    context: &Context<'_>,
    findings: &[Finding],
    norms: &[Norm],
) -> (Vec<GroupVerdict>, Vec<ProviderVerdict>) {
    let mut of_groups = Vec::new();
    let mut of_provider = Vec::new();
    for norm in norms.iter().copied() {
        let judged = context.rules.judged(norm);
        let unjudged = unjudged::find(context, norm);
        let mut groups: Vec<GroupVerdict> = context
            .groups_looked_at()
            .map(|(group, tally)| {
                let applies = norm == Norm::Vog || tally.judged == Judged::Yes;
                let verdict = match (applies, tally.tally(norm).total) {
                    (false, _) if tally.judged == Judged::Unclear => Verdict::Undecided,
                    (false, _) => Verdict::NotApplicable,
                    // Without rules in force, or without anybody who counts, nothing was tested.
                    (true, 0) => {
                        if norm == Norm::Vog {
                            Verdict::NotApplicable
                        } else {
                            Verdict::Undecided
                        }
                    }
                    (true, _) if !judged || unjudged.groups[group as usize] => Verdict::Undecided,
                    (true, _) => Verdict::Sufficient,
                };
                let required = required(context, norm, group);
                GroupVerdict { norm, group, verdict, before: verdict, required, findings: Vec::new() }
            })
            .collect();
        let mut provider = ProviderVerdict { norm, verdict: Verdict::Sufficient, groups: [0; 4], findings: Vec::new() };
        for (index, finding) in (0u32..).zip(findings).filter(|(_, finding)| finding.norm == norm) {
            let targets = targets(context, finding);
            for group in &targets {
                let Ok(at) = groups.binary_search_by_key(group, |known| known.group) else {
                    continue;
                };
                let verdict = &mut groups[at];
                verdict.findings.push(index);
                if verdict.verdict != Verdict::NotApplicable {
                    verdict.verdict = verdict.verdict.min(of_effect(finding.effect));
                }
            }
            if targets.is_empty() || norm == Norm::Vog {
                provider.verdict = provider.verdict.min(of_effect(finding.effect));
                if targets.is_empty() {
                    provider.findings.push(index);
                }
            }
        }
        for group in &groups {
            let at = match group.verdict {
                Verdict::Sufficient => 0,
                Verdict::Insufficient => 1,
                Verdict::Undecided => 2,
                Verdict::NotApplicable => 3,
            };
            provider.groups[at] += 1;
            if group.verdict != Verdict::NotApplicable {
                provider.verdict = provider.verdict.min(group.verdict);
            }
        }
        let nobody =
            if norm == Norm::Vog { context.people().next().is_none() } else { provider.groups[..3] == [0, 0, 0] };
        if nobody || !judged || unjudged.provider {
            provider.verdict = provider.verdict.min(Verdict::Undecided);
        }
        of_groups.append(&mut groups);
        of_provider.push(provider);
    }
    (of_groups, of_provider)
}

/// The groups that a finding weighs on: its own; without a person all; none where a person's work has no group.
fn targets(context: &Context<'_>, finding: &Finding) -> Vec<u32> {
    if let Some(group) = finding.group {
        return vec![group];
    }
    if finding.person.is_some() {
        return finding.groups.to_vec();
    }
    let counts = |tally: &GroupTally| finding.norm == Norm::Vog || tally.judged == Judged::Yes;
    context.groups_looked_at().filter(|(_, tally)| counts(tally)).map(|(group, _)| group).collect()
}

/// The share asked of a group: what the groups sheet agrees, else the setting.
pub(super) fn required(context: &Context<'_>, norm: Norm, group: u32) -> Option<Share> {
    let rule = context
        .rules
        .rules
        .iter()
        .find(|rule| matches!(rule.check, Check::Share { .. }) && rule.norms.contains(&norm))?;
    let Check::Share { setting, agreed, .. } = rule.check else {
        return None;
    };
    let own = if agreed { super::share::agreed_share(context, group) } else { Agreed::Nothing };
    let asked = match own {
        Agreed::Share(share) => Some(share),
        Agreed::Nothing => super::share::setting_share(context, setting),
        Agreed::Unreadable(_) | Agreed::Conflict(_) => None,
    };
    asked.filter(|_| setting.is_share() || setting == Setting::MinimumShareRegistered)
}
