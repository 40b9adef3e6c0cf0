//! The model behind a real port, asked over a real wire.

use super::couch_http::WireHttp;
use super::couch_model::{Answer, Broken, CouchServer, Fault, Outcome, Request, Sender};
use burrow::sync::http::{Http, HttpError, HttpRequest, Method};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

fn started() -> (CouchServer, Sender) {
    let server = CouchServer::start().expect("a port is free");
    server.model().create_database("book");
    let mut sender = Sender::to(&server.address()).expect("an address");
    sender.most_bytes = 1 << 20;
    (server, sender)
}

fn ask(sender: &Sender, method: &str, path: &str) -> Outcome {
    let request = Request::new(method, path).by("admin", "secret");
    sender.send(&if method == "GET" { request } else { request.with(&json!({ "_id": "a" })) })
}

fn status(outcome: Outcome) -> Result<u16, Broken> {
    outcome.map(|answer| answer.status)
}

#[test]
fn faults_as_they_look_on_the_wire() {
    let (server, mut sender) = started();
    server.model().plant("book", "a", &json!({ "text": "x".repeat(100_000) }));
    let mut check = |fault: Fault, path: &str, expected: &str| {
        server.model().fail_next(fault.clone());
        // Short where it is waited for in vain.
        sender.time_limit = Duration::from_millis(if expected == "Silent" { 300 } else { 30_000 });
        let found = match ask(&sender, "GET", path) {
            Ok(answer) => format!("{} {} {}", answer.status, answer.content_type, answer.value().is_object()),
            Err(Broken::CutShort(answer, length)) => {
                assert_eq!(answer.body.len(), length);
                format!("cut after {length}")
            }
            Err(Broken::Endless(answer)) => format!("endless {}", answer.body.len() > 1 << 20),
            Err(broken) => format!("{broken:?}"),
        };
        assert_eq!(found, expected, "{fault:?} {path}");
    };
    for path in ["/book", "/book/a", "/book/_changes?include_docs=true", "/book/_all_docs?include_docs=true"] {
        check(Fault::status(503), path, "503 application/json true");
        check(Fault::html(502), path, "502 text/html false");
        check(Fault::CaptivePortal, path, "200 text/html false");
        check(Fault::Refused, path, "Lost");
        check(Fault::LostAfter, path, "Lost");
        check(Fault::SilentBefore, path, "Silent");
        check(Fault::CutAt(77), path, "cut after 77");
        check(Fault::TruncatedTo(77), path, "200 application/json false");
        check(Fault::Garbage, path, "200 application/json false");
        check(Fault::Endless, path, "endless true");
        check(Fault::Accepted, path, "200 application/json true");
    }
    server.set_drip(Duration::from_millis(30));
    check(Fault::RowsTwice, "/book/_changes?include_docs=true", "Silent");
    server.set_drip(Duration::ZERO);
    check(Fault::RowsTwice, "/book/_changes?include_docs=true", "200 application/json true");
}

#[test]
fn a_long_poll_ends_with_a_change_with_its_time_and_with_the_network() {
    let (mut server, sender) = started();
    let poll = |limit: &str| ask(&sender, "GET", &format!("/book/_changes?feed=longpoll&since=0&timeout={limit}"));
    let rows = |outcome: Outcome| outcome.map(|answer| answer.value()["results"].as_array().map(Vec::len));
    let began = Instant::now();
    assert_eq!(rows(poll("200")), Ok(Some(0)));
    assert!(began.elapsed() >= Duration::from_millis(200));
    let soon = Duration::from_millis(150);
    let written = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| rows(poll("30000")));
        std::thread::sleep(soon);
        assert_eq!(status(ask(&sender, "PUT", "/book/a")), Ok(201));
        waiting.join().expect("it ends")
    });
    assert_eq!(written, Ok(Some(1)));
    server.model().empty("book");
    let planted = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| rows(poll("30000")));
        std::thread::sleep(soon);
        server.model().plant("book", "b", &json!({}));
        waiting.join().expect("it ends")
    });
    assert_eq!(planted, Ok(Some(1)));
    server.model().empty("book");
    let cut = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| rows(poll("30000")));
        std::thread::sleep(soon);
        server.set_online(false).expect("it goes off");
        waiting.join().expect("it ends")
    });
    assert_eq!(cut, Err(Broken::Lost));
    assert!(began.elapsed() < Duration::from_secs(20), "somebody waited for the time to be over");
}

