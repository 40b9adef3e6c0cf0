//! Postings: in which documents a token stands, and how much it counts there.

use super::index::MAXIMUM_SLOT;
use super::ranking::{RANK_BITS, Rank};

/// A slot in the high bits and the rank of the token's field in the low ones, four bytes together: there are millions
/// of these. Postings order by slot. A posting of rank [`Rank::VACANT`] stands for nothing: removing a token from a
/// document only blanks the rank, since closing the gap would move half of a long list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting(u32);

impl Posting {
    pub(super) fn new(slot: u32, rank: Rank) -> Posting {
        debug_assert!(slot <= MAXIMUM_SLOT);
        Posting(slot << RANK_BITS | u32::from(rank.0))
    }

    pub(super) fn slot(self) -> u32 {
        self.0 >> RANK_BITS
    }

    pub(super) fn rank(self) -> Rank {
        Rank((self.0 & ((1 << RANK_BITS) - 1)) as u8)
    }

    fn is_vacant(self) -> bool {
        self.rank() == Rank::VACANT
    }
}

/// The postings of one token by rising slot. Most tokens stand in one document and need no list.
#[derive(Debug)]
pub(super) enum Postings {
    One(Posting),
    Many(Vec<Posting>),
}

impl Postings {
    pub(super) fn as_slice(&self) -> &[Posting] {
        match self {
            Postings::One(posting) => std::slice::from_ref(posting),
            Postings::Many(postings) => postings,
        }
    }

    /// Puts a posting in, in place of the one that its slot had, and says how the number of vacancies changed.
    pub(super) fn put(&mut self, posting: Posting) -> Change {
        match self {
            Postings::One(only) if only.slot() == posting.slot() || only.is_vacant() => {
                let was_vacant = only.is_vacant();
                *only = posting;
                if was_vacant { Change::Filled } else { Change::Replaced }
            }
            Postings::One(only) => {
                let mut both = vec![*only, posting];
                both.sort_unstable();
                *self = Postings::Many(both);
                Change::Added
            }
            Postings::Many(postings) => {
                if postings.last().is_none_or(|last| last.slot() < posting.slot()) {
                    postings.push(posting);
                    return Change::Added;
                }
                let position = postings.partition_point(|other| other.slot() < posting.slot());
                match postings.get_mut(position) {
                    Some(other) if other.slot() == posting.slot() || other.is_vacant() => {
                        let was_vacant = other.is_vacant();
                        *other = posting;
                        if was_vacant { Change::Filled } else { Change::Replaced }
                    }
                    _ => {
                        postings.insert(position, posting);
                        Change::Added
                    }
                }
            }
        }
    }

    /// Blanks the posting of a slot and says whether there was one.
    pub(super) fn vacate(&mut self, slot: u32) -> bool {
        let posting = match self {
            Postings::One(only) => Some(only),
            Postings::Many(postings) => {
                let position = postings.partition_point(|posting| posting.slot() < slot);
                postings.get_mut(position)
            }
        };
        match posting {
            Some(posting) if posting.slot() == slot && !posting.is_vacant() => {
                *posting = Posting::new(slot, Rank::VACANT);
                true
            }
            _ => false,
        }
    }

    /// The postings without vacancies and without spare room; nothing when none is left.
    pub(super) fn compacted(self) -> Option<Postings> {
        match self {
            Postings::One(posting) => (!posting.is_vacant()).then_some(Postings::One(posting)),
            Postings::Many(mut postings) => {
                postings.retain(|posting| !posting.is_vacant());
                match postings.as_slice() {
                    [] => None,
                    [only] => Some(Postings::One(*only)),
                    _ => {
                        postings.shrink_to_fit();
                        Some(Postings::Many(postings))
                    }
                }
            }
        }
    }

    /// Bytes on the heap beyond the value itself.
    pub(super) fn memory_bytes(&self) -> usize {
        match self {
            Postings::One(_) => 0,
            // The allocator keeps a word or two of its own beside each block.
            Postings::Many(postings) => postings.capacity() * size_of::<Posting>() + 8,
        }
    }
}

/// What putting a posting in did to the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// There is one more posting.
    Added,
    /// A vacancy was filled.
    Filled,
    /// The slot's own posting was replaced.
    Replaced,
}
