//! What no rule in force judges. A rule that is set aside must not turn what it would have found into a pass.

use super::Context;
use super::share::{Agreed, agreed_share, setting_share};
use crate::finding::{FunctionClass, Norm, Training, Vog};
use crate::rules::{Check, Rule, Setting, Subject, Who};

/// What stays unjudged on a norm.
pub(super) struct Unjudged {
    /// By group.
    pub groups: Vec<bool>,
    /// Of the provider as a whole, whatever its groups.
    pub provider: bool,
}

/// The groups with something on a norm that no rule in force looks at, and whether there is such a thing outside groups.
pub(super) fn find(context: &Context<'_>, norm: Norm) -> Unjudged {
    let mut unjudged = Unjudged { groups: vec![false; context.groups.len()], provider: false };
    match norm {
        Norm::Registered => registered(context, &mut unjudged),
        Norm::Trained => trained(context, &mut unjudged),
        _ => vog(context, &mut unjudged),
    }
    if norm != Norm::Vog {
        functions(context, norm, &mut unjudged);
    }
    unjudged
}

/// Whether a rule in force on a norm is of a kind.
fn any(context: &Context<'_>, norm: Norm, kind: impl Fn(&Check) -> bool) -> bool {
    context.rules.rules.iter().any(|rule: &Rule| rule.norms.contains(&norm) && kind(&rule.check))
}

/// Whether a rule in force holds a share against a setting.
pub(super) fn has_share(context: &Context<'_>, norm: Norm, asked: Setting) -> bool {
    any(context, norm, |check| matches!(check, Check::Share { setting, .. } if *setting == asked))
}

fn registered(context: &Context<'_>, unjudged: &mut Unjudged) {
    let norm = Norm::Registered;
    let without = |wanted: bool| {
        any(context, norm, |check| matches!(check, Check::GroupWithout { possible } if *possible == wanted))
    };
    let (nobody, doubtful) = (without(false), without(true));
    let explained = any(context, norm, |check| matches!(check, Check::Substantiation {}));
    let asked = has_share(context, norm, Setting::MinimumShareRegistered);
    let setting = setting_share(context, Setting::MinimumShareRegistered).is_some();
    for (group, tally) in context.judged_groups() {
        let counts = tally.tally(norm);
        let looked_at = match (counts.low, counts.high) {
            _ if counts.total == 0 => true,
            (0, 0) => nobody && explained,
            (0, _) => doubtful && explained,
            (low, _) => low == counts.total || explained,
        };
        let share = setting || !matches!(agreed_share(context, group), Agreed::Nothing);
        unjudged.groups[group as usize] |= !looked_at || share && !asked;
    }
}

fn trained(context: &Context<'_>, unjudged: &mut Unjudged) {
    let norm = Norm::Trained;
    if setting_share(context, Setting::MinimumShareTrained).is_some()
        && has_share(context, norm, Setting::MinimumShareTrained)
    {
        return;
    }
    for (group, tally) in context.judged_groups() {
        let open = |person: &u32| {
            let status = &context.statuses[*person as usize].training;
            status.status != Training::Demonstrable
                && !any(
                    context,
                    norm,
                    |check| matches!(check, Check::PersonStatus(of) if of.who == Who::Care && of.subject() == Subject::Training && of.covers_training(status.status, status.reason)),
                )
        };
        unjudged.groups[group as usize] |= tally.care.iter().any(open);
    }
}

fn vog(context: &Context<'_>, unjudged: &mut Unjudged) {
    for person in context.people() {
        let status = &context.statuses[person as usize].vog;
        let open = !matches!(status.status, Vog::InOrder | Vog::OldRegime)
            && !any(
                context,
                Norm::Vog,
                |check| matches!(check, Check::PersonStatus(of) if of.who == Who::Active && of.covers_vog(status.status, status.reason)),
            );
        if open {
            unjudged.provider = true;
            for group in context.staff.assignments_of(person).iter().filter_map(|work| work.group) {
                unjudged.groups[group as usize] = true;
            }
        }
    }
}

/// People who might count: of an unknown function, or without a group.
fn functions(context: &Context<'_>, norm: Norm, unjudged: &mut Unjudged) {
    let unknown = any(context, norm, |check| matches!(check, Check::FunctionUnknown {}));
    let homeless = any(context, norm, |check| matches!(check, Check::GroupMissing {}));
    for person in context.people() {
        for work in context.staff.assignments_of(person) {
            let nothing_known = work.class == FunctionClass::Onbekend;
            match work.group {
                Some(group) => unjudged.groups[group as usize] |= nothing_known && !unknown,
                None => unjudged.provider |= (nothing_known || work.class.is_care()) && !homeless,
            }
        }
    }
}
