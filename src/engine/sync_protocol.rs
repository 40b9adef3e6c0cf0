//! What the page and the engine say to each other about other devices.

use crate::domain::id::{Id, MemberId, OperationId};
use crate::domain::record::Kind;
use crate::domain::secret::{SecretBytes, Stretching};
use crate::engine::record_protocol::Cell;
use borsh::{BorshDeserialize, BorshSerialize};

/// A database of a server that speaks CouchDB's protocol, as a person gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct SyncServer {
    /// The address of the database, such as `https://couch.example.com/customers`.
    pub address: String,
    /// The user; empty for none.
    pub user: String,
    /// The password.
    pub password: SecretBytes,
}

/// What the page can ask about other devices. Each is answered by a [`SyncReply`] unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum SyncRequest {
    /// How it stands: [`SyncReply::State`].
    State,
    /// Look whether a server can be used, and change nothing: [`SyncReply::Checked`] or [`SyncReply::Trouble`].
    Check(SyncServer),
    /// Begin, with a database that holds nothing yet: [`SyncReply::Done`] or [`SyncReply::Trouble`].
    Start {
        /// The server.
        server: SyncServer,
        /// What this device is to be called.
        device: String,
        /// Make the database, since there is none.
        make_database: bool,
    },
    /// A code by which another device joins, sealed with a passphrase: [`SyncReply::Code`].
    Invite {
        /// What the passphrase was stretched into.
        stretched: SecretBytes,
        /// How.
        how: Stretching,
    },
    /// How the passphrase of a code is stretched: [`SyncReply::CodeRead`] or [`SyncReply::CodeInvalid`].
    ReadCode(String),
    /// Join what a code leads to: [`SyncReply::Done`], [`SyncReply::WrongPassphrase`], [`SyncReply::CodeInvalid`] or
    /// [`SyncReply::Trouble`].
    Join {
        /// The code.
        code: String,
        /// What the passphrase was stretched into, as [`SyncReply::CodeRead`] says.
        stretched: SecretBytes,
        /// What this device is to be called.
        device: String,
    },
    /// Ask the server now, whatever was waited for: [`SyncReply::Done`].
    Now,
    /// Another user or password for the same server, looked at before it is kept: [`SyncReply::Done`] or
    /// [`SyncReply::Trouble`].
    NewPassword {
        /// The user.
        user: String,
        /// The password.
        password: SecretBytes,
    },
    /// The devices that were seen: [`SyncReply::Devices`].
    Devices,
    /// Another name for this device: [`SyncReply::Done`].
    RenameDevice(String),
    /// A device that is no longer to take part: it stops when it next asks. [`SyncReply::Done`] or [`SyncReply::Trouble`].
    ForgetDevice(Id),
    /// What a person decided about [`SyncTrouble::ManyDeletions`], [`SyncTrouble::ManyMissing`],
    /// [`SyncTrouble::WentBack`] or [`SyncTrouble::Withheld`]: [`SyncReply::Done`].
    Decide(SyncDecision),
    /// Stop; what is here stays here, what is on the server stays there: [`SyncReply::Done`].
    TurnOff,
    /// Values that lost against others, newest first: [`SyncReply::Conflicts`].
    Conflicts {
        /// So many are passed over.
        skip: u32,
        /// So many at most.
        limit: u32,
    },
    /// Say that a conflict is seen to, and put the losing value in the place of the present one if that is wished:
    /// [`Reply::Committed`](crate::engine::protocol::Reply::Committed), or refused as any edit may be.
    Settle {
        /// Chosen by the page.
        operation: OperationId,
        /// Who does it.
        member: MemberId,
        /// The conflicts.
        conflicts: Vec<Id>,
        /// Take the losing value.
        take_other: bool,
    },
}

/// What a person decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum SyncDecision {
    /// Let the deletions of the other device happen here, too.
    AcceptDeletions,
    /// Keep the records, here and on every device.
    KeepRecords,
    /// Send this device's records again, since the server lost them or gave back older ones.
    SendAgain,
}

/// What the engine answers.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum SyncReply {
    /// It is done.
    Done,
    /// How it stands.
    State(SyncState),
    /// The server can be used.
    Checked(ServerFound),
    /// It could not be done; nothing has changed.
    Trouble(SyncTrouble),
    /// The code for another device.
    Code(String),
    /// How the passphrase of the code is stretched.
    CodeRead(Stretching),
    /// That is no code of ours, or not the whole of it.
    CodeInvalid,
    /// The passphrase is another one.
    WrongPassphrase,
    /// The devices.
    Devices(Vec<SyncDevice>),
    /// Values that lost.
    Conflicts(ConflictPage),
}

/// What was found at the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum ServerFound {
    /// An empty database.
    Empty,
    /// There is no database of that name, and this user may perhaps make one.
    NoDatabase,
    /// The database of a book that is synchronised already; devices join it by a code.
    Book,
}

