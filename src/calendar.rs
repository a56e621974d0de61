//! Civil dates: reading them as people type them, counting calendar months, showing them in Dutch. No clock, no zone.

use jiff::ToSpan;
pub use jiff::civil::Date;

/// The first year that a date in a staffing file can have; earlier ones are typing errors.
pub const FIRST_YEAR: i16 = 1930;

/// Later dates than this many years after the reference date are typing errors too.
const YEARS_AHEAD: u32 = 20;

/// The last day that a date in a staffing file can be.
pub fn latest(reference_date: Date) -> Date {
    months_after(reference_date, YEARS_AHEAD * 12)
}

/// The numbers behind dates from 1995 to 2050: what a column of bare numbers may hold to be read as dates.
pub(crate) const SERIALS: std::ops::RangeInclusive<f64> = 35_000.0..=55_000.0;

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

/// Reads a date as people type it: `2024-02-01`, `1-2-2024`, `1.2.2024`, `1 feb. 2024`, `donderdag 1 februari 2024`, with or
/// without a time behind it. Day before month, always.
/// `d.d.` or `per` may stand before it, and eight digits may be year, month and day.
/// None for anything else: a bare year or number, a month above 12, a day that does not exist, a year of two digits, a mark
/// of doubt (`?12-3-2024`).
pub fn parse(text: &str) -> Option<Date> {
    read(text, None)
}

/// Reads a date as [`parse`] does, and years of two digits too (`01/02/24`): the last such year up to `latest`, and none when
/// that lies further back than a working life. No century is fixed, or a registration until `1-3-31` would have ended in 1931.
pub fn parse_until(text: &str, latest: Date) -> Option<Date> {
    read(text, Some(latest))
}

/// Whether a text is a date, whatever its century.
pub fn is_date(text: &str) -> bool {
    [2049, 2099].into_iter().any(|year| parse_until(text, jiff::civil::date(year, 12, 31)).is_some())
}

/// Whether one of the words of a text is a date: a name with one in it tells more than a name.
pub fn holds_date(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit()) && words(text).any(is_date)
}

/// The words of a text, of which one may be a date.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';'))
}

/// How many years before the latest date a year of two digits may lie.
const SHORT_YEARS: i16 = 80;

fn read(text: &str, latest: Option<Date>) -> Option<Date> {
    let text = text.trim();
    if text.len() > 40 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let text = without_time(without_lead(text));
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) && (text.starts_with("19") || text.starts_with("20"))
    {
        return date_of([&text[..4], &text[4..6], &text[6..]], latest);
    }
    if text.contains(|c: char| !c.is_alphanumeric() && !c.is_whitespace() && !SEPARATORS.contains(&c)) {
        return None;
    }
    let mut parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).peekable();
    parts.next_if(|part| WEEKDAYS.iter().any(|day| is_abbreviation(part, day)));
    let date = [parts.next()?, parts.next()?, parts.next()?];
    if parts.next().is_some() { None } else { date_of(date, latest) }
}

/// The words of a text that are no date: "training" of "training (12-3-2024)".
pub fn beside_date(text: &str, latest: Date) -> String {
    words(text).filter(|word| parse_until(word, latest).is_none()).collect::<Vec<_>>().join(" ")
}

/// The only date inside a text, up to `latest`: "Training Mensenhandel (12-3-2024)".
pub fn date_inside(text: &str, latest: Date) -> Option<Date> {
    let mut dates = words(text)
        .filter(|word| word.len() >= 6)
        .filter_map(|word| parse_until(word, latest))
        .filter(|date| date.year() >= FIRST_YEAR);
    let first = dates.next()?;
    dates.next().is_none().then_some(first)
}

