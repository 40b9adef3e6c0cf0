use super::*;
use crate::domain::id::{Id, MemberId, OperationId};
use crate::domain::operation::{Action, Operation};
use crate::domain::record::{Kind, Record};
use crate::domain::stamp::{Actor, Stamp};
use crate::domain::value::{self, Value};
use crate::domain::{customer, member};
use crate::formats::age::{OpeningStream, RANDOM_BYTES};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::io::Write;

/// Cheap, so that thousands of files can be opened.
const WORK: u8 = 1;
const RANDOM: [u8; RANDOM_BYTES] = [7; RANDOM_BYTES];

fn locked(passphrase: &str) -> Wrapping<'_> {
    Wrapping::Locked { passphrase, work: WORK, random: &RANDOM }
}

fn stamp(milliseconds: u64) -> Stamp {
    Stamp { milliseconds, counter: 1, actor: Actor(9) }
}

fn customer(number: u64, name: &str) -> Record {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&number.to_be_bytes());
    let mut record = Record::new(Kind::Customer.number(), Id::from_parts(1_700_000_000_000, random));
    record.set(customer::FIRST_NAME, stamp(5), value::encode(&Value::Text(name.to_owned())));
    record
}

fn operation() -> Operation {
    let id = OperationId(Id::from_parts(1_700_000_000_000, [3; 10]));
    Operation { id, member: MemberId::default(), stamp: stamp(5), action: Action::Create }
}

fn write(records: &[Record], history: &[Record], wrapping: &Wrapping<'_>) -> (Vec<u8>, BackupContents) {
    let manifest = Manifest::new("test", 1_764_000_000_000, "book", BTreeMap::new(), 0);
    let mut writer = BackupWriter::new(&manifest, wrapping).unwrap();
    let mut file = Vec::new();
    for record in records {
        writer.record(&record.encode()).unwrap();
        file.extend(writer.take_output());
    }
    history.iter().for_each(|record| writer.history(&record.encode()).unwrap());
    writer.operation(&operation()).unwrap();
    let (rest, contents) = writer.finish().unwrap();
    file.extend(rest);
    (file, contents)
}

fn read(file: &[u8], passphrase: &str) -> Result<(Vec<Item>, BackupContents), BackupProblem> {
    let (mut reader, payload) = match look(&file[..file.len().min(64 * 1024)])? {
        Container::Clear => (BackupReader::new(None), file),
        Container::Locked(header) => {
            let key = header.unlock(passphrase)?;
            let (nonce, rest) = file[header.length..].split_first_chunk::<16>().ok_or(BackupProblem::Truncated)?;
            (BackupReader::new(Some(OpeningStream::new(&key, nonce))), rest)
        }
    };
    let mut items = Vec::new();
    for piece in payload.chunks(1_009) {
        items.extend(reader.push(piece)?);
    }
    let (more, contents) = reader.finish()?;
    items.extend(more);
    Ok((items, contents))
}

fn records_in(items: &[Item]) -> Vec<Vec<u8>> {
    items.iter().filter_map(|item| if let Item::Record(bytes) = item { Some(bytes.clone()) } else { None }).collect()
}

#[test]
fn a_person_can_read_the_lines() {
    let mut record = customer(1, "Ada");
    record.set(customer::TAGS, stamp(6), value::encode(&Value::Tags(vec!["ink".to_owned(), "paper".to_owned()])));
    let (file, contents) = write(&[record], &[customer(1, "Adda")], &Wrapping::Readable);
    let text = String::from_utf8(file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 5);
    assert!(lines[0].contains("\"burrow_backup\":1") && lines[0].contains("A backup of Burrow."), "{}", lines[0]);
    assert!(lines[0].contains("\"3\":\"first_name\""), "{}", lines[0]);
    for part in ["\"kind\":\"customers\"", "\"first_name\":\"Ada\"", "\"tags\":\"ink; paper\"", "\"record\":\""] {
        assert!(lines[1].contains(part), "{part} in {}", lines[1]);
    }
    for part in ["\"history_of\":\"customers\"", "Adda", "1970-01-01T00:00:00.005Z"] {
        assert!(lines[2].contains(part), "{part} in {}", lines[2]);
    }
    assert!(lines[3].contains("\"action\":\"Create\""), "{}", lines[3]);
    assert!(lines[4].contains("\"customers\":[1,0]"), "{}", lines[4]);
    assert_eq!((contents.records(), contents.history, contents.operations), (1, 1, 1));
    assert_eq!(contents.bytes, text.len() as u64);
}

#[test]
fn every_way_of_wrapping_reads_back() {
    let mut trashed = customer(2, "Bob");
    trashed.deletion = Some((stamp(9), true));
    let mut unknown = Record::new(999, Id::from_parts(5, [5; 10]));
    unknown.set(1, stamp(1), vec![0xc0]);
    unknown.rest = (1, vec![0x2a]);
    let records = [customer(1, "Ada"), trashed, unknown];
    let (readable, contents) = write(&records, &[], &Wrapping::Readable);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&readable).unwrap();
    for file in [readable, gzip.finish().unwrap(), write(&records, &[], &locked("open")).0] {
        let (items, read_contents) = read(&file, "open").unwrap();
        assert_eq!(records_in(&items), records.iter().map(Record::encode).collect::<Vec<_>>());
        assert_eq!(read_contents, contents);
        assert_eq!(contents.counts.get("customers"), Some(&(1, 1)));
        assert_eq!(contents.counts.get("kind 999"), Some(&(1, 0)));
    }
}

