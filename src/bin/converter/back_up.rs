//! A file of the whole book.

use crate::book_port::{BookPort, bug};
use crate::task::Told;
use burrow::domain::query::Query;
use burrow::domain::record::Kind;
use burrow::engine::protocol::backup_protocol::{
    BackupBegun, BackupContents, ConverterFailure, ConverterReply, ConverterStep,
};
use burrow::engine::protocol::{Job, Reply, Request};
use burrow::formats::age::{RANDOM_BYTES, USUAL_WORK};
use burrow::formats::backup::{BackupWriter, Manifest, Wrapping, kind_name, unpack};
use burrow::formats::zip_write::ZipWriter;
use burrow::platform::files::{join_blobs, make_blob};
use burrow::platform::{clock, random};
use web_sys::Blob;

/// Bytes that are gathered before the browser takes them over.
const PIECE: usize = 4 * 1024 * 1024;
const BINARY: &str = "application/octet-stream";
const LINES: &str = "application/x-ndjson";

/// A file in the making, of which this worker holds no more than a piece.
struct Pieces {
    kind: &'static str,
    blobs: Vec<Blob>,
    piece: Vec<u8>,
}

impl Pieces {
    fn add(&mut self, bytes: &[u8]) -> Result<(), ConverterFailure> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE { self.hand_over() } else { Ok(()) }
    }

    fn hand_over(&mut self) -> Result<(), ConverterFailure> {
        let blob = make_blob(&[std::mem::take(&mut self.piece)], self.kind).map_err(|error| bug(&error.to_string()))?;
        self.blobs.push(blob);
        Ok(())
    }

    fn finish(mut self) -> Result<Blob, ConverterFailure> {
        self.hand_over()?;
        join_blobs(&self.blobs, self.kind).map_err(|error| bug(&error.to_string()))
    }
}

/// Makes a backup, locked or readable.
pub async fn back_up(
    book: &BookPort,
    build: &str,
    passphrase: Option<&str>,
    day: &str,
    told: &Told,
) -> Result<(ConverterReply, Blob), ConverterFailure> {
    let begun = match book.ask(&Request::BackupBegin).await? {
        Reply::BackupBegun(begun) => begun,
        other => return Err(bug(&format!("{other:?}"))),
    };
    let total: u64 = begun.counts.iter().map(|(_, count)| count).sum();
    let mut writer = begin(&begun, build, passphrase, told).await?;
    let kind = if passphrase.is_some() { BINARY } else { LINES };
    let mut pieces = Pieces { kind, blobs: Vec::new(), piece: Vec::new() };
    let mut done = 0;
    let digest = loop {
        let part = match book.ask(&Request::BackupPart).await? {
            Reply::BackupPart(part) => part,
            other => return Err(bug(&format!("{other:?}"))),
        };
        for bytes in unpack(&part.records) {
            writer.record(bytes).map_err(ConverterFailure::File)?;
            done += 1;
        }
        for bytes in unpack(&part.history) {
            writer.history(bytes).map_err(ConverterFailure::File)?;
        }
        for bytes in unpack(&part.operations) {
            let operation = rmp_serde::from_slice(bytes).map_err(|error| bug(&error.to_string()))?;
            writer.operation(&operation).map_err(ConverterFailure::File)?;
        }
        pieces.add(&writer.take_output())?;
        told.progress(ConverterStep::Writing, done.min(total), total);
        if let Some(digest) = part.digest {
            break digest;
        }
    };
    let (rest, contents) = writer.finish().map_err(ConverterFailure::File)?;
    if contents.digest != digest {
        return Err(bug("what was written is not the book"));
    }
    pieces.add(&rest)?;
    let extension = if passphrase.is_some() { "ndjson.gz.age" } else { "ndjson" };
    let name = format!("burrow-backup-{day}.{extension}");
    Ok((ConverterReply::Made { name, contents }, pieces.finish()?))
}

async fn begin(
    begun: &BackupBegun,
    build: &str,
    passphrase: Option<&str>,
    told: &Told,
) -> Result<BackupWriter, ConverterFailure> {
    let counts = begun.counts.iter().map(|(kind, count)| (kind_name(*kind), *count)).collect();
    let manifest = Manifest::new(build, clock::now_ms(), &begun.book, counts, begun.damaged);
    let mut chance = [0; RANDOM_BYTES];
    random::fill(&mut chance).map_err(|error| bug(&error.to_string()))?;
    let wrapping = match passphrase {
        Some(passphrase) => {
            told.progress(ConverterStep::Unlocking, 0, 0);
            Wrapping::Locked { passphrase, work: USUAL_WORK, random: &chance }
        }
        None => Wrapping::Readable,
    };
    BackupWriter::new(&manifest, &wrapping).map_err(ConverterFailure::File)
}

/// Makes one archive of a CSV of each kind that has records.
pub async fn tables(book: &BookPort, day: &str, told: &Told) -> Result<(ConverterReply, Blob), ConverterFailure> {
    let mut archive = ZipWriter::default();
    let mut contents = BackupContents::default();
    let kinds = Kind::ALL.len() as u64;
    for (done, kind) in Kind::ALL.into_iter().enumerate() {
        told.progress(ConverterStep::Writing, done as u64, kinds);
        // Nobody hears of this job: it is ended with the worker.
        let export = Request::Export {
            job: Job(u64::MAX),
            query: Query::all(kind),
            only: Vec::new(),
            columns: Vec::new(),
            for_spreadsheets: true,
        };
        let file = match book.ask(&export).await? {
            Reply::File(file) => file,
            other => return Err(bug(&format!("{other:?}"))),
        };
        if file.rows > 0 {
            archive.add(&format!("{}.csv", kind.name()), &file.bytes).map_err(|error| bug(&error.to_string()))?;
            contents.counts.insert(kind.name().to_owned(), (file.rows, 0));
        }
    }
    let bytes = archive.finish().map_err(|error| bug(&error.to_string()))?;
    let blob = make_blob(&[bytes], "application/zip").map_err(|error| bug(&error.to_string()))?;
    Ok((ConverterReply::Made { name: format!("burrow-csv-{day}.zip"), contents }, blob))
}
