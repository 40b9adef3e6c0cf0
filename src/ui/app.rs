//! The root: the state, the router, the routes.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    path,
};

use super::addresses::BACKUP;
use super::book_menu::tell_of_a_missed_book;
use super::commands::{Commands, use_commands};
use super::lock::LockScreen;
use super::pages::{
    AuditPage, CampaignPage, CampaignsPage, ConflictsPage, CustomerPage, CustomersPage, DealPage, DealsPage, HomePage,
    ImportPage, NotFoundPage, PipelinesPage, PlainListPage, PlainRecordPage, SegmentsPage, SettingsPage, TicketPage,
    TicketsPage,
};
use super::panic_screen::show_panic_screen;
use super::rescue::Rescue;
use super::shell::Shell;
use super::sync::tell_of_conflicts;
use super::words;
use crate::domain::record::Kind;
use crate::messages::{Message, releases};
use crate::state::{AppState, ChangeOver, Notice, NoticeTone, browser, change_over, follow_the_book, use_app};

/// Mounts the application into the page, in the place of what was shown while it loaded.
pub fn mount() {
    browser::install_panic_hook(show_panic_screen);
    if let Some(start) = document().get_element_by_id("start") {
        start.remove();
    }
    leptos::mount::mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    let app = AppState::start();
    words::speak(app.settings.language);
    tell_of_new_releases(app);
    if !browser::tabs_know_of_each_other() {
        app.notices.push(Notice::plain(NoticeTone::Warning, releases::ONE_TAB_ONLY).sticky().about("one tab"));
    }
    let base = browser::base_path().trim_end_matches('/').to_owned();
    view! {
        <Router base=base>
            <Screen/>
        </Router>
    }
}

/// What stands inside the router, whose context it needs.
#[component]
fn Screen() -> impl IntoView {
    Commands::provide();
    let app = use_app();
    tell_of_a_lost_copy(app);
    tell_of_a_missed_book(app);
    tell_of_conflicts(app);
    let is_hidden = Memo::new(move |_| app.lock.hides_the_book(app));
    view! {
        {move || if is_hidden.get() { view! { <LockScreen/> }.into_any() } else { view! { <Pages/> }.into_any() }}
        <Rescue/>
    }
}

/// The frame with the page that the address names.
#[component]
fn Pages() -> impl IntoView {
    view! {
        <Shell>
            <FlatRoutes fallback=|| view! { <NotFoundPage/> }.into_any()>
                <Route path=path!("/") view=|| view! { <HomePage/> }.into_any()/>
                <Route path=path!("/customers") view=|| view! { <CustomersPage/> }.into_any()/>
                <Route path=path!("/customers/:id") view=|| view! { <CustomerPage/> }.into_any()/>
                <Route path=path!("/deals") view=|| view! { <DealsPage/> }.into_any()/>
                <Route path=path!("/deals/:id") view=|| view! { <DealPage/> }.into_any()/>
                <Route path=path!("/orders") view=|| view! { <PlainListPage kind=Kind::Order/> }.into_any()/>
                <Route path=path!("/orders/:id") view=|| view! { <PlainRecordPage kind=Kind::Order/> }.into_any()/>
                <Route path=path!("/tickets") view=|| view! { <TicketsPage/> }.into_any()/>
                <Route path=path!("/tickets/:id") view=|| view! { <TicketPage/> }.into_any()/>
                <Route path=path!("/campaigns") view=|| view! { <CampaignsPage/> }.into_any()/>
                <Route path=path!("/campaigns/:id") view=|| view! { <CampaignPage/> }.into_any()/>
                <Route path=path!("/segments") view=|| view! { <SegmentsPage/> }.into_any()/>
                <Route path=path!("/segments/:id") view=|| view! { <PlainRecordPage kind=Kind::Segment/> }.into_any()/>
                <Route path=path!("/tasks") view=|| view! { <PlainListPage kind=Kind::Task/> }.into_any()/>
                <Route path=path!("/tasks/:id") view=|| view! { <PlainRecordPage kind=Kind::Task/> }.into_any()/>
                <Route path=path!("/interactions") view=|| view! { <PlainListPage kind=Kind::Interaction/> }.into_any()/>
                <Route path=path!("/interactions/:id") view=|| view! { <PlainRecordPage kind=Kind::Interaction/> }.into_any()/>
                <Route path=path!("/members") view=|| view! { <PlainListPage kind=Kind::Member/> }.into_any()/>
                <Route path=path!("/members/:id") view=|| view! { <PlainRecordPage kind=Kind::Member/> }.into_any()/>
                <Route path=path!("/pipelines") view=|| view! { <PipelinesPage/> }.into_any()/>
                <Route path=path!("/pipelines/:id") view=|| view! { <PlainRecordPage kind=Kind::Pipeline/> }.into_any()/>
                <Route path=path!("/stages") view=|| view! { <PlainListPage kind=Kind::Stage/> }.into_any()/>
                <Route path=path!("/stages/:id") view=|| view! { <PlainRecordPage kind=Kind::Stage/> }.into_any()/>
                <Route path=path!("/service-levels") view=|| view! { <PlainListPage kind=Kind::ServiceLevel/> }.into_any()/>
                <Route path=path!("/service-levels/:id") view=|| view! { <PlainRecordPage kind=Kind::ServiceLevel/> }.into_any()/>
                <Route path=path!("/recipients") view=|| view! { <PlainListPage kind=Kind::Recipient/> }.into_any()/>
                <Route path=path!("/recipients/:id") view=|| view! { <PlainRecordPage kind=Kind::Recipient/> }.into_any()/>
                <Route path=path!("/import") view=|| view! { <ImportPage/> }.into_any()/>
                <Route path=path!("/settings") view=|| view! { <SettingsPage/> }.into_any()/>
                <Route path=path!("/settings/changes") view=|| view! { <AuditPage/> }.into_any()/>
                <Route path=path!("/conflicts") view=|| view! { <ConflictsPage/> }.into_any()/>
                <Route path=path!("/conflicts/:id") view=|| view! { <ConflictsPage/> }.into_any()/>
                // One line a page, in the order of the sidebar.
            </FlatRoutes>
        </Shell>
    }
}

fn tell_of_new_releases(app: AppState) {
    let tell = move || {
        app.notices.push(release_notice(app, NoticeTone::Info, releases::NEW_RELEASE));
    };
    if let Some(subscription) = browser::on_release_waiting(tell) {
        subscription.forget();
    }
}

/// Offers to go over to the new release. Nothing goes over by itself.
fn release_notice(app: AppState, tone: NoticeTone, words: Message) -> Notice {
    let go_over = move || {
        spawn_local(async move {
            if change_over(app).await == ChangeOver::Unsaved {
                app.notices.push(release_notice(app, NoticeTone::Warning, releases::NOT_YET_UPDATED));
            }
        });
    };
    Notice::plain(tone, words).with_action(releases::RELOAD_TO_UPDATE, go_over).sticky().about("new release")
}

/// Says that the browser has lost the book that was here, and leads to what brings it back.
fn tell_of_a_lost_copy(app: AppState) {
    let commands = use_commands();
    follow_the_book(app, move || {
        let notice = Notice::plain(NoticeTone::Bad, releases::COPY_IS_GONE);
        let notice = notice.with_action(releases::OPEN_A_BACKUP, move || commands.go(BACKUP));
        app.notices.push(notice.sticky().about("copy gone"));
    });
}
