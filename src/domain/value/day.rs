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
