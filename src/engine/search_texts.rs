//! What of a record is searched, and how much each part of it weighs.

use crate::domain::field::{FieldKind, NoNeighbours};
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::{self, Value};
use crate::engine::search::{SearchIndex, TextKind, Weight};
use crate::engine::table::Slot;

/// Puts the searched fields of a record into the index, in place of what it knew of that record.
pub(super) fn put(index: &mut SearchIndex, kind: Kind, slot: Slot, record: &RecordView<'_>) {
    // First the name by which the record is known, as a whole, so that names written together are found together.
    let title = match kind.field(kind.title_field()).map(|field| field.get(record, &NoNeighbours)) {
        Some(Value::Text(title)) => title,
        _ => String::new(),
    };
    // Texts are borrowed from the record; only the parts of an address are put together.
    let mut address = String::new();
    let mut address_weight = None;
    let mut texts: Vec<(Weight, TextKind, &str)> = Vec::with_capacity(16);
    texts.push((Weight::Title, TextKind::Text, &title));
    for field in kind.fields().iter().filter(|field| field.search_weight > 0 && field.is_stored()) {
        let Some(raw) = record.field(field.number) else { continue };
        let weight = weight_of(field.search_weight);
        // What is damaged is searched as far as it can be read.
        let _ = value::each_text(field.kind, raw, &mut |text| match field.kind {
            FieldKind::Address => {
                address_weight = Some(weight);
                if !text.is_empty() {
                    address.extend((!address.is_empty()).then_some(' '));
                    address.push_str(text);
                }
            }
            FieldKind::Phones => texts.push((weight, TextKind::Phone, text)),
            // What the name says already is not said again.
            FieldKind::Text | FieldKind::LongText if weight == Weight::Title && title.contains(text) => {}
            _ => texts.push((weight, TextKind::Text, text)),
        });
    }
    texts.extend(address_weight.map(|weight| (weight, TextKind::Text, address.as_str())));
    index.set(slot, &texts);
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
