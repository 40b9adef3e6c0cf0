//! What is typed and what is filtered, other words in every round, so that no side can answer from what it remembers.

use burrow::domain::customer;
use burrow::domain::query::{Comparison, Filter, Query, Sort};
use burrow::domain::record::Kind;
use burrow::domain::value::{Day, Value};
use burrow::engine::protocol::{Request, RowsRequest};
use serde_json::json;

use crate::chance::Chance;
use crate::customers::Customer;
use crate::words;

/// How many searches are typed in a round.
const SEARCHES: usize = 40;
/// Letters typed of one search at most.
const LETTERS: usize = 12;
/// Rows that a list asks for.
pub const FIRST_ROWS: u32 = 50;

/// The columns of the customers' list.
const COLUMNS: [u16; 7] = [
    customer::NAME,
    customer::ORGANISATION,
    customer::EMAILS,
    customer::PHONES,
    customer::STATUS,
    customer::TAGS,
    customer::MODIFIED,
];

/// The first rows of a query as our list asks for them.
pub fn first_rows(query: Query) -> Request {
    Request::Rows(RowsRequest { query, columns: COLUMNS.to_vec(), offset: 0, limit: FIRST_ROWS })
}

/// The first rows of a search.
pub fn search(words: &str) -> Request {
    first_rows(Query { search: words.to_owned(), ..Query::all(Kind::Customer) })
}

/// What stands in the search field after each stroke: names, companies, parts of e-mail addresses, telephone numbers, tags
/// and pairs of words of customers who are there.
pub fn typed(customers: &[Customer], chance: &mut Chance) -> Vec<String> {
    let mut strokes = Vec::new();
    for number in 0..SEARCHES {
        let one = chance.pick(customers);
        let wanted = match number % 8 {
            0 => one.last.clone(),
            1 => format!("{} {}", one.first, one.last),
            2 => one.email.clone(),
            3 if !one.phone.is_empty() => one.phone.clone(),
            4 if !one.company.is_empty() => one.company.clone(),
            5 => format!("{} {}", one.last, one.city),
            6 if !one.tags.is_empty() => one.tags.split(',').next().unwrap_or_default().to_owned(),
            _ => one.first.clone(),
        };
        let letters: Vec<char> = wanted.chars().take(LETTERS).collect();
        strokes.extend((1..=letters.len()).map(|count| letters[..count].iter().collect::<String>()));
    }
    strokes
}

/// One filtered and sorted list, as our engine and as the arrays in JavaScript are asked for it.
pub struct FilteredList {
    pub ours: Request,
    pub peers: serde_json::Value,
}

/// One condition in both languages.
struct Condition {
    filter: Filter,
    peers: serde_json::Value,
}

fn condition(name: &str, field: u16, comparison: Comparison, value: Value, text: &str) -> Condition {
    Condition { filter: Filter { field, comparison, values: vec![value] }, peers: json!([name, text]) }
}

fn contains(name: &str, field: u16, text: &str) -> Condition {
    condition(name, field, Comparison::Contains, Value::Text(text.to_owned()), text)
}

fn status(code: u16, name: &str) -> Condition {
    condition("status", customer::STATUS, Comparison::Is, Value::Choice(code), name)
}

fn tag(round: usize) -> Condition {
    let tag = words::TAGS[round % words::TAGS.len()];
    condition("tag", customer::TAGS, Comparison::Is, Value::Text(tag.to_owned()), tag)
}

fn born_since(year: i16) -> Condition {
    let day = Day::new(Some(year), 1, 1).map_or(Value::Empty, Value::Day);
    condition("bornSince", customer::BIRTHDAY, Comparison::AtLeast, day, &format!("{year}-01-01"))
}

fn list(conditions: Vec<Condition>, field: u16, descending: bool) -> FilteredList {
    let order = match field {
        customer::ORGANISATION => "company",
        customer::BIRTHDAY => "birthday",
        _ => "name",
    };
    let (filters, peers): (Vec<_>, Vec<_>) = conditions.into_iter().map(|one| (one.filter, one.peers)).unzip();
    let query = Query { filters, sort: Some(Sort { field, descending }), ..Query::all(Kind::Customer) };
    let peers = json!({ "conditions": peers, "order": order, "descending": descending });
    FilteredList { ours: first_rows(query), peers }
}

/// The lists of a round, from one that finds nearly all to one that finds few.
pub fn filtered(round: usize) -> Vec<FilteredList> {
    use customer::{ADDRESS, BIRTHDAY, NAME, NOTES, ORGANISATION, ORGANISATION_NAME};
    let statuses = [
        (customer::statuses::ACTIVE, "active"),
        (customer::statuses::LEAD, "lead"),
        (customer::statuses::DORMANT, "dormant"),
        (customer::statuses::LOST, "lost"),
    ];
    let (code, name) = statuses[round % statuses.len()];
    let city = ["Praha", "Brno", "Ostrava", "London", "Chicago", "Boston", "Seattle"][round % 7];
    let note = ["quote", "invoice", "catalogue", "voucher", "discount", "morning", "warehouse"][round % 7];
    let trade = words::COMPANY_KIND[round % words::COMPANY_KIND.len()];
    let year = i16::try_from(round).unwrap_or(0);
    vec![
        list(vec![status(code, name)], NAME, round >= statuses.len()),
        list(vec![tag(round)], ORGANISATION, false),
        list(vec![contains("city", ADDRESS, city)], NAME, false),
        list(vec![contains("company", ORGANISATION_NAME, trade)], NAME, true),
        list(vec![born_since(1950 + 5 * year)], BIRTHDAY, false),
        list(vec![contains("note", NOTES, note)], NAME, false),
        list(vec![tag(round + 7), status(code, name)], BIRTHDAY, true),
        list(vec![born_since(1940 + year)], ORGANISATION, false),
    ]
}
