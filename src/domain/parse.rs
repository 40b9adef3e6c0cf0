//! Text to value and back, as the field's kind says. What a person types and what a file brings go through here, so
//! that a value is right from the moment it exists.

use crate::domain::field::{Field, FieldKind};
use crate::domain::problem::{Problem, Reason};
use crate::domain::value::{
    Address, ContactLabel, Day, Email, Labelled, Money, MoneyProblem, Participant, ParticipantRole, Phone, Value,
    Website,
};

/// The longest one-line text, in characters.
pub const LONGEST_TEXT: usize = 500;
/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 100_000;
/// The most entries of a list of addresses, numbers or tags.
pub const MOST_ENTRIES: usize = 100;

/// Reads what was typed into a field, in the forms of [`to_text`] and in those that people use. Empty text clears.
/// Links are not read here, since a name must be looked up.
pub fn from_text(field: &Field, text: &str) -> Result<Value, Problem> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(Value::Empty);
    }
    let problem = |reason: Reason| Problem::with_field(field.number, reason, trimmed);
    match field.kind {
        FieldKind::Text => limited(one_line(trimmed), LONGEST_TEXT).map(Value::Text).map_err(problem),
        FieldKind::LongText => {
            let text = trimmed.replace("\r\n", "\n").replace('\r', "\n");
            limited(text, LONGEST_NOTE).map(Value::Text).map_err(problem)
        }
        FieldKind::Boolean => boolean(trimmed).map(Value::Boolean).ok_or_else(|| problem(Reason::BooleanInvalid)),
        FieldKind::Integer => trimmed.parse().map(Value::Integer).map_err(|_| problem(Reason::NumberInvalid)),
        FieldKind::Choice(choices) => {
            let wanted = trimmed.to_lowercase();
            let found = choices.iter().find(|choice| {
                choice.name == wanted
                    || crate::messages::Language::ALL
                        .iter()
                        .any(|language| choice.label.text(*language).to_lowercase() == wanted)
            });
            found.map(|choice| Value::Choice(choice.code)).ok_or_else(|| {
                problem(Reason::ChoiceUnknown {
                    choices: choices.iter().map(|choice| choice.name).collect::<Vec<_>>().join(", "),
                })
            })
        }
        FieldKind::Day => Day::parse_iso(trimmed).map(Value::Day).ok_or_else(|| {
            let looks_like_a_day = trimmed.len() >= 5 && trimmed.chars().all(|c| c.is_ascii_digit() || c == '-');
            problem(if looks_like_a_day { Reason::DateImpossible } else { Reason::DateInvalid })
        }),
        FieldKind::Instant => trimmed.parse().map(Value::Instant).map_err(|_| problem(Reason::InstantInvalid)),
        FieldKind::Link(_) => {
            crate::domain::id::Id::parse(trimmed).map(Value::Link).ok_or_else(|| problem(Reason::LinkUnknown))
        }
        FieldKind::Emails => entries(trimmed, |part| Email::parse(part).ok_or(Reason::EmailInvalid))
            .map(Value::Emails)
            .map_err(|(reason, part)| Problem::with_field(field.number, reason, &part)),
        FieldKind::Phones => entries(trimmed, |part| Phone::parse(part).ok_or(Reason::PhoneInvalid))
            .map(Value::Phones)
            .map_err(|(reason, part)| Problem::with_field(field.number, reason, &part)),
        FieldKind::Address => Ok(Value::Address(address(trimmed))),
        FieldKind::Tags => tags(trimmed.split([',', ';', '|', '\n'])).map_err(problem),
        FieldKind::Website => {
            Website::parse(trimmed).map(Value::Website).ok_or_else(|| problem(Reason::WebsiteInvalid))
        }
        FieldKind::Money => Money::parse(trimmed, None).map(Value::Money).map_err(|reason| problem(money(reason))),
        FieldKind::Percent => {
            let number = trimmed.trim_end_matches(['%', '％']).trim_end().parse().ok();
            number
                .filter(|share| (0..=100).contains(share))
                .map(Value::Integer)
                .ok_or_else(|| problem(Reason::PercentInvalid))
        }
        FieldKind::Duration => duration(trimmed).map(Value::Integer).ok_or_else(|| problem(Reason::DurationInvalid)),
        FieldKind::Participants => {
            participants(trimmed).map(Value::Participants).ok_or_else(|| problem(Reason::LinkUnknown))
        }
        // What a model is no person writes.
        FieldKind::Model => Err(problem(Reason::NotEditable)),
    }
}

