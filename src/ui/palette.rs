//! The palette: finds records as one types, goes to pages, runs commands.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::commands::use_commands;
use super::controls::{Button, ButtonKind, Glyph, Icon, Kbd, unique_id};
use super::palette_items::{Group, Item, items_for, run};
use super::words::{t, tf};
use crate::domain::record::Kind;
use crate::messages::shell as words;
use crate::state::{live, use_app};

/// The most records that are offered.
const MOST_RECORDS: u32 = 12;

/// A dialog with one field and a list under it, as in the ARIA pattern "combobox with listbox popup": the focus stays in
/// the field, the arrows move the mark, Enter does what is marked.
#[component]
pub fn Palette() -> impl IntoView {
    let app = use_app();
    let commands = use_commands();
    let dialog = NodeRef::<html::Dialog>::new();
    let input = NodeRef::<html::Input>::new();
    let list_id = unique_id("palette");
    let option_id = {
        let list_id = list_id.clone();
        move |index: usize| format!("{list_id}-{index}")
    };

    let typed = RwSignal::new(String::new());
    let marked = RwSignal::new(0_usize);
    // Enter came before the records for what was typed.
    let enter_waits = StoredValue::new(false);
    let found = live(
        &Kind::ALL,
        move || if commands.palette.get() { typed.get().trim().to_owned() } else { String::new() },
        move |search| async move {
            let records =
                if search.is_empty() { Vec::new() } else { app.engine.find(search.clone(), MOST_RECORDS).await? };
            Ok((search, records))
        },
    );
    let items = Memo::new(move |_| {
        let records = found.value.get().map(|(_, records)| records).unwrap_or_default();
        items_for(app, typed.get().trim(), &records)
    });
    let is_current = move || {
        let search = typed.with_untracked(|typed| typed.trim().to_owned());
        found.value.with_untracked(|found| found.as_ref().is_some_and(|(answered, _)| *answered == search))
    };

    let close = move || commands.palette.set(false);
    let choose = move |index: usize| {
        let item = items.with_untracked(|items| items.get(index).cloned());
        if let Some(item) = item {
            close();
            run(app, commands, &item.deed);
        }
    };
    Effect::new(move || {
        items.track();
        // An answer that brings nothing new leaves the lines as they were.
        found.value.track();
        if enter_waits.get_value() && is_current() {
            enter_waits.set_value(false);
            choose(0);
        }
    });
    follow_open(commands.palette, dialog, input, typed);

    let type_in = move |event: ev::Event| {
        enter_waits.set_value(false);
        marked.set(0);
        typed.set(event_target_value(&event));
    };
    let step = move |forward: bool| {
        let count = items.with_untracked(Vec::len);
        if count > 0 {
            marked.update(|at| *at = if forward { (*at + 1) % count } else { (*at + count - 1) % count });
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => step(true),
            "ArrowUp" => step(false),
            "Enter" if is_current() => choose(marked.get_untracked()),
            "Enter" => enter_waits.set_value(true),
            _ => return,
        }
        event.prevent_default();
    };
    let press = move |event: ev::PointerEvent| {
        // The backdrop belongs to the dialog itself, all else to the box inside.
        let on_backdrop =
            event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok()).is_some();
        if on_backdrop {
            close();
        }
    };
    let marked_id = {
        let option_id = option_id.clone();
        move || items.with(|items| !items.is_empty()).then(|| option_id(marked.get()))
    };
    let lines = move || {
        let mut group = None;
        let mut lines = Vec::new();
        for (index, item) in items.get().into_iter().enumerate() {
            let begins = group != Some(item.group);
            group = Some(item.group);
            lines.push(view! { <Line id=option_id(index) index=index item=item begins=begins marked=marked on_choose=choose/> });
        }
        lines
    };
    view! {
        <dialog node_ref=dialog class="palette" aria-label=move || t(words::PALETTE) on:close=move |_| close() on:pointerdown=press>
            <div class="palette-box">
                <div class="palette-search">
                    <Glyph icon=Icon::Search/>
                    <input
                        node_ref=input class="palette-input" type="text" role="combobox" autocomplete="off" spellcheck="false" autofocus=true
                        aria-expanded="true" aria-autocomplete="list" aria-controls=list_id.clone() aria-activedescendant=marked_id
                        aria-label=move || t(words::PALETTE) placeholder=move || t(words::PALETTE_PLACEHOLDER)
                        prop:value=move || typed.get() on:input=type_in on:keydown=key
                    />
                    <Kbd keys="Esc"/>
                    // A finger has no Escape key.
                    <span class="touch-only">
                        <Button label=move || t(words::CLOSE) icon=Icon::Close icon_only=true kind=ButtonKind::Quiet on_press=close/>
                    </span>
                </div>
                <ul class="palette-list" role="listbox" id=list_id.clone() aria-label=move || t(words::PALETTE)>{lines}</ul>
                <p class="palette-none" role="status" hidden=move || items.with(|items| !items.is_empty())>
                    {move || tf(words::PALETTE_NOTHING, &[("typed", typed.get().trim())])}
                </p>
                <div class="palette-foot" aria-hidden="true">
                    <span><Kbd keys="↑ ↓"/>{move || t(words::PALETTE_MOVE)}</span>
                    <span><Kbd keys="↵"/>{move || t(words::PALETTE_CHOOSE)}</span>
                    <span><Kbd keys="Esc"/>{move || t(words::PALETTE_LEAVE)}</span>
                </div>
            </div>
        </dialog>
    }
}

/// One line of the list, with the name of its group before the first of a group.
#[component]
fn Line(
    id: String,
    index: usize,
    item: Item,
    begins: bool,
    marked: RwSignal<usize>,
    #[prop(into)] on_choose: Callback<usize>,
) -> impl IntoView {
    let element = NodeRef::<html::Li>::new();
    let group = item.group;
    Effect::new(move || {
        if marked.get() == index
            && let Some(line) = element.get()
        {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            line.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    view! {
        {begins.then(|| view! { <li class="palette-group" role="presentation">{move || t(group_name(group))}</li> })}
        <li
            node_ref=element id=id class="palette-item" role="option" aria-selected=move || if marked.get() == index { "true" } else { "false" }
            on:pointermove=move |_| if marked.get_untracked() != index { marked.set(index) }
            on:click=move |_| on_choose.run(index)
        >
            <Glyph icon=item.icon/>
            <span class="palette-label">{item.label}</span>
            <span class="palette-detail">{item.detail}</span>
            {item.keys.map(|keys| view! { <Kbd keys=keys/> })}
        </li>
    }
}

fn group_name(group: Group) -> crate::messages::Message {
    match group {
        Group::Records => words::PALETTE_RECORDS,
        Group::Pages => words::PALETTE_PAGES,
        Group::Commands => words::PALETTE_COMMANDS,
    }
}

/// Shows and closes the dialog as `open` says. Each time it begins with nothing typed.
fn follow_open(
    open: RwSignal<bool>,
    dialog: NodeRef<html::Dialog>,
    input: NodeRef<html::Input>,
    typed: RwSignal<String>,
) {
    Effect::new(move || {
        let wanted = open.get();
        let Some(dialog) = dialog.get() else { return };
        if wanted && !dialog.open() {
            typed.set(String::new());
            // It fails only when the element has left the page, and then there is nothing to show.
            drop(dialog.show_modal());
            if let Some(input) = input.get_untracked() {
                drop(input.focus());
            }
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
}
