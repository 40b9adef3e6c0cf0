//! The books of this browser: which there are, opening, naming, making, deleting one.

mod delete_dialog;
mod name_dialogs;

use leptos::prelude::*;

use self::delete_dialog::DeleteDialog;
use self::name_dialogs::{NewDialog, RenameDialog};
use super::backup::MakeDialog;
use super::setting::{Section, Setting};
use crate::domain::book_place::{BookPlace, NameProblem};
use crate::messages::books as words;
use crate::state::format::{self, InstantStyle};
use crate::state::{SeenBook, use_app};
use crate::ui::addresses::{BACKUP, BOOKS_SECTION};
use crate::ui::book_menu::change_book;
use crate::ui::commands::use_commands;
use crate::ui::controls::{Button, Icon, Menu, MenuItem, Pill, Tone};
use crate::ui::words::{language, t, tc, tf};

/// Which dialog is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Nothing,
    New,
    Rename(BookPlace),
    Delete(BookPlace),
    BackUp,
}

/// The section.
#[component]
pub fn BooksSection() -> impl IntoView {
    let app = use_app();
    let commands = use_commands();
    let asked = RwSignal::new(Asked::Nothing);
    let places = Memo::new(move |_| app.books.list.with(|list| list.iter().map(|book| book.place).collect::<Vec<_>>()));
    let close = move || asked.set(Asked::Nothing);
    let dialog = move || match asked.get() {
        Asked::Nothing => ().into_any(),
        Asked::New => view! { <NewDialog on_close=close/> }.into_any(),
        Asked::Rename(place) => view! { <RenameDialog place=place on_close=close/> }.into_any(),
        Asked::Delete(place) => {
            view! { <DeleteDialog place=place on_close=close on_back_up=move || asked.set(Asked::BackUp)/> }.into_any()
        }
        Asked::BackUp => {
            let check = move || {
                close();
                commands.go(BACKUP);
            };
            view! { <MakeDialog on_close=close on_check=check/> }.into_any()
        }
    };
    view! {
        <Section title=words::BOOKS id=BOOKS_SECTION>
            <p class="second">{move || t(words::BOOKS_TEXT)}</p>
            <div class="settings-rows">
                <ul class="book-list" aria-label=move || t(words::BOOKS)>
                    <For each=move || places.get() key=|place| *place let:place><BookRow place=place asked=asked/></For>
                </ul>
                <Setting name=words::NEW_BOOK_NAME help=move || t(words::NEW_BOOK_HELP)>
                    <Button icon=Icon::Plus label=move || t(words::NEW_BOOK) on_press=move || asked.set(Asked::New)/>
                </Setting>
            </div>
            {dialog}
        </Section>
    }
}

#[component]
fn BookRow(place: BookPlace, asked: RwSignal<Asked>) -> impl IntoView {
    let app = use_app();
    let is_here = place == app.books.here;
    let name = Signal::derive(move || app.books.name_of(place, language()));
    let help = move || {
        if is_here {
            let records = app.book.with(|book| book.counts.iter().map(|(_, count)| *count).sum());
            return tc(words::RECORDS, records);
        }
        app.books.seen(place).map_or_else(|| t(words::NOT_SEEN), |seen| seen_words(seen, words::SEEN))
    };
    let items = Signal::derive(move || {
        vec![
            MenuItem::new(t(words::RENAME), move || asked.set(Asked::Rename(place))).with_icon(Icon::Edit),
            MenuItem::new(t(words::DELETE), move || asked.set(Asked::Delete(place))).with_icon(Icon::Trash).dangerous(),
        ]
    });
    view! {
        <li class="setting">
            <div class="setting-text">
                <p class="setting-name book-name">
                    <span>{move || name.get()}</span>
                    {is_here.then(|| view! { <Pill text=Signal::derive(|| t(words::OPEN_HERE)) tone=Tone::Accent/> })}
                </p>
                <p class="setting-help">{help}</p>
            </div>
            <div class="setting-control setting-pair">
                {(!is_here).then(|| view! {
                    <button
                        type="button" class="button" aria-label=move || tf(words::OPEN_ONE, &[("name", &name.get())])
                        on:click=move |_| change_book(app, place)
                    ><span class="button-label">{move || t(words::OPEN)}</span></button>
                })}
                <Menu label=Signal::derive(move || tf(words::MORE_FOR, &[("name", &name.get())])) items=items/>
            </div>
        </li>
    }
}

/// How many records a book had and when that was. Reactive.
fn seen_words(seen: SeenBook, message: crate::messages::Message) -> String {
    let when = format::instant(language(), seen.at, InstantStyle::DateAndTime);
    tf(message, &[("records", &tc(words::RECORDS, seen.records)), ("when", &when)])
}

/// What is wrong with a name, beside its field. Reactive.
pub(super) fn name_problem(problem: NameProblem) -> String {
    t(match problem {
        NameProblem::Empty => words::NAME_EMPTY,
        NameProblem::TooLong => words::NAME_LONG,
        NameProblem::Taken => words::NAME_TAKEN,
    })
}
