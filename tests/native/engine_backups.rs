//! Backups: what comes out of a book goes into another one, whole or not at all.

use crate::engine_disks::Failing;
use crate::engine_imports::{import, new_tab};
use crate::engine_world::{Shared, Tab, cases, person, text};
use burrow::domain::change::Change;
use burrow::domain::customer;
use burrow::domain::id::{Id, MemberId, OperationId};
use burrow::domain::interaction;
use burrow::domain::operation::Action;
use burrow::domain::record::{Kind, RecordView};
use burrow::domain::stamp::Stamp;
use burrow::domain::value::Value;
use burrow::engine::backup_protocol::{BackupContents, BackupPart, RestoreReport};
use burrow::engine::protocol::{Failure, Reply, Request};
use burrow::formats::age::{OpeningStream, RANDOM_BYTES};
use burrow::formats::backup::{BackupReader, BackupWriter, Container, Item, Manifest, Wrapping, look, pack, unpack};
use burrow::storage::{Disk, FailAt, FailMode, FailingDisk, MemoryDisk};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Instant;

const PASSPHRASE: &str = "correct horse";

fn part<D: Disk + Clone>(tab: &Tab<D>) -> BackupPart {
    match tab.ask(Request::BackupPart) {
        Reply::BackupPart(part) => part,
        other => panic!("{other:?}"),
    }
}

/// Makes a backup; `between` is called before each part.
fn back_up_while<D: Disk + Clone>(tab: &Tab<D>, mut between: impl FnMut(u32)) -> Vec<u8> {
    let begun = match tab.ask(Request::BackupBegin) {
        Reply::BackupBegun(begun) => begun,
        other => panic!("{other:?}"),
    };
    let manifest = Manifest::new("test", 1_750_000_000_000, &begun.book, BTreeMap::new(), begun.damaged);
    let wrapping = Wrapping::Locked { passphrase: PASSPHRASE, work: 1, random: &[5; RANDOM_BYTES] };
    let mut writer = BackupWriter::new(&manifest, &wrapping).unwrap();
    let mut number = 0;
    let digest = loop {
        between(number);
        number += 1;
        let part = part(tab);
        unpack(&part.records).for_each(|bytes| writer.record(bytes).unwrap());
        unpack(&part.history).for_each(|bytes| writer.history(bytes).unwrap());
        unpack(&part.operations).for_each(|bytes| writer.operation(&rmp_serde::from_slice(bytes).unwrap()).unwrap());
        if let Some(digest) = part.digest {
            break digest;
        }
        assert!(number < 10_000, "it never ends");
    };
    let mut file = writer.take_output();
    let (rest, contents) = writer.finish().unwrap();
    assert_eq!(contents.digest, digest, "the file is not the book");
    file.extend(rest);
    file
}

pub fn back_up<D: Disk + Clone>(tab: &Tab<D>) -> Vec<u8> {
    back_up_while(tab, |_| ())
}

fn read(file: &[u8]) -> (Vec<Item>, BackupContents) {
    let Container::Locked(header) = look(&file[..file.len().min(64 * 1024)]).unwrap() else { panic!("it is locked") };
    let key = header.unlock(PASSPHRASE).unwrap();
    let (nonce, rest) = file[header.length..].split_first_chunk::<16>().unwrap();
    let mut reader = BackupReader::new(Some(OpeningStream::new(&key, nonce)));
    let mut items = Vec::new();
    rest.chunks(100_000).for_each(|piece| items.extend(reader.push(piece).unwrap()));
    let (more, contents) = reader.finish().unwrap();
    items.extend(more);
    (items, contents)
}

/// Gives a backup to a tab, up to its last word, and says what that was.
fn give<D: Disk + Clone>(tab: &Tab<D>, file: &[u8], operation: OperationId) -> Reply {
    let (items, contents) = read(file);
    let begun = tab.ask(Request::RestoreBegin);
    if begun != Reply::Done {
        return begun;
    }
    for items in items.chunks(500) {
        let of = |wanted: fn(&Item) -> Option<&Vec<u8>>| pack(items.iter().filter_map(wanted).map(Vec::as_slice));
        let part = BackupPart {
            records: of(|item| if let Item::Record(bytes) = item { Some(bytes) } else { None }),
            history: of(|item| if let Item::History(bytes) = item { Some(bytes) } else { None }),
            operations: of(|item| if let Item::Operation(bytes) = item { Some(bytes) } else { None }),
            digest: None,
        };
        let reply = tab.ask(Request::RestorePart(part));
        if reply != Reply::Done {
            return reply;
        }
    }
    let (member, made, digest) = (MemberId::default(), contents.created, contents.digest);
    tab.ask(Request::RestoreEnd { operation, member, made, digest })
}

