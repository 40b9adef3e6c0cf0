//! The views of the kinds that have their own: what is due today, what waits, what is done. A view is a name in the
//! address and narrows what the search and the filters ask for, so that "today" is today whenever the address is opened.

use leptos::prelude::*;

use super::address_state::ListAddress;
use super::list_bar::LIST_PANE_ID;
use super::list_state::ListState;
use crate::domain::entity::CREATED;
use crate::domain::id::Id;
use crate::domain::query::{Comparison, Filter, Query, Sort};
use crate::domain::record::Kind;
use crate::domain::value::{Day, Value};
use crate::domain::{task, ticket};
use crate::messages::{Message, list as words, service};
use crate::state::AppState;
use crate::ui::controls::{Tab, Tabs};
use crate::ui::words::t;

const TRASH: &str = "trash";
/// The name of the view that narrows nothing.
const ALL: &str = "all";

/// What views depend on: who looks, and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ViewFrame {
    today: Option<Day>,
    member: Option<Id>,
}

impl ViewFrame {
    /// Who looks at the list now. Reactive.
    pub fn now(app: AppState) -> ViewFrame {
        let member = app.settings.member.get().or_else(|| app.book.with(|book| book.first_member));
        ViewFrame { today: app.today(), member: member.map(|member| member.0) }
    }
}

/// A view of a list.
pub struct ListView {
    /// Its name in the address.
    pub name: &'static str,
    /// What it is called.
    pub label: Message,
    /// What it says when nothing is in it.
    pub when_empty: Message,
    /// The field that it is sorted by where nothing else was chosen, and whether the largest comes first.
    order: Option<Sort>,
    /// What it narrows the list to.
    filters: fn(ViewFrame) -> Vec<Filter>,
}

impl PartialEq for ListView {
    fn eq(&self, other: &ListView) -> bool {
        self.name == other.name && self.label == other.label
    }
}

impl ListView {
    /// The query within the view.
    pub fn narrowed(&self, mut query: Query, frame: ViewFrame) -> Query {
        query.filters.extend((self.filters)(frame));
        if query.sort.is_none() && query.search.trim().is_empty() {
            query.sort = self.order;
        }
        query
    }
}

const fn up(field: u16) -> Option<Sort> {
    Some(Sort { field, descending: false })
}

const fn down(field: u16) -> Option<Sort> {
    Some(Sort { field, descending: true })
}

fn is(field: u16, codes: &[u16]) -> Filter {
    Filter { field, comparison: Comparison::Is, values: codes.iter().map(|code| Value::Choice(*code)).collect() }
}

fn open_tasks(comparison: Comparison, day: Option<Day>) -> Vec<Filter> {
    let values = day.map(Value::Day).into_iter().collect();
    vec![is(task::STATUS, &[task::statuses::OPEN]), Filter { field: task::DUE, comparison, values }]
}

fn day_after(day: Day) -> Option<Day> {
    Day::from_days_since_1970(day.days_since_1970()? + 1)
}

const TASKS: &[ListView] = &[
    ListView {
        name: "today",
        label: service::VIEW_TODAY,
        when_empty: service::NONE_TODAY,
        order: up(task::DUE),
        filters: |frame| open_tasks(Comparison::AtMost, frame.today),
    },
    ListView {
        name: "coming",
        label: service::VIEW_COMING,
        when_empty: service::NONE_COMING,
        order: up(task::DUE),
        filters: |frame| open_tasks(Comparison::AtLeast, frame.today.and_then(day_after)),
    },
    ListView {
        name: "undated",
        label: service::VIEW_UNDATED,
        when_empty: service::NONE_UNDATED,
        order: up(task::PRIORITY),
        filters: |_| open_tasks(Comparison::IsEmpty, None),
    },
    ListView {
        name: "done",
        label: service::VIEW_DONE,
        when_empty: service::NONE_DONE,
        order: down(task::COMPLETED),
        filters: |_| vec![is(task::STATUS, &[task::statuses::DONE])],
    },
    ListView {
        name: ALL,
        label: service::VIEW_ALL,
        when_empty: words::NOTHING_MATCHES,
        order: None,
        filters: |_| Vec::new(),
    },
];

