//! The lock as a tab sees it: nothing of the book before it is opened, every edit kept while it is turned on, and other
//! tabs stopped.

use crate::engine_world::{Shared, Tab, all, block_on, person, text};
use burrow::domain::change::Change;
use burrow::domain::customer;
use burrow::domain::id::MemberId;
use burrow::domain::operation::Action;
use burrow::domain::record::Kind;
use burrow::domain::secret::{KeySecret, SecretBytes, StretchTask, Stretching, normalised};
use burrow::engine::backup_protocol::KeptPassphrase;
use burrow::engine::environment::LocalFuture;
use burrow::engine::protocol::{Failure, Job, LockFigures, LockReply, LockRequest, Phase, Reply, Request};
use burrow::storage::{Disk, MemoryDisk, Store, stretch};

pub fn how() -> Stretching {
    Stretching::new(Stretching::LEAST_MEMORY, Stretching::LEAST_PASSES, 1, [7; 16]).unwrap()
}

pub fn stretched(passphrase: &str) -> SecretBytes {
    stretch(&StretchTask { passphrase: normalised(passphrase), stretching: how() }).unwrap()
}

fn passphrase(text: &str) -> KeySecret {
    KeySecret::Stretched(stretched(text))
}

pub fn recovery_key() -> SecretBytes {
    SecretBytes::new(vec![3; 20])
}

pub fn turning_on() -> Request {
    let (stretched, how, recovery_key) = (stretched("lantern orbit gravel"), how(), recovery_key());
    Request::Lock(LockRequest::TurnOn { job: Job(1), stretched, how, recovery_key })
}

fn lock(tab: &Tab, request: LockRequest) -> LockReply {
    match tab.ask(Request::Lock(request)) {
        Reply::Lock(reply) => reply,
        other => panic!("{other:?}"),
    }
}

fn figures(tab: &Tab) -> LockFigures {
    match lock(tab, LockRequest::Figures) {
        LockReply::Figures(figures) => figures,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_locked_book_shows_nothing_until_the_right_passphrase_comes() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let (ada, _) = tab.create(Kind::Customer, person("Ada", "Lovelace"));
    assert!(!figures(&tab).is_on);
    assert_eq!(tab.ask(turning_on()), Reply::Lock(LockReply::Done));
    assert!(tab.engine.state().lock_on);
    tab.edit(ada, customer::JOB_TITLE, text("Analyst"));

    let other = Tab::open(&shared, &disk);
    assert_eq!(other.engine.state().phase, Phase::Locked);
    assert_eq!((other.customers(), other.digest()), (0, Vec::new()));
    assert_eq!(other.value(Kind::Customer, ada, customer::FIRST_NAME), burrow::domain::value::Value::Empty);
    let told = figures(&other);
    assert_eq!((told.is_on, told.stretching, told.has_recovery_key), (true, Some(how()), true));
    for wrong in ["lantern orbit grave", "Lantern orbit gravel", ""] {
        assert_eq!(lock(&other, LockRequest::Unlock(passphrase(wrong))), LockReply::Wrong, "{wrong}");
        assert_eq!(other.engine.state().phase, Phase::Locked);
    }
    let (_, refused) = other.commit(Action::Create, vec![]);
    assert_eq!(refused, Reply::Failed(Failure::NotReady));
    assert_eq!(lock(&other, LockRequest::Unlock(passphrase("lantern orbit gravel"))), LockReply::Done);
    assert_eq!(other.engine.state().phase, Phase::Ready);
    assert_eq!(other.digest(), tab.digest());
    other.edit(ada, customer::JOB_TITLE, text("Engineer"));
    assert_eq!(tab.ask(Request::CatchUp), Reply::Done);
    assert_eq!(tab.value(Kind::Customer, ada, customer::JOB_TITLE), text("Engineer"));
}

#[test]
fn edits_that_are_under_way_while_the_lock_is_turned_on_are_kept() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let other = Tab::open(&shared, &disk);
    tab.create(Kind::Customer, person("Ada", "Lovelace"));
    let commit = |tab: &Tab, number: usize| Request::Commit {
        operation: tab.new_operation(),
        member: MemberId::default(),
        action: Action::Create,
        changes: vec![Change::edit(Kind::Customer, tab.new_id(), person("Person", &number.to_string()))],
    };
    let mut asked: Vec<LocalFuture<'_, Reply>> = Vec::new();
    for number in 0..10 {
        asked.push(Box::pin(tab.asking(commit(&tab, number), None)));
        asked.push(Box::pin(other.asking(commit(&other, 100 + number), None)));
        if number == 4 {
            asked.push(Box::pin(tab.asking(turning_on(), None)));
        }
    }
    let replies = block_on(all(asked));
    let committed = replies.iter().filter(|reply| matches!(reply, Reply::Committed(_))).count() as u64;
    let stopped = replies.iter().filter(|reply| **reply == Reply::Failed(Failure::Locked)).count() as u64;
    assert!(replies.contains(&Reply::Lock(LockReply::Done)), "{replies:?}");
    assert_eq!(committed + stopped, 20, "{replies:?}");
    // Of this tab none is lost: only the other one can be stopped.
    assert!(committed >= 10 && stopped <= 10, "{replies:?}");
    let after = Tab::open(&shared, &disk);
    assert_eq!(lock(&after, LockRequest::Unlock(KeySecret::Recovery(recovery_key()))), LockReply::Done);
    assert_eq!(after.customers(), 1 + committed);
    assert_eq!(after.engine.state().damaged, 0);
}

