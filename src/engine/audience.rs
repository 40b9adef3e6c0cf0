//! The customers of a campaign: who comes in, who is left out, whom to contact, what came of them.

use crate::domain::campaign::{self, is_over};
use crate::domain::campaign_results::Tally;
use crate::domain::change::Change;
use crate::domain::entity::{stored, stored_choice, stored_link};
use crate::domain::field::{FieldKind, Neighbours};
use crate::domain::id::{Id, MemberId, OperationId};
use crate::domain::operation::Action;
use crate::domain::problem::{Problem, Reason};
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::{Money, Value};
use crate::domain::{audience, customer, parse, recipient};
use crate::engine::book::Book;
use crate::engine::campaign_plan::{AudiencePlan, AudienceSource, WorkList, WorkPerson};
use crate::engine::core::{Engine, Stopped, failure_of};
use crate::engine::environment::LockName;
use crate::engine::protocol::{ExportedFile, Failure, Job, RecordProblem, Reply};
use crate::formats::csv_write::{CsvWriter, WriteMode};
use crate::messages::{Language, campaigns as words, fields};
use crate::storage::Disk;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// People gone through between two looks at the messages.
const PEOPLE_AT_A_TIME: usize = 5_000;

/// The e-mail addresses and phone numbers at which nobody may be contacted. Who asked to be left alone and was deleted
/// afterwards still has asked, so the trash counts too.
struct LeaveAlone {
    addresses: HashSet<String>,
}

/// Whether somebody may be contacted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Contact {
    Allowed,
    Forbidden,
    SharesAddress,
}

impl LeaveAlone {
    fn of(book: &Book) -> LeaveAlone {
        let mut addresses = HashSet::new();
        if let Some(table) = book.table(Kind::Customer) {
            for view in table.slots().filter_map(|slot| table.view(slot)).filter(must_not_be_contacted) {
                addresses.extend(addresses_of(&view));
            }
        }
        LeaveAlone { addresses }
    }

    fn ask(&self, view: &RecordView<'_>) -> Contact {
        if must_not_be_contacted(view) {
            Contact::Forbidden
        } else if !self.addresses.is_empty() && addresses_of(view).iter().any(|one| self.addresses.contains(one)) {
            Contact::SharesAddress
        } else {
            Contact::Allowed
        }
    }
}

fn must_not_be_contacted(view: &RecordView<'_>) -> bool {
    stored(view, customer::DO_NOT_CONTACT, FieldKind::Boolean) == Value::Boolean(true)
}

/// What two people have in common who are reached together. A phone number's key has no `@`.
fn addresses_of(view: &RecordView<'_>) -> Vec<String> {
    let mut keys = Vec::new();
    if let Value::Emails(list) = stored(view, customer::EMAILS, FieldKind::Emails) {
        keys.extend(list.iter().map(|one| one.value.match_key()));
    }
    if let Value::Phones(list) = stored(view, customer::PHONES, FieldKind::Phones) {
        keys.extend(list.iter().map(|one| one.value.match_key()).filter(|key| !key.is_empty()));
    }
    keys
}

/// The live recipients of a campaign: customer, recipient.
pub(super) fn recipients_of(book: &Book, campaign: Id) -> Vec<(Id, RecordView<'_>)> {
    let Some(table) = book.table(Kind::Recipient) else { return Vec::new() };
    let live = table.links_to(campaign).into_iter().filter(|slot| !table.is_deleted(*slot));
    let views = live.filter_map(|slot| table.view(slot));
    views.filter_map(|view| Some((stored_link(&view, recipient::CUSTOMER)?, view))).collect()
}

