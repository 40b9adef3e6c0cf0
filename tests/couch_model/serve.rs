//! The model behind a real port of this machine, for browsers: HTTP/1.1 with connections that stay open, long polls that
//! wait, faults as they look on a wire, and a switch that takes the server off the network.

use super::message::{Answer, Broken, Kind, Request};
use super::{CouchModel, parsing};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A connection on which nothing is asked for so long is closed.
const IDLE_LIMIT: Duration = Duration::from_secs(120);
const MOST_BODY: usize = 256 << 20;

struct Shared {
    model: Mutex<CouchModel>,
    changed: Condvar,
    online: AtomicBool,
    connections: Mutex<BTreeMap<u64, TcpStream>>,
    /// Microseconds between two small pieces of a body; 0 for whole ones.
    drip: AtomicU64,
}

/// A running server; it ends when dropped.
pub struct CouchServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    listening: Option<JoinHandle<()>>,
}

/// The model, for as long as nobody else may ask it. When it is let go, those who wait for changes look again.
pub struct ModelGuard<'a> {
    model: MutexGuard<'a, CouchModel>,
    changed: &'a Condvar,
}

impl Deref for ModelGuard<'_> {
    type Target = CouchModel;

    fn deref(&self) -> &CouchModel {
        &self.model
    }
}

impl DerefMut for ModelGuard<'_> {
    fn deref_mut(&mut self) -> &mut CouchModel {
        &mut self.model
    }
}

impl Drop for ModelGuard<'_> {
    fn drop(&mut self) {
        self.changed.notify_all();
    }
}

impl CouchServer {
    /// With a new model, on a free port.
    pub fn start() -> std::io::Result<Self> {
        CouchServer::start_with(CouchModel::new(20_261_123))
    }

    /// With this model, on a free port.
    pub fn start_with(model: CouchModel) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let shared = Arc::new(Shared {
            model: Mutex::new(model),
            changed: Condvar::new(),
            online: AtomicBool::new(true),
            connections: Mutex::default(),
            drip: AtomicU64::new(0),
        });
        let mut server = CouchServer { address: listener.local_addr()?, shared, listening: None };
        server.listening = Some(server.listen(listener));
        Ok(server)
    }

    fn listen(&self, listener: TcpListener) -> JoinHandle<()> {
        let shared = Arc::clone(&self.shared);
        std::thread::spawn(move || {
            for (number, stream) in (0..).zip(listener.incoming().flatten()) {
                if !shared.online.load(Ordering::Acquire) {
                    return;
                }
                let shared = Arc::clone(&shared);
                if let Ok(kept) = stream.try_clone() {
                    lock(&shared.connections).insert(number, kept);
                }
                // A connection that breaks is the client's to mend.
                std::thread::spawn(move || {
                    drop(converse(&stream, &shared));
                    drop(stream.shutdown(Shutdown::Both));
                    lock(&shared.connections).remove(&number);
                });
            }
        })
    }

    /// `http://127.0.0.1:port`.
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The model, to be looked at or changed; the server waits meanwhile.
    pub fn model(&self) -> ModelGuard<'_> {
        ModelGuard { model: lock(&self.shared.model), changed: &self.shared.changed }
    }

    /// Off the network every connection is closed and no new one is taken, as if nobody listened there.
    pub fn set_online(&mut self, online: bool) -> std::io::Result<()> {
        if self.shared.online.swap(online, Ordering::AcqRel) == online {
            return Ok(());
        }
        if online {
            self.listening = Some(self.listen(bind_again(self.address)?));
        } else {
            self.close();
        }
        Ok(())
    }

    /// From now on bodies come in pieces of a few bytes, with so long a pause between two.
    pub fn set_drip(&self, pause: Duration) {
        self.shared.drip.store(u64::try_from(pause.as_micros()).unwrap_or(u64::MAX), Ordering::Release);
    }

    fn close(&mut self) {
        self.shared.online.store(false, Ordering::Release);
        self.shared.changed.notify_all();
        // Wakes the thread that waits for the next connection, which then lets the port go.
        drop(TcpStream::connect(self.address));
        if let Some(listening) = self.listening.take() {
            drop(listening.join());
        }
        for connection in std::mem::take(&mut *lock(&self.shared.connections)).values() {
            drop(connection.shutdown(Shutdown::Both));
        }
    }
}

