//! Words of the settings screens.

use super::message::messages;

messages! {}
