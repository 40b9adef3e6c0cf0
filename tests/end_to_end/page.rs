//! One tab, used as a person uses it: by address, by role and accessible name, by keys and pointer.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::connection::Connection;
use crate::element::Element;
use crate::failure::Failure;
use crate::keyboard::Stroke;

/// How long a story waits for what should come at once. Generous, because the machine is shared; nobody waits for it in vain
/// but a failing test.
pub const PATIENCE: Duration = Duration::from_secs(20);

const PAUSE: Duration = Duration::from_millis(15);

/// Light or dark, as the system would tell the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

/// One tab of a [`crate::chrome_devtools::Browser`]. Cheap to clone; all clones are the same tab.
#[derive(Clone)]
pub struct Page {
    connection: Arc<Connection>,
    session: String,
    target: String,
}

impl Page {
    pub(crate) fn new(connection: Arc<Connection>, session: String, target: String) -> Self {
        Page { connection, session, target }
    }

    /// The browser's own name of this tab.
    pub fn target(&self) -> &str {
        &self.target
    }

    pub(crate) fn connection(&self) -> &Arc<Connection> {
        &self.connection
    }

    pub(crate) fn session(&self) -> &str {
        &self.session
    }

    /// Sends a command of the DevTools protocol to this tab.
    pub fn call(&self, method: &str, params: Value) -> Result<Value, Failure> {
        self.connection.call(Some(&self.session), method, params)
    }

    // Where it is.

    /// Opens an address and waits for the page's `load` event; a step within one document returns at once.
    pub fn goto(&self, address: &str) -> Result<(), Failure> {
        let mark = self.connection.mark();
        let answer = self.call("Page.navigate", json!({ "url": address }))?;
        if let Some(reason) = answer["errorText"].as_str() {
            return Err(Failure::Refused { method: format!("opening {address}"), message: reason.into() });
        }
        match answer["loaderId"].as_str() {
            Some(loader) => self.wait_for_load(mark, |params| params["loaderId"] == loader),
            None => Ok(()),
        }
    }

    /// Loads the page again and waits for its `load` event.
    pub fn reload(&self) -> Result<(), Failure> {
        let mark = self.connection.mark();
        self.call("Page.reload", json!({}))?;
        self.wait_for_load(mark, |params| params["frameId"] == self.target.as_str())
    }

    /// One step back in the tab's own history, as the browser's button does.
    pub fn back(&self) -> Result<(), Failure> {
        let history = self.call("Page.getNavigationHistory", json!({}))?;
        let before = history["currentIndex"].as_u64().unwrap_or(0).checked_sub(1);
        let entry = before.and_then(|index| history["entries"].get(index as usize)).map(|entry| entry["id"].clone());
        let entry = entry.ok_or_else(|| Failure::Start("a step back from the first page of the tab".into()))?;
        self.call("Page.navigateToHistoryEntry", json!({ "entryId": entry })).map(drop)
    }

    /// The address that stands in the address line.
    pub fn address(&self) -> Result<String, Failure> {
        Ok(text(&self.evaluate("location.href")?))
    }

    /// Puts this tab in front of the others.
    pub fn bring_to_front(&self) -> Result<(), Failure> {
        self.call("Page.bringToFront", json!({})).map(drop)
    }

    /// Closes this tab.
    pub fn close(&self) -> Result<(), Failure> {
        self.connection.call(None, "Target.closeTarget", json!({ "targetId": self.target })).map(drop)
    }

    fn wait_for_load(&self, mark: usize, wanted: impl Fn(&Value) -> bool) -> Result<(), Failure> {
        let loaded = self.connection.wait_for_event("the page's load event", mark, PATIENCE * 3, |event| {
            let loaded =
                event.method == "Page.lifecycleEvent" && event.params["name"] == "load" && wanted(&event.params);
            event.session.as_deref() == Some(&self.session) && (loaded || event.method == "Inspector.targetCrashed")
        })?;
        if loaded.method == "Inspector.targetCrashed" {
            Err(Failure::Gone("the page, which crashed while it loaded,".into()))
        } else {
            Ok(())
        }
    }

