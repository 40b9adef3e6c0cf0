//! One thing on a page: what it says, and what a pointer and keys do to it.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::failure::Failure;
use crate::page::{PATIENCE, Page, text, value_of};

/// One element of a page, held by the browser's number of its node, so that it stays the same element however the page
/// changes around it. What was found by a name is looked up once more when it is to be pressed or filled and the page has
/// put another in its place meanwhile: a person, too, presses what is there now.
#[derive(Clone)]
pub struct Element {
    page: Page,
    node: i64,
    description: String,
    again: Option<Finder>,
}

/// The way in which an element was found, to find the one that took its place.
type Finder = Arc<dyn Fn() -> Result<Option<Element>, Failure> + Send + Sync>;

impl Element {
    /// Everything below `within` (or the whole page) with this role and, if one is given, exactly this accessible name.
    pub(crate) fn query(
        page: &Page,
        within: Option<i64>,
        role: &str,
        name: Option<&str>,
    ) -> Result<Vec<(String, Element)>, Failure> {
        // Chromium's tree calls it by the newer of its two standard names.
        let mut wanted = json!({ "role": if role == "img" { "image" } else { role } });
        if let Some(name) = name {
            wanted["accessibleName"] = name.into();
        }
        match within {
            Some(node) => wanted["backendNodeId"] = node.into(),
            None => {
                let document = page.call("Runtime.evaluate", json!({ "expression": "document" }))?;
                wanted["objectId"] = document["result"]["objectId"].clone();
            }
        }
        let tree = page.call("Accessibility.queryAXTree", wanted)?;
        let nodes = tree["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
        let seen = nodes.iter().filter(|node| node["ignored"] != true);
        let found = seen.filter_map(|node| {
            let name = text(&node["name"]["value"]);
            let description = format!("{role} {name:?}");
            let node = node["backendDOMNodeId"].as_i64()?;
            Some((name, Element { page: page.clone(), node, description, again: None }))
        });
        Ok(found.collect())
    }

    pub(crate) fn of_object(page: &Page, object: &str, description: &str) -> Result<Element, Failure> {
        let told = page.call("DOM.describeNode", json!({ "objectId": object }))?;
        let node = told["node"]["backendNodeId"].as_i64().ok_or_else(|| Failure::Gone(description.into()))?;
        Ok(Element { page: page.clone(), node, description: description.into(), again: None })
    }

    /// The same element, which `finder` finds again once the page has replaced it.
    pub(crate) fn found_again_by(
        mut self,
        finder: impl Fn() -> Result<Option<Element>, Failure> + Send + Sync + 'static,
    ) -> Self {
        self.again = Some(Arc::new(finder));
        self
    }

    /// This element while it is on the page, else the one that took its place.
    pub(crate) fn now(&self) -> Result<Element, Failure> {
        let Some(again) = &self.again else { return Ok(self.clone()) };
        match self.run("function () { return this.isConnected }", &[]) {
            Ok(connected) if connected == true => Ok(self.clone()),
            _ => Ok(again()?.unwrap_or_else(|| self.clone())),
        }
    }

    pub(crate) fn node(&self) -> i64 {
        self.node
    }

    pub(crate) fn description(&self) -> &str {
        &self.description
    }

    pub(crate) fn page(&self) -> &Page {
        &self.page
    }

    /// The first thing within this one with this role and name; waits for it.
    pub fn by_role(&self, role: &str, name: &str) -> Result<Element, Failure> {
        self.page.wait_for(&format!("{role} {name:?} within {}", self.description), PATIENCE, || {
            Ok(Element::query(&self.page, Some(self.node), role, Some(name))?
                .into_iter()
                .next()
                .map(|(_, element)| element))
        })
    }

    /// Everything within this one with this role at this moment, each with its accessible name.
    pub fn roles(&self, role: &str) -> Result<Vec<(String, Element)>, Failure> {
        Element::query(&self.page, Some(self.node), role, None)
    }

    /// Calls a JavaScript `function (...)` with this element as `this`.
    pub fn run(&self, function: &str, arguments: &[Value]) -> Result<Value, Failure> {
        let resolved = self.page.call("DOM.resolveNode", json!({ "backendNodeId": self.node }))?;
        let arguments: Vec<Value> = arguments.iter().map(|value| json!({ "value": value })).collect();
        let answer = self.page.call(
            "Runtime.callFunctionOn",
            json!({
                "functionDeclaration": function, "objectId": resolved["object"]["objectId"], "arguments": arguments,
                "returnByValue": true, "awaitPromise": true, "userGesture": true,
            }),
        )?;
        value_of(answer)
    }

    /// Its text as a person sees it.
    pub fn text_of(&self) -> Result<String, Failure> {
        Ok(text(&self.run("function () { return this.innerText ?? this.textContent ?? '' }", &[])?))
    }

    /// What a field holds.
    pub fn value_of(&self) -> Result<String, Failure> {
        Ok(text(
            &self.run(
                "function () { return this.isContentEditable ? this.innerText : String(this.value ?? '') }",
                &[],
            )?,
        ))
    }

    /// An attribute; none when it is not there.
    pub fn attribute(&self, name: &str) -> Result<Option<String>, Failure> {
        Ok(self.run("function (name) { return this.getAttribute(name) }", &[name.into()])?.as_str().map(str::to_owned))
    }

    /// Whether a box is ticked, a tab selected, a switch on.
    pub fn is_on(&self) -> Result<bool, Failure> {
        let states = "['aria-checked', 'aria-selected', 'aria-pressed', 'aria-expanded']";
        Ok(self.run(
            &format!(
                "function () {{ return this.checked === true || {states}.some((name) => this.getAttribute(name) === 'true') }}"
            ),
            &[],
        )? == true)
    }

    /// Gives it the focus without a pointer.
    pub fn focus(&self) -> Result<(), Failure> {
        self.page.wait_for(&format!("{} to take the focus", self.description), PATIENCE, || {
            self.page.call("DOM.focus", json!({ "backendNodeId": self.now()?.node })).map(Some)
        })?;
        Ok(())
    }

    /// Focuses it, marks all it holds, and types over it. It keeps the focus: the story leaves the field as a person would.
    pub fn fill(&self, text: &str) -> Result<(), Failure> {
        self.focus()?;
        self.page.press("Ctrl+A")?;
        self.page.press("Delete")?;
        self.page.type_text(text)
    }

    /// Chooses the option with this text in a native selection list.
    pub fn choose(&self, option: &str) -> Result<(), Failure> {
        self.page.wait_for(&format!("the option {option:?} of {}", self.description), PATIENCE, || {
            let script = "function (text) {
                const option = [...this.options].find((option) => option.text.trim() === text && !option.disabled);
                if (!option) return false;
                this.focus();
                this.value = option.value;
                this.dispatchEvent(new Event('input', { bubbles: true }));
                this.dispatchEvent(new Event('change', { bubbles: true }));
                return true;
            }";
            Ok((self.now()?.run(script, &[option.into()])? == true).then_some(()))
        })
    }

    /// Waits until it is no longer on the page.
    pub fn wait_removed(&self) -> Result<(), Failure> {
        self.page.wait_for(&format!("{} to be removed", self.description), PATIENCE, || {
            match self.run("function () { return this.isConnected }", &[]) {
                Ok(connected) => Ok((connected != true).then_some(())),
                // The browser forgets the number of a node that nothing holds any more.
                Err(Failure::Refused { .. }) => Ok(Some(())),
                Err(other) => Err(other),
            }
        })
    }
}
