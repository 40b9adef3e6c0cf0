//! Everything that was changed in the book, newest first, read from the disk page by page as it is asked for; and the
//! check of the chain of hashes.

use crate::domain::id::Id;
use crate::domain::operation::Operation;
use crate::domain::record::{DELETION, Kind, RecordView};
use crate::domain::stamp::Stamp;
use crate::engine::audit_protocol::{
    AuditFilter, AuditLine, AuditName, AuditPage, AuditRecords, AuditReply, AuditRequest, ChainBreak, ChainFault,
    ChainFigures,
};
use crate::engine::book::Book;
use crate::engine::core::{Engine, Stopped};
use crate::engine::environment::LockName;
use crate::engine::protocol::Job;
use crate::storage::{BreakKind, ChainCheck, Disk, LoggedOperation, Touched, Trace};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// Pages of the log, 512 actions each, that are read for one answer; a filter that finds little goes on when it is asked
/// again.
const MOST_PAGES: usize = 40;

impl<D: Disk + 'static> Engine<D> {
    /// Answers a request about what was changed.
    pub(super) async fn audit(self: &Rc<Self>, request: AuditRequest) -> Result<AuditReply, Stopped> {
        self.ready()?;
        match request {
            AuditRequest::Page(filter) => self.audit_page(&filter).await.map(AuditReply::Page),
            AuditRequest::Open { stamp, named, is_all, offset, limit } => {
                self.audit_records(stamp, named, is_all, (offset as usize, limit as usize)).await
            }
            AuditRequest::Check(job) => self.check_chain(job).await.map(AuditReply::Checked),
        }
    }

    async fn audit_page(&self, filter: &AuditFilter) -> Result<AuditPage, Stopped> {
        let storage = self.storage()?;
        let limit = filter.limit as usize;
        let end = storage.log_end().await?;
        let mut page = AuditPage::default();
        // What is not folded yet takes the places that it will have.
        let recent: Vec<LoggedOperation> = {
            let book = self.book.borrow();
            let told = (end..).zip(&book.operations).map(|(place, operation)| LoggedOperation {
                place,
                operation: operation.clone(),
                touched: book.touched.get(&operation.id).cloned(),
            });
            let mut recent: Vec<_> = told.filter(|one| filter.before.is_none_or(|before| one.place < before)).collect();
            recent.reverse();
            recent
        };
        if let Some(place) = self.take_lines(&mut page, filter, recent, limit) {
            page.next = Some(place);
            return Ok(page);
        }
        let mut next = Some(filter.before.map_or(end, |before| before.min(end)));
        for _ in 0..MOST_PAGES {
            let Some(before) = next else { break };
            let (found, rest) = storage.log_before(before).await?;
            if let Some(place) = self.take_lines(&mut page, filter, found, limit) {
                page.next = Some(place);
                return Ok(page);
            }
            next = rest;
            self.environment.yield_now().await;
        }
        page.next = next;
        Ok(page)
    }

    /// Adds the actions that the filter lets through; the place of the last one when there are enough.
    fn take_lines(
        &self,
        page: &mut AuditPage,
        filter: &AuditFilter,
        found: Vec<LoggedOperation>,
        limit: usize,
    ) -> Option<u64> {
        let lets_through = |operation: &Operation| {
            let at = operation.stamp.milliseconds;
            filter.member.is_none_or(|member| operation.member == member)
                && filter.from.is_none_or(|from| at >= from)
                && filter.to.is_none_or(|to| at < to)
        };
        let mut found: Vec<LoggedOperation> = found.into_iter().filter(|one| lets_through(&one.operation)).collect();
        let book = self.book.borrow();
        fill_in(&book, &mut found);
        for LoggedOperation { place, operation, touched } in found {
            let touched = touched.unwrap_or_default();
            let kinds: Vec<(Kind, u64)> = known_kinds(&touched);
            if filter.kind.is_some_and(|wanted| !kinds.iter().any(|(kind, _)| *kind == wanted)) {
                continue;
            }
            let total: u64 = touched.kinds.iter().map(|(_, count)| count).sum();
            page.lines.push(AuditLine {
                member: book.member_name(operation.member),
                operation,
                kinds,
                is_all: total == touched.first.len() as u64,
                records: touched.first.iter().filter_map(|(kind, id)| named(&book, *kind, *id)).collect(),
            });
            if page.lines.len() >= limit {
                return Some(place);
            }
        }
        None
    }

    /// The records of an action: those that its line names, or, where these are not all, those that still hold a value of
    /// it.
    async fn audit_records(
        &self,
        stamp: Stamp,
        named_in_line: Vec<(Kind, Id)>,
        is_all: bool,
        (offset, limit): (usize, usize),
    ) -> Result<AuditReply, Stopped> {
        let mut all: BTreeSet<(Kind, Id)> = named_in_line.into_iter().collect();
        if !is_all {
            all.extend(self.touched_by(stamp));
        }
        let mut records = Vec::new();
        for (kind, id) in all.iter().skip(offset).take(limit) {
            let entry = self.history_at(*kind, *id, stamp).await?;
            if let Some(name) = named(&self.book.borrow(), kind.number(), *id) {
                records.push((name, entry));
            }
            self.environment.yield_now().await;
        }
        Ok(AuditReply::Records(AuditRecords { total: all.len() as u64, records }))
    }

    /// Verifies the chain of hashes, and that no record is older than its history.
    async fn check_chain(self: &Rc<Self>, job: Job) -> Result<ChainFigures, Stopped> {
        let storage = self.storage()?;
        let _fold = self.environment.lock(LockName::Fold).await;
        self.catch_up().await?;
        let holds = |trace: &Trace| is_held(&self.book.borrow(), trace);
        let progress = async |done, total| self.go_on(job, done, total).await.is_ok();
        let report = match storage.check_chain(holds, progress).await? {
            ChainCheck::Done(report) => report,
            ChainCheck::Stopped => return Err(Stopped::Cancelled),
        };
        let book = self.book.borrow();
        let breaks = report.breaks.into_iter().map(|found| ChainBreak {
            fault: match found.kind {
                BreakKind::Unreadable => ChainFault::Unreadable,
                BreakKind::Missing => ChainFault::Missing,
                BreakKind::Altered => ChainFault::Altered,
                BreakKind::Twice => ChainFault::Twice,
                BreakKind::Ledger => ChainFault::Ledger,
                BreakKind::RecordOlder => ChainFault::RecordOlder,
            },
            member: found.operation.as_ref().and_then(|operation| book.member_name(operation.member)),
            operation: found.operation,
            object: found.object,
        });
        Ok(ChainFigures {
            entries: report.entries,
            members: report.members.len() as u64,
            since: report.since,
            erased: report.erased,
            unlinked: report.unlinked,
            gaps: report.gaps.len() as u64,
            breaks: breaks.collect(),
            fingerprint: report.fingerprint,
        })
    }
}

