//! Values as MessagePack bytes, the form in which a record holds them. Frozen: what is written today is read for ever.

use super::{
    Address, ContactLabel, Currency, Day, Email, Labelled, Money, Participant, ParticipantRole, Phone, Value, Website,
};
use crate::domain::field::FieldKind;
use crate::domain::id::Id;
use rmp::decode::{self as read, RmpRead};
use rmp::encode as write;

/// The bytes of one value.
pub type Raw = Vec<u8>;

/// The bytes are not a value of that kind of field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a stored value is not of its field's kind")]
pub struct ValueDamaged;

impl<T: rmp::decode::RmpReadErr> From<read::ValueReadError<T>> for ValueDamaged {
    fn from(_: read::ValueReadError<T>) -> Self {
        ValueDamaged
    }
}

impl<T: rmp::decode::RmpReadErr> From<read::NumValueReadError<T>> for ValueDamaged {
    fn from(_: read::NumValueReadError<T>) -> Self {
        ValueDamaged
    }
}

impl From<std::io::Error> for ValueDamaged {
    fn from(_: std::io::Error) -> Self {
        ValueDamaged
    }
}

/// The bytes of `value`. Writing to memory cannot fail, so the results of single writes are not looked at.
pub fn encode(value: &Value) -> Raw {
    let mut bytes = Vec::with_capacity(24);
    let into = &mut bytes;
    match value {
        Value::Empty => {
            let _ = write::write_nil(into);
        }
        Value::Text(text) => {
            let _ = write::write_str(into, text);
        }
        Value::Boolean(flag) => {
            let _ = write::write_bool(into, *flag);
        }
        Value::Integer(number) | Value::Instant(number) => {
            let _ = write::write_sint(into, *number);
        }
        Value::Choice(code) => {
            let _ = write::write_uint(into, u64::from(*code));
        }
        Value::Choices(codes) => {
            let _ = write::write_array_len(into, length(codes.len()));
            for code in codes {
                let _ = write::write_uint(into, u64::from(*code));
            }
        }
        Value::Day(day) => {
            let _ = write::write_array_len(into, 3);
            match day.year() {
                Some(year) => {
                    let _ = write::write_sint(into, i64::from(year));
                }
                None => {
                    let _ = write::write_nil(into);
                }
            }
            let _ = write::write_uint(into, u64::from(day.month()));
            let _ = write::write_uint(into, u64::from(day.day()));
        }
        Value::Link(id) => {
            let _ = write::write_bin(into, &id.to_bytes());
        }
        Value::Emails(list) => labelled(into, list.iter().map(|one| (one.value.as_str(), one.label))),
        Value::Phones(list) => labelled(into, list.iter().map(|one| (one.value.as_str(), one.label))),
        Value::Address(address) => {
            let _ = write::write_array_len(into, 5);
            for part in address.parts() {
                let _ = write::write_str(into, part);
            }
        }
        Value::Tags(tags) => {
            let _ = write::write_array_len(into, length(tags.len()));
            for tag in tags {
                let _ = write::write_str(into, tag);
            }
        }
        Value::Website(website) => {
            let _ = write::write_str(into, website.as_str());
        }
        Value::Money(money) => {
            let _ = write::write_array_len(into, 2);
            let _ = write::write_sint(into, money.minor);
            let _ = write::write_str(into, money.currency.code());
        }
        Value::Participants(list) => {
            let _ = write::write_array_len(into, length(list.len()));
            for one in list {
                let _ = write::write_array_len(into, 2);
                let _ = write::write_bin(into, &one.customer.to_bytes());
                let _ = write::write_uint(into, u64::from(one.role.code()));
            }
        }
        Value::Model(model) => {
            let _ = write::write_bin(into, model);
        }
    }
    bytes
}

fn length(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn labelled<'a>(into: &mut Vec<u8>, list: impl ExactSizeIterator<Item = (&'a str, ContactLabel)>) {
    let _ = write::write_array_len(into, length(list.len()));
    for (text, label) in list {
        let _ = write::write_array_len(into, 2);
        let _ = write::write_str(into, text);
        let _ = write::write_uint(into, u64::from(label.code()));
    }
}

