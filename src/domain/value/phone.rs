use borsh::{BorshDeserialize, BorshSerialize};
use std::fmt;

/// A phone number, kept as its owner writes it, extension included. Matched by its digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, BorshDeserialize, BorshSerialize)]
pub struct Phone(String);

/// The longest text that is still taken for a number with its extension and remarks.
const LONGEST: usize = 80;

impl Phone {
    /// Accepts anything with at least three digits that is short enough to be a number; white space is collapsed and a
    /// trailing comma or semicolon dropped. Numbers are not reformatted: nobody can know the plan of every country.
    pub fn parse(text: &str) -> Option<Phone> {
        let text = text.strip_prefix("tel:").unwrap_or(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.trim_end_matches([',', ';', ' ']);
        let digits = text.chars().filter(char::is_ascii_digit).count();
        (digits >= 3 && text.chars().count() <= LONGEST && !text.chars().any(char::is_control))
            .then(|| Phone(text.to_owned()))
    }

    /// The number as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form by which two numbers are the same: digits only, without an extension, leading `00` and `+` alike, and
    /// leading zeros dropped.
    pub fn match_key(&self) -> String {
        let lower = self.0.to_lowercase();
        let number = ["ext", "x", "#", "转"]
            .iter()
            .filter_map(|mark| lower.find(mark))
            .min()
            .map_or(lower.as_str(), |at| &lower[..at]);
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        digits.trim_start_matches('0').to_owned()
    }

    /// The address for a `tel:` link.
    pub fn link(&self) -> String {
        let plus = if self.0.trim_start().starts_with('+') { "+" } else { "" };
        let digits: String =
            self.0.chars().take_while(|c| !matches!(c, 'x' | 'X' | '#')).filter(char::is_ascii_digit).collect();
        format!("tel:{plus}{digits}")
    }

    pub(super) fn from_stored(text: String) -> Phone {
        Phone(text)
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let parsed = Phone::parse(text);
            assert_eq!(
                parsed.as_ref().map(|phone| (phone.as_str().to_owned(), phone.match_key())),
                expected.map(|(shown, key)| (shown.to_owned(), key.to_owned())),
                "{text:?}"
            );
        };
        check("+420 601 234 567", Some(("+420 601 234 567", "420601234567")));
        check("00420601234567", Some(("00420601234567", "420601234567")));
        check("1-955-371-0847 x371", Some(("1-955-371-0847 x371", "19553710847")));
        check(" (415)   293-3313, ", Some(("(415) 293-3313", "4152933313")));
        check("010-8888 6666 转 12", Some(("010-8888 6666 转 12", "1088886666")));
        check("tel:112", Some(("112", "112")));
        check("call me", None);
        check("12", None);
        check("", None);
    }
}
