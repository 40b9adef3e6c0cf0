//! `index.html`: what Trunk left of it becomes the page of a release.
//!
//! The source page holds three empty `<meta>` elements, an empty boot script and one link a style sheet. A release
//! fills the first three in, puts the boot script in place and joins the style sheets into one file.

use crate::fingerprint;
use std::path::Path;

use crate::disk;

const BOOT_PLACE: &str = "<script data-burrow=\"boot\"></script>";

/// What the page must know of its release before anything else is loaded.
pub struct Addresses {
    /// The fingerprint that names the release.
    pub build: String,
    /// Folder of the page's own code and style, relative to the base, with `/` at its end.
    pub app: String,
    /// Folder of the workers, relative to the base, with `/` at its end.
    pub workers: String,
}

/// The style sheets that the page links, in order: their names relative to the folder.
#[must_use]
pub fn style_sheets(html: &str) -> Vec<String> {
    html.split("<link ")
        .skip(1)
        .filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag))
        .filter(|tag| tag.contains("rel=\"stylesheet\""))
        .filter_map(|tag| attribute(tag, "href"))
        .map(|address| address.trim_start_matches("./").to_owned())
        .collect()
}

/// Joins style sheets into one text, in order.
///
/// # Errors
/// A sentence when one cannot be read, or asks for another by `@import` (which only works at the head of a file).
pub fn join_style_sheets(folder: &Path, names: &[String]) -> Result<String, String> {
    let mut joined = String::new();
    for name in names {
        let sheet = disk::read_text(&folder.join(name))?;
        if sheet.contains("@import") {
            return Err(format!("{name} uses @import; link the file in index.html instead"));
        }
        joined.push_str(&without_css_comments(&sheet));
    }
    Ok(joined)
}

/// The boot script with the list of place names in it.
///
/// # Errors
/// A sentence when the script has no place for the list, or could end its own element.
pub fn boot_script(source: &str, places: &str) -> Result<String, String> {
    let script = fill(&without_script_comments(source), "__PLACES__", places.trim())?;
    if ["<script", "</script", "<!--"].iter().any(|text| script.contains(text)) {
        return Err("the boot script holds text that would end its element".to_owned());
    }
    Ok(script)
}

/// A script without the lines that are nothing but a comment, for what is downloaded before anything is seen.
#[must_use]
pub fn without_script_comments(source: &str) -> String {
    source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//") && !line.trim().is_empty())
        .map(|line| format!("{line}\n"))
        .collect()
}

/// A style sheet without comments, indentation and empty lines. What stands in quotes is left as it is.
fn without_css_comments(sheet: &str) -> String {
    let mut bare = String::with_capacity(sheet.len());
    let mut quote = None;
    let mut rest = sheet.chars().peekable();
    while let Some(character) = rest.next() {
        match quote {
            None if character == '/' && rest.peek() == Some(&'*') => {
                rest.next();
                let mut last = ' ';
                for inside in rest.by_ref() {
                    if last == '*' && inside == '/' {
                        break;
                    }
                    last = inside;
                }
                // A comment parts two words as a space does.
                bare.push(' ');
                continue;
            }
            None if ['"', '\''].contains(&character) => quote = Some(character),
            Some(open) if character == open => quote = None,
            Some(_) if character == '\\' => {
                bare.push(character);
                bare.extend(rest.next());
                continue;
            }
            _ => {}
        }
        bare.push(character);
    }
    bare.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
}

/// The finished page.
///
/// # Errors
/// A sentence naming what the source page lacks.
pub fn finish(html: &str, boot: &str, addresses: &Addresses) -> Result<String, String> {
    let mut page = html.to_owned();
    for (name, value) in
        [("burrow-build", &addresses.build), ("burrow-app", &addresses.app), ("burrow-workers", &addresses.workers)]
    {
        let empty = format!("<meta name=\"{name}\" content=\"\"");
        page = fill(&page, &empty, &format!("<meta name=\"{name}\" content=\"{value}\""))?;
    }
    page = without_style_links(&page);
    fill(&page, BOOT_PLACE, &format!("<script>{boot}</script>"))
}

