//! The index as its callers see it: what is found, in which order, and that updates leave it as if built anew.

use super::fold::fold;
use super::numbers::{PackedDigits, for_each_number};
use super::query::{Needle, Query, Word};
use super::tokens::for_each_token;
use super::{MAXIMUM_SLOT, SearchIndex, TextKind, Weight};
use proptest::prelude::*;
use std::collections::BTreeMap;

type Field = (Weight, TextKind, String);

fn set(index: &mut SearchIndex, slot: u32, fields: &[Field]) {
    let fields: Vec<_> = fields.iter().map(|(weight, kind, text)| (*weight, *kind, text.as_str())).collect();
    index.set(slot, &fields);
}

fn contact(name: &str, email: &str, phone: &str, note: &str) -> Vec<Field> {
    vec![
        (Weight::Title, TextKind::Text, name.to_owned()),
        (Weight::Identity, TextKind::Text, email.to_owned()),
        (Weight::Identity, TextKind::Phone, phone.to_owned()),
        (Weight::Background, TextKind::Text, note.to_owned()),
    ]
}

/// One document and one query: whether the one is found by the other.
fn check(cases: &[(&str, TextKind, &[&str], &[&str])]) {
    for (text, kind, found, missed) in cases {
        let mut index = SearchIndex::new();
        index.set(3, &[(Weight::Title, *kind, text)]);
        for query in *found {
            assert_eq!(index.matches(query), [3], "{query:?} finds {text:?}");
            assert_eq!(index.search(query, |_| true, 10).slots, [3], "{query:?} finds {text:?}");
        }
        for query in *missed {
            assert!(index.matches(query).is_empty(), "{query:?} does not find {text:?}");
            assert_eq!(index.search(query, |_| true, 10).total, 0, "{query:?} does not find {text:?}");
        }
    }
}

#[test]
fn words_are_found_by_their_beginnings() {
    check(&[
        (
            "Dana Nováková",
            TextKind::Text,
            &["d", "DANA", "nov", "nova dan", "Nováková", "novakova dana"],
            &["ana", "dana x"],
        ),
        ("Jan Novák", TextKind::Text, &["novak", "NOVÁK", "Nova\u{301}k"], &["novakova"]),
        ("Yılmaz", TextKind::Text, &["yilmaz", "Yılm", "YILMAZ"], &["ylmaz"]),
        ("Hauptstraße 5", TextKind::Text, &["hauptstrasse", "HAUPTSTRASSE 5", "hauptstraße"], &["strasse"]),
        ("Đặng Thị", TextKind::Text, &["dang", "đặng", "dang thi"], &["danh"]),
        ("O’Brien", TextKind::Text, &["obrien", "o'b", "o’brien", "brien"], &["rien"]),
        ("Anne-Marie", TextKind::Text, &["annemarie", "anne-marie", "marie anne", "anne-m"], &["nemarie"]),
        (
            "https://www.novak.cz/kontakt",
            TextKind::Text,
            &["novak.cz", "www.novak", "http://novak", "kontakt"],
            &["https"],
        ),
        ("AT&T", TextKind::Text, &["at&t", "att"], &["t&x"]),
        ("ＡＢＣ　Ｌｔｄ", TextKind::Text, &["abc ltd", "ａｂｃ"], &["bc"]),
    ]);
}

#[test]
fn scripts_without_spaces_are_found_by_any_part() {
    check(&[
        ("李明", TextKind::Text, &["李", "明", "李明"], &["明李", "李名"]),
        ("深圳一舟科技", TextKind::Text, &["深圳一舟", "一舟", "舟科", "深圳 科技"], &["圳舟", "深圳市"]),
        ("株式会社ガスト", TextKind::Text, &["会社", "ガス", "ｶﾞｽ"], &["カス"]),
        ("김철수", TextKind::Text, &["철수", "김"], &["수철"]),
        ("北京ABC公司", TextKind::Text, &["abc", "京abc", "abc公"], &["bc"]),
    ]);
}

#[test]
fn addresses_are_found_by_their_parts() {
    check(&[(
        "Dana.Novakova+crm@mail.example.com",
        TextKind::Text,
        &[
            "dana",
            "novakova",
            "crm",
            "dana.nov",
            "dana.novakova+crm@mail.example.com",
            "crm@mail",
            "novakova+crm@ma",
            "example",
            "@mail",
            "mail.example.com",
            "@example.com",
        ],
        &["dana@", "ovakova", "nova@mail", "dana.novakova@mail"],
    )]);
    check(&[(
        "dana@example.com",
        TextKind::Text,
        &["dana@", "dana@ex", "Dana@Example.COM", "<dana@example.com>"],
        &["ana@ex"],
    )]);
}

