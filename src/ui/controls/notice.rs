//! What just happened, said in a corner.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// How a notice is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeTone {
    /// For information.
    #[default]
    Info,
    /// It worked.
    Success,
    /// It worked in part, or something needs a look.
    Warning,
    /// It did not work. Read out at once.
    Bad,
}

impl NoticeTone {
    const fn class(self) -> &'static str {
        match self {
            Self::Info => "notice",
            Self::Success => "notice accent",
            Self::Warning => "notice warning",
            Self::Bad => "notice bad",
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Info => Icon::Info,
            Self::Success => Icon::Check,
            Self::Warning | Self::Bad => Icon::Warning,
        }
    }
}

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its number, which no other notice of this visit has.
    pub id: u64,
    /// How it is meant.
    pub tone: NoticeTone,
    /// What happened, in a sentence.
    pub text: String,
    /// The name of what can be done about it, such as "Undo".
    pub action: Option<String>,
}

/// The stack of notices. When one goes is the owner's business.
#[component]
pub fn Notices(
    /// The name of the region, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The notices, oldest first.
    #[prop(into)]
    notices: Signal<Vec<Notice>>,
    /// Runs with the number of the notice whose action was chosen.
    #[prop(into)]
    on_action: Callback<u64>,
    /// Runs with the number of the notice that was sent away.
    #[prop(into)]
    on_dismiss: Callback<u64>,
    /// The name of the button that sends a notice away.
    #[prop(into)]
    dismiss_label: Signal<String>,
) -> impl IntoView {
    let item = move |notice: Notice| {
        let id = notice.id;
        view! {
            <div class=notice.tone.class()>
                <Glyph icon=notice.tone.icon()/>
                <p class="notice-text">{notice.text}</p>
                {notice.action.map(|action| view! {
                    <button type="button" class="button quiet notice-action" on:click=move |_| on_action.run(id)>{action}</button>
                })}
                <button
                    type="button" class="button quiet icon-only"
                    aria-label=move || dismiss_label.get() title=move || dismiss_label.get()
                    on:click=move |_| on_dismiss.run(id)
                ><Glyph icon=Icon::Close/></button>
            </div>
        }
    };
    let which = move |bad: bool| {
        move || notices.get().into_iter().filter(|notice| (notice.tone == NoticeTone::Bad) == bad).collect::<Vec<_>>()
    };
    // Both live regions are always there: a region that arrives together with its text is often not read out.
    view! {
        <section class="notices" aria-label=move || label.get()>
            <div class="notices-stack" role="alert" aria-atomic="false">
                <For each=which(true) key=|notice| (notice.id, notice.text.clone()) children=item/>
            </div>
            <div class="notices-stack" role="status" aria-atomic="false">
                <For each=which(false) key=|notice| (notice.id, notice.text.clone()) children=item/>
            </div>
        </section>
    }
}
