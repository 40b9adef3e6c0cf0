//! What a list shows, beside a plain way of working it out.

use crate::engine_world::{Shared, Tab, cases, person, text};
use burrow::domain::change::Change;
use burrow::domain::customer;
use burrow::domain::id::Id;
use burrow::domain::operation::Action;
use burrow::domain::query::{Comparison, Filter, Query, Sort};
use burrow::domain::record::Kind;
use burrow::domain::value::{Day, Email, Labelled, Phone, Value};
use burrow::engine::protocol::{Reply, Request, Rows, RowsRequest};
use burrow::engine::search::fold;
use burrow::storage::MemoryDisk;
use proptest::prelude::*;

/// A customer as the test knows them.
#[derive(Clone, Debug, Default)]
struct Known {
    id: Id,
    first: String,
    last: String,
    organisation: String,
    status: u16,
    year: Option<i16>,
    tags: Vec<String>,
    notes: String,
    deleted: bool,
}

impl Known {
    fn name(&self) -> String {
        let all = [self.first.as_str(), self.last.as_str()];
        let name = if self.first == "明" {
            format!("{}{}", self.last, self.first)
        } else {
            all.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        };
        if name.is_empty() { self.organisation.clone() } else { name }
    }

    fn fields(&self) -> Vec<(u16, Value)> {
        let birthday = self.year.and_then(|year| Day::new(Some(year), 5, 31)).map_or(Value::Empty, Value::Day);
        vec![
            (customer::TYPE, Value::Choice(1)),
            (customer::FIRST_NAME, text(&self.first)),
            (customer::LAST_NAME, text(&self.last)),
            (customer::ORGANISATION_NAME, text(&self.organisation)),
            (customer::STATUS, Value::Choice(self.status)),
            (customer::BIRTHDAY, birthday),
            (customer::TAGS, Value::Tags(self.tags.clone())),
            (customer::NOTES, text(&self.notes)),
        ]
    }

    fn words(&self) -> Vec<String> {
        let all =
            [self.first.clone(), self.last.clone(), self.organisation.clone(), self.notes.clone(), self.tags.join(" ")];
        all.iter().flat_map(|one| one.split(' ')).map(fold).collect()
    }
}

fn known() -> impl Strategy<Value = Known> {
    let name = || {
        prop::sample::select(vec!["Ann", "ann", "Ánna", "Bob", "Zoë", "Nováková", "Li", "O'Neil", "Smith", "smithson"])
    };
    let names = prop_oneof![
        8 => (name(), name()).prop_map(|(first, last)| (first.to_owned(), last.to_owned())),
        1 => Just(("明".to_owned(), "李".to_owned())),
        1 => Just((String::new(), String::new())),
    ];
    let organisation = prop::sample::select(vec!["Acme", "Zeta Works", "émile"]);
    let tags = prop::collection::btree_set(prop::sample::select(vec!["vip", "new", "Prague"]), 0..3);
    (
        names,
        organisation,
        1..5_u16,
        prop::option::of(1950..1960_i16),
        tags,
        prop_oneof![Just(""), Just("likes tea"), Just("tall")],
    )
        .prop_map(|((first, last), organisation, status, year, tags, notes)| Known {
            first,
            last,
            organisation: organisation.to_owned(),
            status,
            year,
            tags: tags.into_iter().map(str::to_owned).collect(),
            notes: notes.to_owned(),
            ..Known::default()
        })
}