/// Fingerprints (base64) of every script that stands in the page itself.
#[must_use]
pub fn inline_scripts(html: &str) -> Vec<String> {
    html.split("<script")
        .skip(1)
        .filter_map(|rest| {
            let (tag, after) = rest.split_once('>')?;
            let (content, _) = after.split_once("</script>")?;
            (!tag.contains("src=")).then(|| fingerprint::sha256_base64(content.as_bytes()))
        })
        .collect()
}

/// The page without its links to style sheets: the boot script links the joined one, once it knows the base.
fn without_style_links(html: &str) -> String {
    let mut page = String::new();
    for (index, part) in html.split("<link ").enumerate() {
        match part.split_once('>') {
            Some((tag, rest)) if index > 0 && tag.contains("rel=\"stylesheet\"") => page.push_str(rest.trim_start()),
            _ if index > 0 => page.push_str(&format!("<link {part}")),
            _ => page.push_str(part),
        }
    }
    page
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// Replaces the one place where `from` stands; none or several is a mistake worth stopping for.
fn fill(text: &str, from: &str, to: &str) -> Result<String, String> {
    match text.matches(from).count() {
        1 => Ok(text.replacen(from, to, 1)),
        count => Err(format!("expected {from} once and found it {count} times")),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Addresses, boot_script, finish, inline_scripts, style_sheets, without_css_comments, without_script_comments,
    };
    use crate::fingerprint::sha256_base64;

    const PAGE: &str = "<head><meta name=\"burrow-build\" content=\"\"><meta name=\"burrow-app\" content=\"\">\
        <meta name=\"burrow-workers\" content=\"\"><script data-burrow=\"boot\"></script>\
        <link rel=\"stylesheet\" href=\"./tokens.css\"/>\n<link rel=\"icon\" href=\"icon.svg\">\n\
        <link rel=\"stylesheet\" href=\"./base.css\"/>\n</head>";

    fn addresses() -> Addresses {
        Addresses { build: "b".to_owned(), app: "app/1/".to_owned(), workers: "workers/2/".to_owned() }
    }

    #[test]
    fn a_page_is_finished() {
        assert_eq!(style_sheets(PAGE), ["tokens.css", "base.css"]);
        let page = finish(PAGE, "go()", &addresses()).expect("the page is whole");
        assert_eq!(
            page,
            "<head><meta name=\"burrow-build\" content=\"b\"><meta name=\"burrow-app\" content=\"app/1/\">\
             <meta name=\"burrow-workers\" content=\"workers/2/\"><script>go()</script>\
             <link rel=\"icon\" href=\"icon.svg\">\n</head>"
        );
        assert_eq!(inline_scripts(&page), [sha256_base64(b"go()")]);
    }

    #[test]
    fn a_page_that_lacks_something_is_refused() {
        for lacking in ["name=\"burrow-build\"", "name=\"burrow-workers\"", "data-burrow=\"boot\""] {
            assert!(finish(&PAGE.replace(lacking, ""), "go()", &addresses()).is_err(), "{lacking}");
        }
    }

    #[test]
    fn comments_are_left_out_and_quoted_text_is_kept() {
        for (sheet, bare) in [
            ("/* a */\n  b {\n    c: d; /* e\n f */\n\n  }", "b {\nc: d;\n}\n"),
            ("a{content:\"/* no */\"}", "a{content:\"/* no */\"}\n"),
            ("a{content:'\\'/* no */'}", "a{content:'\\'/* no */'}\n"),
            ("a/**/b{}", "a b{}\n"),
        ] {
            assert_eq!(without_css_comments(sheet), bare, "{sheet:?}");
        }
        assert_eq!(without_script_comments("// a\nb(); // c\n\n  // d\n  e()"), "b(); // c\n  e()\n");
    }

    #[test]
    fn a_boot_script_gets_the_places_and_cannot_end_its_element() {
        assert_eq!(boot_script("use(__PLACES__)", "[\"a\"]\n"), Ok("use([\"a\"])\n".to_owned()));
        assert!(boot_script("use()", "[]").is_err());
        assert!(boot_script("'</script>'; use(__PLACES__)", "[]").is_err());
    }
}