const OPEN_STATUSES: &[u16] = &[
    ticket::statuses::NEW,
    ticket::statuses::OPEN,
    ticket::statuses::WAITING_FOR_CUSTOMER,
    ticket::statuses::WAITING_FOR_OTHERS,
];

const TICKETS: &[ListView] = &[
    ListView {
        name: "open",
        label: service::VIEW_OPEN,
        when_empty: service::NONE_OPEN,
        order: up(ticket::DUE),
        filters: |_| vec![is(ticket::STATUS, OPEN_STATUSES)],
    },
    ListView {
        name: "mine",
        label: service::VIEW_MINE,
        when_empty: service::NONE_MINE,
        order: up(ticket::DUE),
        filters: |frame| {
            // Where nobody works here yet nothing is theirs.
            let member = frame.member.unwrap_or_default();
            let mine =
                Filter { field: ticket::ASSIGNEE, comparison: Comparison::Is, values: vec![Value::Link(member)] };
            vec![is(ticket::STATUS, OPEN_STATUSES), mine]
        },
    },
    ListView {
        name: "waiting",
        label: service::VIEW_WAITING,
        when_empty: service::NONE_WAITING,
        order: up(CREATED),
        filters: |_| {
            vec![is(ticket::STATUS, &[ticket::statuses::WAITING_FOR_CUSTOMER, ticket::statuses::WAITING_FOR_OTHERS])]
        },
    },
    ListView {
        name: "closed",
        label: service::VIEW_CLOSED,
        when_empty: service::NONE_CLOSED,
        order: down(ticket::CLOSED_AT),
        filters: |_| vec![is(ticket::STATUS, &[ticket::statuses::SOLVED, ticket::statuses::CLOSED])],
    },
    ListView {
        name: ALL,
        label: service::VIEW_ALL,
        when_empty: words::NOTHING_MATCHES,
        order: None,
        filters: |_| Vec::new(),
    },
];

/// The views of a kind; none for kinds that have no more than all, mine and the trash.
pub fn views_of(kind: Kind) -> &'static [ListView] {
    match kind {
        Kind::Task => TASKS,
        Kind::Ticket => TICKETS,
        _ => &[],
    }
}

/// The view that an address asks for. A link that asks for certain records and names no view means all of them.
pub fn view_of(kind: Kind, address: &ListAddress) -> Option<&'static ListView> {
    let views = views_of(kind);
    let named = |name: &str| views.iter().find(|view| view.name == name);
    if address.query.deleted {
        return None;
    }
    let asks_for_some = !address.query.filters.is_empty() || !address.query.search.is_empty();
    let usual = || if asks_for_some { named(ALL) } else { views.first() };
    address.view.as_deref().and_then(named).or_else(usual)
}

/// The views of the list's kind as tabs, and its trash.
#[component]
pub fn KindViews(
    /// The list.
    list: ListState,
) -> impl IntoView {
    let views = views_of(list.kind);
    let tabs = move || {
        let mut tabs: Vec<Tab> =
            views.iter().map(|view| Tab { key: view.name.to_owned(), label: t(view.label) }).collect();
        tabs.push(Tab { key: TRASH.to_owned(), label: t(words::TRASH) });
        tabs
    };
    let current = move || list.view.get().map_or(TRASH, |view| view.name).to_owned();
    let select = move |key: String| list.look_at(views.iter().find(|view| view.name == key), key == TRASH);
    view! {
        <Tabs
            label=move || t(words::VIEWS) tabs=Signal::derive(tabs) current=Signal::derive(current) on_select=select
            panel=LIST_PANE_ID.to_owned()
        />
    }
}
