//! Faults on request: for the next so many requests, or for those that a test picks out.

use super::message::{Answer, Broken, Kind, Outcome, Refusal, Request};
use super::{Chance, CouchModel};
use serde_json::Value;
use std::collections::VecDeque;

/// The body of an answer that a fault makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultBody {
    /// As CouchDB words it.
    Couch,
    /// As a proxy in front of it words it.
    Html,
    /// None.
    Empty,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is done, and the answer is this status.
    Status {
        /// The status.
        status: u16,
        /// The body that comes with it.
        body: FaultBody,
        /// The header `Retry-After`, in seconds.
        retry_after: Option<u32>,
    },
    /// Somebody in between answers 200 and a page on which one should log in.
    CaptivePortal,
    /// The first document and each `every`th after it of a `_bulk_docs` fail with this error and are not written, the others
    /// are. Other requests are answered as ever.
    PerDocument {
        /// Such as `forbidden`.
        error: String,
        /// In words.
        reason: String,
        /// 1 stands for all of them.
        every: usize,
    },
    /// It is done, and 202 says that too few copies were written; for writes.
    Accepted,
    /// Nobody answers.
    Refused,
    /// The connection ends before anything is done.
    LostBefore,
    /// It is done, and the connection ends before the answer.
    LostAfter,
    /// Nothing is done, and no answer comes.
    SilentBefore,
    /// It is done, and no answer comes.
    SilentAfter,
    /// It is done, and the connection ends after so many bytes of the body.
    CutAt(usize),
    /// It is done, and the answer ends after so many bytes of the body as if that were all.
    TruncatedTo(usize),
    /// It is done, and the body is not what it should be: the beginning of a compressed file.
    Garbage,
    /// The body never ends.
    Endless,
    /// The browser does not let the page read the answer.
    NotShared,
    /// The feed has some rows twice.
    RowsTwice,
    /// The feed's rows come in another order.
    RowsShuffled,
    /// The feed begins at its beginning, whatever was asked.
    Rewound,
    /// The feed does not say how much is left.
    NoPending,
}

impl Fault {
    /// A status as CouchDB words it.
    pub fn status(status: u16) -> Self {
        Fault::Status { status, body: FaultBody::Couch, retry_after: None }
    }

    /// A status as a proxy words it.
    pub fn html(status: u16) -> Self {
        Fault::Status { status, body: FaultBody::Html, retry_after: None }
    }

    /// 201 in which every document has this error.
    pub fn each_document(error: &str) -> Self {
        Fault::PerDocument { error: error.into(), reason: "a fault that was asked for".into(), every: 1 }
    }
}

/// Which documents of a `_bulk_docs` fail.
#[derive(Clone, Debug)]
pub struct Spoil {
    pub error: String,
    pub reason: String,
    pub every: usize,
}

type Picks = Box<dyn Fn(&Request, Kind) -> bool + Send>;

struct Rule {
    picks: Picks,
    skip: usize,
    times: usize,
    fault: Fault,
}

/// What is to go wrong, in order: the first rule that picks a request is used.
#[derive(Default)]
pub struct Faults {
    rules: VecDeque<Rule>,
}

impl Faults {
    /// The fault of this request.
    pub fn take(&mut self, request: &Request, kind: Kind) -> Option<Fault> {
        if kind == Kind::Preflight {
            return None;
        }
        let rule = self.rules.iter_mut().find(|rule| (rule.picks)(request, kind))?;
        if rule.skip > 0 {
            rule.skip -= 1;
            return None;
        }
        let fault = rule.fault.clone();
        rule.times -= 1;
        self.rules.retain(|rule| rule.times > 0);
        Some(fault)
    }
}

impl CouchModel {
    /// The next request, whatever it is, goes wrong. Faults that are asked for one after the other come one after the other.
    pub fn fail_next(&mut self, fault: Fault) {
        self.fail_when(0, 1, fault, |_, _| true);
    }

    /// The next `times` requests of a kind go wrong.
    pub fn fail_next_of(&mut self, kind: Kind, times: usize, fault: Fault) {
        self.fail_when(0, times, fault, move |_, found| found == kind);
    }

    /// Of the requests that `picks` says yes to, `skip` are answered well and then `times` go wrong.
    pub fn fail_when(
        &mut self,
        skip: usize,
        times: usize,
        fault: Fault,
        picks: impl Fn(&Request, Kind) -> bool + Send + 'static,
    ) {
        if times > 0 {
            self.faults.rules.push_back(Rule { picks: Box::new(picks), skip, times, fault });
        }
    }

    /// Nothing goes wrong any more.
    pub fn heal(&mut self) {
        self.faults.rules.clear();
    }

    /// Whether a fault that was asked for has not come yet.
    pub fn has_faults(&self) -> bool {
        !self.faults.rules.is_empty()
    }