/// Whether a record holds the value of its history, or a later one.
fn is_held(book: &Book, trace: &Trace) -> bool {
    let table = book.tables().find(|table| table.number() == trace.kind);
    let Some(view) = table.and_then(|table| table.find(trace.id)) else { return false };
    if view.floor().is_some_and(|floor| floor >= trace.stamp) {
        return true;
    }
    let held =
        if trace.number == DELETION { view.deletion().map(|(stamp, _)| stamp) } else { view.field_stamp(trace.number) };
    held >= Some(trace.stamp)
}

fn known_kinds(touched: &Touched) -> Vec<(Kind, u64)> {
    touched.kinds.iter().filter_map(|(number, count)| Some((Kind::from_number(*number)?, *count))).collect()
}

pub(super) fn named(book: &Book, number: u16, id: Id) -> Option<AuditName> {
    let kind = Kind::from_number(number)?;
    let live = book.table(kind).and_then(|table| {
        let slot = table.slot(id).filter(|slot| !table.is_deleted(*slot))?;
        Some(table.title(slot, &book.neighbours()))
    });
    Some(AuditName { kind, id, title: live.unwrap_or_default() })
}

/// Finds the records of actions that a release folded which did not note them: those that still hold a value of theirs.
fn fill_in(book: &Book, found: &mut [LoggedOperation]) {
    let mut missing: HashMap<Stamp, Touched> =
        found.iter().filter(|one| one.touched.is_none()).map(|one| (one.operation.stamp, Touched::default())).collect();
    if missing.is_empty() {
        return;
    }
    for table in book.tables() {
        for view in table.slots().filter_map(|slot| table.view(slot)) {
            for stamp in stamps_of(&view) {
                if let Some(touched) = missing.get_mut(&stamp) {
                    note(touched, table.number(), view.id());
                }
            }
        }
    }
    for one in found.iter_mut().filter(|one| one.touched.is_none()) {
        one.touched = missing.get(&one.operation.stamp).cloned();
    }
}

fn stamps_of(view: &RecordView<'_>) -> impl Iterator<Item = Stamp> {
    let deletion = view.deletion().map(|(stamp, _)| stamp);
    let fields = view.stamps();
    let first: Vec<Stamp> = fields.collect();
    let extra = deletion.filter(|stamp| !first.contains(stamp));
    first.into_iter().chain(extra)
}

fn note(touched: &mut Touched, kind: u16, id: Id) {
    match touched.kinds.iter_mut().find(|(found, _)| *found == kind) {
        Some((_, count)) => *count += 1,
        None => touched.kinds.push((kind, 1)),
    }
    if touched.first.len() < 3 {
        touched.first.push((kind, id));
    }
}
