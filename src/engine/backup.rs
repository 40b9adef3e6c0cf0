//! Giving a whole book away, part by part, for a backup. Work goes on meanwhile: what changes after its part was given is
//! given again, so that in the end all of it is the book at one moment, that of the last part.

use crate::domain::id::Id;
use crate::domain::operation::Operation;
use crate::domain::record::{DELETION, Record};
use crate::domain::value::{self, Value};
use crate::engine::backup_protocol::{BackupBegun, BackupPart, KeptPassphrase};
use crate::engine::book::Book;
use crate::engine::core::{Engine, Stopped, failure_of};
use crate::engine::protocol::Failure;
use crate::formats::backup::{StateDigest, pack};
use crate::storage::{Disk, FoldPosition, Storage, Trace};
use std::rc::Rc;

/// Records in a part.
const RECORDS_AT_A_TIME: usize = 2_000;
/// Pages of history read for a part.
const HISTORY_PAGES_AT_A_TIME: u32 = 64;
/// How often history is read anew because the journal was folded meanwhile.
const MOST_READINGS: u32 = 5;

/// The name under which the passphrase of the backups that are made by themselves is kept.
const SECRET: &str = "backup-passphrase";

/// A backup that is under way.
pub(super) struct BackupSession {
    /// Records to be given, the last one first.
    waiting: Vec<(u16, Id)>,
    /// What was given.
    given: StateDigest,
    /// The tables as they were when their records were last looked through: kind and version.
    versions: Vec<(u16, u64)>,
    epoch: u64,
    stage: Stage,
    /// How far the journal was folded when the reading of history began.
    folded: FoldPosition,
    readings: u32,
}

enum Stage {
    Records,
    /// History from after this page on.
    History(Option<String>),
    Operations,
    Last,
}

impl<D: Disk + 'static> Engine<D> {
    /// Begins a backup, in place of one that was under way.
    pub(super) async fn backup_begin(self: &Rc<Self>) -> Result<BackupBegun, Stopped> {
        self.ready()?;
        self.catch_up().await?;
        let storage = self.storage()?;
        let book = self.book.borrow();
        let mut session = BackupSession {
            waiting: Vec::new(),
            given: StateDigest::default(),
            versions: Vec::new(),
            epoch: self.epoch.get(),
            stage: Stage::Records,
            folded: storage.fold_position(),
            readings: 0,
        };
        session.look_through(&book);
        session.waiting.reverse();
        let counts = book.tables().map(|table| (table.number(), table.len() as u64)).filter(|(_, count)| *count > 0);
        let begun = BackupBegun {
            book: storage.book().to_string(),
            counts: counts.collect(),
            damaged: u32::try_from(book.damaged.len()).unwrap_or(u32::MAX) + u32::from(book.newer_rows),
        };
        self.backup_turn.set(self.backup_turn.get() + 1);
        *self.backup.borrow_mut() = Some(session);
        Ok(begun)
    }

    /// The next part; the last one has a digest.
    pub(super) async fn backup_part(self: &Rc<Self>) -> Result<BackupPart, Stopped> {
        self.ready()?;
        let storage = self.storage()?;
        let missing = || Stopped::Failed(Failure::Bug("no backup is under way".to_owned()));
        // Out of its place while the disk is asked.
        let mut session = self.backup.borrow_mut().take().ok_or_else(missing)?;
        let turn = self.backup_turn.get();
        let part = self.next_part(&storage, &mut session).await?;
        if part.digest.is_none() && turn == self.backup_turn.get() {
            *self.backup.borrow_mut() = Some(session);
        }
        Ok(part)
    }

    /// Forgets the backup that is under way.
    pub(super) fn backup_abandon(&self) {
        self.backup_turn.set(self.backup_turn.get() + 1);
        self.backup.borrow_mut().take();
    }

    /// Keeps the passphrase of the backups that are made by themselves, or forgets it.
    pub(super) async fn keep_backup_passphrase(&self, passphrase: Option<KeptPassphrase>) -> Result<(), Failure> {
        let text = passphrase.as_ref().map(|passphrase| passphrase.0.as_str());
        self.storage()?.keep_secret(SECRET, text).await.map_err(|error| failure_of(&error))
    }

    /// That passphrase.
    pub(super) async fn backup_passphrase(&self) -> Result<Option<KeptPassphrase>, Failure> {
        let text = self.storage()?.secret(SECRET).await.map_err(|error| failure_of(&error))?;
        Ok(text.map(KeptPassphrase))
    }

    async fn next_part(&self, storage: &Storage<D>, session: &mut BackupSession) -> Result<BackupPart, Stopped> {
        match &session.stage {
            Stage::Records => {
                let part = session.records(&self.book.borrow());
                if session.waiting.is_empty() {
                    session.stage = Stage::History(None);
                    session.folded = storage.fold_position();
                }
                Ok(part)
            }
            Stage::History(after) => {
                let (traces, last) = storage.traces_after(after.as_deref(), HISTORY_PAGES_AT_A_TIME).await?;
                session.stage = last.map_or(Stage::Operations, |last| Stage::History(Some(last)));
                Ok(BackupPart { history: history(&self.book.borrow(), &traces), ..BackupPart::default() })
            }
            Stage::Operations => {
                let mut operations = storage.operations(usize::MAX).await?;
                operations.reverse();
                session.stage = Stage::Last;
                Ok(BackupPart { operations: packed(&operations), ..BackupPart::default() })
            }
            Stage::Last => {
                self.catch_up().await?;
                // From here on nothing is awaited: this is the moment of which the file tells.
                let book = self.book.borrow();
                session.look_again(&book, self.epoch.get());
                if session.waiting.len() > RECORDS_AT_A_TIME {
                    return Ok(session.records(&book));
                }
                if session.folded != storage.fold_position() && session.readings < MOST_READINGS {
                    // What was folded meanwhile went from memory into pages that were perhaps read already.
                    session.readings += 1;
                    session.folded = storage.fold_position();
                    session.stage = Stage::History(None);
                    return Ok(session.records(&book));
                }
                let traces: Vec<Trace> = book.recent.values().flatten().cloned().collect();
                Ok(BackupPart {
                    history: history(&book, &traces),
                    operations: packed(&book.operations),
                    records: session.records(&book).records,
                    digest: Some(session.given.value()),
                })
            }
        }
    }
}

