//! A second release made of the built one in a moment: the same program under other names, as a new version has them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::chrome_devtools::Profile;
use crate::failure::Failure;
use crate::site::SiteOptions;

/// Two releases, and the folder that a host shows.
pub struct TwoReleases {
    folder: Profile,
    /// The build's own names.
    pub builds: [String; 2],
}

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// The built site as it is.
    First,
    /// The one made of it.
    Second,
}

impl TwoReleases {
    /// Makes the second release of the built site, and shows the first.
    pub fn new() -> Result<Self, Failure> {
        let folder = Profile::temporary()?;
        let built = SiteOptions::default().folder;
        let release = read_release(&built)?;
        let build = text_of(&release["build"]);
        let mut names = vec![build.clone()];
        for file in release["files"].as_array().into_iter().flatten() {
            let path = text_of(&file["path"]);
            let lasting = ["app/", "workers/"].iter().find_map(|start| path.strip_prefix(start));
            if let Some((name, _)) = lasting.and_then(|rest| rest.split_once('/'))
                && !names.iter().any(|known| known == name)
            {
                names.push(name.to_owned());
            }
        }
        let releases = TwoReleases { folder, builds: [build.clone(), next(&build)] };
        for name in files_under(&built)? {
            copy(&built.join(&name), &releases.folder(Release::First).join(&name))?;
            let bytes = fs::read(built.join(&name)).map_err(|reason| Failure::file(name.clone(), &reason))?;
            let bytes = match String::from_utf8(bytes) {
                Ok(text) => renamed(&names, &text).into_bytes(),
                Err(other) => other.into_bytes(),
            };
            write(&releases.folder(Release::Second).join(renamed(&names, &name)), &bytes)?;
        }
        releases.mend_fingerprints(&release, &names)?;
        releases.show(Release::First)?;
        Ok(releases)
    }

    /// Every list of files tells the new names, and must tell the new contents too.
    fn mend_fingerprints(&self, release: &Value, names: &[String]) -> Result<(), Failure> {
        let second = self.folder(Release::Second);
        let lists = [second.join("release.json"), second.join("service_worker.js")];
        let mut old: Vec<(String, String)> = Vec::new();
        for file in release["files"].as_array().into_iter().flatten() {
            old.push((text_of(&file["path"]), text_of(&file["sha256"])));
        }
        let own = "release.json".to_owned();
        old.push((own.clone(), fingerprint(&self.folder(Release::First).join(&own))?));
        // The list itself comes last: it is one of the files that the service worker checks.
        for (path, before) in old {
            let after = fingerprint(&second.join(renamed(names, &path)))?;
            for list in lists.iter().filter(|list| list.exists()) {
                let text = fs::read_to_string(list).map_err(|reason| Failure::file("a list of files", &reason))?;
                // Two files may have the same content; each is found by its own name.
                let from = format!("\"path\": \"{}\", \"sha256\": \"{before}\"", renamed(names, &path));
                let to = format!("\"path\": \"{}\", \"sha256\": \"{after}\"", renamed(names, &path));
                write(list, text.replace(&from, &to).as_bytes())?;
            }
        }
        Ok(())
    }

    /// Where a release lies.
    pub fn folder(&self, release: Release) -> PathBuf {
        self.folder.folder().join(if release == Release::First { "first" } else { "second" })
    }

    /// What the host shows.
    pub fn shown(&self) -> PathBuf {
        self.folder.folder().join("shown")
    }

    /// How to serve it.
    pub fn options(&self) -> SiteOptions {
        SiteOptions { folder: self.shown(), ..SiteOptions::default() }
    }

    /// The host now shows this release, and nothing else.
    pub fn show(&self, release: Release) -> Result<(), Failure> {
        self.show_nothing()?;
        for name in files_under(&self.folder(release))? {
            copy(&self.folder(release).join(&name), &self.shown().join(&name))?;
        }
        Ok(())
    }

    /// The host has lost everything; the folder itself stays, since the server holds it.
    pub fn show_nothing(&self) -> Result<(), Failure> {
        for name in files_under(&self.shown())? {
            fs::remove_file(self.shown().join(&name)).map_err(|reason| Failure::file(name, &reason))?;
        }
        fs::create_dir_all(self.shown()).map_err(|reason| Failure::file("the shown folder", &reason))
    }

    /// All names of files that either release has, in order.
    pub fn names(&self) -> Result<Vec<String>, Failure> {
        let mut names = files_under(&self.folder(Release::First))?;
        names.extend(files_under(&self.folder(Release::Second))?);
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// Shows one file of a release, cut off after `most` bytes; removes it where the release does not have it.
    pub fn show_file(&self, release: Release, name: &str, most: usize) -> Result<(), Failure> {
        let (from, to) = (self.folder(release).join(name), self.shown().join(name));
        if !from.exists() {
            let _ = fs::remove_file(to);
            return Ok(());
        }
        let mut bytes = fs::read(&from).map_err(|reason| Failure::file(name, &reason))?;
        bytes.truncate(most);
        write(&to, &bytes)
    }

    /// The host loses one file.
    pub fn lose(&self, name: &str) {
        let _ = fs::remove_file(self.shown().join(name));
    }
}

fn read_release(folder: &Path) -> Result<Value, Failure> {
    let text = fs::read_to_string(folder.join("release.json"))
        .map_err(|reason| Failure::file(folder.join("release.json").display().to_string(), &reason))?;
    serde_json::from_str(&text).map_err(|reason| Failure::Start(format!("the list of the release: {reason}")))
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Another name of the same length; `quick-` in front of a build stays.
fn next(name: &str) -> String {
    let (kind, print) = name.rsplit_once('-').map_or(("", name), |(kind, print)| (kind, print));
    let first = if print.starts_with('f') { "e" } else { "f" };
    let dash = if kind.is_empty() { "" } else { "-" };
    format!("{kind}{dash}{first}{}", print.get(1..).unwrap_or_default())
}

fn renamed(names: &[String], text: &str) -> String {
    names.iter().fold(text.to_owned(), |text, name| text.replace(name.as_str(), &next(name)))
}

fn fingerprint(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path).map_err(|reason| Failure::file(path.display().to_string(), &reason))?;
    Ok(data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes)))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, bytes));
    made.map_err(|reason| Failure::file(path.display().to_string(), &reason))
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    let bytes = fs::read(from).map_err(|reason| Failure::file(from.display().to_string(), &reason))?;
    write(to, &bytes)
}

/// The files below a folder by their names from it on, hidden folders left out; none when there is no folder.
fn files_under(folder: &Path) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(inner) = folders.pop() {
        let Ok(entries) = fs::read_dir(folder.join(&inner)) else { continue };
        for entry in entries {
            let entry = entry.map_err(|reason| Failure::file("a folder", &reason))?;
            let name = format!("{inner}{}", entry.file_name().to_string_lossy());
            match entry.path().is_dir() {
                true if !name.starts_with('.') => folders.push(format!("{name}/")),
                true => {}
                false => found.push(name),
            }
        }
    }
    found.sort();
    Ok(found)
}
