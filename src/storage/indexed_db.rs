//! The browser's own database as a [`Disk`]. The only user of `indexed_db_futures`.
//!
//! Writing is `durability: strict` and is over when the transaction's `complete` event has come. Nothing but the
//! transaction's own requests is awaited between its beginning and its end: a [`Write`] is data, so there is nothing else
//! there to await.

mod connection;
mod failure;

use super::disk::{Disk, DiskError, Key, Step, Store, StoreSize, Write, Written};
use connection::Connection;
use failure::{Failure, disk_error};
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions};
use indexed_db_futures::typed_array::{Uint8Array, Uint8ArraySlice};
use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// How many objects are read at once to find out how large they are.
const SIZES_AT_ONCE: u32 = 64;

/// What is called when another tab wants the database for itself: with [`DiskError::NewerLayout`] to bring it to a newer
/// layout, with [`DiskError::Gone`] to delete it. The other tab waits until the future ends, so it must be short.
pub type OnTaken = Rc<dyn Fn(DiskError) -> Pin<Box<dyn Future<Output = ()>>>>;

/// A handle on the database of that name. It lets go when a newer version wants to change the layout, and opens the
/// database again when the browser closed it behind our back. A database that was deleted is not made anew by a handle that
/// knew the old one: what it has in memory belongs to what is gone.
pub struct IndexedDb {
    name: String,
    connection: RefCell<Option<Rc<Connection>>>,
    /// The last write found no room, and none has been made since. A browser that then closes the database may say of
    /// opening it again only that this failed.
    is_full: Cell<bool>,
    /// Why it is given up for good.
    taken: Rc<RefCell<Option<DiskError>>>,
    on_taken: OnTaken,
}

impl IndexedDb {
    /// Opens the database, and makes it or brings it to the current layout where that is needed.
    pub async fn open(name: &str) -> Result<IndexedDb, DiskError> {
        IndexedDb::open_watched(name, Rc::new(|_| Box::pin(async {}))).await
    }

    /// As [`IndexedDb::open`]; `on_taken` is called before the handle is given up because another tab wants the database.
    pub async fn open_watched(name: &str, on_taken: OnTaken) -> Result<IndexedDb, DiskError> {
        let taken: Rc<RefCell<Option<DiskError>>> = Rc::default();
        let noted = taken.clone();
        let on_taken: OnTaken = Rc::new(move |why| {
            let (noted, told) = (noted.clone(), on_taken(why.clone()));
            Box::pin(async move {
                told.await;
                noted.replace(Some(why));
            })
        });
        let connection = Connection::open(name, on_taken.clone()).await?;
        let connection = RefCell::new(Some(Rc::new(connection)));
        Ok(IndexedDb { name: name.to_owned(), connection, is_full: Cell::new(false), taken, on_taken })
    }

    async fn connect(&self) -> Result<Rc<Connection>, DiskError> {
        if let Some(why) = self.taken.borrow().clone() {
            return Err(why);
        }
        if let Some(connection) = self.live_connection() {
            return Ok(connection);
        }
        let opened = Connection::open(&self.name, self.on_taken.clone()).await.map_err(|error| match error {
            DiskError::Damaged(_) if self.is_full.get() => DiskError::Full,
            other => other,
        });
        let opened = Rc::new(opened?);
        if opened.is_new() {
            self.taken.replace(Some(DiskError::Gone));
            return Err(DiskError::Gone);
        }
        // Another request may have opened one meanwhile; ours then closes again.
        if let Some(connection) = self.live_connection() {
            return Ok(connection);
        }
        self.connection.replace(Some(opened.clone()));
        Ok(opened)
    }

    fn live_connection(&self) -> Option<Rc<Connection>> {
        self.connection.borrow().as_ref().filter(|connection| connection.is_live()).cloned()
    }