/// How the exchange with other devices stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct SyncState {
    /// It is turned on.
    pub is_on: bool,
    /// Scheme, name and port of the server; empty while it is off.
    pub origin: String,
    /// The address of the database, without user and password.
    pub address: String,
    /// The user.
    pub user: String,
    /// What is being done.
    pub activity: SyncActivity,
    /// Records that are different here from what the server has acknowledged.
    pub unsent: u64,
    /// When the server last acknowledged that it has all that this device has, and this device all that the server has;
    /// milliseconds since 1970.
    pub synced_at: Option<u64>,
    /// Since when the server cannot be reached, milliseconds since 1970.
    pub unreachable_since: Option<u64>,
    /// What keeps it from going on; a person has to do something, or it is tried again by itself where the trouble says so.
    pub trouble: Option<SyncTrouble>,
    /// All that the server had has been received once; before that nothing is sent.
    pub is_loaded: bool,
    /// Records of devices whose clock is ahead: they are taken over when their time has come.
    pub ahead: u64,
    /// Records that were changed here while the clock was ahead: they are sent when their time has come.
    pub ahead_here: u64,
    /// Records of the server that cannot be read here.
    pub unreadable: u64,
    /// A few letters over all that the server holds, which are alike on every device that has the same; empty while something
    /// is under way.
    pub comparison: String,
    /// Another tab of this browser does it.
    pub in_another_tab: bool,
}

/// What is being done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum SyncActivity {
    /// Nothing.
    #[default]
    Idle,
    /// The server is asked.
    Asking,
    /// Records come.
    Receiving {
        /// So many came.
        done: u64,
        /// So many are to come, as far as the server says.
        left: u64,
    },
    /// Records go.
    Sending {
        /// So many are to go.
        left: u64,
    },
}

/// What keeps it from going on, or kept something from being done.
#[derive(Clone, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum SyncTrouble {
    /// The address is none.
    AddressInvalid,
    /// The page came over https and the address is one of http, which browsers refuse.
    AddressInsecure,
    /// The security policy that this site is served with does not allow the address.
    NotAllowed,
    /// Nobody answers there, or with a certificate that is not trusted. Tried again by itself.
    Unreachable,
    /// The server answers and does not allow this page to read what it says (CORS).
    NotShared,
    /// Something answers that is no CouchDB: a login page of a network, a proxy, another program. Tried again by itself.
    NotADatabase,
    /// User or password are wrong.
    PasswordWrong,
    /// The user may not do that in this database.
    Forbidden,
    /// There is no such database. It is never made again by itself.
    NoDatabase,
    /// The database holds something that is not this book, or its first page is missing or cannot be opened.
    OtherBook,
    /// The database is not empty, so nothing new is begun in it.
    NotEmpty,
    /// The server refused, with its status and its words. Tried again by itself.
    Refused {
        /// The status.
        status: u16,
        /// What it said.
        words: String,
    },
    /// The server is busy. Tried again by itself.
    Busy,
    /// The server does not take records of that size.
    RecordTooLarge {
        /// The record.
        kind: u16,
        /// The record.
        id: Id,
    },
    /// Another device deleted so many records that a person is asked first: [`SyncDecision::AcceptDeletions`] or
    /// [`SyncDecision::KeepRecords`].
    ManyDeletions {
        /// So many.
        count: u64,
        /// Of so many.
        of: u64,
    },
    /// The server no longer has many records that it had: [`SyncDecision::SendAgain`].
    ManyMissing {
        /// So many.
        count: u64,
    },
    /// The server gave back an older state than it had: [`SyncDecision::SendAgain`].
    WentBack {
        /// So many records.
        count: u64,
    },
    /// The server shows another device other records than this one: [`SyncDecision::SendAgain`].
    Withheld {
        /// What the other device is called.
        device: String,
        /// How many records it was shown.
        theirs: u64,
        /// How many were shown here.
        ours: u64,
    },
    /// Another device has said that this one is no longer to take part.
    DeviceForgotten,
    /// A newer release writes into this book; this one must be updated first.
    NewerRelease,
    /// The disk of this device did not take what came; the notice about the disk says why. Tried again by itself.
    Disk,
}

/// A device that takes part.
#[derive(Clone, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct SyncDevice {
    /// Which.
    pub id: Id,
    /// What its user calls it.
    pub name: String,
    /// When it last sent or received, by its own clock, milliseconds since 1970; 0 while that is not known.
    pub seen: u64,
    /// It is this one.
    pub is_this: bool,
    /// It is no longer to take part.
    pub is_forgotten: bool,
}

/// Some conflicts.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct ConflictPage {
    /// They, newest first.
    pub lines: Vec<ConflictLine>,
    /// How many there are in all.
    pub total: u64,
}

/// Two devices wrote the same field without knowing of each other: what stands there, and what lost.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct ConflictLine {
    /// The conflict.
    pub id: Id,
    /// The record's kind.
    pub kind: Kind,
    /// The record.
    pub record: Id,
    /// Its title.
    pub title: String,
    /// The field; [`DELETION`](crate::domain::record::DELETION) where one side deleted the record.
    pub field: u16,
    /// What stands there now.
    pub present: Cell,
    /// Who wrote what stands there, where it is known.
    pub present_by: Option<String>,
    /// When, milliseconds since 1970.
    pub present_at: u64,
    /// What lost.
    pub other: Cell,
    /// Who wrote what lost, where it is known.
    pub other_by: Option<String>,
    /// When, milliseconds since 1970.
    pub other_at: u64,
    /// The record is in the trash.
    pub is_deleted: bool,
}
