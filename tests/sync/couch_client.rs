//! The client of the exchange on the servers that there are, and what it makes of every fault in every call.

use super::couch_http::{CouchHttp, WireHttp};
use super::couch_model::{Broken, CouchModel, CouchServer, Fault, FaultBody, Kind, Request, Sender};
use super::pouchdb_server::PouchDbServer;
use burrow::sync::address::DatabaseAddress;
use burrow::sync::couch::{Couch, Document, Outgoing, Put, RemoteError};
use burrow::sync::http::{HttpError, SharedHttp};
use burrow::sync::known::Revision;
use serde_json::json;
use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
}

fn client(http: SharedHttp, server: &str, database: &str) -> Couch {
    let address = DatabaseAddress::parse(&format!("{server}/{database}")).expect("an address");
    Couch::new(http, address, "admin", b"secret")
}

fn new(name: &str, body: &str) -> Outgoing {
    Outgoing { name: name.into(), follows: None, body: Some(body.into()) }
}

fn done(put: &Put) -> Revision {
    match put {
        Put::Done(revision) => *revision,
        other => panic!("it was not written: {other:?}"),
    }
}

fn told(document: &Document) -> (&str, Option<&str>, usize) {
    (&document.name, document.body.as_deref(), document.others.len())
}

/// What a device does in its first hour, in an empty database of that name that is not there yet.
fn a_first_hour(http: SharedHttp, server: &str, by_hand: &dyn Fn(Request)) {
    let couch = client(Rc::clone(&http), server, "book");
    let missing = block_on(couch.figures());
    assert!(matches!(missing, Err(RemoteError::Status { status: 404, .. })), "{missing:?}");
    block_on(couch.make_database()).expect("it is made");
    let again = block_on(couch.make_database());
    assert!(matches!(again, Err(RemoteError::Status { status: 412, .. })), "{again:?}");
    assert_eq!(block_on(couch.figures()).map(|figures| figures.documents), Ok(0));

    let long = "QUJD".repeat(5_000);
    let written = [new("cfg", "C"), new("h-One", "1"), new("h-two", "2"), new("zz", &long)];
    let put = block_on(couch.put(&written)).expect("they are written");
    let revisions: Vec<Revision> = put.iter().map(done).collect();
    assert_eq!(block_on(couch.put(&written)), Ok(vec![Put::Conflict; 4]));
    let edit = |place: usize, body: Option<&str>| Outgoing {
        name: written[place].name.clone(),
        follows: Some(revisions[place]),
        body: body.map(str::to_owned),
    };
    let put =
        block_on(couch.put(&[edit(1, Some("1b")), edit(2, None), new("cfg", "other")])).expect("some are written");
    assert_eq!((put[0].clone(), put[2].clone()), (Put::Done(done(&put[0])), Put::Conflict));

    let first = block_on(couch.changes(None, 3)).expect("the feed");
    assert_eq!(first.rows, 3);
    let second = block_on(couch.changes(Some(&first.since), 3)).expect("the feed goes on");
    let mut seen: Vec<_> = first.documents.iter().chain(&second.documents).map(told).collect();
    seen.sort_unstable();
    let expected =
        [("cfg", Some("C"), 0), ("h-One", Some("1b"), 0), ("h-two", None, 0), ("zz", Some(long.as_str()), 0)];
    assert_eq!(seen, expected);
    let last = block_on(couch.changes(Some(&second.since), 3)).expect("the feed ends");
    assert_eq!((last.rows, last.left.unwrap_or(0)), (0, 0));

    let names: Vec<String> = ["zz", "none", "h-two", "cfg"].map(String::from).into();
    let found = block_on(couch.documents(&names)).expect("they are told");
    assert_eq!(found.iter().map(told).collect::<Vec<_>>(), [expected[3], expected[2], expected[0]]);
    let heads = block_on(couch.between("h-", "h-~", 10)).expect("they are told");
    assert_eq!(heads.iter().map(told).collect::<Vec<_>>(), [expected[1]]);

    // Another node of a cluster took a version that knew nothing of ours.
    let other = format!("2-{}", "00".repeat(16));
    let document = json!({ "_id": "cfg", "_rev": other, "e": "D" });
    let body = json!({ "new_edits": false, "docs": [document] });
    by_hand(Request::new("POST", "/book/_bulk_docs").by("admin", "secret").with(&body));
    let joined = block_on(couch.changes(Some(&last.since), 3)).expect("the feed goes on");
    assert_eq!(joined.documents.iter().map(told).collect::<Vec<_>>(), [("cfg", Some("D"), 1)]);
    let lost = ("cfg".to_owned(), joined.documents[0].others[0]);
    let nothing = ("nobody".to_owned(), joined.documents[0].revision);
    let versions = block_on(couch.versions(&[lost.clone(), nothing])).expect("they are told");
    assert_eq!(versions.iter().map(told).collect::<Vec<_>>(), [("cfg", Some("C"), 0)]);
    let winner = Outgoing { name: "cfg".into(), follows: Some(joined.documents[0].revision), body: Some("CD".into()) };
    let loser = Outgoing { name: "cfg".into(), follows: Some(lost.1), body: None };
    for put in block_on(couch.put(&[winner, loser])).expect("they are written") {
        done(&put);
    }
    let end = block_on(couch.changes(Some(&joined.since), 3)).expect("the feed goes on");
    assert_eq!(end.documents.iter().map(told).collect::<Vec<_>>(), [("cfg", Some("CD"), 0)]);
    assert_eq!(block_on(couch.wait(Some(&last.since))), Ok(true));

    let stranger = DatabaseAddress::parse(&format!("{server}/book")).expect("an address");
    let stranger = Couch::new(http, stranger, "admin", b"wrong");
    let refused = block_on(stranger.figures());
    assert!(matches!(refused, Err(RemoteError::Status { status: 401, .. })), "{refused:?}");
}

