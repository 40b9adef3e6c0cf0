//! Reading and writing documents, one and many.

use super::Limits;
use super::faults::Spoil;
use super::message::{Answer, Refusal};
use super::parsing::{Address, Sent, object};
use super::store::{Conflict, Database, Document, Revision, json_bytes};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// What is asked to be told of a document besides its body.
#[derive(Clone, Copy, Default)]
pub struct Told {
    pub conflicts: bool,
    pub deleted_conflicts: bool,
    pub history: bool,
}

impl Told {
    pub fn parse(address: &Address) -> Self {
        Told {
            conflicts: address.is_set("conflicts"),
            deleted_conflicts: address.is_set("deleted_conflicts"),
            history: address.is_set("revs"),
        }
    }

    /// A revision of a document as it is shown.
    pub fn json(self, id: &str, document: &Document, revision: &Revision) -> Option<Map<String, Value>> {
        let mut json = document.json(id, revision)?;
        let mut list = |name: &str, revisions: Vec<Revision>| {
            if !revisions.is_empty() {
                let revisions: Vec<String> = revisions.iter().map(ToString::to_string).collect();
                json.insert(name.to_owned(), revisions.into());
            }
        };
        let is_winner = document.winner().as_ref() == Some(revision);
        if self.conflicts && is_winner {
            list("_conflicts", document.conflicts(false));
        }
        if self.deleted_conflicts && is_winner {
            list("_deleted_conflicts", document.conflicts(true));
        }
        if self.history {
            let history = document.history(revision);
            let ids: Vec<&str> = history.iter().map(|revision| revision.hash.as_str()).collect();
            json.insert("_revisions".into(), json!({ "start": revision.generation, "ids": ids }));
        }
        Some(json)
    }
}

/// `GET /{db}/{doc}`.
pub fn read(database: &Database, id: &str, address: &Address) -> Result<Answer, Refusal> {
    let document = database.documents.get(id).ok_or_else(|| Refusal::not_found("missing"))?;
    if let Some(asked) = address.value("open_revs") {
        return open_revisions(id, document, asked, Told::parse(address));
    }
    let revision = match address.revision("rev")? {
        Some(revision) => revision,
        None if document.is_deleted() => return Err(Refusal::not_found("deleted")),
        None => document.winner().ok_or_else(|| Refusal::not_found("missing"))?,
    };
    let json = Told::parse(address).json(id, document, &revision).ok_or_else(|| Refusal::not_found("missing"))?;
    let mut answer = Answer::json(200, &Value::Object(json));
    answer.headers.push(("ETag".into(), format!("\"{revision}\"")));
    Ok(answer)
}

fn open_revisions(id: &str, document: &Document, asked: &str, told: Told) -> Result<Answer, Refusal> {
    let revisions = match asked {
        "all" => document.leaves().iter().map(ToString::to_string).collect(),
        list => serde_json::from_str::<Vec<String>>(list)
            .map_err(|_| Refusal::bad_request("open_revs must be all or a list of revisions"))?,
    };
    let shown = revisions.iter().map(|text| {
        let revision = super::parsing::revision(text)?;
        Ok(match told.json(id, document, &revision) {
            Some(json) => json!({ "ok": json }),
            None => json!({ "missing": text }),
        })
    });
    Ok(Answer::json(200, &Value::Array(shown.collect::<Result<_, Refusal>>()?)))
}

fn must_fit(limits: &Limits, id: &str, body: &Map<String, Value>) -> Result<(), Refusal> {
    if json_bytes(body) > limits.document_bytes {
        return Err(Refusal::new(413, "document_too_large", id));
    }
    Ok(())
}

fn written(id: &str, revision: &Revision) -> Answer {
    let text = revision.to_string();
    let mut answer = Answer::json(201, &json!({ "ok": true, "id": id, "rev": text }));
    answer.headers.push(("ETag".into(), format!("\"{text}\"")));
    answer.headers.push(("X-Couch-Update-NewRev".into(), text));
    answer
}

