//! What a campaign came to: how many were reached, answered and bought, what that cost, and whether those who were
//! contacted bought more than those who were held out.
//!
//! Everybody who was to be contacted counts in every share, whether the campaign got to them or not: those held out were
//! drawn from the same people, so nothing else compares like with like (the principle of intention to treat).

use crate::domain::proportions::{self, Estimate, Part, Test};
use crate::domain::recipient::{groups, results};
use crate::domain::value::Money;
use borsh::{BorshDeserialize, BorshSerialize};

/// A result may be called one when its probability by chance is below this.
const SIGNIFICANT: f64 = 0.05;
/// A difference within this, either way, is none that matters: one percentage point.
const TOO_SMALL_TO_MATTER: f64 = 0.01;
/// Seen rates closer than this say nothing about the difference to look for.
const AS_GOOD_AS_EQUAL: f64 = 0.001;

/// The people of one group by what came of them. Everybody is counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct GroupTally {
    /// All.
    pub people: u64,
    /// The campaign got to them, and no more is known.
    pub reached: u64,
    /// They answered, and no more.
    pub responded: u64,
    /// They bought.
    pub converted: u64,
    /// It did not get to them.
    pub bounced: u64,
    /// They asked not to be contacted again.
    pub opted_out: u64,
}

/// The people of a campaign by what came of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct Tally {
    /// Those who are contacted.
    pub contacted: GroupTally,
    /// Those who are held out.
    pub control: GroupTally,
    /// What those who were contacted brought in, in one currency.
    pub revenue: Option<Money>,
    /// What it has cost, where it was written down.
    pub cost: Option<Money>,
    /// Amounts in another currency, which are in no sum.
    pub other_currencies: u64,
}

/// One recipient, as far as results go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// A code of [`groups`].
    pub group: u16,
    /// A code of [`results`].
    pub result: Option<u16>,
    /// What it brought.
    pub value: Option<Money>,
}

/// What a campaign came to.
#[derive(Clone, Debug, PartialEq)]
pub struct CampaignResults {
    /// The share that the campaign got to: everybody with a result but those whom it did not reach.
    pub reach: Option<Estimate>,
    /// The share that answered or bought.
    pub response: Option<Estimate>,
    /// The share that bought.
    pub conversion: Option<Estimate>,
    /// The share that bought of those held out.
    pub control_conversion: Option<Estimate>,
    /// The difference of the two, where there are both groups.
    pub lift: Option<Lift>,
    /// The cost of each who answered or bought.
    pub cost_of_response: Option<Money>,
    /// The cost of each who bought.
    pub cost_of_conversion: Option<Money>,
    /// (revenue − cost) ÷ cost.
    pub return_on_cost: Option<f64>,
    /// What to make of it.
    pub verdict: Verdict,
}

/// How much more those contacted bought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lift {
    /// The difference of the two shares with Newcombe's 95 % interval.
    pub difference: Estimate,
    /// The difference as a share of the share of those held out; nothing where none of them bought.
    pub relative: Option<f64>,
    /// The probability of such a difference by chance, two-sided.
    pub probability: f64,
    /// By which test.
    pub test: Test,
}

/// What to make of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nobody is in it, so there is nothing to tell.
    Nobody,
    /// Nobody is held out, so nobody knows what would have happened anyway.
    NoControl,
    /// The difference may be chance.
    TooEarly {
        /// How many people each group needs, so that a difference as the one seen is found in four of five trials at the
        /// 5 % level.
        needed: u64,
        /// How many the smaller group is short of that.
        more: u64,
    },
    /// Those contacted bought more, and it is hardly chance.
    Works,
    /// Whatever difference there is is smaller than a percentage point.
    NoDifference,
    /// Those contacted bought less, and it is hardly chance.
    Harms,
}

impl GroupTally {
    fn count(&mut self, result: Option<u16>) {
        self.people += 1;
        match result {
            Some(results::REACHED) => self.reached += 1,
            Some(results::RESPONDED) => self.responded += 1,
            Some(results::CONVERTED) => self.converted += 1,
            Some(results::BOUNCED) => self.bounced += 1,
            Some(results::OPTED_OUT) => self.opted_out += 1,
            _ => {}
        }
    }

    /// Those whom the campaign got to.
    pub fn reach(&self) -> Part {
        Part::new(self.reached + self.responded + self.converted + self.opted_out, self.people)
    }

    /// Those who answered or bought.
    pub fn response(&self) -> Part {
        Part::new(self.responded + self.converted, self.people)
    }

    /// Those who bought.
    pub fn conversion(&self) -> Part {
        Part::new(self.converted, self.people)
    }

    /// Those of whom nothing has been written down yet.
    pub fn without_result(&self) -> u64 {
        self.people.saturating_sub(self.reach().count + self.bounced)
    }
}

