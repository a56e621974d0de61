//! Civil dates: reading them as people type them, counting calendar months, showing them in Dutch. No clock, no zone.

use jiff::ToSpan;
pub use jiff::civil::Date;

/// The first year that a date in a staffing file can have; earlier ones are typing errors.
pub const FIRST_YEAR: i16 = 1930;

/// Day 0 of a spreadsheet's 1900 system, for every date after February 1900.
const DAY_ZERO: Date = jiff::civil::date(1899, 12, 30);

/// The date of a spreadsheet serial (days since 1899-12-30), its time of day dropped.
pub fn from_serial(serial: f64) -> Option<Date> {
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "below three million after the check above")]
    DAY_ZERO.checked_add((serial.floor() as i64).days()).ok()
}

/// The spreadsheet serial of a date.
pub fn to_serial(date: Date) -> f64 {
    f64::from((date - DAY_ZERO).get_days())
}

/// `months` calendar months before a date, clamped to the month's end (31 May minus 3 is 28 or 29 February).
///
/// ```
/// use toetsklaar::calendar::{months_before, parse, shown};
/// let start = parse("31 mei 2023").expect("a date");
/// assert_eq!(shown(months_before(start, 3)), "28-2-2023");
/// ```
pub fn months_before(date: Date, months: u32) -> Date {
    date.saturating_sub(i64::from(months).months())
}

/// `months` calendar months after a date, clamped to the month's end.
pub fn months_after(date: Date, months: u32) -> Date {
    date.saturating_add(i64::from(months).months())
}

/// Reads a date as people type it: `2024-02-01`, `1-2-2024`, `01/02/24`, `1.2.2024`, `1 feb. 2024`, `donderdag 1 februari 2024`,
/// with or without a time behind it. Day before month, always; two-digit years are 1930 to 2029.
/// None for anything else: a bare year or number, a month above 12, a day that does not exist.
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() > 40 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut parts = without_time(text).split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).peekable();
    parts.next_if(|part| WEEKDAYS.iter().any(|day| is_abbreviation(part, day)));
    let date = [parts.next()?, parts.next()?, parts.next()?];
    if parts.next().is_some() { None } else { date_of(date) }
}

/// The text before a time of day (`T12:30:00Z`, ` 12:30 uur`).
fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else {
        return text;
    };
    let end = text[..colon].rfind([' ', 'T']).unwrap_or(0);
    text[..end].trim_end()
}

fn date_of(parts: [&str; 3]) -> Option<Date> {
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !digits(parts[0]) || !digits(parts[2]) {
        return None;
    }
    let (year, month, day) =
        if parts[0].len() == 4 { (parts[0], parts[1], parts[2]) } else { (parts[2], parts[1], parts[0]) };
    if day.len() > 2 || day.is_empty() {
        return None;
    }
    let year = match year.len() {
        4 => year.parse::<i16>().ok()?,
        2 => match year.parse::<i16>().ok()? {
            short @ 0..=29 => 2000 + short,
            short => 1900 + short,
        },
        _ => return None,
    };
    let month = if digits(month) && month.len() <= 2 { month.parse::<i8>().ok()? } else { month_by_name(month)? };
    Date::new(year, month, day.parse::<i8>().ok()?).ok()
}

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"];

fn is_abbreviation(part: &str, whole: &str) -> bool {
    part.len() >= 2 && part.len() <= whole.len() && part.is_ascii() && whole[..part.len()].eq_ignore_ascii_case(part)
}

fn month_by_name(name: &str) -> Option<i8> {
    let found = |month: &&str| name.len() >= 3 && is_abbreviation(name, month);
    let mut candidates = MONTHS.iter().enumerate().filter(|(_, month)| found(month));
    let number = match (candidates.next(), candidates.next()) {
        (Some((index, _)), None) => index,
        _ if name.eq_ignore_ascii_case("mrt") => 2,
        _ if name.eq_ignore_ascii_case("okt") || name.eq_ignore_ascii_case("oct") => 9,
        _ => return None,
    };
    i8::try_from(number + 1).ok()
}

