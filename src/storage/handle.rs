use super::chain::LedgerEnd;
use super::chance::Chance;
use super::disk::{Disk, DiskError, Guard, Key, Step, Store, StoreSize, Write};
use super::error::{StorageError, Unreadable};
use super::fold::FoldPosition;
use super::lock::KEY_ID;
use super::seal::{Purpose, SealError, Sealer, key_id};
use super::vault::{BOOK_KEY, Header, Keys, Vault, read_header};
use crate::domain::id::BookId;
use crate::domain::secret::KeySecret;
use std::cell::RefCell;
use std::rc::Rc;

/// One tab's handle on the book's disk. What it offers stands beside what it is about: the journal in `journal.rs`,
/// pages in `pages.rs`, imports in `batch.rs`, folding in `fold.rs`, history in `history.rs`.
pub struct Storage<D> {
    pub(super) disk: D,
    pub(super) chance: Rc<dyn Chance>,
    sealer: RefCell<Rc<Sealer>>,
    /// What `meta["key-id"]` held when the key was taken; whoever writes finds it there still.
    key_mark: RefCell<Option<Vec<u8>>>,
    /// The header of a book that never had a lock, as it lies on the disk: nobody writes it anew without setting the mark.
    clear_header: RefCell<Option<Vec<u8>>>,
    book: BookId,
    created: u64,
    position: RefCell<StoredPosition>,
}

/// A fold position and the object on disk that says so, which a fold must find unchanged.
#[derive(Clone, Default)]
pub(super) struct StoredPosition {
    pub(super) position: FoldPosition,
    pub(super) ledger: LedgerEnd,
    pub(super) object: Option<Vec<u8>>,
}

/// The fold position's name in the store `meta`.
pub(super) const FOLD_KEY: &str = "fold";

impl<D: Disk> Storage<D> {
    /// Opens the book on `disk`, or makes one there if the disk is empty.
    pub async fn open(disk: D, chance: Rc<dyn Chance>, now_milliseconds: u64) -> Result<Storage<D>, StorageError> {
        loop {
            let (vault, bytes) = Vault::open_or_create(&disk, &*chance, now_milliseconds).await?;
            if let Some(held) = key_held(&disk, &vault, bytes).await? {
                return Storage::with_key(disk, chance, vault, held).await;
            }
        }
    }

    /// Opens a locked book with what unlocks it.
    ///
    /// # Errors
    /// [`StorageError::WrongSecret`] and [`StorageError::SlotDamaged`] beside those of [`Storage::open`].
    pub async fn unlock(disk: D, chance: Rc<dyn Chance>, secret: &KeySecret) -> Result<Storage<D>, StorageError> {
        loop {
            let (header, bytes) = read_header(&disk).await?.ok_or(StorageError::BookMissing)?;
            let vault = header.unlock(secret)?;
            if let Some(held) = key_held(&disk, &vault, bytes).await? {
                return Storage::with_key(disk, chance, vault, held).await;
            }
        }
    }

    async fn with_key(
        disk: D,
        chance: Rc<dyn Chance>,
        vault: Vault,
        held: KeyHeld,
    ) -> Result<Storage<D>, StorageError> {
        let Header { book, created, .. } = vault.header;
        let storage = Storage {
            disk,
            chance,
            sealer: RefCell::new(Rc::new(Sealer::new(&vault.key, book))),
            key_mark: RefCell::new(held.mark),
            clear_header: RefCell::new(held.clear_header),
            book,
            created,
            position: RefCell::default(),
        };
        storage.refresh_fold_position().await?;
        Ok(storage)
    }

    /// What seals and opens now.
    pub(super) fn sealer(&self) -> Rc<Sealer> {
        self.sealer.borrow().clone()
    }

    /// From now on everything is sealed with another key, which that mark tells.
    pub(super) fn take_key(&self, sealer: Rc<Sealer>, mark: Vec<u8>) {
        self.sealer.replace(sealer);
        self.key_mark.replace(Some(mark));
        self.clear_header.replace(None);
    }

    /// What must hold for anything to be written with our key: it is still this book's. To be taken together with what is
    /// sealed.
    pub(super) fn key_guards(&self) -> Vec<Guard> {
        let guard = |key: &str, expected| Guard { store: Store::Meta, key: key.to_owned(), expected };
        let header = self.clear_header.borrow().clone().map(|header| guard(BOOK_KEY, Some(header)));
        std::iter::once(guard(KEY_ID, self.key_mark.borrow().clone())).chain(header).collect()
    }

    /// Why [`Storage::key_guards`] did not hold: the book has another key, another book has taken its place, or its header
    /// cannot be read.
    pub(super) async fn why_guard_failed(&self) -> StorageError {
        match read_header(&self.disk).await {
            Ok(Some((header, _))) if header.book == self.book => StorageError::KeyChanged,
            Ok(_) => DiskError::Gone.into(),
            Err(error) => error,
        }
    }

    /// Which book it is.
    pub fn book(&self) -> BookId {
        self.book
    }

    /// When the book was made, in milliseconds since 1970.
    pub fn created(&self) -> u64 {
        self.created
    }

    /// The disk under it.
    pub fn disk(&self) -> &D {
        &self.disk
    }

