//! Queries: what was typed, read as words that a document must all match.

use super::fold::fold;
use super::numbers::{self, PackedDigits};
use super::tokens;

/// Something that a document matches or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Needle {
    /// One of the document's tokens begins with this.
    Prefix(String),
    /// One of the document's numbers holds these digits in a row.
    Digits(PackedDigits),
}

/// What stands between two spaces of a query. A document matches it by all of `text` or by all of `digits`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Never empty.
    pub(super) text: Vec<Needle>,
    /// Empty unless the word could be typed to find a telephone number.
    pub(super) digits: Vec<Needle>,
}

/// A query. A document matches it by all words, or by all of `number`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Query {
    pub(super) words: Vec<Word>,
    /// The digits of the whole query, where it is a telephone number with spaces in it; else empty.
    pub(super) number: Vec<Needle>,
}

impl Query {
    /// Reads a query as it was typed. Punctuation between words means nothing; the same word twice counts once.
    pub(super) fn parse(typed: &str) -> Query {
        let folded = fold(typed);
        let mut words: Vec<Word> = Vec::new();
        for piece in folded.split_whitespace() {
            let mut text = Vec::new();
            tokens::for_each_query_part(piece, &mut |part| {
                let needle = Needle::Prefix(part.to_owned());
                if !text.contains(&needle) {
                    text.push(needle);
                }
            });
            let word = Word { text, digits: digits(piece) };
            if !word.text.is_empty() && !words.contains(&word) {
                words.push(word);
            }
        }
        let number = digits(&folded);
        if words.len() == 1 && words[0].digits == number {
            return Query { words, number: Vec::new() };
        }
        Query { words, number }
    }

    /// How many needles there are in all words.
    pub(super) fn needle_count(&self) -> usize {
        self.words.iter().map(|word| word.text.len()).sum()
    }
}

fn digits(folded: &str) -> Vec<Needle> {
    numbers::patterns(folded).into_iter().map(Needle::Digits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_as_words() {
        fn check(typed: &str, words: &[(&[&str], usize)], number: usize) {
            let query = Query::parse(typed);
            let text = |parts: &[&str]| parts.iter().map(|part| Needle::Prefix((*part).to_owned())).collect::<Vec<_>>();
            assert_eq!(query.words.len(), words.len(), "{typed:?}");
            for (word, (parts, digits)) in query.words.iter().zip(words) {
                assert_eq!((&word.text, word.digits.len()), (&text(parts), *digits), "{typed:?}");
            }
            assert_eq!(query.number.len(), number, "{typed:?}");
        }
        check("", &[], 0);
        check(" - & ", &[], 0);
        check("Novák  dana", &[(&["novak"], 0), (&["dana"], 0)], 0);
        check("dana dana", &[(&["dana"], 0)], 0);
        check("Dana@Ex", &[(&["@dana@ex"], 0)], 0);
        check("Anne-M", &[(&["anne", "m"], 0)], 0);
        check("601", &[(&["601"], 1)], 0);
        check("601 234", &[(&["601"], 1), (&["234"], 1)], 1);
        check("(601)234", &[(&["601", "234"], 1)], 0);
        check("novak 601", &[(&["novak"], 0), (&["601"], 1)], 0);
        check("60 12", &[(&["60"], 0), (&["12"], 0)], 1);
        check("123456789012345678", &[(&["123456789012345678"], 3)], 0);
        check("深圳一舟", &[(&["深圳", "圳一", "一舟"], 0)], 0);
    }
}