#[test]
fn a_tab_with_the_old_key_is_told_that_the_book_is_locked() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    tab.create(Kind::Customer, person("Ada", "Lovelace"));
    let other = Tab::open(&shared, &disk);
    assert_eq!(tab.ask(turning_on()), Reply::Lock(LockReply::Done));
    let (_, reply) =
        other.commit(Action::Create, vec![Change::edit(Kind::Customer, other.new_id(), person("Eve", "E"))]);
    assert_eq!(reply, Reply::Failed(Failure::Locked));
    assert_eq!(other.ask(Request::CatchUp), Reply::Failed(Failure::Locked));
    assert_eq!(tab.ask(Request::Fold), Reply::Done);
    assert_eq!((tab.customers(), tab.engine.state().damaged), (1, 0));
}

#[test]
fn the_recovery_key_lets_a_new_passphrase_be_set_before_the_book_is_open() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    tab.create(Kind::Customer, person("Ada", "Lovelace"));
    assert_eq!(tab.ask(turning_on()), Reply::Lock(LockReply::Done));

    let locked = Tab::open(&shared, &disk);
    let recovery = KeySecret::Recovery(recovery_key());
    let change = |current: KeySecret| LockRequest::ChangePassphrase {
        current,
        stretched: stretched("wicket sober tulip"),
        how: how(),
    };
    let wrong = KeySecret::Recovery(SecretBytes::new(vec![4; 20]));
    assert_eq!(lock(&locked, LockRequest::Try(wrong.clone())), LockReply::Wrong);
    assert_eq!(lock(&locked, change(wrong)), LockReply::Wrong);
    assert_eq!(lock(&locked, LockRequest::Try(recovery.clone())), LockReply::Done);
    assert_eq!(lock(&locked, change(recovery)), LockReply::Done);
    assert_eq!(locked.engine.state().phase, Phase::Locked);
    assert_eq!(lock(&locked, LockRequest::Unlock(passphrase("lantern orbit gravel"))), LockReply::Wrong);
    assert_eq!(lock(&locked, LockRequest::Unlock(passphrase("wicket sober tulip"))), LockReply::Done);
    assert_eq!(locked.customers(), 1);
    // The tab that was open all the time goes on: its key is the same.
    tab.create(Kind::Customer, person("Grace", "Hopper"));
}

#[test]
fn a_locked_tab_opens_when_another_one_takes_the_lock_away() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    tab.create(Kind::Customer, person("Ada", "Lovelace"));
    assert_eq!(tab.ask(turning_on()), Reply::Lock(LockReply::Done));
    let locked = Tab::open(&shared, &disk);
    let off = |current: KeySecret| LockRequest::TurnOff { current };
    assert_eq!(lock(&tab, off(passphrase("something else"))), LockReply::Wrong);
    assert_eq!(lock(&tab, off(passphrase("lantern orbit gravel"))), LockReply::Done);
    assert!(!tab.engine.state().lock_on);
    assert_eq!(locked.engine.state().phase, Phase::Locked);
    assert!(!figures(&locked).is_on);
    assert_eq!((locked.engine.state().phase, locked.customers()), (Phase::Ready, 1));
    assert_eq!(Tab::open(&shared, &disk).customers(), 1);
}

#[test]
fn the_passphrase_of_backups_is_kept_through_the_lock_and_told_by_the_open_book_alone() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let kept = |tab: &Tab| match tab.ask(Request::BackupPassphrase) {
        Reply::BackupPassphrase(kept) => Ok(kept.map(|kept| kept.0)),
        Reply::Failed(failure) => Err(failure),
        other => panic!("{other:?}"),
    };
    let on_disk = || block_on(disk.get(Store::Meta, "secret/backup-passphrase".into())).unwrap();
    let own = "correct horse".to_owned();
    assert_eq!(kept(&tab), Ok(None));
    assert_eq!(tab.ask(Request::KeepBackupPassphrase(Some(KeptPassphrase(own.clone())))), Reply::Done);
    assert_eq!(kept(&tab), Ok(Some(own.clone())));
    let before = on_disk();
    assert_eq!(tab.ask(turning_on()), Reply::Lock(LockReply::Done));
    assert_eq!(kept(&tab), Ok(Some(own.clone())));
    assert_ne!(on_disk(), before, "what the old key opens is gone");

    let other = Tab::open(&shared, &disk);
    assert_eq!(kept(&other), Err(Failure::NotReady));
    assert_eq!(lock(&other, LockRequest::Unlock(passphrase("lantern orbit gravel"))), LockReply::Done);
    assert_eq!(kept(&other), Ok(Some(own.clone())));
    let holds = |bytes: Vec<u8>| bytes.windows(own.len()).any(|part| part == own.as_bytes());
    assert!(on_disk().is_some_and(|bytes| !holds(bytes)));
    assert_eq!(format!("{:?}", KeptPassphrase(own)), "KeptPassphrase");
    assert_eq!(other.ask(Request::KeepBackupPassphrase(None)), Reply::Done);
    assert_eq!((kept(&tab), on_disk()), (Ok(None), None));
}
