//! Going from one book to another: the menu at the head of the sidebar and on the lock screen, and what is said about it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::addresses::BOOKS;
use super::commands::use_commands;
use super::controls::{Icon, Menu, MenuItem};
use super::words::{language, t, tf};
use crate::domain::book_place::BookPlace;
use crate::messages::books as words;
use crate::state::{AppState, Notice, NoticeTone, open_book, use_app};

/// What notices about it are about, so that they take each other's place.
const TOPIC: &str = "another book";

/// The name of the open book, which opens the list of all; there once there are several.
#[component]
pub fn BookMenu(
    /// The book is locked, so that nothing but another book can be gone to.
    #[prop(optional)]
    is_locked: bool,
) -> impl IntoView {
    let app = use_app();
    let commands = use_commands();
    let are_several = Memo::new(move |_| app.books.are_several());
    let name = Signal::derive(move || app.books.name_here(language()));
    let items = move || {
        let books = app.books.named(language()).into_iter().map(|(place, name)| {
            MenuItem::new(name, move || change_book(app, place)).with_check(place == app.books.here)
        });
        let all = MenuItem::new(t(words::ALL_BOOKS), move || commands.go(BOOKS)).with_icon(Icon::Book);
        books.chain((!is_locked).then_some(all)).collect::<Vec<_>>()
    };
    view! {
        <Show when=move || are_several.get()>
            <div class="book-menu">
                <Menu
                    label=name items=Signal::derive(items) icon=Icon::Book show_label=true
                    full_label=Signal::derive(move || tf(words::CHOOSE_BOOK, &[("name", &name.get())]))
                />
            </div>
        </Show>
    }
}

/// A line for every book, the open one ticked, for a menu of many things; none while there is one alone. Reactive.
pub fn book_lines(app: AppState) -> impl Iterator<Item = MenuItem> {
    let books = if app.books.are_several() { app.books.named(language()) } else { Vec::new() };
    books.into_iter().map(move |(place, name)| {
        let is_here = place == app.books.here;
        let label = tf(if is_here { words::CHOOSE_BOOK } else { words::OPEN_COMMAND }, &[("name", &name)]);
        let line = MenuItem::new(label, move || change_book(app, place));
        if is_here { line.with_check(true) } else { line.with_icon(Icon::Book) }
    })
}

/// Shows another book in this tab, or says why it does not.
pub fn change_book(app: AppState, place: BookPlace) {
    spawn_local(async move {
        if !open_book(app, place).await {
            app.notices.push(Notice::plain(NoticeTone::Warning, words::NOT_OPENED).about(TOPIC).sticky());
        }
    });
}

/// Says that the book which this tab was to show is not there. Call it inside the router.
pub fn tell_of_a_missed_book(app: AppState) {
    let commands = use_commands();
    if !app.books.missed.get_untracked() {
        return;
    }
    app.books.missed.set(false);
    let text = move |language| words::MISSED.fill(language, &[("name", &untrack(|| app.books.name_here(language)))]);
    let notice = Notice::new(NoticeTone::Warning, text).with_action(words::ALL_BOOKS, move || commands.go(BOOKS));
    app.notices.push(notice.about(TOPIC).sticky());
}
