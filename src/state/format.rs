//! Numbers, dates and values as people read them, in the language of the screen.

use super::protocol::Cell;
use crate::domain::field::Field;
use crate::domain::value::{Day, Value};
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

/// A calendar day: `May 31, 1990`, or `May 31` where the year is not known.
pub fn day(language: Language, day: Day) -> String {
    // A leap year stands in for an unknown one, so that the 29th of February stays itself.
    let (year, style) = match day.year() {
        Some(year) => (i32::from(year), DateStyle::Medium),
        None => (2000, DateStyle::MonthAndDay),
    };
    intl::plain_date(language.tag(), year, day.month(), day.day(), style)
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
    }
}
