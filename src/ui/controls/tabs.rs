//! Views of the same thing, side by side.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// One of the [`Tabs`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// What `on_select` is given.
    pub key: String,
    /// What the person reads.
    pub label: String,
}

/// A row of tabs: arrows, Home and End move and select.
#[component]
pub fn Tabs(
    /// What the tabs choose between, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The tabs, in order.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
    /// The key of the selected one.
    #[prop(into)]
    current: Signal<String>,
    /// Runs with the key of the newly selected one.
    #[prop(into)]
    on_select: Callback<String>,
    /// The element id of the panel that the tabs change.
    #[prop(optional, into)]
    panel: Option<String>,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    // With no tab selected the first one can still be reached by Tab.
    let reachable = move || {
        let current = current.get();
        tabs.with(|tabs| tabs.iter().position(|tab| tab.key == current)).unwrap_or(0)
    };
    let go = move |place: usize| {
        let Some(key) = tabs.with_untracked(|tabs| tabs.get(place).map(|tab| tab.key.clone())) else { return };
        if let Some(list) = list.get_untracked()
            && let Some(tab) = list.children().item(place as u32).and_then(|tab| tab.dyn_into::<HtmlElement>().ok())
        {
            let _ = tab.focus();
        }
        on_select.run(key);
    };
    let key = move |event: ev::KeyboardEvent| {
        let count = tabs.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        let place = untrack(reachable);
        let next = match event.key().as_str() {
            "ArrowRight" => (place + 1) % count,
            "ArrowLeft" => (place + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        go(next);
    };
    let tab = move |(place, tab): (usize, Tab)| {
        let panel = panel.clone();
        let own = tab.key.clone();
        view! {
            <button
                type="button"
                class="tab"
                role="tab"
                aria-selected=move || if current.with(|current| *current == own) { "true" } else { "false" }
                aria-controls=panel
                tabindex=move || if reachable() == place { "0" } else { "-1" }
                on:click=move |_| on_select.run(tab.key.clone())
            >
                {tab.label}
            </button>
        }
    };
    view! {
        <div node_ref=list class="tabs" role="tablist" aria-label=move || label.get() on:keydown=key>
            {move || tabs.get().into_iter().enumerate().map(tab.clone()).collect_view()}
        </div>
    }
}
