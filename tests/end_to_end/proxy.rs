//! A forward proxy that records what a browser asks for and lets only the machine itself be reached.
//!
//! A browser started behind it sends every request here, those of workers and of its own background services too, so the
//! record is proof of what was asked and of nobody else having been asked. Only what the browser's flags direct to the proxy's
//! own address, which no page knows, is refused without a record.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::failure::Failure;

const IDLE_LIMIT: Duration = Duration::from_secs(60);
const REFUSAL: &[u8] = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// One request that the browser made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// `GET`, `POST` …; `CONNECT` where a tunnel was asked for (https and websockets).
    pub method: String,
    /// Host and port, as the browser named them.
    pub host: String,
    /// Path and query; empty for `CONNECT`, whose path nobody outside sees.
    pub path: String,
}

/// A running proxy; it ends when dropped.
pub struct RecordingProxy {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    ended: Arc<AtomicBool>,
}

impl RecordingProxy {
    /// Listens on a free port of this machine.
    pub fn start() -> Result<Self, Failure> {
        let told = |reason: std::io::Error| Failure::file("the recording proxy", &reason);
        let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(told)?;
        let address = listener.local_addr().map_err(told)?;
        let proxy = RecordingProxy { address, asked: Arc::default(), ended: Arc::default() };
        let (asked, ended) = (Arc::clone(&proxy.asked), Arc::clone(&proxy.ended));
        std::thread::spawn(move || {
            for browser in listener.incoming().flatten() {
                if ended.load(Ordering::Acquire) {
                    return;
                }
                let asked = Arc::clone(&asked);
                // A connection that breaks is the browser's to try again; what it asked is recorded.
                std::thread::spawn(move || {
                    serve(&browser, &asked).inspect_err(|_| drop(browser.shutdown(Shutdown::Both)))
                });
            }
        });
        Ok(proxy)
    }

    /// `host:port`, for [`crate::chrome_devtools::LaunchOptions::proxy`].
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// Everything asked so far, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What was asked of anybody else than `origin`, such as `http://localhost:8080/burrow/`.
    pub fn asked_of_others(&self, origin: &str) -> Vec<Asked> {
        let own = origin.split('/').nth(2).unwrap_or(origin).to_owned();
        self.asked().into_iter().filter(|asked| asked.host != own).collect()
    }
}

impl Drop for RecordingProxy {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Release);
        // Wakes the thread that waits for the next browser.
        let _ = TcpStream::connect(self.address);
    }
}

/// The first line and the headers of a message, and how its body ends.
struct Head {
    first_line: String,
    headers: Vec<(String, String)>,
}

impl Head {
    fn read(from: &mut impl BufRead) -> std::io::Result<Self> {
        let mut first_line = String::new();
        from.read_line(&mut first_line)?;
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            from.read_line(&mut line)?;
            let line = line.trim_end();
            if line.is_empty() {
                return Ok(Head { first_line: first_line.trim_end().to_owned(), headers });
            }
            if let Some((name, value)) = line.split_once(':') {
                headers.push((name.trim().to_owned(), value.trim().to_owned()));
            }
        }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The head as it is passed on: one request a connection, so that each is seen here and none is tunnelled past the record.
    fn passed_on(&self, first_line: &str) -> String {
        let of_this_hop = |name: &str| {
            ["connection", "proxy-connection", "keep-alive"].iter().any(|known| name.eq_ignore_ascii_case(known))
        };
        let kept = self.headers.iter().filter(|(name, _)| !of_this_hop(name));
        let lines: String = kept.map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        format!("{first_line}\r\n{lines}Connection: close\r\n\r\n")
    }

    fn is_chunked(&self) -> bool {
        self.header("transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"))
    }

    fn length(&self) -> Option<u64> {
        self.header("content-length").and_then(|value| value.parse().ok())
    }
}

fn serve(mut browser: &TcpStream, asked: &Mutex<Vec<Asked>>) -> std::io::Result<()> {
    browser.set_read_timeout(Some(IDLE_LIMIT))?;
    let mut from_browser = BufReader::new(browser);
    let request = Head::read(&mut from_browser)?;
    let mut words = request.first_line.split_ascii_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else { return Ok(()) };
    let whole = target.strip_prefix("http://").unwrap_or(target);
    let (host, path) = match whole.find('/') {
        Some(at) if method != "CONNECT" => whole.split_at(at),
        _ => (whole, ""),
    };
    if browser.local_addr().is_ok_and(|own| own.to_string() == host) {
        // The browser's own services are sent here by its flags; no page knows this address.
        return browser.write_all(REFUSAL);
    }
    let seen = Asked { method: method.into(), host: host.into(), path: path.into() };
    asked.lock().unwrap_or_else(PoisonError::into_inner).push(seen);
    let Some(port) = port_of_this_machine(host).filter(|_| method != "CONNECT") else {
        return browser.write_all(REFUSAL);
    };
    let Ok(server) = TcpStream::connect(("127.0.0.1", port)) else {
        return browser.write_all(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    };
    server.set_read_timeout(Some(IDLE_LIMIT))?;
    let path = if path.is_empty() { "/" } else { path };
    (&server).write_all(request.passed_on(&format!("{method} {path} HTTP/1.1")).as_bytes())?;
    if request.is_chunked() || request.length().is_some() {
        copy_body(&request, &mut from_browser, &server)?;
    }
    let mut from_server = BufReader::new(&server);
    let answer = Head::read(&mut from_server)?;
    browser.write_all(answer.passed_on(&answer.first_line).as_bytes())?;
    let status = answer.first_line.split_ascii_whitespace().nth(1).unwrap_or_default();
    if method != "HEAD" && status != "204" && status != "304" {
        copy_body(&answer, &mut from_server, browser)?;
    }
    browser.shutdown(Shutdown::Write)
}

/// Passes a body on unchanged, to the end that its head names, or else to the end of the connection.
fn copy_body(head: &Head, from: &mut impl BufRead, mut to: &TcpStream) -> std::io::Result<()> {
    if !head.is_chunked() {
        let limit = head.length().unwrap_or(u64::MAX);
        return std::io::copy(&mut from.take(limit), &mut to).map(drop);
    }
    loop {
        let mut line = String::new();
        from.read_line(&mut line)?;
        to.write_all(line.as_bytes())?;
        let size = u64::from_str_radix(line.split(';').next().unwrap_or_default().trim(), 16).unwrap_or(0);
        // A chunk is followed by a line break; the last, empty one by trailers, of which our servers send none.
        std::io::copy(&mut from.take(size + 2), &mut to)?;
        if size == 0 {
            return Ok(());
        }
    }
}

/// The port, where `host` is this machine under one of its own names; none for everybody else.
fn port_of_this_machine(host: &str) -> Option<u16> {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()?),
        _ => (host, 80),
    };
    (matches!(name, "localhost" | "127.0.0.1" | "[::1]") || name.ends_with(".localhost")).then_some(port)
}
