//! Two releases at once: a new one is offered and never takes over by itself, and whatever a host shows in between, nobody
//! looks at a blank page and nothing of the book is touched.

use std::time::Duration;

use serde_json::json;

use crate::chance::Chance;
use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::{Browser, LaunchOptions, Profile};
use crate::counts::{tell, times};
use crate::failure::Failure;
use crate::page::Page;
use crate::site::Site;
use crate::steps::{
    NOT_A_FILE, begin_edit, book_is_ready, customers_become, edit_text, file_for, import, open, open_beside,
    service_worker_answers, value_becomes,
};
use crate::two_releases::{Release, TwoReleases};

/// What the browser itself writes about files that a host does not have, or not whole.
const BROKEN_HOST: &[&str] = &[
    NOT_A_FILE,
    "A bad HTTP response code",
    "Failed to fetch",
    "Manifest",
    "Failed to load",
    "is not what release",
    "could not be loaded",
    "404 http",
    "import",
    "MIME type",
    "WebAssembly",
    "wasm",
    "SyntaxError",
    "Unexpected end",
    "the page crashed",
];

fn build_of(page: &Page) -> Result<String, Failure> {
    let build = page.evaluate("document.querySelector('meta[name=\"burrow-build\"]').content")?;
    Ok(build.as_str().unwrap_or_default().to_owned())
}

fn build_becomes(page: &Page, wanted: &str) -> Result<(), Failure> {
    page.wait_for(&format!("build {wanted}"), Duration::from_secs(60), || match build_of(page)? {
        found if found == wanted => Ok(Some(())),
        found => Err(Failure::Thrown(format!("it is {found}"))),
    })
}

/// Asks the host for a new release, as the browser does by itself from time to time.
fn look_for_a_release(page: &Page) -> Result<(), Failure> {
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update()).then(() => true)").map(drop)
}

struct Bench {
    releases: TwoReleases,
    site: Site,
    profile: Profile,
    browser: Browser,
    page: Page,
}

/// A host with the first release, and a tab in which three customers have been imported.
fn bench(name: &str) -> Bench {
    let releases = TwoReleases::new().expect("two releases");
    let site = Site::start(&releases.options()).expect("a site");
    let profile = Profile::temporary().expect("a profile");
    let browser = Browser::launch(&profile, &LaunchOptions::default()).expect("a browser");
    let page = browser.new_page().expect("a tab");
    let story = Story::new(name, &page);
    let rows = "first_name,last_name\nAda,Lovelace\nGrace,Hopper\nMary,Shelley\n";
    let people = story.take(file_for(&profile, "people.csv", rows));
    story.take(import(&page, &site, &people));
    story.take(customers_become(&page, 3));
    Bench { releases, site, profile, browser, page }
}

#[test]
fn a_new_release_is_offered_in_every_tab_and_taken_when_its_user_says_so() {
    let _turn = take_turn();
    let Bench { releases, site, browser, page: first, profile: _profile } = &bench("releases_before");
    let [old, new] = releases.builds.clone();
    let story = Story::new("releases_first_tab", first);
    story.take(open(first, &site.place("customers")));
    story.take(service_worker_answers(first));
    let id = story.take(open_beside(first, "Ada Lovelace"));
    let second = &browser.new_page().expect("a second tab");
    let other = Story::new("releases_second_tab", second);
    other.take(open(second, &site.place(&format!("customers?open={id}"))));
    other.take(service_worker_answers(second));

    story.take(releases.show(Release::Second));
    story.take(look_for_a_release(first));
    for teller in [&story, &other] {
        teller.take(teller.page().wait_for_text("A new version of Burrow is ready."));
        let build = teller.take(build_of(teller.page()));
        check(teller, build == old, &format!("it went over to {build} by itself"));
    }

    // A form that is not sent yet keeps the page from being loaded again; once it is closed, nothing does.
    story.take(first.bring_to_front());
    story.take(begin_edit(first, "Job title"));
    story.take(first.fill("textbox", "Job title", "Analyst"));
    story.take(first.click("button", "Reload to update"));
    story.take(build_becomes(first, &new));
    story.take(book_is_ready(first));
    story.take(value_becomes(first, "Job title", "Analyst"));

    // The other tab goes on with the release that it began with, new workers of that release included, and hears what is
    // written; it changes when its user says so.
    other.take(second.bring_to_front());
    other.take(value_becomes(second, "Job title", "Analyst"));
    other.take(edit_text(second, "Department", "Engines"));
    story.take(value_becomes(first, "Department", "Engines"));
    let build = other.take(build_of(second));
    check(&other, build == old, "the second tab was taken over with the first");
    let worker = "fetch(new URL(document.querySelector('meta[name=\"burrow-workers\"]').content + 'analyst_bg.wasm', document.baseURI))
        .then((answer) => answer.ok)";
    let has_worker = other.take(second.evaluate(worker));
    check(&other, has_worker == true, "a worker of the old release is gone while a tab still runs it");
    other.take(second.click("button", "Reload to update"));
    other.take(build_becomes(second, &new));
    other.take(book_is_ready(second));
    other.take(value_becomes(second, "Department", "Engines"));
    other.take(customers_become(second, 3));
    for teller in [&story, &other] {
        // The service worker of the old release ends, which the browser calls a crash.
        teller.check_quiet(&[NOT_A_FILE, "the page crashed"]);
    }
}