    /// How far the journal was folded when [`Storage::refresh_fold_position`] or a fold of our own last said so: what the
    /// caller's tables are built on. Pages are read in its generation.
    pub fn fold_position(&self) -> FoldPosition {
        self.position.borrow().position
    }

    /// Reads how far the journal is folded, before pages are read, and remembers it.
    pub async fn refresh_fold_position(&self) -> Result<FoldPosition, StorageError> {
        let stored = self.read_fold_position().await?;
        let position = stored.position;
        self.position.replace(stored);
        Ok(position)
    }

    /// The fold position on disk now, not remembered.
    pub(super) async fn read_fold_position(&self) -> Result<StoredPosition, StorageError> {
        let Some(object) = self.disk.get(Store::Meta, FOLD_KEY.into()).await? else {
            return Ok(StoredPosition::default());
        };
        let damaged = || StorageError::Damaged { object: object_name(Store::Meta, FOLD_KEY) };
        let plain = self.sealer().open(Purpose::Meta, FOLD_KEY, &object).map_err(|error| match error {
            // Another tab has given the book another key since.
            SealError::OtherKey => StorageError::KeyChanged,
            _ => damaged(),
        })?;
        let (position, ledger) = FoldPosition::decode(&plain).map_err(|_| damaged())?;
        Ok(StoredPosition { position, ledger, object: Some(object) })
    }

    /// What a fold of this tab must find on disk.
    pub(super) fn stored_position(&self) -> StoredPosition {
        self.position.borrow().clone()
    }

    /// Remembers where a fold of this tab has led.
    pub(super) fn set_stored_position(&self, stored: StoredPosition) {
        self.position.replace(stored);
    }

    /// How much lies in each store. Reads everything.
    pub async fn sizes(&self) -> Result<Vec<StoreSize>, StorageError> {
        Ok(self.disk.sizes().await?)
    }

    /// Writes something and takes it away again, to see whether the disk has room for more than one edit.
    pub async fn try_room(&self) -> Result<(), StorageError> {
        const NAME: &str = "room";
        let put = Step::Put { store: Store::Meta, key: NAME.to_owned(), bytes: vec![0; 256 * 1024] };
        self.disk.write(Write::new(vec![put])).await?;
        self.disk.write(Write::new(vec![Step::Delete { store: Store::Meta, key: NAME.into() }])).await?;
        Ok(())
    }

    /// Seals an object that is found by its name, ready to be put.
    pub(super) fn sealed_step(&self, store: Store, key: String, plain: &[u8]) -> Result<Step, StorageError> {
        let bytes = self.seal_object(store, &key, plain)?;
        Ok(Step::Put { store, key, bytes })
    }

    pub(super) fn seal_object(&self, store: Store, object: &str, plain: &[u8]) -> Result<Vec<u8>, StorageError> {
        self.sealer().seal(purpose(store), object, plain, &*self.chance).map_err(|error| match error {
            SealError::Chance(failed) => StorageError::Chance(failed),
            _ => StorageError::TooLarge("an object"),
        })
    }

    pub(super) fn open_object(&self, store: Store, object: &str, sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
        self.sealer().open(purpose(store), object, sealed).map_err(|error| match error {
            SealError::NewerFormat => Unreadable::Unknown,
            _ => Unreadable::Damaged,
        })
    }
}

/// By what it is known on the disk that a key is still the book's.
struct KeyHeld {
    /// What `meta["key-id"]` holds.
    mark: Option<Vec<u8>>,
    /// The whole header, where there is no mark and the header says the key.
    clear_header: Option<Vec<u8>>,
}

/// By what the key of a header is known, which lay on the disk in these bytes; nothing when another tab changed it between
/// our look at the header and this one, so that the header must be read again.
async fn key_held<D: Disk>(disk: &D, vault: &Vault, header: Vec<u8>) -> Result<Option<KeyHeld>, StorageError> {
    match disk.get(Store::Meta, KEY_ID.into()).await? {
        None => {
            let says_the_key = matches!(vault.header.keys, Keys::Clear(_));
            Ok(Some(KeyHeld { mark: None, clear_header: says_the_key.then_some(header) }))
        }
        Some(mark) if mark[..] == key_id(&vault.key) => Ok(Some(KeyHeld { mark: Some(mark), clear_header: None })),
        Some(mark) => {
            // With the same header still there, it is the mark that was damaged: it need only stay as it is.
            let same = read_header(disk).await?.is_some_and(|(header, _)| header == vault.header);
            Ok(same.then_some(KeyHeld { mark: Some(mark), clear_header: None }))
        }
    }
}

pub(super) fn purpose(store: Store) -> Purpose {
    match store {
        Store::Meta => Purpose::Meta,
        Store::Journal => Purpose::Journal,
        Store::Pages => Purpose::Page,
        Store::History => Purpose::History,
        Store::Batches => Purpose::Batch,
        Store::Attachments => Purpose::Attachment,
    }
}

/// How a report names an object.
pub(super) fn object_name(store: Store, key: &str) -> String {
    format!("{} {key}", store.name())
}

/// The keys of all objects whose names begin with `prefix` and a slash: the character after the slash is the zero, so
/// the range ends just behind them.
pub(super) fn folder(prefix: &str) -> (Key, Key) {
    (Key::Text(format!("{prefix}/")), Key::Text(format!("{prefix}0")))
}
