//! The index itself.

use super::dictionary::Dictionary;
use super::fold::fold_into;
use super::numbers::{self, Numbers};
use super::postings::{Change, Posting, Postings};
use super::query::{Needle, Query, Word};
use super::ranking::{RANK_BITS, Rank, Weight, closeness, closeness_of_digits};
use super::scores::{Matches, Scores};
use super::tokens::{self, TextKind};

/// The greatest slot that can be indexed: 67 million documents, more than a tab has memory for.
pub const MAXIMUM_SLOT: u32 = (1 << (32 - RANK_BITS)) - 1;

/// Marks a reference of a document as the position of a number rather than the number of a token.
const NUMBER: u32 = 1 << 31;

/// Vacancies that may stay however small the index is.
const TOLERATED_VACANCIES: usize = 4096;

/// Ranked full-text search over documents that are known by their slots, small numbers without large gaps.
///
/// The index is right after every [`SearchIndex::set`] and [`SearchIndex::remove`]; there is no build that has to end
/// first, and a bulk load is so many calls of `set`, which its caller can slice as it likes. Replacing a document
/// touches only the tokens that changed. What is removed leaves vacancies, which are swept when they are a quarter of
/// all; that one call then takes as long as [`SearchIndex::compact`].
#[derive(Debug, Default)]
pub struct SearchIndex {
    dictionary: Dictionary,
    /// By number of the token.
    postings: Vec<Postings>,
    numbers: Numbers,
    /// By slot: the numbers of the document's tokens and, marked, the positions of its telephone numbers.
    documents: Vec<Option<Box<[u32]>>>,
    document_count: usize,
    posting_count: usize,
    vacancy_count: usize,
    buffers: Buffers,
}

/// Memory that is kept from one document to the next.
#[derive(Debug, Default)]
struct Buffers {
    folded: String,
    scratch: String,
    tokens: Vec<(u32, Rank)>,
    references: Vec<u32>,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The slots of the best documents, best first; equally good ones by slot.
    pub slots: Vec<u32>,
    /// How many documents match in all.
    pub total: usize,
}

impl SearchIndex {
    /// An index of no documents.
    pub fn new() -> SearchIndex {
        SearchIndex::default()
    }

    /// How many documents are in the index.
    pub fn len(&self) -> usize {
        self.document_count
    }

    /// Whether the index has no documents.
    pub fn is_empty(&self) -> bool {
        self.document_count == 0
    }

    /// Puts a document in, in place of what its slot held before. Of fields of the same weight, earlier ones count a
    /// little more; empty texts cost nothing. A slot above [`MAXIMUM_SLOT`] is not indexed.
    pub fn set(&mut self, slot: u32, fields: &[(Weight, TextKind, &str)]) {
        if slot > MAXIMUM_SLOT {
            return;
        }
        let place = slot as usize;
        if self.documents.len() <= place {
            self.documents.resize_with(place + 1, || None);
        }
        let previous = self.documents[place].take();
        if previous.is_none() {
            self.document_count += 1;
        }
        self.read_fields(slot, fields);
        self.release(slot, &previous.unwrap_or_default(), true);

        let mut references = std::mem::take(&mut self.buffers.references);
        for &(token, rank) in &self.buffers.tokens {
            let posting = Posting::new(slot, rank);
            references.push(token);
            match self.postings.get_mut(token as usize) {
                Some(postings) => match postings.put(posting) {
                    Change::Added => self.posting_count += 1,
                    Change::Filled => self.vacancy_count -= 1,
                    Change::Replaced => {}
                },
                // Tokens are numbered in the order in which they come, and new ones were sorted by number.
                None => {
                    self.postings.push(Postings::One(posting));
                    self.posting_count += 1;
                }
            }
        }
        self.documents[place] = Some(references.as_slice().into());
        references.clear();
        self.buffers.references = references;
        self.compact_if_due();
    }

    /// Takes a document out; a slot that holds none is left as it is.
    pub fn remove(&mut self, slot: u32) {
        let Some(references) = self.documents.get_mut(slot as usize).and_then(Option::take) else {
            return;
        };
        self.document_count -= 1;
        self.release(slot, &references, false);
        self.compact_if_due();
    }

