//! Orders in, groups found, saved, and used: the story of a shop with 23,570 customers.

use std::time::{Duration, Instant};

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::LaunchOptions;
use crate::failure::Failure;
use crate::looks::look;
use crate::page::Page;
use crate::site::SiteOptions;
use crate::steps::{
    Desk, LONG_WORK, NOT_A_FILE, choose_file, customers_become, file_for, import_button, open, own_file, report,
};

const CUSTOMERS: u64 = 23_570;

/// The sizes of the groups on the screen, the largest first.
fn sizes(page: &Page) -> Result<Vec<u64>, Failure> {
    let script = "[...document.querySelectorAll('.segment-group .segment-size')]
        .map((size) => size.textContent.replace(/\\D/g, '')).join(' ')";
    let text = page.evaluate(script)?;
    let mut sizes: Vec<u64> =
        text.as_str().unwrap_or_default().split(' ').filter_map(|size| size.parse().ok()).collect();
    sizes.sort_unstable_by_key(|size| std::cmp::Reverse(*size));
    Ok(sizes)
}

/// Runs the recipe and waits for so many groups.
fn find(page: &Page, button: &str, groups: usize) -> Result<Vec<u64>, Failure> {
    page.click("button", button)?;
    found(page, groups)
}

fn found(page: &Page, groups: usize) -> Result<Vec<u64>, Failure> {
    page.wait_for(&format!("{groups} groups"), LONG_WORK, || {
        let working = page.evaluate("document.querySelector('progress') !== null")?;
        let sizes = sizes(page)?;
        Ok((working == false && sizes.len() == groups).then_some(sizes))
    })
}

