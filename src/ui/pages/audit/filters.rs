//! Which changes are shown.

use leptos::prelude::*;

use crate::domain::id::{Id, MemberId};
use crate::domain::query::Query;
use crate::domain::record::Kind;
use crate::messages::audit as words;
use crate::state::protocol::{AuditFilter, RowsRequest};
use crate::state::{browser, live, use_app};
use crate::ui::controls::{Button, ButtonKind, Select, SelectOption, TextField};
use crate::ui::words::t;

/// What somebody chose; days as a browser's date field has them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    member: Option<MemberId>,
    kind: Option<Kind>,
    from: String,
    until: String,
}

impl Wanted {
    /// The filter that the engine is given.
    pub fn filter(&self) -> AuditFilter {
        AuditFilter {
            member: self.member,
            kind: self.kind,
            from: start_of(&self.from, 0),
            to: start_of(&self.until, 1),
            before: None,
            limit: 0,
        }
    }
}

/// When a day begins here, or one so many days after it; nothing for what is no day.
fn start_of(day: &str, later: u8) -> Option<u64> {
    let mut parts = day.splitn(3, '-');
    let (year, month, day) =
        (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse::<u8>().ok()?);
    u64::try_from(browser::start_of_day(year, month, day.saturating_add(later))).ok()
}

/// The row of filters.
#[component]
pub fn Filters(
    /// What is chosen.
    wanted: RwSignal<Wanted>,
) -> impl IntoView {
    let app = use_app();
    let members = live(
        &[Kind::Member],
        || (),
        move |()| {
            app.engine.rows(RowsRequest { query: Query::all(Kind::Member), columns: Vec::new(), offset: 0, limit: 200 })
        },
    );
    let member_options = move || {
        let rows = members.value.get().map(|rows| rows.rows).unwrap_or_default();
        let all = SelectOption::new("", t(words::EVERYBODY));
        std::iter::once(all)
            .chain(rows.into_iter().map(|row| SelectOption::new(row.id.to_string(), row.title)))
            .collect::<Vec<_>>()
    };
    let kind_options = move || {
        let all = SelectOption::new("", t(words::EVERY_KIND));
        std::iter::once(all)
            .chain(Kind::ALL.into_iter().map(|kind| SelectOption::new(kind.name(), t(kind.many()))))
            .collect::<Vec<_>>()
    };
    let member = move || wanted.with(|wanted| wanted.member.map(|member| member.to_string()).unwrap_or_default());
    let kind = move || wanted.with(|wanted| wanted.kind.map(|kind| kind.name().to_owned()).unwrap_or_default());
    view! {
        <div class="audit-filters">
            <Select
                label=move || t(words::WHO) options=Signal::derive(member_options) value=Signal::derive(member)
                on_change=move |chosen: String| wanted.update(|wanted| wanted.member = Id::parse(&chosen).map(MemberId))
            />
            <Select
                label=move || t(words::KIND) options=Signal::derive(kind_options) value=Signal::derive(kind)
                on_change=move |chosen: String| wanted.update(|wanted| wanted.kind = Kind::from_name(&chosen))
            />
            <TextField
                label=move || t(words::FROM) kind="date" value=Signal::derive(move || wanted.with(|wanted| wanted.from.clone()))
                on_change=move |day: String| wanted.update(|wanted| wanted.from = day)
            />
            <TextField
                label=move || t(words::UNTIL) kind="date" value=Signal::derive(move || wanted.with(|wanted| wanted.until.clone()))
                on_change=move |day: String| wanted.update(|wanted| wanted.until = day)
            />
            <Show when=move || wanted.with(|wanted| *wanted != Wanted::default())>
                <Button label=move || t(words::CLEAR) kind=ButtonKind::Quiet on_press=move || wanted.set(Wanted::default())/>
            </Show>
        </div>
    }
}
