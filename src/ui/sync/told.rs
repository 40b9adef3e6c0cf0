//! What keeps the exchange from going on: what happened, what is safe, what to do.

use crate::messages::{Language, Message, sync as words};
use crate::state::browser;
use crate::state::protocol::SyncTrouble;
use crate::ui::words::{language, n, t, tf};

/// A trouble in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What happened, in a sentence.
    pub what: String,
    /// What is safe.
    pub safe: String,
    /// What to do.
    pub deed: String,
    /// Lines to be put somewhere by whoever looks after the server or the site, with a name for them.
    pub lines: Option<(Message, String)>,
}

/// The field of a form that a trouble belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldOfTrouble {
    /// The address.
    Address,
    /// The user.
    User,
    /// The password.
    Password,
    /// None of them.
    Whole,
}

/// Beside which field a trouble is told.
pub fn field_of(trouble: &SyncTrouble) -> FieldOfTrouble {
    match trouble {
        SyncTrouble::PasswordWrong => FieldOfTrouble::Password,
        SyncTrouble::Forbidden => FieldOfTrouble::User,
        SyncTrouble::AddressInvalid
        | SyncTrouble::AddressInsecure
        | SyncTrouble::NotAllowed
        | SyncTrouble::Unreachable
        | SyncTrouble::NotShared
        | SyncTrouble::NotADatabase
        | SyncTrouble::NoDatabase
        | SyncTrouble::OtherBook
        | SyncTrouble::NotEmpty => FieldOfTrouble::Address,
        _ => FieldOfTrouble::Whole,
    }
}

/// A trouble in words, of a server at `address`, while synchronising is on or while it is being begun. Reactive.
pub fn told(trouble: &SyncTrouble, address: &str, is_on: bool) -> Told {
    let by = |on: Message, off: Message| t(if is_on { on } else { off });
    let deed = match trouble {
        SyncTrouble::AddressInvalid => t(words::DO_ADDRESS),
        SyncTrouble::AddressInsecure => t(words::DO_INSECURE),
        SyncTrouble::NotAllowed => t(words::DO_NOT_ALLOWED),
        SyncTrouble::Unreachable => by(words::DO_UNREACHABLE_ON, words::DO_UNREACHABLE),
        SyncTrouble::NotShared => t(words::DO_NOT_SHARED),
        SyncTrouble::NotADatabase => t(words::DO_NOT_A_DATABASE),
        SyncTrouble::PasswordWrong => by(words::DO_PASSWORD_ON, words::DO_PASSWORD),
        SyncTrouble::Forbidden => t(words::DO_FORBIDDEN),
        SyncTrouble::NoDatabase => by(words::DO_NO_DATABASE_ON, words::DO_NO_DATABASE),
        SyncTrouble::OtherBook => by(words::DO_OTHER_BOOK_ON, words::DO_OTHER_BOOK),
        SyncTrouble::NotEmpty => t(words::DO_NOT_EMPTY),
        SyncTrouble::Refused { .. } | SyncTrouble::Busy => t(words::DO_WAIT),
        SyncTrouble::RecordTooLarge { .. } => t(words::DO_TOO_LARGE),
        SyncTrouble::ManyDeletions { .. } => t(words::DO_DELETIONS),
        SyncTrouble::ManyMissing { .. } => t(words::DO_MISSING),
        SyncTrouble::WentBack { .. } => t(words::DO_WENT_BACK),
        SyncTrouble::Withheld { .. } => t(words::DO_WITHHELD),
        SyncTrouble::DeviceForgotten => t(words::DO_FORGOTTEN),
        SyncTrouble::NewerRelease => t(words::DO_NEWER),
        SyncTrouble::Disk => t(words::DO_DISK),
    };
    let safe = by(words::SAFE_HERE, words::SAFE_NOTHING_CHANGED);
    Told { what: what(trouble), safe, deed, lines: lines(trouble, address) }
}

