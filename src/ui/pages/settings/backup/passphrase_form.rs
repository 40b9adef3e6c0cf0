//! A passphrase for backups: twice, shown on a wish, suggested on another.

use leptos::prelude::*;

use crate::messages::{Message, backup as words};
use crate::state::suggested_passphrase;
use crate::ui::controls::{Button, ButtonKind, Checkbox, Icon, TextField};
use crate::ui::words::t;

/// A shorter passphrase could be found by trying.
const SHORTEST: usize = 10;

/// The passphrase as it is typed.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    /// What was typed first.
    pub passphrase: RwSignal<String>,
    again: RwSignal<String>,
    shown: RwSignal<bool>,
    /// Problems are told once somebody tried to go on.
    tried: RwSignal<bool>,
}

impl Chosen {
    /// Nothing yet.
    pub fn new() -> Chosen {
        Chosen {
            passphrase: RwSignal::new(String::new()),
            again: RwSignal::new(String::new()),
            shown: RwSignal::new(false),
            tried: RwSignal::new(false),
        }
    }

    /// Whether it can be used; from now on what is wrong with it is told.
    pub fn try_it(self) -> bool {
        self.tried.set(true);
        untrack(|| !self.is_short() && !self.is_other())
    }

    fn is_short(self) -> bool {
        self.passphrase.with(|text| text.chars().count() < SHORTEST)
    }

    fn is_other(self) -> bool {
        self.passphrase.with(|one| self.again.with(|other| one != other))
    }

    fn problem(self, message: Message, is_wrong: fn(Chosen) -> bool) -> Signal<Option<String>> {
        Signal::derive(move || (self.tried.get() && is_wrong(self)).then(|| t(message)))
    }
}

/// The two fields, and what helps with them.
#[component]
pub(super) fn PassphraseForm(
    chosen: Chosen,
    /// Runs when Enter is pressed in a field.
    #[prop(into)]
    on_submit: Callback<()>,
) -> impl IntoView {
    let suggest = move || {
        if let Some(passphrase) = suggested_passphrase() {
            chosen.again.set(passphrase.clone());
            chosen.passphrase.set(passphrase);
            // It is to be written down.
            chosen.shown.set(true);
        }
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    let fields = move || {
        let kind = if chosen.shown.get() { "text" } else { "password" };
        view! {
            <TextField
                label=move || t(words::PASSPHRASE) hint=move || t(words::PASSPHRASE_HINT) kind=kind autocomplete="new-password" autofocus=true
                value=chosen.passphrase on_input=move |text: String| chosen.passphrase.set(text)
                problem=chosen.problem(words::PASSPHRASE_SHORT, Chosen::is_short)
            />
            <TextField
                label=move || t(words::PASSPHRASE_AGAIN) kind=kind autocomplete="new-password"
                value=chosen.again on_input=move |text: String| chosen.again.set(text)
                problem=chosen.problem(words::PASSPHRASE_OTHER, Chosen::is_other)
            />
        }
    };
    view! {
        <form class="passphrase-form" on:submit=submit>
            {fields}
            <div class="passphrase-help">
                <Checkbox label=move || t(words::PASSPHRASE_SHOWN) checked=chosen.shown on_change=move |on| chosen.shown.set(on)/>
                <Button kind=ButtonKind::Quiet icon=Icon::Sparkle label=move || t(words::SUGGEST) on_press=suggest/>
            </div>
            // Enter in a field sends the form; the button for it stands below.
            <input type="submit" class="visually-hidden" tabindex="-1" aria-hidden="true"/>
        </form>
    }
}
