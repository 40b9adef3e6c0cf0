//! The head of the deals: what they are worth, board or list, a new one.

use leptos::prelude::*;

use super::board_state::{BoardState, LIST_VIEW, is_board};
use crate::domain::record::Kind;
use crate::messages::{board as words, list as list_words, shell};
use crate::state::format;
use crate::ui::addresses::list_address;
use crate::ui::commands::use_commands;
use crate::ui::controls::{Button, ButtonKind, Icon, Menu, MenuItem, Tab, Tabs};
use crate::ui::page_head::PageHead;
use crate::ui::records::{LIST_PANE_ID, ListDialog};
use crate::ui::words::{language, n, t, tf};

const BOARD: &str = "board";

/// The head, of the board and of the list.
#[component]
pub fn DealsHead(
    /// The board.
    board: BoardState,
) -> impl IntoView {
    let commands = use_commands();
    let list = board.list;
    let on_board = is_board(list);
    let has_pipeline = Memo::new(move |_| board.board.with(|board| board.pipeline.is_some()));
    let count = move || {
        if on_board.get() {
            return if has_pipeline.get() { open_words(board) } else { String::new() };
        }
        list.rows.value.with(|rows| match rows {
            None => String::new(),
            Some(rows) if rows.matched == rows.total => n(rows.total),
            Some(rows) => tf(list_words::COUNT_OF, &[("matched", &n(rows.matched)), ("total", &n(rows.total))]),
        })
    };
    let tabs = move || {
        let tab = |key: &str, label: String| Tab { key: key.to_owned(), label };
        vec![tab(BOARD, t(words::BOARD)), tab(LIST_VIEW, t(words::LIST))]
    };
    let current = move || if on_board.get() { BOARD.to_owned() } else { LIST_VIEW.to_owned() };
    let select = move |key: String| {
        list.place.push(|address| {
            address.view = (key == LIST_VIEW).then(|| LIST_VIEW.to_owned());
            // The trash is a list; the board is of what is not in it.
            address.query.deleted &= key == LIST_VIEW;
        });
    };
    let items = move || {
        let export = move || list.dialog.set(Some(ListDialog::Export { selected: false }));
        let edit = move || commands.go(&list_address(Kind::Pipeline));
        vec![
            MenuItem::new(t(words::EDIT_STAGES), edit).with_icon(Icon::Board),
            MenuItem::new(t(shell::EXPORT), export).with_icon(Icon::Download),
        ]
    };
    let new_label = move || tf(list_words::NEW_RECORD, &[("kind", &t(Kind::Deal.one()).to_lowercase())]);
    view! {
        <div class="deals-head">
            <PageHead title=move || t(Kind::Deal.many()) count=Signal::derive(count)>
                <Tabs
                    label=move || t(words::SHOWN_AS) tabs=Signal::derive(tabs) current=Signal::derive(current) on_select=select
                    panel=LIST_PANE_ID.to_owned()
                />
                <Menu label=move || t(words::MORE) items=Signal::derive(items)/>
                {move || (has_pipeline.get() || !on_board.get()).then(|| view! {
                    <Button label=new_label icon=Icon::Plus kind=ButtonKind::Primary on_press=move || board.make_new(None)/>
                })}
            </PageHead>
        </div>
    }
}

/// “46 · weighted 117,300 USD”
fn open_words(board: BoardState) -> String {
    let (count, weighted) = board.board.with(|board| board.open_totals());
    let sums = format::money_sums(language(), &weighted, board.app.settings.currency.get());
    tf(words::OPEN_AND_WEIGHTED, &[("count", &n(count)), ("sums", &sums)])
}
