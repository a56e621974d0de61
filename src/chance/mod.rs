//! What a count says about a whole: how far a share can be from what was counted, and how many files to open to know enough.
//!
//! Every comparison is one of whole numbers, so that two programs, or a reader with a spreadsheet, never disagree about a border.
//! Where a result is shown with fewer digits it is rounded to the side that claims less.

mod interval;
mod sample;

use std::fmt;

pub use interval::{Interval, interval};
pub use sample::{Stratum, allocate, most_faults, most_faults_each, sample_size};

/// A percentage between nought and a hundred, in hundredths of a percent: 97,5 % is 9750.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u16);

/// A hundred percent.
const WHOLE: u16 = 10_000;

impl Percent {
    /// The assurance with which is spoken when nobody asks for another.
    pub const USUAL_ASSURANCE: Percent = Percent(9_500);

    /// Reads `95`, `95%`, `97,5` and `97.5 %`; none for anything else, or beyond a hundred.
    ///
    /// ```
    /// use toetsklaar::chance::Percent;
    /// assert_eq!(Percent::parse("97,5 %").expect("a percentage").to_string(), "97,5 %");
    /// assert_eq!(Percent::parse("101"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Percent> {
        let text = text.trim();
        let digits = text.strip_suffix('%').unwrap_or(text).trim_end();
        let (whole, decimals) = digits.split_once([',', '.']).unwrap_or((digits, "0"));
        let is_number = |part: &str, most| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if !is_number(whole, 3) || !is_number(decimals, 2) {
            return None;
        }
        let hundredths: u16 = format!("{decimals:0<2}").parse().ok()?;
        let parts = whole.parse::<u16>().ok()?.checked_mul(100)?.checked_add(hundredths)?;
        (parts <= WHOLE).then_some(Percent(parts))
    }

    /// In hundredths of a percent.
    pub fn hundredths(self) -> u16 {
        self.0
    }

    /// Whether it is something between nothing and everything.
    pub fn is_part(self) -> bool {
        self.0 > 0 && self.0 < WHOLE
    }

    /// The most of a number that is not more than this percentage of it.
    fn of(self, number: u32) -> u32 {
        let most = u64::from(number) * u64::from(self.0) / u64::from(WHOLE);
        u32::try_from(most).expect("a part is no more than the whole")
    }

    /// What is left up to a hundred percent, in hundredths of a percent: the chance of being wrong that is allowed.
    fn rest(self) -> u16 {
        WHOLE - self.0
    }
}

/// As a Dutch reader writes it: `95 %`, `97,5 %`.
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, decimals) = (self.0 / 100, self.0 % 100);
        match (decimals, decimals % 10) {
            (0, _) => write!(f, "{whole} %"),
            (_, 0) => write!(f, "{whole},{} %", decimals / 10),
            _ => write!(f, "{whole},{decimals:02} %"),
        }
    }
}

/// A part of a number of things in percent, with one decimal, rounded up: 6 of 68 is `8,9 %`.
pub fn at_most(part: u32, whole: u32) -> String {
    let tenths = (u64::from(part) * 1_000).div_ceil(u64::from(whole.max(1)));
    format!("{},{} %", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_read_as_dutch_people_write_them() {
        for (text, hundredths) in
            [("95", 9_500), ("95%", 9_500), (" 97,5 % ", 9_750), ("0.25", 25), ("100", 10_000), ("0", 0), ("2,50", 250)]
        {
            assert_eq!(Percent::parse(text).map(Percent::hundredths), Some(hundredths), "{text}");
        }
        for text in ["", "%", "-5", "101", "100,01", "1/2", "95,555", "0x5", "1e2", "95,", ",5", "99999"] {
            assert_eq!(Percent::parse(text), None, "{text}");
        }
        let shown: Vec<String> = ["95", "97,5", "0,25", "2,05"]
            .into_iter()
            .map(|text| Percent::parse(text).expect("a percentage").to_string())
            .collect();
        assert_eq!(shown, ["95 %", "97,5 %", "0,25 %", "2,05 %"]);
    }

    #[test]
    fn what_is_at_most_so_much_is_rounded_up() {
        assert_eq!(at_most(6, 68), "8,9 %", "8,82 %");
        assert_eq!(at_most(5, 50), "10,0 %");
        assert_eq!(at_most(1, 3), "33,4 %");
        assert_eq!(at_most(0, 0), "0,0 %");
    }
}
