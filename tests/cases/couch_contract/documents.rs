//! One document.

use super::{Case, case, get, post, put, raw, step};
use serde_json::{Value, json};

pub fn cases() -> Vec<Case> {
    let is_deleted = || {
        get("/{db}/a", 404, json!({ "error": "not_found", "reason": "deleted" }))
            .on_pouchdb(404, json!({ "reason": "missing" }))
    };
    let conflict = || json!({ "error": "conflict" });
    let long = "QUJD".repeat(5_000);
    vec![
        case(
            "what is written is read",
            vec![
                put(
                    "/{db}/a",
                    json!({ "e": "一 ä 🦡", "n": [1, -2, 0.5, null, true, { "x": "" }] }),
                    201,
                    json!({ "ok": true, "id": "a", "rev": "$r=1-*" }),
                ),
                get(
                    "/{db}/a",
                    200,
                    json!({ "_id": "a", "_rev": "{r}", "e": "一 ä 🦡", "n": [1, -2, 0.5, null, true, { "x": "" }] }),
                ),
            ],
        ),
        case(
            "20 kB in one text",
            vec![put("/{db}/a", json!({ "e": long }), 201, json!({})), get("/{db}/a", 200, json!({ "e": long }))],
        ),
        case(
            "a document that was never there",
            vec![get("/{db}/a", 404, json!({ "error": "not_found", "reason": "missing" }))],
        ),
        case(
            "a document that was deleted",
            vec![
                put("/{db}/a", json!({}), 201, json!({ "rev": "$r" })),
                put("/{db}/a", json!({ "_rev": "{r}", "_deleted": true }), 201, json!({ "rev": "2-*" })),
                is_deleted(),
            ],
        ),
        case(
            "a tombstone can be read by its revision",
            vec![
                put("/{db}/a", json!({}), 201, json!({ "rev": "$r" })),
                put("/{db}/a", json!({ "_rev": "{r}", "_deleted": true, "left": 1 }), 201, json!({ "rev": "$d" })),
                get("/{db}/a?rev={d}", 200, json!({ "_rev": "{d}", "_deleted": true, "left": 1 })),
            ],
        ),
        case(
            "deleted by the method",
            vec![
                put("/{db}/a", json!({}), 201, json!({ "rev": "$r" })),
                step("DELETE", "/{db}/a?rev={r}", Value::Null, 200, json!({ "ok": true, "id": "a", "rev": "2-*" })),
                is_deleted(),
            ],
        ),
        case(
            "written again after it was deleted",
            vec![
                put("/{db}/a", json!({ "n": 1 }), 201, json!({ "rev": "$r" })),
                put("/{db}/a", json!({ "_rev": "{r}", "_deleted": true }), 201, json!({})),
                put("/{db}/a", json!({ "n": 2 }), 201, json!({ "rev": "3-*" })),
                get("/{db}/a?conflicts=true", 200, json!({ "n": 2, "_conflicts": "-" })),
            ],
        ),
        case(
            "an edit names its revision in the body",
            vec![
                put("/{db}/a", json!({ "n": 1 }), 201, json!({ "rev": "$r" })),
                put("/{db}/a", json!({ "_id": "a", "_rev": "{r}", "n": 2 }), 201, json!({ "rev": "$s=2-*" })),
                get("/{db}/a", 200, json!({ "_rev": "{s}", "n": 2 })),
            ],
        ),
        case(
            "an edit names its revision in the address",
            vec![
                put("/{db}/a", json!({ "n": 1 }), 201, json!({ "rev": "$r" })),
                put("/{db}/a?rev={r}", json!({ "n": 2 }), 201, json!({ "rev": "2-*" })),
            ],
        ),
        case(
            "an edit of what is no longer the newest",
            vec![
                put("/{db}/a", json!({ "n": 1 }), 201, json!({ "rev": "$r" })),
                put("/{db}/a", json!({ "_rev": "{r}", "n": 2 }), 201, json!({})),
                put("/{db}/a", json!({ "_rev": "{r}", "n": 3 }), 409, conflict()),
                get("/{db}/a", 200, json!({ "n": 2 })),
            ],
        ),
        case(
            "the same edit once more",
            vec![
                put("/{db}/a", json!({ "n": 1 }), 201, json!({ "rev": "$r" })),
                put("/{db}/a", json!({ "_rev": "{r}", "n": 2 }), 201, json!({})),
                put("/{db}/a", json!({ "_rev": "{r}", "n": 2 }), 409, conflict()),
            ],
        ),
        case(
            "a new document where there is one",
            vec![
                put("/{db}/a", json!({ "n": 1 }), 201, json!({})),
                put("/{db}/a", json!({ "n": 1 }), 409, conflict()),
                put("/{db}/a", json!({ "n": 2 }), 409, conflict()),
            ],
        ),
        case(
            "an edit of a revision that never was",
            vec![
                put("/{db}/a", json!({ "_rev": "1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }), 409, conflict()),
                get("/{db}/a", 404, json!({})),
            ],
        ),
        case(
            "a revision that is none",
            vec![put("/{db}/a", json!({ "_rev": "newest" }), 400, json!({ "error": "bad_request" }))],
        ),
        case("a body that is no object", vec![raw("PUT", "/{db}/a", "[1]", 400, json!({ "error": "bad_request" }))]),
        case(
            "a field that begins with an underscore",
            vec![
                put("/{db}/a", json!({ "_own": 1 }), 400, json!({ "error": "doc_validation" }))
                    .on_pouchdb(500, json!({ "error": "doc_validation" })),
            ],
        ),
        case(
            "an id that begins with an underscore",
            vec![
                post(
                    "/{db}/_bulk_docs",
                    json!({ "docs": [{ "_id": "_own" }] }),
                    400,
                    json!({ "error": "illegal_docid" }),
                )
                .on_pouchdb(400, json!({ "error": "bad_request" })),
            ],
        ),
        case(
            "ids as they come",
            vec![
                put("/{db}/a%20b%2B%C3%A4%3F", json!({ "n": 1 }), 201, json!({ "id": "a b+ä?" })),
                get("/{db}/a%20b%2B%C3%A4%3F", 200, json!({ "_id": "a b+ä?", "n": 1 })),
                put("/{db}/h-AZaz09_-", json!({ "n": 2 }), 201, json!({ "id": "h-AZaz09_-" })),
                get("/{db}/h-AZaz09_-", 200, json!({ "n": 2 })),
                put("/{db}/H-azaz09_-", json!({ "n": 3 }), 201, json!({ "rev": "1-*" })),
            ],
        ),
        case(
            "an old revision before it is compacted away",
            vec![
                put("/{db}/a", json!({ "n": 1 }), 201, json!({ "rev": "$r" })),
                put("/{db}/a", json!({ "_rev": "{r}", "n": 2 }), 201, json!({})),
                get("/{db}/a?rev={r}", 200, json!({ "_rev": "{r}", "n": 1 })),
                get("/{db}/a?rev=7-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 404, json!({ "error": "not_found" })),
            ],
        ),
        case(
            "the history of a document",
            vec![
                put("/{db}/a", json!({ "n": 1 }), 201, json!({ "rev": "$r" })),
                put("/{db}/a", json!({ "_rev": "{r}", "n": 2 }), 201, json!({})),
                get("/{db}/a?revs=true", 200, json!({ "_revisions": { "start": 2, "ids": ["*", "*"] } })),
                get("/{db}/a", 200, json!({ "_revisions": "-", "_conflicts": "-" })),
            ],
        ),
    ]
}
