//! Deals on their board: moved by keys, mouse and finger, lost with a reason, and their stages edited.

use std::time::Duration;

use burrow::messages::{Language, board, deals};
use serde_json::json;

use crate::check::{check, take_turn};
use crate::deals_board::{Deals, fill, settle, time_of_the_page};
use crate::looks::{PHONE, look};
use crate::page::PATIENCE;
use crate::steps::{NOT_A_FILE, book_is_ready, open, shown_value, value_becomes};

/// How long a finger rests to pick a card up.
const REST: Duration = Duration::from_millis(700);

#[test]
fn a_deal_is_won_by_keys_alone() {
    let _turn = take_turn();
    let deals = Deals::begin("deals_by_keys");
    deals.make("Spring wholesale", "20892");
    let page = deals.page();
    deals.take(page.wait_for_text("20,892\u{a0}USD"));
    deals.take(deals.card("Spring wholesale").focus());
    deals.take(page.press("Space"));
    deals.hears("Spring wholesale picked up. Qualified, 1 of 5.");
    deals.take(page.press("ArrowRight"));
    deals.hears("Proposal, 2 of 5.");
    deals.take(page.press("Escape"));
    deals.hears("Spring wholesale is back in Qualified.");
    deals.stands_in("Spring wholesale", "Qualified");

    deals.take(page.press("m"));
    for expected in ["Proposal, 2 of 5.", "Negotiation, 3 of 5.", "Won, 4 of 5."] {
        deals.take(page.press("ArrowRight"));
        deals.hears(expected);
    }
    deals.take(page.press("Enter"));
    deals.hears("Spring wholesale moved to Won.");
    deals.stands_in("Spring wholesale", "Won");
    // The card keeps the focus in its new column, and Enter opens it.
    deals.take(page.wait_for("the card to have the focus", PATIENCE, || {
        let (_, name) = page.focused()?;
        Ok(name.starts_with("Spring wholesale").then_some(()))
    }));
    deals.take(page.press("Enter"));
    deals.take(page.by_role("heading", "Spring wholesale"));
    deals.take(value_becomes(page, "Status", "Won"));
    deals.take(page.wait_for("the day on which it closed", PATIENCE, || {
        Ok(shown_value(page, "Closed")?.filter(|day| day.contains("20")))
    }));
    let stage = deals.take(page.by_role("combobox", "Stage"));
    deals.take(page.wait_until(
        "the stages gone through",
        "document.querySelectorAll('.stage-log li').length === 2",
        20.0,
    ));
    deals.take(page.wait_for_text("Qualified, under a day"));

    // Reopened in its record, it is open again and has no closing day.
    deals.take(stage.choose("Negotiation"));
    deals.stands_in("Spring wholesale", "Negotiation");
    deals.take(value_becomes(page, "Status", "Open"));
    deals.take(
        page.wait_for("the closing day to go", PATIENCE, || Ok(shown_value(page, "Closed")?.is_none().then_some(()))),
    );
    deals.story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn cards_are_dragged_by_mouse_and_by_finger() {
    let _turn = take_turn();
    let deals = Deals::begin("deals_dragged");
    deals.make("Kiln refit", "35320");
    let page = deals.page();
    deals.drag("Kiln refit", "Negotiation");
    deals.stands_in("Kiln refit", "Negotiation");
    deals.take(page.wait_for_text("weighted 26,490\u{a0}USD"));
    let open = deals.take(page.address());
    check(&deals.story, !open.contains("open="), "the drag opened the deal");
    // One undo.
    deals.take(page.press("Ctrl+Z"));
    deals.stands_in("Kiln refit", "Qualified");

    // The menu does the same.
    deals.take(deals.card("Kiln refit").hover());
    deals.take(page.click("button", "Actions for Kiln refit"));
    deals.take(page.click("menuitem", "Move to Proposal"));
    deals.stands_in("Kiln refit", "Proposal");
    // It survives the reload.
    deals.take(page.reload());
    deals.take(book_is_ready(page));
    deals.stands_in("Kiln refit", "Proposal");

    // By finger, on a tablet: the next column is in sight.
    deals.take(page.viewport(1024, 768, true, true));
    let column = deals.take(page.by_role_containing("region", "Negotiation, "));
    deals.take(page.drag_by_touch(&deals.card("Kiln refit"), &column, REST));
    deals.stands_in("Kiln refit", "Negotiation");

    // A finger that does not rest scrolls, and moves nothing.
    deals.take(page.viewport(PHONE, 844, true, true));
    let card = deals.card("Kiln refit");
    let head = deals.take(page.by_selector(".board-column:nth-child(3) .column-name"));
    deals.take(page.drag_by_touch(&card, &head, Duration::ZERO));
    deals.stands_in("Kiln refit", "Negotiation");
    deals.story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn a_lost_deal_says_why() {
    let _turn = take_turn();
    let deals = Deals::begin("deals_lost");
    deals.make("Clinic roll-out", "23938");
    let page = deals.page();
    deals.drag("Clinic roll-out", "Lost");
    deals.take(page.by_role("dialog", "Why was it lost?"));
    deals.take(page.press("Escape"));
    deals.take(page.wait_gone("dialog", "Why was it lost?"));
    deals.stands_in("Clinic roll-out", "Qualified");

    deals.drag("Clinic roll-out", "Lost");
    deals.take(page.by_role("dialog", "Why was it lost?"));
    deals.take(page.click("button", "Mark as lost"));
    deals.take(page.wait_for_text("Why was it lost? Please choose a reason."));
    deals.take(page.by_role("combobox", "Why lost").and_then(|field| field.choose("Another reason")));
    deals.take(page.click("button", "Mark as lost"));
    deals.take(page.wait_for_text("Please say why in a few words."));
    deals.take(page.fill("textbox", "Why lost, in words", "They moved to Ghana."));
    deals.take(page.click("button", "Mark as lost"));
    deals.stands_in("Clinic roll-out", "Lost");
    deals.take(deals.card("Clinic roll-out").click());
    deals.take(value_becomes(page, "Why lost", "Another reason"));
    deals.take(value_becomes(page, "Why lost, in words", "They moved to Ghana."));
    // In the record, too, a lost stage asks; and one that is not lost forgets the reason.
    deals.take(page.by_role("combobox", "Stage").and_then(|stage| stage.choose("Proposal")));
    deals.stands_in("Clinic roll-out", "Proposal");
    deals.take(page.by_role("combobox", "Stage").and_then(|stage| stage.choose("Lost")));
    deals.take(page.by_role("dialog", "Why was it lost?"));
    deals.take(page.press("Escape"));
    deals.stands_in("Clinic roll-out", "Proposal");
    deals.story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn a_stage_with_deals_is_deleted_and_the_deals_go_elsewhere() {
    let _turn = take_turn();
    let deals = Deals::begin("deals_stages");
    deals.make("School licences", "17638");
    deals.make("Second site", "11432");
    let page = deals.page();
    deals.take(page.click("button", "More"));
    deals.take(page.click("menuitem", "Edit stages"));
    deals.take(page.by_role("heading", "Pipelines"));
    deals.take(page.click("button", "Delete Qualified"));
    deals.take(page.wait_for_text("2 deals stand in Qualified."));
    deals.take(page.by_role("combobox", "Move them to").and_then(|field| field.choose("Negotiation")));
    deals.take(page.click("button", "Move and delete"));
    deals.take(page.wait_gone("button", "Delete Qualified"));
    deals.take(page.click("link", "Board"));
    deals.stands_in("School licences", "Negotiation");
    deals.stands_in("Second site", "Negotiation");
    deals.take(page.wait_gone("region", "Qualified, 0 deals"));
    deals.take(page.press("Ctrl+Z"));
    deals.stands_in("School licences", "Qualified");
    deals.stands_in("Second site", "Qualified");

    // A stage is added, named and put first.
    deals.take(open(page, &deals.desk.site.place("pipelines")));
    deals.take(page.click("button", "Add a stage"));
    deals.take(page.by_role("textbox", "Name of New stage"));
    deals.take(page.wait_for("the new name to be written", PATIENCE, || {
        Ok((page.focused()?.1 == "Name of New stage").then_some(()))
    }));
    deals.take(page.type_text("Trial"));
    deals.take(page.press("Enter"));
    deals.take(page.by_role("textbox", "Name of Trial"));
    let place = "[...document.querySelectorAll('.stage-rows .stage-row')]
        .findIndex((row) => row.querySelector('input')?.value === 'Trial')";
    for wanted in [2, 1, 0] {
        deals.take(page.click("button", "Move Trial up"));
        let is_there = format!("{place} === {wanted}");
        deals.take(page.wait_until(&format!("Trial to stand at {wanted}"), &is_there, 20.0));
    }
    let first = "document.querySelector('.stage-rows .stage-row input').value === 'Trial'";
    // A share that is none is refused beside its field.
    deals.take(page.fill("textbox", "Probability of Trial, in percent", "130"));
    deals.take(page.press("Enter"));
    deals.take(page.wait_for_text("“130” is not a percentage from 0 to 100."));
    deals.take(page.fill("textbox", "Probability of Trial, in percent", "5"));
    deals.take(page.press("Enter"));
    deals.take(page.wait_for_text("Trial is changed."));
    // By its handle it goes after Qualified again.
    let (handle, below) = (
        deals.take(page.by_selector(".stage-rows .stage-row:nth-child(1) .stage-handle")),
        deals.take(page.by_selector(".stage-rows .stage-row:nth-child(2) .stage-deals")),
    );
    deals.take(page.drag(&handle, &below));
    deals.take(page.wait_until("Qualified to be the first", &first.replace("Trial", "Qualified"), 20.0));

    // A second pipeline, with its own board.
    deals.take(page.click("button", "New pipeline"));
    deals.take(page.wait_until("two pipelines", "document.querySelectorAll('.pipeline').length === 2", 20.0));
    deals.take(page.click("link", "Board"));
    deals.take(page.by_role("combobox", "Pipeline").and_then(|field| field.choose("New pipeline")));
    deals.take(page.by_role("region", "Qualified, 0 deals"));
    deals.story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn the_board_and_the_stages_can_be_used_by_everybody() {
    let _turn = take_turn();
    for language in [Language::English, Language::Chinese] {
        let deals = Deals::empty(&format!("deals_looks_{}", language.tag()), language);
        let (page, word) = (deals.page(), |message: burrow::messages::Message| message.text(language));
        look(&deals.story, "the board of an empty book");
        deals.take(page.click("button", word(board::START_USUAL)));
        let made = format!(
            "document.querySelectorAll('.column-name')[1]?.textContent === {}",
            json!(word(deals::STAGE_PROPOSAL))
        );
        deals.take(page.wait_until("the usual stages", &made, 20.0));
        look(&deals.story, "a board without deals");
        fill(&deals, 24);
        deals.take(page.wait_until("cards", "document.querySelectorAll('.deal-card').length > 12", 20.0));
        look(&deals.story, "the board");
        deals.take(deals.take(page.by_selector(".board-column:nth-child(2) .deal-open")).click());
        deals.take(page.wait_until(
            "the record",
            "document.querySelector('.record-panel .stage-log li') !== null",
            20.0,
        ));
        look(&deals.story, "the open deal");
        deals.take(page.press("Escape"));
        deals.take(page.click("tab", word(board::LIST)));
        deals.take(page.wait_until("the list", "document.querySelector('#cell-0-1') !== null", 20.0));
        look(&deals.story, "the list of deals");
        deals.take(open(page, &deals.desk.site.place("pipelines")));
        deals.take(page.wait_until(
            "the stages",
            "document.querySelectorAll('.stage-rows .stage-row').length === 5",
            20.0,
        ));
        look(&deals.story, "the page of pipelines");
        let remove = board::DELETE_STAGE.fill(language, &[("stage", word(deals::STAGE_PROPOSAL))]);
        deals.take(page.click("button", &remove));
        deals.take(page.by_role("combobox", word(board::DELETE_TO)));
        look(&deals.story, "the deletion of a stage");
        deals.take(page.press("Escape"));
        deals.story.check_quiet(&[NOT_A_FILE]);
    }
}

/// Of a board of 2,000 deals only fifty a column are drawn, and cards are carried by keys as on a small one. How long each
/// key takes the page's own thread is told, of several turns the best, and not judged: a time is no test.
#[test]
fn two_thousand_deals_are_carried_like_a_few() {
    let _turn = take_turn();
    let deals = Deals::begin("deals_many");
    let page = deals.page();
    fill(&deals, 2_000);
    let full = "[...document.querySelectorAll('.board-column')].every((one) => one.querySelectorAll('.deal-card').length === 50)";
    deals.take(page.wait_until("fifty cards in every column", full, 60.0));
    deals.take(page.by_role("region", "Qualified, 400 deals"));
    deals.take(page.call("Performance.enable", json!({ "timeDomain": "threadTicks" })));
    let keys = ["ArrowDown", "Space", "ArrowRight", "Enter"];
    let mut best = [f64::MAX; 4];
    for _ in 0..8 {
        deals.take(page.evaluate("document.querySelector('.board-column:nth-child(1) .deal-open').focus()"));
        for (key, best) in keys.iter().zip(&mut best) {
            deals.take(settle(page));
            let before = deals.take(time_of_the_page(page));
            deals.take(page.press(key));
            deals.take(settle(page));
            *best = best.min(deals.take(time_of_the_page(page)) - before);
        }
    }
    println!("time of the page for each of {keys:?}, in ms: {best:.1?}");
    deals.take(page.by_role("region", "Qualified, 392 deals"));

    // The rest of a column comes when it is asked for.
    deals.take(page.by_role_containing("button", "Show 50 more").and_then(|button| button.click()));
    let more = "document.querySelector('.board-column').querySelectorAll('.deal-card').length === 100";
    deals.take(page.wait_until("a hundred cards", more, 20.0));
    deals.story.check_quiet(&[NOT_A_FILE]);
}
