//! Numbers, dates and values as people read them, in the language of the screen.

use super::protocol::Cell;
use crate::domain::field::{Field, FieldKind};
use crate::domain::value::{Currency, Day, Money, Value};
use crate::messages::{Language, fields as words};
use crate::platform::{clock, intl};

pub use crate::platform::intl::{DateStyle, InstantStyle, RelativeStyle};

/// A whole number: `1,234`.
pub fn integer(language: Language, number: u64) -> String {
    intl::integer(language.tag(), i64::try_from(number).unwrap_or(i64::MAX))
}

/// A share of one as a percentage without fractions: `26%`.
pub fn percent(language: Language, share: f64) -> String {
    intl::percent(language.tag(), share, 0)
}

/// A share of one as a percentage with one digit after the point: `25.6%`.
pub fn percent_fine(language: Language, share: f64) -> String {
    intl::percent(language.tag(), share, 1)
}

/// A difference of two shares in percentage points: `6.1`, `-0.4`, `3.0`.
pub fn points(language: Language, difference: f64) -> String {
    // Rounded first, and what is rounded to nothing is nothing, without a sign.
    let points = (difference * 1_000.0).round() / 10.0;
    intl::tenths(language.tag(), if points == 0.0 { 0.0 } else { points })
}

/// A number with at most three digits after the point.
pub fn number(language: Language, number: f64) -> String {
    intl::number(language.tag(), number)
}

/// An amount of data: `19.1 MB`.
pub fn bytes(language: Language, count: u64) -> String {
    intl::bytes(language.tag(), count)
}

/// A point in time, in milliseconds since 1970, in the zone of the device.
pub fn instant(language: Language, milliseconds: u64, style: InstantStyle) -> String {
    intl::instant(language.tag(), milliseconds as f64, style)
}

/// How long ago a point in time was: `7 months ago`.
pub fn ago(language: Language, milliseconds: u64, style: RelativeStyle) -> String {
    intl::relative(language.tag(), milliseconds as f64, clock::now_ms() as f64, style)
}

/// How long ago, or how far ahead, a calendar day is: `yesterday`, `in 3 days`. A day without a year is told as it is.
pub fn day_from_today(language: Language, value: Day) -> String {
    match value.year() {
        Some(year) => intl::relative_plain_date(
            language.tag(),
            (i32::from(year), value.month(), value.day()),
            clock::local_today(),
            RelativeStyle::Long,
        ),
        None => day(language, value),
    }
}

/// A calendar day: `May 31, 1990`, or `May 31` where the year is not known.
pub fn day(language: Language, day: Day) -> String {
    // A leap year stands in for an unknown one, so that the 29th of February stays itself.
    let (year, style) = match day.year() {
        Some(year) => (i32::from(year), DateStyle::Medium),
        None => (2000, DateStyle::MonthAndDay),
    };
    intl::plain_date(language.tag(), year, day.month(), day.day(), style)
}

/// A calendar day with the day of the week: `Wednesday, November 25, 2026`.
pub fn long_day(language: Language, day: Day) -> String {
    let year = day.year().map_or(2000, i32::from);
    intl::plain_date(language.tag(), year, day.month(), day.day(), DateStyle::Long)
}

/// The month of a day: `November 2026`.
pub fn month(language: Language, day: Day) -> String {
    let year = day.year().map_or(2000, i32::from);
    intl::plain_date(language.tag(), year, day.month(), day.day(), DateStyle::MonthAndYear)
}

/// The month of a day, short and without its year: `Nov`.
pub fn short_month(language: Language, day: Day) -> String {
    let year = day.year().map_or(2000, i32::from);
    intl::plain_date(language.tag(), year, day.month(), day.day(), DateStyle::ShortMonth)
}

/// A calendar day for a small place: `May 31`, with the year where it is not this one.
pub fn day_brief(language: Language, value: Day) -> String {
    let this_year = i16::try_from(clock::local_today().0).ok();
    match value.year() {
        year if year == this_year => {
            let year = year.map_or(2000, i32::from);
            intl::plain_date(language.tag(), year, value.month(), value.day(), DateStyle::MonthAndDay)
        }
        _ => day(language, value),
    }
}

/// Several things in one line, as in `Ada, Grace`.
pub fn list<'a>(language: Language, items: impl IntoIterator<Item = &'a str>) -> String {
    let between = match language {
        Language::English => ", ",
        Language::Chinese => "、",
    };
    items.into_iter().collect::<Vec<_>>().join(between)
}

/// The value of a cell as people read it; empty where nothing is written.
pub fn cell_text(field: &Field, cell: &Cell, language: Language) -> String {
    match &cell.value {
        Value::Link(_) => cell.title.clone().unwrap_or_default(),
        Value::Participants(_) => list(language, cell.titles.iter().map(String::as_str)),
        value => value_text(field, value, language),
    }
}

