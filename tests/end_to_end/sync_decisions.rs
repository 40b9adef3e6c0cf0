//! What a person decides while a book is on several devices: about many deletions, about a server that went back to an older
//! state, about the devices that take part, about a password that has changed, and that it ends.

use crate::check::{Story, check, take_turn};
use crate::couch_model::{CouchServer, Exchange, Sequences};
use crate::failure::Failure;
use crate::looks::look;
use crate::page::Page;
use crate::site::Site;
use crate::steps::{
    LONG_WORK, book_is_ready, customers_become, edit_text, file_for, import, open, open_beside, row_titled,
    value_becomes,
};
use crate::sync_steps::{
    CODE_PASSPHRASE, Device, Server, ask_now, book_on_a_server, conflicts_are, fill_code, home_line, home_line_tells,
    is_synced, join, make_code, open_devices, start, sync_tells, turn_off,
};

/// Customers of the book.
const PEOPLE: u64 = 40;
/// So many of them have a name with `Person1` in it: more than happen on another device without a question.
const SOME: u64 = 11;
const FIELD: &str = "Job title";

/// Two devices that have the same book, and its server.
struct Scene {
    couch: CouchServer,
    server: Server,
    desk: Device,
    laptop: Device,
    site: Site,
}

impl Scene {
    fn new(seed: u64) -> Result<Scene, Failure> {
        let (couch, server) = book_on_a_server(seed);
        let site = Site::start(&Default::default())?;
        let (desk, laptop) = (Device::new()?, Device::new()?);
        let rows: String = (0..PEOPLE).map(|number| format!("Person{number},Example,Clerk\n")).collect();
        let file = file_for(&desk.profile, "people.csv", format!("first_name,last_name,job_title\n{rows}"))?;
        import(&desk.page, &site, &file)?;
        start(&desk.page, &site, &server, "Front desk")?;
        let code = make_code(&desk.page, &site, CODE_PASSPHRASE)?;
        join(&laptop.page, &site, &code, CODE_PASSPHRASE, "Laptop")?;
        customers_become(&laptop.page, PEOPLE)?;
        Ok(Scene { couch, server, desk, laptop, site })
    }

    fn write(&self, device: &Device, name: &str, value: &str) -> Result<(), Failure> {
        open(&device.page, &self.site.place(&format!("customers?search={name}")))?;
        open_beside(&device.page, name)?;
        edit_text(&device.page, FIELD, value)
    }

    fn shows(&self, device: &Device, name: &str, value: &str) -> Result<(), Failure> {
        open(&device.page, &self.site.place(&format!("customers?search={name}")))?;
        open_beside(&device.page, name)?;
        value_becomes(&device.page, FIELD, value)
    }

    /// Both have so many customers, and the same of each.
    #[track_caller]
    fn check_that_both_agree(&self, story: &Story, customers: u64) {
        let [desk, laptop] = [&self.desk, &self.laptop].map(|device| story.take(device.table(&self.site, customers)));
        check(story, desk.len() as u64 == customers + 1, &format!("the desk exports {} lines", desk.len()));
        check(story, desk == laptop, "the two devices export different tables");
    }
}

/// How a state of the section looks, in English and in Chinese, in which it is said by `chinese`. The page is loaded again,
/// so what stands on it must stand there afterwards, too.
#[track_caller]
fn look_in_both_languages(story: &Story, what: &str, english: &str, chinese: &str) {
    let page = story.page();
    look(story, what);
    for (language, told) in [("zh-CN", chinese), ("en-US", english)] {
        story.take(page.locale(language));
        story.take(page.reload());
        story.take(book_is_ready(page));
        story.take(page.wait_for_text(told));
        if language == "zh-CN" {
            look(story, &format!("{what}, in Chinese"));
        }
    }
}

/// In the list of customers: moves those to the trash whose names hold `Person1`.
fn delete_some(page: &Page, site: &Site) -> Result<(), Failure> {
    open(page, &site.place("customers?search=Person1"))?;
    row_titled(page, "Person11 Example")?;
    page.click("checkbox", "Select all")?;
    page.by_role("toolbar", &format!("{SOME} selected"))?;
    page.click("button", "Move to trash")?;
    page.wait_for_text(&format!("{SOME} entries are moved to the trash."))?;
    page.click("button", "Move to trash")?;
    page.wait_for_text(&format!("{SOME} moved to the trash."))
}

