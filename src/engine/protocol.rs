//! What the page and the engine say to each other: closed lists of requests, replies and events, as MessagePack.
//!
//! Every request gets one reply. What takes long carries a [`Job`] that the page chose: progress comes as events with
//! that number until the reply, and `Cancel` ends it early. The page keeps no data of its own; after an
//! [`Event::Changed`] it asks again for what it shows.

use crate::domain::campaign_results::Tally;
use crate::domain::change::Change;
use crate::domain::id::{BookId, Id, MemberId, OperationId};
use crate::domain::model::Feature;
use crate::domain::operation::Action;
use crate::domain::query::Query;
use crate::domain::record::Kind;
use crate::domain::value::{Currency, Money, Value};
use crate::engine::backup_protocol::{BackupBegun, BackupPart, KeptPassphrase, RestoreReport};
use crate::engine::board_protocol::{Board, BoardRequest, PipelineOutline};
use crate::engine::import_plan::{ImportDraft, ImportPlan, ImportPreview, ImportReport};
use crate::engine::segment_plan::{FeatureTable, Groups, PurchaseSummary, SavedSegments};

pub use crate::domain::message_bytes::{decode, encode};
pub use crate::engine::audit_protocol::{
    AuditFilter, AuditLine, AuditName, AuditPage, AuditRecords, AuditReply, AuditRequest, ChainBreak, ChainFault,
    ChainFigures,
};
pub use crate::engine::backup_protocol;
pub use crate::engine::board_protocol;
pub use crate::engine::campaign_plan::{
    AudiencePlan, AudienceSource, ResultColumns, ResultsReport, RowTold, WorkList, WorkPerson,
};
pub use crate::engine::dated::{
    Agenda, AgendaLine, AgendaPart, AgendaRequest, Happening, Moment, Occurrence, RecordEvent, Timeline, TimelineEntry,
    TimelineGroup, TimelineRequest,
};
pub use crate::engine::import_plan;
pub use crate::engine::lock_protocol::{LockFigures, LockReply, LockRequest};
pub use crate::engine::overview::{MonthFigure, Overview, OverviewRequest, SegmentFigure, StageFigure};
pub use crate::engine::person_protocol::{
    ErasedFigures, PersonErasure, PersonFile, PersonGroup, PersonPart, PersonReply, PersonReport, PersonRequest,
};
pub use crate::engine::record_protocol::{
    Cell, Committed, ExportedFile, FieldChange, FoundRecord, HistoryEntry, ImportLine, LinkedGroup, RecordDetail,
    RecordProblem, Row, Rows, RowsRequest,
};
pub use crate::engine::sample::SampleWish;
pub use crate::engine::segment_plan;
pub use crate::engine::storage_protocol::{DamagedPart, IntegrityFigures, PartKind, RepairReport, StorageFigures};
pub use crate::engine::sync_protocol::{
    ConflictLine, ConflictPage, ServerFound, SyncActivity, SyncDecision, SyncDevice, SyncReply, SyncRequest,
    SyncServer, SyncState, SyncTrouble,
};
pub use crate::engine::timings::{Timed, TimingFigures};
use borsh::{BorshDeserialize, BorshSerialize};

/// A long piece of work, numbered by the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, BorshDeserialize, BorshSerialize)]
pub struct Job(pub u64);

