//! The engine's questions with the type of their answer.

use super::engine::Engine;
use super::protocol::board_protocol::{Board, BoardRequest, PipelineOutline};
use super::protocol::{
    Agenda, AgendaRequest, AudiencePlan, AudienceSource, AuditFilter, AuditLine, AuditPage, AuditRecords, AuditReply,
    AuditRequest, ChainFigures, ExportedFile, Failure, FoundRecord, HistoryEntry, ImportLine, IntegrityFigures, Job,
    Overview, OverviewRequest, RecordDetail, RepairReport, Reply, Request, ResultsReport, Rows, RowsRequest,
    StorageFigures, Timeline, TimelineRequest, WorkList,
};
use super::segment_plan::{Groups, PurchaseSummary, SavedSegments};
use crate::domain::campaign_results::Tally;
use crate::domain::id::Id;
use crate::domain::query::Query;
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::Language;

impl Engine {
    /// The orders in one look.
    pub async fn purchase_summary(self) -> Result<PurchaseSummary, Failure> {
        match self.ask(Request::PurchaseSummary).await {
            Reply::PurchaseSummary(summary) => Ok(summary),
            other => Err(failure_of(other)),
        }
    }

    /// What the groups of a model come to.
    pub async fn groups(self, model: Vec<u8>) -> Result<Groups, Failure> {
        match self.ask(Request::Groups { model }).await {
            Reply::Groups(groups) => Ok(groups),
            other => Err(failure_of(other)),
        }
    }

    /// The saved segments with their groups as they are now.
    pub async fn saved_segments(self) -> Result<SavedSegments, Failure> {
        match self.ask(Request::SavedSegments).await {
            Reply::SavedSegments(segments) => Ok(segments),
            other => Err(failure_of(other)),
        }
    }

    /// Some rows of a list, with how many there are.
    pub async fn rows(self, request: RowsRequest) -> Result<Rows, Failure> {
        match self.ask(Request::Rows(request)).await {
            Reply::Rows(rows) => Ok(rows),
            other => Err(failure_of(other)),
        }
    }

    /// How the business stands.
    pub async fn overview(self, request: OverviewRequest) -> Result<Overview, Failure> {
        match self.ask(Request::Overview(request)).await {
            Reply::Overview(overview) => Ok(overview),
            other => Err(failure_of(other)),
        }
    }

    /// How many sample records there are.
    pub async fn sample_count(self) -> Result<u64, Failure> {
        match self.ask(Request::SampleCount).await {
            Reply::Count(count) => Ok(count),
            other => Err(failure_of(other)),
        }
    }

    /// How many records a query finds.
    pub async fn count(self, query: Query) -> Result<u64, Failure> {
        self.rows(RowsRequest { query, columns: Vec::new(), offset: 0, limit: 0 }).await.map(|rows| rows.matched)
    }

    /// One whole record; `None` when it is not there.
    pub async fn record(self, kind: Kind, id: Id) -> Result<Option<RecordDetail>, Failure> {
        match self.ask(Request::Record(kind, id)).await {
            Reply::Record(record) => Ok(record),
            other => Err(failure_of(other)),
        }
    }

    /// What happened to a record, newest first.
    pub async fn history(self, kind: Kind, id: Id) -> Result<Vec<HistoryEntry>, Failure> {
        match self.ask(Request::History(kind, id)).await {
            Reply::History(entries) => Ok(entries),
            other => Err(failure_of(other)),
        }
    }

    /// All that happened with a record, newest first, and what is to happen next.
    pub async fn timeline(self, request: TimelineRequest) -> Result<Timeline, Failure> {
        match self.ask(Request::Timeline(request)).await {
            Reply::Timeline(timeline) => Ok(timeline),
            other => Err(failure_of(other)),
        }
    }

    /// What is due by the end of a day.
    pub async fn agenda(self, request: AgendaRequest) -> Result<Agenda, Failure> {
        match self.ask(Request::Agenda(request)).await {
            Reply::Agenda(agenda) => Ok(agenda),
            other => Err(failure_of(other)),
        }
    }

    /// Records of every kind for what was typed, best first.
    pub async fn find(self, search: String, limit: u32) -> Result<Vec<FoundRecord>, Failure> {
        match self.ask(Request::Find { search, limit }).await {
            Reply::Found(found) => Ok(found),
            other => Err(failure_of(other)),
        }
    }

    /// Values in use in a text or tag field that contain what was typed, with how often each is used.
    pub async fn suggest(
        self,
        kind: Kind,
        field: u16,
        typed: String,
        limit: u32,
    ) -> Result<Vec<(String, u32)>, Failure> {
        match self.ask(Request::Suggest { kind, field, typed, limit }).await {
            Reply::Suggestions(found) => Ok(found),
            other => Err(failure_of(other)),
        }
    }

    /// Records that look like the same person as what is being entered. `id` is the record being edited, if it is one.
    pub async fn similar(
        self,
        kind: Kind,
        id: Option<Id>,
        fields: Vec<(u16, Value)>,
    ) -> Result<Vec<FoundRecord>, Failure> {
        match self.ask(Request::Similar { kind, id, fields }).await {
            Reply::Found(found) => Ok(found),
            other => Err(failure_of(other)),
        }
    }

    /// The deals of a pipeline in the columns of its stages.
    pub async fn board(self, request: BoardRequest) -> Result<Board, Failure> {
        match self.ask(Request::Board(request)).await {
            Reply::Board(board) => Ok(board),
            other => Err(failure_of(other)),
        }
    }

    /// All pipelines with their stages, both in order.
    pub async fn pipelines(self) -> Result<Vec<PipelineOutline>, Failure> {
        match self.ask(Request::Pipelines).await {
            Reply::Pipelines(pipelines) => Ok(pipelines),
            other => Err(failure_of(other)),
        }
    }

