//! The customers.

use leptos::prelude::*;

use crate::domain::record::Kind;
use crate::ui::records::RecordList;

/// The list of customers, with the open one beside it.
#[component]
pub fn CustomersPage() -> impl IntoView {
    view! { <RecordList kind=Kind::Customer/> }
}
