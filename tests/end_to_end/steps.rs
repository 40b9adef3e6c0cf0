//! What a person does with Burrow, step by step, in the words of its English screen, for stories to be told with.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;

use crate::chrome_devtools::{Browser, LaunchOptions, Profile};
use crate::element::Element;
use crate::failure::Failure;
use crate::page::Page;
use crate::site::{Site, SiteOptions};

/// What the browser writes when it opens an address of the site that is no file: a plain host answers with the page and
/// status 404.
pub const NOT_A_FILE: &str = "the server responded with a status of 404";

/// How long an import or another long piece of work may take on a shared machine.
pub const LONG_WORK: Duration = Duration::from_secs(120);

/// Whether the book has been read, as the home line says it, in both languages.
const BOOK_IS_READY: &str = "(() => {
    const state = document.querySelector('.home-state')?.textContent ?? '';
    return state !== '' && !state.startsWith('Opening') && !state.startsWith('正在打开');
})()";

/// The built site, a browser with a profile of its own, and one tab. Ends in the order in which it must.
pub struct Desk {
    /// The tab.
    pub page: Page,
    /// The browser.
    pub browser: Browser,
    /// What the browser remembers.
    pub profile: Profile,
    /// The server.
    pub site: Site,
}

impl Desk {
    /// A new browser with an empty tab, and the site.
    pub fn new(site: &SiteOptions, launch: &LaunchOptions) -> Result<Self, Failure> {
        let site = Site::start(site)?;
        let profile = Profile::temporary()?;
        let browser = Browser::launch(&profile, launch)?;
        let page = browser.new_page()?;
        Ok(Desk { page, browser, profile, site })
    }

    /// The built site at `/` with its headers, and a browser as most people have it.
    pub fn usual() -> Result<Self, Failure> {
        Desk::new(&SiteOptions::default(), &LaunchOptions::default())
    }
}

/// Opens an address of the site and waits until the book has been read.
pub fn open(page: &Page, address: &str) -> Result<(), Failure> {
    page.goto(address)?;
    book_is_ready(page)
}

/// Waits until the book has been read.
pub fn book_is_ready(page: &Page) -> Result<(), Failure> {
    page.wait_until("the book to be read", BOOK_IS_READY, 60.0)
}

/// Waits until the site's service worker answers for this page.
pub fn service_worker_answers(page: &Page) -> Result<(), Failure> {
    page.wait_until("the service worker to answer for the page", "navigator.serviceWorker.controller !== null", 60.0)
}

/// How many customers the book has, as the sidebar says.
pub fn customers(page: &Page) -> Result<u64, Failure> {
    let count = "document.querySelector('.sidebar a.place[href$=\"/customers\"] .place-count')?.textContent";
    let text = page.evaluate(count)?;
    let digits: String = text.as_str().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    digits.parse().map_err(|_| Failure::Thrown(format!("the sidebar counts {text} customers")))
}

/// Waits until the sidebar counts so many customers.
pub fn customers_become(page: &Page, wanted: u64) -> Result<(), Failure> {
    page.wait_for(&format!("{wanted} customers"), Duration::from_secs(30), || match customers(page)? {
        found if found == wanted => Ok(Some(())),
        found => Err(Failure::Thrown(format!("there are {found}"))),
    })
}

/// Writes a file for the page into the profile's folder, which is removed with it.
pub fn file_for(profile: &Profile, name: &str, content: impl AsRef<[u8]>) -> Result<PathBuf, Failure> {
    let path = profile.folder().join("files").join(name);
    let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, content));
    written.map_err(|reason| Failure::file(path.display().to_string(), &reason))?;
    Ok(path)
}

/// A file of the package's own, named from its root.
pub fn own_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// On the import page: chooses a file, in whichever step that is possible.
pub fn choose_file(page: &Page, file: &Path) -> Result<(), Failure> {
    page.set_files("input[type=file]", &[file])
}

/// On the import page: the button that writes, whose name begins with "Import" and a number.
pub fn import_button(page: &Page) -> Result<Element, Failure> {
    page.wait_for("the button that imports", LONG_WORK, || {
        let buttons = page.roles("button")?;
        let found = buttons.into_iter().find(|(name, _)| {
            name.strip_prefix("Import ").is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
        });
        Ok(found.map(|(_, button)| button))
    })
}