impl Drop for CouchServer {
    fn drop(&mut self) {
        self.close();
    }
}

/// The port was let go, and somebody else may have it for a moment.
fn bind_again(address: SocketAddr) -> std::io::Result<TcpListener> {
    for _ in 0..100 {
        match TcpListener::bind(address) {
            Err(reason) if reason.kind() == std::io::ErrorKind::AddrInUse => {
                std::thread::sleep(Duration::from_millis(50));
            }
            outcome => return outcome,
        }
    }
    TcpListener::bind(address)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn invalid(words: &str) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, words.to_owned())
}

/// Reads a request; none where the client has closed the connection.
fn read_request(from: &mut BufReader<&TcpStream>, mut to: &TcpStream) -> std::io::Result<Option<Request>> {
    let mut line = String::new();
    if from.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_ascii_whitespace();
    let (Some(method), Some(path)) = (words.next(), words.next()) else { return Err(invalid("no request")) };
    // A forward proxy may name the host, too.
    let path = match path.strip_prefix("http://") {
        Some(rest) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => path,
    };
    let mut request = Request::new(method, path);
    loop {
        let mut line = String::new();
        from.read_line(&mut line)?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            request.headers.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    request.authorization = request.value_of("Authorization").map(str::to_owned);
    if request.value_of("Expect").is_some() {
        to.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    let is_chunked = request.value_of("Transfer-Encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
    let length = request.value_of("Content-Length").and_then(|length| length.parse().ok()).unwrap_or(0_usize);
    if is_chunked {
        loop {
            let mut line = String::new();
            from.read_line(&mut line)?;
            let size = usize::from_str_radix(line.trim(), 16).map_err(|_| invalid("a chunk without its size"))?;
            read_more(from, &mut request.body, size)?;
            let mut end = String::new();
            from.read_line(&mut end)?;
            if size == 0 {
                break;
            }
        }
    } else {
        read_more(from, &mut request.body, length)?;
    }
    Ok(Some(request))
}

fn read_more(from: &mut BufReader<&TcpStream>, body: &mut Vec<u8>, length: usize) -> std::io::Result<()> {
    let known = body.len();
    if known + length > MOST_BODY {
        return Err(invalid("the body is too long"));
    }
    body.resize(known + length, 0);
    from.read_exact(&mut body[known..])
}

/// Answers one request after the other.
fn converse(stream: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_read_timeout(Some(IDLE_LIMIT))?;
    stream.set_nodelay(true)?;
    let mut from = BufReader::new(stream);
    while let Some(request) = read_request(&mut from, stream)? {
        let kind = Kind::of(&request);
        let outcome = {
            let mut model = lock(&shared.model);
            if kind == Kind::LongPoll {
                model = wait_for_changes(model, shared, &request);
            }
            if !shared.online.load(Ordering::Acquire) {
                return Ok(());
            }
            model.answer(&request)
        };
        if !matches!(request.method.as_str(), "GET" | "HEAD" | "OPTIONS") {
            shared.changed.notify_all();
        }
        let drip = Duration::from_micros(shared.drip.load(Ordering::Acquire));
        let is_listing = matches!(kind, Kind::Changes | Kind::LongPoll | Kind::AllDocs);
        match outcome {
            Ok(answer) if is_listing && answer.status == 200 => write_chunks(stream, &answer, drip)?,
            Ok(answer) => write_answer(stream, &answer, answer.body.len(), drip)?,
            Err(Broken::NotShared) => {
                let answer = Answer::json(200, &serde_json::json!({}));
                write_answer(stream, &answer, answer.body.len(), drip)?;
            }
            Err(Broken::Refused | Broken::Lost) => return Ok(()),
            Err(Broken::Silent) => {
                // Until the client gives up, or the server ends.
                drop(from.read(&mut [0]));
                return Ok(());
            }
            Err(Broken::CutShort(answer, at)) => return write_answer(stream, &answer, at, drip),
            Err(Broken::Endless(answer)) => return write_for_ever(stream, &answer, shared),
        }
        let ends = request.value_of("Connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
        if ends {
            return Ok(());
        }
    }
    Ok(())
}

/// Waits until there is a change to tell, the time is over, or the server is off the network.
fn wait_for_changes<'a>(
    mut model: MutexGuard<'a, CouchModel>,
    shared: &Shared,
    request: &Request,
) -> MutexGuard<'a, CouchModel> {
    let address = parsing::Address::parse(&request.path);
    let limit = address.value("timeout").and_then(|limit| limit.parse().ok()).unwrap_or(60_000);
    let deadline = Instant::now() + Duration::from_millis(limit);
    let since = address.value("since").unwrap_or("0").to_owned();
    let database = address.parts.first().map(|name| model.seen_by(request, name)).unwrap_or_default();
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let waits = model.has_database(&database)
            && !model.has_faults()
            && !model.has_changes_since(&database, &since)
            && shared.online.load(Ordering::Acquire);
        if !waits || left.is_zero() {
            return model;
        }
        (model, _) = shared.changed.wait_timeout(model, left).unwrap_or_else(PoisonError::into_inner);
    }
}

fn head(answer: &Answer, length: &str) -> String {
    let mut head = format!("HTTP/1.1 {} {}\r\n", answer.status, words(answer.status));
    if !answer.content_type.is_empty() {
        head += &format!("Content-Type: {}\r\n", answer.content_type);
    }
    for (name, value) in &answer.headers {
        head += &format!("{name}: {value}\r\n");
    }
    head + length + "\r\n"
}

/// The words of a status (RFC 9110, section 15).
fn words(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        409 => "Conflict",
        413 => "Content Too Large",
        429 => "Too Many Requests",
        503 => "Service Unavailable",
        _ => "Status",
    }
}

