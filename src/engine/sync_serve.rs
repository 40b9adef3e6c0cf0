//! What the page asks about other devices.

use crate::domain::change::Change;
use crate::domain::conflict::ConflictView;
use crate::domain::field::{FieldKind, Neighbours};
use crate::domain::id::{Id, MemberId, OperationId};
use crate::domain::operation::Action;
use crate::domain::record::{DELETION, Kind};
use crate::domain::secret::{SecretBytes, Stretching};
use crate::domain::value::{self, Value};
use crate::engine::book::Book;
use crate::engine::core::{Engine, failure_of};
use crate::engine::environment::TabNews;
use crate::engine::look;
use crate::engine::protocol::{Cell, Failure, Reply};
use crate::engine::sync_protocol::{
    ConflictLine, ConflictPage, ServerFound, SyncDecision, SyncReply, SyncRequest, SyncServer, SyncState, SyncTrouble,
};
use crate::engine::sync_round::{Round, trouble_of};
use crate::storage::Disk;
use crate::sync::address::DatabaseAddress;
use crate::sync::couch::{Couch, Outgoing, Put, RemoteError};
use crate::sync::head::{FORMAT, LONGEST_NAME, SharedBook};
use crate::sync::invitation::{Invitation, InvitationProblem};
use crate::sync::keys::{BOOK_DOCUMENT, DocumentSealer, SyncKeys};
use crate::sync::settings::SyncSettings;
use std::rc::Rc;

