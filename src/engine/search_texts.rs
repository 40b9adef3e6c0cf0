//! What of a record is searched, and how much each part of it weighs.

use crate::domain::field::{FieldKind, NoNeighbours};
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::{self, Value};
use crate::engine::search::{SearchIndex, TextKind, Weight};
use crate::engine::table::Slot;

/// Puts the searched fields of a record into the index, in place of what it knew of that record.
pub(super) fn put(index: &mut SearchIndex, kind: Kind, slot: Slot, record: &RecordView<'_>) {
    let mut texts: Vec<(Weight, TextKind, String)> = Vec::with_capacity(8);
    // First the name by which the record is known, as a whole, so that names written together are found together.
    let title = match kind.field(kind.title_field()).map(|field| field.get(record, &NoNeighbours)) {
        Some(Value::Text(title)) => title,
        _ => String::new(),
    };
    // Texts are borrowed from the record; what is in lists and addresses is put together.
    let mut borrowed: Vec<(Weight, TextKind, &str)> = Vec::with_capacity(12);
    for field in kind.fields().iter().filter(|field| field.search_weight > 0 && field.is_stored()) {
        let Some(raw) = record.field(field.number) else { continue };
        let weight = weight_of(field.search_weight);
        if matches!(field.kind, FieldKind::Text | FieldKind::LongText) {
            // What the name says already is not said again.
            borrowed.extend(
                value::as_text(raw)
                    .filter(|text| weight != Weight::Title || !title.contains(text))
                    .map(|text| (weight, TextKind::Text, text)),
            );
            continue;
        }
        match value::decode(field.kind, raw).unwrap_or_default() {
            Value::Emails(list) => {
                texts.extend(list.into_iter().map(|one| (weight, TextKind::Text, one.value.as_str().to_owned())))
            }
            Value::Phones(list) => {
                texts.extend(list.into_iter().map(|one| (weight, TextKind::Phone, one.value.as_str().to_owned())))
            }
            Value::Tags(list) => texts.extend(list.into_iter().map(|tag| (weight, TextKind::Text, tag))),
            Value::Address(address) => texts.push((weight, TextKind::Text, address.parts().join(" "))),
            Value::Website(website) => texts.push((weight, TextKind::Text, website.shown().to_owned())),
            _ => {}
        }
    }
    let fields = std::iter::once((Weight::Title, TextKind::Text, title.as_str())).chain(borrowed);
    let fields: Vec<(Weight, TextKind, &str)> =
        fields.chain(texts.iter().map(|(weight, kind, text)| (*weight, *kind, text.as_str()))).collect();
    index.set(slot, &fields);
}

/// The search weights of the field table, 1 to 10, as those of the index.
fn weight_of(weight: u8) -> Weight {
    match weight {
        0 | 1 => Weight::Background,
        2..=4 => Weight::Detail,
        5..=8 => Weight::Identity,
        _ => Weight::Title,
    }
}
