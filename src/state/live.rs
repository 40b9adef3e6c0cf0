//! Live questions: asked again when their inputs or the data change.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::app::use_app;
use super::protocol::{Failure, Phase, RecordDetail};
use crate::domain::id::Id;
use crate::domain::record::Kind;

/// Which kinds of record have changed, counted.
#[derive(Clone, Copy)]
pub struct Changes {
    /// One a kind, in the order of [`Kind::ALL`].
    kinds: [RwSignal<KindChanges>; Kind::ALL.len()],
}

#[derive(Clone, Debug, Default)]
struct KindChanges {
    version: u64,
    last: Option<Vec<Id>>,
}

impl Changes {
    pub(super) fn new() -> Changes {
        Changes { kinds: Kind::ALL.map(|_| RwSignal::new(KindChanges::default())) }
    }

    /// A number that grows with each change of records of that kind. Reactive.
    pub fn version(self, kind: Kind) -> u64 {
        self.signal(kind).map_or(0, |signal| signal.with(|changes| changes.version))
    }

    /// The records of the last change of that kind; `None` when there were many, or none yet. Reactive.
    pub fn last_changed(self, kind: Kind) -> Option<Vec<Id>> {
        self.signal(kind).and_then(|signal| signal.with(|changes| changes.last.clone()))
    }

    /// Notes that records changed; `None` for many.
    pub(super) fn note(self, kind: Kind, ids: Option<Vec<Id>>) {
        if let Some(signal) = self.signal(kind) {
            signal.update(|changes| *changes = KindChanges { version: changes.version + 1, last: ids });
        }
    }

    fn signal(self, kind: Kind) -> Option<RwSignal<KindChanges>> {
        Kind::ALL.iter().position(|one| *one == kind).and_then(|at| self.kinds.get(at).copied())
    }
}

/// The answer to a live question.
pub struct Live<T: Send + Sync + 'static> {
    /// The last answer; `None` before the first one. Keeps the old one while a new one is awaited.
    pub value: ReadSignal<Option<T>>,
    /// Whether an answer is awaited.
    pub loading: ReadSignal<bool>,
    /// Why the last question has no answer; the old value stays.
    pub failed: ReadSignal<Option<Failure>>,
    again: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Live<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Live<T> {}

impl<T: Send + Sync + 'static> Live<T> {
    /// Asks again.
    pub fn refresh(self) {
        self.again.try_update(|times| *times = times.wrapping_add(1));
    }
}

/// Asks `fetch` with what `inputs` gives, now and whenever the inputs, or records of one of the `kinds`, change, and when
/// the book becomes usable. Only `inputs` is tracked. An answer to an outdated question is dropped, and an equal
/// answer changes nothing on the screen.
///
/// Call it in a component or another reactive owner; it ends with that owner.
pub fn live<I, T, Answer>(
    kinds: &'static [Kind],
    inputs: impl Fn() -> I + 'static,
    fetch: impl Fn(I) -> Answer + 'static,
) -> Live<T>
where
    I: 'static,
    T: PartialEq + Send + Sync + 'static,
    Answer: Future<Output = Result<T, Failure>> + 'static,
{
    let app = use_app();
    let value = RwSignal::new(None);
    let loading = RwSignal::new(true);
    let failed = RwSignal::new(None);
    let again = RwSignal::new(0);
    let asked = StoredValue::new(0_u64);

    Effect::new(move || {
        again.track();
        for kind in kinds {
            app.changes.version(*kind);
        }
        let input = inputs();
        if matches!(app.phase.get(), Phase::Opening | Phase::Locked | Phase::Failed(_)) {
            return;
        }
        let question = asked.get_value() + 1;
        asked.set_value(question);
        loading.set(true);
        let answer = untrack(|| fetch(input));
        spawn_local(async move {
            let answer = answer.await;
            // The owner may be gone by now, and every signal of this question with it.
            if asked.try_get_value() != Some(question) {
                return;
            }
            match answer {
                // The question comes again by itself when the book is further.
                Err(Failure::NotReady) => return,
                Err(failure) => failed.set(Some(failure)),
                Ok(answer) => {
                    failed.set(None);
                    if value.with_untracked(|old| old.as_ref() != Some(&answer)) {
                        value.set(Some(answer));
                    }
                }
            }
            loading.set(false);
        });
    });
    Live { value: value.read_only(), loading: loading.read_only(), failed: failed.read_only(), again }
}

/// A record that stays up to date, its links' titles included. The value is `Some(None)` when it is not there, or no
/// id is given. While another record is awaited the old one is still the value: compare [`RecordDetail::id`].
pub fn live_record(kind: Kind, id: Signal<Option<Id>>) -> Live<Option<RecordDetail>> {
    let app = use_app();
    // The kinds that it may link to, or be linked from, show their titles in it: one small question costs less than
    // finding out whether it is needed, and an equal answer draws nothing.
    live(
        &Kind::ALL,
        move || id.get(),
        move |id| async move {
            match id {
                Some(id) => app.engine.record(kind, id).await,
                None => Ok(None),
            }
        },
    )
}
