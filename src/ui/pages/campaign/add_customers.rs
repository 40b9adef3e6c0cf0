//! Adding customers to a campaign: a segment, everybody who fits a filter, or those that are chosen on their list.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::CampaignState;
use crate::domain::campaign;
use crate::domain::id::Id;
use crate::domain::query::{Filter, Query};
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::{Message, campaign_page as words, shell};
use crate::state::protocol::{AudienceSource, RowsRequest};
use crate::state::{RunningJob, live};
use crate::ui::addresses::list_address;
use crate::ui::campaigns::{AudienceCounts, HoldOut, fill, is_fillable, live_plan};
use crate::ui::commands::use_commands;
use crate::ui::controls::{
    Button, ButtonKind, Dialog, Icon, Problem, Progress, Select, SelectOption, TextField, unique_id,
};
use crate::ui::records::{Filters, ListExtras, ListPlace, ListState};
use crate::ui::words::{t, tc};

/// The most segments that are offered.
const MOST_OFFERED: u32 = 500;
/// What is held out until something else is said, in hundredths.
const USUAL_SHARE: u8 = 20;

/// Where they come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Segment,
    Filter,
    List,
}

/// The dialog.
#[component]
pub(super) fn AddCustomers(state: CampaignState) -> impl IntoView {
    let close = move || state.adding.set(false);
    let source = RwSignal::new(None::<AudienceSource>);
    let share = RwSignal::new(USUAL_SHARE);
    let problem = RwSignal::new(None::<String>);
    let running = RwSignal::new(None::<RunningJob>);
    let own = state.record.cell(campaign::CONTROL_SHARE);
    Effect::new(move || {
        if let Value::Integer(own) = own.get().value {
            share.set(u8::try_from(own).unwrap_or(USUAL_SHARE));
        }
    });
    let plan = live_plan(Signal::stored(Some(state.record.id)), source.into(), share.into());
    let add = move || {
        let (Some(source), None) = (source.get_untracked(), running.get_untracked().map(|_| ())) else { return };
        let app = state.record.app;
        let job = app.engine.new_job();
        running.set(Some(job));
        problem.set(None);
        let campaign = (state.record.id, untrack(|| state.record.title()));
        let share = share.get_untracked();
        spawn_local(async move {
            let done = fill(app, job, campaign, source, share).await;
            running.try_set(None);
            match done {
                Ok(()) => drop(state.adding.try_set(false)),
                Err(why) => drop(problem.try_set(Some(why))),
            }
        });
    };
    let count = move || plan.value.get().flatten().map_or(0, |plan| plan.contacted + plan.control);
    let can_add = move || source.with(Option::is_some) && plan.value.with(is_fillable) && !state.is_over();
    view! {
        <Dialog
            open=state.adding on_close=close title=move || t(words::ADD_CUSTOMERS) close_label=move || t(shell::CLOSE)
            footer=move || view! {
                <Button label=move || t(shell::CANCEL) on_press=close/>
                <Button
                    label=move || if can_add() { tc(words::ADD_COUNT, count()) } else { t(words::ADD_THEM) }
                    kind=ButtonKind::Primary on_press=add disabled=Signal::derive(move || !can_add())
                    busy=Signal::derive(move || running.with(Option::is_some))
                />
            }
        >
            <div class="form">
                <WhereFrom state=state source=source/>
                <HoldOut share=share/>
                <AudienceCounts plan=plan/>
                {move || running.get().map(|job| view! {
                    <Progress
                        label=move || t(words::ADDING)
                        done=Signal::derive(move || job.progress.try_get().and_then(|progress| progress.share()))
                        on_cancel=move || job.cancel() cancel_label=move || t(shell::CANCEL)
                    />
                })}
                <Problem id=unique_id("add-problem") text=problem/>
            </div>
        </Dialog>
    }
}

