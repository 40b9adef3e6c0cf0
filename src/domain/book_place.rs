//! Where a book lies among those of this browser, the names of all that is one book's alone, and what a book may be called.
//!
//! The first book has no identifier: everything of it is named as it was when a browser had one book, so that it opens
//! unchanged. Everything of another book carries its identifier, after an `@`.

use std::fmt;

/// How many characters an identifier has.
pub const ID_LENGTH: usize = 10;
/// What stands for the first book where an identifier would stand.
const FIRST: &str = "first";
/// What stands before the identifier in the name of a worker that may make the book's database.
const TO_BE_MADE: &str = "new ";
/// What an identifier is made of: five random bits a letter.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Under this key lies the list of the books, see [`list_text`]. The first script of the page reads it, too.
pub const LIST: &str = "burrow.books";
/// Under this key lies which book was opened last. The first script of the page reads it, too.
pub const OPENED_LAST: &str = "burrow.book-last";
/// Under this key a tab remembers which book it shows. The first script of the page reads it, too.
pub const SHOWN_HERE: &str = "burrow.book-here";

/// Which of the books of this browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct BookPlace(Option<[u8; ID_LENGTH]>);

impl BookPlace {
    /// The first book.
    pub const FIRST: BookPlace = BookPlace(None);

    /// A new place, from chance.
    pub fn from_chance(chance: [u8; ID_LENGTH]) -> BookPlace {
        BookPlace(Some(chance.map(|byte| LETTERS[usize::from(byte & 31)])))
    }

    /// The place of that identifier; none where the text is not well formed.
    pub fn parse(text: &str) -> Option<BookPlace> {
        if text == FIRST {
            return Some(BookPlace::FIRST);
        }
        let letters: [u8; ID_LENGTH] = text.as_bytes().try_into().ok()?;
        let is_well_formed = letters.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        is_well_formed.then_some(BookPlace(Some(letters)))
    }

    /// The identifier, as [`BookPlace::parse`] reads it.
    pub fn id(self) -> String {
        self.0.map_or_else(|| FIRST.to_owned(), |letters| letters.iter().map(|byte| char::from(*byte)).collect())
    }

    /// What something of this book is called in the browser.
    pub fn name_for(self, what: OfBook) -> String {
        match self.0 {
            None => what.name().to_owned(),
            Some(_) => format!("{}@{}", what.name(), self.id()),
        }
    }

    /// The book whose thing of that kind is called so; none where it is nothing of ours.
    pub fn of_name(name: &str, what: OfBook) -> Option<BookPlace> {
        let rest = name.strip_prefix(what.name())?;
        if rest.is_empty() {
            return Some(BookPlace::FIRST);
        }
        BookPlace::parse(rest.strip_prefix('@')?).filter(|place| *place != BookPlace::FIRST)
    }

    /// How the worker of this book is called, by which it knows what to open. One that is `to_be_made` may make the database;
    /// any other opens what is there.
    pub fn worker_name(self, to_be_made: bool) -> String {
        match self.0 {
            // As it was when there was one book, which is made where there is none.
            None => String::new(),
            Some(_) if to_be_made => format!("{TO_BE_MADE}{}", self.id()),
            Some(_) => self.id(),
        }
    }

    /// What a worker of that name opens, and whether it may make the database.
    pub fn of_worker(name: &str) -> Option<(BookPlace, bool)> {
        if name.is_empty() {
            return Some((BookPlace::FIRST, true));
        }
        let (text, to_be_made) = name.strip_prefix(TO_BE_MADE).map_or((name, false), |text| (text, true));
        let place = BookPlace::parse(text)?;
        (place != BookPlace::FIRST).then_some((place, to_be_made))
    }
}

impl fmt::Display for BookPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.id())
    }
}

/// Declares what is one book's alone.
macro_rules! of_book {
    ($($(#[$doc:meta])* $name:ident: $sort:ident = $text:literal;)*) => {
        /// What is one book's alone: two books of a browser never have the same one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum OfBook {
            $($(#[$doc])* $name,)*
        }

        impl OfBook {
            /// All of them.
            pub const ALL: &[OfBook] = &[$(OfBook::$name),*];

            /// What it is called for the first book.
            const fn name(self) -> &'static str {
                match self {
                    $(OfBook::$name => $text,)*
                }
            }

            /// What sort of thing it is.
            pub const fn sort(self) -> Sort {
                match self {
                    $(OfBook::$name => Sort::$sort,)*
                }
            }
        }
    };
}

/// What sort of thing a name stands for. Things of different sorts may have the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// A database.
    Database,
    /// A channel between tabs.
    Channel,
    /// A lock that tabs share.
    WebLock,
    /// A key under which this browser remembers something.
    Key,
}

of_book! {
    /// The book itself.
    Book: Database = "burrow";
    /// Stands beside a book that is being made, until it is whole.
    Unfinished: Database = "burrow-unfinished";
    /// The folder into which its backups go.
    BackupFolder: Database = "burrow-folder";
    /// Tells the other tabs that there is something new in the journal.
    News: Channel = "burrow";
    /// Tells the other tabs to lock.
    LockNews: Channel = "burrow.lock";
    /// Held by a change that depends on what it read.
    Write: WebLock = "burrow.write";
    /// Held by the tab that folds.
    Fold: WebLock = "burrow.fold";
    /// Held by the tab that exchanges records with other devices.
    Sync: WebLock = "burrow.sync";
    /// Held by the tab that makes a backup by itself.
    BackupTurn: WebLock = "burrow.backup";
    /// Held by the tab that makes the book.
    Making: WebLock = "burrow.making";
    /// After how long it locks by itself.
    LockAfter: Key = "burrow.lock-after";
    /// It was locked when it was last seen.
    LockExpected: Key = "burrow.lock";
    /// When it was locked.
    LockedAt: Key = "burrow.locked-at";
    /// When somebody was last at it.
    ActiveAt: Key = "burrow.active-at";
    /// Something could not be saved when it was locked.
    Unsaved: Key = "burrow.unsaved";
    /// Who works on this device.
    Member: Key = "burrow.member";
    /// The currency of an amount without one.
    Currency: Key = "burrow.currency";
    /// Which book it was when something was last in it.
    Kept: Key = "burrow.book";
    /// The last backup.
    LastBackup: Key = "burrow.backup.last";
    /// Until when the reminder of a backup was put off.
    BackupLater: Key = "burrow.backup.later";
    /// How often it is backed up by itself.
    Plan: Key = "burrow.backup.plan";
    /// When it last was.
    PlanLast: Key = "burrow.backup.plan-last";
    /// Why it last was not.
    PlanFailed: Key = "burrow.backup.plan-failed";
    /// The files that were made.
    PlanFiles: Key = "burrow.backup.plan-files";
    /// The one server that its courier may ask, as scheme, name and port.
    Courier: Key = "burrow.courier";
    /// When it was last open, and how many records it had.
    Seen: Key = "burrow.seen";
}

/// A book in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedBook {
    /// Where it lies.
    pub place: BookPlace,
    /// What it is called; empty while nobody has given it a name.
    pub name: String,
}