    /// Runs `work` in a transaction. If the connection turns out to be dead before the transaction began, it is opened
    /// again, once; nothing was asked of it until then.
    async fn run<T>(
        &self,
        stores: &[Store],
        mode: TransactionMode,
        work: impl AsyncFnOnce(Transaction<'_>) -> Result<T, Failure>,
    ) -> Result<T, DiskError> {
        let first = self.connect().await?;
        let second;
        let (connection, transaction) = match begin(first.database(), stores, mode) {
            Ok(transaction) => (&first, transaction),
            Err(error) => {
                if !failure::is_dead_connection(&error) {
                    return Err(disk_error(&error));
                }
                first.end();
                second = self.connect().await?;
                (&second, begin(second.database(), stores, mode).map_err(|error| disk_error(&error))?)
            }
        };
        let result = work(transaction).await.map_err(DiskError::from);
        match &result {
            Err(DiskError::Lost) => connection.end(),
            Err(DiskError::Full) => self.is_full.set(true),
            Ok(_) if mode == TransactionMode::Readwrite => self.is_full.set(false),
            _ => {}
        }
        result
    }
}

fn begin<'a>(database: &'a Database, stores: &[Store], mode: TransactionMode) -> Result<Transaction<'a>, Error> {
    let names: Vec<&str> = stores.iter().map(|store| store.name()).collect();
    let mut options = TransactionOptions::new();
    options.set_durability(TransactionDurability::Strict);
    database.transaction(names).with_mode(mode).with_options(options).build()
}

fn js_key(key: &Key) -> JsValue {
    match key {
        // Journal numbers stay far below 2^53, up to which every whole number is exact.
        Key::Number(number) => JsValue::from_f64(*number as f64),
        Key::Text(text) => JsValue::from_str(text),
    }
}

fn our_key(key: &JsValue) -> Option<Key> {
    // Keys that the browser generated are whole and positive.
    key.as_f64().map(|number| Key::Number(number as u64)).or_else(|| key.as_string().map(Key::Text))
}

fn key_range(from: Option<&Key>, to: Option<&Key>) -> KeyRange<JsValue> {
    // Minus infinity is the least key there is.
    let from = from.map_or(JsValue::from_f64(f64::NEG_INFINITY), js_key);
    match to {
        Some(to) => KeyRange::Bound(from, false, js_key(to), false),
        None => KeyRange::LowerBound(from, false),
    }
}

/// Whether a range holds nothing by its bounds alone, which the browser would call an error.
fn is_empty_range(from: Option<&Key>, to: Option<&Key>) -> bool {
    matches!((from, to), (Some(from), Some(to)) if from > to)
}

fn keys_of(keys: impl Iterator<Item = Result<JsValue, Error>>) -> Result<Vec<Key>, Failure> {
    keys.map(|key| {
        our_key(&key?).ok_or_else(|| DiskError::Damaged("an object has a key of no known kind".to_owned()).into())
    })
    .collect()
}

async fn bytes_of(store: &ObjectStore<'_>, key: &Key) -> Result<Option<Vec<u8>>, Failure> {
    let found: Option<Uint8Array> =
        store.get::<Uint8Array, JsValue, _>(KeyRange::Only(js_key(key))).primitive()?.await?;
    Ok(found.map(Vec::from))
}

impl Disk for IndexedDb {
    async fn get(&self, store: Store, key: Key) -> Result<Option<Vec<u8>>, DiskError> {
        self.run(&[store], TransactionMode::Readonly, async |transaction: Transaction<'_>| {
            let objects = transaction.object_store(store.name())?;
            bytes_of(&objects, &key).await
        })
        .await
    }

    async fn range(
        &self,
        store: Store,
        from: Option<Key>,
        to: Option<Key>,
        limit: u32,
    ) -> Result<Vec<(Key, Vec<u8>)>, DiskError> {
        // A limit of zero means no limit to the browser.
        if limit == 0 || is_empty_range(from.as_ref(), to.as_ref()) {
            return Ok(Vec::new());
        }
        self.run(&[store], TransactionMode::Readonly, async |transaction: Transaction<'_>| {
            let objects = transaction.object_store(store.name())?;
            let range = key_range(from.as_ref(), to.as_ref());
            let keys = objects
                .get_all_keys::<JsValue>()
                .with_query::<JsValue, _>(range.clone())
                .with_limit(limit)
                .primitive()?;
            let values =
                objects.get_all::<Uint8Array>().with_query::<JsValue, _>(range).with_limit(limit).primitive()?;
            let keys = keys_of(keys.await?)?;
            let values = values.await?.map(|value| value.map(Vec::from)).collect::<Result<Vec<Vec<u8>>, Error>>()?;
            Ok(keys.into_iter().zip(values).collect())
        })
        .await
    }

    async fn keys(&self, store: Store, from: Option<Key>, to: Option<Key>, limit: u32) -> Result<Vec<Key>, DiskError> {
        if limit == 0 || is_empty_range(from.as_ref(), to.as_ref()) {
            return Ok(Vec::new());
        }
        self.run(&[store], TransactionMode::Readonly, async |transaction: Transaction<'_>| {
            let objects = transaction.object_store(store.name())?;
            let range = key_range(from.as_ref(), to.as_ref());
            let keys =
                objects.get_all_keys::<JsValue>().with_query::<JsValue, _>(range).with_limit(limit).primitive()?;
            keys_of(keys.await?)
        })
        .await
    }

    async fn write(&self, write: Write) -> Result<Written, DiskError> {
        write.check()?;
        let stores = write.stores();
        if stores.is_empty() {
            return Ok(Written::Done { journal_keys: Vec::new() });
        }
        self.run(&stores, TransactionMode::Readwrite, async |transaction: Transaction<'_>| {
            carry_out(transaction, &write).await
        })
        .await
    }

    async fn sizes(&self) -> Result<Vec<StoreSize>, DiskError> {
        let mut sizes = Vec::with_capacity(Store::ALL.len());
        for store in Store::ALL {
            sizes.push(
                self.run(&[store], TransactionMode::Readonly, async |transaction: Transaction<'_>| {
                    size_of(transaction, store).await
                })
                .await?,
            );
        }
        Ok(sizes)
    }
}

