//! Writing down a call, a meeting, an e-mail, a message or a note, on the record that it is about.

use leptos::{ev, html, prelude::*};

use super::task_form::{FormFrame, links_of, save_new};
use crate::domain::field::{Field, FieldKind};
use crate::domain::interaction::{self, statuses, types};
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::service as words;
use crate::state::browser;
use crate::ui::records::editors::{Draft, ValueEditor};
use crate::ui::records::new_record_draft::NewRecordDraft;
use crate::ui::records::record_handle::RecordHandle;
use crate::ui::words::t;

/// What the form asks for, in its order.
const ASKED: &[u16] = &[
    interaction::SUBJECT,
    interaction::TEXT,
    interaction::TYPE,
    interaction::WHEN,
    interaction::DURATION,
    interaction::DIRECTION,
    interaction::STATUS,
];

/// The form.
#[component]
pub fn LogForm(
    /// The record that it is about.
    record: RecordHandle,
    /// The type to begin with.
    of_type: u16,
    /// Closes the form.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let draft = NewRecordDraft::new(Kind::Interaction, ASKED);
    let busy = RwSignal::new(false);
    let now = Value::Instant(i64::try_from(browser::now_ms()).unwrap_or(i64::MAX));
    draft.begin_with(&[(interaction::TYPE, Value::Choice(of_type)), (interaction::WHEN, now)]);
    let began_at = StoredValue::new(draft.of(interaction::WHEN).map(|(_, when)| when.get_untracked()));
    plan_what_is_to_come(draft);

    let save = move || {
        if busy.get_untracked() {
            return;
        }
        let Some(mut fields) = draft.checked() else { return };
        fields.retain(|(number, _)| draft.kind.field(*number).is_some_and(|field| untrack(|| applies(draft, field))));
        // What was left at "now" happened when it is saved, to the second.
        if began_at.get_value() == draft.of(interaction::WHEN).map(|(_, when)| when.get_untracked()) {
            fields.retain(|(number, _)| *number != interaction::WHEN);
        }
        fields.extend(links_of(record, Kind::Interaction));
        save_new(record.app, draft, fields, words::LOGGED, busy, on_close);
    };
    let places = draft.fields.get_value().into_iter().map(move |(field, value)| {
        let class = if matches!(field.kind, FieldKind::Text | FieldKind::LongText) { "form-place" } else { "form-place half" };
        let problem = Signal::derive(move || draft.problem(field.number));
        let shown = Memo::new(move |_| applies(draft, field));
        view! {
            <Show when=move || shown.get()>
                <div class=class><ValueEditor kind=Kind::Interaction field=field draft=value label=move || t(field.label) problem=problem/></div>
            </Show>
        }
    });
    view! {
        <FormFrame title=words::LOG_TITLE save_label=words::LOG draft=draft busy=busy on_save=save on_close=on_close>
            {places.collect_view()}
        </FormFrame>
    }
}

/// Whether a field has a meaning for the type that is chosen.
fn applies(draft: NewRecordDraft, field: &Field) -> bool {
    let of_type = draft
        .of(interaction::TYPE)
        .and_then(|(_, value)| value.with(|value| if let Draft::Choice(code) = value { *code } else { None }));
    match field.number {
        interaction::DURATION => matches!(of_type, Some(types::CALL | types::MEETING)),
        interaction::DIRECTION => matches!(of_type, Some(types::CALL | types::EMAIL | types::MESSAGE)),
        interaction::STATUS => of_type.is_some_and(|of_type| of_type != types::NOTE),
        _ => true,
    }
}

/// Whoever writes down a time to come is planning.
fn plan_what_is_to_come(draft: NewRecordDraft) {
    let (Some((field, when)), Some((_, status))) = (draft.of(interaction::WHEN), draft.of(interaction::STATUS)) else {
        return;
    };
    Effect::new(move |before: Option<()>| {
        let when = when.with(|when| when.read(field).ok());
        if before.is_some()
            && let Some(Value::Instant(when)) = when
        {
            let is_to_come = when > i64::try_from(browser::now_ms()).unwrap_or(i64::MAX);
            let code = if is_to_come { statuses::PLANNED } else { statuses::HELD };
            status.set(Draft::Choice(Some(code)));
        }
    });
}

/// Puts the focus into the first input of a form once it is drawn.
pub fn focus_first_input(form: NodeRef<html::Form>) {
    Effect::new(move || {
        let Some(form) = form.get() else { return };
        request_animation_frame(move || {
            use wasm_bindgen::JsCast;
            if let Ok(Some(first)) = form.query_selector("input, textarea, select")
                && let Ok(first) = first.dyn_into::<web_sys::HtmlElement>()
            {
                let _ = first.focus();
            }
        });
    });
}

/// Escape gives up, Ctrl Enter saves.
pub fn form_key(event: &ev::KeyboardEvent, save: Callback<()>, close: Callback<()>) {
    if event.is_composing() || event.default_prevented() {
        return;
    }
    match event.key().as_str() {
        "Escape" => {
            event.prevent_default();
            close.run(());
        }
        "Enter" if event.ctrl_key() || event.meta_key() => {
            event.prevent_default();
            save.run(());
        }
        _ => {}
    }
}
