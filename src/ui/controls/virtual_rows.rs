//! A long list of which only the visible rows exist.

use std::ops::Range;

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{HtmlElement, ResizeObserver};

/// Browsers cannot lay out, and so not scroll, much more than this many px; above it the scroll bar is scaled.
const TALLEST: f64 = 10_000_000.0;

/// The arithmetic of a list: what is visible, and where it lies. All lengths in px.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Window {
    /// Number of rows.
    total: usize,
    /// Height of a row.
    row: f64,
    /// Height of what is visible of the rows.
    view: f64,
    /// How far the scroll bar is from its top.
    scroll: f64,
}

impl Window {
    /// The height that all rows would need.
    fn full(&self) -> f64 {
        self.total as f64 * self.row
    }

    /// The height that is laid out.
    fn laid_out(&self) -> f64 {
        self.full().min(TALLEST)
    }

    /// Px of rows for one px of the scroll bar: 1 unless the list is too tall for the browser.
    fn scale(&self) -> f64 {
        let room = self.laid_out() - self.view;
        if self.full() > TALLEST && room > 0.0 { (self.full() - self.view) / room } else { 1.0 }
    }

    /// Where the scroll bar stands. A list that has just become shorter can be scrolled too far for a moment.
    fn position(&self) -> f64 {
        self.scroll.clamp(0.0, (self.laid_out() - self.view).max(0.0))
    }

    /// How far the upper edge of the view is from the top of the first row.
    fn top(&self) -> f64 {
        (self.position() * self.scale()).clamp(0.0, (self.full() - self.view).max(0.0))
    }

    /// The rows to build: the visible ones and `overscan` more on either side.
    fn rows(&self, overscan: usize) -> Range<usize> {
        let first = (self.top() / self.row).floor() as usize;
        let end = ((self.top() + self.view) / self.row).ceil() as usize;
        first.saturating_sub(overscan).min(self.total)..(end + overscan).min(self.total)
    }

    /// Where row `first` lies inside what is laid out.
    fn offset(&self, first: usize) -> f64 {
        self.position() + first as f64 * self.row - self.top()
    }

    /// Whole rows that fit into the view.
    fn fitting(&self) -> usize {
        (self.view / self.row).floor().max(1.0) as usize
    }

    /// Where the scroll bar must stand for row `index` to be visible with the least movement; nothing if it is visible.
    fn reveal(&self, index: usize) -> Option<f64> {
        let upper = index.min(self.total.saturating_sub(1)) as f64 * self.row;
        let lower = upper + self.row;
        let top = if upper < self.top() {
            upper
        } else if lower > self.top() + self.view {
            lower - self.view
        } else {
            return None;
        };
        Some(top / self.scale())
    }
}

