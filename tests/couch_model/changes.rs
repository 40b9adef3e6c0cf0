//! The feed of changes: every document once, at its latest change.

use super::chance::{Chance, place_of};
use super::documents::Told;
use super::message::{Answer, Refusal};
use super::parsing::Address;
use super::store::Database;
use serde_json::{Value, json};

fn place(database: &Database, since: &str) -> Result<u64, Refusal> {
    let since = since.trim_matches('"');
    if since == "now" {
        return Ok(database.last);
    }
    let place =
        place_of(since).ok_or_else(|| Refusal::bad_request("Malformed sequence supplied in 'since' parameter."))?;
    Ok(if place > database.last && database.rewinds { 0 } else { place })
}

/// Whether there is a change behind `since`.
pub fn has_rows(database: &Database, since: &str) -> bool {
    place(database, since).is_ok_and(|since| database.feed.range(since.saturating_add(1)..).next().is_some())
}

/// `/{db}/_changes`. A long poll is answered at once, too: whoever carries the answer lets it wait while
/// [`super::CouchModel::has_changes_since`] says no. With `rewind` it begins at the beginning, whatever was asked.
pub fn answer(database: &Database, chance: &mut Chance, address: &Address, rewind: bool) -> Result<Answer, Refusal> {
    let since = place(database, address.value("since").unwrap_or("0"))?;
    let since = if rewind { 0 } else { since };
    // None at all is asked for by nobody, so 0 stands for 1.
    let limit = address.number("limit")?.unwrap_or(usize::MAX).max(1);
    let interval = address.number("seq_interval")?.unwrap_or(1).max(1);
    match address.value("feed") {
        None | Some("normal" | "longpoll") => {}
        Some(_) => return Err(Refusal::bad_request("the model's feeds are normal and longpoll")),
    }
    let mut behind = database.feed.range(since.saturating_add(1)..);
    let mut rows = Vec::new();
    let mut last = None;
    for (sequence, id) in behind.by_ref().take(limit) {
        last = Some(*sequence);
        let told = (rows.len() + 1).is_multiple_of(interval).then(|| chance.token(*sequence));
        rows.extend(row(database, id, told, address));
    }
    let pending = behind.count();
    let last = last.filter(|_| pending > 0).unwrap_or_else(|| database.last.max(since));
    Ok(Answer::json(200, &json!({ "results": rows, "last_seq": chance.token(last), "pending": pending })))
}

fn row(database: &Database, id: &str, token: Option<String>, address: &Address) -> Option<Value> {
    let document = database.documents.get(id)?;
    let leaves = document.leaves();
    let winner = leaves.first()?;
    let shown = if address.value("style") == Some("all_docs") { leaves } else { &leaves[..1] };
    let revisions: Vec<Value> = shown.iter().map(|leaf| json!({ "rev": leaf.to_string() })).collect();
    let mut row = json!({ "seq": token, "id": id, "changes": revisions });
    if document.is_deleted() {
        row["deleted"] = true.into();
    }
    if address.is_set("include_docs") {
        let told = Told { conflicts: address.is_set("conflicts"), ..Told::default() };
        row["doc"] = told.json(id, document, winner).map_or(Value::Null, Value::Object);
    }
    Some(row)
}