#[test]
fn the_client_on_the_model() {
    let model = Rc::new(RefCell::new(CouchModel::new(5)));
    let by_hand = |request: Request| drop(model.borrow_mut().answer(&request));
    a_first_hour(CouchHttp::new(&model, "till"), "http://couch.test", &by_hand);
}

#[test]
fn the_client_over_the_wire() {
    let server = CouchServer::start().expect("a port is free");
    let sender = Sender::to(&server.address()).expect("an address");
    a_first_hour(Rc::new(WireHttp), &server.address(), &|request| drop(sender.send(&request)));
}

#[test]
fn the_client_on_express_pouchdb() {
    let server = PouchDbServer::start().unwrap_or_else(|reason| panic!("{reason}"));
    let sender = Sender::to(server.address()).expect("an address");
    a_first_hour(Rc::new(WireHttp), server.address(), &|request| drop(sender.send(&request)));
}

// ---- Every fault in every call ---------------------------------------------------------------------------------------

/// What came of a call, in words.
type Told = Result<String, RemoteError>;

const CALLS: [Kind; 7] =
    [Kind::Database, Kind::CreateDatabase, Kind::Changes, Kind::LongPoll, Kind::AllDocs, Kind::BulkGet, Kind::BulkDocs];

/// A world in which every call has something to tell.
struct World {
    model: Rc<RefCell<CouchModel>>,
    couch: Couch,
    revision: Revision,
}

impl World {
    fn new() -> Self {
        let model = Rc::new(RefCell::new(CouchModel::new(11)));
        model.borrow_mut().create_database("book");
        model.borrow_mut().plant("book", "a", &json!({ "e": "QUJD".repeat(600) }));
        model.borrow_mut().plant("book", "b", &json!({ "e": "B" }));
        let couch = client(CouchHttp::new(&model, "till"), "http://couch.test", "book");
        let known = block_on(couch.documents(&["a".to_owned()])).expect("it is there");
        model.borrow_mut().clear_log();
        World { model, couch, revision: known[0].revision }
    }

