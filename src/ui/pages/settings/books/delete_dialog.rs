//! Deleting a book: what goes, and its name typed.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::SubmitEvent;

use super::seen_words;
use crate::domain::book_place::BookPlace;
use crate::messages::{books as words, shell as shell_words};
use crate::state::{delete_book, use_app};
use crate::ui::controls::{Button, ButtonKind, Dialog, Problem, TextField, unique_id};
use crate::ui::words::{language, t, tc, tf};

/// The dialog. It is there while it is open.
#[component]
pub(super) fn DeleteDialog(
    /// The book.
    place: BookPlace,
    /// Runs when it is closed.
    #[prop(into)]
    on_close: Callback<()>,
    /// Runs when the person wants to back the open book up first.
    #[prop(into)]
    on_back_up: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let is_here = place == app.books.here;
    // As it was when it was asked: the book leaves the list while the dialog still stands there.
    let name = StoredValue::new(untrack(|| app.books.name_of(place, language())));
    let seen = app.books.seen(place);
    let count = move || {
        if is_here {
            let records = app.book.with(|book| book.counts.iter().map(|(_, count)| *count).sum());
            return tf(words::DELETE_COUNT_HERE, &[("records", &tc(words::RECORDS, records))]);
        }
        seen.map_or_else(String::new, |seen| seen_words(seen, words::DELETE_COUNT))
    };
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let delete = move || {
        if busy.get_untracked() {
            return;
        }
        if typed.with_untracked(|typed| typed.trim() != name.get_value()) {
            return wrong.set(true);
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let deleted = delete_book(app, place).await;
            busy.try_set(false);
            match deleted {
                // The page is being loaded with another book.
                Ok(()) if is_here => {}
                Ok(()) => on_close.run(()),
                Err(_) => drop(failed.try_set(Some(t(words::DELETE_FAILED)))),
            }
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        delete();
    };
    let named = move |message| tf(message, &[("name", &name.get_value())]);
    view! {
        <Dialog
            open=true on_close=on_close title=move || named(words::DELETE_TITLE) close_label=move || t(shell_words::CLOSE)
            footer=move || view! {
                {is_here.then(|| view! { <Button label=move || t(words::DELETE_BACK_UP) disabled=busy on_press=on_back_up/> })}
                <Button label=move || t(shell_words::CANCEL) disabled=busy on_press=on_close/>
                <Button label=move || t(words::DELETE_NOW) kind=ButtonKind::Danger busy=busy on_press=delete/>
            }
        >
            <p>{move || t(words::DELETE_TEXT)}</p>
            <p>{count}</p>
            {(!is_here).then(|| view! { <p class="second">{move || t(words::DELETE_OTHER)}</p> })}
            <form on:submit=submit>
                <TextField
                    label=move || t(words::DELETE_TYPE) value=typed autofocus=true disabled=busy
                    placeholder=move || name.get_value()
                    problem=Signal::derive(move || wrong.get().then(|| named(words::DELETE_TYPED_WRONG)))
                    on_input=move |text: String| { typed.set(text); wrong.set(false); }
                />
            </form>
            <Problem id=unique_id("delete-book") text=failed/>
        </Dialog>
    }
}
