//! The head of every page.

use leptos::prelude::*;

use super::words::t;
use crate::messages::shell as words;
use crate::state::browser;

/// The element id of the one heading of a page, which gets the focus when the page is gone to.
pub const PAGE_TITLE_ID: &str = "page-title";

/// A page's title, its count and its actions. Names the tab as well.
#[component]
pub fn PageHead(
    /// What the page is.
    #[prop(into)]
    title: Signal<String>,
    /// A count beside the title, such as "1,284 of 23,570".
    #[prop(optional, into)]
    count: Signal<String>,
    /// The actions, the main one last.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    Effect::new(move || browser::set_title(&format!("{} · {}", title.get(), t(words::BRAND))));
    view! {
        <header class="page-head">
            <h1 class="page-title" id=PAGE_TITLE_ID tabindex="-1">{move || title.get()}</h1>
            <span class="page-count">{move || count.get()}</span>
            {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
        </header>
    }
}
