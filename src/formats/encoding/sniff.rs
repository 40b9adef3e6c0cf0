//! Guessing the encoding of a text file from its first bytes.

use super::Encoding;

/// The encoding that the first bytes of a file most likely have. A few kilobytes are enough; more make it surer.
///
/// In this order: a byte order mark; zero bytes at every other place (UTF-16); well-formed UTF-8, whose last character
/// may be cut by the end of the bytes; byte pairs of common Chinese characters (GB18030); and otherwise Windows-1252,
/// in which nearly every byte is some character. Plain ASCII is UTF-8.
pub fn sniff_encoding(first_bytes: &[u8]) -> Encoding {
    if first_bytes.starts_with(b"\xef\xbb\xbf") {
        return Encoding::Utf8;
    }
    if first_bytes.starts_with(b"\xff\xfe") {
        return Encoding::Utf16LittleEndian;
    }
    if first_bytes.starts_with(b"\xfe\xff") {
        return Encoding::Utf16BigEndian;
    }
    if let Some(encoding) = sniff_utf16_without_mark(first_bytes) {
        return encoding;
    }
    if is_mostly_utf8(first_bytes) {
        return Encoding::Utf8;
    }
    if is_likely_gb18030(first_bytes) { Encoding::Gb18030 } else { Encoding::Windows1252 }
}

/// UTF-16 shows by the zero high bytes of its commas, digits and line breaks, all at odd or all at even places.
fn sniff_utf16_without_mark(bytes: &[u8]) -> Option<Encoding> {
    let (pairs, _) = bytes.as_chunks::<2>();
    if pairs.is_empty() {
        return None;
    }
    let is_plain_text = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    let mut low_byte_first = 0_usize;
    let mut high_byte_first = 0_usize;
    let mut both_plain = 0_usize;
    for &[first, second] in pairs {
        low_byte_first += usize::from(second == 0 && is_plain_text(first));
        high_byte_first += usize::from(first == 0 && is_plain_text(second));
        both_plain += usize::from(is_plain_text(first) && is_plain_text(second));
    }
    // A text of single bytes with a few stray zeros has mostly pairs of two plain bytes; UTF-16 has few of those.
    if both_plain * 2 > pairs.len() {
        return None;
    }
    let enough = |count: usize, other: usize| count * 12 >= pairs.len() && count > other * 10;
    if enough(low_byte_first, high_byte_first) {
        Some(Encoding::Utf16LittleEndian)
    } else if enough(high_byte_first, low_byte_first) {
        Some(Encoding::Utf16BigEndian)
    } else {
        None
    }
}

/// Whether the bytes are UTF-8, forgiving a cut character at the end and a rare damaged byte in a text that otherwise
/// has many well-formed characters of several bytes, which no other encoding has by chance.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let mut malformed = 0_usize;
    let mut several_byte_characters = 0_usize;
    for chunk in bytes.utf8_chunks() {
        several_byte_characters += chunk.valid().bytes().filter(|&byte| byte >= 0xc0).count();
        let is_cut_by_the_end = chunk.invalid().len() < 4
            && std::ptr::eq(chunk.invalid().as_ptr_range().end, bytes.as_ptr_range().end)
            && std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
        if !chunk.invalid().is_empty() && !is_cut_by_the_end {
            malformed += 1;
        }
    }
    malformed == 0 || malformed * 20 < several_byte_characters
}

/// Whether the bytes beyond ASCII pair up to GB18030 characters, most of them common ones.
///
/// In Western text a byte beyond ASCII mostly stands alone between letters, so that its "second byte" is an ASCII
/// letter; in Chinese text nearly all pairs are of the two standard blocks of common characters and punctuation, whose
/// second byte is never below 0xA1.
fn is_likely_gb18030(bytes: &[u8]) -> bool {
    let mut common = 0_usize;
    let mut rare = 0_usize;
    let mut malformed = 0_usize;
    let mut rest = bytes;
    while let Some((&first, after_first)) = rest.split_first() {
        rest = after_first;
        if first < 0x80 {
            continue;
        }
        let Some(&second) = rest.first() else { break };
        if first == 0x80 || first == 0xff {
            malformed += 1;
            continue;
        }
        match second {
            0x30..=0x39 => match rest {
                [_, 0x81..=0xfe, 0x30..=0x39, ..] => {
                    rare += 1;
                    rest = &rest[3..];
                }
                [_] | [_, 0x81..=0xfe] => break,
                _ => malformed += 1,
            },
            0x40..=0x7e | 0x80..=0xfe => {
                rest = &rest[1..];
                let is_common_character = matches!(first, 0xb0..=0xd7) && second >= 0xa1;
                let is_punctuation = matches!(first, 0xa1..=0xa3) && second >= 0xa1;
                if is_common_character || is_punctuation {
                    common += 1;
                } else {
                    rare += 1;
                }
            }
            _ => malformed += 1,
        }
    }
    malformed * 50 <= common && common * 10 >= (common + rare) * 6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Encoding) {
        assert_eq!(sniff_encoding(bytes), expected, "{bytes:?}");
    }

    fn encoded(text: &str, encoding: &'static encoding_rs::Encoding) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    const CHINESE: &str = "姓名,公司,电话,备注\r\n王伟,上海贸易有限公司,13800138000,老客户\r\n李娜,北京科技,,\r\n";
    const WESTERN: &str = "Name;Ort;Straße\r\nMüller;Köln;Hauptstraße 5\r\nBeyoncé;Orléans;Rue de l’Église\r\n";

    #[test]
    fn marks_decide() {
        check(b"\xef\xbb\xbfa", Encoding::Utf8);
        check(b"\xff\xfea\0", Encoding::Utf16LittleEndian);
        check(b"\xfe\xff\0a", Encoding::Utf16BigEndian);
    }

    #[test]
    fn utf16_without_a_mark_shows_by_its_zero_bytes() {
        for text in ["name,phone\r\nAnn,1\r\n", CHINESE, WESTERN] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            check(&little, Encoding::Utf16LittleEndian);
            check(&big, Encoding::Utf16BigEndian);
        }
    }

    #[test]
    fn stray_zero_bytes_do_not_make_utf16() {
        check(b"a,b\n1,\0x\n", Encoding::Utf8);
        check(b"name,phone\nAnn\0\0,1\n", Encoding::Utf8);
    }

    #[test]
    fn utf8_is_told_at_every_cut() {
        for text in [CHINESE, WESTERN] {
            for end in 0..=text.len() {
                check(&text.as_bytes()[..end], Encoding::Utf8);
            }
        }
        check(b"", Encoding::Utf8);
        check(b"name,phone\n", Encoding::Utf8);
    }

    #[test]
    fn a_damaged_byte_in_much_utf8_is_forgiven() {
        let mut bytes = CHINESE.repeat(3).into_bytes();
        bytes.insert(100, 0xff);
        check(&bytes, Encoding::Utf8);
    }

    #[test]
    fn chinese_and_western_single_byte_text_are_told_apart() {
        let chinese = encoded(CHINESE, encoding_rs::GB18030);
        for end in 2..=chinese.len() {
            check(&chinese[..end], Encoding::Gb18030);
        }
        check(&encoded(WESTERN, encoding_rs::WINDOWS_1252), Encoding::Windows1252);
        for western in ["Zoë\n", "Señor,Nuñez\n", "ÉÉN,ÜBER\n", "caf\u{e9}\n", "Bj\u{f6}rn \u{c5}ngstr\u{f6}m, 5 €\n"]
        {
            check(&encoded(western, encoding_rs::WINDOWS_1252), Encoding::Windows1252);
        }
    }
}
