//! How a story fails: with a picture of the page and its console, so that the reason need not be guessed.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::failure::Failure;
use crate::page::Page;

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Waits until no other story runs, and keeps them waiting as long as the result lives. Each test takes it first: two
/// browsers at a time are as many as a small machine can carry, and a story may need both.
pub fn take_turn() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One story and the page that it is about.
pub struct Story {
    name: String,
    page: Page,
}

impl Story {
    /// A story whose pictures are named by `name`.
    pub fn new(name: &str, page: &Page) -> Self {
        Story { name: name.into(), page: page.clone() }
    }

    /// The page that it is about.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// The value of a step, or the end of the story.
    #[track_caller]
    pub fn take<T>(&self, step: Result<T, Failure>) -> T {
        match step {
            Ok(value) => value,
            Err(failure) => self.fail(&failure.to_string()),
        }
    }

    /// Ends the story when the page or one of its workers wrote an error that contains none of `allowed`, or opened a dialog.
    #[track_caller]
    pub fn check_quiet(&self, allowed: &[&str]) {
        let errors: Vec<String> = self.page.console_errors(allowed).iter().map(ToString::to_string).collect();
        check(self, errors.is_empty(), &format!("the page complained: {}", errors.join("; ")));
        let dialogs = self.page.dialogs();
        check(self, dialogs.is_empty(), &format!("the page opened dialogs: {dialogs:?}"));
    }

    #[track_caller]
    fn fail(&self, message: &str) -> ! {
        let path = pictures().join(format!("{}.png", self.name.replace("::", "-")));
        let picture = match self.page.screenshot(&path) {
            Ok(()) => format!("picture: {}", path.display()),
            Err(failure) => format!("no picture: {failure}"),
        };
        let address = self.page.address().unwrap_or_else(|failure| failure.to_string());
        let console: String = self.page.console_messages().iter().map(|message| format!("\n  {message}")).collect();
        panic!("{}: {message}\n{picture}\naddress: {address}\nconsole:{console}", self.name);
    }
}

/// Ends the story with `message`, a picture and the console unless `condition` holds.
#[track_caller]
pub fn check(story: &Story, condition: bool, message: &str) {
    if !condition {
        story.fail(message);
    }
}

/// The folder for pictures, `target/end_to_end` of the package.
pub fn pictures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target").join("end_to_end")
}
