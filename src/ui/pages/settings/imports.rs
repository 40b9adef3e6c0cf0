//! The imports made so far, each of which can be taken back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::setting::Section;
use crate::domain::id::OperationId;
use crate::domain::record::Kind;
use crate::messages::{Message, settings as words, shell as shell_words};
use crate::state::protocol::ImportLine;
use crate::state::{UndoOutcome, failure_text, format, live, undo, use_app};
use crate::ui::controls::{Button, ButtonKind, Dialog, Pill};
use crate::ui::words::{language, n, t, tf};

/// What became of the rows of a file, in the order in which it is shown.
const COUNTS: [Message; 4] = [words::CREATED, words::UPDATED, words::SKIPPED, words::PROBLEMS];

/// An import that is about to be taken back.
#[derive(Clone, PartialEq)]
struct Revert {
    operation: OperationId,
    file: String,
}

/// The list of imports.
#[component]
pub fn ImportsSection() -> impl IntoView {
    let app = use_app();
    let imports = live(&Kind::ALL, || (), move |()| app.engine.imports());
    let asked = RwSignal::new(None::<Revert>);
    let busy = RwSignal::new(false);

    let revert = move || {
        let Some(revert) = asked.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            // The outcome is told by a notice either way.
            if let UndoOutcome::Undone { .. } = undo(app, revert.operation).await {
                imports.refresh();
            }
            busy.try_set(false);
            asked.try_set(None);
        });
    };
    let lines = move || imports.value.get().unwrap_or_default();
    view! {
        <Section title=words::IMPORTS>
            <Show when=move || imports.failed.with(Option::is_some)>
                <p class="problem">{move || imports.failed.get().map(|failure| failure_text(&failure, language()))}</p>
            </Show>
            <Show
                when=move || imports.value.with(|lines| lines.as_ref().is_some_and(|lines| !lines.is_empty()))
                fallback=move || view! { <p class="second">{move || t(words::NO_IMPORTS)}</p> }
            >
                <div class="table-scroll" tabindex="0" role="region" aria-label=move || t(words::IMPORTS)>
                    <table class="table as-cards">
                        <thead><tr>
                            <th>{move || t(words::FILE)}</th>
                            {COUNTS.map(|name| view! { <th class="number">{move || t(name)}</th> }).into_iter().collect_view()}
                            <th><span class="visually-hidden">{move || t(words::REVERT)}</span></th>
                        </tr></thead>
                        <tbody>
                            <For each=lines key=|line| (line.operation.id, line.reverted) let:line>
                                <Line line=line on_revert=move |wanted: Revert| asked.set(Some(wanted))/>
                            </For>
                        </tbody>
                    </table>
                </div>
            </Show>
            <Dialog
                open=Signal::derive(move || asked.with(Option::is_some)) on_close=move || asked.set(None)
                title=move || t(words::REVERT_TITLE) close_label=move || t(shell_words::CLOSE)
                footer=move || view! {
                    <Button label=move || t(shell_words::CANCEL) on_press=move || asked.set(None)/>
                    <Button label=move || t(words::REVERT) kind=ButtonKind::Danger busy=busy on_press=revert/>
                }
            >
                <p>{move || asked.get().map(|revert| tf(words::REVERT_TEXT, &[("file", &revert.file)]))}</p>
            </Dialog>
        </Section>
    }
}

#[component]
fn Line(line: ImportLine, #[prop(into)] on_revert: Callback<Revert>) -> impl IntoView {
    let at = line.operation.stamp.milliseconds;
    let summary = line.summary;
    let member = line.member;
    let [created, updated, skipped, problems] = COUNTS;
    let counts = [
        (created, summary.created),
        (updated, summary.updated),
        (skipped, summary.skipped),
        (problems, summary.problems),
    ];
    let origin = move || {
        let when = format::instant(language(), at, format::InstantStyle::DateAndTime);
        member.as_ref().map_or_else(|| when.clone(), |member| format!("{when} · {member}"))
    };
    let wanted = Revert { operation: line.operation.id, file: summary.file.clone() };
    let file = StoredValue::new(summary.file.clone());
    let name = move || file.with_value(|file| tf(words::REVERT_ONE, &[("file", file)]));
    let action = if line.reverted {
        view! { <Pill text=move || t(words::REVERTED)/> }.into_any()
    } else {
        view! {
            <button type="button" class=ButtonKind::Quiet.class() aria-label=name on:click=move |_| on_revert.run(wanted.clone())>
                {move || t(words::REVERT)}
            </button>
        }
        .into_any()
    };
    view! {
        <tr>
            <td class="whole">
                <p class="one-line" title=summary.file.clone()>{summary.file.clone()}</p>
                <p class="one-line second">{origin}</p>
            </td>
            {counts.map(|(name, count)| view! { <td class="number" data-label=move || t(name)>{move || n(count)}</td> }).into_iter().collect_view()}
            <td>{action}</td>
        </tr>
    }
}
