//! Starts `tests/pouchdb/server.js`: a server that speaks CouchDB's protocol and that we did not write.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

/// What it takes to load the programs from a disk that is busy.
const START_LIMIT: Duration = Duration::from_secs(120);

/// A running server on a free port of this machine, with an empty memory; it ends when dropped, or with this process.
pub struct PouchDbServer {
    child: Child,
    address: String,
}

impl PouchDbServer {
    /// Starts one whose only user is `admin` with the password `secret`.
    ///
    /// # Errors
    /// In words, where node or the packages are missing, which `tools/set_up.sh test` installs, or where it does not start.
    pub fn start() -> Result<Self, String> {
        PouchDbServer::start_with(&[])
    }

    /// As [`PouchDbServer::start`], but compresses none of its answers, as CouchDB does not.
    ///
    /// # Errors
    /// The same.
    #[allow(dead_code)]
    pub fn start_without_compression() -> Result<Self, String> {
        PouchDbServer::start_with(&[("COUCH_COMPRESSION", "off")])
    }

    fn start_with(environment: &[(&str, &str)]) -> Result<Self, String> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pouchdb");
        if !folder.join("node_modules/express-pouchdb").is_dir() {
            return Err("the packages of tests/pouchdb are not installed: run tools/set_up.sh test".into());
        }
        // Its standard input ends with this process, and it with its standard input.
        let mut child = Command::new("node")
            .arg("server.js")
            .current_dir(&folder)
            .env("PORT", "0")
            .env("COUCH_USER", "admin:secret")
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|reason| format!("node could not be started: {reason}"))?;
        let words = child.stdout.take().map(BufReader::new);
        let mut server = PouchDbServer { child, address: String::new() };
        let (tell, told) = channel();
        // It may say more later; somebody has to read that.
        std::thread::spawn(move || {
            for line in words.into_iter().flat_map(BufRead::lines).map_while(Result::ok) {
                if let Some(port) = line.strip_prefix("COUCH_READY ") {
                    drop(tell.send(port.trim().to_owned()));
                }
            }
        });
        let port = told.recv_timeout(START_LIMIT).map_err(|_| "tests/pouchdb/server.js did not start".to_owned())?;
        server.address = format!("http://127.0.0.1:{port}");
        Ok(server)
    }

    /// `http://127.0.0.1:port`.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for PouchDbServer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
