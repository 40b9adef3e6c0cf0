//! A board of deals to tell stories with.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use burrow::domain::change::Change;
use burrow::domain::deal;
use burrow::domain::id::{Id, MemberId, OperationId};
use burrow::domain::operation::Action;
use burrow::domain::record::Kind;
use burrow::domain::value::{Currency, Day, Money, Value as FieldValue};
use burrow::engine::protocol::{self, Request};
use burrow::messages::Language;
use serde_json::json;

use crate::check::{Story, check};
use crate::chrome_devtools::LaunchOptions;
use crate::element::Element;
use crate::failure::Failure;
use crate::page::{PATIENCE, Page};
use crate::site::SiteOptions;
use crate::steps::{Desk, open};

/// Keeps the page's first worker, the engine, where a story finds it.
const KEEP_THE_WORKER: &str = "window.Worker = class extends Worker {
    constructor(...how) { super(...how); window.burrowWorker ??= this; }
};";

/// A book with a board on the screen.
pub struct Deals {
    /// Site, browser and page.
    pub desk: Desk,
    /// The story that it is about.
    pub story: Story,
}

impl Deals {
    /// A book with the usual stages, on its board.
    pub fn begin(name: &str) -> Deals {
        let deals = Deals::empty(name, Language::English);
        deals.take(deals.page().click("button", "Start with the usual stages"));
        deals.take(deals.page().by_role("region", "Qualified, 0 deals"));
        deals
    }

    /// An empty book, on the page of deals.
    pub fn empty(name: &str, language: Language) -> Deals {
        let launch = LaunchOptions { language: language.tag().into(), ..LaunchOptions::default() };
        let desk = Desk::new(&SiteOptions::default(), &launch).expect("a site and a browser");
        let story = Story::new(name, &desk.page);
        let deals = Deals { desk, story };
        deals.take(deals.page().on_every_document(KEEP_THE_WORKER));
        deals.take(deals.page().viewport(1440, 900, false, false));
        deals.take(open(deals.page(), &deals.desk.site.place("deals")));
        deals
    }

    /// The page.
    pub fn page(&self) -> &Page {
        &self.desk.page
    }

    /// The value of a step, or the end of the story.
    #[track_caller]
    pub fn take<T>(&self, step: Result<T, Failure>) -> T {
        self.story.take(step)
    }

    /// Makes a deal by the form, and closes its record.
    pub fn make(&self, name: &str, amount: &str) {
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
    pub fn column_of(&self, title: &str) -> Result<String, Failure> {
        let script = format!(
            "[...document.querySelectorAll('.board .deal-card')]
                .find((card) => card.querySelector('.deal-title').textContent === {})
                ?.closest('.board-column').querySelector('.column-name').textContent ?? ''",
            json!(title)
        );
        Ok(self.page().evaluate(&script)?.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until a card stands in that column.
    #[track_caller]
    pub fn stands_in(&self, title: &str, stage: &str) {
        self.take(self.page().wait_for(&format!("{title:?} to stand in {stage}"), PATIENCE, || {
            match self.column_of(title)? {
                found if found == stage => Ok(Some(())),
                found => Err(Failure::Thrown(format!("it stands in {found:?}"))),
            }
        }));
    }

    /// Waits until a screen reader has been told this.
    #[track_caller]
    pub fn hears(&self, said: &str) {
        self.take(self.page().wait_for(&format!("{said:?} to be said"), PATIENCE, || {
            match self.page().evaluate("document.getElementById('board-said').textContent")? {
                found if found == said => Ok(Some(())),
                found => Err(Failure::Thrown(format!("it is {found}"))),
            }
        }));
    }

    /// The card of that title.
    pub fn card(&self, title: &str) -> Element {
        self.take(self.page().by_role_containing("button", &format!("{title} ")))
    }

    /// Drags a card to a column with the mouse.
    pub fn drag(&self, title: &str, stage: &str) {
        let (card, column) =
            (self.card(title), self.take(self.page().by_role_containing("region", &format!("{stage}, "))));
        self.take(self.page().drag(&card, &column));
    }
}

/// Waits until what was begun has been drawn and written.
pub fn settle(page: &Page) -> Result<(), Failure> {
    page.evaluate(
        "new Promise((drawn) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(drawn)), 250))",
    )
    .map(drop)
}

/// The time that the page's thread has been at work, in milliseconds.
pub fn time_of_the_page(page: &Page) -> Result<f64, Failure> {
    let metrics = page.call("Performance.getMetrics", json!({}))?;
    let all = metrics["metrics"].as_array().map(Vec::as_slice).unwrap_or_default();
    let found = all.iter().find(|one| one["name"] == "TaskDuration").and_then(|one| one["value"].as_f64());
    found.map(|seconds| seconds * 1_000.0).ok_or_else(|| Failure::Thrown("the page tells no time of its tasks".into()))
}

/// Writes `count` deals by the page's own engine, as another tab would: into every stage, of every kind that a card tells
/// apart.
pub fn fill(deals: &Deals, count: usize) {
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
