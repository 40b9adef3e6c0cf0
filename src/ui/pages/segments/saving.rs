//! Saving: one action that makes a segment of each group and puts away those of the clustering before.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::flow::{Found, SegmentsFlow};
use super::groups::shown_name;
use super::told::{colour_of, sentence_text};
use crate::domain::change::Change;
use crate::domain::id::Id;
use crate::domain::operation::Action;
use crate::domain::record::Kind;
use crate::domain::segment;
use crate::domain::value::Value;
use crate::messages::segment_page as words;
use crate::messages::shell;
use crate::state::{CommitOutcome, commit, new_id, offer_undo, tell_failure};
use crate::ui::controls::{Button, ButtonKind, Dialog};
use crate::ui::words::{language, n, t, tc, tf};

/// The button that saves; it asks first where segments are saved already.
#[component]
pub(super) fn SaveButton(flow: SegmentsFlow) -> impl IntoView {
    let asking = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let count = Memo::new(move |_| flow.found.with(|found| found.as_ref().map_or(0, |found| found.names.len() as u64)));
    let saved = Memo::new(move |_| {
        flow.saved.value.with(|saved| saved.as_ref().map_or(0, |saved| saved.segments.len() as u64))
    });
    let save = move || {
        asking.set(false);
        if busy.get_untracked() {
            return;
        }
        let Some(found) = flow.found.get_untracked() else { return };
        let changes = match untrack(|| changes(flow, &found)) {
            Ok(changes) => changes,
            Err(failure) => return tell_failure(flow.app, failure),
        };
        busy.set(true);
        spawn_local(async move {
            let outcome = commit(flow.app, Action::Create, changes).await;
            busy.try_set(false);
            // A failure has been told, and what was found stays on the screen.
            if let CommitOutcome::Saved(committed) = outcome {
                offer_undo(flow.app, |language| words::SAVED.text(language).to_owned(), committed.operation);
                flow.found.try_set(None);
                flow.anew.try_set(false);
            }
        });
    };
    let press = move || if saved.get_untracked() > 0 { asking.set(true) } else { save() };
    view! {
        <Button kind=ButtonKind::Primary label=move || tc(words::SAVE, count.get()) busy=busy on_press=press/>
        <Dialog
            open=asking
            on_close=move || asking.set(false)
            title=move || t(words::REPLACE_TITLE)
            close_label=move || t(shell::CLOSE)
            footer=move || view! {
                <Button label=move || t(words::KEEP) on_press=move || asking.set(false)/>
                <Button kind=ButtonKind::Primary label=move || t(words::REPLACE) on_press=save/>
            }
        >
            <p>{move || tf(words::REPLACE_TEXT, &[("count", &n(saved.get()))])}</p>
        </Dialog>
    }
}

fn changes(flow: SegmentsFlow, found: &Found) -> Result<Vec<Change>, crate::state::protocol::Failure> {
    let old: Vec<Id> = flow.saved.value.with_untracked(|saved| {
        saved.as_ref().map(|saved| saved.segments.iter().map(|one| one.id).collect()).unwrap_or_default()
    });
    let mut changes: Vec<Change> = old.into_iter().map(|id| Change::deletion(Kind::Segment, id, true)).collect();
    let model = found.clustering.model.encode();
    for (group, figures) in found.groups.groups.iter().enumerate() {
        let number = |number: u64| Value::Integer(i64::try_from(number).unwrap_or(i64::MAX));
        let fields = vec![
            (segment::NAME, Value::Text(shown_name(flow, found, group))),
            (segment::SENTENCE, Value::Text(sentence_text(found, group, language()))),
            (segment::COLOUR, Value::Choice(colour_of(group))),
            (segment::SIZE, number(figures.customers)),
            (segment::MODEL, Value::Model(model.clone())),
            (segment::CENTROID, number(group as u64)),
        ];
        changes.push(Change::edit(Kind::Segment, new_id()?, fields));
    }
    Ok(changes)
}
