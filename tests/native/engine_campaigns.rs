//! A campaign takes in everybody once and nobody who must not be contacted, holds out an exact share, and counts no result
//! twice.

use crate::engine_world::{Shared, Tab, file, text};
use burrow::domain::change::Change;
use burrow::domain::id::{Id, MemberId};
use burrow::domain::operation::Action;
use burrow::domain::problem::Reason;
use burrow::domain::query::{Comparison, Filter, Query};
use burrow::domain::recipient::{groups, results};
use burrow::domain::record::Kind;
use burrow::domain::value::{Currency, Email, Labelled, Money, Phone, Value};
use burrow::domain::{campaign, customer, recipient};
use burrow::engine::protocol::{
    AudiencePlan, AudienceSource, Job, Reply, Request, ResultColumns, ResultsReport, RowsRequest,
};
use burrow::messages::Language;
use burrow::storage::MemoryDisk;
use std::collections::BTreeMap;

fn email(text: &str) -> Value {
    Value::Emails(vec![Labelled { value: Email::parse(text).unwrap(), label: Default::default() }])
}

fn phone(text: &str) -> Value {
    Value::Phones(vec![Labelled { value: Phone::parse(text).unwrap(), label: Default::default() }])
}

/// A book with so many customers, `c0@x.example` and so on with the own numbers `N0` and so on.
fn book_of(count: usize) -> (Tab, Vec<Id>) {
    let tab = Tab::open(&Shared::new(), &MemoryDisk::new());
    let ids: Vec<Id> = (0..count).map(|_| tab.new_id()).collect();
    let changes = ids.iter().enumerate().map(|(at, id)| {
        let fields = vec![
            (customer::FIRST_NAME, text(&format!("Person {at}"))),
            (customer::EMAILS, email(&format!("c{at}@x.example"))),
            (customer::EXTERNAL_ID, text(&format!("N{at}"))),
        ];
        Change::edit(Kind::Customer, *id, fields)
    });
    let (_, reply) = tab.commit(Action::Create, changes.collect());
    assert!(matches!(reply, Reply::Committed(_)), "{reply:?}");
    (tab, ids)
}

fn campaign_in(tab: &Tab, fields: Vec<(u16, Value)>) -> Id {
    tab.create(Kind::Campaign, [vec![(campaign::NAME, text("Spring"))], fields].concat()).0
}

fn everybody() -> AudienceSource {
    AudienceSource::Customers { query: Query::all(Kind::Customer), only: Vec::new() }
}

fn these(ids: &[Id]) -> AudienceSource {
    AudienceSource::Customers { query: Query::all(Kind::Customer), only: ids.to_vec() }
}

fn plan(tab: &Tab, campaign: Id, source: AudienceSource, control_share: u8) -> AudiencePlan {
    match tab.ask(Request::PlanAudience { campaign: Some(campaign), source, control_share }) {
        Reply::Audience(plan) => plan,
        other => panic!("{other:?}"),
    }
}

fn fill(tab: &Tab, campaign: Id, source: AudienceSource, control_share: u8) -> Reply {
    let operation = tab.new_operation();
    let member = MemberId::default();
    tab.ask(Request::FillAudience { job: Job(1), operation, member, campaign, source, control_share, seed: Some(42) })
}

fn added(tab: &Tab, campaign: Id, source: AudienceSource, control_share: u8) -> u32 {
    match fill(tab, campaign, source, control_share) {
        Reply::Committed(committed) => committed.records,
        other => panic!("{other:?}"),
    }
}

/// The live recipients of a campaign: customer, with recipient and group.
fn recipients(tab: &Tab, campaign: Id) -> BTreeMap<Id, (Id, u16)> {
    let filter = Filter { field: recipient::CAMPAIGN, comparison: Comparison::Is, values: vec![Value::Link(campaign)] };
    let mut found = BTreeMap::new();
    for offset in (0..20_000).step_by(1_000) {
        let query = Query { filters: vec![filter.clone()], ..Query::all(Kind::Recipient) };
        let columns = vec![recipient::CUSTOMER, recipient::GROUP];
        let Reply::Rows(rows) = tab.ask(Request::Rows(RowsRequest { query, columns, offset, limit: 1_000 })) else {
            panic!("no rows")
        };
        for row in &rows.rows {
            let (Value::Link(customer), Value::Choice(group)) = (&row.cells[0].value, &row.cells[1].value) else {
                panic!("{row:?}")
            };
            assert_eq!(found.insert(*customer, (row.id, *group)), None, "nobody is in it twice");
        }
    }
    found
}

