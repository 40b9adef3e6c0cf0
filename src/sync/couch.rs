//! CouchDB's protocol, as much of it as the exchange needs, over whatever sends a request. What a server says is never
//! trusted to be well formed: anything else than what is expected is an error, and nothing of it is used.

use crate::sync::address::DatabaseAddress;
use crate::sync::http::{HttpAnswer, HttpError, HttpRequest, Method, SharedHttp};
use crate::sync::known::Revision;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;

/// How long an answer may take, in milliseconds.
const TIME_LIMIT: u32 = 60_000;
/// How long the server is asked to wait for something new, in milliseconds.
pub const LONG_POLL: u32 = 25_000;
/// How long we wait for it to answer then.
const LONG_POLL_LIMIT: u32 = 40_000;
/// The longest answer: a page of changes is far below it.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Why the server did not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RemoteError {
    /// There is no whole answer.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The server says no.
    #[error("the server answered {status}: {words}")]
    Status {
        /// The status.
        status: u16,
        /// What it said.
        words: String,
        /// After how many seconds it may be asked again, where it says so.
        retry_after: Option<u32>,
    },
    /// What answers is no CouchDB.
    #[error("what answers there is no database")]
    NotADatabase,
    /// The answer is not what it should be, or is not all there.
    #[error("the answer could not be read")]
    Garbled,
}

/// A document of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its name.
    pub name: String,
    /// The revision.
    pub revision: Revision,
    /// What it says; none where it was deleted.
    pub body: Option<String>,
    /// Versions of it that were written without knowing of this one.
    pub others: Vec<Revision>,
}

/// Some changes of the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The documents as they are now.
    pub documents: Vec<Document>,
    /// How many rows there were; some may be no documents that could be read.
    pub rows: usize,
    /// How long the answer was.
    pub bytes: usize,
    /// From where to go on, in the server's own words as JSON.
    pub since: String,
    /// How many are left, where the server says so.
    pub left: Option<u64>,
}

/// A document to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Its name.
    pub name: String,
    /// The revision that it follows; none for a new one.
    pub follows: Option<Revision>,
    /// What it says; none to take that version away.
    pub body: Option<String>,
}

/// What became of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is there, under this revision, on enough machines.
    Done(Revision),
    /// It is there, and not yet on enough machines to be sure.
    Accepted(Revision),
    /// Another version came first.
    Conflict,
    /// The server refused it.
    Refused(String),
}

/// What the server says of itself when it is asked for a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatabaseFigures {
    /// How many documents there are.
    pub documents: u64,
}

/// A database of a server.
pub struct Couch {
    http: SharedHttp,
    address: DatabaseAddress,
    authorization: Option<String>,
}

impl Couch {
    /// The database at the address, for a user; no user for an open database.
    pub fn new(http: SharedHttp, address: DatabaseAddress, user: &str, password: &[u8]) -> Couch {
        let authorization = (!user.is_empty()).then(|| {
            let both = [user.as_bytes(), b":", password].concat();
            format!("Basic {}", data_encoding::BASE64.encode(&both))
        });
        Couch { http, address, authorization }
    }

    /// What is there.
    ///
    /// # Errors
    /// When the server does not say.
    pub async fn figures(&self) -> Result<DatabaseFigures, RemoteError> {
        #[derive(Deserialize)]
        struct Figures {
            #[allow(dead_code, reason = "must be there for it to be a database")]
            db_name: String,
            #[serde(default)]
            doc_count: u64,
        }
        let answer = self.ask(Method::Get, "", None, TIME_LIMIT).await?;
        let figures: Figures = read(&answer)?;
        Ok(DatabaseFigures { documents: figures.doc_count })
    }

    /// Makes the database. Only for who was told to.
    ///
    /// # Errors
    /// When the server does not do it.
    pub async fn make_database(&self) -> Result<(), RemoteError> {
        #[derive(Deserialize)]
        struct Made {
            ok: bool,
        }
        // A page of something that stands between comes with 200, too.
        let made: Made = read(&self.ask(Method::Put, "", None, TIME_LIMIT).await?)?;
        if made.ok { Ok(()) } else { Err(RemoteError::NotADatabase) }
    }

    /// The next `limit` changes after `since`, each document as it is now.
    ///
    /// # Errors
    /// When the server does not say, or not rightly: then nothing of it counts.
    pub async fn changes(&self, since: Option<&str>, limit: usize) -> Result<Changes, RemoteError> {
        let path = format!(
            "/_changes?style=all_docs&include_docs=true&conflicts=true&limit={limit}{}",
            since.map_or_else(String::new, |since| format!("&since={}", token(since)))
        );
        let answer = self.ask(Method::Get, &path, None, TIME_LIMIT).await?;
        let page: ChangesPage = read(&answer)?;
        let bytes = answer.body.len();
        drop(answer);
        let rows = page.results.len();
        let documents = page.results.into_iter().filter_map(document_of_row).collect();
        Ok(Changes { documents, rows, bytes, since: page.last_seq.to_string(), left: page.pending })
    }

