//! An amount of money with its currency.

use leptos::prelude::*;

use super::Draft;
use crate::domain::value::Currency;
use crate::messages::fields as words;
use crate::state::use_app;
use crate::ui::controls::{Problem, Select, SelectOption, TextField, unique_id};
use crate::ui::words::t;

/// The editor: the amount, and the currency, which is the usual one until another is chosen.
#[component]
pub fn MoneyEditor(
    draft: RwSignal<Draft>,
    label: Signal<String>,
    hide_label: bool,
    problem: Signal<Option<String>>,
    autofocus: bool,
) -> impl IntoView {
    let usual = use_app().settings.currency;
    let part = move |wanted: fn(&str, &str) -> String| {
        draft.with(|draft| match draft {
            Draft::Money { amount, currency } => wanted(amount, currency),
            _ => String::new(),
        })
    };
    let amount = Signal::derive(move || part(|amount, _| amount.to_owned()));
    let currency = Signal::derive(move || {
        let chosen = part(|_, currency| currency.to_owned());
        if chosen.is_empty() { usual.get().code().to_owned() } else { chosen }
    });
    let options = Signal::derive(move || {
        let mut codes: Vec<String> = Currency::COMMON.iter().map(|one| one.code().to_owned()).collect();
        for code in [usual.get().code().to_owned(), currency.get()] {
            if !codes.contains(&code) {
                codes.insert(0, code);
            }
        }
        codes.into_iter().map(|code| SelectOption::new(code.clone(), code)).collect::<Vec<_>>()
    });
    let write = move |amount: String, currency: String| draft.set(Draft::Money { amount, currency });
    let problem_id = unique_id("money-problem");
    view! {
        <div class="multi" role="group" aria-label=move || label.get() aria-describedby=problem_id.clone()>
            <span class=if hide_label { "visually-hidden" } else { "field-label" }>{move || label.get()}</span>
            <div class="money-editor">
                <TextField
                    label=label hide_label=true inputmode="decimal" autofocus=autofocus value=amount
                    on_input=move |text| write(text, currency.get_untracked())
                />
                <Select
                    label=move || t(words::CURRENCY) hide_label=true options=options value=currency
                    on_change=move |code| write(amount.get_untracked(), code)
                />
            </div>
            <Problem id=problem_id.clone() text=problem/>
        </div>
    }
}
