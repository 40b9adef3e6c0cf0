//! What the palette offers, and what each line does.

use leptos::prelude::*;

use super::addresses::{BOOKS, CONFLICTS, DEVICES, LOCK, STORAGE, record_address};
use super::book_menu::change_book;
use super::commands::Commands;
use super::controls::Icon;
use super::places::{BOOK, UNDERSTAND, WORK, icon_of};
use super::shortcuts::lock_keys;
use super::words::{language, tf};
use crate::domain::book_place::BookPlace;
use crate::domain::id::Id;
use crate::domain::record::Kind;
use crate::messages::{
    Language, Message, books as book_words, lock as lock_words, settings as setting_words, shell as words,
    sync as sync_words,
};
use crate::state::protocol::FoundRecord;
use crate::state::{AppState, Theme, browser, lock_all_tabs, redo_last, undo_last};

/// The parts of the list, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Records that were found.
    Records,
    /// Places to go to.
    Pages,
    /// Things to do.
    Commands,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The part that it stands in.
    pub group: Group,
    /// Its picture.
    pub icon: Icon,
    /// What it is called.
    pub label: String,
    /// What tells it from others of that name; may be empty.
    pub detail: String,
    /// The key that does the same.
    pub keys: Option<&'static str>,
    /// What choosing it does.
    pub deed: Deed,
}

/// What choosing a line does.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Opens a record.
    Open(Kind, Id),
    /// Goes to an address.
    Go(String),
    /// Begins a new record.
    New(Kind),
    /// Begins an export of a list.
    Export(Kind),
    /// Changes between light and dark.
    Theme(Theme),
    /// Changes the language.
    Speak(Language),
    /// Takes back the last action.
    Undo,
    /// Brings back what was taken back.
    Redo,
    /// Shows the list of keys.
    Shortcuts,
    /// Locks the book in every tab.
    Lock,
    /// Shows another book in this tab.
    OpenBook(BookPlace),
}

/// The lines for what was typed: the records that were found, then pages and commands whose name contains every word of
/// it in either language. Reactive in the language and in what can be undone.
pub fn items_for(app: AppState, typed: &str, records: &[FoundRecord]) -> Vec<Item> {
    let mut items = Vec::new();
    if !typed.is_empty() {
        items.extend(records.iter().map(|record| Item {
            group: Group::Records,
            icon: icon_of(record.kind),
            label: record.title.clone(),
            detail: record.subtitle.clone(),
            keys: None,
            deed: Deed::Open(record.kind, record.id),
        }));
    }
    let wanted = typed.to_lowercase();
    let fits = |names: &[String]| {
        wanted.split_whitespace().all(|word| names.iter().any(|name| name.to_lowercase().contains(word)))
    };
    let mut offer =
        |group: Group, icon: Icon, name: Message, values: &[(&str, &str)], keys: Option<&'static str>, deed: Deed| {
            let names: Vec<String> = Language::ALL.iter().map(|language| name.fill(*language, values)).collect();
            if fits(&names) {
                items.push(Item { group, icon, label: tf(name, values), detail: String::new(), keys, deed });
            }
        };
    for place in WORK.into_iter().chain(UNDERSTAND).chain(BOOK) {
        offer(Group::Pages, place.icon(), place.name(), &[], None, Deed::Go(place.address()));
    }
    offer(Group::Pages, Icon::Book, book_words::BOOKS, &[], None, Deed::Go(BOOKS.to_owned()));
    offer(Group::Pages, Icon::Disk, setting_words::STORAGE, &[], None, Deed::Go(STORAGE.to_owned()));
    offer(Group::Pages, Icon::Devices, sync_words::OTHER_DEVICES, &[], None, Deed::Go(DEVICES.to_owned()));
    if app.book.with(|book| book.count(Kind::Conflict) > 0) {
        offer(Group::Pages, Icon::Devices, sync_words::CONFLICTS, &[], None, Deed::Go(CONFLICTS.to_owned()));
    }
    let command = Group::Commands;
    offer(command, Icon::Plus, words::NEW_CUSTOMER, &[], Some("N"), Deed::New(Kind::Customer));
    offer(command, Icon::Plus, words::NEW_DEAL, &[], None, Deed::New(Kind::Deal));
    offer(command, Icon::Plus, words::NEW_TICKET, &[], None, Deed::New(Kind::Ticket));
    offer(command, Icon::Plus, words::NEW_TASK, &[], None, Deed::New(Kind::Task));
    offer(command, Icon::Plus, words::NEW_CAMPAIGN, &[], None, Deed::New(Kind::Campaign));
    offer(command, Icon::Plus, words::NEW_ORDER, &[], None, Deed::New(Kind::Order));
    offer(command, Icon::Download, words::EXPORT_CUSTOMERS, &[], None, Deed::Export(Kind::Customer));
    if app.undo.can_undo() {
        offer(command, Icon::Undo, words::UNDO, &[], Some(command_key("Ctrl Z", "⌘ Z")), Deed::Undo);
    }
    if app.undo.can_redo() {
        offer(command, Icon::Undo, words::REDO, &[], Some(command_key("Ctrl Shift Z", "⌘ Shift Z")), Deed::Redo);
    }
    if app.settings.theme.get().is_dark() {
        offer(command, Icon::Sun, words::SWITCH_TO_LIGHT, &[], None, Deed::Theme(Theme::Light));
    } else {
        offer(command, Icon::Moon, words::SWITCH_TO_DARK, &[], None, Deed::Theme(Theme::Dark));
    }
    for other in Language::ALL.into_iter().filter(|other| *other != language()) {
        offer(
            command,
            Icon::External,
            words::SWITCH_LANGUAGE,
            &[("language", other.own_name())],
            None,
            Deed::Speak(other),
        );
    }
    if app.book.with(|book| book.lock_on) {
        offer(command, Icon::Lock, lock_words::KEY_LOCK, &[], Some(lock_keys()), Deed::Lock);
    } else {
        offer(command, Icon::Lock, lock_words::SET_UP, &[], None, Deed::Go(LOCK.to_owned()));
    }
    for (place, name) in app.books.named(language()).into_iter().filter(|(place, _)| *place != app.books.here) {
        offer(command, Icon::Book, book_words::OPEN_COMMAND, &[("name", &name)], None, Deed::OpenBook(place));
    }
    offer(command, Icon::Keyboard, words::SHOW_SHORTCUTS, &[], Some("?"), Deed::Shortcuts);
    items
}

/// A shortcut as this device writes it.
fn command_key(elsewhere: &'static str, on_a_mac: &'static str) -> &'static str {
    if browser::is_mac() { on_a_mac } else { elsewhere }
}

/// Does what a line says.
pub fn run(app: AppState, commands: Commands, deed: &Deed) {
    match deed {
        Deed::Open(kind, id) => commands.go(&record_address(*kind, *id)),
        Deed::Go(address) => commands.go(address),
        Deed::New(kind) => commands.make_new(*kind),
        Deed::Export(kind) => commands.export_list(*kind),
        Deed::Theme(theme) => app.settings.set_theme(*theme),
        Deed::Speak(language) => app.settings.set_language(*language),
        Deed::Undo => undo_last(app),
        Deed::Redo => redo_last(app),
        Deed::Lock => lock_all_tabs(app),
        Deed::OpenBook(place) => change_book(app, *place),
        Deed::Shortcuts => commands.shortcuts.set(true),
    }
}
