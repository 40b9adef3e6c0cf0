//! How much a long test did, for the result file of `make soak`, which collects these lines.

use std::io::Write;

use serde_json::{Value, json};

/// Tells what a test counted. Written past the test runner, which keeps to itself what a passing test prints.
pub fn tell(test: &str, counts: Value) {
    let told = json!({ "test": test, "counts": counts });
    let _ = writeln!(std::io::stderr(), "\ncounts: {told}");
}

/// How often something is done: a few times at every `make test`, more at `make soak`.
pub fn times<T>(quick: T, full: T) -> T {
    if std::env::var_os("BURROW_SOAK").is_some() { full } else { quick }
}
