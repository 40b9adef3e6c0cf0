//! A build is finished in a folder of its own, then served, and looked at the way a browser would.

use burrow_tools::release::{Build, finish};
use burrow_tools::server::{Site, serve};
use burrow_tools::sizes::over_budget;
use burrow_tools::{disk, fingerprint};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

const PAGE: &str = "<head><meta name=\"burrow-build\" content=\"\"><meta name=\"burrow-app\" content=\"\">\
    <meta name=\"burrow-workers\" content=\"\"><script data-burrow=\"boot\"></script>\
    <link rel=\"stylesheet\" href=\"./one.css\"><link rel=\"stylesheet\" href=\"./two.css\"></head>";

/// A folder that is removed when the test ends.
struct Folder(PathBuf);

/// Tests run side by side in one process, so each folder has a number of its own.
static FOLDERS: AtomicUsize = AtomicUsize::new(0);

impl Folder {
    fn new(name: &str) -> Folder {
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("burrow-tools-{name}-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a temporary folder");
        Folder(path.canonicalize().expect("the folder is there"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What Trunk leaves behind, in small and without one of its files, and finished.
fn built_without(missing: &str, folder: &Path, engine: &str) -> Result<String, String> {
    for (name, text) in [
        ("index.html", PAGE),
        ("burrow.js", "export default 1"),
        ("burrow_bg.wasm", "\0asm"),
        ("engine.js", engine),
        ("engine_bg.wasm", "\0asm"),
        ("one.css", "/* one */ a { color: red }"),
        ("two.css", "b { color: blue }"),
        ("manifest.webmanifest", "{}"),
    ] {
        if name != missing {
            disk::write(&folder.join(name), text)?;
        }
    }
    // The real templates, so that a change to one of them is tried here too. The quick way, since the WebAssembly here
    // is too small to be shrunk.
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    finish(&Build { staging: folder.to_path_buf(), project, quick: true })
}

fn built(folder: &Path, engine: &str) -> Result<String, String> {
    built_without("", folder, engine)
}

fn listed(folder: &Path) -> Vec<String> {
    let release = disk::read_text(&folder.join("release.json")).expect("release.json");
    release
        .lines()
        .filter_map(|line| line.trim().strip_prefix("{ \"path\": \""))
        .filter_map(|line| line.split('"').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_quick_build_becomes_a_site_without_a_service_worker() {
    let folder = Folder::new("quick");
    built(&folder.0, "one").expect("the build is finished");
    let files = disk::files_under(&folder.0).expect("the folder can be listed");
    assert!(!files.contains(&"service_worker.js".to_owned()));
    assert!(!files.contains(&"one.css".to_owned()), "{files:?}");
    for start in ["app/", "workers/"] {
        assert_eq!(files.iter().filter(|name| name.starts_with(start)).count(), 3, "{files:?}");
    }
    let page = disk::read_text(&folder.0.join("index.html")).expect("a page");
    assert_eq!(page, disk::read_text(&folder.0.join("404.html")).expect("a page for unknown addresses"));
    assert!(!page.contains("content=\"\"") && !page.contains("__PLACES__"), "{page}");

    let headers = disk::read_text(&folder.0.join("_headers")).expect("header rules");
    let boot = page.split("<script>").nth(1).and_then(|rest| rest.split("</script>").next()).expect("a boot script");
    let hash = fingerprint::sha256_base64(boot.as_bytes());
    assert!(headers.contains(&format!("'sha256-{hash}'")), "the policy allows the boot script");

    let list = listed(&folder.0);
    for name in &list {
        let text = disk::read_text(&folder.0.join("release.json")).expect("release.json");
        let bytes = disk::read(&folder.0.join(name)).expect("a listed file is there");
        assert!(text.contains(&fingerprint::sha256_hex(&bytes)), "{name}");
    }
    assert!(list.contains(&"index.html".to_owned()) && !list.contains(&"_headers".to_owned()), "{list:?}");
}

#[test]
fn the_same_build_has_the_same_name_and_another_has_another() {
    let name = |label: &str, engine: &str| {
        let folder = Folder::new(label);
        built(&folder.0, engine).expect("the build is finished")
    };
    let first = name("first", "one");
    assert_eq!(first, name("again", "one"));
    assert_ne!(first, name("other", "two"));
}

#[test]
fn a_build_without_its_parts_is_refused() {
    for (missing, words) in [
        ("engine_bg.wasm", "no worker"),
        ("engine.js", "engine.js"),
        ("burrow.js", "burrow.js"),
        ("index.html", "index.html"),
        ("two.css", "two.css"),
    ] {
        let folder = Folder::new("refused");
        let refused = built_without(missing, &folder.0, "one");
        assert!(refused.as_ref().is_err_and(|said| said.contains(words)), "without {missing}: {refused:?}");
    }
}

fn start(folder: &Path, prefix: &str, with_header_policy: bool) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let site = Site {
        folder: folder.to_path_buf(),
        prefix: prefix.to_owned(),
        with_header_policy,
        hidden: vec!["hidden.txt".to_owned()],
    };
    std::thread::spawn(move || serve(&listener, site));
    address
}

/// Sends one request and returns the head, in lower case, and the body.
fn ask(address: SocketAddr, method: &str, path: &str, more: &str) -> (String, Vec<u8>) {
    let mut connection = TcpStream::connect(address).expect("a connection");
    write!(connection, "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more}\r\n").expect("sent");
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).expect("an answer");
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    (head, answer[end + 4..].to_vec())
}

#[test]
fn a_site_is_served_the_way_a_host_would() {
    let folder = Folder::new("served");
    built(&folder.0, "one").expect("the build is finished");
    disk::write(&folder.0.join("hidden.txt"), "secret").expect("written");
    let wasm = listed(&folder.0).into_iter().find(|name| name.ends_with("burrow_bg.wasm")).expect("a wasm file");
    let address = start(&folder.0, "/a/b/", true);
    for (method, path, status, holds) in [
        ("GET", "/a/b/", "200", "content-security-policy: default-src 'none'"),
        ("GET", "/a/b/index.html", "200", "cache-control: no-cache"),
        ("HEAD", "/a/b/", "200", "content-type: text/html; charset=utf-8"),
        ("GET", "/a/b/customers/7?x=1", "404", "content-type: text/html; charset=utf-8"),
        ("GET", &format!("/a/b/{wasm}"), "200", "content-type: application/wasm"),
        ("GET", &format!("/a/b/{wasm}"), "200", "cache-control: public, max-age=31536000, immutable"),
        ("GET", "/a/b", "301", "location: /a/b/"),
        ("GET", "/", "404", "text/plain"),
        ("GET", "/a/b/../../etc/passwd", "404", "text/plain"),
        ("GET", "/a/b/%2e%2e/%2e%2e/etc/passwd", "404", "text/plain"),
        ("GET", "/a/b//etc/passwd", "404", "text/html"),
        ("GET", "/a/b/_headers", "404", "text/plain"),
        ("GET", "/a/b/hidden.txt", "404", "text/html"),
        ("POST", "/a/b/", "405", "allow: get, head"),
        ("GET", "/a/b/ x", "400", "text/plain"),
    ] {
        let (head, body) = ask(address, method, path, "");
        assert!(head.starts_with(&format!("http/1.1 {status} ")), "{method} {path}: {head}");
        assert!(head.contains(holds), "{method} {path}: {head}");
        assert_eq!(body.is_empty(), method == "HEAD" || status == "301", "{method} {path}");
        assert!(!String::from_utf8_lossy(&body).contains("root:"), "{method} {path}");
    }
}

#[test]
fn what_a_browser_has_is_not_sent_again_and_a_host_without_headers_sends_none() {
    let folder = Folder::new("again");
    built(&folder.0, "one").expect("the build is finished");
    let address = start(&folder.0, "/", false);
    let (head, body) = ask(address, "GET", "/", "");
    assert!(!head.contains("content-security-policy") && head.contains("cache-control: max-age=600"), "{head}");
    assert!(!body.is_empty());
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).expect("a fingerprint").to_owned();
    let (head, body) = ask(address, "GET", "/", &format!("If-None-Match: {tag}\r\n"));
    assert!(head.starts_with("http/1.1 304 ") && body.is_empty(), "{head}");
}

#[test]
fn a_part_that_passes_its_budget_is_named() {
    let check = |name: &str, count: usize, expected: bool| {
        let folder = Folder::new("budget");
        // Nothing of this can be compressed.
        let mut state = 1_u64;
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        })
        .take(count)
        .collect();
        disk::write(&folder.0.join(name), bytes).expect("a file");
        let told = over_budget(&folder.0, &[name.to_owned()]).expect("sizes");
        assert_eq!(told.contains(name), expected, "{count} bytes of {name}: {told:?}");
    };
    check("app/1/burrow_bg.wasm", 2_000_000, true);
    check("app/1/burrow_bg.wasm", 400_000, false);
    check("app/1/style.css", 30_000, true);
    check("app/1/unknown.wasm", 2_000_000, false);
}
