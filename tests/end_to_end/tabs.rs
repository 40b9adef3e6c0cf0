//! Two tabs on one book: what is written in one is seen in the other, and neither loses what the other wrote.

use crate::check::{Story, take_turn};
use crate::steps::{
    Desk, NOT_A_FILE, begin_edit, book_is_ready, customers_become, edit_text, file_for, import, open, open_beside,
    value_becomes,
};

#[test]
fn an_edit_in_one_tab_appears_in_the_other() {
    let _turn = take_turn();
    let Desk { page: first, browser, profile, site } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("tabs_first", first);
    let people = story.take(file_for(profile, "people.csv", "first_name,last_name\nAda,Lovelace\nGrace,Hopper\n"));
    story.take(import(first, site, &people));
    story.take(first.click("link", "See customers"));
    let id = story.take(open_beside(first, "Ada Lovelace"));
    let second = &browser.new_page().expect("a second tab");
    let other = Story::new("tabs_second", second);
    other.take(open(second, &site.place(&format!("customers?open={id}"))));
    other.take(second.by_role("heading", "Ada Lovelace"));

    // One after the other: the other tab follows without being loaded again.
    story.take(edit_text(first, "Job title", "Analyst"));
    other.take(value_becomes(second, "Job title", "Analyst"));
    other.take(edit_text(second, "Job title", "Engineer"));
    story.take(value_becomes(first, "Job title", "Engineer"));

    // Different fields of one record at the same time: both stay.
    story.take(begin_edit(first, "First name"));
    other.take(begin_edit(second, "Last name"));
    story.take(first.fill("textbox", "First name", "Augusta"));
    other.take(second.fill("textbox", "Last name", "King"));
    story.take(first.press("Enter"));
    other.take(second.press("Enter"));
    for (teller, page) in [(&story, first), (&other, second)] {
        teller.take(value_becomes(page, "First name", "Augusta"));
        teller.take(value_becomes(page, "Last name", "King"));
        teller.take(page.by_role_containing("gridcell", "Augusta King"));
    }

    // A new tab, which has heard no hint, reads the same from the disk.
    for (teller, page) in [(&story, first), (&other, second)] {
        teller.take(page.reload());
        teller.take(book_is_ready(page));
        for (field, value) in [("First name", "Augusta"), ("Last name", "King"), ("Job title", "Engineer")] {
            teller.take(value_becomes(page, field, value));
        }
        teller.take(customers_become(page, 2));
        teller.check_quiet(&[NOT_A_FILE]);
    }
}

#[test]
fn an_import_in_one_tab_appears_in_the_other() {
    let _turn = take_turn();
    let Desk { page: first, browser, profile, site } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("tabs_import_first", first);
    let second = &browser.new_page().expect("a second tab");
    let other = Story::new("tabs_import_second", second);
    other.take(open(second, &site.place("customers")));
    other.take(customers_become(second, 0));
    let rows: String = (0..300).map(|number| format!("Person {number:03},p{number}@example.org\n")).collect();
    let people = story.take(file_for(profile, "people.csv", format!("name,email\n{rows}")));
    story.take(import(first, site, &people));
    other.take(customers_become(second, 300));
    other.take(second.by_role_containing("gridcell", "Person 000"));
    for teller in [&story, &other] {
        teller.check_quiet(&[NOT_A_FILE]);
    }
}
