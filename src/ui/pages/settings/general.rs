//! Language, colours, who works here, keys.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::setting::{Section, Setting};
use crate::domain::change::Change;
use crate::domain::id::{Id, MemberId};
use crate::domain::member;
use crate::domain::operation::Action;
use crate::domain::parse;
use crate::domain::query::Query;
use crate::domain::record::Kind;
use crate::domain::value::{Currency, Value};
use crate::messages::{Language, Message, settings as words, shell as shell_words};
use crate::state::protocol::RowsRequest;
use crate::state::{CommitOutcome, Theme, commit, live, new_id, tell_failure, use_app};
use crate::ui::controls::{Button, ButtonKind, Checkbox, Dialog, Select, SelectOption, TextField};
use crate::ui::words::{language, t};

/// The most members that the choice offers.
const MOST_MEMBERS: u32 = 200;

/// The settings of this browser.
#[component]
pub fn GeneralSection() -> impl IntoView {
    let app = use_app();
    let settings = app.settings;
    let languages = Language::ALL.map(|language| SelectOption::new(language.tag(), language.own_name())).to_vec();
    let themes =
        Signal::derive(move || Theme::ALL.map(|theme| SelectOption::new(theme.name(), t(theme_name(theme)))).to_vec());
    let currencies = Signal::derive(move || {
        let own = settings.currency.get();
        let others = Currency::COMMON.into_iter().filter(|one| *one != own);
        let codes = std::iter::once(own).chain(others).map(|one| SelectOption::new(one.code(), one.code()));
        codes.collect::<Vec<_>>()
    });
    view! {
        <Section title=words::GENERAL>
            <div class="settings-rows">
                <Setting name=words::LANGUAGE>
                    <Select
                        label=move || t(words::LANGUAGE) hide_label=true options=languages
                        value=Signal::derive(move || settings.language.get().tag().to_owned())
                        on_change=move |tag: String| settings.set_language(Language::from_tag(&tag))
                    />
                </Setting>
                <Setting name=words::THEME>
                    <Select
                        label=move || t(words::THEME) hide_label=true options=themes
                        value=Signal::derive(move || settings.theme.get().name().to_owned())
                        on_change=move |name: String| settings.set_theme(Theme::from_name(&name).unwrap_or_default())
                    />
                </Setting>
                <WorksAs/>
                <Setting name=words::CURRENCY help=move || t(words::CURRENCY_HELP)>
                    <Select
                        label=move || t(words::CURRENCY) hide_label=true options=currencies
                        value=Signal::derive(move || settings.currency.get().code().to_owned())
                        on_change=move |code: String| settings.set_currency(Currency::parse(&code).unwrap_or(Currency::USD))
                    />
                </Setting>
                <Setting name=words::SINGLE_KEYS help=move || t(words::SINGLE_KEYS_HELP)>
                    <Checkbox
                        label=move || t(words::SINGLE_KEYS) hide_label=true checked=settings.single_keys
                        on_change=move |on: bool| settings.set_single_keys(on)
                    />
                </Setting>
            </div>
        </Section>
    }
}

fn theme_name(theme: Theme) -> Message {
    match theme {
        Theme::System => words::THEME_SYSTEM,
        Theme::Light => words::THEME_LIGHT,
        Theme::Dark => words::THEME_DARK,
    }
}

/// Who works on this device.
#[component]
fn WorksAs() -> impl IntoView {
    let app = use_app();
    let adding = RwSignal::new(false);
    let members = live(
        &[Kind::Member],
        || (),
        move |()| {
            app.engine.rows(RowsRequest {
                query: Query::all(Kind::Member),
                columns: Vec::new(),
                offset: 0,
                limit: MOST_MEMBERS,
            })
        },
    );
    let current = Signal::derive(move || {
        let member = app.settings.member.get().or_else(|| app.book.with(|book| book.first_member));
        member.map(|member| member.to_string()).unwrap_or_default()
    });
    let options = Signal::derive(move || {
        let rows = members.value.get().map(|rows| rows.rows).unwrap_or_default();
        let mut options: Vec<_> =
            rows.into_iter().map(|row| SelectOption::new(row.id.to_string(), row.title)).collect();
        if options.is_empty() {
            options.push(SelectOption::new("", t(words::NOBODY_YET)));
        }
        options
    });
    let choose = move |id: String| {
        if let Some(id) = Id::parse(&id) {
            app.settings.set_member(Some(MemberId(id)));
        }
    };
    view! {
        <Setting name=words::WORKS_AS help=move || t(words::WORKS_AS_HELP)>
            <span class="setting-pair">
                <Select label=move || t(words::WORKS_AS) hide_label=true options=options value=current on_change=choose/>
                <Button label=move || t(words::ADD_MEMBER) on_press=move || adding.set(true)/>
            </span>
            <AddMember open=adding/>
        </Setting>
    }
}

/// Asks for a name and makes a member of it, who then works on this device.
#[component]
fn AddMember(open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let name = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);

    let close = move || {
        open.set(false);
        name.set(String::new());
        problem.set(None);
    };
    let add = move || {
        let Some(field) = Kind::Member.field(member::NAME) else { return };
        let value = match parse::from_text(field, &name.get_untracked()) {
            Ok(Value::Empty) => return problem.set(Some(t(crate::messages::problems::MEMBER_NAME_NEEDED))),
            Ok(value) => value,
            Err(wrong) => return problem.set(Some(wrong.text(language()))),
        };
        let id = match new_id() {
            Ok(id) => id,
            Err(failure) => return tell_failure(app, failure),
        };
        // Where nobody works here yet, the new member does, and makes themselves.
        let is_first = app.book.with_untracked(|book| book.count(Kind::Member) == 0);
        if is_first {
            app.first_name.set(name.get_untracked());
        }
        busy.set(true);
        spawn_local(async move {
            let outcome = if is_first {
                crate::state::working_member(app).await.map(|_| None).map_err(|failure| tell_failure(app, failure))
            } else {
                Ok(Some(
                    commit(app, Action::Create, vec![Change::edit(Kind::Member, id, vec![(member::NAME, value)])])
                        .await,
                ))
            };
            busy.try_set(false);
            match outcome {
                Ok(None) => close(),
                Ok(Some(CommitOutcome::Saved(_))) => {
                    app.settings.set_member(Some(MemberId(id)));
                    close();
                }
                Ok(Some(CommitOutcome::Refused(problems))) => {
                    problem.try_set(
                        problems.first().map(|wrong| wrong.problem.text(app.settings.language.get_untracked())),
                    );
                }
                // Told by a notice; the name stays.
                Ok(Some(CommitOutcome::Failed(_))) | Err(()) => {}
            }
        });
    };
    view! {
        <Dialog
            open=open on_close=close title=move || t(words::ADD_MEMBER) close_label=move || t(shell_words::CLOSE)
            footer=move || view! {
                <Button label=move || t(shell_words::CANCEL) on_press=close/>
                <Button label=move || t(words::ADD) kind=ButtonKind::Primary busy=busy on_press=add/>
            }
        >
            <TextField
                label=move || t(words::MEMBER_NAME) value=name problem=problem autofocus=true
                on_input=move |text: String| { name.set(text); problem.set(None); }
                on_key=move |event: leptos::ev::KeyboardEvent| if event.key() == "Enter" { event.prevent_default(); add(); }
            />
        </Dialog>
    }
}
