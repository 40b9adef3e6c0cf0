//! The work on sample customers: deals, tickets, tasks, interactions, a campaign.

use super::chance::Chance;
use super::orders::in_currency;
use super::trades::in_language;
use super::{Numbers, Setting};
use crate::domain::change::Change;
use crate::domain::entity::CREATED;
use crate::domain::id::Id;
use crate::domain::record::Kind;
use crate::domain::value::{Day, Value};
use crate::domain::{campaign, deal, interaction, recipient, task, ticket};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// How deals are spread over the stages, by the place of the stage: 3 is won, 4 is lost.
const SPREAD: [usize; 28] = [0, 3, 1, 3, 2, 0, 3, 3, 4, 1, 3, 3, 0, 3, 2, 3, 4, 0, 3, 1, 3, 3, 0, 2, 3, 4, 1, 3];
/// The reason of a lost sample deal: its price.
const PRICE: u16 = 1;
/// Of so many customers in the campaign one is held out.
const ONE_HELD_OUT: usize = 5;

struct Maker<'a> {
    setting: &'a Setting,
    chance: &'a mut Chance,
    numbers: &'a mut Numbers,
    customers: &'a [Id],
    changes: Vec<Change>,
}

pub(super) fn work(
    setting: &Setting,
    chance: &mut Chance,
    numbers: &mut Numbers,
    customers: &[Id],
    stages: &[Id],
) -> Vec<Change> {
    let mut maker = Maker { setting, chance, numbers, customers, changes: Vec::new() };
    maker.deals(stages);
    maker.tickets();
    maker.talks();
    maker.tasks();
    maker.campaign();
    maker.changes
}

