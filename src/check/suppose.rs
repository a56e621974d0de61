//! Judging again, supposing that something is otherwise than the file says: what would help, proven by the rules themselves.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{
    Context, GroupTally, GroupVerdict, ProviderVerdict, Statuses, WithheldColumn, run, status, tally, verdict,
};
use crate::calendar::Date;
use crate::finding::{Effect, Finding, Norm, Verdict};
use crate::lexicon::Lexicon;
use crate::rules::{Check, Rule, RuleSet};
use crate::settings::Settings;
use crate::staff::Staff;

/// What is supposed, beyond the statuses of people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Supposed {
    /// People who turn out not to work here, or to be nobody.
    pub gone: BTreeSet<u32>,
    /// People of whom somebody wrote down why they may work unregistered.
    pub exempt: BTreeSet<u32>,
    /// Groups of which somebody wrote down why they work as they do.
    pub substantiated: BTreeSet<u32>,
    /// Groups of which the share that is agreed no longer keeps anybody from judging.
    pub agreed: BTreeSet<u32>,
}

/// People and groups that can be judged again and again, each time with something else supposed.
pub struct Trial<'a> {
    context: Context<'a>,
    /// Whether the shares are those of the statuses.
    counted: bool,
}

/// How everything comes out, as far as it weighs: signals are left out.
pub struct Outcome {
    /// What weighs on a verdict.
    pub findings: Vec<Finding>,
    /// Verdicts per norm and group.
    pub groups: Vec<GroupVerdict>,
    /// Verdicts per norm for the provider.
    pub provider: Vec<ProviderVerdict>,
}

impl<'a> Trial<'a> {
    /// Starts from the statuses of everybody, by person.
    pub fn new(
        staff: &'a Staff,
        rules: &'a RuleSet,
        settings: &'a Settings,
        lexicon: &'a Lexicon,
        reference_date: Date,
        withheld: &'a [WithheldColumn],
        statuses: Cow<'a, [Statuses]>,
    ) -> Trial<'a> {
        let context = Context::new(staff, rules, settings, lexicon, reference_date, withheld, statuses);
        Trial { context, counted: true }
    }

    /// Starts from the statuses that the file tells.
    pub fn told(
        staff: &'a Staff,
        rules: &'a RuleSet,
        settings: &'a Settings,
        lexicon: &'a Lexicon,
        reference_date: Date,
        withheld: &'a [WithheldColumn],
    ) -> Trial<'a> {
        let statuses = status::of_everybody(staff, rules, lexicon, reference_date);
        Trial::new(staff, rules, settings, lexicon, reference_date, withheld, Cow::Owned(statuses))
    }

    /// The statuses of a person.
    pub fn statuses_of(&self, person: u32) -> &Statuses {
        &self.context.statuses[person as usize]
    }

    /// The statuses of a person, to suppose others.
    pub fn statuses(&mut self, person: u32) -> &mut Statuses {
        self.counted = false;
        self.context.statuses.suppose(person)
    }

    /// Nothing is supposed any more.
    pub fn restore(&mut self) {
        self.counted = false;
        self.context.statuses.restore();
        self.context.supposed = Supposed::default();
    }

    /// What is supposed beyond statuses.
    pub fn supposed(&mut self) -> &mut Supposed {
        self.counted = false;
        &mut self.context.supposed
    }

    /// The people and shares of a group, as they were when it was judged last.
    pub fn tally(&self, group: u32) -> &GroupTally {
        &self.context.groups[group as usize]
    }

    /// Judges everything.
    pub fn judge(&mut self) -> Outcome {
        let context = &mut self.context;
        context.people = context.staff.active().map(|(person, _)| person).collect();
        context.looked_at = (0u32..).zip(&context.groups).map(|(group, _)| group).collect();
        self.outcome(&Norm::JUDGED)
    }

    /// The verdicts on one norm for some groups, in ascending order.
    pub fn verdicts(&mut self, norm: Norm, groups: &[u32]) -> Vec<Verdict> {
        let context = &mut self.context;
        context.looked_at.clear();
        context.looked_at.extend_from_slice(groups);
        context.people.clear();
        for group in groups {
            context.people.extend_from_slice(&context.groups[*group as usize].everybody);
        }
        context.people.sort_unstable();
        context.people.dedup();
        self.outcome(&[norm]).groups.iter().map(|group| group.verdict).collect()
    }

    fn outcome(&mut self, norms: &[Norm]) -> Outcome {
        let context = &mut self.context;
        let uncounted = if self.counted { &[][..] } else { &context.looked_at };
        for group in uncounted {
            let everybody = std::mem::take(&mut context.groups[*group as usize].everybody);
            context.groups[*group as usize] =
                tally::of_group(context.staff, &context.statuses, *group, everybody, &context.supposed.gone);
        }
        let weighs = |rule: &Rule| may_weigh(rule) && rule.norms.iter().any(|norm| norms.contains(norm));
        let rules = (0u16..).zip(&context.rules.rules).filter(|(_, rule)| weighs(rule));
        let mut findings = run(context, rules);
        findings.retain(|finding| finding.effect != Effect::Signal && norms.contains(&finding.norm));
        let (groups, provider) = verdict::verdicts(context, &findings, norms);
        Outcome { findings, groups, provider }
    }
}

/// Whether a rule can change a verdict. Two kinds have an effect of their own where doubts decide.
fn may_weigh(rule: &Rule) -> bool {
    rule.effect != Effect::Signal || matches!(rule.check, Check::Share { .. } | Check::OlderThan { .. })
}
