//! What every part of the comparison needs: the page, the customers, how often, and new identifiers.

use std::cell::RefCell;
use std::time::Duration;

use burrow::domain::change::Change;
use burrow::domain::id::{Id, MemberId, OperationId};
use burrow::domain::operation::Action;
use burrow::domain::record::Kind;
use burrow::domain::{member, value::Value};
use burrow::engine::protocol::Failure::NotReady;
use burrow::engine::protocol::{Reply, Request};

use crate::bench_page::BenchPage;
use crate::chance::Chance;
use crate::customers::Customer;
use crate::failure::Failure;
use crate::queries;

/// Between two attempts to write into a book that is still being opened.
const PAUSE: Duration = Duration::from_millis(10);

/// The comparison while it runs.
pub struct Comparison {
    pub page: BenchPage,
    pub customers: Vec<Customer>,
    /// How often everything is measured.
    pub rounds: usize,
    /// How often the slow work of the peers is.
    pub slow_rounds: usize,
    chance: RefCell<Chance>,
}

impl Comparison {
    /// A comparison that has not begun.
    pub fn new(page: BenchPage, customers: Vec<Customer>, rounds: usize, slow_rounds: usize, seed: u64) -> Comparison {
        Comparison { page, customers, rounds, slow_rounds, chance: RefCell::new(Chance::new(seed)) }
    }

    /// An identifier that nothing has yet.
    pub fn new_id(&self) -> Id {
        let mut chance = self.chance.borrow_mut();
        let mut random = [0; 10];
        random[..8].copy_from_slice(&chance.next().to_be_bytes());
        Id::from_parts(1_700_000_000_000 + chance.below(1_000_000) as u64, random)
    }

    /// An action that has not happened yet.
    pub fn new_operation(&self) -> OperationId {
        OperationId(self.new_id())
    }

    /// Makes a member in the engine's new book, for whatever changes data carries one.
    pub fn make_member(&self) -> Result<MemberId, Failure> {
        let id = self.new_id();
        let change = Change::edit(Kind::Member, id, vec![(member::NAME, Value::Text("Measurer".to_owned()))]);
        let request = Request::Commit {
            operation: self.new_operation(),
            member: MemberId(id),
            action: Action::SetUp,
            changes: vec![change],
        };
        loop {
            match self.page.ask(&request, false)? {
                (_, Reply::Committed(_)) => return Ok(MemberId(id)),
                // The new book is not made yet.
                (_, Reply::Failed(NotReady)) => std::thread::sleep(PAUSE),
                (_, other) => return Err(unexpected("to make a member", &other)),
            }
        }
    }

    /// A search for the customer who stands last in the file, and so comes last into the search index.
    pub fn search_for_last(&self) -> Request {
        queries::search(self.customers.last().map_or("", |customer| &customer.email))
    }
}

/// The engine said something else than it should have.
pub fn unexpected(asked: &str, reply: &Reply) -> Failure {
    let text: String = format!("{reply:?}").chars().take(400).collect();
    Failure::Thrown(format!("asked {asked}, the engine answered {text}"))
}
