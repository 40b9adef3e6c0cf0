//! How far a piece of work is, and whether it is still wanted.

use super::protocol::{AnalystFailure, AnalystProgress};

/// Why work ended early.
#[derive(Clone, Debug, PartialEq)]
pub enum Stopped {
    /// Its user no longer wanted it.
    Cancelled,
    /// It could not be done.
    Failed(AnalystFailure),
}

impl From<AnalystFailure> for Stopped {
    fn from(failure: AnalystFailure) -> Stopped {
        Stopped::Failed(failure)
    }
}

/// Passes on how far the work is, and asks whether to go on.
pub struct Progress<'a> {
    report: &'a mut dyn FnMut(AnalystProgress),
    cancelled: &'a dyn Fn() -> bool,
    so_far: AnalystProgress,
}

impl<'a> Progress<'a> {
    /// Work of `total` steps, none of them done. `report` is called after each; `cancelled` is asked often.
    pub fn new(
        report: &'a mut dyn FnMut(AnalystProgress),
        cancelled: &'a dyn Fn() -> bool,
        total: u64,
    ) -> Progress<'a> {
        let progress = Progress { report, cancelled, so_far: AnalystProgress { done: 0, total } };
        (progress.report)(progress.so_far);
        progress
    }

    /// Whether to go on; asked within a step.
    pub fn check(&self) -> Result<(), Stopped> {
        if (self.cancelled)() { Err(Stopped::Cancelled) } else { Ok(()) }
    }

    /// So many steps more are done.
    pub fn advance(&mut self, steps: u64) -> Result<(), Stopped> {
        self.so_far.done = self.so_far.done.saturating_add(steps).min(self.so_far.total);
        (self.report)(self.so_far);
        self.check()
    }
}
