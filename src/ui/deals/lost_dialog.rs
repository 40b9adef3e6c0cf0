//! Why a deal was lost, asked before it goes to a lost stage.

use leptos::prelude::*;

use super::moves::{Loss, Move};
use crate::domain::deal::{LOST_NOTES, LOST_REASON, OTHER_REASON};
use crate::domain::problem::{Problem, Reason};
use crate::domain::record::Kind;
use crate::messages::{board as words, deals as deal_words, shell};
use crate::ui::controls::{Button, ButtonKind, Dialog, Select, SelectOption, TextArea};
use crate::ui::words::{language, t, tf};

/// The dialog; it is open while there is a move to be asked about.
#[component]
pub fn LostDialog(
    /// The move.
    #[prop(into)]
    deed: Signal<Option<Move>>,
    /// Runs when it is given up: the deal stays where it is.
    #[prop(into)]
    on_close: Callback<()>,
    /// Runs with the move and what was answered.
    #[prop(into)]
    on_lost: Callback<(Move, Loss)>,
) -> impl IntoView {
    let reason = RwSignal::new(None::<u16>);
    let notes = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<Problem>);
    let open = Signal::derive(move || deed.with(Option::is_some));

    Effect::new(move || {
        if open.get() {
            reason.set(None);
            notes.set(String::new());
            problem.set(None);
        }
    });
    let problem_of = move |field: u16| {
        Signal::derive(move || {
            let found = problem.get().filter(|problem| problem.field == Some(field));
            found.map(|problem| problem.text(language()))
        })
    };
    let choices = Kind::Deal.field(LOST_REASON).map(|field| field.choices()).unwrap_or_default();
    let options = move || {
        let first = SelectOption::new("", t(words::CHOOSE_REASON));
        let others = choices.iter().map(|choice| SelectOption::new(choice.code.to_string(), t(choice.label)));
        std::iter::once(first).chain(others).collect::<Vec<_>>()
    };
    let save = move || {
        let Some(deed) = deed.get_untracked() else { return };
        let missing = match reason.get_untracked() {
            None => Some((LOST_REASON, Reason::LostReasonNeeded)),
            Some(OTHER_REASON) if notes.with_untracked(|notes| notes.trim().is_empty()) => {
                Some((LOST_NOTES, Reason::LostNotesNeeded))
            }
            Some(_) => None,
        };
        match (missing, reason.get_untracked()) {
            (Some((field, reason)), _) => problem.set(Some(Problem::with_field(field, reason, ""))),
            (None, Some(reason)) => on_lost.run((deed, Loss { reason, notes: notes.get_untracked() })),
            (None, None) => {}
        }
    };
    let text = move || {
        deed.get()
            .map(|deed| tf(words::LOST_TEXT, &[("deal", &deed.title), ("stage", &deed.to.name)]))
            .unwrap_or_default()
    };
    let with_control = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            save();
        }
    };
    view! {
        <Dialog
            open=open on_close=on_close title=move || t(words::LOST_TITLE) close_label=move || t(shell::CLOSE)
            footer=move || view! {
                <Button label=move || t(shell::CANCEL) on_press=on_close/>
                <Button label=move || t(words::MARK_AS_LOST) kind=ButtonKind::Primary on_press=save/>
            }
        >
            <p class="panel-text">{text}</p>
            <Select
                label=move || t(deal_words::LOST_REASON) options=Signal::derive(options) autofocus=true
                value=Signal::derive(move || reason.get().map(|code| code.to_string()).unwrap_or_default())
                problem=problem_of(LOST_REASON)
                on_change=move |code: String| { reason.set(code.parse().ok()); problem.set(None); }
            />
            <TextArea
                label=move || t(deal_words::LOST_NOTES) value=notes problem=problem_of(LOST_NOTES) on_key=with_control
                on_input=move |text| { notes.set(text); problem.set(None); }
            />
        </Dialog>
    }
}
