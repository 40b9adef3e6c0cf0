//! Burrow beside its peers from npm, in one run of one Chromium; run by `make bench`.
//!
//! The same made-up customers for all, each side in a worker, in turn, medians of the rounds. The results are printed and
//! kept in `benches/README.md`. Nothing here passes or fails by a time. What it needs from outside is named by the
//! environment: `BURROW_SERVE` (the static server), `BURROW_DIST` (the built site), `BURROW_CHROMIUM` (the browser).
//! `BURROW_BENCH_CUSTOMERS` makes a short trial, of that many customers, whose results are not kept;
//! `BURROW_BENCH_PROFILE` tells where the engine's time goes, in a short trial of the work on the book alone;
//! `BURROW_BENCH_ONLY=exchange` runs the exchange between devices alone, in full, and only prints its results.

// The harness of the end-to-end tests drives the browser here too; not every word of it is in use.
#[allow(dead_code)]
#[path = "../../tests/end_to_end/axe.rs"]
mod axe;
#[allow(dead_code)]
#[path = "../../tests/end_to_end/check.rs"]
mod check;
#[allow(dead_code)]
#[path = "../../tests/end_to_end/chrome_devtools.rs"]
mod chrome_devtools;
#[allow(dead_code)]
#[path = "../../tests/end_to_end/connection.rs"]
mod connection;
#[allow(dead_code)]
#[path = "../../tests/end_to_end/console.rs"]
mod console;
#[path = "../../tests/couch_model/mod.rs"]
mod couch_model;
#[allow(dead_code)]
#[path = "../../tests/end_to_end/deals_board.rs"]
mod deals_board;
#[allow(dead_code)]
#[path = "../../tests/end_to_end/downloads.rs"]
mod downloads;
#[allow(dead_code)]
#[path = "../../tests/end_to_end/element.rs"]
mod element;
#[allow(dead_code)]
#[path = "../../tests/end_to_end/failure.rs"]
mod failure;
#[allow(dead_code)]
#[path = "../../tests/end_to_end/gestures.rs"]
mod gestures;
#[allow(dead_code)]
#[path = "../../tests/end_to_end/keyboard.rs"]
mod keyboard;
#[allow(dead_code)]
#[path = "../../tests/end_to_end/page.rs"]
mod page;
#[allow(dead_code)]
#[path = "../../tests/cases/pouchdb_server.rs"]
mod pouchdb_server;
#[allow(dead_code)]
#[path = "../../tests/end_to_end/press.rs"]
mod press;
#[allow(dead_code)]
#[path = "../../tests/end_to_end/relay.rs"]
mod relay;
#[allow(dead_code)]
#[path = "../../tests/end_to_end/site.rs"]
mod site;
#[allow(dead_code)]
#[path = "../../tests/end_to_end/steps.rs"]
mod steps;
#[allow(dead_code)]
#[path = "../../tests/end_to_end/sync_steps.rs"]
mod sync_steps;

mod bench_page;
mod boards;
mod chance;
mod comparison;
mod customers;
mod edits;
mod exchange;
mod exchange_devices;
mod exchange_peer;
mod figures;
mod full_book;
mod groups;
mod imports;
mod lists;
mod names;
mod profile;
mod queries;
mod reloads;
mod report;
mod site_folder;
mod sizes;
mod words;

use std::path::Path;
use std::process::{Command, ExitCode};

use serde_json::json;

use bench_page::BenchPage;
use chrome_devtools::{Browser, LaunchOptions, Profile};
use comparison::Comparison;
use failure::Failure;
use report::Report;
use site::{Site, SiteOptions};
use site_folder::SiteFolder;

/// How many customers the kept results are of.
const CUSTOMERS: usize = 100_000;
/// Rounds of everything but the peers' slow work.
const ROUNDS: usize = 7;
/// Rounds of the peers' slow work: their imports, their search indexes, MiniSearch's answers.
const SLOW_ROUNDS: usize = 3;
/// From which customers, searches and identifiers are made.
const SEED: u64 = 2026;

