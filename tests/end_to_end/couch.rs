//! The model of CouchDB as a page sees it: what a real browser makes of it, so that a story that fails speaks of the site.

use serde_json::{Value, json};

use crate::check::{Story, check};
use crate::chrome_devtools::LaunchOptions;
use crate::couch_model::{CouchServer, Fault, Kind, Request};
use crate::failure::Failure;
use crate::trial::with_trial;

/// What `ask` makes of an answer: its status and its JSON, or the word for none.
const FETCH: &str = "globalThis.ask = (address, options) => fetch(address, options).then(
    async (answer) => answer.status + ' ' + await answer.text().catch(() => 'cut'), () => 'none')";

#[test]
fn a_page_asks_the_model_of_couchdb() {
    with_trial(&LaunchOptions::default(), |_, page, _| {
        let story = Story::new("a_page_asks_the_model_of_couchdb", page);
        let told = |reason: std::io::Error| Failure::file("the model of CouchDB", &reason);
        let mut server = CouchServer::start().map_err(told)?;
        server.model().create_database("book");
        page.evaluate(FETCH)?;
        let headers = "headers: { authorization: 'Basic ' + btoa('admin:secret'), 'content-type': 'application/json' }";
        let address = server.address();
        let ask =
            |path: &str, options: &str| page.evaluate(&format!("ask('{address}{path}', {{ {headers}, {options} }})"));
        let holds = |what: &str, found: Value, wanted: &str| {
            let found = found.as_str().unwrap_or_default().to_owned();
            check(&story, found.contains(wanted), &format!("{what}: {found}"));
        };
        holds("a write", ask("/book/a", "method: 'PUT', body: '{\"n\":7}'")?, "201 {\"id\":\"a\",\"ok\":true");
        holds("the feed", ask("/book/_changes?include_docs=true", "")?, "\"n\":7");
        check(&story, server.model().count(Kind::Preflight) > 0, "the browser did not ask first");
        let since = server.model().answer(&Request::new("GET", "/book/_changes").by("admin", "secret"));
        let since = since.map(|answer| answer.value()["last_seq"].as_str().unwrap_or_default().to_owned());
        let since = since.unwrap_or_default();
        check(&story, !since.is_empty(), "the feed has no place");
        page.evaluate(&format!(
            "globalThis.waited = 'waits'; ask('{address}/book/_changes?feed=longpoll&timeout=60000&since={since}', {{ {headers} }})
                .then((answer) => {{ waited = answer; }}); 0"
        ))?;
        check(&story, page.evaluate("waited")? == "waits", "the long poll did not wait");
        server.model().plant("book", "b", &json!({ "from": "elsewhere" }));
        page.wait_until("the long poll to end", "waited.startsWith('200') && waited.includes('\"b\"')", 20.0)?;
        server.model().fail_next(Fault::CutAt(30));
        holds("a body that is cut", ask("/book", "")?, "200 cut");
        server.model().set_cors(false);
        holds("a server that shares nothing", ask("/book/b", "")?, "none");
        server.model().set_cors(true);
        server.set_online(false).map_err(told)?;
        holds("a server that is gone", ask("/book/b", "")?, "none");
        server.set_online(true).map_err(told)?;
        holds("a server that is back", ask("/book/b", "")?, "elsewhere");
        Ok(())
    });
}
