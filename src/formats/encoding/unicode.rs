//! Decoders for UTF-8 and UTF-16 that count what they replace.

use super::{DecodeOutcome, Decoder};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// UTF-8, with a leading byte order mark left out.
#[derive(Debug, Default)]
pub struct Utf8Decoder {
    /// The first bytes of a character that the next piece finishes: at most three.
    cut: Vec<u8>,
    started: bool,
}

impl Decoder for Utf8Decoder {
    fn decode(&mut self, bytes: &[u8], last: bool, into: &mut String) -> DecodeOutcome {
        let start = into.len();
        let mut outcome = DecodeOutcome::default();
        let mut rest = bytes;
        // The cut character is finished on its own, a byte at a time, so that the piece itself is never copied.
        while !self.cut.is_empty() && !rest.is_empty() {
            self.cut.push(rest[0]);
            rest = &rest[1..];
            let cut = std::mem::take(&mut self.cut);
            self.decode_whole(&cut, into, &mut outcome);
        }
        self.decode_whole(rest, into, &mut outcome);
        if last && !self.cut.is_empty() {
            self.cut.clear();
            into.push(char::REPLACEMENT_CHARACTER);
            outcome.replacements += 1;
        }
        if !self.started && into.len() > start {
            self.started = true;
            if into[start..].starts_with(BYTE_ORDER_MARK) {
                into.replace_range(start..start + BYTE_ORDER_MARK.len_utf8(), "");
            }
        }
        outcome
    }
}

impl Utf8Decoder {
    /// Decodes all of `bytes` but a cut character at the end, which is kept.
    fn decode_whole(&mut self, mut bytes: &[u8], into: &mut String, outcome: &mut DecodeOutcome) {
        loop {
            match std::str::from_utf8(bytes) {
                Ok(text) => {
                    into.push_str(text);
                    return;
                }
                Err(error) => {
                    let (valid, rest) = bytes.split_at(error.valid_up_to());
                    into.push_str(std::str::from_utf8(valid).unwrap_or_default());
                    match error.error_len() {
                        Some(length) => {
                            into.push(char::REPLACEMENT_CHARACTER);
                            outcome.replacements += 1;
                            bytes = &rest[length..];
                        }
                        None => {
                            self.cut.extend_from_slice(rest);
                            return;
                        }
                    }
                }
            }
        }
    }
}

/// UTF-16 of either byte order, with a leading byte order mark left out.
#[derive(Debug)]
pub struct Utf16Decoder {
    little_endian: bool,
    /// The first byte of a unit that the next piece finishes.
    cut_byte: Option<u8>,
    /// The first half of a surrogate pair.
    high_surrogate: Option<u16>,
    started: bool,
}

impl Utf16Decoder {
    /// For files whose units have their low byte first, as Windows writes them.
    pub fn little_endian() -> Self {
        Utf16Decoder { little_endian: true, cut_byte: None, high_surrogate: None, started: false }
    }

    /// For files whose units have their high byte first.
    pub fn big_endian() -> Self {
        Utf16Decoder { little_endian: false, ..Utf16Decoder::little_endian() }
    }

    fn push_unit(&mut self, unit: u16, into: &mut String, outcome: &mut DecodeOutcome) {
        let is_low_surrogate = (0xdc00..0xe000).contains(&unit);
        if let Some(high) = self.high_surrogate.take() {
            if is_low_surrogate {
                let code = 0x1_0000 + ((u32::from(high) - 0xd800) << 10) + (u32::from(unit) - 0xdc00);
                self.push_character(char::from_u32(code), into, outcome);
                return;
            }
            self.push_character(None, into, outcome);
        }
        if (0xd800..0xdc00).contains(&unit) {
            self.high_surrogate = Some(unit);
        } else {
            self.push_character(char::from_u32(u32::from(unit)), into, outcome);
        }
    }

