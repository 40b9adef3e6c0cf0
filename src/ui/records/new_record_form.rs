//! The inputs of a new record, and a warning when it seems to be there already.

use leptos::{ev, prelude::*};

use super::cells::title_text;
use super::editors::{Draft, ValueEditor};
use super::list_state::ListState;
use super::new_record_draft::{NewRecordDraft, OWN_PROBLEM};
use crate::domain::field::{Field, FieldKind};
use crate::messages::record as words;
use crate::state::live;
use crate::ui::controls::{Glyph, Icon, Problem, unique_id};
use crate::ui::name_order::in_order_of_the_language;
use crate::ui::words::{language, t, tf};

/// The form. Enter in a field of one line saves, and Ctrl Enter everywhere.
#[component]
pub fn NewRecordForm(
    /// The list.
    list: ListState,
    /// What is being written.
    draft: NewRecordDraft,
    /// Saves.
    #[prop(into)]
    on_save: Callback<()>,
) -> impl IntoView {
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        on_save.run(());
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter"
            && (event.ctrl_key() || event.meta_key())
            && !event.is_composing()
            && !event.default_prevented()
        {
            event.prevent_default();
            on_save.run(());
        }
    };
    let inputs = move || {
        let mut fields = draft.fields.get_value();
        in_order_of_the_language(draft.kind, language(), &mut fields, |(field, _)| field.number);
        let first =
            fields.iter().map(|(field, _)| *field).find(|field| !draft.decides(field)).map(|field| field.number);
        let inputs = fields.into_iter().map(|(field, value)| {
            view! {
                <FormField draft=draft field=field value=value autofocus=Some(field.number) == first/>
            }
        });
        inputs.collect_view()
    };
    view! {
        <form class="form new-record" on:submit=submit on:keydown=key>
            {inputs}
            <Problem id=unique_id("form-problem") text=Signal::derive(move || draft.problem(OWN_PROBLEM))/>
            <SimilarRecords list=list draft=draft/>
            // A form of several fields is sent by Enter only where it has a button for it.
            <button type="submit" class="visually-hidden" tabindex="-1" aria-hidden="true"></button>
        </form>
    }
}

#[component]
fn FormField(draft: NewRecordDraft, field: &'static Field, value: RwSignal<Draft>, autofocus: bool) -> impl IntoView {
    let applies = Memo::new(move |_| draft.applies(field));
    let problem = Signal::derive(move || draft.problem(field.number));
    // The parts of a name stand side by side.
    let class = if matches!(field.kind, FieldKind::Text) && field.only_when.is_some() {
        "form-place half"
    } else {
        "form-place"
    };
    let input = move || {
        if !applies.get() {
            ().into_any()
        } else if draft.decides(field) {
            view! { <Switch field=field value=value/> }.into_any()
        } else {
            view! { <ValueEditor kind=draft.kind field=field draft=value label=move || t(field.label) problem=problem autofocus=autofocus/> }.into_any()
        }
    };
    view! { <div class=class>{input}</div> }
}

/// A choice that decides what the form asks for: all of it in sight.
#[component]
fn Switch(field: &'static Field, value: RwSignal<Draft>) -> impl IntoView {
    let FieldKind::Choice(choices) = field.kind else { return ().into_any() };
    let name = unique_id("switch");
    let lines = choices.iter().map(|choice| {
        let code = choice.code;
        view! {
            <label class="check">
                <input
                    type="radio" name=name.clone() prop:checked=move || value.with(|value| *value == Draft::Choice(Some(code)))
                    on:change=move |_| value.set(Draft::Choice(Some(code)))
                />
                <span class="check-label">{move || t(choice.label)}</span>
            </label>
        }
    });
    let lines = lines.collect_view();
    view! {
        <fieldset class="switch">
            <legend class="visually-hidden">{move || t(field.label)}</legend>
            {lines}
        </fieldset>
    }
    .into_any()
}

/// Names the records that look like the one that is being written.
#[component]
fn SimilarRecords(list: ListState, draft: NewRecordDraft) -> impl IntoView {
    let engine = list.app.engine;
    let kind = list.kind;
    // A choice alone makes nobody similar.
    let values = Memo::new(move |_| draft.readable());
    let similar = live(&[], move || values.get(), move |values| engine.similar(kind, None, values));
    let open = move |id| {
        list.dialog.set(None);
        list.open_record(id);
    };
    view! {
        <div class="form-place" role="status">
            {move || similar.value.get().unwrap_or_default().into_iter().map(|found| {
                let title = title_text(&found.title, language());
                let id = found.id;
                view! {
                    <div class="error-box warning">
                        <Glyph icon=Icon::Warning/>
                        <div class="error-body">
                            <p>{tf(words::LOOKS_LIKE, &[("title", &title)])}" "<span class="second">{found.subtitle}</span></p>
                            <button type="button" class="link" on:click=move |_| open(id)>{tf(words::OPEN_EXISTING, &[("title", &title)])}</button>
                        </div>
                    </div>
                }
            }).collect_view()}
        </div>
    }
}
