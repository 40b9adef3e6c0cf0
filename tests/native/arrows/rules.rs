//! The arrows, as the design lists them. Anything not listed is forbidden.

use super::source::{module_of, paths_in, tokens};

/// From which layer one may go to which.
const ARROWS: [(&str, &[&str]); 11] = [
    ("messages", &[]),
    ("domain", &["messages"]),
    ("formats", &["domain", "messages"]),
    ("analysis", &["domain"]),
    ("storage", &["domain"]),
    ("sync", &["domain", "storage"]),
    ("platform", &[]),
    ("engine", &["domain", "formats", "storage", "sync", "messages"]),
    ("state", &["domain", "messages", "engine::protocol", "analysis::protocol", "platform"]),
    ("ui::controls", &[]),
    ("ui", &["domain", "messages", "state"]),
];

/// What each binary must not hold; it wires the rest.
const BINARIES: [(&str, &[&str]); 6] = [
    ("main.rs", &["storage", "analysis", "formats", "sync"]),
    ("bin/engine", &["ui", "state", "analysis"]),
    ("bin/analyst", &["ui", "state", "storage"]),
    ("bin/keysmith", &["ui", "state", "engine", "analysis", "formats"]),
    ("bin/converter", &["ui", "state", "storage", "analysis"]),
    ("bin/courier", &["ui", "state", "engine", "analysis", "formats", "storage"]),
];

/// Crates that may be named in few places only.
const CRATES: [(&str, &[&str]); 16] = [
    ("argon2", &["storage/"]),
    ("hkdf", &["storage/", "formats/age"]),
    ("fast_qr", &["bin/converter"]),
    ("flate2", &["formats/"]),
    ("scrypt", &["formats/age"]),
    ("indexed_db_futures", &["storage/indexed_db"]),
    ("linfa", &["analysis/"]),
    ("linfa_clustering", &["analysis/"]),
    ("linfa_reduction", &["analysis/"]),
    ("ndarray", &["analysis/"]),
    ("rand_xoshiro", &["analysis/"]),
    ("leptos", &["ui/", "state/", "main.rs"]),
    ("leptos_router", &["ui/", "state/", "main.rs"]),
    ("web_sys", &["platform/", "state/", "ui/", "storage/indexed_db", "main.rs", "bin/"]),
    ("js_sys", &["platform/", "state/", "ui/", "storage/indexed_db", "main.rs", "bin/"]),
    ("gloo", &["platform/", "state/", "ui/", "storage/indexed_db", "main.rs", "bin/"]),
];

/// What is wrong with a file; its name is its path under `src`.
pub fn violations_in(file: &str, text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let mut violations = match module_of(file) {
        Some(module) => arrows(&module, &tokens),
        None => wiring(file, &tokens),
    };
    violations.extend(crates(file, &tokens));
    violations.extend(target_conditions(file, &tokens));
    if file.starts_with("ui/") {
        violations.extend(attributes(&tokens));
    }
    violations
}

/// Whether `path` is `layer` or something in it.
fn lies_in(path: &[String], layer: &str) -> bool {
    let mut segments = layer.split("::");
    let mut path = path.iter();
    segments.all(|segment| path.next().is_some_and(|own| own == segment))
}

fn arrows(module: &[String], tokens: &[String]) -> Vec<String> {
    if module.is_empty() {
        return Vec::new();
    }
    let Some((layer, targets)) = ARROWS.iter().find(|(layer, _)| lies_in(module, layer)) else {
        return vec![format!("{} is no layer of the design", module[0])];
    };
    let paths = paths_in(tokens, module, "crate").into_iter();
    let wrong = paths.filter(|path| {
        let listed = lies_in(path, layer) || targets.iter().any(|target| lies_in(path, target));
        !listed || is_another_page(module, path)
    });
    wrong.map(|path| format!("{layer} must not use {}", path.join("::"))).collect()
}

/// Whether a page reaches into another one.
fn is_another_page(module: &[String], path: &[String]) -> bool {
    let page = |path: &[String]| if lies_in(path, "ui::pages") { path.get(2).cloned() } else { None };
    matches!((page(module), page(path)), (Some(own), Some(other)) if own != other)
}

fn wiring(file: &str, tokens: &[String]) -> Vec<String> {
    let Some((binary, forbidden)) = BINARIES.iter().find(|(binary, _)| file.starts_with(binary)) else {
        return vec![format!("{file} is no binary of the design")];
    };
    let paths = paths_in(tokens, &[], "burrow").into_iter();
    let wrong = paths.filter(|path| forbidden.iter().any(|layer| lies_in(path, layer)));
    wrong.map(|path| format!("{binary} must not use {}", path.join("::"))).collect()
}

fn crates(file: &str, tokens: &[String]) -> Vec<String> {
    let named = |name: &str| {
        tokens
            .windows(2)
            .enumerate()
            .any(|(index, pair)| pair[0] == name && pair[1] == "::" && (index == 0 || tokens[index - 1] != "::"))
    };
    let wrong =
        CRATES.iter().filter(|(name, places)| !places.iter().any(|place| file.starts_with(place)) && named(name));
    wrong.map(|(name, _)| format!("{name} is not for here")).collect()
}

/// Conditions on the target stand on module lines of `lib.rs`, on the mains, and on the one line for the browser's disk.
fn target_conditions(file: &str, tokens: &[String]) -> Vec<String> {
    let is_binary_root = file == "main.rs" || (file.starts_with("bin/") && file.matches('/').count() == 1);
    if file == "lib.rs" || is_binary_root {
        return Vec::new();
    }
    let solid: Vec<&str> = tokens.iter().map(String::as_str).filter(|token| *token != " ").collect();
    let count = solid.iter().filter(|token| **token == "target_arch").count();
    let allowed = ["#", "[", "cfg", "(", "target_arch", "=", "\"\"", ")", "]", "pub", "mod", "indexed_db", ";"];
    let excused = usize::from(file == "storage/mod.rs" && solid.windows(allowed.len()).any(|window| window == allowed));
    (excused..count).map(|_| "a condition on the target belongs on a module line of lib.rs".to_owned()).collect()
}

/// `inner_html` and `style=` do not pass the content security policy; `style:name=` sets a property and does.
fn attributes(tokens: &[String]) -> Vec<String> {
    let mut violations = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let next = tokens.get(index + 1).map(String::as_str);
        if token == "inner_html" || token == "set_inner_html" {
            violations.push("inner_html is refused".to_owned());
        }
        if token == "style" && next == Some("=") {
            violations.push("a style attribute is refused by the content security policy".to_owned());
        }
    }
    violations
}
