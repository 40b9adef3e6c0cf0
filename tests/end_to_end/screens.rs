//! Every screen in both languages, both themes and at the width of a phone: nothing that axe calls serious, nothing that
//! scrolls sideways.

use burrow::domain::record::Kind;
use burrow::messages::{Language, Message, import as import_words, list, record, settings, shell};

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::LaunchOptions;
use crate::failure::Failure;
use crate::looks::{as_on_a_desk, as_on_a_phone, check_targets, check_width, look, look_in_both_themes, look_once};
use crate::page::Page;
use crate::site::SiteOptions;
use crate::steps::{Desk, LONG_WORK, NOT_A_FILE, book_is_ready, choose_file, customers_become, open, own_file};

struct Screens {
    desk: Desk,
    story: Story,
    language: Language,
}

impl Screens {
    fn new(language: Language) -> Self {
        let launch = LaunchOptions { language: language.tag().into(), ..LaunchOptions::default() };
        let desk = Desk::new(&SiteOptions::default(), &launch).expect("a site and a browser");
        let story = Story::new(&format!("screens_{}", language.tag()), &desk.page);
        Screens { desk, story, language }
    }

    fn page(&self) -> &Page {
        &self.desk.page
    }

    fn word(&self, message: Message) -> &'static str {
        message.text(self.language)
    }

    fn take<T>(&self, step: Result<T, Failure>) -> T {
        self.story.take(step)
    }

    fn at(&self, place: &str) {
        self.take(open(self.page(), &self.desk.site.place(place)));
        self.take(self.page().wait_until("a heading", "document.querySelector('h1') !== null", 20.0));
    }

    /// Opens a window above the page, looks at it, and closes it by Escape; on a phone, too.
    fn look_at_window(&self, what: &str, opens: impl Fn(&Page) -> Result<(), Failure>) {
        self.look_at_window_on_a_desk(what, &opens);
        as_on_a_phone(&self.story);
        self.while_open(what, &opens, || {
            look_once(&self.story, &format!("{what}, on a phone"));
            check_width(&self.story, what);
            check_targets(&self.story, what);
        });
        as_on_a_desk(&self.story);
    }

    /// The same for a window that a phone does not have.
    fn look_at_window_on_a_desk(&self, what: &str, opens: impl Fn(&Page) -> Result<(), Failure>) {
        self.while_open(what, opens, || look_in_both_themes(&self.story, what));
    }

    fn while_open(&self, what: &str, opens: impl Fn(&Page) -> Result<(), Failure>, look: impl Fn()) {
        self.take(opens(self.page()));
        let shown = "document.querySelector('dialog[open], :popover-open') !== null";
        self.take(self.page().wait_until(what, shown, 20.0));
        look();
        self.take(self.page().press("Escape"));
        self.take(self.page().wait_until(&format!("{what} to close"), &format!("!({shown})"), 20.0));
    }

    /// A phone shows three columns and offers no choice of them.
    fn check_columns_of_a_phone(&self) {
        as_on_a_phone(&self.story);
        let heads = "document.querySelectorAll('.list-pane [role=columnheader].head-cell').length === 3";
        self.take(self.page().wait_until("three columns", heads, 20.0));
        let choice = self.take(self.page().find_by_role("button", self.word(list::COLUMNS)));
        check(&self.story, choice.is_none(), "a phone offers a choice of columns that it does not follow");
        as_on_a_desk(&self.story);
    }

    /// Does something by its button, or by the menu that holds it where there is no room for the button.
    fn by_button_or_menu(&self, name: Message) -> Result<(), Failure> {
        // How much room there is is known a moment after the window has changed.
        let menu = self.page().wait_for("the button, or the menu that holds it", crate::page::PATIENCE, || {
            let is_there = |name| Ok(self.page().find_by_role("button", name)?.is_some());
            let (alone, in_menu) = (is_there(self.word(name))?, is_there(self.word(list::MORE))?);
            Ok((alone || in_menu).then_some(!alone))
        })?;
        if menu {
            self.page().click("button", self.word(list::MORE))?;
            return self.page().click("menuitem", self.word(name));
        }
        self.page().click("button", self.word(name))
    }

    fn tour_of_addresses(&self, state: &str, addresses: &[&str]) {
        for address in addresses {
            self.at(address);
            // What is still being read is not what a person looks at.
            self.take(self.page().wait_until("what is shown", "document.querySelector('.skeleton') === null", 30.0));
            look(&self.story, &format!("/{address} of {state}"));
        }
    }

    fn import_contacts(&self) {
        self.at("import");
        self.take(choose_file(self.page(), &own_file("tests/data/contacts.csv")));
        self.take(self.page().by_role("button", self.word(import_words::PREVIEW)));
        look(&self.story, "the columns of an import");
        self.take(self.page().click("button", self.word(import_words::PREVIEW)));
        let button = import_words::IMPORT_CUSTOMERS.fill(self.language, 500, "500", &[]);
        let button =
            self.take(self.page().wait_for("the preview", LONG_WORK, || self.page().find_by_role("button", &button)));
        look(&self.story, "the preview of an import");
        self.take(button.click());
        self.take(self.page().by_role("link", self.word(import_words::SEE_CUSTOMERS)));
        look(&self.story, "the report of an import");
        self.take(customers_become(self.page(), 500));
    }

    /// The identifier of the first customer of the list, which is left open beside it.
    fn open_first(&self) -> String {
        self.take(self.take(self.page().by_selector("#cell-0-1")).click());
        self.take(self.page().wait_for("the open record", crate::page::PATIENCE, || {
            let address = self.page().address()?;
            Ok(address.split(['?', '&']).find_map(|part| part.strip_prefix("open=")).map(str::to_owned))
        }))
    }

    fn story(&self) {
        self.tour_of_addresses(
            "an empty book",
            &["", "customers", "customers?trash=1", "customers/00000000-0000-7000-8000-000000000000", "import"],
        );
        self.tour_of_addresses("an empty book", &["settings", "members", "no-such-page"]);
        self.tour_of_addresses(
            "an empty book",
            &["deals", "orders", "tickets", "campaigns", "tasks", "segments", "pipelines"],
        );
        self.import_contacts();

        self.at("customers");
        look(&self.story, "the list");
        let id = self.open_first();
        self.take(self.page().wait_until(
            "the record",
            "document.querySelector('.record-panel .fields .field-name') !== null",
            20.0,
        ));
        look(&self.story, "the open record");
        let own = format!("customers/{id}");
        let addresses =
            [&*own, "customers?search=ann&f.status=is:lead", "customers?search=no%20such%20name", "settings"];
        self.tour_of_addresses("500 customers", &addresses);
        self.tour_of_addresses("500 customers", &["members", "import"]);

        self.at("customers");
        let new_customer =
            list::NEW_RECORD.fill(self.language, &[("kind", &self.word(Kind::Customer.one()).to_lowercase())]);
        self.look_at_window("the palette", |page| page.press("Ctrl+K"));
        self.look_at_window("the keys", |page| page.press("?"));
        self.look_at_window("the form of a new customer", |page| page.click("button", &new_customer));
        self.look_at_window("the export", |_| self.by_button_or_menu(shell::EXPORT));
        self.look_at_window("the filter", |page| page.click("button", self.word(list::ADD_FILTER)));
        self.look_at_window_on_a_desk("the columns", |page| page.click("button", self.word(list::COLUMNS)));
        self.check_columns_of_a_phone();
        self.at("settings");
        self.look_at_window("a new member", |page| page.click("button", self.word(settings::ADD_MEMBER)));
        self.at(&own);
        self.look_at_editors();
        self.story.check_quiet(&[NOT_A_FILE]);
    }

    /// Every editor of the record's own page, one after the other.
    fn look_at_editors(&self) {
        // A customer of the file has empty fields, which are folded away until they are asked for.
        self.take(self.page().click("button", self.word(record::SHOW_EMPTY_FIELDS)));
        let editable = "document.querySelectorAll('.fields button.value-button').length";
        self.take(self.page().wait_until("fields that can be edited", &format!("{editable} > 10"), 20.0));
        let count = self.take(self.page().evaluate(editable)).as_u64().unwrap_or(0);
        for at in 0..count {
            let press = format!("document.querySelectorAll('.fields button.value-button')[{at}].click()");
            self.take(self.page().evaluate(&press));
            let open = "document.querySelector('.fields .editing') !== null";
            self.take(self.page().wait_until("the editor", open, 20.0));
            look_once(&self.story, &format!("the editor of field {at}"));
            as_on_a_phone(&self.story);
            check_width(&self.story, &format!("the editor of field {at}"));
            check_targets(&self.story, &format!("the editor of field {at}"));
            as_on_a_desk(&self.story);
            self.take(self.page().press("Escape"));
            self.take(self.page().wait_until("the editor to close", &format!("!({open})"), 20.0));
        }
        self.take(book_is_ready(self.page()));
    }
}

#[test]
fn every_screen_in_english() {
    let _turn = take_turn();
    Screens::new(Language::English).story();
}

#[test]
fn every_screen_in_chinese() {
    let _turn = take_turn();
    Screens::new(Language::Chinese).story();
}