fn filter() -> impl Strategy<Value = Filter> {
    let filter = |field, comparison, values| Filter { field, comparison, values };
    prop_oneof![
        prop::collection::vec(1..5_u16, 1..3).prop_map(move |codes| filter(
            customer::STATUS,
            Comparison::Is,
            codes.into_iter().map(Value::Choice).collect()
        )),
        (1..5_u16).prop_map(move |code| filter(customer::STATUS, Comparison::IsNot, vec![Value::Choice(code)])),
        prop::sample::select(vec!["vip", "NEW", "pra"]).prop_map(move |tag| filter(
            customer::TAGS,
            Comparison::Contains,
            vec![text(tag)]
        )),
        prop::sample::select(vec!["vip", "PRAGUE", "pra"]).prop_map(move |tag| filter(
            customer::TAGS,
            Comparison::Is,
            vec![text(tag)]
        )),
        Just(filter(customer::BIRTHDAY, Comparison::IsEmpty, vec![])),
        Just(filter(customer::NOTES, Comparison::IsNotEmpty, vec![])),
        (1950..1960_i16).prop_map(move |year| filter(
            customer::BIRTHDAY,
            Comparison::AtLeast,
            vec![Value::Day(Day::new(Some(year), 5, 31).unwrap())]
        )),
        (1950..1960_i16).prop_map(move |year| filter(
            customer::BIRTHDAY,
            Comparison::AtMost,
            vec![Value::Day(Day::new(Some(year), 5, 31).unwrap())]
        )),
        prop::sample::select(vec!["ann", "smith", "NOVA", "李"]).prop_map(move |part| filter(
            customer::NAME,
            Comparison::Contains,
            vec![text(part)]
        )),
        Just(filter(customer::ORGANISATION, Comparison::Is, vec![text("ACME")])),
    ]
}

fn holds(filter: &Filter, one: &Known) -> bool {
    let texts: Vec<String> = match filter.field {
        customer::NAME => vec![fold(&one.name())],
        customer::ORGANISATION => vec![fold(&one.organisation)],
        customer::TAGS => one.tags.iter().map(|tag| fold(tag)).collect(),
        customer::NOTES => {
            if one.notes.is_empty() {
                vec![]
            } else {
                vec![one.notes.clone()]
            }
        }
        customer::STATUS => vec![one.status.to_string()],
        _ => one.year.map(|year| year.to_string()).into_iter().collect(),
    };
    let values: Vec<String> = filter
        .values
        .iter()
        .map(|value| match value {
            Value::Text(text) => fold(text),
            Value::Choice(code) => code.to_string(),
            Value::Day(day) => day.year().unwrap_or_default().to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    match filter.comparison {
        Comparison::Is => texts.iter().any(|text| values.contains(text)),
        Comparison::IsNot => !texts.iter().any(|text| values.contains(text)),
        Comparison::Contains => texts.iter().any(|text| values.iter().any(|value| text.contains(value.as_str()))),
        Comparison::IsEmpty => texts.is_empty(),
        Comparison::IsNotEmpty => !texts.is_empty(),
        Comparison::AtLeast => texts.iter().any(|text| *text >= values[0]),
        Comparison::AtMost => texts.iter().any(|text| *text <= values[0]),
    }
}

/// What the list must show; `None` for the order where it is by rank.
fn expected(all: &[Known], query: &Query) -> Vec<Id> {
    let wanted: Vec<String> = query.search.split(' ').filter(|word| !word.is_empty()).map(fold).collect();
    let mut found: Vec<(usize, &Known)> = all
        .iter()
        .enumerate()
        .filter(|(_, one)| {
            one.deleted == query.deleted
                && query.filters.iter().all(|filter| holds(filter, one))
                && wanted.iter().all(|word| one.words().iter().any(|of| of.starts_with(word.as_str())))
        })
        .collect();
    let sort = query.sort.unwrap_or(Sort { field: customer::NAME, descending: false });
    let key = |one: &Known| match sort.field {
        customer::NAME => fold(&one.name()),
        customer::ORGANISATION => fold(&one.organisation),
        customer::STATUS => one.status.to_string(),
        customer::BIRTHDAY => one.year.map(|year| year.to_string()).unwrap_or_default(),
        customer::TAGS => fold(&one.tags.join(" ")),
        _ => fold(&one.notes),
    };
    found.sort_by_key(|(slot, one)| (key(one), *slot));
    let (mut filled, empty): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, one)| !key(one).is_empty());
    if sort.descending {
        filled.reverse();
    }
    filled.into_iter().chain(empty).map(|(_, one)| one.id).collect()
}

fn rows(tab: &Tab, query: &Query, offset: u32, limit: u32) -> Rows {
    match tab.ask(Request::Rows(RowsRequest { query: query.clone(), columns: vec![customer::NAME], offset, limit })) {
        Reply::Rows(rows) => rows,
        other => panic!("{other:?}"),
    }
}

