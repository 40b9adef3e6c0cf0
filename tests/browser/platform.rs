//! The wrappers of the browser, against the browser.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;

use burrow::platform::broadcast::Broadcast;
use burrow::platform::clock;
use burrow::platform::files::{FileError, FileSource, LabelDecoder, make_blob};
use burrow::platform::intl::{self, DateStyle, InstantStyle, RelativeStyle};
use burrow::platform::locks::{hold_until_dropped, try_lock, with_lock};
use burrow::platform::random;
use burrow::platform::{page, preferences, storage_estimate};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

mod worker_channel;

/// Waits until `done` holds, and fails with `what` when it does not within two seconds.
async fn until(what: &str, done: impl Fn() -> bool) {
    let begun = clock::monotonic_ms();
    while !done() {
        assert!(clock::monotonic_ms() - begun < 2_000.0, "{what}");
        clock::sleep(5).await;
    }
}

mod locks {
    use super::*;

    #[wasm_bindgen_test]
    async fn a_held_lock_is_not_given_twice() {
        let guard = try_lock("held").await.expect("locks exist").expect("nobody holds it");
        assert!(try_lock("held").await.expect("locks exist").is_none());
        assert!(try_lock("another").await.expect("locks exist").is_some());
        drop(guard);
        // Letting go is told to the browser and takes effect a moment later; waiting for the lock is the proof.
        drop(hold_until_dropped("held").await.expect("locks exist"));
    }

    #[wasm_bindgen_test]
    async fn bodies_run_one_after_the_other() {
        let trail = Rc::new(RefCell::new(String::new()));
        for name in ["a", "b", "c"] {
            let trail = Rc::clone(&trail);
            spawn_local(async move {
                let body = async {
                    trail.borrow_mut().push_str(name);
                    clock::sleep(5).await;
                    trail.borrow_mut().push_str(name);
                };
                with_lock("in turn", body).await.expect("locks exist");
            });
        }
        until("all three bodies end", || trail.borrow().len() == 6).await;
        assert_eq!(*trail.borrow(), "aabbcc");
    }

    #[wasm_bindgen_test]
    async fn the_result_of_the_body_comes_back() {
        assert_eq!(with_lock("result", async { 7 }).await, Ok(7));
    }

    #[wasm_bindgen_test]
    async fn a_waiter_that_gave_up_does_not_keep_the_lock() {
        let guard = hold_until_dropped("given up").await.expect("locks exist");
        {
            let mut waiter = Box::pin(hold_until_dropped("given up"));
            // Polled once, so that the browser has been asked, and then dropped.
            std::future::poll_fn(|context| {
                assert!(waiter.as_mut().poll(context).is_pending());
                std::task::Poll::Ready(())
            })
            .await;
        }
        drop(guard);
        drop(hold_until_dropped("given up").await.expect("locks exist"));
    }
}

mod broadcast {
    use super::*;

    #[wasm_bindgen_test]
    async fn the_others_hear_and_the_sender_does_not() {
        let heard: Rc<RefCell<Vec<Vec<u8>>>> = Rc::default();
        let own: Rc<Cell<u32>> = Rc::default();
        let listening = Rc::clone(&heard);
        let _listener = Broadcast::open("tabs", move |bytes| listening.borrow_mut().push(bytes)).expect("it opens");
        let counted = Rc::clone(&own);
        let sender = Broadcast::open("tabs", move |_| counted.set(counted.get() + 1)).expect("it opens");
        sender.send(&[1, 2, 3]).expect("it is sent");
        sender.send(&[]).expect("it is sent");
        until("both messages arrive", || heard.borrow().len() == 2).await;
        assert_eq!(*heard.borrow(), [vec![1, 2, 3], vec![]]);
        assert_eq!(own.get(), 0);
    }

