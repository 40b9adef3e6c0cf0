//! A window above the page.

use std::time::Duration;

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::{
    button::{Button, ButtonKind},
    icon::Icon,
    unique_id::unique_id,
};

/// A modal dialog on the browser's own `<dialog>`, which keeps the focus inside and gives it back when it closes.
///
/// The content exists only while the dialog is open. An element with `autofocus` inside gets the focus.
#[component]
pub fn Dialog(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Runs when the person closes it: by Escape, by the close button, or by a press outside. The owner sets `open`.
    #[prop(into)]
    on_close: Callback<()>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// The name of the close button.
    #[prop(into)]
    close_label: Signal<String>,
    /// 720 px wide instead of 480.
    #[prop(optional)]
    wide: bool,
    /// The buttons at the bottom, the main one last.
    #[prop(optional, into)]
    footer: Option<ViewFn>,
    /// The content.
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    let title_id = StoredValue::new(unique_id("dialog"));
    let content = StoredValue::new(children);
    let footer = StoredValue::new(footer);

    let follow = move || {
        let Some(dialog) = element.try_get_untracked().flatten() else { return };
        match (open.try_get_untracked().unwrap_or(false), dialog.open()) {
            // It fails only when the element has left the page, and then there is nothing to show.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    };
    Effect::new(move || {
        open.track();
        element.track();
        // After the content has been built, so that the browser finds the element that wants the focus.
        set_timeout(follow, Duration::ZERO);
    });

    let cancel = move |event: ev::Event| {
        // A `cancel` of a file field inside bubbles up to here and is not ours.
        if is_on_itself(&event, element) {
            event.prevent_default();
            on_close.run(());
        }
    };
    // The browser may close it without asking, as Chromium does at the second Escape. The event comes later than the
    // closing, perhaps after the dialog's owner is gone.
    let closed = move |event: ev::Event| {
        if is_on_itself(&event, element) && open.try_get_untracked() == Some(true) {
            on_close.run(());
        }
    };
    let press = move |event: ev::PointerEvent| {
        // The backdrop belongs to the dialog element itself, its content to the boxes inside.
        if is_on_itself(&event, element) {
            on_close.run(());
        }
    };
    view! {
        <dialog
            node_ref=element
            class="dialog"
            class:wide=wide
            aria-labelledby=title_id.get_value()
            on:cancel=cancel
            on:close=closed
            on:pointerdown=press
        >
            <Show when=move || open.get()>
                <div class="dialog-box">
                    <header class="dialog-head">
                        <h2 class="dialog-title" id=title_id.get_value()>{move || title.get()}</h2>
                        <Button kind=ButtonKind::Quiet icon=Icon::Close icon_only=true label=close_label on_press=on_close/>
                    </header>
                    <div class="dialog-body">{content.with_value(|content| content())}</div>
                    {footer.with_value(|footer| footer.as_ref().map(|footer| view! {
                        <footer class="dialog-foot">{footer.run()}</footer>
                    }))}
                </div>
            </Show>
        </dialog>
    }
}

/// Whether the event happened on the dialog element and not on something inside.
fn is_on_itself(event: &ev::Event, element: NodeRef<html::Dialog>) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    element
        .try_get_untracked()
        .flatten()
        .is_some_and(|dialog| target.is_some_and(|target| target.is_same_node(Some(&dialog))))
}
