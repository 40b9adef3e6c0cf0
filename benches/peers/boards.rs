//! The frames of a board of deals, on the release's own page.

use serde_json::{Value, json};

use crate::deals_board::{Deals, fill, settle};
use crate::failure::Failure;
use crate::figures::{at_most, median, time};
use crate::page::Page;
use crate::report::{Line, Report};

/// How many deals stand on it.
const DEALS: usize = 2_000;
/// What no frame may pass, in milliseconds.
const LIMIT: f64 = 50.0;

/// Notes how long each frame took to follow the one before: what a person sees, whatever it was that took the time.
const RECORD_FRAMES: &str = "window.burrowFrames = { longest: 0, count: 0, before: 0 };
(() => {
    const tick = (now) => {
        const frames = window.burrowFrames;
        if (frames.before > 0) {
            frames.longest = Math.max(frames.longest, now - frames.before);
            frames.count += 1;
        }
        frames.before = now;
        requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
})()";

/// Something that a person does with the board.
type Deed = fn(&Page) -> Result<(), Failure>;

/// Carries cards by mouse and by keys and scrolls, and reports the longest frame of each.
pub fn measure(rounds: usize, report: &mut Report) -> Result<(), Failure> {
    let deals = Deals::begin("bench_board");
    let page = deals.page();
    fill(&deals, DEALS);
    let full = "[...document.querySelectorAll('.board-column')].every((one) => one.querySelectorAll('.deal-card').length === 50)";
    page.wait_until("fifty cards in every column", full, 60.0)?;
    page.evaluate(RECORD_FRAMES)?;
    let deeds: [(&str, Deed); 3] = [("by mouse", by_mouse), ("by keys", by_keys), ("scrolled", scrolled)];
    let mut longest = vec![Vec::new(); deeds.len()];
    for round in 0..rounds {
        for ((name, deed), longest) in deeds.iter().zip(&mut longest) {
            settle(page)?;
            page.evaluate("Object.assign(window.burrowFrames, { longest: 0, count: 0, before: 0 })")?;
            deed(page)?;
            settle(page)?;
            let frames = page.evaluate("window.burrowFrames")?;
            let frame = frames["longest"].as_f64().unwrap_or(f64::INFINITY);
            eprintln!("board {round}, {name}: longest of {} frames {}", frames["count"], time(frame));
            longest.push(frame);
        }
    }
    for ((name, _), longest) in deeds.iter().zip(&longest) {
        let frame = median(longest);
        report.lines.push(Line {
            work: if *name == "scrolled" {
                format!("board of {DEALS} deals scrolled, longest frame")
            } else {
                format!("board of {DEALS} deals, a card carried {name}, longest frame")
            },
            peer: "-".into(),
            theirs: "-".into(),
            ours: time(frame),
            ratio: "-".into(),
            target: format!("≤ {LIMIT} ms"),
            distance: at_most(frame, LIMIT),
        });
    }
    Ok(())
}

/// The first card of the first column dragged into the second.
fn by_mouse(page: &Page) -> Result<(), Failure> {
    let card = page.by_selector(".board-column:nth-child(1) .deal-open")?;
    let column = page.by_selector(".board-column:nth-child(2)")?;
    page.drag(&card, &column)
}

/// The first card of the second column carried back by keys.
fn by_keys(page: &Page) -> Result<(), Failure> {
    page.evaluate("document.querySelector('.board-column:nth-child(2) .deal-open').focus()")?;
    ["ArrowDown", "Space", "ArrowLeft", "Enter"].into_iter().try_for_each(|key| page.press(key))
}

/// A column scrolled down by the wheel, and up again.
fn scrolled(page: &Page) -> Result<(), Failure> {
    let at = page.by_selector(".board-column:nth-child(3) .column-cards")?.point()?;
    for turn in 0..20 {
        let down = if turn < 10 { 400.0 } else { -400.0 };
        let wheel: Value = json!({ "type": "mouseWheel", "x": at.x, "y": at.y, "deltaX": 0, "deltaY": down });
        page.call("Input.dispatchMouseEvent", wheel)?;
    }
    Ok(())
}
