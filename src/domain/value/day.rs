use borsh::{BorshDeserialize, BorshSerialize};
use std::cmp::Ordering;
use std::fmt;

/// A calendar day, as on a birthday card: never an instant, so it never slips by a day with the time zone
/// (twentyhq/twenty #11566). The year may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, BorshDeserialize, BorshSerialize)]
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

    /// Days from the first of January 1970 in the proleptic Gregorian calendar, negative before; none without a year.
    ///
    /// Counted in eras of 400 years that begin in March, so that the leap day ends a year (Howard Hinnant, *chrono-Compatible
    /// Low-Level Date Algorithms*, `days_from_civil`).
    pub fn days_since_1970(self) -> Option<i32> {
        let year = i32::from(self.year?) - i32::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month_from_march = (i32::from(self.month) + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + i32::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(era * 146_097 + day_of_era - 719_468)
    }

    /// The day that is so many days after the first of January 1970; none outside the years 1 to 9999.
    pub fn from_days_since_1970(days: i32) -> Option<Day> {
        let days = days.checked_add(719_468)?;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
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

    /// 0001-01-01 and 9999-12-31, in days since 1970.
    const FIRST_DAY: i32 = -719_162;
    const LAST_DAY: i32 = 2_932_896;

    proptest! {
        #[test]
        fn a_day_reads_back_from_its_number_and_the_next_number_is_the_next_day(days in FIRST_DAY..LAST_DAY) {
            let (Some(day), Some(next)) = (Day::from_days_since_1970(days), Day::from_days_since_1970(days + 1)) else {
                return Err(TestCaseError::fail("no day"));
            };
            prop_assert_eq!(day.days_since_1970(), Some(days));
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

    #[test]
    fn days_are_counted_from_1970() {
        let check = |text: &str, expected: i32| {
            let day = Day::parse_iso(text).unwrap();
            assert_eq!(day.days_since_1970(), Some(expected), "{text}");
            assert_eq!(Day::from_days_since_1970(expected), Some(day), "{expected}");
        };
        check("1970-01-01", 0);
        check("1969-12-31", -1);
        check("1997-01-01", 9_862);
        check("1998-06-30", 10_407);
        check("2000-02-29", 11_016);
        check("2000-03-01", 11_017);
        check("2026-11-25", 20_782);
        check("0001-01-01", -719_162);
        check("9999-12-31", 2_932_896);
        check("1972-02-29", 789);
        check("2100-02-28", 47_540);
        check("2100-03-01", 47_541);
        check("1900-03-01", -25_508);
        check("1600-02-29", -135_081);
        assert_eq!(Day::new(None, 2, 29).unwrap().days_since_1970(), None);
        assert_eq!(Day::from_days_since_1970(i32::MAX), None);
        assert_eq!(Day::from_days_since_1970(-719_163), None);
    }

    #[test]
    fn every_day_is_one_after_the_day_before() {
        let mut expected = Day::parse_iso("1899-12-31").unwrap();
        for days in expected.days_since_1970().unwrap()..40_000 {
            assert_eq!(Day::from_days_since_1970(days), Some(expected));
            assert_eq!(expected.days_since_1970(), Some(days));
            let (year, month, day) = (expected.year().unwrap(), expected.month(), expected.day());
            expected = Day::new(Some(year), month, day + 1)
                .or_else(|| Day::new(Some(year), month + 1, 1))
                .or_else(|| Day::new(Some(year + 1), 1, 1))
                .unwrap();
        }
    }
}
