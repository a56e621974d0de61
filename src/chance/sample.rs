//! How many files to open, and what a number of faults in them then says about all files.
//!
//! The files are drawn at random without being put back, so the number of faults found has a hypergeometric distribution. They are
//! drawn from strata, and nobody knows in which of them the faults are. So what is said must hold however they are spread: the
//! spread is looked for in which the fewest would be found, and the answer is that of the worst case. It is never less careful than
//! that of a draw without strata: all spreads together, each as often as it comes up by chance, make that draw.

use num_bigint::BigUint;

use super::Percent;

/// A part of the files that is drawn from by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stratum {
    /// How many files it has.
    pub size: u32,
    /// How many of them are opened.
    pub drawn: u32,
}

/// Divides a sample over strata: each its proportional part, rounded down; what is left, one each, to the largest remainders; and
/// one for every stratum that has nothing then, from the stratum that has most. Of equals the first.
///
/// # Panics
/// When more is to be drawn than there is.
pub fn allocate(sizes: &[u32], sample: u32) -> Vec<Stratum> {
    let all: u64 = sizes.iter().map(|size| u64::from(*size)).sum();
    assert!(u64::from(sample) <= all, "a sample is no more than the whole");
    let product = |size: u32| u64::from(sample) * u64::from(size);
    let mut strata: Vec<Stratum> = Vec::new();
    for &size in sizes {
        let drawn = product(size).checked_div(all).unwrap_or(0);
        strata.push(Stratum { size, drawn: u32::try_from(drawn).expect("no more than the sample") });
    }
    let mut left = sample - strata.iter().map(|stratum| stratum.drawn).sum::<u32>();
    let mut by_remainder: Vec<usize> = (0..sizes.len()).collect();
    by_remainder.sort_by_key(|at| std::cmp::Reverse(product(sizes[*at]).checked_rem(all)));
    for at in by_remainder {
        if left > 0 {
            strata[at].drawn += 1;
            left -= 1;
        }
    }
    while let Some(without) = strata.iter().position(|stratum| stratum.drawn == 0 && stratum.size > 0) {
        let most = strata.iter().map(|stratum| stratum.drawn).max().unwrap_or(0);
        let Some(from) = strata.iter().position(|stratum| stratum.drawn == most).filter(|_| most > 1) else {
            break;
        };
        strata[from].drawn -= 1;
        strata[without].drawn = 1;
    }
    strata
}

/// The fewest files to open so that, when none of them is at fault, no more than a percentage of all files can be: with this
/// assurance, and however the faults are spread over the strata.
///
/// # Panics
/// When the percentage is a hundred, or the assurance is: then there is nothing to find out.
pub fn sample_size(sizes: &[u32], assurance: Percent, at_most: Percent) -> u32 {
    assert!(assurance.is_part() && at_most.hundredths() < super::WHOLE, "checked by who asks");
    let all: u32 = sizes.iter().sum();
    let too_many = at_most.of(all) + 1;
    // A draw without strata never needs more, and misses less with every file more. Most samples are small beside the whole.
    let misses = |drawn| may_miss(&[Stratum { size: all, drawn }], too_many, assurance);
    let (mut too_few, mut enough) = (0, all.min(1));
    while enough < all && misses(enough) {
        (too_few, enough) = (enough, enough.saturating_mul(2).min(all));
    }
    while enough - too_few > 1 {
        let middle = too_few.midpoint(enough);
        if misses(middle) { too_few = middle } else { enough = middle }
    }
    (enough..all).find(|sample| !may_miss(&allocate(sizes, *sample), too_many, assurance)).unwrap_or(all)
}

/// The most files that can be at fault when so many of those drawn were, with this assurance, and however they are spread.
///
/// With many files the answer may be some files too great: the spreads are then looked at in steps, each at its worst end.
pub fn most_faults(strata: &[Stratum], found: u32, assurance: Percent) -> u32 {
    // Those that were drawn and are in order cannot be at fault.
    let found = found.min(strata.iter().map(|stratum| stratum.drawn).sum());
    most_faults_each(strata, found, assurance)[found as usize]
}

