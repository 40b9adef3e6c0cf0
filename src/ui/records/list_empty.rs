//! A list without rows, or one that could not be read.

use leptos::prelude::*;

use super::list_state::{ListDialog, ListState};
use crate::domain::record::Kind;
use crate::messages::{Message, list as words, places, service, shell};
use crate::state::failure_text;
use crate::ui::addresses::IMPORT;
use crate::ui::controls::{Button, ButtonKind, Empty, Glyph, Icon};
use crate::ui::places::icon_of;
use crate::ui::words::{language, t, tf};

/// What the list of a kind says when there is nothing in it yet.
#[derive(Clone, Copy)]
pub struct EmptyWords {
    /// What is not there.
    pub title: Message,
    /// What the place is for.
    pub text: Message,
    /// Whether a file can fill it.
    pub importable: bool,
}

impl EmptyWords {
    /// The words of a kind.
    pub fn of(kind: Kind) -> EmptyWords {
        let (title, text, importable) = match kind {
            Kind::Customer => (words::NO_CUSTOMERS, words::NO_CUSTOMERS_TEXT, true),
            Kind::Member => (words::NO_MEMBERS, words::NO_MEMBERS_TEXT, false),
            Kind::Deal => (places::NO_DEALS, places::NO_DEALS_TEXT, false),
            Kind::Order => (places::NO_ORDERS, places::NO_ORDERS_TEXT, true),
            Kind::Ticket => (places::NO_TICKETS, places::NO_TICKETS_TEXT, false),
            Kind::Campaign => (places::NO_CAMPAIGNS, places::NO_CAMPAIGNS_TEXT, false),
            Kind::Segment => (places::NO_SEGMENTS, places::NO_SEGMENTS_TEXT, false),
            Kind::Task => (places::NO_TASKS, places::NO_TASKS_TEXT, false),
            Kind::Interaction => (places::NO_INTERACTIONS, places::NO_INTERACTIONS_TEXT, false),
            Kind::Pipeline | Kind::Stage | Kind::ServiceLevel | Kind::Recipient | Kind::Conflict => {
                (places::NOTHING_YET, places::NOTHING_YET_TEXT, false)
            }
        };
        EmptyWords { title, text, importable }
    }
}

/// The import, for rows of a kind.
fn import_address(kind: Kind) -> String {
    if kind == Kind::Order { format!("{IMPORT}?kind={}", kind.name()) } else { IMPORT.to_owned() }
}

/// Stands in the place of the rows while there are none.
#[component]
pub fn ListEmpty(
    /// The list.
    list: ListState,
    /// What to say when there is nothing at all.
    words_when_empty: EmptyWords,
) -> impl IntoView {
    let clear = move || {
        list.ask(|query| {
            query.search.clear();
            query.filters.clear();
        });
    };
    let asks_for_some = move || list.asked.with(|query| !query.search.trim().is_empty() || !query.filters.is_empty());
    let has_some = move || list.rows.value.with(|rows| rows.as_ref().is_some_and(|rows| rows.total > 0));
    move || {
        if asks_for_some() {
            view! {
                <Empty title=move || t(words::NOTHING_MATCHES) text=move || t(words::NOTHING_MATCHES_TEXT) icon=Icon::Search>
                    <Button label=move || t(words::CLEAR_FILTERS) on_press=clear/>
                </Empty>
            }
            .into_any()
        } else if list.query.with(|query| query.deleted) {
            view! { <Empty title=move || t(words::TRASH_EMPTY) text=move || t(words::TRASH_EMPTY_TEXT) icon=Icon::Trash/> }.into_any()
        } else if let Some(view) = list.view.get()
            && has_some()
        {
            view! { <Empty title=move || t(view.when_empty) text=move || t(service::LOOK_ELSEWHERE) icon=Icon::Check/> }
                .into_any()
        } else if let Some(when_empty) = list.extras.when_empty {
            when_empty.run(())
        } else {
            let EmptyWords { title, text, importable } = words_when_empty;
            view! {
                <Empty title=move || t(title) text=move || t(text) icon=icon_of(list.kind)>
                    {importable.then(|| view! {
                        <crate::ui::link::Link href=import_address(list.kind) attr:class=ButtonKind::Primary.class()>
                            <Glyph icon=Icon::Upload/><span class="button-label">{move || t(shell::IMPORT_A_FILE)}</span>
                        </crate::ui::link::Link>
                    })}
                    <Button
                        label=move || tf(words::NEW_RECORD, &[("kind", &t(list.kind.one()).to_lowercase())]) icon=Icon::Plus
                        on_press=move || list.dialog.set(Some(ListDialog::New))
                    />
                </Empty>
            }
            .into_any()
        }
    }
}

/// Says why the list could not be read. Rows that came before stay.
#[component]
pub fn ListFailure(
    /// The list.
    list: ListState,
) -> impl IntoView {
    move || {
        list.rows.failed.get().map(|failure| {
            view! {
                <div class="error-box" role="alert">
                    <Glyph icon=Icon::Warning/>
                    <div class="error-body">
                        <p class="error-title">{move || t(words::NOT_READ)}</p>
                        <p>{move || tf(words::NOT_READ_TEXT, &[("reason", &failure_text(&failure, language()))])}</p>
                        <Button label=move || t(shell::TRY_AGAIN) on_press=move || list.rows.refresh()/>
                    </div>
                </div>
            }
        })
    }
}