    pub(super) fn serve_with_fault(&mut self, request: &Request, kind: Kind, fault: Fault) -> Outcome {
        match fault {
            Fault::Refused => return Err(Broken::Refused),
            Fault::LostBefore => return Err(Broken::Lost),
            Fault::SilentBefore => return Err(Broken::Silent),
            Fault::Status { status, body, retry_after } => {
                let mut answer = failed(status, &body);
                answer.headers.extend(retry_after.map(|seconds| ("Retry-After".to_owned(), seconds.to_string())));
                self.cors.share(request, &mut answer);
                return Ok(answer);
            }
            Fault::CaptivePortal => {
                let page = "<!DOCTYPE html><html><head><title>Welcome</title></head><body><form>Log in to the network</form></body></html>";
                let mut answer =
                    Answer { status: 200, content_type: "text/html".into(), body: page.into(), headers: Vec::new() };
                // Where it is not shared, the browser does not even let the page see it.
                self.cors.share(request, &mut answer);
                return Ok(answer);
            }
            Fault::PerDocument { ref error, ref reason, every } => {
                self.spoil = Some(Spoil { error: error.clone(), reason: reason.clone(), every });
            }
            Fault::Rewound => self.rewind = true,
            _ => {}
        }
        let mut answer = self.serve(request);
        self.spoil = None;
        self.rewind = false;
        match fault {
            Fault::LostAfter => return Err(Broken::Lost),
            Fault::SilentAfter => return Err(Broken::Silent),
            Fault::NotShared => return Err(Broken::NotShared),
            Fault::Endless => return Err(Broken::Endless(answer)),
            Fault::CutAt(at) if at < answer.body.len() => return Err(Broken::CutShort(answer, at)),
            Fault::TruncatedTo(length) => answer.body.truncate(length),
            // What a proxy makes of it that says nothing of its compression.
            Fault::Garbage => {
                answer.body = (0..600_u16).map(|place| GARBAGE[usize::from(place) % GARBAGE.len()]).collect()
            }
            Fault::Accepted if is_write(kind) && answer.status == 201 => answer.status = 202,
            Fault::RowsTwice | Fault::RowsShuffled | Fault::NoPending => disturb(&mut answer, &mut self.chance, &fault),
            _ => {}
        }
        Ok(answer)
    }
}

fn is_write(kind: Kind) -> bool {
    matches!(kind, Kind::WriteDocument | Kind::BulkDocs | Kind::CreateDatabase)
}

const GARBAGE: [u8; 24] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xab, 0x56, 0xca, 0x4f, 0xca, 0x52, 0xb2, 0x52, 0x2a,
    0x29, 0xff, 0x00, 0xc3, 0x28,
];

fn failed(status: u16, body: &FaultBody) -> Answer {
    let (error, reason) = match status {
        400 => ("bad_request", "invalid UTF-8 JSON"),
        401 => ("unauthorized", "Name or password is incorrect."),
        403 => ("forbidden", "You are not allowed to access this db."),
        404 => ("not_found", "missing"),
        409 => ("conflict", "Document update conflict."),
        412 => ("file_exists", "The database could not be created, the file already exists."),
        413 => ("too_large", "the request entity is too large"),
        429 => ("too_many_requests", "You've exceeded your current limit."),
        503 => {
            ("service unavailable", "Nodes are unable to service this request due to overloading or maintenance mode.")
        }
        504 => ("timeout", "The request could not be processed in a reasonable amount of time."),
        _ => ("unknown_error", "undefined"),
    };
    match body {
        FaultBody::Couch => Refusal::new(status, error, reason).answer(),
        FaultBody::Html => {
            let page = format!(
                "<html><head><title>{status}</title></head><body><center><h1>{status}</h1></center></body></html>"
            );
            Answer { status, content_type: "text/html".into(), headers: Vec::new(), body: page.into_bytes() }
        }
        FaultBody::Empty => Answer { status, ..Answer::default() },
    }
}

/// Changes the feed as a server does that is moved, merged or restarted.
fn disturb(answer: &mut Answer, chance: &mut Chance, fault: &Fault) {
    let mut told = answer.value();
    let Some(feed) = told.as_object_mut() else { return };
    if *fault == Fault::NoPending {
        feed.remove("pending");
    }
    if let Some(Value::Array(rows)) = feed.get_mut("results") {
        match fault {
            Fault::RowsShuffled => chance.shuffle(rows),
            Fault::RowsTwice => {
                for row in rows.clone().into_iter().step_by(2) {
                    let place = chance.below(rows.len() + 1);
                    rows.insert(place, row);
                }
            }
            _ => {}
        }
    }
    if answer.status == 200 {
        *answer = Answer { headers: std::mem::take(&mut answer.headers), ..Answer::json(200, &told) };
    }
}
