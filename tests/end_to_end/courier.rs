//! Whom the courier may ask: nobody while no book is synchronised, and then the one server of that book. The page and its
//! engine may ask nobody, ever.

use burrow::domain::message_bytes::{decode, encode};
use burrow::sync::http::{HttpAnswer, HttpError, HttpRequest, Method};
use serde_json::{Value, json};

use crate::check::{Story, check, take_turn};
use crate::failure::Failure;
use crate::page::Page;
use crate::steps::{Desk, open, service_worker_answers};
use crate::trial::serve_trial;

/// Tells the service worker which origin the courier of a book may ask, as the page does.
fn let_courier_ask(page: &Page, book: &str, origin: Option<&str>) -> Result<(), Failure> {
    let message = json!({ "type": "courier", "book": book, "origin": origin });
    let script = format!(
        "new Promise((tell) => {{ const channel = new MessageChannel(); channel.port1.onmessage = (event) => tell(event.data);
            navigator.serviceWorker.controller.postMessage({message}, [channel.port2]); }})"
    );
    page.evaluate(&script).map(drop)
}

/// Starts a courier for one origin, under the name that decides whom it asks of its own accord, and has it ask.
fn ask_courier(page: &Page, made_for: &str, name: &str, asked: &str) -> Result<Result<HttpAnswer, HttpError>, Failure> {
    let request = HttpRequest {
        method: Method::Get,
        address: format!("{asked}/some"),
        authorization: Some("Basic YTpi".into()),
        body: None,
        time_limit: 10_000,
        most_bytes: 1_000,
    };
    let bytes = encode(&request).map_err(|error| Failure::Thrown(error.to_string()))?;
    let script = format!(
        "new Promise((tell) => {{
            const workers = document.querySelector('meta[name=\"burrow-workers\"]').content;
            const script = `${{workers}}courier_start.js?for=${{encodeURIComponent({})}}`;
            const courier = new Worker(new URL(script, document.baseURI), {{ name: {} }});
            courier.onerror = () => tell('it was not started');
            courier.onmessage = ({{ data: [, kind, bytes] }}) => {{
                if (kind === 'ready') return courier.postMessage([1, 'request', new Uint8Array({}), undefined]);
                courier.terminate();
                tell(kind === 'reply' ? Array.from(bytes) : kind);
            }};
        }})",
        json!(made_for),
        json!(name),
        json!(bytes)
    );
    let told = page.evaluate(&script)?;
    let Value::Array(bytes) = &told else { return Err(Failure::Thrown(told.to_string())) };
    let bytes: Vec<u8> = bytes.iter().filter_map(|byte| byte.as_u64()?.try_into().ok()).collect();
    decode(&bytes).map_err(|error| Failure::Thrown(error.to_string()))
}

#[test]
fn the_courier_may_ask_the_server_of_a_synchronised_book_and_nobody_else() {
    let _turn = take_turn();
    // Neither lets other sites read what it says, so that whoever may ask it learns just that.
    let (server, other) = (serve_trial(), serve_trial());
    let (server, other) = (server.trim_end_matches('/'), other.trim_end_matches('/'));
    let Desk { page, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("courier", page);
    story.take(open(page, site.address()));
    story.take(service_worker_answers(page));
    let is = |what: &str, (made_for, name, asked): (&str, &str, &str), wanted: HttpError| {
        let came = story.take(ask_courier(page, made_for, name, asked));
        check(&story, came == Err(wanted.clone()), &format!("{what}: {came:?} instead of {wanted:?}"));
    };
    let tell = |book: &str, origin: Option<&str>| story.take(let_courier_ask(page, book, origin));

    is("while no book is synchronised", (server, server, server), HttpError::NotAllowed);
    tell("first", Some(server));
    is("while a book is", (server, server, server), HttpError::NotShared);
    is("another server", (other, other, other), HttpError::NotAllowed);
    is("another server, from a courier that would", (server, other, other), HttpError::NotAllowed);
    is("another server, from a courier that would not", (other, server, other), HttpError::NotAllowed);
    let nobody = "http://localhost:1";
    tell("abcdefghij", Some(nobody));
    is("a server that is not there", (nobody, nobody, nobody), HttpError::Unreachable);
    is("the first book's server all the same", (server, server, server), HttpError::NotShared);

    let asking = format!("fetch({}, {{ mode: 'no-cors' }}).then(() => 'answered', () => 'refused')", json!(server));
    let from_page = story.take(page.evaluate(&asking));
    check(&story, from_page == "refused", "the page may ask the server");
    let engine = story.take(page.wait_for_worker("worker", "engine_start.js"));
    let from_engine = story.take(engine.evaluate(&asking));
    check(&story, from_engine == "refused", "the engine may ask the server");

    tell("first", None);
    tell("abcdefghij", None);
    is("when no book is any more", (server, server, server), HttpError::NotAllowed);
    let kept = story.take(page.evaluate("caches.has('burrow-couriers /')"));
    check(&story, kept == false, "something is kept of it");
    for wide in ["http://localhost:*", "http://*", "*", "http:", "https:", "http://localhost", "data:"] {
        tell("first", Some(wide));
        is(wide, (wide, server, server), HttpError::NotAllowed);
    }
    for more in [format!("{server}/"), format!("{server};"), format!("{other} {server}"), format!("http://a;{server}")]
    {
        tell("first", Some(&more));
        is(&more, (&more, server, server), HttpError::NotAllowed);
    }
}
