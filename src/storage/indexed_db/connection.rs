//! One open connection: how it is had without hanging, and how it notices its end.

use super::OnTaken;
use super::failure::{is_newer_layout, open_error};
use crate::storage::disk::DiskError;
use crate::storage::layout::{self, LayoutStep};
use gloo::timers::callback::Timeout;
use indexed_db_futures::database::{Database, VersionChangeEvent};
use indexed_db_futures::error::{Error, OpenDbError};
use indexed_db_futures::prelude::*;
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};
use wasm_bindgen_futures::spawn_local;

/// How long another tab that was asked to let go of the database may take, in milliseconds.
const LONGEST_BLOCKED: u32 = 3_000;

/// How long opening may take in all, in milliseconds. The browser does not tell one who waits behind another that is
/// blocked, so at some point we must assume it.
const LONGEST_OPENING: u32 = 10_000;

/// An open connection. Closes when it is dropped.
pub struct Connection {
    database: Database,
    end: Rc<End>,
    is_new: bool,
}

/// Whether a connection has ended, and who waits for it.
#[derive(Default)]
struct End {
    reached: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

impl Connection {
    /// Opens the database in the current layout. `on_taken` is told when another tab wants it for itself, and may take a
    /// little time to finish what it is at; then the connection is closed.
    pub async fn open(name: &str, on_taken: OnTaken) -> Result<Connection, DiskError> {
        let is_new = Rc::new(Cell::new(false));
        match open_at(name, Some(layout::LAYOUT), &is_new).await? {
            Ok(database) => Connection::watch(database, is_new.get(), on_taken),
            Err(error) if is_newer_layout(&error) => match open_at(name, None, &is_new).await? {
                Ok(database) => {
                    let found = layout_of(database.version());
                    database.close();
                    Err(DiskError::NewerLayout { found })
                }
                Err(error) => Err(open_error(&error)),
            },
            Err(error) => Err(open_error(&error)),
        }
    }

    /// Lets go of the database when another tab wants to change its layout or delete it, and notices when the browser
    /// closed it.
    fn watch(database: Database, is_new: bool, on_taken: OnTaken) -> Result<Connection, DiskError> {
        let mut changes = database.version_changes().map_err(|error| super::disk_error(&error))?;
        let end = Rc::new(End::default());
        let connection = Connection { database: database.clone(), end: end.clone(), is_new };
        spawn_local(async move {
            let change = poll_fn(|context| {
                if end.reached.get() {
                    return Poll::Ready(None);
                }
                let polled = changes.poll_recv(context);
                if polled.is_pending() {
                    end.waker.set(Some(context.waker().clone()));
                }
                polled
            })
            .await;
            if let Some(change) = change {
                on_taken(why_taken(&change)).await;
            }
            end.reached.set(true);
            database.close();
        });
        Ok(connection)
    }

    /// Whether there was no database of that name before.
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// The browser's database.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Whether it can still be used, as far as is known.
    pub fn is_live(&self) -> bool {
        !self.end.reached.get()
    }

    /// Closes it. What was begun runs to its end.
    pub fn end(&self) {
        self.end.reached.set(true);
        self.database.clone().close();
        if let Some(waker) = self.end.waker.take() {
            waker.wake();
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.end();
    }
}

/// Layouts are whole numbers.
fn layout_of(version: f64) -> u32 {
    version as u32
}

/// What another tab is about to do with the database.
fn why_taken(change: &VersionChangeEvent) -> DiskError {
    change.new_version().map_or(DiskError::Gone, |version| DiskError::NewerLayout { found: layout_of(version) })
}

/// An opening under way.
#[derive(Default)]
struct Opening {
    outcome: RefCell<Option<Result<Database, OpenDbError>>>,
    is_late: Cell<bool>,
    waker: Cell<Option<Waker>>,
    timers: RefCell<Vec<Timeout>>,
}

impl Opening {
    fn wake(&self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// Gives up after so many milliseconds.
    fn give_up_after(self: &Rc<Opening>, milliseconds: u32) {
        let opening = self.clone();
        let timer = Timeout::new(milliseconds, move || {
            opening.is_late.set(true);
            opening.wake();
        });
        self.timers.borrow_mut().push(timer);
    }
}

/// Asks for the database in that layout, or in the one that it has. The request itself is never dropped: one that was
/// given up may still be granted, must then carry out its upgrade, and lets go at once.
/// `is_new` tells whether there was none before.
async fn open_at(
    name: &str,
    version: Option<u32>,
    is_new: &Rc<Cell<bool>>,
) -> Result<Result<Database, OpenDbError>, DiskError> {
    let opening = Rc::new(Opening::default());
    let blocked = opening.clone();
    let request = Database::open(name.to_owned()).with_on_blocked(move |_| {
        blocked.give_up_after(LONGEST_BLOCKED);
        Ok(())
    });
    let is_new = is_new.clone();
    let request = match version {
        Some(version) => request
            .with_version(version)
            .with_on_upgrade_needed(move |event, database| {
                let old = layout_of(event.old_version());
                is_new.set(old == 0);
                upgrade(&database, old)
            })
            .build(),
        None => request.build(),
    };
    let request = request.map_err(|error| open_error(&error))?;
    opening.give_up_after(LONGEST_OPENING);
    let granted = opening.clone();
    spawn_local(async move {
        let outcome = request.await;
        match outcome {
            Ok(database) if granted.is_late.get() => database.close(),
            outcome => {
                granted.outcome.replace(Some(outcome));
                granted.wake();
            }
        }
    });
    let outcome = poll_fn(|context| {
        if let Some(outcome) = opening.outcome.take() {
            return Poll::Ready(Ok(outcome));
        }
        if opening.is_late.get() {
            return Poll::Ready(Err(DiskError::Blocked));
        }
        opening.waker.set(Some(context.waker().clone()));
        Poll::Pending
    })
    .await;
    // The timers hold the opening as it holds them.
    opening.timers.borrow_mut().clear();
    outcome
}

fn upgrade(database: &Database, old_layout: u32) -> Result<(), Error> {
    for step in layout::upgrade(old_layout) {
        match step {
            LayoutStep::NamedStore(store) => database.create_object_store(store.name()).build()?,
            LayoutStep::NumberedStore(store) => {
                database.create_object_store(store.name()).with_auto_increment(true).build()?
            }
        };
    }
    Ok(())
}