/// Opens the import page, chooses the file, and goes on to the preview.
pub fn preview_import(page: &Page, site: &Site, file: &Path) -> Result<Element, Failure> {
    open(page, &site.place("import"))?;
    choose_file(page, file)?;
    page.click("button", "Preview the import")?;
    import_button(page)
}

/// Imports a file as the page proposes, and waits for the report.
pub fn import(page: &Page, site: &Site, file: &Path) -> Result<(), Failure> {
    preview_import(page, site, file)?.click()?;
    report(page).map(drop)
}

/// Waits for the report of an import and gives its heading, such as "500 customers imported".
pub fn report(page: &Page) -> Result<String, Failure> {
    page.wait_for("the report of the import", LONG_WORK, || {
        let headings = page.roles("heading")?;
        Ok(headings.into_iter().map(|(name, _)| name).find(|name| name.ends_with(" imported")))
    })
}

/// In the list: the cell with the record's title, which is not the cell with its box, though that is named by it.
pub fn row_titled(page: &Page, part: &str) -> Result<Element, Failure> {
    page.wait_for(&format!("a row titled {part:?}"), Duration::from_secs(20), || {
        let cells = page.roles("gridcell")?;
        let found = cells.into_iter().find(|(name, _)| name.contains(part) && !name.starts_with("Select "));
        Ok(found.map(|(_, cell)| cell))
    })
}

/// In the list of customers: opens the record with this title beside the list, and gives its identifier.
pub fn open_beside(page: &Page, title: &str) -> Result<String, Failure> {
    row_titled(page, title)?.click()?;
    page.wait_for("the address of the open record", Duration::from_secs(20), || {
        let address = page.address()?;
        Ok(address.split(['?', '&']).find_map(|part| part.strip_prefix("open=")).map(str::to_owned))
    })
}

/// The row of a field in the open record, as a JavaScript function of the field's name.
pub const ROW_OF_FIELD: &str = "((name) => [...document.querySelectorAll('.fields .field-row')]
    .find((row) => row.querySelector('.field-name').textContent.trim() === name))";

/// What the open record shows for a field; none when the field is not shown, or is being edited.
pub fn shown_value(page: &Page, field: &str) -> Result<Option<String>, Failure> {
    let value = "querySelector('.value-button, .value-fixed')?.innerText.trim() ?? null";
    Ok(page.evaluate(&format!("{ROW_OF_FIELD}({})?.{value}", json!(field)))?.as_str().map(str::to_owned))
}

/// Waits until the open record shows this value for a field.
pub fn value_becomes(page: &Page, field: &str, value: &str) -> Result<(), Failure> {
    page.wait_for(&format!("{field} to be {value:?}"), Duration::from_secs(20), || match shown_value(page, field)? {
        Some(shown) if shown == value => Ok(Some(())),
        shown => Err(Failure::Thrown(format!("it is {shown:?}"))),
    })
}

/// In the open record: begins to edit a field, whether it holds something or not.
pub fn begin_edit(page: &Page, field: &str) -> Result<(), Failure> {
    let (edit, add) = (format!("Edit {field}: "), format!("Add {field}"));
    page.wait_for(&format!("{field} to be there to edit"), Duration::from_secs(20), || {
        let buttons = page.roles("button")?;
        if let Some((_, button)) = buttons.iter().find(|(name, _)| name.starts_with(&edit) || *name == add) {
            return button.click().map(Some);
        }
        // What is empty is folded away.
        match buttons.iter().find(|(name, _)| name == "Show empty fields") {
            Some((_, more)) => more.click().map(|()| None),
            None => Ok(None),
        }
    })
}

/// In the open record: writes a text into a field and leaves it, and waits until the record says that it is saved.
pub fn edit_text(page: &Page, field: &str, text: &str) -> Result<(), Failure> {
    begin_edit(page, field)?;
    page.fill("textbox", field, text)?;
    page.press("Enter")?;
    let saved = format!("{ROW_OF_FIELD}({})?.querySelector('.saved-tick') !== null", json!(field));
    page.wait_until(&format!("{field} to be saved"), &saved, 20.0)?;
    value_becomes(page, field, text)
}
