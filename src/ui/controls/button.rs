//! A button.

use leptos::{html, prelude::*};

use super::icon::{Glyph, Icon};

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// Outlined: the usual button.
    #[default]
    Plain,
    /// Filled with the accent: the one main action of a screen.
    Primary,
    /// Without a frame, for toolbars and rows.
    Quiet,
    /// Cannot be undone, or takes something away.
    Danger,
}

impl ButtonKind {
    /// The class of this kind, also for links that look like buttons (`<a class=...>`).
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "button",
            Self::Primary => "button primary",
            Self::Quiet => "button quiet",
            Self::Danger => "button danger",
        }
    }
}

/// A button with a label, an icon or both.
#[component]
pub fn Button(
    /// What it does. With `icon_only` this is the accessible name and the tooltip.
    #[prop(into)]
    label: Signal<String>,
    /// How much it stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// A picture before the label.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Shows the icon alone.
    #[prop(optional)]
    icon_only: bool,
    /// Cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// At work: keeps the focus and ignores further presses.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Sends the form that it stands in.
    #[prop(optional)]
    submit: bool,
    /// The button's element, to move the focus to.
    #[prop(optional)]
    node_ref: NodeRef<html::Button>,
    /// Runs when it is pressed.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let press = move |event: web_sys::MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            node_ref=node_ref
            class=kind.class()
            class:icon-only=icon_only
            type=if submit { "submit" } else { "button" }
            disabled=move || disabled.get()
            aria-busy=move || busy.get().then_some("true")
            aria-label=move || icon_only.then(|| label.get())
            title=move || icon_only.then(|| label.get())
            on:click=press
        >
            {icon.map(|icon| view! { <Glyph icon=icon/> })}
            {(!icon_only).then(|| view! { <span class="button-label">{move || label.get()}</span> })}
        </button>
    }
}
