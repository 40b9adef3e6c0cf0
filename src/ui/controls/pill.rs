//! A short coloured word, such as a status.

use leptos::prelude::*;

/// What a colour says. The same tones colour pills, avatars and notices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Says nothing: outlined.
    #[default]
    Neutral,
    /// Good, active, chosen.
    Accent,
    /// Needs a look soon.
    Warning,
    /// Wrong, or about to be lost.
    Bad,
    /// One of several kinds, without a judgement.
    Blue,
    /// One of several kinds, without a judgement.
    Violet,
}

impl Tone {
    /// The classes of a pill in this tone, for rows that are built without a component.
    pub const fn pill_class(self) -> &'static str {
        match self {
            Self::Neutral => "pill",
            Self::Accent => "pill accent",
            Self::Warning => "pill warning",
            Self::Bad => "pill bad",
            Self::Blue => "pill blue",
            Self::Violet => "pill violet",
        }
    }

    /// The class of what is drawn in this tone.
    pub const fn chart_class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Accent => "accent",
            Self::Warning => "warning",
            Self::Bad => "bad",
            Self::Blue => "blue",
            Self::Violet => "violet",
        }
    }
}

/// A short word on a soft ground. The word alone carries the meaning; the tone repeats it.
#[component]
pub fn Pill(
    /// The word.
    #[prop(into)]
    text: Signal<String>,
    /// What its colour says.
    #[prop(optional, into)]
    tone: Signal<Tone>,
) -> impl IntoView {
    view! { <span class=move || tone.get().pill_class()>{move || text.get()}</span> }
}
