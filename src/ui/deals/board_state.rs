//! What the parts of the board share: what the engine tells, moves that are not written yet, and the card in the hand.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::moves::{Loss, Move, commit_move};
use crate::domain::id::Id;
use crate::domain::problem::Problem;
use crate::domain::query::Query;
use crate::domain::record::Kind;
use crate::domain::stamp::Stamp;
use crate::domain::value::{Day, Value};
use crate::messages::board as words;
use crate::state::protocol::board_protocol::{Board, BoardCard, BoardColumn, BoardRequest, BoardStage};
use crate::state::protocol::{Cell, Failure};
use crate::state::{AppState, CommitOutcome, Live, Notice, NoticeTone, browser, live};
use crate::ui::records::{ListDialog, ListState, title_text};
use crate::ui::words::{language, t};

/// Cards of a column at first, and more at a time.
pub const STEP: u32 = 50;
/// Cards of a column that are drawn in one frame, so that no frame takes long.
const DRAWN_AT_ONCE: usize = 8;
/// The name of the list in the address.
pub const LIST_VIEW: &str = "list";

/// A move that the screen shows and the engine may not have told yet.
#[derive(Clone, Debug, PartialEq)]
struct Pending {
    card: Id,
    to: Id,
    /// The card's version before.
    before: Stamp,
    /// When, in milliseconds since 1970.
    at: i64,
    /// Whether it is on the disk.
    saved: bool,
}

/// A card that the keyboard carries.
#[derive(Clone, Debug, PartialEq)]
pub struct Carried {
    /// The card.
    pub card: Id,
    /// The place of the column that it is held over.
    pub over: usize,
}

/// A card that is on its way to a lost stage, while it is asked why.
#[derive(Clone, Debug, PartialEq)]
pub struct Losing {
    /// The move.
    pub deed: Move,
}

/// The state of a board that is on the screen. `Copy`; ends with the page.
#[derive(Clone, Copy)]
pub struct BoardState {
    /// The root.
    pub app: AppState,
    /// The list of the same deals: address, search, filters, the open record, dialogs.
    pub list: ListState,
    /// What the engine told last.
    pub told: Live<Arc<Board>>,
    /// The same with the moves that are not written yet.
    pub board: Memo<Arc<Board>>,
    /// The cards by identifier.
    pub cards: Memo<HashMap<Id, Arc<BoardCard>>>,
    /// The card that the keyboard stands on, where it is not the first.
    pub current: RwSignal<Option<Id>>,
    /// The card that the keyboard carries.
    pub carried: RwSignal<Option<Carried>>,
    /// The card that the pointer carries, and the column that it is over.
    pub dragged: RwSignal<Option<(Id, Option<Id>)>>,
    /// The deal that is about to be lost.
    pub losing: RwSignal<Option<Losing>>,
    /// What a screen reader is told.
    pub said: RwSignal<String>,
    /// The stage that a new deal begins in, where one was chosen.
    pub new_in: RwSignal<Option<Id>>,
    /// How many cards of each column are drawn by now.
    pub drawn: RwSignal<usize>,
    longer: RwSignal<Vec<(Option<Id>, u32)>>,
    pending: RwSignal<Vec<Pending>>,
}

