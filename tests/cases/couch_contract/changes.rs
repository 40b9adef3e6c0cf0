//! The feed of changes.

use super::{Case, case, get, post, put, replicated};
use serde_json::{Value, json};

pub fn cases() -> Vec<Case> {
    let abc = || {
        post(
            "/{db}/_bulk_docs",
            json!({ "docs": [{ "_id": "a", "n": 1 }, { "_id": "b", "n": 2 }, { "_id": "c", "n": 3 }] }),
            201,
            json!([{ "rev": "$a" }, { "rev": "$b" }, { "rev": "$c" }]),
        )
    };
    let rows = |ids: &[&str]| Value::from(ids.iter().map(|id| json!({ "id": id, "seq": "*" })).collect::<Vec<Value>>());
    vec![
        case("nothing yet", vec![get("/{db}/_changes", 200, json!({ "results": [], "last_seq": "*", "pending": 0 })).on_pouchdb(200, json!({ "results": [], "last_seq": "*", "pending": "-" }))]),
        case(
            "every document once, at its latest change",
            vec![
                abc(),
                put("/{db}/a", json!({ "_rev": "{a}" }), 201, json!({ "rev": "$d" })),
                get(
                    "/{db}/_changes",
                    200,
                    json!({ "results": [{ "id": "b", "changes": [{ "rev": "{b}" }] }, { "id": "c" }, { "id": "a", "changes": [{ "rev": "{d}" }] }], "pending": 0 }),
                ).on_pouchdb(200, json!({ "results": [{ "id": "b", "changes": [{ "rev": "{b}" }] }, { "id": "c" }, { "id": "a", "changes": [{ "rev": "{d}" }] }], "pending": "-" })),
            ],
        ),
        case(
            "by pages, each from where the last one ended",
            vec![
                abc(),
                get(
                    "/{db}/_changes?limit=2",
                    200,
                    json!({ "results": rows(&["a", "b"]), "last_seq": "$s", "pending": 1 }),
                ).on_pouchdb(200, json!({ "results": rows(&["a", "b"]), "last_seq": "$s", "pending": "-" })),
                get(
                    "/{db}/_changes?limit=2&since={s}",
                    200,
                    json!({ "results": rows(&["c"]), "last_seq": "$t", "pending": 0 }),
                ).on_pouchdb(200, json!({ "results": rows(&["c"]), "last_seq": "$t", "pending": "-" })),
                get("/{db}/_changes?limit=2&since={t}", 200, json!({ "results": [], "last_seq": "$u", "pending": 0 })).on_pouchdb(200, json!({ "results": [], "last_seq": "$u", "pending": "-" })),
                put("/{db}/d", json!({}), 201, json!({})),
                get("/{db}/_changes?limit=2&since={u}", 200, json!({ "results": rows(&["d"]) })),
            ],
        ),
        case(
            "from any row",
            vec![
                abc(),
                get("/{db}/_changes", 200, json!({ "results": [{ "seq": "$s" }, { "seq": "$t" }, "*"] })),
                get("/{db}/_changes?since={s}", 200, json!({ "results": rows(&["b", "c"]) })),
                get("/{db}/_changes?since={t}", 200, json!({ "results": rows(&["c"]) })),
                get("/{db}/_changes?since=0", 200, json!({ "results": rows(&["a", "b", "c"]) })),
            ],
        ),
        case(
            "a document that changes between two pages comes again",
            vec![
                abc(),
                get("/{db}/_changes?limit=1", 200, json!({ "results": rows(&["a"]), "last_seq": "$s" })),
                put("/{db}/a", json!({ "_rev": "{a}" }), 201, json!({})),
                get("/{db}/_changes?since={s}", 200, json!({ "results": rows(&["b", "c", "a"]) })),
            ],
        ),
        case(
            "with the documents",
            vec![
                abc(),
                get(
                    "/{db}/_changes?include_docs=true&limit=1",
                    200,
                    json!({ "results": [{ "id": "a", "doc": { "_id": "a", "_rev": "{a}", "n": 1, "_conflicts": "-" } }] }),
                ),
            ],
        ),
        case(
            "without the documents",
            vec![
                abc(),
                get("/{db}/_changes?limit=1", 200, json!({ "results": [{ "id": "a", "doc": "-", "deleted": "-" }] })),
            ],
        ),
        case(
            "tombstones",
            vec![
                put("/{db}/a", json!({}), 201, json!({ "rev": "$a" })),
                put("/{db}/a", json!({ "_rev": "{a}", "_deleted": true, "left": 1 }), 201, json!({ "rev": "$d" })),
                get(
                    "/{db}/_changes?include_docs=true",
                    200,
                    json!({ "results": [{ "id": "a", "deleted": true, "changes": [{ "rev": "{d}" }], "doc": { "_rev": "{d}", "_deleted": true, "left": 1 } }] }),
                ),
            ],
        ),
        case(
            "one leaf, or all with the winner first",
            vec![
                replicated("a", "1-bbb", json!({})),
                replicated("a", "1-ccc", json!({})),
                replicated("a", "4-aaa", json!({ "_deleted": true })),
                get("/{db}/_changes", 200, json!({ "results": [{ "changes": [{ "rev": "1-ccc" }] }] })),
                get(
                    "/{db}/_changes?style=all_docs",
                    200,
                    json!({ "results": [{ "changes": [{ "rev": "1-ccc" }, { "rev": "*" }, { "rev": "*" }], "deleted": "-" }] }),
                ).on_pouchdb(200, json!({ "results": [{ "changes": [{ "rev": "4-aaa" }, { "rev": "1-bbb" }, { "rev": "1-ccc" }], "deleted": "-" }] })),
            ],
        ),
        case(
            "with conflicts",
            vec![
                replicated("a", "1-bbb", json!({})),
                replicated("a", "1-ccc", json!({})),
                get(
                    "/{db}/_changes?style=all_docs&include_docs=true&conflicts=true",
                    200,
                    json!({ "results": [{ "id": "a", "doc": { "_rev": "1-ccc", "_conflicts": ["1-bbb"] } }] }),
                ),
            ],
        ),
        case(
            "a losing leaf that comes is a change",
            vec![
                replicated("a", "2-ccc", json!({})),
                get("/{db}/_changes", 200, json!({ "last_seq": "$s" })),
                replicated("a", "1-bbb", json!({})),
                get(
                    "/{db}/_changes?since={s}&style=all_docs&include_docs=true&conflicts=true",
                    200,
                    json!({ "results": [{ "changes": [{ "rev": "2-ccc" }, { "rev": "1-bbb" }], "doc": { "_conflicts": ["1-bbb"] } }] }),
                ),
            ],
        ),
        case(
            "from now on",
            vec![
                abc(),
                get("/{db}/_changes?since=now", 200, json!({ "results": [], "last_seq": "$s" })),
                put("/{db}/d", json!({}), 201, json!({})),
                get("/{db}/_changes?since={s}", 200, json!({ "results": rows(&["d"]) })),
            ],
        ),
        case(
            "a place that is none",
            vec![abc(), get("/{db}/_changes?since=nowhere", 400, json!({ "error": "bad_request" })).on_pouchdb(200, json!({ "results": [] }))],
        ),
        case(
            "every second place alone",
            vec![
                abc(),
                get(
                    "/{db}/_changes?limit=3&seq_interval=2",
                    200,
                    json!({ "results": [{ "seq": null }, { "seq": "$s" }, { "seq": null }], "last_seq": "$t" }),
                ).on_pouchdb(200, json!({ "results": ["*", { "seq": "$s" }, { "seq": "*" }], "last_seq": "$t" })),
                get("/{db}/_changes?since={s}", 200, json!({ "results": rows(&["c"]) })),
                get("/{db}/_changes?since={t}", 200, json!({ "results": [] })),
            ],
        ),
        case(
            "a long poll has an answer at once where there is something",
            vec![
                abc(),
                get(
                    "/{db}/_changes?feed=longpoll&since=0&include_docs=true&timeout=5000",
                    200,
                    json!({ "results": [{ "id": "a", "doc": { "n": 1 } }, { "id": "b" }, { "id": "c" }], "last_seq": "$s" }),
                ),
                get("/{db}/_changes?since={s}", 200, json!({ "results": [] })),
            ],
        ),
        case(
            "a long poll ends with its time",
            vec![
                abc(),
                get("/{db}/_changes", 200, json!({ "last_seq": "$s" })),
                get(
                    "/{db}/_changes?feed=longpoll&since={s}&timeout=300",
                    200,
                    json!({ "results": [], "last_seq": "*", "pending": 0 }),
                ).never_on_pouchdb(),
            ],
        ),
    ]
}
