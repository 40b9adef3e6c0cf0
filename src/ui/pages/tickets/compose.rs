//! The box in which a ticket is answered, or a note is left for the other members.

use leptos::task::spawn_local;
use leptos::{ev, prelude::*};

use crate::domain::change::Change;
use crate::domain::interaction::{self, directions, statuses, types};
use crate::domain::operation::Action;
use crate::domain::record::Kind;
use crate::domain::ticket;
use crate::domain::value::Value;
use crate::messages::{interactions, service as words};
use crate::state::{CommitOutcome, commit, new_id, offer_undo, tell_failure};
use crate::ui::controls::{Button, ButtonKind, Select, SelectOption, TextArea};
use crate::ui::records::RecordHandle;
use crate::ui::words::t;

/// The box.
#[component]
pub fn Compose(
    /// The ticket.
    record: RecordHandle,
) -> impl IntoView {
    let internal = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    let by = RwSignal::new(usual_means(record));
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let save = move || {
        if !busy.get_untracked() {
            write(record, Written { internal: internal.get_untracked(), by: by.get_untracked() }, text, problem, busy);
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            save();
        }
    };
    let segment = move |is_internal: bool, label: crate::messages::Message| {
        view! {
            <button
                type="button" class="segment" on:click=move |_| internal.set(is_internal)
                aria-pressed=move || if internal.get() == is_internal { "true" } else { "false" }
            >{move || t(label)}</button>
        }
    };
    let options = move || {
        [
            (types::EMAIL, interactions::EMAIL),
            (types::MESSAGE, interactions::MESSAGE),
            (types::CALL, interactions::CALL),
        ]
        .map(|(code, label)| SelectOption::new(code.to_string(), t(label)))
        .to_vec()
    };
    view! {
        <div class="compose" class:internal=move || internal.get()>
            <div class="compose-head">
                <div class="segments" role="group" aria-label=move || t(words::COMPOSE_HOW)>
                    {segment(false, words::ANSWER)} {segment(true, words::INTERNAL_NOTE)}
                </div>
                <Show when=move || !internal.get()>
                    <Select
                        label=move || t(words::ANSWER_BY) hide_label=true options=Signal::derive(options)
                        value=Signal::derive(move || by.get().to_string())
                        on_change=move |code: String| if let Ok(code) = code.parse() { by.set(code) }
                    />
                </Show>
            </div>
            <TextArea
                label=move || t(if internal.get() { words::NOTE_TEXT } else { words::ANSWER_TEXT })
                hint=Signal::derive(move || if internal.get() { String::new() } else { t(words::ANSWER_HELP) })
                value=text problem=problem on_input=move |written| { text.set(written); problem.set(None); } on_key=key
            />
            <div class="form-actions">
                <Button
                    label=move || t(if internal.get() { words::WRITE_NOTE } else { words::WRITE_ANSWER }) busy=busy on_press=save
                    kind=ButtonKind::Primary
                />
            </div>
        </div>
    }
}

/// The means by which the customer wrote.
fn usual_means(record: RecordHandle) -> u16 {
    let by_message = untrack(|| record.cell(ticket::CHANNEL).get().value) == Value::Choice(CHANNEL_CHAT);
    if by_message { types::MESSAGE } else { types::EMAIL }
}

/// The code of a ticket's channel that is a chat.
const CHANNEL_CHAT: u16 = 3;

/// What is being written.
#[derive(Clone, Copy)]
struct Written {
    internal: bool,
    by: u16,
}

fn write(
    record: RecordHandle,
    what: Written,
    text: RwSignal<String>,
    problem: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
) {
    let app = record.app;
    let id = match new_id() {
        Ok(id) => id,
        Err(failure) => return tell_failure(app, failure),
    };
    let fields = fields_of(record, what, text.get_untracked());
    busy.set(true);
    spawn_local(async move {
        let outcome = commit(app, Action::Create, vec![Change::edit(Kind::Interaction, id, fields)]).await;
        busy.try_set(false);
        match outcome {
            CommitOutcome::Saved(committed) => {
                text.try_set(String::new());
                let message = if what.internal { words::NOTE_SAVED } else { words::ANSWER_SAVED };
                offer_undo(app, move |language| message.text(language).to_owned(), committed.operation);
            }
            CommitOutcome::Refused(problems) => {
                let language = app.settings.language.get_untracked();
                problem.try_set(problems.first().map(|problem| problem.problem.text(language)));
            }
            // A notice has said so; what was written stays.
            CommitOutcome::Failed(_) => {}
        }
    });
}

fn fields_of(record: RecordHandle, what: Written, text: String) -> Vec<(u16, Value)> {
    let app = record.app;
    let member = app.settings.member.get_untracked().or_else(|| app.book.with_untracked(|book| book.first_member));
    let customer = untrack(|| record.cell(ticket::CUSTOMER).get().value);
    let of_type = if what.internal { types::NOTE } else { what.by };
    let mut fields = vec![
        (interaction::TYPE, Value::Choice(of_type)),
        (interaction::STATUS, Value::Choice(statuses::HELD)),
        (interaction::DIRECTION, Value::Choice(directions::OUTGOING)),
        (interaction::TEXT, Value::Text(text)),
        (interaction::TICKET, Value::Link(record.id)),
        (interaction::CUSTOMER, customer),
        (interaction::MEMBER, member.map_or(Value::Empty, |member| Value::Link(member.0))),
    ];
    if what.internal {
        fields.push((interaction::INTERNAL, Value::Boolean(true)));
    }
    fields.retain(|(_, value)| !value.is_empty());
    fields
}