/// A value as people read it. A link has no text here, since only a [`Cell`] knows the title.
pub fn value_text(field: &Field, value: &Value, language: Language) -> String {
    let choice = |code: u16| {
        field.choice(code).map_or_else(|| code.to_string(), |choice| choice.label.text(language).to_owned())
    };
    match value {
        Value::Empty | Value::Link(_) => String::new(),
        Value::Text(text) => text.clone(),
        Value::Boolean(flag) => (if *flag { words::YES } else { words::NO }).text(language).to_owned(),
        Value::Integer(share) if matches!(field.kind, FieldKind::Percent) => percent(language, *share as f64 / 100.0),
        Value::Integer(minutes) if matches!(field.kind, FieldKind::Duration) => duration(language, *minutes),
        Value::Integer(number) => intl::integer(language.tag(), *number),
        Value::Choice(code) => choice(*code),
        Value::Choices(codes) => {
            let labels: Vec<String> = codes.iter().copied().map(choice).collect();
            list(language, labels.iter().map(String::as_str))
        }
        Value::Day(value) => day(language, *value),
        Value::Instant(milliseconds) => intl::instant(language.tag(), *milliseconds as f64, InstantStyle::DateAndTime),
        Value::Emails(entries) => list(language, entries.iter().map(|entry| entry.value.as_str())),
        Value::Phones(entries) => list(language, entries.iter().map(|entry| entry.value.as_str())),
        Value::Address(address) => address.one_line(),
        Value::Tags(tags) => list(language, tags.iter().map(String::as_str)),
        Value::Website(website) => website.shown().to_owned(),
        Value::Money(amount) => money(language, *amount),
        Value::Participants(_) | Value::Model(_) => String::new(),
    }
}

/// An amount of money in full: `$1,234.50`.
pub fn money(language: Language, amount: Money) -> String {
    intl::money(language.tag(), amount.minor, amount.currency.decimals(), amount.currency.code())
}

/// An amount of money in whole units where there are many of them: `$1,235`.
pub fn money_rounded(language: Language, amount: Money) -> String {
    let scale = 10_i64.pow(u32::from(amount.currency.decimals()));
    if amount.minor.abs() < 100 * scale {
        return money(language, amount);
    }
    let units = (amount.minor + amount.minor.signum() * scale / 2) / scale;
    intl::money(language.tag(), units, 0, amount.currency.code())
}

/// An amount of money with its code: `1,234 USD`, and cents only where there are some.
pub fn money_plain(language: Language, amount: Money) -> String {
    let scale = 10_i64.pow(u32::from(amount.currency.decimals()));
    let (whole, rest) = (amount.minor / scale, amount.minor % scale);
    let code = amount.currency.code();
    if rest == 0 {
        return format!("{}\u{a0}{code}", intl::integer(language.tag(), whole));
    }
    // Both languages of the screen divide decimals by a point.
    let sign = if amount.minor < 0 && whole == 0 { "-" } else { "" };
    let digits = usize::from(amount.currency.decimals());
    format!("{sign}{}.{:0digits$}\u{a0}{code}", intl::integer(language.tag(), whole), rest.abs())
}

/// Sums of money, one a currency, in whole units: `1,234 USD, 56 EUR`; a zero of `usual` where there are none.
pub fn money_sums(language: Language, sums: &[Money], usual: Currency) -> String {
    let nothing = [Money::new(0, usual)];
    let sums = if sums.is_empty() { &nothing[..] } else { sums };
    let texts: Vec<String> = sums
        .iter()
        .map(|sum| {
            let scale = 10_i64.pow(u32::from(sum.currency.decimals()));
            let half = if sum.minor < 0 { -scale / 2 } else { scale / 2 };
            let whole = sum.minor.saturating_add(half) / scale;
            format!("{}\u{a0}{}", intl::integer(language.tag(), whole), sum.currency.code())
        })
        .collect();
    list(language, texts.iter().map(String::as_str))
}

/// An amount of money for a small place: `$1.2K`.
pub fn money_compact(language: Language, amount: Money) -> String {
    intl::money_compact(language.tag(), amount.minor, amount.currency.decimals(), amount.currency.code())
}

/// A length of time in minutes, in its two largest units: `2 d 3 hr`, `45 min`.
pub fn duration(language: Language, minutes: i64) -> String {
    let (sign, minutes) = (if minutes < 0 { "−" } else { "" }, minutes.abs());
    let unit = |count: i64, name: &str| intl::unit(language.tag(), count as f64, name);
    let (days, hours, rest) = (minutes / 1_440, minutes % 1_440 / 60, minutes % 60);
    let parts = [(days, "day"), (hours, "hour"), (rest, "minute")];
    let first = parts.iter().position(|(count, _)| *count > 0).unwrap_or(2);
    let shown = parts.iter().skip(first).take(2).enumerate().filter(|(at, (count, _))| *at == 0 || *count > 0);
    let shown: Vec<String> = shown.map(|(_, (count, name))| unit(*count, name)).collect();
    format!("{sign}{}", shown.join(" "))
}
