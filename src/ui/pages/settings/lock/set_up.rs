//! Setting a passphrase: choose it, write the recovery key down, type its end back, and only then the lock is turned on.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::secret::RecoveryKey;
use crate::messages::{lock as words, shell as shell_words};
use crate::state::{
    Notice, NoticeTone, RunningJob, TypedPassphrase, TypedSecret, lock_other_tabs, new_recovery_key, tell_failure,
    turn_lock_on, use_app,
};
use crate::ui::controls::{Button, ButtonKind, Dialog, Progress, Stepper};
use crate::ui::lock::{Caution, PassphraseDraft, PassphraseFields, ShownRecoveryKey, Trouble, TypeBack, is_typed_back};
use crate::ui::shortcuts::lock_keys;
use crate::ui::words::{n, t, tf};

/// How far it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Choose,
    WriteDown,
    TypeBack,
    Working,
}

/// All that is being set up.
#[derive(Clone, Copy)]
struct SetUp {
    open: RwSignal<bool>,
    step: RwSignal<Step>,
    draft: PassphraseDraft,
    passphrase: StoredValue<Option<TypedPassphrase>>,
    recovery_key: RwSignal<Option<RecoveryKey>>,
    typed: RwSignal<String>,
    wrong: RwSignal<bool>,
    job: RwSignal<Option<RunningJob>>,
}

impl SetUp {
    fn close(self) {
        if self.step.get_untracked() != Step::Working {
            self.end();
        }
    }

    /// Closes the dialog and forgets what was typed.
    fn end(self) {
        self.open.try_set(false);
        self.step.try_set(Step::Choose);
        self.draft.clear();
        self.passphrase.try_set_value(None);
        self.recovery_key.try_set(None);
        self.typed.try_set(String::new());
        self.wrong.try_set(false);
        self.job.try_set(None);
    }
}

/// The dialog.
#[component]
pub(super) fn SetUpDialog(open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let set_up = SetUp {
        open,
        step: RwSignal::new(Step::Choose),
        draft: PassphraseDraft::new(),
        passphrase: StoredValue::new(None),
        recovery_key: RwSignal::new(None),
        typed: RwSignal::new(String::new()),
        wrong: RwSignal::new(false),
        job: RwSignal::new(None),
    };
    let chosen = move || {
        let Some(passphrase) = set_up.draft.take() else { return };
        match new_recovery_key() {
            Ok(key) => set_up.recovery_key.set(Some(key)),
            Err(failure) => return tell_failure(app, failure),
        }
        set_up.passphrase.set_value(Some(passphrase));
        set_up.step.set(Step::WriteDown);
    };
    let steps =
        Signal::derive(move || [words::STEP_PASSPHRASE, words::STEP_RECOVERY, words::STEP_CONFIRM].map(t).to_vec());
    let place = move || match set_up.step.get() {
        Step::Choose => 0,
        Step::WriteDown => 1,
        Step::TypeBack | Step::Working => 2,
    };
    let content = move || match set_up.step.get() {
        Step::Choose => view! {
            <PassphraseFields draft=set_up.draft label=words::PASSPHRASE autofocus=true/>
            <Caution text=move || t(words::NO_WAY_BACK)/>
        }
        .into_any(),
        Step::WriteDown => view! { <ShownRecoveryKey recovery_key=set_up.recovery_key/> }.into_any(),
        Step::TypeBack => view! {
            <TypeBack typed=set_up.typed wrong=set_up.wrong/>
            <Caution text=move || t(words::OLD_BLOCKS)/>
        }
        .into_any(),
        Step::Working => view! { <Working job=set_up.job/> }.into_any(),
    };
    let on_enter = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match set_up.step.get_untracked() {
            Step::Choose => chosen(),
            Step::WriteDown => set_up.step.set(Step::TypeBack),
            Step::TypeBack => turn_on(app, set_up),
            Step::Working => {}
        }
    };
    let foot = move || {
        let back = move |step| view! { <Button label=move || t(words::BACK) on_press=move || set_up.step.set(step)/> };
        match set_up.step.get() {
            Step::Choose => view! {
                <Button label=move || t(shell_words::CANCEL) on_press=move || set_up.close()/>
                <Button label=move || t(words::CONTINUE) kind=ButtonKind::Primary on_press=chosen/>
            }
            .into_any(),
            Step::WriteDown => view! {
                {back(Step::Choose)}
                <Button
                    label=move || t(words::WRITTEN_DOWN) kind=ButtonKind::Primary
                    on_press=move || set_up.step.set(Step::TypeBack)
                />
            }
            .into_any(),
            Step::TypeBack => view! {
                {back(Step::WriteDown)}
                <Button label=move || t(words::TURN_ON) kind=ButtonKind::Primary on_press=move || turn_on(app, set_up)/>
            }
            .into_any(),
            Step::Working => ().into_any(),
        }
    };
    view! {
        <Dialog
            open=open on_close=move || set_up.close() title=move || t(words::CHOOSE) close_label=move || t(shell_words::CLOSE)
            footer=foot
        >
            <form class="lock-fields" on:submit=on_enter>
                <Stepper label=move || t(words::STEPS) steps=steps current=Signal::derive(place)/>
                {content}
                <button type="submit" hidden></button>
            </form>
        </Dialog>
    }
}

/// First the key is made, then everything is sealed with it.
#[component]
fn Working(job: RwSignal<Option<RunningJob>>) -> impl IntoView {
    let progress = move || job.get().map(|job| job.progress.get()).unwrap_or_default();
    let label = move || t(if progress().total == 0 { words::MAKING_KEY } else { words::SEALING });
    let detail = move || match progress() {
        progress if progress.total == 0 => String::new(),
        progress => tf(words::SEALING_DETAIL, &[("done", &n(progress.done)), ("total", &n(progress.total))]),
    };
    view! { <Progress label=label done=Signal::derive(move || progress().share()) detail=detail/> }
}

fn turn_on(app: crate::state::AppState, set_up: SetUp) {
    let key = set_up.recovery_key.get_untracked();
    if !is_typed_back(key.as_ref(), set_up.typed, set_up.wrong) {
        return;
    }
    let (Some(key), Some(passphrase)) = (key, set_up.passphrase.get_value()) else { return };
    let job = app.engine.new_job();
    set_up.job.set(Some(job));
    set_up.step.set(Step::Working);
    spawn_local(async move {
        let answer = turn_lock_on(app, job.job, &passphrase, &key).await;
        job.finish();
        match Trouble::of(&TypedSecret::Passphrase(passphrase), answer) {
            None => {
                lock_other_tabs(app);
                let text = move |language| words::IS_ON.fill(language, &[("keys", lock_keys())]);
                app.notices.push(Notice::new(NoticeTone::Success, text).about("lock"));
                set_up.end();
            }
            Some(Trouble::Failed(failure)) => {
                tell_failure(app, failure);
                set_up.step.try_set(Step::TypeBack);
            }
            Some(_) => drop(set_up.step.try_set(Step::TypeBack)),
        }
    });
}