#[test]
fn a_later_version_of_a_record_counts_and_the_earlier_one_does_not() {
    let mut later = customer(1, "Ada");
    later.set(customer::JOB_TITLE, stamp(8), value::encode(&Value::Text("Countess".to_owned())));
    let (file, contents) = write(&[customer(1, "Ada"), customer(2, "Bob"), later.clone()], &[], &locked("x"));
    assert_eq!(contents.records(), 2);
    let mut state = StateDigest::default();
    for record in [customer(2, "Bob"), later] {
        state.take(&record.encode()).unwrap();
    }
    assert_eq!(read(&file, "x").unwrap().1.digest, state.value());
}

#[test]
fn what_is_no_whole_backup_is_named() {
    let (file, _) = write(&[customer(1, "Ada")], &[], &locked("right"));
    let (readable, _) = write(&[customer(1, "Ada"), customer(2, "Bob")], &[], &Wrapping::Readable);
    let text = String::from_utf8(readable.clone()).unwrap();
    let check = |file: &[u8], expected: BackupProblem| {
        assert_eq!(
            read(file, "right").map(|_| ()),
            Err(expected),
            "{:?}",
            String::from_utf8_lossy(&file[..file.len().min(90)])
        );
    };
    check(b"", BackupProblem::Empty);
    check(b"first_name,last_name\r\nAda,Lovelace\r\n", BackupProblem::NotABackup);
    check(b"\x89PNG\r\n", BackupProblem::NotABackup);
    check(b"{}\n", BackupProblem::NotABackup);
    check(b"{\"hello\":1}\n{\"end\":true}\n", BackupProblem::NotABackup);
    check(b"age-encryption.org/v7\n", BackupProblem::Newer);
    check(&file[..40], BackupProblem::Truncated);
    assert_eq!(read(&file, "wrong").map(|_| ()), Err(BackupProblem::WrongPassphrase));
    check(text.replacen("\"burrow_backup\":1", "\"burrow_backup\":2", 1).as_bytes(), BackupProblem::Newer);
    check(text.replacen("Ada", "Eva", 1).as_bytes(), BackupProblem::Unequal);
    let without = |wanted: usize| -> String {
        text.split_inclusive('\n').enumerate().filter(|(at, _)| *at != wanted).map(|(_, line)| line).collect()
    };
    check(without(0).as_bytes(), BackupProblem::NotABackup);
    check(without(1).as_bytes(), BackupProblem::Unequal);
    check(without(4).as_bytes(), BackupProblem::Truncated);
    check(text.trim_end().as_bytes(), BackupProblem::Truncated);
    check(format!("{text}{{}}\n").as_bytes(), BackupProblem::Damaged(6));
    check(format!("{text}x").as_bytes(), BackupProblem::Damaged(6));
    check(text.replacen("\"record\":\"", "\"record\":\"!", 1).as_bytes(), BackupProblem::Damaged(2));
    // Half a character in what is there for people: the line is read, and is not the one that was written.
    check(text.replacen("\"kind\":\"customers\"", "\"kind\":\"\\ud800\"", 1).as_bytes(), BackupProblem::Unequal);
    let deep =
        format!("{}{}{}\n", text.lines().next().unwrap().to_owned() + "\n", "[".repeat(100_000), "]".repeat(100_000));
    check(deep.as_bytes(), BackupProblem::Damaged(2));
}

fn gzipped(first: &str, filler: &[u8], times: usize) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(first.as_bytes()).unwrap();
    for _ in 0..times {
        gzip.write_all(filler).unwrap();
    }
    gzip.finish().unwrap()
}

#[test]
fn a_file_that_unpacks_to_too_much_is_refused_early() {
    let (readable, _) = write(&[], &[], &Wrapping::Readable);
    let first = format!("{}\n", String::from_utf8(readable).unwrap().lines().next().unwrap());
    // 256 MiB of zeros in a line that never ends, and of short lines.
    let bomb = gzipped(&first, &[b' '; 1024 * 1024], 256);
    assert!(bomb.len() < 1024 * 1024);
    let mut reader = BackupReader::new(None);
    let told = bomb.chunks(4_096).find_map(|piece| reader.push(piece).err());
    assert!(matches!(told, Some(BackupProblem::TooLarge | BackupProblem::LineTooLong(2))), "{told:?}");
    // Nothing comes out of a reader that has refused.
    assert!(reader.push(&bomb).is_err());
    let line = format!("{{\"record\":\"{}\"}}\n", data_encoding::BASE64.encode(&customer(1, "A").encode()));
    let bomb = gzipped(&first, line.as_bytes(), 300_000);
    let mut reader = BackupReader::new(None);
    let mut items = 0;
    let told = bomb.chunks(4_096).find_map(|piece| reader.push(piece).map(|more| items += more.len()).err());
    assert_eq!(told, Some(BackupProblem::TooLarge));
    assert!((items as u64) < 2 * RATIO_FREE / line.len() as u64, "{items} were given");
    let long = format!("{first}{}", "x".repeat(LONGEST_LINE + 1));
    assert_eq!(BackupReader::new(None).push(long.as_bytes()), Err(BackupProblem::LineTooLong(2)));
}

