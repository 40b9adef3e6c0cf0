//! Scores of documents while a query is answered, in arrays over all slots: adding to one is a single write, and the
//! arrays of 100,000 slots fit the processor's cache.

use super::postings::Posting;
use super::ranking;

/// Stands for matches in more than one field.
const SEVERAL_FIELDS: u8 = u8::MAX;

/// The best match that each document has for one needle.
pub(super) struct Matches {
    /// By slot: the quality of the best match above the rank of its field; 0 where there is none.
    best: Vec<u32>,
    slots: Vec<u32>,
}

impl Matches {
    pub(super) fn new(slot_count: usize) -> Matches {
        Matches { best: vec![0; slot_count], slots: Vec::new() }
    }

    /// Takes a match into account that is as near as `closeness` says, in 256ths. A vacant posting changes nothing.
    pub(super) fn add(&mut self, posting: Posting, closeness: u32) {
        let rank = posting.rank();
        let quality = rank.value() * closeness;
        let candidate = if quality == 0 { 0 } else { quality << 8 | u32::from(rank.0) };
        let slot = posting.slot();
        if let Some(best) = self.best.get_mut(slot as usize)
            && candidate > *best
        {
            if *best == 0 {
                self.slots.push(slot);
            }
            *best = candidate;
        }
    }

    /// The scores of these matches among that many documents.
    pub(super) fn scored(self, document_count: usize) -> Scores {
        let rarity = ranking::rarity(self.slots.len(), document_count);
        let mut points = self.best;
        let mut fields = vec![0; points.len()];
        for slot in &self.slots {
            let best = points[*slot as usize];
            fields[*slot as usize] = best as u8;
            points[*slot as usize] = (best >> 8) * rarity;
        }
        Scores { points, fields, slots: self.slots }
    }
}

/// The documents that match a part of the query, each with its points.
pub(super) struct Scores {
    /// By slot; 0 where the document does not match.
    points: Vec<u32>,
    /// By slot: the rank of the one field that all matches are in, or [`SEVERAL_FIELDS`].
    fields: Vec<u8>,
    /// The slots that match, in no order.
    slots: Vec<u32>,
}

impl Scores {
    pub(super) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The slots that match, in no order.
    pub(super) fn slots(&self) -> &[u32] {
        &self.slots
    }

    pub(super) fn points(&self, slot: u32) -> u32 {
        self.points[slot as usize]
    }

    /// The slots that match, in rising order.
    pub(super) fn sorted_slots(&self) -> Vec<u32> {
        (0..self.points.len() as u32).filter(|slot| self.points(*slot) > 0).collect()
    }

    /// The documents that match both; their points are added.
    pub(super) fn and(mut self, other: &Scores) -> Scores {
        let (points, fields) = (&mut self.points, &mut self.fields);
        self.slots.retain(|slot| {
            let slot = *slot as usize;
            if other.points[slot] == 0 {
                points[slot] = 0;
                return false;
            }
            points[slot] = points[slot].saturating_add(other.points[slot]);
            if fields[slot] != other.fields[slot] {
                fields[slot] = SEVERAL_FIELDS;
            }
            true
        });
        self
    }

    /// The documents that match either; the better points count.
    pub(super) fn or(mut self, other: &Scores) -> Scores {
        for slot in &other.slots {
            let place = *slot as usize;
            if self.points[place] == 0 {
                self.slots.push(*slot);
            }
            if other.points[place] > self.points[place] {
                self.points[place] = other.points[place];
                self.fields[place] = other.fields[place];
            }
        }
        self
    }

    /// The mean of points that were added up over several needles, so that a word of many parts counts as one word.
    pub(super) fn divided(mut self, needle_count: usize) -> Scores {
        let divisor = needle_count.max(1) as u32;
        if divisor > 1 {
            for slot in &self.slots {
                let points = &mut self.points[*slot as usize];
                *points = (*points / divisor).max(1);
            }
        }
        self
    }

    /// The same with more points for documents whose matches are all in one field.
    pub(super) fn favouring_one_field(mut self) -> Scores {
        for slot in &self.slots {
            let place = *slot as usize;
            if self.fields[place] != SEVERAL_FIELDS {
                self.points[place] = ranking::in_one_field(self.points[place]);
            }
        }
        self
    }
}
