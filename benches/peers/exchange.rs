//! One book on several devices: how long the first load takes, how soon an edit is seen elsewhere, and what goes over the
//! wire, driven through the screens of the release as a person does, over the model of a server; and PouchDB beside it.

use std::path::Path;

use crate::customers::{self, Customer};
use crate::exchange_devices::{Carried, Devices, Passage};
use crate::exchange_peer::Peer;
use crate::failure::Failure;
use crate::figures::{median, percentile, time, times};
use crate::report::{Line, Report};

/// How many customers both sides send and receive, so that several rounds in turn stay short.
const BOTH: usize = 10_000;

/// Sends, receives and edits the customers of `file`, and a part of them beside PouchDB, whose page lies in `folder`.
pub fn compare(
    work: &Path,
    file: &Path,
    folder: &Path,
    customers: &[Customer],
    (rounds, slow_rounds): (usize, usize),
    report: &mut Report,
) -> Result<(), Failure> {
    large_book(file, customers, rounds, report)?;
    let some = &customers[..customers.len().min(BOTH)];
    let (file, count) = (work.join("customers_exchanged.csv"), some.len());
    customers::write(&file, some)?;
    let peer = Peer::begin(folder, &file)?;
    let (mut ours, mut theirs) = (vec![], vec![]);
    for round in 0..slow_rounds {
        ours.push(first_load(&file, count)?.1);
        theirs.push(peer.carry(count, &format!("round {round}"), false)?);
    }
    let squeezed = peer.carry(count, "compressed", true)?;
    let (ours, theirs) = (Carried::middle(&ours), Carried::middle(&theirs));
    report.lines.extend([
        seconds(format!("{count} customers sent to a server"), theirs.sent.milliseconds, ours.sent.milliseconds),
        seconds(
            format!("{count} customers received by an empty device"),
            theirs.received.milliseconds,
            ours.received.milliseconds,
        ),
        bytes(format!("bytes on the wire a record, {count} sent"), &theirs.sent, &ours.sent, count),
        bytes(format!("bytes on the wire a record, {count} received"), &theirs.received, &ours.received, count),
    ]);
    let each = |bytes: u64| format!("{:.0} B", bytes as f64 / count as f64);
    report.notes.push(format!(
        "What crosses the wire is HTTP, heads and bodies, both ways, counted by a relay between browser and server. Ours is \
         sealed and padded and goes to our model of CouchDB, which stands in one process with the driver; PouchDB's is in the \
         clear and goes to express-pouchdb in memory, since the model has no local documents, which PouchDB replicates with. \
         Neither server compresses its answers, as CouchDB does not. Where express-pouchdb does, PouchDB receives {} a record \
         instead of {}; what is sealed could lose no more than the quarter that its base64 adds.",
        each(squeezed.received.bytes.both()),
        each(theirs.received.bytes.both()),
    ));
    report.notes.push(format!(
        "Of what we send {} a record go to the server and {} come back, of PouchDB's {} and {}; of what we receive {} are \
         questions and {} answers, of PouchDB's {} and {}.",
        each(ours.sent.bytes.to_server),
        each(ours.sent.bytes.to_clients),
        each(theirs.sent.bytes.to_server),
        each(theirs.sent.bytes.to_clients),
        each(ours.received.bytes.to_server),
        each(ours.received.bytes.to_clients),
        each(theirs.received.bytes.to_server),
        each(theirs.received.bytes.to_clients),
    ));
    report.notes.push(format!(
        "Our times of sending and receiving are a person's: from the press on Start or Join, with the checks and keys that \
         come before the first record, to the word Synced, of a join to the whole count in the sidebar, too. PouchDB's are those of \
         `replicate` alone, in batches of 1000; its documents have no index, and it writes with the browser's own durability, \
         which is not strict. Both are the middle of {slow_rounds} rounds \
         in turn; the first load of all customers is a single one."
    ));
    Ok(())
}

/// The book of all customers on two devices.
fn large_book(file: &Path, customers: &[Customer], rounds: usize, report: &mut Report) -> Result<(), Failure> {
    let count = customers.len();
    let (devices, carried) = first_load(file, count)?;
    for (what, one) in [("sent, all of it", &carried.sent), ("second device synced", &carried.received)] {
        report.lines.push(alone(format!("first load of {count} customers: {what}"), time(one.milliseconds)));
    }
    report.notes.push(format!(
        "The first load of {count} customers took {:.1} MB to send and {:.1} MB to receive; the driver's own process, which is \
         the server of it, took {} of processor time for the one and {} for the other, on the cores that the browsers share.",
        carried.sent.bytes.both() as f64 / 1e6,
        carried.received.bytes.both() as f64 / 1e6,
        time(carried.sent.server),
        time(carried.received.server),
    ));
    let edits = devices.edits(customers, rounds)?;
    report.lines.push(alone("an edit until the page of another device shows it".into(), time(median(&edits))));
    report.notes.push(format!(
        "An edit is timed from the press on Enter to the change of the other page, on the book of {count} customers; {} at \
         best and {} at worst. Of it, 0.8 s are the engine's own: so long it gathers more edits before it sends.",
        time(percentile(&edits, 0)),
        time(percentile(&edits, 100)),
    ));
    Ok(())
}

fn first_load(file: &Path, count: usize) -> Result<(Devices, Carried), Failure> {
    let mut devices = Devices::begin()?;
    let sent = devices.send(file, count)?;
    eprintln!("exchange: {count} customers sent in {}", time(sent.milliseconds));
    let received = devices.receive(count)?;
    eprintln!("exchange: {count} customers received in {}", time(received.milliseconds));
    Ok((devices, Carried { sent, received }))
}

fn alone(work: String, ours: String) -> Line {
    let none = || "-".to_owned();
    Line { work, peer: none(), theirs: none(), ours, ratio: none(), target: none(), distance: none() }
}

fn beside(work: String, theirs: String, ours: String, ratio: f64) -> Line {
    let peer = "PouchDB, in the clear".to_owned();
    Line { work, peer, theirs, ours, ratio: times(ratio), target: "-".into(), distance: "-".into() }
}

fn seconds(work: String, theirs: f64, ours: f64) -> Line {
    beside(work, time(theirs), time(ours), theirs / ours)
}

fn bytes(work: String, theirs: &Passage, ours: &Passage, count: usize) -> Line {
    let each = |passage: &Passage| passage.bytes.both() as f64 / count as f64;
    let written = |bytes: f64| format!("{bytes:.0} B");
    beside(work, written(each(theirs)), written(each(ours)), each(theirs) / each(ours))
}
