//! Patterns of JSON: what must be in an answer, and what is remembered of it for later requests.

use serde_json::Value;
use std::collections::BTreeMap;

/// What earlier answers held.
pub struct Known(BTreeMap<String, Value>);

impl Known {
    pub fn new(database: &str) -> Self {
        Known(BTreeMap::from([("db".to_owned(), database.into())]))
    }

    /// Puts what is known in the place of `{name}`, percent-encoded.
    pub fn fill_in_path(&self, path: &str) -> String {
        self.0.iter().fold(path.to_owned(), |path, (name, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let encoded: String = text.bytes().map(encoded).collect();
            path.replace(&format!("{{{name}}}"), &encoded)
        })
    }

    /// The same for the strings of a body; a string that is `{name}` alone becomes the value itself.
    pub fn fill_in(&self, body: &Value) -> Value {
        match body {
            Value::String(text) => {
                let name = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
                name.and_then(|name| self.0.get(name)).unwrap_or(body).clone()
            }
            Value::Array(list) => list.iter().map(|value| self.fill_in(value)).collect(),
            Value::Object(object) => {
                Value::Object(object.iter().map(|(name, value)| (name.clone(), self.fill_in(value))).collect())
            }
            _ => body.clone(),
        }
    }

    /// Compares an answer with its pattern: of an object, what the pattern names; a list as a whole. The strings of a pattern
    /// are themselves but for `*` (anything), `-` (not there), `2-*` (what begins so), `{name}` (what is known) and `$name` or
    /// `$name=2-*` (is remembered under this name).
    pub fn compare(&mut self, pattern: &Value, found: &Value) -> Result<(), String> {
        match (pattern, found) {
            (Value::Object(wanted), Value::Object(object)) => {
                wanted.iter().try_for_each(|(name, wanted)| match object.get(name) {
                    _ if wanted == "-" && !object.contains_key(name) => Ok(()),
                    Some(_) if wanted == "-" => Err(format!("{name} is there")),
                    Some(found) => self.compare(wanted, found).map_err(|fault| format!("{name}: {fault}")),
                    None => Err(format!("{name} is not there")),
                })
            }
            (Value::Array(wanted), Value::Array(list)) if wanted.len() == list.len() => {
                let mut pairs = wanted.iter().zip(list).enumerate();
                pairs.try_for_each(|(at, (wanted, found))| {
                    self.compare(wanted, found).map_err(|fault| format!("{at}: {fault}"))
                })
            }
            (Value::Array(wanted), Value::Array(list)) => Err(format!("{} instead of {}", list.len(), wanted.len())),
            (Value::String(text), _) => self.compare_text(text, found),
            _ if pattern == found => Ok(()),
            _ => Err(format!("{found} instead of {pattern}")),
        }
    }

    fn compare_text(&mut self, pattern: &str, found: &Value) -> Result<(), String> {
        if let Some(rest) = pattern.strip_prefix('$') {
            let (name, wanted) = rest.split_once('=').unwrap_or((rest, "*"));
            self.compare_text(wanted, found)?;
            self.0.insert(name.to_owned(), found.clone());
            return Ok(());
        }
        let named = pattern.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        let fits = match (named, pattern.strip_suffix('*')) {
            (Some(name), _) => self.0.get(name) == Some(found),
            (None, Some("")) => true,
            (None, Some(beginning)) => found.as_str().is_some_and(|text| text.starts_with(beginning)),
            (None, None) => found == pattern,
        };
        if fits { Ok(()) } else { Err(format!("{found} instead of {pattern}")) }
    }
}

/// As RFC 3986 has it for everything but letters, digits and four marks.
fn encoded(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

#[test]
fn patterns() {
    use serde_json::json;
    let check = |pattern: Value, found: Value, fits: bool| {
        let mut known = Known::new("book");
        let outcome = known.compare(&pattern, &found);
        assert_eq!(outcome.is_ok(), fits, "{pattern} {found}: {outcome:?}");
    };
    check(json!({ "a": 1 }), json!({ "a": 1, "b": 2 }), true);
    check(json!({ "a": 1 }), json!({ "a": 2 }), false);
    check(json!({ "a": 1 }), json!({}), false);
    check(json!({ "a": "-" }), json!({}), true);
    check(json!({ "a": "-" }), json!({ "a": null }), false);
    check(json!({ "a": "*" }), json!({ "a": null }), true);
    check(json!({ "a": "2-*" }), json!({ "a": "2-abc" }), true);
    check(json!({ "a": "2-*" }), json!({ "a": "1-abc" }), false);
    check(json!({ "a": "{db}" }), json!({ "a": "book" }), true);
    check(json!({ "a": "{none}" }), json!({ "a": "book" }), false);
    check(json!(["$x", "{x}"]), json!([1, 1]), true);
    check(json!(["$x", "{x}"]), json!([1, 2]), false);
    check(json!(["$x=1-*"]), json!(["2-a"]), false);
    check(json!([1]), json!([1, 2]), false);
    check(json!([]), json!({}), false);
    let mut known = Known::new("book");
    assert_eq!(known.compare(&json!({ "a": "$a" }), &json!({ "a": "1 +/ä" })), Ok(()));
    assert_eq!(known.fill_in_path("/{db}/{a}?x={none}"), "/book/1%20%2B%2F%C3%A4?x={none}");
    assert_eq!(known.fill_in(&json!(["{a}", { "b": "{db}" }, "x{a}"])), json!(["1 +/ä", { "b": "book" }, "x{a}"]));
}
