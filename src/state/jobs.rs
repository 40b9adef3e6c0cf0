//! Long work in the engine: how far it is, and how to end it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::engine::Engine;
use super::protocol::{Job, Request};

/// How far a job is, in a unit of the job's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What is done.
    pub done: u64,
    /// All there is to do; 0 while that is not known.
    pub total: u64,
}

impl Progress {
    /// The share that is done, from 0 to 1; `None` while the total is not known.
    pub fn share(self) -> Option<f64> {
        (self.total > 0).then(|| (self.done as f64 / self.total as f64).min(1.0))
    }
}

/// A job that the page has numbered. Its request carries [`RunningJob::job`].
#[derive(Clone, Copy)]
pub struct RunningJob {
    /// Its number, for the request.
    pub job: Job,
    /// How far it is. Lives as long as the page.
    pub progress: ReadSignal<Progress>,
    engine: Engine,
}

impl RunningJob {
    /// Ends the job early; its own reply then says so.
    pub fn cancel(self) {
        let answer = self.engine.ask(Request::Cancel(self.job));
        spawn_local(async move {
            // The job's own reply tells how it ended; this one only says that the wish arrived.
            answer.await;
        });
    }

    /// Forgets the job once its reply is there.
    pub fn finish(self) {
        self.engine.jobs.try_update_value(|jobs| jobs.remove(&self.job.0));
    }
}

impl Engine {
    /// A number for a job that is about to be asked for, with its progress. Call [`RunningJob::finish`] after its reply.
    pub fn new_job(self) -> RunningJob {
        let number = self.last_job.try_update_value(|last| {
            *last += 1;
            *last
        });
        let job = Job(number.unwrap_or_default());
        let progress = ArcRwSignal::new(Progress::default());
        let shown = {
            let progress = progress.clone();
            let show = move || ReadSignal::from(progress.read_only());
            match outermost_owner() {
                Some(owner) => owner.with(show),
                None => show(),
            }
        };
        self.jobs.try_update_value(|jobs| jobs.insert(job.0, progress));
        RunningJob { job, progress: shown, engine: self }
    }

    pub(super) fn report_progress(self, job: Job, progress: Progress) {
        if let Some(Some(signal)) = self.jobs.try_with_value(|jobs| jobs.get(&job.0).cloned()) {
            signal.set(progress);
        }
    }
}

/// The owner above all others. A job is mostly begun by a button that goes away at once, and would take with it what was
/// made in its name.
fn outermost_owner() -> Option<Owner> {
    std::iter::successors(Owner::current(), Owner::parent).last()
}
