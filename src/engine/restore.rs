//! Taking a backup into the book: gathered part by part, then written as one action, all or nothing. In an empty book it
//! is the book of the backup; beside other data each value is settled by its stamp, as between two devices.

use crate::domain::id::{Id, MemberId, OperationId};
use crate::domain::merge;
use crate::domain::operation::{Action, Operation};
use crate::domain::record::{Record, RecordView};
use crate::engine::backup_protocol::RestoreReport;
use crate::engine::book::Book;
use crate::engine::core::{Engine, Stopped};
use crate::engine::environment::LockName;
use crate::engine::protocol::Failure;
use crate::formats::backup::{StateDigest, unpack};
use crate::storage::Disk;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Records compared between two looks at the messages.
const RECORDS_AT_A_TIME: usize = 5_000;

/// A restore that is under way: what came so far, and nothing of it written.
#[derive(Default)]
pub(super) struct RestoreSession {
    records: Vec<Vec<u8>>,
    /// Where the latest version of a record stands.
    place: HashMap<(u16, Id), usize>,
    history: Vec<Vec<u8>>,
    operations: Vec<Operation>,
    state: StateDigest,
}

impl RestoreSession {
    fn take(&mut self, records: &[u8], history: &[u8], operations: &[u8]) -> Result<(), Failure> {
        let damaged = || Failure::Bug("a part of a backup could not be read".to_owned());
        for bytes in unpack(records) {
            self.state.take(bytes).map_err(|_| damaged())?;
            let view = RecordView::new(bytes).map_err(|_| damaged())?;
            match self.place.insert((view.kind_number(), view.id()), self.records.len()) {
                Some(earlier) => {
                    self.place.insert((view.kind_number(), view.id()), earlier);
                    self.records[earlier] = bytes.to_vec();
                }
                None => self.records.push(bytes.to_vec()),
            }
        }
        self.history.extend(unpack(history).map(<[u8]>::to_vec));
        // An action of a release that this one does not know is passed over: its values come back all the same.
        self.operations.extend(unpack(operations).filter_map(|bytes| rmp_serde::from_slice(bytes).ok()));
        Ok(())
    }
}

impl<D: Disk + 'static> Engine<D> {
    /// Begins a restore, in place of one that was under way.
    pub(super) fn restore_begin(&self) -> Result<(), Failure> {
        self.ready()?;
        *self.restore.borrow_mut() = Some(RestoreSession::default());
        Ok(())
    }

    /// Takes the next part, packed as in a backup.
    pub(super) fn restore_part(&self, records: &[u8], history: &[u8], operations: &[u8]) -> Result<(), Failure> {
        let mut restore = self.restore.borrow_mut();
        let missing = || Failure::Bug("no restore is under way".to_owned());
        restore.as_mut().ok_or_else(missing)?.take(records, history, operations)
    }

    /// Forgets what came.
    pub(super) fn restore_abandon(&self) {
        self.restore.borrow_mut().take();
    }

    /// Writes all that came, if it is what the backup's last line says. `made` is when the backup was made.
    pub(super) async fn restore_end(
        self: &Rc<Self>,
        (operation, member): (OperationId, MemberId),
        made: u64,
        digest: [u8; 32],
    ) -> Result<RestoreReport, Stopped> {
        let session = self.restore.borrow_mut().take();
        self.ready()?;
        // Other tabs wait: what is new here depends on what is there, and pages without a row would be swept.
        let _lock = self.environment.lock(LockName::Write).await;
        self.catch_up().await?;
        if self.already_done(operation).is_some() {
            return Ok(RestoreReport::default());
        }
        let session = session.ok_or_else(|| Stopped::Failed(Failure::Bug("no restore is under way".to_owned())))?;
        if session.state.value() != digest {
            return Err(Failure::Bug("what came is not what was read".to_owned()).into());
        }
        let (report, deltas, joined) = self.compare(session.records).await;
        if deltas.is_empty() {
            return Ok(report);
        }
        let mut deltas = deltas;
        deltas.extend(session.history.into_iter().filter(|bytes| is_of(bytes, &joined)));
        self.need_room_for_records(deltas.iter().map(|bytes| bytes.len() as u64).sum()).await?;
        let storage = self.storage()?;
        let mut known: HashSet<OperationId> =
            storage.operations(usize::MAX).await?.into_iter().map(|known| known.id).collect();
        let (earlier, stamp) = {
            let mut book = self.book.borrow_mut();
            known.extend(book.done.iter().copied());
            let earlier: Vec<Operation> = session.operations.into_iter().filter(|one| known.insert(one.id)).collect();
            // Whatever the clock of this device says, the restore comes after all that it brings.
            for view in deltas.iter().filter_map(|bytes| RecordView::new(bytes).ok()) {
                view.latest_stamp().into_iter().for_each(|stamp| book.clock.observe(stamp));
            }
            (earlier, book.clock.next(self.environment.now()))
        };
        let action = Action::RestoreBackup { made };
        self.write_restored(Operation { id: operation, member, stamp, action }, deltas, earlier).await?;
        Ok(report)
    }

    /// The records that would be different, with how many of them are new and how many are not.
    async fn compare(&self, records: Vec<Vec<u8>>) -> (RestoreReport, Vec<Vec<u8>>, HashSet<(u16, Id)>) {
        let mut report = RestoreReport::default();
        let mut deltas = Vec::new();
        let mut joined = HashSet::new();
        for (at, bytes) in records.into_iter().enumerate() {
            if at % RECORDS_AT_A_TIME == 0 {
                self.environment.yield_now().await;
            }
            let Ok(view) = RecordView::new(&bytes) else { continue };
            let name = (view.kind_number(), view.id());
            match differs(&self.book.borrow(), &view, &bytes) {
                Difference::New => report.added += 1,
                Difference::Other => report.changed += 1,
                Difference::None => {
                    report.unchanged += 1;
                    continue;
                }
            }
            joined.insert(name);
            deltas.push(bytes);
        }
        (report, deltas, joined)
    }
}

enum Difference {
    /// There is no such record.
    New,
    /// Joined to the one that is there, it makes it different.
    Other,
    /// It adds nothing.
    None,
}

fn differs(book: &Book, view: &RecordView<'_>, bytes: &[u8]) -> Difference {
    let table = book.tables().find(|table| table.number() == view.kind_number());
    let present = table.and_then(|table| table.slot(view.id()).and_then(|slot| table.bytes(slot)));
    let Some(present) = present else { return Difference::New };
    if present == bytes {
        return Difference::None;
    }
    match (Record::decode(present), Record::decode(bytes)) {
        (Ok(mut record), Ok(other)) => {
            merge::join(&mut record, &other);
            if record.encode() == present { Difference::None } else { Difference::Other }
        }
        _ => Difference::Other,
    }
}

fn is_of(bytes: &[u8], records: &HashSet<(u16, Id)>) -> bool {
    RecordView::new(bytes).is_ok_and(|view| records.contains(&(view.kind_number(), view.id())))
}