/// The last of some days that a text names as one: `12-3-2024 t/m 13-3-2024`, `12 en 13 maart 2024`. None for anything else, and
/// for more than a month: then the second day may be until when something is valid.
pub fn last_day(text: &str, latest: Date) -> Option<Date> {
    const BETWEEN: [&str; 10] = [" t/m ", " tot en met ", " tm ", " en ", " & ", " + ", " - ", " – ", "-", "/"];
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let lower = text.to_lowercase();
    BETWEEN.iter().find_map(|between| {
        let (first, last) = lower.split_once(between)?;
        // Between the signs of a date only the name of a month tells where it begins.
        if between.len() == 1 && !last.contains(char::is_alphabetic) {
            return None;
        }
        let last = parse_until(last, latest)?;
        let (month, year) = (last.month(), last.year());
        let first =
            [first.to_owned(), format!("{first}-{month}-{year}"), format!("{first} {year}"), format!("{first}-{year}")]
                .iter()
                .find_map(|first| parse_until(first, latest))?;
        (first <= last && months_after(first, 1) >= last).then_some(last)
    })
}

/// What may stand between day, month and year, or around them. Anything else says that the date is in doubt.
const SEPARATORS: [char; 13] = ['-', '/', '.', ',', '\\', '–', '—', '‑', '_', '\'', '’', '(', ')'];

/// What people write before a date.
const LEADS: [&str; 6] = ["d.d. ", "d.d.", "dd. ", "dd ", "per ", "op "];

/// Whether a word is one that people write before a date: "per", "d.d.".
pub fn is_lead(word: &str) -> bool {
    LEADS.iter().any(|lead| lead.trim_end().eq_ignore_ascii_case(word))
}

/// The text without the words that people write before a date.
fn without_lead(text: &str) -> &str {
    let lower = text.as_bytes();
    for lead in LEADS {
        if lower.len() > lead.len() && lower[..lead.len()].eq_ignore_ascii_case(lead.as_bytes()) {
            return text[lead.len()..].trim_start();
        }
    }
    text
}

/// Whether a text is a date only when the month stands before the day: `02-13-2024`.
pub fn is_month_first(text: &str) -> bool {
    numbers(text).is_some_and(|[first, second, _]| (1..=12).contains(&first) && (13..=31).contains(&second))
}

/// Whether a text is another date when the month stands before the day: `1-2-2024`.
pub fn is_ambiguous(text: &str) -> bool {
    numbers(text)
        .is_some_and(|[first, second, _]| (1..=12).contains(&first) && (1..=12).contains(&second) && first != second)
}

/// The three numbers of a date that ends with its year.
fn numbers(text: &str) -> Option<[u16; 3]> {
    let mut parts = without_time(text.trim()).split(['-', '/', '.']).map(|part| part.trim().parse::<u16>().ok());
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}

/// The text before a time of day (`T12:30:00Z`, ` 12:30 uur`).
fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else {
        return text;
    };
    let end = text[..colon].rfind([' ', 'T']).unwrap_or(0);
    text[..end].trim_end()
}

