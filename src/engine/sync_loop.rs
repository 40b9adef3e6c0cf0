//! Taking part, for as long as the tab is open: one tab of a browser at a time goes round, when something changed here, when
//! the server has something new, when a person asks, and after a while when something was in the way.

use crate::engine::bell::{First, first};
use crate::engine::core::Engine;
use crate::engine::environment::{LocalFuture, LockName, TabNews};
use crate::engine::exchange::Exchange;
use crate::engine::protocol::{Event, Phase};
use crate::engine::sync_protocol::{SyncState, SyncTrouble};
use crate::engine::sync_round::Round;
use crate::storage::Disk;
use crate::sync::couch::RemoteError;
use std::rc::Rc;

/// How long edits are gathered before they are sent, in milliseconds.
const GATHER: u32 = 800;
/// How often it is looked whether another tab has stopped taking part, in milliseconds.
const LOOK_FOR_TURN: u32 = 3_000;
/// The shortest and the longest time between two tries, in milliseconds.
const SHORTEST_WAIT: u32 = 1_000;
const LONGEST_WAIT: u32 = 5 * 60 * 1_000;
/// The longest one while nobody answers: whoever comes home wants to see it soon, and nobody is asked too much.
const LONGEST_AWAY: u32 = 20_000;

/// What comes after a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// To wait for something new, here or there.
    Listen,
    /// To try again after a while.
    TryAgain,
    /// To wait for a person.
    WaitForPerson,
    /// The exchange is turned off.
    Off,
}

/// A question that waits on the server until there is something new.
struct Listening {
    exchange: Rc<Exchange>,
    answer: LocalFuture<'static, Result<bool, RemoteError>>,
}

impl Listening {
    fn to(exchange: &Rc<Exchange>) -> Listening {
        let (asked, since) = (exchange.clone(), exchange.known.borrow().since.clone());
        let answer = Box::pin(async move { asked.couch.wait(since.as_deref()).await });
        Listening { exchange: exchange.clone(), answer }
    }
}

