use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;

/// A calendar day, as on a birthday card: never an instant, so it never slips by a day with the time zone
/// (twentyhq/twenty #11566). The year may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Day {
    year: Option<i16>,
    month: u8,
    day: u8,
}

/// The number of days in a month of the proleptic Gregorian calendar; a month without a year is that of a leap year.
pub fn days_in_month(year: Option<i16>, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 => match year {
            Some(year) if year % 4 != 0 || (year % 100 == 0 && year % 400 != 0) => 28,
            _ => 29,
        },
        1..=12 => 31,
        _ => 0,
    }
}

/// Days from 0000-03-01, where the four-hundred-year cycle begins, to 1970-01-01.
const EPOCH: i32 = 719_468;
/// Days in four hundred years.
const CYCLE: i32 = 146_097;
/// 0001-01-01 and 9999-12-31, in days since 1970.
const FIRST_DAY: i32 = -719_162;
const LAST_DAY: i32 = 2_932_896;

impl Day {
    /// The day, if the calendar has it; the year from 1 to 9999.
    pub fn new(year: Option<i16>, month: u8, day: u8) -> Option<Day> {
        let sound = (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day)
            && year.is_none_or(|year| (1..=9999).contains(&year));
        sound.then_some(Day { year, month, day })
    }

    /// The year, if it is known.
    pub fn year(self) -> Option<i16> {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days from 1970-01-01 to this day in the proleptic Gregorian calendar, negative before it; `None` where the year is
    /// not known. Source: Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
    pub fn days_since_epoch(self) -> Option<i32> {
        // A year that begins in March has its leap day at the end, so that months have fixed places in it.
        let january_or_february = self.month <= 2;
        let year = i32::from(self.year?) - i32::from(january_or_february);
        let month = i32::from(self.month) + if january_or_february { 9 } else { -3 };
        let day_of_year = (153 * month + 2) / 5 + i32::from(self.day) - 1;
        Some(year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - EPOCH)
    }

    /// The opposite of [`Day::days_since_epoch`]; `None` outside the years 1 to 9999.
    pub fn from_days_since_epoch(days: i32) -> Option<Day> {
        if !(FIRST_DAY..=LAST_DAY).contains(&days) {
            return None;
        }
        let days = days + EPOCH;
        let (cycle, day_of_cycle) = (days / CYCLE, days % CYCLE);
        // The divisors are four years less a day, a century, and four centuries less a day: each takes its leap days out.
        let year_of_cycle =
            (day_of_cycle - day_of_cycle / 1_460 + day_of_cycle / 36_524 - day_of_cycle / 146_096) / 365;
        let day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let january_or_february = month >= 10;
        let year = cycle * 400 + year_of_cycle + i32::from(january_or_february);
        let month = month + if january_or_february { -9 } else { 3 };
        Day::new(Some(i16::try_from(year).ok()?), u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// Reads `1990-05-31`, `05-31` and `--05-31`.
    pub fn parse_iso(text: &str) -> Option<Day> {
        let text = text.trim();
        let short = text.strip_prefix("--").unwrap_or(text);
        let mut parts = short.split('-').map(|part| part.parse::<i16>().ok().filter(|_| !part.starts_with('+')));
        let found = [parts.next().flatten(), parts.next().flatten(), parts.next().flatten()];
        if parts.next().is_some() {
            return None;
        }
        let small = |number: i16| u8::try_from(number).ok();
        match found {
            [Some(year), Some(month), Some(day)] if short.len() >= 8 => {
                Day::new(Some(year), small(month)?, small(day)?)
            }
            [Some(month), Some(day), None] if short.split('-').count() == 2 => {
                Day::new(None, small(month)?, small(day)?)
            }
            _ => None,
        }
    }
}

impl fmt::Display for Day {
    /// `1990-05-31`, or `--05-31` without a year (ISO 8601:2000, as vCard writes it).
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(formatter, "{year:04}-{:02}-{:02}", self.month, self.day),
            None => write!(formatter, "--{:02}-{:02}", self.month, self.day),
        }
    }
}

impl Ord for Day {
    /// By year, month and day; days without a year come first.
    fn cmp(&self, other: &Day) -> Ordering {
        (self.year, self.month, self.day).cmp(&(other.year, other.month, other.day))
    }
}

impl PartialOrd for Day {
    fn partial_cmp(&self, other: &Day) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_since_1970() {
        let check = |text: &str, expected: Option<i32>| {
            let day = Day::parse_iso(text);
            assert_eq!(day.and_then(Day::days_since_epoch), expected, "{text:?}");
            if let Some(days) = expected {
                assert_eq!(Day::from_days_since_epoch(days), day, "{days}");
            }
        };
        check("1970-01-01", Some(0));
        check("1969-12-31", Some(-1));
        check("1970-03-01", Some(59));
        check("1972-02-29", Some(789));
        check("2000-02-29", Some(11_016));
        check("2000-03-01", Some(11_017));
        check("2026-11-25", Some(20_782));
        check("2100-02-28", Some(47_540));
        check("2100-03-01", Some(47_541));
        check("1900-02-28", Some(-25_509));
        check("1900-03-01", Some(-25_508));
        check("1600-02-29", Some(-135_081));
        check("0001-01-01", Some(FIRST_DAY));
        check("9999-12-31", Some(LAST_DAY));
        check("--02-29", None);
        let outside = [i32::MIN, FIRST_DAY - 1, LAST_DAY + 1, i32::MAX];
        assert!(outside.into_iter().all(|days| Day::from_days_since_epoch(days).is_none()));
    }

    proptest! {
        #[test]
        fn a_day_reads_back_from_its_number_and_the_next_number_is_the_next_day(days in FIRST_DAY..LAST_DAY) {
            let (Some(day), Some(next)) = (Day::from_days_since_epoch(days), Day::from_days_since_epoch(days + 1)) else {
                return Err(TestCaseError::fail("no day"));
            };
            prop_assert_eq!(day.days_since_epoch(), Some(days));
            prop_assert!(day < next);
            let month_ends = day.day() == days_in_month(day.year(), day.month());
            prop_assert_eq!(next.day(), if month_ends { 1 } else { day.day() + 1 });
        }
    }

    #[test]
    fn days() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(Day::parse_iso(text).map(|day| day.to_string()).as_deref(), expected, "{text:?}")
        };
        check("1990-05-31", Some("1990-05-31"));
        check("05-31", Some("--05-31"));
        check("--02-29", Some("--02-29"));
        check("2000-02-29", Some("2000-02-29"));
        check("1900-02-29", None);
        check("2023-02-29", None);
        check("2023-13-01", None);
        check("2023-00-01", None);
        check("2023-01-32", None);
        check("23-01", None);
        check("1990-05", None);
        check("1990-05-31-1", None);
        check("-1990-05-31", None);
        check("", None);
    }
}
