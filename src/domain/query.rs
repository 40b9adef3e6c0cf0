//! What a list asks for: which records, in which order, which part of them. A query has a form for the address, so that
//! a list can be bookmarked.

use crate::domain::field::{Field, FieldKind};
use crate::domain::parse;
use crate::domain::record::Kind;
use crate::domain::value::Value;
use borsh::{BorshDeserialize, BorshSerialize};

/// How a filter compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, BorshDeserialize, BorshSerialize)]
pub enum Comparison {
    /// Is one of the values; for text, equal without regard to case and accents.
    Is,
    /// Is none of the values.
    IsNot,
    /// Contains the text, without regard to case and accents; for lists, one of the entries does.
    Contains,
    /// Is at least the value: numbers, days, instants; text by the alphabet.
    AtLeast,
    /// Is at most the value.
    AtMost,
    /// Nothing is written there.
    IsEmpty,
    /// Something is written there.
    IsNotEmpty,
}

impl Comparison {
    /// All of them.
    pub const ALL: [Comparison; 7] = [
        Comparison::Is,
        Comparison::IsNot,
        Comparison::Contains,
        Comparison::AtLeast,
        Comparison::AtMost,
        Comparison::IsEmpty,
        Comparison::IsNotEmpty,
    ];

    /// The stable name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Comparison::Is => "is",
            Comparison::IsNot => "not",
            Comparison::Contains => "has",
            Comparison::AtLeast => "min",
            Comparison::AtMost => "max",
            Comparison::IsEmpty => "empty",
            Comparison::IsNotEmpty => "filled",
        }
    }

    /// Whether the comparison needs a value.
    pub fn takes_value(self) -> bool {
        !matches!(self, Comparison::IsEmpty | Comparison::IsNotEmpty)
    }

    /// The comparisons that have a meaning for a kind of field, the usual one first.
    pub fn for_kind(kind: FieldKind) -> &'static [Comparison] {
        use Comparison::{AtLeast, AtMost, Contains, Is, IsEmpty, IsNot, IsNotEmpty};
        match kind {
            FieldKind::Choice(_) | FieldKind::Link(_) | FieldKind::Participants => &[Is, IsNot, IsEmpty, IsNotEmpty],
            FieldKind::Boolean => &[Is],
            FieldKind::Integer
            | FieldKind::Day
            | FieldKind::Instant
            | FieldKind::Money
            | FieldKind::Percent
            | FieldKind::Duration => &[AtLeast, AtMost, IsEmpty, IsNotEmpty],
            FieldKind::Model => &[IsEmpty, IsNotEmpty],
            FieldKind::Tags => &[Is, IsNot, Contains, IsEmpty, IsNotEmpty],
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Emails
            | FieldKind::Phones
            | FieldKind::Address
            | FieldKind::Website => &[Contains, Is, IsNot, IsEmpty, IsNotEmpty],
        }
    }
}

/// One condition on one field.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct Filter {
    /// The field's number.
    pub field: u16,
    /// How it is compared.
    pub comparison: Comparison,
    /// With what: any one of them suffices (none of them, for [`Comparison::IsNot`]). Text, choices, days, instants,
    /// links; tags and addresses as text.
    pub values: Vec<Value>,
}

/// By which field a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct Sort {
    /// The field's number.
    pub field: u16,
    /// Largest first. Empty values come last either way.
    pub descending: bool,
}

/// Which records, in which order.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct Query {
    /// The kind of record.
    pub kind: Kind,
    /// Words to search for; ranked by how well they match unless `sort` says otherwise.
    pub search: String,
    /// Conditions, all of which must hold.
    pub filters: Vec<Filter>,
    /// The order; without one by rank when searching, else by title.
    pub sort: Option<Sort>,
    /// The records in the trash instead of the others.
    pub deleted: bool,
}

impl Query {
    /// All records of a kind, by title.
    pub fn all(kind: Kind) -> Query {
        Query { kind, search: String::new(), filters: Vec::new(), sort: None, deleted: false }
    }

