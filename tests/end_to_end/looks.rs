//! How a screen is looked at: in both themes and on a phone.

use crate::check::{Story, check};
use crate::page::Theme;

/// Nothing that axe calls serious, in both themes and on a phone, where nothing scrolls sideways.
pub fn look(story: &Story, what: &str) {
    let page = story.page();
    let axe = |what: &str| {
        let grave = story.take(page.axe());
        let told: String = grave.iter().map(|violation| format!("\n  {violation}")).collect();
        check(story, grave.is_empty(), &format!("{what}: {told}"));
    };
    for theme in [Theme::Dark, Theme::Light] {
        story.take(page.theme(theme));
        let word = if theme == Theme::Dark { "dark" } else { "light" };
        let taken = format!("document.documentElement.dataset.theme === '{word}'");
        story.take(page.wait_until("the theme to be taken", &taken, 20.0));
        be_at_rest(story);
        axe(&format!("{what}, {theme:?}"));
    }
    story.take(page.viewport(390, 844, true, true));
    story.take(page.wait_until("the page to be as narrow", "innerWidth === 390", 20.0));
    let width = story.take(page.scroll_width());
    check(story, width <= 390, &format!("{what} is {width} px wide on a phone"));
    // A dialog slides in anew as the sheet that it is there.
    be_at_rest(story);
    axe(&format!("{what}, on a phone"));
    story.take(page.viewport(1280, 900, false, false));
}

/// Half way between two colours the contrast is that of neither.
fn be_at_rest(story: &Story) {
    let rest = "document.getAnimations().every((one) => one.playState !== 'running'
        || one.effect.getComputedTiming().iterations === Infinity)";
    story.take(story.page().wait_until("the page to be at rest", rest, 20.0));
}
