//! How soon tickets are to be answered and solved, by priority. The usual targets stand there until somebody changes them.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::setting::Section;
use crate::domain::change::Change;
use crate::domain::field::Choice;
use crate::domain::id::Id;
use crate::domain::operation::Action;
use crate::domain::parse;
use crate::domain::query::Query;
use crate::domain::record::Kind;
use crate::domain::service_level;
use crate::domain::ticket::PRIORITIES;
use crate::domain::value::Value;
use crate::messages::{Message, problems, service as words};
use crate::state::protocol::RowsRequest;
use crate::state::{CommitOutcome, Live, commit, failure_text, live, new_id, offer_undo, tell_failure, use_app};
use crate::ui::controls::{Pill, TextField, Tone};
use crate::ui::words::{language, t, tf};

/// More levels than priorities come from two tabs at once; the first of each counts.
const MOST_LEVELS: u32 = 50;

/// A level of the book: its record, its priority, and its two targets in minutes.
type Level = (Id, u16, [i64; 2]);

/// The section.
#[component]
pub fn ServiceLevelsSection() -> impl IntoView {
    let levels = book_levels();
    view! {
        <Section title=words::SERVICE_LEVELS id="service-levels">
            <p class="setting-help">{move || t(words::SERVICE_LEVELS_HELP)}</p>
            <Show when=move || levels.failed.with(Option::is_some)>
                <p class="problem">{move || levels.failed.get().map(|failure| failure_text(&failure, language()))}</p>
            </Show>
            <div class="settings-rows">
                {PRIORITIES.iter().map(|priority| view! { <LevelRow priority=priority levels=levels/> }).collect_view()}
            </div>
        </Section>
    }
}

fn book_levels() -> Live<Vec<Level>> {
    let engine = use_app().engine;
    live(
        &[Kind::ServiceLevel],
        || (),
        move |()| async move {
            let columns = vec![service_level::PRIORITY, service_level::FIRST_RESPONSE, service_level::RESOLUTION];
            let query = Query::all(Kind::ServiceLevel);
            let rows = engine.rows(RowsRequest { query, columns, offset: 0, limit: MOST_LEVELS }).await?.rows;
            let mut levels: Vec<Level> = rows
                .iter()
                .filter_map(|row| {
                    let values: Vec<&Value> = row.cells.iter().map(|cell| &cell.value).collect();
                    match values.as_slice() {
                        [Value::Choice(priority), Value::Integer(first), Value::Integer(solution)] => {
                            Some((row.id, *priority, [*first, *solution]))
                        }
                        _ => None,
                    }
                })
                .collect();
            // Identifiers begin with the moment of their making.
            levels.sort_unstable_by_key(|(id, ..)| *id);
            Ok(levels)
        },
    )
}

#[component]
fn LevelRow(priority: &'static Choice, levels: Live<Vec<Level>>) -> impl IntoView {
    let own = Memo::new(move |_| {
        levels.value.with(|levels| levels.iter().flatten().find(|(_, code, _)| *code == priority.code).copied())
    });
    // Two edits that follow each other quickly make one level, not two.
    let made = StoredValue::new(None::<Id>);
    Effect::new(move |had: Option<bool>| {
        let has = own.get().is_some();
        if had == Some(true) && !has {
            // It was taken back: the next edit makes another one.
            made.set_value(None);
        }
        has
    });
    let targets = Memo::new(move |_| {
        own.get().map_or_else(
            || {
                let (first, solution) = service_level::usual(priority.code);
                [first, solution]
            },
            |(_, _, targets)| targets,
        )
    });
    // Until the book has told its levels nobody knows which count, and an edit could make a second level of a priority.
    let is_known = Signal::derive(move || levels.value.with(Option::is_some));
    let state = Signal::derive(move || t(if own.get().is_some() { words::LEVEL_OWN } else { words::LEVEL_USUAL }));
    let tone = Signal::derive(move || if own.get().is_some() { Tone::Accent } else { Tone::Neutral });
    let parts =
        [(0, service_level::FIRST_RESPONSE, words::FIRST_RESPONSE), (1, service_level::RESOLUTION, words::SOLUTION)];
    let input = move |(at, field, label): (usize, u16, Message)| {
        view! { <TargetInput priority=priority at=at field=field label=label own=own made=made targets=targets is_known=is_known/> }
    };
    view! {
        <div class="setting level-row" role="group" aria-label=move || t(priority.label)>
            <div class="setting-text">
                <p class="setting-name">{move || t(priority.label)}" "<Show when=move || is_known.get()><Pill text=state tone=tone/></Show></p>
            </div>
            <div class="level-inputs">{parts.map(input).into_iter().collect_view()}</div>
        </div>
    }
}

