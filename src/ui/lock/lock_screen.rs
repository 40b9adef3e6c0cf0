//! What is shown while the book is locked: nothing of it, and a way in.

use leptos::task::spawn_local;
use leptos::{ev, html, prelude::*};

use super::focus::focus_when_there;
use super::new_passphrase_form::NewPassphraseForm;
use super::trouble::Trouble;
use crate::domain::secret::RecoveryKey;
use crate::messages::{Language, Message, lock as words, shell as shell_words};
use crate::state::protocol::Phase;
use crate::state::{TypedSecret, browser, try_secret, unlock, use_app};
use crate::ui::book_menu::BookMenu;
use crate::ui::brand_mark::BrandMark;
use crate::ui::controls::{Button, ButtonKind, Checkbox, Glyph, Icon, TextField};
use crate::ui::words::t;

/// By what the book is to be opened.
#[derive(Clone, PartialEq)]
enum Way {
    Passphrase,
    RecoveryKey,
    /// The recovery key was right.
    NewPassphrase(RecoveryKey),
}

/// The lock screen.
#[component]
pub fn LockScreen() -> impl IntoView {
    let app = use_app();
    let way = RwSignal::new(Way::Passphrase);
    Effect::new(move || browser::set_title(&t(shell_words::BRAND)));
    let content = move || {
        if app.lock.closing.get() {
            return view! { <Waiting text=words::CLOSING/> }.into_any();
        }
        if app.phase.get() != Phase::Locked {
            return view! { <Waiting text=words::OPENING/> }.into_any();
        }
        match way.get() {
            Way::Passphrase => view! { <PassphraseForm way=way/> }.into_any(),
            Way::RecoveryKey => view! { <RecoveryKeyForm way=way/> }.into_any(),
            Way::NewPassphrase(recovery_key) => view! { <NewPassphraseForm recovery_key=recovery_key/> }.into_any(),
        }
    };
    view! {
        <main class="lock-screen">
            <div class="lock-card">
                <div class="brand"><BrandMark/>{move || t(shell_words::BRAND)}</div>
                <BookMenu is_locked=true/>
                {content}
            </div>
            <footer class="lock-foot">
                <p>{move || t(words::NO_RESET)}</p>
                <Languages/>
            </footer>
        </main>
    }
}

/// The languages, each by its own name.
#[component]
fn Languages() -> impl IntoView {
    let settings = use_app().settings;
    let one = move |language: Language| {
        view! {
            <button
                type="button" class="lock-language" lang=language.tag()
                aria-pressed=move || if settings.language.get() == language { "true" } else { "false" }
                on:click=move |_| settings.set_language(language)
            >{language.own_name()}</button>
        }
    };
    view! {
        <div class="lock-languages" role="group" aria-label=move || t(words::LANGUAGE)>
            {Language::ALL.into_iter().map(one).collect_view()}
        </div>
    }
}

#[component]
fn Waiting(
    /// For what.
    text: Message,
) -> impl IntoView {
    view! {
        <div class="lock-waiting" role="status">
            <h1 class="lock-title">{move || t(text)}</h1>
            <progress class="progress-bar" aria-label=move || t(text)></progress>
        </div>
    }
}

#[component]
fn PassphraseForm(way: RwSignal<Way>) -> impl IntoView {
    let app = use_app();
    let typed = RwSignal::new(String::new());
    let shown = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let field = NodeRef::<html::Input>::new();
    focus_when_there(field);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        if typed.with_untracked(String::is_empty) {
            return trouble.set(Some(Trouble::Nothing));
        }
        let secret = TypedSecret::passphrase(typed.get_untracked());
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let outcome = Trouble::of(&secret, unlock(app, &secret).await);
            busy.try_set(false);
            if outcome.is_some() {
                trouble.try_set(outcome);
                select_all(field);
            }
        });
    };
    let input = move |kind: &'static str| {
        // In a readable field the browser would take a passphrase for something to offer again.
        let autocomplete = if kind == "password" { "current-password" } else { "off" };
        view! {
            <TextField
                label=move || t(words::PASSPHRASE) value=typed kind=kind autocomplete=autocomplete is_secret=true node_ref=field
                problem=Signal::derive(move || trouble.get().map(|trouble| trouble.text()))
                on_input=move |text: String| { typed.set(text); trouble.set(None); }
            />
        }
    };
    view! {
        <h1 class="lock-title">{move || t(words::LOCKED)}</h1>
        <Unsaved/>
        <p class="second">{move || t(words::LOCKED_TEXT)}</p>
        <form class="lock-fields" on:submit=send>
            {move || if shown.get() { input("text").into_any() } else { input("password").into_any() }}
            <Checkbox label=move || t(words::SHOW) checked=shown on_change=move |on: bool| shown.set(on)/>
            <Button label=move || t(words::UNLOCK) kind=ButtonKind::Primary submit=true busy=busy/>
            <Patience busy=busy/>
            <Button
                label=move || t(words::FORGOTTEN) kind=ButtonKind::Quiet
                on_press=move || way.set(Way::RecoveryKey)
            />
        </form>
    }
}

#[component]
fn RecoveryKeyForm(way: RwSignal<Way>) -> impl IntoView {
    let app = use_app();
    let typed = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let field = NodeRef::<html::Input>::new();
    focus_when_there(field);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let key = match typed.with_untracked(|typed| RecoveryKey::parse(typed)) {
            Ok(key) => key,
            Err(problem) => return trouble.set(Some(Trouble::NoRecoveryKey(problem))),
        };
        let secret = TypedSecret::RecoveryKey(key.clone());
        busy.set(true);
        spawn_local(async move {
            let outcome = Trouble::of(&secret, try_secret(app, &secret).await);
            busy.try_set(false);
            match outcome {
                None => drop(way.try_set(Way::NewPassphrase(key))),
                some => drop(trouble.try_set(some)),
            }
        });
    };
    view! {
        <h1 class="lock-title">{move || t(words::RECOVERY_KEY)}</h1>
        <p class="second">{move || t(words::RECOVERY_TEXT)}</p>
        <form class="lock-fields" on:submit=send>
            <TextField
                label=move || t(words::RECOVERY_KEY) value=typed is_secret=true node_ref=field placeholder="XXXX-XXXX-…"
                problem=Signal::derive(move || trouble.get().map(|trouble| trouble.text()))
                on_input=move |text: String| { typed.set(text); trouble.set(None); }
            />
            <Button label=move || t(words::CONTINUE) kind=ButtonKind::Primary submit=true busy=busy/>
            <Button
                label=move || t(words::USE_PASSPHRASE) kind=ButtonKind::Quiet
                on_press=move || way.set(Way::Passphrase)
            />
        </form>
    }
}

/// Says that the slowness is meant.
#[component]
fn Patience(
    /// It is slow now.
    busy: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <div class="lock-patience" role="status">
            {move || busy.get().then(|| view! {
                <progress class="progress-bar" aria-label=move || t(words::CHECKING)></progress>
                <p class="second">{move || t(words::CHECKING_TEXT)}</p>
            })}
        </div>
    }
}

/// What could not be saved before the lock.
#[component]
fn Unsaved() -> impl IntoView {
    let app = use_app();
    view! {
        {move || app.lock.unsaved.get().then(|| view! {
            <div class="caution" role="alert"><Glyph icon=Icon::Warning/><p>{move || t(words::UNSAVED)}</p></div>
        })}
    }
}

/// Marks what was typed, so that typing again replaces it.
fn select_all(field: NodeRef<html::Input>) {
    if let Some(field) = field.try_get_untracked().flatten() {
        let _ = field.focus();
        field.select();
    }
}
