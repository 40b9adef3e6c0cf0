//! Which request is answered by what.

use super::message::{Answer, Refusal, Request};
use super::parsing::{Address, object, valid_id};
use super::store::Database;
use super::users::Asker;
use super::{CouchModel, changes, documents, listings};
use serde_json::{Value, json};

/// Answers a request, without the headers that all answers have.
pub fn route(model: &mut CouchModel, request: &Request) -> Result<Answer, Refusal> {
    if request.body.len() > model.limits.request_bytes {
        return Err(Refusal::new(413, "too_large", "the request entity is too large"));
    }
    let asker = model.users.asker(request.authorization.as_deref())?;
    let address = Address::parse(&request.path);
    let parts: Vec<&str> = address.parts.iter().map(String::as_str).collect();
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", []) => Ok(Answer::json(200, &welcome())),
        ("GET", ["_up"]) => Ok(Answer::json(200, &json!({ "status": "ok", "seeds": {} }))),
        ("GET", ["_session"]) => Ok(Answer::json(200, &session(&asker))),
        ("GET", ["_all_dbs"]) => {
            asker.must_be_administrator()?;
            Ok(Answer::json(200, &json!(model.databases.keys().collect::<Vec<_>>())))
        }
        (_, [name, ..]) if name.starts_with('_') => Err(Refusal::not_found("Database does not exist.")),
        ("PUT", [name]) => {
            asker.must_be_administrator()?;
            create(model, name)
        }
        ("DELETE", [name]) => {
            asker.must_be_administrator()?;
            let gone = model.databases.remove(*name).map(|_| Answer::json(200, &json!({ "ok": true })));
            gone.ok_or_else(|| Refusal::not_found("Database does not exist."))
        }
        (_, [name, rest @ ..]) => {
            let name = model.seen_by(request, name);
            let known = model.databases.get(&name).ok_or_else(|| Refusal::not_found("Database does not exist."))?;
            asker.must_be_let_in(&known.security)?;
            in_database(model, &name, rest, &address, request, &asker)
        }
        (_, []) => Err(method_not_allowed("GET,HEAD")),
    }
}

fn in_database(
    model: &mut CouchModel,
    name: &str,
    rest: &[&str],
    address: &Address,
    request: &Request,
    asker: &Asker,
) -> Result<Answer, Refusal> {
    let limits = model.limits.clone();
    let spoil = model.spoil.take();
    let rewind = std::mem::take(&mut model.rewind);
    let CouchModel { databases, chance, .. } = model;
    let database = databases.get_mut(name).ok_or_else(|| Refusal::not_found("Database does not exist."))?;
    // The name of a fork is nobody's business.
    let shown = name.split('\u{0}').next().unwrap_or(name);
    match (request.method.as_str(), rest) {
        ("GET", []) => Ok(Answer::json(200, &information(shown, database, chance.token(database.last)))),
        (_, []) => Err(method_not_allowed("DELETE,GET,HEAD,POST")),
        ("GET", ["_security"]) => Ok(Answer::json(200, &database.security)),
        ("PUT", ["_security"]) => {
            asker.must_be_administrator()?;
            database.security = Value::Object(object(&request.body)?);
            Ok(Answer::json(200, &json!({ "ok": true })))
        }
        ("GET", ["_revs_limit"]) => Ok(Answer::json(200, &json!(database.revisions_limit))),
        ("PUT", ["_revs_limit"]) => {
            asker.must_be_administrator()?;
            let limit = serde_json::from_slice(&request.body).ok().filter(|limit| *limit > 0);
            database.revisions_limit = limit.ok_or_else(|| Refusal::bad_request("Rev limit has to be an integer"))?;
            Ok(Answer::json(200, &json!({ "ok": true })))
        }
        ("POST", ["_bulk_docs"]) => documents::bulk(database, &limits, &request.body, spoil.as_ref()),
        ("POST", ["_bulk_get"]) => listings::bulk_get(database, address, &request.body),
        ("GET" | "POST", ["_all_docs"]) => listings::all_docs(database, address, &request.body),
        ("GET" | "POST", ["_changes"]) => changes::answer(database, chance, address, rewind),
        (_, ["_bulk_docs" | "_bulk_get"]) => Err(method_not_allowed("POST")),
        (_, ["_changes" | "_all_docs"]) => Err(method_not_allowed("GET,HEAD,POST")),
        ("GET", [id]) => documents::read(database, valid_id(id)?, address),
        ("PUT", [id]) => documents::write(database, &limits, valid_id(id)?, address, &request.body),
        ("DELETE", [id]) => documents::delete(database, valid_id(id)?, address),
        (_, [_]) => Err(method_not_allowed("DELETE,GET,HEAD,POST,PUT,COPY")),
        _ => Err(Refusal::new(501, "not_implemented", "the model does not know this path")),
    }
}

fn method_not_allowed(allowed: &str) -> Refusal {
    Refusal::new(405, "method_not_allowed", &format!("Only {allowed} allowed"))
}

fn welcome() -> Value {
    json!({
        "couchdb": "Welcome", "version": "3.4.2", "git_sha": "6e5ad2a5c", "uuid": "9ddf59457dbb8772316cf06fc5e5a2e4",
        "features": ["access-ready", "partitioned", "pluggable-storage-engines", "reshard", "scheduler"],
        "vendor": { "name": "The Apache Software Foundation" }
    })
}

fn session(asker: &Asker) -> Value {
    let (name, roles) = match asker {
        Asker::Anybody => (Value::Null, json!([])),
        Asker::User(name) => (json!(name), json!([])),
        Asker::Administrator(name) => (json!(name), json!(["_admin"])),
    };
    json!({ "ok": true, "userCtx": { "name": name, "roles": roles }, "info": { "authentication_handlers": ["default"] } })
}

fn create(model: &mut CouchModel, name: &str) -> Result<Answer, Refusal> {
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "_$()+/-".contains(letter);
    if !name.starts_with(|letter: char| letter.is_ascii_lowercase()) || !name.chars().all(fits) {
        let reason = format!(
            "Name: '{name}'. Only lowercase characters (a-z), digits (0-9), and any of the characters _, $, (, ), +, -, \
             and / are allowed. Must begin with a letter."
        );
        return Err(Refusal::new(400, "illegal_database_name", &reason));
    }
    if model.has_database(name) {
        let reason = "The database could not be created, the file already exists.";
        return Err(Refusal::new(412, "file_exists", reason));
    }
    model.create_database(name);
    Ok(Answer::json(201, &json!({ "ok": true })))
}

fn information(name: &str, database: &Database, token: String) -> Value {
    let (documents, deleted) = database.counts();
    let bytes = database.total_bytes();
    json!({
        "instance_start_time": (1_700_000_000 + database.instance % 10_000_000).to_string(), "db_name": name,
        "purge_seq": "0-g1AAAABPeJzLYWBgYMpgTmHgz8tPSTV0MDQy1zMAQsMcoARTIkOS_P___7MyEhlwqEtSAJJJ9WA1LPjUJQDJ", "update_seq": token,
        "sizes": { "file": bytes * 2, "external": bytes, "active": bytes }, "props": {},
        "doc_del_count": deleted, "doc_count": documents, "disk_format_version": 8, "compact_running": false,
        "cluster": { "q": 2, "n": 1, "w": 1, "r": 1 }
    })
}
