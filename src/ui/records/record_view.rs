//! A record that follows its data: what stands in the panel and on the page until it has come, when it is not there, and
//! when it could not be read.

use leptos::prelude::*;

use super::record_handle::RecordHandle;
use crate::domain::id::Id;
use crate::domain::record::Kind;
use crate::messages::{record as words, shell};
use crate::state::{failure_text, live_record, use_app};
use crate::ui::controls::{Button, Empty, Glyph, Icon, Skeleton};
use crate::ui::words::{language, t};

/// Shows the record of `id` by `content`. While another one is on its way the old one stays.
#[component]
pub fn RecordView<F>(
    /// The kind of record.
    kind: Kind,
    /// The record.
    #[prop(into)]
    id: Signal<Option<Id>>,
    /// Draws the record.
    content: F,
    /// What can be done when it is not there.
    #[prop(into)]
    when_gone: ViewFn,
) -> impl IntoView
where
    F: Fn(RecordHandle) -> AnyView + Send + Sync + 'static,
{
    let app = use_app();
    let live = live_record(kind, id);
    let when_gone = StoredValue::new(when_gone);
    // The record that is drawn; `Some(None)` when the asked one is not there.
    let shown = Memo::new(move |_| {
        live.value.with(|value| value.as_ref().map(|record| record.as_ref().map(|record| record.id)))
    });
    let draw = move |id: Id| {
        let detail = Memo::new(move |_| {
            live.value.with(|value| value.as_ref().and_then(Option::as_ref).filter(|record| record.id == id).cloned())
        });
        content(RecordHandle { app, kind, id, detail })
    };
    let failure = move || {
        live.failed.get().map(|failure| {
            view! {
                <div class="error-box" role="alert">
                    <Glyph icon=Icon::Warning/>
                    <div class="error-body">
                        <p>{move || failure_text(&failure, language())}</p>
                        <Button label=move || t(shell::TRY_AGAIN) on_press=move || live.refresh()/>
                    </div>
                </div>
            }
        })
    };
    view! {
        {failure}
        {move || match shown.get() {
            None => live.failed.with(Option::is_none).then(|| view! { <Skeleton rows=6 label=move || t(words::READING_RECORD)/> }).into_any(),
            Some(None) => view! {
                <Empty title=move || t(words::NOT_THERE) text=move || t(words::NOT_THERE_TEXT)>{when_gone.with_value(ViewFn::run)}</Empty>
            }
            .into_any(),
            Some(Some(id)) => draw(id),
        }}
    }
}
