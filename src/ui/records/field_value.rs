//! A value of a record as people read it, with links to write, call or visit apart from it.

use leptos::prelude::*;

use super::cells::tone_of;
use crate::domain::field::{Field, FieldKind};
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::{Language, fields, record as words};
use crate::state::format::{self, InstantStyle, RelativeStyle};
use crate::state::protocol::Cell;
use crate::ui::addresses::record_address;
use crate::ui::controls::{Glyph, Icon, Tone};
use crate::ui::words::tf;

/// The value in full: every entry on its own line.
pub fn value_view(field: &'static Field, cell: &Cell, language: Language) -> AnyView {
    let labelled = |text: &str, label: crate::domain::value::ContactLabel| {
        let label = label.label().text(language);
        // A long address breaks before its “@” rather than within a word.
        let (before, after) = text.split_at(text.find('@').unwrap_or(text.len()));
        let text = view! { <span>{before.to_owned()}<wbr/>{after.to_owned()}</span> };
        view! { <span class="value-line">{text}" "<span class="value-note">{label}</span></span> }
    };
    match (&cell.value, field.kind) {
        (Value::Choice(code), _) => {
            let tone = field.choice(*code).map_or(Tone::Neutral, |choice| tone_of(choice.tone));
            view! { <span class=tone.pill_class()>{format::value_text(field, &cell.value, language)}</span> }.into_any()
        }
        (Value::Tags(tags), _) => {
            let pills = tags.iter().map(|tag| view! { <span class="pill">{tag.clone()}</span> }).collect_view();
            view! { <span class="pills">{pills}</span> }.into_any()
        }
        (Value::Emails(entries), _) => {
            entries.iter().map(|entry| labelled(entry.value.as_str(), entry.label)).collect_view().into_any()
        }
        (Value::Phones(entries), _) => {
            entries.iter().map(|entry| labelled(entry.value.as_str(), entry.label)).collect_view().into_any()
        }
        (Value::Address(address), _) => {
            let city = [address.postal_code.as_str(), address.city.as_str()].join(" ");
            let lines = [address.street.as_str(), city.trim(), &address.region, &address.country];
            lines
                .into_iter()
                .filter(|line| !line.is_empty())
                .map(|line| view! { <span class="value-line">{line.to_owned()}</span> })
                .collect_view()
                .into_any()
        }
        (Value::Participants(list), _) => {
            let lines = list.iter().zip(&cell.titles).map(|(one, title)| {
                let role = one.role.label().text(language);
                view! { <span class="value-line">{title.clone()}" "<span class="value-note">{role}</span></span> }
            });
            lines.collect_view().into_any()
        }
        (Value::Instant(milliseconds), _) => {
            let moment = u64::try_from(*milliseconds).unwrap_or(0);
            let ago = format::ago(language, moment, RelativeStyle::Long);
            view! { <span title=ago>{format::instant(language, moment, InstantStyle::DateAndTime)}</span> }.into_any()
        }
        _ => format::cell_text(field, cell, language).into_any(),
    }
}

/// What can be done with a value without editing it: write, call, visit, open. Nothing for most.
pub fn value_links(field: &'static Field, cell: &Cell) -> AnyView {
    let links: Vec<AnyView> = match (&cell.value, field.kind) {
        (Value::Emails(entries), _) => entries
            .iter()
            .map(|entry| {
                let address = entry.value.as_str().to_owned();
                let name = tf(words::WRITE_TO, &[("address", &address)]);
                outside_link(format!("mailto:{}", mail_address(&address)), name, Icon::Mail)
            })
            .collect(),
        (Value::Phones(entries), _) => entries
            .iter()
            .map(|entry| {
                outside_link(
                    entry.value.link(),
                    tf(words::CALL_NUMBER, &[("number", entry.value.as_str())]),
                    Icon::Phone,
                )
            })
            .collect(),
        (Value::Website(website), _) => {
            vec![outside_link(
                website.as_str().to_owned(),
                tf(words::VISIT_WEBSITE, &[("website", website.shown())]),
                Icon::External,
            )]
        }
        (Value::Link(id), FieldKind::Link(target)) => {
            let name = tf(words::OPEN_LINKED, &[("title", cell.title.as_deref().unwrap_or_default())]);
            let link = view! {
                <crate::ui::link::Link href=record_address(target, *id) attr:class="value-link" attr:aria-label=name.clone() attr:title=name.clone()>
                    <Glyph icon=Icon::ArrowRight/>
                </crate::ui::link::Link>
            };
            vec![link.into_any()]
        }
        (Value::Participants(list), _) => list
            .iter()
            .zip(&cell.titles)
            .map(|(one, title)| {
                let name = tf(words::OPEN_LINKED, &[("title", title)]);
                view! {
                    <crate::ui::link::Link href=record_address(Kind::Customer, one.customer) attr:class="value-link" attr:aria-label=name.clone() attr:title=name.clone()>
                        <Glyph icon=Icon::ArrowRight/>
                    </crate::ui::link::Link>
                }
                .into_any()
            })
            .collect(),
        _ => Vec::new(),
    };
    if links.is_empty() {
        return ().into_any();
    }
    view! { <span class="value-links">{links}</span> }.into_any()
}

fn outside_link(address: String, name: String, icon: Icon) -> AnyView {
    view! {
        <a class="value-link" href=address target="_blank" rel="noopener noreferrer" aria-label=name.clone() title=name.clone()><Glyph icon=icon/></a>
    }
    .into_any()
}

/// What would begin the headers of a mail must not come from an address.
fn mail_address(address: &str) -> String {
    address.replace('%', "%25").replace('?', "%3F").replace('&', "%26").replace('#', "%23")
}

/// The value in words, for the name of the button that edits it.
pub fn spoken_value(field: &'static Field, cell: &Cell, language: Language) -> String {
    match &cell.value {
        Value::Boolean(flag) => (if *flag { fields::YES } else { fields::NO }).text(language).to_owned(),
        _ => format::cell_text(field, cell, language),
    }
}
