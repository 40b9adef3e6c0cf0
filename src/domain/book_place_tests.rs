use super::*;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

fn place(id: &str) -> BookPlace {
    BookPlace::parse(id).unwrap_or_else(|| panic!("{id} is an identifier"))
}

#[test]
fn an_identifier_is_ten_small_letters_and_digits() {
    let check = |text: &str, expected: bool| assert_eq!(BookPlace::parse(text).is_some(), expected, "{text:?}");
    check("abcdefghij", true);
    check("a1b2c3d4e5", true);
    check("first", true);
    check("", false);
    check("abcdefghi", false);
    check("abcdefghijk", false);
    check("Abcdefghij", false);
    check("abcdefgh-j", false);
    check("abcdefgh j", false);
    check("客户客户客户客", false);
    check("first ", false);
    for chance in [[0; 10], [255; 10], [1, 2, 3, 4, 5, 60, 70, 80, 90, 100]] {
        let made = BookPlace::from_chance(chance);
        assert_eq!(BookPlace::parse(&made.id()), Some(made));
        assert_ne!(made, BookPlace::FIRST);
    }
}

#[test]
fn the_first_book_has_the_names_of_old() {
    let check = |what: OfBook, expected: &str| {
        assert_eq!(BookPlace::FIRST.name_for(what), expected);
        assert_eq!(place("abcdefghij").name_for(what), format!("{expected}@abcdefghij"));
    };
    check(OfBook::Book, "burrow");
    check(OfBook::News, "burrow");
    check(OfBook::Write, "burrow.write");
    check(OfBook::Fold, "burrow.fold");
    check(OfBook::LockNews, "burrow.lock");
    check(OfBook::LockExpected, "burrow.lock");
    check(OfBook::LockAfter, "burrow.lock-after");
    check(OfBook::LockedAt, "burrow.locked-at");
    check(OfBook::ActiveAt, "burrow.active-at");
    check(OfBook::Unsaved, "burrow.unsaved");
    check(OfBook::Member, "burrow.member");
    check(OfBook::Currency, "burrow.currency");
    check(OfBook::Kept, "burrow.book");
    check(OfBook::LastBackup, "burrow.backup.last");
    check(OfBook::BackupLater, "burrow.backup.later");
    check(OfBook::Plan, "burrow.backup.plan");
    check(OfBook::PlanLast, "burrow.backup.plan-last");
    check(OfBook::PlanFailed, "burrow.backup.plan-failed");
    check(OfBook::PlanFiles, "burrow.backup.plan-files");
    check(OfBook::Courier, "burrow.courier");
    check(OfBook::BackupFolder, "burrow-folder");
    check(OfBook::BackupTurn, "burrow.backup");
}

#[test]
fn no_two_things_have_one_name() {
    let places = [BookPlace::FIRST, place("abcdefghij"), place("abcdefghik")];
    let mut seen = HashSet::new();
    for what in OfBook::ALL {
        for one in places {
            assert!(seen.insert((what.sort(), one.name_for(*what))), "{what:?} of {one} has the name of another");
            assert_eq!(BookPlace::of_name(&one.name_for(*what), *what), Some(one));
        }
        for shared in [LIST, OPENED_LAST, SHOWN_HERE] {
            assert_ne!(what.name(), shared);
        }
    }
    let check = |name: &str| assert_eq!(BookPlace::of_name(name, OfBook::Book), None, "{name}");
    check("burrow-folder");
    check("burrow-folder@abcdefghij");
    check("burrow-unfinished@abcdefghij");
    check("burrow@first");
    check("burrow@ABCDEFGHIJ");
    check("other");
}

#[test]
fn a_worker_knows_by_its_name_what_to_open() {
    let check =
        |name: &str, expected: Option<(BookPlace, bool)>| assert_eq!(BookPlace::of_worker(name), expected, "{name}");
    check("", Some((BookPlace::FIRST, true)));
    check("abcdefghij", Some((place("abcdefghij"), false)));
    check("new abcdefghij", Some((place("abcdefghij"), true)));
    check("first", None);
    check("new first", None);
    check("new ", None);
    check("abc", None);
    for (one, to_be_made) in [(BookPlace::FIRST, true), (place("abcdefghij"), false), (place("abcdefghij"), true)] {
        check(&one.worker_name(to_be_made), Some((one, to_be_made)));
    }
}

#[test]
fn a_list_is_read_as_it_was_written() {
    let book = |id: &str, name: &str| ListedBook { place: place(id), name: name.to_owned() };
    let check = |text: Option<&str>, expected: &[ListedBook]| assert_eq!(parse_list(text), expected, "{text:?}");
    let first = book("first", "");
    check(None, std::slice::from_ref(&first));
    check(Some(""), std::slice::from_ref(&first));
    check(Some("nonsense\n\n!"), std::slice::from_ref(&first));
    check(Some("first\nabcdefghij The shop"), &[first.clone(), book("abcdefghij", "The shop")]);
    check(Some("abcdefghij 客户 一\r\nabcdefghij Again"), &[book("abcdefghij", "客户 一")]);
    let books = [book("first", "Practice"), book("abcdefghij", ""), book("abcdefghik", "A  b")];
    assert_eq!(parse_list(Some(&list_text(&books))), books);
}