    // What it computes.

    /// The value of a JavaScript expression, a promise's once it is fulfilled. What it throws is [`Failure::Thrown`].
    pub fn evaluate(&self, script: &str) -> Result<Value, Failure> {
        self.evaluate_within(script, PATIENCE * 2)
    }

    /// As [`Page::evaluate`], for a promise that may take as long as `limit`.
    pub fn evaluate_within(&self, script: &str, limit: Duration) -> Result<Value, Failure> {
        let params = json!({ "expression": script, "awaitPromise": true, "returnByValue": true, "userGesture": true });
        let answer = self.connection.call_within(Some(&self.session), "Runtime.evaluate", params, limit)?;
        value_of(answer)
    }

    /// Asks again and again until the JavaScript `condition` is truthy; `what` says to a person what was waited for.
    pub fn wait_until(&self, what: &str, condition: &str, seconds: f32) -> Result<(), Failure> {
        self.wait_for(what, Duration::from_secs_f32(seconds), || {
            let truth = self.evaluate(&format!("Promise.resolve({condition}).then(Boolean)"))?;
            Ok((truth == true).then_some(()))
        })
    }

    /// Asks again and again until `attempt` gives something; what its last failure said is told when the time is over.
    pub fn wait_for<T>(
        &self,
        what: &str,
        limit: Duration,
        mut attempt: impl FnMut() -> Result<Option<T>, Failure>,
    ) -> Result<T, Failure> {
        let started = Instant::now();
        loop {
            let outcome = attempt();
            if let Ok(Some(found)) = outcome {
                return Ok(found);
            }
            if started.elapsed() >= limit {
                let reason = outcome.err().map(|failure| format!(" ({failure})")).unwrap_or_default();
                return Err(Failure::TooLate { what: format!("{what}{reason}"), waited: limit });
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Runs a script at the start of every document that this tab opens from now on, before the page's own.
    pub fn on_every_document(&self, script: &str) -> Result<(), Failure> {
        self.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).map(drop)
    }

    // What stands on it.

    /// The first visible thing with this role and exactly this accessible name, as assistive technology sees them; waits for it.
    pub fn by_role(&self, role: &str, name: &str) -> Result<Element, Failure> {
        let found = self.wait_for(&format!("{role} {name:?}"), PATIENCE, || self.find_by_role(role, name))?;
        let (page, role, name) = (self.clone(), role.to_owned(), name.to_owned());
        Ok(found.found_again_by(move || page.find_by_role(&role, &name)))
    }

    /// As [`Page::by_role`], for a name of which only a part is known.
    pub fn by_role_containing(&self, role: &str, part: &str) -> Result<Element, Failure> {
        let what = format!("{role} with {part:?} in its name");
        let (page, role, part) = (self.clone(), role.to_owned(), part.to_owned());
        let find = move || {
            let found = page.roles(&role)?;
            Ok(found.into_iter().find(|(name, _)| name.contains(&part)).map(|(_, element)| element))
        };
        Ok(self.wait_for(&what, PATIENCE, &find)?.found_again_by(find))
    }

    /// What [`Page::by_role`] would find at this moment.
    pub fn find_by_role(&self, role: &str, name: &str) -> Result<Option<Element>, Failure> {
        Ok(Element::query(self, None, role, Some(name))?.into_iter().next().map(|(_, element)| element))
    }

    /// Everything with this role at this moment, each with its accessible name, in the order of the document.
    pub fn roles(&self, role: &str) -> Result<Vec<(String, Element)>, Failure> {
        Element::query(self, None, role, None)
    }

    /// Waits until nothing with this role and name is there any more.
    pub fn wait_gone(&self, role: &str, name: &str) -> Result<(), Failure> {
        self.wait_for(&format!("{role} {name:?} to go away"), PATIENCE, || {
            Ok(self.find_by_role(role, name)?.is_none().then_some(()))
        })
    }

    /// The first thing that a CSS selector finds; waits for it. For what has no role of its own only.
    pub fn by_selector(&self, selector: &str) -> Result<Element, Failure> {
        let (page, selector) = (self.clone(), selector.to_owned());
        let what = format!("an element {selector:?}");
        let find = move || {
            let expression = format!("document.querySelector({})", json!(selector));
            let found = page.call("Runtime.evaluate", json!({ "expression": expression }))?;
            let object = found["result"]["objectId"].as_str();
            object.map(|object| Element::of_object(&page, object, &selector)).transpose()
        };
        Ok(self.wait_for(&what, PATIENCE, &find)?.found_again_by(find))
    }

    /// Waits until the text of the page, as a person sees it, contains `part`.
    pub fn wait_for_text(&self, part: &str) -> Result<(), Failure> {
        self.wait_until(
            &format!("the text {part:?}"),
            &format!("document.body.innerText.includes({})", json!(part)),
            PATIENCE.as_secs_f32(),
        )
    }

    /// Waits until the control with that role and name holds this: what it is filled with may come after it.
    pub fn wait_for_value(&self, role: &str, name: &str, value: &str) -> Result<(), Failure> {
        self.wait_for(&format!("{value:?} in {role} {name:?}"), PATIENCE, || {
            let control = self.by_role(role, name)?;
            Ok((control.value_of()? == value).then_some(()))
        })
    }

    /// Finds by role and name and clicks. Tries again when the page replaces the thing meanwhile.
    pub fn click(&self, role: &str, name: &str) -> Result<(), Failure> {
        self.wait_for(&format!("a click on {role} {name:?}"), PATIENCE * 2, || {
            self.by_role(role, name)?.click().map(Some)
        })
    }

    /// Finds a field by role and name and replaces what it holds, by keys. The field keeps the focus.
    pub fn fill(&self, role: &str, name: &str, text: &str) -> Result<(), Failure> {
        self.by_role(role, name)?.fill(text)
    }

    /// Role and accessible name of what has the focus; empty texts when nothing has.
    pub fn focused(&self) -> Result<(String, String), Failure> {
        let active = self.call("Runtime.evaluate", json!({ "expression": "document.activeElement" }))?;
        let Some(object) = active["result"]["objectId"].as_str() else { return Ok(Default::default()) };
        let tree =
            self.call("Accessibility.getPartialAXTree", json!({ "objectId": object, "fetchRelatives": false }))?;
        let node = &tree["nodes"][0];
        Ok((text(&node["role"]["value"]), text(&node["name"]["value"])))
    }

    // Keys.

    /// Presses a key or a chord: `Enter`, `Ctrl+K`, `Shift+Tab`, `ArrowDown`, `x`.
    pub fn press(&self, keys: &str) -> Result<(), Failure> {
        self.stroke(&Stroke::parse(keys)?)
    }

    /// Types into what has the focus, a key at a time; what no usual key writes comes as from an input method.
    pub fn type_text(&self, text: &str) -> Result<(), Failure> {
        for character in text.chars() {
            match Stroke::of(character) {
                Some(stroke) => self.stroke(&stroke)?,
                None => drop(self.call("Input.insertText", json!({ "text": character.to_string() }))?),
            }
        }
        Ok(())
    }

    fn stroke(&self, stroke: &Stroke) -> Result<(), Failure> {
        stroke.events().into_iter().try_for_each(|event| self.call("Input.dispatchKeyEvent", event).map(drop))
    }

    // Files.

    /// Gives files to the file input that `selector` finds, hidden or not.
    pub fn set_files(&self, selector: &str, paths: &[&Path]) -> Result<(), Failure> {
        let input = self.by_selector(selector)?;
        self.give_files(input.node(), paths)
    }

    /// Clicks what opens the system's file dialog and answers the dialog with `paths`, as a person does.
    pub fn choose_files(&self, role: &str, name: &str, paths: &[&Path]) -> Result<(), Failure> {
        self.call("Page.setInterceptFileChooserDialog", json!({ "enabled": true }))?;
        let mark = self.connection.mark();
        self.click(role, name)?;
        let opened = self.connection.wait_for_event("the file dialog", mark, PATIENCE, |event| {
            event.session.as_deref() == Some(&self.session) && event.method == "Page.fileChooserOpened"
        })?;
        self.call("Page.setInterceptFileChooserDialog", json!({ "enabled": false }))?;
        self.give_files(opened.params["backendNodeId"].as_i64().unwrap_or_default(), paths)
    }

    fn give_files(&self, node: i64, paths: &[&Path]) -> Result<(), Failure> {
        let full: Result<Vec<String>, Failure> = paths
            .iter()
            .map(|path| fs::canonicalize(path).map(|full| full.display().to_string()))
            .map(|path| path.map_err(|reason| Failure::file("a file for the page", &reason)))
            .collect();
        self.call("DOM.setFileInputFiles", json!({ "files": full?, "backendNodeId": node })).map(drop)
    }

    // How it is shown.

    /// The size of the page in CSS pixels; `mobile` as on a telephone, `touch` with fingers instead of a mouse.
    pub fn viewport(&self, width: u32, height: u32, mobile: bool, touch: bool) -> Result<(), Failure> {
        self.call(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile }),
        )?;
        self.call("Emulation.setTouchEmulationEnabled", json!({ "enabled": touch, "maxTouchPoints": 5 })).map(drop)
    }

