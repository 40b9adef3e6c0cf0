//! Who may do what: Basic authorization and the security object of a database.

use super::message::{Refusal, basic_authorization};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Everybody who is known.
#[derive(Debug)]
pub struct Users {
    administrator: String,
    passwords: BTreeMap<String, String>,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asker {
    /// Nobody in particular.
    Anybody,
    /// A user.
    User(String),
    /// The administrator.
    Administrator(String),
}

impl Users {
    pub fn with_administrator(name: &str, password: &str) -> Self {
        Users { administrator: name.into(), passwords: BTreeMap::from([(name.into(), password.into())]) }
    }

    pub fn add(&mut self, name: &str, password: &str) {
        self.passwords.insert(name.into(), password.into());
    }

    /// Who shows this authorization. A wrong one is refused everywhere.
    pub fn asker(&self, authorization: Option<&str>) -> Result<Asker, Refusal> {
        let Some(shown) = authorization else { return Ok(Asker::Anybody) };
        let known = self.passwords.iter().find(|(name, password)| basic_authorization(name, password) == shown);
        match known {
            Some((name, _)) if *name == self.administrator => Ok(Asker::Administrator(name.clone())),
            Some((name, _)) => Ok(Asker::User(name.clone())),
            None => Err(Refusal::new(401, "unauthorized", "Name or password is incorrect.")),
        }
    }
}

impl Asker {
    pub fn must_be_administrator(&self) -> Result<(), Refusal> {
        match self {
            Asker::Administrator(_) => Ok(()),
            _ => Err(Refusal::new(401, "unauthorized", "You are not a server admin.")),
        }
    }

    /// Whether the security object of a database lets them in.
    pub fn must_be_let_in(&self, security: &Value) -> Result<(), Refusal> {
        let list = |group: &str, of: &str| security[group][of].as_array().cloned().unwrap_or_default();
        let is_open = list("members", "names").is_empty() && list("members", "roles").is_empty();
        let is_named = |name: &str| {
            ["members", "admins"].iter().any(|group| list(group, "names").iter().any(|known| known == name))
        };
        match self {
            Asker::Administrator(_) => Ok(()),
            _ if is_open => Ok(()),
            Asker::User(name) if is_named(name) => Ok(()),
            Asker::User(_) => Err(Refusal::new(403, "forbidden", "You are not allowed to access this db.")),
            Asker::Anybody => Err(Refusal::new(401, "unauthorized", "You are not authorized to access this db.")),
        }
    }
}

/// Adds a name to the members.
pub fn let_in(security: &mut Value, user: &str) {
    match security["members"]["names"].as_array_mut() {
        Some(names) => names.push(user.into()),
        None => security["members"]["names"] = json!([user]),
    }
}