fn query() -> impl Strategy<Value = Query> {
    let fields = vec![
        customer::NAME,
        customer::ORGANISATION,
        customer::STATUS,
        customer::BIRTHDAY,
        customer::TAGS,
        customer::NOTES,
    ];
    let sort = prop::option::weighted(
        0.8,
        (prop::sample::select(fields), any::<bool>()).prop_map(|(field, descending)| Sort { field, descending }),
    );
    let search = prop::sample::select(vec!["", "", "an", "ann smi", "nova", "zoë", "tea", "acme vip", "nobody"]);
    (prop::collection::vec(filter(), 0..3), sort, search, prop::bool::weighted(0.2)).prop_map(
        |(filters, sort, search, deleted)| Query {
            kind: Kind::Customer,
            search: search.to_owned(),
            filters,
            sort,
            deleted,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(150, 3_000), ..ProptestConfig::default() })]

    #[test]
    fn lists_show_what_a_plain_search_through_everything_finds(
        mut all in prop::collection::vec(known(), 1..120),
        queries in prop::collection::vec(query(), 1..12),
        edits in prop::collection::vec((any::<prop::sample::Index>(), known(), prop::bool::weighted(0.3)), 0..12),
        offset in 0..50_u32,
    ) {
        let (shared, disk) = (Shared::new(), MemoryDisk::new());
        let tab = Tab::open(&shared, &disk);
        let changes = all.iter_mut().map(|one| {
            one.id = tab.new_id();
            Change::edit(Kind::Customer, one.id, one.fields())
        }).collect();
        let reply = tab.commit(Action::Create, changes).1;
        prop_assert!(matches!(reply, Reply::Committed(_)), "{:?}", reply);
        let check = |tab: &Tab, all: &[Known]| {
            for query in &queries {
                let shown = rows(tab, query, 0, 1_000);
                let mut ids: Vec<Id> = shown.rows.iter().map(|row| row.id).collect();
                let mut wanted = expected(all, query);
                let window: Vec<Id> = rows(tab, query, offset, 7).rows.iter().map(|row| row.id).collect();
                assert_eq!(window, ids.iter().copied().skip(offset as usize).take(7).collect::<Vec<_>>());
                assert_eq!(shown.matched, wanted.len() as u64, "{query:?}");
                assert_eq!(shown.total, all.iter().filter(|one| one.deleted == query.deleted).count() as u64);
                if query.sort.is_none() && !query.search.is_empty() {
                    ids.sort();
                    wanted.sort();
                }
                assert_eq!(ids, wanted, "{query:?}");
            }
        };
        check(&tab, &all);
        // The orders that were made are kept up with each change.
        for (which, new, deleted) in edits {
            let at = which.index(all.len());
            let one = &mut all[at];
            let mut change = Change { kind: Kind::Customer, id: one.id, fields: new.fields(), deleted: Some(deleted) };
            if deleted && one.deleted {
                change.fields.clear();
            } else {
                *one = Known { id: one.id, ..new };
            }
            one.deleted = deleted;
            let reply = tab.commit(Action::Edit, vec![change]).1;
            prop_assert!(matches!(reply, Reply::Committed(_)), "{:?}", reply);
            let one_query = &queries[at % queries.len()];
            rows(&tab, one_query, 0, 10);
        }
        check(&tab, &all);
        check(&Tab::open(&shared, &disk), &all);
    }
}

