//! Two tabs on one book: what is written in one is seen in the other, and neither loses what the other wrote.

use crate::check::{Story, take_turn};
use crate::steps::{Desk, NOT_A_FILE, customers_become, file_for, import, open};

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