pub fn restore<D: Disk + Clone>(tab: &Tab<D>, file: &[u8]) -> RestoreReport {
    match give(tab, file, tab.new_operation()) {
        Reply::Restored(report) => report,
        other => panic!("{other:?}"),
    }
}

fn report(added: u64, changed: u64, unchanged: u64) -> RestoreReport {
    RestoreReport { added, changed, unchanged }
}

/// What the history of a customer tells: fields with what was there before, and who did it when.
fn history<D: Disk + Clone>(tab: &Tab<D>, id: Id) -> Vec<String> {
    match tab.ask(Request::History(Kind::Customer, id)) {
        Reply::History(entries) => entries
            .into_iter()
            .map(|entry| {
                let changes: Vec<String> = entry
                    .changes
                    .iter()
                    .map(|change| format!("{} {:?}→{:?}", change.field, change.before.value, change.after.value))
                    .collect();
                format!("{} {:?} {:?} {changes:?}", entry.at, entry.member, entry.operation.map(|one| one.action))
            })
            .collect(),
        other => panic!("{other:?}"),
    }
}

/// A book with everything that a backup must keep: contacts of a file, edits, a trash, folded and fresh history.
fn rich_book() -> (Rc<Shared>, MemoryDisk, Tab, Id) {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let (petra, _) = tab.create(Kind::Member, vec![(burrow::domain::member::NAME, text("Petra"))]);
    import(&tab, *include_bytes!("../data/contacts.csv"), |_| ());
    let (dana, _) = tab.create(Kind::Customer, person("Dana", "Nov\u{0}ák \u{202e}\u{feff}"));
    tab.edit(dana, customer::JOB_TITLE, text("Baker"));
    let change = Change::edit(Kind::Customer, dana, vec![(customer::JOB_TITLE, text("Cook"))]);
    assert!(matches!(tab.commit_as(MemberId(petra), Action::Edit, vec![change]).1, Reply::Committed(_)));
    assert_eq!(tab.ask(Request::Fold), Reply::Done);
    tab.edit(dana, customer::JOB_TITLE, text("Chef"));
    let (bob, _) = tab.create(Kind::Customer, person("Bob", "Hill"));
    tab.commit(Action::Delete, vec![Change::deletion(Kind::Customer, bob, true)]);
    (shared, disk, tab, dana)
}

#[test]
fn a_backup_restores_to_an_equal_book_with_its_history() {
    let (_, _, tab, dana) = rich_book();
    let file = back_up(&tab);
    let (_, contents) = read(&file);
    assert_eq!((contents.live("customers"), contents.in_trash(), contents.live("members")), (501, 1, 1));
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let other = Tab::open(&shared, &disk);
    let second = Tab::open(&shared, &disk);
    assert_eq!(restore(&other, &file), report(503, 0, 0));
    assert_eq!(other.digest(), tab.digest());
    assert_eq!(history(&other, dana), history(&tab, dana));
    assert!(history(&other, dana)[1].contains("Petra"), "{:?}", history(&other, dana));
    // The other tab learns of it, and so does one that opens later, before and after the fold.
    second.ask(Request::CatchUp);
    assert_eq!(second.digest(), tab.digest());
    assert_eq!(Tab::open(&shared, &disk).digest(), tab.digest());
    assert_eq!(other.ask(Request::Fold), Reply::Done);
    let later = Tab::open(&shared, &disk);
    assert_eq!((later.digest(), history(&later, dana)), (tab.digest(), history(&tab, dana)));
    // The import that the backup tells of can be taken back here, too.
    let Reply::Imports(lines) = later.ask(Request::Imports) else { panic!("imports") };
    assert_eq!(lines.len(), 1);
    assert_eq!(later.undo(lines[0].operation.id).1, 500);
    assert_eq!(later.customers(), 1);
    // A second restore brings nothing that is newer than what is there.
    assert_eq!(restore(&other, &file), report(0, 0, 503));
}

#[test]
fn an_empty_book_and_a_large_one_come_back() {
    let empty = new_tab();
    let file = back_up(&empty);
    assert_eq!(read(&file).1.records(), 0);
    assert_eq!(restore(&new_tab(), &file), report(0, 0, 0));
    let many = cases(5_003, 100_000) as usize;
    let tab = new_tab();
    let rows: String = (0..many).map(|row| format!("Person {row},person{row}@example.com\n")).collect();
    import(&tab, format!("First name,Email\n{rows}"), |_| ());
    let other = new_tab();
    assert_eq!(restore(&other, &back_up(&tab)), report(many as u64, 0, 0));
    assert!(other.digest() == tab.digest(), "the books differ");
}