#[test]
fn many_deletions_of_another_device_are_asked_about() {
    let _turn = take_turn();
    let scene = Scene::new(31).expect("two devices with one book");
    let Scene { desk, laptop, site, .. } = &scene;
    let (at_desk, at_laptop) =
        (Story::new("sync_deletions_desk", &desk.page), Story::new("sync_deletions", &laptop.page));
    let told = "Another device deleted 11 of 41 records. They are still here.";
    let asks = || {
        at_desk.take(delete_some(&desk.page, site));
        at_desk.take(desk.sync_now(site));
        at_laptop.take(sync_tells(&laptop.page, site, told));
        at_laptop.take(home_line_tells(&laptop.page, "11 deletions to decide on"));
        at_laptop.take(customers_become(&laptop.page, PEOPLE));
    };
    asks();
    look_in_both_languages(&at_laptop, "a question about deletions", told, "另一台设备删除了 41 条记录中的 11 条");
    // Nothing happens here before somebody has said so, and who looks at them sees that they are there.
    at_laptop.take(customers_become(&laptop.page, PEOPLE));
    at_laptop.take(scene.shows(laptop, "Person11", "Clerk"));
    at_laptop.take(open_devices(&laptop.page, site));
    at_laptop.take(laptop.page.click("button", "Keep the records"));
    at_laptop.take(is_synced(&laptop.page));
    at_desk.take(desk.sync_now(site));
    at_desk.take(customers_become(&desk.page, PEOPLE));
    scene.check_that_both_agree(&at_desk, PEOPLE);

    asks();
    at_laptop.take(laptop.page.click("button", "Delete them here, too"));
    at_laptop.take(is_synced(&laptop.page));
    at_laptop.take(customers_become(&laptop.page, PEOPLE - SOME));
    scene.check_that_both_agree(&at_laptop, PEOPLE - SOME);
    // They lie in the trash, on both.
    for (story, device) in [(&at_desk, desk), (&at_laptop, laptop)] {
        story.take(open(&device.page, &site.place("customers?trash=1")));
        story.take(row_titled(&device.page, "Person11 Example"));
        story.take(conflicts_are(&device.page, site, 0));
    }
}

#[test]
fn a_server_that_went_back_is_told_and_sent_everything_again() {
    let _turn = take_turn();
    let scene = Scene::new(32).expect("two devices with one book");
    let Scene { couch, desk, laptop, site, .. } = &scene;
    let (at_desk, at_laptop) =
        (Story::new("sync_went_back", &desk.page), Story::new("sync_went_back_laptop", &laptop.page));
    let snapshot = couch.model().snapshot("book").expect("a database");
    at_desk.take(scene.write(desk, "Person5", "Baker"));
    at_desk.take(desk.sync_now(site));
    at_laptop.take(laptop.sync_now(site));
    at_laptop.take(scene.shows(laptop, "Person5", "Baker"));
    // Its owner restores last night's backup.
    couch.model().roll_back("book", &snapshot, Sequences::Restart);
    let (told, in_chinese) = ("The server gave back an older state", "服务器返回了");
    at_desk.take(sync_tells(&desk.page, site, told));
    let before = couch.model().documents("book");
    at_desk.take(scene.write(desk, "Person6", "Miller"));
    at_desk.take(sync_tells(&desk.page, site, told));
    at_desk.take(home_line_tells(&desk.page, "The server went back to an older state"));
    at_desk.take(home_line_tells(&desk.page, "not yet sent"));
    look_in_both_languages(&at_desk, "a server that went back", told, in_chinese);
    check(&at_desk, couch.model().documents("book") == before, "something was sent before anybody had decided");

    at_desk.take(open_devices(&desk.page, site));
    at_desk.take(desk.page.click("button", "Send again"));
    at_desk.take(is_synced(&desk.page));
    // The other device may have noticed it, too.
    at_laptop.take(open_devices(&laptop.page, site));
    at_laptop.take(laptop.page.wait_for("both to be through with it", LONG_WORK, || {
        if let Some(again) = laptop.page.find_by_role("button", "Send again")? {
            again.click()?;
        }
        ask_now(&laptop.page)?;
        Ok(home_line(&laptop.page)?.contains("Synced").then_some(()))
    }));
    at_desk.take(desk.sync_now(site));
    for (story, device) in [(&at_desk, desk), (&at_laptop, laptop)] {
        story.take(scene.shows(device, "Person5", "Baker"));
        story.take(scene.shows(device, "Person6", "Miller"));
        story.take(conflicts_are(&device.page, site, 0));
    }
    scene.check_that_both_agree(&at_desk, PEOPLE);
    // Who joins now gets the newer ones.
    let phone = Device::new().expect("a third browser");
    let at_phone = Story::new("sync_went_back_phone", &phone.page);
    let code = at_desk.take(make_code(&desk.page, site, CODE_PASSPHRASE));
    at_phone.take(join(&phone.page, site, &code, CODE_PASSPHRASE, "Phone"));
    at_phone.take(scene.shows(&phone, "Person5", "Baker"));
}