#[test]
fn a_host_with_half_of_a_release_changes_nothing_for_who_has_a_whole_one() {
    let _turn = take_turn();
    let Bench { releases, site, browser, page, profile: _profile } = &bench("half_release_before");
    let [old, new] = releases.builds.clone();
    let story = Story::new("half_release", page);
    story.take(open(page, &site.place("customers")));
    story.take(service_worker_answers(page));
    // The new service worker and page are there, the program is only half there.
    story.take(releases.show(Release::Second));
    let names = story.take(releases.names());
    // What both releases have alike is not fetched again, so it must be a file that differs.
    let start = names.iter().find(|name| name.ends_with("engine_start.js") && releases.shown().join(name).exists());
    let start = start.expect("an engine").clone();
    story.take(releases.show_file(Release::Second, &start, 10));
    // The browser says that the release could not be installed.
    drop(look_for_a_release(page));
    story.take(page.wait_until(
        "the half release to be given up",
        "navigator.serviceWorker.getRegistration().then((one) => !one.installing && !one.waiting)",
        60.0,
    ));
    story.take(page.reload());
    story.take(book_is_ready(page));
    let build = story.take(build_of(page));
    check(&story, build == old, &format!("half a release was taken: {build}"));
    story.take(customers_become(page, 3));
    // A new tab, too; and once the host is whole, the release is offered.
    let second = &browser.new_page().expect("a second tab");
    let other = Story::new("half_release_second_tab", second);
    other.take(open(second, &site.place("customers")));
    other.take(customers_become(second, 3));
    other.take(releases.show(Release::Second));
    other.take(look_for_a_release(second));
    other.take(second.wait_for_text("A new version of Burrow is ready."));
    other.take(second.click("button", "Reload to update"));
    other.take(build_becomes(second, &new));
    other.take(book_is_ready(second));
    other.take(customers_become(second, 3));
    story.check_quiet(BROKEN_HOST);
    other.check_quiet(BROKEN_HOST);
}

/// What stands on the page: the book, or one of the screens that say why not; nothing yet otherwise.
const WHAT_STANDS_THERE: &str = "(() => {
    const shown = (element) => element && element.getClientRects().length > 0 && element.textContent.trim() !== '';
    if (shown(document.querySelector('dialog.rescue[open] h1'))) return 'rescue';
    if (shown(document.querySelector('.start-failed h1'))) return 'failed';
    const state = document.querySelector('.home-state')?.textContent ?? '';
    return state !== '' && !state.startsWith('Opening') ? 'ready' : '';
})()";

fn something_stands_there(page: &Page) -> Result<String, Failure> {
    page.wait_for("something to stand on the page", Duration::from_secs(60), || {
        let found = page.evaluate(WHAT_STANDS_THERE)?;
        Ok(found.as_str().filter(|found| !found.is_empty()).map(str::to_owned))
    })
}

