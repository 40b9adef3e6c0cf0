use super::*;
use proptest::prelude::*;

fn check(cell: &str, order: DateOrder, expected: Result<(i32, u8, u8), DateProblem>) {
    let expected = expected.map(|(year, month, day)| PlainDate { year: (year != 0).then_some(year), month, day });
    assert_eq!(parse_date(cell, order), expected, "{cell:?} {order:?}");
}

#[test]
fn dates_with_one_reading_need_no_order() {
    for order in [DateOrder::Unknown, DateOrder::DayMonthYear, DateOrder::MonthDayYear] {
        check("1990-03-07", order, Ok((1990, 3, 7)));
        check(" 1990-3-7 ", order, Ok((1990, 3, 7)));
        check("1990/03/07", order, Ok((1990, 3, 7)));
        check("2024-08-13T18:04:34.666+00:00", order, Ok((2024, 8, 13)));
        check("2024-08-13T23:30:00-05:00", order, Ok((2024, 8, 13)));
        check("2024-03-12 09:14", order, Ok((2024, 3, 12)));
        check("1940-06-07Z", order, Ok((1940, 6, 7)));
        check("19900307", order, Ok((1990, 3, 7)));
        check("7.3.1990", order, Ok((1990, 3, 7)));
        check("07.03.90", order, Ok((1990, 3, 7)));
        check("07.03.12", order, Ok((2012, 3, 7)));
        check("7. 3. 1990", order, Ok((1990, 3, 7)));
        check("--03-07", order, Ok((0, 3, 7)));
        check("--0307", order, Ok((0, 3, 7)));
        check("--02-29", order, Ok((0, 2, 29)));
        check("1990年3月7日", order, Ok((1990, 3, 7)));
        check("1990 年 03 月 07 号", order, Ok((1990, 3, 7)));
        check("3月7日", order, Ok((0, 3, 7)));
        check("45631", order, Ok((2024, 12, 5)));
        check("45631.5", order, Ok((2024, 12, 5)));
        check("25569", order, Ok((1970, 1, 1)));
        check("7 March 1990", order, Ok((1990, 3, 7)));
        check("March 7th, 1990", order, Ok((1990, 3, 7)));
        check("7-Mar-90", order, Ok((1990, 3, 7)));
        check("Mar 7", order, Ok((0, 3, 7)));
        check("03/03/2026", order, Ok((2026, 3, 3)));
    }
}

#[test]
fn slashes_and_dashes_follow_the_order() {
    check("03/04/2026", DateOrder::DayMonthYear, Ok((2026, 4, 3)));
    check("03/04/2026", DateOrder::MonthDayYear, Ok((2026, 3, 4)));
    check("03/04/2026", DateOrder::Unknown, Err(DateProblem::Ambiguous));
    check("3-4-26", DateOrder::Unknown, Err(DateProblem::Ambiguous));
    check("13/04/2026", DateOrder::Unknown, Ok((2026, 4, 13)));
    check("04/13/2026 10:15 PM", DateOrder::Unknown, Ok((2026, 4, 13)));
    check("13/04/2026", DateOrder::MonthDayYear, Err(DateProblem::NoSuchDay));
}

#[test]
fn what_is_no_date_says_why() {
    for (cell, problem) in [
        ("", DateProblem::Empty),
        ("0/0/00", DateProblem::Empty),
        ("2023-02-29", DateProblem::NoSuchDay),
        ("1900-02-29", DateProblem::NoSuchDay),
        ("31.4.2020", DateProblem::NoSuchDay),
        ("2020-13-01", DateProblem::NoSuchDay),
        ("0000-01-01", DateProblem::NoSuchDay),
        ("99999999", DateProblem::NoSuchDay),
        ("--13-01", DateProblem::NoSuchDay),
        ("hello", DateProblem::NotADate),
        ("1990", DateProblem::NotADate),
        ("1.5", DateProblem::NotADate),
        ("12/2020", DateProblem::NotADate),
        ("1/2/3/4", DateProblem::NotADate),
        ("月", DateProblem::NotADate),
        ("王年3月7日", DateProblem::NotADate),
        ("--王", DateProblem::NotADate),
        ("--ééé", DateProblem::NotADate),
        ("1234567", DateProblem::NotADate),
        ("555-1234", DateProblem::NotADate),
        ("(415) 293-3313", DateProblem::NotADate),
    ] {
        check(cell, DateOrder::Unknown, Err(problem));
    }
}

