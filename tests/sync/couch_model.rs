//! The model of CouchDB, tried by itself: what it answers, what goes wrong on request, and what malice does.

use super::couch_http::{CouchHttp, Patience};
use super::couch_model::{Answer, Broken, CouchModel, Fault, Kind, Request, Sequences};
use burrow::sync::http::{Http, HttpAnswer, HttpError, HttpRequest, Method};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

fn model() -> CouchModel {
    let mut model = CouchModel::new(7);
    model.create_database("book");
    model
}

fn ask(model: &mut CouchModel, method: &str, path: &str, body: &Value) -> Answer {
    let request = Request::new(method, path).by("admin", "secret");
    let request = if body.is_null() { request } else { request.with(body) };
    model.answer(&request).unwrap_or_else(|broken| panic!("{method} {path}: {broken:?}"))
}

fn get(model: &mut CouchModel, path: &str) -> Value {
    ask(model, "GET", path, &Value::Null).value()
}

fn put(model: &mut CouchModel, id: &str, body: &Value) -> String {
    let answer = ask(model, "PUT", &format!("/book/{id}"), body);
    assert_eq!(answer.status, 201, "{id}: {}", answer.value());
    answer.value()["rev"].as_str().expect("a revision").to_owned()
}

/// The ids in the feed.
fn feed(model: &mut CouchModel, since: &str) -> Vec<String> {
    let changes = get(model, &format!("/book/_changes?since={since}"));
    let rows = changes["results"].as_array().unwrap_or_else(|| panic!("{changes}"));
    rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
}

fn last_sequence(model: &mut CouchModel) -> String {
    get(model, "/book/_changes?limit=1000")["last_seq"].as_str().expect("a token").to_owned()
}