fn read(tab: &Tab, campaign: Id, csv: &str, write: bool) -> ResultsReport {
    let request = Request::ReadResults {
        job: Job(2),
        campaign,
        columns: None,
        currency: Some(Currency::USD),
        language: Language::English,
        write: write.then(|| (tab.new_operation(), MemberId::default())),
    };
    match tab.ask_with(request, Some(file(csv))) {
        Reply::ResultsRead(report) => report,
        other => panic!("{other:?}"),
    }
}

fn tally(tab: &Tab, campaign: Id) -> burrow::domain::campaign_results::Tally {
    match tab.ask(Request::CampaignTally(campaign)) {
        Reply::Tally(tally) => tally,
        other => panic!("{other:?}"),
    }
}

#[test]
fn of_2115_customers_423_are_held_out_and_always_the_same() {
    let (tab, ids) = book_of(2_115);
    let (one, other) = (campaign_in(&tab, vec![]), campaign_in(&tab, vec![]));
    let expected = AudiencePlan { found: 2_115, contacted: 1_692, control: 423, ..AudiencePlan::default() };
    assert_eq!(plan(&tab, one, everybody(), 20), expected);
    // The recipients, and the campaign with its seed.
    assert_eq!(added(&tab, one, everybody(), 20), 2_116);
    let reversed: Vec<Id> = ids.iter().rev().copied().collect();
    assert_eq!(added(&tab, other, these(&reversed), 20), 2_116);
    let groups_of = |campaign: Id| -> Vec<(Id, u16)> {
        recipients(&tab, campaign).into_iter().map(|(customer, (_, group))| (customer, group)).collect()
    };
    let drawn = groups_of(one);
    assert_eq!(drawn.iter().filter(|(_, group)| *group == groups::CONTROL).count(), 423);
    assert_eq!(drawn, groups_of(other));
    let counted = tally(&tab, one);
    assert_eq!((counted.contacted.people, counted.control.people), (1_692, 423));
}

#[test]
fn filling_twice_adds_nobody_twice_and_undo_takes_all_out_again() {
    let (tab, ids) = book_of(10_000);
    let campaign = campaign_in(&tab, vec![]);
    assert_eq!(added(&tab, campaign, these(&ids[..4_000]), 10), 4_001);
    assert_eq!(added(&tab, campaign, these(&ids[..4_000]), 10), 0);
    assert_eq!(plan(&tab, campaign, everybody(), 10).already_in, 4_000);
    let before = recipients(&tab, campaign);
    let operation = tab.new_operation();
    let member = MemberId::default();
    let source = everybody();
    let request =
        Request::FillAudience { job: Job(1), operation, member, campaign, source, control_share: 10, seed: Some(42) };
    assert!(matches!(tab.ask(request.clone()), Reply::Committed(done) if done.records >= 6_000));
    assert_eq!(recipients(&tab, campaign).len(), 10_000);
    // A retry of the same action does nothing.
    assert!(matches!(tab.ask(request), Reply::Committed(done) if done.records == 0));
    let of = operation;
    let undone = tab.ask(Request::Undo { operation: tab.new_operation(), member, of });
    assert!(matches!(undone, Reply::Undone { kept: 0, .. }), "{undone:?}");
    assert_eq!(recipients(&tab, campaign), before);
    // And they can come again.
    added(&tab, campaign, everybody(), 10);
    assert_eq!(recipients(&tab, campaign).len(), 10_000);
}

