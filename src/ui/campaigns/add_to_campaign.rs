//! Adding the customers that are selected on a list to a campaign that is there, or to a new one.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::audience::{AudienceCounts, HoldOut, fill, is_fillable, live_plan};
use crate::domain::campaign::{self, is_over};
use crate::domain::change::Change;
use crate::domain::id::Id;
use crate::domain::operation::Action;
use crate::domain::query::{Query, Sort};
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::{campaign_page as words, shell};
use crate::state::protocol::{AudienceSource, Row, RowsRequest};
use crate::state::{AppState, CommitOutcome, commit, failure_text, live, new_id, use_app};
use crate::ui::controls::{Button, ButtonKind, Dialog, Problem, Select, SelectOption, TextField, unique_id};
use crate::ui::words::{language, t, tc};

/// The most campaigns that are offered, the newest first.
const MOST_OFFERED: u32 = 500;
/// What is held out until something else is said, in hundredths.
const USUAL_SHARE: u8 = 20;
/// The value of the line that makes a new campaign.
const NEW: &str = "new";

/// The customers that were selected: those of the query, or only the listed ones.
pub type Chosen = Option<(Query, Vec<Id>)>;

/// The dialog; open while somebody is chosen.
#[component]
pub fn AddToCampaign(
    /// Who is to be added; emptied when the dialog closes.
    chosen: RwSignal<Chosen>,
    /// Runs when they have been added.
    #[prop(into)]
    on_added: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let campaign = RwSignal::new(None::<Id>);
    let name = RwSignal::new(String::new());
    let share = RwSignal::new(USUAL_SHARE);
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let source = Signal::derive(move || chosen.get().map(|(query, only)| AudienceSource::Customers { query, only }));
    let plan = live_plan(campaign.into(), source, share.into());
    let close = move || chosen.set(None);
    let add = move || {
        let Some(source) = source.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        if campaign.with_untracked(Option::is_none) && name.with_untracked(|name| name.trim().is_empty()) {
            problem.set(Some(untrack(|| t(words::NEW_NAME_NEEDED))));
            return;
        }
        add_them(AddForm { app, campaign, name, share, problem, busy }, source, chosen, on_added);
    };
    let label = move || {
        let plan = plan.value.get().flatten().unwrap_or_default();
        tc(words::ADD_COUNT, plan.contacted + plan.control)
    };
    view! {
        <Dialog
            open=Signal::derive(move || chosen.with(Option::is_some)) on_close=close
            title=move || t(words::ADD_TO_CAMPAIGN_TITLE) close_label=move || t(shell::CLOSE)
            footer=move || view! {
                <Button label=move || t(shell::CANCEL) on_press=close/>
                <Button
                    label=label kind=ButtonKind::Primary busy=busy on_press=add
                    disabled=Signal::derive(move || plan.value.with(|plan| !is_fillable(plan)))
                />
            }
        >
            <div class="form">
                <WhichCampaign campaign=campaign name=name share=share/>
                <HoldOut share=share/>
                <AudienceCounts plan=plan/>
                <Problem id=unique_id("add-problem") text=problem/>
            </div>
        </Dialog>
    }
}

