//! A port that leads to a server and can be cut off, as when a device has no network. It counts what passes.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Passes on what comes to it, while it is on. Its thread ends with the process.
pub struct Relay {
    address: String,
    is_on: Arc<AtomicBool>,
    open: Arc<Mutex<Vec<TcpStream>>>,
    counters: Arc<Counters>,
}

/// Bytes of HTTP as they stood on the wire, heads and bodies; without what TCP and IP add.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    /// From clients to the server.
    pub to_server: u64,
    /// From the server to clients.
    pub to_clients: u64,
}

impl Passed {
    /// Both ways.
    pub fn both(self) -> u64 {
        self.to_server + self.to_clients
    }

    /// What passed since `earlier`.
    pub fn since(self, earlier: Passed) -> Passed {
        Passed { to_server: self.to_server - earlier.to_server, to_clients: self.to_clients - earlier.to_clients }
    }
}

#[derive(Default)]
struct Counters {
    to_server: AtomicU64,
    to_clients: AtomicU64,
}

impl Relay {
    /// To a server by its address, `http://127.0.0.1:port`.
    pub fn to(server: &str) -> std::io::Result<Relay> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = format!("http://{}", listener.local_addr()?);
        let server = server.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let (is_on, open) = (Arc::new(AtomicBool::new(true)), Arc::new(Mutex::new(Vec::new())));
        let counters = Arc::new(Counters::default());
        let relay =
            Relay { address, is_on: Arc::clone(&is_on), open: Arc::clone(&open), counters: Arc::clone(&counters) };
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                // Whoever is not passed on finds the connection closed.
                if is_on.load(Ordering::SeqCst)
                    && let Ok(server) = TcpStream::connect(&server)
                {
                    join(&client, &server, &counters);
                    open.lock().unwrap_or_else(PoisonError::into_inner).extend([client, server]);
                }
            }
        });
        Ok(relay)
    }

    /// `http://127.0.0.1:port`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// How much has passed so far.
    pub fn passed(&self) -> Passed {
        let read = |counter: &AtomicU64| counter.load(Ordering::SeqCst);
        Passed { to_server: read(&self.counters.to_server), to_clients: read(&self.counters.to_clients) }
    }

    /// Cuts everything off, or lets it pass again.
    pub fn set_on(&self, is_on: bool) {
        self.is_on.store(is_on, Ordering::SeqCst);
        if !is_on {
            for stream in self.open.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
                drop(stream.shutdown(Shutdown::Both));
            }
        }
    }
}

fn join(client: &TcpStream, server: &TcpStream, counters: &Arc<Counters>) {
    // A small answer must not wait for the one before it to be acknowledged.
    drop(client.set_nodelay(true).and_then(|()| server.set_nodelay(true)));
    pass_on(client, server, counters, |counters| &counters.to_server);
    pass_on(server, client, counters, |counters| &counters.to_clients);
}

fn pass_on(from: &TcpStream, into: &TcpStream, counters: &Arc<Counters>, counter: fn(&Counters) -> &AtomicU64) {
    let (Ok(mut from), Ok(mut into)) = (from.try_clone(), into.try_clone()) else { return };
    let counters = Arc::clone(counters);
    std::thread::spawn(move || {
        let mut some = [0; 16 * 1024];
        while let Ok(count) = from.read(&mut some) {
            if count == 0 || into.write_all(&some[..count]).is_err() {
                break;
            }
            counter(&counters).fetch_add(count as u64, Ordering::SeqCst);
        }
        drop(into.shutdown(Shutdown::Both));
    });
}

#[test]
fn a_relay_counts_what_passes_each_way() {
    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    let relay = Relay::to(&format!("http://{}", server.local_addr().expect("an address"))).expect("a relay");
    let mut client = TcpStream::connect(relay.address().trim_start_matches("http://")).expect("a connection");
    let (mut passed_on, _) = server.accept().expect("the relay's connection");
    client.write_all(&[1; 100_000]).expect("a question");
    passed_on.read_exact(&mut [0; 100_000]).expect("the question");
    passed_on.write_all(&[2; 70]).expect("an answer");
    client.read_exact(&mut [0; 70]).expect("the answer");
    // What has arrived is counted a moment later.
    let expected = Passed { to_server: 100_000, to_clients: 70 };
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while relay.passed() != expected && std::time::Instant::now() < deadline {
        std::thread::yield_now();
    }
    assert_eq!(relay.passed(), expected);
    assert_eq!(relay.passed().since(Passed { to_server: 1, to_clients: 2 }).both(), 99_999 + 68);
}
