//! `service_worker.js`: the template with one release written into it.

use crate::json;
use crate::media_type;

/// A file of a release as browsers get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseFile {
    /// Address relative to the base of the site.
    pub path: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub size: usize,
}

impl ReleaseFile {
    /// The file as a JSON object, for `release.json` and for the service worker.
    #[must_use]
    pub fn to_json(&self) -> String {
        format!(
            "{{ \"path\": {}, \"sha256\": {}, \"size\": {}, \"type\": {} }}",
            json::string(&self.path),
            json::string(&self.sha256),
            self.size,
            json::string(media_type::of(&self.path)),
        )
    }
}

/// Fills the template in: the build, the files, the policy and the place names.
///
/// # Errors
/// A sentence when the template lacks one of its four places.
pub fn write(
    template: &str,
    build: &str,
    files: &[ReleaseFile],
    policy: &[(&'static str, String)],
    places: &str,
) -> Result<String, String> {
    let files: Vec<String> = files.iter().map(|file| format!("  {}", file.to_json())).collect();
    let policy: Vec<String> =
        policy.iter().map(|(name, value)| format!("  {}: {}", json::string(name), json::string(value))).collect();
    let mut script = template.to_owned();
    for (place, value) in [
        ("__BUILD__", json::string(build)),
        ("__FILES__", format!("[\n{}\n]", files.join(",\n"))),
        ("__POLICY__", format!("{{\n{}\n}}", policy.join(",\n"))),
        ("__PLACES__", places.trim().to_owned()),
    ] {
        if script.matches(place).count() != 1 {
            return Err(format!("the service worker's template must hold {place} once"));
        }
        script = script.replacen(place, &value, 1);
    }
    Ok(script)
}

#[cfg(test)]
mod tests {
    use super::{ReleaseFile, write};

    #[test]
    fn a_template_is_filled_in_and_a_wrong_one_refused() {
        let file = ReleaseFile { path: "index.html".to_owned(), sha256: "ab".to_owned(), size: 3 };
        let policy = [("A", "x 'y'".to_owned())];
        let script = write("__BUILD__ __FILES__ __POLICY__ __PLACES__", "b1", &[file], &policy, "[\"p\"]")
            .expect("the template is whole");
        assert_eq!(
            script,
            "\"b1\" [\n  { \"path\": \"index.html\", \"sha256\": \"ab\", \"size\": 3, \"type\": \
             \"text/html; charset=utf-8\" }\n] {\n  \"A\": \"x 'y'\"\n} [\"p\"]"
        );
        assert!(write("__BUILD__", "b1", &[], &policy, "[]").is_err());
    }
}
