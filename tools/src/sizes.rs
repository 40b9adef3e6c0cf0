//! The table of sizes that a release prints: what a browser downloads, as it is and compressed, and the budget that it
//! must keep.

use crate::disk;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What each part may weigh by `gzip -9`, in bytes, a little above what it weighs: so that whoever makes one larger knows it
/// and says why. The design's target for page, engine and style together is 433 kB.
const BUDGET: [(&str, usize); 7] = [
    ("/burrow_bg.wasm", 1_600_000),
    ("/engine_bg.wasm", 1_045_000),
    ("/analyst_bg.wasm", 192_000),
    ("/converter_bg.wasm", 287_000),
    ("/keysmith_bg.wasm", 36_000),
    ("/courier_bg.wasm", 36_000),
    ("/style.css", 19_000),
];

/// What passes the budget, a line each; nothing where there is no gzip program to measure with.
///
/// # Errors
/// A sentence naming the file that cannot be read.
pub fn over_budget(folder: &Path, names: &[String]) -> Result<String, String> {
    let mut text = String::new();
    for name in names {
        let Some((_, most)) = BUDGET.iter().find(|(ending, _)| name.ends_with(ending)) else { continue };
        if let Some(size) = compressed_size(&disk::read(&folder.join(name))?).filter(|size| size > most) {
            text.push_str(&format!("{name} weighs {size} bytes compressed; its budget is {most}\n"));
        }
    }
    Ok(text)
}

/// A table of every WebAssembly, script and style file under a folder, with sizes raw and by `gzip -9`.
///
/// The compressed column is left empty where there is no gzip program.
///
/// # Errors
/// A sentence naming the file that cannot be read.
pub fn table(folder: &Path, names: &[String]) -> Result<String, String> {
    let mut text = format!("{:<44} {:>10} {:>10}\n", "file", "bytes", "gzip -9");
    let (mut raw_sum, mut small_sum) = (0, Some(0));
    for name in names {
        let shown = [".wasm", ".js", ".css", ".html"].iter().any(|ending| name.ends_with(ending));
        if !shown || name == "404.html" {
            continue;
        }
        let bytes = disk::read(&folder.join(name))?;
        let small = compressed_size(&bytes);
        text.push_str(&row(name, bytes.len(), small));
        raw_sum += bytes.len();
        small_sum = small_sum.zip(small).map(|(sum, size)| sum + size);
    }
    text.push_str(&row("all of these", raw_sum, small_sum));
    Ok(text)
}

fn row(name: &str, raw: usize, small: Option<usize>) -> String {
    let small = small.map_or_else(String::new, |size| size.to_string());
    format!("{name:<44} {raw:>10} {small:>10}\n")
}

fn compressed_size(bytes: &[u8]) -> Option<usize> {
    let mut gzip =
        Command::new("gzip").args(["-9", "-n", "-c"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    let mut input = gzip.stdin.take()?;
    // Written from another thread, since gzip answers before it has read everything and both pipes are short.
    let output = std::thread::scope(|scope| {
        let writing = scope.spawn(move || input.write_all(bytes));
        let output = gzip.wait_with_output();
        writing.join().is_ok_and(|written| written.is_ok()).then_some(output)
    })?
    .ok()?;
    output.status.success().then_some(output.stdout.len())
}
