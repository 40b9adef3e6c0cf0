//! A text field that suggests.

use leptos::{ev, html, prelude::*};

use super::{
    anchor,
    field::{Field, described_by, tell},
    unique_id::unique_id,
};

/// A suggestion of a [`Combobox`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComboOption {
    /// What `on_choose` is given.
    pub value: String,
    /// What the person reads.
    pub label: String,
    /// A second, quieter part, such as an e-mail address. May be empty.
    pub detail: String,
}

/// A field in which a person types and chooses one of the suggestions.
///
/// The owner is told what is typed (`on_query`) and fills `options` in its own time; the field neither filters nor
/// sorts.
#[component]
pub fn Combobox(
    /// The name of the field.
    #[prop(into)]
    label: Signal<String>,
    /// The text of the current choice, shown until the person types.
    #[prop(into)]
    text: Signal<String>,
    /// The suggestions for what was last typed.
    #[prop(into)]
    options: Signal<Vec<ComboOption>>,
    /// Runs at every keystroke, and with an empty text when the list is opened.
    #[prop(into)]
    on_query: Callback<String>,
    /// Runs with the value of the chosen suggestion.
    #[prop(into)]
    on_choose: Callback<String>,
    /// Runs with the typed text when Enter is pressed and no suggestion is marked. Without it, only suggestions count.
    #[prop(optional, into)]
    on_text: Option<Callback<String>>,
    /// Runs when the field loses the focus.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// Shown in the list when nothing fits.
    #[prop(optional, into)]
    nothing_found: Signal<String>,
    /// Shown while empty.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// Keeps the label for screen readers only.
    #[prop(optional)]
    hide_label: bool,
    /// What is wrong with the choice.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
    /// Cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Takes the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// The input's element, to move the focus to.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let id = unique_id("combo");
    let list_id = format!("{id}-list");
    let list = NodeRef::<html::Ul>::new();
    let open = RwSignal::new(false);
    // The typed text while the person types; nothing shows the owner's text.
    let typed = RwSignal::new(None::<String>);
    let active = RwSignal::new(None::<usize>);

    let shown = move || typed.get().unwrap_or_else(|| text.get());
    let show_list = move || {
        open.set(true);
        if let (Some(input), Some(list)) = (node_ref.get_untracked(), list.get_untracked()) {
            anchor::open_beside(&input, &list, true);
        }
    };
    // Also runs when the field leaves the page, and then its signals are gone.
    let hide_list = move || {
        open.try_set(false);
        active.try_set(None);
        if let Some(list) = list.try_get_untracked().flatten() {
            anchor::close(&list);
        }
    };
    let query = move |words: String| {
        typed.set(Some(words.clone()));
        active.set(None);
        on_query.run(words);
        show_list();
    };
    let choose = move |place: usize| {
        if let Some(option) = options.with_untracked(|options| options.get(place).cloned()) {
            typed.set(None);
            hide_list();
            on_choose.run(option.value);
        }
    };
    // The list grows and shrinks with the answers, so it is placed anew; above the field that would otherwise tear it
    // off.
    Effect::new(move || {
        options.track();
        if open.get_untracked() {
            show_list();
        }
    });

    let step = move |forward: bool| {
        let count = options.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        active.update(|active| {
            *active = Some(match (*active, forward) {
                (None, true) => 0,
                (None, false) => count - 1,
                (Some(place), true) => (place + 1) % count,
                (Some(place), false) => (place + count - 1) % count,
            });
        });
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match (event.key().as_str(), open.get_untracked()) {
            ("ArrowDown" | "ArrowUp", false) => {
                event.prevent_default();
                on_query.run(String::new());
                show_list();
            }
            ("ArrowDown", true) => {
                event.prevent_default();
                step(true);
            }
            ("ArrowUp", true) => {
                event.prevent_default();
                step(false);
            }
            ("Enter", true) => {
                event.prevent_default();
                match (active.get_untracked(), on_text, typed.get_untracked()) {
                    (Some(place), ..) => choose(place),
                    (None, Some(run), Some(words)) => {
                        typed.set(None);
                        hide_list();
                        run.run(words);
                    }
                    _ => {}
                }
            }
            ("Escape", true) => {
                // Escape closes the list only, not the dialog around it.
                event.prevent_default();
                event.stop_propagation();
                typed.set(None);
                hide_list();
            }
            _ => {}
        }
    };
    let leave = move |_| {
        typed.try_set(None);
        hide_list();
        tell(on_leave, ());
    };

    let (control, prefix) = (id.clone(), list_id.clone());
    let described = move || problem.with(|problem| described_by(&control, "", problem.as_deref()));
    let marked = move || active.get().map(|place| format!("{prefix}-{place}"));
    let prefix = list_id.clone();
    let lines = move || {
        let options = options.get();
        if options.is_empty() {
            let words = nothing_found.get();
            return (!words.is_empty())
                .then(|| view! { <li class="combo-none" role="presentation">{words}</li> })
                .into_any();
        }
        options
            .into_iter()
            .enumerate()
            .map(|(place, option)| {
                view! {
                    <li
                        id=format!("{prefix}-{place}")
                        class="combo-option"
                        role="option"
                        aria-selected=move || if active.get() == Some(place) { "true" } else { "false" }
                        // Pressing must not take the focus from the field, or leaving it would close the list before
                        // the click.
                        on:mousedown=move |event| event.prevent_default()
                        on:click=move |_| choose(place)
                    >
                        <span class="combo-label">{option.label}</span>
                        <span class="combo-detail">{option.detail}</span>
                    </li>
                }
            })
            .collect_view()
            .into_any()
    };
    view! {
        <Field control=id.clone() label=label hide_label=hide_label problem=problem>
            <input
                node_ref=node_ref
                id=id.clone()
                class="input"
                type="text"
                role="combobox"
                autocomplete="off"
                autofocus=autofocus
                aria-autocomplete="list"
                aria-controls=list_id.clone()
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-activedescendant=marked
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
                aria-describedby=described
                prop:value=shown
                placeholder=move || placeholder.get()
                disabled=move || disabled.get()
                on:input=move |event| query(event_target_value(&event))
                on:keydown=key
                on:blur=leave
            />
            <ul node_ref=list id=list_id.clone() class="float combo-list" role="listbox" popover="manual" aria-label=move || label.get()>
                {lines}
            </ul>
        </Field>
    }
}