#[test]
fn the_greatest_leaf_wins_whatever_came_first() {
    let check = |revisions: &[(&str, bool)], winner: &str, conflicts: &[&str]| {
        for turned in [false, true] {
            let mut model = model();
            let mut revisions = revisions.to_vec();
            if turned {
                revisions.reverse();
            }
            for (revision, deleted) in revisions {
                let document = json!({ "_id": "a", "_rev": revision, "_deleted": deleted, "from": revision });
                let answer =
                    ask(&mut model, "POST", "/book/_bulk_docs", &json!({ "new_edits": false, "docs": [document] }));
                assert_eq!((answer.status, answer.value()), (201, json!([])));
            }
            let shown = &get(&mut model, "/book/_changes?include_docs=true&conflicts=true")["results"][0]["doc"];
            assert_eq!(shown["_rev"], winner);
            assert_eq!(shown["from"], winner);
            let found: Vec<&str> =
                shown["_conflicts"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            assert_eq!(found, conflicts, "beside {winner}");
        }
    };
    check(&[("1-a", false)], "1-a", &[]);
    check(&[("1-a", false), ("1-b", false)], "1-b", &["1-a"]);
    check(&[("2-a", false), ("1-b", false)], "2-a", &["1-b"]);
    check(&[("10-a", false), ("9-b", false)], "10-a", &["9-b"]);
    check(&[("3-a", true), ("1-b", false)], "1-b", &[]);
    check(&[("3-a", true), ("4-b", true)], "4-b", &[]);
    check(&[("2-a", false), ("2-c", false), ("2-b", false)], "2-c", &["2-b", "2-a"]);
}

#[test]
fn an_edit_of_a_leaf_alone_is_taken() {
    let mut model = model();
    let first = put(&mut model, "a", &json!({ "n": 1 }));
    let second = put(&mut model, "a", &json!({ "_rev": first, "n": 2 }));
    let mut check = |body: Value, status: u16| {
        assert_eq!(ask(&mut model, "PUT", "/book/a", &body).status, status, "{body}");
    };
    check(json!({ "n": 3 }), 409);
    check(json!({ "_rev": first, "n": 3 }), 409);
    check(json!({ "_rev": "7-ff", "n": 3 }), 409);
    check(json!({ "_rev": "seven", "n": 3 }), 400);
    // The same content once more is no less a conflict.
    check(json!({ "_rev": first, "n": 2 }), 409);
    check(json!({ "_rev": second, "_deleted": true }), 201);
    check(json!({ "n": 4 }), 201);
    assert_eq!(get(&mut model, "/book/a")["_rev"].as_str().and_then(|rev| rev.split('-').next()), Some("4"));
}

#[test]
fn the_same_edits_have_the_same_names_on_two_servers() {
    let (mut one, mut other) = (model(), CouchModel::new(8));
    other.create_database("book");
    let body = json!({ "text": "一" });
    assert_eq!(put(&mut one, "a", &body), put(&mut other, "a", &body));
    assert_ne!(last_sequence(&mut one), last_sequence(&mut other));
}

#[test]
fn tokens_of_one_place_differ_and_mean_the_same() {
    let mut model = model();
    put(&mut model, "a", &json!({}));
    let tokens = [last_sequence(&mut model), last_sequence(&mut model)];
    assert_ne!(tokens[0], tokens[1]);
    put(&mut model, "b", &json!({}));
    for token in &tokens {
        assert!(token.starts_with("1-g1AAAA"), "{token}");
        assert_eq!(feed(&mut model, token), ["b"]);
    }
    // Of a token, the tail is what counts, as in a cluster.
    assert_eq!(feed(&mut model, &tokens[0].replacen('1', "900", 1)), ["b"]);
    assert_eq!(ask(&mut model, "GET", "/book/_changes?since=nothing", &Value::Null).status, 400);
}

#[test]
fn pages_of_the_feed_cover_it_once() {
    let mut model = model();
    for id in ["a", "b", "c", "d", "e"] {
        put(&mut model, id, &json!({}));
    }
    let again = get(&mut model, "/book/b")["_rev"].clone();
    put(&mut model, "b", &json!({ "_rev": again }));
    let (mut since, mut seen) = ("0".to_owned(), Vec::new());
    for pending in [3, 1, 0, 0] {
        let page = get(&mut model, &format!("/book/_changes?limit=2&since={since}"));
        assert_eq!(page["pending"], pending);
        seen.extend(page["results"].as_array().into_iter().flatten().map(|row| row["id"].clone()));
        since = page["last_seq"].as_str().expect("a token").to_owned();
    }
    assert_eq!(seen, ["a", "c", "d", "e", "b"]);
}

#[test]
fn faults_come_as_often_as_they_are_asked_for() {
    let mut model = model();
    put(&mut model, "a", &json!({}));
    model.fail_next_of(Kind::ReadDocument, 2, Fault::status(503));
    model.fail_when(1, 1, Fault::html(502), |request, _| request.path == "/book");
    let mut check = |path: &str, statuses: &[u16]| {
        for status in statuses {
            assert_eq!(ask(&mut model, "GET", path, &Value::Null).status, *status, "{path}");
        }
    };
    check("/", &[200]);
    check("/book/a", &[503, 503, 200]);
    check("/book", &[200, 502, 200]);
    assert!(!model.has_faults());
    assert_eq!((model.count(Kind::ReadDocument), model.count(Kind::Database), model.log().len()), (3, 3, 8));
}

#[test]
fn what_a_fault_leaves_behind() {
    let check = |fault: Fault, outcome: Result<u16, &str>, written: bool| {
        let mut model = model();
        model.fail_next(fault.clone());
        let request = Request::new("PUT", "/book/a").by("admin", "secret").with(&json!({ "n": 1 }));
        let found = match model.answer(&request) {
            Ok(answer) => Ok(answer.status),
            Err(Broken::CutShort(answer, at)) => {
                assert!(at < answer.body.len());
                Err("CutShort")
            }
            Err(Broken::Endless(_)) => Err("Endless"),
            Err(Broken::Refused) => Err("Refused"),
            Err(Broken::Lost) => Err("Lost"),
            Err(Broken::Silent) => Err("Silent"),
            Err(Broken::NotShared) => Err("NotShared"),
        };
        assert_eq!(found, outcome, "{fault:?}");
        assert_eq!(model.documents("book").contains_key("a"), written, "{fault:?}");
    };
    for status in [400, 401, 403, 404, 409, 412, 413, 429, 500, 502, 503, 504] {
        check(Fault::status(status), Ok(status), false);
        check(Fault::html(status), Ok(status), false);
    }
    check(Fault::CaptivePortal, Ok(200), false);
    check(Fault::Accepted, Ok(202), true);
    check(Fault::Refused, Err("Refused"), false);
    check(Fault::LostBefore, Err("Lost"), false);
    check(Fault::LostAfter, Err("Lost"), true);
    check(Fault::SilentBefore, Err("Silent"), false);
    check(Fault::SilentAfter, Err("Silent"), true);
    check(Fault::CutAt(5), Err("CutShort"), true);
    check(Fault::CutAt(5000), Ok(201), true);
    check(Fault::TruncatedTo(5), Ok(201), true);
    check(Fault::Garbage, Ok(201), true);
    check(Fault::Endless, Err("Endless"), true);
    check(Fault::NotShared, Err("NotShared"), true);
}

#[test]
fn some_documents_of_many_fail() {
    let mut model = model();
    model.fail_next(Fault::PerDocument { error: "forbidden".into(), reason: "no".into(), every: 2 });
    let documents = json!({ "docs": [{ "_id": "a" }, { "_id": "b" }, { "_id": "c" }] });
    let answer = ask(&mut model, "POST", "/book/_bulk_docs", &documents);
    let errors: Vec<Value> = (0..3).map(|place| answer.value()[place]["error"].clone()).collect();
    assert_eq!((answer.status, errors), (201, vec![json!("forbidden"), Value::Null, json!("forbidden")]));
    assert_eq!(model.ids("book"), ["b"]);
}

#[test]
fn a_feed_that_is_disturbed() {
    let mut model = model();
    for id in ["a", "b", "c", "d", "e", "f", "g", "h"] {
        put(&mut model, id, &json!({}));
    }
    let since = last_sequence(&mut model);
    let plain = feed(&mut model, "0");
    model.fail_next(Fault::RowsShuffled);
    let mut shuffled = feed(&mut model, "0");
    assert_ne!(shuffled, plain);
    shuffled.sort();
    assert_eq!(shuffled, plain);
    model.fail_next(Fault::RowsTwice);
    let mut twice = feed(&mut model, "0");
    assert_eq!(twice.len(), 12);
    twice.sort();
    twice.dedup();
    assert_eq!(twice, plain);
    model.fail_next(Fault::Rewound);
    assert_eq!(feed(&mut model, &since), plain);
    assert!(feed(&mut model, &since).is_empty());
    model.fail_next(Fault::NoPending);
    assert!(get(&mut model, "/book/_changes").get("pending").is_none());
}

#[test]
fn malice() {
    let mut model = model();
    let first = put(&mut model, "a", &json!({ "e": "A1" }));
    put(&mut model, "a", &json!({ "_rev": first, "e": "A2" }));
    put(&mut model, "b", &json!({ "e": "B1" }));
    let shown = |model: &CouchModel, id: &str| model.documents("book").get(id).map(|document| document["e"].clone());
    let before = model.snapshot("book").expect("the book is there");

    model.swap("book", "a", "b");
    assert_eq!((shown(&model, "a"), shown(&model, "b")), (Some(json!("B1")), Some(json!("A2"))));
    model.roll_back("book", &before, Sequences::Restart);
    assert_eq!((shown(&model, "a"), shown(&model, "b")), (Some(json!("A2")), Some(json!("B1"))));

    let revision = model.leaves("book", "a")[0]["_rev"].clone();
    model.tamper("book", "a", |body| drop(body.insert("e".into(), "forged".into())));
    assert_eq!((shown(&model, "a"), &model.leaves("book", "a")[0]["_rev"]), (Some(json!("forged")), &revision));

    let oldest = model.revisions("book", "a")[0].clone();
    model.replay("book", "a", &oldest);
    assert_eq!(shown(&model, "a"), Some(json!("A1")));

    let hidden = model.hide("book", "a").expect("it is there");
    assert_eq!(feed(&mut model, "0"), ["b"]);
    assert_eq!(ask(&mut model, "GET", "/book/a", &Value::Null).status, 404);
    let keys = ask(&mut model, "POST", "/book/_all_docs", &json!({ "keys": ["a"] })).value();
    assert_eq!(keys["rows"][0]["error"], "not_found");
    model.give_back("book", hidden);
    assert_eq!(feed(&mut model, "0"), ["b", "a"]);

    model.create_database("other");
    model.plant("other", "x", &json!({ "e": "X" }));
    model.plant_from("other", "x", "book", "b");
    assert_eq!(shown(&model, "b"), Some(json!("X")));
    model.roll_back_document("book", "b", &before);
    assert_eq!(shown(&model, "b"), Some(json!("B1")));

    model.delete("book", "b");
    assert_eq!(ask(&mut model, "GET", "/book/b", &Value::Null).value()["reason"], "deleted");
    model.empty("book");
    assert!(feed(&mut model, "0").is_empty() && model.ids("book").is_empty());
    model.remove_database("book");
    assert_eq!(ask(&mut model, "GET", "/book", &Value::Null).value()["reason"], "Database does not exist.");
}

#[test]
fn places_in_a_feed_that_was_rolled_back() {
    let check = |sequences: Sequences, expected: &[&str]| {
        let mut model = model();
        put(&mut model, "a", &json!({}));
        let before = model.snapshot("book").expect("the book is there");
        put(&mut model, "b", &json!({}));
        let since = last_sequence(&mut model);
        model.roll_back("book", &before, sequences);
        assert_eq!(feed(&mut model, &since), expected, "{sequences:?}");
    };
    check(Sequences::GoOn, &[]);
    check(Sequences::Restart, &["a"]);
}

#[test]
fn two_see_different_things() {
    let mut model = model();
    put(&mut model, "a", &json!({}));
    model.fork("book", "till");
    put(&mut model, "b", &json!({}));
    let asked = Request { client: "till".into(), ..Request::new("GET", "/book").by("admin", "secret") };
    let mut seen = |request: &Request| model.answer(request).expect("an answer").value()["doc_count"].clone();
    assert_eq!(seen(&asked), 1);
    assert_eq!(seen(&Request { client: String::new(), ..asked.clone() }), 2);
    model.end_forks();
    assert_eq!(model.answer(&asked).expect("an answer").value()["doc_count"], 2);
}

#[test]
fn what_was_sent_is_found() {
    let mut model = model();
    put(&mut model, "a", &json!({ "name": "canary" }));
    assert!(model.was_sent("canary") && model.was_sent("/book/a") && !model.was_sent("elephant"));
    assert_eq!(model.log()[0].request.method, "PUT");
    assert!(model.total_bytes("book") > 10);
}

// ---- The sender --------------------------------------------------------------------------------------------------------

fn asked(method: Method, path: &str, most_bytes: u64) -> HttpRequest {
    HttpRequest {
        method,
        address: format!("http://couch.test:5984{path}"),
        authorization: Request::new("", "").by("admin", "secret").authorization,
        body: (method != Method::Get).then(|| b"{}".to_vec()),
        time_limit: 40_000,
        most_bytes,
    }
}

fn send(http: &CouchHttp, request: HttpRequest) -> Result<HttpAnswer, HttpError> {
    let mut answering = http.send(request);
    for _ in 0..100 {
        if let Poll::Ready(outcome) = answering.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return outcome;
        }
    }
    panic!("no answer comes");
}

