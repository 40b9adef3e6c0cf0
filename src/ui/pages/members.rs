//! The members: who works in the book.

use leptos::prelude::*;

use crate::domain::member;
use crate::domain::record::Kind;
use crate::messages::list as words;
use crate::ui::records::{EmptyWords, RecordList, RecordPage};

/// What the form of a new member asks for.
const FORM: &[u16] = &[member::NAME, member::EMAIL, member::ROLE];

/// The list of members, with the open one beside it.
#[component]
pub fn MembersPage() -> impl IntoView {
    let when_empty = EmptyWords { title: words::NO_MEMBERS, text: words::NO_MEMBERS_TEXT, importable: false };
    view! { <RecordList kind=Kind::Member form=FORM when_empty=when_empty linked_title=words::LOOKED_AFTER/> }
}

/// The page of the member that the address names.
#[component]
pub fn MemberPage() -> impl IntoView {
    view! { <RecordPage kind=Kind::Member linked_title=words::LOOKED_AFTER/> }
}
