use borsh::{BorshDeserialize, BorshSerialize};
use std::fmt;

/// A web address that is safe to offer as a link: `http` or `https` only.
#[derive(Clone, Debug, PartialEq, Eq, Hash, BorshDeserialize, BorshSerialize)]
pub struct Website(String);

const LONGEST: usize = 2000;

impl Website {
    /// Accepts `https://…`, `http://…` and a bare domain such as `example.com/shop`, which becomes `https://…`. Any
    /// other scheme (`javascript:`, `data:`) is refused, since the address becomes a link.
    pub fn parse(text: &str) -> Option<Website> {
        let text = text.trim();
        if text.is_empty()
            || text.len() > LONGEST
            || text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'))
        {
            return None;
        }
        let lower = text.to_ascii_lowercase();
        let full = if lower.starts_with("https://") || lower.starts_with("http://") {
            text.to_owned()
        } else if text.contains(':') && !text.split(['/', '?', '#']).next().is_some_and(has_port) {
            return None;
        } else {
            format!("https://{text}")
        };
        let rest = full.split_once("://")?.1;
        let host = rest.split(['/', '?', '#']).next()?;
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        let name = host.split(':').next()?;
        (name.contains('.') && !name.starts_with('.') && !name.ends_with('.') || name == "localhost")
            .then_some(Website(full))
    }

    /// The whole address, scheme included.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as people write it: without the scheme and a lone slash at the end.
    pub fn shown(&self) -> &str {
        let bare = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        bare.strip_suffix('/').unwrap_or(bare)
    }

    pub(super) fn from_stored(text: String) -> Option<Website> {
        Website::parse(&text)
    }
}

fn has_port(host: &str) -> bool {
    host.rsplit_once(':')
        .is_some_and(|(name, port)| name.contains('.') && !port.is_empty() && port.chars().all(|c| c.is_ascii_digit()))
}

impl fmt::Display for Website {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let parsed = Website::parse(text);
            assert_eq!(parsed.as_ref().map(|site| (site.as_str(), site.shown())), expected, "{text:?}");
        };
        check("https://example.com/", Some(("https://example.com/", "example.com")));
        check("HTTP://Example.com", Some(("HTTP://Example.com", "Example.com")));
        check("example.com/shop?q=1", Some(("https://example.com/shop?q=1", "example.com/shop?q=1")));
        check("example.com:8080/x", Some(("https://example.com:8080/x", "example.com:8080/x")));
        check("javascript:alert(1)", None);
        check("javascript://example.com/%0aalert(1)", None);
        check("data:text/html,x", None);
        check("https://", None);
        check("word", None);
        check("two words.com", None);
    }
}