impl BoardState {
    /// Makes the state. Call it at the top of the page's component.
    pub fn new(list: ListState) -> BoardState {
        let app = list.app;
        let is_shown = is_board(list);
        let longer = RwSignal::new(Vec::new());
        let pending = RwSignal::new(Vec::<Pending>::new());
        let told = live(
            &[Kind::Deal, Kind::Stage, Kind::Pipeline, Kind::Customer, Kind::Member],
            move || (is_shown.get(), list.place.address.with(|address| address.board), list.query.get(), longer.get()),
            move |(is_shown, pipeline, query, longer)| async move {
                if !is_shown {
                    // Asked again as soon as it is shown.
                    return Err(Failure::NotReady);
                }
                // A board has its own order.
                let query = Query { sort: None, ..query };
                app.engine.board(BoardRequest { pipeline, query, limit: STEP, longer }).await.map(Arc::new)
            },
        );
        let board = Memo::new(move |_| {
            let mut board = told.value.get().unwrap_or_default();
            pending.with(|pending| {
                pending.iter().for_each(|one| Arc::make_mut(&mut board).move_card(one.card, one.to, one.at));
            });
            board
        });
        let cards = Memo::new(move |_| {
            board.with(|board| {
                let cards = board.columns.iter().flat_map(|column| &column.cards);
                cards.map(|card| (card.id, Arc::new(card.clone()))).collect::<HashMap<_, _>>()
            })
        });
        let state = BoardState {
            app,
            list,
            told,
            board,
            cards,
            current: RwSignal::new(None),
            carried: RwSignal::new(None),
            dragged: RwSignal::new(None),
            losing: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            new_in: RwSignal::new(None),
            drawn: RwSignal::new(DRAWN_AT_ONCE),
            longer,
            pending,
        };
        state.draw_the_rest();
        Effect::new(move || {
            told.value.track();
            state.forget_what_is_told();
        });
        // Another question begins with short columns.
        let question = Memo::new(move |_| (list.query.get(), list.place.address.with(|address| address.board)));
        Effect::new(move |before: Option<()>| {
            question.track();
            if before.is_some() && longer.with_untracked(|longer| !longer.is_empty()) {
                longer.set(Vec::new());
            }
        });
        state
    }

    /// Draws a few cards more with each frame, until all are there.
    fn draw_the_rest(self) {
        let longest = Memo::new(move |_| {
            self.board.with(|board| board.columns.iter().map(|column| column.cards.len()).max().unwrap_or(0))
        });
        Effect::new(move || {
            if self.drawn.get() < longest.get() {
                spawn_local(async move {
                    browser::next_frame().await;
                    self.drawn.try_update(|drawn| *drawn += DRAWN_AT_ONCE);
                });
            }
        });
    }

    /// The column of a place. Reactive.
    pub fn column<T>(self, stage: Option<Id>, look: impl FnOnce(&BoardColumn) -> T) -> Option<T> {
        self.board.with(|board| board.columns.get(board.place_of(stage)?).map(look))
    }

    /// Shows more cards of a column.
    pub fn show_more(self, stage: Option<Id>) {
        self.longer.update(|longer| match longer.iter_mut().find(|(one, _)| *one == stage) {
            Some((_, limit)) => *limit += STEP,
            None => longer.push((stage, 2 * STEP)),
        });
    }

    /// Says something to a screen reader.
    pub fn say(self, text: String) {
        self.said.try_set(text);
    }

    /// Opens the form of a new deal, in that stage or in the first one of the board.
    pub fn make_new(self, stage: Option<Id>) {
        self.new_in.set(stage);
        self.list.dialog.set(Some(ListDialog::New));
    }

    /// What a new deal begins with: the stage that was chosen, else the first of the pipeline that is shown. Reactive.
    pub fn new_deal(self) -> Vec<(u16, Cell)> {
        let wanted = self.new_in.get();
        let stage = self.board.with(|board| {
            let stages = || board.columns.iter().filter_map(|column| column.stage.as_ref());
            stages().find(|stage| Some(stage.id) == wanted).or(stages().next()).cloned()
        });
        let cell =
            |stage: BoardStage| Cell { value: Value::Link(stage.id), title: Some(stage.name), titles: Vec::new() };
        stage.map(|stage| (crate::domain::deal::STAGE, cell(stage))).into_iter().collect()
    }

    /// Moves a card into a stage. The screen shows it at once; where the stage is one of lost deals, it is asked why
    /// first.
    pub fn move_to(self, card: Id, stage: Id) {
        let Some(deed) = self.board.with_untracked(|board| {
            let (from, card) = board.find(card)?;
            let from = board.columns.get(from)?;
            let to = board.columns.get(board.place_of(Some(stage))?)?.stage.clone()?;
            let was_lost = from.stage.as_ref().is_some_and(BoardStage::is_lost);
            let title = title_text(&card.title, language());
            (from.id() != Some(stage)).then_some(Move { deal: card.id, title, to, was_lost })
        }) else {
            return;
        };
        if deed.to.is_lost() && !deed.was_lost {
            self.say(words::ASKING_WHY.fill(language(), &[("deal", &deed.title)]));
            self.losing.set(Some(Losing { deed }));
        } else {
            self.carry_out(deed, None);
        }
    }

