//! The erasure of a person: what goes and what stays, a word to type, and the keys where the book has a lock.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::cells::title_text;
use super::super::record_handle::RecordHandle;
use crate::domain::secret::RecoveryKey;
use crate::messages::{lock as lock_words, person as words};
use crate::state::format::{self, InstantStyle};
use crate::state::{
    Notice, NoticeTone, RunningJob, TypedPassphrase, TypedSecret, erase_people, new_recovery_key, tell_failure,
    try_secret,
};
use crate::ui::controls::{Progress, Select, SelectOption, TextField};
use crate::ui::lock::{Caution, ShownRecoveryKey, Trouble, TypeBack, is_typed_back};
use crate::ui::words::{language, t, tf};

/// How far it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// What there is.
    Report,
    /// What goes, and the word.
    Confirm,
    /// The new recovery key.
    WriteDown,
    /// Its end.
    TypeBack,
}

/// An erasure that is being decided on. `Copy`.
#[derive(Clone, Copy)]
pub struct Erasing {
    record: RecordHandle,
    open: RwSignal<bool>,
    /// How far it is.
    pub step: RwSignal<Step>,
    /// It is being done.
    pub busy: RwSignal<bool>,
    running: RwSignal<Option<RunningJob>>,
    keeps_business: RwSignal<bool>,
    word: RwSignal<String>,
    word_wrong: RwSignal<bool>,
    passphrase: RwSignal<String>,
    trouble: RwSignal<Option<Trouble>>,
    recovery_key: RwSignal<Option<RecoveryKey>>,
    end_of_key: RwSignal<String>,
    end_wrong: RwSignal<bool>,
}

impl Erasing {
    /// Nothing decided yet.
    pub fn new(record: RecordHandle, open: RwSignal<bool>) -> Erasing {
        Erasing {
            record,
            open,
            step: RwSignal::new(Step::Report),
            busy: RwSignal::new(false),
            running: RwSignal::new(None),
            keeps_business: RwSignal::new(true),
            word: RwSignal::new(String::new()),
            word_wrong: RwSignal::new(false),
            passphrase: RwSignal::new(String::new()),
            trouble: RwSignal::new(None),
            recovery_key: RwSignal::new(None),
            end_of_key: RwSignal::new(String::new()),
            end_wrong: RwSignal::new(false),
        }
    }

    /// Goes back to the beginning.
    pub fn begin(self) {
        self.step.set(Step::Report);
        self.keeps_business.set(true);
        self.forget();
    }

    /// Forgets what was typed.
    pub fn forget(self) {
        for text in [self.word, self.passphrase, self.end_of_key] {
            text.try_set(String::new());
        }
        for flag in [self.word_wrong, self.end_wrong] {
            flag.try_set(false);
        }
        self.trouble.try_set(None);
        self.recovery_key.try_set(None);
    }

    /// Whether a passphrase is needed. Reactive.
    pub fn is_locked(self) -> bool {
        self.record.app.book.with(|book| book.lock_on)
    }

    /// What has to be typed: the name, as it is shown. Reactive.
    fn asked(self) -> String {
        title_text(&self.record.title(), language())
    }

    /// One step further, if what was typed allows it.
    pub fn go_on(self) {
        if self.busy.get_untracked() {
            return;
        }
        match self.step.get_untracked() {
            Step::Report => self.step.set(Step::Confirm),
            Step::Confirm => {
                let right = untrack(|| self.word.get().trim() == self.asked().trim());
                self.word_wrong.set(!right);
                match (right, untrack(|| self.is_locked())) {
                    (true, true) => self.prove(),
                    (true, false) => self.erase(None),
                    _ => {}
                }
            }
            Step::WriteDown => self.step.set(Step::TypeBack),
            Step::TypeBack => {
                let key = self.recovery_key.get_untracked();
                if is_typed_back(key.as_ref(), self.end_of_key, self.end_wrong)
                    && let Some(key) = key
                {
                    self.erase(Some((TypedPassphrase(self.passphrase.get_untracked().into()), key)));
                }
            }
        }
    }

    /// Tries the passphrase, and makes a recovery key.
    fn prove(self) {
        if self.passphrase.with_untracked(String::is_empty) {
            return self.trouble.set(Some(Trouble::Nothing));
        }
        let app = self.record.app;
        let secret = TypedSecret::passphrase(self.passphrase.get_untracked());
        self.busy.set(true);
        spawn_local(async move {
            let outcome = Trouble::of(&secret, try_secret(app, &secret).await);
            self.busy.try_set(false);
            match (outcome, new_recovery_key()) {
                (None, Ok(key)) => {
                    self.recovery_key.try_set(Some(key));
                    self.step.try_set(Step::WriteDown);
                }
                (None, Err(failure)) => tell_failure(app, failure),
                (some, _) => drop(self.trouble.try_set(some)),
            }
        });
    }