fn date_of(parts: [&str; 3], latest: Option<Date>) -> Option<Date> {
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !digits(parts[0]) || !digits(parts[2]) {
        return None;
    }
    let (year, month, day) =
        if parts[0].len() == 4 { (parts[0], parts[1], parts[2]) } else { (parts[2], parts[1], parts[0]) };
    if day.len() > 2 || day.is_empty() {
        return None;
    }
    let month = if digits(month) && month.len() <= 2 { month.parse::<i8>().ok()? } else { month_by_name(month)? };
    let day = day.parse::<i8>().ok()?;
    let number = year.parse::<i16>().ok()?;
    match (year.len(), latest) {
        (4, _) => Date::new(number, month, day).ok(),
        (2, Some(latest)) => {
            let this_century = latest.year() - latest.year() % 100 + number;
            // By month and day, not as dates: 29 February stands in one of the two years only.
            let later = (this_century, month, day) > (latest.year(), latest.month(), latest.day());
            let year = if later { this_century - 100 } else { this_century };
            let date = Date::new(year, month, day).ok()?;
            (date > latest.saturating_sub(SHORT_YEARS.years())).then_some(date)
        }
        _ => None,
    }
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

/// The number of a month by its name or the first letters of it, at least three: `maart`, `mrt`, `nov`.
pub fn month_by_name(name: &str) -> Option<i8> {
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
            (" 01/02/2024 ", date(2024, 2, 1)),
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
            ("31-12-9999", date(9999, 12, 31)),
            ("20240501", date(2024, 5, 1)),
            ("d.d. 1-5-2024", date(2024, 5, 1)),
            ("D.D. 1-5-2024", date(2024, 5, 1)),
            ("per 1-5-2024", date(2024, 5, 1)),
            ("(1-5-2024)", date(2024, 5, 1)),
            ("1\\5\\2024", date(2024, 5, 1)),
        ] {
            assert_eq!(parse(text), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn a_year_of_two_digits_is_the_last_one_that_can_be() {
        // Twenty years after 15 June 2026.
        let latest = date(2046, 6, 15);
        for (text, expected) in [
            (" 01/02/24 ", Some(date(2024, 2, 1))),
            ("1-3-31", Some(date(2031, 3, 1))),
            ("1 mrt 31", Some(date(2031, 3, 1))),
            ("15-6-46", Some(date(2046, 6, 15))),
            // 1946 is no more likely than 2046.
            ("16-6-46", None),
            ("1-3-47", None),
            ("15-6-66", None),
            ("16-6-66", Some(date(1966, 6, 16))),
            ("1-3-99", Some(date(1999, 3, 1))),
            ("29-2-24", Some(date(2024, 2, 29))),
            ("29-2-23", None),
            ("1-3-05", Some(date(2005, 3, 1))),
            ("1-3-1947", Some(date(1947, 3, 1))),
        ] {
            assert_eq!(parse_until(text, latest), expected, "{text:?}");
            assert_eq!(is_date(text), text != "29-2-23", "{text:?}");
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
            "1-2-24",
            "ja 1-2-2024 dus",
            "?12-3-2024",
            "12-3-2024?",
            "±12-3-2024",
            "12-3-2024*",
            "<12-3-2024",
            "01052024",
            "20241301",
            "123456789",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn of_some_days_the_last_one_is_read() {
        let last = date(2024, 3, 13);
        for text in [
            "12-3-2024 t/m 13-3-2024",
            "12-3 t/m 13-3-2024",
            "12 en 13 maart 2024",
            "12 maart en 13 maart 2024",
            "12/13 maart 2024",
            "12-13 mrt 2024",
            "12 & 13-3-2024",
            "28-2-2024 tot en met 13-3-2024",
            "12-03-24 - 13-03-24",
        ] {
            assert_eq!(last_day(text, date(2030, 1, 1)), Some(last), "{text}");
        }
        // Backwards, too long for one training, no day, and dates that only look like two.
        for text in [
            "13-3-2024 t/m 12-3-2024",
            "1-3-2023 t/m 1-3-2026",
            "12 en 13 maart",
            "voorjaar en 13 maart 2024",
            "12-13-2024",
            "31 en 13 maart 2024",
            "10-11-12-3-2024",
            "12-3-2024",
        ] {
            assert_eq!(last_day(text, date(2030, 1, 1)), None, "{text}");
        }
    }

    #[test]
    fn a_date_inside_a_title_is_found_when_it_is_the_only_one() {
        let inside = |text| date_inside(text, date(2046, 6, 15));
        assert_eq!(inside("Training Mensenhandel (12-3-2024)"), Some(date(2024, 3, 12)));
        assert_eq!(inside("Training Mensenhandel 12-3-24"), Some(date(2024, 3, 12)));
        assert_eq!(inside("12-3-2024 en 13-3-2024"), None);
        assert_eq!(inside("Training Mensenhandel 2024"), None);
    }

    #[test]
    fn day_and_month_can_be_mistaken_for_each_other() {
        for (text, month_first, ambiguous) in [
            ("02-13-2024", true, false),
            ("2/13/24", true, false),
            ("1-2-2024", false, true),
            ("1-1-2024", false, false),
            ("25-3-2024", false, false),
            ("2024-02-01", false, false),
            ("1 februari 2024", false, false),
            ("13-13-2024", false, false),
        ] {
            assert_eq!((is_month_first(text), is_ambiguous(text)), (month_first, ambiguous), "{text}");
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
