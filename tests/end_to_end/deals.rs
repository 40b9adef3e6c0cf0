//! Deals on their board: moved by keys, mouse and finger, lost with a reason, and their stages edited.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use burrow::domain::change::Change;
use burrow::domain::deal;
use burrow::domain::id::{Id, MemberId, OperationId};
use burrow::domain::operation::Action;
use burrow::domain::record::Kind;
use burrow::domain::value::{Currency, Day, Money, Value as FieldValue};
use burrow::engine::protocol::{self, Request};
use burrow::messages::{Language, board, deals};
use serde_json::json;

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::LaunchOptions;
use crate::failure::Failure;
use crate::page::{PATIENCE, Page, Theme};
use crate::site::SiteOptions;
use crate::steps::{Desk, NOT_A_FILE, book_is_ready, open, shown_value, value_becomes};

/// The width of a phone in CSS pixels.
const PHONE: u32 = 390;
/// How long a finger rests to pick a card up.
const REST: Duration = Duration::from_millis(700);

/// Keeps the page's first worker, the engine, where a story finds it.
const KEEP_THE_WORKER: &str = "window.Worker = class extends Worker {
    constructor(...how) { super(...how); window.burrowWorker ??= this; }
};";

struct Deals {
    desk: Desk,
    story: Story,
}

impl Deals {
    /// A book with the usual stages, on its board.
    fn begin(name: &str) -> Deals {
        let deals = Deals::empty(name, Language::English);
        deals.take(deals.page().click("button", "Start with the usual stages"));
        deals.take(deals.page().by_role("region", "Qualified, 0 deals"));
        deals
    }

    fn empty(name: &str, language: Language) -> Deals {
        let launch = LaunchOptions { language: language.tag().into(), ..LaunchOptions::default() };
        let desk = Desk::new(&SiteOptions::default(), &launch).expect("a site and a browser");
        let story = Story::new(name, &desk.page);
        let deals = Deals { desk, story };
        deals.take(deals.page().on_every_document(KEEP_THE_WORKER));
        deals.take(deals.page().viewport(1440, 900, false, false));
        deals.take(open(deals.page(), &deals.desk.site.place("deals")));
        deals
    }

    fn page(&self) -> &Page {
        &self.desk.page
    }

    #[track_caller]
    fn take<T>(&self, step: Result<T, Failure>) -> T {
        self.story.take(step)
    }

    /// Makes a deal by the form, and closes its record.
    fn make(&self, name: &str, amount: &str) {
        let page = self.page();
        self.take(page.click("button", "New deal"));
        self.take(page.fill("textbox", "Name", name));
        self.take(page.fill("textbox", "Amount", amount));
        self.take(page.click("button", "Create"));
        self.take(page.by_role("heading", name));
        self.take(page.press("Escape"));
        self.stands_in(name, "Qualified");
    }

    /// The name of the column in which a card stands.
    fn column_of(&self, title: &str) -> Result<String, Failure> {
        let script = format!(
            "[...document.querySelectorAll('.board .deal-card')]
                .find((card) => card.querySelector('.deal-title').textContent === {})
                ?.closest('.board-column').querySelector('.column-name').textContent ?? ''",
            json!(title)
        );
        Ok(self.page().evaluate(&script)?.as_str().unwrap_or_default().to_owned())
    }

    #[track_caller]
    fn stands_in(&self, title: &str, stage: &str) {
        self.take(self.page().wait_for(&format!("{title:?} to stand in {stage}"), PATIENCE, || {
            match self.column_of(title)? {
                found if found == stage => Ok(Some(())),
                found => Err(Failure::Thrown(format!("it stands in {found:?}"))),
            }
        }));
    }

    #[track_caller]
    fn hears(&self, said: &str) {
        self.take(self.page().wait_for(&format!("{said:?} to be said"), PATIENCE, || {
            match self.page().evaluate("document.getElementById('board-said').textContent")? {
                found if found == said => Ok(Some(())),
                found => Err(Failure::Thrown(format!("it is {found}"))),
            }
        }));
    }

    fn card(&self, title: &str) -> crate::element::Element {
        self.take(self.page().by_role_containing("button", &format!("{title} ")))
    }

