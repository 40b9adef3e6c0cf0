//! The address of a database.

/// The address of a database on a server, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseAddress {
    origin: String,
    path: String,
}

impl DatabaseAddress {
    /// Reads `https://name:port/path/database`. Nothing where it is no such address, names no database, or has a user,
    /// a question or a place within it.
    pub fn parse(text: &str) -> Option<DatabaseAddress> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://")?;
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https") {
            return None;
        }
        let (host, path) = rest.split_once('/')?;
        let path = path.trim_end_matches('/');
        let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
        let is_path = |c: char| c.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@%".contains(c);
        let is_sound = !host.is_empty() && host.chars().all(is_host) && !path.is_empty() && path.chars().all(is_path);
        let is_plain = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        (is_sound && is_plain).then(|| DatabaseAddress {
            origin: format!("{scheme}://{}", host.to_ascii_lowercase()),
            path: path.to_owned(),
        })
    }

    /// Scheme, name and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether it is one of http, and not on this machine: a page that came over https may not ask it.
    pub fn is_insecure(&self) -> bool {
        let Some(host) = self.origin.strip_prefix("http://") else { return false };
        let name = host.rsplit_once(':').filter(|(_, port)| port.chars().all(|c| c.is_ascii_digit()));
        let name = name.map_or(host, |(name, _)| name);
        !(matches!(name, "localhost" | "127.0.0.1" | "[::1]") || name.ends_with(".localhost"))
    }
}

impl std::fmt::Display for DatabaseAddress {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}", self.origin, self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_or_refused() {
        let check = |text: &str, expected: Option<(&str, &str, bool)>| {
            let found = DatabaseAddress::parse(text);
            let told = found.as_ref().map(|found| (found.to_string(), found.origin().to_owned(), found.is_insecure()));
            let expected = expected.map(|(whole, origin, insecure)| (whole.to_owned(), origin.to_owned(), insecure));
            assert_eq!(told, expected, "{text}");
        };
        check(
            " https://Couch.Example.com/crm/ ",
            Some(("https://couch.example.com/crm", "https://couch.example.com", false)),
        );
        check("http://127.0.0.1:5984/a/b", Some(("http://127.0.0.1:5984/a/b", "http://127.0.0.1:5984", false)));
        check("http://[::1]:5984/a", Some(("http://[::1]:5984/a", "http://[::1]:5984", false)));
        check("http://192.168.1.4:5984/a", Some(("http://192.168.1.4:5984/a", "http://192.168.1.4:5984", true)));
        for wrong in [
            "",
            "couch.example.com/crm",
            "ftp://a/b",
            "https://a",
            "https://a/",
            "https:///b",
            "https://u:p@a/b",
            "https://a/b?c",
            "https://a/b#c",
            "https://a b/c",
            "https://a/../b",
        ] {
            check(wrong, None);
        }
    }
}
