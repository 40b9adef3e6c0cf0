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
    let count = read::read_str_len(from)? as usize;
    let bytes = from.get(..count).ok_or(ValueDamaged)?;
    *from = &from[count..];
    String::from_utf8(bytes.to_vec()).map_err(|_| ValueDamaged)
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
