//! Which media type a file has, by the ending of its name.

/// The value of `Content-Type` for a file of this name.
#[must_use]
pub fn of(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/vnd.microsoft.icon",
        "txt" | "csv" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn the_types_that_browsers_insist_on() {
        for (name, media_type) in [
            ("app/0f/burrow_bg.wasm", "application/wasm"),
            ("service_worker.js", "text/javascript; charset=utf-8"),
            ("manifest.webmanifest", "application/manifest+json; charset=utf-8"),
            ("index.html", "text/html; charset=utf-8"),
            ("unknown", "application/octet-stream"),
        ] {
            assert_eq!(of(name), media_type, "{name}");
        }
    }
}
