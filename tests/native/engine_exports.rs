//! Exports: what is written comes back the same, and does no harm in a spreadsheet.

use crate::engine_imports::{import, new_tab};
use crate::engine_world::{Tab, member_fields};
use burrow::domain::change::Change;
use burrow::domain::customer;
use burrow::domain::operation::Action;
use burrow::domain::query::Query;
use burrow::domain::record::Kind;
use burrow::domain::value::Value;
use burrow::engine::import_plan::MatchKey;
use burrow::engine::protocol::{Job, Reply, Request};
use burrow::formats::csv_read::{CsvOptions, read_all};

#[test]
fn what_is_exported_comes_back_the_same() {
    let tab = new_tab();
    let (petra, _) = tab.create(Kind::Member, member_fields("Petra"));
    import(&tab, *include_bytes!("../data/contacts.csv"), |_| ());
    let id = tab.new_id();
    let odd = |name: &str, typed: &str| {
        let field = Kind::Customer.field_named(name).unwrap();
        (field.number, burrow::domain::parse::from_text(field, typed).unwrap())
    };
    let address = burrow::domain::value::Address {
        street: "1 High St\nFlat 2".into(),
        postal_code: "YO1".into(),
        country: "UK".into(),
        ..Default::default()
    };
    let mut fields = vec![
        odd("first_name", "=SUM(1)"),
        odd("last_name", "O\"Neil, Jr"),
        odd("emails", "home: a@b.cz; c@d.cz"),
        odd("phones", "mobile: +420 601 234 567; fax: 222 333 444"),
        odd("tags", "wholesale; Prague 5"),
        odd("birthday", "--02-29"),
        odd("notes", "One\nTwo, \"three\"\n\n-four"),
        odd("status", "dormant"),
        odd("do_not_contact", "yes"),
        odd("do_not_contact_reason", "asked"),
        odd("website", "example.com/a?b=c,d"),
        odd("external_id", "007"),
        odd("salutation", "Dr."),
        odd("gender", "x"),
    ];
    fields.push((customer::ADDRESS, Value::Address(address)));
    fields.push((customer::OWNER, Value::Link(petra)));
    tab.commit(Action::Create, vec![Change::edit(Kind::Customer, id, fields)]);
    let export = |tab: &Tab, for_spreadsheets| match tab.ask(Request::Export {
        job: Job(1),
        query: Query::all(Kind::Customer),
        only: vec![],
        columns: vec![],
        for_spreadsheets,
    }) {
        Reply::File(file) => file,
        other => panic!("{other:?}"),
    };
    let without_ids = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        let (rows, reader) = read_all(&text, CsvOptions::with_header(b','));
        let mut rows: Vec<Vec<String>> = rows.into_iter().map(|row| row.cells[1..].to_vec()).collect();
        rows.sort();
        (reader.header().unwrap().to_vec(), rows)
    };
    for for_spreadsheets in [false, true] {
        let exported = export(&tab, for_spreadsheets);
        assert_eq!((exported.rows, exported.name.as_str()), (501, "burrow-customers-501-rows.csv"));
        let harmless = String::from_utf8(exported.bytes.clone()).unwrap().lines().all(|line| !line.contains(",=SUM"));
        assert_eq!(harmless, for_spreadsheets);
        let other = new_tab();
        other.create(Kind::Member, member_fields("Petra"));
        let (_, counts) = import(&other, exported.bytes.clone(), |plan| plan.match_by = MatchKey::Nothing);
        assert_eq!(counts, [501, 0, 0, 0]);
        let (there, here) = (without_ids(export(&other, false).bytes), without_ids(export(&tab, false).bytes));
        assert_eq!(there.0, here.0);
        there.1.iter().zip(&here.1).for_each(|(there, here)| assert_eq!(there, here));
    }
}
