//! A small page and its workers, served by the tests themselves, on which the harness is tried.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

use crate::check::{Story, take_turn};
use crate::chrome_devtools::{Browser, LaunchOptions, Profile};
use crate::failure::Failure;
use crate::page::Page;

/// A page with one of everything that the harness can handle.
const PAGE: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Trial</title><link rel="icon" href="data:,"><style>#wide { width: 700px; height: 9px }</style>
<main><h1>Trial</h1>
<button id="add">Add one</button><button id="add-hidden" hidden>Add one</button><output id="count">0</output>
<label>Name <input id="name"></label>
<label>Colour <select id="colour"><option>Red<option>Green</select></label>
<button id="file-button">Choose a file</button><input id="file" type="file" hidden><p id="file-name"></p>
<div id="pad" role="img" aria-label="Pad" style="width:100px;height:40px;background:#ccc;touch-action:none"></div>
<div id="card" role="img" aria-label="Card" draggable="true" style="width:100px;height:40px;background:#cfc"></div>
<div id="column" role="img" aria-label="Column" style="width:200px;height:60px;background:#ccf"></div>
<a id="save" download="words.txt">Save words</a><p id="log"></p></main>
<script>
const at = (id) => document.getElementById(id);
at("add").onclick = () => { at("count").textContent = Number(at("count").textContent) + 1; };
at("file-button").onclick = () => at("file").click();
at("file").onchange = async () => { at("file-name").textContent = at("file").files[0].name + ": " + await at("file").files[0].text(); };
window.keys = [];
addEventListener("keydown", (event) => {
    keys.push((event.ctrlKey && event.key !== "Control" ? "Ctrl+" : "") + event.key);
    if (event.ctrlKey && event.key === "k") event.preventDefault();
});
window.moves = [];
for (const kind of ["pointerdown", "pointermove", "pointerup"]) at("pad").addEventListener(kind, (event) => {
    if (kind === "pointerdown") at("pad").setPointerCapture(event.pointerId);
    if (event.buttons || kind === "pointerup") moves.push(kind + " " + event.pointerType);
});
at("card").ondragstart = (event) => event.dataTransfer.setData("text/plain", "card 7");
at("column").ondragover = (event) => event.preventDefault();
at("column").ondrop = (event) => { event.preventDefault(); window.dropped = event.dataTransfer.getData("text/plain"); };
at("save").href = URL.createObjectURL(new Blob(["three plain words"]));
window.worker = new Worker("worker.js");
window.ask = (address) => new Promise((resolve) => { worker.onmessage = (event) => resolve(event.data); worker.postMessage(address); });
</script></html>"#;

const WORKER: &str = r#"onmessage = async (event) => {
    if (event.data === "acknowledge") { self.acknowledged("from the worker"); return; }
    try { const answer = await fetch(event.data); postMessage("answered " + answer.status); } catch (failure) { postMessage("refused"); }
};"#;

const SERVICE_WORKER: &str = r#"oninstall = () => skipWaiting(); onactivate = (event) => event.waitUntil(clients.claim());
onfetch = (event) => {
    const answer = () => fetch("other").then((answer) => "answered " + answer.status, () => "refused");
    if (event.request.url.endsWith("/through")) event.respondWith(answer().then((text) => new Response(text)));
    if (event.request.url.endsWith("/kept")) event.respondWith(new Response("<title>Kept</title>", { headers: { "Content-Type": "text/html" } }));
};"#;

/// Serves the three files above on a free port until the tests end.
pub fn serve_trial() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let port = listener.local_addr().expect("a port").port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            std::thread::spawn(move || {
                let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
                let first = lines.next().unwrap_or_default();
                lines.take_while(|line| !line.is_empty()).for_each(drop);
                let (kind, body) = match first.split(' ').nth(1) {
                    Some("/worker.js") => ("text/javascript", WORKER),
                    Some("/service.js") => ("text/javascript", SERVICE_WORKER),
                    _ => ("text/html", PAGE),
                };
                let length = body.len();
                let _ = write!(
                    stream,
                    "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
                );
            });
        }
    });
    format!("http://localhost:{port}/")
}

/// Opens the trial page in a browser of its own and runs `test` on browser, page and address.
pub fn with_trial(options: &LaunchOptions, test: impl FnOnce(&Browser, &Page, &str) -> Result<(), Failure>) {
    let _turn = take_turn();
    let address = serve_trial();
    let profile = Profile::temporary().expect("a profile");
    let browser = Browser::launch(&profile, options).expect("a browser");
    let page = browser.new_page().expect("a tab");
    page.goto(&address).expect("the trial page");
    let story = Story::new(std::thread::current().name().unwrap_or("harness"), &page);
    story.take(test(&browser, &page, &address));
}