/// The value in `raw`, as the field's kind says. Refuses bytes of another shape and bytes after the value.
pub fn decode(kind: FieldKind, raw: &[u8]) -> Result<Value, ValueDamaged> {
    if raw == [0xc0] {
        return Ok(Value::Empty);
    }
    let mut from = raw;
    let value = match kind {
        FieldKind::Text | FieldKind::LongText => Value::Text(text(&mut from)?),
        FieldKind::Boolean => Value::Boolean(read::read_bool(&mut from)?),
        FieldKind::Integer | FieldKind::Percent | FieldKind::Duration => Value::Integer(read::read_int(&mut from)?),
        FieldKind::Instant => Value::Instant(read::read_int(&mut from)?),
        FieldKind::Choice(_) => Value::Choice(read::read_int(&mut from)?),
        FieldKind::Day => {
            array(&mut from, 3)?;
            let year = if from.first() == Some(&0xc0) {
                read::read_nil(&mut from)?;
                None
            } else {
                Some(read::read_int(&mut from)?)
            };
            let (month, day) = (read::read_int(&mut from)?, read::read_int(&mut from)?);
            Value::Day(Day::new(year, month, day).ok_or(ValueDamaged)?)
        }
        FieldKind::Link(_) => Value::Link(id(&mut from)?),
        FieldKind::Emails => Value::Emails(labelled_list(&mut from, Email::from_stored)?),
        FieldKind::Phones => Value::Phones(labelled_list(&mut from, Phone::from_stored)?),
        FieldKind::Address => {
            array(&mut from, 5)?;
            Value::Address(Address {
                street: text(&mut from)?,
                city: text(&mut from)?,
                region: text(&mut from)?,
                postal_code: text(&mut from)?,
                country: text(&mut from)?,
            })
        }
        FieldKind::Tags => {
            let count = read::read_array_len(&mut from)?;
            Value::Tags((0..count).map(|_| text(&mut from)).collect::<Result<_, _>>()?)
        }
        FieldKind::Website => Value::Website(Website::from_stored(text(&mut from)?).ok_or(ValueDamaged)?),
        FieldKind::Money => {
            array(&mut from, 2)?;
            let minor = read::read_int(&mut from)?;
            Value::Money(Money { minor, currency: Currency::parse(&text(&mut from)?).ok_or(ValueDamaged)? })
        }
        FieldKind::Participants => {
            let count = read::read_array_len(&mut from)?;
            let participant = |_| {
                array(&mut from, 2)?;
                let customer = id(&mut from)?;
                Ok(Participant { customer, role: ParticipantRole::from_code(read::read_int(&mut from)?) })
            };
            Value::Participants((0..count).map(participant).collect::<Result<_, ValueDamaged>>()?)
        }
        FieldKind::Model => {
            let count = read::read_bin_len(&mut from)? as usize;
            let bytes = from.get(..count).ok_or(ValueDamaged)?.to_vec();
            from = &from[count..];
            Value::Model(bytes)
        }
    };
    if from.is_empty() { Ok(value) } else { Err(ValueDamaged) }
}

/// The text in `raw`, in place, where that is a text: for going through many records without copying each.
pub fn as_text(raw: &[u8]) -> Option<&str> {
    let mut from = raw;
    let count = read::read_str_len(&mut from).ok()? as usize;
    if from.len() == count { std::str::from_utf8(from).ok() } else { None }
}

/// Gives each text of a list of addresses, numbers or tags, of an address or of a text, in place; nothing for any other kind
/// of field. Texts before damaged bytes are given.
///
/// # Errors
/// The bytes are not a value of that kind of field.
pub fn each_text<'a>(kind: FieldKind, raw: &'a [u8], each: &mut dyn FnMut(&'a str)) -> Result<(), ValueDamaged> {
    if raw == [0xc0] {
        return Ok(());
    }
    let mut from = raw;
    match kind {
        FieldKind::Text | FieldKind::LongText | FieldKind::Website => each(text_in_place(&mut from)?),
        FieldKind::Emails | FieldKind::Phones => {
            for _ in 0..read::read_array_len(&mut from)? {
                array(&mut from, 2)?;
                each(text_in_place(&mut from)?);
                let _: u16 = read::read_int(&mut from)?;
            }
        }
        FieldKind::Tags | FieldKind::Address => {
            for _ in 0..read::read_array_len(&mut from)? {
                each(text_in_place(&mut from)?);
            }
        }
        _ => return Ok(()),
    }
    if from.is_empty() { Ok(()) } else { Err(ValueDamaged) }
}

