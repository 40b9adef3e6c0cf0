//! The little JSON that a release writes: strings made safe, and nothing else.

/// A JSON string with its quotes. `<` is written as an escape, so the text may stand inside a `<script>` too.
#[must_use]
pub fn string(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '<' | '\u{0}'..='\u{1f}' | '\u{2028}' | '\u{2029}' => {
                json.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            other => json.push(other),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn strings_are_made_safe() {
        for (text, json) in [
            ("plain", "\"plain\""),
            ("a\"b\\c", "\"a\\\"b\\\\c\""),
            ("line\nend", "\"line\\u000aend\""),
            ("</script>", "\"\\u003c/script>\""),
            ("客户", "\"客户\""),
        ] {
            assert_eq!(string(text), json, "{text:?}");
        }
    }
}
