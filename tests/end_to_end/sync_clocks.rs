//! A device whose clock is ten years ahead: what it writes is sent and waits on the other one, which says so and goes on; and
//! when that time has come, it is there.

use crate::check::{Story, check, take_turn};
use crate::failure::Failure;
use crate::looks::look;
use crate::page::Page;
use crate::site::Site;
use crate::steps::{edit_text, file_for, import, open, open_beside, value_becomes};
use crate::sync_steps::{
    CODE_PASSPHRASE, Device, book_on_a_server, conflicts_are, home_line_tells, join, make_code, open_devices, start,
};

const FIELD: &str = "Job title";
/// Ten years, in milliseconds.
const AHEAD: u64 = 10 * 365 * 24 * 3_600_000;
/// What the other one says.
const WAITS: &str = "1 record of a device whose clock is ahead waits until its time has come.";

/// From now on every document and worker of this tab has a clock that is so many milliseconds ahead.
fn set_clock_ahead(page: &Page, milliseconds: u64) -> Result<(), Failure> {
    let shift = format!(
        "(() => {{
            const Right = self.RightDate ??= Date, now = () => Right.now() + {milliseconds};
            self.Date = class extends Right {{
                constructor(...given) {{ given.length === 0 ? super(now()) : super(...given); }}
                static now() {{ return now(); }}
            }};
        }})()"
    );
    page.on_every_worker(&shift);
    page.on_every_document(&shift)?;
    page.goto("about:blank")
}

/// What the clock of the engine says, in milliseconds since 1970.
fn clock_of_the_engine(page: &Page) -> Result<u64, Failure> {
    let told = page.wait_for_worker("worker", "engine_start.js")?.evaluate("Date.now()")?;
    Ok(told.as_f64().unwrap_or_default() as u64)
}

fn write(device: &Device, site: &Site, name: &str, value: &str) -> Result<(), Failure> {
    open(&device.page, &site.place(&format!("customers?search={name}")))?;
    open_beside(&device.page, name)?;
    edit_text(&device.page, FIELD, value)
}

fn shows(device: &Device, site: &Site, name: &str, value: &str) -> Result<(), Failure> {
    open(&device.page, &site.place(&format!("customers?search={name}")))?;
    open_beside(&device.page, name)?;
    value_becomes(&device.page, FIELD, value)
}

#[test]
fn a_clock_that_is_years_ahead_stops_nobody_and_what_it_wrote_waits() {
    let _turn = take_turn();
    let (_couch, server) = book_on_a_server(41);
    let site = &Site::start(&Default::default()).expect("a site");
    let desk = Device::new().expect("a browser");
    let laptop = Device::new().expect("another browser");
    let (at_desk, at_laptop) =
        (Story::new("sync_clock_right", &desk.page), Story::new("sync_clock_ahead", &laptop.page));
    let people = "first_name,last_name,job_title\nAda,Lovelace,Clerk\nGrace,Hopper,Clerk\n";
    let file = at_desk.take(file_for(&desk.profile, "people.csv", people));
    at_desk.take(import(&desk.page, site, &file));
    at_desk.take(start(&desk.page, site, &server, "Front desk"));
    let code = at_desk.take(make_code(&desk.page, site, CODE_PASSPHRASE));
    at_laptop.take(join(&laptop.page, site, &code, CODE_PASSPHRASE, "Laptop"));

    at_laptop.take(set_clock_ahead(&laptop.page, AHEAD));
    at_laptop.take(write(&laptop, site, "Lovelace", "Countess"));
    let told = at_laptop.take(clock_of_the_engine(&laptop.page));
    let right = at_desk.take(clock_of_the_engine(&desk.page));
    check(&at_laptop, told.abs_diff(right + AHEAD) < 600_000, &format!("the clock says {told}, the other one {right}"));
    at_laptop.take(laptop.sync_now(site));

    // It waits there, which is said, and everything else goes on in both directions.
    at_desk.take(desk.sync_now(site));
    at_desk.take(desk.page.wait_for_text(WAITS));
    look(&at_desk, "a record that waits for its time");
    at_desk.take(shows(&desk, site, "Lovelace", "Clerk"));
    at_desk.take(write(&desk, site, "Hopper", "Admiral"));
    at_desk.take(desk.sync_now(site));
    at_laptop.take(laptop.sync_now(site));
    at_laptop.take(shows(&laptop, site, "Hopper", "Admiral"));
    at_laptop.take(shows(&laptop, site, "Lovelace", "Countess"));
    // A tab that is opened anew still knows of it.
    at_desk.take(desk.page.reload());
    at_desk.take(desk.sync_now(site));
    at_desk.take(desk.page.wait_for_text(WAITS));

    // Ten years later the clocks agree.
    at_desk.take(set_clock_ahead(&desk.page, AHEAD + 60_000));
    at_desk.take(desk.sync_now(site));
    at_desk.take(shows(&desk, site, "Lovelace", "Countess"));
    at_desk.take(open_devices(&desk.page, site));
    at_desk.take(home_line_tells(&desk.page, "Synced"));
    let waits = at_desk.take(desk.page.evaluate(&format!("document.body.innerText.includes('{WAITS}')")));
    check(&at_desk, waits == false, "it is still said to wait");
    at_laptop.take(laptop.sync_now(site));
    let tables = [(&at_desk, &desk), (&at_laptop, &laptop)].map(|(at, device)| {
        at.take(conflicts_are(&device.page, site, 0));
        at.take(device.table(site, 2))
    });
    check(&at_desk, tables[0] == tables[1], "the two devices export different tables");
}
