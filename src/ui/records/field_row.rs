//! One field of a record: read first, edited in place.

use std::time::Duration;

use leptos::task::spawn_local;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent, Node};

use super::editors::ValueEditor;
use super::field_edit::FieldEdit;
use super::field_value::{spoken_value, value_links, value_view};
use super::record_handle::RecordHandle;
use crate::domain::field::Field;
use crate::messages::{record as words, shell};
use crate::state::undo;
use crate::ui::controls::{Button, ButtonKind, Glyph, Icon, unique_id};
use crate::ui::words::{language, t, tf};

/// The row: the field's name, and its value or the editor.
#[component]
pub fn FieldRow(
    /// The record.
    record: RecordHandle,
    /// The field.
    field: &'static Field,
) -> impl IntoView {
    let edit = FieldEdit::new(record, field);
    let place = NodeRef::<html::Div>::new();
    let editable = move || field.editable && field.is_stored() && !record.is_deleted();

    // A press on the value opens the editor with the focus inside.
    Effect::new(move || {
        if edit.open.get() {
            set_timeout(move || focus_first(place, "input, select, textarea"), Duration::ZERO);
        }
    });
    let content = move || match (edit.open.get(), editable()) {
        (true, _) => view! { <OpenEditor edit=edit place=place/> }.into_any(),
        (false, true) => view! { <ReadValue edit=edit/> }.into_any(),
        (false, false) => view! {
            <div class="value-with-links">
                <div class="value-fixed">{move || edit.cell.with(|cell| value_view(field, cell, language()))}</div>
                {move || edit.cell.with(|cell| value_links(field, cell))}
            </div>
        }
        .into_any(),
    };
    view! {
        <div class="field-row">
            <span class="field-name">{move || t(field.label)}</span>
            <div class="field-value" class:editing=move || edit.open.get() node_ref=place>
                {content}
                <SavedTick edit=edit/>
            </div>
        </div>
    }
}

/// The value as a button that opens the editor.
#[component]
fn ReadValue(edit: FieldEdit) -> impl IntoView {
    let field = edit.field;
    let shown = move || edit.pending.get().unwrap_or_else(|| edit.cell.get());
    let is_empty = move || shown().value.is_empty();
    // The name of the button is what it does and what can be seen on it, so that it can be called by either.
    let (verb_id, button_id) = (unique_id("verb"), unique_id("value"));
    let label_ids = StoredValue::new(format!("{verb_id} {button_id}"));
    let verb = move || tf(words::EDIT_FIELD, &[("field", &t(field.label))]);
    let name_when_empty = move || is_empty().then(|| tf(words::ADD_FIELD, &[("field", &t(field.label))]));
    let label = move || (!is_empty()).then(|| label_ids.get_value());
    let value = move || if is_empty() { "—".into_any() } else { value_view(field, &shown(), language()) };
    view! {
        <div class="value-with-links">
            <span hidden=true id=verb_id>{verb}</span>
            <button
                type="button" class="value-button" class:empty=is_empty id=button_id
                aria-label=name_when_empty aria-labelledby=label on:click=move |_| edit.begin()
            >{value}</button>
            {move || value_links(field, &shown())}
        </div>
    }
}

