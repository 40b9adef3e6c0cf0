//! Nobody is asked for anything but the site's own host, and nobody could be: Chromium runs behind a proxy that writes
//! down every request, and another origin is refused to the page and to its workers alike.

use serde_json::{Value, json};

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::{Browser, LaunchOptions, Profile};
use crate::failure::Failure;
use crate::page::Page;
use crate::proxy::RecordingProxy;
use crate::site::{Site, SiteOptions};
use crate::steps::{
    NOT_A_FILE, book_is_ready, import_button, open, open_beside, own_file, report, service_worker_answers,
};
use crate::steps::{choose_file, customers_become};

struct Watched {
    page: Page,
    _browser: Browser,
    profile: Profile,
    site: Site,
    proxy: RecordingProxy,
}

fn watched(policy_header: bool) -> Watched {
    let proxy = RecordingProxy::start().expect("a proxy");
    let site = Site::start(&SiteOptions { policy_header, ..SiteOptions::default() }).expect("a site");
    let profile = Profile::temporary().expect("a profile");
    let options = LaunchOptions { proxy: Some(proxy.address()), ..LaunchOptions::default() };
    let browser = Browser::launch(&profile, &options).expect("a browser");
    let page = browser.new_page().expect("a tab");
    Watched { page, _browser: browser, profile, site, proxy }
}

/// Asks for something of another origin and tells what came of it.
fn asking(address: &str) -> String {
    format!("fetch({}, {{ mode: 'no-cors' }}).then(() => 'answered', () => 'refused')", json!(address))
}

/// Neither the page nor its engine may reach another origin: they are told so, and the proxy never hears of it.
fn check_that_others_are_out_of_reach(story: &Story, watched: &Watched, when: &str, page_too: bool) {
    let mut told: Vec<(String, Result<Value, Failure>)> = Vec::new();
    let foreign = |who: &str| format!("http://{who}.foreign.example/{}", when.replace(' ', "-"));
    if page_too {
        told.push(("the page".into(), watched.page.evaluate(&asking(&foreign("page")))));
        let picture = format!(
            "new Promise((tell) => {{ const picture = new Image(); picture.onload = () => tell('answered');
                picture.onerror = () => tell('refused'); picture.src = {}; }})",
            json!(foreign("picture"))
        );
        told.push(("a picture".into(), watched.page.evaluate(&picture)));
    }
    let workers: Vec<_> = watched.page.workers().into_iter().filter(|worker| worker.kind == "worker").collect();
    check(story, !workers.is_empty(), "the page has no worker");
    for worker in workers {
        told.push((worker.address.clone(), worker.evaluate(&asking(&foreign("worker")))));
        let own = worker.evaluate("fetch('/').then((answer) => String(answer.ok), String)");
        check(story, own.is_ok_and(|answer| answer == "true"), "the worker cannot reach its own origin");
    }
    for (who, answer) in told {
        check(story, answer.as_ref().is_ok_and(|answer| answer == "refused"), &format!("{when}, {who} was {answer:?}"));
    }
    let asked = watched.proxy.asked_of_others(watched.site.address());
    check(story, asked.is_empty(), &format!("{when}, others were asked: {asked:?}"));
}

#[test]
fn the_whole_tour_asks_nobody_but_the_site() {
    let _turn = take_turn();
    let watched = watched(true);
    let Watched { page, profile, site, proxy, .. } = &watched;
    let story = Story::new("network_tour", page);
    let mut downloads = story.take(page.accept_downloads(&profile.folder().join("downloads")));

    story.take(open(page, site.address()));
    story.take(page.by_role("heading", "Welcome to Burrow"));
    story.take(story.take(page.by_role_containing("button", "Import a file")).click());
    story.take(page.by_role("heading", "Import"));
    story.take(choose_file(page, &own_file("tests/data/contacts.csv")));
    story.take(page.click("button", "Preview the import"));
    story.take(story.take(import_button(page)).click());
    story.take(report(page));
    story.take(page.click("link", "See customers"));
    story.take(customers_become(page, 500));
    story.take(page.fill("searchbox", "Search this list", "kerl"));
    story.take(open_beside(page, "Kerluke"));
    story.take(page.by_role("heading", "Shelley Kerluke"));
    story.take(page.click("button", "Export"));
    story.take(page.click("button", "Download"));
    let file = story.take(downloads.wait_for_next(60.0));
    check(&story, file.name.ends_with(".csv"), &format!("the export is {}", file.name));
    for address in ["settings", "members", "customers?search=boehm", "no-such-page"] {
        story.take(open(page, &site.place(address)));
    }
    story.take(service_worker_answers(page));
    story.take(page.reload());
    story.take(book_is_ready(page));

    let own = proxy.asked();
    let part = |path: &str| own.iter().any(|asked| asked.path.contains(path));
    check(&story, part("burrow_bg.wasm") && part("engine_bg.wasm") && part("service_worker.js"), &format!("{own:?}"));
    let others = proxy.asked_of_others(site.address());
    check(&story, others.is_empty(), &format!("others were asked: {others:?}"));
    story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn a_host_that_sends_the_policy_holds_page_and_worker_to_it() {
    let _turn = take_turn();
    let watched = watched(true);
    let story = Story::new("network_policy_of_the_host", &watched.page);
    story.take(open(&watched.page, watched.site.address()));
    check_that_others_are_out_of_reach(&story, &watched, "on the first visit", true);
    story.take(service_worker_answers(&watched.page));
    story.take(watched.page.reload());
    story.take(book_is_ready(&watched.page));
    check_that_others_are_out_of_reach(&story, &watched, "after a reload", true);
}

#[test]
fn on_a_host_that_sends_no_policy_the_service_worker_does() {
    let _turn = take_turn();
    let watched = watched(false);
    let story = Story::new("network_policy_of_the_service_worker", &watched.page);
    story.take(open(&watched.page, watched.site.address()));
    story.take(service_worker_answers(&watched.page));
    // The page and its engine were there before the service worker. A worker that begins now is held to the policy; it is
    // asked once its own script runs, since before that it has no policy yet.
    let engine = story.take(watched.page.wait_for_worker("worker", "engine_start.js")).address;
    watched.page.add_binding("told");
    watched.page.on_every_worker(&format!(
        "{{ const load = self.importScripts; self.importScripts = (...names) => {{ {}.then(told); return load(...names); }}; }}",
        asking("http://worker.foreign.example/after-claim")
    ));
    story.take(watched.page.evaluate(&format!("void (window.another = new Worker({}))", json!(engine))));
    let told = story.take(watched.page.wait_for_binding("told", 1, 20.0));
    check(&story, told[0].text == "refused", "a worker that began behind the service worker reached another origin");
    let asked = watched.proxy.asked_of_others(watched.site.address());
    check(&story, asked.is_empty(), &format!("others were asked: {asked:?}"));

    story.take(watched.page.reload());
    story.take(book_is_ready(&watched.page));
    check_that_others_are_out_of_reach(&story, &watched, "after a reload", true);
}
