//! Folding: what the journal says moves into pages and history, and its rows go, in one transaction.
//!
//! Two tabs may both have read the same journal. The fold position that a tab's tables are built on is the guard of its
//! transaction: if another tab folded meanwhile, nothing is written and the answer is [`Folded::Moved`].

use super::aside::SetAside;
use super::batch;
use super::chain::{Item, LedgerEnd, LedgerEntry, pack_heads, unpack_heads};
use super::disk::{Disk, DiskError, Guard, Key, Step, Store, Write, Written};
use super::error::StorageError;
use super::handle::{FOLD_KEY, Storage, StoredPosition};
use super::history::{Touched, Trace};
use super::pack::{Malformed, Packer, Unpacker};
use super::pages::Page;
use crate::domain::id::{Id, OperationId};
use crate::domain::operation::Operation;
use crate::domain::stamp::Stamp;

/// How far the journal was folded into pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FoldPosition {
    /// Which set of pages counts; a migration writes the next one and then moves here.
    pub generation: u32,
    /// The number of the last journal row whose content is in the pages; 0 when there is none.
    pub through: u64,
    /// How many folds there were.
    pub folds: u64,
}

impl FoldPosition {
    /// The bytes of a position, and of where the ledger ends if there is one.
    pub(super) fn encode(self, ledger: &LedgerEnd) -> Vec<u8> {
        let has_ledger = ledger.items > 0;
        let mut packer = Packer::default();
        packer.array(if has_ledger { 6 } else { 3 });
        packer.number(self.generation.into()).number(self.through).number(self.folds);
        if has_ledger {
            packer.number(ledger.items).bytes(&ledger.hash).bytes(&pack_heads(&ledger.heads));
        }
        packer.finish()
    }

    /// Elements that a newer version added are passed over; it is the guard that keeps us from writing without them.
    pub(super) fn decode(plain: &[u8]) -> Result<(FoldPosition, LedgerEnd), Malformed> {
        let mut from = Unpacker::new(plain);
        let elements = from.array()?;
        if elements < 3 {
            return Err(Malformed);
        }
        let position = FoldPosition { generation: from.number()?, through: from.number()?, folds: from.number()? };
        let mut ledger = LedgerEnd::default();
        if elements >= 6 {
            ledger = LedgerEnd { items: from.number()?, hash: from.exactly()?, heads: unpack_heads(from.bytes()?)? };
        }
        Ok((position, ledger))
    }
}

/// What a fold writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoldRequest {
    /// The number of the last journal row whose content is in `pages`.
    pub through: u64,
    /// Rows up to `through` that stay on disk because they are damaged: they may be the only copy.
    pub keep: Vec<u64>,
    /// The pages that changed, whole; an empty one is deleted.
    pub pages: Vec<Page>,
    /// The values that were replaced.
    pub traces: Vec<Trace>,
    /// The operations of the folded rows, in their order.
    pub operations: Vec<Operation>,
    /// What each of them touched; shorter where it is not known.
    pub touched: Vec<Touched>,
    /// The places of the folded rows in the chain, in their order; rows of versions before it have none.
    pub links: Vec<LedgerEntry>,
    /// When it is folded, milliseconds since 1970; for the ledger.
    pub now: u64,
    /// The imports whose deltas are in `pages` now.
    pub finished_batches: Vec<OperationId>,
    /// Records of which the past is forgotten.
    pub erased: Vec<Erasure>,
    /// Objects that cannot be read: they leave their places and are kept, byte for byte, apart from the book.
    pub aside: Vec<SetAside>,
}

/// Says that everything in a record's history up to a stamp goes for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// The record's kind.
    pub kind: u16,
    /// The record.
    pub id: Id,
    /// The last stamp that is forgotten.
    pub floor: Stamp,
}

/// How a fold ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folded {
    /// It is on disk; the journal is folded up to here.
    Done(FoldPosition),
    /// Another tab folded since our tables were read; nothing was written. Refresh the position and read the pages anew.
    Moved,
}

