//! Sample data in and out: each one action.

use crate::domain::change::Change;
use crate::domain::deal;
use crate::domain::id::{MemberId, OperationId};
use crate::domain::operation::Action;
use crate::domain::pipeline;
use crate::domain::sample::{self, Setting, Trade, is_sample};
use crate::domain::value::{Currency, Day};
use crate::engine::core::Engine;
use crate::engine::protocol::Reply;
use crate::messages::Language;
use crate::storage::Disk;
use std::rc::Rc;

/// Makes the same sample for everybody.
const SEED: u64 = 0x6275_7272_6f77;

/// What a sample is made for.
#[derive(Clone, Copy, Debug, PartialEq, borsh::BorshDeserialize, borsh::BorshSerialize)]
pub struct SampleWish {
    /// The trade.
    pub trade: Trade,
    /// The language of its texts.
    pub language: Language,
    /// The currency of its amounts.
    pub currency: Currency,
    /// The present day where the user is.
    pub today: Day,
}

impl<D: Disk + 'static> Engine<D> {
    /// Makes the sample of a trade.
    pub(super) async fn load_sample(
        self: &Rc<Self>,
        operation: OperationId,
        member: MemberId,
        wish: SampleWish,
    ) -> Reply {
        if let Err(failure) = self.may_write() {
            return Reply::Failed(failure);
        }
        let pipeline_ids = match self.new_ids(pipeline::USUAL_RECORDS) {
            Ok(ids) => ids.collect(),
            Err(failure) => return Reply::Failed(failure),
        };
        let setting = Setting {
            trade: wish.trade,
            language: wish.language,
            currency: wish.currency,
            seed: SEED + wish.trade as u64,
            now: i64::try_from(self.environment.now()).unwrap_or(i64::MAX),
            today: wish.today,
            member,
            stages: deal::usual_course(&self.book.borrow().neighbours()),
            pipeline_ids,
        };
        self.commit(operation, member, Action::Create, sample::make(&setting)).await
    }

    /// Moves every sample record to the trash, and nothing else.
    pub(super) async fn remove_sample(self: &Rc<Self>, operation: OperationId, member: MemberId) -> Reply {
        if let Err(failure) = self.may_write() {
            return Reply::Failed(failure);
        }
        let changes = {
            let book = self.book.borrow();
            let mut changes = Vec::new();
            for table in book.tables() {
                let Some(kind) = table.kind() else { continue };
                let live = table.slots().filter(|slot| !table.is_deleted(*slot));
                let ids = live.filter_map(|slot| table.view(slot)).map(|view| view.id()).filter(|id| is_sample(*id));
                changes.extend(ids.map(|id| Change::deletion(kind, id, true)));
            }
            changes
        };
        self.commit(operation, member, Action::Delete, changes).await
    }

    /// How many sample records there are.
    pub(super) fn sample_count(&self) -> u64 {
        let book = self.book.borrow();
        let of_table = |table: &crate::engine::table::Table| {
            let live = table.slots().filter(|slot| !table.is_deleted(*slot));
            live.filter_map(|slot| table.view(slot)).filter(|view| is_sample(view.id())).count() as u64
        };
        book.tables().filter(|table| table.kind().is_some()).map(of_table).sum()
    }
}
