//! What the screen looks at: rows of a list, one record, records by their title, suggestions, possible duplicates.

use crate::domain::field::{FieldKind, Neighbours};
use crate::domain::id::Id;
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::{self, Value};
use crate::domain::{customer, record};
use crate::engine::book::Book;
use crate::engine::protocol::{Cell, FoundRecord, LinkedGroup, RecordDetail, Row, Rows, RowsRequest};
use crate::engine::search::fold;
use crate::engine::table::{Slot, Table};

/// The most rows given out at once.
const MOST_ROWS: u32 = 1_000;
/// The most linking records of a kind listed with a record.
const MOST_LINKS: usize = 8;
/// The most possible duplicates told.
const MOST_SIMILAR: usize = 5;

/// A value with the title of what it links to.
pub(super) fn cell_of(kind: Option<FieldKind>, value: Value, neighbours: &dyn Neighbours) -> Cell {
    let title = match (kind, &value) {
        (Some(FieldKind::Link(target)), Value::Link(id)) => neighbours.title(target, *id),
        _ => None,
    };
    let titles = match &value {
        Value::Participants(list) => {
            list.iter().map(|one| neighbours.title(Kind::Customer, one.customer).unwrap_or_default()).collect()
        }
        _ => Vec::new(),
    };
    Cell { value, title, titles }
}

/// The rows of a window of a list.
pub(super) fn rows(book: &mut Book, request: &RowsRequest) -> Rows {
    let answer = book.answer(&request.query);
    let kind = request.query.kind;
    let Some(table) = book.table(kind) else { return Rows::default() };
    let neighbours = book.neighbours();
    let fields: Vec<_> = request.columns.iter().map(|number| kind.field(*number)).collect();
    let window = answer.slots.iter().skip(request.offset as usize).take(request.limit.min(MOST_ROWS) as usize);
    let rows = window.filter_map(|slot| {
        let view = table.view(*slot)?;
        let cells = fields.iter().map(|field| match field {
            Some(field) => cell_of(Some(field.kind), field.get(&view, &neighbours), &neighbours),
            None => Cell::default(),
        });
        Some(Row {
            id: view.id(),
            stamp: view.latest_stamp().unwrap_or_default(),
            title: table.title(*slot, &neighbours),
            cells: cells.collect(),
        })
    });
    let total = if request.query.deleted {
        let deleted = table.slots().filter(|slot| table.is_deleted(*slot)).filter_map(|slot| table.view(slot));
        deleted.filter(|view| !view.is_erased()).count() as u64
    } else {
        table.live()
    };
    Rows { rows: rows.collect(), matched: answer.slots.len() as u64, total }
}

/// One whole record, those in the trash too.
pub(super) fn record(book: &Book, kind: Kind, id: Id) -> Option<RecordDetail> {
    let table = book.table(kind)?;
    let slot = table.slot(id)?;
    let view = table.view(slot).filter(|view| !view.is_erased())?;
    let neighbours = book.neighbours();
    let fields = kind.fields().iter().filter(|field| field.is_shown() && field.applies(&view));
    let cells =
        fields.map(|field| (field.number, cell_of(Some(field.kind), field.get(&view, &neighbours), &neighbours)));
    Some(RecordDetail {
        kind,
        id,
        stamp: view.latest_stamp().unwrap_or_default(),
        title: table.title(slot, &neighbours),
        deleted: view.is_deleted(),
        fields: cells.collect(),
        linked_from: linked_from(book, kind, id),
    })
}

/// The live records that link to this one, of each kind the latest.
fn linked_from(book: &Book, kind: Kind, id: Id) -> Vec<LinkedGroup> {
    let mut groups = Vec::new();
    for linking in Kind::ALL {
        let Some(table) = book.table(linking) else { continue };
        let mut slots = table.links_to(id);
        slots.retain(|slot| !table.is_deleted(*slot));
        let Some(field) =
            slots.first().and_then(|slot| table.view(*slot)).and_then(|view| linking_field(&view, kind, id))
        else {
            continue;
        };
        let total = u32::try_from(slots.len()).unwrap_or(u32::MAX);
        // Identifiers begin with the moment of their making.
        slots.sort_unstable_by_key(|slot| std::cmp::Reverse(table.view(*slot).map(|view| view.id())));
        slots.truncate(MOST_LINKS);
        let records = slots.into_iter().map(|slot| found_record(book, linking, table, slot)).collect();
        groups.push(LinkedGroup { kind: linking, field, total, records });
    }
    groups
}

/// The field by which a record links to that one.
fn linking_field(view: &RecordView<'_>, kind: Kind, id: Id) -> Option<u16> {
    let fields = view.kind()?.fields().iter().filter(|field| field.is_stored());
    let links = |field: &&crate::domain::field::Field| match field.kind {
        FieldKind::Link(target) if target == kind => {
            crate::domain::entity::stored(view, field.number, field.kind) == Value::Link(id)
        }
        FieldKind::Participants => matches!(
            crate::domain::entity::stored(view, field.number, field.kind),
            Value::Participants(list) if list.iter().any(|one| one.customer == id)
        ),
        _ => false,
    };
    fields.filter(links).map(|field| field.number).next()
}

