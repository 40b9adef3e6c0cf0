//! Chance that can be had again.

/// Chance from a seed: splitmix64, so that a failure can be had again.
pub struct Chance(u64);

impl Chance {
    /// From `BURROW_SEED`, or always the same.
    pub fn from_environment() -> Self {
        Chance(std::env::var("BURROW_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_123))
    }

    /// The seed as it stands.
    pub fn seed(&self) -> u64 {
        self.0
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number from 0 to below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }
}
