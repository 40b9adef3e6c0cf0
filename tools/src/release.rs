//! Turns what Trunk staged into a release: names by content, one style sheet, workers that can be started, the list
//! of files, the service worker and the header files for hosts.

use crate::page::{self, Addresses};
use crate::service_worker::{self, ReleaseFile};
use crate::{disk, fingerprint, hosts, policy, sizes, wasm_opt};
use std::path::{Path, PathBuf};

/// Where a build is and what it is for.
pub struct Build {
    /// The folder that Trunk filled; it becomes the site.
    pub staging: PathBuf,
    /// The project's folder, for the templates in `site/` and for earlier results in `target/`.
    pub project: PathBuf,
    /// A quick build for looking at: not shrunk, and without a service worker, which would keep showing old files.
    pub quick: bool,
}

/// Finishes a build and returns what to tell the person who started it.
///
/// # Errors
/// A sentence naming what is missing or cannot be written; the folder is then no release.
pub fn finish(build: &Build) -> Result<String, String> {
    let staging = &build.staging;
    let shrunk = shrink(build)?;

    let html = disk::read_text(&staging.join("index.html"))?;
    let sheets = page::style_sheets(&html);
    disk::write(&staging.join("style.css"), page::join_style_sheets(staging, &sheets)?)?;
    for sheet in &sheets {
        disk::remove(&staging.join(sheet))?;
    }

    let site = build.project.join("site");
    let places = disk::read_text(&site.join("places.json"))?;
    let boot = page::boot_script(&disk::read_text(&site.join("boot.js"))?, &places)?;
    let template = page::without_script_comments(&disk::read_text(&site.join("service_worker.js"))?);
    let starter = page::without_script_comments(&disk::read_text(&site.join("worker_start.js"))?);

    let build_id = build_id(staging, [&places, &boot, &template, &starter], build.quick)?;
    let app = move_to_lasting_folder(staging, "app", &page_files(staging)?)?;
    let workers = move_workers(staging, &starter, &build_id)?;
    let finished = page::finish(&html, &boot, &Addresses { build: build_id.clone(), app, workers })?;
    let policy = policy::headers(&page::inline_scripts(&finished));
    disk::write(&staging.join("index.html"), &finished)?;
    disk::write(&staging.join("404.html"), &finished)?;

    let mut files = release_files(staging)?;
    let list: Vec<String> = files.iter().map(|file| format!("    {}", file.to_json())).collect();
    let release = format!("{{\n  \"build\": \"{build_id}\",\n  \"files\": [\n{}\n  ]\n}}\n", list.join(",\n"));
    disk::write(&staging.join("release.json"), &release)?;
    if !build.quick {
        files.retain(|file| file.path != "404.html");
        files.push(release_file(staging, "release.json")?);
        let script = service_worker::write(&template, &build_id, &files, &policy, &places)?;
        disk::write(&staging.join("service_worker.js"), script)?;
    }
    for (name, text) in hosts::files(&policy) {
        disk::write(&staging.join(name), text)?;
    }

    let names = disk::files_under(staging)?;
    let table = if build.quick { String::new() } else { sizes::table(staging, &names)? };
    // Without wasm-opt everything is larger, and nobody's fault.
    if !build.quick && wasm_opt::version().is_some() {
        let over = sizes::over_budget(staging, &names)?;
        if !over.is_empty() {
            return Err(format!("the budget of bytes (tools/src/sizes.rs) is passed:\n{over}{table}"));
        }
    }
    let hash = fingerprint::sha256_hex(release.as_bytes());
    Ok(format!("{table}{shrunk}The build is {build_id}; its release.json has the SHA-256\n{hash}\n"))
}

fn shrink(build: &Build) -> Result<String, String> {
    if build.quick {
        return Ok(String::new());
    }
    let Some(version) = wasm_opt::version() else {
        return Ok("wasm-opt is not there, so the WebAssembly files are larger than they could be.\n".to_owned());
    };
    let files: Vec<PathBuf> = disk::files_under(&build.staging)?
        .iter()
        .filter(|name| name.ends_with(".wasm"))
        .map(|name| build.staging.join(name))
        .collect();
    wasm_opt::shrink(&files, &version, &build.project.join("target/wasm-opt"))?;
    Ok(format!("Made smaller by {version}.\n"))
}

/// One name for all that the site is made of, taken before the name itself is written into any file.
fn build_id(staging: &Path, templates: [&String; 4], quick: bool) -> Result<String, String> {
    let mut parts = Vec::new();
    for name in disk::files_under(staging)? {
        let bytes = disk::read(&staging.join(&name))?;
        parts.push((name, bytes));
    }
    for (index, text) in templates.iter().enumerate() {
        parts.push((format!("template {index}"), text.as_bytes().to_vec()));
    }
    for (name, value) in policy::headers(&[]) {
        parts.push((name.to_owned(), value.into_bytes()));
    }
    let id = fingerprint::of_all(parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    Ok(if quick { format!("quick-{id}") } else { id })
}

/// The page's own code and style as Trunk names them, with the script snippets that wasm-bindgen may have added.
fn page_files(staging: &Path) -> Result<Vec<String>, String> {
    let mut names = vec!["burrow.js".to_owned(), "burrow_bg.wasm".to_owned(), "style.css".to_owned()];
    names.extend(disk::files_under(staging)?.into_iter().filter(|name| name.starts_with("snippets/")));
    Ok(names)
}

/// Every worker is a pair `name.js` and `name_bg.wasm` beside the page's own; each gets a file that starts it.
fn move_workers(staging: &Path, starter: &str, build_id: &str) -> Result<String, String> {
    let names: Vec<String> = disk::files_under(staging)?
        .into_iter()
        .filter(|name| !name.contains('/'))
        .filter_map(|name| name.strip_suffix("_bg.wasm").map(str::to_owned))
        .collect();
    if names.is_empty() {
        return Err("the build holds no worker".to_owned());
    }
    let mut files = Vec::new();
    for name in names {
        let start = format!("{name}_start.js");
        let script = starter.replace("__WORKER__", &name).replace("__BUILD__", build_id);
        disk::write(&staging.join(&start), script)?;
        files.extend([format!("{name}.js"), format!("{name}_bg.wasm"), start]);
    }
    move_to_lasting_folder(staging, "workers", &files)
}

fn move_to_lasting_folder(staging: &Path, folder: &str, names: &[String]) -> Result<String, String> {
    let mut contents = Vec::new();
    for name in names {
        contents.push((name.as_str(), disk::read(&staging.join(name))?));
    }
    let print = fingerprint::of_all(contents.iter().map(|(name, bytes)| (*name, bytes.as_slice())));
    let address = format!("{folder}/{print}/");
    for name in names {
        disk::rename(&staging.join(name), &staging.join(&address).join(name))?;
    }
    Ok(address)
}

fn release_files(staging: &Path) -> Result<Vec<ReleaseFile>, String> {
    disk::files_under(staging)?
        .iter()
        .filter(|name| !hosts::HOST_FILES.contains(&name.as_str()))
        .map(|name| release_file(staging, name))
        .collect()
}

fn release_file(staging: &Path, name: &str) -> Result<ReleaseFile, String> {
    let bytes = disk::read(&staging.join(name))?;
    Ok(ReleaseFile { path: name.to_owned(), sha256: fingerprint::sha256_hex(&bytes), size: bytes.len() })
}