/// In the section: opens the menu of a device and chooses in it.
fn choose_for(page: &Page, device: &str, deed: &str) -> Result<(), Failure> {
    page.wait_for(&format!("{deed:?} for {device:?}"), LONG_WORK, || match page.find_by_role("menuitem", deed)? {
        Some(item) => item.click().map(Some),
        None => page.click("button", &format!("More for “{device}”")).map(|()| None),
    })
}

/// Waits until the list of devices tells `told` of a device.
fn device_is(page: &Page, device: &str, told: &str) -> Result<(), Failure> {
    let (device, told) = (serde_json::json!(device), serde_json::json!(told));
    page.wait_until(
        &format!("the device {device} to be {told}"),
        &format!(
            "[...document.querySelectorAll('.sync-devices li')]
                .some((one) => one.innerText.includes({device}) && one.innerText.includes({told}))"
        ),
        60.0,
    )
}

#[test]
fn devices_are_named_and_forgotten() {
    let _turn = take_turn();
    let scene = Scene::new(33).expect("two devices with one book");
    let Scene { couch, desk, laptop, site, .. } = &scene;
    let (at_desk, at_laptop) = (Story::new("sync_named", &desk.page), Story::new("sync_forgotten", &laptop.page));
    at_desk.take(desk.sync_now(site));
    at_desk.take(device_is(&desk.page, "Front desk", "This device"));
    at_desk.take(device_is(&desk.page, "Laptop", "Last exchange"));
    look_in_both_languages(&at_desk, "two devices", "Last exchange", "上次同步");

    at_desk.take(choose_for(&desk.page, "Front desk", "Rename…"));
    at_desk.take(desk.page.wait_for_value("textbox", "Name of this device", "Front desk"));
    at_desk.take(desk.page.fill("textbox", "Name of this device", " "));
    at_desk.take(desk.page.click("button", "Save"));
    at_desk.take(desk.page.wait_for_text("Give this device a name."));
    look(&at_desk, "a device without a name");
    at_desk.take(desk.page.fill("textbox", "Name of this device", "Counter"));
    at_desk.take(desk.page.click("button", "Save"));
    at_desk.take(desk.page.wait_gone("dialog", "Name of this device"));
    at_desk.take(device_is(&desk.page, "Counter", "This device"));
    at_laptop.take(laptop.sync_now(site));
    at_laptop.take(device_is(&laptop.page, "Counter", "Last exchange"));
    check(&at_laptop, !couch.model().was_sent("Counter"), "the server has seen the name of the device");

    at_desk.take(choose_for(&desk.page, "Laptop", "Forget…"));
    at_desk.take(desk.page.by_role("dialog", "Forget “Laptop”?"));
    look(&at_desk, "the question whether a device is to be forgotten");
    at_desk.take(desk.page.click("button", "Forget"));
    at_desk.take(desk.page.wait_for_text("“Laptop” no longer takes part."));
    at_desk.take(device_is(&desk.page, "Laptop", "Forgotten"));
    look(&at_desk, "a device that is forgotten");

    // It is told so, with what to do; it keeps what it has, and what it writes goes nowhere.
    let told = "Another device has said that this one is no longer to take part.";
    at_laptop.take(sync_tells(&laptop.page, site, told));
    at_laptop.take(laptop.page.wait_for_text("turn synchronising off here, then join with a new code"));
    at_laptop.take(scene.write(laptop, "Person7", "Smith"));
    at_laptop.take(home_line_tells(&laptop.page, "This device no longer takes part"));
    at_laptop.take(home_line_tells(&laptop.page, "not yet sent"));
    at_laptop.take(open_devices(&laptop.page, site));
    look_in_both_languages(&at_laptop, "this device is forgotten", told, "另一台设备已将本设备移除。");
    at_desk.take(desk.sync_now(site));
    at_desk.take(scene.shows(desk, "Person7", "Clerk"));

    // What it says is of use: with a new code it takes part again.
    at_laptop.take(turn_off(&laptop.page, site));
    let code = at_desk.take(make_code(&desk.page, site, CODE_PASSPHRASE));
    at_laptop.take(laptop.page.click("button", "Join with a code…"));
    at_laptop.take(laptop.page.wait_for_text("This book is not empty"));
    at_laptop.take(fill_code(&laptop.page, &code, CODE_PASSPHRASE, "Laptop again"));
    look(&at_laptop, "joining with a book that is not empty");
    at_laptop.take(laptop.page.click("button", "Join"));
    at_laptop.take(is_synced(&laptop.page));
    at_desk.take(desk.sync_now(site));
    at_desk.take(device_is(&desk.page, "Laptop again", "Last exchange"));
    at_desk.take(scene.shows(desk, "Person7", "Smith"));
    scene.check_that_both_agree(&at_desk, PEOPLE);
}