/// What the page can ask.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum Request {
    /// How the book stands: [`Reply::State`].
    State,
    /// Some rows of a list: [`Reply::Rows`].
    Rows(RowsRequest),
    /// One whole record: [`Reply::Record`].
    Record(Kind, Id),
    /// What happened to a record, newest first: [`Reply::History`].
    History(Kind, Id),
    /// All that happened with a record, newest first, its own changes included: [`Reply::Timeline`].
    Timeline(TimelineRequest),
    /// What is due by the end of a day: [`Reply::Agenda`].
    Agenda(AgendaRequest),
    /// Records of every kind for the search field, best first: [`Reply::Found`].
    Find {
        /// What was typed.
        search: String,
        /// The most to return.
        limit: u32,
    },
    /// Values already in use in a text or tag field that contain what was typed, the most used first:
    /// [`Reply::Suggestions`].
    Suggest {
        /// The kind of record.
        kind: Kind,
        /// The field's number.
        field: u16,
        /// What was typed.
        typed: String,
        /// The most to return.
        limit: u32,
    },
    /// Records that look like the same person as what is being entered: same e-mail, phone, or name and organisation:
    /// [`Reply::Found`].
    Similar {
        /// The kind of record.
        kind: Kind,
        /// The record being edited, which is not its own duplicate.
        id: Option<Id>,
        /// The values entered so far.
        fields: Vec<(u16, Value)>,
    },
    /// The deals of a pipeline in the columns of its stages: [`Reply::Board`].
    Board(BoardRequest),
    /// All pipelines with their stages: [`Reply::Pipelines`].
    Pipelines,
    /// Write changes, all or none: [`Reply::Committed`] or [`Reply::Refused`].
    Commit {
        /// Chosen by the page; a retry carries the same one.
        operation: OperationId,
        /// Who does it.
        member: MemberId,
        /// What it is.
        action: Action,
        /// What becomes different.
        changes: Vec<Change>,
    },
    /// The same edit to every record that a query finds (bulk edit and delete): [`Reply::Committed`].
    CommitToAll {
        /// Chosen by the page.
        operation: OperationId,
        /// Who does it.
        member: MemberId,
        /// The records: those of the query, or only the listed ones of them.
        query: Query,
        /// When not empty, only these.
        only: Vec<Id>,
        /// The fields that become different.
        fields: Vec<(u16, Value)>,
        /// Whether they are deleted or brought back.
        deleted: Option<bool>,
    },
    /// Take back an action: [`Reply::Undone`].
    Undo {
        /// Chosen by the page.
        operation: OperationId,
        /// Who does it.
        member: MemberId,
        /// The action to take back.
        of: OperationId,
    },
    /// Look into the file that came with the request: [`Reply::ImportDraft`]. The engine keeps the file.
    ImportOpen {
        /// The kind of record that the rows become; `None` to guess it from the columns.
        kind: Option<Kind>,
        /// Read the file with this encoding and separator instead of the guessed ones.
        reading: Option<crate::engine::import_plan::Reading>,
    },
    /// Read the kept file again in another way: [`Reply::ImportDraft`].
    ImportReread(crate::engine::import_plan::Reading),
    /// Count what the plan would do, and write nothing: [`Reply::ImportPreview`].
    ImportPreview {
        /// Its number.
        job: Job,
        /// What the columns mean.
        plan: ImportPlan,
    },
    /// Do it, all or nothing: [`Reply::ImportDone`].
    ImportRun {
        /// Its number.
        job: Job,
        /// Chosen by the page.
        operation: OperationId,
        /// Who does it.
        member: MemberId,
        /// What the columns mean.
        plan: ImportPlan,
    },
    /// The problem rows of the last preview or import as a CSV with a column of reasons: [`Reply::File`].
    ImportProblems(crate::messages::Language),
    /// The imports made so far, newest first: [`Reply::Imports`].
    Imports,
    /// A CSV of the records of a query: [`Reply::File`].
    Export {
        /// Its number.
        job: Job,
        /// Which records, in which order.
        query: Query,
        /// When not empty, only these of them.
        only: Vec<Id>,
        /// Which fields, in which order; empty for all stored ones.
        columns: Vec<u16>,
        /// Made harmless for spreadsheets, or exact.
        for_spreadsheets: bool,
    },
    /// Make the sample data of a trade: [`Reply::Committed`].
    LoadSample {
        /// Chosen by the page.
        operation: OperationId,
        /// Who does it.
        member: MemberId,
        /// What it is made for.
        wish: SampleWish,
    },
    /// Move all sample data to the trash: [`Reply::Committed`].
    RemoveSample {
        /// Chosen by the page.
        operation: OperationId,
        /// Who does it.
        member: MemberId,
    },
    /// How many sample records there are: [`Reply::Count`].
    SampleCount,
    /// What the start shows: [`Reply::Overview`].
    Overview(OverviewRequest),
    /// Count who would come into a campaign, and write nothing: [`Reply::Audience`].
    PlanAudience {
        /// The campaign; none while there is none yet.
        campaign: Option<Id>,
        /// Where they come from.
        source: AudienceSource,
        /// How many in a hundred are held out.
        control_share: u8,
    },
    /// Add customers to a campaign, some of them held out by a seeded draw: [`Reply::Committed`].
    FillAudience {
        /// Its number.
        job: Job,
        /// Chosen by the page.
        operation: OperationId,
        /// Who does it.
        member: MemberId,
        /// The campaign.
        campaign: Id,
        /// Where they come from.
        source: AudienceSource,
        /// How many in a hundred are held out.
        control_share: u8,
        /// Decides who; none for the campaign's own, or a new one where it has none yet.
        seed: Option<i64>,
    },
    /// Write down what came of recipients, by hand: [`Reply::Committed`].
    NoteResult {
        /// Chosen by the page.
        operation: OperationId,
        /// Who does it.
        member: MemberId,
        /// Whose.
        recipients: Vec<Id>,
        /// A code of `recipient::results`; none to take it off.
        result: Option<u16>,
        /// What it brought.
        value: Option<Money>,
    },
    /// What came of a campaign: [`Reply::Tally`].
    CampaignTally(Id),
    /// Whom a campaign is to contact, asked anew whether they may be: [`Reply::WorkList`].
    CampaignWorkList {
        /// Its number.
        job: Job,
        /// The campaign.
        campaign: Id,
        /// Of the words in the file.
        language: crate::messages::Language,
    },
    /// Read the results in the file that came with the request; written only with an operation: [`Reply::ResultsRead`].
    ReadResults {
        /// Its number.
        job: Job,
        /// The campaign.
        campaign: Id,
        /// What the columns are; none to guess.
        columns: Option<ResultColumns>,
        /// The currency of amounts without one.
        currency: Option<Currency>,
        /// Of the words in the report.
        language: crate::messages::Language,
        /// The action that writes them and who does it; none to look only.
        write: Option<(OperationId, MemberId)>,
    },
    /// The orders in one look: [`Reply::PurchaseSummary`].
    PurchaseSummary,
    /// These features of all customers with orders: [`Reply::Features`]. Asked by the analyst, on a port of its own.
    Features(Vec<Feature>),
    /// Answer [`Request::Features`] on the port that came with the request: [`Reply::Done`]. The numbers go from worker to
    /// worker and not through the page.
    ServeAnalyst,
    /// Let a converter read or write the whole book on the port that came with the request: [`Reply::Done`].
    ServeConverter,
    /// Begin a backup: [`Reply::BackupBegun`]. Asked by the converter, as the next five.
    BackupBegin,
    /// The next part of the book: [`Reply::BackupPart`].
    BackupPart,
    /// Begin a restore: [`Reply::Done`].
    RestoreBegin,
    /// Take a part of a backup, and write nothing yet: [`Reply::Done`].
    RestorePart(BackupPart),
    /// Write all parts, if they are what the backup says: [`Reply::Restored`].
    RestoreEnd {
        /// Chosen by the page.
        operation: OperationId,
        /// Who does it.
        member: MemberId,
        /// When the backup was made, milliseconds since 1970.
        made: u64,
        /// What the records are compared by.
        digest: [u8; 32],
    },
    /// Keep the passphrase of the backups that are made by themselves, or forget it: [`Reply::Done`].
    KeepBackupPassphrase(Option<KeptPassphrase>),
    /// That passphrase: [`Reply::BackupPassphrase`].
    BackupPassphrase,
    /// Forget the backup or the restore that is under way: [`Reply::Done`].
    BackupAbandon,
    /// What the groups of a model come to: [`Reply::Groups`].
    Groups {
        /// The model, as bytes.
        model: Vec<u8>,
    },
    /// The saved segments: [`Reply::SavedSegments`].
    SavedSegments,
    /// Numbers for the storage page: [`Reply::Storage`].
    Storage,
    /// Open and check every sealed object on the disk: [`Reply::Integrity`].
    CheckIntegrity(Job),
    /// Put right what can be put right of what cannot be read, and set the rest aside: [`Reply::Repaired`].
    Repair(Job),
    /// What was set aside, as one file: [`Reply::File`].
    SetAside,
    /// Move the journal into pages now: [`Reply::Done`].
    Fold,
    /// Try whether there is room on the disk again, after it was full: [`Reply::State`].
    LookForRoom,
    /// End a job early; its own reply then says [`Reply::Cancelled`]. The reply to this is [`Reply::Done`].
    Cancel(Job),
    /// Read what other tabs wrote: [`Reply::Done`].
    CatchUp,
    /// Read everything from the disk again, after the rescue screen's "try again": [`Reply::State`].
    Reopen,
    /// About the lock: [`Reply::Lock`].
    Lock(LockRequest),
    /// About everything that was changed: [`Reply::Audit`].
    Audit(AuditRequest),
    /// About one person: [`Reply::Person`].
    Person(PersonRequest),
    /// About other devices: [`Reply::Sync`].
    Sync(SyncRequest),
    /// Send what goes to the server through the courier on the port that came with the request; without a port there is no
    /// courier any more: [`Reply::Done`].
    UseCourier,
}

