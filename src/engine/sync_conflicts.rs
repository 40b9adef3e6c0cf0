//! Two devices that wrote the same field without knowing of each other: found when their records are joined, and kept as
//! records of their own, so that every device shows them and any can see to them.
//!
//! What was written here is not known to the server if its stamp is later than all that the server is known to hold of the
//! record, since the clock had seen all of that.

use crate::domain::conflict as fields;
use crate::domain::id::{Id, MemberId};
use crate::domain::record::{DELETION, Kind, Record};
use crate::domain::stamp::Stamp;
use crate::domain::value::{self, Raw, Value};
use crate::engine::book::Book;
use crate::engine::exchange::Exchange;
use crate::sync::held::{Held, RecordKey};
use crate::sync::known::moment;
use sha2::{Digest, Sha256};

/// A value that lost.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Conflict {
    pub(super) key: RecordKey,
    pub(super) field: u16,
    /// The value that lost, and when it was written.
    pub(super) stamp: Stamp,
    pub(super) raw: Raw,
    pub(super) by: Option<MemberId>,
    /// The stamp that won.
    pub(super) winner: Stamp,
    pub(super) winner_by: Option<MemberId>,
}

/// A conflict, unless the losing value is what was here before.
pub(super) struct Suspect {
    pub(super) conflict: Conflict,
}

/// The conflicts between what is here and what came. `held` is what the server was known to hold.
pub(super) fn conflicts_of(
    exchange: &Exchange,
    book: &Book,
    ours: &Record,
    theirs: &Record,
    held: Option<Held>,
    authors: &[(Stamp, MemberId)],
) -> (Vec<Conflict>, Vec<Suspect>) {
    let (mut conflicts, mut suspects) = (Vec::new(), Vec::new());
    let Some(kind) = Kind::from_number(ours.kind).filter(|kind| *kind != Kind::Conflict) else {
        return (conflicts, suspects);
    };
    let floor = ours.floor.max(theirs.floor);
    let known = held.map_or(0, |held| held.latest);
    let is_unsent = |stamp: Stamp| moment(stamp) > known;
    let by = |stamp: Stamp| {
        authors
            .iter()
            .find(|(one, _)| *one == stamp)
            .map(|(_, member)| *member)
            .or_else(|| exchange.author(book, stamp))
    };
    let is_shown = |number: u16| kind.field(number).is_some_and(|field| field.editable);
    let key = (ours.kind, ours.id);
    for mine in ours.fields.iter().filter(|mine| is_shown(mine.number)) {
        let Some(other) = theirs.entry(mine.number).filter(|other| other.stamp != mine.stamp) else { continue };
        if other.raw == mine.raw || [mine.stamp, other.stamp].into_iter().any(|stamp| Some(stamp) <= floor) {
            continue;
        }
        let (loser, winner) = if other.stamp > mine.stamp { (mine, other) } else { (other, mine) };
        let conflict = Conflict {
            key,
            field: mine.number,
            stamp: loser.stamp,
            raw: loser.raw.clone(),
            by: by(loser.stamp),
            winner: winner.stamp,
            winner_by: by(winner.stamp),
        };
        if loser.stamp == mine.stamp {
            // What was here and on the server was known to whoever wrote over it.
            if is_unsent(mine.stamp) {
                conflicts.push(conflict);
            }
        } else if is_unsent(other.stamp) {
            conflicts.push(conflict);
        } else {
            suspects.push(Suspect { conflict });
        }
    }
    conflicts.extend(deletion_conflict(ours, theirs, key, &is_unsent, &by, &is_shown));
    (conflicts, suspects)
}

/// One side deleted the record and the other one went on with it.
fn deletion_conflict(
    ours: &Record,
    theirs: &Record,
    key: RecordKey,
    is_unsent: &impl Fn(Stamp) -> bool,
    by: &impl Fn(Stamp) -> Option<MemberId>,
    is_shown: &impl Fn(u16) -> bool,
) -> Option<Conflict> {
    let deleted = |record: &Record| record.deletion.filter(|(_, deleted)| *deleted).map(|(stamp, _)| stamp);
    let (deletion, edited) = match (deleted(ours), deleted(theirs)) {
        (Some(deletion), None) if is_unsent(deletion) => (deletion, theirs),
        (None, Some(deletion)) if ours.deletion.is_none_or(|(stamp, _)| stamp < deletion) => (deletion, ours),
        _ => return None,
    };
    let edits = edited.fields.iter().filter(|entry| is_shown(entry.number)).map(|entry| entry.stamp);
    let edit = edits.filter(|stamp| is_unsent(*stamp)).max()?;
    let raw = value::encode(&Value::Boolean(false));
    Some(Conflict { key, field: DELETION, stamp: edit, raw, by: by(edit), winner: deletion, winner_by: by(deletion) })
}

/// The record that keeps a conflict. Two devices that find the same one make the same record.
pub(super) fn conflict_record(conflict: &Conflict, stamp: Stamp) -> Record {
    let (kind, id) = conflict.key;
    let digest = Sha256::new()
        .chain_update(b"burrow1/conflict")
        .chain_update(kind.to_be_bytes())
        .chain_update(id.to_bytes())
        .chain_update(conflict.field.to_be_bytes())
        .chain_update(conflict.stamp.to_bytes())
        .finalize();
    let mut random = [0; 10];
    random.copy_from_slice(&digest[..10]);
    let mut record = Record::new(Kind::Conflict.number(), Id::from_parts(conflict.stamp.milliseconds, random));
    let mut set = |number: u16, value: Value| record.set(number, stamp, value::encode(&value));
    let instant = |stamp: Stamp| Value::Instant(i64::try_from(stamp.milliseconds).unwrap_or(i64::MAX));
    let member = |member: Option<MemberId>| member.map_or(Value::Empty, |member| Value::Link(member.0));
    set(fields::OF_KIND, Value::Integer(kind.into()));
    set(fields::OF_RECORD, Value::Text(id.to_string()));
    set(fields::OF_FIELD, Value::Integer(conflict.field.into()));
    set(fields::LOSER, Value::Model(conflict.raw.clone()));
    set(fields::LOSER_AT, instant(conflict.stamp));
    set(fields::LOSER_BY, member(conflict.by));
    set(fields::WINNER_AT, instant(conflict.winner));
    set(fields::WINNER_BY, member(conflict.winner_by));
    set(crate::domain::entity::CREATED, instant(stamp));
    record
}
