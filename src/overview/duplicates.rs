//! Registration numbers that stand in two places: at two providers, or on two names.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

use crate::fold::fold;
use crate::packed::Packed;

/// Where a registration number stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
pub struct Duplicate {
    /// The number.
    pub number: u64,
    /// Whether it is one name.
    pub sameness: Sameness,
    /// Who hold it, in order of providers.
    pub holders: Vec<Holder>,
}

/// Everybody with a registration number, packed: nearly every number stands once, and which do not is only known at the end.
#[derive(Default)]
pub(super) struct Holders(Packed);

impl Holders {
    /// Adds the numbers of a provider.
    pub(super) fn add(&mut self, provider: u32, numbers: Vec<(u64, Holder)>) {
        for (number, holder) in numbers {
            let holder = Holder { provider, ..holder };
            serde_json::to_writer(&mut self.0, &(number, holder)).expect("memory takes everything");
        }
    }

    /// The numbers that stand at two providers or on two names.
    pub(super) fn duplicates(&self) -> Vec<Duplicate> {
        let twice = self.twice();
        if twice.is_empty() {
            return Vec::new();
        }
        let mut holders: BTreeMap<u64, Vec<Holder>> = BTreeMap::new();
        for (number, holder) in self.all::<Holder>() {
            if twice.binary_search(&number).is_err() {
                continue;
            }
            let known = holders.entry(number).or_default();
            let same = |known: &Holder| known.provider == holder.provider && fold(&known.name) == fold(&holder.name);
            if !known.iter().any(same) {
                known.push(holder);
            }
        }
        let several = holders.into_iter().filter(|(_, holders)| holders.len() > 1);
        let told = several.map(|(number, holders)| {
            let first = fold(&holders[0].name);
            let one_name = holders.iter().all(|holder| fold(&holder.name) == first);
            let sameness = if one_name { Sameness::OneName } else { Sameness::OtherNames };
            Duplicate { number, sameness, holders }
        });
        told.collect()
    }

    /// The numbers that somebody holds twice or two people hold, in ascending order.
    fn twice(&self) -> Vec<u64> {
        let mut numbers: Vec<u64> = self.all::<IgnoredAny>().map(|(number, _)| number).collect();
        numbers.sort_unstable();
        let mut twice: Vec<u64> = numbers.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        twice.dedup();
        twice
    }

    fn all<T: DeserializeOwned>(&self) -> impl Iterator<Item = (u64, T)> {
        let all = serde_json::Deserializer::from_reader(self.0.reader()).into_iter();
        all.map(|one| one.expect("what was packed can be read"))
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
