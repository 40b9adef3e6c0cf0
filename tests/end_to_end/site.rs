//! The built site, served as a static host would serve it, by the project's own small server.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use crate::failure::Failure;

const START_LIMIT: Duration = Duration::from_secs(30);
const GREETING: &str = "Burrow is at ";

/// How the site is served. The default is the built site at `/`, on a free port, with the Content-Security-Policy header.
#[derive(Debug, Clone)]
pub struct SiteOptions {
    /// The folder to serve; `BURROW_DIST`, else `dist`.
    pub folder: PathBuf,
    /// The path that the site stands at: begins and ends with a slash.
    pub prefix: String,
    /// Whether the server sends the Content-Security-Policy; hosts that send none exist.
    pub policy_header: bool,
    /// Files that the host has lost, `service_worker.js` for example.
    pub hidden: Vec<String>,
    /// The port; 0 for any that is free. To come back at the same origin, give the port that the site had.
    pub port: u16,
}

impl Default for SiteOptions {
    fn default() -> Self {
        let folder = std::env::var_os("BURROW_DIST").map_or_else(|| PathBuf::from("dist"), PathBuf::from);
        SiteOptions { folder, prefix: "/".into(), policy_header: true, hidden: Vec::new(), port: 0 }
    }
}

/// A running server; dropping it ends it.
pub struct Site {
    process: Child,
    address: String,
    port: u16,
}

impl Site {
    /// Starts the server that `BURROW_SERVE` names and waits until it says where the site is.
    pub fn start(options: &SiteOptions) -> Result<Self, Failure> {
        let program = std::env::var_os("BURROW_SERVE")
            .ok_or_else(|| Failure::Start("the static server; name it by BURROW_SERVE".into()))?;
        let mut command = Command::new(program);
        command.arg(&options.folder).args(["--port", &options.port.to_string(), "--prefix", &options.prefix]);
        if !options.policy_header {
            command.arg("--no-header-policy");
        }
        for name in &options.hidden {
            command.args(["--hide", name]);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = command.spawn().map_err(|reason| Failure::Start(format!("the static server: {reason}")))?;
        let output = process.stdout.take();
        let mut site = Site { process, address: String::new(), port: 0 };
        let (tell, told) = channel();
        std::thread::spawn(move || {
            // Read to the end: a server whose output nobody takes would stop at a full pipe.
            for line in output.into_iter().flat_map(|output| BufReader::new(output).lines()).map_while(Result::ok) {
                if let Some(address) = line.trim().strip_prefix(GREETING) {
                    let _ = tell.send(address.trim().to_owned());
                }
            }
        });
        site.address = told.recv_timeout(START_LIMIT).map_err(|reason| match reason {
            RecvTimeoutError::Disconnected => {
                Failure::Start("the static server; it ended before it said where the site is".into())
            }
            RecvTimeoutError::Timeout => {
                Failure::TooLate { what: "the static server's address".into(), waited: START_LIMIT }
            }
        })?;
        let host = site.address.split('/').nth(2).unwrap_or_default();
        site.port = host.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap_or(80);
        Ok(site)
    }

    /// The site's full address, ending with a slash.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The full address of a place within the site, `customers` or `/customers`.
    pub fn place(&self, place: &str) -> String {
        format!("{}{}", self.address, place.trim_start_matches('/'))
    }

    /// The port, to serve the same origin again later.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Ends the server: from now on the site cannot be reached.
    pub fn stop(self) {}
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_site_is_served_and_comes_back_at_its_origin() {
    let ask = |site: &Site, path: &str| -> String {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", site.port())).expect("a connection");
        std::io::Write::write_all(
            &mut stream,
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes(),
        )
        .expect("a request");
        let mut answer = String::new();
        let _ = std::io::Read::read_to_string(&mut stream, &mut answer);
        answer
    };
    let folder = crate::chrome_devtools::Profile::temporary().expect("a folder");
    for (name, text) in [
        ("index.html", "<title>Front</title>"),
        ("404.html", "<title>Front</title>"),
        ("_headers", "/*\n  X-Trial: seen\n"),
    ] {
        std::fs::write(folder.folder().join(name), text).expect("a file");
    }
    let options = SiteOptions { folder: folder.folder().into(), prefix: "/a/b/".into(), ..SiteOptions::default() };
    let site = Site::start(&options).expect("a site");
    assert_eq!(site.place("/customers"), format!("http://localhost:{}/a/b/customers", site.port()));
    let front = ask(&site, "/a/b/");
    assert!(front.contains("Front") && front.to_lowercase().contains("x-trial: seen"), "{front}");
    let port = site.port();
    site.stop();
    let site = Site::start(&SiteOptions { port, policy_header: false, ..options }).expect("the site again");
    assert_eq!(site.port(), port);
    let front = ask(&site, "/a/b/");
    assert!(front.contains("Front") && !front.to_lowercase().contains("x-trial"), "{front}");
}
