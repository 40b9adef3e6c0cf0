//! The harness tried on a small page of its own, so that a story that fails speaks of the site and not of the harness.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::{Browser, LaunchOptions, Profile};
use crate::failure::Failure;
use crate::keyboard::Stroke;
use crate::page::Theme;
use crate::proxy::RecordingProxy;
use crate::trial::{serve_trial, with_trial};

#[test]
fn roles_keys_fields_and_files() {
    with_trial(&LaunchOptions::default(), |_, page, _| {
        let story = Story::new("roles_keys_fields_and_files", page);
        let is = |what: &str, found: String, wanted: &str| {
            check(&story, found == wanted, &format!("{what}: {found:?} instead of {wanted:?}"))
        };
        page.click("button", "Add one")?;
        page.by_role("button", "Add one")?.click()?;
        is("two clicks", page.by_selector("#count")?.text_of()?, "2");
        check(&story, page.find_by_role("button", "Nowhere")?.is_none(), "a button was found that is not there");
        check(&story, page.roles("button")?.len() == 2, "the hidden button was found");
        page.press("Shift+Tab")?;
        page.by_role("button", "Add one")?.focus()?;
        page.press("Enter")?;
        page.press("Space")?;
        is("Enter and Space on the button", page.by_selector("#count")?.text_of()?, "4");
        let (role, name) = page.focused()?;
        is("focus", format!("{role} {name}"), "button Add one");
        page.fill("textbox", "Name", "Old")?;
        page.fill("textbox", "Name", "Ann O'Hara, 王芳 @ 5%")?;
        is("the field", page.by_role("textbox", "Name")?.value_of()?, "Ann O'Hara, 王芳 @ 5%");
        page.evaluate("keys.length = 0")?;
        for keys in ["Ctrl+K", "Escape", "ArrowDown", "Home", "Delete"] {
            page.press(keys)?;
        }
        is("keys", page.evaluate("keys.join(' ')")?.to_string(), r#""Control Ctrl+k Escape ArrowDown Home Delete""#);
        is("the field without its first letter", page.by_role("textbox", "Name")?.value_of()?, "nn O'Hara, 王芳 @ 5%");
        page.by_role("combobox", "Colour")?.choose("Green")?;
        is("the list", page.by_role("combobox", "Colour")?.value_of()?, "Green");
        let folder = Profile::temporary()?;
        let file = folder.folder().join("people.csv");
        fs::write(&file, "name\nAnn\n").map_err(|reason| Failure::file("a file", &reason))?;
        page.choose_files("button", "Choose a file", &[&file])?;
        page.wait_for_text("people.csv: name")?;
        let other = folder.folder().join("others.csv");
        fs::write(&other, "name\nBob\n").map_err(|reason| Failure::file("a file", &reason))?;
        page.set_files("#file", &[&other])?;
        page.wait_for_text("others.csv: name")?;
        let mut downloads = page.accept_downloads(&folder.folder().join("saved"))?;
        page.click("link", "Save words")?;
        let saved = downloads.wait_for_next(20.0)?;
        is("the download's name", saved.name, "words.txt");
        is("the download", fs::read_to_string(&saved.path).unwrap_or_default(), "three plain words");
        story.check_quiet(&[]);
        Ok(())
    });
}

#[test]
fn nothing_else_is_pressed_when_the_page_moves_under_the_pointer() {
    with_trial(&LaunchOptions::default(), |_, page, _| {
        let story = Story::new("moving_page", page);
        page.evaluate(
            "(() => {
                globalThis.pressed = [];
                document.body.insertAdjacentHTML('afterbegin',
                    '<button style=\"display: none; height: 80px\">Unwanted</button><button>Wanted</button>');
                const [unwanted, wanted] = document.body.children;
                for (const button of [unwanted, wanted]) button.onclick = () => pressed.push(button.textContent);
                wanted.onmousemove = () => { unwanted.style.display = 'block'; };
            })()",
        )?;
        page.click("button", "Wanted")?;
        let pressed = page.evaluate("pressed.join()")?;
        check(&story, pressed == "Wanted", &format!("{pressed} was pressed"));
        let moved = page.evaluate("getComputedStyle(document.body.firstElementChild).display")?;
        check(&story, moved == "block", "the page did not move: nothing was tried");
        story.check_quiet(&[]);
        Ok(())
    });
}

