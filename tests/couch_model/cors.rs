//! Pages of other origins: what CouchDB's `chttpd_cors` answers to them.

use super::message::{Answer, Request};

const HEADERS: [&str; 19] = [
    "accept",
    "accept-language",
    "authorization",
    "content-length",
    "content-range",
    "content-type",
    "destination",
    "expires",
    "if-match",
    "last-modified",
    "origin",
    "pragma",
    "x-couch-full-commit",
    "x-couch-id",
    "x-couch-persist",
    "x-couchdb-www-authenticate",
    "x-http-method-override",
    "x-requested-with",
    "x-couchdb-vhost-path",
];
const METHODS: [&str; 9] = ["CONNECT", "COPY", "DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT", "TRACE"];
// `Date` and `Retry-After` are not among them: a page cannot read them.
const EXPOSED: &str = "content-type, cache-control, accept-ranges, etag, server, x-couch-request-id, x-couch-update-newrev, x-couchdb-body-time";

/// Who may ask from a page.
#[derive(Debug)]
pub struct Cors {
    /// Whether anybody may.
    pub enabled: bool,
    /// The origins that may; none stands for all.
    pub origins: Vec<String>,
}

impl Default for Cors {
    fn default() -> Self {
        Cors { enabled: true, origins: Vec::new() }
    }
}

impl Cors {
    fn origin<'a>(&self, request: &'a Request) -> Option<&'a str> {
        let origin = request.value_of("Origin").filter(|_| self.enabled)?;
        (self.origins.is_empty() || self.origins.iter().any(|known| known == origin)).then_some(origin)
    }

    /// The answer to what a browser asks before it asks for something; none where this is no such question, or one that is
    /// answered as any other.
    pub fn preflight(&self, request: &Request) -> Option<Answer> {
        if request.method != "OPTIONS" {
            return None;
        }
        let allowed = self.origin(request).and_then(|origin| {
            let method = request.value_of("Access-Control-Request-Method")?;
            let wanted = request.value_of("Access-Control-Request-Headers").unwrap_or_default();
            let known = |name: &str| HEADERS.contains(&name.trim().to_ascii_lowercase().as_str());
            let fits = METHODS.contains(&method) && wanted.split(',').filter(|name| !name.is_empty()).all(known);
            fits.then(|| {
                vec![
                    ("Access-Control-Allow-Origin".to_owned(), origin.to_owned()),
                    ("Access-Control-Max-Age".to_owned(), "600".to_owned()),
                    ("Access-Control-Allow-Methods".to_owned(), METHODS.join(", ")),
                    ("Access-Control-Allow-Headers".to_owned(), wanted.to_owned()),
                ]
            })
        });
        Some(match allowed {
            Some(headers) => Answer { status: 204, headers, ..Answer::default() },
            None => super::message::Refusal::new(405, "method_not_allowed", "Only GET,HEAD allowed").answer(),
        })
    }

    /// Lets the page of the asking origin read an answer.
    pub fn share(&self, request: &Request, answer: &mut Answer) {
        if let Some(origin) = self.origin(request) {
            answer.headers.push(("Access-Control-Allow-Origin".into(), origin.into()));
            answer.headers.push(("Access-Control-Expose-Headers".into(), EXPOSED.into()));
        }
    }
}