#[test]
fn numbers_are_found_by_three_digits_in_a_row() {
    check(&[
        (
            "+420 601 234 567",
            TextKind::Phone,
            &[
                "601 234",
                "+420601",
                "0601-23",
                "(601)234",
                "234567",
                "567",
                "00420 601",
                "601.234/567",
                "６０１",
                "4 206",
            ],
            &["67", "602", "601 235", "6o1"],
        ),
        ("+44 (0)20 7946 0958", TextKind::Phone, &["020 7946", "+44 20 7946", "+44 (0)20", "7946"], &["4402"]),
        ("601234567, 777888999 (mobile)", TextKind::Phone, &["601234", "888999", "mobile", "mobile 777"], &["567777"]),
        (
            "+1 555 123 4567 8901 2345 6",
            TextKind::Phone,
            &["15551234567890", "123456", "5551234567890123456"],
            &["1235"],
        ),
        ("Room 601234", TextKind::Text, &["601", "601234"], &["234", "1234", "601 234"]),
    ]);
}

#[test]
fn words_and_digits_go_together() {
    let mut index = SearchIndex::new();
    set(&mut index, 0, &contact("Dana Novák", "", "+420 601 234 567", ""));
    set(&mut index, 1, &contact("Petr Novák", "", "+420 777 234 567", ""));
    assert_eq!(index.matches("novak 601"), [0]);
    assert_eq!(index.matches("234 novak"), [0, 1]);
    assert!(index.matches("dana 777").is_empty());
}

#[test]
fn the_best_match_comes_first() {
    let ordered: &[(&str, &[Vec<Field>])] = &[
        (
            "ann",
            &[
                contact("Ann Lee", "", "", ""),
                contact("Anna Lee", "", "", ""),
                contact("Lee", "ann@example.com", "", ""),
                contact("Annabella Lee", "", "", ""),
                contact("Lee", "annabella@example.com", "", ""),
                contact("Lee", "", "", "met ann"),
                contact("Lee", "", "", "met annabella"),
            ],
        ),
        (
            "ann lee",
            &[
                contact("Ann Lee", "", "", ""),
                contact("Anna Leeson", "", "", ""),
                contact("Lee", "", "", "ann ann ann"),
            ],
        ),
        (
            "601234567",
            &[
                contact("", "", "601234567", ""),
                contact("", "", "420601234567", ""),
                contact("", "", "601234567420", ""),
                contact("", "", "420601234567420", ""),
            ],
        ),
        // Of two words the rarer one counts more: there is one Xaver and there are many Lees.
        ("x l", &[contact("Xaver", "", "", "lee"), contact("Lee", "", "", "xaver")]),
    ];
    for (query, documents) in ordered {
        let mut index = SearchIndex::new();
        // The best document gets the last slot, so that the order of slots does not help.
        for (slot, fields) in documents.iter().rev().enumerate() {
            set(&mut index, slot as u32, fields);
        }
        if *query == "x l" {
            (10..60).for_each(|slot| set(&mut index, slot, &contact("Lee", "", "", "")));
        }
        let found = index.search(query, |_| true, 100);
        let expected: Vec<u32> = (0..documents.len() as u32).rev().collect();
        assert_eq!(found.slots, expected, "{query:?}");
        let best = index.search(query, |_| true, 2);
        assert_eq!((best.slots.as_slice(), best.total), (&expected[..2], documents.len()), "{query:?}");
    }
}

#[test]
fn matches_of_several_words_are_weighed_together() {
    fn check(query: &str, documents: &[&[(Weight, &str)]], slots: &[u32]) {
        let mut index = SearchIndex::new();
        for (slot, fields) in documents.iter().enumerate() {
            let fields: Vec<_> = fields.iter().map(|(weight, text)| (*weight, TextKind::Text, *text)).collect();
            index.set(slot as u32, &fields);
        }
        assert_eq!(index.search(query, |_| true, 9).slots, slots, "{query:?}");
    }
    let (title, note) = (Weight::Title, Weight::Background);
    // All words in one field are better than the same words in two.
    check("ann lee", &[&[(title, "ann"), (title, "lee")], &[(title, "kim"), (title, "ann lee")]], &[1, 0]);
    // A word in several fields counts by the best of them, wherever that stands.
    check("ann", &[&[(note, "ann"), (title, "kim")], &[(note, "ann"), (title, "ann")]], &[1, 0]);
    // A word of two parts counts as one word, so both documents are as good.
    check("x-y z", &[&[(note, "x y"), (title, "z")], &[(title, "x y"), (note, "z")]], &[0, 1]);
}

