//! A link to a place of the application.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::state::browser;

/// A link, by an address from the site's base on, such as `/customers`. The router's own link leaves such an address as it
/// is, which is wrong where the site lies in a folder. Marked as current on its page and on the pages below.
#[component]
pub fn Link(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    let base = StoredValue::new(browser::base_path());
    let location = use_location();
    let address = move || href.with(|href| base.with_value(|base| format!("{base}{}", href.trim_start_matches('/'))));
    let current = move || is_current(&address(), &location.pathname.get(), &base.get_value()).then_some("page");
    view! { <a href=address aria-current=current>{children()}</a> }
}

/// Whether `here` is the page of `address` or lies below it. An address of a part of a page, or of a list in some state,
/// is not a page of its own.
fn is_current(address: &str, here: &str, base: &str) -> bool {
    if address.contains(['#', '?']) {
        return false;
    }
    let below = here.strip_prefix(address).is_some_and(|rest| rest.starts_with('/'));
    here == address || (below && address != base)
}
