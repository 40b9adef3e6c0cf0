//! Words of the record screens.

use super::message::messages;

messages! {}
