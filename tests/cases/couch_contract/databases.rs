//! The server and its databases.

use super::{Asker, Case, Step, case, get, post, put, raw, step};
use serde_json::{Value, json};

pub fn cases() -> Vec<Case> {
    let missing = |step: fn(&'static str, Value, u16, Value) -> Step, path: &'static str, body: Value| {
        let other = json!({ "error": "not_found", "reason": "no_db_file" });
        step(path, body, 404, json!({ "error": "not_found", "reason": "Database does not exist." }))
            .on_pouchdb(404, other)
    };
    let not_read =
        |path: &'static str| missing(|path, _, status, pattern| get(path, status, pattern), path, Value::Null);
    let unauthorized = || json!({ "error": "unauthorized" });
    vec![
        case(
            "the server says what it is",
            vec![
                get("/", 200, json!({ "couchdb": "Welcome", "version": "*" }))
                    .on_pouchdb(200, json!({ "express-pouchdb": "Welcome!", "couchdb": "-" })),
            ],
        ),
        case("a new database is empty", vec![get("/{db}", 200, json!({ "db_name": "{db}", "doc_count": 0 }))]),
        case("a database has a sequence", vec![get("/{db}", 200, json!({ "update_seq": "*" }))]),
        case("a database that is not there", vec![not_read("/{db}-none")]),
        case(
            "a database that is there already",
            vec![put("/{db}", Value::Null, 412, json!({ "error": "file_exists" }))],
        ),
        case(
            "a name that is none",
            vec![
                put("/Capital", Value::Null, 400, json!({ "error": "illegal_database_name" }))
                    .on_pouchdb(201, json!({ "ok": true })),
                step("DELETE", "/Capital", Value::Null, 404, json!({})).on_pouchdb(200, json!({})),
            ],
        ),
        case(
            "nobody in particular is not let in",
            vec![
                get("/{db}", 401, unauthorized()).by(Asker::Nobody),
                get("/{db}/a", 401, unauthorized()).by(Asker::Nobody),
                get("/{db}/_changes", 401, unauthorized()).by(Asker::Nobody),
                put("/{db}/a", json!({}), 401, unauthorized()).by(Asker::Nobody),
                post("/{db}/_bulk_docs", json!({ "docs": [] }), 401, unauthorized()).by(Asker::Nobody),
                put("/{db}-another", Value::Null, 401, unauthorized()).by(Asker::Nobody),
            ],
        ),
        case(
            "a wrong password is not let in",
            vec![
                get("/", 401, unauthorized()).by(Asker::WrongPassword),
                get("/{db}", 401, unauthorized()).by(Asker::WrongPassword),
                put("/{db}/a", json!({}), 401, unauthorized()).by(Asker::WrongPassword),
            ],
        ),
        case(
            "nothing makes a database but its own request",
            vec![
                missing(put, "/{db}-none/a", json!({})),
                missing(post, "/{db}-none/_bulk_docs", json!({ "docs": [{ "_id": "a" }] })),
                missing(post, "/{db}-none/_bulk_get", json!({ "docs": [{ "id": "a" }] })),
                not_read("/{db}-none/a"),
                not_read("/{db}-none/_changes"),
                not_read("/{db}-none/_all_docs"),
                not_read("/{db}-none"),
            ],
        ),
        case(
            "documents are counted, tombstones are not",
            vec![
                put("/{db}/a", json!({}), 201, json!({ "rev": "$a" })),
                put("/{db}/b", json!({}), 201, json!({})),
                get("/{db}", 200, json!({ "doc_count": 2 })),
                put("/{db}/a", json!({ "_rev": "{a}", "_deleted": true }), 201, json!({})),
                get("/{db}", 200, json!({ "doc_count": 1 })),
            ],
        ),
        case(
            "bodies that are no JSON",
            vec![
                raw("PUT", "/{db}/a", "{", 400, json!({ "error": "bad_request" })),
                raw("POST", "/{db}/_bulk_docs", "<html>", 400, json!({ "error": "bad_request" })),
                raw("POST", "/{db}/_bulk_get", "\"", 400, json!({ "error": "bad_request" })),
                get("/{db}", 200, json!({ "doc_count": 0 })),
            ],
        ),
        case(
            "a database that was deleted is empty when it is made again",
            vec![
                put("/{db}/a", json!({}), 201, json!({})),
                step("DELETE", "/{db}", Value::Null, 200, json!({ "ok": true })),
                not_read("/{db}"),
                put("/{db}", Value::Null, 201, json!({ "ok": true })),
                get("/{db}", 200, json!({ "doc_count": 0 })),
            ],
        ),
    ]
}