/// What the engine answers.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum Reply {
    /// It is done, and there is nothing to tell.
    Done,
    /// How the book stands.
    State(BookState),
    /// The rows.
    Rows(Rows),
    /// The record, if it is there.
    Record(Option<RecordDetail>),
    /// What happened to the record, newest first.
    History(Vec<HistoryEntry>),
    /// What happened with the record, and what is to happen next.
    Timeline(Timeline),
    /// What is due.
    Agenda(Agenda),
    /// Records, best first.
    Found(Vec<FoundRecord>),
    /// Values with how often each is used.
    Suggestions(Vec<(String, u32)>),
    /// The board of deals.
    Board(Board),
    /// The pipelines in their order.
    Pipelines(Vec<PipelineOutline>),
    /// The changes are on the disk.
    Committed(Committed),
    /// A person must put this right first; nothing was written.
    Refused(Vec<RecordProblem>),
    /// The action was taken back, except what had been changed again since.
    Undone {
        /// The opposite action.
        committed: Committed,
        /// How many values were left alone because they had been changed again since.
        kept: u32,
    },
    /// What the file looks like.
    ImportDraft(ImportDraft),
    /// What the import would do.
    ImportPreview(ImportPreview),
    /// What the import did.
    ImportDone(ImportReport),
    /// The imports made so far.
    Imports(Vec<ImportLine>),
    /// Who would come into a campaign.
    Audience(AudiencePlan),
    /// What came of a campaign.
    Tally(Tally),
    /// Whom a campaign is to contact.
    WorkList(WorkList),
    /// What a file of results says.
    ResultsRead(ResultsReport),
    /// A finished file.
    File(ExportedFile),
    /// So many.
    Count(u64),
    /// What the start shows.
    Overview(Overview),
    /// The orders in one look.
    PurchaseSummary(PurchaseSummary),
    /// A number for each customer and each feature.
    Features(FeatureTable),
    /// A backup was begun.
    BackupBegun(BackupBegun),
    /// A part of the book.
    BackupPart(BackupPart),
    /// The passphrase of the backups that are made by themselves, if one is kept.
    BackupPassphrase(Option<KeptPassphrase>),
    /// A backup is in the book.
    Restored(RestoreReport),
    /// The groups of a model.
    Groups(Groups),
    /// The saved segments.
    SavedSegments(SavedSegments),
    /// Numbers for the storage page.
    Storage(StorageFigures),
    /// What the integrity check found.
    Integrity(IntegrityFigures),
    /// What the repair did.
    Repaired(RepairReport),
    /// About the lock.
    Lock(LockReply),
    /// About everything that was changed.
    Audit(AuditReply),
    /// About one person.
    Person(PersonReply),
    /// About other devices.
    Sync(SyncReply),
    /// The job was ended by the user.
    Cancelled,
    /// It could not be done.
    Failed(Failure),
}

