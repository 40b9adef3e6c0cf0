//! Rust source as tokens, enough to find paths: comments are gone and texts are empty.

/// A token: a word, a double colon, a text (as `""`), or a single character.
pub fn tokens(source: &str) -> Vec<String> {
    let characters: Vec<char> = source.chars().collect();
    let at = |index: usize| characters.get(index).copied().unwrap_or('\0');
    let mut tokens = Vec::new();
    let mut index = 0;
    while index < characters.len() {
        let character = characters[index];
        if character == '/' && at(index + 1) == '/' {
            while index < characters.len() && characters[index] != '\n' {
                index += 1;
            }
        } else if character == '/' && at(index + 1) == '*' {
            index = end_of_block_comment(&characters, index);
        } else if let Some(end) = end_of_raw_text(&characters, index) {
            tokens.push("\"\"".to_owned());
            index = end;
        } else if character == '"' {
            tokens.push("\"\"".to_owned());
            index += 1;
            while index < characters.len() && characters[index] != '"' {
                index += if characters[index] == '\\' { 2 } else { 1 };
            }
            index += 1;
        } else if character == '\'' && (at(index + 1) == '\\' || at(index + 2) == '\'') {
            // A character, not a lifetime.
            index += if at(index + 1) == '\\' { 3 } else { 2 };
            while index < characters.len() && characters[index] != '\'' {
                index += 1;
            }
            index += 1;
        } else if character.is_alphanumeric() || character == '_' {
            let start = index;
            while at(index).is_alphanumeric() || at(index) == '_' {
                index += 1;
            }
            tokens.push(characters[start..index].iter().collect());
        } else if character == ':' && at(index + 1) == ':' {
            tokens.push("::".to_owned());
            index += 2;
        } else {
            if character.is_whitespace() {
                // A space says whether `style=` is an attribute or an assignment.
                if tokens.last().is_some_and(|last: &String| last != " ") {
                    tokens.push(" ".to_owned());
                }
            } else {
                tokens.push(character.to_string());
            }
            index += 1;
        }
    }
    tokens
}

fn end_of_block_comment(characters: &[char], start: usize) -> usize {
    let (mut depth, mut index) = (1, start + 2);
    while index < characters.len() && depth > 0 {
        match (characters[index], characters.get(index + 1)) {
            ('/', Some('*')) => (depth, index) = (depth + 1, index + 2),
            ('*', Some('/')) => (depth, index) = (depth - 1, index + 2),
            _ => index += 1,
        }
    }
    index
}

/// Where a raw text that begins here ends, if one does.
fn end_of_raw_text(characters: &[char], start: usize) -> Option<usize> {
    let begins_a_word = start == 0 || !(characters[start - 1].is_alphanumeric() || characters[start - 1] == '_');
    let mut index = start;
    if characters[index] == 'b' {
        index += 1;
    }
    if !begins_a_word || characters.get(index) != Some(&'r') {
        return None;
    }
    index += 1;
    let hashes = characters[index..].iter().take_while(|character| **character == '#').count();
    index += hashes;
    if characters.get(index) != Some(&'"') {
        return None;
    }
    index += 1;
    while index < characters.len() {
        if characters[index] == '"'
            && characters[index + 1..].iter().take(hashes).filter(|character| **character == '#').count() == hashes
        {
            return Some(index + 1 + hashes);
        }
        index += 1;
    }
    Some(index)
}

/// The module that a file holds, as path from the crate's root; `None` for the root of a binary and what lies under it.
pub fn module_of(file: &str) -> Option<Vec<String>> {
    if file == "main.rs" || file.starts_with("bin/") {
        return None;
    }
    let path = file.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    Some(if path == "lib" { Vec::new() } else { path.split('/').map(str::to_owned).collect() })
}

/// Every path of a file that begins with `root` (`crate`, or the library's name in a binary) or with `super`, from the
/// crate's root on.
pub fn paths_in(tokens: &[String], module: &[String], root: &str) -> Vec<Vec<String>> {
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).filter(|token| *token != " ").collect();
    let mut paths = Vec::new();
    // For each open brace, the name of the module that it opened, if it did.
    let mut open: Vec<Option<&str>> = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let follows_colons = index > 0 && tokens[index - 1] == "::";
        match tokens[index] {
            "{" => open.push((index >= 2 && tokens[index - 2] == "mod").then(|| tokens[index - 1])),
            "}" => {
                open.pop();
            }
            word if word == root && !follows_colons && tokens.get(index + 1) == Some(&"::") => {
                tree(&tokens, index + 2, Vec::new(), &mut paths);
            }
            "super" if !follows_colons && tokens.get(index + 1) == Some(&"::") => {
                let mut here: Vec<String> = module.to_vec();
                here.extend(open.iter().flatten().map(|name| (*name).to_owned()));
                let mut next = index;
                while tokens.get(next) == Some(&"super") && tokens.get(next + 1) == Some(&"::") {
                    here.pop();
                    next += 2;
                }
                tree(&tokens, next, here, &mut paths);
            }
            _ => {}
        }
        index += 1;
    }
    paths
}

/// Reads the rest of a path, with groups in braces; returns where it ends.
fn tree(tokens: &[&str], start: usize, mut prefix: Vec<String>, into: &mut Vec<Vec<String>>) -> usize {
    let mut index = start;
    loop {
        match tokens.get(index) {
            Some(&"{") => {
                index += 1;
                while index < tokens.len() && tokens[index] != "}" {
                    index = tree(tokens, index, prefix.clone(), into);
                    while index < tokens.len() && tokens[index] != "," && tokens[index] != "}" {
                        index += 1;
                    }
                    if tokens.get(index) == Some(&",") {
                        index += 1;
                    }
                }
                return index + 1;
            }
            Some(word) if word.starts_with(|first: char| first.is_alphanumeric() || first == '_') => {
                if *word != "self" {
                    prefix.push((*word).to_owned());
                }
                index += 1;
                if tokens.get(index) != Some(&"::") {
                    into.push(prefix);
                    return index;
                }
                index += 1;
            }
            _ => {
                into.push(prefix);
                return index + 1;
            }
        }
    }
}