#[test]
fn faults_as_the_sender_tells_them() {
    let model = Rc::new(RefCell::new(model()));
    let http = CouchHttp::new(&model, "till");
    let check = |fault: Option<Fault>, most_bytes: u64, outcome: Result<u16, HttpError>| {
        model.borrow_mut().heal();
        if let Some(fault) = fault.clone() {
            model.borrow_mut().fail_next(fault);
        }
        let found = send(&http, asked(Method::Get, "/book", most_bytes)).map(|answer| answer.status);
        assert_eq!(found, outcome, "{fault:?}");
    };
    check(None, 10_000, Ok(200));
    check(None, 10, Err(HttpError::TooLong));
    check(Some(Fault::status(500)), 10_000, Ok(500));
    check(Some(Fault::CaptivePortal), 10_000, Ok(200));
    check(Some(Fault::Refused), 10_000, Err(HttpError::Unreachable));
    check(Some(Fault::LostAfter), 10_000, Err(HttpError::Unreachable));
    check(Some(Fault::SilentBefore), 10_000, Err(HttpError::TimedOut));
    check(Some(Fault::CutAt(3)), 10_000, Err(HttpError::CutShort));
    check(Some(Fault::Endless), 10_000, Err(HttpError::TooLong));
    check(Some(Fault::NotShared), 10_000, Err(HttpError::NotShared));
    http.set_offline(true);
    check(None, 10_000, Err(HttpError::Unreachable));
    http.set_offline(false);
    let mut address = asked(Method::Get, "/book", 10_000);
    address.address = "couch.test/book".into();
    assert_eq!(send(&http, address), Err(HttpError::AddressInvalid));
}

