//! A value of a pipeline or a stage that is changed in place: what was written stays with its problem beside it until it is
//! right or given up.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::edits::write;
use crate::domain::change::Change;
use crate::domain::field::Field;
use crate::domain::id::Id;
use crate::domain::operation::Action;
use crate::domain::parse;
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::Language;
use crate::state::use_app;
use crate::ui::controls::TextField;
use crate::ui::words::language;

/// A field of one line, saved when it is left or by Enter; Escape gives up what was written.
#[component]
pub fn PlainField(
    /// The kind of record.
    kind: Kind,
    /// The record.
    id: Id,
    /// The field's number.
    number: u16,
    /// The value as it is.
    #[prop(into)]
    value: Signal<Value>,
    /// The field's name, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// What is said when it is saved.
    saved: fn(&str, Language) -> String,
    /// The name of what was changed, for that.
    #[prop(into)]
    name: Signal<String>,
    /// The keyboard that a phone shows.
    #[prop(default = "text")]
    inputmode: &'static str,
    /// Takes the focus when it appears, with its text selected.
    #[prop(optional)]
    node_ref: NodeRef<leptos::html::Input>,
) -> impl IntoView {
    let app = use_app();
    let typed = RwSignal::new(None::<String>);
    let problem = RwSignal::new(None::<String>);
    let field = kind.field(number);
    let shown =
        move || typed.get().unwrap_or_else(|| field.map(|field| plain_text(field, &value.get())).unwrap_or_default());
    let save = move |text: String| {
        let Some(field) = field else { return };
        let read = match parse::from_text(field, &text) {
            Ok(read) => read,
            Err(found) => return problem.set(Some(found.text(untrack(language)))),
        };
        if read == value.get_untracked() {
            typed.set(None);
            problem.set(None);
            return;
        }
        let name = if let Value::Text(text) = &read { text.clone() } else { name.get_untracked() };
        let change = Change::edit(kind, id, vec![(number, read)]);
        spawn_local(async move {
            match write(app, Action::Edit, vec![change], move |language| saved(&name, language)).await {
                Ok(()) => {
                    typed.try_set(None);
                    problem.try_set(None);
                }
                Err(found) => drop(problem.try_set(found.map(|found| found.text(untrack(language))))),
            }
        });
    };
    let key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && typed.with_untracked(Option::is_some) {
            event.prevent_default();
            event.stop_propagation();
            typed.set(None);
            problem.set(None);
        }
    };
    view! {
        <TextField
            label=label hide_label=true value=Signal::derive(shown) problem=problem inputmode=inputmode node_ref=node_ref
            on_input=move |text| { typed.set(Some(text)); problem.set(None); } on_change=save on_key=key
        />
    }
}

/// The value as it is typed: a share without its sign, which stands behind the field.
fn plain_text(field: &Field, value: &Value) -> String {
    match value {
        Value::Integer(number) => number.to_string(),
        value => parse::to_text(field, value),
    }
}