    fn drag(&self, title: &str, stage: &str) {
        let (card, column) =
            (self.card(title), self.take(self.page().by_role_containing("region", &format!("{stage}, "))));
        self.take(self.page().drag(&card, &column));
    }

    fn look(&self, what: &str) {
        let rest = "document.getAnimations().every((one) => one.playState !== 'running'
            || one.effect.getComputedTiming().iterations === Infinity)";
        self.take(self.page().wait_until("the page to be at rest", rest, 20.0));
        let grave = self.take(self.page().axe());
        let told: String = grave.iter().map(|violation| format!("\n  {violation}")).collect();
        check(&self.story, grave.is_empty(), &format!("{what}: {told}"));
    }

    /// Both themes, wide, then as on a phone, where nothing may scroll the page sideways.
    fn look_everywhere(&self, what: &str) {
        for theme in [Theme::Dark, Theme::Light] {
            self.take(self.page().theme(theme));
            let word = if theme == Theme::Dark { "dark" } else { "light" };
            let taken = format!("document.documentElement.dataset.theme === '{word}'");
            self.take(self.page().wait_until("the theme to be taken", &taken, 20.0));
            self.look(&format!("{what}, {word}"));
        }
        self.take(self.page().viewport(PHONE, 844, true, true));
        self.take(self.page().wait_until("a narrow page", &format!("innerWidth === {PHONE}"), 20.0));
        let width = self.take(self.page().scroll_width());
        check(&self.story, width <= u64::from(PHONE), &format!("{what} is {width} px wide on a phone"));
        self.look(&format!("{what}, on a phone"));
        self.take(self.page().viewport(1440, 900, false, false));
    }
}

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
    let closed = deals.take(shown_value(page, "Closed"));
    check(&deals.story, closed.as_deref().is_some_and(|day| day.contains("20")), &format!("it closed on {closed:?}"));
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
    for _ in 0..3 {
        deals.take(page.click("button", "Move Trial up"));
        std::thread::sleep(Duration::from_millis(300));
    }
    let first = "document.querySelector('.stage-rows .stage-row input').value === 'Trial'";
    deals.take(page.wait_until("Trial to be the first", first, 20.0));
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
        deals.look_everywhere("the board of an empty book");
        deals.take(page.click("button", word(board::START_USUAL)));
        let made = format!(
            "document.querySelectorAll('.column-name')[1]?.textContent === {}",
            json!(word(deals::STAGE_PROPOSAL))
        );
        deals.take(page.wait_until("the usual stages", &made, 20.0));
        deals.look_everywhere("a board without deals");
        fill(&deals, 24);
        deals.take(page.wait_until("cards", "document.querySelectorAll('.deal-card').length > 12", 20.0));
        deals.look_everywhere("the board");
        deals.take(deals.take(page.by_selector(".board-column:nth-child(2) .deal-open")).click());
        deals.take(page.wait_until(
            "the record",
            "document.querySelector('.record-panel .stage-log li') !== null",
            20.0,
        ));
        deals.look_everywhere("the open deal");
        deals.take(page.press("Escape"));
        deals.take(page.click("tab", word(board::LIST)));
        deals.take(page.wait_until("the list", "document.querySelector('#cell-0-1') !== null", 20.0));
        deals.look_everywhere("the list of deals");
        deals.take(open(page, &deals.desk.site.place("pipelines")));
        deals.take(page.wait_until(
            "the stages",
            "document.querySelectorAll('.stage-rows .stage-row').length === 5",
            20.0,
        ));
        deals.look_everywhere("the page of pipelines");
        let remove = board::DELETE_STAGE.fill(language, &[("stage", word(deals::STAGE_PROPOSAL))]);
        deals.take(page.click("button", &remove));
        deals.take(page.by_role("combobox", word(board::DELETE_TO)));
        deals.look_everywhere("the deletion of a stage");
        deals.take(page.press("Escape"));
        deals.story.check_quiet(&[NOT_A_FILE]);
    }
}

