//! The share of a group against the share that its provider or contract asks (own norm).

use std::cmp::Ordering;

use super::{Context, Found, Tally};
use crate::amount::Share;
use crate::cell::Place;
use crate::finding::{Detail, Effect, FactName, Norm, Reason};
use crate::lexicon::Field;
use crate::record::Reading;
use crate::rules::{Setting, Subject};
use crate::settings::Unit;

pub(super) fn check(
    context: &Context<'_>,
    subject: Subject,
    setting: Setting,
    agreed: bool,
    undecided: Effect,
    found: &mut Found<'_>,
) {
    let norm = if subject == Subject::Registration { Norm::Registered } else { Norm::Trained };
    for (group, tally) in context.judged_groups() {
        let counts = tally.tally(norm);
        if counts.total == 0 {
            continue;
        }
        let agreed = if agreed { agreed_share(context, group) } else { Agreed::Nothing };
        let asked = match agreed {
            Agreed::Nothing => setting_share(context, setting),
            Agreed::Share(share) => Some(share),
            // An agreed share that cannot be read is not the same as none.
            Agreed::Unreadable(_) | Agreed::Conflict(_) => None,
        };
        let (reason, shown) = match (asked, agreed) {
            (Some(share), _) => match compare(counts, share, context.settings.share_unit) {
                Some(reason) => (reason, shown_share(share)),
                None => continue,
            },
            (None, Agreed::Unreadable(text)) => (Reason::AgreedUnreadable, text),
            (None, Agreed::Conflict(text)) => (Reason::AgreedConflict, text),
            (None, _) => continue,
        };
        let mut draft = found.draft();
        draft.effect = if reason == Reason::Below { found.rule.effect } else { undecided };
        draft.reason = Some(reason);
        draft.group = Some(group);
        draft.cells = vec![place(context, group)];
        let (unit, low, high, total) = match context.settings.share_unit {
            Unit::Persons if counts.total == 1 => {
                ("persoon", counts.low.to_string(), counts.high.to_string(), "1".to_owned())
            }
            Unit::Persons => ("personen", counts.low.to_string(), counts.high.to_string(), counts.total.to_string()),
            Unit::Fte => ("fte", comma(counts.fte_low), comma(counts.fte_high), comma(counts.fte_total)),
        };
        draft.facts = vec![
            (FactName::Total, Detail::Text(total.into())),
            (FactName::Low, Detail::Text(low.into())),
            (FactName::High, Detail::Text(high.into())),
            (FactName::Certain, Detail::Count(counts.low.into())),
            (FactName::Possible, Detail::Count(counts.high.into())),
            (FactName::Unit, Detail::Text(unit.into())),
            (FactName::Required, Detail::Text(shown.into())),
            (FactName::People, Detail::People(to_verify(context, norm, tally.people(norm)))),
        ];
        found.add(&draft);
    }
}

fn comma(fte: crate::amount::Fte) -> String {
    fte.to_string().replace('.', ",")
}

/// A share in words: `1/2 (50%)`.
pub(super) fn shown_share(share: Share) -> String {
    let percentage = (share.drawn() * 1000.0).round() / 10.0;
    format!("{share} ({}%)", percentage.to_string().replace('.', ","))
}

/// The people of a list who are not certain.
pub(super) fn uncertain(context: &Context<'_>, norm: Norm, people: &[u32]) -> Box<[u32]> {
    people
        .iter()
        .copied()
        .filter(|person| !super::tally::certain_and_possible(norm, &context.statuses[*person as usize]).0)
        .collect()
}

/// The people of a list of whom it is not known: they decide where the doubts do.
fn to_verify(context: &Context<'_>, norm: Norm, people: &[u32]) -> Box<[u32]> {
    people
        .iter()
        .copied()
        .filter(|person| super::tally::certain_and_possible(norm, &context.statuses[*person as usize]) == (false, true))
        .collect()
}