impl Tally {
    /// Counts recipients. Amounts count in the currency of the cost, else in that of the first amount.
    pub fn of(recipients: impl IntoIterator<Item = Outcome>, cost: Option<Money>) -> Tally {
        let mut tally = Tally { cost, ..Tally::default() };
        for Outcome { group, result, value } in recipients {
            if group == groups::CONTROL {
                tally.control.count(result);
                continue;
            }
            tally.contacted.count(result);
            let Some(value) = value.filter(|value| value.minor != 0) else { continue };
            let currency = cost.or(tally.revenue).map_or(value.currency, |known| known.currency);
            if value.currency == currency {
                let before = tally.revenue.map_or(0, |revenue| revenue.minor);
                tally.revenue = Some(Money::new(before.saturating_add(value.minor), currency));
            } else {
                tally.other_currencies += 1;
            }
        }
        tally
    }

    /// What it came to.
    pub fn results(&self) -> CampaignResults {
        let (contacted, control) = (self.contacted.conversion(), self.control.conversion());
        let cost = self.cost.filter(|cost| cost.minor > 0);
        let each = |people: u64| cost.filter(|_| people > 0).map(|cost| divided(cost, people));
        let lift = lift_of(contacted, control);
        CampaignResults {
            reach: self.contacted.reach().estimate(),
            response: self.contacted.response().estimate(),
            conversion: contacted.estimate(),
            control_conversion: control.estimate(),
            lift,
            cost_of_response: each(self.contacted.response().count),
            cost_of_conversion: each(contacted.count),
            return_on_cost: cost.map(|cost| {
                let revenue = self.revenue.map_or(0, |revenue| revenue.minor);
                (revenue as f64 - cost.minor as f64) / cost.minor as f64
            }),
            verdict: verdict_of(contacted, control, lift),
        }
    }
}

/// An amount divided among people, rounded half up.
fn divided(amount: Money, people: u64) -> Money {
    let (minor, people) = (i128::from(amount.minor), i128::from(people));
    Money::new(i64::try_from((2 * minor + people) / (2 * people)).unwrap_or(i64::MAX), amount.currency)
}

fn lift_of(contacted: Part, control: Part) -> Option<Lift> {
    let difference = proportions::difference(contacted, control)?;
    let (probability, test) = proportions::probability(contacted, control)?;
    let relative = control.share().filter(|share| *share > 0.0).map(|share| difference.value / share);
    Some(Lift { difference, relative, probability, test })
}

/// A difference is called one only when the interval and the test agree on it, so that nothing on the screen contradicts
/// the sentence.
fn verdict_of(contacted: Part, control: Part, lift: Option<Lift>) -> Verdict {
    let Some(lift) = lift else {
        return if contacted.of == 0 && control.of == 0 { Verdict::Nobody } else { Verdict::NoControl };
    };
    let Estimate { value, low, high } = lift.difference;
    if lift.probability < SIGNIFICANT && low > 0.0 {
        return Verdict::Works;
    }
    if lift.probability < SIGNIFICANT && high < 0.0 {
        return Verdict::Harms;
    }
    if low >= -TOO_SMALL_TO_MATTER && high <= TOO_SMALL_TO_MATTER {
        return Verdict::NoDifference;
    }
    let (one, other) = (contacted.share().unwrap_or(0.0), control.share().unwrap_or(0.0));
    // Equal rates need endless people; then so many as find a percentage point.
    let apart = if value.abs() < AS_GOOD_AS_EQUAL {
        if one + TOO_SMALL_TO_MATTER <= 1.0 { one + TOO_SMALL_TO_MATTER } else { one - TOO_SMALL_TO_MATTER }
    } else {
        other
    };
    let smaller = contacted.of.min(control.of);
    // Few people may be unsure although as many would do by the rule for many.
    let needed = proportions::needed_in_each(one, apart).unwrap_or(u64::MAX).max(smaller + 1);
    Verdict::TooEarly { needed, more: needed - smaller }
}