/// Records of every kind for the search field, best first within each kind, customers before others.
pub(super) fn find(book: &Book, search: &str, limit: u32) -> Vec<FoundRecord> {
    let mut found = Vec::new();
    for kind in Kind::ALL {
        let Some(table) = book.table(kind) else { continue };
        let slots = table.index().search(search, |slot| !table.is_deleted(slot), limit as usize).slots;
        found.extend(slots.into_iter().map(|slot| found_record(book, kind, table, slot)));
    }
    found.truncate(limit as usize);
    found
}

fn found_record(book: &Book, kind: Kind, table: &Table, slot: Slot) -> FoundRecord {
    let neighbours = book.neighbours();
    let title = table.title(slot, &neighbours);
    let (id, subtitle) =
        table.view(slot).map(|view| (view.id(), subtitle(kind, &view, &title, &neighbours))).unwrap_or_default();
    FoundRecord { kind, id, title, subtitle }
}

/// What tells a record from others of its title: the first fields of the list that say something else.
fn subtitle(kind: Kind, view: &RecordView<'_>, title: &str, neighbours: &dyn Neighbours) -> String {
    let shown = kind.fields().iter().filter(|field| field.column_width > 0 && field.number != kind.title_field());
    let texts = shown.filter_map(|field| match field.get(view, neighbours) {
        Value::Text(text) => Some(text),
        Value::Emails(list) => list.first().map(|one| one.value.as_str().to_owned()),
        Value::Phones(list) => list.first().map(|one| one.value.as_str().to_owned()),
        _ => None,
    });
    texts.filter(|text| !text.is_empty() && text != title).take(2).collect::<Vec<_>>().join(" · ")
}

/// Records that look like the same person or organisation as the values entered: an e-mail address or phone number in
/// common, or the same name and organisation.
pub(super) fn similar(book: &Book, kind: Kind, id: Option<Id>, fields: &[(u16, Value)]) -> Vec<FoundRecord> {
    let Some(table) = book.table(kind) else { return Vec::new() };
    let mut entered = record::Record::new(kind.number(), id.unwrap_or_default());
    for (number, value) in fields {
        entered.set(*number, Default::default(), value::encode(value));
    }
    let bytes = entered.encode();
    let Ok(entered) = RecordView::new(&bytes) else { return Vec::new() };
    let neighbours = book.neighbours();
    let mut found: Vec<Slot> = Vec::new();
    let mut look_for = |search: &str, is_same: &dyn Fn(&RecordView<'_>) -> bool| {
        for slot in table.index().search(search, |slot| !table.is_deleted(slot), 50).slots {
            if let Some(view) = table.view(slot)
                && Some(view.id()) != id
                && is_same(&view)
                && !found.contains(&slot)
            {
                found.push(slot);
            }
        }
    };
    for field in kind.fields() {
        match field.get(&entered, &neighbours) {
            Value::Emails(list) => {
                for one in list {
                    let key = one.value.match_key();
                    look_for(
                        one.value.as_str(),
                        &|view| matches!(field.get(view, &neighbours), Value::Emails(theirs) if theirs.iter().any(|other| other.value.match_key() == key)),
                    );
                }
            }
            Value::Phones(list) => {
                for one in list {
                    let key = one.value.match_key();
                    look_for(
                        one.value.as_str(),
                        &|view| matches!(field.get(view, &neighbours), Value::Phones(theirs) if theirs.iter().any(|other| other.value.match_key() == key)),
                    );
                }
            }
            _ => {}
        }
    }
    if let Some(name) = kind.field(kind.title_field()).map(|field| field.get(&entered, &neighbours))
        && let Value::Text(name) = name
    {
        let key = name_key(kind, &entered, &neighbours);
        look_for(&name, &|view| name_key(kind, view, &neighbours) == key);
    }
    found.truncate(MOST_SIMILAR);
    found.into_iter().map(|slot| found_record(book, kind, table, slot)).collect()
}

/// Title and, for a customer, organisation, by which two records without a common address are the same; case and
/// accents ignored.
pub(super) fn name_key(kind: Kind, view: &RecordView<'_>, neighbours: &dyn Neighbours) -> String {
    let text = |number: u16| match kind.field(number).map(|field| field.get(view, neighbours)) {
        Some(Value::Text(text)) => fold(&text),
        _ => String::new(),
    };
    match kind {
        Kind::Customer => format!("{}\n{}", text(customer::NAME), text(customer::ORGANISATION)),
        _ => text(kind.title_field()),
    }
}
