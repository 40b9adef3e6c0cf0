//! Races between tabs, and within one, that random schedules meet too seldom.

use crate::engine_disks::Slow;
use crate::engine_world::{Shared, Tab, all, block_on, person, text, yield_once};
use burrow::domain::change::Change;
use burrow::domain::customer;
use burrow::domain::id::MemberId;
use burrow::domain::operation::Action;
use burrow::domain::record::Kind;
use burrow::engine::environment::LocalFuture;
use burrow::engine::protocol::{Reply, Request};
use burrow::storage::{Disk, MemoryDisk};
use std::cell::Cell;
use std::rc::Rc;

/// Makes so many customers in one action.
fn create_many<D: Disk + Clone>(tab: &Tab<D>, count: usize) -> Request {
    let changes =
        (0..count).map(|number| Change::edit(Kind::Customer, tab.new_id(), person(&format!("Person {number}"), "")));
    let changes = changes.collect();
    Request::Commit { operation: tab.new_operation(), member: MemberId::default(), action: Action::Create, changes }
}

/// Asks tabs side by side, each after it has let the others go first so many times.
fn side_by_side(asked: Vec<(&Tab<Slow>, Request, u64)>) -> Vec<Reply> {
    let ask = |(tab, request, later): (_, _, u64)| {
        Box::pin(async move {
            for _ in 0..later {
                yield_once().await;
            }
            Tab::asking(tab, request, None).await
        }) as LocalFuture<'_, Reply>
    };
    block_on(all(asked.into_iter().map(ask).collect()))
}

#[test]
fn a_fold_sweeps_no_batch_that_was_written_meanwhile() {
    for seed in 0..10 {
        let (shared, memory) = (Shared::new(), MemoryDisk::new());
        let disk = Slow(memory.clone(), Rc::new(Cell::new(seed)));
        let (first, second) = (Tab::open(&shared, &disk), Tab::open(&shared, &disk));
        // Values in many parts of the history, so that the fold takes longer than the batch.
        assert!(matches!(first.ask(create_many(&first, 200)), Reply::Committed(_)));
        let replies = side_by_side(vec![(&first, Request::Fold, 0), (&second, create_many(&second, 1_010), 0)]);
        assert_eq!(replies[0], Reply::Done);
        assert!(matches!(replies[1], Reply::Committed(_)));
        let fresh = Tab::open(&shared, &memory);
        assert_eq!((fresh.customers(), fresh.engine.state().damaged), (1_210, 0), "seed {seed}");
    }
}

#[test]
fn what_is_saved_while_the_book_is_read_anew_is_in_it() {
    for seed in 0..300 {
        let (shared, memory) = (Shared::new(), MemoryDisk::new());
        let disk = Slow(memory.clone(), Rc::new(Cell::new(seed)));
        let (first, second) = (Tab::open(&shared, &disk), Tab::open(&shared, &disk));
        let (dana, _) = first.create(Kind::Customer, person("Dana", "Novák"));
        second.ask(Request::CatchUp);
        second.edit(dana, customer::NOTES, text("of the second tab"));
        assert_eq!(second.ask(Request::Fold), Reply::Done);
        // The first tab must read the pages anew, and writes three times while it does so: at its beginning, in its
        // middle, and when it has read to the end and the new book is about to take the place of the old one.
        let edit = |number: u16| Request::Commit {
            operation: first.new_operation(),
            member: MemberId::default(),
            action: Action::Edit,
            changes: vec![Change::edit(Kind::Customer, dana, vec![(number, text("of the first tab"))])],
        };
        let fields = [customer::JOB_TITLE, customer::INDUSTRY, customer::SOURCE];
        let mut asked = vec![(&first, Request::CatchUp, 0)];
        asked.extend(fields.into_iter().zip(1..).map(|(field, place)| (&first, edit(field), seed % 40 * place)));
        let replies = side_by_side(asked);
        assert!(replies[1..].iter().all(|reply| matches!(reply, Reply::Committed(_))), "{replies:?}");
        for field in fields {
            assert_eq!(first.value(Kind::Customer, dana, field), text("of the first tab"), "seed {seed}");
        }
        assert_eq!(first.digest(), Tab::open(&shared, &memory).digest(), "seed {seed}");
    }
}