impl BackupSession {
    /// Notes the records whose present version was not given yet.
    fn look_through(&mut self, book: &Book) {
        self.versions = book.tables().map(|table| (table.number(), table.version())).collect();
        for table in book.tables() {
            self.look_through_table(table);
        }
    }

    fn look_through_table(&mut self, table: &crate::engine::table::Table) {
        let number = table.number();
        for slot in table.slots() {
            let (Some(view), Some(bytes)) = (table.view(slot), table.bytes(slot)) else { continue };
            if self.given.differs(number, view.id(), bytes) {
                self.waiting.push((number, view.id()));
            }
        }
    }

    /// As [`BackupSession::look_through`], but only through tables that changed since.
    fn look_again(&mut self, book: &Book, epoch: u64) {
        let before = std::mem::take(&mut self.versions);
        let is_other_book = self.epoch != epoch;
        self.epoch = epoch;
        self.waiting.clear();
        for table in book.tables() {
            let now = (table.number(), table.version());
            if is_other_book || !before.contains(&now) {
                self.look_through_table(table);
            }
            self.versions.push(now);
        }
    }

    /// The next of the records that wait.
    fn records(&mut self, book: &Book) -> BackupPart {
        let mut records: Vec<&[u8]> = Vec::new();
        for _ in 0..RECORDS_AT_A_TIME {
            let Some((kind, id)) = self.waiting.pop() else { break };
            let table = book.tables().find(|table| table.number() == kind);
            let bytes = table.and_then(|table| table.slot(id).and_then(|slot| table.bytes(slot)));
            if let Some(bytes) = bytes
                && self.given.take(bytes).is_ok()
            {
                records.push(bytes);
            }
        }
        BackupPart { records: pack(records), ..BackupPart::default() }
    }
}

/// Replaced values as records with nothing but that value. What still stands in its record is left out.
fn history(book: &Book, traces: &[Trace]) -> Vec<u8> {
    let stands = |trace: &Trace| {
        let view = book.tables().find(|table| table.number() == trace.kind).and_then(|table| table.find(trace.id));
        view.is_none_or(|view| match trace.number {
            DELETION => view.deletion().is_some_and(|(stamp, _)| stamp == trace.stamp),
            number => view.field_stamp(number) == Some(trace.stamp),
        })
    };
    let replaced: Vec<Vec<u8>> = traces.iter().filter(|trace| !stands(trace)).map(as_record).collect();
    pack(replaced.iter().map(Vec::as_slice))
}

fn as_record(trace: &Trace) -> Vec<u8> {
    let mut record = Record::new(trace.kind, trace.id);
    if trace.number == DELETION {
        record.deletion = Some((trace.stamp, trace.raw == value::encode(&Value::Boolean(true))));
    } else {
        record.set(trace.number, trace.stamp, trace.raw.clone());
    }
    record.encode()
}

fn packed(operations: &[Operation]) -> Vec<u8> {
    let encoded: Vec<Vec<u8>> = operations.iter().filter_map(|one| rmp_serde::to_vec_named(one).ok()).collect();
    pack(encoded.iter().map(Vec::as_slice))
}
