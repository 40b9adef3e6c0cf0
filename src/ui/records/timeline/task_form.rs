//! Adding a task on the record that it is for; and what both forms of a timeline have in common.

use leptos::task::spawn_local;
use leptos::{ev, html, prelude::*};

use super::log_form::{focus_first_input, form_key};
use crate::domain::change::Change;
use crate::domain::operation::Action;
use crate::domain::record::Kind;
use crate::domain::value::{Day, Value};
use crate::domain::{deal, interaction, task, ticket};
use crate::messages::{Message, service as words, shell};
use crate::state::{AppState, CommitOutcome, commit, new_id, offer_undo, tell_failure};
use crate::ui::controls::{Button, ButtonKind, Problem, TextField, unique_id};
use crate::ui::records::editors::{Draft, ValueEditor};
use crate::ui::records::new_record_draft::{NewRecordDraft, OWN_PROBLEM};
use crate::ui::records::record_handle::RecordHandle;
use crate::ui::words::{language, t};

/// What the form asks for, in its order.
const ASKED: &[u16] = &[task::NAME, task::DUE, task::PRIORITY];

/// The form.
#[component]
pub fn TaskForm(
    /// The record that it is for.
    record: RecordHandle,
    /// Closes the form.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let draft = NewRecordDraft::new(Kind::Task, ASKED);
    let busy = RwSignal::new(false);
    draft.clear();
    let save = move || {
        if !busy.get_untracked()
            && let Some(mut fields) = draft.checked()
        {
            fields.extend(links_of(record, Kind::Task));
            save_new(record.app, draft, fields, words::TASK_ADDED, busy, on_close);
        }
    };
    let places = draft.fields.get_value().into_iter().map(move |(field, value)| {
        let problem = Signal::derive(move || draft.problem(field.number));
        let label = move || t(field.label);
        if field.number == task::DUE {
            return view! { <div class="form-place half"><DueInput app=record.app draft=value label=Signal::derive(label) problem=problem/></div> }.into_any();
        }
        let class = if field.number == task::NAME { "form-place" } else { "form-place half" };
        view! { <div class=class><ValueEditor kind=Kind::Task field=field draft=value label=label problem=problem/></div> }.into_any()
    });
    view! {
        <FormFrame title=words::ADD_TASK_TITLE save_label=words::ADD draft=draft busy=busy on_save=save on_close=on_close>
            {places.collect_view()}
        </FormFrame>
    }
}

/// The day by which it is due: the browser's own input, and the usual days a press away.
#[component]
fn DueInput(
    app: AppState,
    draft: RwSignal<Draft>,
    label: Signal<String>,
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let text = Signal::derive(move || {
        draft.with(|draft| match draft {
            Draft::Day { year, month, day } if !year.is_empty() => format!("{year:0>4}-{month:0>2}-{day:0>2}"),
            _ => String::new(),
        })
    });
    let set = move |day: Option<Day>| {
        draft.set(match day {
            Some(day) => Draft::Day {
                year: day.year().map(|year| year.to_string()).unwrap_or_default(),
                month: day.month().to_string(),
                day: day.day().to_string(),
            },
            None => Draft::Day { year: String::new(), month: String::new(), day: String::new() },
        });
    };
    let in_days = move |days: i32| {
        let today = untrack(|| app.today()).and_then(Day::days_since_1970);
        set(today.and_then(|today| Day::from_days_since_1970(today + days)));
    };
    let quick = [(0, words::TODAY), (1, words::TOMORROW), (7, words::NEXT_WEEK)].map(|(days, label)| {
        view! { <button type="button" class="link" on:click=move |_| in_days(days)>{move || t(label)}</button> }
    });
    view! {
        <TextField label=label problem=problem kind="date" value=text on_input=move |text: String| set(Day::parse_iso(&text))/>
        <p class="quick-days">{quick.into_iter().collect_view()}</p>
    }
}