#[test]
fn equals_come_by_slot_and_filters_count() {
    let mut index = SearchIndex::new();
    for slot in (0..100).rev() {
        set(&mut index, slot, &contact("Dana", "", "", ""));
    }
    let found = index.search("da", |slot| slot % 2 == 1, 3);
    assert_eq!((found.slots, found.total), (vec![1, 3, 5], 50));
    assert_eq!(index.search("da", |_| false, 3).total, 0);
    assert_eq!(index.search("da", |_| true, 0).total, 100);
}

#[test]
fn a_query_without_words_matches_everything() {
    let mut index = SearchIndex::new();
    [5, 2, 9].into_iter().for_each(|slot| index.set(slot, &[]));
    for query in ["", "  ", "-", "(", "@"] {
        assert_eq!(index.matches(query), [2, 5, 9], "{query:?}");
        let found = index.search(query, |slot| slot != 5, 1);
        assert_eq!((found.slots, found.total), (vec![2], 2), "{query:?}");
    }
}

#[test]
fn slots_beyond_the_greatest_are_left_out() {
    let mut index = SearchIndex::new();
    index.set(MAXIMUM_SLOT + 1, &[(Weight::Title, TextKind::Text, "dana")]);
    index.remove(MAXIMUM_SLOT + 1);
    assert!(index.is_empty());
    assert!(index.matches("dana").is_empty());
}

#[test]
fn removing_and_replacing_many_gives_the_memory_back() {
    let mut index = SearchIndex::new();
    let text = |slot: u32| format!("word{slot} common {}", slot % 7);
    let fill = |index: &mut SearchIndex| {
        for slot in 0..5_000 {
            set(index, slot, &contact(&text(slot), "", &format!("{}", 600_000_000 + slot), ""));
        }
    };
    fill(&mut index);
    index.compact();
    let full = index.memory_bytes();
    for round in 0..4 {
        for slot in 0..5_000 {
            set(&mut index, slot, &contact(&format!("other{round}x{slot} common"), "", "", ""));
        }
        assert_eq!(index.matches("word").len(), 0);
        assert_eq!(index.matches("common").len(), 5_000);
        fill(&mut index);
        assert_eq!(index.matches("word4999"), [4_999]);
        assert_eq!(index.matches("600000123"), [123]);
    }
    index.compact();
    assert!(index.memory_bytes() <= full + full / 10, "{} after {full}", index.memory_bytes());
    (0..5_000).for_each(|slot| index.remove(slot));
    assert!(index.is_empty());
    assert!(index.matches("common").is_empty());
    assert!(index.matches("600").is_empty());
}

/// The same semantics without an index: every document is looked at.
#[derive(Default)]
struct Reference {
    documents: BTreeMap<u32, Vec<Field>>,
}

impl Reference {
    fn matches(&self, query: &str) -> Vec<u32> {
        let query = Query::parse(query);
        self.documents
            .iter()
            .filter(|(_, fields)| Reference::document_matches(fields, &query))
            .map(|(slot, _)| *slot)
            .collect()
    }

    fn document_matches(fields: &[Field], query: &Query) -> bool {
        let mut tokens: Vec<String> = Vec::new();
        let mut numbers: Vec<PackedDigits> = Vec::new();
        for (_, kind, text) in fields {
            let folded = fold(text);
            let mut emit = |token: &str| tokens.push(token.to_owned());
            match kind {
                TextKind::Text => for_each_token(&folded, &mut String::new(), &mut emit),
                TextKind::Phone => {
                    for_each_number(&folded, &mut |number| numbers.push(number));
                    let words: Vec<&str> =
                        folded.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).collect();
                    for_each_token(&words.join(" "), &mut String::new(), &mut emit);
                }
            }
        }
        let holds = |needle: &Needle| match needle {
            Needle::Prefix(prefix) => tokens.iter().any(|token| token.starts_with(prefix.as_str())),
            Needle::Digits(pattern) => numbers.iter().any(|number| number.find(*pattern).is_some()),
        };
        let all = |needles: &[Needle]| !needles.is_empty() && needles.iter().all(holds);
        let word = |word: &Word| all(&word.text) || all(&word.digits);
        query.words.iter().all(word) || all(&query.number)
    }
}