/// `PUT /{db}/{doc}`.
pub fn write(
    database: &mut Database,
    limits: &Limits,
    id: &str,
    address: &Address,
    body: &[u8],
) -> Result<Answer, Refusal> {
    let sent = Sent::parse(Value::Object(object(body)?))?;
    if sent.id.as_ref().is_some_and(|inside| inside != id) {
        return Err(Refusal::bad_request("Document ID must match the ID in the URL."));
    }
    let asked = address.revision("rev")?;
    if let (Some(asked), Some(inside)) = (&asked, &sent.revision)
        && asked != inside
    {
        return Err(Refusal::bad_request("Document rev from request body and query string have different values"));
    }
    must_fit(limits, id, &sent.body)?;
    if address.value("new_edits") == Some("false") {
        let history = sent.history()?;
        database.graft(id, &history, sent.deleted, sent.body);
        return Ok(written(id, &history[0]));
    }
    let parent = asked.or(sent.revision);
    let revision = database.edit(id, parent.as_ref(), sent.deleted, sent.body);
    Ok(written(id, &revision.map_err(|Conflict| Refusal::conflict())?))
}

/// `DELETE /{db}/{doc}?rev=`.
pub fn delete(database: &mut Database, id: &str, address: &Address) -> Result<Answer, Refusal> {
    match database.documents.get(id) {
        None => return Err(Refusal::not_found("missing")),
        Some(document) if document.is_deleted() => return Err(Refusal::not_found("deleted")),
        Some(_) => {}
    }
    let parent = address.revision("rev")?;
    let revision = database.edit(id, parent.as_ref(), true, Arc::default());
    let mut answer = written(id, &revision.map_err(|Conflict| Refusal::conflict())?);
    answer.status = 200;
    Ok(answer)
}

/// `POST /{db}/_bulk_docs`.
pub fn bulk(database: &mut Database, limits: &Limits, body: &[u8], spoil: Option<&Spoil>) -> Result<Answer, Refusal> {
    let mut asked = object(body)?;
    let new_edits = match asked.remove("new_edits") {
        None | Some(Value::Bool(true)) => true,
        Some(Value::Bool(false)) => false,
        Some(_) => return Err(Refusal::bad_request("`new_edits` parameter must be a boolean.")),
    };
    let documents = match asked.remove("docs") {
        Some(Value::Array(documents)) => documents,
        Some(_) => return Err(Refusal::bad_request("`docs` parameter must be an array.")),
        None => return Err(Refusal::bad_request("POST body must include `docs` parameter.")),
    };
    if documents.len() > limits.bulk_documents {
        return Err(Refusal::new(413, "max_bulk_docs_count_exceeded", &limits.bulk_documents.to_string()));
    }
    // As the server does it: a document that cannot be read, or is too large, spoils the whole request.
    let mut all = Vec::with_capacity(documents.len());
    for document in documents {
        let sent = Sent::parse(document)?;
        must_fit(limits, sent.id.as_deref().unwrap_or_default(), &sent.body)?;
        let history = if new_edits { Vec::new() } else { sent.history()? };
        all.push((sent, history));
    }
    let mut results = Vec::new();
    for (place, (sent, history)) in all.into_iter().enumerate() {
        let id = sent.id.clone().unwrap_or_else(|| format!("{:032x}", u128::from(database.last) + 1));
        if let Some(spoil) = spoil.filter(|spoil| place % spoil.every.max(1) == 0) {
            results.push(json!({ "id": id, "error": spoil.error, "reason": spoil.reason }));
        } else if new_edits {
            results.push(match database.edit(&id, sent.revision.as_ref(), sent.deleted, sent.body) {
                Ok(revision) => json!({ "ok": true, "id": id, "rev": revision.to_string() }),
                Err(Conflict) => json!({ "id": id, "error": "conflict", "reason": "Document update conflict." }),
            });
        } else {
            database.graft(&id, &history, sent.deleted, sent.body);
        }
    }
    Ok(Answer::json(201, &Value::Array(results)))
}