/// The same for every number of faults found up to one.
pub fn most_faults_each(strata: &[Stratum], most_found: u32, assurance: Percent) -> Vec<u32> {
    let all: u32 = strata.iter().map(|stratum| stratum.size).sum();
    let drawn: u32 = strata.iter().map(|stratum| stratum.drawn).sum();
    let most_found = most_found.min(drawn);
    let spreads = (most_found > 0).then(|| Spreads::of(strata, most_found, assurance));
    let mut bounds: Vec<u32> = Vec::new();
    for found in 0..=most_found {
        // Who finds more can never say less.
        let mut possible = bounds.last().copied().unwrap_or(0).max(found);
        let mut too_many = all - (drawn - found) + 1;
        while too_many - possible > 1 {
            let middle = possible.midpoint(too_many);
            let may_be = match &spreads {
                Some(spreads) if found > 0 => spreads.may_be(found, middle),
                _ => may_miss(strata, middle, assurance),
            };
            if may_be { possible = middle } else { too_many = middle }
        }
        bounds.push(possible);
    }
    bounds
}

/// Whether there is a spread of so many faults in which the chance to find none is greater than the assurance allows.
///
/// The chance is a product over the strata, and every next fault in a stratum makes it smaller by a factor that is smaller than
/// the one before: so the worst spread is found by putting every fault where it makes the least difference.
fn may_miss(strata: &[Stratum], faults: u32, assurance: Percent) -> bool {
    let mut spread = vec![0u32; strata.len()];
    for _ in 0..faults {
        // The next fault of a stratum is missed with a chance of one less drawn / (size - faults); the smaller the better.
        let fraction = |at: usize| (u64::from(strata[at].drawn), u64::from(strata[at].size - spread[at]));
        let next = (0..strata.len()).filter(|at| spread[*at] < strata[*at].size).min_by(|one, other| {
            let ((drawn, left), (other_drawn, other_left)) = (fraction(*one), fraction(*other));
            (drawn * other_left).cmp(&(other_drawn * left))
        });
        let Some(next) = next else {
            return false;
        };
        spread[next] += 1;
    }
    let (mut missed, mut all) = (BigUint::from(1u8), BigUint::from(1u8));
    for (stratum, faults) in strata.iter().zip(spread) {
        for at in 0..stratum.drawn {
            let Some(in_order) = (stratum.size - faults).checked_sub(at) else {
                return false;
            };
            missed *= in_order;
            all *= stratum.size - at;
        }
    }
    missed * super::WHOLE > all * assurance.rest()
}

/// A chance in parts of 2^62: certainly not greater, and certainly not smaller.
#[derive(Debug, Clone, Copy, Default)]
struct Bounds {
    low: u64,
    high: u64,
}

/// How many parts a chance is counted in, as a power of two.
const PARTS: u32 = 62;

impl Bounds {
    /// So many of all ways.
    fn of(ways: &BigUint, all: &BigUint) -> Bounds {
        let parts = ways << PARTS;
        let low = &parts / all;
        let is_whole = &low * all == parts;
        let low = u64::try_from(low).expect("a chance is at most one");
        Bounds { low, high: low + u64::from(!is_whole) }
    }
}

/// The chances of numbers of faults found, up to the number that was found, for one number of faults.
type Chances = Vec<Bounds>;

/// Of more numbers of faults in a stratum than this not every one is looked at.
const LOOKED_AT: u32 = 200;

/// What can be found in every stratum, for all spreads of faults.
struct Spreads<'s> {
    strata: &'s [Stratum],
    assurance: Percent,
    /// Per stratum and number of faults in it the chances of 0, 1, 2 … found. Where all together are too improbable the list ends.
    tables: Vec<Vec<Chances>>,
    /// How many numbers of faults are looked at as one.
    step: u32,
}

