//! The contract of `cases/couch_contract.rs` on every server that there is.

use super::couch_contract::{Server, Which, run};
use super::couch_model::{CouchModel, CouchServer, Outcome, Request, Sender};
use super::pouchdb_server::PouchDbServer;
use std::cell::RefCell;
use std::time::{Duration, Instant};

/// Who asks where a request names nobody; an empty authorization is none.
fn signed(mut request: Request, user: &str, password: &str) -> Request {
    match request.authorization.as_deref() {
        None => request.by(user, password),
        Some("") => {
            request.authorization = None;
            request
        }
        Some(_) => request,
    }
}

struct InProcess(RefCell<CouchModel>);

impl Server for InProcess {
    fn which(&self) -> Which {
        Which::Model
    }

    fn send(&self, request: Request, _: Duration) -> Outcome {
        self.0.borrow_mut().answer(&signed(request, "admin", "secret"))
    }
}

struct OverTheWire {
    which: Which,
    sender: Sender,
    user: String,
    password: String,
}

impl OverTheWire {
    fn new(which: Which, address: &str) -> Self {
        let sender = Sender::to(address).unwrap_or_else(|| panic!("{address} is no address of http"));
        OverTheWire { which, sender, user: "admin".into(), password: "secret".into() }
    }
}

impl Server for OverTheWire {
    fn which(&self) -> Which {
        self.which
    }

    fn send(&self, request: Request, limit: Duration) -> Outcome {
        let mut sender = self.sender.clone();
        sender.time_limit = limit;
        sender.send(&signed(request, &self.user, &self.password))
    }
}

/// A long poll that waits is answered by a write.
fn a_write_ends_a_long_poll(server: &(dyn Server + Sync), database: &str) {
    let ask = |method: &str, path: &str| {
        let mut request = Request::new(method, path);
        request.body = if method == "PUT" { b"{}".to_vec() } else { Vec::new() };
        let answer = server
            .send(request, Duration::from_secs(60))
            .unwrap_or_else(|broken| panic!("{method} {path}: {broken:?}"));
        (answer.status, answer.value())
    };
    assert_eq!(ask("PUT", &format!("/{database}")).0, 201);
    let began = Instant::now();
    let (status, told) = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| ask("GET", &format!("/{database}/_changes?feed=longpoll&since=0&timeout=30000")));
        std::thread::sleep(Duration::from_millis(300));
        assert_eq!(ask("PUT", &format!("/{database}/a")).0, 201);
        waiting.join().expect("it ends")
    });
    assert!(began.elapsed() < Duration::from_secs(20), "the long poll did not see the write");
    assert_eq!((status, told["results"][0]["id"].as_str()), (200, Some("a")), "{told}");
    ask("DELETE", &format!("/{database}"));
}

#[test]
fn the_model_in_this_process() {
    run(&InProcess(RefCell::new(CouchModel::new(1))), "contract");
}

#[test]
fn the_model_behind_a_port() {
    let model = CouchServer::start().expect("a port is free");
    let server = OverTheWire::new(Which::Model, &model.address());
    run(&server, "contract");
    a_write_ends_a_long_poll(&server, "contract-poll");
}

/// `http://user:password@host:port` as an address, a user and a password.
fn named_server(named: &str) -> Option<OverTheWire> {
    let (signature, host) = named.strip_prefix("http://")?.rsplit_once('@')?;
    let (user, password) = signature.split_once(':')?;
    let mut server = OverTheWire::new(Which::CouchDb, &format!("http://{host}"));
    (server.user, server.password) = (user.to_owned(), password.to_owned());
    Some(server)
}

/// Apache CouchDB cannot be had from the registries, so it is asked where `BURROW_COUCHDB` names one, whose user must be an
/// administrator. The databases have names of their own and are deleted again.
#[test]
fn a_couchdb_where_one_is_named() {
    let example = named_server("http://root:pass:word@127.0.0.1:5984/").expect("an address");
    assert_eq!((example.user.as_str(), example.password.as_str()), ("root", "pass:word"));
    assert!(named_server("http://127.0.0.1:5984").is_none() && named_server("https://a:b@c").is_none());
    let Ok(named) = std::env::var("BURROW_COUCHDB") else { return };
    let server = named_server(&named).expect("BURROW_COUCHDB is not http://user:password@host:port");
    let stem = format!("burrow-contract-{}", std::process::id());
    run(&server, &stem);
    a_write_ends_a_long_poll(&server, &format!("{stem}-poll"));
}

#[test]
fn express_pouchdb() {
    let pouchdb = PouchDbServer::start().unwrap_or_else(|reason| panic!("{reason}"));
    let server = OverTheWire::new(Which::PouchDb, pouchdb.address());
    run(&server, "contract");
    a_write_ends_a_long_poll(&server, "contract-poll");
}