    /// Tells the page that the system prefers this theme.
    pub fn theme(&self, theme: Theme) -> Result<(), Failure> {
        let value = if theme == Theme::Dark { "dark" } else { "light" };
        self.call(
            "Emulation.setEmulatedMedia",
            json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] }),
        )
        .map(drop)
    }

    /// The language that this page (not its workers) is told, such as `zh-CN`; takes full effect at the next load.
    pub fn locale(&self, language: &str) -> Result<(), Failure> {
        let agent = self.evaluate("navigator.userAgent")?;
        self.call("Network.setUserAgentOverride", json!({ "userAgent": agent, "acceptLanguage": language }))?;
        // The browser refuses a second override of the same page until the first is taken back.
        self.call("Emulation.setLocaleOverride", json!({}))?;
        self.call("Emulation.setLocaleOverride", json!({ "locale": language })).map(drop)
    }

    /// Cuts the network of this browser, all its pages, workers and service workers, or gives it back.
    pub fn offline(&self, offline: bool) -> Result<(), Failure> {
        self.connection.set_offline(offline)
    }

    /// How wide the whole document is in CSS pixels; more than the viewport means that it scrolls sideways.
    pub fn scroll_width(&self) -> Result<u64, Failure> {
        let width = self.evaluate("Math.max(document.documentElement.scrollWidth, document.body?.scrollWidth ?? 0)")?;
        width.as_u64().ok_or_else(|| Failure::Thrown("the page has no width".into()))
    }

    /// Writes what the tab shows as a PNG file, and makes its folder.
    pub fn screenshot(&self, path: &Path) -> Result<(), Failure> {
        let answer = self.call("Page.captureScreenshot", json!({ "format": "png" }))?;
        let picture = data_encoding::BASE64
            .decode(text(&answer["data"]).as_bytes())
            .map_err(|reason| Failure::file("a screenshot", &reason))?;
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, picture));
        written.map_err(|reason| Failure::file(path.display().to_string(), &reason))
    }
}

/// The result of an evaluation, or what it threw.
pub(crate) fn value_of(mut answer: Value) -> Result<Value, Failure> {
    let thrown = &answer["exceptionDetails"];
    if thrown.is_null() {
        return Ok(answer["result"]["value"].take());
    }
    Err(Failure::Thrown(thrown_text(thrown)))
}

/// What a person would read in the console about an exception.
pub(crate) fn thrown_text(thrown: &Value) -> String {
    let exception = &thrown["exception"];
    let told = exception["description"].as_str().or(exception["value"].as_str()).or(thrown["text"].as_str());
    told.map_or_else(|| thrown.to_string(), str::to_owned)
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
