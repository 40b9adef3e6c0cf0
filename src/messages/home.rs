//! Words of the home screens.

use super::message::messages;

messages! {}