impl<D: Disk> Storage<D> {
    /// Writes pages and history and takes the folded rows off the journal, all at once. The position that was last
    /// refreshed must still be the one on disk. What only folds write, the history, is read before the transaction;
    /// the guard holds for it too. After an error, refresh the position: it tells whether the fold was applied.
    pub async fn fold(&self, request: FoldRequest) -> Result<Folded, StorageError> {
        let StoredPosition { position, ledger, object: expected } = self.stored_position();
        let through = request.through.max(position.through);
        let next = FoldPosition { through, folds: position.folds + 1, ..position };
        // First of all, since what comes after may take the places that they leave.
        let mut steps: Vec<Step> = request.aside.iter().flat_map(|object| object.steps(next.folds)).collect();
        for page in &request.pages {
            steps.push(self.page_step(position.generation, page)?);
        }
        steps.extend(self.history_steps(&request.traces, &request.erased).await?);
        steps.extend(self.operation_steps(&request.operations, &request.touched).await?);
        let items = request.links.into_iter().map(Item::Entry).collect();
        let (ledger_steps, ledger) = self.ledger_steps(&ledger, (next.folds, request.now), items).await?;
        steps.extend(ledger_steps);
        steps.extend(journal_deletes(position.through, through, request.keep));
        steps.extend(request.finished_batches.iter().map(|operation| batch::delete_step(*operation)));
        let object = self.seal_object(Store::Meta, FOLD_KEY, &next.encode(&ledger))?;
        steps.push(Step::Put { store: Store::Meta, key: FOLD_KEY.to_owned(), bytes: object.clone() });
        let mut guards = self.key_guards();
        guards.push(Guard { store: Store::Meta, key: FOLD_KEY.to_owned(), expected });
        match self.disk.write(Write::guarded(guards, steps)).await? {
            Written::Done { .. } => {
                self.set_stored_position(StoredPosition { position: next, ledger, object: Some(object) });
                Ok(Folded::Done(next))
            }
            Written::GuardFailed => match self.why_guard_failed().await {
                StorageError::Disk(DiskError::Gone) => Err(DiskError::Gone.into()),
                _ => Ok(Folded::Moved),
            },
        }
    }
}

/// What deletes the journal's rows after `folded` up to `through`, but for the kept ones.
fn journal_deletes(folded: u64, through: u64, mut keep: Vec<u64>) -> Vec<Step> {
    keep.retain(|key| *key > folded && *key <= through);
    keep.sort_unstable();
    keep.dedup();
    let starts = std::iter::once(folded).chain(keep.iter().copied());
    let ends = keep.iter().copied().chain(std::iter::once(through + 1));
    let gaps = starts.zip(ends).filter(|(start, end)| start + 1 < *end);
    gaps.map(|(start, end)| Step::DeleteRange {
        store: Store::Journal,
        from: Key::Number(start + 1),
        to: Key::Number(end - 1),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::chain::Head;
    use super::*;
    use crate::domain::stamp::Actor;

    #[test]
    fn folded_rows_go_and_kept_rows_stay() {
        let check = |folded, through, keep: &[u64], expected: &[(u64, u64)]| {
            let range = |(from, to): &(u64, u64)| Step::DeleteRange {
                store: Store::Journal,
                from: Key::Number(*from),
                to: Key::Number(*to),
            };
            let expected: Vec<Step> = expected.iter().map(range).collect();
            assert_eq!(journal_deletes(folded, through, keep.to_vec()), expected, "{folded} {through} {keep:?}");
        };
        check(0, 0, &[], &[]);
        check(0, 9, &[], &[(1, 9)]);
        check(4, 9, &[], &[(5, 9)]);
        check(4, 9, &[2, 4], &[(5, 9)]);
        check(4, 9, &[7, 5, 7], &[(6, 6), (8, 9)]);
        check(4, 9, &[9, 12], &[(5, 8)]);
        check(4, 5, &[5], &[]);
    }

    #[test]
    fn a_position_reads_back_also_with_what_a_newer_version_adds() {
        let position = FoldPosition { generation: 3, through: 1 << 40, folds: 70_000 };
        let none = LedgerEnd::default();
        assert_eq!(FoldPosition::decode(&position.encode(&none)), Ok((position, none.clone())));
        let head = Head { actor: Actor(7), sequence: 9, hash: [5; 32] };
        let ledger = LedgerEnd { items: 12, hash: [3; 32], heads: vec![head; 2] };
        assert_eq!(FoldPosition::decode(&position.encode(&ledger)), Ok((position, ledger)));
        let longer = Packer::default().array(4).number(3).number(1 << 40).number(70_000).nil().finish();
        assert_eq!(FoldPosition::decode(&longer), Ok((position, none)));
        assert_eq!(FoldPosition::decode(&[0x92, 1, 2]), Err(Malformed));
    }
}