    /// Waits until something changed after `since`; `false` when nothing did for a while.
    ///
    /// # Errors
    /// When the server does not say.
    pub async fn wait(&self, since: Option<&str>) -> Result<bool, RemoteError> {
        let since = since.map_or_else(|| "0".to_owned(), token);
        let path = format!("/_changes?feed=longpoll&limit=1&timeout={LONG_POLL}&since={since}");
        match self.ask(Method::Get, &path, None, LONG_POLL_LIMIT).await {
            Ok(answer) => Ok(!read::<ChangesPage>(&answer)?.results.is_empty()),
            // A server that does not know of an end to waiting sends signs of life for ever.
            Err(RemoteError::Http(HttpError::TimedOut)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The documents of these names that are there, or were and are deleted.
    ///
    /// # Errors
    /// When the server does not say.
    pub async fn documents(&self, names: &[String]) -> Result<Vec<Document>, RemoteError> {
        let body = json!({ "keys": names });
        let answer =
            self.ask(Method::Post, "/_all_docs?include_docs=true&conflicts=true", Some(&body), TIME_LIMIT).await?;
        let found: AllDocuments = read(&answer)?;
        Ok(found.rows.into_iter().filter_map(document_of_listing).collect())
    }

    /// The documents whose names begin with what lies between these two.
    ///
    /// # Errors
    /// When the server does not say.
    pub async fn between(&self, first: &str, last: &str, limit: usize) -> Result<Vec<Document>, RemoteError> {
        let key = |text: &str| encoded(&Value::from(text).to_string());
        let path = format!(
            "/_all_docs?include_docs=true&conflicts=true&startkey={}&endkey={}&limit={limit}",
            key(first),
            key(last)
        );
        let found: AllDocuments = read(&self.ask(Method::Get, &path, None, TIME_LIMIT).await?)?;
        Ok(found.rows.into_iter().filter_map(document_of_listing).collect())
    }

    /// What versions of documents say; those that the server does not give are not among them.
    ///
    /// # Errors
    /// When the server does not say.
    pub async fn versions(&self, wanted: &[(String, Revision)]) -> Result<Vec<Document>, RemoteError> {
        #[derive(Deserialize)]
        struct Found {
            results: Vec<Group>,
        }
        #[derive(Deserialize)]
        struct Group {
            docs: Vec<HashMap<String, Value>>,
        }
        let names: Vec<Value> =
            wanted.iter().map(|(name, revision)| json!({ "id": name, "rev": revision.to_string() })).collect();
        let answer = self.ask(Method::Post, "/_bulk_get", Some(&json!({ "docs": names })), TIME_LIMIT).await?;
        let found: Found = read(&answer)?;
        let documents = found.results.into_iter().flat_map(|group| group.docs);
        Ok(documents.filter_map(|mut document| document_of(document.remove("ok")?)).collect())
    }

    /// Writes documents. What became of each stands in the same place.
    ///
    /// # Errors
    /// When the server does not say what became of them: some of them may be there nevertheless.
    pub async fn put(&self, documents: &[Outgoing]) -> Result<Vec<Put>, RemoteError> {
        #[derive(Deserialize)]
        struct Result {
            id: String,
            #[serde(default)]
            rev: Option<String>,
            #[serde(default)]
            error: Option<String>,
            #[serde(default)]
            reason: Option<String>,
        }
        let document = |one: &Outgoing| {
            let mut fields = serde_json::Map::new();
            fields.insert("_id".to_owned(), Value::from(one.name.as_str()));
            if let Some(revision) = one.follows {
                fields.insert("_rev".to_owned(), Value::from(revision.to_string()));
            }
            match &one.body {
                Some(body) => fields.insert(BODY.to_owned(), Value::from(body.as_str())),
                None => fields.insert("_deleted".to_owned(), Value::from(true)),
            };
            Value::Object(fields)
        };
        let body = json!({ "docs": documents.iter().map(document).collect::<Vec<_>>() });
        let answer = self.ask(Method::Post, "/_bulk_docs", Some(&body), TIME_LIMIT).await?;
        let is_accepted_only = answer.status == 202;
        let results: Vec<Result> = read(&answer)?;
        if results.len() != documents.len() || results.iter().zip(documents).any(|(one, sent)| one.id != sent.name) {
            return Err(RemoteError::Garbled);
        }
        let put = |one: Result| {
            if let Some(error) = one.error {
                return Ok(match error.as_str() {
                    "conflict" => Put::Conflict,
                    _ => Put::Refused(one.reason.unwrap_or(error)),
                });
            }
            let revision = one.rev.as_deref().and_then(Revision::parse).ok_or(RemoteError::Garbled)?;
            Ok(if is_accepted_only { Put::Accepted(revision) } else { Put::Done(revision) })
        };
        results.into_iter().map(put).collect()
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        time_limit: u32,
    ) -> Result<HttpAnswer, RemoteError> {
        let request = HttpRequest {
            method,
            address: format!("{}{path}", self.address),
            authorization: self.authorization.clone(),
            body: body.map(|body| body.to_string().into_bytes()),
            time_limit,
            most_bytes: MOST_BYTES,
        };
        let answer = self.http.send(request).await?;
        if answer.body.len() as u64 > MOST_BYTES {
            return Err(HttpError::TooLong.into());
        }
        if matches!(answer.status, 200..=202) {
            return Ok(answer);
        }
        Err(refusal(&answer))
    }
}

/// The one field of our documents.
const BODY: &str = "e";
/// More of a server's words are not shown.
const MOST_WORDS: usize = 200;

/// What a server says no with. A page of something that stands between is not a server's no.
fn refusal(answer: &HttpAnswer) -> RemoteError {
    #[derive(Deserialize, Default)]
    struct Words {
        error: Option<String>,
        reason: Option<String>,
    }
    let words: Option<Words> = serde_json::from_slice(&answer.body).ok();
    let is_couch = words.as_ref().is_some_and(|words| words.error.is_some());
    // What stands in front of a server says these in its own words, and so may the server.
    let is_common = matches!(answer.status, 401 | 403 | 413 | 429 | 500..=599);
    if !is_couch && !is_common {
        return RemoteError::NotADatabase;
    }
    let words = words.unwrap_or_default();
    let words = words.reason.or(words.error).unwrap_or_default().chars().take(MOST_WORDS).collect();
    RemoteError::Status { status: answer.status, words, retry_after: answer.retry_after }
}

fn read<T: for<'de> Deserialize<'de>>(answer: &HttpAnswer) -> Result<T, RemoteError> {
    serde_json::from_slice(&answer.body).map_err(|_| {
        let looks_like_a_page = answer.body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<');
        // JSON that is whole and of another shape is another program's.
        let is_another = serde_json::from_slice::<serde::de::IgnoredAny>(&answer.body).is_ok();
        if looks_like_a_page || is_another { RemoteError::NotADatabase } else { RemoteError::Garbled }
    })
}

/// A place in the changes, as it stands in an address: what is a text in JSON stands there without its quotes.
fn token(since: &str) -> String {
    match serde_json::from_str(since) {
        Ok(Value::String(text)) => encoded(&text),
        _ => encoded(since),
    }
}

/// A text as it may stand in an address.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}

#[derive(Deserialize)]
struct ChangesPage {
    results: Vec<ChangesRow>,
    last_seq: Value,
    #[serde(default)]
    pending: Option<u64>,
}

#[derive(Deserialize)]
struct ChangesRow {
    #[serde(default)]
    doc: Option<Value>,
}

#[derive(Deserialize)]
struct AllDocuments {
    rows: Vec<Listing>,
}

#[derive(Deserialize)]
struct Listing {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    value: Option<ListingValue>,
    #[serde(default)]
    doc: Option<Value>,
}

#[derive(Deserialize)]
struct ListingValue {
    #[serde(default)]
    rev: Option<String>,
    #[serde(default)]
    deleted: bool,
}

fn document_of_row(row: ChangesRow) -> Option<Document> {
    document_of(row.doc?)
}

fn document_of_listing(row: Listing) -> Option<Document> {
    match row.doc {
        Some(document @ Value::Object(_)) => document_of(document),
        // A deleted document is listed without what it said.
        _ => {
            let value = row.value.filter(|value| value.deleted)?;
            let revision = Revision::parse(&value.rev?)?;
            Some(Document { name: row.id?, revision, body: None, others: Vec::new() })
        }
    }
}

/// A document of which the name or the revision is nothing that could be is passed over: there is nothing to be done with it.
fn document_of(document: Value) -> Option<Document> {
    let text = |name: &str| document.get(name).and_then(Value::as_str);
    let is_deleted = document.get("_deleted").and_then(Value::as_bool) == Some(true);
    let others = document.get("_conflicts").and_then(Value::as_array).into_iter().flatten();
    Some(Document {
        name: text("_id")?.to_owned(),
        revision: Revision::parse(text("_rev")?)?,
        body: (!is_deleted).then(|| text(BODY).unwrap_or_default().to_owned()),
        others: others.filter_map(Value::as_str).filter_map(Revision::parse).collect(),
    })
}
