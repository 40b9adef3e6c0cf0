//! Text that looks like a program stays text: in every field, in a file and its name, in the address, in the palette.

use crate::check::{Story, check, take_turn};
use crate::failure::Failure;
use crate::page::Page;
use crate::steps::{
    Desk, LONG_WORK, NOT_A_FILE, begin_edit, book_is_ready, choose_file, customers, file_for, import_button, open,
    open_beside, report,
};

/// After the cheat sheets of OWASP: what has run a script on some page in some browser. Each would call `ran`.
const PAYLOADS: &[&str] = &[
    "<script>ran(1)</script>",
    "</title><script>ran(2)</script>",
    "</textarea><script>ran(3)</script>",
    "</style></script><script>ran(4)</script>",
    "<ScRiPt >ran(5)</sCrIpT>",
    "<scr<script>ipt>ran(6)</scr</script>ipt>",
    "<img src=x onerror=ran(7)>",
    "\"><img src=x onerror=ran(8)>",
    "'><img src=x onerror='ran(9)'>",
    "`><img src=x onerror=ran(10)>",
    "<img src=\"x` `<script>ran(11)</script>\"` `>",
    "<img/src=x/onerror=ran(12)>",
    "\" onfocus=ran(13) autofocus x=\"",
    "' onmouseover='ran(14)",
    "<svg onload=ran(15)>",
    "<svg><script>ran(16)</script></svg>",
    "<svg><animate onbegin=ran(17) attributeName=x dur=1s>",
    "<svg><a xlink:href=\"javascript:ran(18)\"><text y=20>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=ran(19)>",
    "<iframe src=\"javascript:ran(20)\"></iframe>",
    "<iframe srcdoc=\"<script>parent.ran(21)</script>\"></iframe>",
    "<object data=\"javascript:ran(22)\"></object>",
    "<embed src=\"data:text/html,<script>parent.ran(23)</script>\">",
    "<details open ontoggle=ran(24)>x</details>",
    "<body onload=ran(25)>",
    "<input autofocus onfocus=ran(26)>",
    "<video><source onerror=ran(27)></video>",
    "<form action=\"javascript:ran(28)\"><button>x</button></form>",
    "<base href=\"javascript:ran(29)//\">",
    "<meta http-equiv=refresh content=\"0;url=javascript:ran(30)\">",
    "<link rel=stylesheet href=\"javascript:ran(31)\">",
    "<style>@import 'javascript:ran(32)';</style>",
    "<div style=\"background:url(javascript:ran(33))\">x</div>",
    "<template shadowrootmode=open><script>ran(34)</script></template>",
    "javascript:ran(35)",
    "jAvAsCrIpT:ran(36)",
    "java\tscript:ran(37)",
    "&#106;avascript:ran(38)",
    "data:text/html,<script>parent.ran(39)</script>",
    "%3Cscript%3Eran(40)%3C/script%3E",
    "%253Cimg%20src=x%20onerror=ran(41)%253E",
    "{{constructor.constructor('ran(42)')()}}",
    "${ran(43)}",
    "<%= ran(44) %>",
    "=HYPERLINK(\"javascript:ran(45)\")",
    "\u{feff}\u{202e}<script>ran(46)</script>",
    "{file}{field}{count}",
];

/// The payloads, and each of them in the disguises that filters and parsers have fallen for.
fn disguised() -> Vec<String> {
    let disguises: [fn(&str) -> String; 10] = [
        |text| format!("\">{text}"),
        |text| format!("'>{text}"),
        |text| format!("-->{text}<!--"),
        |text| format!("]]>{text}"),
        |text| format!("</template></noscript>{text}"),
        |text| text.replace('<', "<\t"),
        |text| text.replace(' ', "/"),
        |text| text.to_uppercase().replace("RAN(", "ran("),
        |text| text.replace('<', "&lt;").replace('>', "&gt;"),
        |text| text.replace("ran(", "r\u{200b}an(").replace('<', "\u{ff1c}"),
    ];
    let plain = PAYLOADS.iter().map(|payload| (*payload).to_owned());
    let others = disguises.iter().flat_map(|disguise| PAYLOADS.iter().map(|payload| disguise(payload)));
    plain.chain(others).collect()
}