impl<D: Disk + 'static> Engine<D> {
    /// Goes round once, taking part first if this tab does not yet. Only for who has the turn.
    pub async fn sync_once(self: &Rc<Self>) -> Next {
        let Some(exchange) = self.take_part().await else { return Next::Off };
        let outcome = self.go_round(&exchange).await;
        if let Err(Round::Failed(_)) = outcome {
            // What is known in memory may have gone on further than what is on the disk.
            self.exchange.replace(None);
        }
        match (outcome, exchange.doubt()) {
            (Ok(()), None) if exchange.unsent.borrow().iter().any(|key| !exchange.held_back.borrow().contains(key)) => {
                // Written on by others all the time, or not yet on enough machines.
                Next::TryAgain
            }
            // What another device was shown and this one not is looked at again soon.
            (Ok(()), None) if exchange.differs.get() => Next::TryAgain,
            (Ok(()), None) => Next::Listen,
            (Ok(()), Some(_)) => Next::WaitForPerson,
            (Err(Round::Failed(_)), _) => Next::TryAgain,
            (Err(Round::Trouble(trouble)), _) if is_for_a_person(&trouble) => Next::WaitForPerson,
            (Err(Round::Trouble(_)), _) => Next::TryAgain,
        }
    }

    /// The exchange as it is kept, or as it is under way already.
    async fn take_part(self: &Rc<Self>) -> Option<Rc<Exchange>> {
        if self.ready().is_err() {
            return None;
        }
        let under_way = self.exchange.borrow().clone();
        if !self.sync_reload.replace(false)
            && let Some(exchange) = under_way
        {
            return Some(exchange);
        }
        self.exchange.replace(None);
        let Ok(Some(settings)) = self.sync_settings().await else {
            self.sync_devices.borrow_mut().clear();
            self.tell_sync(|state| *state = SyncState::default());
            return None;
        };
        let exchange = Rc::new(self.load_exchange(settings).await.ok()??);
        self.exchange.replace(Some(exchange.clone()));
        self.tell_sync(|state| state.trouble = None);
        Some(exchange)
    }

    /// Takes part for as long as the engine lives.
    pub async fn sync_forever(self: Rc<Self>) {
        loop {
            if *self.phase.borrow() != Phase::Ready || !matches!(self.sync_settings().await, Ok(Some(_))) {
                self.sync_reload.set(true);
                self.take_part().await;
                self.sync_bell.heard().await;
                continue;
            }
            match self.environment.try_lock(LockName::Sync).await {
                Some(turn) => {
                    self.sync_while_on().await;
                    self.exchange.replace(None);
                    drop(turn);
                }
                None => {
                    self.environment.tell_tabs(TabNews::SyncAsked);
                    first(self.environment.sleep(LOOK_FOR_TURN), self.sync_bell.heard()).await;
                }
            }
        }
    }

    async fn sync_while_on(self: &Rc<Self>) {
        let (mut tries, mut listening) = (0, None);
        loop {
            let next = self.sync_once().await;
            tries = if next == Next::TryAgain { tries + 1 } else { 0 };
            match next {
                Next::Off => return,
                Next::Listen => self.listen(&mut listening).await,
                Next::WaitForPerson => self.wait_for_person().await,
                Next::TryAgain => {
                    let is_away = self.sync_state.borrow().unreachable_since.is_some();
                    let wait = self.wait_before(tries).min(if is_away { LONGEST_AWAY } else { LONGEST_WAIT });
                    self.hurried_or(wait).await;
                }
            }
            if *self.phase.borrow() != Phase::Ready {
                return;
            }
        }
    }

    /// Waits for something new: here, for which a little more is gathered, or on the server. There is one question at a time
    /// that waits there, however often something new is here: `listening` is it, kept from one round to the next.
    async fn listen(&self, listening: &mut Option<Listening>) {
        let Some(exchange) = self.exchange.borrow().clone() else { return };
        let mut asked = match listening.take() {
            Some(asked) if Rc::ptr_eq(&asked.exchange, &exchange) => asked,
            _ => Listening::to(&exchange),
        };
        loop {
            match first(self.sync_bell.heard(), &mut asked.answer).await {
                First::One(()) => {
                    *listening = Some(asked);
                    if !self.sync_hurry.replace(false) && !self.sync_reload.get() {
                        self.environment.sleep(GATHER).await;
                    }
                    return;
                }
                First::Other(Ok(true)) => return,
                First::Other(Ok(false)) => asked = Listening::to(&exchange),
                // The next round says what is wrong; not at once, since a server may do nothing but this badly.
                First::Other(Err(_)) => return self.hurried_or(SHORTEST_WAIT * 5).await,
            }
        }
    }

    /// Waits until a person asked, or until something was changed about it.
    async fn wait_for_person(&self) {
        loop {
            self.sync_bell.heard().await;
            if self.sync_hurry.replace(false) || self.sync_reload.get() {
                return;
            }
        }
    }

    /// Waits so long, or until a person asks.
    async fn hurried_or(&self, milliseconds: u32) {
        first(self.environment.sleep(milliseconds), self.wait_for_person()).await;
    }

    /// How long to wait before the next try: doubled each time, with full jitter ("Exponential Backoff And Jitter", AWS
    /// Architecture Blog, 2015), but never less than the shortest.
    fn wait_before(&self, tries: u32) -> u32 {
        let most = SHORTEST_WAIT.saturating_mul(1 << tries.min(16)).min(LONGEST_WAIT);
        let mut random = [0; 4];
        // Without chance: the longest.
        let _ = self.environment.chance().fill(&mut random);
        SHORTEST_WAIT
            + (u64::from(u32::MAX - u32::from_be_bytes(random)) * u64::from(most) / u64::from(u32::MAX)) as u32
    }

    /// Tells how the exchange stands, here and in the other tabs.
    pub(super) fn send_sync_state(&self) {
        let state = self.sync_state();
        self.environment.send(Event::Sync(state.clone()));
        if self.exchange.borrow().is_some() || !state.is_on {
            self.environment.tell_tabs(TabNews::SyncState(Box::new(state)));
        }
    }

    /// What another tab says about the exchange.
    pub fn heard(&self, news: TabNews) {
        match news {
            TabNews::SyncSettings => {
                self.sync_reload.set(true);
                self.sync_bell.ring();
            }
            TabNews::SyncState(mut state) => {
                if self.exchange.borrow().is_none() {
                    state.in_another_tab = state.is_on;
                    self.sync_state.replace((*state).clone());
                    self.environment.send(Event::Sync(*state));
                }
            }
            TabNews::SyncAsked => {
                if self.exchange.borrow().is_some() {
                    self.environment.tell_tabs(TabNews::SyncState(Box::new(self.sync_state())));
                }
            }
            TabNews::SyncNow => {
                if self.exchange.borrow().is_some() {
                    self.sync_now();
                }
            }
            TabNews::SyncDecided(decision) => {
                if self.exchange.borrow().is_some() {
                    self.decide(decision);
                }
            }
        }
    }
}

/// Whether trying again by itself is of no use.
fn is_for_a_person(trouble: &SyncTrouble) -> bool {
    !matches!(
        trouble,
        SyncTrouble::Unreachable
            | SyncTrouble::NotADatabase
            | SyncTrouble::Busy
            | SyncTrouble::Refused { .. }
            | SyncTrouble::Disk
            | SyncTrouble::NotAllowed
            | SyncTrouble::NotShared
    )
}
