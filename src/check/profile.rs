//! VOG profiles that belong to another sector.

use hashbrown::HashMap;

use super::{Context, Found, person_status};
use crate::finding::{Detail, FactName};
use crate::fold::fold;
use crate::lexicon::Field;
use crate::record::TextId;
use crate::rules::Who;

pub(super) fn check(context: &Context<'_>, expected: &[String], other: &[String], found: &mut Found<'_>) {
    let other: Vec<String> = other.iter().map(|name| fold(name)).collect();
    // The number of a profile has two digits; the number of the VOG itself has more.
    let is_odd = |text: &str| {
        let mut profiles = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 2).peekable();
        let named = || fold(text).split(' ').any(|word| other.iter().any(|name| name == word));
        (profiles.peek().is_some() || named()) && !profiles.any(|profile| expected.iter().any(|known| known == profile))
    };
    // One profile stands with many people.
    let mut known: HashMap<TextId, bool> = HashMap::new();
    for person in context.people() {
        let mut told = Vec::new();
        for link in context.staff.links_of(person) {
            let Some(fact) = context.staff.records.fact(link.record, Field::VogProfile) else {
                continue;
            };
            let text = context.staff.text(fact.text);
            if !*known.entry(fact.text).or_insert_with(|| is_odd(text)) {
                continue;
            }
            if told.contains(&fact.text) {
                continue;
            }
            told.push(fact.text);
            let mut draft = found.draft();
            draft.person = Some(person);
            draft.weighs_on(person_status::groups(context, Who::Active, person).unwrap_or_default());
            draft.cells = vec![context.staff.records.record(link.record).place(fact.column)];
            draft.facts = vec![
                (FactName::Profile, Detail::Text(text.into())),
                (FactName::Expected, Detail::Text(expected.join(", ").into())),
            ];
            found.add(&draft);
        }
    }
}
