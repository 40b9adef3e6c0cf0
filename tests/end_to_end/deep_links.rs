//! Any address of the site can be opened first: at any sub-path, with and without the service worker, without the network.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::{Browser, LaunchOptions};
use crate::failure::Failure;
use crate::page::Page;
use crate::site::{Site, SiteOptions};
use crate::steps::{Desk, NOT_A_FILE, file_for, import, open, open_beside, service_worker_answers};

/// Offline the browser itself writes an error for each request that it could not make.
const NO_NETWORK: &[&str] = &["net::ERR_INTERNET_DISCONNECTED", "net::ERR_CONNECTION_REFUSED", "Failed to fetch"];

/// Addresses, and the heading of what is shown there in a book with one customer.
fn addresses(id: &str) -> Vec<(String, &'static str)> {
    let own = |address: &str, heading| (address.to_owned(), heading);
    vec![
        own("", "Today"),
        own("customers", "Customers"),
        (format!("customers/{id}"), "Ada Lovelace"),
        (format!("customers?search=ada&open={id}"), "Customers"),
        own("customers/00000000-0000-7000-8000-000000000000", "There is no such entry"),
        own("import", "Import"),
        own("settings", "Settings"),
        own("settings/no/such/page", "Nothing lives here"),
        own("members", "Members"),
        own("nowhere", "Nothing lives here"),
    ]
}

fn shows(page: &Page, address: &str, heading: &str) -> Result<(), Failure> {
    open(page, address)?;
    page.by_role("heading", heading).map(drop).map_err(|failure| match failure {
        Failure::TooLate { what, waited } => Failure::TooLate { what: format!("{what} at {address}"), waited },
        other => other,
    })
}

/// Every address at one sub-path, on a host that sends no headers and knows no addresses but files: first as it comes
/// from the host, then from the service worker, then from the service worker in a browser that was just started and
/// finds no host at all.
fn tour(prefix: &str) {
    let plain_host = SiteOptions { prefix: prefix.into(), policy_header: false, ..SiteOptions::default() };
    let without_service_worker = SiteOptions { hidden: vec!["service_worker.js".into()], ..plain_host.clone() };
    let Desk { page, browser, profile, site } =
        Desk::new(&without_service_worker, &LaunchOptions::default()).expect("a site and a browser");
    let story = Story::new(&format!("deep_links{}", prefix.replace('/', "_")), &page);
    let people = story.take(file_for(&profile, "people.csv", "first_name,last_name\nAda,Lovelace\n"));
    story.take(import(&page, &site, &people));
    story.take(page.click("link", "See customers"));
    let id = story.take(open_beside(&page, "Ada Lovelace"));
    let addresses = addresses(&id);

    for (address, heading) in &addresses {
        story.take(shows(&page, &site.place(address), heading));
        let controlled = story.take(page.evaluate("navigator.serviceWorker.controller !== null"));
        check(&story, controlled == false, "a service worker answers that the host does not have");
    }
    // Two levels deep and no place of ours: the page finds the site above it.
    story.take(shows(&page, &site.place("no/such/place"), "Today"));
    let home = story.take(page.address());
    check(&story, home == site.address(), &format!("from an unknown depth it went to {home}"));
    story.check_quiet(&[NOT_A_FILE, "A bad HTTP response code (404)", "Manifest fetch from"]);

    let port = site.port();
    site.stop();
    let site = Site::start(&SiteOptions { port, ..plain_host }).expect("the site again");
    story.take(open(&page, &site.place("settings")));
    story.take(service_worker_answers(&page));
    for (address, heading) in &addresses {
        story.take(shows(&page, &site.place(address), heading));
    }
    let policy = story.take(
        page.evaluate("fetch('index.html').then((answer) => answer.headers.get('content-security-policy') ?? 'none')"),
    );
    let policy = policy.as_str().unwrap_or_default();
    check(&story, policy.contains("connect-src 'self'"), &format!("the service worker's policy is {policy}"));
    story.check_quiet(&[NOT_A_FILE, "A bad HTTP response code (404)", "Manifest fetch from"]);
    browser.close();

    site.stop();
    let browser = Browser::launch(&profile, &LaunchOptions::default()).expect("a browser again");
    for (address, heading) in &addresses {
        let page = browser.new_page().expect("a tab");
        let story = Story::new(&format!("deep_links_offline{}", prefix.replace('/', "_")), &page);
        let address = format!("http://localhost:{port}{prefix}{address}");
        story.take(shows(&page, &address, heading));
        story.check_quiet(NO_NETWORK);
        story.take(page.close());
    }
}

#[test]
fn every_address_opens_at_the_root() {
    let _turn = take_turn();
    tour("/");
}

#[test]
fn every_address_opens_two_folders_deep() {
    let _turn = take_turn();
    tour("/a/b/");
}

#[test]
fn every_address_opens_in_a_folder_named_like_none_of_its_own() {
    let _turn = take_turn();
    tour("/teams/north/crm/v2/");
}

#[test]
fn a_plain_host_answers_an_unknown_address_with_the_page_and_status_404() {
    let site = Site::start(&SiteOptions { prefix: "/a/b/".into(), policy_header: false, ..SiteOptions::default() })
        .expect("a site");
    let ask = |path: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", site.port())).expect("a connection");
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    };
    let page = ask("/a/b/");
    let body = |answer: &str| answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default();
    assert!(page.starts_with("HTTP/1.1 200 "), "{}", page.lines().next().unwrap_or_default());
    for address in ["/a/b/customers", "/a/b/customers/00000000-0000-7000-8000-000000000000", "/a/b/no/such/place"] {
        let answer = ask(address);
        assert!(answer.starts_with("HTTP/1.1 404 "), "{address}: {}", answer.lines().next().unwrap_or_default());
        assert_eq!(body(&answer), body(&page), "{address}");
        assert!(!answer.to_lowercase().contains("content-security-policy"), "{address}: a plain host sent the policy");
    }
}
