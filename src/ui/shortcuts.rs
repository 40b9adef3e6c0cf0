//! The keys that work everywhere, and the list that shows them.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::addresses::{IMPORT, SETTINGS, list_address};
use super::commands::{Commands, use_commands};
use super::controls::{Dialog, Kbd};
use super::words::t;
use crate::domain::record::Kind;
use crate::messages::{Message, lock as lock_words, shell as words};
use crate::state::{AppState, browser, lock_all_tabs, redo_last, undo_last};

/// How long after `g` its second letter counts, in milliseconds.
const SECOND_LETTER_MS: u64 = 1_500;
/// Where letters are text, or choose a line.
const TYPING: &str =
    "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], [role=menu], [role=listbox]";

/// Listens for the keys, for as long as the frame is there.
pub fn listen_for_shortcuts(app: AppState, commands: Commands) {
    let g_counts_until = StoredValue::new(0_u64);
    window_event_listener(ev::keydown, move |event| {
        // Browsers that fill in a form send an event of this name that has no key.
        if !event.is_instance_of::<KeyboardEvent>() || event.default_prevented() || event.is_composing() {
            return;
        }
        // The frame is gone where the lock screen stands in its place; it listens anew when it is there again.
        let Some(until) = g_counts_until.try_get_value() else { return };
        let after_g = browser::now_ms() < until;
        g_counts_until.set_value(0);
        let done = if event.ctrl_key() || event.meta_key() {
            !event.alt_key() && with_control(app, commands, &event)
        } else if event.alt_key()
            || !app.settings.single_keys.get_untracked()
            || is_typing(&event)
            || a_dialog_is_open()
        {
            false
        } else if after_g {
            go_to(commands, &event.key())
        } else if event.key() == "g" {
            g_counts_until.set_value(browser::now_ms() + SECOND_LETTER_MS);
            true
        } else {
            with_one_key(commands, &event.key())
        };
        if done {
            event.prevent_default();
        }
    });
}

/// The keys with Ctrl or ⌘. Tells whether there was something to do.
fn with_control(app: AppState, commands: Commands, event: &KeyboardEvent) -> bool {
    let key = event.key().to_lowercase();
    if key == "k" && !event.shift_key() {
        let open = commands.palette.get_untracked();
        // Another dialog may hold something half written.
        if open || !a_dialog_is_open() {
            commands.palette.set(!open);
        }
        return true;
    }
    // Works in every field and dialog: whoever locks is in a hurry.
    if key == "l" && event.shift_key() {
        lock_all_tabs(app);
        return true;
    }
    // A field has its own undo.
    if is_typing(event) || a_dialog_is_open() {
        return false;
    }
    match (key.as_str(), event.shift_key()) {
        ("z", false) => undo_last(app),
        ("z", true) | ("y", false) => redo_last(app),
        _ => return false,
    }
    true
}

fn with_one_key(commands: Commands, key: &str) -> bool {
    match key {
        "?" => commands.shortcuts.set(true),
        "n" => commands.make_new(Kind::Customer),
        "/" => return focus_list_search(),
        _ => return false,
    }
    true
}

fn go_to(commands: Commands, second: &str) -> bool {
    match second {
        "c" => commands.go(&list_address(Kind::Customer)),
        "d" => commands.go(&list_address(Kind::Deal)),
        "t" => commands.go(&list_address(Kind::Ticket)),
        "e" => commands.go(&list_address(Kind::Segment)),
        "i" => commands.go(IMPORT),
        "m" => commands.go(&list_address(Kind::Member)),
        "s" => commands.go(SETTINGS),
        _ => return false,
    }
    true
}

/// Puts the focus into the search field of the list; `false` on a page without one.
fn focus_list_search() -> bool {
    let field = document().query_selector("#list-search input, input#list-search").ok().flatten();
    field.and_then(|field| field.dyn_into::<HtmlElement>().ok()).is_some_and(|field| field.focus().is_ok())
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| matches!(target.closest(TYPING), Ok(Some(_))))
}

fn a_dialog_is_open() -> bool {
    matches!(document().query_selector("dialog[open]"), Ok(Some(_)))
}

/// The keys that lock, as this device writes them. Free in the usual browsers, and on no input method.
pub fn lock_keys() -> &'static str {
    if browser::is_mac() { "⌘ Shift L" } else { "Ctrl Shift L" }
}

/// A key, or several, and what it does.
type Shortcut = (&'static str, Message);

/// The keys and what they do. The first list works everywhere, the second in lists.
fn keys() -> ([Shortcut; 14], [Shortcut; 5]) {
    let on_a_mac = browser::is_mac();
    let key = |elsewhere, mac| if on_a_mac { mac } else { elsewhere };
    (
        [
            (key("Ctrl K", "⌘ K"), words::KEY_PALETTE),
            ("N", words::NEW_CUSTOMER),
            ("/", words::KEY_SEARCH_LIST),
            (key("Ctrl Z", "⌘ Z"), words::KEY_UNDO),
            (key("Ctrl Shift Z", "⌘ Shift Z"), words::KEY_REDO),
            ("G C", words::KEY_GO_CUSTOMERS),
            ("G D", words::KEY_GO_DEALS),
            ("G T", words::KEY_GO_TICKETS),
            ("G E", words::KEY_GO_SEGMENTS),
            ("G I", words::KEY_GO_IMPORT),
            ("G M", words::KEY_GO_MEMBERS),
            ("G S", words::KEY_GO_SETTINGS),
            (lock_keys(), lock_words::KEY_LOCK),
            ("?", words::KEY_SHORTCUTS),
        ],
        [
            ("↑ ↓ ← →", words::KEY_MOVE),
            ("Enter", words::KEY_OPEN),
            ("Space", words::KEY_SELECT),
            ("Shift Space", words::KEY_SELECT_RANGE),
            ("Esc", words::KEY_LEAVE),
        ],
    )
}

/// The list of keys, in a dialog.
#[component]
pub fn ShortcutList() -> impl IntoView {
    let commands = use_commands();
    let (everywhere, in_lists) = keys();
    let part = |title: Message, keys: Vec<Shortcut>| {
        view! {
            <h3 class="section-title">{move || t(title)}</h3>
            // Where the dialog is too low for all of them, the keyboard must be able to scroll.
            <ul class="shortcuts" tabindex="0" aria-label=move || t(title)>
                {keys.into_iter().map(|(keys, deed)| view! {
                    <li class="shortcut"><span>{move || t(deed)}</span><Kbd keys=keys/></li>
                }).collect_view()}
            </ul>
        }
    };
    view! {
        <Dialog
            open=commands.shortcuts on_close=move || commands.shortcuts.set(false) wide=true
            title=move || t(words::SHORTCUTS) close_label=move || t(words::CLOSE)
        >
            {part(words::SHORTCUTS_EVERYWHERE, everywhere.to_vec())}
            {part(words::SHORTCUTS_IN_LISTS, in_lists.to_vec())}
        </Dialog>
    }
}