impl Maker<'_> {
    fn add(&mut self, kind: Kind, fields: Vec<(u16, Value)>) -> Id {
        let id = self.numbers.next();
        self.changes.push(Change::edit(kind, id, fields));
        id
    }

    fn text(&self, words: (&'static str, &'static str)) -> Value {
        Value::Text(in_language(words, self.setting.language).to_owned())
    }

    fn customer(&mut self) -> Value {
        Value::Link(self.chance.pick(self.customers))
    }

    fn member(&self) -> Value {
        Value::Link(self.setting.member.0)
    }

    /// A day so many days from today.
    fn day(&self, after: i64) -> Value {
        let day = self.setting.today.days_since_1970().zip(i32::try_from(after).ok());
        day.and_then(|(today, after)| Day::from_days_since_1970(today + after)).map_or(Value::Empty, Value::Day)
    }

    /// A moment so many milliseconds ago.
    fn ago(&self, milliseconds: i64) -> Value {
        Value::Instant(self.setting.now - milliseconds)
    }

    fn deals(&mut self, stages: &[Id]) {
        if stages.len() < 2 {
            return;
        }
        let topics = self.setting.trade.deals();
        for (place, spread) in SPREAD.into_iter().enumerate() {
            let (words, amount) = topics[place % topics.len()];
            let (won, lost) = (stages.len() - 2, stages.len() - 1);
            let stage = match spread {
                3 => won,
                4 => lost,
                open => open.min(won.saturating_sub(1)),
            };
            let is_over = spread >= 3;
            let made = if is_over { self.chance.between(20, 360) } else { self.chance.between(20, 140) };
            let amount = amount * self.chance.between(60, 140);
            let customer = self.customer();
            let mut fields = vec![
                (deal::NAME, self.text(words)),
                (deal::CUSTOMER, customer),
                (deal::STAGE, Value::Link(stages[stage])),
                (deal::AMOUNT, Value::Money(in_currency(self.setting, amount))),
                (deal::OWNER, self.member()),
                (CREATED, self.ago(made * DAY)),
            ];
            if stage >= won {
                let ago = self.chance.between((made - 60).max(2), made);
                let closed = self.ago(ago * DAY);
                fields.push((deal::CLOSED, closed.clone()));
                fields.push((deal::STAGE_SINCE, closed));
            } else {
                let since = self.chance.between(1, made.min(45)) * DAY;
                let (close, next_due) = (self.chance.between(-6, 60), self.chance.between(-2, 14));
                fields.push((deal::EXPECTED_CLOSE, self.day(close)));
                fields.push((deal::STAGE_SINCE, self.ago(since)));
                if place % 3 != 1 {
                    let tasks = self.setting.trade.tasks();
                    let next = self.chance.pick(tasks);
                    fields.push((deal::NEXT_STEP, self.text(next)));
                    fields.push((deal::NEXT_STEP_DUE, self.day(next_due)));
                }
            }
            if stage == lost {
                fields.push((deal::LOST_REASON, Value::Choice(PRICE)));
            }
            self.add(Kind::Deal, fields);
        }
    }

    fn tickets(&mut self) {
        use ticket::{priorities, statuses};
        const STATES: [(u16, u16, i64); 7] = [
            (statuses::NEW, priorities::URGENT, 2),
            (statuses::OPEN, priorities::HIGH, 30),
            (statuses::WAITING_FOR_CUSTOMER, priorities::NORMAL, 50),
            (statuses::SOLVED, priorities::NORMAL, 120),
            (statuses::NEW, priorities::NORMAL, 5),
            (statuses::SOLVED, priorities::HIGH, 300),
            (statuses::OPEN, priorities::LOW, 20),
        ];
        let topics = self.setting.trade.tickets();
        for (place, (status, priority, hours)) in STATES.into_iter().enumerate() {
            let (subject, description) = topics[place % topics.len()];
            let customer = self.customer();
            let mut fields = vec![
                (ticket::SUBJECT, self.text(subject)),
                (ticket::DESCRIPTION, self.text(description)),
                (ticket::CUSTOMER, customer),
                (ticket::PRIORITY, Value::Choice(priority)),
                (ticket::STATUS, Value::Choice(status)),
                (ticket::ASSIGNEE, self.member()),
                (ticket::CHANNEL, Value::Choice(1 + u16::try_from(place % 3).unwrap_or(0))),
                (CREATED, self.ago(hours * HOUR)),
            ];
            if status != statuses::NEW {
                fields.push((ticket::FIRST_RESPONSE_AT, self.ago((hours - 1) * HOUR)));
                fields.push((ticket::FIRST_RESPONSE_TOOK, Value::Integer(60)));
            }
            if status == statuses::SOLVED {
                let took = self.chance.between(3, 20);
                let closed = self.ago((hours - took) * HOUR);
                fields.push((ticket::CLOSED_AT, closed.clone()));
                fields.push((ticket::STOPPED_SINCE, closed));
                fields.push((ticket::RESOLUTION_TOOK, Value::Integer(took * 60)));
                fields.push((ticket::SATISFACTION, Value::Choice(if place == 3 { 5 } else { 4 })));
            }
            if status == statuses::WAITING_FOR_CUSTOMER {
                fields.push((ticket::STOPPED_SINCE, self.ago((hours - 6) * HOUR)));
            }
            self.add(Kind::Ticket, fields);
        }
    }

    fn talks(&mut self) {
        use interaction::{directions, statuses, types};
        const TYPES: [u16; 4] = [types::CALL, types::MEETING, types::EMAIL, types::NOTE];
        let topics = self.setting.trade.talks();
        for place in 0..40 {
            let (subject, words) = self.chance.pick(topics);
            let kind = TYPES[place % TYPES.len()];
            // Two of them are still to come, today and tomorrow.
            let is_planned = place < 2;
            let when = if is_planned {
                self.setting.now + if place == 0 { 2 * HOUR } else { DAY }
            } else {
                self.setting.now - self.chance.between(1, 150) * DAY - self.chance.between(0, 8) * HOUR
            };
            let status = if is_planned { statuses::PLANNED } else { statuses::HELD };
            let direction = if place % 3 == 0 { directions::INCOMING } else { directions::OUTGOING };
            let customer = self.customer();
            let mut fields = vec![
                (interaction::SUBJECT, self.text(subject)),
                (interaction::TYPE, Value::Choice(kind)),
                (interaction::WHEN, Value::Instant(when)),
                (interaction::STATUS, Value::Choice(status)),
                (interaction::DIRECTION, Value::Choice(direction)),
                (interaction::CUSTOMER, customer),
                (interaction::MEMBER, self.member()),
            ];
            if !is_planned {
                fields.push((interaction::TEXT, self.text(words)));
            }
            if matches!(kind, types::CALL | types::MEETING) {
                fields.push((interaction::DURATION, Value::Integer(self.chance.between(1, 9) * 5)));
            }
            self.add(Kind::Interaction, fields);
        }
    }

    fn tasks(&mut self) {
        use task::{priorities, statuses};
        let topics = self.setting.trade.tasks();
        for place in 0..12 {
            let words = topics[place % topics.len()];
            let is_done = place >= 8;
            let due = if is_done { self.chance.between(-30, -1) } else { self.chance.between(-2, 12) };
            let due = if place == 0 { 0 } else { due };
            let customer = self.customer();
            let mut fields = vec![
                (task::NAME, self.text(words)),
                (task::DUE, self.day(due)),
                (task::STATUS, Value::Choice(if is_done { statuses::DONE } else { statuses::OPEN })),
                (task::PRIORITY, Value::Choice(if place % 5 == 0 { priorities::HIGH } else { priorities::NORMAL })),
                (task::OWNER, self.member()),
                (task::CUSTOMER, customer),
            ];
            if is_done {
                fields.push((task::COMPLETED, self.ago((1 - due) * DAY)));
            }
            self.add(Kind::Task, fields);
        }
    }

    /// A campaign that is over, with what came of it.
    fn campaign(&mut self) {
        use recipient::{groups, results};
        let (name, goal) = self.setting.trade.campaign();
        let campaign = self.add(
            Kind::Campaign,
            vec![
                (campaign::NAME, self.text(name)),
                (campaign::GOAL, self.text(goal)),
                (campaign::TYPE, Value::Choice(1)),
                (campaign::STATUS, Value::Choice(campaign::statuses::COMPLETE)),
                (campaign::START, self.day(-70)),
                (campaign::END, self.day(-40)),
                (campaign::BUDGET, Value::Money(in_currency(self.setting, 60_000))),
                (campaign::COST, Value::Money(in_currency(self.setting, 41_500))),
                (campaign::CONTROL_SHARE, Value::Integer(20)),
                (campaign::OWNER, self.member()),
            ],
        );
        for (place, customer) in self.customers.iter().enumerate() {
            let is_held_out = place % ONE_HELD_OUT == 4;
            let mut fields = vec![
                (recipient::CAMPAIGN, Value::Link(campaign)),
                (recipient::CUSTOMER, Value::Link(*customer)),
                (recipient::GROUP, Value::Choice(if is_held_out { groups::CONTROL } else { groups::CONTACTED })),
            ];
            let result = match self.chance.below(8) {
                0 | 1 => Some(results::CONVERTED),
                2 if !is_held_out => Some(results::RESPONDED),
                3 if !is_held_out => None,
                _ if is_held_out => None,
                _ => Some(results::REACHED),
            };
            if let Some(result) = result {
                fields.push((recipient::RESULT, Value::Choice(result)));
                let ago = self.chance.between(38, 65);
                fields.push((recipient::RESULT_AT, self.ago(ago * DAY)));
                if result == results::CONVERTED {
                    let amount = self.chance.between(3_000, 24_000);
                    fields.push((recipient::VALUE, Value::Money(in_currency(self.setting, amount))));
                }
            }
            self.add(Kind::Recipient, fields);
        }
    }
}
