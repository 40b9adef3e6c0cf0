use super::digest::StateDigest;
use super::line::{Ending, Manifest, of_history, of_operation, of_record};
use super::{BackupContents, BackupProblem};
use crate::domain::operation::Operation;
use crate::formats::age::{self, RANDOM_BYTES, SealingStream};
use data_encoding::HEXLOWER;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// Quick rather than small: base64 of what is random cannot be made much smaller.
const EFFORT: u32 = 4;

/// What the lines are wrapped in.
pub enum Wrapping<'a> {
    /// Compressed, then locked by a passphrase.
    Locked {
        /// The passphrase.
        passphrase: &'a str,
        /// The binary logarithm of the work to open it, see [`age::USUAL_WORK`].
        work: u8,
        /// Random bytes.
        random: &'a [u8; RANDOM_BYTES],
    },
    /// The lines as they are, for everybody to read.
    Readable,
}

/// Writes a backup. What is ready lies in [`BackupWriter::take_output`].
pub struct BackupWriter {
    out: Out,
    sha256: Sha256,
    lines: u64,
    state: StateDigest,
    contents: BackupContents,
}

enum Out {
    // Boxed, since a compressor is large.
    Locked(Box<GzEncoder<Locked>>),
    Readable(Vec<u8>),
}

/// Seals what the compressor gives.
struct Locked {
    payload: SealingStream,
    out: Vec<u8>,
}

impl Write for Locked {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.payload.push(bytes, &mut self.out).map_err(io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl BackupWriter {
    /// Begins a file with its first line.
    ///
    /// # Errors
    /// The work that is asked for is not to be had.
    pub fn new(manifest: &Manifest, wrapping: &Wrapping<'_>) -> Result<BackupWriter, BackupProblem> {
        let out = match wrapping {
            Wrapping::Readable => Out::Readable(Vec::new()),
            Wrapping::Locked { passphrase, work, random } => {
                let started = age::begin(passphrase, *work, random)?;
                let locked = Locked { payload: started.payload, out: started.bytes };
                Out::Locked(Box::new(GzEncoder::new(locked, Compression::new(EFFORT))))
            }
        };
        let contents = BackupContents {
            created: manifest.created,
            app: manifest.app.clone(),
            book: manifest.book.clone(),
            damaged: manifest.damaged,
            ..BackupContents::default()
        };
        let mut writer = BackupWriter { out, sha256: Sha256::new(), lines: 0, state: StateDigest::default(), contents };
        writer.line(serde_json::to_string(manifest).map_err(|_| BackupProblem::Damaged(1))?)?;
        Ok(writer)
    }

    /// Writes a record. A later version of the same record takes the place of an earlier one.
    ///
    /// # Errors
    /// The bytes are no record.
    pub fn record(&mut self, bytes: &[u8]) -> Result<(), BackupProblem> {
        self.state.take(bytes).map_err(|_| BackupProblem::Damaged(self.lines + 1))?;
        self.line(of_record(bytes))
    }

    /// Writes a value that was replaced, as a record with nothing but that value.
    pub fn history(&mut self, bytes: &[u8]) -> Result<(), BackupProblem> {
        self.contents.history += 1;
        self.line(of_history(bytes))
    }

    /// Writes an action.
    pub fn operation(&mut self, operation: &Operation) -> Result<(), BackupProblem> {
        let bytes = rmp_serde::to_vec_named(operation).map_err(|_| BackupProblem::Damaged(self.lines + 1))?;
        self.contents.operations += 1;
        self.line(of_operation(operation, &bytes))
    }

    /// What is ready to be kept, and is not kept here any longer.
    pub fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(match &mut self.out {
            Out::Locked(gzip) => &mut gzip.get_mut().out,
            Out::Readable(out) => out,
        })
    }

    /// Writes the last line, and gives the rest of the bytes with what is in the file.
    pub fn finish(mut self) -> Result<(Vec<u8>, BackupContents), BackupProblem> {
        self.state.count(&mut self.contents);
        let ending = Ending {
            end: true,
            lines: self.lines,
            counts: self.contents.counts.clone(),
            history: self.contents.history,
            operations: self.contents.operations,
            digest: HEXLOWER.encode(&self.contents.digest),
            sha256: HEXLOWER.encode(&self.sha256.clone().finalize()),
        };
        self.line(serde_json::to_string(&ending).map_err(|_| BackupProblem::Damaged(self.lines))?)?;
        let out = match self.out {
            Out::Readable(out) => out,
            Out::Locked(gzip) => {
                let mut locked = gzip.finish().map_err(|_| BackupProblem::Damaged(0))?;
                locked.payload.finish(&mut locked.out)?;
                locked.out
            }
        };
        Ok((out, self.contents))
    }

    fn line(&mut self, mut line: String) -> Result<(), BackupProblem> {
        line.push('\n');
        self.lines += 1;
        self.contents.bytes += line.len() as u64;
        self.sha256.update(line.as_bytes());
        match &mut self.out {
            Out::Readable(out) => out.extend_from_slice(line.as_bytes()),
            Out::Locked(gzip) => gzip.write_all(line.as_bytes()).map_err(|_| BackupProblem::Damaged(self.lines))?,
        }
        Ok(())
    }
}