/// What the engine says unasked.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum Event {
    /// Records changed; ask again for what you show.
    Changed {
        /// Their kind.
        kind: Kind,
        /// Which ones; `None` when there are many.
        ids: Option<Vec<Id>>,
    },
    /// The book stands differently.
    State(BookState),
    /// A job went on.
    Progress {
        /// Which.
        job: Job,
        /// What is done, in the unit of `total`.
        done: u64,
        /// All there is to do; 0 while unknown.
        total: u64,
    },
    /// The exchange with other devices stands differently.
    Sync(SyncState),
    /// The server at this origin (scheme, name and port) is to be asked and there is no courier for it: start one that may
    /// talk to it and to no other, and send a port to it with [`Request::UseCourier`].
    CourierWanted {
        /// The origin.
        origin: String,
    },
    /// Another tab is about to take the book for itself: what is being written in a field is to be saved now.
    LettingGo,
    /// Something that was asked for waits for another tab, which holds the lock that it needs; or waits no more.
    WaitsForAnotherTab(bool),
}

/// How the book stands.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct BookState {
    /// Whether it can be used.
    pub phase: Phase,
    /// Live records by kind, the trash not counted.
    pub counts: Vec<(Kind, u64)>,
    /// Writes that are on their way to the disk.
    pub writing: u32,
    /// Writes that failed since the start and were not repeated.
    pub failed_writes: u32,
    /// Sealed objects that could not be opened; the rest is usable.
    pub damaged: u32,
    /// When the last write was acknowledged by the disk, milliseconds since 1970.
    pub last_saved: Option<u64>,
    /// The identifier of the only member, or of the first one, for a device that has not yet said who works there.
    pub first_member: Option<MemberId>,
    /// A passphrase opens the book.
    pub lock_on: bool,
    /// Which book it is, once it is open.
    pub book: Option<BookId>,
    /// The disk refused something for want of room, and nothing has been written since.
    pub disk_full: bool,
}