/// Texts that trouble other programs.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        Just("\u{feff}BOM".to_owned()),
        Just("\u{202e}right to left \u{5d0}\u{5d1}".to_owned()),
        Just("nothing\u{0}here".to_owned()),
        Just("\u{2028}\u{2029}\r\n\t\"\\/".to_owned()),
        Just("👩‍👩‍👧‍👦 王伟 é e\u{301}".to_owned()),
    ]
}

fn any_book() -> impl Strategy<Value = Vec<Record>> {
    let record = (
        any::<u64>(),
        any_text(),
        any_text(),
        any::<bool>(),
        prop::option::weighted(0.2, any::<[u8; 3]>()),
        any::<u16>(),
    );
    prop::collection::vec(record, 0..12).prop_map(|records| {
        let records = records.into_iter().map(|(number, first, second, deleted, rest, kind)| {
            let mut record = customer(number, &first);
            record.set(customer::NOTES, stamp(7), value::encode(&Value::Text(second)));
            // A field that this version does not know, and bytes that are no value of any.
            record.set(60_000, stamp(8), vec![0xc1, 0xff]);
            if kind % 3 == 0 {
                record.kind = kind;
            } else if kind % 3 == 1 {
                record.kind = Kind::Member.number();
                record.set(member::NAME, stamp(9), value::encode(&Value::Text(first)));
            }
            record.deletion = deleted.then_some((stamp(11), true));
            if let Some(bytes) = rest {
                record.rest = (3, bytes.map(|byte| byte & 0x7f).to_vec());
            }
            record
        });
        let mut by_name: BTreeMap<(u16, Id), Record> = BTreeMap::new();
        records.for_each(|record| drop(by_name.insert((record.kind, record.id), record)));
        by_name.into_values().collect()
    })
}

proptest! {
    #[test]
    fn any_book_reads_back_byte_for_byte(book in any_book(), passphrase in any_text()) {
        let (file, contents) = write(&book, &book, &locked(&passphrase));
        let (items, read_contents) = read(&file, &passphrase).unwrap();
        prop_assert_eq!(records_in(&items), book.iter().map(Record::encode).collect::<Vec<_>>());
        prop_assert_eq!(items.len(), 2 * book.len() + 1);
        prop_assert_eq!(read_contents, contents);
    }

    #[test]
    fn parts_read_back(items in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..50), 0..20), cut: usize) {
        let packed = pack(items.iter().map(Vec::as_slice));
        prop_assert_eq!(unpack(&packed).map(<[u8]>::to_vec).collect::<Vec<_>>(), items);
        let _ = unpack(&packed[..cut % (packed.len() + 1)]).count();
    }
}

#[test]
fn ten_thousand_broken_files_are_refused_and_none_panics() {
    let records: Vec<Record> = (0..40).map(|number| customer(number, "Ada Lovelace 王伟")).collect();
    let (file, _) = write(&records, &records[..9], &locked("right"));
    let (readable, _) = write(&records, &records[..9], &Wrapping::Readable);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&readable).unwrap();
    let gzip = gzip.finish().unwrap();
    let mut seed = 1_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below.max(1)
    };
    let mut reasons: BTreeMap<String, u32> = BTreeMap::new();
    for number in 0..10_000 {
        let whole = [&file, &readable, &gzip][number % 3];
        let mut broken = whole.clone();
        match number % 5 {
            0 => broken.truncate(next(whole.len())),
            1 | 2 => {
                let at = next(whole.len());
                broken[at] ^= 1 << next(8);
            }
            3 => {
                let from = next(whole.len());
                let to = (from + 1 + next(400)).min(whole.len());
                broken.drain(from..to);
            }
            _ => {
                let at = next(whole.len());
                let bytes: Vec<u8> = (0..1 + next(60)).map(|_| next(256) as u8).collect();
                broken.splice(at..at, bytes);
            }
        }
        match read(&broken, "right") {
            Err(problem) => {
                *reasons.entry(format!("{problem:?}").split('(').next().unwrap().to_owned()).or_default() += 1
            }
            // Bytes of a gzip header that nothing depends on: its time, its operating system, a name.
            Ok((items, _)) => assert_eq!(
                records_in(&items),
                records.iter().map(Record::encode).collect::<Vec<_>>(),
                "variant {number}"
            ),
        }
    }
    let refused: u32 = reasons.values().sum();
    assert!(refused > 9_950, "{refused} were refused: {reasons:?}");
}
