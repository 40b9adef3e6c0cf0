//! Makes WebAssembly files smaller with `wasm-opt`, where that program is on the PATH.
//!
//! Trunk could run it too, but then fetches it from the internet when it is missing; here it is simply left out, and
//! a file that was done before is taken from a folder of earlier results.

use crate::disk;
use crate::fingerprint;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What wasm-opt is asked for: size first, and the features that rustc's output uses.
const ARGUMENTS: [&str; 9] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// The first line of `wasm-opt --version`, or nothing where there is no such program.
#[must_use]
pub fn version() -> Option<String> {
    let output = Command::new("wasm-opt").arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.lines().next().unwrap_or_default().to_owned())
}

/// Shrinks every file in place, all of them at the same time.
///
/// `version` is a part of the name of an earlier result in `results`, so another wasm-opt never reuses it.
///
/// # Errors
/// A sentence naming the file that cannot be read, shrunk or written.
pub fn shrink(files: &[PathBuf], version: &str, results: &Path) -> Result<(), String> {
    std::thread::scope(|scope| {
        let running: Vec<_> =
            files.iter().map(|file| scope.spawn(move || shrink_one(file, version, results))).collect();
        running
            .into_iter()
            .try_for_each(|one| one.join().unwrap_or_else(|_| Err("a thread that ran wasm-opt broke down".to_owned())))
    })
}

fn shrink_one(file: &Path, version: &str, results: &Path) -> Result<(), String> {
    let original = disk::read(file)?;
    let arguments = ARGUMENTS.join(" ");
    let name = fingerprint::of_all([
        ("input", original.as_slice()),
        ("version", version.as_bytes()),
        ("arguments", arguments.as_bytes()),
    ]);
    let earlier = results.join(format!("{name}.wasm"));
    if !earlier.is_file() {
        let unfinished = results.join(format!("{name}.unfinished"));
        disk::write(&unfinished, [])?;
        let status = Command::new("wasm-opt")
            .args(ARGUMENTS)
            .arg(file)
            .arg("-o")
            .arg(&unfinished)
            .status()
            .map_err(|error| format!("cannot run wasm-opt: {error}"))?;
        if !status.success() {
            return Err(format!("wasm-opt refused {}", file.display()));
        }
        disk::rename(&unfinished, &earlier)?;
    }
    disk::write(file, disk::read(&earlier)?)
}