/// Who would come in, and how many would not.
fn sorted_out(book: &mut Book, campaign: Option<Id>, source: &AudienceSource) -> (Vec<Id>, AudiencePlan) {
    let (query, only) = source.query();
    let mut found = if only.is_empty() { book.ids(&query) } else { only.to_vec() };
    let mut seen = HashSet::new();
    found.retain(|id| seen.insert(*id));
    let already: HashSet<Id> = campaign
        .map(|campaign| recipients_of(book, campaign).into_iter().map(|(customer, _)| customer).collect())
        .unwrap_or_default();
    let leave_alone = LeaveAlone::of(book);
    let mut plan = AudiencePlan::default();
    let mut come = Vec::new();
    let Some(table) = book.table(Kind::Customer) else { return (come, plan) };
    for view in found.iter().filter_map(|id| table.find(*id)).filter(|view| !view.is_deleted()) {
        plan.found += 1;
        if already.contains(&view.id()) {
            plan.already_in += 1;
            continue;
        }
        match leave_alone.ask(&view) {
            Contact::Forbidden => plan.do_not_contact += 1,
            Contact::SharesAddress => plan.same_address += 1,
            Contact::Allowed => come.push(view.id()),
        }
    }
    (come, plan)
}

impl<D: Disk + 'static> Engine<D> {
    /// Counts who would come into a campaign.
    pub(super) fn plan_audience(
        &self,
        campaign: Option<Id>,
        source: &AudienceSource,
        control_share: u8,
    ) -> Result<AudiencePlan, Failure> {
        self.ready()?;
        let (come, mut plan) = sorted_out(&mut self.book.borrow_mut(), campaign, source);
        plan.control = audience::held_out(control_share, come.len() as u64);
        plan.contacted = come.len() as u64 - plan.control;
        Ok(plan)
    }

    /// Adds customers to a campaign in one action. Who is in it already, or must not be contacted, is not added; who had
    /// been taken out comes back. Other tabs wait meanwhile, since who comes in depends on who is there.
    pub(super) async fn fill_audience(
        self: &Rc<Self>,
        job: Job,
        (operation, member): (OperationId, MemberId),
        campaign: Id,
        source: &AudienceSource,
        (control_share, seed): (u8, Option<i64>),
    ) -> Reply {
        if let Err(failure) = self.may_write() {
            return Reply::Failed(failure);
        }
        let _lock = self.environment.lock(LockName::Write).await;
        if let Err(error) = self.catch_up().await {
            return Reply::Failed(failure_of(&error));
        }
        if let Some(committed) = self.already_done(operation) {
            return Reply::Committed(committed);
        }
        let come = {
            let mut book = self.book.borrow_mut();
            let open = book.table(Kind::Campaign).and_then(|table| table.find(campaign));
            let reason = match open.filter(|view| !view.is_deleted()) {
                None => Some(Reason::Gone),
                Some(view) => is_over(stored_choice(&view, campaign::STATUS)).then_some(Reason::CampaignOver),
            };
            if let Some(reason) = reason {
                return Reply::Refused(vec![RecordProblem { id: campaign, problem: Problem::with_record(reason) }]);
            }
            sorted_out(&mut book, Some(campaign), source).0
        };
        let own = match self.book.borrow().neighbours().value(Kind::Campaign, campaign, campaign::SEED) {
            Value::Integer(seed) => Some(seed),
            _ => None,
        };
        let Some(seed) = seed.or(own).or_else(|| self.new_seed()) else {
            return Reply::Failed(Failure::Bug("no random numbers".to_owned()));
        };
        let held_out = audience::draw(seed, control_share, &come);
        let mut changes = Vec::with_capacity(come.len() + 1);
        for some in come.chunks(PEOPLE_AT_A_TIME) {
            match self.go_on(job, changes.len() as u64, come.len() as u64).await {
                Ok(()) => {}
                Err(Stopped::Cancelled) => return Reply::Cancelled,
                Err(Stopped::Failed(failure)) => return Reply::Failed(failure),
            }
            let book = self.book.borrow();
            let table = book.table(Kind::Recipient);
            for customer in some {
                let id = audience::place_in(campaign, *customer);
                let is_back = table.is_some_and(|table| table.slot(id).is_some());
                changes.push(place(campaign, *customer, held_out.contains(customer), is_back));
            }
        }
        if !changes.is_empty() {
            let drawn = vec![
                (campaign::SEED, Value::Integer(seed)),
                (campaign::CONTROL_SHARE, Value::Integer(i64::from(control_share))),
            ];
            changes.push(Change::edit(Kind::Campaign, campaign, drawn));
        }
        self.prepare_and_write(operation, member, Action::Create, &changes).await
    }

    /// A seed by chance.
    fn new_seed(&self) -> Option<i64> {
        let mut bytes = [0; 8];
        self.environment.chance().fill(&mut bytes).ok()?;
        Some(i64::from_be_bytes(bytes))
    }

    /// Writes down by hand what came of recipients. Who has bought and asks to be left alone afterwards has still bought.
    pub(super) async fn note_result(
        self: &Rc<Self>,
        operation: OperationId,
        member: MemberId,
        recipients: &[Id],
        result: Option<u16>,
        value: Option<Money>,
    ) -> Reply {
        if let Err(failure) = self.ready() {
            return Reply::Failed(failure);
        }
        let changes = {
            let book = self.book.borrow();
            let table = book.table(Kind::Recipient);
            let views = recipients.iter().filter_map(|id| table.and_then(|table| table.find(*id)));
            let change = |view: RecordView<'_>| {
                let has_bought = stored_choice(&view, recipient::RESULT) == Some(recipient::results::CONVERTED);
                if has_bought && result == Some(recipient::results::OPTED_OUT) {
                    let customer = stored_link(&view, recipient::CUSTOMER)?;
                    return recipient::leave_alone(customer, &book.neighbours());
                }
                let value = value.filter(|_| result == Some(recipient::results::CONVERTED));
                let fields = vec![
                    (recipient::RESULT, result.map_or(Value::Empty, Value::Choice)),
                    (recipient::VALUE, value.map_or(Value::Empty, Value::Money)),
                ];
                Some(Change::edit(Kind::Recipient, view.id(), fields))
            };
            views.filter_map(change).collect()
        };
        self.commit(operation, member, Action::Edit, changes).await
    }

    /// What came of a campaign.
    pub(super) fn campaign_tally(&self, campaign: Id) -> Result<Tally, Failure> {
        self.ready()?;
        let book = self.book.borrow();
        let outcomes = recipients_of(&book, campaign);
        let outcomes = outcomes.iter().filter_map(|(_, view)| recipient::outcome(view)).map(|(_, outcome)| outcome);
        Ok(Tally::of(outcomes, cost_of(&book, campaign)))
    }

    /// Whom a campaign is to contact: nobody who is held out, and nobody who must not be contacted as of now.
    pub(super) async fn work_list(
        self: &Rc<Self>,
        job: Job,
        campaign: Id,
        language: Language,
    ) -> Result<WorkList, Stopped> {
        self.ready()?;
        let mut people = Vec::new();
        let mut left_out = 0;
        {
            let book = self.book.borrow();
            let leave_alone = LeaveAlone::of(&book);
            let customers = book.table(Kind::Customer);
            let neighbours = book.neighbours();
            for (customer, view) in recipients_of(&book, campaign) {
                if stored_choice(&view, recipient::GROUP) == Some(recipient::groups::CONTROL) {
                    continue;
                }
                let found = customers.and_then(|table| table.find(customer)).filter(|view| !view.is_deleted());
                match found.map(|view| (leave_alone.ask(&view), view)) {
                    Some((Contact::Allowed, found)) => {
                        people.push((person_of(&found, &neighbours), result_texts(&view, language)));
                    }
                    _ => left_out += 1,
                }
            }
        }
        people.sort_by_cached_key(|(person, _)| (person.name.to_lowercase(), person.email.clone()));
        let writer = CsvWriter::new(WriteMode::Spreadsheet, ',');
        let mut text = writer.prologue().to_owned();
        let columns = [
            fields::NAME,
            fields::ORGANISATION,
            words::EMAIL_COLUMN,
            words::PHONE_COLUMN,
            fields::ADDRESS,
            words::NUMBER_COLUMN,
            words::RESULT,
            words::AMOUNT_COLUMN,
        ];
        writer.write_row(columns.map(|column| column.text(language)), &mut text);
        for (at, some) in people.chunks(PEOPLE_AT_A_TIME).enumerate() {
            self.go_on(job, (at * PEOPLE_AT_A_TIME) as u64, people.len() as u64).await?;
            for (person, (result, amount)) in some {
                let WorkPerson { name, organisation, email, phone, address, number } = person;
                writer.write_row([name, organisation, email, phone, address, number, result, amount], &mut text);
            }
        }
        let rows = people.len() as u64;
        let unit = if rows == 1 { "row" } else { "rows" };
        let file = ExportedFile {
            name: format!("burrow-campaign-{rows}-{unit}.csv"),
            media_type: "text/csv;charset=utf-8".to_owned(),
            bytes: text.into_bytes(),
            rows,
        };
        Ok(WorkList { people: people.into_iter().map(|(person, _)| person).collect(), file, left_out })
    }
}

