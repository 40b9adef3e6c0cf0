//! `/`: the customers, or the first run where there are none: what Burrow is, and three ways in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::{NavigateOptions, components::Redirect};

use crate::domain::operation::Action;
use crate::domain::record::Kind;
use crate::domain::sample;
use crate::messages::{home as words, shell as shell_words};
use crate::state::protocol::Phase;
use crate::state::{
    AppState, CommitOutcome, browser, commit, format, new_id, offer_undo_as, tell_failure, use_app, working_member,
};
use crate::ui::addresses::{IMPORT, list_address};
use crate::ui::brand_mark::BrandMark;
use crate::ui::commands::{Commands, use_commands};
use crate::ui::controls::{Glyph, Icon, Skeleton, TextField};
use crate::ui::page_head::PAGE_TITLE_ID;
use crate::ui::words::t;

/// Makes the same sample customers for everybody.
const SAMPLE_SEED: u64 = 0x6275_7272_6f77;

/// What the start shows: waiting, the first run, or the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    Waiting,
    FirstRun,
    List,
}

/// Leads to the list of customers as soon as there are some.
#[component]
pub fn HomePage() -> impl IntoView {
    let app = use_app();
    let start = Memo::new(move |_| {
        app.book.with(|book| match (&book.phase, book.count(Kind::Customer)) {
            (_, customers) if customers > 0 => Start::List,
            (Phase::Ready, _) => Start::FirstRun,
            _ => Start::Waiting,
        })
    });
    move || match start.get() {
        Start::Waiting => view! { <Skeleton label=move || t(shell_words::OPENING)/> }.into_any(),
        Start::FirstRun => view! { <Welcome/> }.into_any(),
        Start::List => {
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            view! { <Redirect path=list_address(Kind::Customer) options=options/> }.into_any()
        }
    }
}

/// The first run, for a book without customers.
#[component]
fn Welcome() -> impl IntoView {
    let app = use_app();
    let commands = use_commands();
    let busy = RwSignal::new(false);
    let asks_for_name = move || app.book.with(|book| book.count(Kind::Member) == 0);

    let load_sample = move |_| {
        if !busy.get_untracked() {
            busy.set(true);
            spawn_local(async move {
                load_sample_data(app, commands).await;
                busy.try_set(false);
            });
        }
    };
    let start_empty = move |_| {
        spawn_local(async move {
            match working_member(app).await {
                Ok(_) => commands.go(&list_address(Kind::Customer)),
                Err(failure) => tell_failure(app, failure),
            }
        });
    };
    Effect::new(move || browser::set_title(&t(shell_words::BRAND)));
    view! {
        <div class="first-run">
            <div class="first-run-head">
                <BrandMark/>
                <h1 class="first-run-title" id=PAGE_TITLE_ID tabindex="-1">{move || t(words::WELCOME)}</h1>
                <p class="first-run-text">{move || t(words::WELCOME_TEXT)}</p>
            </div>
            <Show when=asks_for_name>
                <div class="first-run-name">
                    <TextField
                        label=move || t(words::YOUR_NAME) hint=move || t(words::YOUR_NAME_HINT) autocomplete="name"
                        value=app.first_name on_input=move |name: String| app.first_name.set(name)
                    />
                </div>
            </Show>
            <div class="choices">
                <button type="button" class="choice" on:click=move |_| commands.go(IMPORT)>
                    <span class="choice-icon"><Glyph icon=Icon::Upload/></span>
                    <span class="choice-title">{move || t(words::CHOICE_IMPORT)}</span>
                    <span>{move || t(words::CHOICE_IMPORT_TEXT)}</span>
                </button>
                <button type="button" class="choice" aria-busy=move || busy.get().then_some("true") on:click=load_sample>
                    <span class="choice-icon"><Glyph icon=Icon::Sparkle/></span>
                    <span class="choice-title">{move || t(words::CHOICE_SAMPLE)}</span>
                    <span>{move || t(words::CHOICE_SAMPLE_TEXT)}</span>
                </button>
                <button type="button" class="choice" on:click=start_empty>
                    <span class="choice-icon"><Glyph icon=Icon::Plus/></span>
                    <span class="choice-title">{move || t(words::CHOICE_EMPTY)}</span>
                    <span>{move || t(words::CHOICE_EMPTY_TEXT)}</span>
                </button>
            </div>
            <p class="first-run-foot"><Glyph icon=Icon::Lock/>{move || t(words::NOTHING_LEAVES)}</p>
        </div>
    }
}

/// Makes the sample customers in one action, shows them, and offers to take them away again.
async fn load_sample_data(app: AppState, commands: Commands) {
    let ids = match (0..sample::COUNT).map(|_| new_id()).collect::<Result<Vec<_>, _>>() {
        Ok(ids) => ids,
        Err(failure) => return tell_failure(app, failure),
    };
    let changes = sample::customers(SAMPLE_SEED, &ids);
    let count = changes.len() as u64;
    // A failure has been told by the commit itself, and the sample is never refused.
    if let CommitOutcome::Saved(committed) = commit(app, Action::Create, changes).await {
        let text = move |language| words::SAMPLE_ADDED.fill(language, count, &format::integer(language, count), &[]);
        offer_undo_as(app, words::REMOVE_SAMPLE, text, committed.operation);
        commands.go(&list_address(Kind::Customer));
    }
}
