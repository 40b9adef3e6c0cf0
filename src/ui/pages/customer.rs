//! One customer on a page of their own.

use leptos::prelude::*;

use crate::domain::record::Kind;
use crate::ui::records::RecordPage;

/// The page of the customer that the address names.
#[component]
pub fn CustomerPage() -> impl IntoView {
    view! { <RecordPage kind=Kind::Customer/> }
}