    /// Pushes a character, or the replacement for what is none.
    fn push_character(&mut self, character: Option<char>, into: &mut String, outcome: &mut DecodeOutcome) {
        let is_mark = !self.started && character == Some(BYTE_ORDER_MARK);
        self.started = true;
        if is_mark {
            return;
        }
        if character.is_none() {
            outcome.replacements += 1;
        }
        into.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
}

impl Decoder for Utf16Decoder {
    fn decode(&mut self, bytes: &[u8], last: bool, into: &mut String) -> DecodeOutcome {
        let mut outcome = DecodeOutcome::default();
        let mut first_of_unit = self.cut_byte.take();
        for &byte in bytes {
            match first_of_unit.take() {
                None => first_of_unit = Some(byte),
                Some(first) => {
                    let unit = if self.little_endian {
                        u16::from_le_bytes([first, byte])
                    } else {
                        u16::from_be_bytes([first, byte])
                    };
                    self.push_unit(unit, into, &mut outcome);
                }
            }
        }
        self.cut_byte = first_of_unit;
        if last {
            if self.high_surrogate.take().is_some() {
                self.push_character(None, into, &mut outcome);
            }
            if self.cut_byte.take().is_some() {
                self.push_character(None, into, &mut outcome);
            }
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Decodes in pieces of every length that is given, and all must agree.
    fn check(make: fn() -> Box<dyn Decoder>, bytes: &[u8], expected: &str, replacements: u64) {
        for piece_length in [1, 2, 3, 5, 1000] {
            let (text, replaced) = decode_in_pieces(make(), bytes, piece_length);
            assert_eq!((text.as_str(), replaced), (expected, replacements), "{bytes:?} in pieces of {piece_length}");
        }
    }

    fn decode_in_pieces(mut decoder: Box<dyn Decoder>, bytes: &[u8], piece_length: usize) -> (String, u64) {
        let mut text = String::new();
        let mut replaced = 0;
        for piece in bytes.chunks(piece_length) {
            replaced += decoder.decode(piece, false, &mut text).replacements;
        }
        replaced += decoder.decode(&[], true, &mut text).replacements;
        (text, replaced)
    }

    fn utf8() -> Box<dyn Decoder> {
        Box::new(Utf8Decoder::default())
    }

    fn utf16_little_endian() -> Box<dyn Decoder> {
        Box::new(Utf16Decoder::little_endian())
    }

    fn utf16_big_endian() -> Box<dyn Decoder> {
        Box::new(Utf16Decoder::big_endian())
    }

    #[test]
    fn utf8_is_decoded_and_malformed_bytes_are_counted() {
        check(utf8, b"", "", 0);
        check(utf8, "Zoë 王 😀".as_bytes(), "Zoë 王 😀", 0);
        check(utf8, b"\xef\xbb\xbfname", "name", 0);
        check(utf8, "a\u{feff}b".as_bytes(), "a\u{feff}b", 0);
        check(utf8, b"a\xe9b", "a\u{fffd}b", 1);
        check(utf8, b"a\xff\xfeb", "a\u{fffd}\u{fffd}b", 2);
        check(utf8, b"a\xe7\x8e", "a\u{fffd}", 1);
        check(utf8, b"\xf0\x9f\x98A", "\u{fffd}A", 1);
    }

    #[test]
    fn utf16_is_decoded_and_malformed_units_are_counted() {
        check(utf16_little_endian, b"\xff\xfea\0\x8b\x73", "a王", 0);
        check(utf16_big_endian, b"\xfe\xff\0a\x73\x8b", "a王", 0);
        check(utf16_big_endian, b"\xd8\x3d\xde\0", "😀", 0);
        check(utf16_big_endian, b"\xd8\x3d\0a", "\u{fffd}a", 1);
        check(utf16_big_endian, b"\xde\0\0a", "\u{fffd}a", 1);
        check(utf16_big_endian, b"\0a\xd8\x3d", "a\u{fffd}", 1);
        check(utf16_little_endian, b"a\0b", "a\u{fffd}", 1);
    }

    proptest! {
        #[test]
        fn any_text_survives_in_pieces_of_any_length(text in any::<String>(), piece_length in 1_usize..9) {
            // A mark at the very beginning is left out by design, so the text stands behind one.
            let marked = format!("\u{feff}{text}");
            let little: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
            prop_assert_eq!(decode_in_pieces(utf8(), marked.as_bytes(), piece_length), (text.clone(), 0));
            prop_assert_eq!(decode_in_pieces(utf16_little_endian(), &little, piece_length), (text.clone(), 0));
            prop_assert_eq!(decode_in_pieces(utf16_big_endian(), &big, piece_length), (text, 0));
        }

        #[test]
        fn any_bytes_decode_as_the_standard_library_decodes_them(
            bytes in prop::collection::vec(any::<u8>(), 0..60),
            piece_length in 1_usize..9,
        ) {
            let marked = [b"\xef\xbb\xbf", bytes.as_slice()].concat();
            let (text, replaced) = decode_in_pieces(utf8(), &marked, piece_length);
            prop_assert_eq!(&text, &String::from_utf8_lossy(&bytes));
            prop_assert_eq!(replaced > 0, std::str::from_utf8(&bytes).is_err());
        }
    }
}
