//! A call, a task and a ticket: written down where they belong, seen where they are looked for, taken back.

use burrow::domain::record::Kind;
use burrow::messages::{Language, Message, interactions, list, record, service, tickets};
use serde_json::json;

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::LaunchOptions;
use crate::failure::Failure;
use crate::looks::look;
use crate::page::Page;
use crate::site::SiteOptions;
use crate::steps::{Desk, NOT_A_FILE, book_is_ready, edit_text, open, row_titled};

/// One person at a desk, in a language.
struct Service {
    desk: Desk,
    story: Story,
    language: Language,
}

impl Service {
    fn new(name: &str, language: Language) -> Self {
        let launch = LaunchOptions { language: language.tag().into(), ..LaunchOptions::default() };
        let desk = Desk::new(&SiteOptions::default(), &launch).expect("a site and a browser");
        let story = Story::new(&format!("service_{name}_{}", language.tag()), &desk.page);
        Service { desk, story, language }
    }

    fn page(&self) -> &Page {
        &self.desk.page
    }

    #[track_caller]
    fn take<T>(&self, step: Result<T, Failure>) -> T {
        self.story.take(step)
    }

    fn word(&self, message: Message) -> &'static str {
        message.text(self.language)
    }

    fn named(&self, message: Message, name: &str, value: &str) -> String {
        message.fill(self.language, &[(name, value)])
    }

    #[track_caller]
    fn at(&self, place: &str) {
        self.take(open(self.page(), &self.desk.site.place(place)));
    }

    #[track_caller]
    fn press(&self, label: Message) {
        self.take(self.page().click("button", self.word(label)));
    }

    #[track_caller]
    fn write(&self, label: Message, text: &str) {
        self.take(self.page().fill("textbox", self.word(label), text));
    }

    /// Opens the form of a new record, writes these fields, and makes it; its record is then open beside the list.
    #[track_caller]
    fn make(&self, kind: Kind, fields: &[(Message, &str)], title: &str) {
        self.at(kind.name());
        let kind = self.word(kind.one()).to_lowercase();
        let new = self.named(list::NEW_RECORD, "kind", &kind);
        self.take(self.page().click("button", &new));
        for (label, text) in fields {
            self.write(*label, text);
        }
        self.press(record::CREATE);
        self.take(self.page().by_role("heading", title));
    }

    /// Waits until the text of what `selector` finds holds `part`, or no longer does.
    #[track_caller]
    fn becomes(&self, selector: &str, part: &str, there: bool) {
        let script = format!(
            "[...document.querySelectorAll({})].some((one) => one.innerText.includes({})) === {there}",
            json!(selector),
            json!(part)
        );
        self.take(self.page().wait_until(&format!("{part:?} in {selector} to be {there}"), &script, 20.0));
    }

    /// The texts of what `selector` finds.
    #[track_caller]
    fn texts(&self, selector: &str) -> Vec<String> {
        let script = format!("[...document.querySelectorAll({})].map((one) => one.innerText)", json!(selector));
        let found = self.take(self.page().evaluate(&script));
        let texts = found.as_array().map(Vec::as_slice).unwrap_or_default();
        texts.iter().map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Looks at another view of the list, and waits until it is the one that is shown.
    #[track_caller]
    fn view(&self, label: Message) {
        let tab = self.take(self.page().by_role("tab", self.word(label)));
        self.take(tab.click());
        self.take(self.page().wait_for("the view", crate::page::PATIENCE, || Ok(tab.is_on()?.then_some(()))));
    }

    /// Opens the only record of the list beside it. A row that is drawn anew under the pointer is pressed again.
    #[track_caller]
    fn open_row(&self, title: &str) {
        self.becomes(".grid-row .name-cell", title, true);
        let is_open = "document.querySelector('.record-panel .record-title') !== null";
        self.take(self.page().wait_for("the record beside the list", crate::page::PATIENCE, || {
            self.page().by_selector(".grid-row .name-cell")?.click()?;
            Ok(self.page().wait_until("the record", is_open, 3.0).ok())
        }));
    }

    fn make_customer(&self) {
        use burrow::messages::fields::{FIRST_NAME, LAST_NAME};
        self.make(Kind::Customer, &[(FIRST_NAME, "Dana"), (LAST_NAME, "Novák")], "Dana Novák");
    }
}

