//! A new passphrase, typed twice, and judged.

use leptos::prelude::*;

use super::strength_meter::StrengthMeter;
use crate::domain::secret::judge;
use crate::messages::{Message, lock as words};
use crate::state::TypedPassphrase;
use crate::ui::controls::{Checkbox, TextField};
use crate::ui::words::t;

/// What is being typed.
#[derive(Clone, Copy)]
pub struct PassphraseDraft {
    first: RwSignal<String>,
    again: RwSignal<String>,
    first_problem: RwSignal<Option<Message>>,
    again_problem: RwSignal<Option<Message>>,
}

impl PassphraseDraft {
    /// Nothing yet.
    pub fn new() -> PassphraseDraft {
        PassphraseDraft {
            first: RwSignal::new(String::new()),
            again: RwSignal::new(String::new()),
            first_problem: RwSignal::new(None),
            again_problem: RwSignal::new(None),
        }
    }

    /// Forgets everything.
    pub fn clear(self) {
        for text in [self.first, self.again] {
            text.try_set(String::new());
        }
        for problem in [self.first_problem, self.again_problem] {
            problem.try_set(None);
        }
    }

    /// The passphrase, if it is good enough and the same twice; else the reason stands beside its field.
    pub fn take(self) -> Option<TypedPassphrase> {
        let first = self.first.get_untracked();
        if first.is_empty() {
            self.first_problem.set(Some(words::NEEDED));
        } else if !judge(&first).strength.is_enough() {
            self.first_problem.set(Some(words::TOO_WEAK));
        } else if self.again.with_untracked(|again| *again != first) {
            self.again_problem.set(Some(words::NOT_THE_SAME));
        } else {
            return Some(TypedPassphrase(first.into()));
        }
        None
    }
}

/// The two fields, the meter between them, and a wish to see what is typed.
#[component]
pub fn PassphraseFields(
    /// What is being typed.
    draft: PassphraseDraft,
    /// What the first field is called.
    label: Message,
    /// The first field takes the focus.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let problem = |problem: RwSignal<Option<Message>>| Signal::derive(move || problem.get().map(t));
    let fields = move |kind: &'static str| {
        // In a readable field the browser would take a passphrase for something to offer again.
        let autocomplete = if kind == "password" { "new-password" } else { "off" };
        view! {
            <TextField
                label=move || t(label) value=draft.first kind=kind autocomplete=autocomplete is_secret=true autofocus=autofocus
                hint=move || t(words::CHOOSE_HINT) problem=problem(draft.first_problem)
                on_input=move |text: String| { draft.first.set(text); draft.first_problem.set(None); }
            />
            <StrengthMeter passphrase=draft.first/>
            <TextField
                label=move || t(words::AGAIN) value=draft.again kind=kind autocomplete=autocomplete is_secret=true
                problem=problem(draft.again_problem)
                on_input=move |text: String| { draft.again.set(text); draft.again_problem.set(None); }
            />
        }
    };
    view! {
        <div class="lock-fields">
            {move || if shown.get() { fields("text").into_any() } else { fields("password").into_any() }}
            <Checkbox label=move || t(words::SHOW) checked=shown on_change=move |on: bool| shown.set(on)/>
        </div>
    }
}