/// A customer's place in a campaign. One who was taken out comes back without what was noted then.
fn place(campaign: Id, customer: Id, is_held_out: bool, is_back: bool) -> Change {
    let group = if is_held_out { recipient::groups::CONTROL } else { recipient::groups::CONTACTED };
    let mut fields = vec![
        (recipient::CAMPAIGN, Value::Link(campaign)),
        (recipient::CUSTOMER, Value::Link(customer)),
        (recipient::GROUP, Value::Choice(group)),
    ];
    if is_back {
        fields.push((recipient::RESULT, Value::Empty));
        fields.push((recipient::VALUE, Value::Empty));
    }
    let deleted = is_back.then_some(false);
    Change { kind: Kind::Recipient, id: audience::place_in(campaign, customer), fields, deleted }
}

/// What a campaign has cost.
pub(super) fn cost_of(book: &Book, campaign: Id) -> Option<Money> {
    match book.neighbours().value(Kind::Campaign, campaign, campaign::COST) {
        Value::Money(cost) => Some(cost),
        _ => None,
    }
}

fn person_of(view: &RecordView<'_>, neighbours: &dyn Neighbours) -> WorkPerson {
    let value = |number: u16| Kind::Customer.field(number).map(|field| field.get(view, neighbours)).unwrap_or_default();
    let text = |number: u16| match value(number) {
        Value::Text(text) => text,
        _ => String::new(),
    };
    let email = match value(customer::EMAILS) {
        Value::Emails(list) => list.first().map(|one| one.value.as_str().to_owned()),
        _ => None,
    };
    let phone = match value(customer::PHONES) {
        Value::Phones(list) => list.first().map(|one| one.value.as_str().to_owned()),
        _ => None,
    };
    let address = Kind::Customer.field(customer::ADDRESS).map(|field| parse::to_text(field, &value(customer::ADDRESS)));
    WorkPerson {
        name: text(customer::NAME),
        organisation: text(customer::ORGANISATION),
        email: email.unwrap_or_default(),
        phone: phone.unwrap_or_default(),
        address: address.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "),
        number: text(customer::EXTERNAL_ID),
    }
}