impl<D: Disk + 'static> Engine<D> {
    /// Answers a request about other devices.
    pub(super) async fn serve_sync(self: &Rc<Self>, request: SyncRequest) -> Reply {
        let answer = match request {
            SyncRequest::State => self.sync_state_as_kept().await.map(SyncReply::State),
            SyncRequest::Check(server) => self.check_server(&server).await.map(SyncReply::Checked),
            SyncRequest::Start { server, device, make_database } => {
                self.start_sync(server, device, make_database).await.map(|()| SyncReply::Done)
            }
            SyncRequest::Invite { stretched, how } => self.invite(&stretched, how).await,
            SyncRequest::ReadCode(code) => Ok(match Invitation::read(&code) {
                Some(invitation) => SyncReply::CodeRead(invitation.how()),
                None => SyncReply::CodeInvalid,
            }),
            SyncRequest::Join { code, stretched, device } => self.join(&code, &stretched, device).await,
            SyncRequest::Now => {
                self.sync_now();
                Ok(SyncReply::Done)
            }
            SyncRequest::NewPassword { user, password } => {
                self.take_password(user, password).await.map(|()| SyncReply::Done)
            }
            SyncRequest::Devices => self.devices_of_any_tab().await,
            SyncRequest::RenameDevice(name) => self.rename_device(name).await.map(|()| SyncReply::Done),
            SyncRequest::ForgetDevice(device) => self.forget(device).await.map(|()| SyncReply::Done),
            SyncRequest::Decide(decision) => {
                self.decide(decision);
                Ok(SyncReply::Done)
            }
            SyncRequest::TurnOff => self.turn_sync_off().await.map(|()| SyncReply::Done),
            SyncRequest::Conflicts { skip, limit } => {
                return match self.ready() {
                    Ok(()) => Reply::Sync(SyncReply::Conflicts(conflicts(&self.book.borrow(), skip, limit))),
                    Err(failure) => Reply::Failed(failure),
                };
            }
            SyncRequest::Settle { operation, member, conflicts, take_other } => {
                return self.settle_conflicts((operation, member), &conflicts, take_other).await;
            }
        };
        match answer {
            Ok(reply) => Reply::Sync(reply),
            Err(Round::Trouble(trouble)) => Reply::Sync(SyncReply::Trouble(trouble)),
            Err(Round::Failed(failure)) => Reply::Failed(failure),
        }
    }

    /// How it stands; before anything has been asked of the server, as far as the settings tell.
    async fn sync_state_as_kept(&self) -> Result<SyncState, Round> {
        let settings = self.sync_settings().await.map_err(Round::Failed)?;
        let mut state = self.sync_state();
        if let Some(settings) = settings.filter(|_| !state.is_on) {
            state.is_on = true;
            state.origin = settings.address.origin().to_owned();
            state.address = settings.address.to_string();
            state.user = settings.user;
        }
        Ok(state)
    }

    fn couch_at(&self, server: &SyncServer) -> Result<(Couch, DatabaseAddress), Round> {
        let address = DatabaseAddress::parse(&server.address).ok_or(Round::Trouble(SyncTrouble::AddressInvalid))?;
        if address.is_insecure() && self.environment.is_secure() {
            return Err(Round::Trouble(SyncTrouble::AddressInsecure));
        }
        let http = self.environment.http();
        Ok((Couch::new(http, address.clone(), server.user.trim(), server.password.bytes()), address))
    }

    async fn check_server(&self, server: &SyncServer) -> Result<ServerFound, Round> {
        let (couch, _) = self.couch_at(server)?;
        look_at(&couch).await
    }

    async fn start_sync(&self, server: SyncServer, device: String, make_database: bool) -> Result<(), Round> {
        self.ready().map_err(Round::Failed)?;
        let (couch, address) = self.couch_at(&server)?;
        match look_at(&couch).await? {
            ServerFound::Empty => {}
            ServerFound::NoDatabase if make_database => couch.make_database().await.map_err(trouble_of)?,
            ServerFound::NoDatabase => return Err(Round::Trouble(SyncTrouble::NoDatabase)),
            ServerFound::Book => return Err(Round::Trouble(SyncTrouble::NotEmpty)),
        }
        let now = self.environment.now();
        let chance = self.environment.chance();
        let no_chance = |error: crate::storage::ChanceFailed| Round::Failed(Failure::Bug(error.to_string()));
        let keys = SyncKeys::make(&*chance, now).map_err(no_chance)?;
        let bug = |text: &str| Round::Failed(Failure::Bug(text.to_owned()));
        let sealer = DocumentSealer::new(&keys).ok_or_else(|| bug("no key"))?;
        let shared = SharedBook { began: now, writes: FORMAT, era: 0 };
        let body = shared.seal(&sealer, &*chance).map_err(|error| bug(&error.to_string()))?;
        let outgoing = Outgoing { name: BOOK_DOCUMENT.to_owned(), follows: None, body: Some(body) };
        match couch.put(&[outgoing]).await.map_err(trouble_of)?.pop() {
            Some(Put::Done(_) | Put::Accepted(_)) => {}
            Some(Put::Refused(words)) => return Err(Round::Trouble(SyncTrouble::Refused { status: 201, words })),
            // Another device was quicker.
            _ => return Err(Round::Trouble(SyncTrouble::NotEmpty)),
        }
        let settings = SyncSettings {
            address,
            user: server.user.trim().to_owned(),
            password: server.password,
            keys,
            device: self.new_device()?,
            name: device_name(&device),
            number: 0,
            mark: [0; 16],
            mark_before: [0; 16],
        };
        self.begin(settings).await
    }

    fn new_device(&self) -> Result<Id, Round> {
        let id = self.new_ids(1).map_err(Round::Failed)?.next();
        id.ok_or_else(|| Round::Failed(Failure::Bug("no identifier".to_owned())))
    }

    async fn begin(&self, settings: SyncSettings) -> Result<(), Round> {
        self.keep_sync_settings(Some(&settings)).await.map_err(|error| Round::Failed(failure_of(&error)))?;
        self.settings_changed();
        Ok(())
    }

    /// The settings are other ones: whoever takes part takes them from the disk, in this tab or another.
    pub(super) fn settings_changed(&self) {
        self.sync_reload.set(true);
        self.sync_bell.ring();
        self.environment.tell_tabs(TabNews::SyncSettings);
    }

    async fn invite(&self, stretched: &SecretBytes, how: Stretching) -> Result<SyncReply, Round> {
        let settings = self.sync_settings().await.map_err(Round::Failed)?;
        let settings = settings.ok_or_else(|| Round::Failed(Failure::Bug("nothing to join".to_owned())))?;
        Invitation::make(&settings, stretched, how, &*self.environment.chance())
            .map(SyncReply::Code)
            .map_err(|error| Round::Failed(Failure::Bug(error.to_string())))
    }

    async fn join(&self, code: &str, stretched: &SecretBytes, device: String) -> Result<SyncReply, Round> {
        self.ready().map_err(Round::Failed)?;
        let Some(invitation) = Invitation::read(code) else { return Ok(SyncReply::CodeInvalid) };
        let settings = match invitation.open(stretched, self.new_device()?, device_name(&device)) {
            Ok(settings) => settings,
            Err(InvitationProblem::WrongPassphrase) => return Ok(SyncReply::WrongPassphrase),
            Err(InvitationProblem::Invalid) => return Ok(SyncReply::CodeInvalid),
        };
        if settings.address.is_insecure() && self.environment.is_secure() {
            return Err(Round::Trouble(SyncTrouble::AddressInsecure));
        }
        look_at_book(&self.couch_of(&settings), &settings).await?;
        self.begin(settings).await?;
        Ok(SyncReply::Done)
    }

    fn couch_of(&self, settings: &SyncSettings) -> Couch {
        let http = self.environment.http();
        Couch::new(http, settings.address.clone(), &settings.user, settings.password.bytes())
    }

    /// Asks the server as soon as it can be, in whichever tab takes part.
    pub(super) fn sync_now(&self) {
        self.sync_hurry.set(true);
        self.sync_bell.ring();
        if self.exchange.borrow().is_none() {
            self.environment.tell_tabs(TabNews::SyncNow);
        }
    }

    async fn take_password(&self, user: String, password: SecretBytes) -> Result<(), Round> {
        let Some(settings) = self.present_settings().await? else { return Ok(()) };
        let settings = SyncSettings { user: user.trim().to_owned(), password, ..settings };
        look_at_book(&self.couch_of(&settings), &settings).await?;
        // A round may have told the others of this device meanwhile.
        let Some(present) = self.present_settings().await? else { return Ok(()) };
        self.begin(SyncSettings { user: settings.user, password: settings.password, ..present }).await
    }

    async fn devices_of_any_tab(&self) -> Result<SyncReply, Round> {
        if self.exchange.borrow().is_some() {
            return Ok(SyncReply::Devices(self.devices()));
        }
        // Another tab takes part; this one asks for itself, and writes nothing.
        let Some(settings) = self.sync_settings().await.map_err(Round::Failed)? else {
            return Ok(SyncReply::Devices(Vec::new()));
        };
        let this = settings.device;
        let devices = self.devices_at(&settings).await?;
        Ok(SyncReply::Devices(
            devices
                .into_iter()
                .map(|head| crate::engine::sync_protocol::SyncDevice {
                    id: head.device,
                    name: head.name,
                    seen: head.seen,
                    is_this: head.device == this,
                    is_forgotten: head.is_forgotten,
                })
                .collect(),
        ))
    }

    /// The settings as this tab has them while it takes part, or as they are kept.
    async fn present_settings(&self) -> Result<Option<SyncSettings>, Round> {
        let in_use = self.exchange.borrow().as_ref().map(|exchange| exchange.settings.borrow().clone());
        match in_use {
            Some(settings) => Ok(Some(settings)),
            None => self.sync_settings().await.map_err(Round::Failed),
        }
    }

    async fn rename_device(&self, name: String) -> Result<(), Round> {
        let Some(settings) = self.present_settings().await? else { return Ok(()) };
        let settings = SyncSettings { name: device_name(&name), ..settings };
        if let Some(exchange) = &*self.exchange.borrow() {
            // Whoever is in the middle of a round keeps the new name.
            exchange.settings.replace(settings.clone());
        }
        self.begin(settings).await
    }

    async fn forget(&self, device: Id) -> Result<(), Round> {
        let exchange = self.exchange.borrow().clone();
        match exchange {
            Some(exchange) => self.forget_device(&exchange, device).await,
            None => Err(Round::Failed(Failure::NotReady)),
        }
    }

    /// Takes note of what a person decided.
    pub(super) fn decide(&self, decision: SyncDecision) {
        match &*self.exchange.borrow() {
            Some(exchange) => exchange.decision.set(Some(decision)),
            None => self.environment.tell_tabs(TabNews::SyncDecided(decision)),
        }
        self.sync_now();
    }

    async fn turn_sync_off(&self) -> Result<(), Round> {
        self.keep_sync_settings(None).await.map_err(|error| Round::Failed(failure_of(&error)))?;
        let storage = self.storage().map_err(Round::Failed)?;
        storage.drop_sync_objects().await.map_err(|error| Round::Failed(failure_of(&error)))?;
        self.settings_changed();
        Ok(())
    }

    /// Says of conflicts that they are seen to, and takes the losing values where that is wished.
    async fn settle_conflicts(
        self: &Rc<Self>,
        (operation, member): (OperationId, MemberId),
        conflicts: &[Id],
        take_other: bool,
    ) -> Reply {
        let mut changes = Vec::new();
        {
            let book = self.book.borrow();
            let table = book.table(Kind::Conflict);
            for id in conflicts {
                let Some(view) = table.and_then(|table| table.find(*id)).filter(|view| !view.is_deleted()) else {
                    continue;
                };
                if take_other && let Some(conflict) = ConflictView::of(&view) {
                    changes.push(taken(&conflict));
                }
                changes.push(Change::deletion(Kind::Conflict, *id, true));
            }
        }
        self.commit(operation, member, Action::Edit, changes).await
    }
}