    /// The query as pairs for an address: `search`, `sort` (a name, `-` before it for descending), `trash`, and one
    /// pair a filter, its name the field's and its value `comparison:value~value`.
    pub fn to_pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        if !self.search.is_empty() {
            pairs.push(("search".to_owned(), self.search.clone()));
        }
        if let Some(sort) = self.sort
            && let Some(field) = self.kind.field(sort.field)
        {
            pairs.push(("sort".to_owned(), format!("{}{}", if sort.descending { "-" } else { "" }, field.name)));
        }
        if self.deleted {
            pairs.push(("trash".to_owned(), "1".to_owned()));
        }
        for filter in &self.filters {
            if let Some(field) = self.kind.field(filter.field) {
                let values: Vec<String> =
                    filter.values.iter().map(|value| escaped(&filter_text(field, value))).collect();
                pairs.push((format!("f.{}", field.name), format!("{}:{}", filter.comparison.name(), values.join("~"))));
            }
        }
        pairs
    }

    /// The query in an address; what cannot be understood is left out, as a bookmark may be older than the fields.
    pub fn from_pairs<'a>(kind: Kind, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Query {
        let mut query = Query::all(kind);
        for (name, value) in pairs {
            match name {
                "search" => query.search = value.to_owned(),
                "trash" => query.deleted = value == "1",
                "sort" => {
                    let (descending, field) = value.strip_prefix('-').map_or((false, value), |field| (true, field));
                    query.sort = kind.field_named(field).map(|field| Sort { field: field.number, descending });
                }
                _ => {
                    if let Some(filter) = name.strip_prefix("f.").and_then(|field| filter_from(kind, field, value)) {
                        query.filters.push(filter);
                    }
                }
            }
        }
        query
    }
}

fn filter_from(kind: Kind, field: &str, text: &str) -> Option<Filter> {
    let field = kind.field_named(field)?;
    let (comparison, values) = text.split_once(':')?;
    let comparison = Comparison::ALL.into_iter().find(|one| one.name() == comparison)?;
    let values: Vec<Value> = values
        .split('~')
        .filter(|part| !part.is_empty())
        .filter_map(|part| filter_value(field, &unescaped(part)))
        .collect();
    (values.is_empty() != comparison.takes_value()).then_some(Filter { field: field.number, comparison, values })
}

/// The value of a filter as text, for the address.
fn filter_text(field: &Field, value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        other => parse::to_text(field, other),
    }
}

/// The value that a filter on this field compares with, from text. Free text fields, lists and addresses compare with
/// text.
pub fn filter_value(field: &Field, text: &str) -> Option<Value> {
    match field.kind {
        FieldKind::Boolean
        | FieldKind::Integer
        | FieldKind::Choice(_)
        | FieldKind::Day
        | FieldKind::Instant
        | FieldKind::Money
        | FieldKind::Percent
        | FieldKind::Duration
        | FieldKind::Link(_) => parse::from_text(field, text).ok().filter(|value| !value.is_empty()),
        // Somebody takes part in whatever role.
        FieldKind::Participants => crate::domain::id::Id::parse(text).map(Value::Link),
        _ => Some(Value::Text(text.to_owned())),
    }
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('~', "%7E")
}

fn unescaped(text: &str) -> String {
    text.replace("%7E", "~").replace("%25", "%")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::customer;

    #[test]
    fn a_query_survives_the_address() {
        let check = |query: Query| {
            let pairs = query.to_pairs();
            let back =
                Query::from_pairs(Kind::Customer, pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            assert_eq!(back, query);
        };
        let filter = |field, comparison, values| Filter { field, comparison, values };
        check(Query::all(Kind::Customer));
        check(Query {
            search: "novák & co".into(),
            sort: Some(Sort { field: customer::NAME, descending: true }),
            deleted: true,
            ..Query::all(Kind::Customer)
        });
        check(Query {
            filters: vec![
                filter(customer::STATUS, Comparison::Is, vec![Value::Choice(2), Value::Choice(3)]),
                filter(customer::TAGS, Comparison::Contains, vec![Value::Text("50%~60".into())]),
                filter(
                    customer::BIRTHDAY,
                    Comparison::AtLeast,
                    vec![Value::Day(crate::domain::value::Day::new(Some(1990), 5, 31).unwrap())],
                ),
                filter(customer::EMAILS, Comparison::IsEmpty, vec![]),
            ],
            ..Query::all(Kind::Customer)
        });
    }

    #[test]
    fn what_an_address_cannot_mean_is_left_out() {
        let query = Query::from_pairs(
            Kind::Customer,
            [
                ("sort", "nonsense"),
                ("f.status", "is:purple"),
                ("f.nothing", "is:1"),
                ("f.status", "is:active"),
                ("other", "1"),
            ],
        );
        assert_eq!(query.sort, None);
        assert_eq!(
            query.filters,
            vec![Filter { field: customer::STATUS, comparison: Comparison::Is, values: vec![Value::Choice(2)] }]
        );
    }
}
