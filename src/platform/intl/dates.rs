//! Calendar dates and instants.

use js_sys::Date;
use wasm_bindgen::JsValue;

use super::formatter::Recipe;

const DATE_TIME_FORMAT: &str = "DateTimeFormat";

/// How much of a calendar date is said, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateStyle {
    /// Digits alone: `11/21/2026`, `2026/11/21`.
    Numeric,
    /// `Nov 21, 2026`.
    Medium,
    /// With the day of the week: `Saturday, November 21, 2026`.
    Long,
    /// Without the year: `Nov 21`.
    MonthAndDay,
    /// Without the day: `November 2026`.
    MonthAndYear,
    /// The month alone, short: `Nov`.
    ShortMonth,
}

/// How much of an instant is said, in the zone of the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InstantStyle {
    /// `Nov 21, 2026`.
    Date,
    /// `Nov 21, 2026, 3:05 PM`.
    DateAndTime,
    /// `3:05 PM`.
    Time,
}

/// A calendar date in words: `month` 1 to 12, `day` 1 to 31. It never slips to a neighbouring day, whatever the zone
/// of the device, because it is made and read as a date of UTC.
pub fn plain_date(locale: &str, year: i32, month: u8, day: u8, style: DateStyle) -> String {
    let recipe = Recipe::new(DATE_TIME_FORMAT).word("timeZone", "UTC");
    let recipe = match style {
        DateStyle::Numeric => recipe.word("year", "numeric").word("month", "2-digit").word("day", "2-digit"),
        DateStyle::Medium => recipe.word("dateStyle", "medium"),
        DateStyle::Long => recipe.word("dateStyle", "full"),
        DateStyle::MonthAndDay => recipe.word("month", "short").word("day", "numeric"),
        DateStyle::MonthAndYear => recipe.word("year", "numeric").word("month", "long"),
        DateStyle::ShortMonth => recipe.word("month", "short"),
    };
    recipe
        .apply(locale, &[JsValue::from_f64(utc_midnight_ms(year, month, day))])
        .unwrap_or_else(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// An instant, in milliseconds since 1970 UTC, in words and in the zone of the device.
pub fn instant(locale: &str, instant_ms: f64, style: InstantStyle) -> String {
    let recipe = Recipe::new(DATE_TIME_FORMAT);
    let recipe = match style {
        InstantStyle::Date => recipe.word("dateStyle", "medium"),
        InstantStyle::DateAndTime => recipe.word("dateStyle", "medium").word("timeStyle", "short"),
        InstantStyle::Time => recipe.word("timeStyle", "short"),
    };
    recipe.apply(locale, &[JsValue::from_f64(instant_ms)]).unwrap_or_else(|| {
        let date = Date::new(&JsValue::from_f64(instant_ms));
        String::from(date.to_string())
    })
}

/// The instant at which this date begins in UTC.
pub(super) fn utc_midnight_ms(year: i32, month: u8, day: u8) -> f64 {
    const DAY_MS: f64 = 86_400_000.0;
    days_since_1970(year, month, day) as f64 * DAY_MS
}

/// Days of the Gregorian calendar from 1970-01-01. Counted here and not by `Date`, which takes the years 0 to 99 for
/// those of the twentieth century.
fn days_since_1970(year: i32, month: u8, day: u8) -> i64 {
    const DAYS_FROM_MARCH_OF_YEAR_0: i64 = 719_468;
    // Years that begin in March end with the leap day, so that every month begins at the same day of all years.
    let month_from_march = (i64::from(month) + 9) % 12;
    let year_from_march = i64::from(year) - i64::from(month < 3);
    let leap_days = year_from_march.div_euclid(4) - year_from_march.div_euclid(100) + year_from_march.div_euclid(400);
    let days_before_month = (153 * month_from_march + 2) / 5;
    365 * year_from_march + leap_days + days_before_month + i64::from(day) - 1 - DAYS_FROM_MARCH_OF_YEAR_0
}