#[test]
fn gestures_and_looks() {
    with_trial(&LaunchOptions::default(), |_, page, _| {
        let story = Story::new("gestures_and_looks", page);
        let (pad, column) = (page.by_role("img", "Pad")?, page.by_role("img", "Column")?);
        page.drag(&pad, &column)?;
        let moves = page.evaluate("moves.join()")?.to_string();
        check(
            &story,
            moves.contains("pointerdown mouse,pointermove mouse") && moves.contains("pointerup mouse"),
            &format!("the mouse's drag: {moves}"),
        );
        page.drag(&page.by_role("img", "Card")?, &column)?;
        page.wait_until("the card to be dropped", "window.dropped === 'card 7'", 20.0)?;
        page.viewport(390, 844, true, true)?;
        page.evaluate("moves.length = 0")?;
        page.drag_by_touch(&pad, &column, Duration::ZERO)?;
        let moves = page.evaluate("moves.join()")?.to_string();
        check(
            &story,
            moves.contains("pointerdown touch,pointermove touch") && moves.contains("pointerup touch"),
            &format!("the finger's drag: {moves}"),
        );
        page.by_role("button", "Add one")?.tap()?;
        page.wait_until("the tap to count", "document.getElementById('count').textContent === '1'", 20.0)?;
        check(&story, page.scroll_width()? == 390, "the page scrolls sideways");
        page.evaluate("document.getElementById('log').id = 'wide'")?;
        check(&story, page.scroll_width()? > 700, "a wide paragraph was not seen");
        for (theme, word) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
            page.theme(theme)?;
            check(
                &story,
                page.evaluate(&format!("matchMedia('(prefers-color-scheme: {word})').matches"))? == true,
                "the theme was not taken",
            );
        }
        page.locale("zh-CN")?;
        page.reload()?;
        let told = page.evaluate("[navigator.language, new Intl.NumberFormat().resolvedOptions().locale].join()")?;
        check(&story, told == "zh-CN,zh-CN", &format!("the language was not taken: {told}"));
        let folder = Profile::temporary()?;
        let picture = folder.folder().join("pictures").join("trial.png");
        page.screenshot(&picture)?;
        let bytes = fs::read(&picture).unwrap_or_default();
        check(&story, bytes.starts_with(b"\x89PNG") && bytes.len() > 1000, "the picture is not one");
        Ok(())
    });
}

#[test]
fn the_language_of_a_browser_reaches_its_workers() {
    with_trial(&LaunchOptions { language: "zh-CN".into(), ..LaunchOptions::default() }, |_, page, _| {
        let in_worker = "new Promise((resolve) => { const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(navigator.language)'])));
            worker.onmessage = (event) => resolve(event.data + ',' + navigator.language); })";
        let told = page.evaluate(in_worker)?;
        check(&Story::new("language", page), told == "zh-CN,zh-CN", &format!("the language was not taken: {told}"));
        Ok(())
    });
}

#[test]
fn errors_dialogs_and_vain_waits_are_seen() {
    with_trial(&LaunchOptions::default(), |_, page, _| {
        let story = Story::new("errors", page);
        story.check_quiet(&[]);
        page.evaluate("console.error('a loud', { word: 1 }); console.log('a quiet word')")?;
        page.evaluate("setTimeout(() => { throw new Error('thrown on the page') }); alert('a dialog')")?;
        page.evaluate(
            "window.second = new Worker(URL.createObjectURL(new Blob(['throw new Error(\"thrown in a worker\")'])))",
        )?;
        for part in ["a loud", "thrown on the page", "thrown in a worker"] {
            page.wait_for(part, Duration::from_secs(20), || {
                Ok(page.console_errors(&[]).iter().any(|error| error.text.contains(part)).then_some(()))
            })?;
        }
        let left = page.console_errors(&["a loud", "thrown on", "thrown in"]);
        check(&story, left.is_empty(), &format!("more errors than there were: {left:?}"));
        check(
            &story,
            page.console_messages().iter().any(|message| message.text == "a quiet word" && message.level == "log"),
            "the quiet word was not seen",
        );
        check(&story, page.dialogs() == ["a dialog"], "the dialog was not seen");
        check(
            &story,
            matches!(page.evaluate("(() => { throw new Error('no') })()"), Err(Failure::Thrown(text)) if text.contains("no")),
            "a throw was not told",
        );
        let vain = page.wait_until("what never comes", "false", 0.1);
        check(
            &story,
            matches!(&vain, Err(Failure::TooLate { what, .. }) if what.contains("never")),
            &format!("{vain:?}"),
        );
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<div style=\"position:fixed;inset:0\">cover</div>')",
        )?;
        let button = page.by_role("button", "Add one")?;
        let obstacle = button.obstacle()?.unwrap_or_default();
        check(&story, obstacle.contains("covered by <div"), &format!("a covered button: {obstacle:?}"));
        button.run("function () { this.disabled = true }", &[])?;
        check(&story, button.obstacle()?.is_some_and(|reason| reason.contains("disabled")), "a disabled button");
        Ok(())
    });
}

