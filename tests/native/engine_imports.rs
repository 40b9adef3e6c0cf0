//! Imports: every row is made, changed, skipped or told as a problem; all of it counts or nothing; it can be taken back.

use crate::engine_world::{Bytes, Shared, Tab, cases, file, member_fields, person, text};
use burrow::domain::customer;
use burrow::domain::id::{Id, MemberId, OperationId};
use burrow::domain::record::Kind;
use burrow::domain::value::{ContactLabel, Email, Labelled, Value};
use burrow::engine::import_plan::{
    ColumnPart, ColumnPlan, ColumnPolicy, ColumnTarget, ImportDraft, ImportPlan, ImportPreview, MatchKey, OnMatch,
    RowReason,
};
use burrow::engine::protocol::{Failure, FileProblem, Job, Reply, Request};
use burrow::engine::serve::File;
use burrow::formats::csv_read::{CsvOptions, read_all};
use burrow::messages::Language;
use burrow::storage::MemoryDisk;
use proptest::prelude::*;
use std::rc::Rc;

pub fn new_tab() -> Tab {
    Tab::open(&Shared::new(), &MemoryDisk::new())
}

fn open(tab: &Tab, file: File) -> Result<ImportDraft, FileProblem> {
    match tab.ask_with(Request::ImportOpen { kind: Some(Kind::Customer), reading: None }, Some(file)) {
        Reply::ImportDraft(draft) => Ok(draft),
        Reply::Failed(Failure::File(problem)) => Err(problem),
        other => panic!("{other:?}"),
    }
}

fn run_plan(tab: &Tab, plan: &ImportPlan) -> (Option<OperationId>, ImportPreview) {
    let preview = match tab.ask(Request::ImportPreview { job: Job(1), plan: plan.clone() }) {
        Reply::ImportPreview(preview) => preview,
        other => panic!("{other:?}"),
    };
    let before = tab.digest();
    let request = Request::ImportRun {
        job: Job(2),
        operation: tab.new_operation(),
        member: MemberId::default(),
        plan: plan.clone(),
    };
    let report = match tab.ask(request) {
        Reply::ImportDone(report) => report,
        other => panic!("{other:?}"),
    };
    assert_eq!(report.counts, preview, "the preview told something else");
    assert_eq!(report.operation.is_none(), tab.digest() == before);
    balanced(&preview);
    (report.operation, preview)
}

fn balanced(counts: &ImportPreview) {
    assert_eq!(counts.rows, counts.created + counts.updated + counts.skipped + counts.problems, "{counts:?}");
}

/// Imports a file with the guessed plan, mended by `mend`: made, changed, skipped, problems.
pub fn import(tab: &Tab, bytes: impl Into<Vec<u8>>, mend: impl Fn(&mut ImportPlan)) -> (Option<OperationId>, [u64; 4]) {
    let mut plan = open(tab, file(bytes)).unwrap().plan;
    mend(&mut plan);
    let (operation, counts) = run_plan(tab, &plan);
    (operation, [counts.created, counts.updated, counts.skipped, counts.problems])
}

fn find(tab: &Tab, search: &str) -> Vec<Id> {
    match tab.ask(Request::Find { search: search.to_owned(), limit: 20 }) {
        Reply::Found(found) => found.into_iter().map(|one| one.id).collect(),
        other => panic!("{other:?}"),
    }
}

fn one(tab: &Tab, search: &str) -> Id {
    let found = find(tab, search);
    assert_eq!(found.len(), 1, "{search}");
    found[0]
}

