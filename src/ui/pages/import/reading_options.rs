//! How the file is read. A change reads it again.

use leptos::prelude::*;

use super::flow::ImportFlow;
use crate::domain::record::Kind;
use crate::messages::{Message, import as words, order_import};
use crate::state::import_plan::{Reading, TextEncoding};
use crate::ui::controls::{Select, SelectOption};
use crate::ui::words::t;

/// The separators that are offered, with the names of their options.
const SEPARATORS: [(u8, &str, Message); 4] = [
    (b',', "comma", words::COMMA),
    (b';', "semicolon", words::SEMICOLON),
    (b'\t', "tab", words::TAB),
    (b'|', "bar", words::VERTICAL_BAR),
];

/// The values of the choice whether the first row holds the names of columns.
const NAMES: &str = "names";
const CUSTOMER: &str = "customer";

/// Encoding, separator and first row.
#[component]
pub(super) fn ReadingOptions(flow: ImportFlow) -> impl IntoView {
    let reading = Memo::new(move |_| flow.reading.get());
    let change = move |change: &dyn Fn(Reading) -> Reading| {
        if let Some(reading) = reading.get_untracked() {
            flow.reread(change(reading));
        }
    };

    let encodings: Vec<SelectOption> =
        TextEncoding::ALL.iter().map(|encoding| SelectOption::new(encoding.name(), encoding.name())).collect();
    let encoding = move || reading.get().map(|reading| reading.encoding.name().to_owned()).unwrap_or_default();
    let choose_encoding = move |name: String| {
        if let Some(encoding) = TextEncoding::ALL.into_iter().find(|encoding| encoding.name() == name) {
            change(&move |reading| Reading { encoding, ..reading });
        }
    };

    let separators = move || SEPARATORS.map(|(_, name, label)| SelectOption::new(name, t(label))).to_vec();
    let separator = move || {
        let separator = reading.get().map(|reading| reading.separator);
        SEPARATORS
            .iter()
            .find(|(known, _, _)| Some(*known) == separator)
            .map(|(_, name, _)| (*name).to_owned())
            .unwrap_or_default()
    };
    let choose_separator = move |name: String| {
        if let Some((separator, _, _)) = SEPARATORS.into_iter().find(|(_, known, _)| *known == name) {
            change(&move |reading| Reading { separator, ..reading });
        }
    };

    let first_rows = move || {
        vec![
            SelectOption::new(NAMES, t(words::FIRST_ROW_NAMES)),
            SelectOption::new(
                CUSTOMER,
                t(if flow.kind() == Kind::Order { order_import::FIRST_ROW_ORDER } else { words::FIRST_ROW_CUSTOMER }),
            ),
        ]
    };
    let first_row =
        move || if reading.get().is_some_and(|reading| !reading.has_header) { CUSTOMER } else { NAMES }.to_owned();
    let choose_first_row = move |name: String| change(&move |reading| Reading { has_header: name == NAMES, ..reading });

    let kinds = move || {
        [(Kind::Customer, order_import::A_CUSTOMER), (Kind::Order, order_import::AN_ORDER)]
            .map(|(kind, label)| SelectOption::new(kind.name(), t(label)))
            .to_vec()
    };
    let kind = move || flow.kind().name().to_owned();
    let choose_kind = move |name: String| {
        if let Some(kind) = Kind::from_name(&name) {
            flow.say_kind(kind);
        }
    };

    view! {
        <div class="import-options">
            <h3 class="section-title">{move || t(words::HOW_READ)}</h3>
            <div class="option-grid">
                <Select label=move || t(order_import::ROWS_ARE) options=Signal::derive(kinds) value=Signal::derive(kind) on_change=choose_kind/>
                <Select label=move || t(words::ENCODING) options=encodings value=Signal::derive(encoding) on_change=choose_encoding/>
                <Select label=move || t(words::SEPARATOR) options=Signal::derive(separators) value=Signal::derive(separator) on_change=choose_separator/>
                <Select label=move || t(words::FIRST_ROW) options=Signal::derive(first_rows) value=Signal::derive(first_row) on_change=choose_first_row/>
            </div>
        </div>
    }
}