/// One target, saved when it is left.
#[component]
fn TargetInput(
    priority: &'static Choice,
    at: usize,
    field: u16,
    label: Message,
    own: Memo<Option<Level>>,
    made: StoredValue<Option<Id>>,
    targets: Memo<[i64; 2]>,
    is_known: Signal<bool>,
) -> impl IntoView {
    let app = use_app();
    let typed = RwSignal::new(None::<String>);
    let problem = RwSignal::new(None::<String>);
    let shown = Signal::derive(move || {
        let stored = move || if is_known.get() { hours_and_minutes(targets.get()[at]) } else { String::new() };
        typed.get().unwrap_or_else(stored)
    });
    let save = move |text: String| {
        let Some(row) = Kind::ServiceLevel.field(field) else { return };
        let minutes = match parse::from_text(row, &text) {
            Ok(Value::Integer(minutes)) if minutes >= 1 => minutes,
            Ok(_) => return problem.set(Some(problems::DURATION_INVALID.fill(language(), &[("value", &text)]))),
            Err(wrong) => return problem.set(Some(wrong.text(language()))),
        };
        let mut wanted = targets.get_untracked();
        if wanted[at] == minutes {
            return typed.set(None);
        }
        wanted[at] = minutes;
        let known = own.get_untracked().map(|(id, ..)| id).or(made.get_value());
        let id = match known.map_or_else(new_id, Ok) {
            Ok(id) => id,
            Err(failure) => return tell_failure(app, failure),
        };
        made.set_value(Some(id));
        // Both together, since a level that is made now needs both; one that is there already is edited in one place.
        let fields = if known.is_some() {
            vec![(field, Value::Integer(minutes))]
        } else {
            vec![
                (service_level::PRIORITY, Value::Choice(priority.code)),
                (service_level::FIRST_RESPONSE, Value::Integer(wanted[0])),
                (service_level::RESOLUTION, Value::Integer(wanted[1])),
            ]
        };
        let action = if known.is_some() { Action::Edit } else { Action::Create };
        spawn_local(async move {
            match commit(app, action, vec![Change::edit(Kind::ServiceLevel, id, fields)]).await {
                CommitOutcome::Saved(committed) => {
                    typed.try_set(None);
                    let text = move |language| {
                        words::LEVEL_SAVED.fill(language, &[("priority", priority.label.text(language))])
                    };
                    offer_undo(app, text, committed.operation);
                }
                CommitOutcome::Refused(wrong) => {
                    problem
                        .try_set(wrong.first().map(|wrong| wrong.problem.text(app.settings.language.get_untracked())));
                    made.try_set_value(None);
                }
                // A notice has said so; what was written stays.
                CommitOutcome::Failed(_) => {
                    made.try_set_value(None);
                }
            }
        });
    };
    let name = move || tf(words::LEVEL_FIELD, &[("priority", &t(priority.label)), ("target", &t(label))]);
    view! {
        <div class="level-input">
            <span class="field-label" aria-hidden="true">{move || t(label)}</span>
            <TextField
                label=name hide_label=true value=shown problem=problem inputmode="text"
                disabled=Signal::derive(move || !is_known.get())
                on_input=move |text| { typed.set(Some(text)); problem.set(None); } on_change=save
            />
        </div>
    }
}

/// Minutes as one writes them: `45`, `8:00`, `72:00`.
fn hours_and_minutes(minutes: i64) -> String {
    if minutes < 60 { minutes.to_string() } else { format!("{}:{:02}", minutes / 60, minutes % 60) }
}
