//! Contacting people without a server: a list to work on, addresses to copy, one e-mail to few, a sheet to print. Whether
//! somebody may be contacted is asked anew each time.

use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

use super::CampaignState;
use crate::messages::{Message, campaign_page as words, campaigns as campaign_words, fields};
use crate::state::protocol::{WorkList, WorkPerson};
use crate::state::{Notice, NoticeTone, browser, failure_text, format};
use crate::ui::controls::{Button, ButtonKind, Icon, Menu, MenuItem};
use crate::ui::words::{language, t, tc, tf};

/// More addresses than this are too long for the line by which a browser hands an e-mail over.
const MOST_IN_AN_EMAIL: usize = 30;

/// What is done with the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    Download,
    Copy,
    Write,
    Print,
}

/// The menu.
#[component]
pub(super) fn WorkMenu(state: CampaignState) -> impl IntoView {
    let items = move || {
        let item = |label: Message, icon: Icon, deed: Deed| {
            MenuItem::new(t(label), move || begin(state, deed)).with_icon(icon)
        };
        vec![
            item(words::WORK_LIST, Icon::Download, Deed::Download),
            item(words::COPY_EMAILS, Icon::File, Deed::Copy),
            item(words::WRITE_EMAIL, Icon::Mail, Deed::Write),
            item(words::PRINT_LIST, Icon::Receipt, Deed::Print),
        ]
    };
    view! {
        <Menu
            label=move || t(words::CONTACT_THEM) icon=Icon::Mail show_label=true kind=ButtonKind::Plain items=Signal::derive(items)
        />
    }
}

fn begin(state: CampaignState, deed: Deed) {
    let app = state.record.app;
    let job = app.engine.new_job();
    let language = untrack(language);
    spawn_local(async move {
        let answer = app.engine.work_list(job.job, state.record.id, language).await;
        job.finish();
        match answer {
            Ok(Some(list)) if list.people.is_empty() => say(state, NoticeTone::Warning, words::NOBODY_TO_CONTACT),
            Ok(Some(list)) => {
                tell_left_out(state, list.left_out);
                carry_out(state, deed, list).await;
            }
            Ok(None) => {}
            Err(failure) => {
                app.notices.push(Notice::new(NoticeTone::Bad, move |language| {
                    words::WORK_LIST_FAILED.fill(language, &[("reason", &failure_text(&failure, language))])
                }));
            }
        }
    });
}

fn say(state: CampaignState, tone: NoticeTone, message: Message) {
    state.record.app.notices.push(Notice::plain(tone, message));
}

fn tell_left_out(state: CampaignState, count: u64) {
    if count > 0 {
        state.record.app.notices.push(Notice::new(NoticeTone::Info, move |language| {
            words::LEFT_OUT_NOW.fill(language, count, &format::integer(language, count), &[])
        }));
    }
}

async fn carry_out(state: CampaignState, deed: Deed, list: WorkList) {
    // Two people who share an address get one e-mail.
    let addresses: BTreeSet<&str> =
        list.people.iter().map(|person| person.email.as_str()).filter(|email| !email.is_empty()).collect();
    let addresses: Vec<&str> = addresses.into_iter().collect();
    match deed {
        Deed::Download => {
            let file = &list.file;
            if browser::download(&file.name, &file.media_type, std::slice::from_ref(&file.bytes)).is_err() {
                say(state, NoticeTone::Bad, crate::messages::list::EXPORT_NOT_HANDED_OVER);
            }
        }
        Deed::Print => drop(state.sheet.try_set(Some(list))),
        Deed::Copy | Deed::Write if addresses.is_empty() => say(state, NoticeTone::Warning, words::NO_EMAILS),
        Deed::Copy => match browser::copy_text(&addresses.join(", ")).await {
            Ok(()) => {
                let count = addresses.len() as u64;
                state.record.app.notices.push(Notice::new(NoticeTone::Success, move |language| {
                    words::COPIED.fill(language, count, &format::integer(language, count), &[])
                }));
            }
            Err(_) => say(state, NoticeTone::Warning, words::NOT_COPIED),
        },
        Deed::Write if addresses.len() > MOST_IN_AN_EMAIL => {
            let (count, most) = (addresses.len() as u64, MOST_IN_AN_EMAIL as u64);
            state.record.app.notices.push(Notice::new(NoticeTone::Warning, move |language| {
                let (count, most) = (format::integer(language, count), format::integer(language, most));
                words::TOO_MANY_FOR_EMAIL.fill(language, &[("count", &count), ("most", &most)])
            }));
        }
        // As blind copies, so that nobody learns who else was written to.
        Deed::Write => browser::go_to(&format!("mailto:?bcc={}", addresses.join(","))),
    }
}

/// The list to print. The style for paper leaves everything else out.
#[component]
pub(super) fn WorkSheet(state: CampaignState) -> impl IntoView {
    let people = move || state.sheet.with(|list| list.as_ref().map(|list| list.people.clone()).unwrap_or_default());
    let count = move || state.sheet.with(|list| list.as_ref().map_or(0, |list| list.people.len() as u64));
    let columns = [
        fields::NAME,
        fields::ORGANISATION,
        campaign_words::EMAIL_COLUMN,
        campaign_words::PHONE_COLUMN,
        fields::ADDRESS,
        campaign_words::RESULT,
    ];
    let row = |person: WorkPerson| {
        let WorkPerson { name, organisation, email, phone, address, .. } = person;
        let cells = [name, organisation, email, phone, address, String::new()];
        view! { <tr>{cells.map(|cell| view! { <td class="wrap">{cell}</td> }).into_iter().collect_view()}</tr> }
    };
    view! {
        <div class="work-sheet">
            <div class="work-sheet-bar">
                <Button label=move || t(words::BACK) icon=Icon::ArrowLeft on_press=move || state.sheet.set(None)/>
                <Button label=move || t(words::PRINT) kind=ButtonKind::Primary on_press=browser::print/>
            </div>
            <h2 class="section-title">{move || tf(words::SHEET_TITLE, &[("campaign", &state.record.title())])}</h2>
            <p class="second">{move || tc(words::ON_THE_LIST, count())}</p>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t(words::PRINT_LIST)>
                <table class="table">
                    <thead><tr>{columns.map(|column| view! { <th scope="col">{move || t(column)}</th> }).into_iter().collect_view()}</tr></thead>
                    <tbody>{move || people().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </div>
    }
}
