//! A button with a list of actions.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    anchor,
    button::ButtonKind,
    icon::{Glyph, Icon},
    unique_id::unique_id,
};

/// A line of a [`Menu`].
#[derive(Clone)]
pub struct MenuItem {
    /// What it does.
    pub label: String,
    /// A picture before the label.
    pub icon: Option<Icon>,
    /// Cannot be undone, or takes something away.
    pub danger: bool,
    /// Cannot be chosen now.
    pub disabled: bool,
    /// A tick, for a line that switches something: on, off, or not a switch.
    pub checked: Option<bool>,
    /// Runs when it is chosen.
    pub on_choose: Callback<()>,
}

impl MenuItem {
    /// An action with its label.
    pub fn new(label: impl Into<String>, on_choose: impl Into<Callback<()>>) -> Self {
        Self {
            label: label.into(),
            icon: None,
            danger: false,
            disabled: false,
            checked: None,
            on_choose: on_choose.into(),
        }
    }

    /// With a picture before the label.
    pub fn with_icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Marked as taking something away.
    pub fn dangerous(mut self) -> Self {
        self.danger = true;
        self
    }

    /// With a tick that shows whether it is on.
    pub fn with_check(mut self, checked: bool) -> Self {
        self.checked = Some(checked);
        self
    }

    /// Not to be chosen while `disabled`.
    pub fn disabled_when(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }
}

/// A button that opens a menu: arrows, Home and End move, Enter chooses, Escape goes back to the button.
#[component]
pub fn Menu(
    /// The name of the button.
    #[prop(into)]
    label: Signal<String>,
    /// The actions.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
    /// The button's picture.
    #[prop(default = Icon::More)]
    icon: Icon,
    /// Shows the label on the button, not only the picture.
    #[prop(optional)]
    show_label: bool,
    /// A longer name of a button that shows its label, for those who do not see what stands around it.
    #[prop(optional, into)]
    full_label: Option<Signal<String>>,
    /// How much the button stands out.
    #[prop(default = ButtonKind::Quiet)]
    kind: ButtonKind,
) -> impl IntoView {
    let id = unique_id("menu");
    let button = NodeRef::<html::Button>::new();
    let list = NodeRef::<html::Div>::new();
    let open = RwSignal::new(false);

    let show = move || {
        if let (Some(button), Some(list)) = (button.get_untracked(), list.get_untracked()) {
            anchor::open_beside(&button, &list, false);
            focus_line(&list, Step::First);
        }
    };
    let hide = move || {
        if let Some(list) = list.get_untracked() {
            anchor::close(&list);
        }
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    };
    let press = move |_| if open.get_untracked() { hide() } else { show() };
    let button_key = move |event: ev::KeyboardEvent| {
        if matches!(event.key().as_str(), "ArrowDown" | "ArrowUp") {
            event.prevent_default();
            show();
        }
    };
    let list_key = move |event: ev::KeyboardEvent| {
        let Some(list) = list.get_untracked() else { return };
        let step = match event.key().as_str() {
            "ArrowDown" => Step::Next,
            "ArrowUp" => Step::Previous,
            "Home" => Step::First,
            "End" => Step::Last,
            "Tab" => return hide(),
            _ => return,
        };
        event.prevent_default();
        focus_line(&list, step);
    };
    // The event comes later than the change, perhaps after the menu has left the page.
    let toggled = move |_| {
        let shown = list.try_get_untracked().flatten().is_some_and(|list| anchor::is_open(&list));
        open.try_set(shown);
    };
    let line = move |item: MenuItem| {
        let choose = item.on_choose;
        let role = if item.checked.is_some() { "menuitemcheckbox" } else { "menuitem" };
        let picture = match item.checked {
            Some(true) => Some(Icon::Check),
            Some(false) => None,
            None => item.icon,
        };
        view! {
            <button
                type="button" class="menu-item" class:danger=item.danger class:indented=item.checked == Some(false)
                role=role tabindex="-1" disabled=item.disabled
                aria-checked=item.checked.map(|on| if on { "true" } else { "false" })
                on:click=move |_| { hide(); choose.run(()); }
            >
                {picture.map(|icon| view! { <Glyph icon=icon/> })}
                <span>{item.label}</span>
            </button>
        }
    };
    view! {
        <button
            node_ref=button type="button" class=kind.class() class:icon-only=!show_label
            aria-haspopup="menu" aria-controls=id.clone()
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-label=move || if show_label { full_label.map(|label| label.get()) } else { Some(label.get()) }
            title=move || (!show_label).then(|| label.get())
            // The pressed button would first close the menu as a press outside and then open it again.
            on:pointerdown=move |event| if open.get_untracked() { event.prevent_default() }
            on:click=press on:keydown=button_key
        >
            <Glyph icon=icon/>
            {show_label.then(|| view! { <span class="button-label">{move || label.get()}</span> })}
        </button>
        <div
            node_ref=list id=id.clone() class="float menu" role="menu" popover="auto" aria-label=move || label.get()
            on:toggle=toggled on:keydown=list_key
        >
            {move || items.get().into_iter().map(line).collect_view()}
        </div>
    }
}

