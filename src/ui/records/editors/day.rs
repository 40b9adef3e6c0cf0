//! A calendar day whose year may be unknown, which a browser's own date field does not allow.

use js_sys::{Date, Object, Reflect};
use leptos::prelude::*;

use super::Draft;
use crate::messages::record as words;
use crate::ui::controls::{Problem, Select, SelectOption, TextField, unique_id};
use crate::ui::words::{language, t};

/// The three parts of a day, for reading and changing one of them.
#[derive(Clone, Copy)]
enum Part {
    Year,
    Month,
    Day,
}

fn part_of(draft: RwSignal<Draft>, part: Part) -> Signal<String> {
    Signal::derive(move || {
        draft.with(|draft| match (draft, part) {
            (Draft::Day { year, .. }, Part::Year) => year.clone(),
            (Draft::Day { month, .. }, Part::Month) => month.clone(),
            (Draft::Day { day, .. }, Part::Day) => day.clone(),
            _ => String::new(),
        })
    })
}

fn write(draft: RwSignal<Draft>, part: Part, text: String) {
    draft.update(|draft| {
        if let Draft::Day { year, month, day } = draft {
            *match part {
                Part::Year => year,
                Part::Month => month,
                Part::Day => day,
            } = text;
        }
    });
}

/// The editor: day, month, year.
#[component]
pub fn DayEditor(
    draft: RwSignal<Draft>,
    label: Signal<String>,
    hide_label: bool,
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let months = move || {
        let locale = language().tag();
        let lines = (1..=12).map(|month| SelectOption::new(month.to_string(), month_name(locale, month)));
        std::iter::once(SelectOption::new("", "")).chain(lines).collect::<Vec<_>>()
    };
    let problem_id = unique_id("day-problem");
    view! {
        <div class="multi" role="group" aria-label=move || label.get() aria-describedby=problem_id.clone()>
            <span class=if hide_label { "visually-hidden" } else { "field-label" }>{move || label.get()}</span>
            <div class="day-editor">
                <TextField
                    label=move || t(words::DAY_DAY) kind="number" value=part_of(draft, Part::Day)
                    on_input=move |text| write(draft, Part::Day, text)
                />
                <Select
                    label=move || t(words::DAY_MONTH) options=Signal::derive(months) value=part_of(draft, Part::Month)
                    on_change=move |text| write(draft, Part::Month, text)
                />
                <TextField
                    label=move || t(words::DAY_YEAR) kind="number" value=part_of(draft, Part::Year)
                    on_input=move |text| write(draft, Part::Year, text)
                />
            </div>
            <p class="editor-hint">{move || t(words::DAY_HINT)}</p>
            <Problem id=problem_id.clone() text=problem/>
        </div>
    }
}

/// The month's name in that language, or its number where the browser does not know it.
fn month_name(locale: &str, month: i32) -> String {
    let options = Object::new();
    if Reflect::set(&options, &"month".into(), &"long".into()).is_err() {
        return month.to_string();
    }
    String::from(Date::new_with_year_month_day(2000, month - 1, 1).to_locale_date_string(locale, &options))
}
