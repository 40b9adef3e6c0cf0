use super::digest::StateDigest;
use super::line::{self, Ending, Line, Manifest};
use super::{BackupContents, BackupProblem, FORMAT, LONGEST_LINE, MOST_RATIO, MOST_UNPACKED, RATIO_FREE};
use crate::domain::record::Record;
use crate::formats::age::{Header, OpeningStream, read_header};
use data_encoding::HEXLOWER;
use flate2::write::GzDecoder;
use sha2::{Digest, Sha256};
use std::io::{self, Write};

const GZIP_MARK: [u8; 2] = [0x1f, 0x8b];

/// What the start of a file says it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Container {
    /// Locked by a passphrase.
    Locked(Box<Header>),
    /// Lines for everybody to read, compressed or not.
    Clear,
}

/// Looks at the first 64 KiB of a file, or all of a shorter one.
///
/// # Errors
/// It is no backup, or of a sort that cannot be opened here.
pub fn look(start: &[u8]) -> Result<Container, BackupProblem> {
    match start {
        [] => Err(BackupProblem::Empty),
        [b'{', ..] => Ok(Container::Clear),
        _ if start.starts_with(&GZIP_MARK) => Ok(Container::Clear),
        _ => match read_header(start)? {
            Some(header) => Ok(Container::Locked(Box::new(header))),
            None => Err(BackupProblem::Truncated),
        },
    }
}

/// One thing out of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A record.
    Record(Vec<u8>),
    /// A replaced value, as a record with nothing but that value.
    History(Vec<u8>),
    /// An action.
    Operation(Vec<u8>),
}

/// Reads a backup piece by piece. Nothing that it gave counts before [`BackupReader::finish`] said that all is well.
pub struct BackupReader {
    opening: Option<OpeningStream>,
    inner: Inner,
    taken: u64,
}

enum Inner {
    /// Not enough was seen to know whether it is compressed.
    Unknown(Vec<u8>, Box<Lines>),
    Gzip(Box<GzDecoder<Lines>>),
    Plain(Box<Lines>),
    /// A problem was told.
    Over,
}

impl BackupReader {
    /// A reader for the bytes after the header, or for a file in the clear.
    pub fn new(opening: Option<OpeningStream>) -> BackupReader {
        BackupReader { opening, inner: Inner::Unknown(Vec::new(), Box::default()), taken: 0 }
    }

    /// Takes the next bytes of the file and gives what came out of them. After a problem the reader is over.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<Item>, BackupProblem> {
        self.taken += bytes.len() as u64;
        let result = match &mut self.opening {
            None => self.unpack(bytes),
            Some(opening) => {
                let mut plain = Vec::new();
                match opening.push(bytes, &mut plain) {
                    Ok(()) => self.unpack(&plain),
                    Err(error) => Err(error.into()),
                }
            }
        };
        self.or_over(result)
    }

    /// The file ended here: the last things out of it, and what is in it, all checked.
    pub fn finish(mut self) -> Result<(Vec<Item>, BackupContents), BackupProblem> {
        if let Some(mut opening) = self.opening.take() {
            let mut plain = Vec::new();
            opening.finish(&mut plain)?;
            let mut items = self.unpack(&plain)?;
            let (more, contents) = self.finish_unpacked()?;
            items.extend(more);
            return Ok((items, contents));
        }
        self.finish_unpacked()
    }

    fn or_over<T>(&mut self, result: Result<T, BackupProblem>) -> Result<T, BackupProblem> {
        if result.is_err() {
            self.inner = Inner::Over;
        }
        result
    }

    fn unpack(&mut self, bytes: &[u8]) -> Result<Vec<Item>, BackupProblem> {
        if let Inner::Unknown(seen, _) = &mut self.inner {
            seen.extend_from_slice(bytes);
            if seen.len() < GZIP_MARK.len() {
                return Ok(Vec::new());
            }
            let Inner::Unknown(seen, lines) = std::mem::replace(&mut self.inner, Inner::Over) else {
                return Err(BackupProblem::NotABackup);
            };
            self.inner = match seen.first() {
                Some(b'{') => Inner::Plain(lines),
                _ if seen.starts_with(&GZIP_MARK) => Inner::Gzip(Box::new(GzDecoder::new(*lines))),
                _ => return Err(BackupProblem::NotABackup),
            };
            return self.unpack_known(&seen);
        }
        self.unpack_known(bytes)
    }

    fn unpack_known(&mut self, mut bytes: &[u8]) -> Result<Vec<Item>, BackupProblem> {
        let taken = self.taken;
        match &mut self.inner {
            Inner::Gzip(gzip) => {
                gzip.get_mut().allowed = MOST_UNPACKED.min(taken.saturating_mul(MOST_RATIO).max(RATIO_FREE));
                while !bytes.is_empty() {
                    match gzip.write(bytes) {
                        // Something after the end of what was compressed.
                        Ok(0) => return Err(gzip.get_mut().damaged()),
                        Ok(written) => bytes = &bytes[written..],
                        Err(_) => {
                            let lines = gzip.get_mut();
                            return Err(lines.problem.take().unwrap_or_else(|| lines.damaged()));
                        }
                    }
                }
                Ok(std::mem::take(&mut gzip.get_mut().items))
            }
            Inner::Plain(lines) => {
                lines.allowed = MOST_UNPACKED;
                lines.take(bytes)?;
                Ok(std::mem::take(&mut lines.items))
            }
            Inner::Unknown(..) | Inner::Over => Err(BackupProblem::NotABackup),
        }
    }

    fn finish_unpacked(&mut self) -> Result<(Vec<Item>, BackupContents), BackupProblem> {
        let lines = match std::mem::replace(&mut self.inner, Inner::Over) {
            Inner::Gzip(mut gzip) => {
                let ended = gzip.try_finish();
                if let Some(problem) = gzip.get_mut().problem.take() {
                    return Err(problem);
                }
                match ended {
                    Ok(()) => std::mem::take(gzip.get_mut()),
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                        return Err(BackupProblem::Truncated);
                    }
                    Err(_) => return Err(gzip.get_mut().damaged()),
                }
            }
            Inner::Plain(lines) => *lines,
            Inner::Unknown(seen, _) if seen.is_empty() => return Err(BackupProblem::Empty),
            Inner::Unknown(..) | Inner::Over => return Err(BackupProblem::NotABackup),
        };
        lines.finish()
    }
}