/// The list of books from its text; without any text it is the first book alone. A line that is none is passed over, and of
/// two lines for one book the first counts.
pub fn parse_list(text: Option<&str>) -> Vec<ListedBook> {
    let mut books: Vec<ListedBook> = Vec::new();
    for line in text.unwrap_or_default().lines() {
        let (id, name) = line.split_once(' ').unwrap_or((line, ""));
        let Some(place) = BookPlace::parse(id) else { continue };
        if books.iter().all(|book| book.place != place) {
            books.push(ListedBook { place, name: name.trim().to_owned() });
        }
    }
    if books.is_empty() {
        books.push(ListedBook { place: BookPlace::FIRST, name: String::new() });
    }
    books
}

/// The text of a list of books: a line each, the identifier, a space, the name.
pub fn list_text(books: &[ListedBook]) -> String {
    books
        .iter()
        .map(|book| format!("{} {}", book.place, book.name).trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The longest name of a book, in characters.
pub const LONGEST_NAME: usize = 60;

/// What is wrong with the name of a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameProblem {
    /// There is none.
    Empty,
    /// It has more than [`LONGEST_NAME`] characters.
    TooLong,
    /// Another book is called so, whatever the size of the letters.
    Taken,
}

/// The name that was typed, trimmed and on one line, if a book may be called so beside the `others`.
///
/// # Errors
/// What is wrong with it.
pub fn book_name<'a>(typed: &str, others: impl IntoIterator<Item = &'a str>) -> Result<String, NameProblem> {
    let words: Vec<&str> =
        typed.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let name = words.join(" ");
    if name.is_empty() {
        return Err(NameProblem::Empty);
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(NameProblem::TooLong);
    }
    let folded = name.to_lowercase();
    if others.into_iter().any(|other| other.to_lowercase() == folded) {
        return Err(NameProblem::Taken);
    }
    Ok(name)
}

/// `wished`, cut to what a name may be, with a number after it where another book is called so.
pub fn free_name(wished: &str, others: &[&str]) -> String {
    let cut = |text: &str, length: usize| text.chars().take(length).collect::<String>().trim_end().to_owned();
    let plain = cut(wished, LONGEST_NAME);
    let numbered = (2..).map(|number| {
        let end = format!(" {number}");
        format!("{}{end}", cut(wished, LONGEST_NAME - end.len()))
    });
    std::iter::once(plain)
        .chain(numbered.take(others.len() + 1))
        .find_map(|name| book_name(&name, others.iter().copied()).ok())
        .unwrap_or_default()
}

/// The longest part of a file's name that tells of the book, in characters.
const LONGEST_FILE_PART: usize = 40;
/// What the name of a backup's file begins with.
const BACKUP_FILE: &str = "burrow-backup";

/// The name of a book as a part of a file's name: words with hyphens between them; empty where nothing of it can stand there.
pub fn file_part(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let text = words.collect::<Vec<_>>().join("-");
    text.chars().take(LONGEST_FILE_PART).collect::<String>().trim_end_matches('-').to_owned()
}

/// What a book from a backup might be called by the name of its file: the file's own where somebody gave it one, or the
/// book's that stands in it; none where it tells nothing but when it was made.
pub fn name_from_file(file: &str) -> Option<String> {
    let stem = file.split('.').next().unwrap_or_default();
    let told = stem.strip_prefix(BACKUP_FILE).unwrap_or(stem);
    // In a name of ours the figures are when it was made.
    let is_ours = told.len() < stem.len();
    let is_a_time = |word: &str| is_ours && word.chars().all(|c| c.is_ascii_digit());
    let words: Vec<&str> = told.split(['-', '_', ' ']).filter(|word| !word.is_empty() && !is_a_time(word)).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
#[path = "book_place_tests.rs"]
mod tests;
