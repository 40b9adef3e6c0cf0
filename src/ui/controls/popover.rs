//! A button with a panel.

use leptos::{html, prelude::*};

use super::{
    anchor,
    button::ButtonKind,
    icon::{Glyph, Icon},
    unique_id::unique_id,
};

/// A button that opens a panel of controls beside it. A press outside or Escape closes it.
///
/// The content exists only while the panel is open.
#[component]
pub fn Popover(
    /// The name of the button and of the panel.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is open; the owner may open and close it too.
    #[prop(optional)]
    open: RwSignal<bool>,
    /// The button's picture.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Shows the picture alone.
    #[prop(optional)]
    icon_only: bool,
    /// How much the button stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// The class of the button instead of the one of `kind`, such as `chip-add`.
    #[prop(optional)]
    button_class: Option<&'static str>,
    /// The content of the panel.
    children: ChildrenFn,
) -> impl IntoView {
    let id = unique_id("popover");
    let button = NodeRef::<html::Button>::new();
    let panel = NodeRef::<html::Div>::new();
    let content = StoredValue::new(children);

    Effect::new(move || {
        let (Some(button), Some(panel)) = (button.get(), panel.get()) else { return };
        if open.get() {
            anchor::open_beside(&button, &panel, false);
            // Placed again once the content is there and its size is known.
            request_animation_frame(move || {
                if anchor::is_open(&panel) {
                    anchor::open_beside(&button, &panel, false);
                }
            });
        } else {
            anchor::close(&panel);
        }
    });
    // The event comes later than the change, perhaps after the panel has left the page.
    let toggled = move |_| {
        let shown = panel.try_get_untracked().flatten().is_some_and(|panel| anchor::is_open(&panel));
        if open.try_get_untracked() == Some(!shown) {
            open.set(shown);
        }
    };
    view! {
        <button
            node_ref=button
            type="button"
            class=button_class.unwrap_or(kind.class())
            class:icon-only=icon_only
            aria-haspopup="dialog"
            aria-controls=id.clone()
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-label=move || icon_only.then(|| label.get())
            title=move || icon_only.then(|| label.get())
            on:click=move |_| open.update(|open| *open = !*open)
        >
            {icon.map(|icon| view! { <Glyph icon=icon/> })}
            {(!icon_only).then(|| view! { <span class="button-label">{move || label.get()}</span> })}
        </button>
        <div
            node_ref=panel
            id=id.clone()
            class="float popover"
            role="dialog"
            popover="auto"
            aria-label=move || label.get()
            on:toggle=toggled
        >
            <Show when=move || open.get()>{content.with_value(|content| content())}</Show>
        </div>
    }
}