fn what(trouble: &SyncTrouble) -> String {
    match trouble {
        SyncTrouble::AddressInvalid => t(words::ADDRESS_INVALID),
        SyncTrouble::AddressInsecure => t(words::ADDRESS_INSECURE),
        SyncTrouble::NotAllowed => t(words::NOT_ALLOWED),
        SyncTrouble::Unreachable => t(words::UNREACHABLE),
        SyncTrouble::NotShared => t(words::NOT_SHARED),
        SyncTrouble::NotADatabase => t(words::NOT_A_DATABASE),
        SyncTrouble::PasswordWrong => t(words::PASSWORD_WRONG),
        SyncTrouble::Forbidden => t(words::FORBIDDEN),
        SyncTrouble::NoDatabase => t(words::NO_DATABASE),
        SyncTrouble::OtherBook => t(words::OTHER_BOOK),
        SyncTrouble::NotEmpty => t(words::NOT_EMPTY),
        SyncTrouble::Refused { status, words: said } => refused(*status, said),
        SyncTrouble::Busy => t(words::BUSY),
        SyncTrouble::RecordTooLarge { .. } => t(words::RECORD_TOO_LARGE),
        SyncTrouble::ManyDeletions { count, of } => {
            tf(words::MANY_DELETIONS, &[("count", &n(*count)), ("of", &n(*of))])
        }
        SyncTrouble::ManyMissing { count } => tf(words::MANY_MISSING, &[("count", &n(*count))]),
        SyncTrouble::WentBack { .. } => t(words::WENT_BACK),
        SyncTrouble::Withheld { device, theirs, ours } => {
            tf(words::WITHHELD, &[("device", device), ("theirs", &n(*theirs)), ("ours", &n(*ours))])
        }
        SyncTrouble::DeviceForgotten => t(words::DEVICE_FORGOTTEN),
        SyncTrouble::NewerRelease => t(words::NEWER_RELEASE),
        SyncTrouble::Disk => t(words::DISK),
    }
}

/// What the server said, which is a few words of English, or nothing.
fn refused(status: u16, said: &str) -> String {
    let (status, said) = (status.to_string(), said.trim());
    if said.is_empty() {
        return tf(words::REFUSED_BARE, &[("status", &status)]);
    }
    tf(words::REFUSED, &[("words", said), ("status", &status)])
}

/// A trouble where there is little room. Reactive.
pub fn short(trouble: &SyncTrouble) -> String {
    match trouble {
        SyncTrouble::AddressInvalid | SyncTrouble::AddressInsecure => t(words::SHORT_ADDRESS),
        SyncTrouble::NotAllowed => t(words::SHORT_NOT_ALLOWED),
        SyncTrouble::Unreachable => t(words::SHORT_UNREACHABLE),
        SyncTrouble::NotShared => t(words::SHORT_NOT_SHARED),
        SyncTrouble::NotADatabase => t(words::SHORT_NOT_A_DATABASE),
        SyncTrouble::PasswordWrong => t(words::SHORT_PASSWORD),
        SyncTrouble::Forbidden => t(words::SHORT_FORBIDDEN),
        SyncTrouble::NoDatabase => t(words::SHORT_NO_DATABASE),
        SyncTrouble::OtherBook => t(words::SHORT_OTHER_BOOK),
        SyncTrouble::NotEmpty => t(words::SHORT_NOT_EMPTY),
        SyncTrouble::Refused { status, words: said } => refused(*status, said),
        SyncTrouble::Busy => t(words::SHORT_BUSY),
        SyncTrouble::RecordTooLarge { .. } => t(words::SHORT_TOO_LARGE),
        SyncTrouble::ManyDeletions { count, .. } => tf(words::SHORT_DELETIONS, &[("count", &n(*count))]),
        SyncTrouble::ManyMissing { count } => tf(words::SHORT_MISSING, &[("count", &n(*count))]),
        SyncTrouble::WentBack { .. } => t(words::SHORT_WENT_BACK),
        SyncTrouble::Withheld { .. } => t(words::SHORT_WITHHELD),
        SyncTrouble::DeviceForgotten => t(words::SHORT_FORGOTTEN),
        SyncTrouble::NewerRelease => t(words::SHORT_NEWER),
        SyncTrouble::Disk => t(words::SHORT_DISK),
    }
}

fn lines(trouble: &SyncTrouble, address: &str) -> Option<(Message, String)> {
    match trouble {
        SyncTrouble::NotAllowed => {
            let origin: String = address.trim().splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
            Some((words::POLICY_LINE, format!("connect-src 'self' {origin}")))
        }
        // https://docs.couchdb.org/en/stable/config/http.html#cross-origin-resource-sharing
        SyncTrouble::NotShared => Some((
            words::COUCH_LINES,
            format!(
                "[chttpd]\nenable_cors = true\n\n[cors]\norigins = {}\nmethods = GET, PUT, POST\nheaders = accept, authorization, content-type",
                browser::origin()
            ),
        )),
        _ => None,
    }
}

/// Sentences one after the other; Chinese puts no space between them.
pub fn sentences(parts: &[&str]) -> String {
    let between = match language() {
        Language::English => " ",
        Language::Chinese => "",
    };
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}
