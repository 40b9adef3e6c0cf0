//! Chromium as a program: started in a process group of its own, spoken to over its debugging port, killed as hard as a
//! power cut of that program would, and started again on the same profile.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::connection::Connection;
use crate::failure::Failure;
use crate::page::Page;

const START_LIMIT: Duration = Duration::from_secs(90);
const END_LIMIT: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(10);

const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--disable-breakpad",
    // What the browser would ask of its maker for itself, which a recording proxy could not tell from what the site asks.
    "--allow-browser-signin=false",
    "--disable-component-extensions-with-background-pages",
    concat!(
        "--disable-features=AutofillServerCommunication,CertificateTransparencyComponentUpdater,MediaRouter,",
        "NetworkTimeServiceQuerying,OptimizationHints,OptimizationGuideModelDownloading,Translate"
    ),
    "--disable-dev-shm-usage",
    // A tab behind another one must work at full speed, or what a story waits for depends on which tab is in front.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--hide-crash-restore-bubble",
    "--password-store=basic",
    "--use-mock-keychain",
    "--remote-debugging-port=0",
];

/// A folder with all that a browser remembers. A temporary one is removed when this value is dropped.
#[derive(Debug)]
pub struct Profile {
    folder: PathBuf,
    temporary: bool,
}

impl Profile {
    /// A new and empty profile in the system's folder for temporary files.
    pub fn temporary() -> Result<Self, Failure> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("burrow-end-to-end-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).map_err(|reason| Failure::file("a temporary profile", &reason))?;
        Ok(Profile { folder, temporary: true })
    }

    /// A profile in a folder of the caller's, which stays.
    pub fn kept(folder: impl Into<PathBuf>) -> Self {
        Profile { folder: folder.into(), temporary: false }
    }

    /// Where it lies.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // A process of the killed browser may still be writing its last file; then the first attempt finds a new one.
        for _ in 0..50 {
            if !self.temporary || fs::remove_dir_all(&self.folder).is_ok() || !self.folder.exists() {
                return;
            }
            std::thread::sleep(PAUSE);
        }
    }
}

/// How a browser is started. The default is a desktop window of 1280 × 900 without a proxy, in American English.
#[derive(Debug, Clone)]
pub struct LaunchOptions {
    /// `host:port` of a proxy that gets every request, those to localhost too.
    pub proxy: Option<String>,
    /// Width and height of the window in CSS pixels.
    pub window: (u32, u32),
    /// The language that pages and workers are told, such as `zh-CN`.
    pub language: String,
    /// Further flags, for what only one story needs.
    pub flags: Vec<String>,
}

impl Default for LaunchOptions {
    fn default() -> Self {
        LaunchOptions { proxy: None, window: (1280, 900), language: "en-US".into(), flags: Vec::new() }
    }
}

/// A running Chromium. Dropping it kills it; its profile stays as it is.
pub struct Browser {
    process: Child,
    /// A shell that kills the browser's process group when this process ends without having done so itself.
    guard: Option<Child>,
    connection: Arc<Connection>,
}

