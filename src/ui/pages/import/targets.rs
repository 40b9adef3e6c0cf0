//! What a column can become: every field that a file may fill, and its parts, as lines of a list to choose from.

use super::told::column_name;
use crate::domain::customer;
use crate::domain::field::{Field, FieldKind};
use crate::domain::record::Kind;
use crate::domain::value::ContactLabel;
use crate::messages::{Message, fields, import as words, order_import};
use crate::state::import_plan::{ColumnPart, ColumnTarget};
use crate::ui::controls::SelectOption;
use crate::ui::words::{t, tf};

/// The parts of an address that a column can be, with their names.
const ADDRESS_PARTS: [(ColumnPart, &str, Message); 5] = [
    (ColumnPart::Street, "street", fields::STREET),
    (ColumnPart::City, "city", fields::CITY),
    (ColumnPart::Region, "region", fields::REGION),
    (ColumnPart::PostalCode, "postal_code", fields::POSTAL_CODE),
    (ColumnPart::Country, "country", fields::COUNTRY),
];

/// By what a column can name a customer, with its name.
const LINK_PARTS: [(ColumnPart, &str, Message); 3] = [
    (ColumnPart::LinkNumber, "link_number", order_import::CUSTOMER_NUMBER),
    (ColumnPart::LinkEmail, "link_email", order_import::CUSTOMER_EMAIL),
    (ColumnPart::LinkName, "link_name", order_import::CUSTOMER_NAME),
];

/// The labels that are offered for e-mail addresses; the others are for phones.
const EMAIL_LABELS: [ContactLabel; 3] = [ContactLabel::Work, ContactLabel::Home, ContactLabel::Other];

/// The lines to choose from. What the column is now is always among them.
pub(super) fn options(kind: Kind, now: Option<ColumnTarget>, headers: &[String]) -> Vec<SelectOption> {
    let mut options = vec![SelectOption::new(String::new(), t(words::DO_NOT_IMPORT))];
    let offered = kind.fields().iter().filter(|field| field.importable).flat_map(|field| targets_of(kind, field));
    options.extend(offered.map(|target| SelectOption::new(key(target), target_text(kind, target, headers))));
    if let Some(now) = now {
        let own = key(now);
        if options.iter().all(|option| option.value != own) {
            options.push(SelectOption::new(own, target_text(kind, now, headers)));
        }
    }
    options
}

fn targets_of(kind: Kind, field: &'static Field) -> Vec<ColumnTarget> {
    let target = |part| ColumnTarget { field: field.number, part };
    let mut targets = Vec::new();
    if kind == Kind::Order && matches!(field.kind, FieldKind::Link(Kind::Customer)) {
        return LINK_PARTS.map(|(part, _, _)| target(part)).to_vec();
    }
    if kind == Kind::Customer && field.number == customer::FIRST_NAME {
        targets.push(target(ColumnPart::FullName));
    }
    targets.push(target(ColumnPart::Whole));
    match field.kind {
        FieldKind::Emails => targets.extend(EMAIL_LABELS.map(|label| target(ColumnPart::Labelled(label)))),
        FieldKind::Phones => targets.extend(ContactLabel::ALL.map(|label| target(ColumnPart::Labelled(label)))),
        FieldKind::Address => targets.extend(ADDRESS_PARTS.map(|(part, _, _)| target(part))),
        _ => {}
    }
    targets
}

/// What a target is called.
fn target_text(kind: Kind, target: ColumnTarget, headers: &[String]) -> String {
    if let Some((_, _, label)) = LINK_PARTS.iter().find(|(part, _, _)| *part == target.part) {
        return t(*label);
    }
    let Some(field) = kind.field(target.field) else { return String::new() };
    let name = t(field.label);
    let with_part = |part: Message| tf(words::PART_OF_FIELD, &[("field", &name), ("part", &t(part))]);
    match target.part {
        ColumnPart::Whole if matches!(field.kind, FieldKind::Address) => t(words::WHOLE_ADDRESS),
        ColumnPart::Whole => name,
        ColumnPart::FullName => t(words::WHOLE_NAME),
        ColumnPart::Labelled(label) => with_part(label.label()),
        ColumnPart::LabelledByColumn(at) => {
            let at = at as usize;
            let column = column_name(headers.get(at).map_or("", String::as_str), at);
            tf(words::LABEL_FROM, &[("field", &name), ("column", &column)])
        }
        part => ADDRESS_PARTS
            .iter()
            .find(|(known, _, _)| *known == part)
            .map_or_else(|| name.clone(), |(_, _, label)| with_part(*label)),
    }
}

/// The text that stands for a target in a list: its field's number, and its part after a point.
pub(super) fn key(target: ColumnTarget) -> String {
    let field = target.field;
    match target.part {
        ColumnPart::Whole => field.to_string(),
        ColumnPart::FullName => format!("{field}.full_name"),
        ColumnPart::Labelled(label) => format!("{field}.{}", label.name()),
        ColumnPart::LabelledByColumn(at) => format!("{field}.column_{at}"),
        part => {
            let mut parts = ADDRESS_PARTS.iter().chain(&LINK_PARTS);
            let name = parts.find(|(known, _, _)| *known == part).map_or("", |(_, name, _)| name);
            format!("{field}.{name}")
        }
    }
}

/// The target that a text stands for; `None` for a column that is not imported.
pub(super) fn target_of(key: &str) -> Option<ColumnTarget> {
    let (field, part) = key.split_once('.').map_or((key, None), |(field, part)| (field, Some(part)));
    let field = field.parse().ok()?;
    let part = match part {
        None => ColumnPart::Whole,
        Some("full_name") => ColumnPart::FullName,
        Some(part) => match part.strip_prefix("column_") {
            Some(at) => ColumnPart::LabelledByColumn(at.parse().ok()?),
            None => part_named(part)?,
        },
    };
    Some(ColumnTarget { field, part })
}

fn part_named(name: &str) -> Option<ColumnPart> {
    let label = ContactLabel::ALL.into_iter().find(|label| label.name() == name).map(ColumnPart::Labelled);
    label.or_else(|| {
        ADDRESS_PARTS.iter().chain(&LINK_PARTS).find(|(_, known, _)| *known == name).map(|(part, _, _)| *part)
    })
}