/// The campaigns that are not over, and a line for a new one.
#[component]
fn WhichCampaign(campaign: RwSignal<Option<Id>>, name: RwSignal<String>, share: RwSignal<u8>) -> impl IntoView {
    let app = use_app();
    let found = live(
        &[Kind::Campaign],
        || (),
        move |()| async move {
            let query = Query {
                sort: Some(Sort { field: campaign::MODIFIED, descending: true }),
                ..Query::all(Kind::Campaign)
            };
            let columns = vec![campaign::STATUS, campaign::CONTROL_SHARE];
            let rows = app.engine.rows(RowsRequest { query, columns, offset: 0, limit: MOST_OFFERED }).await?;
            Ok(rows.rows.into_iter().filter(|row| !is_over(status_of(row))).collect::<Vec<Row>>())
        },
    );
    // The one that was worked on last is the likeliest; a new one where there is none.
    let choose = move |id: Option<Id>| {
        campaign.set(id);
        let own = found.value.with_untracked(|rows| {
            let row = rows.as_ref()?.iter().find(|row| Some(row.id) == id)?;
            match row.cells.get(1)?.value {
                Value::Integer(share) => u8::try_from(share).ok(),
                _ => None,
            }
        });
        share.set(own.unwrap_or(USUAL_SHARE));
    };
    let is_chosen = StoredValue::new(false);
    Effect::new(move || {
        let first = found.value.with(|rows| rows.as_ref().map(|rows| rows.first().map(|row| row.id)));
        if let (Some(first), false) = (first, is_chosen.get_value()) {
            is_chosen.set_value(true);
            choose(first);
        }
    });
    let options = move || {
        let rows = found.value.get().unwrap_or_default();
        let rows = rows.into_iter().map(|row| SelectOption::new(row.id.to_string(), row.title));
        rows.chain([SelectOption::new(NEW, t(words::A_NEW_CAMPAIGN))]).collect::<Vec<_>>()
    };
    let value = move || campaign.get().map_or_else(|| NEW.to_owned(), |id| id.to_string());
    view! {
        <Select
            label=move || t(words::WHICH_CAMPAIGN) autofocus=true options=Signal::derive(options)
            value=Signal::derive(value) on_change=move |value: String| choose(Id::parse(&value))
        />
        {move || campaign.get().is_none().then(|| view! {
            <TextField label=move || t(words::NEW_NAME) required=true value=name on_input=move |text| name.set(text)/>
        })}
    }
}

fn status_of(row: &Row) -> Option<u16> {
    match row.cells.first().map(|cell| &cell.value) {
        Some(Value::Choice(status)) => Some(*status),
        _ => None,
    }
}

/// What the dialog holds.
#[derive(Clone, Copy)]
struct AddForm {
    app: AppState,
    campaign: RwSignal<Option<Id>>,
    name: RwSignal<String>,
    share: RwSignal<u8>,
    problem: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

fn add_them(form: AddForm, source: AudienceSource, chosen: RwSignal<Chosen>, on_added: Callback<()>) {
    let app = form.app;
    form.busy.set(true);
    form.problem.set(None);
    spawn_local(async move {
        let share = form.share.get_untracked();
        let done = match campaign_of(form).await {
            Ok(campaign) => {
                let job = app.engine.new_job();
                fill(app, job, campaign, source, share).await
            }
            Err(why) => Err(why),
        };
        form.busy.try_set(false);
        match done {
            Ok(()) => {
                chosen.try_set(None);
                form.name.try_set(String::new());
                on_added.try_run(());
            }
            Err(why) => drop(form.problem.try_set(Some(why))),
        }
    });
}

/// The campaign with its name, made first where it is a new one.
async fn campaign_of(form: AddForm) -> Result<(Id, String), String> {
    let failed = |failure| failure_text(&failure, untrack(language));
    if let Some(id) = form.campaign.get_untracked() {
        let record = form.app.engine.record(Kind::Campaign, id).await.map_err(failed)?;
        return Ok((id, record.map(|record| record.title).unwrap_or_default()));
    }
    let name = form.name.get_untracked().trim().to_owned();
    let id = new_id().map_err(failed)?;
    let fields = vec![
        (campaign::NAME, Value::Text(name.clone())),
        (campaign::CONTROL_SHARE, Value::Integer(i64::from(form.share.get_untracked()))),
    ];
    match commit(form.app, Action::Create, vec![Change::edit(Kind::Campaign, id, fields)]).await {
        CommitOutcome::Saved(_) => {
            // A second try adds to the one that is there now.
            form.campaign.try_set(Some(id));
            Ok((id, name))
        }
        CommitOutcome::Refused(problems) => {
            Err(problems.first().map(|one| one.problem.text(untrack(language))).unwrap_or_default())
        }
        CommitOutcome::Failed(failure) => Err(failed(failure)),
    }
}
