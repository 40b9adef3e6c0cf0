//! A list of short words.

use leptos::{ev, html, prelude::*};

use super::{
    field::{Field, described_by, tell},
    icon::{Glyph, Icon},
    unique_id::unique_id,
};

/// What ends a tag while typing or pasting, in Western and in Chinese punctuation.
const SEPARATORS: [char; 5] = [',', '，', '、', ';', '；'];

/// Adds the tags that `text` holds to `tags`, without blanks and without repeating one that is there in another case.
fn add(tags: &mut Vec<String>, text: &str) {
    for tag in text.split(SEPARATORS).map(str::trim).filter(|tag| !tag.is_empty()) {
        let folded = tag.to_lowercase();
        if !tags.iter().any(|other| other.to_lowercase() == folded) {
            tags.push(tag.to_owned());
        }
    }
}

/// Tags as removable chips, with a field that adds more by Enter, comma or leaving; Backspace in the empty field takes
/// the last one away.
#[component]
pub fn TagEditor(
    /// The name of the field.
    #[prop(into)]
    label: Signal<String>,
    /// The tags.
    #[prop(into)]
    tags: Signal<Vec<String>>,
    /// Runs with all the tags after each change.
    #[prop(into)]
    on_change: Callback<Vec<String>>,
    /// The name of the button that removes a tag, made from the tag.
    #[prop(into)]
    remove_label: Callback<String, String>,
    /// Tags in use elsewhere, offered while typing.
    #[prop(optional, into)]
    suggestions: Signal<Vec<String>>,
    /// Shown while the field is empty.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// Keeps the label for screen readers only.
    #[prop(optional)]
    hide_label: bool,
    /// What is wrong with the tags.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
    /// Runs when the field loses the focus, after its text has been added.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// Takes the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// The input's element, to move the focus to.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let id = unique_id("tags");
    let list_id = format!("{id}-list");
    let draft = RwSignal::new(String::new());

    let change = move |edit: &dyn Fn(&mut Vec<String>)| {
        let Some(before) = tags.try_get_untracked() else { return };
        let mut after = before.clone();
        edit(&mut after);
        if after != before {
            on_change.run(after);
        }
    };
    // Also runs when the field leaves the page, and then its signals are gone.
    let take_draft = move || {
        let Some(text) = draft.try_get_untracked() else { return };
        draft.set(String::new());
        change(&|tags| add(tags, &text));
    };
    let write = move |text: String| {
        let complete = text.contains(SEPARATORS);
        draft.set(text);
        if complete {
            take_draft();
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let empty = draft.with_untracked(|draft| draft.trim().is_empty());
        match event.key().as_str() {
            "Enter" if !empty => {
                event.prevent_default();
                take_draft();
            }
            "Backspace" if draft.with_untracked(String::is_empty) => change(&|tags| {
                tags.pop();
            }),
            _ => {}
        }
    };
    let remove = move |tag: &str| {
        change(&|tags| tags.retain(|other| other != tag));
        if let Some(input) = node_ref.get_untracked() {
            let _ = input.focus();
        }
    };
    let leave = move |_| {
        take_draft();
        tell(on_leave, ());
    };

    let control = id.clone();
    let described = move || problem.with(|problem| described_by(&control, "", problem.as_deref()));
    let chip = move |tag: String| {
        let name = remove_label.run(tag.clone());
        let text = tag.clone();
        view! {
            <li class="chip">
                <span class="chip-text">{text}</span>
                <button
                    type="button" class="chip-remove" aria-label=name.clone() title=name
                    on:mousedown=move |event| event.prevent_default()
                    on:click=move |_| remove(&tag)
                ><Glyph icon=Icon::Close/></button>
            </li>
        }
    };
    view! {
        <Field control=id.clone() label=label hide_label=hide_label problem=problem>
            <div class="tag-editor">
                <ul class="tag-list">{move || tags.get().into_iter().map(chip).collect_view()}</ul>
                <input
                    node_ref=node_ref
                    id=id.clone()
                    class="tag-input"
                    type="text"
                    autocomplete="off"
                    autofocus=autofocus
                    list=list_id.clone()
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    placeholder=move || placeholder.get()
                    prop:value=move || draft.get()
                    on:input=move |event| write(event_target_value(&event))
                    on:keydown=key
                    on:blur=leave
                />
                <datalist id=list_id.clone()>
                    {move || suggestions.get().into_iter().map(|tag| view! { <option value=tag></option> }).collect_view()}
                </datalist>
            </div>
        </Field>
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn text_becomes_tags_without_blanks_and_repeats() {
        let check = |before: &[&str], text: &str, after: &[&str]| {
            let mut tags: Vec<String> = before.iter().map(|tag| (*tag).to_owned()).collect();
            add(&mut tags, text);
            assert_eq!(tags, after, "{before:?} + {text:?}");
        };
        check(&[], "wholesale", &["wholesale"]);
        check(&["wholesale"], " Wholesale , prague,,", &["wholesale", "prague"]);
        check(&[], "批发，布拉格、老客户", &["批发", "布拉格", "老客户"]);
        check(&["a"], "  ", &["a"]);
    }
}
