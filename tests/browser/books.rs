//! Two books side by side in the browser's own databases, and what is done with databases as a whole.

use burrow::domain::book_place::{BookPlace, OfBook};
use burrow::platform::{databases, locks, random};
use burrow::storage::indexed_db::IndexedDb;
use burrow::storage::{Disk, DiskError, Step, Store, Write};
use wasm_bindgen_test::wasm_bindgen_test;

fn new_place() -> BookPlace {
    let mut chance = [0; 10];
    random::fill(&mut chance).expect("chance");
    BookPlace::from_chance(chance)
}

fn put(bytes: &[u8]) -> Write {
    Write::new(vec![Step::Put { store: Store::Meta, key: "a".to_owned(), bytes: bytes.to_vec() }])
}

#[wasm_bindgen_test]
async fn two_books_have_nothing_in_common() {
    let (one, other) = (new_place().name_for(OfBook::Book), new_place().name_for(OfBook::Book));
    let first = IndexedDb::open(&one).await.expect("it opens");
    let second = IndexedDb::open(&other).await.expect("the other opens");
    first.write(put(b"1")).await.expect("it is written");
    assert_eq!(second.get(Store::Meta, "a".into()).await, Ok(None));
    second.write(put(b"2")).await.expect("it is written");
    assert_eq!(first.get(Store::Meta, "a".into()).await, Ok(Some(b"1".to_vec())));
    let names = databases::names().await.expect("Chromium tells");
    assert!(names.contains(&one) && names.contains(&other));

    // One is deleted, though it is open; the other has not noticed.
    databases::delete(&one).await.expect("it is deleted");
    assert_eq!(databases::exists(&one).await, Ok(false));
    assert_eq!(first.get(Store::Meta, "a".into()).await, Err(DiskError::Gone));
    assert_eq!(second.get(Store::Meta, "a".into()).await, Ok(Some(b"2".to_vec())));
    assert_eq!(databases::exists(&other).await, Ok(true));
}

#[wasm_bindgen_test]
async fn asking_for_a_database_makes_none() {
    let name = new_place().name_for(OfBook::Unfinished);
    let is_told = async || databases::names().await.expect("Chromium tells").contains(&name);
    assert_eq!(databases::exists(&name).await, Ok(false));
    assert!(!is_told().await);
    databases::make(&name).await.expect("it is made");
    databases::make(&name).await.expect("once is enough");
    assert_eq!(databases::exists(&name).await, Ok(true));
    assert!(is_told().await);
    databases::delete(&name).await.expect("it is deleted");
    databases::delete(&name).await.expect("nothing is there to delete");
    assert_eq!(databases::exists(&name).await, Ok(false));
    assert!(!is_told().await);
}

#[wasm_bindgen_test]
async fn the_lock_of_one_book_is_not_that_of_another() {
    let (one, other) = (new_place(), new_place());
    let held = locks::try_lock(&one.name_for(OfBook::Write)).await.expect("Chromium has locks");
    assert!(held.is_some());
    assert!(locks::try_lock(&one.name_for(OfBook::Write)).await.expect("locks").is_none());
    assert!(locks::try_lock(&one.name_for(OfBook::Fold)).await.expect("locks").is_some());
    assert!(locks::try_lock(&other.name_for(OfBook::Write)).await.expect("locks").is_some());
}