/// The frame of a form in a timeline: its name, its inputs, its buttons.
#[component]
pub fn FormFrame(
    title: Message,
    save_label: Message,
    draft: NewRecordDraft,
    busy: RwSignal<bool>,
    #[prop(into)] on_save: Callback<()>,
    on_close: Callback<()>,
    children: Children,
) -> impl IntoView {
    let form = NodeRef::<html::Form>::new();
    focus_first_input(form);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        on_save.run(());
    };
    view! {
        <form
            class="form new-record timeline-form" node_ref=form aria-label=move || t(title) on:submit=submit
            on:keydown=move |event| form_key(&event, on_save, on_close)
        >
            {children()}
            <Problem id=unique_id("form-problem") text=Signal::derive(move || draft.problem(OWN_PROBLEM))/>
            <div class="form-actions">
                <Button label=move || t(shell::CANCEL) kind=ButtonKind::Quiet on_press=on_close/>
                <Button label=move || t(save_label) kind=ButtonKind::Primary busy=busy submit=true/>
            </div>
        </form>
    }
}

/// What a new interaction or task gets from the record on which it is made, and from who makes it. What is about a deal or
/// a ticket is with its customer, too.
pub fn links_of(record: RecordHandle, kind: Kind) -> Vec<(u16, Value)> {
    let is_task = kind == Kind::Task;
    let customer_field = if is_task { task::CUSTOMER } else { interaction::CUSTOMER };
    let value_of = |number: u16| {
        record.detail.with_untracked(|detail| {
            let detail = detail.as_ref()?;
            detail.fields.iter().find(|(found, _)| *found == number).map(|(_, cell)| cell.value.clone())
        })
    };
    let own = Value::Link(record.id);
    let mut links = match record.kind {
        Kind::Customer => vec![(customer_field, own)],
        Kind::Deal => {
            let about = if is_task { task::DEAL } else { interaction::DEAL };
            vec![(about, own), (customer_field, value_of(deal::CUSTOMER).unwrap_or_default())]
        }
        Kind::Ticket => {
            let about = if is_task { task::TICKET } else { interaction::TICKET };
            vec![(about, own), (customer_field, value_of(ticket::CUSTOMER).unwrap_or_default())]
        }
        _ => Vec::new(),
    };
    let app = record.app;
    let member = app.settings.member.get_untracked().or_else(|| app.book.with_untracked(|book| book.first_member));
    if let Some(member) = member {
        links.push((if is_task { task::OWNER } else { interaction::MEMBER }, Value::Link(member.0)));
    }
    links.retain(|(_, value)| !value.is_empty());
    links
}

/// Makes the record of a form, says so with the way to take it back, and closes the form. What could not be saved stays.
pub fn save_new(
    app: AppState,
    draft: NewRecordDraft,
    fields: Vec<(u16, Value)>,
    done: Message,
    busy: RwSignal<bool>,
    close: Callback<()>,
) {
    let id = match new_id() {
        Ok(id) => id,
        Err(failure) => return tell_failure(app, failure),
    };
    let kind = draft.kind;
    busy.set(true);
    spawn_local(async move {
        let outcome = commit(app, Action::Create, vec![Change::edit(kind, id, fields)]).await;
        busy.try_set(false);
        match outcome {
            CommitOutcome::Saved(committed) => {
                let record = app.engine.record(kind, id).await.ok().flatten();
                let title = record.map(|record| record.title).unwrap_or_default();
                let text = move |language| done.fill(language, &[("what", &title)]);
                offer_undo(app, text, committed.operation);
                close.try_run(());
            }
            CommitOutcome::Refused(problems) => {
                let language = untrack(language);
                for problem in problems {
                    let place = problem.problem.field.unwrap_or(OWN_PROBLEM);
                    draft.tell(place, problem.problem.text(language));
                }
            }
            // A notice has said so; what was written stays.
            CommitOutcome::Failed(_) => {}
        }
    });
}
