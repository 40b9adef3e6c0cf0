//! Column names made comparable.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The name without what programs and people write differently: case, accents, spaces, punctuation, the `*` of required
/// columns, full-width forms. `E-mail 1 - Value` and `e mail 1 value*` both become `email1value`.
///
/// The result may be empty, for a name of nothing but punctuation.
pub fn fold_header(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for character in name.nfkd().filter(|&character| !is_combining_mark(character)) {
        for lower in character.to_lowercase() {
            match lower {
                'ß' => folded.push_str("ss"),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'ø' => folded.push('o'),
                'ł' => folded.push('l'),
                'đ' | 'ð' => folded.push('d'),
                'ı' => folded.push('i'),
                _ if lower.is_alphanumeric() => folded.push(lower),
                _ => {}
            }
        }
    }
    folded
}

/// The places of the columns whose name stood in an earlier column already, case and punctuation aside. Such columns are
/// read like any other; a person should be told of them. Columns without a name are no duplicates of each other.
pub fn duplicate_columns(names: &[String]) -> Vec<usize> {
    let mut seen = std::collections::HashSet::new();
    (0..names.len())
        .filter(|&column| {
            let folded = fold_header(&names[column]);
            !folded.is_empty() && !seen.insert(folded)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, folded: &str) {
        assert_eq!(fold_header(name), folded, "{name}");
    }

    #[test]
    fn names_are_folded() {
        check("E-mail 1 - Value", "email1value");
        check("Person - Name*", "personname");
        check("first_name", "firstname");
        check("Prénom", "prenom");
        check("STRASSE", "strasse");
        check("Straße", "strasse");
        check("İl", "il");
        check("Złoty Ærø", "zlotyaero");
        check("ＮＡＭＥ", "name");
        check("姓名（必填）", "姓名必填");
        check(" * - ", "");
        check("Assistant's Name", "assistantsname");
    }

    #[test]
    fn duplicates_are_found() {
        let names = ["Email", "Name", "e-mail", "", "", "NAME"].map(String::from);
        assert_eq!(duplicate_columns(&names), [2, 5]);
    }
}
