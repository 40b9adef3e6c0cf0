//! The one way in which a deal changes its stage by hand: one action with the way to take it back.

use crate::domain::change::Change;
use crate::domain::deal;
use crate::domain::id::Id;
use crate::domain::operation::Action;
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::board as words;
use crate::state::protocol::board_protocol::BoardStage;
use crate::state::{AppState, CommitOutcome, commit, offer_undo};

/// A deal on its way to another stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// The deal.
    pub deal: Id,
    /// What it is called.
    pub title: String,
    /// Where it goes.
    pub to: BoardStage,
    /// Whether it comes from a lost stage, so that it is known why it was lost.
    pub was_lost: bool,
}

/// Why a deal was lost.
#[derive(Clone, Debug, PartialEq)]
pub struct Loss {
    /// The code of the reason.
    pub reason: u16,
    /// The same in words; may be empty.
    pub notes: String,
}

/// Writes the move, and offers to take it back.
pub async fn commit_move(app: AppState, deed: &Move, loss: Option<Loss>) -> CommitOutcome {
    let mut fields = vec![(deal::STAGE, Value::Link(deed.to.id))];
    if let Some(loss) = loss {
        let notes = loss.notes.trim();
        let notes = if notes.is_empty() { Value::Empty } else { Value::Text(notes.to_owned()) };
        fields.extend([(deal::LOST_REASON, Value::Choice(loss.reason)), (deal::LOST_NOTES, notes)]);
    }
    let outcome = commit(app, Action::Edit, vec![Change::edit(Kind::Deal, deed.deal, fields)]).await;
    if let CommitOutcome::Saved(committed) = &outcome {
        let (title, stage) = (deed.title.clone(), deed.to.name.clone());
        let text = move |language| words::MOVED.fill(language, &[("deal", &title), ("stage", &stage)]);
        offer_undo(app, text, committed.operation);
    }
    outcome
}