    /// The imports made so far, newest first.
    pub async fn imports(self) -> Result<Vec<ImportLine>, Failure> {
        match self.ask(Request::Imports).await {
            Reply::Imports(imports) => Ok(imports),
            other => Err(failure_of(other)),
        }
    }

    /// Numbers for the storage page.
    pub async fn storage(self) -> Result<StorageFigures, Failure> {
        match self.ask(Request::Storage).await {
            Reply::Storage(figures) => Ok(figures),
            other => Err(failure_of(other)),
        }
    }

    /// Checks every sealed object on the disk; `None` when the check was cancelled.
    pub async fn check_integrity(self, job: Job) -> Result<Option<IntegrityFigures>, Failure> {
        match self.ask(Request::CheckIntegrity(job)).await {
            Reply::Integrity(figures) => Ok(Some(figures)),
            Reply::Cancelled => Ok(None),
            other => Err(failure_of(other)),
        }
    }

    /// Puts right what can be put right; `None` when that was cancelled before anything was written.
    pub async fn repair(self, job: Job) -> Result<Option<RepairReport>, Failure> {
        match self.ask(Request::Repair(job)).await {
            Reply::Repaired(report) => Ok(Some(report)),
            Reply::Cancelled => Ok(None),
            other => Err(failure_of(other)),
        }
    }

    /// What was set aside because it could not be read, as one file.
    pub async fn set_aside(self) -> Result<ExportedFile, Failure> {
        match self.ask(Request::SetAside).await {
            Reply::File(file) => Ok(file),
            other => Err(failure_of(other)),
        }
    }

    /// Counts who would come into a campaign.
    pub async fn plan_audience(
        self,
        campaign: Option<Id>,
        source: AudienceSource,
        control_share: u8,
    ) -> Result<AudiencePlan, Failure> {
        match self.ask(Request::PlanAudience { campaign, source, control_share }).await {
            Reply::Audience(plan) => Ok(plan),
            other => Err(failure_of(other)),
        }
    }

    /// What came of a campaign.
    pub async fn campaign_tally(self, campaign: Id) -> Result<Tally, Failure> {
        match self.ask(Request::CampaignTally(campaign)).await {
            Reply::Tally(tally) => Ok(tally),
            other => Err(failure_of(other)),
        }
    }

    /// Whom a campaign is to contact, as of now; `None` when it was cancelled.
    pub async fn work_list(self, job: Job, campaign: Id, language: Language) -> Result<Option<WorkList>, Failure> {
        match self.ask(Request::CampaignWorkList { job, campaign, language }).await {
            Reply::WorkList(list) => Ok(Some(list)),
            Reply::Cancelled => Ok(None),
            other => Err(failure_of(other)),
        }
    }

    /// What a file of results says, written where the request says so; `None` when it was cancelled.
    pub async fn read_results(
        self,
        request: Request,
        file: wasm_bindgen::JsValue,
    ) -> Result<Option<ResultsReport>, Failure> {
        match self.ask_with(request, file).await {
            Reply::ResultsRead(report) => Ok(Some(report)),
            Reply::Cancelled => Ok(None),
            other => Err(failure_of(other)),
        }
    }

    /// Actions, newest first.
    pub async fn changes(self, filter: AuditFilter) -> Result<AuditPage, Failure> {
        match self.ask(Request::Audit(AuditRequest::Page(filter))).await {
            Reply::Audit(AuditReply::Page(page)) => Ok(page),
            other => Err(failure_of(other)),
        }
    }

    /// Some records of an action, each with what the action did to it.
    pub async fn changed_records(self, line: AuditLine, offset: u32, limit: u32) -> Result<AuditRecords, Failure> {
        let named = line.records.iter().map(|name| (name.kind, name.id)).collect();
        let AuditLine { operation, is_all, .. } = line;
        let request = AuditRequest::Open { stamp: operation.stamp, named, is_all, offset, limit };
        match self.ask(Request::Audit(request)).await {
            Reply::Audit(AuditReply::Records(records)) => Ok(records),
            other => Err(failure_of(other)),
        }
    }

    /// Verifies the chain of hashes over the history; `None` when the check was cancelled.
    pub async fn check_chain(self, job: Job) -> Result<Option<ChainFigures>, Failure> {
        match self.ask(Request::Audit(AuditRequest::Check(job))).await {
            Reply::Audit(AuditReply::Checked(figures)) => Ok(Some(figures)),
            Reply::Cancelled => Ok(None),
            other => Err(failure_of(other)),
        }
    }

    /// Moves the journal into pages now.
    pub async fn fold(self) -> Result<(), Failure> {
        match self.ask(Request::Fold).await {
            Reply::Done => Ok(()),
            other => Err(failure_of(other)),
        }
    }

    /// A CSV file of the records of a query, or of only some of them, unless that is empty; `None` when the export was
    /// cancelled. `columns` empty: all stored fields.
    pub async fn export(
        self,
        job: Job,
        which: (Query, Vec<Id>),
        columns: Vec<u16>,
        for_spreadsheets: bool,
    ) -> Result<Option<ExportedFile>, Failure> {
        let (query, only) = which;
        match self.ask(Request::Export { job, query, only, columns, for_spreadsheets }).await {
            Reply::File(file) => Ok(Some(file)),
            Reply::Cancelled => Ok(None),
            other => Err(failure_of(other)),
        }
    }
}

/// The failure in a reply that is not the awaited one.
pub(super) fn failure_of(reply: Reply) -> Failure {
    match reply {
        Reply::Failed(failure) => failure,
        _ => Failure::Bug("the engine gave an answer to another question".to_owned()),
    }
}
