//! Importing a file: look into it (`draft`, `order_draft`), read its rows as values (`row`), recognise people and orders
//! that are already there (`matching`), find or make the customers that orders are of (`buyers`), go through all rows to count or to write (`pass`), and hand back the rows that could not be taken over
//! (`problems`).
//!
//! An import is one action: its journal entry makes all of it count at once, and undo takes all of it back. Rows in =
//! created + updated + skipped + problems; no row is dropped in silence.

mod buyers;
mod draft;
mod employers;
mod matching;
mod order_draft;
mod pass;
mod problems;
mod row;

#[cfg(test)]
mod tests;

use crate::domain::operation::Action;
use crate::domain::record::Kind;
use crate::engine::book::BookVersion;
use crate::engine::core::{Engine, Stopped};
use crate::engine::import::pass::Pass;
use crate::engine::import_plan::{ImportPlan, Reading, RowReason};
use crate::engine::protocol::ImportLine;
use crate::engine::serve::File;
use crate::storage::Disk;
use std::rc::Rc;

/// What the engine keeps of an import between requests.
#[derive(Default)]
pub struct ImportState {
    file: Option<File>,
    kind: Option<Kind>,
    reading: Option<Reading>,
    headers: Vec<String>,
    problem_rows: Vec<ProblemRow>,
    looked_at: Option<LookedAt>,
}

/// What the last preview made of the whole file, so that the import itself need not read it a second time.
struct LookedAt {
    plan: ImportPlan,
    /// The book that the rows were matched with.
    book: BookVersion,
    pass: Pass,
}

/// A row that could not be taken over, whole, for the file of problem rows.
pub(super) struct ProblemRow {
    line: u64,
    reasons: Vec<RowReason>,
    cells: Vec<String>,
}

impl<D: Disk + 'static> Engine<D> {
    /// The imports made so far, newest first.
    pub(super) async fn imports(self: &Rc<Self>) -> Result<Vec<ImportLine>, Stopped> {
        let storage = self.storage()?;
        let mut operations = storage.imports().await?;
        let folded = storage.operations(usize::MAX).await?;
        let book = self.book.borrow();
        operations.extend(book.operations.iter().cloned());
        operations.sort_by_key(|operation| std::cmp::Reverse(operation.stamp));
        operations.dedup_by_key(|operation| operation.id);
        let undone: Vec<_> = folded
            .iter()
            .chain(&operations)
            .filter_map(
                |operation| if let Action::Undo(of) = operation.action { Some((operation.id, of)) } else { None },
            )
            .collect();
        // An import whose undo was itself taken back stands again.
        let is_undone =
            |id| undone.iter().any(|(undo, of)| *of == id && !undone.iter().any(|(_, of_undo)| of_undo == undo));
        Ok(operations
            .into_iter()
            .filter_map(|operation| {
                let Action::Import(summary) = operation.action.clone() else { return None };
                let member = book.member_name(operation.member);
                Some(ImportLine { reverted: is_undone(operation.id), summary, member, operation })
            })
            .collect())
    }
}
