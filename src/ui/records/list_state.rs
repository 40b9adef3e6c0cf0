//! What the parts of a list share: its address, columns, rows, the current cell, the selection.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::address_state::ListPlace;
use super::columns::{Column, chosen_columns, columns_with_room, phone_columns};
use super::list_room::{follow_window_width, room_beside_record};
use super::list_views::{ListView, ViewFrame, view_of};
use super::record_handle::RecordHandle;
use super::selection::Selection;
use super::sort::in_usual_order;
use super::special_cells::with_what_cells_need;
use crate::domain::id::Id;
use crate::domain::query::{Filter, Query};
use crate::domain::record::Kind;
use crate::state::protocol::{Cell, Failure, Row, RowsRequest};
use crate::state::{AppState, ColumnChoice, Live, browser, live, use_app};
use crate::ui::words::language;

/// The element id of the grid, to give it the focus.
pub const GRID_ID: &str = "record-grid";
/// Rows are asked for in steps of so many, and so many more on either side, so that scrolling finds them there.
const STEP: usize = 32;
/// Rows asked for at first, enough for a tall screen.
const FIRST_ROWS: usize = 96;
/// How long nothing must be typed before the address follows, in milliseconds.
const TYPING_PAUSE_MS: u32 = 300;
/// The engine's most rows at once.
const MOST_ROWS: u32 = 1_000;

const PHONE: &str = "(max-width: 720px)";
const COARSE: &str = "(pointer: coarse)";

/// A row with a number that changes whenever its content does.
#[derive(Debug, PartialEq)]
pub struct ShownRow {
    /// Grows with each new content.
    pub version: u64,
    /// The content.
    pub row: Row,
}

/// The rows that have come from the engine.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedRows {
    /// The query that they answer.
    pub query: Query,
    /// The fields of their cells.
    pub columns: Vec<u16>,
    /// The place of the first of them in the list.
    pub first: usize,
    /// The rows.
    pub rows: Vec<Arc<ShownRow>>,
    /// How many records the query finds.
    pub matched: u64,
    /// How many records of the kind there are.
    pub total: u64,
}

impl LoadedRows {
    /// The row at that place of the list, if it is here.
    pub fn at(&self, index: usize) -> Option<&Arc<ShownRow>> {
        self.rows.get(index.checked_sub(self.first)?)
    }
}

/// The current cell. Row 0 is the first record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The row; `None` for the head.
    pub row: Option<usize>,
    /// The place of the column.
    pub column: usize,
}

/// A dialog of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListDialog {
    /// Whether the selected rows go to the trash.
    Delete,
    /// Which field of the selected rows changes.
    Edit,
    /// What goes into a file: the list, or only the selected rows.
    Export {
        /// Only the selected rows.
        selected: bool,
    },
    /// The form of a new record.
    New,
}

/// Draws what can be done with a row at its end, from the row and the columns that are shown.
pub type RowDeeds = Callback<(Row, Vec<u16>), AnyView>;

/// What a page wants of its list differently. `Copy`; made once, at the top of the page.
#[derive(Clone, Copy, Default)]
pub struct ListExtras {
    /// More that can be done with the selected rows.
    pub selection_deeds: Option<Callback<ListState, AnyView>>,
    /// What can be done with one row, of which the fields of its cells are told, at its end, and how wide that is in pixels. Not on a phone.
    pub row_deeds: Option<(RowDeeds, u16)>,
    /// What stands on top of the open record.
    pub panel_top: Option<Callback<RecordHandle, AnyView>>,
    /// What stands in the place of the rows when there are none at all.
    pub when_empty: Option<Callback<(), AnyView>>,
    /// The same for a phone.
    pub phone_deeds: Option<(RowDeeds, u16)>,
    /// Whether an open record lies over the list and takes no room from it.
    pub over_list: bool,
    /// Opens a record instead of showing it beside the list.
    pub on_open: Option<Callback<Id>>,
    /// What the form of a new record begins with, each with the title of what it links to.
    pub begin_with: Option<RwSignal<Vec<(u16, Cell)>>>,
}

