//! How a screen is looked at: in both themes and on a phone.

use crate::check::{Story, check};
use crate::page::Theme;

/// The width of a phone in CSS pixels.
pub const PHONE: u32 = 390;

/// What a finger cannot hit well: whatever is pressed or filled in, is less than 44 pixels wide or high, and is not hit 21
/// pixels beside its middle either, where an area around it takes the finger. A box or a field counts with the label around
/// it, a box in a row with its cell; a link within a text is as high as its line.
const SMALL_TARGETS: &str = "[...(document.querySelector('dialog[open]') ?? document)
    .querySelectorAll('button, a[href], input, select, textarea, summary')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true })
        && !one.closest('.visually-hidden, .skip') && !one.matches('.link, [type=file]'))
    .map((one) => [one, (one.closest('label, .check-cell') ?? one).getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.width < 43.5 || box.height < 43.5))
    .filter(([one]) => {
        one.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
        const box = one.getBoundingClientRect();
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        const hits = (right, down) => {
            const hit = document.elementFromPoint(x + right, y + down);
            return hit !== null && (one.contains(hit) || hit.closest('label')?.control === one);
        };
        // What lies behind an open sheet is nobody's target.
        return hits(0, 0) && !(hits(-21, 0) && hits(21, 0) && hits(0, -21) && hits(0, 21));
    })
    .map(([one, box]) => `${one.localName}.${one.className} “${one.ariaLabel ?? one.innerText ?? ''}” ${Math.round(box.width)}×${Math.round(box.height)}`)
    .slice(0, 8)";

/// Nothing that axe calls serious, in both themes and on a phone, where nothing scrolls sideways. What is shown must stay
/// while the window changes; the window is as large afterwards as it was before.
#[track_caller]
pub fn look(story: &Story, what: &str) {
    look_in_both_themes(story, what);
    let page = story.page();
    let size = story.take(page.evaluate("[innerWidth, innerHeight]"));
    let side = |at: usize, usual: u32| size[at].as_u64().and_then(|side| u32::try_from(side).ok()).unwrap_or(usual);
    as_on_a_phone(story);
    check_width(story, what);
    check_targets(story, what);
    look_once(story, &format!("{what}, on a phone"));
    story.take(page.viewport(side(0, 1280), side(1, 900), false, false));
}

/// Nothing that axe calls serious in either theme, in the window as it is.
#[track_caller]
pub fn look_in_both_themes(story: &Story, what: &str) {
    for theme in [Theme::Dark, Theme::Light] {
        story.take(story.page().theme(theme));
        let word = if theme == Theme::Dark { "dark" } else { "light" };
        let taken = format!("document.documentElement.dataset.theme === '{word}'");
        story.take(story.page().wait_until("the theme to be taken", &taken, 20.0));
        look_once(story, &format!("{what}, {word}"));
    }
}

/// Nothing that axe calls serious, as it is at this moment.
#[track_caller]
pub fn look_once(story: &Story, what: &str) {
    let page = story.page();
    come_to_rest(story);
    let grave = story.take(page.axe());
    let told: String = grave.iter().map(|violation| format!("\n  {violation}")).collect();
    check(story, grave.is_empty(), &format!("{what}: {told}"));
}

/// The window of a phone, with fingers.
#[track_caller]
pub fn as_on_a_phone(story: &Story) {
    story.take(story.page().viewport(PHONE, 844, true, true));
    let narrow = format!("innerWidth === {PHONE}");
    story.take(story.page().wait_until("the page to be as narrow", &narrow, 20.0));
    // A sheet that slides in is still beyond the edge.
    come_to_rest(story);
}

/// Waits until what was begun is drawn and nothing moves any more.
#[track_caller]
fn come_to_rest(story: &Story) {
    let page = story.page();
    let drawn = "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))";
    story.take(page.evaluate(drawn));
    // Half way between two colours the contrast is that of neither.
    let rest = "document.getAnimations().every((one) => one.playState !== 'running'
        || one.effect.getComputedTiming().iterations === Infinity)";
    story.take(page.wait_until("the page to be at rest", rest, 20.0));
}

/// The window of a small desk, with a mouse.
#[track_caller]
pub fn as_on_a_desk(story: &Story) {
    story.take(story.page().viewport(1280, 900, false, false));
}

/// On a phone: nothing scrolls the page sideways; what reaches too far is named.
#[track_caller]
pub fn check_width(story: &Story, what: &str) {
    let width = story.take(story.page().scroll_width());
    if width > u64::from(PHONE) {
        let wide = "[...document.querySelectorAll('body *')].filter((part) => part.getBoundingClientRect().right > innerWidth + 0.5)
            .slice(0, 8).map((part) => `${part.localName}.${part.className}`).join(', ')";
        let parts = story.page().evaluate(wide).map_or_else(|failure| failure.to_string(), |parts| parts.to_string());
        check(story, false, &format!("{what} is {width} px wide on a phone: {parts}"));
    }
}

/// On a phone: a finger can hit all that is there to be pressed.
#[track_caller]
pub fn check_targets(story: &Story, what: &str) {
    let small = story.take(story.page().evaluate(SMALL_TARGETS));
    let fits = small.as_array().is_some_and(Vec::is_empty);
    check(story, fits, &format!("{what} has what a finger cannot hit well: {small}"));
}