#[derive(Clone, Debug)]
enum Step {
    Set(u32, Vec<Field>),
    Remove(u32),
    Search(String),
    Compact,
}

fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[abč]{1,3}",
        1 => "[李明京]{1,3}",
        1 => "[ab]{1,2}[.'-][ab]{1,2}",
        1 => "[ab]{1,2}\\.[ab]{1,2}@[ab]\\.com",
        1 => "[0-2]{1,5}",
    ];
    proptest::collection::vec(word, 0..4).prop_map(|words| words.join(" "))
}

fn field() -> impl Strategy<Value = Field> {
    let weight =
        prop_oneof![Just(Weight::Title), Just(Weight::Identity), Just(Weight::Detail), Just(Weight::Background)];
    let phone = "(\\+42 )?[0-2]{2,6} ?[0-2]{0,12}( [ab]{1,2})?";
    prop_oneof![
        3 => (weight.clone(), Just(TextKind::Text), text()),
        1 => (weight, Just(TextKind::Phone), phone),
    ]
}

fn query() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[aBč]{1,2}",
        1 => "[李明京]{1,2}",
        1 => "[ab][.@'-][ab]{0,2}",
        1 => "[ab]\\.[ab]@[ab]?",
        2 => "\\+?[0-2]{1,4}(-[0-2]{1,2})?",
    ];
    proptest::collection::vec(word, 0..3).prop_map(|words| words.join(" "))
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0u32..12, proptest::collection::vec(field(), 0..4)).prop_map(|(slot, fields)| Step::Set(slot, fields)),
        2 => (0u32..14).prop_map(Step::Remove),
        5 => query().prop_map(Step::Search),
        1 => Just(Step::Compact),
    ]
}

proptest! {
    #[test]
    fn any_history_finds_what_a_scan_finds(steps in proptest::collection::vec(step(), 1..60)) {
        let mut index = SearchIndex::new();
        let mut reference = Reference::default();
        let mut queries = vec![String::new()];
        for step in steps {
            match step {
                Step::Set(slot, fields) => {
                    set(&mut index, slot, &fields);
                    reference.documents.insert(slot, fields);
                }
                Step::Remove(slot) => {
                    index.remove(slot);
                    reference.documents.remove(&slot);
                }
                Step::Compact => index.compact(),
                Step::Search(query) => {
                    let expected = reference.matches(&query);
                    prop_assert_eq!(index.matches(&query), expected.clone(), "{:?}", query);
                    let found = index.search(&query, |slot| slot != 3, usize::MAX);
                    prop_assert_eq!(found.total, found.slots.len());
                    let mut slots = found.slots;
                    slots.sort_unstable();
                    let expected: Vec<u32> = expected.into_iter().filter(|slot| *slot != 3).collect();
                    prop_assert_eq!(slots, expected, "{:?}", query);
                    queries.push(query);
                }
            }
            prop_assert_eq!(index.len(), reference.documents.len());
        }
        // The order does not depend on how the index came to hold what it holds.
        let mut anew = SearchIndex::new();
        reference.documents.iter().rev().for_each(|(slot, fields)| set(&mut anew, *slot, fields));
        for query in queries {
            prop_assert_eq!(index.search(&query, |_| true, 5), anew.search(&query, |_| true, 5), "{:?}", query);
        }
    }

    #[test]
    fn no_text_and_no_query_panics(text in any::<String>(), query in any::<String>()) {
        let mut index = SearchIndex::new();
        index.set(0, &[(Weight::Title, TextKind::Text, &text), (Weight::Title, TextKind::Phone, &text)]);
        prop_assert!(index.search(&query, |_| true, 5).total <= 1);
    }

    #[test]
    fn a_text_is_found_by_its_own_words(text in "[\\PC]{0,20}") {
        let mut index = SearchIndex::new();
        index.set(0, &[(Weight::Title, TextKind::Text, &text)]);
        for word in text.split_whitespace() {
            prop_assert_eq!(index.matches(word), [0], "{:?} of {:?}", word, text);
        }
    }
}