    fn call(&self, kind: Kind) -> Told {
        let couch = &self.couch;
        block_on(async {
            Ok(match kind {
                Kind::Database => format!("{:?}", couch.figures().await?),
                Kind::CreateDatabase => {
                    let address = DatabaseAddress::parse("http://couch.test/another").expect("an address");
                    let another = Couch::new(CouchHttp::new(&self.model, "till"), address, "admin", b"secret");
                    format!("{:?}", another.make_database().await?)
                }
                Kind::Changes => {
                    let changes = couch.changes(None, 10).await?;
                    format!("{:?}", (changes.rows, changes.documents, changes.left))
                }
                Kind::LongPoll => couch.wait(None).await?.to_string(),
                Kind::AllDocs => format!("{:?}", couch.documents(&["a".into(), "b".into()]).await?),
                Kind::BulkGet => format!("{:?}", couch.versions(&[("a".into(), self.revision)]).await?),
                Kind::BulkDocs => format!("{:?}", couch.put(&[new("c", "C"), new("d", "D")]).await?),
                other => panic!("{other:?} is no call of the client"),
            })
        })
    }
}

/// The answer of a call to which nothing happens.
fn undisturbed(kind: Kind) -> String {
    World::new().call(kind).unwrap_or_else(|error| panic!("{kind:?}: {error}"))
}

#[test]
fn every_fault_in_every_call_is_told_and_can_be_tried_again() {
    for kind in CALLS {
        let expected = undisturbed(kind);
        let check = |fault: Fault, is_expected: &dyn Fn(&RemoteError) -> bool| {
            let world = World::new();
            world.model.borrow_mut().fail_next_of(kind, 1, fault.clone());
            match world.call(kind) {
                Ok(told) => panic!("{kind:?} with {fault:?} was taken for good: {told}"),
                Err(error) => assert!(is_expected(&error), "{kind:?} with {fault:?}: {error:?}"),
            }
            assert_eq!(world.model.borrow().count(kind), 1, "{kind:?} with {fault:?} was tried again at once");
            // Once more, and everything is as if nothing had happened, or what was done the first time stands.
            match world.call(kind) {
                Ok(told) if kind == Kind::BulkDocs && told != expected => assert_eq!(told, "[Conflict, Conflict]"),
                Ok(told) => assert_eq!(told, expected, "{kind:?} after {fault:?}"),
                Err(RemoteError::Status { status: 412, .. }) if kind == Kind::CreateDatabase => {}
                Err(error) => panic!("{kind:?} after {fault:?}: {error:?}"),
            }
            let names = world.model.borrow().ids("book");
            assert_eq!(names.len(), if kind == Kind::BulkDocs { 4 } else { 2 }, "{kind:?} after {fault:?}");
        };
        for status in [400, 401, 403, 404, 409, 412, 413, 429, 500, 502, 503, 504] {
            check(
                Fault::status(status),
                &|error| matches!(error, RemoteError::Status { status: found, .. } if *found == status),
            );
            check(Fault::html(status), &|error| match error {
                RemoteError::Status { status: found, .. } => *found == status,
                other => *other == RemoteError::NotADatabase,
            });
        }
        check(Fault::Status { status: 503, body: FaultBody::Empty, retry_after: Some(7) }, &|error| {
            matches!(error, RemoteError::Status { status: 503, retry_after: Some(7), .. })
        });
        let is = |expected: HttpError| move |error: &RemoteError| *error == RemoteError::Http(expected.clone());
        check(Fault::Refused, &is(HttpError::Unreachable));
        check(Fault::LostBefore, &is(HttpError::Unreachable));
        check(Fault::LostAfter, &is(HttpError::Unreachable));
        check(Fault::CutAt(1), &is(HttpError::CutShort));
        check(Fault::Endless, &is(HttpError::TooLong));
        check(Fault::NotShared, &is(HttpError::NotShared));
        if kind == Kind::LongPoll {
            // Nothing came while it waited.
            let world = World::new();
            world.model.borrow_mut().fail_next(Fault::SilentBefore);
            assert_eq!(world.call(kind), Ok("false".to_owned()));
        } else {
            check(Fault::SilentBefore, &is(HttpError::TimedOut));
            check(Fault::SilentAfter, &is(HttpError::TimedOut));
        }
        check(Fault::CaptivePortal, &|error| *error == RemoteError::NotADatabase);
        check(Fault::Garbage, &|error| *error == RemoteError::Garbled);
        check(Fault::TruncatedTo(0), &|error| *error == RemoteError::Garbled);
    }
}

