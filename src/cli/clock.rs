//! Today in the Netherlands.

use std::time::{SystemTime, UNIX_EPOCH};

use toetsklaar::calendar::Date;

/// The civil date in the Netherlands now: the default peildatum.
#[expect(clippy::disallowed_methods, reason = "the door is where the clock is read")]
pub fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
    dutch_date(seconds)
}

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

/// The civil date in the Netherlands at so many seconds after 1970 in UTC. Summer time runs from the last Sunday of
/// March to the last Sunday of October, both at 01:00 UTC (Directive 2000/84/EC).
fn dutch_date(seconds: u64) -> Date {
    let year = date_of(seconds / DAY).year();
    let switch = |month| last_sunday(year, month) * DAY + HOUR;
    let summer = (switch(3)..switch(10)).contains(&seconds);
    date_of((seconds + if summer { 2 * HOUR } else { HOUR }) / DAY)
}

fn date_of(days: u64) -> Date {
    let days = i64::try_from(days).unwrap_or(i64::MAX);
    Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().try_days(days).unwrap_or_default())
}

/// The last Sunday of a month of 31 days, in days after 1970-01-01.
fn last_sunday(year: i16, month: i8) -> u64 {
    let last = Date::constant(year, month, 31);
    let since = (last - Date::constant(1970, 1, 1)).get_days();
    let sunday = since - i32::from(last.weekday().to_sunday_zero_offset());
    u64::try_from(sunday).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_the_netherlands() {
        // Seconds from `date -u -d '2026-01-14 23:00' +%s` and the like.
        for (seconds, date) in [
            (1_768_431_599, Date::constant(2026, 1, 14)), // 2026-01-14 22:59:59 UTC, 23:59:59 in winter
            (1_768_431_600, Date::constant(2026, 1, 15)),
            (1_783_979_999, Date::constant(2026, 7, 13)), // 2026-07-13 21:59:59 UTC, 23:59:59 in summer
            (1_783_980_000, Date::constant(2026, 7, 14)),
            (1_774_738_800, Date::constant(2026, 3, 29)), // 2026-03-28 23:00 UTC: still winter
            (1_774_821_600, Date::constant(2026, 3, 30)), // 2026-03-29 22:00 UTC: summer since that day
            (1_792_879_200, Date::constant(2026, 10, 25)), // 2026-10-24 22:00 UTC: still summer
            (1_792_969_199, Date::constant(2026, 10, 25)), // 2026-10-25 22:59:59 UTC: winter since that day
        ] {
            assert_eq!(dutch_date(seconds), date, "{seconds}");
        }
    }
}