/// Takes lines apart and counts them.
#[derive(Default)]
struct Lines {
    line: Vec<u8>,
    number: u64,
    /// How many bytes may come in all.
    allowed: u64,
    sha256: Sha256,
    state: StateDigest,
    contents: BackupContents,
    items: Vec<Item>,
    ending: Option<Ending>,
    problem: Option<BackupProblem>,
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.take(bytes) {
            Ok(()) => Ok(bytes.len()),
            Err(problem) => {
                self.problem = Some(problem);
                Err(io::Error::other("refused"))
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Lines {
    fn damaged(&self) -> BackupProblem {
        BackupProblem::Damaged(self.number)
    }

    fn take(&mut self, mut bytes: &[u8]) -> Result<(), BackupProblem> {
        self.contents.bytes += bytes.len() as u64;
        if self.contents.bytes > self.allowed {
            return Err(BackupProblem::TooLarge);
        }
        while let Some(length) = bytes.iter().position(|byte| *byte == b'\n') {
            let (end, rest) = bytes.split_at(length + 1);
            self.line.extend_from_slice(end);
            bytes = rest;
            self.number += 1;
            if self.line.len() > LONGEST_LINE {
                return Err(BackupProblem::LineTooLong(self.number));
            }
            let line = std::mem::take(&mut self.line);
            self.take_line(&line)?;
            // The room is used again.
            self.line = line;
            self.line.clear();
        }
        self.line.extend_from_slice(bytes);
        if self.line.len() > LONGEST_LINE { Err(BackupProblem::LineTooLong(self.number + 1)) } else { Ok(()) }
    }

    fn take_line(&mut self, line: &[u8]) -> Result<(), BackupProblem> {
        if self.ending.is_some() {
            return Err(self.damaged());
        }
        if self.number == 1 {
            return self.take_manifest(line);
        }
        let read = line::read(line).ok_or_else(|| self.damaged())?;
        if !matches!(read, Line::End(_)) {
            self.sha256.update(line);
        }
        match read {
            Line::Record(bytes) => {
                // Looked at whole: a record that cannot be joined must be told now and not when others are written.
                Record::decode(&bytes).map_err(|_| self.damaged())?;
                self.state.take(&bytes).map_err(|_| self.damaged())?;
                self.items.push(Item::Record(bytes));
            }
            Line::History(bytes) => {
                Record::decode(&bytes).map_err(|_| self.damaged())?;
                self.contents.history += 1;
                self.items.push(Item::History(bytes));
            }
            Line::Operation(bytes) => {
                self.contents.operations += 1;
                self.items.push(Item::Operation(bytes));
            }
            Line::End(ending) => self.ending = Some(ending),
        }
        Ok(())
    }

    fn take_manifest(&mut self, line: &[u8]) -> Result<(), BackupProblem> {
        #[derive(serde::Deserialize)]
        struct Version {
            burrow_backup: u32,
        }
        self.sha256.update(line);
        let version: Version = serde_json::from_slice(line).map_err(|_| BackupProblem::NotABackup)?;
        if version.burrow_backup > FORMAT {
            return Err(BackupProblem::Newer);
        }
        let manifest: Manifest = serde_json::from_slice(line).map_err(|_| self.damaged())?;
        self.contents.created = manifest.created;
        self.contents.app = manifest.app;
        self.contents.book = manifest.book;
        self.contents.damaged = manifest.damaged;
        Ok(())
    }

    fn finish(mut self) -> Result<(Vec<Item>, BackupContents), BackupProblem> {
        let Some(ending) = self.ending.take() else {
            return Err(if self.contents.bytes == 0 { BackupProblem::Empty } else { BackupProblem::Truncated });
        };
        if !self.line.is_empty() {
            return Err(BackupProblem::Damaged(self.number + 1));
        }
        self.state.count(&mut self.contents);
        let is_equal = ending.sha256 == HEXLOWER.encode(&self.sha256.finalize())
            && ending.digest == HEXLOWER.encode(&self.contents.digest)
            && ending.counts == self.contents.counts
            && ending.lines == self.number - 1
            && (ending.history, ending.operations) == (self.contents.history, self.contents.operations);
        if is_equal { Ok((self.items, self.contents)) } else { Err(BackupProblem::Unequal) }
    }
}