/// A date as Dutch people write it, without leading zeros: `1-2-2024`.
pub fn shown(date: Date) -> String {
    format!("{}-{}-{}", date.day(), date.month(), date.year())
}

/// A date-formatted serial as a cell shows it; serials that are no date are shown as the number they are.
pub fn shown_moment(serial: f64) -> String {
    let Some(date) = from_serial(serial) else {
        return format!("{serial}").replace('.', ",");
    };
    let minutes = (serial.fract() * 1440.0).round();
    if minutes == 0.0 {
        return shown(date);
    }
    format!("{} {}", shown(date), shown_duration(serial.fract()))
}

/// A duration in days as hours and minutes: `32:00`.
pub fn shown_duration(days: f64) -> String {
    let minutes = (days * 1440.0).round();
    format!("{}:{:02}", (minutes / 60.0).trunc(), (minutes % 60.0).abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_are_read_as_people_type_them() {
        for (text, expected) in [
            ("2024-02-01", date(2024, 2, 1)),
            ("1-2-2024", date(2024, 2, 1)),
            (" 01/02/24 ", date(2024, 2, 1)),
            ("1.2.2024", date(2024, 2, 1)),
            ("1 feb. 2024", date(2024, 2, 1)),
            ("1 februari 2024", date(2024, 2, 1)),
            ("do 1 feb 2024", date(2024, 2, 1)),
            ("donderdag 1 februari 2024", date(2024, 2, 1)),
            ("1 mrt 2024", date(2024, 3, 1)),
            ("1 maart 2024", date(2024, 3, 1)),
            ("3 juni 2024", date(2024, 6, 3)),
            ("3 jul 2024", date(2024, 7, 3)),
            ("2024-02-01T00:00:00", date(2024, 2, 1)),
            ("2024-02-01 00:00:00", date(2024, 2, 1)),
            ("1-2-2024 13:45", date(2024, 2, 1)),
            ("29-2-2024", date(2024, 2, 29)),
            ("1-2-31", date(1931, 2, 1)),
            ("31-12-9999", date(9999, 12, 31)),
        ] {
            assert_eq!(parse(text), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_date_is_not_guessed() {
        for text in [
            "",
            "2024",
            "45323",
            "02-13-2024",
            "29-2-2023",
            "31-02-2024",
            "dd-mm-jjjj",
            "1-2",
            "1 ma 2024",
            "1-2-2024-3",
            "1-2-024",
            "ja 1-2-2024 dus",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn serials_are_dates() {
        assert_eq!(from_serial(45_323.75), Some(date(2024, 2, 1)));
        assert_eq!(from_serial(f64::NAN), None);
        assert_eq!(from_serial(-3.0), None);
        assert!((to_serial(date(2024, 2, 1)) - 45_323.0).abs() < f64::EPSILON);
    }

    #[test]
    fn months_are_clamped_to_the_end_of_the_month() {
        for (from, months, expected) in [
            (date(2023, 5, 31), 3, date(2023, 2, 28)),
            (date(2024, 5, 31), 3, date(2024, 2, 29)),
            (date(2024, 5, 1), 3, date(2024, 2, 1)),
            (date(2024, 2, 29), 36, date(2021, 2, 28)),
        ] {
            assert_eq!(months_before(from, months), expected);
        }
        assert_eq!(months_after(date(2024, 8, 31), 6), date(2025, 2, 28));
    }

    #[test]
    fn moments_are_shown_in_dutch() {
        assert_eq!(shown_moment(45_323.0), "1-2-2024");
        assert_eq!(shown_moment(45_323.5), "1-2-2024 12:00");
        assert_eq!(shown_duration(32.0 / 24.0), "32:00");
    }
}
