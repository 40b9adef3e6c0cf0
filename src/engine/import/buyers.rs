//! The customers that rows of orders name: found by their own number, an e-mail address or their name, in that order, or
//! made.

use crate::domain::entity::stored_text;
use crate::domain::field::Neighbours;
use crate::domain::id::Id;
use crate::domain::parse;
use crate::domain::problem::Problem;
use crate::domain::record::{Kind, Record, RecordView};
use crate::domain::stamp::Stamp;
use crate::domain::value::{self, ContactLabel, Email, Labelled, Value};
use crate::domain::{customer, customer::person_name};
use crate::engine::book::Book;
use crate::engine::checks::{complete, moment_of};
use crate::engine::import_plan::RowReason;
use crate::engine::search::fold;
use crate::formats::person_names::parse_full_name;
use std::collections::HashMap;
use std::rc::Rc;

/// Whom a row names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Buyer {
    /// The number by which the shop knows them.
    pub number: String,
    /// An e-mail address.
    pub email: Option<Email>,
    /// The name.
    pub name: String,
}

impl Buyer {
    /// Whether the row names nobody.
    pub fn is_nobody(&self) -> bool {
        self.number.is_empty() && self.email.is_none() && self.name.is_empty()
    }

    /// What the row calls them, the name before all else.
    pub fn shown(&self) -> &str {
        let email = self.email.as_ref().map(Email::as_str);
        [Some(self.name.as_str()), email, Some(self.number.as_str())]
            .into_iter()
            .flatten()
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }
}

/// A customer under one of their keys, with their own number if they have one.
#[derive(Clone)]
struct Known {
    id: Id,
    number: Option<Rc<str>>,
}

/// All customers by their keys, those included that earlier rows made.
pub(super) struct Buyers {
    by_number: HashMap<Rc<str>, Vec<Known>>,
    by_email: HashMap<String, Vec<Known>>,
    by_name: HashMap<String, Vec<Known>>,
    /// The customers that rows made, as records.
    pub made: Vec<Vec<u8>>,
}

/// Whom a row means.
pub(super) enum Found {
    /// Somebody who is there, or whom an earlier row made.
    There(Id),
    /// Somebody who is to be made, once the rest of the row is right.
    New(Box<NewBuyer>),
}

/// A customer to be made.
pub(super) struct NewBuyer {
    /// The identifier that they will have.
    pub id: Id,
    bytes: Vec<u8>,
    buyer: Buyer,
}

impl Buyers {
    /// The live customers of the book.
    pub fn new(book: &Book) -> Buyers {
        let mut buyers =
            Buyers { by_number: HashMap::new(), by_email: HashMap::new(), by_name: HashMap::new(), made: Vec::new() };
        let Some(table) = book.table(Kind::Customer) else { return buyers };
        let neighbours = book.neighbours();
        for slot in table.slots().filter(|slot| !table.is_deleted(*slot)) {
            let Some(view) = table.view(slot) else { continue };
            let number = stored_text(&view, customer::EXTERNAL_ID);
            let emails =
                match crate::domain::entity::stored(&view, customer::EMAILS, crate::domain::field::FieldKind::Emails) {
                    Value::Emails(list) => list.iter().map(|one| one.value.match_key()).collect(),
                    _ => Vec::new(),
                };
            buyers.add(view.id(), &number, emails, &table.title(slot, &neighbours));
        }
        buyers
    }

    fn add(&mut self, id: Id, number: &str, emails: Vec<String>, name: &str) {
        let number: Option<Rc<str>> = Some(number_key(number)).filter(|key| !key.is_empty()).map(Rc::from);
        let known = Known { id, number: number.clone() };
        if let Some(number) = number {
            self.by_number.entry(number).or_default().push(known.clone());
        }
        for email in emails {
            self.by_email.entry(email).or_default().push(known.clone());
        }
        let name = fold(name);
        if !name.is_empty() {
            self.by_name.entry(name).or_default().push(known);
        }
    }

    /// Whom a row means. Somebody whose own number is another one than the row's is not meant, whatever their name is.
    ///
    /// # Errors
    /// Several customers are meant, or what the row says of a new one is not right.
    pub fn find(
        &self,
        buyer: &Buyer,
        new_id: Id,
        stamp: Stamp,
        neighbours: &dyn Neighbours,
    ) -> Result<Found, Vec<RowReason>> {
        let number = number_key(&buyer.number);
        let by_number = self.by_number.get(number.as_str());
        let by_email = buyer.email.as_ref().and_then(|email| self.by_email.get(&email.match_key()));
        let full = parse_full_name(&buyer.name);
        let by_name = [fold(&buyer.name), fold(&person_name(&full.first, &full.middle, &full.last))]
            .into_iter()
            .filter(|key| !key.is_empty())
            .find_map(|key| self.by_name.get(&key));
        for known in [by_number, by_email, by_name].into_iter().flatten() {
            let fits = |one: &&Known| number.is_empty() || one.number.as_deref().is_none_or(|theirs| theirs == number);
            let mut meant: Vec<Id> = known.iter().filter(fits).map(|one| one.id).collect();
            meant.dedup();
            match meant.as_slice() {
                [] => {}
                [one] => return Ok(Found::There(*one)),
                several => {
                    let count = u32::try_from(several.len()).unwrap_or(u32::MAX);
                    return Err(vec![RowReason::SeveralMatches(count)]);
                }
            }
        }
        let bytes = record_of(buyer, new_id, stamp, neighbours).map_err(|problem| vec![RowReason::Record(problem)])?;
        Ok(Found::New(Box::new(NewBuyer { id: new_id, bytes, buyer: buyer.clone() })))
    }

    /// The row is right: the customer is made, and later rows find them.
    pub fn make(&mut self, new: NewBuyer) {
        let emails = new.buyer.email.iter().map(Email::match_key).collect();
        self.add(new.id, &new.buyer.number, emails, &new.buyer.name);
        self.made.push(new.bytes);
    }
}

fn number_key(number: &str) -> String {
    number.trim().to_lowercase()
}

/// A new customer of what a row says of them. Who has bought is no lead.
fn record_of(buyer: &Buyer, id: Id, stamp: Stamp, neighbours: &dyn Neighbours) -> Result<Vec<u8>, Problem> {
    let kind = Kind::Customer;
    let mut record = Record::new(kind.number(), id);
    let name = parse_full_name(&buyer.name);
    let texts = [
        (customer::FIRST_NAME, &name.first),
        (customer::MIDDLE_NAME, &name.middle),
        (customer::LAST_NAME, &name.last),
        (customer::EXTERNAL_ID, &buyer.number),
    ];
    for (number, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        if let Some(field) = kind.field(number) {
            record.set(number, stamp, value::encode(&parse::from_text(field, text)?));
        }
    }
    if let Some(email) = &buyer.email {
        let list = vec![Labelled { value: email.clone(), label: ContactLabel::Work }];
        record.set(customer::EMAILS, stamp, value::encode(&Value::Emails(list)));
    }
    record.set(customer::STATUS, stamp, value::encode(&Value::Choice(customer::statuses::ACTIVE)));
    record.set(kind.created_field(), stamp, value::encode(&Value::Instant(moment_of(stamp))));
    let bytes = complete(neighbours, &mut record, kind, stamp);
    match RecordView::new(&bytes).ok().and_then(|view| kind.check(&view, neighbours).into_iter().next()) {
        Some(problem) => Err(problem),
        None => Ok(bytes),
    }
}
