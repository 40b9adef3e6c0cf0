//! The cases of `cases/storage.rs` on the browser's own database, and what only it can do.

use crate::storage_cases::{self, Place};
use burrow::storage::indexed_db::IndexedDb;
use burrow::storage::{Disk, DiskError, Step, Store, Write};
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use std::cell::Cell;
use wasm_bindgen_test::wasm_bindgen_test;

/// A database of its own name. The names are never the same again within one run, and a run has a fresh profile.
struct Named(String);

thread_local! {
    static NAMES: Cell<u32> = const { Cell::new(0) };
}

impl Named {
    fn new() -> Named {
        let number = NAMES.get() + 1;
        NAMES.set(number);
        Named(format!("burrow-test-{number}-{}", js_sys::Date::now()))
    }
}

impl Place for Named {
    type Disk = IndexedDb;

    async fn open(&self) -> Result<IndexedDb, DiskError> {
        IndexedDb::open(&self.0).await
    }

    fn another(&self) -> Named {
        Named::new()
    }
}

macro_rules! on_indexed_db {
    ($($case:ident)*) => {
        $(
            #[wasm_bindgen_test]
            async fn $case() {
                if let Err(fault) = storage_cases::$case(&Named::new()).await {
                    panic!("{fault:?}");
                }
            }
        )*
    };
}

storage_cases!(on_indexed_db);

fn put(bytes: &[u8]) -> Write {
    Write::new(vec![Step::Put { store: Store::Meta, key: "a".to_owned(), bytes: bytes.to_vec() }])
}

/// Opens the database in layout 2, as a newer version of the app will. Resolves when it has it.
async fn open_newer(name: &str) -> Database {
    match Database::open(name.to_owned()).with_version(2_u32).build() {
        Ok(request) => request.await.expect("the newer layout opens"),
        Err(error) => panic!("{error}"),
    }
}

#[wasm_bindgen_test]
async fn an_older_tab_lets_go_and_then_says_that_the_layout_is_newer() {
    let place = Named::new();
    let older = place.open().await.expect("it opens");
    older.write(put(b"1")).await.expect("it is written");
    // Nobody is asked twice: the older tab closes by itself, or this would wait for ever.
    let newer = open_newer(&place.0).await;
    assert_eq!(older.write(put(b"2")).await, Err(DiskError::NewerLayout { found: 2 }));
    assert_eq!(place.open().await.err(), Some(DiskError::NewerLayout { found: 2 }));
    newer.close();
}

#[wasm_bindgen_test]
async fn a_tab_that_does_not_let_go_is_told_rather_than_waited_for() {
    let place = Named::new();
    // A tab in layout 1 made by hand that does not listen, one that wants layout 2 and waits, and we behind it.
    let deaf = Database::open(place.0.clone()).with_version(1_u32).build().expect("a request").await.expect("it opens");
    let waiting = Database::open(place.0.clone()).with_version(2_u32).build().expect("a request");
    let ours = place.open().await;
    assert_eq!(ours.err(), Some(DiskError::Blocked));
    deaf.close();
    waiting.await.expect("it is its turn").close();
}

#[wasm_bindgen_test]
async fn a_database_deleted_behind_our_back_is_missed_and_not_made_anew() {
    let place = Named::new();
    let disk = place.open().await.expect("it opens");
    disk.write(put(b"1")).await.expect("it is written");
    Database::delete_by_name(&place.0).expect("a request").await.expect("it is deleted");
    assert_eq!(disk.get(Store::Meta, "a".into()).await, Err(DiskError::Gone));
    assert_eq!(disk.write(put(b"2")).await, Err(DiskError::Gone));
    // Whoever comes anew has a new one; who knew the old one has nothing to do with it.
    let anew = place.open().await.expect("it opens");
    assert_eq!(anew.get(Store::Meta, "a".into()).await, Ok(None));
    assert_eq!(disk.write(put(b"3")).await, Err(DiskError::Gone));
}