fn run() -> Result<(), Failure> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let benches = package.join("benches");
    let work = package.join("target").join("bench");
    let trial = std::env::var("BURROW_BENCH_CUSTOMERS").ok().and_then(|text| text.parse().ok());
    let count = trial.unwrap_or(CUSTOMERS);
    let is_short = trial.is_some() || profile::wanted();
    let (rounds, slow_rounds) = if is_short { (2, 1) } else { (ROUNDS, SLOW_ROUNDS) };

    std::fs::create_dir_all(&work).map_err(|reason| Failure::file("target/bench", &reason))?;
    let options = SiteOptions::default();
    let folder = SiteFolder::assemble(&work.join("site"), &options.folder, &benches)?;
    let file = work.join("customers.csv");
    let customers = customers::make(SEED, count);
    let size = customers::write(&file, &customers)?;

    let profile = Profile::temporary()?;
    let browser = Browser::launch(&profile, &LaunchOptions::default())?;
    let version = browser.call("Browser.getVersion", json!({}))?["product"].as_str().unwrap_or("unknown").to_owned();
    let mut report = Report { circumstances: circumstances(count, size, &version), lines: vec![], notes: vec![] };
    let only_exchange = std::env::var("BURROW_BENCH_ONLY").is_ok_and(|part| part == "exchange");
    if !only_exchange {
        let server = Site::start(&SiteOptions { folder: folder.folder.clone(), ..options })?;
        let address = server.place("bench/index.html");
        let page = BenchPage::open(browser.new_page()?, &address, server.place(&folder.engine_script), &file)?;
        let comparison = Comparison::new(page, customers.clone(), rounds, slow_rounds, SEED);
        compare_one_device(comparison, &browser, &server, &folder, &mut report)?;
    }
    // What it held would be missing to the browsers of the exchange.
    drop(browser);
    if !profile::wanted() {
        exchange::compare(&work, &file, &folder.folder, &customers, (rounds, slow_rounds), &mut report)?;
    }

    println!("{}", report.text());
    if !is_short && !only_exchange {
        report.write(&benches.join("README.md"))?;
        println!("Kept in benches/README.md.");
    }
    Ok(())
}

/// Everything that one device does alone.
fn compare_one_device(
    mut comparison: Comparison,
    browser: &Browser,
    server: &Site,
    folder: &SiteFolder,
    report: &mut Report,
) -> Result<(), Failure> {
    let imported = imports::compare(&comparison, report)?;
    let reloaded = reloads::compare(&comparison, &imported, report)?;
    lists::compare_search(&comparison, SEED, report)?;
    lists::compare_filters(&comparison, report)?;
    edits::compare(&comparison, imported.member, "one durable edit, p50", report)?;
    if !profile::wanted() {
        groups::compare(&comparison, &server.place(&folder.analyst_script), SEED, report)?;
        boards::measure(comparison.rounds, report)?;
        sizes::compare_download(&comparison, folder, server.address(), report)?;
        full_book::compare(&comparison, &imported, reloaded, SEED, report)?;
        sizes::tell_memory(&mut comparison, browser, &server.place("bench/index.html"), report)?;
        full_book::turn_the_lock_on(&comparison, report)?;
    }
    Ok(())
}

/// On what and how it was measured.
fn circumstances(count: usize, size: usize, browser: &str) -> Vec<String> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").ok();
    let load = load.as_deref().and_then(|text| text.split_whitespace().next()).unwrap_or("unknown").to_owned();
    vec![
        format!("{count} customers of seed {SEED}, a CSV file of {:.1} MB", size as f64 / 1_000_000.0),
        format!(
            "medians of {ROUNDS}; the peers' imports and search indexes, MiniSearch's answers and PouchDB's replications of {SLOW_ROUNDS}"
        ),
        format!("{cores} shared cores, load average {load} at the start; {browser}, headless"),
        format!("commit {}", commit()),
    ]
}

/// The commit, and whether the files are still those of it.
fn commit() -> String {
    let git = |arguments: &[&str]| -> Option<String> {
        let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let name = git(&["rev-parse", "--short=12", "HEAD"]).unwrap_or_else(|| "unknown".to_owned());
    match git(&["status", "--porcelain", "--", "src", "Cargo.toml", "Cargo.lock"]) {
        Some(changes) if changes.is_empty() => name,
        _ => format!("{name} with changes"),
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("the comparison ended: {failure}");
            ExitCode::FAILURE
        }
    }
}
