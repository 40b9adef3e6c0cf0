//! Values already in use in a field, for completing what is being typed.

use crate::domain::field::FieldKind;
use crate::domain::value::{self, Value};
use crate::engine::search::fold;
use crate::engine::table::Table;
use std::collections::HashMap;

/// The values in use in a text or tag field that contain `typed`, with how often, the most used first. Equal values are
/// counted by their bytes before any of them is looked into.
pub(super) fn suggestions(table: &Table, field: u16, typed: &str, limit: usize) -> Vec<(String, u32)> {
    let field = table.kind().and_then(|kind| kind.field(field));
    let Some(field) =
        field.filter(|field| field.is_stored() && matches!(field.kind, FieldKind::Text | FieldKind::Tags))
    else {
        return Vec::new();
    };
    let mut by_bytes: HashMap<&[u8], u32> = HashMap::new();
    for view in table.slots().filter(|slot| !table.is_deleted(*slot)).filter_map(|slot| table.view(slot)) {
        if let Some(raw) = view.field(field.number) {
            *by_bytes.entry(raw).or_default() += 1;
        }
    }
    let wanted = fold(typed.trim());
    let mut counts: HashMap<String, u32> = HashMap::new();
    for (raw, count) in by_bytes {
        let texts = match value::decode(field.kind, raw) {
            Ok(Value::Text(text)) => vec![text],
            Ok(Value::Tags(tags)) => tags,
            _ => continue,
        };
        for text in texts.into_iter().filter(|text| !text.is_empty()) {
            if wanted.is_empty() || fold(&text).contains(&wanted) {
                *counts.entry(text).or_default() += count;
            }
        }
    }
    let mut found: Vec<(String, u32)> = counts.into_iter().collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found.truncate(limit);
    found
}
