//! Medians and percentiles of measured times, and how they are written.

/// The middle of the values; of an even number of them the upper one of the two. 0 of none.
pub fn median(values: &[f64]) -> f64 {
    percentile(values, 50)
}

/// The value that so many of a hundred do not pass (nearest rank). 0 of none.
pub fn percentile(values: &[f64], percent: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0.0)
}

/// The median over rounds of one percentile of each round.
pub fn median_of_percentile(rounds: &[Vec<f64>], percent: usize) -> f64 {
    let each: Vec<f64> = rounds.iter().map(|round| percentile(round, percent)).collect();
    median(&each)
}

/// A time with as many digits as it deserves: `12.3 s`, `340 ms`, `4.6 ms`.
pub fn time(milliseconds: f64) -> String {
    if milliseconds >= 10_000.0 {
        format!("{:.1} s", milliseconds / 1000.0)
    } else if milliseconds >= 1000.0 {
        format!("{:.2} s", milliseconds / 1000.0)
    } else if milliseconds >= 100.0 {
        format!("{milliseconds:.0} ms")
    } else {
        format!("{milliseconds:.1} ms")
    }
}

/// A size in thousands of bytes.
pub fn kilobytes(bytes: f64) -> String {
    format!("{:.0} kB", bytes / 1000.0)
}

/// A size in millions of bytes.
pub fn megabytes(bytes: f64) -> String {
    format!("{:.0} MB", bytes / 1_000_000.0)
}

/// How many times as large.
pub fn times(ratio: f64) -> String {
    if ratio >= 10.0 { format!("{ratio:.0}×") } else { format!("{ratio:.1}×") }
}

/// How far a value that should be at most `limit` is from it.
pub fn at_most(value: f64, limit: f64) -> String {
    if value <= limit { "met".to_owned() } else { format!("{} too much", times(value / limit)) }
}

/// How far a value that should be at least `limit` is from it.
pub fn at_least(value: f64, limit: f64) -> String {
    if value >= limit { "met".to_owned() } else { format!("{} short", times(limit / value)) }
}
