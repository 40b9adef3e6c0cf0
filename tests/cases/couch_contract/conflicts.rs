//! Several leaves of one document, as replication between servers makes them.

use super::{Case, case, get, post, put, replicated};
use serde_json::json;

pub fn cases() -> Vec<Case> {
    let none = || json!({});
    let chain = |start: u64, ids: &[&str]| json!({ "_revisions": { "start": start, "ids": ids } });
    vec![
        case(
            "of one generation the greater hash wins",
            vec![
                replicated("a", "1-bbb", none()),
                replicated("a", "1-ccc", none()),
                replicated("a", "1-aaa", none()),
                get(
                    "/{db}/a?conflicts=true",
                    200,
                    json!({ "_rev": "1-ccc", "from": "1-ccc", "_conflicts": ["1-bbb", "1-aaa"] }),
                ),
            ],
        ),
        case(
            "the longer history wins",
            vec![
                replicated("a", "9-aaa", none()),
                replicated("a", "10-aaa", none()),
                replicated("a", "2-fff", none()),
                get("/{db}/a?conflicts=true", 200, json!({ "_rev": "10-aaa", "_conflicts": ["9-aaa", "2-fff"] })),
            ],
        ),
        case(
            "what is deleted loses, however long its history",
            vec![
                replicated("a", "5-aaa", json!({ "_deleted": true })),
                replicated("a", "1-bbb", none()),
                get("/{db}/a?conflicts=true", 200, json!({ "_rev": "1-bbb", "_conflicts": "-" })),
            ],
        ),
        case(
            "all deleted",
            vec![
                replicated("a", "2-aaa", json!({ "_deleted": true })),
                replicated("a", "2-bbb", json!({ "_deleted": true })),
                get("/{db}/a", 404, json!({ "reason": "deleted" })).on_pouchdb(404, json!({ "reason": "missing" })),
                get(
                    "/{db}/_changes?style=all_docs",
                    200,
                    json!({ "results": [{ "deleted": true, "changes": [{ "rev": "2-bbb" }, { "rev": "2-aaa" }] }] }),
                )
                .on_pouchdb(
                    200,
                    json!({ "results": [{ "deleted": true, "changes": [{ "rev": "2-aaa" }, { "rev": "2-bbb" }] }] }),
                ),
            ],
        ),
        case(
            "a history that goes on is no conflict",
            vec![
                replicated("a", "1-aaa", none()),
                replicated("a", "3-ccc", chain(3, &["ccc", "bbb", "aaa"])),
                get(
                    "/{db}/a?conflicts=true&revs=true",
                    200,
                    json!({ "_rev": "3-ccc", "_conflicts": "-", "_revisions": { "start": 3, "ids": ["ccc", "bbb", "aaa"] } }),
                ),
            ],
        ),
        case(
            "an ancestor that comes late changes nothing",
            vec![
                replicated("a", "3-ccc", chain(3, &["ccc", "bbb", "aaa"])),
                replicated("a", "2-bbb", chain(2, &["bbb", "aaa"])),
                get("/{db}/a?conflicts=true", 200, json!({ "_rev": "3-ccc", "_conflicts": "-" })),
            ],
        ),
        case(
            "two edits of one parent",
            vec![
                replicated("a", "1-aaa", none()),
                replicated("a", "2-bbb", chain(2, &["bbb", "aaa"])),
                replicated("a", "2-ccc", chain(2, &["ccc", "aaa"])),
                get("/{db}/a?conflicts=true", 200, json!({ "_rev": "2-ccc", "_conflicts": ["2-bbb"] })),
                get("/{db}/a?rev=2-bbb", 200, json!({ "from": "2-bbb" })),
            ],
        ),
        case(
            "every leaf can be edited",
            vec![
                replicated("a", "2-bbb", none()),
                replicated("a", "2-ccc", none()),
                put("/{db}/a", json!({ "_rev": "2-bbb", "n": 1 }), 201, json!({ "rev": "$r=3-*" })),
                get("/{db}/a?conflicts=true", 200, json!({ "_rev": "{r}", "_conflicts": ["2-ccc"] })),
            ],
        ),
        case(
            "a conflict ends when its losers are deleted",
            vec![
                replicated("a", "2-bbb", none()),
                replicated("a", "2-ccc", none()),
                replicated("a", "2-ddd", none()),
                post(
                    "/{db}/_bulk_docs",
                    json!({ "docs": [{ "_id": "a", "_rev": "2-ddd", "n": 1 }, { "_id": "a", "_rev": "2-ccc", "_deleted": true }, { "_id": "a", "_rev": "2-bbb", "_deleted": true }] }),
                    201,
                    json!([{ "ok": true }, { "ok": true }, { "ok": true }]),
                ),
                get("/{db}/a?conflicts=true", 200, json!({ "_rev": "3-*", "n": 1, "_conflicts": "-" })),
            ],
        ),
        case(
            "all leaves by their names",
            vec![
                replicated("a", "2-bbb", none()),
                replicated("a", "2-ccc", json!({ "_deleted": true })),
                post(
                    "/{db}/_bulk_get",
                    json!({ "docs": [{ "id": "a", "rev": "2-bbb" }, { "id": "a", "rev": "2-ccc" }] }),
                    200,
                    json!({ "results": [{ "id": "a", "docs": [{ "ok": { "_rev": "2-bbb", "from": "2-bbb" } }] }, { "id": "a", "docs": [{ "ok": { "_rev": "2-ccc", "_deleted": true } }] }] }),
                ),
            ],
        ),
    ]
}
