//! What a pointer does to one thing on a page: presses, touches, and what stands in their way.

use std::time::Duration;

use serde_json::{Value, json};

use crate::element::Element;
use crate::failure::Failure;
use crate::page::{PATIENCE, text};

/// Where a pointer meets an element, in CSS pixels from the corner of the viewport.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// Scrolls the element into view and tells where its middle is, or in one word why a person could not press it.
const MEET: &str = r#"function () {
    if (!this.isConnected) return { reason: "it is no longer on the page" };
    this.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    const box = [...this.getClientRects()].find((box) => box.width > 0 && box.height > 0);
    if (!box) return { reason: "it has no size" };
    if (this.matches(":disabled, [aria-disabled=true]")) return { reason: "it is disabled" };
    const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1);
    const hit = document.elementFromPoint(x, y);
    const label = hit?.closest("label");
    if (!hit || !(this.contains(hit) || label?.control === this)) {
        return { reason: "it is covered by " + (hit ? hit.outerHTML.slice(0, 120) : "nothing that can be pressed") };
    }
    return { x, y };
}"#;

/// Until the press is over, keeps every event of a pointer that does not begin on the element from whatever has slid under the
/// pointer since it was looked for, and remembers what became of the press.
const WATCH: &str = r#"function () {
    const wanted = this;
    const watch = { begun: false, missed: null };
    const within = (node) => wanted.contains(node) || node?.closest?.("label")?.control === wanted;
    const look = (event) => {
        if (!event.isTrusted) return;
        const meets = within(event.target);
        if (event.type === "pointerdown" && watch.missed === null) {
            watch.begun ||= meets;
            if (!watch.begun) watch.missed = event.target.outerHTML?.slice(0, 120) ?? "the page";
        }
        if (watch.missed !== null) {
            event.preventDefault();
            event.stopImmediatePropagation();
        }
    };
    const types = ["pointerdown", "mousedown", "pointerup", "mouseup", "click", "dblclick", "auxclick", "contextmenu"];
    for (const type of types) addEventListener(type, look, true);
    watch.end = () => types.forEach((type) => removeEventListener(type, look, true));
    globalThis.pressWatch = watch;
}"#;

/// What became of the press: what it met instead of the element; nothing when it met the element.
const WATCHED: &str = "(() => {
    const watch = globalThis.pressWatch;
    delete globalThis.pressWatch;
    watch?.end();
    return watch?.missed ?? null;
})()";

impl Element {
    /// Why a person could not press it at this moment; none when they could.
    pub fn obstacle(&self) -> Result<Option<String>, Failure> {
        Ok(self.run(MEET, &[])?["reason"].as_str().map(str::to_owned))
    }

    /// Where a pointer meets it: scrolled into view, at rest, not disabled, not covered. Waits until it is so.
    pub fn point(&self) -> Result<Point, Failure> {
        let mut before = None;
        self.page().wait_for(&format!("{} to be there to press", self.description()), PATIENCE, || {
            let met = self.now()?.run(MEET, &[])?;
            let (Some(x), Some(y)) = (met["x"].as_f64(), met["y"].as_f64()) else {
                before = None;
                return Err(Failure::Thrown(text(&met["reason"])));
            };
            let point = Point { x, y };
            // Two looks at the same place: what still slides in is not pressed on the way.
            Ok((before.replace(point) == Some(point)).then_some(point))
        })
    }

    /// One click of the mouse's first button in its middle.
    pub fn click(&self) -> Result<(), Failure> {
        self.press_mouse("left", 1)
    }

    /// A double click.
    pub fn double_click(&self) -> Result<(), Failure> {
        self.press_mouse("left", 1)?;
        self.press_mouse("left", 2)
    }

    /// A click of the mouse's second button.
    pub fn click_right(&self) -> Result<(), Failure> {
        self.press_mouse("right", 1)
    }

    /// Moves the mouse over it.
    pub fn hover(&self) -> Result<(), Failure> {
        let Point { x, y } = self.point()?;
        self.page().call("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": x, "y": y })).map(drop)
    }

    /// One short touch of a finger in its middle.
    pub fn tap(&self) -> Result<(), Failure> {
        let Point { x, y } = self.point()?;
        self.page()
            .call("Input.dispatchTouchEvent", json!({ "type": "touchStart", "touchPoints": [{ "x": x, "y": y }] }))?;
        self.page().call("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] })).map(drop)
    }

    /// Presses where the element is; where the page moves under the pointer meanwhile, nothing else is pressed and it is
    /// tried again, as a person would.
    fn press_mouse(&self, button: &str, count: u32) -> Result<(), Failure> {
        self.page().wait_for(&format!("{} to be met by a press", self.description()), PATIENCE, || {
            let point = self.point()?;
            self.now()?.run(WATCH, &[])?;
            let closed = self.press_at(point, button, count)?;
            if closed {
                return Ok(Some(()));
            }
            match self.page().evaluate(WATCHED) {
                Ok(Value::String(met)) => Err(Failure::Thrown(format!("it had moved, and {met} was there"))),
                // A press may lead to another document, or close its own page.
                _ => Ok(Some(())),
            }
        })
    }

    /// Presses at a point and says whether that closed the page.
    fn press_at(&self, Point { x, y }: Point, button: &str, count: u32) -> Result<bool, Failure> {
        let held = if button == "right" { 2 } else { 1 };
        let page = self.page();
        page.call("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": x, "y": y }))?;
        page.call(
            "Input.dispatchMouseEvent",
            json!({ "type": "mousePressed", "x": x, "y": y, "button": button, "buttons": held, "clickCount": count }),
        )?;
        let released =
            json!({ "type": "mouseReleased", "x": x, "y": y, "button": button, "buttons": 0, "clickCount": count });
        let answer = page.connection().call_within(
            Some(page.session()),
            "Input.dispatchMouseEvent",
            released,
            Duration::from_secs(45),
        );
        match answer {
            // A click may close its own page.
            Err(Failure::Gone(_)) => Ok(true),
            other => other.map(|_| false),
        }
    }
}