/// What is written down when a result comes in: what says less than is known already changes nothing, and who has bought
/// has bought, also when they ask to be left alone afterwards. Nothing when the known result stays.
pub fn result_to_note(known: Option<u16>, new: u16) -> Option<u16> {
    let rank = |result: u16| match result {
        results::REACHED => 1,
        results::RESPONDED => 2,
        results::CONVERTED => 4,
        results::OPTED_OUT => 3,
        // A message that did not arrive says nothing against an answer.
        _ => 0,
    };
    match known {
        None => Some(new),
        Some(known) if known == new => None,
        Some(known) => (rank(new) > rank(known)).then_some(new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::Currency;
    use proptest::prelude::*;

    fn tally(contacted: (u64, u64), control: (u64, u64)) -> Tally {
        let group = |(converted, people)| GroupTally { people, converted, ..GroupTally::default() };
        Tally { contacted: group(contacted), control: group(control), ..Tally::default() }
    }

    #[test]
    fn what_to_make_of_it() {
        let check = |contacted: (u64, u64), control: (u64, u64), expected: Verdict| {
            let verdict = tally(contacted, control).results().verdict;
            assert_eq!(verdict, expected, "{contacted:?} against {control:?}");
        };
        check((203, 1_692), (25, 423), Verdict::Works);
        check((1_000, 20_000), (1_200, 20_000), Verdict::Harms);
        check((2_000, 40_000), (500, 10_000), Verdict::NoDifference);
        check((52, 400), (8, 100), Verdict::TooEarly { needed: 589, more: 489 });
        check((4, 80), (0, 20), Verdict::TooEarly { needed: 152, more: 132 });
        // Nobody has bought yet: as many as find a percentage point.
        check((0, 80), (0, 20), Verdict::TooEarly { needed: 780, more: 760 });
        // The interval is above zero, Fisher's test does not agree.
        check((7, 12), (2, 12), Verdict::TooEarly { needed: 20, more: 8 });
        check((10, 10), (10, 10), Verdict::TooEarly { needed: 780, more: 770 });
        check((3, 50), (0, 0), Verdict::NoControl);
        check((0, 0), (3, 50), Verdict::NoControl);
        check((0, 0), (0, 0), Verdict::Nobody);
    }

    #[test]
    fn everybody_is_counted_once() {
        let usd = |minor| Some(Money::new(minor, Currency::USD));
        let one = |group, result, value| Outcome { group, result, value };
        let tally = Tally::of(
            [
                one(groups::CONTACTED, None, None),
                one(groups::CONTACTED, Some(results::REACHED), None),
                one(groups::CONTACTED, Some(results::RESPONDED), None),
                one(groups::CONTACTED, Some(results::CONVERTED), usd(15_000)),
                one(groups::CONTACTED, Some(results::CONVERTED), Some(Money::new(900, Currency::EUR))),
                one(groups::CONTACTED, Some(results::BOUNCED), None),
                one(groups::CONTACTED, Some(results::OPTED_OUT), None),
                one(groups::CONTROL, Some(results::CONVERTED), usd(700)),
                one(groups::CONTROL, None, None),
            ],
            usd(5_000),
        );
        assert_eq!(tally.contacted.reach(), Part::new(5, 7));
        assert_eq!(tally.contacted.response(), Part::new(3, 7));
        assert_eq!(tally.contacted.conversion(), Part::new(2, 7));
        assert_eq!(tally.contacted.without_result(), 1);
        assert_eq!(tally.control.conversion(), Part::new(1, 2));
        assert_eq!((tally.revenue, tally.other_currencies), (usd(15_000), 1));
        let results = tally.results();
        assert_eq!((results.cost_of_response, results.cost_of_conversion), (usd(1_667), usd(2_500)));
        assert_eq!(results.return_on_cost, Some(2.0));
    }

    #[test]
    fn a_result_is_only_overtaken_by_a_larger_one() {
        use results::{BOUNCED, CONVERTED, OPTED_OUT, REACHED, RESPONDED};
        let check = |known: Option<u16>, new: u16, expected: Option<u16>| {
            assert_eq!(result_to_note(known, new), expected, "{known:?} then {new}");
        };
        check(None, BOUNCED, Some(BOUNCED));
        check(Some(BOUNCED), REACHED, Some(REACHED));
        check(Some(REACHED), BOUNCED, None);
        check(Some(REACHED), RESPONDED, Some(RESPONDED));
        check(Some(RESPONDED), REACHED, None);
        check(Some(RESPONDED), OPTED_OUT, Some(OPTED_OUT));
        check(Some(CONVERTED), OPTED_OUT, None);
        check(Some(OPTED_OUT), CONVERTED, Some(CONVERTED));
        check(Some(CONVERTED), CONVERTED, None);
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(numbers in prop::array::uniform4(0_u64..5_000), cost in -10_i64..1_000) {
            let mut tally = tally((numbers[0], numbers[1]), (numbers[2], numbers[3]));
            tally.cost = Some(Money::new(cost, Currency::USD));
            let results = tally.results();
            prop_assert_eq!(results.lift.is_some(), numbers[1] > 0 && numbers[3] > 0);
            if let Verdict::TooEarly { needed, more } = results.verdict {
                prop_assert_eq!(needed, more + numbers[1].min(numbers[3]));
                prop_assert!(more > 0);
            }
        }

        #[test]
        fn noting_the_same_twice_changes_nothing_the_second_time(known in prop::option::of(1_u16..6), new in 1_u16..6) {
            let after = result_to_note(known, new).or(known);
            prop_assert_eq!(result_to_note(after, new), None);
        }
    }
}
