//! Taking a cell apart: lists, yes and no, telephone numbers, and telling what a cell looks like.

/// The values of a cell that holds several, trimmed, empty ones left out and repeated ones kept once.
///
/// The strongest separator that occurs divides: ` ::: ` (Google), line breaks, `;`, `|`, then commas, each with its
/// Chinese forms. So `Smith, John; Doe, Jane` are two, and `UI, design` are two. Google's `* ` before the primary value
/// is left out.
pub fn split_list(cell: &str) -> Vec<String> {
    let pieces: Vec<&str> = if cell.contains(":::") {
        cell.split(":::").collect()
    } else {
        let strengths: [&[char]; 4] = [&['\n', '\r'], &[';', '；'], &['|', '｜'], &[',', '，', '、']];
        match strengths.into_iter().find(|separators| cell.trim().contains(*separators)) {
            Some(separators) => cell.split(separators).collect(),
            None => vec![cell],
        }
    };
    let mut values: Vec<String> = Vec::new();
    for piece in pieces {
        let piece = piece.trim();
        let value = piece.strip_prefix("* ").unwrap_or(piece).trim_start();
        if !value.is_empty() && !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }
    values
}

const YES: [&str; 22] = [
    "true", "1", "on", "yes", "y", "x", "t", "ja", "j", "oui", "si", "sí", "sim", "wahr", "vrai", "checked", "✓", "✔",
    "是", "对", "真", "有",
];
const NO: [&str; 20] = [
    "false",
    "0",
    "off",
    "no",
    "n",
    "f",
    "nein",
    "non",
    "nej",
    "não",
    "falsch",
    "faux",
    "unchecked",
    "✗",
    "✘",
    "-",
    "否",
    "不",
    "假",
    "无",
];

/// Yes or no as other programs and people write it, in several languages. `None` for an empty cell and for any other
/// word.
pub fn parse_boolean(cell: &str) -> Option<bool> {
    let word = cell.trim().to_lowercase();
    if YES.contains(&word.as_str()) {
        Some(true)
    } else if NO.contains(&word.as_str()) {
        Some(false)
    } else {
        None
    }
}

/// A telephone number and its extension, both as they were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhoneParts<'a> {
    pub number: &'a str,
    /// The digits after `x`, `ext.`, `extension`, `#`, `转` or `分机`.
    pub extension: Option<&'a str>,
}

/// Divides a telephone number from its extension, for comparing numbers. What is stored should be the cell as written.
pub fn split_extension(cell: &str) -> PhoneParts<'_> {
    let cell = cell.trim();
    let before_digits = cell.trim_end_matches(|character: char| character.is_ascii_digit());
    let extension = &cell[before_digits.len()..];
    let marked = before_digits.trim_end_matches([' ', '.', ':']);
    let number = ["extension", "ext", "分机", "转", "x", "#"].into_iter().find_map(|mark| {
        let start = marked.len().checked_sub(mark.len())?;
        let found = marked.get(start..)?.eq_ignore_ascii_case(mark);
        found.then(|| marked[..start].trim_end_matches([' ', ',', ';', '(', '-']))
    });
    match number {
        Some(number) if !extension.is_empty() && number.bytes().any(|byte| byte.is_ascii_digit()) => {
            PhoneParts { number, extension: Some(extension) }
        }
        _ => PhoneParts { number: cell, extension: None },
    }
}

/// Whether the cell is written like one e-mail address. Looser than the domain's own rule: it tells columns apart.
pub fn is_like_email(cell: &str) -> bool {
    let cell = cell.trim();
    let Some((local, domain)) = cell.split_once('@') else { return false };
    !local.is_empty()
        && !domain.contains('@')
        && !cell.contains(char::is_whitespace)
        && domain.rsplit_once('.').is_some_and(|(name, ending)| !name.is_empty() && ending.chars().count() >= 2)
}

