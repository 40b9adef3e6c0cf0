//! Many documents in one request.

use super::{Case, case, get, post, put, replicated};
use serde_json::json;

pub fn cases() -> Vec<Case> {
    let bad = || json!({ "error": "bad_request" });
    vec![
        case(
            "new documents, each with its receipt in their order",
            vec![
                post(
                    "/{db}/_bulk_docs",
                    json!({ "docs": [{ "_id": "b", "n": 1 }, { "_id": "a", "n": 2 }] }),
                    201,
                    json!([{ "ok": true, "id": "b", "rev": "$b=1-*" }, { "ok": true, "id": "a", "rev": "1-*" }]),
                ),
                get("/{db}/b", 200, json!({ "_rev": "{b}", "n": 1 })),
            ],
        ),
        case("no documents", vec![post("/{db}/_bulk_docs", json!({ "docs": [] }), 201, json!([]))]),
        case(
            "one that conflicts spoils no other",
            vec![
                put("/{db}/b", json!({ "n": 0 }), 201, json!({ "rev": "$b" })),
                post(
                    "/{db}/_bulk_docs",
                    json!({ "docs": [{ "_id": "a" }, { "_id": "b", "n": 1 }, { "_id": "c" }] }),
                    201,
                    json!([{ "ok": true, "id": "a" }, { "id": "b", "error": "conflict", "ok": "-", "rev": "-" }, { "ok": true, "id": "c" }]),
                ),
                get("/{db}/b", 200, json!({ "_rev": "{b}", "n": 0 })),
                get("/{db}/c", 200, json!({})),
            ],
        ),
        case(
            "edits, stale edits and deletions together",
            vec![
                post(
                    "/{db}/_bulk_docs",
                    json!({ "docs": [{ "_id": "a" }, { "_id": "b" }, { "_id": "c" }] }),
                    201,
                    json!([{ "rev": "$a" }, { "rev": "$b" }, { "rev": "$c" }]),
                ),
                put("/{db}/b", json!({ "_rev": "{b}", "n": 1 }), 201, json!({})),
                post(
                    "/{db}/_bulk_docs",
                    json!({ "docs": [{ "_id": "a", "_rev": "{a}", "n": 1 }, { "_id": "b", "_rev": "{b}", "n": 2 }, { "_id": "c", "_rev": "{c}", "_deleted": true }] }),
                    201,
                    json!([{ "ok": true, "rev": "2-*" }, { "error": "conflict" }, { "ok": true, "rev": "2-*" }]),
                ),
                get("/{db}/b", 200, json!({ "n": 1 })),
                get("/{db}/c", 404, json!({ "reason": "deleted" })).on_pouchdb(404, json!({ "reason": "missing" })),
            ],
        ),
        case(
            "the same request once more",
            vec![
                post("/{db}/_bulk_docs", json!({ "docs": [{ "_id": "a", "n": 1 }] }), 201, json!([{ "rev": "$a" }])),
                post(
                    "/{db}/_bulk_docs",
                    json!({ "docs": [{ "_id": "a", "n": 1 }] }),
                    201,
                    json!([{ "id": "a", "error": "conflict" }]),
                ),
                get("/{db}/a", 200, json!({ "_rev": "{a}" })),
            ],
        ),
        case(
            "a document without a name gets one",
            vec![post(
                "/{db}/_bulk_docs",
                json!({ "docs": [{ "n": 1 }] }),
                201,
                json!([{ "ok": true, "id": "*", "rev": "1-*" }]),
            )],
        ),
        case(
            "no list of documents",
            vec![
                post("/{db}/_bulk_docs", json!({}), 400, bad()),
                post("/{db}/_bulk_docs", json!({ "docs": 1 }), 400, bad()),
            ],
        ),
        case(
            "a document that is none spoils the whole request",
            vec![
                post("/{db}/_bulk_docs", json!({ "docs": [{ "_id": "a" }, 1] }), 400, bad()),
                get("/{db}/a", 404, json!({})),
            ],
        ),
        case(
            "a field with an underscore spoils the whole request",
            vec![
                post(
                    "/{db}/_bulk_docs",
                    json!({ "docs": [{ "_id": "a" }, { "_id": "b", "_own": 1 }] }),
                    400,
                    json!({ "error": "doc_validation" }),
                )
                .on_pouchdb(500, json!({ "error": "doc_validation" })),
                get("/{db}/a", 404, json!({})),
            ],
        ),
        case(
            "a revision that is taken over keeps its name",
            vec![
                replicated("a", "3-abc", json!({ "n": 1 })),
                get("/{db}/a", 200, json!({ "_rev": "3-abc", "n": 1 })),
                put("/{db}/a", json!({ "_rev": "3-abc", "n": 2 }), 201, json!({ "rev": "4-*" })),
            ],
        ),
        case(
            "what is taken over twice is there once",
            vec![
                replicated("a", "3-abc", json!({})),
                get("/{db}/_changes", 200, json!({ "results": ["*"], "last_seq": "$s" })),
                replicated("a", "3-abc", json!({})),
                get("/{db}/_changes?since={s}", 200, json!({ "results": [] })),
                get("/{db}/a?conflicts=true", 200, json!({ "_conflicts": "-" })),
            ],
        ),
    ]
}
