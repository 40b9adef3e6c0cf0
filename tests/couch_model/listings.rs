//! Many documents at once: `_bulk_get` and `_all_docs`.

use super::documents::Told;
use super::message::{Answer, Refusal};
use super::parsing::{Address, object, revision};
use super::store::{Database, Document};
use serde_json::{Value, json};

/// `POST /{db}/_bulk_get`: without `rev`, all leaves of a document.
pub fn bulk_get(database: &Database, address: &Address, body: &[u8]) -> Result<Answer, Refusal> {
    let mut asked = object(body)?;
    let Some(Value::Array(documents)) = asked.remove("docs") else {
        return Err(Refusal::bad_request("Missing JSON list of 'docs'."));
    };
    let told = Told { history: address.is_set("revs"), ..Told::default() };
    let results: Vec<Value> = documents.iter().map(|asked| found(database, asked, told)).collect();
    Ok(Answer::json(200, &json!({ "results": results })))
}

fn found(database: &Database, asked: &Value, told: Told) -> Value {
    let failed = |id: &Value, revision: Value, error: &str, reason: &str| {
        let error = json!({ "id": id, "rev": revision, "error": error, "reason": reason });
        json!({ "id": id, "docs": [{ "error": error }] })
    };
    let Some(id) = asked["id"].as_str() else {
        return failed(&Value::Null, Value::Null, "bad_request", "document id missed");
    };
    let document = database.documents.get(id);
    let wanted = match &asked["rev"] {
        Value::Null => match document {
            Some(document) => document.leaves().to_vec(),
            None => return failed(&asked["id"], "undefined".into(), "not_found", "missing"),
        },
        told => match told.as_str().and_then(|text| revision(text).ok()) {
            Some(revision) => vec![revision],
            None => return failed(&asked["id"], told.clone(), "bad_request", "Invalid rev format"),
        },
    };
    let shown = wanted.iter().map(|wanted| match document.and_then(|document| told.json(id, document, wanted)) {
        Some(json) => json!({ "ok": json }),
        None => {
            let revision = wanted.to_string();
            json!({ "error": { "id": id, "rev": revision, "error": "not_found", "reason": "missing" } })
        }
    });
    json!({ "id": id, "docs": shown.collect::<Vec<_>>() })
}

fn row(id: &str, document: &Document, address: &Address) -> Option<Value> {
    let winner = document.winner()?;
    let mut row = json!({ "id": id, "key": id, "value": { "rev": winner.to_string() } });
    if document.is_deleted() {
        row["value"]["deleted"] = true.into();
    }
    if address.is_set("include_docs") {
        let told = Told { conflicts: address.is_set("conflicts"), ..Told::default() };
        let shown = told.json(id, document, &winner).filter(|_| !document.is_deleted());
        row["doc"] = shown.map_or(Value::Null, Value::Object);
    }
    Some(row)
}

/// `GET` or `POST /{db}/_all_docs`.
pub fn all_docs(database: &Database, address: &Address, body: &[u8]) -> Result<Answer, Refusal> {
    let asked = if body.is_empty() { None } else { object(body)?.remove("keys") };
    let (total, _) = database.counts();
    let keys = match asked {
        Some(keys) => Some(keys),
        None => address.json(&["keys"])?,
    };
    let skip = address.number("skip")?.unwrap_or(0);
    let limit = address.number("limit")?.unwrap_or(usize::MAX);
    if let Some(keys) = keys {
        let Value::Array(keys) = keys else {
            return Err(Refusal::bad_request("`keys` parameter must be an array."));
        };
        let rows = keys.iter().skip(skip).take(limit).map(|key| {
            let known = key.as_str().and_then(|id| row(id, database.documents.get(id)?, address));
            known.unwrap_or_else(|| json!({ "key": key, "error": "not_found" }))
        });
        let rows: Vec<Value> = rows.collect();
        return Ok(Answer::json(200, &json!({ "total_rows": total, "offset": null, "rows": rows })));
    }
    let text = |names: &[&str]| Ok(address.json(names)?.and_then(|value| value.as_str().map(str::to_owned)));
    let only = text(&["key"])?;
    let first = only.clone().or(text(&["startkey", "start_key"])?);
    let last = only.or(text(&["endkey", "end_key"])?);
    let inclusive = address.value("inclusive_end") != Some("false");
    let mut shown: Vec<(&String, &Document)> = database.documents.iter().filter(|(_, it)| !it.is_deleted()).collect();
    let descending = address.is_set("descending");
    if descending {
        shown.reverse();
    }
    let (lowest, highest) = if descending { (&last, &first) } else { (&first, &last) };
    let excluded = if inclusive { None } else { last.as_ref() };
    let fits = |id: &String| {
        lowest.as_ref().is_none_or(|lowest| id >= lowest)
            && highest.as_ref().is_none_or(|highest| id <= highest)
            && Some(id) != excluded
    };
    let before = shown.iter().take_while(|(id, _)| !fits(id)).count();
    let rows = shown.iter().filter(|(id, _)| fits(id)).skip(skip).take(limit);
    let rows: Vec<Value> = rows.filter_map(|(id, document)| row(id, document, address)).collect();
    let offset = (before + skip).min(shown.len());
    Ok(Answer::json(200, &json!({ "total_rows": total, "offset": offset, "rows": rows })))
}
