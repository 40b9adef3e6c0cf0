//! The head of every page.

use leptos::prelude::*;

use super::controls::{Glyph, Icon};
use super::link::Link;
use super::words::t;
use crate::messages::{Message, shell as words};
use crate::state::{browser, use_app};

/// The element id of the one heading of a page, which gets the focus when the page is gone to.
pub const PAGE_TITLE_ID: &str = "page-title";

/// The page that a page lies below.
#[derive(Clone)]
pub struct Parent {
    /// Where it is.
    pub address: String,
    /// What it is called.
    pub name: Message,
}

/// A page's title, its count and its actions. Names the tab as well.
#[component]
pub fn PageHead(
    /// What the page is.
    #[prop(into)]
    title: Signal<String>,
    /// A count beside the title, such as "1,284 of 23,570".
    #[prop(optional, into)]
    count: Signal<String>,
    /// The page that it lies below, if any: the way back stands before the title.
    #[prop(optional, into)]
    parent: Option<Parent>,
    /// The actions, the main one last.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let app = use_app();
    Effect::new(move || {
        // What the tab is called lies in the browser's history, which no passphrase of ours protects.
        let has_lock = app.book.with(|book| book.lock_on);
        let brand = t(words::BRAND);
        browser::set_title(&if has_lock { brand } else { format!("{} · {brand}", title.get()) });
    });
    view! {
        <header class="page-head">
            {parent.map(|Parent { address, name }| view! {
                <Link href=address attr:class="crumb">
                    <Glyph icon=Icon::ArrowLeft/><span class="crumb-name">{move || t(name)}</span>
                </Link>
                <span class="crumb-mark" aria-hidden="true">"/"</span>
            })}
            <h1 class="page-title" id=PAGE_TITLE_ID tabindex="-1">{move || title.get()}</h1>
            <span class="page-count">{move || count.get()}</span>
            {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
        </header>
    }
}