/// On a board of 2,000 deals no step of working by keys takes the page 50 ms, all that follows from it included. What
/// counts is the time of the page's own thread, so that other programs on the machine do not; of several turns the best.
#[test]
fn two_thousand_deals_do_not_stop_the_page() {
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
    check(&deals.story, best.iter().all(|time| *time < 50.0), &format!("{keys:?} took {best:.0?} ms"));
    deals.take(page.by_role("region", "Qualified, 392 deals"));

    // The rest of a column comes when it is asked for.
    deals.take(page.by_role_containing("button", "Show 50 more").and_then(|button| button.click()));
    let more = "document.querySelector('.board-column').querySelectorAll('.deal-card').length === 100";
    deals.take(page.wait_until("a hundred cards", more, 20.0));
    deals.story.check_quiet(&[NOT_A_FILE]);
}

/// Waits until what was begun has been drawn and written.
fn settle(page: &Page) -> Result<(), Failure> {
    page.evaluate(
        "new Promise((drawn) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(drawn)), 250))",
    )
    .map(drop)
}

/// The time that the page's thread has been at work, in milliseconds.
fn time_of_the_page(page: &Page) -> Result<f64, Failure> {
    let metrics = page.call("Performance.getMetrics", json!({}))?;
    let all = metrics["metrics"].as_array().map(Vec::as_slice).unwrap_or_default();
    let found = all.iter().find(|one| one["name"] == "TaskDuration").and_then(|one| one["value"].as_f64());
    found.map(|seconds| seconds * 1_000.0).ok_or_else(|| Failure::Thrown("the page tells no time of its tasks".into()))
}

/// Writes `count` deals by the page's own engine, as another tab would: into every stage, of every kind that a card tells
/// apart.
fn fill(deals: &Deals, count: usize) {
    let page = deals.page();
    let stages =
        deals.take(page.evaluate("[...document.querySelectorAll('[data-column]')].map((one) => one.dataset.column)"));
    let stages: Vec<Id> = stages.as_array().into_iter().flatten().filter_map(|id| Id::parse(id.as_str()?)).collect();
    check(&deals.story, stages.len() == 5, "there are not five stages");
    let names = [
        "Spring wholesale",
        "Clinic roll-out",
        "Kiln refit",
        "School licences",
        "Second site",
        "Renewal 2027",
        "Pilot, 3 months",
    ];
    let today = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() / 86_400) as i32;
    let changes = (0..count).map(|at| {
        let day =
            Day::from_days_since_1970(today - 4 + (at as i32 * 7) % 60).map_or(FieldValue::Empty, FieldValue::Day);
        let mut fields = vec![
            (deal::NAME, FieldValue::Text(names[at % names.len()].to_owned())),
            (deal::STAGE, FieldValue::Link(stages[at % 5])),
            (deal::AMOUNT, FieldValue::Money(Money::new((at as i64 * 7_919 % 40_000 + 500) * 100, Currency::USD))),
            (deal::EXPECTED_CLOSE, day),
            (deal::LOST_REASON, FieldValue::Choice(1)),
        ];
        if at % 3 > 0 {
            fields.push((deal::NEXT_STEP, FieldValue::Text("Send the offer".to_owned())));
        }
        Change::edit(Kind::Deal, Id::from_parts(1_700_000_000_000 + at as u64, [7; 10]), fields)
    });
    let operation = OperationId(Id::from_parts(1_700_000_000_000, [9; 10]));
    let request =
        Request::Commit { operation, member: MemberId::default(), action: Action::Create, changes: changes.collect() };
    let bytes = protocol::encode(&request).expect("a request becomes bytes");
    let text = data_encoding::BASE64.encode(&bytes);
    let script = format!(
        "new Promise((done) => {{
            const worker = window.burrowWorker;
            const bytes = Uint8Array.from(atob({}), (one) => one.charCodeAt(0));
            worker.addEventListener('message', (event) => {{ if (event.data[0] === 1e9) done(event.data[2].length); }});
            worker.postMessage([1e9, 'request', bytes]);
        }})",
        json!(text)
    );
    let told = deals.take(page.evaluate_within(&script, Duration::from_secs(60)));
    check(&deals.story, told.as_u64().is_some_and(|length| length > 0), "the engine did not answer");
}