/// 100,000 customers and 500,000 interactions in the long runs.
#[test]
fn customers_with_their_interactions_come_back_in_time() {
    let customers = cases(1_200, 100_000) as usize;
    let tab = new_tab();
    let rows: String = (0..customers).map(|row| format!("Person {row},person{row}@example.com\n")).collect();
    import(&tab, format!("First name,Email\n{rows}"), |_| ());
    let ids: Vec<Id> = tab.digest().into_iter().map(|(_, id, _)| id).collect();
    for some in ids.chunks(2_000) {
        let calls = some.iter().flat_map(|customer| (0..5).map(move |number| (*customer, number)));
        let made = calls.map(|(customer, number)| {
            let fields = vec![
                (interaction::SUBJECT, text(&format!("Call {number}"))),
                (interaction::CUSTOMER, Value::Link(customer)),
            ];
            Change::edit(Kind::Interaction, tab.new_id(), fields)
        });
        let made = made.collect();
        assert!(matches!(tab.commit(Action::Create, made).1, Reply::Committed(_)));
    }
    let begun = Instant::now();
    let file = back_up(&tab);
    let written = begun.elapsed();
    let other = new_tab();
    assert_eq!(restore(&other, &file), report(6 * customers as u64, 0, 0));
    let all = begun.elapsed();
    println!("{} records, {} bytes: written in {written:?}, back after {all:?}", 6 * customers, file.len());
    assert!(other.digest() == tab.digest(), "the books differ");
    assert!(all.as_secs() < 180, "it took {all:?}");
}

#[test]
fn beside_other_data_the_later_value_wins_and_nothing_is_lost() {
    let (_, _, tab, dana) = rich_book();
    let file = back_up(&tab);
    // Afterwards one value is changed here, another one only in the backup's book before it.
    let before = tab.value(Kind::Customer, dana, customer::NOTES);
    assert_eq!(before, Value::Empty);
    tab.edit(dana, customer::JOB_TITLE, text("Owner"));
    let (new, _) = tab.create(Kind::Customer, person("Eve", "New"));
    let there = tab.digest();
    assert_eq!(restore(&tab, &file), report(0, 0, 503));
    assert_eq!(tab.digest(), there, "a backup of the same book brings nothing new");

    let other = new_tab();
    restore(&other, &file);
    other.world.shared.now.set(tab.world.shared.now.get() + 60_000);
    other.edit(dana, customer::NOTES, text("Called on Monday"));
    other.edit(dana, customer::JOB_TITLE, text("Director"));
    let (own, _) = other.create(Kind::Customer, person("Only", "There"));
    assert_eq!(restore(&tab, &back_up(&other)), report(1, 1, 502));
    assert_eq!(tab.value(Kind::Customer, dana, customer::NOTES), text("Called on Monday"));
    assert_eq!(tab.value(Kind::Customer, dana, customer::JOB_TITLE), text("Director"));
    assert_eq!(tab.value(Kind::Customer, new, customer::FIRST_NAME), text("Eve"));
    assert_eq!(tab.value(Kind::Customer, own, customer::FIRST_NAME), text("Only"));
    assert!(history(&tab, dana).iter().any(|line| line.contains("Owner")), "{:?}", history(&tab, dana));
    // And the other way round: both books are the same then.
    restore(&other, &back_up(&tab));
    assert_eq!(other.digest(), tab.digest());
}

#[test]
fn what_is_written_meanwhile_is_in_the_backup_whole() {
    let (shared, disk, tab, dana) = rich_book();
    let second = Tab::open(&shared, &disk);
    let file = back_up_while(&tab, |number| match number {
        0 => {
            tab.edit(dana, customer::NOTES, text("first"));
        }
        1 => {
            second.edit(dana, customer::JOB_TITLE, text("of another tab"));
        }
        2 => {
            tab.create(Kind::Customer, person("Late", "Comer"));
        }
        3 => assert_eq!(second.ask(Request::Fold), Reply::Done),
        4 => {
            tab.edit(dana, customer::NOTES, text("last"));
        }
        _ => (),
    });
    let other = new_tab();
    restore(&other, &file);
    assert_eq!(other.digest(), tab.digest());
    assert_eq!(other.value(Kind::Customer, dana, customer::NOTES), text("last"));
    assert_eq!(other.value(Kind::Customer, dana, customer::JOB_TITLE), text("of another tab"));
    assert_eq!(history(&other, dana), history(&tab, dana));
}

