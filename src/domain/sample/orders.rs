//! What sample customers bought: a year and a half of it, in the habits that real customers have.

use super::chance::Chance;
use super::{Numbers, Setting};
use crate::domain::change::Change;
use crate::domain::id::Id;
use crate::domain::order::{self, statuses};
use crate::domain::record::Kind;
use crate::domain::value::{Day, Money, Value};

/// How somebody buys.
#[derive(Clone, Copy)]
enum Habit {
    /// Often, until now.
    Loyal,
    /// Once a quarter or so.
    Steady,
    /// For the first time not long ago.
    New,
    /// Much, until half a year ago.
    Fading,
    /// Once, long ago.
    Once,
}

/// In a mix of twelve customers.
const MIX: [Habit; 12] = [
    Habit::Loyal,
    Habit::Once,
    Habit::New,
    Habit::Steady,
    Habit::Fading,
    Habit::Once,
    Habit::Loyal,
    Habit::New,
    Habit::Once,
    Habit::Steady,
    Habit::Fading,
    Habit::New,
];

/// How far back the first orders lie, in days.
const BACK: i32 = 540;

pub(super) fn orders(setting: &Setting, chance: &mut Chance, numbers: &mut Numbers, customers: &[Id]) -> Vec<Change> {
    let Some(today) = setting.today.days_since_1970() else { return Vec::new() };
    let mut days: Vec<(i32, Id, i64)> = Vec::new();
    for (index, customer) in customers.iter().enumerate() {
        // A few customers have not bought anything yet.
        if index % 9 == 8 {
            continue;
        }
        let habit = MIX[index % MIX.len()];
        for ago in days_ago(habit, chance) {
            let factor = match habit {
                Habit::Fading => 220,
                Habit::Loyal => 120,
                _ => 80,
            };
            days.push((today - ago, *customer, factor));
        }
    }
    days.sort_unstable_by_key(|(day, ..)| *day);
    let order = |(place, (day, customer, factor)): (usize, (i32, Id, i64))| {
        let (from, to) = setting.trade.order_amounts();
        let amount = chance.between(from, to) * factor / 100;
        // Prices end in .00 or .50, as on most price lists.
        let minor = amount * 100 + 50 * chance.between(0, 1);
        Change::edit(
            Kind::Order,
            numbers.next(),
            vec![
                (order::NUMBER, Value::Text(format!("S-{}", 1_001 + place))),
                (order::CUSTOMER, Value::Link(customer)),
                (order::DAY, Day::from_days_since_1970(day).map_or(Value::Empty, Value::Day)),
                (order::QUANTITY, Value::Integer(chance.between(1, 4))),
                (order::AMOUNT, Value::Money(in_currency(setting, minor))),
                (order::STATUS, Value::Choice(if day + 7 > today { statuses::CONFIRMED } else { statuses::COMPLETED })),
            ],
        )
    };
    days.into_iter().enumerate().map(order).collect()
}

/// An amount in hundredths, in the units that the currency has.
pub(super) fn in_currency(setting: &Setting, hundredths: i64) -> Money {
    let scaled = match setting.currency.decimals() {
        0 => hundredths / 100,
        3 => hundredths * 10,
        _ => hundredths,
    };
    Money::new(scaled, setting.currency)
}

/// How many days ago each order lies.
fn days_ago(habit: Habit, chance: &mut Chance) -> Vec<i32> {
    let (from, to, gap) = match habit {
        Habit::Loyal => (chance.between(2, 20), i64::from(BACK), (28, 48)),
        Habit::Steady => (chance.between(10, 70), i64::from(BACK), (70, 110)),
        Habit::New => (chance.between(1, 15), 60, (14, 30)),
        Habit::Fading => (chance.between(170, 230), i64::from(BACK), (25, 45)),
        Habit::Once => {
            let day = chance.between(250, 520);
            (day, day, (1, 1))
        }
    };
    let mut ago = from;
    let mut days = Vec::new();
    while ago <= to {
        days.push(i32::try_from(ago).unwrap_or(0));
        ago += chance.between(gap.0, gap.1);
    }
    days
}
