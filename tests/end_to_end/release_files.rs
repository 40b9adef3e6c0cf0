//! Anyone can see which release this is, compare its number with the publisher's, and have every file checked.

use std::fs;
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::LaunchOptions;
use crate::looks::look_in_both_themes;
use crate::site::SiteOptions;
use crate::steps::{Desk, NOT_A_FILE, open};

#[test]
fn the_files_of_a_release_are_checked_against_its_list() {
    let _turn = take_turn();
    let desk = Desk::usual().expect("a site and a browser");
    let list = fs::read(SiteOptions::default().folder.join("release.json")).expect("the list of the release");
    let hash: String = Sha256::digest(&list).iter().map(|byte| format!("{byte:02x}")).collect();
    let story = Story::new("release_files", &desk.page);
    story.take(open(&desk.page, &desk.site.place("settings")));
    story.take(desk.page.wait_for_text(&hash));
    story.take(desk.page.click("button", "Check the files"));
    story.take(desk.page.wait_for_text("files are those of this release."));
    look_in_both_themes(&story, "settings, the files checked");
    story.check_quiet(&[NOT_A_FILE]);

    // A host that serves one file with a byte more than it should have.
    let folder = desk.profile.folder().join("altered-site");
    let copied = Command::new("cp").arg("-r").arg(SiteOptions::default().folder).arg(&folder).status();
    check(&story, copied.is_ok_and(|status| status.success()), "the site was not copied");
    let workers =
        fs::read_dir(folder.join("workers")).expect("the folder of workers").next().expect("one").expect("it");
    let altered = workers.path().join("analyst.js");
    let script = fs::read_to_string(&altered).expect("a script");
    fs::write(&altered, script + "\n").expect("the script");
    let options = SiteOptions { folder, hidden: vec!["service_worker.js".into()], ..SiteOptions::default() };
    let other = Desk::new(&options, &LaunchOptions::default()).expect("a site and a browser");
    let story = Story::new("release_files_altered", &other.page);
    story.take(open(&other.page, &other.site.place("settings")));
    story.take(other.page.click("button", "Check the files"));
    story.take(other.page.wait_for_text("These files are not those of this release"));
    story.take(other.page.wait_for_text("/analyst.js"));
}