/// Whether the cell is written like one telephone number: 7 to 15 digits that begin with `+` or are grouped, or eleven
/// digits as a Chinese mobile number has them. Plain long numbers are not, since most are numbers of records.
pub fn is_like_phone(cell: &str) -> bool {
    let number = split_extension(cell).number;
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let only_phone_characters = number.chars().all(|character| {
        character.is_ascii_digit() || matches!(character, '+' | '(' | ')' | '-' | '.' | '/' | ' ' | '\u{a0}')
    });
    if !only_phone_characters || !(7..=15).contains(&digits.len()) {
        return false;
    }
    if number.starts_with('+') {
        return true;
    }
    let is_chinese_mobile = digits.len() == 11 && digits.starts_with('1') && !digits[1..].starts_with(['0', '1', '2']);
    let groups = number.split(|character: char| !character.is_ascii_digit()).filter(|group| !group.is_empty()).count();
    (number == digits && is_chinese_mobile) || groups >= 3 || (groups == 2 && number.contains(['-', ' ', '/']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_list(cell: &str, expected: &[&str]) {
        assert_eq!(split_list(cell), expected, "{cell:?}");
    }

    #[test]
    fn lists_are_split_at_their_strongest_separator() {
        check_list("", &[]);
        check_list("  ", &[]);
        check_list("vip", &["vip"]);
        check_list("UI, design", &["UI", "design"]);
        check_list("a;b; c ;", &["a", "b", "c"]);
        check_list("a|b|c", &["a", "b", "c"]);
        check_list("Smith, John; Doe, Jane", &["Smith, John", "Doe, Jane"]);
        check_list("* myContacts ::: Work", &["myContacts", "Work"]);
        check_list("a@b.c,d@e.f", &["a@b.c", "d@e.f"]);
        check_list("重要客户、老客户，上海", &["重要客户", "老客户", "上海"]);
        check_list("a\nb\r\nc", &["a", "b", "c"]);
        check_list("a,a,b", &["a", "b"]);
        check_list(";;,", &[","]);
    }

    #[test]
    fn yes_and_no() {
        for (cell, expected) in [
            ("true", Some(true)),
            (" YES ", Some(true)),
            ("x", Some(true)),
            ("是", Some(true)),
            ("1", Some(true)),
            ("Ja", Some(true)),
            ("false", Some(false)),
            ("0", Some(false)),
            ("否", Some(false)),
            ("", None),
            ("perhaps", None),
            ("2", None),
        ] {
            assert_eq!(parse_boolean(cell), expected, "{cell:?}");
        }
    }

    #[test]
    fn extensions_are_told_from_numbers() {
        for (cell, number, extension) in [
            ("1-955-371-0847 x371", "1-955-371-0847", Some("371")),
            ("(415) 293-3313", "(415) 293-3313", None),
            ("020 7946 0958 ext. 12", "020 7946 0958", Some("12")),
            ("020 7946 0958, Extension: 7", "020 7946 0958", Some("7")),
            ("010-62345678转801", "010-62345678", Some("801")),
            ("555#9", "555", Some("9")),
            ("x12", "x12", None),
            ("", "", None),
            ("王", "王", None),
        ] {
            assert_eq!(split_extension(cell), PhoneParts { number, extension }, "{cell:?}");
        }
    }

    #[test]
    fn cells_are_told_by_their_look() {
        for cell in ["a@b.co", "Shelley_Kerluke47@hotmail.com", " li@例子.中国 "] {
            assert!(is_like_email(cell), "{cell}");
        }
        for cell in ["", "a@b", "@b.co", "a b@c.de", "a@b@c.de", "@handle"] {
            assert!(!is_like_email(cell), "{cell}");
        }
        for cell in
            ["+420601234567", "(415) 293-3313", "262.397.7937", "1-955-371-0847 x371", "13800138000", "010-62345678"]
        {
            assert!(is_like_phone(cell), "{cell}");
        }
        for cell in ["", "1234567890", "45631", "1234567.89", "12", "abc 123 4567", "+12"] {
            assert!(!is_like_phone(cell), "{cell}");
        }
    }
}