#[test]
fn who_must_not_be_contacted_is_left_out_and_so_is_who_shares_an_address() {
    let (tab, ids) = book_of(10);
    tab.edit(ids[0], customer::DO_NOT_CONTACT, Value::Boolean(true));
    tab.edit(ids[1], customer::EMAILS, email("C0@x.example"));
    tab.edit(ids[2], customer::PHONES, phone("+420 601 234 567"));
    let (gone, _) = tab.create(
        Kind::Customer,
        vec![
            (customer::FIRST_NAME, text("Gone")),
            (customer::PHONES, phone("00420601234567")),
            (customer::DO_NOT_CONTACT, Value::Boolean(true)),
        ],
    );
    tab.commit(Action::Delete, vec![Change::deletion(Kind::Customer, gone, true)]);
    let campaign = campaign_in(&tab, vec![]);
    let expected =
        AudiencePlan { found: 10, contacted: 7, do_not_contact: 1, same_address: 2, ..AudiencePlan::default() };
    assert_eq!(plan(&tab, campaign, everybody(), 0), expected);
    added(&tab, campaign, everybody(), 0);
    assert_eq!(recipients(&tab, campaign).len(), 7);
    // Asked again at the moment of contacting.
    tab.edit(ids[9], customer::DO_NOT_CONTACT, Value::Boolean(true));
    let language = Language::English;
    let Reply::WorkList(list) = tab.ask(Request::CampaignWorkList { job: Job(3), campaign, language }) else {
        panic!("no list")
    };
    assert_eq!((list.people.len(), list.left_out, list.file.rows), (6, 1, 6));
    let csv = String::from_utf8(list.file.bytes).unwrap();
    assert!(csv.contains("c3@x.example") && !csv.contains("c9@x.example"), "{csv}");
    // Nobody is left: nothing is written.
    assert_eq!(plan(&tab, campaign, these(&ids[..2]), 20).contacted, 0);
    assert_eq!(added(&tab, campaign, these(&ids[..2]), 20), 0);
}

#[test]
fn a_campaign_that_is_over_takes_nobody_in_until_it_is_reopened() {
    let (tab, _) = book_of(3);
    let campaign = campaign_in(&tab, vec![(campaign::STATUS, Value::Choice(campaign::statuses::COMPLETE))]);
    let refused = fill(&tab, campaign, everybody(), 0);
    assert!(
        matches!(&refused, Reply::Refused(problems) if problems[0].problem.reason == Reason::CampaignOver),
        "{refused:?}"
    );
    let active = vec![(campaign::STATUS, Value::Choice(campaign::statuses::ACTIVE))];
    tab.commit(Action::Edit, vec![Change::edit(Kind::Campaign, campaign, active)]);
    assert_eq!(added(&tab, campaign, everybody(), 0), 4);
}

#[test]
fn the_same_file_twice_changes_nothing_the_second_time() {
    let (tab, ids) = book_of(8);
    let campaign = campaign_in(&tab, vec![(campaign::COST, Value::Money(Money::new(10_000, Currency::EUR)))]);
    added(&tab, campaign, these(&ids[..7]), 0);
    let csv = "E-mail,Own number,Name,Result,Amount\n\
        C0@x.example,,,bought,120.50\n\
        ,n1,,Responded,\n\
        ,,person 2,reached,\n\
        c3@x.example,,,Asked to stop,\n\
        c4@x.example,,,不详,\n\
        c7@x.example,,,bought,10\n\
        c5@x.example,,,reached,5\n\
        c6@x.example,,,delivered,\n\
        c6@x.example,,,clicked,\n\
        c0@x.example,,,bought,90\n\
        ,,,bought,1\n";
    let looked = read(&tab, campaign, csv, false);
    let counts = |report: &ResultsReport| {
        (report.rows, report.changed, report.unchanged, report.unmatched, report.problems, report.opted_out)
    };
    assert_eq!(counts(&looked), (11, 6, 0, 1, 4, 1), "{:?}", looked.told);
    assert_eq!(
        looked.columns,
        ResultColumns { email: Some(0), number: Some(1), name: Some(2), result: Some(3), amount: Some(4) }
    );
    assert_eq!(tally(&tab, campaign).contacted.without_result(), 7);
    let left = String::from_utf8(looked.left.clone().unwrap().bytes).unwrap();
    assert!(left.contains("c7@x.example") && left.contains("Line 2 gives another amount"), "{left}");
    let written = read(&tab, campaign, csv, true);
    assert_eq!(counts(&written), counts(&looked));
    assert!(written.committed.is_some());
    let digest = tab.digest();
    let again = read(&tab, campaign, csv, true);
    assert_eq!(counts(&again), (11, 0, 6, 1, 4, 0));
    assert_eq!(again.committed, None);
    assert_eq!(tab.digest(), digest);
    let counted = tally(&tab, campaign);
    let group = counted.contacted;
    assert_eq!((group.converted, group.responded, group.reached, group.opted_out), (1, 2, 1, 1));
    assert_eq!(counted.revenue, Some(Money::new(12_050, Currency::EUR)));
    // Who asked to stop may not be contacted by anybody any more, by the same action.
    let stopped = match tab.ask(Request::Record(Kind::Customer, ids[3])) {
        Reply::Record(Some(record)) => record,
        other => panic!("{other:?}"),
    };
    let value = |number: u16| stopped.fields.iter().find(|(one, _)| *one == number).map(|(_, cell)| cell.value.clone());
    assert_eq!(value(customer::DO_NOT_CONTACT), Some(Value::Boolean(true)));
    let operation = tab.new_operation();
    let of = written.committed.unwrap().operation;
    tab.ask(Request::Undo { operation, member: MemberId::default(), of });
    assert_eq!(tally(&tab, campaign).contacted.without_result(), 7);
    assert_eq!(plan(&tab, campaign, everybody(), 0).do_not_contact, 0);
}

