//! Exact amounts: fte in ten-thousandths, shares as fractions of whole numbers. No floating point decides anything.

use std::cmp::Ordering;
use std::fmt;

/// A number of full-time posts, in ten-thousandths: 0,89 fte is 8900.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fte(pub i64);

impl Fte {
    /// One full-time post.
    pub const ONE: Fte = Fte(10_000);

    /// From a number in a cell; none when it is not finite or beyond any post (over 10,000 in size).
    pub fn from_number(number: f64) -> Option<Fte> {
        if !number.is_finite() || number.abs() > 10_000.0 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most 10^8 after the check above")]
        Some(Fte((number * 10_000.0).round() as i64))
    }

    /// Hours a week over the hours of a full-time week, rounded to ten-thousandths.
    pub fn from_hours(hours: Fte, full_time: Fte) -> Option<Fte> {
        if full_time.0 <= 0 {
            return None;
        }
        let doubled = 2 * hours.0 * 10_000 + full_time.0;
        Some(Fte(doubled.div_euclid(2 * full_time.0)))
    }

    /// `parts` amounts that add up to exactly this one and differ by at most a ten-thousandth.
    pub fn split(self, parts: usize) -> impl Iterator<Item = Fte> {
        let count = i64::try_from(parts.max(1)).unwrap_or(i64::MAX);
        let (each, rest) = (self.0.div_euclid(count), self.0.rem_euclid(count));
        (0..count).map(move |part| Fte(each + i64::from(part < rest)))
    }
}

impl std::ops::Add for Fte {
    type Output = Fte;

    fn add(self, other: Fte) -> Fte {
        Fte(self.0 + other.0)
    }
}

impl std::iter::Sum for Fte {
    fn sum<I: Iterator<Item = Fte>>(amounts: I) -> Fte {
        amounts.fold(Fte(0), |sum, amount| sum + amount)
    }
}

/// Decimal text with a point and two to four decimals: `0.89`, `2.50`, `0.8889`.
impl fmt::Display for Fte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        let (whole, parts) = (size / 10_000, size % 10_000);
        match (parts % 100, parts % 10) {
            (0, _) => write!(f, "{sign}{whole}.{:02}", parts / 100),
            (_, 0) => write!(f, "{sign}{whole}.{:03}", parts / 10),
            _ => write!(f, "{sign}{whole}.{parts:04}"),
        }
    }
}

/// A share of a whole, such as an agreed share of registered staff: `numerator / denominator`, in lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Share {
    numerator: i64,
    denominator: i64,
}

impl Share {
    /// Everybody.
    pub const ALL: Share = Share { numerator: 1, denominator: 1 };

    /// A fraction between 0 and 1; none for anything else.
    pub fn new(numerator: i64, denominator: i64) -> Option<Share> {
        if denominator <= 0 || numerator < 0 || numerator > denominator {
            return None;
        }
        let divisor = greatest_common_divisor(numerator, denominator).max(1);
        Some(Share { numerator: numerator / divisor, denominator: denominator / divisor })
    }

    /// Reads `1/2`, `50%`, `50 %`, `0,5`, `0.5`, `1` and `50`: a bare number from 10 to 100 is a percentage.
    ///
    /// Two numbers that add up to a hundred, as in `50/50`, are two parts of a whole and no fraction.
    ///
    /// A bare number between 1 and 10 is none of these: it may be a number of people, or 0,2 that lost its zero.
    ///
    /// ```
    /// use toetsklaar::amount::Share;
    /// let half = Share::parse("50%").expect("a share");
    /// assert_eq!(half, Share::parse("1/2").expect("a share"));
    /// assert!(half.compare(3, 6).is_eq());
    /// ```
    pub fn parse(text: &str) -> Option<Share> {
        let text = text.trim();
        if let Some((numerator, denominator)) = text.split_once('/') {
            let (numerator, denominator) = (numerator.trim().parse().ok()?, denominator.trim().parse::<i64>().ok()?);
            // "50/50" and "40/60" part a hundred in two.
            return Share::new(numerator, denominator).filter(|_| numerator + denominator != 100);
        }
        let (digits, percent) = match text.strip_suffix('%') {
            Some(digits) => (digits.trim(), true),
            None => (text, false),
        };
        let (whole, decimals) = digits.split_once([',', '.']).unwrap_or((digits, ""));
        if whole.is_empty() || decimals.len() > 6 || !whole.bytes().chain(decimals.bytes()).all(|b| b.is_ascii_digit())
        {
            return None;
        }
        let scale = 10i64.pow(u32::try_from(decimals.len()).ok()?);
        let number = whole.parse::<i64>().ok()?.checked_mul(scale)? + decimals.parse::<i64>().unwrap_or(0);
        if !percent && number > scale && number < 10 * scale {
            return None;
        }
        let percent = percent || number > scale;
        Share::new(number, scale.checked_mul(if percent { 100 } else { 1 })?)
    }

