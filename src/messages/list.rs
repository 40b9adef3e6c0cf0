//! Words of the list screens.

use super::message::messages;

messages! {}
