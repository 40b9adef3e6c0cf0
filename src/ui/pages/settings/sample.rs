//! Taking the sample data away, whenever they came.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::setting::{Section, Setting};
use crate::domain::record::Kind;
use crate::messages::settings as words;
use crate::state::{CommitOutcome, format, live, offer_undo, remove_sample, use_app};
use crate::ui::controls::{Button, ButtonKind};
use crate::ui::words::{t, tc};

/// Shown while there are sample data.
#[component]
pub fn SampleRow() -> impl IntoView {
    let app = use_app();
    let busy = RwSignal::new(false);
    let found = live(&Kind::ALL, || (), move |()| app.engine.sample_count());
    let count = Memo::new(move |_| found.value.get().unwrap_or(0));
    let remove = move || {
        busy.set(true);
        spawn_local(async move {
            // Failures are told by the edit itself.
            if let CommitOutcome::Saved(committed) = remove_sample(app).await {
                let count = u64::from(committed.records);
                offer_undo(
                    app,
                    move |language| words::SAMPLE_REMOVED.fill(language, count, &format::integer(language, count), &[]),
                    committed.operation,
                );
            }
            busy.try_set(false);
        });
    };
    view! {
        <Show when=move || count.get() != 0>
            <Section title=words::SAMPLE>
                <div class="settings-rows">
                    <Setting name=words::SAMPLE help=move || format!("{} · {}", tc(words::SAMPLE_COUNT, count.get()), t(words::SAMPLE_HELP))>
                        <Button label=move || t(words::REMOVE) kind=ButtonKind::Danger busy=busy on_press=remove/>
                    </Setting>
                </div>
            </Section>
        </Show>
    }
}