#[test]
fn the_contacts_of_another_program_come_in_once() {
    let contacts = include_bytes!("../data/contacts.csv");
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let (operation, counts) = import(&tab, *contacts, |_| ());
    assert_eq!(counts, [500, 0, 0, 0]);
    assert_eq!(tab.customers(), 500);
    let shelley = one(&tab, "kerl shel");
    assert_eq!(tab.value(Kind::Customer, shelley, customer::ORGANISATION), text("Gottlieb and Sons"));
    assert_eq!(import(&tab, *contacts, |_| ()), (None, [0, 0, 500, 0]));
    assert_eq!(Tab::open(&shared, &disk).digest(), tab.digest());
    tab.ask(Request::Fold);
    let tab = Tab::open(&shared, &disk);
    assert_eq!(import(&tab, *contacts, |_| ()), (None, [0, 0, 500, 0]));
    let (_, records, kept) = tab.undo(operation.unwrap());
    assert_eq!((records, kept, tab.customers()), (500, 0, 0));
    match tab.ask(Request::Imports) {
        Reply::Imports(lines) => assert_eq!(
            lines.iter().map(|line| (line.summary.created, line.reverted)).collect::<Vec<_>>(),
            [(500, true)]
        ),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_odd_file_balances_or_is_refused() {
    let mut wrong = Vec::new();
    let mut check = |name: &str, bytes: &[u8], expected: Result<[u64; 4], FileProblem>| {
        let tab = new_tab();
        let found = open(&tab, file(bytes)).map(|draft| {
            assert_eq!(draft.headers.len(), draft.plan.columns.len());
            let (_, counts) = run_plan(&tab, &draft.plan);
            [counts.created, counts.updated, counts.skipped, counts.problems]
        });
        if found != expected {
            wrong.push(format!("{name}: {found:?} instead of {expected:?}"));
        }
    };
    macro_rules! odd {
        ($name:literal, $expected:expr) => {
            check($name, include_bytes!(concat!("../data/csv/", $name)), $expected)
        };
    }
    odd!("empty.csv", Err(FileProblem::Empty));
    odd!("header_only.csv", Err(FileProblem::HeaderOnly));
    odd!("image_renamed.csv", Err(FileProblem::NotText("PNG".to_owned())));
    odd!("one_column.csv", Ok([3, 0, 0, 0]));
    odd!("thousand_columns.csv", Ok([0, 0, 0, 3]));
    odd!("ragged.csv", Ok([3, 0, 0, 1]));
    odd!("quotes_line_breaks.csv", Ok([3, 0, 0, 1]));
    odd!("nul.csv", Ok([2, 0, 0, 1]));
    odd!("bom.csv", Ok([1, 0, 0, 0]));
    odd!("duplicate_headers.csv", Ok([1, 0, 0, 0]));
    odd!("semicolon.csv", Ok([2, 0, 0, 0]));
    odd!("tabs.tsv", Ok([2, 0, 0, 0]));
    odd!("utf16le.csv", Ok([2, 0, 0, 0]));
    odd!("utf16be.csv", Ok([2, 0, 0, 0]));
    odd!("windows1252.csv", Ok([2, 0, 0, 0]));
    odd!("gb18030.csv", Ok([2, 0, 0, 0]));
    let columns = (0..1_001).map(|column| format!("c{column}")).collect::<Vec<_>>().join(",");
    check("1,001 columns", format!("{columns}\n{columns}\n").as_bytes(), Err(FileProblem::TooManyColumns(1_001)));
    check("a broken header", b"\"name,email\nAnn,a@b.cz\n", Err(FileProblem::NotText(String::new())));
    check("one endless line", "x".repeat(600_000).as_bytes(), Err(FileProblem::NotText(String::new())));
    check("blank lines", b"\n\n\n", Err(FileProblem::Empty));
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_file_that_was_not_chosen_or_changes_while_it_is_read_writes_nothing() {
    let tab = new_tab();
    let missing = Reply::Failed(Failure::File(FileProblem::Missing));
    assert_eq!(tab.ask(Request::ImportOpen { kind: Some(Kind::Customer), reading: None }), missing);
    assert_eq!(tab.ask(Request::ImportProblems(Language::English)), missing);
    let rows: String = (0..40_000).map(|row| format!("Person {row},person{row}@example.com\n")).collect();
    let bytes = format!("Name,Email\n{rows}").into_bytes();
    let plan = open(&tab, file(bytes.clone())).unwrap().plan;
    for fails_at in [600_000, bytes.len() as u64 - 1] {
        let failing: File = Rc::new(Bytes { name: "people.csv", bytes: bytes.clone(), fails_at: Some(fails_at) });
        open(&tab, failing).unwrap();
        let request = Request::ImportRun {
            job: Job(2),
            operation: tab.new_operation(),
            member: MemberId::default(),
            plan: plan.clone(),
        };
        assert!(matches!(tab.ask(request), Reply::Failed(Failure::File(FileProblem::Unreadable(_)))));
        assert_eq!(tab.digest(), []);
    }
}

#[test]
fn a_cancelled_import_writes_nothing_and_can_be_done_again() {
    let tab = new_tab();
    let rows: String = (0..50_000).map(|row| format!("Person {row},person{row}@example.com\n")).collect();
    let plan = open(&tab, file(format!("Name,Email\n{rows}"))).unwrap().plan;
    let run = || Request::ImportRun {
        job: Job(2),
        operation: tab.new_operation(),
        member: MemberId::default(),
        plan: plan.clone(),
    };
    let mut cancelled = 0;
    loop {
        let told = tab.world.progress_told();
        tab.world.cancel_after.set(Some(told + cancelled + 1));
        match tab.ask(run()) {
            Reply::Cancelled => assert_eq!(tab.digest(), []),
            Reply::ImportDone(report) => {
                assert_eq!(report.counts.created, 50_000);
                break;
            }
            other => panic!("{other:?}"),
        }
        cancelled += 1;
    }
    assert!(cancelled >= 4, "{cancelled}");
    assert_eq!(tab.customers(), 50_000);
    assert_eq!(find(&tab, "person49999@example.com").len(), 1, "what is saved can be found");
}

#[test]
fn what_a_preview_made_is_used_only_while_the_book_is_the_same() {
    let check = |meanwhile: &dyn Fn(&Tab, &Tab), expected: [u64; 4], customers: u64| {
        let (shared, disk) = (Shared::new(), MemoryDisk::new());
        let (tab, other) = (Tab::open(&shared, &disk), Tab::open(&shared, &disk));
        let people = "Name,Email\nAnn Lee,ann@example.com\nBo Ray,bo@example.com\n";
        let plan = open(&tab, file(people)).unwrap().plan;
        let reply = tab.ask(Request::ImportPreview { job: Job(1), plan: plan.clone() });
        assert!(matches!(&reply, Reply::ImportPreview(counts) if counts.created == 2), "{reply:?}");
        meanwhile(&tab, &other);
        let operation = tab.new_operation();
        let counts = match tab.ask(Request::ImportRun { job: Job(2), operation, member: MemberId::default(), plan }) {
            Reply::ImportDone(report) => report.counts,
            reply => panic!("{reply:?}"),
        };
        assert_eq!([counts.created, counts.updated, counts.skipped, counts.problems], expected);
        assert_eq!(tab.customers(), customers);
        assert_eq!(Tab::open(&shared, &disk).digest(), tab.digest());
    };
    let ann = || {
        let email = Labelled { value: Email::parse("ann@example.com").unwrap(), label: ContactLabel::Work };
        [person("Ann", "Lee"), vec![(customer::EMAILS, Value::Emails(vec![email]))]].concat()
    };
    check(&|_, _| (), [2, 0, 0, 0], 2);
    check(&|tab, _| drop(tab.ask(Request::Fold)), [2, 0, 0, 0], 2);
    check(&|tab, _| _ = tab.create(Kind::Customer, ann()), [1, 0, 1, 0], 2);
    check(&|_, other| _ = other.create(Kind::Customer, ann()), [1, 0, 1, 0], 2);
    check(&|_, other| _ = other.create(Kind::Customer, person("Somebody", "Else")), [2, 0, 0, 0], 3);
}

#[test]
fn policies_say_what_a_file_may_do_to_what_is_there() {
    let before = "Email,First name,Job title,Tags\na@b.cz,Ann,Baker,old\n";
    let after = "Email,First name,Job title,Tags,Industry\na@b.cz,Anna,Cook,new,Food\n";
    let check = |policy: ColumnPolicy, on_match: OnMatch, counts: [u64; 4], expected: [&str; 4]| {
        let tab = new_tab();
        import(&tab, before, |_| ());
        let found = import(&tab, after, |plan| {
            plan.on_match = on_match;
            plan.columns.iter_mut().for_each(|column| column.policy = policy);
        });
        assert_eq!(found.1, counts);
        let ann = one(&tab, "a@b.cz");
        let shown = [customer::FIRST_NAME, customer::JOB_TITLE, customer::TAGS, customer::INDUSTRY].map(|field| {
            match tab.value(Kind::Customer, ann, field) {
                Value::Text(text) => text,
                Value::Tags(tags) => tags.join("+"),
                _ => String::new(),
            }
        });
        assert_eq!(shown, expected);
        if let Some(operation) = found.0 {
            tab.undo(operation);
            assert_eq!(tab.value(Kind::Customer, ann, customer::FIRST_NAME), text("Ann"));
            assert_eq!(tab.value(Kind::Customer, ann, customer::INDUSTRY), Value::Empty);
            assert_eq!(tab.value(Kind::Customer, ann, customer::TAGS), Value::Tags(vec!["old".to_owned()]));
            assert_eq!(tab.customers(), 1);
        }
    };
    check(ColumnPolicy::Replace, OnMatch::Update, [0, 1, 0, 0], ["Anna", "Cook", "old+new", "Food"]);
    check(ColumnPolicy::FillBlanks, OnMatch::Update, [0, 1, 0, 0], ["Ann", "Baker", "old", "Food"]);
    check(ColumnPolicy::Leave, OnMatch::Update, [0, 0, 1, 0], ["Ann", "Baker", "old", ""]);
    check(ColumnPolicy::Replace, OnMatch::Skip, [0, 0, 1, 0], ["Ann", "Baker", "old", ""]);
}

#[test]
fn people_are_recognised_by_the_chosen_key() {
    let there = "First name,Last name,Company,Email,Phone,External ID\nAnn,Smith,Acme,ann@acme.com,+1 (415) 293-3313,7\n,,Acme,,,8\n";
    let check = |key: MatchKey, row: &str, expected: [u64; 4]| {
        let tab = new_tab();
        assert_eq!(import(&tab, there, |plan| plan.match_by = MatchKey::Nothing).1, [2, 0, 0, 0]);
        let header = "First name,Last name,Company,Email,Phone,External ID,Notes";
        let found = import(&tab, format!("{header}\n{row},seen\n"), |plan| plan.match_by = key).1;
        assert_eq!(found, expected, "{key:?} {row}");
    };
    check(MatchKey::Email, "Anna,,,ANN@acme.com,,", [0, 1, 0, 0]);
    check(MatchKey::Email, "Anna,,,other@acme.com,+1 (415) 293-3313,7", [1, 0, 0, 0]);
    check(MatchKey::Phone, "Anna,,,,14152933313,", [0, 1, 0, 0]);
    check(MatchKey::Phone, "Anna,,,ann@acme.com,,", [1, 0, 0, 0]);
    check(MatchKey::ExternalId, "Anna,,,,,7", [0, 1, 0, 0]);
    check(MatchKey::ExternalId, "Anna,,,,,77", [1, 0, 0, 0]);
    check(MatchKey::NameAndOrganisation, "ANN,smith,ACME,,,", [0, 1, 0, 0]);
    check(MatchKey::NameAndOrganisation, "Ann,Smith,Other,,,", [1, 0, 0, 0]);
    check(MatchKey::NameAndOrganisation, ",,acme,,,", [0, 1, 0, 0]);
    check(MatchKey::Nothing, "Ann,Smith,Acme,ann@acme.com,+1 (415) 293-3313,7", [1, 0, 0, 0]);
}

#[test]
fn rows_of_one_file_that_are_the_same_person_become_one_record() {
    let tab = new_tab();
    let rows = "Email,First name,Phone\na@b.cz,Ann,\nA@B.cz,,+420 601 234 567\na@b.cz,Ann,\nc@d.cz,Cy,\n";
    assert_eq!(import(&tab, rows, |_| ()).1, [2, 1, 1, 0]);
    let ann = one(&tab, "601234567");
    assert_eq!(tab.value(Kind::Customer, ann, customer::NAME), text("Ann"));
}

#[test]
fn people_are_linked_to_the_organisations_that_they_name() {
    let tab = new_tab();
    let employer = |search: &str| tab.value(Kind::Customer, one(&tab, search), customer::WORKS_AT);
    import(&tab, "Organisation,Email\nNorthwind,office@northwind.cz\nTwin,a@twin.cz\nTwin,b@twin.cz\n", |plan| {
        plan.match_by = MatchKey::Email;
    });
    let northwind = one(&tab, "office@northwind.cz");
    let rows = "First name,Organisation,Email\n\
        Ann,NORTHWIND,ann@x.cz\nBob,Acme,bob@x.cz\nCy,Twin,cy@x.cz\nDee,Nobody,dee@x.cz\nEve,,eve@x.cz\n,Acme,acme@x.cz\n";
    assert_eq!(import(&tab, rows, |plan| plan.match_by = MatchKey::Email).1, [6, 0, 0, 0]);
    assert_eq!(employer("ann@x.cz"), Value::Link(northwind));
    // The organisation may stand below its people; of two by one name nobody knows which is meant.
    assert_eq!(employer("bob@x.cz"), Value::Link(one(&tab, "acme@x.cz")));
    for search in ["cy@x.cz", "dee@x.cz", "eve@x.cz", "acme@x.cz"] {
        assert_eq!(employer(search), Value::Empty, "{search}");
    }
    // Somebody who is there and whose organisation is told later; somebody who is linked already stays so.
    let later = "First name,Organisation,Email\nEve,northwind,eve@x.cz\nAnn,Acme,ann@x.cz\n";
    let (operation, counts) = import(&tab, later, |plan| {
        plan.match_by = MatchKey::Email;
        plan.columns.iter_mut().for_each(|column| column.policy = ColumnPolicy::Replace);
    });
    assert_eq!(counts, [0, 2, 0, 0]);
    assert_eq!((employer("eve@x.cz"), employer("ann@x.cz")), (Value::Link(northwind), Value::Link(northwind)));
    tab.undo(operation.unwrap());
    assert_eq!(employer("eve@x.cz"), Value::Empty);
}

#[test]
fn a_row_that_could_be_several_people_is_a_problem() {
    let tab = new_tab();
    import(&tab, "Email,Name\na@b.cz,Ann\nc@d.cz,Cy\n", |_| ());
    let mut plan = open(&tab, file("Email,Name\na@b.cz; c@d.cz,Dee\n")).unwrap().plan;
    plan.match_by = MatchKey::Email;
    let (_, counts) = run_plan(&tab, &plan);
    assert_eq!(counts.problems, 1);
    assert_eq!(counts.problem_samples[0].reasons, [RowReason::SeveralMatches(2)]);
}

#[test]
fn problem_rows_come_back_as_a_file_that_can_be_mended_and_imported() {
    let tab = new_tab();
    let rows = "First name,Email,Birthday\nAnn,ann@b.cz,1990-05-31\n=Bob,bob at b.cz,\nCy,cy@b.cz,1990-02-30\n";
    assert_eq!(import(&tab, rows, |_| ()).1, [1, 0, 0, 2]);
    let problems = match tab.ask(Request::ImportProblems(Language::English)) {
        Reply::File(file) => file,
        other => panic!("{other:?}"),
    };
    assert_eq!((problems.rows, problems.name.as_str()), (2, "people-problems-2.csv"));
    let text_of = String::from_utf8(problems.bytes).unwrap();
    assert!(text_of.starts_with("\u{feff}First name,Email,Birthday,Line,What is wrong"), "{text_of}");
    assert!(text_of.contains(",3,"), "{text_of}");
    let mended = text_of.replace("bob at b.cz", "bob@b.cz").replace("1990-02-30", "1990-02-28");
    assert_eq!(import(&tab, mended, |_| ()).1, [2, 0, 0, 0]);
    assert_eq!(tab.value(Kind::Customer, one(&tab, "bob@b.cz"), customer::FIRST_NAME), text("=Bob"));
}

#[test]
fn an_owner_is_found_by_name_or_address_and_an_unknown_one_is_a_problem_when_asked_for() {
    let tab = new_tab();
    let (petra, _) = tab.create(Kind::Member, member_fields("Petra Malá"));
    let rows = "First name,Owner\nAnn,petra mala\nBob,\n";
    assert_eq!(import(&tab, rows, |_| ()).1, [2, 0, 0, 0]);
    assert_eq!(tab.value(Kind::Customer, one(&tab, "ann"), customer::OWNER), Value::Link(petra));
    let unknown = "First name,Owner\nCy,Nobody\n";
    let draft = open(&tab, file(unknown)).unwrap();
    assert_eq!(draft.plan.columns[1].target, None, "nobody of that name works here");
    let owner = ColumnPlan {
        target: Some(ColumnTarget { field: customer::OWNER, part: ColumnPart::Whole }),
        policy: ColumnPolicy::Replace,
    };
    assert_eq!(import(&tab, unknown, |plan| plan.columns[1] = owner).1, [0, 0, 0, 1]);
}

#[test]
fn what_was_edited_while_a_file_was_read_or_later_stays() {
    let tab = new_tab();
    import(&tab, "Email,First name,Job title\na@b.cz,Ann,Baker\nc@d.cz,Cy,Smith\n", |_| ());
    let (operation, counts) =
        import(&tab, "Email,First name,Job title\na@b.cz,Anna,Cook\nc@d.cz,Cyril,Welder\nd@e.cz,Dee,\n", |_| ());
    assert_eq!(counts, [1, 2, 0, 0]);
    let ann = one(&tab, "a@b.cz");
    tab.edit(ann, customer::JOB_TITLE, text("Judge"));
    tab.ask(Request::Fold);
    let (undo, records, kept) = tab.undo(operation.unwrap());
    assert_eq!((records, kept), (3, 1));
    assert_eq!(tab.value(Kind::Customer, ann, customer::FIRST_NAME), text("Ann"));
    assert_eq!(tab.value(Kind::Customer, ann, customer::JOB_TITLE), text("Judge"));
    assert_eq!(tab.customers(), 2);
    tab.undo(undo);
    assert_eq!(tab.value(Kind::Customer, ann, customer::FIRST_NAME), text("Anna"));
    assert_eq!(tab.customers(), 3);
}

#[test]
fn an_import_that_is_asked_for_twice_is_done_once() {
    let disk = MemoryDisk::new();
    let shared = Shared::new();
    let tab = Tab::open(&shared, &disk);
    let mut plan = open(&tab, file("First name\nAnn\nBob\n")).unwrap().plan;
    plan.match_by = MatchKey::Nothing;
    let request = Request::ImportRun { job: Job(2), operation: tab.new_operation(), member: MemberId::default(), plan };
    for _ in 0..2 {
        assert!(matches!(tab.ask(request.clone()), Reply::ImportDone(report) if report.counts.created == 2));
        assert_eq!(tab.customers(), 2);
    }
    tab.ask(Request::Fold);
    let fresh = Tab::open(&shared, &disk);
    assert!(matches!(fresh.ask(request), Reply::ImportDone(report) if report.counts.created == 2));
    assert_eq!(fresh.customers(), 2);
}

const HEADERS: &str = "First name,Last name,Email,Phone,Company,Birthday,Tags,Notes";

fn row() -> impl Strategy<Value = String> {
    let cell = prop_oneof![
        Just(String::new()),
        "[A-Za-z]{1,6}",
        "[a-c]@x\\.cz",
        "\\+?[0-9 ]{3,12}",
        Just("\"a,\nb\"".to_owned()),
        Just("1990-05-31".to_owned()),
        "\\PC{0,6}"
    ];
    prop::collection::vec(cell, 0..10).prop_map(|cells| cells.join(","))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(2_000, 20_000), ..ProptestConfig::default() })]

    #[test]
    fn no_row_is_dropped_in_silence(rows in prop::collection::vec(row(), 0..12), damage in prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), Just(0), any::<u8>()]), 0..4), key in 0..5_usize) {
        let mut bytes = format!("{HEADERS}\n{}\n", rows.join("\n")).into_bytes();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let tab = new_tab();
        tab.create(Kind::Customer, person("Ann", "Smith"));
        if let Ok(draft) = open(&tab, file(bytes.clone())) {
            let mut plan = draft.plan;
            plan.match_by = [MatchKey::Nothing, MatchKey::Email, MatchKey::Phone, MatchKey::NameAndOrganisation, MatchKey::ExternalId][key];
            let (_, counts) = run_plan(&tab, &plan);
            if plan.reading.encoding == burrow::engine::import_plan::TextEncoding::Utf8 {
                let (rows, _) = read_all(&String::from_utf8_lossy(&bytes), CsvOptions::with_header(plan.reading.separator));
                prop_assert_eq!(counts.rows, rows.len() as u64);
            }
            prop_assert_eq!(tab.customers(), 1 + counts.created);
        }
    }
}
