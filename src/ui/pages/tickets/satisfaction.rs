//! How content the customer was, asked for once a ticket is over: 1 to 5, and their words.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::change::Change;
use crate::domain::operation::Action;
use crate::domain::record::Kind;
use crate::domain::ticket;
use crate::domain::value::Value;
use crate::messages::service as words;
use crate::state::{CommitOutcome, commit, format, offer_undo};
use crate::ui::controls::{Button, ButtonKind, TextArea};
use crate::ui::records::RecordHandle;
use crate::ui::words::{language, n, t, tf};

/// The question, or the answer that was written down.
#[component]
pub fn Satisfaction(
    /// The ticket.
    record: RecordHandle,
) -> impl IntoView {
    let rating = record.cell(ticket::SATISFACTION);
    let comment = record.cell(ticket::SATISFACTION_COMMENT);
    let changing = RwSignal::new(false);
    let asks = Memo::new(move |_| rating.with(|rating| rating.value.is_empty()) || changing.get());
    let told = move || {
        let label = Kind::Ticket
            .field(ticket::SATISFACTION)
            .map(|field| rating.with(|cell| format::cell_text(field, cell, language())));
        tf(words::RATED_ALREADY, &[("rating", &label.unwrap_or_default())])
    };
    let said = move || match comment.get().value {
        Value::Text(text) => Some(view! { <p class="rating-words">{text}</p> }),
        _ => None,
    };
    move || {
        if asks.get() {
            view! { <Question record=record on_saved=move || changing.set(false)/> }.into_any()
        } else {
            view! {
                <div class="rating">
                    <p class="rating-told">
                        <strong>{told}</strong>
                        <button type="button" class="link" on:click=move |_| changing.set(true)>{move || t(words::CHANGE_RATING)}</button>
                    </p>
                    {said}
                </div>
            }
            .into_any()
        }
    }
}

#[component]
fn Question(record: RecordHandle, #[prop(into)] on_saved: Callback<()>) -> impl IntoView {
    let value_now = |number: u16| untrack(|| record.cell(number).get().value);
    let chosen = RwSignal::new(match value_now(ticket::SATISFACTION) {
        Value::Choice(code) => Some(code),
        _ => None,
    });
    let said = RwSignal::new(match value_now(ticket::SATISFACTION_COMMENT) {
        Value::Text(text) => text,
        _ => String::new(),
    });
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let save = move || {
        let Some(rating) = chosen.get_untracked() else { return };
        let app = record.app;
        let fields = vec![
            (ticket::SATISFACTION, Value::Choice(rating)),
            (ticket::SATISFACTION_COMMENT, Value::Text(said.get_untracked())),
        ];
        busy.set(true);
        spawn_local(async move {
            let outcome = commit(app, Action::Edit, vec![Change::edit(Kind::Ticket, record.id, fields)]).await;
            busy.try_set(false);
            match outcome {
                CommitOutcome::Saved(committed) => {
                    offer_undo(app, |language| words::RATING_SAVED.text(language).to_owned(), committed.operation);
                    on_saved.try_run(());
                }
                CommitOutcome::Refused(problems) => {
                    let text =
                        problems.first().map(|problem| problem.problem.text(app.settings.language.get_untracked()));
                    problem.try_set(text);
                }
                // A notice has said so; what was written stays.
                CommitOutcome::Failed(_) => {}
            }
        });
    };
    let star = move |rating: u16| {
        let shown = move || n(u64::from(rating));
        view! {
            <button
                type="button" class="rate" on:click=move |_| chosen.set(Some(rating))
                aria-label=move || tf(words::RATE, &[("rating", &shown())])
                aria-pressed=move || if chosen.get() == Some(rating) { "true" } else { "false" }
            >{shown}</button>
        }
    };
    view! {
        <div class="rating" role="group" aria-label=move || t(words::HOW_CONTENT)>
            <p class="rating-told"><strong>{move || t(words::HOW_CONTENT)}</strong></p>
            <div class="rates">{(1..=5).map(star).collect_view()}</div>
            <p class="field-hint">{move || t(words::NO_RATING_NEEDED)}</p>
            <Show when=move || chosen.get().is_some()>
                <TextArea label=move || t(words::RATING_WORDS) value=said rows=2 problem=problem on_input=move |text| { said.set(text); problem.set(None); }/>
                <div class="form-actions">
                    <Button label=move || t(words::SAVE_RATING) kind=ButtonKind::Primary busy=busy on_press=save/>
                </div>
            </Show>
        </div>
    }
}
