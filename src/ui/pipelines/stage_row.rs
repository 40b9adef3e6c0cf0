//! One stage: its name, type, probability and patience, all changed in place.

use leptos::{ev, html, prelude::*};

use super::delete_dialog::deals_in;
use super::edits::{Doomed, delete, write_and_tell};
use super::reorder::Reorder;
use super::stage_fields::PlainField;
use crate::domain::change::Change;
use crate::domain::field::Choice;
use crate::domain::id::Id;
use crate::domain::operation::Action;
use crate::domain::record::Kind;
use crate::domain::stage::{self, TYPES};
use crate::domain::value::Value;
use crate::messages::{Language, board as words};
use crate::state::protocol::board_protocol::{BoardStage, PipelineOutline};
use crate::state::use_app;
use crate::ui::controls::{Button, ButtonKind, Glyph, Icon, Select, SelectOption};
use crate::ui::words::{n, t, tf};

/// What a pipeline's rows share.
#[derive(Clone, Copy)]
pub struct Rows {
    /// The order of the rows.
    pub reorder: Reorder,
    /// What is to be deleted, where deals stand in it.
    pub doomed: RwSignal<Option<Doomed>>,
    /// All pipelines.
    pub pipelines: Signal<Vec<PipelineOutline>>,
    /// The stage that was just added, whose name wants to be written.
    pub fresh: RwSignal<Option<Id>>,
}

fn saved(name: &str, language: Language) -> String {
    words::STAGE_SAVED.fill(language, &[("stage", name)])
}

fn whole(number: Option<i64>) -> Value {
    number.map_or(Value::Empty, Value::Integer)
}

/// The row.
#[component]
pub fn StageRow(
    /// The stage.
    id: Id,
    /// What the rows share.
    rows: Rows,
) -> impl IntoView {
    let app = use_app();
    let stage = Memo::new(move |before: Option<&(BoardStage, u64)>| {
        let found = rows.pipelines.with(|pipelines| {
            pipelines.iter().flat_map(|pipeline| &pipeline.stages).find(|(stage, _)| stage.id == id).cloned()
        });
        found.or_else(|| before.cloned()).unwrap_or_default()
    });
    let name = Signal::derive(move || stage.with(|(stage, _)| stage.name.clone()));
    let named = move |message: crate::messages::Message| move || tf(message, &[("stage", &name.get())]);
    let value = move |pick: fn(&BoardStage) -> Value| Signal::derive(move || stage.with(|(stage, _)| pick(stage)));
    let options = move || {
        TYPES.iter().map(|one: &Choice| SelectOption::new(one.code.to_string(), t(one.label))).collect::<Vec<_>>()
    };
    // A stage that ends deals is worth all or nothing; one that becomes open again begins in the middle.
    let set_type = move |code: String| {
        let Ok(code) = code.parse::<u16>() else { return };
        let fields = vec![
            (stage::TYPE, Value::Choice(code)),
            (stage::PROBABILITY, Value::Integer(stage::usual_probability(code))),
        ];
        let name = name.get_untracked();
        write_and_tell(app, Action::Edit, vec![Change::edit(Kind::Stage, id, fields)], move |language| {
            saved(&name, language)
        });
    };
    let remove = move || {
        let doomed = Doomed::Stage(stage.with_untracked(|(stage, _)| stage.clone()));
        if rows.pipelines.with_untracked(|pipelines| deals_in(&doomed, pipelines)) == 0 {
            delete(app, doomed);
        } else {
            rows.doomed.set(Some(doomed));
        }
    };
    let field = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get().filter(|_| rows.fresh.get() == Some(id)) {
            rows.fresh.set(None);
            // It has just been drawn, so it takes the focus.
            let _ = field.focus();
            field.select();
        }
    });
    let is_dragged = move || rows.reorder.dragged.with(|dragged| dragged.as_ref().is_some_and(|(row, _)| *row == id));
    let is_open = Memo::new(move |_| stage.with(|(stage, _)| stage.is_open()));
    let place = move || rows.reorder.order.with(|order| (order.iter().position(|one| *one == id), order.len()));
    let is_first = Signal::derive(move || place().0 == Some(0));
    let is_last = Signal::derive(move || {
        let (at, count) = place();
        at.is_some_and(|at| at + 1 == count)
    });
    view! {
        <li class="stage-row" class:dragged=is_dragged data-row=id.to_string()>
            <span
                class="stage-handle" title=named(words::REORDER) aria-hidden="true"
                on:pointerdown=move |event: ev::PointerEvent| rows.reorder.down(id, &event)
                on:pointermove=move |event: ev::PointerEvent| rows.reorder.moved(&event)
                on:pointerup=move |_| rows.reorder.up() on:pointercancel=move |_| rows.reorder.let_go()
            ><Glyph icon=Icon::Grip/></span>
            <div class="stage-name">
                <PlainField kind=Kind::Stage id=id number=stage::NAME value=value(|stage| Value::Text(stage.name.clone())) label=named(words::NAME_OF) saved=saved name=name node_ref=field/>
            </div>
            <div class="stage-type">
                <Select label=named(words::TYPE_OF) hide_label=true options=Signal::derive(options) value=Signal::derive(move || stage.with(|(stage, _)| stage.stage_type.to_string())) on_change=set_type/>
            </div>
            <div class="stage-number">
                {move || is_open.get().then(|| view! {
                    <PlainField kind=Kind::Stage id=id number=stage::PROBABILITY value=value(|stage| whole(stage.probability)) label=named(words::PROBABILITY_OF) saved=saved name=name inputmode="numeric"/>
                    <span class="stage-unit" aria-hidden="true">{move || t(words::PERCENT_UNIT)}</span>
                })}
            </div>
            <div class="stage-number">
                {move || is_open.get().then(|| view! {
                    <PlainField kind=Kind::Stage id=id number=stage::DAYS_ALLOWED value=value(|stage| whole(stage.days_allowed)) label=named(words::DAYS_OF) saved=saved name=name inputmode="numeric"/>
                    <span class="stage-unit" aria-hidden="true">{move || t(words::DAYS_UNIT)}</span>
                })}
            </div>
            <span class="stage-deals"><span class="visually-hidden">{move || t(words::DEALS_HERE)}" "</span>{move || n(stage.with(|(_, deals)| *deals))}</span>
            <span class="stage-actions">
                <Button label=named(words::MOVE_STAGE_UP) icon=Icon::ArrowUp icon_only=true kind=ButtonKind::Quiet disabled=is_first on_press=move || rows.reorder.step(id, -1)/>
                <Button label=named(words::MOVE_STAGE_DOWN) icon=Icon::ArrowDown icon_only=true kind=ButtonKind::Quiet disabled=is_last on_press=move || rows.reorder.step(id, 1)/>
                <Button label=named(words::DELETE_STAGE) icon=Icon::Trash icon_only=true kind=ButtonKind::Quiet on_press=remove/>
            </span>
        </li>
    }
}
