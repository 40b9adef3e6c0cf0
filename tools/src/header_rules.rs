//! The `_headers` file of Netlify and Cloudflare Pages: written by a release, read again by our own server, so that
//! what is seen on this machine is what a host will send.
//!
//! A rule is a line with a path, then indented lines `Name: value`. A path may end in `*`. Every rule that matches
//! counts, and of two with the same header the later wins.

/// One path with the headers that it gets.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Path from the site's own root, with an optional `*` at its end: `/*`, `/app/*`, `/index.html`.
    pub path: String,
    /// Names and values, in order.
    pub headers: Vec<(String, String)>,
}

/// Writes rules in the form that [`parse`] reads.
#[must_use]
pub fn write(rules: &[Rule]) -> String {
    let mut text = String::new();
    for rule in rules {
        text.push_str(&rule.path);
        text.push('\n');
        for (name, value) in &rule.headers {
            text.push_str(&format!("  {name}: {value}\n"));
        }
    }
    text
}

/// Reads rules. Blank lines and lines that begin with `#` are passed over.
///
/// # Errors
/// A sentence naming the line that is neither a path nor a header.
pub fn parse(text: &str) -> Result<Vec<Rule>, String> {
    let mut rules: Vec<Rule> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let content = line.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let wrong = || format!("line {} of the header rules is neither a path nor a header: {content}", index + 1);
        if line.starts_with([' ', '\t']) {
            let (name, value) = content.split_once(':').ok_or_else(wrong)?;
            let rule = rules.last_mut().ok_or_else(wrong)?;
            rule.headers.push((name.trim().to_owned(), value.trim().to_owned()));
        } else if content.starts_with('/') {
            rules.push(Rule { path: content.to_owned(), headers: Vec::new() });
        } else {
            return Err(wrong());
        }
    }
    Ok(rules)
}

/// The headers of one path (`/app/0f/burrow.js`, from the site's own root).
#[must_use]
pub fn matching<'a>(rules: &'a [Rule], path: &str) -> Vec<(&'a str, &'a str)> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    for rule in rules.iter().filter(|rule| covers(&rule.path, path)) {
        for (name, value) in &rule.headers {
            found.retain(|(earlier, _)| !earlier.eq_ignore_ascii_case(name));
            found.push((name, value));
        }
    }
    found
}

fn covers(pattern: &str, path: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => path.starts_with(start),
        None => pattern == path,
    }
}

#[cfg(test)]
mod tests {
    use super::{Rule, matching, parse, write};

    fn rules() -> Vec<Rule> {
        let headers = |list: &[(&str, &str)]| {
            list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        vec![
            Rule { path: "/*".to_owned(), headers: headers(&[("A", "1: one"), ("B", "2")]) },
            Rule { path: "/app/*".to_owned(), headers: headers(&[("b", "3")]) },
            Rule { path: "/index.html".to_owned(), headers: headers(&[("C", "4")]) },
        ]
    }

    #[test]
    fn what_is_written_is_read_again() {
        assert_eq!(parse(&write(&rules())), Ok(rules()));
        assert_eq!(parse(&format!("# a note\n\n{}", write(&rules()))), Ok(rules()));
    }

    #[test]
    fn later_rules_win_and_only_matching_ones_count() {
        let rules = rules();
        for (path, expected) in [
            ("/app/x.js", vec![("A", "1: one"), ("b", "3")]),
            ("/index.html", vec![("A", "1: one"), ("B", "2"), ("C", "4")]),
            ("/application", vec![("A", "1: one"), ("B", "2")]),
        ] {
            assert_eq!(matching(&rules, path), expected, "{path}");
        }
    }

    #[test]
    fn nonsense_is_refused_with_its_line() {
        for (text, line) in [("nonsense", "line 1"), ("  A: 1", "line 1"), ("/*\n  no colon", "line 2")] {
            let refused = parse(text);
            assert!(refused.as_ref().is_err_and(|words| words.contains(line)), "{text:?}: {refused:?}");
        }
    }
}
