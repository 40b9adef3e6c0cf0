//! Tokens: what a text is cut into so that a query, which is matched against the beginnings of tokens, can find it.
//!
//! All functions here take folded text. A *chunk* is what stands between spaces, brackets, commas and the like; its
//! *parts* are its runs of letters and digits.

use unicode_normalization::char::is_combining_mark;

/// What a searchable text holds, which decides how it is cut up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// Words, names, addresses, web sites and e-mail addresses; the latter are recognised by their `@`.
    Text,
    /// One or more telephone numbers, found by any three or more of their digits in a row. Words beside them
    /// ("mobile") are found as text.
    Phone,
}

/// Longest token in characters; what is longer is cut off, in texts and queries alike, so that a blob of base64 in a
/// note costs no more than a word.
const LONGEST_TOKEN: usize = 64;

/// Longest run of parts, in bytes, that is also indexed as one word (`annemarie` for `Anne-Marie`).
const LONGEST_JOINED: usize = 24;

/// Stands before tokens that are e-mail addresses. They are then apart in the sorted dictionary, where a query without
/// `@`, which the parts of the address answer, need not wade through them.
const ADDRESS_MARK: char = '@';

/// Calls `emit` with every token of a folded text that is to be indexed; the same token may come more than once.
/// `scratch` is a buffer for tokens that do not stand in the text as they are.
pub(super) fn for_each_token(folded: &str, scratch: &mut String, emit: &mut impl FnMut(&str)) {
    if !folded.is_ascii() {
        folded.split(is_separator).for_each(|chunk| for_each_token_of(chunk, scratch, emit));
        return;
    }
    // The same without looking for characters of several bytes.
    let mut start = 0;
    for (end, byte) in folded.bytes().enumerate() {
        if is_separator(char::from(byte)) {
            for_each_token_of(&folded[start..end], scratch, emit);
            start = end + 1;
        }
    }
    for_each_token_of(&folded[start..], scratch, emit);
}

fn for_each_token_of(chunk: &str, scratch: &mut String, emit: &mut impl FnMut(&str)) {
    // Nearly every chunk is one plain word.
    if chunk.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        if !chunk.is_empty() {
            emit(cut(chunk));
        }
        return;
    }
    let chunk = without_scheme(chunk);
    match local_part_end(chunk) {
        Some(end) => for_each_address(chunk, end, scratch, emit),
        None => for_each_joined(chunk, scratch, emit),
    }
    for run in parts(chunk) {
        if !run.unspaced {
            emit(cut(run.text));
            continue;
        }
        let mut previous = None;
        for (start, character) in run.text.char_indices() {
            let end = start + character.len_utf8();
            emit(&run.text[start..end]);
            if let Some(previous) = previous {
                emit(&run.text[previous..end]);
            }
            previous = Some(start);
        }
    }
}

/// Calls `emit` with what must be the beginning of some token of a text, for each chunk of a folded query word.
pub(super) fn for_each_query_part(folded: &str, emit: &mut impl FnMut(&str)) {
    for chunk in folded.split(is_separator).map(without_scheme) {
        if local_part_end(chunk).is_some() {
            let address = without_tail(chunk).trim_start_matches(|character| !is_word_character(character));
            emit(cut(&format!("{ADDRESS_MARK}{address}")));
            continue;
        }
        for run in parts(chunk) {
            let mut previous = None;
            let mut pairs = 0;
            if run.unspaced {
                for (start, character) in run.text.char_indices() {
                    if let Some(previous) = previous {
                        emit(&run.text[previous..start + character.len_utf8()]);
                        pairs += 1;
                    }
                    previous = Some(start);
                }
            }
            if pairs == 0 {
                emit(cut(run.text));
            }
        }
    }
}

/// The address from each part of its local part on, so that `novakova@ex` finds `dana.novakova@example.com`.
fn for_each_address(chunk: &str, local_end: usize, scratch: &mut String, emit: &mut impl FnMut(&str)) {
    let address = without_tail(chunk);
    let mut inside = false;
    for (start, character) in chunk[..local_end].char_indices() {
        let begins = is_word_character(character) && !inside;
        inside = is_word_character(character);
        if begins {
            scratch.clear();
            scratch.push(ADDRESS_MARK);
            scratch.push_str(&address[start..]);
            emit(cut(scratch));
        }
    }
}

/// An address without the punctuation of the sentence that it ends.
fn without_tail(address: &str) -> &str {
    address.trim_end_matches(|character| !is_word_character(character) && character != '@')
}

/// The parts of a chunk as one word, where there are several and they are short: `obrien` for `o'brien`.
fn for_each_joined(chunk: &str, scratch: &mut String, emit: &mut impl FnMut(&str)) {
    if chunk.len() > 2 * LONGEST_JOINED {
        return;
    }
    scratch.clear();
    let mut count = 0;
    for run in parts(chunk) {
        if run.unspaced {
            return;
        }
        scratch.push_str(run.text);
        count += 1;
    }
    if count > 1 && scratch.len() <= LONGEST_JOINED {
        emit(scratch);
    }
}