#[test]
fn a_restored_book_goes_on_with_an_actor_of_its_own_and_after_all_that_came() {
    let (_, _, tab, dana) = rich_book();
    let file = back_up(&tab);
    let stamps = |tab: &Tab| -> BTreeSet<Stamp> {
        let records = tab.digest();
        records.iter().filter_map(|(_, _, bytes)| RecordView::new(bytes).ok()).flat_map(|view| view.stamps()).collect()
    };
    // The clock of this device is years behind, and its chance is another one: what the first tab draws is used up.
    let shared = Shared::new();
    shared.now.set(1_600_000_000_000);
    drop(Tab::open(&shared, &MemoryDisk::new()));
    let other = Tab::open(&shared, &MemoryDisk::new());
    restore(&other, &file);
    let old = stamps(&other);
    assert_eq!(old, stamps(&tab));
    other.edit(dana, customer::JOB_TITLE, text("Owner"));
    assert_eq!(other.value(Kind::Customer, dana, customer::JOB_TITLE), text("Owner"), "an old value won");
    let new: Vec<Stamp> = stamps(&other).difference(&old).copied().collect();
    let latest = old.last().expect("there are stamps");
    assert_eq!(new.len(), 1);
    assert!(new[0].milliseconds >= latest.milliseconds && new[0] > *latest, "{new:?} after {latest:?}");
    assert!(old.iter().all(|stamp| stamp.actor != new[0].actor), "an actor was used again");
}

#[test]
fn what_is_not_what_the_last_line_says_is_not_written() {
    let (_, _, tab, _) = rich_book();
    let (items, contents) = read(&back_up(&tab));
    let other = new_tab();
    let end = |digest: [u8; 32]| Request::RestoreEnd {
        operation: OperationId(Id::from_bytes([9; 16])),
        member: MemberId::default(),
        made: 0,
        digest,
    };
    assert!(matches!(other.ask(end(contents.digest)), Reply::Failed(Failure::Bug(_))), "nothing was given");
    assert_eq!(other.ask(Request::RestoreBegin), Reply::Done);
    let records = pack(
        items
            .iter()
            .skip(1)
            .filter_map(|item| if let Item::Record(bytes) = item { Some(bytes.as_slice()) } else { None }),
    );
    let part = BackupPart { records, ..BackupPart::default() };
    assert_eq!(other.ask(Request::RestorePart(part)), Reply::Done);
    assert!(matches!(other.ask(end(contents.digest)), Reply::Failed(Failure::Bug(_))), "a record was missing");
    assert!(other.digest().is_empty());
    // Given up, nothing is left of it.
    assert_eq!(other.ask(Request::RestoreBegin), Reply::Done);
    assert_eq!(other.ask(Request::BackupAbandon), Reply::Done);
    assert!(matches!(other.ask(end([0; 32])), Reply::Failed(Failure::Bug(_))));
    assert!(matches!(other.ask(Request::BackupPart), Reply::Failed(Failure::Bug(_))));
}

#[test]
fn whichever_operation_of_the_disk_fails_a_restore_is_all_or_nothing() {
    let (_, _, source, dana) = rich_book();
    let (file, expected) = (back_up(&source), source.digest());
    for how in [FailMode::Before, FailMode::AcknowledgementLost, FailMode::Full] {
        let mut tried = 0;
        for fails in 1.. {
            let (shared, memory) = (Shared::new(), MemoryDisk::new());
            let before = Tab::open(&shared, &memory);
            let (own, _) = before.create(Kind::Customer, person("Own", "Customer"));
            let there = before.digest();
            let disk = Failing(Rc::new(FailingDisk::new(memory.clone(), FailAt { operation: fails, how })));
            let tab = Tab::open(&shared, &disk);
            let operation = tab.new_operation();
            let reply = give(&tab, &file, operation);
            if !disk.0.has_failed() {
                assert!(matches!(reply, Reply::Restored(_)), "{reply:?}");
                break;
            }
            tried += 1;
            let fresh = Tab::open(&shared, &memory);
            let mut whole = expected.clone();
            whole.extend(there.iter().cloned());
            whole.sort_unstable();
            match reply {
                Reply::Restored(_) => assert!(fresh.digest() == whole, "{how:?} {fails}: told as done and not there"),
                _ => assert!(fresh.digest() == there || fresh.digest() == whole, "{how:?} {fails}: torn"),
            }
            // Another try brings all of it.
            restore(&fresh, &file);
            assert!(fresh.digest() == whole, "{how:?} {fails}: not whole after another try");
            assert_eq!(history(&fresh, dana), history(&source, dana));
            assert_eq!(fresh.value(Kind::Customer, own, customer::FIRST_NAME), text("Own"));
        }
        assert!(tried >= 4, "only {tried} operations were tried");
    }
}