#[test]
fn an_answer_that_ends_at_any_byte_is_never_taken_for_whole() {
    let mut tried = 0;
    for kind in CALLS {
        let expected = undisturbed(kind);
        let whole = {
            let world = World::new();
            world.call(kind).expect("it is told");
            let log = world.model.borrow();
            let answer = log.log().last().and_then(|exchange| exchange.outcome.clone().ok()).expect("an answer");
            answer.body.len()
        };
        for length in 0..whole {
            for fault in [Fault::CutAt(length), Fault::TruncatedTo(length)] {
                let world = World::new();
                world.model.borrow_mut().fail_next_of(kind, 1, fault.clone());
                tried += 1;
                // Without the line break at its end it is whole still.
                match world.call(kind) {
                    Ok(told) => {
                        assert_eq!((told, length), (expected.clone(), whole - 1), "{kind:?} with {fault:?}");
                    }
                    Err(error) => assert!(
                        matches!(error, RemoteError::Garbled | RemoteError::Http(HttpError::CutShort)),
                        "{kind:?} with {fault:?}: {error:?}"
                    ),
                }
            }
        }
    }
    assert!(tried > 10_000, "only {tried} ends were tried");
}

#[test]
fn documents_that_fail_one_by_one() {
    let check = |fault: Fault, expected: &[&str]| {
        let world = World::new();
        world.model.borrow_mut().fail_next_of(Kind::BulkDocs, 1, fault.clone());
        let put = block_on(world.couch.put(&[new("c", "C"), new("d", "D"), new("a", "A")])).expect("each is told");
        let words = put.iter().map(|put| match put {
            Put::Done(_) => "done",
            Put::Accepted(_) => "accepted",
            Put::Conflict => "conflict",
            Put::Refused(_) => "refused",
        });
        assert_eq!(words.collect::<Vec<_>>(), expected, "{fault:?}");
    };
    check(Fault::Accepted, &["accepted", "accepted", "conflict"]);
    check(Fault::each_document("forbidden"), &["refused", "refused", "refused"]);
    check(Fault::each_document("conflict"), &["conflict", "conflict", "conflict"]);
    let every_second = Fault::PerDocument { error: "unknown_error".into(), reason: "x".into(), every: 2 };
    check(every_second, &["refused", "done", "refused"]);
}

#[test]
fn a_feed_that_is_disturbed_holds_the_same() {
    let whole = undisturbed(Kind::Changes);
    for fault in [Fault::RowsShuffled, Fault::RowsTwice, Fault::Rewound, Fault::NoPending] {
        let world = World::new();
        let last = block_on(world.couch.changes(None, 10)).expect("the feed").since;
        world.model.borrow_mut().fail_next_of(Kind::Changes, 1, fault.clone());
        let since = (fault == Fault::Rewound).then_some(last.as_str());
        let changes = block_on(world.couch.changes(since, 10)).expect("the feed");
        let mut documents = changes.documents;
        documents.sort_by(|one, other| one.name.cmp(&other.name));
        documents.dedup();
        let left = if fault == Fault::NoPending { Some(0) } else { changes.left };
        assert_eq!(format!("{:?}", (documents.len(), documents, left)), whole, "{fault:?}");
    }
}

#[test]
fn nobody_else_is_asked_and_the_password_is_in_no_address() {
    let world = World::new();
    for kind in CALLS {
        world.call(kind).expect("it is told");
    }
    let model = world.model.borrow();
    assert_eq!(model.log().len(), CALLS.len());
    for exchange in model.log() {
        assert!(!exchange.request.path.contains("secret"), "{}", exchange.request.path);
        assert!(!matches!(exchange.outcome, Err(Broken::Refused)), "{}", exchange.request.path);
        assert!(CALLS.contains(&exchange.kind), "{:?}", exchange.kind);
    }
}
