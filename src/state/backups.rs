//! When the last backup was made on this device, and whether it is time for another. Kept with the wishes of this browser:
//! whoever loses these loses the book with them.

use leptos::prelude::*;
use web_sys::Blob;

use super::place;
use crate::domain::book_place::OfBook;
use crate::platform::{files, random};

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;
/// A backup older than that is old.
const OLD_AFTER: u64 = 14 * DAY_MS;
/// Putting it off keeps it away for so long.
const PUT_OFF_FOR: u64 = 7 * DAY_MS;
/// With fewer records there is not much to lose.
const WORTH_A_BACKUP: u64 = 50;
/// What cannot be mistaken for one another on paper.
const CLEAR_LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A backup that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastBackup {
    /// When, milliseconds since 1970.
    pub made: u64,
    /// How many records were in it.
    pub records: u64,
}

impl LastBackup {
    /// As it is remembered.
    pub(super) fn text(self) -> String {
        format!("{} {}", self.made, self.records)
    }
}

/// What is known of backups on this device.
#[derive(Clone, Copy)]
pub struct Backups {
    /// The last one.
    pub last: RwSignal<Option<LastBackup>>,
    /// Somebody is making or opening a backup by hand: the engine serves one at a time.
    pub in_use: RwSignal<bool>,
    later: RwSignal<Option<u64>>,
}

impl Backups {
    /// What this browser remembers.
    pub(super) fn read() -> Backups {
        let last = place::kept(OfBook::LastBackup).and_then(|text| {
            let (made, records) = text.split_once(' ')?;
            Some(LastBackup { made: made.parse().ok()?, records: records.parse().ok()? })
        });
        let later = place::kept(OfBook::BackupLater).and_then(|text| text.parse().ok());
        Backups { last: RwSignal::new(last), in_use: RwSignal::new(false), later: RwSignal::new(later) }
    }

    /// Notes a backup.
    pub fn note(self, made: u64, records: u64) {
        place::keep(OfBook::LastBackup, Some(&LastBackup { made, records }.text()));
        self.last.set(Some(LastBackup { made, records }));
    }

    /// Does not remind for a week.
    pub fn put_off(self, now: u64) {
        place::keep(OfBook::BackupLater, Some(&(now + PUT_OFF_FOR).to_string()));
        self.later.set(Some(now + PUT_OFF_FOR));
    }

    /// Whether the reminder was put off, and is so still. Reactive.
    pub fn is_put_off(self, now: u64) -> bool {
        self.later.get().is_some_and(|later| now < later)
    }

    /// Whether it is time for a backup of so many records of the person's own. Reactive.
    pub fn is_due(self, now: u64, records: u64) -> bool {
        records > WORTH_A_BACKUP
            && self.last.get().is_none_or(|last| now.saturating_sub(last.made) > OLD_AFTER)
            && !self.is_put_off(now)
    }
}

/// A passphrase that nobody guesses: 100 bits, in groups that can be copied from paper.
pub fn suggested_passphrase() -> Option<String> {
    let mut chance = [0; 20];
    random::fill(&mut chance).ok()?;
    let letters: Vec<char> = chance.iter().map(|byte| char::from(CLEAR_LETTERS[usize::from(byte & 31)])).collect();
    Some(letters.chunks(5).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}

/// Gives the person a file of the converter's to keep.
///
/// # Errors
/// The text for a report.
pub fn keep_file(name: &str, blob: &Blob) -> Result<(), String> {
    files::download_blob(name, blob).map_err(|error| error.to_string())
}
