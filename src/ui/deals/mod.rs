//! Deals on their board: the columns of a pipeline, cards that are moved by mouse, finger and keys, why a deal was lost, and a
//! deal's way through its stages on its record.
//!
//! The list of deals and their fields are those of any kind (`records`); the engine counts and sums. Here is what the hand
//! does, and what is said about it.

mod attention_words;
mod board_head;
mod board_keys;
mod board_state;
mod board_view;
mod card;
mod card_menu;
mod column;
mod drag;
mod lost_dialog;
mod moves;
mod no_pipeline;
mod stage_field;
mod stage_log;
mod stage_tabs;

pub use board_head::DealsHead;
pub use board_state::{BoardState, is_board};
pub use board_view::BoardView;
pub use no_pipeline::{NoPipeline, start_with_usual_stages};
pub use stage_field::DEAL_PARTS;
