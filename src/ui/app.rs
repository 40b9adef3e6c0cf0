//! The root: the state, the router, the routes.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    path,
};

use super::commands::Commands;
use super::lock::LockScreen;
use super::pages::{
    AuditPage, CampaignPage, CampaignsPage, CustomerPage, CustomersPage, DealPage, DealsPage, HomePage, ImportPage,
    NotFoundPage, PipelinesPage, PlainListPage, PlainRecordPage, SegmentsPage, SettingsPage, TicketPage, TicketsPage,
};
use super::panic_screen::show_panic_screen;
use super::rescue::Rescue;
use super::shell::Shell;
use super::words;
use crate::domain::record::Kind;
use crate::messages::shell as messages;
use crate::state::{AppState, Notice, NoticeTone, browser, use_app};

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
                // One line a page, in the order of the sidebar.
            </FlatRoutes>
        </Shell>
    }
}

fn tell_of_new_releases(app: AppState) {
    let tell = move || {
        let notice =
            Notice::plain(NoticeTone::Info, messages::NEW_RELEASE).with_action(messages::RELOAD_TO_UPDATE, || {
                spawn_local(async {
                    // Without a waiting release the page itself brings the newest one.
                    if browser::activate_waiting().await.is_err() {
                        browser::reload();
                    }
                });
            });
        app.notices.push(notice.sticky().about("new release"));
    };
    if let Some(subscription) = browser::on_release_waiting(tell) {
        subscription.forget();
    }
}
