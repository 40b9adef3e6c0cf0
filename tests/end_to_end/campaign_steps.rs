//! What a person does with a campaign, step by step, for stories to be told with.

use std::fs;
use std::path::Path;

use burrow::messages::{Language, list};

use crate::check::Story;
use crate::downloads::Downloads;
use crate::failure::Failure;
use crate::page::Page;
use crate::steps::own_file;

/// Contacted, of whom bought; held out, of whom bought.
pub type Counts = (usize, usize, usize, usize);

/// Waits until the page's text contains all of the parts.
pub fn shows(page: &Page, parts: &[&str]) -> Result<(), Failure> {
    parts.iter().try_for_each(|part| page.wait_for_text(part))
}

/// On a list: selects all rows that it has, and opens the window that adds them to a campaign.
pub fn add_all(page: &Page) -> Result<(), Failure> {
    page.click("checkbox", list::SELECT_ALL.text(Language::English))?;
    page.click("button", "Add to campaign…")?;
    page.by_role("dialog", "Add to a campaign").map(drop)
}

/// On a campaign's page: the list of those who are to be contacted, as a file.
pub fn work_list(page: &Page, downloads: &mut Downloads) -> Result<String, Failure> {
    page.click("button", "Contact")?;
    page.click("menuitem", "Work list (CSV)")?;
    let list = downloads.wait_for_next(60.0)?;
    fs::read_to_string(&list.path).map_err(|reason| Failure::file("the work list", &reason))
}

/// On a campaign's page: gives it a file of results and waits for what the file says.
pub fn give_results(page: &Page, file: &Path) -> Result<(), Failure> {
    page.click("button", "Import results")?;
    page.by_role("dialog", "Results from a file")?;
    page.set_files("dialog[open] input[type=file]", &[file])?;
    page.wait_until("what the file says", "document.querySelector('dialog[open] .count-cards') !== null", 60.0)
}

/// The four counts of a file of results: new, unchanged, not in the campaign, problems.
pub fn counted(page: &Page) -> Result<String, Failure> {
    let script = "[...document.querySelectorAll('dialog[open] .count-card .count-number')].map((one) => one.textContent).join(' ')";
    Ok(page.evaluate(script)?.as_str().unwrap_or_default().to_owned())
}

/// On the tab of the results: the lift and its interval are those that scipy and statsmodels computed for the counts, in
/// the row of the fixture, in points with one digit; the picture says the same.
#[track_caller]
pub fn check_lift(story: &Story, (contacted, bought, held_out, bought_anyway): Counts) {
    let begins = format!("{contacted},{bought},{held_out},{bought_anyway},");
    let text = fs::read_to_string(own_file("tests/data/campaigns/lift.csv")).expect("the fixture");
    let line = text.lines().find(|line| line.starts_with(&begins));
    let line = line.unwrap_or_else(|| panic!("the fixture has no row that begins {begins}"));
    let points = |at: usize| {
        let value: f64 = line.split(',').nth(at).and_then(|cell| cell.parse().ok()).expect("a number");
        format!("{:.1}", value * 100.0)
    };
    let (lift, low, high) = (points(8), points(9), points(10));
    story.take(shows(story.page(), &[&format!("+{lift} points"), &format!("95%: {low} to {high} points")]));
    let told = format!("document.querySelector('.lift-chart')?.ariaLabel?.includes('{low} to {high}')");
    story.take(story.page().wait_until("the picture to tell the interval", &told, 20.0));
}
