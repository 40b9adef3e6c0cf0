//! PouchDB, which replicates the same customers in the clear, to a server and from there into another database.

use std::path::Path;

use serde_json::{Value, json};

use crate::bench_page::{BenchPage, number};
use crate::chrome_devtools::{Browser, LaunchOptions, Profile};
use crate::exchange_devices::{Carried, timed};
use crate::failure::Failure;
use crate::figures::time;
use crate::pouchdb_server::PouchDbServer;
use crate::relay::Relay;
use crate::site::{Site, SiteOptions};

/// Documents that PouchDB asks for and sends at once, as many as we ask for; its own default is 100.
const BATCH: usize = 1_000;
const PEER: &str = "pouchdb";

/// A browser with the customers in a PouchDB of its own.
pub struct Peer {
    page: BenchPage,
    _browser: Browser,
    _profile: Profile,
    _site: Site,
}

impl Peer {
    /// Reads the customers of `file` into PouchDB, on the page of the comparison in `folder`.
    pub fn begin(folder: &Path, file: &Path) -> Result<Peer, Failure> {
        // Without the policy of the release, which lets nobody ask another server.
        let site = Site::start(&SiteOptions { folder: folder.into(), policy_header: false, ..SiteOptions::default() })?;
        let profile = Profile::temporary()?;
        let browser = Browser::launch(&profile, &LaunchOptions::default())?;
        let address = site.place("bench/index.html");
        let page = BenchPage::open(browser.new_page()?, &address, String::new(), file)?;
        page.evaluate("peers.loadPouchDB('own')")?;
        Ok(Peer { page, _browser: browser, _profile: profile, _site: site })
    }

    /// Replicates all documents, `count` of them, to a new server and from there into an empty PouchDB named `other`.
    pub fn carry(&self, count: usize, other: &str, with_compression: bool) -> Result<Carried, Failure> {
        let start = if with_compression { PouchDbServer::start } else { PouchDbServer::start_without_compression };
        let server = start().map_err(Failure::Start)?;
        let relay =
            Relay::to(server.address()).map_err(|reason| Failure::file("a relay to express-pouchdb", &reason))?;
        let address = format!("{}/customers", relay.address());
        let server = json!({ "address": address, "user": "admin", "password": "secret" });
        let replicate = |action: &str, database: &str| {
            let argument = json!({ "database": database, "server": server, "batch": BATCH });
            let passage = timed(&relay, || {
                let (milliseconds, value) = self.page.ask_peer(PEER, action, &argument)?;
                holds_all(&value, count)?;
                Ok(Some(milliseconds))
            })?;
            eprintln!("exchange: PouchDB, {action}: {count} customers in {}", time(passage.milliseconds));
            Ok::<_, Failure>(passage)
        };
        Ok(Carried { sent: replicate("send", "own")?, received: replicate("receive", other)? })
    }
}

fn holds_all(value: &Value, count: usize) -> Result<(), Failure> {
    if number(&value["written"]) == count as f64 {
        return Ok(());
    }
    Err(Failure::Thrown(format!("PouchDB wrote {value} of {count} documents")))
}
