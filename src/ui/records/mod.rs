//! Lists and records of any kind, through the field table alone: the list with its filters, columns and selection, the record
//! beside it or on its own page, the editors of its values, its history, the form of a new one, the export.
//!
//! Nothing here knows what a customer is; what a page wants differently it says by props.

mod address_state;
mod bulk_delete;
mod bulk_edit;
mod cells;
mod column_chooser;
mod columns;
mod editors;
mod export_dialog;
mod field_edit;
mod field_row;
mod field_value;
mod filter_draft;
mod filter_editor;
mod filter_values;
mod filter_words;
mod filters;
mod history;
mod history_words;
mod linked_records;
mod list_bar;
mod list_empty;
mod list_grid;
mod list_head;
mod list_keys;
mod list_menu;
mod list_row;
mod list_state;
mod new_record;
mod new_record_draft;
mod new_record_form;
mod record_fields;
mod record_handle;
mod record_head;
mod record_list;
mod record_page;
mod record_panel;
mod record_parts;
mod record_view;
mod selection;
mod selection_bar;
mod sort;
mod tint;

pub use cells::title_text;
pub use list_bar::{LIST_PANE_ID, ListBar};
pub use list_keys::focus_record;
pub use list_state::{ListDialog, ListState};
pub use record_handle::RecordHandle;
pub use record_list::{ListDialogs, RecordList};
pub use record_page::RecordPage;
pub use record_panel::RecordPanel;
pub use record_parts::RecordParts;
