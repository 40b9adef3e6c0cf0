//! Sample data: an invented business of some trade to look around in, the same one for the same seed and day. Every record
//! of it can be told from a user's own by its identifier, so that all of it can be removed, and no address or number in it
//! reaches anybody: `example.com` and numbers set aside for fiction.
//!
//! `people` makes the customers, `orders` what they bought, `work` the deals, tickets, tasks, interactions and the campaign;
//! `trades` has the words of each trade.

mod chance;
mod orders;
mod people;
mod trades;
mod work;

pub use people::TAG;
pub use trades::Trade;

use crate::domain::change::Change;
use crate::domain::id::{Id, MemberId};
use crate::domain::pipeline;
use crate::domain::record::Kind;
use crate::domain::value::{Currency, Day};
use crate::messages::{Language, deals as words};
use chance::Chance;

/// What the sample is made for.
pub struct Setting {
    /// The trade.
    pub trade: Trade,
    /// The language of its texts.
    pub language: Language,
    /// The currency of its amounts.
    pub currency: Currency,
    /// Makes the same sample for the same seed.
    pub seed: u64,
    /// The present moment, in milliseconds since 1970.
    pub now: i64,
    /// The present day where the user is.
    pub today: Day,
    /// Who works here.
    pub member: MemberId,
    /// The stages of the user's first pipeline in their order, the open ones with the won and the lost one after them;
    /// empty where there is none, and then a pipeline is made as well.
    pub stages: Vec<Id>,
    /// New identifiers for that pipeline and its stages, [`pipeline::USUAL_RECORDS`] of them. They are no sample records,
    /// since the user's own deals may come to stand in them.
    pub pipeline_ids: Vec<Id>,
}

/// Gives out the identifiers of a sample.
struct Numbers {
    now: u64,
    next: u16,
}

/// The last bytes of the identifier of every sample record.
const MARK: [u8; 6] = *b"sample";

impl Numbers {
    fn next(&mut self) -> Id {
        let [high, low] = self.next.to_be_bytes();
        self.next = self.next.wrapping_add(1);
        let mut random = [0; 10];
        // Twelve bits of the first two bytes are free in an identifier of version 7.
        random[..2].copy_from_slice(&[high, low]);
        random[4..].copy_from_slice(&MARK);
        Id::from_parts(self.now, random)
    }
}

/// Whether a record belongs to a sample.
pub fn is_sample(id: Id) -> bool {
    id.to_bytes()[10..] == MARK
}

/// The changes that make the sample, in the order in which records need each other.
pub fn make(setting: &Setting) -> Vec<Change> {
    let mut chance = Chance::new(setting.seed);
    let mut numbers = Numbers { now: u64::try_from(setting.now).unwrap_or(0), next: 0 };
    let mut changes = Vec::new();
    let mut stages = setting.stages.clone();
    if stages.is_empty() {
        let name = words::SALES.text(setting.language);
        changes.extend(pipeline::with_usual_stages(&setting.pipeline_ids, name, 1, setting.language));
        stages = changes.iter().filter(|change| change.kind == Kind::Stage).map(|change| change.id).collect();
    }
    let ids: Vec<Id> = (0..people::COUNT).map(|_| numbers.next()).collect();
    let customers = people::customers(setting, &mut chance, &ids);
    let orders = orders::orders(setting, &mut chance, &mut numbers, &ids);
    let work = work::work(setting, &mut chance, &mut numbers, &ids, &stages);
    changes.extend(customers.into_iter().chain(orders).chain(work));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::NoNeighbours;
    use crate::domain::parse;
    use crate::domain::record::RecordView;
    use crate::domain::stamp::Stamp;
    use std::collections::HashSet;

    fn setting(trade: Trade, language: Language, seed: u64) -> Setting {
        Setting {
            trade,
            language,
            currency: Currency::USD,
            seed,
            now: 1_790_000_000_000,
            today: Day::parse_iso("2026-09-21").unwrap(),
            member: MemberId(Id::from_parts(1, [1; 10])),
            stages: Vec::new(),
            pipeline_ids: (0..pipeline::USUAL_RECORDS as u64).map(|number| Id::from_parts(number, [9; 10])).collect(),
        }
    }

    #[test]
    fn the_same_seed_makes_the_same_sample_and_another_seed_another() {
        for trade in Trade::ALL {
            assert_eq!(make(&setting(trade, Language::English, 3)), make(&setting(trade, Language::English, 3)));
            assert_ne!(make(&setting(trade, Language::English, 3)), make(&setting(trade, Language::English, 4)));
        }
    }

    #[test]
    fn every_sample_of_every_trade_is_right_whole_and_reaches_nobody() {
        for trade in Trade::ALL {
            for (seed, language) in (0..8).zip(Language::ALL.into_iter().cycle()) {
                let setting = setting(trade, language, seed);
                let changes = make(&setting);
                let ids: HashSet<Id> = changes.iter().map(|change| change.id).collect();
                assert_eq!(ids.len(), changes.len(), "an identifier stands twice");
                for kind in [Kind::Customer, Kind::Order, Kind::Deal, Kind::Ticket, Kind::Task, Kind::Interaction] {
                    let count = changes.iter().filter(|change| change.kind == kind).count();
                    assert!(count >= 6, "only {count} {}", kind.name());
                }
                for change in &changes {
                    let is_shared = matches!(change.kind, Kind::Pipeline | Kind::Stage);
                    assert_eq!(is_sample(change.id), !is_shared, "{}", change.kind.name());
                    check_change(change, &ids, &setting);
                }
            }
        }
    }

    fn check_change(change: &Change, ids: &HashSet<Id>, setting: &Setting) {
        use crate::domain::value::Value;
        let bytes = change.stamped(Stamp::default()).encode();
        let record = RecordView::new(&bytes).expect("an encoded record can be read");
        assert_eq!(change.kind.check(&record, &NoNeighbours), Vec::new(), "{change:?}");
        for (number, value) in &change.fields {
            let field = change.kind.field(*number).expect("a field of the table");
            assert!(field.applies(&record), "{} does not apply", field.name);
            assert_eq!(parse::tidied(field, value.clone()).as_ref(), Ok(value), "{}", field.name);
            match value {
                Value::Link(id) => assert!(ids.contains(id) || *id == setting.member.0, "{} leads nowhere", field.name),
                Value::Instant(at) if *number != crate::domain::interaction::WHEN => assert!(*at <= setting.now),
                Value::Emails(list) => assert!(list.iter().all(|one| one.value.as_str().ends_with("example.com"))),
                Value::Phones(list) => assert!(list.iter().all(|one| one.value.as_str().starts_with("+44 1632 960"))),
                _ => {}
            }
        }
    }
}