    /// The best documents for a query, at most `limit`, among those that `filter` lets through.
    ///
    /// Every word of the query must be the beginning of a word of the document, whatever its case and accents. A query
    /// without a word, such as an empty one, matches every document, in the order of slots.
    pub fn search(&self, query: &str, filter: impl Fn(u32) -> bool, limit: usize) -> Found {
        let query = Query::parse(query);
        let Some(scores) = self.evaluate(&query) else {
            let slots: Vec<u32> = self.slots().filter(|slot| filter(*slot)).collect();
            let total = slots.len();
            return Found { slots: slots.into_iter().take(limit).collect(), total };
        };
        let scores = if query.needle_count() > 1 { scores.favouring_one_field() } else { scores };
        // Points are turned round so that the smallest key is the best document, and of equals the smallest slot.
        let mut keys: Vec<u64> = scores
            .slots()
            .iter()
            .filter(|slot| filter(**slot))
            .map(|slot| u64::from(u32::MAX - scores.points(*slot)) << 32 | u64::from(*slot))
            .collect();
        let total = keys.len();
        if limit < total {
            keys.select_nth_unstable(limit);
            keys.truncate(limit);
        }
        keys.sort_unstable();
        Found { slots: keys.into_iter().map(|key| key as u32).collect(), total }
    }

    /// The slots of all documents that match a query, rising, for lists in an order of their own.
    pub fn matches(&self, query: &str) -> Vec<u32> {
        match self.evaluate(&Query::parse(query)) {
            Some(scores) => scores.sorted_slots(),
            None => self.slots().collect(),
        }
    }

    /// Sweeps out what was removed, puts tokens in alphabetical order, which makes short prefixes a little faster to
    /// find, and gives spare memory back. Worth calling after a bulk load, when nobody waits; never necessary.
    pub fn compact(&mut self) {
        let mut old_postings: Vec<Option<Postings>> =
            std::mem::take(&mut self.postings).into_iter().map(Some).collect();
        let mut new_numbers = vec![0; old_postings.len()];
        let mut postings = Vec::with_capacity(old_postings.len());
        self.dictionary = std::mem::take(&mut self.dictionary).compacted(|token| {
            let kept = old_postings.get_mut(token as usize).and_then(Option::take).and_then(Postings::compacted);
            let Some(kept) = kept else { return false };
            new_numbers[token as usize] = postings.len() as u32;
            postings.push(kept);
            true
        });
        postings.shrink_to_fit();
        self.posting_count = postings.iter().map(|postings| postings.as_slice().len()).sum();
        self.vacancy_count = 0;
        self.postings = postings;

        let old = std::mem::take(&mut self.numbers);
        for references in self.documents.iter_mut().flatten() {
            for reference in references {
                *reference = if *reference & NUMBER == 0 {
                    new_numbers[*reference as usize]
                } else {
                    let (digits, owner) = old.get(*reference & !NUMBER);
                    self.numbers.add(digits, owner) | NUMBER
                };
            }
        }
    }

    /// About how many bytes of memory the index takes.
    pub fn memory_bytes(&self) -> usize {
        let documents: usize = self.documents.iter().flatten().map(|references| references.len() * 4 + 8).sum();
        self.dictionary.memory_bytes()
            + self.postings.capacity() * size_of::<Postings>()
            + self.postings.iter().map(Postings::memory_bytes).sum::<usize>()
            + self.numbers.memory_bytes()
            + self.documents.capacity() * size_of::<Option<Box<[u32]>>>()
            + documents
    }

    /// The slots of all documents, rising.
    fn slots(&self) -> impl Iterator<Item = u32> {
        self.documents.iter().enumerate().filter(|(_, document)| document.is_some()).map(|(slot, _)| slot as u32)
    }

