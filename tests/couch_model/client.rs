//! A sender of requests over HTTP/1.1 without encryption, one connection a request, for servers on the test's own machine.

use super::message::{Answer, Broken, Outcome, Request};
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// A server, by its address: `http://127.0.0.1:5984` or with a path behind it.
#[derive(Clone, Debug)]
pub struct Sender {
    host: String,
    prefix: String,
    /// After so long without the whole answer it is given up: [`Broken::Silent`].
    pub time_limit: Duration,
    /// A body of more bytes than these is given up: [`Broken::Endless`].
    pub most_bytes: u64,
}

/// The answer as far as it came.
struct Coming {
    from: BufReader<TcpStream>,
    deadline: Instant,
    most_bytes: u64,
}

impl Sender {
    /// None where the address is not one of http.
    pub fn to(address: &str) -> Option<Self> {
        let rest = address.strip_prefix("http://")?;
        let (host, prefix) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        let host = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
        let prefix = prefix.trim_end_matches('/').to_owned();
        Some(Sender { host, prefix, time_limit: Duration::from_secs(30), most_bytes: 64 << 20 })
    }

    /// Sends a request and waits for its answer.
    pub fn send(&self, request: &Request) -> Outcome {
        let mut stream = TcpStream::connect(&self.host).map_err(|_| Broken::Refused)?;
        // A server that answers before it has read everything closes early; its answer counts.
        let sent = stream.write_all(self.head(request).as_bytes()).and_then(|()| stream.write_all(&request.body));
        let deadline = Instant::now() + self.time_limit;
        let mut coming = Coming { from: BufReader::new(stream), deadline, most_bytes: self.most_bytes };
        match coming.read(&request.method) {
            Err(Broken::Lost) if sent.is_err() => Err(Broken::Refused),
            outcome => outcome,
        }
    }

    fn head(&self, request: &Request) -> String {
        let mut head =
            format!("{} {}{} HTTP/1.1\r\nHost: {}\r\n", request.method, self.prefix, request.path, self.host);
        head += "Connection: close\r\nAccept: */*\r\n";
        if let Some(authorization) = &request.authorization {
            head += &format!("Authorization: {authorization}\r\n");
        }
        for (name, value) in &request.headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !request.body.is_empty() || matches!(request.method.as_str(), "PUT" | "POST") {
            head += &format!("Content-Type: application/json\r\nContent-Length: {}\r\n", request.body.len());
        }
        head + "\r\n"
    }
}

impl Coming {
    fn wait_at_most(&self) -> Result<(), Broken> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Broken::Silent);
        }
        self.from.get_ref().set_read_timeout(Some(left)).map_err(|_| Broken::Lost)
    }

    fn line(&mut self) -> Result<String, Broken> {
        self.wait_at_most()?;
        let mut line = String::new();
        match self.from.read_line(&mut line) {
            Ok(0) => Err(Broken::Lost),
            Ok(_) => Ok(line.trim_end().to_owned()),
            Err(reason) => Err(broken(&reason)),
        }
    }

    fn read(&mut self, method: &str) -> Outcome {
        let mut answer = Answer::default();
        let first = self.line()?;
        answer.status = first.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or(Broken::Lost)?;
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':') {
                answer.headers.push((name.trim().to_owned(), value.trim().to_owned()));
            }
        }
        answer.content_type = answer.value_of("Content-Type").unwrap_or_default().to_owned();
        if method == "HEAD" || matches!(answer.status, 204 | 304) {
            return Ok(answer);
        }
        let is_chunked =
            answer.value_of("Transfer-Encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
        let length: Option<u64> = answer.value_of("Content-Length").and_then(|length| length.parse().ok());
        let ended = if is_chunked {
            self.chunks(&mut answer.body)
        } else if let Some(length) = length {
            self.part(&mut answer.body, length)
        } else {
            self.part(&mut answer.body, u64::MAX)
                .or_else(|broken| if broken == Broken::Lost { Ok(()) } else { Err(broken) })
        };
        match ended {
            Ok(()) => Ok(answer),
            Err(Broken::Lost) => {
                let length = answer.body.len();
                Err(Broken::CutShort(answer, length))
            }
            Err(Broken::Endless(_)) => Err(Broken::Endless(answer)),
            Err(broken) => Err(broken),
        }
    }

    fn chunks(&mut self, body: &mut Vec<u8>) -> Result<(), Broken> {
        loop {
            let line = self.line()?;
            let size = line.split(';').next().and_then(|size| u64::from_str_radix(size.trim(), 16).ok());
            let size = size.ok_or(Broken::Lost)?;
            if size == 0 {
                // Nothing that is asked here sends trailers.
                return Ok(());
            }
            self.part(body, size)?;
            self.line()?;
        }
    }

    /// So many more bytes of the body.
    fn part(&mut self, body: &mut Vec<u8>, mut left: u64) -> Result<(), Broken> {
        let mut bytes = [0; 64 << 10];
        while left > 0 {
            if body.len() as u64 > self.most_bytes {
                return Err(Broken::Endless(Answer::default()));
            }
            self.wait_at_most()?;
            let most = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
            match self.from.read(&mut bytes[..most]) {
                Ok(0) => return Err(Broken::Lost),
                Ok(count) => {
                    body.extend_from_slice(&bytes[..count]);
                    left -= count as u64;
                }
                Err(reason) => return Err(broken(&reason)),
            }
        }
        Ok(())
    }
}

fn broken(reason: &std::io::Error) -> Broken {
    match reason.kind() {
        ErrorKind::WouldBlock | ErrorKind::TimedOut => Broken::Silent,
        _ => Broken::Lost,
    }
}