    #[wasm_bindgen_test]
    async fn a_dropped_listener_hears_nothing_more() {
        let heard: Rc<Cell<u32>> = Rc::default();
        let last: Rc<Cell<u32>> = Rc::default();
        let (first_count, last_count) = (Rc::clone(&heard), Rc::clone(&last));
        let dropped = Broadcast::open("dropped", move |_| first_count.set(first_count.get() + 1)).expect("it opens");
        let _kept = Broadcast::open("dropped", move |_| last_count.set(last_count.get() + 1)).expect("it opens");
        let sender = Broadcast::open("dropped", |_| {}).expect("it opens");
        sender.send(&[1]).expect("it is sent");
        until("the first message arrives", || heard.get() == 1 && last.get() == 1).await;
        drop(dropped);
        sender.send(&[2]).expect("it is sent");
        until("the second message arrives", || last.get() == 2).await;
        assert_eq!(heard.get(), 1);
    }
}

mod chance_and_time {
    use super::*;

    #[wasm_bindgen_test]
    fn random_bytes_fill_more_than_one_call_of_the_browser() {
        let mut bytes = vec![0_u8; 3 * 65_536 + 17];
        random::fill(&mut bytes).expect("there is chance");
        // That a stretch of 256 bytes stays all zero has a chance of one in 2^2048.
        for stretch in bytes.chunks(256).filter(|stretch| stretch.len() == 256) {
            assert!(stretch.iter().any(|byte| *byte != 0));
        }
        let numbers: HashSet<u64> = (0..100).map(|_| random::random_u64().expect("there is chance")).collect();
        assert_eq!(numbers.len(), 100);
    }

    #[wasm_bindgen_test]
    async fn waiting_waits_and_yielding_lets_others_run() {
        let begun = clock::monotonic_ms();
        clock::sleep(20).await;
        // Browsers round both clocks, by up to a millisecond each.
        assert!(clock::monotonic_ms() - begun >= 18.0);
        clock::next_frame().await;

        let ran = Rc::new(Cell::new(false));
        let other = Rc::clone(&ran);
        gloo::timers::callback::Timeout::new(0, move || other.set(true)).forget();
        for _ in 0..100_000 {
            if ran.get() {
                break;
            }
            clock::yield_now().await;
        }
        assert!(ran.get(), "a timer runs between turns");
    }

    #[wasm_bindgen_test]
    fn the_clock_is_of_this_century_and_the_date_is_its_date() {
        assert!(clock::now_ms() > 1_700_000_000_000);
        let (year, month, day) = clock::local_today();
        assert!(year >= 2024 && (1..=12).contains(&month) && (1..=31).contains(&day));
        assert!(!clock::time_zone().is_empty());
        // Noon of a day in the middle of a month is that day from UTC-11 to UTC+11.
        assert_eq!(clock::local_date_of(1_773_576_000_000.0), (2026, 3, 15));
    }
}

mod files {
    use super::*;

    #[wasm_bindgen_test]
    async fn a_file_is_read_in_parts() {
        let blob = make_blob(&[b"hello ".to_vec(), Vec::new(), b"world".to_vec()], "text/plain").expect("it is made");
        assert_eq!(blob.type_(), "text/plain");
        let file = FileSource::from_value(blob.into()).expect("a blob is a file");
        assert_eq!((file.size(), file.name()), (11, ""));
        for (start, end, expected) in
            [(0, 11, "hello world"), (6, 11, "world"), (3, 3, ""), (8, 5, ""), (6, 900, "world"), (50, 60, "")]
        {
            let bytes = file.read(start, end).await.expect("it is read");
            assert_eq!(String::from_utf8_lossy(&bytes), expected, "{start}..{end}");
        }
        assert_eq!(FileSource::from_value(JsValue::from_str("text")).err(), Some(FileError::NotAFile));
    }

    /// The text of `pieces` in the encoding `label`.
    fn decoded(label: &str, pieces: &[&[u8]]) -> String {
        let mut decoder = LabelDecoder::new(label).expect("the encoding is known");
        let mut text = String::new();
        for piece in pieces {
            text += &decoder.decode(piece).expect("it decodes");
        }
        text + &decoder.finish().expect("it ends")
    }