#[test]
fn a_file_that_does_not_say_who_or_what_says_so() {
    let (tab, ids) = book_of(1);
    let campaign = campaign_in(&tab, vec![]);
    added(&tab, campaign, these(&ids), 0);
    let report = read(&tab, campaign, "Colour,Result\nred,bought\n", true);
    assert!(!report.columns.are_enough());
    assert_eq!((report.rows, report.changed, report.committed), (1, 0, None));
}

#[test]
fn a_result_by_hand_and_those_held_out() {
    let (tab, ids) = book_of(10);
    let campaign = campaign_in(&tab, vec![]);
    added(&tab, campaign, everybody(), 50);
    let people = recipients(&tab, campaign);
    let one_of = |group: u16| people.values().find(|(_, found)| *found == group).unwrap().0;
    let note = |id: Id, result: Option<u16>, value: Option<i64>| {
        let operation = tab.new_operation();
        let value = value.map(|minor| Money::new(minor, Currency::USD));
        tab.ask(Request::NoteResult { operation, member: MemberId::default(), recipients: vec![id], result, value })
    };
    let (contacted, held_out) = (one_of(groups::CONTACTED), one_of(groups::CONTROL));
    let refused = note(held_out, Some(results::RESPONDED), None);
    assert!(
        matches!(&refused, Reply::Refused(problems) if problems[0].problem.reason == Reason::HeldOutOnlyBuys),
        "{refused:?}"
    );
    assert!(matches!(note(held_out, Some(results::CONVERTED), Some(500)), Reply::Committed(_)));
    assert!(matches!(note(contacted, Some(results::CONVERTED), Some(700)), Reply::Committed(_)));
    // The purchase stays counted, and the customer is left alone from now on.
    assert!(matches!(note(contacted, Some(results::OPTED_OUT), None), Reply::Committed(_)));
    let counted = tally(&tab, campaign);
    assert_eq!((counted.contacted.converted, counted.control.converted), (1, 1));
    assert_eq!(counted.revenue, Some(Money::new(700, Currency::USD)));
    let other = campaign_in(&tab, vec![]);
    assert_eq!(plan(&tab, other, these(&ids), 0).do_not_contact, 1);
    // Taken off again.
    assert!(matches!(note(contacted, None, None), Reply::Committed(_)));
    assert_eq!(tally(&tab, campaign).revenue, None);
    // The list of campaigns counts along.
    let columns = vec![campaign::RECIPIENTS, campaign::CONVERSION];
    let query = Query::all(Kind::Campaign);
    let Reply::Rows(rows) = tab.ask(Request::Rows(RowsRequest { query, columns, offset: 0, limit: 9 })) else {
        panic!("no rows")
    };
    let row = rows.rows.iter().find(|row| row.id == campaign).unwrap();
    assert_eq!((&row.cells[0].value, &row.cells[1].value), (&Value::Integer(10), &Value::Integer(0)));
}
