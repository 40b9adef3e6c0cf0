//! Files and folders, with the path in every error message.

use std::fs;
use std::path::{Path, PathBuf};

fn named<T>(result: std::io::Result<T>, what: &str, path: &Path) -> Result<T, String> {
    result.map_err(|error| format!("cannot {what} {}: {error}", path.display()))
}

/// Reads a whole file.
///
/// # Errors
/// A sentence naming the path when it cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>, String> {
    named(fs::read(path), "read", path)
}

/// Reads a whole file of UTF-8 text.
///
/// # Errors
/// A sentence naming the path when it cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, String> {
    named(fs::read_to_string(path), "read", path)
}

/// Writes a whole file, making the folders above it.
///
/// # Errors
/// A sentence naming the path when it cannot be written.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        named(fs::create_dir_all(folder), "make", folder)?;
    }
    named(fs::write(path, bytes), "write", path)
}

/// Removes one file.
///
/// # Errors
/// A sentence naming the path when it cannot be removed.
pub fn remove(path: &Path) -> Result<(), String> {
    named(fs::remove_file(path), "remove", path)
}

/// Moves a file or a folder, making the folders above its new place.
///
/// # Errors
/// A sentence naming the path when it cannot be moved.
pub fn rename(from: &Path, to: &Path) -> Result<(), String> {
    if let Some(folder) = to.parent() {
        named(fs::create_dir_all(folder), "make", folder)?;
    }
    named(fs::rename(from, to), "move", from)
}

/// Every file under a folder as its address relative to it (`app/0f/burrow.js`, always with `/`), in order.
///
/// # Errors
/// A sentence naming the folder that cannot be read, or a name that is not UTF-8.
pub fn files_under(folder: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut waiting: Vec<(PathBuf, String)> = vec![(folder.to_path_buf(), String::new())];
    while let Some((place, prefix)) = waiting.pop() {
        for entry in named(fs::read_dir(&place), "list", &place)? {
            let entry = named(entry, "list", &place)?;
            let name =
                entry.file_name().into_string().map_err(|name| format!("the name {} is not UTF-8", name.display()))?;
            let address = format!("{prefix}{name}");
            if named(entry.file_type(), "look at", &entry.path())?.is_dir() {
                waiting.push((entry.path(), format!("{address}/")));
            } else {
                found.push(address);
            }
        }
    }
    found.sort();
    Ok(found)
}
