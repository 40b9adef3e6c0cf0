//! Bytes to the first usable list, and memory.

use burrow::engine::protocol::{Reply, Request};
use serde_json::json;

use crate::chrome_devtools::Browser;
use crate::comparison::{Comparison, unexpected};
use crate::failure::Failure;
use crate::figures::{at_most, kilobytes, megabytes, times};
use crate::reloads;
use crate::report::{Line, Report};
use crate::site_folder::SiteFolder;

/// What the demo of Atomic CRM sends, compressed, before it shows its first list; looked up once, not measured here.
const ATOMIC_CRM: f64 = 866_000.0;

/// Adds up what a browser must download first.
pub fn compare_download(
    comparison: &Comparison,
    site: &SiteFolder,
    address: &str,
    report: &mut Report,
) -> Result<(), Failure> {
    let addresses: Vec<String> = site.first_files.iter().map(|path| format!("{address}{path}")).collect();
    let bytes = comparison.page.evaluate(&format!("compressedSize({})", json!(addresses)))?.as_f64().unwrap_or(0.0);
    report.lines.push(Line {
        work: "bytes to the first usable list, gzip".into(),
        peer: "Atomic CRM's demo, as quoted in the design".into(),
        theirs: kilobytes(ATOMIC_CRM),
        ours: kilobytes(bytes),
        ratio: times(ATOMIC_CRM / bytes),
        target: "≤ half".into(),
        distance: at_most(bytes, ATOMIC_CRM / 2.0),
    });
    Ok(())
}

/// Tells what the engine holds, and how much memory the browser's process of the page and its engine takes, after a new
/// start in a new tab. `address` is that of the page of the comparison.
pub fn tell_memory(
    comparison: &mut Comparison,
    browser: &Browser,
    address: &str,
    report: &mut Report,
) -> Result<(), Failure> {
    comparison.page.reopen(browser, address)?;
    reloads::start(comparison)?;
    let figures = match comparison.page.ask(&Request::Storage, false)? {
        (_, Reply::Storage(figures)) => figures,
        (_, other) => return Err(unexpected("for the storage figures", &other)),
    };
    let stored: u64 = figures.stores.iter().map(|(_, _, bytes)| bytes).sum();
    report.notes.push(format!(
        "The engine holds {} of records and {} of search index; on the disk lie {}.",
        megabytes(figures.record_bytes as f64),
        megabytes(figures.index_bytes as f64),
        megabytes(stored as f64),
    ));
    let processes = browser.call("SystemInfo.getProcessInfo", json!({}))?;
    let renderers = processes["processInfo"].as_array().into_iter().flatten().filter(|one| one["type"] == "renderer");
    // The largest of them is ours: the others are the empty tab of the start and one kept in reserve.
    let resident = renderers.filter_map(|one| one["id"].as_u64()).filter_map(proportional_bytes).max();
    if let Some(bytes) = resident {
        report.lines.push(Line {
            work: "full book: memory of a tab".into(),
            peer: "-".into(),
            theirs: "-".into(),
            ours: megabytes(bytes as f64),
            ratio: "-".into(),
            target: "≤ 400 MB".into(),
            distance: at_most(bytes as f64, 400_000_000.0),
        });
        report.notes.push("Memory is that of the process with the bare page and the engine after a new start, one list and the whole search index (its proportional set size).".into());
    }
    Ok(())
}

/// The memory that a process has for itself, and its share of what it has in common with others, on Linux.
fn proportional_bytes(process: u64) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024)
}