#[test]
fn a_long_poll_waits_for_a_change_or_for_its_end() {
    let model = Rc::new(RefCell::new(model()));
    let http = CouchHttp::new(&model, "till");
    let poll = || asked(Method::Get, "/book/_changes?feed=longpoll&since=0&timeout=25000", 10_000);
    assert_eq!(send(&http, poll()).map(|answer| answer.status), Ok(200));
    http.set_patience(Patience::Endless);
    let rows = |answer: HttpAnswer| {
        let told: Value = serde_json::from_slice(&answer.body).expect("JSON");
        told["results"].as_array().map(Vec::len)
    };
    for (word, count) in [("a change", 1), ("the end", 0), ("a change", 1)] {
        model.borrow_mut().empty("book");
        let mut waiting = pin!(http.send(poll()));
        let mut context = Context::from_waker(Waker::noop());
        for _ in 0..10 {
            assert!(waiting.as_mut().poll(&mut context).is_pending(), "it did not wait for {word}");
        }
        match word {
            "a change" => model.borrow_mut().plant("book", "a", &json!({})),
            _ => http.end_waits(),
        }
        let outcome = (0..10).find_map(|_| match waiting.as_mut().poll(&mut context) {
            Poll::Ready(outcome) => Some(outcome),
            Poll::Pending => None,
        });
        assert_eq!(outcome.expect("it ends").map(rows), Ok(Some(count)), "{word}");
    }
}