/// The text with every run of white space as one space.
fn one_line(trimmed: &str) -> String {
    let is_tidy = trimmed.is_ascii() && !trimmed.contains("  ") && !trimmed.bytes().any(|byte| byte.is_ascii_control());
    if is_tidy { trimmed.to_owned() } else { trimmed.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// Checks a value that did not come from text (an editor of several inputs) against the limits, and tidies it.
pub fn tidied(field: &Field, value: Value) -> Result<Value, Problem> {
    let problem = |reason: Reason| Problem::with_field(field.number, reason, "");
    let value = match value {
        Value::Text(text) => from_text(field, &text)?,
        Value::Tags(list) => tags(list.iter().map(String::as_str)).map_err(problem)?,
        Value::Emails(list) if list.len() > MOST_ENTRIES => {
            return Err(problem(Reason::TooMany { limit: MOST_ENTRIES as u32 }));
        }
        Value::Phones(list) if list.len() > MOST_ENTRIES => {
            return Err(problem(Reason::TooMany { limit: MOST_ENTRIES as u32 }));
        }
        Value::Address(address) if address.parts().iter().any(|part| part.chars().count() > LONGEST_TEXT) => {
            return Err(problem(Reason::TooLong { limit: LONGEST_TEXT as u32 }));
        }
        Value::Participants(list) if list.len() > MOST_ENTRIES => {
            return Err(problem(Reason::TooMany { limit: MOST_ENTRIES as u32 }));
        }
        Value::Integer(share) if matches!(field.kind, FieldKind::Percent) && !(0..=100).contains(&share) => {
            return Err(Problem::with_field(field.number, Reason::PercentInvalid, &share.to_string()));
        }
        Value::Integer(minutes) if matches!(field.kind, FieldKind::Duration) && minutes < 0 => {
            return Err(Problem::with_field(field.number, Reason::DurationInvalid, &minutes.to_string()));
        }
        Value::Choice(code) if field.choice(code).is_none() => {
            return Err(problem(Reason::ChoiceUnknown { choices: String::new() }));
        }
        other => other,
    };
    Ok(if value.is_empty() { Value::Empty } else { value })
}

/// The value as text that [`from_text`] reads back: for files and for editors, not for display.
pub fn to_text(field: &Field, value: &Value) -> String {
    match value {
        Value::Empty | Value::Choices(_) => String::new(),
        Value::Text(text) => text.clone(),
        Value::Boolean(flag) => (if *flag { "yes" } else { "no" }).to_owned(),
        Value::Integer(number) | Value::Instant(number) => number.to_string(),
        Value::Choice(code) => field.choice(*code).map_or_else(|| code.to_string(), |choice| choice.name.to_owned()),
        Value::Day(day) => day.to_string(),
        Value::Link(id) => id.to_string(),
        Value::Emails(list) => labelled_text(list.iter().map(|one| (one.value.as_str(), one.label))),
        Value::Phones(list) => labelled_text(list.iter().map(|one| (one.value.as_str(), one.label))),
        Value::Address(address) => address.parts().join("\n").trim_end_matches('\n').to_owned(),
        Value::Tags(list) => list.join("; "),
        Value::Website(website) => website.as_str().to_owned(),
        Value::Money(money) => money.to_string(),
        Value::Participants(list) => {
            list.iter().map(|one| format!("{}: {}", one.role.name(), one.customer)).collect::<Vec<_>>().join("; ")
        }
        Value::Model(_) => String::new(),
    }
}

/// The reason that a person is told for an amount that cannot be read.
pub fn money(problem: MoneyProblem) -> Reason {
    match problem {
        MoneyProblem::NotAnAmount => Reason::MoneyInvalid,
        MoneyProblem::TooManyDecimals => Reason::TooManyDecimals,
        MoneyProblem::NoCurrency => Reason::CurrencyMissing,
    }
}

/// Minutes, as `90` or `1:30`.
fn duration(text: &str) -> Option<i64> {
    let number = |text: &str| text.trim().parse::<i64>().ok().filter(|number| (0..1_000_000).contains(number));
    match text.split_once(':') {
        Some((hours, minutes)) => {
            let minutes = number(minutes).filter(|minutes| *minutes < 60)?;
            Some(number(hours)? * 60 + minutes)
        }
        None => number(text),
    }
}

/// Participants as [`to_text`] writes them: each with its role and identifier.
fn participants(text: &str) -> Option<Vec<Participant>> {
    let one = |part: &str| {
        let (role, id) = part.split_once(':').unwrap_or(("", part));
        let role = ParticipantRole::ALL.into_iter().find(|one| one.name() == role.trim()).unwrap_or_default();
        Some(Participant { customer: crate::domain::id::Id::parse(id.trim())?, role })
    };
    text.split(';').filter(|part| !part.trim().is_empty()).map(one).collect()
}

fn limited(text: String, limit: usize) -> Result<String, Reason> {
    if text.chars().count() <= limit {
        Ok(text)
    } else {
        Err(Reason::TooLong { limit: u32::try_from(limit).unwrap_or(u32::MAX) })
    }
}

/// Yes and no in the words that files use.
pub fn boolean(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "t" | "1" | "on" | "x" | "是" | "ja" | "oui" | "si" | "sí" => Some(true),
        "no" | "n" | "false" | "f" | "0" | "off" | "否" | "nein" | "non" => Some(false),
        _ => None,
    }
}

/// Entries separated by `;`, a line break or a comma, each possibly `label: value`.
fn entries<T>(text: &str, parse: impl Fn(&str) -> Result<T, Reason>) -> Result<Vec<Labelled<T>>, (Reason, String)> {
    let mut found = Vec::new();
    for part in text.split([';', '\n', ',']).map(str::trim).filter(|part| !part.is_empty()) {
        let (label, rest) = labelled(part);
        let value = parse(rest).map_err(|reason| (reason, rest.to_owned()))?;
        found.push(Labelled { value, label });
    }
    if found.len() > MOST_ENTRIES {
        Err((Reason::TooMany { limit: MOST_ENTRIES as u32 }, String::new()))
    } else {
        Ok(found)
    }
}

/// An entry of a list of addresses or numbers without the label before it, and the label; at work where none is said.
pub fn labelled(part: &str) -> (ContactLabel, &str) {
    if let Some((label, rest)) = part.split_once(':')
        && let Some(found) = ContactLabel::ALL.into_iter().find(|one| one.name() == label.trim().to_lowercase())
    {
        return (found, rest.trim());
    }
    (ContactLabel::Work, part)
}

fn labelled_text<'a>(list: impl Iterator<Item = (&'a str, ContactLabel)>) -> String {
    list.map(
        |(text, label)| if label == ContactLabel::Work { text.to_owned() } else { format!("{}: {text}", label.name()) },
    )
    .collect::<Vec<_>>()
    .join("; ")
}

