//! Noting what came of somebody by one press.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::id::Id;
use crate::domain::recipient::{RESULTS, groups, results};
use crate::domain::value::Money;
use crate::messages::{campaign_page as words, shell};
use crate::state::protocol::Request;
use crate::state::{AppState, CommitOutcome, Notice, NoticeTone, commit_by, offer_undo};
use crate::ui::controls::{Button, ButtonKind, Dialog, Glyph, Icon, Menu, MenuItem, TextField};
use crate::ui::words::{language, t, tf};

/// Somebody in the campaign.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Person {
    /// The recipient.
    pub id: Id,
    /// The name.
    pub name: String,
    /// The group, where it is known.
    pub group: Option<u16>,
    /// The result, where there is one and it is known.
    pub result: Option<u16>,
}

/// Whose purchase is being noted.
pub(super) type Buyer = RwSignal<Option<Person>>;

fn icon_of(result: u16) -> Icon {
    match result {
        results::REACHED => Icon::Mail,
        results::RESPONDED => Icon::Phone,
        results::CONVERTED => Icon::Receipt,
        results::BOUNCED => Icon::Close,
        _ => Icon::Lock,
    }
}

/// Notes the result of that place in the order in which they are offered, or asks for how much somebody has bought.
pub(super) fn press(app: AppState, person: Person, result: u16, buyer: Buyer) {
    if result == results::CONVERTED && person.result != Some(result) {
        buyer.set(Some(person));
    } else {
        // The result that is there is taken off by the same press.
        let new = (person.result != Some(result)).then_some(result);
        spawn_local(async move { note(app, vec![person.id], person.name, new, None).await });
    }
}

/// Writes a result down, and says so.
pub(super) async fn note(app: AppState, recipients: Vec<Id>, name: String, result: Option<u16>, value: Option<Money>) {
    let outcome =
        commit_by(app, move |operation, member| Request::NoteResult { operation, member, recipients, result, value })
            .await;
    match outcome {
        CommitOutcome::Saved(committed) => {
            let label = result.and_then(|code| RESULTS.iter().find(|choice| choice.code == code));
            let text = move |language| match label {
                Some(choice) if choice.code == results::OPTED_OUT => {
                    words::NOTED_OPTED_OUT.fill(language, &[("name", &name)])
                }
                _ => {
                    let label = label.map_or(words::NO_RESULT, |choice| choice.label);
                    words::NOTED.fill(language, &[("name", &name), ("result", label.text(language))])
                }
            };
            offer_undo(app, text, committed.operation);
        }
        CommitOutcome::Refused(problems) => {
            let Some(problem) = problems.into_iter().next() else { return };
            app.notices.push(Notice::new(NoticeTone::Warning, move |language| problem.problem.text(language)));
        }
        // A notice has told it.
        CommitOutcome::Failed(_) => {}
    }
}

/// Those who are held out are not contacted; all that can come of them is that they buy.
fn can_have(person: &Person, result: u16) -> bool {
    person.group != Some(groups::CONTROL) || result == results::CONVERTED
}

/// The results that somebody can have as one button with a menu, where a row has no room for a button each.
pub(super) fn result_menu(app: AppState, person: Person, buyer: Buyer) -> AnyView {
    let name = person.name.clone();
    let label = move || tf(words::RESULT_OF, &[("result", &t(words::NOTE_RESULT)), ("name", &name)]);
    let items = move || {
        let choices = RESULTS.iter().filter(|choice| can_have(&person, choice.code));
        let item = |choice: &crate::domain::field::Choice| {
            let (code, person) = (choice.code, person.clone());
            let is_on = person.result == Some(code);
            MenuItem::new(t(choice.label), move || press(app, person.clone(), code, buyer)).with_check(is_on)
        };
        choices.map(item).collect::<Vec<_>>()
    };
    view! { <Menu label=label items=Signal::derive(items)/> }.into_any()
}

/// A button for each result that somebody can have. In a row they are pictures, and the keys 1 to 5 do the same.
pub(super) fn result_buttons(app: AppState, person: Person, buyer: Buyer, in_row: bool) -> AnyView {
    let buttons = RESULTS.iter().enumerate().map(|(place, choice)| {
        let code = choice.code;
        let is_on = person.result == Some(code);
        if !can_have(&person, code) {
            return view! { <span class="result-gap"></span> }.into_any();
        }
        let name = person.name.clone();
        let label = move || tf(words::RESULT_OF, &[("result", &t(choice.label)), ("name", &name)]);
        let hint = move || if in_row { format!("{} ({})", t(choice.label), place + 1) } else { t(choice.label) };
        let person = person.clone();
        view! {
            <button
                type="button" class=if in_row { "result-button small" } else { "result-button" } tabindex=in_row.then_some("-1")
                aria-pressed=if is_on { "true" } else { "false" } aria-label=label title=hint
                on:click=move |_| press(app, person.clone(), code, buyer)
            >
                <Glyph icon=icon_of(code)/>{(!in_row).then(|| view! { <span>{move || t(choice.label)}</span> })}
            </button>
        }
        .into_any()
    });
    view! { <div class=if in_row { "result-buttons" } else { "result-buttons wide" }>{buttons.collect_view()}</div> }
        .into_any()
}

/// Asks for how much somebody has bought.
#[component]
pub(super) fn BoughtDialog(app: AppState, buyer: Buyer) -> impl IntoView {
    let amount = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let close = move || {
        buyer.set(None);
        amount.set(String::new());
        problem.set(None);
    };
    let name = move || buyer.with(|buyer| buyer.as_ref().map(|person| person.name.clone()).unwrap_or_default());
    let currency = app.settings.currency;
    let save = move || {
        let Some(person) = buyer.get_untracked() else { return };
        let written = amount.get_untracked();
        let value = match written.trim() {
            "" => None,
            text => match Money::parse(text, Some(currency.get_untracked())) {
                Ok(money) => Some(money),
                Err(_) => {
                    let text = crate::messages::problems::MONEY_INVALID.fill(untrack(language), &[("value", text)]);
                    problem.set(Some(text));
                    return;
                }
            },
        };
        close();
        spawn_local(async move { note(app, vec![person.id], person.name, Some(results::CONVERTED), value).await });
    };
    let key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            save();
        }
    };
    view! {
        <Dialog
            open=Signal::derive(move || buyer.with(Option::is_some)) on_close=close close_label=move || t(shell::CLOSE)
            title=move || tf(words::BOUGHT_TITLE, &[("name", &name())])
            footer=move || view! {
                <Button label=move || t(shell::CANCEL) on_press=close/>
                <Button label=move || t(words::SAVE) kind=ButtonKind::Primary on_press=save/>
            }
        >
            <TextField
                label=move || t(words::BOUGHT_AMOUNT) inputmode="decimal" autofocus=true value=amount problem=problem
                hint=move || tf(words::BOUGHT_HINT, &[("currency", currency.get().code())])
                on_input=move |text| { amount.set(text); problem.set(None); } on_key=key
            />
        </Dialog>
    }
}