fn array(from: &mut &[u8], expected: u32) -> Result<(), ValueDamaged> {
    if read::read_array_len(from)? == expected { Ok(()) } else { Err(ValueDamaged) }
}

fn id(from: &mut &[u8]) -> Result<Id, ValueDamaged> {
    let count = read::read_bin_len(from)?;
    let mut bytes = [0; 16];
    if count != 16 {
        return Err(ValueDamaged);
    }
    from.read_exact_buf(&mut bytes).map_err(|_| ValueDamaged)?;
    Ok(Id::from_bytes(bytes))
}

fn text(from: &mut &[u8]) -> Result<String, ValueDamaged> {
    text_in_place(from).map(str::to_owned)
}

fn text_in_place<'a>(from: &mut &'a [u8]) -> Result<&'a str, ValueDamaged> {
    // Nearly all texts are shorter than 32 bytes, and lists read millions of them.
    let count = match from.first() {
        Some(head @ 0xa0..=0xbf) => {
            *from = &from[1..];
            usize::from(head & 0x1f)
        }
        _ => read::read_str_len(from)? as usize,
    };
    let (bytes, rest) = from.split_at_checked(count).ok_or(ValueDamaged)?;
    *from = rest;
    std::str::from_utf8(bytes).map_err(|_| ValueDamaged)
}

fn labelled_list<T>(from: &mut &[u8], make: fn(String) -> T) -> Result<Vec<Labelled<T>>, ValueDamaged> {
    let count = read::read_array_len(from)?;
    (0..count)
        .map(|_| {
            array(from, 2)?;
            let value = make(text(from)?);
            Ok(Labelled { value, label: ContactLabel::from_code(read::read_int(from)?) })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::FieldKind::{
        Address as Place, Choice, Emails, LongText, Phones, Tags, Text, Website as Web,
    };

    #[test]
    fn texts_are_given_in_place() {
        let check = |kind: FieldKind, value: Value, expected: &[&str]| {
            let raw = encode(&value);
            let mut found = Vec::new();
            assert_eq!(each_text(kind, &raw, &mut |text| found.push(text)), Ok(()), "{value:?}");
            assert_eq!(found, expected);
            // A cut never panics, and gives at most what was before it.
            for end in 0..raw.len() {
                let mut some = Vec::new();
                let _ = each_text(kind, &raw[..end], &mut |text| some.push(text));
                assert!(expected.starts_with(&some));
            }
        };
        let long = "a text of more than thirty-one bytes, as notes are".to_owned();
        let labelled = |text: &str| Labelled { value: Email::parse(text).unwrap(), label: ContactLabel::Home };
        let phone = Labelled { value: Phone::parse("+420 601 234 567").unwrap(), label: ContactLabel::Mobile };
        let address = Address { street: "Main St 1".into(), city: "Brno".into(), ..Address::default() };
        check(Text, Value::Text("Novák".into()), &["Novák"]);
        check(LongText, Value::Text(long.clone()), &[&long]);
        check(Emails, Value::Emails(vec![labelled("a@b.cz"), labelled("c@d.cz")]), &["a@b.cz", "c@d.cz"]);
        check(Phones, Value::Phones(vec![phone.clone()]), &[phone.value.as_str()]);
        check(Tags, Value::Tags(vec!["vip".into(), "北京".into()]), &["vip", "北京"]);
        check(Place, Value::Address(address), &["Main St 1", "Brno", "", "", ""]);
        check(Web, Value::Website(Website::parse("example.com").unwrap()), &["https://example.com"]);
        check(Text, Value::Empty, &[]);
        check(Choice(&[]), Value::Choice(3), &[]);
    }
}
