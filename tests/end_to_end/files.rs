//! Files as people have them: each is imported, told row by row why not, or refused in words. Never a freeze, never half.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::check::{Story, check, pictures, take_turn};
use crate::failure::Failure;
use crate::page::Page;
use crate::steps::{
    Desk, LONG_WORK, NOT_A_FILE, book_is_ready, choose_file, customers_become, file_for, import_button, open, own_file,
};

/// What the import page says to a file that it cannot read.
const REFUSED: &[(&str, &str)] = &[
    ("empty.csv", "There is nothing in “empty.csv”."),
    ("header_only.csv", "“header_only.csv” has names of columns, but no rows."),
    ("image_renamed.csv", "“image_renamed.csv” is a picture (PNG), whatever its name says."),
];

/// Files that can be read, and the sentence in which their rows balance.
const COUNTED: &[(&str, &str)] = &[
    ("one_column.csv", "3 rows = 3 new + 0 changed + 0 unchanged + 0 problems"),
    ("thousand_columns.csv", "3 rows = "),
    ("ragged.csv", "4 rows = 3 new + 0 changed + 0 unchanged + 1 problems"),
    ("quotes_line_breaks.csv", "4 rows = 3 new + 0 changed + 0 unchanged + 1 problems"),
    ("nul.csv", "3 rows = 2 new + 0 changed + 0 unchanged + 1 problems"),
    ("duplicate_headers.csv", "1 row = 1 new + 0 changed + 0 unchanged + 0 problems"),
    ("gb18030.csv", " 0 problems"),
    ("utf16le.csv", " 0 problems"),
    ("windows1252.csv", " 0 problems"),
];

/// The sentence of the preview that says what became of every row.
fn balance(page: &Page) -> Result<String, Failure> {
    page.wait_for("the rows to be counted", LONG_WORK, || {
        let text = page.evaluate("document.querySelector('.balance')?.innerText ?? ''")?;
        // Behind the sentence may stand how many lines were blank.
        Ok(text.as_str().and_then(|text| text.split(" · ").next()).filter(|text| !text.is_empty()).map(str::to_owned))
    })
}

/// Whether rows = new + changed + unchanged + problems.
fn balances(sentence: &str) -> bool {
    let numbers: Vec<u64> = sentence
        .split(|character: char| !character.is_ascii_digit() && character != ',')
        .filter_map(|part| part.replace(',', "").parse().ok())
        .collect();
    matches!(numbers.as_slice(), [rows, parts @ ..] if parts.len() == 4 && *rows == parts.iter().sum::<u64>())
}