impl BookState {
    /// The number of live records of a kind.
    pub fn count(&self, kind: Kind) -> u64 {
        self.counts.iter().find(|(found, _)| *found == kind).map_or(0, |(_, count)| *count)
    }
}

/// Whether the book can be used.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum Phase {
    /// Being read from the disk.
    #[default]
    Opening,
    /// A passphrase or the recovery key is needed.
    Locked,
    /// Usable, customers first; other kinds may still be on their way.
    Loading,
    /// All there.
    Ready,
    /// It could not be opened. Nothing has been deleted.
    Failed(Failure),
}

/// Why something could not be done, for a sentence with something to do.
#[derive(Clone, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum Failure {
    /// The disk, or the browser's share of it, is full.
    DiskFull,
    /// There is less room than what is asked for needs. Nothing has been written.
    NoRoom {
        /// Bytes that it needs.
        needed: u64,
        /// Bytes that are left, as the browser guesses.
        left: u64,
    },
    /// The browser does not let this page store anything (private window, storage switched off).
    StorageUnavailable(String),
    /// Another tab holds an older release open.
    Blocked,
    /// The data were written by a newer release.
    NewerRelease,
    /// The book was deleted behind the app, by the browser or by its user.
    BookGone,
    /// The browser lost the storage; it may come back.
    StorageLost(String),
    /// The header of the book cannot be read.
    BookDamaged(String),
    /// The file cannot be imported, with the reason.
    File(FileProblem),
    /// The action to take back is not known here.
    UnknownOperation,
    /// Not while the book is being read.
    NotReady,
    /// Another tab has locked the book, so this one must be opened anew.
    Locked,
    /// A passphrase could not be made into a key, most often for want of memory; the text is for a report.
    KeyNotMade(String),
    /// A fault of the program; the text is for a report.
    Bug(String),
}

/// Why a file cannot be imported at all.
#[derive(Clone, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum FileProblem {
    /// There is nothing in it.
    Empty,
    /// There are headers and no rows.
    HeaderOnly,
    /// It is not text; what it seems to be.
    NotText(String),
    /// It has more columns than can be handled.
    TooManyColumns(u32),
    /// It could not be read, or it changed or vanished while it was read.
    Unreadable(String),
    /// No file has been chosen, or the worker was restarted since.
    Missing,
}
