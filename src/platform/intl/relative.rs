//! How long ago, or how far ahead: "yesterday", "in 3 hours", "7 months ago".

use wasm_bindgen::JsValue;

use super::super::clock::local_date_of;
use super::dates::utc_midnight_ms;
use super::formatter::Recipe;

const DAY_MS: f64 = 86_400_000.0;

/// How long the words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RelativeStyle {
    /// `7 months ago`.
    Long,
    /// `7 mo. ago`.
    Short,
}

/// An instant as seen from another one, both in milliseconds since 1970 UTC.
///
/// Less than an hour is told in minutes, the same day and the last six hours in hours, and what lies further by the
/// calendar of the device, so that yesterday evening is "yesterday" in the morning and not "12 hours ago".
pub fn relative(locale: &str, then_ms: f64, now_ms: f64, style: RelativeStyle) -> String {
    let seconds = (then_ms - now_ms) / 1_000.0;
    let (then, today) = (local_date_of(then_ms), local_date_of(now_ms));
    let (count, unit) = if seconds.abs() < 45.0 {
        (0.0, "second")
    } else if seconds.abs() < 3_600.0 {
        (whole_part(seconds / 60.0), "minute")
    } else if seconds.abs() < 6.0 * 3_600.0 || then == today {
        (whole_part(seconds / 3_600.0), "hour")
    } else {
        calendar_distance(then, today)
    };
    say(locale, count, unit, style)
}

/// A calendar date as seen from another one, each as (year, month, day): "today", "in 3 days", "last week".
pub fn relative_plain_date(locale: &str, then: (i32, u8, u8), today: (i32, u8, u8), style: RelativeStyle) -> String {
    let (count, unit) = calendar_distance(then, today);
    say(locale, count, unit, style)
}

fn say(locale: &str, count: f64, unit: &'static str, style: RelativeStyle) -> String {
    let recipe = Recipe::new("RelativeTimeFormat").word("numeric", "auto").word(
        "style",
        match style {
            RelativeStyle::Long => "long",
            RelativeStyle::Short => "short",
        },
    );
    recipe
        .apply(locale, &[JsValue::from_f64(count), JsValue::from_str(unit)])
        .unwrap_or_else(|| format!("{count:+} {unit}"))
}

/// Towards zero, but never zero: what has gone by at all is at least one.
fn whole_part(value: f64) -> f64 {
    value.signum() * value.abs().trunc().max(1.0)
}

/// Days up to a week, weeks up to a month, months up to a year, then years; only whole ones count.
fn calendar_distance(then: (i32, u8, u8), today: (i32, u8, u8)) -> (f64, &'static str) {
    let midnight = |(year, month, day): (i32, u8, u8)| utc_midnight_ms(year, month, day);
    let days = ((midnight(then) - midnight(today)) / DAY_MS).round();
    if days.abs() < 7.0 {
        return (days, "day");
    }
    match whole_months(then, today) {
        0 => (whole_part(days / 7.0), "week"),
        months if months.abs() < 12 => (months as f64, "month"),
        months => ((months / 12) as f64, "year"),
    }
}

/// Whole calendar months from `today` to `then`, negative for the past.
fn whole_months(then: (i32, u8, u8), today: (i32, u8, u8)) -> i64 {
    let number = |(year, month, _day): (i32, u8, u8)| i64::from(year) * 12 + i64::from(month);
    let months = number(then) - number(today);
    // A month counts once its day is reached.
    match months.signum() {
        1 if then.2 < today.2 => months - 1,
        -1 if then.2 > today.2 => months + 1,
        _ => months,
    }
}