/// The result and the amount as they are written in a file, which reads them back.
fn result_texts(view: &RecordView<'_>, language: Language) -> (String, String) {
    let result = stored_choice(view, recipient::RESULT);
    let choice = result.and_then(|code| recipient::RESULTS.iter().find(|choice| choice.code == code));
    let amount = match stored(view, recipient::VALUE, FieldKind::Money) {
        Value::Money(amount) => amount.to_string(),
        _ => String::new(),
    };
    (choice.map(|choice| choice.label.text(language).to_owned()).unwrap_or_default(), amount)
}

/// The recipients of a campaign by customer, with what is known of them.
pub(super) fn known_results(book: &Book, campaign: Id) -> HashMap<Id, Known> {
    let recipients = recipients_of(book, campaign);
    let known = recipients.into_iter().map(|(customer, view)| {
        let (result, value) = recipient::outcome(&view).map(|(_, one)| (one.result, one.value)).unwrap_or_default();
        let is_held_out = stored_choice(&view, recipient::GROUP) == Some(recipient::groups::CONTROL);
        (customer, Known { recipient: view.id(), is_held_out, result, value })
    });
    known.collect()
}

/// What is known of a recipient.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub recipient: Id,
    pub is_held_out: bool,
    pub result: Option<u16>,
    pub value: Option<Money>,
}
