/// Random bytes of the quality that keys and nonces need. The engine's binary hands in the browser's.
pub trait Chance {
    /// Fills all of `bytes`.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ChanceFailed>;
}

/// No random bytes could be had. Nothing is sealed without them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the browser gave no random bytes")]
pub struct ChanceFailed;
