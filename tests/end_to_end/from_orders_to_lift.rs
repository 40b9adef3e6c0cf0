//! The whole way in one story: a shop's orders become segments, the dormant customers who are worth most become a
//! campaign, one in five of them is held out, and the results of the rest say what it was good for.

use std::collections::BTreeSet;
use std::fs;

use crate::campaign_steps::{Counts, check_lift, counted, give_results, shows, work_list};
use crate::check::{Story, check, take_turn};
use crate::steps::{
    Desk, LONG_WORK, NOT_A_FILE, choose_file, customers_become, file_for, import_button, open, own_file, report,
};

/// Contacted and bought, held out and bought: the sizes are those that four groups of the seed give, the purchases are
/// made up.
const COUNTS: Counts = (5_108, 412, 1_277, 68);

#[test]
fn the_dormant_customers_who_are_worth_most_are_written_to_and_the_lift_is_what_scipy_says() {
    let _turn = take_turn();
    let Desk { page, site, profile, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("from_orders_to_lift", page);
    let (contacted, bought, held_out, bought_anyway) = COUNTS;

    // 18 months of a real shop.
    story.take(open(page, &site.place("import?kind=orders")));
    story.take(choose_file(page, &own_file("tests/data/cdnow-orders.csv")));
    story.take(page.click("button", "Preview the import"));
    story.take(import_button(page).and_then(|button| button.click()));
    let heading = story.take(report(page));
    check(&story, heading == "69,659 orders imported", &format!("the report says {heading:?}"));
    story.take(customers_become(page, 23_570));

    // Four groups, saved; the page says with whom to begin.
    story.take(open(page, &site.place("segments")));
    story.take(page.by_role("combobox", "Groups").and_then(|list| list.choose("4 groups")));
    story.take(page.click("button", "Find groups"));
    story.take(page.wait_for("the groups", LONG_WORK, || page.find_by_role("button", "Save 4 segments")));
    let advice = story.take(story.take(page.by_selector(".segment-start-title")).text_of());
    let segment = advice.trim_start_matches("Start with “").trim_end_matches("”.").to_owned();
    story.take(page.click("button", "Save 4 segments"));
    let plan = format!("Plan a campaign for “{segment}”");
    story.take(page.wait_for(&plan, LONG_WORK, || page.find_by_role("link", &plan)));
    story.take(page.click("link", &plan));
    story.take(page.by_role("dialog", "New campaign"));
    story.take(page.click("button", "Create"));
    story.take(page.by_role("heading", &format!("Campaign for {segment}")));
    story.take(page.click("button", &format!("Add the customers of “{segment}”")));
    story.take(shows(page, &["5,108", "1,277"]));
    story.take(page.click("button", "Add 6,385 customers"));
    story.take(page.wait_gone("button", "Add 6,385 customers"));

    // Who is contacted goes out as a file, by the shop's own numbers.
    let mut downloads = story.take(page.accept_downloads(&profile.folder().join("downloads")));
    let list = story.take(work_list(page, &mut downloads));
    let on_list = numbers_of(&list);
    check(&story, on_list.len() == contacted, &format!("{} people are on the list", on_list.len()));
    // Those who were held out are the others of the segment.
    let campaign = story.take(page.address());
    story.take(open(page, &site.place("recipients?f.group=is:control")));
    story.take(page.by_selector("#cell-0-1"));
    story.take(page.click("button", "Export"));
    story.take(page.click("button", "Download"));
    let export = story.take(downloads.wait_for_next(60.0));
    let kept = numbers_of(&fs::read_to_string(&export.path).expect("the export"));
    check(&story, kept.len() == held_out, &format!("{} people are held out", kept.len()));
    check(&story, kept.is_disjoint(&on_list), "somebody who is held out is on the list");

    // What the till says three weeks later.
    let mut results = "Own number,Result,Amount\n".to_owned();
    for number in on_list.iter().take(bought).chain(kept.iter().take(bought_anyway)) {
        results += &format!("{number},bought,21.40 USD\n");
    }
    let results = story.take(file_for(profile, "results.csv", results));
    story.take(open(page, &campaign));
    story.take(give_results(page, &results));
    check(&story, story.take(counted(page)) == "480 0 0 0", &story.take(counted(page)));
    story.take(page.click("button", "Note 480 results"));
    story.take(shows(page, &["480 results noted."]));
    story.take(page.click("tab", "Results"));
    check_lift(&story, COUNTS);
    story.take(shows(page, &["It works:", "412 of 5,108", "1,277\t68\t5.3%"]));
    story.check_quiet(&[NOT_A_FILE]);
}

/// The shop's own numbers of the customers in a file, `#00002` in the names.
fn numbers_of(csv: &str) -> BTreeSet<String> {
    let lines = csv.lines().filter_map(|line| line.split_once('#').map(|(_, rest)| rest));
    lines.map(|rest| rest.chars().take_while(char::is_ascii_digit).collect()).collect()
}