#[test]
fn off_the_network_and_back_under_the_same_address() {
    let (mut server, sender) = started();
    for _ in 0..3 {
        assert_eq!(status(ask(&sender, "GET", "/book")), Ok(200));
        server.set_online(false).expect("it goes off");
        assert_eq!(status(ask(&sender, "GET", "/book")), Err(Broken::Refused));
        server.set_online(true).expect("the port is free still");
    }
    assert_eq!(status(ask(&sender, "GET", "/book")), Ok(200));
}

#[test]
fn one_connection_takes_one_request_after_the_other() {
    let (server, _) = started();
    let address = server.address();
    let mut stream = TcpStream::connect(address.trim_start_matches("http://")).expect("it listens");
    let chunked = "POST /book/_all_docs HTTP/1.1\r\nHost: x\r\nAuthorization: Basic YWRtaW46c2VjcmV0\r\n\
                   Transfer-Encoding: chunked\r\n\r\n5\r\n{\"key\r\na\r\ns\":[\"no\"]}\r\n0\r\n\r\n";
    let rest = ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", chunked, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"];
    for request in rest {
        stream.write_all(request.as_bytes()).expect("it reads");
    }
    let mut told = String::new();
    stream.read_to_string(&mut told).expect("it closes at the end");
    assert_eq!(told.matches("HTTP/1.1 200 OK").count(), 3, "{told}");
    assert_eq!(told.matches("not_found").count(), 1, "{told}");
}

#[test]
fn pages_of_other_origins() {
    let (server, sender) = started();
    let origin = "https://crm.example.org";
    let asked = |method: &str, headers: &[(&str, &str)]| {
        let request = Request::new(method, "/book").by("admin", "secret").header("Origin", origin);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value));
        sender.send(&request).expect("an answer")
    };
    let allowed = |answer: &Answer| answer.value_of("Access-Control-Allow-Origin").map(str::to_owned);
    let preflight =
        [("Access-Control-Request-Method", "PUT"), ("Access-Control-Request-Headers", "authorization,content-type")];
    let check = |is_allowed: bool| {
        let expected = is_allowed.then(|| origin.to_owned());
        assert_eq!(allowed(&asked("GET", &[])), expected);
        let answer = asked("OPTIONS", &preflight);
        assert_eq!((answer.status == 204, allowed(&answer)), (is_allowed, expected));
    };
    check(true);
    server.model().set_cors(false);
    check(false);
    server.model().set_cors(true);
    server.model().set_cors_origins(&["https://other.example.org"]);
    check(false);
    server.model().set_cors_origins(&["https://other.example.org", origin]);
    check(true);
    let odd = [("Access-Control-Request-Method", "PUT"), ("Access-Control-Request-Headers", "x-odd")];
    assert_eq!(asked("OPTIONS", &odd).status, 405);
    server.model().fail_next(Fault::NotShared);
    assert_eq!(allowed(&asked("GET", &[])), None);
}

#[test]
fn the_sender_of_sync_over_the_wire() {
    let (mut server, _) = started();
    let http = WireHttp;
    let check = |fault: Option<Fault>, address: &str, most_bytes: u64, outcome: Result<u16, HttpError>| {
        if let Some(fault) = fault.clone() {
            server.model().fail_next(fault);
        }
        let mut answering = http.send(HttpRequest {
            method: Method::Get,
            address: address.into(),
            authorization: Request::new("", "").by("admin", "secret").authorization,
            body: None,
            time_limit: if outcome == Err(HttpError::TimedOut) { 300 } else { 30_000 },
            most_bytes,
        });
        let Poll::Ready(found) = answering.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("it waits in its own thread");
        };
        assert_eq!(found.map(|answer| answer.status), outcome, "{fault:?}");
    };
    let address = format!("{}/book", server.address());
    check(None, &address, 10_000, Ok(200));
    check(None, &address, 100, Err(HttpError::TooLong));
    check(Some(Fault::status(500)), &address, 10_000, Ok(500));
    check(Some(Fault::SilentAfter), &address, 10_000, Err(HttpError::TimedOut));
    check(Some(Fault::CutAt(3)), &address, 10_000, Err(HttpError::CutShort));
    check(Some(Fault::LostBefore), &address, 10_000, Err(HttpError::Unreachable));
    check(Some(Fault::Endless), &address, 10_000, Err(HttpError::TooLong));
    check(None, "ftp://127.0.0.1/book", 10_000, Err(HttpError::AddressInvalid));
    server.set_online(false).expect("it goes off");
    let mut answering = http.send(HttpRequest {
        method: Method::Get,
        address,
        authorization: None,
        body: None,
        time_limit: 30_000,
        most_bytes: 100,
    });
    let found = answering.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert_eq!(found, Poll::Ready(Err(HttpError::Unreachable)));
}