/// Presses what the page offers, once, or loads it again; then it must come to the book.
fn go_on(page: &Page, address: &str) -> Result<(), Failure> {
    match something_stands_there(page)?.as_str() {
        "failed" => page.by_role_containing("button", "Load again")?.click()?,
        "rescue" => match page.find_by_role("button", "Reload to update")? {
            Some(button) => button.click()?,
            None => page.click("button", "Reload the page")?,
        },
        _ => page.goto(address)?,
    }
    page.wait_for("the book after the host was mended", Duration::from_secs(60), || {
        Ok((page.evaluate(WHAT_STANDS_THERE)? == "ready").then_some(()))
    })
}

/// Shows a mix: of every file the first release's, the second's, none, or a part, by chance.
fn show_a_mix(releases: &TwoReleases, chance: &mut Chance) -> Result<String, Failure> {
    let mut told = Vec::new();
    releases.show_nothing()?;
    for name in releases.names()? {
        // Most files are whole: with more damage every mix would only fail to find its page.
        let release = if chance.below(2) == 0 { Release::First } else { Release::Second };
        let lasting = name.starts_with("app/") || name.starts_with("workers/");
        let fate = chance.below(20);
        match fate {
            0 => told.push(format!("{name} is missing")),
            1 => {
                let most = chance.below(5_000) as usize;
                told.push(format!("{name} ends after {most} bytes"));
                [Release::First, Release::Second]
                    .into_iter()
                    .filter(|one| releases.folder(*one).join(&name).exists())
                    .try_for_each(|one| releases.show_file(one, &name, most))?;
            }
            _ if lasting && fate < 15 => {
                // Names that last belong to one release; most hosts keep those of both for a while.
                for one in [Release::First, Release::Second] {
                    if releases.folder(one).join(&name).exists() {
                        releases.show_file(one, &name, usize::MAX)?;
                    }
                }
            }
            _ => {
                told.push(format!("{name} of {release:?}"));
                releases.show_file(release, &name, usize::MAX)?;
            }
        }
    }
    Ok(told.join(", "))
}

#[test]
fn whatever_mix_of_two_releases_a_host_shows_no_page_is_blank_and_no_book_is_touched() {
    let _turn = take_turn();
    let mut chance = Chance::from_environment();
    let seed = chance.seed();
    let mixes = times(2, 50);
    let Bench { releases, site, browser, page: first, profile: _profile } = &bench("mixes_before");
    let before = Story::new("mixes_before", first);
    before.take(service_worker_answers(first));
    before.take(first.close());
    let mut seen = std::collections::BTreeMap::<String, u32>::new();
    for mix in 0..mixes {
        let page = &browser.new_page().expect("a tab");
        let story = Story::new(&format!("mixes_{mix}"), page);
        let address = site.place(["", "customers", "settings"][mix % 3]);
        // Every other time without the service worker, which holds whole releases and would hide the mix.
        if mix % 2 == 0 {
            story.take(page.goto(&site.place("manifest.webmanifest")));
            let leave = "navigator.serviceWorker.getRegistrations().then((all) => Promise.all(all.map((one) => one.unregister())))
                .then(() => caches.keys()).then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => true)";
            story.take(page.evaluate(leave));
        }
        let told = story.take(show_a_mix(releases, &mut chance));
        // A host without a page shows its own word, which is not ours to judge.
        for name in ["index.html", "404.html"] {
            if !releases.shown().join(name).exists()
                || std::fs::metadata(releases.shown().join(name)).is_ok_and(|file| file.len() < 9_000)
            {
                story.take(releases.show_file(Release::Second, name, usize::MAX));
            }
        }
        story.take(page.goto(&address));
        let stands = match something_stands_there(page) {
            Ok(stands) => stands,
            Err(failure) => story.take(Err(Failure::Thrown(format!("{failure}; the host showed: {told}")))),
        };
        *seen.entry(stands).or_default() += 1;
        story.take(releases.show(if mix % 3 == 0 { Release::First } else { Release::Second }));
        if let Err(failure) = go_on(page, &address) {
            let details = page.evaluate("document.querySelector('details')?.textContent ?? document.body.innerText");
            story.take::<()>(Err(Failure::Thrown(format!("{failure}: {details:?}; the host had shown: {told}"))));
        }
        story.take(open(page, &site.place("customers")));
        story.take(customers_become(page, 3));
        story.take(page.close());
    }
    tell("mixes_of_two_releases", json!({ "mixes": mixes, "seed": seed, "what_stood_there": seen }));
}
