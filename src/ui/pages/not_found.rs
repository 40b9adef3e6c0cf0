//! An address that nothing lives at.

use leptos::prelude::*;

use crate::domain::record::Kind;
use crate::messages::shell as words;
use crate::ui::addresses::list_address;
use crate::ui::controls::{ButtonKind, Empty, Icon};
use crate::ui::link::Link;
use crate::ui::page_head::PageHead;
use crate::ui::words::t;

/// Says so, and shows the way out.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <PageHead title=move || t(words::NOT_FOUND)/>
        <div class="page-body">
            <Empty icon=Icon::MapPin title=move || t(words::NOT_FOUND) text=move || t(words::NOT_FOUND_TEXT)>
                <Link href=list_address(Kind::Customer) attr:class=ButtonKind::Primary.class()>{move || t(words::GO_TO_CUSTOMERS)}</Link>
            </Empty>
        </div>
    }
}
