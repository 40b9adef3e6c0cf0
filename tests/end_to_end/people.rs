//! Everything that was changed, and everything about one person: seen, checked, erased; afterwards nothing of the person is
//! found, neither by searching nor in what lies in the browser's database.

use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use burrow::domain::sample::Trade;
use burrow::messages::{Language, audit, person, record};
use burrow::storage::{Chance, ChanceFailed, Disk, JournalRead, Key, MemoryDisk, Step, Storage, Store, Write};

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::LaunchOptions;
use crate::failure::Failure;
use crate::looks::look;
use crate::page::Page;
use crate::site::SiteOptions;
use crate::steps::{Desk, NOT_A_FILE, customers_become, edit_text, file_for, import, open, open_beside};

const CANARIES: [&str; 5] = ["Quetzalina", "Xylander", "quetza@canary.example", "canarynote", "Canarytitle"];

/// Every object of the database, in hexadecimal digits: store, key, bytes.
const DUMP: &str = "new Promise((done, failed) => {
    const opening = indexedDB.open('burrow');
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
        const database = opening.result, found = [];
        const names = [...database.objectStoreNames];
        const transaction = database.transaction(names, 'readonly');
        for (const name of names) {
            transaction.objectStore(name).openCursor().onsuccess = (event) => {
                const cursor = event.target.result;
                if (!cursor) return;
                const bytes = new Uint8Array(cursor.value);
                found.push([name, String(cursor.key), Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')].join(' '));
                cursor.continue();
            };
        }
        transaction.oncomplete = () => { database.close(); done(found.join('\\n')); };
    };
})";

struct NoChance;

