//! A request over HTTP and its answer, as plain data: who sends it is handed to this layer. In the browser that is a worker
//! of its own, the courier, which may talk to one server and never sees a customer.

use borsh::{BorshDeserialize, BorshSerialize};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, BorshDeserialize, BorshSerialize)]
pub enum Method {
    /// To read.
    Get,
    /// To put something under a name.
    Put,
    /// To ask with a body.
    Post,
}

impl Method {
    /// As it is written in a request.
    pub const fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Put => "PUT",
            Method::Post => "POST",
        }
    }
}

/// A request. No cookie goes with it, no redirect is followed and nothing of it is kept.
#[derive(Clone, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct HttpRequest {
    /// What is asked for.
    pub method: Method,
    /// The whole address.
    pub address: String,
    /// The value of the header `Authorization`.
    pub authorization: Option<String>,
    /// JSON to be sent.
    pub body: Option<Vec<u8>>,
    /// After so many milliseconds without the whole answer it is given up.
    pub time_limit: u32,
    /// An answer of more bytes than these is given up while it comes.
    pub most_bytes: u64,
}

// The password is in it.
impl std::fmt::Debug for HttpRequest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let length = self.body.as_ref().map(Vec::len);
        formatter
            .debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("address", &self.address)
            .field("body", &length)
            .finish_non_exhaustive()
    }
}

/// A whole answer, whatever its status.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct HttpAnswer {
    /// The status.
    pub status: u16,
    /// The header `Content-Type`, in small letters; empty where there is none.
    pub content_type: String,
    /// The header `Retry-After`, in seconds, where the server lets it be seen.
    pub retry_after: Option<u32>,
    /// The body.
    pub body: Vec<u8>,
}

/// Why there is no whole answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, BorshDeserialize, BorshSerialize)]
pub enum HttpError {
    /// Nobody answers there: no network, no such name, a refused connection or a certificate that is not trusted. A browser
    /// does not say which.
    #[error("the server cannot be reached")]
    Unreachable,
    /// A server answers there and does not allow this page to read what it says (CORS).
    #[error("the server does not allow this page to ask it")]
    NotShared,
    /// The security policy that this site is served with does not allow the address.
    #[error("the site's own security policy does not allow the address")]
    NotAllowed,
    /// It took too long.
    #[error("the server takes too long")]
    TimedOut,
    /// The answer is longer than was allowed.
    #[error("the answer is too long")]
    TooLong,
    /// The connection ended in the middle of the answer.
    #[error("the connection ended early")]
    CutShort,
    /// The address is none, or not one of http or https.
    #[error("the address is not one that can be asked")]
    AddressInvalid,
    /// There is nobody who could send it.
    #[error("the request could not be sent: {0}")]
    NotSent(String),
}

/// The answer to come.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Result<HttpAnswer, HttpError>> + 'a>>;

/// Sends requests.
pub trait Http {
    /// Sends one.
    fn send(&self, request: HttpRequest) -> Answering<'_>;
}

/// A sender that several may use.
pub type SharedHttp = Rc<dyn Http>;
