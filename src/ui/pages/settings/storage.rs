//! Where the data lie, how much there is, and what can be done for them.

use leptos::prelude::*;

use super::limits::LimitNote;
use super::setting::{Section, Setting};
use super::storage_care::{AsideRow, KeptRow, RoomRow, TidyRow};
use super::storage_check::CheckRow;
use super::storage_figures::{CountsTable, SizesTable};
use super::storage_times::TimesTable;
use crate::domain::record::Kind;
use crate::messages::{audit, keeping as keeping_words, settings as words};
use crate::state::{failure_text, live, use_app};
use crate::ui::addresses::{CHANGES, STORAGE_SECTION};
use crate::ui::controls::ButtonKind;
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
    let refresh = move || figures.refresh();
    view! {
        <Section title=words::STORAGE id=STORAGE_SECTION>
            <p class="second">{move || t(words::STORAGE_TEXT)}</p>
            <LimitNote limit=keeping_words::LIMIT_STORAGE/>
            <Show when=move || figures.failed.with(Option::is_some)>
                <p class="problem">{move || figures.failed.get().map(|failure| failure_text(&failure, language()))}</p>
            </Show>
            <div class="settings-rows">
                <RoomRow/>
                <KeptRow/>
                <TidyRow figures=figures.value on_done=refresh/>
                <CheckRow figures=figures.value on_done=refresh/>
                <AsideRow figures=figures.value/>
                <Setting name=audit::AUDIT help=move || t(audit::AUDIT_HELP)>
                    <Link href=CHANGES attr:class=ButtonKind::Plain.class()>{move || t(audit::SHOW_ALL)}</Link>
                </Setting>
            </div>
            <TimesTable figures=figures.value/>
            <SizesTable figures=figures.value/>
            <CountsTable figures=figures.value/>
        </Section>
    }
}