/// The state of a list that is on the screen. `Copy`; ends with the list.
#[derive(Clone, Copy)]
pub struct ListState {
    /// The root.
    pub app: AppState,
    /// What is listed.
    pub kind: Kind,
    /// Its address.
    pub place: ListPlace,
    /// What is being typed into the search field, until the address has it.
    pub typed: RwSignal<Option<String>>,
    /// What the search field and the filters ask for.
    pub asked: Memo<Query>,
    /// The view that narrows it, where the kind has views and the trash is not looked at.
    pub view: Memo<Option<&'static ListView>>,
    /// Which records, in which order: what is asked for within the view, and within what the page always asks for.
    pub query: Memo<Query>,
    /// What the page wants differently.
    pub extras: ListExtras,
    /// The record that is open beside the list.
    pub open: Memo<Option<Id>>,
    /// The columns as chosen.
    pub columns: Memo<Vec<Column>>,
    /// The columns on the screen, which are fewer on a phone.
    pub shown_columns: Memo<Vec<Column>>,
    /// Widths while one of them is being dragged.
    pub dragged: RwSignal<Option<Vec<ColumnChoice>>>,
    /// Whether the screen is a phone's.
    pub phone: RwSignal<bool>,
    /// Whether the pointer is a finger.
    pub coarse: RwSignal<bool>,
    /// Whether rows are being selected by touch, so that a phone shows the boxes.
    pub selecting: RwSignal<bool>,
    /// The rows that the scroller wants: the first, and the one after the last.
    pub range: RwSignal<(usize, usize)>,
    /// The rows.
    pub rows: Live<LoadedRows>,
    /// The current cell.
    pub cursor: RwSignal<Cursor>,
    /// Where a range of selected rows begins.
    pub anchor: RwSignal<Option<usize>>,
    /// The selected rows.
    pub selection: RwSignal<Selection>,
    /// The dialog that is open.
    pub dialog: RwSignal<Option<ListDialog>>,
    /// The filter that is being edited: its place, or none for a new one.
    pub editing_filter: RwSignal<Option<usize>>,
    /// Whether the editor of filters is open.
    pub filter_open: RwSignal<bool>,
    /// Set to a row to scroll it into view.
    pub reveal: RwSignal<Option<usize>>,
    /// Whether the rows are on the screen; while they are not, nobody asks for them.
    pub shows_rows: RwSignal<bool>,
    /// How many whole rows fit.
    pub fitting: RwSignal<usize>,
    typing: StoredValue<u64>,
}

impl ListState {
    /// Makes the state. Call it at the top of the list's component.
    pub fn new(kind: Kind) -> ListState {
        ListState::within(kind, ListPlace::here(kind), Vec::new(), ListExtras::default())
    }

    /// As [`ListState::new`], for a list at that place of which the page asks for some records only, and what it wants
    /// differently.
    pub fn within(kind: Kind, place: ListPlace, always: Vec<Filter>, extras: ListExtras) -> ListState {
        let app = use_app();
        let typed = RwSignal::new(None::<String>);
        let asked = Memo::new(move |_| {
            let mut query = place.address.with(|address| address.query.clone());
            if let Some(typed) = typed.get() {
                query.search = typed;
            }
            query
        });
        let view = Memo::new(move |_| place.address.with(|address| view_of(kind, address)));
        let frame = Memo::new(move |_| ViewFrame::now(app));
        let query = Memo::new(move |_| {
            let mut query = match view.get() {
                Some(view) => view.narrowed(asked.get(), frame.get()),
                None => in_usual_order(asked.get()),
            };
            query.filters.extend(always.iter().cloned());
            query
        });
        let dragged = RwSignal::new(None::<Vec<ColumnChoice>>);
        let columns = Memo::new(move |_| {
            let widths = dragged.get().unwrap_or_else(|| app.settings.columns(kind));
            place.address.with(|address| chosen_columns(kind, &address.columns, &widths))
        });
        let (phone, coarse) = (follow_media(PHONE), follow_media(COARSE));
        let open = Memo::new(move |_| place.address.with(|address| address.open));
        let is_beside = Memo::new(move |_| open.get().is_some());
        let window_width = follow_window_width();
        let loaded_columns =
            Memo::new(move |_| if phone.get() { phone_columns(kind, &columns.get()) } else { columns.get() });
        let shown_columns = Memo::new(move |_| {
            let columns = loaded_columns.get();
            let fits = phone.get() || !is_beside.get() || extras.over_list;
            if fits { columns } else { columns_with_room(kind, &columns, room_beside_record(window_width.get())) }
        });
        let range = RwSignal::new((0, 0));
        let shows_rows = RwSignal::new(true);
        let state = ListState {
            app,
            kind,
            place,
            typed,
            asked,
            view,
            query,
            extras,
            open,
            columns,
            shown_columns,
            dragged,
            phone,
            coarse,
            selecting: RwSignal::new(false),
            range,
            // Also what has no room beside an open record, so that opening one asks for nothing anew.
            rows: live_rows(app, query, loaded_columns, (range, shows_rows)),
            cursor: RwSignal::new(Cursor { row: Some(0), column: 0 }),
            anchor: RwSignal::new(None),
            selection: RwSignal::new(Selection::default()),
            dialog: RwSignal::new(None),
            editing_filter: RwSignal::new(None),
            filter_open: RwSignal::new(false),
            reveal: RwSignal::new(None),
            shows_rows,
            fitting: RwSignal::new(1),
            typing: StoredValue::new(0),
        };
        state.begin_anew_with_other_questions();
        state.keep_the_cell_on_the_screen();
        state
    }

