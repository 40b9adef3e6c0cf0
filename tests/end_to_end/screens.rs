//! Every screen in both languages, both themes and at the width of a phone: nothing that axe calls serious, nothing that
//! scrolls sideways.

use burrow::domain::record::Kind;
use burrow::messages::{Language, Message, import as import_words, list, record, settings, shell};

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::LaunchOptions;
use crate::failure::Failure;
use crate::page::{Page, Theme};
use crate::site::SiteOptions;
use crate::steps::{Desk, LONG_WORK, NOT_A_FILE, book_is_ready, choose_file, customers_become, open, own_file};

/// The width of a phone in CSS pixels.
const PHONE: u32 = 390;

/// What a finger cannot hit well: whatever is pressed or filled in and is less than 44 pixels wide or high. A box or a
/// field counts with the label around it, a box in a row with its cell; a link within a text is as high as its line.
const SMALL_TARGETS: &str = "[...(document.querySelector('dialog[open]') ?? document)
    .querySelectorAll('button, a[href], input, select, textarea, summary')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true })
        && !one.closest('.visually-hidden, .skip') && !one.matches('.link, [type=file]'))
    .map((one) => [one, (one.closest('label, .check-cell') ?? one).getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.width < 43.5 || box.height < 43.5))
    .map(([one, box]) => `${one.localName}.${one.className} “${one.ariaLabel ?? one.innerText ?? ''}” ${Math.round(box.width)}×${Math.round(box.height)}`)
    .slice(0, 8)";

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

    /// Both themes, wide; then as on a phone. What is shown must stay while the window changes.
    fn look(&self, what: &str) {
        self.look_in_both_themes(what);
        self.as_on_a_phone();
        self.check_width(what);
        self.check_targets(what);
        self.look_once(&format!("{what}, on a phone"));
        self.as_on_a_desk();
    }

    fn look_in_both_themes(&self, what: &str) {
        for theme in [Theme::Dark, Theme::Light] {
            self.take(self.page().theme(theme));
            let word = if theme == Theme::Dark { "dark" } else { "light" };
            let taken = format!("document.documentElement.dataset.theme === '{word}'");
            self.take(self.page().wait_until("the theme to be taken", &taken, 20.0));
            self.look_once(&format!("{what}, {theme:?}"));
        }
    }

    fn check_width(&self, what: &str) {
        self.take(self.page().wait_until("the page to be as narrow", &format!("innerWidth === {PHONE}"), 20.0));
        let width = self.take(self.page().scroll_width());
        if width > u64::from(PHONE) {
            check(&self.story, false, &format!("{what} is {width} px wide on a phone: {}", self.wide_parts()));
        }
    }

    fn check_targets(&self, what: &str) {
        let small = self.take(self.page().evaluate(SMALL_TARGETS));
        check(
            &self.story,
            small.as_array().is_some_and(Vec::is_empty),
            &format!("{what} has what a finger cannot hit well: {small}"),
        );
    }

    fn look_once(&self, what: &str) {
        // Half way between two colours the contrast is that of neither.
        let rest = "document.getAnimations().every((one) => one.playState !== 'running'
            || one.effect.getComputedTiming().iterations === Infinity)";
        self.take(
            self.page().evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"),
        );
        self.take(self.page().wait_until("the page to be at rest", rest, 20.0));
        let grave = self.take(self.page().axe());
        let told: String = grave.iter().map(|violation| format!("\n  {violation}")).collect();
        check(&self.story, grave.is_empty(), &format!("{what}: {told}"));
    }

    /// What reaches beyond the right edge, for the message of a failure.
    fn wide_parts(&self) -> String {
        let script = "[...document.querySelectorAll('body *')].filter((part) => part.getBoundingClientRect().right > innerWidth + 0.5)
            .slice(0, 8).map((part) => `${part.localName}.${part.className}`).join(', ')";
        self.page().evaluate(script).map_or_else(|failure| failure.to_string(), |parts| parts.to_string())
    }

    fn as_on_a_phone(&self) {
        self.take(self.page().viewport(PHONE, 844, true, true));
    }

    fn as_on_a_desk(&self) {
        self.take(self.page().viewport(1280, 900, false, false));
    }

    fn at(&self, place: &str) {
        self.take(open(self.page(), &self.desk.site.place(place)));
        self.take(self.page().wait_until("a heading", "document.querySelector('h1') !== null", 20.0));
    }

    /// Opens a window above the page, looks at it, and closes it by Escape; on a phone, too.
    fn look_at_window(&self, what: &str, opens: impl Fn(&Page) -> Result<(), Failure>) {
        self.look_at_window_on_a_desk(what, &opens);
        self.as_on_a_phone();
        self.while_open(what, &opens, || {
            self.look_once(&format!("{what}, on a phone"));
            self.check_width(what);
            self.check_targets(what);
        });
        self.as_on_a_desk();
    }

    /// The same for a window that a phone does not have.
    fn look_at_window_on_a_desk(&self, what: &str, opens: impl Fn(&Page) -> Result<(), Failure>) {
        self.while_open(what, opens, || self.look_in_both_themes(what));
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
        self.as_on_a_phone();
        let heads = "document.querySelectorAll('.list-pane [role=columnheader].head-cell').length === 3";
        self.take(self.page().wait_until("three columns", heads, 20.0));
        let choice = self.take(self.page().find_by_role("button", self.word(list::COLUMNS)));
        check(&self.story, choice.is_none(), "a phone offers a choice of columns that it does not follow");
        self.as_on_a_desk();
    }

    /// Does something by its button, or by the menu that holds it where there is no room for the button.
    fn by_button_or_menu(&self, name: Message) -> Result<(), Failure> {
        match self.page().find_by_role("button", self.word(name))? {
            Some(button) => button.click(),
            None => {
                self.page().click("button", self.word(list::MORE))?;
                self.page().click("menuitem", self.word(name))
            }
        }
    }

    fn tour_of_addresses(&self, state: &str, addresses: &[&str]) {
        for address in addresses {
            self.at(address);
            // What is still being read is not what a person looks at.
            self.take(self.page().wait_until("what is shown", "document.querySelector('.skeleton') === null", 30.0));
            self.look(&format!("/{address} of {state}"));
        }
    }

    fn import_contacts(&self) {
        self.at("import");
        self.take(choose_file(self.page(), &own_file("tests/data/contacts.csv")));
        self.take(self.page().by_role("button", self.word(import_words::PREVIEW)));
        self.look("the columns of an import");
        self.take(self.page().click("button", self.word(import_words::PREVIEW)));
        let button = import_words::IMPORT_CUSTOMERS.fill(self.language, 500, "500", &[]);
        let button =
            self.take(self.page().wait_for("the preview", LONG_WORK, || self.page().find_by_role("button", &button)));
        self.look("the preview of an import");
        self.take(button.click());
        self.take(self.page().by_role("link", self.word(import_words::SEE_CUSTOMERS)));
        self.look("the report of an import");
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
        self.look("the list");
        let id = self.open_first();
        self.take(self.page().wait_until(
            "the record",
            "document.querySelector('.record-panel .fields .field-name') !== null",
            20.0,
        ));
        self.look("the open record");
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
        if let Some(more) = self.take(self.page().find_by_role("button", self.word(record::SHOW_EMPTY_FIELDS))) {
            self.take(more.click());
        }
        let editable = "document.querySelectorAll('.fields button.value-button').length";
        let count = self.take(self.page().evaluate(editable)).as_u64().unwrap_or(0);
        check(&self.story, count > 10, &format!("only {count} fields can be edited"));
        for at in 0..count {
            let press = format!("document.querySelectorAll('.fields button.value-button')[{at}].click()");
            self.take(self.page().evaluate(&press));
            let open = "document.querySelector('.fields .editing') !== null";
            self.take(self.page().wait_until("the editor", open, 20.0));
            self.look_once(&format!("the editor of field {at}"));
            self.as_on_a_phone();
            self.check_width(&format!("the editor of field {at}"));
            self.check_targets(&format!("the editor of field {at}"));
            self.as_on_a_desk();
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
