//! The lists that have no page of their own making: filled by sample data, a record of each opened beside its list.

use burrow::domain::sample::Trade;
use burrow::messages::Language;

use crate::check::{Story, take_turn};
use crate::chrome_devtools::LaunchOptions;
use crate::looks::look;
use crate::site::SiteOptions;
use crate::steps::{Desk, NOT_A_FILE, open};

fn lists_in(language: Language) {
    let launch = LaunchOptions { language: language.tag().into(), ..LaunchOptions::default() };
    let Desk { page, browser: _browser, profile: _profile, site } =
        Desk::new(&SiteOptions::default(), &launch).expect("a site and a browser");
    let story = Story::new(&format!("lists_{}", language.tag()), &page);
    story.take(open(&page, site.address()));
    story.take(page.click("button", Trade::Shop.label().text(language)));
    let loaded = "document.querySelector('.sidebar a.place[href$=\"/orders\"] .place-count')?.textContent !== '0'";
    story.take(page.wait_until("the sample", loaded, 60.0));
    for place in ["orders", "interactions", "tasks", "campaigns", "members"] {
        story.take(open(&page, &site.place(place)));
        story.take(page.by_selector("#cell-0-0"));
        look(&story, &format!("the list of {place}"));
        story.take(open(&page, &site.place(place)));
        story.take(page.by_selector("#cell-0-0").and_then(|cell| cell.click()));
        let is_open = "document.querySelector('.record-panel .fields .field-name, .record-fields .field-name, .campaign-page') !== null";
        story.take(page.wait_until(&format!("a record of {place}"), is_open, 20.0));
        look(&story, &format!("a record of {place}"));
    }
    story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn the_lists_and_their_records_in_english() {
    let _turn = take_turn();
    lists_in(Language::English);
}

#[test]
fn the_lists_and_their_records_in_chinese() {
    let _turn = take_turn();
    lists_in(Language::Chinese);
}
