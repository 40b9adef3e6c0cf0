//! How long things take in this session: a small histogram for each kind of work, kept in memory and forgotten with it.

use borsh::{BorshDeserialize, BorshSerialize};

/// Work that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum Timed {
    /// Saving a change: from its arrival in the engine to the word of the disk that it is there for good.
    Commit,
    /// Finding, sorting and reading the rows of a list that is not searched.
    Query,
    /// The same for what was typed into a search field.
    Search,
    /// Moving the journal into pages.
    Fold,
}

impl Timed {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Timed; 4] = [Timed::Commit, Timed::Query, Timed::Search, Timed::Fold];
}

/// What is known of one kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct TimingFigures {
    /// The work.
    pub what: Timed,
    /// How often it was done in this session.
    pub count: u64,
    /// Half of the times were not longer than this, in microseconds, rounded up by at most an eighth.
    pub p50: u64,
    /// The same of 95 in 100.
    pub p95: u64,
    /// The same of 99 in 100.
    pub p99: u64,
    /// The longest one, in microseconds.
    pub longest: u64,
}

/// Eight steps between a power of two and the next.
const STEPS_BITS: u32 = 3;
const STEPS: usize = 1 << STEPS_BITS;
/// The last step holds everything from about two minutes on.
const BUCKETS: usize = 25 * STEPS;

/// How often which time was taken. Its size does not depend on how much is counted.
#[derive(Clone, Debug)]
struct Histogram {
    counts: [u32; BUCKETS],
    count: u64,
    longest: u64,
}

impl Default for Histogram {
    fn default() -> Histogram {
        Histogram { counts: [0; BUCKETS], count: 0, longest: 0 }
    }
}

/// The step that a time falls in: below 8 one for each microsecond, then eight for each doubling.
fn bucket_of(microseconds: u64) -> usize {
    let power = microseconds.max(1).ilog2();
    let place = if power < STEPS_BITS {
        microseconds
    } else {
        let within = (microseconds >> (power - STEPS_BITS)) & (STEPS as u64 - 1);
        u64::from(power - STEPS_BITS + 1) * STEPS as u64 + within
    };
    usize::try_from(place).map_or(BUCKETS - 1, |place| place.min(BUCKETS - 1))
}

/// The longest time of a step.
fn end_of(bucket: usize) -> u64 {
    if bucket < STEPS {
        return bucket as u64;
    }
    let power = bucket / STEPS - 1;
    ((STEPS + bucket % STEPS + 1) as u64) * (1 << power) - 1
}

impl Histogram {
    fn note(&mut self, microseconds: u64) {
        let count = &mut self.counts[bucket_of(microseconds)];
        *count = count.saturating_add(1);
        self.count += 1;
        self.longest = self.longest.max(microseconds);
    }

    /// The time that so many of a hundred did not pass (the nearest-rank percentile, at the resolution of a step).
    fn percentile(&self, of_hundred: u64) -> u64 {
        let rank = (self.count * of_hundred).div_ceil(100).max(1);
        let mut seen = 0;
        for (bucket, count) in self.counts.iter().enumerate() {
            seen += u64::from(*count);
            if seen >= rank {
                let is_last = bucket == BUCKETS - 1;
                return if is_last { self.longest } else { end_of(bucket).min(self.longest) };
            }
        }
        self.longest
    }
}

/// The times of this session.
#[derive(Clone, Debug, Default)]
pub struct Timings {
    histograms: [Histogram; Timed::ALL.len()],
}

impl Timings {
    /// Notes how long one took, in milliseconds.
    pub fn note(&mut self, what: Timed, milliseconds: f64) {
        // `as` takes what is no number, or less than nothing, to zero.
        self.histograms[what as usize].note((milliseconds * 1_000.0).round() as u64);
    }

    /// What is known of everything that was done at least once.
    pub fn figures(&self) -> Vec<TimingFigures> {
        let done = Timed::ALL.into_iter().zip(&self.histograms).filter(|(_, times)| times.count > 0);
        done.map(|(what, times)| TimingFigures {
            what,
            count: times.count,
            p50: times.percentile(50),
            p95: times.percentile(95),
            p99: times.percentile(99),
            longest: times.longest,
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_time_lies_in_its_step_and_steps_follow_each_other() {
        let mut last = 0;
        for bucket in 1..BUCKETS - 1 {
            assert_eq!((bucket_of(last), bucket_of(last + 1)), (bucket - 1, bucket), "{last}");
            last = end_of(bucket);
            assert_eq!(bucket_of(last), bucket, "{last}");
        }
        assert_eq!(bucket_of(u64::MAX), BUCKETS - 1);
    }

    #[test]
    fn percentiles_are_those_of_the_nearest_rank() {
        let check = |times: &[f64], expected: (u64, u64, u64, u64)| {
            let mut timings = Timings::default();
            times.iter().for_each(|time| timings.note(Timed::Search, *time));
            let figures = timings.figures();
            let TimingFigures { what, count, p50, p95, p99, longest } = figures[0];
            assert_eq!((figures.len(), what, count), (1, Timed::Search, times.len() as u64));
            assert_eq!((p50, p95, p99, longest), expected, "{times:?}");
        };
        check(&[0.0], (0, 0, 0, 0));
        check(&[0.005], (5, 5, 5, 5));
        // 1,000 lies in the step up to 1,023.
        check(&[1.0, 1.0, 1.0, 2.0], (1_023, 2_000, 2_000, 2_000));
        let hundred: Vec<f64> = (1..=100).map(|number| f64::from(number) / 1_000.0).collect();
        check(&hundred, (51, 95, 100, 100));
        assert_eq!(Timings::default().figures(), []);
    }

    proptest! {
        #[test]
        fn a_percentile_is_at_most_an_eighth_too_long(mut times in prop::collection::vec(0..100_000_000_u64, 1..300)) {
            let mut histogram = Histogram::default();
            times.iter().for_each(|time| histogram.note(*time));
            times.sort_unstable();
            for share in [50, 95, 99] {
                let exact = times[(times.len() * share).div_ceil(100) - 1];
                let told = histogram.percentile(share as u64);
                prop_assert!(told >= exact && told <= exact + exact / 8 + 1, "{told} for {exact}");
            }
        }
    }
}
