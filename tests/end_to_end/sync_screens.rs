//! The screens of other devices: what they are while it is off, what the check says is wrong beside which field, and how it
//! stands while it is on.

use crate::check::{Story, check, take_turn};
use crate::couch_model::{CouchModel, CouchServer};
use crate::looks::look;
use crate::steps::{Desk, service_worker_answers};
use crate::sync_steps::{
    CODE_PASSPHRASE, Server, check_tells, fill_server, home_line_tells, is_synced, make_code, open_devices,
    refill_server, turn_off,
};

/// A server with one database that `ann` may use, and one that nobody may.
fn couch() -> CouchServer {
    let mut model = CouchModel::new(7);
    model.set_cors(true);
    model.add_user("ann", "s3cret");
    model.create_database("book");
    model.let_in("book", "ann");
    model.create_database("closed");
    model.let_in("closed", "nobody");
    CouchServer::start_with(model).expect("a server")
}

#[test]
fn what_is_wrong_with_a_server_stands_beside_its_field() {
    let _turn = take_turn();
    let mut couch = couch();
    let Desk { page, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("sync_screens", page);
    let at = |database: &str, password: &str| Server {
        address: format!("{}/{database}", couch.address().trim_end_matches('/')),
        user: "ann".into(),
        password: password.into(),
    };
    let (book, none, closed, wrong) =
        (at("book", "s3cret"), at("none", "s3cret"), at("closed", "s3cret"), at("book", "x"));
    story.take(open_devices(page, site));
    story.take(service_worker_answers(page));
    look(&story, "other devices, off");
    story.take(fill_server(page, &Server { address: "couch".into(), ..book.clone() }, "Front desk"));
    story.take(check_tells(page, "This is not the address of a database."));
    look(&story, "the form, with an address that is none");
    let tells = |server: &Server, told: &str| {
        story.take(refill_server(page, server));
        story.take(check_tells(page, told));
    };
    tells(&wrong, "does not know this user with this password");
    tells(&closed, "This user may not do that in this database.");
    tells(&none, "it has no database of this name yet");
    couch.model().set_cors(false);
    tells(&book, "does not let this page read what it says");
    look(&story, "the form, with a server that does not share");
    couch.model().set_cors(true);
    couch.set_online(false).expect("a switch");
    tells(&book, "Nobody answers at this address.");
    couch.set_online(true).expect("a switch");
    tells(&book, "The database answers, is empty and can be used.");
    look(&story, "the form, with a server that can be used");

    story.take(page.click("button", "Start"));
    story.take(is_synced(page));
    look(&story, "other devices, on");
    let is_let_out = "caches.has('burrow-couriers /')";
    check(&story, story.take(page.evaluate(is_let_out)) == true, "the courier is let out by nobody");
    let code = story.take(make_code(page, site, CODE_PASSPHRASE));
    check(&story, code.len() > 100, &format!("the code is {code}"));
    check(&story, !couch.model().was_sent("Front desk"), "the server has seen the name of the device");
    couch.set_online(false).expect("a switch");
    story.take(home_line_tells(page, "Offline since"));
    look(&story, "other devices, offline");
    couch.set_online(true).expect("a switch");
    story.take(page.click("button", "Sync now"));
    story.take(is_synced(page));
    story.take(turn_off(page, site));
    story.take(home_line_tells(page, "aved"));
    let is_taken_back = format!("{is_let_out}.then((is_out) => !is_out)");
    story.take(page.wait_until("the policy to lose the server", &is_taken_back, 20.0));
    let is_ended = |page: &crate::page::Page| page.workers().iter().all(|worker| !worker.address.contains("courier"));
    check(&story, is_ended(page), "the courier still runs");
}
