//! The frame around every page: places, search, the home line, and what lies above the page.

use leptos::{ev, prelude::*};
use leptos_router::hooks::use_location;

use super::book_menu::{BookMenu, book_lines};
use super::brand_mark::BrandMark;
use super::commands::use_commands;
use super::controls::{Button, ButtonKind, Glyph, Icon, Kbd, Menu, MenuItem};
use super::home_line::{HomeLine, Safety, safety};
use super::link::Link;
use super::low_space::LowSpace;
use super::notices_view::NoticesView;
use super::page_head::PAGE_TITLE_ID;
use super::palette::Palette;
use super::places::{BOOK, Place, UNDERSTAND, WORK};
use super::shortcuts::{ShortcutList, listen_for_shortcuts};
use super::words::{n, t};
use crate::domain::record::Kind;
use crate::messages::{lock as lock_words, places, shell as words};
use crate::state::{browser, lock_all_tabs, use_app};

/// The frame. The page is its content.
#[component]
pub fn Shell(
    /// The pages.
    children: Children,
) -> impl IntoView {
    let app = use_app();
    let commands = use_commands();

    listen_for_shortcuts(app, commands);
    follow_navigation();
    catch_up_when_seen();

    view! {
        <div class="frame">
            <a class="skip" href="#main" on:click=skip_to_content>{move || t(words::SKIP_TO_CONTENT)}</a>
            <Sidebar/>
            <main class="main" id="main" tabindex="-1"><LowSpace/>{children()}</main>
            <PhoneFoot/>
        </div>
        <NoticesView/>
        <Palette/>
        <ShortcutList/>
    }
}

#[component]
fn Sidebar() -> impl IntoView {
    let commands = use_commands();
    let keys = if browser::is_mac() { "⌘\u{a0}K" } else { "Ctrl\u{a0}K" };
    view! {
        <aside class="sidebar" aria-label=move || t(words::BRAND)>
            <div class="brand-row">
                <Link href="/" attr:class="brand"><BrandMark/>{move || t(words::BRAND)}</Link>
                <LockButton/>
            </div>
            <BookMenu/>
            <button type="button" class="search-button" aria-haspopup="dialog" on:click=move |_| commands.palette.set(true)>
                <Glyph icon=Icon::Search/>
                <span class="search-text">{move || t(words::SEARCH_OR_JUMP)}</span>
                <Kbd keys=keys/>
            </button>
            <nav class="places" aria-label=move || t(words::PLACES)>
                {listed(&WORK)}
                <h2 class="places-title">{move || t(places::UNDERSTAND)}</h2>
                {listed(&UNDERSTAND)}
                <span class="places-gap"></span>
                {listed(&BOOK)}
            </nav>
            <HomeLine/>
        </aside>
    }
}

/// Locks the book; there once it has a lock.
#[component]
fn LockButton() -> impl IntoView {
    let app = use_app();
    let has_lock = Memo::new(move |_| app.book.with(|book| book.lock_on));
    view! {
        <Show when=move || has_lock.get()>
            <Button
                kind=ButtonKind::Quiet icon=Icon::Lock icon_only=true label=move || t(lock_words::KEY_LOCK)
                on_press=move || lock_all_tabs(app)
            />
        </Show>
    }
}

fn listed(places: &'static [Place]) -> impl IntoView {
    places.iter().map(|place| view! { <PlaceLink place=*place with_count=true/> }).collect_view()
}

#[component]
fn PhoneFoot() -> impl IntoView {
    let app = use_app();
    let commands = use_commands();
    let place = |kind: Kind| view! { <PlaceLink place=Place::List(kind)/> };
    let more = move || {
        let others = WORK.into_iter().skip(1).filter(|place| !place.is_in_the_bar()).chain(UNDERSTAND).chain(BOOK);
        let lock = app
            .book
            .with(|book| book.lock_on)
            .then(|| MenuItem::new(t(lock_words::KEY_LOCK), move || lock_all_tabs(app)).with_icon(Icon::Lock));
        others
            .map(|place| MenuItem::new(t(place.name()), move || commands.go(&place.address())).with_icon(place.icon()))
            .chain(book_lines(app))
            .chain(lock)
            .collect::<Vec<_>>()
    };
    view! {
        <footer class="phone-foot">
            <HomeLine/>
            <nav class="place-bar" aria-label=move || t(words::PLACES)>
                <PlaceLink place=Place::Today/>
                {place(Kind::Customer)}
                <button type="button" class="place" aria-haspopup="dialog" on:click=move |_| commands.palette.set(true)>
                    <Glyph icon=Icon::Search/>
                    <span class="place-name">{move || t(words::SEARCH)}</span>
                </button>
                {place(Kind::Deal)}
                <span class="place place-more">
                    <Menu label=move || t(places::MORE_PLACES) items=Signal::derive(more) icon=Icon::More show_label=true/>
                    {move || Some(safety(app).0).filter(|safety| *safety != Safety::Good).map(|safety| view! {
                        <span class=format!("place-dot {}", safety.class()) aria-hidden="true"></span>
                    })}
                </span>
            </nav>
        </footer>
    }
}

#[component]
fn PlaceLink(
    place: Place,
    /// Shows how many records there are.
    #[prop(optional)]
    with_count: bool,
) -> impl IntoView {
    let app = use_app();
    let count = move |kind: Kind| n(app.book.with(|book| book.count(kind)));
    view! {
        <Link href=place.address() attr:class="place">
            <Glyph icon=place.icon()/>
            <span class="place-name">{move || t(place.name())}</span>
            {place.counted().filter(|_| with_count).map(|kind| view! { <span class="place-count">{move || count(kind)}</span> })}
        </Link>
    }
}

/// The skip link is no navigation: the address stays, and with a `<base>` its own address would be another page.
fn skip_to_content(event: ev::MouseEvent) {
    event.prevent_default();
    browser::focus_by_id("main");
}

/// After going to another page the focus stands on its heading, or on what the address names after `#`, so that the
/// keyboard and a screen reader go on from there. What lies behind `?` is the same page.
fn follow_navigation() {
    let location = use_location();
    Effect::new(move |before: Option<(String, String)>| {
        let here = (location.pathname.get(), location.hash.get());
        let hash = here.1.trim_start_matches('#').to_owned();
        let moved = before.is_some_and(|before| before != here);
        if moved || !hash.is_empty() {
            leptos::task::spawn_local(async move {
                // The page is drawn first.
                browser::next_frame().await;
                if hash.is_empty() || !browser::focus_by_id(&hash) {
                    browser::focus_by_id(PAGE_TITLE_ID);
                }
            });
        }
        here
    });
}

/// Hints from other tabs do not reach a frozen tab, so it looks for itself when it is seen again.
fn catch_up_when_seen() {
    let app = use_app();
    let look = move || {
        app.catch_up();
        app.room.refresh();
    };
    if let Some(subscription) = browser::on_visible(look) {
        subscription.forget();
    }
    window_event_listener(ev::focus, move |_| app.catch_up());
}
