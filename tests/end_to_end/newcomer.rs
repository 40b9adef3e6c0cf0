//! The newcomer's story: a file from another system, one customer found and put right, the browser killed, the network
//! gone, and the number is still right.

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::{Browser, LaunchOptions};
use crate::page::PATIENCE;
use crate::steps::{
    Desk, begin_edit, book_is_ready, choose_file, customers_become, import_button, open, open_beside, own_file, report,
    service_worker_answers, shown_value,
};

/// What is logged when the server is gone: by the browser itself, not by the page.
const WITHOUT_NETWORK: &[&str] = &["net::ERR_CONNECTION_REFUSED", "net::ERR_INTERNET_DISCONNECTED"];

#[test]
fn a_newcomer_imports_finds_corrects_is_killed_and_finds_it_all_there() {
    let _turn = take_turn();
    let Desk { page, browser, profile, site } = Desk::usual().expect("a site and a browser");
    let story = Story::new("newcomer", &page);
    story.take(open(&page, site.address()));
    story.take(page.by_role("heading", "Welcome to Burrow"));
    story.take(service_worker_answers(&page));

    // The file, the columns already matched, what will be created, once pressed, done.
    story.take(page.by_role_containing("button", "Import a file").and_then(|link| link.click()));
    story.take(page.by_role("heading", "Import"));
    story.take(choose_file(&page, &own_file("tests/data/contacts.csv")));
    story.take(page.wait_for_text("16 of 24 columns are matched."));
    story.take(page.click("button", "Preview the import"));
    story.take(page.wait_for_text("500 rows = 500 new + 0 changed + 0 unchanged + 0 problems"));
    story.take(import_button(&page).and_then(|button| button.click()));
    let heading = story.take(report(&page));
    check(&story, heading == "500 customers imported", &format!("the report says {heading:?}"));
    story.take(customers_become(&page, 500));
    story.take(page.click("link", "See customers"));

    // Three letters find one.
    story.take(page.fill("searchbox", "Search this list", "klu"));
    story.take(page.fill("searchbox", "Search this list", "ker"));
    let id = story.take(open_beside(&page, "Shelley Kerluke"));
    story.take(begin_edit(&page, "Phone"));
    story.take(page.fill("textbox", "Phone 1", "+1 955 371 0848"));
    story.take(page.press("Enter"));
    story.take(page.wait_until(
        "the number to be saved",
        "document.querySelector('.fields .saved-tick') !== null",
        20.0,
    ));
    story.take(page.wait_for("the corrected number", PATIENCE, || {
        Ok(shown_value(&page, "Phone")?.filter(|shown| shown.starts_with("+1 955 371 0848")))
    }));
    story.check_quiet(&[]);

    // The browser is closed by force, and there is no network when it comes back.
    let address = site.place(&format!("customers?open={id}"));
    browser.kill_hard();
    site.stop();
    let browser = Browser::launch(&profile, &LaunchOptions::default()).expect("the browser again");
    let page = browser.new_page().expect("a tab");
    let story = Story::new("newcomer_offline", &page);
    story.take(page.goto(&address));
    story.take(book_is_ready(&page));
    story.take(customers_become(&page, 500));
    story.take(page.by_role("heading", "Shelley Kerluke"));
    story.take(page.wait_for_text("+1 955 371 0848"));
    story.check_quiet(WITHOUT_NETWORK);
}
