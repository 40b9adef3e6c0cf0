//! What is in a backup, and what became of it.

use leptos::prelude::*;

use super::open_flow::OpenFlow;
use crate::domain::record::Kind;
use crate::messages::backup as words;
use crate::state::backup_protocol::{BackupContents, RestoreReport};
use crate::state::format::{self, InstantStyle, RelativeStyle};
use crate::ui::controls::{Glyph, Icon};
use crate::ui::words::{language, n, t, tf};

/// What is in it, read to its end, and what a restore would do.
#[component]
pub(super) fn Checked(flow: OpenFlow, contents: BackupContents) -> impl IntoView {
    let created = contents.created;
    let when = move || {
        let when = format::instant(language(), created, InstantStyle::DateAndTime);
        format!("{when} · {}", format::ago(language(), created, RelativeStyle::Long))
    };
    let rows: Vec<_> = Kind::ALL
        .into_iter()
        .map(|kind| (kind.many(), contents.live(kind.name())))
        .chain([(words::IN_TRASH, contents.in_trash()), (words::EARLIER_VALUES, contents.history)])
        .filter(|(_, count)| *count > 0)
        .collect();
    let is_incomplete = contents.damaged > 0;
    view! {
        <div class="backup-good" role="status"><Glyph icon=Icon::Check/><p>{move || t(words::CHECKED_TEXT)}</p></div>
        <dl class="backup-facts">
            <div><dt>{move || t(words::FILE)}</dt><dd>{move || flow.file_name.get()}</dd></div>
            <div><dt>{move || t(words::FROM)}</dt><dd>{when}</dd></div>
            {rows.into_iter().map(|(name, count)| view! {
                <div><dt>{move || t(name)}</dt><dd class="number">{move || n(count)}</dd></div>
            }).collect_view()}
        </dl>
        {is_incomplete.then(|| view! { <p class="problem"><Glyph icon=Icon::Warning/><span>{move || t(words::CHECKED_INCOMPLETE)}</span></p> })}
        <p class="second">{move || t(if flow.into_empty.get() { words::INTO_EMPTY } else { words::INTO_OTHERS })}</p>
    }
}

/// What the restore did.
#[component]
pub(super) fn Restored(report: RestoreReport) -> impl IntoView {
    let text = move || {
        if report.added == 0 && report.changed == 0 {
            return t(words::RESTORED_NOTHING);
        }
        let (added, changed, unchanged) = (n(report.added), n(report.changed), n(report.unchanged));
        tf(words::RESTORED_PARTS, &[("added", &added), ("changed", &changed), ("unchanged", &unchanged)])
    };
    view! { <div class="backup-good" role="status"><Glyph icon=Icon::Check/><p>{text}</p></div> }
}