#[test]
fn a_password_that_was_changed_is_entered_and_then_all_ends() {
    let _turn = take_turn();
    let scene = Scene::new(34).expect("two devices with one book");
    scene.couch.model().add_user("ann", "n3w");
    let Scene { couch, server, desk, laptop, site } = &scene;
    let (at_desk, at_laptop) = (Story::new("sync_password", &desk.page), Story::new("sync_off", &laptop.page));
    let told = "The server does not know this user with this password.";
    at_desk.take(scene.write(desk, "Person8", "Cooper"));
    at_desk.take(sync_tells(&desk.page, site, told));
    at_desk.take(home_line_tells(&desk.page, "The server does not take the password"));
    look_in_both_languages(
        &at_desk,
        "a password that the server no longer takes",
        told,
        "服务器不认可此用户名和密码。",
    );
    at_desk.take(desk.page.click("button", "Change…"));
    at_desk.take(desk.page.wait_for_value("textbox", "User", &server.user));
    at_desk.take(desk.page.fill("textbox", "Password", "wrong"));
    at_desk.take(desk.page.click("button", "Check and keep"));
    let problem =
        "document.querySelector('dialog[open] [aria-invalid=true]')?.labels[0].textContent.includes('Password')";
    at_desk.take(desk.page.wait_until("the password to be told wrong beside its field", problem, 20.0));
    look(&at_desk, "a password that is wrong");
    at_desk.take(desk.page.fill("textbox", "Password", "n3w"));
    at_desk.take(desk.page.click("button", "Check and keep"));
    at_desk.take(desk.page.wait_for_text("The server takes them, and they are kept."));
    at_desk.take(is_synced(&desk.page));
    // A new start of the tab still has it.
    at_desk.take(desk.page.reload());
    at_desk.take(desk.sync_now(site));

    // The other device has not been given it; it is turned off with an edit that nobody else has.
    at_laptop.take(scene.write(laptop, "Person9", "Fisher"));
    at_laptop.take(home_line_tells(&laptop.page, "The server does not take the password"));
    at_laptop.take(laptop.page.click("link", "Settings"));
    at_laptop.take(laptop.page.click("button", "Turn off…"));
    at_laptop.take(laptop.page.wait_for_text("1 edit has not been sent yet: the other devices do not have it."));
    look(&at_laptop, "turning it off with an edit that is not sent");
    at_laptop.take(laptop.page.click("button", "Turn off"));
    at_laptop.take(laptop.page.by_role("button", "Start…"));
    at_laptop.take(scene.shows(laptop, "Person9", "Fisher"));
    at_laptop.take(customers_become(&laptop.page, PEOPLE));
    let asked = couch.model().log().len();
    at_laptop.take(scene.write(laptop, "Person9", "Angler"));
    at_laptop.take(laptop.page.reload());
    at_laptop.take(scene.shows(laptop, "Person9", "Angler"));
    at_laptop.take(home_line_tells(&laptop.page, "aved"));
    let old = crate::couch_model::basic_authorization(&server.user, &server.password);
    let is_the_laptops = |one: &Exchange| one.request.authorization.as_ref() == Some(&old);
    let asked = couch.model().log()[asked..].iter().any(is_the_laptops);
    check(&at_laptop, !asked, "the server was asked by a device that is turned off");
    at_desk.take(scene.shows(desk, "Person8", "Cooper"));
    at_desk.take(scene.shows(desk, "Person9", "Clerk"));
}
