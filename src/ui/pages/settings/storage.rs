//! Where the data lie, how much there is, and what can be done for them.

use leptos::prelude::*;

use super::setting::{Section, Setting};
use super::storage_care::{CheckRow, KeptRow, TidyRow};
use super::storage_figures::FiguresTable;
use crate::domain::record::Kind;
use crate::messages::{audit, settings as words};
use crate::state::{failure_text, live, use_app};
use crate::ui::addresses::{CHANGES, STORAGE_SECTION};
use crate::ui::controls::{ButtonKind, Glyph, Icon};
use crate::ui::link::Link;
use crate::ui::words::{language, t};

/// The storage section, which the home line opens.
#[component]
pub fn StorageSection() -> impl IntoView {
    let app = use_app();
    // The book's state changes with every write, and so do the figures.
    let figures =
        live(&Kind::ALL, move || app.book.with(|book| (book.last_saved, book.damaged)), move |_| app.engine.storage());
    app.room.refresh();

    let damaged = Memo::new(move |_| {
        figures.value.with(|figures| figures.as_ref().map(|figures| figures.damaged.clone()).unwrap_or_default())
    });
    view! {
        <Section title=words::STORAGE id=STORAGE_SECTION>
            <p class="second">{move || t(words::STORAGE_TEXT)}</p>
            <Show when=move || figures.failed.with(Option::is_some)>
                <p class="problem">{move || figures.failed.get().map(|failure| failure_text(&failure, language()))}</p>
            </Show>
            <Show when=move || damaged.with(|damaged| !damaged.is_empty())>
                <div class="error-box">
                    <Glyph icon=Icon::Warning/>
                    <div class="error-body">
                        <p class="error-title">{move || t(words::DAMAGED)}</p>
                        <p>{move || t(words::DAMAGED_TEXT)}</p>
                        <ul>{move || damaged.get().into_iter().map(|name| view! { <li><code>{name}</code></li> }).collect_view()}</ul>
                    </div>
                </div>
            </Show>
            <div class="settings-rows">
                <KeptRow/>
                <TidyRow on_done=move || figures.refresh()/>
                <CheckRow/>
                <Setting name=audit::AUDIT help=move || t(audit::AUDIT_HELP)>
                    <Link href=CHANGES attr:class=ButtonKind::Plain.class()>{move || t(audit::SHOW_ALL)}</Link>
                </Setting>
            </div>
            <div class="settings-rows">
                <FiguresTable figures=figures.value/>
            </div>
        </Section>
    }
}