/// A menu that many buttons share, as the cards of a board do: it opens at the button that `anchor` is set to, and sets it
/// back to nothing when it closes.
#[component]
pub fn SharedMenu(
    /// The name of the menu.
    #[prop(into)]
    label: Signal<String>,
    /// The actions.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
    /// The button that was pressed.
    anchor: RwSignal<Option<HtmlElement>, LocalStorage>,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();

    Effect::new(move || {
        if let (Some(button), Some(list)) = (anchor.get(), list.get()) {
            anchor::open_beside(&button, &list, false);
            focus_line(&list, Step::First);
        }
    });
    let hide = move || {
        if let Some(list) = list.get_untracked() {
            anchor::close(&list);
        }
        if let Some(button) = anchor.get_untracked() {
            let _ = button.focus();
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let Some(list) = list.get_untracked() else { return };
        let step = match event.key().as_str() {
            "ArrowDown" => Step::Next,
            "ArrowUp" => Step::Previous,
            "Home" => Step::First,
            "End" => Step::Last,
            "Tab" => return hide(),
            _ => return,
        };
        event.prevent_default();
        focus_line(&list, step);
    };
    // The event comes later than the change, perhaps after the menu has left the page.
    let toggled = move |_| {
        if !list.try_get_untracked().flatten().is_some_and(|list| anchor::is_open(&list)) {
            anchor.try_set(None);
        }
    };
    let line = move |item: MenuItem| {
        let choose = item.on_choose;
        view! {
            <button
                type="button" class="menu-item" class:danger=item.danger role="menuitem" tabindex="-1" disabled=item.disabled
                on:click=move |_| { hide(); choose.run(()); }
            >
                {item.icon.map(|icon| view! { <Glyph icon=icon/> })}
                <span>{item.label}</span>
            </button>
        }
    };
    view! {
        <div
            node_ref=list class="float menu" role="menu" popover="auto" aria-label=move || label.get()
            on:toggle=toggled on:keydown=key
        >
            {move || items.get().into_iter().map(line).collect_view()}
        </div>
    }
}

/// Where the focus goes inside a menu.
#[derive(Clone, Copy)]
enum Step {
    First,
    Last,
    Next,
    Previous,
}

/// Moves the focus to another line that can be chosen.
fn focus_line(list: &HtmlElement, step: Step) {
    let Ok(found) = list.query_selector_all(".menu-item:not(:disabled)") else { return };
    let lines: Vec<HtmlElement> = (0..found.length()).filter_map(|place| found.get(place)?.dyn_into().ok()).collect();
    let Some(last) = lines.len().checked_sub(1) else { return };
    let active = document().active_element();
    let current = lines.iter().position(|line| active.as_ref().is_some_and(|active| line.is_same_node(Some(active))));
    let place = match (step, current) {
        (Step::First, _) | (Step::Next, None) => 0,
        (Step::Last, _) | (Step::Previous, None) => last,
        (Step::Next, Some(place)) => {
            if place == last {
                0
            } else {
                place + 1
            }
        }
        (Step::Previous, Some(place)) => {
            if place == 0 {
                last
            } else {
                place - 1
            }
        }
    };
    if let Some(line) = lines.get(place) {
        let _ = line.focus();
    }
}