/// The three ways, and what each asks for.
#[component]
fn WhereFrom(state: CampaignState, source: RwSignal<Option<AudienceSource>>) -> impl IntoView {
    let from = RwSignal::new(Way::Segment);
    let choose = move |one: Way| {
        source.set(None);
        from.set(one);
    };
    let name = StoredValue::new(unique_id("add-from"));
    let line = move |one: Way, label: Message| {
        view! {
            <label class="check radio-line">
                <input type="radio" name=name.get_value() prop:checked=move || from.get() == one on:change=move |_| choose(one)/>
                <span class="check-label">{move || t(label)}</span>
            </label>
        }
    };
    let details = move || match from.get() {
        Way::Segment => view! { <FromSegment state=state source=source/> }.into_any(),
        Way::Filter => view! { <FromFilter source=source/> }.into_any(),
        Way::List => view! { <FromList/> }.into_any(),
    };
    view! {
        <fieldset class="radio-group">
            <legend class="field-label">{move || t(words::FROM_WHERE)}</legend>
            {line(Way::Segment, words::FROM_SEGMENT)}
            {line(Way::Filter, words::FROM_FILTER)}
            {line(Way::List, words::FROM_LIST)}
        </fieldset>
        {details}
    }
}

/// One of the segments, that of the campaign first.
#[component]
fn FromSegment(state: CampaignState, source: RwSignal<Option<AudienceSource>>) -> impl IntoView {
    let app = state.record.app;
    let found = live(
        &[Kind::Segment],
        || (),
        move |()| async move {
            let query = Query::all(Kind::Segment);
            let request = RowsRequest { query, columns: Vec::new(), offset: 0, limit: MOST_OFFERED };
            let rows = app.engine.rows(request).await?;
            Ok(rows.rows.into_iter().map(|row| (row.id, row.title)).collect::<Vec<(Id, String)>>())
        },
    );
    let chosen = RwSignal::new(None::<Id>);
    Effect::new(move || {
        let wanted = untrack(|| state.segment()).map(|(id, _)| id);
        let first = found.value.with(|rows| {
            rows.as_ref()
                .and_then(|rows| rows.iter().find(|(id, _)| Some(*id) == wanted).or(rows.first()).map(|(id, _)| *id))
        });
        if chosen.with_untracked(Option::is_none) {
            chosen.set(first);
        }
    });
    Effect::new(move || source.set(chosen.get().map(AudienceSource::Segment)));
    let options = move || {
        let rows = found.value.get().unwrap_or_default();
        rows.into_iter().map(|(id, title)| SelectOption::new(id.to_string(), title)).collect::<Vec<_>>()
    };
    let none = move || found.value.with(|rows| rows.as_ref().is_some_and(Vec::is_empty));
    move || {
        if none() {
            return view! { <p class="second">{t(words::NO_SEGMENTS)}</p> }.into_any();
        }
        view! {
            <Select
                label=move || t(words::WHICH_SEGMENT) options=Signal::derive(options)
                value=Signal::derive(move || chosen.get().map(|id| id.to_string()).unwrap_or_default())
                on_change=move |value: String| chosen.set(Id::parse(&value))
            />
        }
        .into_any()
    }
}

/// Words to search for and conditions, as in the list of customers.
#[component]
fn FromFilter(source: RwSignal<Option<AudienceSource>>) -> impl IntoView {
    let place = ListPlace::loose(Kind::Customer);
    let list = ListState::within(Kind::Customer, place, Vec::<Filter>::new(), ListExtras::default());
    Effect::new(move || source.set(Some(AudienceSource::Customers { query: list.query.get(), only: Vec::new() })));
    view! {
        <TextField
            label=move || t(crate::messages::list::SEARCH_THIS_LIST) kind="search" icon=Icon::Search
            value=Signal::derive(move || list.query.with(|query| query.search.clone())) on_input=move |text| list.search(text)
        />
        <Filters list=list/>
    }
}

/// How the customers are chosen on their list.
#[component]
fn FromList() -> impl IntoView {
    let commands = use_commands();
    view! {
        <p class="second">{move || t(words::FROM_LIST_TEXT)}</p>
        <div><Button
            label=move || t(words::GO_TO_LIST) icon=Icon::People on_press=move || commands.go(&list_address(Kind::Customer))
        /></div>
    }
}
