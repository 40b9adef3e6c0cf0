//! One open connection: how it is had without hanging, and how it notices its end.

use super::failure::{is_newer_layout, open_error};
use crate::storage::disk::DiskError;
use crate::storage::layout::{self, LayoutStep};
use gloo::timers::callback::Timeout;
use indexed_db_futures::database::Database;
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
}

/// Whether a connection has ended, and who waits for it.
#[derive(Default)]
struct End {
    reached: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

impl Connection {
    /// Opens the database in the current layout.
    pub async fn open(name: &str) -> Result<Connection, DiskError> {
        match open_at(name, Some(layout::LAYOUT)).await? {
            Ok(database) => Connection::watch(database),
            Err(error) if is_newer_layout(&error) => match open_at(name, None).await? {
                Ok(database) => {
                    // Layouts are whole numbers.
                    let found = database.version() as u32;
                    database.close();
                    Err(DiskError::NewerLayout { found })
                }
                Err(error) => Err(open_error(&error)),
            },
            Err(error) => Err(open_error(&error)),
        }
    }

    /// Lets go of the database as soon as another tab wants to change its layout or delete it, and notices when the
    /// browser closed it.
    fn watch(database: Database) -> Result<Connection, DiskError> {
        let mut changes = database.version_changes().map_err(|error| super::disk_error(&error))?;
        let end = Rc::new(End::default());
        let connection = Connection { database: database.clone(), end: end.clone() };
        spawn_local(poll_fn(move |context| {
            if !end.reached.get() {
                if changes.poll_recv(context).is_pending() {
                    end.waker.set(Some(context.waker().clone()));
                    return Poll::Pending;
                }
                end.reached.set(true);
                database.clone().close();
            }
            Poll::Ready(())
        }));
        Ok(connection)
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
async fn open_at(name: &str, version: Option<u32>) -> Result<Result<Database, OpenDbError>, DiskError> {
    let opening = Rc::new(Opening::default());
    let blocked = opening.clone();
    let request = Database::open(name.to_owned()).with_on_blocked(move |_| {
        blocked.give_up_after(LONGEST_BLOCKED);
        Ok(())
    });
    let request = match version {
        Some(version) => request
            .with_version(version)
            .with_on_upgrade_needed(|event, database| upgrade(&database, event.old_version() as u32))
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