/// Does what `write` says and waits until it is durable. Whatever fails, dropping the transaction rolls it back.
async fn carry_out(transaction: Transaction<'_>, write: &Write) -> Result<Written, Failure> {
    for guard in &write.guards {
        let objects = transaction.object_store(guard.store.name())?;
        if bytes_of(&objects, &Key::Text(guard.key.clone())).await? != guard.expected {
            return Ok(Written::GuardFailed);
        }
    }
    if let Some(end) = write.journal_end {
        let objects = transaction.object_store(Store::Journal.name())?;
        let later = KeyRange::LowerBound(js_key(&Key::Number(end)), true);
        let keys = objects.get_all_keys::<JsValue>().with_query::<JsValue, _>(later).with_limit(1).primitive()?;
        if !keys_of(keys.await?)?.is_empty() {
            return Ok(Written::GuardFailed);
        }
    }
    let mut numbers = Vec::new();
    for step in &write.steps {
        let objects = transaction.object_store(step.store().name())?;
        // Requests go out when they are built. Their failures end the transaction, which is waited for below.
        match step {
            Step::Put { key, bytes, .. } => {
                let _request = objects
                    .put(Uint8ArraySlice::new(bytes))
                    .with_key(JsValue::from_str(key))
                    .without_key_type()
                    .primitive()?;
            }
            Step::Append { bytes } => {
                numbers.push(objects.add(Uint8ArraySlice::new(bytes)).with_key_type::<f64>().primitive()?)
            }
            Step::Replace { row, bytes } => {
                let _request = objects
                    .put(Uint8ArraySlice::new(bytes))
                    .with_key(js_key(&Key::Number(*row)))
                    .without_key_type()
                    .primitive()?;
            }
            Step::Delete { key, .. } => {
                let _request = objects.delete::<JsValue, _>(KeyRange::Only(js_key(key))).primitive()?;
            }
            Step::DeleteRange { from, to, .. } => {
                if !is_empty_range(Some(from), Some(to)) {
                    let _request = objects.delete::<JsValue, _>(key_range(Some(from), Some(to))).primitive()?;
                }
            }
        }
    }
    // The browser tells why it gave a transaction up, for instance that the disk is full, on the transaction alone.
    let raw = transaction.as_sys().clone();
    if let Err(error) = transaction.commit().await {
        return Err(raw.error().map_or_else(|| Failure::from(error), |reason| Failure::from(Error::from(reason))));
    }
    let mut journal_keys = Vec::with_capacity(numbers.len());
    for number in numbers {
        journal_keys.push(number.await? as u64);
    }
    Ok(Written::Done { journal_keys })
}

/// Counts without copying the objects out of the browser's memory.
async fn size_of(transaction: Transaction<'_>, store: Store) -> Result<StoreSize, Failure> {
    let objects = transaction.object_store(store.name())?;
    let keys: Vec<JsValue> = objects.get_all_keys::<JsValue>().primitive()?.await?.collect::<Result<_, Error>>()?;
    let mut size = StoreSize { store, objects: keys.len() as u64, bytes: 0 };
    for from in keys.into_iter().step_by(SIZES_AT_ONCE as usize) {
        let some = objects
            .get_all::<JsValue>()
            .with_query::<JsValue, _>(KeyRange::LowerBound(from, false))
            .with_limit(SIZES_AT_ONCE)
            .primitive()?;
        for value in some.await? {
            size.bytes += value?.dyn_ref::<js_sys::Uint8Array>().map_or(0, |bytes| u64::from(bytes.length()));
        }
    }
    Ok(size)
}