/// A chunk without the scheme and `www.` of a web address, since people type it without them.
fn without_scheme(chunk: &str) -> &str {
    let place = match chunk.find(':') {
        Some(end) => chunk[end..].strip_prefix("://").unwrap_or(chunk),
        None => chunk,
    };
    place.strip_prefix("www.").unwrap_or(place)
}

fn is_separator(character: char) -> bool {
    match character {
        '\0'..='\x7F' => {
            character.is_ascii_whitespace()
                || matches!(character, '\x0B' | ',' | ';' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | '"' | '|')
        }
        _ => matches!(character, '、' | '。') || character.is_whitespace(),
    }
}

/// Where the `@` of an e-mail address, or of its beginning, stands in a chunk: something must stand before it.
fn local_part_end(chunk: &str) -> Option<usize> {
    let at = chunk.rfind('@')?;
    chunk[..at].chars().any(is_word_character).then_some(at)
}

/// A run of letters and digits of one manner of writing.
struct Run<'text> {
    text: &'text str,
    /// Whether it is of a script that puts no spaces between words.
    unspaced: bool,
}

fn parts(chunk: &str) -> impl Iterator<Item = Run<'_>> {
    let mut rest = chunk;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|character| !is_word_character(character));
        let unspaced = is_unspaced(rest.chars().next()?);
        let end = rest
            .find(|character| !is_word_character(character) || is_unspaced(character) != unspaced)
            .unwrap_or(rest.len());
        let (text, after) = rest.split_at(end);
        rest = after;
        Some(Run { text, unspaced })
    })
}

fn is_word_character(character: char) -> bool {
    if character.is_ascii() {
        character.is_ascii_alphanumeric()
    } else {
        character.is_alphanumeric() || is_combining_mark(character)
    }
}

/// Whether the character belongs to a script in which any substring may be a word: Han, kana, Hangul (whose compounds
/// are often written together), Thai, Lao, Burmese and Khmer. Such runs are indexed by characters and pairs.
fn is_unspaced(character: char) -> bool {
    character >= '\u{0E00}'
        && matches!(character,
            '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1100}'..='\u{11FF}' | '\u{1780}'..='\u{17FF}'
            | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' | '\u{31F0}'..='\u{31FF}'
            | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}'
            | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The text without what exceeds the longest token.
fn cut(text: &str) -> &str {
    if text.len() <= LONGEST_TOKEN {
        return text;
    }
    text.char_indices().nth(LONGEST_TOKEN).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::{for_each_query_part, for_each_token};

    fn check(cases: &[(&str, &[&str], &[&str])]) {
        for (text, tokens, query_parts) in cases {
            let mut found = Vec::new();
            for_each_token(text, &mut String::new(), &mut |token| found.push(token.to_owned()));
            assert_eq!(found, *tokens, "tokens of {text:?}");
            found.clear();
            for_each_query_part(text, &mut |part| found.push(part.to_owned()));
            assert_eq!(found, *query_parts, "query parts of {text:?}");
        }
    }

    #[test]
    fn texts_and_queries_are_cut_as_documented() {
        check(&[
            ("", &[], &[]),
            (" - ", &[], &[]),
            ("dana novak", &["dana", "novak"], &["dana", "novak"]),
            ("o'brien", &["obrien", "o", "brien"], &["o", "brien"]),
            ("anne-marie (acme)", &["annemarie", "anne", "marie", "acme"], &["anne", "marie", "acme"]),
            ("https://www.novak.cz", &["novakcz", "novak", "cz"], &["novak", "cz"]),
            (
                "dana.novak+x@ex.com",
                &["@dana.novak+x@ex.com", "@novak+x@ex.com", "@x@ex.com", "dana", "novak", "x", "ex", "com"],
                &["@dana.novak+x@ex.com"],
            ),
            ("<dana@ex.com>.", &["@dana@ex.com", "dana", "ex", "com"], &["@dana@ex.com"]),
            ("dana@ex.", &["@dana@ex", "dana", "ex"], &["@dana@ex"]),
            ("dana@", &["@dana@", "dana"], &["@dana@"]),
            ("@ex.com", &["excom", "ex", "com"], &["ex", "com"]),
            ("李", &["李"], &["李"]),
            ("李明", &["李", "明", "李明"], &["李明"]),
            ("abc株式会", &["abc", "株", "式", "株式", "会", "式会"], &["abc", "株式", "式会"]),
            ("김철수", &["김", "철", "김철", "수", "철수"], &["김철", "철수"]),
        ]);
    }

    #[test]
    fn endless_tokens_are_cut_alike() {
        let text = "é".repeat(1000);
        let expected = "é".repeat(super::LONGEST_TOKEN);
        check(&[(&text, &[&expected], &[&expected])]);
    }
}