    /// Moves a card, all that is to be asked having been asked.
    pub fn carry_out(self, deed: Move, loss: Option<Loss>) {
        let before =
            self.cards.with_untracked(|cards| cards.get(&deed.deal).map(|card| card.stamp)).unwrap_or_default();
        let (card, to) = (deed.deal, deed.to.id);
        let at = i64::try_from(browser::now_ms()).unwrap_or(i64::MAX);
        self.pending.update(|pending| {
            pending.retain(|one| one.card != card);
            pending.push(Pending { card, to, before, at, saved: false });
        });
        self.current.set(Some(card));
        self.say(words::MOVED.fill(language(), &[("deal", &deed.title), ("stage", &deed.to.name)]));
        focus_card_soon(card);
        // Not bound to this screen: what was begun is finished when the screen goes.
        spawn_local(async move {
            match commit_move(self.app, &deed, loss).await {
                CommitOutcome::Saved(_) => {
                    self.pending.try_update(|pending| {
                        pending
                            .iter_mut()
                            .filter(|one| one.card == card && one.at == at)
                            .for_each(|one| one.saved = true);
                    });
                    self.forget_what_is_told();
                }
                CommitOutcome::Refused(problems) => {
                    self.put_back(card, at);
                    self.tell_refused(&deed.title, problems.first().map(|one| one.problem.clone()));
                }
                // The notice says so, and offers to try again.
                CommitOutcome::Failed(_) => self.put_back(card, at),
            }
        });
    }

    fn put_back(self, card: Id, at: i64) {
        self.pending.try_update(|pending| pending.retain(|one| one.card != card || one.at != at));
    }

    fn tell_refused(self, title: &str, problem: Option<Problem>) {
        let title = title.to_owned();
        let text = move |language| {
            let reason = problem.as_ref().map(|problem| problem.text(language)).unwrap_or_default();
            words::NOT_MOVED.fill(language, &[("deal", &title), ("reason", &reason)])
        };
        self.say(text(language()));
        self.app.notices.push(Notice::new(NoticeTone::Bad, text));
    }

    /// A move that is written needs no showing any more once the engine tells the card's new version.
    fn forget_what_is_told(self) {
        let Some(pending) = self.pending.try_get_untracked().filter(|pending| !pending.is_empty()) else { return };
        let is_told = |one: &Pending| {
            let stamp = self.told.value.try_with_untracked(|told| {
                told.as_ref().and_then(|board| board.find(one.card).map(|(_, card)| card.stamp))
            });
            // A card that is no longer among the first ones is told as well.
            stamp.flatten() != Some(one.before)
        };
        let rest: Vec<Pending> = pending.iter().filter(|one| !one.saved || !is_told(one)).cloned().collect();
        if rest.len() != pending.len() {
            self.pending.try_set(rest);
        }
    }
}

/// Whether the deals are shown on their board, and not as a list.
pub fn is_board(list: ListState) -> Memo<bool> {
    Memo::new(move |_| {
        list.place.address.with(|address| address.view.as_deref() != Some(LIST_VIEW) && !address.query.deleted)
    })
}

/// The name of a column. Reactive.
pub fn column_name(stage: Option<&BoardStage>) -> String {
    stage.map_or_else(|| t(words::WITHOUT_STAGE), |stage| stage.name.clone())
}

/// The element id of a card.
pub fn card_id(card: Id) -> String {
    format!("card-{card}")
}

/// Puts the focus on a card once it is drawn in its column.
pub fn focus_card_soon(card: Id) {
    spawn_local(async move {
        browser::next_frame().await;
        browser::focus_by_id(&card_id(card));
    });
}

/// The calendar day of a moment in the zone of the device.
pub fn day_of(milliseconds: i64) -> Option<Day> {
    let (year, month, day) = browser::local_date_of(milliseconds as f64);
    Day::new(i16::try_from(year).ok(), month, day)
}

/// Today, in the zone of the device.
pub fn today() -> Option<Day> {
    let (year, month, day) = browser::local_today();
    Day::new(i16::try_from(year).ok(), month, day)
}
