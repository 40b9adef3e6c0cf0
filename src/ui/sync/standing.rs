//! How the exchange stands, in one line.

use leptos::prelude::*;

use super::told::short;
use crate::messages::sync as words;
use crate::state::format::{self, InstantStyle};
use crate::state::protocol::{SyncActivity, SyncState, SyncTrouble};
use crate::state::{AppState, browser};
use crate::ui::home_line::Safety;
use crate::ui::words::{language, n, t, tc, tf};

/// How well the exchange goes, and the words for it; "synced" only after the server's receipt. Reactive.
pub fn standing(app: AppState) -> (Safety, String) {
    app.devices.state.with(|state| {
        let (safety, first) = first_part(app, state);
        match unsent(state) {
            Some(second) if first.is_empty() => (safety, second),
            Some(second) => (safety, tf(words::AND, &[("first", &first), ("second", &second)])),
            None => (safety, first),
        }
    })
}

fn first_part(app: AppState, state: &SyncState) -> (Safety, String) {
    match &state.trouble {
        Some(SyncTrouble::Unreachable | SyncTrouble::Busy) | None => {}
        Some(trouble) => return (Safety::Warning, short(trouble)),
    }
    if let Some(since) = state.unreachable_since {
        return (Safety::Warning, tf(words::OFFLINE_SINCE, &[("time", &time_of(app, since))]));
    }
    if let Some(trouble) = &state.trouble {
        return (Safety::Warning, short(trouble));
    }
    match state.activity {
        SyncActivity::Receiving { done, left } if done + left > 0 => {
            let numbers = [("done", n(done)), ("total", n(done + left))];
            (Safety::Good, tf(words::RECEIVING, &numbers.each_ref().map(|(name, value)| (*name, value.as_str()))))
        }
        SyncActivity::Receiving { .. } => (Safety::Good, t(words::RECEIVING_FIRST)),
        _ if !state.is_loaded => (Safety::Good, t(words::ASKING)),
        _ if state.unsent > 0 => (Safety::Good, String::new()),
        _ => match state.synced_at {
            Some(at) => (Safety::Good, tf(words::SYNCED_AT, &[("time", &time_of(app, at))])),
            None => (Safety::Good, t(words::NOT_YET_SYNCED)),
        },
    }
}

/// What is not sent while everything is still coming is not late.
fn unsent(state: &SyncState) -> Option<String> {
    let is_first_load = state.trouble.is_none() && state.unreachable_since.is_none() && !state.is_loaded;
    (state.unsent > 0 && !is_first_load).then(|| tc(words::NOT_SENT, state.unsent))
}

/// A time of today by the clock alone, any other with its day. Reactive.
fn time_of(app: AppState, at: u64) -> String {
    let is_today = browser::local_date_of(at as f64) == browser::local_date_of(app.now.get() as f64);
    format::instant(language(), at, if is_today { InstantStyle::Time } else { InstantStyle::DateAndTime })
}
