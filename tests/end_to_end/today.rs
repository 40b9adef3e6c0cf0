//! The start: a sample for each trade, figures that lead to their lists, and the way out again.

use burrow::domain::sample::Trade;
use burrow::messages::{Language, home, places, settings};

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::LaunchOptions;
use crate::failure::Failure;
use crate::looks::look;
use crate::page::Page;
use crate::site::SiteOptions;
use crate::steps::{Desk, LONG_WORK, NOT_A_FILE, book_is_ready, customers_become, open};

/// How many rows the list on the screen says that it has.
const COUNT: &str = "document.querySelector('.page-head .page-count')?.textContent ?? ''";

fn count_of_list(page: &Page) -> Result<u64, Failure> {
    page.wait_for("the count of the list", LONG_WORK, || {
        let text = page.evaluate(COUNT)?;
        let first = text.as_str().unwrap_or_default().split([' ', '/']).next().unwrap_or_default().replace(',', "");
        Ok(first.parse().ok())
    })
}

#[test]
fn each_trade_has_a_sample_that_comes_and_goes() {
    let _turn = take_turn();
    for trade in Trade::ALL {
        let Desk { page, site, .. } = &Desk::usual().expect("a site and a browser");
        let story = Story::new(&format!("today_{trade:?}"), page);
        let word = |message: burrow::messages::Message| message.text(Language::English);
        story.take(open(page, site.address()));
        story.take(page.click("button", word(trade.label())));
        story.take(page.by_role("heading", word(places::TODAY)));
        story.take(page.wait_for_text(word(home::PIPELINE_BY_STAGE)));

        // The first stage leads to the list of just the deals that the figure counted.
        let stage = story.take(page.by_selector(".bar-list .bar-link"));
        let told = story.take(stage.text_of());
        let deals: u64 = told.rsplit(' ').next().and_then(|count| count.parse().ok()).unwrap_or(0);
        check(&story, deals > 0, &format!("the first stage is {told:?}"));
        story.take(stage.click());
        story.take(page.by_role("heading", "Deals"));
        story.take(page.wait_for(&format!("{told:?} to lead to so many deals"), LONG_WORK, || {
            let listed = count_of_list(page)?;
            if listed == deals { Ok(Some(())) } else { Err(Failure::Thrown(format!("there are {listed}"))) }
        }));

        // It goes as a whole, and leaves nothing but the pipeline that it needed.
        story.take(open(page, &site.place("settings")));
        story.take(page.click("button", word(settings::REMOVE)));
        story.take(customers_become(page, 0));
        story.take(page.reload());
        story.take(book_is_ready(page));
        story.take(customers_become(page, 0));
        story.take(open(page, &site.place("stages")));
        let stages = story.take(count_of_list(page));
        check(&story, stages == 5, &format!("{stages} stages are left"));
        story.check_quiet(&[NOT_A_FILE]);
    }
}

#[test]
fn today_is_seen_by_everybody() {
    let _turn = take_turn();
    for language in Language::ALL {
        let launch = LaunchOptions { language: language.tag().into(), ..LaunchOptions::default() };
        let Desk { page, site, .. } = &Desk::new(&SiteOptions::default(), &launch).expect("a site and a browser");
        let story = Story::new(&format!("today_looks_{}", language.tag()), page);
        story.take(open(page, site.address()));
        story.take(page.click("button", Trade::Shop.label().text(language)));
        story.take(page.wait_for_text(home::PIPELINE_BY_STAGE.text(language)));
        look(&story, &format!("today in {language:?}"));
        story.check_quiet(&[NOT_A_FILE]);
    }
}
