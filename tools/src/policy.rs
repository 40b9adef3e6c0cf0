//! The one security policy of the site. Every header file, and the service worker, is written from it.

/// Folders whose content never changes under one name, because the name is a fingerprint of the content.
pub const LASTING_FOLDERS: [&str; 2] = ["app", "workers"];

/// `Cache-Control` of what lies in [`LASTING_FOLDERS`].
pub const LASTING: &str = "public, max-age=31536000, immutable";

/// `Cache-Control` of everything else: kept, and asked about before each use.
pub const ASKED_EACH_TIME: &str = "no-cache";

/// Sensors and devices that no page of Burrow may use, whatever is injected into it.
const FEATURES_OFF: [&str; 16] = [
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
];

/// The response headers that protect the site, in the order in which they are written.
///
/// `inline_scripts` are the base64 SHA-256 fingerprints of the scripts that stand in `index.html` itself. No place
/// but the site's own origin may be asked for anything, and workers carry the same policy since it is a header. For one
/// worker alone, the courier, the service worker adds the one origin through which a book is synchronised.
#[must_use]
pub fn headers(inline_scripts: &[String]) -> Vec<(&'static str, String)> {
    let inline: String = inline_scripts.iter().map(|hash| format!(" 'sha256-{hash}'")).collect();
    let content = [
        "default-src 'none'".to_owned(),
        format!("script-src 'self' 'wasm-unsafe-eval'{inline}"),
        "style-src 'self'".to_owned(),
        "img-src 'self' data: blob:".to_owned(),
        "font-src 'self'".to_owned(),
        "connect-src 'self'".to_owned(),
        "worker-src 'self'".to_owned(),
        "manifest-src 'self'".to_owned(),
        "base-uri 'self'".to_owned(),
        "form-action 'none'".to_owned(),
        "frame-ancestors 'none'".to_owned(),
    ]
    .join("; ");
    let features: Vec<String> = FEATURES_OFF.iter().map(|name| format!("{name}=()")).collect();
    vec![
        ("Content-Security-Policy", content),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("X-Frame-Options", "DENY".to_owned()),
        ("Permissions-Policy", features.join(", ")),
    ]
}

#[cfg(test)]
mod tests {
    use super::headers;

    #[test]
    fn inline_scripts_are_named_and_nothing_else_is_loosened() {
        let policy = headers(&["AAA=".to_owned(), "BBB=".to_owned()]);
        let content = &policy[0].1;
        assert!(content.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-AAA=' 'sha256-BBB=';"));
        assert!(content.contains("connect-src 'self';"));
        for loose in ["unsafe-inline", "'unsafe-eval'", "*", "http:", "https:"] {
            assert!(!content.contains(loose), "{loose} in {content}");
        }
    }

    #[test]
    fn no_value_can_break_out_of_a_header_file() {
        for (name, value) in headers(&["AAA=".to_owned()]) {
            assert!(!value.contains(['"', '\n', '\r', '$', '`']), "{name}: {value}");
        }
    }
}
