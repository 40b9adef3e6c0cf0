//! Keys as a keyboard sends them: down and up, with their codes and modifiers.

use serde_json::{Value, json};

use crate::failure::Failure;

/// One stroke: the keys held, then the key itself.
#[derive(Debug, PartialEq, Eq)]
pub struct Stroke {
    held: Vec<Key>,
    key: Key,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    /// The value of `KeyboardEvent.key`.
    key: String,
    /// The value of `KeyboardEvent.code`.
    code: String,
    /// The number that the browser's own shortcuts and editing commands go by.
    number: u32,
    /// What it writes into a field.
    text: Option<String>,
    /// Its bit in the protocol's set of modifiers, for a key that is one.
    modifier: u32,
}

const NAMED: &[(&str, &str, u32, &str)] = &[
    ("Enter", "Enter", 13, "\r"),
    ("Tab", "Tab", 9, ""),
    ("Escape", "Escape", 27, ""),
    ("Backspace", "Backspace", 8, ""),
    ("Delete", "Delete", 46, ""),
    ("Space", "Space", 32, " "),
    ("ArrowLeft", "ArrowLeft", 37, ""),
    ("ArrowUp", "ArrowUp", 38, ""),
    ("ArrowRight", "ArrowRight", 39, ""),
    ("ArrowDown", "ArrowDown", 40, ""),
    ("Home", "Home", 36, ""),
    ("End", "End", 35, ""),
    ("PageUp", "PageUp", 33, ""),
    ("PageDown", "PageDown", 34, ""),
    ("F2", "F2", 113, ""),
];

const PUNCTUATION: &[(char, &str, u32)] = &[
    ('.', "Period", 190),
    (',', "Comma", 188),
    ('/', "Slash", 191),
    ('?', "Slash", 191),
    ('-', "Minus", 189),
    ('_', "Minus", 189),
    ('=', "Equal", 187),
    ('+', "Equal", 187),
    (';', "Semicolon", 186),
    (':', "Semicolon", 186),
    ('\'', "Quote", 222),
    ('"', "Quote", 222),
    ('[', "BracketLeft", 219),
    (']', "BracketRight", 221),
    ('\\', "Backslash", 220),
    ('@', "Digit2", 50),
];

impl Stroke {
    /// Reads `Enter`, `k`, `Ctrl+K`, `Ctrl+Shift+Z`, `Alt+ArrowDown`: the names of `KeyboardEvent.key`, joined by `+`.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let unknown = || Failure::Start(format!("a key named {text:?}, which the harness does not know"));
        // The last key may itself be a plus sign.
        let (held, last) = match text.strip_suffix("++") {
            Some(held) => (held, "+"),
            None => text.rsplit_once('+').filter(|(_, last)| !last.is_empty()).unwrap_or(("", text)),
        };
        let held: Vec<Key> = held
            .split('+')
            .filter(|name| !name.is_empty())
            .map(|name| modifier(name).ok_or_else(unknown))
            .collect::<Result<_, _>>()?;
        let mask = held.iter().fold(0, |mask, key| mask | key.modifier);
        let mut key = named(last).or_else(|| character(last)).ok_or_else(unknown)?;
        if mask & !SHIFT != 0 {
            key.text = None;
        }
        if key.code.starts_with("Key") {
            // Capital letters name shortcuts; what the page hears depends on Shift alone.
            let shifted = mask & SHIFT != 0 || (held.is_empty() && last.chars().all(char::is_uppercase));
            let letter = if shifted { last.to_ascii_uppercase() } else { last.to_ascii_lowercase() };
            key.text = key.text.map(|_| letter.clone());
            key.key = letter;
        }
        Ok(Stroke { held, key })
    }

    /// The stroke that writes `character`; none when no key of a usual keyboard does.
    pub fn of(character_wanted: char) -> Option<Self> {
        let name = if character_wanted == '\n' { "Enter".to_owned() } else { character_wanted.to_string() };
        let key = named(&name).or_else(|| character(&name))?;
        Some(Stroke { held: Vec::new(), key })
    }

    /// The content of the `Input.dispatchKeyEvent` commands that make this stroke, in order.
    pub fn events(&self) -> Vec<Value> {
        let mut events = Vec::new();
        let mut mask = 0;
        for held in &self.held {
            mask |= held.modifier;
            events.push(held.event("rawKeyDown", mask));
        }
        events.push(self.key.event(if self.key.text.is_some() { "keyDown" } else { "rawKeyDown" }, mask));
        events.push(self.key.event("keyUp", mask));
        for held in self.held.iter().rev() {
            mask &= !held.modifier;
            events.push(held.event("keyUp", mask));
        }
        events
    }
}

impl Key {
    fn event(&self, kind: &str, modifiers: u32) -> Value {
        let mut event = json!({
            "type": kind, "modifiers": modifiers, "key": self.key, "code": self.code,
            "windowsVirtualKeyCode": self.number, "nativeVirtualKeyCode": self.number,
        });
        if let (Some(text), "keyDown") = (&self.text, kind) {
            event["text"] = text.as_str().into();
            event["unmodifiedText"] = text.as_str().into();
        }
        event
    }
}

const SHIFT: u32 = 8;

fn modifier(name: &str) -> Option<Key> {
    let (key, code, number, bit) = match name {
        "Alt" => ("Alt", "AltLeft", 18, 1),
        "Ctrl" | "Control" => ("Control", "ControlLeft", 17, 2),
        "Meta" => ("Meta", "MetaLeft", 91, 4),
        "Shift" => ("Shift", "ShiftLeft", 16, SHIFT),
        _ => return None,
    };
    Some(Key { key: key.into(), code: code.into(), number, text: None, modifier: bit })
}

fn named(name: &str) -> Option<Key> {
    let (name, code, number, text) = NAMED.iter().find(|(known, ..)| *known == name)?;
    let key = if *name == "Space" { " " } else { name };
    Some(Key {
        key: key.into(),
        code: (*code).into(),
        number: *number,
        text: Some((*text).to_owned()).filter(|text| !text.is_empty()),
        modifier: 0,
    })
}

fn character(name: &str) -> Option<Key> {
    let mut characters = name.chars();
    let (only, None) = (characters.next()?, characters.next()) else { return None };
    let (code, number) = match only {
        ' ' => ("Space".into(), 32),
        'a'..='z' | 'A'..='Z' => (format!("Key{}", only.to_ascii_uppercase()), u32::from(only.to_ascii_uppercase())),
        '0'..='9' => (format!("Digit{only}"), u32::from(only)),
        _ => PUNCTUATION
            .iter()
            .find(|(known, ..)| *known == only)
            .map(|(_, code, number)| ((*code).to_owned(), *number))?,
    };
    Some(Key { key: only.to_string(), code, number, text: Some(only.to_string()), modifier: 0 })
}