#[test]
fn a_call_stands_in_the_timeline_beside_a_change() {
    let _turn = take_turn();
    let one = Service::new("call", Language::English);
    one.make_customer();
    one.take(edit_text(one.page(), "Job title", "Owner"));
    one.press(service::LOG_A_CALL);
    one.write(interactions::SUBJECT, "Spring list");
    one.write(interactions::TEXT, "Asked about the spring list; send prices in CZK.");
    one.write(interactions::DURATION, "12");
    one.press(service::LOG);
    one.becomes(".timeline .event", "Call, held", true);
    let events = one.texts(".timeline .event");
    check(&one.story, events.len() == 3, &format!("what happened: {events:?}"));
    let holds = |event: &str, parts: &[&str]| parts.iter().all(|part| event.contains(part));
    check(&one.story, holds(&events[0], &["Call, held", "12 min", "Spring list", "send prices in CZK"]), &events[0]);
    check(&one.story, holds(&events[1], &["Job title changed", "Owner", "Undo this"]), &events[1]);
    check(&one.story, holds(&events[2], &["Created"]), &events[2]);
    // The timeline tells one sort of thing where it is asked to.
    one.press(service::GROUP_CHANGES);
    one.becomes(".timeline .event", "Call, held", false);
    one.becomes(".timeline .event", "Job title changed", true);
    one.press(service::GROUP_ALL);
    one.becomes(".timeline .event", "Call, held", true);
    // Both can be taken back.
    one.take(one.page().click("button", "Undo this: Job title changed"));
    one.becomes(".timeline .event", "Taken back: Job title changed", true);
    one.take(one.page().press("Ctrl+Z"));
    one.becomes(".timeline .event", "Taken back: Job title changed", true);
    look(&one.story, "a customer with a timeline");
    one.story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn a_task_is_ticked_and_gone_from_what_is_due_today() {
    let _turn = take_turn();
    let one = Service::new("task", Language::English);
    one.make_customer();
    one.press(service::ADD_TASK);
    one.take(one.page().fill("textbox", "Name", "Send prices"));
    one.press(service::TODAY);
    one.press(service::ADD);
    one.becomes(".timeline-next", "Send prices", true);
    one.at("tasks");
    let tab = one.take(one.page().by_role("tab", one.word(service::VIEW_TODAY)));
    check(&one.story, one.take(tab.is_on()), "today is what one sees first");
    one.take(row_titled(one.page(), "Send prices"));
    look(&one.story, "the tasks of today");
    let tick = one.named(service::TICK, "what", "Send prices");
    one.take(one.page().click("checkbox", &tick));
    one.take(one.page().by_role("heading", one.word(service::NONE_TODAY)));
    // Done is a place of its own, and the address says so.
    one.view(service::VIEW_DONE);
    one.take(row_titled(one.page(), "Send prices"));
    let address = one.take(one.page().address());
    check(&one.story, address.ends_with("/tasks?view=done"), &format!("the address is {address}"));
    one.take(one.page().reload());
    one.take(book_is_ready(one.page()));
    one.take(row_titled(one.page(), "Send prices"));
    // Taking the tick off brings it back.
    one.take(one.page().click("checkbox", &tick));
    one.view(service::VIEW_TODAY);
    one.take(row_titled(one.page(), "Send prices"));
    one.story.check_quiet(&[NOT_A_FILE]);
}

/// A ticket through its life, with its clocks; the values of the clocks are those of the English screen.
fn a_ticket(language: Language) {
    let _turn = take_turn();
    let one = Service::new("ticket", language);
    let english = language == Language::English;
    let clocks = |parts: &[&str]| {
        for part in parts.iter().filter(|_| english) {
            one.becomes(".clocks", part, true);
        }
    };
    let status = |message: Message| {
        let pressed = format!(
            "[...document.querySelectorAll('.desk .segment[aria-pressed=true]')].map((one) => one.innerText).join() === {}",
            json!(one.word(message))
        );
        one.take(one.page().wait_until("the status", &pressed, 20.0));
    };
    one.make(
        Kind::Ticket,
        &[(tickets::SUBJECT, "The oven is cold"), (tickets::DESCRIPTION, "Since this morning.")],
        "#1 The oven is cold",
    );
    one.becomes(".conversation .message", "Since this morning.", true);
    clocks(&["within 8 hr", "within 3 days", "0 min so far", "in 7 hr 59 min"]);
    look(&one.story, "a new ticket");

    // A note for members does not answer anybody; an answer does.
    one.press(service::INTERNAL_NOTE);
    one.write(service::NOTE_TEXT, "Third time this year.");
    one.press(service::WRITE_NOTE);
    one.becomes(".conversation .message.internal", "Third time this year.", true);
    clocks(&["in 7 hr 59 min"]);
    one.press(service::ANSWER);
    one.write(service::ANSWER_TEXT, "We send somebody.");
    one.press(service::WRITE_ANSWER);
    one.becomes(".conversation .message.ours", "We send somebody.", true);
    status(service::MOVE_OPEN);
    clocks(&["took 0 min", "Met"]);
    let shown = one.texts(".conversation .message");
    check(&one.story, shown.len() == 3 && shown[0].contains("Since this morning."), &format!("said: {shown:?}"));

    one.press(service::MOVE_WAITING_OTHERS);
    status(service::MOVE_WAITING_OTHERS);
    clocks(&["Stands still", "stands still since"]);
    look(&one.story, "a ticket on hold");
    one.at("tickets");
    one.becomes(".grid-row .due", one.word(service::ON_HOLD), true);
    one.view(service::VIEW_WAITING);
    one.open_row("The oven is cold");
    one.press(service::MOVE_SOLVED);
    status(service::MOVE_SOLVED);
    one.becomes(".clocks", one.word(service::CLOCK_MET), true);
    clocks(&["took 0 min"]);

    let rate = one.named(service::RATE, "rating", "5");
    one.take(one.page().click("button", &rate));
    one.write(service::RATING_WORDS, "Quick and kind.");
    one.press(service::SAVE_RATING);
    one.becomes(".rating", one.word(tickets::RATING_5), true);
    one.becomes(".page-note", "100%", true);
    look(&one.story, "a solved ticket with its rating");
    one.view(service::VIEW_CLOSED);
    one.take(row_titled(one.page(), "The oven is cold"));
    // Beside an open record there is no room for every column.
    one.at("tickets?view=closed");
    if english {
        one.becomes(".grid-row .due", "answered in 0 min", true);
    }
    // Opened again it goes on.
    one.open_row("The oven is cold");
    one.press(service::MOVE_REOPEN);
    status(service::MOVE_OPEN);
    clocks(&["0 min so far"]);
    // Half an hour and eight minutes later, by the clock of the page.
    one.take(one.page().on_every_document("const now = Date.now.bind(Date); Date.now = () => now() + 38 * 60_000;"));
    one.at("tickets");
    one.open_row("The oven is cold");
    clocks(&["38 min so far"]);
    look(&one.story, "the queue");
    one.story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn a_ticket_from_its_first_word_to_its_rating() {
    a_ticket(Language::English);
}

#[test]
fn a_ticket_in_chinese() {
    a_ticket(Language::Chinese);
}

#[test]
fn service_levels_are_the_usual_ones_until_they_are_changed() {
    let _turn = take_turn();
    let one = Service::new("levels", Language::English);
    one.at("settings");
    let field = |priority: &str, target: &str| {
        service::LEVEL_FIELD.fill(Language::English, &[("priority", priority), ("target", target)])
    };
    let urgent = field("Urgent", "First response");
    // Until the book has told its levels, the field is closed and empty.
    one.take(one.page().wait_for_value("textbox", &urgent, "1:00"));
    one.take(one.page().fill("textbox", &urgent, "soon"));
    one.take(one.page().press("Enter"));
    one.take(one.page().wait_for_text("not a length of time"));
    one.take(one.page().fill("textbox", &urgent, "0:20"));
    one.take(one.page().press("Enter"));
    one.becomes(".level-row", "Own", true);
    look(&one.story, "service levels");
    one.take(one.page().reload());
    one.take(book_is_ready(one.page()));
    // The fields open when the book has told its levels, so what stands in them then is what was saved.
    one.becomes(".level-row", "Own", true);
    one.take(one.page().wait_for_value("textbox", &urgent, "20"));
    one.take(one.page().wait_for_value("textbox", &field("Urgent", "Solution"), "8:00"));
    one.story.check_quiet(&[NOT_A_FILE]);
}
