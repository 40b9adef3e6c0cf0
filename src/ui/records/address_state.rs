//! What a list shows, as its address says it: search, filters, order, columns, and the record that is open beside it.

use std::rc::Rc;

use js_sys::{Array, JsString};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use wasm_bindgen::JsCast;
use web_sys::UrlSearchParams;

use crate::domain::id::Id;
use crate::domain::query::Query;
use crate::domain::record::Kind;
use crate::ui::addresses::list_address;

const COLUMNS: &str = "columns";
const OPEN: &str = "open";
const VIEW: &str = "view";
const BOARD: &str = "board";

/// What stands behind `?` in the address of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListAddress {
    /// Which records, in which order.
    pub query: Query,
    /// The numbers of the columns' fields; empty for the columns of the settings.
    pub columns: Vec<u16>,
    /// The record that is open beside the list.
    pub open: Option<Id>,
    /// The name of the view that narrows the list; none for the usual one.
    pub view: Option<String>,
    /// Which of several boards is shown, for a kind that stands on boards; none for the first one.
    pub board: Option<Id>,
}

impl ListAddress {
    /// Reads what stands behind `?`. What cannot be understood is left out, as a bookmark may be older than the fields.
    pub fn read(kind: Kind, search: &str) -> ListAddress {
        let pairs = pairs_of(search);
        let value = |name: &str| pairs.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str());
        let columns = value(COLUMNS).unwrap_or_default().split(',').filter_map(|name| kind.field_named(name));
        let mut numbers: Vec<u16> = Vec::new();
        for field in columns {
            if !numbers.contains(&field.number) {
                numbers.push(field.number);
            }
        }
        ListAddress {
            query: Query::from_pairs(kind, pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))),
            columns: numbers,
            open: value(OPEN).and_then(Id::parse),
            view: value(VIEW).map(str::to_owned),
            board: value(BOARD).and_then(Id::parse),
        }
    }

    /// The whole address of the list that stands at `path`, from the site's base on.
    pub fn write(&self, path: &str) -> String {
        let kind = self.query.kind;
        let mut pairs = self.query.to_pairs();
        if let Some(view) = &self.view {
            pairs.insert(0, (VIEW.to_owned(), view.clone()));
        }
        if let Some(board) = self.board {
            pairs.push((BOARD.to_owned(), board.to_string()));
        }
        if !self.columns.is_empty() {
            let names: Vec<&str> =
                self.columns.iter().filter_map(|number| kind.field(*number)).map(|field| field.name).collect();
            pairs.push((COLUMNS.to_owned(), names.join(",")));
        }
        if let Some(open) = self.open {
            pairs.push((OPEN.to_owned(), open.to_string()));
        }
        match written(&pairs) {
            text if text.is_empty() => path.to_owned(),
            text => format!("{path}?{text}"),
        }
    }
}

/// The router's own map decodes twice, which a value with `%` in it does not survive.
fn pairs_of(search: &str) -> Vec<(String, String)> {
    let Ok(params) = UrlSearchParams::new_with_str(search) else { return Vec::new() };
    let Ok(Some(entries)) = js_sys::try_iter(&params) else { return Vec::new() };
    let text = |row: &Array, at: u32| row.get(at).dyn_into::<JsString>().map(String::from).unwrap_or_default();
    let rows = entries.flatten().filter_map(|row| row.dyn_into::<Array>().ok());
    rows.map(|row| (text(&row, 0), text(&row, 1))).collect()
}

/// Colons and commas are allowed behind `?` and read better than their codes.
fn written(pairs: &[(String, String)]) -> String {
    let Ok(params) = UrlSearchParams::new() else { return String::new() };
    for (name, value) in pairs {
        params.append(name, value);
    }
    String::from(params.to_string()).replace("%3A", ":").replace("%2C", ",")
}

/// Goes to a state of the list; the flag says whether it takes the place of the present one in the browser's history.
type Go = Rc<dyn Fn(ListAddress, bool)>;

/// The address of a list that is on the screen, and the way to change it.
#[derive(Clone, Copy)]
pub struct ListPlace {
    /// What the address says.
    pub address: Memo<ListAddress>,
    go: StoredValue<Go, LocalStorage>,
}

impl ListPlace {
    /// The place of a list of that kind. Call it at the top of a component inside the router.
    pub fn here(kind: Kind) -> ListPlace {
        ListPlace::at(kind, list_address(kind))
    }

    /// The place of a list that stands on another page, at that path from the site's base on. Call it at the top of a
    /// component inside the router.
    pub fn at(kind: Kind, path: String) -> ListPlace {
        let location = use_location();
        let navigate = use_navigate();
        let own = path.clone();
        let go: Go = Rc::new(move |address: ListAddress, replace: bool| {
            let options = NavigateOptions { replace, scroll: false, ..NavigateOptions::default() };
            navigate(&address.write(&own), options);
        });
        let address = Memo::new(move |before: Option<&ListAddress>| {
            let here = location.pathname.get();
            let search = location.search.get();
            match before {
                // The address is of the next page for a moment before this one goes.
                Some(before) if !here.trim_end_matches('/').ends_with(&path) => before.clone(),
                _ => ListAddress::read(kind, &search),
            }
        });
        ListPlace { address, go: StoredValue::new_local(go) }
    }

    /// The place of a list that has no address, such as one in a dialog.
    pub fn loose(kind: Kind) -> ListPlace {
        let state = RwSignal::new(ListAddress {
            query: Query::all(kind),
            columns: Vec::new(),
            open: None,
            view: None,
            board: None,
        });
        let go: Go = Rc::new(move |address: ListAddress, _| state.set(address));
        ListPlace { address: Memo::new(move |_| state.get()), go: StoredValue::new_local(go) }
    }

    /// Goes on, so that the browser's "back" leads here again.
    pub fn push(self, change: impl FnOnce(&mut ListAddress)) {
        self.change(change, false);
    }

    /// Changes the address in its place.
    pub fn replace(self, change: impl FnOnce(&mut ListAddress)) {
        self.change(change, true);
    }

    fn change(self, change: impl FnOnce(&mut ListAddress), replace: bool) {
        let Some(before) = self.address.try_get_untracked() else { return };
        let mut after = before.clone();
        change(&mut after);
        if after != before
            && let Some(go) = self.go.try_get_value()
        {
            go(after, replace);
        }
    }
}