    /// Searches while it is typed; the address follows when the typing pauses.
    pub fn search(self, text: String) {
        self.typed.set(Some(text.clone()));
        let turn = self.typing.get_value() + 1;
        self.typing.set_value(turn);
        spawn_local(async move {
            browser::sleep(TYPING_PAUSE_MS).await;
            if self.typing.try_get_value() == Some(turn) {
                let view = self.named_view();
                self.place.replace(|address| {
                    address.query.search = text;
                    address.view = view;
                });
                self.typed.try_set(None);
            }
        });
    }

    /// Changes the query; what is being typed goes into the address with it.
    pub fn ask(self, change: impl FnOnce(&mut Query)) {
        let mut query = self.asked.get_untracked();
        change(&mut query);
        self.typing.update_value(|turn| *turn += 1);
        let view = self.named_view();
        self.place.push(|address| {
            address.query = query;
            address.view = view;
        });
        self.typed.set(None);
    }

    /// Looks at another view, or at the trash; search and filters stay.
    pub fn look_at(self, view: Option<&'static ListView>, deleted: bool) {
        let mut query = self.asked.get_untracked();
        query.deleted = deleted;
        // Each view has its own order.
        query.sort = None;
        self.typing.update_value(|turn| *turn += 1);
        self.place.push(|address| {
            address.query = query;
            address.view = view.map(|view| view.name.to_owned());
        });
        self.typed.set(None);
    }

    /// The present view by name, so that a search or a filter does not lead out of it.
    fn named_view(self) -> Option<String> {
        self.view.try_get_untracked().flatten().map(|view| view.name.to_owned())
    }

    /// Opens a record beside the list, or where the page wants it.
    pub fn open_record(self, id: Id) {
        if let Some(open) = self.extras.on_open {
            open.run(id);
            return;
        }
        self.place.push(|address| address.open = Some(id));
    }

    /// Closes the open record and gives the focus back to the list.
    pub fn close_record(self) {
        self.place.push(|address| address.open = None);
        browser::focus_by_id(GRID_ID);
    }

    /// Whether all chosen columns are on the screen, so that their widths can be changed. Reactive.
    pub fn shows_all_columns(self) -> bool {
        !self.phone.get() && self.shown_columns.with(Vec::len) == self.columns.with(Vec::len)
    }

    /// The current cell's column may lose its room.
    fn keep_the_cell_on_the_screen(self) {
        Effect::new(move || {
            let last = self.shown_columns.with(Vec::len).saturating_sub(1);
            if self.cursor.with_untracked(|cursor| cursor.column > last) {
                self.cursor.update(|cursor| cursor.column = last);
            }
        });
    }

    /// How many records the query finds. Reactive.
    pub fn matched(self) -> u64 {
        self.rows.value.with(|rows| rows.as_ref().map_or(0, |rows| rows.matched))
    }

    /// How many rows are selected. Reactive.
    pub fn selected(self) -> u64 {
        let matched = self.matched();
        self.selection.with(|selection| selection.count(matched))
    }

    /// Whether the rows have boxes. Reactive.
    pub fn with_checks(self) -> bool {
        !self.phone.get() || self.selecting.get() || self.selection.with(|selection| *selection != Selection::default())
    }

    /// What can be done at the end of a row, where there is anything. Reactive.
    pub fn row_deeds(self) -> Option<(RowDeeds, u16)> {
        if self.phone.get() { self.extras.phone_deeds } else { self.extras.row_deeds }
    }

    /// How wide the deeds at the end of a row are, in pixels; none where there are none. Reactive.
    pub fn row_deeds_width(self) -> Option<u16> {
        self.row_deeds().map(|(_, width)| width)
    }

    /// What decides how a row is drawn besides its content, as a number. Reactive.
    pub fn look(self) -> u64 {
        let mut look = DefaultHasher::new();
        language().hash(&mut look);
        (self.with_checks(), self.row_deeds_width()).hash(&mut look);
        self.shown_columns.with(|columns| columns.iter().for_each(|column| column.field.number.hash(&mut look)));
        self.rows.value.with(|rows| rows.as_ref().map(|rows| rows.columns.clone()).hash(&mut look));
        look.finish()
    }

