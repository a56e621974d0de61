//! Registration numbers that stand in two places: at two providers, or on two names.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::fold::fold;

/// Where a registration number stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Index of the provider.
    pub provider: u32,
    /// The name, as the file has it.
    pub name: Box<str>,
    /// What the person is called in lists.
    pub key: Box<str>,
    /// `file:sheet!cell`.
    pub place: Box<str>,
}

/// Whether the holders of a number seem to be one human.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sameness {
    /// One name, at two providers.
    OneName,
    /// Two names or more.
    OtherNames,
}

/// A number with all that hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate<'a> {
    /// The number.
    pub number: u64,
    /// Whether it is one name.
    pub sameness: Sameness,
    /// Who hold it, in order of providers.
    pub holders: Vec<&'a Holder>,
}

/// Everybody with a registration number. Nearly every number stands once: only of the others there is a list.
#[derive(Default)]
pub(super) struct Holders {
    first: HashMap<u64, Holder>,
    others: BTreeMap<u64, Vec<Holder>>,
}

impl Holders {
    /// Adds the numbers of a provider.
    pub(super) fn add(&mut self, provider: u32, numbers: Vec<(u64, Holder)>) {
        for (number, holder) in numbers {
            let holder = Holder { provider, ..holder };
            let Some(first) = self.first.get(&number) else {
                self.first.insert(number, holder);
                continue;
            };
            let same = |known: &Holder| known.provider == provider && fold(&known.name) == fold(&holder.name);
            let others = self.others.get(&number).map_or(&[][..], Vec::as_slice);
            if !same(first) && !others.iter().any(same) {
                self.others.entry(number).or_default().push(holder);
            }
        }
    }

    pub(super) fn duplicates(&self) -> Vec<Duplicate<'_>> {
        let of = |(number, others): (&u64, &'_ Vec<Holder>)| {
            let first = &self.first[number];
            let one_name = others.iter().all(|other| fold(&other.name) == fold(&first.name));
            let sameness = if one_name { Sameness::OneName } else { Sameness::OtherNames };
            (*number, sameness)
        };
        self.others
            .iter()
            .map(|entry| {
                let (number, sameness) = of(entry);
                let holders = std::iter::once(&self.first[&number]).chain(entry.1).collect();
                Duplicate { number, sameness, holders }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(name: &str) -> Holder {
        Holder { provider: 0, name: name.into(), key: "1".into(), place: "a.csv:a!A1".into() }
    }

    #[test]
    fn only_a_number_at_two_providers_or_on_two_names_is_told() {
        let mut holders = Holders::default();
        holders.add(0, vec![(1, holder("Anna de Wit")), (1, holder("anna  de wit")), (2, holder("Bo"))]);
        holders.add(1, vec![(1, holder("Anna de Wit")), (3, holder("Cas"))]);
        holders.add(2, vec![(2, holder("Bo Jansen")), (4, holder("Dana")), (4, holder("Dirk"))]);
        let found: Vec<(u64, Sameness, Vec<u32>)> = holders
            .duplicates()
            .into_iter()
            .map(|one| (one.number, one.sameness, one.holders.iter().map(|holder| holder.provider).collect()))
            .collect();
        assert_eq!(
            found,
            [
                (1, Sameness::OneName, vec![0, 1]),
                (2, Sameness::OtherNames, vec![0, 2]),
                (4, Sameness::OtherNames, vec![2, 2]),
            ]
        );
    }
}