    /// From a number in a cell or a settings file, as [`Share::parse`] reads its text.
    pub fn from_number(number: f64) -> Option<Share> {
        number.is_finite().then(|| Share::parse(&format!("{number}")))?
    }

    /// Whether it asks for nobody.
    pub fn is_nothing(self) -> bool {
        self.numerator == 0
    }

    /// How `part` of `total` compares with this share, by cross-multiplication. A total of nothing compares as equal.
    pub fn compare(self, part: i64, total: i64) -> Ordering {
        (i128::from(part) * i128::from(self.denominator)).cmp(&(i128::from(total) * i128::from(self.numerator)))
    }

    /// The share as a floating-point number, for a chart only: nothing is decided with it.
    #[expect(clippy::cast_precision_loss, reason = "drawn, never compared")]
    pub fn drawn(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

fn greatest_common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fte_is_exact_and_shown_with_two_to_four_decimals() {
        for (number, shown) in [(0.89, "0.89"), (1.0, "1.00"), (0.8889, "0.8889"), (0.125, "0.125"), (-0.5, "-0.50")] {
            assert_eq!(Fte::from_number(number).map(|fte| fte.to_string()).as_deref(), Some(shown));
        }
        assert_eq!(Fte::from_number(f64::NAN), None);
    }

    #[test]
    fn hours_become_fte_of_the_full_time_week() {
        let hours = |h: f64| Fte::from_number(h).expect("a small number");
        assert_eq!(Fte::from_hours(hours(32.0), hours(36.0)), Some(Fte(8889)));
        assert_eq!(Fte::from_hours(hours(40.0), hours(36.0)), Some(Fte(11_111)));
        assert_eq!(Fte::from_hours(hours(36.0), hours(0.0)), None);
    }

    #[test]
    fn a_split_adds_up() {
        for parts in 1..8 {
            assert_eq!(Fte(10_000).split(parts).sum::<Fte>(), Fte::ONE);
        }
        assert_eq!(Fte::ONE.split(3).collect::<Vec<_>>(), [Fte(3334), Fte(3333), Fte(3333)]);
    }

    #[test]
    fn shares_are_read_as_people_write_them() {
        for (text, shown) in [
            ("1/2", "1/2"),
            ("50%", "1/2"),
            ("50 %", "1/2"),
            ("0,5", "1/2"),
            ("0.75", "3/4"),
            ("1", "1/1"),
            ("80", "4/5"),
            ("10", "1/10"),
            ("2%", "1/50"),
            ("66,7%", "667/1000"),
            ("0", "0/1"),
        ] {
            assert_eq!(Share::parse(text).map(|share| share.to_string()).as_deref(), Some(shown), "{text}");
        }
        for wrong in ["", "veel", "3/2", "101%", "-1", "1/0", "0,1234567", "2", "3", "5", "9,9", "1,5", "1.5", "1.01"] {
            assert_eq!(Share::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn shares_compare_exactly() {
        let third = Share::new(1, 3).expect("a fraction");
        assert_eq!(third.compare(1, 3), Ordering::Equal);
        assert_eq!(third.compare(333_333_333, 1_000_000_000), Ordering::Less);
        assert_eq!(Share::parse("50%").expect("a share").compare(3, 6), Ordering::Equal);
    }
}
