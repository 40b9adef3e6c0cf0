//! Reading a backup: to its end and no further, and then into the book.

use crate::book_port::{BookPort, bug};
use crate::task::Told;
use burrow::domain::id::{MemberId, OperationId};
use burrow::engine::protocol::backup_protocol::{
    BackupContents, BackupPart, BackupProblem, ConverterFailure, ConverterStep, RestoreReport,
};
use burrow::engine::protocol::{Reply, Request};
use burrow::formats::age::{FileKey, OpeningStream};
use burrow::formats::backup::{BackupReader, Container, Item, look, pack};
use burrow::platform::files::FileSource;

/// Bytes of the file read at a time.
const PIECE: u64 = 256 * 1024;
/// As much of a file is looked at to see what it is.
const START: u64 = 64 * 1024;
/// Bytes of records given to the engine at a time.
const PART: usize = 1024 * 1024;
const NONCE: u64 = 16;

/// The file that the person chose, and what is known of it.
pub struct KeptFile {
    file: FileSource,
    container: Container,
    /// What opens it, once a passphrase did.
    key: Option<FileKey>,
}

impl KeptFile {
    /// Looks at the start of the file.
    pub async fn open(file: FileSource) -> Result<KeptFile, ConverterFailure> {
        let start = read(&file, 0, START.min(file.size())).await?;
        let container = look(&start).map_err(ConverterFailure::File)?;
        Ok(KeptFile { file, container, key: None })
    }

    /// Whether a passphrase opens it.
    pub fn is_locked(&self) -> bool {
        matches!(self.container, Container::Locked(_))
    }

    /// Makes the key of a passphrase, where the file is locked.
    pub fn unlock(&mut self, passphrase: Option<&str>) -> Result<(), ConverterFailure> {
        if let Container::Locked(header) = &self.container {
            let passphrase = passphrase.ok_or(ConverterFailure::File(BackupProblem::WrongPassphrase))?;
            self.key = Some(header.unlock(passphrase).map_err(|error| ConverterFailure::File(error.into()))?);
        }
        Ok(())
    }

    /// Reads the unlocked file to its end; `take` gets what comes out of it.
    async fn walk(
        &self,
        told: &Told,
        mut take: impl AsyncFnMut(Vec<Item>) -> Result<(), ConverterFailure>,
    ) -> Result<BackupContents, ConverterFailure> {
        let size = self.file.size();
        let mut at = 0;
        let opening = match (&self.container, &self.key) {
            (Container::Clear, _) => None,
            (Container::Locked(_), None) => return Err(ConverterFailure::File(BackupProblem::WrongPassphrase)),
            (Container::Locked(header), Some(key)) => {
                let begins = header.length as u64;
                let nonce = read(&self.file, begins, begins + NONCE).await?;
                let nonce: [u8; 16] = nonce.try_into().map_err(|_| ConverterFailure::File(BackupProblem::Truncated))?;
                at = begins + NONCE;
                Some(OpeningStream::new(key, &nonce))
            }
        };
        let mut reader = BackupReader::new(opening);
        while at < size {
            let end = (at + PIECE).min(size);
            let bytes = read(&self.file, at, end).await?;
            if bytes.len() as u64 != end - at {
                return Err(ConverterFailure::Unreadable(format!("{} of {size} bytes", at + bytes.len() as u64)));
            }
            at = end;
            take(reader.push(&bytes).map_err(ConverterFailure::File)?).await?;
            told.progress(ConverterStep::Reading, at, size);
        }
        let (items, contents) = reader.finish().map_err(ConverterFailure::File)?;
        take(items).await?;
        Ok(contents)
    }

    /// Reads all of it and writes nothing.
    pub async fn rehearse(&self, told: &Told) -> Result<BackupContents, ConverterFailure> {
        self.walk(told, async |_| Ok(())).await
    }

    /// Reads all of it into the book, which writes when the end was reached and all was as it must be.
    pub async fn restore(
        &self,
        book: &BookPort,
        (operation, member): (OperationId, MemberId),
        told: &Told,
    ) -> Result<RestoreReport, ConverterFailure> {
        book.ask(&Request::RestoreBegin).await?;
        let mut waiting: Vec<Item> = Vec::new();
        let mut size = 0;
        let contents = self
            .walk(told, async |items| {
                size += items.iter().map(length).sum::<usize>();
                waiting.extend(items);
                if size >= PART {
                    size = 0;
                    give(book, &std::mem::take(&mut waiting)).await?;
                }
                Ok(())
            })
            .await?;
        give(book, &waiting).await?;
        told.progress(ConverterStep::Restoring, 0, 0);
        let (made, digest) = (contents.created, contents.digest);
        match book.ask(&Request::RestoreEnd { operation, member, made, digest }).await? {
            Reply::Restored(report) => Ok(report),
            other => Err(bug(&format!("{other:?}"))),
        }
    }
}

async fn read(file: &FileSource, start: u64, end: u64) -> Result<Vec<u8>, ConverterFailure> {
    file.read(start, end).await.map_err(|error| ConverterFailure::Unreadable(error.to_string()))
}

fn length(item: &Item) -> usize {
    match item {
        Item::Record(bytes) | Item::History(bytes) | Item::Operation(bytes) => bytes.len(),
    }
}

async fn give(book: &BookPort, items: &[Item]) -> Result<(), ConverterFailure> {
    let mut sorted: [Vec<&[u8]>; 3] = Default::default();
    for item in items {
        match item {
            Item::Record(bytes) => sorted[0].push(bytes),
            Item::History(bytes) => sorted[1].push(bytes),
            Item::Operation(bytes) => sorted[2].push(bytes),
        }
    }
    let [records, history, operations] = sorted.map(pack);
    book.ask(&Request::RestorePart(BackupPart { records, history, operations, digest: None })).await.map(drop)
}
