//! What each group is, under a name that can be changed, and where to begin.

use std::sync::Arc;

use leptos::prelude::*;

use super::flow::{Found, SegmentsFlow};
use super::told::{colour_class, name_text, sentence_text, share_of, worth_a_start};
use crate::messages::segment_page as words;
use crate::state::format;
use crate::ui::controls::TextField;
use crate::ui::words::{language, n, t, tf};

/// The name of a group: the user's own, else the one that was found for it. Reactive.
pub(super) fn shown_name(flow: SegmentsFlow, found: &Found, group: usize) -> String {
    let own = flow.own_names.with(|names| names.get(group).cloned().flatten());
    own.unwrap_or_else(|| found.names.get(group).map(|name| name_text(*name, language())).unwrap_or_default())
}

/// The groups, one below the other.
#[component]
pub(super) fn GroupList(flow: SegmentsFlow, found: Arc<Found>) -> impl IntoView {
    let groups = (0..found.groups.groups.len())
        .map(|group| view! { <Group flow=flow found=found.clone() group=group/> })
        .collect_view();
    let start = worth_a_start(&found.groups.groups);
    view! {
        <section class="panel">
            <div>
                <h2 class="panel-title">{move || t(words::WHAT_EACH_IS)}</h2>
                <p class="panel-text">{move || t(words::IN_UNITS)}</p>
            </div>
            <ul class="segment-groups">{groups}</ul>
            {start.map(|group| view! { <Start flow=flow found=found.clone() group=group/> })}
        </section>
    }
}

#[component]
fn Group(flow: SegmentsFlow, found: Arc<Found>, group: usize) -> impl IntoView {
    let figures = &found.groups.groups[group];
    let customers = figures.customers;
    let share = share_of(figures, found.groups.money);
    let (named, told) = (found.clone(), found.clone());
    let name = move || shown_name(flow, &named, group);
    let rename = move |typed: String| {
        let typed = typed.trim().to_owned();
        flow.own_names.update(|names| {
            if let Some(name) = names.get_mut(group) {
                *name = Some(typed).filter(|typed| !typed.is_empty());
            }
        });
    };
    view! {
        <li class="segment-group">
            <span class=format!("segment-mark {}", colour_class(group)) aria-hidden="true"></span>
            <div class="segment-name">
                <TextField
                    hide_label=true
                    label=move || tf(words::NAME_OF_GROUP, &[("number", &n(group as u64 + 1))])
                    value=Signal::derive(name)
                    on_change=rename
                />
            </div>
            <span class="segment-size number">{move || n(customers)}</span>
            <p class="segment-sentence">
                {move || sentence_text(&told, group, language())}
                {share.map(|share| view! {
                    <span class="segment-share">{move || tf(words::SHARE_OF_MONEY, &[("share", &format::percent(language(), share))])}</span>
                })}
            </p>
        </li>
    }
}

/// Where to begin.
#[component]
fn Start(flow: SegmentsFlow, found: Arc<Found>, group: usize) -> impl IntoView {
    let figures = found.groups.groups[group].clone();
    let share = share_of(&figures, found.groups.money).unwrap_or_default();
    let title = move || tf(words::START_WITH, &[("name", &shown_name(flow, &found, group))]);
    let text = move || {
        let (count, share) = (n(figures.customers), format::percent(language(), share));
        tf(words::START_WITH_TEXT, &[("count", &count), ("share", &share)])
    };
    view! {
        <aside class="segment-start">
            <p class="segment-start-title">{title}</p>
            <p>{text}</p>
        </aside>
    }
}
