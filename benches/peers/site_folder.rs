//! The folder that the run serves: the release as it is, and beside it the page of the comparison with the peers' files.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::failure::Failure;

/// The peers' files for browsers, as npm installs them, and their names beside the page.
const PEERS: [(&str, &str); 6] = [
    ("dexie/dist/dexie.min.js", "dexie.min.js"),
    ("flexsearch/dist/flexsearch.bundle.min.js", "flexsearch.bundle.min.js"),
    ("minisearch/dist/umd/index.js", "minisearch.js"),
    // Published as modules alone; tools/bench.sh makes one file of them.
    ("ml-kmeans.js", "ml-kmeans.js"),
    ("papaparse/papaparse.min.js", "papaparse.min.js"),
    // The same.
    ("pouchdb.js", "pouchdb.js"),
];

/// What the served folder holds.
pub struct SiteFolder {
    /// Where it lies.
    pub folder: PathBuf,
    /// The engine's first script, from the root of the site.
    pub engine_script: String,
    /// The analyst's first script, from the root of the site.
    pub analyst_script: String,
    /// All that a browser must have before it can show the first list, from the root of the site: the page with its
    /// program and style, and the engine.
    pub first_files: Vec<String>,
}

impl SiteFolder {
    /// Puts it together anew in `folder` from the release in `release` and the comparison's files in `benches`.
    pub fn assemble(folder: &Path, release: &Path, benches: &Path) -> Result<SiteFolder, Failure> {
        let wrong = |what: &Path, reason: &dyn std::fmt::Display| Failure::file(what.display().to_string(), reason);
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(|reason| wrong(folder, &reason))?;
        }
        copy_folder(release, folder)?;
        let page = folder.join("bench");
        copy_folder(&benches.join("page"), &page)?;
        fs::create_dir_all(page.join("peers")).map_err(|reason| wrong(&page, &reason))?;
        for (from, to) in PEERS {
            let from = benches.join("node_modules").join(from);
            fs::copy(&from, page.join("peers").join(to)).map_err(|reason| wrong(&from, &reason))?;
        }
        let list = release.join("release.json");
        let text = fs::read_to_string(&list).map_err(|reason| wrong(&list, &reason))?;
        let files: Value = serde_json::from_str(&text).map_err(|reason| wrong(&list, &reason))?;
        let files: Vec<&str> =
            files["files"].as_array().into_iter().flatten().filter_map(|file| file["path"].as_str()).collect();
        let script = |name: &str| {
            let found = files.iter().find(|path| path.ends_with(name)).map(|path| (*path).to_owned());
            found.ok_or_else(|| wrong(&list, &format!("names no {name}")))
        };
        let (engine_script, analyst_script) = (script("/engine_start.js")?, script("/analyst_start.js")?);
        let first = |path: &&&str| {
            **path == "index.html"
                || path.starts_with("app/")
                || (path.starts_with("workers/") && path.contains("/engine"))
        };
        let first_files = files.iter().filter(first).map(|path| (*path).to_owned()).collect();
        Ok(SiteFolder { folder: folder.to_owned(), engine_script, analyst_script, first_files })
    }
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), Failure> {
    let wrong = |reason: std::io::Error| Failure::file(from.display().to_string(), &reason);
    fs::create_dir_all(to).map_err(wrong)?;
    for entry in fs::read_dir(from).map_err(wrong)? {
        let entry = entry.map_err(wrong)?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target).map_err(wrong)?;
        }
    }
    Ok(())
}