/// Writes the head, which tells the whole length, and the first `length` bytes of the body.
fn write_answer(mut to: &TcpStream, answer: &Answer, length: usize, drip: Duration) -> std::io::Result<()> {
    let told = if answer.status == 204 { String::new() } else { format!("Content-Length: {}\r\n", answer.body.len()) };
    to.write_all(head(answer, &told).as_bytes())?;
    write_body(to, &answer.body[..length], drip, |mut to, piece| to.write_all(piece))
}

fn write_chunks(mut to: &TcpStream, answer: &Answer, drip: Duration) -> std::io::Result<()> {
    to.write_all(head(answer, "Transfer-Encoding: chunked\r\n").as_bytes())?;
    write_body(to, &answer.body, drip, |mut to, piece| {
        let mut chunk = format!("{:x}\r\n", piece.len()).into_bytes();
        chunk.extend_from_slice(piece);
        chunk.extend_from_slice(b"\r\n");
        to.write_all(&chunk)
    })?;
    to.write_all(b"0\r\n\r\n")
}

fn write_body(
    to: &TcpStream,
    body: &[u8],
    drip: Duration,
    write: impl Fn(&TcpStream, &[u8]) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let size = if drip.is_zero() { 32 << 10 } else { 16 };
    for piece in body.chunks(size) {
        write(to, piece)?;
        if !drip.is_zero() {
            std::thread::sleep(drip);
        }
    }
    Ok(())
}

/// The body without its end, and then spaces, until the client has had enough.
fn write_for_ever(mut to: &TcpStream, answer: &Answer, shared: &Shared) -> std::io::Result<()> {
    to.write_all(head(answer, "Transfer-Encoding: chunked\r\n").as_bytes())?;
    let text = answer.body.trim_ascii_end();
    let begun = &text[..text.len().saturating_sub(1)];
    if !begun.is_empty() {
        to.write_all(format!("{:x}\r\n", begun.len()).as_bytes())?;
        to.write_all(begun)?;
        to.write_all(b"\r\n")?;
    }
    let mut chunk = format!("{:x}\r\n", 64 << 10).into_bytes();
    chunk.extend(std::iter::repeat_n(b' ', 64 << 10));
    chunk.extend_from_slice(b"\r\n");
    while shared.online.load(Ordering::Acquire) {
        to.write_all(&chunk)?;
    }
    Ok(())
}