/// A scrolling list of rows of one height, of which only the visible ones are built.
///
/// `children` is called once, with the range of rows to build as a signal; it renders them with a keyed `For`.
/// Attributes given to the component (`attr:role="grid"`) go to the scrolling element; the boxes between it and the
/// rows are presentational.
#[component]
pub fn VirtualRows<F, V>(
    /// Number of rows in the whole list.
    #[prop(into)]
    total: Signal<usize>,
    /// Height of every row in px.
    #[prop(into)]
    row_height: Signal<f64>,
    /// Rows built beyond the visible ones, on either side.
    #[prop(default = 8)]
    overscan: usize,
    /// Runs with (first, end) of the rows to build whenever that changes; `end` is not included.
    #[prop(optional, into)]
    on_range: Option<Callback<(usize, usize)>>,
    /// The index of the first row that `children` shows, where rows arrive later than they are asked for. The old rows
    /// then stay at their own place until the new ones come. Without it, rows begin at the range's first.
    #[prop(optional, into)]
    first_shown: Option<Signal<usize>>,
    /// Set to an index to scroll that row into view; it is set back to nothing.
    #[prop(optional)]
    reveal: RwSignal<Option<usize>>,
    /// Told how many whole rows fit, for Page Up and Page Down.
    #[prop(optional)]
    fitting: RwSignal<usize>,
    /// A class of the scrolling element beside its own.
    #[prop(default = "")]
    class: &'static str,
    /// What stays above the rows: scrolls sideways with them, but not up and down.
    #[prop(optional, into)]
    header: Option<ViewFn>,
    /// Builds the rows of the range (first, end).
    children: F,
) -> impl IntoView
where
    F: FnOnce(Signal<(usize, usize)>) -> V + Send + 'static,
    V: IntoView + 'static,
{
    let scroller = NodeRef::<html::Div>::new();
    let head = NodeRef::<html::Div>::new();
    let scroll = RwSignal::new(0.0);
    let view_height = RwSignal::new(0.0);
    let window = Memo::new(move |_| Window {
        total: total.get(),
        row: row_height.get().max(1.0),
        view: view_height.get(),
        scroll: scroll.get(),
    });
    let range = Memo::new(move |_| {
        let rows = window.get().rows(overscan);
        (rows.start, rows.end)
    });
    let offset = move || {
        let window = window.get();
        window.offset(first_shown.map_or_else(|| range.get().0, |first| first.get()))
    };

    let measure = move || {
        // The list may have gone between the frame's request and the frame.
        let Some(element) = scroller.try_get_untracked().flatten() else { return };
        let head_height = head.try_get_untracked().flatten().map_or(0, |head| head.offset_height());
        let height = f64::from((element.client_height() - head_height).max(0));
        let position = f64::from(element.scroll_top());
        if view_height.try_get_untracked().is_some_and(|known| known != height) {
            view_height.set(height);
        }
        if scroll.try_get_untracked().is_some_and(|known| known != position) {
            scroll.set(position);
        }
    };
    // Scroll events come more often than frames; one look a frame is enough.
    let waiting = StoredValue::new(false);
    let measure_soon = move || {
        if waiting.try_get_value() == Some(false) {
            waiting.set_value(true);
            request_animation_frame(move || {
                if waiting.try_set_value(false).is_none() {
                    measure();
                }
            });
        }
    };
    watch_size(scroller, measure);

    Effect::new(move || {
        let rows = range.get();
        if let Some(run) = on_range {
            run.run(rows);
        }
    });
    Effect::new(move || fitting.set(window.get().fitting()));
    Effect::new(move || {
        let Some(index) = reveal.get() else { return };
        reveal.set(None);
        measure();
        if let (Some(position), Some(element)) = (window.get_untracked().reveal(index), scroller.get_untracked()) {
            element.set_scroll_top(position.round() as i32);
            measure();
        }
    });

    view! {
        <div node_ref=scroller class=format!("virtual {class}") on:scroll=move |_| measure_soon()>
            {header.map(|header| view! { <div node_ref=head class="virtual-head" role="presentation">{header.run()}</div> })}
            <div class="virtual-space" role="presentation" style:height=move || format!("{}px", window.get().laid_out())>
                <div class="virtual-window" role="presentation" style:transform=move || format!("translateY({}px)", offset())>
                    {children(range.into())}
                </div>
            </div>
        </div>
    }
}

/// Calls `measure` when the element appears and whenever its size changes.
fn watch_size(element: NodeRef<html::Div>, measure: impl Fn() + Copy + 'static) {
    // Browser objects cannot cross threads; the local store keeps them until the owner is cleaned up.
    let watching = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut()>)>);
    Effect::new(move || {
        let Some(element) = element.get() else { return };
        let changed = Closure::<dyn FnMut()>::new(measure);
        if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(element.unchecked_ref::<HtmlElement>());
            watching.set_value(Some((observer, changed)));
        }
        measure();
    });
    on_cleanup(move || {
        watching.try_update_value(|watching| {
            if let Some((observer, _)) = watching.take() {
                observer.disconnect();
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn window(total: usize, scroll: f64) -> Window {
        Window { total, row: 38.0, view: 380.0, scroll }
    }

    #[wasm_bindgen_test]
    fn the_visible_rows_and_a_few_more_are_built() {
        for (total, scroll, expected) in [
            (0, 0.0, 0..0),
            (5, 0.0, 0..5),
            (1_000, 0.0, 0..12),
            (1_000, 38.0, 0..13),
            (1_000, 3_810.0, 98..113),
            (1_000, 37_620.0, 988..1_000),
        ] {
            assert_eq!(window(total, scroll).rows(2), expected, "{total} rows at {scroll}");
        }
    }

    #[wasm_bindgen_test]
    fn a_list_too_tall_for_the_browser_still_reaches_its_last_row() {
        let end = window(500_000, TALLEST - 380.0);
        assert_eq!(end.laid_out(), TALLEST);
        assert_eq!(end.rows(0).end, 500_000);
        // The last row ends where the laid-out height ends.
        assert!((end.offset(499_999) + 38.0 - TALLEST).abs() < 0.001);
    }

    #[wasm_bindgen_test]
    fn a_list_that_became_shorter_starts_at_its_own_top() {
        let short = window(3, 9_000_000.0);
        assert_eq!((short.rows(2), short.offset(0)), (0..3, 0.0));
    }

    #[wasm_bindgen_test]
    fn revealing_moves_as_little_as_possible_and_makes_the_row_visible() {
        assert_eq!(window(1_000, 0.0).reveal(3), None);
        assert_eq!(window(1_000, 0.0).reveal(10), Some(38.0));
        assert_eq!(window(1_000, 3_800.0).reveal(2), Some(76.0));
        for index in [0, 250_000, 499_999] {
            let mut tall = window(500_000, 4_000_000.0);
            if let Some(position) = tall.reveal(index) {
                tall.scroll = position;
            }
            assert!(tall.rows(0).contains(&index), "{index}");
        }
    }
}
