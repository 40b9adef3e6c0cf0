//! Devices that exchange one book over the model of a server: each with its own disk, clock and chance.

use crate::couch_http::{CouchHttp, SharedModel};
use crate::couch_model::CouchModel;
use crate::disk::DeviceDisk;
use crate::engine_world::{Shared, Tab, block_on};
use burrow::domain::id::Id;
use burrow::domain::record::Kind;
use burrow::domain::secret::{SecretBytes, Stretching};
use burrow::domain::value::Value;
use burrow::engine::protocol::{
    ConflictPage, Reply, Request, SyncDecision, SyncDevice, SyncReply, SyncRequest, SyncServer, SyncState, SyncTrouble,
};
use burrow::engine::sync_loop::Next;
use std::cell::RefCell;
use std::rc::Rc;
use std::task::{Context, Waker};

pub const DATABASE: &str = "crm";

/// Marsaglia's xorshift64.
pub struct Chance(pub u64);

impl Chance {
    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 32) % end
    }
}

/// The server that a person would give.
pub fn server() -> SyncServer {
    SyncServer {
        address: format!("https://couch.test/{DATABASE}"),
        user: "admin".to_owned(),
        password: SecretBytes::new(b"secret".to_vec()),
    }
}

/// What a passphrase would be stretched into, and how.
pub fn passphrase(seed: u8) -> (SecretBytes, Stretching) {
    (SecretBytes::new(vec![seed; 32]), Stretching::usual([7; 16]))
}

/// A model with an empty database.
pub fn model(seed: u64) -> SharedModel {
    let mut model = CouchModel::new(seed);
    model.create_database(DATABASE);
    Rc::new(RefCell::new(model))
}

/// One device with one tab.
pub struct Device {
    pub shared: Rc<Shared>,
    pub disk: DeviceDisk,
    pub http: Rc<CouchHttp>,
    pub tab: Tab<DeviceDisk>,
}

impl Device {
    /// A device with an empty book.
    pub fn new(model: &SharedModel, number: u64) -> Device {
        let shared = Shared::of_device(number);
        let http = CouchHttp::new(model, &format!("device {number}"));
        let disk = DeviceDisk::new();
        let tab = open(&shared, &disk, &http);
        Device { shared, disk, http, tab }
    }

    /// A device that begins the exchange.
    pub fn first(model: &SharedModel, number: u64) -> Device {
        let device = Device::new(model, number);
        device.start();
        device
    }

    /// Begins the exchange.
    pub fn start(&self) {
        let request = SyncRequest::Start { server: server(), device: "First".to_owned(), make_database: false };
        assert_eq!(self.ask(request), SyncReply::Done);
    }

    /// Another device that joins this one's exchange.
    pub fn another(&self, model: &SharedModel, number: u64) -> Device {
        let device = Device::new(model, number);
        device.join(&self.code());
        device
    }

    pub fn code(&self) -> String {
        let (stretched, how) = passphrase(3);
        match self.ask(SyncRequest::Invite { stretched, how }) {
            SyncReply::Code(code) => code,
            other => panic!("{other:?}"),
        }
    }

    pub fn join(&self, code: &str) {
        let (stretched, _) = passphrase(3);
        let request = SyncRequest::Join { code: code.to_owned(), stretched, device: "Another".to_owned() };
        assert_eq!(self.ask(request), SyncReply::Done);
    }

    pub fn ask(&self, request: SyncRequest) -> SyncReply {
        match self.tab.ask(Request::Sync(request)) {
            Reply::Sync(reply) => reply,
            other => panic!("{other:?}"),
        }
    }

    /// Closes the tab and opens another one on the same disk.
    pub fn restart(&mut self) {
        self.tab = open(&self.shared, &self.disk, &self.http);
    }

    /// The same with the network that the tab has.
    pub fn restart_with_network(&mut self) {
        let network = self.tab.world.network.take();
        self.restart();
        self.tab.world.network.replace(network);
    }

    /// One round.
    pub fn round(&self) -> Next {
        self.shared.now.set(self.shared.now.get() + 1_000);
        block_on(self.tab.engine.sync_once())
    }

