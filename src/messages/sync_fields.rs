//! Names of what devices disagree about.

use super::message::messages;

messages! {
    CONFLICT = "Conflict", "冲突";
    CONFLICTS = "Conflicts", "冲突";
}
