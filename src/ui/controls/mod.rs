//! The generic controls: buttons, fields, dialogs, long lists.
//!
//! They know nothing of customers, of storage or of a language: every word, value and action comes in as a prop, and
//! words come as signals because the language can change while the page is open. How they look is in
//! `style/controls.css`.

mod anchor;
mod avatar;
mod bar_list;
mod button;
mod checkbox;
mod chip;
mod column_chart;
mod combobox;
mod dialog;
mod drop_zone;
mod empty;
mod field;
mod icon;
mod kbd;
mod menu;
mod notice;
mod pill;
mod popover;
mod problem;
mod progress;
mod select;
mod skeleton;
mod stepper;
mod tabs;
mod tag_editor;
mod text_area;
mod text_field;
mod unique_id;
mod virtual_rows;

pub use avatar::{Avatar, avatar_class, initial};
pub use bar_list::{Bar, BarList};
pub use button::{Button, ButtonKind};
pub use checkbox::Checkbox;
pub use chip::Chip;
pub use column_chart::{ChartColumn, ColumnChart};
pub use combobox::{ComboOption, Combobox};
pub use dialog::Dialog;
pub use drop_zone::DropZone;
pub use empty::Empty;
pub use field::{Field, described_by};
pub use icon::{Glyph, Icon};
pub use kbd::Kbd;
pub use menu::{Menu, MenuItem, SharedMenu};
pub use notice::{Notice, NoticeTone, Notices};
pub use pill::{Pill, Tone};
pub use popover::Popover;
pub use problem::Problem;
pub use progress::Progress;
pub use select::{Select, SelectOption};
pub use skeleton::Skeleton;
pub use stepper::Stepper;
pub use tabs::{Tab, Tabs};
pub use tag_editor::TagEditor;
pub use text_area::TextArea;
pub use text_field::TextField;
pub use unique_id::unique_id;
pub use virtual_rows::VirtualRows;
