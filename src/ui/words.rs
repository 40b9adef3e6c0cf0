//! Messages as text in the language of the screen.
//!
//! The language is kept for the whole page besides the context, since words are also needed where Leptos has no context:
//! in event handlers, timers and after an `await`. Reading a word in a view makes the view follow the language.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::reactive::graph::Observer;

use crate::messages::{Counted, Language, Message};
use crate::state::format;

thread_local! {
    static LANGUAGE: Cell<Option<RwSignal<Language>>> = const { Cell::new(None) };
}

/// From now on words are told in the language of this signal, which must live as long as the page.
pub fn speak(language: RwSignal<Language>) {
    LANGUAGE.set(Some(language));
}

/// The language of the screen. Reactive in a view; in an event handler or a task there is nothing to follow it.
pub fn language() -> Language {
    let follows = Observer::get().is_some();
    let read = |language: RwSignal<Language>| if follows { language.try_get() } else { language.try_get_untracked() };
    LANGUAGE.get().and_then(read).unwrap_or_default()
}

/// A message. Reactive.
pub fn t(message: Message) -> String {
    message.text(language()).to_owned()
}

/// A message with values for its placeholders. Reactive.
pub fn tf(message: Message, values: &[(&str, &str)]) -> String {
    message.fill(language(), values)
}

/// A message that depends on a number. Reactive.
pub fn tc(counted: Counted, count: u64) -> String {
    tcf(counted, count, &[])
}

/// A message that depends on a number, with values for its further placeholders. Reactive.
pub fn tcf(counted: Counted, count: u64, values: &[(&str, &str)]) -> String {
    let language = language();
    counted.fill(language, count, &format::integer(language, count), values)
}

/// A whole number. Reactive.
pub fn n(number: u64) -> String {
    format::integer(language(), number)
}
