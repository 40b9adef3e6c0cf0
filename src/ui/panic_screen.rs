//! The screen after a bug in the screen itself.
//!
//! After a panic nothing of Leptos may be trusted: signals may be borrowed, views half built. So this screen is made of
//! plain elements, in both languages' words but without the state, and offers what needs none: loading the page again.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement};

use crate::messages::{Language, Message, shell as words};
use crate::state::browser;

/// Takes the place of the whole page. `details` is for a report.
pub fn show_panic_screen(details: &str) {
    // Where even this fails there is nothing left to show it with; the console has the text.
    let _ = build(details);
}

fn build(details: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let body = document.body()?;
    let root = document.document_element()?;
    let language = Language::from_tag(&root.get_attribute("lang").unwrap_or_default());
    let text = |message: Message| message.text(language);

    let screen = element(&document, "main", "rescue", "")?;
    let page = element(&document, "div", "rescue-box", "")?;
    let title = element(&document, "h1", "rescue-title", text(words::RESCUE_STOPPED))?;
    title.set_attribute("tabindex", "-1").ok()?;
    let safe = element(&document, "div", "rescue-safe", "")?;
    put(&safe, &element(&document, "p", "", text(words::RESCUE_SAFE))?)?;
    let actions = element(&document, "div", "rescue-actions", "")?;
    let reload = button(&document, "button primary", text(words::RELOAD))?;
    let copy = button(&document, "button", text(words::COPY_DETAILS))?;
    put(&actions, &reload)?;
    put(&actions, &copy)?;
    let report = format!("build {}\n{details}", browser::build_id());
    let more = element(&document, "details", "rescue-details", "")?;
    put(&more, &element(&document, "summary", "", text(words::TECHNICAL_DETAILS))?)?;
    put(&more, &element(&document, "pre", "", &report)?)?;
    for part in [&title, &element(&document, "p", "", text(words::RESCUE_SCREEN_BROKEN))?, &safe, &actions, &more] {
        put(&page, part)?;
    }
    put(&screen, &page)?;

    EventListener::new(&reload, "click", |_| browser::reload()).forget();
    EventListener::new(&copy, "click", move |_| {
        let report = report.clone();
        wasm_bindgen_futures::spawn_local(async move {
            // Where the browser refuses, the text stands below to be copied by hand.
            let _ = browser::copy_text(&report).await;
        });
    })
    .forget();

    body.set_text_content(None);
    put(&body, &screen)?;
    title.dyn_into::<HtmlElement>().ok()?.focus().ok()
}

fn element(document: &Document, name: &str, class: &str, text: &str) -> Option<Element> {
    let element = document.create_element(name).ok()?;
    if !class.is_empty() {
        element.set_class_name(class);
    }
    if !text.is_empty() {
        element.set_text_content(Some(text));
    }
    Some(element)
}

fn button(document: &Document, class: &str, text: &str) -> Option<Element> {
    let button = element(document, "button", class, text)?;
    button.set_attribute("type", "button").ok()?;
    Some(button)
}

fn put(parent: &Element, child: &Element) -> Option<()> {
    parent.append_child(child).ok().map(|_| ())
}