#[test]
fn a_name_is_short_on_one_line_and_no_other_books() {
    let check = |typed: &str, expected: Result<&str, NameProblem>| {
        assert_eq!(book_name(typed, ["Shop", "诊所"]), expected.map(str::to_owned), "{typed:?}");
    };
    check("Practice", Ok("Practice"));
    check("  The\n practice\t", Ok("The practice"));
    check("", Err(NameProblem::Empty));
    check(" \u{3000}\n", Err(NameProblem::Empty));
    check(" shop ", Err(NameProblem::Taken));
    check("诊所", Err(NameProblem::Taken));
    check("诊所二", Ok("诊所二"));
    let longest = "客".repeat(LONGEST_NAME);
    check(&longest, Ok(&longest));
    check(&format!("{longest}户"), Err(NameProblem::TooLong));
}

#[test]
fn a_proposed_name_is_free() {
    let check = |wished: &str, others: &[&str], expected: &str| assert_eq!(free_name(wished, others), expected);
    check("Shop", &[], "Shop");
    check("Shop", &["shop"], "Shop 2");
    check("Shop", &["Shop", "Shop 2"], "Shop 3");
    let long = "b".repeat(80);
    check(&long, &[], &"b".repeat(60));
    check(&long, &[&"b".repeat(60)], &format!("{} 2", "b".repeat(58)));
}

#[test]
fn the_name_of_a_book_goes_through_the_name_of_a_file() {
    let part = |name: &str, expected: &str| assert_eq!(file_part(name), expected, "{name:?}");
    part("The shop", "The-shop");
    part("A/B: c?", "A-B-c");
    part("诊所 二", "诊所-二");
    part("…", "");
    part(&"long ".repeat(20), "long-long-long-long-long-long-long-long");
    let check = |file: &str, expected: Option<&str>| assert_eq!(name_from_file(file).as_deref(), expected, "{file:?}");
    check("burrow-backup-2026-11-25.ndjson.gz.age", None);
    check("burrow-backup-2026-11-25-0930.ndjson.gz.age", None);
    check("burrow-backup-2026-11-25-The-shop.ndjson.gz.age", Some("The shop"));
    check("burrow-backup-2026-11-25-诊所-二.ndjson.gz.age", Some("诊所 二"));
    check("old practice 2019.ndjson", Some("old practice 2019"));
    check("2019.ndjson", Some("2019"));
    check("", None);
}

/// Every text in the sources that is a name of this browser's is either the person's, or comes from `OfBook`.
#[test]
fn no_name_of_a_book_is_written_anywhere_else() {
    /// What is the person's, the program's, or a word for something that is not kept in the browser.
    const SHARED: [&str; 13] = [
        "burrow.language",
        "burrow.theme",
        "burrow.single-keys",
        "burrow.columns.{}",
        "burrow-backups",
        "burrow-build",
        "burrow-app",
        "burrow-workers",
        "burrow-download-anew",
        "burrow-release-waiting",
        "burrow-start-failed",
        "burrow-test",
        "burrow-campaign",
    ];
    fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                rust_files(&entry, into);
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                into.push(entry);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src/state", "src/ui", "src/platform", "src/bin", "src/engine", "src/storage"] {
        rust_files(&root.join(folder), &mut files);
    }
    let own = OfBook::ALL.iter().map(|what| what.name()).collect::<Vec<_>>();
    let mut seen = 0;
    let mut forgotten = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a source");
        for literal in text.split('"').filter(|part| part.starts_with("burrow")) {
            seen += 1;
            let is_of_a_book = own.contains(&literal) || literal.contains('@');
            let is_a_key = literal.starts_with("burrow.") && !SHARED.contains(&literal);
            if is_of_a_book || is_a_key {
                forgotten.push(format!("{}: {literal:?}", file.display()));
            }
        }
    }
    assert!(seen > 10, "the sources were not found");
    assert!(forgotten.is_empty(), "named without its book:\n{}", forgotten.join("\n"));
    // The page's first script decides which book is shown, by the same names.
    let boot = fs::read_to_string(root.join("site/boot.js")).expect("the first script");
    for name in [LIST, OPENED_LAST, SHOWN_HERE] {
        assert!(boot.contains(&format!("\"{name}\"")), "the first script does not know {name}");
    }
    assert!(boot.contains(&format!("{{{ID_LENGTH}}}")), "the first script knows another length");
}
