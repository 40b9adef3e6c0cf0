//! The notices of the state, drawn.

use leptos::prelude::*;

use super::controls::{self, NoticeTone};
use super::words::{language, t};
use crate::messages::shell as words;
use crate::state::{self, use_app};

/// The stack of notices in the corner.
#[component]
pub fn NoticesView() -> impl IntoView {
    let app = use_app();
    let shown = Signal::derive(move || {
        let language = language();
        let drawn = |(id, notice): (u64, state::Notice)| controls::Notice {
            id,
            tone: tone_of(notice.tone),
            text: (notice.text)(language),
            action: notice.action.map(|action| action.label.text(language).to_owned()),
        };
        app.notices.all().into_iter().map(drawn).collect::<Vec<_>>()
    });
    view! {
        <controls::Notices
            label=move || t(words::NOTICES)
            notices=shown
            on_action=move |id| app.notices.act(id)
            on_dismiss=move |id| app.notices.dismiss(id)
            dismiss_label=move || t(words::DISMISS)
        />
    }
}

fn tone_of(tone: state::NoticeTone) -> NoticeTone {
    match tone {
        state::NoticeTone::Info => NoticeTone::Info,
        state::NoticeTone::Success => NoticeTone::Success,
        state::NoticeTone::Warning => NoticeTone::Warning,
        state::NoticeTone::Bad => NoticeTone::Bad,
    }
}