/// Below, undecided, or none when the share holds.
fn compare(counts: &Tally, share: Share, unit: Unit) -> Option<Reason> {
    let (low, high, total) = match unit {
        Unit::Persons => (i64::from(counts.low), i64::from(counts.high), i64::from(counts.total)),
        // Of no posts at all no share can be told either.
        Unit::Fte if counts.fte_unknown > 0 || counts.fte_total.0 == 0 => return Some(Reason::FteUnknown),
        Unit::Fte => (counts.fte_low.0, counts.fte_high.0, counts.fte_total.0),
    };
    if share.compare(high, total) == Ordering::Less {
        Some(Reason::Below)
    } else if share.compare(low, total) == Ordering::Less {
        Some(Reason::WithinDoubt)
    } else {
        None
    }
}

/// What the groups sheet agrees for a group.
pub(super) enum Agreed {
    /// Nothing: no cell, a dash, "geen" or 0.
    Nothing,
    /// A share.
    Share(Share),
    /// Something that cannot be read.
    Unreadable(String),
    /// Rows that agree different shares.
    Conflict(String),
}

/// The share that the groups sheet agrees for a group.
pub(super) fn agreed_share(context: &Context<'_>, group: u32) -> Agreed {
    if context.supposed.agreed.contains(&group) {
        return Agreed::Nothing;
    }
    let records = &context.staff.records;
    let mut agreed = Agreed::Nothing;
    for row in &context.staff.groups[group as usize].rows {
        let Some(fact) = records.fact(*row, Field::AgreedShare) else { continue };
        let share = match fact.reading {
            Reading::Placeholder | Reading::No => continue,
            Reading::Text => context.lexicon.share(context.staff.text(fact.text)),
            _ => None,
        };
        if share.is_some_and(Share::is_nothing) {
            continue;
        }
        agreed = match (agreed, share) {
            (_, None) => return Agreed::Unreadable(records.shown(fact)),
            (Agreed::Share(known), Some(share)) if known != share => {
                Agreed::Conflict(format!("{} en {}", shown_share(known), shown_share(share)))
            }
            (Agreed::Conflict(text), Some(_)) => Agreed::Conflict(text),
            (_, Some(share)) => Agreed::Share(share),
        };
    }
    agreed
}

/// The share of a setting, where it asks something: everybody trained is what SCH-01 tests by itself.
pub(super) fn setting_share(context: &Context<'_>, setting: Setting) -> Option<Share> {
    match setting {
        Setting::MinimumShareRegistered => context.settings.minimum_share_registered,
        Setting::MinimumShareTrained => {
            Some(context.settings.minimum_share_trained).filter(|share| *share != Share::ALL)
        }
        _ => None,
    }
}

/// The cell to look at: the agreed share, else a cell that names the group.
fn place(context: &Context<'_>, group: u32) -> Place {
    let agreed = context.staff.group_cell(group, Field::AgreedShare);
    agreed
        .filter(|place| !context.staff.records.shown_at(*place).is_empty())
        .unwrap_or(context.staff.groups[group as usize].place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amount::Fte;

    #[test]
    fn shares_are_three_way_and_exact() {
        let tally = |low, high, total| Tally { low, high, total, ..Tally::default() };
        let half = Share::parse("1/2").expect("a share");
        for (counts, outcome) in [
            (tally(2, 2, 5), Some(Reason::Below)),
            (tally(2, 3, 5), Some(Reason::WithinDoubt)),
            (tally(3, 3, 6), None),
            (tally(2, 3, 6), Some(Reason::WithinDoubt)),
        ] {
            assert_eq!(compare(&counts, half, Unit::Persons), outcome, "{counts:?}");
        }
        let posts =
            Tally { fte_low: Fte(5_000), fte_high: Fte(5_000), fte_total: Fte(10_001), total: 2, ..Tally::default() };
        assert_eq!(compare(&posts, half, Unit::Fte), Some(Reason::Below));
        let none = Tally { total: 1, ..Tally::default() };
        assert_eq!(compare(&none, half, Unit::Fte), Some(Reason::FteUnknown));
        let unknown = Tally { fte_unknown: 1, ..posts };
        assert_eq!(compare(&unknown, half, Unit::Fte), Some(Reason::FteUnknown));
    }
}
