//! The channel to workers, over a message channel and over real workers.

use std::cell::RefCell;
use std::rc::Rc;

use burrow::platform::files::{FileSource, make_blob};
use burrow::platform::worker::{ChannelError, EventSender, WorkerClient, WorkerServer};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use super::until;

/// A client and a server of the given builds at the two ends of one message channel. The server gives back what
/// it gets with `!` added; it drops a request of `?` and keeps one of `...` for ever.
fn pair(client_build: &str, server_build: &str) -> (WorkerClient, EventSender) {
    let ends = web_sys::MessageChannel::new().expect("a channel");
    let client = WorkerClient::over_port(ends.port1(), client_build);
    let kept = RefCell::new(Vec::new());
    let events = WorkerServer::serve_port(ends.port2(), server_build, move |id, mut bytes, payload, responder| {
        match bytes.as_slice() {
            b"?" => drop(responder),
            b"..." => kept.borrow_mut().push(responder),
            _ => {
                assert!(id > 0);
                bytes.push(b'!');
                responder.reply_with_payload(bytes, payload);
            }
        }
    })
    .expect("it serves");
    (client, events)
}

#[wasm_bindgen_test]
async fn replies_find_their_requests() {
    let (client, events) = pair("b1", "b1");
    let heard: Rc<RefCell<Vec<Vec<u8>>>> = Rc::default();
    let listening = Rc::clone(&heard);
    client.on_event(move |bytes| listening.borrow_mut().push(bytes));
    // Sent before the worker is ready, and waited for in the other order.
    let first = client.request(b"one".to_vec(), None);
    let second = client.request(vec![7; 1_000_000], None);
    assert_eq!(second.await.map(|bytes| bytes.len()), Ok(1_000_001));
    assert_eq!(first.await, Ok(b"one!".to_vec()));
    assert_eq!(client.request(b"?".to_vec(), None).await, Err(ChannelError::Unanswered));
    events.send(b"news".to_vec());
    until("the event arrives", || heard.borrow().len() == 1).await;
    assert_eq!(heard.borrow()[0], b"news");
}

#[wasm_bindgen_test]
async fn payloads_travel_both_ways() {
    let (client, _events) = pair("b1", "b1");
    let blob = make_blob(&[b"content".to_vec()], "text/csv").expect("it is made");
    let (_, back) = client.request_with_payload(Vec::new(), Some(blob.into())).await.expect("a reply");
    let file = FileSource::from_value(back.expect("a payload")).expect("a file");
    assert_eq!(file.read(0, 7).await, Ok(b"content".to_vec()));
    let port = web_sys::MessageChannel::new().expect("a channel").port1();
    let (_, back) = client.request_with_payload(Vec::new(), Some(port.into())).await.expect("a reply");
    assert!(back.expect("a payload").is_instance_of::<web_sys::MessagePort>());
    // A function cannot be sent; only this request fails.
    let function: JsValue = js_sys::Function::new_no_args("").into();
    let refused = client.request(Vec::new(), Some(function)).await;
    assert!(matches!(refused, Err(ChannelError::CouldNotSend(_))), "{refused:?}");
    assert_eq!(client.request(b"on".to_vec(), None).await, Ok(b"on!".to_vec()));
}

#[wasm_bindgen_test]
async fn a_worker_of_another_release_is_refused() {
    let (client, _events) = pair("b1", "b2");
    let told: Rc<RefCell<Option<ChannelError>>> = Rc::default();
    let telling = Rc::clone(&told);
    client.on_failure(move |error| *telling.borrow_mut() = Some(error));
    let expected = ChannelError::WrongBuild { expected: "b1".to_owned(), found: "b2".to_owned() };
    assert_eq!(client.request(b"one".to_vec(), None).await, Err(expected.clone()));
    assert_eq!(*told.borrow(), Some(expected));
}

#[wasm_bindgen_test]
async fn ending_answers_all_who_wait() {
    let (client, _events) = pair("b1", "b1");
    assert_eq!(client.request(b"one".to_vec(), None).await, Ok(b"one!".to_vec()));
    let waiting = client.request(b"...".to_vec(), None);
    client.terminate();
    assert_eq!(waiting.await, Err(ChannelError::Terminated));
    assert_eq!(client.request(b"late".to_vec(), None).await, Err(ChannelError::Terminated));

    let (dropped, _events) = pair("b1", "b1");
    let waiting = dropped.request(b"...".to_vec(), None);
    drop(dropped);
    assert_eq!(waiting.await, Err(ChannelError::Terminated));
}

/// The address of a worker script.
fn script(source: &str) -> String {
    let blob = make_blob(&[source.as_bytes().to_vec()], "text/javascript").expect("it is made");
    web_sys::Url::create_object_url_with_blob(&blob).expect("an address")
}

/// What `client` is told about its failure.
async fn failure(client: &WorkerClient) -> ChannelError {
    let told: Rc<RefCell<Option<ChannelError>>> = Rc::default();
    let telling = Rc::clone(&told);
    client.on_failure(move |error| *telling.borrow_mut() = Some(error));
    until("the failure is told", || told.borrow().is_some()).await;
    let error = told.borrow_mut().take();
    error.expect("it was told")
}

#[wasm_bindgen_test]
async fn a_real_worker_speaks_the_same_frames() {
    let client = WorkerClient::start(
        &script(
            "onmessage = event => { const [id, kind, bytes] = event.data; bytes.reverse();
                 postMessage([id, 'reply', bytes], [bytes.buffer]); };
             setTimeout(() => postMessage([0, 'ready', new TextEncoder().encode('b1')]), 20);",
        ),
        "b1",
    );
    assert_eq!(client.request(vec![1, 2, 3], None).await, Ok(vec![3, 2, 1]));
}

#[wasm_bindgen_test]
async fn a_broken_worker_is_told() {
    let ready = "postMessage([0, 'ready', new TextEncoder().encode('b1')]);";
    for (source, expected) in [
        ("throw new Error('broken at start')".to_owned(), "broken at start"),
        (format!("{ready} onmessage = () => {{ throw new Error('broken later') }};"), "broken later"),
        (format!("{ready} postMessage([0, 'failed', new TextEncoder().encode('told so')]);"), "told so"),
    ] {
        let client = WorkerClient::start(&script(&source), "b1");
        let waiting = client.request(b"one".to_vec(), None);
        let ChannelError::Crashed(reason) = failure(&client).await else { panic!("{expected}: not a crash") };
        assert!(reason.contains(expected), "{reason}");
        assert_eq!(waiting.await, Err(ChannelError::Crashed(reason.clone())));
        // Told again to who asks later.
        assert_eq!(failure(&client).await, ChannelError::Crashed(reason));
    }
    let nowhere = WorkerClient::start("no-such-script.js", "b1");
    assert!(matches!(failure(&nowhere).await, ChannelError::Crashed(_)));
    let nonsense = WorkerClient::start(&script("postMessage('nonsense')"), "b1");
    assert_eq!(failure(&nonsense).await, ChannelError::Unreadable);
}