    #[wasm_bindgen_test]
    fn text_in_pieces_is_the_text() {
        for (label, pieces, expected) in [
            ("utf-8", vec![&b"\xEF\xBB\xBFa\xE5"[..], b"\xAE", b"\xA2z"], "a客z"),
            ("UTF-8", vec![b"\xE5\xAE"], "\u{FFFD}"),
            ("gb18030", vec![b"\xBF", b"\xCD"], "客"),
            ("windows-1252", vec![b"caf\xE9"], "café"),
            ("utf-16le", vec![b"a", b"\0b\0"], "ab"),
        ] {
            assert_eq!(decoded(label, &pieces), expected, "{label}");
        }
        assert_eq!(LabelDecoder::new("klingon").err(), Some(FileError::UnknownEncoding("klingon".to_owned())));
        assert_eq!(LabelDecoder::new("gb2312").expect("an old name").encoding(), "gbk");
    }
}

mod words {
    use super::*;

    #[wasm_bindgen_test]
    fn a_plain_date_never_slips() {
        for (locale, date, style, expected) in [
            ("en-GB", (2026, 3, 1), DateStyle::Medium, "1 Mar 2026"),
            ("en-US", (2026, 3, 1), DateStyle::Medium, "Mar 1, 2026"),
            ("en-US", (2026, 11, 21), DateStyle::Long, "Saturday, November 21, 2026"),
            ("en-US", (2024, 2, 29), DateStyle::Numeric, "02/29/2024"),
            ("en-US", (2026, 12, 31), DateStyle::MonthAndDay, "Dec 31"),
            ("en-US", (2026, 1, 1), DateStyle::MonthAndYear, "January 2026"),
            ("en-US", (1900, 3, 1), DateStyle::Medium, "Mar 1, 1900"),
            ("en-US", (1969, 12, 31), DateStyle::Medium, "Dec 31, 1969"),
            ("zh-CN", (2026, 3, 1), DateStyle::Medium, "2026年3月1日"),
            ("not a tag", (2026, 3, 1), DateStyle::Medium, &intl::plain_date("", 2026, 3, 1, DateStyle::Medium)),
        ] {
            assert_eq!(intl::plain_date(locale, date.0, date.1, date.2, style), expected, "{locale} {date:?}");
        }
    }

    #[wasm_bindgen_test]
    fn every_day_of_four_centuries_is_the_browsers_day() {
        // A stride prime to the lengths of months and years meets every kind of date.
        for index in 0..2_000_i32 {
            let date = js_sys::Date::new(&JsValue::from_f64(f64::from(index - 1_000) * 73.0 * 86_400_000.0));
            let (year, month, day) =
                (date.get_utc_full_year() as i32, date.get_utc_month() as u8 + 1, date.get_utc_date() as u8);
            let expected = format!("{month:02}/{day:02}/{year}");
            assert_eq!(intl::plain_date("en-US", year, month, day, DateStyle::Numeric), expected);
        }
    }

    #[wasm_bindgen_test]
    fn distances_are_told_as_people_tell_them() {
        let today = (2026, 11, 21);
        for (then, expected) in [
            ((2026, 11, 21), "today"),
            ((2026, 11, 20), "yesterday"),
            ((2026, 11, 22), "tomorrow"),
            ((2026, 11, 15), "6 days ago"),
            ((2026, 11, 14), "last week"),
            ((2026, 12, 20), "in 4 weeks"),
            ((2026, 12, 21), "next month"),
            ((2026, 4, 21), "7 months ago"),
            ((2026, 4, 22), "6 months ago"),
            ((2025, 11, 22), "11 months ago"),
            ((2025, 11, 21), "last year"),
            ((2029, 11, 21), "in 3 years"),
        ] {
            assert_eq!(intl::relative_plain_date("en", then, today, RelativeStyle::Long), expected, "{then:?}");
        }
        let minute = 60_000.0;
        let now = js_sys::Date::new_with_year_month_day_hr(2026, 10, 21, 12).get_time();
        for (then, expected) in [
            (now, "now"),
            (now - 44_000.0, "now"),
            (now - 50_000.0, "1 minute ago"),
            (now + 59.9 * minute, "in 59 minutes"),
            (now - 60.0 * minute, "1 hour ago"),
            (now - 11.0 * 60.0 * minute, "11 hours ago"),
            (now - 13.0 * 60.0 * minute, "yesterday"),
            (now + 36.0 * 60.0 * minute, "in 2 days"),
        ] {
            assert_eq!(intl::relative("en", then, now, RelativeStyle::Long), expected);
        }
        assert_eq!(intl::relative_plain_date("en", (2026, 4, 21), today, RelativeStyle::Short), "7 mo. ago");
        assert_eq!(intl::relative_plain_date("zh-CN", (2026, 11, 20), today, RelativeStyle::Long), "昨天");
    }

