//! Words of the import screens.

use super::message::messages;

messages! {
    LINE_COLUMN = "Line", "行号";
    REASON_COLUMN = "What is wrong", "问题";
}
