//! Requests and answers as plain data.

use serde_json::{Value, json};

/// A request as it reaches the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `PUT` …
    pub method: String,
    /// Path and query, as they are written in the first line of the request.
    pub path: String,
    /// The value of the header `Authorization`.
    pub authorization: Option<String>,
    /// Other headers that matter: `Origin` and those of a preflight.
    pub headers: Vec<(String, String)>,
    /// The body; empty where there is none.
    pub body: Vec<u8>,
    /// Who asks, as only the test knows: see [`super::CouchModel::fork`].
    pub client: String,
}

impl Request {
    /// Without a body, as nobody.
    pub fn new(method: &str, path: &str) -> Self {
        Request { method: method.into(), path: path.into(), ..Request::default() }
    }

    /// With this JSON as its body.
    pub fn with(mut self, body: &Value) -> Self {
        self.body = body.to_string().into_bytes();
        self
    }

    /// As this user.
    pub fn by(mut self, user: &str, password: &str) -> Self {
        self.authorization = Some(basic_authorization(user, password));
        self
    }

    /// With a further header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The value of a header.
    pub fn value_of(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// The value of `Authorization` by which a user shows who they are (RFC 7617).
pub fn basic_authorization(user: &str, password: &str) -> String {
    format!("Basic {}", data_encoding::BASE64.encode(format!("{user}:{password}").as_bytes()))
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The header `Content-Type`.
    pub content_type: String,
    /// The other headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// JSON, as CouchDB writes it, with a line break at its end.
    pub fn json(status: u16, body: &Value) -> Self {
        let mut body = body.to_string().into_bytes();
        body.push(b'\n');
        Answer { status, content_type: "application/json".into(), headers: Vec::new(), body }
    }

    /// The value of a header.
    pub fn value_of(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null where it is none.
    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

/// Why there is no whole answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Nobody answers at all.
    Refused,
    /// The connection ended before the first byte of the answer.
    Lost,
    /// No answer comes, and the connection stays.
    Silent,
    /// The connection ends after so many bytes of the body.
    CutShort(Answer, usize),
    /// The body never ends.
    Endless(Answer),
    /// The answer is there and the browser does not let the page read it.
    NotShared,
}

/// What comes of a request.
pub type Outcome = Result<Answer, Broken>;

/// A request and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Its kind.
    pub kind: Kind,
    /// What was asked.
    pub request: Request,
    /// What came of it.
    pub outcome: Outcome,
}

/// The kinds of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `GET /`.
    Welcome,
    /// `GET /{db}`.
    Database,
    /// `PUT /{db}`.
    CreateDatabase,
    /// `GET /{db}/{doc}`.
    ReadDocument,
    /// `PUT` or `DELETE /{db}/{doc}`.
    WriteDocument,
    /// `POST /{db}/_bulk_docs`.
    BulkDocs,
    /// `POST /{db}/_bulk_get`.
    BulkGet,
    /// `/{db}/_all_docs`.
    AllDocs,
    /// `/{db}/_changes` that answers at once.
    Changes,
    /// `/{db}/_changes` that waits for a change.
    LongPoll,
    /// `OPTIONS`, which a browser asks by itself.
    Preflight,
    /// Everything else.
    Other,
}

impl Kind {
    /// Those that a client of sync asks for.
    pub const ALL: [Kind; 10] = [
        Kind::Welcome,
        Kind::Database,
        Kind::CreateDatabase,
        Kind::ReadDocument,
        Kind::WriteDocument,
        Kind::BulkDocs,
        Kind::BulkGet,
        Kind::AllDocs,
        Kind::Changes,
        Kind::LongPoll,
    ];

    /// The kind of a request.
    pub fn of(request: &Request) -> Kind {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("OPTIONS", _) => Kind::Preflight,
            ("GET", []) => Kind::Welcome,
            ("GET", [name]) if !name.starts_with('_') => Kind::Database,
            ("PUT", [name]) if !name.starts_with('_') => Kind::CreateDatabase,
            ("POST", [_, "_bulk_docs"]) => Kind::BulkDocs,
            ("POST", [_, "_bulk_get"]) => Kind::BulkGet,
            ("GET" | "POST", [_, "_all_docs"]) => Kind::AllDocs,
            ("GET" | "POST", [_, "_changes"]) if query.contains("feed=longpoll") => Kind::LongPoll,
            ("GET" | "POST", [_, "_changes"]) => Kind::Changes,
            ("GET", [_, id]) if !id.starts_with('_') => Kind::ReadDocument,
            ("PUT" | "DELETE", [_, id]) if !id.starts_with('_') => Kind::WriteDocument,
            _ => Kind::Other,
        }
    }
}

/// What CouchDB says when it does not do what it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    pub error: String,
    pub reason: String,
}

impl Refusal {
    pub fn new(status: u16, error: &str, reason: &str) -> Self {
        Refusal { status, error: error.into(), reason: reason.into() }
    }

    /// 400.
    pub fn bad_request(reason: &str) -> Self {
        Refusal::new(400, "bad_request", reason)
    }

    /// 404, with its reason: `missing`, `deleted`, `Database does not exist.`
    pub fn not_found(reason: &str) -> Self {
        Refusal::new(404, "not_found", reason)
    }

    /// 409.
    pub fn conflict() -> Self {
        Refusal::new(409, "conflict", "Document update conflict.")
    }

    pub fn answer(&self) -> Answer {
        Answer::json(self.status, &json!({ "error": self.error, "reason": self.reason }))
    }
}