    #[wasm_bindgen_test]
    fn numbers_and_money_are_exact() {
        assert_eq!(intl::number("en", 1_234.5), "1,234.5");
        assert_eq!(intl::integer("en", i64::MAX), "9,223,372,036,854,775,807");
        assert_eq!(intl::number_compact("en", 1_234_567.0), "1.2M");
        assert_eq!(intl::percent("en", 0.256, 0), "26%");
        assert_eq!(intl::bytes("en", 19_100_000), "19.1 MB");
        for (minor, digits, currency, expected) in [
            (123_456, 2, "USD", "$1,234.56"),
            (-5, 2, "USD", "-$0.05"),
            (0, 2, "USD", "$0.00"),
            (5_000, 0, "JPY", "¥5,000"),
            (i64::MAX, 2, "USD", "$92,233,720,368,547,758.07"),
            (i64::MIN, 2, "USD", "-$92,233,720,368,547,758.08"),
            (150, 2, "not a currency", "1.50 not a currency"),
        ] {
            assert_eq!(intl::money("en", minor, digits, currency), expected);
        }
        assert_eq!(intl::money_compact("en", 123_456_700, 2, "EUR"), "€1.2M");
    }

    #[wasm_bindgen_test]
    fn lists_plurals_and_instants() {
        let names = ["Ada".to_owned(), "Grace".to_owned(), "Linus".to_owned()];
        assert_eq!(intl::list("en", &names), "Ada, Grace, and Linus");
        assert_eq!(intl::list("zh-CN", &names), "Ada、Grace和Linus");
        assert_eq!(intl::plural_category("en", 1.0), "one");
        assert_eq!(intl::plural_category("zh-CN", 1.0), "other");
        assert_eq!(intl::instant("en-GB", 1_773_576_000_000.0, InstantStyle::Date), "15 Mar 2026");
    }
}

mod page_and_storage {
    use super::*;

    #[wasm_bindgen_test]
    async fn what_the_page_says_of_itself() {
        assert!(page::base_path().starts_with('/') && page::base_path().ends_with('/'));
        assert_eq!(page::address_of("a/b.js"), format!("{}a/b.js", page::address_of("")));
        assert_eq!(page::meta_content("no-such-name"), None);
        assert!(page::matches_media("(min-width: 1px)") && !page::matches_media("(max-width: 1px)"));
        assert!(!page::focus_by_id("no-such-element"));
        page::set_root_attribute("data-tried", Some("yes"));
        let root = || web_sys::window()?.document()?.document_element();
        assert_eq!(root().and_then(|root| root.get_attribute("data-tried")).as_deref(), Some("yes"));
        page::set_root_attribute("data-tried", None);
        assert!(root().is_some_and(|root| !root.has_attribute("data-tried")));
        let room = storage_estimate::estimate().await.expect("Chromium tells");
        assert!(room.quota > room.usage);
        assert!(storage_estimate::persisted().await.is_some());
    }

    #[wasm_bindgen_test]
    fn preferences_are_kept_and_forgotten() {
        assert_eq!(preferences::get("burrow-test"), None);
        assert_eq!(preferences::set("burrow-test", "客户"), Ok(()));
        assert_eq!(preferences::get("burrow-test").as_deref(), Some("客户"));
        assert_eq!(preferences::remove("burrow-test"), Ok(()));
        assert_eq!(preferences::get("burrow-test"), None);
    }
}