    /// Reads the tokens of all fields into `buffers.tokens`, each once with its best rank, sorted by number, and adds
    /// the telephone numbers, whose references go to `buffers.references`.
    fn read_fields(&mut self, slot: u32, fields: &[(Weight, TextKind, &str)]) {
        let Buffers { folded, scratch, tokens, references } = &mut self.buffers;
        tokens.clear();
        references.clear();
        for (position, (weight, kind, text)) in fields.iter().enumerate() {
            let rank = Rank::new(*weight, position);
            folded.clear();
            fold_into(text, folded);
            let mut emit = |token: &str| tokens.push((self.dictionary.intern(token.as_bytes()), rank));
            match kind {
                TextKind::Text => tokens::for_each_token(folded, scratch, &mut emit),
                TextKind::Phone => {
                    for word in folded.split_whitespace().filter(|word| word.contains(char::is_alphabetic)) {
                        tokens::for_each_token(word, scratch, &mut emit);
                    }
                    numbers::for_each_number(folded, &mut |digits| {
                        references.push(self.numbers.add(digits, Posting::new(slot, rank)) | NUMBER);
                    });
                }
            }
        }
        tokens.sort_unstable_by_key(|(token, rank)| (*token, std::cmp::Reverse(*rank)));
        tokens.dedup_by_key(|(token, _)| *token);
    }

    /// Takes what a document refers to out of the postings and numbers, but for tokens that it is about to have again.
    fn release(&mut self, slot: u32, references: &[u32], spare_buffered: bool) {
        for reference in references {
            if reference & NUMBER != 0 {
                self.numbers.remove(reference & !NUMBER);
                continue;
            }
            if spare_buffered && self.buffers.tokens.binary_search_by_key(reference, |(token, _)| *token).is_ok() {
                continue;
            }
            if let Some(postings) = self.postings.get_mut(*reference as usize)
                && postings.vacate(slot)
            {
                self.vacancy_count += 1;
            }
        }
    }

    fn compact_if_due(&mut self) {
        if self.vacancy_count > self.posting_count / 4 + TOLERATED_VACANCIES
            || self.numbers.vacant() > self.numbers.len() / 2 + TOLERATED_VACANCIES
        {
            self.compact();
        }
    }

    /// The documents that match a query with their points; nothing when the query has no word.
    fn evaluate(&self, query: &Query) -> Option<Scores> {
        let mut all: Option<Scores> = None;
        for word in &query.words {
            let Some(scores) = self.word(word) else { continue };
            let both = match all {
                Some(before) => before.and(&scores),
                None => scores,
            };
            let hopeless = both.is_empty();
            all = Some(both);
            if hopeless {
                break;
            }
        }
        match (all, self.needles(&query.number)) {
            (Some(words), Some(number)) => Some(words.or(&number)),
            (words, number) => words.or(number),
        }
    }

    /// The documents that match a word.
    fn word(&self, word: &Word) -> Option<Scores> {
        match (self.needles(&word.text), self.needles(&word.digits)) {
            (Some(text), Some(digits)) => Some(text.or(&digits)),
            (text, digits) => text.or(digits),
        }
    }

    /// The documents that match all of some needles; nothing when there is no needle.
    fn needles(&self, needles: &[Needle]) -> Option<Scores> {
        let mut all: Option<Scores> = None;
        for needle in needles {
            let scores = self.needle(needle);
            let both = match all {
                Some(before) => before.and(&scores),
                None => scores,
            };
            if both.is_empty() {
                return Some(both);
            }
            all = Some(both);
        }
        all.map(|scores| scores.divided(needles.len()))
    }

    fn needle(&self, needle: &Needle) -> Scores {
        let mut matches = Matches::new(self.documents.len());
        match needle {
            Needle::Prefix(prefix) => self.dictionary.for_each_with_prefix(prefix.as_bytes(), |token, letters| {
                let closeness = closeness(prefix.len(), letters.len());
                if let Some(postings) = self.postings.get(token as usize) {
                    postings.as_slice().iter().for_each(|posting| matches.add(*posting, closeness));
                }
            }),
            Needle::Digits(pattern) => self.numbers.for_each_match(*pattern, |owner, digits, place| {
                matches.add(owner, closeness_of_digits(*pattern, digits, place));
            }),
        }
        matches.scored(self.document_count)
    }
}
