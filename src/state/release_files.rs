//! Whether the files of this release are those that its list tells of. The list's own SHA-256 stands for the whole release:
//! whoever builds the same source gets the same number.

use std::collections::BTreeSet;

use crate::platform::page::address_of;
use crate::platform::site_files::{listed, read, sha256};

/// The list of all files of a release.
const LIST: &str = "release.json";

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReleaseFiles {
    /// This page belongs to no release, or its list cannot be had now.
    NoList,
    /// The browser counts no digests here: the page came neither over https nor from this machine.
    NoDigests,
    /// Every file was looked at.
    Checked {
        /// How many are as they should be.
        good: u64,
        /// The paths of files that are not what the list says.
        different: Vec<String>,
        /// The paths of files that could not be had, for instance because the network is away.
        missing: Vec<String>,
    },
}

/// The SHA-256 of the list of this release's files; `None` where there is no list or no digest.
pub async fn release_hash() -> Option<String> {
    sha256(&read(&address_of(LIST)).await?).await
}

/// Compares every file of this release with the list, telling after each how many of how many were looked at.
pub async fn check_release_files(tell: impl Fn(u64, u64)) -> ReleaseFiles {
    let Some(list) = read(&address_of(LIST)).await else { return ReleaseFiles::NoList };
    let Some(files) = listed(&list) else { return ReleaseFiles::NoList };
    let (mut good, mut different, mut missing) = (0, Vec::new(), Vec::new());
    // Hosts answer for the page under several names with the same bytes, and for some of them with a redirection.
    let mut seen = BTreeSet::new();
    let files: Vec<_> = files.into_iter().rev().filter(|file| seen.insert(file.sha256.clone())).collect();
    for (at, file) in files.iter().enumerate() {
        tell(at as u64, files.len() as u64);
        match read(&address_of(&file.path)).await {
            None => missing.push(file.path.clone()),
            Some(bytes) => match sha256(&bytes).await {
                None => return ReleaseFiles::NoDigests,
                Some(digest) if digest == file.sha256 => good += 1,
                Some(_) => different.push(file.path.clone()),
            },
        }
    }
    ReleaseFiles::Checked { good, different, missing }
}
