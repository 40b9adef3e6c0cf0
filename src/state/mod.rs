//! What the screen knows: the client of the engine, live questions, edits with undo, running jobs, settings, notices.
//!
//! Made once at the root as [`AppState`], which is `Copy` and lives as long as the page, so that tasks may hold it
//! after an `await`. No data are kept here: a screen asks the engine for what it shows and asks again after a change.
//! The screens use the engine's [`protocol`] and the [`browser`] through this module only. Absent on purpose: words
//! (they are in `messages`) and everything that is drawn.

mod analyst;
mod app;
mod backups;
mod book_making;
mod books;
pub mod browser;
mod converter;
mod courier;
mod edits;
mod engine;
mod failures;
pub mod format;
mod identifiers;
mod jobs;
mod keysmith;
mod live;
mod lock;
mod notices;
mod people;
mod place;
mod questions;
mod release_files;
mod releases;
mod room;
mod schedule;
mod secrets;
mod settings;
mod sync;
mod undo;

pub use crate::analysis::protocol as analyst_protocol;
pub use crate::engine::protocol;
pub use crate::engine::protocol::{backup_protocol, import_plan, segment_plan};
pub use analyst::{Analyst, AnalystLoss};
pub use app::{AppState, use_app};
pub use backups::{Backups, LastBackup, keep_file, suggested_passphrase};
pub use book_making::{NewBook, make_book};
pub use books::{Books, SeenBook, delete_book, open_book};
pub use converter::{Converter, ConverterAnswer, ConverterInput};
pub use edits::{CommitOutcome, commit, commit_by, commit_to_all, load_sample, remove_sample, working_member};
pub use engine::{Connection, Engine, LossReason};
pub use failures::{failure_text, tell_failure};
pub use identifiers::{new_id, new_operation};
pub use jobs::{Progress, RunningJob};
pub use live::{Changes, Live, live, live_record};
pub use lock::{Lock, LockAfter, lock_all_tabs, lock_other_tabs, tell_lock_changed};
pub use notices::{Notice, NoticeAction, NoticeTone, Notices};
pub use people::erase_people;
pub use release_files::{ReleaseFiles, check_release_files, release_hash};
pub use releases::{ChangeOver, change_over, fetch_and_change_over, follow_the_book};
pub use room::{BrowserFamily, Room, Shortage, browser_family};
pub use schedule::{Every, Plan, Schedule, ScheduleState};
pub use secrets::{
    TypedPassphrase, TypedSecret, change_passphrase, change_recovery_key, lock_figures, new_recovery_key, try_secret,
    turn_lock_off, turn_lock_on, unlock,
};
pub use settings::{ColumnChoice, Settings, Theme};
pub use sync::{
    OtherDevices, ask_sync, conflicts, draw_code, join_with_code, link_with_code, make_code, settle, sync_devices,
};
pub use undo::{UndoOutcome, UndoStack, offer_undo, offer_undo_as, redo_last, undo, undo_last};
