//! What just happened, said in a corner, with something to do.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::messages::{Language, Message};
use crate::platform::clock;

/// How long a notice stays that asks for nothing, in milliseconds.
const SHORT_STAY_MS: u32 = 6_000;
/// How long a notice stays that offers something, in milliseconds.
const LONG_STAY_MS: u32 = 12_000;
/// The most notices that go by themselves; an older one makes room.
const MOST: usize = 3;

/// How a notice is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeTone {
    /// For information.
    #[default]
    Info,
    /// It worked.
    Success,
    /// It worked in part, or something needs a look.
    Warning,
    /// It did not work.
    Bad,
}

/// What can be done about a notice.
#[derive(Clone)]
pub struct NoticeAction {
    /// What it is called.
    pub label: Message,
    /// Does it. Must hold root state only, since the screen that pushed the notice may be gone.
    pub run: Rc<dyn Fn()>,
}

/// A notice. Its text is a function of the language, which may change while it is shown.
#[derive(Clone)]
pub struct Notice {
    /// How it is meant.
    pub tone: NoticeTone,
    /// What happened, in a sentence.
    pub text: Rc<dyn Fn(Language) -> String>,
    /// What can be done about it.
    pub action: Option<NoticeAction>,
    /// Stays until it is sent away.
    pub sticky: bool,
    /// A notice takes the place of the one with the same topic.
    pub topic: Option<String>,
}

impl Notice {
    /// A notice that goes by itself.
    pub fn new(tone: NoticeTone, text: impl Fn(Language) -> String + 'static) -> Notice {
        Notice { tone, text: Rc::new(text), action: None, sticky: false, topic: None }
    }

    /// A notice of fixed words.
    pub fn plain(tone: NoticeTone, message: Message) -> Notice {
        Notice::new(tone, move |language| message.text(language).to_owned())
    }

    /// The same notice, with something to do. Choosing it sends the notice away.
    pub fn with_action(mut self, label: Message, run: impl Fn() + 'static) -> Notice {
        self.action = Some(NoticeAction { label, run: Rc::new(run) });
        self
    }

    /// The same notice, which stays until it is sent away.
    pub fn sticky(mut self) -> Notice {
        self.sticky = true;
        self
    }

    /// The same notice, which takes the place of an earlier one about `topic`.
    pub fn about(mut self, topic: impl Into<String>) -> Notice {
        self.topic = Some(topic.into());
        self
    }
}

/// The notices that are shown, oldest first, each with its number.
#[derive(Clone, Copy)]
pub struct Notices {
    shown: RwSignal<Vec<(u64, Notice)>, LocalStorage>,
    last: StoredValue<u64>,
}

impl Notices {
    pub(super) fn new() -> Notices {
        Notices { shown: RwSignal::new_local(Vec::new()), last: StoredValue::new(0) }
    }

    /// Shows a notice and gives its number.
    pub fn push(self, notice: Notice) -> u64 {
        let number = self.last.get_value() + 1;
        self.last.set_value(number);
        let stay = (!notice.sticky).then_some(if notice.action.is_some() { LONG_STAY_MS } else { SHORT_STAY_MS });
        self.shown.update(|shown| {
            shown.retain(|(_, other)| notice.topic.is_none() || other.topic != notice.topic);
            shown.push((number, notice));
            let passing = shown.iter().filter(|(_, one)| !one.sticky).count();
            if passing > MOST
                && let Some(oldest) = shown.iter().position(|(_, one)| !one.sticky)
            {
                shown.remove(oldest);
            }
        });
        if let Some(stay) = stay {
            spawn_local(async move {
                clock::sleep(stay).await;
                self.dismiss(number);
            });
        }
        number
    }

    /// Sends a notice away; nothing happens when it is gone already.
    pub fn dismiss(self, number: u64) {
        if self.shown.with_untracked(|shown| shown.iter().any(|(one, _)| *one == number)) {
            self.shown.update(|shown| shown.retain(|(one, _)| *one != number));
        }
    }

    /// Sends the notice about a topic away.
    pub fn dismiss_topic(self, topic: &str) {
        self.shown.update(|shown| shown.retain(|(_, one)| one.topic.as_deref() != Some(topic)));
    }

    /// Does what a notice offers, and sends it away.
    pub fn act(self, number: u64) {
        let action = self.shown.with_untracked(|shown| {
            shown.iter().find(|(one, _)| *one == number).and_then(|(_, notice)| notice.action.clone())
        });
        self.dismiss(number);
        if let Some(action) = action {
            (action.run)();
        }
    }

    /// The notices that are shown, oldest first. Reactive.
    pub fn all(self) -> Vec<(u64, Notice)> {
        self.shown.get()
    }
}