#[test]
fn every_odd_file_is_counted_or_refused_in_words() {
    let _turn = take_turn();
    let Desk { page, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("files", page);
    let file = |name: &str| own_file("tests/data/csv").join(name);
    for (name, words) in REFUSED {
        story.take(open(page, &site.place("import")));
        story.take(choose_file(page, &file(name)));
        let alert = story.take(page.by_selector("[role=alert] .error-title"));
        let told = story.take(alert.text_of());
        check(&story, told == *words, &format!("{name} was told as {told:?}"));
        let offered = story.take(page.find_by_role("button", "Preview the import"));
        check(&story, offered.is_none(), &format!("{name} could be previewed"));
    }
    for (name, words) in COUNTED {
        story.take(open(page, &site.place("import")));
        story.take(choose_file(page, &file(name)));
        story.take(page.click("button", "Preview the import"));
        let told = story.take(balance(page));
        check(&story, told.contains(words) && balances(&told), &format!("{name} was counted as {told:?}"));
    }
    story.take(customers_become(page, 0));
    story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn problem_rows_are_left_out_and_all_others_come_in() {
    let _turn = take_turn();
    let Desk { page, profile, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("files_problem_rows", page);
    let mut downloads = story.take(page.accept_downloads(&profile.folder().join("downloads")));
    let text = "name,email\nAnn,ann@example.org\nB\0b,bob@example.org\nCy,cy@example.org,surplus\nDee,dee at example\n";
    let file = story.take(file_for(profile, "mixed.csv", text));
    story.take(open(page, &site.place("import")));
    story.take(choose_file(page, &file));
    story.take(page.click("button", "Preview the import"));
    let told = story.take(balance(page));
    check(&story, told == "4 rows = 1 new + 0 changed + 0 unchanged + 3 problems", &told);
    story.take(page.click("button", "Download problem rows"));
    let problems = story.take(downloads.wait_for_next(30.0));
    let lines = std::fs::read_to_string(&problems.path).unwrap_or_default();
    for part in ["bob@example.org", "surplus", "dee at example"] {
        check(&story, lines.contains(part), &format!("{part:?} is not among the problem rows: {lines}"));
    }
    check(&story, !lines.contains("ann@example.org"), "a good row is among the problem rows");
    story.take(story.take(import_button(page)).click());
    story.take(page.by_role("heading", "1 customer imported"));
    story.take(customers_become(page, 1));
    story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn a_wrong_encoding_is_told_and_can_be_put_right() {
    let _turn = take_turn();
    let Desk { page, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("files_wrong_encoding", page);
    let choose_encoding = |name: &str| {
        story.take(page.by_role("combobox", "Encoding").and_then(|encoding| encoding.choose(name)));
        story.take(page.wait_until(
            "the file to be read anew",
            &format!("document.querySelector('.file-facts')?.innerText.endsWith({})", serde_json::json!(name)),
            20.0,
        ));
        story.take(page.click("button", "Preview the import"));
        story.take(balance(page))
    };
    story.take(open(page, &site.place("import")));
    story.take(choose_file(page, &own_file("tests/data/csv/gb18030.csv")));
    let told = choose_encoding("UTF-8");
    check(&story, balances(&told) && told.starts_with("2 rows = "), &told);
    story.take(page.wait_for_text("42 characters could not be read as UTF-8."));
    story.take(page.click("button", "Choose another encoding"));
    let told = choose_encoding("GB18030");
    check(&story, told == "2 rows = 2 new + 0 changed + 0 unchanged + 0 problems", &told);
    let text = story.take(page.evaluate("document.body.innerText"));
    let text = text.as_str().unwrap_or_default();
    check(&story, !text.contains("could not be read as") && text.contains("欧阳娜娜"), text);
    story.take(story.take(import_button(page)).click());
    story.take(page.by_role("heading", "2 customers imported"));
    story.take(customers_become(page, 2));
    story.check_quiet(&[NOT_A_FILE]);
}

/// Notes the longest time in which the page could do nothing, from now on.
const WATCH_FOR_FREEZES: &str = "(() => {
    let last = performance.now();
    window.longestFreeze = 0;
    setInterval(() => {
        const now = performance.now();
        window.longestFreeze = Math.max(window.longestFreeze, now - last);
        last = now;
    }, 20);
})()";

/// A file with about so many bytes, written once and kept for the next time.
fn large_file(bytes: u64) -> PathBuf {
    let path = pictures().join(format!("large_{bytes}.csv"));
    if std::fs::metadata(&path).is_ok_and(|found| found.len() >= bytes) {
        return path;
    }
    std::fs::create_dir_all(pictures()).expect("the folder for what the tests make");
    let unfinished = path.with_extension("unfinished");
    let mut file = BufWriter::new(File::create(&unfinished).expect("the large file"));
    let mut written = 0_u64;
    let mut line = String::from("first_name,last_name,email,phone,organisation_name,job_title,notes\n");
    for number in 0_u64.. {
        file.write_all(line.as_bytes()).expect("room on the disk");
        written += line.len() as u64;
        if written >= bytes {
            break;
        }
        line = format!(
            "First {number},Last {},person{number}@example.org,+44 20 7946 {:04},Company {},Clerk,Met at the fair no. {}\n",
            number % 9973,
            number % 10_000,
            number % 499,
            number % 17
        );
    }
    file.flush().expect("room on the disk");
    drop(file);
    std::fs::rename(&unfinished, &path).expect("the large file in its place");
    path
}

/// Waits until the bar of the running work shows at least this share.
fn work_reaches(page: &Page, share: f64) -> Result<(), Failure> {
    page.wait_for(&format!("{share} of the work"), LONG_WORK * 5, || {
        let done = page.evaluate("Number(document.querySelector('progress[value]')?.value ?? 0)")?;
        Ok(done.as_f64().is_some_and(|done| done >= share).then_some(()))
    })
}

fn begin_with(page: &Page, file: &Path) -> Result<(), Failure> {
    choose_file(page, file)?;
    page.by_role("button", "Preview the import").map(drop)
}

#[test]
fn a_large_file_neither_freezes_the_page_nor_leaves_a_trace_when_cancelled() {
    let _turn = take_turn();
    // The whole preview of 200 MB takes minutes on a small machine: the long runs have it.
    let soak = std::env::var_os("BURROW_SOAK").is_some();
    let bytes: u64 = if soak { 200_000_000 } else { 40_000_000 };
    let file = large_file(bytes);
    let Desk { page, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("files_large", page);
    story.take(open(page, &site.place("import")));
    story.take(page.evaluate(WATCH_FOR_FREEZES));
    story.take(begin_with(page, &file));

    story.take(page.click("button", "Preview the import"));
    story.take(work_reaches(page, 0.05));
    story.take(page.click("button", "Cancel"));
    story.take(page.wait_for_text("The preview was stopped. Nothing was written."));

    story.take(page.click("button", "Preview the import"));
    let button = story.take(page.wait_for("the whole preview", LONG_WORK * 5, || import_button(page).map(Some)));
    let told = story.take(balance(page));
    check(&story, balances(&told) && told.contains("+ 0 problems"), &format!("the rows of the large file: {told}"));
    story.take(button.click());
    story.take(work_reaches(page, 0.1));
    story.take(page.click("button", "Cancel"));
    story.take(page.wait_for_text("The import was stopped. Nothing was written."));
    story.take(customers_become(page, 0));
    let freeze = story.take(page.evaluate("Math.round(longestFreeze)")).as_u64().unwrap_or(u64::MAX);
    // Written past the test runner, which keeps to itself what a passing test prints.
    let megabytes = bytes / 1_000_000;
    let _ = writeln!(std::io::stderr(), "a file of {megabytes} MB: the page stood still for {freeze} ms at most");
    check(&story, freeze < 1_000, &format!("the page stood still for {freeze} ms"));

    story.take(page.reload());
    story.take(book_is_ready(page));
    story.take(customers_become(page, 0));
    story.check_quiet(&[NOT_A_FILE]);
}
