//! The customers.

use leptos::prelude::*;

use crate::domain::customer;
use crate::domain::record::Kind;
use crate::messages::list as words;
use crate::ui::records::{EmptyWords, RecordList};

/// What the form of a new customer asks for.
const FORM: &[u16] = &[
    customer::TYPE,
    customer::FIRST_NAME,
    customer::LAST_NAME,
    customer::ORGANISATION_NAME,
    customer::EMAILS,
    customer::PHONES,
    customer::STATUS,
];

/// The list of customers, with the open one beside it.
#[component]
pub fn CustomersPage() -> impl IntoView {
    let when_empty = EmptyWords { title: words::NO_CUSTOMERS, text: words::NO_CUSTOMERS_TEXT, importable: true };
    view! { <RecordList kind=Kind::Customer form=FORM when_empty=when_empty linked_title=words::PEOPLE_HERE/> }
}