impl<'s> Spreads<'s> {
    fn of(strata: &'s [Stratum], most_found: u32, assurance: Percent) -> Spreads<'s> {
        let tables: Vec<Vec<Chances>> = strata.iter().map(|stratum| table(*stratum, most_found, assurance)).collect();
        let longest = tables.iter().map(Vec::len).max().unwrap_or(0);
        let step = u32::try_from(longest).expect("no more than there are files").div_ceil(LOOKED_AT).max(1);
        Spreads { strata, assurance, tables, step }
    }

    /// Whether there is a spread of so many faults in which the chance to find no more than was found is greater than the assurance
    /// allows.
    fn may_be(&self, found: u32, faults: u32) -> bool {
        let mut nothing = vec![Bounds::default(); found as usize + 1];
        nothing[0] = Bounds { low: 1 << PARTS, high: 1 << PARTS };
        self.may_be_with(faults, &mut Vec::new(), &nothing)
    }

    /// The same where the faults in the first strata, and what can be found there, are known.
    fn may_be_with(&self, faults: u32, spread: &mut Vec<u32>, chances: &Chances) -> bool {
        let at = spread.len();
        let (stratum, table) = (self.strata[at], &self.tables[at]);
        if at + 1 == self.strata.len() {
            let Some(last) = table.get(faults as usize).filter(|_| faults <= stratum.size) else {
                return false;
            };
            return self.is_probable(&both(chances, last)).unwrap_or_else(|| {
                spread.push(faults);
                let is_probable = self.is_probable_exactly(spread, chances.len());
                spread.pop();
                is_probable
            });
        }
        let room: u32 = self.strata[at + 1..].iter().map(|stratum| stratum.size).sum();
        let most = faults.min(stratum.size);
        let mut here = faults.saturating_sub(room);
        while here <= most {
            let Some(found) = table.get(here as usize) else {
                return false;
            };
            // As many as this step holds: the others get the rest, at least.
            let until = (here + self.step - 1).min(most);
            let together = both(chances, found);
            if self.is_probable(&together) != Some(false) {
                spread.push(here);
                let may_be = self.may_be_with(faults - until, spread, &together);
                spread.pop();
                if may_be {
                    return true;
                }
            }
            here = until + 1;
        }
        false
    }

    /// Whether these together are more than the assurance allows; none where the bounds do not tell.
    fn is_probable(&self, chances: &Chances) -> Option<bool> {
        let sum = |bound: fn(&Bounds) -> u64| chances.iter().map(|chance| u128::from(bound(chance))).sum::<u128>();
        let (whole, rest) = (u128::from(super::WHOLE), u128::from(self.assurance.rest()) << PARTS);
        if sum(|chance| chance.low) * whole > rest {
            Some(true)
        } else if sum(|chance| chance.high) * whole <= rest {
            Some(false)
        } else {
            None
        }
    }

    /// The same by the numbers of ways themselves.
    fn is_probable_exactly(&self, spread: &[u32], numbers: usize) -> bool {
        let mut ways = vec![BigUint::ZERO; numbers];
        ways[0] = BigUint::from(1u8);
        let mut all = BigUint::from(1u8);
        for (stratum, faults) in self.strata.iter().zip(spread) {
            let mut together = vec![BigUint::ZERO; ways.len()];
            for here in 0..ways.len() {
                let of_here = ways_to_find(*stratum, *faults, u32::try_from(here).expect("small"));
                for before in 0..ways.len() - here {
                    together[before + here] += &ways[before] * &of_here;
                }
            }
            ways = together;
            all *= choose(stratum.size, stratum.drawn);
        }
        ways.into_iter().sum::<BigUint>() * super::WHOLE > all * self.assurance.rest()
    }
}

/// The chances of 0, 1, 2 … found in a stratum, per number of faults in it; up to the number that makes them too improbable.
fn table(stratum: Stratum, found: u32, assurance: Percent) -> Vec<Chances> {
    let Stratum { size, drawn } = stratum;
    let all = choose(size, drawn);
    let mut ways = vec![BigUint::ZERO; found as usize + 1];
    let mut table = Vec::new();
    for faults in 0..=size {
        for (found, ways) in (0u32..).zip(&mut ways) {
            if found == faults {
                *ways = ways_to_find(stratum, faults, found);
            } else if found < faults && *ways != BigUint::ZERO {
                // One file more at fault: C(faults, found) grows and C(size - faults, drawn - found) shrinks by these factors.
                let in_order = size - faults + 1;
                *ways = &*ways * faults * (in_order - (drawn - found)) / (faults - found) / in_order;
            }
        }
        let chances: Chances = ways.iter().map(|ways| Bounds::of(ways, &all)).collect();
        let high: u128 = chances.iter().map(|chance| u128::from(chance.high)).sum();
        if high * u128::from(super::WHOLE) <= u128::from(assurance.rest()) << PARTS {
            break;
        }
        table.push(chances);
    }
    table
}

/// In how many ways the files of a stratum can be drawn so that `found` of its faults are among them.
fn ways_to_find(stratum: Stratum, faults: u32, found: u32) -> BigUint {
    match stratum.drawn.checked_sub(found) {
        Some(in_order) => choose(faults, found) * choose(stratum.size - faults, in_order),
        None => BigUint::ZERO,
    }
}

/// In how many ways `drawn` of `size` can be drawn.
fn choose(size: u32, drawn: u32) -> BigUint {
    if drawn > size {
        return BigUint::ZERO;
    }
    let drawn = drawn.min(size - drawn);
    (0..drawn).fold(BigUint::from(1u8), |ways, at| ways * (size - at) / (at + 1))
}

/// What can be found in two parts together.
fn both(one: &Chances, other: &Chances) -> Chances {
    let mut both = vec![(0u128, 0u128); one.len()];
    for (at, one) in one.iter().enumerate().filter(|(_, one)| one.high > 0) {
        for (sum, other) in both[at..].iter_mut().zip(other) {
            sum.0 += u128::from(one.low) * u128::from(other.low);
            sum.1 += u128::from(one.high) * u128::from(other.high);
        }
    }
    let down = |sum: u128| u64::try_from(sum >> PARTS).expect("a chance is at most one");
    let up = |sum: u128| u64::try_from(sum.div_ceil(1 << PARTS)).expect("a chance is hardly more than one");
    both.into_iter().map(|(low, high)| Bounds { low: down(low), high: up(high) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SURE: Percent = Percent::USUAL_ASSURANCE;

    fn percent(text: &str) -> Percent {
        Percent::parse(text).expect("a percentage")
    }

    fn drawn(strata: &[Stratum]) -> Vec<u32> {
        strata.iter().map(|stratum| stratum.drawn).collect()
    }

    fn strata(sizes: &[u32], drawn: &[u32]) -> Vec<Stratum> {
        sizes.iter().zip(drawn).map(|(size, drawn)| Stratum { size: *size, drawn: *drawn }).collect()
    }

    #[test]
    fn one_fault_is_found_with_as_many_as_published() {
        // R.M. Cannon and R.T. Roe, "Livestock disease surveys" (1982): the sample that finds with 95 % one of so many among so many.
        for (size, faults, expected) in [
            (50, 5, 22),
            (100, 10, 25),
            (500, 50, 28),
            (1_000, 100, 29),
            (100, 5, 45),
            (500, 25, 56),
            (1_000, 50, 57),
            (100, 1, 95),
            (500, 5, 225),
            (1_000, 10, 258),
        ] {
            let may_miss = |drawn| may_miss(&[Stratum { size, drawn }], faults, SURE);
            assert!(!may_miss(expected) && may_miss(expected - 1), "{faults} of {size}");
        }
    }

    #[test]
    fn a_sample_is_as_small_as_it_can_be() {
        // More than 10 % of 68 is 7: C(61, 23) / C(68, 23) is 4,8 %, and with 22 it is 5,5 %.
        assert_eq!(sample_size(&[68], SURE, percent("10")), 23);
        // Exactly 5 %: 19 of 20 miss the only fault with one in twenty.
        assert_eq!(sample_size(&[20], SURE, percent("0")), 19);
        assert_eq!(sample_size(&[1], SURE, percent("10")), 1);
        assert_eq!(sample_size(&[0, 0], SURE, percent("10")), 0);
        assert_eq!(sample_size(&[100_000], SURE, percent("10")), 29);
        for sizes in [[12, 8, 48], [1, 1, 66], [20, 20, 28], [0, 30, 38]] {
            for at_most in ["5", "10", "20", "50"] {
                let sample = sample_size(&sizes, SURE, percent(at_most));
                let most = |sample| most_faults(&allocate(&sizes, sample), 0, SURE);
                let allowed = percent(at_most).of(68);
                assert!(most(sample) <= allowed, "{sizes:?} {at_most}");
                assert!((1..sample).all(|fewer| most(fewer) > allowed), "{sizes:?} {at_most}");
                assert!(sample >= sample_size(&[68], SURE, percent(at_most)));
            }
        }
    }

    #[test]
    fn a_stratum_gets_its_part_and_at_least_one() {
        assert_eq!(drawn(&allocate(&[12, 8, 48], 23)), [4, 3, 16], "4,06 and 2,71 and 16,24");
        assert_eq!(drawn(&allocate(&[1, 1, 98], 10)), [1, 1, 8], "0,1 and 0,1 and 9,8");
        assert_eq!(drawn(&allocate(&[10, 10, 10], 2)), [1, 1, 0], "of equals the first");
        assert_eq!(drawn(&allocate(&[5, 0, 5], 10)), [5, 0, 5]);
        assert_eq!(drawn(&allocate(&[0, 0], 0)), [0, 0]);
        for sample in 0..=30 {
            let strata = allocate(&[3, 7, 20], sample);
            assert_eq!(strata.iter().map(|stratum| stratum.drawn).sum::<u32>(), sample);
            assert!(strata.iter().all(|stratum| stratum.drawn <= stratum.size));
            assert!(sample < 3 || strata.iter().all(|stratum| stratum.drawn > 0));
        }
    }

    #[test]
    fn what_was_found_bounds_what_there_is() {
        let of = |strata: &[Stratum], most: u32| -> Vec<u32> {
            (0..most).map(|found| most_faults(strata, found, SURE)).collect()
        };
        // Worked out with fractions of whole numbers, over every spread.
        assert_eq!(of(&strata(&[68], &[22]), 6), [7, 11, 15, 19, 23, 26]);
        assert_eq!(of(&strata(&[100], &[45]), 3), [4, 8, 11]);
        assert_eq!(of(&strata(&[20], &[19]), 1), [0], "the chance of missing one of twenty is exactly 5 %");
        assert_eq!(of(&strata(&[20], &[18]), 1), [1]);
        assert_eq!(of(&strata(&[6, 4, 10], &[2, 1, 3]), 4), [7, 10, 13, 16]);
        assert_eq!(of(&strata(&[12, 8, 20], &[6, 4, 10]), 4), [4, 7, 9, 11]);
        assert_eq!(of(&strata(&[5, 3, 2], &[2, 1, 1]), 4), [4, 7, 8, 9]);
        assert_eq!(of(&strata(&[9, 0, 7], &[4, 0, 3]), 4), [4, 7, 9, 11]);
        assert_eq!(most_faults(&strata(&[9], &[9]), 3, SURE), 3, "all were opened");
        assert_eq!(most_faults(&strata(&[9, 4], &[3, 0]), 0, SURE), 4 + 4, "nobody looked in the second");
        assert_eq!(most_faults(&[], 0, SURE), 0);
        assert_eq!(most_faults_each(&strata(&[6, 4, 10], &[2, 1, 3]), 9, SURE).len(), 7, "no more than were drawn");
    }

    /// The chance to find no more than so many, as ways out of all ways.
    fn ways(strata: &[Stratum], spread: &[u32], found: u32) -> (u128, u128) {
        let choose = |size: u32, drawn: u32| -> u128 { u128::try_from(choose(size, drawn)).expect("small numbers") };
        match (strata, spread) {
            ([stratum, strata @ ..], [faults, spread @ ..]) => {
                let mut sum = 0;
                let mut all = 1;
                for here in 0..=found.min(stratum.drawn) {
                    let (others, of_others) = ways(strata, spread, found - here);
                    sum += choose(*faults, here) * choose(stratum.size - faults, stratum.drawn - here) * others;
                    all = of_others;
                }
                (sum, all * choose(stratum.size, stratum.drawn))
            }
            _ => (1, 1),
        }
    }

    #[test]
    fn the_worst_spread_is_found() {
        for sizes in [[4u32, 5, 6], [1, 7, 3], [2, 2, 9]] {
            let all: u32 = sizes.iter().sum();
            for sample in 1..=all {
                let strata = allocate(&sizes, sample);
                for found in 0..=sample.min(4) {
                    for assurance in ["50", "90", "99"].map(percent) {
                        let mut most = found;
                        for one in 0..=sizes[0] {
                            for two in 0..=sizes[1] {
                                for three in 0..=sizes[2] {
                                    let (some, of) = ways(&strata, &[one, two, three], found);
                                    if some * 10_000 > of * u128::from(assurance.rest()) {
                                        most = most.max(one + two + three);
                                    }
                                }
                            }
                        }
                        assert_eq!(most_faults(&strata, found, assurance), most, "{strata:?} {found} {assurance}");
                    }
                }
            }
        }
    }

    #[test]
    fn steps_claim_no_more_than_every_spread_by_itself() {
        let strata = allocate(&[40, 25, 60], 20);
        for found in 1..=3 {
            let mut spreads = Spreads::of(&strata, found, SURE);
            let exact: Vec<bool> = (0..=125).map(|faults| spreads.may_be(found, faults)).collect();
            spreads.step = 7;
            assert!(exact.iter().zip(0..).all(|(exact, faults)| !exact || spreads.may_be(found, faults)));
        }
    }
}
