//! What a person does to keep a book on several devices, step by step, in the words of the English screen.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::chrome_devtools::{Browser, LaunchOptions, Profile};
use crate::couch_model::{CouchModel, CouchServer};
use crate::failure::Failure;
use crate::page::Page;
use crate::site::Site;
use crate::steps::{LONG_WORK, customers_become, open};

/// A passphrase that is good enough for a code.
pub const CODE_PASSPHRASE: &str = "lantern orbit gravel sober";

/// A database as a person enters it.
#[derive(Debug, Clone)]
pub struct Server {
    /// Its address.
    pub address: String,
    /// The user.
    pub user: String,
    /// The password.
    pub password: String,
}

/// A server with the empty database `book`, which `ann` may use, and what she enters.
pub fn book_on_a_server(seed: u64) -> (CouchServer, Server) {
    let mut model = CouchModel::new(seed);
    model.add_user("ann", "s3cret");
    model.create_database("book");
    model.let_in("book", "ann");
    let couch = CouchServer::start_with(model).expect("a server");
    let address = format!("{}/book", couch.address());
    (couch, Server { address, user: "ann".into(), password: "s3cret".into() })
}

/// A device: a browser that can be killed and started again with what it remembers.
pub struct Device {
    /// What it remembers.
    pub profile: Profile,
    browser: Option<Browser>,
    /// Its one tab.
    pub page: Page,
}

impl Device {
    /// A new one, with an empty tab.
    pub fn new() -> Result<Device, Failure> {
        Device::with(Profile::temporary()?)
    }

    fn with(profile: Profile) -> Result<Device, Failure> {
        let browser = Browser::launch(&profile, &LaunchOptions::default())?;
        let page = browser.new_page()?;
        Ok(Device { profile, browser: Some(browser), page })
    }

    /// Ends its browser at once and starts it again.
    pub fn kill_and_start_again(&mut self) -> Result<(), Failure> {
        if let Some(browser) = self.browser.take() {
            browser.kill_hard();
        }
        self.start_again()
    }

    /// Ends its browser as a person does, copies all that it remembers, and starts it and the copy.
    pub fn copied(&mut self) -> Result<Device, Failure> {
        if let Some(browser) = self.browser.take() {
            browser.close();
        }
        let copy = Profile::temporary()?;
        copy_folder(self.profile.folder(), copy.folder())
            .map_err(|reason| Failure::file("a copy of a profile", &reason))?;
        self.start_again()?;
        Device::with(copy)
    }

    /// Asks the server now, and waits until it has been asked and has all.
    pub fn sync_now(&self, site: &Site) -> Result<(), Failure> {
        sync_now(&self.page, site)
    }

    /// All customers, of whom there are so many, as an exact table, its rows in an order of their own.
    pub fn table(&self, site: &Site, customers: u64) -> Result<Vec<String>, Failure> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let mut downloads = self.page.accept_downloads(&self.profile.folder().join(format!("downloads {number}")))?;
        open(&self.page, &site.place("customers"))?;
        customers_become(&self.page, customers)?;
        self.page.click("button", "Export")?;
        self.page.click("button", "Download")?;
        let file = downloads.wait_for_next(60.0)?;
        let text = fs::read_to_string(&file.path).map_err(|reason| Failure::file("the export", &reason))?;
        let mut rows: Vec<String> = text.lines().map(str::to_owned).collect();
        rows.sort();
        Ok(rows)
    }

    fn start_again(&mut self) -> Result<(), Failure> {
        let browser = Browser::launch(&self.profile, &LaunchOptions::default())?;
        self.page = browser.new_page()?;
        self.browser = Some(browser);
        Ok(())
    }
}

fn copy_folder(from: &Path, into: &Path) -> std::io::Result<()> {
    fs::create_dir_all(into)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, copy) = (entry.file_type()?, into.join(entry.file_name()));
        if kind.is_dir() {
            copy_folder(&entry.path(), &copy)?;
        } else if kind.is_file() {
            fs::copy(entry.path(), copy)?;
        }
    }
    Ok(())
}

/// Opens the section of other devices and waits until it says how it stands.
pub fn open_devices(page: &Page, site: &Site) -> Result<(), Failure> {
    open(page, &site.place("settings#devices"))?;
    page.wait_until(
        "the section of other devices",
        "document.querySelector('#devices .settings-rows, #devices .sync-standing') !== null",
        60.0,
    )
}

/// In that section, while it is off: opens the form and fills it in.
pub fn fill_server(page: &Page, server: &Server, device: &str) -> Result<(), Failure> {
    page.click("button", "Start…")?;
    refill_server(page, server)?;
    page.fill("textbox", "Name of this device", device)
}

/// In the open form: other values in the three fields.
pub fn refill_server(page: &Page, server: &Server) -> Result<(), Failure> {
    page.fill("textbox", "Address of the database", &server.address)?;
    page.fill("textbox", "User", &server.user)?;
    page.fill("textbox", "Password", &server.password)
}

