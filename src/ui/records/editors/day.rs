//! A calendar day whose year may be unknown, which a browser's own date field does not allow.

use js_sys::{Date, Object, Reflect};
use leptos::prelude::*;

use super::Draft;
use crate::messages::{Language, record as words};
use crate::ui::controls::{Glyph, Icon, Problem, Select, SelectOption, TextField, unique_id};
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

/// The day as a browser's date field has it; nothing while a part is missing.
fn in_calendar(draft: RwSignal<Draft>) -> String {
    draft.with(|draft| match draft {
        Draft::Day { year, month, day } => {
            match (year.trim().parse::<u16>(), month.parse::<u8>(), day.trim().parse::<u8>()) {
                (Ok(year), Ok(month), Ok(day)) => format!("{year:04}-{month:02}-{day:02}"),
                _ => String::new(),
            }
        }
        _ => String::new(),
    })
}

/// Takes the day that was chosen in the browser's calendar, or that it is to be empty.
fn take_from_calendar(draft: RwSignal<Draft>, chosen: &str) {
    let plain = |part: &str| part.trim_start_matches('0').to_owned();
    let mut parts = chosen.split('-').map(plain);
    let mut next = || parts.next().unwrap_or_default();
    draft.set(Draft::Day { year: next(), month: next(), day: next() });
}

/// The editor: day, month and year in the order of the language, and the browser's own calendar.
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
    let year_first = untrack(language) == Language::Chinese;
    let number = move |part: Part| {
        let label = if matches!(part, Part::Year) { words::DAY_YEAR } else { words::DAY_DAY };
        view! {
            <TextField
                label=move || t(label) kind="number" value=part_of(draft, part)
                on_input=move |text| write(draft, part, text)
            />
        }
    };
    view! {
        <div class="multi" role="group" aria-label=move || label.get() aria-describedby=problem_id.clone()>
            <span class=if hide_label { "visually-hidden" } else { "field-label" }>{move || label.get()}</span>
            <div class="day-editor" class:year-first=year_first>
                {year_first.then(|| number(Part::Year))}
                {(!year_first).then(|| number(Part::Day))}
                <Select
                    label=move || t(words::DAY_MONTH) options=Signal::derive(months) value=part_of(draft, Part::Month)
                    on_change=move |text| write(draft, Part::Month, text)
                />
                {year_first.then(|| number(Part::Day))}
                {(!year_first).then(|| number(Part::Year))}
                <span class="day-pick">
                    <Glyph icon=Icon::Calendar/>
                    <input
                        type="date" aria-label=move || t(words::DAY_PICK) title=move || t(words::DAY_PICK)
                        prop:value=move || in_calendar(draft)
                        on:change=move |event| take_from_calendar(draft, &event_target_value(&event))
                    />
                </span>
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
