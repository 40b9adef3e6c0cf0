//! What the page and the engine tell each other of campaigns. Plain data, part of the protocol.

use crate::domain::customer;
use crate::domain::id::Id;
use crate::domain::query::{Comparison, Filter, Query};
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::engine::protocol::{Committed, ExportedFile};
use borsh::{BorshDeserialize, BorshSerialize};

/// Where the customers of a campaign come from.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum AudienceSource {
    /// A saved segment, as it is now.
    Segment(Id),
    /// The customers that a query finds, or only the listed ones of them.
    Customers {
        /// The query.
        query: Query,
        /// When not empty, only these.
        only: Vec<Id>,
    },
}

impl AudienceSource {
    /// The query and those of its customers that are meant, none for all.
    pub fn query(&self) -> (Query, &[Id]) {
        match self {
            AudienceSource::Segment(segment) => {
                let filter = Filter {
                    field: customer::SEGMENT,
                    comparison: Comparison::Is,
                    values: vec![Value::Link(*segment)],
                };
                (Query { filters: vec![filter], ..Query::all(Kind::Customer) }, &[])
            }
            AudienceSource::Customers { query, only } => (query.clone(), only),
        }
    }
}

/// Who would come into a campaign. found = contacted + control + do_not_contact + same_address + already_in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct AudiencePlan {
    /// All that the source has.
    pub found: u64,
    /// Would be contacted.
    pub contacted: u64,
    /// Would be held out.
    pub control: u64,
    /// Left out because they must not be contacted.
    pub do_not_contact: u64,
    /// Left out because they share an e-mail address or a phone number with somebody who must not be contacted.
    pub same_address: u64,
    /// In the campaign already.
    pub already_in: u64,
}

/// Whom a campaign is to contact.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct WorkList {
    /// The people, by name.
    pub people: Vec<WorkPerson>,
    /// The same as a CSV that results can be written into and read back from.
    pub file: ExportedFile,
    /// Left out because they must no longer be contacted.
    pub left_out: u64,
}

/// One person to contact.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct WorkPerson {
    /// The name.
    pub name: String,
    /// The organisation.
    pub organisation: String,
    /// The first e-mail address.
    pub email: String,
    /// The first phone number.
    pub phone: String,
    /// The postal address in one line.
    pub address: String,
    /// The own number.
    pub number: String,
}

/// What the columns of a file of results are, by place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct ResultColumns {
    /// The e-mail address.
    pub email: Option<u32>,
    /// The own number.
    pub number: Option<u32>,
    /// The whole name.
    pub name: Option<u32>,
    /// The result.
    pub result: Option<u32>,
    /// The amount.
    pub amount: Option<u32>,
}

impl ResultColumns {
    /// Whether they say who it is and what came of them.
    pub fn are_enough(&self) -> bool {
        (self.email.is_some() || self.number.is_some() || self.name.is_some())
            && (self.result.is_some() || self.amount.is_some())
    }
}

/// What a file of results says. rows = changed + unchanged + unmatched + problems.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct ResultsReport {
    /// The file's name.
    pub file: String,
    /// The names of its columns.
    pub headers: Vec<String>,
    /// What they are taken for.
    pub columns: ResultColumns,
    /// Rows, without the header and blank lines.
    pub rows: u64,
    /// Rows that say something new.
    pub changed: u64,
    /// Rows that say what is known already, or less.
    pub unchanged: u64,
    /// Rows of nobody in this campaign.
    pub unmatched: u64,
    /// Rows that cannot be understood.
    pub problems: u64,
    /// Customers who asked to stop and so may no longer be contacted.
    pub opted_out: u64,
    /// The first rows that are not taken over, with the reason.
    pub told: Vec<RowTold>,
    /// All of them as a file, where there are any.
    pub left: Option<ExportedFile>,
    /// What was written, when it was to be.
    pub committed: Option<Committed>,
}

/// A row that is not taken over.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct RowTold {
    /// The line of the file, from 1.
    pub line: u64,
    /// The sentence that tells why.
    pub text: String,
}
