//! Opening a book: customers can be listed before the rest is read, and nothing is answered by half.

use crate::engine_world::{Shared, Tab, TestEnvironment, block_on, member_fields, person};
use burrow::domain::customer;
use burrow::domain::order;
use burrow::domain::query::{Query, Sort};
use burrow::domain::record::Kind;
use burrow::domain::value::{Currency, Day, Money, Value};
use burrow::engine::core::Engine;
use burrow::engine::environment::LocalFuture;
use burrow::engine::protocol::{Event, Failure, Phase, Reply, Request, RowsRequest};
use burrow::storage::{DiskError, MemoryDisk};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

fn rows(kind: Kind, columns: &[u16], sort: Option<u16>) -> Request {
    let sort = sort.map(|field| Sort { field, descending: true });
    let query = Query { sort, ..Query::all(kind) };
    Request::Rows(RowsRequest { query, columns: columns.to_vec(), offset: 0, limit: 50 })
}

/// Asks now; what has to wait for anything is no answer.
fn at_once(engine: &Rc<Engine<MemoryDisk>>, request: Request) -> Option<Reply> {
    let mut answer: LocalFuture<'_, Reply> = Box::pin(engine.clone().serve(request, None));
    match answer.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(reply) => Some(reply),
        Poll::Pending => None,
    }
}

/// How many rows, or that it must be asked again.
fn told(reply: Option<Reply>) -> Result<usize, String> {
    match reply {
        Some(Reply::Rows(rows)) => Ok(rows.rows.len()),
        Some(Reply::Failed(Failure::NotReady)) => Err("not yet".to_owned()),
        other => Err(format!("{other:?}")),
    }
}

fn filled(shared: &Rc<Shared>, disk: &MemoryDisk) -> Tab {
    let tab = Tab::open(shared, disk);
    let (owner, _) = tab.create(Kind::Member, member_fields("Mia"));
    let money = Currency::parse("EUR").map(|currency| Value::Money(Money { minor: 500, currency })).unwrap();
    for name in ["Ada", "Bea", "Cyd"] {
        let fields = [person(name, "Lee"), vec![(customer::OWNER, Value::Link(owner))]].concat();
        let (buyer, _) = tab.create(Kind::Customer, fields);
        let day = Value::Day(Day::new(Some(2025), 3, 4).unwrap());
        let bought = vec![(order::CUSTOMER, Value::Link(buyer)), (order::DAY, day), (order::AMOUNT, money.clone())];
        tab.create(Kind::Order, bought);
    }
    tab
}

/// Opens the book on a disk and calls `look` once it says that it is being read.
fn open_and_look(
    shared: &Rc<Shared>,
    disk: &MemoryDisk,
    look: impl FnOnce(&Rc<Engine<MemoryDisk>>),
) -> (bool, Rc<Engine<MemoryDisk>>) {
    let world = TestEnvironment::new(shared);
    let disk = disk.clone();
    let open_disk = Box::new(move || {
        let disk = disk.clone();
        Box::pin(async move { Ok::<MemoryDisk, DiskError>(disk) }) as LocalFuture<'static, _>
    });
    let engine = Engine::new(world.clone(), open_disk);
    let mut look = Some(look);
    let mut opening: LocalFuture<'_, ()> = Box::pin(engine.open());
    block_on(poll_fn(|context| {
        let polled = opening.as_mut().poll(context);
        let is_loading = engine.state().phase == Phase::Loading;
        if is_loading && let Some(look) = look.take() {
            look(&engine);
        }
        polled
    }));
    drop(opening);
    let was_loading =
        world.events.borrow().iter().any(|event| matches!(event, Event::State(state) if state.phase == Phase::Loading));
    (was_loading, engine)
}

#[test]
fn customers_are_listed_before_the_rest_is_read() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = filled(&shared, &disk);
    tab.ask(Request::Fold);
    let own = [customer::NAME, customer::OWNER];
    let check = |engine: &Rc<Engine<MemoryDisk>>, others: Result<usize, String>| {
        assert_eq!(told(at_once(engine, rows(Kind::Customer, &own, None))), Ok(3));
        assert_eq!(told(at_once(engine, rows(Kind::Member, &[], None))), Ok(1));
        // What customers have bought is told by orders, wherever it is asked for.
        assert_eq!(told(at_once(engine, rows(Kind::Customer, &[customer::MONEY], None))), others);
        assert_eq!(told(at_once(engine, rows(Kind::Customer, &own, Some(customer::MONEY)))), others);
        assert_eq!(told(at_once(engine, rows(Kind::Order, &[], None))), others);
    };
    let (was_loading, engine) = open_and_look(&shared, &disk, |engine| {
        // Asked again, it is no more known than before.
        check(engine, Err("not yet".to_owned()));
        check(engine, Err("not yet".to_owned()));
        for request in [Request::Pipelines, Request::Find { search: "ada".to_owned(), limit: 5 }] {
            assert_eq!(at_once(engine, request), Some(Reply::Failed(Failure::NotReady)));
        }
    });
    assert!(was_loading);
    check(&engine, Ok(3));
    assert_eq!(engine.records(), tab.digest());
    // The order by what was bought is right although it was asked for too early.
    match at_once(&engine, rows(Kind::Customer, &[customer::MONEY], Some(customer::MONEY))) {
        Some(Reply::Rows(rows)) => assert!(rows.rows.iter().all(|row| !row.cells[0].value.is_empty())),
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_is_shown_early_that_the_journal_may_change() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = filled(&shared, &disk);
    let (was_loading, engine) = open_and_look(&shared, &disk, |_| panic!("shown too early"));
    assert!(!was_loading);
    assert_eq!(engine.records(), tab.digest());
}
