//! The head of an HTTP/1.1 request, and which file of a folder it asks for.

use std::io::{BufRead, Read};

/// A request's head may be this long, in bytes; browsers send about one thousand.
const LONGEST_HEAD: u64 = 32 * 1024;

/// What the server needs to know of a request.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `HEAD` or anything else, as sent.
    pub method: String,
    /// The target without its query, still percent-encoded.
    pub path: String,
    /// The fingerprint that the browser already has, if it sent one.
    pub if_none_match: Option<String>,
    /// Whether the connection stays open for another request.
    pub keep_alive: bool,
    /// Whether bytes follow the head, which this server never reads.
    pub has_body: bool,
}

/// Reads one request's head; nothing when the other side has closed the connection.
///
/// # Errors
/// A sentence when the head is too long or is not HTTP.
pub fn read(from: &mut impl BufRead) -> Result<Option<Request>, String> {
    let mut limited = from.take(LONGEST_HEAD);
    let Some(first) = read_line(&mut limited)? else {
        return Ok(None);
    };
    let mut words = first.split(' ');
    let (Some(method), Some(target), Some(version), None) = (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(format!("this is no request line: {first}"));
    };
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let mut request = Request {
        method: method.to_owned(),
        path: path.to_owned(),
        if_none_match: None,
        keep_alive: version == "HTTP/1.1",
        has_body: false,
    };
    loop {
        let line = read_line(&mut limited)?.ok_or("the request's head was cut off")?;
        if line.is_empty() {
            return Ok(Some(request));
        }
        let Some((name, value)) = line.split_once(':') else {
            return Err(format!("this is no header line: {line}"));
        };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "if-none-match" => request.if_none_match = Some(value.to_owned()),
            "connection" if value.eq_ignore_ascii_case("close") => request.keep_alive = false,
            "connection" if value.eq_ignore_ascii_case("keep-alive") => request.keep_alive = true,
            "content-length" => request.has_body |= value != "0",
            "transfer-encoding" => request.has_body = true,
            _ => {}
        }
    }
}

/// One line without its end; nothing at the end of the stream.
fn read_line(from: &mut impl BufRead) -> Result<Option<String>, String> {
    let mut line = Vec::new();
    let length = from.read_until(b'\n', &mut line).map_err(|error| format!("the connection broke: {error}"))?;
    if length == 0 {
        return Ok(None);
    }
    if line.pop() != Some(b'\n') {
        return Err("the request's head is too long or was cut off".to_owned());
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    String::from_utf8(line).map(Some).map_err(|_| "the request's head is not text".to_owned())
}

/// Where a path leads.
#[derive(Debug, PartialEq, Eq)]
pub enum Target {
    /// A file of the folder, relative to it: `index.html`, `app/0f/burrow.js`.
    File(String),
    /// The site's own address without its last slash; the browser is sent to the one with it.
    AddSlash,
    /// Outside of the site, or an attempt to leave its folder.
    Outside,
}

/// Finds what `path` asks for on a site that lives under `prefix` (which begins and ends with `/`).
///
/// Names that begin with a dot or an underscore are for the host and are not given out; neither is anything that
/// could lead out of the folder.
#[must_use]
pub fn target(path: &str, prefix: &str) -> Target {
    if prefix.len() > 1 && path == &prefix[..prefix.len() - 1] {
        return Target::AddSlash;
    }
    let Some(decoded) = path.strip_prefix(prefix).and_then(decode) else {
        return Target::Outside;
    };
    if decoded.is_empty() {
        return Target::File("index.html".to_owned());
    }
    let unsafe_part = |part: &str| part.starts_with(['.', '_']) || part.contains(['\\', '\0', ':']);
    if decoded.split('/').any(unsafe_part) {
        return Target::Outside;
    }
    Target::File(decoded)
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{Request, Target, read, target};

    #[test]
    fn a_head_is_read() {
        let head = "GET /a/b?c=d HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"1\"\r\nConnection: close\r\n\r\nrest";
        let request = read(&mut head.as_bytes());
        let expected = Request {
            method: "GET".to_owned(),
            path: "/a/b".to_owned(),
            if_none_match: Some("\"1\"".to_owned()),
            keep_alive: false,
            has_body: false,
        };
        assert_eq!(request, Ok(Some(expected)));
    }

    #[test]
    fn what_is_no_head_is_refused() {
        let too_long = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(40_000));
        for head in ["GET /\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\n", &too_long] {
            assert!(read(&mut head.as_bytes()).is_err(), "{:?}", &head[..20.min(head.len())]);
        }
        assert_eq!(read(&mut "".as_bytes()), Ok(None));
    }

    #[test]
    fn paths_lead_to_files_of_the_folder_only() {
        let file = |name: &str| Target::File(name.to_owned());
        for (path, prefix, expected) in [
            ("/", "/", file("index.html")),
            ("/a/b/", "/a/b/", file("index.html")),
            ("/a/b", "/a/b/", Target::AddSlash),
            ("/a/", "/a/b/", Target::Outside),
            ("/a/bc", "/a/b/", Target::Outside),
            ("/a/b/app/x.js", "/a/b/", file("app/x.js")),
            ("/%E5%AE%A2", "/", file("客")),
            ("/../secret", "/", Target::Outside),
            ("/%2e%2e/secret", "/", Target::Outside),
            ("/a/..%2fsecret", "/", Target::Outside),
            ("/a%5c..%5csecret", "/", Target::Outside),
            ("/a%00", "/", Target::Outside),
            ("/%zz", "/", Target::Outside),
            ("/_headers", "/", Target::Outside),
            ("/.htaccess", "/", Target::Outside),
        ] {
            assert_eq!(target(path, prefix), expected, "{path} under {prefix}");
        }
        // An empty part would make an absolute path; joined to the folder it stays what it is: no such file.
        assert_eq!(target("//etc/passwd", "/"), file("/etc/passwd"));
    }
}
