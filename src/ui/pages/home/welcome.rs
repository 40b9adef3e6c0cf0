//! The first run: what Burrow is, and the ways in.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::record::Kind;
use crate::domain::sample::Trade;
use crate::domain::value::Day;
use crate::messages::{backup as backup_words, home as words, keeping, shell as shell_words, sync as sync_words};
use crate::state::protocol::SampleWish;
use crate::state::{
    AppState, CommitOutcome, browser, format, load_sample, offer_undo_as, tell_failure, use_app, working_member,
};
use crate::ui::addresses::{BACKUP, IMPORT, JOIN, list_address};
use crate::ui::brand_mark::BrandMark;
use crate::ui::commands::use_commands;
use crate::ui::controls::{Button, Glyph, Icon, TextField};
use crate::ui::link::Link;
use crate::ui::page_head::PAGE_TITLE_ID;
use crate::ui::words::t;

/// The first run, for a book without customers.
#[component]
pub fn Welcome() -> impl IntoView {
    let app = use_app();
    let commands = use_commands();
    let busy = RwSignal::new(false);
    let asks_for_name = move || app.book.with(|book| book.count(Kind::Member) == 0);

    let load = move |trade: Trade| {
        if !busy.get_untracked() {
            busy.set(true);
            spawn_local(async move {
                load_sample_data(app, trade).await;
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
                <div class="choice" role="group" aria-label=move || t(words::CHOICE_SAMPLE) aria-busy=move || busy.get().then_some("true")>
                    <span class="choice-icon"><Glyph icon=Icon::Sparkle/></span>
                    <span class="choice-title">{move || t(words::CHOICE_SAMPLE)}</span>
                    <span>{move || t(if busy.get() { words::LOADING_SAMPLE } else { words::CHOICE_SAMPLE_TEXT })}</span>
                    <span class="choice-trades">
                        {Trade::ALL.map(|trade| view! {
                            <Button label=move || t(trade.label()) busy=busy on_press=move || load(trade)/>
                        }).into_iter().collect_view()}
                    </span>
                </div>
                <button type="button" class="choice" on:click=start_empty>
                    <span class="choice-icon"><Glyph icon=Icon::Plus/></span>
                    <span class="choice-title">{move || t(words::CHOICE_EMPTY)}</span>
                    <span>{move || t(words::CHOICE_EMPTY_TEXT)}</span>
                </button>
                <button type="button" class="choice" on:click=move |_| commands.go(JOIN)>
                    <span class="choice-icon"><Glyph icon=Icon::Devices/></span>
                    <span class="choice-title">{move || t(sync_words::JOIN)}</span>
                    <span>{move || t(sync_words::CHOICE_JOIN_TEXT)}</span>
                </button>
            </div>
            <p class="first-run-foot">
                <Glyph icon=Icon::Lock/>{move || t(words::NOTHING_LEAVES)}" "{move || t(keeping::LIMIT_FIRST)}
                <Link href=BACKUP attr:class="link">{move || t(backup_words::HAVE_A_BACKUP)}</Link>
            </p>
        </div>
    }
}

/// Makes the sample of a trade in one action, shows it, and offers to take it away again.
async fn load_sample_data(app: AppState, trade: Trade) {
    let (year, month, day) = browser::local_today();
    let Some(today) = i16::try_from(year).ok().and_then(|year| Day::new(Some(year), month, day)) else { return };
    let settings = app.settings;
    let (language, currency) = (settings.language.get_untracked(), settings.currency.get_untracked());
    // A failure has been told by the commit itself, and the sample is never refused.
    if let CommitOutcome::Saved(committed) = load_sample(app, SampleWish { trade, language, currency, today }).await {
        let count = u64::from(committed.records);
        let text = move |language| words::SAMPLE_ADDED.fill(language, count, &format::integer(language, count), &[]);
        offer_undo_as(app, words::REMOVE_SAMPLE, text, committed.operation);
    }
}
