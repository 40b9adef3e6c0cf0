//! A port that leads to a server and can be cut off, as when a device has no network.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Passes on what comes to it, while it is on. Its thread ends with the process.
pub struct Relay {
    address: String,
    is_on: Arc<AtomicBool>,
    open: Arc<Mutex<Vec<TcpStream>>>,
}

impl Relay {
    /// To a server by its address, `http://127.0.0.1:port`.
    pub fn to(server: &str) -> std::io::Result<Relay> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = format!("http://{}", listener.local_addr()?);
        let server = server.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let (is_on, open) = (Arc::new(AtomicBool::new(true)), Arc::new(Mutex::new(Vec::new())));
        let relay = Relay { address, is_on: Arc::clone(&is_on), open: Arc::clone(&open) };
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                // Whoever is not passed on finds the connection closed.
                if is_on.load(Ordering::SeqCst)
                    && let Ok(server) = TcpStream::connect(&server)
                {
                    join(&client, &server);
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

fn join(client: &TcpStream, server: &TcpStream) {
    for (from, into) in [(client, server), (server, client)] {
        if let (Ok(mut from), Ok(mut into)) = (from.try_clone(), into.try_clone()) {
            std::thread::spawn(move || {
                let mut some = [0; 16 * 1024];
                while let Ok(count) = from.read(&mut some) {
                    if count == 0 || into.write_all(&some[..count]).is_err() {
                        break;
                    }
                }
                drop(into.shutdown(Shutdown::Both));
            });
        }
    }
}
