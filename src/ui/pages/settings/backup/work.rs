//! One piece of work of the converter, with its progress and its end.

use leptos::prelude::*;

use crate::state::backup_protocol::{ConverterProgress, ConverterTask};
use crate::state::{AppState, Converter, ConverterAnswer, ConverterInput};

/// The converter of a dialog. It ends with it.
#[derive(Clone, Copy)]
pub(super) struct Work {
    /// The application.
    pub app: AppState,
    /// How far it is.
    pub progress: RwSignal<Option<ConverterProgress>>,
    /// Whether it is at work.
    pub running: RwSignal<bool>,
    converter: StoredValue<Option<Converter>, LocalStorage>,
    /// Grows when the work is ended: what was begun before is then no longer wanted.
    turn: StoredValue<u32>,
}

impl Work {
    /// No work yet, and no worker.
    pub fn new(app: AppState) -> Work {
        let work = Work {
            app,
            progress: RwSignal::new(None),
            running: RwSignal::new(false),
            converter: StoredValue::new_local(None),
            turn: StoredValue::new(0),
        };
        on_cleanup(move || work.end());
        work
    }

    /// Begins something that comes before the first task; the number by which it is known whether it is still wanted.
    pub fn begin(self) -> u32 {
        self.progress.try_set(None);
        self.running.try_set(true);
        self.turn.get_value()
    }

    /// Whether nobody has ended what was begun with that number.
    pub fn is_wanted(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }

    /// Nothing is at work any more, if nobody has ended it before.
    pub fn stop(self, turn: u32) {
        if self.is_wanted(turn) {
            self.running.try_set(false);
        }
    }

    /// Gives the converter a task, and starts it where there is none. Nothing comes back where it was ended meanwhile.
    pub async fn ask(self, task: ConverterTask, input: ConverterInput) -> ConverterAnswer {
        let converter = self.converter.try_get_value()?.unwrap_or_else(|| {
            Converter::start(self.app, move |progress| {
                self.progress.try_set(Some(progress));
            })
        });
        self.converter.try_set_value(Some(converter.clone()));
        self.progress.try_set(None);
        self.running.try_set(true);
        self.app.backups.in_use.set(true);
        let answer = converter.ask(&task, input).await?;
        self.running.try_set(false);
        Some(answer)
    }

    /// Ends the worker, in the middle of whatever it does.
    pub fn end(self) {
        self.turn.try_update_value(|turn| *turn += 1);
        if let Some(Some(converter)) = self.converter.try_get_value() {
            converter.end();
            self.app.backups.in_use.set(false);
        }
        self.converter.try_set_value(None);
        self.running.try_set(false);
        self.progress.try_set(None);
    }
}