    /// The identifiers of the rows from `first` to before `end`, also of those that are not on the screen.
    pub async fn ids_of_rows(self, query: Query, first: usize, end: usize) -> Result<Vec<Id>, Failure> {
        let engine = self.app.engine;
        let mut ids = Vec::new();
        let mut offset = u32::try_from(first).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        while offset < end {
            let limit = (end - offset).min(MOST_ROWS);
            let rows = engine.rows(RowsRequest { query: query.clone(), columns: Vec::new(), offset, limit }).await?;
            if rows.rows.is_empty() {
                break;
            }
            ids.extend(rows.rows.iter().map(|row| row.id));
            offset += limit;
        }
        Ok(ids)
    }

    /// The selection as the engine wants it: the query, and the rows of it that are meant, none for all of them.
    pub async fn selected_for_engine(self) -> Result<(Query, Vec<Id>), Failure> {
        let query = self.query.get_untracked();
        match self.selection.get_untracked() {
            // A row that no longer fits the filters is still meant when it was selected before.
            Selection::These(ids) => {
                Ok((Query { deleted: query.deleted, ..Query::all(self.kind) }, ids.into_iter().collect()))
            }
            Selection::AllBut(but) if but.is_empty() => Ok((query, Vec::new())),
            Selection::AllBut(but) => {
                let all = self.ids_of_rows(query.clone(), 0, usize::MAX).await?;
                Ok((query, all.into_iter().filter(|id| !but.contains(id)).collect()))
            }
        }
    }

    /// Other questions have other rows: the list begins at the top and nothing is selected.
    fn begin_anew_with_other_questions(self) {
        let question = Memo::new(move |_| {
            let query = self.query.get();
            (query.search, query.filters, query.deleted)
        });
        Effect::new(move |before: Option<()>| {
            question.track();
            if before.is_some() {
                self.selection.set(Selection::default());
                self.anchor.set(None);
                self.cursor.set(Cursor { row: Some(0), column: 0 });
                self.reveal.set(Some(0));
            }
        });
    }
}

/// The rows around what the scroller wants, asked for in steps.
fn live_rows(
    app: AppState,
    query: Memo<Query>,
    columns: Memo<Vec<Column>>,
    (range, shows_rows): (RwSignal<(usize, usize)>, RwSignal<bool>),
) -> Live<LoadedRows> {
    let numbers = Memo::new(move |_| {
        let kind = query.with(|query| query.kind);
        columns.with(|columns| {
            let shown = columns.iter().map(|column| column.field.number).collect::<Vec<u16>>();
            with_what_cells_need(kind, shown)
        })
    });
    let window = Memo::new(move |_| {
        let (first, end) = range.get();
        let offset = first.saturating_sub(STEP) / STEP * STEP;
        let end = ((end + STEP) / STEP + 1) * STEP;
        (offset, end.max(offset + FIRST_ROWS) - offset)
    });
    let known = StoredValue::new((0_u64, HashMap::<Id, Arc<ShownRow>>::new()));
    live(
        // Owners and organisations are shown by their titles, so every kind counts; an equal answer draws nothing.
        &Kind::ALL,
        move || (shows_rows.get(), query.get(), numbers.get(), window.get()),
        move |(shows_rows, query, columns, (first, count))| async move {
            if !shows_rows {
                // Asked again as soon as they are shown.
                return Err(Failure::NotReady);
            }
            let request = RowsRequest {
                query: query.clone(),
                columns: columns.clone(),
                offset: u32::try_from(first).unwrap_or(u32::MAX),
                limit: u32::try_from(count).unwrap_or(MOST_ROWS).min(MOST_ROWS),
            };
            let answer = app.engine.rows(request).await?;
            let rows = known
                .try_update_value(|(version, known)| with_versions(answer.rows, version, known))
                .unwrap_or_default();
            Ok(LoadedRows { query, columns, first, rows, matched: answer.matched, total: answer.total })
        },
    )
}

/// Rows that are as before keep their version, so that only the others are drawn anew.
fn with_versions(rows: Vec<Row>, version: &mut u64, known: &mut HashMap<Id, Arc<ShownRow>>) -> Vec<Arc<ShownRow>> {
    let shown: Vec<Arc<ShownRow>> = rows
        .into_iter()
        .map(|row| match known.get(&row.id) {
            Some(before) if before.row == row => before.clone(),
            _ => {
                *version += 1;
                Arc::new(ShownRow { version: *version, row })
            }
        })
        .collect();
    *known = shown.iter().map(|shown| (shown.row.id, shown.clone())).collect();
    shown
}

/// Whether a media query holds, as a signal of the current owner.
fn follow_media(query: &'static str) -> RwSignal<bool> {
    let holds = RwSignal::new(browser::matches_media(query));
    let subscription = StoredValue::new_local(browser::on_media_change(query, move |now| {
        holds.try_set(now);
    }));
    on_cleanup(move || drop(subscription.try_update_value(Option::take)));
    holds
}
