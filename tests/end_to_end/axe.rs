//! axe-core, the usual judge of accessibility, run inside the page. Its file is named by `BURROW_AXE`.

use std::fs;

use serde_json::Value;

use crate::failure::Failure;
use crate::page::{PATIENCE, Page, text};

/// One rule that the page breaks seriously.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The rule's name, such as `color-contrast`.
    pub rule: String,
    /// `serious` or `critical`.
    pub impact: String,
    /// The selectors of the elements that break it, each with what is wrong there.
    pub places: Vec<String>,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.rule, self.impact)?;
        self.places.iter().try_for_each(|place| write!(f, "\n    {place}"))
    }
}

impl Page {
    /// What axe finds that is serious or critical on the page as it stands.
    pub fn axe(&self) -> Result<Vec<Violation>, Failure> {
        if self.evaluate("typeof axe")? != "object" {
            let path = std::env::var("BURROW_AXE")
                .map_err(|_| Failure::Start("axe-core; name its axe.min.js by BURROW_AXE".into()))?;
            let source = fs::read_to_string(&path).map_err(|reason| Failure::file(path, &reason))?;
            self.evaluate(&format!("{source}\n;0"))?;
        }
        let run = "axe.run(document, { resultTypes: ['violations'] }).then((found) => found.violations.map((violation) => ({
            rule: violation.id, impact: violation.impact,
            places: violation.nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary.replace(/\\s+/g, ' ')}`),
        })))";
        let found = self.evaluate_within(run, PATIENCE * 3)?;
        let all = found.as_array().map(Vec::as_slice).unwrap_or_default();
        let grave =
            all.iter().filter(|violation| violation["impact"] == "serious" || violation["impact"] == "critical");
        Ok(grave.map(violation).collect())
    }
}

fn violation(found: &Value) -> Violation {
    let places = found["places"].as_array().map(Vec::as_slice).unwrap_or_default();
    Violation { rule: text(&found["rule"]), impact: text(&found["impact"]), places: places.iter().map(text).collect() }
}