#[test]
fn lists_sorted_by_what_another_record_is_called_follow_it() {
    let tab = Tab::open(&Shared::new(), &MemoryDisk::new());
    let organisations =
        ["Beta", "Alpha"].map(|name| tab.create(Kind::Customer, vec![(customer::ORGANISATION_NAME, text(name))]).0);
    let people = organisations.map(|organisation| {
        let (id, _) = tab.create(Kind::Customer, person("Ann", ""));
        tab.edit(id, customer::WORKS_AT, Value::Link(organisation));
        id
    });
    let by_organisation =
        Query { sort: Some(Sort { field: customer::ORGANISATION, descending: false }), ..Query::all(Kind::Customer) };
    let shown = || rows(&tab, &by_organisation, 0, 2).rows.iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(shown(), [people[1], people[0]]);
    tab.edit(organisations[1], customer::ORGANISATION_NAME, text("Zeta"));
    assert_eq!(shown(), people);
    tab.edit(people[1], customer::WORKS_AT, Value::Empty);
    tab.edit(people[1], customer::ORGANISATION_NAME, text("Aaa"));
    assert_eq!(shown(), [people[1], people[0]]);
}

#[test]
fn chinese_names_are_found_and_sorted() {
    let tab = Tab::open(&Shared::new(), &MemoryDisk::new());
    let ids = [("明", "李"), ("娜", "王"), ("伟", "张")]
        .map(|(first, last)| tab.create(Kind::Customer, person(first, last)).0);
    let found = |search: &str| {
        rows(&tab, &Query { search: search.to_owned(), ..Query::all(Kind::Customer) }, 0, 9)
            .rows
            .iter()
            .map(|row| row.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(found("李明"), [ids[0]]);
    assert_eq!(found("王"), [ids[1]]);
    assert_eq!(found("伟"), [ids[2]]);
    assert_eq!(found("王娜"), [ids[1]]);
    assert_eq!(found("娜王"), []);
}

#[test]
fn similar_people_are_told_and_values_in_use_suggested() {
    let tab = Tab::open(&Shared::new(), &MemoryDisk::new());
    let emails = |address: &str| {
        Value::Emails(vec![Labelled { value: Email::parse(address).unwrap(), label: Default::default() }])
    };
    let phones = |number: &str| {
        Value::Phones(vec![Labelled { value: Phone::parse(number).unwrap(), label: Default::default() }])
    };
    let mut fields = person("Dana", "Novák");
    fields.extend([
        (customer::EMAILS, emails("dana@example.com")),
        (customer::PHONES, phones("+420 601 234 567")),
        (customer::ORGANISATION_NAME, text("Acme")),
    ]);
    fields.push((customer::TAGS, Value::Tags(vec!["vip".into(), "Prague".into()])));
    let (dana, _) = tab.create(Kind::Customer, fields);
    let similar = |id, fields: Vec<(u16, Value)>| match tab.ask(Request::Similar { kind: Kind::Customer, id, fields }) {
        Reply::Found(found) => found.into_iter().map(|one| one.id).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(similar(None, vec![(customer::EMAILS, emails("DANA@example.com"))]), [dana]);
    assert_eq!(similar(Some(dana), vec![(customer::EMAILS, emails("dana@example.com"))]), []);
    assert_eq!(similar(None, vec![(customer::PHONES, phones("00420601234567"))]), [dana]);
    assert_eq!(similar(None, vec![(customer::EMAILS, emails("dan@example.com"))]), []);
    let named = |organisation: &str| {
        [person("dana", "novak"), vec![(customer::ORGANISATION_NAME, text(organisation))]].concat()
    };
    assert_eq!(similar(None, named("ACME")), [dana]);
    assert_eq!(similar(None, named("Other")), []);
    tab.create(Kind::Customer, [person("Bob", ""), vec![(customer::TAGS, Value::Tags(vec!["vip".into()]))]].concat());
    let suggested = |typed: &str| match tab.ask(Request::Suggest {
        kind: Kind::Customer,
        field: customer::TAGS,
        typed: typed.to_owned(),
        limit: 5,
    }) {
        Reply::Suggestions(found) => found,
        other => panic!("{other:?}"),
    };
    assert_eq!(suggested(""), [("vip".to_owned(), 2), ("Prague".to_owned(), 1)]);
    assert_eq!(suggested("PRA"), [("Prague".to_owned(), 1)]);
    tab.commit(Action::Delete, vec![Change::deletion(Kind::Customer, dana, true)]);
    assert_eq!(suggested("pra"), []);
    assert_eq!(similar(None, vec![(customer::EMAILS, emails("dana@example.com"))]), []);
}
