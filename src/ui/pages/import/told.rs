//! The counts and the names of an import in words.

use leptos::prelude::*;

use super::flow::{Activity, ImportFlow, Step};
use crate::domain::record::Kind;
use crate::messages::{Language, import as words, order_import};
use crate::state::format;
use crate::state::import_plan::ImportPreview;
use crate::ui::words::{language, n, t, tcf, tf};

/// The sentence that proves that no row was lost: “500 rows = 488 new + 7 changed + 2 unchanged + 3 problems”.
pub(super) fn balance_text(counts: &ImportPreview) -> String {
    let (created, updated) = (n(counts.created), n(counts.updated));
    let (skipped, problems) = (n(counts.skipped), n(counts.problems));
    let values = [("created", &*created), ("updated", &*updated), ("skipped", &*skipped), ("problems", &*problems)];
    let balance = tcf(words::BALANCE, counts.rows, &values);
    match customers_text(counts, language()) {
        Some(customers) => format!("{balance} · {customers}"),
        None => balance,
    }
}

/// The customers that were made because rows of orders name them; nothing where there are none.
pub(super) fn customers_text(counts: &ImportPreview, language: Language) -> Option<String> {
    let count = counts.customers_created;
    let shown = format::integer(language, count);
    (count > 0).then(|| order_import::CUSTOMERS_NEW.fill(language, count, &shown, &[]))
}

/// What was imported: orders; customers where all rows are new ones, else rows, as several may be about one customer.
pub(super) fn done_text(kind: Kind, counts: &ImportPreview, language: Language) -> String {
    let count = counts.created + counts.updated;
    let counted = match kind {
        Kind::Order => order_import::DONE_ORDERS,
        _ if counts.updated == 0 => words::DONE_CUSTOMERS,
        _ => words::DONE_ROWS,
    };
    match count {
        0 => words::DONE_NOTHING.text(language).to_owned(),
        _ => counted.fill(language, count, &format::integer(language, count), &[]),
    }
}

/// The name of a column as the screen shows it. A column without a name comes as `#3`, counted from 1.
pub(super) fn column_name(header: &str, at: usize) -> String {
    let number = at + 1;
    if header.strip_prefix('#').is_some_and(|rest| rest == number.to_string()) {
        tf(words::NUMBERED_COLUMN, &[("number", &n(number as u64))])
    } else {
        header.to_owned()
    }
}

/// What is going on, for the progress bar and screen readers.
pub(super) fn activity_text(flow: ImportFlow, activity: Activity) -> String {
    let file = flow.file_name.get_untracked();
    match activity {
        Activity::Open | Activity::Reread => tf(words::OPENING_FILE, &[("file", &file)]),
        Activity::Preview => t(words::COUNTING),
        Activity::Import => tf(words::IMPORTING, &[("file", &file)]),
        Activity::Download | Activity::Undo => String::new(),
    }
}

/// What was cancelled.
pub(super) fn stopped_text(activity: Activity) -> String {
    t(if activity == Activity::Import { words::IMPORT_STOPPED } else { words::PREVIEW_STOPPED })
}

/// What a screen reader is told without moving there: progress in quarters, then the result. Reactive.
pub(super) fn announcement(flow: ImportFlow) -> String {
    if let Some(work) = flow.work.get() {
        let what = activity_text(flow, work.activity);
        let share = work.job.and_then(|job| job.progress.try_get()).and_then(|progress| progress.share());
        // Every step of the bar would be read out; the quarters are enough.
        let quarters = share.map_or(0.0, |share| (share * 4.0).floor() / 4.0);
        return if quarters > 0.0 { format!("{what} {}", format::percent(language(), quarters)) } else { what };
    }
    if let Some(activity) = flow.stopped.get() {
        return stopped_text(activity);
    }
    match flow.step.get() {
        Step::Preview => flow.preview.with(|preview| preview.as_ref().map(balance_text)).unwrap_or_default(),
        Step::Done => flow
            .report
            .with(|report| {
                report.as_ref().map(|report| {
                    let done = done_text(flow.kind(), &report.counts, language());
                    format!("{done} · {}", balance_text(&report.counts))
                })
            })
            .unwrap_or_default(),
        Step::File | Step::Columns => String::new(),
    }
}
