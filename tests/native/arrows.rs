//! The layers of the house, checked: every path in `src` that begins with `crate` or climbs with `super` goes along an
//! arrow of the design, browser crates stay where they belong, and the screen uses no attribute that the content
//! security policy refuses.

#[path = "arrows/rules.rs"]
mod rules;
#[path = "arrows/source.rs"]
mod source;

use rules::violations_in;
use std::fs;
use std::path::{Path, PathBuf};

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries.map(|entry| entry.expect("a folder can be read").path()) {
        if entry.is_dir() {
            rust_files(&entry, into);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            into.push(entry);
        }
    }
}

#[test]
fn every_path_goes_along_an_arrow() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    assert!(files.len() > 20, "the sources were not found");
    let mut violations = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a source file is text");
        let name = file.strip_prefix(&root).expect("it lies under src").to_string_lossy().replace('\\', "/");
        violations.extend(violations_in(&name, &text).into_iter().map(|violation| format!("src/{name}: {violation}")));
    }
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

#[test]
fn a_planted_violation_is_found() {
    let check = |file: &str, text: &str, expected: usize| {
        let found = violations_in(file, text);
        assert_eq!(found.len(), expected, "{file}: {text}\n{found:?}");
    };
    check("domain/id.rs", "use crate::messages::Message;", 0);
    check("domain/id.rs", "use crate::storage::Disk;", 1);
    check("domain/id.rs", "fn f() { crate::storage::open() }", 1);
    check("domain/id.rs", "use crate::{messages::Message, engine::{book, table}, formats};", 3);
    check(
        "domain/id.rs",
        "// use crate::storage::Disk;\n/* crate::ui::app */ let text = \"crate::ui::app\"; r#\"crate::ui\"#;",
        0,
    );
    check("domain/id.rs", "macro_rules! m { () => { $crate::engine::book::Book } }", 1);
    check("domain/value/raw.rs", "use super::super::record::Record;", 0);
    check("domain/value/raw.rs", "use super::super::super::storage::Disk;", 1);
    check("domain/value/raw.rs", "mod tests { use super::super::super::storage::Disk; }", 0);
    check("domain/value/mod.rs", "use super::super::storage::Disk;", 1);
    check("domain/mod.rs", "mod tests { use super::*; }", 0);
    check("storage/seal.rs", "use crate::domain::id::Id; pub(super) fn f<'a>(c: char) -> bool { c == '\"' }", 0);
    check("storage/seal.rs", "use crate::engine::book;", 1);
    check("storage/seal.rs", "use indexed_db_futures::database::Database;", 1);
    check("storage/indexed_db.rs", "use indexed_db_futures::database::Database;", 0);
    check("analysis/serve.rs", "use crate::domain::model::Feature; use super::k_means; use linfa::traits::Fit;", 0);
    check("analysis/serve.rs", "use crate::messages::analysis; use crate::engine::features;", 2);
    check("domain/model/mod.rs", "use crate::analysis::k_means; use linfa_clustering::KMeans; use ndarray::Array2;", 3);
    check("engine/book.rs", "use crate::platform::clock;", 1);
    check("engine/book.rs", "use crate::sync::round; use crate::formats::csv_read;", 0);
    check("state/live.rs", "use crate::engine::protocol::Request; use crate::platform::worker;", 0);
    check("state/live.rs", "use crate::engine::book::Book; use crate::engine;", 2);
    check("state/analyst.rs", "use crate::analysis::protocol::AnalystRequest; use crate::analysis::serve::serve;", 1);
    check("ui/app.rs", "use crate::engine::protocol::Request;", 1);
    check("ui/controls/button.rs", "use crate::messages::Message; use super::super::records::form;", 2);
    check("ui/controls/button.rs", "use crate::ui::controls::icon::Icon; use super::icon;", 0);
    check("ui/pages/import.rs", "use crate::ui::records::form; use super::home::Home; use crate::ui::pages::list;", 2);
    check("ui/pages/import/preview.rs", "use super::columns; use super::super::home::Home;", 1);
    check("ui/pages/mod.rs", "use home::Home; use crate::ui::pages::list::List;", 0);
    check("ui/app.rs", "view! { <p style=\"color: red\" inner_html=text></p> }", 2);
    check("ui/app.rs", "view! { <p style:width=width class=\"style\"></p> } let style = 1; let own_style=2;", 0);
    check("domain/id.rs", "#[cfg(target_arch = \"wasm32\")] mod x;", 1);
    check("storage/mod.rs", "#[cfg(target_arch = \"wasm32\")]\npub mod indexed_db;", 0);
    check(
        "storage/mod.rs",
        "#[cfg(target_arch = \"wasm32\")]\npub mod indexed_db;\n#[cfg(target_arch = \"wasm32\")] mod b;",
        1,
    );
    check("storage/mod.rs", "#[cfg(not(target_arch = \"wasm32\"))] mod b;", 1);
    check("lib.rs", "#[cfg(target_arch = \"wasm32\")] pub mod ui; use crate::ui::app;", 0);
    check("main.rs", "#[cfg(target_arch = \"wasm32\")] fn main() { burrow::ui::mount() }", 0);
    check("main.rs", "use burrow::storage::Storage;", 1);
    check(
        "bin/engine.rs",
        "use burrow::ui::app; use burrow::storage::Storage; use crate::chance::Dice; use leptos::view;",
        2,
    );
    check("somewhere/new.rs", "", 1);
}
