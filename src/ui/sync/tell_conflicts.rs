//! A notice when two devices have changed the same.

use leptos::prelude::*;

use crate::domain::record::Kind;
use crate::messages::sync as words;
use crate::state::protocol::Phase;
use crate::state::{AppState, Notice, NoticeTone, format};
use crate::ui::addresses::CONFLICTS;
use crate::ui::commands::use_commands;

/// Says when there are more conflicts than there were. Call it inside the router.
pub fn tell_of_conflicts(app: AppState) {
    let commands = use_commands();
    let count =
        Memo::new(move |_| app.book.with(|book| (book.phase == Phase::Ready).then(|| book.count(Kind::Conflict))));
    Effect::new(move |before: Option<Option<u64>>| {
        let now = count.get();
        if let (Some(Some(before)), Some(now)) = (before, now)
            && now > before
        {
            let new = now - before;
            let text = move |language| words::CONFLICTS_NEW.fill(language, new, &format::integer(language, new), &[]);
            let notice = Notice::new(NoticeTone::Info, text).about("conflicts");
            app.notices.push(notice.with_action(words::CONFLICTS_SEE, move || commands.go(CONFLICTS)).sticky());
        }
        if now == Some(0) {
            app.notices.dismiss_topic("conflicts");
        }
        now
    });
}
