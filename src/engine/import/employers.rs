//! The organisations at which the people of a file work: a person whose row names an organisation that is a customer too,
//! in the book or in the same file, is linked to it.

use crate::domain::customer::{ORGANISATION_NAME, TYPE, WORKS_AT, types};
use crate::domain::entity::{stored_choice, stored_link, stored_text};
use crate::domain::id::Id;
use crate::domain::record::{Kind, Record, RecordView};
use crate::domain::stamp::Stamp;
use crate::domain::value::{self, Value};
use crate::engine::book::Book;
use crate::engine::search::fold;
use crate::engine::table::Table;
use std::collections::HashMap;

/// Links the people among the customers that an import writes. Whoever is linked already stays so, and a name that several
/// organisations bear says nothing.
pub(super) fn link_employers(book: &Book, deltas: &mut [Vec<u8>], stamp: Stamp) {
    let Some(table) = book.table(Kind::Customer) else { return };
    let named: Vec<Named> = deltas.iter().enumerate().filter_map(|(at, bytes)| Named::read(table, at, bytes)).collect();
    if named.iter().all(|one| one.is_organisation) {
        return;
    }
    let organisations = organisations(table, &named);
    for person in named.iter().filter(|one| !one.is_organisation && !one.is_linked) {
        let Some(Some(organisation)) = organisations.get(&person.name) else { continue };
        let Some(bytes) = deltas.get_mut(person.at) else { continue };
        if let Ok(mut record) = Record::decode(bytes) {
            record.set(WORKS_AT, stamp, value::encode(&Value::Link(*organisation)));
            *bytes = record.encode();
        }
    }
}

/// A customer whose row says the name of an organisation.
struct Named {
    at: usize,
    id: Id,
    name: String,
    is_organisation: bool,
    is_linked: bool,
}

impl Named {
    fn read(table: &Table, at: usize, bytes: &[u8]) -> Option<Named> {
        let delta = RecordView::new(bytes).ok()?;
        let name = fold(&stored_text(&delta, ORGANISATION_NAME));
        if name.is_empty() {
            return None;
        }
        let before = table.find(delta.id());
        let kind = stored_choice(&delta, TYPE).or_else(|| before.as_ref().and_then(|view| stored_choice(view, TYPE)));
        let linked = |view: &RecordView<'_>| stored_link(view, WORKS_AT).is_some();
        Some(Named {
            at,
            id: delta.id(),
            name,
            is_organisation: kind == Some(types::ORGANISATION),
            is_linked: linked(&delta) || before.as_ref().is_some_and(linked),
        })
    }
}

/// All organisations by their names without case and accents; none under a name that several bear.
fn organisations(table: &Table, named: &[Named]) -> HashMap<String, Option<Id>> {
    let mut all: HashMap<String, Option<Id>> = HashMap::new();
    let mut add = |name: String, id: Id| {
        let found = all.entry(name).or_insert(Some(id));
        if *found != Some(id) {
            *found = None;
        }
    };
    for view in table.slots().filter(|slot| !table.is_deleted(*slot)).filter_map(|slot| table.view(slot)) {
        if stored_choice(&view, TYPE) == Some(types::ORGANISATION) {
            let name = fold(&stored_text(&view, ORGANISATION_NAME));
            if !name.is_empty() {
                add(name, view.id());
            }
        }
    }
    named.iter().filter(|one| one.is_organisation).for_each(|one| add(one.name.clone(), one.id));
    all
}