/// The change that puts a losing value into its record.
fn taken(conflict: &ConflictView) -> Change {
    if conflict.field == DELETION {
        return Change::deletion(conflict.kind, conflict.record, false);
    }
    let kind = conflict.kind.field(conflict.field).map(|field| field.kind);
    let value = kind.and_then(|kind| value::decode(kind, &conflict.loser).ok()).unwrap_or_default();
    Change::edit(conflict.kind, conflict.record, vec![(conflict.field, value)])
}

/// Some of the conflicts that nobody has seen to, the newest first.
fn conflicts(book: &Book, skip: u32, limit: u32) -> ConflictPage {
    let Some(table) = book.table(Kind::Conflict) else { return ConflictPage::default() };
    let live = table.slots().filter(|slot| !table.is_deleted(*slot)).filter_map(|slot| table.view(slot));
    let mut found: Vec<(Id, ConflictView)> =
        live.filter_map(|view| Some((view.id(), ConflictView::of(&view)?))).collect();
    found.sort_by_key(|(id, conflict)| (std::cmp::Reverse(conflict.loser_at.max(conflict.winner_at)), *id));
    let total = found.len() as u64;
    let some = found.into_iter().skip(skip as usize).take(limit as usize);
    ConflictPage { lines: some.map(|(id, conflict)| line(book, id, conflict)).collect(), total }
}