    /// A round of which so many steps are done before the tab is killed; whether it came to its end before that.
    pub fn killed_round(&mut self, steps: u32) -> bool {
        let mut left = steps;
        self.killed_when(|_| {
            let is_over = left == 0;
            left = left.saturating_sub(1);
            is_over
        })
    }

    /// A round in which the tab is killed behind the first step after which it is time; whether the round came to its end
    /// before that.
    pub fn killed_when(&mut self, mut is_time: impl FnMut(&Tab<DeviceDisk>) -> bool) -> bool {
        self.shared.now.set(self.shared.now.get() + 1_000);
        let is_done = {
            let mut round = std::pin::pin!(self.tab.engine.sync_once());
            let mut context = Context::from_waker(Waker::noop());
            loop {
                if round.as_mut().poll(&mut context).is_ready() {
                    break true;
                }
                if is_time(&self.tab) {
                    break false;
                }
            }
        };
        self.restart();
        is_done
    }

    /// A profile that was copied: everything on the disk, and a tab of its own.
    pub fn copied(&self, model: &SharedModel, number: u64) -> Device {
        let shared = Shared::of_device(number);
        shared.now.set(self.shared.now.get());
        let http = CouchHttp::new(model, &format!("device {number}"));
        let disk = self.disk.copied();
        let tab = open(&shared, &disk, &http);
        Device { shared, disk, http, tab }
    }

    /// Rounds until there is nothing to do, at most so many.
    pub fn rounds(&self, most: u32) -> Next {
        for _ in 0..most {
            match self.round() {
                Next::TryAgain => {}
                next => return next,
            }
        }
        Next::TryAgain
    }

    pub fn state(&self) -> SyncState {
        match self.ask(SyncRequest::State) {
            SyncReply::State(state) => state,
            other => panic!("{other:?}"),
        }
    }

    pub fn trouble(&self) -> Option<SyncTrouble> {
        self.state().trouble
    }

    pub fn decide(&self, decision: SyncDecision) {
        assert_eq!(self.ask(SyncRequest::Decide(decision)), SyncReply::Done);
    }

    pub fn devices(&self) -> Vec<SyncDevice> {
        match self.ask(SyncRequest::Devices) {
            SyncReply::Devices(devices) => devices,
            other => panic!("{other:?}"),
        }
    }

    pub fn conflicts(&self) -> ConflictPage {
        match self.ask(SyncRequest::Conflicts { skip: 0, limit: 100 }) {
            SyncReply::Conflicts(page) => page,
            other => panic!("{other:?}"),
        }
    }

    pub fn value(&self, kind: Kind, id: Id, field: u16) -> Value {
        self.tab.value(kind, id, field)
    }
}

fn open(shared: &Rc<Shared>, disk: &DeviceDisk, http: &Rc<CouchHttp>) -> Tab<DeviceDisk> {
    let tab = Tab::open(shared, disk);
    tab.world.network.replace(Some(http.clone()));
    tab
}

/// Goes round on all devices until nobody has anything new, at most so many times each.
pub fn settle(devices: &[&Device], most: u32) {
    let mut quiet = 0;
    for _ in 0..most {
        let before: Vec<_> = devices.iter().map(|device| device.tab.digest()).collect();
        for device in devices {
            device.rounds(6);
        }
        let is_same = devices.iter().map(|device| device.tab.digest()).eq(before);
        let is_sent = devices.iter().all(|device| device.state().unsent == 0);
        quiet = if is_same && is_sent { quiet + 1 } else { 0 };
        if quiet == 2 {
            return;
        }
    }
}

/// Every device has the same records.
pub fn assert_agreed(devices: &[&Device]) {
    let Some((first, rest)) = devices.split_first() else { return };
    let records = first.tab.digest();
    for (at, device) in rest.iter().enumerate() {
        let other = device.tab.digest();
        assert_eq!(records.len(), other.len(), "device {} has other records", at + 1);
        for (one, two) in records.iter().zip(&other) {
            assert_eq!(one, two, "device {} differs", at + 1);
        }
    }
}

/// Whether a text could be of our documents: one in base64 for addresses, and nothing else.
pub fn is_sealed(body: &str) -> bool {
    !body.is_empty() && body.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}
