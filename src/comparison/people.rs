//! Who in the old files is who in the new: by personnel number, else by name, and never where that is not certain.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use crate::assess::Assessment;
use crate::finding::named;
use crate::lexicon::Field;
use crate::record::TextId;
use crate::staff::{NameParts, name_key};

/// Two persons who are one, or may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Matched {
    /// The person in the old files.
    pub old: u32,
    /// The person in the new files.
    pub new: u32,
    /// Whether the number says so; else the name does.
    pub by_number: bool,
}

named! {
    /// Why it is not certain that two persons are one.
    DoubtReason {
        /// One number with clearly different names.
        OtherName = "other-name",
        /// One name with different numbers.
        OtherNumber = "other-number",
        /// One of the names has only initials, or is otherwise written less fully.
        SimilarName = "similar-name",
        /// More than one person has this name.
        SeveralPersons = "several-persons",
    }
}

/// Two persons who may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Doubt {
    /// The person in the old files.
    pub old: u32,
    /// The person in the new files.
    pub new: u32,
    /// Why it is not certain.
    pub reason: DoubtReason,
}

/// Who is who.
#[derive(Debug, Clone, Default)]
pub struct People {
    /// Who is in both files, in the order of the old ones.
    pub matched: Vec<Matched>,
    /// Who may be in both.
    pub doubts: Vec<Doubt>,
    /// Who is in the old files only.
    pub gone: Vec<u32>,
    /// Who is in the new files only.
    pub came: Vec<u32>,
    to_new: HashMap<u32, u32>,
    to_old: HashMap<u32, u32>,
}

impl People {
    /// Who somebody in the old files is in the new.
    pub fn in_new(&self, old: u32) -> Option<u32> {
        self.to_new.get(&old).copied()
    }

    /// Who somebody in the new files was in the old.
    pub fn in_old(&self, new: u32) -> Option<u32> {
        self.to_old.get(&new).copied()
    }

    fn add(&mut self, old: u32, new: u32, by_number: bool) {
        self.matched.push(Matched { old, new, by_number });
        self.to_new.insert(old, new);
        self.to_old.insert(new, old);
    }
}

/// Everybody in one assessment, as they can be found.
struct Known {
    numbers: Vec<Option<String>>,
    names: Vec<Option<String>>,
    by_number: HashMap<String, Vec<u32>>,
    by_name: HashMap<String, Vec<u32>>,
}

impl Known {
    fn of(assessment: &Assessment) -> Known {
        let mut known =
            Known { numbers: Vec::new(), names: Vec::new(), by_number: HashMap::new(), by_name: HashMap::new() };
        for person in people(assessment) {
            let number = number(assessment, person);
            let name = name(assessment, person);
            if let Some(number) = &number {
                known.by_number.entry(number.clone()).or_default().push(person);
            }
            if let Some(name) = &name {
                known.by_name.entry(name.clone()).or_default().push(person);
            }
            known.numbers.push(number);
            known.names.push(name);
        }
        known
    }
}

/// Everybody, by number.
pub(super) fn people(assessment: &Assessment) -> impl Iterator<Item = u32> {
    (0u32..).zip(&assessment.staff.people).map(|(person, _)| person)
}

/// The personnel number without its leading zeros; none where somebody has no number.
fn number(assessment: &Assessment, person: u32) -> Option<String> {
    let staff = &assessment.staff;
    let key = staff.people[person as usize].key;
    let is_number = |row: u32| {
        let fact = staff.records.fact(row, Field::PersonnelNumber);
        fact.is_some_and(|fact| staff.records.shown(fact).trim() == staff.text(key).trim())
    };
    if !staff.rows_of(person).any(is_number) {
        return None;
    }
    let number = staff.text(key).trim().to_lowercase();
    let bare = number.trim_start_matches('0');
    Some(if bare.is_empty() { number } else { bare.to_owned() })
}

/// The name in the form in which spellings of one name are equal; none where somebody has no name.
pub(super) fn name(assessment: &Assessment, person: u32) -> Option<String> {
    let staff = &assessment.staff;
    let known = &staff.people[person as usize];
    let has_name = |row: u32| {
        [Field::Name, Field::LastName, Field::FirstName]
            .iter()
            .any(|field| staff.records.text_of(row, *field).is_some())
    };
    if known.name == TextId::NONE || !staff.rows_of(person).any(has_name) {
        return None;
    }
    Some(name_key(staff.text(known.name), &assessment.lexicon)).filter(|name| !name.is_empty())
}

/// Whether two names can be of one person. Who has no name can be anybody.
pub(super) fn may_be_one(old: &Assessment, one: Option<&str>, other: Option<&str>) -> bool {
    let (Some(one), Some(other)) = (one, other) else {
        return true;
    };
    one == other || NameParts::of(one, &old.lexicon).may_equal(&NameParts::of(other, &old.lexicon))
}

