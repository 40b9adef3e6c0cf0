//! What is read from a request: its path, its query, and documents.

use super::message::Refusal;
use super::store::Revision;
use serde_json::{Map, Value};
use std::sync::Arc;

/// Undoes percent-encoding; in a query a plus stands for a space.
fn decoded(text: &str, is_query: bool) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let pair = tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        let coded = (first == b'%').then_some(pair).flatten().and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match coded {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(if is_query && first == b'+' { b' ' } else { first });
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The parts of a path between its slashes, and the pairs of its query.
pub struct Address {
    /// The parts, decoded.
    pub parts: Vec<String>,
    query: Vec<(String, String)>,
}

impl Address {
    pub fn parse(path: &str) -> Self {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let parts = path.split('/').filter(|part| !part.is_empty()).map(|part| decoded(part, false)).collect();
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let query = pairs.map(|(name, value)| (decoded(name, true), decoded(value, true))).collect();
        Address { parts, query }
    }

    /// The value of a parameter.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a parameter is `true`.
    pub fn is_set(&self, name: &str) -> bool {
        self.value(name) == Some("true")
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> Result<Option<usize>, Refusal> {
        let refusal =
            |value: &str| Refusal::new(400, "query_parse_error", &format!("Invalid value for integer: \"{value}\""));
        self.value(name).map(|value| value.parse().map_err(|_| refusal(value))).transpose()
    }

    /// A string in JSON, such as the keys of `_all_docs`, under any of some names.
    pub fn json(&self, names: &[&str]) -> Result<Option<Value>, Refusal> {
        let value = names.iter().find_map(|name| self.value(name));
        let refusal = |_| Refusal::bad_request("invalid UTF-8 JSON");
        value.map(|value| serde_json::from_str(value).map_err(refusal)).transpose()
    }

    /// A revision.
    pub fn revision(&self, name: &str) -> Result<Option<Revision>, Refusal> {
        self.value(name).map(|value| revision(value.trim_matches('"'))).transpose()
    }
}

/// A body that must be an object in JSON.
pub fn object(body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Refusal::bad_request("Request body must be a JSON object")),
        Err(_) => Err(Refusal::bad_request("invalid UTF-8 JSON")),
    }
}

pub fn revision(text: &str) -> Result<Revision, Refusal> {
    Revision::parse(text).ok_or_else(|| Refusal::bad_request("Invalid rev format"))
}

/// A document that somebody sends.
pub struct Sent {
    /// Its `_id`.
    pub id: Option<String>,
    /// Its `_rev`.
    pub revision: Option<Revision>,
    /// Its `_revisions`, the youngest first.
    pub path: Option<Vec<Revision>>,
    /// Its `_deleted`.
    pub deleted: bool,
    /// Everything without an underscore.
    pub body: Arc<Map<String, Value>>,
}

impl Sent {
    pub fn parse(value: Value) -> Result<Self, Refusal> {
        let Value::Object(mut body) = value else {
            return Err(Refusal::bad_request("Document must be a JSON object"));
        };
        let special: Vec<String> = body.keys().filter(|name| name.starts_with('_')).cloned().collect();
        let mut sent = Sent { id: None, revision: None, path: None, deleted: false, body: Arc::default() };
        for name in special {
            let value = body.remove(&name).unwrap_or_default();
            match (name.as_str(), &value) {
                ("_id", Value::String(id)) => sent.id = Some(valid_id(id)?.to_owned()),
                ("_id", _) => return Err(Refusal::new(400, "illegal_docid", "Document id must be a string")),
                ("_rev", Value::String(text)) => sent.revision = Some(revision(text)?),
                ("_rev", _) => return Err(Refusal::bad_request("Invalid rev format")),
                ("_deleted", _) => sent.deleted = value == true,
                ("_revisions", _) => sent.path = Some(revisions(&value)?),
                ("_conflicts" | "_deleted_conflicts" | "_revs_info" | "_local_seq", _) => {}
                ("_attachments", _) => {
                    return Err(Refusal::new(501, "not_implemented", "the model keeps no attachments"));
                }
                _ => {
                    let reason = format!("Bad special document member: {name}");
                    return Err(Refusal::new(400, "doc_validation", &reason));
                }
            }
        }
        sent.body = Arc::new(body);
        Ok(sent)
    }

    /// The history that comes with it for `new_edits=false`.
    pub fn history(&self) -> Result<Vec<Revision>, Refusal> {
        let told = self.path.clone().or_else(|| self.revision.clone().map(|revision| vec![revision]));
        told.filter(|path| !path.is_empty()).ok_or_else(|| {
            Refusal::bad_request("When `new_edits: false`, the document needs `_rev` or `_revisions` specified")
        })
    }
}

fn revisions(value: &Value) -> Result<Vec<Revision>, Refusal> {
    let refusal = || Refusal::new(400, "doc_validation", "_revisions isn't an object with start and ids");
    let start = value["start"].as_u64().ok_or_else(refusal)?;
    let ids = value["ids"].as_array().ok_or_else(refusal)?;
    let mut path = Vec::with_capacity(ids.len());
    for (place, id) in ids.iter().enumerate() {
        let generation = start.checked_sub(place as u64).filter(|generation| *generation > 0).ok_or_else(refusal)?;
        path.push(Revision { generation, hash: id.as_str().ok_or_else(refusal)?.to_owned() });
    }
    Ok(path)
}

/// A document's id: any text but those that the server keeps for itself.
pub fn valid_id(id: &str) -> Result<&str, Refusal> {
    match id {
        "" => Err(Refusal::new(400, "illegal_docid", "Document id must not be empty")),
        _ if id.starts_with("_design/") || id.starts_with("_local/") => {
            Err(Refusal::new(501, "not_implemented", "the model has neither design nor local documents"))
        }
        _ if id.starts_with('_') => {
            Err(Refusal::new(400, "illegal_docid", "Only reserved document ids may start with underscore."))
        }
        _ => Ok(id),
    }
}