impl Browser {
    /// Starts Chromium on `profile` and connects to it.
    ///
    /// The program is `BURROW_CHROMIUM`, else `/usr/bin/chromium`, else `chromium` or `google-chrome` on the path.
    pub fn launch(profile: &Profile, options: &LaunchOptions) -> Result<Self, Failure> {
        let port_file = profile.folder().join("DevToolsActivePort");
        let _ = fs::remove_file(&port_file);
        let log_file = profile.folder().join("chromium.log");
        let log = fs::File::create(&log_file).map_err(|reason| Failure::file("the browser's log", &reason))?;
        let (width, height) = options.window;
        let mut command = Command::new(program()?);
        command.args(FLAGS).args([
            format!("--user-data-dir={}", profile.folder().display()),
            format!("--window-size={width},{height}"),
            format!("--lang={}", options.language),
            format!("--accept-lang={}", options.language),
        ]);
        if let Some(proxy) = &options.proxy {
            // Without the second flag a browser asks localhost directly and the proxy would not see the site's own requests.
            command.args([format!("--proxy-server=http://{proxy}"), "--proxy-bypass-list=<-loopback>".into()]);
            // These two services of the browser's maker are asked at every start, whatever else is turned off. Asked of the
            // proxy itself, they cannot be taken for the site's requests.
            command.args([
                format!("--gaia-url=http://{proxy}/"),
                format!("--component-updater=url-source=http://{proxy}/"),
            ]);
        }
        command.args(&options.flags).arg("about:blank");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).process_group(0);
        let mut process = command.spawn().map_err(|reason| Failure::Start(format!("Chromium: {reason}")))?;
        let guard = guard_of(process.id());
        match connect(&mut process, &port_file) {
            Ok(connection) => Ok(Browser { process, guard, connection }),
            Err(failure) => {
                kill_group(&mut process);
                let log = fs::read_to_string(&log_file).unwrap_or_default();
                let last: Vec<&str> = log.lines().rev().take(12).collect();
                let last: String = last.into_iter().rev().map(|line| format!("\n  {line}")).collect();
                Err(Failure::Start(format!("Chromium ({failure}); the end of its log:{last}")))
            }
        }
    }

    /// Opens a new tab in front of the others.
    pub fn new_page(&self) -> Result<Page, Failure> {
        let target = self.call("Target.createTarget", json!({ "url": "about:blank" }))?;
        let target = target["targetId"].as_str().unwrap_or_default().to_owned();
        self.connection.wait_for_event("the new tab", 0, START_LIMIT, |event| {
            event.method == "Target.attachedToTarget" && event.params["targetInfo"]["targetId"] == target.as_str()
        })?;
        let page = self
            .pages()
            .into_iter()
            .find(|page| page.target() == target)
            .ok_or_else(|| Failure::Gone("the new tab".into()))?;
        // Answered once the set-up before it is: a tab that is sent elsewhere while it is still held at its start crashes.
        page.evaluate("document.readyState")?;
        Ok(page)
    }

    /// All tabs that are open, those that a page has opened too.
    pub fn pages(&self) -> Vec<Page> {
        let sessions = self.connection.sessions();
        let pages = sessions
            .into_iter()
            .filter(|session| session.attached && session.kind == "page" && session.parent.is_none());
        pages.map(|session| Page::new(Arc::clone(&self.connection), session.id, session.target)).collect()
    }

    /// Sends a command to the browser itself.
    pub fn call(&self, method: &str, params: Value) -> Result<Value, Failure> {
        self.connection.call(None, method, params)
    }

    /// Kills every process of the browser at once with SIGKILL and returns when all are gone.
    ///
    /// What the browser had sent before it died has then been heard: [`Page::on_binding`] gives all acknowledgements.
    pub fn kill_hard(mut self) {
        self.end();
    }

    /// Asks the browser to end as a person does by closing its last window, and waits until it has.
    pub fn close(mut self) {
        let _ = self.call("Browser.close", json!({}));
        let started = Instant::now();
        while started.elapsed() < END_LIMIT && matches!(self.process.try_wait(), Ok(None)) {
            std::thread::sleep(PAUSE);
        }
        self.end();
    }

    fn end(&mut self) {
        let Some(mut guard) = self.guard.take() else { return };
        kill_group(&mut self.process);
        self.connection.wait_until_closed(END_LIMIT);
        if let Some(mut input) = guard.stdin.take() {
            let _ = std::io::Write::write_all(&mut input, b"done\n");
        }
        let _ = guard.wait();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.end();
    }
}

fn program() -> Result<PathBuf, Failure> {
    if let Some(named) = std::env::var_os("BURROW_CHROMIUM") {
        return Ok(named.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path =
        |name: &'static str| std::env::split_paths(&path).map(move |folder| folder.join(name)).collect::<Vec<_>>();
    let mut places = vec![PathBuf::from("/usr/bin/chromium")];
    places.extend(on_path("chromium"));
    places.extend(on_path("google-chrome"));
    places
        .into_iter()
        .find(|place| place.is_file())
        .ok_or_else(|| Failure::Start("no Chromium was found; install it or name it by BURROW_CHROMIUM".into()))
}

fn connect(process: &mut Child, port_file: &Path) -> Result<Arc<Connection>, Failure> {
    let started = Instant::now();
    loop {
        // Two lines: the port and the path of the endpoint. A file that is half written has no second line yet.
        let text = fs::read_to_string(port_file).unwrap_or_default();
        if let Some((port, path)) = text.split_once('\n')
            && let Ok(port) = port.parse()
            && path.starts_with('/')
        {
            return Connection::open(port, path.trim_end());
        }
        if let Ok(Some(status)) = process.try_wait() {
            return Err(Failure::Start(format!("it ended at once, {status}")));
        }
        if started.elapsed() > START_LIMIT {
            return Err(Failure::TooLate { what: "its debugging port".into(), waited: START_LIMIT });
        }
        std::thread::sleep(PAUSE);
    }
}

/// The browser is in a process group of its own, so an interrupt from the keyboard does not reach it. This shell reads
/// from a pipe that closes when the tests end, however they end, and kills the group unless it has been told not to.
fn guard_of(group: u32) -> Option<Child> {
    Command::new("sh")
        .args(["-c", r#"read -r word; [ "$word" = done ] || kill -s KILL -- "-$1""#, "guard", &group.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .ok()
}

fn kill_group(process: &mut Child) {
    let group = process.id().to_string();
    let _ = Command::new("sh").args(["-c", r#"kill -s KILL -- "-$1""#, "kill", &group]).stderr(Stdio::null()).status();
    let _ = process.kill();
    let _ = process.wait();
    let started = Instant::now();
    while started.elapsed() < END_LIMIT && group_lives(&group) {
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Whether a process of the group still runs. One that is dead and only waits to be collected holds no file any more.
fn group_lives(group: &str) -> bool {
    let Ok(processes) = fs::read_dir("/proc") else { return false };
    processes.flatten().filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok()).any(|stat| {
        // "id (name) state parent group ...": the name may hold blanks and brackets, so count from its end.
        let mut after_name = stat.rsplit(')').next().unwrap_or_default().split_ascii_whitespace();
        let state = after_name.next().unwrap_or("Z");
        !matches!(state, "Z" | "X") && after_name.nth(1) == Some(group)
    })
}
