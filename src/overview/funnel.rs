//! The lines of a funnel chart: between which shares a provider may lie by chance alone, for every number of people. For drawing
//! only; nothing is decided by it.

/// For a number of people: between which shares a provider lies if it does as well as all together, but for chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Number of people.
    pub people: u32,
    /// In 95 of 100 cases between these shares.
    pub inner: (f64, f64),
    /// In 998 of 1,000 cases between these shares.
    pub outer: (f64, f64),
}

/// The most numbers of people for which limits are drawn.
const MOST_POINTS: u32 = 120;

/// The limits around the share `part` of `whole`, up to some number of people; none when there is no share. Exact: the chance of
/// every possible number is added up.
pub fn limits(part: u32, whole: u32, most_people: u32) -> Vec<Limits> {
    if whole == 0 || most_people == 0 {
        return Vec::new();
    }
    let share = f64::from(part) / f64::from(whole);
    let step = most_people.div_ceil(MOST_POINTS).max(1);
    let mut numbers: Vec<u32> = (1..=most_people).step_by(step as usize).collect();
    if numbers.last() != Some(&most_people) {
        numbers.push(most_people);
    }
    numbers
        .into_iter()
        .map(|people| {
            let chances = chances(people, share);
            let drawn = |tail: f64| {
                let (low, high) = between(&chances, tail);
                (f64::from(low) / f64::from(people), f64::from(high) / f64::from(people))
            };
            Limits { people, inner: drawn(0.025), outer: drawn(0.001) }
        })
        .collect()
}

/// The chance that 0, 1, … of so many people have what this share of all have. From the most likely number outwards: only
/// multiplying and dividing, so that every machine gives the same, and nothing becomes too small to count.
fn chances(people: u32, share: f64) -> Vec<f64> {
    let mut weights = vec![0.0; people as usize + 1];
    if share <= 0.0 || share >= 1.0 {
        let sure = if share <= 0.0 { 0 } else { people as usize };
        weights[sure] = 1.0;
        return weights;
    }
    let odds = share / (1.0 - share);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the number of people")]
    let likely = ((f64::from(people) + 1.0) * share).floor().min(f64::from(people)) as usize;
    weights[likely] = 1.0;
    let number = |at: usize| f64::from(u32::try_from(at).expect("no more than the number of people"));
    for at in likely..people as usize {
        weights[at + 1] = weights[at] * (f64::from(people) - number(at)) / (number(at) + 1.0) * odds;
    }
    for at in (0..likely).rev() {
        weights[at] = weights[at + 1] * (number(at) + 1.0) / (f64::from(people) - number(at)) / odds;
    }
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

/// The smallest range of numbers that leaves at most `tail` of the chance below it and above it.
fn between(chances: &[f64], tail: f64) -> (u32, u32) {
    let first_above = |chances: &mut dyn Iterator<Item = &f64>| {
        let mut sum = 0.0;
        let passed = chances.take_while(|chance| {
            sum += **chance;
            sum <= tail
        });
        u32::try_from(passed.count()).unwrap_or(u32::MAX)
    };
    let most = u32::try_from(chances.len()).unwrap_or(u32::MAX) - 1;
    let low = first_above(&mut chances.iter());
    let high = most - first_above(&mut chances.iter().rev()).min(most);
    (low.min(most), high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chances_are_those_of_throwing_a_coin() {
        // Of 5 throws: 1, 5, 10, 10, 5 and 1 of 32.
        let expected = [1.0, 5.0, 10.0, 10.0, 5.0, 1.0].map(|count| count / 32.0);
        for (chance, expected) in chances(5, 0.5).into_iter().zip(expected) {
            assert!((chance - expected).abs() < 1e-12, "{chance} {expected}");
        }
    }

    #[test]
    fn the_lines_leave_the_tail_outside() {
        // Of 10 throws: fewer than 2 heads has a chance of 11 of 1024 (1.07 %), fewer than 3 of 56 (5.5 %).
        let of_ten = limits(1, 2, 10).pop().expect("ten is the last");
        assert_eq!((of_ten.people, of_ten.inner), (10, (0.2, 0.8)));
        // None has a chance of 1 of 1024: just under 0.1 %.
        assert_eq!(of_ten.outer, (0.1, 0.9));
        assert_eq!(limits(5, 5, 3).last().map(|limits| limits.inner), Some((1.0, 1.0)));
        assert_eq!(limits(0, 0, 3), []);
        assert!(limits(1, 3, 100_000).len() <= 122);
    }
}
