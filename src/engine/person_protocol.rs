//! What page and engine say to each other about one person's data: plain data.

use crate::domain::id::{Id, MemberId, OperationId};
use crate::domain::record::Kind;
use crate::domain::secret::{SecretBytes, Stretching};
use crate::engine::audit_protocol::AuditName;
use crate::engine::protocol::{ExportedFile, Job};
use crate::messages::Language;
use borsh::{BorshDeserialize, BorshSerialize};

/// What the page asks.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum PersonRequest {
    /// Everything that mentions a customer: [`PersonReply::Report`].
    Report(Job, Id),
    /// Everything that is theirs in one file, with past values: [`PersonReply::File`].
    Export {
        /// Its number.
        job: Job,
        /// The customer.
        id: Id,
        /// For a program or for a person.
        form: PersonFile,
        /// Of the words in it.
        language: Language,
    },
    /// Erase for good: [`PersonReply::Erased`] or [`PersonReply::WrongPassphrase`].
    Erase(PersonErasure),
}

/// An erasure that is wished for.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct PersonErasure {
    /// Its number.
    pub job: Job,
    /// Chosen by the page.
    pub operation: OperationId,
    /// Who does it.
    pub member: MemberId,
    /// Whom.
    pub customers: Vec<Id>,
    /// Orders and deals stay, with amount and day and without the person.
    pub keeps_business: bool,
    /// With a lock on: what the passphrase was stretched into, how, and a new recovery key.
    pub keys: Option<(SecretBytes, Stretching, SecretBytes)>,
    /// Of the words that take the place of a deal's title.
    pub language: Language,
}

/// The form of a file about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum PersonFile {
    /// JSON.
    Json,
    /// A page to read and to print.
    Page,
}

/// What the engine answers.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum PersonReply {
    /// Everything that mentions them.
    Report(PersonReport),
    /// A finished file.
    File(ExportedFile),
    /// It is done.
    Erased(ErasedFigures),
    /// The passphrase is another one; nothing was written.
    WrongPassphrase,
}

/// Everything that mentions a customer.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct PersonReport {
    /// What they are called.
    pub title: String,
    /// The records by what they are to them and by kind, none of them empty.
    pub groups: Vec<PersonGroup>,
    /// Values of all of these that were replaced and are kept in the history.
    pub past_values: u64,
}

/// Records of one kind that mention a customer.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct PersonGroup {
    /// What they are to the customer.
    pub part: PersonPart,
    /// Their kind.
    pub kind: Kind,
    /// How many.
    pub total: u64,
    /// The first of them.
    pub records: Vec<AuditName>,
}

/// What a record is to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, BorshDeserialize, BorshSerialize)]
pub enum PersonPart {
    /// The customer, or a record that is about them alone: it goes.
    Own,
    /// An order or a deal: it goes, or stays without them.
    Business,
    /// It links to them and is about somebody else: it loses the link.
    Linked,
    /// Its text holds their name, e-mail address or telephone number: for a person to look at.
    Text,
}

/// What an erasure did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct ErasedFigures {
    /// Records that are gone.
    pub erased: u64,
    /// Orders and deals that stayed without the person.
    pub kept: u64,
    /// Records that lost a link.
    pub unlinked: u64,
}
