//! A campaign from the selection of its customers to the lift that it had.

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use burrow::domain::campaign;
use burrow::messages::{Language, Message, campaign_page as words, campaigns as campaign_words, list};

use crate::campaign_steps::{add_all, check_lift, counted, give_results, shows, work_list};
use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::LaunchOptions;
use crate::failure::Failure;
use crate::looks::look;
use crate::page::Page;
use crate::site::SiteOptions;
use crate::steps::{Desk, LONG_WORK, NOT_A_FILE, customers_become, file_for, import, open, row_titled};

/// The campaign of the fixture: contacted, of whom bought, held out, of whom bought.
const COUNTS: (usize, usize, usize, usize) = (1_692, 203, 423, 25);
/// Customers who must not be contacted.
const LEFT_ALONE: usize = 3;

fn email(at: usize) -> String {
    format!("p{at}@example.org")
}

/// So many customers, of whom the last must not be contacted.
fn customers_csv(count: usize, left_alone: usize) -> String {
    let mut text = "First name,Last name,Email,do_not_contact\n".to_owned();
    for at in 0..count {
        let flag = if at + left_alone >= count { "yes" } else { "" };
        text += &format!("Person,Number{at:04},{},{flag}\n", email(at));
    }
    text
}

#[test]
fn a_campaign_is_filled_worked_on_and_its_lift_is_what_scipy_says() {
    let _turn = take_turn();
    let Desk { page, site, profile, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("campaign_lift", page);
    let (contacted, bought, held_out, bought_anyway) = COUNTS;
    let everybody = contacted + held_out + LEFT_ALONE;
    let people = story.take(file_for(profile, "people.csv", customers_csv(everybody, LEFT_ALONE)));
    story.take(import(page, site, &people));

    // All that the list has, into a new campaign, one in five held out.
    story.take(open(page, &site.place("customers")));
    story.take(customers_become(page, everybody as u64));
    story.take(row_titled(page, "Number0000"));
    story.take(add_all(page));
    story.take(page.fill("textbox", "Name of the campaign", "Spring letter"));
    story.take(shows(page, &["1,692", "423", "Left out: must not be contacted"]));
    story.take(page.click("button", "Add 2,115 customers"));
    story.take(shows(page, &["2,115 customers added to “Spring letter”."]));
    // The same again: nobody is left.
    story.take(add_all(page));
    story.take(shows(page, &["In the campaign already", "Nobody is left to add"]));
    story.take(page.press("Escape"));

    // The campaign opens on its own page.
    story.take(open(page, &site.place("campaigns")));
    story.take(story.take(row_titled(page, "Spring letter")).click());
    story.take(page.by_role("tab", "Recipients"));
    story.take(page.by_role("heading", "Spring letter"));

    // The work list has those who are contacted and nobody else.
    let mut downloads = story.take(page.accept_downloads(&profile.folder().join("downloads")));
    let list = story.take(work_list(page, &mut downloads));
    let on_list: BTreeSet<usize> = (0..everybody).filter(|at| list.contains(&format!(",{},", email(*at)))).collect();
    check(&story, on_list.len() == contacted, &format!("{} people are on the list", on_list.len()));
    let kept: Vec<usize> = (0..contacted + held_out).filter(|at| !on_list.contains(at)).collect();
    check(&story, kept.len() == held_out, &format!("{} people are held out", kept.len()));
    let forbidden = (everybody - LEFT_ALONE..everybody).any(|at| on_list.contains(&at));
    check(&story, !forbidden, "somebody who must not be contacted is on the list");

    // Results from a file: as many purchases as in the fixture, and two rows that nobody can use.
    let mut results = "E-mail,Result,Amount\n".to_owned();
    for at in on_list.iter().take(bought).chain(kept.iter().take(bought_anyway)) {
        results += &format!("{},bought,12.50 USD\n", email(*at));
    }
    results += "nobody@example.org,bought,1 USD\n";
    results += &format!("{},perhaps,\n", email(kept[held_out - 1]));
    let results = story.take(file_for(profile, "results.csv", results));
    story.take(give_results(page, &results));
    check(&story, story.take(counted(page)) == "228 0 1 1", &story.take(counted(page)));
    story.take(shows(page, &["“perhaps” is not a result."]));
    story.take(page.click("button", "Download these rows with the reasons"));
    let left = story.take(downloads.wait_for_next(60.0));
    let left = fs::read_to_string(&left.path).expect("the rows that are left");
    check(&story, left.contains("nobody@example.org") && left.lines().count() == 3, &left);
    story.take(page.click("button", "Note 228 results"));
    story.take(shows(page, &["228 results noted."]));

    // The same file again changes nothing.
    story.take(give_results(page, &results));
    check(&story, story.take(counted(page)) == "0 228 1 1", &story.take(counted(page)));
    story.take(shows(page, &["0 changed: all of this is known already."]));
    story.take(page.click("button", "Done"));

    // The lift is that of the fixture.
    story.take(page.click("tab", "Results"));
    check_lift(&story, COUNTS);
    story.take(shows(page, &["It works:", "203 of 1,692", "less than 0.001"]));
    story.check_quiet(&[NOT_A_FILE]);
}

/// A book with five customers in an active campaign, nobody held out.
fn small_campaign(desk: &Desk, story: &Story) {
    let Desk { page, site, profile, .. } = desk;
    let people = story.take(file_for(profile, "people.csv", customers_csv(5, 0)));
    story.take(import(page, site, &people));
    story.take(open(page, &site.place("customers")));
    story.take(row_titled(page, "Number0000"));
    story.take(add_all(page));
    story.take(page.fill("textbox", "Name of the campaign", "Open day"));
    let share = story.take(page.by_role("combobox", "Hold out for comparison"));
    story.take(share.choose("0%"));
    story.take(page.click("button", "Add 5 customers"));
    story.take(shows(page, &["5 customers added"]));
    story.take(open(page, &site.place("campaigns")));
    story.take(story.take(row_titled(page, "Open day")).click());
    story.take(row_titled(page, "Number0000"));
}

/// What the list shows as the result of a person.
fn result_becomes(page: &Page, person: &str, result: &str) -> Result<(), Failure> {
    let script = format!(
        "[...document.querySelectorAll('.grid-row')].some((row) => row.innerText.includes('{person}') && row.innerText.includes('{result}'))"
    );
    page.wait_until(&format!("{person} to be {result}"), &script, 20.0)
}

#[test]
fn results_by_one_press_and_by_key_and_the_way_of_the_status() {
    let _turn = take_turn();
    let desk = Desk::usual().expect("a site and a browser");
    let page = &desk.page;
    let story = Story::new("campaign_presses", page);
    small_campaign(&desk, &story);

    // By one press, with the amount of a purchase, and by key.
    story.take(page.click("button", "Responded: Person Number0000"));
    story.take(result_becomes(page, "Number0000", "Responded"));
    story.take(page.click("button", "Bought: Person Number0001"));
    story.take(page.fill("textbox", "For how much", "99.50 EUR"));
    story.take(page.press("Enter"));
    story.take(result_becomes(page, "Number0001", "€99.50"));
    story.take(story.take(page.by_selector("#record-grid")).focus());
    story.take(page.press("Home"));
    story.take(page.press("ArrowDown"));
    story.take(page.press("ArrowDown"));
    story.take(page.press("4"));
    let noted = "document.querySelectorAll('.grid-row .pill.warning').length === 1";
    story.take(page.wait_until("the key to note that nothing arrived", noted, 20.0));
    // Who asks to stop is left alone by everybody, in one step that can be taken back.
    story.take(page.click("button", "Asked to stop: Person Number0004"));
    story.take(shows(page, &["Person Number0004 asked to stop"]));
    story.take(result_becomes(page, "Number0004", "Asked to stop"));
    story.take(open(page, &desk.site.place("customers?f.do_not_contact=is:yes")));
    story.take(row_titled(page, "Number0004"));

    // Planning, active, paused, active, complete; then nobody comes in until it is reopened.
    story.take(open(page, &desk.site.place("campaigns")));
    story.take(story.take(row_titled(page, "Open day")).click());
    let becomes = |status: &str| {
        let is = format!("document.querySelector('.status-step[aria-current]')?.textContent === '{status}'");
        page.wait_until(&format!("the status to be {status}"), &is, 20.0)
    };
    story.take(becomes("Planning"));
    for (press, status) in [
        ("Start", "Active"),
        ("Pause", "Paused"),
        ("Resume", "Active"),
        ("Mark as complete", "Complete"),
        ("Reopen", "Active"),
        ("Cancel campaign", "Cancelled"),
    ] {
        story.take(page.click("button", press));
        story.take(becomes(status));
    }
    let closed =
        "[...document.querySelectorAll('button')].some((one) => one.textContent === 'Add customers' && one.disabled)";
    story.take(page.wait_until("adding to be over", closed, 20.0));
    story.take(page.click("button", "Reopen"));
    story.take(becomes("Planning"));
    story.take(page.click("button", "Add customers"));
    story.take(page.click("radio", "Everybody who fits a filter"));
    story.take(shows(page, &["In the campaign already"]));
    story.take(page.press("Escape"));

    // Nobody was held out, and that is said.
    story.take(page.click("tab", "Results"));
    story.take(shows(page, &["Nobody was held out", "1 of 5"]));
    look(&story, "results");
    story.take(page.click("tab", "Recipients"));
    story.take(row_titled(page, "Number0000"));
    look(&story, "recipients");
    story.check_quiet(&[NOT_A_FILE]);
}

/// Twenty customers who came once long ago, and twenty who come every month.
fn orders_csv() -> String {
    let mut text = "customer_id,order_date,quantity,amount_usd\n".to_owned();
    for at in 0..20 {
        text += &format!("{},2025-01-{:02},1,{}.00\n", 100 + at, 1 + at % 9, 10 + at % 5);
        for month in 1..=6 {
            text += &format!("{},2026-{month:02}-{:02},2,{}.00\n", 200 + at, 1 + at % 9, 90 + at % 7);
        }
    }
    text
}

#[test]
fn a_segment_becomes_a_campaign_with_a_group_held_out() {
    let _turn = take_turn();
    let Desk { page, profile, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("campaign_segment", page);
    let orders = story.take(file_for(profile, "orders.csv", orders_csv()));
    story.take(import(page, site, &orders));
    story.take(customers_become(page, 40));
    story.take(open(page, &site.place("segments")));
    story.take(page.by_role("combobox", "Groups").and_then(|list| list.choose("2 groups")));
    story.take(page.click("button", "Find groups"));
    story.take(page.wait_for("the groups", LONG_WORK, || page.find_by_role("button", "Save 2 segments")));
    story.take(page.click("button", "Save 2 segments"));
    let plan = story.take(page.wait_for("the saved segments", LONG_WORK, || {
        let links = page.roles("link")?;
        Ok(links.into_iter().find(|(name, _)| name.starts_with("Plan a campaign for “")))
    }));
    let segment = plan.0.trim_start_matches("Plan a campaign for “").trim_end_matches('”').to_owned();
    story.take(plan.1.click());
    story.take(page.by_role("dialog", "New campaign"));
    story.take(page.wait_for_value("textbox", "Name", &format!("Campaign for {segment}")));
    story.take(page.click("button", "Create"));
    story.take(page.by_role("heading", &format!("Campaign for {segment}")));
    let address = story.take(page.address());
    check(&story, !address.contains("new=1"), &address);
    story.take(page.click("button", &format!("Add the customers of “{segment}”")));
    story.take(page.click("button", "Add 20 customers"));
    story.take(page.wait_gone("button", "Add 20 customers"));
    for (query, wanted) in [("", 20), ("?f.group=is:control", 4), ("?f.group=is:contacted", 16)] {
        story.take(open(page, &site.place(&format!("recipients{query}"))));
        story.take(page.wait_for(&format!("{wanted} recipients{query}"), Duration::from_secs(20), || {
            let text = page.evaluate("document.querySelector('.page-count')?.textContent ?? ''")?;
            let count = text.as_str().unwrap_or_default().split(' ').next().unwrap_or_default().parse::<u64>();
            Ok((count == Ok(wanted)).then_some(()))
        }));
    }
    story.check_quiet(&[NOT_A_FILE]);
}

fn screens_in(language: Language) {
    let launch = LaunchOptions { language: language.tag().into(), ..LaunchOptions::default() };
    let desk = Desk::new(&SiteOptions::default(), &launch).expect("a site and a browser");
    let Desk { page, site, .. } = &desk;
    let story = Story::new(&format!("campaign_screens_{}", language.tag()), page);
    let word = |message: Message| message.text(language);
    story.take(open(page, &site.place("campaigns")));
    let new = list::NEW_RECORD.fill(language, &[("kind", &word(campaign::ENTITY.one).to_lowercase())]);
    story.take(page.click("button", &new));
    story.take(page.fill("textbox", word(burrow::messages::fields::TITLE), "2026"));
    story.take(page.click("button", word(burrow::messages::record::CREATE)));
    story.take(page.by_role("heading", "2026"));
    story.take(page.wait_for_text(word(words::NOBODY_YET)));
    look(&story, "a campaign with nobody in it");
    story.take(page.click("tab", word(words::TAB_RESULTS)));
    story.take(page.wait_for_text(word(words::NO_RESULTS_YET)));
    look(&story, "no results");
    story.take(page.click("tab", word(words::TAB_RECIPIENTS)));
    story.take(page.click("button", word(words::ADD_CUSTOMERS)));
    story.take(page.by_role("dialog", word(words::ADD_CUSTOMERS)));
    look(&story, "adding customers");
    story.take(page.press("Escape"));
    story.take(page.click("button", word(words::READ_RESULTS)));
    story.take(page.by_role("dialog", word(words::READ_TITLE)));
    look(&story, "importing results");
    story.take(page.press("Escape"));
    story.take(page.click("button", word(campaign_words::START_IT)));
    story.take(page.wait_until(
        "the campaign to be active",
        &format!(
            "document.querySelector('.status-step[aria-current]')?.textContent === '{}'",
            word(campaign_words::ACTIVE)
        ),
        LONG_WORK.as_secs_f32(),
    ));
    story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn the_screens_of_a_campaign_in_english() {
    let _turn = take_turn();
    screens_in(Language::English);
}

#[test]
fn the_screens_of_a_campaign_in_chinese() {
    let _turn = take_turn();
    screens_in(Language::Chinese);
}