/// Text fields of a customer whose editor is one line of text.
const FIELDS: &[&str] = &[
    "Salutation",
    "First name",
    "Middle name",
    "Last name",
    "Nickname",
    "Organisation name",
    "Job title",
    "Department",
    "Industry",
    "Source",
    "Gender",
    "Own number",
];

/// The file that is written for the import: its columns, in this order, are all fed by payloads.
const COLUMNS: &[&str] = &[
    "first_name",
    "last_name",
    "organisation_name",
    "job_title",
    "department",
    "industry",
    "source",
    "notes",
    "tags",
    "street",
    "city",
    "website",
    "linkedin",
    "email",
    "phone",
];

/// A trap: calls of `ran` and reports of the security policy are told to this process, whatever happens to the page.
const TRAP: &str = "addEventListener('securitypolicyviolation', (event) => {
    reported(`${event.violatedDirective} refused ${event.blockedURI} ${event.sample}`);
})";

/// Every attribute of the page that could carry a program or lead to one, where it does.
const BAD_ATTRIBUTES: &str = "[...document.querySelectorAll('*')].flatMap((element) => [...element.attributes]
    .filter(({ name, value }) => name.startsWith('on') || name === 'srcdoc'
        || (['href', 'src', 'action', 'formaction', 'data', 'xlink:href', 'ping', 'poster'].includes(name)
            && !['http:', 'https:', 'mailto:', 'tel:', 'blob:'].includes(new URL(value, document.baseURI).protocol)))
    .map(({ name, value }) => `${element.localName} ${name}=${value}`))";

fn set_trap(page: &Page) -> Result<(), Failure> {
    page.add_binding("ran");
    page.add_binding("reported");
    page.on_every_document(TRAP)
}

fn check_nothing_ran(story: &Story, after: &str) {
    let page = story.page();
    let ran: Vec<String> = page.on_binding("ran").into_iter().map(|call| call.text).collect();
    check(story, ran.is_empty(), &format!("{after}, scripts ran: {ran:?}"));
    let reports: Vec<String> = page.on_binding("reported").into_iter().map(|call| call.text).collect();
    check(story, reports.is_empty(), &format!("{after}, the security policy had to refuse: {reports:?}"));
    let bad = story.take(page.evaluate(BAD_ATTRIBUTES));
    check(story, bad.as_array().is_some_and(Vec::is_empty), &format!("{after}, the page has {bad}"));
}

/// As it stands in an address, every byte that is not a letter or a digit by its code.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A CSV file with a payload in every cell, each payload once in every column.
fn file_of_payloads() -> String {
    let mut text = format!("{}\n", COLUMNS.join(","));
    let payloads = disguised();
    for row in 0..payloads.len() {
        let cells = (0..COLUMNS.len()).map(|column| {
            let payload = &payloads[(row + column) % payloads.len()];
            match COLUMNS[column] {
                // Most must be right, or every row were a problem; every third is left wrong, to be told as one.
                "email" if row % 3 != 0 => cell(&format!("p{row}@example.org")),
                "phone" if row % 3 != 0 => cell("+44 20 7946 0000"),
                "website" | "linkedin" if row % 3 != 0 => cell("example.org"),
                _ => cell(payload),
            }
        });
        text.push_str(&cells.collect::<Vec<_>>().join(","));
        text.push('\n');
    }
    text
}