/// The editor with everything that may have to be said about it.
#[component]
fn OpenEditor(edit: FieldEdit, place: NodeRef<html::Div>) -> impl IntoView {
    let field = edit.field;
    let problem =
        Signal::derive(move || edit.problem.with(|problem| problem.as_ref().map(|problem| problem.text(language()))));
    let key = move |event: KeyboardEvent| editor_key(edit, place, &event);
    // The button that opened the editor may lose the focus within the same element, which is not leaving the editor.
    let entered = StoredValue::new(false);
    let enter = move |_: ev::FocusEvent| entered.set_value(true);
    let leave = move |_: ev::FocusEvent| {
        if !entered.get_value() {
            return;
        }
        // Moving between the parts of an editor is not leaving it; where the focus went is known a moment later.
        set_timeout(
            move || {
                if edit.open.try_get_untracked() == Some(true) && !has_focus(place) {
                    edit.leave();
                }
            },
            Duration::ZERO,
        );
    };
    let now = move || edit.cell.with(|cell| spoken_value(field, cell, language()));
    view! {
        <div class="editor" on:keydown=key on:focusin=enter on:focusout=leave aria-busy=move || if edit.saving.get() { "true" } else { "false" }>
            <ValueEditor
                kind=edit.record.kind field=field draft=edit.draft label=move || t(field.label) hide_label=true problem=problem
                on_done=move || { edit.finish(); refocus_when_closed(edit, place); }
            />
            {move || edit.elsewhere.get().then(|| view! {
                <div class="editor-note" role="status">
                    <span>{tf(words::CHANGED_ELSEWHERE, &[("value", &now())])}</span>
                    <Button label=move || t(words::TAKE_THAT_VALUE) kind=ButtonKind::Quiet on_press=move || { edit.cancel(); refocus(place); }/>
                </div>
            })}
            {move || edit.failed.get().then(|| view! {
                <div class="editor-note bad" role="alert">
                    <span>{move || t(words::NOT_SAVED)}</span>
                    <span class="editor-actions">
                        <Button label=move || t(words::SAVE) kind=ButtonKind::Primary busy=edit.saving on_press=move || edit.finish()/>
                        <Button label=move || t(shell::CANCEL) on_press=move || { edit.cancel(); refocus(place); }/>
                    </span>
                </div>
            })}
        </div>
    }
}

/// Says that it is saved, with the way back.
#[component]
fn SavedTick(edit: FieldEdit) -> impl IntoView {
    let app = edit.record.app;
    let take_back = move |operation| {
        edit.saved.set(None);
        spawn_local(async move {
            undo(app, operation).await;
        });
    };
    view! {
        <span class="saved-place" role="status">
            {move || edit.saved.get().map(|operation| view! {
                <span class="saved-tick">
                    <Glyph icon=Icon::Check/>
                    {move || t(words::SAVED)}
                    <button type="button" class="link" on:click=move |_| take_back(operation)>{move || t(shell::UNDO)}</button>
                </span>
            })}
        </span>
    }
}

fn editor_key(edit: FieldEdit, place: NodeRef<html::Div>, event: &KeyboardEvent) {
    if event.is_composing() || event.default_prevented() {
        return;
    }
    match event.key().as_str() {
        "Escape" => {
            // Neither the panel nor a dialog around it closes as well.
            event.stop_propagation();
            event.prevent_default();
            edit.cancel();
            refocus(place);
        }
        "Enter" => {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let name = target.map(|target| target.tag_name().to_lowercase()).unwrap_or_default();
            let with_control = event.ctrl_key() || event.meta_key();
            // Enter presses a button, and begins a new line in a text of several lines.
            if with_control || !matches!(name.as_str(), "button" | "textarea") {
                event.prevent_default();
                edit.finish();
                if edit.problem.with_untracked(Option::is_none) {
                    refocus_when_closed(edit, place);
                }
            }
        }
        _ => {}
    }
}

fn has_focus(place: NodeRef<html::Div>) -> bool {
    let active = document().active_element();
    let inside = |place: web_sys::HtmlDivElement| place.contains(active.as_ref().map(AsRef::<Node>::as_ref));
    place.try_get_untracked().flatten().is_some_and(inside)
}

fn focus_first(place: NodeRef<html::Div>, selector: &str) {
    let Some(place) = place.try_get_untracked().flatten() else { return };
    let Some(element) =
        place.query_selector(selector).ok().flatten().and_then(|element| element.dyn_into::<HtmlElement>().ok())
    else {
        return;
    };
    // An element that has left the page meanwhile takes no focus.
    let _ = element.focus();
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.select();
    }
}

/// Gives the focus back to the value after the editor has gone.
fn refocus(place: NodeRef<html::Div>) {
    set_timeout(move || focus_first(place, ".value-button"), Duration::ZERO);
}

/// The editor stays until the value is saved.
fn refocus_when_closed(edit: FieldEdit, place: NodeRef<html::Div>) {
    if !edit.open.get_untracked() {
        refocus(place);
        return;
    }
    spawn_local(async move {
        while edit.saving.try_get_untracked() == Some(true) {
            crate::state::browser::next_frame().await;
        }
        if edit.open.try_get_untracked() == Some(false)
            && (has_focus(place) || document().active_element().is_none_or(|active| active.tag_name() == "BODY"))
        {
            refocus(place);
        }
    });
}
