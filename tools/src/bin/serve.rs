//! Shows a finished folder on this machine.
//!
//! `serve <folder> [--port N] [--prefix /a/b/] [--no-header-policy] [--hide NAME]`

use burrow_tools::disk;
use burrow_tools::header_rules;
use burrow_tools::server::{Site, serve};
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "serve <folder> [--port N] [--prefix /a/b/] [--no-header-policy] [--hide NAME]
  --port N             the port; 0, which is the default, takes any that is free
  --prefix /a/b/       the path under which the site lives
  --no-header-policy   send none of the headers in the folder's _headers file, as GitHub Pages does
  --hide NAME          answer as if this file were not there; may be given several times";

fn arguments(mut words: impl Iterator<Item = String>) -> Result<(Site, u16), String> {
    let mut folder = None;
    let mut port = 0;
    let mut prefix = "/".to_owned();
    let mut with_header_policy = true;
    let mut hidden = Vec::new();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} wants a value\n{USAGE}"));
        match word.as_str() {
            "--port" => {
                let text = value()?;
                port = text.parse().map_err(|_| format!("{text} is no port"))?;
            }
            "--prefix" => prefix = format!("/{}/", value()?.trim_matches('/')).replace("//", "/"),
            "--no-header-policy" => with_header_policy = false,
            "--hide" => hidden.push(value()?),
            _ if word.starts_with('-') || folder.is_some() => {
                return Err(format!("what is {word}?\n{USAGE}"));
            }
            _ => folder = Some(word.clone()),
        }
    }
    let folder = folder.ok_or(USAGE)?;
    let folder =
        Path::new(&folder).canonicalize().map_err(|error| format!("cannot open the folder {folder}: {error}"))?;
    if with_header_policy {
        header_rules::parse(&disk::read_text(&folder.join("_headers"))?)?;
    }
    Ok((Site { folder, prefix, with_header_policy, hidden }, port))
}

fn run() -> Result<(), String> {
    let (site, port) = arguments(std::env::args().skip(1))?;
    let listener = TcpListener::bind(("127.0.0.1", port)).map_err(|error| {
        format!(
            "port {port} cannot be had ({error}). Is Burrow already served there? Another one: make serve PORT=8700"
        )
    })?;
    let port = listener.local_addr().map_err(|error| error.to_string())?.port();
    println!("Burrow is at http://localhost:{port}{}", site.prefix);
    std::io::stdout().flush().map_err(|error| error.to_string())?;
    serve(&listener, site);
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("{words}");
            ExitCode::FAILURE
        }
    }
}
