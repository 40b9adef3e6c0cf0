//! `_bulk_get` and `_all_docs`.

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
    let ids = |ids: &[&str]| json!({ "rows": ids.iter().map(|id| json!({ "id": id, "key": id, "value": { "rev": "1-*" } })).collect::<Vec<Value>>() });
    vec![
        case(
            "_bulk_get by revisions, in the order of the request",
            vec![
                abc(),
                put("/{db}/a", json!({ "_rev": "{a}", "n": 4 }), 201, json!({ "rev": "$d" })),
                post(
                    "/{db}/_bulk_get",
                    json!({ "docs": [{ "id": "c", "rev": "{c}" }, { "id": "a", "rev": "{d}" }, { "id": "a", "rev": "{a}" }] }),
                    200,
                    json!({ "results": [{ "id": "c", "docs": [{ "ok": { "_id": "c", "n": 3 } }] }, { "id": "a", "docs": [{ "ok": { "_rev": "{d}", "n": 4 } }] }, { "id": "a", "docs": [{ "ok": { "_rev": "{a}", "n": 1 } }] }] }),
                ),
            ],
        ),
        case(
            "_bulk_get without revisions",
            vec![
                abc(),
                post(
                    "/{db}/_bulk_get",
                    json!({ "docs": [{ "id": "b" }] }),
                    200,
                    json!({ "results": [{ "id": "b", "docs": [{ "ok": { "_rev": "{b}", "n": 2 } }] }] }),
                ),
            ],
        ),
        case(
            "_bulk_get without revisions gives all leaves",
            vec![
                replicated("a", "1-aaa", json!({})),
                replicated("a", "1-bbb", json!({})),
                post(
                    "/{db}/_bulk_get",
                    json!({ "docs": [{ "id": "a" }] }),
                    200,
                    json!({ "results": [{ "docs": [{ "ok": { "_rev": "*" } }, { "ok": { "_rev": "*" } }] }] }),
                ).on_pouchdb(200, json!({ "results": [{ "docs": [{ "ok": { "_rev": "1-bbb" } }] }] })),
            ],
        ),
        case(
            "_bulk_get of what is not there",
            vec![
                abc(),
                post(
                    "/{db}/_bulk_get",
                    json!({ "docs": [{ "id": "x" }, { "id": "a", "rev": "9-aaa" }, { "id": "b", "rev": "{b}" }] }),
                    200,
                    json!({ "results": [{ "id": "x", "docs": [{ "error": { "id": "x", "error": "not_found" } }] }, { "id": "a", "docs": [{ "error": { "id": "a", "rev": "9-aaa", "error": "not_found" } }] }, { "docs": [{ "ok": { "n": 2 } }] }] }),
                ).on_pouchdb(200, json!({ "results": [{ "id": "x", "docs": [{ "ok": "-", "error": "-" }] }, { "id": "a", "docs": [{ "ok": "-", "error": "-", "missing": "9-aaa" }] }, { "docs": [{ "ok": { "n": 2 } }] }] })),
            ],
        ),
        case(
            "_bulk_get with histories",
            vec![
                replicated("a", "2-bbb", json!({ "_revisions": { "start": 2, "ids": ["bbb", "aaa"] } })),
                post(
                    "/{db}/_bulk_get?revs=true",
                    json!({ "docs": [{ "id": "a", "rev": "2-bbb" }] }),
                    200,
                    json!({ "results": [{ "docs": [{ "ok": { "_revisions": { "start": 2, "ids": ["bbb", "aaa"] } } }] }] }),
                ),
            ],
        ),
        case(
            "_bulk_get without a list",
            vec![post("/{db}/_bulk_get", json!({}), 400, json!({ "error": "bad_request" }))],
        ),
        case(
            "_all_docs by keys: there, not there, deleted",
            vec![
                abc(),
                put("/{db}/b", json!({ "_rev": "{b}", "_deleted": true }), 201, json!({})),
                post(
                    "/{db}/_all_docs?include_docs=true",
                    json!({ "keys": ["c", "x", "b", "a"] }),
                    200,
                    json!({ "rows": [{ "id": "c", "key": "c", "value": { "rev": "{c}" }, "doc": { "n": 3 } }, { "key": "x", "error": "not_found" }, { "id": "b", "value": { "rev": "2-*", "deleted": true }, "doc": null }, { "id": "a", "doc": { "_rev": "{a}", "n": 1 } }] }),
                ),
            ],
        ),
        case(
            "_all_docs by keys without their documents",
            vec![
                abc(),
                post(
                    "/{db}/_all_docs",
                    json!({ "keys": ["b"] }),
                    200,
                    json!({ "rows": [{ "id": "b", "value": { "rev": "{b}" }, "doc": "-" }] }),
                ),
            ],
        ),
        case(
            "_all_docs by no keys",
            vec![abc(), post("/{db}/_all_docs", json!({ "keys": [] }), 200, json!({ "rows": [] }))],
        ),
        case(
            "_all_docs in the order of the ids, without what is deleted",
            vec![
                abc(),
                put("/{db}/A", json!({}), 201, json!({})),
                put("/{db}/b", json!({ "_rev": "{b}", "_deleted": true }), 201, json!({})),
                get(
                    "/{db}/_all_docs",
                    200,
                    json!({ "total_rows": 3, "rows": [{ "id": "A" }, { "id": "a" }, { "id": "c" }] }),
                ),
            ],
        ),
        case(
            "_all_docs from and to",
            vec![
                abc(),
                get("/{db}/_all_docs?startkey=%22b%22", 200, ids(&["b", "c"])),
                get("/{db}/_all_docs?endkey=%22b%22", 200, ids(&["a", "b"])),
                get("/{db}/_all_docs?startkey=%22aa%22&endkey=%22bz%22", 200, ids(&["b"])),
                get("/{db}/_all_docs?startkey=%22x%22", 200, ids(&[])),
            ],
        ),
        case(
            "_all_docs by pages",
            vec![
                abc(),
                get("/{db}/_all_docs?limit=2", 200, ids(&["a", "b"])),
                get("/{db}/_all_docs?limit=2&skip=2", 200, ids(&["c"])),
                get("/{db}/_all_docs?startkey=%22a%22&skip=1&limit=1", 200, ids(&["b"])),
            ],
        ),
        case(
            "_all_docs with conflicts",
            vec![
                replicated("a", "1-aaa", json!({})),
                replicated("a", "1-bbb", json!({})),
                post(
                    "/{db}/_all_docs?include_docs=true&conflicts=true",
                    json!({ "keys": ["a"] }),
                    200,
                    json!({ "rows": [{ "value": { "rev": "1-bbb" }, "doc": { "from": "1-bbb", "_conflicts": ["1-aaa"] } }] }),
                ),
            ],
        ),
    ]
}