    fn erase(self, keys: Option<(TypedPassphrase, RecoveryKey)>) {
        let app = self.record.app;
        let job = app.engine.new_job();
        self.busy.set(true);
        self.running.set(Some(job));
        let (id, keeps) = (self.record.id, self.keeps_business.get_untracked());
        spawn_local(async move {
            let answer = erase_people(app, job.job, vec![id], keeps, keys).await;
            job.finish();
            self.busy.try_set(false);
            self.running.try_set(None);
            match answer {
                Ok(Some(figures)) => {
                    self.forget();
                    self.open.try_set(false);
                    app.notices.push(Notice::new(NoticeTone::Success, move |language| {
                        let count = format::integer(language, figures.erased);
                        let records = words::RECORDS.fill(language, figures.erased, &count, &[]);
                        words::ERASED.fill(language, &[("records", &records)])
                    }));
                }
                Ok(None) => {
                    self.step.try_set(Step::Confirm);
                    self.trouble.try_set(Some(Trouble::Wrong));
                }
                Err(failure) => tell_failure(app, failure),
            }
        });
    }
}

/// The steps after the report.
#[component]
pub fn EraseSteps(
    /// The erasure.
    erasing: Erasing,
) -> impl IntoView {
    let on_enter = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        erasing.go_on();
    };
    let fields = move || match erasing.step.get() {
        Step::WriteDown => view! { <ShownRecoveryKey recovery_key=erasing.recovery_key/> }.into_any(),
        Step::TypeBack => view! { <TypeBack typed=erasing.end_of_key wrong=erasing.end_wrong/> }.into_any(),
        Step::Report | Step::Confirm => view! { <Confirm erasing=erasing/> }.into_any(),
    };
    view! {
        <form class="person-report" on:submit=on_enter>
            {fields}
            {move || erasing.running.get().map(|job| view! {
                <Progress label=move || t(words::ERASING) done=Signal::derive(move || job.progress.get().share())/>
            })}
            <button type="submit" hidden></button>
        </form>
    }
}

/// What goes and what stays, the choice about business records, and the word.
#[component]
fn Confirm(erasing: Erasing) -> impl IntoView {
    let app = erasing.record.app;
    let options = move || {
        vec![SelectOption::new("keep", t(words::BUSINESS_KEEP)), SelectOption::new("erase", t(words::BUSINESS_ERASE))]
    };
    let chosen = move || if erasing.keeps_business.get() { "keep".to_owned() } else { "erase".to_owned() };
    let backups = move || match app.backups.last.get() {
        Some(last) => {
            let day = format::instant(language(), last.made, InstantStyle::Date);
            tf(words::BACKUP_SAYS, &[("day", &day)])
        }
        None => t(words::BACKUP_UNKNOWN),
    };
    view! {
        <Caution text=move || t(words::ERASE_GOES)/>
        <p>{move || t(words::ERASE_STAYS)}</p>
        <Select
            label=move || t(words::BUSINESS) options=Signal::derive(options) value=Signal::derive(chosen)
            on_change=move |chosen: String| erasing.keeps_business.set(chosen == "keep")
        />
        <p class="second">{backups}</p>
        <p class="second">{move || t(words::REMNANTS)}" "{move || t(words::OTHER_TABS)}</p>
        <TextField
            label=move || tf(words::TYPE_WORD, &[("word", &erasing.asked())]) value=erasing.word disabled=erasing.busy
            problem=Signal::derive(move || erasing.word_wrong.get().then(|| t(words::NOT_THE_WORD)))
            on_input=move |text: String| { erasing.word.set(text); erasing.word_wrong.set(false); }
        />
        <Show when=move || erasing.is_locked()>
            <p>{move || t(words::LOCKED_FIRST)}</p>
            <TextField
                label=move || t(lock_words::PASSPHRASE) kind="password" is_secret=true autocomplete="current-password" value=erasing.passphrase
                problem=Signal::derive(move || erasing.trouble.get().map(|trouble| trouble.text()))
                on_input=move |text: String| { erasing.passphrase.set(text); erasing.trouble.set(None); }
            />
        </Show>
    }
}
