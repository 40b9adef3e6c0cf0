//! Where the engine's time goes, for whoever wants to make it faster: with `BURROW_BENCH_PROFILE` set, the functions that
//! took the most time of their own are told for some of the work. Their names are there when the site was built without
//! wasm-opt, which drops them.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::failure::Failure;
use crate::page::Page;

/// How many functions are told.
const TOLD: usize = 25;
/// Microseconds between two samples.
const INTERVAL: u32 = 500;

/// Whether it is to be told.
pub fn wanted() -> bool {
    std::env::var_os("BURROW_BENCH_PROFILE").is_some()
}

/// Does the work, and tells where the engine's time went meanwhile if that is wanted.
pub fn profiled<T>(page: &Page, name: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    if !wanted() {
        return work();
    }
    let sessions = page.connection().sessions();
    let engines = sessions.into_iter().filter(|one| one.attached && one.address.ends_with("/engine_start.js"));
    let workers: Vec<String> = engines.map(|one| one.id).collect();
    let call = |session: &str, method: &str, params: Value| page.connection().call(Some(session), method, params);
    for worker in &workers {
        call(worker, "Profiler.enable", json!({}))?;
        call(worker, "Profiler.setSamplingInterval", json!({ "interval": INTERVAL }))?;
        call(worker, "Profiler.start", json!({}))?;
    }
    let done = work()?;
    for worker in &workers {
        let profile = call(worker, "Profiler.stop", json!({}))?;
        eprintln!("profile of {name}:\n{}", heaviest(&profile["profile"]));
    }
    Ok(done)
}

/// The functions with the most time of their own, a line each, in milliseconds.
fn heaviest(profile: &Value) -> String {
    let list = |name: &str| profile[name].as_array().cloned().unwrap_or_default();
    let functions: HashMap<u64, String> = list("nodes")
        .iter()
        .filter_map(|node| Some((node["id"].as_u64()?, node["callFrame"]["functionName"].as_str()?.to_owned())))
        .collect();
    let mut own: HashMap<&str, f64> = HashMap::new();
    for (sample, elapsed) in list("samples").iter().zip(list("timeDeltas")) {
        let function = sample.as_u64().and_then(|id| functions.get(&id)).map_or("?", String::as_str);
        *own.entry(function).or_default() += elapsed.as_f64().unwrap_or(0.0) / 1000.0;
    }
    let mut order: Vec<(&str, f64)> = own.into_iter().collect();
    order.sort_by(|one, other| other.1.total_cmp(&one.1));
    order.iter().take(TOLD).map(|(function, time)| format!("{time:9.1} ms  {function}\n")).collect()
}