#[test]
fn offline_reaches_pages_and_workers() {
    with_trial(&LaunchOptions::default(), |_, page, address| {
        let story = Story::new("offline", page);
        let from_page = format!(
            "fetch({}).then((answer) => 'answered ' + answer.status, () => 'refused')",
            json!(format!("{address}some"))
        );
        let from_worker = format!("ask({})", json!(format!("{address}other")));
        let new_worker = format!("new Promise((resolve) => {{ const worker = new Worker(URL.createObjectURL(new Blob([`fetch({}).then(() => postMessage('answered 200'), () => postMessage('refused'))`])));
            worker.onmessage = (event) => resolve(event.data) }})", json!(format!("{address}third")));
        let from_service_worker = "fetch('through').then((answer) => answer.text())".to_owned();
        page.evaluate("navigator.serviceWorker.register('service.js')")?;
        page.wait_until("the service worker to take over", "navigator.serviceWorker.controller !== null", 20.0)?;
        let expect = |wanted: &str| -> Result<(), Failure> {
            for (speaker, script) in [
                ("page", &from_page),
                ("worker", &from_worker),
                ("new worker", &new_worker),
                ("service worker", &from_service_worker),
            ] {
                let found = page.evaluate(script)?;
                check(&story, found == wanted, &format!("the {speaker} told {found} instead of {wanted}"));
            }
            Ok(())
        };
        expect("answered 200")?;
        page.offline(true)?;
        expect("refused")?;
        check(&story, page.evaluate("navigator.onLine")? == false, "the page believes that it is online");
        check(&story, page.goto(address).is_err(), "the page was loaded without a network");
        page.goto(&format!("{address}kept"))?;
        check(&story, page.evaluate("document.title")? == "Kept", "the service worker's page was not shown");
        page.offline(false)?;
        page.goto(address)?;
        expect("answered 200")
    });
}

const WRITE: &str = "(async () => {
    const book = await new Promise((resolve, reject) => {
        const opening = indexedDB.open('trial', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('rows');
        opening.onsuccess = () => resolve(opening.result); opening.onerror = () => reject(opening.error);
    });
    window.book = book;
    if (START < 0) return;
    for (let number = START; ; number++) await new Promise((resolve, reject) => {
        const writing = book.transaction('rows', 'readwrite', { durability: 'strict' });
        writing.objectStore('rows').put('x'.repeat(500), number);
        writing.oncomplete = () => { acknowledged(String(number)); resolve(); };
        writing.onabort = () => reject(writing.error);
    });
})()";

#[test]
fn what_was_acknowledged_outlives_a_kill() {
    let _turn = take_turn();
    let address = serve_trial();
    let profile = Profile::temporary().expect("a profile");
    let mut acknowledged: Vec<u64> = Vec::new();
    for round in 0..2 {
        let browser = Browser::launch(&profile, &LaunchOptions::default()).expect("a browser");
        let page = browser.new_page().expect("a tab");
        page.add_binding("acknowledged");
        page.goto(&address).expect("the trial page");
        page.evaluate(&format!("void {}", WRITE.replace("START", &(round * 1_000_000).to_string())))
            .expect("writing to begin");
        page.wait_for_binding("acknowledged", 20, 30.0).expect("acknowledgements");
        browser.kill_hard();
        let told = page.on_binding("acknowledged");
        assert!(told.iter().all(|call| call.speaker == "page"));
        acknowledged.extend(told.iter().filter_map(|call| call.text.parse::<u64>().ok()));
        assert!(matches!(page.evaluate("1"), Err(Failure::Gone(_))), "the killed browser still answers");
    }
    let browser = Browser::launch(&profile, &LaunchOptions::default()).expect("a browser");
    let page = browser.new_page().expect("a tab");
    page.goto(&address).expect("the trial page");
    page.evaluate(&WRITE.replace("START", "-1")).expect("the book to open");
    let keys = "new Promise((resolve) => { const reading = book.transaction('rows').objectStore('rows').getAllKeys(); reading.onsuccess = () => resolve(reading.result) })";
    let kept: Vec<u64> =
        page.evaluate(keys).expect("the keys").as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
    let lost: Vec<&u64> = acknowledged.iter().filter(|number| !kept.contains(number)).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    assert!(acknowledged.len() >= 40);
    page.add_binding("acknowledged");
    page.evaluate("worker.postMessage('acknowledge')").expect("a word to the worker");
    let told = page.wait_for_binding("acknowledged", 1, 20.0).expect("the worker's acknowledgement");
    assert_eq!((told[0].text.as_str(), told[0].speaker.as_str()), ("from the worker", "worker"));
    browser.close();
}

