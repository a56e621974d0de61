//! How far a share can be from what was counted: the exact interval of Clopper and Pearson.
//!
//! Source: C.J. Clopper and E.S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
//! Biometrika 26 (1934). Of x in n, the lower end is the share at which x or more has a chance of 2,5 %, the upper end that at
//! which x or fewer has. Both are looked for among tenths of a percent, and the one next to it on the outside is given.

use std::fmt;

use num_bigint::BigUint;

/// Parts in a whole.
const PERMILLE: u32 = 1_000;

/// The chance that may fall out on one side, in thousandths: together they leave 95 %.
const ONE_SIDE: u32 = 25;

/// A share as an interval of 95 %, in tenths of a percent, never narrower than the exact one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    /// The lower end, rounded down.
    pub low: u16,
    /// The upper end, rounded up.
    pub high: u16,
}

/// `9,0–61,5 %`.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}–{},{} %", self.low / 10, self.low % 10, self.high / 10, self.high % 10)
    }
}

/// The interval for a count in a total; none of a total of nothing, or of a count beyond it.
///
/// ```
/// let nobody_of_twenty = toetsklaar::chance::interval(0, 20).expect("a share");
/// assert_eq!(nobody_of_twenty.to_string(), "0,0–16,9 %");
/// ```
pub fn interval(count: u32, total: u32) -> Option<Interval> {
    if total == 0 || count > total {
        return None;
    }
    let low = lower(count, total);
    // What the others are at least, this is at most.
    let high = 1_000 - lower(total - count, total);
    Some(Interval { low, high })
}

/// The most tenths of a percent at which `count` or more of `total` has no greater chance than may fall out on one side.
fn lower(count: u32, total: u32) -> u16 {
    let (mut possible, mut too_much) = (0u16, 1_000u16);
    while too_much - possible > 1 {
        let middle = possible.midpoint(too_much);
        if is_rare(count, total, middle) { possible = middle } else { too_much = middle }
    }
    possible
}

/// Whether `count` or more of `total` has a chance of at most 2,5 % where each has a chance of `share` tenths of a percent.
fn is_rare(count: u32, total: u32, share: u16) -> bool {
    rare_by_bounds(count, total, share).unwrap_or_else(|| rare_exactly(count, total, share))
}

/// The same, by sums that are certainly too small and too great; none where they do not tell.
///
/// The chances of every number are counted from that of the most probable one, in parts of 2^64, once with every division rounded
/// down and once up. Away from the most probable number they only get smaller, so an error never grows.
fn rare_by_bounds(count: u32, total: u32, share: u16) -> Option<bool> {
    const TOP: u128 = 1 << 64;
    let (yes, no) = (u128::from(share), u128::from(PERMILLE) - u128::from(share));
    let (count, total) = (u128::from(count), u128::from(total));
    let most_probable = ((total + 1) * yes / u128::from(PERMILLE)).min(total);
    // The chance of that number itself is among those of `count` or more, or not; so with the steps away from it, on both sides.
    let (mut tail, mut all) = ([0u128; 2], [TOP; 2]);
    if most_probable >= count {
        tail = [TOP; 2];
    }
    let mut add = |number: u128, [low, high]: [u128; 2]| {
        all = [all[0] + low, all[1] + high];
        if number >= count {
            tail = [tail[0] + low, tail[1] + high];
        }
    };
    let mut term = [TOP; 2];
    for number in most_probable..total {
        let (times, over) = ((total - number) * yes, (number + 1) * no);
        term = [term[0] * times / over, (term[1] * times).div_ceil(over)];
        add(number + 1, term);
    }
    let mut term = [TOP; 2];
    for number in (1..=most_probable).rev() {
        let (times, over) = (number * no, (total - number + 1) * yes);
        term = [term[0] * times / over, (term[1] * times).div_ceil(over)];
        add(number - 1, term);
    }
    let (parts, whole) = (u128::from(ONE_SIDE), u128::from(PERMILLE));
    if tail[1] * whole <= parts * all[0] {
        Some(true)
    } else if tail[0] * whole > parts * all[1] {
        Some(false)
    } else {
        None
    }
}

/// The same, by the whole numbers themselves.
fn rare_exactly(count: u32, total: u32, share: u16) -> bool {
    let (yes, no) = (u32::from(share), PERMILLE - u32::from(share));
    // The term of `count`, without the powers of `no` that all terms of the tail have in common with it.
    let mut term = BigUint::from(yes).pow(count);
    for number in 0..count {
        term = term * (total - number) / (number + 1);
    }
    let mut tail = term.clone() * BigUint::from(no).pow(total - count);
    let mut power = total - count;
    for number in count..total {
        term = term * (total - number) * yes / (number + 1);
        power -= 1;
        tail += &term * BigUint::from(no).pow(power);
    }
    tail * PERMILLE <= BigUint::from(PERMILLE).pow(total) * ONE_SIDE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(count: u32, total: u32) -> (u16, u16) {
        let interval = interval(count, total).expect("a share");
        (interval.low, interval.high)
    }

    #[test]
    fn published_intervals_are_given_rounded_outward() {
        // R. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I, method 5:
        // 0.2527–0.3676, 0.0578–0.1617, 0–0.1684, 0.0009–0.1776.
        assert_eq!(of(81, 263), (252, 368));
        assert_eq!(of(15, 148), (57, 162));
        assert_eq!(of(0, 20), (0, 169));
        assert_eq!(of(1, 29), (0, 178));
        // The example of `binom.test` in R, after W.J. Conover (1971): 0.7076683–0.7654066.
        assert_eq!(of(682, 925), (707, 766));
    }

    #[test]
    fn ends_that_are_a_tenth_of_a_percent_themselves_are_kept() {
        // Of one: the chance is the share itself, 2,5 % and 97,5 %.
        assert_eq!(of(1, 1), (25, 1_000));
        assert_eq!(of(0, 1), (0, 975));
    }

    #[test]
    fn what_is_no_share_has_no_interval() {
        assert_eq!(interval(0, 0), None);
        assert_eq!(interval(3, 2), None);
    }

    #[test]
    fn both_ways_of_comparing_agree() {
        for total in 1..=40 {
            for count in 0..=total {
                for share in [1, 3, 25, 100, 333, 500, 667, 975, 999] {
                    if let Some(rare) = rare_by_bounds(count, total, share) {
                        assert_eq!(rare, rare_exactly(count, total, share), "{count} of {total} at {share}");
                    }
                }
            }
        }
    }

    #[test]
    fn more_of_the_same_is_surer() {
        for total in [5u32, 10, 100, 1_000, 100_000] {
            let now = interval(2 * total / 5, total).expect("a share");
            let more = interval(2 * total / 5 * 10, total * 10).expect("a share");
            assert!(now.low <= more.low && more.high <= now.high, "{now} {more}");
            assert!(now.low <= 400 && now.high >= 400);
        }
    }
}
