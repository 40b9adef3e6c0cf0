//! Pipelines and stages as their users shape them: named, added, put in order, deleted. Whatever is changed is one action
//! with the way to take it back; deals that stand in what is deleted go elsewhere in the same action.

mod delete_dialog;
mod edits;
mod pipeline_card;
mod pipeline_editor;
mod reorder;
mod stage_fields;
mod stage_row;

pub use pipeline_editor::PipelineEditor;