/// Finds out who is who.
pub(super) fn match_people(old: &Assessment, new: &Assessment) -> People {
    let (of_old, of_new) = (Known::of(old), Known::of(new));
    let mut people_found = People::default();
    let mut doubts = BTreeSet::new();
    let only =
        |people: Option<&Vec<u32>>| people.and_then(|people| if let [one] = people[..] { Some(one) } else { None });
    for person in people(old) {
        let Some(number) = &of_old.numbers[person as usize] else {
            continue;
        };
        let others = of_new.by_number.get(number);
        let name = of_old.names[person as usize].as_deref();
        if let (Some(_), Some(other)) = (only(of_old.by_number.get(number)), only(others))
            && may_be_one(old, name, of_new.names[other as usize].as_deref())
        {
            people_found.add(person, other, true);
        }
    }
    for person in people(old).filter(|person| !people_found.to_new.contains_key(person)).collect::<Vec<_>>() {
        let number = of_old.numbers[person as usize].as_ref();
        let name = of_old.names[person as usize].as_deref();
        let free = |other: &&u32| !people_found.to_old.contains_key(*other);
        let with_number: Vec<u32> = number
            .and_then(|number| of_new.by_number.get(number))
            .into_iter()
            .flatten()
            .filter(free)
            .copied()
            .collect();
        for other in &with_number {
            let differs = !may_be_one(old, name, of_new.names[*other as usize].as_deref());
            let reason = if differs { DoubtReason::OtherName } else { DoubtReason::SeveralPersons };
            doubts.insert(Doubt { old: person, new: *other, reason });
        }
        let with_name: Vec<u32> =
            name.and_then(|name| of_new.by_name.get(name)).into_iter().flatten().filter(free).copied().collect();
        let alone = name.and_then(|name| of_old.by_name.get(name)).is_some_and(|same| same.len() == 1);
        match with_name[..] {
            [other] if alone && with_number.is_empty() => {
                let other_number = of_new.numbers[other as usize].as_ref();
                if number.is_some() && other_number.is_some() {
                    doubts.insert(Doubt { old: person, new: other, reason: DoubtReason::OtherNumber });
                } else {
                    people_found.add(person, other, false);
                }
            }
            _ => {
                let reason =
                    if alone && with_name.len() == 1 { DoubtReason::OtherNumber } else { DoubtReason::SeveralPersons };
                doubts.extend(with_name.iter().map(|other| Doubt { old: person, new: *other, reason }));
            }
        }
    }
    similar(old, &of_old, &of_new, &people_found, &mut doubts);
    // Who is certainly somebody else is no longer in doubt.
    doubts
        .retain(|doubt| !people_found.to_new.contains_key(&doubt.old) && !people_found.to_old.contains_key(&doubt.new));
    let mut one_reason: Vec<Doubt> = doubts.into_iter().collect();
    one_reason.dedup_by_key(|doubt| (doubt.old, doubt.new));
    people_found.doubts = one_reason;
    let doubted: BTreeSet<u32> = people_found.doubts.iter().map(|doubt| doubt.old).collect();
    let doubted_new: BTreeSet<u32> = people_found.doubts.iter().map(|doubt| doubt.new).collect();
    people_found.gone =
        people(old).filter(|old| people_found.in_new(*old).is_none() && !doubted.contains(old)).collect();
    people_found.came =
        people(new).filter(|new| people_found.in_old(*new).is_none() && !doubted_new.contains(new)).collect();
    people_found.matched.sort_unstable();
    people_found
}

/// Doubts about people of whom one name is written less fully than the other, where no two numbers tell them apart.
fn similar(old: &Assessment, of_old: &Known, of_new: &Known, found: &People, doubts: &mut BTreeSet<Doubt>) {
    let parts = |name: &str| NameParts::of(name, &old.lexicon);
    let mut by_word: HashMap<String, Vec<u32>> = HashMap::new();
    for (person, name) in (0u32..).zip(&of_new.names) {
        if let Some(name) = name.as_ref().filter(|_| found.in_old(person).is_none()) {
            for word in parts(name).words {
                by_word.entry(word).or_default().push(person);
            }
        }
    }
    for (person, name) in (0u32..).zip(&of_old.names) {
        let Some(name) = name.as_ref().filter(|_| found.in_new(person).is_none()) else {
            continue;
        };
        let own = parts(name);
        let likely: BTreeSet<u32> = own.words.iter().filter_map(|word| by_word.get(word)).flatten().copied().collect();
        for other in likely {
            let numbers = (&of_old.numbers[person as usize], &of_new.numbers[other as usize]);
            let told_apart = matches!(numbers, (Some(one), Some(other)) if one != other);
            let other_name = of_new.names[other as usize].as_deref().unwrap_or_default();
            if !told_apart && other_name != name && own.may_equal(&parts(other_name)) {
                doubts.insert(Doubt { old: person, new: other, reason: DoubtReason::SimilarName });
            }
        }
    }
}
