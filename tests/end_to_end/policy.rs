//! The security policy as it is shipped: the app works under it, and whatever a page under attack would try is refused.

use serde_json::json;

use crate::check::{Story, check, take_turn};
use crate::failure::Failure;
use crate::page::Page;
use crate::steps::{Desk, NOT_A_FILE, customers_become, file_for, import};
use crate::trial::serve_trial;

/// Tells of each refusal.
const TELL_REFUSALS: &str = "addEventListener('securitypolicyviolation', (event) => refused(event.effectiveDirective))";

/// Each is tried from a timer, since what the debugger evaluates may do more than the page's own code.
fn attempts(foreign: &str) -> Vec<(&'static str, String)> {
    let element = |name: &str, attribute: &str, address: &str| {
        format!(
            "const one = document.createElement({}); one.onload = () => tell('done'); one.onerror = () => tell('refused');
                one[{}] = {}; document.head.append(one);",
            json!(name),
            json!(attribute),
            json!(address)
        )
    };
    vec![
        ("eval", "try { tell((0, eval)('\"done\"')); } catch { tell('refused'); }".into()),
        ("new Function", "try { tell(new Function('return \"done\"')()); } catch { tell('refused'); }".into()),
        ("a timer with a text", "window.ranText = false; setTimeout('window.ranText = true', 0); setTimeout(() => tell(window.ranText ? 'done' : 'refused'), 300);".into()),
        ("an inline script", "const one = document.createElement('script'); one.textContent = 'window.ranInline = true'; document.head.append(one); tell(window.ranInline ? 'done' : 'refused');".into()),
        ("an inline handler", "document.body.insertAdjacentHTML('beforeend', '<b onclick=\"window.ranHandler = true\">x</b>'); document.body.lastElementChild.click(); tell(window.ranHandler ? 'done' : 'refused');".into()),
        ("a script of another origin", element("script", "src", &format!("{foreign}worker.js"))),
        ("a script in an address", element("script", "src", "data:text/javascript,window.ranData=1")),
        ("a picture of another origin", element("img", "src", &format!("{foreign}picture.png"))),
        ("a request to another origin", format!("fetch({}).then(() => tell('done'), () => tell('refused'));", json!(foreign))),
        ("a beacon to another origin", format!("const seen = (event) => {{ if (event.effectiveDirective === 'connect-src') tell('refused'); }}; addEventListener('securitypolicyviolation', seen); navigator.sendBeacon({}, 'x'); setTimeout(() => tell('done'), 3000);", json!(foreign))),
        ("a socket to another origin", format!("try {{ const one = new WebSocket({}); one.onopen = () => tell('done'); one.onerror = () => tell('refused'); }} catch {{ tell('refused'); }}", json!(foreign.replace("http", "ws")))),
        ("a worker of another origin", format!("try {{ const one = new Worker({}); one.onerror = () => tell('refused'); one.onmessage = () => tell('done'); one.postMessage('acknowledge'); }} catch {{ tell('refused'); }}", json!(format!("{foreign}worker.js")))),
        ("a worker made of a text", "try { const one = new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))); one.onmessage = () => tell('done'); one.onerror = () => tell('refused'); } catch { tell('refused'); }".into()),
        ("a frame of another origin", format!("const seen = (event) => {{ if (/^(frame|child|default)-src$/.test(event.effectiveDirective)) tell('refused'); }}; addEventListener('securitypolicyviolation', seen); const one = document.createElement('iframe'); one.src = {}; document.body.append(one); setTimeout(() => tell('done'), 3000);", json!(foreign))),
        ("another base", format!("const one = document.createElement('base'); one.href = {0}; document.head.prepend(one); const taken = document.baseURI.startsWith({0}); one.remove(); tell(taken ? 'done' : 'refused');", json!(foreign))),
        ("a form to another origin", format!("const seen = (event) => {{ if (event.effectiveDirective === 'form-action') tell('refused'); }}; addEventListener('securitypolicyviolation', seen); const one = document.createElement('form'); one.action = {}; one.method = 'post'; document.body.append(one); one.submit(); setTimeout(() => tell('done'), 3000);", json!(foreign))),
    ]
}

fn attempt(page: &Page, script: &str) -> Result<String, Failure> {
    let timed = format!("new Promise((tell) => setTimeout(() => {{ {script} }}))");
    Ok(page.evaluate(&timed)?.as_str().unwrap_or_default().to_owned())
}

#[test]
fn the_shipped_policy_lets_the_app_work_and_refuses_the_rest() {
    let _turn = take_turn();
    let foreign = serve_trial();
    let Desk { page, browser, profile, site } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("policy", page);
    page.add_binding("refused");
    story.take(page.on_every_document(TELL_REFUSALS));
    let people = story.take(file_for(profile, "people.csv", "first_name,last_name\nAda,Lovelace\n"));
    story.take(import(page, site, &people));
    story.take(customers_become(page, 1));
    let own = page.on_binding("refused");
    check(&story, own.is_empty(), &format!("the app itself is refused something: {own:?}"));
    for (what, script) in attempts(&foreign) {
        let came = story.take(attempt(page, &script));
        check(&story, came == "refused", &format!("{what} was {came}"));
    }
    check(&story, page.on_binding("refused").len() >= 8, "the policy refused less than it was tried with");
    story.check_quiet(&["Content Security Policy", "Refused to", "violates the following", NOT_A_FILE]);

    // Nobody may put the app into a frame of their own.
    let framer = &browser.new_page().expect("another tab");
    let other = Story::new("policy_frame", framer);
    other.take(framer.goto(&foreign));
    let frame = format!(
        "new Promise((tell) => {{ const one = document.createElement('iframe'); one.src = {}; one.onload = () => tell(true); document.body.append(one); }})",
        json!(site.address())
    );
    other.take(framer.evaluate(&frame));
    let refused = other.take(framer.wait_for("the frame to be refused", crate::page::PATIENCE, || {
        let told = framer.console_messages().iter().any(|message| {
            message.text.contains("frame-ancestors")
                || message.text.contains("X-Frame-Options")
                || message.text.contains("refused to connect")
        });
        Ok(told.then_some(true))
    }));
    check(&other, refused, "the app was shown in a frame");
}
