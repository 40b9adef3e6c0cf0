//! Dragging, by mouse and by finger. A native drag (an element with `draggable`) and one made of pointer events both work.

use std::time::Duration;

use serde_json::{Value, json};

use crate::element::Element;
use crate::failure::Failure;
use crate::page::Page;
use crate::press::Point;

const STEPS: u32 = 8;
const REST_AT_END: Duration = Duration::from_millis(150);

impl Page {
    /// Drags from the middle of one element to the middle of another with the mouse.
    pub fn drag(&self, from: &Element, to: &Element) -> Result<(), Failure> {
        let end = to.point()?;
        let start = from.point()?;
        self.drag_between(start, end)
    }

    /// Drags an element by so many CSS pixels with the mouse, a column's edge for example.
    pub fn drag_by(&self, from: &Element, right: f64, down: f64) -> Result<(), Failure> {
        let start = from.point()?;
        self.drag_between(start, Point { x: start.x + right, y: start.y + down })
    }

    /// Drags from one element to another with a finger that first rests on it for `rest`.
    pub fn drag_by_touch(&self, from: &Element, to: &Element, rest: Duration) -> Result<(), Failure> {
        let (start, end) = (from.point()?, to.point()?);
        let touch = |kind: &str, point: Option<Point>| {
            let points: Vec<Value> = point.iter().map(|point| json!({ "x": point.x, "y": point.y })).collect();
            self.call("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points })).map(drop)
        };
        touch("touchStart", Some(start))?;
        std::thread::sleep(rest);
        for point in path(start, end) {
            touch("touchMove", Some(point))?;
        }
        // A finger that is lifted in motion flings, and the next touch would only stop the fling.
        std::thread::sleep(REST_AT_END);
        touch("touchMove", Some(end))?;
        touch("touchEnd", None)
    }

    fn drag_between(&self, start: Point, end: Point) -> Result<(), Failure> {
        // The system's own drag loop would take the mouse away from the protocol, so a native drag is carried out by hand.
        self.call("Input.setInterceptDrags", json!({ "enabled": true }))?;
        let outcome = self.drag_intercepted(start, end);
        self.call("Input.setInterceptDrags", json!({ "enabled": false }))?;
        outcome
    }

    fn drag_intercepted(&self, start: Point, end: Point) -> Result<(), Failure> {
        let mark = self.connection().mark();
        let mouse = |kind: &str, point: Point, buttons: u32| {
            let button = if kind == "mouseMoved" && buttons == 0 { "none" } else { "left" };
            self.call(
                "Input.dispatchMouseEvent",
                json!({ "type": kind, "x": point.x, "y": point.y, "button": button, "buttons": buttons, "clickCount": 1 }),
            )
            .map(drop)
        };
        mouse("mouseMoved", start, 0)?;
        mouse("mousePressed", start, 1)?;
        let mut carried: Option<Value> = None;
        for point in path(start, end) {
            match &carried {
                Some(data) => self.carry("dragOver", point, data)?,
                None => mouse("mouseMoved", point, 1)?,
            }
            if carried.is_none() {
                let intercepted = self.connection().events(|event| {
                    event.session.as_deref() == Some(self.session()) && event.method == "Input.dragIntercepted"
                });
                // Only a drag of this gesture counts; the list of events keeps the earlier ones.
                carried = intercepted
                    .last()
                    .filter(|event| self.connection().position(event) >= mark)
                    .map(|event| event.params["data"].clone());
                if let Some(data) = &carried {
                    self.carry("dragEnter", point, data)?;
                }
            }
        }
        match &carried {
            Some(data) => {
                self.carry("dragOver", end, data)?;
                self.carry("drop", end, data)?;
            }
            None => mouse("mouseMoved", end, 1)?,
        }
        mouse("mouseReleased", end, 0)
    }

    fn carry(&self, kind: &str, point: Point, data: &Value) -> Result<(), Failure> {
        self.call("Input.dispatchDragEvent", json!({ "type": kind, "x": point.x, "y": point.y, "data": data }))
            .map(drop)
    }
}

/// The places on the way from start to end, without the start.
fn path(start: Point, end: Point) -> impl Iterator<Item = Point> {
    (1..=STEPS).map(move |step| {
        let share = f64::from(step) / f64::from(STEPS);
        Point { x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share }
    })
}