/// In the open form: presses Check and waits until the form says `told`.
pub fn check_tells(page: &Page, told: &str) -> Result<(), Failure> {
    page.click("button", "Check")?;
    page.wait_for_text(told)
}

/// Begins with a database that is there and empty, and waits until all has been sent.
pub fn start(page: &Page, site: &Site, server: &Server, device: &str) -> Result<(), Failure> {
    open_devices(page, site)?;
    fill_server(page, server, device)?;
    page.click("button", "Start")?;
    is_synced(page)
}

/// Asks the server now, and waits until the section says `told`.
pub fn sync_tells(page: &Page, site: &Site, told: &str) -> Result<(), Failure> {
    open_devices(page, site)?;
    page.click("button", "Sync now")?;
    page.wait_for_text(told)
}

/// Asks the server now, and waits until it has been asked and has all.
pub fn sync_now(page: &Page, site: &Site) -> Result<(), Failure> {
    open_devices(page, site)?;
    ask_now(page)?;
    is_synced(page)
}

/// In that section: asks the server now, and waits until something came of it.
pub fn ask_now(page: &Page) -> Result<(), Failure> {
    page.click("button", "Sync now")?;
    page.wait_until(
        "the server to be asked",
        "document.querySelector('.sync-standing .button')?.ariaBusy !== 'true'",
        LONG_WORK.as_secs_f32(),
    )
}

/// Waits until the home line says that the server has all.
pub fn is_synced(page: &Page) -> Result<(), Failure> {
    home_line_tells(page, "Synced")
}

/// Waits until the home line says `part`.
pub fn home_line_tells(page: &Page, part: &str) -> Result<(), Failure> {
    page.wait_for(&format!("the home line to tell {part:?}"), LONG_WORK, || {
        let told = home_line(page)?;
        if told.contains(part) { Ok(Some(())) } else { Err(Failure::Thrown(format!("it tells {told:?}"))) }
    })
}

/// What the home line says.
pub fn home_line(page: &Page) -> Result<String, Failure> {
    let told = page.evaluate("document.querySelector('.home-state')?.textContent ?? ''")?;
    Ok(told.as_str().unwrap_or_default().to_owned())
}

/// While it is on: makes a code for another device and gives it.
pub fn make_code(page: &Page, site: &Site, passphrase: &str) -> Result<String, Failure> {
    open_devices(page, site)?;
    page.click("button", "Add a device…")?;
    page.fill("textbox", "Passphrase", passphrase)?;
    page.fill("textbox", "The same once more", passphrase)?;
    page.click("button", "Make the code")?;
    let code = page.wait_for("the code", Duration::from_secs(60), || {
        let code = page.evaluate("document.querySelector('.sync-code pre')?.textContent ?? null")?;
        Ok(code.as_str().map(str::to_owned))
    })?;
    page.click("button", "Done")?;
    Ok(code)
}

/// On another device: joins with a code, and waits until all has been received.
pub fn join(page: &Page, site: &Site, code: &str, passphrase: &str, device: &str) -> Result<(), Failure> {
    open_devices(page, site)?;
    page.click("button", "Join with a code…")?;
    fill_code(page, code, passphrase, device)?;
    page.click("button", "Join")?;
    is_synced(page)
}

/// In the open form for a code.
pub fn fill_code(page: &Page, code: &str, passphrase: &str, device: &str) -> Result<(), Failure> {
    page.fill("textbox", "Code", code)?;
    page.fill("textbox", "Passphrase of the code", passphrase)?;
    page.fill("textbox", "Name of this device", device)
}

/// The letters by which people compare what their devices were shown.
pub fn letters_to_compare(page: &Page, site: &Site) -> Result<String, Failure> {
    open_devices(page, site)?;
    page.wait_for("the letters to compare", LONG_WORK, || {
        let letters = page.evaluate("document.querySelector('.sync-comparison')?.textContent ?? null")?;
        Ok(letters.as_str().map(str::to_owned))
    })
}

/// Waits until they are these.
pub fn letters_become(page: &Page, site: &Site, letters: &str) -> Result<(), Failure> {
    page.wait_for(&format!("the letters {letters}"), LONG_WORK, || {
        Ok((letters_to_compare(page, site)? == letters).then_some(()))
    })
}

/// Turns it off on this device.
pub fn turn_off(page: &Page, site: &Site) -> Result<(), Failure> {
    open_devices(page, site)?;
    page.click("button", "Turn off…")?;
    page.click("button", "Turn off")?;
    page.by_role("button", "Start…").map(drop)
}

/// Opens the page of conflicts and waits until it counts so many.
pub fn conflicts_are(page: &Page, site: &Site, count: usize) -> Result<(), Failure> {
    open(page, &site.place("conflicts"))?;
    page.wait_until(
        &format!("{count} conflicts"),
        &format!("document.querySelectorAll('.conflict').length === {count}"),
        60.0,
    )
}