#[test]
fn moments_need_an_offset() {
    for (cell, expected) in [
        ("1970-01-01T00:00:00Z", Some(0)),
        ("2024-08-13T18:04:34.666+00:00", Some(1_723_572_274_666)),
        ("2024-08-14T11:37:45.65+00:00", Some(1_723_635_465_650)),
        ("2024-08-13T20:04:34+02:00", Some(1_723_572_274_000)),
        ("2024-08-13 13:04:34-0500", Some(1_723_572_274_000)),
        ("1969-12-31T23:59:59.999Z", Some(-1)),
        ("2024-08-13T18:04Z", Some(1_723_572_240_000)),
        ("2024-08-13T18:04:34", None),
        ("2024-08-13", None),
        ("2024-08-13T25:00:00Z", None),
        ("2024-08-13T10:00:00+2", None),
        ("hello T+00:00", None),
        ("", None),
    ] {
        assert_eq!(parse_instant(cell), expected, "{cell:?}");
    }
}

#[test]
fn a_column_decides_its_order() {
    for (samples, expected) in [
        (&["03/04/2026", "25/12/2025"][..], OrderGuess::Decided(DateOrder::DayMonthYear)),
        (&["03/04/2026", "12/25/2025", ""], OrderGuess::Decided(DateOrder::MonthDayYear)),
        (&["03/04/2026", "05/06/2025"], OrderGuess::Ambiguous),
        (&["25/12/2025", "12/25/2025"], OrderGuess::Ambiguous),
        (&["2026-04-03", "7.3.1990", "hello"], OrderGuess::NotNeeded),
        (&["03/03/2026"], OrderGuess::NotNeeded),
        (&[], OrderGuess::NotNeeded),
    ] {
        assert_eq!(sniff_date_order(samples.iter().copied()), expected, "{samples:?}");
    }
}

#[test]
fn every_day_of_the_count_is_the_day_after_the_one_before() {
    let mut expected = PlainDate { year: Some(1927), month: 5, day: 18 };
    for days in SPREADSHEET_DAYS {
        let read = date_of_day(days + DAY_ZERO_OF_SPREADSHEETS);
        assert_eq!(read, expected, "{days}");
        let year = read.year.unwrap();
        assert_eq!(days_since_1970(year, read.month, read.day), days + DAY_ZERO_OF_SPREADSHEETS);
        let (month, day) = (i32::from(read.month), i32::from(read.day));
        expected = date(Some(year), month, day + 1)
            .or_else(|_| date(Some(year), month + 1, 1))
            .or_else(|_| date(Some(year + 1), 1, 1))
            .unwrap();
    }
}

#[test]
fn moments_are_written_in_utc() {
    for (milliseconds, expected) in [
        (0, "1970-01-01T00:00:00.000Z"),
        (1_723_572_274_666, "2024-08-13T18:04:34.666Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
    ] {
        assert_eq!(instant_text(milliseconds), expected);
    }
}

proptest! {
    #[test]
    fn moments_are_read_as_they_were_written(milliseconds in -62_135_596_800_000_i64..253_402_300_800_000) {
        prop_assert_eq!(parse_instant(&instant_text(milliseconds)), Some(milliseconds));
    }

    #[test]
    fn any_number_of_milliseconds_can_be_written(milliseconds: i64) {
        prop_assert!(instant_text(milliseconds).ends_with('Z'));
    }

    #[test]
    fn nothing_makes_it_panic(cell in any::<String>(), date_like in "[-0-9/.:TZ+ 年月日a-c]{0,24}") {
        for text in [&cell, &date_like] {
            for order in [DateOrder::Unknown, DateOrder::DayMonthYear, DateOrder::MonthDayYear] {
                if let Ok(read) = parse_date(text, order) {
                    prop_assert!((1..=12).contains(&read.month) && (1..=31).contains(&read.day));
                }
            }
            let _ = parse_instant(text);
        }
    }
}
