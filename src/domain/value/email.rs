use borsh::{BorshDeserialize, BorshSerialize};
use std::fmt;

/// An e-mail address, as written but trimmed. Two addresses are matched by [`Email::match_key`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, BorshDeserialize, BorshSerialize)]
pub struct Email(String);

/// The longest address that mail systems carry (RFC 5321, 4.5.3.1.3).
const LONGEST: usize = 254;

impl Email {
    /// Accepts what mail systems accept in practice: one `@`, something before it, a domain with a dot or `localhost`
    /// after it, no white space and no control characters. Accepts `mailto:` and angle brackets around it.
    pub fn parse(text: &str) -> Option<Email> {
        let text = text.trim();
        let text = text.strip_prefix("mailto:").unwrap_or(text);
        let text = text.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(text).trim();
        if text.len() > LONGEST
            || text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '"'))
        {
            return None;
        }
        let (local, domain) = text.split_once('@')?;
        let domain_is_sound = !domain.contains('@')
            && !domain.starts_with(['.', '-'])
            && !domain.ends_with(['.', '-'])
            && !domain.contains("..")
            && (domain.contains('.') || domain.eq_ignore_ascii_case("localhost"));
        (!local.is_empty() && domain_is_sound).then(|| Email(text.to_owned()))
    }

    /// The address as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form by which two addresses are the same person's: lower case (mautic/mautic #5149 shows what happens else).
    pub fn match_key(&self) -> String {
        self.0.to_lowercase()
    }

    pub(super) fn from_stored(text: String) -> Email {
        Email(text)
    }
}

impl fmt::Display for Email {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(Email::parse(text).as_ref().map(Email::as_str), expected, "{text:?}")
        };
        check("dana@example.com", Some("dana@example.com"));
        check("  Dana.Novak+crm@Example.co.uk ", Some("Dana.Novak+crm@Example.co.uk"));
        check("<dana@example.com>", Some("dana@example.com"));
        check("mailto:dana@example.com", Some("dana@example.com"));
        check("李明@例子.公司", Some("李明@例子.公司"));
        check("root@localhost", Some("root@localhost"));
        check("dana", None);
        check("dana@", None);
        check("@example.com", None);
        check("dana@example", None);
        check("dana@exa mple.com", None);
        check("dana@@example.com", None);
        check("dana@example..com", None);
        check("a@b.c, d@e.f", None);
        check("", None);
    }
}