#[test]
fn the_proxy_records_and_refuses_foreign_requests() {
    let proxy = RecordingProxy::start().expect("a proxy");
    let options = LaunchOptions { proxy: Some(proxy.address()), ..LaunchOptions::default() };
    with_trial(&options, |_, page, address| {
        let story = Story::new("proxy", page);
        page.wait_for("the worker's script to be asked for", Duration::from_secs(20), || {
            Ok(proxy.asked().iter().any(|asked| asked.path == "/worker.js").then_some(()))
        })?;
        let others = proxy.asked_of_others(address);
        check(&story, others.is_empty(), &format!("asked of others: {others:?}"));
        let mine = proxy.asked();
        check(
            &story,
            mine.iter().any(|asked| asked.method == "GET" && asked.path == "/"),
            &format!("the site's own requests were not recorded: {mine:?}"),
        );
        let told = page.evaluate("ask('http://foreign.example/secret?name=Ann')")?;
        check(&story, told == "refused" || told == "answered 403", &format!("a foreign host answered: {told}"));
        page.evaluate("fetch('https://sealed.example/x').catch(() => 0)")?;
        let others = proxy.asked_of_others(address);
        let asked = |method: &str, host: &str, path: &str| {
            others.iter().any(|asked| asked.method == method && asked.host == host && asked.path == path)
        };
        check(
            &story,
            asked("GET", "foreign.example", "/secret?name=Ann"),
            &format!("the worker's request was not recorded: {others:?}"),
        );
        check(&story, asked("CONNECT", "sealed.example:443", ""), &format!("the tunnel was not recorded: {others:?}"));
        Ok(())
    });
}

#[test]
fn axe_names_what_is_wrong() {
    with_trial(&LaunchOptions::default(), |_, page, _| {
        let story = Story::new("axe", page);
        let before = page.axe()?;
        check(&story, !before.iter().any(|violation| violation.rule == "button-name"), &format!("{before:?}"));
        page.evaluate(
            "document.querySelector('main').insertAdjacentHTML('beforeend', '<button id=nameless></button>')",
        )?;
        let after = page.axe()?;
        let found = after.iter().find(|violation| violation.rule == "button-name");
        check(
            &story,
            found.is_some_and(|violation| violation.to_string().contains("#nameless")),
            &format!("{after:?}"),
        );
        Ok(())
    });
}

#[test]
fn tabs_share_a_profile_and_close() {
    with_trial(&LaunchOptions::default(), |browser, page, address| {
        let story = Story::new("two_tabs", page);
        let second = browser.new_page()?;
        second.goto(address)?;
        second.evaluate("localStorage.setItem('word', 'shared')")?;
        check(
            &story,
            page.evaluate("localStorage.getItem('word')")? == "shared",
            "the tabs do not share their storage",
        );
        page.evaluate("void window.open(location.href)")?;
        page.wait_for("the third tab", Duration::from_secs(20), || Ok((browser.pages().len() >= 4).then_some(())))?;
        second.close()?;
        page.wait_for("the second tab to be gone", Duration::from_secs(20), || {
            Ok(matches!(second.evaluate("1"), Err(Failure::Gone(_) | Failure::Refused { .. })).then_some(()))
        })
    });
}

#[test]
fn strokes_are_read() {
    let keys = |text: &str| -> Vec<String> {
        let events = Stroke::parse(text).expect("a stroke").events();
        events
            .iter()
            .map(|event| {
                format!(
                    "{} {} {}",
                    event["type"].as_str().unwrap_or(""),
                    event["key"].as_str().unwrap_or(""),
                    event["modifiers"]
                )
            })
            .collect()
    };
    assert_eq!(keys("Ctrl+K"), ["rawKeyDown Control 2", "rawKeyDown k 2", "keyUp k 2", "keyUp Control 0"]);
    assert_eq!(keys("K"), ["keyDown K 0", "keyUp K 0"]);
    assert_eq!(keys("Shift+k"), ["rawKeyDown Shift 8", "keyDown K 8", "keyUp K 8", "keyUp Shift 0"]);
    assert_eq!(keys("+"), ["keyDown + 0", "keyUp + 0"]);
    assert_eq!(keys("Ctrl++"), ["rawKeyDown Control 2", "rawKeyDown + 2", "keyUp + 2", "keyUp Control 0"]);
    assert!(Stroke::parse("Hyper+K").is_err() && Stroke::parse("Nonsense").is_err() && Stroke::of('王').is_none());
}