fn line(book: &Book, id: Id, conflict: ConflictView) -> ConflictLine {
    let neighbours = book.neighbours();
    let record = book.table(conflict.kind).and_then(|table| table.find(conflict.record));
    let field_kind = match conflict.field {
        DELETION => Some(FieldKind::Boolean),
        number => conflict.kind.field(number).map(|field| field.kind),
    };
    let cell = |value: Value| -> Cell { look::cell_of(field_kind, value, &neighbours) };
    let is_deleted = record.as_ref().is_none_or(|view| view.is_deleted());
    let present = match (conflict.field, &record) {
        (DELETION, _) => Value::Boolean(is_deleted),
        (number, Some(view)) => {
            let field = conflict.kind.field(number);
            field.map(|field| field.get(view, &neighbours)).unwrap_or_default()
        }
        (_, None) => Value::Empty,
    };
    // What stands there may be later than what won then.
    let stamp = record.as_ref().and_then(|view| {
        view.entries().filter_map(Result::ok).find(|(number, ..)| *number == conflict.field).map(|(_, stamp, _)| stamp)
    });
    let millis = |time: i64| u64::try_from(time).unwrap_or_default();
    let is_the_winner = stamp.is_none_or(|stamp| stamp.milliseconds == millis(conflict.winner_at));
    let name = |member: Option<Id>| member.and_then(|member| book.member_name(MemberId(member)));
    let loser = field_kind.and_then(|kind| value::decode(kind, &conflict.loser).ok()).unwrap_or_default();
    ConflictLine {
        id,
        kind: conflict.kind,
        record: conflict.record,
        title: neighbours
            .title(conflict.kind, conflict.record)
            .or_else(|| deleted_title(book, &conflict))
            .unwrap_or_default(),
        field: conflict.field,
        present: cell(present),
        present_by: if is_the_winner { name(conflict.winner_by) } else { None },
        present_at: stamp.map_or(millis(conflict.winner_at), |stamp| stamp.milliseconds),
        other: cell(loser),
        other_by: name(conflict.loser_by),
        other_at: millis(conflict.loser_at),
        is_deleted,
    }
}

/// The title of a record in the trash.
fn deleted_title(book: &Book, conflict: &ConflictView) -> Option<String> {
    let table = book.table(conflict.kind)?;
    table.slot(conflict.record).map(|slot| table.title(slot, &book.neighbours()))
}

fn device_name(name: &str) -> String {
    name.trim().chars().take(LONGEST_NAME).collect()
}

/// What is at the address.
async fn look_at(couch: &Couch) -> Result<ServerFound, Round> {
    let figures = match couch.figures().await {
        Ok(figures) => figures,
        Err(RemoteError::Status { status: 404, .. }) => return Ok(ServerFound::NoDatabase),
        Err(error) => return Err(trouble_of(error)),
    };
    if figures.documents == 0 {
        return Ok(ServerFound::Empty);
    }
    let found = couch.documents(&[BOOK_DOCUMENT.to_owned()]).await.map_err(trouble_of)?;
    if found.iter().any(|document| document.body.is_some()) {
        return Ok(ServerFound::Book);
    }
    Err(Round::Trouble(SyncTrouble::NotEmpty))
}

/// Whether the book of these settings is there.
async fn look_at_book(couch: &Couch, settings: &SyncSettings) -> Result<(), Round> {
    let other = || Round::Trouble(SyncTrouble::OtherBook);
    let found = couch.documents(&[BOOK_DOCUMENT.to_owned()]).await.map_err(trouble_of)?;
    let body = found.into_iter().find_map(|document| document.body).ok_or_else(other)?;
    let sealer = DocumentSealer::new(&settings.keys).ok_or_else(other)?;
    let shared = SharedBook::open(&sealer, &body).map_err(|_| other())?;
    if shared.writes > FORMAT { Err(Round::Trouble(SyncTrouble::NewerRelease)) } else { Ok(()) }
}