#[test]
fn the_trap_itself_catches() {
    let _turn = take_turn();
    let Desk { page, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("scripts_trap", page);
    story.take(set_trap(page));
    story.take(open(page, &site.place("settings")));
    check_nothing_ran(&story, "before anything was done");
    story.take(page.evaluate("ran('1'); document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=ran(2)>')"));
    story.take(page.wait_for_binding("ran", 1, 20.0));
    let reports = story.take(page.wait_for_binding("reported", 1, 20.0));
    check(&story, reports[0].text.contains("script-src"), &reports[0].text);
    let bad = story.take(page.evaluate(BAD_ATTRIBUTES));
    check(&story, bad.to_string().contains("onerror=ran(2)"), &format!("the image's handler was not seen: {bad}"));
}

#[test]
fn payloads_in_a_file_and_in_its_name() {
    let _turn = take_turn();
    let Desk { page, profile, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("scripts_in_a_file", page);
    story.take(set_trap(page));
    let name = "\"><img src=x onerror=ran(50)>{file}.csv";
    let file = story.take(file_for(profile, name, file_of_payloads()));
    // The names of the columns, too.
    let heads: Vec<String> = PAYLOADS.iter().map(|payload| cell(payload)).collect();
    let odd_heads = format!("name,{}\nAnn{}\n", heads.join(","), ",x".repeat(PAYLOADS.len()));
    let odd_heads = story.take(file_for(profile, "heads.csv", odd_heads));
    story.take(open(page, &site.place("import")));
    story.take(choose_file(page, &odd_heads));
    story.take(page.by_role("button", "Preview the import"));
    check_nothing_ran(&story, "with payloads as names of columns");

    story.take(open(page, &site.place("import")));
    story.take(choose_file(page, &file));
    story.take(page.click("button", "Preview the import"));
    let button = story.take(import_button(page));
    check_nothing_ran(&story, "in the preview");
    story.take(button.click());
    story.take(report(page));
    check_nothing_ran(&story, "in the report");
    let all = disguised().len();
    check(&story, all >= 500, &format!("only {all} rows"));
    story.take(page.wait_for("more than half of the rows to come in", LONG_WORK, || {
        Ok((customers(page)? > all as u64 / 2).then_some(()))
    }));
    crate::counts::tell(
        "payloads_in_a_file",
        serde_json::json!({ "payloads": all, "columns": COLUMNS.len(), "ran": 0 }),
    );
    story.take(page.click("link", "See customers"));
    story.take(page.by_role_containing("gridcell", "ran("));
    check_nothing_ran(&story, "in the list");
    story.take(open(page, &site.place("settings")));
    story.take(page.wait_for_text("onerror=ran(50)"));
    check_nothing_ran(&story, "in the list of imports");

    // Each record by its own page, with its history.
    story.take(open(page, &site.place("customers?search=ran")));
    let rows = "[...document.querySelectorAll('[role=row][aria-rowindex]')].length";
    story.take(page.wait_until("the rows", &format!("{rows} > 5"), 20.0));
    let ids = story.take(record_ids(page));
    check(&story, ids.len() > 5, &format!("only {} records could be opened", ids.len()));
    for id in ids {
        story.take(open(page, &site.place(&format!("customers/{id}"))));
        story.take(page.wait_until("the record", "document.querySelector('.fields .field-name') !== null", 20.0));
        check_nothing_ran(&story, "on a record's page");
    }
    story.check_quiet(&[NOT_A_FILE]);
}

/// Opens the rows that are on the screen one after the other and gives their identifiers.
fn record_ids(page: &Page) -> Result<Vec<String>, Failure> {
    let mut ids = Vec::new();
    for row in 0..8 {
        page.by_selector(&format!("#cell-{row}-1"))?.click()?;
        let id = page.wait_for("another record to be open", crate::page::PATIENCE, || {
            let address = page.address()?;
            let open = address.split(['?', '&']).find_map(|part| part.strip_prefix("open=")).map(str::to_owned);
            Ok(open.filter(|id| !ids.contains(id)))
        })?;
        ids.push(id);
    }
    Ok(ids)
}

#[test]
fn payloads_typed_into_every_field() {
    let _turn = take_turn();
    let Desk { page, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("scripts_typed", page);
    story.take(set_trap(page));
    story.take(open(page, site.address()));
    story.take(page.fill("textbox", "Your name", PAYLOADS[7]));
    story.take(story.take(page.by_role_containing("button", "Start empty")).click());
    story.take(page.by_role("heading", "Customers"));
    story.take(page.click("button", "New customer"));
    story.take(page.by_role("dialog", "New customer"));
    story.take(page.fill("textbox", "First name", PAYLOADS[0]));
    story.take(page.fill("textbox", "Last name", PAYLOADS[14]));
    story.take(page.click("button", "Create"));
    story.take(page.wait_gone("dialog", "New customer"));
    let id = story.take(open_beside(page, "ran(1)"));
    check_nothing_ran(&story, "with a new customer");

    story.take(open(page, &site.place(&format!("customers/{id}"))));
    for (at, field) in FIELDS.iter().enumerate() {
        story.take(begin_edit(page, field));
        story.take(page.fill("textbox", field, PAYLOADS[at * 3 + 1]));
        story.take(page.press("Enter"));
        story.take(page.by_role_containing("button", &format!("Edit {field}: ")));
    }
    check_nothing_ran(&story, "in the fields of a record");
    for (field, payload) in [("Website", PAYLOADS[34]), ("Website", PAYLOADS[36]), ("LinkedIn", PAYLOADS[38])] {
        story.take(begin_edit(page, field));
        story.take(page.fill("textbox", field, payload));
        story.take(page.press("Enter"));
        // Refused in words, or kept as a text that leads nowhere.
        check_nothing_ran(&story, &format!("with {payload:?} as {field}"));
        story.take(page.press("Escape"));
    }
    story.take(page.reload());
    story.take(book_is_ready(page));
    story.take(page.wait_for_text("ran(1)"));
    check_nothing_ran(&story, "after a reload");

    story.take(page.press("Ctrl+K"));
    for payload in [PAYLOADS[0], PAYLOADS[6], PAYLOADS[34], PAYLOADS[46]] {
        story.take(page.fill("combobox", "Search and commands", payload));
    }
    check_nothing_ran(&story, "in the palette");
    story.take(page.press("Escape"));
    story.take(open(page, &site.place("settings")));
    story.take(page.click("button", "Add a member"));
    story.take(page.fill("textbox", "Name of the new member", PAYLOADS[8]));
    story.take(page.click("button", "Add"));
    story.take(page.wait_gone("dialog", "Add a member"));
    story.take(open(page, &site.place("members")));
    story.take(page.by_role_containing("gridcell", "ran(9)"));
    check_nothing_ran(&story, "among the members");
    story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn payloads_in_the_address() {
    let _turn = take_turn();
    let Desk { page, profile, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("scripts_in_the_address", page);
    story.take(set_trap(page));
    let people = story.take(file_for(profile, "people.csv", "first_name,last_name\nAda,Lovelace\n"));
    story.take(crate::steps::import(page, site, &people));
    for (at, payload) in PAYLOADS.iter().enumerate() {
        let text = encoded(payload);
        let address = match at % 3 {
            0 => format!("customers?search={text}&f.notes=contains:{text}&open={text}&sort={text}#{text}"),
            1 => format!("customers?f.job_title=is:{text}~{text}&f.{text}=is:{text}&columns={text},name&{text}={text}"),
            _ => format!("settings?{text}#{text}"),
        };
        story.take(open(page, &site.place(&address)));
        story.take(page.wait_until("the page", "document.querySelector('h1') !== null", 20.0));
        check_nothing_ran(&story, &format!("at {address}"));
        if at % 4 == 0 {
            for path in [format!("customers/{text}"), format!("settings/{text}"), text.clone()] {
                // A browser may refuse an address as none before any site sees it, and an encoded slash is a folder.
                story.take(open(page, &site.place(&path)));
                check_nothing_ran(&story, &format!("at {path}"));
            }
        }
    }
    story.check_quiet(&[NOT_A_FILE, "A bad HTTP response code (404)", "Manifest fetch from"]);
}