/// Five lines are the five parts; otherwise all of it is the street.
fn address(text: &str) -> Address {
    let lines: Vec<&str> = text.split('\n').map(str::trim).collect();
    let line = |at: usize| lines.get(at).copied().unwrap_or_default().to_owned();
    if lines.len() <= 5 && lines.len() > 1 {
        Address { street: line(0), city: line(1), region: line(2), postal_code: line(3), country: line(4) }
    } else {
        Address { street: text.to_owned(), ..Address::default() }
    }
}

fn tags<'a>(parts: impl Iterator<Item = &'a str>) -> Result<Value, Reason> {
    let mut found: Vec<String> = Vec::new();
    for part in parts.map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|part| !part.is_empty())
    {
        let known = found.iter().any(|tag| tag.to_lowercase() == part.to_lowercase());
        if !known {
            found.push(limited(part, 100)?);
        }
    }
    match found.len() {
        0 => Ok(Value::Empty),
        count if count > MOST_ENTRIES => Err(Reason::TooMany { limit: MOST_ENTRIES as u32 }),
        _ => Ok(Value::Tags(found)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::Kind;
    use crate::domain::value::{decode, encode};

    fn customer(name: &str) -> &'static Field {
        Kind::Customer.field_named(name).unwrap()
    }

    #[test]
    fn what_is_typed_becomes_a_value_that_is_written_and_read_back() {
        let check = |field: &str, typed: &str, expected: Result<&str, Reason>| {
            let field = customer(field);
            match (from_text(field, typed), expected) {
                (Ok(value), Ok(text)) => {
                    assert_eq!(to_text(field, &value), text, "{typed:?}");
                    assert_eq!(from_text(field, text).unwrap(), value, "{typed:?} does not come back");
                    assert_eq!(
                        decode(field.kind, &encode(&value)).unwrap(),
                        value,
                        "{typed:?} is not stored faithfully"
                    );
                }
                (Err(problem), Err(reason)) => assert_eq!(problem.reason, reason, "{typed:?}"),
                (found, expected) => panic!("{typed:?}: {found:?} instead of {expected:?}"),
            }
        };
        check("first_name", "  Dana   Maria ", Ok("Dana Maria"));
        check("first_name", &"x".repeat(501), Err(Reason::TooLong { limit: 500 }));
        check("notes", "a\r\nb", Ok("a\nb"));
        check("status", "Active", Ok("active"));
        check("status", "沉睡", Ok("dormant"));
        check("status", "warm", Err(Reason::ChoiceUnknown { choices: "lead, active, dormant, lost".into() }));
        check("birthday", "1990-05-31", Ok("1990-05-31"));
        check("birthday", "--05-31", Ok("--05-31"));
        check("birthday", "1990-02-30", Err(Reason::DateImpossible));
        check("birthday", "soon", Err(Reason::DateInvalid));
        check("emails", "a@b.cz; home: c@d.cz", Ok("a@b.cz; home: c@d.cz"));
        check("emails", "a@b.cz, nonsense", Err(Reason::EmailInvalid));
        check("phones", "mobile: +420 601 234 567", Ok("mobile: +420 601 234 567"));
        check("phones", "none", Err(Reason::PhoneInvalid));
        check("tags", "wholesale, Prague; prague", Ok("wholesale; Prague"));
        check("address", "1 High St\nYork\n\nYO1\nUK", Ok("1 High St\nYork\n\nYO1\nUK"));
        check("website", "example.com", Ok("https://example.com"));
        check("website", "javascript:alert(1)", Err(Reason::WebsiteInvalid));
        check("do_not_contact", "Yes", Ok("yes"));
        check("do_not_contact", "perhaps", Err(Reason::BooleanInvalid));
        check("notes", "", Ok(""));
    }
}
