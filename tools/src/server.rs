//! A small static server for this machine: it shows a finished folder the way a static host would.
//!
//! It answers an unknown address with `404.html` and status 404, as GitHub Pages does, sends the headers of the
//! folder's own `_headers` file, and lives under any prefix.

use crate::header_rules::{self, Rule};
use crate::policy::ASKED_EACH_TIME;
use crate::request::{self, Request, Target};
use crate::{disk, fingerprint, media_type};
use std::io::{BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A connection on which nothing is asked for this long is closed.
const PATIENCE: Duration = Duration::from_secs(60);

/// The folder to show and the host to imitate.
pub struct Site {
    /// The folder, as `std::fs::canonicalize` spells it.
    pub folder: PathBuf,
    /// Where the site lives, beginning and ending with `/`.
    pub prefix: String,
    /// Whether the headers of the folder's `_headers` are sent. Without them this is a host like GitHub Pages.
    pub with_header_policy: bool,
    /// Files that are answered as if they were missing.
    pub hidden: Vec<String>,
}

/// What goes back: status, headers, bytes.
struct Answer {
    status: &'static str,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// Answers every connection, each on a thread of its own, until the process ends.
pub fn serve(listener: &TcpListener, site: Site) {
    let site = Arc::new(site);
    for connection in listener.incoming().flatten() {
        let site = Arc::clone(&site);
        std::thread::spawn(move || {
            // A connection that breaks harms nobody: the browser asks again.
            let _ = converse(&connection, &site);
        });
    }
}

fn converse(connection: &TcpStream, site: &Site) -> std::io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_nodelay(true)?;
    let mut incoming = BufReader::new(connection);
    loop {
        let request = match request::read(&mut incoming) {
            Ok(Some(request)) => request,
            Ok(None) => return Ok(()),
            Err(words) => return send(connection, &plain("400 Bad Request", &words), true, false),
        };
        let stays_open = request.keep_alive && !request.has_body;
        send(connection, &answer(&request, site), request.method != "HEAD", stays_open)?;
        if !stays_open {
            return Ok(());
        }
    }
}

fn answer(request: &Request, site: &Site) -> Answer {
    if !["GET", "HEAD"].contains(&request.method.as_str()) {
        let mut refusal = plain("405 Method Not Allowed", "Only GET and HEAD are answered here.");
        refusal.headers.push(("Allow".to_owned(), "GET, HEAD".to_owned()));
        return refusal;
    }
    let name = match request::target(&request.path, &site.prefix) {
        Target::File(name) => name,
        Target::AddSlash => {
            let mut moved = plain("301 Moved Permanently", "");
            moved.headers.push(("Location".to_owned(), site.prefix.clone()));
            return moved;
        }
        Target::Outside => return plain("404 Not Found", "There is no such file here."),
    };
    if let Some(body) = content(site, &name) {
        return found("200 OK", &name, body, request, site);
    }
    match content(site, "404.html") {
        Some(body) => found("404 Not Found", "404.html", body, request, site),
        None => plain("404 Not Found", "There is no such file here."),
    }
}

fn content(site: &Site, name: &str) -> Option<Vec<u8>> {
    if site.hidden.iter().any(|hidden| hidden == name) {
        return None;
    }
    let path = site.folder.join(name).canonicalize().ok()?;
    // A link inside the folder may point out of it, and an absolute name replaces the folder when it is joined.
    if !path.starts_with(&site.folder) || !path.is_file() {
        return None;
    }
    disk::read(&path).ok()
}

fn found(status: &'static str, name: &str, body: Vec<u8>, request: &Request, site: &Site) -> Answer {
    let tag = format!("\"{}\"", &fingerprint::sha256_hex(&body)[..32]);
    let mut headers =
        vec![("Content-Type".to_owned(), media_type::of(name).to_owned()), ("ETag".to_owned(), tag.clone())];
    let rules = header_rules_of(site);
    let mut ruled: Vec<(String, String)> = header_rules::matching(&rules, &format!("/{name}"))
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    if !ruled.iter().any(|(name, _)| name == "Cache-Control") {
        // Ten minutes is what GitHub Pages says of every file, and what it cannot be told otherwise.
        let cache = if site.with_header_policy { ASKED_EACH_TIME } else { "max-age=600" };
        ruled.push(("Cache-Control".to_owned(), cache.to_owned()));
    }
    headers.extend(ruled);
    if status.starts_with("200") && request.if_none_match.as_deref() == Some(tag.as_str()) {
        return Answer { status: "304 Not Modified", headers, body: Vec::new() };
    }
    Answer { status, headers, body }
}

/// Read for every answer, so that a folder that is built anew while it is shown keeps its own rules.
fn header_rules_of(site: &Site) -> Vec<Rule> {
    if !site.with_header_policy {
        return Vec::new();
    }
    disk::read_text(&site.folder.join("_headers")).and_then(|text| header_rules::parse(&text)).unwrap_or_default()
}

fn plain(status: &'static str, words: &str) -> Answer {
    Answer {
        status,
        headers: vec![("Content-Type".to_owned(), "text/plain; charset=utf-8".to_owned())],
        body: words.as_bytes().to_vec(),
    }
}

fn send(mut connection: &TcpStream, answer: &Answer, with_body: bool, stays_open: bool) -> std::io::Result<()> {
    let mut bytes = format!("HTTP/1.1 {}\r\n", answer.status).into_bytes();
    for (name, value) in &answer.headers {
        write!(bytes, "{name}: {value}\r\n")?;
    }
    if !answer.status.starts_with("304") {
        write!(bytes, "Content-Length: {}\r\n", answer.body.len())?;
    }
    write!(bytes, "Connection: {}\r\n\r\n", if stays_open { "keep-alive" } else { "close" })?;
    if with_body {
        bytes.extend_from_slice(&answer.body);
    }
    connection.write_all(&bytes)
}
