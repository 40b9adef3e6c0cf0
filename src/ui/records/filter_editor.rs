//! The editor of one filter: field, condition, value.

use leptos::{ev, prelude::*};

use super::filter_draft::{FilterDraft, is_range, offered};
use super::filter_values::FilterValue;
use super::filter_words::comparison_label;
use super::list_state::ListState;
use crate::domain::field::Field;
use crate::domain::query::Comparison;
use crate::messages::{list as words, shell};
use crate::ui::controls::{Button, ButtonKind, Problem, Select, SelectOption, unique_id};
use crate::ui::words::t;

/// The editor, inside its popover.
#[component]
pub fn FilterEditor(
    /// The list.
    list: ListState,
) -> impl IntoView {
    let place = list.editing_filter.get_untracked();
    let draft = RwSignal::new(first_draft(list, place));
    let problem = RwSignal::new(None::<String>);
    let problem_id = unique_id("filter-problem");

    let fields = move || {
        let fields = list.kind.fields().iter().filter(|field| field.is_shown());
        fields.map(|field| SelectOption::new(field.number.to_string(), t(field.label))).collect::<Vec<_>>()
    };
    let choose_field = move |number: String| {
        if let Some(field) = number.parse().ok().and_then(|number| list.kind.field(number)) {
            problem.set(None);
            draft.set(FilterDraft::new(field));
        }
    };
    let field = Memo::new(move |_| draft.with(|draft| draft.field));
    let comparison = Memo::new(move |_| draft.with(|draft| draft.comparison));
    let apply = move || {
        let Some(field) = list.kind.field(field.get_untracked()) else { return };
        let mut filters = list.own_query.with_untracked(|query| query.filters.clone());
        if draft.with_untracked(|draft| draft.put_into(field, place, &mut filters)) {
            list.filter_open.set(false);
            list.ask(|query| query.filters = filters);
        } else {
            problem.set(Some(t(words::FILTER_NEEDS_VALUE)));
        }
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        apply();
    };
    view! {
        <form class="filter-editor" on:submit=submit>
            <Select
                label=move || t(words::FILTER_FIELD) options=Signal::derive(fields) autofocus=true
                value=Signal::derive(move || field.get().to_string()) on_change=choose_field
            />
            {move || list.kind.field(field.get()).map(|field| view! {
                <Comparisons field=field comparison=comparison draft=draft/>
                {move || comparison.get().takes_value().then(|| view! { <FilterValue kind=list.kind field=field draft=draft/> })}
            })}
            <Problem id=problem_id.clone() text=problem/>
            <div class="filter-actions">
                <Button label=move || t(shell::CANCEL) kind=ButtonKind::Quiet on_press=move || list.filter_open.set(false)/>
                <Button label=move || t(words::FILTER_APPLY) kind=ButtonKind::Primary submit=true/>
            </div>
        </form>
    }
}

/// The filter that is edited, or a new one on the first field that is chosen from a list.
fn first_draft(list: ListState, place: Option<usize>) -> FilterDraft {
    let filters = list.own_query.with_untracked(|query| query.filters.clone());
    let edited =
        place.and_then(|place| filters.get(place)).and_then(|filter| Some((list.kind.field(filter.field)?, filter)));
    if let Some((field, filter)) = edited {
        return FilterDraft::of(field, filter, &filters);
    }
    let all = list.kind.fields();
    let usual = all.iter().find(|field| !field.choices().is_empty() && field.column_width > 0);
    let field = usual.or_else(|| list.kind.field(list.kind.title_field())).unwrap_or(&all[0]);
    FilterDraft::new(field)
}

#[component]
fn Comparisons(field: &'static Field, comparison: Memo<Comparison>, draft: RwSignal<FilterDraft>) -> impl IntoView {
    let all = offered(field.kind);
    if all.len() < 2 {
        return ().into_any();
    }
    let options = move || {
        let label = |one: Comparison| {
            if is_range(field.kind) && one.takes_value() { words::HOW_RANGE } else { comparison_label(one) }
        };
        offered(field.kind).into_iter().map(|one| SelectOption::new(one.name(), t(label(one)))).collect::<Vec<_>>()
    };
    let choose = move |name: String| {
        if let Some(chosen) = Comparison::ALL.into_iter().find(|one| one.name() == name) {
            draft.update(|draft| draft.comparison = chosen);
        }
    };
    view! {
        <Select
            label=move || t(words::FILTER_HOW) options=Signal::derive(options)
            value=Signal::derive(move || comparison.get().name().to_owned()) on_change=choose
        />
    }
    .into_any()
}