#[test]
fn orders_become_segments_that_filter_the_customers() {
    let _turn = take_turn();
    let Desk { page, browser: _browser, profile: _profile, site } = Desk::usual().expect("a site and a browser");
    let story = Story::new("segments", &page);

    // Without orders the page says what it is for, and leads to the import.
    story.take(open(&page, &site.place("segments")));
    story.take(page.by_role("heading", "Segments come from orders"));
    story.take(page.click("link", "Import orders"));
    story.take(page.by_role("heading", "Import"));
    check(&story, story.take(page.address()).contains("kind=orders"), "the address does not say orders");
    story.take(choose_file(&page, &own_file("tests/data/cdnow-orders.csv")));
    story.take(page.wait_for_text("4 of 4 columns are matched."));
    story.take(page.click("button", "Preview the import"));
    story.take(import_button(&page));
    story.take(
        page.wait_for_text("69,659 rows = 69,659 new + 0 changed + 0 unchanged + 0 problems · 23,570 customers new"),
    );
    let begun = Instant::now();
    story.take(import_button(&page).and_then(|button| button.click()));
    let heading = story.take(report(&page));
    println!("69,659 orders imported in {:?}", begun.elapsed());
    check(&story, heading == "69,659 orders imported", &format!("the report says {heading:?}"));
    story.take(customers_become(&page, CUSTOMERS));

    // The same file once more changes nothing.
    story.take(page.click("button", "Import another file"));
    story.take(choose_file(&page, &own_file("tests/data/cdnow-orders.csv")));
    story.take(page.click("button", "Preview the import"));
    let waited = page.wait_for("the second preview", LONG_WORK, || {
        let text = page.evaluate("document.body.innerText")?;
        let wanted = "69,659 rows = 0 new + 0 changed + 69,659 unchanged + 0 problems";
        Ok(text.as_str().is_some_and(|text| text.contains(wanted)).then_some(()))
    });
    story.take(waited);

    // Cancelled in the middle: nothing is saved.
    story.take(open(&page, &site.place("segments")));
    story.take(page.click("button", "Find groups"));
    story.take(page.click("button", "Cancel"));
    story.take(page.wait_for_text("It was stopped. Nothing was saved."));

    let begun = Instant::now();
    let proposed = story.take(page.click("button", "Find groups").and_then(|()| {
        page.wait_for("groups", LONG_WORK, || {
            let working = page.evaluate("document.querySelector('progress') !== null")?;
            let sizes = sizes(&page)?;
            Ok((working == false && !sizes.is_empty()).then_some(sizes))
        })
    }));
    println!("proposed {} groups of {CUSTOMERS} in {:?}", proposed.len(), begun.elapsed());
    check(&story, proposed.iter().sum::<u64>() == CUSTOMERS, &format!("the groups are {proposed:?}"));
    story.take(page.wait_for_text("Measured on a sample of 5,000."));
    story.take(page.by_role("combobox", "Groups").and_then(|list| list.choose("4 groups")));
    let begun = Instant::now();
    let four = story.take(find(&page, "Find groups again", 4));
    println!("4 groups of {CUSTOMERS} in {:?}", begun.elapsed());
    check(&story, four.iter().sum::<u64>() == CUSTOMERS, &format!("the groups are {four:?}"));
    story.take(page.by_role("img", "How far apart they are"));
    look(&story, "groups found");
    story.take(page.click("button", "Model card"));
    story.take(page.wait_for_text("k-means, standardised features, Euclidean distance"));
    story.take(page.press("Escape"));

    // Under a name of one's own, saved, and found again in the list of customers.
    story.take(page.fill("textbox", "Name of group 1", "The many"));
    story.take(page.press("Enter"));
    story.take(page.click("button", "Save 4 segments"));
    story.take(page.by_role("link", "Show customers of “The many”"));
    check(&story, story.take(found(&page, 4)) == four, "the saved segments have other sizes");
    look(&story, "saved segments");
    let begun = Instant::now();
    story.take(page.click("link", "Show customers of “The many”"));
    let count = story.take(page.wait_for("the count of the list", Duration::from_secs(30), || {
        let text = page.evaluate("document.querySelector('.page-count')?.textContent ?? ''")?;
        let text = text.as_str().unwrap_or_default().to_owned();
        Ok(text.split_once(" of ").and_then(|(count, _)| count.replace(',', "").parse::<u64>().ok()))
    }));
    println!("the list by segment in {:?}", begun.elapsed());
    check(&story, count == four[0], &format!("the list shows {count}, the segment has {}", four[0]));

    // Trained anew with the same seed: the same groups; saving asks first, and puts the old ones away.
    story.take(open(&page, &site.place("segments")));
    story.take(page.click("button", "Update"));
    let again = story.take(find(&page, "Find groups", 4));
    check(&story, again == four, &format!("the same seed gives {again:?} after {four:?}"));
    story.take(page.click("button", "Save 4 segments"));
    story.take(page.click("button", "Replace them"));
    story.take(page.wait_gone("button", "Replace them"));
    story.take(page.by_role("button", "Update"));
    check(&story, story.take(found(&page, 4)) == four, "the new segments have other sizes");
    story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn few_customers_odd_amounts_and_chinese() {
    let _turn = take_turn();
    let launch = LaunchOptions { language: "zh-CN".into(), ..LaunchOptions::default() };
    let Desk { page, browser: _browser, profile, site } =
        Desk::new(&SiteOptions::default(), &launch).expect("a site and a browser");
    let story = Story::new("segments_zh", &page);
    let import = |name: &str, rows: String| {
        let file = story.take(file_for(&profile, name, format!("客户编号,下单日期,数量,金额（元）\n{rows}")));
        story.take(open(&page, &site.place("import")));
        story.take(choose_file(&page, &file));
        story.take(page.click("button", "预览导入结果"));
        story.take(page.by_role_containing("button", "个订单").and_then(|button| button.click()));
        story.take(page.by_role("link", "划分客户细分").and_then(|link| link.click()));
    };
    import("three.csv", (1..=3).map(|number| format!("{number},2024-01-0{number},1,0\n")).collect());
    story.take(page.by_role("heading", "客户太少，无法判断"));
    // Twelve customers, all alike but for their days; money is zero and said so.
    import("twelve.csv", (1..=12).map(|number| format!("{number},2024-02-{number:02},1,0\n")).collect());
    story.take(page.wait_for_text("所有金额都是零"));
    look(&story, "the recipe in Chinese");
    story.take(page.by_role("combobox", "组数").and_then(|list| list.choose("3 组")));
    let three = story.take(find(&page, "划分客户群", 3));
    check(&story, three.iter().sum::<u64>() == 12, &format!("the groups are {three:?}"));
    story.take(page.wait_for_text("累计金额”都相同，因此未纳入。"));
    look(&story, "groups in Chinese");
    story.check_quiet(&[NOT_A_FILE]);
}
