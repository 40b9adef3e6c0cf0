//! Naming a book: a new one, or one that is there.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::SubmitEvent;

use super::name_problem;
use crate::domain::book_place::{BookPlace, NameProblem};
use crate::messages::{books as words, shell as shell_words};
use crate::state::{Notice, NoticeTone, browser, failure_text, make_book, open_book, use_app};
use crate::ui::book_menu::change_book;
use crate::ui::controls::{Button, ButtonKind, Dialog, Problem, TextField, unique_id};
use crate::ui::words::{language, t};

/// Makes an empty book and opens it.
#[component]
pub(super) fn NewDialog(
    /// Runs when it is closed.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let typed = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<NameProblem>);
    let failed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let make = move || {
        if busy.get_untracked() {
            return;
        }
        let name = match app.books.check_name(&typed.get_untracked(), None) {
            Ok(name) => name,
            Err(wrong) => return problem.set(Some(wrong)),
        };
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let made = make_book(app, name.clone()).await;
            busy.try_set(false);
            match made {
                Err(failure) => drop(failed.try_set(Some(failure_text(&failure, language())))),
                Ok(place) => {
                    // What is typed here is used up, and would be taken for unsaved.
                    on_close.run(());
                    browser::next_frame().await;
                    if !open_book(app, place).await {
                        let text = move |language| words::MADE_NOT_OPENED.fill(language, &[("name", &name)]);
                        let notice = Notice::new(NoticeTone::Warning, text);
                        app.notices.push(notice.with_action(words::OPEN, move || change_book(app, place)).sticky());
                    }
                }
            }
        });
    };
    view! {
        <Dialog
            open=true on_close=on_close title=move || t(words::NEW_TITLE) close_label=move || t(shell_words::CLOSE)
            footer=move || view! {
                <Button label=move || t(shell_words::CANCEL) on_press=on_close disabled=busy/>
                <Button label=move || t(words::MAKE) kind=ButtonKind::Primary busy=busy on_press=make/>
            }
        >
            <NameForm typed=typed problem=problem on_submit=make/>
            <Problem id=unique_id("new-book") text=failed/>
        </Dialog>
    }
}

/// Gives a book another name.
#[component]
pub(super) fn RenameDialog(
    /// The book.
    place: BookPlace,
    /// Runs when it is closed.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let typed = RwSignal::new(untrack(|| app.books.name_of(place, language())));
    let problem = RwSignal::new(None::<NameProblem>);
    let save = move || match app.books.check_name(&typed.get_untracked(), Some(place)) {
        Ok(name) => {
            app.books.rename(place, name);
            on_close.run(());
        }
        Err(wrong) => problem.set(Some(wrong)),
    };
    view! {
        <Dialog
            open=true on_close=on_close title=move || t(words::RENAME_TITLE) close_label=move || t(shell_words::CLOSE)
            footer=move || view! {
                <Button label=move || t(shell_words::CANCEL) on_press=on_close/>
                <Button label=move || t(words::SAVE) kind=ButtonKind::Primary on_press=save/>
            }
        >
            <NameForm typed=typed problem=problem on_submit=save/>
        </Dialog>
    }
}

/// The field of a name.
#[component]
fn NameForm(
    /// What is typed.
    typed: RwSignal<String>,
    /// What is wrong with it.
    problem: RwSignal<Option<NameProblem>>,
    /// Runs when Enter is pressed.
    #[prop(into)]
    on_submit: Callback<()>,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    view! {
        <form on:submit=submit>
            <TextField
                label=move || t(words::NAME) hint=move || t(words::NAME_HINT) autofocus=true value=typed
                problem=Signal::derive(move || problem.get().map(name_problem))
                on_input=move |text: String| { typed.set(text); problem.set(None); }
            />
        </form>
    }
}
