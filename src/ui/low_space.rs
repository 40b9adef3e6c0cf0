//! A word above every page while there is little room left, told once and gone when there is room again.

use leptos::prelude::*;

use super::addresses::{BACKUP, STORAGE};
use super::controls::{Button, ButtonKind, Glyph, Icon, unique_id};
use super::link::Link;
use super::words::{language, t, tf};
use crate::messages::{backup as backup_words, keeping as words, shell as shell_words};
use crate::state::{Shortage, format, use_app};

/// The banner.
#[component]
pub fn LowSpace() -> impl IntoView {
    let app = use_app();
    let shortage = Memo::new(move |_| app.room.shortage(app));
    let shown = move || shortage.get().filter(|_| !app.room.told.get());
    // Fuller than before is told anew.
    Effect::new(move |before: Option<Option<Shortage>>| {
        let now = shortage.get();
        if before == Some(Some(Shortage::Low)) && now == Some(Shortage::Full) {
            app.room.told.set(false);
        }
        now
    });
    let left = move || format::bytes(language(), app.room.left().unwrap_or_default());
    let title_id = unique_id("low-space");
    move || {
        let shortage = shown()?;
        let (title, text) = match shortage {
            Shortage::Low => (words::LOW_TITLE, Signal::derive(move || tf(words::LOW_TEXT, &[("left", &left())]))),
            Shortage::Full => (words::FULL_TITLE, Signal::derive(move || t(words::FULL_TEXT))),
        };
        let is_full = shortage == Shortage::Full;
        Some(view! {
            <section class="low-space" class:bad=is_full aria-labelledby=title_id.clone()>
                <Glyph icon=Icon::Disk/>
                <div class="low-space-text" role="status">
                    <p class="low-space-title" id=title_id.clone()>{move || t(title)}</p>
                    <p>{move || text.get()}</p>
                </div>
                <div class="low-space-acts">
                    <Link href=BACKUP attr:class=ButtonKind::Plain.class()>{move || t(backup_words::BACK_UP_NOW)}</Link>
                    <Link href=STORAGE attr:class=ButtonKind::Plain.class()>{move || t(words::SEE_ROOM)}</Link>
                    <Button
                        kind=ButtonKind::Quiet icon=Icon::Close icon_only=true label=move || t(shell_words::DISMISS)
                        on_press=move || app.room.told.set(true)
                    />
                </div>
            </section>
        })
    }
}