impl Chance for NoChance {
    fn fill(&self, _: &mut [u8]) -> Result<(), ChanceFailed> {
        Err(ChanceFailed)
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

/// What lies in the browser's database, opened with the key that lies beside it.
fn opened(page: &Page) -> Result<Vec<u8>, Failure> {
    let dump = page.evaluate(DUMP)?;
    let dump = dump.as_str().unwrap_or_default().to_owned();
    let read = async {
        let disk = MemoryDisk::new();
        let mut next = 1;
        for line in dump.lines() {
            let [store, key, digits] = line.split(' ').collect::<Vec<_>>()[..] else { continue };
            let Some(store) = Store::ALL.into_iter().find(|one| one.name() == store) else { continue };
            let bytes: Vec<u8> = (0..digits.len())
                .step_by(2)
                .filter_map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok())
                .collect();
            let mut steps = Vec::new();
            match key.parse::<u64>().ok().filter(|_| store == Store::Journal) {
                Some(number) => {
                    while next < number {
                        steps.push(Step::Append { bytes: Vec::new() });
                        steps.push(Step::Delete { store, key: Key::Number(next) });
                        next += 1;
                    }
                    next += 1;
                    steps.push(Step::Append { bytes });
                }
                None => steps.push(Step::Put { store, key: key.to_owned(), bytes }),
            }
            disk.write(Write::new(steps)).await.map_err(|error| error.to_string())?;
        }
        let storage = Storage::open(disk, Rc::new(NoChance), 0).await.map_err(|error| error.to_string())?;
        let mut all = Vec::new();
        for kind in storage.kinds().await.map_err(|error| error.to_string())? {
            for (_, page) in storage.read_pages(kind, 0, u32::MAX).await.map_err(|error| error.to_string())? {
                all.extend(page.map_err(|error| error.to_string())?.records.concat());
            }
        }
        let (traces, _) = storage.traces_after(None, u32::MAX).await.map_err(|error| error.to_string())?;
        traces.iter().for_each(|trace| all.extend(&trace.raw));
        let after = storage.fold_position().through;
        if let JournalRead::Rows(rows) =
            storage.read_journal(after, u32::MAX).await.map_err(|error| error.to_string())?
        {
            for row in rows {
                let entry = row.entry.map_err(|error| error.to_string())?;
                all.extend(entry.deltas.concat());
                if entry.batch.is_some() {
                    let mut tally = burrow::storage::BatchTally::default();
                    let pages = storage.read_batch_pages(entry.operation.id, &mut tally, u32::MAX).await;
                    all.extend(pages.map_err(|error| error.to_string())?.concat().concat());
                }
            }
        }
        Ok::<Vec<u8>, String>(all)
    };
    block_on(read).map_err(Failure::Thrown)
}

fn holds(bytes: &[u8], canary: &str) -> bool {
    bytes.windows(canary.len()).any(|window| window.eq_ignore_ascii_case(canary.as_bytes()))
}

#[test]
fn a_person_is_erased_and_found_nowhere() {
    let _turn = take_turn();
    let Desk { page, browser, profile, site } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("people_erased", page);
    let rows =
        "first_name,last_name,email,notes\nQuetzalina,Xylander,quetza@canary.example,canarynote\nAda,Lovelace,,\n";
    let people = story.take(file_for(profile, "people.csv", rows));
    story.take(import(page, site, &people));
    story.take(page.click("link", "See customers"));
    story.take(open_beside(page, "Quetzalina Xylander"));
    story.take(edit_text(page, "Job title", "Canarytitle"));
    story.take(edit_text(page, "Job title", "Engineer"));

    // Who changed what, a field at a time; the chain is whole.
    story.take(open(page, &site.place("settings/changes")));
    story.take(page.click("button", audit::CHECK_NOW.text(Language::English)));
    story.take(page.wait_for_text("unbroken since"));
    let line = story.take(page.by_role_containing("button", "Changed Quetzalina Xylander"));
    story.take(line.click());
    story.take(page.wait_for_text("Canarytitle"));
    story.take(page.wait_for_text("Imported 2 customers from people.csv"));
    look(&story, "everything that was changed");

    let before = story.take(opened(page));
    for canary in CANARIES {
        check(&story, holds(&before, canary), &format!("{canary} is not in the database although it should be"));
    }
    story.take(open(page, &site.place("customers")));
    story.take(open_beside(page, "Quetzalina Xylander"));
    let other = &browser.new_page().expect("a second tab");
    let second = Story::new("people_erased_second", other);
    second.take(open(other, &site.place("customers")));
    second.take(customers_become(other, 2));
    story.take(page.bring_to_front());
    story.take(page.click("button", record::RECORD_ACTIONS.text(Language::English)));
    story.take(page.click("menuitem", person::MENU.text(Language::English)));
    story.take(page.wait_for_text(person::PART_OWN.text(Language::English)));
    look(&story, "everything about a person");
    story.take(page.click("button", person::ERASE.text(Language::English)));
    story.take(page.click("button", person::ERASE_NOW.text(Language::English)));
    story.take(page.wait_for_text(person::NOT_THE_WORD.text(Language::English)));
    look(&story, "the question before an erasure");
    story.take(page.fill("textbox", "Type “Quetzalina Xylander” to confirm", "Quetzalina Xylander"));
    story.take(page.click("button", person::ERASE_NOW.text(Language::English)));
    story.take(page.wait_for_text("The person is erased"));
    story.take(customers_become(page, 1));
    // The other tab follows.
    second.take(customers_become(other, 1));

    for search in ["Quetzalina", "canarynote"] {
        story.take(open(page, &site.place(&format!("customers?search={search}"))));
        let nothing = "document.querySelector('#cell-0-0') === null";
        story.take(page.wait_until("nothing to be found", nothing, 20.0));
    }
    let after = story.take(opened(page));
    for canary in CANARIES {
        check(&story, !holds(&after, canary), &format!("{canary} is still in the database"));
    }
    story.take(open(page, &site.place("settings/changes")));
    story.take(page.wait_for_text(audit::ERASED_PEOPLE.text(Language::English)));
    story.take(page.click("button", audit::CHECK_NOW.text(Language::English)));
    story.take(page.wait_for_text("unbroken since"));
    story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn changes_and_a_person_in_chinese() {
    let _turn = take_turn();
    let language = Language::Chinese;
    let launch = LaunchOptions { language: language.tag().into(), ..LaunchOptions::default() };
    let Desk { page, browser: _browser, profile: _profile, site } =
        Desk::new(&SiteOptions::default(), &launch).expect("a site and a browser");
    let story = Story::new("people_chinese", &page);
    story.take(open(&page, site.address()));
    story.take(page.click("button", Trade::Shop.label().text(language)));
    let loaded = "document.querySelector('.sidebar a.place[href$=\"/orders\"] .place-count')?.textContent !== '0'";
    story.take(page.wait_until("the sample", loaded, 60.0));
    story.take(open(&page, &site.place("settings/changes")));
    story.take(page.click("button", audit::CHECK_NOW.text(language)));
    story.take(page.wait_for_text("未曾中断"));
    let first = story.take(page.wait_for("a line", Duration::from_secs(20), || {
        Ok(page.roles("button")?.into_iter().find(|(name, _)| name.starts_with("新建了")).map(|(_, button)| button))
    }));
    story.take(first.click());
    story.take(page.by_selector(".audit-record"));
    look(&story, "changes in Chinese");
    story.take(open(&page, &site.place("customers")));
    story.take(page.by_selector("#cell-0-0").and_then(|cell| cell.click()));
    story.take(page.click("button", record::RECORD_ACTIONS.text(language)));
    story.take(page.click("menuitem", person::MENU.text(language)));
    story.take(page.wait_for_text(person::PART_OWN.text(language)));
    look(&story, "a person in Chinese");
    story.take(page.click("button", person::ERASE.text(language)));
    story.take(page.wait_for_text(person::ERASE_STAYS.text(language)));
    look(&story, "the question in Chinese");
    story.check_quiet(&[NOT_A_FILE]);
}
